"""Another unit's notebook, or none at all: words of its own, open marks, nobody called a cheat."""

import nbformat
import pytest

from course.exercises import units
from grader.feedback import write_feedback

UNIT = "90-tiny"
PENDING = {"double-it": None, "longest-wait": None, "why-longest": None}


@pytest.fixture
def other_unit():
    """A notebook as unit 01 releases it: its keys in metadata that nbgrader wrote."""
    cells = [nbformat.v4.new_code_cell('set_language("es")')]
    for exercise in units()["iberia_minute_zero"]:
        cell = nbformat.v4.new_code_cell(f'check("{exercise.key}", f)')
        cell.metadata["nbgrader"] = {"grade": True, "grade_id": f"{exercise.key}-check", "points": 2}
        cells.append(cell)
    return nbformat.v4.new_notebook(cells=cells)


def test_another_units_notebook(school, course, other_unit):
    school.hand_in("Wrong unit", other_unit)
    record = school.grade("Wrong unit")
    assert record.outcome == "wrong-notebook" and record.marks == PENDING and record.total is None
    assert record.notes == ["Wrong notebook: this is unit 01-iberia-minute-zero, not 90-tiny."]
    assert set(school.grades("Wrong unit").values()) == {(None, True)}
    ((_, path),) = write_feedback(course, UNIT, students=["Wrong unit"])
    text = path.read_text(encoding="utf-8")
    assert "Este es el cuaderno de la unidad 01-iberia-minute-zero" in text and "– / 9" in text
    assert "celdas de evaluación" not in text and "This is" not in text


def test_a_notebook_of_somewhere_else(school):
    school.hand_in("Elsewhere", nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print('hola')")]))
    record = school.grade("Elsewhere")
    assert record.outcome == "wrong-notebook" and "no cell of unit 90-tiny" in record.notes[0]


def test_a_document_is_named_as_what_it_is(school, course):
    """The instructor reads the file's name, the student what to upload; neither reads of an empty file."""
    school.hand_in("Docx", None, tarea5__docx=b"PK")
    record = school.grade("Docx")
    assert record.outcome == "unreadable" and record.notes[0] == "tarea5.docx is not a notebook"
    ((_, path),) = write_feedback(course, UNIT, students=["Docx"])
    text = path.read_text(encoding="utf-8")
    assert "sube el archivo .ipynb" in text and "vacío" not in text
    assert '<p lang="en">The file could not be read. There is no notebook' in text, (
        "nobody knows the language: both are said, each marked"
    )
