"""The supervisor: what it passes on, how it says that a submission ended, and that nothing outlives it."""

import json
import os
import select
import signal
from pathlib import Path

import pytest

from grader.sandbox import Ending, Limits

pytestmark = pytest.mark.sandbox

DAEMON = """
import os, signal, time
def daemon():
    '''Go into the background as a service does, and be hard to end.'''
    if os.fork(): return
    os.setsid()
    if os.fork(): os._exit(0)
    for number in (signal.SIGTERM, signal.SIGHUP, signal.SIGINT): signal.signal(number, signal.SIG_IGN)
    time.sleep(600)
    os._exit(0)
"""


@pytest.mark.parametrize("status", [0, 1, *Ending])
def test_an_exit_status_of_a_student_is_never_taken_for_one_of_ours(room, status):
    if status and room.host.person != "root":
        pytest.skip("one person is enough for the numbers")
    assert room.run(f"import os; os._exit({int(status)})")["ending"] == Ending.EXITED


@pytest.mark.parametrize("number", ["SIGKILL", "SIGSEGV", "SIGABRT", "SIGXCPU", "SIGTERM"])
def test_a_process_that_ends_itself_is_just_gone(room, number):
    answer = room.run(f"import os, signal\nos.kill(os.getpid(), signal.{number})\nfound['lived'] = True")
    assert (answer["ending"], answer["found"]) == (Ending.EXITED, {})


def test_what_it_leaves_in_the_background_ends_with_it(room):
    answer = room.run(DAEMON + "daemon(); daemon(); found['done'] = True; time.sleep(0.05)")
    assert answer["found"] == {"done": True} and answer["ending"] == Ending.EXITED and answer["gone"]


def test_a_stopped_process_that_adopts_others_ends_too(room):
    probe = DAEMON + (
        "import ctypes\nctypes.CDLL(None).prctl(36, 1, 0, 0, 0)\ndaemon()\n"
        "if not os.fork():\n    os.kill(os.getpid(), signal.SIGSTOP)\nfound['done'] = True; time.sleep(0.05)"
    )
    answer = room.run(probe)
    assert answer["ending"] == Ending.EXITED and answer["gone"]


def test_interrupting_reaches_the_student_alone(room):
    probe = (
        "import os, time\n"
        "if not os.fork():\n    time.sleep(60)\n"
        "try:\n    tell(); time.sleep(20)\nexcept KeyboardInterrupt:\n    found['interrupted'] = True\n"
        "time.sleep(0.05)\nfound['child'] = os.waitpid(-1, os.WNOHANG)[0]"
    )
    answer = room.run(probe, signal="SIGINT")
    assert answer["found"] == {"interrupted": True, "child": 0} and answer["ending"] == Ending.EXITED


@pytest.mark.parametrize("number", ["SIGTERM", "SIGKILL"])
def test_ending_the_supervisor_ends_everything(room, number):
    """At `landlock` a killed supervisor takes the student's process along, and its caller ends the group."""
    answer = room.run(DAEMON + "daemon(); tell(); time.sleep(60)", signal=number)
    assert answer["ending"] == (Ending.EXITED if number == "SIGTERM" else -signal.SIGKILL) and answer["gone"]


def test_a_signal_to_everybody_stays_inside(room):
    """Its own group holds nobody else."""
    probe = "import os, signal\nif os.fork():\n    os.kill(0, signal.SIGKILL)\nelse:\n    import time; time.sleep(60)"
    answer = room.run(probe)
    assert answer["ending"] == Ending.EXITED and answer["gone"]
    assert room.host.process.poll() is None


def test_when_the_warm_process_is_killed_so_are_its_children(room, fresh_host):
    """Also those that have gone into the background."""
    host, reading = fresh_host(room.host.person)
    request = {
        "level": room.level,
        "limits": Limits().to_json(),
        "keep": [host.lent],
        "landlock": room.version or 99,
    }
    request["probe"] = DAEMON + f"daemon(); os.write({host.lent}, b'up'); time.sleep(600)"
    host.process.stdin.write(json.dumps(request) + "\n")
    host.process.stdin.flush()
    assert os.read(reading, 2) == b"up"
    host.process.kill()
    assert select.select([reading], [], [], 10)[0]
    assert os.read(reading, 2) == b""  # nobody holds the other end


def test_its_folder_is_deleted_whatever_it_holds(room, outside):
    """At `namespaces` there is none on this machine's disks."""
    probe = """
import os, socket
found["where"] = os.getcwd()
os.symlink(facts["folder"], "link")
os.mkfifo("fifo")
os.makedirs("closed/inside")
open("closed/inside/file", "w").close()
os.mkdir("0"); os.mkdir("1")
open("\\udcff\\n", "w").close()
here = os.getcwd()
for n in range(1500):
    os.mkdir("deep" * 10)
    os.chdir("deep" * 10)
open("bottom", "w").close()
os.chdir(here)
os.chmod("closed/inside", 0)
os.chmod("closed", 0)
"""
    answer = room.run(probe, facts=outside.facts)
    assert answer["ending"] == Ending.EXITED, answer
    where = Path(answer["found"]["where"])
    if room.walled_by_namespaces:
        assert str(where) == "/home/student"
    else:
        assert where.parent.name.startswith("c20-box-") and not where.parent.exists()
    assert outside.unchanged()
