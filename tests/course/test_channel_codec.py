"""The codec carries plain values exactly, refuses all else, and survives whatever a sender makes up."""

from __future__ import annotations

import base64
import contextlib
import copy
import datetime as dt
import json
from typing import Any

import numpy as np
import pandas as pd
import pytest

from course.channel.codec import ChannelError, UnreadableValueError, decode, dumps, encode, loads
from course.channel.limits import MAX_DEPTH, MAX_TEXT
from course.channel.zones import zone, zone_name

MADRID = "Europe/Madrid"
COLUMNS = {
    **{
        name: pd.Series([1, 2], dtype=name)
        for name in ("int8", "uint64", "float32", "Int64", "UInt8", "Float64", "object", "string")
    },
    "boolean": pd.Series([True, None], dtype="boolean"),
    "bool": pd.Series([True, False]),
    "str": pd.Series(["á", None]),
    "category": pd.Series(["b", None], dtype=pd.CategoricalDtype(["b", "a"], ordered=True)),
    "moments": pd.Series(pd.to_datetime(["2014-03-12 12:36", None])),
    "zoned": pd.Series(pd.to_datetime(["2014-03-12 12:36", None]).tz_localize(MADRID)),
    "offset": pd.Series(pd.to_datetime(["2014-03-12T12:36+02:00"] * 2)),
    "durations": pd.Series(pd.to_timedelta(["90s", None])),
    "missing in Float64": pd.Series([1.5, None], dtype="Float64"),
    "lists in cells": pd.Series([[1], {"a": (2,)}]),
}
SCALARS = [
    *(None, ..., True, 0, -5, 2**60, -(2**63) - 5, 1.5, -0.0, float("inf"), "á\n\ud800", ""),
    *([], [1, [2]], (), (1,), {}, {"a": 1, (1, 2): None, True: 2}, {1, "a", 2.5}),
    *(dt.date(2014, 3, 12), dt.time(1, 2, 3), dt.datetime(2014, 3, 12, 1), dt.timedelta(-1, 3, 4)),
    dt.datetime(2014, 3, 12, 1, tzinfo=dt.UTC),
    *(
        pd.NA,
        pd.NaT,
        pd.Timestamp("2014-03-12 12:36", tz=MADRID),
        pd.Timestamp("2014-03-12"),
        pd.Timedelta("9s"),
    ),
    *(np.float32(1.5), np.int64(3), np.bool_(True), np.datetime64("2014-03-12"), np.timedelta64(3, "h")),
]
INDEXES = [
    *(
        pd.RangeIndex(3),
        pd.RangeIndex(5, 0, -2, name="n"),
        pd.Index(["a", "b"], name="x"),
        pd.Index([1.5, 2]),
    ),
    pd.date_range("2014-03-12", periods=3, tz=MADRID)._with_freq(None),
    pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["x", None]),
    pd.MultiIndex.from_arrays([[], []]),
    *(pd.CategoricalIndex(["a", "b"]), pd.Index([None, "a"], dtype=object)),
    pd.Index([(1, 2), (3, 4)], tupleize_cols=False),
]


def carried(value: Any) -> Any:
    return decode(loads(dumps(encode(value))))


@pytest.mark.parametrize("value", SCALARS, ids=range(len(SCALARS)))
def test_plain_values_come_back_the_same(value: Any) -> None:
    """Value and type survive the way there and back."""
    back = carried(value)
    assert type(back) is type(value)
    assert back is value or back == value


def test_not_a_number_comes_back() -> None:
    """NaN and numpy's NaT, equal to nothing, come back as themselves."""
    assert np.isnan(carried(float("nan")))
    assert np.isnat(carried(np.datetime64("NaT", "s")))
    assert str(carried(-0.0)) == "-0.0"


@pytest.mark.parametrize("name", COLUMNS)
def test_columns_come_back_the_same(name: str) -> None:
    """Every dtype of the course's tables survives, alone, in a table and as a pandas array."""
    series = COLUMNS[name].set_axis(["x", "y"]).rename("n")
    pd.testing.assert_series_equal(carried(series), series)
    pd.testing.assert_frame_equal(carried(series.to_frame()), series.to_frame())
    assert type(carried(series.array)) is type(series.array)


@pytest.mark.parametrize("index", INDEXES, ids=range(len(INDEXES)))
def test_indexes_come_back_the_same(index: pd.Index) -> None:
    """Kind, names and labels of an index survive."""
    pd.testing.assert_index_equal(carried(index), index, exact=True, check_freq=True)
    series = pd.Series(range(len(index)), index=index, dtype="int64")
    pd.testing.assert_series_equal(carried(series), series)


@pytest.mark.parametrize(
    "array",
    [
        np.arange(6).reshape(2, 3),
        np.array(3.0),
        np.array([]),
        np.array([1, 2], dtype=">i4"),
        np.zeros((0, 3)),
    ],
    ids=repr,
)
def test_arrays_come_back_the_same(array: np.ndarray) -> None:
    """Shape and numbers survive, whatever the byte order."""
    np.testing.assert_array_equal(carried(array), array)
    assert carried(array).dtype == array.dtype.newbyteorder("=")


@pytest.mark.parametrize(
    "frame",
    [
        pd.DataFrame(),
        pd.DataFrame(index=["a"]),
        pd.DataFrame(columns=["a"]),
        pd.DataFrame([[1, 2], [3, 4]], columns=["a", "a"]),
    ],
    ids=["nothing", "no columns", "no rows", "columns of one name"],
)
def test_odd_tables_come_back_the_same(frame: pd.DataFrame) -> None:
    """Empty tables and repeated columns survive."""
    pd.testing.assert_frame_equal(carried(frame), frame)


def test_random_nested_values_come_back_the_same() -> None:
    """A property: whatever is built of plain parts at random survives, and so does its encoding."""
    rng = np.random.default_rng(11)

    def build(depth: int) -> Any:
        kind = rng.integers(0, 5 if depth else 1)
        count = int(rng.integers(0, 4))
        if kind == 0:
            return SCALARS[rng.integers(1, 12)]
        if kind == 1:
            return [build(depth - 1) for _ in range(count)]
        if kind == 2:
            return tuple(build(depth - 1) for _ in range(count))
        if kind == 3:
            return {f"k{place}": build(depth - 1) for place in range(count)}
        return {int(rng.integers(0, 99)): build(0) for _ in range(count)}

    for _ in range(300):
        value = build(4)
        assert carried(value) == value
        assert encode(carried(value)) == encode(value)


def test_sets_are_written_in_one_order() -> None:
    """Equal sets have equal encodings, so that a changed argument can be told from an unchanged one."""
    assert encode({8, 0, "b", "a"}) == encode({"a", "b", 0, 8})


class Liar(float):
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = float.__hash__


class Table(pd.DataFrame):
    pass


class Name(str):
    pass


class Mapping(dict):
    def items(self) -> Any:
        raise AssertionError("asked")


class Hidden:
    __class__ = float

    def __array__(self, *_: Any, **__: Any) -> np.ndarray:
        return np.array(1.0)

    def __float__(self) -> float:
        return 1.0


LOOP: list = []
LOOP.append(LOOP)
WIDE: Any = "x"
for _ in range(30):
    WIDE = [WIDE] * 2


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (Liar(3), "Liar"),
        ([Liar(3)], "Liar"),
        (pd.Series([Liar(3)], dtype=object), "Liar"),
        (pd.DataFrame({"a": [Name("b")]}, dtype=object), "Name"),
        (pd.Index([Name("b")], dtype=object), "Name"),
        (np.array([Hidden()], dtype=object), "Hidden"),
        (Table({"a": [1]}), "Table"),
        (Name("b"), "Name"),
        ({Name("b"): 1}, "Name"),
        (Mapping(a=1), "Mapping"),
        (Hidden(), "Hidden"),
        (object(), "object"),
        (len, "builtin_function_or_method"),
        (float, "type"),
        (1j, "complex"),
        (b"x", "bytes"),
        (2**64, "int"),
        (LOOP, "list"),
        (pd.DataFrame({"a": [1]}).groupby("a"), "DataFrameGroupBy"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refuses_what_is_not_plain(value: Any, name: str) -> None:
    """Subclasses and objects are refused by name, wherever they hide, without asking them anything."""
    with pytest.raises(UnreadableValueError) as caught:
        encode(value)
    assert caught.value.type_name == name


@pytest.mark.timeout(60)  # against a hang; speed is no matter for a test
def test_refuses_values_that_grow_beyond_measure() -> None:
    """A list of lists of lists that would take a gigabyte is refused in a moment, and so is a huge text."""
    with pytest.raises(UnreadableValueError):
        encode(WIDE)
    with pytest.raises(UnreadableValueError):
        dumps(encode("x" * (MAX_TEXT + 1)))
    assert carried("x" * 10**7) == "x" * 10**7


def b64(raw: bytes) -> str:
    return base64.b64encode(raw).decode()


ZERO = b64(bytes(8))


def array(dtype: Any = "<i8", shape: Any = (1,), v: Any = ZERO) -> dict:
    return {"$": "array", "dtype": dtype, "shape": list(shape) if isinstance(shape, tuple) else shape, "v": v}


def column(**change: Any) -> dict:
    return {"$": "values", "v": array(**change)}


RANGE = {"$": "range", "v": [0, 1, 1], "name": None}
SERIES = {"$": "Series", "v": column(), "index": RANGE, "name": None}
FRAME = {"$": "DataFrame", "v": [column()], "index": RANGE, "columns": RANGE}
CATEGORY = {
    "$": "category",
    "v": array(dtype="|i1", v=b64(b"\x00")),
    "categories": {"$": "index", "v": column(), "name": None},
    "ordered": False,
}
MASKED = {"$": "masked", "v": array(), "mask": array(dtype="|b1", v=b64(b"\x00"))}

HOSTILE = [
    {},
    {"$": None},
    {"$": "pickle", "v": "gASVAAAAAAAAAAA="},
    {"$": ["tuple"], "v": []},
    {"$": "tuple"},
    {"$": "tuple", "v": {}},
    {"$": "tuple", "v": [], "more": 1},
    {"$": "dict", "v": [[1]]},
    {"$": "dict", "v": [[[1], 2]]},
    {"$": "dict", "v": [[{"$": "dict", "v": []}, 2]]},
    {"$": "set", "v": [[1]]},
    {"$": "dict", "v": [[{"$": "tuple", "v": [n]}, 0] for n in range(10_001)]},
    {"$": "int", "v": "12"},
    {"$": "int", "v": "0x" + "f" * 17},
    {"$": "int", "v": "0x_1"},
    {"$": "int", "v": 5},
    10**30,
    {"$": "float", "v": "1e999"},
    {"$": "float", "v": ["nan"]},
    {"$": "Timestamp", "v": 2**63, "unit": "ns", "tz": None},
    {"$": "Timestamp", "v": 2**62, "unit": "s", "tz": "UTC"},
    {"$": "Timestamp", "v": 0, "unit": "Y", "tz": None},
    {"$": "Timestamp", "v": 0, "unit": "ns", "tz": "../../etc/passwd"},
    {"$": "Timestamp", "v": 0, "unit": "ns", "tz": "/etc/localtime"},
    {"$": "Timestamp", "v": True, "unit": "ns", "tz": None},
    {"$": "Timestamp", "v": "now", "unit": "ns", "tz": None},
    {"$": "Timedelta", "v": 2**62, "unit": "s"},
    {"$": "datetime", "v": "2014-03-12T00:00:00+01:00", "tz": None},
    {"$": "datetime", "v": "tomorrow", "tz": None},
    {"$": "date", "v": "2014-02-30"},
    {"$": "time", "v": "25:00"},
    {"$": "timedelta", "v": [10**10, 0, 0]},
    {"$": "timedelta", "v": [1, 2]},
    array(dtype="O"),
    array(dtype="|O"),
    array(dtype="|V8"),
    array(dtype="<U2"),
    array(dtype="|S8"),
    array(dtype="i8"),
    array(dtype=["<i8"]),
    array(dtype="object", v=[1, 2]),
    array(dtype="object", v="ab"),
    array(shape=(2,)),
    array(shape=(-1,)),
    array(shape=(10**9, 10**9)),
    array(shape=(0, 10**9), v=""),
    array(shape=(True,)),
    array(shape=(1,) * 5),
    array(shape=3),
    array(v="AAAA"),
    array(v="!!!!"),
    array(v=None),
    array(dtype="|b1", v=b64(b"\x02")),
    {"$": "scalar", "dtype": "<i8", "v": ""},
    {"$": "scalar", "dtype": "O", "v": ""},
    SERIES | {"v": column(shape=(2,), v=b64(bytes(16)))},
    SERIES | {"v": column(shape=(1, 1))},
    SERIES | {"v": array()},
    SERIES | {"v": None},
    SERIES | {"index": {"$": "range", "v": [0, 10**9, 1], "name": None}},
    SERIES | {"index": {"$": "range", "v": [0, 1, 0], "name": None}},
    SERIES | {"index": {"$": "range", "v": [0, 10**30, 10**30], "name": None}},
    SERIES | {"index": {"$": "range", "v": [0, 1], "name": None}},
    SERIES | {"index": []},
    SERIES | {"name": [1]},
    SERIES | {"name": {"$": "dict", "v": []}},
    {key: SERIES[key] for key in ("$", "v", "index")},
    FRAME | {"v": []},
    FRAME | {"v": [column(), column()]},
    FRAME | {"v": [column(shape=(2,), v=b64(bytes(16)))]},
    FRAME | {"columns": {"$": "index", "v": column(dtype="object", v=[[1]]), "name": None}, "v": 7},
    {"$": "Index", "v": {"$": "index", "v": column(dtype="<f2", v=b64(bytes(2))), "name": None}},
    {"$": "Index", "v": {"$": "levels", "v": [], "names": []}},
    {"$": "Index", "v": {"$": "levels", "v": [column()], "names": []}},
    {"$": "Index", "v": {"$": "levels", "v": [column(), column(shape=(0,), v="")], "names": [None, None]}},
    {"$": "Index", "v": {"$": "module", "v": "os"}},
    {"$": "pandas", "v": CATEGORY | {"v": array(dtype="|i1", v=b64(b"\x05"))}},
    {"$": "pandas", "v": CATEGORY | {"v": array(dtype="<f8", v=b64(bytes(8)))}},
    {"$": "pandas", "v": CATEGORY | {"ordered": 1}},
    {"$": "pandas", "v": MASKED | {"mask": array(dtype="|b1", shape=(2,), v=b64(b"\x00\x00"))}},
    {"$": "pandas", "v": MASKED | {"mask": array()}},
    {"$": "pandas", "v": {"$": "string", "v": ["a", 1], "missing": "nan"}},
    {"$": "pandas", "v": {"$": "string", "v": ["a"], "missing": "never"}},
    {"$": "pandas", "v": {"$": "string", "v": "ab", "missing": "nan"}},
    {"$": "pandas", "v": {"$": "zoned", "v": array(), "tz": "UTC"}},
    {"$": "pandas", "v": {"$": "zoned", "v": array(dtype="<M8[ns]"), "tz": "Mars/Phobos"}},
    object(),
    b"bytes",
]


@pytest.mark.parametrize(
    "data", HOSTILE, ids=[f"{n}-{type(data).__name__}" for n, data in enumerate(HOSTILE)]
)
def test_hostile_data_give_a_channel_error(data: Any) -> None:
    """Wrong lengths, shapes, dtypes, names and bounds are refused, by ChannelError and nothing else."""
    with pytest.raises(ChannelError):
        decode(data)


def test_whatever_is_broken_in_a_message_gives_a_channel_error_or_a_value() -> None:
    """A property: a good message with any one part replaced by junk never raises anything else."""
    junk = [None, True, -1, 1.5, 10**20, "x", [], [None], {}, {"$": "NaT"}, {"$": "array"}]
    good = encode(pd.DataFrame({name: series for name, series in COLUMNS.items()}))

    def places(node: Any, path: tuple = ()) -> Any:
        yield path
        children = (
            node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
        )
        for key, child in children:
            yield from places(child, (*path, key))

    rng = np.random.default_rng(3)
    for path in list(places(good)):
        if not path:
            continue
        broken = copy.deepcopy(good)
        node = broken
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = junk[rng.integers(len(junk))]
        with contextlib.suppress(ChannelError):
            decode(broken)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{",
        "NaN",
        "[Infinity]",
        "[" * 100_000,
        "[" * 1500 + "]" * 1500,
        "[" + "[]," * 3_000_000 + "[]]",
        '"' + "x" * (MAX_TEXT + 1) + '"',
        "9" * 5000,
        "\x00",
        b"[]",
        None,
        5,
    ],
    ids=lambda text: str(text)[:10],
)
@pytest.mark.timeout(60)  # against a hang; speed is no matter for a test
def test_hostile_text_gives_a_channel_error(text: Any) -> None:
    """Bad JSON, bottomless JSON, JSON that would fill the memory: one error, at once."""
    with pytest.raises(ChannelError):
        decode(loads(text))


def test_depth_is_limited_both_ways() -> None:
    """Nesting beyond the limit is neither written nor read."""
    deep: Any = 1
    for _ in range(MAX_DEPTH + 1):
        deep = [deep]
    with pytest.raises(UnreadableValueError):
        encode(deep)
    with pytest.raises(ChannelError):
        decode(json.loads(json.dumps(deep)))


def test_zones_cross_by_name_or_as_the_same_instants() -> None:
    """Named zones and offsets keep their name; any other zone becomes UTC, the same instant."""

    class Odd(dt.tzinfo):
        def utcoffset(self, _: dt.datetime | None) -> dt.timedelta:
            return dt.timedelta(hours=3)

        def dst(self, _: dt.datetime | None) -> None:
            return None

    assert zone_name(Odd()) == "UTC"
    assert zone("UTC-03:30").utcoffset(None) == -dt.timedelta(hours=3, minutes=30)
    moment = dt.datetime(2014, 3, 12, 15, tzinfo=Odd())
    assert carried(moment) == moment
