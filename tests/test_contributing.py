"""CONTRIBUTING's walk-through: its pieces are real code that does what the text says."""

import re
from pathlib import Path

import numpy as np
import pandas as pd

from course.checking.exercise import CheckCase, Exercise, Misconception
from course.checking.judge import judge
from course.checking.observe import observe
from course.language import Text
from grader.bank import Bank

ROOT = Path(__file__).resolve().parents[1]


def walk_through() -> dict:
    """Run both Python blocks in one namespace, with what their modules import."""
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.S)
    assert len(blocks) == 2
    names = {
        **{"pd": pd, "Text": Text, "Exercise": Exercise, "CheckCase": CheckCase},
        **{"Misconception": Misconception, "Bank": Bank},
    }
    for block in blocks:
        exec(compile(block, "CONTRIBUTING.md", "exec"), names)
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
    (piece,) = re.findall(r"```text\n(.*?)```", text, re.S)
    exercise = walk_through()["LONGEST_DELAY"]
    assert f'answer="{exercise.key}"' in piece
    assert f"def {exercise.function}(" in piece
    assert f'check("{exercise.key}", {exercise.function})' in piece
