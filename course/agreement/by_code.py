"""Agreement code by code: which codes annotators apply alike, and which need a better definition."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from course.agreement.alpha import alpha_of
from course.agreement.coding import Coding, read
from course.agreement.resample import check_settings

MIN_TIMES = 10  # that a code was given in all, for an interval of its alpha
MIN_TWEETS = 5  # on which it was: sixty annotators give a code of a single tweet sixty times
_YES_NO = (frozenset({"no"}), frozenset({"yes"}))


def agreement_by_code(
    labels: pd.DataFrame,
    *,
    codes: Iterable[str] | None = None,
    level: float = 0.95,
    repetitions: int = 1000,
    seed: int = 0,
) -> pd.DataFrame:
    """Return, for each code, how far annotators agree on whether it applies.

    Parameters
    ----------
    labels : DataFrame
        One row a tweet and annotator: ``tweet_id``, ``annotator``, ``labels`` (see `course.agreement.coding`).
        Missing labels say nothing of any code; labels without a code say that it does not apply.
    codes : iterable of str, optional
        Which codes and in which order, such as ``codebook.names``; by default those used in the tweets that
        two annotators coded, the most used first.
    level, repetitions, seed
        Of the interval, as in `krippendorff_alpha`.

    Returns
    -------
    DataFrame
        One row a code: ``code``; ``times``, labels that have it; ``percent``, the share of pairs of annotators
        who agree on whether it applies; ``alpha`` (Krippendorff's, nominal, on applies or not) with its
        interval ``low`` to ``high``. ``alpha`` is NaN for a code that was never, or always, applied; ``low``
        and ``high`` for one of which too little is known (see the notes).

    Raises
    ------
    SchemaError, AgreementError
        As `krippendorff_alpha` does.

    Notes
    -----
    A rare code has a high ``percent`` by itself, since nobody applies it to most tweets; its ``alpha`` shows
    whether annotators meet on the few.

    There is an interval only where the code was given at least 10 times in all (`MIN_TIMES`), on 5 tweets or more
    (`MIN_TWEETS`), and annotators differ somewhere. A bootstrap of a rare code draws the same two or three tweets
    again and again, or none, and then has no alpha: the less is known, the shorter the interval. Where nobody
    differs it would be 1 to 1. In simulated tables of 30 and 40 tweets, with true alphas of .64 and .81, 95 %
    intervals of codes given fewer than 10 times held the true value in 38 to 88 of 100 (38 to 55 where the code
    is on one tweet in twenty, 60 to 82 on one in ten). Those that are given held it in 94 to 100 with two
    annotators and in 92 to 98 with three; in 86 to 94 with twenty, so of a whole class they are somewhat short.

    Examples
    --------
    >>> labels = pd.DataFrame({
    ...     "tweet_id": ["t1", "t2", "t3", "t4"] * 2, "annotator": ["ana"] * 4 + ["bruno"] * 4,
    ...     "labels": ["joke", "joke", "question", "joke"] + ["joke", "joke|question", "question", "joke"]})
    >>> agreement_by_code(labels)[["code", "times", "percent", "alpha"]].round(3)
           code  times  percent  alpha
    0      joke      6     1.00  1.000
    1  question      3     0.75  0.533
    """
    coding = read(labels).compared()
    if codes is None:
        used = coding.counts.sum(axis=0)
        times: dict[str, float] = {}
        for value, count in zip(coding.values, used, strict=True):
            for code in value:
                times[code] = times.get(code, 0) + count
        codes = sorted(times, key=lambda code: (-times[code], code))
    rows = [
        _row(coding, code, level=level, repetitions=repetitions, seed=seed) for code in dict.fromkeys(codes)
    ]
    return pd.DataFrame(rows, columns=["code", "times", "percent", "alpha", "low", "high"])


def _row(coding: Coding, code: str, *, level: float, repetitions: int, seed: int) -> dict[str, object]:
    applies = np.array([*(code in value for value in coding.values), False]).astype(int)
    codes = np.where(coding.codes >= 0, applies[coding.codes], -1)
    yes = (codes == 1).sum(axis=1)
    no = (codes == 0).sum(axis=1)
    pairs = (yes + no) * (yes + no - 1) / 2
    same = (yes * (yes - 1) + no * (no - 1)) / 2
    presence = Coding(coding.tweets, coding.annotators, _YES_NO, codes)
    known = yes.sum() >= MIN_TIMES and (yes > 0).sum() >= MIN_TWEETS and same.sum() < pairs.sum()
    resamples = repetitions if known else 0
    check_settings(level, repetitions)
    alpha = alpha_of(presence, distance="nominal", level=level, repetitions=resamples, seed=seed)
    return {
        "code": code,
        "times": int(yes.sum()),
        "percent": float(same.sum() / pairs.sum()),
        "alpha": alpha.value,
        "low": alpha.interval[0],
        "high": alpha.interval[1],
    }
