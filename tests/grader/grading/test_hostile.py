"""Submissions that crash, loop, flood or cheat: each costs only itself, none gains a mark, none looks like a zero."""

import json
import os

import nbformat
import pytest

PENDING = {"double-it": None, "longest-wait": None, "why-longest": None}
NOTHING = {"double-it": 0.0, "longest-wait": 0.0, "why-longest": 0.0}


def code(source):
    return nbformat.v4.new_code_cell(source)


def names_of(notebook):
    return [cell.metadata.get("nbgrader", {}).get("grade_id") for cell in notebook.cells]


# --- What is no notebook ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name, content",
    [
        ("empty", b""),
        ("zero bytes", b"\0" * 4096),
        ("cut off", None),
        ("a pdf", b"%PDF-1.7\n" + bytes(range(256)) * 20),
        ("a list", b"[1, 2, 3]"),
        ("no cells", b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}}'),
        ("cells of another kind", b'{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": 7}'),
        ("nested deeply", b"[" * 200_000),
        ("a number too long", b'{"cells": ' + b"9" * 100_000 + b"}"),
        ("not utf-8", '{"cells": "ñ"}'.encode("latin-1")),
    ],
)
def test_what_cannot_be_read_is_named_and_is_no_zero(school, answered, name, content):
    """Corrupt, empty and foreign files: unreadable, open marks, flagged for a person, no kernel started."""
    student = f"Unreadable {name}"
    content = nbformat.writes(answered()).encode()[:-2000] if content is None else content
    school.hand_in(student, content)
    record = school.grade(student)
    assert record.outcome == "unreadable", record.notes
    assert record.marks == PENDING
    assert record.notes and "Traceback" not in record.notes[0]
    assert set(school.grades(student).values()) == {(None, True)}


def test_no_notebook_at_all(school):
    school.hand_in("Only a PDF", None, tarea__pdf=b"%PDF")
    record = school.grade("Only a PDF")
    assert record.outcome == "unreadable" and record.notes[0] == "tarea.pdf is not a notebook"


def test_a_link_is_not_followed(school, course):
    """A link to somebody else's file, or the gradebook, is not read."""
    folder = school.hand_in("Links", None)
    os.symlink(course.root / "secret-seed", folder / "90-tiny.ipynb")
    os.symlink(course.root / "gradebook.db", folder / "datos.csv")
    record = school.grade("Links")
    assert record.outcome == "unreadable", record.notes
    assert not (course.root / "autograded" / "Links" / "90-tiny" / "datos.csv").exists()


def test_an_enormous_file_is_over_a_limit(school, monkeypatch):
    from grader import intake, submission

    monkeypatch.setattr(submission, "MAX_BYTES", 50_000)
    monkeypatch.setattr(intake, "MAX_BYTES", 50_000)
    school.hand_in("Enormous", b" " * 60_000)
    record = school.grade("Enormous")
    assert record.outcome == "over-a-limit" and record.marks == PENDING


# --- Crashes, loops, floods ------------------------------------------------------------------------------


def test_a_crash_costs_itself_and_nobody_else(school, answered):
    """`os._exit` between the exercises: both keep their marks, the state says what happened, the next is graded."""
    notebook = answered()
    notebook.cells.insert(names_of(notebook).index("double-it-check") + 1, code("import os\nos._exit(0)"))
    school.hand_in("Crash", notebook)
    school.hand_in("Crash neighbour", answered("en"))
    crashed, neighbour = school.grade("Crash", "Crash neighbour")
    assert crashed.outcome == "crashed"
    assert crashed.marks["double-it"] == 2.0 and crashed.marks["longest-wait"] == 3.0
    assert neighbour.marks["longest-wait"] == 3.0


def test_what_needs_a_cell_that_crashed_stays_open(school, answered):
    """Without that cell the function fails, and nobody can tell whose fault it is: no zero, a person looks."""
    notebook = answered(longest_wait="def longest_wait(waits):\n    return factor * sorted(waits)[-1]")
    source = "import os\nfactor = 1\nos._exit(0)"
    notebook.cells.insert(names_of(notebook).index("double-it-check") + 1, code(source))
    school.hand_in("Crash above", notebook)
    record = school.grade("Crash above")
    assert record.outcome == "crashed"
    assert record.marks["double-it"] == 2.0 and record.marks["longest-wait"] is None
    assert school.grades("Crash above")["longest-wait-check"] == (None, True)


def test_a_function_that_crashes_costs_only_its_exercise(school, answered):
    school.hand_in("Crash in call", answered(double_it="import os\ndef double_it(x):\n    os._exit(1)"))
    record = school.grade("Crash in call")
    assert record.outcome == "crashed"
    assert record.marks["double-it"] is None and record.marks["longest-wait"] == 3.0


@pytest.mark.parametrize("ending", ["raise SystemExit", "import sys\nsys.exit(0)"])
def test_system_exit_ends_nothing(school, answered, ending):
    notebook = answered()
    notebook.cells.append(code(ending))
    student = f"Exit {ending[:5]}"
    school.hand_in(student, notebook)
    assert school.grade(student).marks["longest-wait"] == 3.0


def test_a_function_that_never_ends(school, answered):
    """The exercise is open and named; the other one is examined in the same kernel."""
    school.hand_in("Endless", answered(double_it="def double_it(x):\n    while True:\n        pass"))
    record = school.grade("Endless")
    assert record.outcome == "timed-out"
    assert record.marks["double-it"] is None and record.marks["longest-wait"] == 3.0
    assert any("double-it" in note for note in record.notes)


def test_a_function_that_will_not_be_interrupted_is_killed(school, answered):
    stubborn = """\
import time
def double_it(x):
    while True:
        try:
            time.sleep(60)
        except BaseException:
            pass"""
    school.hand_in("Stubborn", answered(double_it=stubborn))
    record = school.grade("Stubborn")
    assert record.outcome == "timed-out"
    assert record.marks["double-it"] is None and record.marks["longest-wait"] == 3.0


def test_a_cell_that_will_not_be_interrupted_is_killed(school, answered):
    notebook = answered()
    stubborn = (
        "import time\nwhile True:\n    try:\n        time.sleep(60)\n    except BaseException:\n        pass"
    )
    notebook.cells.append(code(stubborn))
    school.hand_in("Stubborn cell", notebook)
    record = school.grade("Stubborn cell")
    assert record.outcome == "timed-out"
    assert record.marks["longest-wait"] == 3.0, "what came before the loop is still examined"


def test_fifty_megabytes_in_one_line(school, answered, course):
    """nbgrader counts lines; we bound characters, and take no marks for it."""
    notebook = answered()
    notebook.cells.append(code("print('x' * 50_000_000)"))
    notebook.cells.append(code("from IPython.display import HTML\nHTML('<b>' + 'y' * 5_000_000)"))
    school.hand_in("Flood", notebook)
    record = school.grade("Flood")
    assert record.marks["double-it"] == 2.0
    path = course.root / "autograded" / "Flood" / "90-tiny" / "90-tiny.ipynb"
    assert path.stat().st_size < 2_000_000


def test_memory_has_a_limit(school, answered):
    notebook = answered()
    notebook.cells.append(code("x = bytearray(64 * 2**30)"))
    school.hand_in("Memory", notebook)
    record = school.grade("Memory")
    assert record.marks["double-it"] == 2.0
    assert "MemoryError" in json.dumps(school.graded("Memory").cells[-1].outputs)


# --- Attempts on the marks -------------------------------------------------------------------------------


def forge_checks(notebook):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith("-check"):
            cell.source = "100.0"


def forge_points(notebook):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade"):
            cell.metadata.nbgrader.points = 100


def skip_execution(notebook):
    for cell in notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
        if cell.cell_type == "code":
            cell.outputs = [
                nbformat.v4.new_output("execute_result", data={"text/plain": "3.0"}, execution_count=1)
            ]


def make_checks_solutions(notebook):
    for cell in notebook.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id", "").endswith("-check"):
            cell.metadata.nbgrader.solution = True
            cell.metadata.nbgrader.locked = False


def plant_graded_cell(notebook):
    notebook.cells.append(code("5.0"))
    notebook.cells[-1].metadata["nbgrader"] = {
        **{"grade": True, "grade_id": "bonus", "points": 50, "solution": False, "locked": True},
        **{"schema_version": 3, "task": False, "cell_type": "code"},
    }


def transform_input(notebook):
    notebook.cells.insert(
        0,
        code(
            "ip = get_ipython()\n"
            "ip.input_transformers_cleanup.append(lambda lines: ['100.0\\n'])\n"
            "ip.ast_transformers.append(None)"
        ),
    )


def patch_the_course(notebook):
    source = """\
import course.channel.answer, course.checking.judge, course.checking
class Best(float):
    def __eq__(self, other): return True
course.channel.answer.answer = lambda text, namespace: '{"value": 1, "passed": true, "points": 100}'
course.channel.answer.observe = lambda *a: Best()
course.checking.judge.judge = course.checking.check = lambda *a, **k: Best(100)"""
    notebook.cells.insert(0, code(source))


def patch_ipython(notebook):
    source = """\
import ast, builtins, json
ip = get_ipython()
ip.user_expressions = lambda expressions: {
    name: {"status": "ok", "data": {"text/plain": repr('{"value": 100.0}')}, "metadata": {}} for name in expressions
}
builtins.repr = builtins.ascii = lambda x: str(100.0)"""
    notebook.cells.insert(0, code(source))


def claim_every_value(notebook):
    source = """\
class Chameleon(float):
    def __eq__(self, other): return True
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __float__(self): return 0.0
    def __reduce__(self): return (print, ("gotcha",))
def double_it(x): return Chameleon(1)
def longest_wait(waits): return Chameleon(1)"""
    notebook.cells.insert(len(notebook.cells) - 2, code(source))


def read_the_caller(notebook):
    source = """\
import gc, sys
def double_it(x):
    frame, found = sys._getframe(), []
    while frame:
        found += [v for k, v in frame.f_locals.items() if "expected" in k or "solution" in k]
        frame = frame.f_back
    return found[0]
longest_wait = double_it"""
    notebook.cells.insert(len(notebook.cells) - 2, code(source))


def forge_a_reply(notebook):
    source = """\
import threading, course.channel.answer
def double_it(x):
    raise TimeoutError("passed")
course.channel.answer.write_observed = lambda o: {"value": "everything"}
longest_wait = double_it"""
    notebook.cells.insert(len(notebook.cells) - 2, code(source))


CHEATS = [
    (forge_checks, "tampered"),
    (forge_points, "tampered"),
    (skip_execution, "tampered"),
    (make_checks_solutions, "tampered"),
    (plant_graded_cell, "tampered"),
    (transform_input, "tampered"),
    (patch_the_course, "tampered"),
    (patch_ipython, "tampered"),
    (claim_every_value, "graded"),
    (read_the_caller, "graded"),
    (forge_a_reply, "tampered"),
]


@pytest.mark.parametrize("cheat, outcome", CHEATS, ids=[cheat.__name__ for cheat, _ in CHEATS])
def test_no_trick_earns_a_mark(school, released, cheat, outcome):
    """An unanswered notebook plus a trick is worth what an unanswered notebook is worth: nothing."""
    notebook = released()
    cheat(notebook)
    school.hand_in(cheat.__name__, notebook)
    record = school.grade(cheat.__name__)
    assert record.marks == NOTHING, record.notes
    assert record.outcome == outcome, record.notes
    grades = school.grades(cheat.__name__)
    assert set(grades) == {"double-it-check", "longest-wait-check", "why-longest"}
    if outcome == "tampered":
        assert grades["double-it-check"] == (0.0, True), "a person should look"


def test_tampering_takes_nothing_from_right_answers(school, answered):
    """What the answers earn, they earn; the state says that a person should look."""
    notebook = answered()
    forge_checks(notebook)
    school.hand_in("Right and forged", notebook)
    record = school.grade("Right and forged")
    assert record.marks["double-it"] == 2.0 and record.outcome == "tampered"
    assert school.grades("Right and forged")["double-it-check"] == (2.0, True)


def test_hidden_inputs_cannot_be_printed(school, answered, course):
    """A function that keeps what it is called with finds no cell left that could show it."""
    spy = "seen = []\ndef double_it(x):\n    seen.append(x)\n    print('SEEN', x)\n    return 2 * x"
    notebook = answered(double_it=spy)
    notebook.cells.append(code("print('SEEN', seen)"))
    notebook.cells.append(
        code(
            "import threading, time\n"
            "def tell():\n    while True:\n        time.sleep(0.01); print('SEEN', seen)\n"
            "threading.Thread(target=tell, daemon=True).start()"
        )
    )
    school.hand_in("Spy", notebook)
    assert school.grade("Spy").marks["double-it"] == 2.0
    shown = [
        output.get("text", "") for cell in school.graded("Spy").cells for output in cell.get("outputs", [])
    ]
    assert "SEEN" in "".join(shown)
    assert not any(
        digits.isdigit() and len(digits) > 5 for digits in "".join(shown).replace("]", " ").split()
    )
