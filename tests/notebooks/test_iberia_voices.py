"""Unit 03 says true things: about its own examples, its misconceptions, its two coders and the simulated case."""

import re
from fractions import Fraction
from itertools import combinations

import pandas as pd
import pytest

from course import load, set_language
from course.agreement import agreement_by_code, disagreements, krippendorff_alpha, wide
from course.annotation.front_words import keys
from course.checking.compare import compare
from course.checking.exercise import Exercise
from course.codebooks import CUSTOMER_VOICES
from course.exercises.iberia_voices import EXERCISES
from course.language import get_language
from course.voices import coders, practice, to_label
from grader.exercises.iberia_voices import (
    blame_shares,
    hijacked_share,
    kappa_by_hand,
    label_voices,
    no_common_code,
)
from grader.gold import gold
from grader.label_examiner import LEAST_COVERAGE, label_cases
from grader.lesson import lessons

UNIT = "03-iberia-voices"
FUNCTIONS = [exercise for exercise in EXERCISES if isinstance(exercise, Exercise)]
BY_KEY = {exercise.key: exercise for exercise in EXERCISES}
AGAINST = ["disappointment", "accusation", "joke"]
each_exercise = pytest.mark.parametrize("exercise", FUNCTIONS, ids=lambda exercise: exercise.key)


@pytest.fixture(scope="module")
def both():
    return coders()


@pytest.fixture(scope="module")
def pair(both):
    return wide(both)


@pytest.fixture(scope="module")
def by_code(both):
    return agreement_by_code(both).set_index("code")


@pytest.fixture(scope="module")
def prose():
    """The words of the lesson, in each language."""
    cells = lessons([UNIT])[0].cells
    return {
        language: " ".join(" ".join(cell.source.to(language).split()) for cell in cells)
        for language in ("es", "en")
    }


def tables_of(cell_start, language="es"):
    """The rows of the tables after these words, in the cell that holds them, as lists of bare cells."""
    texts = [cell.source.to(language) for cell in lessons([UNIT])[0].cells]
    text = next(text for text in texts if cell_start in text)
    rows = re.findall(r"^\|(.+)\|$", text.partition(cell_start)[2], re.MULTILINE)
    return [[part.strip() for part in row.split("|")] for row in rows]


def codes_in(text):
    return re.findall(r"`(\w+)`", text)


def test_the_unit_gives_twenty_points():
    """Sixteen by machine, four of them for the labels, and four by hand."""
    lesson = lessons([UNIT])[0]
    assert sum(exercise.points for exercise in EXERCISES) == 16
    assert BY_KEY["label-voices"].points == 4
    assert lesson.points == 20


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
        told = []
        for idea in exercise.misconceptions:
            answer = idea.answer(*case.arguments())
            if compare(answer, case.expected, comparison=exercise.comparison) is not None:
                told.append((idea, answer))
        for (one, given), (other, also) in combinations(told, 2):
            confused = compare(given, also, comparison=exercise.comparison) is None
            assert not confused or one.message == other.message, f"{case.key}: {one.key}, {other.key}"


@each_exercise
def test_no_constant_passes_the_visible_cases(exercise):
    """Both visible cases have answers of their own."""
    one, other = (case.expected for case in exercise.cases)
    assert compare(one, other, comparison=exercise.comparison) is not None


# The tables worked by hand are the visible cases ---------------------------------------------------------------


def test_the_ten_tweets_of_kappa():
    """Whoever has followed the table in the text meets the same rows in the check; exact fractions agree."""
    rows = {row[0]: row[1:] for row in tables_of("Los hemos inventado para contarlos con los dedos.")}
    first, second = BY_KEY["kappa-by-hand"].cases[0].arguments()
    assert [codes_in(cell)[0] for cell in rows["Ana"]] == first.to_list()
    assert [codes_in(cell)[0] for cell in rows["Bruno"]] == second.to_list()
    chance = sum(Fraction(first.eq(code).sum() * second.eq(code).sum(), 100) for code in set(first))
    assert chance == Fraction(36, 100)
    assert float((Fraction(8, 10) - chance) / (1 - chance)) == 0.6875
    assert kappa_by_hand(first, second) == pytest.approx(0.6875)


def test_the_seven_tweets_without_a_common_code():
    """The table of the text, long, is the first visible case."""
    rows = [row for row in tables_of("Escribe una función que dé los `tweet_id`") if row[0].startswith("`t")]
    assert len(rows) == 7
    table = BY_KEY["no-common-code"].cases[0].arguments()[0].set_index(["tweet_id", "annotator"])["labels"]
    for tweet, ana, bruno, common in rows:
        for name, cell in (("ana", ana), ("bruno", bruno)):
            assert set(codes_in(cell)) == set(table[tweet.strip("`"), name].split("|"))
        assert (common == "**no**") == (tweet.strip("`") in BY_KEY["no-common-code"].cases[0].expected)


def test_the_eight_tweets_that_blame_or_not():
    """Codes as in the text; five blame somebody."""
    rows = [row for row in tables_of("de esos, qué proporción culpa") if row[0].startswith("`t")]
    table = BY_KEY["blame-shares"].cases[0].arguments()[0].set_index("tweet_id")["labels"]
    assert {row[0].strip("`"): codes_in(row[1]) for row in rows} == table.str.split("|").to_dict()
    assert [row[2] for row in rows].count("sí") == 5


@pytest.mark.parametrize(
    ("language", "start", "yes"),
    [
        ("es", "y los códigos `disappointment`, `accusation`", "sí"),
        ("en", "and the codes `disappointment`", "yes"),
    ],
)
def test_the_eleven_tweets_of_the_hashtag(language, start, yes):
    """Texts and codes as in the text, in the language of the notebook; seven carry it and five of these count."""
    rows = [row for row in tables_of(start, language) if row[0].startswith("`t")]
    before = get_language()
    try:
        set_language(language)
        table = BY_KEY["hijacked-share"].cases[0].arguments()[0]
    finally:
        set_language(before)
    assert [row[1] for row in rows] == table["text"].to_list()
    assert [codes_in(row[2]) for row in rows] == table["labels"].str.split("|").to_list()
    carrying = [row for row in rows if row[3] == yes]
    assert (len(rows), len(carrying)) == (11, 7)
    assert sum(bool(set(codes_in(row[2])) & set(AGAINST)) for row in carrying) == 5


def test_the_alpha_worked_by_hand():
    """8/15, with five jokes and three questions in the bag; one tweet of four differs."""
    table = BY_KEY["alpha-with-interval"].cases[0].arguments()[0]
    assert table["labels"].value_counts().to_dict() == {"joke": 5, "question": 3}
    exact = 1 - Fraction(1, 4) / Fraction(2 * 5 * 3, 8 * 7)
    assert exact == Fraction(8, 15)
    assert krippendorff_alpha(table).value == pytest.approx(float(exact))


def test_the_examples_of_masi():
    """The four distances in the table of the text: 1 - overlap (Jaccard) times 1, 2/3, 1/3 or 0."""
    sets = [
        ("joke", "joke"),
        ("joke", "disappointment|joke"),
        ("disappointment|joke", "joke|question"),
        ("joke", "question"),
    ]
    rows = [
        (f"t{number}", name, codes)
        for number, two in enumerate(sets)
        for name, codes in zip("ab", two, strict=True)
    ]
    table = pd.DataFrame(rows, columns=["tweet_id", "annotator", "labels"])
    found = disagreements(table, distance="masi").set_index("tweet_id")["disagreement"].to_dict()
    assert found == {"t1": pytest.approx(1 - 1 / 2 * 2 / 3), "t2": pytest.approx(1 - 1 / 3 * 1 / 3), "t3": 1}


# How the labels are marked, and the keys --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "start"), [("es", "**Cómo se puntúa.**"), ("en", "**How it is marked.**")]
)
def test_the_lesson_says_how_labels_are_marked(language, start, prose):
    """Floors and weights are the bank's own; valid codes count from the first floor on, as the lesson says."""
    exercise = BY_KEY["label-voices"]
    cases = label_cases(exercise, label_voices)
    rows = tables_of(start, language)[2:]
    paid = [case for case in cases if case.weight]
    assert [int(re.search(r"\d+", row[1]).group()) for row in rows] == [case.weight for case in paid]
    assert sum(case.weight for case in paid) == 10
    assert [case.core for case in paid] == [True, True, False]
    floors = [f"{floor:.2f}".replace(".", "," if language == "es" else ".") for floor in label_voices.floors]
    assert [re.findall(r"\d[.,]\d+", row[0]) for row in rows[:2]] == [[floors[0]], [floors[1]]]
    said = prose[language].partition(start)[2]
    few = int(LEAST_COVERAGE * len(exercise.ids))
    for words in {
        "es": (
            f"{exercise.points} puntos",
            f"desde {floors[0]}, y con menos de {few} tuits",
            f"con {floors[1]} el",
        ),
        "en": (
            f"{exercise.points} points",
            f"from {floors[0]} on, and with fewer than {few} tweets",
            f"at {floors[1]} a",
        ),
    }[language]:
        assert words in said


def test_the_keys_that_the_lesson_names(prose):
    """They are the annotator's."""
    for language, names in (
        ("es", {"skip": "lo salta", "todo": "lleva al siguiente", "undo": "deshace", "note": "abre la nota"}),
        ("en", {"skip": "skips it", "todo": "goes to the next", "undo": "undoes", "note": "opens the note"}),
    ):
        for action, does in names.items():
            assert f"**{keys(language)[action].upper()}** {does}" in prose[language]
    assert f"**{keys('es')['book'].upper()}**, el libro de códigos" in prose["es"]
    assert f"**{keys('en')['book'].upper()}** the codebook" in prose["en"]


# What the lesson says of Ana and Bruno -------------------------------------------------------------------------


def test_anas_and_brunos_alpha(both, prose):
    """0.57, from 0.37 to 0.73: short of 0.667, and its interval does not reach 0.8."""
    alpha = krippendorff_alpha(both, distance="masi")
    assert [round(number, 2) for number in (alpha.interval[0], alpha.value, alpha.interval[1])] == [
        0.37,
        0.57,
        0.73,
    ]
    assert alpha.tweets == 30
    assert "0,57" in prose["es"]
    assert "0.57" in prose["en"]


def test_the_rare_code_on_which_they_never_meet(pair):
    """93 % agreement and a kappa of 0: Bruno gives it to 2 of 30, Ana to none."""
    ana, bruno = (pair[name].str.contains("blames_technology") for name in ("ana", "bruno"))
    assert (ana.sum(), bruno.sum(), len(pair)) == (0, 2, 30)
    assert round((ana == bruno).mean(), 2) == 0.93
    assert kappa_by_hand(ana, bruno) == pytest.approx(0, abs=1e-12)


def test_the_six_tweets_that_the_lesson_talks_about(both):
    """Which they are, and that the three it quotes are among them, coded as it says."""
    ids = no_common_code(both)
    split = disagreements(both, distance="masi")
    assert sorted(ids) == sorted(split.loc[split["disagreement"] == 1, "tweet_id"])
    assert len(ids) == 6
    told = split.merge(load("iberia").tweets, on="tweet_id").set_index("text")
    scam = told[told.index.str.contains('No es una estafa: es "marketing de datos"', regex=False)].iloc[0]
    assert (scam["bruno"], "accusation" in scam["ana"]) == ("defence", True)
    praise = told[told.index.str.contains("Siete vuelos este mes")].iloc[0]
    assert (praise["ana"], praise["bruno"]) == ("other", "defence")
    anybody = told[told.index.str.contains("nadie de @Iberia va a decir nada?", regex=False)].iloc[0]
    assert (anybody["ana"], anybody["bruno"]) == ("disappointment", "question")


def test_whom_each_of_the_two_sees_blamed(both):
    """Ana: 4 tweets, all blame the company; Bruno: 7, of which 3 the company, 2 the technology, 1 the accounts."""
    shares = {}
    for name, tweets in (("ana", 4), ("bruno", 7)):
        own = both[both["annotator"] == name]
        assert own["labels"].str.contains("blames_").sum() == tweets
        shares[name] = (blame_shares(own) * tweets).round(6).to_dict()
    assert shares["ana"]["blames_company"] == 4
    assert shares["bruno"] | {"blames_agency": None} == {
        "blames_company": 3,
        "blames_technology": 2,
        "blames_accounts": 1,
        "blames_agency": None,
    }
    assert (round(100 / 4), round(100 / 7)) == (25, 14)
    assert (round(3 / 7, 2), round(2 / 7, 2)) == (0.43, 0.29)


def test_the_alternative_text_of_the_plot(both, by_code):
    """Counts of both coders and alphas of the ten codes, as they are described to whoever does not see them."""
    seen = {
        name: both[both["annotator"] == name]["labels"].str.split("|").explode().value_counts()
        for name in ("ana", "bruno")
    }
    counts = {code: tuple(int(seen[name].get(code, 0)) for name in seen) for code in by_code.index}
    assert set(counts) == set(CUSTOMER_VOICES.names)
    assert counts["disappointment"] == (11, 10) == max(counts.values())
    assert (counts["joke"], counts["accusation"]) == ((8, 4), (6, 3))
    assert (counts["blames_technology"], counts["blames_accounts"]) == ((0, 2), (0, 1))
    firm = by_code.dropna(subset=["low"]).round(2)
    assert firm[["alpha", "low", "high"]].T.to_dict("list") == {
        "disappointment": [0.64, 0.32, 0.92],
        "joke": [0.59, 0.11, 0.91],
    }
    assert (by_code["low"].isna() == (by_code["times"] < 10)).all()
    hollow = by_code[by_code["low"].isna()]["alpha"].round(2)
    told = ["blames_company", "defence", "question", "accusation", "other", "blames_agency"]
    assert hollow[told].to_list() == [0.84, 0.72, 0.64, 0.61, 0.47, 1]
    assert hollow[["blames_technology", "blames_accounts"]].abs().max() < 0.05
    assert (counts["blames_company"], counts["blames_agency"]) == ((4, 3), (1, 1))


# What it says of the case --------------------------------------------------------------------------------------


def labelled(*tables):
    parts = [table[["tweet_id", "labels"]] for table in tables]
    return pd.concat(parts).merge(load("iberia").tweets, on="tweet_id")


def test_three_samples_of_which_none_repeats_a_tweet(both):
    """40, 14 and 30; together `coded` has 84 rows, one a tweet."""
    ids = [set(table["tweet_id"]) for table in (to_label(), practice(), both)]
    assert [len(one) for one in ids] == [40, 14, 30]
    assert len(set.union(*ids)) == 84


def test_both_hashtags_serve_for_much_the_same(both):
    """Read as the reference reads: somewhat over half of the tweets with either tag complain, accuse or laugh."""
    coded = labelled(gold("iberia-voices"), practice(), both[both["annotator"] == "ana"])
    for tag, tweets, points in (("#IberiaSocialFlight", 12, 8.3), ("#IberiaSocialFail", 21, 4.8)):
        assert coded["text"].str.contains(tag + r"\b", case=False).sum() == tweets
        assert round(100 / tweets, 1) == points
        assert 0.5 < hijacked_share(coded, tag, AGAINST) < 0.67
    mocking = coded[coded["text"].str.contains("#IberiaSocialFail")]
    assert mocking["labels"].str.contains("defence").any()


def test_without_own_labels_there_is_something_to_count(both):
    """Whoever has labelled nothing yet still meets blame and both hashtags."""
    coded = labelled(practice(), both[both["annotator"] == "ana"])
    assert blame_shares(coded).sum() > 1
    for tag in ("#IberiaSocialFlight", "#IberiaSocialFail"):
        assert 0 < hijacked_share(coded, tag, AGAINST) <= 1


def test_no_line_of_prose_begins_with_a_hashtag():
    """nbconvert, unlike JupyterLab, would make a heading of it."""
    for cell in lessons([UNIT])[0].cells:
        for text in (cell.source.es, cell.source.en) if cell.is_markdown else ():
            assert not re.search(r"^[ >*-]*#+[^\s#]", text, re.MULTILINE), text


def test_the_model_answers_are_of_the_length_asked_for():
    """180 to 220 words, in each language, without their heading."""
    task = next(cell for cell in lessons([UNIT])[0].cells if cell.kind == "task")
    for language in ("es", "en"):
        words = task.source.to(language).partition("\n\n")[2].split()
        assert 180 <= len(words) <= 220, language
