"""The comparison accepts every way of writing a right answer and names what is wrong with the others."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from decimal import Decimal
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from course.checking.compare import compare
from course.checking.exercise import Comparison
from course.checking.observe import observe

ORDERED = Comparison(ordered=True)
LABELLED = pd.Series([1.5, 2.5, 3.0], index=["a", "b", "c"], name="delay")
NOON = pd.Timestamp("2014-03-12 12:36", tz="Europe/Madrid")
BINS = pd.Series([3, 0], index=pd.date_range("2014-03-12 12:00", periods=2, freq="1min", tz="Europe/Madrid"))
DAYS = pd.Series([3, 4], index=pd.date_range("2014-03-12", periods=2, freq="D", tz="Europe/Madrid"))
TABLE = pd.DataFrame({"who": ["ana", "leo"], "n": [1, 2], "delay": pd.to_timedelta(["5min", None])})
TWO_LEVELS = pd.Series(
    [1, 2], index=pd.MultiIndex.from_tuples([("a", 1), ("b", 2)], names=["who", "day"]), name="n"
)

HOURS = pd.Series([5, 6], index=pd.Index([1, 2], name="hour"))
ROWS = pd.Series([1.5, 2.5], index=[4, 9])

RIGHT = {
    "int for float": (2, 2.0),
    "float for int": (2.0, 2),
    "float32": (np.float32(0.1), 0.1),
    "numpy int8": (np.int8(2), 2),
    "within the tolerance": (0.3333334, 1 / 3),
    "decimal": (Decimal("2.5"), 2.5),
    "fraction": (Fraction(1, 4), 0.25),
    "array without dimensions": (np.array(2.5), 2.5),
    "array of one": (np.array([2.5]), 2.5),
    "Series of one": (pd.Series([2.5]), 2.5),
    "table of one cell": (pd.DataFrame({"a": [2.5]}), 2.5),
    "infinite": (np.inf, float("inf")),
    "numpy truth": (np.bool_(True), True),
    "numpy text": (np.str_("hola"), "hola"),
    "accents composed otherwise": ("opinio\u0301n", "opinión"),
    "NaN for None": (float("nan"), None),
    "NA for NaN": (pd.NA, float("nan")),
    "NaT for NA": (pd.NaT, pd.NA),
    "None for NaT": (None, pd.NaT),
    "numpy NaT": (np.datetime64("NaT"), pd.NaT),
    "timedelta": (dt.timedelta(minutes=5), pd.Timedelta("5min")),
    "numpy timedelta": (np.timedelta64(300, "s"), pd.Timedelta("5min")),
    "Timestamp of another zone": (NOON.tz_convert("UTC"), NOON),
    "datetime of another zone": (dt.datetime(2014, 3, 12, 11, 36, tzinfo=dt.UTC), NOON),
    "datetime with zoneinfo": (
        dt.datetime(2014, 3, 12, 12, 36, tzinfo=zoneinfo.ZoneInfo("Europe/Madrid")),
        NOON,
    ),
    "fixed offset": (pd.Timestamp("2014-03-12T12:36+01:00"), NOON),
    "numpy instant, which is UTC": (np.datetime64("2014-03-12T11:36"), NOON),
    "numpy instant without dimensions": (np.array("2014-03-12T11:36", dtype="M8[ns]"), NOON),
    "date for midnight": (dt.date(2014, 3, 12), pd.Timestamp("2014-03-12")),
    "midnight for date": (pd.Timestamp("2014-03-12"), dt.date(2014, 3, 12)),
    "tuple for list": ((1, 2), [1, 2]),
    "list for tuple": ([1, 2], (1, 2)),
    "array for list": (np.array([1.0, 2.0]), [1, 2]),
    "Index for list": (pd.Index([1, 2]), [1, 2]),
    "Series for list": (pd.Series([1, 2], index=[7, 8]), [1, 2]),
    "set for list": ({2, 1}, [1, 2]),
    "list for set": (["b", "a", "a"], {"a", "b"}),
    "dictionary's keys for list": ({"a": 1, "b": 2}.keys(), ["a", "b"]),
    "generator for list": ((n for n in (1, 2)), [1, 2]),
    "map for list": (map(str, (1, 2)), ["1", "2"]),
    "range for list": (range(3), [0, 1, 2]),
    "string array for list": (pd.Series(["a", "b"], dtype="string").unique(), ["a", "b"]),
    "zoned array for list": (pd.Series([NOON]).unique(), [NOON]),
    "one column for list": (pd.DataFrame({"n": [1, 2]}), [1, 2]),
    "list in another order": ([2, 1], [1, 2]),
    "lists in a list": ([(2, "b"), (1, "a")], [[1, "a"], [2, "b"]]),
    "Series reversed": (LABELLED[::-1], LABELLED),
    "Series by another name": (LABELLED.rename("x"), LABELLED),
    "Series of objects": (LABELLED.astype(object), LABELLED),
    "Series of Float64": (LABELLED.astype("Float64"), LABELLED),
    "Series of float32": (LABELLED.astype("float32"), LABELLED),
    "Series with categories for labels": (
        LABELLED.set_axis(pd.CategoricalIndex(["a", "b", "c"])),
        LABELLED,
    ),
    "dictionary for Series": (LABELLED.to_dict(), LABELLED),
    "one column for Series": (LABELLED.to_frame(), LABELLED),
    "two columns for Series": (LABELLED.reset_index(), LABELLED),
    "Series for dictionary": (LABELLED, LABELLED.to_dict()),
    "list for unlabelled Series": ([1.5, 2.5], pd.Series([1.5, 2.5])),
    "array for unlabelled Series": (np.array([1.5, 2.5]), pd.Series([1.5, 2.5])),
    "filtered Series for unlabelled": (pd.Series([1.5, 2.5], index=[3, 8]), pd.Series([1.5, 2.5])),
    "list for numbered rows": ([1.5, 2.5], ROWS),
    "dictionary in the order of the rows": ({"x": 1.5, "y": 2.5}, ROWS),
    "Series numbered anew for numbered rows": (pd.Series([1.5, 2.5]), ROWS),
    "numbered rows in another order": (ROWS[::-1], ROWS),
    "rows in order under numbers of another": (pd.Series([1.5, 2.5], index=[9, 4]), ROWS),
    "one column for numbered rows": (ROWS.to_frame("x"), ROWS),
    "hours without their name": (pd.Series({2: 6, 1: 5}), HOURS),
    "table for a table of numbered rows": (TABLE, TABLE.set_axis([4, 9])),
    "rows as dictionaries for numbered rows": (TABLE.to_dict("records"), TABLE.set_axis([4, 9])),
    "sorted Series with its index": (pd.Series([2.5, 1.5], index=[1, 0]), pd.Series([1.5, 2.5])),
    "categories for texts": (pd.Series(["a", "b"], dtype="category"), pd.Series(["a", "b"])),
    "objects for strings": (pd.Series(["a", None], dtype=object), pd.Series(["a", pd.NA], dtype="string")),
    "bins in UTC": (BINS.tz_convert("UTC"), BINS),
    "bins as a table": (BINS.rename("n").rename_axis("minute").reset_index(), BINS),
    "dates for midnights": (DAYS.set_axis([d.date() for d in DAYS.index]), DAYS),
    "two levels as a table": (TWO_LEVELS.reset_index(), TWO_LEVELS),
    "two levels as dictionary": ({("b", 2): 2, ("a", 1): 1}, TWO_LEVELS),
    "table's rows in another order": (TABLE[::-1], TABLE),
    "table's columns in another order": (TABLE[["delay", "n", "who"]], TABLE),
    "table with one column more": (TABLE.assign(x=1), TABLE),
    "table with a column as index": (TABLE.set_index("who"), TABLE),
    "table with index as column": (TABLE, TABLE.set_index("who")),
    "table with another index": (TABLE.set_axis([4, 9]), TABLE),
    "table of objects": (TABLE.astype(object), TABLE),
    "rows as dictionaries": (TABLE.to_dict("records"), TABLE),
    "columns as dictionary": (TABLE.to_dict("list"), TABLE),
    "Series for a table of one column": (pd.Series([1, 2]), pd.DataFrame({"n": [1, 2]})),
    "counter as dictionary": ({"a": np.int64(2)}, {"a": 2}),
    "nested dictionary": ({"a": [1.0, None]}, {"a": (1, float("nan"))}),
    "empty list": (np.array([]), []),
    "empty Series": (pd.Series(dtype=float), pd.Series(dtype="Int64")),
    "empty table": (TABLE.iloc[:0], TABLE.iloc[:0].reset_index(drop=True)),
}


@pytest.mark.parametrize("name", RIGHT)
def test_accepts_every_way_of_writing_a_right_answer(name: str) -> None:
    """The type, the dtype, the index and the order do not matter where the exercise does not say so."""
    got, want = RIGHT[name]
    observed = observe(lambda: got, ())
    assert compare(observed.value, want) is None


WRONG = {
    "another number": (2.1, 2, "wrong-value"),
    "the other sign": (-2, 2, "wrong-value"),
    "just beyond the tolerance": (1 + 3e-6, 1.0, "wrong-value"),
    "NaN for number": (float("nan"), 2, "wrong-value"),
    "number for NaN": (0, float("nan"), "wrong-value"),
    "infinite for number": (float("inf"), 1e300, "wrong-value"),
    "text that looks like a number": ("2", 2, "wrong-type"),
    "duration for number": (pd.Timedelta("2min"), 2.0, "wrong-type"),
    "number for duration": (2.0, pd.Timedelta("2min"), "wrong-type"),
    "truth for number": (True, 1, "wrong-type"),
    "number for truth": (1, True, "wrong-type"),
    "the other truth": (np.bool_(False), True, "wrong-value"),
    "another text": ("Hola", "hola", "wrong-value"),
    "list for number": ([2], 2, "wrong-type"),
    "tuple for number": ((2,), 2, "wrong-type"),
    "Series for number": (pd.Series([2, 2]), 2, "wrong-type"),
    "table for number": (TABLE, 2, "wrong-type"),
    "time without zone": (NOON.tz_localize(None), NOON, "wrong-type"),
    "the wall clock taken for UTC": (NOON.tz_localize(None).tz_localize("UTC"), NOON, "wrong-value"),
    "text for instant": ("2014-03-12 12:36", NOON, "wrong-type"),
    "another instant": (NOON + pd.Timedelta("1s"), NOON, "wrong-value"),
    "list too short": ([1], [1, 2], "wrong-length"),
    "list too long": ([1, 2, 2], [1, 2], "wrong-length"),
    "repeated items": ([1, 1, 2], [1, 2, 2], "wrong-value"),
    "number for list": (1, [1, 2], "wrong-type"),
    "text for list": ("ab", ["a", "b"], "wrong-type"),
    "dictionary for list": ({"a": 1}, ["a"], "wrong-type"),
    "list of texts for numbers": (["1", "2"], [1, 2], "wrong-type"),
    "pair the other way round": ((2, 1), (1, 2), "wrong-value"),
    "labels lacking": (LABELLED[:2], LABELLED, "wrong-labels"),
    "labels too many": (pd.concat([LABELLED, pd.Series({"d": 1})]), LABELLED, "wrong-labels"),
    "labels of another type": (pd.Series({"1": 5}), HOURS[:1], "wrong-labels"),
    "list for hours": ([5, 6], HOURS, "wrong-labels"),
    "table without its hours": (pd.DataFrame({"n": [5, 6]}), HOURS.to_frame("n"), "missing-columns"),
    "list for moments": ([3, 0], BINS, "wrong-labels"),
    "list for no moments": ([], BINS[:0], "wrong-labels"),
    "two columns for rows": (ROWS.reset_index(), ROWS, "wrong-type"),
    "set for rows": ({1.5, 2.5}, ROWS, "wrong-type"),
    "labels twice": (pd.Series([1.5, 2.5, 3, 3], index=list("abcc")), LABELLED, "wrong-labels"),
    "values at the wrong labels": (LABELLED.set_axis(["b", "a", "c"]), LABELLED, "wrong-value"),
    "values without labels": ([1.5, 2.5, 3.0], LABELLED, "wrong-labels"),
    "truth for label": ({True: 5}, {1: 5}, "wrong-labels"),
    "unlabelled in another order": ([2.5, 1.5], pd.Series([1.5, 2.5]), "wrong-value"),
    "unlabelled and too long": ([1, 2, 3], pd.Series([1, 2]), "wrong-length"),
    "table for Series": (TABLE, LABELLED, "wrong-type"),
    "missing for zero": (pd.Series([3, None], index=BINS.index), BINS, "wrong-value"),
    "a column lacking": (TABLE.drop(columns="n"), TABLE, "missing-columns"),
    "a column misspelt": (TABLE.rename(columns={"n": "N"}), TABLE, "missing-columns"),
    "rows lacking": (TABLE[:1], TABLE, "wrong-length"),
    "another cell": (TABLE.assign(n=[1, 3]), TABLE, "wrong-value"),
    "texts in a column of numbers": (TABLE.assign(n=["1", "2"]), TABLE, "wrong-type"),
    "cells exchanged between rows": (TABLE.assign(n=[2, 1]), TABLE, "wrong-value"),
    "list for table": ([1, 2], TABLE, "wrong-type"),
    "uneven columns for table": ({"who": [1], "n": [1, 2], "delay": [1]}, TABLE, "wrong-type"),
    "dots inside": ([1, ...], [1, 2], "wrong-type"),
}


@pytest.mark.parametrize("name", WRONG)
def test_names_what_is_wrong(name: str) -> None:
    """A wrong answer meets the right diagnosis, with words in both languages, with values and without."""
    got, want, diagnosis = WRONG[name]
    mismatch = compare(observe(lambda: got, ()).value, want)
    assert mismatch is not None
    assert mismatch.diagnosis == diagnosis
    for text in (mismatch.message, mismatch.blind):
        assert text.es.endswith((".", "?")) and text.en.endswith((".", "?"))
        assert text.es != text.en


@pytest.mark.parametrize(
    ("got", "want"),
    [
        ([2, 1], [1, 2]),
        (LABELLED[::-1], LABELLED),
        (TABLE[::-1], TABLE),
        ({"b": 1, "a": 2}, {"a": 2, "b": 1}),
    ],
    ids=["list", "series", "table", "dictionary"],
)
def test_order_matters_only_where_the_exercise_says_so(got: object, want: object) -> None:
    """The same answer in another order passes, or is told apart from one with other values."""
    assert compare(got, want) is None
    assert compare(got, want, comparison=ORDERED).diagnosis == "wrong-order"
    assert compare(want, want, comparison=ORDERED) is None


def test_the_exercise_sets_the_tolerance() -> None:
    """A rounded answer is right where the exercise allows for it, a bit beyond it is not."""
    loose = Comparison(rtol=0, atol=0.01)
    assert compare(0.33, 1 / 3, comparison=loose) is None
    assert compare(0.32, 1 / 3, comparison=loose) is not None
    assert compare(pd.Timedelta("61s"), pd.Timedelta("60s"), comparison=Comparison(atol=1)) is None


SPLIT = pd.Series([0.5, 0.25], index=["a", "b"])


@pytest.mark.parametrize(
    ("got", "want", "words"),
    [
        (0.33, 1 / 3, "rounded"),
        (25.0, 0.25, "percentage"),
        (-5, 5, "sign"),
        (300, 5, "minutes"),
        (pd.Timedelta("2h"), pd.Timedelta("2min"), "minutes"),
        ("Iberia ", "iberia", "capital"),
        (NOON + pd.Timedelta("1h"), NOON, "Madrid time or UTC"),
        ("2", 2, "str()"),
        ((2,), 2, "comma"),
        (float("-inf"), 0.375, "dividing by 0"),
        (7, (1, 2, 3), "with commas: `return a, b`"),
        ({"low": 1, "high": 2}, (1, 2), "with commas: `return a, b`"),
        ("a, b", ["a", "b"], "without joining"),
        (SPLIT.rename({"b": "b|c"}), SPLIT, "still stuck together"),
        (SPLIT.iloc[:0], SPLIT, "does your filter leave any rows?"),
        (NOON.tz_localize(None), NOON, "zone"),
    ],
)
def test_remarks_on_the_usual_causes(got: object, want: object, words: str) -> None:
    """A unit, a sign, a rounding, a lost time zone are guessed from the two values."""
    mismatch = compare(got, want)
    assert words in mismatch.remark.en
    assert mismatch.remark.es


def test_a_record_in_another_order_is_told_so() -> None:
    """All three numbers, in the wrong places: said as such; a mask's True and False say nothing of the kind."""
    assert compare((0.1, 0.9, 0.5), (0.1, 0.5, 0.9)).diagnosis == "wrong-order"
    assert compare((0.1, 0.8, 0.5), (0.1, 0.5, 0.9)).diagnosis == "wrong-value"
    assert compare((True, False, True), (True, True, False)).diagnosis == "wrong-value"
    assert compare((2, 1), (1, 2)).diagnosis == "wrong-value", "of two, one cannot tell"


def test_places_say_that_they_begin_at_0() -> None:
    mismatch = compare((1, 5, 3), (1, 2, 3))
    assert "En la posición 1, contando desde 0" in mismatch.message.es
    assert "At position 1, counting from 0" in mismatch.message.en


def test_a_tuple_is_explained_where_it_is_asked_for() -> None:
    assert "una tupla (varios valores en orden)" in compare(7, (1, 2, 3)).message.es


def test_says_that_labels_lost_their_zone() -> None:
    """Times without zone in the index are told apart from other times, with values and without."""
    mismatch = compare(BINS.tz_localize(None), BINS)
    assert mismatch.diagnosis == "wrong-labels"
    assert "zona horaria" in mismatch.message.es and "lack their time zone" in mismatch.blind.en


def test_says_which_labels_and_columns() -> None:
    """What is lacking and what is there is named, with the likeliest slip."""
    labels = compare(LABELLED.rename({"c": "d"}), LABELLED).message
    assert "«c»" in labels.es and "«d»" in labels.es
    columns = compare(TABLE.rename(columns={"delay": "delays"}), TABLE).message
    assert "«delay»" in columns.es and '"delays" by another name' in columns.en


def test_a_column_asked_for_is_no_other_one_misspelt() -> None:
    """Only a column that nobody asked for may be the missing one by another name."""
    want = pd.DataFrame({"created_at": [1], "replied_at": [2]})
    got = want.rename(columns={"replied_at": "first_reply"})
    assert "another name" not in compare(got, want).message.en
    assert (
        '"replied" by another name'
        in compare(got.rename(columns={"first_reply": "replied"}), want).message.en
    )


@pytest.mark.parametrize("index", [None, [1, 0], [7, 8], [8, 7]], ids=str)
@pytest.mark.parametrize("given", ["list", "array", "dictionary", "numbered", "filtered", "own index"])
def test_what_is_accepted_does_not_depend_on_the_row_numbers(index: list | None, given: str) -> None:
    """A way of answering that passes one case passes them all, whichever rows the case's filter left."""
    want = pd.Series([1.5, 2.5], index=index)
    got = {
        "list": [1.5, 2.5],
        "array": np.array([1.5, 2.5]),
        "dictionary": {"t1": 1.5, "t2": 2.5},
        "numbered": pd.Series([1.5, 2.5]),
        "filtered": pd.Series([1.5, 2.5], index=[3, 9]),
        "own index": want[::-1],
    }[given]
    assert compare(got, want) is None
    assert compare([2.5, 1.5], want).diagnosis == "wrong-value"
    assert compare({1.5, 2.5}, want).diagnosis == "wrong-type"


def test_a_set_has_no_order() -> None:
    """Where the order counts a set does not do, not even when its values happen to come out sorted."""
    assert compare({1, 2}, [1, 2]) is None
    mismatch = compare({1, 2}, [1, 2], comparison=ORDERED)
    assert mismatch.diagnosis == "wrong-type" and "conjunto" in mismatch.remark.es


@pytest.mark.parametrize(
    ("got", "want", "share"), [(25.0, 0.25, True), (0.5, 50, True), (15, 1500, False), (1500, 15, False)]
)
def test_a_share_is_not_seen_in_every_hundredth(got: float, want: float, share: bool) -> None:
    """Only where one of the two can be a share is a factor of 100 said to be a percentage."""
    remark = compare(got, want).remark.en
    assert ("percentage" in remark) is share


@pytest.mark.parametrize(
    ("got", "want", "rounded"),
    [(0.6, 4 / 7, False), (4, 3.6, False), (0.57, 4 / 7, True), (12.5, 12.4837, True), (12, 12.4837, True)],
)
def test_a_single_figure_is_no_sign_of_rounding(got: float, want: float, rounded: bool) -> None:
    """Two figures have to agree before a value is said to be rounded."""
    assert ("rounded" in compare(got, want).remark.en) is rounded


@pytest.mark.parametrize(
    ("got", "want", "es", "en"),
    [
        ([1], [1, 2], "Se esperaban 2 elementos o filas y ha llegado 1.", "Expected 2 items or rows, got 1."),
        ([1, 2], [1], "Se esperaba 1 elemento o fila y han llegado 2.", "Expected 1 item or row, got 2."),
        (
            pd.Series([1, 1]),
            pd.Series([2, 3]),
            "No coincide ninguno de los 2 valores",
            "None of the 2 values agrees",
        ),
        ([("a", 1)], LABELLED, "dict(pares)", "dict(pairs)"),
        ({"12:00": 3, "12:01": 0}, BINS, "Un texto no es un momento", "A text is no moment"),
        ({"t1": [1], "t2": [2]}, TABLE, "y ha llegado un diccionario", "got a dictionary"),
        (pd.NaT, NOON, "y ha llegado un hueco (NaT)", "got a gap (NaT)"),
        (5, LABELLED, "Se esperaba una Series y ha llegado un número.", "Expected a Series, got a number."),
    ],
)
def test_the_words_are_those_of_the_lessons(got: object, want: object, es: str, en: str) -> None:
    """One is singular; a missing value is a gap and a Series a Series, as in the lessons."""
    message = compare(got, want).message
    assert es in message.es and en in message.en


@pytest.mark.timeout(60)  # against a hang; speed is no matter for a test
def test_large_answers_are_compared_in_reasonable_time() -> None:
    """Thousands of rows in another order, right or all wrong, and a huge text take a moment."""
    numbers = np.random.default_rng(5).normal(size=5000)
    table = pd.DataFrame({"key": [f"t{n}" for n in range(5000)], "x": numbers, "y": numbers.round(1)})
    assert compare(table.sample(frac=1, random_state=1), table) is None
    assert compare(table.assign(x=0.0), table).diagnosis == "wrong-value"
    assert compare(list(range(5000)), list(range(1, 5001))).diagnosis == "wrong-value"
    message = compare("x" * 10**7, "hola").message
    assert len(message.es) < 300


NESTED: list = []
for _ in range(30):
    NESTED = [NESTED]
STRANGE = [
    *(None, ..., 5, "x", [], {}, set(), (), NESTED, [{}], [[], {}], {"a": {"b": [TABLE]}}, [TABLE, LABELLED]),
    *(pd.DataFrame(), pd.DataFrame(index=[1, 2]), pd.DataFrame([[1, 2]], columns=["who", "who"])),
    pd.DataFrame([[1, 2]], columns=pd.MultiIndex.from_tuples([("who", 1), ("n", 2)])),
    pd.DataFrame({"who": [1]}, index=pd.MultiIndex.from_tuples([(1, 2)], names=["who", "who"])),
    pd.DataFrame({"who": [1]}, index=pd.Index([1], name="who")),
    pd.DataFrame({"who": [[1], {}], "n": [TABLE, None], "delay": [..., "x"]}),
    pd.DataFrame({1: [1, 2], None: [1, 2], pd.NaT: [1, 2]}),
    pd.Series([[1], {}, TABLE, LABELLED], index=[None, (1, 2), "a", ...]),
    pd.Series([1], index=pd.MultiIndex.from_tuples([(1, "a")])),
    *(
        np.zeros((2, 3)),
        np.zeros((0, 2)),
        np.array(None, dtype=object),
        np.array([[1], [2, 3]], dtype=object),
    ),
    *(
        pd.Index([(1, 2)], tupleize_cols=False),
        pd.Categorical(["a"]),
        pd.RangeIndex(100_000),
        list(range(100_000)),
    ),
    *({(1, "a"): 1, ...: 2, None: 3, True: 4}, {1, "a", None, (1, 2)}, {"who": [1], "n": 5}, [{"a": 1}, {}]),
    *({"who": [[]], "n": [{}], "delay": [TABLE]}, "\ud800" * 200, dt.time(1), dt.date(1, 1, 1), -(2**63)),
    *(float("-inf"), np.timedelta64(5, "D"), np.datetime64("2014"), pd.Timestamp("9990-01-01", tz="UTC")),
]


@pytest.mark.parametrize(
    "want", [*[want for _, want, *_ in WRONG.values()][::2], TABLE.set_index("who"), {1, "a"}]
)
@pytest.mark.timeout(60)  # against a hang; speed is no matter for a test
def test_strange_values_are_only_wrong(want: object) -> None:
    """Whatever plain data a student's process sends, the comparison ends, at once, without an error."""
    for value in STRANGE:
        observed = observe(lambda value=value: value, ()).value
        for comparison in (None, ORDERED):
            mismatch = compare(observed, want, comparison=comparison)
            assert mismatch is None or len(mismatch.message.es) < 1500
