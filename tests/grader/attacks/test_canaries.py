"""The canaries work: without walls some attacks do get through, and are seen; stock nbgrader grades as we do."""

import inspect

import pytest

from grader import sandbox
from grader.autograde import autograde
from grader.coursefolder import nbgrader_surroundings

from .attack import LOOKED
from .conftest import UNIT, GradedClass, grade, hand_in
from .corpus import ATTACKS
from .honest import Honest

pytestmark = [pytest.mark.xdist_group("attacks"), pytest.mark.timeout(300)]

BY_ID = {attack.id: attack for attack in ATTACKS}
# Harmless where nothing holds them, each with a word of the song that it makes a canary sing.
HARMLESS = {
    "network TCP": "a connection",
    "network UDP": "a datagram",
    "network Unix sockets": "canary'",
    "disk the seed": "",
    "disk other submissions": "changed or gone",
    "disk left for the next": "left: /dev/shm",
}
STOCK = [
    *(
        "metadata skip-execution of half",
        "cells forged checks",
        "cells no checks",
        "shell transformers after half",
    ),
    *(
        "course answer",
        "values equal to everything",
        "crashes os._exit",
        "disk the gradebook",
        "file cut off",
    ),
]


def test_without_walls_the_canaries_sing(new_course, monkeypatch):
    """A weakened wall is noticed: on an unsafe run connections are heard, files found, the seed is told."""
    course, canaries = new_course("unsafe")
    honest = Honest(course, UNIT)
    honest.handed(honest.answers("right"), canaries.scene).write(
        course.root / "submitted" / "honest right" / UNIT
    )
    for name in HARMLESS:
        hand_in(BY_ID[name], honest, canaries)
    canaries.watch()
    tear_down_walls(monkeypatch)
    records = autograde(course, UNIT, students=[BY_ID[name].folder for name in HARMLESS], unsafe=True).records
    assert {records[BY_ID[name].folder].sandbox for name in HARMLESS} == {"none"}
    song = "\n".join(canaries.sung())
    canaries.tidy()  # what was left would be heard by the next ones
    silent = [name for name, word in HARMLESS.items() if word not in song]
    assert not silent, song
    graded = GradedClass(course, UNIT, honest, records, canaries)
    assert f"ESCAPED {canaries.scene.token}" in str(graded.notebook("disk the seed"))


def tear_down_walls(monkeypatch):
    """Make this process believe that there is no sandbox."""
    monkeypatch.setattr(sandbox, "available", lambda: False)
    if hasattr(sandbox, "level"):
        monkeypatch.setattr(sandbox, "level", lambda *a, **k: sandbox.Level.NONE)


def test_with_walls_the_same_attacks_are_silent(new_course):
    """The very same submissions behind walls: no canary sings."""
    course, canaries = new_course("safe")
    honest = Honest(course, UNIT)
    honest.handed(honest.answers("right"), canaries.scene).write(
        course.root / "submitted" / "honest right" / UNIT
    )
    for name in HARMLESS:
        hand_in(BY_ID[name], honest, canaries)
    canaries.watch()
    grade(course, UNIT, [BY_ID[name].folder for name in HARMLESS], jobs=1)
    assert canaries.sung() == []


def test_stock_nbgrader_is_as_hard_to_deceive(new_course):
    """`nbgrader autograde` and the formgrader's button, which call this API: the same marks for a sample."""
    from nbgrader.apps.api import NbGraderAPI

    course, canaries = new_course("stock")
    honest = Honest(course, UNIT)
    attacks = [BY_ID[name] for name in STOCK]
    for attack in attacks:
        hand_in(attack, honest, canaries)
    canaries.watch()
    config = course.config(unsafe=not sandbox.available())
    with nbgrader_surroundings():
        api = NbGraderAPI(course.coursedir(config, UNIT), config=config)
        for attack in attacks:
            result = api.autograde(UNIT, attack.folder, force=True)
            assert result["success"], (attack.id, result)
    graded = GradedClass(course, UNIT, honest, {}, canaries)
    for attack in attacks:
        for check in honest.blueprint.checks:
            automatic, manual, waiting = graded.grades_of[attack.folder][check.grade_id]
            earned = graded.worth[attack.base][check.key]
            assert manual is None
            assert automatic == earned or (automatic is None and waiting), (attack.id, check.key, automatic)
            if attack.states <= LOOKED:
                assert automatic == earned, (attack.id, check.key)
    assert canaries.sung() == []


def test_jobs_are_known():
    """The public entry point grades with several jobs: the corpus was graded that way."""
    assert "jobs" in inspect.signature(autograde).parameters
