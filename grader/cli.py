"""The instructor's commands."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from grader.errors import GraderError
from grader.screen import (
    class_table,
    console,
    counted,
    needing_attention,
    show_changes,
    show_collected,
)

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Grade Crisis 2.0 with nbgrader: build, release, collect, autograde, feedback.

    Run the commands in your course folder, or name it with [bold]--course[/]. A unit is named after its
    folder, such as [bold]05-jazztel-delays[/]. An evening with a class:

    [bold]grader build[/] 05-jazztel-delays --course ~/crisis-2027

    [bold]cd[/] ~/crisis-2027

    [bold]grader release[/] 05-jazztel-delays

    [bold]grader collect[/] 05-jazztel-delays ~/Downloads/tarea5.zip

    [bold]grader autograde[/] 05-jazztel-delays

    [bold]grader feedback[/] 05-jazztel-delays

    Where students label tweets, [bold]grader pool[/] 03-iberia-voices shows how far the class agrees.

    First time? [bold]grader demo[/] shows all of it with an invented class. Everything is nbgrader
    underneath: the same folder works with `nbgrader` and its formgrader.""",
)
Course = Annotated[
    Path,
    typer.Option("--course", "-c", metavar="DIR", help="Course folder; the current folder if not given."),
]
Unit = Annotated[str, typer.Argument(metavar="UNIT", help="Such as 05-jazztel-delays.")]
Units = Annotated[
    list[str] | None,
    typer.Argument(metavar="[UNIT...]", help="Such as 05-jazztel-delays; all built ones if none is named."),
]
Students = Annotated[
    list[str] | None,
    typer.Option("--student", "-s", metavar="NAME", help="Only this student; may be repeated."),
]
HERE = Path(".")


@app.command()
def build(
    units: Annotated[
        list[str] | None,
        typer.Argument(metavar="[UNIT...]", help="Such as 05-jazztel-delays; all if none is named."),
    ] = None,
    course: Course = HERE,
) -> None:
    """Make the course folder and the instructor's notebooks, with solutions, in both languages.

    Writes source/{es,en}, nbgrader_config.py, a secret seed that the hidden cases are drawn from (keep it:
    the class is graded with it) and a .gitignore that keeps names, marks and solutions out of a repository.
    """
    from grader.coursefolder import CourseFolder
    from grader.release import build_units, require_lessons

    chosen = require_lessons(units or [])
    folder = CourseFolder.create(course)
    for path in build_units(folder, chosen):
        console.print(f"  {path.relative_to(folder.root)}")
    _next(f"grader release{''.join(f' {unit}' for unit in units or [])}{_where(course)}")


@app.command()
def release(
    units: Units = None,
    course: Course = HERE,
    exchange: Annotated[
        Path | None,
        typer.Option(
            "--exchange",
            metavar="DIR",
            help="Also put it into this nbgrader exchange, each language a course.",
        ),
    ] = None,
) -> None:
    """Make what students get: no solution, no hidden case, no output; and enter the unit in the gradebook.

    Give students release/es/UNIT or release/en/UNIT: both languages land in one gradebook.
    """
    from grader.coursefolder import CourseFolder
    from grader.release import publish, release_news

    folder = CourseFolder.open(course)
    units = units or folder.units("source")
    if not units:
        raise GraderError("Nothing has been built in this course: run `grader build` first.")
    for unit in units:
        with console.status(f"releasing {unit}"):
            released = release_news(folder, unit)
        for path, news in released:
            console.print(f"  {path.relative_to(folder.root)} [dim]{news}[/]", soft_wrap=True)
        if exchange is not None:
            names = publish(folder, unit, exchange)
            console.print(
                f"  in the exchange {exchange} as {' and '.join(f'{name}/{unit}' for name in names)}"
            )
    _next(f"grader collect {units[0]} FOLDER-OR-ZIP{_where(course)}   when they have handed it in")


@app.command()
def collect(
    unit: Unit,
    source: Annotated[
        Path | None, typer.Argument(metavar="[FOLDER-OR-ZIP]", help="What your campus let you download.")
    ] = None,
    course: Course = HERE,
    exchange: Annotated[
        Path | None,
        typer.Option("--exchange", metavar="DIR", help="Collect from this nbgrader exchange instead."),
    ] = None,
) -> None:
    """Take in submissions from a folder or zip: <student>/<file>.ipynb or <student>_<...>.ipynb.

    Puts them into submitted/<student>/UNIT/. A later submission replaces the earlier one, which is kept in
    reports/UNIT/earlier/. Links are left out, and two people of one name are kept apart.
    """
    from grader.collect import collect_exchange, collect_files
    from grader.coursefolder import CourseFolder

    if (source is None) == (exchange is None):
        raise GraderError("Name a folder or zip file to collect from, or an exchange with --exchange.")
    folder = CourseFolder.open(course)
    found = collect_files(folder, unit, source) if source else collect_exchange(folder, unit, exchange)
    show_collected(found, unit)
    _next(f"grader autograde {unit}{_where(course)}")


@app.command()
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

    with _progress() as progress:
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
    _next(f"grader feedback {unit}{_where(course)}")


@app.command()
def feedback(unit: Unit, student: Students = None, course: Course = HERE) -> None:
    """Write a page for each student, in the language of the submission.

    feedback/<student>/UNIT/UNIT.html: marks by exercise, what failed in words, hints, your comments, the
    notebook as it ran. No hidden case and no expected value is in it.
    """
    from grader.coursefolder import CourseFolder
    from grader.feedback import write_feedback

    folder = CourseFolder.open(course)
    waiting, written = [], 0
    failures: dict[str, str] = {}
    with _progress() as progress:
        task = progress.add_task("writing", total=len(student or folder.submitted(unit)))
        for name, path in write_feedback(folder, unit, students=student, failures=failures):
            progress.update(task, description=escape(name), advance=1)
            waiting += [] if path else [name]
            written += bool(path)
    if waiting:
        console.print(f"[yellow]Not graded yet:[/] {escape(', '.join(waiting))}", soft_wrap=True)
    for name, why in failures.items():
        console.print(f"  [bold red]{escape(name)}[/]: {escape(why)}", soft_wrap=True)
    if not written and not failures:
        raise GraderError(f"Nothing to give feedback on: run `grader autograde {unit}` first.")
    place = folder.root / "feedback" / "<student>" / unit / f"{unit}.html"
    console.print(f"{counted(written, 'page')}: {escape(str(place))}", soft_wrap=True)
    if failures:
        raise GraderError(f"{counted(len(failures), 'page')} could not be made; the others are there.")


@app.command()
def pool(
    unit: Unit,
    source: Annotated[
        Path | None,
        typer.Argument(metavar="[FOLDER]", help="Folders of students; the course's submitted/ if not given."),
    ] = None,
    course: Course = HERE,
    file: Annotated[
        str, typer.Option("--file", metavar="NAME", help="What the file of labels is called.")
    ] = "annotations.csv",
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="FILE.csv", help="The table of labels, instead of in reports/UNIT."),
    ] = None,
    as_json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Also everything but the labels as JSON.")
    ] = None,
) -> None:
    """Put a class's annotation files in one table: who agrees, what is missing, mangled or looks copied.

    Needs no grading: it reads submitted/<student>/UNIT/annotations.csv, or the
    copy inside the notebook where that is missing, and runs nothing of the
    students'. It writes two tables to reports/UNIT:

    [bold]annotations.csv[/], a row a student and tweet: tweet_id, student, labels
    (joined by |), note, updated_at (UTC), codebook, signed_as (the annotator
    that the file names), source (file, other file, notebook).

    [bold]annotators.csv[/], a row a student: student, labelled, skipped (tweets),
    alpha_class (agreement with the others' most frequent answers), alpha_gold
    (with the course's coding), seconds (median from one label to the next),
    source, flags, remarks. Alpha is Krippendorff's with MASI distance: 1 is
    full agreement, 0 what chance gives.

    With --to FILE.csv the second table is FILE-annotators.csv, beside it.
    """
    from grader.coursefolder import CourseFolder
    from grader.pool import pool as pooled_class
    from grader.pooling.reports import write_json, write_tables
    from grader.pooling.screen import show_pool

    folder = CourseFolder.open(course) if source is None else None
    if folder is None and to is None:
        raise GraderError("Say with --to FILE.csv where the tables of another folder should go.")
    with console.status(f"reading {unit}"):
        pooled = pooled_class(folder.root if folder else source, unit, file)
    show_pool(pooled, console)
    labels = to or folder.root / "reports" / unit / "annotations.csv"
    students = labels.with_name(f"{labels.stem}-annotators.csv" if to else "annotators.csv")
    try:
        write_tables(pooled, labels, students)
        if as_json is not None:
            write_json(pooled, as_json)
    except OSError as error:
        raise GraderError(f"Cannot write {error.filename or labels}: {error.strerror}.") from None
    console.print()
    for path in (labels, students, *([as_json] if as_json else [])):
        console.print(f"{escape(str(path))}", soft_wrap=True)


@app.command()
def verify(
    units: Annotated[
        list[str] | None, typer.Argument(metavar="[UNIT...]", help="All units if none is named.")
    ] = None,
) -> None:
    """Prove the exercise banks: right answers earn full marks, wrong ones fewer, for the right reason.

    Needs no course folder: hidden inputs are drawn from a fresh seed at each run.
    """
    from grader.demo import unit_names
    from grader.screen_verify import show_proofs

    if not show_proofs(units or unit_names()):
        raise typer.Exit(1)


@app.command()
def demo(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Keep the class here; a temporary folder if not given."),
    ] = None,
) -> None:
    """A whole invented class, end to end, in about two minutes: build, release, collect, autograde, feedback.

    Right, partly right, blank, crashing, looping, damaged and cheating submissions in both languages; the
    closing table says what became of each, and whether the marks are what they should be.
    """
    from grader.demo import run_demo

    if not run_demo(to or Path(tempfile.mkdtemp(prefix="crisis20-demo-"))):
        raise typer.Exit(1)


def _progress() -> Progress:
    return Progress(
        SpinnerColumn(),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
    )


def _next(command: str) -> None:
    console.print(f"[dim]next:[/] {escape(command)}", soft_wrap=True)


def _where(course: Path) -> str:
    return "" if course == HERE else f" --course {course}"


def main() -> None:
    """Run a command; the console script `grader`."""
    os.environ.setdefault("MPLBACKEND", "agg")
    try:
        app()
    except GraderError as error:
        console.print(f"[red]grader:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(1)
