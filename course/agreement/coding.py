"""The long table of labels, read once: who gave which set of labels to which tweet.

The table has one row for each tweet and annotator: ``tweet_id``, ``annotator``, ``labels``. Labels are a text
(``"joke"``; several joined by ``|``, in any order: ``"question|joke"``), a list, tuple or set of labels, or a
single number or truth value. **Missing** is what is empty: None, NA, NaN, ``""``, blanks, an empty list. A
missing label is as good as no row: it says that the annotator did not code the tweet, never that no code fits
(a codebook has a code for that). What annotators agree on is read from tweets that at least two of them coded.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd

from course.columns import refuse, refuse_missing, require_columns, require_rows
from course.errors import CourseError
from course.language import Text

COLUMNS = ("tweet_id", "annotator", "labels")
SEPARATOR = "|"
_SHOWN = 6


class AgreementError(CourseError, ValueError):
    """Labels from which no agreement can be worked out, and what to do about it."""


@dataclass(frozen=True)
class Coding:
    """Who gave which labels to which tweet.

    Parameters
    ----------
    tweets, annotators : tuple
        In the table's order.
    values : tuple of frozenset
        The distinct sets of labels, in alphabetical order.
    codes : ndarray
        A row a tweet, a column an annotator: the place in `values`, -1 where the label is missing.
    alone : int
        Tweets left out by `compared` because only one annotator coded them.
    """

    tweets: tuple
    annotators: tuple
    values: tuple[frozenset, ...]
    codes: np.ndarray
    alone: int = 0

    @property
    def counts(self) -> np.ndarray:
        """How many annotators gave each value: a row a tweet, a column a value."""
        counts = np.zeros((len(self.tweets), len(self.values)))
        tweet, annotator = np.nonzero(self.codes >= 0)
        np.add.at(counts, (tweet, self.codes[tweet, annotator]), 1)
        return counts

    @property
    def pairs(self) -> int:
        """How many pairs of labels of one tweet there are."""
        labels = (self.codes >= 0).sum(axis=1)
        return int((labels * (labels - 1) // 2).sum())

    @property
    def basis(self) -> dict[str, Any]:
        """What an `Agreement` says of the tweets and people behind it."""
        return {
            "tweets": len(self.tweets),
            "pairs": self.pairs,
            "annotators": self.annotators,
            "alone": self.alone,
        }

    def chosen(self, annotators: Iterable[Any] | None) -> Coding:
        """Return the coding of these annotators only; of all of them for None."""
        if annotators is None:
            return self
        wanted = (annotators,) if isinstance(annotators, str) else tuple(dict.fromkeys(annotators))
        unknown = [name for name in wanted if name not in self.annotators]
        if unknown:
            raise AgreementError(
                Text("No hay etiquetas de {who}; anotadores de la tabla: {names}. Remedio: usa esos nombres.",
                     "There are no labels by {who}; annotators in the table: {names}. Remedy: use those names.")
                .format(who=listed(unknown), names=listed(self.annotators))
            )  # fmt: skip
        places = [self.annotators.index(name) for name in wanted]
        return Coding(self.tweets, wanted, self.values, self.codes[:, places])

    def compared(self) -> Coding:
        """Return the tweets that at least two annotators coded, in an order that no order of rows changes.

        Raises
        ------
        AgreementError
            Nobody, or only one annotator, gave a label, or no tweet was coded by two.
        """
        coded = self.codes >= 0
        active = coded.any(axis=0)
        if active.sum() < 2:
            raise _too_few([self.annotators[place] for place in np.flatnonzero(active)])
        shared = coded.sum(axis=1) >= 2
        if not shared.any():
            raise AgreementError(
                Text(
                    "Ningún tuit lo han codificado dos personas, así que no hay nada que comparar. Remedio: "
                    "comprueba que los anotadores recibieron los mismos tuits y que «tweet_id» está escrito "
                    'igual en todas las filas ("t1580" no es lo mismo que "1580").',
                    "No tweet was coded by two annotators, so there is nothing to compare. Remedy: check that "
                    "they were given the same tweets and that 'tweet_id' is written in the same way in every "
                    'row ("t1580" is not the same as "1580").',
                )
            )
        rows = sorted(np.flatnonzero(shared), key=lambda row: str(self.tweets[row]))
        there = coded[rows].any(axis=0)
        codes = self.codes[rows][:, there]
        used = np.unique(codes[codes >= 0])
        place = np.full(len(self.values) + 1, -1)  # the last one stands for missing
        place[used] = np.arange(len(used))
        return Coding(
            tuple(self.tweets[row] for row in rows),
            tuple(name for name, is_there in zip(self.annotators, there, strict=True) if is_there),
            tuple(self.values[value] for value in used),
            place[codes],
            alone=int((coded.sum(axis=1) == 1).sum()),
        )

    def two(self, annotators: Iterable[Any] | None, *, otherwise: Text) -> Coding:
        """Return the coding of exactly two annotators, or say how to choose them."""
        chosen = self.chosen(annotators)
        coded = chosen.annotators
        if annotators is None and len(coded) > 2:
            some = (chosen.codes >= 0).any(axis=0)
            coded = tuple(name for name, used in zip(chosen.annotators, some, strict=True) if used)
            chosen = chosen.chosen(coded)
        if len(coded) > 2 or (annotators is not None and len(coded) < 2):
            pair = listed(coded[:2]) if len(coded) > 2 else listed(self.annotators[:2])
            raise AgreementError(
                Text("Aquí se compara a dos anotadores, no a {count}: {names}. Remedio: elige dos con "
                     "`annotators=({pair})`",
                     "Two annotators are compared here, not {count}: {names}. Remedy: choose two "
                     "with `annotators=({pair})`")
                .format(count=len(coded), names=listed(coded), pair=pair) + otherwise + "."
            )  # fmt: skip
        return chosen


def read(labels: pd.DataFrame) -> Coding:
    """Read a long table of labels.

    Parameters
    ----------
    labels : DataFrame
        ``tweet_id``, ``annotator``, ``labels``, one row a tweet and annotator; see the module.

    Raises
    ------
    SchemaError
        A column or an id is missing, the table is empty, or ids are decimal numbers.
    AgreementError
        An annotator coded a tweet twice, or labels are of a kind that cannot be read.

    Examples
    --------
    >>> coding = read(pd.DataFrame({
    ...     "tweet_id": ["t1", "t1", "t2"], "annotator": ["ana", "bruno", "ana"],
    ...     "labels": ["joke|question", ["question", "joke"], None]}))
    >>> coding.codes.tolist(), [sorted(value) for value in coding.values]
    ([[0, 0], [-1, -1]], [['joke', 'question']])
    """
    require_columns(labels, COLUMNS)
    require_rows(labels)
    for column in COLUMNS[:2]:
        refuse_missing(labels, column)
    refuse(
        labels,
        "tweet_id",
        [isinstance(value, float) for value in labels["tweet_id"].tolist()],
        Text("es un número decimal, y ahí se pierden las últimas cifras de un identificador.",
             "it is a decimal number, and the last digits of an id are lost there."),
        Text("vuelve a leer el archivo con `dtype=str`.", "read the file again with `dtype=str`."),
    )  # fmt: skip
    known: dict[str, frozenset] = {}
    given = [label_set(value, known) for value in labels["labels"].tolist()]
    values = tuple(sorted({value for value in given if value}, key=written))
    place = {value: number for number, value in enumerate(values)}
    row, tweets = pd.factorize(labels["tweet_id"].astype(object))
    column, annotators = pd.factorize(labels["annotator"].astype(object))
    coded = np.array([bool(value) for value in given])
    _refuse_twice(labels[coded])
    codes = np.full((len(tweets), len(annotators)), -1)
    codes[row[coded], column[coded]] = [place[value] for value in given if value]
    return Coding(tuple(tweets), tuple(annotators), values, codes)


def written(value: frozenset) -> str:
    """Write a set of labels as a text, in alphabetical order.

    Examples
    --------
    >>> written(frozenset({"question", "joke"}))
    'joke|question'
    """
    return SEPARATOR.join(sorted(value))


def listed(names: Iterable[Any]) -> str:
    """Name some things as they are written in code, between commas."""
    names = list(names)
    return ", ".join(repr(name)[:60] for name in names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")


def label_set(value: Any, known: dict[str, frozenset] | None = None) -> frozenset:
    """Read one cell; the empty set is a missing label. `known` remembers texts read before.

    Examples
    --------
    >>> sorted(label_set("question | joke")), label_set(float("nan"))
    (['joke', 'question'], frozenset())
    """
    known = {} if known is None else known
    if isinstance(value, str):
        if value not in known:
            known[value] = frozenset(filter(None, map(str.strip, value.split(SEPARATOR))))
        return known[value]
    if isinstance(value, (list, tuple, set, frozenset, np.ndarray)):
        return frozenset().union(*(label_set(one, known) for one in value))
    if value is None or value is pd.NA or value is pd.NaT:
        return frozenset()
    if isinstance(value, (bool, int, np.integer, np.bool_)):
        return frozenset({str(value)})
    if isinstance(value, (float, np.floating)):  # whole numbers become decimal ones beside a missing value
        return frozenset() if math.isnan(value) else frozenset({f"{float(value):.15g}"})
    raise AgreementError(
        Text("Columna «labels»: no se puede leer {what}. Remedio: escribe cada etiqueta como texto, y varias "
             'unidas por una barra ("joke|question") o en una lista.',
             "Column 'labels': {what} cannot be read. Remedy: write each label as a text, and several joined by "
             'a bar ("joke|question") or in a list.')
        .format(what=repr(value)[:60])
    )  # fmt: skip


def _refuse_twice(coded: pd.DataFrame) -> None:
    twice = coded.duplicated(["tweet_id", "annotator"])
    if not twice.any():
        return
    first, others = coded[twice].iloc[0], int(twice.sum()) - 1
    raise AgreementError(
        Text(f"{first['annotator']} ha codificado dos veces el tuit {first['tweet_id']}"
             + (f", y hay otras {others} filas repetidas" if others else "")
             + ". Remedio: si es la misma persona, quédate con una fila, "
             '`.drop_duplicates(["tweet_id", "annotator"], keep="last")`; si son dos, dales nombres distintos.',
             f"{first['annotator']} coded tweet {first['tweet_id']} twice"
             + (f", and {others} more rows are repeated" if others else "")
             + ". Remedy: if it is the same person, keep one row, "
             '`.drop_duplicates(["tweet_id", "annotator"], keep="last")`; if they are two, give them different '
             "names.")
    )  # fmt: skip


def _too_few(names: list) -> AgreementError:
    if not names:
        return AgreementError(
            Text("Ninguna fila tiene etiquetas. Remedio: mira la columna «labels», o el filtro que ha dejado "
                 "así la tabla.",
                 "No row has labels. Remedy: look at the column 'labels', or at the filter that left the table "
                 "like this.")
        )  # fmt: skip
    return AgreementError(
        Text("Solo hay etiquetas de {name}, y un acuerdo es entre dos. Remedio: junta las tablas de varias "
             "personas con `pd.concat([a, b])`.",
             "There are labels by {name} only, and it takes two to agree. Remedy: put several annotators' "
             "tables together with `pd.concat([a, b])`.")
        .format(name=str(names[0]))
    )  # fmt: skip
