"""Telling another unit's notebook from this one's, by the keys in it: it gets words of its own, never zeros."""

from __future__ import annotations

import re
from functools import cache

from course.exercises import units
from grader.blueprint import Blueprint
from grader.faults import Fault, wrong_notebook
from grader.lesson import NOTEBOOKS
from grader.registry import module_name
from grader.submission import Submission

_CHECKED = re.compile(r"""^\s*check\(\s*["']([\w-]+)["']""", re.MULTILINE)
_DEFINED = re.compile(r"^def\s+(\w+)\s*\(", re.MULTILINE)


def wrong_unit(submission: Submission, blueprint: Blueprint) -> Fault | None:
    """Return the fault of a readable notebook in which nothing of the unit is left, or None."""
    if submission.fault is not None:
        return None
    keys = _keys(submission)
    mine = {cell.key for cell in blueprint.graded}
    if keys & mine or any(
        function in _functions(submission) for function in (cell.function for cell in blueprint.graded)
    ):
        return None
    shared = {unit: len(keys & known) for unit, known in _keys_by_unit().items()}
    best = max(shared, key=shared.__getitem__)
    return wrong_notebook(blueprint.unit, best if shared[best] else None)


def _keys(submission: Submission) -> set[str]:
    """The exercises and tasks that a notebook's metadata, cell ids and checks name."""
    keys: set[str] = set()
    for cell in submission.cells:
        for name in (cell.metadata.get("grade_id"), cell.identifier):
            if isinstance(name, str):
                keys |= {name, name.removesuffix("-check")}
        if cell.kind == "code":
            keys.update(_CHECKED.findall(cell.source))
    return keys


def _functions(submission: Submission) -> set[str]:
    sources = (cell.source for cell in submission.cells if cell.kind == "code")
    return {name for source in sources for name in _DEFINED.findall(source)}


@cache
def _keys_by_unit() -> dict[str, set[str]]:
    folders = {module_name(path.parent.name): path.parent.name for path in NOTEBOOKS.glob("*/lesson.py")}
    return {
        folders.get(module, module): {exercise.key for exercise in exercises}
        for module, exercises in units().items()
    }
