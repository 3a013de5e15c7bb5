"""Writing the pages of a class: one exporter for all, in several processes if asked, and none twice."""

from __future__ import annotations

import multiprocessing
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from nbconvert.writers import FilesWriter
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException

from grader.coursefolder import CourseFolder, OneSubmission, nbgrader_surroundings
from grader.errors import GraderError
from grader.feedback.exporter import FeedbackExporter, PrepareFeedback
from grader.feedback.known import KnownPages
from grader.gradesheet import Sheet, read_sheets

_CHUNK = 8  # pages handed to a process at a time


def write_feedback(
    course: CourseFolder,
    unit: str,
    *,
    students: list[str] | None = None,
    failures: dict[str, str] | None = None,
    unchanged: list[str] | None = None,
    jobs: int = 1,
    force: bool = False,
) -> Iterator[tuple[str, Path | None]]:
    """Write the feedback of a unit and give each student with the page; None when nothing is graded yet.

    A page that would come out as it is already is left alone.

    Parameters
    ----------
    course : CourseFolder
    unit : str
    students : list of str, optional
        Only these.
    failures : dict of str to str, optional
        Gets the students whose page could not be made, and why; the others go on. Without it the first
        failure ends everything.
    unchanged : list of str, optional
        Gets the students whose page was left alone.
    jobs : int
        Processes that write pages; 1 writes them in this one.
    force : bool
        Write pages again that are as they should be.
    """
    course.require_released(unit)
    chosen = course.chosen(unit, students)
    with course.gradebook() as gradebook:
        sheets = read_sheets(gradebook, unit, students=chosen)
    known = KnownPages(course.root, unit)
    places: dict[str, Path | None] = {}
    todo: list[tuple[str, Sheet | None]] = []
    for student in chosen:
        if not graded_notebook(course, unit, student).is_file():
            places[student] = None
        elif not force and known.holds(student, sheets.get(student)):
            places[student] = known.page(student)
            if unchanged is not None:
                unchanged.append(student)
        else:
            todo.append((student, sheets.get(student)))
    written = iter(_written(course, unit, todo, jobs=jobs))
    try:
        for student in chosen:
            if student in places:
                yield student, places[student]
                continue
            sheet, error = next(written)
            if error is None:
                known.add(student, sheet)
                yield student, known.page(student)
            elif failures is None:
                raise GraderError(error)
            else:
                failures[student] = error
    finally:
        known.save()


def graded_notebook(course: CourseFolder, unit: str, student: str) -> Path:
    """Return where a student's graded notebook is."""
    return course.root / "autograded" / student / unit / f"{unit}.ipynb"


def _written(
    course: CourseFolder, unit: str, todo: list[tuple[str, Sheet | None]], *, jobs: int
) -> Iterator[tuple[Sheet | None, str | None]]:
    """Write pages in order; give each sheet with what went wrong, or None."""
    if jobs <= 1 or len(todo) <= _CHUNK:
        writer = _Writer(course, unit)
        for student, sheet in todo:
            yield sheet, writer.write(student, sheet)
        return
    # Forking would copy whatever threads and databases this process holds.
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(
        min(jobs, len(todo)), mp_context=context, initializer=_start, initargs=(course.root, unit)
    ) as pool:
        errors = pool.map(_write, *zip(*todo, strict=True), chunksize=_CHUNK)
        for (_, sheet), error in zip(todo, errors, strict=True):
            yield sheet, error


_here: _Writer | None = None  # of a process of the pool


def _start(root: Path, unit: str) -> None:
    global _here
    _here = _Writer(CourseFolder.open(root), unit)


def _write(student: str, sheet: Sheet | None) -> str | None:
    return _here.write(student, sheet)


class _Writer:
    """Writes pages one after another, with one exporter and its compiled template."""

    def __init__(self, course: CourseFolder, unit: str) -> None:
        config = course.config()
        self.coursedir = course.coursedir(config, unit)
        self.converter = _FeedbackForOne(coursedir=self.coursedir, config=config)
        self.converter.force = True
        config = self.converter.config  # which is more than what it was given
        self.converter.writer = FilesWriter(parent=self.converter, config=config)
        exporter = FeedbackExporter(parent=self.converter, config=config)
        self.prepare = PrepareFeedback(parent=exporter)
        exporter.register_preprocessor(self.prepare, enabled=True)
        self.converter.exporter = exporter

    def write(self, student: str, sheet: Sheet | None) -> str | None:
        """Write one page; return what went wrong, or None."""
        self.coursedir.student_id = student
        self.prepare.sheets = {student: sheet} if sheet else {}
        with nbgrader_surroundings() as errors:
            self.converter.init_notebooks()
            try:
                self.converter.convert_notebooks()
            except NbGraderException as error:
                why = next((text.strip().splitlines()[-1] for text in errors if "Traceback" in text), "")
                return f"no page: {why or ' '.join(errors)[-300:] or error}"
        return None


class _FeedbackForOne(OneSubmission, GenerateFeedback):
    """nbgrader's GenerateFeedback for one student at a time."""
