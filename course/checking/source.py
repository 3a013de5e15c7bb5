"""What a look at the student's own source adds to a verdict: a return inside a loop, no return at all."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from course.language import Text

_IN_LOOP = Text(
    "Mira la línea {line}: el return está dentro del bucle y la función termina en la primera "
    "vuelta. Quítale "
    "sangría para que quede después del bucle.",
    "Look at line {line}: the return stands inside the loop, so the function ends in the first "
    "round. Move it to "
    "the left, so that it comes after the loop.",
)
_LAST_LINE = Text(
    "La última línea calcula algo, pero le falta return delante: `{source}`",
    "The last line computes something, but has no return before it: `{source}`",
)
_UNUSED = Text(
    "La última línea guarda el resultado en «{name}»: añade debajo `return {name}`.",
    'The last line stores the result in "{name}": add `return {name}` below it.',
)
_SOME_PATH = Text(
    "Hay un return, pero no se llega a él en todos los casos: ¿está dentro de un if o de un bucle?",
    "There is a return, but it is not reached in every case: does it stand inside an if or a loop?",
)
_Node = ast.FunctionDef | ast.AsyncFunctionDef
_LOOPS = (ast.For, ast.While, ast.AsyncFor)


def on_source(function: Callable[..., Any], diagnosis: str | None) -> Text | None:
    """Remark on a failing function's source, where that helps; None where it does not or cannot be read."""
    if diagnosis not in ("no-return", "wrong-value", "wrong-length", "wrong-type", "wrong-labels"):
        return None
    try:
        source = textwrap.dedent(inspect.getsource(function))
        (definition,) = ast.parse(source).body
    except (OSError, TypeError, SyntaxError, ValueError, RecursionError):
        return None
    if not isinstance(definition, _Node):
        return None
    for line in _returns_in_loops(definition):
        return _IN_LOOP.format(line=line)
    return _no_return(definition, source) if diagnosis == "no-return" else None


def _returns_in_loops(definition: ast.AST) -> Iterator[int]:
    """Yield the lines of returns that every first round of a loop reaches."""
    for loop in _own(definition):
        if isinstance(loop, _LOOPS):
            for statement in loop.body:
                if isinstance(statement, ast.Return):
                    yield statement.lineno


def _no_return(definition: _Node, source: str) -> Text | None:
    if any(isinstance(node, ast.Return) and node.value is not None for node in _own(definition)):
        return _SOME_PATH
    last = definition.body[-1]
    if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
        return _UNUSED.format(name=last.targets[0].id)
    if isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant):
        line = (ast.get_source_segment(source, last) or "").split("\n")[0]
        return _LAST_LINE.format(source=line[:80])
    return None


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Walk a function without the functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            yield child
            yield from _own(child)
