"""A submission's files under the names that nbgrader looks for, and a note of what they were called.

Nothing is lost by it: files are renamed or taken out of an archive that stays, and what was renamed is written
down in ``reports/<unit>/filed.json``.
"""

from __future__ import annotations

import json
import os
import shutil
import tempfile
from dataclasses import asdict, dataclass
from pathlib import Path

from grader.blueprint import Blueprint
from grader.delivery import Delivery, is_linked, printable
from grader.intake import choose, is_label_file
from grader.registry import label_files
from grader.submission import MAX_BYTES


@dataclass(frozen=True)
class Filed:
    """What is known of one student's files.

    Parameters
    ----------
    notebook : str
        What the graded notebook was called in what was handed in.
    handed_in, filed : str
        Fingerprints of the folder as it was put in place, and as it is after `grader doctor --mend`.
    """

    notebook: str = ""
    handed_in: str = ""
    filed: str = ""


class Register:
    """Those notes of a unit, by student.

    Parameters
    ----------
    path : Path
        ``reports/<unit>/filed.json``; a damaged one counts as none.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.students: dict[str, Filed] = {}
        try:
            stored = json.loads(path.read_text(encoding="utf-8"))
            self.students = {name: Filed(**entry) for name, entry in stored.items()}
        except (OSError, ValueError, TypeError, AttributeError):
            pass

    def note(self, student: str, filed: Filed) -> None:
        """Take down what became of a student's files; nothing where there is nothing to know."""
        if filed == Filed():
            self.students.pop(student, None)
        else:
            self.students[student] = filed

    def save(self) -> None:
        """Write the notes, whole or not at all."""
        if not self.students and not self.path.exists():
            return
        self.path.parent.mkdir(parents=True, exist_ok=True)
        entries = {name: asdict(filed) for name, filed in sorted(self.students.items())}
        handle, name = tempfile.mkstemp(dir=self.path.parent, prefix=".filed-")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(json.dumps(entries, indent=1) + "\n")  # escaped: a folder's name may be no UTF-8
        os.replace(name, self.path)


def tidy(folder: Path, blueprint: Blueprint) -> str:
    """Put the notebook that will be graded at ``<unit>.ipynb``, and what came with it out of its archive.

    Parameters
    ----------
    folder : Path
        A student's folder of the unit, ours to change.
    blueprint : Blueprint

    Returns
    -------
    str
        What the notebook was called; empty where it lay in its place, or there is none.
    """
    delivery = Delivery.of_folder(folder)
    chosen, _ = choose(delivery, blueprint)
    proper = folder / f"{blueprint.unit}.ipynb"
    _take_out(folder, delivery, blueprint, chosen.archive if chosen else "")
    if chosen is None or chosen.name == proper.name or chosen.size > MAX_BYTES:
        return ""
    if os.path.lexists(proper):
        packed = proper.is_file() and proper.name in delivery.archives
        aside = f"{proper.name}.packed" if packed else f"{blueprint.unit}.not-graded.ipynb"
        os.rename(proper, _free(folder / aside))
    if chosen.path is not None:
        os.rename(chosen.path, proper)
    else:
        proper.write_bytes(chosen.content)
    return printable(chosen.name, 500)


def _take_out(folder: Path, delivery: Delivery, blueprint: Blueprint, archive: str) -> None:
    """Put beside an archive what grading looks for: all that came with the notebook, and files of labels."""
    names = label_files(blueprint.unit)
    loose = any(
        not p.archive and is_label_file(Path(p.file), name) for p in delivery.pieces for name in names
    )
    for place, piece in delivery.files().items():
        if not piece.archive or piece.file.lower().endswith(".ipynb"):
            continue
        labels = not loose and any(is_label_file(Path(piece.file), name) for name in names)
        target = folder / place
        if (piece.archive != archive and not labels) or os.path.lexists(target):
            continue
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(piece.content)
        except OSError:  # a name that this machine cannot hold; it is in the archive still
            continue


def _free(path: Path) -> Path:
    """A name that is not taken."""
    stem, number = path.name.removesuffix(".ipynb"), 1
    free = path
    while os.path.lexists(free):
        number += 1
        free = path.with_name(f"{stem}-{number}{'.ipynb' if path.suffix == '.ipynb' else ''}")
    return free


def set_aside(folder: Path, reports: Path, *, copy: bool = False) -> Path:
    """Keep a student's folder of a unit as it is, under ``reports/<unit>/earlier/<student>/<number>``.

    Parameters
    ----------
    folder : Path
        ``submitted/<student>/<unit>``; of a link the link itself is kept.
    reports : Path
        ``reports/<unit>``.
    copy : bool
        Leave the folder where it is.
    """
    earlier = reports / "earlier" / folder.parent.name
    earlier.mkdir(parents=True, exist_ok=True)
    taken = [int(path.name) for path in earlier.iterdir() if path.name.isdigit()]
    place = earlier / str(1 + max(taken, default=0))
    if copy and not is_linked(folder):
        shutil.copytree(folder, place, symlinks=True)
    else:
        shutil.move(folder, place)
    return place
