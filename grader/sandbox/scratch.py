"""A folder that hostile code wrote in: how much there is, and how to delete it whatever it holds.

No link is followed, no depth is too deep, and a folder without permissions is given them.
"""

from __future__ import annotations

import contextlib
import errno
import os
import stat
from pathlib import Path

_BLOCK = 512
_LEAST = 4096  # an empty file or folder costs its inode
_FOLDER = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC if os.name == "posix" else 0


def used(folder: Path, *, enough: int) -> int:
    """Return the bytes that a folder takes on its disk, counting no further than `enough`."""
    total, waiting = 0, [str(folder)]
    while waiting and total < enough:
        try:
            with os.scandir(waiting.pop()) as entries:
                for entry in entries:
                    with contextlib.suppress(OSError):
                        found = entry.stat(follow_symlinks=False)
                        total += max(found.st_blocks * _BLOCK, _LEAST)
                        if stat.S_ISDIR(found.st_mode):
                            waiting.append(entry.path)
                    if total >= enough:
                        break
        except PermissionError:  # closed by its owner, to be counted all the same
            total += _LEAST
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:  # a path too long to follow: nobody needs it
                return enough
    return total


def deleted(pids: list[int], *, own: int) -> int:
    """Return the bytes of files that have no name any more but are open in these processes, on the device `own`."""
    sizes: dict[int, int] = {}
    for pid in pids:
        try:
            descriptors = os.listdir(f"/proc/{pid}/fd")
        except OSError:
            continue
        for descriptor in descriptors:
            with contextlib.suppress(OSError):
                found = os.stat(f"/proc/{pid}/fd/{descriptor}")
                if stat.S_ISREG(found.st_mode) and not found.st_nlink and found.st_dev == own:
                    sizes[found.st_ino] = found.st_blocks * _BLOCK
    return sum(sizes.values())


def remove(folder: Path) -> None:
    """Delete a folder with all that is in it.

    Each folder is brought up to the top before it is emptied, so that neither the length of a path nor the number
    of open folders ever matters.
    """
    os.chmod(folder, 0o700)
    top = os.open(folder, _FOLDER)
    try:
        waiting, number = _emptied(top), 0
        taken = set(waiting)
        while waiting:
            name = waiting.pop()
            inner = _opened(top, name)
            try:
                for child in _emptied(inner):
                    while str(number) in taken:
                        number += 1
                    os.close(_opened(inner, child))  # to move a folder one must be allowed to write in it
                    os.rename(child, str(number), src_dir_fd=inner, dst_dir_fd=top)
                    waiting.append(str(number))
                    number += 1
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)
    os.rmdir(folder)


def _opened(folder: int, name: str) -> int:
    """Open a folder inside an open one, with every permission."""
    os.chmod(name, 0o700, dir_fd=folder)  # known as a folder by now, and nobody writes here any more
    return os.open(name, _FOLDER, dir_fd=folder)


def _emptied(folder: int) -> list[str]:
    """Delete the files of an open folder; return the names of its folders."""
    folders = []
    for name in os.listdir(folder):
        if stat.S_ISDIR(os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode):
            folders.append(name)
        else:
            os.unlink(name, dir_fd=folder)
    return folders
