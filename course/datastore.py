"""The one module that knows where data lie: `datasets/` in a checkout, `course/datasets/` in a wheel."""

from __future__ import annotations

from pathlib import Path

from course.errors import CourseError
from course.language import Text

_PACKAGE = Path(__file__).resolve().parent


def dataset_path(case: str) -> Path:
    """Return the folder that holds one case's data package.

    Parameters
    ----------
    case : str
        Name of the folder, such as ``"jazztel"``.

    Raises
    ------
    CourseError
        If no such data package came with this installation.

    Examples
    --------
    >>> dataset_path("jazztel").name
    'jazztel'
    """
    for home in (_PACKAGE / "datasets", _PACKAGE.parent / "datasets"):
        if (home / case / "datapackage.json").is_file():
            return home / case
    raise CourseError(
        Text(
            es=f"Esta instalación no trae los datos de «{case}». Remedio: instala el curso otra vez, entero.",
            en=f"This installation lacks the data of '{case}'. Remedy: install the course again, whole.",
        )
    )
