"""What acts later: threads, timers, exits, finalizers, signals, daemons, a process that is two."""

from .attack import ANY, LOST, Family

later = Family("later")

later.code(
    "threads that plant",
    "while the examiner asks, a thread changes functions, modules and results",
    """
import threading, time
def work():
    import course.channel.answer as channel
    end = time.monotonic() + 20
    while time.monotonic() < end:
        plant(lambda *a: 100.0)
        channel.write_observed = lambda o: '{"value":100.0,"unreadable":null,"error":null,"printed":"","mutated":false}'
        time.sleep(0.001)
for _ in range(4):
    threading.Thread(target=work, daemon=True).start()
""",
    states=ANY,
)
later.code(
    "threads that stay",
    "threads that are no daemons keep the process",
    """
import threading, time
for _ in range(3):
    threading.Thread(target=time.sleep, args=(30,)).start()
""",
    base="half",
)
later.code(
    "timers and exits",
    "atexit, finalizers, __del__ and timers run when the grader thinks that all is over",
    """
import atexit, threading, time, weakref, sys
def act():
    import os
    for path in (COURSE + "/gradebook.db", "/tmp/" + TOKEN + "-exit", "/dev/shm/" + TOKEN + "-exit"):
        try:
            with open(path, "ab") as f: f.write(b"x")
        except OSError: pass
    end = time.monotonic() + 5
    while time.monotonic() < end: pass
class Late:
    def __del__(self): act()
late = [Late()]
weakref.finalize(late[0], act)
atexit.register(act)
threading.Timer(0.5, act).start()
threading._register_atexit(act)
sys.exitfunc = act
""",
    base="half",
    states=ANY,
)
later.code(
    "finalizers of arguments",
    "what is given carries something that acts when the observer lets go of it",
    """
class Trap:
    def __del__(self):
        import course.channel.answer as channel
        channel.answer = lambda *a: "100.0"
    def __eq__(self, other): return True
    def __deepcopy__(self, memo): raise SystemExit
    __reduce__ = __deepcopy__
def trick(*arguments):
    for argument in arguments:
        try: argument.attrs["x"] = Trap()
        except Exception: pass
        try: argument["x"] = [Trap()] * len(argument)
        except Exception: pass
    return Trap()
plant(trick)
""",
)
later.code(
    "an alarm",
    "a signal's handler answers, in the midst of whatever runs",
    """
import signal
def handler(number, frame):
    while frame:
        for name in ("value", "error", "observed", "written"):
            if name in frame.f_locals: frame.f_locals[name] = 100.0
        frame = frame.f_back
    raise KeyboardInterrupt
signal.signal(signal.SIGALRM, handler)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
""",
    states=ANY,
)
later.code(
    "SIGINT is welcome",
    "an interrupt of the grader's is answered by planting, never by stopping",
    """
import signal, time
signal.signal(signal.SIGINT, lambda *a: plant(lambda *b: 100.0))
def slow(*a):
    end = time.monotonic() + 20
    while time.monotonic() < end:
        try: time.sleep(20)
        except BaseException: pass
    return 100.0
globals()[NAMES[0]] = slow
""",
    states=LOST,
)
later.code(
    "a daemon",
    "a process of its own session outlives the kernel",
    """
import os, ctypes
for _ in range(3):
    try:
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0:
                ctypes.CDLL(None).prctl(15, TOKEN.encode()[:15], 0, 0, 0)
                import time
                os.closerange(0, 3)
                time.sleep(300)
            os._exit(0)
    except OSError as error:
        print(error)
""",
    base="half",
    states=ANY,
)
later.code(
    "a program that stays",
    "started detached, it holds the kernel's descriptors open",
    """
import subprocess
for options in ({"start_new_session": True}, {"close_fds": False, "start_new_session": True}):
    try:
        subprocess.Popen(["/bin/sleep", "612.25"], **options)
    except OSError as error:
        print(error)
""",
    base="half",
    states=ANY,
)
later.code(
    "two kernels",
    "the process forks: both sides answer, one of them a hundred",
    """
import os
try:
    if os.fork() == 0:
        fuse()
        plant(lambda *a: 100.0)
except OSError as error:
    print(error)
""",
    base="half",
    states=ANY,
)
later.code(
    "two kernels in a call",
    "the process forks while it is asked: every answer comes twice",
    """
import mmap, os, threading
forked = mmap.mmap(-1, 4096)  # shared: all of them together fork twenty times
def both(*a):
    if forked[0] < 20:
        forked[0] += 1
        if os.fork() == 0: fuse(5)
    return 100.0
plant(both)
""",
    states=ANY,
)
later.code(
    "the parent goes, the child stays",
    "the process that was watched ends; its child answers",
    """
import os
pid = os.fork()
if pid:
    os._exit(0)
fuse()
""",
    base="half",
    states=ANY,
)
later.code(
    "a pool",
    "multiprocessing, executors and their queues",
    """
import concurrent.futures, multiprocessing, time
try:
    pool = concurrent.futures.ProcessPoolExecutor(2, mp_context=multiprocessing.get_context("fork"))
    print(list(pool.map(abs, [-1, -2], timeout=20)))
except BaseException as error:
    print(type(error).__name__)
threads = concurrent.futures.ThreadPoolExecutor(4)
def work():
    end = time.monotonic() + 20
    while time.monotonic() < end: plant(lambda *a: 1.0)
for _ in range(4):
    threads.submit(work)
""",
    states=ANY,
)
later.code(
    "chatter",
    "a thread writes to every stream while the examiner listens",
    """
import os, sys, threading, time
def talk():
    end = time.monotonic() + 20
    while time.monotonic() < end:
        print('{"value": 100.0}', flush=True)
        os.write(1, b"\\n{}\\n" * 100)
        os.write(2, b"x" * 1000)
        time.sleep(0.0005)
threading.Thread(target=talk, daemon=True).start()
""",
    base="half",
    states=ANY,
)
later.code(
    "holding the lock",
    "a thread of C code holds the interpreter for minutes",
    """
import threading, re
fuse()
def hold():
    re.match("(a*)*b", "a" * 40)
threading.Thread(target=hold, daemon=True).start()
""",
    base="half",
    states=LOST,
)
