"""Stands in for `grader.sandbox` until its new API is there; level NONE only. Goes with the first commit of that."""

import os
from dataclasses import asdict, dataclass
from enum import IntEnum, StrEnum


class Level(StrEnum):
    NAMESPACES = "namespaces"
    LANDLOCK = "landlock"
    NONE = "none"


class Ending(IntEnum):
    EXITED = 70
    MEMORY = 71
    CPU = 72
    SCRATCH = 73
    PROCESSES = 74
    OURS = 75


@dataclass(frozen=True)
class Limits:
    memory: int = 2**30
    cpu: float = 120.0
    wall: float = 300.0
    processes: int = 32
    file: int = 64 * 2**20
    scratch: int = 128 * 2**20
    open_files: int = 256

    def to_json(self):
        return asdict(self)

    @classmethod
    def from_json(cls, data):
        return cls(**data)


def enter(level, limits, *, keep, bind=None, home="/home/student", uid_hint=None):
    os.setsid()


def lock(level, limits):
    pass
