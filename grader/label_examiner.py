"""The examination of a labelling exercise: a student's labels held against the reference coding.

Nothing of the student's runs, so nothing there can change a mark but the labels themselves. What the
feedback may say is chosen with care, since students hand in again: never how a tweet is coded, nor whether one
is right, nor the agreement itself, only which floors it reaches.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from course.checking.labelling import LabellingExercise
from course.checking.own_labels import OwnLabels
from course.language import Text
from grader.examiner import CaseReport, Examination, weighed
from grader.faults import unreadable_labels
from grader.label_file import HandedLabels
from grader.labelling import Gold, LabellingBank, Labels, agreement
from grader.report import number

LEAST_COVERAGE = 0.5  # of the tweets, below which no agreement counts: nobody may pick the three easy ones
_ONE_LABEL = 0.9  # share of tweets with the very same labels from which variety is what is missing
_ROUNDING = 1e-9
_CLEARLY = 0.15  # by how much a wrong idea must fit better than the reference to be named

AGREEMENT = Text(
    "acuerdo con la codificación de referencia: alfa de {floor} o más",
    "agreement with the reference coding: alpha of {floor} or more",
)
COVERAGE = Text("los {total} tuits etiquetados", "all {total} tweets labelled")
VALID = Text("códigos del libro, con sus reglas", "codes of the codebook, by its rules")
_NO_FILE = Text(
    "No hay ninguna etiqueta tuya en la entrega: entrega `{file}` junto con el cuaderno.",
    "There is no label of yours in the submission: hand in `{file}` together with the notebook.",
)
_NO_LABELS = Text(
    "Tu `{file}` no tiene ninguna etiqueta: ponlas con el etiquetador y entrega el archivo otra vez.",
    "Your `{file}` holds no label: give them with the annotator and hand the file in again.",
)
_OTHER_TWEETS = Text(
    "El archivo tiene etiquetas, pero de otros tuits: ninguna es de los {total} de este ejercicio. ¿Es el "
    "archivo de otra actividad?",
    "The file holds labels, but for other tweets: none is for the {total} of this exercise. Is it the file of "
    "another activity?",
)
_TOO_FEW = Text(
    "Has etiquetado {done} de {total} tuits, y el acuerdo se mide a partir de {least}.",
    "You labelled {done} of {total} tweets, and agreement is measured from {least} on.",
)
_ONE = Text(
    "Casi todos tus tuits llevan la misma etiqueta: con eso el acuerdo no pasa del que daría el azar. Lee cada "
    "tuit con el libro de códigos al lado.",
    "Nearly all your tweets carry the same label: that agrees no better than chance would. Read each tweet with "
    "the codebook beside you.",
)
_SHIFTED = Text(
    "Tus etiquetas encajan mucho mejor si se corren un lugar: parece que en una hoja de cálculo se movió una "
    "columna y las demás no. Ábrelas con el etiquetador y compruébalo.",
    "Your labels fit much better when moved by one place: it looks as if one column was moved in a spreadsheet "
    "and the others were not. Open them with the annotator and see.",
)
_BELOW = Text(
    "Repasa las definiciones y los casos dudosos del libro, y vuelve a leer los tuits que te hicieron dudar.",
    "Go over the definitions and the borderline cases of the codebook, and read again the tweets that made you "
    "hesitate.",
)
_UNUSED = Text(" Códigos que no has usado nunca: {codes}.", " Codes you never used: {codes}.")
_INCOMPLETE = Text(
    "Has etiquetado {done} de {total}: los puntos de este ejercicio cuentan en esa proporción.",
    "You labelled {done} of {total}: the points of this exercise count in that proportion.",
)
_STRANGE = Text(
    "Hay códigos que el libro no tiene ({codes}), en {count} de los tuits.",
    "There are codes that the codebook does not have ({codes}), on {count} of the tweets.",
)
_EXCLUDED = Text(
    "En {count} de los tuits hay códigos juntos que el libro no deja juntar.",
    "On {count} of the tweets there are codes together that the codebook keeps apart.",
)


@dataclass(frozen=True)
class LabelCase:
    """One thing that earns marks; agreement is core: without it neither diligence nor valid codes count."""

    key: str
    title: Text
    weight: float
    core: bool


def label_cases(exercise: LabellingExercise, bank: LabellingBank) -> tuple[LabelCase, ...]:
    """Return what earns the marks of a labelling exercise."""
    first, second = (AGREEMENT.format(floor=_figure(floor)) for floor in bank.floors)
    return (
        LabelCase("agreement", first, 5, True),
        LabelCase("good-agreement", second, 4, True),
        LabelCase("coverage", COVERAGE.format(total=len(exercise.ids)), 0, False),  # a factor of all the rest
        LabelCase("valid-codes", VALID, 1, False),
    )


def examine_labels(exercise: LabellingExercise, bank: LabellingBank, handed: HandedLabels) -> Examination:
    """Hold the labels of a submission against the reference coding.

    Parameters
    ----------
    exercise : LabellingExercise
    bank : LabellingBank
    handed : HandedLabels
        From `grader.label_file.handed_labels`.
    """
    cases = label_cases(exercise, bank)
    if handed.problem is not None:
        fault = unreadable_labels(exercise.file, handed.problem)
        reports = [CaseReport(case.key, case.title, None, "unreadable-file", fault.reason) for case in cases]
        return Examination(exercise.key, None, exercise.points, tuple(reports), fault)
    if not handed.found:
        reports = [CaseReport(case.key, case.title, False, *_nothing(exercise, handed)) for case in cases]
        return Examination(exercise.key, 0.0, exercise.points, tuple(reports))
    reports = _reports(cases, bank, handed.own)
    marks = _marks(exercise.points, cases, reports, handed.own.coverage)
    return Examination(exercise.key, marks, exercise.points, tuple(reports))


def _marks(points: float, cases: tuple[LabelCase, ...], reports: list[CaseReport], coverage: float) -> float:
    """All marks count in proportion to the tweets labelled, so that nobody gains by leaving the hard ones out."""
    of_these = [replace(report, passed=True) if report.key == "coverage" else report for report in reports]
    marks = weighed(points, cases, of_these)
    return marks if coverage == 1 else min(round(marks * coverage, 2), points - 0.01)


def _nothing(exercise: LabellingExercise, handed: HandedLabels) -> tuple[str, Text]:
    if handed.own is None:
        return "no-file", _NO_FILE.format(file=exercise.file)
    if handed.own.elsewhere:
        return "other-tweets", _OTHER_TWEETS.format(total=len(exercise.ids))
    return "no-file", _NO_LABELS.format(file=exercise.file)


def _reports(cases: tuple[LabelCase, ...], bank: LabellingBank, own: OwnLabels) -> list[CaseReport]:
    first, second, coverage, valid = cases
    alpha = agreement(own.labels, bank.reference)
    enough = own.coverage >= LEAST_COVERAGE
    reports = []
    for case, floor in zip((first, second), bank.floors, strict=True):
        if enough and alpha >= floor - _ROUNDING:  # never so for NaN
            reports.append(CaseReport(case.key, case.title, True))
        else:
            reports.append(CaseReport(case.key, case.title, False, *_disagreement(bank, own, alpha)))
    done, total = len(own.labels), len(own.ids)
    if not own.missing:
        reports.append(CaseReport(coverage.key, coverage.title, True))
    else:
        said = _INCOMPLETE.format(done=done, total=total)
        reports.append(CaseReport(coverage.key, coverage.title, False, "incomplete", said))
    reports.append(CaseReport(valid.key, valid.title, *_validity(own)))
    return reports


# Agreement -----------------------------------------------------------------------------------------------


def _disagreement(bank: LabellingBank, own: OwnLabels, alpha: float) -> tuple[str, Text]:
    """Say what low agreement looks like, from the student's own labels as a whole."""
    total = len(own.ids)
    if own.coverage < LEAST_COVERAGE:
        least = math.ceil(LEAST_COVERAGE * total)
        return "too-few", _TOO_FEW.format(done=len(own.labels), total=total, least=least)
    same = Counter(frozenset(labels) for labels in own.labels.values()).most_common(1)[0][1]
    if math.isnan(alpha) or same >= _ONE_LABEL * len(own.labels):
        return "one-label", _ONE
    if _is_shifted(own, bank, alpha):
        return "shifted", _SHIFTED
    fits = {idea: agreement(own.labels, _as_held(bank.reference, idea.recode)) for idea in bank.misreadings}
    best = max(fits, key=fits.__getitem__, default=None)
    if best is not None and fits[best] >= max(alpha + _CLEARLY, bank.floors[0]):
        return best.key, best.message
    unused = [
        code for code in own.codebook.names if not any(code in labels for labels in own.labels.values())
    ]
    return "below-floor", _BELOW + _UNUSED.format(codes=_listed(unused)) if unused else _BELOW


def _is_shifted(own: OwnLabels, bank: LabellingBank, alpha: float) -> bool:
    """Whether the labels fit better one row further up or down, in the order shown or in the file's."""
    wanted = max(bank.floors[0], alpha + _CLEARLY)
    for tweets in (list(own.labels), sorted(own.labels)):
        labels = [own.labels[tweet] for tweet in tweets]
        for moved in (labels[1:] + labels[:1], labels[-1:] + labels[:-1]):
            if agreement(dict(zip(tweets, moved, strict=True)), bank.reference) >= wanted:
                return True
    return False


def _as_held(gold: Gold, recode: Callable[[Labels], Iterable[str]]) -> Gold:
    """The reference as somebody with a wrong idea would have coded it."""

    def held(labels: Labels) -> Labels:
        return tuple(recode(labels)) or labels

    return Gold(
        {tweet: held(labels) for tweet, labels in gold.labels.items()},
        {tweet: tuple(map(held, others)) for tweet, others in gold.also.items()},
    )


def _figure(value: float) -> Text:
    return Text(number(value, "es"), number(value, "en"))


# Codes ---------------------------------------------------------------------------------------------------


def _validity(own: OwnLabels) -> tuple[bool, str, Text]:
    if own.strange:
        count = sum(bool(own.codebook.strange(labels)) for labels in own.labels.values())
        return False, "strange-codes", _STRANGE.format(codes=_listed(own.strange), count=count)
    if own.clashes:
        return False, "excluded-codes", _EXCLUDED.format(count=len(own.clashes))
    return True, "", Text("", "")


def _listed(codes: Iterable[str] | Mapping[str, int]) -> str:
    """Some codes, fit for a page whatever they hold."""
    codes = list(codes)
    shown = [
        "".join(mark if mark.isprintable() and mark != "`" else " " for mark in code[:40]) for code in codes
    ]
    return ", ".join(f"`{code}`" for code in shown[:6]) + (", …" if len(codes) > 6 else "")
