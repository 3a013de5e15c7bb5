"""What walls there are, what a submission may use, and how its supervisor says that it ended."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from enum import IntEnum, StrEnum


class Level(StrEnum):
    """How a student's process is walled in, best first."""

    NAMESPACES = "namespaces"
    LANDLOCK = "landlock"
    NONE = "none"


class Ending(IntEnum):
    """Exit status of the process that called `enter`; it stays outside as the supervisor.

    `EXITED` whatever the student's process exited with or was killed by; the next ones where a limit ended it;
    `OURS` where a wall could not be built (the supervisor's stderr says which); `WALL` where time ran out.
    """

    EXITED = 70
    MEMORY = 71
    CPU = 72
    SCRATCH = 73
    PROCESSES = 74
    OURS = 75
    WALL = 76


class SandboxError(OSError):
    """A wall that cannot be built here."""


@dataclass(frozen=True)
class Limits:
    """What one submission may use, all its processes together.

    Attributes
    ----------
    memory : int
        Bytes beyond what the warm process has: of address space for each process, of real memory in sum.
    cpu, wall : float
        Seconds of processor, and of the clock.
    processes : int
        Processes at once. Threads and processes together may be twice as many.
    file : int
        Bytes of one file.
    scratch : int
        Bytes of all files.
    open_files : int
        Descriptors of one process.

    Examples
    --------
    >>> Limits(cpu=20.0).to_json()["cpu"]
    20.0
    >>> Limits.from_json(Limits(processes=8).to_json()).processes
    8
    """

    memory: int = 2**30
    cpu: float = 120.0
    wall: float = 300.0
    processes: int = 32
    file: int = 64 * 2**20
    scratch: int = 128 * 2**20
    open_files: int = 256

    def __post_init__(self) -> None:
        for field in fields(self):
            value = getattr(self, field.name)
            kinds = (int, float) if field.type == "float" else int
            if isinstance(value, bool) or not isinstance(value, kinds) or not 0 < value < 2**62:
                raise ValueError(f"limit {field.name!r} is {value!r}; give a positive number")

    def to_json(self) -> dict[str, int | float]:
        """Return the limits as plain data."""
        return asdict(self)

    @classmethod
    def from_json(cls, data: Mapping[str, int | float]) -> Limits:
        """Return the limits that `to_json` gave; a name that is no limit is an error."""
        unknown = set(data) - {field.name for field in fields(cls)}
        if unknown:
            raise ValueError(f"no limit is called {sorted(unknown)[0]!r}")
        return cls(**data)
