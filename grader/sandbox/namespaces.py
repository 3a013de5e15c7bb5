"""The level `namespaces`: a system of its own, made of read-only views of a few folders and one that can be written.

Three processes: the supervisor outside, the first process of the namespace (it does nothing; when it ends, the
kernel ends all the others), and the student's.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import tempfile
from pathlib import Path

from grader.sandbox import calls, rights, rlimits, supervisor, watch
from grader.sandbox.levels import Limits, SandboxError
from grader.sandbox.view import DEVICES, View, inside, view

_NAMESPACES = calls.NEWNS | calls.NEWPID | calls.NEWNET | calls.NEWIPC | calls.NEWUTS | calls.NEWCGROUP
_BASES = ("/mnt", "/media", "/srv", "/opt", "/var", "/tmp", "/run", "/home")
_UNPRIVILEGED = calls.ATTR_NOSUID | calls.ATTR_NODEV
_INODES = 20_000


def enter(
    limits: Limits, *, keep: set[int], bind: tuple[str, str] | None, home: str, uid_hint: int | None
) -> int | None:
    """Return in the student's process how many others its user has that count, None if none do; see `sandbox.enter`."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, supervisor.HEARD)
    with supervisor.ending_with_ours():
        shared = watch.own_memory()
        others = 0 if rights.counted_alone() else rights.tasks()
        uid, gid, own = _new_namespaces(uid_hint)
        base = _base(bind)
        _build(base, limits=limits, bind=bind, home=home, uid=uid, gid=gid)
        ready, alive = os.pipe(), os.pipe()
        first = os.fork()
        if not first:
            _be_first(ready[1], alive)
        report, pivoted = supervisor.Report(), os.pipe()
        student = os.fork()
        if student:
            report.outside()
            os.close(pivoted[1])
            os.read(pivoted[0], 1)  # until then /proc shows the machine's processes
            supervisor.close_all_but({2, report.reader, alive[1]})
    if student:
        with supervisor.ending_with_ours():
            watched = watch.Watch(limits, watch.inhabitants, shared=shared, folder=None)
            supervisor.supervise(student, report=report, watch=watched, kill=lambda: _kill(first))
    report.inside()
    with supervisor.ending_with_ours():
        rlimits.open_size()
        rights.step_back()
        os.setsid()  # a signal to the whole group must not reach the supervisor
        os.close(ready[1])
        if os.read(ready[0], 1) != b"+":
            raise SandboxError(5, "the namespace's first process did not start")
        calls.pivot_root()
        os.write(pivoted[1], b"+")
        rights.become(uid, gid)
        os.environ["HOME"] = home
        os.environ.pop("TMPDIR", None)
        tempfile.tempdir = None
        os.chdir(home)
        counted = 0 if own else others if rights.limited() else None
    signal.pthread_sigmask(signal.SIG_SETMASK, before)
    return counted


def _new_namespaces(uid_hint: int | None) -> tuple[int, int, bool]:
    """Leave the machine's namespaces; return the student's user and group, and whether they are nobody else's."""
    uid, gid = os.geteuid(), os.getegid()
    if uid == 0:
        try:
            calls.unshare(_NAMESPACES)
            own = rights.own_number(uid_hint)
            return own, own, True
        except SandboxError:  # without CAP_SYS_ADMIN root is a user like others
            pass
    calls.unshare(_NAMESPACES | calls.NEWUSER)
    for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
        try:
            with open(f"/proc/self/{name}", "w") as file:
                file.write(text)
        except OSError as error:
            raise SandboxError(error.errno, f"{name} of a user namespace: {error.strerror}") from None
    return uid, gid, False


def _base(bind: tuple[str, str] | None) -> str:
    """Return a folder to build in that covers nothing of what is shown."""
    needed = [*view().shown, *view().settings, *(bind[:1] if bind else ())]
    for folder in _BASES:
        covers = any(inside(os.path.realpath(path), folder) or inside(path, folder) for path in needed)
        if os.path.isdir(folder) and not os.path.islink(folder) and not covers:
            return folder
    raise SandboxError(2, f"no folder to build in; one of {', '.join(_BASES)} must be free of Python")


def _build(base: str, *, limits: Limits, bind: tuple[str, str] | None, home: str, uid: int, gid: int) -> None:
    """Put the new root together, and stand in it."""
    seen = view()
    socket.sethostname("student")
    calls.mount("none", "/", flags=calls.MS_REC | calls.MS_PRIVATE)
    flags = calls.MS_NOSUID | calls.MS_NODEV
    calls.mount("root", base, kind="tmpfs", flags=flags, data="size=8m,nr_inodes=4096,mode=755")
    os.chdir(base)
    _show(seen, limits)
    _write_settings(seen, home=home, uid=uid, gid=gid)
    bound = (bind[1].strip("/"),) if bind else ()
    for folder in ("dev/shm", "proc", "run/scratch", "tmp", home[1:], *bound):
        os.makedirs(folder, exist_ok=True)
    for device in DEVICES:
        Path(device[1:]).touch()
    calls.mount_attributes(".", add=_UNPRIVILEGED | calls.ATTR_RDONLY, recursive=True)
    for device in DEVICES:
        calls.mount(device, device[1:], flags=calls.MS_BIND)
    _scratch(limits, home=home, uid=uid, gid=gid)
    if bind:
        if os.geteuid() == 0:
            os.chown(bind[0], uid, gid)
        calls.mount(bind[0], bind[1].strip("/"), flags=calls.MS_BIND)
        calls.mount_attributes(bind[1].strip("/"), add=_UNPRIVILEGED)


def _show(seen: View, limits: Limits) -> None:
    for path in sorted({*seen.shown, *seen.hidden}, key=lambda path: (path.count("/"), path)):
        here = path[1:]
        if path in seen.shown:
            if os.path.isdir(path):
                os.makedirs(here, exist_ok=True)
            else:
                _make_parent(here)
                Path(here).touch()
            calls.mount(path, here, flags=calls.MS_BIND | calls.MS_REC)
        elif seen.holds(path) and os.path.isdir(here):
            calls.mount("hidden", here, kind="tmpfs", data="size=64k,nr_inodes=64,mode=755")
    for path, target in seen.links:
        _make_parent(path[1:])
        os.symlink(target, path[1:])


def _make_parent(path: str) -> None:
    if parent := os.path.dirname(path):
        os.makedirs(parent, exist_ok=True)


def _write_settings(seen: View, *, home: str, uid: int, gid: int) -> None:
    for path in seen.settings:
        here = path[1:]
        _make_parent(here)
        if os.path.islink(path) and seen.holds(os.path.realpath(path)):
            os.symlink(os.path.realpath(path), here)
        else:
            shutil.copyfile(path, here)
    users = {"student": uid, "root": 0, "nobody": 65534}
    Path("etc/passwd").write_text("".join(f"{n}:x:{u}:{u}::{home}:/bin/sh\n" for n, u in users.items()))
    Path("etc/group").write_text("".join(f"{n}:x:{u}:\n" for n, u in (users | {"student": gid}).items()))
    for name, target in (("fd", "/proc/self/fd"), ("stdin", "fd/0"), ("stdout", "fd/1"), ("stderr", "fd/2")):
        os.makedirs("dev", exist_ok=True)
        os.symlink(target, f"dev/{name}")


def _scratch(limits: Limits, *, home: str, uid: int, gid: int) -> None:
    """Make what can be written: one file system of limited size at three places."""
    options = f"size={limits.scratch},nr_inodes={_INODES},mode=755"
    calls.mount("scratch", "run/scratch", kind="tmpfs", flags=calls.MS_NOSUID | calls.MS_NODEV, data=options)
    for name, place in (("home", home[1:]), ("tmp", "tmp"), ("shm", "dev/shm")):
        folder = f"run/scratch/{name}"
        os.mkdir(folder, 0o700)
        if os.geteuid() == 0:
            os.chown(folder, uid, gid)
        calls.mount(folder, place, flags=calls.MS_BIND)


def _be_first(ready: int, alive: tuple[int, int]) -> None:
    """Be the namespace's first process: show its processes in /proc, then wait to be killed."""
    with supervisor.ending_with_ours():
        signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # the kernel then reaps orphans
        calls.prctl(calls.PR_SET_PDEATHSIG, signal.SIGKILL)
        calls.prctl(calls.PR_SET_DUMPABLE, 0)
        os.close(alive[1])
        os.set_blocking(alive[0], False)
        try:
            if os.read(alive[0], 1) == b"":  # the supervisor went before it could be asked for
                os._exit(1)
        except BlockingIOError:
            pass
        flags = calls.MS_NOSUID | calls.MS_NODEV | calls.MS_NOEXEC | calls.MS_RDONLY
        calls.mount("proc", "proc", kind="proc", flags=flags, data="subset=pid")
        os.write(ready, b"+")
        supervisor.close_all_but(())
        while True:
            signal.pause()


def _kill(first: int) -> None:
    os.kill(first, signal.SIGKILL)  # the kernel ends every process of the namespace with it
    supervisor.reap()
