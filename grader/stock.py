"""What `nbgrader autograde` and the formgrader's button take for a submission: every folder that was handed in.

nbgrader looks for ``submitted/<student>/<unit>/*.ipynb``, skips names that its database does not know and gives
those students an honest-looking zero; a damaged timestamp ends the whole batch. It has no setting and no hook
for that. So its `Autograde.init_notebooks`, which makes the list of what to convert, is replaced for
converters that read with our exporter, and for no others: it lists one notebook for each student's folder, in a
folder of ours that holds nothing but a timestamp that can be read.
"""

from __future__ import annotations

import glob
import tempfile
import weakref
from pathlib import Path
from typing import Any

from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import parse_utc

from grader.delivery import is_linked, read_file
from grader.errors import GraderError

_original = Autograde.init_notebooks


def install() -> None:
    """Replace `Autograde.init_notebooks`; once is enough, and again does no harm."""
    Autograde.init_notebooks = init_notebooks


def init_notebooks(self: Any) -> None:
    """List what to convert; called by nbgrader's Autograde when it starts."""
    from grader.preprocessors import SubmissionExporter

    if not issubclass(self.exporter_class, SubmissionExporter):
        _original(self)
        return
    _refuse_without_walls(self)
    unit = self.coursedir.assignment_id
    students = _students(self.coursedir, unit)
    if not students:
        _original(self)  # which says so, and what else there is
        return
    staging = tempfile.TemporaryDirectory(prefix="c20-stock-", ignore_cleanup_errors=True)
    weakref.finalize(self, staging.cleanup)
    self.coursedir = _staged(self.coursedir, staging.name)
    self.assignments, self.notebooks = {}, []
    for student, submitted in students.items():
        folder = Path(self.coursedir.format_path(staging.name, student, unit))
        folder.mkdir(parents=True)
        _copy_timestamp(submitted, folder)
        notebook = folder / f"{unit}.ipynb"
        notebook.touch()
        self.assignments[str(folder)] = [str(notebook)]


def _students(coursedir: CourseDirectory, unit: str) -> dict[str, Path]:
    """Return the folders handed in by whoever is asked for: a student's id as it stands, or a pattern."""
    root, asked = Path(coursedir.format_path(coursedir.submitted_directory, ".", ".")), coursedir.student_id
    named = root / asked / unit
    found = [named] if named.is_dir() else root.glob(f"{asked}/{glob.escape(unit)}")
    return {path.parent.name: path for path in sorted(found) if path.is_dir()}


def _staged(coursedir: CourseDirectory, folder: str) -> CourseDirectory:
    """Return a course directory of the converter's own: the application's is shared and stays as it is."""
    mine = CourseDirectory(parent=coursedir.parent, config=coursedir.config)
    for name in coursedir.trait_names(config=True):
        setattr(mine, name, getattr(coursedir, name))
    mine.submitted_directory = folder
    return mine


def _copy_timestamp(submitted: Path, folder: Path) -> None:
    """Keep a timestamp that nbgrader can read; another one would end the whole batch."""
    try:
        content = b"" if is_linked(submitted) else read_file(submitted / "timestamp.txt", 201)
        text = content.decode("utf-8").strip()
        if text and len(content) <= 200 and parse_utc(text):
            (folder / "timestamp.txt").write_text(text, encoding="utf-8")
    except (OSError, ValueError, OverflowError, TypeError):
        return


def _refuse_without_walls(converter: Any) -> None:
    """Say it once, before anything is touched, instead of once for each student."""
    from grader.job import Settings
    from grader.runner import walls

    try:
        walls(Settings.configured(converter.config))
    except GraderError as error:
        converter.log.error(str(error))
        raise NbGraderException(str(error)) from error
