"""`load` gives a case whose tables can be trusted, and helps whoever mistypes a name."""

import os

import pandas as pd
import pytest

import course.cases
from course.cases import case_names, load
from course.datastore import dataset_path
from course.errors import CourseError, SchemaError, UnknownNameError
from course.language import LANGUAGES, set_language
from course.schema import validate_conversation, validate_events


@pytest.fixture(params=["iberia", "jazztel"])
def case(request):
    return load(request.param)


def test_a_case_is_valid_and_simulated_and_says_so(case):
    """The border changes nothing in it any more; every source is explained; provenance in both languages."""
    pd.testing.assert_frame_equal(validate_conversation(case.tweets), case.tweets)
    pd.testing.assert_frame_equal(validate_events(case.events), case.events)
    named = {key.strip() for source in case.events["source"] for key in source.split(";")}
    assert named <= set(case.sources["key"])
    assert "simulados" in case.provenance.es and "Simulated" in case.provenance.en
    assert case.tweets["author_role"].isin(["brand", "customer", "media"]).all()
    for language in LANGUAGES:
        set_language(language)
        assert str(len(case.tweets)) in repr(case) and case.title.to(language) in repr(case)


def test_tables_are_fresh_each_time():
    """What one cell does to a table, the next `load` does not see."""
    first = load("iberia")
    first.tweets["text"] = "changed"
    first.tweets.loc[:, "likes"] = -1
    first.events.attrs["mine"] = True
    first.sources.columns = first.sources.columns.str.upper()
    again = load("iberia")
    assert not (again.tweets["text"] == "changed").any() and (again.tweets["likes"] >= 0).all()
    assert not again.events.attrs and "key" in again.sources


def test_data_that_were_written_anew_are_read_anew(tmp_path, monkeypatch):
    """Reading and checking is kept, but not for other files than were read."""
    invented(tmp_path)
    monkeypatch.setattr(course.cases, "dataset_path", lambda name: tmp_path)
    assert load("jazztel").tweets["likes"].tolist() == [0]
    tweets = tmp_path / "tweets.csv"
    tweets.write_text(tweets.read_text(encoding="utf-8").replace(",0,0", ",0,7"), encoding="utf-8")
    os.utime(tweets, ns=(1, 1))
    assert load("jazztel").tweets["likes"].tolist() == [7]


@pytest.mark.parametrize(
    ("typed", "meant"), [("Jazztel", "jazztel"), ("jaztel", "jazztel"), ("iberica", "iberia")]
)
def test_a_mistyped_name_gets_a_suggestion(typed, meant):
    """In both languages."""
    with pytest.raises(UnknownNameError) as caught:
        load(typed)
    assert f"«{meant}»" in caught.value.message.es and f"'{meant}'" in caught.value.message.en


@pytest.mark.parametrize("nonsense", ["vodafone-2003", "", None, 7, "../iberia", ["iberia"]])
def test_a_name_like_no_other_gets_the_list(nonsense):
    """All the names there are."""
    with pytest.raises(UnknownNameError) as caught:
        load(nonsense)
    assert all(name in caught.value.message.es for name in case_names())


def test_every_case_has_its_data():
    """The folder holds the three tables and the package's description."""
    for name in case_names():
        folder = dataset_path(name)
        assert all((folder / f"{table}.csv").is_file() for table in ("tweets", "events", "sources"))


def test_data_that_did_not_come_along_are_said_to_be_missing():
    """Names the case and the remedy."""
    with pytest.raises(CourseError, match="nowhere"):
        dataset_path("nowhere")


def invented(folder, **changed) -> None:
    folder.joinpath("tweets.csv").write_text(
        "tweet_id,created_at,author_id,author_role,reply_to,text,text_en,retweets,likes\n"
        "t1,2014-03-12T11:36:00Z,null,customer,,nan,NULL,0,0\n",
        encoding="utf-8",
    )
    folder.joinpath("events.csv").write_text(
        "at,until,kind,actor,title_es,title_en,precision,source,documented\n"
        f"2014-03-12T11:36:00Z,,outage,Jazztel,Empieza,Begins,minute,{changed.get('source', 'A;B')},True\n",
        encoding="utf-8",
    )
    folder.joinpath("sources.csv").write_text(
        "key,title,published,description_es,description_en\nA,a,2014-03-12,a,a\nB,b,,b,b\n", encoding="utf-8"
    )


def test_a_tweet_that_says_nan_is_a_tweet(tmp_path, monkeypatch):
    """People write `nan` and `null`; only an empty cell is missing."""
    invented(tmp_path)
    monkeypatch.setattr(course.cases, "dataset_path", lambda name: tmp_path)
    tweets = load("jazztel").tweets
    assert tweets[["author_id", "text", "text_en"]].iloc[0].tolist() == ["null", "nan", "NULL"]


def test_an_event_cannot_cite_a_source_that_is_not_explained(tmp_path, monkeypatch):
    """The key and its row are named."""
    invented(tmp_path, source="A; C")
    monkeypatch.setattr(course.cases, "dataset_path", lambda name: tmp_path)
    with pytest.raises(SchemaError, match="C"):
        load("jazztel")
