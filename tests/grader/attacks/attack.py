"""One attack: what it tries, how it changes what is handed in, and what must hold afterwards.

An attack begins with what an honest student might hand in (nothing solved, half of it, all of it) and adds its
trick. Whatever the trick does, the marks are those of the honest part; where nothing could be examined the mark
is open and the state says why. Code that gets through a wall says so (`escaped`) or trips a canary.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import nbformat
from nbformat import NotebookNode

CALM = frozenset({"graded", "needs-manual-grading"})
LOOKED = CALM | {"tampered"}  # what code does inside its process need not be noticed
TAMPERED = frozenset({"tampered"})
CRASHED = frozenset({"crashed"})
STOPPED = frozenset({"timed-out"})
LIMIT = frozenset({"over-a-limit"})
LOST = frozenset({"crashed", "timed-out", "over-a-limit"})  # whichever limit was met first
UNREADABLE = frozenset({"unreadable"})
NOT_READ = frozenset({"unreadable", "wrong-notebook", "over-a-limit"})
ANY = LOOKED | LOST  # it may work as well as not: only an honest zero must not be lost


@dataclass(frozen=True)
class Scene:
    """What an attacker may know of the machine that grades, and the canaries that stand there for him.

    Parameters
    ----------
    token : str
        Stands in the name of everything that an attack leaves behind.
    course : str
        The course folder.
    project : str
        The folder of `grader/`.
    neighbour : str
        A student who handed in honestly.
    canary : int
        A process that must outlive the grading.
    host : str
        The namespace of processes in which the tests run: signals to everybody are sent in no such place.
    tcp, udp : int
        Ports on which somebody listens.
    unix, abstract : str
        A Unix socket by its path, and one by its abstract name.
    """

    token: str
    course: str
    project: str
    neighbour: str
    canary: int
    host: str
    tcp: int
    udp: int
    unix: str
    abstract: str


def written(notebook: NotebookNode) -> str:
    """Write a notebook as it stands; nbformat would put in order what an attack has put out of order."""
    return json.dumps(notebook, indent=1)


@dataclass
class Handed:
    """What is handed in, before it is written: an attack changes it.

    Parameters
    ----------
    notebook : NotebookNode
    keys : list of str
        The unit's exercises that are functions.
    solved : list of str
        Those that the honest part answers.
    content : bytes or None
        The file's bytes, where the notebook is not to be written as it stands.
    name : str
        The file's name.
    files : dict of str to bytes
        Files beside it, by relative path.
    arrange : callable, optional
        Called with the folder after everything was written: links and devices.
    """

    notebook: NotebookNode
    keys: list[str]
    solved: list[str]
    scene: Scene
    name: str
    content: bytes | None = None
    files: dict[str, bytes] = field(default_factory=dict)
    arrange: Callable[[Path], None] | None = None

    def cell(self, grade_id: str) -> NotebookNode:
        """Return the cell of a grade id."""
        return next(cell for cell in self.notebook.cells if _grade_id(cell) == grade_id)

    @property
    def checks(self) -> list[NotebookNode]:
        """The cells of the notebook that hold a check."""
        return [cell for cell in self.notebook.cells if _grade_id(cell).endswith("-check")]

    @property
    def answers(self) -> list[NotebookNode]:
        """The cells of the notebook that hold an answer."""
        return [cell for cell in self.notebook.cells if _grade_id(cell) in self.keys]

    def write(self, folder: Path) -> None:
        """Write everything into a student's folder."""
        folder.mkdir(parents=True, exist_ok=True)
        content = written(self.notebook).encode() if self.content is None else self.content
        if self.name:
            (folder / self.name).write_bytes(content)
        for name, data in self.files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if self.arrange is not None:
            self.arrange(folder)

    def run(self, source: str, *, first: bool = False) -> None:
        """Add a cell with an attacker's code, at the end if not first, after a prelude of names to use."""
        code = nbformat.v4.new_code_cell(self.prelude + source)
        self.notebook.cells.insert(0 if first else len(self.notebook.cells), code)

    @property
    def prelude(self) -> str:
        """Names for an attacker's code: of the scene, of what to plant, and how to say that a wall fell."""
        names = [key.replace("-", "_") for key in self.keys if key not in self.solved]
        scene = "\n".join(f"{name.upper()} = {value!r}" for name, value in vars(self.scene).items())
        return f"NAMES = {names!r}\n{scene}\n{_HELP}"


_HELP = """
def escaped(what):
    print("ESCAPED", TOKEN, what)
def plant(trick):
    for name in NAMES:
        globals()[name] = trick
def fuse(seconds=20):  # the kernel ends this process, whatever it is doing: should no wall do so
    import signal
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
def private():  # is there nobody else to hit?
    import os
    try: return os.getpid() < 100 and os.readlink("/proc/self/ns/pid") != HOST
    except OSError: return False
"""


def _grade_id(cell: NotebookNode) -> str:
    about = cell.metadata.get("nbgrader")
    return str(about.get("grade_id", "")) if isinstance(about, dict) else ""


@dataclass(frozen=True)
class Attack:
    """One way of trying.

    Parameters
    ----------
    family, name : str
    tries : str
        What it hopes for.
    change : callable
        Makes of an honest submission the attack.
    base : {"blank", "half", "right"}
        What was honestly solved.
    states : frozenset of str
        The states in which it may end; in the states of `LOOKED` no mark may be open.
    student : str
        Under which name it is handed in, where the name is the attack.
    whole : bool
        Keep the lesson's demonstrations; most attacks leave them out, to be quick.
    """

    family: str
    name: str
    tries: str
    change: Callable[[Handed], None]
    base: str = "blank"
    states: frozenset[str] = LOOKED
    student: str = ""
    whole: bool = False

    @property
    def id(self) -> str:
        """The name that tests and folders go by."""
        return f"{self.family} {self.name}"

    @property
    def folder(self) -> str:
        """The student's name."""
        return self.student or self.id

    def handed_in(self, honest: Callable[[str], Handed]) -> Handed:
        """Return what is handed in; `honest` gives a submission of a base, with or without demonstrations."""
        handed = honest(self.base)
        if not self.whole:
            shorten(handed)
        self.change(handed)
        return handed


def shorten(handed: Handed) -> None:
    """Leave out of a notebook the demonstrations and the prose, as a student may."""
    first = next(i for i, cell in enumerate(handed.notebook.cells) if cell.cell_type == "code")
    handed.notebook.cells = [
        cell for i, cell in enumerate(handed.notebook.cells) if i == first or _grade_id(cell)
    ]


class Family:
    """Collects the attacks of one family."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.attacks: list[Attack] = []

    def __call__(self, name: str, tries: str, **options: object) -> Callable:
        """Take a function that changes what is handed in as an attack."""

        def take(change: Callable[[Handed], None]) -> Callable[[Handed], None]:
            self.attacks.append(Attack(self.name, name, tries, change, **options))
            return change

        return take

    def code(self, name: str, tries: str, source: str, *, first: bool = False, **options: object) -> None:
        """Take a cell's code as an attack."""
        self(name, tries, **options)(lambda handed: handed.run(source, first=first))


def twin(cell: NotebookNode) -> NotebookNode:
    """Copy a cell, metadata and all."""
    return copy.deepcopy(cell)
