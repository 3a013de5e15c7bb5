"""`grader autograde` gives the same marks whether or not `grader doctor --mend` came before."""

import io
import json
import zipfile
from copy import deepcopy

import nbformat
import pytest

from grader.doctor import go_round, in_course

UNIT = "90-tiny"


def _copied(notebook, clone, cell_of):
    copied = clone(cell_of(notebook, "double-it"))
    copied.source = "def double_it(x):\n    return x ** 2"
    notebook.cells.append(copied)
    notebook.cells.remove(cell_of(notebook, "longest-wait-check"))
    cell_of(notebook, "longest-wait").metadata.nbgrader.grade_id = "mine"


def _bare(notebook, clone, cell_of):
    for cell in notebook.cells:
        cell.metadata = nbformat.NotebookNode()


def _deleted(notebook, clone, cell_of):
    notebook.cells.remove(cell_of(notebook, "double-it"))
    notebook.cells.remove(cell_of(notebook, "double-it-check"))


def _zip(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("work/mine.ipynb", content)
    return packed.getvalue()


CASES = {
    "copied": (_copied, f"{UNIT}.ipynb.json", bytes),
    "bare": (_bare, "work (1).zip", _zip),
    "deleted": (_deleted, "mine.ipynb", bytes),
}


@pytest.fixture(scope="module")
def both(school, course, answered):
    """Every case handed in twice, one of the two mended, and all graded at once."""

    def cell_of(notebook, grade_id):
        return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)

    for case, (harm, name, packed) in CASES.items():
        notebook = answered("en")
        harm(notebook, deepcopy, cell_of)
        for student in (f"Dr-{case}", f"Dr-{case}-mended"):
            school.hand_in(student, packed(json.dumps(notebook).encode()), name=name)
    mended = [f"Dr-{case}-mended" for case in CASES]
    found = go_round(in_course(course, UNIT, mended), course.blueprint(UNIT), course=course, mend=True)
    assert all(one.mended for one in found)
    school.grade(*[f"Dr-{case}" for case in CASES], *mended)
    return school


@pytest.mark.parametrize("case", CASES)
def test_marks_are_the_same_with_and_without_the_doctor(both, case):
    """Each row of the gradebook, and every cell that ran."""
    as_it_was, mended = f"Dr-{case}", f"Dr-{case}-mended"
    assert both.grades(as_it_was) == both.grades(mended)
    before, after = (both.graded(student).cells for student in (as_it_was, mended))
    assert [(c.cell_type, c.source) for c in before] == [(c.cell_type, c.source) for c in after]


def test_the_marks_are_those_that_the_answers_deserve(both):
    """Worked out by hand: the copy that counts squares, which a case or two forgive; the other answer is right."""
    assert both.grades("Dr-bare")["double-it-check"] == (2.0, False)
    assert both.grades("Dr-copied")["double-it-check"][0] < 2.0
    assert both.grades("Dr-copied")["longest-wait-check"] == (3.0, False)
    assert both.grades("Dr-deleted")["double-it-check"][0] == 0.0
