"""`grader autograde`: one submission after another through nbgrader's own Autograde, each on its own.

Whatever happens to one costs only that one: it ends in a state, is written down at once, and the class goes
on. A rerun leaves what is settled and unchanged.
"""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from grader import sandbox
from grader.basis import basis as basis_of
from grader.blueprint import Blueprint
from grader.coursefolder import CourseFolder, OneSubmission, nbgrader_surroundings
from grader.errors import GraderError
from grader.faults import Fault
from grader.intake import Intake, take_in
from grader.marks import read_marks
from grader.outcomes import Outcome, OutcomeBook, Record, gravest
from grader.runner import REFUSAL

Progress = Callable[[str], None]


def autograde(
    course: CourseFolder,
    unit: str,
    *,
    students: list[str] | None = None,
    force: bool = False,
    unsafe: bool = False,
    starting: Progress = lambda student: None,
    finished: Callable[[Record, bool], None] = lambda record, fresh: None,
) -> OutcomeBook:
    """Grade the submissions of a unit.

    Parameters
    ----------
    course : CourseFolder
    unit : str
    students : list of str, optional
        Only these; everybody who handed in when None.
    force : bool
        Grade again what is settled and unchanged.
    unsafe : bool
        Run students' code without a sandbox.
    starting, finished : callable
        Told before and after each student; `finished` gets the record and whether it is new.

    Returns
    -------
    OutcomeBook
        Of everybody graded so far.
    """
    if not sandbox.available() and not unsafe:
        raise GraderError(REFUSAL)
    blueprint = course.require_released(unit)
    chosen = course.chosen(unit, students)
    book = course.outcomes(unit)
    basis = basis_of(course.root, unit)
    for student in chosen:
        starting(student)
        record, fresh = _one(course, blueprint, book, student, basis=basis, force=force, unsafe=unsafe)
        if record != book.records.get(student):
            book.add(record)
        finished(record, fresh)
    book.close()
    return book


def _one(
    course: CourseFolder,
    blueprint: Blueprint,
    book: OutcomeBook,
    student: str,
    *,
    basis: str,
    force: bool,
    unsafe: bool,
) -> tuple[Record, bool]:
    """Grade one submission, or leave it when nothing has changed since."""
    unit = blueprint.unit
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="c20-intake-") as staging:
        try:
            intake = take_in(
                course.root / "submitted" / student / unit, Path(staging) / student / unit, blueprint
            )
            known = book.records.get(student)
            graded = course.root / "autograded" / student / unit / f"{unit}.ipynb"
            same = known is not None and known.outcome.settled
            same = same and (known.fingerprint, known.basis) == (intake.fingerprint, basis)
            left = same and not force and graded.is_file() and (unsafe or known.sandbox != "none")
            if not left:
                _convert(course, student, unit, Path(staging), unsafe=unsafe)
            # Read even when it was left: a person may have marked it meanwhile.
            record = _record(course, blueprint, student, graded, intake)
            record.fingerprint, record.basis = intake.fingerprint, basis
            if left:
                record.seconds = known.seconds
                return record, False
        except Exception as error:  # the examiner's own fault: this student's state, nobody else's
            record = _inconclusive(course, blueprint, student, error)
    record.seconds = round(time.monotonic() - began, 2)
    return record, True


def _convert(course: CourseFolder, student: str, unit: str, staging: Path, *, unsafe: bool) -> None:
    config = course.config(unsafe=unsafe)
    coursedir = course.coursedir(config, unit)
    coursedir.submitted_directory = str(staging)
    coursedir.student_id = student
    with nbgrader_surroundings() as errors:
        converter = _AutogradeOne(coursedir=coursedir, config=config)
        converter.force = True
        try:
            converter.start()
        except NbGraderException as error:
            raise GraderError(_cause(errors) or str(error)) from error


class _AutogradeOne(OneSubmission, Autograde):
    """nbgrader's Autograde for one student."""


def _cause(errors: list[str]) -> str:
    """Return the last line of the traceback that nbgrader logged."""
    tracebacks = [text for text in errors if text.startswith("Traceback")]
    return tracebacks[0].strip().splitlines()[-1] if tracebacks else " ".join(errors)[:500]


def _record(course: CourseFolder, blueprint: Blueprint, student: str, graded: Path, intake: Intake) -> Record:
    """Read from the graded notebook, which is ours, what became of the submission."""
    about = nbformat.read(graded, as_version=4).metadata["crisis20"]
    outcomes = [Outcome(value) for value in about["outcomes"]]
    with course.gradebook() as gradebook:
        marks = read_marks(gradebook, blueprint, student)
    if about["tampering"]:
        outcomes.append(Outcome.TAMPERED)
    if marks.waiting:
        outcomes.append(Outcome.MANUAL)
    return Record(
        student=student,
        unit=blueprint.unit,
        outcome=gravest(outcomes),
        language=about["language"] if about["language_known"] else None,
        marks=marks.by_key,
        points=blueprint.points,
        notes=[
            *_reason(about["fault"], intake),
            *about["tampering"],
            *about["trouble"],
            *[f"{key}: the answer changed after you marked it" for key in marks.stale],
            *intake.notes,
            *about["notes"],
        ],
        sandbox=about["sandbox"],
    )


def _reason(fault: dict | None, intake: Intake) -> list[str]:
    if intake.telling:
        return [intake.telling]
    return [Fault.from_json(fault).brief] if fault else []


def _inconclusive(course: CourseFolder, blueprint: Blueprint, student: str, error: Exception) -> Record:
    """Write into the gradebook that nothing is known yet: no mark, and a person must look."""
    with course.gradebook() as gradebook:
        gradebook.update_or_create_student(student)
        submission = gradebook.update_or_create_submission(blueprint.unit, student)
        for notebook in submission.notebooks:
            for grade in notebook.grades:
                grade.auto_score, grade.needs_manual_grade = None, True
        gradebook.db.commit()
    return Record(
        student=student,
        unit=blueprint.unit,
        outcome=Outcome.INCONCLUSIVE,
        marks=dict.fromkeys(blueprint.points),
        points=blueprint.points,
        notes=[f"{type(error).__name__}: {error}"],
        sandbox="bubblewrap" if sandbox.available() else "none",
    )
