"""What the commands show: one console, one table of a class, one way of saying what to do next."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from rich import box
from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table

from grader.outcomes import Outcome, Record
from grader.report import number

if TYPE_CHECKING:
    from grader.changes import Changes
    from grader.collect import Collected

_NARROW = 100  # columns below which a state takes two lines, so that no mark is ever cut
_WIDE = 118  # columns from which a demonstration has room for a column of its own
_LOG_WIDTH = 130  # where nobody's window sets one: a file, a pipe, a CI log
console = Console(highlight=False, width=None if sys.stdout.isatty() else _LOG_WIDTH)
STATE = {
    Outcome.GRADED: ("graded", "green"),
    Outcome.MANUAL: ("needs manual grading", "yellow"),
    Outcome.CRASHED: ("crashed", "bold red"),
    Outcome.TIMED_OUT: ("timed out", "bold red"),
    Outcome.OVER_LIMIT: ("over a limit", "bold red"),
    Outcome.WRONG: ("wrong notebook", "bold red"),
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
    narrow = console.width < _NARROW
    table.add_column("state", no_wrap=not narrow, max_width=12 if narrow else None)
    for position in range(1, len(points) + 1):
        table.add_column(str(position), justify="right", no_wrap=True, min_width=4)
    table.add_column("total", justify="right", no_wrap=True, style="bold", min_width=5)
    for record in records:
        kind = (kinds or {}).get(record.student, "")
        name = escape(record.student) + ("" if beside or not kind else f"\n[dim]{kind}[/]")
        marks = [_mark(record.marks.get(key)) for key in points]
        between = [kind] if beside else []
        table.add_row(
            name, record.language or "?", *between, state(record.outcome), *marks, _mark(record.total)
        )
    if records:
        table.add_section()
        worth = [number(value, "en") for value in points.values()]
        between = [""] if beside else []
        table.add_row("worth", "", *between, "", *worth, number(records[0].max_total, "en"), style="dim")
    legend = " · ".join(f"{position} {key}" for position, key in enumerate(points, start=1))
    return Group(table, f"[dim]{legend} · – no mark yet: a person has to look[/]")


def _mark(value: float | None) -> str:
    return "–" if value is None else number(value, "en")


def needing_attention(records: Iterable[Record]) -> list[str]:
    """Return a line for each submission that an instructor should look at, with the reason."""
    lines = []
    for record in records:
        if record.outcome not in (Outcome.GRADED, Outcome.MANUAL):
            why = escape(record.notes[0] if record.notes else record.outcome.title.to("en"))
            more = f" [dim](and {len(record.notes) - 1} more)[/]" if len(record.notes) > 1 else ""
            lines.append(f"{escape(record.student)}: {state(record.outcome)} – {why}{more}")
    return lines


def show_collected(found: Collected, unit: str) -> None:
    """Print who handed in, whether it is new, and what already looks doubtful."""
    for student, files in found.students.items():
        doubt = found.doubts.get(student, "")
        line = f"  {escape(student)}: {escape(', '.join(files))} [dim]{found.news.get(student, '')}[/]"
        console.print(line + (f" [yellow]{escape(doubt)}[/]" if doubt else ""), soft_wrap=True)
    for line in found.skipped:
        console.print(f"  [yellow]left out[/] {escape(line)}", soft_wrap=True)
    if found.apart:
        console.print(
            f"[yellow]Several people of one name:[/] kept apart by the campus's number as "
            f"{escape(', '.join(found.apart))}.",
            soft_wrap=True,
        )
    news = list(found.news.values())
    counts = [f"{news.count(word)} {word}" for word in ("new", "replaced", "unchanged") if word in news]
    console.print(
        f"{counted(len(found.students), 'submission')} of {unit}: {', '.join(counts) or 'none new'}."
    )


def show_changes(found: Changes, *, most: int | None = None) -> None:
    """Print what a run moved without the students' doing; at most so many of the marks."""
    if found.parts:
        console.print(
            f"[yellow]Changed since the last run:[/] {', '.join(found.parts)}; "
            f"{counted(found.regraded, 'submission')} regraded.",
            soft_wrap=True,
        )
    for line in found.moved[:most]:
        console.print(f"  {escape(line)}", soft_wrap=True)
    if most is not None and len(found.moved) > most:
        console.print(f"  and {len(found.moved) - most} more marks that moved")
    if found.outdated:
        pages = counted(found.outdated, "feedback page")
        console.print(f"{pages} {'is' if found.outdated == 1 else 'are'} now out of date.", soft_wrap=True)


def counted(count: int, noun: str) -> str:
    """Return a number with its noun.

    Examples
    --------
    >>> counted(1, "page"), counted(2, "page")
    ('1 page', '2 pages')
    """
    return f"{count} {noun}{'' if count == 1 else 's'}"
