"""What is written down of an exception in a student's code: facts as plain text, explained elsewhere."""

from __future__ import annotations

import builtins
import difflib
import linecache
import re
import sysconfig
import types
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from course.channel.limits import type_name

_MAX_TEXT = 500
_MAX_NAMES = 30
_COURSE = str(Path(__file__).parents[1])
_NOT_STUDENTS = (
    sysconfig.get_path("stdlib"),
    sysconfig.get_path("purelib"),
    sysconfig.get_path("platlib"),
    _COURSE,
    "<frozen",
    "<__array_function__",
)


@dataclass(frozen=True)
class ErrorReport:
    """An exception of a student's code, or a reason why nothing could be called.

    Parameters
    ----------
    kind : str
        The nearest built-in exception's name, ``"Timeout"`` or ``"NotAFunction"``.
    message : str
        The exception's own words, cut.
    name : str
        The column, key, variable or attribute that was not found, if that is what happened.
    names : tuple of str
        The columns or variables that there are; of a variable that is not, the column of the same name too.
    owner : str
        The type that lacks an attribute.
    line : int, optional
        Line of the student's cell, from 1.
    source : str
        That line's text.
    """

    kind: str
    message: str = ""
    name: str = ""
    names: tuple[str, ...] = ()
    owner: str = ""
    line: int | None = None
    source: str = ""

    @property
    def nearest(self) -> str:
        """The existing name most like the missing one, or nothing.

        Examples
        --------
        >>> ErrorReport("KeyError", name="dealy", names=("delay", "tweet_id")).nearest
        'delay'
        """
        lower = {name.lower(): name for name in reversed(self.names)}
        found = difflib.get_close_matches(self.name.lower(), list(lower), n=1, cutoff=0.75)
        return lower[found[0]] if found else ""


def report_error(error: BaseException) -> ErrorReport:
    """Write down an exception without trusting it: its own methods may raise or lie.

    Examples
    --------
    >>> report_error(ZeroDivisionError("division by zero")).kind
    'ZeroDivisionError'
    """
    try:
        return _report(error)
    except BaseException:
        return ErrorReport(kind="Exception")


def _report(error: BaseException) -> ErrorReport:
    frames = _frames(error)
    own = [(frame, line) for frame, line in frames if _is_students(frame)]
    frame, line = own[-1] if own else (None, None)
    name, names, owner = _missing(error, frames, frame)
    return ErrorReport(
        kind=_kind(error),
        message=_said(error),
        name=name[:_MAX_TEXT],
        names=tuple(text[:60] for text in names[:_MAX_NAMES]),
        owner=owner,
        line=line,
        source=linecache.getline(frame.f_code.co_filename, line).strip()[:200] if frame else "",
    )


def _kind(error: BaseException) -> str:
    for cls in type.mro(type(error)):
        if getattr(builtins, cls.__name__, None) is cls:
            return cls.__name__
    return "Exception"


def _said(error: BaseException) -> str:
    try:
        return _plain(str(error))
    except BaseException:
        return ""


def _plain(text: str) -> str:
    """Return the text itself, cut, and no subclass of str."""
    return "".join(str.__str__(text)[:_MAX_TEXT])


def _frames(error: BaseException) -> list[tuple[types.FrameType, int]]:
    frames, step = [], error.__traceback__
    while step is not None:
        frames.append((step.tb_frame, step.tb_lineno))
        step = step.tb_next
    return frames


def _is_students(frame: types.FrameType) -> bool:
    name = frame.f_code.co_filename
    return not name.startswith(_NOT_STUDENTS) and not name.endswith(".pyx")  # pandas' compiled parts


def _missing(error: BaseException, frames: list, own: types.FrameType | None) -> tuple[str, list[str], str]:
    """Find what was looked for, what there is, and the type it was looked for in."""
    if isinstance(error, NameError):
        name = _plain(error.name or "") or _between_quotes(_said(error))
        scope = [*own.f_locals, *own.f_globals, *dir(builtins)] if own else []
        return name, [name] if _is_column(name, own) else _like(name, scope), ""
    table = _last_table(frames)
    if isinstance(error, AttributeError):
        thing = error.obj
        name = _plain(error.name or "")
        there = dir(thing) if type(thing) is types.ModuleType else dir(type(thing))
        return name, _columns(thing) + _like(name, there), type_name(thing)
    if isinstance(error, KeyError) and len(error.args) == 1:
        key = error.args[0]
        name = _plain(key) if type(key) is str else ""
        if name.endswith("not in index") or name.startswith("None of ["):
            name = _between_quotes(name.partition("dtype=")[0])  # a sentence where several were asked for
        return name, _columns(table), type_name(table)
    return "", [], ""


def _like(name: str, others: list[str]) -> list[str]:
    return difflib.get_close_matches(name, {text for text in others if not text.startswith("_")}, cutoff=0.7)


def _is_column(name: str, frame: types.FrameType | None) -> bool:
    """Tell whether a table at hand has a column of that name, which then lacks its quotes."""
    things = [*frame.f_locals.values(), *frame.f_globals.values()] if frame else []
    return any(name in _columns(thing) for thing in things if type(thing) is pd.DataFrame)


def _between_quotes(text: str) -> str:
    found = re.search(r"'([^']+)'", text)
    return found.group(1) if found else ""


def _last_table(frames: list) -> Any:
    for frame, _ in reversed(frames):
        thing = frame.f_locals.get("self")
        if type(thing) in (pd.DataFrame, pd.Series):
            return thing
    return None


def _columns(table: Any) -> list[str]:
    return [_plain(str(name)) for name in table.columns] if type(table) is pd.DataFrame else []
