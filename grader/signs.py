"""What a cell's code reaches for that no exercise needs, read from its syntax: a word in a comment is nothing.

None of it gains a point; it only tells the instructor where to look: which line, and its words.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

_READERS = {"input_transformers_cleanup", "input_transformers_post", "input_transformer_manager"}
_READERS |= {"ast_transformers"}
_SHELL = {"run_cell", "run_ast_nodes", "user_expressions", "do_execute"}
_OURS = ("course", "IPython", "ipykernel")
_FILES = re.compile(r"grader[./\\]exercises|gradebook\.db|outcomes\.json|autograded[/\\]|secret-seed")
_ANSWERS = re.compile(r"course[./\\](?:exercises|channel)\b")  # what the course knows of right and wrong
_FRAMES = {"_getframe", "_current_frames", "get_objects", "get_referrers", "get_referents", "f_back"}
_SYSTEM = {"subprocess", "socket", "ctypes", "multiprocessing"}
# Where none of these words stands, there is nothing to find and the syntax need not be read.
_WORTH_READING = re.compile(
    "|".join(
        [
            *(
                "grader",
                "gradebook",
                "outcomes",
                "autograded",
                "secret-seed",
                "transformer",
                "setattr",
                "modules",
            ),
            *("import_module", "__import__", "builtins", "__builtins__", "check", *_OURS, *_SHELL, *_FRAMES),
            *_SYSTEM,
        ]
    )
)
_QUOTED = 100  # characters of a line


@dataclass(frozen=True)
class Sign:
    """Something to look at.

    Parameters
    ----------
    line : int
        Of the cell, from 1.
    words : str
        What it is.
    quote : str
        The line itself, cut.
    tampering : bool
        Whether it looks like an attempt on the marks; else an instructor may merely like to know.
    """

    line: int
    words: str
    quote: str
    tampering: bool

    def __str__(self) -> str:
        """The words, with place and quotation.

        Examples
        --------
        >>> print(find_signs("import grader.exercises")[0])
        line 1: code that looks for the grader: `import grader.exercises`
        """
        return f"line {self.line}: {self.words}: `{self.quote}`"


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
    found = find_signs(source)
    told = [
        list(dict.fromkeys(sign.words for sign in found if sign.tampering is kind)) for kind in (True, False)
    ]
    return told[0], told[1]


def find_signs(source: str, ours: Collection[str] = ()) -> list[Sign]:
    """Return what there is to look at in one cell, in order; of each kind the first line.

    Parameters
    ----------
    source : str
        A cell's code, magics and all.
    ours : collection of str
        Names that other cells import from the course or from IPython, as `names_of_ours` gives them.

    Examples
    --------
    >>> [sign.words for sign in find_signs("c.check = lambda *given: 10.0", {"c"})]
    ['code that replaces a function of the course or of IPython']
    >>> find_signs("course = frame.copy()\\ncourse.columns = ['a']")
    []
    """
    if not _WORTH_READING.search(source) and not any(name in source for name in ours):
        return []
    lines = source.splitlines()
    found: dict[tuple[str, bool], Sign] = {}

    def take(line: int, words: str, *, tampering: bool) -> None:
        quote = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        quote = quote if len(quote) <= _QUOTED else quote[: _QUOTED - 1] + "…"
        found.setdefault((words, tampering), Sign(line, words, quote, tampering))

    for number, line in enumerate(lines, start=1):
        if _is_magic(line) and _FILES.search(line):
            take(number, "code that looks for the grader's files", tampering=True)
    tree = _parsed(source)
    if tree is not None:
        for line, words in _tampering(tree, set(ours)):
            take(line, f"code that {words}", tampering=True)
        for line, words in _notes(tree, set(ours)):
            take(line, words, tampering=False)
    return sorted(found.values(), key=lambda sign: (sign.line, not sign.tampering))


def names_of_ours(sources: Iterable[str]) -> set[str]:
    """Return the names under which cells import modules and functions of the course and of IPython.

    Examples
    --------
    >>> sorted(names_of_ours(["from course import check, load as read", "import course.delays as tool"]))
    ['check', 'read', 'tool']
    """
    names: set[str] = set()
    trees = []
    for source in sources:
        if any(word in source for word in _OURS):
            tree = _parsed(source)
            if tree is not None:
                names.update(_aliases(tree))
                trees.append(tree)
    return names.difference(*map(_own_names, trees))


def _is_magic(line: str) -> bool:
    return line.lstrip()[:1] in ("%", "!")


def _parsed(source: str) -> ast.Module | None:
    text = "\n".join("" if _is_magic(line) else line for line in source.splitlines())
    try:
        return ast.parse(text)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


def _tampering(tree: ast.Module, ours: set[str]) -> Iterator[tuple[int, str]]:
    docstrings = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    ours = (ours | set(_aliases(tree))) - set(_own_names(tree))
    for node in ast.walk(tree):
        line = getattr(node, "lineno", 0)
        if isinstance(node, ast.Import | ast.ImportFrom):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
            if isinstance(node, ast.ImportFrom):
                modules += [f"{node.module}.{alias.name}" for alias in node.names]
            if any((module or "").partition(".")[0] == "grader" for module in modules):
                yield line, "looks for the grader"
            if any(_ANSWERS.match(module or "") for module in modules):
                yield line, "looks for the course's own answers"
        elif (
            isinstance(node, ast.Attribute) and node.attr in ("exercises", "channel") and _is_ours(node, ours)
        ):
            yield line, "looks for the course's own answers"
        elif isinstance(node, ast.Attribute) and node.attr in _READERS:
            yield line, "changes how cells are read"
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docstrings:
            if _FILES.search(node.value):
                yield line, "looks for the grader's files"
            if _ANSWERS.search(node.value):
                yield line, "looks for the course's own answers"
        elif isinstance(node, ast.Call) and _sets_attribute(node, ours):
            yield line, "replaces a function of the course or of IPython"
        for target in _targets(node):
            if isinstance(target, ast.Attribute):
                if target.attr == "ast_node_interactivity":  # a setting that many notebooks have
                    continue
                if target.attr in _SHELL or _is_ours(target, ours):
                    yield line, "replaces a function of the course or of IPython"
            elif isinstance(target, ast.Subscript) and getattr(target.value, "attr", "") == "modules":
                yield line, "replaces a module"


def _sets_attribute(node: ast.Call, ours: set[str]) -> bool:
    named = isinstance(node.func, ast.Name) and node.func.id == "setattr"
    return named and bool(node.args) and _is_ours(node.args[0], ours)


def _is_ours(node: ast.expr, ours: set[str]) -> bool:
    """Tell whether a chain of attributes begins with the course; what its functions return is the student's."""
    while isinstance(node, ast.Attribute):
        node = node.value
    if isinstance(node, ast.Name):
        return node.id in ours
    if isinstance(node, ast.Subscript):  # sys.modules["course.checking"].check = …
        named = getattr(node.value, "attr", "") == "modules" and isinstance(node.slice, ast.Constant)
        return named and _is_module(node.slice.value)
    if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        return called in ("import_module", "__import__") and _is_module(node.args[0].value)
    return (
        isinstance(node, ast.Call) and getattr(node.func, "id", "") == "get_ipython" and "get_ipython" in ours
    )


def _is_module(name: object) -> bool:
    return isinstance(name, str) and name.partition(".")[0] in _OURS


def _notes(tree: ast.Module, ours: set[str]) -> Iterator[tuple[int, str]]:
    for node in tree.body:
        names = {target.id for target in _targets(node) if isinstance(target, ast.Name)}
        if "check" in names or (isinstance(node, ast.FunctionDef) and node.name == "check"):
            yield node.lineno, "a check of its own"
        if any(_root(target) in ("builtins", "__builtins__") for target in _targets(node)):
            yield node.lineno, "a built-in function replaced"
        plain = isinstance(node, ast.Assign) and isinstance(node.value, ast.Name | ast.Attribute)
        if plain and names and _is_ours(node.value, ours):
            yield node.lineno, "a function of the course under another name"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr in _FRAMES:
            yield node.lineno, "code that looks into the running interpreter"
        elif isinstance(node, ast.Import | ast.ImportFrom):
            modules = [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module]
            if any((module or "").partition(".")[0] in _SYSTEM for module in modules):
                yield node.lineno, "code that talks to the system or to the network"


def _aliases(tree: ast.Module) -> Iterator[str]:
    """The names under which modules of the course and of IPython were imported."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.partition(".")[0] in _OURS:
                    yield alias.asname or alias.name.partition(".")[0]
        elif isinstance(node, ast.ImportFrom) and (node.module or "").partition(".")[0] in _OURS:
            for alias in node.names:
                yield alias.asname or alias.name


def _own_names(tree: ast.Module) -> Iterator[str]:
    """Names that the cell itself gives a value: a table may be called ``course`` too."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name
        for target in _targets(node):
            if isinstance(target, ast.Name):
                yield target.id


def _targets(node: ast.AST) -> list[ast.expr]:
    if isinstance(node, ast.Assign):
        return [part for target in node.targets for part in getattr(target, "elts", [target])]
    return [node.target] if isinstance(node, ast.AugAssign | ast.AnnAssign) else []


def _root(node: ast.AST) -> str:
    """The name that a chain of attributes, calls and subscripts begins with."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else ""
