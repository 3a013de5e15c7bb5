"""The class: honest answers from the banks, right, wrong, partly solved and blank, the same files for both graders."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Literal

import nbformat
from nbformat import NotebookNode

from grader import registry
from grader.blueprint import Blueprint
from grader.coursefolder import CourseFolder
from grader.pupils import Pupil, pupils
from grader.release import build_units, release_unit

Shape = Literal["lesson", "plain", "brief"]
UNIT = "05-jazztel-delays"
SEED = 20140312
_RIGHT = (1.0, 0.9, 0.7, 0.4)  # shares of exercises solved rightly, by kind of student
_WRONG = 0.75  # of what is not right is wrong; the rest was left unsolved
_BLANK = 20  # one in so many handed in nothing but the notebook
_SCRATCH = "tweets.describe()"
_PLOTS = (
    'ax = tweets.set_index("created_at").resample("15min").size().plot(figsize=(8, 4), title="tuits")',
    'ax = tweets["author_role"].value_counts().plot.bar(figsize=(6, 4))\nax.set_ylabel("tuits")',
)


def class_of(size: int, blueprint: Blueprint, *, shape: Shape = "lesson") -> dict[str, bytes]:
    """Return the notebook that each student hands in, by name; any two differ in their bytes.

    Who hands in what is drawn anew for each student, so that every hundred of a large class is like any other.
    A class hands in the whole ``"lesson"``, with 50 code cells and the course's own two figures; a notebook of a
    ``"plain"`` shape, with 16 code cells and two plots of pandas; or a ``"brief"`` one, with no figure at all.
    """
    keep = {"lesson": None, "plain": _plain, "brief": _brief}[shape]
    banks = registry.banks(blueprint.unit)
    styles = [pupil.answers for pupil in pupils(banks)[:3]]  # all right, each written in another way
    members = {}
    for number in range(size):
        draw = random.Random(SEED + number)
        share = draw.choice(_RIGHT)
        answers = {}
        for key, bank in banks.items():
            right = draw.random() < share
            wrong = draw.choice(pupils_wrong(bank))
            answers[key] = draw.choice(styles)[key] if right else wrong if draw.random() < _WRONG else None
        if draw.randrange(_BLANK) == 0:
            answers = dict.fromkeys(banks)
        scratch = draw.random() < 0.15
        pupil = Pupil(
            name=f"student{number:04d}",
            language="en" if draw.random() < 0.3 else "es",
            kind="honest",
            answers=answers,
            spoil=lambda notebook, n=number, scratch=scratch and not keep: _personal(
                notebook, n, scratch=scratch
            ),
        )
        if keep is not None:
            pupil.write = lambda notebook: nbformat.writes(keep(notebook)).encode()
        members[pupil.name] = pupil.handed_in(blueprint)
    return members


def pupils_wrong(bank: object) -> list:
    """Return a bank's wrong answers that stand in a notebook by themselves."""
    from grader.handwriting import self_contained

    return [wrong.function for wrong in bank.wrong_answers if self_contained(wrong.function)]


def _personal(notebook: NotebookNode, number: int, *, scratch: bool) -> None:
    """What every notebook has of its own: a note, and sometimes a cell to look at the data."""
    notebook.cells.append(nbformat.v4.new_markdown_cell(f"Nota mía {number}", id=f"note-{number}"))
    if scratch:
        notebook.cells.append(nbformat.v4.new_code_cell(_SCRATCH, id=f"scratch-{number}"))


def _brief(notebook: NotebookNode, *, first: int = 1) -> NotebookNode:
    """Keep the first code cells, the answers and the checks."""
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    kept = [cell.id for cell in code[:first]]
    notebook.cells = [
        cell
        for cell in notebook.cells
        if cell.cell_type == "markdown" or cell.id in kept or "nbgrader" in cell.metadata
    ]
    return notebook


def _plain(notebook: NotebookNode) -> NotebookNode:
    """Keep imports, data, answers and checks, and draw the data twice."""
    notebook = _brief(notebook, first=2)
    notebook.cells += [
        nbformat.v4.new_code_cell(source, id=f"plot-{number}") for number, source in enumerate(_PLOTS)
    ]
    return notebook


def our_course(folder: Path, unit: str = UNIT) -> CourseFolder:
    """Make a course folder as instructors do: built and released."""
    course = CourseFolder.create(folder)
    list(build_units(course, [unit]))
    release_unit(course, unit)
    return course


def hand_in(root: Path, unit: str, members: dict[str, bytes]) -> None:
    """Write the class into ``submitted/``."""
    for student, content in members.items():
        place = root / "submitted" / student / unit
        place.mkdir(parents=True)
        (place / f"{unit}.ipynb").write_bytes(content)
