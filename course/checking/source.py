"""What a look at the student's own source adds to a verdict: a return inside a loop, a result not kept."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Callable, Iterator
from typing import Any

from course.language import Text

_IN_LOOP = Text(
    "Mira la línea {line}: el return está dentro del bucle y la función termina en la primera vuelta. Quítale "
    "sangría para que quede después del bucle.",
    "Look at line {line}: the return stands inside the loop, so the function ends in the first round. Move it to "
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
_PRINTED = Text(
    "En la línea {line}, `return print(...)` devuelve lo que devuelve print(), que es nada: quita el print.",
    "On line {line}, `return print(...)` returns what print() returns, which is nothing: leave the print out.",
)
_NOT_KEPT = Text(
    "En la línea {line}, `.{method}(...)` no cambia la tabla: devuelve otra nueva, y se pierde. Guárdala: "
    "`{name} = {name}.{method}(...)`.",
    "On line {line}, `.{method}(...)` does not change the table: it returns a new one, which is lost. Keep it: "
    "`{name} = {name}.{method}(...)`.",
)
_FIRST_AND = Text(
    "En la línea {line}, `&` y `|` se calculan antes que `==` o `>`: pon cada condición entre sus paréntesis.",
    "On line {line}, `&` and `|` are worked out before `==` or `>`: put each condition in its own parentheses.",
)
_EQUALS_GAP = Text(
    "En la línea {line}: un hueco no es igual a nada, ni siquiera a otro hueco. Para buscarlos está `.isna()`.",
    "On line {line}: a gap equals nothing, not even another gap. To look for gaps there is `.isna()`.",
)
_HEAD = Text(
    "En la línea {line}, `.{method}()` se queda solo con cinco filas: sirve para mirar una tabla, no para contar "
    "con ella.",
    "On line {line}, `.{method}()` keeps five rows only: it is for looking at a table, not for counting with it.",
)
_ROUNDS = Text(
    "En la línea {line} redondeas: devuelve el valor sin redondear.",
    "You round on line {line}: return the value unrounded.",
)
_Node = ast.FunctionDef | ast.AsyncFunctionDef
_LOOPS = (ast.For, ast.While, ast.AsyncFor)
_NOT_OF_VALUE = (
    *("not-solved", "not-a-function", "timeout", "unreadable-value", "mutates-input"),
    *("no-return", "prints-instead-of-returning", "raises"),
)
_COPIES = (
    *(
        "assign",
        "astype",
        "drop",
        "drop_duplicates",
        "dropna",
        "fillna",
        "join",
        "merge",
        "rename",
        "replace",
    ),
    *("reset_index", "set_index", "sort_index", "sort_values", "tz_convert"),
)
_GAPS = ("nan", "nat", "na", "none", "null", "<na>", "<nat>")


def read(function: Callable[..., Any]) -> tuple[_Node, str] | None:
    """Return a function's source as a tree and as text, with its cell's lines; None where it cannot be read."""
    try:
        lines, first = inspect.getsourcelines(function)
        source = "\n" * (first - 1) + textwrap.dedent("".join(lines))
        (definition,) = ast.parse(source).body
    except (OSError, TypeError, SyntaxError, ValueError, RecursionError):
        return None
    return (definition, source) if isinstance(definition, _Node) else None


def on_source(function: Callable[..., Any], diagnosis: str | None) -> Text | None:
    """Remark on a failing function's source, where that helps; None where it does not or cannot be read."""
    known = read(function)
    if known is None or diagnosis is None:
        return None
    definition, source = known
    own = list(_own(definition))
    if diagnosis in ("no-return", "prints-instead-of-returning"):
        found = _returns_in_loops(own) or _printed(own)
        return found or (_no_return(definition, own, source) if diagnosis == "no-return" else None)
    if diagnosis == "raises":
        return _not_kept(own)
    if diagnosis in _NOT_OF_VALUE:
        return None
    looks = (_returns_in_loops, _not_kept, _and_before_equals, _equals_gap, _five_rows)
    found = next((text for look in looks if (text := look(own)) is not None), None)
    return found or (_rounds(own) if diagnosis == "wrong-value" else None)


def caution(function: Callable[..., Any]) -> Text | None:
    """Warn of what passes small visible cases by luck."""
    known = read(function)
    if known is None:
        return None
    own = list(_own(known[0]))
    return _five_rows(own) or _and_before_equals(own)


def ends_in_first_round(function: Callable[..., Any]) -> Text | None:
    """Say where a return inside a loop ends the function; None where there is none or it cannot be read."""
    known = read(function)
    return _returns_in_loops(list(_own(known[0]))) if known is not None else None


def _returns_in_loops(own: list[ast.AST]) -> Text | None:
    """Find a return that every first round of a loop reaches."""
    for loop in own:
        if isinstance(loop, _LOOPS):
            for statement in loop.body:
                if isinstance(statement, ast.Return):
                    return _IN_LOOP.format(line=statement.lineno)
    return None


def _printed(own: list[ast.AST]) -> Text | None:
    for node in own:
        called = (
            node.value.func if isinstance(node, ast.Return) and isinstance(node.value, ast.Call) else None
        )
        if isinstance(called, ast.Name) and called.id == "print":
            return _PRINTED.format(line=node.lineno)
    return None


def _no_return(definition: _Node, own: list[ast.AST], source: str) -> Text | None:
    if any(isinstance(node, ast.Return) and node.value is not None for node in own):
        return _SOME_PATH
    last = definition.body[-1]
    if isinstance(last, ast.Assign) and isinstance(last.targets[0], ast.Name):
        return _UNUSED.format(name=last.targets[0].id)
    if isinstance(last, ast.Expr) and not isinstance(last.value, ast.Constant):
        return _LAST_LINE.format(source=(ast.get_source_segment(source, last) or "").split("\n")[0][:80])
    return None


def _not_kept(own: list[ast.AST]) -> Text | None:
    """Find a line that computes a new table and does not keep it."""
    for node in own:
        if isinstance(node, ast.Expr) and (call := _method_call(node.value)) and call[1] in _COPIES:
            if any(word.arg == "inplace" for word in node.value.keywords):
                continue
            name = call[0].id if isinstance(call[0], ast.Name) else "x"
            return _NOT_KEPT.format(line=node.lineno, method=call[1], name=name)
    return None


def _method_call(node: ast.AST) -> tuple[ast.AST, str] | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
        return node.func.value, node.func.attr
    return None


def _and_before_equals(own: list[ast.AST]) -> Text | None:
    """Find `(a > 1) & b == 2`, which compares the mask `(a > 1) & b` with 2."""
    for node in own:
        left = node.left if isinstance(node, ast.Compare) else None
        if not isinstance(left, ast.BinOp) or not isinstance(left.op, (ast.BitAnd, ast.BitOr)):
            continue
        in_parentheses = (left.lineno, left.col_offset) != (node.lineno, node.col_offset)
        if not in_parentheses:  # ((a > 1) & (b > 2)) == c is somebody's intention
            return _FIRST_AND.format(line=node.lineno)
    return None


def _equals_gap(own: list[ast.AST]) -> Text | None:
    for node in own:
        if isinstance(node, ast.Compare) and isinstance(node.ops[0], (ast.Eq, ast.NotEq)):
            for side in (node.left, *node.comparators):
                word = side.value if isinstance(side, ast.Constant) else getattr(side, "attr", "")
                if str(word).lower() in _GAPS:
                    return _EQUALS_GAP.format(line=node.lineno)
    return None


def _five_rows(own: list[ast.AST]) -> Text | None:
    """Find `.head()` or `.tail()` without a number."""
    for node in own:
        call = _method_call(node)
        if call and call[1] in ("head", "tail") and not node.args and not node.keywords:
            return _HEAD.format(line=node.lineno, method=call[1])
    return None


def _rounds(own: list[ast.AST]) -> Text | None:
    for node in own:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "round":
            return _ROUNDS.format(line=node.lineno)
        call = _method_call(node)
        moments = call is not None and any(
            isinstance(part, ast.Constant) and isinstance(part.value, str) for part in node.args
        )  # `.dt.round("min")` rounds moments, which is another matter
        if call and call[1] == "round" and not moments:
            return _ROUNDS.format(line=node.lineno)
    return None


def _own(node: ast.AST) -> Iterator[ast.AST]:
    """Walk a function without the functions inside it."""
    for child in ast.iter_child_nodes(node):
        if not isinstance(child, (ast.FunctionDef, ast.AsyncFunctionDef, ast.Lambda, ast.ClassDef)):
            yield child
            yield from _own(child)
