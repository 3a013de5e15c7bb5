"""Plain values to JSON and back, exactly and by type, with limits.

The examiner sends inputs and reads results through this codec only. Writing looks at exact types, so that
a class of the student's own that claims to equal everything is refused as unreadable. Reading builds nothing
but the types listed here, checks every length before it allocates, and raises `ChannelError` for anything
else: no pickle, no class look-up, no `eval`, no code that the sender chooses.

JSON's null, true, strings, lists, safe integers and finite floats stand for themselves; everything else is an
object with its tag under ``"$"``. Tables and arrays are in `course.channel.tables`.
"""

from __future__ import annotations

import collections
import datetime as dt
import json
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd

from course.agreement.result import Agreement
from course.channel import tables
from course.channel.limits import (
    MAX_COMPOUND_KEYS,
    MAX_DEPTH,
    MAX_INTEGER,
    MAX_TEXT,
    Budget,
    ChannelError,
    UnreadableValueError,
    check_times,
    fields,
    type_name,
)
from course.channel.zones import zone, zone_name

__all__ = ["ChannelError", "UnreadableValueError", "decode", "dumps", "encode", "loads"]

_SAFE = 2**53  # beyond it other JSON readers would round
_DICTS = (dict, collections.OrderedDict, collections.defaultdict, collections.Counter)
_UNITS = ("s", "ms", "us", "ns")
_NOT_FINITE = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}
_HEX = re.compile(r"-?0x[0-9a-f]{1,16}")


def encode(value: Any) -> Any:
    """Turn a plain value into what ``json.dumps`` takes.

    Parameters
    ----------
    value : object
        None, Ellipsis, bool, int, float, str, list, tuple, dict, set, date, datetime, timedelta, pandas' NA,
        NaT, Timestamp and Timedelta, numpy scalars and arrays, Series, DataFrame, Index and pandas' arrays.
        The course's own `Agreement`, of all subclasses, crosses as the number that it is.
        Sets are written in one fixed order; fixed-width text arrays become object arrays; the frequency of a
        DatetimeIndex and `attrs` stay behind. Periods and intervals cross as their text.

    Raises
    ------
    UnreadableValueError
        The value, or something inside it, is of another type (a subclass is another type), or is too large
        or nested too deeply. ``type_name`` says which.

    Examples
    --------
    >>> encode((1, None, float("nan")))
    {'$': 'tuple', 'v': [1, None, {'$': 'float', 'v': 'nan'}]}
    """
    try:
        return _Encoder().value(value, 0)
    except UnreadableValueError:
        raise
    except ChannelError as error:
        raise UnreadableValueError(type_name(value), f"is too large: {error}") from None


def decode(data: Any) -> Any:
    """Turn what `encode` wrote back into the value.

    Raises
    ------
    ChannelError
        For anything that `encode` would not have written.

    Examples
    --------
    >>> decode(encode({"a": (1, 2)}))
    {'a': (1, 2)}
    """
    try:
        return _Decoder().value(data, 0)
    except ChannelError:
        raise
    except Exception as error:  # pandas has errors of its own; a sender must not be able to raise one of them
        raise ChannelError(f"malformed value ({type(error).__name__})") from None


def dumps(data: Any) -> str:
    """Write encoded data as one line of JSON; UnreadableValueError beyond the limit of size."""
    text = json.dumps(data, allow_nan=False, separators=(",", ":"))
    if len(text) > MAX_TEXT:
        raise UnreadableValueError("value", f"is larger than {MAX_TEXT} characters")
    return text


def loads(text: Any) -> Any:
    """Read JSON strictly and within the limits; ChannelError for anything else."""
    if type(text) is not str:
        raise ChannelError("a message is a text")
    if len(text) > MAX_TEXT:
        raise ChannelError(f"a message has at most {MAX_TEXT} characters")
    # Brackets and commas bound the objects that parsing makes: "[[],[],..." would take twenty times its size.
    Budget().spend(sum(text.count(mark) for mark in ",[{"))
    try:
        return json.loads(text, parse_constant=_refuse_constant)
    except ChannelError:
        raise
    except (ValueError, RecursionError, MemoryError):
        raise ChannelError("not JSON") from None


def _refuse_constant(name: str) -> None:
    raise ChannelError(f"{name} is not JSON")


class _Encoder:
    """Writes one value; the budget stops values that contain themselves many times over."""

    def __init__(self) -> None:
        self.budget = Budget()

    def value(self, x: Any, depth: int) -> Any:
        kind = type(x)
        self.budget.spend()
        if x is None or kind is bool or kind is str:
            return x
        if kind is int:
            return self._integer(x)
        if kind is Agreement:
            x, kind = float.__float__(x), float
        if kind is float:
            return x if math.isfinite(x) else {"$": "float", "v": repr(x)}
        if depth >= MAX_DEPTH:
            raise UnreadableValueError(type_name(x), "is nested too deeply")
        if kind is list:
            return self.items(x, depth + 1)
        if kind is tuple:
            return {"$": "tuple", "v": self.items(x, depth + 1)}
        if kind in _DICTS:
            return {"$": "dict", "v": [self.items(pair, depth + 1) for pair in dict.items(x)]}
        if kind is set or kind is frozenset:
            return {"$": "set", "v": sorted(self.items(x, depth + 1), key=json.dumps)}
        if x is Ellipsis:
            return {"$": "ellipsis"}
        if x is pd.NA:
            return {"$": "NA"}
        if x is pd.NaT:
            return {"$": "NaT"}
        if (written := _time(x)) is not None:
            return written
        return tables.encode_table(x, self, depth + 1)

    def items(self, values: Any, depth: int) -> list:
        return [self.value(item, depth) for item in values]

    def _integer(self, x: int) -> Any:
        if -_SAFE < x < _SAFE:
            return x
        if -MAX_INTEGER < x < MAX_INTEGER:
            return {"$": "int", "v": hex(x)}
        raise UnreadableValueError("int", "has more than 64 bits")


def _time(x: Any) -> dict | None:
    """Write a moment or a duration; None when `x` is neither."""
    kind = type(x)
    if kind is pd.Timestamp:
        aware = x.tzinfo is not None
        moment = x.tz_convert("UTC").tz_localize(None) if aware else x
        return {
            "$": "Timestamp",
            "v": int(moment.asm8.astype("int64")),
            "unit": x.unit,
            "tz": zone_name(x.tzinfo) if aware else None,
        }
    if kind is pd.Timedelta:
        return {"$": "Timedelta", "v": int(x.asm8.astype("int64")), "unit": x.unit}
    if kind is dt.datetime:
        aware = x.utcoffset() is not None
        moment = x.astimezone(dt.UTC) if aware else x
        return {
            "$": "datetime",
            "v": moment.replace(tzinfo=None).isoformat(),
            "tz": zone_name(x.tzinfo) if aware else None,
        }
    if kind is dt.date:
        return {"$": "date", "v": x.isoformat()}
    if kind is dt.time and x.tzinfo is None:
        return {"$": "time", "v": x.isoformat()}
    if kind is dt.timedelta:
        return {"$": "timedelta", "v": [x.days, x.seconds, x.microseconds]}
    return None


class _Decoder:
    """Reads one value; every method checks the form of what it is given."""

    def __init__(self) -> None:
        self.budget = Budget()

    def value(self, data: Any, depth: int) -> Any:
        self.budget.spend()
        kind = type(data)
        if data is None or kind is bool or kind is str or kind is float:
            return data
        if kind is int:
            return _bounded(data, MAX_INTEGER)
        if depth >= MAX_DEPTH:
            raise ChannelError("nested too deeply")
        if kind is list:
            return self.items(data, depth + 1)
        if kind is not dict:
            raise ChannelError("not JSON")
        tag = data.get("$")
        if type(tag) is not str:
            raise ChannelError("an object without its tag")
        if tag in _SIMPLE:
            names, read = _SIMPLE[tag]
            return read(*fields(data, *names))
        if tag == "tuple":
            return tuple(self.items(*fields(data, "v"), depth + 1))
        if tag == "set":
            return set(self._keys(*fields(data, "v"), depth + 1))
        if tag == "dict":
            return self._dict(*fields(data, "v"), depth + 1)
        return tables.decode_table(tag, data, self, depth + 1)

    def items(self, data: Any, depth: int) -> list:
        if type(data) is not list:
            raise ChannelError("expected a list")
        return [self.value(item, depth) for item in data]

    def _dict(self, data: Any, depth: int) -> dict:
        if type(data) is not list or any(type(pair) is not list or len(pair) != 2 for pair in data):
            raise ChannelError("expected a list of pairs")
        keys = self._keys([key for key, _ in data], depth)
        return dict(zip(keys, self.items([value for _, value in data], depth), strict=True))

    def _keys(self, data: Any, depth: int) -> list:
        keys = self.items(data, depth)
        if sum(type(key) is tuple for key in keys) > MAX_COMPOUND_KEYS:
            raise ChannelError("too many compound keys")
        return keys


def _bounded(number: Any, limit: int = 2**63) -> int:
    if type(number) is not int or not -limit < number < limit:
        raise ChannelError("expected an integer within bounds")
    return number


def _unit(unit: Any) -> str:
    if type(unit) is not str or unit not in _UNITS:
        raise ChannelError("unknown unit of time")
    return unit


def _text(text: Any) -> str:
    if type(text) is not str or len(text) > 64:
        raise ChannelError("expected a short text")
    return text


def _read_int(text: Any) -> int:
    if not _HEX.fullmatch(_text(text)):
        raise ChannelError("expected a hexadecimal integer")
    return int(text, 16)


def _read_timestamp(number: Any, unit: Any, tz: Any) -> pd.Timestamp:
    moment = pd.Timestamp(check_times(np.array([_bounded(number)], dtype=f"M8[{_unit(unit)}]"))[0])
    return moment if tz is None else moment.tz_localize("UTC").tz_convert(zone(tz))


def _read_datetime(text: Any, tz: Any) -> dt.datetime:
    moment = dt.datetime.fromisoformat(_text(text))
    if moment.tzinfo is not None:
        raise ChannelError("the zone stands apart")
    return moment if tz is None else moment.replace(tzinfo=dt.UTC).astimezone(zone(tz))


def _read_time(text: Any) -> dt.time:
    moment = dt.time.fromisoformat(_text(text))
    if moment.tzinfo is not None:
        raise ChannelError("a time of day has no zone")
    return moment


def _read_timedelta(parts: Any) -> dt.timedelta:
    if type(parts) is not list or len(parts) != 3:
        raise ChannelError("expected days, seconds and microseconds")
    days, seconds, microseconds = (_bounded(part) for part in parts)
    return dt.timedelta(days=days, seconds=seconds, microseconds=microseconds)


_SIMPLE: dict[str, tuple[tuple[str, ...], Callable[..., Any]]] = {
    "ellipsis": ((), lambda: Ellipsis),
    "NA": ((), lambda: pd.NA),
    "NaT": ((), lambda: pd.NaT),
    "int": (("v",), _read_int),
    "float": (("v",), lambda text: _NOT_FINITE[_text(text)]),
    "Timestamp": (("v", "unit", "tz"), _read_timestamp),
    "Timedelta": (
        ("v", "unit"),
        lambda number, unit: pd.Timedelta(
            check_times(np.array([_bounded(number)], dtype=f"m8[{_unit(unit)}]"))[0]
        ),
    ),
    "datetime": (("v", "tz"), _read_datetime),
    "date": (("v",), lambda text: dt.date.fromisoformat(_text(text))),
    "time": (("v",), _read_time),
    "timedelta": (("v",), _read_timedelta),
}
