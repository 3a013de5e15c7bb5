"""What one page says, as plain values for the template."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from nbformat import NotebookNode

from course.language import LANGUAGES, Text
from grader import registry
from grader.blueprint import Blueprint, GradedCell
from grader.cell_failure import cell_failure
from grader.feedback.labels import annotator_anchor, label_lines
from grader.feedback.notebook import pieces, prose
from grader.feedback.style import style
from grader.feedback.words import ADVICE, NOT_REACHED, RESTORED_NOTE, SIGNS, STOPPED, TITLES, WORDS, WRITTEN
from grader.gradesheet import GradeLine, Sheet
from grader.outcomes import Outcome, gravest
from grader.outputs import plain
from grader.preprocessors import is_empty
from grader.report import markup, number

_UNSEEN = {Outcome.UNREADABLE, Outcome.OVER_LIMIT, Outcome.WRONG}


class Page:
    """One student's page.

    Parameters
    ----------
    nb : NotebookNode
        The graded notebook.
    blueprint : Blueprint
    sheet : Sheet
        What the gradebook holds of the student.
    """

    def __init__(self, nb: NotebookNode, blueprint: Blueprint, sheet: Sheet) -> None:
        self.nb, self.blueprint, self.sheet = nb, blueprint, sheet
        self.about = nb.metadata["crisis20"]
        self.language = self.about["language"]
        self.exercises = registry.exercises(blueprint.unit)
        self.labelling = registry.labelling(blueprint.unit)

    def view(self) -> dict[str, Any]:
        """Return the whole page."""
        rows = [self._row(cell) for cell in self.blueprint.graded if cell.kind != "answer"]
        waiting = any(row["state"] == "wait" for row in rows)
        outcome = self._outcome(waiting=waiting)
        known = [line.score for line in self.sheet.grades.values() if line.score is not None]
        fault, late = self.about["fault"], self.sheet.late
        show_exercises = not fault or bool(known)
        show_notebook = not (fault and outcome in _UNSEEN)
        return {
            "language": self.language,
            "words": {name: self._say(text) for name, text in WORDS.items()},
            "unit": self.blueprint.unit,
            "title": self._title(),
            "student": self.sheet.student,
            "outcome": outcome.value,
            "outcome_title": self._say(TITLES.get(outcome, outcome.title)),
            "sign": "✓" if outcome is Outcome.GRADED else "●",
            "remarks": self._remarks(outcome),
            "rows": rows,
            "how": " ".join(
                self._say(WORDS[name]) for name in ("how", *(["how_labels"] if self.labelling else []))
            ),
            "late": number(late, self.language) if late else "",
            "total_word": self._say(WORDS["so_far" if waiting else "total"]),
            "total": number(sum(known) - late, self.language) if known else "–",
            "maximum": number(sum(self.blueprint.points.values()), self.language),
            "show_exercises": show_exercises,
            "show_notebook": show_notebook,
            "pieces": self._pieces(rows) if show_notebook else [],
            "style": style(),
        }

    def _say(self, text: Text) -> str:
        return text.to(self.language)

    def _outcome(self, *, waiting: bool) -> Outcome:
        outcomes = [Outcome(value) for value in self.about["outcomes"]]
        outcomes += [Outcome.TAMPERED] if self.about["tampering"] else []
        return gravest(outcomes + ([Outcome.MANUAL] if waiting else []))

    def _title(self) -> str:
        """The first heading of the released notebook."""
        for cell in self.blueprint.notebooks[self.language].cells:
            for line in cell.source.splitlines():
                if cell.cell_type == "markdown" and line.startswith("# "):
                    return line[2:].strip()
        return self.blueprint.unit

    def _remarks(self, outcome: Outcome) -> list[tuple[str, str]]:
        """What to say of the whole, each with its language: both while nobody knows which one is spoken."""
        fault = self.about["fault"]
        others = [] if self.about["language_known"] else [one for one in LANGUAGES if one != self.language]
        remarks = [(language, fault[language]) for language in [self.language] if fault]
        if not fault and outcome in ADVICE:
            remarks.append((self.language, self._say(ADVICE[outcome])))
        for other in others:
            said = [outcome.title.to(other) + ".", *([fault[other]] if fault else [])]
            remarks.append((other, " ".join(said)))
        if any("was deleted" in note or "copies" in note or "edited" in note for note in self.about["notes"]):
            remarks.append((self.language, self._say(RESTORED_NOTE)))
        return [(language, markup(line)) for language, line in remarks]

    def _row(self, cell: GradedCell) -> dict[str, Any]:
        grade = self.sheet.grades.get(cell.grade_id, GradeLine())
        examined = self.about["exercises"].get(cell.key, {}) if cell.kind == "check" else {}
        state = _state(grade, cell.points)
        exercise = self.exercises.get(cell.key)
        answer = cell.key if cell.kind == "check" else cell.grade_id
        failure = cell_failure(self._answer_cell(answer))
        cases = [self._case(case, failed=bool(failure)) for case in examined.get("cases", [])]
        labels = cell.key in self.labelling
        untouched = self._untouched(cell)
        unsolved = state == "none" and (untouched or (bool(cases) and _nothing_done(examined)))
        word = (
            "unsolved" if unsolved else "wait_written" if cell.kind != "check" and state == "wait" else state
        )
        lines = [self._say(failure)] if failure and state != "full" else []
        comments = self.sheet.comments
        comment = "" if grade.stale else comments.get(answer) or comments.get(cell.grade_id)
        anchor = annotator_anchor(self.nb, cell.key) if labels else f"celda-{answer}"
        failed = next((case["title"] for case in cases if case["state"] == "failed" and not unsolved), "")
        return {
            "anchor": cell.key,
            "answer": answer,
            "title": markup(self._say(exercise.title)) if exercise else self._say(WRITTEN),
            "state": state,
            "sign": SIGNS[state],
            "word": self._say(WORDS[word]),
            "failed": failed,
            "mark": "–" if grade.score is None else number(grade.score, self.language),
            "maximum": number(cell.points, self.language),
            "lines": [markup(line) for line in lines + self._lines(cell, grade, examined, untouched)],
            "cases": [] if unsolved else _said_once(cases),
            "cases_title": self._say(WORDS["label_cases" if labels else "cases"]),
            "all_passed": self._say(
                WORDS["all_passed_labels" if labels else "all_passed"].format(count=len(cases))
            )
            if state == "full" and cases
            else "",
            "hints": self._hints(exercise) if exercise and state != "full" else [],
            "comment": prose(plain(comment)) if comment else "",
            "answer_anchor": None if self.about["fault"] else anchor,
            "see": self._say(WORDS["see_labels" if labels else "see_answer"]),
        }

    def _lines(self, cell: GradedCell, grade: GradeLine, examined: dict, untouched: bool) -> list[str]:
        lines = []
        if grade.stale:
            lines.append(self._say(WORDS["changed_since"]))
        elif grade.manual is not None:
            lines.append(self._say(WORDS["by_hand"]))
        elif examined and _diagnoses(examined) == {"not-solved"}:
            lines.append(self._say(WORDS["not_solved"]))
        elif examined and _diagnoses(examined) == {"no-file"}:
            lines.append(examined["cases"][0]["message"][self.language])
        elif cell.key in self.labelling and not self.about["fault"]:
            lines += [self._say(said) for said in label_lines(examined)]
        elif cell.kind == "check" and examined.get("fault") and not self.about["fault"]:
            lines.append(self._say(_stopped(examined)))
        if cell.kind == "task" and not self.about["fault"] and cell.grade_id not in self.about["missing"]:
            answer = self._answer_cell(cell.grade_id)
            if answer is not None and is_empty(answer):
                lines.append(self._say(WORDS["emptied"]))
            elif untouched:
                lines.append(self._say(WORDS["untouched"]))
        return lines

    def _untouched(self, cell: GradedCell) -> bool:
        """Whether a written answer is word for word what was released."""
        answer = self._answer_cell(cell.grade_id) if cell.kind == "task" else None
        released = {one.source.strip() for one in cell.cells.values()}
        return answer is not None and answer.source.strip() in released and not answer.get("attachments")

    @cached_property
    def _answers(self) -> dict[str, NotebookNode]:
        cells = reversed(self.nb.cells)
        return {cell.metadata.get("nbgrader", {}).get("grade_id", ""): cell for cell in cells}

    def _answer_cell(self, grade_id: str) -> NotebookNode | None:
        return self._answers.get(grade_id)

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

    def _pieces(self, rows: list[dict[str, Any]]) -> list[Any]:
        return pieces(
            self.nb,
            self._say,
            checks={cell.grade_id for cell in self.blueprint.checks},
            titles={row["answer"]: row["title"] for row in rows},
        )


def _state(grade: GradeLine, points: float) -> str:
    if grade.score is None:
        return "wait"
    if grade.score >= points:
        return "full"
    return "part" if grade.score > 0 else "none"


def _diagnoses(examined: dict) -> set[str]:
    return {case["diagnosis"] for case in examined.get("cases", [])}


def _nothing_done(examined: dict) -> bool:
    """Whether a function was left as it came, or no label was handed in."""
    return _diagnoses(examined) in ({"not-solved"}, {"no-file"})


def _stopped(examined: dict) -> Text:
    """Say what kept a function from being checked to the end."""
    outcome = Outcome(examined["fault"])
    reached = bool(examined["cases"]) or outcome is Outcome.INCONCLUSIVE
    return STOPPED.get(outcome, NOT_REACHED) if reached else NOT_REACHED


def _said_once(cases: list[dict[str, str]]) -> list[dict[str, str]]:
    """Leave a message that several cases share with the first of them only."""
    said: set[str] = set()
    for case in cases:
        if case["message"] in said:
            case["message"] = ""
        said.add(case["message"])
    return cases
