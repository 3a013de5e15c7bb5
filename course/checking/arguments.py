"""Whether a student's function uses what it is given, or answers from the notebook's own tables."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

import pandas as pd

from course.checking.source import read
from course.language import Text

_TABLES = (pd.DataFrame, pd.Series, pd.Index)
_DATA = (*_TABLES, pd.Timestamp, pd.Timedelta, int, float, str, list, dict, tuple)
_QUOTED = Text(
    'Quita las comillas a `"{name}"`: con ellas es un texto; sin ellas, lo que recibe tu función.',
    'Take the quotes off `"{name}"`: with them it is a text; without them, what your function is given.',
)
_INSTEAD = Text(
    "Tu función no usa `{name}`, sino `{other}`, que está fuera de ella. Lo que recibe se llama `{name}`.",
    "Your function does not use `{name}` but `{other}`, which is outside it. What it is given is called `{name}`.",
)
_NOT_USED = Text(
    "Tu función no usa `{name}`: con cualquier otro `{name}` respondería lo mismo.",
    "Your function does not use `{name}`: it would answer the same for any other `{name}`.",
)
_OUTSIDE = Text(
    "Tu función usa `{other}`, que está fuera de ella: con otros datos seguiría mirando los mismos. Lo que recibe "
    "se llama `{name}`.",
    "Your function uses `{other}`, which is outside it: given other data it would still look at the same. What it "
    "is given is called `{name}`.",
)


def on_arguments(function: Callable[..., Any]) -> Text | None:
    """Say which argument a function leaves unused, and what it uses instead; None where all is well."""
    known = read(function)
    if known is None:
        return None
    definition, _ = known
    names = [argument.arg for argument in (*definition.args.posonlyargs, *definition.args.args)]
    texts = [node.value for node in _walk(definition, ast.Constant) if isinstance(node.value, str)]
    calls = {node.func.id for node in _walk(definition, ast.Call) if isinstance(node.func, ast.Name)}
    if not names or calls & {"locals", "eval", "exec", "vars"}:
        return None
    unused = [
        name
        for name in names
        if not _is_used(name, definition) and not any(f"@{name}" in text for text in texts)
    ]
    tables, others = _from_outside(definition, function)
    if not unused:
        return _OUTSIDE.format(name=names[0], other=tables[0]) if tables else None
    name = unused[0]
    if name in texts:
        return _QUOTED.format(name=name)
    if tables or others:
        return _INSTEAD.format(name=name, other=(tables + others)[0])
    return _NOT_USED.format(name=name)


def _walk(node: ast.AST, kind: type) -> list:
    return [part for part in ast.walk(node) if isinstance(part, kind)]


def _is_used(name: str, definition: ast.FunctionDef) -> bool:
    """Tell whether a name is read before another value is given to it."""
    for statement in definition.body:
        for node in _walk(statement, ast.Name):
            if node.id == name and isinstance(node.ctx, ast.Load):
                return True
        if isinstance(statement, ast.AugAssign) and getattr(statement.target, "id", None) == name:
            return True
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == name for target in statement.targets
        ):
            return False
    return False


def _from_outside(definition: ast.FunctionDef, function: Any) -> tuple[list[str], list[str]]:
    """Return the names of tables, and of other data, that a function reads from the notebook."""
    nodes = _walk(definition, ast.Name)
    local = {node.id for node in nodes if not isinstance(node.ctx, ast.Load)}
    local |= {argument.arg for argument in _walk(definition, ast.arg)}
    notebook = getattr(function, "__globals__", {})
    tables, others = [], []
    for node in nodes:
        value = notebook.get(node.id)
        if node.id in local or node.id.isupper():
            continue
        if isinstance(value, _TABLES) or _is_case(value):
            tables.append(node.id)
        elif type(value) in _DATA:
            others.append(node.id)
    return tables, others


def _is_case(value: Any) -> bool:
    from course.cases import Case

    return type(value) is Case
