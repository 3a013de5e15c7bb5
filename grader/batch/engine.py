"""Who runs jobs for the coordinator: what it asks of them, and the simplest one."""

from __future__ import annotations

from concurrent.futures import Future
from typing import Protocol

from grader.errors import GraderError


class Lost(Exception):
    """Whoever had the job is gone, through no fault that is known of; it may be tried again."""


class Failed(Exception):
    """The grader itself failed on the job: trying again would not help."""


class Broken(GraderError):
    """The engine cannot go on; its message is all that the instructor sees."""


class Engine(Protocol):
    """Runs `grader.execute.execute` somewhere."""

    @property
    def slots(self) -> int:
        """How many jobs to keep in flight; may change while the batch runs."""
        ...

    @property
    def trouble(self) -> str:
        """What keeps the work from going on, in plain words; empty when nothing does."""
        ...

    def submit(self, job: bytes) -> Future[bytes]:
        """Have a job graded; the future gives the result, `Lost` or `Failed`."""
        ...

    def close(self) -> None:
        """End everything, at once: what is in flight is lost."""
        ...


class Here:
    """Runs each job in this process, at once: one at a time, nothing to start."""

    slots, trouble = 1, ""

    def submit(self, job: bytes) -> Future[bytes]:
        """Grade a job; the future is done when this returns."""
        from grader.execute import execute

        future: Future[bytes] = Future()
        try:
            future.set_result(execute(job))
        except Exception as error:
            future.set_exception(Failed(f"{type(error).__name__}: {error}"))
        return future

    def close(self) -> None:
        """Nothing to end."""
