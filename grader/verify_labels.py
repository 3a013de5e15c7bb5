"""The part of `grader verify` for labels: banks with gold prove themselves through the examiner that grades."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from pathlib import Path

from course.annotation.rows import Row
from course.annotation.writing import dump
from course.checking.labelling import LabellingExercise
from course.language import LANGUAGES
from grader.examiner import CaseReport, Examination, Examiner
from grader.label_file import handed_labels
from grader.labelling import LabellingBank, Maker, WrongLabels, split

LEAST_RIGHT, LEAST_WRONG = 3, 5
_WHEN = "2027-01-01T10:00:00.000Z"


def problems_of_labels(examiner: Examiner, exercise: LabellingExercise, bank: LabellingBank) -> list[str]:
    """Return what is wrong with a labelling exercise's bank; nothing when it holds."""
    problems = [*_counts(bank), *_reference(exercise, bank)]
    if problems:
        return problems
    for maker in bank.right_answers:
        examination = examine_made(examiner, exercise, bank, maker)
        failed = [f"{case.key} ({case.diagnosis})" for case in examination.cases if not case.passed]
        if failed:
            problems.append(f"right variant {maker.__name__} fails {', '.join(failed)}")
    for wrong in bank.wrong_answers:
        problems += _wrong(examine_made(examiner, exercise, bank, wrong.maker), wrong)
    return problems


def examine_made(
    examiner: Examiner, exercise: LabellingExercise, bank: LabellingBank, maker: Maker
) -> Examination:
    """Examine what a bank's maker makes, through a file as a student hands it in."""
    content = made_file(exercise, bank, maker)
    with tempfile.TemporaryDirectory(prefix="c20-labels-") as folder:
        if content is not None:
            (Path(folder) / exercise.file).write_bytes(content)
        return examiner.examine_labels(exercise.key, handed_labels(exercise, Path(folder)))


def made_file(exercise: LabellingExercise, bank: LabellingBank, maker: Maker) -> bytes | None:
    """Return the file that a bank's maker stands for; None for no file at all."""
    made = maker(bank.reference)
    if made is None or isinstance(made, bytes):
        return made
    book = exercise.codebook.identity
    return dump(
        Row(tweet, split(labels), annotator="coder", updated_at=_WHEN, codebook=book)
        for tweet, labels in made.items()
    )


def _counts(bank: LabellingBank) -> Iterable[str]:
    diagnoses = {wrong.diagnosis for wrong in bank.wrong_answers}
    wanted = (
        (len(bank.right_answers), LEAST_RIGHT, "right variants"),
        (len(bank.wrong_answers), LEAST_WRONG, "wrong tables"),
        (len(diagnoses), LEAST_WRONG, "distinct diagnoses"),
    )
    return [f"{n} {what}, at least {least} wanted" for n, least, what in wanted if n < least]


def _reference(exercise: LabellingExercise, bank: LabellingBank) -> Iterable[str]:
    """Gold codes these tweets, all of them and no others, by the codebook and its rules."""
    try:
        gold = bank.reference
    except Exception as error:
        return [f"the gold cannot be read: {error!r}"]
    problems = []
    for what, tweets in (
        ("has no", set(exercise.ids) - set(gold.labels)),
        ("has, beyond the exercise,", set(gold.labels) - set(exercise.ids)),
    ):
        if tweets:
            problems.append(f"the gold {what} {', '.join(sorted(tweets)[:5])}")
    book = exercise.codebook
    for tweet, labels in gold.labels.items():
        for reading in (labels, *gold.also.get(tweet, ())):
            if not reading or book.strange(reading) or set(book.settled(reading)) != set(reading):
                problems.append(f"the gold of {tweet}: {'|'.join(reading)!r} is not by the codebook")
    low, high = bank.floors
    if not 0 < low < high <= 1:
        problems.append(f"the floors {low} and {high}: the first is above 0 and below the second")
    return problems


def _wrong(examination: Examination, wrong: WrongLabels) -> Iterable[str]:
    name = f"wrong table {wrong.key}"
    if examination.points == examination.max_points:
        return [f"{name} earns full marks"]
    case = next((case for case in examination.cases if case.key == wrong.caught_by), None)
    if case is None:
        return [f"{name} names a case that does not exist: {wrong.caught_by}"]
    return [f"{name} {problem}" for problem in _caught(case, wrong)]


def _caught(case: CaseReport, wrong: WrongLabels) -> Iterable[str]:
    if case.passed:
        return [f"is not caught by {wrong.caught_by}"]
    if case.diagnosis != wrong.diagnosis:
        return [f"is diagnosed as {case.diagnosis}, not {wrong.diagnosis}"]
    if not all(case.message.to(language).strip() for language in LANGUAGES):
        return ["has no message in both languages"]
    return []
