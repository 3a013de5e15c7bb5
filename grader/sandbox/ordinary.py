"""Levels `landlock` and `none`: the machine as it is, seen through rules, in a folder that is deleted in the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import sys
import tempfile
from pathlib import Path

from grader.sandbox import calls, landlock, rights, rlimits, scratch, supervisor, watch
from grader.sandbox.levels import Ending, Level, Limits
from grader.sandbox.view import DEVICES, siblings, view


def enter(
    level: Level, limits: Limits, *, keep: set[int], bind: tuple[str, str] | None, uid_hint: int | None
) -> bool:
    """Return in the student's process, in its folder, whether its user is its own; see `grader.sandbox.enter`."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, supervisor.HEARD)
    with supervisor.ending_with_ours():
        linux = sys.platform == "linux" and bool(calls.machine())
        shared = watch.own_memory()
        folder = Path(tempfile.mkdtemp(prefix="c20-"))
        own = _own_user(uid_hint) if level is Level.LANDLOCK else None
        if own:
            os.chown(folder, own, own)
        if linux:
            calls.prctl(calls.PR_SET_CHILD_SUBREAPER, 1)
        report = supervisor.Report()
        student = os.fork()
        if student:
            report.outside()
            supervisor.close_all_but({2, report.reader})
    if student:
        with supervisor.ending_with_ours():
            me = os.getpid()
            if own:  # as the student's user it may look into its processes; they still cannot signal it
                os.setegid(own)
                os.seteuid(own)
                calls.prctl(calls.PR_SET_PDEATHSIG, signal.SIGTERM)  # the change of user has cleared it
            watched = (
                watch.Watch(limits, lambda: watch.descendants(me), shared=shared, folder=folder)
                if linux
                else None
            )
            supervisor.supervise(
                student, report=report, watch=watched, kill=lambda: _kill(student, folder, linux)
            )
    report.inside()
    with supervisor.ending_with_ours():
        rlimits.open_size()
        os.setsid()
        if level is Level.LANDLOCK:
            _restrict(folder, bind, own)
        if linux:
            calls.prctl(calls.PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user would clear it
            if os.getppid() == 1:
                os._exit(Ending.EXITED)
        home = folder / "home"
        for place in (home, folder / "tmp"):
            place.mkdir()
        os.environ["TMPDIR"] = str(folder / "tmp")
        tempfile.tempdir = None
        os.environ["HOME"] = str(home)
        os.chdir(home)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return bool(own)


def _own_user(uid_hint: int | None) -> int | None:
    """Return the user number that the student's process takes; None where this process may not give it one."""
    if os.geteuid() != 0 or not calls.capable(calls.CAP_SETUID, calls.CAP_SETGID, calls.CAP_CHOWN):
        return None
    return uid_hint or rights.own_number()


def _restrict(folder: Path, bind: tuple[str, str] | None, own: int | None) -> None:
    rules, seen = landlock.Rules(), view()
    for path in seen.shown:
        allowed, listed = siblings(path, seen.hidden)
        rules.read(allowed)
        rules.list(listed)
    rules.read(seen.settings)
    rules.device(DEVICES)
    rules.write([str(folder), *(bind[:1] if bind else ())])
    if own:
        if bind:
            os.chown(bind[0], own, own)
        rights.become(own, own, needed=seen.shown)
    else:
        rights.become(os.geteuid(), os.getegid())
    rules.restrict()


def _kill(student: int, folder: Path, linux: bool) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(student, signal.SIGKILL)
    if linux:
        while left := watch.descendants(os.getpid()):
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            supervisor.reap(wait=False)
    else:
        supervisor.reap()
    if os.getuid() == 0:
        os.seteuid(0)
    try:
        scratch.remove(folder)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
