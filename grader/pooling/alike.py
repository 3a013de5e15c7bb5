"""Pairs of students whose labels are alike where people who work on their own usually differ.

Two good students agree on most tweets, so agreement accuses nobody; two who read the codebook in the same
odd way agree on the odd answers too. For each pair the evidence is the likelihood ratio of "one has the
other's labels, some of them changed" against "each coded on their own", summed over the tweets: the most
powerful test there is when the honest probabilities are known (Romero, Riascos and Jara 2015). They are
not, so each is taken from whichever makes the agreement least surprising:

- how many of the class chose it;
- how many of those who code most like this student did: an eighth of the class, the other of the pair left
  out, since they may share a reading of the codebook, or see what few see;
- how often this student chooses it anyway: who labels every tweet alike, presses the keys in turn, or follows a
  known misreading, agrees with others who do; and who answers as expected in nine of ten tweets does so on the
  next one.

What the class usually says and what the reference coding accepts are expected answers, and so is part of them
(from who gives one code where others give two). Two who both follow a misreading that the unit's bank knows are
expected to say what follows from it. All others are departures. A pair is named only if

- there is a reference coding: without one, two who are right where the class is wrong look like copies;
- the ratio exceeds a hundred times the number of pairs in the class, in both directions;
- at least 6 departures are the same, and more of them than labels that differ (Harpp, Hogan and Jennings 1996
  set these limits for examinations);
- 85 of 100 labels are the same, and 20 students have labelled.

In 1,320 simulated honest classes of 24 to 120 students (skills from random to excellent, schools of reading,
insight of a few, lazy patterns; seeds other than those it was developed with) this named nobody. Of 40 mediocre
coders in classes of 120 whose labels a neighbour had retyped it found 35; 28 where three of forty labels had
been changed, 17 where five had. It cannot tell two excellent coders from copies, nor a large group from a way
of reading; and two alone who share a misreading that no bank knows, and are careful, look like copies: they were
named in up to 45 of 60 such classes. So this never says "copied"; only the files do (`grader.pooling.traces`).

References
----------
Harpp, D. N., Hogan, J. J., & Jennings, J. S. (1996). Crime in the classroom, part II. Journal of Chemical
Education, 73(4).

Romero, M., Riascos, Á., & Jara, D. (2015). On the optimality of answer-copying indices: theory and practice.
Journal of Educational and Behavioral Statistics, 40(5). https://doi.org/10.3102/1076998615595628
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy import sparse

MIN_CLASS = 20  # students who labelled: among fewer nobody knows what is usual
MIN_TWEETS = 12  # labelled by both
MIN_SHARED = 6  # departures
MIN_SAME = 0.85
_ODDS = 100.0
_FOLLOWS = 0.5  # of the tweets on which a misreading leads astray, by somebody who holds it
_KEPT = (0.70, 0.85, 0.95)  # share of labels left as they are by somebody who copies
_KIN = 8  # one in so many of the class
_PATTERN = 12  # the longest pattern of keys looked for
_BLOCK = 1_000  # students compared with everybody at once
_CANDIDATES = 20_000  # pairs looked at closely, the likeliest first
_SLACK = 8.0  # how far below the limit the rough look still takes a pair


@dataclass(frozen=True)
class Likeness:
    """How alike the labels of two students are, in plain counts.

    Parameters
    ----------
    both, same : int
        Tweets that both labelled, and those of them with the same labels.
    departures, shared : int
        Those where at least one departs from what was to be expected, and the same labels among them.
    """

    both: int
    same: int
    departures: int
    shared: int


class Alike:
    """The labels of a class, to be searched for pairs.

    Parameters
    ----------
    choice : array of int, students x tweets
        Which label set, in the order in which tweets are shown; -1 where there is none.
    sets : sequence of frozenset
    accepted : array of bool, tweets x label sets, optional
        What the reference coding accepts; without it likeness can be counted, but no pair is named.
    ideas : sequence of dict
        Of each known misreading, tweets on which it leads astray (their places) and the codes that it gives.
    """

    def __init__(
        self,
        choice: np.ndarray,
        sets: Sequence[frozenset],
        accepted: np.ndarray | None = None,
        ideas: Sequence[dict[int, frozenset]] = (),
    ) -> None:
        there = choice >= 0
        tweets = np.broadcast_to(np.arange(choice.shape[1]), choice.shape)
        keys, column, self.holders = np.unique(
            tweets[there] * len(sets) + choice[there], return_inverse=True, return_counts=True
        )
        self.column = np.full(choice.shape, -1)  # every (tweet, label set) that somebody chose has a number
        self.column[there] = column
        self.tweet, self.label = keys // max(len(sets), 1), keys % max(len(sets), 1)
        self.labelled = there.sum(axis=0)
        usual = self._usual()
        self.expected = usual | self._part_of(zip(self.tweet[usual], self.label[usual], strict=True), sets)
        self.has_reference = accepted is not None
        if accepted is not None:
            readings = zip(*np.nonzero(accepted), strict=True)
            self.expected |= accepted[self.tweet, self.label] | self._part_of(readings, sets)
        with np.errstate(divide="ignore", invalid="ignore"):
            chance = (self.holders - 1.5) / (self.labelled[self.tweet] - 1)
        self.chance = np.clip(np.nan_to_num(chance, nan=1.0), 1e-9, 1)  # judged without the two who share it
        self.follows = np.zeros(
            (len(ideas), len(self.tweet)), dtype=bool
        )  # does a choice follow from an idea
        self.holds = np.zeros((len(ideas), len(choice)))  # how often a student does as the idea says
        for idea, codes in enumerate(ideas):
            self.follows[idea] = [
                sets[label] <= codes.get(tweet, frozenset())
                for tweet, label in zip(self.tweet.tolist(), self.label.tolist(), strict=True)
            ]
            self.follows[idea] &= ~self.expected
            astray = self.column[:, sorted(codes)]
            does = np.where(astray >= 0, self.follows[idea][astray], False) if len(keys) else astray >= 0
            self.holds[idea] = does.sum(axis=1) / np.maximum((astray >= 0).sum(axis=1), 1)

    def likeness(self, first: int, second: int) -> Likeness:
        """Compare two students."""
        one, other = self.column[first], self.column[second]
        both = (one >= 0) & (other >= 0)
        same = both & (one == other)
        held = (self.holds[:, [first, second]] >= _FOLLOWS).all(axis=1)
        expected = self.expected | self.follows[held].any(axis=0)
        departs = both & ~(expected[one] & expected[other]) if len(expected) else both
        return Likeness(*(int(part.sum()) for part in (both, same, departs, same & departs)))

    def pairs(self) -> list[tuple[int, int]]:
        """Return the pairs that are alike beyond what is usual.

        Examples
        --------
        >>> same = np.zeros((30, 40), dtype=int)  # all say the same, which is no evidence
        >>> Alike(same, [frozenset({"joke"})], np.ones((40, 1), dtype=bool)).pairs()
        []
        """
        people = int((self.column >= 0).any(axis=1).sum())
        if people < MIN_CLASS or not self.has_reference:
            return []
        limit = float(np.log(people * (people - 1) / 2) + np.log(_ODDS))
        return [(i, j) for i, j in self._candidates(limit - _SLACK) if self._is_odd(i, j, limit)]

    def _usual(self) -> np.ndarray:
        """Whether a choice is its tweet's most frequent; a vote weighs as its giver agrees with the others."""
        labelled = self.column >= 0
        if not len(self.tweet):
            return np.zeros(0, dtype=bool)
        agreeing = np.where(labelled, self.holders[self.column] - 1, 0).sum(axis=1)
        others = np.where(labelled, self.labelled - 1, 0).sum(axis=1)
        weight = np.divide(agreeing, others, out=np.zeros(len(others)), where=others > 0)
        votes = np.bincount(
            self.column[labelled], np.broadcast_to(weight[:, None], labelled.shape)[labelled], len(self.tweet)
        )
        most = np.zeros(len(self.labelled))
        np.maximum.at(most, self.tweet, votes)
        return votes >= most[self.tweet] * (1 - 1e-9)

    def _part_of(self, answers: Iterable[tuple[int, int]], sets: Sequence[frozenset]) -> np.ndarray:
        """Whether a choice gives only codes that belong to some (tweet, label set) answers."""
        whole: dict[int, frozenset] = {}
        for tweet, label in answers:
            whole[tweet] = whole.get(tweet, frozenset()) | sets[label]
        pairs = zip(self.tweet.tolist(), self.label.tolist(), strict=True)
        return np.array([sets[label] <= whole.get(tweet, frozenset()) for tweet, label in pairs], dtype=bool)

    def _candidates(self, limit: float) -> list[tuple[int, int]]:
        """Pairs that pass by the class's own frequencies, the likeliest first."""
        people, kept = len(self.column), _KEPT[1]
        loss = -np.log(1 - kept)
        weight = _gain(self.chance, kept) + loss
        weight[self.holders < 2] = 0  # shared by nobody
        who, tweet = np.nonzero(self.column >= 0)
        column = self.column[who, tweet]
        held = sparse.csr_matrix(
            (np.sqrt(weight)[column].astype(np.float32), (who, column)), shape=(people, len(weight))
        )
        common = self.holders > max(
            people // 50, 8
        )  # many hold it: a dense product is faster, else a sparse one
        dense, rare = held[:, common].toarray(), held[:, ~common & (weight > 0)]
        labelled = (self.column >= 0).astype(np.float32)
        found: list[tuple[float, int, int]] = []
        for start in range(0, people, _BLOCK):
            part = slice(start, start + _BLOCK)
            score = dense[part] @ dense.T - np.float32(loss) * (labelled[part] @ labelled.T)
            score += (rare[part] @ rare.T).toarray()
            first, second = np.nonzero(score > limit)
            later = second > first + start
            first, second = first[later], second[later]
            ranked = np.argsort(-score[first, second], kind="stable")[:_CANDIDATES]
            first, second = first[ranked], second[ranked]
            found += zip(
                score[first, second].tolist(), (first + start).tolist(), second.tolist(), strict=True
            )
            found = sorted(found, key=lambda one: -one[0])[:_CANDIDATES]
        return [(i, j) for _, i, j in found]

    def _is_odd(self, i: int, j: int, limit: float) -> bool:
        like = self.likeness(i, j)
        differ = like.both - like.same
        if like.both < MIN_TWEETS or like.same < MIN_SAME * like.both:
            return False
        if like.shared < MIN_SHARED or like.shared <= differ:
            return False
        return all(self._weight(one, other, differ) > limit for one, other in ((i, j), (j, i)))

    def _weight(self, student: int, other: int, differ: int) -> float:
        """The log likelihood ratio of "this student has the other's labels", averaged over shares kept."""
        mine = self.column[student]
        columns = mine[(mine >= 0) & (mine == self.column[other])]
        chance = np.maximum(self.chance[columns], self._kin(student, other, columns))
        chance = np.maximum(chance, self._habit(student, columns))
        ratios = [_gain(chance, kept).sum() + differ * np.log(1 - kept) for kept in _KEPT]
        return float(np.logaddexp.reduce(ratios) - np.log(len(_KEPT)))

    def _kin(self, student: int, other: int, columns: np.ndarray) -> np.ndarray:
        """How many of those who code most like this student chose the same."""
        mine = self.column[student]
        near = ((self.column == mine) & (mine >= 0)) @ -np.log(self.chance[mine])
        near[[student, other]] = -np.inf
        kin = np.argsort(-near, kind="stable")[: max(len(near) // _KIN, 8)]
        theirs = self.column[kin][:, self.tweet[columns]]
        return ((theirs == columns).sum(axis=0) + 0.5) / ((theirs >= 0).sum(axis=0) + 1)

    def _habit(self, student: int, columns: np.ndarray) -> np.ndarray:
        """How often this student says so anyway, follows a pattern of keys, or answers as expected."""
        mine = self.column[student]
        mine = mine[mine >= 0]
        said = self.label[mine]
        share = (said == self.label[columns][:, None]).mean(axis=1)
        share = np.maximum(share, _pattern(said)[np.isin(mine, columns)])
        for follows, holds in zip(self.follows, self.holds[:, student], strict=True):
            share = np.maximum(share, np.where(follows[columns], holds, 0.0))
        return np.maximum(share, np.where(self.expected[columns], self.expected[mine].mean(), 0.0))


def _pattern(said: np.ndarray) -> np.ndarray:
    """How well each label follows from the one some places before or after it, where most of a student's do.

    Examples
    --------
    >>> _pattern(np.array([1, 2, 1, 2, 1, 3])).round(2)
    array([0.75, 0.75, 0.75, 0.75, 0.75, 0.  ])
    """
    best = np.zeros(len(said))
    for lag in range(1, min(_PATTERN, len(said) - 1) + 1):
        follows = said[lag:] == said[:-lag]
        if follows.mean() > max(0.5, best.max()):
            part_of = np.concatenate([np.zeros(lag, bool), follows]) | np.concatenate(
                [follows, np.zeros(lag, bool)]
            )
            best = np.where(part_of, follows.mean(), 0.0)
    return best


def _gain(chance: np.ndarray, kept: float) -> np.ndarray:
    """What one agreement adds to the log likelihood ratio."""
    return np.log(kept / chance + 1 - kept)
