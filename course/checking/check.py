"""`check`: the one call in a graded cell."""

from __future__ import annotations

import dataclasses
import functools
import importlib
import os
from types import ModuleType
from typing import Any

from course.checking import stale
from course.checking.arguments import on_arguments
from course.checking.compare import compare
from course.checking.exercise import CheckCase, Exercise
from course.checking.inputs import shown_inputs
from course.checking.judge import is_its_answer, judge
from course.checking.label_check import check_labels
from course.checking.labelling import LabellingExercise
from course.checking.observe import Observed, observe
from course.checking.result import CheckResult, Later, ShownCase, not_run
from course.checking.source import caution, ends_in_first_round, on_source
from course.checking.words import cut, describe
from course.errors import CourseError
from course.language import Text

_SAME_FOR_ALL = ("not-solved", "not-a-function")
_NOT_OF_VALUE = (
    *_SAME_FOR_ALL,
    "raises",
    "timeout",
    "no-return",
    "prints-instead-of-returning",
    "mutates-input",
)
_Tried = tuple[CheckCase, tuple, Observed]


class AnswerError(CourseError, TypeError):
    """`check` was given something that is not the function of that exercise."""


class CheckFailed(CourseError, AssertionError):
    """Visible cases fail; raised only while nbgrader validates, which notices nothing but errors."""


def check(key: str, answer: Any = None) -> CheckResult | Later:
    """Try a function on the visible cases of an exercise and say, kindly, what happened.

    Parameters
    ----------
    key : str
        The exercise, such as ``"median-delay"``.
    answer : callable
        The student's function itself, without parentheses; nothing where the exercise is a file of labels.

    Returns
    -------
    CheckResult or Later
        A float, which Jupyter shows as feedback; `Later` where a submission is graded and no visible case is at
        hand.

    Raises
    ------
    UnknownNameError
        There is no such exercise.
    AnswerError
        The answer is not a function, or is that of another exercise.
    CheckFailed
        Only under nbgrader's validation, when a visible case fails.
    """
    exercises = _exercises()
    if exercises is None:
        return Later()
    exercise = exercises.get(key)
    if isinstance(exercise, LabellingExercise):
        _require_nothing(exercise, answer)
        return _marked(check_labels(exercise))
    _require_function(exercise, answer)
    if stale.is_stale(exercise.function, answer):
        return CheckResult(exercise, (ShownCase(not_run(exercise.function)),))
    tried = _try(exercise, answer)
    ranked = _ranked(exercise, tried)
    outside = on_arguments(answer)
    shown = tuple(_shown(ranked, answer, one, outside) for one in tried)
    return _marked(CheckResult(exercise, shown, caution=outside or caution(answer)))


def _exercises() -> ModuleType | None:
    """Return the register of exercises; None behind the walls of grading, which leave it out with its answers."""
    try:
        exercises = importlib.import_module("course.exercises")
        exercises.get  # noqa: B018  an emptied folder is a package too
    except (ImportError, AttributeError, OSError):
        if not os.environ.get("NBGRADER_EXECUTION"):
            raise
        return None
    return exercises


def _marked(result: CheckResult) -> CheckResult:
    """Hand on a result; what does not pass is an error while nbgrader validates."""
    if os.environ.get("NBGRADER_VALIDATING") and not result.passed:
        raise CheckFailed(_first_failure(result))
    return result


def _try(exercise: Exercise, answer: Any) -> list[_Tried]:
    """Observe the function on each visible case; stop where the others would bring nothing new."""
    tried: list[_Tried] = []
    for case in exercise.cases:
        arguments = case.arguments()
        observed = observe(answer, arguments)
        tried.append((case, arguments, observed))
        interrupted = observed.error is not None and observed.error.kind in (
            "KeyboardInterrupt",
            "NotImplementedError",
        )
        if interrupted or observed.value is Ellipsis:
            break
    return tried


def _ranked(exercise: Exercise, tried: list[_Tried]) -> Exercise:
    """Leave the misconceptions that this function may hold, those first that answer as it does in most cases.

    Whoever answers a case rightly does not hold an idea that would answer it otherwise; and an idea that fits
    one case by coincidence gives way to the one that explains them all.
    """
    values = [(case, arguments, seen.value) for case, arguments, seen in tried if seen.error is None]
    right = [
        compare(value, case.expected, comparison=exercise.comparison) is None for case, _, value in values
    ]
    if all(right):
        return exercise
    fits = {}
    for wrong in exercise.misconceptions:
        same = [is_its_answer(wrong, exercise, arguments, value) for _, arguments, value in values]
        if all(alike for alike, passes in zip(same, right, strict=True) if passes):
            fits[wrong] = sum(same)
    order = sorted(fits, key=fits.get, reverse=True)  # stable: as the exercise orders them among equals
    return dataclasses.replace(exercise, misconceptions=tuple(order))


def _shown(exercise: Exercise, answer: Any, one: _Tried, outside: Text | None) -> ShownCase:
    case, arguments, observed = one
    verdict = judge(exercise, case.title, arguments, case.expected, observed, reveal=True)
    if verdict.passed:
        return ShownCase(verdict)
    remark = on_source(answer, verdict.diagnosis)
    early = ends_in_first_round(answer)
    if early is not None and verdict.diagnosis not in _NOT_OF_VALUE:
        verdict = dataclasses.replace(verdict, advice=early)  # it never came to do what an idea would answer
        remark = None
    if outside is not None and verdict.diagnosis not in _NOT_OF_VALUE:
        verdict = dataclasses.replace(verdict, advice=outside)  # a misconception would fit by coincidence
    elif outside is not None and verdict.diagnosis == "raises":
        remark = remark or outside
    return ShownCase(verdict, shown_inputs(arguments, answer), remark)


def _first_failure(result: CheckResult) -> Text:
    """Begin with what is wrong: the Validate dialogue cuts at about 87 characters."""
    verdict = next(case.verdict for case in result.cases if not case.verdict.passed)
    return verdict.message + Text(" [", " [") + result.exercise.title + ": " + verdict.title + "]"


def _require_nothing(exercise: LabellingExercise, answer: Any) -> None:
    if answer is not None:
        raise AnswerError(
            Text(
                f"Este ejercicio no tiene función: se mira lo que el etiquetador ha guardado en {exercise.file}. "
                f"Escribe solo {exercise.call}.",
                f"This exercise has no function: what the annotator saved in {exercise.file} is looked at. "
                f"Write just {exercise.call}.",
            )
        )


def _require_function(exercise: Exercise, answer: Any) -> None:
    name = exercise.function
    call = f'check("{exercise.key}", {name})'
    if callable(answer) and not isinstance(answer, type):
        from course import exercises

        given = answer.func if isinstance(answer, functools.partial) else answer
        others = exercises.functions() - {name}
        if getattr(given, "__name__", None) in others:
            raise AnswerError(
                Text(
                    f"Has pasado la función {given.__name__}, que es de otro ejercicio. Para este, "
                    f"escribe {call}.",
                    f"You passed the function {given.__name__}, which belongs to another exercise. "
                    f"For this one, "
                    f"write {call}.",
                )
            )
        return
    if answer is None:
        problem = Text(
            f"Falta decir qué función hay que comprobar, o {name} vale None.",
            f"It is not said which function to check, or {name} is None.",
        )
    elif isinstance(answer, type):
        kind = cut(type.__getattribute__(answer, "__name__"), 60)
        problem = Text(
            f"{kind} es una clase, y aquí se comprueba una función: empieza con def {name}(...).",
            f"{kind} is a class, and a function is checked here: begin with def {name}(...).",
        )
    elif type(answer) is str:
        problem = Text(
            f"El nombre de la función va sin comillas: {name}.",
            f"The function's name goes without quotes: {name}.",
        )
    else:
        kind = describe(answer)
        problem = Text(
            f"Aquí se comprueba la función, y ha llegado {kind.es}: pásala sin paréntesis ni argumentos. Si "
            f"después del def has escrito {name} = ..., ese nombre ya no es la función: vuelve a "
            f"ejecutar la celda "
            "del def.",
            f"The function is checked here, and this is {kind.en}: pass it without parentheses or "
            f"arguments. If you "
            f"wrote {name} = ... after the def, that name is the function no longer: run the def's "
            f"cell again.",
        )
    raise AnswerError(problem + Text(f" Escribe {call}.", f" Write {call}."))
