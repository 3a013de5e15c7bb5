"""Where nbgrader's GenerateFeedback calls us: collecting what a page says, and writing it down."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter, TemplateExporter
from nbformat import NotebookNode
from nbgrader.api import Gradebook
from nbgrader.preprocessors import NbGraderPreprocessor
from traitlets import Dict, Unicode

from grader import registry
from grader.blueprint import Blueprint
from grader.feedback.labels import mark_annotator
from grader.feedback.page import Page
from grader.gradesheet import Sheet, read_sheets


class FeedbackExporter(HTMLExporter):
    """The exporter of the page; named in `c.GenerateFeedback.exporter_class`."""

    def from_notebook_node(self, nb: NotebookNode, resources: Any = None, **kw: Any) -> tuple[str, Any]:
        """Write one page; called by nbgrader's GenerateFeedback.

        Without HTMLExporter's own round: it parses the whole page once more to give pictures an alternative
        text, which ours have, and takes half of the time of a page.
        """
        return TemplateExporter.from_notebook_node(self, nb, resources, **kw)


class PrepareFeedback(NbGraderPreprocessor):
    """Collects what the page shows; named in `c.GenerateFeedback.preprocessors`."""

    course = Unicode("", help="Course folder, where the released notebooks lie.").tag(config=True)
    sheets = Dict(help="What the gradebook holds, by student, where it was read for the whole class.")

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Prepare one graded notebook; called by nbgrader's GenerateFeedback."""
        about = resources["nbgrader"]
        student, unit = about["student"], about["assignment"]
        sheet = self.sheets.get(student) or _sheet(about["db_url"], unit, student)
        blueprint = blueprint_of(Path(self.course), unit)
        for key in registry.labelling(unit):
            mark_annotator(nb, key)
        resources["crisis20_view"] = Page(nb, blueprint, sheet).view()
        return nb, resources


def _sheet(url: str, unit: str, student: str) -> Sheet:
    with Gradebook(url) as gradebook:
        return read_sheets(gradebook, unit, students=[student])[student]


def blueprint_of(course: Path, unit: str) -> Blueprint:
    """Return a unit as released, read again only when it was released again."""
    released = sorted((course / "release").glob(f"*/{unit}/{unit}.ipynb"))
    return _blueprint(course, unit, tuple(path.stat().st_mtime_ns for path in released))


@cache
def _blueprint(course: Path, unit: str, released: tuple[int, ...]) -> Blueprint:
    return Blueprint.load(course, unit)
