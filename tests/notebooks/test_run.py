"""Every notebook runs from top to bottom: solved, its checks pass; as the student gets it, nothing fails."""

import re

import nbformat
import pytest
from nbclient import NotebookClient

from course.checking.labelling import LabellingExercise
from course.language import LANGUAGES
from grader import registry
from grader.lesson import NOTEBOOKS, lessons
from grader.notebooks import build
from grader.verify_labels import made_file

UNITS = sorted(path.parent.name for path in NOTEBOOKS.glob("*/lesson.py"))
pytestmark = pytest.mark.timeout(120)
each_notebook = pytest.mark.parametrize("language", LANGUAGES)
each_unit = pytest.mark.parametrize("unit", UNITS)


@pytest.fixture
def run(tmp_path, monkeypatch):
    """Runs a notebook in a kernel and folder of its own, as JupyterLab would, and gives its outputs."""
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    monkeypatch.setenv("JUPYTER_DATA_DIR", str(tmp_path / "data"))
    monkeypatch.setenv("JUPYTER_RUNTIME_DIR", str(tmp_path / "runtime"))
    monkeypatch.delenv("MPLBACKEND", raising=False)
    monkeypatch.delenv("CRISIS20_LANGUAGE", raising=False)
    work = tmp_path / "work"
    work.mkdir()

    def run(notebook, files=()):
        for name, content in dict(files).items():
            (work / name).write_bytes(content)
        NotebookClient(notebook, timeout=60, resources={"metadata": {"path": str(work)}}).execute()
        return notebook

    return run


def outputs(notebook):
    return [(cell, output) for cell in notebook.cells if cell.cell_type == "code" for output in cell.outputs]


def assert_nothing_odd(notebook):
    """No error, nothing on stderr, no figure without words."""
    for cell, output in outputs(notebook):
        assert output.output_type != "error", output.get("traceback")
        assert output.get("name") != "stderr", output.text
        assert "image/png" not in output.get("data", {}), (
            f"a figure without words in {cell.id}: use show(ax, alt=)"
        )
        for image in re.findall(r"<img\b[^>]*>", str(output.get("data", {}).get("text/html", ""))):
            assert re.search(r'\balt="[^"]+"', image)


def with_fractions(notebook, lesson):
    """Let each check also say its value, which the student sees as words."""
    for key in lesson.keys:
        probe = nbformat.v4.new_code_cell(f"float({check_source(notebook, key)})", id=f"{key}-value")
        notebook.cells.append(probe)
    return notebook


def check_source(notebook, key):
    return next(cell.source for cell in notebook.cells if cell.id == f"{key}-check")


def values(notebook, lesson):
    shown = {cell.id: cell.outputs for cell in notebook.cells if cell.id.endswith("-value")}
    return {key: float(shown[f"{key}-value"][-1].data["text/plain"]) for key in lesson.keys}


def labels_of(unit):
    """The files of labels that a student of the unit who labelled everything well has beside the notebook."""
    banks = registry.banks(unit)
    return {
        exercise.file: made_file(exercise, banks[key], banks[key].right_answers[0])
        for key, exercise in registry.exercises(unit).items()
        if isinstance(exercise, LabellingExercise)
    }


@each_unit
@each_notebook
def test_the_solved_notebook_passes_every_visible_check(unit, language, run):
    """The instructor's notebook runs clean and each solution earns what its check can see."""
    lesson = lessons([unit])[0]
    notebook = run(with_fractions(build(lesson, language, kind="source"), lesson), labels_of(unit))
    assert_nothing_odd(notebook)
    points = {cell.key: cell.points for cell in lesson.cells if cell.kind == "check"}
    assert values(notebook, lesson) == points


@each_unit
@each_notebook
def test_the_student_notebook_runs_unsolved(unit, language, run):
    """A student who runs all cells first sees no error anywhere, and no check that passes by itself."""
    lesson = lessons([unit])[0]
    notebook = run(with_fractions(build(lesson, language, kind="student"), lesson))
    assert_nothing_odd(notebook)
    assert set(values(notebook, lesson).values()) == {0.0}
