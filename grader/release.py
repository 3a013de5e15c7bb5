"""From lessons to what students get: `grader build` and `grader release`."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import nbformat
from nbgrader.converters import GenerateAssignment
from nbgrader.converters.base import NbGraderException
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeReleaseAssignment

from course.language import LANGUAGES
from grader import settings
from grader.coursefolder import CourseFolder, nbgrader_surroundings
from grader.errors import GraderError
from grader.lesson import LessonError, lessons
from grader.notebooks import build, written
from grader.unit_names import instead

_INSTRUCTORS_ONLY = ("BEGIN SOLUTION", "END SOLUTION", "BEGIN HIDDEN", "BEGIN MARK SCHEME")


def require_lessons(units: list[str]) -> list[str]:
    """Return the units to build, all when none is named, or say which are not there."""
    try:
        return [lesson.unit for lesson in lessons(units)]
    except LessonError as error:
        raise GraderError(str(error)) from None


def build_units(course: CourseFolder, units: list[str]) -> Iterator[Path]:
    """Write the instructor's notebooks, ``source/{es,en}/<unit>/<unit>.ipynb``, and give each path."""
    try:
        chosen = lessons(units)
    except LessonError as error:
        raise GraderError(str(error)) from None
    if not chosen:
        raise GraderError("There is no lesson to build under notebooks/.")
    for lesson in chosen:
        for language in LANGUAGES:
            path = course.root / "source" / language / lesson.unit / f"{lesson.unit}.ipynb"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(written(build(lesson, language, kind="source")), encoding="utf-8")
            yield path


def release_unit(course: CourseFolder, unit: str) -> list[Path]:
    """Write what students get, ``release/{es,en}/<unit>/<unit>.ipynb``, and enter the unit in the gradebook.

    Returns
    -------
    list of Path
        The released notebooks.
    """
    released = []
    for position, language in enumerate(LANGUAGES):
        if not (course.root / "source" / language / unit / f"{unit}.ipynb").is_file():
            raise GraderError(
                f"{unit} has not been built in this course: run `grader build {unit}` first."
                + instead(unit, course.units("source"))
            )
        config = course.config(language=language)
        # One gradebook for both: keys, points and checks are the same, only the first language enters them.
        config.GenerateAssignment.no_database = position > 0
        coursedir = course.coursedir(config, unit)
        with nbgrader_surroundings():
            converter = GenerateAssignment(coursedir=coursedir, config=config)
            converter.force = True
            try:
                converter.start()
            except NbGraderException as error:
                raise GraderError(f"nbgrader could not release {unit} in {language}: {error}") from error
        path = course.root / "release" / language / unit / f"{unit}.ipynb"
        _assert_clean(path)
        released.append(path)
    return released


def release_news(course: CourseFolder, unit: str) -> list[tuple[Path, str]]:
    """Release a unit and tell of each notebook whether it is new, replaced or unchanged."""
    paths = [course.root / "release" / language / unit / f"{unit}.ipynb" for language in LANGUAGES]
    before = {path: path.read_bytes() for path in paths if path.is_file()}

    def news(path: Path) -> str:
        if path not in before:
            return "new"
        return "unchanged" if path.read_bytes() == before[path] else "replaced"

    return [(path, news(path)) for path in release_unit(course, unit)]


def publish(course: CourseFolder, unit: str, exchange: Path) -> list[str]:
    """Put a released unit into nbgrader's exchange, each language as a course of its own.

    Returns
    -------
    list of str
        The course ids under which students fetch it.
    """
    exchange = Path(exchange).resolve()
    if not exchange.is_dir():
        raise GraderError(f"The exchange {exchange} does not exist: make it with `mkdir -m 777 {exchange}`.")
    published = []
    for language in LANGUAGES:
        config = course.config(language=language)
        config.Exchange.root = str(exchange)
        coursedir = course.coursedir(config, unit)
        coursedir.course_id = course_id(language)
        with nbgrader_surroundings():
            releasing = ExchangeReleaseAssignment(
                coursedir=coursedir, config=config, authenticator=_authenticator()
            )
            releasing.force = True
            try:
                releasing.start()
            except ExchangeError as error:
                raise GraderError(f"the exchange {exchange} refused {unit}: {error}") from error
        published.append(coursedir.course_id)
    return published


def course_id(language: str) -> str:
    """Return the exchange's course id of a language: ``crisis20``, ``crisis20-en`` for English."""
    return settings.COURSE_ID if language == LANGUAGES[0] else f"{settings.COURSE_ID}-{language}"


def _authenticator() -> object:
    from nbgrader.auth import Authenticator

    return Authenticator()


def _assert_clean(path: Path) -> None:
    """A release that holds a solution is deleted before anybody can see it."""
    notebook = nbformat.read(path, as_version=4)
    text = "\n".join(cell.source for cell in notebook.cells)
    leaks = [mark for mark in _INSTRUCTORS_ONLY if mark in text]
    leaks += [str(p.name) for p in path.parent.rglob("*.py")]
    leaks += ["outputs" for cell in notebook.cells if cell.get("outputs")]
    if leaks:
        shutil.rmtree(path.parent)
        raise GraderError(f"The release of {path.stem} held {', '.join(sorted(set(leaks)))}; it was deleted.")
