"""Feedback as a page for each student, in the language of the submission, over nbgrader's GenerateFeedback.

First what came of it: marks by exercise, the cases that failed in words, hints; then the teacher's
comments; then the notebook as it ran. No hidden input, no expected value, no path of this machine.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

from nbconvert.exporters import HTMLExporter
from nbformat import NotebookNode
from nbgrader.converters import GenerateFeedback
from nbgrader.converters.base import NbGraderException
from nbgrader.preprocessors import GetGrades
from pygments.formatters import HtmlFormatter
from traitlets import Unicode

from course.language import LANGUAGES, Text
from grader import registry
from grader.blueprint import Blueprint
from grader.cell_failure import cell_failure
from grader.coursefolder import CourseFolder, OneSubmission, nbgrader_surroundings
from grader.errors import GraderError
from grader.feedback_labels import annotator_anchor, label_lines, mark_annotator
from grader.feedback_words import RESTORED_NOTE, SIGNS, WORDS, WRITTEN
from grader.marks import is_stale
from grader.outcomes import Outcome, gravest
from grader.outputs import plain
from grader.preprocessors import is_empty
from grader.report import markup, number

_NO_GRADE = {"score": 0.0, "known": False, "manual": False, "stale": False}
TEMPLATES = Path(__file__).parent / "templates"
_UNSEEN = {Outcome.UNREADABLE, Outcome.OVER_LIMIT, Outcome.WRONG}


def write_feedback(
    course: CourseFolder,
    unit: str,
    *,
    students: list[str] | None = None,
    failures: dict[str, str] | None = None,
) -> Iterator[tuple[str, Path | None]]:
    """Write the feedback of a unit and give each student with the page; None when nothing is graded yet.

    Parameters
    ----------
    course : CourseFolder
    unit : str
    students : list of str, optional
        Only these.
    failures : dict of str to str, optional
        Gets the students whose page could not be made, and why; the others go on. Without it the first
        failure ends everything.
    """
    course.require_released(unit)
    for student in course.chosen(unit, students):
        graded = course.root / "autograded" / student / unit / f"{unit}.ipynb"
        if not graded.is_file():
            yield student, None
            continue
        try:
            page = _write_page(course, unit, student)
        except Exception as error:
            if failures is None:
                raise
            failures[student] = str(error)
            continue
        yield student, page


def _write_page(course: CourseFolder, unit: str, student: str) -> Path:
    config = course.config()
    coursedir = course.coursedir(config, unit)
    coursedir.student_id = student
    with nbgrader_surroundings() as errors:
        converter = _FeedbackForOne(coursedir=coursedir, config=config)
        converter.force = True
        try:
            converter.start()
        except NbGraderException as error:
            why = next((text.strip().splitlines()[-1] for text in errors if "Traceback" in text), "")
            raise GraderError(f"no page: {why or ' '.join(errors)[-300:] or error}") from error
    return course.root / "feedback" / student / unit / f"{unit}.html"


class _FeedbackForOne(OneSubmission, GenerateFeedback):
    """nbgrader's GenerateFeedback for one student."""


class FeedbackExporter(HTMLExporter):
    """The exporter of the page; named in `c.GenerateFeedback.exporter_class`."""


class PrepareFeedback(GetGrades):
    """Collects what the page shows; named in `c.GenerateFeedback.preprocessors`."""

    course = Unicode("", help="Course folder, where the released notebooks lie.").tag(config=True)

    def preprocess(self, nb: NotebookNode, resources: Any) -> tuple[NotebookNode, Any]:
        """Prepare one graded notebook; called by nbgrader's GenerateFeedback."""
        self.grades: dict[str, dict[str, Any]] = {}
        self.comments: dict[str, str | None] = {}
        nb, resources = super().preprocess(nb, resources)
        about = resources["nbgrader"]
        blueprint = Blueprint.load(Path(self.course), about["assignment"])
        for key in registry.labelling(blueprint.unit):
            mark_annotator(nb, key)
        page = _Page(nb, blueprint, self.grades, self.comments)
        resources["crisis20_view"] = page.view(student=about["student"], late=about["late_penalty"])
        for cell in nb.cells:
            if blueprint.find(cell.metadata.get("nbgrader", {}).get("grade_id")) in blueprint.checks:
                cell.metadata["crisis20_report"] = cell.metadata.nbgrader.grade_id.removesuffix("-check")
        return nb, resources

    def _get_score(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_score(cell, resources)
        name = cell.metadata["nbgrader"]["grade_id"]
        grade = self.gradebook.find_grade(name, self.notebook_id, self.assignment_id, self.student_id)
        self.grades[name] = {
            "score": grade.score,
            "known": not is_stale(grade) and (grade.auto_score, grade.manual_score) != (None, None),
            "manual": grade.manual_score is not None,
            "stale": is_stale(grade),
        }

    def _get_comment(self, cell: NotebookNode, resources: Any) -> None:
        super()._get_comment(cell, resources)
        name = cell.metadata["nbgrader"]["grade_id"]
        comment = self.gradebook.find_comment(name, self.notebook_id, self.assignment_id, self.student_id)
        self.comments[name] = comment.manual_comment


class _Page:
    """What one page says, as plain values for the template."""

    def __init__(self, nb: NotebookNode, blueprint: Blueprint, grades: dict, comments: dict) -> None:
        self.nb, self.blueprint, self.grades, self.comments = nb, blueprint, grades, comments
        self.about = nb.metadata["crisis20"]
        self.language = self.about["language"]
        self.exercises = registry.exercises(blueprint.unit)
        self.labelling = registry.labelling(blueprint.unit)

    def view(self, *, student: str, late: float) -> dict[str, Any]:
        """Return the whole page."""
        rows = [self._row(cell) for cell in self.blueprint.graded if cell.kind != "answer"]
        outcomes = [Outcome(value) for value in self.about["outcomes"]]
        if self.about["tampering"]:
            outcomes.append(Outcome.TAMPERED)
        if any(row["state"] == "wait" for row in rows):
            outcomes.append(Outcome.MANUAL)
        outcome = gravest(outcomes)
        known = [grade["score"] or 0 for grade in self.grades.values() if grade["known"]]
        waiting = any(row["state"] == "wait" for row in rows)
        return {
            "language": self.language,
            "words": {name: self._say(text) for name, text in WORDS.items()},
            "unit": self.blueprint.unit,
            "title": self._title(),
            "student": student,
            "outcome": outcome.value,
            "outcome_title": self._say(outcome.title),
            "sign": "✓" if outcome is Outcome.GRADED else "●",
            "remarks": self._remarks(),
            "rows": rows,
            "how": " ".join(
                self._say(WORDS[name]) for name in ("how", *(["how_labels"] if self.labelling else []))
            ),
            "late": number(late, self.language) if late else "",
            "total_word": self._say(WORDS["so_far"] if waiting else WORDS["total"]),
            "total": number(sum(known) - (late or 0), self.language) if known else "–",
            "maximum": number(sum(self.blueprint.points.values()), self.language),
            "show_exercises": not self.about["fault"] or bool(known),
            "show_notebook": not (self.about["fault"] and outcome in _UNSEEN),
            "style": _style(),
        }

    def _say(self, text: Text) -> str:
        return text.to(self.language)

    def _title(self) -> str:
        """The first heading of the released notebook."""
        for cell in self.blueprint.notebooks[self.language].cells:
            for line in cell.source.splitlines():
                if cell.cell_type == "markdown" and line.startswith("# "):
                    return line[2:].strip()
        return self.blueprint.unit

    def _remarks(self) -> list[tuple[str, str]]:
        """What to say of the whole, each with its language: both while nobody knows which one is spoken."""
        fault = self.about["fault"]
        spoken = (self.language, *(other for other in LANGUAGES if other != self.language))
        spoken = spoken[:1] if self.about["language_known"] else spoken
        remarks = [(language, fault[language]) for language in spoken] if fault else []
        if any("was deleted" in note or "copies" in note or "edited" in note for note in self.about["notes"]):
            remarks.append((self.language, self._say(RESTORED_NOTE)))
        return remarks

    def _row(self, cell: Any) -> dict[str, Any]:
        grade = self.grades.get(cell.grade_id, dict(_NO_GRADE))
        examined = self.about["exercises"].get(cell.key, {}) if cell.kind == "check" else {}
        state = _state(grade, cell.points)
        exercise = self.exercises.get(cell.key)
        answer = cell.key if cell.kind == "check" else cell.grade_id
        failure = cell_failure(self._answer_cell(answer))
        cases = [self._case(case, failed=bool(failure)) for case in examined.get("cases", [])]
        labels = cell.key in self.labelling
        unsolved = state == "none" and bool(cases) and _nothing_done(examined)
        word = (
            "unsolved" if unsolved else "wait_written" if cell.kind != "check" and state == "wait" else state
        )
        lines = [self._say(failure)] if failure and state != "full" else []
        comment = "" if grade["stale"] else self.comments.get(answer) or self.comments.get(cell.grade_id)
        anchor = annotator_anchor(self.nb, cell.key) if labels else f"celda-{answer}"
        failed = next((case["title"] for case in cases if case["state"] == "failed" and not unsolved), "")
        return {
            "anchor": cell.key,
            "title": markup(self._say(exercise.title)) if exercise else self._say(WRITTEN),
            "state": state,
            "sign": SIGNS[state],
            "word": self._say(WORDS[word]),
            "failed": failed,
            "mark": number(grade["score"], self.language) if grade["known"] else "–",
            "maximum": number(cell.points, self.language),
            "lines": [markup(line) for line in lines] + self._lines(cell, grade, examined),
            "cases": [] if unsolved else _said_once(cases),
            "cases_title": self._say(WORDS["label_cases" if labels else "cases"]),
            "all_passed": self._say(
                WORDS["all_passed_labels" if labels else "all_passed"].format(count=len(cases))
            )
            if state == "full" and cases
            else "",
            "hints": self._hints(exercise) if exercise and state != "full" else [],
            "comment": plain(comment or ""),
            "answer_anchor": None if self.about["fault"] else anchor,
            "see": self._say(WORDS["see_labels" if labels else "see_answer"]),
        }

    def _lines(self, cell: Any, grade: dict, examined: dict) -> list[str]:
        lines = []
        if grade["stale"]:
            lines.append(self._say(WORDS["changed_since"]))
        elif grade["manual"]:
            lines.append(self._say(WORDS["by_hand"]))
        elif examined and _nothing_done(examined):
            lines.append(markup(examined["cases"][0]["message"][self.language]))
        elif cell.key in self.labelling and not self.about["fault"]:
            lines += [markup(self._say(said)) for said in label_lines(examined)]
        elif cell.kind == "check" and examined.get("fault") and not self.about["fault"]:
            lines.append(self._say(WORDS["unfinished" if examined["cases"] else "unreached"]))
        if cell.kind == "task" and not self.about["fault"] and cell.grade_id not in self.about["missing"]:
            answer = self._answer_cell(cell.grade_id)
            if answer is not None and is_empty(answer):
                lines.append(self._say(WORDS["emptied"]))
        return lines

    def _answer_cell(self, grade_id: str) -> NotebookNode | None:
        cells = (c for c in self.nb.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)
        return next(cells, None)

    def _case(self, case: dict, *, failed: bool) -> dict[str, str]:
        """One case; of a cell that did not run, it is not said again that its function is not there."""
        state = {True: "passed", False: "failed", None: "untried"}[case["passed"]]
        speaks = state == "failed" and not (failed and case["diagnosis"] == "not-a-function")
        return {
            "state": state,
            "sign": SIGNS[state],
            "word": self._say(WORDS[state]),
            "title": markup(case["title"][self.language]),
            "message": markup(case["message"][self.language]) if speaks else "",
        }

    def _hints(self, exercise: Any) -> list[str]:
        return [markup(self._say(hint)) for hint in exercise.hints]


def _state(grade: dict, points: float) -> str:
    if not grade["known"]:
        return "wait"
    if grade["score"] >= points:
        return "full"
    return "part" if grade["score"] > 0 else "none"


def _diagnoses(examined: dict) -> set[str]:
    return {case["diagnosis"] for case in examined.get("cases", [])}


def _nothing_done(examined: dict) -> bool:
    """Whether a function was left as it came, or no label was handed in."""
    return _diagnoses(examined) in ({"not-solved"}, {"no-file"})


def _said_once(cases: list[dict[str, str]]) -> list[dict[str, str]]:
    """Leave a message that several cases share with the first of them only."""
    said: set[str] = set()
    for case in cases:
        if case["message"] in said:
            case["message"] = ""
        said.add(case["message"])
    return cases


@cache
def _style() -> str:
    css = (TEMPLATES / "crisis20" / "style.css").read_text(encoding="utf-8")
    css += HtmlFormatter(style="friendly", nobackground=True).get_style_defs(".highlight")
    return re.sub(r"\s*/\*.*?\*/", "", css)
