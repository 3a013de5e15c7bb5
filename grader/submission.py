"""Reading what a student handed in: any bytes at all become cells to restore, or a reason why not.

Only what grading needs is taken over: kind, source, id and grade id of each cell, images pasted into text.
Outputs, tags, widget state, kernel and every other word of metadata stay behind.
"""

from __future__ import annotations

import json
import os
import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.language import LANGUAGES
from grader.delivery import read_file, unwrap
from grader.faults import EMPTY, NO_NOTEBOOK, NOT_A_FILE, NOT_A_NOTEBOOK, TOO_LARGE, Fault

NOTHING = b"crisis20: no notebook was handed in"  # stands for a notebook where there is none
MAX_BYTES = 64 * 2**20
MAX_CELLS = 2_000
MAX_CODE = 64 * 2**10  # characters of one code cell; far from any honest one
MAX_SOURCE = 2**20
_LANGUAGE = re.compile(rb"""set_language\(\s*\\?["'](es|en)\\?["']\s*\)""")
_IMAGE = re.compile(r"image/(png|jpeg|gif|webp)")


@dataclass
class SubmittedCell:
    """What is taken over of one cell; `number` is its place in the file, from 1."""

    kind: str
    source: str
    identifier: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)
    number: int = 0


@dataclass
class Submission:
    """A submission as read: its cells and its language, or the fault that made it unreadable."""

    cells: list[SubmittedCell]
    language: str | None
    fault: Fault | None = None


def read_submission(path: Path) -> Submission:
    """Read a notebook file of unknown content; never raises for what the file holds."""
    try:
        found = os.lstat(path)
    except OSError:
        return Submission([], None, NO_NOTEBOOK)
    if not stat.S_ISREG(found.st_mode):
        return Submission([], None, NOT_A_FILE)
    if found.st_size > MAX_BYTES:
        return Submission([], None, TOO_LARGE)
    try:
        return parse_submission(read_file(path, MAX_BYTES + 1))
    except OSError:
        return Submission([], None, NOT_A_FILE)


def parse_submission(content: bytes) -> Submission:
    """Read a notebook from bytes of unknown content; never raises for what they hold."""
    if content == NOTHING:
        return Submission([], None, NO_NOTEBOOK)
    if len(content) > MAX_BYTES:
        return Submission([], None, TOO_LARGE)
    content = unwrap(content)
    language = spoken_language(content)
    if not content.strip(b"\0 \t\r\n"):
        return Submission([], language, EMPTY)
    try:
        raw = raw_cells(content)
        cells = [_cell(number, cell) for number, cell in enumerate(raw, start=1)]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError):
        return Submission([], language, NOT_A_NOTEBOOK)
    found = [cell for cell in cells if cell is not None]
    if raw and not found:
        return Submission([], language, NOT_A_NOTEBOOK)
    if len(raw) > MAX_CELLS or any(cell.kind == "code" and len(cell.source) > MAX_CODE for cell in found):
        return Submission([], language, TOO_LARGE)
    if language is None:  # saved in an encoding in which the bytes say it otherwise
        chosen = (spoken_language(cell.source.encode()) for cell in found if cell.kind == "code")
        language = next((one for one in chosen if one), None)
    return Submission(found, language)


def spoken_language(content: bytes) -> str | None:
    """Return the language that the notebook chooses in its first cell, even of a damaged file.

    Examples
    --------
    >>> spoken_language(b'"source": "set_language(\\\\"en\\\\")"')
    'en'
    """
    found = _LANGUAGE.search(content)
    return found.group(1).decode() if found else None


def as_notebook(submission: Submission) -> NotebookNode:
    """Put a submission's cells in a notebook, as nbgrader's exporters hand them on."""
    cells = []
    for cell in submission.cells:
        new = getattr(nbformat.v4, f"new_{cell.kind}_cell")(cell.source)
        if cell.attachments:
            new["attachments"] = nbformat.from_dict(cell.attachments)
        cells.append(new)
    return nbformat.v4.new_notebook(cells=cells)


def raw_cells(content: bytes) -> list:
    """Return a notebook's cells as they stand in the file; raises for anything else.

    Examples
    --------
    >>> raw_cells('{"cells": ["ñ"]}'.encode("utf-16"))
    ['ñ']
    """
    data = None
    for text in texts(content):
        try:
            data = json.loads(text)
            break
        except json.JSONDecodeError:
            continue
    if type(data) is dict and data.get("nbformat") in (2, 3):
        data = nbformat.convert(nbformat.from_dict(data), 4)
    cells = data["cells"]
    if not isinstance(cells, list):
        raise TypeError("cells")
    return cells


def texts(content: bytes) -> Iterator[str]:
    """Give what bytes may say, the likeliest encoding first: another program may have saved the file again."""
    for encoding in ("utf-8-sig", "utf-16", "cp1252"):
        if encoding == "cp1252" and b"\0" in content[:4096]:
            return
        try:
            yield content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if encoding == "utf-8-sig" and b"\0" not in content[:4096]:
            return


def _cell(number: int, raw: Any) -> SubmittedCell | None:
    """Take over one cell; what a field should be and is not counts as missing."""
    if not isinstance(raw, dict):
        return None
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    kind = raw.get("cell_type")
    if kind is None:
        kind = "code" if "outputs" in raw or "execution_count" in raw else "markdown"
    if kind not in ("code", "markdown", "raw") or not isinstance(source, str):
        return None
    if len(source) > MAX_SOURCE:
        source = source[:MAX_SOURCE]
    metadata = raw.get("metadata")
    metadata = metadata if isinstance(metadata, dict) else {}
    known = metadata.get("nbgrader")
    tags = metadata.get("tags")
    return SubmittedCell(
        kind=kind,
        source=_writable(source),
        identifier=raw["id"] if isinstance(raw.get("id"), str) else None,
        metadata=dict(known) if isinstance(known, dict) else {},
        tags=tuple(tag for tag in tags if isinstance(tag, str)) if isinstance(tags, list) else (),
        attachments=_images(raw.get("attachments")) if kind == "markdown" else {},
        number=number,
    )


def _writable(text: str) -> str:
    """Replace lone surrogates, which JSON may hold and no file can."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _images(attachments: Any) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = {}
    if not isinstance(attachments, dict):
        return kept
    for name, bundle in attachments.items():
        if isinstance(bundle, dict):
            images = {
                kind: data
                for kind, data in bundle.items()
                if _IMAGE.fullmatch(kind) and isinstance(data, str) and data.isascii()
            }
            if images:
                kept[_writable(name)] = images
    return kept


def language_of(submission: Submission, notebooks: dict[str, NotebookNode]) -> str:
    """Return a submission's language: the one it sets, else that of its prose, else the first."""
    if submission.language in notebooks:
        return submission.language
    written = {cell.source.strip() for cell in submission.cells if cell.kind == "markdown"}
    shared = {
        language: len(
            written & {cell.source.strip() for cell in notebook.cells if cell.cell_type == "markdown"}
        )
        for language, notebook in notebooks.items()
    }
    best = max(shared, key=shared.__getitem__)
    return best if shared[best] else next(language for language in LANGUAGES if language in notebooks)
