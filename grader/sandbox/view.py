"""What of this machine a student's process may see: system libraries, this Python, `course` and its data.

Never `grader`, nor the rest of a checkout, wherever either lies; of `course` not the exercises' cases and wrong ideas.
"""

from __future__ import annotations

import functools
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import course

_SYSTEM = ("/usr", "/lib", "/lib32", "/lib64", "/libx32", "/bin", "/sbin")
# Of a Python's own folder, which may be a project's or a home too, only what an installation has.
_OF_A_PYTHON = ("bin", "lib", "lib32", "lib64", "share", "ssl", "pyvenv.cfg")
_FOLDERS_OF_SETTINGS = ("/etc/alternatives", "/etc/fonts")
_SETTINGS = (
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/etc/matplotlibrc",
    "/etc/mime.types",
    "/etc/nsswitch.conf",
    "/etc/os-release",
    "/etc/ssl/openssl.cnf",
    "/etc/timezone",
)
_SECRETS = ("/usr/etc/jupyter", "/usr/local/etc/jupyter")  # servers' settings, with hashes of passwords
ABSENT = ("course.exercises",)  # with a student's own work, what it is compared with is not needed
DEVICES = ("/dev/null", "/dev/random", "/dev/urandom")  # no zero: shared, it is memory that no limit counts


@dataclass(frozen=True)
class View:
    """Absolute paths: shown (parents before what lies in them), links with their targets, and what is hidden."""

    shown: tuple[str, ...]
    links: tuple[tuple[str, str], ...]
    settings: tuple[str, ...]
    hidden: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Tell whether a path lies in something shown, or is it."""
        return any(inside(path, shown) for shown in self.shown)


def inside(path: str, folder: str) -> bool:
    """Tell whether a path is a folder or lies below it."""
    return path == folder or path.startswith(folder.rstrip("/") + "/")


@functools.cache
def view() -> View:
    """Return what is seen, from this process."""
    paths, links = [], []
    for path in (*_SYSTEM, *_python(), *_FOLDERS_OF_SETTINGS, *_project()):
        if os.path.islink(path):
            links.append((path, os.readlink(path)))
            paths.append(os.path.realpath(path))
        elif os.path.exists(path):
            paths += [path, os.path.realpath(path)]
    hidden = _hidden()
    shown = _without_doubles(paths, hidden)
    settings = tuple(path for path in _SETTINGS if os.path.isfile(path))
    apart = {path: target for path, target in links if not any(inside(path, folder) for folder in shown)}
    return View(shown, tuple(apart.items()), settings, tuple(sorted(hidden)))


def _python() -> list[str]:
    found = []
    for prefix in dict.fromkeys((sys.prefix, sys.exec_prefix, sys.base_prefix, sys.base_exec_prefix)):
        if prefix != "/":
            found += [os.path.join(prefix, part) for part in _OF_A_PYTHON]
    packages = {"site-packages", "dist-packages"}
    return found + [os.path.abspath(path) for path in sys.path if os.path.basename(path) in packages]


def _project() -> list[str]:
    package = Path(course.__file__).resolve().parent
    return [str(package), str(package.parent / "datasets")]


def _hidden() -> set[str]:
    """Return the instructor's package, and all of a checkout that it stands in."""
    package = Path(__file__).parents[1]
    found = {package, package.parent} if (package.parent / "pyproject.toml").exists() else {package}
    found |= {Path(folder) for folder in _SECRETS if os.path.isdir(folder)}
    found |= {Path(course.__file__).resolve().parents[1] / name.replace(".", "/") for name in ABSENT}
    return {str(path) for path in found} | {str(path.resolve()) for path in found}


def _without_doubles(paths: list[str], hidden: set[str]) -> tuple[str, ...]:
    """Return the paths that do not lie in another one, but for those below something hidden."""
    kept: list[str] = []
    for path in sorted(set(paths)):
        above = [folder for folder in (*kept, *hidden) if inside(path, folder)]
        if not above or max(above, key=len) in hidden:
            kept.append(path)
    return tuple(kept)


def siblings(folder: str, hidden: tuple[str, ...]) -> tuple[list[str], list[str]]:
    """Return what of a folder may be read, and which folders on the way to something hidden may only be listed.

    For Landlock, which cannot take back a part of what it allows.
    """
    below = [path for path in hidden if inside(path, folder)]
    if not below:
        return [folder], []
    if folder in below:
        return [], []
    allowed, listed = [], [folder]
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.is_symlink() and not os.path.exists(entry.path):
            continue
        here = os.path.realpath(entry.path) if entry.is_symlink() else entry.path
        if any(inside(path, here) or inside(here, path) for path in below):
            if entry.is_dir(follow_symlinks=False):
                deeper, on_the_way = siblings(entry.path, hidden)
                allowed += deeper
                listed += on_the_way
        else:
            allowed.append(entry.path)
    return allowed, listed
