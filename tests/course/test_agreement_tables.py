"""The long table, as students write it, and the tables made of it; what cannot be read says what to do."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from course.agreement import (
    AgreementError,
    agreement_by_code,
    cohen_kappa,
    confusion,
    disagreements,
    krippendorff_alpha,
    long,
    percent_agreement,
    wide,
)
from course.agreement.coding import read
from course.errors import CourseError, SchemaError

LABELS = pd.DataFrame(
    [
        ("t3", "bruno", "joke"),
        ("t1", "ana", "joke|question"),
        ("t1", "bruno", "question|joke"),
        ("t2", "ana", "defence"),
        ("t2", "bruno", "accusation"),
        ("t3", "ana", "joke"),
        ("t4", "ana", "joke"),
        ("t5", "ana", "question"),
        ("t5", "bruno", "joke|question"),
        ("t5", "carla", "question"),
        ("t6", "bruno", None),
    ],
    columns=["tweet_id", "annotator", "labels"],
)
TWO = LABELS[LABELS["annotator"] != "carla"]


# -- reading -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    [
        *("joke|question", "question|joke", " joke | question ", "joke||question|", "joke|question|joke"),
        *(["joke", "question"], ("question", "joke"), {"joke", "question"}, frozenset({"question", "joke"})),
        np.array(["joke", "question"]),
        ["joke|question"],
    ],
    ids=lambda written: written if isinstance(written, str) else type(written).__name__,
)
def test_every_way_of_writing_a_set_of_labels(written):
    """Texts joined by a bar, lists, tuples, sets and arrays are the same set, whatever the order."""
    labels = pd.DataFrame({"tweet_id": ["t1", "t1"], "annotator": ["ana", "bruno"]})
    labels["labels"] = pd.Series(["joke|question", written], dtype=object)
    assert percent_agreement(labels) == 1


@pytest.mark.parametrize(
    "nothing", [None, float("nan"), pd.NA, pd.NaT, "", "  ", "|", [], (), set(), [""], [None]], ids=repr
)
def test_what_is_missing_is_no_label(nothing):
    """An empty label is as good as no row: the tweet was not coded by that annotator."""
    extra = pd.DataFrame({"tweet_id": ["t1"], "annotator": ["carla"]})
    extra["labels"] = pd.Series([nothing], dtype=object)
    base = TWO.assign(labels=TWO["labels"].astype(object))
    found = krippendorff_alpha(pd.concat([base, extra], ignore_index=True), repetitions=0)
    assert found.value == krippendorff_alpha(TWO, repetitions=0).value
    assert found.annotators == ("bruno", "ana")


@pytest.mark.parametrize("dtype", ["object", "str", "category", "string"])
def test_columns_of_any_dtype(dtype):
    """Texts as objects, as pandas' strings with either missing value, or as categories."""
    labels = LABELS.astype(dict.fromkeys(LABELS.columns, dtype))
    assert krippendorff_alpha(labels).interval == krippendorff_alpha(LABELS).interval
    assert wide(labels).equals(wide(LABELS))


def test_numbers_are_labels_too():
    """A small table by hand may use 0 and 1, which pandas turns into decimal numbers beside a gap."""
    labels = pd.DataFrame(
        {
            "tweet_id": ["t1", "t2", "t3"] * 2,
            "annotator": ["a"] * 3 + ["b"] * 3,
            "labels": [0, 1, 1, 0, 0, None],
        }
    )
    assert labels["labels"].dtype == float
    assert wide(labels)["a"].tolist() == ["0", "1", "1"]
    assert percent_agreement(labels) == 0.5
    assert percent_agreement(labels.dropna().assign(labels=labels["labels"].dropna() > 0)) == 0.5


def test_other_columns_order_and_index_do_not_matter():
    """A file of the annotation widget has more columns; a filtered table has gaps in its index."""
    more = LABELS.assign(note="x", status="labelled")[["note", "labels", "status", "annotator", "tweet_id"]]
    more.index = range(500, 500 + len(more))
    assert krippendorff_alpha(more).interval == krippendorff_alpha(LABELS).interval


MEASURES = [
    krippendorff_alpha,
    cohen_kappa,
    percent_agreement,
    disagreements,
    confusion,
    agreement_by_code,
    wide,
]
NEED_TWO = MEASURES[:-1]


def broken(change: str) -> pd.DataFrame:
    table = TWO.reset_index(drop=True)
    return {
        "no-column": lambda: table.drop(columns="annotator"),
        "no-rows": lambda: table.iloc[:0],
        "no-id": lambda: table.assign(tweet_id=table["tweet_id"].where(table.index > 0, None)),
        "no-name": lambda: table.assign(annotator=table["annotator"].where(table.index > 0, None)),
        "decimal-ids": lambda: table.assign(tweet_id=[1.58e18 + 1e6 * row for row in table.index]),
        "twice": lambda: pd.concat([table, table.iloc[[0, 1]].assign(labels="other")]),
        "unreadable": lambda: table.assign(labels=[{"joke": 1}] * len(table)),
        "no-table": lambda: [1, 2],
    }[change]()


@pytest.mark.parametrize("measure", MEASURES, ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    ("change", "kind", "words"),
    [
        ("no-column", SchemaError, ("annotator", ".rename")),
        ("no-rows", SchemaError, ("vacía",)),
        ("no-id", SchemaError, ("tweet_id", ".iloc[0]")),
        ("no-name", SchemaError, ("annotator", ".iloc[0]")),
        ("decimal-ids", SchemaError, ("tweet_id", "dtype=str")),
        ("twice", AgreementError, ("bruno", "t3", "otras 1", "drop_duplicates")),
        ("unreadable", AgreementError, ("{'joke': 1}", "joke|question")),
        ("no-table", SchemaError, ("list",)),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_a_table_that_cannot_be_read_says_what_to_do(measure, change, kind, words):
    """Each flaw is a CourseError in both languages that names the place and the remedy."""
    with pytest.raises(kind) as caught:
        measure(broken(change))
    message = caught.value.message
    for word in words:
        assert word in message.es
    assert message.es != message.en
    if change != "no-table":
        assert "Remedio: " in message.es
        assert "Remedy: " in message.en


def alone(change: str) -> pd.DataFrame:
    ana = TWO[TWO["annotator"] == "ana"]
    return {
        "one-annotator": ana,
        "two-but-one-empty": pd.concat([ana, ana.assign(annotator="bruno", labels=None)]),
        "nobody": TWO.assign(labels=""),
        "nothing-in-common": pd.concat(
            [ana, ana.assign(annotator="bruno", tweet_id=ana["tweet_id"].str[1:])]
        ),
    }[change]


@pytest.mark.parametrize("measure", NEED_TWO, ids=lambda one: one.__name__)
@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("one-annotator", ("Solo hay etiquetas de ana", "pd.concat")),
        ("two-but-one-empty", ("Solo hay etiquetas de ana", "pd.concat")),
        ("nobody", ("Ninguna fila tiene etiquetas",)),
        ("nothing-in-common", ("Ningún tuit lo han codificado dos personas", '"t1580"')),
    ],
    ids=lambda one: one if isinstance(one, str) else "",
)
def test_it_takes_two_to_agree(measure, change, words):
    """Fewer than two annotators, or no tweet in common, is an error with its remedy, never a number."""
    with pytest.raises(AgreementError) as caught:
        measure(alone(change))
    for word in (*words, "Remedio: "):
        assert word in caught.value.message.es
    assert "Remedy: " in caught.value.message.en


@pytest.mark.parametrize("measure", [cohen_kappa, confusion], ids=lambda one: one.__name__)
def test_kappa_is_for_two(measure):
    """With three annotators somebody has to choose; with the choice made, the others do not matter."""
    with pytest.raises(AgreementError) as caught:
        measure(LABELS)
    assert "annotators=('bruno', 'ana')" in caught.value.message.es
    assert ("krippendorff_alpha" in caught.value.message.en) == (measure is cohen_kappa)
    chosen, only = measure(LABELS, annotators=("bruno", "ana")), measure(TWO)
    assert chosen.equals(only) if measure is confusion else chosen.interval == only.interval
    for wrong, word in ((("ana", "berta"), "'berta'"), ("ana", "'ana'"), (("ana",), "'ana'"), ((), "no a 0")):
        with pytest.raises(AgreementError) as caught:
            measure(LABELS, annotators=wrong)
        assert word in caught.value.message.es
        assert "Remedio: " in caught.value.message.es


def test_an_annotator_without_labels_does_not_make_three():
    """Two who labelled and one who only opened the tool are two."""
    more = pd.concat([TWO, TWO.iloc[:1].assign(annotator="carla", labels=None)])
    assert cohen_kappa(more).interval == cohen_kappa(TWO).interval


def test_errors_are_for_students():
    """No traceback is shown: all of them are CourseErrors, and ValueErrors for whoever catches those."""
    assert issubclass(AgreementError, CourseError)
    assert issubclass(AgreementError, ValueError)
    with pytest.raises(AgreementError, match="euclid"):
        krippendorff_alpha(LABELS, distance="euclid")


# -- wide and long -------------------------------------------------------------------------------------------


def test_wide_has_a_row_a_tweet_and_a_column_an_annotator():
    """Tweets and annotators in the table's order, sets in alphabetical order, gaps where nobody labelled."""
    table = wide(LABELS)
    assert list(table.index) == ["t3", "t1", "t2", "t4", "t5", "t6"]
    assert list(table.columns) == ["bruno", "ana", "carla"]
    assert table.loc["t1"].tolist()[:2] == ["joke|question"] * 2
    assert table.isna().sum().to_dict() == {"bruno": 2, "ana": 1, "carla": 5}
    assert (table.index.name, table.columns.name) == ("tweet_id", "annotator")


def test_long_undoes_wide():
    """Back and forth nothing is lost but missing labels and the order within a set."""
    there = long(wide(LABELS))
    assert list(there.columns) == ["tweet_id", "annotator", "labels"]
    assert len(there) == LABELS["labels"].notna().sum()
    assert wide(there).equals(wide(LABELS).drop(index="t6"))
    for measure in (krippendorff_alpha, percent_agreement):
        assert measure(there).value == measure(LABELS).value


def test_long_takes_what_a_student_types():
    """`tweet_id` as a column or as the index; lists as cells; a column that is missing or double says so."""
    typed = pd.DataFrame({"tweet_id": ["t1", "t2"], "ana": ["joke", ""], "bruno": [["joke", "x"], None]})
    rows = [("t1", "ana", "joke"), ("t1", "bruno", ["joke", "x"])]
    assert list(long(typed).itertuples(index=False, name=None)) == rows
    assert list(long(typed.set_index("tweet_id")).itertuples(index=False, name=None)) == rows
    with pytest.raises(SchemaError, match="tweet_id"):
        long(typed.drop(columns="tweet_id"))
    with pytest.raises(SchemaError, match="ana"):
        long(typed.set_axis(["tweet_id", "ana", "ana"], axis="columns"))


# -- where they part -----------------------------------------------------------------------------------------


def test_disagreements_names_who_said_what():
    """Disputed tweets only, the most disputed first, with every answer and its author."""
    table = disagreements(LABELS)
    assert table["tweet_id"].tolist() == ["t2", "t5"]
    assert table["disagreement"].tolist() == pytest.approx([1, 2 / 3])
    assert table["coded_by"].tolist() == [2, 3]
    assert table["said"].tolist() == ["accusation (1), defence (1)", "question (2), joke|question (1)"]
    assert list(table.columns) == ["tweet_id", "coded_by", "disagreement", "said", "bruno", "ana", "carla"]
    assert table.loc[1, ["bruno", "ana", "carla"]].tolist() == ["joke|question", "question", "question"]
    assert pd.isna(table.loc[0, "carla"])


def test_disagreements_with_masi_weigh_overlap():
    """A shared label makes less of a disagreement: of three pairs two are {q} against {j, q}, 2/3 apart."""
    table = disagreements(LABELS, distance="masi")
    assert table.set_index("tweet_id")["disagreement"].to_dict() == pytest.approx({"t2": 1, "t5": 4 / 9})


def test_equals_stay_in_the_tables_order():
    """Tweets as disputed as each other keep the order they came in."""
    labels = pd.DataFrame(
        {"tweet_id": ["t9", "t1", "t5"] * 2, "annotator": ["a"] * 3 + ["b"] * 3, "labels": list("xxxyyy")}
    )
    assert disagreements(labels)["tweet_id"].tolist() == ["t9", "t1", "t5"]


def test_no_disagreement_is_an_empty_table_with_the_same_columns():
    """Where all agree there is nothing to show, and code that reads the columns still runs."""
    empty = disagreements(TWO[TWO["tweet_id"].isin(["t1", "t3"])])
    assert len(empty) == 0
    assert list(empty.columns) == ["tweet_id", "coded_by", "disagreement", "said", "bruno", "ana"]


def test_an_annotator_called_like_a_column():
    """Nobody is lost for being called `said`."""
    table = disagreements(LABELS.replace({"annotator": {"carla": "said"}}))
    assert table.columns.is_unique
    assert "said (annotator)" in table.columns


def test_confusion_counts_every_pair():
    """Square, the same labels both ways, named after the annotators; cells are counted by hand."""
    table = confusion(TWO, annotators=("ana", "bruno"))
    labels = ["accusation", "defence", "joke", "joke|question", "question"]
    assert list(table.index) == list(table.columns) == labels
    assert (table.index.name, table.columns.name) == ("ana", "bruno")
    assert table.to_numpy().sum() == 4
    assert table.loc["defence", "accusation"] == 1
    assert table.loc["question", "joke|question"] == 1
    assert np.trace(table.to_numpy()) == 2
    assert confusion(TWO, annotators=("bruno", "ana")).equals(table.T)


def test_confusion_is_pandas_crosstab():
    """On larger tables it is the cross tabulation of the two columns."""
    rng = np.random.default_rng(0)
    wide_table = pd.DataFrame({"ana": rng.choice(list("abc"), 60), "bruno": rng.choice(list("abcd"), 60)})
    wide_table.index = pd.Index([f"t{place}" for place in range(60)], name="tweet_id")
    table = confusion(long(wide_table))
    crossed = pd.crosstab(wide_table["ana"], wide_table["bruno"])
    both = crossed.reindex(index=table.index, columns=table.columns, fill_value=0)
    assert (table.to_numpy() == both.to_numpy()).all()


def test_by_code_is_alpha_on_applies_or_not():
    """Each row is alpha and percent of the table in which that code applies, yes or no."""
    table = agreement_by_code(LABELS, repetitions=200)
    assert table["code"].tolist() == ["joke", "question", "accusation", "defence"]
    assert table["times"].tolist() == [5, 5, 1, 1]
    coded = LABELS.dropna()
    for row in table.itertuples():
        has = coded["labels"].str.split("|").map(lambda labels, code=row.code: code in labels)
        yes_no = coded.assign(labels=has.map({True: "yes", False: "no"}))
        alpha = krippendorff_alpha(yes_no, repetitions=200)
        assert row.alpha == pytest.approx(alpha.value, nan_ok=True)
        assert np.isnan([row.low, row.high]).all()  # too rare for an interval
        assert row.percent == pytest.approx(percent_agreement(yes_no).value)
        shared = coded.groupby("tweet_id")["annotator"].transform("size") > 1
        assert row.times == int(has[shared].sum())


def test_by_code_of_a_given_list():
    """A codebook's codes in its order; one that nobody used has no alpha, and full agreement on its absence."""
    table = agreement_by_code(LABELS, codes=["other", "joke"], repetitions=0).set_index("code")
    assert list(table.index) == ["other", "joke"]
    assert table.loc["other", "times"] == 0
    assert table.loc["other", "percent"] == 1
    assert np.isnan(table.loc["other", "alpha"])


def test_reading_keeps_the_tables_order():
    """What others build on: tweets and annotators as they come, values sorted, -1 for missing."""
    coding = read(LABELS)
    assert coding.tweets == ("t3", "t1", "t2", "t4", "t5", "t6")
    assert coding.annotators == ("bruno", "ana", "carla")
    assert (coding.codes[-1] == -1).all()
    assert coding.pairs == 1 + 1 + 1 + 3
