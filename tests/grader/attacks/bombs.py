"""Bombs and crashes: what uses up the machine, and what ends the process.

Each is bounded by itself, should every wall fail: two hundred processes that end after seconds, two gigabytes of
memory, half a gigabyte on a disk, twenty seconds of a processor.
"""

from .attack import ANY, LOST, Family

bombs = Family("bombs")
crashes = Family("crashes")

# A process that the tests find again by its name, and end.
_BY_NAME = "import ctypes\nctypes.CDLL(None).prctl(15, TOKEN.encode()[:15], 0, 0, 0)\n"

bombs.code(
    "memory",
    "two gigabytes, touched",
    """
blocks = []
try:
    for _ in range(38): blocks.append(bytearray(b"x") * (50 * 2**20))
except MemoryError:
    del blocks
""",
    base="half",
    states=ANY,
)
bombs.code(
    "memory of many",
    "eight processes of two hundred megabytes each",
    """
import os, time
children = []
for _ in range(8):
    try: pid = os.fork()
    except OSError: break
    if pid == 0:
        try: block = bytearray(b"x" * (200 * 2**20)); time.sleep(3)
        except MemoryError: pass
        os._exit(0)
    children.append(pid)
for pid in children:
    os.waitpid(pid, 0)
""",
    base="half",
    states=ANY,
)
bombs.code(
    "memory in a call",
    "a function that takes all memory and then answers",
    """
def trick(*a):
    return bytearray(b"x") * (3 * 2**29)
plant(trick)
""",
    states=ANY,
)
bombs.code(
    "memory outside the heap",
    "memory that belongs to no process's heap: files of the scratch, memfd, shared mappings, pipes",
    """
import mmap, os
held = []
try:
    fd = os.memfd_create("x"); held.append(fd)
    for _ in range(14): os.write(fd, b"x" * (50 * 2**20))
except OSError as error: print(error)
try:
    for _ in range(14):
        m = mmap.mmap(-1, 50 * 2**20); m.write(b"x" * (50 * 2**20)); held.append(m)
except (OSError, ValueError) as error: print(error)
for number in range(300):
    try: held.append(os.pipe()); os.set_blocking(held[-1][1], False); os.write(held[-1][1], b"x" * 65536)
    except OSError as error: break
for m in held:
    if isinstance(m, int): os.close(m)
    elif isinstance(m, tuple): os.close(m[0]); os.close(m[1])
del held
""",
    base="half",
    states=ANY,
)
bombs.code(
    "forks",
    "two hundred processes at once",
    """
import os, time
children = []
try:
    for _ in range(200):
        pid = os.fork()
        if pid == 0:
            time.sleep(2); os._exit(0)
        children.append(pid)
except OSError as error: print(error)
for pid in children: os.waitpid(pid, 0)
""",
    base="half",
    states=ANY,
)
bombs.code(
    "threads",
    "three hundred threads",
    """
import threading, time
stop = threading.Event()
made = []
try:
    for _ in range(300):
        t = threading.Thread(target=stop.wait, args=(3,), daemon=True); t.start(); made.append(t)
except (RuntimeError, MemoryError) as error: print(error)
stop.set()
for t in made: t.join(1)
""",
    base="half",
    states=ANY,
)
bombs.code(
    "processor",
    "two processes that count for ever",
    """
import os
try:
    pid = os.fork()
except OSError: pid = 1
fuse()
while True: pass
""",
    base="half",
    states=LOST,
)
bombs.code(
    "disk",
    "more than the scratch holds, in one file, in many, and wherever else there is room",
    """
block = b"x" * 2**20
try:
    with open("big", "wb") as f:
        for _ in range(160): f.write(block)
except OSError as error: print(error)
try:
    for number in range(160):
        with open(f"file-{number}", "wb") as f: f.write(block)
except OSError as error: print(error)
import os
for place in ("/tmp", "/dev/shm", os.path.expanduser("~")):
    try:
        with open(os.path.join(place, "big-2"), "wb") as f:
            for _ in range(50): f.write(block)
    except OSError as error: print(error)
""",
    base="half",
    states=ANY,
)
bombs.code(
    "inodes",
    "thirty thousand empty files",
    """
try:
    for number in range(30_000):
        open(f"empty-{number}", "w").close()
except OSError as error: print(error)
""",
    base="half",
    states=ANY,
)
bombs.code(
    "descriptors",
    "every descriptor that can be had",
    """
import os
held = []
try:
    while len(held) < 20_000: held.append(os.open("/dev/null", os.O_RDONLY))
except OSError as error: print(error)
""",
    base="blank",
    states=ANY,
)
bombs.code(
    "output",
    "three hundred megabytes of print, in one line and in many",
    """
import sys
print("x" * 50_000_000)
for _ in range(100): sys.stdout.write("y" * 1_000_000 + "\\n" * 1000); sys.stderr.write("z" * 1_000_000)
for _ in range(100): print("x" * 1_000_000, flush=True)
""",
    base="half",
    states=ANY,
)
bombs.code(
    "output in a call",
    "a function that prints for ever",
    """
fuse(30)
def trick(*a):
    import os
    for _ in range(5_000):
        print("x" * 100_000); os.write(1, b"x" * 100_000)
    while True: pass
globals()[NAMES[0]] = trick
""",
    base="half",
    states=LOST,
)
bombs.code(
    "sleep",
    "a cell that sleeps for ever",
    "import time\ntime.sleep(60)\n",
    base="half",
    states=frozenset({"timed-out"}),
)
bombs.code(
    "sleep that cannot be broken",
    "a cell that catches the interrupt and sleeps on",
    """
import signal, time
signal.signal(signal.SIGINT, signal.SIG_IGN)
fuse()
while True:
    try: time.sleep(60)
    except BaseException: pass
""",
    base="half",
    states=LOST,
)
bombs.code(
    "a pattern without end",
    "a regular expression that runs in C for centuries",
    "import re\nfuse()\nre.match('(a|a)*b', 'a' * 60)\n",
    base="half",
    states=LOST,
)
bombs.code(
    "a power without end",
    "an integer of astronomical size",
    "fuse()\nx = 3 ** (3 ** 17)\n",
    base="half",
    states=ANY,
)
bombs.code(
    "slow functions",
    "every call takes nearly as long as it may",
    """
import time
def trick(*a):
    time.sleep(20)
plant(trick)
""",
    states=LOST,
)
bombs.code(
    "waiting for a lock",
    "a deadlock, and a pipe that nobody writes to",
    """
import os, threading
lock = threading.Lock(); lock.acquire()
r, w = os.pipe()
def trick(*a):
    lock.acquire(timeout=20)
def other(*a):
    os.read(r, 1)
fuse(40)
globals()[NAMES[0]], globals()[NAMES[1]] = trick, other
""",
    states=LOST,
)
bombs.code(
    "stopped",
    "the process stops itself: neither dead nor alive",
    _BY_NAME + "import os, signal\nos.kill(os.getpid(), signal.SIGSTOP)\n",
    base="half",
    states=LOST,
)
bombs.code(
    "one more process and stop",
    "a stopped child holds everything open",
    _BY_NAME
    + """
import os, signal
try:
    pid = os.fork()
    if pid == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
except OSError: pass
""",
    base="half",
    states=ANY,
)

_ENDS = {
    "os._exit": "import os\nos._exit(0)\n",
    "a code of the walls'": "import os\nos._exit(75)\n",
    "abort": "import os\nos.abort()\n",
    "segfault": "import ctypes\nctypes.string_at(0)\n",
    "SIGKILL": "import os, signal\nos.kill(os.getpid(), signal.SIGKILL)\n",
    "SIGTERM to the group": "import os, signal\n"
    "os.killpg(os.getpgrp(), signal.SIGTERM) if private() else os._exit(1)\n",
    "recursion in C": "import ctypes, sys\nsys.setrecursionlimit(10**8)\ndef f(x): return sorted([x], key=f)\nf(1)\n",
    "a bad descriptor's signal": "import signal\nsignal.raise_signal(signal.SIGBUS)\n",
    "exec": "import os\nos.execv('/bin/true', ['true'])\n",
    "another program answers": "import os\nos.execv('/bin/cat', ['cat'])\n",
    "faulthandler": "import faulthandler\nfaulthandler._sigsegv()\n",
}
for _name, _source in _ENDS.items():
    crashes.code(_name, "the process ends without a word", _source, base="half", states=LOST)

crashes.code(
    "in a call",
    "a function that crashes is open, the others are examined",
    "import os\ndef trick(*a):\n    os._exit(0)\nglobals()[NAMES[0]] = trick\n",
    base="half",
    states=frozenset({"crashed"}),
)
crashes.code(
    "in every call",
    "each function crashes",
    "import os\ndef trick(*a):\n    os.abort()\nplant(trick)\n",
    states=frozenset({"crashed"}),
)
crashes.code(
    "segfault in a call",
    "the interpreter's own memory is broken while it is asked",
    "import ctypes\ndef trick(*a):\n    ctypes.memset(id(a), 255, 64)\n    return a\nplant(trick)\n",
    states=ANY,
)
