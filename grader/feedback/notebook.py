"""The notebook as it ran, for the page: prose, code and outputs as HTML, read by eye or by ear.

What the whole class shares, which is nearly everything, is rendered once and kept.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache, lru_cache
from html import escape

from nbconvert.filters import Highlight2HTML, ansi2html
from nbformat import NotebookNode

from course.language import Text
from grader.feedback.formulas import with_formulas
from grader.feedback.words import WORDS
from grader.outcomes import Outcome
from grader.outputs import safe_html, safe_markdown
from grader.report import markup

_KEPT = 1000  # cells rendered and kept; a unit has about 120 in each language
_KEPT_OUTPUTS = 200  # these hold figures: some 50 KB each
_HEADING = re.compile(r"<(/?)h([1-6])\b")
_TABLE = re.compile(r"<table\b.*?</table>", re.DOTALL)
_INK = re.compile(r"(<span[^>]*?) style=\"[^\"]*\"")
_STATES = frozenset(outcome.value for outcome in Outcome)  # what ends a cell that the grader stopped
_SECTION = 2  # level of the heading that the notebook stands under
_DEEPEST = 6


@dataclass
class Piece:
    """One cell as the page shows it.

    Parameters
    ----------
    kind : {"prose", "code", "report"}
        ``report`` stands where a check was: a link to what came of the exercise.
    anchor : str
        What links to it name; empty for most.
    body : str
        HTML.
    outputs : list of str
        HTML of each.
    label : str
        What a reader should know before it: whose answer this is.
    """

    kind: str
    anchor: str = ""
    body: str = ""
    outputs: list[str] = field(default_factory=list)
    label: str = ""


class Headings:
    """Puts headings below the page's own, and none more than one level below the last.

    Examples
    --------
    >>> below = Headings()
    >>> below("<h1>Data</h1>"), below("<h6>Notes</h6>"), below("<h1>Plots</h1>")
    ('<h3>Data</h3>', '<h4>Notes</h4>', '<h3>Plots</h3>')
    """

    def __init__(self) -> None:
        self._last, self._open = _SECTION, _SECTION

    def __call__(self, html: str) -> str:
        return _HEADING.sub(self._level, html) if "<h" in html else html

    def _level(self, tag: re.Match[str]) -> str:
        if not tag[1]:
            self._last = self._open = min(int(tag[2]) + _SECTION, self._last + 1, _DEEPEST)
        return f"<{tag[1]}h{self._open}"


def prose(source: str, attachments: dict | None = None) -> str:
    """Return Markdown as HTML that runs nothing."""
    return safe_html(safe_markdown(None, source, attachments)) if attachments else _prose(source)


@lru_cache(_KEPT)
def _prose(source: str) -> str:
    return with_formulas(safe_html(safe_markdown(None, source, {})))


@lru_cache(_KEPT)
def code(source: str) -> str:
    """Return code as HTML, with its words coloured."""
    return _highlighter()(source)


@cache
def _highlighter() -> Callable[[str], str]:
    return Highlight2HTML(pygments_lexer="ipython3")


def output(made: NotebookNode, say: Callable[[Text], str]) -> str:
    """Return one output of a cell as HTML; empty when there is nothing that a page can show.

    Parameters
    ----------
    made : NotebookNode
    say : callable
        Gives a text in the reader's language.
    """
    kind = made.output_type
    if kind == "stream":
        return f'<pre class="stream {escape(made.name)}">{_terminal(made.text)}</pre>'
    if kind == "error" and made.ename in _STATES:  # in the grader's words, and in the reader's language
        return f'<p class="what error">{markup(made.evalue)}</p>'
    if kind == "error":
        lines = _terminal("\n".join(made.traceback))
        return f'<p class="what">{say(WORDS["error"])}</p><pre class="error" lang="en">{lines}</pre>'
    data = made.get("data", {})
    if "text/html" in data:
        html = _described(rich(data["text/html"]), say)
        wide = f' role="region" tabindex="0" aria-label="{say(WORDS["table"])}"' if "<table" in html else ""
        return f'<div class="html"{wide}>{html}</div>'
    for mime in ("image/png", "image/jpeg"):
        if mime in data:
            source = "".join(data[mime].split())
            return f'<img alt="{say(WORDS["figure"])}" src="data:{mime};base64,{source}">'
    if "text/markdown" in data:
        return f'<div class="html">{_described(prose(data["text/markdown"]), say)}</div>'
    if "text/plain" in data:
        return f"<pre>{_terminal(data['text/plain'])}</pre>"
    return ""


def _terminal(text: str) -> str:
    """Return what a terminal would show, in colours that can be read on both papers.

    Colours beyond a terminal's first sixteen are left out: they are made for one paper only.

    Examples
    --------
    >>> _terminal("\\x1b[1;38;5;28mtry\\x1b[0m <b>")
    '<span class="ansi-bold">try</span> &lt;b&gt;'
    """
    return _INK.sub(r"\1", ansi2html(text))


@lru_cache(_KEPT_OUTPUTS)
def rich(html: str) -> str:
    """Return an output's HTML as safe HTML whose tables tell headers from data."""
    return _TABLE.sub(lambda table: _scoped(table[0]), safe_html(html))


def _scoped(table: str) -> str:
    """Say which cells a header is of, as pandas does not; an empty one is no header.

    Examples
    --------
    >>> _scoped("<table><thead><tr><th></th><th>a</th></tr></thead><tbody><tr><th>0</th></tr></tbody></table>")[14:62]
    '<tr><td></td><th scope="col">a</th></tr></thead>'
    """
    table = re.sub(r"<th\b([^>]*)>\s*</th>", r"<td\1></td>", table)
    head, end, body = table.partition("</thead>")
    if not end:
        head, body = "", table
    return _scope(head, "col") + end + _scope(body, "row")


def _scope(part: str, scope: str) -> str:
    return re.sub(r"<th\b(?![^>]*?\bscope=)", f'<th scope="{scope}"', part)


def _described(html: str, say: Callable[[Text], str]) -> str:
    """Give pictures that say nothing a sentence, and say so where a picture could not be kept."""
    if "<img" not in html:
        return html
    html = re.sub(r"<img\b(?![^>]*?\bsrc=)[^>]*>", f"<em>{say(WORDS['no_picture'])}</em>", html)
    return re.sub(r"<img\b(?![^>]*?\balt=)", f'<img alt="{say(WORDS["figure"])}"', html)


def pieces(
    nb: NotebookNode, say: Callable[[Text], str], *, checks: set[str], titles: dict[str, str]
) -> list[Piece]:
    """Return a notebook's cells as the page shows them.

    Parameters
    ----------
    nb : NotebookNode
    say : callable
        Gives a text in the reader's language.
    checks : set of str
        Ids of the graded cells that stand for a report.
    titles : dict of str to str
        What each answer is called, by its id, as HTML.
    """
    below, made = Headings(), []
    for cell in nb.cells:
        about = cell.metadata.get("nbgrader", {})
        name = about.get("grade_id", "")
        anchor = f"celda-{name}" if name else cell.metadata.get("crisis20_labels", "")
        label = say(WORDS["your_answer"]).format(title=titles[name]) if name in titles else ""
        if name in checks:
            made.append(Piece("report", anchor, body=name.removesuffix("-check")))
        elif cell.cell_type == "markdown":
            html = _described(prose(cell.source, cell.get("attachments")), say)
            made.append(Piece("prose", anchor, below(html), label=label))
        elif cell.cell_type == "code":
            outputs = [below(html) for html in (output(one, say) for one in cell.outputs) if html]
            made.append(Piece("code", anchor, code(cell.source), outputs, label))
    return made
