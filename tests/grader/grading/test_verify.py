"""`grader verify` finds what is wrong with a bank, each thing by its name."""

import dataclasses

import pytest

from course.language import Text
from grader import registry
from grader.bank import Bank
from grader.demo import unit_names
from grader.errors import GraderError
from grader.examiner import Examination, Examiner, PreparedCase, score
from grader.seed import create_seed, generator, read_seed
from grader.verify import InProcess, verify_unit

SEED = b"s" * 32


@pytest.fixture
def unit(tiny_unit, monkeypatch):
    """The invented unit with banks that may be broken; gives a function that verifies one exercise."""
    exercises, banks = registry.exercises(tiny_unit), registry.banks(tiny_unit)

    def verify(bank=None, **changes):
        exercise = dataclasses.replace(exercises["double-it"], **changes)
        monkeypatch.setattr(registry, "exercises", lambda unit: {"double-it": exercise})
        monkeypatch.setattr(registry, "banks", lambda unit: {"double-it": bank or banks["double-it"]})
        return verify_unit(tiny_unit, SEED)[0].problems

    return verify


def sound_bank():
    bank = Bank("double-it")
    bank.reference(lambda x: 2 * x)

    @bank.hidden(title=Text("grande", "large"))
    def large(rng):
        return (int(rng.integers(100, 200)),)

    bank.right(lambda x: 2 * x)
    bank.right(lambda x: x + x)
    bank.right(lambda x: sum([x, x]))
    return bank


@pytest.mark.timeout(400)  # every answer of every bank, each on every case
@pytest.mark.parametrize("name", unit_names())
def test_the_real_units_hold(name):
    """Every exercise of every unit, with a seed of its own."""
    proofs = verify_unit(name, SEED)
    assert proofs
    assert {proof.exercise: proof.problems for proof in proofs if proof.problems} == {}


def test_too_few_answers_are_counted(unit):
    problems = " ".join(unit(sound_bank()))
    assert "0 wrong answers, at least 5" in problems and "right variants" not in problems


def test_a_right_variant_that_fails_is_named_with_its_case(unit):
    bank = sound_bank()

    @bank.right
    def triples(x):
        return 3 * x

    assert any("right variant triples fails large (wrong-value)" in problem for problem in unit(bank))


def test_wrong_answers_must_be_caught_by_their_case_for_their_reason(unit):
    bank = sound_bank()
    bank.hidden(title=Text("cero", "nought"), core=False)(_nought)

    @bank.wrong("squares", caught_by="large")
    def right_after_all(x):
        return 2 * x

    @bank.wrong("squares", caught_by="nought")
    def squares_nought(x):
        return x**2

    @bank.wrong("squares", caught_by="large")
    def cubes(x):
        return x**3

    @bank.wrong("squares", caught_by="no-such-case")
    def squares(x):
        return x**2

    problems = unit(bank)
    assert "wrong answer right-after-all earns full marks" in problems
    assert "wrong answer squares-nought is not caught by nought" in problems
    assert "wrong answer cubes: diagnosed as wrong-value, not squares" in problems
    assert "wrong answer squares names a case that does not exist: no-such-case" in problems


def _nought(rng):
    return (0,)


_nought.__name__ = "nought"


def test_a_visible_literal_must_be_what_the_reference_gives(unit, tiny_unit):
    (case,) = registry.exercises(tiny_unit)["double-it"].cases
    problems = unit(sound_bank(), cases=(dataclasses.replace(case, expected=7),))
    assert any(problem.startswith("visible case three: the reference does not give") for problem in problems)


def test_a_reference_that_fails_is_said_in_one_line(unit):
    bank = sound_bank()
    bank.reference(lambda x: x / 0)
    assert any("fails on its own cases" in problem and "\n" not in problem for problem in unit(bank))


def test_the_same_seed_draws_the_same_cases_and_another_seed_others(tiny_unit):
    first, again, other = (
        Examiner(tiny_unit, seed).prepared("double-it") for seed in (SEED, SEED, b"t" * 32)
    )
    assert [case.arguments for case in first] == [case.arguments for case in again]
    assert first[0].arguments != other[0].arguments
    assert generator(SEED, "a", "bc").integers(2**60) != generator(SEED, "ab", "c").integers(2**60)


def test_a_constant_earns_nothing(tiny_unit):
    """Nought is right for nought; without a core case it is worth nothing."""
    examination = Examiner(tiny_unit, SEED).examine("double-it", InProcess("double_it", lambda x: 0))
    assert isinstance(examination, Examination) and examination.points == 0.0


def test_full_marks_only_when_every_case_passed(tiny_unit):
    """Rounding to cents may not give the last cent away."""
    examiner = Examiner(tiny_unit, SEED)
    cases = tuple(PreparedCase(case.case, (), None) for case in examiner.prepared("longest-wait")) * 500
    reports = [_report(True)] * (len(cases) - 1) + [_report(False)]
    assert score(3.0, cases, reports) == 2.99
    assert score(3.0, cases, [_report(True)] * len(cases)) == 3.0


def _report(passed):
    from grader.examiner import CaseReport

    return CaseReport("", Text("", ""), passed)


def test_the_seed_is_made_once_and_kept_private(tmp_path):
    path = create_seed(tmp_path)
    seed = read_seed(tmp_path)
    assert create_seed(tmp_path) == path and read_seed(tmp_path) == seed and len(seed) == 32
    assert path.stat().st_mode & 0o077 == 0
    path.write_text("zz")
    with pytest.raises(GraderError, match="damaged"):
        read_seed(tmp_path)
    path.unlink()
    with pytest.raises(GraderError, match="grader build"):
        read_seed(tmp_path)
