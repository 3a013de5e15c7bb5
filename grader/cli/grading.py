"""The command that grades a class."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from grader.cli.options import HERE, Course, Students, Unit, progress_bar, say_next, where
from grader.screen import class_table, console, needing_attention, show_changes


def autograde(
    unit: Unit,
    student: Students = None,
    course: Course = HERE,
    force: Annotated[bool, typer.Option("--force", "-f", help="Grade again what has not changed.")] = False,
    unsafe: Annotated[
        bool,
        typer.Option("--unsafe", help="Without a sandbox: only for people you trust. The record says so."),
    ] = False,
) -> None:
    """Run every submission in a sandbox and mark it with cases that no student has seen.

    One bad submission costs only itself: crashed, timed out, unreadable and tampered ones are named as
    such, are no zeros, and wait for you in the formgrader. Run again any time: only what is new or changed
    is graded. reports/UNIT/outcomes.json holds the table for other programs.
    """
    from grader import sandbox
    from grader.autograde import autograde as run
    from grader.changes import changes
    from grader.coursefolder import CourseFolder

    folder = CourseFolder.open(course)
    total = len(student or folder.submitted(unit))
    skipped = 0
    if unsafe and not sandbox.available():
        console.print(
            "[yellow]Without a sandbox: submissions can read this machine, hidden cases included.[/]"
        )

    def count(record: object, fresh: bool) -> None:
        nonlocal skipped
        skipped += not fresh
        progress.advance(task)

    with progress_bar() as progress:
        task = progress.add_task("grading", total=total)
        book = run(
            folder,
            unit,
            students=student,
            force=force,
            unsafe=unsafe,
            starting=lambda name: progress.update(task, description=escape(name)),
            finished=count,
        )
    records = [record for name, record in sorted(book.records.items()) if not student or name in student]
    console.print(class_table(records))
    for line in needing_attention(records):
        console.print(f"  {line}", soft_wrap=True)
    show_changes(changes(folder, unit, book.before, records))
    if skipped:
        console.print(f"{skipped} unchanged since the last run; --force grades them again.")
    console.print(
        f"[dim]written answers:[/] run `jupyter lab` in {escape(str(folder.root))}, menu Nbgrader > Formgrader",
        soft_wrap=True,
    )
    say_next(f"grader feedback {unit}{where(course)}")
