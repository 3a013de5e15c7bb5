"""Hosts that fork sandboxed children, one for each person who may grade; and what a submission must not reach."""

import ctypes
import json
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

import course
import grader
from grader.sandbox import Level, Limits
from grader.sandbox.numbers import TABLES

SECRET = "marks of everybody"
HERE = Path(__file__).parent
PEOPLE = ("root", "powerless", "other") if os.geteuid() == 0 else ("oneself",)
# (who grades, at which level, with which version of Landlock: 2 is Debian 12's, 4 is Ubuntu 24.04's)
ROOMS = {
    "root": [("root", "namespaces", None), ("root", "landlock", None), ("root", "landlock", 2)],
    "powerless": [("powerless", "landlock", None), ("powerless", "landlock", 2)],
    "other": [("other", "namespaces", None), ("other", "landlock", 4)],
    "oneself": [("oneself", "namespaces", None), ("oneself", "landlock", None), ("oneself", "landlock", 2)],
}
ALL = [room for person in PEOPLE for room in ROOMS[person]]
FEW = [room for room in ALL if room[2] != 2]
EXTRA = [("container", "namespaces", None)] if "root" in PEOPLE else []
# The kernel limits no processes of root's: where a submission has no user of its own it may start none.
ALONE = [("powerless", "landlock", None), ("powerless", "landlock", 2), *EXTRA]


def name(room) -> str:
    person, level, version = room
    return f"{person}-{level}" + (f"-abi{version}" if version else "")


@dataclass
class Host:
    """A process that forks children; see host.py."""

    person: str
    lent: int | None = None
    process: subprocess.Popen = field(init=False)

    def __post_init__(self):
        environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "host.py"), self.person],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
            pass_fds=() if self.lent is None else (self.lent,),
        )
        self.pid = json.loads(self.process.stdout.readline())["pid"]

    def ask(self, level, probe, *, limits=None, **more) -> dict:
        request = {"level": level, "probe": probe, "limits": (limits or Limits()).to_json()} | more
        self.process.stdin.write(json.dumps(request) + "\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        assert "raised" not in answer["found"], answer["found"]["raised"]
        return answer

    def close(self):
        self.process.stdin.close()
        self.process.wait(30)
        self.process.stdout.close()


@dataclass
class Room:
    """One person at one level."""

    host: Host
    level: str
    version: int | None

    def run(self, probe, *, limits=None, **more) -> dict:
        if self.version:
            more["landlock"] = self.version
        return self.host.ask(self.level, probe, limits=limits, **more)

    @property
    def alone(self) -> bool:
        """Tell whether a submission may start no process."""
        return (self.host.person, self.level, self.version) in ALONE

    @property
    def walled_by_namespaces(self) -> bool:
        return self.level == Level.NAMESPACES


@dataclass
class Outside:
    """Where things lie outside (`facts`), and what must be as it was afterwards."""

    facts: dict
    secret: Path
    letters: tuple

    def unchanged(self) -> bool:
        """Tell whether the secret is as it was, its folder too, and nobody has written a letter."""
        state = self.secret.stat()
        as_it_was = (oct(state.st_mode & 0o7777), state.st_uid, state.st_mtime > 1) == (
            "0o666",
            os.geteuid(),
            True,
        )
        names = sorted(path.name for path in self.secret.parent.iterdir())
        post = select.select(self.letters, [], [], 0)[0]
        whole = self.secret.read_text() == SECRET and names == ["datagram", "gradebook.db", "stream"]
        return as_it_was and whole and not post and not os.listxattr(self.secret)


@pytest.fixture(scope="session")
def outside():
    """What lies about on the machine: a secret that anybody may read and write, sockets, shared memory."""
    with laid_out() as found:
        yield found


@pytest.fixture
def another_outside():
    """The same, for once: to be changed."""
    with laid_out() as found:
        yield found


@pytest.fixture(scope="session")
def hosts():
    started: dict[str, Host] = {}
    yield (
        lambda person: (
            started.setdefault(person, None) or started.update({person: Host(person)}) or started[person]
        )
    )
    for host in started.values():
        host.close()


@contextmanager
def laid_out():
    folder = tempfile.mkdtemp(prefix="c20-outside-", dir="/var/tmp")
    os.chmod(folder, 0o777)
    secret = f"{folder}/gradebook.db"
    with open(secret, "w") as file:
        file.write(SECRET)
    os.chmod(secret, 0o666)
    shm = f"/dev/shm/{os.path.basename(folder)}"
    with open(shm, "w") as file:
        file.write(SECRET)
    os.chmod(shm, 0o666)
    name = os.path.basename(folder)
    listener = socket.create_server(("127.0.0.1", 0))
    unix = {kind: socket.socket(socket.AF_UNIX, kind) for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM)}
    abstract = socket.socket(socket.AF_UNIX)
    letters = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    unix[socket.SOCK_STREAM].bind(f"{folder}/stream")
    unix[socket.SOCK_DGRAM].bind(f"{folder}/datagram")
    abstract.bind(f"\0{name}")
    letters.bind(f"\0{name}-letters")
    for listening in (unix[socket.SOCK_STREAM], abstract):
        listening.listen()
    for path in ("stream", "datagram"):
        os.chmod(f"{folder}/{path}", 0o777)
    libc = ctypes.CDLL(None)
    segment = libc.shmget(0, 4096, 0o1666)
    disk = os.stat("/").st_dev
    try:
        yield Outside(
            facts={
                "numbers": TABLES,
                "secret": secret,
                "folder": folder,
                "home": "student",
                "port": listener.getsockname()[1],
                "abstract": name,
                "abstract datagram": f"{name}-letters",
                "stream": f"{folder}/stream",
                "datagram": f"{folder}/datagram",
                "shm": shm,
                "segment": segment,
                "disk": [os.major(disk), os.minor(disk)],
                "grader": grader.__file__,
                "hidden": str(Path(grader.__file__).parent / "exercises" / "__init__.py"),
                "project": str(Path(grader.__file__).parents[1]),
                "lesson": str(next(Path(grader.__file__).parents[1].glob("notebooks/*/lesson.py"))),
                "course": str(Path(course.__file__).parent),
            },
            secret=Path(secret),
            letters=(unix[socket.SOCK_DGRAM], letters),
        )
    finally:
        libc.shmctl(segment, 0, None)
        os.unlink(shm)
        for opened in (listener, abstract, letters, *unix.values()):
            opened.close()
        shutil.rmtree(folder)


@pytest.fixture
def fresh_host():
    """A host that may be killed, and a pipe that it and its children hold open."""
    reading, writing = os.pipe()
    os.set_inheritable(writing, True)
    started = []

    def start(person):
        started.append(Host(person, lent=writing))
        os.close(writing)
        return started[0], reading

    yield start
    os.close(reading)
    for host in started:
        host.close()


def _entered(request, hosts):
    person, level, version = request.param
    return Room(hosts(person), level, version)


@pytest.fixture(scope="session", params=FEW, ids=name)
def room(request, hosts):
    """Each person at each level."""
    return _entered(request, hosts)


@pytest.fixture(scope="session", params=[one for one in FEW if one not in ALONE], ids=name)
def forking(request, hosts):
    """Those where a submission may start processes."""
    return _entered(request, hosts)


@pytest.fixture(scope="session", params=ALL + EXTRA, ids=name)
def any_room(request, hosts):
    """All, with what older versions of Landlock do not know, and a container's root without power over namespaces."""
    return _entered(request, hosts)
