"""Comparison of what has labels: Series and dictionaries by their labels, tables by columns and rows."""

from __future__ import annotations

import difflib
from collections import defaultdict
from typing import Any

import pandas as pd

from course.checking.compare import (
    Mismatch,
    at_place,
    compare,
    items_of,
    leftovers,
    sort_key,
    wrong_length,
    wrong_order,
    wrong_type,
)
from course.checking.exercise import Comparison
from course.checking.leaves import leaf
from course.checking.words import listed, show
from course.language import Text

_OTHER_LABELS = Text(
    "Las etiquetas (lo que nombra cada valor) no son las esperadas.",
    "The labels (what names each value) are not the expected ones.",
)
_Pairs = list[tuple[Any, Any]]


def compare_labelled(got: Any, want: pd.Series | dict, comparison: Comparison) -> Mismatch | None:
    """Compare one value a label, or one a row where the labels only number the rows.

    What will do follows from the kind of the expected labels, never from those of one case. An unnamed index
    of whole numbers only numbers rows, whichever numbers they are: any list-like value in the order of the
    rows is right, and so is a Series with these row numbers in another order. All other labels (texts,
    moments, whole numbers with a name such as "hour") say what a value belongs to, and a list never does.
    """
    if type(want) is pd.Series and numbers_rows(want.index):
        return _by_row(got, want, comparison)
    wanted, given = _pairs(want), _labelled_pairs(got, want)
    if given is None:
        return _without_labels(got, want)
    given = _like_labels(given, want)
    if not _same_labels(given, wanted):
        return _wrong_labels(given, wanted)
    return _by_label(given, wanted, comparison)


def _pairs(value: pd.Series | dict) -> _Pairs:
    if type(value) is dict:
        return list(value.items())
    return list(zip(list(value.index), list(value), strict=True))


def _labelled_pairs(got: Any, want: pd.Series | dict) -> _Pairs | None:
    """Return label and value of whatever holds one value a label; None where there are no labels."""
    if isinstance(got, (pd.Series, dict)):
        return _pairs(got)
    if type(got) is not pd.DataFrame:
        return None
    names = list(want.index.names) if type(want) is pd.Series else [None]
    if got.shape[1] == 1:
        return _pairs(got.iloc[:, 0])
    if got.shape[1] == len(names) + 1 and got.columns.is_unique:
        known = [name for name in names if name is not None and name in got.columns]
        labels = known if len(known) == len(names) else list(got.columns[: len(names)])
        (values,) = (name for name in got.columns if name not in labels)
        heads = (
            list(got[labels[0]])
            if len(labels) == 1
            else list(zip(*(got[name] for name in labels), strict=True))
        )
        return list(zip(heads, list(got[values]), strict=True))
    return None


def numbers_rows(index: pd.Index) -> bool:
    """Tell whether an index only numbers rows: whole numbers without a name.

    Examples
    --------
    >>> numbers_rows(pd.Index([4, 9])), numbers_rows(pd.Index([20, 21], name="hour"))
    (True, False)
    """
    if index.nlevels > 1 or index.name is not None:
        return False
    return pd.api.types.is_integer_dtype(index.dtype) or (len(index) == 0 and index.dtype == object)


def _same_labels(given: _Pairs, wanted: _Pairs) -> bool:
    return len(given) == len(wanted) and sorted(sort_key(label) for label, _ in given) == sorted(
        sort_key(label) for label, _ in wanted
    )


def _like_labels(given: _Pairs, want: pd.Series | dict) -> _Pairs:
    """Read dates as that day's midnight where the expected labels are midnights of a time zone."""
    zone = want.index.tz if type(want) is pd.Series and isinstance(want.index, pd.DatetimeIndex) else None
    kinds = {single.kind if (single := leaf(label)) else "" for label, _ in given}
    if zone is None or kinds != {"date"}:
        return given
    return [(pd.Timestamp(label).tz_localize(zone), value) for label, value in given]


def _by_row(got: Any, want: pd.Series, comparison: Comparison) -> Mismatch | None:
    given = list(got.values()) if type(got) is dict else items_of(got)
    if given is None or type(got) is set:
        return wrong_type(got, want, _one_column(got))
    mismatch = compare(given, tuple(want), comparison=comparison)
    pairs, wanted = _labelled_pairs(got, want), _pairs(want)
    if mismatch is None or pairs is None or not _same_labels(pairs, wanted):
        return mismatch
    return _by_label(pairs, wanted, comparison, rows=True)


def _without_labels(got: Any, want: pd.Series | dict) -> Mismatch:
    if items_of(got) is None:
        return wrong_type(got, want, _one_column(got))
    message = Text(
        "Han llegado valores sin sus etiquetas: se esperaba una Series o un diccionario que diga a qué "
        "corresponde cada uno.",
        "Got values without labels: expected a Series or a dictionary that says what each belongs to.",
    )
    return Mismatch("wrong-labels", message, message)


def _one_column(got: Any) -> Text | None:
    if type(got) is pd.DataFrame:
        return Text("Elige una de sus columnas.", "Choose one of its columns.")
    return None


def _wrong_labels(given: _Pairs, wanted: _Pairs) -> Mismatch:
    have, need = {sort_key(label) for label, _ in given}, {sort_key(label) for label, _ in wanted}
    missing = [label for label, _ in wanted if sort_key(label) not in have]
    surplus = [label for label, _ in given if sort_key(label) not in need]
    message = _OTHER_LABELS
    if missing:
        message += Text(" Faltan: {names}.", " Missing: {names}.").format(names=listed(missing))
    if surplus:
        message += Text(" Sobran: {names}.", " Not expected: {names}.").format(names=listed(surplus))
    if not missing and not surplus:
        message += Text(
            " Alguna etiqueta aparece más o menos veces de las debidas.",
            " Some label stands there more or fewer times than it should.",
        )
    blind = _OTHER_LABELS
    if {show(label).en.strip('"') for label in missing} & {show(label).en.strip('"') for label in surplus}:
        kinds = Text(
            " Parecen iguales, pero unas son texto y otras no.",
            " They look alike, but some are texts and others are not.",
        )
        message, blind = message + kinds, blind + kinds
    return Mismatch("wrong-labels", message, blind)


def _by_label(
    given: _Pairs, wanted: _Pairs, comparison: Comparison, *, rows: bool = False
) -> Mismatch | None:
    groups: dict[tuple, tuple[list, list]] = defaultdict(lambda: ([], []))
    for side, pairs in enumerate((given, wanted)):
        for label, value in pairs:
            groups[sort_key(label)][side].append(value)
    labels = {sort_key(label): label for label, _ in wanted}
    odd = []
    for key, (have, need) in groups.items():
        surplus, missing = leftovers(have, need, comparison)
        if missing:
            odd.append((labels[key], compare(surplus[0], missing[0], comparison=comparison)))
    if odd:
        return _at_label(odd, len(groups), rows=rows)
    order = [sort_key(label) for label, _ in given] == [sort_key(label) for label, _ in wanted]
    return None if order or not comparison.ordered else wrong_order()


def _at_label(odd: list[tuple[Any, Mismatch | None]], total: int, *, rows: bool) -> Mismatch:
    label, first = odd[0]
    if first is None:  # it pairs when alone: the values of one label crossed the tolerance in another pairing
        first = Mismatch("wrong-value", Text("Otro valor.", "Another value."), _OTHER_LABELS)
    head = Text("En la fila {label}: ", "In row {label}: ")
    if not rows:
        head = Text("En la etiqueta {label}: ", "At the label {label}: ")
    if len(odd) > 1:
        head = Text(
            f"Difieren {len(odd)} de {total} valores; por ejemplo, en {'la fila ' * rows}{{label}}: ",
            f"{len(odd)} of {total} values differ; for example, {'in row ' if rows else 'at '}{{label}}: ",
        )
    return first.within(head.format(label=_name(label)))


def _name(label: Any) -> Text:
    return show(label) if leaf(label) else listed(label)


def compare_frames(got: Any, want: pd.DataFrame, comparison: Comparison) -> Mismatch | None:
    """Compare the expected columns row by row; other columns and an index of row numbers are let be."""
    table = _table(got, want)
    if table is None:
        return wrong_type(got, want)
    wanted = want if numbers_rows(want.index) else want.reset_index()
    columns = _columns(table, wanted)
    missing = [name for name in wanted.columns if sort_key(name) not in columns]
    if missing:
        return _missing_columns(missing, list(table.columns), list(wanted.columns))
    if len(table) != len(wanted):
        return wrong_length(len(table), len(wanted))
    given = [list(columns[sort_key(name)]) for name in wanted.columns]
    needed = [list(wanted.iloc[:, place]) for place in range(wanted.shape[1])]
    odd = _odd_column(given, needed, list(wanted.columns), comparison)
    if odd is None:
        return None
    surplus, lacking = leftovers(_rows(given), _rows(needed), comparison)
    if not surplus and not lacking:
        return wrong_order() if comparison.ordered else None
    if comparison.ordered:
        return odd
    # Rows in another order would all seem to differ: look again with both sides sorted.
    order = [sorted(range(len(table)), key=lambda row: _row_key(side, row)) for side in (given, needed)]
    sides = [
        [[column[row] for row in rows] for column in side]
        for side, rows in zip((given, needed), order, strict=True)
    ]
    return _odd_column(*sides, list(wanted.columns), comparison, places=False) or odd


def _rows(columns: list[list]) -> list[tuple]:
    return list(zip(*columns, strict=True))


def _row_key(columns: list[list], row: int) -> tuple:
    return tuple(sort_key(column[row]) for column in columns)


def _table(got: Any, want: pd.DataFrame) -> pd.DataFrame | None:
    """Read a table, a dictionary of columns, a list of rows as dictionaries or, for one column, a Series."""
    if type(got) is pd.DataFrame:
        labelled = not numbers_rows(got.index) and (
            any(name is not None for name in got.index.names) or not numbers_rows(want.index)
        )
        heads = [sort_key(name) for name in (*got.index.names, *got.columns)]
        clash = len(set(heads)) < len(heads)
        return got.reset_index() if labelled and not clash else got
    if type(got) is pd.Series:
        names = [name for name in want.columns if name not in want.index.names]
        frame = got.to_frame(names[0]) if len(names) == 1 else got.to_frame()
        return _table(frame, want)
    records = type(got) is list and got and all(type(row) is dict for row in got)
    columns = type(got) is dict and all(items_of(column) is not None for column in got.values())
    if records or columns:
        try:
            return pd.DataFrame(got)
        except Exception:  # rows and columns that pandas cannot make a table of
            return None
    return None


def _columns(table: pd.DataFrame, wanted: pd.DataFrame) -> dict[tuple, pd.Series]:
    columns = {sort_key(name): table.iloc[:, place] for place, name in enumerate(table.columns)}
    first, name = wanted.columns[0] if len(wanted.columns) else None, None
    if first in ("index", "level_0") and sort_key(first) not in columns and len(table.columns):
        name = table.columns[0]  # the expected index has no name: any name of the student's will do
    return {**columns, sort_key(first): columns[sort_key(name)]} if name is not None else columns


def _missing_columns(missing: list, there: list, wanted: list) -> Mismatch:
    message = Text("Faltan estas columnas: {missing}.", "These columns are missing: {missing}.")
    message = message.format(missing=listed(missing))
    if there:
        message += Text(" La tabla tiene: {there}.", " The table has: {there}.").format(there=listed(there))
    known = {str(name) for name in wanted}  # a column that is asked for is not another one misspelt
    others = [str(name) for name in there if str(name) not in known]
    near = difflib.get_close_matches(str(missing[0]), others, n=1)
    if near:
        message += Text(" ¿Es {name} con otro nombre?", " Is it {name} by another name?").format(
            name=show(near[0])
        )
    return Mismatch(
        "missing-columns",
        message,
        Text(
            "A la tabla le falta alguna columna, o se llama de otra manera.",
            "A column is missing from the table, or has another name.",
        ),
    )


def _odd_column(
    given: list[list], needed: list[list], names: list, comparison: Comparison, *, places: bool = True
) -> Mismatch | None:
    """Return the first column that differs row by row."""
    for name, have, need in zip(names, given, needed, strict=True):
        differences = [
            (place, difference)
            for place, pair in enumerate(zip(have, need, strict=True))
            if (difference := compare(*pair, comparison=comparison)) is not None
        ]
        if differences:
            first = at_place(differences, len(need)) if places else differences[0][1]
            head = Text("En la columna {name}: ", "In the column {name}: ").format(name=show(name))
            return first.within(head)
    return None
