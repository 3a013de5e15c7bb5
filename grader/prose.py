"""What can be counted in a passage of Markdown in any language, and what makes it hard to read aloud."""

from __future__ import annotations

import re
from collections.abc import Callable

from course.language import LANGUAGES

_FENCE = re.compile(
    r"^(?P<mark>```+|~~~+) *(?P<info>[^\n]*)\n(?P<body>.*?)^(?P=mark)[ \t]*$", re.MULTILINE | re.DOTALL
)
_CODE = re.compile(r"(?<!`)(`+)(?!`)(.+?)(?<!`)\1(?!`)", re.DOTALL)
_FORMULA = re.compile(r"\$\$.+?\$\$|(?<![\\$\w])\$(?=\S)[^$\n]+?(?<=\S)\$(?![\w$])", re.DOTALL)
_LINK = re.compile(
    r"(!?)\[((?:[^\[\]]|\[[^\]]*\])*)\]\(<?([^()\s>]*(?:\([^()\s]*\)[^()\s>]*)*)>?(?:\s+\"[^\"]*\")?\)"
)
_BARE_LINK = re.compile(r"<(https?://[^>\s]+)>|(?<![(\"'=])\bhttps?://[^\s)>\]]+")
_HTML = re.compile(r"</?[a-zA-Z][^<>]*>|<!--.*?-->", re.DOTALL)
_HEADING = re.compile(r"^(#{1,6}) +(.+)$", re.MULTILINE)
_ITEM = re.compile(r"^( *)([-*+]|\d+[.)]) +\S", re.MULTILINE)
_ROW = re.compile(r"^ *\|(.+)\| *$")
_RULE = re.compile(r"^ *\|(?: *:?-+:? *\|)+ *$")
_NUMBER = re.compile(r"(?<![\w.,:@#])(?:\d{1,3}(?:[\u202f\u00a0]\d{3})+(?!\d)|\d+(?:[.,:]\d+)*)")
_PLACE = re.compile(r"(?<!\{)\{([^{}]*)\}(?!\})")
_CODE_INFO = re.compile(r"^(python|py|pycon|bash|sh|console|toml|json|csv|sql)\b")

Feature = Callable[[str, str], object]


def without_code(text: str) -> str:
    """Return the passage without fences and code spans."""
    return _CODE.sub("`", _FENCE.sub("", text))


def words_only(text: str) -> str:
    """Return what a spell checker should read: no code, formulas, link targets, tags, handles, places.

    Examples
    --------
    >>> words_only("La [mediana](https://example.org/x) de `delay` es $d$.")
    'La mediana de   es  .'
    """
    text = _FORMULA.sub(" ", _CODE.sub(" ", _FENCE.sub(" ", text)))
    text = _BARE_LINK.sub(" ", _LINK.sub(r"\2", text))
    text = _PLACE.sub(" ", _HTML.sub(" ", text))
    return re.sub(r"[@#]\w+|\w+@[\w.]+|\w*[\d_]\w*", " ", text)


# Features: each takes a passage and its language and returns something equal in both ---------------------


def numbers(text: str, language: str) -> list[str]:
    """Return the numbers, written alike: Spanish ``1.234,5`` and English ``1,234.5`` are the same.

    Examples
    --------
    >>> numbers("A las 20:00, 1.234,5 € y 30 %", "es") == numbers("At 20:00, 1,234.5 € and 30 %", "en")
    True
    """
    plain = _FORMULA.sub(" ", without_code(text))
    plain = _PLACE.sub(" ", _HTML.sub(" ", _BARE_LINK.sub(" ", _LINK.sub(r"\2", plain))))
    plain = re.sub(r"(?m)^ *\d+[.)] ", " ", plain)  # the markers of an ordered list are list items
    return sorted(_canonical(match[0], language) for match in _NUMBER.finditer(plain))


def _canonical(number: str, language: str) -> str:
    thousands, decimal = (".", ",") if language == "es" else (",", ".")
    groups = rf"\d{{1,3}}(?:[{thousands}\u202f\u00a0]\d{{3}})+"
    if re.fullmatch(rf"{groups}(?:[{decimal}]\d+)?", number):
        number = re.sub(rf"[{thousands}\u202f\u00a0]", "", number)
    if re.fullmatch(rf"\d+[{decimal}]\d+", number):
        number = number.replace(decimal, ".")
    return number


# Names that stand for the reader's own, as in `table["column"]`, are said in her language.
_STAND_INS = {
    "tabla": "table",
    "columna": "column",
    "datos": "data",
    "filtro": "filter",
    "condición": "condition",
}


def code_spans(text: str, language: str) -> list[str]:
    """Return the contents of the code spans, in alphabetical order; stand-ins for a reader's names in English.

    Examples
    --------
    >>> code_spans("Guarda `tabla[columna]`.", "es") == code_spans("Keep `table[column]`.", "en")
    True
    """
    spans = (match[2].strip() for match in _CODE.finditer(_FENCE.sub("", text)))
    return sorted(re.sub(r"[^\W\d]+", _stand_in, _any_language(span)) for span in spans)


def _stand_in(match: re.Match[str]) -> str:
    return _STAND_INS.get(match[0], match[0])


def formulas(text: str, language: str) -> list[str]:
    """Return the formulas; words inside ``\\text{}`` and the decimal sign may differ."""
    found = (match[0] for match in _FORMULA.finditer(without_code(text)))
    return sorted(re.sub(r"\\text\{[^{}]*\}", r"\\text{}", f).replace("{,}", ".") for f in found)


def links(text: str, language: str) -> list[str]:
    """Return the targets of links and images; a page that exists in each language counts as one."""
    plain = without_code(text)
    targets = [match[3] for match in _LINK.finditer(plain)]
    targets += [match[1] or match[0] for match in _BARE_LINK.finditer(_LINK.sub(" ", plain))]
    return sorted(_any_language(target.rstrip(".,;:")) for target in targets)


def _any_language(target: str) -> str:
    """Let ``.../es/x`` stand for ``.../en/x``, ``x.es.md`` for ``x.md``; an encyclopedia for its pages."""
    encyclopedia = re.match(rf"https?://(?:{'|'.join(LANGUAGES)})\.(wik\w+\.org)/", target)
    if encyclopedia:
        return encyclopedia[1]
    target = re.sub(rf"\.({'|'.join(LANGUAGES)})(?=\.\w+$)", "", target)
    return re.sub(rf"(?<![A-Za-z0-9])({'|'.join(LANGUAGES)})(?![A-Za-z0-9])", "{language}", target)


def heading_levels(text: str, language: str) -> list[int]:
    """Return the level of each heading, in order."""
    return [level for level, _ in headings(text)]


def list_items(text: str, language: str) -> list[str]:
    """Return one entry a list item: how far it is indented, and whether it is numbered."""
    items = (match for match in _ITEM.finditer(_FENCE.sub("", text)))
    return [f"{len(item[1])}{'.' if item[2][0].isdigit() else '-'}" for item in items]


def table_shapes(text: str, language: str) -> list[list[int]]:
    """Return for each table the number of cells in each row."""
    return [[_cells(row) for row in table] for table in tables(text)]


def fences(text: str, language: str) -> list[str]:
    """Return what each fenced block is and, when it is code, what it says."""
    return [
        f"{f['info'].strip()}\n{f['body']}" if _CODE_INFO.match(f["info"]) else f["info"].strip()
        for f in _FENCE.finditer(text)
    ]


def places(text: str, language: str) -> list[str]:
    """Return the names of the places to be filled, ``{name}``, and each nameless ``{}``."""
    names = [re.split("[:!]", match[1])[0] for match in _PLACE.finditer(text)]
    return sorted({name for name in names if name}) + [name for name in names if not name]


FEATURES: dict[str, Feature] = {
    "numbers": numbers,
    "code spans": code_spans,
    "formulas": formulas,
    "links": links,
    "headings": heading_levels,
    "list items": list_items,
    "tables": table_shapes,
    "fences": fences,
}


# Reading aloud -------------------------------------------------------------------------------------------


def headings(text: str) -> list[tuple[int, str]]:
    """Return the headings as (level, words)."""
    return [(len(match[1]), match[2]) for match in _HEADING.finditer(_FENCE.sub("", text))]


def tables(text: str) -> list[list[str]]:
    """Return the tables, each as its lines."""
    found: list[list[str]] = [[]]
    for line in _FENCE.sub("", text).split("\n"):
        if _ROW.match(line):
            found[-1].append(line)
        elif found[-1]:
            found.append([])
    return [table for table in found if table]


def barriers(text: str) -> list[str]:
    """Return what a screen reader could not tell: images without words, tables without a header row.

    Examples
    --------
    >>> barriers("![](volume.png)")
    ['the image volume.png has no alternative text']
    """
    found = [
        f"the image {match[3]} has no alternative text"
        for match in _LINK.finditer(without_code(text))
        if match[1] and not match[2].strip()
    ]
    for tag in re.findall(r"<img\b[^>]*>", without_code(text)):
        if not re.search(r"""\balt=(["'])\s*\S.*?\1""", tag):
            found.append(f"{tag} has no alternative text")
    for table in tables(text):
        if len(table) < 2 or not _RULE.match(table[1]):
            found.append(f"the table {table[0].strip()} has no header row")
        elif not all(cell.strip() for cell in _split_row(table[0])):
            found.append(f"the table {table[0].strip()} has a column without a heading")
    return found


def jumps(levels: list[int]) -> list[int]:
    """Return the positions of headings that break the order: a second title, or a level passed over.

    Examples
    --------
    >>> jumps([1, 2, 3, 2, 4, 1])
    [4, 5]
    """
    found = []
    for position, level in enumerate(levels):
        above = levels[position - 1] if position else 0
        if level > above + 1 or (position and level == 1):
            found.append(position)
    return found


def _cells(row: str) -> int:
    return len(_split_row(row))


def _split_row(row: str) -> list[str]:
    return re.split(r"(?<!\\)\|", _CODE.sub("`", row).strip().strip("|"))
