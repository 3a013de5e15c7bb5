"""Where the time of a submission goes: some of a class graded one after another in this process, part by part."""

from __future__ import annotations

import time
from collections import Counter
from pathlib import Path

from grader.batch.worker import load
from grader.execute import execute
from grader.forkserver import ForkServer
from grader.gather import gather
from grader.job import Result, Settings
from marking.floor import buried
from marking.watch import taken

Parts = tuple[float, float, dict[str, float]]


def parts(root: Path, unit: str) -> Parts:
    """Grade everybody who handed in at `root`, unrecorded.

    Returns
    -------
    trusted, student : float
        Seconds of processor a submission, on either side of the walls.
    phases : dict of str to float
        Seconds a submission by phase, as results tell them.
    """
    load(unit)
    students = sorted(path.name for path in (root / "submitted").iterdir())
    jobs = [gather(root, unit, student, settings=Settings()).to_bytes() for student in students]
    execute(jobs[0])
    server = ForkServer.shared()
    buried(server)
    mine, theirs, phases = time.process_time(), taken(server.pid), Counter()
    for job in jobs:
        phases.update(Result.from_bytes(execute(job)).phases)
    mine = time.process_time() - mine
    buried(server)
    count = len(jobs)
    each = {name: seconds / count for name, seconds in phases.items()}
    return mine / count, (taken(server.pid) - theirs) / count, each
