"""What a process holds for itself alone, as Linux counts it."""

from __future__ import annotations

from pathlib import Path


def private(pid: int) -> int:
    """Return private bytes of a process and of its descendants; 0 where the system does not tell.

    Examples
    --------
    >>> private(2**30)
    0
    """
    return sum(_own(one) for one in [pid, *_descendants(pid)])


def _descendants(pid: int) -> list[int]:
    try:
        text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    except OSError:
        return []
    children = [int(word) for word in text.split()]
    return children + [deeper for child in children for deeper in _descendants(child)]


def _own(pid: int) -> int:
    """Private pages, or where they may not be asked for, all that is not of files: more, never less."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
        return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("Private_"))
    except OSError:
        pass
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return 1024 * sum(int(line.split()[1]) for line in lines if line.startswith("RssAnon"))
    except OSError:
        return 0
