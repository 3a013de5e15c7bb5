"""A real dask scheduler with two workers, one of which is killed: every mark right; and plain words when it fails."""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from grader.batch.cluster import Cluster
from grader.batch.engine import Broken
from grader.errors import GraderError

UNIT = "05-jazztel-delays"
pytestmark = pytest.mark.filterwarnings("ignore")  # of distributed's own


@pytest.fixture(scope="module")
def scheduler(tmp_path_factory):
    """A scheduler and two workers as processes of their own, by the commands that docs/grading.md gives."""
    if importlib.util.find_spec("distributed") is None:
        if os.environ.get("CI") == "true":
            pytest.fail("dask.distributed is missing and CI=true skips nothing")
        pytest.skip("dask.distributed is not installed")
    folder = tmp_path_factory.mktemp("dask")
    told, log = folder / "scheduler.json", (folder / "log").open("wb")
    dask = [sys.executable, "-m", "dask"]
    host = ["--host", "127.0.0.1", "--no-dashboard"]
    run = {"stdout": log, "stderr": log, "cwd": folder}
    where = ["--port", "0", "--scheduler-file", str(told)]
    processes = [subprocess.Popen([*dask, "scheduler", *host, *where], **run)]
    try:
        wait_until(told.exists, processes, folder / "log")
        address = json.loads(told.read_text())["address"]
        pretend = ["--preload", str(Path(__file__).with_name("pretend.py")), "--no-nanny", "--nthreads", "1"]
        for _ in range(2):
            processes.append(subprocess.Popen([*dask, "worker", address, *host, *pretend], **run))
        yield address
    finally:
        for process in reversed(processes):
            process.kill()
            process.wait()
        log.close()


def wait_until(sign, processes, log):
    for _ in range(600):
        if sign():
            return
        assert all(process.poll() is None for process in processes), log.read_text()
        time.sleep(0.1)
    pytest.fail(log.read_text())


@pytest.mark.timeout(300)
def test_a_worker_killed_in_mid_batch_costs_nothing(school, honest, scheduler, tmp_path):
    """The coordinator has no sandbox to look for and no workers of its own; the other worker takes over."""
    shutil.copytree(honest.root / "submitted", school.root / "submitted")
    once = tmp_path / "once"
    school.hand_in("Carla", timestamp="2026-03-01 10:00:00 UTC", kill=str(once))
    status, said = school.run("--scheduler", scheduler)
    assert status == 0, said
    assert once.exists()
    found, expected = school.state(), honest.state()
    assert found["gradebook"] == expected["gradebook"]
    assert not [record for record in found["outcomes"].values() if record["outcome"] == "inconclusive"]
    for state in (found, expected):
        state["files"].pop(f"autograded/Carla/{UNIT}/orders.json", None)
    assert found["files"] == expected["files"]


def test_a_worker_that_is_not_the_same_is_named(scheduler):
    """Marks would depend on who graded: which part differs is said, and nothing is graded."""
    engine = Cluster(scheduler, UNIT, patience=60, unsafe=True)
    try:
        engine._expected = engine._expected | {"pandas": "0.1"}
        error = engine.submit(b"").exception(timeout=100)
    finally:
        engine.close()
    assert isinstance(error, Broken) and "pandas (0.1 here, " in str(error)


def test_no_scheduler_is_said_in_plain_words():
    with pytest.raises(
        GraderError, match=r"There is no dask scheduler at tcp://127.0.0.1:1 .*`dask scheduler`"
    ):
        Cluster("tcp://127.0.0.1:1", UNIT, patience=60)


def test_the_missing_extra_is_named(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(GraderError, match=r'pip install -e "\.\[cluster\]"'):
        Cluster("tcp://127.0.0.1:1", UNIT, patience=60)
