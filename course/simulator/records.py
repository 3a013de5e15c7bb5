"""The tweets of a simulation as columns, and those columns as the conversation table and its gold labels."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from course.schema import CONVERSATION_COLUMNS
from course.simulator.draws import Draws
from course.simulator.people import medium, pseudonym
from course.simulator.popularity import popularity
from course.simulator.scenario import Scenario, madrid

_FIRST_ID = 1_000_001


@dataclass
class Rows:
    """Columns of the tweets so far; `parent` is a position among them, or -1."""

    time: np.ndarray
    parent: np.ndarray
    author: np.ndarray  # a customer's number; -1 the brand; -2 and below the media
    kind: np.ndarray
    topic: np.ndarray
    es: np.ndarray
    en: np.ndarray
    template: np.ndarray
    asks: np.ndarray
    addressed: np.ndarray

    def __add__(self, other: Rows) -> Rows:
        return Rows(
            *(np.concatenate([a, b]) for a, b in zip(vars(self).values(), vars(other).values(), strict=True))
        )


def empty(size: int) -> np.ndarray:
    """Return a column of empty texts."""
    return np.full(size, "", dtype=object)


def as_tables(
    scenario: Scenario, rows: Rows, *, scale: float, seed: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the conversation table, in order of time, and the gold labels in the same order."""
    order = np.argsort(rows.time, kind="stable")
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    ids = np.array([f"t{number}" for number in range(_FIRST_ID, _FIRST_ID + len(order))], dtype=object)
    parent = rows.parent[order]
    author = rows.author[order]
    names = np.array([_author_name(scenario, number) for number in author.tolist()], dtype=object)
    retweets, likes = popularity(
        rows.kind[order].astype(str), author, reply=parent >= 0, scale=scale, draws=Draws(seed, "popularity")
    )
    start = (
        madrid(scenario.start).tz_convert("UTC").tz_localize(None).to_datetime64().astype("datetime64[us]")
    )
    reply_to = np.where(parent >= 0, ids[rank[np.maximum(parent, 0)]], None)
    string = pd.StringDtype(na_value=np.nan)
    tweets = pd.DataFrame(
        {
            "tweet_id": pd.array(ids, dtype=string),
            "created_at": pd.Series(start + rows.time[order].astype("timedelta64[s]")).dt.tz_localize("UTC"),
            "author_id": pd.array(names, dtype=string),
            "author_role": pd.array(
                np.where(author >= 0, "customer", np.where(author == -1, "brand", "media")).astype(object),
                dtype=string,
            ),
            "reply_to": pd.array(reply_to, dtype=string),
            "text": pd.array(rows.es[order], dtype=string),
            "text_en": pd.array(rows.en[order], dtype=string),
            "retweets": retweets,
            "likes": likes,
        }
    )[list(CONVERSATION_COLUMNS)]
    label = {name: rows.__dict__[name][order] for name in ("kind", "topic", "template", "asks")}
    gold = pd.DataFrame({"tweet_id": tweets["tweet_id"]})
    for name, values in label.items():
        gold[name] = pd.array(np.where(values == "", None, values), dtype=string)
    return tweets, gold


def _author_name(scenario: Scenario, number: int) -> str:
    if number >= 0:
        return pseudonym(number)
    return scenario.brand if number == -1 else medium(-number - 2)
