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
MAX_LINE = 100_000  # characters; the longest of ours have some 5,000
MAX_COLUMNS = 256

_DELIMITERS = (",", ";", "\t")
_HEADER_WITHIN = 50  # lines
_NOTE_WITHIN = 30  # lines of a note that a spreadsheet broke
_BLANK = " ;,\t\"'\r\n\ufeff"
_SEP = re.compile(r'"?sep=(.)"?[;,\t ]*', re.I)
_ROW_START = re.compile(r'["\' ]*(t[0-9]+|[0-9]{6,})["\' ]*[,;\t]', re.A)
_NAME_JOINTS = re.compile(r"[\s_.-]+")


@dataclass
class Table:
    """Records of a file, of the columns we know.

    ``broken`` counts the lines that give none, ``extra`` names other columns that hold something, ``repairs``
    says what was not as we write it, ``why`` why there is nothing to read at all.
    """

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
    >>> table = tabulate("sep=;\\nLabels;Tweet ID;Mine\\njoke;t1;x")
    >>> table.records, table.extra
    ([{'labels': 'joke', 'tweet_id': 't1'}], ('mine',))
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
    places = {name: place for place, name in enumerate(form.names) if name in COLUMNS}
    others = [place for place, name in enumerate(form.names) if name not in COLUMNS]
    needed = (
        max(places.values()) if form.ours else max(places[name] for name in places if name in COLUMNS[:5])
    )
    extra: dict[str, None] = {}
    for record in _joined(body, form):
        cells = _cells(record, form)
        if cells is None or len(cells) <= needed:
            table.broken += 1
            continue
        table.records.append({name: cells[place] for name, place in places.items() if place < len(cells)})
        extra |= {form.names[place]: None for place in others if place < len(cells) and cells[place].strip()}
    table.extra = tuple(extra)
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
            cells = _split(line, delimiter) or []
            if cells and not "".join(cells[1:]).strip(_BLANK):  # the whole line in quotes
                cells = _split(cells[0], delimiter) or []
            names = tuple(_name(cell) for cell in cells)
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


def _joined(lines: list[str], form: _Form) -> Iterator[str]:
    """Yield records: lines, and with them those that follow within one cell's quotes."""
    place = 0
    while place < len(lines):
        record, place = lines[place], place + 1
        if record.count('"') % 2:
            together = [record]
            for line in lines[place : place + _NOTE_WITHIN]:
                if _ROW_START.match(line) or (form.ours and _fits(_split(line, form.delimiter))):
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
    if form.ours and len(cells) == len(COLUMNS):
        cells[-1] = cells[-1].strip(_BLANK)  # empty columns of another separator
    surplus = len(cells) - len(COLUMNS)
    if form.names == COLUMNS and surplus > 0 and cells[-1].strip(_BLANK) == SCHEMA:
        cells[2 : 3 + surplus] = [form.delimiter.join(cells[2 : 3 + surplus])]  # commas of a note, unquoted
    return cells


def _fits(cells: list[str] | None) -> bool:
    return bool(cells) and len(cells) >= len(COLUMNS) and SCHEMA in cells[len(COLUMNS) - 1]


def _split(line: str, delimiter: str) -> list[str] | None:
    """Return a line's cells; None where they are too many or too long to be ours."""
    if len(line) > MAX_LINE:
        return None
    try:
        cells = next(csv.reader([line], delimiter=delimiter), [])
        return cells if len(cells) <= MAX_COLUMNS else None
    except (csv.Error, TypeError, ValueError):  # the last two: a "sep=" that no delimiter can be
        return None
