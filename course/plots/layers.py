"""What the timeline shows, as tables: volume by kind, the brand's own tweets, and the documented events."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from course.cases import Case
from course.columns import require_columns
from course.schema import MADRID
from course.volume import bin_edges, bin_numbers

KINDS = ("customer_tweet", "customer_reply", "media", "brand_reply", "brand_tweet")
_STEPS = ("1min", "2min", "5min", "10min", "15min", "30min", "1h", "2h", "3h", "6h", "1D", "7D")
_MOST_BINS = 120
_SHORT = pd.Timedelta(hours=36)  # in a window up to this long, "some time that day" is no place
# How far an event may lie from the time that its source gives, on either side.
_SLACK = {"minute": "0min", "approximate": "15min", "hour": "30min", "day": "0min"}


@dataclass(frozen=True, eq=False)
class TimelineLayers:
    """The tables that `course.plots.timeline.timeline` draws; times in Europe/Madrid.

    Parameters
    ----------
    counts : DataFrame
        One row a bin (index: its start), one column a kind of `KINDS`.
    edges : DatetimeIndex
        Edges of the bins: one more than rows.
    own_tweets : DataFrame
        ``tweet_id``, ``created_at`` of the tweets in which the brand answers nobody.
    events : DataFrame
        One row an event of the window: ``label`` (``1``, or ``2a``, ``2b`` for accounts that disagree; empty
        for an event of a day without an hour where the window is too short to place it),
        ``at``, ``until`` (NaT for a moment), ``earliest``, ``latest`` (where its beginning may lie: 15
        minutes either side of an ``approximate`` time, 30 of an ``hour``, the whole of a ``day``), and
        ``kind``, ``actor``, ``title_es``, ``title_en``, ``precision``, ``source``, ``documented``.
    """

    counts: pd.DataFrame
    edges: pd.DatetimeIndex
    own_tweets: pd.DataFrame
    events: pd.DataFrame

    @property
    def every(self) -> pd.Timedelta:
        """Length of a bin."""
        return self.edges[1] - self.edges[0]


def tweet_kinds(tweets: pd.DataFrame) -> pd.Series:
    """Return each tweet's kind, from who wrote it and whether it answers somebody.

    Parameters
    ----------
    tweets : DataFrame
        Needs ``author_role`` and ``reply_to``.

    Returns
    -------
    Series
        Categorical, with the index of `tweets`: one of `KINDS`.

    Examples
    --------
    >>> tweets = pd.DataFrame({"author_role": ["customer", "brand", "brand"], "reply_to": [None, "t1", None]})
    >>> tweet_kinds(tweets).to_list()
    ['customer_tweet', 'brand_reply', 'brand_tweet']
    """
    require_columns(tweets, ["author_role", "reply_to"])
    role, answers = tweets["author_role"], tweets["reply_to"].notna().to_numpy()
    brand, media = (role == "brand").to_numpy(), (role == "media").to_numpy()
    codes = np.select([media, brand & answers, brand, answers], [2, 3, 4, 1], default=0)
    return pd.Series(pd.Categorical.from_codes(codes, KINDS), index=tweets.index, name="kind")


def timeline_layers(
    case: Case, *, start: object = None, end: object = None, every: str | pd.Timedelta | None = None
) -> TimelineLayers:
    """Return the tables behind the timeline of a case.

    Parameters
    ----------
    case : Case
        Its tweets and events.
    start, end : str or Timestamp, optional
        Window, widened to whole bins; a time without a zone is Madrid time. By default all the tweets.
    every : str or Timedelta, optional
        Length of a bin; by default the shortest round one that gives at most 120 bins.

    Returns
    -------
    TimelineLayers

    Raises
    ------
    CourseError
        If the window or the bin makes no sense.

    Examples
    --------
    >>> from course import load
    >>> layers = timeline_layers(load("iberia"), start="2013-07-18 19:30", end="2013-07-18 21:00")
    >>> layers.every
    Timedelta('0 days 00:01:00')
    >>> len(layers.counts)
    90
    """
    times = case.tweets["created_at"]
    edges = _edges(times, start, end, every)
    kinds = tweet_kinds(case.tweets)
    numbers = bin_numbers(times, edges)
    inside = numbers >= 0
    table = np.zeros((max(len(edges) - 1, 0), len(KINDS)), dtype="int64")
    np.add.at(table, (numbers[inside], kinds.cat.codes.to_numpy()[inside]), 1)
    own = case.tweets.loc[inside & (kinds == "brand_tweet").to_numpy(), ["tweet_id", "created_at"]]
    own = own.assign(created_at=own["created_at"].dt.tz_convert(MADRID)).reset_index(drop=True)
    counts = pd.DataFrame(table, index=edges[:-1], columns=list(KINDS))
    return TimelineLayers(counts, edges, own, _window_events(case.events, edges))


def _edges(times: pd.Series, start: object, end: object, every: object) -> pd.DatetimeIndex:
    for step in [every] if every is not None else _STEPS:
        edges = bin_edges(times, every=step, start=start, end=end)
        if len(edges) <= _MOST_BINS + 1:
            break
    return edges


def _window_events(events: pd.DataFrame, edges: pd.DatetimeIndex) -> pd.DataFrame:
    """Return the events that touch the window, in order, labelled, with the span of their beginning."""
    local = events.sort_values("at", kind="stable", ignore_index=True)
    local = local.assign(at=local["at"].dt.tz_convert(MADRID), until=local["until"].dt.tz_convert(MADRID))
    slack = local["precision"].map(_SLACK).astype("timedelta64[us]")
    day = (local["precision"] == "day").to_numpy()
    midnight = local["at"].dt.normalize()
    tomorrow = local["at"].dt.tz_localize(None).dt.normalize() + pd.Timedelta(days=1)
    local["earliest"] = (local["at"] - slack).where(~day, midnight)
    local["latest"] = (local["at"] + slack).where(~day, tomorrow.dt.tz_localize(MADRID))
    if len(edges) < 2:
        return local.iloc[:0].assign(label=pd.Series(dtype="str"))
    ends = local[["latest", "until"]].max(axis=1)
    local = local[(local["earliest"] < edges[-1]) & (ends >= edges[0])].reset_index(drop=True)
    placed = local[(local["precision"] != "day") | (edges[-1] - edges[0] > _SHORT)]
    labels = pd.Series(_labels(placed), index=placed.index, dtype="str")
    return local.assign(label=labels.reindex(local.index, fill_value=""))


def _labels(events: pd.DataFrame) -> list[str]:
    """Number the events; accounts of one thing by sources that disagree share a number and get letters."""
    family = _families(events)
    numbers = pd.factorize(family)[0] + 1
    letters = events.groupby(family).cumcount()
    several = events.groupby(family)["kind"].transform("size") > 1
    return [
        f"{number}{chr(97 + letter)}" if many else str(number)
        for number, letter, many in zip(numbers, letters, several, strict=True)
    ]


def _families(events: pd.DataFrame) -> np.ndarray:
    """Group events of one kind and actor whose sources have nothing in common; few rows, so a plain loop."""
    family = np.arange(len(events))
    sources = [set(source.replace(" ", "").split(";")) for source in events["source"]]
    known: dict[tuple[str, str], list[tuple[int, set[str]]]] = {}
    for row, (kind, actor, named) in enumerate(zip(events["kind"], events["actor"], sources, strict=True)):
        groups = known.setdefault((kind, actor), [])
        for first, seen in groups:
            if not seen & named:
                family[row] = first
                seen |= named
                break
        else:
            groups.append((row, set(named)))
    return family
