"""`grader collect`: from what a campus lets one download, or from nbgrader's exchange, into ``submitted/``.

Files are read from a folder or zip as ``<student>/<anything>.ipynb``, as ``<student>_<anything>.ipynb``
(Moodle's folders ``<student>_<number>_assignsubmission_file_`` too); whatever else a student handed in, such as
``<student>_annotations.csv``, comes along. Links are never followed, and no path leads out of the folder. What
was handed in before is kept under ``reports/<unit>/earlier/``. The notebook that will be graded gets its proper
name, which is all that nbgrader's own commands look for; ``reports/<unit>/filed.json`` knows its former one.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

from nbgrader.auth import Authenticator
from nbgrader.exchange import ExchangeError
from nbgrader.exchange.default import ExchangeCollect

from course.language import LANGUAGES
from grader.blueprint import Blueprint
from grader.coursefolder import CourseFolder, nbgrader_surroundings
from grader.download import MAX_MEMBER, campus_number, student_and_file, students_folder, unpack
from grader.errors import GraderError
from grader.filing import Filed, Register, set_aside, tidy
from grader.intake import doubts, fingerprint, ordinary_files
from grader.namesakes import Namesakes
from grader.registry import label_files
from grader.release import course_id

NEW, REPLACED, UNCHANGED = "new", "replaced", "unchanged"
# What the course folder holds of its own: nobody hands in from there.
_OURS = ("source", "release", "submitted", "autograded", "feedback", "reports")


@dataclass
class Collected:
    """What was collected.

    Parameters
    ----------
    students : dict of str to list of str
        Files by student.
    skipped : list of str
        What was left out and why.
    news : dict of str to str
        ``new``, ``replaced`` or ``unchanged``, by student.
    doubts : dict of str to str
        What already looks wrong with a submission, by student.
    apart : list of str
        Students whose name occurs with several of the campus's numbers.
    """

    students: dict[str, list[str]] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)
    news: dict[str, str] = field(default_factory=dict)
    doubts: dict[str, str] = field(default_factory=dict)
    apart: list[str] = field(default_factory=list)


def collect_files(course: CourseFolder, unit: str, source: Path) -> Collected:
    """Collect submissions from a folder or a zip file; a student's earlier submission is set aside.

    Parameters
    ----------
    course : CourseFolder
    unit : str
    source : Path
        A folder, or a zip file as a campus makes it.
    """
    blueprint = course.require_released(unit)
    source = Path(source)
    if not source.exists():
        raise GraderError(f"{source} does not exist.")
    if source.is_dir():
        _refuse_our_own(course, source.resolve())
        return _from_folder(course, blueprint, source)
    if not zipfile.is_zipfile(source):
        raise GraderError(f"{source} is neither a folder nor a zip file that can be opened.")
    with tempfile.TemporaryDirectory(prefix="c20-zip-") as unpacked:
        skipped = unpack(source, Path(unpacked))
        collected = _from_folder(course, blueprint, Path(unpacked))
    collected.skipped += skipped
    return collected


def collect_exchange(course: CourseFolder, unit: str, exchange: Path) -> Collected:
    """Collect from nbgrader's exchange, where each language is a course of its own."""
    blueprint = course.require_released(unit)
    register = Register(course.root / "reports" / unit / "filed.json")
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
            collecting.tidied = lambda student, folder: register.note(student, Filed(tidy(folder, blueprint)))
            try:
                collecting.start()
            except ExchangeError:
                skipped.append(f"{coursedir.course_id}: {' '.join(errors)[:200]}")
    if len(skipped) == len(LANGUAGES):
        raise GraderError(f"Nothing of {unit} in the exchange {exchange}: {'; '.join(skipped)}")
    register.save()
    new = sorted(set(course.submitted(unit)) - before)
    return Collected({student: [f"{unit}.ipynb"] for student in new}, skipped, dict.fromkeys(new, NEW))


class _CarefulCollect(ExchangeCollect):
    """Follows no link: nbgrader's own would, with the instructor's rights, to the gradebook for one."""

    tidied: Callable[[str, Path], None]

    def do_copy(self, src: str, dest: str, log: object = None) -> None:
        """Copy one submission; called by nbgrader for each."""
        for path in ordinary_files(Path(src)):
            target = Path(dest) / path.relative_to(src)
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, target)
        self.tidied(Path(dest).parent.name, Path(dest))


def _refuse_our_own(course: CourseFolder, source: Path) -> None:
    inside = source.relative_to(course.root).parts if source.is_relative_to(course.root) else None
    if inside is not None and (not inside or inside[0] in _OURS):
        raise GraderError(
            f"{source} is part of the course folder itself, not what students handed in: name the folder or "
            "zip that your campus let you download."
        )
    if course.root.is_relative_to(source):
        raise GraderError(f"{source} holds the course folder itself: name the folder with the download only.")


def _refuse_release(source: Path, students: dict[str, dict[str, Path]]) -> None:
    """Somebody's release or source, with a folder a language, is not a class of two."""
    if students and set(students) <= set(LANGUAGES):
        raise GraderError(
            f"{source} has folders {' and '.join(sorted(students))}: it looks like a release or a source, not "
            "like what students handed in."
        )


def _from_folder(course: CourseFolder, blueprint: Blueprint, source: Path) -> Collected:
    unit = blueprint.unit
    collected = Collected()
    found = ordinary_files(source)
    for path in source.rglob("*"):
        if path.is_symlink():
            collected.skipped.append(f"{path.relative_to(source)}: a link")
    by_student = _by_student(course, unit, source, found, collected)
    if not by_student:
        raise GraderError(
            f"No submission in {source}: expected <student>/<file>.ipynb or <student>_{unit}.ipynb."
        )
    _refuse_release(source, by_student)
    register = Register(course.root / "reports" / unit / "filed.json")
    for student, files in sorted(by_student.items()):
        target = course.root / "submitted" / student / unit
        if target.parent.is_symlink():
            collected.skipped.append(f"{student}: submitted/{student} is a link, which is not followed")
            continue
        with tempfile.TemporaryDirectory(prefix=".c20-", dir=course.root) as fresh:
            place = Path(fresh) / student / unit
            for name, path in files.items():
                (place / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(path, place / name)
            doubt = doubts(place, blueprint)
            filed = Filed(notebook=tidy(place, blueprint))
            collected.news[student] = _put(place, target, course.root / "reports" / unit, register)
        if collected.news[student] != UNCHANGED:
            register.note(student, filed)
        collected.students[student] = sorted(files)
        if doubt:
            collected.doubts[student] = doubt
    register.save()
    return collected


def _by_student(
    course: CourseFolder, unit: str, source: Path, found: list[Path], collected: Collected
) -> dict[str, dict[str, Path]]:
    """Sort the files by student; what belongs to nobody is left out and said."""
    base = students_folder(source, found)
    labels = label_files(unit)
    owned: list[tuple[tuple[str, str], str, Path]] = []
    for path in found:
        place = PurePosixPath(path.relative_to(base).as_posix())
        named = student_and_file(place, unit, labels)
        if named is None:
            collected.skipped.append(
                f"{path.relative_to(source)}: whose is it? Name it <student>_{unit}.ipynb"
            )
        elif path.stat().st_size > MAX_MEMBER:
            collected.skipped.append(f"{path.relative_to(source)}: larger than {MAX_MEMBER >> 20} MiB")
        else:
            owned.append(((named[0], campus_number(place)), named[1], path))
    namesakes = Namesakes(course.root / "reports" / unit / "collected.json")
    ids = namesakes.assign([person for person, _, _ in owned])
    collected.apart = [student for (name, _), student in ids.items() if student != name]
    by_student: dict[str, dict[str, Path]] = {}
    for person, name, path in owned:
        files = by_student.setdefault(ids[person], {})
        if name in files:
            collected.skipped.append(f"{path.relative_to(source)}: {ids[person]} has another {name}")
        else:
            files[name] = path
    if owned and not set(by_student) <= set(LANGUAGES):
        namesakes.save()
    return by_student


def _put(fresh: Path, target: Path, reports: Path, register: Register) -> str:
    """Put a submission in its place; an earlier one that differs is kept beside the reports."""
    news = NEW
    if os.path.lexists(target):
        if not target.is_symlink():
            there, given = fingerprint(target), fingerprint(fresh)
            known = register.students.get(target.parent.name, Filed())
            if there == given or (known.filed == there and known.handed_in == given):  # mended meanwhile
                return UNCHANGED
        news = REPLACED
        set_aside(target, reports)
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(fresh, target)
    return news
