"""Which walls really work here: tried once, in a process that is thrown away, and said in plain words."""

from __future__ import annotations

import functools
import json
import os
import subprocess
import sys

from grader.sandbox import calls
from grader.sandbox.levels import Ending, Level, Limits

_ORDER = (Level.NAMESPACES, Level.LANDLOCK, Level.NONE)
_SECONDS = 60
_GUIDE = "docs/sandbox.md tells what each needs."


def level(*, at_most: Level = Level.NAMESPACES) -> Level:
    """Return the best level that works here, at most the one that is asked for.

    Examples
    --------
    >>> level(at_most=Level.NONE)
    <Level.NONE: 'none'>
    """
    for candidate in _ORDER[_ORDER.index(at_most) :]:
        if candidate is Level.NONE or trouble(candidate) is None:
            return candidate
    return Level.NONE


def available() -> bool:
    """Tell whether students' code can be walled in here."""
    return level() is not Level.NONE


@functools.cache
def trouble(tried: Level) -> str | None:
    """Return why a level does not work here; None where it does."""
    if not calls.machine():
        return f"not known for {sys.platform} on this processor"
    program = "import sys; from grader.sandbox.trial import main; main(sys.argv[1])"
    environment = {name: os.environ[name] for name in ("PATH", "PYTHONPATH", "TMPDIR") if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-c", program, tried],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=_SECONDS,
            check=False,
            env=environment,
        )
    except (OSError, subprocess.SubprocessError) as error:
        return str(error)
    if done.returncode == Ending.EXITED and done.stdout == _answer():
        return None
    lines = done.stderr.decode(errors="replace").strip().splitlines()
    return lines[-1].removeprefix("sandbox: ") if lines else f"the trial ended with {done.returncode}"


def main(tried: str) -> None:
    """Be the trial: go inside and answer."""
    from grader.sandbox import walls

    if not os.fork():
        walls.enter(Level(tried), Limits(), keep=[1])
        walls.lock(Level(tried), Limits())
        os.write(1, _answer())
        os._exit(0)
    os._exit(os.waitstatus_to_exitcode(os.wait()[1]))


def _answer() -> bytes:
    return json.dumps("inside").encode()


def explain() -> str:
    """Return, for the instructor, which walls students' code runs in, or what to do so that there are any."""
    best = level()
    if best is Level.NAMESPACES:
        return (
            "Students' code runs in namespaces of its own: no network, no files and no processes but its own."
        )
    missing = trouble(Level.NAMESPACES)
    if best is Level.LANDLOCK:
        return (
            "Students' code is walled in by Landlock and a system call filter: no network, no files but its own, no "
            f"power over other processes. Namespaces, the stronger walls, do not work here ({missing}). {_remedy()}"
        )
    if sys.platform != "linux":
        return (
            "Students' code cannot be walled in on this system, and without walls it can read and change everything "
            "that you can. Grade on Linux: on Windows in WSL 2 (`wsl --install`), on macOS in a Linux virtual machine "
            "or a container. For people you trust there is --unsafe."
        )
    return (
        "Students' code cannot be walled in here, and without walls it can read and change everything that you can. "
        f"Namespaces: {missing}. Landlock: {trouble(Level.LANDLOCK)}. {_remedy()} For people you trust there is "
        "--unsafe."
    )


def _remedy() -> str:
    if not calls.machine():
        return "Known processors: x86_64 and aarch64, with a 64-bit Python."
    if os.path.exists("/.dockerenv") or os.path.exists("/run/.containerenv"):
        return (
            "In a container, allow namespaces with `--cap-add SYS_ADMIN --security-opt seccomp=unconfined "
            f"--security-opt apparmor=unconfined --security-opt systempaths=unconfined`. {_GUIDE}"
        )
    if _read("/proc/sys/kernel/apparmor_restrict_unprivileged_userns") == "1":
        return (
            "This Ubuntu keeps ordinary users from namespaces: grade as root, or as an administrator run "
            f"`sysctl kernel.apparmor_restrict_unprivileged_userns=0`. {_GUIDE}"
        )
    if _read("/proc/sys/kernel/unprivileged_userns_clone") == "0":
        return (
            f"As an administrator run `sysctl kernel.unprivileged_userns_clone=1`, or grade as root. {_GUIDE}"
        )
    if _read("/proc/sys/user/max_user_namespaces") == "0":
        return f"As an administrator run `sysctl user.max_user_namespaces=10000`, or grade as root. {_GUIDE}"
    return f"Grade as root, or on Linux 5.14 or newer such as Debian 12 or Ubuntu 24.04. {_GUIDE}"


def _read(path: str) -> str:
    try:
        with open(path) as file:
            return file.read().strip()
    except OSError:
        return ""
