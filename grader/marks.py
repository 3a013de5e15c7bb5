"""Marks as the gradebook has them: by hand before by machine, open where a person has to look.

What the gradebook gets of an examined notebook is decided here, for `nbgrader autograde` and for
`grader autograde` alike. A mark by hand counts for the text it was given to. `Texts` remembers what stood in
each answer at the last grading, so that a later hand-in opens the mark again only where the answer changed.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from nbformat import NotebookNode

from grader.blueprint import Blueprint

if TYPE_CHECKING:
    from nbgrader.api import Gradebook


class GradeLike(Protocol):
    """A row of the gradebook's table of grades."""

    name: str
    auto_score: float | None
    manual_score: float | None
    needs_manual_grade: bool


@dataclass
class Marks:
    """The marks of one submission.

    Parameters
    ----------
    by_key : dict of str to (float or None)
        None where a person has to look.
    waiting : list of str
        Written answers and marks by hand that a person has to look at.
    stale : list of str
        Those of them that have a mark by hand, given to an earlier answer.
    """

    by_key: dict[str, float | None] = field(default_factory=dict)
    waiting: list[str] = field(default_factory=list)
    stale: list[str] = field(default_factory=list)


def is_stale(grade: GradeLike) -> bool:
    """Tell whether a mark by hand waits for a second look."""
    return grade.manual_score is not None and bool(grade.needs_manual_grade)


def read_marks(gradebook: Gradebook, blueprint: Blueprint, student: str) -> Marks:
    """Read a submission's marks."""
    submission = gradebook.find_submission_notebook(blueprint.unit, blueprint.unit, student)
    return marks_of(submission.grades, blueprint)


def marks_of(grades: Iterable[GradeLike], blueprint: Blueprint) -> Marks:
    """Return the marks that rows of the gradebook stand for."""
    marks = Marks(dict.fromkeys(blueprint.points))
    for grade in grades:
        cell = blueprint.find(grade.name)
        if cell is None or cell.kind == "answer":
            continue
        mark = grade.manual_score if grade.manual_score is not None else grade.auto_score
        if is_stale(grade):
            marks.stale.append(cell.key)
            mark = None
        marks.by_key[cell.key] = mark
        if mark is None and (cell.kind == "task" or cell.key in marks.stale):
            marks.waiting.append(cell.key)
    return marks


def decide(cell: NotebookNode, about: Any, grade: GradeLike, *, changed: bool) -> tuple[float | None, bool]:
    """Return what the machine gives a graded cell, and whether a person has to look.

    Parameters
    ----------
    cell : NotebookNode
        As examined.
    about : dict
        The notebook's ``metadata.crisis20``.
    grade : GradeLike
        What the gradebook holds of it so far.
    changed : bool
        Whether the answer is another one than at the last grading.
    """
    from nbgrader.utils import determine_grade

    grade_id = cell.metadata["nbgrader"]["grade_id"]
    key = grade_id.removesuffix("-check")
    exercises = about["exercises"]
    if key in exercises and key != grade_id:
        points = exercises[key]["points"]
        doubtful = bool(about["tampering"])
    else:
        points, _ = determine_grade(cell)
        doubtful = False
        if is_empty(cell):
            points = 0.0
        if about["fault"] or grade_id in about["missing"]:
            points = None  # an empty answer that is not the student's; the text may stand in another cell
    if grade.manual_score is None:
        return points, points is None or doubtful
    # A mark by hand stands until the answer, or what the machine makes of it, is another one.
    return points, bool(grade.needs_manual_grade) or changed or grade.auto_score != points


def comment(cell: NotebookNode, about: Any) -> str | None:
    """Return the machine's comment on an answer or task; nbgrader's own, but none on what is not the student's."""
    from nbgrader.utils import compute_checksum, is_task

    if about["fault"] or is_task(cell):
        return None
    return "No response." if cell.metadata.nbgrader.get("checksum") == compute_checksum(cell) else None


def is_empty(cell: NotebookNode) -> bool:
    """Tell whether a written answer was emptied: neither text nor picture is left."""
    return not cell.source.strip() and not cell.get("attachments")


class Texts:
    """What a student's answers were at the last grading, as hashes in ``reports/<unit>/texts/``.

    Parameters
    ----------
    course : Path
    unit, student : str
    """

    def __init__(self, course: Path, unit: str, student: str) -> None:
        name = student if len(student.encode("utf-8", "surrogateescape")) < 200 else _hash(student)
        self.path = course / "reports" / unit / "texts" / f"{name}.json"
        self.known: dict[str, str] = {}
        if self.path.is_file():
            self.known = json.loads(self.path.read_text(encoding="utf-8"))

    def take(self, notebook: NotebookNode) -> dict[str, bool]:
        """Take down the answers of an examined notebook; tell of each whether it is another than last time."""
        about = notebook.metadata["crisis20"]
        changed = {
            grade_id: self.changed(grade_id, "" if about["fault"] else cell.source)
            for cell in notebook.cells
            if (grade_id := cell.metadata.get("nbgrader", {}).get("grade_id"))
        }
        # Labels stand in a file, not in an answer's cell.
        return changed | {key: self.changed(key, text) for key, text in about.get("labels", {}).items()}

    def changed(self, key: str, text: str) -> bool:
        """Take down an answer; tell whether it is another one than last time."""
        hashed = _hash(text)
        before, self.known[key] = self.known.get(key), hashed
        return before != hashed

    def save(self) -> None:
        """Write down what was taken: after the gradebook, so that a run cut off between the two asks again."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        fresh = self.path.with_name(f".{self.path.name}")
        fresh.write_text(json.dumps(self.known, indent=1) + "\n", encoding="utf-8")
        os.replace(fresh, self.path)


def _hash(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
