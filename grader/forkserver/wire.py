"""Frames between the trusted side and a student's process: two lengths, JSON, raw bytes. Never a pickle.

The trusted side reads with `Channel`, which believes nothing: lengths are limits before they are sizes, time and
the number of bytes run out, and whatever is not a well-formed frame ends the conversation.
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any, NoReturn

HEAD = struct.Struct("!II")  # bytes of JSON, bytes that follow it
MAX_JSON = 16 * 2**20
MAX_BYTES = 64 * 2**20
MAX_BRACKETS = 1_000_000  # an empty list takes 2 bytes on the wire and 56 in memory
LEAST = 1024  # what the smallest frame counts for: reading a million of them costs more than their bytes
_CHUNK = 2**18
TICK = 0.5  # seconds of silence after which somebody looks whether the process still lives


class GarbledError(Exception):
    """What came is not a frame."""


class FloodedError(Exception):
    """More came than was allowed."""


class ClosedError(Exception):
    """The other side has gone."""


def pack(frame: dict[str, Any], buffers: list[bytes] | tuple[bytes, ...] = ()) -> bytes:
    """Write one frame.

    Examples
    --------
    >>> unpack(pack({"op": "call"}, [b"text"]))
    ({'op': 'call'}, [b'text'])
    """
    return pack_json(json.dumps(frame | {"b": [len(part) for part in buffers]}).encode(), buffers)


def pack_json(text: bytes, buffers: list[bytes] | tuple[bytes, ...] = ()) -> bytes:
    """Write one frame whose JSON is ready; its field ``b`` holds the lengths of the buffers."""
    return b"".join([HEAD.pack(len(text), sum(map(len, buffers))), text, *buffers])


def unpack(data: bytes) -> tuple[dict[str, Any], list[bytes]]:
    """Read one whole frame, or raise GarbledError."""
    size, more = HEAD.unpack_from(data)
    if len(data) != HEAD.size + size + more:
        raise GarbledError("a frame of another length")
    return _read(memoryview(data)[HEAD.size :], size)


def receive(sock: socket.socket) -> tuple[dict[str, Any], list[bytes]]:
    """Read one frame of a trusted peer from a blocking socket; EOFError when it has gone."""
    size, more = HEAD.unpack(_exactly(sock, HEAD.size))
    return _read(memoryview(_exactly(sock, size + more)), size)


def _exactly(sock: socket.socket, size: int) -> bytes:
    parts = bytearray()
    while len(parts) < size:
        part = sock.recv(min(size - len(parts), 2**20))
        if not part:
            raise EOFError
        parts += part
    return bytes(parts)


def _read(data: memoryview, size: int) -> tuple[dict[str, Any], list[bytes]]:
    text = bytes(data[:size])
    if text.count(b"[") + text.count(b"{") > MAX_BRACKETS:
        raise GarbledError("too many brackets")
    try:
        frame = json.loads(text, parse_constant=_no_constant)
    except (ValueError, RecursionError) as error:
        raise GarbledError("not JSON") from error
    if type(frame) is not dict:
        raise GarbledError("a frame is an object")
    lengths = frame.pop("b", [])
    if type(lengths) is not list or len(lengths) > 4096 or any(type(n) is not int or n < 0 for n in lengths):
        raise GarbledError("lengths are numbers")
    if sum(lengths) != len(data) - size:
        raise GarbledError("lengths that do not add up")
    buffers, start = [], size
    for length in lengths:
        buffers.append(bytes(data[start : start + length]))
        start += length
    return frame, buffers


def _no_constant(name: str) -> NoReturn:
    raise ValueError(name)


class Channel:
    """The trusted end of a student's process.

    Parameters
    ----------
    sock : socket
        Stream socket; owned from here on.
    allowance : int
        Bytes that may come in all; a small frame counts as `LEAST`.
    """

    def __init__(self, sock: socket.socket, *, allowance: int) -> None:
        self.sock, self.allowance = sock, allowance
        self._buffer = bytearray()

    def send(self, data: bytes, *, deadline: float) -> None:
        """Send a frame; TimeoutError when the peer does not take it in time, ClosedError when it has gone."""
        try:
            self.sock.settimeout(max(deadline - time.monotonic(), 0.001))
            self.sock.sendall(data)
        except TimeoutError:
            raise
        except OSError as error:
            raise ClosedError from error

    def receive(self, *, deadline: float) -> tuple[dict[str, Any], list[bytes]]:
        """Return the next frame; TimeoutError at the deadline, or one of this module's errors."""
        size, more = HEAD.unpack(self._first(HEAD.size, deadline))
        if size > MAX_JSON or more > MAX_BYTES:
            raise GarbledError("a frame beyond the limits")
        cost = max(size + more, LEAST)
        if cost > self.allowance:
            raise FloodedError
        whole = HEAD.size + size + more
        data = bytes(self._first(whole, deadline)[HEAD.size :])
        del self._buffer[:whole]
        self.allowance -= cost
        return _read(memoryview(data), size)

    def forget(self) -> None:
        """Let go of what came and was not read."""
        self._buffer = bytearray()

    def _first(self, size: int, deadline: float) -> bytearray:
        """Return the first bytes of what came; they stay, so that a deadline in between loses nothing."""
        while len(self._buffer) < size:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimeoutError
            self.sock.settimeout(left)
            try:
                part = self.sock.recv(_CHUNK)
            except TimeoutError:
                raise
            except OSError as error:
                raise ClosedError from error
            if not part:
                raise ClosedError
            self._buffer += part
        return self._buffer[:size]
