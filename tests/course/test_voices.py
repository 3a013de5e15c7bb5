"""The samples to code: stable, disjoint, as varied as they claim."""

import re
from dataclasses import replace
from difflib import SequenceMatcher

import pandas as pd
import pytest

from course import voices
from course.agreement import krippendorff_alpha, percent_agreement
from course.cases import load
from course.codebooks import CUSTOMER_VOICES
from course.errors import CourseError
from course.schema import CONVERSATION_COLUMNS
from course.voices import coders, practice, samples, to_label

CRISIS = pd.Timestamp("2013-07-18 20:00", tz="Europe/Madrid")


@pytest.fixture(scope="module")
def tweets() -> pd.DataFrame:
    return load("iberia").tweets


def settled(labels: pd.Series) -> bool:
    return all("|".join(CUSTOMER_VOICES.settled(one.split("|"))) == one for one in labels)


def plain(text: str) -> str:
    return " ".join(re.findall(r"\w+", re.sub(r"[@#]\w+", " ", text.casefold())))


def test_the_samples_have_the_sizes_that_the_unit_counts_on():
    assert len(to_label()) == 40
    assert len(practice()) == 14
    assert len(coders()) == 60
    assert set(voices.__all__) == {"coders", "practice", "to_label"}


def test_no_tweet_is_in_two_samples():
    drawn = [set(to_label()["tweet_id"]), set(practice()["tweet_id"]), set(coders()["tweet_id"])]
    assert sum(map(len, drawn)) == len(set.union(*drawn)) == 84


@pytest.mark.parametrize("sample", [to_label, practice], ids=["to_label", "practice"])
def test_rows_are_the_cases_own_with_the_conversations_columns(sample, tweets):
    table = sample()
    assert list(table.columns[: len(CONVERSATION_COLUMNS)]) == list(CONVERSATION_COLUMNS)
    own = tweets.set_index("tweet_id").loc[table["tweet_id"]]
    for name in ("text", "text_en", "author_id", "created_at"):
        assert own[name].to_list() == table[name].to_list()
    assert (table["author_role"] == "customer").all()
    assert list(table.index) == list(range(len(table)))
    assert table["reply_to"].dropna().isin(tweets["tweet_id"]).all()
    assert "simulad" in table.attrs["provenance"].es


def test_tweets_to_label_come_without_any_label():
    assert list(to_label().columns) == list(CONVERSATION_COLUMNS)


def test_a_sample_is_the_same_every_time_and_its_tables_may_be_changed():
    first = to_label()
    first.loc[0, "text"] = "otra cosa"
    second = to_label()
    assert second["tweet_id"].to_list() == first["tweet_id"].to_list()
    assert second.loc[0, "text"] != "otra cosa"


@pytest.mark.parametrize("sample", [to_label, practice, coders], ids=["to_label", "practice", "coders"])
def test_the_order_is_mixed(sample):
    """Neither time nor code gives away the next answer: ids, in order of time, rise about as often as they fall."""
    numbers = sample()["tweet_id"].drop_duplicates().str[1:].astype(int).to_numpy()
    rises = (numbers[1:] > numbers[:-1]).mean()
    assert 0.3 < rises < 0.7


def test_nearly_all_tweets_are_from_after_the_call_and_some_answer_another():
    table = to_label()
    assert (table["created_at"] >= CRISIS).mean() >= 0.9
    assert table["reply_to"].notna().sum() >= 5
    assert table["created_at"].dt.tz_convert("Europe/Madrid").dt.date.nunique() >= 2


def test_the_hijacked_hashtag_is_visible():
    """Some tweets under the campaign's hashtag, some under the other, some under both, some under neither."""
    text = to_label()["text"].str.lower()
    flight, fail = text.str.contains("#iberiasocialflight"), text.str.contains("#iberiasocialfail")
    assert (flight & ~fail).sum() >= 3
    assert (fail & ~flight).sum() >= 3
    assert (flight & fail).sum() >= 2
    assert (~flight & ~fail).sum() >= 10


def test_no_two_tweets_of_the_samples_are_twins(tweets):
    chosen = pd.concat(
        [to_label()["tweet_id"], practice()["tweet_id"], coders()["tweet_id"]]
    ).drop_duplicates()
    texts = [plain(text) for text in tweets.set_index("tweet_id").loc[chosen, "text"]]
    for place, text in enumerate(texts):
        for other in texts[place + 1 :]:
            assert SequenceMatcher(None, text, other, autojunk=False).ratio() < 0.7, (text, other)


def test_practice_says_what_and_why_in_both_languages():
    table = practice()
    assert settled(table["labels"])
    assert set("|".join(table["labels"]).split("|")) == set(CUSTOMER_VOICES.names)
    assert table[["why_es", "why_en"]].map(lambda why: len(why) > 20).all(axis=None)


def test_coders_disagree_enough_to_discuss_and_not_more():
    table = coders()
    assert list(table.columns) == ["tweet_id", "annotator", "labels"]
    assert (table.groupby("tweet_id")["annotator"].agg(tuple) == ("ana", "bruno")).all()
    assert settled(table["labels"])
    assert 0.55 <= float(krippendorff_alpha(table, distance="masi", repetitions=1)) <= 0.7
    wide = table.pivot(index="tweet_id", columns="annotator", values="labels")
    same = (wide["ana"] == wide["bruno"]).mean()
    assert float(percent_agreement(table)) == pytest.approx(same)
    assert 0.4 < same < 0.7


def test_brunos_habits_can_be_found():
    """He reads irony literally and takes accusation for disappointment."""
    wide = (
        coders()
        .pivot(index="tweet_id", columns="annotator", values="labels")
        .map(lambda one: set(one.split("|")))
    )
    jokes = wide[[("joke" in ana and "joke" not in bruno) for ana, bruno in wide.to_numpy()]]
    assert len(jokes) >= 3
    assert not any("joke" in bruno and "joke" not in ana for ana, bruno in wide.to_numpy())
    merged = [("accusation" in ana - bruno and "disappointment" in bruno) for ana, bruno in wide.to_numpy()]
    assert sum(merged) >= 2


def test_a_dataset_that_changed_is_noticed(monkeypatch, tweets):
    """Gold is worth nothing for other words under the same ids."""
    case = load("iberia")
    case.tweets.loc[case.tweets["tweet_id"] == to_label()["tweet_id"][5], "text"] = "otra cosa"
    monkeypatch.setattr(samples, "load", lambda name: case)
    with pytest.raises(CourseError, match="Iberia"):
        to_label()
    practice()


def test_a_tweet_that_is_gone_is_noticed(monkeypatch):
    case = load("iberia")
    left = case.tweets[case.tweets["tweet_id"] != coders()["tweet_id"][3]]
    monkeypatch.setattr(samples, "load", lambda name: replace(case, tweets=left))
    with pytest.raises(CourseError, match="Iberia"):
        coders()
