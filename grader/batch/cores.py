"""How many submissions this machine can take at a time."""

from __future__ import annotations

import os
from pathlib import Path

ROOM = 384 * 2**20  # bytes for one submission in flight: its worker, its share of warm process, its kernel


def usable() -> int:
    """Return the number of cores that this process may use, fewer where memory is short."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    limits = [cores, _quota(Path("/sys/fs/cgroup")), _memory(Path("/proc/meminfo"))]
    return max(1, min(limit for limit in limits if limit is not None))


def _quota(cgroup: Path) -> int | None:
    """Return the cores that a container may use, which its affinity does not tell."""
    try:
        quota, period = (cgroup / "cpu.max").read_text().split()
    except (OSError, ValueError):
        try:
            quota = (cgroup / "cpu/cpu.cfs_quota_us").read_text().strip()
            period = (cgroup / "cpu/cpu.cfs_period_us").read_text().strip()
        except OSError:
            return None
    if not quota.isdigit() or not period.isdigit() or int(period) == 0:
        return None
    return max(1, -(-int(quota) // int(period)))


def _memory(meminfo: Path) -> int | None:
    try:
        lines = meminfo.read_text().splitlines()
        found = next(line for line in lines if line.startswith("MemAvailable:"))
        return max(1, int(found.split()[1]) * 1024 // ROOM)
    except (OSError, StopIteration, ValueError, IndexError):
        return None
