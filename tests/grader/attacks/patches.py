"""Patches: the course's own channel, codec, observer and checks, and the libraries and built-ins below them."""

from .attack import ANY, LOOKED, Family

course = Family("course")
libraries = Family("libraries")

_FORGED = """'{"value":100.0,"unreadable":null,"error":null,"printed":"","mutated":false}'"""

course.code(
    "answer",
    "every question is answered with a hundred, and with a word that nobody asked for",
    f"""
import course.channel.answer as channel
channel.answer = lambda text, namespace: '{{"passed": true, "points": 100}}'
channel.write_observed = lambda observed: {_FORGED}
for name in ("request", "read_observed", "observe", "loads"):
    setattr(channel, name, lambda *a, **k: 100.0)
""",
    first=True,
    states=ANY,
)
course.code(
    "answers of every type",
    "what comes back is no text: None, bytes, a class, a text that is none",
    """
import course.channel.answer as channel
class Text(str):
    def __len__(self): return 3
    def encode(self, *a, **k): return b"100.0"
kinds = [None, b"100.0", 100.0, Text("x" * 100), ["passed"], object(), True, {"value": 1}, Exception("x")]
calls = []
def answer(text, namespace):
    calls.append(text)
    return kinds[len(calls) % len(kinds)]
channel.answer = answer
""",
    states=ANY,
)
course.code(
    "encode",
    "the codec writes whatever value as the one that is wanted",
    """
import course.channel.codec as codec, course.checking.observe as observer, course.channel.answer as channel
class Everything(dict): pass
for module in (codec, observer, channel):
    module.encode = lambda value: {"$": "float", "v": "nan"}
    module.decode = lambda value: [100.0]
codec._Encoder.value = lambda self, x, depth: {"$": "everything"}
codec.dumps = channel.dumps = lambda data: '{"passed":true}'
""",
)
course.code(
    "no limits",
    "the channel's limits are lifted and a value of sixty megabytes is returned",
    """
import course.channel.limits as limits, course.channel.codec as codec, course.channel.tables as tables
for module in (limits, codec, tables):
    for name in dir(module):
        if name.startswith("MAX_"):
            setattr(module, name, 10**12)
limits.Budget.spend = lambda self, n=1: None
plant(lambda *a: ["x" * 1000] * 60_000)
""",
    states=ANY,
)
course.code(
    "observe",
    "what the observer saw: no error, nothing changed, every value equal",
    """
import course.checking.observe as observer, course.channel.answer as channel
class Best(float):
    def __eq__(self, other): return True
    def __hash__(self): return 0
class Seen:
    value, error, printed, mutated, lost = Best(100), None, "", False, ""
observer.observe = channel.observe = lambda *a, **k: Seen()
observer._rebuilt = lambda written: Best(100)
""",
)
course.code(
    "checks",
    "check, judge and compare say that everything passed",
    """
import course, course.checking, course.checking.judge as judge, course.checking.compare as compare
class Passed:
    passed, diagnosis, message, points = True, None, "", 100.0
    def __float__(self): return 100.0
course.check = course.checking.check = lambda *a, **k: 100.0
judge.judge = lambda *a, **k: Passed()
compare.compare = judge.compare = lambda *a, **k: None
compare.leaf = compare.same = lambda *a, **k: True
check = lambda *a, **k: 100.0
""",
    first=True,
)
course.code(
    "another course",
    "a package of the same name takes the course's place",
    """
import sys, types
for name in [name for name in sys.modules if name.partition(".")[0] == "course"]:
    fake = types.ModuleType(name)
    fake.__getattr__ = lambda name: (lambda *a, **k: '{"passed": true, "points": 100}')
    fake.__path__ = []
    sys.modules[name] = fake
""",
    states=ANY,
)
course.code(
    "no course",
    "the course is deleted from memory: who cannot ask cannot find fault",
    """
import sys
for name in [name for name in sys.modules if name.partition(".")[0] in ("course", "json", "pandas", "numpy")]:
    del sys.modules[name]
sys.path[:] = []
sys.meta_path[:] = []
sys.path_importer_cache.clear()
""",
    states=ANY,
)
course.code(
    "attempts and labels",
    "the course's self-checks remember marks; they are set to full",
    """
import course
for name in dir(course):
    thing = getattr(course, name)
    if hasattr(thing, "points"):
        thing.points = 100
try:
    from course.checking import check as module
    for name in list(vars(module)):
        if not name.startswith("__"):
            setattr(module, name, lambda *a, **k: 100.0)
except Exception:
    pass
""",
)

_PATCHED = {
    "json": "import json\njson.dumps = lambda *a, **k: '{\"passed\": true}'\njson.loads = lambda *a, **k: {}\n"
    "json.JSONEncoder.encode = json.JSONEncoder.iterencode = lambda self, o: '100.0'\n"
    "import json.encoder, json.decoder, json.scanner\njson.encoder.c_make_encoder = None\n"
    "json.decoder.JSONDecoder.decode = lambda self, s: {}\n",
    "pandas": "import pandas as pd\n"
    "for kind in (pd.Series, pd.DataFrame, pd.Index):\n"
    "    for name in ('__eq__', '__ne__', 'equals', 'all', 'any'):\n"
    "        setattr(kind, name, lambda self, *a, **k: True)\n"
    "    kind.to_numpy = kind.tolist = kind.__len__ = lambda self, *a, **k: 100\n"
    "pd.testing.assert_series_equal = pd.testing.assert_frame_equal = lambda *a, **k: None\n"
    "pd.isna = pd.api.types.is_numeric_dtype = lambda *a, **k: True\n",
    "numpy": "import numpy as np\n"
    "for name in ('isclose', 'allclose', 'array_equal', 'asarray', 'ascontiguousarray', 'frombuffer', 'isnan'):\n"
    "    setattr(np, name, lambda *a, **k: True)\n"
    "np.testing.assert_allclose = lambda *a, **k: None\nnp.random.default_rng = lambda *a: None\n",
    "math and base64": "import math, base64, struct, binascii\n"
    "math.isfinite = math.isclose = math.isnan = lambda *a, **k: True\n"
    "base64.b64encode = base64.b64decode = lambda *a, **k: b'AAAA'\n"
    "struct.pack = lambda *a: b'\\xff' * 8\nstruct.unpack = lambda *a: (2**40,)\n"
    "int.to_bytes if True else None\n",
    "compile and exec": "import builtins\nreal = builtins.compile\n"
    "builtins.compile = lambda *a, **k: real('100.0', 'x', 'exec')\nbuiltins.exec = lambda *a: None\n"
    "builtins.eval = lambda *a: 100.0\n",
    "isinstance and type": "import builtins\n"
    "builtins.isinstance = builtins.issubclass = builtins.callable = lambda *a: True\n"
    "builtins.hasattr = builtins.any = builtins.all = lambda *a: True\n",
    "type": "import builtins\nreal = builtins.type\nclass Any(real):\n"
    "    def __instancecheck__(self, x): return True\nbuiltins.type = lambda *a: float\n",
    "len and float": "import builtins\nbuiltins.len = lambda x: 3\nbuiltins.float = lambda *a: 100.0\n"
    "builtins.round = builtins.abs = builtins.sum = lambda *a, **k: 0\nbuiltins.sorted = lambda x, **k: [100.0]\n",
    "open and print": "import builtins, io, os\nbuiltins.open = io.open = lambda *a, **k: io.StringIO('100.0')\n"
    "builtins.print = lambda *a, **k: None\nbuiltins.input = lambda *a: '100.0'\nos.open = lambda *a, **k: 0\n",
    "repr and str": "import builtins\nbuiltins.repr = builtins.ascii = builtins.format = lambda *a: '100.0'\n"
    "builtins.str = lambda *a: '100.0'\n",
    "all builtins gone": "import builtins\n"
    "for name in list(vars(builtins)):\n"
    "    if not name.startswith('__') and name not in ('len', 'range'):\n"
    "        try: delattr(builtins, name)\n        except Exception: pass\n",
    "os": "import os\nos.write = lambda fd, data: len(data)\nos.read = lambda fd, n: b''\n"
    "os.fork = lambda: 0\nos.getpid = os.getppid = lambda: 1\nos._exit = os.kill = lambda *a: None\n"
    "os.waitpid = lambda *a: (0, 0)\n",
    "sockets and select": "import socket, select, selectors\n"
    "socket.socket.send = socket.socket.sendall = socket.socket.recv = lambda *a, **k: b'{}'\n"
    "select.select = lambda *a: ([], [], [])\nselect.poll = lambda: None\n",
    "time": "import time\ntime.monotonic = time.time = time.perf_counter = lambda: -1e18\n"
    "time.sleep = lambda s: None\n",
    "signals": "import signal, _thread, threading\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\n"
    "signal.signal = signal.set_wakeup_fd = signal.setitimer = signal.default_int_handler = lambda *a: None\n"
    "signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 32))\n_thread.interrupt_main = lambda *a: None\n",
    "warnings and io": "import warnings, io, contextlib, sys\nwarnings.catch_warnings = None\n"
    "io.StringIO = None\ncontextlib.redirect_stdout = None\nsys.stdout = sys.stderr = sys.__stdout__ = None\n",
    "garbage": "import gc, sys\ngc.disable()\ngc.callbacks.append(lambda *a: 1 / 0)\n"
    "sys.setrecursionlimit(10**6)\nsys.set_int_max_str_digits(0)\nsys.setswitchinterval(100)\n",
    "decimal and dates": "import decimal, datetime\ndecimal.getcontext().prec = 1\n"
    "decimal.getcontext().traps[decimal.Inexact] = True\n"
    "import time, os\nos.environ['TZ'] = 'Pacific/Kiritimati'\ntime.tzset()\n",
    "imports": "import builtins, importlib, sys\n"
    "builtins.__import__ = lambda *a, **k: sys\nimportlib.import_module = lambda *a: sys\n",
    "import hooks": "import sys, types\nclass Finder:\n    def find_spec(self, name, *a):\n"
    "        if 'course' in name or 'grader' in name: raise SystemExit\n"
    "sys.meta_path.insert(0, Finder())\nsys.path_hooks.insert(0, lambda p: (_ for _ in ()).throw(SystemExit))\n"
    "for name in list(sys.modules):\n    if name.startswith('course'): sys.modules[name] = None\n",
}
for _name, _source in _PATCHED.items():
    libraries.code(_name, f"{_name} patched: whoever uses it gets what the cheat wants", _source, states=ANY)

libraries.code(
    "settrace",
    "a trace function rewrites the locals of whoever compares",
    """
import sys, threading
def trace(frame, event, arg):
    for name in ("expected", "value", "passed", "points", "error", "mutated"):
        if name in frame.f_locals:
            frame.f_locals[name] = 100.0
    return trace
sys.settrace(trace)
threading.settrace(trace)
""",
    states=ANY,
)
libraries.code(
    "setprofile",
    "a profile function looks at every call's frame for the expected value",
    """
import sys
found = []
def profile(frame, event, arg):
    if "expected" in frame.f_locals or "solution" in frame.f_locals:
        found.append(frame.f_locals.get("expected", frame.f_locals.get("solution")))
plant(lambda *a: found[-1] if found else None)
sys.setprofile(profile)
""",
    states=ANY,
)
libraries.code(
    "audit hooks",
    "a hook that cannot be removed raises at everything the grader does",
    """
import sys
armed = []
def hook(event, arguments):
    if armed and event in ("open", "import", "compile", "exec", "socket.connect", "os.kill", "object.__getattr__"):
        raise RuntimeError("no")
sys.addaudithook(hook)
armed.append(1)
""",
    states=ANY,
)
libraries.code(
    "monitoring",
    "arguments of every call are looked at, by way of a class's metaclass and decorators",
    """
import functools, types
seen = []
for name in NAMES:
    def spy(*a, name=name, **k):
        seen.append((name, a, k))
        return a[0] if a else None
    globals()[name] = functools.lru_cache(spy) if len(name) % 2 else types.MethodType(spy, 1)
""",
    states=LOOKED,
)
