"""`grader autograde`: a whole class, here or on a cluster, each submission on its own.

Whatever happens to one costs only that one: it ends in a state, is written down at once, and the class goes
on. A rerun leaves what is settled and unchanged.
"""

from __future__ import annotations

import contextlib
import dataclasses
from collections.abc import Callable

from grader import sandbox
from grader.batch.alone import Interrupted, Interrupts, alone
from grader.batch.database import address
from grader.batch.engine import Engine, Here
from grader.coursefolder import CourseFolder
from grader.errors import GraderError
from grader.job import Settings
from grader.outcomes import OutcomeBook, Record

__all__ = ["Interrupted", "autograde"]

Progress = Callable[[str], None]


def autograde(
    course: CourseFolder,
    unit: str,
    *,
    students: list[str] | None = None,
    force: bool = False,
    unsafe: bool = False,
    jobs: int = 1,
    scheduler: str | None = None,
    db: str | None = None,
    starting: Progress = lambda student: None,
    finished: Callable[[Record, bool], None] = lambda record, fresh: None,
    waiting: Progress = lambda trouble: None,
    stopping: Callable[[], None] = lambda: None,
) -> OutcomeBook:
    """Grade the submissions of a unit.

    Marks do not depend on `jobs`, on `scheduler` or on who comes back first.

    Parameters
    ----------
    course : CourseFolder
    unit : str
    students : list of str, optional
        Only these; everybody who handed in when None.
    force : bool
        Grade again what is settled and unchanged.
    unsafe : bool
        Run students' code without a sandbox.
    jobs : int
        Submissions at a time: 1 runs them in this process, more in processes of their own.
    scheduler : str, optional
        Address of a dask scheduler, such as ``tcp://host:8786``: its workers grade, `jobs` does not count.
    db : str, optional
        Address of the gradebook, instead of the course folder's own.
    starting, finished : callable
        Told before and after each student; `finished` gets the record and whether it is new.
    waiting : callable
        Told what keeps the work from going on, such as a cluster without workers; an empty text when it goes on.
    stopping : callable
        Told at the first Ctrl-C.

    Returns
    -------
    OutcomeBook
        Of everybody graded so far.

    Raises
    ------
    Interrupted
        After Ctrl-C. What had come back is recorded, and the next run goes on from there.
    GraderError
        It cannot begin, or the gradebook cannot be written any more.
    """
    if db is not None:
        course = dataclasses.replace(course, db=address(db))
    settings = Settings.configured(course.config(unsafe=unsafe), unsafe=unsafe)
    if scheduler is None and not settings.unsafe and not sandbox.available():
        raise GraderError(sandbox.explain())
    with contextlib.ExitStack() as stack:
        if unit in course.units("release"):  # where it is not, nothing is left behind for a mistyped name
            stack.enter_context(alone(course.root / "reports" / unit, unit))
        engine = _engine(unit, settings, jobs=jobs, scheduler=scheduler)
        stack.callback(engine.close)
        return _run(
            *(course, unit, engine, settings),
            students=students,
            force=force,
            starting=starting,
            finished=finished,
            waiting=waiting,
            stopping=stopping,
        )


def _run(
    course: CourseFolder,
    unit: str,
    engine: Engine,
    settings: Settings,
    *,
    students: list[str] | None,
    force: bool,
    starting: Progress,
    finished: Callable[[Record, bool], None],
    waiting: Progress,
    stopping: Callable[[], None],
) -> OutcomeBook:
    # Imported once the workers are on their way: nbgrader takes a while.
    from grader.basis import basis
    from grader.batch.coordinator import Coordinator
    from grader.batch.recorder import Recorder

    blueprint = course.require_released(unit)
    chosen = course.chosen(unit, students)
    book = course.outcomes(unit)
    recording = Recorder(course, blueprint, basis=basis(course.root, unit))
    with Interrupts(stopping) as interrupts, recording as recorder:
        coordinator = Coordinator(
            *(recorder, book, engine),
            settings=settings,
            force=force,
            starting=starting,
            finished=finished,
            waiting=waiting,
        )
        try:
            coordinator.run(chosen, interrupts)
        finally:
            book.close()
    return book


def _engine(unit: str, settings: Settings, *, jobs: int, scheduler: str | None) -> Engine:
    if scheduler is not None:
        from grader.batch.cluster import Cluster

        return Cluster(scheduler, unit, patience=_patience(settings), unsafe=settings.unsafe)
    if jobs > 1:
        from grader.batch.local import Local

        return Local(jobs, unit=unit, patience=_patience(settings))
    return Here()


def _patience(settings: Settings) -> float:
    """Seconds in which any submission, with all its own limits, is long done."""
    return 2 * settings.notebook_timeout + 120
