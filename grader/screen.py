"""What the commands show: one console, one table of a class, one way of saying what to do next."""

from __future__ import annotations

from collections.abc import Iterable

from rich.console import Console
from rich.table import Table

from grader.outcomes import Outcome, Record
from grader.report import number

console = Console(highlight=False)
STATE = {
    Outcome.GRADED: ("graded", "green"),
    Outcome.MANUAL: ("graded, text to read", "green"),
    Outcome.CRASHED: ("crashed", "bold red"),
    Outcome.TIMED_OUT: ("timed out", "bold red"),
    Outcome.OVER_LIMIT: ("over a limit", "bold red"),
    Outcome.UNREADABLE: ("unreadable", "bold red"),
    Outcome.TAMPERED: ("tampered", "bold magenta"),
    Outcome.INCONCLUSIVE: ("inconclusive", "bold yellow"),
}


def state(outcome: Outcome) -> str:
    """Return an outcome as coloured words."""
    words, style = STATE[outcome]
    return f"[{style}]{words}[/]"


def class_table(records: Iterable[Record], *, kinds: dict[str, str] | None = None) -> Table:
    """Return the table of a class: who, in which language, what became of it, marks by exercise and in all.

    Parameters
    ----------
    records : iterable of Record
    kinds : dict of str to str, optional
        What each submission was, for the demonstration.
    """
    records = list(records)
    keys = list(records[0].points) if records else []
    table = Table(show_edge=False, header_style="bold", pad_edge=False)
    table.add_column("student", no_wrap=True)
    table.add_column("", no_wrap=True)
    if kinds is not None:
        table.add_column("what it was")
    table.add_column("state", no_wrap=True)
    for key in keys:
        table.add_column(_short(key), justify="right", no_wrap=True)
    table.add_column("total", justify="right", no_wrap=True, style="bold")
    for record in records:
        marks = ["–" if record.marks.get(key) is None else number(record.marks[key], "en") for key in keys]
        kind = [] if kinds is None else [kinds.get(record.student, "")]
        total = f"{number(record.total, 'en')}/{number(record.max_total, 'en')}"
        table.add_row(record.student, record.language or "?", *kind, state(record.outcome), *marks, total)
    if records:
        worth = [number(points, "en") for points in records[0].points.values()]
        table.add_section()
        table.add_row(
            "[dim]worth[/]", "", *([""] if kinds is not None else []), "", *worth, number(records[0].max_total, "en")
        )
    return table


def _short(key: str) -> str:
    """Break a key where it can be broken, so that a class fits the screen."""
    return key.replace("-", "\n")


def needing_attention(records: Iterable[Record]) -> list[str]:
    """Return a line for each submission that an instructor should look at, with the reason."""
    lines = []
    for record in records:
        if record.outcome not in (Outcome.GRADED, Outcome.MANUAL):
            why = "; ".join(record.notes[:3]) or str(record.outcome.title.to("en"))
            lines.append(f"{record.student}: {state(record.outcome)} – {why}")
    return lines
