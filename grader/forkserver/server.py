"""The warm process: imports everything once, then forks a child for each request. One thread, no secrets.

Started by `grader.forkserver.client` with a descriptor and a folder. Requests and answers are frames of JSON on
the descriptor; each fork brings one end of a child's socket. Nothing that belongs to one submission passes through
here: files and cells go over the child's own socket.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import selectors
import signal
import socket
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import Any, NoReturn

from grader.forkserver.wire import HEAD

_LATE = 2.0  # seconds beyond a child's wall limit: whoever asked for it should have killed it before
_PDEATHSIG = 1


class Server:
    """Forks, signals and buries.

    Parameters
    ----------
    control : socket
        The client's; when it closes, everything ends.
    folder : Path
        Private to this fork server.
    app : PipeApp
        What children use.
    """

    def __init__(self, control: socket.socket, folder: Path, app: Any) -> None:
        self.control, self.folder, self.app = control, folder, app
        self.children: dict[int, Process] = {}
        self.selector = selectors.DefaultSelector()
        self.wake = os.pipe()

    def serve(self) -> None:
        """Answer until the client has gone."""
        for descriptor in self.wake:
            os.set_blocking(descriptor, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(self.wake[1], warn_on_full_buffer=False)
        self.selector.register(self.control, selectors.EVENT_READ)
        self.selector.register(self.wake[0], selectors.EVENT_READ)
        parent = os.getppid()
        self.answer({"ready": os.getpid()})
        try:
            while os.getppid() == parent:
                ready = {key.fileobj for key, _ in self.selector.select(1.0)}
                if self.wake[0] in ready:
                    with contextlib.suppress(BlockingIOError):
                        os.read(self.wake[0], 4096)
                self.bury()
                if self.control in ready:
                    self.answer(self.take(*self.request()))
        except (EOFError, ConnectionError):
            pass
        finally:
            for process in self.children.values():
                process.kill()

    def request(self) -> tuple[dict[str, Any], list[int]]:
        """Read one request and the descriptor that came with it."""
        data, descriptors, _, _ = socket.recv_fds(self.control, HEAD.size, 1)
        while len(data) < HEAD.size:
            data += _some(self.control, HEAD.size - len(data))
        size, _ = HEAD.unpack(data)
        text = b""
        while len(text) < size:
            text += _some(self.control, size - len(text))
        return json.loads(text), descriptors

    def answer(self, about: dict[str, Any]) -> None:
        """Send one answer."""
        data = json.dumps(about).encode()
        self.control.sendall(HEAD.pack(len(data), 0) + data)

    def take(self, request: dict[str, Any], descriptors: list[int]) -> dict[str, Any]:
        """Do what is asked."""
        if request["op"] == "fork":
            return {"pid": self.fork(request, descriptors[0])}
        if request["op"] == "about":
            return self.about()
        process = self.children.get(request["id"])
        if process is None:
            return {"ending": -signal.SIGKILL}
        if request["op"] == "signal":
            process.signal(request["signal"])
        elif request["op"] == "forget":
            process.kill()
            process.forgotten = True
            if process.ending is not None:
                del self.children[request["id"]]
        return {"ending": process.ending}

    def about(self) -> dict[str, Any]:
        """Tell what could drift."""
        return {"pid": os.getpid(), "threads": threading.active_count(), "children": len(self.children)}

    def fork(self, request: dict[str, Any], descriptor: int) -> int:
        """Fork one child; it never returns from here."""
        pid = os.fork()
        if pid == 0:
            self.become(request, descriptor)
        os.close(descriptor)
        deadline = time.monotonic() + request["wall"] + _LATE
        self.children[request["id"]] = Process(pid, walled=request["level"] != "none", deadline=deadline)
        return pid

    def become(self, request: dict[str, Any], descriptor: int) -> NoReturn:
        """Be the child."""
        status = 75
        try:
            signal.set_wakeup_fd(-1)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            _die_with_parent()
            self.selector.close()
            self.control.close()
            for end in self.wake:
                os.close(end)
            self.children.clear()
            gc.enable()
            if request["kind"] == "student":
                from grader.forkserver.student import run
            else:
                from grader.forkserver.kernel import run
            run(self.app, socket.socket(fileno=descriptor), request, self.folder)
            status = 0
        except BaseException:
            with contextlib.suppress(BaseException):
                traceback.print_exc(file=sys.__stderr__)
                sys.__stderr__.flush()
        finally:
            os._exit(status)

    def bury(self) -> None:
        """Take note of children that have ended, and end those whose time is over."""
        now = time.monotonic()
        for number, process in list(self.children.items()):
            if process.ending is None and now > process.deadline:
                process.kill()
            if process.ended() and process.forgotten:
                del self.children[number]


class Process:
    """A child as its parent sees it."""

    def __init__(self, pid: int, *, walled: bool, deadline: float) -> None:
        self.pid, self.walled, self.deadline = pid, walled, deadline
        self.ending: int | None = None
        self.forgotten = False

    def signal(self, name: str) -> None:
        """Send INT or KILL."""
        if self.ending is not None:
            return
        number = {"INT": signal.SIGINT, "KILL": signal.SIGKILL}[name]
        if not self.walled:
            try:
                os.killpg(self.pid, number)
                return
            except OSError:
                pass  # it has not become a group of its own yet
        with contextlib.suppress(OSError):
            os.kill(self.pid, number)  # who watches over walls passes it on

    def kill(self) -> None:
        """End it with all that is in its group."""
        self.signal("KILL")

    def ended(self) -> bool:
        """Tell whether it has ended; what it started goes with it."""
        if self.ending is None:
            if hasattr(os, "waitid"):  # while it is a zombie nobody else can have its number
                if os.waitid(os.P_PID, self.pid, os.WEXITED | os.WNOHANG | os.WNOWAIT) is None:
                    return False
                self._end_group()
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid == 0:
                return False
            self.ending = os.waitstatus_to_exitcode(status)
        return True

    def _end_group(self) -> None:
        with contextlib.suppress(OSError):
            os.killpg(self.pid, signal.SIGKILL)


def _some(sock: socket.socket, size: int) -> bytes:
    data = sock.recv(size)
    if not data:
        raise EOFError
    return data


def _die_with_parent() -> None:
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PDEATHSIG, signal.SIGKILL)


def main() -> None:
    """Be the warm process."""
    descriptor, folder = int(sys.argv[1]), Path(sys.argv[2])
    sys.path[:] = [place for place in sys.path if place and Path(place) != Path.cwd()]
    sys.argv[:] = ["ipykernel_launcher.py"]
    control = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["HOME"] = str(folder)
    os.environ["MPLCONFIGDIR"] = str(folder / "matplotlib")
    from grader.forkserver import app as application
    from grader.forkserver import warm

    app = application.make(folder)
    with app.kernel.shell.builtin_trap:
        warm.load()
        warm.walk(app.kernel.shell)
        import grader.forkserver.student
        import grader.sandbox  # noqa: F401  inside the walls there is no grader
    os.chdir("/")
    gc.collect()
    gc.disable()
    gc.freeze()
    if threading.active_count() != 1:
        raise SystemExit(f"the warm process has threads: {threading.enumerate()}")
    Server(control, folder, app).serve()
