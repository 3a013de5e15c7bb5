"""Memory: frames, garbage, threads' stacks, the process's own pages, whatever was forked along."""

from .attack import ANY, Family

memory = Family("memory")

memory.code(
    "frames",
    "the caller's frame knows the expected value",
    """
import sys
def look(*a):
    frame, found = sys._getframe(), []
    while frame:
        found += [v for k, v in frame.f_locals.items() if "expected" in k or "solution" in k or "answer" == k]
        frame = frame.f_back
    return found[0]
plant(look)
""",
)
memory.code(
    "inspect",
    "the stack, its sources and its globals",
    """
import inspect, sys
def look(*a):
    for entry in inspect.stack():
        for space in (entry.frame.f_globals, entry.frame.f_locals):
            for name, value in list(space.items()):
                if "bank" in name.lower() or "hidden" in name.lower() or "grader" in name:
                    escaped(name)
                    return value
    return None
plant(look)
""",
)
memory.code(
    "garbage",
    "every object that lives: a bank, a hidden case, a seed",
    """
import gc
gc.unfreeze()
def kind(thing):
    try: return type(thing).__module__ + "." + type(thing).__name__
    except Exception: return ""
names = {kind(thing) for thing in gc.get_objects()}
ours = ("grader.forkserver.", "grader.sandbox.")  # the walls and the kernel, which hold nothing
found = [n for n in names if n.startswith("grader") and not n.startswith(ours) or n.endswith((".HiddenCase",
    ".Bank", ".Examiner"))]
if found:
    escaped(str(found[:3]))
def look(*a):
    for thing in gc.get_objects():
        if isinstance(thing, dict) and "expected" in thing and "case" in thing:
            return thing["expected"]
plant(look)
""",
)
memory.code(
    "modules",
    "modules of the grader that were forked along",
    """
import sys
found = [n for n in sys.modules if n.partition(".")[0] == "grader" and not n.startswith(("grader.sandbox",
    "grader.forkserver"))
         and n != "grader"]
if any("exercises" in n or "examiner" in n or "seed" in n or "bank" in n or "gold" in n for n in found):
    escaped(str(found))
print(found)
""",
)
memory.code(
    "own pages",
    "the process's memory is searched for the bank's source and for the secret",
    """
import re
words = [b"_delay" + b"_in_minutes", b"secret" + b"-seed\\n", b"caught" + b"_by=", b"Registers the " + b"invented"]
try:
    with open("/proc/self/maps") as maps, open("/proc/self/mem", "rb", 0) as mem:
        for line in maps:
            m = re.match(r"([0-9a-f]+)-([0-9a-f]+) rw", line)
            if not m: continue
            start, end = int(m[1], 16), int(m[2], 16)
            if end - start > 80 * 2**20: continue
            try:
                mem.seek(start); block = mem.read(end - start)
            except (OSError, ValueError, OverflowError):
                continue
            for word in words[:1] + words[2:3]:
                if word in block and b"def " + word in block:
                    escaped("source of a bank in memory")
except OSError as error:
    print(type(error).__name__)
""",
)
memory.code(
    "memory by ctypes",
    "references and types are changed in memory: False is True, zero is a hundred",
    """
import ctypes
try:
    ctypes.memmove(id(False) + 24, id(True) + 24, 4)
    ctypes.memmove(id(0.0) + 16, ctypes.byref(ctypes.c_double(100.0)), 8)
except Exception as error:
    print(error)
""",
    states=ANY,
)
memory.code(
    "stacks of other threads",
    "another thread of this process may be the examiner",
    """
import sys
def look(*a):
    for frame in sys._current_frames().values():
        while frame:
            if "expected" in frame.f_locals:
                return frame.f_locals["expected"]
            frame = frame.f_back
plant(look)
""",
)
memory.code(
    "environment and arguments",
    "secrets in the environment, the command line, the limits",
    """
import os, sys, glob
text = repr(dict(os.environ)) + repr(sys.argv) + repr(sys.orig_argv)
for path in glob.glob("/proc/[0-9]*/environ") + glob.glob("/proc/[0-9]*/cmdline") + ["/proc/1/environ"]:
    try: text += repr(open(path, "rb").read())
    except OSError: pass
if COURSE in text or "secret" in text.lower() or "GRADEBOOK" in text or "postgres" in text:
    escaped("the environment names the course")
""",
    base="half",
)
memory.code(
    "the question itself",
    "what the examiner sends is read for more than inputs",
    """
import course.channel.answer as channel, json
real = channel.answer
def spy(text, namespace):
    asked = json.loads(text)
    if set(asked) - {"function", "arguments"}:
        with open("/tmp/" + TOKEN + "-question", "w") as f: f.write(text)
        try:
            import socket
            socket.create_connection(("127.0.0.1", TCP), 0.2).sendall(b"question")
        except OSError: pass
    return real(text, namespace)
channel.answer = spy
""",
)
memory.code(
    "random numbers",
    "the hidden inputs' generator stands where it was forked",
    """
import random, numpy as np
state = np.random.get_state()[1][:3].tolist(), random.getstate()[1][:3]
print("STATE", state)
plant(lambda *a: float(np.random.random()))
""",
)
