"""Workers of a dask cluster: they need this package and nothing else, neither the gradebook nor a shared disk."""

from __future__ import annotations

import contextlib
import json
import threading
import time
import warnings
from concurrent.futures import CancelledError, Future
from typing import Any

from grader.batch.engine import Broken, Lost
from grader.errors import GraderError

RESULT, OTHER, BARE = b"r", b"o", b"w"
_GONE = " What is recorded stays; the same command goes on from there."
_one_at_a_time = threading.Lock()  # in a worker with several threads: grading is for whole processes


def answer(job: bytes, unit: str, expected: dict[str, str], unsafe: bool) -> bytes:
    """Grade a job; called by dask in a worker. Says so instead when the worker could not grade it as we would."""
    from grader.batch.code import differences, equipment

    with _one_at_a_time:
        apart = differences(expected, equipment(unit))
        if apart:
            return OTHER + json.dumps(apart).encode()
        from grader import sandbox
        from grader.execute import execute

        if not unsafe and not sandbox.available():
            return BARE
        return RESULT + execute(job)


class Cluster:
    """Grades on the workers of a dask scheduler.

    Parameters
    ----------
    scheduler : str
        Its address, such as ``tcp://host:8786``.
    unit : str
    patience : float
        Seconds in which any job is done once a worker has it.
    unsafe : bool
        Whether workers without a sandbox may grade.
    """

    def __init__(self, scheduler: str, unit: str, *, patience: float, unsafe: bool = False) -> None:
        self.scheduler, self.unit, self.patience, self.unsafe = scheduler, unit, patience, unsafe
        self._client = _connected(scheduler)
        from grader.batch.code import equipment

        self._expected = equipment(unit)
        self._flying: dict[Future[bytes], tuple[Any, float]] = {}
        self._threads, self._asked = 0, 0.0
        self._heard = time.monotonic()

    @property
    def slots(self) -> int:
        """Twice as many as the workers' threads; workers may come and go."""
        return max(2, 2 * self._count())

    @property
    def trouble(self) -> str:
        """Say when there is nobody to work; give up jobs that nobody brings back."""
        if not self._count():
            self._heard = time.monotonic()
            return (
                f"no worker at {self.scheduler}: start one with `dask worker {self.scheduler} --nworkers -1`"
            )
        self._give_up()
        return ""

    def submit(self, job: bytes) -> Future[bytes]:
        """Have a job graded; the future gives the result or `Lost`, or `Broken` when no job can be."""
        ours: Future[bytes] = Future()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            theirs = self._client.submit(
                *(answer, job, self.unit, self._expected, self.unsafe), pure=False, key=None
            )
        self._flying[ours] = (theirs, time.monotonic())
        theirs.add_done_callback(lambda done: self._landed(ours, done))
        return ours

    def close(self) -> None:
        """Take back what is in flight and leave; the cluster stays."""
        for theirs, _ in list(self._flying.values()):
            with contextlib.suppress(Exception):
                theirs.cancel(force=True)
        with contextlib.suppress(Exception):
            self._client.close(timeout=5)

    def _count(self) -> int:
        """Ask now and then how many threads the workers have."""
        now = time.monotonic()
        if now - self._asked > 2:
            self._asked = now
            with contextlib.suppress(Exception):
                self._threads = sum(self._client.nthreads().values())
        return self._threads

    def _give_up(self) -> None:
        """A job is lost when for long nothing at all has come back, although there are workers."""
        now = time.monotonic()
        for ours, (theirs, began) in list(self._flying.items()):
            if now - max(began, self._heard) > 3 * self.patience:
                self._flying.pop(ours, None)
                theirs.cancel(force=True)
                _give(ours, error=Lost(f"no worker of {self.scheduler} brought it back"))

    def _landed(self, ours: Future[bytes], theirs: Any) -> None:
        """Take over what came of a job; called in a thread of dask's."""
        self._heard = time.monotonic()
        if self._flying.pop(ours, None) is None:
            return
        try:
            data = theirs.result()
        except Exception as error:
            _give(ours, error=self._translated(error))
            return
        kind, content = data[:1], data[1:]
        if kind == RESULT:
            _give(ours, result=content)
        elif kind == OTHER:
            _give(ours, error=Broken(_other(json.loads(content))))
        else:
            _give(ours, error=Broken(_BARE))

    def _translated(self, error: Exception) -> Exception:
        from distributed.scheduler import KilledWorker

        if isinstance(error, KilledWorker):
            return Lost("the workers that graded it died, one after the other")
        if isinstance(error, CancelledError) or type(error).__name__.endswith("CancelledError"):
            return Broken(f"The dask scheduler {self.scheduler} is gone." + _GONE)
        if isinstance(error, ModuleNotFoundError):
            return Broken(
                f"The workers of {self.scheduler} do not have the course ({error.name} is missing): install it "
                "in the environment in which `dask worker` runs." + _GONE
            )
        return Broken(
            f"The workers of {self.scheduler} cannot grade ({type(error).__name__}: {error})." + _GONE
        )


_BARE = (
    "A worker has no sandbox, so a submission could read what the worker can. See docs/grading.md for what it "
    "needs, or grade people you trust with --unsafe." + _GONE
)


def _other(apart: list[str]) -> str:
    return (
        f"A worker is not the same as this installation: {', '.join(apart)}. Bring both to the same version and "
        "start the worker again, or marks would depend on who graded." + _GONE
    )


def _give(future: Future[bytes], *, result: bytes = b"", error: Exception | None = None) -> None:
    if not future.done():
        if error is None:
            future.set_result(result)
        else:
            future.set_exception(error)


def _connected(scheduler: str) -> Any:
    try:
        import dask
        from distributed import Client
    except ModuleNotFoundError:
        raise GraderError('A dask scheduler needs the extra: pip install -e ".[cluster]".') from None
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "10GB"})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of differing versions: each job asks its worker, and we say it
            return Client(scheduler, timeout=10, set_as_default=False, name="grader")
    except (OSError, ValueError, TimeoutError) as error:
        why = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise GraderError(
            f"There is no dask scheduler at {scheduler} ({why}). Start one with `dask scheduler`; it prints its "
            "address, such as tcp://192.168.1.10:8786."
        ) from None
