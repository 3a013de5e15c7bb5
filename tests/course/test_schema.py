"""The border refuses what the analyses cannot trust, and says which column, which row, and what to do."""

import io

import numpy as np
import pandas as pd
import pytest

from course.errors import SchemaError
from course.schema import (
    CONVERSATION_COLUMNS,
    in_madrid,
    validate_conversation,
    validate_events,
    validate_sources,
)


def conversation(**changed) -> pd.DataFrame:
    columns = {
        "tweet_id": ["t1", "t2", "t3"],
        "created_at": ["2014-03-12T11:36:00Z", "2014-03-12T11:40:00Z", "2014-03-12T13:50:00Z"],
        "author_id": ["cliente_0001", "cliente_0002", "Jazztel"],
        "author_role": ["customer", "customer", "brand"],
        "reply_to": [None, "t1", "t1"],
        "text": ["¿Qué pasa?", "A mí tampoco", "Lo miramos"],
        "text_en": ["What is up?", "Me neither", "Looking"],
        "retweets": [0, 2, 1],
        "likes": [0, 0, 3],
    }
    return pd.DataFrame({**columns, **changed})


def refusal(frame, validate=validate_conversation) -> SchemaError:
    with pytest.raises(SchemaError) as caught:
        validate(frame)
    return caught.value


def test_a_good_table_comes_back_normalised_and_the_argument_stays():
    """Times in UTC, texts as `str`, whole counts, the course's columns first, a fresh index; a copy."""
    given = conversation(extra=[1, 2, 3]).set_index(pd.Index([7, 8, 9]))[::-1].iloc[:, ::-1]
    before = given.copy(deep=True)
    clean = validate_conversation(given)
    pd.testing.assert_frame_equal(given, before)
    assert tuple(clean.columns) == (*CONVERSATION_COLUMNS, "extra")
    assert clean.index.tolist() == [0, 1, 2] and clean["tweet_id"].tolist() == ["t3", "t2", "t1"]
    assert str(clean["created_at"].dtype) == "datetime64[us, UTC]"
    assert clean["created_at"][2] == pd.Timestamp("2014-03-12 12:36", tz="Europe/Madrid")
    assert str(clean["retweets"].dtype) == "int64"
    pd.testing.assert_frame_equal(validate_conversation(clean), clean)


def test_a_table_read_back_from_csv_is_the_same():
    """What is written with `to_csv` passes the border again, missing values included."""
    clean = validate_conversation(conversation(reply_to=[None, None, None], text_en=[None, None, None]))
    back = validate_conversation(pd.read_csv(io.StringIO(clean.to_csv(index=False))))
    pd.testing.assert_frame_equal(back, clean)


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
@pytest.mark.parametrize("zone", ["UTC", "Europe/Madrid"])
def test_any_unit_and_any_one_zone_are_welcome(unit, zone):
    """The same instants give the same table."""
    times = pd.to_datetime(conversation()["created_at"]).dt.tz_convert(zone).dt.as_unit(unit)
    clean = validate_conversation(conversation(created_at=times))
    pd.testing.assert_frame_equal(clean, validate_conversation(conversation()))


def test_what_real_data_lack_becomes_missing():
    """Glosses and counts are optional; a half-known count is Int64."""
    clean = validate_conversation(conversation(likes=[1, None, 2]).drop(columns=["text_en", "retweets"]))
    assert clean["text_en"].isna().all() and clean["retweets"].isna().all()
    assert str(clean["likes"].dtype) == "Int64" and clean["likes"][2] == 2


@pytest.mark.parametrize("column", ["tweet_id", "created_at", "author_id", "author_role", "reply_to", "text"])
def test_a_missing_column_is_named(column):
    """The message names it, what the table has, and how to rename one."""
    error = refusal(conversation().drop(columns=column))
    for language in ("es", "en"):
        assert f"{column}" in error.message.to(language) and "rename" in error.message.to(language)


MIXED = [
    pd.Timestamp("2014-03-12 11:36", tz="UTC"),
    pd.Timestamp("2014-03-12 12:40", tz="Europe/Madrid"),
    pd.Timestamp("2014-03-12 13:50", tz="UTC"),
]
T = ["2014-03-12T11:36:00Z", "2014-03-12T11:40:00Z", "2014-03-12T13:50:00Z"]
BAD = {
    "naive": ("created_at", {"created_at": pd.to_datetime(["2014-03-12 11:36"] * 3)}, 0, "tz_localize"),
    "naive text": ("created_at", {"created_at": [T[0], "2014-03-12 11:40:00", T[2]]}, 1, "tz_localize"),
    "mixed zones": ("created_at", {"created_at": pd.Series(MIXED, dtype=object)}, 1, "utc=True"),
    "mixed offsets": ("created_at", {"created_at": [T[0], "2014-03-12T12:40:00+01:00", T[2]]}, 1, "utc=True"),
    "half naive": (
        "created_at",
        {"created_at": pd.Series([MIXED[0], MIXED[2].tz_localize(None), MIXED[2]], dtype=object)},
        1,
        "tz_localize",
    ),
    "no time": ("created_at", {"created_at": [T[0], "ayer", T[2]]}, 1, "2014-03-12T11:36:00Z"),
    "missing time": ("created_at", {"created_at": [T[0], T[1], None]}, 2, ""),
    "number as time": ("created_at", {"created_at": [1394624160, 1394624161, 1394624162]}, 0, "to_datetime"),
    "repeated id": ("tweet_id", {"tweet_id": ["t1", "t2", "t1"]}, 2, "drop_duplicates"),
    "float ids": ("tweet_id", {"tweet_id": [1.0, 2.0, 3.0]}, 0, "dtype=str"),
    "int ids": ("tweet_id", {"tweet_id": [1, 2, 3]}, 0, "dtype=str"),
    "float reply": ("reply_to", {"reply_to": [np.nan, 1.0, 1.0]}, 1, "dtype=str"),
    "spreadsheet id": ("tweet_id", {"tweet_id": ["t1", "1.58E+18", "t3"]}, 1, "E+18"),
    "unprefixed id": ("reply_to", {"reply_to": [None, "1", "1"]}, 1, '"t"'),
    "missing id": ("tweet_id", {"tweet_id": ["t1", None, "t3"]}, 1, ""),
    "number among ids": (
        "tweet_id",
        {"tweet_id": pd.Series(["t1", 2, "t3"], dtype=object)},
        1,
        "astype(str)",
    ),
    "unknown role": ("author_role", {"author_role": ["customer", "Customer", "brand"]}, 1, "customer, brand"),
    "missing role": ("author_role", {"author_role": ["customer", None, "brand"]}, 1, ""),
    "missing text": ("text", {"text": ["a", None, "b"]}, 1, ""),
    "text of numbers": ("text", {"text": [1, 2, 3]}, 0, "astype(str)"),
    "negative count": ("likes", {"likes": [0, -1, 0]}, 1, ""),
    "half a like": ("retweets", {"retweets": [0, 0.5, 0]}, 1, ""),
    "count in words": ("likes", {"likes": ["0", "muchos", "0"]}, 1, ""),
    "early reply": ("created_at", {"created_at": [T[1], T[0], T[2]]}, 1, "reply_to"),
    "self reply": ("reply_to", {"reply_to": [None, "t2", "t1"]}, 1, "reply_to"),
}


@pytest.mark.parametrize("name", BAD)
def test_a_bad_value_is_named_by_column_and_row_with_a_remedy(name):
    """In both languages: column, position, tweet and remedy."""
    column, changed, row, remedy = BAD[name]
    error = refusal(conversation(**changed))
    for language, word in (("es", "Remedio: "), ("en", "Remedy: ")):
        sentence = error.message.to(language)
        assert column in sentence and f".iloc[{row}]" in sentence, sentence
        assert word in sentence and remedy in sentence.split(":", 1)[1], sentence


def test_several_bad_rows_are_counted():
    """The first is named and the others counted."""
    error = refusal(conversation(author_role=["who"] * 3))
    assert "2 more rows" in error.message.en and "otras 2 filas" in error.message.es


@pytest.mark.parametrize("nothing", [conversation().iloc[:0], conversation().iloc[:0].astype(object)])
def test_an_empty_table_is_refused(nothing):
    """No row is no conversation."""
    assert "vacía" in refusal(nothing).message.es and "empty" in refusal(nothing).message.en


@pytest.mark.parametrize("thing", [None, [1, 2], {"tweet_id": ["t1"]}, "tweets.csv"])
def test_what_is_no_table_is_refused(thing):
    """The message says what came."""
    assert type(thing).__name__ in refusal(thing).message.en


def test_a_reply_in_the_same_instant_or_to_an_absent_tweet_passes():
    """Clocks count seconds, and tables are excerpts."""
    times = [T[0]] * 3
    assert len(validate_conversation(conversation(created_at=times, reply_to=["t99", "t1", "t1"]))) == 3


def events(**changed) -> pd.DataFrame:
    columns = {
        "at": ["2014-03-12T21:00:00Z", "2014-03-12T11:36:00Z"],
        "until": [None, "2014-03-13T01:00:00Z"],
        "kind": ["recovery", "outage"],
        "actor": ["Jazztel", "Jazztel"],
        "title_es": ["Vuelve la voz", "Empieza"],
        "title_en": ["Voice is back", "It begins"],
        "precision": ["minute", "approximate"],
        "source": ["EP14", "EP14;UN14"],
        "documented": [True, True],
    }
    return pd.DataFrame({**columns, **changed})


def test_events_are_ordered_by_time_and_may_last():
    """Order of `at`; `until` may be missing."""
    clean = validate_events(events())
    assert clean["kind"].tolist() == ["outage", "recovery"]
    assert str(clean["until"].dtype) == "datetime64[us, UTC]" and clean["until"].isna().tolist() == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    "changed",
    [
        {"until": ["2014-03-12T20:00:00Z", None]},
        {"precision": ["minute", "vague"]},
        {"documented": ["yes", "no"]},
        {"source": ["EP14", None]},
        {"at": [None, "2014-03-12T11:36:00Z"]},
    ],
)
def test_bad_events_are_refused(changed):
    """An event that ends before it begins, an unknown precision, no source..."""
    assert next(iter(changed)) in refusal(events(**changed), validate_events).message.en


def test_sources_need_one_key_each():
    """A key stands for one source."""
    table = pd.DataFrame(
        {"key": ["A", "A"], "title": "x", "published": None, "description_es": "x", "description_en": "x"}
    )
    assert "key" in refusal(table, validate_sources).message.en
    assert validate_sources(table.iloc[:1])["published"].isna().all()


def test_a_time_without_a_zone_is_madrid_time():
    """In July that is two hours ahead of UTC, in March one."""
    assert in_madrid("2013-07-18 20:00") == pd.Timestamp("2013-07-18 18:00", tz="UTC")
    assert in_madrid(pd.Timestamp("2014-03-12 12:36")) == pd.Timestamp("2014-03-12 11:36", tz="UTC")
    assert in_madrid(pd.Timestamp("2014-03-12 11:36", tz="UTC")).hour == 12
