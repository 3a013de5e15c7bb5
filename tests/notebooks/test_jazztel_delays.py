"""Unit 05 says what its data show: when the dataset changes, these tests tell which sentence to mend."""

import re

import pandas as pd
import pytest

from course import first_replies, load
from grader.lesson import NOTEBOOKS, read

HOUR = pd.Timedelta("1h")
START = pd.Timestamp("2014-03-12 12:36", tz="Europe/Madrid")
END = pd.Timestamp("2014-03-13 02:00", tz="Europe/Madrid")


@pytest.fixture(scope="module")
def words():
    """Every customer's tweet with its first reply, as the lesson makes it."""
    tweets = load("jazztel").tweets
    words = first_replies(tweets).merge(tweets[["tweet_id", "text"]], on="tweet_id")
    text = words["text"].str.casefold()
    return words.assign(
        names_it=["@jazztel" in line for line in text],
        asks=["?" in line for line in text],
        wait=[wait / HOUR for wait in words["delay"]],
    )


@pytest.fixture(scope="module")
def outage(words):
    return words[(words["created_at"] >= START) & (words["created_at"] <= END)]


@pytest.fixture(scope="module")
def named(outage):
    return outage[outage["names_it"]]


@pytest.fixture(scope="module")
def calm(words):
    return words[(words["created_at"] < START) & words["names_it"]]


@pytest.fixture(scope="module")
def lesson():
    return read(NOTEBOOKS / "05-jazztel-delays" / "lesson.py")


def test_the_model_answer_has_the_figures_of_the_data(lesson, outage, named):
    """Its three percentages are those that a student computes, in both languages."""
    late = sum(outage["wait"] > 2)
    in_time = sum(outage["wait"] <= 2)
    figures = [
        round(100 * late / len(outage)),
        round(100 * (len(outage) - in_time) / len(outage)),
        round(100 * (1 - sum(named["wait"] <= 2) / len(named))),
    ]
    (task,) = (cell for cell in lesson.cells if cell.kind == "task")
    for answer in (task.source.es, task.source.en):
        said = [int(number) for number in re.findall(r"(\d+)\s%", answer)]
        assert said == [*figures, 42]
        assert 150 <= len(answer.split()) <= 200


def test_the_median_is_under_the_mean_and_far_from_the_days_before(outage, words):
    """The tail pulls the mean; half of the replies took more than two hours (error 5), unlike before."""
    before = words[words["created_at"] < START]
    assert 2 < outage["wait"].median() < outage["wait"].mean() < outage["wait"].quantile(0.9)
    assert before["wait"].median() < 0.5


def test_the_three_shares_tell_three_stories(outage):
    """Of the replies, over half late; of all, few with a late reply and most with none after two hours."""
    answered = outage["wait"].notna()
    assert (outage["wait"] > 2)[answered].mean() > 0.5
    assert (outage["wait"] > 2).mean() < 0.2
    assert 1 - (outage["wait"] <= 2).mean() > 0.8
    assert answered.mean() < 0.3  # "hardly anybody got a reply"


def test_who_does_not_name_the_brand_is_never_answered(outage):
    """The lesson calls it a round 1."""
    assert outage.loc[~outage["names_it"], "wait"].isna().all()


def test_questions_look_no_worse_until_the_brand_is_named(outage, named):
    """Hardly any difference over all tweets; among those that name the brand, questions fare worse."""
    ignored = outage["wait"].isna().groupby(outage["asks"]).mean()
    ignored_named = named["wait"].isna().groupby(named["asks"]).mean()
    assert abs(ignored[True] - ignored[False]) < 0.03
    assert ignored_named[True] - ignored_named[False] > 0.05
    assert outage.groupby("asks")["names_it"].mean()[True] > outage.groupby("asks")["names_it"].mean()[False]


def test_at_six_the_outbox_flatters_and_the_function_does_not(named):
    """The share among replies given so far is several times the true one; the restricted share is nearest."""
    now = pd.Timestamp("2014-03-12 18:00", tz="Europe/Madrid")
    written = named[named["created_at"] <= now]
    known = written["replied_at"] <= now
    in_time = known & (written["wait"] <= 2)
    truth = (written["wait"] <= 2).mean()
    of_replies, of_all = in_time.sum() / known.sum(), in_time.mean()
    restricted = in_time[written["created_at"] + 2 * HOUR <= now].mean()
    assert of_replies > 2.5 * truth
    assert of_all < truth
    assert abs(restricted - truth) < abs(of_all - truth) < abs(of_replies - truth)


def test_the_curves_are_as_their_words_say(named, calm):
    """Alternative text and comment: nobody is lost sight of within 24 h, so the shares are simply counted."""

    def waiting(group, hours):
        return 1 - (group["wait"] <= hours).mean()

    assert 0.5 < waiting(calm, 1) < 0.6
    assert 0.35 < waiting(calm, 24) < 0.45
    assert waiting(calm, 8) - waiting(calm, 12) > 0.05  # the step of those who wrote at night
    assert waiting(named, 1) > 0.9
    assert waiting(named, 2) > 0.8
    assert 0.6 < waiting(named, 24) < waiting(named, 12) + 1e-9 < 0.65
