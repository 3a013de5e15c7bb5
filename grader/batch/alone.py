"""One batch at a time on a unit, and a batch that can be stopped: the lock and Ctrl-C."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType

from filelock import FileLock, Timeout

from grader.errors import GraderError


class Interrupted(KeyboardInterrupt):
    """A batch was stopped with Ctrl-C, in order.

    Parameters
    ----------
    left : int
        Submissions that were not graded.
    """

    def __init__(self, left: int) -> None:
        super().__init__(f"{left} submissions were not graded")
        self.left = left


@contextlib.contextmanager
def alone(folder: Path, unit: str) -> Iterator[None]:
    """Hold the unit's lock; it goes with the process, however that ends."""
    folder.mkdir(parents=True, exist_ok=True)
    lock = FileLock(folder / ".autograde.lock", timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise GraderError(
            f"Another `grader autograde {unit}` is at work in this course folder: wait until it has finished, "
            "or stop it first."
        ) from None
    try:
        yield
    finally:
        lock.release()


class Interrupts:
    """Takes Ctrl-C while a batch runs: the first asks it to stop in order, the second stops it at once.

    Parameters
    ----------
    noticed : callable
        Told at the first.
    """

    def __init__(self, noticed: Callable[[], None]) -> None:
        self.asked = False
        self._noticed = noticed
        self._before: object = None

    def __enter__(self) -> Interrupts:
        if threading.current_thread() is threading.main_thread():
            self._before = signal.signal(signal.SIGINT, self._take)
        return self

    def __exit__(self, *raised: object) -> None:
        if self._before is not None:
            signal.signal(signal.SIGINT, self._before)  # type: ignore[arg-type]

    def _take(self, number: int, frame: FrameType | None) -> None:
        if self.asked:
            raise KeyboardInterrupt
        self.asked = True
        self._noticed()
