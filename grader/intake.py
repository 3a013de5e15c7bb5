"""Which of the files that a student handed in is the notebook.

A browser's ``05-jazztel-delays (1).ipynb``, a colleague's ``entrega final.ipynb``, an ``.ipynb.json`` or a zip
file with a notebook in it is the notebook all the same; it is found by what it holds, and taken over under its
proper name into a folder of its own. Of several, the one with most of the student's own work counts. No link is
followed.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass, field
from pathlib import Path

from nbgrader.utils import parse_utc

from grader.blueprint import Blueprint
from grader.delivery import Delivery, Piece, is_archive, is_linked, printable, read_file, walk
from grader.registry import label_files
from grader.restore import restore
from grader.submission import MAX_BYTES, NOTHING, Submission, parse_submission
from grader.wrong_unit import wrong_unit

LABEL_SUFFIXES = (".csv", ".tsv", ".txt", ".xlsx", ".xls", ".ods")
MAX_NOTEBOOKS = 20  # that are looked into, to choose among them
MAX_LOOKED = 4 * MAX_BYTES  # bytes of all of them
A_LINK = "the submission's folder is a link, which is not followed: put the files themselves there"
# A notebook under another name: x.ipynb.json, x.ipynb (1).txt, x, x.ipynb_
_MISNAMED = re.compile(r"\.(json|txt|bak|download|tmp)$|\.ipynb|^[^.]*$", re.IGNORECASE)

_NOTEBOOK = re.compile(rb'"(cells|worksheets)"\s*:\s*\[|"cell_type"\s*:')


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
    notebook : str
        The file that is graded, by its place in what was handed in; empty when there is none.
    """

    fingerprint: str
    notes: list[str] = field(default_factory=list)
    telling: str = ""
    notebook: str = ""


@dataclass
class Candidate:
    """A file that may be the notebook.

    Parameters
    ----------
    piece : Piece
    proper : bool
        Whether its name and place are those of the released one.
    submission : Submission
    answered : tuple of str
        Exercises and tasks in which the student wrote something.
    known : int
        Graded cells of the unit that it has.
    """

    piece: Piece
    proper: bool
    submission: Submission
    answered: tuple[str, ...]
    known: int

    @property
    def right(self) -> bool:
        """Whether it can be read and is this unit's."""
        return self.submission.fault is None and self.known > 0


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
    intake, content = receive(Delivery.of_folder(submitted), blueprint)
    intake.fingerprint = fingerprint(submitted)
    staging.mkdir(parents=True, exist_ok=True)
    (staging / f"{blueprint.unit}.ipynb").write_bytes(content)
    _copy_timestamp(submitted, staging)
    return intake


def receive(delivery: Delivery, blueprint: Blueprint) -> tuple[Intake, bytes]:
    """Return what there is to say of a submission's files, and the bytes of its notebook.

    Parameters
    ----------
    delivery : Delivery
    blueprint : Blueprint

    Returns
    -------
    Intake
        Without a fingerprint, for which whole files would be read.
    bytes
        `grader.submission.NOTHING` when there is no notebook; for one that is too large, zeros that are too.
    """
    intake = Intake("")
    if delivery.links:
        names = ", ".join(printable(name, 60) for name in sorted(delivery.links)[:5])
        intake.notes.append(f"links were left out: {names}")
    intake.notes += [f"not opened: {line}" for line in delivery.refused[:5]]
    chosen, said = choose(delivery, blueprint)
    intake.notes += said
    if chosen is None:
        intake.telling = no_notebook(delivery, blueprint.unit)
        return intake, NOTHING
    intake.notebook = chosen.name
    content = _content(chosen)
    if chosen.size > MAX_BYTES:
        intake.notes.append(f"{printable(chosen.name)} is larger than {MAX_BYTES >> 20} MiB")
        content = bytes(MAX_BYTES + 1)  # the reader refuses it by its size
    if chosen.name != f"{blueprint.unit}.ipynb":
        intake.notes.append(f"taken from {printable(chosen.name)}")
    return intake, content


def doubts(submitted: Path, blueprint: Blueprint) -> str:
    """Say what is doubtful about a submission before it runs; empty when nothing is."""
    delivery = Delivery.of_folder(submitted)
    said = [f"not opened: {line}" for line in delivery.refused[:3]]
    chosen, why = choose(delivery, blueprint)
    if chosen is None:
        return "; ".join([no_notebook(delivery, blueprint.unit), *said])
    for name in label_files(blueprint.unit):
        if not any(is_label_file(Path(piece.file), name) for piece in delivery.pieces):
            said.append(f"no {name}")
    submission = parse_submission(_content(chosen))
    fault = submission.fault or wrong_unit(submission, blueprint)
    return "; ".join([*said, *why, *([fault.brief] if fault is not None else [])])


def chosen_notebook(submitted: Path, blueprint: Blueprint) -> Path | None:
    """Return which of the files handed in is the notebook, or holds it; None when there is none."""
    delivery = Delivery.of_folder(submitted)
    chosen, _ = choose(delivery, blueprint)
    while chosen is not None and chosen.path is None:
        chosen = next((piece for piece in delivery.pieces if piece.name == chosen.archive), None)
    return None if chosen is None else chosen.path


def choose(delivery: Delivery, blueprint: Blueprint) -> tuple[Piece | None, list[str]]:
    """Return the file that is the notebook, and what there is to say of the choice.

    Parameters
    ----------
    delivery : Delivery
    blueprint : Blueprint
    """
    pieces = notebooks(delivery)
    if len(pieces) <= 1:
        return next(iter(pieces), None), []
    found = candidates(pieces, blueprint)
    best = found[0]
    others = [one for one in found[1:] if one.right or one.piece.file.lower().endswith(".ipynb")]
    if not others:
        return best.piece, []
    total = sum(cell.kind != "check" for cell in blueprint.graded)
    shown = "; ".join(f"{printable(one.piece.name, 60)} {_worth(one, total)}" for one in others[:3])
    words = f"{len(others) + 1} notebooks: {printable(best.piece.name, 60)} is graded ({_worth(best, total)}), not "
    more = f" and {len(others) - 3} more" if len(others) > 3 else ""
    return best.piece, [words + shown + more]


def candidates(pieces: list[Piece], blueprint: Blueprint) -> list[Candidate]:
    """Look into each notebook; the one with most of the student's own work comes first."""
    found, seen, left = [], set(), MAX_LOOKED
    proper = f"{blueprint.unit}.ipynb"
    for piece in sorted(pieces, key=lambda piece: (piece.name != proper, piece.name.count("/"), piece.name)):
        left -= min(piece.size, MAX_BYTES)
        if len(found) >= MAX_NOTEBOOKS or left < 0:
            break
        content = _content(piece)
        digest = hashlib.sha256(content).digest()
        if digest in seen:
            continue
        seen.add(digest)
        submission = parse_submission(content)
        answered: tuple[str, ...] = ()
        known = 0
        if submission.fault is None and wrong_unit(submission, blueprint) is None:
            restored = restore(submission, blueprint)
            answered = tuple(key for key, done in restored.answered.items() if done)
            known = sum(name not in restored.missing for name in restored.answered)
        found.append(Candidate(piece, piece.name == proper, submission, answered, known))
    return sorted(
        found,
        key=lambda one: (not one.right, -len(one.answered), -one.known, one.submission.fault is not None),
    )


def notebooks(delivery: Delivery) -> list[Piece]:
    """Return the files that may be the notebook; one that is called otherwise only if it looks like one."""
    opened = {piece.archive for piece in delivery.pieces}
    found = []
    for piece in delivery.pieces:
        if piece.name in opened or (is_archive(piece) and not piece.file.lower().endswith(".ipynb")):
            continue
        if piece.file.lower().endswith(".ipynb") or (
            _MISNAMED.search(piece.file) and looks_like_a_notebook(_start(piece))
        ):
            found.append(piece)
    return found


def looks_like_a_notebook(start: bytes) -> bool:
    """Tell from its beginning whether a file is a notebook's JSON, whole or not.

    Examples
    --------
    >>> looks_like_a_notebook(b'{"cells": [{"cell_type": "code"'), looks_like_a_notebook(b"tweet_id,labels")
    (True, False)
    """
    if start.lstrip(b"\xef\xbb\xbf\xff\xfe\0 \t\r\n")[:1] != b"{":
        return False
    return _NOTEBOOK.search(start.replace(b"\0", b"")) is not None


def is_label_file(path: Path, name: str) -> bool:
    """Tell whether a file is called as the annotator's, or as a browser or a campus would call its copy.

    Examples
    --------
    >>> [is_label_file(Path(given), "annotations.csv") for given in ("annotations (1).csv", "tweets.csv")]
    [True, False]
    """
    return path.suffix.lower() in LABEL_SUFFIXES and Path(name).stem.lower() in path.stem.lower()


def no_notebook(delivery: Delivery, unit: str) -> str:
    """Say in plain words why a submission holds no notebook."""
    if delivery.linked:
        return A_LINK
    pieces = [piece for piece in delivery.pieces if piece.file != "timestamp.txt" and not piece.archive]
    names = [printable(piece.name, 60) for piece in pieces]
    if not names:
        return (
            "only links were handed in, which are not followed" if delivery.links else "no file was handed in"
        )
    shown = ", ".join(names[:3]) + (f" and {len(names) - 3} more" if len(names) > 3 else "")
    if any(is_label_file(Path(piece.file), name) for piece in pieces for name in label_files(unit)):
        return f"{shown} came without the notebook"
    if any(piece.name in delivery.archives for piece in pieces):
        return f"{shown}: no notebook inside"
    return f"{shown} {'is not a notebook' if len(names) == 1 else 'are not notebooks'}"


def ordinary_files(folder: Path) -> list[Path]:
    """Return the ordinary files under a folder; checkpoints, links and hidden or lock files are left out."""
    return [] if is_linked(folder) else list(walk(folder))


def fingerprint(folder: Path) -> str:
    """Return the fingerprint of every ordinary file in a folder."""
    digest = hashlib.sha256()
    for path in ordinary_files(folder):
        digest.update(str(path.relative_to(folder)).encode("utf-8", "surrogateescape") + b"\0")
        with open(path, "rb") as file:
            digest.update(hashlib.file_digest(file, "sha256").digest())
    return digest.hexdigest()


def _worth(candidate: Candidate, total: int) -> str:
    if candidate.submission.fault is not None:
        return "cannot be read"
    if not candidate.known:
        return "is another notebook"
    return f"answers {len(candidate.answered)} of {total}"


def _content(piece: Piece) -> bytes:
    try:
        return piece.read(MAX_BYTES + 1)
    except OSError:
        return b""


def _start(piece: Piece) -> bytes:
    try:
        return piece.read(2**16)
    except OSError:
        return b""


def _copy_timestamp(submitted: Path, staging: Path) -> None:
    """Keep a timestamp that nbgrader can read; another one would abort the submission."""
    path = submitted / "timestamp.txt"
    try:
        if is_linked(submitted):
            return
        text = read_file(path, 201).decode("utf-8").strip()
        if text and len(text) <= 200 and parse_utc(text):
            (staging / path.name).write_text(text, encoding="utf-8")
    except (OSError, ValueError, OverflowError):
        return
