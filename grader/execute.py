"""nbgrader's Execute with the examiner in it: the student's cells run in a kernel, graded cells never do.

When the cells have run, the trusted side asks the kernel to call one function with one set of inputs at a
time, over the kernel's own messages, and writes marks and report as the graded cell's outputs. It asks
after the last cell, so that no cell can print the inputs it saw. Named in
`c.Autograde.autograde_preprocessors`, so that `grader autograde`, `nbgrader autograde` and the formgrader's
button grade the same way.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbformat import NotebookNode
from traitlets import Float

from grader import registry
from grader.blueprint import Blueprint
from grader.errors import GraderError
from grader.examiner import Examination, Examiner
from grader.faults import OUR_FAULT, TIMED_OUT, Fault
from grader.gather import gather
from grader.intake import Intake, chosen_notebook, take_in
from grader.job import Job, Result
from grader.label_file import HandedLabels, handed_labels
from grader.outcomes import Outcome
from grader.report import examined_html
from grader.restore import restore
from grader.runner import CarefulExecute, is_check
from grader.seed import read_seed
from grader.student import KernelStudent
from grader.submission import MAX_BYTES, read_submission

__all__ = ["ExamineNotebook", "execute", "gather"]

MAX_KERNELS = 4  # a crash costs only the exercise that crashed; this often the others get another kernel


class ExamineNotebook(CarefulExecute):
    """Runs a restored submission and examines its exercises."""

    call_timeout = Float(10.0, help="Seconds that one call of a function may take.").tag(config=True)

    # Shared: the whole class is examined with one set of cases.
    _examiners: dict[tuple, Examiner] = {}  # noqa: RUF012

    def preprocess(self, nb: NotebookNode, resources: Any = None, km: Any = None) -> tuple[NotebookNode, Any]:
        """Run and examine one notebook; called by nbgrader's Autograde in its second pass."""
        NotebookClient.__init__(self, nb, km)
        self._check_assign_resources(resources)
        about = nb.metadata["crisis20"]
        self.unit = about["unit"]
        student = self.resources["nbgrader"]["student"]
        # The student's own files win over the instructor's of the same name: nbgrader would overwrite them.
        submitted = Path(self.course) / "submitted" / student / self.unit
        self.begin(about["language"], [submitted, Path(self.resources["metadata"]["path"])])
        self.examinations: dict[str, Examination] = {}
        self.fault = Fault.from_json(about["fault"]) if about["fault"] else None
        self.labels = self._labels(submitted)
        if self.fault is None:
            self._run()
        for cell in nb.cells:
            if is_check(cell) and not cell.outputs:
                self._examine(cell, None)
        about |= {
            "outcomes": sorted({outcome.value for outcome in self._outcomes()}),
            "exercises": {key: _stored(examination) for key, examination in self.examinations.items()},
            "labels": {
                key: hashlib.sha256(handed.content).hexdigest()[:16] for key, handed in self.labels.items()
            },
            "sandbox": "bubblewrap" if self.walled else "none",
            "trouble": list(dict.fromkeys(self.trouble)),
        }
        return nb, self.resources

    def _labels(self, submitted: Path) -> dict[str, HandedLabels]:
        """Find what was labelled, before and without any of the student's code."""
        if self.fault is not None and self.fault.outcome is Outcome.WRONG:
            return {}  # another unit's notebook: nothing is given or taken until this one's comes
        found: dict[str, HandedLabels] = {}
        try:
            labelling = registry.labelling(self.unit)
            notebook = (
                chosen_notebook(submitted, Blueprint.load(Path(self.course), self.unit))
                if labelling
                else None
            )
            for key, exercise in labelling.items():
                handed = handed_labels(exercise, submitted, notebook)
                if self.fault is None or handed.found:  # without a notebook, no file is no zero
                    found[key] = handed
                    self.trouble += [f"{key}: {note}" for note in handed.notes]
                # Cells further down read the labels under the name that the lesson gives them.
                if handed.content:
                    self.beside[exercise.file] = handed.content
        except Exception as error:
            self.trouble.append(f"labels: {type(error).__name__}: {error}")
        return found

    def _run(self) -> None:
        """Run the cells and examine; when the kernel is lost, another one takes what is left."""
        end, keep = len(self.nb.cells), True
        pending = [
            (index, cell)
            for index, cell in enumerate(self.nb.cells)
            if is_check(cell) and _key(cell) not in self.labels
        ]
        try:
            for _ in range(MAX_KERNELS):
                with self.kernel() as student:
                    lost = self.run_cells(end, keep=keep)
                    if lost is None:
                        pending = self._examine_all(pending, student)
                    elif keep:
                        end, pending = lost, [(index, cell) for index, cell in pending if index < lost]
                    else:
                        return
                keep = False
                if not pending:
                    return
        except Exception as error:  # the kernel did not start, or our own bookkeeping failed
            self.fault = self.fault or OUR_FAULT
            self.trouble.append(f"{type(error).__name__}: {error}")

    def _examine_all(
        self, pending: list[tuple[int, NotebookNode]], student: KernelStudent
    ) -> list[tuple[int, NotebookNode]]:
        """Examine until the kernel is lost; return the checks that are left."""
        for position, (_, cell) in enumerate(pending):
            if time.monotonic() > self.deadline:
                self.fault = TIMED_OUT
                return []
            self._examine(cell, student)
            if student.lost:
                return pending[position + 1 :]
        return []

    def _examine(self, cell: NotebookNode, student: KernelStudent | None) -> None:
        """Write marks and report of one graded cell, known by the instructor's key."""
        key = _key(cell)
        maximum = float(cell.metadata.nbgrader.points)
        try:
            examiner = self._examiner()
            if key in self.labels:
                examination = examiner.examine_labels(key, self.labels[key])
            elif student is None:
                examination = Examination(key, None, maximum, fault=self.fault or OUR_FAULT)
            else:
                examination = examiner.examine(key, student)
            if examination.max_points != maximum:
                raise GraderError(
                    f"released with {maximum} points, now worth {examination.max_points}: release it again"
                )
            html = examined_html(examination, examiner.exercises[key], self.language)
        except Exception as error:  # a fault of the examiner's is never a zero
            self.trouble.append(f"{key}: {type(error).__name__}: {error}")
            examination = Examination(key, None, maximum, fault=OUR_FAULT)
            html = f"<p>{OUR_FAULT.reason.to(self.language)}</p>"
        if student is not None and examination.fault is not None:
            self.trouble.append(f"{key}: {examination.fault.reason.en}")
        self.examinations[key] = examination
        points = 0.0 if examination.points is None else examination.points
        data = {"text/plain": repr(float(points)), "text/html": html}
        cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=None)]

    def _examiner(self) -> Examiner:
        name = (self.course, self.unit, self.call_timeout)
        seed = read_seed(Path(self.course))
        known = self._examiners.get(name)
        if known is None or known.seed != seed:
            known = self._examiners[name] = Examiner(self.unit, seed, call_timeout=self.call_timeout)
        return known

    def _outcomes(self) -> list[Outcome]:
        outcomes = [exam.fault.outcome for exam in self.examinations.values() if exam.fault is not None]
        if self.fault is not None:
            outcomes.append(self.fault.outcome)
        if self.slow:
            outcomes.append(Outcome.TIMED_OUT)
        return outcomes


def _key(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader.grade_id.removesuffix("-check")


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


def execute(job: bytes) -> bytes:
    """Grade one submission: a `Job` as bytes in, a `Result` as bytes out, wherever this runs.

    Nothing is read but the job and the installed grader, and nothing is left behind. Whatever the submission
    holds, a result comes back; a fault of our own makes it inconclusive.

    Raises
    ------
    GraderError
        The bytes are no job.
    """
    asked = Job.from_bytes(job)
    try:
        result = _execute(asked)
    except Exception as error:
        result = Result(b"", asked.fingerprint, error=f"{type(error).__name__}: {error}")
    return result.to_bytes()


def _execute(job: Job) -> Result:
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="c20-job-", ignore_cleanup_errors=True) as folder:
        course = Path(folder)
        submitted = course / "submitted" / job.student / job.unit
        _lay_out(job, submitted)
        for language, content in job.release.items():
            path = course / "release" / language / job.unit / f"{job.unit}.ipynb"
            path.parent.mkdir(parents=True)
            path.write_bytes(content)
        (course / "secret-seed").write_text(job.seed.hex())
        staging = course / "staging" / job.unit
        blueprint = Blueprint.load(course, job.unit)
        intake: Intake = take_in(submitted, staging, blueprint)
        notebook = restore(read_submission(staging / f"{job.unit}.ipynb"), blueprint).notebook
        beside = course / "beside"
        beside.mkdir()
        for name, content in job.beside.get(notebook.metadata["crisis20"]["language"], {}).items():
            (beside / name).parent.mkdir(parents=True, exist_ok=True)
            (beside / name).write_bytes(content)
        settings = job.settings
        examine = ExamineNotebook(
            course=str(course),
            unsafe=settings.unsafe,
            timeout=int(settings.cell_timeout),
            iopub_timeout=2,
            call_timeout=settings.call_timeout,
            notebook_timeout=settings.notebook_timeout,
        )
        resources = {"nbgrader": {"student": job.student}, "metadata": {"path": str(beside)}}
        notebook, _ = examine.preprocess(notebook, resources)
        written = nbformat.writes(notebook).encode() + b"\n"
    phases = {"all": time.monotonic() - began}
    return Result(written, job.fingerprint, intake.notes, intake.telling, phases)


def _lay_out(job: Job, folder: Path) -> None:
    """Put the files handed in back on disk; what was left out has its size, and links lead nowhere."""
    folder.mkdir(parents=True)
    for name, content in job.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    for name, size in job.oversized.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with open(path, "wb") as file:
            file.truncate(min(size, MAX_BYTES + 1))
    for name, written in job.modified.items():
        os.utime(folder / name, ns=(written, written))
    for name in job.links:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).symlink_to("nowhere")
