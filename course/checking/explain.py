"""Exceptions in a student's code, in helpful words: what it means and where to look."""

from __future__ import annotations

import re
from collections.abc import Callable

from course.checking.exception_words import BY_KIND, BY_WORDS, WITHOUT_VALUES
from course.checking.report import ErrorReport
from course.checking.words import cut, listed
from course.language import Text

_OTHER = Text("se detiene con un error", "stops with an error")
_KIND_SHOWN = 40


def explain_blind(error: ErrorReport) -> Text:
    """Explain without a word that the student's code, or the case, could have chosen.

    Examples
    --------
    >>> explain_blind(ErrorReport("ZeroDivisionError", message="secret")).en
    'On this case the function divides by zero; think of an empty table (ZeroDivisionError).'
    """
    known = error.kind in WITHOUT_VALUES
    return Text("Con este caso la función {what}{kind}.", "On this case the function {what}{kind}.").format(
        what=WITHOUT_VALUES.get(error.kind, _OTHER), kind=f" ({error.kind})" if known else ""
    )


def explain(error: ErrorReport) -> Text:
    """Explain an exception with its names, the student's line and the usual remedy.

    Examples
    --------
    >>> report = ErrorReport("KeyError", name="dealy", names=("tweet_id", "delay"), owner="DataFrame")
    >>> explain(report).en
    'There is no column "dealy". The table has: "tweet_id", "delay". Did you mean "delay"?'
    """
    if error.kind in _EXPLAINERS:
        explained = _EXPLAINERS[error.kind](error)
    else:
        explained = BY_KIND.get(error.kind) or _by_words(error)
    return (explained or _plainly(error)) + _where(error)


def _where(error: ErrorReport) -> Text:
    if not error.source:
        return Text("", "")
    line = cut(error.source, 80)
    return Text(f" Ocurre en la línea {error.line}: `{line}`", f" It happens on line {error.line}: `{line}`")


def _plainly(error: ErrorReport) -> Text:
    kind, said = cut(error.kind, _KIND_SHOWN), cut(error.message, 200).rstrip(".")
    message = f"{kind}: {said}" if said else kind
    return Text(
        f"La función se ha detenido con un error. Python dice: {message}.",
        f"The function stopped with an error. Python says: {message}.",
    )


def _nearest(error: ErrorReport) -> Text:
    if not error.nearest:
        return Text("", "")
    near = cut(error.nearest, 60)
    return Text(f" ¿Querías decir «{near}»?", f' Did you mean "{near}"?')


def _key(error: ErrorReport) -> Text:
    name = cut(error.name or error.message, 60)
    if error.owner == "DataFrame" and error.names:
        text = Text(f"No hay ninguna columna «{name}».", f'There is no column "{name}".')
        there = Text(" La tabla tiene: {names}.", " The table has: {names}.")
        return text + there.format(names=listed(error.names, most=12)) + _nearest(error)
    if error.owner == "Series" and error.name:
        return Text(
            f"Eso es una Serie, una sola columna, y no tiene «{name}» dentro. Si la función recibe una "
            "Serie, úsala directamente.",
            f'That is a Series, a single column, and there is no "{name}" in it. If the function receives a '
            "Series, use it directly.",
        )
    if error.owner == "Series":
        return Text(
            f"La Serie no tiene la etiqueta {name}. Para elegir por posición usa .iloc[...].",
            f"The Series has no label {name}. To choose by position use .iloc[...].",
        )
    return Text(
        f"No existe la clave {name}. Si puede faltar, usa .get(clave, valor) o comprueba antes con in.",
        f"There is no key {name}. If it may be missing, use .get(key, value) or check first with in.",
    )


def _attribute(error: ErrorReport) -> Text | None:
    name = cut(error.name, 60)
    if error.owner == "NoneType":
        return Text(
            f"Pides «.{name}» a un None: una variable está vacía. ¿Le asignaste el resultado de algo que no "
            "devuelve nada, como .sort() o inplace=True?",
            f'You ask None for ".{name}": a variable is empty. Did you assign it the result of '
            f"something that "
            "returns nothing, such as .sort() or inplace=True?",
        )
    if not name:
        return None
    owners = {
        "DataFrame": Text("La tabla", "The table"),
        "Series": Text("La Serie", "The Series"),
        "list": Text("Una lista", "A list"),
        "str": Text("Un texto", "A text"),
        "dict": Text("Un diccionario", "A dictionary"),
    }
    owner = owners.get(
        error.owner, Text(f"El tipo {cut(error.owner, 60)}", f"The type {cut(error.owner, 60)}")
    )
    if (
        "can only use .dt accessor" in error.message.lower()
        or "can only use .str accessor" in error.message.lower()
    ):
        return Text(
            f"«.{name}» no vale para esta columna: .dt es para fechas y duraciones, .str para textos.",
            f'".{name}" does not work on this column: .dt is for dates and durations, .str for texts.',
        )
    text = Text("{owner} no tiene «{name}».", '{owner} has no "{name}".').format(owner=owner, name=name)
    return text + _nearest(error)


def _name(error: ErrorReport) -> Text:
    name = cut(error.name or error.message, 60)
    return Text(
        f"El nombre «{name}» no existe todavía: ¿está bien escrito, o falta ejecutar la celda que lo crea?",
        f'The name "{name}" does not exist yet: is it spelt right, or is the cell that makes it yet '
        f"to be run?",
    ) + _nearest(error)


def _unbound(error: ErrorReport) -> Text:
    name = cut(error.name or error.message, 60)
    return Text(
        f"La variable «{name}» se usa antes de darle un valor en todos los caminos de la función.",
        f'The variable "{name}" is used before it is given a value on every path through the function.',
    )


_EXPLAINERS: dict[str, Callable[[ErrorReport], Text | None]] = {
    "KeyError": _key,
    "AttributeError": _attribute,
    "NameError": _name,
    "UnboundLocalError": _unbound,
}


def _by_words(error: ErrorReport) -> Text | None:
    if error.kind not in ("TypeError", "ValueError"):
        return None
    for pattern, text in BY_WORDS:
        if re.search(pattern, error.message):
            return (
                text
                + Text(" Python dice: ", " Python says: ")
                + f"{error.kind}: {cut(error.message, 140).rstrip('.')}."
            )
    return None
