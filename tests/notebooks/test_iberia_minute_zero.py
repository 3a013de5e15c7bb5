"""Unit 01 says true things: about its own examples, its misconceptions and the simulated case."""

import re
from itertools import combinations

import pandas as pd
import pytest

from course import hashtag_shares, load
from course.checking.compare import compare
from course.exercises.iberia_minute_zero import EXERCISES
from course.volume import volume
from grader.exercises.iberia_minute_zero import hashtag_share, onset_minute, takeover_time
from grader.lesson import lessons

LAUNCH = pd.Timestamp("2013-07-18 20:00", tz="Europe/Madrid")
each_exercise = pytest.mark.parametrize("exercise", EXERCISES, ids=lambda exercise: exercise.key)


@pytest.fixture(scope="module")
def case():
    return load("iberia")


@pytest.fixture(scope="module")
def customers(case):
    return case.tweets[case.tweets["author_role"] == "customer"]


@pytest.fixture(scope="module")
def night(customers):
    times = customers["created_at"]
    return customers[(times >= LAUNCH) & (times < LAUNCH + pd.Timedelta(hours=4))]


@pytest.fixture(scope="module")
def shares(night):
    return hashtag_shares(night, ["#IberiaSocialFlight", "#IberiaSocialFail"], every="10min")


@each_exercise
def test_each_wrong_idea_shows_itself_in_a_visible_case(exercise):
    """A misconception that every visible case lets pass could never be named to a student."""
    for idea in exercise.misconceptions:
        answers = [compare(idea.answer(*case.arguments()), case.expected) for case in exercise.cases]
        assert any(mismatch is not None for mismatch in answers), idea.key


@each_exercise
def test_no_visible_case_confuses_two_wrong_ideas(exercise):
    """Else a student would be told of a mistake that they did not make."""
    for case in exercise.cases:
        wrong = {idea.key: idea.answer(*case.arguments()) for idea in exercise.misconceptions}
        wrong = {key: value for key, value in wrong.items() if compare(value, case.expected) is not None}
        for one, other in combinations(wrong, 2):
            assert compare(wrong[one], wrong[other]) is not None, f"{case.key}: {one}, {other}"


def test_tables_worked_by_hand_are_the_visible_cases():
    """Whoever has followed the table in the text meets the same numbers in the check."""
    text = "\n".join(cell.source.es for cell in lessons(["01-iberia-minute-zero"])[0].cells)
    rows = [[int(n) for n in re.findall(r"\d+", row)] for row in re.findall(r"^\| tuits \|(.*)$", text, re.M)]
    visible = {exercise.key: exercise.cases[0] for exercise in EXERCISES}
    assert rows[0] == visible["tweets-per-minute"].expected.to_list()
    assert rows[1] == visible["baseline-volume"].arguments()[0].to_list()[: len(rows[1])]
    assert rows[2] == visible["onset-minute"].arguments()[0].to_list()


def test_every_threshold_of_the_lesson_finds_an_onset_near_the_launch(customers):
    """The lesson promises a low threshold that may come early and middling ones that agree."""
    counts = volume(customers, start="2013-07-18 18:00", end="2013-07-18 23:00")
    onsets = [onset_minute(counts, threshold, 5) for threshold in (3, 5, 8, 10)]
    assert onsets == sorted(onsets)
    assert all(LAUNCH <= onset < LAUNCH + pd.Timedelta(minutes=6) for onset in onsets[1:3])


def test_the_takeover_of_the_case_meets_what_the_exercise_promises(shares):
    """The challenger is not ahead in the first bin, is in the last, and takes over before 21:00 (alt text)."""
    flight, fail = shares["#iberiasocialflight"], shares["#iberiasocialfail"]
    assert flight.iloc[0] > fail.iloc[0]
    assert fail.iloc[-1] > flight.iloc[-1]
    assert LAUNCH < takeover_time(flight, fail) < LAUNCH + pd.Timedelta(hours=1)


def test_the_two_denominators_of_the_lesson_differ_as_it_says(night, shares):
    """A share among all tweets is below the one among tweets with either hashtag."""
    among_all = hashtag_share(night, "#IberiaSocialFail", "10min").to_numpy()
    assert (among_all < shares["#iberiasocialfail"].to_numpy()).all()


def test_the_alternative_text_of_the_timeline_is_true(case, customers):
    """Volume leaps at 20:00 and stays high past 22:00; the brand answers until 20:00, then not for two hours."""
    counts = volume(customers, every="30min", start="2013-07-18 18:00", end="2013-07-19 01:00")
    assert counts[:LAUNCH].iloc[:-1].max() * 3 < counts["2013-07-18 20:00":"2013-07-18 21:30"].min()
    assert counts.iloc[-1] < counts["2013-07-18 22:00"] < counts["2013-07-18 20:30"]
    brand = case.tweets.loc[case.tweets["author_role"] == "brand", "created_at"]
    before, after = brand[brand < LAUNCH].max(), brand[brand >= LAUNCH].min()
    assert LAUNCH - before < pd.Timedelta(minutes=15)
    assert pd.Timedelta(hours=1.75) < after - LAUNCH < pd.Timedelta(hours=2.5)


def test_the_table_begins_on_the_evening_that_the_lesson_points_at(case):
    """14 July in UTC is 15 July in Madrid."""
    first = case.tweets["created_at"].iloc[0]
    assert (first.day, first.tz_convert("Europe/Madrid").day) == (14, 15)
