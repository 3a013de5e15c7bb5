"""Annotation files as a table, ready for agreement and counts."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from course.annotation import disk
from course.annotation.failure import NO_FILE
from course.annotation.reading import parse
from course.annotation.rows import STATUSES, Row
from course.errors import CourseError
from course.language import Text

if TYPE_CHECKING:
    import pandas as pd

TABLE_COLUMNS = ("tweet_id", "annotator", "labels", "note", "status", "updated_at", "codebook")


def read_annotations(
    path: str | os.PathLike[str] = "annotations.csv", *, status: str | None = "labelled"
) -> pd.DataFrame:
    """Return the rows of an annotation file, whatever a spreadsheet made of it.

    Parameters
    ----------
    path : str or path
    status : {"labelled", "skipped", "cleared"} or None
        Which rows; None gives all.

    Returns
    -------
    DataFrame
        A row for each tweet and annotator, the latest: ``tweet_id``, ``annotator``, ``labels``
        (``"joke|question"``), ``note``, ``status``, ``updated_at`` (UTC, NaT where unknown), ``codebook``.
        ``.attrs["problems"]`` says in sentences what was not as written.

    Raises
    ------
    CourseError
        If there is no such file, or it is no annotation file.
    """
    if status is not None and status not in STATUSES:
        names = ", ".join(STATUSES)
        raise CourseError(
            Text(
                es=f"status={status!r:.20}: usa uno de estos: {names}; o None.",
                en=f"status={status!r:.20}: use one of: {names}; or None.",
            )
        )
    file = disk.absolute(path)
    try:
        data, _ = disk.content(file)
    except FileNotFoundError:
        raise CourseError(
            Text(
                es=f"No hay ningún archivo «{file.name}» en «{file.parent}». Se crea al guardar la primera etiqueta "
                "con `annotate(...)`; mira también si el cuaderno está en otra carpeta.",
                en=f"There is no file '{file.name}' in '{file.parent}'. It is made when the first label is saved "
                "with `annotate(...)`; check too whether the notebook is in another folder.",
            )
        ) from None
    except OSError as error:
        why = NO_FILE if file.is_dir() else Text(str(error.strerror or error), str(error.strerror or error))
        raise CourseError(Text(f"«{file.name}»: ", f"'{file.name}': ") + why) from None
    reading = parse(data)
    if not reading.readable:
        raise CourseError(Text(f"«{file.name}»: ", f"'{file.name}': ") + reading.problems[0])
    table = as_table(row for row in reading.rows if status in (None, row.status))
    table.attrs["problems"] = reading.problems
    return table


def as_table(rows: Iterable[Row]) -> pd.DataFrame:
    """Return rows as the long table that the course's analyses take.

    Examples
    --------
    >>> as_table([Row("t1", ("joke", "question"), annotator="ana")])[["tweet_id", "annotator", "labels"]]
      tweet_id annotator         labels
    0       t1       ana  joke|question
    """
    import pandas as pd

    ordered = sorted(rows, key=lambda row: row.key)
    table = pd.DataFrame(
        [
            (r.tweet_id, r.annotator, "|".join(r.labels), r.note, r.status, r.updated_at, r.codebook)
            for r in ordered
        ],
        columns=list(TABLE_COLUMNS),
        dtype="str",
    )
    table["updated_at"] = pd.to_datetime(table["updated_at"], utc=True, format="ISO8601", errors="coerce")
    return table
