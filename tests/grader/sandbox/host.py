"""The warm process of these tests: forks a child for each request and tells how it ended. Run as a program.

Usage: host.py PERSON DESCRIPTOR...; requests and answers are lines of JSON on standard input and output.
"""

import contextlib
import ctypes
import json
import os
import select
import signal
import struct
import sys
import time

_libc = ctypes.CDLL(None, use_errno=True)
_NEWNS = 0x20000
OTHER = 12345
# chown dac_override fowner fsetid kill setgid setuid setpcap net_bind_service net_raw sys_chroot mknod audit_write
# setfcap
DOCKERS = sum(1 << number for number in (0, 1, 3, 4, 5, 6, 7, 8, 10, 13, 18, 27, 29, 31))


def become(person: str) -> None:
    """Be root, root with what Docker leaves it, root without a capability, or a user that may read this Python."""
    if person == "other":
        uncover()
        os.setgroups([])
        os.setresgid(OTHER, OTHER, OTHER)
        os.setresuid(OTHER, OTHER, OTHER)
        _libc.prctl(4, 1, 0, 0, 0)  # as after a login: its own /proc is its own
    if person in ("container", "powerless"):
        kept = DOCKERS if person == "container" else 0
        for number in range(64):
            if not kept >> number & 1:
                _libc.prctl(24, number, 0, 0, 0)
        header, held = bytes.fromhex("22050820") + bytes(4), struct.pack("6I", kept, kept, 0, 0, 0, 0)
        assert _libc.capset(header, held) == 0
        if person == "powerless":
            assert _libc.prctl(38, 1, 0, 0, 0) == 0
    os.chdir("/")


def uncover() -> None:
    """Let everybody reach this Python, in a mount namespace of this process: root's home is closed to others."""
    closed = [prefix for prefix in {sys.prefix, sys.base_prefix} if prefix.startswith("/root/")]
    if not closed:
        return
    mount = _libc.mount
    assert _libc.unshare(_NEWNS) == 0
    assert mount(b"none", b"/", None, ctypes.c_ulong(16384 | 1 << 18), None) == 0
    handles = [(prefix, os.open(prefix, os.O_PATH)) for prefix in closed]
    assert mount(b"cover", b"/root", b"tmpfs", ctypes.c_ulong(0), b"mode=755") == 0
    for prefix, handle in handles:
        os.makedirs(prefix)
        assert (
            mount(f"/proc/self/fd/{handle}".encode(), prefix.encode(), None, ctypes.c_ulong(4096), None) == 0
        )
        os.close(handle)


def child(request: dict, writing: int) -> None:
    """Go inside, run the probe, report what it found."""
    from grader import sandbox
    from grader.sandbox import calls

    if "landlock" in request:  # an older kernel's version of it, with fewer rights to refuse
        version = min(request["landlock"], calls.landlock_version())
        calls.landlock_version = lambda: version
    exec(request.get("before", ""), {"sandbox": sandbox})
    level, limits = sandbox.Level(request["level"]), sandbox.Limits.from_json(request["limits"])
    keep = [writing, *request.get("keep", [])]
    bind = tuple(request["bind"]) if request.get("bind") else None
    sandbox.enter(level, limits, keep=keep, bind=bind)
    exec(request.get("between", ""), {"sandbox": sandbox})
    sandbox.lock(level, limits)
    found: dict = {}

    def tell() -> None:
        os.write(writing, json.dumps(found, default=str).encode() + b"\n")

    names = {
        "found": found,
        "facts": request.get("facts", {}),
        "tell": tell,
        "writing": writing,
        "__name__": "__main__",
    }
    exec(compile(request["probe"], "probe", "exec"), names)
    if found:
        tell()
    os._exit(0)


def answer(request: dict) -> dict:
    """Fork one child; return what it told, its ending, and whether everything of it is gone."""
    reading, writing = os.pipe()
    errors, complaining = os.pipe()
    pid = os.fork()
    if not pid:
        try:
            os.dup2(complaining, 2)
            child(request, writing)
        except BaseException:
            import traceback

            os.write(writing, json.dumps({"raised": traceback.format_exc()}).encode() + b"\n")
        finally:
            os._exit(0)
    os.close(writing)
    os.close(complaining)
    told = b""
    hit = request.get("signal")
    began = time.monotonic()
    while time.monotonic() < began + 30:
        if select.select([reading], [], [], 0.02)[0]:
            data = os.read(reading, 65536)
            told += data
            if not data:
                break
        if hit and told:
            os.kill(pid, getattr(signal, hit))
            hit = None
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            break
    while True:  # as the fork server does: whatever is left in the child's group ends with it
        if os.waitid(os.P_PID, pid, os.WEXITED | os.WNOHANG | os.WNOWAIT):
            if request.get("signal") == "SIGKILL":
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
            break
        if time.monotonic() > began + 30:
            os.kill(pid, signal.SIGKILL)
        time.sleep(0.005)
    _, status, _usage = os.wait4(pid, 0)
    gone = False
    limit = time.monotonic() + 5
    while time.monotonic() < limit and select.select([reading], [], [], 5)[0]:
        data = os.read(reading, 65536)
        told += data
        if not data:  # nobody holds the other end any more
            gone = True
            break
    os.close(reading)
    os.set_blocking(errors, False)
    try:
        said = os.read(errors, 65536).decode(errors="replace")
    except BlockingIOError:
        said = ""
    os.close(errors)
    lines = [json.loads(line) for line in told.splitlines()]
    return {
        "found": lines[-1] if lines else {},
        "told": len(lines),
        "ending": os.waitstatus_to_exitcode(status),
        "gone": gone,
        "said": said,
    }


def main() -> None:
    become(sys.argv[1])
    from grader import sandbox

    sandbox.prepare()
    print(json.dumps({"pid": os.getpid()}), flush=True)
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
