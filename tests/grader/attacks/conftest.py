"""The corpus, handed in as one class and graded once; each test looks at what became of one attack."""

from __future__ import annotations

import inspect
import json
import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pytest

from grader import sandbox
from grader.autograde import autograde
from grader.coursefolder import CourseFolder
from grader.outcomes import Record
from grader.release import build_units, release_unit

from .attack import Attack, shorten
from .canaries import Canaries
from .corpus import ATTACKS, LABELS
from .honest import BASES, Honest

UNIT, LABELLED = "05-jazztel-delays", "03-iberia-voices"
SEED = "5eed" * 16
# Bombs go off for seconds, not minutes; no honest cell of these units needs one second.
IMPATIENT = """
c.ExamineNotebook.timeout = 3
c.ExamineNotebook.iopub_timeout = 2
c.ExamineNotebook.call_timeout = 1.0
c.ExamineNotebook.notebook_timeout = 20.0
"""
# Where honest notebooks run whole, beside others on two busy cores.
PATIENT = """
c.ExamineNotebook.timeout = 30
c.ExamineNotebook.iopub_timeout = 10
c.ExamineNotebook.call_timeout = 5.0
c.ExamineNotebook.notebook_timeout = 240.0
"""


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each attack a test of its own."""
    for name, attacks in (("attack", ATTACKS), ("forgery", LABELS)):
        if name in metafunc.fixturenames:
            metafunc.parametrize(name, attacks, ids=[attack.id for attack in attacks])


@dataclass
class GradedClass:
    """A class after it was graded."""

    course: CourseFolder
    unit: str
    honest: Honest
    records: dict[str, Record]
    canaries: Canaries
    seed: str = SEED

    @cached_property
    def worth(self) -> dict[str, dict[str, float]]:
        """What each base earns, by the examiner in this process."""
        return {base: self.honest.marks(self.honest.answers(base)) for base in BASES}

    @cached_property
    def grades_of(self) -> dict[str, dict[str, tuple[float | None, float | None, bool]]]:
        """What the gradebook holds of everybody: automatic and manual mark, and whether a person must look."""
        found: dict[str, dict] = {}
        with self.course.gradebook() as book:
            for submission in book.assignment_submissions(self.unit):
                found[submission.student.id] = {
                    grade.name: (grade.auto_score, grade.manual_score, bool(grade.needs_manual_grade))
                    for notebook in submission.notebooks
                    for grade in notebook.grades
                }
        return found

    def notebook(self, student: str) -> dict | None:
        """Return the graded notebook as it lies on the disk."""
        path = self.course.root / "autograded" / student / self.unit / f"{self.unit}.ipynb"
        return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def make_course(root: Path, *units: str) -> CourseFolder:
    """Make a course folder whose secret is known, with units built and released."""
    root.mkdir(parents=True, exist_ok=True)
    (root / "secret-seed").write_text(SEED + "\n", encoding="ascii")
    folder = CourseFolder.create(root)
    with open(folder.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(IMPATIENT)
    for unit in units:
        list(build_units(folder, [unit]))
        release_unit(folder, unit)
    return folder


def be_patient(course: CourseFolder) -> None:
    """Give a class more time than the corpus has."""
    with open(course.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(PATIENT)


def grade(
    course: CourseFolder, unit: str, students: Iterable[str] | None = None, **options: object
) -> dict[str, Record]:
    """Grade through the public entry point, with three jobs, as many attacks only wait."""
    known = inspect.signature(autograde).parameters
    options = {name: value for name, value in ({"jobs": 3} | options).items() if name in known}
    chosen = None if students is None else list(students)
    return autograde(course, unit, students=chosen, unsafe=not sandbox.available(), **options).records


@pytest.fixture(scope="session")
def released(tmp_path_factory) -> CourseFolder:
    """A course folder with both units, in which nobody has handed in."""
    return make_course(tmp_path_factory.mktemp("released"), UNIT, LABELLED)


@pytest.fixture(scope="session")
def new_course(released, tmp_path_factory):
    """Copies the course folder, and gives the copy with canaries around it."""
    made: list[Canaries] = []

    def new_course(name: str) -> tuple[CourseFolder, Canaries]:
        root = tmp_path_factory.mktemp(name)
        shutil.copytree(released.root, root, dirs_exist_ok=True)
        made.append(Canaries(root, tmp_path_factory.mktemp("c"), neighbour="honest right"))
        return CourseFolder.open(root), made[-1]

    yield new_course
    for canaries in made:
        canaries.close()


def graded_class(course: CourseFolder, unit: str, attacks: list[Attack], canaries: Canaries) -> GradedClass:
    """Hand in a class of attacks with honest neighbours between them, and grade it."""
    honest = Honest(course, unit)
    for base in BASES:
        handed = honest.handed(honest.answers(base), canaries.scene)
        shorten(handed)
        handed.write(course.root / "submitted" / f"honest {base}" / unit)
    for attack in attacks:
        hand_in(attack, honest, canaries)
    canaries.watch()
    records = grade(course, unit)
    return GradedClass(course, unit, honest, records, canaries)


def hand_in(attack: Attack, honest: Honest, canaries: Canaries, *, student: str = "") -> None:
    """Write an attack into the folder of submissions."""
    handed = attack.handed_in(lambda base: honest.handed(honest.answers(base), canaries.scene))
    handed.write(honest.course.root / "submitted" / (student or attack.folder) / honest.unit)


@pytest.fixture(scope="session")
def attacked(new_course) -> GradedClass:
    """The corpus, graded as one class."""
    course, canaries = new_course("attacked")
    return graded_class(course, UNIT, ATTACKS, canaries)


@pytest.fixture(scope="session")
def forged(new_course) -> GradedClass:
    """The attacks on labels, graded as one class."""
    course, canaries = new_course("forged")
    return graded_class(course, LABELLED, LABELS, canaries)
