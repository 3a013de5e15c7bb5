"""Reading one submission from disk into a `Job`: bounded, and no link followed."""

from __future__ import annotations

import os
import stat
from pathlib import Path

from course.language import LANGUAGES
from grader.errors import GraderError
from grader.intake import fingerprint, ordinary_files
from grader.job import Job, Settings
from grader.seed import read_seed
from grader.submission import MAX_BYTES

MAX_TOTAL = 200 * 2**20  # bytes of one submission that are sent to a worker
MAX_FILES = 2_000


def gather(course: Path, unit: str, student: str, *, settings: Settings | None = None) -> Job:
    """Read what a student handed in, and all else that grading it takes.

    Parameters
    ----------
    course : Path
        The course folder; its ``submitted``, ``release``, ``source`` and ``secret-seed`` are read.
    unit, student : str
    settings : Settings, optional

    Raises
    ------
    GraderError
        The course folder lacks the secret or the released unit; never for what the submission holds.
    """
    course = Path(course)
    submitted = course / "submitted" / student / unit
    release, beside = {}, {}
    for language in LANGUAGES:
        folder = course / "release" / language / unit
        if (folder / f"{unit}.ipynb").is_file():
            release[language] = (folder / f"{unit}.ipynb").read_bytes()
            beside[language] = _ours(folder)
    if not release:
        raise GraderError(f"{unit} has not been released in this course: run `grader release {unit}` first.")
    files, modified, oversized = _read(submitted)
    return Job(
        unit=unit,
        student=student,
        files=files,
        release=release,
        seed=read_seed(course),
        settings=settings or Settings(),
        beside=beside,
        modified=modified,
        oversized=oversized,
        links=_links(submitted),
        fingerprint=fingerprint(submitted),
    )


def _read(folder: Path) -> tuple[dict[str, bytes], dict[str, int], dict[str, int]]:
    """Read the ordinary files, notebooks first: nothing else may take the place that is left for them."""
    files: dict[str, bytes] = {}
    modified: dict[str, int] = {}
    oversized: dict[str, int] = {}
    left = MAX_TOTAL
    found = sorted(
        ordinary_files(folder), key=lambda path: (path.suffix.lower() != ".ipynb", path.stat().st_size)
    )
    for number, path in enumerate(found):
        name = path.relative_to(folder).as_posix()
        content = _content(path)
        if content is None:
            continue
        modified[name] = path.lstat().st_mtime_ns
        if number >= MAX_FILES or len(content) > min(MAX_BYTES, left):
            oversized[name] = path.lstat().st_size
        else:
            files[name] = content
            left -= len(content)
    return files, modified, oversized


def _content(path: Path) -> bytes | None:
    """Read an ordinary file up to just beyond the largest allowed; None when it went away or changed its kind."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(handle, "rb") as file:
            return file.read(MAX_BYTES + 1) if stat.S_ISREG(os.fstat(handle).st_mode) else None
    except OSError:
        return None


def _links(folder: Path) -> tuple[str, ...]:
    return tuple(
        sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_symlink())
    )


def _ours(folder: Path) -> dict[str, bytes]:
    """Read what the instructor released beside the notebook."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in ordinary_files(folder)
        if path.suffix != ".ipynb"
    }
