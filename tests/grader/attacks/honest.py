"""Honest submissions of a unit, and what they must earn, worked out in this process from the same seed."""

from __future__ import annotations

import copy
from collections.abc import Callable
from functools import cached_property

from grader import registry
from grader.bank import Bank
from grader.coursefolder import CourseFolder
from grader.examiner import Examiner
from grader.handwriting import as_student, self_contained
from grader.seed import read_seed
from grader.verify import InProcess
from grader.verify_labels import examine_made, made_file

from .attack import Handed, Scene

Answers = dict[str, Callable | None]
BASES = ("blank", "half", "right")


class Honest:
    """What honest students hand in for a unit.

    Parameters
    ----------
    course : CourseFolder
    unit : str
        Built and released there.
    """

    def __init__(self, course: CourseFolder, unit: str) -> None:
        self.course, self.unit = course, unit
        self.blueprint = course.blueprint(unit)
        self.banks = registry.banks(unit)
        self.keys = [key for key, bank in self.banks.items() if isinstance(bank, Bank)]

    @cached_property
    def examiner(self) -> Examiner:
        """The examiner that knows what everything is worth."""
        return Examiner(self.unit, read_seed(self.course.root))

    def answers(self, base: str, *, style: int = 0) -> Answers:
        """Return who solved what: ``blank``, ``half``, ``right``, or ``mixed``, right and wrong by turns."""
        solved = {"blank": 0, "half": len(self.keys) // 2}.get(base, len(self.keys))
        answers: Answers = dict.fromkeys(self.keys)
        for number, key in enumerate(self.keys[:solved]):
            bank = self.banks[key]
            choice = list(bank.right_answers)
            if base == "mixed" and number % 2:
                choice = [wrong.function for wrong in bank.wrong_answers]
            choice = [function for function in choice if self_contained(function)]
            answers[key] = choice[style % len(choice)]
        return answers

    def handed(self, answers: Answers, scene: Scene, *, language: str = "es") -> Handed:
        """Return a submission with these answers; labels are right wherever anything was solved."""
        handed = Handed(
            notebook=copy.deepcopy(self.blueprint.notebooks[language]),
            keys=self.keys,
            solved=[key for key, answer in answers.items() if answer is not None],
            scene=scene,
            name=f"{self.unit}.ipynb",
        )
        for key in handed.solved:
            handed.cell(key).source = as_student(answers[key], key.replace("-", "_"))
        if handed.solved:
            for key, exercise in registry.labelling(self.unit).items():
                bank = self.banks[key]
                handed.files[exercise.file] = made_file(exercise, bank, bank.right_answers[0])
        return handed

    def marks(self, answers: Answers) -> dict[str, float]:
        """Return what these answers earn, by the examiner in this process."""
        marks = {}
        for key, bank in self.banks.items():
            answer = answers.get(key)
            if not isinstance(bank, Bank):
                exercise, maker = self.examiner.exercises[key], bank.right_answers[0]
                made = examine_made(self.examiner, exercise, bank, maker).points
                marks[key] = made if any(answers.values()) else 0.0
            elif answer is None:
                marks[key] = 0.0
            else:
                marks[key] = self.examiner.examine(key, InProcess(key.replace("-", "_"), answer)).points
        return marks
