"""What one cell puts out, taken message by message as outputs of a notebook, and bounded as it comes."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode

MAX_KEPT = 2 * 2**20  # characters of one cell, the last output apart
_MAX_PIECES = 2_000  # outputs and updates of one cell


class Transcript:
    """The outputs of one cell.

    Streams of one name that follow each other are one output. A display may be updated by its own cell;
    whatever comes for another cell's is let go, so that no cell draws on another.
    """

    def __init__(self) -> None:
        self.outputs: list[NotebookNode] = []
        self._displays: dict[str, list[NotebookNode]] = {}
        self._parts: list[str] = []  # of the stream that stands last and may go on
        self._kept = self._pieces = 0
        self._clear = False

    def take(self, message: dict[str, Any]) -> None:
        """Take one message of a kernel, in the shape that nbclient's have."""
        kind, content = message["msg_type"], message["content"]
        if kind == "clear_output":
            self._clear = True
            if not content["wait"]:
                self._cleared()
        elif kind == "error":  # the last word of a cell, kept even after a flood
            self._begin()
            self.outputs.append(_node("error", content, "ename", "evalue", "traceback"))
        elif kind in ("stream", "display_data", "execute_result", "update_display_data"):
            self._put(kind, content)

    def _put(self, kind: str, content: dict[str, Any]) -> None:
        if self._kept > MAX_KEPT or self._pieces > _MAX_PIECES:
            return
        self._kept += size(content)
        if kind == "stream":
            self._stream(content["name"], content["text"][:MAX_KEPT])
            return
        self._pieces += 1
        known = content["transient"].get("display_id")
        if kind == "update_display_data":
            for output in self._displays.get(known, ()):
                output.update(data=content["data"], metadata=content["metadata"])
            return
        self._begin()
        output = _node(kind, content, "data", "metadata")
        self.outputs.append(output)
        if known is not None:
            self._displays.setdefault(known, []).append(output)

    def _stream(self, name: str, text: str) -> None:
        if self._clear or not self._parts or self.outputs[-1].name != name:
            self._begin()
            self._pieces += 1
            self.outputs.append(NotebookNode(output_type="stream", name=name, text=""))
        self._parts.append(text)

    def finished(self) -> list[NotebookNode]:
        """Return the outputs."""
        self._end_stream()
        return self.outputs

    def _begin(self) -> None:
        """Make ready for another output."""
        self._end_stream()
        self._cleared()

    def _end_stream(self) -> None:
        if self._parts:
            self.outputs[-1].text = "".join(self._parts)
            self._parts = []

    def _cleared(self) -> None:
        if self._clear:
            self.outputs.clear()
            self._displays.clear()
            self._parts = []
            self._kept = self._pieces = 0  # what a progress bar wiped away does not count
            self._clear = False


def _node(kind: str, content: dict[str, Any], *names: str) -> NotebookNode:
    return NotebookNode(output_type=kind, **{name: content[name] for name in names})


def size(value: Any) -> int:
    """Return about how many characters a value of JSON has.

    Examples
    --------
    >>> size({"text/plain": "hola"})
    4
    """
    if isinstance(value, str):
        return len(value)
    if isinstance(value, dict):
        return sum(map(size, value.values()))
    return sum(map(size, value)) if isinstance(value, list) else 8
