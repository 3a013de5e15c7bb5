"""Unit 01 says true things: about its own examples, its misconceptions and the simulated case."""

import re
from itertools import combinations

import pandas as pd
import pytest

from course import baseline, hashtag_shares, load, onset, overtaken_at
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
        answers = [
            compare(idea.answer(*case.arguments()), case.expected, comparison=exercise.comparison)
            for case in exercise.cases
        ]
        assert any(mismatch is not None for mismatch in answers), idea.key


@each_exercise
def test_no_visible_case_confuses_two_wrong_ideas(exercise):
    """Else a student would be told of a mistake that they did not make; ideas told in the same words may meet."""
    for case in exercise.cases:
        wrong = {idea: idea.answer(*case.arguments()) for idea in exercise.misconceptions}
        told = [
            (idea, answer)
            for idea, answer in wrong.items()
            if compare(answer, case.expected, comparison=exercise.comparison) is not None
        ]
        for (one, given), (other, also) in combinations(told, 2):
            confused = compare(given, also, comparison=exercise.comparison) is None
            assert not confused or one.message == other.message, f"{case.key}: {one.key}, {other.key}"


def test_no_constant_and_no_copied_number_passes_the_takeover(shares):
    """Both visible cases and the real one: another answer, another length of bins, one with a silent bin."""
    cases = next(exercise for exercise in EXERCISES if exercise.key == "takeover-time").cases
    tables = [case.arguments()[0] for case in cases] + [shares["#iberiasocialflight"]]
    answers = [case.expected for case in cases] + [
        takeover_time(shares["#iberiasocialflight"], shares["#iberiasocialfail"])
    ]
    assert len({answer.tz_convert("UTC") for answer in answers}) == 3
    assert len({table.index[1] - table.index[0] for table in tables[:2]}) == 2
    assert tables[1].isna().sum() == 1


def test_tables_worked_by_hand_are_the_visible_cases():
    """Whoever has followed the table in the text meets the same numbers in the check."""
    text = "\n".join(cell.source.es for cell in lessons(["01-iberia-minute-zero"])[0].cells)
    rows = [[int(n) for n in re.findall(r"\d+", row)] for row in re.findall(r"^\| tuits \|(.*)$", text, re.M)]
    visible = {exercise.key: exercise.cases[0] for exercise in EXERCISES}
    assert rows[0] == visible["tweets-per-minute"].expected.to_list()
    assert rows[1] == visible["baseline-volume"].arguments()[0].to_list()
    assert rows[2] == visible["onset-minute"].arguments()[0].to_list()
    example = next(
        cell.source.es
        for cell in lessons(["01-iberia-minute-zero"])[0].cells
        if "fail = pd" in cell.source.es
    )
    pair = [[float(n) for n in found.split(", ")] for found in re.findall(r"Series\(\[(.*?)\]", example)]
    assert pair == [series.to_list() for series in visible["takeover-time"].arguments()]


def test_no_line_of_prose_begins_with_a_hashtag():
    """nbconvert, unlike JupyterLab, would make a heading of it."""
    for cell in lessons(["01-iberia-minute-zero"])[0].cells:
        for text in (cell.source.es, cell.source.en) if cell.is_markdown else ():
            assert not re.search(r"^[ >*-]*#+[^\s#]", text, re.MULTILINE), text


def test_the_thresholds_of_the_lesson_read_as_it_says(customers):
    """Twice the normal comes before 20:00; 4, 6, 8 times agree; 10 comes later; the tool lies among them."""
    counts = volume(customers, start="2013-07-18 18:00", end="2013-07-18 23:00")
    calm = baseline(counts, before=LAUNCH)
    onsets = {times: onset_minute(counts, times * calm.median, 5) for times in (2, 4, 6, 8, 10)}
    assert onsets[2] < LAUNCH <= onsets[4] <= onsets[6] <= onsets[8] < onsets[10]
    assert onsets[8] - onsets[4] <= pd.Timedelta(minutes=2)
    assert onsets[10] - LAUNCH <= pd.Timedelta(minutes=6)
    tool = onset(counts, before=LAUNCH, sustained=5)
    assert onsets[4] <= tool <= onsets[10]
    threshold = calm.median + 5 * max(1.4826 * calm.mad, calm.median**0.5, 1)
    assert onset_minute(counts[counts.index >= LAUNCH], threshold, 5) == tool


def test_the_calm_of_the_last_minutes_is_busier(customers):
    """The lesson asks which calm to choose, and says that it makes a difference."""
    counts = volume(customers, start="2013-07-18 18:00", end="2013-07-18 23:00")
    late = counts[(counts.index >= LAUNCH - pd.Timedelta(minutes=10)) & (counts.index < LAUNCH)]
    assert late.median() >= 2 * baseline(counts, before=LAUNCH).median > 0


def test_about_a_third_of_the_tweets_before_the_launch_are_the_brands(case):
    """As the lesson says where it narrows the table down to customers; of the media there are a few in all."""
    roles = case.tweets["author_role"]
    before = roles[case.tweets["created_at"] < LAUNCH]
    assert 0.27 < (before == "brand").mean() < 0.4
    assert (before.isin(["brand", "customer"])).mean() > 0.99
    assert "media" in roles.to_numpy()


def test_the_takeover_of_the_case_meets_what_the_exercise_promises(shares):
    """The challenger is not ahead in the first bin, is in the last, and takes over before 21:00 (alt text)."""
    flight, fail = shares["#iberiasocialflight"], shares["#iberiasocialfail"]
    assert flight.iloc[0] > fail.iloc[0]
    assert fail.iloc[-1] > flight.iloc[-1]
    assert LAUNCH < takeover_time(flight, fail) < LAUNCH + pd.Timedelta(hours=1)
    assert takeover_time(flight, fail) == overtaken_at(shares, "#iberiasocialflight", "#iberiasocialfail")
    assert ((flight + fail) > 1).any()


def test_late_bins_are_thin_as_the_figure_marks_them(shares):
    """After 23:00 most bins hold fewer than 10 tweets, hollow in the figure; until 22:30 none does."""
    assert (shares["tweets"][LAUNCH + pd.Timedelta(hours=3) :] < 10).sum() >= 4
    assert (shares["tweets"][: LAUNCH + pd.Timedelta(hours=2.5)] >= 10).all()


def test_the_two_denominators_of_the_lesson_differ_as_it_says(night, shares):
    """A share among all tweets is below the one among tweets with either hashtag."""
    among_all = hashtag_share(night, "#IberiaSocialFail", "10min").to_numpy()
    assert (among_all < shares["#iberiasocialfail"].to_numpy()).all()


def test_the_alternative_text_of_the_timeline_is_true(case, customers):
    """Volume leaps at 20:00 and stays high until about 22:00; the brand answers until 20:00, then not for two hours."""
    counts = volume(customers, every="30min", start="2013-07-18 18:00", end="2013-07-19 01:00")
    assert counts[:LAUNCH].iloc[:-1].max() * 3 < counts["2013-07-18 20:00":"2013-07-18 21:30"].min()
    evening = counts["2013-07-18 20:00":"2013-07-18 21:30"]
    assert counts["2013-07-18 22:00"] < 0.8 * evening.min()
    assert evening.max() < 1.5 * evening.min()
    assert counts.iloc[-1] < counts["2013-07-18 22:30"] < counts["2013-07-18 22:00"]
    brand = case.tweets.loc[case.tweets["author_role"] == "brand", "created_at"]
    before, after = brand[brand < LAUNCH].max(), brand[brand >= LAUNCH].min()
    assert LAUNCH - before < pd.Timedelta(minutes=15)
    assert pd.Timedelta(hours=1.75) < after - LAUNCH < pd.Timedelta(hours=2.5)


def test_the_table_begins_on_the_evening_that_the_lesson_points_at(case):
    """14 July in UTC is 15 July in Madrid."""
    first = case.tweets["created_at"].iloc[0]
    assert (first.day, first.tz_convert("Europe/Madrid").day) == (14, 15)
