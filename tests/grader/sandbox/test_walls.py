"""Each wall is tried from inside: by root, by root without a capability, by another user, at both levels."""

import os
import re
from pathlib import Path

import pytest

from grader.sandbox import Ending

pytestmark = pytest.mark.sandbox

PROBE = (Path(__file__).parent / "probe.py").read_text(encoding="utf-8")
SECTIONS = {
    part.split("\n")[0].split(":")[0]: re.findall(r'(?m)^attempt\("([^"]+)"', part)
    for part in PROBE.split("# -- ")[1:]
}
NAMES = [name for names in SECTIONS.values() for name in names] + ["descriptors"]
HONEST = {
    "pair works": "hi",
    "null device": "done",
    "random device": 4,
    "standard input": "",
    "work": "mine",
    "temporary file": 1,
    "private memory": 2**24,
    "a few processes": 3,
    "shell": "a",
    "a new session": 0,
    "copy a file": "copy.txt",
    "delete a file": "done",
    "import course": "course",
}
REFUSED = {
    "EPERM",
    "EACCES",
    "EAGAIN",
    "ENOENT",
    "ESRCH",
    "ENOSYS",
    "EROFS",
    "EXDEV",
    "ECONNREFUSED",
    "ENOTSUP",
    "as it was",
    "ModuleNotFoundError",
    "StopIteration",  # no such file among those listed
}
SPECIAL = {
    *(
        "descriptors",
        "list home",
        "list the checkout",
        "processes seen",
        "where",
        "end a child",
        "signal all",
    ),
    *(
        "no new privileges",
        "capabilities",
        "may gain",
        "run a program of root's",
        "core dump",
        "locked memory",
    ),
    *("signal the first process", "thread signal to the first process", "tkill the first process"),
    *("end the first process", "outlive by prctl", "become root", "who am I"),
}
FAMILIES = ["network", "files", "processes", "kernel", "memory"]
# Without walls these succeed as whoever grades, so that a wall is what refuses them.
OPEN_OTHERWISE = [
    *("tcp", "udp", "netlink", "abstract socket", "socket by path", "datagram by a pair", "read a secret"),
    *(
        "list a folder",
        "read the grader",
        "read the cases",
        "import the cases again",
        "list the checkout",
        "read a lesson",
        "write a secret",
        "attribute of a secret",
    ),
    *(
        "open a secret to all",
        "date a secret back",
        "make a folder there",
        "unnamed file there",
        "link it here",
    ),
    *(
        "follow a link out",
        "write along a link",
        "list along a link",
        "through /proc",
        "its environment",
        "its memory",
    ),
    *(
        "shared memory by name",
        "open /dev/zero",
        "watch a folder",
        "devices and drivers",
        "signal the victim",
    ),
    *(
        "thread signal to the victim",
        "signal the victim's group",
        "signal by descriptor",
        "limits of another",
    ),
    *(
        "limit another",
        "read its memory",
        "take its descriptor",
        "compare with it",
        "clone3",
        "memory without a name",
    ),
    *("shared memory of nobody", "shared zeros", "their System V memory"),
    *("pages in pipes", "slow another", "move another"),
]


@pytest.fixture(scope="module")
def tried(any_room, outside):
    """What the probe found in a room."""
    facts = outside.facts | {"victim": any_room.host.pid, "group": os.getpgid(any_room.host.pid)}
    answer = any_room.run(PROBE, facts=facts)
    assert answer["ending"] == Ending.EXITED, answer["said"]
    assert set(NAMES) <= set(answer["found"])
    return answer["found"]


@pytest.mark.parametrize("family", FAMILIES)
def test_it_is_refused(tried, family):
    names = [name for name in SECTIONS[family] if name not in HONEST and name not in SPECIAL]
    assert len(names) > 5
    assert {name: tried[name] for name in names if tried[name] not in REFUSED} == {}


def test_every_device_and_every_signal_is_refused(tried):
    """But signal 0 to a namespace's first process, which is the submission's own and cannot be ended."""
    several = {name: value for name, value in tried.items() if name.startswith("open /dev/")}
    several |= {
        name: value
        for name, value in tried.items()
        if re.match(r"(thread )?signal to|signal the|tkill", name)
    }
    own = [name for name in several if name.endswith("the first process")]
    assert len(several) > 15
    assert {name: value for name, value in several.items() if name not in own and value not in REFUSED} == {}
    assert {several[name] for name in own} <= REFUSED | {"done", "gave 0"}
    assert tried["end the first process"] in ("still there", "EPERM")


def test_honest_code_works(tried, any_room):
    """Where the kernel counts no processes none can be started; all else works."""
    closed = dict.fromkeys(("a few processes", "shell", "a new session") if any_room.alone else (), "EAGAIN")
    assert {name: tried[name] for name in HONEST} == HONEST | closed


def test_there_is_nothing_but_what_a_student_has(tried, any_room):
    assert len(tried["descriptors"]) == 1  # the one it was given
    if any_room.walled_by_namespaces:
        assert tried["where"] == "/home/student" and tried["who am I"] == "student"
        assert tried["processes seen"] == [1, 2]
        assert set(tried["list the checkout"]) <= {"course", "datasets", ".venv"}
        assert tried["list home"] in ("ENOENT", [".pyenv"], [])
    else:
        assert {tried["processes seen"], tried["list the checkout"], tried["list home"]} == {"EACCES"}


def test_it_has_no_right_that_a_user_has_not(tried, any_room):
    """At most, as root with a Python that only root may read, the one to read; Landlock then says what."""
    assert tried["no new privileges"] == "gave 1"
    assert tried["run a program of root's"] == ("EAGAIN" if any_room.alone else "nobody special")
    assert tried["become root"] in ("EPERM", "EINVAL")
    spare = [4, 4, 4, 0, 0, 0] if any_room.host.person == "root" and any_room.level == "landlock" else [0] * 6
    assert tried["capabilities"] in ([0] * 6, spare)
    if any_room.host.person == "root":
        assert tried["may gain"] in ([], [2] if any(spare) else [])


def test_no_core_is_dumped_and_no_memory_locked(tried, any_room):
    assert tried["core dump"] == ("EAGAIN" if any_room.alone else []) and tried["locked memory"] == "ENOMEM"


def test_nothing_outside_has_changed(tried, outside, any_room):
    assert outside.unchanged()
    assert any_room.host.process.poll() is None


def test_children_can_be_ended_where_signals_are_known_to_be_their_own(tried, any_room):
    """Where Landlock is too old to tell whose a process is, ordinary users cannot end even their own."""
    old = any_room.level == "landlock" and (any_room.version or 9) < 6 and any_room.host.person != "root"
    assert tried["end a child"] == ("EAGAIN" if any_room.alone else "EPERM" if old else -15)


@pytest.mark.parametrize("person", ["root", "other"] if os.geteuid() == 0 else ["oneself"])
def test_without_walls_the_same_attempts_succeed(hosts, another_outside, person):
    """Else a wall would be proved by a typing error."""
    host = hosts(person)
    facts = another_outside.facts | {
        "victim": host.pid,
        "group": os.getpgid(host.pid),
        "only": OPEN_OTHERWISE,
    }
    if person == "other":  # it is not the secret's owner
        facts["only"] = [
            name for name in OPEN_OTHERWISE if name not in ("open a secret to all", "date a secret back")
        ]
    found = host.ask("none", PROBE, facts=facts)["found"]
    assert set(found) == set(facts["only"])
    assert {
        name: value for name, value in found.items() if str(value) in REFUSED or "Error" in str(value)
    } == {}
