"""The table of labels in its two layouts: long, a row a tweet and annotator; wide, a column an annotator."""

from __future__ import annotations

import pandas as pd

from course.agreement.coding import COLUMNS, Coding, label_set, read, written
from course.columns import require_columns
from course.errors import SchemaError
from course.language import Text


def wide(labels: pd.DataFrame) -> pd.DataFrame:
    """Put the annotators side by side: one row a tweet, one column an annotator.

    Parameters
    ----------
    labels : DataFrame
        One row a tweet and annotator: ``tweet_id``, ``annotator``, ``labels`` (see `course.agreement.coding`).

    Returns
    -------
    DataFrame
        Index ``tweet_id``; tweets and annotators in the table's order. Cells are texts, several labels in
        alphabetical order (``"joke|question"``), missing where the annotator did not code the tweet.

    Examples
    --------
    >>> labels = pd.DataFrame({
    ...     "tweet_id": ["t1", "t2", "t1"], "annotator": ["ana", "ana", "bruno"],
    ...     "labels": ["question|joke", "joke", ("joke", "question")]})
    >>> wide(labels)
    annotator            ana          bruno
    tweet_id
    t1         joke|question  joke|question
    t2                  joke            NaN
    """
    return side_by_side(read(labels))


def side_by_side(coding: Coding) -> pd.DataFrame:
    """Return a coding as the table that `wide` gives."""
    texts = [*map(written, coding.values), None]  # -1, a missing label, is the last
    table = pd.DataFrame(
        [[texts[code] for code in row] for row in coding.codes],
        index=pd.Index(coding.tweets, name="tweet_id"),
        columns=pd.Index(coding.annotators, name="annotator"),
        dtype="str",
    )
    return table


def long(table: pd.DataFrame) -> pd.DataFrame:
    """Put the annotators one below the other: what `wide` did, undone.

    Parameters
    ----------
    table : DataFrame
        One row a tweet, one column an annotator; ``tweet_id`` is the index or one of the columns. Every other
        column is an annotator.

    Returns
    -------
    DataFrame
        ``tweet_id``, ``annotator``, ``labels``: a row for each label that is there, tweet by tweet.

    Examples
    --------
    >>> table = pd.DataFrame({"tweet_id": ["t1", "t2"], "ana": ["joke", "joke"], "bruno": ["question", None]})
    >>> long(table)
      tweet_id annotator    labels
    0       t1       ana      joke
    1       t1     bruno  question
    2       t2       ana      joke
    """
    if not isinstance(table, pd.DataFrame) or "tweet_id" in table.columns or table.index.name != "tweet_id":
        require_columns(table, COLUMNS[:1])
        table = table.set_index("tweet_id")
    if table.columns.has_duplicates:
        name = table.columns[table.columns.duplicated()][0]
        raise SchemaError(
            Text(f"Hay dos columnas «{name}», y cada columna es un anotador. Remedio: dales nombres distintos.",
                 f"There are two columns '{name}', and each column is an annotator. "
                 "Remedy: give them different names.")
        )  # fmt: skip
    tweets, annotators = len(table.index), len(table.columns)
    stacked = pd.DataFrame(
        {
            "tweet_id": table.index.repeat(annotators),
            "annotator": list(table.columns) * tweets,
            "labels": [label for row in table.itertuples(index=False, name=None) for label in row],
        }
    )
    there = [bool(label_set(label)) for label in stacked["labels"].tolist()]
    return stacked[there].reset_index(drop=True)
