"""Labels back from the notebook alone, when the file is lost."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from course.annotation import disk
from course.annotation.embedding import embedded
from course.annotation.read import as_table
from course.annotation.reading import parse
from course.annotation.rows import latest
from course.annotation.store import Store
from course.errors import CourseError
from course.language import Text

if TYPE_CHECKING:
    import pandas as pd

MAX_NOTEBOOK = 200_000_000  # bytes


def recover(notebook: str | os.PathLike[str], save_to: str | os.PathLike[str] | None = None) -> pd.DataFrame:
    """Return the labels that a saved notebook carries in its outputs, and put them into a file if asked to.

    Parameters
    ----------
    notebook : str or path
        The ``.ipynb`` in which `annotate` was shown.
    save_to : str or path, optional
        An annotation file, new or not: of each tweet and annotator the later row stays.

    Returns
    -------
    DataFrame
        As `read_annotations` gives: the labelled rows.

    Raises
    ------
    CourseError
        If there is no such notebook, or it carries no labels.
    SaveError
        If the file cannot be written.
    """
    path = disk.absolute(notebook)
    try:
        with path.open("rb") as file:
            data = file.read(MAX_NOTEBOOK + 1)
    except OSError as error:
        why = str(error.strerror or error)
        raise CourseError(
            Text(
                es=f"No se puede leer el cuaderno «{path.name}»: {why}.",
                en=f"Cannot read the notebook '{path.name}': {why}.",
            )
        ) from None
    files = embedded(data) if len(data) <= MAX_NOTEBOOK else []
    rows = latest(row for one in files for row in parse(one).rows)
    if not rows:
        raise CourseError(
            Text(
                es=f"El cuaderno «{path.name}» no lleva etiquetas. Las lleva si se guardó después de etiquetar, con "
                "la salida de `annotate(...)` a la vista.",
                en=f"The notebook '{path.name}' carries no labels. It does if it was saved after labelling, with "
                "the output of `annotate(...)` in view.",
            )
        )
    if save_to is not None:
        Store(save_to, "").take(rows.values())
    return as_table(row for row in rows.values() if row.status == "labelled")
