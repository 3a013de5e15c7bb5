"""Landlock: which files a process may reach, asked for by the process itself; no privilege is needed."""

from __future__ import annotations

import os
import stat
import struct
from collections.abc import Iterable

from grader.sandbox import calls
from grader.sandbox.levels import SandboxError

_EXECUTE, _WRITE_FILE, _READ_FILE, _READ_DIR = 1, 2, 4, 8
_TRUNCATE, _IOCTL = 1 << 14, 1 << 15
_OF_A_FILE = _EXECUTE | _WRITE_FILE | _READ_FILE | _TRUNCATE | _IOCTL
_PATH_BENEATH = 1
_TCP, _SCOPES = 3, 3  # bind and connect; abstract sockets and signals
SIGNALS_SINCE = 6


def _handled(version: int) -> int:
    """Return every right over files that this version can refuse."""
    count = 13 + (version >= 2) + (version >= 3)
    return (1 << count) - 1 | (_IOCTL if version >= 5 else 0)


class Rules:
    """A set of rules, from empty (nothing is allowed) to `restrict`."""

    def __init__(self) -> None:
        self.version = calls.landlock_version()
        if not self.version:
            raise SandboxError(38, "Landlock is not switched on in this kernel")
        self.all = _handled(self.version)
        fields = [self.all, _TCP if self.version >= 4 else 0, _SCOPES if self.version >= 6 else 0]
        packed = struct.pack("QQQ", *fields)[: 24 if self.version >= 6 else 16 if self.version >= 4 else 8]
        self.descriptor = calls.call("landlock_create_ruleset", packed, len(packed), 0)

    def read(self, paths: Iterable[str]) -> None:
        """Let files be read and run, and folders listed, with all that is below."""
        self._add(paths, _EXECUTE | _READ_FILE | _READ_DIR)

    def list(self, paths: Iterable[str]) -> None:
        """Let folders be listed, with all that is below; nothing is read."""
        self._add(paths, _READ_DIR)

    def write(self, paths: Iterable[str]) -> None:
        """Let everything be done below these folders."""
        self._add(paths, self.all & ~_IOCTL)

    def device(self, paths: Iterable[str]) -> None:
        """Let these files be read and written."""
        self._add(paths, _READ_FILE | _WRITE_FILE)

    def _add(self, paths: Iterable[str], access: int) -> None:
        for path in paths:
            descriptor = os.open(path, os.O_PATH | os.O_CLOEXEC)
            try:
                folder = stat.S_ISDIR(os.fstat(descriptor).st_mode)
                allowed = access & self.all & (-1 if folder else _OF_A_FILE)
                if allowed:
                    rule = struct.pack("=Qi", allowed, descriptor)
                    calls.call(
                        "landlock_add_rule", self.descriptor, _PATH_BENEATH, rule, 0, what=f"rule for {path}"
                    )
            finally:
                os.close(descriptor)

    def restrict(self) -> None:
        """Hold this thread, and what it starts, to the rules for ever."""
        calls.call("landlock_restrict_self", self.descriptor, 0)
        os.close(self.descriptor)
