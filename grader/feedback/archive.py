"""The pages of a class in one zip file, with the folders that a campus takes back."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Iterable
from pathlib import Path

from grader.coursefolder import CourseFolder
from grader.standing import campus_numbers


def zip_pages(course: CourseFolder, unit: str, pages: Iterable[tuple[str, Path]], to: Path) -> int:
    """Pack pages and return how many went into folders as Moodle names them.

    Where `grader collect` kept a student's number, the folder is the one of Moodle's own download, by which its
    assignment finds whose feedback it is (“Upload multiple feedback files in a zip”); otherwise the student's id.

    Parameters
    ----------
    course : CourseFolder
    unit : str
    pages : iterable of (str, Path)
        Each student with the page.
    to : Path
    """
    numbers = campus_numbers(course, unit)
    known = 0
    to.parent.mkdir(parents=True, exist_ok=True)
    beside = to.with_name(f".{to.name}.part")
    with zipfile.ZipFile(beside, "w", zipfile.ZIP_DEFLATED) as archive:
        for student, page in pages:
            known += student in numbers
            archive.write(page, f"{folder_name(student, numbers.get(student, ''))}/{page.name}")
    os.replace(beside, to)
    return known


def folder_name(student: str, number: str) -> str:
    """Return the folder of a student's page.

    Examples
    --------
    >>> folder_name("Ana Ruiz", "4711"), folder_name("Ana Ruiz_23", "23"), folder_name("ana", "")
    ('Ana Ruiz_4711_assignsubmission_file_', 'Ana Ruiz_23_assignsubmission_file_', 'ana')
    """
    if not number:
        return student
    # The number stands between the first two underscores: a name of Moodle's has none.
    name = student.removesuffix(f"_{number}").replace("_", " ")
    return f"{name}_{number}_assignsubmission_file_"
