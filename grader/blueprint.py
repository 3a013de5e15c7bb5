"""A unit as it was released: the cells that nbgrader knows, by key, from the instructor's own files.

Whatever a submission says of itself is compared with this; nothing of a submission is ever trusted.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.language import LANGUAGES
from grader.errors import GraderError

_CHECK = "-check"


@dataclass(frozen=True)
class GradedCell:
    """One cell that nbgrader knows.

    Parameters
    ----------
    grade_id : str
        The exercise's key for an answer, with ``-check`` for its check, the task's key for a task.
    kind : {"answer", "check", "task"}
    points : float
        0 for an answer.
    cells : dict of str to NotebookNode
        The released cell in each language.
    """

    grade_id: str
    kind: str
    points: float
    cells: dict[str, NotebookNode]

    @property
    def key(self) -> str:
        """The exercise or task."""
        return self.grade_id.removesuffix(_CHECK) if self.kind == "check" else self.grade_id

    @property
    def function(self) -> str:
        """Name of the function that an answer defines."""
        return self.key.replace("-", "_")


@dataclass(frozen=True)
class Blueprint:
    """A released unit in its languages.

    Parameters
    ----------
    unit : str
    notebooks : dict of str to NotebookNode
        Released notebook by language.
    graded : tuple of GradedCell
        In the order of the notebook.
    """

    unit: str
    notebooks: dict[str, NotebookNode]
    graded: tuple[GradedCell, ...]

    @classmethod
    def load(cls, course: Path, unit: str) -> Blueprint:
        """Read ``release/{es,en}/<unit>/<unit>.ipynb`` of a course folder."""
        contents = {}
        for language in LANGUAGES:
            path = course / "release" / language / unit / f"{unit}.ipynb"
            if path.is_file():
                contents[language] = path.read_bytes()
        return cls.read(unit, contents)

    @classmethod
    def read(cls, unit: str, contents: Mapping[str, bytes]) -> Blueprint:
        """Read a unit's released notebooks, by language, from their bytes."""
        if not contents:
            raise GraderError(
                f"{unit} has not been released in this course: run `grader release {unit}` first."
            )
        notebooks = {
            language: nbformat.reads(content.decode("utf-8"), as_version=4)
            for language, content in contents.items()
        }
        return cls.of(unit, notebooks)

    @classmethod
    def of(cls, unit: str, notebooks: dict[str, NotebookNode]) -> Blueprint:
        """Take released notebooks by language."""
        return cls(unit, notebooks, _graded(notebooks))

    @property
    def checks(self) -> tuple[GradedCell, ...]:
        """The autograded cells."""
        return tuple(cell for cell in self.graded if cell.kind == "check")

    @property
    def tasks(self) -> tuple[GradedCell, ...]:
        """The cells that a person grades."""
        return tuple(cell for cell in self.graded if cell.kind == "task")

    @property
    def points(self) -> dict[str, float]:
        """Points by exercise and task, in the notebook's order."""
        return {cell.key: cell.points for cell in self.graded if cell.kind != "answer"}

    def find(self, grade_id: object) -> GradedCell | None:
        """Return the cell of that id, if the unit has it."""
        return next((cell for cell in self.graded if cell.grade_id == grade_id), None)


def _graded(notebooks: dict[str, NotebookNode]) -> tuple[GradedCell, ...]:
    by_language = {
        language: {
            cell.metadata.nbgrader.grade_id: cell for cell in notebook.cells if "nbgrader" in cell.metadata
        }
        for language, notebook in notebooks.items()
    }
    first = next(iter(by_language.values()))
    if any(cells.keys() != first.keys() for cells in by_language.values()):
        raise GraderError(
            "The released languages do not have the same graded cells: build and release again."
        )
    return tuple(
        GradedCell(
            grade_id=grade_id,
            kind=_kind(cell),
            points=float(cell.metadata.nbgrader.get("points", 0)),
            cells={language: cells[grade_id] for language, cells in by_language.items()},
        )
        for grade_id, cell in first.items()
    )


def _kind(cell: NotebookNode) -> str:
    graded, solution = cell.metadata.nbgrader.get("grade"), cell.metadata.nbgrader.get("solution")
    if graded and not solution:
        return "check"
    return "task" if graded or cell.metadata.nbgrader.get("task") else "answer"
