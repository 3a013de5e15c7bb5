"""The three samples: which tweets, in which order, and what was coded of them."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pandas as pd

from course.cases import load
from course.errors import CourseError
from course.language import Text

CODERS = ("ana", "bruno")
_HERE = Path(__file__).parent


def to_label() -> pd.DataFrame:
    """Return the 40 tweets that the course asks to be coded, in an order that mixes codes and hours.

    Chosen by hand: nearly all are from after 20:00 in Madrid on 18 July 2013, every code occurs, clear cases
    and borders alternate, some answer another tweet, and the campaign's hashtag, the one that overtook it,
    both or neither may stand in any of them.

    Returns
    -------
    DataFrame
        The columns of ``load("iberia").tweets``, no codes. The tweets they answer are in that table, so give
        it to the widget as ``thread``. ``.attrs["provenance"]`` says that the tweets are simulated.

    Examples
    --------
    >>> tweets = to_label()
    >>> len(tweets), list(tweets.columns[:4])
    (40, ['tweet_id', 'created_at', 'author_id', 'author_role'])
    """
    return _conversation(_sample("to_label"))


def practice() -> pd.DataFrame:
    """Return 14 tweets to learn on: each with the coding that the course holds for right, and why.

    Returns
    -------
    DataFrame
        The columns of ``load("iberia").tweets``, then ``labels`` (codes joined by ``|``), ``why_es`` and
        ``why_en``. The tweets are simulated; the coding is the course team's, argued from the codebook.

    Examples
    --------
    >>> table = practice().set_index("tweet_id")
    >>> table.loc["t1002561", "labels"], table.loc["t1002561", "text_en"]
    ('question', '@cliente_2931 did you get in?')
    """
    sample = _sample("practice")
    return _conversation(sample).assign(**{name: sample[name] for name in ("labels", "why_es", "why_en")})


def coders() -> pd.DataFrame:
    """Return 30 further tweets as two invented coders, Ana and Bruno, coded them independently.

    Both codings were made up by the course team so that there is something to discuss: Ana keeps to the
    codebook nearly everywhere, Bruno has habits of his own. Neither is gold.

    Returns
    -------
    DataFrame
        ``tweet_id``, ``annotator`` (``ana`` or ``bruno``) and ``labels`` (codes joined by ``|``): one row for
        each tweet and coder, as `course.agreement` takes it. Texts come with
        ``coders().merge(load("iberia").tweets, on="tweet_id")``.

    Examples
    --------
    >>> table = coders()
    >>> table["annotator"].value_counts().to_dict()
    {'ana': 30, 'bruno': 30}
    """
    sample = _sample("coders")
    _conversation(sample)
    return sample.melt("tweet_id", list(CODERS), var_name="annotator", value_name="labels").astype("str")


def fingerprint(text: str) -> str:
    """Return what a sample remembers of a tweet's text: the first 16 digits of its SHA-256."""
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _sample(name: str) -> pd.DataFrame:
    return pd.read_csv(_HERE / f"{name}.csv", dtype="str", keep_default_na=False)


def _conversation(sample: pd.DataFrame) -> pd.DataFrame:
    """Return the sample's tweets in its order, provided that they still are the tweets that were chosen."""
    case = load("iberia")
    tweets = case.tweets[case.tweets["tweet_id"].isin(sample["tweet_id"])]
    tweets = tweets.set_index("tweet_id", drop=False).reindex(sample["tweet_id"]).reset_index(drop=True)
    if tweets["text"].isna().any() or tweets["text"].map(fingerprint).to_list() != sample["sha256"].to_list():
        raise CourseError(
            Text(
                es="Los tuits elegidos para etiquetar no son los del caso Iberia de esta instalación. Remedio: "
                "instala el curso otra vez, entero.",
                en="The tweets chosen to be labelled are not those of this installation's Iberia case. Remedy: "
                "install the course again, whole.",
            )
        )
    tweets.attrs["provenance"] = case.provenance
    return tweets
