"""Groups of students whose files look copied from one another, with the evidence in plain counts.

Evidence says that two files hardly came about apart, not who copied from whom, nor that anybody meant to deceive:
two who worked at one keyboard leave the same traces. It is for a person to ask. Likeness of labels alone names
nobody as copied: two careful students who misread the codebook alike write the same odd labels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from grader.pooling.alike import Alike, Likeness
from grader.pooling.coded import Coded
from grader.pooling.handed import Handed
from grader.pooling.traces import exact_times, same_files, same_notes, same_pace, same_times


@dataclass(frozen=True)
class Pair:
    """Two students whose files look copied, or whose labels are much alike, and why.

    Parameters
    ----------
    first, second : int
        Places in the class.
    file : bool
        Whether the files are the same to the byte.
    times : int
        Tweets that both labelled in the same millisecond.
    pace : int
        Tweets after which both went on to the next in the same number of milliseconds.
    notes : int
        Tweets on which both wrote the same words.
    labels : bool
        Whether the labels are alike beyond what is usual (see `grader.pooling.alike`).
    likeness : Likeness
        How alike the labels are.
    """

    first: int
    second: int
    file: bool
    times: int
    pace: int
    notes: int
    labels: bool
    likeness: Likeness

    @property
    def evidence(self) -> str:
        """What speaks for a copy, in words, the strongest first.

        Examples
        --------
        >>> Pair(0, 1, False, 31, 0, 2, False, Likeness(40, 38, 11, 9)).evidence
        '31 of 40 labelled in the same millisecond; 2 notes in the same words; 38 of 40 labels the same'
        """
        like = self.likeness
        parts = ["files the same to the byte"] if self.file else []
        if self.times:
            parts.append(f"{self.times} of {like.both} labelled in the same millisecond")
        if self.pace and not self.times:
            parts.append(f"{self.pace} pauses between tweets the same to the millisecond")
        if self.notes:
            parts.append(f"{self.notes} note{'s' * (self.notes > 1)} in the same words")
        if not self.file:
            parts.append(f"{like.same} of {like.both} labels the same")
        if self.labels and not self.file:
            parts[-1] += (
                f", {like.shared} of the {like.departures} where either departs from the class among them"
            )
        return "; ".join(parts)

    @property
    def traced(self) -> bool:
        """Whether the files themselves, and not their labels only, look copied."""
        return bool(self.file or self.times or self.pace or self.notes)

    @property
    def strength(self) -> tuple:
        """What sorts the clearest pair first."""
        return self.file, self.times, self.pace, self.notes, self.likeness.same


Group = tuple[list[int], list[Pair]]


def copied(
    handed: Sequence[Handed],
    coded: Coded,
    accepted: np.ndarray | None = None,
    ideas: Sequence[dict[int, frozenset]] = (),
) -> tuple[list[Group], list[Pair]]:
    """Return the groups of students whose files look copied, and the pairs whose labels alone are much alike.

    Parameters
    ----------
    handed : sequence of Handed
    coded : Coded
    accepted : array of bool, tweets x label sets, optional
        What the reference coding accepts: agreeing on it is no evidence.
    ideas : sequence of dict, optional
        Known misreadings (`Coded.held`): agreeing on what follows from one is no evidence between two who hold it.

    Returns
    -------
    groups : list of (list of int, list of Pair)
        The students of each group and the pairs that hold it together, the clearest first.
    alike : list of Pair
        Those whose files share nothing but labels: never called copied.
    """
    exact = exact_times(coded.at)
    files = {pair for group in same_files(handed, (exact >= 0).sum(axis=1)) for pair in pairwise(group)}
    times, pace, notes = same_times(exact), same_pace(exact), same_notes(handed)
    alike = Alike(coded.choice, coded.sets, accepted, ideas)
    labels = set(alike.pairs())
    found = [
        Pair(
            first=pair[0],
            second=pair[1],
            file=pair in files,
            times=times.get(pair, 0),
            pace=pace.get(pair, 0),
            notes=notes.get(pair, 0),
            labels=pair in labels,
            likeness=alike.likeness(*pair),
        )
        for pair in sorted({*files, *times, *pace, *notes, *labels})
    ]
    return _groups(pair for pair in found if pair.traced), [pair for pair in found if not pair.traced]


def _groups(pairs: Iterable[Pair]) -> list[Group]:
    parent: dict[int, int] = {}

    def root(person: int) -> int:
        while parent.setdefault(person, person) != person:
            parent[person] = parent[parent[person]]
            person = parent[person]
        return person

    pairs = list(pairs)
    for pair in pairs:
        parent[root(pair.second)] = root(pair.first)
    members: dict[int, set[int]] = {}
    held: dict[int, list[Pair]] = {}
    for pair in pairs:
        members.setdefault(root(pair.first), set()).update((pair.first, pair.second))
        held.setdefault(root(pair.first), []).append(pair)
    groups = [
        (sorted(members[key]), sorted(held[key], key=lambda pair: pair.strength, reverse=True))
        for key in members
    ]
    return sorted(groups, key=lambda group: (-len(group[0]), group[0]))
