"""Marks as the gradebook has them: by hand before by machine, open where a person has to look.

A mark by hand counts for the text it was given to. `Texts` remembers what stood in each answer at the last
grading, so that a later hand-in opens the mark again only where the answer changed.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.api import Grade, Gradebook

from grader.blueprint import Blueprint


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


def is_stale(grade: Grade) -> bool:
    """Tell whether a mark by hand waits for a second look."""
    return grade.manual_score is not None and bool(grade.needs_manual_grade)


def read_marks(gradebook: Gradebook, blueprint: Blueprint, student: str) -> Marks:
    """Read a submission's marks."""
    marks = Marks(dict.fromkeys(blueprint.points))
    submission = gradebook.find_submission_notebook(blueprint.unit, blueprint.unit, student)
    for grade in submission.grades:
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


class Texts:
    """What a student's answers were at the last grading, as hashes in ``reports/<unit>/texts/``.

    Parameters
    ----------
    course : Path
    unit, student : str
    """

    def __init__(self, course: Path, unit: str, student: str) -> None:
        self.path = course / "reports" / unit / "texts" / f"{student}.json"
        self.known: dict[str, str] = {}
        if self.path.is_file():
            self.known = json.loads(self.path.read_text(encoding="utf-8"))

    def changed(self, key: str, text: str) -> bool:
        """Take down an answer; tell whether it is another one than last time."""
        hashed = hashlib.sha256(text.encode()).hexdigest()[:16]
        before, self.known[key] = self.known.get(key), hashed
        return before != hashed

    def save(self) -> None:
        """Write down what was taken."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.write_text(json.dumps(self.known, indent=1) + "\n", encoding="utf-8")
