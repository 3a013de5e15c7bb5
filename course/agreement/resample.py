"""The bootstrap: how much a measure varies when other tweets of the same kind had been coded.

Whole tweets are resampled, with replacement, each with all the labels it got; the annotators stay the same.
The interval goes from one percentile of the resampled values to the other (Efron's percentile interval).
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

import numpy as np

from course.agreement.coding import AgreementError
from course.language import Text

_CELLS = 1_000_000  # of one batch of resamples, so that memory does not grow with the table
Statistic = Callable[[np.ndarray], np.ndarray]


def percentile_interval(
    statistic: Statistic, tweets: int, *, level: float, repetitions: int, seed: int, width: int = 1
) -> tuple[tuple[float, float], int]:
    """Return an interval and the number of resamples in which the measure is not defined.

    Parameters
    ----------
    statistic : callable
        Takes a matrix of weights, a row a resample and a column a tweet (how often the tweet is in it), and
        returns a value a row, NaN where there is none.
    tweets : int
    level : float
        Between 0 and 1.
    repetitions : int
        Resamples to draw; 0 for no interval.
    seed : int
        The same seed gives the same resamples.
    width : int
        Columns of the widest matrix that `statistic` makes, for the size of a batch.

    Notes
    -----
    Resamples without a value are left out and counted. No interval is given (NaN twice) where more than half
    of them are, or where there are fewer than two tweets.

    Examples
    --------
    >>> share = np.array([1.0, 0.0, 1.0, 1.0])
    >>> percentile_interval(lambda weights: weights @ share / 4, 4, level=0.8, repetitions=200, seed=0)
    ((0.5, 1.0), 0)
    """
    check_settings(level, repetitions)
    if tweets < 2 or not repetitions:
        return (math.nan, math.nan), 0
    values = np.concatenate(
        [statistic(weights) for weights in _resamples(tweets, repetitions, seed, max(width, tweets))]
    )
    defined = values[~np.isnan(values)]
    left_out = repetitions - len(defined)
    if left_out > repetitions / 2:
        return (math.nan, math.nan), left_out
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return (float(low), float(high)), left_out


def check_settings(level: float, repetitions: int) -> None:
    """Raise `AgreementError` for a level or a number of repetitions that makes no sense."""
    if not 0 < level < 1:
        raise AgreementError(
            Text(f"level={level!r}: el nivel va entre 0 y 1. Remedio: escribe 0.95 para el 95 %.",
                 f"level={level!r}: the level is between 0 and 1. Remedy: write 0.95 for 95%.")
        )  # fmt: skip
    if repetitions != int(repetitions) or repetitions < 0:
        raise AgreementError(
            Text(f"repetitions={repetitions!r}: hace falta un número entero, de 0 (sin intervalo) en adelante. "
                 "Remedio: escribe 1000.",
                 f"repetitions={repetitions!r}: a whole number is needed, from 0 (no interval) up. "
                 "Remedy: write 1000.")
        )  # fmt: skip


def _resamples(tweets: int, repetitions: int, seed: int, width: int) -> Iterator[np.ndarray]:
    rng = np.random.default_rng(seed)
    batch = max(1, _CELLS // width)
    for start in range(0, repetitions, batch):
        rows = min(batch, repetitions - start)
        drawn = rng.integers(tweets, size=(rows, tweets)) + np.arange(rows)[:, None] * tweets
        yield np.bincount(drawn.ravel(), minlength=rows * tweets).reshape(rows, tweets).astype(float)
