"""What the feedback page says of labels: where in the notebook they are, and what stands in place of cases."""

from __future__ import annotations

from typing import Any

from nbformat import NotebookNode

from course.language import Text
from grader.feedback.words import LABELS_NOT_READ

_MARK = "crisis20_labels"


def mark_annotator(nb: NotebookNode, key: str) -> None:
    """Give the cell of an exercise's annotator a name to link to: the last one before the exercise's check."""
    found = None
    for cell in nb.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == f"{key}-check":
            break
        if cell.cell_type == "code" and "nbgrader" not in cell.metadata and "annotate(" in cell.source:
            found = cell
    if found is not None:
        found.metadata[_MARK] = f"celda-{key}"


def annotator_anchor(nb: NotebookNode, key: str) -> str | None:
    """Return the name that `mark_annotator` gave; None when there is no annotator left."""
    name = f"celda-{key}"
    return name if any(cell.metadata.get(_MARK) == name for cell in nb.cells) else None


def label_lines(examined: dict[str, Any]) -> list[Text]:
    """Say why labels could not be examined; nothing when they were."""
    if not examined.get("fault"):
        return []
    said = [Text(**case["message"]) for case in examined["cases"][:1]]
    return said or [LABELS_NOT_READ]
