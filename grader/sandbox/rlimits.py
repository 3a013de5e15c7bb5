"""Limits that the kernel keeps for each process by itself."""

from __future__ import annotations

import os
import sys
from contextlib import suppress

from grader.sandbox.levels import Level, Limits

with suppress(ImportError):  # Windows has none; before the walls stand, as nothing more need be readable then
    import resource

_GRACE = 2  # seconds by which the supervisor, which can say why, comes first

_size: int | None = None  # the student's process, read when its limits are set


def limit(limits: Limits, *, level: Level, others: int | None) -> None:
    """Set the limits of this process and of what it starts.

    Parameters
    ----------
    limits : Limits
    level : Level
    others : int or None
        How many processes and threads that are not the submission's the kernel counts as those of its user; None
        where it counts none.
    """
    wanted = {
        "CORE": 1,  # of one byte: nothing is written, nor handed to a program that collects them (core(5))
        "FSIZE": limits.file,
        "CPU": int(limits.cpu) + _GRACE,
        "NOFILE": limits.open_files,
        "MEMLOCK": 65536,
        "MSGQUEUE": 0,
        "SIGPENDING": 256,
        "NICE": 0,
        "RTPRIO": 0,
    }
    if sys.platform == "linux":
        wanted["AS"] = _address_space() + limits.memory
    if others is not None:
        wanted["NPROC"] = others + 2 * limits.processes
    if level is Level.NONE:
        kept = ("CORE", "FSIZE", "CPU", "NOFILE", "AS", "NPROC")
        wanted = {name: wanted[name] for name in kept if name in wanted}
    for name, value in wanted.items():
        number = getattr(resource, f"RLIMIT_{name}", None)
        if number is not None:
            hard = resource.getrlimit(number)[1]
            value = value if hard == resource.RLIM_INFINITY else min(value, hard)
            resource.setrlimit(number, (value, value))


def open_size() -> None:
    """Open what tells this process's size, while it can be opened; called in the student's process."""
    global _size
    if sys.platform == "linux":
        _size = os.open("/proc/self/statm", os.O_RDONLY | os.O_CLOEXEC)


def size_descriptor() -> set[int]:
    """Return the descriptor that must stay open until the limits are set."""
    return set() if _size is None else {_size}


def _address_space() -> int:
    """Return the bytes of address space that this process has by now."""
    global _size
    pages = int(os.read(_size, 200).split()[0])
    os.close(_size)
    _size = None
    return pages * os.sysconf("SC_PAGE_SIZE")
