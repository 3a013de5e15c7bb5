"""Exceptions in a student's code, in helpful words: what it means and where to look."""

from __future__ import annotations

import re
from collections.abc import Callable

from course.checking import pandas_words
from course.checking.attributes import did_you_mean, explain_attribute, missing_zone_accessor
from course.checking.exception_words import BY_KIND, BY_WORDS, WITHOUT_VALUES
from course.checking.report import ErrorReport
from course.checking.words import cut, listed
from course.language import Text

_OTHER = Text("se detiene con un error", "stops with an error")
_KIND_SHOWN = 40
LIBRARIES = ("np", "pd", "plt")
IMPORTED = Text(
    " Se importa al principio del cuaderno: ejecuta sus primeras celdas y vuelve aquí.",
    " It is imported at the beginning of the notebook: run its first cells and come back here.",
)
_GENERAL = frozenset(text for _, text in BY_WORDS)
_QUOTED = r"\"[^\"]*\"|'[^']*'"


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
    meant = meaning(error)
    if meant is None:
        return _plainly(error) + _where(error)
    if meant in _GENERAL:  # it fits many errors: Python's own words may say more
        said = f"{error.kind}: {cut(error.message, 140).rstrip('.')}."
        meant = meant + Text(" Python dice: ", " Python says: ") + said
    return meant + _where(error)


def meaning(error: ErrorReport) -> Text | None:
    """Say what an exception means and what to do; None when nothing is known beyond Python's own words.

    Examples
    --------
    >>> meaning(ErrorReport("TypeError", "Cannot perform 'rand_' with a dtyped [bool] array")).en[:45]
    '`&` and `|` are worked out before `==`, `>` o'
    """
    if error.kind in _EXPLAINERS:
        return _EXPLAINERS[error.kind](error)
    return BY_KIND.get(error.kind) or _by_words(error)


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


def _key(error: ErrorReport) -> Text:
    name = cut(error.name or error.message, 60)
    zone = re.match(r"No time zone found with key (.+)", error.name)
    if zone is not None:
        return Text(
            f'No hay ninguna zona horaria llamada «{cut(zone.group(1), 60)}». La de Madrid es `"Europe/Madrid"`.',
            f'There is no time zone named "{cut(zone.group(1), 60)}". Madrid\'s is `"Europe/Madrid"`.',
        )
    if "key of type tuple not found" in error.message:
        return pandas_words.NO_COMMA
    if error.owner == "DataFrame" and error.names:
        return _column(error, name)
    if error.owner == "Series" and error.name and not _written_out(error):
        return Text(
            f"La Series no tiene «{name}»: quizá lo tenga otra, pero en esta no está. Si puede faltar, "
            "`s.get(x, 0)` da 0 en su lugar; y dos Series enteras se multiplican o se suman sin bucle: pandas "
            "las empareja por nombre.",
            f'The Series has no "{name}": another may have it, but this one does not. If it may be missing, '
            "`s.get(x, 0)` gives 0 in its place; and two whole Series are multiplied or added without a loop: "
            "pandas matches them by name.",
        )
    if error.owner == "Series" and error.name:
        return Text(
            f"Eso es una Series, una sola columna, y no tiene «{name}» dentro. Si la función recibe una "
            "Series, úsala directamente.",
            f'That is a Series, a single column, and there is no "{name}" in it. If the function receives a '
            "Series, use it directly.",
        )
    if error.owner == "Series":
        return Text(
            f"La Series no tiene la etiqueta {name}. Para elegir por posición usa .iloc[...].",
            f"The Series has no label {name}. To choose by position use .iloc[...].",
        )
    return Text(
        f"No existe la clave {name}. Si puede faltar, usa .get(clave, valor) o comprueba antes con in.",
        f"There is no key {name}. If it may be missing, use .get(key, value) or check first with in.",
    )


def _column(error: ErrorReport, name: str) -> Text:
    """Explain a column that a table does not have, or what stands in the brackets in a column's place."""
    if not error.name and error.message.startswith("('"):
        return Text(
            'Para elegir varias columnas hacen falta dos pares de corchetes: `tabla[["a", "b"]]`.',
            'To choose several columns two pairs of brackets are needed: `table[["a", "b"]]`.',
        )
    if not error.name and "None of [" in error.message:
        return Text(
            "Entre los corchetes hay una columna de valores. Un filtro es una comparación: `tabla[columna > 0]`.",
            "There is a column of values in the brackets. A filter is a comparison: `table[column > 0]`.",
        )
    if ".loc[" in error.source and not _names_a_column(error):
        return Text(
            f"No hay ninguna fila con la etiqueta «{name}». `.loc[...]` busca filas; para una columna escribe "
            f'`tabla["{name}"]`.',
            f'There is no row labelled "{name}". `.loc[...]` looks for rows; for a column write '
            f'`table["{name}"]`.',
        )
    text = Text(f"No hay ninguna columna «{name}».", f'There is no column "{name}".')
    there = Text(" La tabla tiene: {names}.", " The table has: {names}.")
    found = text + there.format(names=listed(error.names, most=12)) + did_you_mean(error)
    if error.nearest or not _written_out(error):
        return found
    return found + Text(
        " Si en otros datos se llaman de otro modo, no escribas los nombres a mano: los da `tabla.columns`.",
        " If they have other names in other data, do not write the names by hand: `table.columns` gives them.",
    )


def _written_out(error: ErrorReport) -> bool:
    """Tell whether what was looked for stands in the line's own brackets, in quotes, and not in a variable."""
    return bool(re.search(rf"[\[,]\s*(['\"]){re.escape(error.name)}\1\s*[\],]", error.source))


def _names_a_column(error: ErrorReport) -> bool:
    """Tell whether it stands after the comma of `.loc[rows, columns]`."""
    return bool(re.search(rf"\.loc\[[^\]]*,\s*\[?\s*(['\"]){re.escape(error.name)}\1", error.source))


def _name(error: ErrorReport) -> Text:
    name = cut(error.name or error.message, 60)
    if error.name in LIBRARIES:
        return (
            Text(f"El nombre «{name}» no existe todavía.", f'The name "{name}" does not exist yet.')
            + IMPORTED
        )
    if error.name in error.names:
        return Text(
            f'`{name}` es el nombre de una columna: ponle comillas, `tabla["{name}"]`.',
            f'`{name}` is the name of a column: put it in quotes, `table["{name}"]`.',
        )
    text = Text(
        f"El nombre «{name}» no existe todavía: ¿está bien escrito, o falta ejecutar la celda que lo crea? Si es "
        "un texto, ponle comillas.",
        f'The name "{name}" does not exist yet: is it spelt right, or is the cell that makes it yet to be run? If '
        "it is a text, put it in quotes.",
    )
    return text + did_you_mean(error)


def _unbound(error: ErrorReport) -> Text:
    name = cut(error.name or error.message, 60)
    return Text(
        f"La variable «{name}» se usa antes de darle un valor en todos los caminos de la función.",
        f'The variable "{name}" is used before it is given a value on every path through the function.',
    )


def _index(error: ErrorReport) -> Text | None:
    """Tell a filter of another length from a position that is not there."""
    if re.search(r"[Bb]oolean index|wrong length", error.message):
        return pandas_words.OTHER_ROWS
    return BY_KIND["IndexError"]


def _call(error: ErrorReport) -> Text | None:
    """Explain a call with a name, or with more values, than a function takes."""
    found = re.search(r"(\w+)\(\) got an unexpected keyword argument '(\w+)'", error.message)
    if found and re.search(rf"\b{found.group(1)}\(", error.source):
        function, name = (cut(part, 40) for part in found.groups())
        return Text(
            f"`{function}` no admite `{name}=`. ¿Está bien escrito, y es esa la función que buscabas?",
            f"`{function}` does not take `{name}=`. Is it spelt right, and is that the function you were looking for?",
        )
    found = re.search(r"(\w+)\(\) takes (?:\d+|from \d+ to \d+) positional arguments? but", error.message)
    if found and re.search(rf"(?<!\.)\b{found.group(1)}\(", error.source):
        function = cut(found.group(1), 40)
        return Text(
            f"A `{function}` le sobran valores entre los paréntesis. Si uno es un ajuste, ponle su nombre delante, "
            "como en `x=1`; si la función es tuya, deja la línea del def como estaba en el enunciado.",
            f"`{function}` gets too many values between its parentheses. If one is a setting, put its name before it, "
            "as in `x=1`; if the function is yours, leave the def line as it was given.",
        )
    return None


_EXPLAINERS: dict[str, Callable[[ErrorReport], Text | None]] = {
    "IndexError": _index,
    "KeyError": _key,
    "AttributeError": explain_attribute,
    "NameError": _name,
    "UnboundLocalError": _unbound,
}


def _by_words(error: ErrorReport) -> Text | None:
    if error.kind not in ("TypeError", "ValueError", "Exception"):
        return None
    special = missing_zone_accessor(error) or _uncalled(error) or _call(error) or _conditions(error)
    known = (*pandas_words.BY_PANDAS, *BY_WORDS)
    return special or next((text for pattern, text in known if re.search(pattern, error.message)), None)


def _uncalled(error: ErrorReport) -> Text | None:
    """Explain a method passed without its parentheses, which pandas then calls with too much."""
    found = re.search(r"\.(\w+)\(\) takes \d+ positional arguments? but", error.message)
    if found is None or not re.search(rf"\.{re.escape(found.group(1))}\b(?!\s*\()", error.source):
        return None
    call = f"`.{found.group(1)}()`"
    return Text(
        f"Falta llamar al método: ponle los paréntesis, {call}.",
        f"The method is not called: give it its parentheses, {call}.",
    )


def _conditions(error: ErrorReport) -> Text | None:
    """Explain a column taken for one truth by what the student's line has in it."""
    if not re.search(r"truth value of a (Series|DataFrame|\w*Index)", error.message):
        return None
    line = re.sub(_QUOTED, "''", error.source)
    for pattern, text in (
        (r"[&|]", pandas_words.PARENTHESES),
        (r"\b(and|or)\b", pandas_words.NO_WORDS),
        (r"\bnot\b", pandas_words.NO_NOT),
        (r"[<>]=?[^<>=()]+([<>]=?|==)", pandas_words.NO_CHAIN),
        (r"\b(if|elif|while)\b", pandas_words.ONE_TRUTH),
    ):
        if re.search(pattern, line):
            return text
    return pandas_words.MASKS
