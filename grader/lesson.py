"""A lesson: what `notebooks/<unit>/lesson.py` says, read strictly and held as cells in both languages.

The file is py:percent text, as jupytext reads it, with a few cell options of ours. Every mistake is reported
with its file, line and remedy.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from course.language import LANGUAGES, Text
from grader.phrases import Phrase, PhraseError, localise, parse, phrases

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"

_HEADER = re.compile(r"^# ?%%(?P<rest>(?:\s.*)?)$")
_OPTION = re.compile(r'(?P<name>[a-z]+)=(?:"(?P<text>[^"]*)"|(?P<number>\d+(?:\.\d+)?))(?=\s|$)')
_MAGIC = re.compile(r"^# (%%?[A-Za-z])")
_KEY = re.compile(r"^[a-z][a-z0-9]*(-[a-z0-9]+)*$")
_FORMS = {  # options a cell may have, by its kind
    "markdown": [{"lang"}, {"lang", "task", "points"}],
    "code": [set(), {"answer"}, {"check"}],
}


class LessonError(ValueError):
    """A lesson that cannot be built: where, what, and what to do."""

    def __init__(self, path: Path, line: int, message: str) -> None:
        super().__init__(f"{_short(path)}:{line}: {message}")
        self.path, self.line, self.message = path, line, message


@dataclass(frozen=True)
class Cell:
    """One cell in both languages.

    Parameters
    ----------
    kind : {"prose", "code", "answer", "check", "task"}
    source : Text
        What the instructor's notebook shows, solution or model answer included.
    line : int
        Line of the cell's header in the lesson.
    key : str or None
        The exercise of an answer or check, the task of a task.
    points : float or None
        Of a check or task.
    phrases : tuple of Phrase
        Its bilingual pairs; lines count within the file.
    """

    kind: str
    source: Text
    line: int
    key: str | None = None
    points: float | None = None
    phrases: tuple[Phrase, ...] = ()

    @property
    def is_markdown(self) -> bool:
        return self.kind in ("prose", "task")


@dataclass(frozen=True)
class Lesson:
    """A unit's lesson: its name, its file, its cells."""

    unit: str
    path: Path
    cells: tuple[Cell, ...]

    @property
    def keys(self) -> list[str]:
        """Keys of the autograded exercises, in order."""
        return [cell.key for cell in self.cells if cell.kind == "check"]

    @property
    def points(self) -> float:
        """Marks that the whole unit gives."""
        return sum(cell.points or 0 for cell in self.cells)


@dataclass
class _Raw:
    """A cell as it stands in the file."""

    line: int
    cell_type: str
    options: dict[str, str | float]
    body: list[str]

    def error(self, path: Path, message: str, *, below: int = 0) -> LessonError:
        return LessonError(path, self.line + below, message)


def registered_points(key: str) -> float:
    """Return the points that `course.exercises` gives an exercise; an unknown key is a `LookupError`."""
    from course import exercises

    return exercises.get(key).points


def lessons(units: Iterable[str] = (), *, folder: Path = NOTEBOOKS) -> list[Lesson]:
    """Read the lessons of these units, of all when none is named.

    Parameters
    ----------
    units : iterable of str
        Names such as ``"05-jazztel-delays"``.
    folder : Path
        Where the units' folders stand.

    Raises
    ------
    LessonError
        If a unit has no lesson, or its lesson is not as it should be.
    """
    names = list(units) or sorted(path.parent.name for path in folder.glob("*/lesson.py"))
    if not names:
        raise LessonError(
            folder, 0, "no unit here; lessons are in a clone of the project, not in the installed package"
        )
    return [read(folder / name / "lesson.py") for name in names]


def read(path: Path, *, points: Callable[[str], float] | None = None) -> Lesson:
    """Read one lesson and refuse whatever the build could not make sense of.

    Parameters
    ----------
    path : Path
        A file ``<unit>/lesson.py``.
    points : callable, optional
        ``points(key)`` of an exercise, from `course.exercises` if not given.
    """
    points = points or registered_points
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in path.parent.parent.glob("*/lesson.py"))) or "none"
        raise LessonError(path, 0, f"there is no such lesson; units with one: {known}")
    raws = _split(path)
    cells: list[Cell] = []
    while raws:
        first = raws.pop(0)
        if first.cell_type == "markdown":
            cells.append(_pair(path, first, raws.pop(0) if raws else None))
        else:
            cells.append(_code(path, first))
    _answers_and_checks(path, cells)
    return Lesson(path.parent.name, path, tuple(_with_points(path, cell, points) for cell in cells))


# The file ------------------------------------------------------------------------------------------------


def _split(path: Path) -> list[_Raw]:
    raws: list[_Raw] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        header = _HEADER.match(line)
        if header:
            raws.append(_header(path, number, header["rest"].strip()))
        elif raws:
            raws[-1].body.append(line.rstrip() if raws[-1].cell_type == "code" else line)
        elif line.strip():
            raise LessonError(
                path, number, "text before the first cell: begin it with # %% (a lesson has no YAML header)"
            )
    for raw in raws:
        while raw.body and not raw.body[-1].strip():
            raw.body.pop()
        if not raw.body:
            raise raw.error(path, "an empty cell: fill it or take it out")
        if raw.cell_type == "markdown":
            raw.body = [_uncommented(path, raw, below, line) for below, line in enumerate(raw.body, start=1)]
        else:
            raw.body = [_MAGIC.sub(r"\1", line) for line in raw.body]
    return raws


def _header(path: Path, number: int, rest: str) -> _Raw:
    cell_type = "code"
    if rest.startswith("["):
        kind, _, rest = rest.partition("]")
        cell_type = kind[1:]
        rest = rest.strip()
    if cell_type not in _FORMS:
        raise LessonError(path, number, f"a cell is code (# %%) or [markdown], not [{cell_type}]")
    options: dict[str, str | float] = {}
    while rest:
        option = _OPTION.match(rest)
        if not option:
            raise LessonError(path, number, f'cannot read {rest!r}: options look like lang="es" or points=4')
        if option["name"] in options:
            raise LessonError(path, number, f"the option {option['name']} stands twice: keep one")
        options[option["name"]] = option["text"] if option["number"] is None else float(option["number"])
        rest = rest[option.end() :].strip()
    _check_options(path, number, cell_type, options)
    return _Raw(number, cell_type, options, [])


def _check_options(path: Path, number: int, cell_type: str, options: dict[str, str | float]) -> None:
    known = set().union(*_FORMS[cell_type])
    for name in options:
        if name not in known:
            raise LessonError(
                path,
                number,
                f"unknown option {name} of a {cell_type} cell: it takes {', '.join(sorted(known))}",
            )
    if set(options) not in _FORMS[cell_type]:
        forms = " or ".join("+".join(sorted(form)) or "none" for form in _FORMS[cell_type])
        raise LessonError(
            path, number, f"a {cell_type} cell's options are {forms}, not {'+'.join(options) or 'none'}"
        )
    if "lang" in options and options["lang"] not in LANGUAGES:
        raise LessonError(path, number, f"lang is {' or '.join(LANGUAGES)}, not {options['lang']!r}")
    if "points" in options and not (isinstance(options["points"], float) and options["points"] > 0):
        raise LessonError(path, number, "points is a number above 0, without quotes: points=4")
    for name in ("answer", "check", "task"):
        if name in options and not _KEY.match(str(options[name])):
            raise LessonError(
                path, number, f'a key is lower-case words with dashes, as {name}="median-delay"'
            )


def _uncommented(path: Path, raw: _Raw, below: int, line: str) -> str:
    if line == "#":
        return ""
    if not line.startswith("# "):
        raise raw.error(path, 'a line of a markdown cell begins with "# "', below=below)
    return line[2:]


# Cells ---------------------------------------------------------------------------------------------------


def _pair(path: Path, first: _Raw, second: _Raw | None) -> Cell:
    languages = [raw.options.get("lang") for raw in (first, second) if raw and raw.cell_type == "markdown"]
    if languages != list(LANGUAGES):
        raise first.error(path, 'a markdown cell lang="es" is followed at once by its twin lang="en"')
    options = [{k: v for k, v in raw.options.items() if k != "lang"} for raw in (first, second)]
    if options[0] != options[1]:
        raise second.error(path, f"twins have the same options: es has {options[0]}, en has {options[1]}")
    source = Text(*("\n".join(raw.body).strip("\n") for raw in (first, second)))
    if "task" not in options[0]:
        return Cell("prose", source, first.line)
    return Cell("task", source, first.line, key=options[0]["task"], points=options[0]["points"])


def _code(path: Path, raw: _Raw) -> Cell:
    code = "\n".join(raw.body)
    try:
        found = phrases(code, strict=True)
        source = Text(**{language: localise(code, language) for language in LANGUAGES})
    except PhraseError as error:
        raise raw.error(path, str(error), below=error.line) from None
    found = tuple(replace(phrase, line=phrase.line + raw.line) for phrase in found)
    kind, key = next(iter(raw.options.items()), ("code", None))
    cell = Cell(kind, source, raw.line, key=key, phrases=found)
    if kind == "answer":
        _refuse_odd_answer(path, raw, code)
    elif kind == "check" and code != (wanted := f'check("{key}", {key.replace("-", "_")})'):
        raise raw.error(path, f"this cell holds exactly {wanted}", below=1)
    elif kind == "code" and "SOLUTION" in code:
        raise raw.error(
            path, f'SOLUTION marks outside an answer: give the cell answer="..." ({BEGIN} ... {END})'
        )
    return cell


def _refuse_odd_answer(path: Path, raw: _Raw, code: str) -> None:
    """An answer is one function with a bilingual docstring, and then the solution between its marks."""
    name = raw.options["answer"].replace("-", "_")
    body = parse(code).body
    if len(body) != 1 or getattr(body[0], "name", None) != name or not hasattr(body[0], "args"):
        raise raw.error(path, f"this cell holds exactly one function, def {name}(...)", below=1)
    function = body[0]
    marks = [(n, line.strip()) for n, line in enumerate(raw.body, start=1) if "SOLUTION" in line]
    if [mark for _, mark in marks] != [BEGIN, END]:
        raise raw.error(path, f"the solution stands once between {BEGIN} and {END}", below=1)
    docstring = function.body[0]
    if not any(
        p.form == "lines" and docstring.lineno <= p.line <= docstring.end_lineno
        for p in phrases(code, strict=True)
    ):
        raise raw.error(
            path, 'the function opens with a docstring of "es: " and "en: " lines', below=function.lineno
        )
    outside = [s for s in function.body[1:] if not marks[0][0] < s.lineno <= s.end_lineno < marks[1][0]]
    if outside:
        raise raw.error(
            path, "code outside the solution marks: the stub's return would hide it", below=outside[0].lineno
        )
    if len(function.body) < 2:
        raise raw.error(path, "no solution between the marks: write one", below=marks[0][0])


def _answers_and_checks(path: Path, cells: list[Cell]) -> None:
    seen: dict[tuple[str, str], int] = {}
    for cell in cells:
        if not cell.key:
            continue
        if (cell.kind, cell.key) in seen:
            raise LessonError(
                path,
                cell.line,
                f"a second {cell.kind} {cell.key}: the first is in line {seen[cell.kind, cell.key]}",
            )
        if cell.kind == "task" and any(key == cell.key for _, key in seen):
            raise LessonError(
                path, cell.line, f"the key {cell.key} is taken: every task and exercise has its own"
            )
        if cell.kind == "check" and ("answer", cell.key) not in seen:
            raise LessonError(
                path, cell.line, f'no cell with answer="{cell.key}" stands above this check: write it'
            )
        seen[cell.kind, cell.key] = cell.line
    for (kind, key), line in seen.items():
        if kind == "answer" and ("check", key) not in seen:
            raise LessonError(path, line, f'the answer {key} has no check: add a cell with check="{key}"')


def _with_points(path: Path, cell: Cell, points: Callable[[str], float]) -> Cell:
    if cell.kind != "check":
        return cell
    try:
        return replace(cell, points=points(cell.key))
    except LookupError:
        module = re.sub(r"^\d+-", "", path.parent.name).replace("-", "_")
        raise LessonError(
            path,
            cell.line,
            f"course.exercises has no {cell.key}: add it to course/exercises/{module}.py, or correct the key",
        ) from None


def _short(path: Path) -> str:
    return "/".join(path.parts[-2:])
