"""A file on disk: read with its signature, replaced in one step, put aside and never overwritten blindly."""

from __future__ import annotations

import os
import secrets
import stat
import time
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from course.annotation.decoding import MAX_BYTES
from course.annotation.failure import NO_FILE, NO_FOLDER, READ_ONLY_FILE, READ_ONLY_FOLDER
from course.language import Text

Signature = tuple[int, int, int]  # time, size and number of the file; another writer changes at least one
_ABANDONED = 60.0  # seconds after which a temporary file is nobody's


def absolute(path: str | os.PathLike[str]) -> Path:
    """Return where a file lies, links followed, so that a later `os.chdir` does not move it."""
    return Path(path).expanduser().resolve()


def signature(path: Path) -> Signature | None:
    """Return what changes when a file does; None where there is none."""
    try:
        return _signed(path.stat())
    except OSError:
        return None


def content(path: Path) -> tuple[bytes, Signature]:
    """Return a file's bytes, or the first of too many, and its signature.

    Raises
    ------
    OSError
        If there is none or it cannot be read; something that is no file (a pipe would wait for ever) is not.
    """
    if not stat.S_ISREG(path.stat().st_mode):
        raise IsADirectoryError(f"{path.name} is no file")
    with path.open("rb") as file:
        return file.read(MAX_BYTES + 1), _signed(os.fstat(file.fileno()))


def obstacle(path: Path) -> Text | None:
    """Say why a file could not be written, as its modes have it; None where nothing speaks against it.

    Root may write what is read-only, and replacing a file asks nobody for its own mode; yet somebody wanted it
    to stay as it is.
    """
    try:
        folder = path.parent.stat()
    except OSError:
        return NO_FOLDER
    if not stat.S_ISDIR(folder.st_mode):
        return NO_FOLDER
    if not folder.st_mode & 0o222 or not os.access(path.parent, os.W_OK):
        return READ_ONLY_FOLDER
    try:
        file = path.stat()
    except OSError:
        return None
    if not stat.S_ISREG(file.st_mode):
        return NO_FILE
    if not file.st_mode & 0o222 or not os.access(path, os.W_OK):
        return READ_ONLY_FILE
    return None


def replace(path: Path, data: bytes) -> Signature:
    """Write a file in one step: whoever reads it, or pulls the plug, finds all of the old or all of the new."""
    temporary = path.with_name(f".{path.name}.{secrets.token_hex(6)}.tmp")
    try:
        with temporary.open("xb") as file:
            with suppress(OSError):
                os.chmod(temporary, stat.S_IMODE(path.stat().st_mode))
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
            signed = _signed(os.fstat(file.fileno()))
        _moved(temporary, path)
    finally:
        with suppress(OSError):
            temporary.unlink()
    return signed


def set_aside(path: Path, what: str) -> Path:
    """Rename a file so that it is out of the way; return its new name."""
    target = _free(path, what)
    _moved(path, target)
    return target


def keep_copy(path: Path, data: bytes) -> Path:
    """Write a copy of a file's bytes beside it, under a name that nothing has; return that name."""
    target = _free(path, "copy")
    with target.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    return target


def tidy(path: Path, *, alone: bool) -> None:
    """Delete temporary files of saves that were killed: all where nobody else can be saving, else the old."""
    with suppress(OSError):
        for left in path.parent.glob(f".{path.name}.*.tmp"):
            with suppress(OSError):
                if alone or abs(time.time() - left.stat().st_mtime) > _ABANDONED:
                    left.unlink()


def _free(path: Path, what: str) -> Path:
    """Return a name that ends in no .csv, so that nobody hands it in or opens it for the file itself."""
    moment = datetime.now().strftime("%Y%m%d-%H%M%S")
    names = (f"{path.name}.{what}-{moment}{more}" for more in ("", *(f"-{n}" for n in range(2, 1000))))
    return next(free for name in names if not (free := path.with_name(name)).exists())


def _moved(source: Path, target: Path) -> None:
    for attempt in range(6):
        try:
            os.replace(source, target)
            return
        except PermissionError:
            if os.name != "nt" or attempt == 5:  # on Windows a virus scanner may hold it for a moment
                raise
            time.sleep(0.05 * 2**attempt)


def _signed(status: os.stat_result) -> Signature:
    return status.st_mtime_ns, status.st_size, status.st_ino
