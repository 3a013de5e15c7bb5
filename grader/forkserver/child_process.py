"""The trusted side of one student process: run a cell, ask a question, kill; nothing it does gets further."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NoReturn, Self

from course.channel.limits import MAX_TEXT
from grader.forkserver import memory
from grader.forkserver.messages import read_message
from grader.forkserver.wire import (
    TICK,
    Channel,
    ClosedError,
    FloodedError,
    GarbledError,
    pack,
)

if TYPE_CHECKING:
    from grader.forkserver.client import Handle
    from grader.sandbox import Limits

GRACE = 3.0  # seconds between interrupting and killing
OUTPUT_LIMIT = 64 * 2**20
_START = 60.0  # seconds for a child to be ready, on a machine that is busy
_SETTLE = 0.05  # seconds in which an interrupt that was sent arrives for certain
REASONS = ("crashed", "stuck", "memory", "cpu", "scratch", "processes", "output", "garbled", "ours")


class ChildLost(Exception):
    """The process is gone, and nothing more can be asked of it.

    Parameters
    ----------
    reason : str
        ``"crashed"`` (it ended), ``"stuck"`` (no answer, even to an interrupt, or older than the wall limit),
        ``"memory"``, ``"cpu"``, ``"scratch"``, ``"processes"``, ``"output"`` (more of it than allowed),
        ``"garbled"`` (what no kernel sends), ``"ours"`` (the walls or the fork server failed, not the student).
    detail : str
        For the instructor's log; may hold what the student's process wrote.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason, detail)
        self.reason, self.detail = reason, detail


@dataclass(frozen=True)
class Reply:
    """How a cell ended.

    Parameters
    ----------
    status : {"ok", "error", "aborted"}
    late : bool
        Whether it had to be interrupted.
    content : dict
        The kernel's ``execute_reply``: status, execution_count, and ename, evalue, traceback of an error.
    """

    status: str
    late: bool = False
    content: dict[str, Any] = field(default_factory=dict)


class Child:
    """One student process; `ForkServer.child` makes it, leaving the `with` block kills it.

    Every method either returns within its timeout and `grace`, or raises `ChildLost` and the process is gone.
    Not for several threads at once.
    """

    def __init__(
        self,
        handle: Handle,
        *,
        limits: Limits,
        language: str,
        files: Mapping[str, bytes],
        output_limit: int = OUTPUT_LIMIT,
        grace: float = GRACE,
    ) -> None:
        self.grace = grace
        self.lost: ChildLost | None = None
        self._handle = handle
        self._wall = time.monotonic() + limits.wall
        self._channel = Channel(handle.sock, allowance=output_limit)
        start = {"op": "start", "language": language, "files": [inside(name) for name in files]}
        deadline = time.monotonic() + _START
        self._send(pack(start, list(files.values())), deadline)
        while (frame := self._receive(deadline, late="ours")[0]).get("t") != "ready":
            if frame.get("t") == "refused":  # nothing of a student's has run yet: this can be believed
                self._lose(
                    frame.get("why") if frame.get("why") in REASONS else "ours", str(frame.get("text"))
                )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.kill()

    @property
    def pid(self) -> int:
        """The process, or the one that watches over it inside walls, as this machine numbers them."""
        return self._handle.pid

    def execute(
        self,
        code: str,
        *,
        on_message: Callable[[dict[str, Any]], object],
        timeout: float,
        silent: bool = False,
    ) -> Reply:
        """Run one cell.

        Parameters
        ----------
        code : str
        on_message : callable
            Gets the kernel's messages of this cell in order, checked and in the shape that
            `nbclient.NotebookClient.process_message` takes: all that a notebook holds, and comms; no status.
        timeout : float
            Seconds until the cell is interrupted.
        silent : bool
            Run without a prompt number and outside the history.

        Raises
        ------
        ChildLost
        """
        request = uuid.uuid4().hex
        question = {"op": "execute", "id": request, "code": code, "silent": silent}
        deadline, late, reply = time.monotonic() + timeout, False, None
        self._send(pack(question), deadline)
        while True:
            try:
                frame, buffers = self._receive(deadline)
            except TimeoutError:
                if late:
                    self._lose("stuck")
                deadline, late = self._interrupted(), True
                continue
            if frame.get("p") != request:
                continue
            try:
                message = read_message(frame, buffers)
            except GarbledError as error:
                self._lose("garbled", str(error))
            kind, content = message["msg_type"], message["content"]
            if kind == "execute_reply":
                reply = reply or content
            elif kind == "status":
                if content["execution_state"] == "idle":
                    break
            else:
                on_message(message)
        if reply is None:
            self._lose("garbled", "a cell that ended without a reply")
        if late:
            self._settle()
        return Reply(status=reply["status"], late=late, content=reply)

    def call(self, text: str, *, timeout: float) -> str | None:
        """Ask one question of `course.channel.answer`; what the student's function prints is thrown away.

        Parameters
        ----------
        text : str
            As `course.channel.answer.request` writes it.
        timeout : float
            Seconds until the call is interrupted.

        Returns
        -------
        str or None
            What came back, to be read with `read_observed` and not to be believed otherwise; None when it took
            too long but could be interrupted.

        Raises
        ------
        ChildLost
        """
        request = uuid.uuid4().hex
        deadline, late = time.monotonic() + timeout, False
        before = self._channel.allowance
        self._channel.allowance += MAX_TEXT + 2**16  # answers are not output
        self._send(pack({"op": "call", "id": request}, [text.encode("utf-8", "surrogatepass")]), deadline)
        while True:
            try:
                frame, buffers = self._receive(deadline)
            except TimeoutError:
                if late:
                    self._lose("stuck")
                deadline, late = self._interrupted(), True
                continue
            if frame.get("p") == request and frame.get("t") == "answer":
                break
        self._channel.allowance = min(before, self._channel.allowance)
        if late:
            self._settle()
            return None
        if len(buffers) != 1 or len(buffers[0]) > 4 * MAX_TEXT:
            self._lose("garbled", "an answer is one text")
        try:
            return buffers[0].decode("utf-8")
        except UnicodeDecodeError:
            self._lose("garbled", "an answer is text")

    def comm(self, content: Mapping[str, Any]) -> None:
        """Send a widget's message, as a page in a browser would; the child reads it before the next cell."""
        self._send(
            pack({"op": "comm", "id": uuid.uuid4().hex, "content": dict(content)}), time.monotonic() + 5
        )

    def interrupt(self) -> None:
        """Interrupt what runs now."""
        self._handle.interrupt()

    def kill(self) -> None:
        """End the process and all that it started; may be called at any time, and twice."""
        if self.lost is None:
            self.lost = ChildLost("crashed", "killed by us")
        self._handle.close()

    def memory(self) -> int:
        """Return the bytes that this child holds for itself alone, its watcher's and its own processes' included."""
        return memory.private(self._handle.pid)

    def _interrupted(self) -> float:
        self.interrupt()
        return time.monotonic() + self.grace

    def _settle(self) -> None:
        """Let an interrupt that crossed with the reply pass by, so that it does not hit the next cell."""
        time.sleep(_SETTLE)
        request = uuid.uuid4().hex
        deadline = time.monotonic() + self.grace
        self._send(pack({"op": "ping", "id": request}), deadline)
        while self._receive(deadline, late="stuck")[0].get("p") != request:
            pass

    def _send(self, data: bytes, deadline: float) -> None:
        if self.lost is not None:
            raise ChildLost(self.lost.reason, self.lost.detail)
        try:
            self._channel.send(data, deadline=min(deadline + self.grace, self._wall))
        except TimeoutError:
            self._lose("stuck")
        except ClosedError:
            self._ended()

    def _receive(self, deadline: float, *, late: str | None = None) -> tuple[dict[str, Any], list[bytes]]:
        """Return the next frame; TimeoutError at the deadline, or the reason `late` instead."""
        while True:
            now = time.monotonic()
            try:
                return self._channel.receive(deadline=min(deadline, self._wall, now + TICK))
            except TimeoutError:
                now = time.monotonic()
                if now >= self._wall:
                    self._lose("stuck", "wall limit")
                if self._handle.ending() is not None:  # its descendants may hold the pipe open
                    self._ended()
                if now >= deadline:
                    if late:
                        self._lose(late, "no answer in time")
                    raise
            except ClosedError:
                self._ended()
            except FloodedError:
                self._lose("output")
            except GarbledError as error:
                self._lose("garbled", str(error))

    def _ended(self) -> NoReturn:
        """Learn how the process ended."""
        until = time.monotonic() + 2
        while (ending := self._handle.ending()) is None and time.monotonic() < until:
            time.sleep(0.002)
        self._lose(*self._handle.reason(ending))

    def _lose(self, reason: str, detail: str = "") -> NoReturn:
        self.lost = ChildLost(reason, detail)
        self.kill()
        self._channel.forget()
        raise ChildLost(reason, detail)


def inside(name: str) -> str:
    """Return a file's name, or raise ValueError where it leads out of the folder.

    Examples
    --------
    >>> inside("data//labels.csv")
    'data/labels.csv'
    """
    path = PurePosixPath(name)
    if not name or path.is_absolute() or ".." in path.parts or "\0" in name or not path.parts:
        raise ValueError(f"{name!r}: files of a submission have relative paths")
    return str(path)
