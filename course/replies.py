"""Replies and what they answer: pairs, and the first reply that each customer got from the brand."""

from __future__ import annotations

import numpy as np
import pandas as pd

from course.columns import require_columns
from course.errors import SchemaError
from course.language import Text

_COLUMNS = ("tweet_id", "created_at", "author_id", "author_role", "reply_to")


def reply_pairs(tweets: pd.DataFrame) -> pd.DataFrame:
    """Put every reply beside the tweet it answers.

    Parameters
    ----------
    tweets : DataFrame
        Conversation table; needs ``tweet_id``, ``created_at``, ``author_id``, ``author_role``, ``reply_to``.

    Returns
    -------
    DataFrame
        One row a reply whose question is in the table, in the replies' order, whoever wrote either:
        ``reply_id``, ``replied_at``, ``replier_id``, ``replier_role`` of the reply; ``tweet_id``,
        ``created_at``, ``author_id``, ``author_role`` of what it answers; ``delay`` between them (Timedelta).
        A reply to a tweet that is not in the table is left out: it has no delay.

    Raises
    ------
    SchemaError
        If a column is missing, a ``tweet_id`` is repeated, or a reply is earlier than its question.

    Examples
    --------
    >>> tweets = pd.DataFrame({
    ...     "tweet_id": ["t1", "t2"], "author_id": ["cliente_0001", "Jazztel"],
    ...     "author_role": ["customer", "brand"], "reply_to": [None, "t1"],
    ...     "created_at": pd.to_datetime(["2014-03-12T12:00Z", "2014-03-12T12:30Z"])})
    >>> reply_pairs(tweets)[["reply_id", "tweet_id", "delay"]]
      reply_id tweet_id           delay
    0       t2       t1 0 days 00:30:00
    """
    require_columns(tweets, _COLUMNS)
    is_reply = tweets["reply_to"].notna().to_numpy()
    asked = _positions(tweets, tweets["reply_to"].to_numpy()[is_reply])
    known = asked >= 0
    reply, question = tweets.iloc[np.flatnonzero(is_reply)[known]], tweets.iloc[asked[known]]
    pairs = pd.DataFrame(
        {
            "reply_id": reply["tweet_id"].array,
            "replied_at": reply["created_at"].array,
            "replier_id": reply["author_id"].array,
            "replier_role": reply["author_role"].array,
            "tweet_id": question["tweet_id"].array,
            "created_at": question["created_at"].array,
            "author_id": question["author_id"].array,
            "author_role": question["author_role"].array,
        }
    )
    return _with_delay(pairs)


def first_replies(tweets: pd.DataFrame) -> pd.DataFrame:
    """Return, for every customer's tweet, the first reply that it got from the brand.

    The first reply is the brand's earliest tweet whose ``reply_to`` is that tweet; of two in the same
    instant, the one with the smaller number in its id. What other customers, the media or the author answer
    does not count, nor does an answer to another tweet of the same person.

    Parameters
    ----------
    tweets : DataFrame
        Conversation table; needs ``tweet_id``, ``created_at``, ``author_id``, ``author_role``, ``reply_to``.

    Returns
    -------
    DataFrame
        One row a customer's tweet (replies of customers included), in the table's order, with a new
        0, 1, 2... index: ``tweet_id``, ``created_at``, ``author_id``, ``reply_id``, ``replied_at`` (in the
        time zone of ``created_at``), ``delay`` (Timedelta). The last three are missing where the brand did
        not answer: such a tweet is a censored observation, not a delay of 0 and not a row to drop.

    Raises
    ------
    SchemaError
        If a column is missing, a ``tweet_id`` is repeated, or a reply is earlier than its question.

    Notes
    -----
    No row passes through Python: the ids are hashed once and the replies sorted once.

    Examples
    --------
    >>> tweets = pd.DataFrame({
    ...     "tweet_id": ["t1", "t2", "t3"],
    ...     "created_at": pd.to_datetime(["2014-03-12T12:00Z", "2014-03-12T12:10Z", "2014-03-12T14:30Z"]),
    ...     "author_id": ["cliente_0001", "cliente_0002", "Jazztel"],
    ...     "author_role": ["customer", "customer", "brand"], "reply_to": [None, None, "t1"]})
    >>> first_replies(tweets)[["tweet_id", "reply_id", "delay"]]
      tweet_id reply_id           delay
    0       t1       t3 0 days 02:30:00
    1       t2      NaN             NaT
    """
    require_columns(tweets, _COLUMNS)
    customer = (tweets["author_role"] == "customer").to_numpy()
    first = tweets.loc[customer, ["tweet_id", "created_at", "author_id"]].reset_index(drop=True)
    reply = _first_reply(tweets)[customer]  # its position in `tweets`, -1 where there is none
    first["reply_id"] = tweets["tweet_id"].array.take(reply, allow_fill=True)
    first["replied_at"] = tweets["created_at"].array.take(reply, allow_fill=True)
    return _with_delay(first)


def _first_reply(tweets: pd.DataFrame) -> np.ndarray:
    """Return, for each row, the position of the brand's first reply to it, or -1."""
    by_brand = ((tweets["author_role"] == "brand") & tweets["reply_to"].notna()).to_numpy()
    replies = np.flatnonzero(by_brand)
    asked = _positions(tweets, tweets["reply_to"].to_numpy()[replies])
    replies, asked = replies[asked >= 0], asked[asked >= 0]
    sent = tweets["created_at"].array.asi8[replies]

    earliest = np.full(len(tweets), np.iinfo(np.int64).max)
    np.minimum.at(earliest, asked, sent)
    leading = sent == earliest[asked]
    replies, asked = replies[leading], asked[leading]  # one for each answered tweet, more only at a tie
    order = np.lexsort((_id_numbers(tweets["tweet_id"].iloc[replies]), asked))[::-1]

    first = np.full(len(tweets), -1)
    first[asked[order]] = replies[order]  # the last one written, the smallest number, stays
    return first


def _id_numbers(ids: pd.Series) -> np.ndarray:
    """Return the numbers inside ids, as ranks: the longer is larger, then digit by digit."""
    order = np.lexsort((ids.to_numpy(dtype=str), ids.str.len().to_numpy()))
    ranks = np.empty(len(ids), dtype=np.int64)
    ranks[order] = np.arange(len(ids))
    return ranks


def _positions(tweets: pd.DataFrame, ids: np.ndarray) -> np.ndarray:
    """Return where each id stands in the table, -1 where it does not."""
    index = pd.Index(tweets["tweet_id"].to_numpy())
    if not index.is_unique:
        at = int(np.flatnonzero(index.duplicated())[0])
        raise SchemaError(
            Text(
                es=f"Columna «tweet_id», fila en la posición {at}: {index[at]} ya ha salido antes. "
                'Remedio: quita las repetidas con `.drop_duplicates("tweet_id")`.',
                en=f"Column 'tweet_id', row at position {at}: {index[at]} has come before. "
                'Remedy: drop the repeated ones with `.drop_duplicates("tweet_id")`.',
            )
        )
    return index.get_indexer(ids)


def _with_delay(pairs: pd.DataFrame) -> pd.DataFrame:
    pairs["delay"] = pairs["replied_at"] - pairs["created_at"]
    early = np.flatnonzero(pairs["delay"] < pd.Timedelta(0))
    if len(early):
        row = pairs.iloc[early[0]]
        raise SchemaError(
            Text(
                es=f"La respuesta {row['reply_id']} es anterior al tuit que contesta, {row['tweet_id']}. "
                "Remedio: comprueba las dos horas de «created_at» y sus zonas horarias.",
                en=f"The reply {row['reply_id']} is earlier than the tweet it answers, {row['tweet_id']}. "
                "Remedy: check both times in 'created_at' and their time zones.",
            )
        )
    return pairs
