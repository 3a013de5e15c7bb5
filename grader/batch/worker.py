"""The processes that grade on this machine: one imports everything, and forks a worker for each job at a time.

`python -c "from grader.batch.worker import main; main()" FD UNIT` talks with its coordinator over the socket FD:
``w`` with a socket makes a worker that answers jobs on it, ``e`` and a process id ends one. All end with the
coordinator, however that ends.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import os
import signal
import socket
import struct
import sys
from typing import NoReturn

WHOLE = struct.Struct("!Q")
PID = struct.Struct("!i")
DONE, FAILED = b"d", b"f"
_PR_SET_PDEATHSIG = 1


def receive(sock: socket.socket) -> bytes | None:
    """Read one frame; None when the other side is gone."""
    head = exactly(sock, WHOLE.size)
    return None if head is None else exactly(sock, WHOLE.unpack(head)[0])


def send(sock: socket.socket, data: bytes) -> None:
    """Write one frame."""
    sock.sendall(WHOLE.pack(len(data)))
    sock.sendall(data)


def exactly(sock: socket.socket, size: int) -> bytes | None:
    """Read so many bytes; None when the other side is gone before."""
    data, filled = bytearray(size), 0
    view = memoryview(data)
    while filled < size:
        try:
            count = sock.recv_into(view[filled:])
        except ConnectionError:
            return None
        if not count:
            return None
        filled += count
    return bytes(data)


def main() -> None:
    """Import what grading needs, then fork workers on request."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the coordinator ends us in order
    _end_with_parent()
    control = socket.socket(fileno=int(sys.argv[1]))
    load(sys.argv[2])
    gc.collect()
    gc.freeze()
    workers: set[int] = set()
    while True:
        try:
            command, (*passed,), _, _ = socket.recv_fds(control, 1, 1)
        except ConnectionError:
            command, passed = b"", []
        if command == b"w":
            with socket.socket(fileno=passed[0]) as sock:
                pid = os.fork()
                if not pid:
                    control.close()
                    _work(sock)
            workers.add(pid)
            control.sendall(PID.pack(pid))
        elif command == b"e":
            pid = PID.unpack(exactly(control, PID.size))[0]
            if pid in workers:
                workers.remove(pid)
                control.sendall(PID.pack(_ended(pid)))
        else:
            break
    for pid in workers:
        _ended(pid)


def load(unit: str) -> None:
    """Import what grading a unit needs."""
    from grader.lean import lean

    lean()
    import grader.execute
    from grader import registry
    from grader.errors import GraderError

    assert grader.execute
    with contextlib.suppress(GraderError):  # the job will say so
        registry.banks(unit)


def _work(sock: socket.socket) -> NoReturn:
    """Answer jobs until the coordinator is gone."""
    _end_with_parent()
    status = 1
    try:
        from grader.execute import execute

        _warm()
        while (job := receive(sock)) is not None:
            try:
                kind, answer = DONE, execute(job)
            except Exception as error:
                kind, answer = FAILED, f"{type(error).__name__}: {error}".encode("utf-8", "replace")
            del job
            send(sock, kind + answer)
            del answer
        status = 0
    except ConnectionError:
        status = 0
    finally:
        _cool()
        os._exit(status)


def _warm() -> None:
    """Have the student's side start meanwhile."""
    from grader.forkserver import ForkServer

    with contextlib.suppress(OSError):
        ForkServer.prestart()


def _cool() -> None:
    from grader.forkserver import ForkServer

    with contextlib.suppress(Exception):
        ForkServer.shared().close()


def _ended(pid: int) -> int:
    """End a worker and return how it ended; it is ours and not yet waited for, so its id is nobody else's."""
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)
    return os.waitpid(pid, 0)[1]


def _end_with_parent() -> None:
    """Where the system can: even a killed parent leaves nobody behind."""
    if sys.platform == "linux":
        parent = os.getppid()
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
