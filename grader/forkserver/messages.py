"""What a student's process says, made into messages as nbclient takes them: typed, known kinds, nothing deep."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from typing import Any

from grader.forkserver.wire import GarbledError

MAX_DEPTH = 100
_MAX_COUNT = 2**31


def read_message(frame: dict[str, Any], buffers: list[bytes]) -> dict[str, Any]:
    """Return one message of the kernel, or raise GarbledError.

    Parameters
    ----------
    frame : dict
        ``t`` its kind, ``p`` the request it belongs to, ``c`` its content, ``m`` its metadata.
    buffers : list of bytes
        Of widgets.

    Examples
    --------
    >>> message = read_message({"t": "stream", "p": "1", "c": {"name": "stdout", "text": "hola"}, "m": {}}, [])
    >>> message["content"]
    {'name': 'stdout', 'text': 'hola'}
    """
    kind, parent, content, metadata = (frame.get(name) for name in "tpcm")
    if type(kind) is not str or kind not in _CONTENTS:
        raise GarbledError("a kind of message that no kernel sends")
    if type(content) is not dict or type(metadata) is not dict or not isinstance(parent, str | None):
        raise GarbledError("a message with the wrong fields")
    if kind != "stream":
        _check_depth(content)
    _check_depth(metadata)
    return {
        "msg_type": kind,
        "header": {"msg_type": kind, "date": datetime.datetime.now(datetime.UTC)},
        "parent_header": {"msg_id": parent},
        "content": _CONTENTS[kind](content),
        "metadata": metadata,
        "buffers": buffers,
    }


def _stream(content: dict[str, Any]) -> dict[str, Any]:
    name = _text(content, "name")
    if name not in ("stdout", "stderr"):
        raise GarbledError("a stream of another name")
    return {"name": name, "text": _text(content, "text")}


def _display(content: dict[str, Any]) -> dict[str, Any]:
    data = {mime: _mime(mime, value) for mime, value in _object(content, "data").items()}
    return {"data": data, "metadata": _object(content, "metadata"), "transient": _transient(content)}


def _result(content: dict[str, Any]) -> dict[str, Any]:
    return _display(content) | {"execution_count": _count(content)}


def _mime(mime: str, value: Any) -> Any:
    """Keep JSON where a notebook may hold it; anything else is text."""
    if isinstance(value, str) or mime == "application/json" or mime.endswith("+json"):
        return value
    return [str(line) for line in value] if isinstance(value, list) else str(value)


def _transient(content: dict[str, Any]) -> dict[str, Any]:
    found = content.get("transient")
    given = found.get("display_id") if type(found) is dict else None
    return {} if given is None else {"display_id": str(given)}


def _error(content: dict[str, Any]) -> dict[str, Any]:
    lines = content.get("traceback", [])
    if type(lines) is not list or any(type(line) is not str for line in lines):
        raise GarbledError("a traceback is lines of text")
    return {"ename": _text(content, "ename"), "evalue": _text(content, "evalue"), "traceback": lines}


def _input(content: dict[str, Any]) -> dict[str, Any]:
    return {"code": _text(content, "code"), "execution_count": _count(content)}


def _status(content: dict[str, Any]) -> dict[str, Any]:
    return {"execution_state": _text(content, "execution_state")}


def _clear(content: dict[str, Any]) -> dict[str, Any]:
    return {"wait": bool(content.get("wait"))}


def _comm(content: dict[str, Any]) -> dict[str, Any]:
    checked = {"comm_id": _text(content, "comm_id"), "data": _object(content, "data")}
    for name in ("target_name", "target_module"):
        if content.get(name) is not None:
            checked[name] = _text(content, name)
    return checked


def _reply(content: dict[str, Any]) -> dict[str, Any]:
    status = _text(content, "status")
    if status not in ("ok", "error", "aborted"):
        raise GarbledError("a reply of no known status")
    reply = {"status": status, "execution_count": _count(content)}
    return reply | _error(content) if status == "error" else reply


_CONTENTS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "stream": _stream,
    "display_data": _display,
    "update_display_data": _display,
    "execute_result": _result,
    "error": _error,
    "clear_output": _clear,
    "comm_open": _comm,
    "comm_msg": _comm,
    "comm_close": _comm,
    "execute_input": _input,
    "status": _status,
    "execute_reply": _reply,
}


def _text(content: dict[str, Any], name: str) -> str:
    value = content.get(name)
    if type(value) is not str:
        raise GarbledError(f"{name} is text")
    return value


def _object(content: dict[str, Any], name: str) -> dict[str, Any]:
    value = content.get(name) or {}
    if type(value) is not dict:
        raise GarbledError(f"{name} is an object")
    return value


def _count(content: dict[str, Any]) -> int | None:
    value = content.get("execution_count")
    if value is not None and (type(value) is not int or not 0 <= value < _MAX_COUNT):
        raise GarbledError("an execution count is a small number")
    return value


def _check_depth(value: Any) -> None:
    """Whatever handles a message later may call itself for each level."""
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [
            inner
            for outer in level
            for inner in (outer.values() if type(outer) is dict else outer)
            if type(inner) in (dict, list)
        ]
        if not level:
            return
    raise GarbledError("too deep")
