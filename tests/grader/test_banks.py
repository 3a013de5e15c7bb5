"""Nobody earns points by guessing: the answers of core hidden cases differ from one cohort to the next."""

import numpy as np
import pandas as pd
import pytest

from grader import registry
from grader.bank import Bank

UNITS = ("01-iberia-minute-zero", "03-iberia-voices", "05-jazztel-delays")
SEEDS, DISTINCT = 60, 30
SIMULATED_SEEDS = 6  # a simulated crisis takes a good part of a second; its answers are all different

FOUND = [
    (unit[:2], bank) for unit in UNITS for bank in registry.banks(unit).values() if isinstance(bank, Bank)
]
BANKS = [pytest.param(bank, id=f"{unit}-{bank.exercise}") for unit, bank in FOUND]
CORE = [
    pytest.param(bank, case, id=f"{unit}-{bank.exercise}-{case.key}")
    for unit, bank in FOUND
    for case in bank.cases
    if case.core
]


def text_of(answer):
    """A text that is the same for the same answer, whatever the last bits of its numbers."""
    if isinstance(answer, pd.DataFrame):
        return "\n".join(f"{name}: {text_of(column)}" for name, column in answer.items())
    if isinstance(answer, pd.Series):
        return f"{text_of(list(answer.index))} {text_of(list(answer))}"
    if isinstance(answer, dict):
        return text_of(list(answer.items()))
    if isinstance(answer, (list, tuple, np.ndarray)):
        return f"[{', '.join(map(text_of, answer))}]"
    if isinstance(answer, (float, np.floating)):
        return f"{answer:.9g}"
    return str(answer)


@pytest.mark.parametrize(("bank", "case"), CORE)
def test_no_answer_of_a_core_case_can_be_guessed(bank, case):
    """At least 30 different answers over 60 seeds; a case that cannot have them is not core."""
    simulated = case.key.startswith("simulated")
    seeds, least = (SIMULATED_SEEDS, SIMULATED_SEEDS) if simulated else (SEEDS, DISTINCT)
    answers = {text_of(bank.solution(*case.arguments(np.random.default_rng(seed)))) for seed in range(seeds)}
    assert len(answers) >= least, f"{case.key}: {len(answers)} answers over {seeds} seeds"


@pytest.mark.parametrize("bank", BANKS)
def test_every_exercise_has_core_cases(bank):
    """Edge cases count only once a core case passes: one core case alone would decide everything."""
    assert sum(case.core for case in bank.cases) >= 2


def test_the_text_of_an_answer_tells_answers_apart():
    """Same numbers, same text; another label, value or order is another answer."""
    share = pd.Series([0.1 + 0.2, 1.0], index=["a", "b"])
    assert text_of(share) == text_of(pd.Series([0.3, 1.0], index=["a", "b"]))
    assert text_of(share) != text_of(share.rename({"a": "c"}))
    assert text_of(pd.DataFrame({"x": [1, None]})) != text_of(pd.DataFrame({"x": [1, 2]}))
    assert text_of(3.0) == text_of(3.0000000001) != text_of(3.001)
