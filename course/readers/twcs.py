"""Reads 'Customer Support on Twitter' (Thought Vector, Kaggle), quirks and all, into a conversation table."""

from __future__ import annotations

import csv
import os
import warnings
from io import BytesIO
from pathlib import Path

import numpy as np
import pandas as pd

from course.columns import refuse, require_columns, require_rows
from course.errors import SchemaError
from course.language import Text
from course.readers.masking import Pseudonyms, mask_texts
from course.schema import validate_conversation

_COLUMNS = (
    "tweet_id", "author_id", "inbound", "created_at", "text", "response_tweet_id", "in_response_to_tweet_id",
)  # fmt: skip
_MONTHS = {
    "Jan": "01", "Feb": "02", "Mar": "03", "Apr": "04", "May": "05", "Jun": "06",
    "Jul": "07", "Aug": "08", "Sep": "09", "Oct": "10", "Nov": "11", "Dec": "12",
}  # fmt: skip
_INBOUND = {"true": True, "1": True, "1.0": True, "false": False, "0": False, "0.0": False}


def read_twcs(path: str | os.PathLike, *, key: bytes | str | None = None) -> pd.DataFrame:
    """Read the CSV of 'Customer Support on Twitter' as a conversation table, without its customers' names.

    Parameters
    ----------
    path : str or path
        A CSV in UTF-8, with or without byte-order mark, with the columns ``tweet_id``, ``author_id``,
        ``inbound``, ``created_at`` (``Tue Oct 31 22:10:47 +0000 2017`` or ISO 8601 with its zone), ``text``,
        ``response_tweet_id`` (ids joined by commas), ``in_response_to_tweet_id``.
    key : bytes or str, optional
        Secret of the pseudonyms. With one, the same customer is called the same in every reading; without, a
        fresh one is drawn and forgotten, and the pseudonyms differ each time.

    Returns
    -------
    DataFrame
        A valid conversation table in the file's order: customers are those whose tweets are ``inbound``; the
        others are brands and keep their names, companies being public. Ids are ``t`` and digits. E-mail,
        phones, DNI/NIE, IBAN and mentions of anybody but the file's brands are masked in ``text``;
        ``text_en``, ``retweets``, ``likes`` are missing, for the file does not have them.

        ``.attrs["mended"]`` says what had to be mended, as a dictionary of counts:

        - ``truncated_rows``: the last row, cut short, dropped;
        - ``blank_ids``: rows without a ``tweet_id``, dropped;
        - ``repeated_rows``: rows whose ``tweet_id`` had come before, dropped (the first one stays);
        - ``float_ids``: ids written as ``3.0``, read as 3;
        - ``links_from_lists``: replies that only the other tweet's ``response_tweet_id`` named, linked;
        - ``links_that_disagree``: replies that another tweet's list claims too; their own
          ``in_response_to_tweet_id`` was believed;
        - ``links_cut``: a tweet that answers itself or a later one; its ``reply_to`` is now missing.

        ``.attrs["replies_to_absent"]`` counts replies to tweets that are not in the file: they are no fault
        and keep their ``reply_to``.

    Raises
    ------
    SchemaError
        If a column is missing, the file is empty, is not UTF-8 or not a CSV, an id is no whole number
        (spreadsheets turn long ones into ``1.58E+18``: the digits are lost), ``inbound`` is neither true nor
        false, or a time cannot be read or states no zone.

    Examples
    --------
    >>> import tempfile
    >>> rows = '''tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id
    ... 2,Jazztel,False,Wed Mar 12 13:40:00 +0000 2014,@7001 Hola,,1.0
    ... 1,7001,True,Wed Mar 12 11:36:00 +0000 2014,@Jazztel soy ana@example.org,2,
    ... '''
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     _ = Path(folder, "twcs.csv").write_text(rows, encoding="utf-8")
    ...     tweets = read_twcs(Path(folder, "twcs.csv"))
    >>> tweets[["tweet_id", "author_role", "reply_to"]]
      tweet_id author_role reply_to
    0       t2       brand       t1
    1       t1    customer      NaN
    >>> tweets["text"][1]
    '@Jazztel soy [email]'
    """
    raw, truncated = _rows(Path(path))
    mended = {"truncated_rows": truncated}
    raw, mended["blank_ids"] = _dropped(raw, raw["tweet_id"].isna())
    ids = _plain_ids(raw, "tweet_id")
    parents = _plain_ids(raw, "in_response_to_tweet_id")
    written = raw[["tweet_id", "in_response_to_tweet_id"]].stack()
    mended["float_ids"] = int(written.str.contains(".", regex=False, na=False).sum())
    authors = raw["author_id"].str.replace(r"^(\d+)\.0$", r"\1", regex=True)
    raw = raw.assign(tweet_id=ids, in_response_to_tweet_id=parents, author_id=authors)
    raw, mended["repeated_rows"] = _dropped(raw, raw["tweet_id"].duplicated())
    require_rows(raw)
    times = _times(raw)
    links, linked, disagree = _links(raw)
    links, cut = _without_impossible(raw["tweet_id"], links, times)
    mended |= {"links_from_lists": linked, "links_that_disagree": disagree, "links_cut": cut}

    by_customer = _inbound(raw)
    names = Pseudonyms(key, public=raw["author_id"][~by_customer].dropna().unique())
    tweets = validate_conversation(
        pd.DataFrame(
            {
                "tweet_id": "t" + raw["tweet_id"],
                "created_at": times,
                "author_id": names.of(raw["author_id"]),
                "author_role": pd.Series(np.where(by_customer, "customer", "brand"), dtype="str"),
                "reply_to": "t" + links,
                "text": mask_texts(raw["text"].fillna(""), pseudonyms=names),
            }
        )
    )
    absent = tweets["reply_to"].notna() & ~tweets["reply_to"].isin(tweets["tweet_id"])
    tweets.attrs = {"mended": mended, "replies_to_absent": int(absent.sum())}
    return tweets


# -- rows ----------------------------------------------------------------------------------------------------


def _rows(path: Path) -> tuple[pd.DataFrame, int]:
    """Return the file's cells as texts, and how many rows at its end were cut short (0 or 1)."""
    whole = _end_of_whole_rows(path)
    source = path if whole is None else BytesIO(path.read_bytes()[:whole])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", pd.errors.ParserWarning)  # of a row longer than the header
            raw = pd.read_csv(
                source,
                dtype="str",
                encoding="utf-8-sig",
                index_col=False,
                keep_default_na=False,
                na_values=[""],
            )
    except pd.errors.EmptyDataError:
        raw = pd.DataFrame(columns=_COLUMNS, dtype="str")
    except (UnicodeDecodeError, pd.errors.ParserError, pd.errors.ParserWarning) as error:
        raise SchemaError(
            Text(
                es=f"{path.name} no se puede leer como CSV en UTF-8 ({error}). "
                "Remedio: descárgalo otra vez, o guárdalo como «CSV UTF-8».",
                en=f"{path.name} cannot be read as a CSV in UTF-8 ({error}). "
                "Remedy: download it again, or save it as 'CSV UTF-8'.",
            )
        ) from error
    require_columns(raw, _COLUMNS)
    require_rows(raw)
    return raw[list(_COLUMNS)], int(whole is not None)


def _end_of_whole_rows(path: Path) -> int | None:
    """Return where the last row begins if it was cut short, None if the file is whole."""
    with path.open("rb") as file:
        quotes, last = 0, b""
        while block := file.read(1 << 22):
            quotes, last = quotes + block.count(b'"'), block[-1:]
    inside_quotes = bool(quotes % 2)
    if not inside_quotes and last in (b"\n", b"\r", b""):
        return None
    content = path.read_bytes()
    start = _start_of_last_row(content, inside_quotes=inside_quotes)
    if not start or not (inside_quotes or _is_cut(content[start:], content[:start])):
        return None
    return start


def _start_of_last_row(content: bytes, *, inside_quotes: bool) -> int:
    end = len(content)
    while (newline := content.rfind(b"\n", 0, end)) >= 0:
        inside_quotes ^= bool(content.count(b'"', newline, end) % 2)
        if not inside_quotes:  # walking back, this newline lies outside quotes: it ends a row
            return newline + 1
        end = newline
    return 0


def _is_cut(row: bytes, before: bytes) -> bool:
    """Say whether a row that no newline ends stops before its last cell, or within the number there."""
    cells = next(csv.reader([row.decode("utf-8", errors="replace")]))
    if len(cells) < len(_COLUMNS):
        return True
    floats = b".0\n" in before or b".0\r" in before
    return bool(cells[-1]) and floats and not cells[-1].endswith(".0")


def _dropped(raw: pd.DataFrame, bad: pd.Series) -> tuple[pd.DataFrame, int]:
    return raw[~bad].reset_index(drop=True), int(bad.sum())


# -- cells ---------------------------------------------------------------------------------------------------


def _plain_ids(raw: pd.DataFrame, column: str) -> pd.Series:
    ids = raw[column].str.strip().str.replace(r"\.0*$", "", regex=True)
    refuse(
        raw,
        column,
        ids.notna() & ~ids.str.fullmatch("[0-9]+", na=False),
        Text(es="el identificador no es un número entero.", en="the id is not a whole number."),
        Text(
            es="si un programa lo ha escrito como 1,58E+18, ha perdido cifras: descarga el archivo otra vez.",
            en="if a program wrote it as 1.58E+18, its digits are lost: download the file again.",
        ),
        shown=raw[column],
    )
    return ids


def _inbound(raw: pd.DataFrame) -> pd.Series:
    by_customer = raw["inbound"].str.strip().str.lower().map(_INBOUND)
    refuse(
        raw,
        "inbound",
        by_customer.isna(),
        Text(es="no es True ni False.", en="it is neither True nor False."),
        Text(
            es="True si escribe el cliente; False si la marca.", en="True for a customer, False for a brand."
        ),
        shown=raw["inbound"],
    )
    return by_customer.astype(bool)


def _times(raw: pd.DataFrame) -> pd.Series:
    """Return instants. Twitter's form is cut up by place: parsers want the machine's month names."""
    given = raw["created_at"].str.strip()
    month = given.str.slice(4, 7).map(_MONTHS).astype("str")
    iso = (
        given.str.slice(-4) + "-" + month + "-" + given.str.slice(8, 10)
        + "T" + given.str.slice(11, 19) + given.str.slice(20, 25)
    )  # fmt: skip
    iso = iso.where(month.notna(), given)
    stated = iso.str.contains(r"(?:Z|[+-]\d\d:?\d\d)$", na=False)
    times = pd.to_datetime(iso.where(stated), utc=True, format="ISO8601", errors="coerce")
    refuse(
        raw,
        "created_at",
        times.isna(),
        Text(
            es="no se entiende como fecha y hora con su zona horaria.",
            en="it cannot be read as a date and time with its time zone.",
        ),
        Text(
            es="se escribe así: Tue Oct 31 22:10:47 +0000 2017.",
            en="it is written so: Tue Oct 31 22:10:47 +0000 2017.",
        ),
        shown=raw["created_at"],
    )
    return times


# -- links ---------------------------------------------------------------------------------------------------


def _links(raw: pd.DataFrame) -> tuple[pd.Series, int, int]:
    """Return what each tweet answers, how many links only a list knew, and how many lists disagree."""
    listed = raw[["tweet_id", "response_tweet_id"]].dropna()
    claims = listed.assign(reply=listed["response_tweet_id"].str.split(",")).explode("reply")
    claims = claims.assign(reply=claims["reply"].str.strip().str.replace(r"\.0*$", "", regex=True))
    claims = claims.drop_duplicates(["tweet_id", "reply"])
    at = pd.Index(raw["tweet_id"]).get_indexer(claims["reply"])
    claims, at = claims[at >= 0], at[at >= 0]
    own = raw["in_response_to_tweet_id"].take(at).to_numpy()
    silent = pd.isna(own)
    disagree = int((~silent & (own != claims["tweet_id"].to_numpy())).sum())
    found = pd.Series(claims["tweet_id"].to_numpy()[silent], index=at[silent])
    found = found[~found.index.duplicated()]
    links = raw["in_response_to_tweet_id"].copy()
    links.iloc[found.index] = found.to_numpy()
    return links, len(found), disagree


def _without_impossible(ids: pd.Series, links: pd.Series, times: pd.Series) -> tuple[pd.Series, int]:
    asked = pd.Index(ids).get_indexer(links)
    sent = times.to_numpy()
    impossible = (
        links.notna().to_numpy() & (asked >= 0) & ((sent < sent[asked]) | (asked == np.arange(len(ids))))
    )
    return links.mask(impossible), int(impossible.sum())
