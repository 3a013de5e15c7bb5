"""What became of a submission, in one word, and the machine-readable record of a class.

A crash, a time-out or an unreadable file is never an honest zero: each has a state of its own, and the
marks that could not be examined are None.
"""

from __future__ import annotations

import json
import os
import tempfile
from dataclasses import asdict, dataclass, field, fields
from enum import StrEnum
from pathlib import Path
from typing import Any

from course.language import Text
from grader.journal import Journal

FORMAT = 2


class Outcome(StrEnum):
    """The state in which a submission ends."""

    GRADED = "graded"
    MANUAL = "needs-manual-grading"
    CRASHED = "crashed"
    TIMED_OUT = "timed-out"
    OVER_LIMIT = "over-a-limit"
    WRONG = "wrong-notebook"
    UNREADABLE = "unreadable"
    TAMPERED = "tampered"
    INCONCLUSIVE = "inconclusive"

    @property
    def title(self) -> Text:
        """The state in a reader's words."""
        return _TITLES[self]

    @property
    def gravity(self) -> int:
        """How grave it is: of several states, the gravest names a submission."""
        return _GRAVITY.index(self)

    @property
    def settled(self) -> bool:
        """Whether a rerun may leave it: the examiner's own fault is tried again."""
        return self is not Outcome.INCONCLUSIVE


_TITLES = {
    Outcome.GRADED: Text(es="Corregida", en="Graded"),
    Outcome.MANUAL: Text(
        es="Corregida; la respuesta escrita la leerá tu docente",
        en="Graded; your teacher will read the written answer",
    ),
    Outcome.CRASHED: Text(
        es="El cuaderno se cerró de golpe al ejecutarlo", en="The notebook crashed while it was running"
    ),
    Outcome.TIMED_OUT: Text(
        es="El cuaderno no terminó en el tiempo previsto",
        en="The notebook did not finish in the time allowed",
    ),
    Outcome.OVER_LIMIT: Text(
        es="El cuaderno pasó de un límite (memoria o salida)",
        en="The notebook went over a limit (memory or output)",
    ),
    Outcome.WRONG: Text(es="No es el cuaderno de esta unidad", en="This is not this unit's notebook"),
    Outcome.UNREADABLE: Text(es="No se ha podido leer el archivo", en="The file could not be read"),
    Outcome.TAMPERED: Text(
        es="Las celdas de evaluación se habían cambiado; tu docente lo revisará",
        en="The graded cells had been changed; your teacher will look at it",
    ),
    Outcome.INCONCLUSIVE: Text(
        es="No se pudo corregir por un fallo nuestro, no tuyo",
        en="It could not be graded because of a fault of ours, not yours",
    ),
}
# From mild to grave: when several happened to one submission, the last one names it.
_GRAVITY = (
    Outcome.GRADED,
    Outcome.MANUAL,
    Outcome.TAMPERED,
    Outcome.OVER_LIMIT,
    Outcome.TIMED_OUT,
    Outcome.CRASHED,
    Outcome.WRONG,
    Outcome.UNREADABLE,
    Outcome.INCONCLUSIVE,
)


def gravest(outcomes: list[Outcome]) -> Outcome:
    """Return the outcome that names a submission to which all of these happened.

    Examples
    --------
    >>> gravest([Outcome.TAMPERED, Outcome.CRASHED, Outcome.MANUAL])
    <Outcome.CRASHED: 'crashed'>
    """
    return max(outcomes, key=lambda outcome: outcome.gravity, default=Outcome.GRADED)


@dataclass
class Record:
    """What became of one submission.

    Parameters
    ----------
    student, unit : str
    outcome : Outcome
    language : {"es", "en"} or None
        None when the file could not be read far enough to tell.
    marks : dict of str to (float or None)
        By exercise or task; None where nothing could be examined or a person has to read.
    points : dict of str to float
        The most that each is worth.
    notes : list of str
        What the instructor should know: restored cells, signs of tampering, the reason of a failure.
    fingerprint : str
        Of what was handed in.
    basis : str
        Of what it was graded with (`grader.basis`); a rerun leaves a record of which both still hold.
    sandbox : str
        How the code was walled in (`grader.sandbox.Level`); ``none`` when the grading ran with ``--unsafe``.
    seconds : float
        Time spent on it.
    states : list of str
        All that happened to it, of which `outcome` is the gravest.
    exercises : dict of str to dict
        By exercise: ``state``, ``reason`` where it could not be examined, ``passed`` and ``cases``, counts of
        hidden cases.
    """

    student: str
    unit: str
    outcome: Outcome
    language: str | None = None
    marks: dict[str, float | None] = field(default_factory=dict)
    points: dict[str, float] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    fingerprint: str = ""
    basis: str = ""
    sandbox: str = ""
    seconds: float = 0.0
    states: list[str] = field(default_factory=list)
    exercises: dict[str, dict[str, Any]] = field(default_factory=dict)

    @classmethod
    def from_json(cls, entry: dict[str, Any]) -> Record:
        """Read what `to_json` wrote, here or in an earlier version."""
        known = {name: value for name, value in entry.items() if name in _FIELDS}
        return cls(**(known | {"outcome": Outcome(entry["outcome"])}))

    def to_json(self) -> dict[str, Any]:
        """Return the record as plain data."""
        return asdict(self) | {"total": self.total, "max_total": self.max_total}

    @property
    def total(self) -> float | None:
        """Sum of the marks known so far; None when none is."""
        known = [mark for mark in self.marks.values() if mark is not None]
        return round(sum(known), 6) if known else None

    @property
    def max_total(self) -> float:
        """Sum of the points."""
        return sum(self.points.values())


_FIELDS = {one.name for one in fields(Record)}


class OutcomeBook:
    """The records of one unit, kept in ``reports/<unit>/outcomes.json`` of the course folder.

    While a class is graded, records are added to a journal beside the file, ``outcomes.journal``; `close` puts
    all into the file. A run that is cut off at any point leaves a journal that the next one reads.
    `before` keeps those that were there when the book was opened.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.journal = Journal(path.with_suffix(".journal"))
        self.records: dict[str, Record] = {}
        entries = json.loads(path.read_text(encoding="utf-8"))["submissions"] if path.is_file() else []
        for entry in (*entries, *self.journal.read()):
            record = Record.from_json(entry)
            self.records[record.student] = record
        self.before: dict[str, Record] = dict(self.records)

    def add(self, record: Record) -> None:
        """Take or replace a student's record; an interrupted run loses nothing."""
        self.records[record.student] = record
        self.journal.write(record.to_json())

    def close(self) -> None:
        """Put everything into the file, at once or not at all; the journal goes."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".outcomes-")
        os.chmod(name, 0o644)
        # A name may hold what is no text (a file name in another encoding): it is kept, and so is the class.
        with os.fdopen(handle, "w", encoding="utf-8", errors="backslashreplace") as file:
            file.write(f'{{"format": {FORMAT}, "submissions": [')
            for position, (_, record) in enumerate(sorted(self.records.items())):
                line = json.dumps(record.to_json(), ensure_ascii=False)
                file.write(f"{',' if position else ''}\n {line}")
            file.write("\n]}\n")
        os.replace(name, self.path)
        self.journal.discard()
