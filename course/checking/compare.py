"""Tolerant comparison: the expected value says what is asked, and every way of writing it is accepted.

Values are plain data (see `course.channel.codec`).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course.checking import remarks
from course.checking.exercise import Comparison
from course.checking.leaves import Leaf, leaf, same, single
from course.checking.mismatch import NOTHING, Mismatch, differing, wrong_length, wrong_order, wrong_type
from course.checking.words import listed, show
from course.language import Text

_RECORD = 8  # the most values of a record that are told to be in another order
_GREEDY = 200  # up to so many items every pairing is tried; beyond, both sides are sorted


class _Brief(Comparison):
    """A comparison of which only the outcome is wanted: a mismatch found under it has no words."""


_DIFFERENT = Mismatch("wrong-value", NOTHING, NOTHING)


def is_brief(comparison: Comparison) -> bool:
    """Tell whether only the outcome is wanted."""
    return type(comparison) is _Brief


@lru_cache(maxsize=100)
def brief(comparison: Comparison) -> Comparison:
    """Return the same comparison without words, many times as fast where much differs."""
    return _Brief(comparison.rtol, comparison.atol, comparison.ordered)


def agrees(got: Any, want: Any, *, comparison: Comparison | None = None) -> bool:
    """Tell whether `compare` finds nothing, without working out what there would be to say.

    Examples
    --------
    >>> agrees([2, 1], [1, 2]), agrees([2, 1], [1, 3])
    (True, False)
    """
    return compare(got, want, comparison=brief(comparison or Comparison())) is None


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
    comparison = brief(comparison)
    if len(got) > _GREEDY or len(want) > _GREEDY:
        got, want = sorted(got, key=sort_key), sorted(want, key=sort_key)
        places = unlike(got, want, comparison)
        if len(places) > _GREEDY or len(got) != len(want):
            odd = [got[place] for place in places], [want[place] for place in places]
            return odd[0] + got[len(want) :], odd[1] + want[len(got) :]
        got, want = [got[place] for place in places], [want[place] for place in places]
    free, missing = [_Item.given(item) for item in got], []
    for item in want:
        wanted = _Item.wanted(item)
        place = next((i for i, given in enumerate(free) if _alike(given, wanted, comparison)), None)
        if place is None:
            missing.append(item)
        else:
            del free[place]
    return [given.value for given in free], missing


def unlike(got: list, want: list, comparison: Comparison) -> list[int]:
    """Return the places at which two lists differ, as far as the shorter one goes."""
    comparison = brief(comparison)
    pairs = enumerate(zip(got, want, strict=False))
    return [place for place, pair in pairs if compare(*pair, comparison=comparison) is not None]


class _Item(NamedTuple):
    """One item of a list, or a row of several, read once however often it is held against others."""

    value: Any
    leaf: Leaf | None
    row: tuple[Leaf | None, ...] | None

    @classmethod
    def given(cls, value: Any) -> _Item:
        row = tuple(leaf(single(part)) for part in value) if type(value) is tuple else None
        return cls(value, leaf(single(value)), row)

    @classmethod
    def wanted(cls, value: Any) -> _Item:
        row = tuple(map(leaf, value)) if type(value) is tuple else None
        return cls(value, leaf(value), None if row is None or None in row else row)


def _alike(got: _Item, want: _Item, comparison: Comparison) -> bool:
    if want.leaf is not None:
        return got.leaf is not None and same(got.leaf, want.leaf, comparison)
    if want.row is not None and got.row is not None:
        return len(got.row) == len(want.row) and all(
            have is not None and same(have, need, comparison)
            for have, need in zip(got.row, want.row, strict=True)
        )
    return compare(got.value, want.value, comparison=comparison) is None


def _scalar(got: Any, want: Any, comparison: Comparison) -> Mismatch | None:
    wanted, given = leaf(want), leaf(single(got))
    if wanted is None:
        raise TypeError(f"the expected value is no plain value: {type(want).__name__}")
    if given is not None and same(given, wanted, comparison):
        return None
    if is_brief(comparison):
        return _DIFFERENT
    if given is None:
        return wrong_type(got, want, remarks.on_container(got))
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
    if len(given) != len(wanted):
        return wrong_length(len(given), len(wanted))
    if is_brief(comparison) and in_order:
        pairs = zip(given, wanted, strict=True)
        return None if all(compare(*pair, comparison=comparison) is None for pair in pairs) else _DIFFERENT
    places = unlike(given, wanted, comparison)
    if not places:
        return None
    if type(want) is tuple and not _mixed_up(given, wanted, comparison):
        return at_place(given, wanted, places, comparison)
    surplus, missing = leftovers(given, wanted, comparison)
    if not surplus and not missing:
        return wrong_order() if in_order else None
    if in_order or len(places) == 1:
        return at_place(given, wanted, places, comparison)
    return _unpaired(surplus, missing, comparison)


def _mixed_up(given: list, wanted: list, comparison: Comparison) -> bool:
    """Tell whether a record has all its values, in another order; of few values or equal ones it would say little."""
    if len(wanted) > _RECORD or len(_distinct(wanted)) < max(3, len(wanted)):
        return False
    return leftovers(given, wanted, comparison) == ([], [])


def _distinct(items: list) -> list:
    return list({sort_key(item): item for item in items}.values())


def at_place(got: list, want: list, places: list[int], comparison: Comparison) -> Mismatch:
    """Tell of items that differ at these places: how many, and the first."""
    place = places[0]
    first = compare(got[place], want[place], comparison=comparison)
    if len(places) == 1:
        return first.within(
            Text(f"En la posición {place}, contando desde 0: ", f"At position {place}, counting from 0: ")
        )
    how_many = differing(len(places), len(want))
    return first.within(
        how_many
        + Text(
            f"; el primero, en la posición {place}, contando desde 0: ",
            f"; the first at position {place}, counting from 0: ",
        )
    )


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
