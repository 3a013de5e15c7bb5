"""Cells that ended in an error: their functions are still those of an earlier run, and `check` says so."""

from __future__ import annotations

import re
from typing import Any

_DEFINES = re.compile(r"^[ \t]*(?:async[ \t]+)?def[ \t]+(\w+)", re.MULTILINE)
_before: dict[str, Any] = {}
_stale: dict[str, Any] = {}


def watch(shell: Any) -> None:
    """Note from now on which functions a failed cell left as they were."""

    def pre_run_cell(info: Any) -> None:
        _before.clear()
        _before.update({name: shell.user_ns.get(name) for name in _defined(info.raw_cell)})

    def post_run_cell(result: Any) -> None:
        failed = result.error_before_exec is not None or result.error_in_exec is not None
        for name, former in _before.items():
            now = shell.user_ns.get(name)
            if failed and now is former:
                _stale[name] = now
            else:
                _stale.pop(name, None)
        _before.clear()

    shell.events.register("pre_run_cell", pre_run_cell)
    shell.events.register("post_run_cell", post_run_cell)


def is_stale(name: str, function: Any) -> bool:
    """Tell whether the last cell to define that name failed, so that this is an earlier function.

    Examples
    --------
    >>> is_stale("median_delay", len)
    False
    """
    return name in _stale and _stale[name] is function


def _defined(cell: str | None) -> list[str]:
    return _DEFINES.findall(cell or "")
