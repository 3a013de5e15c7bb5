"""Each child is fresh: nothing of another submission, of the grader or of the instructor can be found in it."""

import hashlib
import os
import secrets
import subprocess
import sys
import time
from pathlib import Path

import pytest

from course.channel.answer import read_observed, request
from grader import sandbox
from grader.forkserver import ChildLost, ForkServer
from grader.sandbox import Level, Limits

STRONGEST = sandbox.level()


def fresh(server, *, level=STRONGEST, language="es", files=None):
    """A child."""
    return server.child(level=level, limits=Limits(), language=language, files=files or {})


def shown(child, code):
    """What the last expression of a cell evaluates to; the cell must end well."""
    heard = []
    reply = child.execute(code, on_message=heard.append, timeout=30)
    assert reply.status == "ok", reply.content
    results = [one["content"]["data"]["text/plain"] for one in heard if one["msg_type"] == "execute_result"]
    return eval(results[-1]) if results else None


LOOK = """
import builtins, os, random, sys
import matplotlib, numpy, pandas
from course import get_language
[hasattr(builtins, "left"), hasattr(pandas, "left"), "left" in os.environ, "left" in sys.modules, "left" in globals(),
 matplotlib.rcParams["figure.dpi"], get_language(), pandas.get_option("display.max_rows"), sorted(os.listdir(".")),
 os.path.exists(os.path.join(os.environ.get("TMPDIR", "/tmp"), "left")), len(In) - 1, sys.getrecursionlimit(),
 random.random(), float(numpy.random.rand()), len(sys.meta_path), matplotlib.pyplot.get_fignums()]
"""
LEAVE = """
import builtins, os, random, sys, types
import matplotlib.pyplot, numpy, pandas, course
builtins.left = pandas.left = left = 1
os.environ["left"] = "1"; sys.modules["left"] = types.ModuleType("left")
matplotlib.rcParams["figure.dpi"] = 7; course.set_language("en"); pandas.set_option("display.max_rows", 3)
open("left", "w").write("left"); open(os.path.join(os.environ.get("TMPDIR", "/tmp"), "left"), "w").write("left")
sys.setrecursionlimit(555); random.seed(1); numpy.random.seed(1); sys.meta_path.append(None); matplotlib.pyplot.figure()
for frame in [course.load("jazztel")]:
    frame.iloc[:, :] = frame.iloc[::-1].to_numpy() if hasattr(frame, "iloc") else 0
"""
HEAD = "from course import load\nrepr(load('jazztel'))[:5000]"


def test_nothing_passes_from_one_child_to_another(server):
    """A child's names, modules, settings, files, language, randomness and tables are as if it were the first."""
    with fresh(server) as child:
        before, table = shown(child, LOOK), shown(child, HEAD)
    with fresh(server) as first, fresh(server) as beside:
        first.execute(LEAVE, on_message=lambda message: None, timeout=30)
        assert shown(first, "left, pandas.left") == (1, 1)
        with fresh(server) as after:
            assert shown(after, LOOK) == shown(beside, LOOK) == before
            assert shown(after, HEAD) == table
    assert before[:5] == [False] * 5 and before[8:11] == [[], False, 1]


def test_language_is_the_childs(server):
    """Two children at once speak two languages."""
    with fresh(server, language="en") as english, fresh(server, language="es") as spanish:
        code = "from course import get_language; get_language()"
        assert (shown(english, code), shown(spanish, code)) == ("en", "es")


def test_random_state_is_the_same_for_all(server):
    """Without a seed of its own a notebook draws the same numbers each time, whatever others draw."""
    code = "import random, numpy as np; random.random(), float(np.random.rand()), hash('text')"
    with fresh(server) as one, fresh(server) as other:
        assert shown(one, code) == shown(other, code)
        assert shown(one, "import os, uuid; os.urandom(8), uuid.uuid4().hex") != shown(
            other, "import os, uuid; os.urandom(8), uuid.uuid4().hex"
        )


SCAN = """
import hashlib, re
def scan(prefix, length, digest):
    found = 0
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as memory:
        for line in maps:
            start, end = (int(part, 16) for part in line.split()[0].split("-"))
            if line.split()[1][:2] != "rw" or "[v" in line:
                continue
            while start < end:
                memory.seek(start)
                try:
                    data = memory.read(min(end - start, 2**24))
                except OSError:
                    break
                for hit in re.finditer(re.escape(prefix), data):
                    found += hashlib.sha256(data[hit.start():hit.start() + length]).hexdigest() == digest
                start += min(end - start, 2**24)
    return found
"""


def looked_for(text):
    """What tells a secret without saying it."""
    data = text.encode()
    return data[:6], len(data), hashlib.sha256(data).hexdigest()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_secret_in_memory(server, secret):
    """Neither the client's environment nor another submission's files, code or answers are in a child's memory."""
    others = secrets.token_hex(16)
    with fresh(server, level=Level.NONE, files={"a.txt": others.encode()}) as first:
        first.execute(f"def f(x): return x + {others!r}", on_message=lambda message: None, timeout=20)
        answered = first.call(request("f", (others,)), timeout=10)
        assert read_observed(answered).value == others * 2
        with fresh(server, level=Level.NONE) as child:
            child.execute(SCAN, on_message=lambda message: None, timeout=20)
            assert shown(child, f"scan(*{looked_for(secret)!r})") == 0
            assert shown(child, f"scan(*{looked_for(others)!r})") == 0
            child.execute(f"mine = {secret!r}", on_message=lambda message: None, timeout=20)
            assert shown(child, f"scan(*{looked_for(secret)!r})") > 0, "the scan works"


def test_environment_is_short(server, secret):
    """A child knows what it needs of its surroundings, by name."""
    with fresh(server) as child:
        names = shown(child, "import os; dict(os.environ)")
    assert secret not in names.values()
    assert not set(names) - {
        *("PATH", "HOME", "TMPDIR", "LANG", "LC_CTYPE", "TZ", "TERM", "PAGER", "GIT_PAGER"),
        *("CLICOLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "IPYTHONDIR", "MALLOC_ARENA_MAX", "OMP_NUM_THREADS"),
        *("MPLBACKEND", "MPLCONFIGDIR", "NBGRADER_EXECUTION", "CRISIS20_LANGUAGE", "OPENBLAS_NUM_THREADS"),
        *(
            "PYDEVD_DISABLE_FILE_VALIDATION",
            "PYDEVD_USE_FRAME_EVAL",
            "PYTHONDONTWRITEBYTECODE",
            "PYTHONHASHSEED",
        ),
    }


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_descriptors_are_its_own(server):
    """A child holds pipes and sockets of its own, and none of the server's or another child's."""
    list_them = (
        "import os\n[os.readlink(f'/proc/self/fd/{name}') for name in os.listdir('/proc/self/fd')[:-1]]"
    )
    with fresh(server, level=Level.NONE) as other, fresh(server, level=Level.NONE) as child:
        mine, theirs = shown(child, list_them), shown(other, list_them)
        servers = [os.readlink(entry) for entry in Path(f"/proc/{server.pid}/fd").iterdir()]
    kinds = {name.split(":")[0] for name in mine}
    assert kinds <= {"socket", "pipe", "anon_inode", "/dev/null"}
    own = {name for name in mine if name.startswith(("socket", "pipe"))}
    assert len(own) >= 3 and not own & {*theirs, *servers}


def test_what_marks_rest_on_is_not_loaded(server):
    """Neither the hidden cases' modules nor the visible cases' are in a child."""
    with fresh(server) as child:
        loaded = shown(child, "import sys; ' '.join(sys.modules)").split()
    kept_out = (
        "grader.exercises",
        "grader.examiner",
        "grader.registry",
        "grader.seed",
        "grader.bank",
        "nbgrader",
    )
    assert not [name for name in loaded if name.startswith((*kept_out, "course.exercises."))]


FORKS = 24


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_no_drift(server):
    """After many forks the server has no more memory, descriptors, threads or children; 1,000 in benchmarks/."""

    def state():
        while server.ask({"op": "about"})["children"]:
            time.sleep(0.002)
        process = Path(f"/proc/{server.pid}")
        anonymous = next(
            int(line.split()[1])
            for line in (process / "status").read_text().splitlines()
            if "RssAnon" in line
        )
        descriptors = len(list((process / "fd").iterdir())), len(os.listdir("/proc/self/fd"))
        threads = len(list((process / "task").iterdir()))
        return anonymous, (descriptors, threads, (process / f"task/{server.pid}/children").read_text())

    def fork(times):
        for number in range(times):
            with fresh(server, level=list(Level)[number % 3] if sandbox.available() else Level.NONE) as child:
                child.execute("1", on_message=lambda message: None, timeout=20)

    fork(3)
    before, things = state()
    fork(FORKS)
    after, same = state()
    assert same == things and things[1:] == (1, "")
    assert after - before < 1024, "KiB"


CLIENT = """
import sys, time
from grader.forkserver import ForkServer
from grader.sandbox import Level, Limits
with ForkServer() as server:
    child = server.child(level=Level(sys.argv[1]), limits=Limits(), language="es", files={})
    print(server.pid, child.pid, server.folder, flush=True)
    time.sleep(100)
"""


def gone(pid):
    """Tell whether a process ends in a while."""
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":  # dead, its parent is busy
            return True
        time.sleep(0.01)
    return False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_death_of_one_is_the_death_of_those_below():
    """When the server is killed its children end and are lost by no fault of theirs; when the client, all end."""
    line = [sys.executable, "-c", CLIENT, str(STRONGEST)]
    with subprocess.Popen(line, stdout=subprocess.PIPE, text=True) as client, ForkServer() as server:
        child = fresh(server)
        os.kill(server.pid, 9)
        with pytest.raises(ChildLost) as lost:
            child.execute("import time; time.sleep(60)", on_message=lambda message: None, timeout=100)
        assert lost.value.reason == "ours" and gone(child.pid)
        with pytest.raises(ChildLost) as lost:
            fresh(server)
        assert lost.value.reason == "ours" and server.died()
        *pids, folder = client.stdout.readline().split()
        client.kill()
        client.wait()
        assert [gone(int(pid)) for pid in pids] == [True, True]
    assert not Path(folder).exists()
