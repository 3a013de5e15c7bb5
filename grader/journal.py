"""Lines added one by one to a file that may be cut off at any moment: what was written whole stays."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any


class Journal:
    """A file of one JSON object a line, only ever added to.

    Parameters
    ----------
    path : Path
        Need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._handle: int | None = None

    def read(self) -> Iterator[dict[str, Any]]:
        """Give what was written whole, in order; a line that was cut off is left out."""
        try:
            file = open(self.path, "rb")  # noqa: SIM115
        except FileNotFoundError:
            return
        with file:
            for line in file:
                try:
                    entry = json.loads(line)
                except ValueError:
                    continue
                if line.endswith(b"\n") and isinstance(entry, dict):
                    yield entry

    def write(self, entry: dict[str, Any]) -> None:
        """Add a line, in one piece: a process that dies afterwards has written it."""
        if self._handle is None:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            self._handle = os.open(self.path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o666)
            if not self._ends_whole():
                os.write(self._handle, b"\n")
        data = json.dumps(entry).encode("ascii") + b"\n"
        while data:
            data = data[os.write(self._handle, data) :]

    def _ends_whole(self) -> bool:
        with open(self.path, "rb") as file:
            if not file.seek(0, os.SEEK_END):
                return True
            file.seek(-1, os.SEEK_END)
            return file.read() == b"\n"

    def close(self) -> None:
        """Let go of the file."""
        if self._handle is not None:
            os.close(self._handle)
            self._handle = None

    def discard(self) -> None:
        """Delete the file: all of it stands elsewhere now."""
        self.close()
        self.path.unlink(missing_ok=True)
