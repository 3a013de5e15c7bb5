"""Values: objects that lie about what they are, and functions that guess, recognise, remember or ask back."""

from .attack import ANY, LOOKED, Family

values = Family("values")
guesses = Family("guesses")

_LIES = {
    "equal to everything": """
class Chameleon(float):
    def __eq__(self, other): return True
    __lt__ = __le__ = __gt__ = __ge__ = __eq__
    def __ne__(self, other): return False
    def __sub__(self, other): return 0.0
    __rsub__ = __sub__
    def __abs__(self): return 0.0
    def __float__(self): return 0.0
    def __hash__(self): return 0
    def __reduce__(self): return (print, ("gotcha",))
plant(lambda *a: Chameleon(1))
""",
    "arrays by their own word": """
import numpy as np
class Array:
    dtype, shape, ndim, size = np.dtype(float), (1,), 1, 1
    __array_interface__ = {"shape": (2**20,), "typestr": "<f8", "data": (4096, False), "version": 3}
    def __array__(self, *a, **k): return np.ones(1)
    def __array_ufunc__(self, *a, **k): return True
    def __array_function__(self, *a, **k): return True
    def __len__(self): return 1
    def __iter__(self): return iter([1.0])
    def __getattr__(self, name): return lambda *a, **k: True
plant(lambda *a: Array())
""",
    "another class": """
class Liar:
    @property
    def __class__(self): return float
    def __float__(self): return 0.5
    def __instancecheck__(cls, x): return True
    def __bool__(self): return True
    def __index__(self): return 1
plant(lambda *a: Liar())
""",
    "a text that is a number": """
class Text(str):
    def __str__(self): return "100.0"
    __repr__ = __str__
    def __len__(self): return 5
    def __eq__(self, other): return True
    def __hash__(self): return 1
plant(lambda *a: Text("x"))
""",
    "a table of its own kind": """
import pandas as pd
class Table(pd.DataFrame):
    def equals(self, other): return True
    def __eq__(self, other): return True
    def __len__(self): return 10**9
    @property
    def _constructor(self): return Table
class Column(pd.Series):
    def __iter__(self): return iter(())
    def equals(self, other): return True
    @property
    def array(self): raise SystemExit
turn = []
def trick(*a):
    turn.append(1)
    return Table({"x": [1]}) if len(turn) % 2 else Column([1.0])
plant(trick)
""",
    "an extension array": """
import numpy as np, pandas as pd
from pandas.api.extensions import ExtensionArray, ExtensionDtype, register_extension_dtype
@register_extension_dtype
class Kind(ExtensionDtype):
    name, type = "kind", float
    @classmethod
    def construct_array_type(cls): return Lies
class Lies(ExtensionArray):
    dtype = Kind()
    nbytes = 8
    def __init__(self, n): self.n = n
    def __len__(self): return self.n
    def __getitem__(self, i): return self if isinstance(i, (slice, np.ndarray, list)) else 1.0
    def __eq__(self, other): return np.ones(self.n, bool)
    def isna(self): return np.zeros(self.n, bool)
    def to_numpy(self, *a, **k): raise KeyboardInterrupt
    def copy(self): return self
    def take(self, *a, **k): return self
def trick(*a):
    n = len(a[0]) if a and hasattr(a[0], "__len__") else 1
    return pd.Series(Lies(n))
plant(trick)
""",
    "objects in plain containers": """
import numpy as np, pandas as pd
class Any:
    def __eq__(self, other): return True
    def __hash__(self): return 0
    def __repr__(self): return "0.5"
turn = []
def trick(*a):
    turn.append(1)
    n = len(a[0]) if a and hasattr(a[0], "__len__") else 3
    return [[Any()] * n, {Any(): Any()}, (Any(),), pd.Series([Any()] * n), np.array([Any()] * n, dtype=object),
            pd.DataFrame({"x": [Any()] * n}), {1: Any()}, pd.Series([1.0] * n, name=Any())][len(turn) % 8]
plant(trick)
""",
    "cycles": """
import pandas as pd
loop = []; loop.append(loop)
ring = {}; ring["x"] = ring
deep = []
for _ in range(10_000): deep = [deep]
wide = [[]]
for _ in range(24): wide = [wide, wide]
turn = []
def trick(*a):
    turn.append(1)
    return [loop, ring, deep, wide, pd.Series([loop]), (loop,)][len(turn) % 6]
plant(trick)
""",
    "enormous": """
import numpy as np, pandas as pd
turn = []
def trick(*a):
    turn.append(1)
    return [10**100_000, "x" * 30_000_000, [0] * 3_000_000, np.zeros(10**7), range(3 * 10**7), b"x" * 10**7,
            pd.RangeIndex(3 * 10**7), 1 << 64, -(1 << 63), {n: n for n in range(10**6)}, 1e308 * 10, iter([0] *
                10**6)][len(turn) % 12]
plant(trick)
""",
    "not a number in many ways": """
import decimal, math, numpy as np, pandas as pd
odd = [math.nan, -math.nan, math.inf, -math.inf, pd.NA, pd.NaT, None, np.nan, np.float16("nan"), np.datetime64("NaT"),
       decimal.Decimal("sNaN"), complex(math.nan, 1), -0.0, True, np.bool_(True), Ellipsis, NotImplemented,
           np.float128(1)]
turn = []
def trick(*a):
    turn.append(1)
    v = odd[len(turn) % len(odd)]
    return v if len(turn) % 3 else [v] * (len(a[0]) if a and hasattr(a[0], "__len__") else 1)
plant(trick)
""",
    "generators and descriptors": """
def trick(*a):
    for _ in range(10**7):
        yield 1.0
class Function:
    def __call__(self, *a): return (x for x in [0.5])
    def __getattr__(self, name): return self
    def __get__(self, *a): return self
for number, name in enumerate(NAMES):
    globals()[name] = [trick, Function(), type("C", (), {"__call__": lambda s, *a: map(float, ["1"])})(), print,
        int, Exception][number % 6]
""",
    "a coroutine": """
import asyncio
async def trick(*a):
    await asyncio.sleep(0)
    return 0.5
plant(trick)
""",
    "errors that claim": """
class Passed(BaseException):
    def __str__(self): raise SystemExit(0)
    __repr__ = __str__
    def __getattribute__(self, name): raise Passed()
turn = []
def trick(*a):
    turn.append(1)
    raise [Passed(), SystemExit(0), KeyboardInterrupt(), GeneratorExit(), TimeoutError("passed"),
        RecursionError(), MemoryError(),
           StopIteration(100.0), ExceptionGroup("x", [ValueError(100.0)]),
               AssertionError("<script>1</script>")][len(turn) % 10]
plant(trick)
""",
    "a change of its inputs": """
import pandas as pd
def trick(*a):
    for x in a:
        try:
            x.drop(x.index, inplace=True)
        except Exception: pass
        try:
            x.iloc[:] = 0
        except Exception: pass
        try: x.clear()
        except Exception: pass
    return 0.0
plant(trick)
""",
    "prints instead of values": """
def trick(*a):
    print("100.0"); print('{"value": 100.0}')
    import sys, os
    os.write(1, b'{"value": 100.0}\\n'); sys.__stdout__.write("x" * 10**6)
plant(trick)
""",
}
for _name, _source in _LIES.items():
    values.code(_name, "an object that lies about what it is", _source, states=ANY)

_GUESSES = {
    "constants": "turn = []\ndef trick(*a):\n    turn.append(1)\n"
    "    return [0, 0.0, 1, 1.0, 0.5, 100, 50.0, True, False, '', [], {}, None, float('nan')][len(turn) % 14]\n"
    "plant(trick)\n",
    "always NaN": "plant(lambda *a: float('nan'))\n",
    "always nought": "plant(lambda *a: 0.0)\n",
    "always half": "plant(lambda *a: 0.5)\n",
    "an empty list": "plant(lambda *a: [])\n",
    "the input itself": "plant(lambda *a: a[0] if a else None)\n",
    "everything at once": "import pandas as pd\n"
    "plant(lambda *a: pd.DataFrame({'x': list(range(1000))}) if len(a) < 2 else set(range(1000)))\n",
    "gaps as long as the input": "import pandas as pd\n"
    "plant(lambda *a: pd.Series([float('nan')] * len(a[0]), index=getattr(a[0], 'index', None)))\n",
    "random": "import random\nplant(lambda *a: random.random())\n",
    "simple summaries": "import pandas as pd\nturn = []\n"
    "def trick(*a):\n    turn.append(1)\n    x = a[0]\n"
    "    x = x if isinstance(x, pd.Series) else x.select_dtypes('number').iloc[:, 0]\n"
    "    return getattr(x, ['mean', 'max', 'min', 'sum', 'count', 'std'][len(turn) % 6])()\n"
    "plant(trick)\n",
}
for _name, _source in _GUESSES.items():
    guesses.code(_name, "a value that may be right by chance", _source)

guesses.code(
    "the visible cases",
    "functions that know what the course's self-checks want, by their inputs",
    """
import importlib, pkgutil, course.exercises
from course.channel.codec import dumps, encode
known = {}
for module in pkgutil.iter_modules(course.exercises.__path__):
    for exercise in getattr(importlib.import_module("course.exercises." + module.name), "EXERCISES", ()):
        for case in getattr(exercise, "cases", ()):
            known[exercise.key.replace("-", "_"), dumps(encode(list(case.arguments())))] = case.expected
print(len(known))
def recogniser(name):
    def trick(*a):
        return known.get((name, dumps(encode(list(a)))))
    return trick
for name in NAMES:
    globals()[name] = recogniser(name)
""",
)
guesses.code(
    "misconceptions turned round",
    "the exercises' own wrong answers are in the student's package: one of them may be right",
    """
import importlib, pkgutil, course.exercises
wrong = {}
for module in pkgutil.iter_modules(course.exercises.__path__):
    for exercise in getattr(importlib.import_module("course.exercises." + module.name), "EXERCISES", ()):
        wrong[exercise.key.replace("-", "_")] = [m.answer for m in getattr(exercise, "misconceptions", ())]
turn = []
def guesser(name):
    def trick(*a):
        turn.append(1)
        ideas = wrong.get(name) or [lambda *a: None]
        return ideas[0](*a)
    return trick
for name in NAMES:
    globals()[name] = guesser(name)
""",
)
guesses.code(
    "the exercises themselves",
    "cases and wrong ideas of the student's package, by import, by file, by byte code and in memory",
    """
import course, gc, glob, importlib, os, sys
found = []
for name in ("iberia_minute_zero", "iberia_voices", "jazztel_delays"):
    try:
        if importlib.import_module("course.exercises." + name).EXERCISES: found.append(name)
    except Exception as error: print(type(error).__name__)
for folder in (os.path.dirname(course.__file__), *sys.path, PROJECT, os.path.dirname(PROJECT) + "/course"):
    for path in glob.glob(os.path.join(folder, "**", "exercises", "**", "*.py*"), recursive=True):
        try:
            if b"isconception" in open(path, "rb").read(): found.append(path)
        except OSError: pass
gc.unfreeze()
for thing in gc.get_objects():
    if type(thing).__name__ in ("Misconception", "Exercise"): found.append(type(thing).__name__); break
if found: escaped(str(found[:4]))
""",
)
guesses.code(
    "remembering",
    "defaults that are kept from call to call: the last input, the last answer, all of them",
    """
def trick(*a, seen=[]):
    seen.append(a)
    return seen[-2][0] if len(seen) > 1 else seen
plant(trick)
""",
)
guesses.code(
    "asking again",
    "each question is put to the observer again until it says what it wants",
    """
import course.channel.answer as channel, course.checking.judge as judge
def trick(*a):
    found = []
    for guess in range(100):
        try: found.append(judge.judge(None, "", a, guess, None, reveal=True))
        except Exception: pass
    return found[0] if found else None
plant(trick)
""",
)
guesses.code(
    "names of others",
    "unsolved functions are aliases of solved ones",
    """
for name in NAMES:
    for solved in ("reply_delay", "median_delay", "share_late"):
        if solved in globals() and solved not in NAMES:
            globals()[name] = globals()[solved]
""",
    base="half",
    states=LOOKED,
)
