"""What each student handed in: the file of labels, one like it, or the copy inside the notebook.

They are read, and chosen among, as for the marks (`grader.label_file`): the fullest counts.

A student is the folder, never the annotator's name in a file: anybody can write any name there. Everything is
read as data; no link is followed, nothing is executed, and what is too large is not read.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from course.annotation.reading import Reading
from course.annotation.rows import Row, latest, one_line
from grader.delivery import MAX_FILES as MAX_ENTRIES
from grader.delivery import Delivery
from grader.errors import GraderError
from grader.intake import notebooks
from grader.label_file import LabelSource, label_sources

MAX_NOTEBOOK = 32 * 2**20
MAX_ROWS = 20_000  # of one student; no unit has so many tweets


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
    delivery = Delivery.of_folder(place)
    copies = sorted(notebooks(delivery), key=lambda p: (p.name != f"{unit}.ipynb", p.name.count("/"), p.name))
    sources = label_sources(delivery, file, copies, max_notebook=MAX_NOTEBOOK)
    everything = [
        (source, _counted(_as_handed(student, source), source.reading, tweets)) for source in sources
    ]
    files = [(source, one) for source, one in everything if source.kind != "notebook"]
    best = max((one for _, one in everything), key=lambda one: len(one.rows), default=None)
    if best is None or not best.rows:
        best = Handed(student, missing=_why(file, files, delivery))
    if best.source != "file":  # what is wrong with the one that should have been it
        proper = [one for source, one in files if source.proper and one is not best]
        best.problems += [f"{one.name}: {problem}" for one in proper for problem in one.problems]
        best.damaged = best.damaged or any(one.damaged for one in proper)
    for source, one in files:
        if source.kind == "file" and one is not best and one.rows:
            taken = "the copy inside the notebook" if best.source == "notebook" else best.name
            best.remarks.append(
                f"{file} labels only {len(one.rows)} tweets; {taken}, {len(best.rows)}, was taken"
            )
    if delivery.many:
        best.remarks.append(f"more than {MAX_ENTRIES:,} files: only so many were looked at")
    if delivery.links:
        best.remarks.append(f"links were left out: {len(delivery.links)}")
    best.remarks += [f"not opened: {line}" for line in delivery.refused if not line.startswith(file)]
    return best


def _as_handed(student: str, source: LabelSource) -> Handed:
    missing = "" if source.reading.readable else "unreadable"
    return Handed(student, source.kind, source.name, source.digest, missing=missing)


def _why(file: str, candidates: list[tuple[LabelSource, Handed]], delivery: Delivery) -> str:
    if any(one.elsewhere for _, one in candidates):
        return "labels of other tweets only"
    if any(one.missing for _, one in candidates):
        return "unreadable, and the notebook holds no copy"
    if candidates:
        return "no tweet is labelled"
    return f"no {file}, and the notebook holds no copy" if delivery.pieces else "an empty folder"


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


# Folders ---------------------------------------------------------------------------------------------------


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
