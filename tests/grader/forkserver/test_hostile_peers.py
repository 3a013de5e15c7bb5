"""Whatever a student's process does to its pipe or to itself costs only itself, and never more than its time."""

import pytest

from course.channel.answer import read_observed, request
from grader import sandbox
from grader.forkserver import ChildLost
from grader.sandbox import Level, Limits

LOOP = "    while True: time.sleep(0.01)\n"
FIND_PIPE = """
import json, os, socket, stat, struct, time
session = get_ipython().kernel.session
peer = session.peer
def frame(text, more=b""): return struct.pack("!II", len(text), len(more)) + text + more
mine = get_ipython().kernel.get_parent
def message(kind, content, parent="mine"):
    parent = mine()["header"]["msg_id"] if parent == "mine" else parent
    return frame(json.dumps({"t": kind, "p": parent, "c": content, "m": {}}).encode())
"""
# what a cell does, and what may be said of it: reasons, or "ok" where it can only fool itself
PEERS = {
    "one line of 500 MB": ("print('x' * 500_000_000)", {"output", "memory", "late", "stuck"}),
    "lines without end": ("while True: print('x' * 100)", {"output", "late", "ok"}),  # an error may end it
    "many small messages": ("while True: display(1)", {"output", "late"}),
    "large frames": (
        "while True: peer.sendall(frame(b'{\"t\": \"stream\"}' + b' ' * 10_000_000))",
        {"output", "garbled"},
    ),
    "noise": ("peer.sendall(b'\\xff' * 100_000)", {"garbled"}),
    "noise by descriptor": ("os.write(peer.fileno(), os.urandom(4) + b'noise' * 100)", {"garbled"}),
    "giant lengths": ("peer.sendall(struct.pack('!II', 2**32 - 1, 2**32 - 1))", {"garbled"}),
    "giant buffers": ("peer.sendall(struct.pack('!II', 2, 2**31) + b'{}')", {"garbled"}),
    "lengths that promise more": ("peer.sendall(struct.pack('!II', 1000, 0) + b'{')", {"garbled", "stuck"}),
    "deep JSON": ("peer.sendall(frame(b'[' * 100_000))", {"garbled"}),
    "deep content": (
        'peer.sendall(frame(b\'{"t":"display_data","p":"%s","m":{},"c":{"data":{"application/json":%s}}}\''
        " % (get_ipython().parent_header['header']['msg_id'].encode(), b'[' * 900 + b']' * 900)))",
        {"garbled"},
    ),
    "many brackets": ("peer.sendall(frame(b'[' + b'[],' * 2_000_000 + b'1]'))", {"garbled"}),
    "constants": ("peer.sendall(frame(b'{\"t\": NaN}'))", {"garbled"}),
    "long numbers": ("peer.sendall(frame(b'{\"t\": ' + b'9' * 100_000 + b'}'))", {"garbled"}),
    "not an object": ("peer.sendall(frame(b'[1]'))", {"garbled"}),
    "bytes that are no text": ('peer.sendall(frame(b\'{"t": "\\xff"}\'))', {"garbled"}),
    "unknown kind": (
        "peer.sendall(message('shutdown', {}))",
        {"garbled"},
    ),
    "wrong types": (
        "peer.sendall(message('stream', {'name': 'stdout', 'text': 5}))",
        {"garbled"},
    ),
    "idle without a reply": (
        "peer.sendall(message('status', {'execution_state': 'idle'}))",
        {"garbled"},
    ),
    "replies to others": ("peer.sendall(message('execute_reply', {'status': 'ok'}, 'f' * 32))", {"ok"}),
    "pipe closed": ("peer.close()", {"crashed"}),
    "pipe shut down": ("peer.shutdown(socket.SHUT_RDWR); time.sleep(60)", {"crashed"}),
    "pipe closed by number": ("os.close(peer.fileno())", {"crashed", "garbled", "stuck", "ok"}),
    "every descriptor closed": ("os.closerange(0, 256); time.sleep(60)", {"crashed"}),
    "exit of the process": ("os._exit(0)", {"crashed"}),
    "exit with our number": ("os._exit(71)", {"crashed"}),
    "abort": ("os.abort()", {"crashed"}),
    "kill": ("os.kill(os.getpid(), 9)", {"crashed"}),
    "stop": ("os.kill(os.getpid(), 19)", {"stuck"}),
    "loop that catches interrupts": (
        "while True:\n try:\n  while True: time.sleep(0.01)\n except KeyboardInterrupt: pass",
        {"stuck"},
    ),
    "interrupts ignored": (
        "import signal; signal.signal(2, signal.SIG_IGN)\nwhile True: time.sleep(0.01)",
        {"stuck"},
    ),
    "interrupts blocked": (
        "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {2})\nwhile True: time.sleep(0.01)",
        {"stuck"},
    ),
    "loop that can be interrupted": ("while True: time.sleep(0.01)", {"late"}),
    "await without end": ("import asyncio; await asyncio.sleep(1000)", {"late"}),
    "a program that takes long": ("os.system('sleep 30')", {"late"}),
    "an IPython program that takes long": ("get_ipython().system('sleep 30')", {"late"}),
    "threads that never end": (
        "import threading; [threading.Thread(target=time.sleep, args=(1000,)).start() for _ in range(8)]",
        {"ok"},
    ),
    "exit handler that never ends": ("import atexit; atexit.register(time.sleep, 1000)", {"ok"}),
    "loop stopped": ("import asyncio; asyncio.get_running_loop().stop()", {"crashed"}),
    "loop closed over": ("raise SystemExit", {"ok"}),
    "fork that returns": ("pid = os.fork()", {"ok"}),
    "fork whose parent dies": ("if os.fork() == 0: time.sleep(60)\nos._exit(0)", {"crashed"}),
    "forks that hold the pipe": (
        "for _ in range(3):\n if os.fork() == 0:\n  time.sleep(60)\nos.kill(os.getpid(), 9)",
        {"crashed"},
    ),
    "builtins deleted": (
        "import builtins\nfor name in list(vars(builtins)):\n if name[:2] != '__' and name != 'delattr':\n"
        "  delattr(builtins, name)",
        {"crashed", "stuck", "ok", "garbled"},
    ),
    "shell patched": (
        "type(get_ipython()).run_cell = type(get_ipython()).run_cell_async = lambda *a, **k: 1 / 0",
        {"ok", "crashed", "stuck", "garbled"},
    ),
    "kernel patched": (
        "type(get_ipython().kernel).execute_request = lambda *a: None",
        {"ok", "garbled"},
    ),
    "session patched": ("type(session).send = lambda *a, **k: None", {"stuck", "garbled"}),
    "memory": ("x = [bytearray(10_000_000) for _ in range(10_000)]", {"ok", "late", "memory", "crashed"}),
    "recursion in C": (
        "import sys; sys.setrecursionlimit(10**9)\ndef f(): f()\nf()",
        {"crashed", "ok", "late", "stuck"},
    ),
}


@pytest.fixture
def child(server):
    """A child as strong walls as there are here, with little time and output."""
    made = server.child(
        level=sandbox.level(),
        limits=Limits(wall=20.0),
        language="en",
        files={},
        output_limit=8 * 2**20,
        grace=1.0,
    )
    with made:
        made.execute(FIND_PIPE, on_message=lambda message: None, timeout=10, silent=True)
        yield made


def outcome(child, code, timeout=1.0):
    """How running a cell ends, in one word."""
    try:
        reply = child.execute(code, on_message=lambda message: None, timeout=timeout)
        late = reply.late
        for _ in range(2):  # what a cell leaves behind shows at the next one
            child.execute("1", on_message=lambda message: None, timeout=timeout)
    except ChildLost as lost:
        return lost.reason
    return "late" if late else "ok"


@pytest.mark.parametrize("code, possible", PEERS.values(), ids=list(PEERS))
def test_hostile_peer_costs_only_itself(server, child, code, possible):
    """Each ends with a reason or a normal reply; it is gone when it was lost, and the next child is as ever."""
    hurry = possible == {"stuck"}  # nothing will come; where something will, a busy machine has time
    child.grace = 0.3 if hurry else child.grace
    found = outcome(child, code, timeout=0.3 if hurry else 1.0)
    assert found in possible
    if child.lost:
        with pytest.raises(ChildLost):
            child.execute("1", on_message=lambda message: None, timeout=1)
        with pytest.raises(ChildLost):
            child.call("{}", timeout=1)
    with server.child(level=Level.NONE, limits=Limits(), language="es", files={}) as other:
        heard = []
        reply = other.execute("print(6 * 7)", on_message=heard.append, timeout=10)
    assert reply.status == "ok" and not reply.late
    assert [one["content"]["text"] for one in heard if one["msg_type"] == "stream"] == ["42\n"]


CALLS = {
    "endless": ("while True: time.sleep(0.01)", {None}),
    "endless and deaf": (
        "while True:\n  try:\n   while True: time.sleep(0.01)\n  except BaseException: pass",
        {"stuck"},
    ),
    "exit": ("os._exit(0)", {"crashed"}),
    "stopped": ("os.kill(os.getpid(), 19)", {"stuck"}),
    "noise": ("peer.sendall(b'noise' * 1000)", {"garbled"}),
    "flood": (
        "while True: peer.sendall(message('stream', {'name': 'stdout', 'text': 'x' * 10000}, None))",
        {"output", None},
    ),
    "two answers": (
        "session.say('answer', sys._getframe(6).f_locals.get('request', 'x'), [b'1', b'2'])",
        {"garbled", 1},
    ),
    "prints": ("print('x' * 1000); os.write(1, b'raw' * 1000); display(1); return 7", {7}),
    "prints a lot": ("print('x' * 300_000_000); return 7", {7, None}),
    "exits": ("raise SystemExit", {"SystemExit"}),
    "interrupts": ("raise KeyboardInterrupt", {"KeyboardInterrupt"}),
}


@pytest.mark.parametrize("body, possible", CALLS.values(), ids=list(CALLS))
def test_hostile_function_costs_only_itself(child, body, possible):
    """A call gives an answer, None when it was stopped in time, or the process is lost and why is known."""
    child.execute(f"import sys\ndef f():\n {body}\n return 1", on_message=lambda message: None, timeout=10)
    try:
        answered = child.call(request("f", ()), timeout=0.7)
        if answered is not None:
            observed = read_observed(answered)
            answered = observed.error.kind if observed.error else observed.value
    except ChildLost as lost:
        answered = lost.reason
    assert answered in possible
    if not child.lost:
        assert read_observed(child.call(request("nothing", ()), timeout=5)).error.kind == "NotAFunction"


def test_what_a_call_prints_reaches_no_cell(child):
    """The next cell's output is its own, whatever a function wrote, even to the descriptor."""
    child.execute("def f():\n print('p'); os.write(1, b'raw'); display(2)", on_message=print, timeout=10)
    child.call(request("f", ()), timeout=5)
    heard = []
    child.execute("print('own')", on_message=heard.append, timeout=10)
    assert [one["content"].get("text") for one in heard if one["msg_type"] != "execute_input"] == ["own\n"]


@pytest.mark.parametrize(
    "code", ["while True: pass", "import os; os.kill(os.getpid(), 19)"], ids=["busy", "stopped"]
)
def test_wall_limit_holds_whatever_the_timeout(server, code):
    """The whole life of a child is limited, even if its user waits longer."""
    limits = Limits(wall=1.5)
    made = server.child(level=Level.NONE, limits=limits, language="es", files={})
    with made as child, pytest.raises(ChildLost) as lost:
        child.execute(code, on_message=lambda message: None, timeout=100)
    assert lost.value.reason == "stuck"


def test_wall_limit_holds_when_nobody_asks(server):
    """A child that is forgotten ends by itself."""
    with server.child(level=Level.NONE, limits=Limits(wall=0.5), language="es", files={}) as child:
        handle = child._handle
        child.execute("1", on_message=lambda message: None, timeout=5)
        while handle.ending() is None:
            pass


def test_files_that_do_not_fit_are_told_apart(server):
    """A submission larger than its scratch space is over that limit; its code has not run."""
    with pytest.raises(ChildLost) as lost:
        server.child(
            level=sandbox.level(),
            limits=Limits(scratch=2**20, file=2**20),
            language="es",
            files={"large.bin": bytes(3 * 2**20)},
        )
    assert lost.value.reason == "scratch"


@pytest.mark.parametrize("name", ["/etc/x", "../x", "a/../../x", "", "a\0b"])
def test_files_outside_are_refused(server, name):
    """A path that leads out is the caller's mistake, found before anything is forked."""
    with pytest.raises(ValueError, match="relative"):
        server.child(level=Level.NONE, limits=Limits(), language="es", files={name: b""})
