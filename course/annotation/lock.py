"""One writer at a time: a lock of the system beside the file, which ends with its process, killed or not."""

from __future__ import annotations

import errno
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from course.annotation.failure import LOCKED, explained, refusal
from course.language import Text

if TYPE_CHECKING:
    from filelock import BaseFileLock

_UNSUPPORTED = {errno.ENOSYS, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOLCK, errno.EINVAL}
_STALE = 60.0  # seconds; a save takes some milliseconds
SOFT = Text(
    es="La carpeta no admite bloqueos del sistema (¿es de red?): hace sus veces un archivo oculto. No etiquetes "
    "el mismo archivo desde dos ordenadores a la vez.",
    en="The folder does not support locks of the system (is it on a network?): a hidden file takes their place. "
    "Do not label the same file from two computers at once.",
)


class Lock:
    """The right to write one file; its own file is hidden, and gone after each use.

    Parameters
    ----------
    path : Path
        The file to be written, not the lock's own.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.soft = False

    @contextmanager
    def held(self, timeout: float) -> Iterator[None]:
        """Hold the lock within a ``with``.

        Raises
        ------
        SaveError
            If another process holds it for longer than ``timeout`` seconds, or the folder takes no new file.
        """
        from filelock import Timeout  # only who saves waits for this import

        own, lock = self._acquired(timeout, Timeout)
        try:
            yield
        finally:
            if os.name != "nt" and not self.soft:  # filelock itself deletes a soft one, and those of Windows
                # Deleted while held: who waited for this very file sees that it has no name and asks again.
                with suppress(OSError):
                    own.unlink()
            lock.release()

    def _acquired(self, timeout: float, timed_out: type[Exception]) -> tuple[Path, BaseFileLock]:
        from filelock import FileLock

        own = self.path.with_name(f".{self.path.name}.lock")
        try:
            if self.soft:
                return self._soft(timeout)
            lock = FileLock(
                own, timeout=timeout, poll_interval=0.005, thread_local=False, fallback_to_soft=False
            )
            try:
                lock.acquire()
            except OSError as error:
                if isinstance(error, timed_out) or error.errno not in _UNSUPPORTED:
                    raise
                self.soft = True
                with suppress(OSError):
                    own.unlink()
                return self._soft(timeout)
        except timed_out:
            raise refusal(self.path, LOCKED) from None
        except OSError as error:
            raise explained(self.path, error) from error
        return own, lock

    def _soft(self, timeout: float) -> tuple[Path, BaseFileLock]:
        from filelock import SoftFileLock

        own = self.path.with_name(f".{self.path.name}.softlock")
        with suppress(OSError):
            if time.time() - own.stat().st_mtime > _STALE:  # left by a killed process of another computer
                own.unlink()
        lock = SoftFileLock(own, timeout=timeout, poll_interval=0.01, thread_local=False)
        lock.acquire()
        return own, lock
