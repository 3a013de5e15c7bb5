"""What a submission can see and reach while it runs: its own folder, the course's package, nothing else."""

import json

import nbformat
import pytest

from grader import sandbox

pytestmark = pytest.mark.sandbox

PROBE = """\
import importlib, json, os, pathlib, socket, sys
found = {}
def attempt(name, deed):
    try:
        found[name] = deed()
    except BaseException as error:
        found[name] = type(error).__name__
for name in ("grader.exercises", "grader.examiner", "grader.registry", "grader.seed", "grader.bank"):
    attempt(name, lambda: importlib.import_module(name).__name__)
attempt("loaded", lambda: sorted({".".join(n.split(".")[:2]) for n in sys.modules if n.startswith("grader.")}))
attempt("course", lambda: importlib.import_module("course.language").__name__)
project = pathlib.Path(importlib.import_module("course").__file__).parents[1]
attempt("datasets", lambda: project.joinpath("datasets").is_dir())
attempt("lessons", lambda: [str(p) for p in project.glob("*/*/lesson.py")])
attempt("project", lambda: sorted(os.listdir(project)))
attempt("gradebook", lambda: [str(p) for p in pathlib.Path(COURSE).rglob("*")])
attempt("network", lambda: socket.create_connection(("127.0.0.1", PORT), 2).recv(1).decode())
attempt("processes", lambda: sorted(p for p in os.listdir("/proc") if p.isdigit()))
attempt("environment", lambda: sorted(os.environ))
attempt("read only", lambda: pathlib.Path(sys.modules["course"].__file__).parent.joinpath("x.py").write_text("x"))
attempt("outside", lambda: pathlib.Path("/usr/x").write_text("x"))
attempt("own folder", lambda: pathlib.Path("mine.txt").write_text("x"))
attempt("folder", lambda: os.getcwd())
attempt("notebooks here", lambda: sorted(os.listdir(".")))
attempt("home", lambda: os.listdir("/root") + os.listdir("/home"))
attempt("uid", os.getuid)
print("PROBE" + json.dumps(found))"""


@pytest.fixture(scope="module", autouse=True)
def _needs_walls(need_sandbox):
    """Skip at a desk without walls."""


@pytest.fixture
def probe(school, answered, course, monkeypatch):
    """Runs the probe as a submission and gives what it found."""
    import socket

    monkeypatch.setenv("SECRET_TOKEN", "do not tell")
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        notebook = answered()
        source = PROBE.replace("COURSE", repr(str(course.root))).replace("PORT", str(port))
        notebook.cells.append(nbformat.v4.new_code_cell(source))
        school.hand_in("Probe", notebook, data__csv=b"1")
        record = school.grade("Probe", force=True)
    assert record.marks["double-it"] == 2.0 and record.sandbox == sandbox.level().value
    text = school.graded("Probe").cells[-1].outputs[0].text
    return json.loads(text[text.index("PROBE") + 5 :])


def test_the_kernel_sees_what_a_student_has_and_no_more(probe):
    for name in ("grader.exercises", "grader.examiner", "grader.registry", "grader.seed", "grader.bank"):
        assert probe[name] == "ModuleNotFoundError"
    assert set(probe["loaded"]) <= {"grader.forkserver", "grader.sandbox"}, (
        "what the process itself is made of"
    )
    assert probe["course"] == "course.language"
    assert probe["datasets"] is True
    assert probe["lessons"] == []
    assert set(probe["project"]) <= {"course", "datasets", ".venv"}
    assert probe["gradebook"] == []
    assert probe["network"] in ("ConnectionRefusedError", "OSError", "PermissionError", "TimeoutError")
    assert len(probe["processes"]) <= 4
    assert "SECRET_TOKEN" not in probe["environment"]
    assert probe["read only"] == "OSError" and probe["outside"] in ("OSError", "PermissionError")
    assert probe["own folder"] == 1 and probe["folder"] == sandbox.HOME
    assert probe["notebooks here"] == ["data.csv", "mine.txt"]
    assert probe["uid"] != 0


def test_nothing_of_it_stays_behind(school, answered):
    """What the code writes is gone, and so are the processes that it left in the background."""
    import os
    import time

    notebook = answered()
    source = "import subprocess\nopen('left', 'w').write('x')\n"
    source += "subprocess.Popen(['sleep', '987654'], start_new_session=True)"
    notebook.cells.append(nbformat.v4.new_code_cell(source))
    folder = school.hand_in("Left behind", notebook)
    school.grade("Left behind")
    assert not (folder / "left").exists()
    time.sleep(0.2)
    running = []
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/cmdline", "rb") as file:
                running.append(file.read())
        except OSError:
            continue
    assert not any(b"987654" in command and command.startswith(b"sleep") for command in running)
