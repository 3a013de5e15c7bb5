"""Running a student's function and writing down what it did: value, error, what it printed, what it changed.

The function gets its own copy of the arguments, made by the channel's codec, the same way in a self-check
as under the examiner; its value comes back through the codec too, so that whoever judges it meets plain data.
"""

from __future__ import annotations

import contextlib
import dataclasses
import decimal
import fractions
import io
import itertools
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pandas as pd

from course.channel.codec import decode, dumps, encode
from course.channel.limits import ChannelError, UnreadableValueError, type_name
from course.checking.report import ErrorReport, report_error

MAX_PRINTED = 20_000
_MAX_GENERATED = 100_000
_DICT_VIEWS = (type({}.keys()), type({}.values()), type({}.items()))
_LAZY = (
    *(map, filter, zip, enumerate, range, reversed),
    type(reversed([])),
    type(i for i in ()),
    *(type(iter(values)) for values in ([], (), set(), {}.keys(), {}.values(), {}.items())),
)


@dataclasses.dataclass(frozen=True)
class Unreadable:
    """Stands for a value that is not plain data; `type_name` says what it was."""

    type_name: str


@dataclasses.dataclass(frozen=True)
class Observed:
    """What a student's function did with one set of arguments.

    Parameters
    ----------
    value : object
        What it returned, rebuilt as plain data; `Unreadable` when it is not plain data.
    error : ErrorReport, optional
        What it raised, or why there was nothing to call.
    printed : str
        What it wrote, cut to the first 20,000 characters.
    mutated : bool
        Whether it changed an argument.
    lost : str
        How it assigned to a copy that was lost, ``"assigned"`` or ``"inplace"``, in the same process only.
    """

    value: Any = None
    error: ErrorReport | None = None
    printed: str = ""
    mutated: bool = False
    lost: str = ""

    @classmethod
    def timed_out(cls) -> Observed:
        """Say that the function was stopped because it took too long."""
        return cls(error=ErrorReport(kind="Timeout"))

    @classmethod
    def not_a_function(cls, what: str = "") -> Observed:
        """Say that there was no function of that name to call; `what` names what stood there instead."""
        return cls(error=ErrorReport(kind="NotAFunction", name=what[:60]))


def observe(function: Callable[..., Any], arguments: tuple) -> Observed:
    """Call a student's function on a copy of the arguments and write down what happened.

    Nothing the function does gets out: not an exception, not even SystemExit; no output, no warning. A
    KeyboardInterrupt is reported like any other error, so that a student can stop an endless loop.

    Parameters
    ----------
    function : callable
    arguments : tuple
        Plain values, as `course.channel.codec.encode` takes them.

    Raises
    ------
    UnreadableValueError
        When the arguments themselves are not plain data: the exercise's fault, not the student's.

    Examples
    --------
    >>> observe(lambda delays: sorted(delays)[1], ([3, 1, 2],)).value
    2
    >>> observe(lambda delays: delays.sort(), ([3, 1, 2],)).mutated
    True
    """
    before = encode(list(arguments))
    return observe_given(function, decode(before), before)[0]


def observe_given(function: Callable[..., Any], given: list, before: list) -> tuple[Observed, Any]:
    """Call a function on arguments that are nobody else's; see `observe`.

    Parameters
    ----------
    function : callable
    given : list
        The arguments; the function may change them.
    before : list
        The same as `course.channel.codec.encode` writes them, to see whether it did.

    Returns
    -------
    tuple of Observed and object
        What was observed, and its value as `encode` writes it; None where it cannot be written.
    """
    output = _Cut(MAX_PRINTED)
    written: Any = None
    value: Any = None
    error = None
    with _quiet(output) as warned:
        try:
            written = encode(_listed(function(*given)))
        except UnreadableValueError as unreadable:
            value = Unreadable(unreadable.type_name)
        except BaseException as raised:
            error = report_error(raised)
    if error is None and value is None:
        value = _rebuilt(written)
    mutated, lost = _changed(given, before), _lost(warned)
    return Observed(value=value, error=error, printed=output.getvalue(), mutated=mutated, lost=lost), written


def _listed(value: Any) -> Any:
    """Turn lazy results and number types of the standard library into plain values."""
    if type(value) in _DICT_VIEWS or type(value) in _LAZY:
        items = list(itertools.islice(value, _MAX_GENERATED + 1))
        if len(items) > _MAX_GENERATED:
            raise UnreadableValueError(type_name(value), "does not end")
        return items
    if type(value) in (decimal.Decimal, fractions.Fraction):
        return float(value)
    return value


def _rebuilt(written: Any) -> Any:
    try:
        return decode(written)
    except ChannelError:  # such as a date in the year 50,000: it can be written but not read
        return Unreadable("value out of bounds")


def _changed(given: Any, before: Any) -> bool:
    try:
        return dumps(encode(given)) != dumps(before)
    except BaseException:
        return True  # something that is not plain data was put into an argument, and it may be a trap


@contextlib.contextmanager
def _quiet(output: io.StringIO) -> Iterator[list]:
    with (
        warnings.catch_warnings(record=True) as warned,
        contextlib.redirect_stdout(output),
        contextlib.redirect_stderr(output),
    ):
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", category=pd.errors.ChainedAssignmentError)
        yield warned


def _lost(warned: list) -> str:
    """Tell from pandas' warnings of chained assignment how a change was lost."""
    said = [str(one.message) for one in warned if type(one.message) is pd.errors.ChainedAssignmentError]
    return ("inplace" if "inplace method" in said[0] else "assigned") if said else ""


class _Cut(io.StringIO):
    """Keeps the first characters written and lets the rest go."""

    def __init__(self, limit: int) -> None:
        super().__init__()
        self._limit = limit

    def write(self, text: str) -> int:
        super().write(text[: max(0, self._limit - self.tell())])
        return len(text)
