"""Which of the files that a student handed in is the notebook.

A browser's ``05-jazztel-delays (1).ipynb`` or a colleague's ``entrega final.ipynb`` is the notebook all the
same; it is found by what it holds, and taken over under its proper name into a folder of its own. No link
is followed.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import stat
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.utils import parse_utc

from grader.blueprint import Blueprint
from grader.registry import label_files
from grader.submission import MAX_BYTES, NOTHING, read_submission
from grader.wrong_unit import wrong_unit

LABEL_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")


@dataclass
class Intake:
    """One submission made ready.

    Parameters
    ----------
    fingerprint : str
        Of every file handed in.
    notes : list of str
    telling : str
        Why there is no notebook to grade, when there is none; says more than the reader's own words.
    """

    fingerprint: str
    notes: list[str] = field(default_factory=list)
    telling: str = ""


def take_in(submitted: Path, staging: Path, blueprint: Blueprint) -> Intake:
    """Put a submission's notebook into `staging` under its proper name.

    Parameters
    ----------
    submitted : Path
        The student's folder of the unit.
    staging : Path
        An empty folder, ``<student>/<unit>`` of a temporary one; gets ``<unit>.ipynb``, which says so when
        there is none.
    blueprint : Blueprint
    """
    files = ordinary_files(submitted)
    intake = Intake(fingerprint(submitted))
    links = [path.name for path in submitted.rglob("*") if path.is_symlink()]
    if links:
        intake.notes.append(f"links were left out: {', '.join(sorted(links)[:5])}")
    chosen = chosen_notebook(submitted, blueprint)
    staging.mkdir(parents=True, exist_ok=True)
    target = staging / f"{blueprint.unit}.ipynb"
    if chosen is None:
        intake.telling = _no_notebook(files, blueprint.unit)
        target.write_bytes(NOTHING)
    elif chosen.stat().st_size > MAX_BYTES:
        intake.notes.append(f"{chosen.name} is larger than {MAX_BYTES >> 20} MiB")
        with open(target, "wb") as file:
            file.truncate(MAX_BYTES + 1)  # the reader refuses it by its size; nobody copies the content
    else:
        shutil.copyfile(chosen, target)
        if chosen.name != target.name:
            intake.notes.append(f"taken from {chosen.relative_to(submitted)}")
    _copy_timestamp(submitted, staging)
    return intake


def doubts(submitted: Path, blueprint: Blueprint) -> str:
    """Say what is doubtful about a submission before it runs; empty when nothing is."""
    files = ordinary_files(submitted)
    notebooks = _notebooks(files)
    chosen = _choose(notebooks, submitted / f"{blueprint.unit}.ipynb", blueprint)
    if chosen is None:
        return _no_notebook(files, blueprint.unit)
    said = []
    for name in label_files(blueprint.unit):
        if not any(is_label_file(path, name) for path in files):
            said.append(f"no {name}")
    if len(notebooks) > 1:
        said.append(f"{len(notebooks)} notebooks: {chosen.relative_to(submitted)} will be graded")
    submission = read_submission(chosen)
    fault = submission.fault or wrong_unit(submission, blueprint)
    if fault is not None:
        said.append(fault.brief)
    return "; ".join(said)


def chosen_notebook(submitted: Path, blueprint: Blueprint) -> Path | None:
    """Return which of the files handed in is the notebook; None when there is none."""
    return _choose(_notebooks(ordinary_files(submitted)), submitted / f"{blueprint.unit}.ipynb", blueprint)


def _notebooks(files: list[Path]) -> list[Path]:
    return [path for path in files if path.suffix.lower() == ".ipynb"]


def is_label_file(path: Path, name: str) -> bool:
    """Tell whether a file is called as the annotator's, or as a browser or a campus would call its copy.

    Examples
    --------
    >>> [is_label_file(Path(given), "annotations.csv") for given in ("annotations (1).csv", "tweets.csv")]
    [True, False]
    """
    return path.suffix.lower() in LABEL_SUFFIXES and Path(name).stem.lower() in path.stem.lower()


def _no_notebook(files: list[Path], unit: str) -> str:
    names = [path.name for path in files if path.name != "timestamp.txt"]
    if not names:
        return "no file was handed in"
    if any(is_label_file(path, name) for path in files for name in label_files(unit)):
        return f"{', '.join(names[:3])} came without the notebook"
    return f"{', '.join(names[:3])} {'is not a notebook' if len(names) == 1 else 'are not notebooks'}"


def ordinary_files(folder: Path) -> list[Path]:
    """Return the ordinary files under a folder; checkpoints, links and hidden or lock files are left out."""
    found = []
    for place, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in (".ipynb_checkpoints", "__MACOSX"))
        for name in sorted(names):
            path = Path(place) / name
            if stat.S_ISREG(path.lstat().st_mode) and not _is_left_over(name):
                found.append(path)
    return found


def _is_left_over(name: str) -> bool:
    """What programs leave beside a file while it is open: nothing that anybody hands in."""
    return name.startswith((".", "~$")) or name.endswith(".lock")


def _choose(notebooks: list[Path], proper: Path, blueprint: Blueprint) -> Path | None:
    """The properly named one, else the only one, else the one that holds most of the unit's graded cells."""
    if proper in notebooks or len(notebooks) <= 1:
        return proper if proper in notebooks else next(iter(notebooks), None)
    return max(notebooks, key=lambda path: (_known_cells(path, blueprint), path.stat().st_mtime))


def _known_cells(path: Path, blueprint: Blueprint) -> int:
    ids = {cell.metadata.get("grade_id") for cell in read_submission(path).cells}
    return sum(cell.grade_id in ids for cell in blueprint.graded)


def _copy_timestamp(submitted: Path, staging: Path) -> None:
    """Keep a timestamp that nbgrader can read; another one would abort the submission."""
    path = submitted / "timestamp.txt"
    try:
        if path.is_symlink() or path.stat().st_size > 200:
            return
        text = path.read_text(encoding="utf-8").strip()
        if text and parse_utc(text):
            (staging / path.name).write_text(text, encoding="utf-8")
    except (OSError, ValueError, OverflowError):
        return


def fingerprint(folder: Path) -> str:
    """Return the fingerprint of every ordinary file in a folder."""
    digest = hashlib.sha256()
    for path in ordinary_files(folder):
        digest.update(str(path.relative_to(folder)).encode("utf-8", "surrogateescape") + b"\0")
        with open(path, "rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()
