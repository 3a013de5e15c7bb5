"""Writing an annotation file: a CSV that a spreadsheet shows right and cannot run."""

from __future__ import annotations

from collections.abc import Iterable

from course.annotation.rows import COLUMNS, Row, plain

_FORMULA = ("=", "+", "-", "@", "\t", "'")  # what a spreadsheet would calculate, and our own sign against it
HEADER = b"\xef\xbb\xbf" + ",".join(COLUMNS).encode() + b"\r\n"


def line(row: Row) -> bytes:
    """Return one row as its line of the file.

    Examples
    --------
    >>> line(Row("t1", ("joke",), "=1+1, they say", annotator="ana"))
    b't1,joke,"\\'=1+1, they say",labelled,ana,,,crisis20-annotations/1\\r\\n'
    """
    cells = (
        row.tweet_id,
        "|".join(row.labels),
        row.note,
        row.status,
        row.annotator,
        row.updated_at,
        row.codebook,
        row.schema,
    )
    return plain(",".join(map(_cell, cells))).encode() + b"\r\n"


def dump(rows: Iterable[Row]) -> bytes:
    """Return a file of these rows, in the order of tweets and annotators: UTF-8 with a mark, lines end in CRLF.

    Examples
    --------
    >>> dump([]).decode("utf-8-sig")
    'tweet_id,labels,note,status,annotator,updated_at,codebook,schema\\r\\n'
    """
    return HEADER + b"".join(line(row) for row in sorted(rows, key=lambda row: row.key))


def _cell(text: str) -> str:
    if text.startswith(_FORMULA):
        text = "'" + text
    if any(sign in text for sign in ',"\r\n'):
        text = '"' + text.replace('"', '""') + '"'
    return text
