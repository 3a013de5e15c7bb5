"""A student's labels among the files handed in: the named file, one like it, or the notebook's own copy.

Everything here is read as data, on the trusted side; no link is followed and nothing of the student's runs.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from course.annotation.embedding import embedded
from course.annotation.reading import Reading, parse
from course.annotation.writing import dump
from course.checking.labelling import LabellingExercise
from course.checking.own_labels import OwnLabels
from course.language import Text
from grader.delivery import Delivery, Piece, printable
from grader.intake import LABEL_SUFFIXES, is_label_file, notebooks
from grader.submission import MAX_BYTES as MAX_NOTEBOOK

MAX_BYTES = 2 * 2**20  # of a file of labels; an honest one has some kilobytes
MAX_FILES = 20  # that are opened in search of labels
MAX_NOTEBOOKS = 5  # that are opened in search of a copy
MAX_READ = 4 * MAX_BYTES  # of all of them together
_TOO_LARGE = Text(
    f"El archivo de etiquetas pesa más de {MAX_BYTES >> 20} MB: no es el que escribe el etiquetador.",
    f"The file of labels has more than {MAX_BYTES >> 20} MB: it is not the one that the annotator writes.",
)


@dataclass(frozen=True)
class HandedLabels:
    """The labels that a student handed in for one exercise.

    Parameters
    ----------
    own : OwnLabels or None
        What counts of them; None when no file of labels could be read.
    content : bytes
        A file of all the rows, as the annotator would write it; empty when there is none.
    problem : Text or None
        Why the file that should hold them cannot be read.
    notes : list of str
        For the instructor: from where they were taken, and what was odd.
    """

    own: OwnLabels | None = None
    content: bytes = b""
    problem: Text | None = None
    notes: list[str] = field(default_factory=list)

    @property
    def found(self) -> bool:
        """Whether some of this exercise's tweets are labelled."""
        return self.own is not None and bool(self.own.labels)


@dataclass(frozen=True)
class LabelSource:
    """A file of labels, or a copy of one inside a notebook, as read.

    Parameters
    ----------
    name : str
        Its place in what was handed in; of a copy, the notebook's.
    kind : {"file", "other file", "notebook"}
    proper : bool
        Whether by its name it should be the one.
    reading : Reading
    digest : str
        Of its bytes.
    """

    name: str
    kind: str
    proper: bool
    reading: Reading
    digest: str

    @property
    def shown(self) -> str:
        """What it is called in a sentence."""
        return "the copy inside the notebook" if self.kind == "notebook" else printable(self.name, 80)


def label_sources(
    delivery: Delivery, file: str, copies: Sequence[Piece] = (), *, max_notebook: int = MAX_NOTEBOOK
) -> list[LabelSource]:
    """Read every file of a submission that may hold labels, then the copies inside notebooks.

    Parameters
    ----------
    delivery : Delivery
    file : str
        What the file should be called.
    copies : sequence of Piece
        The notebooks whose outputs may hold copies, the likeliest first.
    max_notebook : int
        Bytes of a notebook that is read.

    Returns
    -------
    list of LabelSource
        The named file first, then others by likeliness, then copies, the last of each notebook first. Marks and
        pool both take the fullest of them and, of equals, the first.
    """
    found, left = [], MAX_READ
    for piece in _label_pieces(delivery, file)[:MAX_FILES]:
        found.append(_from_file(piece, file))
        left -= min(piece.size, MAX_BYTES)
        if left < 0:
            break
    for piece in copies[:MAX_NOTEBOOKS]:
        found += _from_notebook(piece, max_notebook)
    return found


def handed_labels(exercise: LabellingExercise, submitted: Path, notebook: Path | None = None) -> HandedLabels:
    """Find the labels of an exercise in a submission.

    Parameters
    ----------
    exercise : LabellingExercise
    submitted : Path
        The student's folder of the unit.
    notebook : Path, optional
        The submitted notebook, or the archive that it is in; its outputs, and those of other notebooks beside it,
        may hold a copy.
    """
    delivery = Delivery.of_folder(submitted)
    copies = [] if notebook is None else sorted(notebooks(delivery), key=lambda piece: piece.path != notebook)
    if notebook is not None and notebook.parent != submitted and not any(p.path == notebook for p in copies):
        copies.insert(0, Piece(notebook.name, 0, notebook))
    return labels_of(exercise, label_sources(delivery, exercise.file, copies))


def labels_of(exercise: LabellingExercise, sources: Sequence[LabelSource]) -> HandedLabels:
    """Choose among the sources the one that counts for an exercise: the fullest and, of equals, the first."""
    owns = [OwnLabels.of(source.reading.rows, exercise.ids, exercise.codebook) for source in sources]
    everything = list(zip(sources, owns, strict=True))
    best = max(everything, key=lambda one: len(one[1].labels), default=None)
    if best is not None and best[1].labels:
        source, own = best
        return HandedLabels(own, dump(source.reading.rows), None, _notes(exercise, source, own, everything))
    files = [one for one in everything if one[0].kind != "notebook"]
    unreadable = [source for source, _ in files if source.proper and not source.reading.readable]
    if unreadable:
        said = unreadable[0].reading.problems[0]
        return HandedLabels(problem=said, notes=[f"{unreadable[0].shown}: {said.en}"])
    readable = [one for one in files if one[0].reading.readable]
    if readable:
        source, own = max(readable, key=lambda one: one[1].elsewhere)
        return HandedLabels(
            own, dump(source.reading.rows), None, [f"{source.shown}: no label of this exercise"]
        )
    return HandedLabels(notes=[f"no {exercise.file} was handed in"])


def _label_pieces(delivery: Delivery, file: str) -> list[Piece]:
    """The files of a submission that may hold labels, the likeliest first."""
    found = [
        piece
        for piece in delivery.pieces
        if Path(piece.file).suffix.lower() in LABEL_SUFFIXES and piece.file != "timestamp.txt"
    ]
    return sorted(
        found,
        key=lambda piece: (
            piece.name != file,
            not is_label_file(Path(piece.file), file),
            piece.name.count("/"),
            piece.name,
        ),
    )


def _from_file(piece: Piece, file: str) -> LabelSource:
    try:
        content = piece.read(MAX_BYTES + 1)
        reading = _parsed(content)
    except OSError as error:
        said = Text("no se puede abrir", "it cannot be opened")
        reading = Reading(problems=(said + f" ({type(error).__name__})",), readable=False)
        content = b""
    kind = "file" if piece.name == file else "other file"
    digest = hashlib.sha256(content).hexdigest()
    return LabelSource(piece.name, kind, is_label_file(Path(piece.file), file), reading, digest)


def _parsed(content: bytes) -> Reading:
    if len(content) > MAX_BYTES:
        return Reading(problems=(_TOO_LARGE,), readable=False)
    return parse(content)


def _from_notebook(piece: Piece, limit: int) -> list[LabelSource]:
    """The copies that the annotator left in its cell's output, the last one first."""
    try:
        content = piece.read(limit + 1)
        copies = embedded(content) if len(content) <= limit else []
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError):
        return []
    found = []
    for copy in reversed(copies[-MAX_FILES:]):
        reading = _parsed(copy)
        if reading.readable:
            digest = hashlib.sha256(copy).hexdigest()
            found.append(LabelSource(piece.name, "notebook", True, reading, digest))
    return found


def _notes(
    exercise: LabellingExercise,
    best: LabelSource,
    own: OwnLabels,
    everything: Sequence[tuple[LabelSource, OwnLabels]],
) -> list[str]:
    notes = []
    if best.kind != "file":
        notes.append(f"taken from {best.shown}")
    for source, labels in everything:
        if source.kind == "file" and source is not best and labels.labels:
            notes.append(
                f"{source.shown} labels only {len(labels.labels)} of the tweets, {best.shown} {len(own.labels)}"
            )
    if own.people > 1:
        annotator = printable(own.annotator, 80)
        notes.append(f"labels of {own.people} people in one file; those of {annotator!r} were graded")
    if own.others:
        others = ", ".join(printable(other, 80) for other in own.others[:3])
        notes.append(f"labelled with another codebook or version: {others}")
    return [*notes, *(problem.en for problem in best.reading.problems[:3])]
