"""Hashtags are found as Twitter finds them, counted once a tweet, and shares say of what."""

import unicodedata

import pandas as pd
import pytest

from course.errors import SchemaError
from course.hashtags import hashtag_shares, hashtags, overtaken_at

EIGHT = pd.Timestamp("2013-07-18 20:00", tz="Europe/Madrid")


def tweets(*rows) -> pd.DataFrame:
    """Rows of (minutes after 20:00 in Madrid, text)."""
    return pd.DataFrame(
        {
            "tweet_id": [f"t{number}" for number in range(len(rows))],
            "created_at": pd.Series(
                [(EIGHT + pd.Timedelta(minutes=at)).tz_convert("UTC") for at, _ in rows],
                dtype="datetime64[us, UTC]",
            ),
            "text": pd.Series([text for _, text in rows], dtype="str"),
        }
    )


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("#IberiaSocialFail!", ["#iberiasocialfail"]),
        ("Puesto #1 en #2013", []),
        ("#4G y #vuelo2013", ["#4g", "#vuelo2013"]),
        ("correo#no, &#39; y http://x.es/#ancla", []),
        ("(#sí) «#Señal», #a_b", ["#si", "#señal", "#a_b"]),
        ("#uno#dos", ["#uno"]),
        ("##doble ＃ancho", ["#doble", "#ancho"]),
        (unicodedata.normalize("NFD", "#Avería #avería #AVERIA #España"), ["#averia", "#españa"]),
        ("#", []),
        ("#___", []),
        ("sin nada", []),
        ("", []),
    ],
)
def test_what_is_a_hashtag(text, found):
    """A letter is needed; case and accents do not matter, ñ does; once a tweet."""
    assert hashtags(tweets((0, text)))["hashtag"].tolist() == found


def test_one_row_a_tweet_and_hashtag_in_order_also_with_missing_texts_and_a_strange_index():
    """The tweets' order; rows without text are passed over."""
    data = tweets((0, "#b #a"), (1, "nada"), (2, "#a"))
    data.loc[1, "text"] = None
    table = hashtags(data.set_axis([9, 9, 9]))
    assert list(zip(table["tweet_id"], table["hashtag"], strict=True)) == [
        ("t0", "#b"),
        ("t0", "#a"),
        ("t2", "#a"),
    ]
    assert len(hashtags(data.iloc[:0])) == 0


def test_shares_are_of_the_tweets_with_any_of_the_tags():
    """20:00: #a in 2 of 2, #b in 1 of 2; 20:10: nobody, so no share; 20:20: #b in 1 of 1; #c is not asked."""
    data = tweets((0, "#A #b"), (9, "#a #c"), (15, "#c"), (21, "#B #b"))
    shares = hashtag_shares(data, ["a", "#B"])
    assert list(shares.columns) == ["tweets", "#a", "#b"]
    assert shares["tweets"].tolist() == [2, 0, 1]
    assert shares["#a"].fillna(-1).tolist() == [1.0, -1, 0.0]
    assert shares["#b"].fillna(-1).tolist() == [0.5, -1, 1.0]
    assert str(shares.index.tz) == "Europe/Madrid" and shares.index[0] == EIGHT


def test_tags_that_nobody_uses_and_tables_without_tweets():
    """A column of zeros or missing values, not an error."""
    shares = hashtag_shares(tweets((0, "#a")), ["#a", "#never"])
    assert shares["#never"].tolist() == [0.0]
    assert hashtag_shares(tweets((0, "nada")), ["#a"])["#a"].isna().all()
    assert len(hashtag_shares(tweets().astype({"text": "str"}), ["#a"])) == 0
    outside = hashtag_shares(
        tweets((0, "#a")), ["#a"], start=EIGHT + pd.Timedelta("1h"), end=EIGHT + pd.Timedelta("2h")
    )
    assert outside["tweets"].tolist() == [0] * 6


def shares_of(old, new) -> pd.DataFrame:
    times = pd.date_range(EIGHT, periods=len(old), freq="10min")
    return pd.DataFrame({"#old": old, "#new": new}, index=times)


def test_a_tie_is_no_takeover_and_an_empty_bin_is_neither():
    """Above means above."""
    nan = float("nan")
    shares = shares_of([0.5, nan, 0.4, 0.6, 0.1], [0.5, nan, 0.6, 0.4, 0.9])
    assert overtaken_at(shares, "old", "#NEW") == EIGHT + pd.Timedelta(minutes=20)
    assert overtaken_at(shares, "#old", "#new", sustained=2) is pd.NaT
    assert overtaken_at(shares, "#new", "#old") == EIGHT + pd.Timedelta(minutes=30)
    with pytest.raises(SchemaError, match="#other"):
        overtaken_at(shares, "#old", "#other")
