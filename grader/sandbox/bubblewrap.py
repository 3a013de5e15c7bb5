"""Walls around a student's kernel, built by bubblewrap: no network, a read-only system, one folder.

Of the project the kernel sees `course/` and `datasets/`; not the grader, the lessons' sources, the course
folder or another submission. Where bubblewrap does not work, grading refuses unless told `--unsafe`.
"""

from __future__ import annotations

import functools
import os
import shutil
import subprocess
import sys
from pathlib import Path

import course
import grader

HOME = "/home/student"
MEMORY_KB = 4 * 2**20
_FILE_BLOCKS = 524_288  # of 512 bytes: no file over 256 MiB
_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin")
_SETTINGS = (
    "/etc/alternatives",
    "/etc/fonts",
    "/etc/group",
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
    "/etc/passwd",
    "/etc/ssl/openssl.cnf",
    "/etc/timezone",
)
# SIGINT reaches the whole process group: bubblewrap must outlive it, the kernel sets a handler of its own.
_LIMITS = f'ulimit -v {MEMORY_KB}; ulimit -f {_FILE_BLOCKS}; ulimit -c 0; trap "" INT; exec "$@"'


@functools.cache
def available() -> bool:
    """Tell whether bubblewrap is installed and may make a sandbox here."""
    if sys.platform != "linux" or shutil.which("bwrap") is None:
        return False
    try:
        tried = subprocess.run(
            [*_walls(), "--", sys.executable, "-c", "pass"], capture_output=True, timeout=30, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return False
    return tried.returncode == 0


def wrapped(command: list[str], *, scratch: Path, private: Path, environment: dict[str, str]) -> list[str]:
    """Return the command that runs `command` inside the sandbox.

    Parameters
    ----------
    command : list of str
    scratch : Path
        Copy of the student's folder; stands at `HOME` inside, writable.
    private : Path
        Folder of the kernel's sockets; stands at the same path inside, writable.
    environment : dict
        The whole environment of the command.
    """
    walls = [*_walls(), "--bind", str(scratch), HOME, "--bind", str(private), str(private), "--chdir", HOME]
    for name, value in environment.items():
        walls += ["--setenv", name, value]
    return ["/bin/sh", "-c", _LIMITS, "sh", *walls, "--", *command]


def limited(command: list[str]) -> list[str]:
    """Return the command under the same limits of memory and file size, without walls."""
    return ["/bin/sh", "-c", _LIMITS, "sh", *command] if os.name == "posix" else command


def _walls() -> list[str]:
    walls = [
        "bwrap",
        "--unshare-all",
        "--unshare-user",
        "--uid",
        "65534",
        "--gid",
        "65534",
        "--cap-drop",
        "ALL",
    ]
    walls += ["--die-with-parent", "--hostname", "student", "--clearenv"]
    for path in _SYSTEM:
        if os.path.islink(path):
            walls += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            walls += ["--ro-bind", path, path]
    for path in _SETTINGS:
        walls += ["--ro-bind-try", path, path]
    walls += ["--proc", "/proc", "--dev", "/dev", "--tmpfs", "/tmp"]
    shown = _shown()
    for folder in shown:
        walls += ["--ro-bind", str(folder), str(folder)]
    hidden = Path(grader.__file__).parent
    if any(hidden.is_relative_to(folder) for folder in shown):
        walls += ["--tmpfs", str(hidden)]
    return walls


def _shown() -> list[Path]:
    """Return this Python and what a student has of the project."""
    package = Path(course.__file__).parent
    folders = [Path(sys.prefix), Path(sys.base_prefix), package, package.parent / "datasets"]
    return sorted({folder for folder in folders if folder.is_dir()})
