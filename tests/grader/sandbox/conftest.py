"""Hosts that fork sandboxed children, one for each person who may grade; and what a submission must not reach."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from grader.sandbox import Level, Limits

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


def name(room) -> str:
    person, level, version = room
    return f"{person}-{level}" + (f"-abi{version}" if version else "")


@dataclass
class Host:
    """A process that forks children; see host.py."""

    person: str
    process: subprocess.Popen = field(init=False)

    def __post_init__(self):
        environment = {"PATH": os.environ["PATH"], "PYTHONDONTWRITEBYTECODE": "1"}
        self.process = subprocess.Popen(
            [sys.executable, str(HERE / "host.py"), self.person],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env=environment,
            text=True,
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
    def walled_by_namespaces(self) -> bool:
        return self.level == Level.NAMESPACES


@pytest.fixture(scope="session")
def hosts():
    started: dict[str, Host] = {}
    yield lambda person: started.setdefault(person, None) or started.update({person: Host(person)}) or started[person]
    for host in started.values():
        host.close()


@pytest.fixture(scope="session", params=ALL, ids=name)
def room(request, hosts):
    person, level, version = request.param
    return Room(hosts(person), level, version)
