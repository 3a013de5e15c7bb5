"""nbgrader's own commands, run in the course folder, grade the same way; the formgrader's button uses their API."""

import io
import os
import subprocess
import sys
import zipfile
from pathlib import Path

import nbformat
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


def zipped(notebook):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr("tarea/entrega.ipynb", nbformat.writes(notebook))
    return content.getvalue()


@pytest.fixture(scope="module")
def odd_class(school, answered, released):
    """Hand-ins of which stock nbgrader finds no notebook, or at which its whole batch ends."""
    half = answered("en", longest_wait="def longest_wait(waits):\n    return waits.iloc[0]")
    school.hand_in("Odd name", answered(), name="entrega final (1).ipynb")
    school.hand_in("Odd double name", half, name="90-tiny 90-tiny.ipynb.json")
    school.hand_in("Odd zip", zipped(answered()), name="tarea.zip")
    school.hand_in("Odd damaged", b"{", name="x.ipynb")
    school.hand_in("Odd empty", b"")
    school.hand_in("Odd none", None)
    school.hand_in("Odd pdf", None, tarea__pdf=b"%PDF")
    school.hand_in("Odd timestamp", half, timestamp__txt=b"ayer por la tarde")
    school.hand_in("Odd bytes of time", answered(), timestamp__txt=b"\xff\xfe" * 400)
    folder = school.hand_in("Odd link", None)
    os.symlink("/etc/hostname", folder / "90-tiny.ipynb")
    crash = answered(double_it="import os\ndef double_it(x):\n    os._exit(3)")
    school.hand_in("Odd crash", crash, name="copia.ipynb")
    return [f"Odd {name}" for name in _ODD]


_ODD = (
    *("name", "double name", "zip", "damaged", "empty", "none"),
    *("pdf", "timestamp", "bytes of time", "link", "crash"),
)


def test_whatever_was_handed_in_the_stock_batch_gives_the_same_marks(odd_class, school, course):
    """`nbgrader autograde` over them all: none ends the batch, and `grader autograde` then says the same."""
    from nbgrader.converters import Autograde

    from grader import sandbox
    from grader.coursefolder import nbgrader_surroundings

    coursedir = course.coursedir(course.config(unsafe=not sandbox.available()), UNIT)
    coursedir.student_id = "Odd *"
    with nbgrader_surroundings():
        config = course.config(unsafe=not sandbox.available())
        Autograde(coursedir=coursedir, config=config).start()
    stock = {student: school.grades(student) for student in odd_class}
    for student in ("Odd name", "Odd zip", "Odd bytes of time", "Odd double name", "Odd timestamp"):
        whole = student not in (
            "Odd double name",
            "Odd timestamp",
        )  # the first wait is the only one, now and then
        assert stock[student]["double-it-check"] == (2.0, False), student
        assert stock[student]["longest-wait-check"] == ((3.0, False) if whole else (0.0, False)), student
    assert stock["Odd crash"]["double-it-check"] == (None, True)
    assert stock["Odd crash"]["longest-wait-check"] == (3.0, False)
    for student in ("Odd damaged", "Odd empty", "Odd none", "Odd pdf", "Odd link"):
        assert set(stock[student].values()) == {(None, True)}, student
    school.grade(*odd_class, force=True)
    assert {student: school.grades(student) for student in odd_class} == stock
    for student in odd_class:
        assert school.graded(student).metadata.crisis20


def test_the_stock_batch_leaves_submissions_as_they_are(odd_class, course):
    """It reads from a folder of its own; nothing is renamed, mended or left behind."""
    folder = course.root / "submitted"
    assert sorted(path.name for path in (folder / "Odd name" / UNIT).iterdir()) == ["entrega final (1).ipynb"]
    assert list((folder / "Odd none" / UNIT).iterdir()) == []
