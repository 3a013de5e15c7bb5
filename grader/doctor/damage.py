"""What is wrong with a file that should be a notebook and cannot be read: in words, and how far it goes."""

from __future__ import annotations

import json
import re

from grader.blueprint import Blueprint
from grader.delivery import unwrap
from grader.doctor.finding import Finding
from grader.faults import EMPTY, TOO_LARGE, Fault
from grader.restore import restore
from grader.submission import MAX_CELLS, parse_submission, texts

_OURS = re.compile(r"^<{7}(?: .*)?$", re.MULTILINE)
_THEIRS = re.compile(r"^>{7}(?: .*)?$", re.MULTILINE)
_FORMATS = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a text document (RTF)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"PK", "a zip file or an office document"),
    (b"\xd0\xcf\x11\xe0", "an old office document"),
    (b"Rar!", "a RAR archive, which is not opened"),
    (b"7z\xbc\xaf", "a 7-zip archive, which is not opened"),
)
_TEXTS = (
    (re.compile(r"\A\s*<(?:!doctype html|html|\?xml|head|body)", re.IGNORECASE), "a web page"),
    (re.compile(r"\A\s*(?:# %%|# ---|#!|import |from \w+ import |# coding)"), "a Python script"),
    (re.compile(r"\A\s*version https://git-lfs"), "a pointer of git LFS, not the file itself"),
)
BY_SUFFIX = {
    ".py": "a Python script",
    ".html": "a web page",
    ".htm": "a web page",
    ".pdf": "a PDF",
    ".docx": "a Word document",
    ".doc": "a Word document",
    ".odt": "a text document",
    ".rtf": "a text document",
    ".md": "a Markdown text",
    ".png": "a picture",
    ".jpg": "a picture",
    ".jpeg": "a picture",
    ".heic": "a picture",
    ".rar": "a RAR archive, which is not opened",
    ".7z": "a 7-zip archive, which is not opened",
    ".tar": "a tar archive, which is not opened",
    ".url": "a link to a web page",
    ".webloc": "a link to a web page",
}


def damage(content: bytes, fault: Fault, blueprint: Blueprint) -> Finding:
    """Say why a notebook cannot be read.

    Parameters
    ----------
    content : bytes
        As handed in.
    fault : Fault
        What the reader found.
    blueprint : Blueprint
    """
    if fault is TOO_LARGE:
        return Finding("too-large", fault.brief)
    if fault is EMPTY:
        return Finding("empty", f"the notebook is empty ({len(content):,} bytes of nothing)")
    content = unwrap(content)
    what = what_it_is(content)
    if what:
        return Finding("not-a-notebook", f"the notebook is {what}, not a notebook")
    text = next(texts(content), "")
    begins = [match.start() for match in _OURS.finditer(text)]
    if begins and _THEIRS.search(text):
        lines = ", ".join(str(text.count("\n", 0, begin) + 1) for begin in begins[:3])
        return Finding(
            "conflict",
            f"git's conflict marks in {len(begins)} places (lines {lines}): two versions are mixed",
        )
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        return _broken(text, error, blueprint)
    except (ValueError, RecursionError, MemoryError):
        return Finding("damaged", "the notebook's JSON is nested or numbered beyond what can be read")
    return Finding("damaged", "JSON, but not a notebook's: it has no cells")


def what_it_is(content: bytes) -> str:
    """Return in words what a file is that only has a notebook's name; empty when nothing tells.

    Examples
    --------
    >>> what_it_is(b"%PDF-1.7"), what_it_is(b"<!DOCTYPE html><html>"), what_it_is(b'{"cells": [')
    ('a PDF', 'a web page', '')
    """
    for start, words in _FORMATS:
        if content.startswith(start):
            return words
    text = content[:2000].decode("utf-8", "replace").lstrip("\ufeff")
    return next((words for pattern, words in _TEXTS if pattern.search(text)), "")


def _broken(text: str, error: json.JSONDecodeError, blueprint: Blueprint) -> Finding:
    """JSON that stops or breaks somewhere: how many whole cells come before, and what they answer."""
    cells = whole_cells(text)
    rest = text[error.pos :].strip()
    cut = not rest or (error.msg.startswith(("Unterminated", "Expecting")) and len(text) - error.pos < 2)
    cut = cut or error.msg.startswith("Unterminated")
    where = f"at line {error.lineno:,}"
    held = f"{len(cells)} whole cell{'' if len(cells) == 1 else 's'} before it"
    if cells:
        submission = parse_submission(json.dumps({"cells": cells}).encode())
        if submission.fault is None:
            answered = restore(submission, blueprint).answered
            held += f", with answers to {sum(answered.values())} of {len(answered)} exercises"
    return Finding("truncated" if cut else "damaged", f"{'cut off' if cut else 'damaged'} {where}: {held}")


def whole_cells(text: str) -> list[dict]:
    """Return the cells of a cut or broken notebook that are whole, up to the first that is not.

    Examples
    --------
    >>> whole_cells('{"cells": [{"source": "a"}, {"source": "b')
    [{'source': 'a'}]
    """
    found = re.search(r'"cells"\s*:\s*\[', text)
    if found is None:
        return []
    decoder, position, cells = json.JSONDecoder(), found.end(), []
    gap = re.compile(r"[\s,]*")
    while len(cells) < MAX_CELLS:
        position = gap.match(text, position).end()
        try:
            cell, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError, MemoryError):
            break
        if not isinstance(cell, dict):
            break
        cells.append(cell)
    return cells
