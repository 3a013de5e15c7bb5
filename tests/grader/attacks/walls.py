"""Walls: mounts, namespaces, traces, signals to others, capabilities, rare system calls.

Nothing here harms a machine whose walls fail: signals go to the canary or to nobody, mounts to a folder of the
scratch, settings are written back as they were.
"""

from .attack import ANY, Family

walls = Family("walls")

_CALL = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
def call(name, *a):
    got = getattr(libc, name)(*a)
    return got, ctypes.get_errno()
"""

walls.code(
    "mounts",
    "another view of the file system: mount, umount, pivot_root, bind over /proc",
    _CALL
    + """
os.makedirs("m", exist_ok=True)
for source, target, kind, flags in ((b"none", b"m", b"tmpfs", 0), (b"/", b"m", None, 4096), (b"proc", b"m", b"proc", 0),
                                    (b"none", b"m", b"sysfs", 0), (b"none", b"m", b"devtmpfs", 0), (b"none",
                                        b"m", b"overlay", 0)):
    if call("mount", source, target, kind, flags, None)[0] == 0:
        escaped("mount of " + repr(kind))
        libc.umount2(target, 2)
for target in (b"/proc", b"/home/student", b"/usr", b"/tmp"):
    if private() and call("umount2", target, 2)[0] == 0: escaped("umount " + repr(target))
if private() and libc.syscall(155, b".", b".") == 0: escaped("pivot_root")
for number in (428, 430, 432, 442):
    fd = libc.syscall(number, -100, b"/", 1, 0, 0)
    if number == 428 and fd >= 0: escaped("open_tree with a clone of the mount")
""",
    base="half",
)
walls.code(
    "namespaces",
    "a user namespace of one's own makes one root in it",
    _CALL
    + """
for flag in (0x10000000, 0x10020000, 0x50000000, 0x30000000, 0x00020000, 0x40000000, 0x08000000):
    pid = os.fork()
    if pid == 0:
        os._exit(0 if libc.unshare(flag) == 0 else 1)
    _, status = os.waitpid(pid, 0)
    if status == 0: escaped("unshare %x" % flag)
for name in ("mnt", "net", "pid", "user"):
    for pid in (1, os.getppid(), CANARY):
        try:
            fd = os.open(f"/proc/{pid}/ns/{name}", os.O_RDONLY)
            if os.readlink(f"/proc/{pid}/ns/{name}") != os.readlink(f"/proc/self/ns/{name}") and libc.setns(fd, 0) == 0:
                escaped("setns " + name)
        except OSError: pass
""",
    base="half",
    states=ANY,
)
walls.code(
    "clone3",
    "a new namespace by a call whose arguments a filter cannot read",
    _CALL
    + """
arguments = (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, 17, 0, 0, 0, 0, 0, 0)
pid = libc.syscall(435, arguments, ctypes.sizeof(arguments))
if pid == 0:
    os._exit(0)
if pid > 0:
    os.waitpid(pid, 0)
    escaped("clone3 with a user namespace")
""",
    base="half",
    states=ANY,
)
walls.code(
    "traces",
    "another process is traced, read or written: the kernel's parent, process 1, the canary",
    _CALL
    + """
for pid in {1, os.getppid(), CANARY} - {0, os.getpid()}:
    if libc.ptrace(16, pid, None, None) == 0:
        escaped(f"ptrace {pid}"); libc.ptrace(17, pid, None, None)
    for path in (f"/proc/{pid}/mem", f"/proc/{pid}/root/etc/passwd", f"/proc/{pid}/fd/0", f"/proc/{pid}/maps"):
        try:
            with open(path, "rb") as f: f.read(1)
            if "root" not in path: escaped(path)
        except OSError: pass
class Iov(ctypes.Structure): _fields_ = [("base", ctypes.c_void_p), ("len", ctypes.c_size_t)]
mine = ctypes.create_string_buffer(8)
for pid in {1, os.getppid(), CANARY} - {0, os.getpid()}:
    got = libc.process_vm_readv(pid, ctypes.byref(Iov(ctypes.addressof(mine), 8)), 1, ctypes.byref(Iov(id(None),
        8)), 1, 0)
    if got > 0: escaped(f"memory of {pid}")
""",
    base="half",
    states=ANY,
)
walls.code(
    "signals to others",
    "the canary, the parent, the group and everybody are told to stop",
    """
import ctypes, os, signal
libc = ctypes.CDLL(None)
try: os.kill(CANARY, signal.SIGKILL)
except OSError as error: print(error)
libc.syscall(234, CANARY, CANARY, 9); libc.syscall(200, CANARY, 9)
fd = libc.syscall(434, CANARY, 0)
if fd >= 0: libc.syscall(424, fd, 9, None, 0)
try: threads = set(map(int, os.listdir("/proc/self/task")))
except OSError: threads = set(range(400))
for pid in range(2, 400):
    if pid not in threads and private():
        try: os.kill(pid, signal.SIGKILL)
        except OSError: pass
try: os.setpriority(os.PRIO_PROCESS, CANARY, 19)
except OSError: pass
try:
    import resource; resource.prlimit(CANARY, resource.RLIMIT_NOFILE, (3, 3)); escaped("limits of another")
except (OSError, ValueError): pass
""",
    base="half",
    states=ANY,
)
walls.code(
    "the parent",
    "who supervises is killed, stopped and outlived",
    """
import os, signal
parent = os.getppid()
if 0 < parent and private():
    for number in (signal.SIGSTOP, signal.SIGTERM, signal.SIGINT, signal.SIGKILL):
        try: os.kill(parent, number)
        except OSError as error: print(error)
""",
    base="half",
    states=ANY,
)
walls.code(
    "everybody in sight",
    "kill(-1), in a pid namespace of one's own where it reaches only oneself",
    """
import os, signal
if private():
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    try: os.kill(-1, signal.SIGTERM)
    except OSError as error: print(error)
""",
    base="half",
    states=ANY,
)
walls.code(
    "capabilities and ids",
    "root again: setuid, capset, setuid programs, no_new_privs",
    _CALL
    + """
try: status = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
except OSError: status = {}
if libc.prctl(39, 0, 0, 0, 0) != 1: escaped("no_new_privs is not set")
for name in ("CapEff", "CapPrm", "CapInh", "CapAmb", "CapBnd"):
    if name in ("CapEff", "CapPrm", "CapAmb") and int(status.get(name, "0"), 16): escaped(name + status[name])
if status.get("NoNewPrivs", "1").strip() != "1": escaped("no_new_privs is not set")
if os.getuid() != 0:
    for name in ("setuid", "setgid", "seteuid"):
        if call(name, 0)[0] == 0: escaped(name)
import subprocess
for program in (["su", "-c", "id"], ["sudo", "-n", "id"], ["mount", "-t", "tmpfs", "x", "m"], ["newuidmap", "1",
    "0", "0", "1"], ["pkexec", "id"]):
    try:
        if b"uid=0" in subprocess.run(program, capture_output=True, timeout=3,
            stdin=subprocess.DEVNULL).stdout: escaped(program[0])
    except (OSError, subprocess.SubprocessError): pass
""",
    base="half",
    states=ANY,
)
walls.code(
    "rare calls",
    "bpf, perf, userfaultfd, io_uring, keyctl, kexec, modules, handles, quotas, reboot with the wrong words",
    _CALL
    + """
found = []
for number, a in {321: (0, None, 0), 298: (None, 0, -1, -1, 0), 323: (0,), 425: (1, None), 313: (-1, b"", 0),
    246: (0, 0, None, 0),
                  304: (-100, None, 0), 169: (1, 2, 3, None), 167: (b"/nowhere", 0), 163: (b"/nowhere",),
                      175: (None, 0, b""), 310: (0, 0, 0, 0, 0, 0),
                  153: (), 172: (3,), 173: (0, 0, 0), 227: (0, None), 159: (None,), 170: (b"x", 1), 171: (b"x",
                      1), 139: (0,), 103: (3, None, 0), 179: (0, 0, 0, None)}.items():
    ctypes.set_errno(0)
    got = libc.syscall(number, *a)
    if got >= 0 and number in (321, 298, 323, 425): found.append(number)
if found: print("RARE", found)
if 425 in found or 321 in found: escaped("io_uring or bpf: %s" % found)
""",
    base="half",
    states=ANY,
)
walls.code(
    "chroot and back",
    "out of a root by another root, through descriptors and ..",
    _CALL
    + """
try:
    os.makedirs("jail", exist_ok=True)
    fd = os.open("/", os.O_RDONLY)
    os.chroot("jail"); escaped("chroot")
    os.fchdir(fd)
except OSError: pass
for number in list(range(3, 64)):
    try:
        for name in ("etc/shadow", "secret-seed", "gradebook.db", "../secret-seed", "root", "work"):
            try:
                os.stat(name, dir_fd=number); print("SEEN", number, name)
                if name.endswith(("seed", "db", "shadow")): escaped(f"{name} through descriptor {number}")
            except OSError: pass
    except TypeError: pass
""",
    base="half",
    states=ANY,
)
walls.code(
    "a 32-bit call",
    "system calls by the old gate, which a filter of 64 bits may forget",
    """
import ctypes, mmap, os
# mov eax, 20 (getpid of i386); int 0x80; ret: harmless, and it says whether the gate is open
try: code = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
except OSError: raise SystemExit
code.write(b"\\xb8\\x14\\x00\\x00\\x00\\xcd\\x80\\xc3")
pid = os.fork()
if pid == 0:
    function = ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(code)))
    os._exit(7 if function() > 0 else 1)
_, status = os.waitpid(pid, 0)
if os.WIFEXITED(status) and os.WEXITSTATUS(status) == 7:
    seccomp = [line for line in open("/proc/self/status") if line.startswith("Seccomp:")]
    if seccomp and seccomp[0].split()[1] == "2": escaped("the 32-bit gate is open beside a filter")
""",
    base="half",
    states=ANY,
)
walls.code(
    "terminals and typing",
    "keys typed for the instructor (TIOCSTI), the session's terminal, the clipboard of the console",
    """
import fcntl, os, termios
for fd in (0, 1, 2):
    try:
        if os.isatty(fd):
            fcntl.ioctl(fd, termios.TIOCSTI, b"\\0"); escaped("typed")
    except OSError: pass
try: os.open("/dev/tty", os.O_RDWR); escaped("a terminal")
except OSError: pass
try: os.open("/dev/console", os.O_RDWR); escaped("the console")
except OSError: pass
""",
    base="half",
)
