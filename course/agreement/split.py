"""Where annotators part: the most disputed tweets, and which label one gives where the other gives another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

import numpy as np
import pandas as pd

from course.agreement.coding import Coding, read, written
from course.agreement.distances import distance_matrix
from course.agreement.layout import side_by_side
from course.language import Text

_SUMMARY = ("tweet_id", "coded_by", "disagreement", "said")


def disagreements(labels: pd.DataFrame, *, distance: str = "nominal") -> pd.DataFrame:
    """Return the tweets on which annotators differ, the most disputed first, and who said what.

    Parameters
    ----------
    labels : DataFrame
        One row a tweet and annotator: ``tweet_id``, ``annotator``, ``labels`` (see `course.agreement.coding`).
        Tweets that only one annotator coded are left out: nobody contradicts them.
    distance : {"nominal", "masi", "jaccard"}
        As in `krippendorff_alpha`; with "nominal" it is the share of pairs of annotators who differ.

    Returns
    -------
    DataFrame
        One row a disputed tweet, equals in the table's order: ``tweet_id``; ``coded_by``, how many annotators;
        ``disagreement``, the mean distance between two of them, from 0 to 1; ``said``, each answer and how
        many gave it, the most frequent first; then a column an annotator, missing where there is no label.
        No row where everybody agrees on everything.

    Raises
    ------
    SchemaError, AgreementError
        As `krippendorff_alpha` does.

    Examples
    --------
    >>> labels = pd.DataFrame({
    ...     "tweet_id": ["t1", "t2"] * 3, "annotator": ["ana"] * 2 + ["bruno"] * 2 + ["carla"] * 2,
    ...     "labels": ["joke", "joke", "joke", "question", "joke", "joke"]})
    >>> disagreements(labels).T
                                     0
    tweet_id                        t2
    coded_by                         3
    disagreement              0.666667
    said          joke (2), question (1)
    ana                           joke
    bruno                     question
    carla                         joke
    """
    whole = read(labels)
    coding = whole.compared()
    place = {tweet: row for row, tweet in enumerate(whole.tweets)}
    apart, counts = distance_matrix(coding.values, distance), coding.counts
    given = counts.sum(axis=1)
    mean = ((counts @ apart) * counts).sum(axis=1) / (given * (given - 1))
    order = sorted(
        np.flatnonzero(mean > 0), key=lambda row: (-round(mean[row], 12), place[coding.tweets[row]])
    )
    answers = side_by_side(coding).iloc[order]
    summary = pd.DataFrame(
        {
            "tweet_id": pd.Series(list(answers.index), dtype="object" if not order else None),
            "coded_by": given[order].astype(int),
            "disagreement": mean[order],
            "said": pd.Series([_said(coding, row) for row in order], dtype="str"),
        }
    )
    names = [f"{name} (annotator)" if name in _SUMMARY else name for name in answers.columns]
    return pd.concat(
        [summary, answers.reset_index(drop=True).set_axis(names, axis="columns")], axis="columns"
    )


def _said(coding: Coding, row: int) -> str:
    codes = coding.codes[row]
    frequency = Counter(int(code) for code in codes[codes >= 0])
    ranked = sorted(frequency.items(), key=lambda item: (-item[1], item[0]))
    return ", ".join(f"{written(coding.values[code])} ({times})" for code, times in ranked)


def confusion(labels: pd.DataFrame, *, annotators: Iterable[str] | None = None) -> pd.DataFrame:
    """Count, for two annotators, how often one's label met the other's.

    Parameters
    ----------
    labels : DataFrame
        One row a tweet and annotator: ``tweet_id``, ``annotator``, ``labels`` (see `course.agreement.coding`).
        Missing labels: only tweets that both coded are counted.
    annotators : pair of str, optional
        Whose labels are the rows and whose the columns; may be left out where the table has no others.

    Returns
    -------
    DataFrame
        Square: the same labels, in alphabetical order, down (index named after the first annotator) and across
        (columns named after the second). The diagonal is where they agree; cells add up to the tweets that
        both coded. A set of several labels is one category.

    Raises
    ------
    SchemaError, AgreementError
        As `cohen_kappa` does.

    Examples
    --------
    >>> labels = pd.DataFrame({
    ...     "tweet_id": ["t1", "t2", "t3", "t4"] * 2, "annotator": ["ana"] * 4 + ["bruno"] * 4,
    ...     "labels": ["joke", "joke", "question", "joke"] + ["joke", "joke", "question", "question"]})
    >>> confusion(labels)
    bruno     joke  question
    ana
    joke         2         1
    question     0         1
    """
    coding = read(labels).two(annotators, otherwise=Text("", "")).compared()
    size = len(coding.values)
    cells = np.bincount(coding.codes @ [size, 1], minlength=size**2).reshape(size, size)
    names = [written(value) for value in coding.values]
    first, second = coding.annotators
    return pd.DataFrame(cells, index=pd.Index(names, name=first), columns=pd.Index(names, name=second))
