"""A command watched from outside: when each mark reaches the gradebook, what memory its processes hold."""

from __future__ import annotations

import contextlib
import ctypes
import os
import sqlite3
import statistics
import subprocess
import tempfile
import threading
import time
from dataclasses import dataclass, field
from pathlib import Path

_MARKED = """\
SELECT count(*) FROM submitted_notebook AS n
WHERE (SELECT count(*) FROM grade AS g WHERE g.notebook_id = n.id AND g.auto_score IS NOT NULL) >= ?"""
_PR_SET_CHILD_SUBREAPER = 36
_LOOK = 0.05  # seconds between two looks


@dataclass
class Run:
    """What was seen of one command.

    Parameters
    ----------
    wall, cpu : float
        Seconds; `cpu` is user and system time of the command and of all that it started.
    marked : list of float
        For each submission in turn, seconds from the start until its marks stood in the gradebook.
    coordinator : list of (int, float, float)
        About once a second: submissions marked so far, MiB that only the command's first process holds, and
        seconds of processor that it and all its processes have taken.
    kernels : dict of int to float
        The most MiB of private memory that each forked kernel was seen to hold, its supervisor's included.
    """

    wall: float = 0.0
    cpu: float = 0.0
    marked: list[float] = field(default_factory=list)
    coordinator: list[tuple[int, float, float]] = field(default_factory=list)
    kernels: dict[int, float] = field(default_factory=dict)

    @property
    def pace(self) -> float:
        """Seconds from one mark to the next, once the first stood there."""
        return (self.marked[-1] - self.marked[0]) / (len(self.marked) - 1)

    def whole(self, size: int) -> float:
        """Return the seconds for a class of this size; beyond those seen, each takes as long as they did."""
        return self.wall + (size - len(self.marked)) * self.pace


def watched(
    command: list[str], folder: Path, *, environment: dict[str, str], checks: int, memory: bool = False
) -> Run:
    """Run a command in a course folder, look at its gradebook all the while, and tell what was seen.

    Parameters
    ----------
    command : list of str
    folder : Path
        With ``gradebook.db`` in it.
    environment : dict of str to str
    checks : int
        How many autograded cells a submission has.
    memory : bool
        Whether memory is looked at too; that takes time of its own.
    """
    _inherit()
    run, over = Run(), threading.Event()
    with tempfile.TemporaryFile("w+") as said:
        before = os.times()
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdout=said, stderr=said)
        looking = threading.Thread(
            target=_look, args=(run, over, process.pid, folder / "gradebook.db", checks, start, memory)
        )
        looking.start()
        code = process.wait()
        run.wall = time.perf_counter() - start
        with contextlib.suppress(ChildProcessError):
            while True:  # those who outlived their parents are ours now, and so is their time
                os.waitpid(-1, 0)
        after = os.times()
        over.set()
        looking.join()
        run.cpu = (after.children_user + after.children_system) - (
            before.children_user + before.children_system
        )
        if code:
            said.seek(0)
            raise SystemExit(f"{' '.join(command)} ended with {code}:\n{said.read()[-3000:]}")
    return run


def _inherit() -> None:
    """Have processes whose parents end become children of this one."""
    ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _look(
    run: Run, over: threading.Event, pid: int, database: Path, checks: int, start: float, memory: bool
) -> None:
    looks = 0
    with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=0.01) as gradebook:
        last = False
        while not last:
            last = over.wait(_LOOK)  # one look more after the end
            try:
                found = gradebook.execute(_MARKED, (checks,)).fetchone()[0]
            except sqlite3.OperationalError:  # being written
                continue
            now = time.perf_counter() - start
            run.marked += [now] * (found - len(run.marked))
            if memory and not last:
                if looks % 20 == 0:
                    spent = sum(map(taken, [pid, *_descendants(pid)]))
                    run.coordinator.append((len(run.marked), private(pid), spent))
                _kernels(pid, run.kernels)
            looks += 1


def private(pid: int) -> float:
    """Return the MiB of memory that only this process holds; 0 when it is gone."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0.0
    fields = dict(line.split()[:2] for line in text.splitlines()[1:])
    return (int(fields["Private_Clean:"]) + int(fields["Private_Dirty:"])) / 1024


def taken(pid: int) -> float:
    """Return the seconds of processor that a process and its dead children have taken."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def _kernels(root: int, seen: dict[int, float]) -> None:
    """Note what the children of each fork server hold."""
    for server in _descendants(root):
        if "forkserver" in _command(server) and "forkserver" not in _command(_parent(server)):
            for kernel in _children(server):
                held = sum(private(pid) for pid in (kernel, *_descendants(kernel)))
                seen[kernel] = max(held, seen.get(kernel, 0.0))


def _children(pid: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            found += map(int, path.read_text(encoding="ascii").split())
        except OSError:
            continue
    return found


def _descendants(pid: int) -> list[int]:
    found = []
    for child in _children(pid):
        found += [child, *_descendants(child)]
    return found


def _command(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return ""


def _parent(pid: int) -> int:
    try:
        return int(Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()[1])
    except OSError:
        return 0


def middle(values: list[float]) -> float:
    """Return the median; 0 of nothing."""
    return statistics.median(values) if values else 0.0
