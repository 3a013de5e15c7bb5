"""One row of an annotation file: who said what of which tweet, and when."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

SCHEMA = "crisis20-annotations/1"
COLUMNS = ("tweet_id", "labels", "note", "status", "annotator", "updated_at", "codebook", "schema")
STATUSES = ("labelled", "skipped", "cleared")
NOTE_LIMIT = 2_000  # characters; a remark, not an essay, and no file grows out of hand
ID_LIMIT = 100
NAME_LIMIT = 60
PREFIX = "t"  # a spreadsheet takes t1580… for a text and leaves all its digits

_DIGITS = re.compile(r"[0-9]+")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_LINE_ENDS = re.compile("\r\n|[\t\n\v\f\r\x1c-\x1e\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Row:
    """What one annotator last said of one tweet.

    Parameters
    ----------
    tweet_id : str
        With ``t`` before an id that is all digits.
    labels : tuple of str
        Codes; empty unless the status is ``labelled``.
    note : str
        One line; see `one_line`.
    status : {"labelled", "skipped", "cleared"}
        ``cleared`` is a tombstone: it says that the annotator took a label back, so that no older copy of the
        file brings it back.
    annotator : str
    updated_at : str
        ISO 8601 in UTC with milliseconds, ``2026-11-22T10:15:30.123Z``; empty where it is not known, which
        counts as the oldest.
    codebook : str
        `Codebook.identity` of the codebook in use.
    schema : str
    """

    tweet_id: str
    labels: tuple[str, ...] = ()
    note: str = ""
    status: str = "labelled"
    annotator: str = ""
    updated_at: str = ""
    codebook: str = ""
    schema: str = SCHEMA

    @property
    def key(self) -> tuple[str, str]:
        """What is unique in a file: tweet and annotator."""
        return self.tweet_id, self.annotator

    def says(self) -> tuple[tuple[str, ...], str, str]:
        """Return labels, note and status: what a later row may say otherwise."""
        return self.labels, self.note, self.status


def file_id(value: object) -> str:
    """Return a tweet's id as files hold it.

    Examples
    --------
    >>> file_id("007"), file_id(1580661436132757506), file_id("t12")
    ('t007', 't1580661436132757506', 't12')
    """
    text = str(value).strip()
    return PREFIX + text if _DIGITS.fullmatch(text) else text


def plain(text: str) -> str:
    """Return a text that any file and any message can hold: halves of characters joined, or replaced.

    Examples
    --------
    >>> plain("\\ud83d\\ude00 \\ud800")
    '😀 �'
    """
    if text.isascii():
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def one_line(text: str) -> str:
    """Return a text on one line, without characters that no one sees; right-to-left marks and emoji stay.

    A row is a line of the file, so a note has none of its own: what is broken can be mended line by line.

    Examples
    --------
    >>> one_line(" two\\r\\nlines\\0 ")
    'two lines'
    """
    return _CONTROL.sub("", _LINE_ENDS.sub(" ", plain(text))).strip()


def stamp(after: str = "", *, now: datetime | None = None) -> str:
    """Return the time of a change: now, and in any case later than ``after``, even where the clock went back.

    Examples
    --------
    >>> stamp("2999-01-01T00:00:00.000Z")
    '2999-01-01T00:00:00.001Z'
    """
    moment = now or datetime.now(UTC)
    if after:
        moment = max(moment, datetime.fromisoformat(after) + timedelta(milliseconds=1))
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def latest(rows: Iterable[Row]) -> dict[tuple[str, str], Row]:
    """Return the latest row of each tweet and annotator; of two of the same time, the one that comes later.

    Examples
    --------
    >>> early, late = Row("t1", ("joke",), updated_at="2026"), Row("t1", ("other",), updated_at="2027")
    >>> [row.labels for row in latest([late, early]).values()]
    [('other',)]
    """
    found: dict[tuple[str, str], Row] = {}
    for row in rows:
        known = found.get(row.key)
        if known is None or row.updated_at >= known.updated_at:
            found[row.key] = row
    return found
