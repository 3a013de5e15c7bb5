"""The one who writes: folder, gradebook, texts and record of a submission, in an order that a crash cannot spoil.

First the folder, put in place whole; then the gradebook, one transaction; then the texts that marks by hand
were given to; last the journal, by which a rerun knows that all the rest is there. Cut off anywhere before
that, the submission is graded again and comes to the same.
"""

from __future__ import annotations

import dataclasses
import errno
import time
from datetime import datetime
from types import TracebackType
from typing import Any

import nbformat
from nbformat import NotebookNode
from nbgrader.preprocessors import AssignLatePenalties
from nbgrader.utils import parse_utc
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError, OperationalError

from grader.batch.database import hidden, plainly, reason
from grader.batch.folders import Autograded
from grader.batch.rows import GradeRow, Rows
from grader.blueprint import Blueprint
from grader.coursefolder import CourseFolder
from grader.errors import GraderError
from grader.faults import Fault
from grader.job import Job, Result
from grader.marks import Marks, Texts, comment, decide, marks_of
from grader.outcomes import Outcome, Record, gravest

ATTEMPTS = 4  # at a transaction that somebody else's writing, or a lost connection, got in the way of
_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO)
STALE = ": the answer changed after you marked it"


class Recorder:
    """Writes what came of the submissions of one unit.

    Parameters
    ----------
    course : CourseFolder
    blueprint : Blueprint
    basis : str
        What the class is graded with.
    """

    def __init__(self, course: CourseFolder, blueprint: Blueprint, *, basis: str) -> None:
        self.course, self.blueprint, self.unit, self.basis = course, blueprint, blueprint.unit, basis
        config = course.config()
        self.folders = Autograded(
            course.coursedir(config, self.unit),
            self.unit,
            exclude=dict(config.Autograde.get("exclude_overwriting", {})).get(self.unit, []),
            permissions=config.Autograde.get("permissions"),
        )
        self.late = AssignLatePenalties(config=config)
        self.late.init_plugin()
        self._opened = course.gradebook(patiently=True)

    def __enter__(self) -> Recorder:
        self.gradebook = self._opened.__enter__()
        self.rows = Rows(self.gradebook, self.unit)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._opened.__exit__(kind, error, trace)

    def known_marks(self) -> dict[str, list[GradeRow]]:
        """Return the grades that the gradebook holds, by student."""
        with plainly(self.course.database):
            return self.rows.all_grades()

    def record(self, job: Job, result: Result, *, seconds: float) -> Record:
        """Write what came of a submission.

        Raises
        ------
        GraderError
            The gradebook cannot be written at all: the batch has to stop.
        """
        if result.error:
            return self.inconclusive(job.student, result.error, fingerprint=job.fingerprint, seconds=seconds)
        try:
            notebook = nbformat.v4.reads(result.notebook.decode("utf-8"))
            about = notebook.metadata["crisis20"]
            self._place(job, result)
            grades, texts = self._written(job, notebook)
            texts.save()
        except GraderError:
            raise
        except Exception as error:  # a fault of ours: this student's state, nobody else's
            return self.inconclusive(
                job.student, explained(error), fingerprint=job.fingerprint, seconds=seconds
            )
        record = self._record(job, result, about, marks_of(grades.values(), self.blueprint))
        record.seconds = round(seconds, 2)
        return record

    def _place(self, job: Job, result: Result) -> None:
        try:
            self.folders.write(job.student, result.notebook, job.files)
        except OSError as error:
            if error.errno not in _FULL:
                raise
            raise GraderError(
                f"{self.folders.root} cannot be written: {error.strerror}. What is recorded stays; the same "
                "command goes on from there."
            ) from None

    def _written(self, job: Job, notebook: NotebookNode) -> tuple[dict[str, GradeRow], Texts]:
        about, timestamp = notebook.metadata["crisis20"], _timestamp(job.files.get("timestamp.txt", b""))

        def write(connection: Connection) -> tuple[dict[str, GradeRow], Texts]:
            texts = Texts(self.course.root, self.unit, job.student)
            changed = texts.take(notebook)
            self.rows.student(connection, job.student)
            page, late = self.rows.submission(connection, job.student, timestamp)
            grades = self.rows.grades(connection, page)
            comments = self.rows.comments(connection, page)
            for cell in notebook.cells:
                known = cell.metadata.get("nbgrader", {})
                grade_id = known.get("grade_id")
                if known.get("grade"):
                    key = grade_id.removesuffix("-check")
                    row = grades[grade_id]
                    points, waits = decide(cell, about, row, changed=changed.get(key, True))
                    self.rows.grade(connection, row, points, waits)
                if known.get("solution") or known.get("task"):
                    self.rows.comment(connection, comments[grade_id], comment(cell, about))
            self.rows.penalty(connection, page, self._penalty(job.student, grades, late))
            return grades, texts

        return self._persist(write)

    def _penalty(self, student: str, grades: dict[str, GradeRow], late: float) -> float | None:
        """As nbgrader's own `AssignLatePenalties`, with the plugin that the course names."""
        if late <= 0:
            return None
        score = sum(row.score for row in grades.values())
        penalty = self.late.plugin_inst.late_submission_penalty(student, score, late)
        return None if penalty is None else min(max(penalty, 0), score)

    def _persist(self, write: Any) -> Any:
        """Write in one transaction; again when somebody else's writing or a lost connection got in the way."""
        for attempt in range(1, ATTEMPTS + 1):
            try:
                with self.rows.transaction() as connection:
                    return write(connection)
            except (OperationalError, IntegrityError) as error:
                if attempt == ATTEMPTS and isinstance(error, IntegrityError):
                    raise
                if attempt == ATTEMPTS:
                    raise GraderError(
                        f"The gradebook {hidden(self.course.database)} cannot be written: {reason(error)} What "
                        "is recorded stays; the same command goes on from there."
                    ) from None
                if error.connection_invalidated:
                    self.rows.engine.dispose()
                time.sleep(0.5 * attempt)
        raise AssertionError("unreachable")

    def _record(self, job: Job, result: Result, about: Any, marks: Marks) -> Record:
        states = [Outcome(value) for value in about["outcomes"]]
        if about["tampering"]:
            states.append(Outcome.TAMPERED)
        record = Record(
            student=job.student,
            unit=self.unit,
            outcome=Outcome.GRADED,
            language=about["language"] if about["language_known"] else None,
            points=self.blueprint.points,
            notes=[
                *_reason(about["fault"], result.telling),
                *about["tampering"],
                *about["trouble"],
                *result.notes,
                *about["notes"],
            ],
            fingerprint=job.fingerprint,
            basis=self.basis,
            sandbox=about["sandbox"],
            states=[state.value for state in states],
            exercises=_exercises(about),
        )
        return marked(record, marks)

    def kept(self, record: Record, grades: list[GradeRow]) -> Record:
        """Return a record that a rerun leaves, with the marks as they are now: a person may have marked it."""
        return marked(record, marks_of(grades, self.blueprint))

    def inconclusive(self, student: str, why: str, *, fingerprint: str = "", seconds: float = 0.0) -> Record:
        """Write into the gradebook that nothing is known yet: no mark, and a person must look."""

        def write(connection: Connection) -> None:
            self.rows.student(connection, student)
            page, _ = self.rows.submission(connection, student, None)
            for row in self.rows.grades(connection, page).values():
                self.rows.grade(connection, row, None, True)

        why = hidden(why)
        self.folders.remove(student)
        try:
            self._persist(write)
        except GraderError:
            raise
        except Exception as error:  # such as a name that no gradebook can hold
            why += f"; and the gradebook does not take it: {explained(error)}"
        return Record(
            student=student,
            unit=self.unit,
            outcome=Outcome.INCONCLUSIVE,
            marks=dict.fromkeys(self.blueprint.points),
            points=self.blueprint.points,
            notes=[why],
            fingerprint=fingerprint,
            basis=self.basis,
            seconds=round(seconds, 2),
            states=[Outcome.INCONCLUSIVE.value],
        )


def marked(record: Record, marks: Marks) -> Record:
    """Return a record with these marks, and the state and notes that follow from them."""
    notes = [note for note in record.notes if not note.endswith(STALE)]
    states = [Outcome(value) for value in record.states if value != Outcome.MANUAL] or [Outcome.GRADED]
    if marks.waiting:
        states.append(Outcome.MANUAL)
    return dataclasses.replace(
        record,
        outcome=gravest(states),
        marks=marks.by_key,
        notes=notes + [f"{key}{STALE}" for key in marks.stale],
        states=[state.value for state in states],
    )


def explained(error: Exception) -> str:
    """Return an error of ours as one line, without passwords."""
    first = next(iter(str(getattr(error, "orig", None) or error).splitlines()), "")
    return hidden(f"{type(error).__name__}: {first}"[:500])


def _reason(fault: dict | None, telling: str) -> list[str]:
    if telling:
        return [telling]
    return [Fault.from_json(fault).brief] if fault else []


def _exercises(about: Any) -> dict[str, dict[str, Any]]:
    """What became of each exercise, with its own reason where it could not be examined."""
    found = {}
    for key, exercise in about["exercises"].items():
        cases = exercise["cases"]
        one: dict[str, Any] = {
            "state": exercise["fault"] or Outcome.GRADED.value,
            "passed": sum(case["passed"] is True for case in cases),
            "cases": len(cases),
        }
        if exercise["fault"]:
            said = [line.removeprefix(f"{key}: ") for line in about["trouble"] if line.startswith(f"{key}: ")]
            one["reason"] = (said or _reason(about["fault"], "") or [Outcome(exercise["fault"]).title.en])[0]
        found[key] = one
    return found


def _timestamp(content: bytes) -> datetime | None:
    """Read when it was handed in; a file that says nothing readable is as if it were not there."""
    try:
        text = content.decode("utf-8").strip()
        return parse_utc(text) if text and len(content) <= 200 else None
    except (ValueError, OverflowError, TypeError):
        return None
