"""The seccomp filter: which system calls are not there for a student's process and whatever it starts.

A list of what is refused, not of what is allowed: pandas and what a student may import need several hundred calls
that harm nobody. What is newer than the list is refused too.
"""

from __future__ import annotations

import ctypes
import errno
import functools
import struct

from grader.sandbox import calls
from grader.sandbox.levels import Level, SandboxError
from grader.sandbox.numbers import NEWEST, TABLES

_LOAD, _EQUAL, _GREATER, _AT_LEAST, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x25, 0x35, 0x45, 0x54, 0x06
_ALLOW, _KILL, _ERRNO = 0x7FFF0000, 0x80000000, 0x00050000
_ARCHITECTURES = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_X32 = 0x40000000  # x86_64 has a second set of numbers for the same calls
_WHOLE_PROCESS = 1  # SECCOMP_FILTER_FLAG_TSYNC: threads that run already are filtered too

_NAMESPACE_FLAGS, _CLONE_PARENT, _CLONE_THREAD = 0x7E020000, 0x8000, 0x10000
_SHARED_NOBODYS = 0x21  # MAP_SHARED | MAP_ANONYMOUS: pages that stay when no process maps them
_AF_UNIX, _SOCK_STREAM, _SOCK_SEQPACKET, _SOCK_TYPE = 1, 1, 5, 0xF
_TIOCSTI, _TIOCLINUX, _FIOSETOWN, _SIOCSPGRP = 0x5412, 0x541C, 0x8901, 0x8902
_F_SETOWN, _F_SETSIG, _F_SETOWN_EX = 8, 10, 15

_REFUSED = (
    # other views of the system, and the kernel itself
    "unshare setns mount umount2 pivot_root chroot fsopen fsconfig fsmount fspick move_mount open_tree mount_setattr "
    "swapon swapoff reboot sethostname setdomainname acct quotactl quotactl_fd syslog vhangup sysfs ustat uselib "
    "clock_settime settimeofday clock_adjtime adjtimex init_module finit_module delete_module create_module "
    "query_module get_kernel_syms nfsservctl kexec_load kexec_file_load lookup_dcookie personality "
    "iopl ioperm modify_ldt "
    # other processes
    "ptrace process_vm_readv process_vm_writev process_madvise process_mrelease pidfd_getfd kcmp move_pages "
    "migrate_pages perf_event_open "
    # paths around the rules for files
    "name_to_handle_at open_by_handle_at fanotify_init fanotify_mark landlock_create_ruleset landlock_add_rule "
    "landlock_restrict_self seccomp keyctl add_key request_key bpf"
)
# As if the kernel had them not, so that libraries take their other way.
_ABSENT = (
    "clone3 io_uring_setup io_uring_enter io_uring_register userfaultfd "
    # memory that no process has mapped, which no limit counts
    "memfd_create memfd_secret vmsplice shmget shmat shmctl shmdt semget semop semctl semtimedop msgget msgsnd "
    "msgrcv msgctl mq_open mq_unlink mq_timedsend mq_timedreceive mq_notify mq_getsetattr"
)
# Landlock keeps nobody from these; the student's process has the same user as the instructor's.
_REFUSED_AT_LANDLOCK = (
    "truncate bind listen connect sendmsg sendmmsg setpriority sched_setscheduler sched_setparam sched_setattr "
    "sched_setaffinity ioprio_set"
)
_ABSENT_AT_LANDLOCK = "inotify_init inotify_init1 inotify_add_watch"
_NO_ATTRIBUTES = "setxattr lsetxattr fsetxattr removexattr lremovexattr fremovexattr"
# Said to have worked: `shutil.copy` and daemons go on, nothing happens, the process group stays whole.
_PRETENDED = (
    "chmod fchmod fchmodat fchmodat2 chown fchown lchown fchownat utime utimes futimesat utimensat "
    "setsid setpgid"
)
_SIGNALS = "rt_sigqueueinfo rt_tgsigqueueinfo pidfd_send_signal tkill"


class _Program:
    """Classic BPF, put together rule by rule; the number of the call is loaded where a rule begins."""

    def __init__(self, machine: str) -> None:
        self.numbers = TABLES[machine]
        self.code: list[tuple[int, int, int, int]] = []
        self.add(_LOAD, 4)
        self.add(_EQUAL, _ARCHITECTURES[machine], yes=1)
        self.add(_RETURN, _KILL)
        self.add(_LOAD, 0)
        if machine == "x86_64":
            self.add(_AT_LEAST, _X32, no=1)
            self.add(_RETURN, _ERRNO | errno.ENOSYS)
        self.add(_GREATER, NEWEST, no=1)
        self.add(_RETURN, _ERRNO | errno.ENOSYS)

    def add(self, code: int, value: int, *, yes: int = 0, no: int = 0) -> None:
        self.code.append((code, yes, no, value & 0xFFFFFFFF))

    def answer(self, names: str, error: int) -> None:
        """Answer these calls with an error; 0 says that it worked."""
        for name in names.split():
            if name in self.numbers:
                self.add(_EQUAL, self.numbers[name], no=1)
                self.add(_RETURN, _ERRNO | error)

    def judge(self, name: str, argument: int, tests: list[tuple[int, int, bool]], *, error: int) -> None:
        """Let the low half of an argument decide: the first of (test, value, allowed) that holds; else the opposite."""
        body: list[tuple[int, int, int, int]] = [(_LOAD, 0, 0, 16 + 8 * argument)]
        for test, value, allowed in tests:
            if test == _AND:
                body.append((_AND, 0, 0, value))
                continue
            body.append((test, 0, 1, value & 0xFFFFFFFF))
            body.append((_RETURN, 0, 0, _ALLOW if allowed else _ERRNO | error))
        body.append((_RETURN, 0, 0, _ERRNO | error if tests[-1][2] else _ALLOW))
        self.add(_EQUAL, self.numbers[name], no=len(body))
        self.code += body

    def packed(self) -> bytes:
        self.add(_RETURN, _ALLOW)
        return b"".join(struct.pack("HBBI", *line) for line in self.code)


@functools.cache
def program(
    level: Level, machine: str, own_signals: bool = True, pid: int = 0, processes: bool = True
) -> bytes:
    """Return the filter as the kernel reads it.

    Parameters
    ----------
    level : Level
    machine : str
        ``x86_64`` or ``aarch64``.
    own_signals : bool
        Whether something else already keeps signals among the student's processes.
    pid : int
        The student's process, the only one to be signalled where nothing else does.
    processes : bool
        Whether it may start any; else only threads.
    """
    filtered = _Program(machine)
    walled = level is Level.LANDLOCK
    filtered.answer(_REFUSED, errno.EPERM)
    filtered.answer(_ABSENT, errno.ENOSYS)
    forms = [(_ANY_BIT, _NAMESPACE_FLAGS | _CLONE_PARENT, False)]
    if processes:
        filtered.judge("clone", 0, forms, error=errno.EPERM)
    else:
        filtered.answer("fork vfork", errno.EAGAIN)
        filtered.judge("clone", 0, [*forms, (_ANY_BIT, _CLONE_THREAD, True)], error=errno.EAGAIN)
    filtered.judge(
        "mmap", 3, [(_AND, _SHARED_NOBODYS, True), (_EQUAL, _SHARED_NOBODYS, False)], error=errno.EPERM
    )
    requests = [_TIOCSTI, _TIOCLINUX] + ([_FIOSETOWN, _SIOCSPGRP] if walled else [])
    filtered.judge("ioctl", 1, [(_EQUAL, value, False) for value in requests], error=errno.EPERM)
    if not walled:
        filtered.judge("socket", 0, [(_EQUAL, _AF_UNIX, True)], error=errno.EACCES)
        return filtered.packed()
    filtered.answer("socket", errno.EACCES)
    # A datagram pair could still send to any address; these two cannot.
    kinds = [(_AND, _SOCK_TYPE, True), (_EQUAL, _SOCK_STREAM, True), (_EQUAL, _SOCK_SEQPACKET, True)]
    filtered.judge("socketpair", 1, kinds, error=errno.EACCES)
    filtered.answer(_REFUSED_AT_LANDLOCK, errno.EPERM)
    filtered.answer(_ABSENT_AT_LANDLOCK, errno.ENOSYS)
    filtered.answer(_NO_ATTRIBUTES, errno.ENOTSUP)
    filtered.answer(_PRETENDED, 0)
    filtered.judge("prlimit64", 0, [(_EQUAL, 0, True)], error=errno.EPERM)
    options = (calls.PR_SET_PDEATHSIG, calls.PR_SET_DUMPABLE)
    filtered.judge("prctl", 0, [(_EQUAL, value, False) for value in options], error=errno.EPERM)
    owners = (_F_SETOWN, _F_SETSIG, _F_SETOWN_EX)
    filtered.judge("fcntl", 1, [(_EQUAL, value, False) for value in owners], error=errno.EPERM)
    if not own_signals:
        filtered.answer(_SIGNALS, errno.EPERM)
        filtered.judge("tgkill", 0, [(_EQUAL, pid, True)], error=errno.EPERM)
        filtered.judge("kill", 0, [(_EQUAL, value, True) for value in (0, pid, -pid)], error=errno.EPERM)
    return filtered.packed()


def install(filtered: bytes) -> None:
    """Put the filter on every thread of this process, for good."""
    instructions = ctypes.create_string_buffer(filtered, len(filtered))
    header = struct.pack("HxxxxxxQ", len(filtered) // 8, ctypes.addressof(instructions))
    refused = calls.call("seccomp", 1, _WHOLE_PROCESS, header)
    if refused:
        raise SandboxError(errno.EBUSY, f"thread {refused} does not take the system call filter")
