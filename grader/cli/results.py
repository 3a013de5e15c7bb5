"""Commands that give results away."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape

from grader.cli.options import HERE, Course, Students, Unit, progress_bar, say_next, where
from grader.errors import GraderError
from grader.screen import console, counted

_FEW = 300  # pages that one process has written before a second has started and caught up


def feedback(
    unit: Unit,
    student: Students = None,
    course: Course = HERE,
    zip_file: Annotated[
        Path | None,
        typer.Option(
            "--zip",
            metavar="FILE.zip",
            help="Also pack the pages, in Moodle's folders where collect saw them, to upload in one go.",
        ),
    ] = None,
    jobs: Annotated[
        int,
        typer.Option(
            "--jobs", "-j", min=0, help="Processes that write pages; 0 for as many as there are cores."
        ),
    ] = 0,
    force: Annotated[bool, typer.Option("--force", "-f", help="Write again what has not changed.")] = False,
) -> None:
    """Write a page for each student, in the language of the submission.

    feedback/<student>/UNIT/UNIT.html: marks by exercise, what failed in words,
    hints, your comments, the notebook as it ran. No hidden case and no expected
    value is in it. Run again any time: only what changed is written.
    """
    from grader.coursefolder import CourseFolder
    from grader.feedback import write_feedback
    from grader.feedback.archive import zip_pages

    folder = CourseFolder.open(course)
    total = len(student or folder.submitted(unit))
    pages: list[tuple[str, Path]] = []
    waiting: list[str] = []
    unchanged: list[str] = []
    failures: dict[str, str] = {}
    with progress_bar() as progress:
        task = progress.add_task("writing", total=total)
        made = write_feedback(
            folder,
            unit,
            students=student,
            failures=failures,
            unchanged=unchanged,
            jobs=_jobs(jobs, total),
            force=force,
        )
        for name, path in made:
            progress.update(task, description=escape(name), advance=1)
            if path is None:
                waiting.append(name)
            else:
                pages.append((name, path))
    if waiting:
        console.print(f"[yellow]Not graded yet:[/] {escape(', '.join(waiting))}", soft_wrap=True)
    for name, why in failures.items():
        console.print(f"  [bold red]{escape(name)}[/]: {escape(why)}", soft_wrap=True)
    if not pages and not failures:
        raise GraderError(f"Nothing to give feedback on: run `grader autograde {unit}` first.")
    place = folder.root / "feedback" / "<student>" / unit / f"{unit}.html"
    kept = f" [dim]({len(unchanged)} unchanged)[/]" if unchanged else ""
    console.print(f"{counted(len(pages), 'page')}{kept}: {escape(str(place))}", soft_wrap=True)
    if zip_file is not None and pages:
        known = zip_pages(folder, unit, pages, zip_file)
        named = (
            "in Moodle's folders: in the assignment, “Upload multiple feedback files in a zip”"
            if known == len(pages)
            else f"{known} in Moodle's folders, {len(pages) - known} under the student's name"
            if known
            else "a folder for each student"
        )
        console.print(
            f"{counted(len(pages), 'page')} packed into {escape(str(zip_file))}, {named}.", soft_wrap=True
        )
    if failures:
        raise GraderError(f"{counted(len(failures), 'page')} could not be made; the others are there.")


def _jobs(asked: int, pages: int) -> int:
    from grader.batch.cores import usable

    return asked or (1 if pages <= _FEW else usable())


def export(
    units: Annotated[list[str], typer.Argument(metavar="UNIT...", help="Such as 05-jazztel-delays.")],
    to: Annotated[
        Path, typer.Option("--to", metavar="FILE", help="A .csv for a spreadsheet, a .json for a program.")
    ],
    course: Course = HERE,
    decimal: Annotated[
        str,
        typer.Option(
            "--decimal",
            metavar="SIGN",
            help="point, or comma: then columns are separated by semicolons, as a Spanish spreadsheet expects.",
        ),
    ] = "point",
    moodle: Annotated[
        str | None,
        typer.Option(
            "--moodle",
            metavar="es|en",
            help="The worksheet that Moodle's assignment takes back, headed in your campus's language.",
        ),
    ] = None,
) -> None:
    """Write the marks by student and exercise, with sums, state and language.

    A mark that is still open is empty, never 0, and so is a total that lacks
    one: so_far holds what is known. Marks you gave in the formgrader are in it.
    With --moodle: identifier, name, grade and a comment that lists the
    exercises, for those whom `grader collect` took from a Moodle download.
    """
    from grader.coursefolder import CourseFolder
    from grader.export import MOODLE
    from grader.export import export as run

    signs = {"point": ".", ".": ".", "comma": ",", ",": ","}
    if decimal not in signs:
        raise GraderError(f"--decimal is point or comma, not {decimal!r}.")
    if moodle is not None and moodle not in MOODLE:
        raise GraderError(f"--moodle is {' or '.join(MOODLE)}, not {moodle!r}.")
    if to.suffix.lower() not in (".csv", ".json"):
        raise GraderError(f"{to}: name a file that ends in .csv or .json.")
    made = run(CourseFolder.open(course), units, to, decimal=signs[decimal], moodle=moodle)
    console.print(
        f"{counted(made.students - len(made.nameless), 'student')}: {escape(str(made.path))}", soft_wrap=True
    )
    if made.nameless:
        console.print(
            f"[yellow]Left out, as Moodle's number is not known:[/] {escape(', '.join(made.nameless))}",
            soft_wrap=True,
        )
    for unit, count in made.open.items():
        if count:
            console.print(
                f"[yellow]{counted(count, 'submission')} of {escape(unit)} "
                f"{'has a mark' if count == 1 else 'have marks'} still open[/]: empty in the file, not 0.",
                soft_wrap=True,
            )


def report(
    unit: Unit,
    course: Course = HERE,
    language: Annotated[
        str | None,
        typer.Option(
            "--language", "-l", metavar="es|en", help="Of the page; most of the class's if not given."
        ),
    ] = None,
) -> None:
    """Show how the class did: marks, each exercise, what went wrong most often.

    Also as a page to project in class, reports/UNIT/overview.html: nobody is
    named in it before its last, closed part, which is yours.
    """
    from grader.coursefolder import CourseFolder
    from grader.overview import overview
    from grader.overview_page import write_overview
    from grader.screen_overview import overview_table

    folder = CourseFolder.open(course)
    seen = overview(folder, unit)
    path = write_overview(folder, seen, language=language)
    console.print(overview_table(seen, language=language or seen.language()))
    console.print(f"\nPage: {escape(str(path))}", soft_wrap=True)
    say_next(f"grader export {unit} --to marks.csv{where(course)}")
