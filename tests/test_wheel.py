"""The wheel: a student's machine gets the course and its data, and nothing of the instructor's."""

import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
pytestmark = pytest.mark.xdist_group("wheel")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory) -> Path:
    """Build the wheel from this checkout, with the tools at hand (no network)."""
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def names(wheel) -> list[str]:
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def test_the_wheel_holds_the_data_of_both_cases(names):
    for case in ("iberia", "jazztel"):
        for part in ("tweets.csv", "events.csv", "sources.csv", "datapackage.json"):
            assert f"course/datasets/{case}/{part}" in names


def test_the_wheel_holds_the_annotators_front_end(names):
    """Without them the widget would be an empty box on a student's machine."""
    assert {"course/annotation/static/annotator.js", "course/annotation/static/annotator.css"} <= set(names)


def test_the_wheel_holds_nothing_instructor_only(names, wheel):
    """No hidden case, no reference, no wrong answer, no lesson source, no solution mark."""
    assert not [name for name in names if name.startswith(("grader/exercises", "grader/gold"))]
    assert not [name for name in names if name.startswith(("notebooks/", "tests/"))]
    with zipfile.ZipFile(wheel) as archive:
        for name in names:
            if name.startswith("course/") and name.endswith(".py"):
                text = archive.read(name).decode()
                assert "BEGIN SOLUTION" not in text, name
                assert "@bank." not in text, name


def test_a_student_can_work_from_the_wheel_alone(wheel, tmp_path):
    """Outside the checkout, with the student's dependencies: data load, a check speaks, a figure is drawn."""
    room = tmp_path / "room"
    venv.create(room, system_site_packages=False, with_pip=False)
    python = room / "bin" / "python"
    site = Path(
        subprocess.run(
            [python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    )
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(site)
    dependencies = next(path for path in sys.path if path.endswith("site-packages"))
    code = f"""
import sys
sys.path.append({dependencies!r})           # what pip would have installed; crisis20 itself is the wheel's
sys.meta_path = [finder for finder in sys.meta_path if "editable" not in repr(finder)]
import course
assert {str(site)!r} in course.__file__, course.__file__
from course import check, load, set_language, timeline
set_language("en")
for name in ("iberia", "jazztel"):
    assert len(load(name).tweets) >= 4000
from course.exercises import all_exercises
exercise = next(iter(all_exercises()))
result = check(exercise.key, lambda *arguments: ...)
assert float(result) == 0.0
timeline(load("jazztel"))
from course import annotate, read_annotations
from course.codebooks import CUSTOMER_VOICES
from course.voices import practice, to_label
assert len(practice()) and len(to_label())
annotate(to_label(), CUSTOMER_VOICES, save_to="labels.csv")
print("worked")
"""
    done = subprocess.run(
        [python, "-I", "-c", code],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        env={"MPLBACKEND": "agg", "HOME": str(tmp_path)},
    )
    assert done.stdout.strip().endswith("worked"), done.stdout + done.stderr
