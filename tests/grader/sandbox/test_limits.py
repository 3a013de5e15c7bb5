"""What a submission may use, all its processes together, and that the supervisor says which limit was passed."""

import pytest

from grader.sandbox import Ending, Limits
from grader.sandbox.numbers import TABLES

pytestmark = pytest.mark.sandbox
MIB = 2**20

FORKED = """
import os, time
def forked(deed):
    pid = os.fork()
    if not pid:
        try:
            deed()
        finally:
            os._exit(0)
    return pid
"""


def test_one_process_gets_a_memory_error_and_goes_on(room):
    probe = "try:\n    bytearray(200 * 2**20)\nexcept MemoryError:\n    found['error'] = True\nbytearray(20 * 2**20)"
    answer = room.run(probe, limits=Limits(memory=64 * MIB))
    assert answer["found"] == {"error": True} and answer["ending"] == Ending.EXITED


def test_many_processes_do_not_get_more_together(forking):
    probe = FORKED + (
        "for n in range(5):\n    forked(lambda: (bytearray(b'x') * (30 * 2**20), time.sleep(10)))\n"
        "time.sleep(10)\nfound['lived'] = True"
    )
    answer = forking.run(probe, limits=Limits(memory=64 * MIB))
    assert (answer["ending"], answer["found"], answer["gone"]) == (Ending.MEMORY, {}, True)


def test_memory_that_processes_share_counts_once(forking):
    """Honest code with a large table starts helpers that are copies of it."""
    probe = FORKED + (
        "table = bytearray(b'x') * (40 * 2**20)\n"
        "helpers = [forked(lambda: time.sleep(0.35)) for n in range(4)]\n"
        "found['ended'] = [os.waitpid(pid, 0)[1] for pid in helpers]"
    )
    answer = forking.run(probe, limits=Limits(memory=64 * MIB))
    assert answer["ending"] == Ending.EXITED and answer["found"] == {"ended": [0] * 4}


MARGIN = 8  # where the user is shared, what was counted as another's may have ended meanwhile
# Doubles at most eight times, and ends by itself: were there no wall, 256 processes would sleep for 3 seconds.
BOMB = """
import errno, os, time
ends = time.monotonic() + 3
for n in range(8):
    if time.monotonic() > ends - 1: break  # once some have ended, others could be born in their place
    try:
        if not os.fork():
            tell()  # it was born
    except OSError as error:
        found["refused"] = errno.errorcode[error.errno]
        if BORN: break
if BORN:
    time.sleep(max(0, ends - time.monotonic()))
    os._exit(0)
"""


def test_a_fork_bomb_never_has_more_processes_than_twice_the_limit(any_room):
    """None ends before it is killed, so that those born are those alive. Where the kernel counts none, none is born."""
    answer = any_room.run(BOMB.replace("BORN", str(not any_room.alone)), limits=Limits(processes=8))
    assert answer["gone"]
    if any_room.alone:
        assert (answer["ending"], answer["found"]) == (Ending.EXITED, {"refused": "EAGAIN"})
        assert answer["told"] == 1  # by the student's process
    else:
        assert answer["ending"] == Ending.PROCESSES and 0 < answer["told"] <= 16 + MARGIN


def test_the_kernel_alone_keeps_a_fork_bomb_within_its_limit(forking):
    """Even if the supervisor never looked: a bomb may be faster than it."""
    blind = "from grader.sandbox import watch\nwatch.Watch.passed = lambda self: None"
    probe = BOMB.replace("BORN", "True").replace("+ 3", "+ 2")
    answer = forking.run(probe, limits=Limits(processes=8), before=blind)
    assert answer["gone"] and answer["ending"] == Ending.EXITED and 8 < answer["told"] <= 16 + MARGIN


def test_every_way_to_start_a_process_is_closed_where_the_kernel_counts_none(any_room):
    """Threads start all the same; elsewhere all of it works."""
    probe = """
import ctypes, errno, os, platform, subprocess, threading
libc = ctypes.CDLL(None, use_errno=True)
table = facts["numbers"][platform.machine()]
def call(name, flags):
    if name in table:
        pid = libc.syscall(table[name], flags, 0, 0, 0, 0)
        if not pid: os._exit(0)
        found[f"{name} {flags}"] = errno.errorcode[ctypes.get_errno()] if pid < 0 else pid == os.waitpid(pid, 0)[0]
for name in ("fork", "clone"): call(name, 17)
call("clone", 17 | 0x8000)
call("clone", 17 | 0x10000000)
def started(deed):
    try:
        return deed()
    except OSError as error:
        return errno.errorcode[error.errno]
found["fork"] = started(lambda: os.waitpid(os.fork() or os._exit(0), 0)[1])
found["spawn"] = started(lambda: os.waitpid(os.posix_spawn("/bin/true", ["true"], {}), 0)[1])
found["run"] = started(lambda: subprocess.run(["true"]).returncode)
found["shell"] = os.system("true")
thread = threading.Thread(target=lambda: found.update(thread=True))
thread.start()
thread.join()
"""
    found = any_room.run(probe, facts={"numbers": TABLES})["found"]
    strange = {found.pop(f"clone {17 | bit}") for bit in (0x8000, 0x10000000)}
    assert found.pop("thread") is True and True not in strange
    if any_room.alone:
        assert found.pop("shell") != 0 and set(found.values()) == {"EAGAIN"}
    else:
        assert set(found.values()) <= {True, 0}


def test_a_thread_bomb_ends_only_itself(room):
    """The kernel refuses more threads where it counts the submission's apart; else the supervisor ends it."""
    probe = (
        "import threading, time\ntry:\n    for n in range(60):\n"
        "        threading.Thread(target=time.sleep, args=(20,), daemon=True).start()\n"
        "    time.sleep(10)\nexcept RuntimeError:\n    found['refused'] = True"
    )
    answer = room.run(probe, limits=Limits(processes=8))
    refused = answer["found"] == {"refused": True} and answer["ending"] == Ending.EXITED
    assert answer["gone"] and (refused or answer["ending"] == Ending.PROCESSES)


def test_processor_time_of_several_processes_adds_up(forking):
    probe = FORKED + "def burn():\n    while True: pass\nfor n in range(2): forked(burn)\nburn()"
    answer = forking.run(probe, limits=Limits(cpu=0.2))
    assert answer["ending"] == Ending.CPU and answer["gone"]


def test_processor_time_of_processes_that_have_ended_counts(forking):
    probe = FORKED + (
        "def burn():\n    end = time.process_time() + 0.15\n    while time.process_time() < end: pass\n"
        "for n in range(20): os.waitpid(forked(burn), 0)"
    )
    answer = forking.run(probe, limits=Limits(cpu=0.3))
    assert answer["ending"] == Ending.CPU


@pytest.mark.parametrize(
    "deed", ["time.sleep(60)", "os.kill(os.getpid(), signal.SIGSTOP)"], ids=["sleep", "stop"]
)
def test_the_clock_runs_out(room, deed):
    answer = room.run(f"import os, signal, time\n{deed}", limits=Limits(wall=0.3))
    assert answer["ending"] == Ending.WALL and answer["gone"]


WRITING = """
import errno, os, tempfile, time
def fill(folder):
    for n in range(40):
        with open(f"{folder}/{n}", "wb") as file:
            file.write(bytes(2**20))
        if n % 4 == 0: time.sleep(0.05)
try:
    FILL
    time.sleep(10)
except OSError as error:
    found["error"] = errno.errorcode[error.errno]
"""


@pytest.mark.parametrize("place", ["'.'", "tempfile.gettempdir()"], ids=["home", "tmp"])
def test_files_do_not_fill_the_disk(room, place):
    answer = room.run(WRITING.replace("FILL", f"fill({place})"), limits=Limits(scratch=8 * MIB))
    if room.walled_by_namespaces:
        assert answer["found"] == {"error": "ENOSPC"}
    else:
        assert answer["ending"] == Ending.SCRATCH and answer["gone"]


def test_all_places_share_one_limit(room):
    fill = "fill(tempfile.gettempdir() if os.path.isdir('/dev/shm') and n else '.')"
    probe = WRITING.replace("    FILL", "    for n in range(2):\n        " + fill).replace(
        "range(40)", "range(5)"
    )
    answer = room.run(probe, limits=Limits(scratch=8 * MIB))
    assert answer["found"] == {"error": "ENOSPC"} or answer["ending"] == Ending.SCRATCH


def test_deleted_files_that_are_open_count(room):
    fill = "kept = []\n    for n in range(30):\n        kept.append(open('x', 'wb')); kept[-1].write(bytes(2**20)); "
    probe = WRITING.replace("FILL", fill + "kept[-1].flush(); os.unlink('x')")
    answer = room.run(probe, limits=Limits(scratch=8 * MIB))
    assert answer["found"] == {"error": "ENOSPC"} or answer["ending"] == Ending.SCRATCH


def test_many_small_files_count(room):
    fill = "for n in range(25_000):\n        os.close(os.open(str(n), os.O_CREAT))"
    answer = room.run(WRITING.replace("FILL", fill), limits=Limits(scratch=MIB))
    assert answer["found"] == {"error": "ENOSPC"} or answer["ending"] == Ending.SCRATCH


def test_no_file_is_too_large_and_none_is_said_to_be(room):
    probe = """
import errno, os
def attempt(name, deed):
    try:
        found[name] = deed()
    except OSError as error:
        found[name] = errno.errorcode[error.errno]
handle = os.open("big", os.O_RDWR | os.O_CREAT)
attempt("write", lambda: [os.write(handle, bytes(2**20)) for n in range(3)])
attempt("sparse", lambda: os.ftruncate(handle, 10 * 2**30))
attempt("hole", lambda: os.pwrite(handle, b"x", 10 * 2**30))
attempt("reserved", lambda: os.posix_fallocate(handle, 0, 2**33))
attempt("open", lambda: [os.open("/dev/null", os.O_RDONLY) for n in range(300)])
"""
    answer = room.run(probe, limits=Limits(file=2 * MIB, open_files=100))
    assert answer["found"] == {
        "write": "EFBIG",
        "sparse": "EFBIG",
        "hole": "EFBIG",
        "reserved": "EFBIG",
        "open": "EMFILE",
    }


def test_limits_cannot_be_raised_again(room):
    probe = """
import resource
for name in ("AS", "FSIZE", "CPU", "NOFILE", "CORE", "MEMLOCK", "MSGQUEUE", "SIGPENDING", "RTPRIO"):
    number = getattr(resource, "RLIMIT_" + name, None)
    if number is not None:
        now = resource.getrlimit(number)[1]
        try:
            resource.setrlimit(number, (now + 1, now + 1))
            found[name] = now
        except (ValueError, OSError):
            pass
found["tried"] = True
"""
    assert room.run(probe)["found"] == {"tried": True}
