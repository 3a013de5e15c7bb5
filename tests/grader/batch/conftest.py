"""A class that hands in a real unit, graded by a pretended examiner: the batch is what is tried here."""

import contextlib
import importlib.util
import json
import os
import shutil
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.coursefolder import CourseFolder
from grader.release import build_units, release_unit

UNIT = "05-jazztel-delays"
SIX = ("Ana", "Berta", "Carla", "Dani", "Eva", "Íñigo")
HERE = Path(__file__).parent
_spec = importlib.util.spec_from_file_location("pretend", HERE / "pretend.py")
pretend = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(pretend)


@pytest.fixture(scope="session")
def released_course(tmp_path_factory):
    """A course folder with one real unit, in which nobody has handed in."""
    folder = CourseFolder.create(tmp_path_factory.mktemp("released"))
    list(build_units(folder, [UNIT]))
    release_unit(folder, UNIT)
    return folder


class Class:
    """A course folder of its own, and what students put into it."""

    def __init__(self, root: Path, programs: "Programs") -> None:
        self.course = CourseFolder.open(root)
        self.root, self.programs = self.course.root, programs

    def hand_in(self, student, *, answers=None, language="es", timestamp=None, files=None, **orders):
        """Hand in the released notebook with something of one's own in each answer."""
        path = self.root / "release" / language / UNIT / f"{UNIT}.ipynb"
        notebook = json.loads(path.read_text(encoding="utf-8"))
        for cell in notebook["cells"]:
            known = cell["metadata"].get("nbgrader", {})
            if known.get("solution"):
                text = (answers or {}).get(known["grade_id"], f"de {student}")
                source = "".join(cell["source"])
                cell["source"] = text if cell["cell_type"] == "markdown" else f"# {text}\n{source}"
        folder = self.root / "submitted" / student / UNIT
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{UNIT}.ipynb").write_text(json.dumps(notebook), encoding="utf-8")
        if timestamp is not None:
            (folder / "timestamp.txt").write_text(timestamp)
        for name, content in (files or {}).items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        if orders:
            (folder / "orders.json").write_text(json.dumps(orders))
        return folder

    def journal(self) -> Path:
        return self.root / "reports" / UNIT / "outcomes.journal"

    def recorded(self, count) -> bool:
        """Tell whether so many are recorded in the journal."""
        return self.journal().exists() and self.journal().read_bytes().count(b"\n") >= count

    def state(self) -> dict:
        """All that grading leaves behind, but times and nbgrader's random ids."""
        return {
            "gradebook": rows(self.root / "gradebook.db"),
            "files": {
                path.relative_to(self.root).as_posix(): (path.stat().st_mode & 0o777, path.read_bytes())
                for stage in ("autograded", f"reports/{UNIT}/texts")
                for path in sorted((self.root / stage).rglob("*"))
                if path.is_file()
            },
            "outcomes": {
                student: record.to_json() | {"seconds": 0}
                for student, record in self.course.outcomes(UNIT).records.items()
            },
        }

    def start(self, *arguments, **environment) -> "Running":
        """Start `grader autograde` with the pretended examiner as a program of its own."""
        options = ["--course", str(self.root), "--unsafe", *map(str, arguments)]
        return self.programs.start(["autograde", UNIT, *options], environment)

    def run(self, *arguments, **environment) -> tuple[int, str]:
        """Run it to its end; give how it ended and what it said."""
        return self.start(*arguments, **environment).wait()


class Programs:
    """Command lines as processes, forked from one that has imported everything: a start takes no time."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.count = folder, 0
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        self._server = subprocess.Popen([sys.executable, str(HERE / "program.py")], text=True, **pipes)

    def start(self, arguments, environment) -> "Running":
        self.count += 1
        log = self.folder / f"{self.count}.log"
        return Running(self, self.order(run=arguments, env=environment, log=str(log)), log)

    def orphans(self) -> int:
        """Count the processes that outlived the command that started them; they get some time to end."""
        for _ in range(500):
            if not (count := self.order(orphans=0)):
                break
            time.sleep(0.2)
        return count

    def order(self, **order) -> int:
        self._server.stdin.write(json.dumps(order) + "\n")
        self._server.stdin.flush()
        return int(self._server.stdout.readline())

    def close(self) -> None:
        self._server.communicate()


class Running:
    """A program that was started."""

    def __init__(self, programs, pid, log) -> None:
        self.programs, self.pid, self.log = programs, pid, log

    @property
    def said(self) -> str:
        return self.log.read_text(encoding="utf-8") if self.log.exists() else ""

    def until(self, sign) -> "Running":
        """Wait for something that the program does."""
        for _ in range(600):
            if sign():
                return self
            time.sleep(0.1)
        pytest.fail(f"it did not come to that: {self.said}")

    def signal(self, number) -> None:
        os.kill(self.pid, number)

    def wait(self) -> tuple[int, str]:
        return self.programs.order(wait=self.pid), self.said


def rows(database: Path) -> dict[str, list]:
    """What a gradebook says, with names where nbgrader has random ids."""
    with contextlib.closing(sqlite3.connect(database)) as connection:
        return queried(lambda query: connection.execute(query).fetchall())


def queried(ask) -> dict[str, list]:
    """Put the questions to any kind of database."""
    return {name: sorted(map(tuple, ask(query)), key=repr) for name, query in QUERIES.items()}


_OF = (
    "JOIN submitted_notebook p ON p.id = x.notebook_id JOIN submitted_assignment h ON h.id = p.assignment_id "
    "JOIN base_cell c ON c.id = x.cell_id"
)
QUERIES = {
    "student": "SELECT id, first_name, last_name, email, lms_user_id FROM student",
    "submitted_assignment": "SELECT a.name, h.student_id, h.timestamp, h.extension FROM submitted_assignment h "
    "JOIN assignment a ON a.id = h.assignment_id",
    "submitted_notebook": "SELECT n.name, h.student_id, p.flagged, p.late_submission_penalty "
    "FROM submitted_notebook p JOIN notebook n ON n.id = p.notebook_id "
    "JOIN submitted_assignment h ON h.id = p.assignment_id",
    "grade": "SELECT h.student_id, c.name, c.type, x.auto_score, x.manual_score, x.extra_credit, "
    f"x.needs_manual_grade FROM grade x {_OF}",
    "comment": f"SELECT h.student_id, c.name, c.type, x.auto_comment, x.manual_comment FROM comment x {_OF}",
}


@pytest.fixture(scope="session")
def programs(tmp_path_factory):
    """The process that starts others."""
    programs = Programs(tmp_path_factory.mktemp("programs"))
    yield programs
    programs.close()


@pytest.fixture(scope="session")
def honest(make_school):
    """A class of six that nothing disturbed."""
    school = make_school()
    for student in SIX:
        school.hand_in(student, timestamp="2026-03-01 10:00:00 UTC")
    status, said = school.run("--jobs", 1)
    assert status == 0, said
    return school


@pytest.fixture(scope="session")
def make_school(released_course, programs, tmp_path_factory):
    """Makes classes, each in a fresh copy of the course."""

    def make_school(root=None):
        if root is None:
            root = tmp_path_factory.mktemp("school") / "course"
            shutil.copytree(released_course.root, root)
        return Class(root, programs)

    return make_school


@pytest.fixture
def school(make_school):
    """A class of its own."""
    return make_school()


@pytest.fixture(scope="session")
def asked():
    """Puts the questions about a gradebook through a function that asks one."""
    return queried


@pytest.fixture
def pretended(monkeypatch):
    """Puts the pretended examiner into this process."""
    import grader.execute

    monkeypatch.setattr(grader.execute, "execute", pretend.execute)
    return pretend
