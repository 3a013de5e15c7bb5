"""Bilingual strings in Python code: finding them, and writing the code out in one language.

Three forms hold a pair: the calls ``t(es="...", en="...")`` and ``Text(es="...", en="...")``, and in a lesson
also neighbouring lines that begin with ``# es: `` and ``# en: `` (in a docstring ``es: `` and ``en: ``).
"""

from __future__ import annotations

import ast
import io
import json
import re
import textwrap
import tokenize
from collections.abc import Iterator
from dataclasses import dataclass

from course.language import LANGUAGES, Text

WIDTH = 100  # columns of a notebook cell that need no scrolling
_MAGIC = re.compile(r"^(\s*)([%!].*)$", re.MULTILINE)
_INSTEAD = 'write t(es="... {n}", en="... {n}").format(n=...)'
_MARKED = re.compile(rf"^(\s*)(# |)({'|'.join(LANGUAGES)}): (.*)$")


class PhraseError(ValueError):
    """A bilingual string that cannot be resolved; `line` counts from 1 within the code."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


@dataclass(frozen=True)
class Phrase:
    """One pair of strings: the line it begins on, the pair, and the form (``t``, ``Text``, ``lines``)."""

    line: int
    text: Text
    form: str


def parse(code: str) -> ast.Module:
    """Parse notebook code, in which IPython's magics stand as statements."""
    try:
        return ast.parse(code)
    except SyntaxError:
        try:
            return ast.parse(_without_magics(code))
        except SyntaxError as error:
            raise PhraseError(error.lineno or 1, f"not valid Python: {error.msg}") from None


def phrases(code: str, *, strict: bool = False) -> list[Phrase]:
    """Return every pair in the code, in order.

    Parameters
    ----------
    code : str
    strict : bool
        For lessons: refuse a `t` that the build could not replace by a literal, and read marked lines too.
        Otherwise pairs that are worked out at run time are passed over.

    Examples
    --------
    >>> [phrase.text.en for phrase in phrases('print(t(es="hora", en="hour"))')]
    ['hour']
    """
    tree = parse(code)
    if strict:
        _refuse_odd_uses(tree)
    pairs = [(call, _constant_pair(call)) for call in _calls(tree)]
    found = [Phrase(call.lineno, text, call.func.id) for call, text in pairs if text is not None]
    if strict:
        found += [Phrase(min(block), _pair_of_lines(block), "lines") for block in _blocks(code, tree)]
    return sorted(found, key=lambda phrase: phrase.line)


def localise(code: str, language: str) -> str:
    """Write lesson code in one language: `t` calls become literals, marked lines lose the other language.

    Examples
    --------
    >>> print(localise('# es: Hola.\\n# en: Hello.\\nprint(t(es="sí", en="yes"))', "en"))
    # Hello.
    print("yes")
    """
    tree = parse(code)
    _refuse_odd_uses(tree)
    marked = {number: line for block in _blocks(code, tree) for number, line in block.items()}
    lines = code.split("\n")
    for call in sorted(_t_calls(tree), key=lambda call: (call.lineno, call.col_offset), reverse=True):
        _replace(lines, call, _constant_pair(call).to(language))
    kept = []
    for number, line in enumerate(lines, start=1):
        if number not in marked:
            kept.append(line)
        elif marked[number][3] == language:
            kept.append(marked[number].expand(r"\1\2\4"))
    return _tidy_docstrings(_without_import_of_t("\n".join(line for line in kept if line is not None)))


def _calls(tree: ast.AST, names: tuple[str, ...] = ("t", "Text")) -> Iterator[ast.Call]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in names:
            yield node


def _t_calls(tree: ast.AST) -> list[ast.Call]:
    return list(_calls(tree, ("t",)))


def _constant_pair(call: ast.Call) -> Text | None:
    """Return the pair when both halves stand in the code; an f-string's places become ``{}``."""
    arguments = dict(zip(LANGUAGES, call.args, strict=False))
    arguments |= {keyword.arg: keyword.value for keyword in call.keywords}
    if set(arguments) != set(LANGUAGES):
        return None
    halves = {language: _written(node) for language, node in arguments.items()}
    return None if None in halves.values() else Text(**halves)


def _written(node: ast.expr) -> str | None:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def _refuse_odd_uses(tree: ast.Module) -> None:
    """A lesson may say `t` only as ``t(es="...", en="...")`` with plain strings, outside f-strings."""
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr) and any(_calls(node)):
            raise PhraseError(node.lineno, f"a t(...) inside an f-string: {_INSTEAD}")
    proper = set()
    for call in _t_calls(tree):
        plain = not call.args and [k.arg for k in call.keywords] == list(LANGUAGES)
        plain = plain and all(isinstance(k.value, ast.Constant) for k in call.keywords)
        if not plain or _constant_pair(call) is None:
            raise PhraseError(
                call.lineno, f"t takes two plain strings, es and then en; for values inside, {_INSTEAD}"
            )
        proper.add(id(call.func))
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and node.id == "t" and id(node) not in proper:
            raise PhraseError(node.lineno, "the name t is kept for bilingual strings: rename this variable")
        if isinstance(node, ast.alias) and node.name == "t" and node.asname:
            raise PhraseError(node.lineno, "import t under its own name: the build looks for t(...)")


def _replace(lines: list[str | None], call: ast.Call, value: str) -> None:
    """Put a literal in the place of a call; a line that disappears becomes None."""
    first, last = call.lineno - 1, call.end_lineno - 1
    before = _columns(lines[first], 0, call.col_offset)
    after = _columns(lines[last], call.end_col_offset, None)
    indent = re.match(r"\s*", before)[0]
    literal = json.dumps(value, ensure_ascii=False)
    if len(before + literal + after) > WIDTH and len(value) > 40:
        alone = before.endswith("(") and after.startswith(")")
        parts = [
            f"{indent}    {json.dumps(part, ensure_ascii=False)}" for part in _wrapped(value, len(indent) + 6)
        ]
        literal = "\n".join(["" if alone else "(", *parts, indent + ("" if alone else ")")])
    lines[first] = before + literal + after
    lines[first + 1 : last + 1] = [None] * (last - first)


def _columns(line: str, start: int, end: int | None) -> str:
    """Cut a line by `ast`'s columns, which count UTF-8 bytes."""
    return line.encode()[start:end].decode()


def _wrapped(value: str, margin: int) -> list[str]:
    """Cut a long string between words so that the parts joined give it back."""
    parts = []
    for paragraph in value.splitlines(keepends=True):
        words = re.findall(r"\S+\s*|\s+", paragraph)
        line = ""
        for word in words:
            if line and len(line + word.rstrip()) > WIDTH - margin:
                parts.append(line)
                line = ""
            line += word
        parts.append(line)
    return parts


def _without_import_of_t(code: str) -> str:
    """Drop `t` from imports: once resolved, nothing of it is left."""
    lines = code.split("\n")
    for node in reversed(parse(code).body):
        if not isinstance(node, ast.ImportFrom) or not any(alias.name == "t" for alias in node.names):
            continue
        names = [ast.unparse(alias) for alias in node.names if alias.name != "t"]
        statement = f"from {'.' * node.level}{node.module or ''} import "
        new = [statement + ", ".join(names)] if names else []
        if names and len(new[0]) > WIDTH:
            new = [f"{statement}(", *textwrap.wrap(", ".join(names) + ",", WIDTH - 4), ")"]
            new[1:-1] = ["    " + line for line in new[1:-1]]
        lines[node.lineno - 1 : node.end_lineno] = new
    return "\n".join(lines)


# Marked lines --------------------------------------------------------------------------------------------


def _blocks(code: str, tree: ast.Module) -> list[dict[int, re.Match]]:
    """Return each run of neighbouring marked lines as ``{line number: match}``, both languages in each."""
    lines = code.split("\n")
    numbers = sorted(_comment_lines(code, lines) | _docstring_lines(tree, lines))
    runs: list[dict[int, re.Match]] = []
    for number in numbers:
        match = _MARKED.match(lines[number - 1])
        if runs and max(runs[-1]) == number - 1 and runs[-1][number - 1][2] == match[2]:
            runs[-1][number] = match
        else:
            runs.append({number: match})
    for run in runs:
        missing = set(LANGUAGES) - {match[3] for match in run.values()}
        if missing:
            raise PhraseError(min(run), f'this line needs its "{missing.pop()}: " twin beside it')
    return runs


def _pair_of_lines(block: dict[int, re.Match]) -> Text:
    return Text(
        **{
            language: "\n".join(match[4] for match in block.values() if match[3] == language)
            for language in LANGUAGES
        }
    )


def _comment_lines(code: str, lines: list[str]) -> set[int]:
    found = set()
    for token in tokenize.generate_tokens(io.StringIO(_without_magics(code)).readline):
        if token.type != tokenize.COMMENT or not re.match(rf"#\s*({'|'.join(LANGUAGES)}):", token.string):
            continue
        line = token.start[0]
        if not _MARKED.match(lines[line - 1]):
            raise PhraseError(line, 'a comment for one language stands on a line of its own, as "# es: ..."')
        found.add(line)
    return found


def _docstring_lines(tree: ast.Module, lines: list[str]) -> set[int]:
    found = set()
    for docstring in _docstrings(tree):
        for number in range(docstring.lineno, docstring.end_lineno + 1):
            match = _MARKED.match(lines[number - 1])
            if match and not match[2]:
                found.add(number)
        if re.match(rf"({'|'.join(LANGUAGES)}): ", docstring.value):
            raise PhraseError(
                docstring.lineno, 'open a bilingual docstring with its quotes alone, "es: " below'
            )
    return found


def _docstrings(tree: ast.Module) -> Iterator[ast.Constant]:
    for node in ast.walk(tree):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)):
            first = getattr(node.body[0], "value", None)
            if isinstance(first, ast.Constant) and isinstance(first.value, str):
                yield first


def _tidy_docstrings(code: str) -> str:
    """Open a docstring on its quotes' line, and close it there when one line is all it has."""
    lines = code.split("\n")
    for docstring in sorted(_docstrings(parse(code)), key=lambda node: node.lineno, reverse=True):
        first, last = docstring.lineno - 1, docstring.end_lineno - 1
        if last - first < 2 or lines[first].strip() != '"""':
            continue
        lines[first : first + 2] = [lines[first].rstrip() + lines[first + 1].strip()]
        if last - first == 2 and lines[first + 1].strip() == '"""':
            lines[first : first + 2] = [lines[first] + '"""']
    return "\n".join(lines)


def _without_magics(code: str) -> str:
    return _MAGIC.sub(r"\1pass", code)
