"""`grader autograde`: one submission after another through nbgrader's own Autograde, each on its own.

Whatever happens to one costs only that one: it ends in a state, is written down at once, and the class goes
on. A rerun leaves what is settled and unchanged.
"""

from __future__ import annotations

import hashlib
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import nbformat
from nbgrader.api import Gradebook
from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException

from grader import registry, sandbox
from grader.blueprint import Blueprint
from grader.coursefolder import CourseFolder, OneSubmission, nbgrader_surroundings
from grader.errors import GraderError
from grader.intake import Intake, take_in
from grader.outcomes import Outcome, OutcomeBook, Record, gravest
from grader.runner import REFUSAL
from grader.seed import read_seed

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
    present = course.submitted(unit)
    chosen = _chosen(present, students, unit)
    book = course.outcomes(unit)
    basis = _basis(course, unit)
    for student in chosen:
        starting(student)
        record, fresh = _one(course, blueprint, book, student, basis=basis, force=force, unsafe=unsafe)
        if fresh:
            book.add(record)
        finished(record, fresh)
    return book


def _chosen(present: list[str], students: list[str] | None, unit: str) -> list[str]:
    if not present:
        raise GraderError(
            f"Nobody has handed in {unit}: collect submissions with `grader collect {unit} FOLDER`."
        )
    missing = [student for student in students or [] if student not in present]
    if missing:
        raise GraderError(
            f"No submission of {unit} by {', '.join(missing)}. There are: {', '.join(present)}."
        )
    return students or present


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
            fingerprint = hashlib.sha256(f"{basis} {intake.fingerprint}".encode()).hexdigest()
            known = book.records.get(student)
            graded = course.root / "autograded" / student / unit / f"{unit}.ipynb"
            same = known is not None and known.fingerprint == fingerprint and known.outcome.settled
            if same and not force and graded.is_file() and (unsafe or known.sandbox != "none"):
                return known, False
            _convert(course, student, unit, Path(staging), unsafe=unsafe)
            record = _record(course, blueprint, student, graded, intake)
            record.fingerprint = fingerprint
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
    marks: dict[str, float | None] = {key: exercise["points"] for key, exercise in about["exercises"].items()}
    with course.gradebook() as gradebook:
        pending = _task_marks(gradebook, blueprint, student, marks)
    if about["tampering"]:
        outcomes.append(Outcome.TAMPERED)
    if pending:
        outcomes.append(Outcome.MANUAL)
    return Record(
        student=student,
        unit=blueprint.unit,
        outcome=gravest(outcomes),
        language=about["language"] if about["language_known"] else None,
        marks={key: marks.get(key) for key in blueprint.points},
        points=blueprint.points,
        notes=[
            *_reason(about["fault"]),
            *about["tampering"],
            *about["trouble"],
            *intake.notes,
            *about["notes"],
        ],
        sandbox=about["sandbox"],
    )


def _reason(fault: dict | None) -> list[str]:
    return [fault["en"].split(". ")[0].rstrip(".") + "."] if fault else []


def _task_marks(
    gradebook: Gradebook, blueprint: Blueprint, student: str, marks: dict[str, float | None]
) -> bool:
    """Add the marks of written answers; tell whether one waits for a person."""
    pending = False
    submission = gradebook.find_submission_notebook(blueprint.unit, blueprint.unit, student)
    for grade in submission.grades:
        if blueprint.find(grade.name) in blueprint.tasks:
            known = grade.manual_score if grade.manual_score is not None else grade.auto_score
            marks[grade.name] = known
            pending = pending or known is None
    return pending


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


def _basis(course: CourseFolder, unit: str) -> str:
    """Fingerprint of what submissions are graded with: seed, released notebooks, exercises and banks."""
    digest = hashlib.sha256(read_seed(course.root))
    for path in sorted((course.root / "release").glob(f"*/{unit}/{unit}.ipynb")):
        digest.update(path.read_bytes())
    for path in registry.files(unit):
        digest.update(path.read_bytes())
    return digest.hexdigest()
