"""Cohen's kappa: the agreement of two annotators beyond what each one's habits would give by chance."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from course.agreement.coding import read
from course.agreement.reasons import one_label
from course.agreement.resample import percentile_interval
from course.agreement.result import Agreement
from course.language import Text

_OTHERWISE = Text(
    ", o usa `krippendorff_alpha`, que admite cualquier número",
    ", or use `krippendorff_alpha`, which takes any number of them",
)


def cohen_kappa(
    labels: pd.DataFrame,
    *,
    annotators: Iterable[str] | None = None,
    level: float = 0.95,
    repetitions: int = 1000,
    seed: int = 0,
) -> Agreement:
    """Return Cohen's kappa of two annotators, with a bootstrap interval.

    Parameters
    ----------
    labels : DataFrame
        One row a tweet and annotator: ``tweet_id``, ``annotator``, ``labels`` (see `course.agreement.coding`).
        Missing labels: only tweets that both coded count, for each one's habits too.
    annotators : pair of str, optional
        Whom to compare; may be left out where the table has no others.
    level, repetitions, seed
        Of the interval, as in `krippendorff_alpha`.

    Returns
    -------
    Agreement
        1 for full agreement, 0 for what chance would give, less than 0 below it. NaN, with its `reason`, when
        both used one and the same label only: chance alone would make them agree. A set of several labels
        counts as one category, the same or not; for overlap use `krippendorff_alpha` with MASI distance.

    Raises
    ------
    SchemaError
        A column or an id is missing, or the table is empty.
    AgreementError
        There are more than two annotators to choose from, fewer than two, none by that name, no tweet that
        both coded, or a tweet that one of them coded twice.

    Notes
    -----
    ``kappa = (p_o - p_e) / (1 - p_e)``: p_o is the share of tweets with the same label; p_e adds up, label by
    label, the product of the two annotators' shares of it.

    References
    ----------
    Cohen, J. (1960). A coefficient of agreement for nominal scales. Educational and Psychological Measurement,
    20(1), 37-46. https://doi.org/10.1177/001316446002000104

    Examples
    --------
    Ana sees three jokes in four tweets, Bruno two; they coincide in three tweets. By chance they would in
    3/4 * 2/4 + 1/4 * 2/4 = 1/2, so kappa is (3/4 - 1/2) / (1 - 1/2) = 1/2.

    >>> labels = pd.DataFrame({
    ...     "tweet_id": ["t1", "t2", "t3", "t4"] * 2, "annotator": ["ana"] * 4 + ["bruno"] * 4,
    ...     "labels": ["joke", "joke", "question", "joke"] + ["joke", "joke", "question", "question"]})
    >>> kappa = cohen_kappa(labels, repetitions=0)
    >>> kappa
    Cohen's kappa: 0.50 (4 tweets, 2 annotators)
    >>> kappa.observed, kappa.expected
    (0.75, 0.5)
    """
    coding = read(labels).two(annotators, otherwise=_OTHERWISE).compared()
    tweets = len(coding.tweets)
    same = (coding.codes[:, 0] == coding.codes[:, 1]).astype(float)
    first, second = (np.eye(len(coding.values))[coding.codes[:, place]] for place in (0, 1))

    def kappa(weights: np.ndarray) -> np.ndarray:
        # All counts are whole numbers, so that "chance alone makes them agree" is an exact comparison.
        by_chance = ((weights @ first) * (weights @ second)).sum(axis=1)
        room = tweets**2 - by_chance
        return np.divide(
            tweets * (weights @ same) - by_chance, room, out=np.full(len(room), np.nan), where=room > 0
        )

    value = float(kappa(np.ones((1, tweets)))[0])
    interval, left_out = percentile_interval(
        kappa, tweets, level=level, repetitions=repetitions, seed=seed, width=len(coding.values)
    )
    return Agreement(
        value,
        name="cohen-kappa",
        interval=interval,
        level=level,
        **coding.basis,
        observed=float(same.mean()),
        expected=float((first.mean(axis=0) * second.mean(axis=0)).sum()),
        repetitions=repetitions,
        left_out=left_out,
        reason=one_label(coding) if np.isnan(value) else None,
    )
