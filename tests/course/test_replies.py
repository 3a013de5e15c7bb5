"""Replies are paired with what they answer; the first by the brand is each customer's."""

import random

import pandas as pd
import pytest

from course.errors import SchemaError
from course.replies import first_replies, reply_pairs

NOON = pd.Timestamp("2014-03-12 12:00", tz="Europe/Madrid")


def table(*rows, dtype="str") -> pd.DataFrame:
    """Rows of (id, minutes after noon, role, reply_to[, author])."""
    return pd.DataFrame(
        {
            "tweet_id": pd.Series([f"t{row[0]}" for row in rows], dtype=dtype),
            "created_at": pd.Series(
                [(NOON + pd.Timedelta(minutes=row[1])).tz_convert("UTC") for row in rows],
                dtype="datetime64[us, UTC]",
            ),
            "author_id": pd.Series([row[4] if len(row) > 4 else row[2] for row in rows], dtype=dtype),
            "author_role": pd.Series([row[2] for row in rows], dtype=dtype),
            "reply_to": pd.Series([row[3] and f"t{row[3]}" for row in rows], dtype=dtype),
        }
    )


def answers(tweets) -> dict:
    """Id of each customer's tweet -> (id of the first reply, minutes), None where there is none."""
    first = first_replies(tweets)
    return {
        row.tweet_id: None if pd.isna(row.delay) else (row.reply_id, row.delay.total_seconds() / 60)
        for row in first.itertuples()
    }


def by_hand(tweets) -> dict:
    """The same, in plain Python, the slow way."""
    rows = list(tweets.itertuples())
    found = {}
    for tweet in rows:
        if tweet.author_role != "customer":
            continue
        replies = [
            (row.created_at, int(row.tweet_id[1:]), row.tweet_id)
            for row in rows
            if row.author_role == "brand" and str(row.reply_to) == tweet.tweet_id
        ]
        at, _, name = min(replies, default=(None, None, None))
        found[tweet.tweet_id] = at and (name, (at - tweet.created_at).total_seconds() / 60)
    return found


def test_the_earliest_reply_of_the_brand_counts():
    """Not the first in the table, nor the lowest id."""
    tweets = table((9, 0, "customer", None), (1, 90, "brand", 9), (5, 30, "brand", 9))
    assert answers(tweets) == {"t9": ("t5", 30.0)}


def test_a_tie_goes_to_the_smaller_number_not_the_smaller_text():
    """t9 comes before t10, although the text "t10" sorts first."""
    tweets = table((1, 0, "customer", None), (10, 5, "brand", 1), (9, 5, "brand", 1))
    assert answers(tweets) == {"t1": ("t9", 5.0)}


def test_ids_longer_than_any_integer_are_told_apart():
    """Twenty-five digits, differing in the last."""
    a, b = 10**24 + 1, 10**24 + 2
    tweets = table((1, 0, "customer", None), (b, 5, "brand", 1), (a, 5, "brand", 1))
    assert answers(tweets) == {"t1": (f"t{a}", 5.0)}


def test_only_the_brand_answers():
    """Replies by customers, by the media and by the author do not count."""
    tweets = table(
        (1, 0, "customer", None, "ana"),
        (2, 1, "customer", 1, "ana"),
        (3, 2, "customer", 1, "luis"),
        (4, 3, "media", 1),
        (5, 4, "brand", 3),
    )
    assert answers(tweets) == {"t1": None, "t2": None, "t3": ("t5", 2.0)}


def test_the_brand_answering_itself_or_an_absent_tweet_changes_nothing():
    """Threads of the brand and replies to tweets outside the table."""
    tweets = table((1, 0, "customer", None), (2, 1, "brand", None), (3, 2, "brand", 2), (4, 3, "brand", 77))
    assert answers(tweets) == {"t1": None}


@pytest.mark.parametrize("dtype", ["str", "string", object])
def test_no_brand_no_reply_one_row(dtype):
    """One customer alone: one row, all three missing, the right types."""
    first = first_replies(table((1, 0, "customer", None), dtype=dtype))
    assert len(first) == 1 and first[["reply_id", "replied_at", "delay"]].isna().all(axis=None)
    assert first["delay"].dtype.kind == "m" and str(first["replied_at"].dtype) == "datetime64[us, UTC]"


def test_no_customer_gives_an_empty_table_with_all_columns():
    """A brand that talks alone; and a table without rows."""
    for tweets in (table((1, 0, "brand", None)), table((1, 0, "brand", None)).iloc[:0]):
        first = first_replies(tweets)
        assert len(first) == 0
        assert list(first) == ["tweet_id", "created_at", "author_id", "reply_id", "replied_at", "delay"]


def test_order_of_rows_and_index_do_not_matter_and_nothing_is_mutated():
    """Shuffled rows under a strange index: the same answers in the table's order."""
    tweets = table((1, 0, "customer", None), (2, 3, "customer", None), (3, 9, "brand", 1)).set_axis([5, 5, 5])
    before = tweets.copy(deep=True)
    shuffled = tweets.iloc[[2, 1, 0]]
    assert answers(tweets) == answers(shuffled) == {"t1": ("t3", 9.0), "t2": None}
    assert first_replies(shuffled)["tweet_id"].tolist() == ["t2", "t1"]
    pd.testing.assert_frame_equal(tweets, before)


@pytest.mark.parametrize("seed", range(40))
@pytest.mark.parametrize("dtype", ["str", "string"])
def test_random_tables_agree_with_a_plain_loop(seed, dtype):
    """Ties, absent tweets, all roles: against the loop above."""
    draw = random.Random(seed)
    size = draw.randint(1, 60)
    rows = []
    for number in draw.sample(range(1, 500), size):
        asked = draw.choice([None, *[row[0] for row in rows[-8:]], 9999])
        rows.append((number, len(rows) // 3, draw.choice(["customer", "customer", "brand", "media"]), asked))
    tweets = table(*draw.sample(rows, size), dtype=dtype)
    assert answers(tweets) == by_hand(tweets)


def test_pairs_name_both_sides_whoever_they_are():
    """Every reply whose question is there, in the replies' order."""
    tweets = table(
        (1, 0, "customer", None, "ana"),
        (2, 5, "customer", 1, "luis"),
        (3, 7, "brand", 2),
        (4, 8, "brand", 99),
    )
    pairs = reply_pairs(tweets.iloc[::-1])
    assert pairs["reply_id"].tolist() == ["t3", "t2"]
    assert pairs["tweet_id"].tolist() == ["t2", "t1"]
    assert pairs["replier_role"].tolist() == ["brand", "customer"]
    assert pairs["author_id"].tolist() == ["luis", "ana"]
    assert (pairs["delay"] / pd.Timedelta(minutes=1)).tolist() == [2, 5]


def test_pairs_of_nobody_are_an_empty_table():
    """No replies at all."""
    pairs = reply_pairs(table((1, 0, "customer", None)))
    assert len(pairs) == 0 and pairs["delay"].dtype.kind == "m"


@pytest.mark.parametrize("function", [first_replies, reply_pairs])
def test_a_table_from_elsewhere_that_cannot_be_right_is_refused(function):
    """Missing column, repeated id, reply before its question: the border's errors, here too."""
    good = table((1, 5, "customer", None), (2, 9, "brand", 1))
    with pytest.raises(SchemaError, match="reply_to"):
        function(good.drop(columns="reply_to"))
    with pytest.raises(SchemaError, match="t1"):
        function(pd.concat([good, good]))
    with pytest.raises(SchemaError, match="t2"):
        function(table((1, 5, "customer", None), (2, 3, "brand", 1)))
