"""Percent agreement: how often two annotators gave the same labels, chance and all."""

from __future__ import annotations

import numpy as np
import pandas as pd

from course.agreement.coding import read
from course.agreement.resample import percentile_interval
from course.agreement.result import Agreement


def percent_agreement(
    labels: pd.DataFrame, *, level: float = 0.95, repetitions: int = 1000, seed: int = 0
) -> Agreement:
    """Return the share of pairs of annotators' labels of the same tweet that are the same.

    Parameters
    ----------
    labels : DataFrame
        One row a tweet and annotator: ``tweet_id``, ``annotator``, ``labels`` (see `course.agreement.coding`).
        Missing labels: a pair is compared where both annotators coded the tweet.
    level, repetitions, seed
        Of the interval, as in `krippendorff_alpha`.

    Returns
    -------
    Agreement
        A share: 0.75 is 75 %. With three or more annotators every pair weighs the same. Sets of labels are
        the same only when all their labels are.

    Raises
    ------
    SchemaError, AgreementError
        As `krippendorff_alpha` does.

    Notes
    -----
    Two people who label at random also coincide, the more the fewer labels they use: with two labels, half of
    the time. `cohen_kappa` and `krippendorff_alpha` take that off.

    Examples
    --------
    >>> labels = pd.DataFrame({
    ...     "tweet_id": ["t1", "t2", "t3", "t4"] * 2, "annotator": ["ana"] * 4 + ["bruno"] * 4,
    ...     "labels": ["joke", "joke", "question", "joke"] + ["joke", "joke", "question", "question"]})
    >>> percent_agreement(labels, repetitions=0)
    percent agreement: 75% (4 tweets, 2 annotators)
    """
    coding = read(labels).compared()
    counts = coding.counts
    given = counts.sum(axis=1)
    pairs = given * (given - 1) / 2
    same = (counts * (counts - 1) / 2).sum(axis=1)
    value = float(same.sum() / pairs.sum())

    def share(weights: np.ndarray) -> np.ndarray:
        return (weights @ same) / (weights @ pairs)

    interval, left_out = percentile_interval(
        share, len(pairs), level=level, repetitions=repetitions, seed=seed
    )
    return Agreement(
        value,
        name="percent",
        interval=interval,
        level=level,
        **coding.basis,
        observed=value,
        repetitions=repetitions,
        left_out=left_out,
    )
