"""nbgrader's own commands, run in the course folder, grade the same way; the formgrader's button uses their API."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from traitlets.config import Config

UNIT = "90-tiny"


def test_the_formgraders_button_grades_the_same_way(school, answered, released, course):
    """`NbGraderAPI.autograde` is what the formgrader calls: right is right, blank is blank, a crash is no zero."""
    from nbgrader.apps.api import NbGraderAPI

    from grader import sandbox
    from grader.coursefolder import nbgrader_surroundings

    crash = answered(double_it="import os\ndef double_it(x):\n    os._exit(3)")
    for student, content in (
        ("Button right", answered("en")),
        ("Button blank", released()),
        ("Button crash", crash),
    ):
        school.hand_in(student, content)
    school.hand_in("Button damaged", b"{")
    config = course.config(unsafe=not sandbox.available())
    with nbgrader_surroundings():
        api = NbGraderAPI(course.coursedir(config, UNIT), config=config)
        for student in ("Button right", "Button blank", "Button crash", "Button damaged"):
            result = api.autograde(UNIT, student, force=True)
            assert result["success"], result
    assert school.grades("Button right")["longest-wait-check"] == (3.0, False)
    assert school.grades("Button blank")["longest-wait-check"] == (0.0, False)
    assert school.grades("Button crash")["double-it-check"] == (None, True)
    assert school.grades("Button crash")["longest-wait-check"] == (3.0, False)
    assert set(school.grades("Button damaged").values()) == {(None, True)}


def test_the_configuration_is_found_by_nbgraders_commands(course):
    """`nbgrader` run in the folder reads our settings: the classes it would use are ours."""
    code = (
        "from nbgrader.apps import NbGraderApp; app = NbGraderApp(); app.initialize([]);"
        "print(app.config.Autograde.autograde_preprocessors[0], app.coursedir.source_directory, "
        "app.coursedir.root)"
    )
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    done = subprocess.run(
        [sys.executable, "-c", code],
        cwd=course.root,
        capture_output=True,
        text=True,
        env=os.environ | {"PATH": path},
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["grader.preprocessors.ExamineNotebook", "source/es", str(course.root)]


def test_without_our_reader_nothing_is_graded(course, school, answered):
    """A configuration that lost the exporter fails closed: no notebook is believed."""
    from nbgrader.converters import Autograde
    from nbgrader.converters.base import NbGraderException

    from grader.coursefolder import nbgrader_surroundings

    school.hand_in("No reader", answered())
    config = course.config(unsafe=True)
    config.Autograde = Config(
        {key: value for key, value in config.Autograde.items() if key != "exporter_class"}
    )
    coursedir = course.coursedir(config, UNIT)
    coursedir.student_id = "No reader"
    with nbgrader_surroundings(), pytest.raises(NbGraderException):
        Autograde(coursedir=coursedir, config=config).start()
    assert school.grades("No reader")["double-it-check"][0] is None
