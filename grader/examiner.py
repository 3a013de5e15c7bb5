"""The examiner: the trusted party that holds hidden cases, references and expected values.

It asks a `StudentSide` to call one function with one set of inputs, gets plain data back, and compares.
What the student side says may be forged; it is only data. Nothing that the examiner knows is ever sent but
the inputs.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Protocol

from course.channel.answer import request
from course.channel.codec import decode, loads
from course.checking.exercise import Exercise
from course.checking.judge import WrongIdeas, judge
from course.checking.labelling import LabellingExercise
from course.checking.observe import Observed
from course.language import Text
from grader import registry
from grader.bank import Bank, HiddenCase
from grader.errors import GraderError
from grader.faults import SLOW_CALL, Fault
from grader.labelling import LabellingBank
from grader.seed import generator

if TYPE_CHECKING:
    from grader.label_file import HandedLabels

CALL_TIMEOUT = 10.0


_SILENCE = Text("", "")


class StudentSide(Protocol):
    """Where a student's functions live: a kernel, a sandboxed fork, or, to verify banks, this process."""

    def ask(self, question: str, *, timeout: float) -> Observed:
        """Call a function of the submission, as a question of `course.channel.answer.request` says.

        A call that takes too long but could be stopped gives `Observed.timed_out()`; a reply that cannot be
        read gives an unreadable value.

        Raises
        ------
        StudentLost
            The process is gone or had to be killed: nothing more can be asked of it.
        """
        ...


class StudentLost(Exception):
    """The student side has ended; `fault` says how."""

    def __init__(self, fault: Fault) -> None:
        super().__init__(fault.reason.en)
        self.fault = fault


class WeighedCase(Protocol):
    """What marks ask of a case: `HiddenCase` and `grader.label_examiner.LabelCase` are some."""

    core: bool
    weight: float


@dataclass(frozen=True)
class CaseReport:
    """What feedback may say of one hidden case: no input and no expected value.

    Parameters
    ----------
    key : str
    title : Text
    passed : bool or None
        None when the case was not tried.
    diagnosis : str
    message : Text
    """

    key: str
    title: Text
    passed: bool | None
    diagnosis: str = ""
    message: Text = _SILENCE


@dataclass(frozen=True)
class Examination:
    """One exercise examined.

    Parameters
    ----------
    key : str
    points : float or None
        None when the examination could not be finished.
    max_points : float
    cases : tuple of CaseReport
    fault : Fault or None
        Why it could not be finished.
    """

    key: str
    points: float | None
    max_points: float
    cases: tuple[CaseReport, ...] = ()
    fault: Fault | None = None


@dataclass(frozen=True)
class PreparedCase:
    """A hidden case with its inputs drawn and its expected value computed.

    What a whole class is asked and held against is worked out once: the question as it is sent, and what
    wrong ideas answer.
    """

    case: HiddenCase
    arguments: tuple
    expected: Any
    question: str = ""
    ideas: WrongIdeas | None = None


class Examiner:
    """Examines the exercises of one unit.

    Parameters
    ----------
    unit : str
        Such as ``"05-jazztel-delays"``.
    seed : bytes
        The cohort's secret.
    call_timeout : float
        Seconds that one call of a student's function may take.
    """

    def __init__(self, unit: str, seed: bytes, *, call_timeout: float = CALL_TIMEOUT) -> None:
        self.unit, self.seed, self.call_timeout = unit, seed, call_timeout
        self._prepared: dict[str, tuple[PreparedCase, ...]] = {}

    @cached_property
    def exercises(self) -> dict[str, Exercise | LabellingExercise]:
        """The unit's exercises by key."""
        return registry.exercises(self.unit)

    @cached_property
    def banks(self) -> dict[str, Bank | LabellingBank]:
        """The unit's banks by exercise."""
        return registry.banks(self.unit)

    def examine(self, key: str, student: StudentSide) -> Examination:
        """Try a student's function on every hidden case of an exercise.

        Raises
        ------
        GraderError
            The examiner itself failed: a bank is missing or its reference does not work.
        """
        exercise, prepared = self._exercise(key), self.prepared(key)
        reports: list[CaseReport] = []
        fault: Fault | None = None
        for case in prepared:
            if fault is not None:
                reports.append(CaseReport(case.case.key, case.case.title, None))
                continue
            try:
                observed = student.ask(case.question, timeout=self.call_timeout)
            except StudentLost as lost:
                fault = lost.fault
                reports.append(CaseReport(case.case.key, case.case.title, None))
                continue
            reports.append(self._judged(exercise, case, observed))
            if reports[-1].diagnosis == "timeout":
                fault = SLOW_CALL
        points = None if fault else score(exercise.points, prepared, reports)
        return Examination(key, points, exercise.points, tuple(reports), fault)

    def examine_labels(self, key: str, handed: HandedLabels) -> Examination:
        """Hold the labels of a submission against the reference coding.

        Raises
        ------
        GraderError
            The examiner itself failed: a bank is missing or its reference cannot be read.
        """
        from grader.label_examiner import examine_labels  # which builds on this module

        exercise, bank = self._exercise(key), self.banks.get(key)
        if not isinstance(exercise, LabellingExercise) or not isinstance(bank, LabellingBank):
            raise GraderError(f"{self.unit} has no labelling exercise with a bank for {key!r}.")
        try:
            return examine_labels(exercise, bank, handed)
        except Exception as error:
            raise GraderError(f"judging the labels of {key!r} failed: {error!r}") from error

    def prepared(self, key: str) -> tuple[PreparedCase, ...]:
        """Draw the inputs of an exercise and compute what is expected, once for the whole class."""
        if key not in self._prepared:
            bank = self.banks.get(key)
            if not isinstance(bank, Bank) or bank.solution is None or not bank.cases:
                raise GraderError(f"{self.unit} has no bank with a reference and hidden cases for {key!r}.")
            try:
                exercise = self._exercise(key)
                self._prepared[key] = tuple(self._prepare(exercise, bank, case) for case in bank.cases)
            except Exception as error:
                raise GraderError(f"the bank of {key!r} fails on its own cases: {error!r}") from error
        return self._prepared[key]

    def _exercise(self, key: str) -> Exercise | LabellingExercise:
        if key not in self.exercises:
            raise GraderError(f"{self.unit} has no exercise {key!r}.")
        return self.exercises[key]

    def _prepare(self, exercise: Exercise, bank: Bank, case: HiddenCase) -> PreparedCase:
        arguments = case.arguments(generator(self.seed, bank.exercise, case.key))
        question = request(exercise.function, arguments)
        # The reference meets what students' functions meet: a copy made by the channel.
        copy = decode(loads(question)["arguments"])
        return PreparedCase(case, arguments, bank.solution(*copy), question, WrongIdeas(exercise, arguments))

    def _judged(self, exercise: Exercise, prepared: PreparedCase, observed: Observed) -> CaseReport:
        case = prepared.case
        try:
            verdict = judge(
                exercise,
                case.title,
                prepared.arguments,
                prepared.expected,
                observed,
                reveal=False,
                ideas=prepared.ideas,
            )
        except Exception as error:
            raise GraderError(f"judging {exercise.key!r} on {case.key!r} failed: {error!r}") from error
        return CaseReport(case.key, case.title, verdict.passed, verdict.diagnosis or "", verdict.message)


def score(points: float, prepared: tuple[PreparedCase, ...], reports: list[CaseReport]) -> float:
    """Return the marks: points by weight of the cases passed; edge cases count once a core case passed.

    Less than full marks unless every case passed, whatever the rounding to cents.
    """
    return weighed(points, [case.case for case in prepared], reports)


def weighed(points: float, cases: Sequence[WeighedCase], reports: Sequence[CaseReport]) -> float:
    """Return the marks of cases and what came of each; see `score`."""
    if all(report.passed is True for report in reports):
        return float(points)
    passed = [case for report, case in zip(reports, cases, strict=True) if report.passed is True]
    core = any(case.core for case in passed)
    earned = sum(case.weight for case in passed if case.core or core)
    share = earned / sum(case.weight for case in cases)
    return min(round(points * share, 2), points - 0.01) if share else 0.0
