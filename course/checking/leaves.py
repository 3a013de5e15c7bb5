"""Single values, whatever library made them: what kind of thing each is and when two are the same."""

from __future__ import annotations

import datetime as dt
import math
import unicodedata
from typing import Any, NamedTuple

import numpy as np
import pandas as pd

from course.agreement.result import Agreement
from course.checking.exercise import Comparison

_EPOCH = dt.datetime(1970, 1, 1)


class Leaf(NamedTuple):
    """A single value by kind.

    ``missing``; ``truth``; ``number`` (float); ``text``; ``instant`` (with time zone), ``moment`` (without)
    and ``numpy-moment``, all in microseconds since 1970; ``duration`` and ``date`` in microseconds too;
    ``time``; ``ellipsis``.
    """

    kind: str
    value: Any

    @property
    def key(self) -> tuple:
        """Something hashable and sortable that equal labels share.

        Examples
        --------
        >>> leaf(3).key == leaf(np.float32(3)).key, leaf(True).key == leaf(1).key
        (True, False)
        """
        if self.kind == "number":
            return ("number", float(f"{self.value:.9g}"))
        kind = "moment" if self.kind in ("date", "numpy-moment") else self.kind
        return (kind, self.value)


def leaf(x: Any) -> Leaf | None:
    """Return a plain value as a `Leaf`, or None for a container.

    Examples
    --------
    >>> leaf(pd.Timedelta("1min")) == leaf(dt.timedelta(minutes=1)) == leaf(np.timedelta64(60, "s"))
    True
    >>> leaf(float("nan")) == leaf(None) == leaf(pd.NA) == leaf(pd.NaT)
    True
    """
    kind = type(x)
    if x is None or x is pd.NA or x is pd.NaT:
        return Leaf("missing", 0)
    if x is Ellipsis:
        return Leaf("ellipsis", 0)
    if kind is bool or kind is np.bool_:
        return Leaf("truth", bool(x))
    if kind is str:
        return Leaf("text", unicodedata.normalize("NFC", x))
    if kind is np.datetime64:
        return (
            Leaf("missing", 0)
            if np.isnat(x)
            else Leaf("numpy-moment", int(x.astype("M8[us]").astype("int64")))
        )
    if kind is np.timedelta64 or kind is pd.Timedelta or kind is dt.timedelta:
        span = np.timedelta64(x) if kind is not pd.Timedelta else x.asm8
        return (
            Leaf("missing", 0)
            if np.isnat(span)
            else Leaf("duration", int(span.astype("m8[us]").astype("int64")))
        )
    if kind is int or kind is float or kind is Agreement or isinstance(x, np.number):
        number = float(x)
        return Leaf("missing", 0) if math.isnan(number) else Leaf("number", number)
    if kind is pd.Timestamp:
        aware = x.tzinfo is not None
        plain = x.tz_convert("UTC").tz_localize(None) if aware else x
        return Leaf("instant" if aware else "moment", int(plain.asm8.astype("M8[us]").astype("int64")))
    if kind is dt.datetime:
        aware = x.tzinfo is not None
        plain = x.astimezone(dt.UTC).replace(tzinfo=None) if aware else x
        return Leaf("instant" if aware else "moment", (plain - _EPOCH) // dt.timedelta(microseconds=1))
    if kind is dt.date:
        return Leaf("date", (dt.datetime(x.year, x.month, x.day) - _EPOCH) // dt.timedelta(microseconds=1))
    if kind is dt.time:
        return Leaf("time", x.isoformat())
    return None


def same(got: Leaf, want: Leaf, comparison: Comparison) -> bool:
    """Tell whether two single values are the same within the tolerance.

    numpy keeps instants without a zone, in UTC: its own datetime64 may stand for either.
    """
    kinds = {got.kind, want.kind}
    if len(kinds) == 1:
        if want.kind == "number":
            return math.isclose(got.value, want.value, rel_tol=comparison.rtol, abs_tol=comparison.atol)
        if want.kind == "duration":
            return math.isclose(
                got.value / 1e6, want.value / 1e6, rel_tol=comparison.rtol, abs_tol=max(1e-6, comparison.atol)
            )
        if want.kind in ("instant", "moment", "numpy-moment"):
            return abs(got.value - want.value) <= max(1, comparison.atol * 1e6)
        return got.value == want.value
    if kinds <= {"moment", "numpy-moment", "date"}:
        return got.value == want.value
    if kinds == {"instant", "numpy-moment"}:
        return abs(got.value - want.value) <= max(1, comparison.atol * 1e6)
    return False


def single(x: Any) -> Any:
    """Take the one value out of an array, Series, Index or table that holds just one; else return `x`.

    Examples
    --------
    >>> single(pd.Series([2.5])), single([2.5])
    (2.5, [2.5])
    """
    if type(x) is np.ndarray and x.size == 1:
        return x.reshape(-1)[0]
    if isinstance(x, (pd.Series, pd.Index, pd.api.extensions.ExtensionArray)) and len(x) == 1:
        return next(iter(x))
    if type(x) is pd.DataFrame and x.shape == (1, 1):
        return next(iter(x.iloc[:, 0]))
    return x
