"""From a text to records of named cells, whatever a spreadsheet or an editor did to its lines.

Files of ours hold one row a line, so that what is broken is mended, or given up, line by line.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from course.annotation.rows import COLUMNS, SCHEMA, one_line
from course.language import Text

MAX_LINES = 100_000

_DELIMITERS = (",", ";", "\t")
_HEADER_WITHIN = 50  # lines
_NOTE_WITHIN = 30  # lines of a note that a spreadsheet broke
_BLANK = " ;,\t\"'\r\n\ufeff"
_SEP = re.compile(r'"?sep=(.)"?[;,\t ]*', re.I)
_ROW_START = re.compile(r'["\' ]*t?[0-9]+["\' ]*[,;\t]|.*' + re.escape(SCHEMA), re.A)
_NAME_JOINTS = re.compile(r"[\s_.-]+")


@dataclass
class Table:
    """Records of a file: ``why`` says why there are none, ``repairs`` what was not as we write it."""

    records: list[dict[str, str]] = field(default_factory=list)
    broken: int = 0
    extra: tuple[str, ...] = ()
    repairs: list[Text] = field(default_factory=list)
    why: Text | None = None


@dataclass(frozen=True)
class _Form:
    """How a file's lines are to be read."""

    names: tuple[str, ...]
    delimiter: str

    @property
    def ours(self) -> bool:
        return self.names[: len(COLUMNS)] == COLUMNS


def tabulate(text: str) -> Table:
    """Return the records of a text that has the columns ``tweet_id`` and ``labels``, in any order and case.

    Examples
    --------
    >>> tabulate("sep=;\\nLabels;Tweet ID;Mine\\njoke;t1;x").records
    [{'labels': 'joke', 'tweet_id': 't1', 'mine': 'x'}]
    """
    lines = _lines(text)
    if lines is None:
        return Table(
            why=Text(es=f"tiene más de {MAX_LINES} líneas", en=f"it has more than {MAX_LINES} lines")
        )
    if not lines:
        return Table()
    form, body, repairs = _form(lines)
    if form is None:
        return Table(
            why=Text(
                es="no tiene las columnas «tweet_id» y «labels»",
                en="it does not have the columns 'tweet_id' and 'labels'",
            )
        )
    table = Table(repairs=repairs)
    needed = [place for place, name in enumerate(form.names) if name in COLUMNS[:5]]
    for record in _joined(body):
        cells = _cells(record, form)
        if cells is None or len(cells) <= max(needed):
            table.broken += 1
        else:
            table.records.append(dict(zip(form.names, cells, strict=False)))
    table.extra = tuple(
        name
        for name in dict.fromkeys(form.names)
        if name not in COLUMNS and any(record.get(name) for record in table.records)
    )
    return table


def _lines(text: str) -> list[str] | None:
    """Return the lines that hold something; None where they are too many."""
    found: list[str] = []
    for line in io.StringIO(text, newline=None):
        if line.strip(_BLANK):
            found.append(line.rstrip("\n"))
            if len(found) > MAX_LINES:
                return None
    return found


def _form(lines: list[str]) -> tuple[_Form | None, list[str], list[Text]]:
    repairs: list[Text] = []
    said = _SEP.fullmatch(lines[0].strip())
    delimiters = (said[1], *_DELIMITERS) if said else _DELIMITERS
    for place, line in enumerate(lines[:_HEADER_WITHIN]):
        for delimiter in delimiters:
            names = tuple(_name(cell) for cell in _split(line, delimiter) or ())
            if "tweet_id" in names and "labels" in names:
                if delimiter != "," or said:
                    shown = (
                        Text(es="tabulador", en="tab")
                        if delimiter == "\t"
                        else Text(f"«{delimiter}»", f"'{delimiter}'")
                    )
                    repairs.append(Text(es="separador ", en="separator ") + shown)
                kept = [name for name in names if name in COLUMNS]
                if kept != sorted(kept, key=COLUMNS.index):
                    repairs.append(Text(es="columnas en otro orden", en="columns in another order"))
                return _Form(_trimmed(names), delimiter), lines[place + 1 :], repairs
    for delimiter in _DELIMITERS:
        cells = _split(lines[0], delimiter) or []
        if len(cells) >= len(COLUMNS) and cells[len(COLUMNS) - 1].strip() == SCHEMA:
            repairs.append(Text(es="sin la línea de títulos", en="without the line of titles"))
            return _Form(COLUMNS, delimiter), lines, repairs
    return None, [], []


def _name(cell: str) -> str:
    return _NAME_JOINTS.sub("_", one_line(cell).strip(_BLANK).casefold())


def _trimmed(names: tuple[str, ...]) -> tuple[str, ...]:
    while names and not names[-1]:
        names = names[:-1]
    return names


def _joined(lines: list[str]) -> Iterator[str]:
    """Yield records: lines, and with them those that follow within one cell's quotes."""
    place = 0
    while place < len(lines):
        record, place = lines[place], place + 1
        if record.count('"') % 2:
            together = [record]
            for line in lines[place : place + _NOTE_WITHIN]:
                if _ROW_START.match(line):
                    break  # a quote left open: the next row is a row all the same
                together.append(line)
                if line.count('"') % 2:
                    record, place = "\n".join(together), place + len(together) - 1
                    break
        yield record


def _cells(record: str, form: _Form) -> list[str] | None:
    cells = _split(record, form.delimiter)
    if form.ours and form.delimiter == "," and not _fits(cells):
        # A spreadsheet with another separator took the whole line for its first column, and cut it at each ";".
        for foreign in (";", "\t"):
            parts = _split(record, foreign)
            mended = _split(foreign.join(parts).rstrip(foreign), ",") if parts else None
            if _fits(mended):
                cells = mended
                break
    if cells is None:
        return None
    while len(cells) > len(form.names) and not cells[-1].strip(_BLANK):
        cells.pop()
    surplus = len(cells) - len(COLUMNS)
    if form.names == COLUMNS and surplus > 0 and cells[-1].strip(_BLANK) == SCHEMA:
        cells[2 : 3 + surplus] = [form.delimiter.join(cells[2 : 3 + surplus])]  # commas of a note, unquoted
    return cells


def _fits(cells: list[str] | None) -> bool:
    return bool(cells) and len(cells) >= len(COLUMNS) and SCHEMA in cells[len(COLUMNS) - 1]


def _split(line: str, delimiter: str) -> list[str] | None:
    """Return a line's cells; None where a cell is longer than the csv module takes."""
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except (csv.Error, TypeError, ValueError):  # the last two: a "sep=" that no delimiter can be
        return None
