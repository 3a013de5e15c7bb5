"""Commands that look before or after grading: the submissions, the banks, the labels."""

from __future__ import annotations

from contextlib import nullcontext
from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from grader.cli.options import HERE, Course, Students, Unit, progress_bar, say_next, where
from grader.delivery import printable
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


def doctor(
    unit: Unit,
    files: Annotated[
        list[Path] | None,
        typer.Argument(
            metavar="[FILES...]",
            help="Notebooks, folders or zip files, of one student or of many; the course's submitted/ if none is "
            "named.",
        ),
    ] = None,
    course: Course = HERE,
    students: Students = None,
    mend: Annotated[
        bool, typer.Option("--mend", help="Mend what can be mended; what there was is kept.")
    ] = False,
    as_json: Annotated[
        Path | None, typer.Option("--json", metavar="FILE", help="Write everything that was found as JSON.")
    ] = None,
) -> None:
    """Say what is wrong with submissions before grading them; nothing of theirs runs.

    Each is compared with the release: which file is the notebook, in which
    language, what is copied, deleted, renamed or changed in its cells, what is
    answered, what Python cannot read, what will not be there when it runs.
    Every finding is one of four: fine; odd but graded; will be mended when
    grading; needs a person.

    `grader autograde` mends all the same, in memory: you need not mend here.
    [bold]--mend[/] does it to the files, so that other programs find them in
    order. No answer is touched, and signs of tampering are left as they are.
    What there was is kept in reports/UNIT/earlier/; of loose files, beside
    them in before-mending/.

    FILES need no course folder: the unit is then as its lesson makes it. In a
    course everything is also written to reports/UNIT/doctor.json: unit, counts
    by severity, kinds, and of each submission its severity, language,
    notebook, what is answered, labels, and findings with kind, severity, said,
    cell, line, name and a hint in es and en.

    The exit status is 0 when nothing needs a person, 1 otherwise.
    """
    from grader.doctor import Severity, go_round, in_course, in_paths, released
    from grader.doctor.screen import show_class, show_student, write_json

    blueprint, folder = released(course, unit)
    if folder is None and not files:
        from grader.coursefolder import CourseFolder

        CourseFolder.open(course)  # says what is missing
    looking = in_paths(files, unit, mend=mend) if files else nullcontext(in_course(folder, unit, students))
    with looking as patients, progress_bar() as bar:
        if files and students:
            patients = [patient for patient in patients if patient.student in students]
        if not patients:
            raise GraderError(f"Nobody called {', '.join(students or [])} in {', '.join(map(str, files))}.")
        task = bar.add_task("", total=len(patients))
        found = go_round(
            patients,
            blueprint,
            course=None if files else folder,
            mend=mend,
            finished=lambda one: bar.update(task, advance=1, description=escape(printable(one.student, 30))),
        )
    rest = as_json
    if rest is None and not files and not students:
        rest = folder.root / "reports" / unit / "doctor.json"
    try:
        if rest is not None:
            write_json(found, unit, rest)
    except OSError as error:
        raise GraderError(f"Cannot write {error.filename or rest}: {error.strerror}.") from None
    if len(found) <= 3:
        for one in found:
            show_student(one, console, mended=mend)
        if rest is not None:
            console.print(f"Everything: {escape(str(rest))}", soft_wrap=True)
    else:
        show_class(found, unit, console, rest=str(rest or ""), mended=mend)
    if not files:
        say_next(f"grader autograde {unit}{where(course)}")
    if any(one.severity is Severity.PERSON for one in found):
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
