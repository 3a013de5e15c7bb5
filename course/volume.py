"""How many tweets a bin of time holds, what is normal, and when it stops being normal."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import pandas as pd

from course.columns import require_columns
from course.errors import CourseError
from course.language import Text
from course.schema import MADRID, in_madrid

_DAY = pd.Timedelta(days=1)
_MAD_TO_SD = 1.4826  # the median absolute deviation of a normal variable times this is its standard deviation


class Baseline(NamedTuple):
    """What is normal: median and median absolute deviation of the counts of `bins` bins."""

    median: float
    mad: float
    bins: int


def volume(
    tweets: pd.DataFrame,
    *,
    every: str | pd.Timedelta = "1min",
    start: object = None,
    end: object = None,
) -> pd.Series:
    """Count tweets in bins of equal length; a bin without tweets counts 0.

    Parameters
    ----------
    tweets : DataFrame
        Needs ``created_at`` (instants with a time zone).
    every : str or Timedelta
        Length of a bin, such as ``"1min"``, ``"10min"``, ``"1h"`` or ``"1D"``. Bins of whole days follow
        Madrid's calendar (23 or 25 hours long when the clocks change); shorter ones last what they say,
        counted from Madrid's midnight of the first day.
    start, end : str or Timestamp, optional
        Window, end not included; a time without a zone is Madrid time. Both are widened to whole bins, so
        that every bin counts its whole length. By default, from the first to the last tweet.

    Returns
    -------
    Series
        Counts (int64) named ``tweets``; the index is each bin's start, in Europe/Madrid.

    Raises
    ------
    SchemaError
        If ``created_at`` is missing.
    CourseError
        If `every` is no length of time above 0, or is longer than a day and no whole number of days, or if
        `end` is earlier than `start`.

    Examples
    --------
    >>> tweets = pd.DataFrame({"created_at": pd.to_datetime(
    ...     ["2013-07-18T18:00:05Z", "2013-07-18T18:00:50Z", "2013-07-18T18:02:10Z"])})
    >>> volume(tweets).to_list()
    [2, 0, 1]
    >>> volume(tweets).index[0]
    Timestamp('2013-07-18 20:00:00+0200', tz='Europe/Madrid')
    """
    require_columns(tweets, ["created_at"])
    edges = bin_edges(tweets["created_at"], every=every, start=start, end=end)
    bins = bin_numbers(tweets["created_at"], edges)
    counts = np.bincount(bins[bins >= 0], minlength=max(len(edges) - 1, 0))
    return pd.Series(counts.astype("int64"), index=edges[:-1], name="tweets")


def bin_edges(
    instants: pd.Series, *, every: str | pd.Timedelta, start: object = None, end: object = None
) -> pd.DatetimeIndex:
    """Return the edges of the bins that `volume` would use, in Madrid time: one more than there are bins."""
    step = _length(every)
    if instants.empty and (start is None or end is None):
        return pd.DatetimeIndex([], dtype=f"datetime64[us, {MADRID}]", name="bin_start")
    first = in_madrid(instants.min() if start is None else start)
    last = in_madrid(instants.max() + pd.Timedelta(1, "us") if end is None else end)
    if last < first:
        raise CourseError(
            Text(
                es=f"La ventana termina ({last:%Y-%m-%d %H:%M}) antes de empezar ({first:%Y-%m-%d %H:%M}).",
                en=f"The window ends ({last:%Y-%m-%d %H:%M}) before it begins ({first:%Y-%m-%d %H:%M}).",
            )
        )
    midnight = first.normalize()
    if step >= _DAY:
        calendar = pd.DateOffset(days=step // _DAY)
        edges = pd.date_range(midnight, last + calendar, freq=calendar, name="bin_start")
        edges = edges[: int(np.searchsorted(edges, last)) + 1]
    else:
        origin = midnight + (first - midnight) // step * step
        edges = pd.date_range(origin, periods=-((origin - last) // step) + 1, freq=step, name="bin_start")
    return edges.as_unit("us")._with_freq(None)


def bin_numbers(instants: pd.Series, edges: pd.DatetimeIndex) -> np.ndarray:
    """Return the number of each instant's bin, -1 where it lies outside the edges."""
    if len(edges) < 2:
        return np.full(len(instants), -1)
    numbers = edges.asi8.searchsorted(instants.dt.as_unit("us").array.asi8, side="right") - 1
    return np.where(numbers < len(edges) - 1, numbers, -1)


def baseline(counts: pd.Series, *, before: object) -> Baseline:
    """Return what was normal before a moment: median and median absolute deviation of the counts.

    Parameters
    ----------
    counts : Series
        As `volume` returns them.
    before : str or Timestamp
        Only bins that have ended by then count; a time without a zone is Madrid time.

    Returns
    -------
    Baseline
        ``median`` and ``mad`` in tweets a bin (NaN when no bin ended by then), and ``bins``, how many they
        rest on. Half of the bins may be bursts and the two would not follow them: a mean would.

    Notes
    -----
    Night and day are pooled. Where that matters, give counts of the same hours only.

    Examples
    --------
    >>> times = pd.date_range("2013-07-18 19:55", periods=6, freq="min", tz="Europe/Madrid")
    >>> baseline(pd.Series([2, 4, 3, 90, 3, 200], index=times), before="2013-07-18 20:00")
    Baseline(median=3.0, mad=1.0, bins=5)
    """
    past = counts[_ended(counts, before)].to_numpy(dtype=float)
    if not len(past):
        return Baseline(float("nan"), float("nan"), 0)
    median = float(np.median(past))
    return Baseline(median, float(np.median(np.abs(past - median))), len(past))


def onset(counts: pd.Series, *, before: object, deviations: float = 5.0, sustained: int = 3) -> pd.Timestamp:
    """Return the first bin of a burst: well above the baseline, and it stays so.

    Parameters
    ----------
    counts : Series
        As `volume` returns them.
    before : str or Timestamp
        Bins that have ended by then make the baseline; the burst is sought in the others.
    deviations : float
        A bin is high when its count is above ``median + deviations * spread``. The spread is 1.4826 MAD, but
        at least the square root of the median and at least 1: counts vary that much by chance alone, and a
        quiet account (median 0, MAD 0) would otherwise start a crisis with its first tweet.
    sustained : int
        How many bins in a row must be high.

    Returns
    -------
    Timestamp
        Start of the first of those bins, in Madrid time; NaT if there is none, or no baseline.

    Notes
    -----
    Median and MAD as in the Hampel identifier (F. R. Hampel, "The influence curve and its role in robust
    estimation", JASA 69, 1974); the floor is the standard deviation of a Poisson count.

    Examples
    --------
    >>> times = pd.date_range("2013-07-18 19:57", periods=8, freq="min", tz="Europe/Madrid")
    >>> onset(pd.Series([2, 4, 3, 3, 60, 90, 80, 70], index=times), before="2013-07-18 20:00")
    Timestamp('2013-07-18 20:01:00+0200', tz='Europe/Madrid')
    """
    if sustained < 1:
        raise CourseError(Text(es="«sustained» es 1 o más intervalos.", en="'sustained' is 1 bin or more."))
    level = baseline(counts, before=before)
    spread = max(_MAD_TO_SD * level.mad, np.sqrt(level.median), 1.0)
    high = (counts > level.median + deviations * spread) & ~_ended(counts, before)
    run = high.astype(int).rolling(sustained).sum().shift(1 - sustained) == sustained
    return run.idxmax() if run.any() else pd.NaT


def _ended(counts: pd.Series, moment: object) -> np.ndarray:
    """Say of each bin whether it has ended by the moment; the last bin is as long as the one before it."""
    starts = counts.index
    ends = starts[1:].append(starts[-1:] + (starts[-1] - starts[-2])) if len(starts) > 1 else starts
    return np.asarray(ends <= in_madrid(moment)) & (len(starts) > 1)


def _length(every: str | pd.Timedelta) -> pd.Timedelta:
    try:
        step = pd.Timedelta(every)
    except ValueError:
        step = pd.NaT
    if pd.isna(step) or step <= pd.Timedelta(0) or (step > _DAY and step % _DAY):
        raise CourseError(
            Text(
                es=f"«every» = {every!r} no es la duración de un intervalo. Remedio: una como «1min» "
                "o «1D»; por encima de un día, días enteros.",
                en=f"'every' = {every!r} is not the length of a bin. Remedy: one such as '1min' "
                "or '1D'; above a day, whole days.",
            )
        )
    return step
