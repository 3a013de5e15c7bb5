"""The places where nbgrader's autograding calls us: reading a file, running and examining it, recording its marks.

nbgrader's own steps trust what a notebook says of itself. Here its first pass reads nothing at all of what was
handed in, and the second grades the submission as `grader.execute` does for everybody.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Bool, Dict, Float, Unicode

from grader.errors import GraderError
from grader.gather import gather
from grader.job import Settings
from grader.marks import Texts, comment, decide, is_empty

__all__ = ["ExamineNotebook", "RecordMarks", "SubmissionExporter", "is_empty"]

_EMPTY = "crisis20_unread"


class SubmissionExporter(NotebookExporter):
    """Leaves the submitted file alone; named in `c.Autograde.exporter_class`."""

    def from_filename(self, filename: str, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Read one file; called by nbgrader for the submission, then for what came of its first pass."""
        if not getattr(self.parent, "_sanitizing", False):
            return super().from_filename(filename, resources=resources, **kw)
        return self.from_notebook_node(
            nbformat.v4.new_notebook(metadata={_EMPTY: True}), resources=resources, **kw
        )


class ExamineNotebook(NbGraderPreprocessor):
    """Grades one submission, from the files that were handed in; whatever it holds, a notebook comes back.

    The traits are those of `grader.job.Settings`.
    """

    course = Unicode("", help="Course folder, where submissions, releases and the secret seed lie.")
    course.tag(config=True)
    unsafe = Bool(False, help="Run students' code without a sandbox where there is none.").tag(config=True)
    timeout = Float(30.0, help="Seconds that one cell may take.").tag(config=True)
    call_timeout = Float(10.0, help="Seconds that one call of a function may take.").tag(config=True)
    notebook_timeout = Float(240.0, help="Seconds that one submission may take in all.").tag(config=True)
    limits = Dict(help="Fields of grader.sandbox.Limits, such as {'memory': 2**31}.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Grade one submission; called by nbgrader's Autograde in its second pass."""
        from grader.execute import grade

        if not nb.metadata.get(_EMPTY):
            raise GraderError("c.Autograde.exporter_class must be grader.preprocessors.SubmissionExporter")
        about = resources["nbgrader"]
        settings = Settings(
            cell_timeout=self.timeout,
            call_timeout=self.call_timeout,
            notebook_timeout=self.notebook_timeout,
            unsafe=self.unsafe,
            limits=dict(self.limits),
        )
        result = grade(gather(Path(self.course), about["assignment"], about["student"], settings=settings))
        if result.error:
            raise GraderError(result.error)
        return nbformat.v4.reads(result.notebook.decode("utf-8")), resources


class RecordMarks(SaveAutoGrades):
    """Writes marks into the gradebook; what could not be examined gets none and waits for a person."""

    course = Unicode("", help="Course folder, where the reports lie.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Record one notebook; called by nbgrader's Autograde after the examination."""
        self.about = nb.metadata["crisis20"]
        about = resources["nbgrader"]
        texts = Texts(Path(self.course), about["assignment"], about["student"])
        self.changed = texts.take(nb)
        nb, resources = super().preprocess(nb, resources)
        texts.save()
        return nb, resources

    def _add_score(self, cell: NotebookNode, resources: Any) -> None:
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(grade_id, self.notebook_id, self.assignment_id, self.student_id)
        changed = self.changed.get(grade_id.removesuffix("-check"), True)
        grade.auto_score, grade.needs_manual_grade = decide(cell, self.about, grade, changed=changed)
        self.gradebook.db.commit()

    def _add_comment(self, cell: NotebookNode, resources: Any) -> None:
        grade_id = cell.metadata["nbgrader"]["grade_id"]
        kept = self.gradebook.find_comment(grade_id, self.notebook_id, self.assignment_id, self.student_id)
        kept.auto_comment = comment(cell, self.about)
        self.gradebook.db.commit()
