"""py:percent text: a lesson's file cut into cells, with options of ours that are checked one by one.

jupytext reads the same cells; this reader knows the line of each and refuses what jupytext would let pass.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

from course.language import LANGUAGES

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
        place = "/".join(path.parts[-3:]) + (f":{line}" if line else "")
        super().__init__(f"{place}: {message}")
        self.path, self.line, self.message = path, line, message


@dataclass
class RawCell:
    """A cell as it stands in the file: its header's line, its options, its lines without comment marks."""

    line: int
    cell_type: str
    options: dict[str, str | float]
    body: list[str]

    def error(self, path: Path, message: str, *, below: int = 0) -> LessonError:
        return LessonError(path, self.line + below, message)


def split(path: Path) -> list[RawCell]:
    """Cut a lesson's file into cells; any mistake of form is a `LessonError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise LessonError(path, 0, f"not UTF-8 text ({error.reason}): save it as UTF-8") from None
    raws: list[RawCell] = []
    for number, line in enumerate(text.split("\n"), start=1):
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


def _header(path: Path, number: int, rest: str) -> RawCell:
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
    return RawCell(number, cell_type, options, [])


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


def _uncommented(path: Path, raw: RawCell, below: int, line: str) -> str:
    if line == "#":
        return ""
    if not line.startswith("# "):
        raise raw.error(path, 'a line of a markdown cell begins with "# "', below=below)
    return line[2:]
