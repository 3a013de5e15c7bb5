"""What a cell's code reaches for that no exercise needs, read from its syntax: a word in a comment is nothing.

None of it gains a point; it only tells the instructor where to look.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

_READERS = {"input_transformers_cleanup", "input_transformers_post", "input_transformer_manager"}
_READERS |= {"ast_transformers"}
_SHELL = {"run_cell", "run_ast_nodes", "user_expressions", "do_execute"}
_OURS = {"course", "IPython", "ipykernel"}
_FILES = re.compile(r"grader[./\\]exercises|gradebook\.db|outcomes\.json|autograded[/\\]|secret-seed")


def signs(source: str) -> tuple[list[str], list[str]]:
    """Return what looks like tampering, and what an instructor may merely like to know.

    Examples
    --------
    >>> signs("import grader.exercises")
    (['code that looks for the grader'], [])
    >>> signs("def count(x):\\n    check = x > 2  # in the gradebook\\n    return check")
    ([], [])
    >>> signs("check = True")
    ([], ['a check of its own'])
    """
    text = "\n".join("" if line.lstrip()[:1] in ("%", "!") else line for line in source.splitlines())
    try:
        tree = ast.parse(text)
        found = list(dict.fromkeys(_tampering(tree)))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return [], []
    return [f"code that {sign}" for sign in found], list(dict.fromkeys(_notes(tree)))


def _tampering(tree: ast.Module) -> Iterator[str]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    ours = set(_OURS) | set(_aliases(tree))
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
            if any((module or "").partition(".")[0] == "grader" for module in modules):
                yield "looks for the grader"
        elif isinstance(node, ast.Attribute) and node.attr in _READERS:
            yield "changes how cells are read"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            if _FILES.search(node.value):
                yield "looks for the grader's files"
        elif isinstance(node, ast.Call) and _sets_attribute(node, ours):
            yield "replaces a function of the course or of IPython"
        for target in _targets(node):
            if isinstance(target, ast.Attribute):
                if target.attr == "ast_node_interactivity":  # a setting that many notebooks have
                    continue
                if target.attr in _SHELL or _root(target) in ours:
                    yield "replaces a function of the course or of IPython"
            elif isinstance(target, ast.Subscript) and getattr(target.value, "attr", "") == "modules":
                yield "replaces a module"


def _sets_attribute(node: ast.Call, ours: set[str]) -> bool:
    named = isinstance(node.func, ast.Name) and node.func.id == "setattr"
    return named and bool(node.args) and _root(node.args[0]) in ours


def _notes(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        names = {target.id for target in _targets(node) if isinstance(target, ast.Name)}
        if "check" in names or (isinstance(node, ast.FunctionDef) and node.name == "check"):
            yield "a check of its own"
        if any(_root(target) == "builtins" for target in _targets(node)):
            yield "a built-in function replaced"


def _aliases(tree: ast.Module) -> Iterator[str]:
    """The names under which modules of the course and of IPython were imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.asname and alias.name.partition(".")[0] in _OURS:
                    yield alias.asname
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in _OURS:
            for alias in node.names:
                yield alias.asname or alias.name


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return node.targets
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _root(node: ast.AST) -> str:
    """The name that a chain of attributes, calls and subscripts begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
