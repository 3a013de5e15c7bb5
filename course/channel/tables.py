"""The codec's half for numpy and pandas: arrays as base64 with dtype and shape, tables as columns."""

from __future__ import annotations

import base64
import binascii
import math
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from course.channel.limits import (
    MAX_ITEMS,
    ChannelError,
    UnreadableValueError,
    check_times,
    fields,
    type_name,
)
from course.channel.zones import zone, zone_name

if TYPE_CHECKING:
    from course.channel.codec import _Decoder, _Encoder

_TIMES = tuple(f"<{kind}8[{unit}]" for kind in "mM" for unit in ("ns", "us", "ms", "s", "m", "h", "D"))
_DTYPES = {
    *("|b1", "|i1", "|u1", "<i2", "<i4", "<i8", "<u2", "<u4", "<u8", "<f2", "<f4", "<f8"),
    *_TIMES,
}
_SCALARS = {np.dtype(name).type for name in _DTYPES}
_MASKED = {
    pd.arrays.IntegerArray: {f"{sign}Int{bits}" for sign in ("", "U") for bits in (8, 16, 32, 64)},
    pd.arrays.FloatingArray: {"Float32", "Float64"},
    pd.arrays.BooleanArray: {"boolean"},
}
_STRINGS = (pd.arrays.StringArray, pd.arrays.ArrowStringArray)
_ARRAYS = {getattr(pd.arrays, name) for name in pd.arrays.__all__}
_INDEXES = {
    *(pd.Index, pd.RangeIndex, pd.MultiIndex, pd.DatetimeIndex, pd.TimedeltaIndex, pd.CategoricalIndex),
    *(pd.PeriodIndex, pd.IntervalIndex),
}
_MAX_DIMENSIONS = 4


def encode_table(x: Any, encoder: _Encoder, depth: int) -> Any:
    """Write an array, a numpy scalar or one of pandas' containers; UnreadableValueError for anything else."""
    kind = type(x)
    if kind is np.ndarray:
        return _encode_array(x, encoder, depth)
    if kind is np.str_:
        return str(x)
    if kind in _SCALARS or kind is np.longdouble:
        written = _encode_array(np.asarray(x), encoder, depth)
        return {"$": "scalar", "dtype": written["dtype"], "v": written["v"]}
    if kind is pd.Series:
        return {
            "$": "Series",
            "v": _encode_column(x.array, encoder, depth),
            "index": _encode_index(x.index, encoder, depth),
            "name": encoder.value(x.name, depth),
        }
    if kind is pd.DataFrame:
        return {
            "$": "DataFrame",
            "v": [_encode_column(column.array, encoder, depth) for _, column in x.items()],
            "index": _encode_index(x.index, encoder, depth),
            "columns": _encode_index(x.columns, encoder, depth),
        }
    if kind in _INDEXES:
        return {"$": "Index", "v": _encode_index(x, encoder, depth)}
    if kind in _ARRAYS:
        return {"$": "pandas", "v": _encode_column(x, encoder, depth)}
    raise UnreadableValueError(type_name(x))


def _encode_array(x: np.ndarray, encoder: _Encoder, depth: int) -> dict:
    if x.dtype.kind in "OUT":
        values = encoder.items(x.ravel().tolist(), depth)
        return {"$": "array", "dtype": "object", "shape": list(x.shape), "v": values}
    plain = np.ascontiguousarray(x, dtype=_written_dtype(x.dtype)).reshape(x.shape)
    if plain.dtype.str not in _DTYPES or plain.ndim > _MAX_DIMENSIONS:
        raise UnreadableValueError(f"array of {plain.dtype}"[:60])
    encoder.budget.spend(plain.size)
    raw = base64.b64encode(plain.tobytes()).decode()
    return {"$": "array", "dtype": plain.dtype.str, "shape": list(x.shape), "v": raw}


def _written_dtype(dtype: np.dtype) -> np.dtype:
    if dtype == np.longdouble:
        return np.dtype(np.float64)
    dtype = dtype.newbyteorder("<")
    if dtype.kind == "M" and dtype.str not in _DTYPES:  # weeks, months, years, and NaT without a unit
        return np.dtype("<M8[s]")
    return np.dtype("<m8[s]") if dtype.str == "<m8" else dtype


def _encode_column(x: Any, encoder: _Encoder, depth: int) -> dict:
    kind = type(x)
    if kind not in _ARRAYS:
        raise UnreadableValueError(type_name(x))
    dtype = x.dtype
    if isinstance(dtype, pd.DatetimeTZDtype):
        moments = x.tz_convert("UTC").tz_localize(None).to_numpy()
        return {
            "$": "zoned",
            "v": _encode_array(moments, encoder, depth),
            "tz": zone_name(dtype.tz),
        }
    if kind in _STRINGS:
        flavour = "NA" if dtype.na_value is pd.NA else "nan"
        values = [None if missing else text for text, missing in zip(x.tolist(), x.isna(), strict=True)]
        return {"$": "string", "v": encoder.items(values, depth), "missing": flavour}
    if kind in _MASKED:
        filled = x.to_numpy(dtype=dtype.numpy_dtype, na_value=dtype.type(0))
        return {
            "$": "masked",
            "v": _encode_array(filled, encoder, depth),
            "mask": _encode_array(np.asarray(x.isna()), encoder, depth),
        }
    if kind is pd.Categorical:
        return {
            "$": "category",
            "v": _encode_array(np.asarray(x.codes), encoder, depth),
            "categories": _encode_index(x.categories, encoder, depth),
            "ordered": bool(x.ordered),
        }
    if kind in (pd.arrays.PeriodArray, pd.arrays.IntervalArray):
        texts = [None if missing else str(v) for v, missing in zip(list(x), x.isna(), strict=True)]
        return {"$": "values", "v": _object_array(texts, encoder, depth)}
    plain = x.to_numpy()
    if plain.dtype.kind not in "biufmM":
        return {"$": "values", "v": _object_array(list(x), encoder, depth)}
    return {"$": "values", "v": _encode_array(plain, encoder, depth)}


def _object_array(values: list, encoder: _Encoder, depth: int) -> dict:
    return {"$": "array", "dtype": "object", "shape": [len(values)], "v": encoder.items(values, depth)}


def _encode_index(x: pd.Index, encoder: _Encoder, depth: int) -> dict:
    kind = type(x)
    if kind is pd.RangeIndex:
        parts = [x.start, x.stop, x.step]
        return {"$": "range", "v": encoder.items(parts, depth), "name": encoder.value(x.name, depth)}
    if kind is pd.MultiIndex:
        levels = [_encode_column(x.get_level_values(i).array, encoder, depth) for i in range(x.nlevels)]
        return {"$": "levels", "v": levels, "names": encoder.items(x.names, depth)}
    if kind not in _INDEXES:
        raise UnreadableValueError(type_name(x))
    return {"$": "index", "v": _encode_column(x.array, encoder, depth), "name": encoder.value(x.name, depth)}


def decode_table(tag: str, data: dict, decoder: _Decoder, depth: int) -> Any:
    """Read what `encode_table` wrote; lengths are checked against each other before anything is built."""
    if tag == "array":
        return _decode_array(data, decoder, depth)
    if tag == "scalar":
        dtype, raw = fields(data, "dtype", "v")
        return _numbers(dtype, [], raw)[()]
    if tag == "Series":
        column, index, name = fields(data, "v", "index", "name")
        values, labels = _decode_column(column, decoder, depth), _decode_index(index, decoder, depth)
        _same_length(values, labels)
        return pd.Series(values, index=labels, name=_name(name, decoder, depth), dtype=_dtype(values))
    if tag == "DataFrame":
        return _decode_frame(*fields(data, "v", "index", "columns"), decoder, depth)
    if tag == "Index":
        return _decode_index(*fields(data, "v"), decoder, depth)
    if tag == "pandas":
        values = _decode_column(*fields(data, "v"), decoder, depth)
        return pd.Series(values, dtype=_dtype(values)).array
    raise ChannelError("unknown tag")


def _decode_frame(columns: Any, index: Any, names: Any, decoder: _Decoder, depth: int) -> pd.DataFrame:
    labels, heads = _decode_index(index, decoder, depth), _decode_index(names, decoder, depth)
    if type(columns) is not list or len(columns) != len(heads):
        raise ChannelError("as many columns as names")
    series = {}
    for place, column in enumerate(columns):
        values = _decode_column(column, decoder, depth)
        _same_length(values, labels)
        # A series keeps objects objects; building one for each column takes most of the time.
        series[place] = pd.Series(values, index=labels, dtype=object) if values.dtype == object else values
    frame = pd.DataFrame(series, index=labels, columns=range(len(heads)))
    frame.columns = heads
    return frame


def _decode_array(data: Any, decoder: _Decoder, depth: int) -> np.ndarray:
    if type(data) is not dict or data.get("$") != "array":
        raise ChannelError("expected an array")
    dtype, shape, values = fields(data, "dtype", "shape", "v")
    if type(shape) is not list or len(shape) > _MAX_DIMENSIONS:
        raise ChannelError("expected a shape")
    if any(type(size) is not int or not 0 <= size <= MAX_ITEMS for size in shape):
        raise ChannelError("expected a shape")
    size = math.prod(shape)
    decoder.budget.spend(size)
    if dtype != "object":
        return _numbers(dtype, shape, values)
    items = decoder.items(values, depth)
    if len(items) != size:
        raise ChannelError("as many values as the shape says")
    array = np.empty(size, dtype=object)
    array[:] = (
        items if not any(isinstance(item, (list, tuple, np.ndarray)) for item in items) else _boxed(items)
    )
    return array.reshape(shape)


def _boxed(items: list) -> np.ndarray:
    """Keep lists in cells: numpy would unpack them into a dimension of their own."""
    array = np.empty(len(items), dtype=object)
    for place, item in enumerate(items):
        array[place] = item
    return array


def _numbers(dtype: Any, shape: list[int], raw: Any) -> np.ndarray:
    if type(dtype) is not str or dtype not in _DTYPES or type(raw) is not str:
        raise ChannelError("unknown dtype")
    try:
        data = base64.b64decode(raw, validate=True)
    except (binascii.Error, ValueError):
        raise ChannelError("not base64") from None
    if len(data) != math.prod(shape) * np.dtype(dtype).itemsize:
        raise ChannelError("as many bytes as the shape says")
    if dtype == "|b1" and data.strip(b"\x00\x01"):
        raise ChannelError("a truth value is 0 or 1")
    array = np.frombuffer(data, dtype=dtype).reshape(shape).copy()
    return check_times(array) if array.dtype.kind in "mM" else array


def _decode_column(data: Any, decoder: _Decoder, depth: int) -> Any:
    if type(data) is not dict:
        raise ChannelError("expected a column")
    decoder.budget.spend()
    tag = data.get("$")
    if tag == "values":
        return _row(*fields(data, "v"), decoder, depth)
    if tag == "zoned":
        raw, tz = fields(data, "v", "tz")
        moments = _row(raw, decoder, depth, kinds="M")
        return pd.DatetimeIndex(moments).tz_localize("UTC").tz_convert(zone(tz)).array
    if tag == "string":
        texts, missing = fields(data, "v", "missing")
        texts = decoder.items(texts, depth)
        if any(text is not None and type(text) is not str for text in texts) or missing not in ("NA", "nan"):
            raise ChannelError("expected texts")
        return pd.array(texts, dtype=pd.StringDtype(na_value=pd.NA if missing == "NA" else np.nan))
    if tag == "masked":
        raw, mask = fields(data, "v", "mask")
        values, mask = _row(raw, decoder, depth, kinds="iufb"), _row(mask, decoder, depth, kinds="b")
        _same_length(values, mask)
        array = {"b": pd.arrays.BooleanArray, "f": pd.arrays.FloatingArray}.get(values.dtype.kind)
        return (array or pd.arrays.IntegerArray)(values, mask)
    if tag == "category":
        raw, categories, ordered = fields(data, "v", "categories", "ordered")
        codes = _row(raw, decoder, depth, kinds="i")
        if type(ordered) is not bool:
            raise ChannelError("expected true or false")
        return pd.Categorical.from_codes(codes, _decode_index(categories, decoder, depth), ordered=ordered)
    raise ChannelError("unknown column")


def _row(data: Any, decoder: _Decoder, depth: int, *, kinds: str = "biufmMO") -> np.ndarray:
    array = _decode_array(data, decoder, depth)
    if array.ndim != 1 or array.dtype.kind not in kinds:
        raise ChannelError("expected a row of another dtype")
    return array


def _decode_index(data: Any, decoder: _Decoder, depth: int) -> pd.Index:
    if type(data) is not dict:
        raise ChannelError("expected an index")
    tag = data.get("$")
    if tag == "range":
        parts, name = fields(data, "v", "name")
        if type(parts) is not list or len(parts) != 3 or any(type(part) is not int for part in parts):
            raise ChannelError("expected start, stop and step")
        if any(abs(part) > 2**53 for part in parts):
            raise ChannelError("expected a short range")
        decoder.budget.spend(len(range(*parts)))
        return pd.RangeIndex(*parts, name=_name(name, decoder, depth))
    if tag == "levels":
        levels, names = fields(data, "v", "names")
        if type(levels) is not list or not 1 <= len(levels) <= 10:
            raise ChannelError("expected levels")
        rows = [_decode_column(level, decoder, depth) for level in levels]
        for row in rows:
            _same_length(row, rows[0])
        if type(names) is not list or len(names) != len(rows):
            raise ChannelError("as many names as levels")
        return pd.MultiIndex.from_arrays(rows, names=[_name(name, decoder, depth) for name in names])
    if tag == "index":
        column, name = fields(data, "v", "name")
        values = _decode_column(column, decoder, depth)
        return pd.Index(values, name=_name(name, decoder, depth), dtype=_dtype(values), tupleize_cols=False)
    raise ChannelError("unknown index")


def _name(data: Any, decoder: _Decoder, depth: int) -> Any:
    name = decoder.value(data, depth)
    hash(name)  # an unhashable name would only fail later, far from here
    return name


def _dtype(values: Any) -> Any:
    """Keep objects objects: pandas would guess a dtype for them."""
    return object if values.dtype == object else None


def _same_length(values: Any, labels: Any) -> None:
    if len(values) != len(labels):
        raise ChannelError("as many values as labels")
