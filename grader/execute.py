"""nbgrader's Execute with the examiner in it: the student's cells run in a kernel, graded cells never do.

At a graded cell the trusted side asks the kernel to call one function with one set of inputs, over the
kernel's own messages, and writes the marks and the report as the cell's outputs. Named in
`c.Autograde.autograde_preprocessors`, so that `grader autograde`, `nbgrader autograde` and the formgrader's
button grade the same way.
"""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from traitlets import Bool, Float, Unicode

from course.language import Text
from grader import sandbox
from grader.errors import GraderError
from grader.examiner import Examination, Examiner
from grader.kernel import StudentKernelManager
from grader.outcomes import Outcome
from grader.outputs import clean
from grader.report import examined_html
from grader.seed import read_seed
from grader.student import KernelStudent
from grader.submission import Fault

MAX_RECEIVED = 256 * 2**20  # characters of output, all cells together
MAX_KEPT = 2 * 2**20  # of one cell
MAX_FOLDER = 200 * 2**20
REFUSAL = (
    "bubblewrap (`bwrap`) does not work here, so a submission could read the hidden cases, the gradebook "
    "and the "
    "other submissions while it runs. Install it (Debian, Ubuntu: `apt install bubblewrap`), or grade "
    "people you "
    "trust with --unsafe."
)
CRASHED = Fault(
    Outcome.CRASHED,
    Text(
        es="El cuaderno se cerró de golpe al ejecutarlo; desde ahí no se ha podido corregir nada.",
        en="The notebook crashed while it was running; from there on nothing could be graded.",
    ),
)
TIMED_OUT = Fault(
    Outcome.TIMED_OUT,
    Text(
        es="Una celda no terminó en el tiempo previsto y no se dejó parar; desde ahí no se ha podido "
        "corregir nada.",
        en="A cell did not finish in the time allowed and could not be stopped; from there on nothing "
        "could be graded.",
    ),
)
TOO_MUCH = Fault(
    Outcome.OVER_LIMIT,
    Text(
        es="El cuaderno escribió demasiado y se paró; desde ahí no se ha podido corregir nada.",
        en="The notebook wrote too much and was stopped; from there on nothing could be graded.",
    ),
)
OUR_FAULT = Fault(
    Outcome.INCONCLUSIVE,
    Text(
        es="No se ha podido corregir por un fallo nuestro, no tuyo.",
        en="This could not be graded because of a fault of ours, not yours.",
    ),
)
SLOW_CELL = "a cell was stopped after the time allowed"


class ExamineNotebook(Execute):
    """Runs a restored submission and examines its exercises."""

    course = Unicode("", help="Course folder; the secret seed lies there.").tag(config=True)
    unsafe = Bool(False, help="Run students' code without a sandbox.").tag(config=True)
    call_timeout = Float(10.0, help="Seconds that one call of a student's function may take.").tag(
        config=True
    )
    notebook_timeout = Float(240.0, help="Seconds that one submission may take altogether.").tag(config=True)

    _examiners: dict[tuple, Examiner] = {}  # noqa: RUF012 - shared: one class is examined with one set of cases

    def preprocess(self, nb: NotebookNode, resources: Any = None, km: Any = None) -> tuple[NotebookNode, Any]:
        """Run and examine one notebook; called by nbgrader's Autograde in its second pass."""
        NotebookClient.__init__(self, nb, km)
        self.reset_execution_trackers()
        self._check_assign_resources(resources)
        self.store_widget_state = False
        self.shutdown_kernel = "immediate"
        about = nb.metadata["crisis20"]
        self.unit, self.language = about["unit"], about["language"]
        fault = about.get("fault")
        self.fault = Fault(Outcome(fault["outcome"]), Text(fault["es"], fault["en"])) if fault else None
        self.examinations: list[Examination] = []
        self.slow = False
        self.trouble: list[str] = []
        self.received = self.kept = 0
        self.deadline = time.monotonic() + self.notebook_timeout
        walled = sandbox.available()
        if not walled and not self.unsafe:
            raise GraderError(REFUSAL)
        if self.fault is None:
            self._run(walled)
        for cell in nb.cells:
            if _is_check(cell) and not cell.outputs:
                self._examine(cell, None)
        about |= {
            "outcomes": sorted({outcome.value for outcome in self._outcomes()}),
            "exercises": {exam.key: _stored(exam) for exam in self.examinations},
            "sandbox": "bubblewrap" if walled else "none",
            "trouble": self.trouble,
        }
        return nb, self.resources

    def _run(self, walled: bool) -> None:
        """Start a kernel in a copy of the student's folder and go through the cells."""
        with tempfile.TemporaryDirectory(prefix="c20-copy-") as folder:
            scratch = Path(folder)
            # The student's own files win over the instructor's of the same name: nbgrader would overwrite
            # them.
            student = self.resources["nbgrader"]["student"]
            _copy_files(Path(self.course) / "submitted" / student / self.unit, scratch)
            _copy_files(Path(self.resources["metadata"]["path"]), scratch)
            manager = StudentKernelManager(scratch=scratch, walled=walled, language=self.language)
            self.km, self.owns_km = manager, True
            try:
                with (
                    open(manager.written, "wb") as log,
                    self.setup_kernel(cwd=str(scratch), env=manager.environment, stdout=log, stderr=log),
                ):
                    side = KernelStudent(self)
                    if not side.works():
                        raise GraderError(
                            "the kernel does not answer: the sandbox or the installation is broken"
                        )
                    for index, cell in enumerate(self.nb.cells):
                        if self.fault is None and time.monotonic() > self.deadline:
                            self.fault = TIMED_OUT
                        if _is_check(cell):
                            self._examine(cell, side)
                        elif self.fault is None:
                            self._run_cell(cell, index)
                        if self.fault is not None:
                            manager.kill_now()
            except Exception as error:  # the kernel did not start, or our own bookkeeping failed
                self.fault = self.fault or OUR_FAULT
                self.trouble.append(f"{type(error).__name__}: {error}")
            finally:
                manager.kill_now()
                manager.remove()

    def _run_cell(self, cell: NotebookNode, index: int) -> None:
        self.kept = 0
        try:
            self.execute_cell(cell, index, store_history=True)
        except DeadKernelError:
            self.fault = TOO_MUCH if self.received > MAX_RECEIVED else CRASHED
        except CellTimeoutError:
            self.fault = TIMED_OUT
        except Exception as error:  # messages that no kernel sends
            self.fault = CRASHED
            self.trouble.append(f"cell {index + 1}: {type(error).__name__}")
        if cell.cell_type == "code":
            cell.outputs = clean(cell.outputs)
            if self.fault is not None:
                self.trouble.append(f"cell {index + 1}: {self.fault.reason.en}")
                said = self.fault.reason.to(self.language)
                cell.outputs.append(
                    nbformat.v4.new_output(
                        "error", ename=self.fault.outcome.value, evalue=said, traceback=[said]
                    )
                )

    def _examine(self, cell: NotebookNode, student: KernelStudent | None) -> None:
        """Write marks and report of one graded cell, known by the instructor's key."""
        key = cell.metadata.nbgrader.grade_id.removesuffix("-check")
        maximum = float(cell.metadata.nbgrader.points)
        try:
            examiner = self._examiner()
            if self.fault is None and student is not None:
                examination = examiner.examine(key, student)
                if examination.fault is not None:
                    self.trouble.append(f"{key}: {examination.fault.reason.en}")
                    if student.lost:
                        self.fault = examination.fault
            else:
                examination = Examination(key, None, maximum, fault=self.fault or OUR_FAULT)
            html = examined_html(examination, examiner.exercises[key], self.language)
            if examination.points is not None and examination.max_points != maximum:
                raise GraderError(
                    f"{key}: released with {maximum} points, now worth {examination.max_points}; release "
                    f"it again."
                )
        except Exception as error:
            self.trouble.append(f"{key}: {type(error).__name__}: {error}")
            examination = Examination(key, None, maximum, fault=OUR_FAULT)
            html = f"<p>{OUR_FAULT.reason.to(self.language)}</p>"
        self.examinations.append(examination)
        points = 0.0 if examination.points is None else examination.points
        data = {"text/plain": repr(float(points)), "text/html": html}
        cell.execution_count = None
        cell.outputs = [nbformat.v4.new_output("execute_result", data=data, execution_count=None)]

    def _examiner(self) -> Examiner:
        name = (self.course, self.unit, self.call_timeout)
        seed = read_seed(Path(self.course))
        known = self._examiners.get(name)
        if known is None or known.seed != seed:
            known = self._examiners[name] = Examiner(self.unit, seed, call_timeout=self.call_timeout)
        return known

    def _outcomes(self) -> list[Outcome]:
        outcomes = [exam.fault.outcome for exam in self.examinations if exam.fault is not None]
        if self.fault is not None:
            outcomes.append(self.fault.outcome)
        if self.slow:
            outcomes.append(Outcome.TIMED_OUT)
        return outcomes

    async def _async_handle_timeout(self, timeout: int, cell: Any = None) -> Any:
        """Note that a cell had to be interrupted; called by nbclient."""
        self.slow = True
        self.trouble.append(SLOW_CELL)
        return await super()._async_handle_timeout(timeout, cell)

    def process_message(self, msg: dict[str, Any], cell: NotebookNode, cell_index: int) -> Any:
        """Take one message of the kernel, bounded; called by nbclient for every output of a cell."""
        content = msg["content"]
        kind = msg["msg_type"]
        if kind.startswith("comm") or kind == "update_display_data":
            return None  # widgets have no front end here, and no cell may draw on another
        if isinstance(content.get("transient"), dict):
            content["transient"] = {}
        if kind in ("stream", "display_data", "execute_result", "error"):
            size = _size(content)
            self.received += size
            if self.received > MAX_RECEIVED:
                self.km.kill_now()
            if self.kept > MAX_KEPT:
                return None
            if kind == "stream":
                content["text"] = str(content.get("text", ""))[:MAX_KEPT]
                size = min(size, MAX_KEPT)
            self.kept += size
        return super().process_message(msg, cell, cell_index)


def _is_check(cell: NotebookNode) -> bool:
    about = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(about.get("grade")) and not about.get("solution")


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list) else 8


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


def _copy_files(source: Path, scratch: Path) -> None:
    """Copy ordinary files that are not there yet; no link is followed, and no notebook is there to read."""
    left = MAX_FOLDER
    for folder, _, names in os.walk(source):
        for path in (Path(folder) / name for name in sorted(names)):
            found = path.lstat()
            if not stat.S_ISREG(found.st_mode) or path.suffix == ".ipynb":
                continue
            left -= found.st_size
            if left < 0:
                return
            target = scratch / path.relative_to(source)
            if not target.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, target)
