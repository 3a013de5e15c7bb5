"""An annotation file carried in a notebook's own output, small and out of sight, for the day the file is lost."""

from __future__ import annotations

import base64
import binascii
import json
import zlib
from collections.abc import Iterator, Mapping
from typing import Any

from course.annotation.rows import SCHEMA

MIME = "application/vnd.crisis20.annotations.v1+json"
MAX_FILE = 4_000_000  # bytes of one file, unpacked
MAX_FILES = 50  # looked at in one notebook
MAX_PACKED = 2_000_000  # characters of one


def pack(data: bytes, *, name: str) -> dict[str, str]:
    """Return what an output of the type `MIME` holds: a file's bytes, compressed, as text.

    Examples
    --------
    >>> packed = pack(b"tweet_id,labels", name="annotations.csv")
    >>> unpack(packed)
    b'tweet_id,labels'
    """
    packed = base64.b64encode(zlib.compress(data, 9)).decode("ascii")
    return {"schema": SCHEMA, "file": name, "encoding": "zlib+base64", "data": packed}


def unpack(value: object) -> bytes | None:
    """Return the bytes of what `pack` made, also as JSON text in lines; None for anything else, or too much."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "".join(value)
    if isinstance(value, str):
        if len(value) > MAX_PACKED + 1_000:
            return None
        value = _json(value)
    packed = value.get("data") if isinstance(value, Mapping) else None
    if isinstance(packed, list) and all(isinstance(part, str) for part in packed):
        packed = "".join(packed)
    if not isinstance(packed, str) or len(packed) > MAX_PACKED:
        return None
    try:
        small = base64.b64decode(packed.encode("ascii"), validate=False)
        unpacking = zlib.decompressobj()
        data = unpacking.decompress(small, MAX_FILE + 1)
    except (ValueError, binascii.Error, zlib.error):
        return None
    return data if unpacking.eof and len(data) <= MAX_FILE else None


def embedded(notebook: Mapping[str, Any] | str | bytes) -> list[bytes]:
    """Return the annotation files that a notebook's outputs carry, in order, each once.

    Parameters
    ----------
    notebook : mapping, str or bytes
        The notebook, or its JSON.

    Returns
    -------
    list of bytes
        Of a notebook without any, or of something that is no notebook, none. What is too large to be an
        annotation file is passed over, so that a crafted notebook fills no memory.

    Examples
    --------
    >>> output = {"data": {MIME: pack(b"tweet_id,labels", name="annotations.csv")}}
    >>> embedded({"cells": [{"outputs": [output]}]})
    [b'tweet_id,labels']
    """
    if isinstance(notebook, (str, bytes)):
        notebook = _json(notebook)
    found: dict[bytes, None] = {}
    for number, value in enumerate(_values(notebook)):
        if number >= MAX_FILES:
            break
        data = unpack(value)
        if data is not None:
            found[data] = None
    return list(found)


def _values(notebook: object) -> Iterator[object]:
    for cell in _list(notebook, "cells"):
        for output in _list(cell, "outputs"):
            data = output.get("data") if isinstance(output, Mapping) else None
            if isinstance(data, Mapping) and MIME in data:
                yield data[MIME]


def _list(value: object, name: str) -> list[Any]:
    inner = value.get(name) if isinstance(value, Mapping) else None
    return inner if isinstance(inner, list) else []


def _json(text: str | bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None
