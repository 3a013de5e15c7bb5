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


def test_an_exit_status_of_a_student_is_never_taken_for_one_of_ours(room):
    statuses = (0, 1, *map(int, Ending))
    endings = {status: room.run(f"import os; os._exit({status})")["ending"] for status in statuses}
    assert endings == dict.fromkeys(statuses, Ending.EXITED)


@pytest.mark.parametrize("number", ["SIGKILL", "SIGSEGV", "SIGABRT", "SIGXCPU", "SIGTERM"])
def test_a_process_that_ends_itself_is_just_gone(room, number):
    answer = room.run(f"import os, signal\nos.kill(os.getpid(), signal.{number})\nfound['lived'] = True")
    assert (answer["ending"], answer["found"]) == (Ending.EXITED, {})


def test_what_it_leaves_in_the_background_ends_with_it(forking):
    answer = forking.run(DAEMON + "daemon(); daemon(); found['done'] = True; time.sleep(0.05)")
    assert answer["found"] == {"done": True} and answer["ending"] == Ending.EXITED and answer["gone"]


def test_a_stopped_process_that_adopts_others_ends_too(forking):
    probe = DAEMON + (
        "import ctypes\nctypes.CDLL(None).prctl(36, 1, 0, 0, 0)\ndaemon()\n"
        "if not os.fork():\n    os.kill(os.getpid(), signal.SIGSTOP)\nfound['done'] = True; time.sleep(0.05)"
    )
    answer = forking.run(probe)
    assert answer["ending"] == Ending.EXITED and answer["gone"]


def test_an_interrupt_reaches_the_student(room):
    probe = "import time\ntry:\n    tell(); time.sleep(20)\nexcept KeyboardInterrupt:\n    found['interrupted'] = True"
    answer = room.run(probe, signal="SIGINT")
    assert answer["found"] == {"interrupted": True} and answer["ending"] == Ending.EXITED


def test_an_interrupt_reaches_the_program_that_a_cell_waits_for(forking):
    """`os.system` ignores it meanwhile."""
    probe = (
        "import os\nos.dup2(os.dup(writing), 9)\nos.set_inheritable(9, True)\n"
        "found['status'] = os.system('echo {} >&9; exec sleep 20')"
    )
    answer = forking.run(probe, signal="SIGINT")
    assert answer["found"]["status"] in (2, 130 << 8)  # the program was ended by it, or still the shell
    assert answer["ending"] == Ending.EXITED


@pytest.mark.parametrize("number", ["SIGTERM", "SIGKILL"])
def test_ending_the_supervisor_ends_everything(forking, number):
    """At `landlock` a killed supervisor takes the student's process along, and its caller ends the group."""
    answer = forking.run(DAEMON + "daemon(); tell(); time.sleep(60)", signal=number)
    assert answer["ending"] == (Ending.EXITED if number == "SIGTERM" else -signal.SIGKILL) and answer["gone"]


def test_a_signal_to_everybody_stays_inside(forking):
    """Its own group holds nobody else."""
    probe = "import os, signal\nif os.fork():\n    os.kill(0, signal.SIGKILL)\nelse:\n    import time; time.sleep(60)"
    answer = forking.run(probe)
    assert answer["ending"] == Ending.EXITED and answer["gone"]
    assert forking.host.process.poll() is None


def test_when_the_warm_process_is_killed_so_are_its_children(forking, fresh_host):
    """Also those that have gone into the background."""
    host, reading = fresh_host(forking.host.person)
    request = {
        "level": forking.level,
        "limits": Limits().to_json(),
        "keep": [host.lent],
        "landlock": forking.version or 99,
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
for n in range(300):
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
