"""Outputs of a student's cells made fit to keep: bounded, valid, and safe to look at.

A submission may print fifty megabytes in one line or draw a page that runs scripts in the browser of
whoever grades it. Figures, tables and text stay; alternative texts stay.
"""

from __future__ import annotations

import re
import sys
from functools import lru_cache
from html import escape
from pathlib import Path
from typing import Any

import bleach
from bleach.css_sanitizer import CSSSanitizer
from jinja2 import pass_context
from nbconvert.filters.markdown_mistune import InvalidNotebook, IPythonRenderer, MarkdownWithMath
from nbformat import NotebookNode

MAX_TEXT = 20_000  # characters of one stream, traceback or text/plain
MAX_HTML = 300_000
MAX_IMAGE = 4 * 2**20
MAX_OUTPUTS = 200
MAX_PROSE = 64 * 2**10  # characters of Markdown that are rendered; longer ones are shown as they stand
MAX_DEPTH = 200  # of elements within elements: parsing takes the square of it
MAX_TANGLE = 100_000  # elements that a parser may make of formatting that is not closed where it belongs
MAX_ATTRIBUTES = 100
MAX_STYLE = 2_000
MAX_BRACKETS = 20
_COMMON = 20_000  # characters of HTML up to which it is worth remembering
MISSING_IMAGE = "[imagen que no se ha podido guardar · picture that could not be kept]"
CUT = "\n[… salida recortada · output cut …]\n"
_TAGS = frozenset(
    [
        *(
            "a",
            "abbr",
            "b",
            "bdi",
            "br",
            "code",
            "em",
            "i",
            "kbd",
            "q",
            "s",
            "samp",
            "small",
            "span",
            "strong",
        ),
        *("sub", "sup", "u", "blockquote", "div", "p", "pre", "section", "hr"),
        *("h1", "h2", "h3", "h4", "h5", "h6", "dd", "dl", "dt", "li", "ol", "ul", "details", "summary"),
        *("caption", "col", "colgroup", "table", "tbody", "td", "tfoot", "th", "thead", "tr"),
        *("figcaption", "figure", "img"),
    ]
)
_ATTRIBUTES = {
    "*": ["class", "lang", "role", "title", "style", "aria-label", "dir"],
    "a": ["href"],
    "details": ["open"],
    "img": ["alt", "src", "width", "height"],
    "ol": ["start"],
    "td": ["colspan", "rowspan"],
    "th": ["colspan", "rowspan", "scope"],
}
_STYLES = CSSSanitizer(
    allowed_css_properties=[
        *("background-color", "border", "border-bottom", "border-collapse", "border-left", "border-radius"),
        *("color", "font-family", "font-size", "font-style", "font-weight", "height", "line-height"),
        *("margin", "margin-bottom", "margin-left", "margin-right", "margin-top", "max-width"),
        *(
            "padding",
            "padding-left",
            "text-align",
            "text-decoration",
            "vertical-align",
            "white-space",
            "width",
        ),
    ]
)
_IMAGES = ("image/png", "image/jpeg")
_IMAGE_URL = re.compile(r"data:image/(png|jpeg|gif|webp);base64,[A-Za-z0-9+/=\s]*")
_ANSI_OTHER = re.compile(r"\x1b(?!\[[0-9;]*m)(\[[0-?]*[ -/]*[@-~]|\].{0,256}?(\x07|\x1b\\)|.)?", re.DOTALL)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_FORMATTING = frozenset(["a", "b", "code", "em", "i", "s", "small", "strong", "u"])
_EMPTY = frozenset(["area", "br", "col", "hr", "img", "input", "link", "meta", "path"])
_SEPARATOR = re.compile(r"[\s/\"']+")
_VALUE_WITH_END = re.compile(r"=\s*(\"[^\">]*>|'[^'>]*>)")
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]{0,20})")
_CLOSING_THEMSELVES = frozenset(
    [
        "area",
        "br",
        "col",
        "dd",
        "dt",
        "hr",
        "img",
        "input",
        "li",
        "link",
        "meta",
        "p",
        "path",
        "td",
        "th",
        "tr",
    ]
)
_PLACES = sorted(
    {
        str(Path(place))
        for place in (sys.prefix, sys.base_prefix, Path(__file__).parents[1], Path.home())
        if place
    },
    key=len,
    reverse=True,
)
_HIDDEN = re.compile(
    r"(?:" + "|".join(re.escape(place) for place in _PLACES if len(place) > 1) + r")(?=[/\\])"
    r"|/tmp/c20-[\w-]+|(?<=/)ipykernel_\d+/\d+(?=\.py)"
)


def clean(outputs: list[Any]) -> list[NotebookNode]:
    """Return outputs that are valid, bounded and safe; what cannot be kept is left out."""
    kept: list[NotebookNode] = []
    for output in outputs[:MAX_OUTPUTS]:
        try:
            made = _clean(output)
        except (TypeError, ValueError, KeyError, AttributeError, RecursionError):
            continue
        if made is not None:
            kept.append(made)
    if len(outputs) > MAX_OUTPUTS:
        kept.append(NotebookNode(output_type="stream", name="stdout", text=CUT))
    return kept


def cut(text: str, limit: int = MAX_TEXT) -> str:
    """Return the beginning of a text, with a mark where it was cut."""
    return text if len(text) <= limit else text[:limit] + CUT


def _clean(output: Any) -> NotebookNode | None:
    kind = output["output_type"]
    if kind == "stream":
        name = "stderr" if output["name"] == "stderr" else "stdout"
        return NotebookNode(output_type="stream", name=name, text=plain(output["text"]))
    if kind == "error":
        lines = [plain(line) for line in output["traceback"][-60:]]
        ename, evalue = (plain(str(output[part]))[:500] for part in ("ename", "evalue"))
        return NotebookNode(output_type="error", ename=ename, evalue=evalue, traceback=lines)
    if kind in ("display_data", "execute_result"):
        data = _bundle(output["data"])
        if data:
            # Nothing of a student's is ever an execute_result of a graded cell; elsewhere the kind is
            # harmless.
            return shown(kind, data)
    return None


def shown(kind: str, data: dict[str, str]) -> NotebookNode:
    """Return an output as `nbformat.v4.new_output` makes it, without its validation: every part is known.

    Examples
    --------
    >>> import nbformat
    >>> shown("execute_result", {"text/plain": "2"}) == nbformat.v4.new_output(
    ...     "execute_result", data={"text/plain": "2"}
    ... )
    True
    """
    extra = {"execution_count": None} if kind == "execute_result" else {}
    return NotebookNode(output_type=kind, metadata=NotebookNode(), data=NotebookNode(data), **extra)


def _bundle(data: dict) -> dict[str, str]:
    kept: dict[str, str] = {}
    for mime, value in data.items():
        value = "".join(value) if isinstance(value, list) else value
        if not isinstance(value, str):
            continue
        if mime in ("text/plain", "text/latex"):
            kept[mime] = plain(value)
        elif mime in ("text/html", "text/markdown") and len(value) <= MAX_IMAGE:
            kept["text/html" if mime == "text/html" else mime] = safe_html(value)
        elif mime in _IMAGES and len(value) <= MAX_IMAGE and re.fullmatch(r"[A-Za-z0-9+/=\s]*", value):
            kept[mime] = value
    return kept


def plain(text: str) -> str:
    """Return a text bounded and writable, without paths of this machine or commands to a terminal."""
    text = cut(text).encode("utf-8", "replace").decode("utf-8")
    return _HIDDEN.sub("…", _CONTROL.sub("", _ANSI_OTHER.sub("", text)))


def safe_html(source: str) -> str:
    """Return HTML that runs nothing and loads nothing; images only inline, each with its alternative text."""
    pictures: list[str] = []

    def set_aside(found: re.Match) -> str:
        pictures.append(found.group(0))
        return f"data:image/png;base64,{len(pictures) - 1}="

    text = _IMAGE_URL.sub(set_aside, source)
    text = re.sub(
        r"<(style|script)\b.*?(</\1\s*>|$)", "", cut(text, MAX_HTML), flags=re.DOTALL | re.IGNORECASE
    )
    if _depth(text) > MAX_DEPTH or _tangle(text) > MAX_TANGLE or _crowded(text):
        return f"<pre>{escape(cut(text))}</pre>"
    # most tables and cards are the same for the whole class
    text = _bleached(text) if len(text) <= _COMMON else _bleached.__wrapped__(text)
    text = re.sub(
        r"data:image/png;base64,(\d+)=",
        lambda found: pictures[int(found.group(1))] if int(found.group(1)) < len(pictures) else "",
        text,
    )
    return _HIDDEN.sub("…", text.encode("utf-8", "replace").decode("utf-8"))


@lru_cache(maxsize=1_000)
def _bleached(text: str) -> str:
    return bleach.clean(
        text,
        tags=_TAGS,
        attributes=_attribute,
        protocols=["http", "https", "data"],
        css_sanitizer=_STYLES,
        strip=True,
    )


class _Renderer(IPythonRenderer):
    """A picture that did not come along is a sentence, where nbconvert would give up the whole page."""

    def image(self, *arguments: Any, **options: Any) -> str:
        """Render one picture; called by mistune."""
        try:
            return super().image(*arguments, **options)
        except InvalidNotebook:
            return f"<em>{MISSING_IMAGE}</em>"


@pass_context
def safe_markdown(context: Any, source: str, attachments: dict | None = None) -> str:
    """Return Markdown as HTML that runs nothing; nbconvert's filter `markdown2html` for every page of ours.

    Pictures come from `attachments`; without them from the context's cell, which only a scoped block has.
    """
    if len(source) > MAX_PROSE:
        return f"<pre>{escape(cut(source))}</pre>"
    if attachments is None:
        attachments = context.get("cell", {}).get("attachments", {})
    renderer = _Renderer(escape=False, attachments=attachments, exclude_anchor_links=True)
    return safe_html(MarkdownWithMath(renderer=renderer).render(source))


def prose_html(source: str) -> str:
    """Return a notebook's prose as safe HTML whose headings stand below those of the page around it.

    Examples
    --------
    >>> prose_html("<h1>Datos</h1>")
    '<h3>Datos</h3>'
    """
    return re.sub(r"(</?h)([1-6])", lambda tag: f"{tag[1]}{min(int(tag[2]) + 2, 6)}", safe_html(source))


def _depth(source: str) -> int:
    """How deep the elements stand within each other, those left open that a browser closes by itself apart."""
    depth = deepest = 0
    for found in _TAG.finditer(source):
        if found[2].lower() in _CLOSING_THEMSELVES:
            continue
        depth = max(depth - 1, 0) if found[1] else depth + 1
        deepest = max(deepest, depth)
    return deepest


def _tangle(source: str) -> int:
    """How many elements may come of formatting that is left open: each paragraph begins with all of it again.

    Pages whose formatting is closed where it belongs make none.
    """
    tags = [(found[1], found[2].lower()) for found in _TAG.finditer(source)]
    product = sum(name in _FORMATTING for slash, name in tags if not slash) * len(tags)
    if product <= MAX_TANGLE:
        return product
    opened: list[str] = []
    for slash, name in tags:
        if name in _EMPTY:
            continue
        if not slash:
            opened.append(name)
            continue
        while opened and opened[-1] != name and opened[-1] in _CLOSING_THEMSELVES:
            opened.pop()
        if not opened or opened.pop() != name:
            return product
    return 0 if _FORMATTING.isdisjoint(opened) else product


def _crowded(source: str) -> bool:
    """Tell whether an element may have very many attributes: reading them takes the square of it.

    An element ends at its ``>``, unless that stands within a value: then the whole page counts as one.
    """
    whole = _VALUE_WITH_END.search(source)
    pieces = [source] if whole else source.split(">")
    most = MAX_ATTRIBUTES * 10 if whole else MAX_ATTRIBUTES
    for piece in pieces:
        begins = _TAG.search(piece) if len(piece) > most else None
        if begins and len(_SEPARATOR.findall(piece, begins.start())) > most:
            return True
    return False


def _attribute(tag: str, name: str, value: str) -> bool:
    if tag == "img" and name == "src":
        return value.startswith("data:image/png;base64,")
    if name == "style":  # who reads it calls itself for each bracket
        return len(value) <= MAX_STYLE and sum(map(value.count, "([{")) <= MAX_BRACKETS
    if tag == "a" and name == "href":
        return value.startswith(("https://", "http://", "#"))
    return name in _ATTRIBUTES["*"] or name in _ATTRIBUTES.get(tag, ())
