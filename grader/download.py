"""What a campus lets one download: whose each file is, and unpacking a zip without leaving the folder."""

from __future__ import annotations

import re
import shutil
import stat
import unicodedata
import zipfile
from collections.abc import Iterable
from pathlib import Path, PurePosixPath

from grader.delivery import MAX_RATIO, SMALL, printable
from grader.errors import GraderError

MAX_MEMBER = 100 * 2**20
_MOODLE = re.compile(r"_(\d+)_assignsubmission_(?:file|onlinetext)_?.*$")
_OUTER = ("submitted", "downloaded", "archive")


def student_and_file(path: PurePosixPath, unit: str, labels: Iterable[str] = ()) -> tuple[str, str] | None:
    """Tell whose a file is, from its place in a download, and its name in the submission.

    Parameters
    ----------
    path : PurePosixPath
    unit : str
    labels : iterable of str
        Names of the files that go with the unit's notebook, such as ``"annotations.csv"``.

    Examples
    --------
    >>> unit = "05-jazztel-delays"
    >>> student_and_file(PurePosixPath("Ana Ruiz_4711_assignsubmission_file_/tarea.ipynb"), unit)
    ('Ana Ruiz', 'tarea.ipynb')
    >>> student_and_file(PurePosixPath("aruiz_05-jazztel-delays.ipynb"), unit)
    ('aruiz', '05-jazztel-delays.ipynb')
    >>> student_and_file(PurePosixPath("aruiz/05-jazztel-delays/05-jazztel-delays.ipynb"), unit)
    ('aruiz', '05-jazztel-delays.ipynb')
    >>> student_and_file(PurePosixPath("ana_ruiz_annotations (1).csv"), unit, ["annotations.csv"])
    ('ana_ruiz', 'annotations (1).csv')
    """
    parts = [part for part in path.parts if part not in (".", "..")]
    if len(parts) > 1:
        student, name = _MOODLE.sub("", parts[0]), "/".join(part for part in parts[1:] if part != unit)
    else:
        moodle = _MOODLE.search(parts[0])
        stem, dot, suffix = parts[0].rpartition(".")
        known = next((n for n in (unit, *(PurePosixPath(f).stem for f in labels)) if f"_{n}" in stem), unit)
        student, underscore, rest = stem.partition(f"_{known}")
        if moodle and dot:  # Moodle without folders: everything in the file's name
            student, underscore = parts[0][: moodle.start()], "_"
            rest = stem[moodle.start() :].partition("_file_")[2] or unit
        elif underscore:
            rest = known + rest
        else:
            student, underscore, rest = stem.partition("_")
        if not underscore or not dot:
            return None
        name = f"{rest}.{suffix}"
    student = safe_name(student)
    return (student, name) if student and name else None


def campus_number(path: PurePosixPath) -> str:
    """Return the number by which a campus tells two people of one name apart; empty when it gives none.

    Examples
    --------
    >>> campus_number(PurePosixPath("Ana Ruiz_4711_assignsubmission_file_/tarea.ipynb"))
    '4711'
    """
    found = _MOODLE.search(path.parts[0])
    return found.group(1) if found else ""


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


def students_folder(source: Path, found: list[Path]) -> Path:
    """Return where the students' folders begin: a download often has one outer folder around everything."""
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


def unpack(archive: Path, folder: Path) -> list[str]:
    """Unpack a zip file and say what was left out and why; a name that leads elsewhere is never written."""
    skipped = []
    try:
        with zipfile.ZipFile(archive) as packed:
            for member in packed.infolist():
                why = "" if member.is_dir() else _refused(member) or _unpacked(packed, member, folder)
                if why:
                    skipped.append(f"{printable(member.filename)}: {why}")
    except (zipfile.BadZipFile, OSError, ValueError) as error:
        raise GraderError(f"{archive} is damaged and cannot be opened: {error}.") from None
    return skipped


def _refused(member: zipfile.ZipInfo) -> str:
    """Why a file of an archive is left out; empty when it is not."""
    name = _place(member)
    if name.is_absolute() or ".." in name.parts or ":" in (name.parts or ("",))[0]:
        return "leads out of the folder"
    if stat.S_ISLNK(member.external_attr >> 16):
        return "a link"
    if member.flag_bits & 1:
        return "locked with a password"
    if member.file_size > MAX_MEMBER:
        return f"larger than {MAX_MEMBER >> 20} MiB"
    if member.file_size > SMALL and member.file_size > MAX_RATIO * max(member.compress_size, 1):
        return "unpacks to far more than any notebook: made to fill a disk"
    return ""


def _unpacked(packed: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path) -> str:
    """Write one file of an archive; why not, where it cannot be."""
    target = folder / _place(member)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with packed.open(member) as content, open(target, "wb") as file:
            shutil.copyfileobj(content, file)
    except Exception as error:  # zipfile raises whatever it stumbles over; half a file is none
        if target.is_file():
            target.unlink()
        return printable(str(error)) or type(error).__name__
    return ""


def _place(member: zipfile.ZipInfo) -> PurePosixPath:
    return PurePosixPath(member.filename.replace("\\", "/"))
