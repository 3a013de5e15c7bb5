"""The border: which columns a conversation, its events and its sources have, checked once, when data enter.

Everything behind this module trusts its tables. A table that does not fit is refused with a sentence, in the
reader's language, that names the column, the row and what to do.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from course import columns
from course.columns import refuse, require_columns, require_rows, require_unique
from course.language import Text

MADRID = "Europe/Madrid"
ROLES = ("customer", "brand", "media")
PRECISIONS = ("minute", "approximate", "hour", "day")
CONVERSATION_COLUMNS = (
    "tweet_id", "created_at", "author_id", "author_role", "reply_to", "text", "text_en", "retweets", "likes",
)  # fmt: skip
EVENT_COLUMNS = (
    "at", "until", "kind", "actor", "title_es", "title_en", "precision", "source", "documented",
)  # fmt: skip
SOURCE_COLUMNS = ("key", "title", "published", "description_es", "description_en")
_OPTIONAL = ("text_en", "retweets", "likes")  # what real data may lack; added as missing values


def validate_conversation(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a normalised copy of a conversation table, or say what is wrong with it.

    Parameters
    ----------
    frame : DataFrame
        One row a tweet. Required columns: ``tweet_id`` (text, ``t`` and digits, unique), ``created_at``
        (instants with one time zone, or ISO 8601 texts that end in ``Z`` or one offset), ``author_id``
        (text), ``author_role`` (``customer``, ``brand`` or ``media``), ``reply_to`` (a tweet's id, or
        missing; the tweet it names may be absent), ``text``. Optional: ``text_en``, ``retweets``, ``likes``
        (whole numbers, 0 or more); an absent one is added as missing values. Further columns are kept.

    Returns
    -------
    DataFrame
        The course's columns first, in the rows' order, with a new 0, 1, 2... index. ``created_at`` is in UTC
        with microseconds; texts are pandas ``str``, their missing values NaN; counts are ``int64``, or
        ``Int64`` where some are missing.

    Raises
    ------
    SchemaError
        If a column is missing, the table is empty, an id is repeated, missing or a number (floats lose
        digits), instants have no or several time zones, a role is unknown, a count is negative or not whole,
        or a reply is earlier than the tweet it answers or answers itself.

    Examples
    --------
    >>> table = pd.DataFrame({
    ...     "tweet_id": ["t1", "t2"], "created_at": ["2014-03-12T11:36:00Z", "2014-03-12T13:40:00Z"],
    ...     "author_id": ["cliente_0001", "Jazztel"], "author_role": ["customer", "brand"],
    ...     "reply_to": [None, "t1"], "text": ["¿Qué pasa con la red?", "Lo estamos mirando"]})
    >>> validate_conversation(table)["created_at"].dtype
    datetime64[us, UTC]
    """
    required = [name for name in CONVERSATION_COLUMNS if name not in _OPTIONAL]
    require_columns(frame, required)
    require_rows(frame)
    clean = frame.reset_index(drop=True)
    clean["tweet_id"] = columns.ids(clean, "tweet_id")
    require_unique(clean, "tweet_id")
    clean["created_at"] = columns.instants(clean, "created_at")
    clean["author_id"] = columns.texts(clean, "author_id")
    clean["author_role"] = columns.choices(clean, "author_role", ROLES)
    clean["reply_to"] = columns.ids(clean, "reply_to", optional=True)
    clean["text"] = columns.texts(clean, "text")
    clean["text_en"] = columns.texts(clean, "text_en", optional=True)
    clean["retweets"] = columns.counts(clean, "retweets")
    clean["likes"] = columns.counts(clean, "likes")
    _require_replies_after(clean)
    return clean[[*CONVERSATION_COLUMNS, *(name for name in clean if name not in CONVERSATION_COLUMNS)]]


def validate_events(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a normalised copy of an events table, ordered by ``at``.

    Parameters
    ----------
    frame : DataFrame
        One row an event: ``at`` (instant with a time zone), ``until`` (instant or missing: end of an event
        that lasts), ``kind``, ``actor``, ``title_es``, ``title_en`` (texts), ``precision`` of the times
        (``minute``, ``approximate``, ``hour`` or ``day``), ``source`` (keys of sources, joined by ``;``),
        ``documented`` (True or False). Sources that disagree on a time are rows of their own.

    Returns
    -------
    DataFrame
        The columns above first, times in UTC, a new 0, 1, 2... index.

    Raises
    ------
    SchemaError
        As `validate_conversation`, and if an event ends before it begins.
    """
    require_columns(frame, EVENT_COLUMNS)
    require_rows(frame)
    clean = frame.reset_index(drop=True)
    clean["at"] = columns.instants(clean, "at")
    clean["until"] = columns.instants(clean, "until", optional=True)
    for name in ("kind", "actor", "title_es", "title_en", "source"):
        clean[name] = columns.texts(clean, name)
    clean["precision"] = columns.choices(clean, "precision", PRECISIONS)
    clean["documented"] = columns.flags(clean, "documented")
    refuse(
        clean,
        "until",
        clean["until"] < clean["at"],
        Text(es="el suceso termina antes de empezar.", en="the event ends before it begins."),
        Text(
            es="corrige «at» o «until», o deja «until» vacío.",
            en="mend 'at' or 'until', or leave 'until' empty.",
        ),
    )
    clean = clean.sort_values("at", kind="stable", ignore_index=True)
    return clean[[*EVENT_COLUMNS, *(name for name in clean if name not in EVENT_COLUMNS)]]


def validate_sources(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a normalised copy of a sources table: ``key`` (unique), ``title``, ``published``, descriptions.

    Raises
    ------
    SchemaError
        If a column is missing, the table is empty, a key is repeated, or a text other than ``published``
        is missing.
    """
    require_columns(frame, SOURCE_COLUMNS)
    require_rows(frame)
    clean = frame.reset_index(drop=True)
    for name in SOURCE_COLUMNS:
        clean[name] = columns.texts(clean, name, optional=name == "published")
    require_unique(clean, "key")
    return clean[[*SOURCE_COLUMNS, *(name for name in clean if name not in SOURCE_COLUMNS)]]


def in_madrid(moment: object) -> pd.Timestamp:
    """Return a moment as a Timestamp in Madrid time; one without a time zone is read as Madrid time.

    Examples
    --------
    >>> in_madrid("2013-07-18 20:00")
    Timestamp('2013-07-18 20:00:00+0200', tz='Europe/Madrid')
    """
    stamp = pd.Timestamp(moment)
    return stamp.tz_localize(MADRID) if stamp.tzinfo is None else stamp.tz_convert(MADRID)


def _require_replies_after(frame: pd.DataFrame) -> None:
    answers = frame["reply_to"].notna().to_numpy()
    asked = pd.Index(frame["tweet_id"]).get_indexer(frame["reply_to"].to_numpy())
    times = frame["created_at"].to_numpy()
    known = answers & (asked >= 0)
    refuse(
        frame,
        "created_at",
        known & (times < times[asked]),
        Text(es="la respuesta es anterior al tuit que contesta (columna «reply_to»).",
             en="the reply is earlier than the tweet it answers (column 'reply_to')."),
        Text(es="comprueba las dos horas y sus zonas horarias; si no se puede, deja «reply_to» vacío.",
             en="check both times and their time zones; if you cannot, leave 'reply_to' empty."),
        shown=frame["reply_to"],
    )  # fmt: skip
    refuse(
        frame,
        "reply_to",
        answers & (asked == np.arange(len(frame))),
        Text(es="el tuit se contesta a sí mismo.", en="the tweet answers itself."),
        Text(es="deja «reply_to» vacío.", en="leave 'reply_to' empty."),
    )
