"""What pandas says of a beginner's slip is told in words to act on: real errors of the pandas installed."""

from __future__ import annotations

import re
import warnings
from collections.abc import Callable
from typing import Any

import pandas as pd
import pytest

from course.agreement import krippendorff_alpha, percent_agreement
from course.checking import pandas_words
from course.checking.explain import explain, explain_blind, meaning
from course.checking.observe import observe
from course.checking.report import ErrorReport

MOMENTS = ["2014-03-12 11:36", "2014-03-12 11:37", "2014-03-12 13:40"]
TABLE = pd.DataFrame(
    {
        "tweet_id": pd.Series(["t1", "t2", "t3"], dtype="string"),
        "created_at": pd.to_datetime(MOMENTS).tz_localize("UTC"),
        "author_role": pd.Series(["customer", "brand", "customer"], dtype="string"),
        "reply_to": pd.Series([pd.NA, "t1", pd.NA], dtype="string"),
        "text": ["No carga", "Lo vemos", "Sigo"],
        "likes": [1, 4, 2],
        "delay": pd.to_timedelta(["1min", "5min", None]),
        "minutes": [1.0, 5.0, float("nan")],
    }
)
MOMENT = TABLE["created_at"][0]
RESULT = percent_agreement(
    pd.DataFrame({"tweet_id": ["t1"] * 2, "annotator": ["a", "b"], "labels": ["x", "x"]})
)
NO_BRAND = TABLE[TABLE["author_role"] == "brnad"]


def report(function: Callable[[pd.DataFrame], Any]) -> ErrorReport:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        error = observe(function, (TABLE,)).error
    assert error is not None, "pandas takes this nowadays"
    return error


PARENTHESES = ("entre sus propios paréntesis", "in its own parentheses")
UNIT = ('minutos se escriben `"min"`', 'Minutes are written `"min"`')
TIMEDELTA = ("`pd.Timedelta(minutes=3)`", "`pd.Timedelta(minutes=3)`")
INDEX = ('`tabla.set_index("created_at")', '`on="created_at"`')
CALL = ("ponle los paréntesis", "give it its parentheses")
COMMA = ("no con una coma", "not by a comma")
NUMBERS = ("ya son números", "are numbers already")
DIVISION = ("antes que la resta", "comes before subtraction")
FILTER = ("¿Deja alguna fila tu filtro?", "Does your filter leave any rows?")
ZONE = ('La de Madrid es `"Europe/Madrid"`', 'Madrid\'s is `"Europe/Madrid"`')

SLIPS: dict[str, tuple[Callable, tuple[str, str]]] = {
    "resample without index": (lambda t: t.resample("min").size(), INDEX),
    "resample a column without index": (lambda t: t["likes"].resample("min").sum(), INDEX),
    "resample with another index": (lambda t: t.set_index("text").resample("min").size(), INDEX),
    "no parentheses, text": (lambda t: t[t["author_role"] == "brand" & t["likes"] > 3], PARENTHESES),
    "no parentheses, numbers": (lambda t: t[t["likes"] > 1 & t["likes"] < 3], PARENTHESES),
    "no parentheses, mask": (lambda t: t[t["text"] == "Sigo" & t["reply_to"].isna()], PARENTHESES),
    "no parentheses, or": (lambda t: t[t["text"] == "a" | t["text"] == "b"], PARENTHESES),
    "no parentheses, dates": (lambda t: t[t["created_at"] > MOMENT & t["created_at"] < MOMENT], PARENTHESES),
    "no parentheses, floats": (lambda t: t[t["minutes"] > 1.5 & t["minutes"] < 3.5], PARENTHESES),
    "and": (
        lambda t: t[(t["likes"] > 1) and (t["likes"] < 3)],
        ("`&` en lugar de `and`", "`&` instead of `and`"),
    ),
    "not": (lambda t: t[not t["likes"] > 1], ("`~` en lugar de `not`", "`~` instead of `not`")),
    "two comparisons": (lambda t: t[1 < t["likes"] < 3], ("`(a > 1) & (a < 3)`", "`(a > 1) & (a < 3)`")),
    "bool of a column": (lambda t: bool(t["likes"] + 1), ("`&` en lugar de `and`", "`&` instead of `and`")),
    "if": (lambda t: 1 if t["likes"] else 2, ("`tabla[condición]`", "`table[condition]`")),
    "tz_convert": (lambda t: t["created_at"].tz_convert("UTC"), ("`.dt.tz_convert(...)`",) * 2),
    "tz_localize": (lambda t: t["created_at"].tz_localize(None), ("`.dt.tz_localize(...)`",) * 2),
    "floor": (lambda t: t["created_at"].floor("min"), ("`.dt.floor(...)`",) * 2),
    "strftime": (lambda t: t["created_at"].strftime("%H"), ("`.dt.strftime(...)`",) * 2),
    "hour": (lambda t: t["created_at"].hour, ("`.dt.hour`",) * 2),
    "total_seconds": (lambda t: t["delay"].total_seconds(), ("`.dt.total_seconds(...)`",) * 2),
    "contains": (lambda t: t["text"].contains("a"), ("`.str.contains(...)`",) * 2),
    "lower": (lambda t: t["text"].lower(), ("`.str.lower(...)`",) * 2),
    "lower of a table": (lambda t: t.lower(), ("la tabla entera", "the whole table")),
    "dt of a moment": (lambda t: t["created_at"][0].dt.hour, ("Un solo momento", "A single moment")),
    "dt of an index": (
        lambda t: t.set_index("created_at").index.dt.hour,
        ("índice de fechas", "index of dates"),
    ),
    "str of a text": (lambda t: t["text"][0].str.lower(), ("Un solo texto", "A single text")),
    "moment - 3": (lambda t: t["created_at"][0] - 3, TIMEDELTA),
    "moments + 3": (lambda t: t["created_at"] + 3, TIMEDELTA),
    "moment + 2.5": (lambda t: t["created_at"][0] + 2.5, TIMEDELTA),
    "duration + 3": (lambda t: t["delay"][0] + 3, TIMEDELTA),
    "durations + 3": (lambda t: t["delay"] + 3, TIMEDELTA),
    "3 + moment": (lambda t: 3 + t["created_at"][0], TIMEDELTA),
    "zone in Spanish": (lambda t: t["created_at"].dt.tz_convert("Europa/Madrid"), ZONE),
    "zone of a city": (lambda t: pd.Timestamp("2014", tz="Madrid"), ZONE),
    "zone misspelt": (lambda t: pd.Timestamp("2014").tz_localize("Europe/Madird"), ZONE),
    "resample M": (lambda t: t.set_index("created_at").resample("M").size(), UNIT),
    "resample T": (lambda t: t.set_index("created_at").resample("10T").size(), UNIT),
    "floor M": (lambda t: t["created_at"].dt.floor("M"), UNIT),
    "floor T": (lambda t: t["created_at"].dt.floor("T"), UNIT),
    "floor m": (lambda t: t["created_at"].dt.floor("m"), UNIT),
    "floor in Spanish": (lambda t: t["created_at"].dt.floor("minuto"), UNIT),
    "Timedelta T": (lambda t: pd.Timedelta("3T"), UNIT),
    "Timedelta M": (lambda t: pd.Timedelta("3M"), UNIT),
    "floor ME": (lambda t: t["created_at"].dt.floor("ME"), ("los meses son desiguales", "months differ")),
    "map of nothing": (
        lambda t: t["tweet_id"].map(NO_BRAND.set_index("reply_to")["created_at"]) - t["created_at"],
        FILTER,
    ),
    "map of no groups": (
        lambda t: t["tweet_id"].map(NO_BRAND.groupby("reply_to")["created_at"].min()),
        FILTER,
    ),
    "division first": (lambda t: t["created_at"] - t["created_at"] / pd.Timedelta("1min"), DIVISION),
    "division of one first": (lambda t: t["created_at"][1] - t["created_at"][0] / 60, DIVISION),
    "numbers > duration": (lambda t: t["minutes"].dropna() > pd.Timedelta("2h"), NUMBERS),
    "number > duration": (lambda t: t["minutes"][0] > pd.Timedelta("2h"), NUMBERS),
    "numbers / duration": (lambda t: t["minutes"] / pd.Timedelta("2h"), NUMBERS),
    "rows < moment": (
        lambda t: t[t.index < MOMENT],
        ("escribe `.index` detrás", "write `.index` after"),
    ),
    "comma in a Series": (lambda t: t["likes"][t["likes"] > 1, t["likes"] < 3], COMMA),
    "comma in a table": (lambda t: t[t["likes"] > 1, t["likes"] < 3], COMMA),
    "comma in loc": (lambda t: t["likes"].loc[t["likes"] > 1, t["likes"] < 3], COMMA),
    "mask.median()": (
        lambda t: (t.index >= 1).median(),
        ("`datos[filtro].median()`", "`data[filter].median()`"),
    ),
    "minute as m": (lambda t: t.set_index("created_at").resample("1m").size(), UNIT),
    "gap in an if": (lambda t: 1 if pd.NA == "t1" else 2, ("pd.notna(...)", "pd.notna(...)")),
    "fixed position": (lambda t: t.index[9], ("número fijo", "fixed number")),
    "isna of a filter": (lambda t: t[t["reply_to"].isna], CALL),
    "isna and mean": (lambda t: t["reply_to"].isna.mean(), ("`.isna()`", "`.isna()`")),
    "isna in groupby": (lambda t: t.groupby(t["reply_to"].isna).size(), CALL),
    "isna with ~": (lambda t: ~t["reply_to"].isna, CALL),
    "sum of isna": (lambda t: sum(t["reply_to"].isna), CALL),
    "isna of groups": (
        lambda t: t.groupby("author_role")["reply_to"].isna(),
        ("con `assign`, la columna", "with `assign`"),
    ),
    "one pair of brackets": (lambda t: t["author_role", "likes"], ("dos pares de corchetes", "two pairs")),
    "column for filter": (
        lambda t: t[t["likes"]],
        ("Un filtro es una comparación", "A filter is a comparison"),
    ),
    "column in loc": (lambda t: t.loc["likes"], ("busca filas", "looks for rows")),
    "no pandas": (lambda t: plt.Timedelta("1h"), ("al principio del cuaderno", "beginning of the notebook")),  # noqa: F821
    "no quotes": (lambda t: t[reply_to], ('ponle comillas, `tabla["reply_to"]`', "put it in quotes")),  # noqa: F821
    "name in quotes": (lambda t: t.groupby("by").size(), ("ninguna columna «by»", 'no column "by"')),
    "lists not exploded": (
        lambda t: t.assign(words=t["text"].str.split(" ")).duplicated(["words", "author_role"]),
        ("`.explode(...)`",) * 2,
    ),
    "equal to a list": (lambda t: t[t["author_role"] == ["brand", "media"]], ("`.isin(...)`",) * 2),
    "values for their number": (
        lambda t: t["text"].value_counts() / t["likes"].to_numpy()[:2],
        ("`.nunique()`",) * 2,
    ),
    "isin of a text": (lambda t: t["author_role"].isin("brand"), ('`.isin(["brand"])`',) * 2),
    "mean of everything": (
        lambda t: t.groupby("author_role").mean(),
        ("columna de textos", "column of texts"),
    ),
    "quantile 90": (lambda t: t["likes"].quantile(90), ("`0.9`, no `90`", "`0.9`, not `90`")),
    "map with repeats": (
        lambda t: t["text"].map(t.set_index("author_role")["likes"]),
        ("está repetida", "is repeated"),
    ),
    "another table's filter": (lambda t: t[t["likes"].head(2) > 0], ("mismas filas", "same rows")),
    "another table's mask, as an array": (
        lambda t: t[(t["likes"].head(2) > 0).to_numpy()],
        ("mismas filas", "same rows"),
    ),
    "a name that only the other Series has": (
        lambda t: [t["text"].value_counts()[word] for word in ("Sigo", "otra")],
        ("`s.get(x, 0)`", "`s.get(x, 0)`"),
    ),
    "a column of other data": (lambda t: t["ana"], ("los da `tabla.columns`", "`table.columns` gives them")),
    "a column of other data in loc": (
        lambda t: t.loc[0, "ana"],
        ("ninguna columna «ana»", 'no column "ana"'),
    ),
    "a setting without its name": (
        lambda t: krippendorff_alpha(t, "masi"),
        ("ponle su nombre delante", "put its name before it"),
    ),
    "a setting of another function": (
        lambda t: percent_agreement(t, distance="masi"),
        ("`percent_agreement` no admite `distance=`", "`percent_agreement` does not take `distance=`"),
    ),
    "alpha asked of a result": (lambda t: RESULT.alpha, ("su número es `.value`", "its number is `.value`")),
    "sort_values of a table": (
        lambda t: t.sort_values(),
        ("entre los paréntesis", "between the parentheses"),
    ),
}


@pytest.mark.parametrize("name", SLIPS)
def test_tells_what_to_do(name: str) -> None:
    """The slip is named with its remedy in both languages, and a misleading word of pandas is not repeated."""
    function, (es, en) = SLIPS[name]
    message = explain(report(function))
    assert es in message.es and en in message.en
    assert message.es != message.en
    assert "obj.freq" not in message.es and ("Python dice" not in message.es or "hueco" in message.es)
    assert "clave" not in message.es


def test_the_nearest_column_is_near() -> None:
    """A new column that is not there is not taken for an old one with a likeness."""
    new, misspelt = report(lambda t: t["replied_at"]), report(lambda t: t["create_at"])
    assert "Querías" not in explain(new).es
    assert "¿Querías decir «created_at»?" in explain(misspelt).es


def test_says_nothing_where_it_knows_nothing() -> None:
    """An error without words of ours is Python's alone."""
    assert meaning(ErrorReport("ValueError", "something odd")) is None
    assert meaning(ErrorReport("AttributeError", "no name")) is None
    assert "something odd" in explain(ErrorReport("ValueError", "something odd")).en


def test_blind_words_come_from_no_message() -> None:
    """Whatever pandas says of a hidden case's data, the words are of the kind of error alone."""
    for function, _ in SLIPS.values():
        error = report(function)
        assert explain_blind(error) == explain_blind(ErrorReport(error.kind))


def test_patterns_are_tried_on_real_words() -> None:
    """Every pattern is met by some real error above: none has been left behind by a new pandas."""
    said = [report(function).message for function, _ in SLIPS.values()]
    for pattern, _ in pandas_words.BY_PANDAS:
        assert any(re.search(pattern, message) for message in said), pattern
