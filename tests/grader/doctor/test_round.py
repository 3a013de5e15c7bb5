"""The command: whose submissions are looked at, what is shown of one or of thousands, and with which status it ends."""

import io
import json
import os
import shutil
import sys
import zipfile

import nbformat
import pytest
from rich.console import Console

from grader import cli
from grader.collect import UNCHANGED, collect_files
from grader.coursefolder import CourseFolder
from grader.doctor import Diagnosis, Finding, go_round, in_course, in_paths
from grader.doctor.screen import as_json, show_class, show_student
from grader.errors import GraderError

UNIT = "05-jazztel-delays"


@pytest.fixture(scope="session")
def empty_course(tmp_path_factory, blueprint):
    """A course folder with the unit released; nobody has handed in."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("doctor") / "course")
    for language, notebook in blueprint.notebooks.items():
        path = folder.root / "release" / language / UNIT / f"{UNIT}.ipynb"
        path.parent.mkdir(parents=True)
        nbformat.write(notebook, path)
    return folder.root


@pytest.fixture
def course(empty_course, tmp_path, monkeypatch):
    """One of one's own; whether the gradebook knows the unit is no matter of the doctor's."""
    monkeypatch.setattr(CourseFolder, "require_released", CourseFolder.blueprint)
    shutil.copytree(empty_course, tmp_path / "course")
    return tmp_path / "course"


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs `grader doctor` as the console script does; gives the exit status and what was shown."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["grader", "doctor", UNIT, *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0, " ".join("".join(capsys.readouterr()).split())

    return run


def hand_in(course, student, content, name=f"{UNIT}.ipynb"):
    path = course / "submitted" / student / UNIT / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_a_class_in_order_ends_with_status_0(run, course, answered):
    for student in ("ana", "berta", "carla", "dani"):
        hand_in(course, student, answered().bytes)
    status, shown = run("--course", course)
    assert status == 0 and "4 submissions, 4 in Spanish" in shown and "4 fine" in shown
    assert "0 needs a person" in shown and f"grader autograde {UNIT}" in shown


def test_somebody_who_needs_a_person_ends_it_with_status_1(run, course, answered):
    """He is named with the reason; the rest is in the file for machines, with every field that the help names."""
    for student in ("ana", "berta", "carla"):
        hand_in(course, student, answered("en").bytes, "mine (1).ipynb")
    hand_in(course, "dani", b"%PDF-1.4")
    status, shown = run("--course", course)
    assert status == 1 and "3 will be mended when grading" in shown and "1 needs a person" in shown
    assert "dani the notebook is a PDF, not a notebook" in shown
    told = json.loads((course / "reports" / UNIT / "doctor.json").read_text())
    assert told["counts"] == {"fine": 0, "odd": 0, "mended": 3, "person": 1}
    assert told["kinds"]["file-name"]["students"] == 3
    assert [one["student"] for one in told["submissions"]] == ["ana", "berta", "carla", "dani"]
    ana = told["submissions"][0]
    assert ana["language"] == "en" and ana["notebook"] == "mine (1).ipynb" and all(ana["answered"].values())
    assert set(ana["findings"][0]) == {"kind", "severity", "said", "cell", "line", "name", "hint"}


def test_mending_twice_changes_nothing_and_keeps_what_there_was(run, course, answered):
    hand_in(course, "ana", answered().bytes, f"{UNIT}.ipynb.json")
    status, shown = run("--course", course, "--mend")
    kept = course / "reports" / UNIT / "earlier" / "ana" / "1"
    assert status == 0 and "mended; as it was:" in shown and (kept / f"{UNIT}.ipynb.json").is_file()
    status, shown = run("--course", course, "--mend")
    assert status == 0 and "ana: fine" in shown
    assert sorted(path.name for path in kept.parent.iterdir()) == ["1"]
    assert [p.name for p in (course / "submitted" / "ana" / UNIT).iterdir()] == [f"{UNIT}.ipynb"]


def test_without_mend_no_file_of_theirs_changes(run, course, answered):
    hand_in(course, "ana", answered().bytes, f"{UNIT}.ipynb.json")
    run("--course", course)
    assert [p.name for p in (course / "submitted" / "ana" / UNIT).iterdir()] == [f"{UNIT}.ipynb.json"]


def test_a_link_for_a_folder_is_said_and_never_mended(run, course, answered, tmp_path):
    (tmp_path / "there" / UNIT).mkdir(parents=True)
    (tmp_path / "there" / UNIT / "x.ipynb").write_bytes(answered().bytes)
    (course / "submitted").mkdir(exist_ok=True)
    os.symlink(tmp_path / "there", course / "submitted" / "ana")
    status, shown = run("--course", course, "--mend")
    assert status == 1 and "is a link, which is not followed" in shown
    assert (course / "submitted" / "ana").is_symlink()
    assert [p.name for p in (tmp_path / "there" / UNIT).iterdir()] == ["x.ipynb"]


def test_files_need_no_course_folder(run, answered, tmp_path, monkeypatch):
    """Several at once; in no course nothing is written but what --json names."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ana.ipynb").write_bytes(answered().bytes)
    (tmp_path / "berta.ipynb").write_bytes(b"")
    status, shown = run("ana.ipynb", "berta.ipynb", "--json", "all.json")
    assert status == 1 and "ana: " in shown and "berta: needs a person" in shown
    assert json.loads((tmp_path / "all.json").read_text())["submissions_looked_at"] == 2
    assert sorted(p.name for p in tmp_path.iterdir()) == ["all.json", "ana.ipynb", "berta.ipynb"]


@pytest.mark.parametrize("loose", [True, False])
def test_a_campus_zip_is_looked_at_student_by_student(answered, tmp_path, loose):
    with zipfile.ZipFile(tmp_path / "tarea.zip", "w") as packed:
        for number, student in enumerate(("Ana Ruiz", "Íñigo Sáez", "Ana Ruiz"), start=10):
            folder = f"{student}_{number}_assignsubmission_file_"
            packed.writestr(f"{folder}{'' if loose else '/'}tarea.ipynb", answered().bytes)
    with in_paths([tmp_path / "tarea.zip"], UNIT) as patients:
        assert [p.student for p in patients] == ["Ana Ruiz_10", "Ana Ruiz_12", "Íñigo Sáez_11"]
        assert all(len(patient.delivery().pieces) == 1 for patient in patients)
    with (
        pytest.raises(GraderError, match="grader collect"),
        in_paths([tmp_path / "tarea.zip"], UNIT, mend=True),
    ):
        pass


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["--course", "nowhere"], "grader build"),
        (["nothing.ipynb"], "nothing.ipynb does not exist"),
        (["ana.ipynb", "--student", "zoe"], "Nobody called zoe in ana.ipynb"),
    ],
)
def test_a_mistake_is_one_sentence(run, answered, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "ana.ipynb").write_bytes(answered().bytes)
    status, shown = run(*arguments)
    assert status == 1 and said in shown and "Traceback" not in shown


def test_nobody_and_somebody_else(run, course, answered):
    status, shown = run("--course", course)
    assert status == 1 and f"Nobody has handed in {UNIT}" in shown
    hand_in(course, "ana", answered().bytes)
    status, shown = run("--course", course, "--student", "zoe")
    assert status == 1 and "No submission" in shown and "There are: ana" in shown


def test_a_mended_hand_in_is_known_again(course, answered, blueprint, tmp_path):
    """Collecting the same download after mending neither replaces it nor keeps another copy."""
    folder = CourseFolder.open(course)
    download = tmp_path / "download" / "ana"
    download.mkdir(parents=True)
    notebook = answered()
    notebook.copy("reply-delay")["source"] = "def reply_delay(x):\n    return 7"
    (download / "mio.ipynb").write_bytes(notebook.bytes)
    collect_files(folder, UNIT, tmp_path / "download")
    go_round(in_course(folder, UNIT), blueprint, course=folder, mend=True)
    mended = (course / "submitted" / "ana" / UNIT / f"{UNIT}.ipynb").read_bytes()
    assert collect_files(folder, UNIT, tmp_path / "download").news == {"ana": UNCHANGED}
    assert (course / "submitted" / "ana" / UNIT / f"{UNIT}.ipynb").read_bytes() == mended != notebook.bytes


def shown(width, draw):
    file = io.StringIO()
    draw(Console(file=file, width=width, force_terminal=False))
    return file.getvalue()


@pytest.fixture
def thousands():
    """A class of 10,000, of whom every hundredth needs a person."""
    found = []
    for number in range(10_000):
        findings = [Finding("file-name", "called entrega final.ipynb")]
        if number % 100 == 0:
            findings.insert(0, Finding("tampering", f"cell 3, reply-delay: {'code ' * 30}", 3))
        found.append(Diagnosis(f"Estudiante número {number}", findings, "es", "entrega final.ipynb"))
    return found


@pytest.mark.parametrize("width", [80, 120])
def test_ten_thousand_fit_on_a_screen_or_two(thousands, width):
    """Counts, the first twenty of each gravity, and where the rest is; no line is wider than the screen."""
    lines = shown(
        width, lambda console: show_class(thousands, UNIT, console, rest="all.json", mended=False)
    ).splitlines()
    assert len(lines) < 130 and max(map(len, lines)) <= width
    text = "\n".join(lines)
    assert "100  needs a person" in text and "9,900  will be mended" in text and "10,000 submissions" in text
    assert "and 80 more in all.json" in text and "and 9,880 more in all.json" in text
    assert "Estudiante número 1900" in text and "Estudiante número 2000" not in text


def test_names_from_a_students_machine_are_obeyed_by_no_terminal():
    """Neither escape sequences nor rich's own marks."""
    one = Diagnosis("[bold]x\x1b[2J", [Finding("file-name", "called [red]y.ipynb")], "es", "[red]\x1by.ipynb")
    for draw in (
        lambda console: show_student(one, console, mended=False),
        lambda console: show_class([one], UNIT, console, rest="", mended=False),
    ):
        text = shown(100, draw)
        assert "[bold]x?[2J" in text and "[red]y.ipynb" in text and "\x1b" not in text


def test_the_file_for_machines_counts_what_is_in_it(thousands):
    told = as_json(thousands, UNIT)
    assert told["submissions_looked_at"] == sum(told["counts"].values()) == len(told["submissions"]) == 10_000
    assert told["kinds"]["tampering"] == {
        "severity": "person",
        "title": "signs of tampering",
        "students": 100,
    }
