"""nbgrader's Execute for code that may be hostile: one kernel in a sandbox, bounded outputs, nothing escapes.

`CarefulExecute` runs cells and survives whatever they do: a dead kernel, a loop that cannot be interrupted,
fifty megabytes in one line, messages that no kernel sends.
"""

from __future__ import annotations

import contextlib
import copy
import os
import shutil
import stat
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import nbformat
from nbclient.exceptions import CellTimeoutError, DeadKernelError
from nbformat import NotebookNode
from nbgrader.preprocessors import Execute
from traitlets import Bool, Float, Unicode

from grader import sandbox
from grader.errors import GraderError
from grader.faults import CRASHED, STUCK, TIMED_OUT, TOO_MUCH, Fault
from grader.kernel import StudentKernelManager
from grader.outputs import clean
from grader.student import KernelStudent

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


class CarefulExecute(Execute):
    """Runs a submission's cells, whatever they do."""

    course = Unicode("", help="Course folder; the secret seed lies there.").tag(config=True)
    unsafe = Bool(False, help="Run students' code without a sandbox.").tag(config=True)
    notebook_timeout = Float(240.0, help="Seconds that one submission may take in all.").tag(config=True)

    def begin(self, language: str, folders: list[Path]) -> None:
        """Forget the last submission.

        Parameters
        ----------
        language : {"es", "en"}
        folders : list of Path
            Whose ordinary files the code may read, in order: the first one of a name wins.
        """
        self.walled = sandbox.available()
        if not self.walled and not self.unsafe:
            raise GraderError(REFUSAL)
        self.reset_execution_trackers()
        self.store_widget_state = False
        self.shutdown_kernel = "immediate"
        self.language, self.folders = language, folders
        self.beside: dict[str, bytes] = {}  # files that we put where the code looks for them
        self.fault: Fault | None = None
        self.trouble: list[str] = []
        self.slow = False
        self.received = self.kept = 0
        self.deadline = time.monotonic() + self.notebook_timeout

    @contextlib.contextmanager
    def kernel(self) -> Iterator[KernelStudent]:
        """Start a kernel in a fresh copy of the student's files; it is gone afterwards."""
        with tempfile.TemporaryDirectory(prefix="c20-copy-", ignore_cleanup_errors=True) as folder:
            scratch = Path(folder)
            for source in self.folders:
                _copy_files(source, scratch)
            for name, content in self.beside.items():
                if not os.path.lexists(scratch / name):
                    (scratch / name).write_bytes(content)
            manager = StudentKernelManager(scratch=scratch, walled=self.walled, language=self.language)
            self.km, self.kc, self.owns_km = manager, None, True
            try:
                with (
                    open(manager.written, "wb") as log,
                    self.setup_kernel(cwd=str(scratch), env=manager.environment, stdout=log, stderr=log),
                ):
                    student = KernelStudent(self)
                    if not student.works():
                        raise GraderError(
                            "the kernel does not answer: the sandbox or the installation is broken"
                        )
                    try:
                        yield student
                    finally:
                        manager.kill_now()
            finally:
                manager.kill_now()
                manager.remove()

    def run_cells(self, end: int, *, keep: bool) -> int | None:
        """Run the code cells before `end`, checks left out.

        Parameters
        ----------
        end : int
            First cell that is not run.
        keep : bool
            Whether outputs are kept; a second run is only there to define functions again.

        Returns
        -------
        int or None
            The cell with which the kernel was lost; `fault` says how.
        """
        for index, cell in enumerate(self.nb.cells[:end]):
            if cell.cell_type != "code" or is_check(cell):
                continue
            if time.monotonic() > self.deadline:
                self.fault = TIMED_OUT
                return index
            lost = self._run_cell(cell if keep else copy.deepcopy(cell), index)
            self.nb.cells[index] = cell
            if keep:
                cell.outputs = clean(cell.outputs)
            if lost is not None:
                self.fault = lost
                if keep:
                    self.trouble.append(f"cell {index + 1}: {lost.reason.en}")
                    cell.outputs.append(_last_words(lost, self.language))
                return index
        return None

    def _run_cell(self, cell: NotebookNode, index: int) -> Fault | None:
        self.kept = 0
        try:
            self.execute_cell(cell, index, store_history=True)
        except DeadKernelError:
            return TOO_MUCH if self.received > MAX_RECEIVED else CRASHED
        except CellTimeoutError:
            return STUCK
        except Exception as error:  # messages that no kernel sends
            self.trouble.append(f"cell {index + 1}: {type(error).__name__}")
            return CRASHED
        return None

    async def _async_handle_timeout(self, timeout: int, cell: Any = None) -> Any:
        """Note that a cell had to be interrupted; called by nbclient."""
        self.slow = True
        self.trouble.append("a cell was stopped after the time allowed")
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


def is_check(cell: NotebookNode) -> bool:
    """Tell whether a restored cell is one that the examiner marks."""
    about = cell.metadata.get("nbgrader", {})
    return cell.cell_type == "code" and bool(about.get("grade")) and not about.get("solution")


def _last_words(fault: Fault, language: str) -> NotebookNode:
    said = fault.reason.to(language)
    return nbformat.v4.new_output("error", ename=fault.outcome.value, evalue=said, traceback=[said])


def _size(value: Any) -> int:
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(_size, value.values()))
    return sum(map(_size, value)) if isinstance(value, list) else 8


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
