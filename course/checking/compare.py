"""Tolerant comparison: the expected value says what is asked, and every way of writing it is accepted.

Values are plain data (see `course.channel.codec`). A `Mismatch` names a built-in diagnosis and says what
differs twice: with values, for visible cases, and blind, for cases whose values no student sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course.checking import remarks
from course.checking.exercise import Comparison
from course.checking.leaves import leaf, same, single
from course.checking.words import describe, listed, show
from course.language import Text

NOTHING = Text("", "")
_RECORD = 8  # the most values of a record that are told to be in another order
_GREEDY = 200  # up to so many items every pairing is tried; beyond, both sides are sorted


@dataclass(frozen=True)
class Mismatch:
    """Why a value is not the expected one.

    Parameters
    ----------
    diagnosis : str
        wrong-type, wrong-length, wrong-labels, missing-columns, wrong-order or wrong-value.
    message : Text
        What was expected and what came.
    blind : Text
        The same without any value, label or size of the case.
    remark : Text
        What such a difference usually means; holds no value either.
    """

    diagnosis: str
    message: Text
    blind: Text
    remark: Text = NOTHING

    def within(self, place: Text) -> Mismatch:
        """Return the same mismatch, said of a place inside a larger value."""
        words = Text(*(text[:1].lower() + text[1:] for text in (self.message.es, self.message.en)))
        return Mismatch(self.diagnosis, place + words, self.blind, self.remark)


def compare(got: Any, want: Any, *, comparison: Comparison | None = None) -> Mismatch | None:
    """Hold a value against the expected one; None when it is right.

    Parameters
    ----------
    got : object
        Plain data of any type.
    want : object
        The expected value. A tuple is a record, whose order always matters; the order of a list, a table's
        rows or a Series' labels matters when ``comparison.ordered``. The labels of a Series or dictionary
        matter, except those that only number rows (see `Comparison`).
    comparison : Comparison, optional

    Examples
    --------
    >>> compare(np.float32(2), 2) is None
    True
    >>> compare({"b": 2.0, "a": 1}, pd.Series([1, 2], index=["a", "b"])) is None
    True
    >>> compare([1, 2], 2).message.en
    'Expected a number, got a list.'
    """
    comparison = comparison or Comparison()
    if type(want) is pd.DataFrame:
        from course.checking.compare_tables import compare_frames

        return compare_frames(got, want, comparison)
    if isinstance(want, (pd.Series, dict)):
        from course.checking.compare_labels import compare_labelled

        return compare_labelled(got, want, comparison)
    if (wanted := items_of(want)) is not None:
        return _sequence(got, want, wanted, comparison)
    return _scalar(got, want, comparison)


def wrong_type(got: Any, want: Any, remark: Text | None = None) -> Mismatch:
    """Say that a value is of another kind than the one asked for."""
    message = Text(
        f"Se esperaba {describe(want).es} y ha llegado {describe(got).es}.",
        f"Expected {describe(want).en}, got {describe(got).en}.",
    )
    return Mismatch("wrong-type", message, message, remark or NOTHING)


def wrong_length(got: int, want: int) -> Mismatch:
    """Say that there are more or fewer items than expected."""
    more = got > want
    expected = f"esperaba {want} elemento o fila" if want == 1 else f"esperaban {want} elementos o filas"
    came = "ha llegado" if got == 1 else "han llegado"
    items = "item or row" if want == 1 else "items or rows"
    return Mismatch(
        "wrong-length",
        Text(f"Se {expected} y {came} {got}.", f"Expected {want} {items}, got {got}."),
        Text(
            f"Han llegado {'más' if more else 'menos'} elementos o filas de los que se esperaban.",
            f"There are {'more' if more else 'fewer'} items or rows than expected.",
        ),
    )


def wrong_order() -> Mismatch:
    """Say that everything is there, in another order."""
    message = Text(
        "Los valores son los pedidos, pero están en otro orden.",
        "The values are the right ones, but in another order.",
    )
    return Mismatch("wrong-order", message, message)


def items_of(value: Any) -> list | None:
    """Return the items of a list-like value in order; None for single values, tables and dictionaries."""
    if type(value) in (list, tuple):
        return list(value)
    if type(value) is np.ndarray and value.ndim:
        return list(value) if value.ndim == 1 else value.tolist()
    if isinstance(value, (pd.Index, pd.Series, pd.api.extensions.ExtensionArray)):
        return list(value)
    if type(value) is set:
        return sorted(value, key=sort_key)
    if type(value) is pd.DataFrame and value.shape[1] == 1:
        return list(value.iloc[:, 0])
    return None


def sort_key(value: Any) -> tuple:
    """Give plain values of any mixture one order, the same for equal values."""
    single_value = leaf(value)
    if single_value is not None:
        return single_value.key
    if type(value) is dict:
        return ("~dict", tuple(sorted((sort_key(key), sort_key(item)) for key, item in value.items())))
    inside = items_of(value)
    return ("~items", tuple(map(sort_key, inside)) if inside is not None else ())


def leftovers(got: list, want: list, comparison: Comparison) -> tuple[list, list]:
    """Pair equal items whatever their order and return those of each side that found no partner."""
    if len(got) > _GREEDY or len(want) > _GREEDY:
        got, want = sorted(got, key=sort_key), sorted(want, key=sort_key)
        odd = [
            (g, w)
            for g, w in zip(got, want, strict=False)
            if compare(g, w, comparison=comparison) is not None
        ]
        if len(odd) > _GREEDY or len(got) != len(want):
            return [g for g, _ in odd] + got[len(want) :], [w for _, w in odd] + want[len(got) :]
        got, want = [g for g, _ in odd], [w for _, w in odd]
    free, missing = list(got), []
    for item in want:
        place = next((i for i, g in enumerate(free) if compare(g, item, comparison=comparison) is None), None)
        if place is None:
            missing.append(item)
        else:
            del free[place]
    return free, missing


def _scalar(got: Any, want: Any, comparison: Comparison) -> Mismatch | None:
    wanted, given = leaf(want), leaf(single(got))
    if wanted is None:
        raise TypeError(f"the expected value is no plain value: {type(want).__name__}")
    if given is None:
        return wrong_type(got, want, remarks.on_container(got))
    if same(given, wanted, comparison):
        return None
    if given.kind != wanted.kind and "missing" not in (given.kind, wanted.kind):
        return wrong_type(single(got), want, remarks.on_kinds(given.kind, wanted.kind))
    came, expected = show(single(got)), show(want)
    message = Text(
        f"Se esperaba {expected.es} y ha llegado {came.es}.", f"Expected {expected.en}, got {came.en}."
    )
    blind = Text("El valor no es el esperado.", "The value is not the expected one.")
    if given.kind != wanted.kind:
        blind = (
            Text(
                "Hay un hueco (NaN o NaT) donde se esperaba un valor.",
                "There is a gap, not a value (NaN or NaT).",
            )
            if given.kind == "missing"
            else Text("Se esperaba un hueco (NaN o NaT).", "A gap (NaN or NaT) was expected here.")
        )
    return Mismatch("wrong-value", message, blind, remarks.on_values(given, wanted) or NOTHING)


def _sequence(got: Any, want: Any, wanted: list, comparison: Comparison) -> Mismatch | None:
    given = items_of(got)
    in_order = (comparison.ordered and type(want) is not set) or type(want) is tuple
    if given is None or type(got) is dict or (type(got) is set and in_order):
        return wrong_type(got, want, remarks.on_no_items(got, record=type(want) is tuple))
    if type(want) is set:
        given = _distinct(given)
    if len(given) == len(wanted):
        differences = [
            (place, difference)
            for place, pair in enumerate(zip(given, wanted, strict=True))
            if (difference := compare(*pair, comparison=comparison)) is not None
        ]
        if not differences:
            return None
    else:
        return wrong_length(len(given), len(wanted))
    if type(want) is tuple and not _mixed_up(given, wanted, comparison):
        return at_place(differences, len(wanted))
    surplus, missing = leftovers(given, wanted, comparison)
    if not surplus and not missing:
        return wrong_order() if in_order else None
    if in_order or len(differences) == 1:
        return at_place(differences, len(wanted))
    return _unpaired(surplus, missing, comparison)


def _mixed_up(given: list, wanted: list, comparison: Comparison) -> bool:
    """Tell whether a record has all its values, in another order; of few values or equal ones it would say little."""
    if len(wanted) > _RECORD or len(_distinct(wanted)) < max(3, len(wanted)):
        return False
    return leftovers(given, wanted, comparison) == ([], [])


def _distinct(items: list) -> list:
    return list({sort_key(item): item for item in items}.values())


def at_place(differences: list[tuple[int, Mismatch]], total: int) -> Mismatch:
    """Tell of items that differ at their places: how many, and the first."""
    place, first = differences[0]
    if len(differences) == 1:
        return first.within(
            Text(f"En la posición {place}, contando desde 0: ", f"At position {place}, counting from 0: ")
        )
    how_many = differing(len(differences), total)
    return first.within(
        how_many
        + Text(
            f"; el primero, en la posición {place}, contando desde 0: ",
            f"; the first at position {place}, counting from 0: ",
        )
    )


def differing(count: int, total: int) -> Text:
    """Say how many values differ.

    Examples
    --------
    >>> differing(2, 3).en, differing(3, 3).en
    ('2 of 3 values differ', 'None of the 3 values agrees')
    """
    if count == total:
        return Text(f"No coincide ninguno de los {total} valores", f"None of the {total} values agrees")
    return Text(f"Difieren {count} de {total} valores", f"{count} of {total} values differ")


def _unpaired(surplus: list, missing: list, comparison: Comparison) -> Mismatch:
    first = compare(surplus[0], missing[0], comparison=comparison)
    diagnosis = first.diagnosis if first is not None else "wrong-value"
    if diagnosis == "wrong-type":
        return first
    lacking, extra = listed(missing, most=3), listed(surplus, most=3)
    message = Text(
        f"Faltan estos valores: {lacking.es}. Sobran estos otros: {extra.es}.",
        f"These values are missing: {lacking.en}. These do not belong: {extra.en}.",
    )
    return Mismatch(
        diagnosis,
        message,
        Text("Algunos valores no son los esperados.", "Some values are not the expected ones."),
    )
