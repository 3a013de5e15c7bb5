"""One restored submission run and examined, whatever its code does.

Its cells run in one fresh process behind walls. A cell with which the process is lost is left out in the next
one, so that it costs itself and no more; when the last cell has run, the examiner asks for one function after
the other, and what a call loses, the next process takes up.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from nbformat import NotebookNode

from grader import sandbox
from grader.errors import GraderError
from grader.examiner import Examination, Examiner
from grader.faults import OUR_FAULT, TIMED_OUT, Fault
from grader.forkserver import Child, ChildLost, ForkServer
from grader.job import Settings
from grader.label_file import HandedLabels
from grader.losses import lost_before, lost_in_cell, not_reached
from grader.outcomes import Outcome
from grader.outputs import clean, shown
from grader.report import examined_html
from grader.student import ForkedStudent
from grader.transcript import Transcript

MAX_CHILDREN = 8  # of one submission, each in place of one that was lost
MAX_LOST_CELLS = 4  # left out one after the other; with one more, the notebook ends there
_FOR_CELLS = 0.75  # of the time that a submission may take; the rest is the examiner's
_GRACE = 10.0  # seconds by which a process's own limit of time lies beyond the notebook's


@dataclass
class Submitted:
    """What of a submission is run.

    Parameters
    ----------
    notebook : NotebookNode
        Restored; outputs, marks and reports are written into it.
    language : {"es", "en"}
    files : dict of str to bytes
        What the code finds beside it.
    labels : dict of str to HandedLabels
        By labelling exercise.
    fault : Fault or None
        Why nothing of it can be run.
    """

    notebook: NotebookNode
    language: str
    files: dict[str, bytes] = field(default_factory=dict)
    labels: dict[str, HandedLabels] = field(default_factory=dict)
    fault: Fault | None = None


class Run:
    """One submission being run and examined.

    Parameters
    ----------
    submitted : Submitted
    examiner : Examiner
    settings : Settings

    Attributes
    ----------
    examinations : dict of str to Examination
        By exercise.
    trouble : list of str
        For the instructor.
    phases : dict of str to float
        Seconds by what they were spent on.
    level : Level
        The walls behind which the code ran.
    """

    def __init__(self, submitted: Submitted, examiner: Examiner, settings: Settings) -> None:
        self.submitted, self.examiner, self.settings = submitted, examiner, settings
        self.examinations: dict[str, Examination] = {}
        self.trouble: list[str] = []
        self.phases: dict[str, float] = {}
        self.level = walls(settings)
        chosen = {"wall": settings.notebook_timeout + _GRACE, **settings.limits}
        self.limits = sandbox.Limits.from_json(sandbox.Limits().to_json() | chosen)
        self._cells = submitted.notebook.cells
        self._fault = submitted.fault
        self._slow = False
        self._lost: dict[int, Fault] = {}  # cells that are left out
        self._end = len(self._cells)
        self._done: set[int] = set()  # cells whose outputs are kept
        self._pending = [index for index, cell in enumerate(self._cells) if is_check(cell)]

    def run(self) -> None:
        """Run and examine; every check gets marks or the reason why it has none."""
        for index in [index for index in self._pending if _key(self._cells[index]) in self.submitted.labels]:
            self._examine(index, None)
            self._pending.remove(index)
        if self._fault is None:
            began = time.monotonic()
            self._deadline = began + self.settings.notebook_timeout
            self._cells_until = began + _FOR_CELLS * self.settings.notebook_timeout
            try:
                self._children()
            except Exception as error:  # the walls, the fork server or our own bookkeeping failed
                self._fault = OUR_FAULT
                self.trouble.append(f"{type(error).__name__}: {error}")
        for index in self._pending:
            self._examine(index, None)

    @property
    def outcomes(self) -> list[Outcome]:
        """The states that this submission was in, in order and each once."""
        faults = [*(one.fault for one in self.examinations.values()), self._fault, *self._lost.values()]
        found = {fault.outcome for fault in faults if fault is not None}
        return sorted(found | ({Outcome.TIMED_OUT} if self._slow else set()))

    def _children(self) -> None:
        """Take one process after the other until nothing is pending."""
        for _ in range(MAX_CHILDREN):
            with self._child() as child:
                if not self._run_cells(child):
                    continue
                self._ask(ForkedStudent(child, self.limits))
            if not self._pending:
                return
            if time.monotonic() > self._deadline:
                self._fault = TIMED_OUT
                return
        faults = [*self._lost.values(), *(one.fault for one in self.examinations.values() if one.fault)]
        self._fault = not_reached(faults[-1]) if faults else OUR_FAULT

    @contextlib.contextmanager
    def _child(self) -> Iterator[Child]:
        began = time.monotonic()
        child = self._started()
        self._spent("start", began)
        waited = time.monotonic() - began  # for us: on a busy machine the warm process takes long to be there
        self._deadline += waited
        self._cells_until += waited
        with child:
            yield child

    def _started(self) -> Child:
        asked = {
            "level": self.level,
            "limits": self.limits,
            "language": self.submitted.language,
            "files": self.submitted.files,
        }
        try:
            return ForkServer.shared().child(**asked)
        except ChildLost as lost:
            if lost.reason != "ours":
                raise
        return ForkServer.shared().child(**asked)  # a fork server that died is replaced once

    # Cells ------------------------------------------------------------------------------------------------

    def _run_cells(self, child: Child) -> bool:
        """Run the plain cells and answers; False when the process was lost with one of them."""
        began = time.monotonic()
        try:
            for index, cell in enumerate(self._cells[: self._end]):
                if cell.cell_type != "code" or is_check(cell) or index in self._lost:
                    continue
                if time.monotonic() > self._cells_until:
                    self._stop(index, TIMED_OUT)
                    break
                if not self._run_cell(child, index):
                    return False
        finally:
            self._spent("cells", began)
        return True

    def _run_cell(self, child: Child, index: int) -> bool:
        cell, transcript, lost = self._cells[index], Transcript(), None
        first = index not in self._done
        try:
            reply = child.execute(cell.source, on_message=transcript.take, timeout=self.settings.cell_timeout)
        except ChildLost as error:
            if error.reason == "ours":
                raise
            lost = lost_in_cell(error.reason, self.limits)
        else:
            if first:
                cell.execution_count = reply.content.get("execution_count")
                _complete(transcript, reply.content)
            if first and reply.late:
                self._slow = True
                self.trouble.append(f"cell {index + 1}: was stopped after the time allowed")
        if first:
            self._keep(index, transcript)
        if lost is not None:
            self._leave_out(index, lost)
        return lost is None

    def _keep(self, index: int, transcript: Transcript) -> None:
        began = time.monotonic()
        self._cells[index].outputs = clean(transcript.finished())
        self._done.add(index)
        self._spent("clean", began)

    def _leave_out(self, index: int, fault: Fault) -> None:
        self._lost[index] = fault
        self.trouble.append(f"cell {index + 1}: {fault.brief}")
        said = fault.reason.to(self.submitted.language)
        self._cells[index].outputs.append(
            NotebookNode(output_type="error", ename=fault.outcome.value, evalue=said, traceback=[said])
        )
        if len(self._lost) > MAX_LOST_CELLS:
            self._stop(index, fault)

    def _stop(self, index: int, fault: Fault) -> None:
        """Run nothing from this cell on, in this process or the next."""
        self._end = index
        if index not in self._lost:
            self._lost[index] = fault
            self.trouble.append(f"cell {index + 1}: {fault.brief}")

    # Examination ------------------------------------------------------------------------------------------

    def _ask(self, student: ForkedStudent) -> None:
        """Examine what is pending until the process is lost."""
        began = time.monotonic()
        while self._pending and not student.lost and time.monotonic() < self._deadline:
            self._examine(self._pending.pop(0), student)
        self._spent("examine", began)

    def _examine(self, index: int, student: ForkedStudent | None) -> None:
        """Write marks and report of one graded cell, known by the instructor's key."""
        cell, language = self._cells[index], self.submitted.language
        key, maximum = _key(cell), float(cell.metadata.nbgrader.points)
        try:
            if key in self.submitted.labels:
                examination = self.examiner.examine_labels(key, self.submitted.labels[key])
            elif student is None:
                examination = Examination(key, None, maximum, fault=self._fault or OUR_FAULT)
            else:
                examination = self._judged(index, self.examiner.examine(key, student))
            if examination.max_points != maximum:
                raise GraderError(
                    f"released with {maximum} points, now worth {examination.max_points}: release it again"
                )
            html = examined_html(examination, self.examiner.exercises[key], language)
        except Exception as error:  # a fault of the examiner's is never a zero
            self.trouble.append(f"{key}: {type(error).__name__}: {error}")
            examination = Examination(key, None, maximum, fault=OUR_FAULT)
            html = f"<p>{OUR_FAULT.reason.to(language)}</p>"
        if student is not None and examination.fault is not None:
            self.trouble.append(f"{key}: {examination.fault.brief}")
        self.examinations[key] = examination
        points = 0.0 if examination.points is None else examination.points
        data = {"text/plain": repr(float(points)), "text/html": html}
        cell.outputs = [shown("execute_result", data)]

    def _judged(self, index: int, examination: Examination) -> Examination:
        """Below a cell that was left out, anything but full marks may be that cell's doing: it stays open."""
        above = [fault for lost, fault in sorted(self._lost.items()) if lost < index]
        if not above or examination.points is None or examination.points == examination.max_points:
            return examination
        fault = lost_before(above[0])
        return Examination(examination.key, None, examination.max_points, fault=fault)

    def _spent(self, phase: str, began: float) -> None:
        self.phases[phase] = self.phases.get(phase, 0.0) + time.monotonic() - began


def walls(settings: Settings) -> sandbox.Level:
    """Return the best walls there are here.

    Raises
    ------
    GraderError
        There are none, and nobody said that it may be done without.
    """
    level = sandbox.level()
    if level is sandbox.Level.NONE and not settings.unsafe:
        raise GraderError(sandbox.explain())
    return level


def is_check(cell: NotebookNode) -> bool:
    """Tell whether a restored cell is one that the examiner marks."""
    about = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(about.get("grade")) and not about.get("solution")


def _key(cell: NotebookNode) -> str:
    return cell.metadata.nbgrader.grade_id.removesuffix("-check")


def _complete(transcript: Transcript, reply: dict) -> None:
    """Where the kernel says that a cell failed, its outputs say so too."""
    if reply["status"] != "error" or any(output.output_type == "error" for output in transcript.outputs):
        return
    said = {name: reply.get(name) or "" for name in ("ename", "evalue")}
    lines = reply.get("traceback") or [f"{said['ename']}: {said['evalue']}"]
    transcript.take({"msg_type": "error", "content": {**said, "traceback": lines}})
