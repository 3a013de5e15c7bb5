"""Going inside, in two steps: `enter`, then whatever the fork server sets up, then `lock`."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterable

from grader.sandbox import calls, filter, landlock, namespaces, ordinary, rlimits, supervisor
from grader.sandbox.levels import Ending, Level, Limits, SandboxError
from grader.sandbox.view import ABSENT, view

HOME = "/home/student"

# How many processes that are not the submission's the kernel counts along with its own; None where it counts none.
_others: int | None = None
_own_signals = False  # whether nobody else has the submission's user


def prepare() -> None:
    """Work out once, in the warm process, what every child would else work out again."""
    ordinary.sweep()
    if calls.machine():
        view()
        for level in (Level.NAMESPACES, Level.LANDLOCK):
            filter.program(level, calls.machine())


def enter(
    level: Level,
    limits: Limits,
    *,
    keep: Iterable[int] = (),
    bind: tuple[str, str] | None = None,
    home: str = HOME,
    uid_hint: int | None = None,
) -> None:
    """Go inside. Returns in the process that is to be the student's; the caller stays outside and never returns.

    To be called in a freshly forked child of a process with one thread. The caller becomes the supervisor: it passes
    SIGINT on, ends everything at SIGTERM or when its own parent ends, and exits with an `Ending`.

    Inside there are the system's libraries, this Python, `course` and its data, all read-only; the current folder is
    empty and can be written. Standard input, output and error are nothing unless kept.

    Parameters
    ----------
    level : Level
        One that works here, see `level`.
    limits : Limits
    keep : iterable of int
        Descriptors that stay open inside.
    bind : (str, str), optional
        A folder of the host that can be written inside, and its place there. At `landlock` the place is the folder's
        own. As root the folder is given to the student's user.
    home : str
        The current folder inside, at `namespaces`; at the other levels it is a temporary one.
    uid_hint : int, optional
        As root, the user number to take, from 0x70000000 on; else one that nobody else has.
    """
    global _others, _own_signals
    kept = set(keep)
    with supervisor.ending_with_ours():
        parent = os.getppid()
        if sys.platform == "linux" and calls.machine():
            calls.prctl(calls.PR_SET_PDEATHSIG, signal.SIGTERM)
            if os.getppid() != parent:
                os._exit(Ending.EXITED)
        elif level is not Level.NONE:
            raise SandboxError(38, f"no sandbox is known for this machine: {sys.platform}")
    if level is Level.NAMESPACES:
        _others = namespaces.enter(limits, keep=kept, bind=bind, home=home, uid_hint=uid_hint)
    else:
        _own_signals, _others = ordinary.enter(level, limits, keep=kept, bind=bind, uid_hint=uid_hint)
    with supervisor.ending_with_ours():
        _leave_descriptors(kept)
    for name in ABSENT:  # as one error for all levels; the wall is that the files cannot be read
        sys.modules.setdefault(name, None)


def lock(level: Level, limits: Limits) -> None:
    """Close the last gaps; what runs from now on is the student's.

    To be called once, after `enter`, in the process where that returned.
    """
    with supervisor.ending_with_ours():
        rlimits.limit(limits, level=level, others=_others)
        if level is not Level.NONE:
            calls.no_new_privileges()
            kept_apart = level is Level.NAMESPACES or calls.landlock_version() >= landlock.SIGNALS_SINCE
            own_signals = kept_apart or _own_signals
            pid = 0 if own_signals else os.getpid()
            # A change of user takes this, and without it neither /proc/self nor the supervisor's watch works.
            calls.prctl(calls.PR_SET_DUMPABLE, 1)
            forks = _others is not None
            filter.install(filter.program(level, calls.machine(), own_signals, pid, forks))
        supervisor.walls_stand()


def _leave_descriptors(kept: set[int]) -> None:
    supervisor.close_all_but(kept | supervisor.report_descriptor() | rlimits.size_descriptor() | {0, 1, 2})
    nothing = os.open("/dev/null", os.O_RDWR)
    for descriptor in {0, 1, 2} - kept:
        os.dup2(nothing, descriptor)
    if nothing > 2:
        os.close(nothing)
