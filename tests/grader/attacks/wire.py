"""The wire between the processes: descriptors found and written to, replies in advance, floods, silence."""

from .attack import ANY, Family

wire = Family("wire")

# What an attacker who has read the source knows: both framings of the grader's pipes, and words that it uses.
_FRAMES = r"""
import fcntl, json, os, stat, struct
def descriptors():
    found = []
    try: open_ = os.listdir("/proc/self/fd")
    except OSError: open_ = map(str, range(256))
    for name in open_:
        try: mode = os.fstat(int(name)).st_mode
        except OSError: continue
        if int(name) > 2 and (stat.S_ISFIFO(mode) or stat.S_ISSOCK(mode)):
            found.append(int(name))
    return sorted(found, key=lambda fd: not stat.S_ISSOCK(os.fstat(fd).st_mode))
def put(fd, data):
    try:
        flags = fcntl.fcntl(fd, fcntl.F_GETFL)
        fcntl.fcntl(fd, fcntl.F_SETFL, flags | os.O_NONBLOCK)
        try: return os.write(fd, data)
        finally: fcntl.fcntl(fd, fcntl.F_SETFL, flags)
    except OSError:
        return 0
observed = json.dumps({"value": 100.0, "unreadable": None, "error": None, "printed": "", "mutated": False})
words = []
for kind in ("answer", "answered", "reply", "result", "done", "value", "called", "executed", "ready"):
    for name in ("text", "answer", "value", "reply", "content"):
        for number in range(3):
            words.append({"kind": kind, "type": kind, "t": kind, name: observed, "id": number, "seq": number,
                "status": "ok"})
    words.append([kind, observed]); words.append([0, kind, observed])
words += [observed, None, 7, [], {}]
def framings(body):
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    return (raw + b"\n", struct.pack("!I", len(raw)) + raw, struct.pack("<I", len(raw)) + raw,
            struct.pack("!Q", len(raw)) + raw, struct.pack("<Q", len(raw)) + raw, b"%d\n" % len(raw) + raw)
"""

wire.code(
    "forged replies in advance",
    "every descriptor gets answers to questions not yet asked",
    _FRAMES
    + """
for word in words:
    for raw in framings(word)[1:2]:
        for fd in descriptors(): put(fd, raw)
""",
    states=ANY,
)
wire.code(
    "every framing",
    "the same in every way of saying how long a message is",
    _FRAMES
    + """
for word in words[:40]:
    for raw in framings(word):
        for fd in descriptors(): put(fd, raw)
""",
    states=ANY,
)
wire.code(
    "forged replies in a call",
    "while it is asked, a function writes an answer to the pipe itself and then a second one",
    _FRAMES
    + """
def both(*a):
    for word in words:
        for raw in framings(word)[1:3]:
            for fd in descriptors(): put(fd, raw)
    return 100.0
plant(both)
""",
    states=ANY,
)
wire.code(
    "garbage",
    "random bytes on every descriptor",
    _FRAMES
    + """
for fd in descriptors(): put(fd, os.urandom(3000))
""",
    base="half",
    states=ANY,
)
wire.code(
    "a length that lies",
    "a frame that announces four gigabytes, then exabytes, then less than nothing",
    _FRAMES
    + """
for head in (b"\\xff\\xff\\xff\\xff", b"\\x7f" + b"\\xff" * 7, b"\\xff" * 8, b"\\0" * 64, b"-1\\n", b"9" * 5000):
    for fd in descriptors(): put(fd, head)
""",
    base="half",
    states=ANY,
)
wire.code(
    "half a frame",
    "a frame that begins and never ends",
    _FRAMES
    + """
for fd in descriptors(): put(fd, struct.pack("!I", 1000) + b"{")
""",
    base="half",
    states=ANY,
)
wire.code(
    "a flood",
    "two hundred megabytes on each descriptor, as fast as it goes",
    _FRAMES
    + """
import time
for fd in descriptors():
    end = time.monotonic() + 0.4
    block = b"x" * 2**16
    sent = 0
    while time.monotonic() < end and sent < 200 * 2**20:
        sent += put(fd, block)
""",
    base="half",
    states=ANY,
)
wire.code(
    "a flood of frames",
    "a hundred thousand small well-formed messages",
    _FRAMES
    + """
import time
end = time.monotonic() + 1
for number in range(100_000):
    for fd in descriptors()[:6] if number % 100 == 0 else fds:
        put(fd, struct.pack("!I", 2) + b"{}")
    if number % 100 == 0: fds = descriptors()[:6]
    if time.monotonic() > end: break
""",
    base="half",
    states=ANY,
)
wire.code(
    "closed",
    "every descriptor is closed",
    "import os\nos.closerange(3, 4096)\n",
    base="half",
    states=ANY,
)
wire.code(
    "shut down",
    "every socket is shut down, every pipe led to nowhere",
    _FRAMES
    + """
import socket
null = os.open("/dev/null", os.O_RDWR)
for fd in descriptors():
    try: socket.socket(fileno=os.dup(fd)).shutdown(socket.SHUT_RDWR)
    except OSError: pass
    os.dup2(null, fd)
""",
    base="half",
    states=ANY,
)
wire.code(
    "stolen questions",
    "a thread reads the questions before the kernel does, and answers",
    _FRAMES
    + """
import threading
def steal(fd):
    while True:
        try: data = os.read(fd, 2**16)
        except OSError: return
        if not data: return
        for raw in framings({"kind": "answer", "text": observed}): put(fd, raw)
for fd in descriptors():
    threading.Thread(target=steal, args=(fd,), daemon=True).start()
""",
    base="half",
    states=ANY,
)
wire.code(
    "terminals and streams",
    "the standard streams are not the grader's screen",
    """
import os
for fd in (0, 1, 2):
    try: os.write(fd, b"\\x1b]0;" + TOKEN.encode() + b"\\x07\\x1b[31mOWNED")
    except OSError: pass
try:
    with open("/dev/tty", "w") as tty: tty.write("OWNED")
    escaped("a terminal")
except OSError: pass
""",
    base="half",
)
wire.code(
    "slow",
    "an answer a byte at a time",
    """
import course.channel.answer as channel, time
def answer(text, namespace):
    time.sleep(0.3)
    return '{"value":100.0,"unreadable":null,"error":null,"printed":"","mutated":false}'
channel.answer = answer
""",
    states=ANY,
)

wire.code(
    "its own voice",
    "the session itself says the answer, under the name of the question that is being asked",
    _FRAMES
    + """
import sys
session = get_ipython().kernel.session
def trick(*a):
    frame, request = sys._getframe(), None
    while frame:
        found = frame.f_locals.get("request")
        request = found if isinstance(found, str) else request
        frame = frame.f_back
    session.muted = False
    for answer in ([observed.encode()], [b"{}"], [], [b"100.0", b"100.0"], [b"\\xff"]):
        session.say("answer", request, answer)
    print("100.0")
    return 100.0
plant(trick)
""",
    states=ANY,
)
wire.code(
    "done before the end",
    "a cell says that it has ended, with success, and goes on; a copy of the process speaks as well",
    """
import os, time
ip = get_ipython()
session, parent = ip.kernel.session, ip.kernel.get_parent("shell")
reply = {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}
session.send(None, "execute_reply", reply, parent)
session.send(None, "status", {"execution_state": "idle"}, parent)
try:
    if os.fork() == 0:
        fuse(3)
        session.home = os.getpid()
        for _ in range(100):
            session.send(None, "execute_reply", reply, parent)
            session.send(None, "stream", {"name": "stdout", "text": "100.0"}, parent)
            time.sleep(0.01)
        os._exit(0)
except OSError: pass
for _ in range(50):
    plant(lambda *a: 100.0)
    time.sleep(0.01)
""",
    base="half",
    states=ANY,
)
wire.code(
    "errors without end",
    "fifty thousand errors, which a notebook keeps when it keeps nothing else",
    """
ip = get_ipython()
session, parent = ip.kernel.session, ip.kernel.get_parent("shell")
for number in range(50_000):
    session.send(None, "error", {"ename": "E", "evalue": str(number), "traceback": ["x"] * 3}, parent)
""",
    base="half",
    states=ANY,
)


# Replies that no honest kernel writes: whoever reads them must come to no harm, and give no mark for them.
_REPLIES = r"""
import base64, json
def reply(value, **more):
    return json.dumps({"value": value, "unreadable": None, "error": None, "printed": "", "mutated": False} | more)
def array(dtype, shape, v): return {"$": "array", "dtype": dtype, "shape": shape, "v": v}
def error(**more):
    return reply(None, error={"kind": "x", "message": "", "name": "", "names": [], "owner": "", "line": 1,
        "source": ""} | more)
eight = base64.b64encode(b"\xff" * 8).decode()
nan = base64.b64encode(b"\0\0\0\0\0\0\xf8\x7f").decode()
column = {"$": "values", "v": array("<f8", [1], nan)}
index = {"$": "range", "v": [0, 1, 1], "name": None}
replies = [
    "[" * 100_000, "{" * 90_000, '{"value":' * 50_000, "9" * 10_000, '{"value": 1e999999}', '{"value": NaN}',
    '"\\ud800"',
    '{"value":1,"value":2,"unreadable":null,"error":null,"printed":"","mutated":false}',
    reply(10**4000), reply({"$": "int", "v": "0x" + "f" * 17}), reply({"$": "int", "v": "-0x"}),
    reply({"$": "float", "v": "NaN"}),
    reply({"$": "pickle", "v": "gASVCgAAAAAAAACMBXBvc2l4lIwGc3lzdGVtlJOU"}), reply({"$": "Agreement", "v": 1}),
    reply({"$": ["x"]}),
    reply({"$": "tuple"}), reply({"$": "tuple", "v": 7}), reply({"$": "dict", "v": [[[], 1]]}),
    reply({"$": "set", "v": [[1]]}),
    reply({"$": "dict", "v": [[{"$": "tuple", "v": [n, n]}, n] for n in range(3000)]}),
    reply({"$": "set", "v": [n * (2**61 - 1) for n in range(4)]}), reply({"$": "Index", "v": {"$": "range",
    "v": [0, 2**60, 1], "name": None}}),
    reply({"$": "Index", "v": {"$": "range", "v": [0, 2**52, 1], "name": None}}), reply({"$": "Index",
    "v": {"$": "range", "v": [0, 1, 0], "name": None}}),
    reply({"$": "Index", "v": {"$": "index", "v": column, "name": {"$": "set", "v": []}}}), reply(array("<f8",
    [0, 10**9], "")),
    reply(array("<f8", [10**9], "")), reply(array("O", [1], [1])), reply(array("|V8", [1], eight)),
    reply(array("<M8[ns]", [1], eight)),
    reply(array("object", [2, 2], [1])), reply(array("object", [1], [array("object", [1], [[]])])),
    reply(array("|b1", [8], eight)),
    reply({"$": "Series", "v": column, "index": {"$": "range", "v": [0, 9, 1], "name": None}, "name": None}),
    reply({"$": "DataFrame", "v": [column] * 3, "index": index, "columns": {"$": "range", "v": [0, 2, 1],
    "name": None}}),
    reply({"$": "DataFrame", "v": [], "index": {"$": "range", "v": [0, 2**40, 1], "name": None},
    "columns": {"$": "range", "v": [0, 0, 1], "name": None}}),
    reply({"$": "pandas", "v": {"$": "category", "v": array("|i1", [1], "fw=="), "categories": {"$": "range",
    "v": [0, 1, 1], "name": None}, "ordered": False}}),
    reply({"$": "pandas", "v": {"$": "category", "v": array("|i1", [1], "gA=="), "categories": {"$": "range",
    "v": [0, 1, 1], "name": None}, "ordered": 1}}),
    reply({"$": "pandas", "v": {"$": "zoned", "v": array("<M8[ns]", [1], eight), "tz": "../../../etc/passwd"}}),
    reply({"$": "pandas", "v": {"$": "zoned", "v": array("<M8[ns]", [1], eight), "tz": "Europe/Madrid"}}),
    reply({"$": "pandas", "v": {"$": "masked", "v": array("<f8", [1], nan), "mask": array("|b1", [2], "AAE=")}}),
    reply({"$": "Timestamp", "v": 2**62, "unit": "D", "tz": None}), reply({"$": "Timestamp", "v": 2**62,
    "unit": "s", "tz": "UTC"}),
    reply({"$": "datetime", "v": "9999-12-31T23:59:59", "tz": "UTC-23:59"}), reply({"$": "date", "v": "0000-00-00"}),
    reply({"$": "timedelta", "v": [10**9, 10**30, -1]}), reply({"$": "Timedelta", "v": 2**62, "unit": "s"}),
    reply({"$": "NaT"}), reply({"$": "NA"}),
    reply(1, mutated="no"), reply(1, mutated=0), reply(1, printed="x" * 10**6), reply(1, printed=None), reply(1,
    extra=1),
    reply(1, unreadable=""), reply(1, unreadable="<script>"), error(kind="PASSED"),
    error(kind="<img src=x onerror=alert(1)>", message="/root/secret"),
    error(line=10**9), error(line=True), error(names=["x"] * 1000), error(kind="Timeout"),
    error(kind="NotAFunction", name="[red]x"),
    error(kind="NotImplementedError"), error(kind="KeyError", name="x" * 400, names=["y" * 400] * 50),
    error(source="\x1b]0;x\x07"),
    reply([[[[[[[[[[[[[[[[[[[[[[[[[1]]]]]]]]]]]]]]]]]]]]]]]]]), reply([[]] * 90_000), reply(["x" * 40_000] * 3),
    reply({"$": "ellipsis"}), reply(None), "", " ", "null", "true",
]
"""
for _part, _slice in (("one", "replies[::3]"), ("two", "replies[1::3]"), ("three", "replies[2::3]")):
    wire.code(
        f"replies that are none, {_part}",
        "malformed, contradictory and enormous values, each in another reply",
        _REPLIES
        + f"""
import course.channel.answer as channel
mine, calls = {_slice}, []
def answer(text, namespace):
    calls.append(1)
    return mine[len(calls) % len(mine)]
channel.answer = answer
""",
        states=ANY,
    )
