"""Which pages need not be written again: what each was made of, kept in ``reports/<unit>/feedback.json``."""

from __future__ import annotations

import hashlib
import json
import os
from functools import cached_property
from importlib.metadata import version
from pathlib import Path

from grader import label_examiner, outputs, registry, report
from grader.feedback.style import TEMPLATES
from grader.gradesheet import Sheet

_OURS = (
    *sorted(Path(__file__).parent.glob("*.py")),
    *sorted((TEMPLATES / "crisis20").iterdir()),
    *(Path(module.__file__) for module in (label_examiner, outputs, report)),
)


class KnownPages:
    """The pages of a unit that are there, and what they were made of.

    Parameters
    ----------
    course : Path
    unit : str
    """

    def __init__(self, course: Path, unit: str) -> None:
        self.course, self.unit = course, unit
        self.path = course / "reports" / unit / "feedback.json"
        self.made: dict[str, list] = {}
        try:
            self.made = dict(json.loads(self.path.read_text(encoding="utf-8")))
        except (OSError, ValueError):  # none yet, or damaged: every page is written again
            self.made = {}

    def page(self, student: str) -> Path:
        """Return where a student's page is."""
        return self.course / "feedback" / student / self.unit / f"{self.unit}.html"

    def holds(self, student: str, sheet: Sheet | None) -> bool:
        """Tell whether a student's page is there, untouched, and would come out the same."""
        if sheet is None or self.made.get(student) != [self._recipe(student, sheet), self._look(student)]:
            return False
        graded, page = self._graded(student), self.page(student)
        if (
            page.stat().st_mtime < graded.stat().st_mtime
        ):  # graded again, with the same result: it is no older
            os.utime(page)
            self.made[student][1] = self._look(student)
        return True

    def add(self, student: str, sheet: Sheet | None) -> None:
        """Take down that a page was written."""
        if sheet is not None:
            self.made[student] = [self._recipe(student, sheet), self._look(student)]

    def save(self) -> None:
        """Write down what was taken."""
        if self.made:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            beside = self.path.with_suffix(".part")
            beside.write_text(json.dumps(self.made, ensure_ascii=False, indent=0) + "\n", encoding="utf-8")
            os.replace(beside, self.path)

    def _graded(self, student: str) -> Path:
        return self.course / "autograded" / student / self.unit / f"{self.unit}.ipynb"

    def _look(self, student: str) -> list[int] | None:
        """Size and time of a page, by which one sees that nobody has touched it."""
        try:
            found = self.page(student).stat()
        except OSError:
            return None
        return [found.st_size, found.st_mtime_ns]

    def _recipe(self, student: str, sheet: Sheet) -> str:
        """Fingerprint of all that a page is made of."""
        digest = hashlib.sha256(self._common)
        for path in sorted(self._graded(student).parent.rglob("*")):
            if path.is_file():  # what else was handed in goes along with the page
                digest.update(str(path.relative_to(self.course)).encode() + b"\0")
                digest.update(path.read_bytes())
        digest.update(repr(sheet).encode())
        return digest.hexdigest()

    @cached_property
    def _common(self) -> bytes:
        """What all pages are made of: our code and words, the unit's, and the libraries that write HTML."""
        digest = hashlib.sha256()
        released = sorted((self.course / "release").glob(f"*/{self.unit}/{self.unit}.ipynb"))
        for path in (*_OURS, *registry.files(self.unit), *released):
            digest.update(path.read_bytes())
        for library in ("nbconvert", "pygments", "bleach"):
            digest.update(version(library).encode())
        return digest.digest()
