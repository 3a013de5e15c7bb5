"""Reading what a student handed in: any bytes at all become cells to restore, or a reason why not.

Only what grading needs is taken over: kind, source, id and grade id of each cell, images pasted into text.
Outputs, tags, widget state, kernel and every other word of metadata stay behind.
"""

from __future__ import annotations

import json
import os
import re
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from course.language import LANGUAGES
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
    """What is taken over of one cell; `forged` lists what its metadata says that no student's tool writes."""

    kind: str
    source: str
    identifier: str | None = None
    metadata: dict[str, Any] = field(default_factory=dict)
    tags: tuple[str, ...] = ()
    attachments: dict[str, dict[str, str]] = field(default_factory=dict)


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
    content = path.read_bytes()
    if content == NOTHING:
        return Submission([], None, NO_NOTEBOOK)
    language = spoken_language(content)
    if not content.strip(b"\0 \t\r\n"):
        return Submission([], language, EMPTY)
    try:
        cells = [_cell(raw) for raw in _raw_cells(content)]
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError):
        return Submission([], language, NOT_A_NOTEBOOK)
    if len(cells) > MAX_CELLS or any(
        cell and cell.kind == "code" and len(cell.source) > MAX_CODE for cell in cells
    ):
        return Submission([], language, TOO_LARGE)
    return Submission([cell for cell in cells if cell is not None], language)


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


def _raw_cells(content: bytes) -> list:
    for encoding in ("utf-8-sig", "utf-16"):
        try:
            data = json.loads(content.decode(encoding))
            break
        except UnicodeDecodeError:
            continue
    else:
        raise ValueError("not a text")
    if type(data) is dict and data.get("nbformat") in (2, 3):
        data = nbformat.convert(nbformat.from_dict(data), 4)
    cells = data["cells"]
    if not isinstance(cells, list):
        raise TypeError("cells")
    return cells


def _cell(raw: Any) -> SubmittedCell | None:
    kind, source = raw["cell_type"], raw["source"]
    if isinstance(source, list):
        source = "".join(source)
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
