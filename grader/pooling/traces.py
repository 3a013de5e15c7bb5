"""What a copied file keeps of the one it was copied from: its bytes, its times, its notes.

Times are written to the millisecond at which a key was pressed. Two students who share them on three tweets
have one file between them: of two who begin together and keep the same pace, fewer than one pair in a million
shares two. Times that a spreadsheet has rounded to the second or the minute are no evidence, and
neither is a file without times that equals another: two good students would write the same one.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from itertools import combinations, pairwise

import numpy as np

from grader.pooling.handed import Handed

MIN_TIMES = 3
MIN_GAPS = 8
MIN_NOTES = 3
_WORDS, _LETTERS = 5, 25  # of a note that two people do not write by chance
_PAUSE = 500  # milliseconds: quicker keys are a machine's, or held down, and alike in everybody
_COMMON = 0.1  # share of the class above which a note is a set phrase
_ALL_PAIRS = 12  # students who share a thing, above which they are compared in a chain
Pairs = dict[tuple[int, int], int]


def same_files(handed: Sequence[Handed], exact: np.ndarray) -> list[list[int]]:
    """Return groups of students whose files are the same to the byte.

    Parameters
    ----------
    handed : sequence of Handed
    exact : array of int
        How many times to the millisecond each student's file holds: without some, equal files prove nothing.
    """
    groups = defaultdict(list)
    for person, one in enumerate(handed):
        if one.rows and exact[person] >= MIN_TIMES:
            groups[one.digest].append(person)
    return [group for group in groups.values() if len(group) > 1]


def exact_times(at: np.ndarray) -> np.ndarray:
    """Return the times that are exact to the millisecond; -1 for the others.

    Examples
    --------
    >>> exact_times(np.array([[1_000, 1_001, -1]]))
    array([[  -1, 1001,   -1]])
    """
    return np.where((at >= 0) & (at % 1_000 != 0), at, -1)


def same_times(at: np.ndarray) -> Pairs:
    """Return the pairs who labelled tweets in the very same millisecond, and how many tweets.

    Parameters
    ----------
    at : array of int, students x tweets
        As `exact_times` gives them.

    Examples
    --------
    >>> same_times(np.array([[1_001, 5_002, 9_003, 12_004], [1_001, 5_002, 9_003, 15_007]]))
    {(0, 1): 3}
    """
    return _shared(_cells(at), MIN_TIMES)


def same_pace(at: np.ndarray) -> Pairs:
    """Return the pairs who took, to the millisecond, the same time from one tweet to the next, and how often.

    What remains when somebody has moved all the times of a file by the same amount.

    Parameters
    ----------
    at : array of int, students x tweets
        As `exact_times` gives them.
    """
    gaps = np.diff(at, axis=1)
    known = (at[:, 1:] >= 0) & (at[:, :-1] >= 0) & (np.abs(gaps) >= _PAUSE)
    return _shared(_cells(np.where(known, gaps, 0), empty=0), MIN_GAPS)


def same_notes(handed: Sequence[Handed]) -> Pairs:
    """Return the pairs who wrote the same words about the same tweets, and how many different such notes.

    A note counts if two people do not write it by chance: five words and twenty-five letters at least, and nobody
    else in the class wrote those words, about any tweet. "I am not sure whether this is a joke" is on everybody's
    lips, and rare only if it is counted tweet by tweet. Three different notes are needed: who always doubts in
    the same words has one.
    """
    written: dict[tuple[str, str], list[int]] = defaultdict(list)
    users: dict[str, set[int]] = defaultdict(set)
    people = 0
    for person, one in enumerate(handed):
        people += bool(one.rows)
        for tweet, row in one.rows.items():
            words = " ".join(row.note.casefold().split())
            if len(words) >= _LETTERS and words.count(" ") >= _WORDS - 1:
                written[tweet, words].append(person)
                users[words].add(person)
    most = max(4, int(_COMMON * people))
    rare = {
        words: group  # a note under several tweets counts once
        for (_, words), group in written.items()
        if 2 <= len(group) <= most and len(group) == len(users[words])
    }
    return _shared(rare, MIN_NOTES)


def _cells(values: np.ndarray, *, empty: int = -1) -> dict[Hashable, list[int]]:
    """Who has the same value in the same column."""
    person, column = np.nonzero(values != empty)
    value = values[person, column]
    order = np.lexsort((person, value, column))
    person, column, value = person[order], column[order], value[order]
    new = np.ones(len(person), dtype=bool)
    new[1:] = (column[1:] != column[:-1]) | (value[1:] != value[:-1])
    starts = np.flatnonzero(new)
    ends = np.append(starts[1:], len(person))
    several = ends - starts > 1
    spans = zip(starts[several].tolist(), ends[several].tolist(), strict=True)
    return {start: person[start:end].tolist() for start, end in spans}


def _shared(groups: dict[Hashable, list[int]], least: int) -> Pairs:
    counts: Counter[tuple[int, int]] = Counter()
    for group in groups.values():
        counts.update(_pairs(group))
    return {pair: count for pair, count in sorted(counts.items()) if count >= least}


def _pairs(group: list[int]) -> Iterable[tuple[int, int]]:
    """All pairs of a small group; of a large one enough to hold it together."""
    if len(group) <= _ALL_PAIRS:
        return combinations(group, 2)
    return {*pairwise(group), *((group[0], other) for other in group[1:])}
