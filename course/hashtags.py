"""Hashtags: who used which, what share each has over time, and when one overtakes another."""

from __future__ import annotations

from collections.abc import Iterable

import pandas as pd

from course.columns import require_columns
from course.volume import bin_edges, bin_numbers

# A letter is needed (#1 is a rank, not a hashtag); not in the middle of a word, an address or an HTML entity.
_HASHTAG = r"(?<![\w&/])[#＃](\w*[^\W\d_]\w*)"
_ACCENTS = str.maketrans("áàéèíìóòúùü", "aaeeiioouuu")


def hashtags(tweets: pd.DataFrame) -> pd.DataFrame:
    """Return which tweet uses which hashtag: one row a tweet and hashtag.

    Parameters
    ----------
    tweets : DataFrame
        Needs ``tweet_id``, ``created_at``, ``text``.

    Returns
    -------
    DataFrame
        In the tweets' order: ``tweet_id``, ``created_at``, ``hashtag`` with its ``#``, in lower case and
        without accents (``#Avería`` and ``#averia`` are the same; ``ñ`` stays). A hashtag that a tweet
        repeats counts once; a tweet without any has no row.

    Examples
    --------
    >>> tweets = pd.DataFrame({"tweet_id": ["t1", "t2"], "text": ["#Avería otra vez #averia", "Puesto #1"],
    ...     "created_at": pd.to_datetime(["2014-03-12T12:00Z", "2014-03-12T12:30Z"])})
    >>> hashtags(tweets)["hashtag"].to_list()
    ['#averia']
    """
    require_columns(tweets, ["tweet_id", "created_at", "text"])
    text = tweets["text"].reset_index(drop=True)
    text = text[text.str.contains("[#＃]", na=False)].str.normalize("NFC")
    found = text.str.extractall(_HASHTAG)[0].rename("hashtag")
    found = found.str.lower().str.translate(_ACCENTS).reset_index(level="match", drop=True)
    table = tweets[["tweet_id", "created_at"]].iloc[found.index].reset_index(drop=True)
    table["hashtag"] = ("#" + found).to_numpy(dtype=object)
    table["hashtag"] = table["hashtag"].astype(tweets["text"].dtype)
    return table.drop_duplicates(["tweet_id", "hashtag"], ignore_index=True)


def hashtag_shares(
    tweets: pd.DataFrame,
    tags: Iterable[str],
    *,
    every: str | pd.Timedelta = "10min",
    start: object = None,
    end: object = None,
) -> pd.DataFrame:
    """Return, for each bin of time, what share of the tweets with any of `tags` uses each of them.

    Parameters
    ----------
    tweets : DataFrame
        Needs ``tweet_id``, ``created_at``, ``text``.
    tags : iterable of str
        With or without ``#``; case and accents do not matter.
    every, start, end
        Bins, as in `course.volume.volume`.

    Returns
    -------
    DataFrame
        Indexed by the bin's start in Europe/Madrid: ``tweets``, the denominator (tweets in that bin with at
        least one of the tags), then one column a tag, such as ``#iberiasocialfail``: the share of them that
        uses it. A tweet may use several, so the shares of a bin may add up to more than 1. NaN where
        ``tweets`` is 0.

    Examples
    --------
    >>> tweets = pd.DataFrame({"tweet_id": ["t1", "t2", "t3"], "text": ["#vuelo", "#Vuelo #fallo", "nada"],
    ...     "created_at": pd.to_datetime(["2013-07-18T18:00Z", "2013-07-18T18:01Z", "2013-07-18T18:02Z"])})
    >>> hashtag_shares(tweets, ["vuelo", "fallo"]).iloc[0].to_dict()
    {'tweets': 2.0, '#vuelo': 1.0, '#fallo': 0.5}
    """
    names = [_named(tag) for tag in tags]
    edges = bin_edges(tweets["created_at"], every=every, start=start, end=end)
    used = hashtags(tweets)
    used = used[used["hashtag"].isin(names)]
    used = used.assign(bin=bin_numbers(used["created_at"], edges))
    used = used[used["bin"] >= 0]
    bins = range(max(len(edges) - 1, 0))
    counts = pd.crosstab(used["bin"], used["hashtag"]).reindex(index=bins, columns=names, fill_value=0)
    tweets_in_bin = used.groupby("bin")["tweet_id"].nunique().reindex(bins, fill_value=0)
    shares = counts.div(tweets_in_bin, axis=0)
    shares.insert(0, "tweets", tweets_in_bin)
    shares.index, shares.columns.name = edges[:-1], None
    return shares


def overtaken_at(
    shares: pd.DataFrame, incumbent: str, challenger: str, *, sustained: int = 1
) -> pd.Timestamp:
    """Return the first bin in which the challenger's share is above the incumbent's.

    Parameters
    ----------
    shares : DataFrame
        As `hashtag_shares` returns it.
    incumbent, challenger : str
        Hashtags among its columns.
    sustained : int
        How many bins in a row it must be above; a bin without any of the hashtags does not count as above.

    Returns
    -------
    Timestamp
        Start of the first of those bins, in Madrid time; NaT if it never happens.

    Raises
    ------
    SchemaError
        If `shares` has no column for one of the two.

    Examples
    --------
    >>> times = pd.date_range("2013-07-18 20:00", periods=3, freq="10min", tz="Europe/Madrid")
    >>> shares = pd.DataFrame({"#vuelo": [0.9, 0.5, 0.2], "#fallo": [0.1, 0.5, 0.8]}, index=times)
    >>> overtaken_at(shares, "#vuelo", "#fallo")
    Timestamp('2013-07-18 20:20:00+0200', tz='Europe/Madrid')
    """
    old, new = _named(incumbent), _named(challenger)
    require_columns(shares, [old, new])
    above = shares[new] > shares[old]
    run = above.astype(int).rolling(sustained).sum().shift(1 - sustained) == sustained
    return run.idxmax() if run.any() else pd.NaT


def _named(tag: str) -> str:
    plain = pd.Series([tag], dtype="str").str.normalize("NFC").str.lower().str.translate(_ACCENTS)
    return "#" + plain.iloc[0].lstrip("#＃")
