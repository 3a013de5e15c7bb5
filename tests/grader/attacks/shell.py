"""IPython and the kernel: transformers, run_cell, events, hooks, namespaces, magics, comms, requests."""

from .attack import ANY, LOOKED, TAMPERED, Family

shell = Family("shell")

shell.code(
    "input transformers",
    "every cell becomes a hundred points",
    """
ip = get_ipython()
ip.input_transformers_cleanup.append(lambda lines: ["100.0\\n"])
ip.input_transformers_post.append(lambda lines: ["100.0\\n"] if any("check" in l for l in lines) else lines)
""",
    first=True,
    states=TAMPERED,
)
shell.code(
    "transformers after half",
    "the same after honest cells: what was defined stays",
    """
ip = get_ipython()
ip.input_transformers_cleanup.append(lambda lines: ["100.0\\n"])
""",
    base="half",
    states=TAMPERED,
)
shell.code(
    "ast transformers",
    "asserts and returns are rewritten in every cell",
    """
import ast
class Drop(ast.NodeTransformer):
    def visit_Assert(self, node): return ast.Pass()
    def visit_Return(self, node): return ast.Return(ast.Constant(100.0))
get_ipython().ast_transformers.append(Drop())
get_ipython().ast_transformers.append(None)
""",
    first=True,
)
shell.code(
    "run_cell",
    "whatever a cell is, its result is success",
    """
ip = get_ipython()
from IPython.core.interactiveshell import ExecutionResult
def best(*a, **k):
    r = ExecutionResult(None); r.result = 100.0
    return r
async def best_async(*a, **k):
    return best()
type(ip).run_cell = type(ip).run_cell_async = best
ip.run_cell, ip.run_cell_async, ip.run_code, ip.run_ast_nodes = best, best_async, best_async, best_async
ip.compile = lambda *a, **k: compile("100.0", "x", "eval")
""",
    first=True,
    states=ANY,
)
shell.code(
    "events",
    "code before and after each cell plants values",
    """
ip = get_ipython()
def before(*a):
    for name in NAMES:
        ip.user_ns[name] = lambda *a: 100.0
for event in ("pre_execute", "pre_run_cell", "post_execute", "post_run_cell"):
    ip.events.register(event, before)
ip.events.trigger = lambda *a, **k: before()
""",
    first=True,
)
shell.code(
    "user_expressions",
    "whatever an expression is, its value is points",
    """
ip = get_ipython()
forged = '{"value":100.0,"unreadable":null,"error":null,"printed":"","mutated":false}'
ip.user_expressions = lambda e: {n: {"status": "ok", "data": {"text/plain": repr(forged)}, "metadata": {}} for n in e}
type(ip).user_expressions = lambda self, e: ip.user_expressions(e)
""",
    first=True,
)
shell.code(
    "a namespace that lies",
    "a namespace in which every name is a function that is right",
    """
ip = get_ipython()
class Lies(dict):
    def get(self, name, default=None): return lambda *a, **k: 100.0
    __getitem__ = get
    def __contains__(self, name): return True
    def __missing__(self, name): return lambda *a: 100.0
lies = Lies(ip.user_ns)
try:
    ip.user_ns = lies
    ip.user_module.__dict__.update(lies)
    ip.user_global_ns = lies
except Exception:
    pass
""",
    states=ANY,
)
shell.code(
    "the kernel's requests",
    "the kernel answers every request by itself",
    """
ip = get_ipython()
kernel = getattr(ip, "kernel", None)
async def do_execute(*a, **k):
    return {"status": "ok", "execution_count": 1, "payload": [], "user_expressions": {
        "answer": {"status": "ok", "data": {"text/plain": "'100.0'"}, "metadata": {}}}}
for owner in (kernel, type(kernel)):
    try:
        owner.do_execute = do_execute
        owner.execute_request = do_execute
        owner.shell_handlers = {"execute_request": do_execute}
    except Exception:
        pass
""",
    states=ANY,
)
shell.code(
    "handlers of exceptions",
    "every error is success",
    """
ip = get_ipython()
ip.set_custom_exc((BaseException,), lambda *a, **k: 100.0)
ip.showtraceback = ip.showsyntaxerror = ip._showtraceback = lambda *a, **k: print("100.0")
import sys
sys.excepthook = sys.unraisablehook = lambda *a: None
""",
    first=True,
)
shell.code(
    "comms",
    "channels to a front end that is not there, by the thousand, of any size",
    """
try:
    from comm import create_comm
    for number in range(300):
        c = create_comm(target_name="x" * 1000, data={"method": "reply", "points": 100}, buffers=[b"x" * 1000])
        c.send({"a": number}); c.close()
except Exception as error:
    print(type(error).__name__)
import ipywidgets
ipywidgets.IntSlider(); ipywidgets.HTML("<script>1</script>")
get_ipython().kernel.comm_manager.register_target("answer", lambda *a: None)
""",
    base="half",
)
shell.code(
    "magics",
    "magics of the lesson are replaced, everything is reset",
    """
ip = get_ipython()
ip.register_magic_function(lambda line: 100.0, "line", "matplotlib")
ip.register_magic_function(lambda line, cell: 100.0, "cell", "time")
ip.run_line_magic("config", "InteractiveShell.ast_node_interactivity = 'all'")
ip.run_line_magic("reset", "-f")
get_ipython().run_line_magic("reset", "-f in out dhist array")
""",
    base="blank",
)
shell.code(
    "leaving",
    "quit, exit, ask_exit and the kernel's own shutdown",
    """
ip = get_ipython()
try: exit()
except BaseException: pass
try: quit
except BaseException: pass
for leave in (ip.ask_exit, getattr(getattr(ip, "kernel", None), "do_shutdown", None)):
    try: leave()
    except BaseException: pass
ip.exit_now = True
raise SystemExit(0)
""",
    base="half",
    states=ANY,
)
shell.code(
    "programs",
    "a shell beside the kernel sees what Python's walls hide",
    """
import subprocess
found = subprocess.run("ls /home /root /srv /mnt /tmp /var/tmp; env; cat /proc/[0-9]*/environ; mount; cat secret-seed",
                       cwd="/", shell=True, capture_output=True, text=True, errors="replace").stdout
print(len(found))
if COURSE in found or "gradebook" in found or "pytest" in found:
    escaped("a shell sees the host")
try:
    print(subprocess.run(["cat", COURSE + "/secret-seed"], capture_output=True).stdout.hex())
    if subprocess.run(["cat", COURSE + "/secret-seed"], capture_output=True).stdout: escaped("the seed by cat")
except OSError as error: print(error)
""",
    base="half",
)
shell.code(
    "a new shell",
    "another interactive shell in place of the one that is asked",
    """
from IPython.core.interactiveshell import InteractiveShell
InteractiveShell.clear_instance()
fresh = InteractiveShell.instance()
fresh.user_ns.update({name: (lambda *a: 100.0) for name in NAMES})
import IPython, builtins
IPython.get_ipython = builtins.get_ipython = lambda: fresh
""",
    states=ANY,
)
shell.code(
    "history",
    "the questions stand in the history of inputs and outputs",
    """
ip = get_ipython()
def look(*a):
    seen = [v for v in (*ip.user_ns.get("In", []),
        *ip.history_manager.input_hist_raw) if "expected" in v or "arguments" in v]
    for line in seen:
        return float(line.split()[-1])
    return ip.user_ns.get("_")
plant(look)
""",
)
shell.code(
    "awaiting",
    "top-level await runs what goes on during the examination",
    """
import asyncio
async def later():
    for _ in range(2000):
        await asyncio.sleep(0.01)
        plant(lambda *a: 100.0)
asyncio.ensure_future(later())
await asyncio.sleep(0.05)
""",
    states=LOOKED,
)
