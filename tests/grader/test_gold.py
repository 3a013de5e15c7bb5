"""Gold: exactly the tweets to label, coded by the codebook, and never in the student's package."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest

import grader.gold
from course.agreement import krippendorff_alpha
from course.codebooks import CUSTOMER_VOICES
from course.errors import UnknownNameError
from course.simulator import simulate
from course.simulator.package import SEEDS
from course.voices import coders, practice, to_label
from grader.gold import gold

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return gold("iberia-voices")


def sets(row) -> list[str]:
    return [row.labels, *(row.also.split(";") if row.also else [])]


def test_gold_covers_exactly_the_tweets_to_label(table):
    assert list(table.columns) == ["tweet_id", "labels", "also", "note"]
    assert table["tweet_id"].is_unique
    assert set(table["tweet_id"]) == set(to_label()["tweet_id"])


def test_every_set_of_codes_is_one_that_the_codebook_allows(table):
    """Known codes, in the codebook's order, 'other' alone; alternatives differ from the coding."""
    for row in table.itertuples():
        for labels in sets(row):
            assert "|".join(CUSTOMER_VOICES.settled(labels.split("|"))) == labels, row.tweet_id
            assert not CUSTOMER_VOICES.strange(labels.split("|"))
        assert len(set(sets(row))) == len(sets(row))


def test_every_code_occurs_at_least_three_times(table):
    counts = Counter("|".join(table["labels"]).split("|"))
    assert set(counts) == set(CUSTOMER_VOICES.names)
    assert min(counts.values()) >= 3


def test_two_readings_are_the_exception_and_are_argued(table):
    two = table[table["also"] != ""]
    assert len(two) <= len(table) / 2.5
    assert (two["note"] != "").all()


def test_gold_agrees_with_the_simulator_where_it_must(table):
    """The simulator's kinds are coarser and made otherwise; what cannot be argued away must still match."""
    kinds = simulate("iberia", seed=SEEDS["iberia"]).gold.set_index("tweet_id")["kind"]
    expected = {
        "accusation": "accusation",
        "complaint": "disappointment",
        "joke": "joke",
        "defence": "defence",
        "offtopic": "other",
        "praise": "other",
        "anticipation": "other",
    }
    for row in table.itertuples():
        kind, codes = kinds[row.tweet_id], set(row.labels.split("|"))
        if kind in expected:
            assert expected[kind] in codes, (row.tweet_id, kind)
        elif kind == "blame":
            assert codes & {"defence", *(c for c in CUSTOMER_VOICES.names if c.startswith("blames_"))}
        elif kind == "criticism":
            assert codes <= {"blames_company", "other"}
        else:
            assert kind == "question"
            rhetorical = row.tweet_id in {"t1002388", "t1002804"}
            assert ("question" in codes) != rhetorical, row.tweet_id


def test_nothing_of_gold_stands_in_the_students_package(table):
    """Neither rationale nor coding: a file of `course` that names a tweet to label holds nothing but its hash."""
    ids = set(table["tweet_id"])
    notes = [note for note in table["note"] if len(note) > 40]
    for path in (ROOT / "course").rglob("*"):
        if path.suffix not in {".py", ".csv", ".txt", ".md"}:
            continue
        text = path.read_text(encoding="utf-8")
        assert not [note for note in notes if note in text], path
        if path.parent.name == "voices" and path.name == "to_label.csv":
            assert text.splitlines()[0] == "tweet_id,sha256"
            continue
        assert not [one for one in ids if one in text], path
    assert not ids & {*practice()["tweet_id"], *coders()["tweet_id"]}


def test_gold_is_fresh_each_time_and_unknown_names_are_said(table):
    changed = gold("iberia-voices")
    changed["labels"] = "other"
    assert gold("iberia-voices").equals(table)
    for name in ("jazztel-voices", "../gold/iberia-voices", "iberia_voices", ""):
        with pytest.raises(UnknownNameError, match="iberia-voices"):
            gold(name)


def test_two_more_readings_agree_with_gold_as_documented():
    """The figures in the docstring are those of the codings kept beside it, alternatives not counted."""
    others = pd.read_csv(ROOT / "grader" / "gold" / "coders" / "iberia_voices.csv", dtype="str")
    ours = gold("iberia-voices")[["tweet_id", "labels"]].assign(annotator="gold")
    everybody = pd.concat([others, ours])

    def alpha(*names):
        two = everybody[everybody["annotator"].isin(names)]
        return round(float(krippendorff_alpha(two, distance="masi", repetitions=0)), 2)

    figures = alpha("reader_es", "gold"), alpha("reader_en", "gold"), alpha("reader_es", "reader_en")
    assert figures == (0.98, 0.88, 0.90)
    assert "is 0.98 and 0.88 with gold, 0.90 with each other" in grader.gold.__doc__
