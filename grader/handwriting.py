"""A bank's function as a student would have written it: source text that stands in a notebook by itself."""

from __future__ import annotations

import ast
import inspect
import sys
import textwrap
from collections.abc import Callable
from types import CodeType, ModuleType
from typing import Any

Answer = Callable[..., Any]


def as_student(function: Answer, name: str) -> str:
    """Return a bank's function as a student would have written it: its source, undecorated, under `name`."""
    source = textwrap.dedent(inspect.getsource(function))
    node = ast.parse(source).body[0]
    lines = source.splitlines()[node.lineno - 1 :]
    lines[0] = lines[0].replace(f"def {function.__name__}(", f"def {name}(", 1)
    imports = [_import(alias, value) for alias, value in sorted(_globals(function).items())]
    imports = [line for line in imports if line]
    return "\n".join([*imports, "", *lines] if imports else lines)


def self_contained(function: Answer) -> bool:
    """Tell whether a function needs nothing of its module but imports, so that it can stand in a notebook."""
    return all(_import(alias, value) for alias, value in _globals(function).items())


def _import(alias: str, value: Any) -> str:
    """Return the line that imports a module, or a name of the course or the standard library; else nothing."""
    if isinstance(value, ModuleType):
        return f"import {value.__name__}" + ("" if value.__name__ == alias else f" as {alias}")
    module = getattr(value, "__module__", None) or ""
    known = module.startswith("course.") or module in sys.stdlib_module_names
    if not known or module.startswith("course.exercises") or getattr(value, "__name__", "") != alias:
        return ""
    return f"from {module} import {alias}"


def _globals(function: Answer) -> dict[str, Any]:
    names, codes = set(), [function.__code__]
    while codes:
        code = codes.pop()
        names |= set(code.co_names)
        codes += [constant for constant in code.co_consts if isinstance(constant, CodeType)]
    return {name: function.__globals__[name] for name in names if name in function.__globals__}
