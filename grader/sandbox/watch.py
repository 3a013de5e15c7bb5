"""What a submission's processes use together, read from /proc by the supervisor."""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable
from pathlib import Path

from grader.sandbox import scratch
from grader.sandbox.levels import Ending, Limits

_STATUS = re.compile(rb"^(RssAnon|VmSwap|Threads):\s+(\d+)", re.MULTILINE)
_PARTS = re.compile(rb"^(Pss_Anon|SwapPss):\s+(\d+)", re.MULTILINE)
_TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100
_LOOK = 0.1  # seconds between looks at each process
_REST = 20  # of its time the watch of a folder works one part in so many


def own_memory() -> int:
    """Return the bytes of this process that no file backs."""
    try:
        return _status(os.getpid())[0]
    except OSError:
        return 0


def descendants(pid: int) -> list[int]:
    """Return the processes below one, however they were started."""
    found, waiting = [], [pid]
    while waiting:
        parent = waiting.pop()
        try:
            for thread in os.listdir(f"/proc/{parent}/task"):
                with open(f"/proc/{parent}/task/{thread}/children", "rb") as file:
                    children = [int(child) for child in file.read().split()]
                found += children
                waiting += children
        except OSError:  # gone meanwhile
            continue
    return found


def inhabitants() -> list[int]:
    """Return all processes that this /proc shows, but for a namespace's first."""
    try:
        return [int(name) for name in os.listdir("/proc") if name.isdigit() and name != "1"]
    except OSError:
        return []


class Watch:
    """Adds up what `processes` lists and says which limit is passed."""

    def __init__(
        self,
        limits: Limits,
        processes: Callable[[], list[int]],
        *,
        shared: int,
        folder: Path | None,
    ) -> None:
        self.limits, self.processes, self.shared, self.folder = limits, processes, shared, folder
        self.ends = time.monotonic() + limits.wall
        self.spent: dict[tuple[int, bytes], float] = {}
        self.look_again = self.due = 0.0
        self.alive = 0

    def passed(self) -> Ending | None:
        """Return which limit the processes have passed.

        Most of the time it is only asked how many processes the whole machine has: they may multiply fast.
        """
        limits, now, alive = self.limits, time.monotonic(), _alive()
        if now < self.due and alive <= self.alive + limits.processes:
            return None
        pids = self.processes()
        self.due, self.alive = now + _LOOK, alive
        if len(pids) > limits.processes:
            return Ending.PROCESSES
        anonymous = tasks = 0
        cumulated = 0.0
        for pid in pids:
            try:
                memory, threads = _status(pid)
                _, with_children = self._processor(pid)
            except (OSError, ValueError):  # gone meanwhile
                continue
            anonymous += memory
            tasks += threads
            cumulated += with_children
        if tasks > 2 * limits.processes:
            return Ending.PROCESSES
        if anonymous > limits.memory + self.shared and _really(pids) > limits.memory + self.shared:
            return Ending.MEMORY
        if max(cumulated, sum(self.spent.values())) > limits.cpu:
            return Ending.CPU
        if now > self.ends:
            return Ending.WALL
        return Ending.SCRATCH if self.folder and self._full(pids) else None

    def _processor(self, pid: int) -> tuple[float, float]:
        """Return seconds of processor of one process, without and with the children that it waited for."""
        with open(f"/proc/{pid}/stat", "rb") as file:
            fields = file.read().rpartition(b")")[2].split()
        user, system, children_user, children_system = (int(field) / _TICKS for field in fields[11:15])
        own = user + system
        self.spent[pid, fields[19]] = own
        return own, own + children_user + children_system

    def _full(self, pids: list[int]) -> bool:
        began = time.monotonic()
        if began < self.look_again:
            return False
        most = self.limits.scratch + 1
        total = scratch.used(self.folder, enough=most)
        if total < most:
            total += scratch.deleted(pids, own=os.stat(self.folder).st_dev)
        now = time.monotonic()
        self.look_again = now + max(0.1, _REST * (now - began))
        return total >= most


def _alive() -> int:
    """Return how many processes the machine has: /proc tells it as its number of links, in a single call."""
    return os.stat("/proc").st_nlink


def _status(pid: int) -> tuple[int, int]:
    """Return bytes that no file backs (swapped ones too) and the number of threads."""
    with open(f"/proc/{pid}/status", "rb") as file:
        found = {name: int(value) for name, value in _STATUS.findall(file.read())}
    return (found.get(b"RssAnon", 0) + found.get(b"VmSwap", 0)) * 1024, found.get(b"Threads", 1)


def _really(pids: list[int]) -> int:
    """Return the bytes, each page that several processes share in equal parts; where not allowed, in full."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/smaps_rollup", "rb") as file:
                total += sum(int(value) for _, value in _PARTS.findall(file.read())) * 1024
        except OSError:
            try:
                total += _status(pid)[0]
            except OSError:
                continue
    return total
