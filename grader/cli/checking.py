"""Commands that look before or after grading: the banks, the labels."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from grader.cli.options import HERE, Course, Unit
from grader.errors import GraderError
from grader.screen import console


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
