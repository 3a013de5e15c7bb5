"""ipykernel's application without sockets, made in the warm process and used in each child. Student side."""

from __future__ import annotations

import codecs
import os
import subprocess
import sys
import threading
import types
from pathlib import Path
from typing import Any

import ipykernel.ipkernel  # noqa: F401  before pandas and matplotlib: they look for a kernel when imported
from ipykernel import zmqshell
from ipykernel.displayhook import ZMQDisplayHook
from ipykernel.kernelapp import IPKernelApp

from grader.forkserver.session import PipeSession
from grader.forkserver.streams import Pump, Stream


class PipeApp(IPKernelApp):
    """IPKernelApp whose every channel is one pipe; the parts that open sockets and threads are left out."""

    def init_connection_file(self) -> None:
        """Called by initialize."""

    def init_poller(self) -> None:
        """Called by initialize."""

    def init_sockets(self) -> None:
        """Called by initialize."""
        self.session = PipeSession(parent=self)
        self.configure_tornado_logger()

    def init_heartbeat(self) -> None:
        """Called by initialize."""

    def write_connection_file(self, **_: Any) -> None:
        """Called by initialize."""

    def log_connection_info(self) -> None:
        """Called by initialize."""
        self._ports = {}

    def init_io(self) -> None:
        """Called by initialize; the streams are put in place in the child."""
        self.pump = Pump()
        self.out = Stream(self.session, self.pump, "stdout")
        self.err = Stream(self.session, self.pump, "stderr")
        self.displayhook = ZMQDisplayHook(self.session, None)
        self.patch_io()

    def init_signal(self) -> None:
        """Called by initialize."""

    def init_kernel(self) -> None:
        """Called by initialize."""
        options = {
            "parent": self,
            "session": self.session,
            "log": self.log,
            "profile_dir": self.profile_dir,
            "user_ns": self.user_ns,
        }
        if self.kernel_class.class_traits().get("shell_channel_thread"):
            options["shell_channel_thread"] = types.SimpleNamespace(parent_thread=threading.main_thread())
        self.kernel = self.kernel_class.instance(**options)
        self.kernel.record_ports({})
        self.displayhook.get_execution_count = lambda: self.kernel.execution_count


def make(folder: Path) -> PipeApp:
    """Make application, kernel and shell in the warm process; they wait for a child to be used in.

    Parameters
    ----------
    folder : Path
        Where IPython's profile lies while the process is warm.
    """
    kept = sys.stdout, sys.stderr, sys.displayhook, sys.excepthook
    (folder / "ipython").mkdir(exist_ok=True)
    app = PipeApp.instance()
    app.initialize(
        [
            f"--IPKernelApp.ipython_dir={folder / 'ipython'}",
            "--HistoryManager.hist_file=:memory:",  # so that no thread writes it and no file is shared
            "--IPKernelApp.log_level=50",
        ]
    )
    app.kernel_excepthook = sys.excepthook
    sys.stdout, sys.stderr, sys.displayhook, sys.excepthook = kept
    type(app.kernel.shell).ask_exit = lambda shell: None  # `quit()` is a beginner's way of saying "done"
    return app


def adopt(app: PipeApp) -> None:
    """Make the application this process's own: after the fork, at home, before a student's code."""
    session, shell = app.session, app.kernel.shell
    session.home = os.getpid()
    for handler in app.log.handlers:
        handler.stream = open(os.devnull, "w")  # noqa: SIM115  as long as the process lives
    app.out.adopt()
    app.err.adopt()
    sys.stdout, sys.stderr = app.out, app.err
    sys.displayhook, sys.excepthook = app.displayhook, app.kernel_excepthook
    app.kernel._stdout, app.kernel._stderr = app.out, app.err
    app.pump.start([app.out, app.err])
    have_programs_run()
    shell.init_environment()
    shell.starting_dir = os.getcwd()
    shell.home_dir = os.environ["HOME"]
    shell.history_manager.dir_hist[:] = [Path.cwd()]
    app.parent_handle = 0


def have_programs_run() -> None:
    """Where walls leave no terminals, have `!program` run without one; its lines end as a terminal ends them."""
    try:
        for descriptor in os.openpty():
            os.close(descriptor)
    except OSError:
        zmqshell.system = _system


def _system(command: str) -> int:
    """Run a command, print what it writes as it comes, return its status or minus its signal; called by IPython."""
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    process = subprocess.Popen(
        ["sh", "-c", command], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    with process:
        try:
            while data := os.read(process.stdout.fileno(), 2**16):
                print(decoder.decode(data).replace("\n", "\r\n"), end="")
                sys.stdout.flush()
        except KeyboardInterrupt:
            process.kill()
    status = process.returncode
    return 128 - status if status > 128 else status
