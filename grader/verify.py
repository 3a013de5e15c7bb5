"""`grader verify`: the banks prove themselves, through the very examiner that grades the class.

Each right variant must earn full marks; each wrong answer fewer, be caught by the case meant for it, and be
met by its own diagnosis and a message in both languages. Visible cases' literals must be what the reference
gives. A labelling exercise proves the same of tables of labels (`grader.verify_labels`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from course.channel.answer import answer, read_observed
from course.checking.exercise import Exercise
from course.checking.judge import judge
from course.checking.labelling import LabellingExercise
from course.checking.observe import Observed, observe
from course.language import LANGUAGES
from grader.bank import Bank, WrongAnswer
from grader.errors import GraderError
from grader.examiner import Examination, Examiner
from grader.label_examiner import label_cases
from grader.labelling import LabellingBank
from grader.verify_labels import problems_of_labels

LEAST_RIGHT, LEAST_WRONG, LEAST_OWN = 3, 5, 3


class InProcess:
    """A `StudentSide` in this process, for functions of the banks, which are ours."""

    def __init__(self, name: str, function: Callable[..., Any]) -> None:
        self.namespace = {name: function}

    def ask(self, question: str, *, timeout: float) -> Observed:
        """Call the function as a student's process would, through the channel's codec."""
        return read_observed(answer(question, self.namespace))


@dataclass
class Proof:
    """What verifying one exercise found.

    Parameters
    ----------
    exercise : str
    right, wrong, diagnoses, cases : int
        How many there are.
    problems : list of str
        Empty when everything holds.
    """

    exercise: str
    right: int = 0
    wrong: int = 0
    diagnoses: int = 0
    cases: int = 0
    problems: list[str] = field(default_factory=list)


def verify_unit(unit: str, seed: bytes) -> list[Proof]:
    """Verify every exercise of a unit with hidden inputs drawn from a seed."""
    examiner = Examiner(unit, seed)
    proofs = [_verify(examiner, exercise) for exercise in examiner.exercises.values()]
    for key in examiner.banks.keys() - examiner.exercises.keys():
        proofs.append(Proof(key, problems=["a bank without an exercise"]))
    return proofs


def _verify(examiner: Examiner, exercise: Exercise | LabellingExercise) -> Proof:
    proof = Proof(exercise.key)
    bank = examiner.banks.get(exercise.key)
    labels = isinstance(exercise, LabellingExercise)
    if not isinstance(bank, LabellingBank if labels else Bank):
        proof.problems.append("no bank" if bank is None else f"its bank is a {type(bank).__name__}")
        return proof
    if labels:
        return _verify_labels(proof, examiner, exercise, bank)
    proof.right, proof.wrong, proof.cases = len(bank.right_answers), len(bank.wrong_answers), len(bank.cases)
    named = {wrong.diagnosis for wrong in bank.wrong_answers}
    own = named & {misconception.key for misconception in exercise.misconceptions}
    proof.diagnoses = len(named)
    _count(proof, len(own))
    try:
        examiner.prepared(exercise.key)
        _visible(proof, exercise, bank)
        for function in [bank.solution, *bank.right_answers]:
            _right(proof, examiner, exercise, function)
        for wrong in bank.wrong_answers:
            _wrong(proof, examiner, exercise, wrong)
        stub = _examine(examiner, exercise, lambda *arguments: ...)
        if stub.points != 0:
            proof.problems.append(f"the unsolved stub earns {stub.points}")
    except GraderError as error:
        proof.problems.append(str(error))
    return proof


def _verify_labels(
    proof: Proof, examiner: Examiner, exercise: LabellingExercise, bank: LabellingBank
) -> Proof:
    proof.right, proof.wrong = len(bank.right_answers), len(bank.wrong_answers)
    proof.cases = len(label_cases(exercise, bank))
    proof.diagnoses = len({wrong.diagnosis for wrong in bank.wrong_answers})
    try:
        proof.problems += problems_of_labels(examiner, exercise, bank)
    except GraderError as error:
        proof.problems.append(str(error))
    return proof


def _count(proof: Proof, own: int) -> None:
    wanted = (
        (proof.right, LEAST_RIGHT, "right variants"),
        (proof.wrong, LEAST_WRONG, "wrong answers"),
        (proof.diagnoses, LEAST_WRONG, "distinct diagnoses"),
        (own, LEAST_OWN, "wrong answers that are misconceptions of its own"),
    )
    proof.problems += [f"{n} {what}, at least {least} wanted" for n, least, what in wanted if n < least]


def _visible(proof: Proof, exercise: Exercise, bank: Bank) -> None:
    for case in exercise.cases:
        observed = observe(bank.solution, case.arguments())
        verdict = judge(exercise, case.title, case.arguments(), case.expected, observed, reveal=True)
        if not verdict.passed:
            proof.problems.append(
                f"visible case {case.key}: the reference does not give what is written there "
                f"({verdict.message.en})"
            )


def _right(proof: Proof, examiner: Examiner, exercise: Exercise, function: Callable[..., Any]) -> None:
    examination = _examine(examiner, exercise, function)
    if examination.points != exercise.points:
        failed = [f"{case.key} ({case.diagnosis})" for case in examination.cases if not case.passed]
        proof.problems.append(f"right variant {function.__name__} fails {', '.join(failed)}")
        return
    for case in exercise.cases:
        observed = observe(function, case.arguments())
        verdict = judge(exercise, case.title, case.arguments(), case.expected, observed, reveal=True)
        if not verdict.passed:
            proof.problems.append(f"right variant {function.__name__} fails the visible case {case.key}")


def _wrong(proof: Proof, examiner: Examiner, exercise: Exercise, wrong: WrongAnswer) -> None:
    examination = _examine(examiner, exercise, wrong.function)
    name = f"wrong answer {wrong.key}"
    if examination.points == exercise.points:
        proof.problems.append(f"{name} earns full marks")
        return
    case = next((case for case in examination.cases if case.key == wrong.caught_by), None)
    if case is None:
        proof.problems.append(f"{name} names a case that does not exist: {wrong.caught_by}")
    elif case.passed:
        proof.problems.append(f"{name} is not caught by {wrong.caught_by}")
    elif case.diagnosis != wrong.diagnosis:
        proof.problems.append(f"{name}: diagnosed as {case.diagnosis}, not {wrong.diagnosis}")
    elif not all(case.message.to(language).strip() for language in LANGUAGES):
        proof.problems.append(f"{name}: no message in both languages")


def _examine(examiner: Examiner, exercise: Exercise, function: Callable[..., Any]) -> Examination:
    return examiner.examine(exercise.key, InProcess(exercise.function, function))
