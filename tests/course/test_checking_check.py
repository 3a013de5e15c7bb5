"""`check` as a student meets it: what it says, in which language, and what it refuses."""

from __future__ import annotations

import dataclasses
import functools
import html.parser
import pickle
import re
import sys
import types
from typing import Any

import pandas as pd
import pytest

from course import exercises, language
from course.checking import stale
from course.checking.arguments import on_arguments
from course.checking.check import AnswerError, CheckFailed, check
from course.checking.exercise import CheckCase, Exercise, Misconception
from course.checking.inputs import shown_inputs
from course.checking.result import CheckResult
from course.checking.source import on_source
from course.errors import UnknownNameError
from course.language import Text


@pytest.fixture(autouse=True)
def plain_kernel(monkeypatch: pytest.MonkeyPatch) -> None:
    """Spanish, as by default, and no nbgrader around."""
    monkeypatch.setattr(language, "_chosen", None)
    for name in ("CRISIS20_LANGUAGE", "NBGRADER_EXECUTION", "NBGRADER_VALIDATING"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def in_english() -> None:
    language.set_language("en")


def waits(*delays: float) -> tuple:
    return (pd.DataFrame({"tweet_id": [f"t{n}" for n in range(len(delays))], "delay": delays}),)


MEDIAN = Exercise(
    key="middle-delay",
    title=Text("La demora del medio", "The middle delay"),
    points=3,
    returns=Text("un número", "a number"),
    cases=(
        CheckCase("three", Text("tres <demoras>", "three <delays>"), lambda: waits(5, 10, 60), 10),
        CheckCase("two", Text("dos demoras", "two delays"), lambda: waits(1, 2), 1.5),
        CheckCase("one", Text("una demora", "one delay"), lambda: waits(7), 7),
    ),
    hints=(
        Text("Ordena y mira el **medio**.", "Sort and look at the **middle**."),
        Text("Usa `.median()` & ya.", "Use `.median()` & that is it."),
    ),
    misconceptions=(
        Misconception(
            "mean-for-median",
            Text("Eso es la media, no la mediana.", "That is the mean, not the median."),
            lambda table: table["delay"].mean(),
        ),
    ),
)
OTHER = Exercise("other-thing", MEDIAN.title, 1, MEDIAN.returns, MEDIAN.cases, MEDIAN.hints)


@pytest.fixture(autouse=True)
def two_exercises(monkeypatch: pytest.MonkeyPatch) -> None:
    unit = type("unit", (), {"__name__": "course.exercises.unit", "EXERCISES": (MEDIAN, OTHER)})
    monkeypatch.setattr(exercises, "_UNITS", (unit,))


def middle_delay(table: pd.DataFrame) -> float:
    return table["delay"].median()


def mean(table: pd.DataFrame) -> float:
    return table["delay"].mean()


class Outline(html.parser.HTMLParser):
    """Collects tags, attributes and the text outside of style; complains of tags left open."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[str] = []
        self.attributes: list[tuple] = []
        self.said = ""
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list) -> None:
        self.open.append(tag)
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open:
            self.said += data


def shown(result: CheckResult) -> Outline:
    outline = Outline(result._repr_html_())
    assert outline.open == []
    return outline


def test_a_right_answer_is_told_that_the_visible_cases_pass() -> None:
    """Full marks for the visible cases, and no promise about the others."""
    result = check("middle-delay", middle_delay)
    assert float(result) == 3.0
    assert result.passed
    said = shown(result).said
    assert "los casos visibles pasan" in said and "otros casos, que no se ven" in said
    assert "¿Hace tu función lo que dice su descripción con cualquier dato de ese tipo?" in said
    assert "vacía" not in said and "Ojo" not in said
    assert "Pista" not in said
    assert "correct" not in said.lower()


def test_a_wrong_answer_is_told_its_misconception_once(in_english: None) -> None:
    """The misconception is named at the first case, the values at each, and hints follow."""
    result = check("middle-delay", mean)
    assert float(result) == 2.0
    said = shown(result).said
    assert "2 of 3 visible cases pass" in said
    assert said.count("That is the mean") == 1
    assert "xpected 10, got 25" in said
    assert "Hint 1 of 2" in said and "Hint 2 of 2" in said


def test_the_feedback_is_html_that_everybody_can_use() -> None:
    """A live region in the reader's language, symbols with words, hints closed, tags closed, all escaped."""
    outline = shown(check("middle-delay", mean))
    assert ("role", "status") in outline.attributes and ("lang", "es") in outline.attributes
    assert outline.tags.count("details") == 1 + len(MEDIAN.hints)
    assert ("open", None) not in outline.attributes
    assert "tres <demoras> (no pasa)" in outline.said
    assert "<demoras>" not in check("middle-delay", mean)._repr_html_()
    assert {"code", "strong"} <= set(outline.tags)


def test_the_data_of_a_failing_case_can_be_seen() -> None:
    """A student can verify the expected value by hand: the input table is in the feedback."""
    outline = shown(check("middle-delay", mean))
    assert "table" in outline.tags and "60" in outline.said


def test_hostile_text_is_escaped() -> None:
    """Whatever the student's code returns or raises, it cannot become HTML."""

    def attack(table: pd.DataFrame) -> str:
        return "<script>alert(1)</script>`<b>`"

    def attack_by_error(table: pd.DataFrame) -> str:
        raise ValueError("<script>alert(1)</script>`<b>x</b>`")

    for function in (attack, attack_by_error, lambda table: type("<script>", (), {})()):
        page = check("middle-delay", function)._repr_html_()
        assert "<script" not in page and "<b>" not in page
    assert "<i>" not in shown_inputs(
        (pd.DataFrame({"<i>": ["<i>"]}), "<i>", ["<i>"], pd.Series(["<i>"], name="<i>"))
    )


def test_the_language_is_that_of_the_moment_of_the_check() -> None:
    """A result keeps its language, and each language says the whole."""
    spanish = check("middle-delay", mean)
    language.set_language("en")
    english = check("middle-delay", mean)
    assert "casos visibles" in spanish.text and "visible cases" in english.text
    assert "visible cases" not in shown(spanish).said and "casos" not in shown(english).said


@pytest.mark.parametrize(
    ("points", "es", "en"),
    [
        (3, "vale 3 puntos", "worth 3 points"),
        (1, "vale 1 punto", "worth 1 point"),
        (2.5, "vale 2,5 puntos", "worth 2.5 points"),
    ],
)
def test_the_header_says_what_the_exercise_is_worth(
    monkeypatch: pytest.MonkeyPatch, points: float, es: str, en: str
) -> None:
    """Small, beside the headline, solved or not, as text and as HTML."""
    exercise = dataclasses.replace(MEDIAN, points=points)
    unit = type("unit", (), {"__name__": "course.exercises.unit", "EXERCISES": (exercise,)})
    monkeypatch.setattr(exercises, "_UNITS", (unit,))
    for chosen, words in (("es", es), ("en", en)):
        language.set_language(chosen)
        for function in (middle_delay, mean, lambda table: ...):
            result = check("middle-delay", function)
            assert f'<span class="points">{words}</span>' in result._repr_html_()
            assert f"({words}): " in result.text.splitlines()[0]


def test_none_passes_is_said_as_such() -> None:
    """No case passing is no score of nought."""
    result = check("middle-delay", lambda table: -1)
    assert "no pasa ninguno de los 3 casos visibles" in result.text
    result.language = "en"
    assert "none of the 3 visible cases passes" in result.text


def test_text_says_what_html_says() -> None:
    """Without a front end the repr is readable text, with the first hint."""
    lines = repr(check("middle-delay", mean)).splitlines()
    assert lines[0] == "La demora del medio (vale 3 puntos): 2 de 3 casos visibles pasan."
    assert lines[1] == "  ✘ tres <demoras> (no pasa)"
    assert lines[2] == "      Se esperaba 10 y ha llegado 25. Eso es la media, no la mediana."
    assert lines[3:5] == ["  ✔ dos demoras (pasa)", "  ✔ una demora (pasa)"]
    assert lines[5] == "Primera pista: Ordena y mira el medio."


def test_in_a_graded_run_it_is_a_bare_number(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader reads partial credit from a repr that is a number, between 0 and the points."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert repr(check("middle-delay", mean)) == "2.0"
    assert float(repr(check("middle-delay", middle_delay))) == 3.0
    assert repr(check("middle-delay", lambda table: ...)) == "0.0"


@pytest.mark.parametrize("chosen", ["es", "en"])
def test_under_validation_a_failure_is_an_error_that_begins_with_what_is_wrong(
    monkeypatch: pytest.MonkeyPatch, chosen: str
) -> None:
    """nbgrader's Validate notices errors only and shows their first 87 characters."""
    language.set_language(chosen)
    monkeypatch.setenv("NBGRADER_EXECUTION", "validate")
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    with pytest.raises(CheckFailed) as caught:
        check("middle-delay", mean)
    first = str(caught.value)[:87]
    assert "10" in first and "25" in first and ("media" in first if chosen == "es" else "mean" in first)
    with pytest.raises(CheckFailed, match=r"Todavía está sin resolver|Not solved yet"):
        check("middle-delay", lambda table: ...)
    assert check("middle-delay", middle_delay).passed


def test_an_unsolved_exercise_is_told_so_calmly() -> None:
    """Nothing is called wrong, nothing is said three times, and the hints are at hand."""
    result = check("middle-delay", lambda table: ...)
    said = shown(result).said
    assert float(result) == 0
    assert said.count("sin resolver") == 2  # the headline and what to do
    assert "no pasa" not in said and "✘" not in said
    assert "Pista 1 de 2" in said


def test_the_same_slip_is_explained_once() -> None:
    """Three cases that fail alike do not say it three times."""
    said = shown(check("middle-delay", lambda table: table["dealy"])).said
    assert said.count("No hay ninguna columna") == 1
    assert said.count("Por la misma razón") == 2


def test_an_interrupted_check_stops() -> None:
    """Ctrl-C in an endless loop is enough once, not once for each case."""
    calls = []

    def endless(table: pd.DataFrame) -> None:
        calls.append(1)
        raise KeyboardInterrupt

    result = check("middle-delay", endless)
    assert len(calls) == 1
    assert float(result) == 0 and not result.passed
    assert "while" in result.text


def test_each_check_gets_fresh_data() -> None:
    """A function that changes its input fails for that, and the next check is not spoilt."""

    def sorts(table: pd.DataFrame) -> float:
        table.sort_values("delay", inplace=True, ascending=False)
        return table["delay"].median()

    first = check("middle-delay", sorts)
    assert not first.passed and "cambia los datos" in first.text
    assert check("middle-delay", middle_delay).passed


def test_functions_of_other_kinds_are_accepted() -> None:
    """A lambda, a partial, a method and a callable object are functions too."""

    class Caller:
        def __call__(self, table: pd.DataFrame) -> float:
            return middle_delay(table)

        def method(self, table: pd.DataFrame) -> float:
            return middle_delay(table)

    for function in (
        lambda table: middle_delay(table),
        functools.partial(middle_delay),
        Caller(),
        Caller().method,
    ):
        assert check("middle-delay", function).passed


def other_thing(table: pd.DataFrame) -> float:
    return 1


@pytest.mark.parametrize(
    ("answer", "es", "en"),
    [
        (25.0, "ha llegado un número", "this is a number"),
        (pd.Series([1]), "ha llegado una Series", "this is a Series"),
        (None, "vale None", "is None"),
        (..., "puntos suspensivos", "the dots"),
        (float, "float es una clase", "float is a class"),
        ("middle_delay", "sin comillas", "without quotes"),
        (other_thing, "other_thing, que es de otro ejercicio", "other_thing, which belongs to another"),
        (object(), "ha llegado otra cosa", "this is something else"),
    ],
)
def test_a_wrong_kind_of_answer_gets_an_error_to_act_on(answer: Any, es: str, en: str) -> None:
    """The error says what came and how to write the call; Jupyter shows it without a traceback."""
    with pytest.raises(AnswerError) as caught:
        check("middle-delay", answer)
    assert es in caught.value.message.es and en in caught.value.message.en
    assert 'check("middle-delay", middle_delay)' in caught.value.message.es
    assert caught.value._render_traceback_() == [str(caught.value)]


def test_a_missing_answer_is_told_like_none() -> None:
    """`check("key")` alone says that the function is lacking."""
    with pytest.raises(AnswerError, match="Falta decir qué función"):
        check("middle-delay")


@pytest.mark.parametrize("key", ["midle-delay", "middle_delay", "Middle-delay"])
def test_an_unknown_key_is_told_the_nearest(key: str) -> None:
    """A misspelt key is met by the one that was probably meant."""
    with pytest.raises(UnknownNameError, match='¿Querías decir "middle-delay"'):
        check(key, middle_delay)


@pytest.mark.parametrize("key", ["zzz", 5, None, middle_delay])
def test_a_strange_key_is_told_all_keys(key: Any) -> None:
    """Anything else is met by the list."""
    with pytest.raises(UnknownNameError, match="middle-delay, other-thing"):
        check(key, middle_delay)


def test_a_result_can_be_stored() -> None:
    """A result in a variable counts, compares and pickles as the number it is."""
    result = check("middle-delay", mean)
    assert pickle.loads(pickle.dumps(result)) == 2.0
    assert result + 1 == 3.0


def returns_in_loop(table: pd.DataFrame) -> Any:
    for delay in table["delay"]:
        if delay > 100:
            return delay
        return 0


def returns_after_loop(table: pd.DataFrame) -> Any:
    for delay in table["delay"]:
        if delay > 100:
            return delay
    return 0


def forgets_return(table: pd.DataFrame) -> Any:
    table["delay"].median()


def stores_only(table: pd.DataFrame) -> Any:
    result = table["delay"].median()  # noqa: F841


def returns_sometimes(table: pd.DataFrame) -> Any:
    if len(table) > 100:
        return 3


def returns_print(table: pd.DataFrame) -> Any:
    return print(table["delay"].median())


def keeps_nothing(table: pd.DataFrame) -> Any:
    table.assign(delay=table["delay"] / 60)
    return table["delay"].median()


def no_parentheses(table: pd.DataFrame) -> Any:
    return table[(table["delay"] > 1) & table["tweet_id"] == "t1"]


def parentheses(table: pd.DataFrame) -> Any:
    return ((table["delay"] > 1) & (table["delay"] < 9)) == table["delay"].isna()


def equals_nat(table: pd.DataFrame) -> Any:
    return (table["delay"] == "NaT").sum()


def equals_nan(table: pd.DataFrame) -> Any:
    return (table["delay"] != float("nan")).sum() + (table["delay"] == pd.NaT).sum()


def top(table: pd.DataFrame) -> Any:
    return table["delay"].head().median()


def rounds(table: pd.DataFrame) -> Any:
    return table["delay"].median().round(1)


def rounds_times(table: pd.DataFrame) -> Any:
    return table["created_at"].dt.round("min")


def inner_return(table: pd.DataFrame) -> Any:
    def helper() -> int:
        for _ in (1,):
            return 1

    helper()


@pytest.mark.parametrize(
    ("function", "diagnosis", "words"),
    [
        (returns_in_loop, "wrong-value", r"line \d+: the return stands inside the loop"),
        (returns_in_loop, "no-return", r"inside the loop"),
        (returns_after_loop, "wrong-value", None),
        (forgets_return, "no-return", r"has no return before it: `table\[\"delay\"\]\.median\(\)`"),
        (stores_only, "no-return", r"add `return result`"),
        (returns_sometimes, "no-return", r"not reached in every case"),
        (returns_print, "prints-instead-of-returning", r"line \d+, `return print\(...\)`"),
        (keeps_nothing, "wrong-value", r"Keep it: `table = table.assign\(...\)`"),
        (keeps_nothing, "raises", r"On line \d+, `.assign\(...\)` does not change the table"),
        (keeps_nothing, "mutates-input", None),
        (no_parentheses, "wrong-type", r"put each condition in its own parentheses"),
        (parentheses, "wrong-value", None),
        (equals_nat, "wrong-value", r"`.isna\(\)`"),
        (equals_nat, "some-misconception", r"`.isna\(\)`"),
        (equals_nan, "wrong-value", r"`.isna\(\)`"),
        (top, "wrong-value", r"`.head\(\)` keeps five rows only"),
        (rounds, "wrong-value", r"You round on line \d+"),
        (rounds_times, "wrong-value", None),
        (inner_return, "no-return", r"has no return before it: `helper\(\)`"),
        (returns_in_loop, "raises", None),
        (len, "no-return", None),
        (5, "no-return", None),
    ],
)
def test_a_look_at_the_source_helps(function: Any, diagnosis: str, words: str | None) -> None:
    """A return inside a loop and a return forgotten are shown by their line."""
    remark = on_source(function, diagnosis)
    assert (remark is None) if words is None else re.search(words, remark.en)
    if remark is not None:
        assert remark.es != remark.en


def test_lines_are_counted_as_in_the_cell() -> None:
    """The line named is that of the student's cell, as in the words about an exception."""
    line = rounds.__code__.co_firstlineno + 1
    assert on_source(rounds, "wrong-value").en.startswith(f"You round on line {line}:")


def first_in_a_loop(table: pd.DataFrame) -> Any:
    for delay in table["delay"]:
        return delay / len(table)


def test_a_return_inside_a_loop_is_no_misconception_of_the_value(monkeypatch: pytest.MonkeyPatch) -> None:
    """A function that stops in the first round answers as some wrong idea does by coincidence alone."""
    idea = Misconception(
        "first-only",
        Text("Divides la primera.", "You divide the first one."),
        lambda table: table["delay"].iloc[0] / len(table),
    )
    exercise = dataclasses.replace(exercises.get("middle-delay"), misconceptions=(idea,))
    unit = type("unit", (), {"__name__": "course.exercises.unit", "EXERCISES": (exercise,)})
    monkeypatch.setattr(exercises, "_UNITS", (unit,))
    language.set_language("en")
    said = check("middle-delay", first_in_a_loop).text
    assert "You divide the first one" not in said
    assert said.count("the return stands inside the loop") == 1
    assert "You divide the first one" in check("middle-delay", lambda t: t["delay"].iloc[0] / len(t)).text


@pytest.mark.parametrize("function", [returns_in_loop, forgets_return])
def test_the_remark_is_shown(function: Any) -> None:
    """The look at the source reaches the student."""
    assert "return" in shown(check("middle-delay", function)).said


mini = pd.DataFrame({"tweet_id": ["t1"], "delay": [10.0]})
limit = 2
TWO_HOURS = 120


def outside(table: pd.DataFrame) -> Any:
    return mini["delay"].median()


def both(table: pd.DataFrame) -> Any:
    return table["delay"].median() + 0 * len(mini)


def overwrites(table: pd.DataFrame) -> Any:
    table = mini
    return table["delay"].median()


def uses(table: pd.DataFrame, by: str, hours: int) -> Any:
    limit = hours
    table = table.copy()
    return table.groupby(by)["delay"].median() + limit + TWO_HOURS


def ignores_by(table: pd.DataFrame, by: str) -> Any:
    return table.groupby("city")["delay"].median()


def quotes_by(table: pd.DataFrame, by: str) -> Any:
    return table.groupby("by")["delay"].median()


def ignores_hours(table: pd.DataFrame, hours: int) -> Any:
    return (table["delay"] > limit).mean()


def queries(table: pd.DataFrame, by: str) -> Any:
    return table.query("city == @by")


def nested(table: pd.DataFrame, by: str) -> Any:
    return table.apply(lambda row: row[by], axis=1)


def augmented(table: pd.DataFrame, hours: int) -> Any:
    hours += 1
    return len(table) + hours


@pytest.mark.parametrize(
    ("function", "words"),
    [
        (outside, "does not use `table` but `mini`"),
        (overwrites, "does not use `table` but `mini`"),
        (both, "uses `mini`, which is outside it"),
        (ignores_by, "does not use `by`: it would answer the same"),
        (quotes_by, 'Take the quotes off `"by"`'),
        (ignores_hours, "does not use `hours` but `limit`"),
        *((function, None) for function in (uses, queries, nested, augmented, middle_delay, len, 5)),
    ],
)
def test_a_function_that_does_not_use_what_it_is_given(function: Any, words: str | None) -> None:
    """An argument unused, or a table of the notebook used in its place, is told by name."""
    said = on_arguments(function)
    assert (said is None) if words is None else words in said.en
    if said is not None:
        assert said.es != said.en and "`" in said.es


def test_using_the_notebooks_table_comes_before_coincidences() -> None:
    """What a fixed answer happens to resemble is not said: the cause is, once, even when the cases pass."""
    said = shown(check("middle-delay", outside)).said
    assert said.count("Tu función no usa table, sino mini") == 1
    assert "Eso es la media" not in said
    passes = check("middle-delay", both)
    assert passes.passed
    assert "Ojo: tu función usa mini, que está fuera de ella" in shown(passes).said
    assert "Ojo: tu función usa `mini`" in passes.text


def test_five_rows_are_cautioned_even_when_they_pass() -> None:
    """The visible cases are small: `.head()` changes nothing there and much elsewhere."""
    language.set_language("en")
    result = check("middle-delay", top)
    assert result.passed and re.search(
        r"Careful: on line \d+, .head\(\) keeps five rows only", shown(result).said
    )


def test_a_function_whose_cell_failed_is_not_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The function of an earlier run is not praised for what the student wrote since."""
    monkeypatch.setitem(stale._stale, "middle_delay", middle_delay)
    result = check("middle-delay", middle_delay)
    assert float(result) == 0 and not result.passed
    said = shown(result).said
    assert "sin comprobar" in said and "dio un error, y aquí sigue la versión anterior" in said
    assert "Pista" not in said and "visibles" not in said and "pista" not in result.text
    language.set_language("en")
    assert "not checked" in check("middle-delay", middle_delay).text
    assert check("middle-delay", lambda table: middle_delay(table)).passed


def test_one_mistake_has_one_explanation(monkeypatch: pytest.MonkeyPatch) -> None:
    """A misconception that fits one case by coincidence gives way to the one that fits them all."""
    first = Misconception(
        "first", Text("Es el primero.", "It is the first."), lambda table: table["delay"].iloc[0]
    )
    least = Misconception(
        "least", Text("Es el menor.", "It is the least."), lambda table: table["delay"].min()
    )
    cases = (
        CheckCase("sorted", Text("a", "a"), lambda: waits(1, 5, 9), 5),
        CheckCase("shuffled", Text("b", "b"), lambda: waits(4, 2, 9), 4),
        CheckCase("another", Text("c", "c"), lambda: waits(6, 3, 5), 5),
    )
    exercise = dataclasses.replace(MEDIAN, cases=cases, misconceptions=(first, least))
    unit = type("unit", (), {"__name__": "course.exercises.unit", "EXERCISES": (exercise,)})
    monkeypatch.setattr(exercises, "_UNITS", (unit,))
    said = check("middle-delay", lambda table: table["delay"].min()).text
    assert said.count("Es el menor.") == 1 and "Es el primero." not in said
    assert "Es el primero." in check("middle-delay", lambda table: table["delay"].iloc[0]).text
    seldom = check("middle-delay", lambda table: {1: 1, 4: 4, 6: 5}[table["delay"].iloc[0]]).text
    assert "Se esperaba 5 y ha llegado 1." in seldom  # right at (4, 2, 9), where the least is not
    assert "Es el menor." not in seldom


def test_real_exercises_accept_no_constant_and_no_stub(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every exercise of the course can be checked; the stub and None fail it in both languages."""
    monkeypatch.undo()
    for exercise in exercises.all_exercises():
        if not isinstance(exercise, Exercise):  # labels, in a file
            continue
        for answer in (lambda *_: ..., lambda *_: None, lambda *_: 0):
            result = check(exercise.key, answer)
            assert not result.passed
            for chosen in language.LANGUAGES:
                result.language = chosen
                assert shown(result).said


# --- While a submission is graded ------------------------------------------------------------------------


@pytest.fixture(params=["no such folder", "an emptied folder"])
def without_exercises(request, monkeypatch):
    """As behind the walls of grading, where the register of exercises is not there."""
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    gone = None if request.param == "no such folder" else types.ModuleType("course.exercises")
    monkeypatch.setitem(sys.modules, "course.exercises", gone)


@pytest.mark.parametrize(
    ("speaks", "said"), [("es", "se encarga la corrección"), ("en", "The grader sees to")]
)
@pytest.mark.parametrize(
    "arguments", [("median-delay", len), ("median-delay",), ("no-such-key", 7), ("x", ...)]
)
def test_without_exercises_a_graded_process_says_one_sentence(without_exercises, speaks, said, arguments):
    """A check that a student copied into another cell fails nothing: it says who looks at the exercise."""
    language.set_language(speaks)
    result = check(*arguments)
    assert said in repr(result) and said in result._repr_html_()
    assert repr(result).count(".") == 1 and "Traceback" not in repr(result)
    assert isinstance(result, float) and result == 0 and result.passed is False
    assert pickle.loads(pickle.dumps(result)) == 0


def test_without_exercises_a_students_own_machine_hears_of_it(without_exercises, monkeypatch):
    """Only grading leaves them out: anywhere else the package is broken, and that is an error."""
    monkeypatch.delenv("NBGRADER_EXECUTION")
    with pytest.raises((ImportError, AttributeError)):
        check("median-delay", len)
