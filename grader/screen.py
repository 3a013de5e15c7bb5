"""What the commands show: one console, one table of a class, one way of saying what to do next."""

from __future__ import annotations

from collections.abc import Iterable

from rich import box
from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table

from grader.outcomes import Outcome, Record
from grader.report import number

_WIDE = 118  # columns from which a demonstration has room for a column of its own
console = Console(highlight=False)
STATE = {
    Outcome.GRADED: ("graded", "green"),
    Outcome.MANUAL: ("graded", "green"),
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


def class_table(records: Iterable[Record], *, kinds: dict[str, str] | None = None) -> Group:
    """Return the table of a class: who, in which language, what became of it, marks by exercise and in all.

    Parameters
    ----------
    records : iterable of Record
    kinds : dict of str to str, optional
        What each submission was, for the demonstration.
    """
    records = list(records)
    points = records[0].points if records else {}
    beside = kinds is not None and console.width >= _WIDE
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, header_style="bold", pad_edge=False, padding=0)
    table.add_column("student", min_width=16)
    table.add_column("", no_wrap=True)
    if beside:
        table.add_column("what it was")
    table.add_column("state", no_wrap=True)
    for position in range(1, len(points) + 1):
        table.add_column(str(position), justify="right", no_wrap=True, min_width=4)
    table.add_column("total", justify="right", no_wrap=True, style="bold", min_width=5)
    for record in records:
        kind = (kinds or {}).get(record.student, "")
        name = escape(record.student) + ("" if beside or not kind else f"\n[dim]{kind}[/]")
        marks = ["–" if record.marks.get(key) is None else number(record.marks[key], "en") for key in points]
        between = [kind] if beside else []
        table.add_row(
            name, record.language or "?", *between, state(record.outcome), *marks, number(record.total, "en")
        )
    if records:
        table.add_section()
        worth = [number(value, "en") for value in points.values()]
        between = [""] if beside else []
        table.add_row("worth", "", *between, "", *worth, number(records[0].max_total, "en"), style="dim")
    legend = " · ".join(f"{position} {key}" for position, key in enumerate(points, start=1))
    return Group(table, f"[dim]{legend} · – no mark yet: a person has to look[/]")


def needing_attention(records: Iterable[Record]) -> list[str]:
    """Return a line for each submission that an instructor should look at, with the reason."""
    lines = []
    for record in records:
        if record.outcome not in (Outcome.GRADED, Outcome.MANUAL):
            why = escape(record.notes[0] if record.notes else record.outcome.title.to("en"))
            more = f" [dim](and {len(record.notes) - 1} more)[/]" if len(record.notes) > 1 else ""
            lines.append(f"{escape(record.student)}: {state(record.outcome)} – {why}{more}")
    return lines
