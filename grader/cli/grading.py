"""The command that grades a class."""

from __future__ import annotations

from typing import Annotated

import typer
from rich.markup import escape

from grader.cli.options import HERE, Course, Students, Unit, say_next, where
from grader.screen import console, counted

Jobs = Annotated[
    int | None,
    typer.Option(
        "--jobs", "-j", min=1, metavar="N", help="Submissions at a time; as many as cores if not given."
    ),
]
Scheduler = Annotated[
    str | None,
    typer.Option("--scheduler", metavar="ADDRESS", help="Grade on a dask cluster, such as tcp://host:8786."),
]
Database = Annotated[
    str | None,
    typer.Option(
        "--db",
        metavar="URL",
        envvar="CRISIS20_DB",
        show_envvar=False,
        help="Gradebook elsewhere, such as postgresql://user@host/course; also from the variable CRISIS20_DB.",
    ),
]


def autograde(
    unit: Unit,
    student: Students = None,
    course: Course = HERE,
    jobs: Jobs = None,
    scheduler: Scheduler = None,
    db: Database = None,
    force: Annotated[bool, typer.Option("--force", "-f", help="Grade again what has not changed.")] = False,
    unsafe: Annotated[
        bool,
        typer.Option("--unsafe", help="Without a sandbox: only for people you trust. The record says so."),
    ] = False,
) -> None:
    """Run every submission in a sandbox and mark it with cases that no student has seen.

    One bad submission costs only itself: crashed, timed out, unreadable and tampered ones are named as
    such, are no zeros, and wait for you in the formgrader. Run again any time: only what is new or changed
    is graded. Ctrl-C stops in order, and the same command goes on from there. reports/UNIT/outcomes.json
    holds the table for other programs.
    """
    from grader.lean import lean

    lean()
    from grader import sandbox
    from grader.autograde import Interrupted
    from grader.autograde import autograde as run
    from grader.batch.cores import usable
    from grader.changes import changes
    from grader.coursefolder import CourseFolder
    from grader.screen_batch import BatchProgress, show_class

    folder = CourseFolder.open(course, db=db)
    total = len(student or folder.submitted(unit))
    if unsafe and scheduler is None and not sandbox.available():
        console.print(
            "[yellow]Without a sandbox: submissions can read this machine, hidden cases included.[/]"
        )
    progress = BatchProgress(console, total)
    try:
        with progress:
            book = run(
                folder,
                unit,
                students=student,
                force=force,
                unsafe=unsafe,
                jobs=min(jobs or usable(), max(total, 1)),
                scheduler=scheduler,
                finished=progress.finished,
                waiting=progress.waiting,
                stopping=progress.stopping,
            )
    except KeyboardInterrupt as stopped:
        left = stopped.left if isinstance(stopped, Interrupted) else total - progress.done
        console.print(
            f"Stopped: {counted(progress.done, 'submission')} of {total} recorded, {left} left. The same command "
            "goes on from there.",
            soft_wrap=True,
        )
        raise typer.Exit(130) from None
    records = [record for name, record in sorted(book.records.items()) if not student or name in student]
    listing = folder.root / "reports" / unit / "to-look-at.txt"
    show_class(console, records, changes(folder, unit, book.before, records), listing)
    if progress.left_alone:
        console.print(f"{progress.left_alone} unchanged since the last run; --force grades them again.")
    console.print(
        f"[dim]written answers:[/] run `jupyter lab` in {escape(str(folder.root))}, menu Nbgrader > Formgrader",
        soft_wrap=True,
    )
    say_next(f"grader feedback {unit}{where(course)}")
