"""From a submission to marks: honest work, in either language, merely odd or not; reruns; our own faults."""

import copy
import json

import nbformat
import pytest

from grader import sandbox
from grader.autograde import autograde
from grader.errors import GraderError

FULL = {"double-it": 2.0, "longest-wait": 3.0, "why-longest": None}
UNIT = "90-tiny"


def position(notebook, grade_id):
    ids = [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]
    return ids.index(grade_id)


def test_a_right_answer_earns_full_marks_in_both_languages_and_one_gradebook(school, answered):
    school.hand_in("Ana Núñez", answered("es"))
    school.hand_in("Tom", answered("en"))
    spanish, english = school.grade("Ana Núñez", "Tom")
    for record, language in ((spanish, "es"), (english, "en")):
        assert record.marks == FULL
        assert record.language == language
        assert record.outcome == "needs-manual-grading", record.notes
        assert record.notes == []
    assert school.grades("Tom")["double-it-check"] == (2.0, False)
    assert school.grades("Tom")["why-longest"] == (None, True)


def test_a_blank_notebook_is_an_honest_zero(school, released):
    """In either language: graded, zeros, nothing for a person to do."""
    school.hand_in("Blank", released("es"))
    school.hand_in("Blank English", released("en"))
    for record in school.grade("Blank", "Blank English"):
        assert record.outcome == "graded" and set(record.marks.values()) == {0.0}
        assert set(school.grades(record.student).values()) == {(0.0, False)}


def test_partial_marks_follow_the_weights(school, answered):
    """Two cases of three with weight 1 are 2 points x 2/3 = 1.33; an edge case without a core case earns nothing.

    The first wait is the longest one only where there is a single wait, which is the edge case.
    """
    partial = answered(
        double_it="def double_it(x):\n    return 2 * abs(x)",
        longest_wait="def longest_wait(w):\n    return w[0]",
    )
    school.hand_in("Partial", partial)
    record = school.grade("Partial")
    assert record.marks["double-it"] == 1.33
    assert record.marks["longest-wait"] == 0.0


def odd_things(notebook):
    """Copied cells with their metadata, a moved check, notes, prints, warnings, an error in a cell of one's own."""
    for grade_id in ("double-it", "double-it-check", "why-longest"):
        notebook.cells.append(copy.deepcopy(notebook.cells[position(notebook, grade_id)]))
        notebook.cells[-1]["id"] = f"copy-of-{grade_id}"
    notebook.cells.insert(1, notebook.cells.pop(position(notebook, "longest-wait-check")))
    notebook.cells.append(
        nbformat.v4.new_code_cell("import warnings\nprint('hola')\nwarnings.warn('cuidado')\n1 / 0")
    )
    notebook.cells.append(nbformat.v4.new_raw_cell("apuntes"))
    notebook.metadata["widgets"] = {"x": 1}
    notebook.metadata.kernelspec = {"name": "bash", "display_name": "Bash", "language": "bash"}


def stderr_in_the_answer(notebook):
    cell = notebook.cells[position(notebook, "double-it")]
    cell.source = "import sys\n" + cell.source.replace(
        "return", "print('aviso', file=sys.stderr)\n    import warnings; warnings.warn('!')\n    return"
    )


def metadata_lost(notebook):
    """Some editors drop the metadata, and even the cells' ids."""
    for number, cell in enumerate(notebook.cells):
        cell.metadata = nbformat.NotebookNode()
        if "double" not in cell.source:
            cell["id"] = f"x{number}"


def checks_deleted(notebook):
    notebook.cells = [c for c in notebook.cells if not c.source.startswith("check(")]


def check_edited(notebook):
    cell = notebook.cells[position(notebook, "double-it-check")]
    cell.source = "# mi prueba\nprint(double_it(4))\n" + cell.source


def answer_split(notebook):
    """Splitting a cell copies its metadata to both halves."""
    where = position(notebook, "longest-wait")
    helper = copy.deepcopy(notebook.cells[where])
    helper["id"] = "half"
    helper.source = "def biggest(values):\n    return max(values)"
    notebook.cells[where].source = "def longest_wait(waits):\n    return biggest(waits)"
    notebook.cells.insert(where, helper)


def answer_in_a_cell_of_its_own(notebook):
    where = position(notebook, "double-it")
    source = notebook.cells[where].source
    del notebook.cells[where]
    notebook.cells.insert(where, nbformat.v4.new_code_cell(source))


def stub_kept_below(notebook):
    """The answer was written in a copy above; the untouched stub still stands below it."""
    where = position(notebook, "double-it")
    stub = copy.deepcopy(notebook.cells[where])
    stub["id"] = "stub"
    stub.source = (
        'def double_it(x):\n    """Devuelve el doble."""\n\n'
        "    # ESCRIBE AQUÍ TU CÓDIGO / WRITE YOUR CODE HERE\n    return ..."
    )
    notebook.cells.insert(where + 1, stub)


def surrogates(notebook):
    notebook.cells.append(nbformat.v4.new_code_cell("print('\\ud83d')"))
    notebook.cells.append(nbformat.v4.new_markdown_cell("LONE-SURROGATE"))


ODD = [
    *(odd_things, stderr_in_the_answer, metadata_lost, checks_deleted, check_edited, answer_split),
    *(answer_in_a_cell_of_its_own, stub_kept_below, surrogates),
]


@pytest.mark.parametrize("oddity", ODD, ids=[oddity.__name__ for oddity in ODD])
def test_what_is_merely_odd_costs_nothing(school, answered, oddity):
    """No mark is lost, no batch stops, nobody is called a cheat."""
    notebook = answered()
    oddity(notebook)
    content = json.dumps(notebook).replace("LONE-SURROGATE", "\\ud800").encode()
    school.hand_in(oddity.__name__, content)
    record = school.grade(oddity.__name__)
    assert (record.marks["double-it"], record.marks["longest-wait"]) == (2.0, 3.0), record.notes
    assert record.outcome == "needs-manual-grading", record.notes


@pytest.mark.parametrize(
    "name", ["90-tiny (1).ipynb", "entrega final ñ.ipynb", "Copia de 90-tiny.IPYNB.ipynb"]
)
def test_a_wrong_file_name_costs_nothing(school, answered, name):
    student = f"Named {name[:4]}"
    school.hand_in(student, answered(), name=name)
    record = school.grade(student)
    assert record.marks["double-it"] == 2.0
    assert any(name in note for note in record.notes)


@pytest.mark.parametrize(
    "student", ["Íñigo Núñez-Ñ", "李 小龙", "O'Neill [grupo 1]", "ana.perez@uni.example"]
)
def test_any_name_is_a_name(school, released, student):
    """Names with accents, brackets (a glob to nbgrader), other scripts."""
    school.hand_in(student, released())
    assert school.grade(student).outcome == "graded"
    assert school.grades(student)["double-it-check"] == (0.0, False)


def test_files_of_the_student_win_over_the_instructors(school, answered, course):
    """nbgrader overwrites a student's file that also exists in source/; the code must read the student's."""
    template = course.root / "source" / "es" / UNIT / "labels.csv"
    template.write_text("template")
    try:
        notebook = answered()
        notebook.cells.append(
            nbformat.v4.new_code_cell("print(open('labels.csv').read(), open('helper.py').read())")
        )
        school.hand_in("Labels", notebook, labels__csv=b"mine", helper__py=b"x = 1")
        assert school.grade("Labels").marks["double-it"] == 2.0
    finally:
        template.unlink()
    assert "mine x = 1" in json.dumps(school.graded("Labels").cells[-1].outputs)


def test_a_rerun_leaves_what_is_settled_and_takes_what_changed(school, answered, released):
    """Nothing is graded twice; a new hand-in is; a mark by hand stays in the gradebook and is looked at again."""
    fresh = []

    def run(force=False):
        fresh.clear()
        autograde(
            *(school.course, UNIT),
            students=["Rerun"],
            force=force,
            unsafe=not sandbox.available(),
            finished=lambda record, new: fresh.append(new),
        )
        return school.course.outcomes(UNIT).records["Rerun"]

    school.hand_in("Rerun", released())
    assert run().marks["double-it"] == 0.0 and fresh == [True]
    assert run().marks["double-it"] == 0.0 and fresh == [False]
    with school.course.gradebook() as gradebook:
        grade = gradebook.find_grade("why-longest", UNIT, UNIT, "Rerun")
        grade.manual_score = 3.5
        gradebook.db.commit()
    school.hand_in("Rerun", answered())
    again = run()
    assert fresh == [True] and again.marks == {"double-it": 2.0, "longest-wait": 3.0, "why-longest": None}
    with school.course.gradebook() as gradebook:
        assert gradebook.find_grade("why-longest", UNIT, UNIT, "Rerun").manual_score == 3.5


def test_a_fault_of_ours_is_inconclusive_and_tried_again(school, answered, monkeypatch):
    """The reference fails, the seed is lost, the kernel does not start: no zero, and the next run takes it up."""
    from grader.examiner import Examiner

    school.hand_in("Our fault", answered())
    with monkeypatch.context() as broken:
        broken.setattr(Examiner, "prepared", lambda self, key: 1 / 0)
        record = school.grade("Our fault")
    assert record.outcome == "inconclusive" and record.marks["double-it"] is None
    assert school.grades("Our fault")["double-it-check"] == (None, True)
    assert any("ZeroDivisionError" in note for note in record.notes)
    assert school.grade("Our fault").marks["double-it"] == 2.0


def test_failing_to_record_is_inconclusive(school, answered, monkeypatch):
    """Our own fault on one submission: no mark, a person must look, no old notebook is left to be believed."""
    from grader.batch.recorder import Recorder

    school.hand_in("Broken recorder", answered())
    assert school.grade("Broken recorder").marks["double-it"] == 2.0
    monkeypatch.setattr(Recorder, "_penalty", lambda *arguments: 1 / 0)
    record = school.grade("Broken recorder", force=True)
    assert record.outcome == "inconclusive" and "ZeroDivisionError" in record.notes[0]
    assert school.grades("Broken recorder")["double-it-check"] == (None, True)
    assert not (school.course.root / "autograded" / "Broken recorder" / UNIT).exists()


def test_the_record_is_machine_readable(school, released):
    school.hand_in("Machine", released())
    school.grade("Machine")
    text = (school.course.root / "reports" / UNIT / "outcomes.json").read_text(encoding="utf-8")
    entry = next(e for e in json.loads(text)["submissions"] if e["student"] == "Machine")
    assert entry["outcome"] == "graded" and entry["total"] == 0.0 and entry["max_total"] == 9.0
    assert entry["points"] == {"double-it": 2.0, "longest-wait": 3.0, "why-longest": 4.0}
    assert entry["sandbox"] == sandbox.level().value


def test_nobody_and_the_wrong_student_are_told(course, school, released):
    school.hand_in("Somebody", released())
    with pytest.raises(GraderError, match="No submission of 90-tiny by Nobody"):
        school.grade("Nobody")
    with pytest.raises(GraderError, match="has not been released"):
        autograde(course, "91-unknown", unsafe=True)


def test_without_a_sandbox_it_refuses(school, released, monkeypatch):
    """Plain words, unless told --unsafe; then the record says so."""
    school.hand_in("Unsafe", released())
    monkeypatch.setattr("grader.sandbox.trial.trouble", lambda tried: "refused here")
    with pytest.raises(GraderError, match=r"refused here.*--unsafe"):
        autograde(school.course, UNIT, students=["Unsafe"])
    book = autograde(school.course, UNIT, students=["Unsafe"], unsafe=True)
    assert book.records["Unsafe"].sandbox == "none"
    assert book.records["Unsafe"].outcome == "graded"
