"""The tables behind the timeline: every tweet in one bin, every event with what is known of its time."""

import pandas as pd
import pytest

from course.errors import CourseError
from course.plots.layers import KINDS, timeline_layers, tweet_kinds


def madrid(moment: str) -> pd.Timestamp:
    return pd.Timestamp(moment, tz="Europe/Madrid")


TWEETS = [
    ("2014-03-12 12:00", "customer", None),
    ("2014-03-12 12:01", "customer", "t0"),
    ("2014-03-12 12:02", "media", "t0"),
    ("2014-03-12 12:03", "brand", "t0"),
    ("2014-03-12 12:04", "brand", None),
    ("2014-03-12 12:04", "media", None),
]


def test_kinds_follow_from_the_columns(invent):
    """Customers and the brand by whether they answer; media whatever they do."""
    kinds = tweet_kinds(invent(TWEETS).tweets)
    assert kinds.tolist() == [
        "customer_tweet",
        "customer_reply",
        "media",
        "brand_reply",
        "brand_tweet",
        "media",
    ]
    assert list(kinds.cat.categories) == list(KINDS)


def test_every_tweet_of_the_window_is_in_one_bin(invent):
    """Counts add up to the tweets; own tweets are listed with their time."""
    layers = timeline_layers(invent(TWEETS))
    assert layers.counts.to_numpy().sum() == len(TWEETS) and len(layers.counts) == len(layers.edges) - 1 == 5
    assert layers.counts["media"].tolist() == [0, 0, 1, 0, 1]
    assert layers.own_tweets["tweet_id"].tolist() == ["t4"]
    assert layers.own_tweets["created_at"].iloc[0] == madrid("2014-03-12 12:04")
    part = timeline_layers(invent(TWEETS), start="2014-03-12 12:01", end="2014-03-12 12:03")
    assert part.counts.to_numpy().sum() == 2 and len(part.own_tweets) == 0


@pytest.mark.parametrize(
    ("end", "every"),
    [("2014-03-12 14:00", "1min"), ("2014-03-12 14:01", "2min"), ("2014-03-13 12:00", "15min"),
     ("2014-03-22 12:00", "2h"), ("2014-12-22 12:00", "7D")],
)  # fmt: skip
def test_bins_are_round_and_at_most_a_hundred_and_twenty(end, every, invent):
    """The shortest step of the list that fits."""
    layers = timeline_layers(invent(TWEETS), start="2014-03-12 12:00", end=end)
    assert layers.every == pd.Timedelta(every) and len(layers.counts) <= 121


def test_a_length_given_is_kept_and_nonsense_refused(invent):
    """Even if it makes many bins."""
    layers = timeline_layers(invent(TWEETS), every="1min", start="2014-03-12", end="2014-03-13")
    assert len(layers.counts) == 1440
    with pytest.raises(CourseError):
        timeline_layers(invent(TWEETS), start="2014-03-13", end="2014-03-12")


def test_accounts_that_disagree_share_a_number(invent, outage_events):
    """Three sources of one start: 2a, 2b, 2c in order of time. One source, two recoveries: 4 and 5."""
    layers = timeline_layers(invent(TWEETS, outage_events), start="2014-03-07", end="2014-03-14")
    assert dict(zip(layers.events["label"], layers.events["source"], strict=True)) == {
        "1": "JZ14", "2a": "MU14", "2b": "EP14", "2c": "UN14", "3": "JZ14;UN14", "4": "EP14", "5": "EP14",
    }  # fmt: skip


def test_where_a_beginning_may_lie(invent, outage_events):
    """To the minute: there; approximate: 15 minutes either side; hour: 30; day: from midnight to midnight."""
    events = timeline_layers(
        invent(TWEETS, outage_events), start="2014-03-07", end="2014-03-14"
    ).events.set_index("label")
    spans = (events["latest"] - events["earliest"]) / pd.Timedelta(minutes=1)
    assert spans.to_dict() == {"1": 1440, "2a": 60, "2b": 0, "2c": 30, "3": 60, "4": 0, "5": 0}
    assert events.loc["1", "earliest"] == madrid("2014-03-07") and events.loc["2a", "earliest"].hour == 11


def test_a_day_on_which_the_clocks_change_is_as_long_as_it_is(invent):
    """30 March 2014 has 23 hours in Madrid."""
    change = [("2014-03-30 12:00", None, "x", "day", "A", True)]
    event = timeline_layers(invent(TWEETS, change), start="2014-03-29", end="2014-04-01").events.iloc[0]
    assert event["latest"] - event["earliest"] == pd.Timedelta(hours=23)


def test_only_events_that_touch_the_window_are_there(invent, outage_events):
    """One that lasts into it is; one that ended before, or begins after, is not."""
    evening = timeline_layers(invent(TWEETS, outage_events), start="2014-03-12 20:00", end="2014-03-12 21:00")
    assert evening.events["kind"].tolist() == ["outage"]
    night = timeline_layers(invent(TWEETS, outage_events), start="2014-03-13 03:00", end="2014-03-13 04:00")
    assert len(night.events) == 0
    assert len(timeline_layers(invent(TWEETS), start="2014-03-12", end="2014-03-13").events) == 0
