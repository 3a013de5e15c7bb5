"""The kernel provisioner: a real ipykernel behind walls, driven by any client; nothing outlives it."""

import os
import time
from pathlib import Path

import pytest
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager, KernelManager
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from grader import sandbox
from grader.forkserver import ForkServer
from grader.sandbox import Level

SHOWN = ("stream", "display_data", "execute_result")
PROVISIONER = {"provisioner_name": "crisis20-fork", "config": {"language": "en"}}


class Forked(KernelSpecManager):
    """Knows one kernel."""

    def get_kernel_spec(self, kernel_name):
        return KernelSpec(
            argv=[], display_name="Python", language="python", metadata={"kernel_provisioner": PROVISIONER}
        )


@pytest.fixture
def manager():
    """A kernel manager; its kernel is started by the test, and gone after it."""
    made = KernelManager(kernel_spec_manager=Forked())
    yield made
    if made.has_kernel:
        made.shutdown_kernel(now=True)


def ask(client, code, timeout=20):
    """Run code; the reply, and what was put out."""
    heard = []
    reply = client.execute_interactive(code, timeout=timeout, output_hook=heard.append, allow_stdin=False)
    return reply["content"], [one["content"] for one in heard if one["msg_type"] in SHOWN]


def started(manager):
    """A client of a kernel that has started."""
    manager.start_kernel()
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    return client


def value(client, code):
    """What an expression shows as."""
    return ask(client, code)[1][0]["data"]["text/plain"]


@pytest.mark.parametrize("level", [Level.NAMESPACES, Level.LANDLOCK, Level.NONE], ids=str)
def test_kernel_lives_and_dies(manager, level, monkeypatch):
    """It starts, shows, is interrupted, starts again without a memory, ends; no process and no file stays."""
    if sandbox.level(at_most=level) is not level:
        pytest.skip(f"no {level} here")
    monkeypatch.setattr(sandbox, "level", lambda: level)
    monkeypatch.setitem(PROVISIONER["config"], "unsafe", True)
    client = started(manager)
    folder = Path(manager.ip).parent
    assert manager.transport == "ipc" and folder.is_dir()
    assert value(client, "import os; os.environ['CRISIS20_LANGUAGE'], 6 * 7") == "('en', 42)"
    _, shown = ask(client, "import matplotlib.pyplot as plt; plt.plot([1, 2])\nprint('said')")
    assert [one.get("text") or sorted(one["data"]) for one in shown] == [
        "said\n",
        ["image/png", "text/plain"],
    ]
    client.execute("print('runs')\nwhile True: pass", stop_on_error=False)
    while client.get_iopub_msg(timeout=20)["msg_type"] != "stream":
        pass
    manager.interrupt_kernel()
    assert client.get_shell_msg(timeout=20)["content"]["ename"] == "KeyboardInterrupt"
    assert value(client, "kept = 'alive'; kept") == "'alive'"
    client.stop_channels()
    manager.restart_kernel(now=True)
    client = manager.client()
    client.start_channels()
    client.wait_for_ready(timeout=60)
    assert ask(client, "kept")[0]["ename"] == "NameError"
    pid = manager.provisioner.pid
    os.kill(pid, 0)
    client.stop_channels()
    manager.shutdown_kernel()
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert not folder.exists() and not Path(manager.connection_file).exists()
    assert ForkServer.shared().ask({"op": "about"})["children"] == 0


def test_walls_are_there(manager):
    """Neither the network nor this file can be reached from such a kernel."""
    if not sandbox.available():
        pytest.skip("no sandbox here")
    client = started(manager)
    reply, _ = ask(client, f"open({__file__!r})")
    assert reply["ename"] in ("FileNotFoundError", "PermissionError")
    reply, _ = ask(client, "import socket; socket.socket(socket.AF_INET)")
    assert reply["ename"] == "PermissionError"
    client.stop_channels()


def test_refused_without_walls(manager, monkeypatch):
    """Where no sandbox works, there is no kernel but an explanation, unless `unsafe` was chosen."""
    monkeypatch.setattr(sandbox, "level", lambda: Level.NONE)
    monkeypatch.setattr(sandbox, "explain", lambda: "why there are no walls")
    with pytest.raises(RuntimeError, match="why there are no walls"):
        manager.start_kernel()
    manager.cleanup_resources()


def test_death_is_noticed(manager):
    """A kernel that has crashed is not alive, and can be started again."""
    client = started(manager)
    client.execute("import os; os._exit(3)")
    until = time.monotonic() + 20
    while manager.is_alive() and time.monotonic() < until:
        time.sleep(0.01)
    assert not manager.is_alive()
    client.stop_channels()
    manager.restart_kernel(now=True)
    assert manager.is_alive()


def test_nbclient_uses_it(tmp_path):
    """A notebook runs in it as in any kernel: outputs, widgets, errors."""
    cells = [
        "import ipywidgets; ipywidgets.IntSlider(3)",
        "import asyncio; await asyncio.sleep(0); print(1)",
        "1/0",
    ]
    notebook = new_notebook(cells=[new_code_cell(source) for source in cells])
    manager = AsyncKernelManager(kernel_spec_manager=Forked())
    client = NotebookClient(notebook, km=manager, allow_errors=True, timeout=60, shutdown_kernel="immediate")
    client.owns_km = True
    client.execute(cwd=str(tmp_path))
    kinds = [[output.output_type for output in cell.outputs] for cell in notebook.cells]
    assert kinds == [["execute_result"], ["stream"], ["error"]]
    assert "application/vnd.jupyter.widget-view+json" in notebook.cells[0].outputs[0].data
