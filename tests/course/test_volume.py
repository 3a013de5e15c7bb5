"""Volume: every bin is whole, empty ones count 0, Madrid's clock rules, bursts do not move the baseline."""

import numpy as np
import pandas as pd
import pytest

from course.errors import CourseError, SchemaError
from course.volume import Baseline, baseline, onset, volume


def tweets(*moments, zone="Europe/Madrid") -> pd.DataFrame:
    return pd.DataFrame({"created_at": pd.to_datetime(list(moments)).tz_localize(zone).tz_convert("UTC")})


def series(start: str, values, every="1min") -> pd.Series:
    return pd.Series(values, index=pd.date_range(start, periods=len(values), freq=every, tz="Europe/Madrid"))


def test_bins_without_tweets_count_zero():
    """20:00 twice, nothing at 20:01, one at 20:02; an instant on the edge belongs to the bin it opens."""
    counts = volume(tweets("2013-07-18 20:00:05", "2013-07-18 20:00:59", "2013-07-18 20:02:00"))
    assert counts.tolist() == [2, 0, 1] and counts.dtype == "int64"
    assert str(counts.index.tz) == "Europe/Madrid" and counts.index[0].hour == 20


def test_the_window_is_widened_to_whole_bins():
    """A window from 20:20 to 21:10 in hours is 20:00 to 22:00, and all of it counts."""
    counts = volume(
        tweets("2013-07-18 20:05", "2013-07-18 21:30", "2013-07-18 22:00"),
        every="1h",
        start="2013-07-18 20:20",
        end="2013-07-18 21:10",
    )
    assert counts.tolist() == [1, 1]


def test_the_end_is_not_included():
    """A window that ends at 21:00 has no bin of 21:00; an empty window has no bin."""
    data = tweets("2013-07-18 20:59:59", "2013-07-18 21:00:00")
    assert volume(data, every="1h", start="2013-07-18 20:00", end="2013-07-18 21:00").tolist() == [1]
    assert len(volume(data, start="2013-07-18 20:00", end="2013-07-18 20:00")) == 0


def test_a_window_without_tweets_is_all_zeros_and_no_tweets_no_window_is_empty():
    """Zero is a count; an empty table has no first tweet to begin with."""
    data = tweets("2013-07-18 20:00")
    assert volume(data, every="1h", start="2014-01-01", end="2014-01-02").tolist() == [0] * 24
    nothing = volume(data.iloc[:0])
    assert len(nothing) == 0 and str(nothing.index.tz) == "Europe/Madrid"
    assert volume(data.iloc[:0], every="1h", start="2014-01-01", end="2014-01-02").sum() == 0


@pytest.mark.parametrize(("day", "hours"), [("2014-03-30", 23), ("2013-10-27", 25), ("2014-03-12", 24)])
def test_days_follow_madrids_calendar_when_the_clocks_change(day, hours):
    """A tweet every hour of three days: the day of the change has 23 or 25, in one bin."""
    start = pd.Timestamp(day, tz="Europe/Madrid")
    before, after = start - pd.DateOffset(days=1), start + pd.DateOffset(days=2)
    data = pd.DataFrame(
        {"created_at": pd.date_range(before, after, freq="1h", inclusive="left").tz_convert("UTC")}
    )
    counts = volume(data, every="1D")
    assert counts.tolist() == [24, hours, 24]
    assert (counts.index.hour == 0).all()
    hourly = volume(data, every="1h", start=day, end=start + pd.DateOffset(days=1))
    assert len(hourly) == hours and (hourly == 1).all()


def test_the_hour_that_comes_twice_is_two_bins():
    """On 27 October 2013, 02:30 happens in summer time and again in winter time."""
    data = tweets("2013-10-27 00:30", "2013-10-27 01:30", "2013-10-27 01:45", zone="UTC")
    counts = volume(data, every="1h")
    assert counts.index.hour.tolist() == [2, 2] and counts.tolist() == [1, 2]


@pytest.mark.parametrize("every", ["1min", "7min", "15min", "1h", "6h", "1D", "3D", "90s"])
@pytest.mark.parametrize("seed", range(5))
def test_no_tweet_is_lost_or_counted_twice(every, seed):
    """Sum of the bins = tweets; each bin equals a count by comparison."""
    rng = np.random.default_rng(seed)
    begin = pd.Timestamp("2014-03-28", tz="Europe/Madrid")  # the clocks change two days later
    times = begin + pd.to_timedelta(rng.integers(0, 5 * 86_400, 200), unit="s")
    data = pd.DataFrame({"created_at": pd.DatetimeIndex(times).tz_convert("UTC")})
    counts = volume(data, every=every)
    assert counts.sum() == 200
    for number in rng.integers(0, len(counts) - 1, 10) if len(counts) > 1 else []:
        low, high = counts.index[number], counts.index[number + 1]
        assert counts.iloc[number] == ((data["created_at"] >= low) & (data["created_at"] < high)).sum()


@pytest.mark.parametrize("every", ["0min", "-1h", "36h", "soon", None])
def test_a_length_that_is_none_is_refused(every):
    """Zero, negative, a day and a half, a word."""
    with pytest.raises(CourseError, match="every"):
        volume(tweets("2013-07-18 20:00"), every=every)


def test_a_window_that_ends_before_it_begins_and_a_missing_column_are_refused():
    """Errors to act on."""
    with pytest.raises(CourseError, match="2013-07-18 20:00"):
        volume(tweets("2013-07-18 20:00"), start="2013-07-18 20:00", end="2013-07-18 19:00")
    with pytest.raises(SchemaError, match="created_at"):
        volume(pd.DataFrame({"when": []}))


def test_the_baseline_rests_on_bins_that_have_ended():
    """Before 20:03, the bins of 20:00, 20:01 and 20:02; of 20:02:30, only the first two."""
    counts = series("2013-07-18 20:00", [2, 4, 9, 500])
    assert baseline(counts, before="2013-07-18 20:03") == Baseline(4.0, 2.0, 3)
    assert baseline(counts, before="2013-07-18 20:02:30").bins == 2
    assert baseline(counts, before="2013-07-18 20:04").bins == 4


def test_a_burst_does_not_move_the_baseline():
    """Four of nine bins are wild; the median and MAD of the others stand."""
    counts = series("2013-07-18 19:00", [3, 900, 3, 4, 800, 2, 3, 999, 700, 1])
    assert baseline(counts, before="2013-07-18 19:09").median == 4.0


def test_onset_is_the_first_bin_of_a_lasting_burst():
    """One high bin alone is noise; of three in a row, the first."""
    counts = series("2013-07-18 19:56", [2, 3, 2, 3, 90, 2, 80, 90, 95, 3])
    assert onset(counts, before="2013-07-18 20:00") == pd.Timestamp("2013-07-18 20:02", tz="Europe/Madrid")
    assert onset(counts, before="2013-07-18 20:00", sustained=1).minute == 0


def test_a_quiet_account_does_not_start_a_crisis_with_one_tweet():
    """Median 0 and MAD 0: the threshold is 5 tweets a bin, not 0."""
    counts = series("2013-07-18 19:56", [0, 0, 0, 0, 1, 1, 1, 5, 5, 5, 6, 6, 6])
    assert onset(counts, before="2013-07-18 20:00").minute == 6


def test_no_burst_or_no_baseline_is_no_onset():
    """NaT, without a warning."""
    counts = series("2013-07-18 19:56", [2, 3, 2, 3, 2, 3])
    assert pd.isna(onset(counts, before="2013-07-18 20:00"))
    assert pd.isna(onset(counts, before="2013-07-18 19:00"))
    assert pd.isna(onset(counts.iloc[:0], before="2013-07-18 19:00"))
    assert pd.isna(onset(counts.iloc[:1], before="2013-07-18 20:00"))
    with pytest.raises(CourseError, match="sustained"):
        onset(counts, before="2013-07-18 20:00", sustained=0)


def test_a_burst_cut_by_the_end_does_not_count():
    """Two high bins and then the data end: three in a row were not seen."""
    counts = series("2013-07-18 19:58", [2, 3, 90, 90])
    assert pd.isna(onset(counts, before="2013-07-18 20:00"))
