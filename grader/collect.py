"""`grader collect`: from what a campus lets one download, or from nbgrader's exchange, into ``submitted/``.

Files are read from a folder or zip as ``<student>/<anything>.ipynb``, as ``<student>_<anything>.ipynb``
(Moodle's folders ``<student>_<number>_assignsubmission_file_`` too). Links are never followed, and no path
leads out of the folder.
"""

from __future__ import annotations

import re
import shutil
import stat
import tempfile
import unicodedata
import zipfile
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from course.language import LANGUAGES
from grader.coursefolder import CourseFolder, nbgrader_surroundings
from grader.errors import GraderError
from grader.intake import ordinary_files
from grader.release import course_id

MAX_MEMBER = 100 * 2**20
_MOODLE = re.compile(r"_\d+_assignsubmission_(?:file|onlinetext)_?.*$")
_OUTER = ("submitted", "downloaded", "archive")


@dataclass
class Collected:
    """What was collected.

    Parameters
    ----------
    students : dict of str to list of str
        Files by student.
    skipped : list of str
        What was left out and why.
    """

    students: dict[str, list[str]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)


def collect_files(course: CourseFolder, unit: str, source: Path) -> Collected:
    """Collect submissions from a folder or a zip file; a student's earlier submission is replaced.

    Parameters
    ----------
    course : CourseFolder
    unit : str
    source : Path
        A folder, or a zip file as a campus makes it.
    """
    course.require_released(unit)
    source = Path(source)
    if not source.exists():
        raise GraderError(f"{source} does not exist.")
    if source.is_dir():
        return _from_folder(course, unit, source)
    if not zipfile.is_zipfile(source):
        raise GraderError(f"{source} is neither a folder nor a zip file.")
    with tempfile.TemporaryDirectory(prefix="c20-zip-") as unpacked:
        skipped = _unpack(source, Path(unpacked))
        collected = _from_folder(course, unit, Path(unpacked))
    collected.skipped += skipped
    return collected


def collect_exchange(course: CourseFolder, unit: str, exchange: Path) -> Collected:
    """Collect from nbgrader's exchange, where each language is a course of its own."""
    course.require_released(unit)
    before = set(course.submitted(unit))
    skipped: list[str] = []
    for language in LANGUAGES:
        config = course.config(language=language)
        config.Exchange.root = str(Path(exchange).resolve())
        coursedir = course.coursedir(config, unit)
        coursedir.course_id = course_id(language)
        with nbgrader_surroundings() as errors:
            collecting = _CarefulCollect(coursedir=coursedir, config=config, authenticator=Authenticator())
            collecting.update = True
            try:
                collecting.start()
            except ExchangeError:
                skipped.append(f"{coursedir.course_id}: {' '.join(errors)[:200]}")
    if len(skipped) == len(LANGUAGES):
        raise GraderError(f"Nothing of {unit} in the exchange {exchange}: {'; '.join(skipped)}")
    new = sorted(set(course.submitted(unit)) - before)
    return Collected({student: [f"{unit}.ipynb"] for student in new}, skipped)


class _CarefulCollect(ExchangeCollect):
    """Follows no link: nbgrader's own would, with the instructor's rights, to the gradebook for one."""

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy one submission; called by nbgrader for each."""
        for path in ordinary_files(Path(src)):
            target = Path(dest) / path.relative_to(src)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)


def student_and_file(path: PurePosixPath, unit: str) -> tuple[str, str] | None:
    """Tell whose a file is, from its place in a download, and its name in the submission.

    Examples
    --------
    >>> unit = "05-jazztel-delays"
    >>> student_and_file(PurePosixPath("Ana Ruiz_4711_assignsubmission_file_/tarea.ipynb"), unit)
    ('Ana Ruiz', 'tarea.ipynb')
    >>> student_and_file(PurePosixPath("aruiz_05-jazztel-delays.ipynb"), unit)
    ('aruiz', '05-jazztel-delays.ipynb')
    >>> student_and_file(PurePosixPath("aruiz/05-jazztel-delays/05-jazztel-delays.ipynb"), unit)
    ('aruiz', '05-jazztel-delays.ipynb')
    """
    parts = [part for part in path.parts if part not in (".", "..")]
    if len(parts) > 1:
        student, name = _MOODLE.sub("", parts[0]), "/".join(part for part in parts[1:] if part != unit)
    else:
        stem, dot, suffix = parts[0].rpartition(".")
        student, underscore, rest = stem.partition(f"_{unit}")
        if underscore:
            rest = unit + rest
        else:
            student, underscore, rest = stem.partition("_")
        if not underscore or not dot:
            return None
        name = f"{rest}.{suffix}"
    student = safe_name(student)
    return (student, name) if student and name else None


def safe_name(student: str) -> str:
    """Return a student's name fit for a folder: as written, without what a path could misread.

    Examples
    --------
    >>> safe_name("  Íñigo/Núñez ")
    'Íñigo-Núñez'
    """
    name = unicodedata.normalize("NFC", student)
    name = "".join("-" if ch in '/\\:*?"<>|' or unicodedata.category(ch)[0] == "C" else ch for ch in name)
    return name.strip(" .+")[:100]


def _from_folder(course: CourseFolder, unit: str, source: Path) -> Collected:
    collected = Collected()
    found = ordinary_files(source)
    for path in source.rglob("*"):
        if path.is_symlink():
            collected.skipped.append(f"{path.relative_to(source)}: a link")
    base = _inner(source, found)
    by_student: dict[str, dict[str, Path]] = {}
    for path in found:
        named = student_and_file(PurePosixPath(path.relative_to(base).as_posix()), unit)
        if named is None:
            collected.skipped.append(
                f"{path.relative_to(source)}: whose is it? Name it <student>_{unit}.ipynb"
            )
        elif path.stat().st_size > MAX_MEMBER:
            collected.skipped.append(f"{path.relative_to(source)}: larger than {MAX_MEMBER >> 20} MiB")
        else:
            by_student.setdefault(named[0], {})[named[1]] = path
    for student, files in sorted(by_student.items()):
        target = course.root / "submitted" / student / unit
        if target.exists():
            shutil.rmtree(target)
        for name, path in files.items():
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target / name)
        collected.students[student] = sorted(files)
    if not collected.students:
        raise GraderError(
            f"No submission in {source}: expected <student>/<file>.ipynb or <student>_{unit}.ipynb."
        )
    return collected


def _inner(source: Path, found: list[Path]) -> Path:
    """A download often has one outer folder around everything; students' folders begin inside it."""
    tops = {path.relative_to(source).parts[0] for path in found}
    if len(tops) == 1:
        top = source / next(iter(tops))
        folders = [path for path in top.iterdir() if path.is_dir()] if top.is_dir() else []
        loose = [path for path in found if path.parent == top]
        named = all(student_and_file(PurePosixPath(path.name), top.name) for path in loose)
        if (
            top.name.lower() in _OUTER
            or (len(folders) > 1 and not loose)
            or (len(loose) > 1 and named and "_" in loose[0].stem)
        ):
            return top
    return source


def _unpack(archive: Path, folder: Path) -> list[str]:
    skipped = []
    with zipfile.ZipFile(archive) as packed:
        for member in packed.infolist():
            name = PurePosixPath(member.filename.replace("\\", "/"))
            if member.is_dir():
                continue
            if name.is_absolute() or ".." in name.parts:
                skipped.append(f"{member.filename}: leads out of the folder")
            elif stat.S_ISLNK(member.external_attr >> 16):
                skipped.append(f"{member.filename}: a link")
            elif member.file_size > MAX_MEMBER:
                skipped.append(f"{member.filename}: larger than {MAX_MEMBER >> 20} MiB")
            else:
                target = folder / name
                target.parent.mkdir(parents=True, exist_ok=True)
                try:
                    with packed.open(member) as content, open(target, "wb") as file:
                        shutil.copyfileobj(content, file)
                except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
                    skipped.append(f"{member.filename}: {error}")
    return skipped
