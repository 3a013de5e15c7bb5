"""The student's code as text: what Python cannot read, and what will not be there when it is graded."""

from __future__ import annotations

import ast
import re
import warnings
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import lru_cache

from course.checking.syntax_words import explain_syntax
from grader.delivery import printable
from grader.doctor.finding import Finding
from grader.submission import SubmittedCell

_INSTALL = re.compile(r"\s*[!%]\s*(?:pip|pip3|conda|mamba|python3? -m pip|apt(?:-get)?|uv)\b")
_MAGIC = re.compile(r"^(\s*)(?:[%!].*|\?+\S.*|\S.*\?+\s*)$")
_ASSIGNED = re.compile(r"^(\s*[\w.,\s\[\]]+=\s*)[!%].*$")
_CONFLICT = re.compile(r"^(?:<{7} |>{7} |={7}$)", re.MULTILINE)
_READERS = {"open", "loadtxt", "genfromtxt", "imread", "Path"}
_READERS |= {
    f"read_{kind}" for kind in ("csv", "table", "excel", "json", "parquet", "pickle", "feather", "html")
}
_WRITERS = {
    "to_csv",
    "to_excel",
    "to_json",
    "to_parquet",
    "to_pickle",
    "savefig",
    "write_text",
    "write_bytes",
}
_ELSEWHERE = re.compile(r"^(?:/|~|[A-Za-z]:[\\/]|\\\\)")
_SOMEBODYS = re.compile(r"^(?:/home/|/Users/|/content/|/kaggle/|/mnt/|~/|[A-Za-z]:[\\/])")


@dataclass
class _Files:
    """What cells read and write, by the names in their code."""

    read: list[tuple[str, SubmittedCell, int]] = field(default_factory=list)
    written: set[str] = field(default_factory=set)


def look_at_code(
    cells: list[SubmittedCell], names: dict[int, str], given: set[str], there: Collection[str]
) -> Iterator[Finding]:
    """Say what will not run, or not as at home.

    Parameters
    ----------
    cells : list of SubmittedCell
    names : dict of int to str
        Of graded cells by their place in the file.
    given : set of str
        Sources of released cells: they are ours, and fine.
    there : collection of str
        Files that the code will find.
    """
    files = _Files()
    for cell in cells:
        if cell.kind != "code" or not cell.source.strip():
            continue
        if cell.source.strip() in given:
            files.written |= _written_by_ours(cell.source)
            continue
        name = names.get(cell.number, "")
        if _CONFLICT.search(cell.source):
            yield Finding("conflict", _at(cell, name) + "git's conflict marks", cell.number, name=name)
        yield from _magics(cell)
        tree, error = parsed(cell.source)
        if error is not None and not _CONFLICT.search(cell.source):
            yield _unreadable(cell, name, error)
        if tree is not None:
            yield from _calls(tree, cell, name)
            _note_files(tree, cell, files)
    yield from _missing(files, there)


def parsed(source: str) -> tuple[ast.Module | None, SyntaxError | None]:
    """Return a cell's syntax, or what Python says of it; magics and shell lines are left out.

    Examples
    --------
    >>> parsed("%matplotlib inline\\nfiles = !ls")[1] is None
    True
    >>> parsed("y = (1")[1].msg
    "'(' was never closed"
    """
    if source.lstrip().startswith("%%"):
        return None, None
    error = None
    for text in (source, _without_magics(source)):
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                tree = ast.parse(text)
                compile(text, "<cell>", "exec", ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
            return tree, None
        except SyntaxError as found:
            error = found
        except (ValueError, RecursionError, MemoryError, OverflowError) as found:
            error = SyntaxError(f"{type(found).__name__}: nested too deeply, or with characters no code has")
    return None, error


def _without_magics(source: str) -> str:
    lines = []
    for line in source.splitlines():
        line = _ASSIGNED.sub(r"\1None", line)
        lines.append(_MAGIC.sub(r"\1pass", line))
    return "\n".join(lines)


def _at(cell: SubmittedCell, name: str) -> str:
    return f"cell {cell.number}, {name}: " if name else f"cell {cell.number}: "


def _unreadable(cell: SubmittedCell, name: str, error: SyntaxError) -> Finding:
    line = error.lineno or 1
    lines = cell.source.splitlines()
    quote = printable(lines[line - 1].strip(), 60) if 0 < line <= len(lines) else ""
    message = printable(str(error.msg), 80)
    hint = explain_syntax(str(error.msg))
    said = f"{_at(cell, name)}line {line} cannot be read: {message}" + (f": `{quote}`" if quote else "")
    return Finding("syntax", said, cell.number, line, name, hint=hint)


def _magics(cell: SubmittedCell) -> Iterator[Finding]:
    for number, line in enumerate(cell.source.splitlines(), start=1):
        word = line.strip().lstrip("%!").split(" ")[0]
        if _INSTALL.match(line):
            yield _found("install", cell, number, "installs packages", line)
        elif re.match(r"\s*!\S", line) or (
            re.match(r"\s*%{1,2}[a-z]", line)
            and word in ("bash", "sh", "cd", "run", "script", "system", "sx")
        ):
            yield _found("install", cell, number, "calls the shell", line)
        else:
            continue
        return  # one a cell is enough


def _found(kind: str, cell: SubmittedCell, line: int, what: str, quote: str) -> Finding:
    said = f"cell {cell.number}, line {line}: {what}: `{printable(quote.strip(), 60)}`"
    return Finding(kind, said, cell.number, line)


def _calls(tree: ast.Module, cell: SubmittedCell, name: str) -> Iterator[Finding]:
    lines = cell.source.splitlines()
    seen = set()
    for node in ast.walk(tree):
        found = None
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "input":
            found = "input", "waits for input()"
        elif isinstance(node, ast.ImportFrom | ast.Import):
            modules = (
                [alias.name for alias in node.names] if isinstance(node, ast.Import) else [node.module or ""]
            )
            if any(module.startswith("google.colab") for module in modules):
                found = "install", "needs Google Colab"
            elif any(module.partition(".")[0] in ("requests", "urllib", "httpx") for module in modules):
                found = "network", "needs the network"
        elif isinstance(node, ast.Constant) and _is_path_elsewhere(node.value):
            found = "absolute-path", f"names a path of another machine, {printable(node.value, 60)!r}"
        if found and found[0] not in seen:
            seen.add(found[0])
            quote = lines[node.lineno - 1] if node.lineno <= len(lines) else ""
            yield _found(found[0], cell, node.lineno, found[1], quote)


def _is_path_elsewhere(value: object) -> bool:
    return isinstance(value, str) and len(value) < 300 and "\n" not in value and bool(_SOMEBODYS.match(value))


def _note_files(tree: ast.Module, cell: SubmittedCell, files: _Files) -> None:
    for node in ast.walk(tree):
        if not isinstance(node, ast.Call):
            continue
        called = getattr(node.func, "attr", getattr(node.func, "id", ""))
        if called not in _READERS | _WRITERS:
            continue
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        texts = [one.value for one in given if isinstance(one, ast.Constant) and isinstance(one.value, str)]
        if not texts or not texts[0] or len(texts[0]) > 300:
            continue
        writes = called in _WRITERS or (
            called == "open" and any(re.fullmatch(r"[wax]\+?[bt]?", t) for t in texts[1:])
        )
        if writes:
            files.written.add(texts[0])
        elif isinstance(given[0], ast.Constant) and isinstance(given[0].value, str):
            files.read.append((given[0].value, cell, node.lineno))


@lru_cache(maxsize=1_000)
def _written_by_ours(source: str) -> frozenset[str]:
    """Files that a released cell writes: everybody has the same ones."""
    files = _Files()
    tree, _ = parsed(source)
    if tree is not None:
        _note_files(tree, SubmittedCell("code", source), files)
    return frozenset(files.written)


def _missing(files: _Files, there: Collection[str]) -> Iterator[Finding]:
    told = set()
    for name, cell, line in files.read:
        plain = name.removeprefix("./")
        if name in told or plain in there or name in files.written or _ELSEWHERE.match(name):
            continue
        told.add(name)
        if "://" in name:
            yield Finding(
                "network",
                f"cell {cell.number}, line {line}: reads {printable(name, 80)!r} from the network",
                cell.number,
                line,
            )
        elif re.search(r"\.\w{1,8}$", name) or "/" in name:
            yield Finding(
                "file-missing",
                f"cell {cell.number}, line {line}: reads {printable(name, 80)!r}, which was not handed in",
                cell.number,
                line,
            )
