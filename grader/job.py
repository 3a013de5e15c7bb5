"""One submission on its way to a worker and back: plain bytes, read strictly, never pickled.

A `Job` holds all that grading one submission takes, a `Result` all that came of it, so that a worker needs
neither the course folder nor the gradebook.
"""

from __future__ import annotations

import json
import math
import struct
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, fields
from typing import Any

from grader.errors import GraderError

_JOB, _RESULT = b"crisis20 job 1\n", b"crisis20 result 1\n"
_LENGTH = struct.Struct("!Q")


@dataclass(frozen=True)
class Settings:
    """How a submission is run.

    Parameters
    ----------
    cell_timeout, call_timeout, notebook_timeout : float
        Seconds that one cell, one call of a function and the submission as a whole may take.
    unsafe : bool
        Run students' code without walls where there are none to be had.
    limits : dict of str to float
        Fields of `grader.sandbox.Limits` that differ from its defaults, such as ``{"memory": 2**31}``.
    """

    cell_timeout: float = 30.0
    call_timeout: float = 10.0
    notebook_timeout: float = 240.0
    unsafe: bool = False
    limits: dict[str, float] = field(default_factory=dict)

    @classmethod
    def configured(cls, config: Mapping[str, Any], *, unsafe: bool = False) -> Settings:
        """Take what a course folder's nbgrader_config.py says of ``c.ExamineNotebook``.

        Parameters
        ----------
        config : traitlets.config.Config
            The whole configuration, such as `grader.coursefolder.CourseFolder.config` gives.
        unsafe : bool

        Examples
        --------
        >>> Settings.configured({"ExamineNotebook": {"timeout": 8}}).cell_timeout
        8.0
        """
        said = config.get("ExamineNotebook", {})
        names = {"timeout": "cell_timeout"} | {name: name for name in _TIMES[1:]}
        times = {name: float(said[trait]) for trait, name in names.items() if trait in said}
        return cls(
            **times, unsafe=unsafe or bool(said.get("unsafe", False)), limits=dict(said.get("limits", {}))
        )


@dataclass(frozen=True)
class Job:
    """All that grading one submission takes.

    Parameters
    ----------
    unit, student : str
    files : dict of str to bytes
        What was handed in, by relative path with ``/``.
    release : dict of str to bytes
        The released notebook by language.
    seed : bytes
        The cohort's secret.
    settings : Settings
    beside : dict of str to (dict of str to bytes)
        By language, the instructor's other files of the unit, which the code may read.
    oversized : dict of str to int
        Files too large to be sent along, with their sizes.
    links : tuple of str
        Names of links, of which nothing is read.
    linked : bool
        Whether the folder itself is a link, of which nothing is read.
    fingerprint : str
        Of what was handed in (`grader.intake.fingerprint`).
    """

    unit: str
    student: str
    files: dict[str, bytes]
    release: dict[str, bytes]
    seed: bytes
    settings: Settings = field(default_factory=Settings)
    beside: dict[str, dict[str, bytes]] = field(default_factory=dict)
    oversized: dict[str, int] = field(default_factory=dict)
    links: tuple[str, ...] = ()
    linked: bool = False
    fingerprint: str = ""

    def to_bytes(self) -> bytes:
        """Write the job.

        Examples
        --------
        >>> job = Job("05-jazztel-delays", "Ana", {"a.ipynb": b"{}"}, {"es": b"{}"}, b"secret")
        >>> Job.from_bytes(job.to_bytes()) == job
        True
        """
        return _pack(_JOB, self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Job:
        """Read what `to_bytes` wrote; GraderError for anything else."""
        found = _unpack(_JOB, data, cls)
        found["settings"] = _settings(found["settings"])
        return cls(**found)


@dataclass(frozen=True)
class Result:
    """What came of one submission.

    Parameters
    ----------
    notebook : bytes
        The notebook as it goes into ``autograded``: graded cells as released, executed and examined;
        ``metadata.crisis20`` says what became of it. Empty when `error` says why there is none.
    fingerprint : str
        The job's.
    notes : list of str
        What was odd about the files; what was odd about the cells stands in the notebook's metadata.
    telling : str
        Why there is no notebook to grade, when there is none.
    phases : dict of str to float
        Seconds by what they were spent on.
    error : str
        A fault of our own that left nothing to record: the submission is inconclusive.
    """

    notebook: bytes
    fingerprint: str = ""
    notes: list[str] = field(default_factory=list)
    telling: str = ""
    phases: dict[str, float] = field(default_factory=dict)
    error: str = ""

    def to_bytes(self) -> bytes:
        """Write the result.

        Examples
        --------
        >>> result = Result(b"{}", "f00", ["taken from a.ipynb"], phases={"cells": 0.5})
        >>> Result.from_bytes(result.to_bytes()) == result
        True
        """
        return _pack(_RESULT, self)

    @classmethod
    def from_bytes(cls, data: bytes) -> Result:
        """Read what `to_bytes` wrote; GraderError for anything else."""
        return cls(**_unpack(_RESULT, data, cls))


# A head of JSON in which each run of bytes is its length, then those bytes one after the other.


def _pack(magic: bytes, value: Job | Result) -> bytes:
    blobs: list[bytes] = []

    def written(item: Any) -> Any:
        if isinstance(item, bytes):
            blobs.append(item)
            return {"$bytes": len(item)}
        if isinstance(item, dict):
            return {"$dict": [[key, written(value)] for key, value in item.items()]}
        return [written(one) for one in item] if isinstance(item, (list, tuple)) else item

    plain = {one.name: getattr(value, one.name) for one in fields(value)}
    if isinstance(value, Job):
        plain["settings"] = asdict(value.settings)
    head = json.dumps(written(plain), allow_nan=False).encode("ascii")
    return b"".join([magic, _LENGTH.pack(len(head)), head, *blobs])


def _unpack(magic: bytes, data: bytes, kind: type) -> dict[str, Any]:
    start = len(magic) + _LENGTH.size
    if type(data) is not bytes or data[: len(magic)] != magic or len(data) < start:
        raise GraderError(f"not a {kind.__name__.lower()} of this version of the grader")
    (size,) = _LENGTH.unpack_from(data, len(magic))
    position = start + size

    def read(item: Any) -> Any:
        nonlocal position
        if isinstance(item, list):
            return [read(one) for one in item]
        if not isinstance(item, dict):
            return item
        ((tag, content),) = item.items()
        if tag == "$dict":
            return {key: read(value) for key, value in content}
        if tag != "$bytes" or type(content) is not int or not 0 <= content <= len(data) - position:
            raise ValueError(tag)
        position += content
        return data[position - content : position]

    try:
        found = read(json.loads(data[start:position]))
        if position != len(data) or found.keys() != {one.name for one in fields(kind)}:
            raise ValueError("fields")
        for name, value in found.items():
            found[name] = _FORMS[name](value)
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        raise GraderError(f"a damaged {kind.__name__.lower()}") from None
    return found


def _of(*kinds: type) -> Any:
    def form(value: Any) -> Any:
        if type(value) not in kinds:
            raise TypeError(type(value).__name__)
        return value

    return form


def _named(form: Any) -> Any:
    return lambda value: {_TEXT(key): form(item) for key, item in _of(dict)(value).items()}


def _finite(value: Any) -> float:
    if not math.isfinite(_of(int, float)(value)):
        raise ValueError("not finite")
    return value


def _texts(value: Any) -> list[str]:
    return [_TEXT(item) for item in _of(list)(value)]


_TEXT, _BYTES = _of(str), _of(bytes)
_FORMS: dict[str, Any] = {
    **dict.fromkeys(("unit", "student", "fingerprint", "telling", "error"), _TEXT),
    **dict.fromkeys(("seed", "notebook"), _BYTES),
    **dict.fromkeys(("files", "release"), _named(_BYTES)),
    "oversized": _named(_of(int)),
    "linked": _of(bool),
    "phases": _named(_finite),
    "beside": _named(_named(_BYTES)),
    "settings": _of(dict),
    "notes": _texts,
    "links": lambda value: tuple(_texts(value)),
}


def _settings(data: dict[str, Any]) -> Settings:
    try:
        if data.keys() != {one.name for one in fields(Settings)}:
            raise ValueError("fields")
        times = {name: float(_finite(data[name])) for name in _TIMES}
        return Settings(**times, unsafe=_of(bool)(data["unsafe"]), limits=_named(_finite)(data["limits"]))
    except (ValueError, TypeError, KeyError):
        raise GraderError("a damaged job: its settings cannot be read") from None


_TIMES = ("cell_timeout", "call_timeout", "notebook_timeout")
