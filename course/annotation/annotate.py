"""One line of a cell: the tweets, the codebook, the file."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from course.annotation.codebook import Codebook
from course.annotation.session import Session
from course.annotation.summary import Static
from course.language import Text, get_language

if TYPE_CHECKING:
    import pandas as pd

    from course.annotation.widget import Annotator
    from course.cases import Case


def annotate(
    tweets: pd.DataFrame | Case,
    codebook: Codebook | Mapping[str, str] | Iterable[str],
    save_to: str | os.PathLike[str] = "annotations.csv",
    *,
    annotator: str | None = None,
    thread: pd.DataFrame | None = None,
    source: Text | str | None = None,
    language: str | None = None,
) -> Annotator | Static:
    """Label tweets by hand: each choice goes at once to a file, from which the work goes on another day.

    Parameters
    ----------
    tweets : DataFrame or Case
        One row a tweet: ``tweet_id`` (unique; text or whole number) and ``text``. Shown where there:
        ``text_en``, ``created_at`` (without time zone: Madrid's), ``author_id``, ``author_role``,
        ``reply_to``, ``lang``.
    codebook : Codebook, mapping of code to definition, or iterable of codes
    save_to : str or path
        The CSV, beside the notebook unless told otherwise; what it holds already is kept and goes on.
    annotator : str, optional
        Who codes. By default the file's only annotator, else ``"coder"``.
    thread : DataFrame, optional
        Where the tweets that others answer are looked up; by default ``tweets``, or the case's.
    source : Text or str, optional
        Where the tweets come from, in a sentence; by default the case's, or ``tweets.attrs["provenance"]``.
    language : {"es", "en"}, optional
        By default the reader's.

    Returns
    -------
    Annotator or Static
        Both have ``.labels``, a table with a row a tweet. Where nbgrader runs the notebook, nobody can press
        a key: a summary stands in place of the widget, and the file stays as it is.

    Raises
    ------
    CourseError
        If the table, the codebook, the annotator or the file's name will not do.
    """
    language = get_language() if language is None else language  # it stays, whatever a later cell sets
    session = Session(
        tweets, codebook, save_to, annotator=annotator, thread=thread, source=source, language=language
    )
    if os.environ.get("NBGRADER_EXECUTION"):
        return Static(session)
    from course.annotation.widget import Annotator

    return Annotator(session)
