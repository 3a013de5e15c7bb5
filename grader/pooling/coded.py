"""The labels of a class as arrays: a row a student, a column a tweet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

import numpy as np

from grader.labelling import Gold, Misreading
from grader.pooling.handed import Handed

MAX_CELLS = 20_000_000  # students times tweets that are compared
MAX_TWEETS = 5_000
MAX_SETS = 1_000  # different label sets; only files made to exhaust a machine have more
NEVER = -1


@dataclass(frozen=True)
class Coded:
    """Who gave which labels to which tweet, and when.

    Parameters
    ----------
    tweets : tuple of str
        Those that are compared, in the order in which the class went through them.
    sets : tuple of frozenset
        The different label sets, the most frequent first.
    choice : array of int, students x tweets
        The place in `sets`; -1 where there is none.
    at : array of int, students x tweets
        Milliseconds since 1970; -1 where it is not known.
    left_out : int
        Labels that are not compared: beyond the bounds of this module, or of a tweet that only one student has.
    """

    tweets: tuple[str, ...]
    sets: tuple[frozenset, ...]
    choice: np.ndarray
    at: np.ndarray
    left_out: int

    @classmethod
    def of(
        cls, handed: Sequence[Handed], *, tweets: Sequence[str] | None = None, gold: Gold | None = None
    ) -> Coded:
        """Put what a class handed in side by side.

        Parameters
        ----------
        handed : sequence of Handed
        tweets : sequence of str, optional
            The unit's tweets, in the order shown; by default those that two students or more labelled.
        gold : Gold, optional
            The reference coding, whose label sets are to be among `sets`.
        """
        compared = list(tweets) if tweets is not None else _shared(handed)
        column = {tweet: place for place, tweet in enumerate(compared)}
        used = Counter(
            frozenset(row.labels) for one in handed for row in one.rows.values() if row.tweet_id in column
        )
        ranked = sorted(used, key=lambda value: (-used[value], sorted(value)))[:MAX_SETS]
        if gold is not None:
            known = set(ranked)
            ranked += sorted({frozenset(labels) for labels in gold.labels.values()} - known, key=sorted)
        place = {value: number for number, value in enumerate(ranked)}
        choice = np.full((len(handed), len(compared)), NEVER)
        at = np.full(choice.shape, NEVER, dtype=np.int64)
        left_out = 0
        for person, one in enumerate(handed):
            for row in one.rows.values():
                tweet, value = column.get(row.tweet_id), place.get(frozenset(row.labels))
                if tweet is None or value is None:
                    left_out += 1
                else:
                    choice[person, tweet], at[person, tweet] = value, _milliseconds(row.updated_at)
        order = np.arange(len(compared)) if tweets is not None else _as_gone_through(at)
        names = tuple(compared[number] for number in order)
        return cls(names, tuple(ranked), choice[:, order], at[:, order], left_out)

    def accepted(self, gold: Gold) -> tuple[np.ndarray, np.ndarray]:
        """Return which label sets the reference coding accepts of each tweet, and which it prefers.

        Parameters
        ----------
        gold : Gold

        Returns
        -------
        tuple of array
            Of bool, tweets x sets; and the place in `sets` of each tweet's first reading, -1 where there is none.
        """
        place = {value: number for number, value in enumerate(self.sets)}
        fits = np.zeros((len(self.tweets), len(self.sets)), dtype=bool)
        first = np.full(len(self.tweets), NEVER)
        for number, tweet in enumerate(self.tweets):
            if tweet in gold.labels:
                first[number] = place[frozenset(gold.labels[tweet])]
                readings = map(frozenset, (gold.labels[tweet], *gold.also.get(tweet, ())))
                fits[number, [place[reading] for reading in readings if reading in place]] = True
        return fits, first

    def held(self, gold: Gold, misreading: Misreading) -> dict[int, frozenset]:
        """Return, of each tweet on which a wrong reading of the codebook leads astray, the codes that it gives."""
        codes = {}
        for number, tweet in enumerate(self.tweets):
            if tweet in gold.labels:
                right = (gold.labels[tweet], *gold.also.get(tweet, ()))
                held = [frozenset(misreading.recode(reading)) or frozenset(reading) for reading in right]
                if held[0] not in map(frozenset, right):
                    codes[number] = frozenset().union(*held)
        return codes


def _shared(handed: Sequence[Handed]) -> list[str]:
    times = Counter(tweet for one in handed for tweet in one.rows)
    most = min(MAX_TWEETS, MAX_CELLS // max(len(handed), 1))
    shared = [tweet for tweet, count in times.items() if count > 1]
    return sorted(sorted(shared, key=lambda tweet: (-times[tweet], tweet))[:most])


def _as_gone_through(at: np.ndarray) -> np.ndarray:
    """Tweets by the mean place that they have in the students' own order of labelling."""
    known = at >= 0
    rank = np.where(known, at, np.iinfo(np.int64).max).argsort(axis=1, kind="stable").argsort(axis=1)
    share = np.where(known, rank, 0) / np.maximum(known.sum(axis=1), 1)[:, None]
    mean = share.sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.argsort(np.round(mean, 9), kind="stable")


def _milliseconds(time: str) -> int:
    return round(datetime.fromisoformat(time).timestamp() * 1000) if time else NEVER
