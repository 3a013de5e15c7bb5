"""What a unit is graded with besides the job: a coordinator and its workers must have the same."""

from __future__ import annotations

import hashlib
import platform
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import course
import grader
from course.datastore import dataset_path
from grader.basis import references
from grader.errors import GraderError

_CASES = ("iberia", "jazztel")
_LIBRARIES = ("numpy", "pandas", "scipy", "matplotlib", "ipykernel")  # what answers may depend on


@cache
def equipment(unit: str) -> dict[str, str]:
    """Return what grading a unit rests on in this installation, each part with its version or fingerprint."""
    return {
        "the course's code": _digest(*(_sources(package) for package in (course, grader))),
        "the course's data": _digest(*(_files(dataset_path(case), "*.*") for case in _CASES)),
        f"the bank of {unit}": _bank(unit),
        "Python": ".".join(platform.python_version_tuple()[:2]),
        **{name: _version(name) for name in _LIBRARIES},
    }


def differences(here: dict[str, str], there: dict[str, str]) -> list[str]:
    """Say in which parts another installation differs from this one.

    Examples
    --------
    >>> differences({"pandas": "3.1.0", "numpy": "2.4"}, {"pandas": "3.0.2", "numpy": "2.4"})
    ['pandas (3.1.0 here, 3.0.2 there)']
    """
    said = []
    for name in [*here, *(name for name in there if name not in here)]:
        mine, theirs = here.get(name, "none"), there.get(name, "none")
        if mine != theirs:
            said.append(name if name.startswith("the ") else f"{name} ({mine} here, {theirs} there)")
    return said


def _sources(package: object) -> list[tuple[str, bytes]]:
    return _files(Path(next(iter(package.__path__))), "*.py")  # type: ignore[attr-defined]


def _files(folder: Path, pattern: str) -> list[tuple[str, bytes]]:
    return [
        (path.relative_to(folder).as_posix(), path.read_bytes())
        for path in sorted(folder.rglob(pattern))
        if path.is_file() and "__pycache__" not in path.parts
    ]


def _bank(unit: str) -> str:
    try:
        return _digest([("", content) for content in references(unit)])
    except GraderError:
        return "none"


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "none"


def _digest(*parts: list[tuple[str, bytes]]) -> str:
    digest = hashlib.sha256()
    for part in parts:
        for name, content in part:
            digest.update(f"{name}\0{len(content)}\0".encode() + content)
    return digest.hexdigest()[:16]
