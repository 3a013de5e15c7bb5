"""The table of a class: no mark is ever cut, however narrow the window."""

import io

import pytest
from rich.console import Console

import grader.screen as screen
from grader.outcomes import Outcome, Record

POINTS = {
    "reply-delay": 2.0,
    "median-delay": 2.0,
    "first-reply": 4.0,
    "by-hand": 4.0,
    "a": 3.0,
    "b": 3.0,
    "c": 2.0,
}
MARKS = dict(zip(POINTS, (1.33, 1.33, 2.67, 2.67, 2.0, 2.0, 1.33), strict=True))


def record(student: str, outcome: Outcome) -> Record:
    return Record(student, "05-jazztel-delays", outcome, language="es", marks=dict(MARKS), points=POINTS)


@pytest.mark.parametrize("width", [80, 100, 130])
def test_every_mark_and_total_can_be_read(monkeypatch, width):
    """Every row shows its seven marks and its total, whole, at the width of an ordinary terminal."""
    console = Console(width=width, file=io.StringIO(), highlight=False)
    monkeypatch.setattr(screen, "console", console)
    records = [record("Nerea Etxeberria", Outcome.MANUAL), record("Pau Ibáñez", Outcome.CRASHED)]
    console.print(
        screen.class_table(records, kinds={"Nerea Etxeberria": "partly right", "Pau Ibáñez": "os._exit()"})
    )
    lines = console.file.getvalue().splitlines()
    assert "total" in lines[0]
    for name in ("Nerea Etxeberria", "Pau Ibáñez"):
        row = next(line for line in lines if name in line)
        assert row.split()[-8:] == ["1.33", "1.33", "2.67", "2.67", "2", "2", "1.33", "13.33"]
    assert max(map(len, lines)) <= width
