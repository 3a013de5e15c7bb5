"""Where a unit's exercises and banks are: its modules in `course.exercises` and `grader.exercises`."""

from __future__ import annotations

import importlib
import re
from pathlib import Path
from types import ModuleType

from course.checking.exercise import Exercise
from course.checking.labelling import LabellingExercise
from grader.bank import Bank
from grader.errors import GraderError
from grader.labelling import LabellingBank


def module_name(unit: str) -> str:
    """Return a unit's module: the folder's name without its number.

    Examples
    --------
    >>> module_name("05-jazztel-delays")
    'jazztel_delays'
    """
    return re.sub(r"^\d+-", "", unit).replace("-", "_")


def exercises(unit: str) -> dict[str, Exercise | LabellingExercise]:
    """Return a unit's exercises by key."""
    return {exercise.key: exercise for exercise in _module("course", unit).EXERCISES}


def banks(unit: str) -> dict[str, Bank | LabellingBank]:
    """Return a unit's banks by the key of their exercise."""
    return {bank.exercise: bank for bank in _module("grader", unit).BANKS}


def labelling(unit: str) -> dict[str, LabellingExercise]:
    """Return those exercises of a unit that are files of labels."""
    return {key: one for key, one in exercises(unit).items() if isinstance(one, LabellingExercise)}


def label_files(unit: str) -> tuple[str, ...]:
    """Return the names of the files of labels that students hand in with a unit's notebook."""
    try:
        return tuple(dict.fromkeys(exercise.file for exercise in labelling(unit).values()))
    except GraderError:  # a unit that this clone does not have: grading it will say so
        return ()


def files(unit: str, *, package: str | None = None) -> list[Path]:
    """Return the files that hold a unit's exercises and banks; those of one package when it is named."""
    modules = [_module(one, unit) for one in ("course", "grader") if package in (None, one)]
    return [Path(module.__file__) for module in modules if getattr(module, "__file__", None)]


def _module(package: str, unit: str) -> ModuleType:
    name = f"{package}.exercises.{module_name(unit)}"
    try:
        return importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise GraderError(
            f"{unit} has no module {name}. Instructors work in a clone of the course: an installed "
            f"package holds no "
            "hidden cases."
        ) from None
