"""What a missing attribute means: an accessor left out, parentheses left out, a grouping or a single value."""

from __future__ import annotations

import re

import pandas as pd

from course.checking.report import ErrorReport
from course.checking.words import cut
from course.language import Text

_DT = frozenset(name for name in dir(pd.Series.dt) if not name.startswith("_"))
_STR = frozenset(name for name in dir(pd.Series.str) if not name.startswith("_"))
_CALLED = frozenset({"hour", "minute", "second", "day", "month", "year", "date", "time", "days", "seconds"})
_OWNERS = {
    "DataFrame": Text("La tabla", "The table"),
    "Series": Text("La Series", "The Series"),
    "list": Text("Una lista", "A list"),
    "str": Text("Un texto", "A text"),
    "dict": Text("Un diccionario", "A dictionary"),
    "module": Text("El módulo", "The module"),
    "ndarray": Text("Un array de numpy", "A numpy array"),
}
_SINGLES = {
    "Timestamp": Text("Un solo momento", "A single moment"),
    "Timedelta": Text("Una sola duración", "A single duration"),
    "DatetimeIndex": Text("Un índice de fechas", "An index of dates"),
    "TimedeltaIndex": Text("Un índice de duraciones", "An index of durations"),
    "str": Text("Un solo texto", "A single text"),
}
_METHODS = ("function", "method", "builtin_function_or_method")
_TIMES = r"\.(tz_convert|tz_localize)\b"


def missing_accessor(name: str) -> Text | None:
    """Say which of `.dt` and `.str` has what was asked of a Series, if one of them has.

    Examples
    --------
    >>> missing_accessor("lower").en
    'Before `lower` the `.str` is missing: write `.str.lower(...)`.'
    """
    accessor = "dt" if name in _DT else "str" if name in _STR else None
    if accessor is None:
        return None
    call = f"`.{accessor}.{name}{'' if name in _CALLED else '(...)'}`"
    return Text(
        f"Delante de `{name}` falta `.{accessor}`: escribe {call}.",
        f"Before `{name}` the `.{accessor}` is missing: write {call}.",
    )


def missing_zone_accessor(error: ErrorReport) -> Text | None:
    """Explain `tz_convert` on a Series, of which pandas says that the index holds no dates.

    Examples
    --------
    >>> missing_zone_accessor(ErrorReport("TypeError", "index is not a valid DatetimeIndex")).en
    'Before `tz_convert` the `.dt` is missing: write `.dt.tz_convert(...)`.'
    """
    if "index is not a valid DatetimeIndex" not in error.message:
        return None
    found = re.search(_TIMES, error.source)
    return missing_accessor(found.group(1) if found else "tz_convert")


def explain_attribute(error: ErrorReport) -> Text | None:
    """Explain an AttributeError; None when there is nothing to add to Python's words."""
    name = cut(error.name, 60)
    if error.owner == "NoneType":
        return Text(
            f"Pides «.{name}» a un None: una variable está vacía. ¿Le asignaste el resultado de algo que no "
            "devuelve nada, como print()?",
            f'You ask None for ".{name}": a variable is empty. Did you assign it the result of something that '
            "returns nothing, such as print()?",
        )
    if not name:
        return None
    if re.search(r"can only use \.(dt|str) accessor", error.message, re.IGNORECASE):
        return Text(
            f"«.{name}» no vale para esta columna: .dt es para fechas y duraciones, .str para textos.",
            f'".{name}" does not work on this column: .dt is for dates and durations, .str for texts.',
        )
    return _special(error, name) or _plain(error, name)


def _special(error: ErrorReport, name: str) -> Text | None:
    owner = error.owner
    if owner == "Agreement":
        return Text(
            f"El resultado no tiene «{name}»: su número es `.value` y su intervalo, `.interval`.",
            f'The result has no "{name}": its number is `.value`, and its interval `.interval`.',
        )
    if owner == "Series" and (accessor := missing_accessor(name)) is not None:
        return accessor
    if owner == "DataFrame" and name in _DT | _STR and not error.nearest:
        return Text(
            f"Eso es la tabla entera: elige antes la columna, `tabla[columna]`, y pídele a ella `{name}`.",
            f"That is the whole table: first choose the column, `table[column]`, and ask it for `{name}`.",
        )
    if owner in _SINGLES and name in ("dt", "str"):
        return _SINGLES[owner] + Text(
            f" no lleva `.{name}`, que es para columnas: quítalo.",
            f" takes no `.{name}`, which is for columns: leave it out.",
        )
    if owner == "ndarray" and hasattr(pd.Series, name):
        return Text(
            f"Eso no es una Series: son los valores sueltos que salen de comparar un índice, o de `.values`. Si es un "
            f"filtro, ponlo entre corchetes, `datos[filtro].{name}()`.",
            f"That is no Series: it is the bare values that come of comparing an index, or of `.values`. If it is a "
            f"filter, put it in brackets, `data[filter].{name}()`.",
        )
    if owner in _METHODS:
        found = re.search(rf"\.(\w+)\.{re.escape(name)}\b", error.source)
        call = f"`.{found.group(1)}()`" if found else "`.isna()`"
        return Text(
            f"Falta llamar al método: ponle los paréntesis, {call}.",
            f"The method is not called: give it its parentheses, {call}.",
        )
    if owner.endswith("GroupBy"):
        return Text(
            f"Lo que sale de `groupby` no tiene `{name}`. Haz antes, con `assign`, la columna que necesitas; "
            "después agrupa y resume cada grupo.",
            f"What comes out of `groupby` has no `{name}`. First make the column that you need, with `assign`; "
            "then group and sum up each group.",
        )
    return None


def _plain(error: ErrorReport, name: str) -> Text:
    kind = cut(error.owner, 60)
    owner = _OWNERS.get(error.owner, Text(f"El tipo {kind}", f"The type {kind}"))
    return Text("{owner} no tiene «{name}».", '{owner} has no "{name}".').format(
        owner=owner, name=name
    ) + did_you_mean(error)


def did_you_mean(error: ErrorReport) -> Text:
    """Name the nearest name there is, if there is one."""
    if not error.nearest:
        return Text("", "")
    near = cut(error.nearest, 60)
    return Text(f" ¿Querías decir «{near}»?", f' Did you mean "{near}"?')
