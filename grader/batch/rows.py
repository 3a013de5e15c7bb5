"""The gradebook's tables as nbgrader made them, read and written by rows: one connection, one transaction each.

nbgrader's own `Gradebook` commits after every field and asks six tables for every cell; the rows that are left
behind here are the same.
"""

from __future__ import annotations

import contextlib
import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
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
from sqlalchemy import Connection, Table, insert, select, update

_ASSIGNMENT, _NOTEBOOK, _CELL, _STUDENT, _HANDED, _PAGE, _GRADE, _COMMENT = (
    model.metadata.tables[model.__tablename__]
    for model in (
        *(Assignment, Notebook, BaseCell, Student),
        *(SubmittedAssignment, SubmittedNotebook, Grade, Comment),
    )
)
_GRADED, _COMMENTED = ("GradeCell", "TaskCell"), ("SolutionCell", "TaskCell")


@dataclass
class GradeRow:
    """A row of the table of grades, with the name of its cell."""

    id: str
    name: str
    auto_score: float | None
    manual_score: float | None
    extra_credit: float | None
    needs_manual_grade: bool

    @property
    def score(self) -> float:
        """What nbgrader counts."""
        mark = self.manual_score if self.manual_score is not None else self.auto_score
        return 0.0 if mark is None else mark + (self.extra_credit or 0.0)


class Rows:
    """One unit's rows of a gradebook.

    Parameters
    ----------
    gradebook : Gradebook
        Open, with the unit in it.
    unit : str
    """

    def __init__(self, gradebook: Gradebook, unit: str) -> None:
        self.engine, self.unit = gradebook.engine, unit
        with self.engine.connect() as connection:
            found = connection.execute(
                select(_ASSIGNMENT.c.id, _ASSIGNMENT.c.duedate).where(_ASSIGNMENT.c.name == unit)
            ).one()
            self.assignment, self.duedate = found
            notebooks = connection.execute(
                select(_NOTEBOOK.c.name, _NOTEBOOK.c.id).where(_NOTEBOOK.c.assignment_id == self.assignment)
            )
            self.notebooks: dict[str, str] = {name: notebook for name, notebook in notebooks}
            cells = connection.execute(
                select(_CELL.c.id, _CELL.c.name, _CELL.c.type, _CELL.c.notebook_id).where(
                    _CELL.c.notebook_id.in_(self.notebooks.values())
                )
            ).all()
        self.graded = {cell.id: cell for cell in cells if cell.type in _GRADED}
        self.commented = {cell.id: cell for cell in cells if cell.type in _COMMENTED}

    @contextlib.contextmanager
    def transaction(self) -> Iterator[Connection]:
        """All or nothing; with SQLite the place to write is taken before anything is read."""
        with self.engine.connect() as connection:
            if self.engine.dialect.name == "sqlite":
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection
            connection.commit()

    def student(self, connection: Connection, student: str) -> None:
        """Enter a student who is not there yet."""
        if connection.execute(select(_STUDENT.c.id).where(_STUDENT.c.id == student)).first() is None:
            connection.execute(insert(_STUDENT).values(id=student))

    def submission(
        self, connection: Connection, student: str, timestamp: datetime.datetime | None
    ) -> tuple[str, float]:
        """Enter a submission, or its new time; return the id of its notebook and the seconds it is late."""
        handed = connection.execute(
            select(_HANDED.c.id, _HANDED.c.timestamp, _HANDED.c.extension).where(
                _HANDED.c.assignment_id == self.assignment, _HANDED.c.student_id == student
            )
        ).first()
        extension = None
        if handed is None:
            handed_id = _added(
                connection,
                _HANDED,
                assignment_id=self.assignment,
                student_id=student,
                timestamp=timestamp,
            )
        else:
            handed_id, extension = handed.id, handed.extension
            if timestamp is None:
                timestamp = handed.timestamp
            elif timestamp != handed.timestamp:
                connection.execute(
                    update(_HANDED).where(_HANDED.c.id == handed_id).values(timestamp=timestamp)
                )
        pages = dict(
            connection.execute(
                select(_PAGE.c.notebook_id, _PAGE.c.id).where(_PAGE.c.assignment_id == handed_id)
            ).all()
        )
        for notebook in self.notebooks.values():
            if notebook not in pages:
                pages[notebook] = _added(connection, _PAGE, notebook_id=notebook, assignment_id=handed_id)
        return pages[self.notebooks[self.unit]], self._late(timestamp, extension)

    def _late(self, timestamp: datetime.datetime | None, extension: datetime.timedelta | None) -> float:
        if timestamp is None or self.duedate is None:
            return 0.0
        due = self.duedate + (extension or datetime.timedelta())
        return max(0.0, (timestamp - due).total_seconds())

    def grades(self, connection: Connection, page: str) -> dict[str, GradeRow]:
        """Return the grades of a submitted notebook by the name of their cells, entering those that lack."""
        found = connection.execute(
            select(
                *(_GRADE.c.id, _GRADE.c.cell_id, _GRADE.c.auto_score, _GRADE.c.manual_score),
                *(_GRADE.c.extra_credit, _GRADE.c.needs_manual_grade),
            ).where(_GRADE.c.notebook_id == page)
        )
        rows = {
            row.cell_id: GradeRow(row.id, self.graded[row.cell_id].name, *row[2:])
            for row in found
            if row.cell_id in self.graded
        }
        for cell_id, cell in self._missing(self.graded, rows):
            made = _added(connection, _GRADE, cell_id=cell_id, notebook_id=page)
            rows[cell_id] = GradeRow(made, cell.name, None, None, None, True)
        return {row.name: row for row in rows.values()}

    def comments(self, connection: Connection, page: str) -> dict[str, tuple[str, str | None]]:
        """Return id and machine's text of the comments by the name of their cells, entering those that lack."""
        found = connection.execute(
            select(_COMMENT.c.id, _COMMENT.c.cell_id, _COMMENT.c.auto_comment).where(
                _COMMENT.c.notebook_id == page
            )
        )
        rows = {row.cell_id: (row.id, row.auto_comment) for row in found if row.cell_id in self.commented}
        for cell_id, _ in self._missing(self.commented, rows):
            rows[cell_id] = (_added(connection, _COMMENT, cell_id=cell_id, notebook_id=page), None)
        return {self.commented[cell_id].name: row for cell_id, row in rows.items()}

    def _missing(self, cells: dict[str, Any], rows: dict[str, Any]) -> Iterator[tuple[str, Any]]:
        for cell_id, cell in cells.items():
            if cell_id not in rows and cell.notebook_id == self.notebooks[self.unit]:
                yield cell_id, cell

    def grade(self, connection: Connection, row: GradeRow, auto_score: float | None, waits: bool) -> None:
        """Write what the machine gives; what a person gave stays."""
        if (row.auto_score, row.needs_manual_grade) != (auto_score, waits):
            row.auto_score, row.needs_manual_grade = auto_score, waits
            connection.execute(
                update(_GRADE)
                .where(_GRADE.c.id == row.id)
                .values(auto_score=auto_score, needs_manual_grade=waits)
            )

    def comment(self, connection: Connection, row: tuple[str, str | None], text: str | None) -> None:
        """Write the machine's comment."""
        if row[1] != text:
            connection.execute(update(_COMMENT).where(_COMMENT.c.id == row[0]).values(auto_comment=text))

    def penalty(self, connection: Connection, page: str, points: float | None) -> None:
        """Write the penalty for being late."""
        connection.execute(update(_PAGE).where(_PAGE.c.id == page).values(late_submission_penalty=points))

    def all_grades(self) -> dict[str, list[GradeRow]]:
        """Return everybody's grades, by student: one question for a whole class."""
        asked = (
            select(
                *(_HANDED.c.student_id, _GRADE.c.id, _GRADE.c.cell_id, _GRADE.c.auto_score),
                *(_GRADE.c.manual_score, _GRADE.c.extra_credit, _GRADE.c.needs_manual_grade),
            )
            .join(_PAGE, _PAGE.c.id == _GRADE.c.notebook_id)
            .join(_HANDED, _HANDED.c.id == _PAGE.c.assignment_id)
            .where(_PAGE.c.notebook_id == self.notebooks[self.unit])
        )
        by_student: dict[str, list[GradeRow]] = defaultdict(list)
        with self.engine.connect() as connection:
            for row in connection.execute(asked):
                if row.cell_id in self.graded:
                    name = self.graded[row.cell_id].name
                    by_student[row.student_id].append(GradeRow(row.id, name, *row[3:]))
        return dict(by_student)


def _added(connection: Connection, table: Table, **values: Any) -> str:
    """Add a row with nbgrader's own defaults and return its id."""
    return connection.execute(insert(table).values(**values)).inserted_primary_key[0]
