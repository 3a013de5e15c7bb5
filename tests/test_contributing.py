"""CONTRIBUTING's walk-through: its pieces are real code that does what the text says."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from course.checking.exercise import CheckCase, Exercise, Misconception
from course.checking.judge import judge
from course.checking.labelling import LabellingExercise
from course.checking.observe import observe
from course.codebooks import BRAND_REPLIES
from course.language import Text
from grader.bank import Bank
from grader.label_examiner import examine_labels
from grader.label_file import handed_labels
from grader.labelling import LabellingBank
from grader.verify_labels import made_file

ROOT = Path(__file__).resolve().parents[1]


FUNCTION, LABELS = slice(0, 2), slice(2, 4)
CODES = ("template", "apologises", "informs", "solves")
REPLIES = pd.DataFrame({"tweet_id": [f"t{n}" for n in range(20)], "labels": CODES * 5})


def walk_through(places: slice = FUNCTION) -> dict:
    """Run both Python blocks of a walk-through in one namespace, with what their modules import."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S)
    assert len(blocks) == 4
    names = {
        **{"pd": pd, "Text": Text, "Exercise": Exercise, "CheckCase": CheckCase},
        **{"Misconception": Misconception, "Bank": Bank},
        **{"LabellingExercise": LabellingExercise, "LabellingBank": LabellingBank},
        **{"BRAND_REPLIES": BRAND_REPLIES, "replies_to_label": REPLIES.copy, "gold": lambda name: REPLIES},
    }
    exec(compile("\n".join(blocks[places]), "CONTRIBUTING.md", "exec"), names)
    return names


def test_the_pieces_of_the_walk_through_fit_together():
    """The reference gives the visible value, the right variant passes, the wrong one meets its diagnosis."""
    names = walk_through()
    exercise, bank = names["LONGEST_DELAY"], names["bank"]
    assert bank.exercise == exercise.key
    assert exercise in names["EXERCISES"]
    for case in exercise.cases:
        assert bank.solution(*case.arguments()) == case.expected
    (hidden,) = bank.cases
    arguments = hidden.arguments(np.random.default_rng(3))
    expected = bank.solution(*arguments)
    (right,), (wrong,) = bank.right_answers, bank.wrong_answers
    assert wrong.caught_by == hidden.key
    verdict = judge(exercise, hidden.title, arguments, expected, observe(right, arguments), reveal=False)
    assert verdict.passed
    verdict = judge(
        exercise, hidden.title, arguments, expected, observe(wrong.function, arguments), reveal=False
    )
    assert not verdict.passed
    assert verdict.diagnosis == wrong.diagnosis


def test_the_lesson_piece_is_read_as_a_lesson(tmp_path):
    """Step 3 obeys the rules of a lesson source: its function and its check have the exercise's names."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    piece, _ = re.findall(r"```text\n(.*?)```", text, re.S)
    exercise = walk_through()["LONGEST_DELAY"]
    assert f'answer="{exercise.key}"' in piece
    assert f"def {exercise.function}(" in piece
    assert f'check("{exercise.key}", {exercise.function})' in piece


def test_the_pieces_about_labels_fit_together(tmp_path):
    """The right table earns full marks; the wrong one meets its diagnosis; the lesson calls the check by its key."""
    names = walk_through(LABELS)
    exercise, bank = names["LABEL_REPLIES"], names["bank"]
    assert bank.exercise == exercise.key
    assert exercise in names["EXERCISES"]

    def examined(maker):
        (tmp_path / exercise.file).write_bytes(made_file(exercise, bank, maker))
        return examine_labels(exercise, bank, handed_labels(exercise, tmp_path))

    (right,), (wrong,), (idea,) = bank.right_answers, bank.wrong_answers, bank.misreadings
    assert examined(right).points == exercise.points
    case = next(case for case in examined(wrong.maker).cases if case.key == wrong.caught_by)
    assert (case.passed, case.diagnosis) == (False, wrong.diagnosis)
    assert not exercise.codebook.strange(idea.recode(CODES))
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    _, piece = re.findall(r"```text\n(.*?)```", text, re.S)
    assert f'check="{exercise.key}"\n{exercise.call}' in piece
    assert f'save_to="{exercise.file}"' in piece
