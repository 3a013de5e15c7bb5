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
import shutil
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
_STUBBORN = 10.0  # seconds in which whoever watches over a child has ended it


class Forked(BaseException):
    """Raised in the child, with its request and its end of the socket."""


class Server:
    """Forks, signals and buries.

    Parameters
    ----------
    control : socket
        The client's; when it closes, everything ends.
    app : PipeApp
        What children use.
    """

    def __init__(self, control: socket.socket, app: Any) -> None:
        self.control, self.app = control, app
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
        if request["op"] == "interrupt":
            process.signal(signal.SIGINT)
        elif request["op"] == "end":
            process.kill()
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
        """Fork one child, which leaves by an exception: a student's recursion begins near the bottom of the stack."""
        pid = os.fork()
        if pid == 0:
            raise Forked(request, descriptor)
        os.close(descriptor)
        deadline = time.monotonic() + request["wall"] + _LATE
        self.children[request["id"]] = Process(pid, deadline=deadline)
        return pid

    def leave(self) -> None:
        """Let go of what a child must not have."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        self.selector.close()
        self.control.close()
        for end in self.wake:
            os.close(end)
        self.children.clear()

    def bury(self) -> None:
        """Take note of children that have ended, and end those whose time is over."""
        now = time.monotonic()
        for number, process in list(self.children.items()):
            if process.ending is None and now > process.deadline:
                process.kill()
            if process.ended() and process.forgotten:
                del self.children[number]


class Process:
    """A child as its parent sees it: the sandbox's supervisor, which passes signals on and ends what it watches."""

    def __init__(self, pid: int, *, deadline: float) -> None:
        self.pid, self.deadline = pid, deadline
        self.ending: int | None = None
        self.forgotten = self.killed = False

    def signal(self, number: int) -> None:
        """Send a signal, unless it has ended: its number is its own until it is buried."""
        if self.ending is None:
            with contextlib.suppress(OSError):
                os.kill(self.pid, number)

    def kill(self) -> None:
        """End it with all that it started."""
        if not self.killed:
            self.killed, self.deadline = True, time.monotonic() + _STUBBORN
            self.signal(signal.SIGTERM)
        elif time.monotonic() > self.deadline:
            self.signal(signal.SIGKILL)

    def ended(self) -> bool:
        """Tell whether it has ended."""
        if self.ending is None:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                self.ending = os.waitstatus_to_exitcode(status)
        return self.ending is not None


def _some(sock: socket.socket, size: int) -> bytes:
    data = sock.recv(size)
    if not data:
        raise EOFError
    return data


def main() -> None:
    """Be the warm process."""
    descriptor, folder = int(sys.argv[1]), Path(sys.argv[2])
    sys.path[:] = [place for place in sys.path if place and Path(place) != Path.cwd()]
    sys.argv[:] = ["ipykernel_launcher.py"]
    control = socket.socket(fileno=descriptor)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["HOME"] = str(folder)
    os.environ["NBGRADER_EXECUTION"] = "autograde"  # the course asks for it when it is imported
    os.environ["MPLCONFIGDIR"] = str(folder / "matplotlib")
    from grader.forkserver import app as application
    from grader.forkserver import warm

    app = application.make(folder)
    with app.kernel.shell.builtin_trap:
        warm.load()
        warm.walk(app.kernel.shell)
        import grader.forkserver.student  # noqa: F401  inside the walls there is no grader
        from grader import sandbox

        sandbox.prepare()
    os.chdir("/")
    gc.collect()
    gc.disable()
    gc.freeze()
    if threading.active_count() != 1:
        raise SystemExit(f"the warm process has threads: {threading.enumerate()}")
    server = Server(control, app)
    try:
        server.serve()
        shutil.rmtree(folder, ignore_errors=True)  # the client may have been killed
        return
    except Forked as forked:
        request, descriptor = forked.args
    become(server, request, descriptor)


def become(server: Server, request: dict[str, Any], descriptor: int) -> NoReturn:
    """Be a child."""
    status = 1
    try:
        server.leave()
        gc.enable()
        if request["kind"] == "student":
            from grader.forkserver.student import run
        else:
            from grader.forkserver.kernel import run
        run(server.app, socket.socket(fileno=descriptor), request)
        status = 0
    except BaseException:
        with contextlib.suppress(BaseException):
            traceback.print_exc(file=sys.__stderr__)
            sys.__stderr__.flush()
    finally:
        os._exit(status)
