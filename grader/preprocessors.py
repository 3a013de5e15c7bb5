"""The places where nbgrader's autograding calls us: reading a file, restoring its cells, recording its marks.

With `ExamineNotebook` of `grader.execute` between the last two, they replace nbgrader's own steps, which
trust what a notebook says of itself.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from nbconvert.exporters import NotebookExporter
from nbformat import NotebookNode
from nbgrader.preprocessors import NbGraderPreprocessor, SaveAutoGrades
from traitlets import Unicode

from grader.blueprint import Blueprint
from grader.marks import Texts, comment, decide, is_empty
from grader.restore import restore
from grader.submission import Submission, as_notebook, read_submission

__all__ = ["RecordMarks", "RestoreCells", "SubmissionExporter", "is_empty"]


class SubmissionExporter(NotebookExporter):
    """Reads any file as a notebook; named in `c.Autograde.exporter_class`."""

    def from_file(self, file_stream: Any, resources: Any = None, **kw: Any) -> tuple[Any, Any]:
        """Read one file; called by nbgrader for the submission, then for what was restored of it."""
        if not getattr(self.parent, "_sanitizing", False):
            return super().from_file(file_stream, resources=resources, **kw)
        submission = read_submission(Path(getattr(file_stream, "name", file_stream)))
        resources["crisis20"] = submission
        return self.from_notebook_node(as_notebook(submission), resources=resources, **kw)


class RestoreCells(NbGraderPreprocessor):
    """Puts graded cells back as released; the only step of nbgrader's first pass."""

    course = Unicode("", help="Course folder, where the released notebooks lie.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Restore one notebook; called by nbgrader's Autograde in its first pass."""
        submission = resources.get("crisis20")
        if not isinstance(submission, Submission):
            raise RuntimeError("c.Autograde.exporter_class must be grader.preprocessors.SubmissionExporter")
        blueprint = Blueprint.load(Path(self.course), resources["nbgrader"]["assignment"])
        return restore(submission, blueprint).notebook, resources


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
