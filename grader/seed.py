"""The course folder's secret: every hidden input of a cohort is drawn from it."""

from __future__ import annotations

import hashlib
import os
import secrets
from pathlib import Path

import numpy as np

from grader.errors import GraderError

FILE = "secret-seed"


def create_seed(course: Path) -> Path:
    """Make the secret once; an existing one is kept, so that a rerun grades with the same cases."""
    path = course / FILE
    if not path.exists():
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="ascii") as file:
            file.write(secrets.token_hex(32) + "\n")
    return path


def read_seed(course: Path) -> bytes:
    """Read the secret of a course folder."""
    try:
        seed = bytes.fromhex((course / FILE).read_text(encoding="ascii").strip())
    except FileNotFoundError:
        raise GraderError(f"There is no {FILE} in {course}: run `grader build` there first.") from None
    except ValueError:
        raise GraderError(
            f"{FILE} in {course} is damaged; restore it, or delete it and grade the class again."
        ) from None
    if len(seed) < 16:
        raise GraderError(f"{FILE} in {course} is too short; delete it and run `grader build` again.")
    return seed


def generator(seed: bytes, exercise: str, case: str) -> np.random.Generator:
    """Return the generator of one hidden case: the same at every call, unguessable without the seed."""
    digest = hashlib.sha256(b"\0".join([seed, exercise.encode(), case.encode()])).digest()
    return np.random.default_rng(int.from_bytes(digest, "big"))
