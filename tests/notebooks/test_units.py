"""The units as they are committed: current, bilingual, nothing of the instructor in what students open."""

import importlib
import re
from itertools import pairwise
from pathlib import Path

import jupytext
import pytest
from jupytext.config import load_jupytext_config

from course.language import LANGUAGES
from grader import bilingual
from grader.bilingual import disagreements, lesson_pairs
from grader.lesson import BEGIN, END, NOTEBOOKS, lessons
from grader.notebooks import build, committed, stale
from grader.prose import barriers, headings, jumps, tables

UNITS = sorted(path.parent.name for path in NOTEBOOKS.glob("*/lesson.py"))
BANKS = Path(__file__).resolve().parents[2] / "grader" / "exercises"
TELLING = 20  # characters from which a line of code says more than `return x`


def module_of(unit: str) -> str:
    return re.sub(r"^\d+-", "", unit).replace("-", "_")


@pytest.fixture(scope="module")
def every_lesson():
    return lessons()


@pytest.fixture
def lesson(request):
    """The lesson of the unit named in the parameter."""
    return lessons([request.param])[0]


each_unit = pytest.mark.parametrize("lesson", UNITS, indirect=True)


def test_committed_notebooks_are_what_the_lessons_give(every_lesson):
    """Remedy: python -m grader.notebooks."""
    assert stale(every_lesson) == []


def test_the_ledger_is_up_to_date(every_lesson):
    """No pair was changed in one language alone. Remedy: the other one, or python -m grader.bilingual."""
    assert bilingual.due(every_lesson) == []
    assert bilingual.LEDGER.read_text(encoding="utf-8") == bilingual.recorded(every_lesson)


@each_unit
def test_both_languages_of_a_unit_agree(lesson):
    """Numbers, code, formulas, links, headings, lists, tables, places: see grader.bilingual."""
    assert [f"{pair.place}: {what}" for pair in lesson_pairs(lesson) for what in disagreements(pair)] == []


def test_both_languages_of_every_message_and_document_agree():
    """The same for every Text and t in both packages, for the READMEs and the datasheets."""
    assert bilingual.problems([]) == []


def test_documents_can_be_read_aloud():
    """Headings in order, images with words, tables with a header row."""
    for pair in bilingual.document_pairs():
        for language in LANGUAGES:
            text = pair.text.to(language)
            assert barriers(text) == [], pair.place
            assert jumps([level for level, _ in headings(text)]) == [], pair.place


@each_unit
def test_saving_a_lesson_in_jupyterlab_changes_nothing(lesson):
    """jupytext, with notebooks/jupytext.toml, writes a lesson as it read it."""
    config = load_jupytext_config(str(lesson.path))
    notebook = jupytext.read(lesson.path, config=config)
    notebook.metadata["kernelspec"] = {"display_name": "Python 3", "language": "python", "name": "python3"}
    assert jupytext.writes(notebook, fmt="py:percent", config=config) == lesson.path.read_text(
        encoding="utf-8"
    )


@each_unit
def test_a_unit_has_its_exercises_and_no_others(lesson):
    """Lesson and registry name the same keys; four to six are graded by machine, at least one by hand."""
    exercises = importlib.import_module(f"course.exercises.{module_of(lesson.unit)}").EXERCISES
    assert sorted(lesson.keys) == sorted(exercise.key for exercise in exercises)
    assert 4 <= len(lesson.keys) <= 6
    assert any(cell.kind == "task" for cell in lesson.cells)


@each_unit
def test_a_question_graded_by_hand_shows_its_rubric(lesson):
    """The table that the grader will use stands right above the answer, in both languages."""
    for above, cell in pairwise(lesson.cells):
        if cell.kind == "task":
            assert above.kind == "prose"
            assert all(tables(above.source.to(language)) for language in LANGUAGES)


@each_unit
def test_no_solution_reaches_a_student(lesson):
    """Not a line of a solution, not a sentence of a model answer, in either language's notebook."""
    telling = {
        line for cell in lesson.cells if cell.kind == "answer" for line in solution_lines(cell.source.es)
    }
    model = {
        sentence
        for cell in lesson.cells
        if cell.kind == "task"
        for language in LANGUAGES
        for sentence in re.split(r"(?<=[.:;]) ", " ".join(cell.source.to(language).split()))
        if len(sentence) > TELLING
    }
    assert telling
    assert model
    for language in LANGUAGES:
        cells = build(lesson, language, kind="student").cells
        lines = {line.strip() for cell in cells for line in cell.source.split("\n")}
        prose = " ".join(" ".join(cell.source.split()) for cell in cells if cell.cell_type == "markdown")
        assert not telling & lines
        assert [sentence for sentence in model if sentence in prose] == []


def solution_lines(source: str) -> set[str]:
    inside = source.split(BEGIN)[1].split(END)[0]
    return {line.strip() for line in inside.split("\n") if len(line.strip()) >= TELLING}


@each_unit
def test_nothing_of_the_bank_reaches_a_student(lesson):
    """Hidden cases, references and wrong answers stay in grader/exercises."""
    bank = (BANKS / f"{module_of(lesson.unit)}.py").read_text(encoding="utf-8")
    telling = {
        line.strip()
        for line in bank.split("\n")
        if len(line.strip()) >= TELLING and not re.match(r"\s*(from|import|def|\"\"\"|#)", line)
    }
    for text in committed(lesson).values():
        assert not telling & {
            line.strip() for line in text.replace('\\"', '"').replace("\\n", "\n").split("\n")
        }
        assert "HIDDEN" not in text
        assert "SOLUTION" not in text


@each_unit
def test_graded_cells_do_not_depend_on_the_language(lesson):
    """One gradebook serves both languages: ids, points and the code of checks are the same."""
    graded = [
        [
            (cell.metadata.nbgrader, cell.source if cell.metadata.nbgrader.locked else None)
            for cell in build(lesson, language, kind="source").cells
            if "nbgrader" in cell.metadata
        ]
        for language in LANGUAGES
    ]
    assert graded[0] == graded[1]
    assert [metadata["points"] for metadata, _ in graded[0] if metadata["grade"]]


@each_unit
def test_every_unit_is_on_the_map(lesson):
    """notebooks/README.md leads to each unit in each language."""
    text = (NOTEBOOKS / "README.md").read_text(encoding="utf-8")
    for language in LANGUAGES:
        assert f"({lesson.unit}/{language}/{lesson.unit}.ipynb)" in text
