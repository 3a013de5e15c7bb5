"""A lesson: what `notebooks/<unit>/lesson.py` says, read strictly and held as cells in both languages.

The file is py:percent text, as jupytext reads it, with a few cell options of ours. Every mistake is reported
with its file, line and remedy.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from course.checking.labelling import LabellingExercise
from course.language import LANGUAGES, Text
from grader.percent import LessonError, RawCell, split
from grader.phrases import Phrase, PhraseError, localise, parse, phrases
from grader.prose import barriers, headings, jumps

NOTEBOOKS = Path(__file__).resolve().parents[1] / "notebooks"
BEGIN, END = "### BEGIN SOLUTION", "### END SOLUTION"


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


def registered_points(key: str) -> float:
    """Return the points that `course.exercises` gives an exercise; an unknown key is a `LookupError`."""
    from course import exercises

    return exercises.get(key).points


def is_labelling(key: str) -> bool:
    """Tell whether `course.exercises` has an exercise of that key which is a file of labels."""
    from course import exercises

    try:
        return isinstance(exercises.get(key), LabellingExercise)
    except LookupError:
        return False


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


def read(
    path: Path,
    *,
    points: Callable[[str], float] | None = None,
    labelling: Callable[[str], bool] = is_labelling,
) -> Lesson:
    """Read one lesson and refuse whatever the build could not make sense of.

    Parameters
    ----------
    path : Path
        A file ``<unit>/lesson.py``.
    points : callable, optional
        ``points(key)`` of an exercise, from `course.exercises` if not given.
    labelling : callable
        ``labelling(key)`` tells whether an exercise is graded from a file of labels and has no function.
    """
    points = points or registered_points
    if not path.is_file():
        known = ", ".join(sorted(p.parent.name for p in path.parent.parent.glob("*/lesson.py"))) or "none"
        raise LessonError(path, 0, f"there is no such lesson; units with one: {known}")
    raws = split(path)
    cells: list[Cell] = []
    while raws:
        first = raws.pop(0)
        if first.cell_type == "markdown":
            cells.append(_pair(path, first, raws.pop(0) if raws else None))
        else:
            cells.append(_code(path, first, labelling))
    _answers_and_checks(path, cells, labelling)
    _begins_with_the_language(path, cells)
    _can_be_read_aloud(path, cells)
    return Lesson(path.parent.name, path, tuple(_with_points(path, cell, points) for cell in cells))


# Cells ---------------------------------------------------------------------------------------------------


def _pair(path: Path, first: RawCell, second: RawCell | None) -> Cell:
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


def _code(path: Path, raw: RawCell, labelling: Callable[[str], bool]) -> Cell:
    code = "\n".join(raw.body)
    try:
        found = phrases(code, strict=True)
        source = Text(**{language: localise(code, language).strip("\n") for language in LANGUAGES})
    except PhraseError as error:
        raise raw.error(path, str(error), below=error.line) from None
    found = tuple(replace(phrase, line=phrase.line + raw.line) for phrase in found)
    kind, key = next(iter(raw.options.items()), ("code", None))
    cell = Cell(kind, source, raw.line, key=key, phrases=found)
    if kind == "answer":
        _refuse_odd_answer(path, raw, code)
    elif kind == "check" and code != (wanted := _call(key, labelling)):
        raise raw.error(path, f"this cell holds exactly {wanted}", below=1)
    elif kind == "code" and "SOLUTION" in code:
        raise raw.error(
            path, f'SOLUTION marks outside an answer: give the cell answer="..." ({BEGIN} ... {END})'
        )
    return cell


def _call(key: str, labelling: Callable[[str], bool]) -> str:
    """What a check's cell holds: no function where labels in a file are what is checked."""
    return f'check("{key}")' if labelling(key) else f'check("{key}", {key.replace("-", "_")})'


def _refuse_odd_answer(path: Path, raw: RawCell, code: str) -> None:
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


def _answers_and_checks(path: Path, cells: list[Cell], labelling: Callable[[str], bool]) -> None:
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
        if cell.kind == "answer" and labelling(cell.key):
            raise LessonError(
                path, cell.line, f"{cell.key} is a file of labels: it has a check and no answer cell"
            )
        if cell.kind == "check" and not labelling(cell.key) and ("answer", cell.key) not in seen:
            raise LessonError(
                path, cell.line, f'no cell with answer="{cell.key}" stands above this check: write it'
            )
        seen[cell.kind, cell.key] = cell.line
    for (kind, key), line in seen.items():
        if kind == "answer" and ("check", key) not in seen:
            raise LessonError(path, line, f'the answer {key} has no check: add a cell with check="{key}"')


def _begins_with_the_language(path: Path, cells: list[Cell]) -> None:
    first = next((cell for cell in cells if not cell.is_markdown), None)
    if first is None or 'set_language("es")' not in first.source.es:
        line = first.line if first else 0
        raise LessonError(path, line, 'the first code cell says set_language(t(es="es", en="en"))')


def _can_be_read_aloud(path: Path, cells: list[Cell]) -> None:
    """Headings in order, images and figures with words, tables with a header row, in both languages."""
    prose = [cell for cell in cells if cell.is_markdown]
    for language in LANGUAGES:
        found = [
            (level, words, cell.line)
            for cell in prose
            if cell.kind == "prose"
            for level, words in headings(cell.source.to(language))
        ]
        for position in jumps([level for level, _, _ in found]):
            _, words, line = found[position]
            raise LessonError(
                path,
                line,
                f"heading {words!r} ({language}): one # comes first, then no level is skipped",
            )
        for cell in prose:
            for barrier in barriers(cell.source.to(language)):
                raise LessonError(path, cell.line, f"{barrier} ({language}): write one")
    for cell in cells:
        if cell.kind == "code":
            _figures_have_words(path, cell)


def _figures_have_words(path: Path, cell: Cell) -> None:
    wanted = 'show(ax, alt=t(es="...", en="..."))'
    for node in ast.walk(parse(cell.source.es)):
        if not isinstance(node, ast.Call):
            continue
        if ast.unparse(node.func) == "plt.show":
            raise LessonError(path, cell.line, f"plt.show() leaves the figure without words: {wanted}")
        if ast.unparse(node.func) == "show" and not any(keyword.arg == "alt" for keyword in node.keywords):
            raise LessonError(path, cell.line, f"a figure without words: {wanted}")


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
