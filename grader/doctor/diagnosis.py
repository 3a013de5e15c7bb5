"""One submission, looked at beforehand: nothing of it runs, whatever it holds, and nothing of it raises."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

from course.checking.labelling import LabellingExercise
from course.language import LANGUAGES
from grader import registry
from grader.blueprint import Blueprint
from grader.delivery import Delivery, Piece, printable
from grader.doctor.answers import graded_cells, look_at_answers
from grader.doctor.code import look_at_code
from grader.doctor.damage import BY_SUFFIX, damage
from grader.doctor.finding import Finding, Severity
from grader.doctor.form import look_at_form
from grader.errors import GraderError
from grader.intake import A_LINK, choose, no_notebook, notebooks
from grader.label_file import label_sources, labels_of
from grader.restore import Remark, Restored, restore
from grader.submission import MAX_BYTES, Submission, parse_submission
from grader.wrong_unit import wrong_unit


@dataclass
class Diagnosis:
    """What there is to say of one submission.

    Parameters
    ----------
    student : str
    findings : list of Finding
        The gravest first.
    language : {"es", "en"} or None
    notebook : str
        The file that is graded, by its place in what was handed in; empty when there is none.
    answered : dict of str to bool
        By exercise or task.
    labels : dict of str to tuple of (int, int)
        Of exercises with labels, how many tweets are labelled, of how many.
    mended : str
        Where the submission is kept as it was; empty when nothing was mended.
    """

    student: str
    findings: list[Finding] = field(default_factory=list)
    language: str | None = None
    notebook: str = ""
    answered: dict[str, bool] = field(default_factory=dict)
    labels: dict[str, tuple[int, int]] = field(default_factory=dict)
    mended: str = ""

    @property
    def severity(self) -> Severity:
        """The gravest of what was found."""
        return max((finding.gravity for finding in self.findings), default=Severity.FINE)

    def to_json(self) -> dict[str, Any]:
        """Return what the machine-readable file holds of it."""
        return {
            "student": self.student,
            "severity": self.severity.word,
            "language": self.language,
            "notebook": self.notebook or None,
            "answered": self.answered,
            "labels": {key: {"labelled": done, "of": of} for key, (done, of) in self.labels.items()},
            "mended": self.mended or None,
            "findings": [finding.to_json() for finding in self.findings],
        }


def diagnose(student: str, delivery: Delivery, blueprint: Blueprint) -> Diagnosis:
    """Look at one submission.

    Parameters
    ----------
    student : str
    delivery : Delivery
    blueprint : Blueprint
        The unit as released.

    Returns
    -------
    Diagnosis
    """
    found = Diagnosis(student)
    try:
        for finding in _look(found, delivery, blueprint):
            found.findings.append(finding)
    except Exception as error:  # a submission nobody thought of costs only itself
        found.findings.append(Finding("fault", f"could not be looked at ({type(error).__name__})"))
    found.findings = sorted(
        dict.fromkeys(found.findings), key=lambda finding: (-finding.gravity, finding.cell or 0)
    )
    return found


def _look(found: Diagnosis, delivery: Delivery, blueprint: Blueprint) -> Iterator[Finding]:
    if delivery.linked:
        yield Finding("linked", A_LINK)
        return
    yield from _at_files(delivery)
    chosen, said = choose(delivery, blueprint)
    yield from (Finding("several", words) for words in said)
    labelled = False
    for finding, done in _at_labels(found, delivery, blueprint, chosen):
        labelled = labelled or done
        if finding is not None:
            yield finding
    if chosen is None:
        yield Finding("no-notebook", _instead(delivery, blueprint.unit))
        return
    found.notebook = chosen.name
    yield from _at_place(chosen, blueprint)
    content = chosen.read(MAX_BYTES + 1)
    submission = parse_submission(content)
    if submission.fault is not None:
        found.language = submission.language
        yield damage(content, submission.fault, blueprint)
        return
    elsewhere = wrong_unit(submission, blueprint)
    if elsewhere is not None:
        found.language = submission.language
        yield Finding("other-unit", elsewhere.brief.rstrip("."), hint=elsewhere.reason)
        return
    restored = restore(submission, blueprint)
    found.language, found.answered = restored.language, dict(restored.answered)
    yield from _at_language(submission, restored, chosen, blueprint)
    yield from look_at_form(content)
    yield from map(_from_remark, restored.remarks)
    yield from look_at_answers(submission, restored, blueprint, labelled=labelled)
    given = {cell.source.strip() for notebook in blueprint.notebooks.values() for cell in notebook.cells}
    names = {number: name for name, number in graded_cells(restored).items()}
    there = {*delivery.files(), *registry.label_files(blueprint.unit)}
    yield from look_at_code(submission.cells, names, given, there)


def _at_files(delivery: Delivery) -> Iterator[Finding]:
    if delivery.links:
        names = ", ".join(printable(name, 60) for name in sorted(delivery.links)[:3])
        yield Finding("links", f"links, which are not followed: {names}")
    for line in delivery.refused[:5]:
        yield Finding("not-opened", f"not opened: {line}")
    if delivery.many:
        yield Finding("many-files", f"more files than the first {len(delivery.pieces):,} were not looked at")


def _instead(delivery: Delivery, unit: str) -> str:
    """What was handed in instead of a notebook, by name and kind."""
    said = no_notebook(delivery, unit)
    kinds = (BY_SUFFIX.get(PurePosixPath(piece.file.lower()).suffix) for piece in delivery.pieces)
    kind = next((kind for kind in kinds if kind), "")
    return f"{said}: {kind}" if kind and "not" in said else said


def _at_place(chosen: Piece, blueprint: Blueprint) -> Iterator[Finding]:
    if chosen.archive:
        yield Finding("packed", f"the notebook is inside an archive: {printable(chosen.name)}")
    elif chosen.name != f"{blueprint.unit}.ipynb":
        yield Finding("file-name", f"called {printable(chosen.name)}")


def _at_language(
    submission: Submission, restored: Restored, chosen: Piece, blueprint: Blueprint
) -> Iterator[Finding]:
    words = {"es": "Spanish", "en": "English"}
    folders = {part.lower() for part in PurePosixPath(chosen.name).parts[:-1]}
    others = [language for language in LANGUAGES if language in folders and language != restored.language]
    if others:
        said = f"the {words[restored.language]} notebook, in a folder called {others[0]}: graded as it is"
        yield Finding("folder-language", said)
    prose = {cell.source.strip() for cell in submission.cells if cell.kind == "markdown"}
    shared = {
        language: len(
            prose & {cell.source.strip() for cell in notebook.cells if cell.cell_type == "markdown"}
        )
        for language, notebook in blueprint.notebooks.items()
    }
    text = max(shared, key=shared.__getitem__)
    if shared[text] > shared.get(restored.language, 0):
        said = f"the text is {words[text]}, the language set {words[restored.language]}: graded as it is"
        yield Finding("mixed-language", said)


def _from_remark(remark: Remark) -> Finding:
    """What the repair says, in the doctor's words: the same repair that grading uses."""
    kind = "tampering" if remark.tampering else remark.kind
    return Finding(kind, remark.words, remark.cell, remark.line, remark.name)


def _at_labels(
    found: Diagnosis, delivery: Delivery, blueprint: Blueprint, chosen: Piece | None
) -> Iterator[tuple[Finding | None, bool]]:
    """The labels of exercises that are files; gives each finding, and whether anything was labelled."""
    try:
        labelling = registry.labelling(blueprint.unit)
    except GraderError:  # a unit that this clone does not have
        return
    copies = sorted(notebooks(delivery), key=lambda piece: piece is not chosen) if labelling else []
    for key, exercise in labelling.items():
        handed = labels_of(exercise, label_sources(delivery, exercise.file, copies))
        done = len(handed.own.labels) if handed.own else 0
        found.labels[key] = (done, len(exercise.ids))
        yield from (
            (finding, bool(done)) for finding in _said_of_labels(key, exercise, handed.notes, done, handed)
        )
        yield None, bool(done)


def _said_of_labels(
    key: str, exercise: LabellingExercise, notes: list[str], done: int, handed: Any
) -> Iterator[Finding]:
    if handed.problem is not None:
        yield Finding("labels-unreadable", f"{key}: {notes[0]}", name=key)
    elif not done:
        yield Finding("labels-missing", f"{key}: {notes[0] if notes else 'no label'}", name=key)
    else:
        if done < len(exercise.ids):
            yield Finding("labels-partial", f"{key}: {done} of {len(exercise.ids)} tweets labelled", name=key)
        for note in notes:
            yield Finding("labels", f"{key}: {note}", name=key)
