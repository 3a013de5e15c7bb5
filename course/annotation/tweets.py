"""The tweets to be labelled, as cards: what a coder needs to see of each, in the reader's language."""

from __future__ import annotations

import numbers
from typing import TYPE_CHECKING, Any

from course.annotation.reading import ruined
from course.annotation.rows import ID_LIMIT, file_id, one_line, plain
from course.days import day_name
from course.errors import SchemaError
from course.language import Text

if TYPE_CHECKING:
    import pandas as pd

ANCESTORS = 3  # tweets of context, at most
_NULL = "\u2400"  # how a null byte is shown
_FIELDS = ("text", "text_en", "lang", "author_id", "author_role", "created_at", "reply_to")


def checked_ids(tweets: pd.DataFrame) -> list[str]:
    """Return the ids of a table as files hold them, or say what is wrong with the table.

    Raises
    ------
    SchemaError
        If it is no table, has no row, lacks ``tweet_id`` or ``text``, or an id is missing, repeated, a
        floating-point number, or one that no file would give back.
    """
    from course.columns import refuse, refuse_missing, require_columns, require_rows

    require_columns(tweets, ("tweet_id", "text"))
    require_rows(tweets)
    for name in ("tweet_id", "text"):
        if list(tweets.columns).count(name) > 1:
            raise SchemaError(
                Text(
                    es=f"La columna «{name}» está dos veces. Remedio: `.loc[:, ~table.columns.duplicated()]`.",
                    en=f"Column '{name}' is there twice. Remedy: `.loc[:, ~table.columns.duplicated()]`.",
                )
            )
    refuse_missing(tweets, "tweet_id")
    values = tweets["tweet_id"].tolist()
    inexact = [isinstance(v, numbers.Number) and not _whole(v) for v in values]
    refuse(
        tweets,
        "tweet_id",
        inexact,
        Text(es="el identificador es un número decimal, y uno así pierde las últimas cifras.",
             en="the id is a floating-point number, which loses the last digits."),
        Text(es="vuelve a leer el archivo con `dtype=str`.", en="read the file again with `dtype=str`."),
    )  # fmt: skip
    ids = [file_id(value) for value in values]
    refuse(
        tweets,
        "tweet_id",
        [not _holds(one) for one in ids],
        Text(es="un archivo no conservaría este identificador.", en="a file would not keep this id."),
        Text(
            es=f"usa de 1 a {ID_LIMIT} letras y cifras, sin espacios ni «E+18».",
            en=f"use from 1 to {ID_LIMIT} letters and digits, without spaces or 'E+18'.",
        ),
        shown=tweets["tweet_id"],
    )
    first: dict[str, int] = {}
    refuse(
        tweets,
        "tweet_id",
        [first.setdefault(one, place) != place for place, one in enumerate(ids)],
        Text(es="este identificador ya ha salido antes.", en="this id has come before."),
        Text(es='quita los repetidos: `.drop_duplicates("tweet_id")`.',
             en='drop the repeated ones: `.drop_duplicates("tweet_id")`.'),
        shown=tweets["tweet_id"],
    )  # fmt: skip
    return ids


def _whole(value: object) -> bool:
    return isinstance(value, numbers.Integral) and not isinstance(value, bool)


def _holds(tweet_id: str) -> bool:
    """Tell whether a file gives an id back as it is."""
    same = one_line(tweet_id) == tweet_id and not any(sign.isspace() for sign in tweet_id)
    return same and 0 < len(tweet_id) <= ID_LIMIT and not ruined(tweet_id)


class Cards:
    """Tweets of a table, and those they answer looked up in another.

    Parameters
    ----------
    tweets : DataFrame
        With ``text``; used where there: ``text_en``, ``lang``, ``author_id``, ``author_role``,
        ``created_at`` (without time zone: Madrid's), ``reply_to``.
    thread : DataFrame
        The same, with ``tweet_id``; rows without a usable id are passed over.
    """

    def __init__(self, tweets: pd.DataFrame, thread: pd.DataFrame) -> None:
        self._tweets = _columns(tweets)
        self._thread = self._tweets if thread is tweets else _columns(thread)
        ids = thread["tweet_id"].tolist() if "tweet_id" in thread.columns else []
        self._place = {key: place for place, one in enumerate(ids) if (key := _known_id(one))}

    def card(self, i: int, language: str) -> dict[str, Any]:
        """Return the tweet at a place: text, lang, original, author, role, time, and context, oldest first."""
        table, context, seen = self._tweets, [], set()
        key = _known_id(_cell(table, "reply_to", i))
        while key and key not in seen and len(context) < ANCESTORS and key in self._place:
            seen.add(key)
            place = self._place[key]
            above = _shown(self._thread, place, language)
            del above["original"]
            context.insert(0, above)
            key = _known_id(_cell(self._thread, "reply_to", place))
        return _shown(table, i, language) | {"context": context}


def moment(value: object, language: str) -> str:
    """Return an instant as a reader in Madrid says it; nothing where it is none.

    Examples
    --------
    >>> moment("2013-07-18T18:00:00Z", "es"), moment("2013-07-18 20:00", "en"), moment("soon", "en")
    ('jue 18 jul 2013, 20:00', 'Thu 18 July 2013, 20:00', '')
    """
    import pandas as pd

    from course.schema import in_madrid

    try:
        stamp = in_madrid(value)
    except (ValueError, TypeError, OverflowError):
        return ""
    if stamp is pd.NaT:
        return ""
    return f"{day_name(stamp, language)} {stamp.year}, {stamp:%H:%M}"


def _columns(table: pd.DataFrame) -> dict[str, list[object]]:
    """Return the columns that a card shows, as lists: quick to look up, whatever the index."""
    found = {name: table[name] for name in _FIELDS if name in table.columns}
    return {name: one.tolist() if one.ndim == 1 else one.iloc[:, 0].tolist() for name, one in found.items()}


def _cell(table: dict[str, list[object]], name: str, place: int) -> object:
    return table[name][place] if name in table else None


def _words(table: dict[str, list[object]], name: str, place: int) -> str:
    value = _cell(table, name, place)
    return "" if _missing(value) else plain(str(value)).replace("\x00", _NULL)


def _missing(value: object) -> bool:
    import pandas as pd

    return value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and value != value)


def _known_id(value: object) -> str:
    if _missing(value) or (isinstance(value, numbers.Number) and not _whole(value)):
        return ""
    return file_id(value)


def _shown(table: dict[str, list[object]], place: int, language: str) -> dict[str, Any]:
    text, gloss = _words(table, "text", place), _words(table, "text_en", place)
    own = "en" if _words(table, "lang", place).casefold().startswith("en") else "es"
    translated = language == "en" and own == "es" and bool(gloss)
    return {
        "author": _words(table, "author_id", place),
        "role": _words(table, "author_role", place),
        "time": moment(_cell(table, "created_at", place), language),
        "text": gloss if translated else text,
        "lang": "en" if translated else own,
        "original": text if translated else "",
    }
