"""Levels `landlock` and `none`: the machine as it is, seen through rules, in a folder that is deleted in the end."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import sys
import tempfile
from pathlib import Path

from grader.sandbox import calls, landlock, rights, rlimits, scratch, supervisor, watch
from grader.sandbox.levels import Ending, Level, Limits
from grader.sandbox.view import DEVICES, siblings, view

_PREFIX = "c20-box-"


def enter(
    level: Level, limits: Limits, *, keep: set[int], bind: tuple[str, str] | None, uid_hint: int | None
) -> tuple[bool, int | None]:
    """Return in the student's process, in its folder, whether its user is its own, and how many others that user has.

    None where the kernel counts no processes for that user; see `grader.sandbox.enter`.
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, supervisor.HEARD)
    with supervisor.ending_with_ours():
        linux = sys.platform == "linux" and bool(calls.machine())
        shared = watch.own_memory()
        folder = Path(tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-"))
        own = _own_user(uid_hint) if level is Level.LANDLOCK else None
        if own:
            os.chown(folder, own, own)
        if linux:
            calls.prctl(calls.PR_SET_CHILD_SUBREAPER, 1)
        report = supervisor.Report()
        grouped = _lead_group()
        me, (go, start) = os.getpid(), os.pipe()
        student = os.fork()
        if student:
            report.outside()
            if grouped:  # the group is the student's, by the number that whoever called knows
                os.setpgid(0, os.getpgid(os.getppid()))
            os.write(start, b"+")
            supervisor.close_all_but({2, report.reader})
    if student:
        with supervisor.ending_with_ours():
            if own:  # as the student's user it may look into its processes; they still cannot signal it
                os.setegid(own)
                os.seteuid(own)
                # Without what its processes may have, the kernel does not let it look into them.
                calls.use_capabilities(rights.CAP_DAC_READ_SEARCH)
                calls.prctl(calls.PR_SET_PDEATHSIG, signal.SIGTERM)  # the change of user has cleared it
            watched = (
                watch.Watch(limits, lambda: watch.descendants(me), shared=shared, folder=folder)
                if linux
                else None
            )
            group = me if grouped else student
            supervisor.supervise(
                student, report=report, watch=watched, kill=lambda: _kill(group, folder, linux)
            )
    report.inside()
    with supervisor.ending_with_ours():
        rlimits.open_size()
        others = 0 if own else rights.tasks() if linux and rights.limited() else None
        rights.step_back()
        os.close(start)
        if os.read(go, 1) != b"+":  # until then the supervisor is in the same group
            os._exit(Ending.EXITED)
        if not grouped:
            os.setsid()
        if level is Level.LANDLOCK:
            _restrict(folder, bind, own)
        if linux:
            calls.prctl(calls.PR_SET_PDEATHSIG, signal.SIGKILL)  # a change of user would clear it
            if os.getppid() != me:
                os._exit(Ending.EXITED)
        home = folder / "home"
        for place in (home, folder / "tmp"):
            place.mkdir()
        os.environ["TMPDIR"] = str(folder / "tmp")
        tempfile.tempdir = None
        os.environ["HOME"] = str(home)
        os.chdir(home)
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return bool(own), others


def sweep() -> None:
    """Delete folders whose supervisor was killed before it could."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*-*"):
        number = folder.name.removeprefix(_PREFIX).split("-")[0]
        with contextlib.suppress(OSError, ValueError):
            found = folder.lstat()
            ours = found.st_uid == os.geteuid() or (os.geteuid() == 0 and rights.is_own_number(found.st_uid))
            if stat.S_ISDIR(found.st_mode) and ours and not os.path.exists(f"/proc/{int(number)}"):
                scratch.remove(folder)


def _lead_group() -> bool:
    """Make a process group of this process's number, if it may still leave it; the leader of a session may not."""
    try:
        os.setpgid(0, 0)
    except PermissionError:
        return False
    return os.getsid(os.getppid()) == os.getsid(0)


def _own_user(uid_hint: int | None) -> int | None:
    """Return the user number that the student's process takes; None where this process may not give it one."""
    if os.geteuid() != 0 or not calls.capable(calls.CAP_SETUID, calls.CAP_SETGID, calls.CAP_CHOWN):
        return None
    return rights.own_number(uid_hint)


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
        rights.become(own, own, needed=(*seen.shown, str(folder), *(bind[:1] if bind else ())))
    else:
        rights.become(os.geteuid(), os.getegid())
    rules.restrict()


def _kill(group: int, folder: Path, linux: bool) -> None:
    if os.getuid() == 0:
        os.seteuid(0)  # early on its processes are still root's
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(group, signal.SIGKILL)
    if linux:
        while left := watch.descendants(os.getpid()):
            for pid in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(pid, signal.SIGKILL)
            supervisor.reap(wait=False)
    else:
        supervisor.reap()
    try:
        scratch.remove(folder)
    except OSError:
        shutil.rmtree(folder, ignore_errors=True)
