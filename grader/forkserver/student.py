"""What a forked student process does: go behind the walls, take its files, then answer until nobody asks.

Student side: from the first cell on, all of this may be patched by the code that runs here.
"""

from __future__ import annotations

import asyncio
import errno
import inspect
import os
import random
import signal
import socket
import sys
import tempfile
import traceback
from pathlib import Path
from typing import Any

import numpy as np
from tornado import ioloop

from course.channel.answer import answer
from grader import sandbox
from grader.forkserver.app import PipeApp, adopt
from grader.forkserver.wire import pack, receive

SEED = 20140312  # a notebook that draws without a seed of its own gets the same marks each time


class FilesDoNotFitError(Exception):
    """The submission's files are larger than its scratch space."""


def run(app: PipeApp, sock: socket.socket, request: dict[str, Any]) -> None:
    """Be a student's process; returns when the other side has gone. Called in the forked process.

    Parameters
    ----------
    app : PipeApp
        From the warm process.
    sock : socket
        The other end is the trusted side's.
    request : dict
        As the server got it: level and limits.
    """
    level, limits = sandbox.Level(request["level"]), sandbox.Limits.from_json(request["limits"])
    sandbox.enter(level, limits, keep=(sock.fileno(),), home=sandbox.HOME)
    try:
        start, contents = receive(sock)
        write_files(Path.cwd(), start["files"], contents)
        surround(start["language"])
        adopt(app)
        reseed()
    except FilesDoNotFitError:
        sock.sendall(pack({"t": "refused", "why": "scratch"}))
        return
    except Exception:
        sock.sendall(pack({"t": "refused", "why": "ours", "text": traceback.format_exc()}))
        return
    sandbox.lock(level, limits)
    del start, contents
    app.session.peer = sock
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    waking, wake = socket.socketpair()  # so that an interrupt ends `await` at once: tornado would not notice
    for end in (waking, wake):
        end.setblocking(False)
    loop.add_reader(waking, waking.recv, 4096)
    signal.set_wakeup_fd(wake.fileno(), warn_on_full_buffer=False)
    loop.run_until_complete(_Conversation(app, sock).run())


def write_files(home: Path, names: list[str], contents: list[bytes]) -> None:
    """Write the submission's files; a name that this system cannot hold is left out."""
    for name, content in zip(names, contents, strict=True):
        try:
            (home / name).parent.mkdir(parents=True, exist_ok=True)
            (home / name).write_bytes(content)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EFBIG, errno.EDQUOT):
                raise FilesDoNotFitError from error


def surround(language: str) -> None:
    """Give the process the environment that a student's code may know."""
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    os.environ.clear()
    os.environ.update(kept)
    temporary = tempfile.gettempdir()
    os.environ.update(
        NBGRADER_EXECUTION="autograde",
        CRISIS20_LANGUAGE=language,
        IPYTHONDIR=os.path.join(temporary, "ipython"),
        MPLCONFIGDIR=os.path.join(temporary, "matplotlib"),
    )


_KEPT = (
    *(
        "PATH",
        "HOME",
        "TMPDIR",
        "LANG",
        "TZ",
        "MPLBACKEND",
        "OPENBLAS_NUM_THREADS",
        "OMP_NUM_THREADS",
        "MALLOC_ARENA_MAX",
    ),
    *("PYDEVD_DISABLE_FILE_VALIDATION", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYDEVD_USE_FRAME_EVAL"),
)


def reseed() -> None:
    """Start the generators that have a state before any seed is set."""
    random.seed(SEED)
    np.random.seed(SEED)


class _Conversation:
    def __init__(self, app: PipeApp, sock: socket.socket) -> None:
        self.app, self.sock = app, sock
        self.kernel, self.session = app.kernel, app.session

    async def run(self) -> None:
        loop = asyncio.get_running_loop()
        self.app.io_loop = self.kernel.io_loop = ioloop.IOLoop.current()
        self.kernel.shell.exit_now = False
        self.session.say("ready", None)
        while True:
            readable = loop.create_future()
            loop.add_reader(self.sock.fileno(), _settle, readable)
            await readable
            loop.remove_reader(self.sock.fileno())
            try:
                frame, buffers = receive(self.sock)
            except (EOFError, OSError):
                return
            await self.take(frame, buffers)
            if os.getpid() != self.session.home:
                os._exit(0)  # a cell has forked this process: the copy must not answer for it

    async def take(self, frame: dict[str, Any], buffers: list[bytes]) -> None:
        """Do what is asked."""
        if frame["op"] == "call":
            self.call(frame["id"], buffers[0].decode("utf-8", "surrogatepass"))
        elif frame["op"] == "ping":
            self.session.say("pong", frame["id"])
        elif frame["op"] == "comm":
            await self.handle(frame["id"], "comm_msg", frame["content"])
        elif frame["op"] == "execute":
            content = {
                "code": frame["code"],
                "silent": frame["silent"],
                "store_history": not frame["silent"],
                "user_expressions": {},
                "allow_stdin": False,
                "stop_on_error": False,
            }
            await self.handle(frame["id"], "execute_request", content)

    async def handle(self, request: str, kind: str, content: dict[str, Any]) -> None:
        """Do what ipykernel's `shell_main` and `dispatch_shell` do with a message."""
        header = {"msg_id": request, "msg_type": kind, "username": "", "session": "", "version": "5.3"}
        parent = {"header": header, "msg_id": request, "msg_type": kind}
        parent |= {"parent_header": {}, "metadata": {}, "content": content, "buffers": []}
        self.kernel.set_parent([b""], parent, channel="shell")
        self.kernel._publish_status("busy", "shell")
        await self.dispatch(kind, parent)
        sys.stdout.flush()
        sys.stderr.flush()
        self.kernel._publish_status("idle", "shell")

    async def dispatch(self, kind: str, parent: dict[str, Any]) -> None:
        """Have the kernel handle a message, where it can be interrupted."""
        self.session.replied = False
        self.kernel.pre_handler_hook()
        try:
            result = self.kernel.shell_handlers[kind](None, [b""], parent)
            if inspect.isawaitable(result):
                await result
        except (
            Exception,
            KeyboardInterrupt,
        ) as error:  # between the cell and the reply, where ipykernel has none
            if kind == "execute_request" and not self.session.replied:
                content = {"status": "error", "ename": type(error).__name__, "evalue": "", "traceback": []}
                self.session.send(None, "execute_reply", content, parent)
        finally:
            self.kernel.post_handler_hook()

    def call(self, request: str, text: str) -> None:
        """Answer one question of the examiner's; what is printed or displayed meanwhile is thrown away."""
        self.session.muted = True
        kernel = self.kernel
        kernel.pre_handler_hook()
        try:
            with kernel.shell.builtin_trap:
                answered = [answer(text, kernel.shell.user_ns).encode("utf-8", "surrogatepass")]
        except (Exception, KeyboardInterrupt):
            answered = []
        finally:
            kernel.post_handler_hook()
            for stream in (sys.stdout, sys.stderr):
                stream.flush()
            self.session.muted = False
        self.session.say("answer", request, answered)


def _settle(future: asyncio.Future) -> None:
    if not future.done():
        future.set_result(None)
