"""Repairing a submission without touching an answer: what grading would do anyway, done to the file.

A mended notebook is one that grading reads as it read the first one, cell by cell; where that cannot be had, it
is left alone. Signs of tampering are evidence and are left alone too. What there was is kept whole.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import nbformat

from grader.blueprint import Blueprint
from grader.delivery import BEFORE, Delivery, unwrap
from grader.doctor.finding import KINDS, Severity
from grader.doctor.form import document, is_output, is_text, look_at_form
from grader.filing import Filed, Register, set_aside, tidy
from grader.intake import choose, fingerprint, ordinary_files
from grader.restore import Restored, restore
from grader.submission import MAX_BYTES, MAX_SOURCE, parse_submission
from grader.wrong_unit import wrong_unit

_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")


def mended(content: bytes, blueprint: Blueprint) -> bytes | None:
    """Return a notebook with its graded cells put in order; None where there is nothing to mend, or no telling how.

    Parameters
    ----------
    content : bytes
        The notebook that will be graded.
    blueprint : Blueprint
    """
    submission = parse_submission(content)
    if submission.fault is not None or wrong_unit(submission, blueprint) is not None:
        return None
    restored = restore(submission, blueprint)
    if restored.tampering or not _worth_it(content, restored):
        return None
    new = _written(content, restored, blueprint)
    if new is None or new == content:
        return None
    again = parse_submission(new)
    same = again.fault is None and _read(restored) == _read(restore(again, blueprint))
    return new if same else None


def _worth_it(content: bytes, restored: Restored) -> bool:
    kinds = [remark.kind for remark in restored.remarks] + [finding.kind for finding in look_at_form(content)]
    return any(KINDS[kind].severity is Severity.MENDED for kind in kinds)


def _read(restored: Restored) -> tuple:
    """What grading makes of a notebook, to compare two."""
    cells = [
        (cell.cell_type, cell.source, cell.metadata.get("nbgrader"), cell.get("attachments"))
        for cell in restored.notebook.cells
    ]
    return cells, restored.language, restored.missing, restored.answered, restored.tampering


def _written(content: bytes, restored: Restored, blueprint: Blueprint) -> bytes | None:
    data = document(content)
    if data.get("nbformat") in (2, 3):
        data = dict(nbformat.convert(nbformat.from_dict(data), 4))
    raw = data.get("cells")
    if not isinstance(raw, list):
        return None
    cells, taken = [], {known.grade_id for known in blueprint.graded}
    for cell, origin in zip(restored.notebook.cells, restored.origins, strict=True):
        graded = cell.metadata.get("nbgrader")
        old = raw[origin - 1] if origin is not None else {}
        if len(cell.source) >= MAX_SOURCE:
            return None  # read cut: to write it so would lose the rest
        if origin is None and not (graded and graded["grade"] and not graded["solution"]):
            continue  # a deleted answer is missed when it is graded, not when it is mended
        new = {
            "cell_type": cell.cell_type,
            "id": graded["grade_id"] if graded else _free_id(old.get("id"), taken),
            "metadata": dict(cell.metadata) if graded else _metadata(old.get("metadata")),
            "source": cell.source.splitlines(keepends=True),
        }
        if cell.get("attachments"):
            new["attachments"] = cell["attachments"]
        if cell.cell_type == "code":
            outputs = old.get("outputs")
            new["outputs"] = [_output(one) for one in outputs if is_output(one)] if _is_list(outputs) else []
            count = old.get("execution_count")
            new["execution_count"] = count if type(count) is int and count >= 0 else None
        cells.append(new)
    notebook = {
        "cells": cells,
        "metadata": _of_notebook(data.get("metadata"), restored, blueprint),
        "nbformat": 4,
        "nbformat_minor": 5,
    }
    text = json.dumps(notebook, ensure_ascii=False, indent=1, sort_keys=True, allow_nan=True) + "\n"
    return text.encode("utf-8", "replace")


def _is_list(value: Any) -> bool:
    return isinstance(value, list)


def _free_id(claimed: Any, taken: set[str]) -> str:
    """The cell's own id where it is one and nobody else's, else a new one."""
    name = claimed if isinstance(claimed, str) and _ID.fullmatch(claimed) else ""
    number = 0
    while not name or name in taken:
        number += 1
        name = f"cell-{number}"
    taken.add(name)
    return name


def _metadata(claimed: Any) -> dict[str, Any]:
    """A cell's own metadata without what speaks of grading or keeps the cell from running."""
    kept = (
        {key: value for key, value in claimed.items() if key != "nbgrader"}
        if isinstance(claimed, dict)
        else {}
    )
    tags = kept.pop("tags", None)
    if _is_list(tags):
        kept["tags"] = list(
            dict.fromkeys(t for t in tags if isinstance(t, str) and t != "skip-execution" and t)
        )
        if not kept["tags"]:
            del kept["tags"]
    for key, kind in (
        ("collapsed", bool),
        ("deletable", bool),
        ("editable", bool),
        ("name", str),
        ("jupyter", dict),
    ):
        if key in kept and not isinstance(kept[key], kind):
            del kept[key]
    return kept


def _of_notebook(claimed: Any, restored: Restored, blueprint: Blueprint) -> dict[str, Any]:
    kept = dict(claimed) if isinstance(claimed, dict) else {}
    for key in ("colab", "accelerator", "nbgrader", "title", "authors", "orig_nbformat"):
        kept.pop(key, None)
    return kept | {
        "crisis20": {"language": restored.language, "unit": blueprint.unit},
        "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }


def _output(output: dict[str, Any]) -> dict[str, Any]:
    """An output with every field that its kind must have, and no other."""
    kind = output["output_type"]
    if kind == "stream":
        return {"output_type": kind, "name": output["name"], "text": output["text"]}
    if kind == "error":
        traceback = [line for line in output["traceback"] if isinstance(line, str)]
        named = {key: str(output.get(key, "")) for key in ("ename", "evalue")}
        return {"output_type": kind, **named, "traceback": traceback}
    metadata = output.get("metadata")
    data = {
        key: value
        for key, value in output["data"].items()
        if is_text(value) or key.endswith("json") or key == "application/json"
    }
    new = {"output_type": kind, "data": data, "metadata": metadata if isinstance(metadata, dict) else {}}
    if kind == "execute_result":
        count = output.get("execution_count")
        new["execution_count"] = count if type(count) is int and count >= 0 else None
    return new


def mend_submission(folder: Path, blueprint: Blueprint, reports: Path, register: Register) -> Path | None:
    """Mend ``submitted/<student>/<unit>`` of a course folder.

    Parameters
    ----------
    folder : Path
    blueprint : Blueprint
    reports : Path
        ``reports/<unit>``; the folder as it was is kept under ``earlier/<student>`` of it.
    register : Register
        Takes the note that lets `grader collect` know the same hand-in again.

    Returns
    -------
    Path or None
        Where it is kept as it was; None when there was nothing to mend.
    """
    with tempfile.TemporaryDirectory(prefix=".c20-", dir=reports.parent.parent) as temporary:
        fresh = Path(temporary) / folder.parent.name / folder.name
        called = _prepared(folder, fresh, blueprint)
        before, after = fingerprint(folder), fingerprint(fresh)
        if before == after:
            return None
        kept = set_aside(folder, reports)
        os.rename(fresh, folder)
    known = register.students.get(folder.parent.name, Filed())
    handed_in = known.handed_in if known.filed == before and known.handed_in else before
    register.note(folder.parent.name, Filed(known.notebook or called, handed_in, after))
    return kept


def mend_loose(folder: Path, blueprint: Blueprint) -> Path | None:
    """Mend one submission in a folder of the instructor's; what was there is kept in ``before-mending`` of it."""
    with tempfile.TemporaryDirectory(prefix=".c20-", dir=folder) as temporary:
        fresh = Path(temporary) / "student" / "unit"
        _prepared(folder, fresh, blueprint)
        if fingerprint(folder) == fingerprint(fresh):
            return None
        kept = _place_before(folder)
        _copy(folder, kept)
        there = {path.relative_to(fresh) for path in ordinary_files(fresh)}
        for path in list(ordinary_files(folder)):
            if path.relative_to(folder) not in there:
                path.unlink()
        for name in sorted(there):
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            os.replace(fresh / name, folder / name)
    return kept


def mend_file(path: Path, blueprint: Blueprint) -> Path | None:
    """Mend one loose file in its place, with ``.ipynb`` for its ending; the file as it was is kept beside."""
    delivery = Delivery.of_file(path)
    chosen, _ = choose(delivery, blueprint)
    if chosen is None or chosen.size > MAX_BYTES:
        return None
    content = unwrap(chosen.read(MAX_BYTES))
    content = mended(content, blueprint) or content
    target = path.with_name(
        re.sub(r"(\.ipynb)?(\.(json|txt|zip|gz|bak))?$", "", path.name, flags=re.I) + ".ipynb"
    )
    if target == path and content == path.read_bytes():
        return None
    if target != path and target.exists():
        return None  # somebody's, and no place to write to
    kept = _place_before(path.parent)
    kept.mkdir(parents=True)
    os.rename(path, kept / path.name)
    target.write_bytes(content)
    return kept / path.name


def _place_before(folder: Path) -> Path:
    number = 1
    while (folder / BEFORE / str(number)).exists():
        number += 1
    return folder / BEFORE / str(number)


def _prepared(folder: Path, fresh: Path, blueprint: Blueprint) -> str:
    """Make a mended copy of a folder; return what its notebook was called, where that changed."""
    _copy(folder, fresh)
    called = tidy(fresh, blueprint)
    proper = fresh / f"{blueprint.unit}.ipynb"
    if proper.is_file() and proper.stat().st_size <= MAX_BYTES:
        new = mended(proper.read_bytes(), blueprint)
        if new is not None:
            proper.write_bytes(new)
    return called


def _copy(folder: Path, to: Path) -> None:
    """Copy the ordinary files; a link, a pipe or a device is none."""
    to.mkdir(parents=True)
    for path in ordinary_files(folder):
        target = to / path.relative_to(folder)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(path, target)
