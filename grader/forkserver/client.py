"""The trusted side of the fork server: starts the warm process, asks it for children, and outlives its death."""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import weakref
from collections.abc import Mapping
from pathlib import Path
from typing import Any, ClassVar, Self

from grader.forkserver.child_process import GRACE, OUTPUT_LIMIT, Child, ChildLost, inside
from grader.forkserver.wire import HEAD
from grader.sandbox import Ending, Level, Limits

_WARM = 180.0  # seconds in which the warm process must be there, on a machine that is busy
_ANSWER = 60.0
_COMMAND = "from grader.forkserver.server import main; main()"


class ServerLost(Exception):
    """The warm process is not there or does not answer."""


class ForkServer:
    """A warm process, and the children it forks. May be used by several threads.

    It starts at once and in the background; the first `child` waits until it is warm. Closing it, or the death
    of this process, ends the warm process and every child.
    """

    _shared: ForkServer | None = None
    _guard = threading.Lock()
    _all: ClassVar[weakref.WeakSet[ForkServer]] = weakref.WeakSet()

    @classmethod
    def shared(cls) -> ForkServer:
        """Return this process's own fork server; started at first use, and again if it has died."""
        with cls._guard:
            if cls._shared is None or not cls._shared.alive():
                if cls._shared is not None:
                    cls._shared.close()
                cls._shared = ForkServer()
            return cls._shared

    @classmethod
    def prestart(cls) -> None:
        """Start the shared fork server in the background, so that its imports and ours run side by side."""
        cls.shared()

    def __init__(self) -> None:
        self._owner = os.getpid()
        self._lock = threading.Lock()
        self._count = 0
        self._warm = self._closed = False
        self._handles: weakref.WeakSet[Handle] = weakref.WeakSet()
        self.folder = Path(tempfile.mkdtemp(prefix="c20-"))
        self._socket, theirs = socket.socketpair()
        with theirs, open(self.folder / "log", "wb") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-c", _COMMAND, str(theirs.fileno()), str(self.folder)],
                pass_fds=[theirs.fileno()],
                env=environment(),
                cwd=self.folder,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for this process; it ends the others in order
            )
        ForkServer._all.add(self)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()

    @property
    def pid(self) -> int:
        """The warm process."""
        return self._process.pid

    def alive(self) -> bool:
        """Tell whether the warm process runs and is this process's own."""
        return not self._closed and self._owner == os.getpid() and self._process.poll() is None

    def died(self) -> bool:
        """Tell whether the warm process has ended without being told to."""
        return not self._closed and self._owner == os.getpid() and self._process.poll() is not None

    def child(
        self,
        *,
        level: Level,
        limits: Limits,
        language: str,
        files: Mapping[str, bytes],
        output_limit: int = OUTPUT_LIMIT,
        grace: float = GRACE,
    ) -> Child:
        """Fork one student process.

        Parameters
        ----------
        level : Level
            How strong the walls are.
        limits : Limits
            ``wall`` is for its whole life, from now on.
        language : {"es", "en"}
        files : mapping of str to bytes
            Written into its folder before the walls close; relative paths with ``/``.
        output_limit : int
            Bytes that all its cells may put out.
        grace : float
            Seconds between interrupting and killing it.

        Raises
        ------
        ChildLost
            With reason ``"ours"`` where no child can be made, ``"scratch"`` where its files do not fit.
        """
        for name in files:
            inside(name)
        try:
            handle = self.fork("student", level=level, limits=limits)
        except ServerLost as error:
            raise ChildLost("ours", str(error)) from error
        try:
            return Child(
                handle,
                limits=limits,
                language=language,
                files=files,
                output_limit=output_limit,
                grace=grace,
            )
        except BaseException:
            handle.close()
            raise

    def fork(self, kind: str, *, level: Level, limits: Limits, **details: Any) -> Handle:
        """Fork a process of a kind that the server knows; `child` and the kernel provisioner build on it."""
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                with self._lock:
                    self._count += 1
                    number = self._count
                request = {"op": "fork", "id": number, "kind": kind, "level": str(level), "wall": limits.wall}
                about = self.ask(request | {"limits": limits.to_json(), **details}, theirs)
            except BaseException:
                ours.close()
                raise
        handle = Handle(self, number, about["pid"], ours)
        self._handles.add(handle)
        return handle

    def ask(self, request: dict[str, Any], passed: socket.socket | None = None) -> dict[str, Any]:
        """Ask the warm process something; ServerLost when it does not answer."""
        data = json.dumps(request).encode()
        with self._lock:
            if self._closed or self._owner != os.getpid():
                raise ServerLost("the fork server is closed")
            try:
                if not self._warm:
                    self._socket.settimeout(_WARM)
                    self._read()
                    self._warm = True
                self._socket.settimeout(_ANSWER)
                descriptors = [] if passed is None else [passed.fileno()]
                socket.send_fds(self._socket, [HEAD.pack(len(data), 0)], descriptors)
                self._socket.sendall(data)
                return self._read()
            except (OSError, EOFError, ValueError) as error:
                raise ServerLost(f"the fork server does not answer: {error!r}\n{self.log()}") from error

    def _read(self) -> dict[str, Any]:
        size, _ = HEAD.unpack(self._exactly(HEAD.size))
        return json.loads(self._exactly(size))

    def _exactly(self, size: int) -> bytes:
        data = b""
        while len(data) < size:
            part = self._socket.recv(size - len(data))
            if not part:
                raise EOFError("it has ended")
            data += part
        return data

    def log(self) -> str:
        """Return the end of what the warm process, or walls that could not be built, had to say."""
        try:
            return (self.folder / "log").read_bytes()[-4000:].decode("utf-8", "replace")
        except OSError:
            return ""

    def close(self) -> None:
        """End the warm process and all its children; may be called twice."""
        if self._closed or self._owner != os.getpid():
            return
        self._closed = True
        with contextlib.suppress(OSError):  # before close: a copy in a forked process would keep it open
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        try:
            self._process.wait(10)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for handle in list(self._handles):
            handle.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _forget(self) -> None:
        """In a process forked from ours: let go of what is not ours, and touch nobody."""
        self._process.returncode = self._process.returncode or 0
        self._socket.close()
        for handle in list(self._handles):
            handle.sock.close()


class Handle:
    """A forked process as the server knows it: signals reach it and nobody else, even if its number is reused."""

    def __init__(self, server: ForkServer, number: int, pid: int, sock: socket.socket) -> None:
        self._server, self._number, self.pid, self.sock = server, number, pid, sock
        self._closed = False

    def interrupt(self) -> None:
        """Send SIGINT, unless the process has ended."""
        self._ask({"op": "interrupt", "id": self._number})

    def end(self) -> None:
        """End the process with all that it started; `ending` tells when that is done."""
        self._ask({"op": "end", "id": self._number})

    def ending(self) -> int | None:
        """Return None while the process lives, then its exit status, negative for a signal."""
        answer = self._ask({"op": "ending", "id": self._number})
        return -signal.SIGKILL if answer is None else answer["ending"]

    def reason(self, ending: int | None) -> tuple[str, str]:
        """Return why a process that ended so was lost, and a detail."""
        if self._server.died():
            return "ours", "the fork server has died\n" + self._server.log()
        names = {Ending.MEMORY: "memory", Ending.CPU: "cpu", Ending.SCRATCH: "scratch"}
        names |= {Ending.PROCESSES: "processes", Ending.WALL: "stuck", Ending.OURS: "ours"}
        names[-signal.SIGKILL] = "memory"  # the machine's, as nobody else kills whoever watches over a child
        reason = names.get(ending, "crashed")
        return reason, self._server.log() if reason == "ours" else f"exit status {ending}"

    def close(self) -> None:
        """Kill the process and forget it."""
        if self._closed:
            return
        self._closed = True
        if self._ask({"op": "forget", "id": self._number}) is None and self._server.died():
            with contextlib.suppress(OSError):  # where Linux did not see to it that they died with the server
                os.kill(self.pid, signal.SIGTERM)
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()

    def _ask(self, request: dict[str, Any]) -> dict[str, Any] | None:
        try:
            return self._server.ask(request)
        except ServerLost:
            return None


def environment() -> dict[str, str]:
    """Return all that the warm process may know of its surroundings; students can read it."""
    kept = {name: os.environ[name] for name in ("TZ",) if name in os.environ}
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "LANG": "C.UTF-8",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MALLOC_ARENA_MAX": "2",  # each would reserve address space, which is limited
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


def _close_all() -> None:
    for server in list(ForkServer._all):
        server.close()


def _after_fork() -> None:
    ForkServer._guard = threading.Lock()
    ForkServer._shared = None
    for server in list(ForkServer._all):
        server._forget()


atexit.register(_close_all)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_after_fork)
