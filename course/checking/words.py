"""How values are named and shown to a reader, in both languages and never too long."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from course.checking.leaves import leaf
from course.language import Text

_LONGEST = 90
_KINDS = {
    "missing": Text("un hueco (un valor que falta)", "a gap (a missing value)"),
    "ellipsis": Text("los puntos suspensivos (...)", "the dots (...)"),
    "truth": Text("un valor lógico (True o False)", "a truth value (True or False)"),
    "number": Text("un número", "a number"),
    "text": Text("un texto", "a text"),
    "instant": Text("un momento con su zona horaria", "a moment with its time zone"),
    "moment": Text("una fecha y hora sin zona horaria", "a date and time without time zone"),
    "numpy-moment": Text("una fecha y hora de numpy", "a date and time of numpy"),
    "duration": Text("una duración (Timedelta)", "a duration (Timedelta)"),
    "date": Text("una fecha", "a date"),
    "time": Text("una hora del día", "a time of day"),
}
_CONTAINERS = {
    pd.DataFrame: Text("una tabla (DataFrame)", "a table (DataFrame)"),
    pd.Series: Text("una Series", "a Series"),
    np.ndarray: Text("un array de numpy", "a numpy array"),
    list: Text("una lista", "a list"),
    tuple: Text("una tupla (varios valores en orden)", "a tuple (several values in order)"),
    dict: Text("un diccionario", "a dictionary"),
    set: Text("un conjunto", "a set"),
}


def describe(value: Any) -> Text:
    """Name the kind of a value, giving nothing of it away.

    Examples
    --------
    >>> describe(3).en, describe([3]).en
    ('a number', 'a list')
    """
    if value is None:
        return Text("None", "None")
    if (single := leaf(value)) is not None:
        return _KINDS[single.kind]
    if isinstance(value, pd.Index):
        return Text("un índice de pandas", "a pandas index")
    if isinstance(value, pd.api.extensions.ExtensionArray):
        return Text("un array de pandas", "a pandas array")
    return _CONTAINERS.get(type(value), Text("otra cosa", "something else"))


def show(value: Any) -> Text:
    """Show a value on one short line.

    Examples
    --------
    >>> show(2 / 3).en, show("hola").es, show(pd.Timedelta("90s")).en
    ('0.666667', '«hola»', '0 days 00:01:30')
    """
    single = leaf(value)
    if single is None:
        return _container(value)
    if single.kind == "missing":
        return Text(f"un hueco ({value})", f"a gap ({value})")
    if single.kind == "number":
        return _both(_number(value))
    if single.kind == "text":
        short = cut(value)
        return Text(f"«{short}»", f'"{short}"')
    if single.kind == "duration":
        return _both(str(pd.Timedelta(value)))
    return _both(str(value))


def _number(value: Any) -> str:
    return str(value) if isinstance(value, (int, np.integer)) else f"{float(value):.6g}"


def cut(text: str, longest: int = _LONGEST) -> str:
    """Shorten a text to one printable line.

    Examples
    --------
    >>> cut("a" * 100, 10)
    'aaaaaaaaa…'
    """
    text = text[: longest + 1].encode("utf-8", "replace").decode()
    text = "".join(mark if mark.isprintable() else " " for mark in text)
    return text if len(text) <= longest else text[: longest - 1] + "…"


def listed(names: Any, *, most: int = 6) -> Text:
    """Show some names between commas, `…` where there are more."""
    names = list(names)
    parts = [show(name) for name in names[:most]]
    more = ", …" if len(names) > most else ""
    return Text(*(", ".join(part.to(language) for part in parts) + more for language in ("es", "en")))


def _both(text: str) -> Text:
    text = cut(text)
    return Text(text, text)


def _container(value: Any) -> Text:
    if type(value) is pd.DataFrame:
        rows, columns = value.shape
        return Text(
            f"una tabla de {rows} filas y {columns} columnas", f"a table of {rows} rows and {columns} columns"
        )
    try:
        items = list(value)
    except TypeError:
        return describe(value)
    if len(items) == 0:
        return describe(value) + Text(" sin elementos", " without items")
    opening, closing = ("{", "}") if isinstance(value, (dict, set)) else ("[", "]")
    inside = [
        ", ".join(show(item).to(language) if leaf(item) else "…" for item in items[:4])
        + (", …" if len(items) > 4 else "")
        for language in ("es", "en")
    ]
    return Text(*(opening + cut(text) + closing for text in inside))
