"""How long customers waited: quantiles, shares with their denominators, and the survival curve of the wait.

Every function takes the table that `course.replies.first_replies` returns, where an unanswered tweet has no
``delay``; what each measure does with such tweets is said in its docstring.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy import stats

from course.columns import require_columns
from course.schema import in_madrid


def delay_quantiles(first: pd.DataFrame, q: Iterable[float] = (0.5, 0.9)) -> pd.Series:
    """Return quantiles of the delay of the tweets that were answered.

    Parameters
    ----------
    first : DataFrame
        As `first_replies` returns it; needs ``delay``.
    q : iterable of float
        Between 0 and 1.

    Returns
    -------
    Series
        Timedelta, indexed by `q`; NaT when nothing was answered. Linear between neighbouring delays.

    Notes
    -----
    Unanswered tweets are left out, so these are waits of those who got an answer, and look shorter than what
    all customers met. For all of them: `reply_survival` and `survival_quantile`.

    Examples
    --------
    >>> first = pd.DataFrame({"delay": pd.to_timedelta(["10min", None, "30min", "20min"])})
    >>> delay_quantiles(first, [0.5])[0.5]
    Timedelta('0 days 00:20:00')
    """
    require_columns(first, ["delay"])
    return first["delay"].dropna().quantile(list(q)).rename("delay")


def late_share(first: pd.DataFrame, *, over: str | pd.Timedelta = "2h") -> float:
    """Return the share of answered tweets whose first reply took longer than `over`.

    Denominator: answered tweets. Unanswered ones are in neither part; `answered_within` counts them. A delay
    of exactly `over` is not late. NaN when nothing was answered.

    Examples
    --------
    >>> first = pd.DataFrame({"delay": pd.to_timedelta(["10min", None, "3h", "2h"])})
    >>> round(late_share(first), 3)
    0.333
    """
    require_columns(first, ["delay"])
    answered = first["delay"].dropna()
    return float((answered > pd.Timedelta(over)).mean()) if len(answered) else float("nan")


def unanswered_share(first: pd.DataFrame, *, by: str | pd.Series | None = None) -> float | pd.DataFrame:
    """Return the share of customers' tweets that the brand never answered, in all or by group.

    Parameters
    ----------
    first : DataFrame
        As `first_replies` returns it; needs ``delay``.
    by : str or Series, optional
        A column of `first`, or a Series with its index, that says each tweet's group. Tweets whose group is
        missing form a group of their own, so that the counts add up.

    Returns
    -------
    float or DataFrame
        Without `by`, one number (NaN for an empty table). With it, one row a group: ``tweets`` (the
        denominator), ``unanswered``, ``share``.

    Notes
    -----
    "Never" means "not in this table": a tweet of the last minutes had little time to be answered. Where that
    matters, use `answered_within` with its ``observed_until``.

    Examples
    --------
    >>> first = pd.DataFrame({"delay": pd.to_timedelta(["10min", None, "3h", None]), "asks": [1, 1, 0, 1]})
    >>> unanswered_share(first)
    0.5
    >>> unanswered_share(first, by="asks")
          tweets  unanswered     share
    asks
    0          1           0  0.000000
    1          3           2  0.666667
    """
    require_columns(first, ["delay"])
    unanswered = first["delay"].isna()
    if by is None:
        return float(unanswered.mean()) if len(first) else float("nan")
    if isinstance(by, str):
        require_columns(first, [by])
        by = first[by]
    groups = unanswered.groupby(by, dropna=False, observed=True)
    table = groups.agg(tweets="size", unanswered="sum")
    return table.assign(share=table["unanswered"] / table["tweets"])


def answered_within(
    first: pd.DataFrame,
    limits: Iterable[str | pd.Timedelta] = ("1h", "2h", "24h"),
    *,
    observed_until: object = None,
) -> pd.DataFrame:
    """Return the share of customers' tweets that were answered within each limit of time.

    Parameters
    ----------
    first : DataFrame
        As `first_replies` returns it; needs ``created_at`` and ``delay``.
    limits : iterable of str or Timedelta
        A delay of exactly the limit is within it.
    observed_until : str or Timestamp, optional
        When the observation ended; a time without a zone is Madrid time. Tweets with less than the limit
        between them and this moment are left out of that limit's row, answered or not: they had not had
        their chance. By default every tweet counts.

    Returns
    -------
    DataFrame
        One row a limit: ``limit`` (Timedelta), ``tweets`` (the denominator), ``answered``, ``share``.

    Examples
    --------
    >>> first = pd.DataFrame({
    ...     "created_at": pd.to_datetime(["2014-03-12T12:00Z", "2014-03-12T12:30Z", "2014-03-12T14:30Z"]),
    ...     "delay": pd.to_timedelta(["10min", "90min", None])})
    >>> answered_within(first, ["1h"], observed_until="2014-03-12T15:00Z")[["tweets", "answered", "share"]]
       tweets  answered  share
    0       2         1    0.5
    """
    require_columns(first, ["created_at", "delay"])
    limits = pd.TimedeltaIndex([pd.Timedelta(limit) for limit in limits])
    age = pd.Series(pd.Timedelta.max, index=first.index)
    if observed_until is not None:
        age = in_madrid(observed_until) - first["created_at"]
    watched = age.to_numpy()[:, None] >= limits.to_numpy()
    within = watched & (first["delay"].to_numpy()[:, None] <= limits.to_numpy())
    table = pd.DataFrame({"limit": limits, "tweets": watched.sum(axis=0), "answered": within.sum(axis=0)})
    return table.assign(share=table["answered"] / table["tweets"])


def reply_survival(
    first: pd.DataFrame, *, observed_until: object, confidence_level: float = 0.95
) -> pd.DataFrame:
    """Return the share of customers still waiting after each delay: the Kaplan-Meier curve.

    Parameters
    ----------
    first : DataFrame
        As `first_replies` returns it; needs ``created_at``, ``replied_at`` and ``delay``.
    observed_until : str or Timestamp
        When the observation ended; a time without a zone is Madrid time. Tweets not answered by then are
        censored: all that is known is that they waited until then. Later tweets are left out.
    confidence_level : float
        Of the pointwise interval ``low`` to ``high``.

    Returns
    -------
    DataFrame
        One row a delay at which somebody was answered, after a first row at 0, and a last one where the
        longest wait ends: ``delay`` (Timedelta), ``at_risk`` (tweets that had waited that long, unanswered
        and watched, just before), ``replies`` at that delay, ``survival`` (share still waiting just after),
        ``low``, ``high`` (NaN where no interval is defined, as when nobody is left).

    Notes
    -----
    `scipy.stats.ecdf` on `scipy.stats.CensoredData`; the interval is the log-log one (Kalbfleisch and
    Prentice, The Statistical Analysis of Failure Time Data). It treats tweets as independent, and takes for
    granted that when a tweet stops being watched has nothing to do with how soon it would have been answered.
    In a crisis answers come in batches, so read it as the least uncertainty there is. A reply at delay 0
    puts the first row below 1.

    References
    ----------
    E. L. Kaplan and P. Meier, "Nonparametric estimation from incomplete observations", JASA 53, 1958.

    Examples
    --------
    Three tweets at noon; one answered after 1 h, one after 3 h, one never; nobody looked after 14:00.

    >>> noon = pd.Series(pd.to_datetime(["2014-03-12T12:00Z"] * 3))
    >>> delay = pd.Series(pd.to_timedelta(["1h", "3h", None]))
    >>> first = pd.DataFrame({"created_at": noon, "replied_at": noon + delay, "delay": delay})
    >>> reply_survival(first, observed_until="2014-03-12T14:00Z")[["delay", "at_risk", "replies", "survival"]]
                delay  at_risk  replies  survival
    0 0 days 00:00:00        3        0  1.000000
    1 0 days 01:00:00        3        1  0.666667
    2 0 days 02:00:00        2        0  0.666667
    """
    require_columns(first, ["created_at", "replied_at", "delay"])
    end = in_madrid(observed_until)
    seen = first[first["created_at"] <= end]
    answered = (seen["replied_at"] <= end).to_numpy(dtype=bool)
    waits = seen["delay"].where(answered, end - seen["created_at"]).dt.total_seconds().to_numpy(dtype=float)
    at = np.union1d([0.0, *([waits.max()] if len(waits) else [])], waits[answered])
    table = pd.DataFrame(
        {
            "delay": pd.to_timedelta(at, unit="s"),
            "at_risk": len(waits) - np.searchsorted(np.sort(waits), at, side="left"),
            "replies": np.searchsorted(np.sort(waits[answered]), at, side="right")
            - np.searchsorted(np.sort(waits[answered]), at, side="left"),
        }
    )
    return pd.concat([table, _curve(waits, answered, at, confidence_level)], axis=1)


def survival_quantile(curve: pd.DataFrame, q: float = 0.5) -> pd.Timedelta:
    """Return the delay by which a share `q` of all customers had been answered, unanswered ones counted.

    Parameters
    ----------
    curve : DataFrame
        As `reply_survival` returns it.
    q : float
        Between 0 and 1; 0.5 is the median wait.

    Returns
    -------
    Timedelta
        NaT where so many were never answered that the curve does not get there: the answer is then "longer
        than we watched".

    Examples
    --------
    >>> curve = pd.DataFrame({"delay": pd.to_timedelta(["0h", "1h", "3h"]), "survival": [1.0, 0.6, 0.4]})
    >>> survival_quantile(curve)
    Timedelta('0 days 03:00:00')
    >>> survival_quantile(curve, 0.9)
    NaT
    """
    require_columns(curve, ["delay", "survival"])
    reached = curve.loc[curve["survival"] <= 1 - q + 1e-12, "delay"]
    return reached.min()


def _curve(waits: np.ndarray, answered: np.ndarray, at: np.ndarray, level: float) -> pd.DataFrame:
    if not answered.any():  # nothing happened: the curve stays at 1 and no interval is defined
        survival = np.ones(len(at)) if len(waits) else np.full(len(at), np.nan)
        return pd.DataFrame({"survival": survival, "low": np.nan, "high": np.nan})
    sample = stats.CensoredData(uncensored=waits[answered], right=waits[~answered])
    steps = stats.ecdf(sample).sf
    with np.errstate(divide="ignore", invalid="ignore"), warnings.catch_warnings():
        warnings.simplefilter(
            "ignore", RuntimeWarning
        )  # where nobody is left there is no interval: NaN says so
        interval = steps.confidence_interval(level, method="log-log")
    return pd.DataFrame(
        {
            "survival": steps.evaluate(at),
            "low": interval.low.evaluate(at),
            "high": interval.high.evaluate(at),
        }
    )
