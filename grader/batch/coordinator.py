"""The coordinator: reads submissions, has them graded, and takes what comes back to the one who writes.

Only so many are in flight, whatever the class: nothing of a submission is kept once it is recorded but its
record.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass

from grader.batch.alone import Interrupted, Interrupts
from grader.batch.engine import Broken, Engine, Failed, Lost
from grader.batch.recorder import Recorder, explained
from grader.batch.rows import GradeRow
from grader.errors import GraderError
from grader.gather import gather
from grader.intake import fingerprint
from grader.job import Job, Result, Settings
from grader.outcomes import Outcome, OutcomeBook, Record

TRIES = 2  # at one job, when whoever had it is lost
HOPELESS = 10  # submissions that fail from the start on, for a fault of ours, before the batch stops
_TICK = 0.5  # seconds after which Ctrl-C is looked for


@dataclass
class Flight:
    """A job on its way."""

    job: Job
    tries: int = 1


class Coordinator:
    """Takes a class through an engine.

    Parameters
    ----------
    recorder : Recorder
    book : OutcomeBook
    engine : Engine
    settings : Settings
        Limits of each submission.
    force : bool
        Grade again what is settled and unchanged.
    starting, finished, waiting : callable
        Told of each student before and after, and of what keeps the work from going on.
    """

    def __init__(
        self,
        recorder: Recorder,
        book: OutcomeBook,
        engine: Engine,
        *,
        settings: Settings,
        force: bool,
        starting: Callable[[str], None],
        finished: Callable[[Record, bool], None],
        waiting: Callable[[str], None],
    ) -> None:
        self.recorder, self.book, self.engine = recorder, book, engine
        self.settings, self.force = settings, force
        self.starting, self.finished, self.waiting = starting, finished, waiting
        self.root, self.unit = recorder.course.root, recorder.unit
        self.hopeless: int | None = 0
        self.flying: dict[Future[bytes], Flight] = {}
        self.again: deque[Flight] = deque()
        self.known: dict[str, list[GradeRow]] = recorder.known_marks() if book.records else {}

    def run(self, students: Iterable[str], interrupts: Interrupts) -> None:
        """Grade everybody, or stop in order when asked.

        Raises
        ------
        Interrupted
            After Ctrl-C; what had come back is recorded.
        """
        ahead = deque(students)
        while (ahead or self.again or self.flying) and not interrupts.asked:
            self._send(ahead, interrupts)
            if self.flying:
                done, _ = wait(self.flying, timeout=_TICK, return_when=FIRST_COMPLETED)
                for future in done:
                    self._take(future)
                self.waiting("" if done else self.engine.trouble)
        for future in [future for future in self.flying if future.done()]:
            self._take(future)
        left = len(ahead) + len(self.again) + len(self.flying)
        if left:
            raise Interrupted(left)

    def _send(self, ahead: deque[str], interrupts: Interrupts) -> None:
        """Keep as many in flight as the engine can use."""
        while len(self.flying) < self.engine.slots and not interrupts.asked:
            if self.again:
                flight = self.again.popleft()
            elif ahead:
                student = ahead.popleft()
                self.starting(student)
                job = self._job(student)
                if job is None:
                    continue
                flight = Flight(job)
            else:
                return
            self.flying[self.engine.submit(flight.job.to_bytes())] = flight

    def _job(self, student: str) -> Job | None:
        """Read a submission, unless it is settled and nothing has changed since."""
        try:
            kept = self._kept(student)
            if kept is None:
                return gather(self.root, self.unit, student, settings=self.settings)
        except OSError as error:  # this student's folder cannot be read
            self._record(self.recorder.inconclusive(student, explained(error)), fresh=True)
            return None
        self._record(kept, fresh=False)
        return None

    def _kept(self, student: str) -> Record | None:
        record, grades = self.book.records.get(student), self.known.pop(student, None)
        if record is None or grades is None or self.force:
            return None
        if not record.outcome.settled or not record.states or record.basis != self.recorder.basis:
            return None
        if record.sandbox == "none" and not self.settings.unsafe:
            return None
        if not (self.recorder.folders.place(student) / f"{self.unit}.ipynb").is_file():
            return None
        if record.fingerprint != fingerprint(self.root / "submitted" / student / self.unit):
            return None
        return self.recorder.kept(record, grades)

    def _take(self, future: Future[bytes]) -> None:
        """Take what came back of a job, or of whoever had it."""
        flight = self.flying.pop(future)
        student = flight.job.student
        try:
            result = Result.from_bytes(future.result())
        except Lost as lost:
            if flight.tries < TRIES:
                flight.tries += 1
                self.again.append(flight)
                return
            why = f"{lost}; so it was at each of {TRIES} tries"
            record = self.recorder.inconclusive(student, why, fingerprint=flight.job.fingerprint)
        except Broken:
            raise
        except (Failed, GraderError) as error:
            record = self.recorder.inconclusive(student, str(error), fingerprint=flight.job.fingerprint)
        else:
            record = self.recorder.record(flight.job, result, seconds=sum(result.phases.values()))
        self._record(record, fresh=True)

    def _record(self, record: Record, *, fresh: bool) -> None:
        if fresh:
            self._stop_when_hopeless(record)
        if record != self.book.records.get(record.student):
            self.book.add(record)
        self.finished(record, fresh)

    def _stop_when_hopeless(self, record: Record) -> None:
        """A fault that nobody's submission escapes is the grader's: the class keeps the marks that it has."""
        if record.outcome is not Outcome.INCONCLUSIVE:
            self.hopeless = None
        elif self.hopeless is not None:
            self.hopeless += 1
            if self.hopeless == HOPELESS:
                raise GraderError(
                    f"None of the first {HOPELESS} submissions could be graded, for a fault of ours: "
                    f"{record.notes[0]} The others were left as they are; the same command tries again."
                )
