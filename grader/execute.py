"""Grading one submission: bytes in, bytes out, in any process of any machine that has the grader.

The trusted side reads the files, restores the graded cells, has the student's cells run behind walls and asks
their functions; see `grader.runner`. Marks and reports come back inside the notebook. `grader autograde`,
`nbgrader autograde` and the formgrader's button all end here.
"""

from __future__ import annotations

import hashlib
import time
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Any

import nbformat
from nbformat import NotebookNode

from grader import registry
from grader.blueprint import Blueprint
from grader.delivery import Delivery, Piece, printable
from grader.examiner import Examination, Examiner
from grader.faults import OUR_FAULT, Fault
from grader.gather import gather
from grader.intake import notebooks, receive
from grader.job import Job, Result
from grader.label_file import MAX_BYTES as MAX_LABELS
from grader.label_file import HandedLabels, label_sources, labels_of
from grader.outcomes import Outcome
from grader.restore import restore
from grader.runner import Run, Submitted
from grader.submission import MAX_BYTES, Submission, parse_submission

__all__ = ["execute", "gather", "grade"]

MAX_BESIDE = 48 * 2**20  # bytes of files that lie beside the notebook while it runs


def execute(job: bytes) -> bytes:
    """Grade one submission: a `Job` as bytes in, a `Result` as bytes out, wherever this runs.

    Nothing is read but the job and the installed grader, and nothing is left behind. Whatever the submission
    holds, a result comes back; a fault of our own makes it inconclusive.

    Raises
    ------
    GraderError
        The bytes are no job.
    """
    return grade(Job.from_bytes(job)).to_bytes()


def grade(job: Job) -> Result:
    """Grade one submission; see `execute`."""
    try:
        return _grade(job)
    except Exception as error:
        trouble = f"{type(error).__name__}: {error}"
    try:
        return _inconclusive(job, trouble)
    except Exception:  # such as a course folder whose release is damaged
        return Result(b"", job.fingerprint, error=trouble)


def _grade(job: Job) -> Result:
    began = time.monotonic()
    blueprint = _blueprint(job.unit, tuple(job.release.items()))
    delivery = _delivery(job)
    intake, content = receive(delivery, blueprint)
    notebook = restore(parse_submission(content), blueprint).notebook
    about = notebook.metadata["crisis20"]
    fault = Fault.from_json(about["fault"]) if about["fault"] else None
    copies = (
        [] if not intake.notebook else sorted(notebooks(delivery), key=lambda p: p.name != intake.notebook)
    )
    labels, trouble = _labels(job.unit, delivery, copies, fault)
    read = time.monotonic() - began
    files, left_out = _beside(job, delivery, labels, about["language"])
    submitted = Submitted(notebook, about["language"], files, labels, fault)
    run = Run(submitted, _examiner(job.unit, job.seed, job.settings.call_timeout), job.settings)
    run.run()
    about |= {
        "outcomes": [outcome.value for outcome in run.outcomes],
        "exercises": {key: _stored(one) for key, one in run.examinations.items()},
        "labels": {key: hashlib.sha256(handed.content).hexdigest()[:16] for key, handed in labels.items()},
        "sandbox": run.level.value,
        "trouble": list(dict.fromkeys([*trouble, *left_out, *run.trouble])),
    }
    began = time.monotonic()
    written = _written(notebook)
    phases = {"read": read, **run.phases, "write": time.monotonic() - began}
    return Result(written, job.fingerprint, intake.notes, intake.telling, phases)


def _inconclusive(job: Job, trouble: str) -> Result:
    """What is recorded where the grader itself failed: the released notebook, every mark open."""
    blueprint = _blueprint(job.unit, tuple(job.release.items()))
    notebook = restore(Submission([], None, OUR_FAULT), blueprint).notebook
    exercises = {
        cell.key: Examination(cell.key, None, cell.points, fault=OUR_FAULT) for cell in blueprint.checks
    }
    notebook.metadata["crisis20"] |= {
        "outcomes": [Outcome.INCONCLUSIVE.value],
        "exercises": {key: _stored(one) for key, one in exercises.items()},
        "labels": {},
        "sandbox": "none",
        "trouble": [trouble],
    }
    return Result(_written(notebook), job.fingerprint)


def _delivery(job: Job) -> Delivery:
    delivery = Delivery.of_files(job.files)
    for name, size in job.oversized.items():  # whoever looks finds too much of nothing
        delivery.pieces.append(Piece(name, max(size, MAX_BYTES + 1), content=bytes(MAX_LABELS + 1)))
    delivery.links += job.links
    delivery.linked = job.linked
    return delivery


def _labels(
    unit: str, delivery: Delivery, copies: list[Piece], fault: Fault | None
) -> tuple[dict[str, HandedLabels], list[str]]:
    """Find what was labelled, before and without any of the student's code."""
    found: dict[str, HandedLabels] = {}
    trouble: list[str] = []
    if fault is not None and fault.outcome is Outcome.WRONG:
        return found, trouble  # another unit's notebook: nothing is given or taken until this one's comes
    try:
        for key, exercise in registry.labelling(unit).items():
            handed = labels_of(exercise, label_sources(delivery, exercise.file, copies))
            if fault is None or handed.found:  # without a notebook, no file is no zero
                found[key] = handed
                trouble += [f"{key}: {note}" for note in handed.notes]
    except Exception as error:
        trouble.append(f"labels: {type(error).__name__}: {error}")
    return found, trouble


def _beside(
    job: Job, delivery: Delivery, labels: dict[str, HandedLabels], language: str
) -> tuple[dict[str, bytes], list[str]]:
    """Return the files that the code finds, and what to say of those left out.

    The student's own come first, then labels by the name that the lesson gives them, then the instructor's.
    """
    files, trouble, left = {}, [], MAX_BESIDE
    own = delivery.files().items()
    for name, piece in sorted(own, key=lambda item: item[1].size):
        if name.lower().endswith(".ipynb") or not _is_place(name):
            continue
        left -= piece.size
        if left < 0:
            trouble.append(f"{printable(name)} was too large to lie beside the notebook when it ran")
        else:
            files[name] = piece.content
    exercises = registry.labelling(job.unit) if labels else {}
    for key, handed in labels.items():
        if handed.content:
            files.setdefault(exercises[key].file, handed.content)
    for name, content in job.beside.get(language, {}).items():
        files.setdefault(name, content)
    return files, trouble


def _is_place(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts and "\0" not in name


@lru_cache(maxsize=8)
def _blueprint(unit: str, release: tuple[tuple[str, bytes], ...]) -> Blueprint:
    return Blueprint.read(unit, dict(release))


@lru_cache(maxsize=8)
def _examiner(unit: str, seed: bytes, call_timeout: float) -> Examiner:
    """The whole class is examined with one set of cases."""
    return Examiner(unit, seed, call_timeout=call_timeout)


def _written(notebook: NotebookNode) -> bytes:
    """As nbformat writes it; every part is ours or was cleaned, so that nothing is left to validate."""
    return nbformat.v4.writes(notebook).encode("utf-8") + b"\n"


def _stored(examination: Examination) -> dict[str, Any]:
    """What feedback and reports need, as JSON: no input, no expected value."""
    return {
        "points": examination.points,
        "max_points": examination.max_points,
        "fault": None if examination.fault is None else examination.fault.outcome.value,
        "cases": [
            {
                "key": case.key,
                "title": {"es": case.title.es, "en": case.title.en},
                "passed": case.passed,
                "diagnosis": case.diagnosis,
                "message": {"es": case.message.es, "en": case.message.en},
            }
            for case in examination.cases
        ],
    }
