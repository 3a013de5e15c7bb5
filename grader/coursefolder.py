"""An instructor's course folder: its paths, its making, and nbgrader's configuration of it."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from traitlets.config import Config
from traitlets.config.loader import PyFileConfigLoader

from grader import settings
from grader.batch.database import address, patient, plainly
from grader.blueprint import Blueprint
from grader.errors import GraderError
from grader.outcomes import OutcomeBook
from grader.seed import create_seed
from grader.unit_names import instead

if TYPE_CHECKING:  # nbgrader takes its time to import; a batch starts its workers first
    from nbgrader.api import Gradebook
    from nbgrader.coursedir import CourseDirectory

# Nothing here is for the public: names, marks, solutions and the secret.
_PRIVATE = """\
# Names, marks, solutions and the secret seed: none of this belongs in a repository.
*
!.gitignore
!nbgrader_config.py
"""


@dataclass(frozen=True)
class CourseFolder:
    """A course folder on disk.

    Parameters
    ----------
    root : Path
        Absolute.
    db : str, optional
        Address of the gradebook; else what the folder's nbgrader_config.py says, else the folder's gradebook.db.
    """

    root: Path
    db: str | None = field(default=None, repr=False)  # may hold a password

    @classmethod
    def create(cls, root: Path) -> CourseFolder:
        """Make a course folder, or complete an existing one; nothing that is there is overwritten."""
        root = Path(root).resolve()
        root.mkdir(parents=True, exist_ok=True)
        for name, text in ((settings.FILE, settings.CONFIG), (".gitignore", _PRIVATE)):
            if not (root / name).exists():
                (root / name).write_text(text, encoding="utf-8")
        create_seed(root)
        return cls(root)

    @classmethod
    def open(cls, root: Path, *, db: str | None = None) -> CourseFolder:
        """Open a course folder that `grader build` made."""
        root = Path(root).resolve()
        if not (root / settings.FILE).is_file():
            raise GraderError(
                f"{root} is not a course folder: it has no {settings.FILE}. Make one with "
                f"`grader build UNIT --course {root}`, or name yours with --course."
            )
        return cls(root, address(db) if db else None)

    def config(self, *, language: str = "es", unsafe: bool = False) -> Config:
        """Return nbgrader's configuration: the folder's own file, then ours for this run."""
        config = PyFileConfigLoader(settings.FILE, path=str(self.root)).load_config()
        settings.configure(config, self.root, language=language, unsafe=unsafe)
        given = self.db or config.CourseDirectory.get("db_url")
        if given:
            config.CourseDirectory.db_url = address(given)
        return config

    def coursedir(self, config: Config, unit: str) -> CourseDirectory:
        """Return nbgrader's own idea of the folder."""
        from nbgrader.coursedir import CourseDirectory

        coursedir = CourseDirectory(config=config)
        coursedir.assignment_id = unit
        return coursedir

    @contextlib.contextmanager
    def gradebook(self, *, patiently: bool = False) -> Iterator[Gradebook]:
        """Open the gradebook; with `patiently`, others who write into it at the same time are waited for."""
        from nbgrader.api import Gradebook

        database = self.database
        with nbgrader_surroundings():
            with plainly(database):
                gradebook = Gradebook(patient(database) if patiently else database, settings.COURSE_ID)
            with gradebook:
                yield gradebook

    @property
    def database(self) -> str:
        """The gradebook's address, password included: see `grader.batch.database.hidden`."""
        said = self.config().CourseDirectory.get("db_url")
        return said or f"sqlite:///{self.root / 'gradebook.db'}"

    def blueprint(self, unit: str) -> Blueprint:
        """Return a unit as released."""
        return Blueprint.load(self.root, unit)

    def outcomes(self, unit: str) -> OutcomeBook:
        """Return the record of a unit's class."""
        return OutcomeBook(self.root / "reports" / unit / "outcomes.json")

    def require_released(self, unit: str) -> Blueprint:
        """Return the unit as released, or say what to run first."""
        released = self.units("release")
        if unit not in released:
            first = f" Run `grader release {unit}` first." if unit in self.units("source") else ""
            raise GraderError(
                f"{unit} has not been released in this course.{first or instead(unit, released)}"
                + ("" if released or first else f" Run `grader release {unit}` first.")
            )
        from nbgrader.api import MissingEntry

        blueprint = self.blueprint(unit)
        with self.gradebook() as gradebook:
            try:
                gradebook.find_assignment(unit)
            except MissingEntry:
                raise GraderError(
                    f"{unit} is not in the gradebook: run `grader release {unit}` first."
                ) from None
        return blueprint

    def units(self, stage: str) -> list[str]:
        """Return the units in ``source`` or ``release``."""
        return sorted({path.parent.name for path in (self.root / stage).glob("*/*/*.ipynb")})

    def chosen(self, unit: str, students: list[str] | None) -> list[str]:
        """Return the students named, or everybody who handed the unit in; say who is not there."""
        present = self.submitted(unit)
        if not present:
            raise GraderError(
                f"Nobody has handed in {unit}: collect submissions with `grader collect {unit} FOLDER`."
            )
        missing = [student for student in students or [] if student not in present]
        if missing:
            raise GraderError(
                f"No submission of {unit} by {', '.join(missing)}. There are: {', '.join(present)}."
            )
        return students or present

    def submitted(self, unit: str) -> list[str]:
        """Return the students who handed a unit in, in order."""
        folder = self.root / "submitted"
        return sorted(path.parent.name for path in folder.glob(f"*/{unit}") if path.is_dir())


class OneSubmission:
    """For nbgrader's converters: exactly this student's notebook, where a glob would misread brackets in a name."""

    def init_notebooks(self) -> None:
        """Find what to convert; called by nbgrader's converters when they start."""
        unit, student = self.coursedir.assignment_id, self.coursedir.student_id
        folder = self._format_source(unit, student)
        self.assignments = {folder: [os.path.join(folder, f"{unit}.ipynb")]}
        self.notebooks = []


class _Collector(logging.Handler):
    """Keeps what nbgrader says of errors, for the record instead of the screen."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


@contextlib.contextmanager
def nbgrader_surroundings() -> Iterator[list[str]]:
    """What nbgrader takes for granted: `alembic` on PATH and a working directory it may change.

    Its log stays off the screen; the errors are given as a list.
    """
    path, folder = os.environ.get("PATH", ""), os.getcwd()
    log, collector = logging.getLogger("traitlets"), _Collector()
    level, propagate = log.level, log.propagate
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), path])
    log.addHandler(collector)
    log.setLevel(logging.ERROR)
    log.propagate = False
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of nbgrader and its libraries: nothing an instructor can act on
            yield collector.said
    finally:
        log.removeHandler(collector)
        log.setLevel(level)
        log.propagate = propagate
        os.environ["PATH"] = path
        os.chdir(folder)
