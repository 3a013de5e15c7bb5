"""What the gradebook holds of a unit's class, read at once: marks, comments, late penalties, who is who.

One query for each kind of row, whatever the size of the class: nbgrader's own objects would ask for every
mark on its own.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from nbgrader.api import (
    Assignment,
    BaseCell,
    Comment,
    Grade,
    Gradebook,
    Notebook,
    Student,
    SubmittedAssignment,
    SubmittedNotebook,
)


@dataclass(frozen=True)
class GradeLine:
    """One mark, as the gradebook has it.

    Parameters
    ----------
    auto, manual, extra : float or None
        By the machine, by hand, and extra credit.
    waits : bool
        Whether a person has to look.
    """

    auto: float | None = None
    manual: float | None = None
    extra: float | None = None
    waits: bool = False

    @property
    def stale(self) -> bool:
        """Whether a mark by hand waits for a second look: the answer changed after it was given."""
        return self.manual is not None and self.waits

    @property
    def score(self) -> float | None:
        """What counts, as nbgrader counts it; None while it is open.

        Examples
        --------
        >>> GradeLine(auto=2.0, manual=3.0, extra=0.5).score, GradeLine(auto=2.0, manual=3.0, waits=True).score
        (3.5, None)
        """
        mark = self.auto if self.manual is None else self.manual
        return None if mark is None or self.stale else mark + (self.extra or 0.0)


@dataclass
class Sheet:
    """One student's rows of a unit.

    Parameters
    ----------
    student : str
    first_name, last_name, email : str
        Empty where the gradebook has none.
    late : float
        The late penalty, 0 without one.
    grades : dict of str to GradeLine
        By nbgrader's id of the cell.
    comments : dict of str to str
        Those written by hand, by the id of the cell.
    """

    student: str
    first_name: str = ""
    last_name: str = ""
    email: str = ""
    late: float = 0.0
    grades: dict[str, GradeLine] = field(default_factory=dict)
    comments: dict[str, str] = field(default_factory=dict)


def read_sheets(
    gradebook: Gradebook, unit: str, *, students: Iterable[str] | None = None
) -> dict[str, Sheet]:
    """Read the sheets of everybody who has a submission of a unit in the gradebook, by student.

    Parameters
    ----------
    gradebook : Gradebook
    unit : str
    students : iterable of str, optional
        Only these.
    """
    chosen = None if students is None else list(students)
    people = _of_unit(
        gradebook.db.query(
            SubmittedNotebook.id,
            Student.id,
            Student.first_name,
            Student.last_name,
            Student.email,
            SubmittedNotebook.late_submission_penalty,
        ).select_from(SubmittedNotebook),
        unit,
        chosen,
    )
    sheets = {
        number: Sheet(student, first or "", last or "", email or "", float(late or 0.0))
        for number, student, first, last, email, late in people
    }
    grades = _of_unit(
        gradebook.db.query(
            SubmittedNotebook.id,
            BaseCell.name,
            Grade.auto_score,
            Grade.manual_score,
            Grade.extra_credit,
            Grade.needs_manual_grade,
        )
        .select_from(Grade)
        .join(BaseCell, Grade.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Grade.notebook_id == SubmittedNotebook.id),
        unit,
        chosen,
    )
    for number, name, auto, manual, extra, waits in grades:
        sheets[number].grades[name] = GradeLine(auto, manual, extra, bool(waits))
    comments = _of_unit(
        gradebook.db.query(SubmittedNotebook.id, BaseCell.name, Comment.manual_comment)
        .select_from(Comment)
        .join(BaseCell, Comment.cell_id == BaseCell.id)
        .join(SubmittedNotebook, Comment.notebook_id == SubmittedNotebook.id),
        unit,
        chosen,
    )
    for number, name, comment in comments:
        if comment:
            sheets[number].comments[name] = comment
    return {sheet.student: sheet for sheet in sheets.values()}


def _of_unit(query: Any, unit: str, students: list[str] | None) -> Any:
    """Keep the rows of a unit's notebook, and of some students; the query stands on `SubmittedNotebook`."""
    query = (
        query.join(SubmittedAssignment, SubmittedNotebook.assignment_id == SubmittedAssignment.id)
        .join(Assignment, SubmittedAssignment.assignment_id == Assignment.id)
        .join(Notebook, SubmittedNotebook.notebook_id == Notebook.id)
        .join(Student, SubmittedAssignment.student_id == Student.id)
        .filter(Assignment.name == unit, Notebook.name == unit)
    )
    return query if students is None else query.filter(Student.id.in_(students))
