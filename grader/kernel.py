"""A student's kernel: this Python, started in a sandbox over sockets in a private folder."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from traitlets import Any, Bool

from grader import sandbox

_LONGEST_SOCKET = 80  # a Unix socket's path has about a hundred characters


class ThisPython(KernelSpecManager):
    """Knows one kernel: ipykernel in the Python that grades, whatever is installed or asked for."""

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """Return the only specification; called by jupyter_client when it starts a kernel."""
        argv = [sys.executable, "-Xfrozen_modules=off", "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3 (ipykernel)", language="python")


class StudentKernelManager(AsyncKernelManager):
    """Starts one kernel for one submission and leaves nothing behind."""

    walled = Bool(True)
    scratch = Any()
    private = Any()

    def __init__(self, *, scratch: Path, walled: bool, language: str) -> None:
        private = _private_folder()
        super().__init__(
            kernel_spec_manager=ThisPython(),
            transport="ipc" if os.name == "posix" else "tcp",
            connection_file=str(private / "kernel.json"),
        )
        if os.name == "posix":
            self.ip = str(private / "k")
        self.scratch, self.private, self.walled = scratch, private, walled
        self.environment = _environment(private, language)

    def format_kernel_cmd(self, extra_arguments: list[str] | None = None) -> list[str]:
        """Return the command that starts the kernel; called by its provisioner."""
        command = super().format_kernel_cmd(extra_arguments)
        if self.walled:
            return sandbox.wrapped(
                command, scratch=self.scratch, private=self.private, environment=self.environment
            )
        return sandbox.limited(command)

    def kill_now(self) -> None:
        """End the kernel and all that it started, without asking."""
        process = getattr(self.provisioner, "process", None)
        if process is not None and process.poll() is None:
            try:
                os.killpg(process.pid, 9)
            except (OSError, AttributeError):
                process.kill()

    @property
    def written(self) -> Path:
        """Where what the kernel's process writes outside its cells goes; never the instructor's screen."""
        return self.private / "kernel.log"

    def remove(self) -> None:
        """Delete the private folder."""
        shutil.rmtree(self.private, ignore_errors=True)


def _private_folder() -> Path:
    folder = tempfile.mkdtemp(prefix="c20-")
    if len(folder) > _LONGEST_SOCKET:
        os.rmdir(folder)
        folder = tempfile.mkdtemp(prefix="c20-", dir="/tmp")
    return Path(folder)


def _environment(private: Path, language: str) -> dict[str, str]:
    """Return all that the kernel may know of its surroundings."""
    fonts = private / "matplotlib"
    fonts.mkdir()
    for cache in _font_caches():
        shutil.copy(cache, fonts)
    kept = {name: os.environ[name] for name in ("TZ", "SYSTEMROOT") if name in os.environ}
    return kept | {
        "PATH": os.pathsep.join([str(Path(sys.executable).parent), "/usr/bin", "/bin"]),
        "HOME": str(private),
        "LANG": "C.UTF-8",
        "IPYTHONDIR": str(private / "ipython"),
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "MPLCONFIGDIR": str(fonts),
        "NBGRADER_EXECUTION": "autograde",
        "CRISIS20_LANGUAGE": language,
        "OPENBLAS_NUM_THREADS": "1",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_DISABLE_FILE_VALIDATION": "1",
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
    }


def _font_caches() -> list[Path]:
    """Return matplotlib's list of fonts, made once: every kernel would else search the disk for seconds."""
    import matplotlib.font_manager

    return list(Path(matplotlib.get_cachedir()).glob("fontlist-*.json"))
