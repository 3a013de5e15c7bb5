"""What each student handed in: the file of labels, one like it, or the copy inside the notebook.

A student is the folder, never the annotator's name in a file: anybody can write any name there. Everything is
read as data; no link is followed, nothing is executed, and what is too large is not read.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from course.annotation.reading import Reading, parse
from course.annotation.recover import embedded
from course.annotation.rows import Row, latest, one_line
from grader.errors import GraderError
from grader.intake import LABEL_SUFFIXES, is_label_file
from grader.label_file import MAX_BYTES, MAX_FILES

MAX_NOTEBOOK = 32 * 2**20
MAX_NOTEBOOKS = 5  # opened in search of a copy
MAX_ENTRIES = 2_000  # of one student's folder
MAX_ROWS = 20_000  # of one student; no unit has so many tweets
_SKIPPED = (".ipynb_checkpoints", "__MACOSX")


@dataclass
class Handed:
    """One student's labels.

    Parameters
    ----------
    student : str
        The folder's name.
    source : {"file", "other file", "notebook", ""}
        Where the labels were found.
    name : str
        Of that file, within the student's folder.
    digest : str
        Of that file's bytes.
    rows : dict of str to Row
        The labelled tweets; of several annotators in one file, those of whoever labelled most.
    skipped : int
        Tweets seen and left without a label.
    annotators : tuple of str
        Who labelled, as the file says; the one whose rows these are comes first.
    elsewhere : int
        Labelled tweets that the unit does not have.
    problems : list of str
        What was wrong with the file, or became of it in another program.
    damaged : bool
        Whether something in it could not be read.
    remarks : list of str
        What else is odd about the folder.
    missing : str
        Why there are no labels; empty where there are.
    """

    student: str
    source: str = ""
    name: str = ""
    digest: str = ""
    rows: dict[str, Row] = field(default_factory=dict)
    skipped: int = 0
    annotators: tuple[str, ...] = ()
    elsewhere: int = 0
    problems: list[str] = field(default_factory=list)
    damaged: bool = False
    remarks: list[str] = field(default_factory=list)
    missing: str = ""


def students_of(folder: Path, unit: str) -> Iterator[tuple[str, Path | None]]:
    """Find the students in a course folder, in its ``submitted``, or in a folder of folders.

    Parameters
    ----------
    folder : Path
    unit : str

    Yields
    ------
    tuple of str and (Path or None)
        The student and the folder of this unit; None where nothing of it was handed in.

    Raises
    ------
    GraderError
        If there is no such folder, or nobody in it.
    """
    folder = Path(folder)
    if not folder.is_dir():
        raise GraderError(f"{folder} is not a folder.")
    inside = folder / "submitted"
    base = inside if inside.is_dir() and not inside.is_symlink() else folder
    people = sorted(entry.name for entry in os.scandir(base) if _is_person(entry))
    by_unit = base != folder or any(_folder(base / name / unit) for name in people)
    places = {name: base / name / unit if by_unit else base / name for name in people}
    if not any(_folder(base / name) and _folder(place) for name, place in places.items()):
        raise GraderError(
            f"Nobody has handed in {unit} in {base}." if people else f"No student's folder in {base}."
        )
    for name, place in places.items():
        yield name, place if _folder(base / name) and _folder(place) else None


def handed_in(
    student: str, place: Path | None, *, unit: str, file: str, tweets: frozenset[str] | None = None
) -> Handed:
    """Read what one student handed in; whatever it is, it never raises.

    Parameters
    ----------
    student : str
    place : Path or None
        The student's folder of the unit.
    unit, file : str
        What notebook and file of labels are called.
    tweets : frozenset of str, optional
        The unit's tweets; other rows do not count.
    """
    if place is None:
        return Handed(student, missing="nothing of this unit was handed in")
    try:
        return _found(student, place, unit, file, tweets)
    except Exception as error:  # a file nobody thought of costs only itself
        return Handed(
            student,
            missing="could not be read",
            problems=[f"could not be read ({type(error).__name__})"],
            damaged=True,
        )


def _found(student: str, place: Path, unit: str, file: str, tweets: frozenset[str] | None) -> Handed:
    files, odd = _files(place)
    candidates = [_from_file(student, place, name, file, tweets) for name in _label_files(files, file)]
    named = [one for one in candidates if one.name == file]
    others = sorted((one for one in candidates if one not in named), key=lambda one: -len(one.rows))
    best = next((one for one in [*named, *others] if one.rows), None)
    if best is None:
        best = _from_notebook(student, place, _notebooks(files, unit), tweets)
    if best is None:
        best = Handed(student, missing=_why(file, candidates, files))
    if best.source != "file":  # what is wrong with the one that should have been it
        proper = [one for one in candidates if one is not best and is_label_file(Path(one.name), file)]
        best.problems += [f"{one.name}: {problem}" for one in proper for problem in one.problems]
        best.damaged = best.damaged or any(one.damaged for one in proper)
    fuller = [one for one in others if one is not best and len(one.rows) > len(best.rows)]
    if fuller:
        best.remarks.append(
            f"{fuller[0].name} labels more tweets, {len(fuller[0].rows)}; {best.name} was taken"
        )
    best.remarks += odd
    return best


def _why(file: str, candidates: list[Handed], files: dict[str, Path]) -> str:
    if any(one.elsewhere for one in candidates):
        return "labels of other tweets only"
    if any(one.missing for one in candidates):
        return "unreadable, and the notebook holds no copy"
    if candidates:
        return "no tweet is labelled"
    return f"no {file}, and the notebook holds no copy" if files else "an empty folder"


def _from_file(student: str, place: Path, name: str, file: str, tweets: frozenset[str] | None) -> Handed:
    source = "file" if name == file else "other file"
    content, why = _content(place / name, MAX_BYTES)
    if content is None:
        return Handed(student, source, name, missing=why, problems=[why], damaged=True)
    reading = parse(content)
    found = _counted(Handed(student, source, name, hashlib.sha256(content).hexdigest()), reading, tweets)
    if not reading.readable:
        found.missing = "unreadable"
    return found


def _from_notebook(
    student: str, place: Path, names: list[str], tweets: frozenset[str] | None
) -> Handed | None:
    """The copy of most labels among those that the annotator left in its cell's output; of equals the last."""
    best = None
    for name in names[:MAX_NOTEBOOKS]:
        content, _ = _content(place / name, MAX_NOTEBOOK)
        for copy in embedded(content) if content else []:
            if len(copy) <= MAX_BYTES:
                digest = hashlib.sha256(copy).hexdigest()
                found = _counted(Handed(student, "notebook", name, digest), parse(copy), tweets)
                if found.rows and (best is None or len(found.rows) >= len(best.rows)):
                    best = found
    return best


def _counted(found: Handed, reading: Reading, tweets: frozenset[str] | None) -> Handed:
    """Take the rows that count: one person's, the latest of each tweet, of this unit's tweets."""
    held = latest(reading.rows[:MAX_ROWS]).values()
    labelled = [row for row in held if row.status == "labelled" and row.labels]
    mine = [row for row in labelled if tweets is None or row.tweet_id in tweets]
    done = Counter(row.annotator for row in mine)
    recent: dict[str, str] = {}
    for row in mine:
        recent[row.annotator] = max(row.updated_at, recent.get(row.annotator, ""))
    found.annotators = tuple(sorted(done, key=lambda name: (done[name], recent[name]), reverse=True))
    if found.annotators:
        found.rows = {row.tweet_id: row for row in mine if row.annotator == found.annotators[0]}
    found.skipped = sum(row.status == "skipped" and row.tweet_id not in found.rows for row in held)
    found.elsewhere = len({row.tweet_id for row in labelled} - {row.tweet_id for row in mine})
    found.problems = [problem.en for problem in reading.problems]
    found.damaged = not (reading.readable and reading.whole)
    if len(reading.rows) > MAX_ROWS:
        found.problems.append(f"more than {MAX_ROWS:,} rows: only so many were read")
        found.damaged = True
    return found


# Files -----------------------------------------------------------------------------------------------------


def _files(place: Path) -> tuple[dict[str, Path], list[str]]:
    """The ordinary files of a folder by their names within it, and what was left out."""
    found: dict[str, Path] = {}
    links, seen = 0, 0
    for root, folders, names in os.walk(place):
        folders[:] = sorted(name for name in folders if name not in _SKIPPED)
        for name in sorted(names):
            seen += 1
            if seen > MAX_ENTRIES:
                return found, [f"more than {MAX_ENTRIES:,} files: only so many were looked at"]
            path = Path(root, name)
            mode = path.lstat().st_mode
            links += stat.S_ISLNK(mode)
            if stat.S_ISREG(mode) and not name.startswith("._"):
                found[path.relative_to(place).as_posix()] = path
    return found, [f"links were left out: {links}"] if links else []


def _label_files(files: dict[str, Path], file: str) -> list[str]:
    """Names of files that may hold labels, the likeliest first."""
    likely = [name for name, path in files.items() if path.suffix.lower() in LABEL_SUFFIXES]
    likely = [name for name in likely if name != "timestamp.txt"]
    return sorted(
        likely, key=lambda name: (name != file, not is_label_file(Path(name), file), name.count("/"), name)
    )[:MAX_FILES]


def _notebooks(files: dict[str, Path], unit: str) -> list[str]:
    names = [name for name, path in files.items() if path.suffix.lower() == ".ipynb"]
    return sorted(names, key=lambda name: (name != f"{unit}.ipynb", name.count("/"), name))


def _content(path: Path, limit: int) -> tuple[bytes | None, str]:
    """Read an ordinary file, or say why not."""
    try:
        handle = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0))
        with open(handle, "rb") as file:
            if not stat.S_ISREG(os.fstat(handle).st_mode):
                return None, "not a file"
            content = file.read(limit + 1)
    except OSError as error:
        return None, f"cannot be opened ({error.strerror})"
    if len(content) > limit:
        return None, f"larger than {limit >> 20} MiB"
    return content, ""


def _is_person(entry: os.DirEntry) -> bool:
    return entry.is_dir() and not entry.name.startswith(
        "."
    )  # a link to a folder has a name, and is not followed


def _folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def shown(name: str) -> str:
    """Return a name from a student's machine as one line that no terminal obeys.

    Examples
    --------
    >>> shown("ana\\x1b[2J\\n")
    'ana[2J'
    """
    line = one_line(name.encode("utf-8", "surrogateescape").decode("utf-8", "replace"))
    return "".join(mark for mark in line if mark not in _DIRECTIONS)


_DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"  # they turn what follows around
