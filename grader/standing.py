"""How each student stands in a unit: state from the graded notebook, marks and comments from the gradebook.

Read from what nbgrader itself keeps, so that marks given in the formgrader and submissions graded by its button
count like the others.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from grader.blueprint import Blueprint
from grader.coursefolder import CourseFolder
from grader.gradesheet import GradeLine, Sheet, read_sheets
from grader.outcomes import Outcome, gravest

_METADATA = b'\n "metadata": {'  # of the notebook itself, as nbformat writes it: a cell's is further in


@dataclass
class Standing:
    """One student's standing in a unit.

    Parameters
    ----------
    student, unit : str
    outcome : Outcome or None
        None when it was handed in and not graded yet.
    language : {"es", "en"} or None
        None when nobody knows.
    marks : dict of str to (float or None)
        By exercise or task, extra credit included; None where a person has to look.
    points : dict of str to float
        The most that each is worth.
    sheet : Sheet
        Name, e-mail, late penalty and comments.
    number : str
        The campus's, where `grader collect` kept it.
    exercises : dict
        What the examination found by exercise, as the graded notebook holds it.
    """

    student: str
    unit: str
    outcome: Outcome | None
    language: str | None
    marks: dict[str, float | None]
    points: dict[str, float]
    sheet: Sheet
    number: str = ""
    exercises: dict[str, Any] = field(default_factory=dict)

    @property
    def open(self) -> list[str]:
        """Exercises and tasks whose mark is still open."""
        return [key for key, mark in self.marks.items() if mark is None]

    @property
    def so_far(self) -> float | None:
        """Sum of the marks that are known, less the late penalty; None while none is."""
        known = [mark for mark in self.marks.values() if mark is not None]
        return max(round(sum(known) - self.sheet.late, 6), 0.0) if known else None

    @property
    def total(self) -> float | None:
        """The mark of the unit; None while any part of it is open."""
        return None if self.open else self.so_far

    @property
    def max_total(self) -> float:
        """Sum of the points."""
        return sum(self.points.values())

    @property
    def full_name(self) -> str:
        """As the gradebook has it; the student's id where it has none."""
        return (
            " ".join(part for part in (self.sheet.first_name, self.sheet.last_name) if part)
            or self.campus_name
        )

    @property
    def campus_name(self) -> str:
        """The id without the campus's number, which tells two people of one name apart."""
        return self.student.removesuffix(f"_{self.number}") if self.number else self.student


def standings(course: CourseFolder, unit: str, *, students: Iterable[str] | None = None) -> list[Standing]:
    """Read how everybody stands who handed a unit in.

    Parameters
    ----------
    course : CourseFolder
    unit : str
    students : iterable of str, optional
        Only these.
    """
    blueprint = course.require_released(unit)
    chosen = course.chosen(unit, None if students is None else list(students))
    with course.gradebook() as gradebook:
        sheets = read_sheets(gradebook, unit, students=chosen)
    numbers = campus_numbers(course, unit)
    records = course.outcomes(unit).records
    found = []
    for student in chosen:
        sheet = sheets.get(student) or Sheet(student)
        about = read_about(course.root / "autograded" / student / unit / f"{unit}.ipynb")
        marks = {cell.key: _mark(sheet, cell.grade_id) for cell in blueprint.graded if cell.kind != "answer"}
        record = records.get(student)
        outcome = record.outcome if record and about is None else None
        if about is not None:
            outcome = _outcome(about, sheet, blueprint)
        known = about is not None and about.get("language_known")
        found.append(
            Standing(
                student=student,
                unit=unit,
                outcome=outcome,
                language=about["language"] if known else None,
                marks=marks if outcome else dict.fromkeys(marks),
                points=blueprint.points,
                sheet=sheet,
                number=numbers.get(student, ""),
                exercises=(about or {}).get("exercises", {}),
            )
        )
    return found


def campus_numbers(course: CourseFolder, unit: str) -> dict[str, str]:
    """Return the campus's numbers that `grader collect` kept, by student."""
    try:
        text = (course.root / "reports" / unit / "collected.json").read_text(encoding="utf-8")
        return {str(student): str(number) for student, number in json.loads(text).items()}
    except (OSError, ValueError, AttributeError):
        return {}


def read_about(path: Path) -> dict[str, Any] | None:
    """Return what the grading wrote down about a submission; None when it is not graded.

    Only the end of the file is parsed: the rest is figures.
    """
    try:
        text = path.read_bytes()
    except OSError:
        return None
    try:
        notebook = json.loads(b"{" + text[text.rindex(_METADATA) :])
    except ValueError:
        notebook = json.loads(text)
    return notebook["metadata"].get("crisis20")


def _mark(sheet: Sheet, grade_id: str) -> float | None:
    return sheet.grades.get(grade_id, GradeLine()).score


def _outcome(about: dict[str, Any], sheet: Sheet, blueprint: Blueprint) -> Outcome:
    """Name the state as of now: what waited for a person may have been marked since."""
    outcomes = [Outcome(value) for value in about["outcomes"]]
    outcomes += [Outcome.TAMPERED] if about["tampering"] else []
    graded = {cell.grade_id: cell.kind for cell in blueprint.graded if cell.kind != "answer"}
    lines = {name: sheet.grades.get(name, GradeLine()) for name in graded}
    if any(line.stale or (line.score is None and graded[name] == "task") for name, line in lines.items()):
        outcomes.append(Outcome.MANUAL)
    return gravest(outcomes)
