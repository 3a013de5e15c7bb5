"""The result of a measure: a number in every respect, a sentence for students, and a plain float at the border."""

from __future__ import annotations

import copy
import json
import math
import pickle
import re

import numpy as np
import pandas as pd
import pytest

from course.agreement import Agreement, cohen_kappa, krippendorff_alpha, percent_agreement
from course.channel.answer import answer, read_observed, request
from course.channel.codec import UnreadableValueError, decode, encode
from course.checking.compare import compare
from course.checking.exercise import CheckCase, Exercise, Misconception
from course.checking.judge import judge
from course.checking.observe import Observed, Unreadable, observe
from course.language import Text, get_language, set_language

LABELS = pd.DataFrame(
    {
        "tweet_id": ["t1", "t2", "t3", "t4"] * 2,
        "annotator": ["ana"] * 4 + ["bruno"] * 4,
        "labels": ["joke", "joke", "question", "joke", "joke", "joke", "question", "question"],
    }
)


@pytest.fixture
def language():
    before = get_language()
    yield set_language
    set_language(before)


def made(value: float = 0.7234, **changed) -> Agreement:
    given = {
        "name": "krippendorff-alpha",
        "interval": (0.55, 0.86),
        "tweets": 40,
        "annotators": ("ana", "bruno"),
    }
    return Agreement(value, **(given | changed))


# -- a number ------------------------------------------------------------------------------------------------


def test_it_is_a_number():
    """It compares, rounds, formats, adds, sorts and goes into a table as the float that it is."""
    alpha = made()
    assert alpha == 0.7234
    assert 0.7 < alpha < 0.73
    assert alpha == pytest.approx(0.7234)
    assert (round(alpha, 2), f"{alpha:.3f}", f"{alpha:.0%}") == (0.72, "0.723", "72%")
    assert type(alpha + 0) is type(float(alpha)) is type(alpha.value) is type(round(alpha, 2)) is float
    assert max(made(0.2), made(0.9), 0.5) == 0.9
    assert pd.Series([made(0.2), made(0.9)]).dtype == np.float64
    assert json.dumps(made(0.5)) == "0.5"
    assert np.isnan(made(math.nan))
    assert {made(0.5): "x"}[0.5] == "x"


def test_it_does_not_change():
    """A mark of quality nobody edits: attributes are set once."""
    alpha = made()
    for name in ("value", "interval", "tweets", "anything"):
        with pytest.raises(AttributeError):
            setattr(alpha, name, 1)


@pytest.mark.parametrize("again", [copy.copy, copy.deepcopy, lambda one: pickle.loads(pickle.dumps(one))])
def test_copies_keep_everything(again):
    """Copied or sent to another process of the course, it keeps its interval and counts."""
    alpha = krippendorff_alpha(LABELS)
    other = again(alpha)
    assert type(other) is Agreement
    assert other == alpha
    assert [getattr(other, name) for name in Agreement.__slots__] == [
        getattr(alpha, name) for name in Agreement.__slots__
    ]


def test_observed_and_expected_make_the_value():
    """All chance-corrected measures are (observed - expected) / (1 - expected)."""
    for found in (
        krippendorff_alpha(LABELS),
        cohen_kappa(LABELS),
        krippendorff_alpha(LABELS, distance="masi"),
    ):
        assert (found.observed - found.expected) / (1 - found.expected) == pytest.approx(found.value)
    percent = percent_agreement(LABELS)
    assert percent.observed == percent.value
    assert math.isnan(percent.expected)


# -- a sentence ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("agreement", "es", "en"),
    [
        (
            made(),
            "alfa de Krippendorff: 0,72 (intervalo del 95 %: 0,55 a 0,86; 40 tuits, 2 anotadores)",
            "Krippendorff's alpha: 0.72 (95% interval: 0.55 to 0.86; 40 tweets, 2 annotators)",
        ),
        (
            made(-0.123, interval=(-0.5, 0.0), level=0.995, distance="masi"),
            "alfa de Krippendorff con distancia MASI: −0,12 (intervalo del 99,5 %: −0,50 a 0,00; 40 tuits, "
            "2 anotadores)",
            "Krippendorff's alpha with MASI distance: −0.12 (99.5% interval: −0.50 to 0.00; 40 tweets, 2 annotators)",
        ),
        (
            made(0.5, name="cohen-kappa", interval=(math.nan, math.nan), tweets=1, repetitions=1000),
            "kappa de Cohen: 0,50 (sin intervalo; 1 tuit, 2 anotadores)",
            "Cohen's kappa: 0.50 (no interval; 1 tweet, 2 annotators)",
        ),
        (
            made(-0.001, name="cohen-kappa", interval=(math.nan, math.nan)),
            "kappa de Cohen: 0,00 (40 tuits, 2 anotadores)",
            "Cohen's kappa: 0.00 (40 tweets, 2 annotators)",
        ),
        (
            made(0.825, name="percent", interval=(0.7, 0.95)),
            "porcentaje de acuerdo: 82,5 % (intervalo del 95 %: 70 % a 95 %; 40 tuits, 2 anotadores)",
            "percent agreement: 82.5% (95% interval: 70% to 95%; 40 tweets, 2 annotators)",
        ),
        (
            krippendorff_alpha(LABELS.assign(labels="joke")),
            "alfa de Krippendorff: sin definir, porque todos han usado una sola etiqueta, «joke»: sin variedad no se "
            "distingue el acuerdo del azar (4 tuits, 2 anotadores)",
            'Krippendorff\'s alpha: not defined, because everybody used a single label, "joke": without variety '
            "agreement cannot be told from chance (4 tweets, 2 annotators)",
        ),
    ],
    ids=["alpha", "negative-masi", "no-interval", "no-interval-asked", "percent", "not-defined"],
)
def test_the_sentence_for_students(agreement, es, en, language):
    """Shown by itself it is a sentence, with the language's own decimal mark, plural and minus sign."""
    assert (agreement.to("es"), agreement.to("en")) == (es, en)
    for name, sentence in (("es", es), ("en", en)):
        language(name)
        assert repr(agreement) == str(agreement) == f"{agreement}" == sentence
        shown = agreement._repr_html_()
        assert shown.startswith(f'<p lang="{name}"><strong>')
        plain = re.sub("<[^>]+>", "", shown).replace("&#x27;", "'").replace("&quot;", '"')
        assert plain.startswith(sentence)


def test_html_says_what_it_rests_on(language):
    """Below the number: what was observed and expected, what was left out, and when an interval means nothing."""
    language("en")
    extra = pd.DataFrame({"tweet_id": ["t9"], "annotator": "ana", "labels": "joke"})
    shown = krippendorff_alpha(pd.concat([LABELS, extra]))._repr_html_()
    assert "Observed agreement: 0.75; expected by chance: 0.46." in shown
    assert "1 tweet does not count: only one annotator coded it." in shown
    assert re.search(r"In \d+ of the 1000 resamples the measure is not defined", shown)
    perfect = krippendorff_alpha(LABELS.assign(labels=list("abab") * 2))
    assert "does not measure the uncertainty" in perfect._repr_html_()
    language("es")
    assert (
        "1 tuit no cuenta, porque solo lo ha codificado una persona."
        in krippendorff_alpha(pd.concat([LABELS, extra]))._repr_html_()
    )


def test_labels_cannot_write_html(language):
    """A label is text, whatever it holds."""
    language("es")
    shown = krippendorff_alpha(LABELS.assign(labels="<script>alert(1)</script>"))._repr_html_()
    assert "<script>" not in shown
    assert "&lt;script&gt;" in shown


def test_notebooks_show_it_as_text_too():
    """IPython prints floats its own way; an Agreement still prints its sentence."""
    from IPython.core.formatters import PlainTextFormatter

    assert PlainTextFormatter()(made()) == repr(made())


# -- a float at the border -----------------------------------------------------------------------------------


def test_it_crosses_the_channel_as_its_number():
    """The examiner gets a plain float, at any depth, and NaN as NaN."""
    assert encode(made(0.5)) == 0.5
    assert type(decode(encode(made(0.5)))) is float
    assert decode(encode({"alpha": [made(0.5), (made(0.25),)]})) == {"alpha": [0.5, (0.25,)]}
    assert math.isnan(decode(encode(made(math.nan))))
    assert decode(encode(pd.DataFrame({"a": pd.Series([made(0.5)], dtype=object)}))).loc[0, "a"] == 0.5


def test_an_exercise_may_return_one():
    """What a student's function returns is judged by its number, here and under the examiner."""
    calls = {"alpha": lambda table: krippendorff_alpha(table, repetitions=0)}
    here = observe(calls["alpha"], (LABELS,))
    there = read_observed(answer(request("alpha", (LABELS,)), calls))
    for seen in (here, there):
        assert type(seen.value) is float
        assert seen.value == pytest.approx(8 / 15)
        assert not seen.mutated


def test_the_channel_stays_strict_for_everything_else():
    """A subclass of it, another subclass of float, or a class by its name is as unreadable as ever."""

    class Better(Agreement):
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = float.__hash__

    class Mark(float):
        pass

    forged = type("Agreement", (float,), {"value": 1.0})
    for liar in (Better(0.1, name="percent"), Mark(1.0), forged(1.0)):
        with pytest.raises(UnreadableValueError):
            encode(liar)
        assert isinstance(observe(lambda liar=liar: liar, ()).value, Unreadable)
        with pytest.raises(TypeError):
            compare(1.0, liar)


def test_no_message_makes_one():
    """Nothing that is read from a student's process is ever an Agreement."""
    for forged in ({"$": "Agreement", "v": 1.0}, {"$": "agreement", "value": 1.0}):
        with pytest.raises(ValueError):
            decode(forged)


def test_attributes_set_by_force_do_not_cross():
    """The number is the one it was made with, whatever somebody writes over its attributes."""
    alpha = made(0.25)
    object.__setattr__(alpha, "observed", 1.0)
    assert encode(alpha) == 0.25


def test_compared_as_the_number_it_is():
    """Expected or given, alone or inside a list or table, it is its number, within the tolerance."""
    assert compare(0.7234, made()) is None
    assert compare(made(), 0.7234) is None
    assert compare([made(), 1], [0.7234, 1.0]) is None
    assert compare(pd.Series({"a": made()}), {"a": 0.7234}) is None
    assert compare(made(math.nan), math.nan) is None
    assert compare(made(0.7), 0.7234).diagnosis == "wrong-value"
    assert compare(made(0.7), 0.7234).message.en == "Expected 0.7234, got 0.7."
    assert compare(made(), "0.72").diagnosis == "wrong-type"


def test_judged_with_expected_values_and_misconceptions_that_are_agreements():
    """An exercise's author may write the course's own functions as expected value and as wrong ideas."""
    words = Text("x", "x")
    exercise = Exercise(
        "voices-alpha",
        words,
        1,
        words,
        (CheckCase("four", words, lambda: (LABELS,), krippendorff_alpha(LABELS, repetitions=0)),),
        (),
        (Misconception("percent-for-alpha", Text("porcentaje", "percent"), percent_agreement),),
    )
    case = exercise.cases[0]

    def verdict(value: float):
        return judge(exercise, words, (LABELS,), case.expected, Observed(value=value), reveal=True)

    assert verdict(8 / 15).passed
    assert verdict(0.75).diagnosis == "percent-for-alpha"
