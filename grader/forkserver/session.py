"""Messages of a kernel over one pipe: what ipykernel sends on its sockets, as frames. Student side.

Nothing here guards anything: a student's code can patch all of it, and the trusted side believes none of it.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import threading
from collections.abc import Iterator
from typing import Any

from jupyter_client.session import Session

from grader.forkserver.wire import MAX_BYTES, MAX_JSON, pack, pack_json

KINDS = frozenset(
    [
        *("stream", "display_data", "update_display_data", "execute_result", "error", "clear_output"),
        *("comm_open", "comm_msg", "comm_close", "execute_input", "execute_reply", "status"),
    ]
)
_LONG = 10_000  # characters that stay of a text in a message that is too large
TOO_LARGE = "<output beyond 16 MiB>"


class PipeSession(Session):
    """A session with one peer and no sockets."""

    peer: socket.socket | None = None
    home = 0  # the process that may send: not one that a cell has forked
    muted = False
    replied = False  # whether the request that is being handled has had its reply

    def __init__(self, **options: Any) -> None:
        super().__init__(key=b"", **options)  # nothing to sign: there is one peer, and it believes nothing
        self._sending = threading.Lock()
        self._depth = 0
        self._before: Any = None
        self._interrupted = False

    def send(  # type: ignore[override]
        self,
        stream: Any,
        msg_or_type: Any,
        content: Any = None,
        parent: Any = None,
        ident: Any = None,
        buffers: Any = None,
        track: bool = False,
        header: Any = None,
        metadata: Any = None,
    ) -> dict[str, Any] | None:
        """Send one message; called by the kernel, its display hooks and streams."""
        if isinstance(msg_or_type, dict):
            message = msg_or_type
            buffers = buffers or message.get("buffers") or []
        else:
            message = self.msg(msg_or_type, content=content, parent=parent, header=header, metadata=metadata)
        if self.peer is None or self.muted or os.getpid() != self.home:
            return message
        kind = message["header"]["msg_type"]
        if kind in KINDS:
            parts = [bytes(memoryview(part).cast("B")) for part in buffers or []]
            self.push(self._frame(kind, message, parts))
            self.replied = self.replied or kind == "execute_reply"
        return message

    def say(self, kind: str, request: str | None, buffers: list[bytes] | None = None, **fields: Any) -> None:
        """Send a frame of our own."""
        self.push(pack({"t": kind, "p": request, **fields}, buffers or []))

    def push(self, data: bytes) -> None:
        """Send a whole frame, whatever interrupts."""
        with self.undisturbed(), self._sending:
            if self.peer is not None:
                self.peer.sendall(data)

    def _frame(self, kind: str, message: dict[str, Any], buffers: list[bytes]) -> bytes:
        *_, metadata, content = self.serialize(message)
        if len(content) + len(metadata) > MAX_JSON - 2**16 or sum(map(len, buffers)) > MAX_BYTES:
            smaller = {**message, "content": _smaller(kind, message["content"]), "metadata": {}}
            *_, metadata, content = self.serialize(smaller)
            buffers = []
        request = (message.get("parent_header") or {}).get("msg_id")
        lengths = json.dumps([len(part) for part in buffers]).encode()
        text = b'{"t":"%s","p":%s,"m":%s,"c":%s,"b":%s}' % (
            kind.encode(),
            json.dumps(request).encode(),
            metadata,
            content,
            lengths,
        )
        return pack_json(text, buffers)

    @contextlib.contextmanager
    def undisturbed(self) -> Iterator[None]:
        """Hold an interrupt back until the block is done: half a frame would end the conversation."""
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        if self._depth == 0:
            self._before = signal.signal(signal.SIGINT, self._note)
        self._depth += 1
        try:
            yield
        finally:
            self._depth -= 1
            if self._depth == 0:
                noted, self._interrupted = self._interrupted, False
                signal.signal(signal.SIGINT, self._before)
                if noted:
                    signal.raise_signal(signal.SIGINT)

    def _note(self, *_: Any) -> None:
        self._interrupted = True


def _smaller(kind: str, content: dict[str, Any]) -> dict[str, Any]:
    """What stays of a message that no notebook should hold: a table of a million rows, a film."""
    if kind in ("display_data", "update_display_data", "execute_result"):
        text = str(content["data"].get("text/plain", ""))
        return {**content, "data": {"text/plain": text[:_LONG] + TOO_LARGE}, "metadata": {}}
    if kind.startswith("comm"):
        return {**content, "data": {}}
    if "traceback" in content:
        lines = [line[:_LONG] for line in content["traceback"][-20:]]
        cut = {**content, "evalue": content["evalue"][:_LONG], "traceback": lines}
        return {name: value for name, value in cut.items() if name != "user_expressions"}
    return content
