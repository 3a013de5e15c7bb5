"""The register of exercises: one module a unit, named after the unit's folder."""

from __future__ import annotations

import difflib

from course.checking.exercise import Exercise
from course.checking.labelling import LabellingExercise
from course.errors import UnknownNameError
from course.exercises import iberia_minute_zero, iberia_voices, jazztel_delays
from course.language import Text

__all__ = ["all_exercises", "functions", "get", "units"]

_UNITS = (iberia_minute_zero, iberia_voices, jazztel_delays)


def units() -> dict[str, tuple[Exercise | LabellingExercise, ...]]:
    """Return each unit module's exercises, in the order of the course.

    Examples
    --------
    >>> list(units())
    ['iberia_minute_zero', 'iberia_voices', 'jazztel_delays']
    """
    return {module.__name__.rpartition(".")[2]: module.EXERCISES for module in _UNITS}


def all_exercises() -> tuple[Exercise | LabellingExercise, ...]:
    """Return every exercise of the course."""
    return tuple(exercise for exercises in units().values() for exercise in exercises)


def functions() -> set[str]:
    """Return the names of the functions that students write; a file of labels is none."""
    return {exercise.function for exercise in all_exercises() if isinstance(exercise, Exercise)}


def get(key: str) -> Exercise | LabellingExercise:
    """Return the exercise of a key.

    Raises
    ------
    UnknownNameError
        For any other key, with the nearest one.
    """
    exercises = {exercise.key: exercise for exercise in all_exercises()}
    if type(key) is str and key in exercises:
        return exercises[key]
    message = Text(f"No hay ningún ejercicio {key!r:.60}.", f"There is no exercise {key!r:.60}.")
    near = difflib.get_close_matches(str(key).replace("_", "-"), list(exercises), n=1)
    if near:
        message += Text(f' ¿Querías decir "{near[0]}"?', f' Did you mean "{near[0]}"?')
    else:
        keys = ", ".join(exercises)
        message += Text(f" Los que hay son: {keys}.", f" These are: {keys}.")
    raise UnknownNameError(message)
