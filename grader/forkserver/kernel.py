"""A whole ipykernel with its sockets in a forked process, for whoever speaks Jupyter's protocol. Student side.

The sockets are files in one folder that is bound into the walls; nothing else leads out.
"""

from __future__ import annotations

import json
import os
import socket
import sys
import tempfile
import time
import traceback
from pathlib import Path
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from matplotlib import get_backend
from matplotlib_inline.backend_inline import configure_inline_support
from matplotlib_inline.config import InlineBackend

from grader import sandbox
from grader.forkserver.app import PipeApp, have_programs_run
from grader.forkserver.student import FilesDoNotFitError, reseed, surround, write_files
from grader.forkserver.wire import pack, receive

FOLDER = "/run/kernel"  # where the folder of the sockets is inside, at `namespaces`
_BEAT = 10.0  # seconds for the heartbeat's thread to bind its socket


def run(app: PipeApp, sock: socket.socket, request: dict[str, Any]) -> None:
    """Be a kernel; returns when it was shut down. Called in the forked process.

    Parameters
    ----------
    app : PipeApp
        From the warm process; makes way for one with sockets.
    sock : socket
        The provisioner's; closed when the kernel is ready.
    request : dict
        As the server got it: level, limits, and the folder of the sockets.
    """
    level, limits = sandbox.Level(request["level"]), sandbox.Limits.from_json(request["limits"])
    place = FOLDER if level is sandbox.Level.NAMESPACES else request["folder"]
    sandbox.enter(level, limits, keep=(sock.fileno(),), bind=(request["folder"], place), home=sandbox.HOME)
    try:
        start, contents = receive(sock)
        write_files(Path.cwd(), start["files"], contents)
        surround(start["language"])
        kernel = make(app, start["connection"] | {"ip": f"{place}/k"})
        reseed()
    except FilesDoNotFitError:
        sock.sendall(pack({"t": "refused", "why": "scratch"}))
        return
    except BaseException:
        sock.sendall(pack({"t": "refused", "why": "ours", "text": traceback.format_exc()}))
        return
    sandbox.lock(level, limits)
    sock.sendall(pack({"t": "ready"}))
    sock.close()
    kernel.start()


def make(app: PipeApp, connection: dict[str, Any]) -> IPKernelApp:
    """Make the kernel and bind its sockets, all of them: behind some walls no socket can be bound later.

    Parameters
    ----------
    app : PipeApp
    connection : dict
        What a connection file holds.
    """
    file = Path(tempfile.gettempdir()) / "kernel.json"
    file.write_text(json.dumps(connection), "utf-8")
    for handler in app.log.handlers:
        handler.stream = open(os.devnull, "w")  # noqa: SIM115  as long as the process lives
    for one in (app.kernel.shell, app.kernel, app):
        type(one).clear_instance()
    sys.argv[1:] = ["-f", str(file)]
    made = IPKernelApp.instance()
    made.initialize([*sys.argv[1:], "--HistoryManager.hist_file=:memory:", "--IPKernelApp.log_level=50"])
    _show_figures(made.kernel.shell)
    have_programs_run()
    beat, until = Path(f"{connection['ip']}-{connection['hb_port']}"), time.monotonic() + _BEAT
    while not beat.exists():
        if time.monotonic() > until:
            raise TimeoutError("the heartbeat has no socket")
        time.sleep(0.001)
    return made


def _show_figures(shell: Any) -> None:
    """Do for this shell what pyplot did, when it was imported, for the one that was there then."""
    InlineBackend.clear_instance()
    vars(configure_inline_support).pop("current_backend", None)
    configure_inline_support(shell, get_backend())
