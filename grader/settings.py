"""nbgrader's settings for a course folder; its `nbgrader_config.py` is three lines that call `configure`."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from grader import stock
from grader.batch.database import address
from grader.notebooks import CODE_STUB, TEXT_STUB

COURSE_ID = "crisis20"
FILE = "nbgrader_config.py"
DATABASE = "CRISIS20_DB"  # variable of the environment that may say where the gradebook is
CONFIG = '''\
"""Settings of this course folder; `nbgrader` commands and the formgrader run here find them by themselves."""

from pathlib import Path

from grader.settings import configure

c = get_config()  # noqa: F821 - given by nbgrader
configure(c, Path(__file__).parent)
'''


def configure(c: Any, course: Path, *, language: str = "es", unsafe: bool = False) -> None:
    """Write our settings into nbgrader's configuration.

    Parameters
    ----------
    c : traitlets.config.Config
    course : Path
        The course folder.
    language : {"es", "en"}
        Which language's source and release the commands work on. Marks are the same for both: one gradebook.
    unsafe : bool
        Run students' code without a sandbox.
    """
    course = Path(course).resolve()
    c.CourseDirectory.root = str(course)
    c.CourseDirectory.course_id = COURSE_ID
    if os.environ.get(DATABASE):  # for the formgrader and nbgrader's commands as for ours
        c.CourseDirectory.db_url = address(os.environ[DATABASE])
    c.CourseDirectory.source_directory = f"source/{language}"
    c.CourseDirectory.release_directory = f"release/{language}"
    c.CourseDirectory.ignore = [
        *(".ipynb_checkpoints", "__pycache__", "*.pyc", "*.py", "*.db", ".*", "feedback", "secret-seed"),
    ]
    c.ClearSolutions.code_stub = {"python": CODE_STUB}
    c.ClearSolutions.text_stub = TEXT_STUB
    c.Autograde.exporter_class = "grader.preprocessors.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = []
    c.Autograde.autograde_preprocessors = [
        "grader.preprocessors.ExamineNotebook",
        "grader.preprocessors.RecordMarks",
        "nbgrader.preprocessors.AssignLatePenalties",
        "nbgrader.preprocessors.CheckCellMetadata",
    ]
    c.ExamineNotebook.course = str(course)
    c.RecordMarks.course = str(course)
    c.ExamineNotebook.unsafe = unsafe
    stock.install()
    c.GenerateFeedback.preprocessors = ["grader.feedback.PrepareFeedback"]
    c.GenerateFeedback.exporter_class = "grader.feedback.FeedbackExporter"
    c.PrepareFeedback.course = str(course)
    # The page is the feedback's alone: the formgrader shows submissions with the HTMLExporter's own settings.
    c.FeedbackExporter.template_name = "crisis20"
    c.FeedbackExporter.extra_template_basedirs = [str(Path(__file__).parent / "templates")]
    c.HTMLExporter.exclude_anchor_links = True
    # For the formgrader too: a student's text must not act in the browser of whoever marks it.
    c.HTMLExporter.filters = {
        "markdown2html": "grader.outputs.safe_markdown",
        "safe_html": "grader.outputs.safe_html",
        "prose_html": "grader.outputs.prose_html",
    }
