"""What hostile code tries, each by itself; the answer is the error's name, or what it got. Runs inside, as text.

`facts` says where things lie outside, `found` takes the answers.
"""

# ruff: noqa: F821, SIM115

import ctypes
import errno
import fcntl
import glob
import mmap
import os
import platform
import resource
import signal
import socket
import stat
import struct
import subprocess
import sys
import time

libc = ctypes.CDLL(None, use_errno=True)
libc.syscall.restype = ctypes.c_long
numbers = facts["numbers"][platform.machine()]
secret, folder, victim = facts["secret"], facts["folder"], facts["victim"]


def attempt(name, deed):
    if name not in facts.get("only", [name]):
        return
    try:
        found[name] = deed()
    except OSError as error:
        found[name] = errno.errorcode.get(error.errno, str(error))
    except BaseException as error:
        found[name] = type(error).__name__
    if found[name] is None:
        found[name] = "done"


def call(name, *arguments):
    number = numbers[name] if isinstance(name, str) else name
    arguments = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    result = libc.syscall(ctypes.c_long(number), *arguments)
    if result == 0 and name == "clone":
        os._exit(0)
    if result < 0:
        raise OSError(ctypes.get_errno(), "")
    return f"gave {result}"


def read(path):
    with open(path, "rb") as file:
        return file.read(20).decode(errors="replace")


def write(path):
    with open(path, "ab") as file:
        file.write(b"x")


def open_descriptors():
    return [number for number in range(3, 4096) if descriptor(number)]


def descriptor(number):
    try:
        return fcntl.fcntl(number, fcntl.F_GETFD) >= 0
    except OSError:
        return False


attempt("descriptors", open_descriptors)

# -- network: and sockets of this machine
attempt("tcp", lambda: socket.create_connection(("127.0.0.1", facts["port"]), 2) and "connected")
attempt("udp", lambda: socket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b"x", ("127.0.0.1", 9)))
attempt("ipv6", lambda: socket.socket(socket.AF_INET6, socket.SOCK_DGRAM))
attempt("raw", lambda: socket.socket(socket.AF_PACKET, socket.SOCK_RAW))
attempt("netlink", lambda: socket.socket(socket.AF_NETLINK, socket.SOCK_RAW))
attempt("vsock", lambda: socket.socket(40, socket.SOCK_STREAM))
attempt("kernel crypto socket", lambda: socket.socket(38, socket.SOCK_SEQPACKET))
attempt("abstract socket", lambda: socket.socket(socket.AF_UNIX).connect("\0" + facts["abstract"]))
attempt("socket by path", lambda: socket.socket(socket.AF_UNIX).connect(facts["stream"]))


def datagram_by_pair():
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    one.sendto(b"escaped", facts["datagram"])


def abstract_datagram_by_pair():
    one, _ = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    one.sendto(b"escaped", "\0" + facts["abstract datagram"])


def stream_pair_elsewhere():
    one, _ = socket.socketpair()
    one.connect("\0" + facts["abstract"])


attempt("datagram by a pair", datagram_by_pair)
attempt("abstract datagram by a pair", abstract_datagram_by_pair)
attempt("pair connected elsewhere", stream_pair_elsewhere)
attempt("pair works", lambda: (lambda a, b: (a.sendall(b"hi"), b.recv(2).decode())[1])(*socket.socketpair()))

# -- files
attempt("read a secret", lambda: read(secret))
attempt("list a folder", lambda: os.listdir(folder))
attempt("list home", lambda: os.listdir("/root") + os.listdir("/home/" + facts["home"]))
attempt("read shadow", lambda: read("/etc/shadow"))
attempt("read the grader", lambda: read(facts["grader"]))
attempt("read hidden cases", lambda: read(facts["hidden"]))
attempt("read the cases", lambda: read(facts["course"] + "/exercises/jazztel_delays.py"))
attempt("read compiled cases", lambda: next(map(read, glob.glob(facts["course"] + "/exercises/*/*"))))
attempt("import the cases", lambda: __import__("course.exercises.jazztel_delays").__name__)


def import_again():
    for name in [name for name in sys.modules if name.startswith("course")]:
        del sys.modules[name]
    return __import__("course.exercises.jazztel_delays").__name__


attempt("import the cases again", import_again)
attempt("list the checkout", lambda: sorted(os.listdir(facts["project"])))
attempt("read a lesson", lambda: read(facts["lesson"]))
attempt("write the system", lambda: write("/usr/c20-probe"))
attempt("write etc", lambda: write("/etc/c20-probe"))
attempt("write the root", lambda: write("/c20-probe"))
attempt("write the course", lambda: write(facts["course"] + "/c20_probe.py"))
attempt("change the course", lambda: write(facts["course"] + "/__init__.py"))
attempt("write this Python", lambda: write(sys.prefix + "/lib/c20-probe"))
attempt("write a secret", lambda: write(secret))
attempt("truncate a secret", lambda: os.truncate(secret, 0))
attempt("delete a secret", lambda: os.unlink(secret))
attempt("rename a secret", lambda: os.rename(secret, secret + "2"))
attempt("rename it here", lambda: os.rename(secret, "mine"))
attempt("link it here", lambda: os.link(secret, "mine"))
attempt("make a folder there", lambda: os.mkdir(folder + "/new"))
attempt("make a link there", lambda: os.symlink("/", folder + "/new"))
attempt("unnamed file there", lambda: os.open(folder, os.O_TMPFILE | os.O_WRONLY))


def mode_of(path):
    return oct(os.stat(path).st_mode & 0o777)


def left_as_it_was(change, state):
    def deed():
        before = state()
        change()
        return "changed" if state() != before else "as it was"

    return deed


attempt("open a secret to all", left_as_it_was(lambda: os.chmod(secret, 0o4777), lambda: mode_of(secret)))
attempt(
    "date a secret back", left_as_it_was(lambda: os.utime(secret, (1, 1)), lambda: os.stat(secret).st_mtime)
)
attempt("attribute of a secret", lambda: os.setxattr(secret, "user.c20", b"x"))
attempt("give a secret away", left_as_it_was(lambda: os.chown(secret, 1, 1), lambda: os.stat(secret).st_uid))


def close_python():
    handle = os.open(facts["course"] + "/__init__.py", os.O_RDONLY)
    before = os.fstat(handle).st_mode
    os.fchmod(handle, 0)
    return "changed" if os.fstat(handle).st_mode != before else "as it was"


attempt("close the course to all", close_python)
os.symlink(secret, "way-out")
os.symlink(folder, "folder-out")
attempt("follow a link out", lambda: read("way-out"))
attempt("write along a link", lambda: write("way-out"))
attempt("list along a link", lambda: os.listdir("folder-out"))
attempt("up from home", lambda: read("../" * 20 + secret[1:]))
attempt("through /proc", lambda: read("/proc/self/root" + secret))
attempt("through the first process", lambda: os.listdir("/proc/1/root/"))
attempt("its environment", lambda: read(f"/proc/{victim}/environ"))
attempt("its memory", lambda: read(f"/proc/{victim}/maps"))
attempt("the first one's memory", lambda: os.open("/proc/1/mem", os.O_RDONLY))
attempt("write the first one's memory", lambda: os.open("/proc/1/mem", os.O_RDWR))
attempt("the supervisor's memory", lambda: os.open(f"/proc/{os.getppid()}/mem", os.O_RDWR))
attempt("processes seen", lambda: sorted(int(name) for name in os.listdir("/proc") if name.isdigit()))
attempt("write sysctl", lambda: write("/proc/sys/kernel/core_pattern"))
attempt("sysrq", lambda: write("/proc/sysrq-trigger"))
attempt("devices and drivers", lambda: os.listdir("/sys"))
attempt("shared memory by name", lambda: read(facts["shm"]))
attempt("make a device", lambda: os.mknod("disk", 0o600 | stat.S_IFBLK, os.makedev(*facts["disk"])))
attempt("handle of a file", lambda: call("open_by_handle_at", -100, bytes(64), 0))
for device in ("tty", "ptmx", "kmsg", "mem", "zero", "fuse", "kvm", "vsock", "net/tun"):
    attempt(f"open /dev/{device}", lambda device=device: os.open(f"/dev/{device}", os.O_RDWR))
attempt("null device", lambda: write("/dev/null"))
attempt("random device", lambda: len(open("/dev/urandom", "rb").read(4)))
attempt("standard input", lambda: os.read(0, 10).decode())
attempt("work", lambda: (open("mine.txt", "w").write("mine"), open("mine.txt").read())[1])
attempt("temporary file", lambda: __import__("tempfile").TemporaryFile().write(b"x"))
attempt("where", os.getcwd)


def watch_folder():
    handle = libc.inotify_init1(0)
    if handle < 0 or libc.inotify_add_watch(handle, folder.encode(), 0xFFF) < 0:
        raise OSError(ctypes.get_errno(), "")


attempt("watch a folder", watch_folder)

# -- processes
for name, pid in (("victim", victim), ("supervisor", os.getppid()), ("first process", 1)):
    attempt(f"signal the {name}", lambda pid=pid: os.kill(pid, 0) if pid else call("kill", -1, 0))
    attempt(f"thread signal to the {name}", lambda pid=pid: call("tgkill", pid or 2**22, pid or 2**22, 0))
    attempt(f"tkill the {name}", lambda pid=pid: call("tkill", pid or 2**22, 0))
attempt(
    "end the first process",
    lambda: (os.kill(1, signal.SIGKILL), time.sleep(0.05), os.kill(1, 0), "still there")[3],
)
attempt("stop the supervisor", lambda: os.kill(os.getppid() or victim, signal.SIGSTOP))
attempt("signal all", lambda: os.kill(-1, 0))
attempt("signal the victim's group", lambda: os.killpg(facts["group"], 0))
attempt("queue a signal", lambda: call("rt_sigqueueinfo", victim, 10, bytes(128)))
attempt("signal by descriptor", lambda: call("pidfd_send_signal", os.pidfd_open(victim), 0, 0, 0))


def signal_by_owner():
    reading, writing = os.pipe()
    fcntl.fcntl(reading, fcntl.F_SETOWN, victim)
    fcntl.fcntl(reading, fcntl.F_SETSIG, signal.SIGTERM)
    fcntl.fcntl(reading, fcntl.F_SETFL, os.O_ASYNC | os.O_NONBLOCK)
    os.write(writing, b"x")
    return "sent"  # the victim's life is looked at outside


attempt("signal by a pipe's owner", signal_by_owner)
attempt("limits of another", lambda: resource.prlimit(victim, resource.RLIMIT_NOFILE))
attempt("limit another", lambda: resource.prlimit(victim, resource.RLIMIT_CORE, (0, 0)))
attempt("slow another", lambda: os.setpriority(os.PRIO_PROCESS, victim, 19))
attempt("move another", lambda: os.sched_setaffinity(victim, {0}))
attempt("schedule another", lambda: os.sched_setscheduler(victim, os.SCHED_IDLE, os.sched_param(0)))
attempt("trace", lambda: call("ptrace", 16, victim, 0, 0))
attempt("be traced", lambda: call("ptrace", 0, 0, 0, 0))
piece = ctypes.create_string_buffer(8)
vector = struct.pack("QQ", ctypes.addressof(piece), 8)
attempt("read its memory", lambda: call("process_vm_readv", victim, vector, 1, vector, 1, 0))
attempt("write its memory", lambda: call("process_vm_writev", victim, vector, 1, vector, 1, 0))
attempt("take its descriptor", lambda: call("pidfd_getfd", os.pidfd_open(victim), 0, 0))
attempt("compare with it", lambda: call("kcmp", os.getpid(), victim, 0, 0, 0))
attempt("outlive by prctl", lambda: libc.prctl(1, 0, 0, 0, 0) and call("prctl", 1, 0, 0, 0, 0))


# -- kernel
attempt("new user namespace", lambda: call("unshare", 0x10000000))
attempt("new mounts", lambda: call("unshare", 0x20000))
attempt("clone into namespaces", lambda: call("clone", 0x10000000 | 17, 0, 0, 0, 0))
attempt("clone beside the parent", lambda: call("clone", 0x8000 | 17, 0, 0, 0, 0))
attempt("clone3", lambda: call("clone3", bytes(88), 88))
attempt("setns", lambda: call("setns", 0, 0))
attempt("mount", lambda: call("mount", b"none", b"/tmp", b"tmpfs", 0, 0))
attempt("unmount", lambda: call("umount2", b"/proc", 2))
attempt("new mount calls", lambda: call("fsopen", b"tmpfs", 0))
attempt("chroot", lambda: os.chroot("."))
attempt("keys", lambda: call("keyctl", 0, -3, 1))
attempt("add a key", lambda: call("add_key", b"user", b"c20", b"x", 1, -3))
attempt("io_uring", lambda: call("io_uring_setup", 8, bytes(120)))
attempt("userfaultfd", lambda: call("userfaultfd", 1))
attempt("bpf", lambda: call("bpf", 0, bytes(64), 64))
attempt("perf", lambda: call("perf_event_open", bytes(128), 0, -1, -1, 0))
attempt("kernel log", lambda: call("syslog", 10, 0, 0))
attempt("another filter", lambda: call("seccomp", 1, 0, bytes(16)))
attempt("unknown call", lambda: call(470))
attempt("very unknown call", lambda: call(100000))
attempt("other numbering", lambda: call(0x40000000 + 39) if platform.machine() == "x86_64" else call(100001))
attempt("type into the terminal", lambda: fcntl.ioctl(0, 0x5412, b"x"))
attempt("type, with high bits", lambda: call("ioctl", 0, 0x5412 | 1 << 32, b"x"))
attempt("paste into the console", lambda: fcntl.ioctl(0, 0x541C, b"\3"))
attempt("host name", lambda: socket.sethostname("c20"))
attempt("set the clock", lambda: time.clock_settime(time.CLOCK_REALTIME, 1))
attempt("become root", lambda: os.setuid(1) if os.getuid() != 1 else os.setuid(2))
attempt("no new privileges", lambda: call("prctl", 39, 0, 0, 0, 0))
attempt("may gain", lambda: [n for n in range(41) if libc.prctl(23, n, 0, 0, 0) == 1])


def capabilities():
    header, data = struct.pack("Ii", 0x20080522, 0), ctypes.create_string_buffer(24)
    assert libc.capget(header, data) == 0
    return list(struct.unpack("6I", data.raw))


attempt("capabilities", capabilities)


def setuid_program():
    """A program of root's that everybody may run does not become root."""
    for path in glob.glob("/usr/bin/*"):
        if os.stat(path).st_mode & stat.S_ISUID and os.stat(path).st_uid == 0:
            child = subprocess.Popen(
                [path], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
            )
            time.sleep(0.05)
            who = os.stat(f"/proc/{child.pid}").st_uid if os.path.exists(f"/proc/{child.pid}") else "gone"
            child.kill()
            child.communicate()
            return "root" if who == 0 and os.getuid() else "nobody special"
    return "nobody special"


attempt("run a program of root's", setuid_program)

# -- memory: what no limit would count
attempt("memory without a name", lambda: call("memfd_create", b"c20", 0))
attempt("shared memory of nobody", lambda: mmap.mmap(-1, 4096))
attempt("shared zeros", lambda: mmap.mmap(os.open("/dev/zero", os.O_RDWR), 4096))
attempt("System V memory", lambda: call("shmget", 0, 4096, 0o1600))
attempt("their System V memory", lambda: call("shmat", facts["segment"], 0, 0))
attempt("message queue", lambda: call("mq_open", b"c20", 0o100 | 2, 0o600, 0))
attempt("pages in pipes", lambda: call("vmsplice", os.pipe()[1], vector, 1, 0))
attempt("private memory", lambda: len(mmap.mmap(-1, 2**24, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)))


def locked_memory():
    data = mmap.mmap(-1, 2**20, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    if libc.mlock(ctypes.c_void_p(ctypes.addressof(ctypes.c_char.from_buffer(data))), ctypes.c_size_t(2**20)):
        raise OSError(ctypes.get_errno(), "")


attempt("locked memory", locked_memory)

# -- honest: what must work
attempt(
    "a few processes",
    lambda: [subprocess.run(["echo", str(n)], capture_output=True).stdout for n in range(3)] and 3,
)
attempt(
    "shell", lambda: subprocess.run("echo a | cat", shell=True, capture_output=True, text=True).stdout.strip()
)
attempt(
    "a new session",
    lambda: subprocess.run(["echo", "x"], start_new_session=True, capture_output=True).returncode,
)
attempt("copy a file", lambda: __import__("shutil").copy2("mine.txt", "copy.txt"))
attempt("delete a file", lambda: os.remove("copy.txt"))
attempt("who am I", lambda: __import__("getpass").getuser())
attempt("import course", lambda: __import__("course").__name__)
attempt("import grader", lambda: read(__import__("importlib.util").util.find_spec("grader").origin))


def end_a_child():
    child = subprocess.Popen(["sleep", "60"])
    try:
        child.terminate()
    except PermissionError:
        return "EPERM"
    return child.wait()


attempt("end a child", end_a_child)


def dumped():
    pid = os.fork()
    if not pid:
        os.abort()
    return os.WCOREDUMP(os.waitpid(pid, 0)[1]) or [name for name in os.listdir(".") if "core" in name]


attempt("core dump", dumped)
