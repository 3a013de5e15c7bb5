"""Two hundred hand in, one in five hostile, broken or crashing: the class is graded, each as if alone."""

import json
import subprocess
import sys

import pytest

from .attack import CALM, shorten
from .conftest import SEED, UNIT, GradedClass, be_patient, grade, hand_in
from .corpus import ATTACKS
from .honest import Honest

pytestmark = [pytest.mark.xdist_group("class of 200"), pytest.mark.timeout(600)]

SIZE = 200
KINDS = [
    ("right", 0),
    ("right", 1),
    ("right", 2),
    ("right", 3),
    ("mixed", 0),
    ("mixed", 1),
    ("mixed", 2),
    ("mixed", 3),
]
KINDS += [("half", 0), ("half", 1), ("mixed", 4), ("blank", 0)]
# Of these families some in each class; bombs that burn for seconds are tried once, with the corpus.
_HOSTILE = (
    "crashes",
    "file",
    "folder",
    "wire",
    "cells",
    "metadata",
    "later",
    "course",
    "libraries",
    "walls",
    "values",
    "disk",
)
_SLOW = {"later SIGINT is welcome", "later holding the lock", "values enormous"}
# Each of the distinct submissions alone, in another process, another order and another course folder.
_ALONE = """\
import json, sys
from pathlib import Path
from grader import sandbox
from grader.autograde import autograde
from grader.coursefolder import CourseFolder
course, unit = CourseFolder.open(Path(sys.argv[1])), sys.argv[2]
for student in sorted(course.submitted(unit), reverse=True):
    book = autograde(course, unit, students=[student], unsafe=not sandbox.available())
    record = book.records[student]
    print(json.dumps([student, record.marks, record.outcome]), flush=True)
"""


def hostile() -> list:
    """Forty attacks of every family, the same ones in each run."""
    by_family = [
        [attack for attack in ATTACKS if attack.family == family and attack.id not in _SLOW]
        for family in _HOSTILE
    ]
    turns = [
        attacks[turn]
        for turn in range(max(map(len, by_family)))
        for attacks in by_family
        if turn < len(attacks)
    ]
    return turns[: SIZE // 5]


@pytest.fixture(scope="session")
def two_hundred(new_course):
    """The class: every fifth student is hostile; who of the honest handed in what goes round."""
    course, canaries = new_course("two-hundred")
    be_patient(course)
    honest, kinds = Honest(course, UNIT), {}
    attacks = iter(hostile())
    for number in range(SIZE):
        student = f"student {number:03d}"
        if number % 5 == 2:
            attack = next(attacks)
            kinds[student] = attack
            hand_in(attack, honest, canaries, student=student)
        else:
            kinds[student] = kind = KINDS[(number - number // 5) % len(KINDS)]
            language = "en" if number % 3 == 0 else "es"
            handed = honest.handed(honest.answers(kind[0], style=kind[1]), canaries.scene, language=language)
            if number >= len(KINDS):  # the first ones with every demonstration of the lesson
                shorten(handed)
            handed.write(course.root / "submitted" / student / UNIT)
    canaries.watch()
    return GradedClass(course, UNIT, honest, grade(course, UNIT), canaries), kinds


@pytest.fixture(scope="session")
def alone(new_course):
    """The marks of each distinct honest submission, graded by itself."""
    course, canaries = new_course("alone")
    be_patient(course)
    honest = Honest(course, UNIT)
    for base, style in KINDS:
        handed = honest.handed(honest.answers(base, style=style), canaries.scene)
        shorten(handed)
        handed.write(course.root / "submitted" / f"{base} {style}" / UNIT)
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, str(course.root), UNIT],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    lines = map(json.loads, done.stdout.splitlines())
    return {student: marks for student, marks, _ in lines}


def test_everybody_is_graded(two_hundred):
    """Each of two hundred ends in a state, and is in the gradebook."""
    graded, kinds = two_hundred
    assert set(graded.records) == set(kinds) == set(graded.grades_of)
    assert sum(type(kind) is not tuple for kind in kinds.values()) == SIZE // 5
    assert not [record for record in graded.records.values() if record.outcome == "inconclusive"]


def test_every_honest_mark_is_the_mark_when_graded_alone(two_hundred, alone):
    """In the class, alone in another process, and by the examiner without any kernel: the same marks."""
    graded, kinds = two_hundred
    worth = {kind: graded.honest.marks(graded.honest.answers(kind[0], style=kind[1])) for kind in KINDS}
    keys = {check.grade_id: check.key for check in graded.honest.blueprint.checks}
    for student, kind in kinds.items():
        if type(kind) is not tuple:
            continue
        record = graded.records[student]
        marks = {key: record.marks[key] for key in graded.honest.keys}
        assert marks == worth[kind], (student, kind, record.notes)
        assert record.marks == alone[f"{kind[0]} {kind[1]}"], (student, kind)
        assert record.outcome in CALM, record.notes
        assert {
            keys[name]: grade[0] for name, grade in graded.grades_of[student].items() if name in keys
        } == marks


def test_the_marks_tell_the_submissions_apart(two_hundred):
    """The comparison means something: the kinds of submission do not all earn the same."""
    graded, _ = two_hundred
    sums = {
        kind: sum(graded.honest.marks(graded.honest.answers(kind[0], style=kind[1])).values())
        for kind in KINDS
    }
    assert len(set(sums.values())) >= 5 and 0.0 in sums.values()


def test_the_hostile_gain_nothing_in_the_crowd(two_hundred):
    """An attack among two hundred ends as it does in the corpus: within its states, with its honest marks."""
    graded, kinds = two_hundred
    for student, attack in kinds.items():
        if type(attack) is tuple:
            continue
        record, worth = graded.records[student], graded.worth[attack.base]
        assert record.outcome in attack.states, (attack.id, record.outcome, record.notes)
        for key, earned in worth.items():
            mark = record.marks[key]
            assert mark == earned or (mark is None and record.outcome not in CALM), (
                attack.id,
                key,
                record.marks,
            )


def test_nobody_got_out_of_the_crowd(two_hundred):
    graded, _ = two_hundred
    assert graded.canaries.sung() == []
    assert graded.seed == SEED
