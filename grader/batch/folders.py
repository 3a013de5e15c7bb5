"""The folders in ``autograded/``: written aside and put in place whole, with the files that nbgrader would copy."""

from __future__ import annotations

import os
import shutil
import tempfile
from fnmatch import fnmatch
from pathlib import Path, PurePosixPath

from nbgrader.coursedir import CourseDirectory
from nbgrader.utils import find_all_files


class Autograded:
    """Writes one unit's folders.

    Parameters
    ----------
    coursedir : CourseDirectory
        nbgrader's settings of the course: where things lie, what is left out, who may read.
    unit : str
    exclude : list of str
        The instructor's files that must not replace a student's (``c.Autograde.exclude_overwriting``).
    permissions : str or int, optional
        Of the files, as nbgrader writes it: ``444``.
    """

    def __init__(
        self,
        coursedir: CourseDirectory,
        unit: str,
        *,
        exclude: list[str],
        permissions: int | str | None = None,
    ) -> None:
        self.coursedir, self.unit = coursedir, unit
        self.root = Path(coursedir.root)
        default = 664 if coursedir.groupshared else 444
        self.permissions = int(str(permissions or default), 8)
        source = self.root / coursedir.format_path(coursedir.source_directory, ".", unit)
        kept = {os.path.join(source, name) for name in exclude}
        found = find_all_files(str(source), [*coursedir.ignore, "*.ipynb"])
        self.ours = {Path(name).relative_to(source): Path(name) for name in found if name not in kept}
        for left in (self.root / coursedir.autograded_directory).glob(f"{self._aside}*"):
            shutil.rmtree(left, ignore_errors=True)

    @property
    def _aside(self) -> str:
        return f".{self.unit}-"

    def place(self, student: str) -> Path:
        """Return a student's folder."""
        return self.root / self.coursedir.format_path(self.coursedir.autograded_directory, student, self.unit)

    def write(self, student: str, notebook: bytes, files: dict[str, bytes]) -> None:
        """Put a student's folder in place: the notebook, the files handed in, and the instructor's over them."""
        folder = self.root / self.coursedir.autograded_directory
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=self._aside, dir=folder, ignore_cleanup_errors=True) as aside:
            fresh = Path(aside, "new")
            fresh.mkdir()
            for name, content in files.items():
                if self._copied(name):
                    _put(fresh / name, content)
            for name, path in self.ours.items():
                (fresh / name).parent.mkdir(parents=True, exist_ok=True)
                (fresh / name).unlink(missing_ok=True)
                shutil.copy(path, fresh / name)
            _put(fresh / f"{self.unit}.ipynb", notebook)
            self._permit(fresh)
            place = self.place(student)
            place.parent.mkdir(parents=True, exist_ok=True)
            if os.path.lexists(place):
                os.rename(place, Path(aside, "old"))
            os.rename(fresh, place)
        if self.coursedir.groupshared:
            _share(folder)

    def remove(self, student: str) -> None:
        """Take a student's folder away, as nbgrader does where grading failed."""
        shutil.rmtree(self.place(student), ignore_errors=True)

    def _copied(self, name: str) -> bool:
        """Tell whether nbgrader would copy a file: neither a notebook nor, wherever it lies, ignored."""
        ignored = [*self.coursedir.ignore, "*.ipynb"]
        return not any(fnmatch(part, glob) for part in PurePosixPath(name).parts for glob in ignored)

    def _permit(self, folder: Path) -> None:
        for place, _, names in os.walk(folder):
            for name in names:
                os.chmod(os.path.join(place, name), self.permissions)
            if self.coursedir.groupshared:
                _share(Path(place))


def _put(path: Path, content: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def _share(folder: Path) -> None:
    mode = folder.stat().st_mode
    if mode & 0o2770 != 0o2770:
        os.chmod(folder, (mode | 0o2770) & 0o2777)
