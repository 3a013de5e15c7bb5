"""Observation and verdict: each slip is told from the others, kindly, and no value is given away."""

from __future__ import annotations

import re
import sys
import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest

from course.checking.exercise import Exercise, Misconception
from course.checking.judge import BUILT_IN, CaseVerdict, judge
from course.checking.observe import Observed, Unreadable, observe
from course.language import Text

TITLE = Text("tres esperas", "three waits")


def exercise(*misconceptions: Misconception) -> Exercise:
    return Exercise("median-delay", TITLE, 2, Text("un número", "a number"), (), (), misconceptions)


MEAN = Misconception(
    "mean-for-median",
    Text("Eso es la media.", "That is the mean."),
    lambda table: table["delay"].mean(),
)
FAILS = Misconception("fails", Text("No.", "No."), lambda table: table["nothing"])
CHANGES = Misconception("changes", Text("No.", "No."), lambda table: table.insert(0, "new", 1))
MEDIAN = exercise(FAILS, CHANGES, MEAN)
WAITS = pd.DataFrame({"tweet_id": ["t1", "t2", "t3"], "delay": [6137.25, 8191.5, 90210.0]})
EXPECTED = 8191.5


def verdict(
    function: Any, *, reveal: bool = True, of: Exercise = MEDIAN, expected: Any = EXPECTED
) -> CaseVerdict:
    return judge(of, TITLE, (WAITS,), expected, observe(function, (WAITS,)), reveal=reveal)


def prints(table: pd.DataFrame) -> None:
    print(table["delay"].median())


def forgets(table: pd.DataFrame) -> None:
    table["delay"].median()


def todo(table: pd.DataFrame) -> None:
    raise NotImplementedError


def changes(table: pd.DataFrame) -> float:
    table.sort_values("delay", inplace=True, ascending=False)
    return table["delay"].median()


def leaves(table: pd.DataFrame) -> float:
    sys.exit(0)


class Always:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class AlwaysNumber(float):
    def __eq__(self, other: object) -> bool:
        return True

    def __float__(self) -> float:
        return EXPECTED

    __hash__ = float.__hash__


SLIPS = {
    "not solved": (lambda table: ..., "not-solved"),
    "not solved, raised": (todo, "not-solved"),
    "no return": (forgets, "no-return"),
    "prints": (prints, "prints-instead-of-returning"),
    "wrong column": (lambda table: table["dealy"].median(), "raises"),
    "exit": (leaves, "raises"),
    "changes its input": (changes, "mutates-input"),
    "text": (lambda table: "8191.5", "wrong-type"),
    "all the column": (lambda table: table["delay"], "wrong-type"),
    "another number": (lambda table: 5, "wrong-value"),
    "the mean": (lambda table: table["delay"].mean(), "mean-for-median"),
    "the mean, changing the input": (
        lambda table: table.insert(0, "x", 1) or table["delay"].mean(),
        "mean-for-median",
    ),
    "an object equal to everything": (lambda table: Always(), "unreadable-value"),
    "a number equal to everything": (lambda table: AlwaysNumber(1), "unreadable-value"),
    "a function": (lambda table: table["delay"].median, "unreadable-value"),
    "a groupby": (lambda table: table.groupby("tweet_id"), "unreadable-value"),
}


@pytest.mark.parametrize("name", SLIPS)
def test_tells_the_slips_apart(name: str) -> None:
    """Each slip has its own diagnosis and words in both languages."""
    function, diagnosis = SLIPS[name]
    result = verdict(function)
    assert not result.passed
    assert result.diagnosis == diagnosis
    assert len(result.message.es) > 15 and len(result.message.en) > 15
    assert result.message.es != result.message.en


@pytest.mark.parametrize(
    ("observed", "diagnosis"),
    [
        (Observed.timed_out(), "timeout"),
        (Observed.not_a_function("int"), "not-a-function"),
        (Observed(value=Unreadable("Axes")), "unreadable-value"),
        (Observed(value=[EXPECTED]), "wrong-type"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_judges_what_an_examiner_observed(observed: Observed, diagnosis: str) -> None:
    """The examiner's own findings, such as a call that was stopped, have their diagnosis and words."""
    for reveal in (True, False):
        assert judge(MEDIAN, TITLE, (WAITS,), EXPECTED, observed, reveal=reveal).diagnosis == diagnosis


def test_a_right_answer_passes_quietly() -> None:
    """What a right answer prints or warns about does not matter."""

    def chatty(table: pd.DataFrame) -> float:
        print("looking at", table)
        warnings.warn("deprecated", stacklevel=1)
        return float(np.median(table["delay"].tolist()))

    assert verdict(chatty) == CaseVerdict(TITLE, True)


def test_every_built_in_diagnosis_is_met_in_these_tests() -> None:
    """The list of built-in diagnoses has no name that nothing can give."""
    tables = {"wrong-length", "wrong-labels", "missing-columns", "wrong-order"}  # in test_checking_compare
    met = {diagnosis for _, diagnosis in SLIPS.values()} | {"timeout", "not-a-function"} | tables
    assert set(BUILT_IN) <= met


def assigns_to_a_copy(table: pd.DataFrame) -> float:
    table = table.copy()
    table[table["delay"] > 9000]["delay"] = 0
    return table["delay"].mean()


def fills_a_copy(table: pd.DataFrame) -> float:
    table = table.copy()
    table["delay"].replace(8191.5, 0, inplace=True)
    return table["delay"].max()


def makes_no_column(table: pd.DataFrame) -> float:
    table[table["delay"] > 9000]["late"] = 1
    return table["late"].sum()


@pytest.mark.parametrize(
    ("function", "diagnosis", "es", "en"),
    [
        (
            assigns_to_a_copy,
            "mean-for-median",
            '`tabla.loc[filtro, "x"] = ...`',
            "writes to a copy, which is lost",
        ),
        (fills_a_copy, "wrong-value", "Guarda el resultado", "Keep the result"),
        (makes_no_column, "raises", '`tabla.loc[filtro, "x"] = ...`', "writes to a copy, which is lost"),
    ],
)
def test_a_change_made_to_a_copy_is_explained(function: Any, diagnosis: str, es: str, en: str) -> None:
    """pandas warns that the assignment changes nothing: the student hears it, in place of what it resembles."""
    result = verdict(function)
    assert result.diagnosis == diagnosis
    assert es in result.message.es and en in result.message.en
    assert "Eso es la media" not in result.message.es
    assert "tabla.loc" not in verdict(function, reveal=False).message.es


def test_a_change_made_to_a_copy_does_no_harm_to_a_right_answer() -> None:
    """A line without effect is no mistake where the value is right."""

    def right(table: pd.DataFrame) -> float:
        table = table.copy()
        table[table["delay"] > 9000]["delay"] = 0
        return table["delay"].median()

    assert verdict(right).passed


@pytest.mark.parametrize(
    ("function", "diagnosis", "es", "en"),
    [
        (
            lambda table: verdict,
            "unreadable-value",
            "una función o un método sin llamarlo",
            "without calling it",
        ),
        (lambda table: print(table["delay"].median()), "prints-instead-of-returning", "print()", "print()"),
        (lambda table: table.head(), "wrong-type", "Se esperaba un número", "Expected a number"),
        (
            lambda table: table.head,
            "unreadable-value",
            "¿faltan los paréntesis?",
            "are the parentheses missing?",
        ),
    ],
    ids=["a function", "print", "head()", "head"],
)
def test_what_is_returned_in_place_of_a_value(function: Any, diagnosis: str, es: str, en: str) -> None:
    """A function, what print returns, the top of a table: each has its words."""
    result = verdict(function)
    assert result.diagnosis == diagnosis
    assert es in result.message.es and en in result.message.en


def test_the_first_misconception_that_fits_is_named() -> None:
    """Misconceptions are tried in order; one that fails on the input or returns nothing is passed over."""
    other = Misconception("other", Text("Otra.", "Other."), lambda table: table["delay"].mean())
    assert verdict(lambda table: table["delay"].mean(), of=exercise(FAILS, other, MEAN)).diagnosis == "other"
    told = verdict(lambda table: table["delay"].mean()).message
    assert "Eso es la media." in told.es
    assert "8191.5" in told.es


def test_nothing_changes_the_case() -> None:
    """Neither the student's function nor a misconception can change the arguments that the judge holds."""
    nested = pd.DataFrame({"replies": [["t2"], []]}, index=["t1", "t9"])
    before = nested.map(list).copy()
    changing = Misconception("changing", TITLE, lambda table: table["replies"].iloc[0].append("x") or 1)
    seen = observe(lambda table: table["replies"].iloc[0].append("t3") or 2, (nested,))
    judge(exercise(changing), TITLE, (nested,), 3, seen, reveal=True)
    assert seen.mutated
    assert nested["replies"].tolist() == before["replies"].tolist()


def sort_in_place(table: pd.DataFrame, items: list, notes: dict) -> None:
    table.sort_values("n", inplace=True, ascending=False)


def assign_column(table: pd.DataFrame, items: list, notes: dict) -> None:
    table["extra"] = 1


def assign_cell(table: pd.DataFrame, items: list, notes: dict) -> None:
    table.loc[0, "n"] = 99


def rename_index(table: pd.DataFrame, items: list, notes: dict) -> None:
    table.index.name = "row"


def change_dtype(table: pd.DataFrame, items: list, notes: dict) -> None:
    table["n"] = table["n"].astype(float)


def append(table: pd.DataFrame, items: list, notes: dict) -> None:
    items.append(3)


def sort_list(table: pd.DataFrame, items: list, notes: dict) -> None:
    items.sort()


def append_inside(table: pd.DataFrame, items: list, notes: dict) -> None:
    notes["a"].append(1)


def pop_key(table: pd.DataFrame, items: list, notes: dict) -> None:
    notes.pop("a")


def put_object(table: pd.DataFrame, items: list, notes: dict) -> None:
    items[0] = object()


def append_then_fail(table: pd.DataFrame, items: list, notes: dict) -> None:
    items.append(3)
    raise ValueError


@pytest.mark.parametrize(
    "change",
    [
        *(sort_in_place, assign_column, assign_cell, rename_index, change_dtype, append, sort_list),
        *(append_inside, pop_key, put_object, append_then_fail),
    ],
)
def test_notices_every_change_to_an_argument(change: Any) -> None:
    """Order, columns, cells, names, dtypes, lists within dictionaries: a change is a change."""
    arguments = (pd.DataFrame({"n": [1, 2]}), [2, 1], {"a": []})
    assert observe(change, arguments).mutated
    assert arguments[1:] == ([2, 1], {"a": []})
    assert arguments[0].equals(pd.DataFrame({"n": [1, 2]}))


def test_looking_is_not_changing() -> None:
    """Copies, sorted views and undone changes leave the argument as it was."""

    def looks(table: pd.DataFrame, items: list) -> int:
        table = table.sort_values("n", ascending=False)
        table["extra"] = sorted(items)
        return len(table)

    assert not observe(looks, (pd.DataFrame({"n": [1, 2]}), [2, 1])).mutated


def test_endless_iterators_and_recursion_come_to_an_end() -> None:
    """A generator without end, endless recursion and Ctrl-C give a report, not a dead kernel."""

    def counts() -> Any:
        n = 0
        while True:
            yield (n := n + 1)

    def recurses() -> Any:
        return recurses()

    def interrupted() -> Any:
        raise KeyboardInterrupt

    assert observe(counts, ()).value == Unreadable("generator")
    assert observe(recurses, ()).error.kind == "RecursionError"
    assert observe(interrupted, ()).error.kind == "KeyboardInterrupt"


def test_an_exception_that_lies_or_breaks_is_reported_all_the_same() -> None:
    """An exception's own methods may raise, exit or return no text."""

    class Broken(KeyError):
        def __str__(self) -> str:
            raise SystemExit

    class Text2(str):
        def __str__(self) -> str:
            raise SystemExit

    def raises(error: BaseException) -> Any:
        def function() -> None:
            raise error

        return observe(function, ()).error

    assert raises(Broken("x")).kind == "KeyError"
    assert raises(KeyError(Text2("abc"))).kind == "KeyError"
    assert len(raises(ValueError("x" * 10**7)).message) <= 500
    assert raises(type("Odd", (BaseException,), {})()).kind == "BaseException"


def explained(function: Any, *arguments: Any) -> Text:
    observed = observe(function, arguments)
    return judge(exercise(), TITLE, arguments, 1, observed, reveal=True).message


AWARE = pd.DataFrame({"created_at": pd.to_datetime(["2014-03-12 12:36"]).tz_localize("UTC"), "delay": [1.5]})


@pytest.mark.parametrize(
    ("function", "es", "en"),
    [
        (
            lambda t: t["dealy"],
            "«dealy». La tabla tiene: «created_at», «delay». ¿Querías decir «delay»?",
            "There is no column",
        ),
        (lambda t: t[["delay", "wait"]], "No hay ninguna columna «wait»", 'There is no column "wait"'),
        (lambda t: t[["wait"]], "No hay ninguna columna «wait»", 'There is no column "wait"'),
        (lambda t: t.dealy, "¿Querías decir «delay»?", 'Did you mean "delay"?'),
        (lambda t: t.delay.medain(), "¿Querías decir «median»?", 'Did you mean "median"?'),
        (lambda t: t.delay.dt.hour, ".dt es para fechas", ".dt is for dates"),
        (lambda t: t["delay"]["x"], "Eso es una Series", "That is a Series"),
        (lambda t: t["delay"][9], "La Series no tiene la etiqueta 9", "The Series has no label 9"),
        (lambda t: {"a": 1}["b"], "No existe la clave", "There is no key"),
        (lambda t: dealy, "El nombre «dealy» no existe", 'The name "dealy" does not exist'),  # noqa: F821
        (lambda t: AWAER, "¿Querías decir «AWARE»?", 'Did you mean "AWARE"?'),  # noqa: F821
        (lambda t: t["created_at"] > pd.Timestamp("2014-03-12"), "zona horaria", "time zone"),
        (lambda t: t["created_at"][0] - pd.Timestamp("2014-03-12"), "zona horaria", "time zone"),
        (lambda t: t["delay"] > "2", "texto", "text"),
        (lambda t: "a" + 1, "texto", "text"),
        (lambda t: float("abc"), "texto", "text"),
        (lambda t: (t["created_at"] - t["created_at"]) > 5, "tipos distintos", "different types"),
        (lambda t: 1 / 0, "divide entre cero", "divides by zero"),
        (lambda t: list()[0], "posición que no existe", "position that does not exist"),
        (lambda t: t.iloc[7], "posición que no existe", "position that does not exist"),
        (lambda t: 1 if t["delay"] > 1 else 0, "columna entera", "whole column"),
        (lambda t: {}.get(1).sort(), "None", "None"),
        (lambda t: {}.get(1) + 1, "None", "None"),
        (lambda t: ... + 1, "Quedan puntos suspensivos", "dots (...) left"),
        (lambda t: t.shape(), "paréntesis", "parentheses"),
        (lambda t: t.head[0], "ponle los paréntesis", "give it its parentheses"),
        (lambda: 1, "deja la línea del def", "leave the def line"),
        (lambda t: int(float("nan")), ".dropna()", ".dropna()"),
        (lambda t: max([]), "vacío", "empty"),
        (lambda t: next(iter([])), "next()", "next()"),
        (lambda t: exit(), "return", "return"),
        (lambda t: open("datos.csv"), "no hace falta abrir", "no need to open"),  # noqa: SIM115
        (lambda t: pd.Timedelta("dos horas"), "pd.Timedelta", "pd.Timedelta"),
        (lambda t: (_ for _ in ()).throw(OSError("raro")), "OSError: raro", "OSError: raro"),
    ],
    ids=range(34),
)
def test_explains_the_usual_exceptions(function: Any, es: str, en: str) -> None:
    """The words say what the error means, in each language, and show the student's line."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        message = explained(function, AWARE)
    assert es.lower() in message.es.lower()
    assert en.lower() in message.en.lower()
    if function.__code__.co_argcount:
        assert re.search(r"línea \d+: `.+`", message.es)
        assert re.search(r"line \d+: `.+`", message.en)


def test_blind_messages_give_nothing_away() -> None:
    """Without `reveal` nothing of the case, nor a word of the student's code, is in the message."""
    table = pd.DataFrame(
        {"secret_column": [6137.25, 8191.5, 90210.0], "who": ["Zaragoza7", "Cuenca8", "Zaragoza7"]}
    )
    wanted = [
        (8191.5, "number"),
        (table, "table"),
        (table.set_index("who")["secret_column"], "Series"),
        (["Zaragoza7", "Cuenca8"], "list"),
        ({"Zaragoza7": 6137.25}, "dictionary"),
        (pd.Timestamp("2014-03-12 06:13:07", tz="UTC"), "instant"),
    ]

    def leaks(table: pd.DataFrame) -> None:
        raise type("Leak_8191_Zaragoza7", (Exception,), {})(str(table.to_dict()))

    def key(table: pd.DataFrame) -> None:
        raise KeyError(table["who"][0])

    def attribute(table: pd.DataFrame) -> Any:
        return table.Cuenca8

    answers = [
        *(leaks, key, attribute, lambda table: table["nothing"], lambda table: print(table)),
        lambda table: type("Zaragoza7", (), {})(),
        *(lambda table, value=value: value for value, _ in wanted),
        lambda table: table.rename(columns=str.upper),
        lambda table: table[:1],
        lambda table: table.assign(secret_column=table["secret_column"] * 60),
        lambda table: 8191.5 * 60,
        lambda table: table["who"].tolist()[:1],
        lambda table: table.set_index("who")["secret_column"][::-1] + 1,
        lambda table: {"Cuenca8": 90210.0},
        lambda table: {"Zaragoza7": 90210.0},
    ]
    secrets = re.compile(
        r"8191|6137|90210|491490|Zaragoza|Cuenca|secret|06:13|Leak|2014|\b3\b", re.IGNORECASE
    )
    count = 0
    for value, _ in wanted:
        for function in answers:
            result = judge(exercise(), TITLE, (table,), value, observe(function, (table,)), reveal=False)
            if not result.passed:
                count += 1
                for text in (result.message.es, result.message.en):
                    assert text and not secrets.search(text), text
    assert count > 100


def test_forged_reports_give_nothing_away_either() -> None:
    """A report forged by the student's process cannot put its words into a blind message."""
    from course.checking.report import ErrorReport

    for kind in ("KeyError", "Timeout", "NotAFunction", "NotImplementedError", "Zaragoza", "x" * 500):
        report = ErrorReport(kind, *["Zaragoza"] * 2, ("Zaragoza",), "Zaragoza", 8191, "Zaragoza")
        seen = Observed(error=report, printed="Zaragoza", mutated=True)
        message = judge(MEDIAN, TITLE, (WAITS,), EXPECTED, seen, reveal=False).message
        assert "Zaragoza" not in message.es + message.en and "8191" not in message.es


class Trap(type):
    @property
    def __name__(cls) -> str:
        raise SystemExit

    @property
    def __mro__(cls) -> tuple:
        raise SystemExit


class TrapError(Exception, metaclass=Trap):
    @property
    def __traceback__(self) -> None:
        raise SystemExit


def name_error(name: Any) -> NameError:
    error = NameError("x")
    error.name = name
    return error


@pytest.mark.parametrize(
    "error",
    [TrapError(), name_error(5), name_error(TrapError()), AttributeError("x", name=5, obj=TrapError())],
    ids=["trap", "number", "trap for a name", "trap for an object"],
)
def test_an_exception_made_to_break_the_report_does_not(error: BaseException) -> None:
    """Whatever an exception carries, observing it gives a report."""

    def function() -> None:
        raise error

    assert observe(function, ()).error is not None


def test_a_value_made_to_break_the_observation_does_not() -> None:
    """Whatever is returned, or put into an argument, observing it comes to an end."""

    class Trapped(metaclass=Trap):
        def __getattribute__(self, name: str) -> Any:
            raise SystemExit

    def puts(items: list) -> None:
        items.append(Trapped())

    def hides(items: list) -> None:
        items.append([{"a": (Trapped(),)}])

    assert observe(puts, ([],)).mutated and observe(hides, ([],)).mutated
    seen = observe(lambda: [Trapped()], ())
    assert seen.error is not None or isinstance(seen.value, Unreadable)
