"""Commands that make a course and take in what students hand in."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from grader.cli.options import HERE, Course, Unit, Units, say_next, where
from grader.errors import GraderError
from grader.screen import console, show_collected


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
    say_next(f"grader release{''.join(f' {unit}' for unit in units or [])}{where(course)}")


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
    say_next(f"grader collect {units[0]} FOLDER-OR-ZIP{where(course)}   when they have handed it in")


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
    say_next(f"grader autograde {unit}{where(course)}")
