"""What of the unit is answered, and how answers were spoilt without anybody meaning to."""

from __future__ import annotations

import ast
import difflib
import re
from collections.abc import Iterator

from course.language import Text
from grader.blueprint import Blueprint
from grader.doctor.code import parsed
from grader.doctor.finding import Finding
from grader.notebooks import CODE_STUB
from grader.restore import Restored
from grader.submission import Submission, SubmittedCell

_STUB = CODE_STUB.split("\n")[0]
_RENAMED = Text(
    es="La función de «{key}» tiene que llamarse `{wanted}`; la tuya se llama `{found}`.",
    en="The function of “{key}” must be called `{wanted}`; yours is called `{found}`.",
)


def graded_cells(restored: Restored) -> dict[str, int]:
    """Return where in the file each graded cell's answer stands, by its name."""
    return {
        cell.metadata.nbgrader.grade_id: origin
        for cell, origin in zip(restored.notebook.cells, restored.origins, strict=True)
        if origin is not None and "nbgrader" in cell.metadata
    }


def look_at_answers(
    submission: Submission, restored: Restored, blueprint: Blueprint, *, labelled: bool
) -> Iterator[Finding]:
    """Say which answers are empty, unfinished or under another name.

    Parameters
    ----------
    submission : Submission
    restored : Restored
    blueprint : Blueprint
    labelled : bool
        Whether tweets were labelled, which is an answer too.
    """
    if not labelled and not any(restored.answered.values()):
        yield Finding("blank", f"none of {len(restored.answered)} exercises is answered")
    places = graded_cells(restored)
    by_number = {cell.number: cell for cell in submission.cells}
    defined = set()
    for cell in submission.cells:
        if cell.kind == "code":
            defined.update(_defined(cell.source))
    for known in blueprint.graded:
        cell = by_number.get(places.get(known.grade_id, 0))
        if known.kind == "check" or cell is None:
            continue
        if not cell.source.strip() and not cell.attachments:
            words = f"cell {cell.number}, {known.grade_id}: emptied, which counts as no answer"
            yield Finding("emptied", words, cell.number, name=known.grade_id)
        elif known.kind == "answer" and restored.answered[known.grade_id]:
            if known.function not in defined:
                yield from _other_name(cell, known.grade_id, known.function)
            elif _STUB in cell.source and re.search(r"^\s+return \.\.\.\s*$", cell.source, re.MULTILINE):
                words = f"cell {cell.number}, {known.grade_id}: still ends in the released `return ...`"
                yield Finding("unfinished", words, cell.number, name=known.grade_id)


def _other_name(cell: SubmittedCell, key: str, wanted: str) -> Iterator[Finding]:
    tree, error = parsed(cell.source)
    if error is not None or tree is None:
        return  # said already: nothing in it can be defined
    names = [node.name for node in tree.body if isinstance(node, ast.FunctionDef)]
    near = difflib.get_close_matches(wanted, names, n=1, cutoff=0) if names else []
    found = near[0] if near else ""
    if not found:
        words = f"cell {cell.number}, {key}: defines no function {wanted}"
        yield Finding("other-name", words, cell.number, name=key)
        return
    hint = _RENAMED.format(key=key, wanted=wanted, found=found)
    words = f"cell {cell.number}, {key}: defines {found} where {wanted} is asked for"
    yield Finding("other-name", words, cell.number, name=key, hint=hint)


def _defined(source: str) -> Iterator[str]:
    """Names that a cell gives at its top: functions, and functions under another name."""
    yield from re.findall(r"^\s*(?:async\s+)?def\s+(\w+)\s*\(", source, re.MULTILINE)
    yield from re.findall(r"^(\w+)\s*=", source, re.MULTILINE)
    yield from re.findall(r"^\s*(?:from\s+\S+\s+)?import\s.*?\b(\w+)\s*$", source, re.MULTILINE)
