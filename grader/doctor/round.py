"""The doctor's round: everybody who handed in a unit, or whatever lies in a folder of the instructor's."""

from __future__ import annotations

import os
import tempfile
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

import nbformat

from course.language import LANGUAGES
from grader import notebooks, registry
from grader.blueprint import Blueprint
from grader.coursefolder import CourseFolder
from grader.delivery import Delivery, is_linked, walk
from grader.doctor.diagnosis import Diagnosis, diagnose
from grader.doctor.mending import mend_file, mend_loose, mend_submission
from grader.download import campus_number, student_and_file, students_folder, unpack
from grader.errors import GraderError
from grader.filing import Register
from grader.intake import notebooks as notebooks_of
from grader.lesson import LessonError, lessons
from grader.settings import FILE
from grader.unit_names import instead


@dataclass(frozen=True)
class Patient:
    """Somebody's submission and where it lies.

    Parameters
    ----------
    student : str
    place : Path
        A folder; of a loose submission it may be a file.
    several : tuple of Path
        Loose files of one student, where they lie in one folder with everybody's.
    """

    student: str
    place: Path
    several: tuple[Path, ...] = ()

    def delivery(self) -> Delivery:
        """Read what was handed in."""
        if self.several:
            return Delivery.of_paths(self.several)
        return Delivery.of_folder(self.place) if self.place.is_dir() else Delivery.of_file(self.place)


def in_course(course: CourseFolder, unit: str, students: list[str] | None = None) -> list[Patient]:
    """Return who handed a unit in, links and all; GraderError names those who did not."""
    submitted = course.root / "submitted"
    present = {}
    if submitted.is_dir():
        for entry in sorted(os.scandir(submitted), key=lambda entry: entry.name):
            place = Path(entry.path) / unit
            if not entry.name.startswith(".") and (os.path.lexists(place) or entry.is_symlink()):
                present[entry.name] = place
    if not present:
        raise GraderError(
            f"Nobody has handed in {unit}: collect submissions with `grader collect {unit} FOLDER`, or name a "
            f"file or folder to look at."
        )
    missing = [student for student in students or [] if student not in present]
    if missing:
        known = list(present)
        shown = ", ".join(known[:20]) + (f" and {len(known) - 20} more" if len(known) > 20 else "")
        raise GraderError(f"No submission of {unit} by {', '.join(missing)}. There are: {shown}.")
    return [Patient(student, present[student]) for student in students or present]


@contextmanager
def in_paths(paths: Sequence[Path], unit: str, *, mend: bool = False) -> Iterator[list[Patient]]:
    """Give the submissions in files, in folders of one or of many students, or in a campus's zip file.

    Parameters
    ----------
    paths : sequence of Path
    unit : str
    mend : bool
        Whether they will be mended, which a class's zip file cannot be.
    """
    with ExitStack() as unpacked:
        patients: dict[Path, list[Patient]] = {}
        for path in paths:
            if not os.path.lexists(path) or not path.exists():
                raise GraderError(f"{path} does not exist.")
            path = path.resolve()
            if path in patients:
                continue
            if path.is_dir():
                patients[path] = _in_folder(path, unit)
            elif holds_a_class(path, unit):
                if mend:
                    raise GraderError(
                        f"A class's zip file is not mended: take it in with `grader collect {unit} {path}`."
                    )
                folder = Path(unpacked.enter_context(tempfile.TemporaryDirectory(prefix="c20-zip-")))
                unpack(path, folder)
                patients[path] = _in_folder(folder.resolve(), unit)
            else:
                patients[path] = [Patient(path.stem, path)]
        yield _told_apart([one for several in patients.values() for one in several])


def _told_apart(patients: list[Patient]) -> list[Patient]:
    """Of several files of one name, each goes by its folder's name too."""
    names = Counter(patient.student for patient in patients)
    return [
        replace(patient, student=f"{patient.place.parent.name}/{patient.student}")
        if names[patient.student] > 1
        else patient
        for patient in patients
    ]


def _in_folder(folder: Path, unit: str) -> list[Patient]:
    found = list(walk(folder))
    by_student: dict[str, list[Path]] = {}
    labels = registry.label_files(unit)
    base = students_folder(folder, found) if found else folder
    for path in found:
        place = PurePosixPath(path.relative_to(base).as_posix())
        named = student_and_file(place, unit, labels)
        if named is None:
            return [Patient(folder.name, folder)]  # a file of nobody's: all is one submission
        number = campus_number(place)
        by_student.setdefault(f"{named[0]}_{number}" if number else named[0], []).append(path)
    if len(by_student) < 2 or not _is_class(by_student, base, unit):
        return [Patient(folder.name, folder)]
    patients = []
    for student, paths in sorted(by_student.items()):
        first = base / paths[0].relative_to(base).parts[0]
        if first.is_dir():
            inner = first / unit
            patients.append(Patient(student, inner if inner.is_dir() else first))
        else:
            patients.append(Patient(student, base, tuple(paths)))
    return patients


def _is_class(by_student: dict[str, list[Path]], base: Path, unit: str) -> bool:
    """Several people, each with a notebook or an archive of their own; else one person's files and folders."""
    notebooks = 0
    for paths in by_student.values():
        notebooks += bool(notebooks_of(Delivery.of_paths(paths)))
    return notebooks > 1


def holds_a_class(path: Path, unit: str) -> bool:
    """Tell a campus's zip file, with a folder or a file a student, from one student's own."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as packed:
            names = [PurePosixPath(m.filename) for m in packed.infolist()[:50_000] if not m.is_dir()]
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    people = {
        found[0] for name in names if (found := student_and_file(name, unit)) and name.suffix == ".ipynb"
    }
    return len(people) > 1


def released(course: Path, unit: str) -> tuple[Blueprint, CourseFolder | None]:
    """Return the unit as released in a course folder or, where there is none, as the lesson makes it."""
    if (Path(course) / FILE).is_file():
        folder = CourseFolder.open(course)
        return folder.require_released(unit), folder
    return from_lesson(unit), None


def from_lesson(unit: str) -> Blueprint:
    """Return a unit as its lesson would be released: what students see, with nbgrader's metadata."""
    try:
        (lesson,) = lessons([unit])
    except (LessonError, ValueError) as error:
        known = sorted(path.parent.name for path in notebooks.NOTEBOOKS.glob("*/lesson.py"))
        raise GraderError(f"{error}{instead(unit, known)}") from None
    built = {}
    for language in LANGUAGES:
        source = notebooks.build(lesson, language, kind="source")
        student = notebooks.build(lesson, language, kind="student")
        for cell, seen in zip(source.cells, student.cells, strict=True):
            cell.source = seen.source
        built[language] = nbformat.from_dict(source)
    return Blueprint.of(unit, built)


def go_round(
    patients: list[Patient],
    blueprint: Blueprint,
    *,
    course: CourseFolder | None = None,
    mend: bool = False,
    finished: Callable[[Diagnosis], None] = lambda diagnosis: None,
) -> list[Diagnosis]:
    """Look at everybody, and mend what can be mended if asked to.

    Parameters
    ----------
    patients : list of Patient
    blueprint : Blueprint
    course : CourseFolder, optional
        Where they lie; loose files if None.
    mend : bool
    finished : callable
        Told after each.

    Returns
    -------
    list of Diagnosis
        Of how things stood before mending.
    """
    reports = None if course is None else course.root / "reports" / blueprint.unit
    register = Register(reports / "filed.json") if reports else None
    found = []
    try:
        for patient in patients:
            diagnosis = diagnose(patient.student, patient.delivery(), blueprint)
            if mend and not is_linked(patient.place):
                kept = _mend(patient, blueprint, reports, register)
                diagnosis.mended = ", ".join(map(str, kept))
            found.append(diagnosis)
            finished(diagnosis)
    finally:
        if mend and register:
            register.save()
    return found


def _mend(
    patient: Patient, blueprint: Blueprint, reports: Path | None, register: Register | None
) -> list[Path]:
    if reports is not None and register is not None:
        reports.mkdir(parents=True, exist_ok=True)
        kept = [mend_submission(patient.place, blueprint, reports, register)]
    elif patient.several or patient.place.is_file():
        kept = [mend_file(path, blueprint) for path in patient.several or (patient.place,)]
    else:
        kept = [mend_loose(patient.place, blueprint)]
    return [path for path in kept if path is not None]
