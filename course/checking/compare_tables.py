"""Comparison of tables, by their columns and rows."""

from __future__ import annotations

import difflib
from typing import Any

import pandas as pd

from course.checking.compare import at_place, compare, is_brief, items_of, leftovers, sort_key, unlike
from course.checking.compare_labels import numbers_rows
from course.checking.exercise import Comparison
from course.checking.mismatch import Mismatch, wrong_length, wrong_order, wrong_type
from course.checking.words import listed, show
from course.language import Text


def compare_frames(got: Any, want: pd.DataFrame, comparison: Comparison) -> Mismatch | None:
    """Compare the expected columns row by row; other columns and an index of row numbers are let be."""
    table = _table(got, want)
    if table is None:
        return wrong_type(got, want)
    wanted = want if numbers_rows(want.index) else want.reset_index()
    columns = _columns(table, wanted)
    missing = [name for name in wanted.columns if sort_key(name) not in columns]
    if missing and len(missing) == wanted.shape[1] and type(got) is dict:
        return wrong_type(got, want)  # keys of another kind than names of columns
    if missing:
        return _missing_columns(missing, list(table.columns), list(wanted.columns))
    if len(table) != len(wanted):
        return wrong_length(len(table), len(wanted))
    given = [list(columns[sort_key(name)]) for name in wanted.columns]
    needed = [list(wanted.iloc[:, place]) for place in range(wanted.shape[1])]
    odd = _odd_column(given, needed, list(wanted.columns), comparison)
    if odd is None:
        return None
    if is_brief(comparison) and comparison.ordered:
        return odd
    surplus, lacking = leftovers(_rows(given), _rows(needed), comparison)
    if not surplus and not lacking:
        return wrong_order() if comparison.ordered else None
    if comparison.ordered or is_brief(comparison):
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
        odd = unlike(have, need, comparison)
        if odd:
            first = (
                at_place(have, need, odd, comparison)
                if places
                else compare(have[odd[0]], need[odd[0]], comparison=comparison)
            )
            head = Text("En la columna {name}: ", "In the column {name}: ").format(name=show(name))
            return first.within(head)
    return None
