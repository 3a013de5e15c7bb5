"""System calls that Python does not offer, by ctypes. Linux on x86_64 and aarch64; importable anywhere."""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import struct
import sys

from grader.sandbox.levels import SandboxError

NEWNS, NEWCGROUP, NEWUTS, NEWIPC = 0x20000, 0x2000000, 0x4000000, 0x8000000
NEWUSER, NEWPID, NEWNET = 0x10000000, 0x20000000, 0x40000000

MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_BIND = 1, 2, 4, 8, 4096
MS_REC, MS_PRIVATE = 16384, 1 << 18
ATTR_RDONLY, ATTR_NOSUID, ATTR_NODEV, ATTR_NOEXEC = 1, 2, 4, 8

PR_SET_PDEATHSIG, PR_SET_DUMPABLE, PR_SET_KEEPCAPS, PR_CAPBSET_DROP = 1, 4, 8, 24
PR_SET_CHILD_SUBREAPER, PR_SET_NO_NEW_PRIVS, PR_CAP_AMBIENT = 36, 38, 47

_AT_FDCWD, _AT_RECURSIVE, _MNT_DETACH = -100, 0x8000, 2
_LAST_CAPABILITY = 63
CAP_CHOWN, CAP_SETGID, CAP_SETUID = 0, 6, 7
_AMBIENT_RAISE, _AMBIENT_CLEAR = 2, 4

# pivot_root and seccomp are older than the numbers that both machines share.
_MACHINES = {"x86_64": {"pivot_root": 155, "seccomp": 317}, "aarch64": {"pivot_root": 41, "seccomp": 277}}
_SHARED = {
    "close_range": 436,
    "mount_setattr": 442,
    "landlock_create_ruleset": 444,
    "landlock_add_rule": 445,
    "landlock_restrict_self": 446,
}


def machine() -> str:
    """Return the machine's name, or an empty string where its system calls are not known here."""
    name = platform.machine()
    known = sys.platform == "linux" and name in _MACHINES and struct.calcsize("P") == 8
    return name if known else ""


_NUMBERS = _SHARED | _MACHINES.get(machine(), {})
_libc = ctypes.CDLL(None, use_errno=True) if os.name == "posix" else None
if machine():  # once, not in each child: a symbol that is looked up and typed costs more than its call
    _syscall, _mount, _prctl, _unshare = _libc.syscall, _libc.mount, _libc.prctl, _libc.unshare
    _syscall.restype = ctypes.c_long
    _mount.argtypes = (ctypes.c_char_p,) * 3 + (ctypes.c_ulong, ctypes.c_char_p)
    _prctl.argtypes = (ctypes.c_int,) + (ctypes.c_ulong,) * 4
    _umount2, _capset, _capget = _libc.umount2, _libc.capset, _libc.capget


def _checked(result: int, what: str) -> int:
    if result < 0:
        number = ctypes.get_errno()
        raise SandboxError(number, f"{what}: {os.strerror(number)}")
    return result


def call(name: str, *arguments: object, what: str = "") -> int:
    """Make a system call; numbers go as longs, bytes as pointers.

    Raises
    ------
    SandboxError
        With `what`, or the call's name, and the system's reason.
    """
    as_c = [ctypes.c_long(a) if isinstance(a, int) else a for a in arguments]
    return _checked(_syscall(ctypes.c_long(_NUMBERS[name]), *as_c), what or name)


def unshare(flags: int) -> None:
    """Go into new namespaces."""
    _checked(_unshare(flags), "unshare")


def mount(
    source: str, target: str, *, kind: str | None = None, flags: int = 0, data: str | None = None
) -> None:
    """Mount a file system, or change how one is."""
    encoded = [None if value is None else os.fsencode(value) for value in (source, target, kind, data)]
    result = _mount(*encoded[:3], flags, encoded[3])
    if result < 0:
        _checked(result, f"mount of {source} at {target}")


def mount_attributes(target: str, *, add: int = 0, remove: int = 0, recursive: bool = False) -> None:
    """Add and remove attributes of a mount, and of those below it."""
    attributes = struct.pack("QQQQ", add, remove, 0, 0)
    flags = _AT_RECURSIVE if recursive else 0
    call("mount_setattr", _AT_FDCWD, os.fsencode(target), flags, attributes, len(attributes))


def pivot_root() -> None:
    """Make the current folder, a mount, the root, and let go of the old one."""
    call("pivot_root", b".", b".")
    _checked(_umount2(b".", _MNT_DETACH), "umount of the old root")
    os.chdir("/")


def prctl(option: int, value: int = 0, third: int = 0) -> int:
    """Change something of this process."""
    return _checked(_prctl(option, value, third, 0, 0), f"prctl {option}")


def forgo_capabilities(keep: int = 0) -> None:
    """Take every capability but the bits in `keep` from whatever is run later; while there still are some."""
    for number in range(_LAST_CAPABILITY + 1):
        if not keep >> number & 1 and _prctl(PR_CAPBSET_DROP, number, 0, 0, 0) < 0:
            break  # past the last one, or without the capability to do so: `no_new_privileges` comes after


def drop_capabilities(keep: int = 0) -> None:
    """Give up every capability but the bits in `keep`, which programs that are run later have too."""
    low, high = keep & 0xFFFFFFFF, keep >> 32
    header = struct.pack("Ii", 0x20080522, 0)
    _checked(_capset(header, struct.pack("6I", low, low, low, high, high, high)), "capset")
    _prctl(PR_CAP_AMBIENT, _AMBIENT_CLEAR, 0, 0, 0)
    for number in range(_LAST_CAPABILITY + 1):
        if keep >> number & 1:
            prctl(PR_CAP_AMBIENT, _AMBIENT_RAISE, number)


def use_capabilities(wanted: int) -> None:
    """Have just those of the permitted capabilities in effect that are bits of `wanted`."""
    header, data = struct.pack("Ii", 0x20080522, 0), ctypes.create_string_buffer(24)
    _checked(_capget(header, data), "capget")
    held = list(struct.unpack("6I", data.raw))
    held[0], held[3] = held[1] & wanted, held[4] & wanted >> 32
    _checked(_capset(header, struct.pack("6I", *held)), "capset")


def capable(*numbers: int) -> bool:
    """Tell whether this process has all these capabilities."""
    with open("/proc/self/status") as file:
        held = int(next(line for line in file if line.startswith("CapEff")).split()[1], 16)
    return all(held >> number & 1 for number in numbers)


def no_new_privileges() -> None:
    """From now on running a program never gives a right that this process has not."""
    prctl(PR_SET_NO_NEW_PRIVS, 1)


def close_range(first: int, last: int) -> None:
    """Close the descriptors from `first` to `last`, both included."""
    if machine():
        call("close_range", first, last, 0)
        return
    for name in os.listdir("/dev/fd"):  # macOS
        if first <= int(name) <= last:
            with contextlib.suppress(OSError):
                os.close(int(name))


def landlock_version() -> int:
    """Return which version of Landlock the kernel has switched on; 0 for none."""
    if not machine():
        return 0
    try:
        return call("landlock_create_ruleset", None, 0, 1)
    except SandboxError:
        return 0
