"""A student's labels among the files handed in: the named file, one like it, or the notebook's own copy.

Everything here is read as data, on the trusted side; no link is followed and nothing of the student's runs.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path

from course.annotation.reading import Reading, parse
from course.annotation.writing import dump
from course.checking.labelling import LabellingExercise
from course.checking.own_labels import OwnLabels
from course.language import Text
from grader.intake import LABEL_SUFFIXES, is_label_file, ordinary_files
from grader.submission import MAX_BYTES as MAX_NOTEBOOK

MAX_BYTES = 2 * 2**20  # of a file of labels; an honest one has some kilobytes
MAX_FILES = 20  # that are opened in search of labels
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
class _Source:
    name: str
    reading: Reading
    own: OwnLabels
    proper: bool  # by its name it should be the one

    @property
    def done(self) -> int:
        return len(self.own.labels)


def handed_labels(exercise: LabellingExercise, submitted: Path, notebook: Path | None = None) -> HandedLabels:
    """Find the labels of an exercise in a submission.

    Parameters
    ----------
    exercise : LabellingExercise
    submitted : Path
        The student's folder of the unit.
    notebook : Path, optional
        The submitted notebook, whose outputs may hold a copy.
    """
    sources, left = [], MAX_READ
    for path in label_files(submitted, exercise.file)[:MAX_FILES]:
        sources.append(_read(exercise, path, submitted))
        left -= min(path.stat().st_size, MAX_BYTES)
        if left < 0:
            break
    copy = None if notebook is None else _embedded(exercise, notebook)
    # An old file may lie beside a newer one: the fullest counts; of equals, the named one first.
    everything = [*sources, copy] if copy else sources
    best = max(everything, key=lambda source: source.done, default=None)
    if best is not None and best.done:
        return HandedLabels(best.own, dump(best.reading.rows), None, _notes(exercise, best, everything))
    unreadable = [source for source in sources if source.proper and not source.reading.readable]
    if unreadable:
        said = unreadable[0].reading.problems[0]
        return HandedLabels(problem=said, notes=[f"{unreadable[0].name}: {said.en}"])
    readable = [source for source in sources if source.reading.readable]
    if readable:
        most = max(readable, key=lambda source: source.own.elsewhere)
        return HandedLabels(
            most.own, dump(most.reading.rows), None, [f"{most.name}: no label of this exercise"]
        )
    return HandedLabels(notes=[f"no {exercise.file} was handed in"])


def label_files(submitted: Path, name: str) -> list[Path]:
    """Return the files of a submission that may hold labels, the likeliest first."""
    stem = Path(name).stem.lower()
    found = [path for path in ordinary_files(submitted) if path.suffix.lower() in LABEL_SUFFIXES]
    found = [path for path in found if path.name != "timestamp.txt"]
    return sorted(
        found,
        key=lambda path: (path.name != name, stem not in path.stem.lower(), len(path.parts), str(path)),
    )


def _read(exercise: LabellingExercise, path: Path, submitted: Path) -> _Source:
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
        reading = _parsed(content)
    except OSError as error:
        said = Text("no se puede abrir", "it cannot be opened")
        reading = Reading(problems=(said + f" ({type(error).__name__})",), readable=False)
    name = _printable(path.relative_to(submitted).as_posix())
    return _Source(name, reading, _own(exercise, reading), is_label_file(path, exercise.file))


def _parsed(content: bytes) -> Reading:
    if len(content) > MAX_BYTES:
        return Reading(problems=(_TOO_LARGE,), readable=False)
    return parse(content)


def _own(exercise: LabellingExercise, reading: Reading) -> OwnLabels:
    return OwnLabels.of(reading.rows, exercise.ids, exercise.codebook)


def _embedded(exercise: LabellingExercise, notebook: Path) -> _Source | None:
    """The copy that the annotator leaves in its cell's output; of several, the fullest, the last of equals."""
    from course.annotation.recover import embedded

    try:
        if notebook.stat().st_size > MAX_NOTEBOOK:
            return None
        copies = embedded(json.loads(notebook.read_bytes()))
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, MemoryError):
        return None
    sources = []
    for content in copies[-MAX_FILES:]:
        reading = _parsed(content)
        sources.append(_Source("the copy inside the notebook", reading, _own(exercise, reading), True))
    best = max(reversed(sources), key=lambda source: source.done, default=None)
    return best if best is not None and best.done else None


def _printable(text: str) -> str:
    """A name or a word from a file, fit for a screen and a page."""
    return "".join(mark if mark.isprintable() else "?" for mark in text.encode("utf-8", "replace").decode())[
        :80
    ]


def _notes(exercise: LabellingExercise, best: _Source, everything: list[_Source]) -> list[str]:
    own, notes = best.own, []
    if best.name != exercise.file:
        notes.append(f"taken from {best.name}")
    named = next((source for source in everything if source.name == exercise.file), None)
    if named is not None and named is not best and named.done:
        notes.append(f"{named.name} labels only {named.done} of the tweets, {best.name} {best.done}")
    if own.people > 1:
        notes.append(
            f"labels of {own.people} people in one file; those of {_printable(own.annotator)!r} were graded"
        )
    if own.others:
        notes.append(f"labelled with another codebook or version: {', '.join(own.others[:3])}")
    return [*notes, *(problem.en for problem in best.reading.problems[:3])]
