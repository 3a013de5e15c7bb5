"""Canaries: what an attack that gets through a wall would touch, and how it is seen afterwards."""

from __future__ import annotations

import ctypes
import hashlib
import os
import secrets
import signal
import socket
import subprocess
import sys
import threading
from pathlib import Path

import grader

from .attack import Scene

_PLACES = (
    "/",
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    "/dev/mqueue",
    "/run",
    "/run/lock",
    "/srv",
    "/opt",
    "/etc",
    "/root",
    "/home",
)
_SHM_KEY = 0x43323061


def _pid_namespace() -> str:
    try:
        return os.readlink("/proc/self/ns/pid")
    except OSError:
        return ""


class Canaries:
    """Listens and watches while a class is graded.

    Parameters
    ----------
    course : Path
        The course folder.
    sockets : Path
        An empty folder whose path is short enough for a Unix socket.
    neighbour : str
        An honest student, whose work must stay as it is.
    """

    def __init__(self, course: Path, sockets: Path, *, neighbour: str) -> None:
        self.course = course
        self.heard: list[str] = []
        token = f"c20atk{secrets.token_hex(3)}"  # the name of a process has fifteen characters
        # A process of another session, as the instructor's editor would be.
        code = "import time; time.sleep(10_000)"
        self._process = subprocess.Popen([sys.executable, "-c", code], start_new_session=True)
        self._stop = threading.Event()
        self._sockets = [
            self._listen(socket.AF_INET, kind, ("127.0.0.1", 0))
            for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)
        ]
        path, abstract = str(sockets / "canary"), f"{token}-canary"
        for address in (path, f"\0{abstract}"):
            self._sockets.append(self._listen(socket.AF_UNIX, socket.SOCK_STREAM, address))
        self.scene = Scene(
            token=token,
            course=str(course),
            project=str(Path(grader.__file__).parent),
            neighbour=neighbour,
            canary=self._process.pid,
            host=_pid_namespace(),
            tcp=self._sockets[0].getsockname()[1],
            udp=self._sockets[1].getsockname()[1],
            unix=path,
            abstract=abstract,
        )
        self._before: dict[str, str] = {}

    def _listen(self, family: int, kind: int, address: object) -> socket.socket:
        listening = socket.socket(family, kind)
        listening.bind(address)
        if kind == socket.SOCK_STREAM:
            listening.listen()
        listening.settimeout(0.2)
        threading.Thread(target=self._hear, args=(listening, kind), daemon=True).start()
        return listening

    def _hear(self, listening: socket.socket, kind: int) -> None:
        while not self._stop.is_set():
            try:
                if kind == socket.SOCK_STREAM:
                    caller, _ = listening.accept()
                    caller.close()
                    self.heard.append(f"a connection to {listening.getsockname()!r}")
                else:
                    data, _ = listening.recvfrom(1000)
                    self.heard.append(f"a datagram: {data[:60]!r}")
            except TimeoutError:
                continue
            except OSError:
                return

    def watch(self) -> None:
        """Remember everything that must stay as it is."""
        self._before = self._digests()

    def sung(self) -> list[str]:
        """Return what was touched: empty when every wall held."""
        found = list(self.heard)
        token = self.scene.token
        after = self._digests()
        found += [
            f"changed or gone: {name}" for name, digest in self._before.items() if after.get(name) != digest
        ]
        found += [f"new: {name}" for name in after.keys() - self._before.keys()]
        for place in self._places():
            found += [f"left: {path}" for path in place.iterdir() if token in path.name]
        for folder, folders, names in os.walk(self.course):
            found += [f"left: {folder}/{name}" for name in (*folders, *names) if token in name]
        if self._process.poll() is not None:
            found.append("the canary process was killed")
        found += [f"a process is left: {name}" for name in self.processes()]
        if sys.platform == "linux" and ctypes.CDLL(None).shmget(_SHM_KEY, 4096, 0) >= 0:
            found.append("shared memory was left")
        return found

    def processes(self) -> list[str]:
        """Return the processes that an attack left behind, by their names and commands."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            try:
                name, command = (folder / "comm").read_text(), (folder / "cmdline").read_bytes()
            except OSError:
                continue
            if self.scene.token[:15] in name or b"/bin/sleep\0" + b"612.25" in command:
                found.append(f"{folder.name} {name.strip()}")
        return found

    def _digests(self) -> dict[str, str]:
        """What may never change: what was handed in, released and built, the secret, the grader, the course."""
        found = {}
        tops = [
            self.course / name
            for name in ("submitted", "release", "source", "secret-seed", "nbgrader_config.py")
        ]
        tops += [Path(self.scene.project), Path(self.scene.project).parent / "course"]
        for top in tops:
            for path in [top] if top.is_file() else sorted(top.rglob("*")):
                if path.is_symlink() or not path.is_file() or "__pycache__" in path.parts:
                    continue
                try:
                    found[str(path)] = hashlib.sha256(path.read_bytes()).hexdigest()
                except OSError:
                    found[str(path)] = "unreadable"
        return found

    def tidy(self) -> None:
        """Take away what an attack left on this machine, should a wall have fallen."""
        for place in self._places():
            for path in place.iterdir():
                if self.scene.token in path.name and path.is_file():
                    path.unlink()
        for process in self.processes():
            os.kill(int(process.split()[0]), signal.SIGKILL)
        if sys.platform == "linux":
            libc = ctypes.CDLL(None)
            for get, control, arguments in (("shmget", "shmctl", (4096, 0)), ("msgget", "msgctl", (0,))):
                number = getattr(libc, get)(_SHM_KEY, *arguments)
                if number >= 0:
                    getattr(libc, control)(number, 0, None)
            semaphore = libc.semget(_SHM_KEY, 1, 0)
            if semaphore >= 0:
                libc.semctl(semaphore, 0, 0)

    def _places(self) -> list[Path]:
        """Folders in which something may be left."""
        places = [
            *_PLACES,
            self.course,
            self.scene.project,
            Path(self.scene.project).parent,
            *sys.path,
            sys.prefix,
        ]
        places += [f"{sys.prefix}/bin", os.getcwd(), Path.home()]
        return [place for place in dict.fromkeys(map(Path, filter(None, map(str, places)))) if place.is_dir()]

    def close(self) -> None:
        """Stop listening, and tidy up."""
        self.tidy()
        self._stop.set()
        for listening in self._sockets:
            listening.close()
        self._process.kill()
        self._process.wait()
