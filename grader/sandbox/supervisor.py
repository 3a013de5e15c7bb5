"""The process that stays outside: it watches, passes signals on, ends everything, and says how it ended."""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import traceback
from collections.abc import Callable, Iterable

from grader.sandbox import calls
from grader.sandbox.levels import Ending
from grader.sandbox.watch import Watch

HEARD = {signal.SIGINT, signal.SIGTERM, signal.SIGCHLD, signal.SIGALRM} if os.name == "posix" else set()
TICK = 0.05  # seconds between looks
_UP = b"+"  # what the student's process writes when every wall stands

_report: int | None = None  # the student's end of the pipe, until every wall stands


class Report:
    """A pipe on which the process inside says that the walls stand, or why they do not."""

    def __init__(self) -> None:
        self.reader, self.writer = os.pipe()

    def inside(self) -> None:
        """Keep the writing end; called in the process that will be the student's."""
        global _report
        os.close(self.reader)
        _report = self.writer

    def outside(self) -> None:
        """Keep the reading end; called in the supervisor."""
        os.close(self.writer)

    def read(self) -> bytes:
        """Return what was written, once the process is gone or every wall stands."""
        os.set_blocking(self.reader, False)
        with contextlib.suppress(BlockingIOError):
            return os.read(self.reader, 65536)
        return b""


def report_descriptor() -> set[int]:
    """Return the descriptor that must stay open until every wall stands."""
    return set() if _report is None else {_report}


def walls_stand() -> None:
    """Tell the supervisor that what comes now is the student's."""
    global _report
    if _report is not None:
        os.write(_report, _UP)
        os.close(_report)
        _report = None


@contextlib.contextmanager
def ending_with_ours():
    """End this process, and with it the submission, where a wall cannot be built."""
    try:
        yield
    except BaseException as error:
        message = f"sandbox: {error}" if isinstance(error, OSError) else traceback.format_exc()
        with contextlib.suppress(OSError):
            os.write(2 if _report is None else _report, (message[-4000:] + "\n").encode())
        os._exit(Ending.OURS)


def close_all_but(kept: Iterable[int]) -> None:
    """Close every descriptor that is not kept."""
    first = 0
    for descriptor in sorted(set(kept)):
        if descriptor > first:
            calls.close_range(first, descriptor - 1)
        first = descriptor + 1
    calls.close_range(first, 2**31 - 1)


def supervise(student: int, *, report: Report, watch: Watch | None, kill: Callable[[], None]) -> None:
    """Stay until the student's process ends or passes a limit; then end all the others. Never returns.

    Called with the signals in `HEARD` blocked, so that none is lost.

    Parameters
    ----------
    student : int
    report : Report
    watch : Watch or None
        None where there is no /proc.
    kill : callable
        Ends every process of the submission and reaps them.
    """
    gc.disable()
    signal.setitimer(signal.ITIMER_REAL, TICK, TICK)
    ending, told = None, False
    try:
        while ending is None:
            heard = signal.sigwait(HEARD)
            if heard == signal.SIGTERM:
                ending, told = Ending.EXITED, True
            elif heard == signal.SIGINT:
                _interrupt(student)
            elif heard == signal.SIGALRM and watch:
                ending = watch.passed()
            ending = _ended(student, watch) or ending
    finally:
        kill()
    said = report.read()
    if _UP not in said and ending is Ending.EXITED and not told:
        ending = Ending.OURS
        os.write(2, said or b"sandbox: the process ended before its walls stood\n")
    os._exit(ending)


def _interrupt(student: int) -> None:
    """Send SIGINT to the student's process group: while `os.system` waits, only what it started heeds it."""
    group = os.getpgid(student)  # not reaped yet, so it is still the same
    with contextlib.suppress(OSError):
        if group == os.getpgrp():
            os.kill(student, signal.SIGINT)
        else:
            os.killpg(group, signal.SIGINT)


def _ended(student: int, watch: Watch | None) -> Ending | None:
    """Reap what has ended; return how, if the student's process is among it."""
    found = None
    while True:
        try:
            pid, status, usage = os.wait4(-1, os.WNOHANG)
        except ChildProcessError:
            return found or Ending.EXITED
        if not pid:
            return found
        if pid == student:
            killed = os.WIFSIGNALED(status) and os.WTERMSIG(status) in (signal.SIGXCPU, signal.SIGKILL)
            spent = usage.ru_utime + usage.ru_stime
            found = Ending.CPU if killed and watch and spent >= watch.limits.cpu else Ending.EXITED


def reap(*, wait: bool = True) -> None:
    """Wait for every child that there is, or take only those that have ended."""
    with contextlib.suppress(ChildProcessError):
        while os.waitpid(-1, 0 if wait else os.WNOHANG)[0]:
            pass
