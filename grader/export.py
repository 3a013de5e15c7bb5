"""`grader export`: a class's marks for a spreadsheet, for Moodle or for another program.

A mark that is open stays empty: it is no zero. Nothing a student chose, a name for one, is run as a formula by
a spreadsheet.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from course.language import Text
from grader import registry
from grader.coursefolder import CourseFolder
from grader.errors import GraderError
from grader.report import number
from grader.standing import Standing, standings

FORMAT = 1
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NOT_GRADED = "not-graded-yet"
_WRITTEN = Text(es="Respuesta escrita", en="Written answer")
_OPEN = Text(es="pendiente", en="open")


@dataclass(frozen=True)
class Worksheet:
    """How Moodle heads the columns of an assignment's grading worksheet, and names a participant."""

    participant: str
    columns: tuple[str, ...]


# As Moodle's own language packs have them: it finds the columns by these words.
MOODLE = {
    "es": Worksheet(
        "Participante {number}",
        (
            *(
                "Identificador",
                "Nombre completo",
                "Dirección de correo",
                "Calificación",
                "Calificación máxima",
            ),
            *("Última modificación (calificación)", "Comentarios de retroalimentación"),
        ),
    ),
    "en": Worksheet(
        "Participant {number}",
        (
            *("Identifier", "Full name", "Email address", "Grade", "Maximum Grade"),
            *("Last modified (grade)", "Feedback comments"),
        ),
    ),
}


@dataclass
class Exported:
    """What was exported.

    Parameters
    ----------
    path : Path
    students : int
    open : dict of str to int
        Submissions with an open mark, by unit.
    nameless : list of str
        For Moodle: students left out, because their number is not known.
    """

    path: Path
    students: int
    open: dict[str, int]
    nameless: list[str]


def export(
    course: CourseFolder,
    units: list[str],
    to: Path,
    *,
    decimal: str = ".",
    separator: str | None = None,
    moodle: str | None = None,
) -> Exported:
    """Write the marks of units to a file: JSON where its name ends so, CSV otherwise.

    Parameters
    ----------
    course : CourseFolder
    units : list of str
    to : Path
    decimal : {".", ","}
        The decimal sign of the CSV.
    separator : str, optional
        Between the CSV's columns; a comma, and with decimal commas a semicolon, as spreadsheets there expect.
    moodle : {"es", "en"}, optional
        Write the grading worksheet that Moodle's assignment takes back, in the campus's language.
    """
    if moodle is not None and len(units) != 1:
        raise GraderError("A Moodle worksheet is of one assignment: name one unit.")
    if moodle is not None and to.suffix.lower() == ".json":
        raise GraderError("Moodle takes a worksheet as CSV: name a file that ends in .csv.")
    found = {unit: standings(course, unit) for unit in units}
    nameless: list[str] = []
    if to.suffix.lower() == ".json":
        text = json.dumps(as_json(found), ensure_ascii=False, indent=1) + "\n"
    elif moodle is not None:
        rows = found[units[0]]
        nameless = [one.student for one in rows if not one.number]
        if len(nameless) == len(rows):
            raise GraderError(
                "No student of this class has a Moodle number: `grader collect` keeps it from the folder or zip "
                "that Moodle gives under “Download all submissions”. Without it, export plain CSV and match by name."
            )
        text = as_csv(_worksheet(rows, MOODLE[moodle]), decimal=decimal, separator=",")
    else:
        text = as_csv(table(found), decimal=decimal, separator=separator or (";" if decimal == "," else ","))
    to.parent.mkdir(parents=True, exist_ok=True)
    # A byte order mark is what makes spreadsheets read UTF-8; JSON has none.
    to.write_bytes(text.encode("utf-8" if to.suffix.lower() == ".json" else "utf-8-sig", "replace"))
    students = {one.student for rows in found.values() for one in rows}
    waiting = {unit: sum(bool(one.open) for one in rows) for unit, rows in found.items()}
    return Exported(to, len(students), waiting, nameless)


def as_csv(rows: Iterable[list[Any]], *, decimal: str, separator: str) -> str:
    """Return rows as CSV; a cell that a spreadsheet would run begins with an apostrophe instead.

    Examples
    --------
    >>> as_csv([["name", "mark"], ["=1+1", 2.5], ["Gil, Ana", None]], decimal=",", separator=";")
    "name;mark\\r\\n'=1+1;2,5\\r\\nGil, Ana;\\r\\n"
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n")
    writer.writerows([[_cell(value, decimal) for value in row] for row in rows])
    return text.getvalue()


def _cell(value: Any, decimal: str) -> str:
    if value is None:
        return ""
    if isinstance(value, (int, float)):
        return number(value, "es" if decimal == "," else "en")
    text = str(value).replace("\0", "")
    return (
        f"'{text}" if text.lstrip(" \u00a0\ufeff").startswith(_FORMULA) or text.startswith(_FORMULA) else text
    )


def table(found: dict[str, list[Standing]]) -> list[list[Any]]:
    """Return one row a student, with a heading: who, then for each unit its marks, sums, state and language.

    With several units the columns of each begin with its name.
    """
    several = len(found) > 1
    header: list[Any] = ["student", "full_name", "email"]
    people: dict[str, Standing] = {}
    cells: dict[str, list[Any]] = {}
    width = 0
    for unit, rows in found.items():
        keys = list(rows[0].points) if rows else []
        names = [*keys, "total", "so_far", "maximum", "late_penalty", "open", "state", "language"]
        header += [f"{unit} {name}" if several else name for name in names]
        for one in rows:
            people.setdefault(one.student, one)
            mine = cells.setdefault(one.student, [])
            mine += [None] * (width - len(mine))
            mine += [one.marks[key] for key in keys]
            mine += [
                one.total,
                one.so_far,
                one.max_total,
                one.sheet.late,
                len(one.open),
                _state(one),
                one.language,
            ]
        width += len(names)
    body = []
    for student, one in sorted(people.items()):
        mine = cells[student] + [None] * (width - len(cells[student]))
        body.append([student, one.full_name, one.sheet.email, *mine])
    return [header, *body]


def _worksheet(rows: list[Standing], words: Worksheet) -> list[list[Any]]:
    body = [
        [
            words.participant.format(number=one.number),
            one.full_name,
            one.sheet.email,
            one.total,
            one.max_total,
            "",
            comment(one),
        ]
        for one in rows
        if one.number
    ]
    return [list(words.columns), *body]


def comment(one: Standing) -> str:
    """Return a standing in a few lines, in the student's language: marks by exercise and what the teacher wrote."""
    language = one.language or "es"
    exercises = registry.exercises(one.unit)
    lines = []
    for key, points in one.points.items():
        title = (exercises[key].title if key in exercises else _WRITTEN).to(language).replace("`", "")
        mark = one.marks[key]
        said = (
            _OPEN.to(language) if mark is None else f"{number(mark, language)} / {number(points, language)}"
        )
        written = one.sheet.comments.get(key) or one.sheet.comments.get(f"{key}-check") or ""
        lines.append(f"{title}: {said}" + (f". {written.strip()}" if written.strip() else ""))
    return "\n".join(lines)


def as_json(found: dict[str, list[Standing]]) -> dict[str, Any]:
    """Return everything for another program; a mark that is open is null."""
    return {"format": FORMAT, "units": [_unit(unit, rows) for unit, rows in found.items()]}


def _unit(unit: str, rows: list[Standing]) -> dict[str, Any]:
    fields: dict[str, Callable[[Standing], Any]] = {
        "student": lambda one: one.student,
        "full_name": lambda one: one.full_name,
        "email": lambda one: one.sheet.email,
        "campus_number": lambda one: one.number,
        "state": _state,
        "language": lambda one: one.language,
        "marks": lambda one: one.marks,
        "open": lambda one: one.open,
        "so_far": lambda one: one.so_far,
        "total": lambda one: one.total,
        "late_penalty": lambda one: one.sheet.late,
        "comments": lambda one: one.sheet.comments,
    }
    return {
        "unit": unit,
        "points": rows[0].points if rows else {},
        "students": [{name: read(one) for name, read in fields.items()} for one in rows],
    }


def _state(one: Standing) -> str:
    return NOT_GRADED if one.outcome is None else one.outcome.value
