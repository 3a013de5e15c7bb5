"""Processes of this machine: each loses its own job only, however it ends; Ctrl-C and kills leave nobody behind."""

import shutil
import signal
import sqlite3
import time
from concurrent.futures import wait

import pytest

from grader.batch.engine import Failed, Lost
from grader.batch.local import Local

UNIT = "05-jazztel-delays"
SIX = ("Ana", "Berta", "Carla", "Dani", "Eva", "Íñigo")
ORDERS = """
import os, signal, time
import grader.execute
from grader.batch.worker import main

def execute(job):
    if job == b"kill":
        os.kill(os.getpid(), signal.SIGKILL)
    if job == b"hang":
        time.sleep(600)
    return job[::-1] if job != b"fail" else 1 / 0

grader.execute.execute = execute
main()
"""


@pytest.fixture
def handed_in(school, honest):
    """The same class of six, not graded yet."""
    shutil.copytree(honest.root / "submitted", school.root / "submitted")
    return school


def test_who_dies_or_hangs_loses_its_own_job_only():
    engine = Local(2, unit=UNIT, program=ORDERS)
    try:
        jobs = [b"one", b"kill", b"two", b"fail", b"kill", b"three"]
        futures = [engine.submit(job) for job in jobs]
        wait(futures)
        assert [future.result() for future in futures if not future.exception()] == [b"eno", b"owt", b"eerht"]
        assert [type(future.exception()) for future in futures if future.exception()] == [Lost, Failed, Lost]
        assert "killed" in str(futures[1].exception()) and "ZeroDivisionError" in str(futures[3].exception())
        engine.patience = 1.0
        with pytest.raises(Lost, match="did not answer for 1 s"):
            engine.submit(b"hang").result()
        engine.patience = 60.0
        assert engine.submit(b"four").result() == b"ruof"
    finally:
        engine.close()


def test_more_jobs_and_another_order_leave_the_same(handed_in, honest):
    """Rows, files and records are equal, byte for byte."""
    named = [part for student in reversed(SIX) for part in ("--student", student)]
    status, said = handed_in.run("--jobs", 2, *named)
    assert status == 0, said
    assert handed_in.state() == honest.state()
    assert handed_in.programs.orphans() == 0


def test_a_killed_worker_is_replaced_and_nobody_else_is_blamed(handed_in, honest, tmp_path):
    """Once is no harm; who kills every worker ends as our fault, without a mark and not as a zero."""
    handed_in.hand_in("Berta", timestamp="2026-03-01 10:00:00 UTC", kill=str(tmp_path / "once"))
    handed_in.hand_in("Mala", kill="always")
    status, said = handed_in.run("--jobs", 2)
    assert status == 0, said
    found, expected = handed_in.state(), honest.state()
    mala = found["outcomes"].pop("Mala")
    assert mala["outcome"] == "inconclusive" and set(mala["marks"].values()) == {None}
    assert "killed" in mala["notes"][0] and "inconclusive" in said
    rows = [row for row in found["gradebook"]["grade"] if row[0] == "Mala"]
    assert {(row[3], row[6]) for row in rows} == {(None, 1)}
    assert [row for row in found["gradebook"]["grade"] if row[0] != "Mala"] == expected["gradebook"]["grade"]
    for record in (found["outcomes"]["Berta"], expected["outcomes"]["Berta"]):
        record.pop("fingerprint")
    assert found["outcomes"] == expected["outcomes"]


@pytest.mark.timeout(300)  # a fork server that is only just starting ends when it has started
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL], ids=["ctrl-c", "kill-9"])
def test_a_stopped_batch_goes_on(handed_in, honest, number):
    """What is recorded is not done again, at most what was in flight is; nobody is left behind."""
    running = handed_in.start("--jobs", 2).until(lambda: handed_in.recorded(2))
    running.signal(number)
    status, said = running.wait()
    assert status in ((130, 0) if number == signal.SIGINT else (-signal.SIGKILL, 0)), said
    assert handed_in.programs.orphans() == 0
    kept = len(handed_in.course.outcomes(UNIT).records)
    assert kept >= 2
    if status == 130:
        assert f"Stopped: {kept} submissions of 6 recorded, {6 - kept} left." in said
    status, said = handed_in.run("--jobs", 2)
    assert status == 0 and f"{kept} unchanged" in said
    assert handed_in.state() == honest.state()


def test_a_second_one_is_refused(handed_in):
    """Two at once on a unit would undo each other's work."""
    handed_in.hand_in("Ana", sleep=600)
    first = handed_in.start("--jobs", 1)
    first.until(lambda: (handed_in.root / "reports" / UNIT / ".autograde.lock").exists())
    time.sleep(0.5)
    status, said = handed_in.run("--jobs", 1)
    assert status == 1 and "Another `grader autograde 05-jazztel-delays` is at work" in said
    first.signal(signal.SIGKILL)
    first.wait()
    handed_in.hand_in("Ana")
    (handed_in.root / "submitted" / "Ana" / UNIT / "orders.json").unlink()
    assert handed_in.run("--jobs", 1)[0] == 0  # the lock went with the process


def test_somebody_who_writes_into_the_gradebook_is_waited_for(handed_in, honest):
    """The formgrader holds a SQLite database for longer than the five seconds after which others give up."""
    connection = sqlite3.connect(handed_in.root / "gradebook.db", isolation_level=None)
    connection.execute("BEGIN IMMEDIATE")
    running = handed_in.start("--jobs", 1)
    running.until(lambda: (handed_in.root / "autograded" / "Ana").exists())
    time.sleep(6)
    assert not handed_in.journal().exists()
    connection.execute("ROLLBACK")
    connection.close()
    status, said = running.wait()
    assert status == 0, said
    assert handed_in.state() == honest.state()
