"""What a run moved without the students' doing: a class regraded with other cases is never silent about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from grader.basis import difference
from grader.coursefolder import CourseFolder
from grader.outcomes import Record
from grader.report import number


@dataclass
class Changes:
    """What differs between the records before a run and after it.

    Parameters
    ----------
    parts : list of str
        What of the unit changed since the last run: seed, release, cases.
    regraded : int
        Submissions graded again because of it.
    moved : list of str
        A line for each mark that changed although the submission did not.
    outdated : int
        Feedback pages that are older than the grading they speak of.
    """

    parts: list[str] = field(default_factory=list)
    regraded: int = 0
    moved: list[str] = field(default_factory=list)
    outdated: int = 0


def changes(course: CourseFolder, unit: str, before: dict[str, Record], after: Iterable[Record]) -> Changes:
    """Compare the records before a run with those after it."""
    result = Changes()
    for record in after:
        result.outdated += _outdated(course, unit, record.student)
        known = before.get(record.student)
        if known is None or known.fingerprint != record.fingerprint:
            continue
        parts = difference(known.basis, record.basis)
        result.parts += [part for part in parts if part not in result.parts]
        result.regraded += bool(parts)
        result.moved += [
            f"{record.student}: {key} {_mark(known.marks.get(key))} → {_mark(mark)}"
            for key, mark in record.marks.items()
            if known.marks.get(key) != mark
        ]
    return result


def _outdated(course: CourseFolder, unit: str, student: str) -> bool:
    page = course.root / "feedback" / student / unit / f"{unit}.html"
    graded = course.root / "autograded" / student / unit / f"{unit}.ipynb"
    return page.is_file() and graded.is_file() and page.stat().st_mtime < graded.stat().st_mtime


def _mark(value: float | None) -> str:
    return "–" if value is None else number(value, "en")
