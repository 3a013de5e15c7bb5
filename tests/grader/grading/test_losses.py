"""Limits that end a student's process: each has its own state and words, and costs its cell or its exercise alone."""

import nbformat
import pytest

from grader import sandbox
from grader.execute import execute, grade
from grader.gather import gather
from grader.job import Result, Settings

UNIT = "90-tiny"
LIMITS = {"memory": 512 * 2**20, "scratch": 8 * 2**20, "file": 4 * 2**20, "cpu": 20.0, "processes": 12}
SCRATCH = """\
for number in range(40):
    with open(f"f{number}", "wb") as file:
        file.write(bytes(2**20))
"""
HELPER = b"def twice(x):\n    return 2 * x\n"
BROKEN = b"raise RuntimeError('not the library')\n"


@pytest.fixture
def graded(school, course):
    """Grades one submission without recording it, as a worker does: bytes in, bytes out."""

    def graded(student, notebook, *, limits=None, **files):
        school.hand_in(student, notebook, **files)
        unsafe = not sandbox.available()
        chosen = Settings(cell_timeout=20.0, call_timeout=5.0, unsafe=unsafe, limits=limits or {})
        job = gather(course.root, UNIT, student, settings=chosen)
        return Result.from_bytes(execute(job.to_bytes()))

    return graded


def about(result):
    return nbformat.reads(result.notebook.decode("utf-8"), as_version=4).metadata["crisis20"]


def marks(result):
    return {key: one["points"] for key, one in about(result)["exercises"].items()}


def texts(result):
    notebook = nbformat.reads(result.notebook.decode("utf-8"), as_version=4)
    return "\n".join(str(cell.get("outputs", "")) for cell in notebook.cells)


@pytest.mark.sandbox
@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(
    ("name", "source", "words"),
    [
        (
            "output",
            "while True:\n    print('x' * 2**20)",
            {"es": "escribió en pantalla", "en": "on the screen"},
        ),
        ("crash", "import os\nos.abort()", {"es": "cerró Python de golpe", "en": "made Python crash"}),
    ],
)
def test_a_cell_that_is_ended_costs_itself(need_sandbox, graded, answered, language, name, source, words):
    """Both exercises keep their marks; the cell says what happened in the notebook's language."""
    notebook = answered(language)
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    result = graded(f"Ended {name} {language}", notebook, limits=LIMITS)
    assert about(result)["outcomes"] == ["over-a-limit" if name == "output" else "crashed"]
    assert marks(result) == {"double-it": 2.0, "longest-wait": 3.0}
    assert words[language] in texts(result)


@pytest.mark.sandbox
def test_a_full_folder_is_an_error_of_the_cell_or_ends_it(need_sandbox, graded, answered):
    """More files than there is room for: never the examiner's trouble."""
    notebook = answered()
    notebook.cells.append(nbformat.v4.new_code_cell(SCRATCH))
    result = graded("Ended scratch", notebook, limits=LIMITS)
    assert set(about(result)["outcomes"]) <= {"over-a-limit"}
    assert marks(result) == {"double-it": 2.0, "longest-wait": 3.0}
    assert "No space left" in texts(result) or "guardó en disco" in texts(result)


@pytest.mark.sandbox
def test_too_much_memory_is_an_error_of_the_cell_or_ends_it(need_sandbox, graded, answered):
    notebook = answered()
    notebook.cells.append(nbformat.v4.new_code_cell("held = bytearray(900 * 2**20)"))
    result = graded("Ended memory", notebook, limits=LIMITS)
    assert set(about(result)["outcomes"]) <= {"over-a-limit"}
    assert marks(result) == {"double-it": 2.0, "longest-wait": 3.0}
    assert "MemoryError" in texts(result) or "memoria" in texts(result)


def test_a_file_of_the_students_own_is_imported(graded, answered):
    """`import helper` finds helper.py beside the notebook, as at home."""
    notebook = answered(double_it="import helper\ndef double_it(x):\n    return helper.twice(x)")
    assert marks(graded("Helper", notebook, helper__py=HELPER)) == {"double-it": 2.0, "longest-wait": 3.0}


def test_files_named_like_libraries_harm_nobody(graded, answered):
    """json.py and pandas.py beside the notebook: what grading needs has long been imported."""
    files = {"json__py": BROKEN, "pandas__py": BROKEN, "course__py": BROKEN, "decimal__py": BROKEN}
    result = graded("Shadows", answered(), **files)
    assert marks(result) == {"double-it": 2.0, "longest-wait": 3.0}


def test_a_job_gives_the_same_notebook_every_time(graded, answered, course):
    """Byte for byte: nothing of the machine, the moment or the run before is in it."""
    first = graded("Twice", answered())
    settings = Settings(cell_timeout=20.0, call_timeout=5.0, unsafe=not sandbox.available())
    again = grade(gather(course.root, UNIT, "Twice", settings=settings))
    assert first.notebook == again.notebook
    assert set(first.phases) >= {"read", "start", "cells", "examine", "write"}
