"""What an instructor should know of a student's labels, from what was handed in."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from course.annotation.codebook import Codebook
from course.annotation.reading import DEFAULT_ANNOTATOR
from grader.pooling.coded import Coded
from grader.pooling.copies import Group, Pair
from grader.pooling.handed import Handed, shown
from grader.pooling.traces import exact_times

MISSING = "missing"
MANGLED = "mangled"
COPIED = "copied"
SIGNED = "signed by another"
ALIKE = "alike"
SEVERAL = "several annotators"
CODEBOOK = "other codebook"
CODES = "unknown codes"
TWEETS = "other tweets"
NOTEBOOK = "from the notebook"
NAME = "other file"
INCOMPLETE = "incomplete"
ONE_LABEL = "one label"
FAST = "fast"
RESAVED = "saved elsewhere"
FOLDER = "odd folder"
MEANINGS = {
    MISSING: "there are no labels of this student",
    MANGLED: "some of the file, or all of it, cannot be read",
    COPIED: "shares with another student what work on one's own does not; who copied, or whether, is to be asked",
    SIGNED: "the annotator in the file has the name of another student's folder",
    SEVERAL: "the file holds labels of several people; those of whoever labelled most count",
    CODEBOOK: "labelled with another codebook or version",
    CODES: "labels that the codebook does not have",
    TWEETS: "labels of tweets that the unit does not have",
    NOTEBOOK: "no file: labels taken from the copy inside the notebook",
    NAME: "labels taken from a file of another name",
    INCOMPLETE: "tweets without a label",
    ONE_LABEL: "nearly every tweet has the same label",
    RESAVED: "another program, or a person, left the file in another form; nothing is lost",
    FOLDER: "what else lies in the student's folder",
    FAST: "half the labels came within 2 seconds of the one before: quicker than a tweet is read",
    ALIKE: "labels closer than two who work apart usually come; a shared misreading of the codebook, or work side "
    "by side, does it too, and the labels alone cannot tell which",
}
KINDS = tuple(MEANINGS)
FAST_SECONDS = 2.0  # a tweet of twenty words takes some five to read
_MIN_GAPS = 10
_ONE = 0.9
_MIN_LABELS = 10
Flag = tuple[str, str]


def own_flags(one: Handed, *, total: int, codebook: Codebook | None, class_book: str) -> Iterator[Flag]:
    """Say what is odd about a file by itself.

    Parameters
    ----------
    one : Handed
    total : int
        How many tweets there are to label.
    codebook : Codebook, optional
        The unit's.
    class_book : str
        Identity of the codebook that most of the class used.

    Yields
    ------
    tuple of str
        Kind and detail.
    """
    if one.missing:
        yield MISSING, one.missing
    for problem in one.problems:
        yield MANGLED if one.damaged else RESAVED, problem
    for remark in one.remarks:
        yield FOLDER, remark
    if len(one.annotators) > 1:
        names = ", ".join(repr(shown(name)) for name in one.annotators[:4])
        yield SEVERAL, f"{len(one.annotators)}: {names}; those of the first count"
    books = Counter(row.codebook for row in one.rows.values() if row.codebook not in ("", class_book))
    if books:
        book, count = books.most_common(1)[0]
        yield CODEBOOK, f"{shown(book)} on {count} of {len(one.rows)} tweets"
    if codebook is not None:
        strange = Counter(code for row in one.rows.values() for code in codebook.strange(row.labels))
        if strange:
            codes = ", ".join(f"{shown(code)} ({count})" for code, count in strange.most_common(4))
            yield CODES, codes + (", …" if len(strange) > 4 else "")
    if one.elsewhere:
        yield TWEETS, f"{one.elsewhere}, which do not count"
    if one.source == "notebook":
        yield NOTEBOOK, shown(one.name)
    if one.source == "other file":
        yield NAME, shown(one.name)
    if one.rows and len(one.rows) < total:
        yield INCOMPLETE, f"{len(one.rows)} of {total}" + (f", {one.skipped} skipped" if one.skipped else "")
    said = Counter(frozenset(row.labels) for row in one.rows.values())
    if len(one.rows) >= _MIN_LABELS and said.most_common(1)[0][1] >= _ONE * len(one.rows):
        label, count = said.most_common(1)[0]
        yield ONE_LABEL, f"{shown('|'.join(sorted(label)))} on {count} of {len(one.rows)}"


def signed_by_another(handed: Sequence[Handed]) -> dict[int, str]:
    """Return the students whose file names another student of the class as its annotator.

    A name that is also part of the student's own folder is a namesake's: Ana, of the folder ``garcia_lopez_ana``,
    beside another's ``ana``. The name that the annotator gives by default is nobody's.
    """
    students = {one.student.casefold(): one.student for one in handed}
    found = {}
    for person, one in enumerate(handed):
        if one.annotators:
            name = one.annotators[0].casefold()
            other = students.get(name, one.student)
            if other != one.student and name != DEFAULT_ANNOTATOR and not _is_part(name, one.student):
                found[person] = other
    return found


def copy_flags(groups: Sequence[Group], names: Sequence[str]) -> dict[int, str]:
    """Say of each student of a group with whom the likeness is clearest, and how large the group is."""
    said: dict[int, str] = {}
    for members, pairs in groups:
        for pair in pairs:
            for person, other in ((pair.first, pair.second), (pair.second, pair.first)):
                more = f" (and {len(members) - 2} more)" if len(members) > 2 else ""
                said.setdefault(person, f"with {names[other]}{more}: {pair.evidence}")
    return said


def alike_flags(pairs: Sequence[Pair], names: Sequence[str]) -> dict[int, str]:
    """Say of each student whose labels are much like another's how much, and what else would explain it."""
    others: dict[int, list[tuple[str, str]]] = {}
    for pair in sorted(pairs, key=lambda pair: pair.strength, reverse=True):
        for person, other in ((pair.first, pair.second), (pair.second, pair.first)):
            others.setdefault(person, []).append((names[other], pair.evidence))
    return {
        person: f"to {found[0][0]}{f' (and {len(found) - 1} more)' if len(found) > 1 else ''}: {found[0][1]}; "
        "a shared misreading or work side by side would explain it too"
        for person, found in others.items()
    }


def seconds_between(coded: Coded) -> np.ndarray:
    """Return the median of the seconds from one label to the next in time; NaN where times are not known.

    Only times exact to the millisecond are: of those that a spreadsheet rounded to the minute most are equal.
    """
    found = np.full(len(coded.at), np.nan)
    for person, times in enumerate(exact_times(coded.at)):
        known = np.sort(times[times >= 0])
        if len(known) > 1:
            found[person] = np.median(np.diff(known)) / 1_000
    return found


def is_fast(seconds: float, times: int) -> bool:
    """Tell whether somebody labelled faster than anybody reads; `times` are those known exactly."""
    return times > _MIN_GAPS and seconds < FAST_SECONDS


def _is_part(name: str, folder: str) -> bool:
    """Whether every word of a name is in the folder's, accents or not."""
    own = _bare(folder)
    return all(word in own for word in re.findall(r"\w+", _bare(name)))


def _bare(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold()).replace("_", " ")
    return "".join(letter for letter in apart if not unicodedata.combining(letter))
