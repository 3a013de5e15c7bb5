"""The fork server for any client of Jupyter's: a kernel provisioner, named ``crisis20-fork`` in a kernel's spec.

    {"display_name": "Python (forked)", "language": "python", "argv": [],
     "metadata": {"kernel_provisioner": {"provisioner_name": "crisis20-fork", "config": {"language": "es"}}}}

The kernel is ipykernel, behind the walls, over sockets in a folder of its own; no port is opened. Only the client's
process can start, interrupt and end it, and it ends with the client.
"""

from __future__ import annotations

import asyncio
import dataclasses
import signal
import tempfile
import time
from pathlib import Path
from typing import Any

from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Dict, Unicode

from grader import sandbox
from grader.forkserver.client import ForkServer, Handle
from grader.forkserver.wire import Channel, ClosedError, FloodedError, GarbledError, pack
from grader.sandbox import Level, Limits

WALL = 3600.0  # seconds that a kernel may live, unless its spec says otherwise
_READY = 60.0


class ForkProvisioner(LocalProvisioner):
    """Kernels forked from this process's warm one; jupyter_client makes one of these for each kernel."""

    language = Unicode("es", config=True, help="Language of the course's messages, es or en.")
    limits = Dict(config=True, help="What differs from the sandbox's usual limits, by name.")
    unsafe = Bool(False, config=True, help="Run without walls where none can be had.")
    folder: tempfile.TemporaryDirectory | None = None

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Choose sockets in a private folder; called before each start, by the kernel manager."""
        if self.parent is None:
            raise RuntimeError("this provisioner works for a kernel manager")
        if self.folder is None:
            self.folder = tempfile.TemporaryDirectory(prefix="c20-k-", ignore_cleanup_errors=True)
            self.parent.transport, self.parent.cache_ports = "ipc", False
            self.parent.ip = str(Path(self.folder.name) / "k")
        return await super().pre_launch(**kwargs)

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> dict[str, Any]:
        """Fork; called by the kernel manager."""
        self.process = await asyncio.to_thread(self._fork)
        self.pid = self.process.pid
        self.cwd = kwargs.get("cwd")
        return self.connection_info

    async def cleanup(self, restart: bool = False) -> None:
        """Leave nothing behind; called by the kernel manager when the kernel has ended."""
        await super().cleanup(restart)
        if not restart and self.folder is not None:
            self.folder.cleanup()
            self.folder = None

    def _fork(self) -> Process:
        level = sandbox.level()
        if level is Level.NONE and not self.unsafe:
            raise RuntimeError(sandbox.explain())
        limits = dataclasses.replace(Limits(), **{"wall": WALL, **self.limits})
        handle = ForkServer.shared().fork("kernel", level=level, limits=limits, folder=self.folder.name)
        try:
            _start(handle, language=self.language, connection=self.connection_info)
        except BaseException:
            handle.close()
            raise
        return Process(handle)


class Process:
    """A forked kernel, as much like `subprocess.Popen` as jupyter_client needs."""

    stdin = stdout = stderr = None

    def __init__(self, handle: Handle) -> None:
        self._handle = handle
        self.pid = handle.pid
        self.returncode: int | None = None

    def poll(self) -> int | None:
        """Return its exit status once it has ended."""
        if self.returncode is None:
            self.returncode = self._handle.ending()
            if self.returncode is not None:
                self._handle.close()
        return self.returncode

    def wait(self) -> int:
        """Wait for its end."""
        while self.poll() is None:
            time.sleep(0.01)
        return self.returncode

    def send_signal(self, number: int) -> None:
        """Interrupt it, or end it with all that it started; other signals do not get through the walls."""
        if number == signal.SIGINT:
            self._handle.interrupt()
        elif number in (signal.SIGTERM, signal.SIGKILL):
            self._handle.end()

    def terminate(self) -> None:
        """End it."""
        self.send_signal(signal.SIGTERM)

    kill = terminate


def _start(handle: Handle, *, language: str, connection: dict[str, Any]) -> None:
    """Tell the forked process how it is to be reached, and wait until it is."""
    known = {
        name: value.decode() if isinstance(value, bytes) else value for name, value in connection.items()
    }
    channel = Channel(handle.sock, allowance=2**20)
    deadline = time.monotonic() + _READY
    start = {"op": "start", "language": language, "files": [], "connection": known}
    try:
        channel.send(pack(start), deadline=deadline)
        frame, _ = channel.receive(deadline=deadline)
    except (TimeoutError, ClosedError, FloodedError, GarbledError) as error:
        raise RuntimeError(f"no kernel could be forked: {handle.reason(handle.ending())}") from error
    if frame.get("t") != "ready":
        raise RuntimeError(f"no kernel could be forked: {frame.get('text') or frame.get('why')}")
