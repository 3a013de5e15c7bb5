"""How far each student agrees with somebody else: with the class without this student, or with gold.

Krippendorff's alpha between two coders, as `course.agreement.krippendorff_alpha` gives it, for a whole class at
once.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from course.agreement.distances import distance_matrix

_BLOCK = 500  # students at a time


def alphas(
    first: np.ndarray, second: np.ndarray, sets: Sequence[frozenset], *, distance: str = "masi"
) -> np.ndarray:
    """Return alpha between two coders, row by row.

    Parameters
    ----------
    first, second : array of int, students x tweets
        Places in `sets`; -1 where there is no label.
    sets : sequence of frozenset
    distance : {"masi", "nominal", "jaccard"}

    Returns
    -------
    array of float
        NaN where it is not defined: no tweet in common, or one label on everything.

    Examples
    --------
    Of four tweets one differs; among the eight labels are five and three alike: 1 - (1/4) / (15/28) = 8/15.

    >>> alphas(np.array([[0, 0, 1, 0]]), np.array([[0, 0, 1, 1]]), [frozenset("a"), frozenset("b")]).round(4)
    array([0.5333])
    """
    if not len(sets):
        return np.full(len(first), np.nan)
    apart = distance_matrix(sets, distance)
    found = [
        _alphas(first[start : start + _BLOCK], second[start : start + _BLOCK], apart)
        for start in range(0, len(first), _BLOCK)
    ]
    return np.concatenate(found) if found else np.zeros(0)


def _alphas(first: np.ndarray, second: np.ndarray, apart: np.ndarray) -> np.ndarray:
    both = (first >= 0) & (second >= 0)
    given = 2 * both.sum(axis=1)
    observed = np.where(both, apart[first, second], 0).sum(axis=1)
    person = np.nonzero(both)[0]
    used = np.zeros((len(first), len(apart)))
    for labels in (first, second):
        np.add.at(used, (person, labels[both]), 1)
    expected = ((used @ apart) * used).sum(axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        alpha = 1 - (2 * observed / given) / (expected / (given * (given - 1)))
    return np.where(expected > 0, alpha, np.nan)


def others_say(choice: np.ndarray, count: int) -> np.ndarray:
    """Return the most frequent answer to each tweet among the others: the class as each student's second coder.

    Leaving a student's own label out keeps it from agreeing with itself. Where two answers are equally
    frequent the class has no opinion, and the tweet does not count.

    Parameters
    ----------
    choice : array of int, students x tweets
        Places among the label sets; -1 where there is none.
    count : int
        How many label sets there are.

    Returns
    -------
    array of int, students x tweets

    Examples
    --------
    >>> others_say(np.array([[0], [0], [1], [1], [-1]]), 2).T  # for each, two against one; for the last, a tie
    array([[ 1,  1,  0,  0, -1]])
    """
    found = np.full(choice.shape, -1)
    for tweet in range(choice.shape[1]):
        given = choice[:, tweet]
        times = np.bincount(given[given >= 0], minlength=max(count, 2))
        first, second = np.argsort(-times, kind="stable")[:2]
        mine = np.where(given >= 0, given, -2)
        best = np.where(mine == first, second, first)  # the rival of one's own label
        most = times[best]
        own = np.where(given >= 0, times[given] - 1, 0)
        rivals = np.where(mine == first, (times == times[second]).sum(), (times == times[first]).sum())
        rivals = rivals - ((given >= 0) & (times[given] == most))  # one's own label is no rival of itself
        answer = np.where((rivals == 1) & (most > own), best, -1)
        answer = np.where((given >= 0) & (own > most), given, answer)
        found[:, tweet] = np.where(np.maximum(most, own) > 0, answer, -1)
    return found
