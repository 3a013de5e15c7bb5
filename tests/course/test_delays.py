"""Delays: denominators are said, unanswered tweets are censored, the curve is Kaplan and Meier's."""

import math
import random

import pandas as pd
import pytest

from course.delays import (
    answered_within,
    delay_quantiles,
    late_share,
    reply_survival,
    survival_quantile,
    unanswered_share,
)
from course.errors import SchemaError

NOON = pd.Timestamp("2014-03-12 12:00", tz="Europe/Madrid")


def first(*rows) -> pd.DataFrame:
    """Rows of (minutes after noon, delay in minutes or None)."""
    created = pd.Series(
        [NOON + pd.Timedelta(minutes=at) for at, _ in rows], dtype="datetime64[us, Europe/Madrid]"
    )
    delay = pd.Series(
        [pd.NaT if wait is None else pd.Timedelta(minutes=wait) for _, wait in rows], dtype="timedelta64[us]"
    )
    return pd.DataFrame({"created_at": created, "replied_at": created + delay, "delay": delay})


def at(minutes: float) -> pd.Timestamp:
    return NOON + pd.Timedelta(minutes=minutes)


def test_quantiles_are_those_of_the_answered():
    """10, 20, 40 answered, two not: median 20; 90th percentile 20 + 0.8 * 20 = 36."""
    delays = delay_quantiles(first((0, 10), (0, None), (0, 40), (0, 20), (0, None)))
    assert delays.index.tolist() == [0.5, 0.9]
    assert delays[0.5] == pd.Timedelta(minutes=20) and delays[0.9] == pd.Timedelta(minutes=36)


def test_nothing_answered_gives_missing_not_zero():
    """NaT and NaN, and no warning."""
    table = first((0, None), (1, None))
    assert delay_quantiles(table).isna().all()
    assert math.isnan(late_share(table)) and unanswered_share(table) == 1.0
    assert math.isnan(late_share(table.iloc[:0])) and math.isnan(unanswered_share(table.iloc[:0]))


def test_late_is_of_the_answered_and_exactly_two_hours_is_not_late():
    """Of 119, 120 and 121 minutes one is over 2 h; the unanswered one is in neither part."""
    assert late_share(first((0, 119), (0, 120), (0, 121), (0, None))) == pytest.approx(1 / 3)


def test_unanswered_by_group_adds_up():
    """Denominators by group, the group of those without one included."""
    table = first((0, None), (0, 5), (0, None), (0, 7), (0, None))
    table["city"] = ["Gijón", "Gijón", "Oviedo", None, None]
    by = unanswered_share(table, by="city")
    assert by["tweets"].sum() == 5 and by["unanswered"].sum() == 3
    assert by.loc["Gijón"].to_dict() == {"tweets": 2, "unanswered": 1, "share": 0.5}
    pd.testing.assert_frame_equal(by, unanswered_share(table, by=table["city"]))
    with pytest.raises(SchemaError, match="town"):
        unanswered_share(table, by="town")


def test_answered_within_leaves_out_whoever_had_no_chance():
    """Watched until 14:00, a tweet of 13:30 cannot show whether it is answered within the hour."""
    table = first((0, 60), (0, 61), (0, None), (90, 5))
    row = answered_within(table, ["1h"], observed_until=at(120)).iloc[0]
    assert (row["tweets"], row["answered"]) == (3, 1) and row["share"] == pytest.approx(1 / 3)
    row = answered_within(table, ["1h"]).iloc[0]
    assert (row["tweets"], row["answered"]) == (4, 2)
    assert answered_within(table, ["24h"], observed_until=at(120))["share"].isna().all()


def test_the_textbook_curve():
    """Waits 6, 6, 6, 7, 10 answered and 6+, 9+, 10+, 11+ not, worked by hand (Freireich's 6-MP, shortened).

    At 6: 9 at risk, 3 events, 6/9. At 7: 5 at risk, 1 event, 6/9 * 4/5. At 10: 3 at risk, 1 event, ... * 2/3.
    """
    end = 60
    waits = [(6, 1), (6, 1), (6, 1), (6, 0), (7, 1), (9, 0), (10, 1), (10, 0), (11, 0)]
    table = first(*[(0 if seen else end - wait, wait if seen else None) for wait, seen in waits])
    curve = reply_survival(table, observed_until=at(end))
    assert (curve["delay"] / pd.Timedelta(minutes=1)).tolist() == [0, 6, 7, 10, 11]
    assert curve["at_risk"].tolist() == [9, 9, 5, 3, 1]
    assert curve["replies"].tolist() == [0, 3, 1, 1, 0]
    steps = [1, 6 / 9, 6 / 9 * 4 / 5, 6 / 9 * 4 / 5 * 2 / 3, 6 / 9 * 4 / 5 * 2 / 3]
    assert curve["survival"].tolist() == pytest.approx(steps)
    # The log-log interval at 6, by its formula: S ** exp(+-1.96 * sqrt(sum d / n(n-d)) / ln S).
    greenwood = math.sqrt(3 / (9 * 6))
    spread = 1.959964 * greenwood / math.log(6 / 9)
    assert curve.loc[1, ["low", "high"]].tolist() == pytest.approx(
        [(6 / 9) ** math.exp(-spread), (6 / 9) ** math.exp(spread)], abs=1e-6
    )


@pytest.mark.parametrize("seed", range(25))
def test_random_curves_agree_with_a_plain_product(seed):
    """Ties, zero delays, replies after the end, tweets after the end: against the product in plain Python."""
    draw = random.Random(seed)
    rows = [
        (draw.randint(0, 90), draw.choice([None, 0, 5, 5, 30, 45, 200])) for _ in range(draw.randint(1, 50))
    ]
    end = 80
    seen = []
    for begin, wait in rows:
        if begin <= end:
            answered = wait is not None and begin + wait <= end
            seen.append((wait if answered else end - begin, answered))
    curve = reply_survival(first(*rows), observed_until=at(end))
    share, expected = 1.0, {0: 1.0}
    for moment in sorted({wait for wait, answered in seen if answered}):
        risk = sum(wait >= moment for wait, _ in seen)
        share *= 1 - sum(answered and wait == moment for wait, answered in seen) / risk
        expected[moment] = share
    if seen:
        expected.setdefault(max(wait for wait, _ in seen), share)
    minutes = (curve["delay"] / pd.Timedelta(minutes=1)).round(6).tolist()
    assert minutes == sorted(expected)
    if seen:
        assert curve["survival"].tolist() == pytest.approx([expected[moment] for moment in sorted(expected)])
        inside = curve.dropna(subset=["low", "high"])
        assert (inside["low"] <= inside["survival"] + 1e-9).all()
        assert (inside["high"] >= inside["survival"] - 1e-9).all()
    else:
        assert curve["survival"].isna().all()


def test_all_answered_all_unanswered_and_nobody():
    """The curve ends at 0; stays at 1; has no value."""
    done = reply_survival(first((0, 5), (0, 9)), observed_until=at(60))
    assert done["survival"].tolist() == [1, 0.5, 0]
    never = reply_survival(first((0, None), (30, None)), observed_until=at(60))
    assert never["survival"].tolist() == [1, 1] and never["at_risk"].tolist() == [2, 1]
    nobody = reply_survival(first((90, 5)), observed_until=at(60))
    assert nobody["survival"].isna().all() and nobody["at_risk"].tolist() == [0]


def test_leaving_the_unanswered_out_flatters():
    """One answer in ten minutes and three silences: half of all customers waited longer than we watched."""
    table = first((0, 10), (0, None), (0, None), (0, None))
    curve = reply_survival(table, observed_until=at(600))
    assert delay_quantiles(table)[0.5] == pd.Timedelta(minutes=10)
    assert pd.isna(survival_quantile(curve))
    assert survival_quantile(curve, 0.25) == pd.Timedelta(minutes=10)
