"""The verdict on one case: passed or not, which wrong idea it looks like, and what to say.

`judge` is pure and shared: the student's self-check says what it says with values (``reveal=True``), the
examiner's feedback without them, since the cases that count stay unseen.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from dataclasses import dataclass
from typing import Any

from course.channel.codec import decode, encode
from course.checking.compare import agrees, compare
from course.checking.exercise import Exercise, Misconception
from course.checking.explain import explain, explain_blind
from course.checking.leaves import leaf
from course.checking.mismatch import NOTHING, Mismatch
from course.checking.observe import Observed, Unreadable
from course.checking.words import cut
from course.language import Text

BUILT_IN = (
    *("not-solved", "no-return", "prints-instead-of-returning", "raises", "mutates-input", "wrong-type"),
    *("wrong-length", "wrong-labels", "missing-columns", "wrong-order", "wrong-value", "not-a-function"),
    *("timeout", "unreadable-value"),
)

_NOT_SOLVED = Text(
    "Todavía está sin resolver: escribe tu código en la celda de la función, en lugar de los puntos "
    "suspensivos, ejecútala y vuelve aquí.",
    "Not solved yet: write your code in the function's cell, in place of the dots, run it and come "
    "back here.",
)
_NO_RETURN = Text(
    "La función ha terminado sin devolver nada (None). ¿Falta la palabra return delante del resultado?",
    "The function ended without returning anything (None). Is the word return missing before the result?",
)
_PRINTS = Text(
    "La función escribe en pantalla con print(), pero no devuelve nada. Cambia print(resultado) por "
    "return resultado: así otras celdas pueden usar el valor.",
    "The function writes on the screen with print() but returns nothing. Change print(result) into "
    "return result: then other cells can use the value.",
)
_MUTATES = Text(
    "El resultado es el esperado, pero la función cambia los datos que recibe, y quien los use después los "
    "encontrará cambiados. Trabaja sobre una copia: por ejemplo, empieza con `tabla = tabla.copy()`.",
    "The result is the expected one, but the function changes the data it is given, and whoever uses them "
    "next will find them changed. Work on a copy: for example, begin with `table = table.copy()`.",
)
_MUTATES_TOO = Text(
    "Además, la función cambia los datos que recibe: trabaja sobre una copia, con .copy().",
    "Besides, the function changes the data it is given: work on a copy, with .copy().",
)
_LOST = {
    "assigned": Text(
        'Una línea como `tabla[filtro]["x"] = ...` no cambia la tabla: escribe en una copia, que se pierde. Hazlo '
        'de una vez: `tabla.loc[filtro, "x"] = ...`.',
        'A line such as `table[filter]["x"] = ...` does not change the table: it writes to a copy, which is lost. '
        'Do it in one go: `table.loc[filter, "x"] = ...`.',
    ),
    "inplace": Text(
        'Una línea como `tabla["x"].fillna(0, inplace=True)` no cambia la tabla, sino una copia que se pierde. '
        'Guarda el resultado: `tabla["x"] = tabla["x"].fillna(0)`.',
        'A line such as `table["x"].fillna(0, inplace=True)` does not change the table but a copy, which is lost. '
        'Keep the result: `table["x"] = table["x"].fillna(0)`.',
    ),
}
_TIMEOUT = Text(
    "La función tarda demasiado y se ha detenido. ¿Hay un bucle while que no termina nunca, o un "
    "bucle dentro "
    "de otro que recorre toda la tabla?",
    "The function takes too long and was stopped. Is there a while loop that never ends, or a loop within a "
    "loop over the whole table?",
)
_NOT_A_FUNCTION = Text(
    "No hay ninguna función con el nombre {name}. ¿Has cambiado el nombre en la línea del def, o has "
    "guardado "
    "después otra cosa con ese mismo nombre?",
    "There is no function named {name}. Did you change the name in the def line, or store something else "
    "under the same name afterwards?",
)
_UNREADABLE = Text(
    "La función devuelve un objeto de tipo {type}, que no se puede comparar. Devuelve un valor sencillo: un "
    "número, un texto, una lista, una Series o una tabla.",
    "The function returns an object of type {type}, which cannot be compared. Return a plain value: "
    "a number, "
    "a text, a list, a Series or a table.",
)
_UNREADABLE_BLIND = Text(
    "La función devuelve un objeto que no se puede comparar. Devuelve un valor sencillo: un número, "
    "un texto, "
    "una lista, una Series o una tabla.",
    "The function returns an object that cannot be compared. Return a plain value: a number, a text, a list, "
    "a Series or a table.",
)
_AXES = Text(
    " Eso parece un gráfico: dibújalo en otra celda y devuelve aquí los datos.",
    " That looks like a plot: draw it in another cell and return the data here.",
)
_GROUPED = Text(
    " Detrás de un groupby falta decir qué se calcula en cada grupo, por ejemplo .median().",
    " After a groupby, say what is computed in each group, such as .median().",
)
_METHOD = Text(
    "Has devuelto una función o un método sin llamarlo: ¿faltan los paréntesis?",
    "You returned a function or method without calling it: are the parentheses missing?",
)
_UNREADABLE_KINDS = {
    **dict.fromkeys(("Axes", "Figure", "AxesSubplot"), _AXES),
    **dict.fromkeys(("DataFrameGroupBy", "SeriesGroupBy", "TimeGrouper", "DatetimeIndexResampler"), _GROUPED),
    **dict.fromkeys(("function", "method", "builtin_function_or_method", "type"), _METHOD),
}


@dataclass(frozen=True)
class CaseVerdict:
    """What came of one case.

    Parameters
    ----------
    title : Text
        The case's title.
    passed : bool
    diagnosis : str, optional
        A misconception's key or one of `BUILT_IN`; None when passed.
    difference : Text
        What was expected and what came, or what happened; empty when passed.
    advice : Text
        What it looks like and what to do about it; often empty.
    """

    title: Text
    passed: bool
    diagnosis: str | None = None
    difference: Text = NOTHING
    advice: Text = NOTHING

    @property
    def message(self) -> Text:
        """All there is to tell the student; empty when passed."""
        between = " " if self.difference.es and self.advice.es else ""
        return self.difference + between + self.advice


class WrongIdeas:
    """What the misconceptions of an exercise answer to one case's arguments, each worked out once.

    Parameters
    ----------
    exercise : Exercise
    arguments : tuple
        Nothing is changed in them.
    """

    def __init__(self, exercise: Exercise, arguments: tuple) -> None:
        self.exercise, self.arguments = exercise, arguments
        self._answers: dict[str, Any] = {}

    def of(self, value: Any) -> Misconception | None:
        """Return the first misconception that answers this value."""
        return next((idea for idea in self.exercise.misconceptions if self.is_answer(idea, value)), None)

    def is_answer(self, idea: Misconception, value: Any) -> bool:
        """Tell whether a wrong idea answers this value; one that fails on these arguments is not it."""
        if idea.key not in self._answers:
            self._answers[idea.key] = _answer(idea, self.arguments)
        wrong = self._answers[idea.key]
        return wrong is not None and agrees(value, wrong, comparison=self.exercise.comparison)


def judge(
    exercise: Exercise,
    case_title: Text,
    arguments: tuple,
    expected: Any,
    observed: Observed,
    *,
    reveal: bool,
    ideas: WrongIdeas | None = None,
) -> CaseVerdict:
    """Judge what a function did with one case.

    Parameters
    ----------
    exercise : Exercise
        Its misconceptions are tried in order, each by what it answers to the same arguments.
    case_title : Text
    arguments : tuple
        The case's arguments; nothing is changed in them.
    expected : object
        The right answer.
    observed : Observed
        From `course.checking.observe.observe` or, under the examiner, `course.channel.answer.read_observed`.
    reveal : bool
        Whether the message may hold values: the expected one, the student's, names of columns. Without it, no
        part of the message comes from the arguments, the expected value or anything the student's code says.
    ideas : WrongIdeas, optional
        Of this exercise and these arguments, for whoever judges many answers to one case.

    Examples
    --------
    >>> from course.checking.exercise import Exercise
    >>> words = Text("", "")
    >>> exercise = Exercise("median-delay", words, 2, words, (), ())
    >>> judge(exercise, words, ([1, 2, 9],), 2, Observed(value=4), reveal=True).message.en
    'Expected 2, got 4.'
    """
    found = _before_value(exercise, expected, observed, reveal)
    if found is None:
        mismatch = compare(observed.value, expected, comparison=exercise.comparison)
        if mismatch is not None:
            ideas = ideas or WrongIdeas(exercise, arguments)
            return CaseVerdict(case_title, False, *_about_value(ideas, observed, mismatch, reveal))
        if observed.mutated:
            found = ("mutates-input", _MUTATES)
    if found is None:
        return CaseVerdict(case_title, True)
    return CaseVerdict(case_title, False, *found)


def _before_value(
    exercise: Exercise, expected: Any, observed: Observed, reveal: bool
) -> tuple[str, Text] | None:
    """Diagnose what can be seen without comparing."""
    if observed.error is not None:
        kind = observed.error.kind
        if kind == "NotImplementedError":
            return "not-solved", _NOT_SOLVED
        if kind == "Timeout":
            return "timeout", _TIMEOUT
        if kind == "NotAFunction":
            return "not-a-function", _NOT_A_FUNCTION.format(name=exercise.function)
        if not reveal:
            return "raises", explain_blind(observed.error)
        lost = Text(" ", " ") + _LOST[observed.lost] if observed.lost else NOTHING
        return "raises", explain(observed.error) + lost
    value = observed.value
    if value is Ellipsis:
        return "not-solved", _NOT_SOLVED
    if isinstance(value, Unreadable):
        more = _UNREADABLE_KINDS.get(value.type_name, NOTHING)
        if more is _METHOD:
            return "unreadable-value", _METHOD
        text = _UNREADABLE.format(type=cut(value.type_name, 60)) if reveal else _UNREADABLE_BLIND
        return "unreadable-value", text + more
    if value is None and leaf(expected) != leaf(None):
        return (
            ("prints-instead-of-returning", _PRINTS)
            if observed.printed.strip()
            else ("no-return", _NO_RETURN)
        )
    return None


def _about_value(
    ideas: WrongIdeas, observed: Observed, mismatch: Mismatch, reveal: bool
) -> tuple[str, Text, Text]:
    """Name the misconception whose answer this is, or say how the value differs."""
    difference = mismatch.message if reveal else mismatch.blind
    diagnosis, advice = mismatch.diagnosis, mismatch.remark
    if (misconception := ideas.of(observed.value)) is not None:
        diagnosis, advice = misconception.key, misconception.message
        difference = difference if reveal else NOTHING
    if observed.lost and reveal:
        advice = _LOST[observed.lost]
    if observed.mutated:
        advice = advice + (" " if advice.es else "") + _MUTATES_TOO
    return diagnosis, difference, advice


def is_its_answer(misconception: Misconception, exercise: Exercise, arguments: tuple, value: Any) -> bool:
    """Compute what a wrong idea answers here and compare; an idea that fails on this input is not it."""
    return WrongIdeas(exercise, arguments).is_answer(misconception, value)


def _answer(misconception: Misconception, arguments: tuple) -> Any:
    """Return what a wrong idea answers, as plain data; None when it fails."""
    try:
        given = decode(encode(list(arguments)))
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            warnings.simplefilter("ignore")
            return decode(encode(misconception.answer(*given)))
    except Exception:
        return None
