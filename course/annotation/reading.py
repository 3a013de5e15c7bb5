"""Reading an annotation file back, from whatever became of it, and saying what could not be."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from course.annotation.decoding import decode
from course.annotation.rows import (
    ID_LIMIT,
    NAME_LIMIT,
    NOTE_LIMIT,
    SCHEMA,
    STATUSES,
    Row,
    file_id,
    latest,
    one_line,
)
from course.annotation.tabular import tabulate
from course.annotation.times import read_time
from course.language import Text

DEFAULT_ANNOTATOR = "coder"
LABELS_LIMIT = 50  # of one row

_RUINED = re.compile(r"[0-9]+([.,][0-9]+)?[eE]\+?[0-9]+|[1-9][0-9]{14}0{2,}")
_WITH_ZEROS = re.compile(r"([0-9]{1,15})[.,]0+")
_GUARDED = re.compile(r"'[=+\-@\t']")
_BETWEEN_LABELS = re.compile(r"[|;,\n]")


@dataclass(frozen=True)
class Reading:
    """What a file says.

    Parameters
    ----------
    rows : tuple of Row
        The latest row of each tweet and annotator.
    problems : tuple of Text
        What a reader should know, in whole sentences; empty for a file as we write it.
    readable : bool
        Whether it is an annotation file at all; where it is not, it must not be overwritten.
    lost : int
        Lines that could not be read.
    whole : bool
        Whether the rows hold all that the file held; where they do not, keep a copy before overwriting it.
    """

    rows: tuple[Row, ...] = ()
    problems: tuple[Text, ...] = ()
    readable: bool = True
    lost: int = 0
    whole: bool = True


def ruined(tweet_id: str) -> bool:
    """Tell whether an id lost digits in a spreadsheet: ``1.58E+18``, or ``1580661436132750000``.

    Examples
    --------
    >>> ruined("1,58E+18"), ruined("1580661436132757506"), ruined("t1580661436132750000")
    (True, False, False)
    """
    return bool(_RUINED.fullmatch(tweet_id))


def parse(data: bytes) -> Reading:
    """Return the rows of a file; it never raises, whatever the bytes.

    Examples
    --------
    >>> found = parse(b"tweet_id;labels;note\\r\\nt1;joke|question;\\r\\n1.58E+18;joke;\\r\\n")
    >>> [(row.tweet_id, row.labels, row.annotator) for row in found.rows], found.lost
    ([('t1', ('joke', 'question'), 'coder')], 1)
    >>> parse(b"not at all").readable
    False
    """
    decoded = decode(data)
    if decoded.why:
        return _unreadable(decoded.why)
    table = tabulate(decoded.text)
    if table.why:
        return _unreadable(table.why)
    seen: Counter[str] = Counter(broken=table.broken)
    found = [row for record in table.records if (row := _row(record, seen))]
    rows = tuple(latest(_named(found)).values())
    repairs = [*([decoded.repair] if decoded.repair else []), *table.repairs]
    problems = [*_repaired(repairs), *_counted(seen)]
    if table.extra:
        names = ", ".join(one_line(name)[:40] or "–" for name in table.extra[:5])
        problems.append(
            Text(
                es=f"El archivo tiene columnas de más ({names}): no se leen.",
                en=f"The file has further columns ({names}): they are not read.",
            )
        )
    if decoded.lost:
        problems.append(
            Text(
                es="Algunos caracteres se perdieron al guardarlo otro programa: en las notas sale «\ufffd».",
                en="Some characters were lost when another program saved it: notes show '\ufffd'.",
            )
        )
    lost = seen["broken"] + seen["ruined"]
    whole = not (lost or table.extra or decoded.lost or seen["long"])
    return Reading(rows, tuple(problems), True, lost, whole)


def _unreadable(why: Text) -> Reading:
    start = Text(es="El archivo de anotaciones no se puede leer: ", en="The annotation file cannot be read: ")
    return Reading(problems=(start + why + ".",), readable=False, whole=False)


def _row(record: dict[str, str], seen: Counter[str]) -> Row | None:
    def cell(name: str) -> str:
        text = record.get(name, "").strip()
        return text[1:] if _GUARDED.match(text) else text

    tweet_id = one_line(cell("tweet_id"))
    if whole := _WITH_ZEROS.fullmatch(tweet_id):
        tweet_id = whole[1]
    if not tweet_id or len(tweet_id) > ID_LIMIT:
        seen["broken"] += 1
        return None
    if ruined(tweet_id):
        seen["ruined"] += 1
        return None
    labels = _labels(cell("labels"))
    status = one_line(cell("status")).casefold()
    if status not in STATUSES:
        seen["status"] += bool(status)
        status = "labelled" if labels else "cleared"
    if labels and status != "labelled":
        seen["relabelled"] += 1
        status = "labelled"
    if not labels and status == "labelled":
        seen["emptied"] += 1
        status = "cleared"
    note = one_line(cell("note"))
    seen["long"] += len(note) > NOTE_LIMIT
    updated_at = read_time(record.get("updated_at", ""))
    seen["time"] += bool(record.get("updated_at", "").strip()) and not updated_at
    seen["schema"] += (one_line(cell("schema")) or SCHEMA) != SCHEMA
    return Row(
        file_id(tweet_id),
        labels,
        note[:NOTE_LIMIT],
        status,
        one_line(cell("annotator"))[:NAME_LIMIT],
        updated_at,
        one_line(cell("codebook"))[: 2 * NAME_LIMIT],
    )


def _labels(cell: str) -> tuple[str, ...]:
    parts = (one_line(part)[:NAME_LIMIT] for part in _BETWEEN_LABELS.split(cell, LABELS_LIMIT)[:LABELS_LIMIT])
    return tuple(dict.fromkeys(part for part in parts if part))


def _named(rows: list[Row]) -> list[Row]:
    """Give rows without annotator the file's only one, else the default."""
    names = {row.annotator for row in rows} - {""}
    name = names.pop() if len(names) == 1 else DEFAULT_ANNOTATOR
    return [row if row.annotator else replace(row, annotator=name) for row in rows]


def _repaired(repairs: list[Text]) -> list[Text]:
    if not repairs:
        return []
    what = repairs[0]
    for repair in repairs[1:]:
        what = what + ", " + repair
    return [
        Text(
            es="Otro programa guardó el archivo a su manera (",
            en="Another program saved the file in its own way (",
        )
        + what
        + Text(es="): se ha leído igualmente.", en="): it was read all the same.")
    ]


def _counted(seen: Counter[str]) -> list[Text]:
    return [_COUNTED[name].format(n=seen[name]) for name in _COUNTED if seen[name]]


_COUNTED = {
    "ruined": Text(
        es="Filas cuyo identificador perdió cifras en una hoja de cálculo (como 1,58E+18), que no se leen: {n}.",
        en="Rows whose id lost digits in a spreadsheet (such as 1.58E+18), which are not read: {n}.",
    ),
    "broken": Text(
        es="Líneas incompletas o sin identificador, que no se leen: {n}.",
        en="Lines cut short or without an id, which are not read: {n}.",
    ),
    "status": Text(
        es="Filas con un estado («status») desconocido: {n}.", en="Rows with an unknown status: {n}."
    ),
    "relabelled": Text(
        es="Filas con etiquetas puestas a mano en un tuit saltado o borrado, que cuentan como etiquetadas: {n}.",
        en="Rows with labels put by hand on a tweet skipped or cleared, which count as labelled: {n}.",
    ),
    "emptied": Text(
        es="Filas etiquetadas que se han quedado sin etiquetas, que cuentan como pendientes: {n}.",
        en="Labelled rows that were left without labels, which count as pending: {n}.",
    ),
    "time": Text(
        es="Filas cuya hora no se entiende, que cuentan como las más antiguas: {n}.",
        en="Rows whose time is not understood, which count as the oldest: {n}.",
    ),
    "long": Text(
        es=f"Notas de más de {NOTE_LIMIT} caracteres, que se leen cortadas: {{n}}.",
        en=f"Notes of more than {NOTE_LIMIT} characters, which are read cut: {{n}}.",
    ),
    "schema": Text(
        es="Filas que dicen ser de otra versión del formato: {n}.",
        en="Rows that say they are of another version of the format: {n}.",
    ),
}
