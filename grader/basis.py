"""What submissions are graded with, as a short fingerprint, and what of it changed between two runs."""

from __future__ import annotations

import hashlib
import importlib.util
import sys
from collections.abc import Iterable
from pathlib import Path

from course import agreement, annotation, checking
from grader import registry
from grader.labelling import LabellingBank
from grader.seed import read_seed

_PARTS = ("the secret seed", "the released notebook", "the unit's exercises or hidden cases")
_JUDGES = [  # a corrected comparison, or another way of reading labels, moves marks too
    path
    for package in (checking, agreement, annotation)
    for path in sorted(Path(next(iter(package.__path__))).glob("*.py"))
]


def basis(course: Path, unit: str) -> str:
    """Return the fingerprint of seed, released notebooks, exercises and bank of a unit."""
    released = sorted((course / "release").glob(f"*/{unit}/{unit}.ipynb"))
    contents: tuple[Iterable[bytes], ...] = (
        [read_seed(course)],
        (path.read_bytes() for path in released),
        [*(path.read_bytes() for path in [*_files(unit), *_JUDGES]), *references(unit)],
    )
    return ":".join(_digest(part) for part in contents)


def references(unit: str) -> Iterable[bytes]:
    """Give what exercises with labels are graded by, besides code: gold, floors, codebook and tweets."""
    labelling = registry.labelling(unit)
    banks = registry.banks(unit) if labelling else {}
    for key, exercise in labelling.items():
        yield repr((exercise.codebook.identity, exercise.ids)).encode()
        if isinstance(banks.get(key), LabellingBank):
            yield banks[key].fingerprint()


def _files(unit: str) -> list[Path]:
    """As `registry.files`, but does not run a bank only to know where it lies: that costs seconds at the start."""
    name = f"grader.exercises.{registry.module_name(unit)}"
    spec = None
    if name not in sys.modules and importlib.util.find_spec("grader.exercises") is not None:
        spec = importlib.util.find_spec(name)
    if spec is None or spec.origin is None:
        return registry.files(unit)
    return [*registry.files(unit, package="course"), Path(spec.origin)]


def difference(before: str, now: str) -> list[str]:
    """Say which parts differ; nothing when one of the two is unknown.

    Examples
    --------
    >>> difference("a:b:c", "a:x:c"), difference("", "a:b:c")
    (['the released notebook'], [])
    """
    if not before or not now:
        return []
    pairs = zip(_PARTS, before.split(":"), now.split(":"), strict=True)
    return [part for part, old, new in pairs if old != new]


def _digest(contents: Iterable[bytes]) -> str:
    digest = hashlib.sha256()
    for content in contents:
        digest.update(content)
    return digest.hexdigest()[:16]
