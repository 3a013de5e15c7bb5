"""Reading one submission from disk into a `Job`: bounded, and no link followed."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from course.language import LANGUAGES
from grader.delivery import MAX_FILES, is_linked, read_file, walk
from grader.errors import GraderError
from grader.intake import fingerprint, ordinary_files
from grader.job import Job, Settings
from grader.seed import read_seed
from grader.submission import MAX_BYTES

MAX_TOTAL = 200 * 2**20  # bytes of one submission that are sent to a worker


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
    links: list[str] = []
    linked = is_linked(submitted)
    files, oversized = ({}, {}) if linked else _read(walk(submitted, links), submitted)
    return Job(
        unit=unit,
        student=student,
        files=files,
        release=release,
        seed=read_seed(course),
        settings=settings or Settings(),
        beside=beside,
        oversized=oversized,
        links=tuple(links),
        linked=linked,
        fingerprint=fingerprint(submitted),
    )


def _read(found: Iterable[Path], folder: Path) -> tuple[dict[str, bytes], dict[str, int]]:
    """Read files, notebooks and small ones first: nothing else may take the place that is left for them."""
    files: dict[str, bytes] = {}
    oversized: dict[str, int] = {}
    left = MAX_TOTAL
    sizes = [(path.suffix.lower() != ".ipynb", path.lstat().st_size, path) for path in found]
    for number, (_, size, path) in enumerate(sorted(sizes)):
        name = path.relative_to(folder).as_posix()
        try:
            content = read_file(path, MAX_BYTES + 1)
        except OSError:  # gone, or not to be read
            continue
        if number >= MAX_FILES or len(content) > min(MAX_BYTES, left):
            oversized[name] = max(size, len(content))
        else:
            files[name] = content
            left -= len(content)
    return files, oversized


def _ours(folder: Path) -> dict[str, bytes]:
    """Read what the instructor released beside the notebook."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in ordinary_files(folder)
        if path.suffix != ".ipynb"
    }
