"""What `grader autograde` shows: how far it is while it runs, and at the end what there is to look at."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType

from rich import box
from rich.console import Console, Group, RenderableType
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn
from rich.table import Table

from grader.batch.pace import Pace, spoken
from grader.changes import Changes
from grader.outcomes import Outcome, Record
from grader.report import number
from grader.screen import STATE, class_table, counted, needing_attention, show_changes

MANY = 30  # submissions from which a class is counted instead of listed
SHOWN = 20  # lines of those to look at
MOVED = 10  # lines of marks that moved
_EVERY = 20.0  # seconds between two lines where nobody watches


class BatchProgress:
    """A bar with the time left; where the output is no terminal, a line now and then.

    Parameters
    ----------
    console : Console
    total : int
    """

    def __init__(self, console: Console, total: int) -> None:
        self.console, self.total = console, total
        self.done = self.left_alone = 0
        self.stopped = False
        self._pace = Pace(time.monotonic())
        self._said = time.monotonic()
        self._trouble = ""
        self._bar: Progress | None = None
        self._task = TaskID(0)

    def __enter__(self) -> BatchProgress:
        if self.console.is_terminal:
            self._bar = Progress(
                TextColumn("grading"),
                BarColumn(bar_width=24),
                MofNCompleteColumn(),
                TextColumn("{task.description}"),
                console=self.console,
                transient=True,
                refresh_per_second=4,
            )
            self._bar.start()
            self._task = self._bar.add_task("starting", total=self.total)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._bar is not None:
            self._bar.stop()

    def finished(self, record: Record, fresh: bool) -> None:
        """Take note of a submission."""
        self.done += 1
        if fresh:
            self._pace.graded(time.monotonic())
        else:
            self.left_alone += 1
        if self._bar is not None:
            self._bar.update(self._task, completed=self.done, description=self._words())
        elif time.monotonic() - self._said >= _EVERY and self.done < self.total:
            self._say(f"graded {self.done} of {self.total}{', ' if self._left() else ''}{self._left()}")

    def waiting(self, trouble: str) -> None:
        """Say what keeps the work from going on."""
        if trouble != self._trouble and trouble and self._bar is None:
            self._say(f"waiting: {trouble}")
        self._trouble = trouble
        if self._bar is not None and not self.stopped:
            self._bar.update(self._task, description=self._words())

    def stopping(self) -> None:
        """Say that Ctrl-C was heard."""
        self.stopped = True
        words = "stopping; Ctrl-C again stops at once"
        if self._bar is not None:
            self._bar.update(self._task, description=words)
        else:
            self._say(words)

    def _words(self) -> str:
        return f"waiting: {escape(self._trouble)}" if self._trouble else self._left()

    def _left(self) -> str:
        return spoken(self._pace.left(self.total - self.done, time.monotonic()))

    def _say(self, words: str) -> None:
        self._said = time.monotonic()
        self.console.print(escape(words), soft_wrap=True)


def show_class(console: Console, records: Sequence[Record], found: Changes, listing: Path) -> None:
    """Print what became of a class: everybody of a small one, a large one counted, and whom to look at.

    Parameters
    ----------
    console : Console
    records : sequence of Record
    found : Changes
        What the run moved without the students' doing.
    listing : Path
        File for the whole of what is too long for a screen; written only then.
    """
    many = len(records) > MANY
    console.print(class_counts(records) if many else class_table(records))
    lines = needing_attention(
        sorted(records, key=lambda record: -record.outcome.gravity) if many else records
    )
    for line in lines[:SHOWN]:
        console.print(f"  {line}", no_wrap=many, overflow="ellipsis", soft_wrap=not many)
    if len(lines) > SHOWN:
        console.print(f"  and {len(lines) - SHOWN} more to look at")
    show_changes(found, most=MOVED)
    if len(lines) > SHOWN or len(found.moved) > MOVED:
        write_listing(listing, records, found)
        console.print(f"all of them: {escape(str(listing))}", soft_wrap=True)
    else:
        listing.unlink(missing_ok=True)


def class_counts(records: Sequence[Record]) -> RenderableType:
    """Return a class as counts: how many came to which state, and how each exercise went."""
    states = Counter(record.outcome for record in records)
    table = Table.grid(padding=(0, 2))
    table.add_column(justify="right")
    table.add_column()
    for outcome in Outcome:
        if states[outcome]:
            words, style = STATE[outcome]
            table.add_row(str(states[outcome]), f"[{style}]{words}[/]")
    return Group(f"[bold]{counted(len(records), 'submission')}[/]", table, "", _exercises(records))


def _exercises(records: Sequence[Record]) -> Table:
    points = records[0].points
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, header_style="bold", pad_edge=False, padding=(0, 1))
    table.add_column("exercise")
    for column in ("worth", "mean", "full", "zero", "no mark yet"):
        table.add_column(column, justify="right", no_wrap=True)
    for key, worth in points.items():
        marks = [record.marks.get(key) for record in records]
        known = [mark for mark in marks if mark is not None]
        mean = number(sum(known) / len(known), "en") if known else "–"
        full, zero = sum(mark >= worth for mark in known), sum(mark == 0 for mark in known)
        table.add_row(key, number(worth, "en"), mean, *map(str, (full, zero, len(marks) - len(known))))
    return table


def write_listing(path: Path, records: Sequence[Record], found: Changes) -> None:
    """Write, as plain text, everybody to look at and every mark that moved."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with open(path, "w", encoding="utf-8", errors="backslashreplace") as file:
        for record in records:
            if record.outcome not in (Outcome.GRADED, Outcome.MANUAL):
                file.write(f"{record.student}: {STATE[record.outcome][0]}\n")
                file.writelines(f"    {note}\n" for note in record.notes)
        if found.moved:
            file.write("\nMarks that moved although the submission did not:\n")
            file.writelines(f"{line}\n" for line in found.moved)
