"""A small invented unit, built and released once, and whatever a class might hand in of it."""

import copy
import sys
import types
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from course.checking.exercise import CheckCase, Exercise, Misconception
from course.language import Text
from grader import lesson as lesson_module
from grader import release, sandbox
from grader.autograde import autograde
from grader.bank import Bank
from grader.coursefolder import CourseFolder

UNIT = "90-tiny"
LESSON = '''\
# %% [markdown] lang="es"
# # Una unidad diminuta

# %% [markdown] lang="en"
# # A tiny unit

# %%
import pandas as pd

from course.language import set_language, t

set_language(t(es="es", en="en"))

# %% [markdown] lang="es"
# Escribe `double_it(x)`.

# %% [markdown] lang="en"
# Write `double_it(x)`.

# %% answer="double-it"
def double_it(x):
    """
    es: Devuelve el doble.
    en: Return twice as much.
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% check="double-it"
check("double-it", double_it)

# %% [markdown] lang="es"
# Escribe `longest_wait(waits)`.

# %% [markdown] lang="en"
# Write `longest_wait(waits)`.

# %% answer="longest-wait"
def longest_wait(waits):
    """
    es: Devuelve la espera más larga.
    en: Return the longest wait.
    """
    ### BEGIN SOLUTION
    return waits.max()
    ### END SOLUTION


# %% check="longest-wait"
check("longest-wait", longest_wait)

# %% [markdown] task="why-longest" points=4 lang="es"
# Porque una sola espera larga hace ruido.

# %% [markdown] task="why-longest" points=4 lang="en"
# Because one long wait is loud.
'''
RIGHT = {
    "double-it": "def double_it(x):\n    return x + x",
    "longest-wait": "def longest_wait(waits):\n    return sorted(waits)[-1]",
    "why-longest": "Por el ruido que hace. / It is loud.",
}


def _exercises():
    double = Exercise(
        key="double-it",
        title=Text("El doble", "Twice as much"),
        points=2,
        returns=Text("un número", "a number"),
        cases=(CheckCase("three", Text("tres", "three"), lambda: (3,), 6),),
        hints=(Text("Usa `*`.", "Use `*`."), Text("Dos por x.", "Two times x.")),
        misconceptions=(
            Misconception("squares", Text("Has elevado al cuadrado.", "You squared it."), lambda x: x**2),
        ),
    )
    longest = Exercise(
        key="longest-wait",
        title=Text("La espera más larga", "The longest wait"),
        points=3,
        returns=Text("un número", "a number"),
        cases=(CheckCase("two", Text("dos", "two"), lambda: (pd.Series([1.0, 5.0]),), 5.0),),
        hints=(Text("¿Cuál es la mayor?", "Which is the largest?"),),
        misconceptions=(
            Misconception(
                "first-for-longest", Text("Es la primera.", "It is the first."), lambda w: w.iloc[0]
            ),
        ),
    )
    return double, longest


def _banks():
    double, longest = Bank("double-it"), Bank("longest-wait")
    double.reference(lambda x: 2 * x)
    longest.reference(lambda waits: waits.max())

    @double.hidden(title=Text("un número secreto", "a secret number"))
    def secret_number(rng):
        return (int(rng.integers(10**6, 10**7)),)

    @double.hidden(title=Text("un número negativo", "a negative number"))
    def negative_number(rng):
        return (-int(rng.integers(10**6, 10**7)),)

    @double.hidden(title=Text("cero", "nought"), core=False)
    def nought(rng):
        return (0,)

    @longest.hidden(title=Text("muchas esperas", "many waits"))
    def many_waits(rng):
        return (pd.Series([1.0, *rng.uniform(10, 1000, size=8), 2.0]),)

    @longest.hidden(title=Text("una sola espera", "one wait"), core=False, weight=0.5)
    def one_wait(rng):
        return (pd.Series([float(rng.uniform(10, 1000))]),)

    return double, longest


@pytest.fixture(scope="session")
def tiny_unit(tmp_path_factory):
    """Registers the invented unit in this process; the student's kernel never needs to know it."""
    patch = pytest.MonkeyPatch()
    exercises, banks = types.ModuleType("course.exercises.tiny"), types.ModuleType("grader.exercises.tiny")
    exercises.EXERCISES, banks.BANKS = _exercises(), _banks()
    patch.setitem(sys.modules, exercises.__name__, exercises)
    patch.setitem(sys.modules, banks.__name__, banks)
    path = tmp_path_factory.mktemp("lessons") / UNIT / "lesson.py"
    path.parent.mkdir()
    path.write_text(LESSON, encoding="utf-8")
    points = {exercise.key: exercise.points for exercise in exercises.EXERCISES}

    def lessons(units):
        if UNIT in units:
            return [lesson_module.read(path, points=points.__getitem__)]
        return lesson_module.lessons(units)

    patch.setattr(release, "lessons", lessons)
    yield UNIT
    patch.undo()


@pytest.fixture(scope="session")
def course(tiny_unit, tmp_path_factory):
    """A course folder with the invented unit built and released in both languages."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("course"))
    with open(folder.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("c.ExamineNotebook.timeout = 8\nc.ExamineNotebook.iopub_timeout = 2\n")
        config.write("c.ExamineNotebook.call_timeout = 2.0\n")
    list(release.build_units(folder, [UNIT]))
    release.release_unit(folder, UNIT)
    return folder


@pytest.fixture(scope="session")
def released(course):
    """Gives a fresh copy of the released notebook in a language."""

    def released(language="es"):
        return nbformat.read(course.root / "release" / language / UNIT / f"{UNIT}.ipynb", as_version=4)

    return released


@pytest.fixture(scope="session")
def answered(released):
    """Gives a released notebook with answers in place; right ones if not told otherwise."""

    def answered(language="es", **answers):
        notebook = released(language)
        answers = RIGHT | {key.replace("_", "-"): source for key, source in answers.items()}
        for cell in notebook.cells:
            key = cell.metadata.get("nbgrader", {}).get("grade_id")
            if answers.get(key) is not None:
                cell.source = answers[key]
        return notebook

    return answered


class Class:
    """Hands in and grades; each student's name is used once in a session."""

    def __init__(self, course):
        self.course = course

    def hand_in(self, student, content, *, name=f"{UNIT}.ipynb", **files):
        folder = self.course.root / "submitted" / student / UNIT
        folder.mkdir(parents=True, exist_ok=True)
        if content is not None:
            if not isinstance(content, bytes):
                content = nbformat.writes(content).encode("utf-8")
            (folder / name).write_bytes(content)
        for file, data in files.items():
            (folder / file.replace("__", ".")).write_bytes(data)
        return folder

    def grade(self, *students, force=False):
        book = autograde(
            self.course, UNIT, students=list(students), force=force, unsafe=not sandbox.available()
        )
        records = [book.records[student] for student in students]
        return records if len(records) > 1 else records[0]

    def graded(self, student) -> nbformat.NotebookNode:
        path = self.course.root / "autograded" / student / UNIT / f"{UNIT}.ipynb"
        return nbformat.read(path, as_version=4)

    def grades(self, student) -> dict:
        with self.course.gradebook() as gradebook:
            submission = gradebook.find_submission_notebook(UNIT, UNIT, student)
            return {grade.name: (grade.auto_score, grade.needs_manual_grade) for grade in submission.grades}


@pytest.fixture(scope="session")
def school(course):
    """The class that hands in."""
    return Class(course)


@pytest.fixture
def cell_of():
    """Finds a cell by its grade id."""

    def cell_of(notebook, grade_id):
        return next(c for c in notebook.cells if c.metadata.get("nbgrader", {}).get("grade_id") == grade_id)

    return cell_of


@pytest.fixture
def clone():
    """Copies a cell, as a notebook's Copy does: metadata and all."""
    return copy.deepcopy


@pytest.fixture
def here() -> Path:
    """This folder."""
    return Path(__file__).parent
