"""Question and answer between the examiner and a student's process, as texts.

The examiner writes `request`, the student's process calls `answer` in its own namespace, and the examiner
reads what comes back with `read_observed`. Only the last guards a border: the student's process may send what
it likes, and `read_observed` takes nothing but a well-formed `Observed`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from course.channel.codec import decode, dumps, encode, loads
from course.channel.limits import ChannelError, UnreadableValueError, type_name
from course.checking.observe import MAX_PRINTED, Observed, Unreadable, observe_given
from course.checking.report import ErrorReport

_MAX_NAME = 500
_MAX_NAMES = 50
_REPORT_FIELDS = ("kind", "message", "name", "names", "owner", "line", "source")


def request(function: str, arguments: tuple) -> str:
    """Write the examiner's question: call this function with these arguments.

    Examples
    --------
    >>> request("double", (2,))
    '{"function":"double","arguments":[2]}'
    """
    return dumps({"function": function, "arguments": encode(list(arguments))})


def answer(text: str, namespace: Mapping[str, Any]) -> str:
    """Answer a question in the student's process: call the function found in the namespace.

    Nothing that the student's function raises or returns gets out but as text.

    Raises
    ------
    ChannelError
        When the question itself is malformed.

    Examples
    --------
    >>> read_observed(answer(request("double", (2,)), {"double": lambda x: 2 * x})).value
    4
    """
    asked = loads(text)
    if type(asked) is not dict or asked.keys() != {"function", "arguments"}:
        raise ChannelError("a question has a function and arguments")
    before = asked["arguments"]
    given = decode(before)
    if type(asked["function"]) is not str or type(given) is not list:
        raise ChannelError("a question has a function's name and a list of arguments")
    function = namespace.get(asked["function"])
    if not callable(function) or isinstance(function, type):
        return write_observed(Observed.not_a_function("" if function is None else type_name(function)))
    observed, written = observe_given(function, given, before)
    return _written(observed, None if isinstance(observed.value, Unreadable) else written)


def write_observed(observed: Observed) -> str:
    """Write what was observed, within the limits: a value too large for them is written as unreadable.

    Examples
    --------
    >>> read_observed(write_observed(Observed(value=(1, 2)))) == Observed(value=(1, 2))
    True
    """
    return _written(observed, None if isinstance(observed.value, Unreadable) else encode(observed.value))


def _written(observed: Observed, value: Any) -> str:
    unreadable = observed.value.type_name if isinstance(observed.value, Unreadable) else None
    error = observed.error
    message = {
        "value": value,
        "unreadable": unreadable,
        "error": None if error is None else {name: getattr(error, name) for name in _REPORT_FIELDS},
        "printed": observed.printed,
        "mutated": observed.mutated,
    }
    try:
        return dumps(message)
    except UnreadableValueError:
        return dumps(message | {"value": None, "unreadable": type_name(observed.value)})


def read_observed(text: Any) -> Observed:
    """Read what a student's process sent, trusting none of it.

    Raises
    ------
    ChannelError
        For anything that `write_observed` would not have written; nothing else is ever raised.

    Examples
    --------
    >>> read_observed('{"value": 3}')
    Traceback (most recent call last):
        ...
    course.channel.limits.ChannelError: an answer with the wrong fields
    """
    message = loads(text)
    if type(message) is not dict or message.keys() != {"value", "unreadable", "error", "printed", "mutated"}:
        raise ChannelError("an answer with the wrong fields")
    if type(message["mutated"]) is not bool:
        raise ChannelError("mutated is true or false")
    value = decode(message["value"])
    if message["unreadable"] is not None:
        value = Unreadable(_text(message["unreadable"], _MAX_NAME))
    return Observed(
        value=value,
        error=None if message["error"] is None else _report(message["error"]),
        printed=_text(message["printed"], MAX_PRINTED),
        mutated=message["mutated"],
    )


def _report(data: Any) -> ErrorReport:
    if type(data) is not dict or data.keys() != set(_REPORT_FIELDS):
        raise ChannelError("an error report with the wrong fields")
    names, line = data["names"], data["line"]
    if type(names) is not list or len(names) > _MAX_NAMES:
        raise ChannelError("too many names")
    if line is not None and (type(line) is not int or not 0 <= line < 10**6):
        raise ChannelError("a line is a small number")
    texts = {name: _text(data[name], _MAX_NAME) for name in ("kind", "message", "name", "owner", "source")}
    return ErrorReport(names=tuple(_text(name, _MAX_NAME) for name in names), line=line, **texts)


def _text(data: Any, longest: int) -> str:
    if type(data) is not str or len(data) > longest:
        raise ChannelError(f"a text of at most {longest} characters")
    return data
