"""The bootstrap interval: what is resampled, how often it holds, and what happens where nothing is defined."""

from __future__ import annotations

import math
import random

import numpy as np
import pandas as pd
import pytest

from course.agreement import agreement_by_code, cohen_kappa, krippendorff_alpha, percent_agreement
from course.agreement import resample as bootstrap
from course.agreement.alpha import alpha_of
from course.agreement.coding import AgreementError, Coding
from course.agreement.resample import percentile_interval

CODES = tuple(frozenset({code}) for code in "abcd")
SHARES = np.array([0.5, 0.25, 0.15, 0.10])


def two_coders(tweets: int, strength: float, rng: np.random.Generator) -> Coding:
    """Draw two coders whose agreement beyond chance is `strength` in the long run.

    Each sees the truth with probability sqrt(strength) and guesses by the shares otherwise.
    """
    truth = rng.choice(4, p=SHARES, size=tweets)
    codes = [
        np.where(rng.random(tweets) < math.sqrt(strength), truth, rng.choice(4, p=SHARES, size=tweets))
        for _ in range(2)
    ]
    return Coding(tuple(range(tweets)), ("ana", "bruno"), CODES, np.stack(codes, axis=1))


def long(coding: Coding) -> pd.DataFrame:
    return pd.DataFrame(
        [
            (f"t{tweet}", name, "|".join(coding.values[coding.codes[tweet, place]]))
            for tweet in coding.tweets
            for place, name in enumerate(coding.annotators)
        ],
        columns=["tweet_id", "annotator", "labels"],
    )


LABELS = long(two_coders(40, 0.6, np.random.default_rng(7)))
MEASURES = pytest.mark.parametrize(
    "measure", [krippendorff_alpha, cohen_kappa, percent_agreement], ids=["alpha", "kappa", "percent"]
)


@MEASURES
def test_same_seed_same_interval(measure):
    """The interval is reproducible, differs with the seed, holds the value and lies within the scale."""
    one, again = measure(LABELS, seed=1), measure(LABELS, seed=1)
    assert one.interval == again.interval
    low, high = one.interval
    assert -1 <= low < one < high <= 1
    assert measure(LABELS, seed=2).interval == pytest.approx(one.interval, abs=0.05)
    few = {measure(LABELS, seed=seed, repetitions=50).interval for seed in range(6)}
    assert len(few) > 1


@MEASURES
def test_whole_tweets_are_resampled(measure):
    """The same interval, within simulation error, as drawing tweets one by one and measuring each new table."""
    rng = random.Random(3)
    tweets = sorted(set(LABELS["tweet_id"]))
    by_tweet = dict(list(LABELS.groupby("tweet_id")))
    values = []
    for _ in range(150):
        drawn = [by_tweet[rng.choice(tweets)].assign(tweet_id=f"t{place}") for place in range(len(tweets))]
        values.append(measure(pd.concat(drawn), repetitions=0).value)
    low, high = measure(LABELS, repetitions=5000).interval
    assert np.quantile(values, [0.025, 0.975]) == pytest.approx([low, high], abs=0.09)
    assert np.std(values) == pytest.approx((high - low) / (2 * 1.96), rel=0.25)


@MEASURES
def test_a_resample_is_measured_as_a_table_is(measure, monkeypatch):
    """Given weights are as good as repeated tweets: one resample of the vectorised kind, against its table."""
    weights = np.random.default_rng(5).multinomial(40, [1 / 40] * 40)
    monkeypatch.setattr(bootstrap, "_resamples", lambda *_: iter([weights[None, :].astype(float)]))
    low, high = measure(LABELS, repetitions=1).interval
    order = sorted(set(LABELS["tweet_id"]))
    copies = [
        LABELS[LABELS["tweet_id"] == tweet].assign(tweet_id=f"{tweet}-{copy}")
        for tweet, times in zip(order, weights, strict=True)
        for copy in range(times)
    ]
    assert low == high == pytest.approx(measure(pd.concat(copies), repetitions=0).value, abs=1e-12)


def test_it_holds_the_truth_about_as_often_as_it_says():
    """Of 400 tables of 40 tweets with a known alpha, the 95 % interval holds it in about 93 of 100."""
    rng, held = np.random.default_rng(11), 0
    for seed in range(400):
        alpha = alpha_of(two_coders(40, 0.7, rng), distance="nominal", level=0.95, repetitions=300, seed=seed)
        held += alpha.interval[0] <= 0.7 <= alpha.interval[1]
    assert 0.89 <= held / 400 <= 0.97


def yes_or_no(first: list[bool], second: list[bool]) -> pd.DataFrame:
    """Two annotators of one code, "joke", a truth value a tweet."""
    given = [*first, *second]
    return pd.DataFrame(
        {
            "tweet_id": [f"t{place}" for place in range(len(first))] * 2,
            "annotator": ["ana"] * len(first) + ["bruno"] * len(second),
            "labels": ["joke" if applies else "other" for applies in given],
        }
    )


@pytest.mark.parametrize(
    ("first", "second", "known"),
    [(5, 4, False), (5, 5, False), (6, 4, True), (10, 0, True)],
    ids=["nine-times", "nobody-differs", "ten-times", "one-annotator-only"],
)
def test_by_code_gives_no_interval_of_a_rare_code(first, second, known):
    """Fewer than ten times in all, or never a difference: no interval. Else that of alpha on yes or no."""
    labels = yes_or_no([place < first for place in range(40)], [place < second for place in range(40)])
    row = agreement_by_code(labels, codes=["joke"]).iloc[0]
    assert row["times"] == first + second
    alpha = krippendorff_alpha(labels)
    assert row["alpha"] == pytest.approx(alpha.value)
    expected = alpha.interval if known else (np.nan, np.nan)
    assert (row["low"], row["high"]) == pytest.approx(expected, nan_ok=True)


def test_by_code_gives_no_interval_of_a_code_on_few_tweets():
    """A class gives a code of four tweets many times: they are four tweets still."""
    people = [yes_or_no([place < 4 for place in range(40)], [place < 3 for place in range(40)])] * 6
    labels = pd.concat(
        table.assign(annotator=table["annotator"] + str(number)) for number, table in enumerate(people)
    )
    row = agreement_by_code(labels, codes=["joke"]).iloc[0]
    assert row["times"] == 42
    assert np.isnan([row["low"], row["high"]]).all()


def test_by_code_holds_the_truth_where_it_gives_an_interval():
    """Codes on 10 to 30 % of 40 tweets, true alpha 0.81; without the rule 70 in 100 of the rarest held it."""
    rng, given, held = np.random.default_rng(5), 0, 0
    for seed in range(70):
        for share in (0.1, 0.2, 0.3):
            truth = rng.random(40) < share
            seen = [np.where(rng.random(40) < 0.9, truth, rng.random(40) < share) for _ in range(2)]
            labels = yes_or_no(*(one.tolist() for one in seen))
            row = agreement_by_code(labels, codes=["joke"], repetitions=200, seed=seed).iloc[0]
            if not np.isnan(row["low"]):
                given += 1
                held += row["low"] <= 0.81 <= row["high"]
    assert given > 100
    assert held / given >= 0.93


def test_a_higher_level_is_wider_and_more_tweets_narrower():
    """The interval behaves as intervals do."""

    def width(labels: pd.DataFrame, level: float) -> float:
        low, high = krippendorff_alpha(labels, level=level).interval
        return high - low

    more = long(two_coders(400, 0.6, np.random.default_rng(7)))
    assert width(LABELS, 0.5) < width(LABELS, 0.9) < width(LABELS, 0.99)
    assert width(more, 0.95) < width(LABELS, 0.95) / 2


@pytest.mark.parametrize(("level", "ends"), [(0.95, (2.5, 97.5)), (0.9, (5, 95)), (0.5, (25, 75))])
def test_its_ends_are_percentiles_of_the_resampled_values(level, ends):
    """With values 0, 1, ... 100 the percentiles are known; both tails hold the same share."""
    interval, left_out = percentile_interval(
        lambda weights: np.arange(len(weights)) * 1.0, 2, level=level, repetitions=101, seed=0
    )
    assert interval == pytest.approx(ends)
    assert left_out == 0


def test_resamples_without_a_value_are_left_out_and_counted():
    """Where one rare label makes a third of the resamples undefined, they are counted; the rest stand."""
    labels = pd.DataFrame(
        {
            "tweet_id": [f"t{place}" for place in range(10)] * 2,
            "annotator": ["ana"] * 10 + ["bruno"] * 10,
            "labels": (["joke"] * 9 + ["question"]) * 2,
        }
    )
    alpha = krippendorff_alpha(labels, repetitions=2000)
    # the tenth tweet is absent from a resample with probability (9/10) ** 10 = 0.349
    assert alpha.left_out / 2000 == pytest.approx(0.9**10, abs=0.03)
    assert alpha.interval == (1, 1)
    kappa = cohen_kappa(labels, repetitions=2000)
    assert kappa.left_out == alpha.left_out
    assert percent_agreement(labels, repetitions=2000).left_out == 0


def test_no_interval_where_most_resamples_have_no_value_or_tweets_are_too_few():
    """Half undefined, or a single tweet, is too little to state an interval; the value stands."""
    most = percentile_interval(
        lambda weights: np.where(weights[:, 0] > 1, 1.0, np.nan), 5, level=0.95, repetitions=200, seed=0
    )
    assert all(map(math.isnan, most[0]))
    assert most[1] > 100
    single = pd.DataFrame({"tweet_id": "t1", "annotator": ["ana", "bruno"], "labels": ["joke", "question"]})
    alpha = krippendorff_alpha(single)
    assert alpha == 0
    assert all(map(math.isnan, alpha.interval))
    assert "no interval" in alpha.to("en")


def test_no_repetitions_no_interval():
    """For speed the interval can be left out."""
    alpha = krippendorff_alpha(LABELS, repetitions=0)
    assert all(map(math.isnan, alpha.interval))
    assert "interval" not in alpha.to("en")


def test_batches_change_nothing(monkeypatch):
    """However many resamples fit into memory at once, they are the same resamples."""
    before = krippendorff_alpha(LABELS).interval
    monkeypatch.setattr(bootstrap, "_CELLS", 7 * 40)
    assert krippendorff_alpha(LABELS).interval == pytest.approx(before, abs=1e-12)
    assert [len(weights) for weights in bootstrap._resamples(40, 10, 0, 40)] == [7, 3]


def test_resamples_are_fair():
    """Every resample has as many tweets as the table, and every tweet its turn."""
    weights = np.concatenate(list(bootstrap._resamples(20, 4000, 0, 20)))
    assert (weights.sum(axis=1) == 20).all()
    assert weights.mean(axis=0) == pytest.approx(np.ones(20), abs=0.08)
    assert weights.var(axis=0) == pytest.approx(np.full(20, 0.95), abs=0.1)  # 20 * (1/20) * (19/20)


@pytest.mark.parametrize(
    "settings", [{"level": 95}, {"level": 0}, {"level": 1.0}, {"repetitions": -1}, {"repetitions": 10.5}]
)
@MEASURES
def test_settings_that_make_no_sense(measure, settings):
    """A level of 95 or half a repetition is refused, with what to write instead."""
    with pytest.raises(AgreementError) as caught:
        measure(LABELS, **settings)
    assert str(next(iter(settings.values()))) in caught.value.message.es
    assert "Remedio" in caught.value.message.es
    assert "Remedy" in caught.value.message.en
