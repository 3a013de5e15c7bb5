"""A torture notebook gives the same outputs in a real ipykernel and in a forked child, but for a list in docs/."""

import asyncio
import base64
import hashlib
import io
import json
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.output_widget import OutputWidget
from nbformat.v4 import new_code_cell, new_notebook
from PIL import Image

from grader import sandbox
from grader.forkserver.client import environment
from grader.sandbox import Level, Limits

HERE = Path(__file__).parent
TORTURE = re.split(r"^# %% (.*)\n", "# %% imports\n" + (HERE / "torture.txt").read_text("utf-8"), flags=re.M)
TITLES, SOURCES = TORTURE[1::2], [source.rstrip("\n") for source in TORTURE[2::2]]
DOCUMENT = Path(__file__).parents[3] / "docs" / "grading-fidelity.md"
NO_QUITTING = "setattr(type(__import__('IPython').get_ipython()), 'ask_exit', lambda shell: None)"


class SilentOutputWidget(OutputWidget):
    """Sends nothing back: whether the kernel reads it before the next cell is a race."""

    def send(self, *data, **more):
        pass


class ThisPython(KernelSpecManager):
    """Knows one kernel."""

    def get_kernel_spec(self, kernel_name):
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python", language="python")


def client(**options):
    """An nbclient on the torture notebook; it makes outputs of messages for both kernels."""
    cells = [new_code_cell(source) for source in SOURCES]
    made = NotebookClient(new_notebook(cells=cells), allow_errors=True, store_widget_state=True, **options)
    made.widget_registry["@jupyter-widgets/output"]["OutputModel"] = SilentOutputWidget
    return made


def run_ipykernel(folder):
    """Run the notebook as it is run today."""
    home = folder / "home"
    home.mkdir()
    manager = AsyncKernelManager(
        kernel_spec_manager=ThisPython(), transport="ipc", connection_file=str(folder / "kernel.json")
    )
    manager.ip = str(folder / "k")
    surroundings = environment() | {
        "HOME": str(home),
        "NBGRADER_EXECUTION": "autograde",
        "CRISIS20_LANGUAGE": "es",
        "IPYTHONDIR": str(folder / "ipython"),
        "MPLCONFIGDIR": str(folder / "matplotlib"),
    }
    made = client(km=manager, timeout=60, shutdown_kernel="immediate")
    made.owns_km = True

    async def run():
        with open(folder / "log", "wb") as log:
            async with made.async_setup_kernel(env=surroundings, cwd=str(home), stdout=log, stderr=log):
                await made.kc.execute_interactive(NO_QUITTING, silent=True, store_history=False, timeout=60)
                for index, cell in enumerate(made.nb.cells):
                    await made.async_execute_cell(cell, index)
                made.set_widgets_metadata()

    asyncio.run(run())
    return made.nb


def run_child(server):
    """Run the notebook in a forked child, its messages into the same code."""
    made = client()
    level = sandbox.level()
    with server.child(level=level, limits=Limits(), language="es", files={}) as child:
        for index, cell in enumerate(made.nb.cells):
            cell.metadata["execution"] = {}
            made.clear_before_next_output = False
            child.execute(
                cell.source,
                on_message=lambda message, cell=cell, index=index: made.process_message(message, cell, index),
                timeout=60,
            )
        made.set_widgets_metadata()
    return made.nb


@pytest.fixture(scope="module")
def notebooks(server, tmp_path_factory):
    """The notebook as ipykernel ran it, and as a child ran it; both at the same time."""
    folder = tmp_path_factory.mktemp("real")
    with ThreadPoolExecutor() as pool:
        real = pool.submit(run_ipykernel, folder)
        return run_child(server), real.result()


PLACES = [
    (r"0x[0-9a-f]{6,}", "ADDRESS"),
    (r"/[\w/.-]*/ipykernel_\d+/\d+\.py", "CELL"),
    (r"/[\w/.-]*/real\d+/home|/home/student|/[\w/.-]*/c20-box-[\w-]+/home", "HOME"),
    (r"\b[0-9a-f]{32}\b|\b[0-9a-f]{8}-[0-9a-f-]{27}\b", "ID"),
    (r"\d+(\.\d+)?(e[+-]\d+)? (ns|μs|µs|us|ms|s)\b", "TIME"),
]
SVG = [(r"<dc:date>.*?</dc:date>", ""), (r"\b[mp][0-9a-f]{10}\b", "ID")]


def without_chance(value, key=""):
    """The same without what differs from one run to the next: addresses, ids, places, durations, PNG's bytes."""
    if isinstance(value, dict):
        return {name: without_chance(inner, name) for name, inner in value.items()}
    if isinstance(value, list):
        return [without_chance(inner) for inner in value]
    if key == "image/png":
        return pixels(value)
    if isinstance(value, str):
        for pattern, name in PLACES + (SVG if key == "image/svg+xml" else []):
            value = re.sub(pattern, name, value)
    return value


def pixels(png):
    """A picture's size and a digest of its pixels; what is no picture stays."""
    try:
        picture = Image.open(io.BytesIO(base64.b64decode(png))).convert("RGBA")
    except (OSError, SyntaxError, ValueError):
        return png
    return [*picture.size, hashlib.sha256(picture.tobytes()).hexdigest()]


def outputs(cell):
    """A cell's outputs without chance; when a stream was sent in parts is chance too."""
    merged = []
    for output in json.loads(json.dumps(cell.outputs)):
        last = merged[-1] if merged else {}
        if output["output_type"] == "stream" and last.get("name") == output["name"]:
            last["text"] += output["text"]
        else:
            merged.append(output)
    return without_chance(merged)


def listed():
    """What the document lists, cell by cell."""
    return re.findall(r"^\| `(.+?)` \|", DOCUMENT.read_text("utf-8"), flags=re.M)


def test_only_the_listed_cells_differ(notebooks):
    """Every difference from a real ipykernel is in docs/grading-fidelity.md, and nothing is that does not differ."""
    forked, real = notebooks
    differing = [
        title
        for title, ours, theirs in zip(TITLES, forked.cells, real.cells, strict=True)
        if outputs(ours) != outputs(theirs) or ours.execution_count != theirs.execution_count
    ]
    assert differing == listed()


def test_widgets_are_the_same(notebooks):
    """Both save the same widgets with the same state."""
    kind = "application/vnd.jupyter.widget-state+json"
    ours, theirs = (
        sorted(
            [one["model_name"], sorted(one["state"])]
            for one in notebook.metadata["widgets"][kind]["state"].values()
        )
        for notebook in notebooks
    )
    assert len(ours) > 20 and ours == theirs


def test_errors_and_figures_were_there(notebooks):
    """The comparison is not one of empty notebooks."""
    kinds = [output.output_type for cell in notebooks[0].cells for output in cell.outputs]
    assert kinds.count("error") > 30 and kinds.count("stream") > 60 and kinds.count("display_data") > 20
    assert len(TITLES) == len(set(TITLES)) > 170


def test_no_module_of_ours_shows_in_tracebacks(notebooks):
    """A student never meets the fork server in an error."""
    assert "forkserver" not in json.dumps(notebooks[0])


def test_output_widget_hears_back(server):
    """What a page tells a widget is there in the next cell, as with a front end."""
    with server.child(level=Level.NONE, limits=Limits(), language="es", files={}) as child:
        heard = []
        code = "import ipywidgets\nslider = ipywidgets.IntSlider(3)"
        child.execute(code, on_message=heard.append, timeout=20)
        opened = [one["content"] for one in heard if one["msg_type"] == "comm_open"]
        slider = next(one for one in opened if one["data"]["state"]["_model_name"] == "IntSliderModel")
        update = {"method": "update", "state": {"value": 9}, "buffer_paths": []}
        child.comm({"comm_id": slider["comm_id"], "data": update})
        child.execute("slider.value", on_message=heard.append, timeout=20)
        assert heard[-1]["content"]["data"] == {"text/plain": "9"}


LARGE = {
    "display": "from IPython.display import HTML; HTML('<b>' * 6_000_000)",
    "error": "raise ValueError('x' * 20_000_000)",
    "buffers": "import comm; comm.create_comm(target_name='t', buffers=[bytes(70 * 2**20)]); 1",
}


@pytest.mark.parametrize("code", LARGE.values(), ids=list(LARGE))
def test_what_no_notebook_should_hold_is_cut(server, code):
    """One message beyond 16 MiB becomes a short one; the process and its next cells go on."""
    with server.child(level=Level.NONE, limits=Limits(), language="es", files={}) as child:
        heard = []
        assert child.execute(code, on_message=heard.append, timeout=60).status in ("ok", "error")
        assert heard and len(json.dumps(heard, default=str)) < 10**6
        assert child.execute("1", on_message=heard.append, timeout=20).status == "ok"


def test_odd_data_is_made_text(server):
    """What nbformat refuses, and nbclient dies of, becomes text."""
    with server.child(level=Level.NONE, limits=Limits(), language="es", files={}) as child:
        heard = []
        code = "display({'text/plain': 5, 'text/html': ['a', 1], 'application/json': [1, None]}, raw=True)"
        child.execute(code, on_message=heard.append, timeout=20)
    data = {"text/plain": "5", "text/html": ["a", "1"], "application/json": [1, None]}
    assert heard[-1]["content"]["data"] == data
