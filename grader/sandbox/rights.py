"""Who the student's process is: as root a user of its own for each, and without any capability."""

from __future__ import annotations

import contextlib
import os
import random
import re

from grader.sandbox import calls

with contextlib.suppress(ImportError):  # Windows has none
    import resource

_FIRST_UID = 0x70000000  # systemd's list of user numbers leaves those from here on to nobody
_PIDS = 2**22
_NICER, _SOONER = 5, "500"
CAP_DAC_READ_SEARCH = 1 << 2


def own_number(hint: int | None = None) -> int:
    """Return a user number that no other process on this machine has, or the hint if it may be one."""
    if hint is not None and is_own_number(hint):
        return hint
    with open("/proc/self/uid_map") as file:
        ends = max(int(line.split()[0]) + int(line.split()[2]) for line in file)
    own = _FIRST_UID + os.getpid() % _PIDS + _PIDS * random.SystemRandom().randrange(64)
    return own if own < ends else ends - 5000 + os.getpid() % 4000


def is_own_number(uid: int) -> bool:
    """Tell whether only `own_number` gives such a user number."""
    return _FIRST_UID <= uid < _FIRST_UID + 64 * _PIDS


def become(uid: int, gid: int, *, needed: tuple[str, ...] = ()) -> None:
    """Be this user, with no right beyond a user's, for good.

    Where a path in `needed` is closed to that user (Python in root's home), the capability to read what modes forbid
    stays; Landlock decides then alone.
    """
    calls.forgo_capabilities(CAP_DAC_READ_SEARCH if needed else 0)
    keep = 0
    if os.geteuid() == 0 and uid:
        if needed:
            calls.prctl(calls.PR_SET_KEEPCAPS, 1)
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
        if not all(os.access(path, os.R_OK) for path in needed):  # answers without capabilities
            keep = CAP_DAC_READ_SEARCH
    calls.drop_capabilities(keep)
    calls.no_new_privileges()


def counted_alone() -> bool:
    """Tell whether a user namespace counts its processes apart from all others of the same user."""
    release = tuple(int(part) for part in re.findall(r"\d+", os.uname().release)[:2])
    return release >= (5, 14)


def step_back() -> None:
    """Let others go first where the machine is short of processor or memory: the supervisor above all."""
    os.nice(_NICER)
    with contextlib.suppress(OSError), open("/proc/self/oom_score_adj", "w") as file:
        file.write(_SOONER)


def tasks() -> int:
    """Return how many processes and threads of this process's user there are, itself among them."""
    total, user = 0, b"\nUid:\t%d\t" % os.getuid()
    for name in os.listdir("/proc"):
        if name.isdigit():
            with contextlib.suppress(OSError), open(f"/proc/{name}/status", "rb") as file:
                status = file.read()
                if user in status:
                    total += int(status.partition(b"\nThreads:")[2].split(None, 1)[0])
    return total


def limited() -> bool:
    """Tell whether the kernel limits this user's processes.

    It never does for the machine's root, whatever number it has in a user namespace; so it is asked, not guessed.
    """
    before = resource.getrlimit(resource.RLIMIT_NPROC)
    resource.setrlimit(resource.RLIMIT_NPROC, (0, before[1]))
    try:
        pid = os.fork()
        if not pid:
            os._exit(0)
        os.waitpid(pid, 0)
        return False
    except BlockingIOError:
        return True
    finally:
        resource.setrlimit(resource.RLIMIT_NPROC, before)
