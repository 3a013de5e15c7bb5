"""Agreement measures: published worked examples, an independent library, and the definitions done by hand."""

from __future__ import annotations

import itertools
import math
from collections import Counter, defaultdict
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from course.agreement import Agreement, cohen_kappa, krippendorff_alpha, percent_agreement
from course.agreement.distances import DISTANCES, distance_matrix

SIX = 5e-7  # six decimals


def table(**coders: list) -> pd.DataFrame:
    """Make a long table from one list of labels a coder; None is a missing label."""
    rows = [
        (f"t{place}", name, label) for name, labels in coders.items() for place, label in enumerate(labels, 1)
    ]
    return pd.DataFrame(rows, columns=["tweet_id", "annotator", "labels"])


def counted(cells: list[list[int]]) -> pd.DataFrame:
    """Make a long table of two coders from their confusion matrix."""
    pairs = [
        (str(row), str(column))
        for row, line in enumerate(cells)
        for column, times in enumerate(line)
        for _ in range(times)
    ]
    return table(a=[one for one, _ in pairs], b=[other for _, other in pairs])


# -- published examples --------------------------------------------------------------------------------------

N = None
# Krippendorff (2011), "Computing Krippendorff's Alpha-Reliability": two observers and binary data (A), two
# observers and nominal data (B), four observers and missing data (C). He gives .095, .692 and .743, by
# ((n - 1) * sum of o_cc - sum of n_c (n_c - 1)) / (n (n - 1) - sum of n_c (n_c - 1)), worked below.
BINARY = table(meg=[0, 1, 0, 0, 0, 0, 0, 0, 1, 0], owen=[1, 1, 1, 0, 0, 1, 0, 0, 0, 0])
NOMINAL = table(ben=list("aabbdcccedda"), gerry=list("babbbccceddd"))
MISSING = table(
    a=[1, 2, 3, 3, 2, 1, 4, 1, 2, N, N, N],
    b=[1, 2, 3, 3, 2, 2, 4, 1, 2, 5, N, 3],
    c=[N, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, N],
    d=[1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, N],
)
# The worked example of the encyclopaedia article "Krippendorff's alpha": three coders, 15 units; .691.
THREE = table(
    a=[N, N, N, N, N, 3, 4, 1, 2, 1, 1, 3, 3, N, 3],
    b=[1, N, 2, 1, 3, 3, 4, 3, N, N, N, N, N, N, N],
    c=[N, N, 2, 1, 3, 4, 4, N, 2, 1, 1, 3, 3, N, 4],
)
# One odd label among 22: an example in fast-krippendorff's issue 11, of which its author reports that
# Krippendorff confirmed the 0. D_o and D_e are both 2/22.
ONE_ODD = table(a=[3, 3, 3, 3, 3], b=[3, 3, 3, 3, 3], c=[3, 3, N, N, 3], d=[3, 3, 3, 3, 1], e=[3, N, 3, 3, 3])


@pytest.mark.parametrize(
    ("labels", "published", "worked"),
    [
        pytest.param(
            BINARY, 0.095, Fraction(19 * 12 - (14 * 13 + 6 * 5), 20 * 19 - (14 * 13 + 6 * 5)), id="binary"
        ),
        pytest.param(NOMINAL, 0.692, Fraction(23 * 18 - 104, 24 * 23 - 104), id="two-observers"),
        pytest.param(
            MISSING,
            0.743,
            Fraction(
                39 * (7 + 10 + 8 + 4 + 3) - (9 * 8 + 13 * 12 + 10 * 9 + 5 * 4 + 3 * 2),
                40 * 39 - (9 * 8 + 13 * 12 + 10 * 9 + 5 * 4 + 3 * 2),
            ),
            id="four-observers-missing",
        ),
        pytest.param(THREE, 0.691, None, id="three-coders-missing"),
        pytest.param(ONE_ODD, 0.0, Fraction(0), id="one-odd-label"),
    ],
)
def test_alpha_of_published_examples(labels, published, worked):
    """Alpha is what its author publishes, and what his formula gives by hand, to six decimals."""
    alpha = krippendorff_alpha(labels, repetitions=0)
    assert round(alpha, 3) == published
    assert alpha.value == pytest.approx(float(coincidences(labels) if worked is None else worked), abs=SIX)


# Cohen (1960), Table 2 (and Cohen 1968, Table 1): 200 diagnoses by two judges; p_o .70, p_e .41, kappa .492.
COHEN = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
# Fleiss (1981), Statistical Methods for Rates and Proportions: 100 diagnoses; p_o .89, p_e .66, kappa .68.
FLEISS = [[75, 1, 4], [5, 4, 1], [0, 0, 10]]


@pytest.mark.parametrize(
    ("cells", "observed", "expected", "published"),
    [
        pytest.param(COHEN, 0.70, 0.41, 0.492, id="cohen-1960"),
        pytest.param(FLEISS, 0.89, 0.66, 0.676, id="fleiss-1981"),
        pytest.param([[20, 5], [10, 15]], 0.70, 0.50, 0.4, id="grant-proposals"),
    ],
)
def test_kappa_of_published_tables(cells, observed, expected, published):
    """Kappa, the agreement observed and the one expected are those printed, in any order of the judges."""
    kappa = cohen_kappa(counted(cells), repetitions=0)
    assert (kappa.observed, kappa.expected) == pytest.approx((observed, expected), abs=SIX)
    assert round(kappa, 3) == published
    assert kappa.value == pytest.approx((observed - expected) / (1 - expected), abs=SIX)
    assert cohen_kappa(counted(cells), annotators=("b", "a"), repetitions=0) == pytest.approx(kappa.value)


# Passonneau (2006), section on MASI: Jaccard's coefficient times M, which is 1 for the same set, 2/3 for one
# inside the other, 1/3 for sets that overlap otherwise, 0 for disjoint ones.
MASI = [
    ("ab", "ab", Fraction(0)),
    ("ab", "abcd", 1 - Fraction(2, 4) * Fraction(2, 3)),
    ("ab", "a", 1 - Fraction(1, 2) * Fraction(2, 3)),
    ("ab", "bc", 1 - Fraction(1, 3) * Fraction(1, 3)),
    ("abc", "bcd", 1 - Fraction(2, 4) * Fraction(1, 3)),
    ("ab", "cd", Fraction(1)),
]


@pytest.mark.parametrize(("one", "other", "distance"), MASI, ids=[f"{a}-{b}" for a, b, _ in MASI])
def test_masi_is_the_published_definition(one, other, distance):
    """MASI distance has the exact thirds of the definition, both ways round, and an exact 0 and 1."""
    found = distance_matrix([frozenset(one), frozenset(other)], "masi")
    assert found[0, 1] == found[1, 0] == pytest.approx(float(distance), abs=1e-15)
    assert found[0, 0] == found[1, 1] == 0
    if distance in (0, 1):
        assert found[0, 1] == distance


def test_alpha_with_masi_by_hand():
    """Two tweets, {a, b} against {a} and {b} against {b}: D_o = (2 * 2/3) / 4, D_e from the four labels."""
    labels = table(ana=["a|b", "b"], bruno=["a", "b"])
    apart = {("ab", "a"): Fraction(2, 3), ("ab", "b"): Fraction(2, 3), ("a", "b"): Fraction(1)}
    observed = 2 * apart["ab", "a"] / 4
    # labels: {a, b} once, {a} once, {b} twice; ordered pairs of different labels out of 4 * 3
    expected = 2 * (apart["ab", "a"] + 2 * apart["ab", "b"] + 2 * apart["a", "b"]) / 12
    alpha = krippendorff_alpha(labels, distance="masi", repetitions=0)
    assert alpha.value == pytest.approx(float(1 - observed / expected), abs=SIX)
    assert (alpha.observed, alpha.expected) == pytest.approx((float(1 - observed), float(1 - expected)))


# -- the definitions, written another way --------------------------------------------------------------------


def apart(distance: str, one: frozenset, other: frozenset) -> Fraction:
    """Return a distance from its definition in words."""
    if one == other:
        return Fraction(0)
    if distance == "nominal":
        return Fraction(1)
    jaccard = Fraction(len(one & other), len(one | other))
    if distance == "jaccard":
        return 1 - jaccard
    return 1 - jaccard * (Fraction(2, 3) if one < other or other < one else Fraction(1, 3))


def sets(labels: pd.DataFrame) -> list[tuple[str, str, frozenset]]:
    """Return (coder, tweet, set of labels) of the rows that have labels."""
    return [
        (row.annotator, row.tweet_id, frozenset(str(row.labels).split("|")))
        for row in labels.itertuples()
        if row.labels is not None and row.labels == row.labels
    ]


def coincidences(labels: pd.DataFrame, distance: str = "nominal") -> Fraction | None:
    """Return alpha from Krippendorff's coincidence matrix, in fractions; None where it is not defined."""
    units = defaultdict(list)
    for _, tweet, label in sets(labels):
        units[tweet].append(label)
    matrix: dict[tuple, Fraction] = defaultdict(Fraction)
    for values in units.values():
        for one, other in itertools.permutations(range(len(values)), 2):
            matrix[values[one], values[other]] += Fraction(1, len(values) - 1)
    margin: dict[frozenset, Fraction] = defaultdict(Fraction)
    for (one, _), count in matrix.items():
        margin[one] += count
    total = sum(margin.values())
    observed = sum(count * apart(distance, *pair) for pair, count in matrix.items())
    expected = sum(
        margin[one] * margin[other] * apart(distance, one, other)
        for one, other in itertools.product(margin, repeat=2)
    )
    return 1 - (total - 1) * observed / expected if expected else None


def random_table(seed: int, *, coders: int | None = None, multi: bool = True) -> pd.DataFrame:
    """Draw a small table with missing labels and agreement of any strength."""
    rng = np.random.default_rng(seed)
    coders = coders or int(rng.integers(2, 6))
    tweets, codes = int(rng.integers(3, 25)), list("abcde")[: rng.integers(2, 6)]
    missing, truth = rng.choice([0, 0.1, 0.4]), rng.random()

    def draw():
        size = rng.integers(1, len(codes) + 1) if multi else 1
        return "|".join(rng.permutation(codes)[:size])

    columns: dict[str, list] = {f"c{place}": [] for place in range(coders)}
    for _ in range(tweets):
        answer = draw()
        for labels in columns.values():
            label = answer if rng.random() < truth else draw()
            labels.append(None if rng.random() < missing else label)
    first, second, *_ = columns.values()
    first[0] = second[0] = "a"  # one tweet in common, whatever is missing
    return table(**columns)


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("seed", range(40))
def test_alpha_is_that_of_the_coincidence_matrix(seed, distance):
    """On any table the vectorised alpha is the one of exact fractions; not defined where that is not."""
    labels = random_table(seed, multi=seed % 3 > 0)
    exact = coincidences(labels, distance)
    alpha = krippendorff_alpha(labels, distance=distance, repetitions=0)
    if exact is None:
        assert math.isnan(alpha)
        assert alpha.reason is not None
    else:
        assert alpha.value == pytest.approx(float(exact), abs=1e-12)


@pytest.mark.parametrize("distance", DISTANCES)
@pytest.mark.parametrize("seed", range(40))
def test_alpha_is_that_of_nltk(seed, distance):
    """An independent library gives the same alpha, missing labels left out of its triples.

    nltk says 1 where everybody used a single label; by the formula that is 0/0, and here not defined.
    """
    from nltk.metrics.agreement import AnnotationTask

    labels = random_table(100 + seed, multi=seed % 3 > 0)

    def measure(one, other):  # exact thirds: nltk's own masi_distance rounded them for years
        return float(apart(distance, one, other))

    theirs = AnnotationTask(sets(labels), distance=measure).alpha()
    ours = krippendorff_alpha(labels, distance=distance, repetitions=0)
    assert (1 if math.isnan(ours) else ours.value) == pytest.approx(theirs, abs=SIX)


def test_distances_are_those_of_nltk():
    """Every pair of sets of four codes; MASI within the rounding of nltk's older thirds (0.67, 0.33)."""
    from nltk.metrics import binary_distance, jaccard_distance, masi_distance

    every = [frozenset(some) for size in (1, 2, 3, 4) for some in itertools.combinations("abcd", size)]
    rounding = abs(masi_distance({1, 2}, {1, 2, 3, 4}) - 2 / 3)
    assert rounding < 0.002
    for name, theirs, near in (
        ("nominal", binary_distance, 1e-12),
        ("jaccard", jaccard_distance, 1e-12),
        ("masi", masi_distance, 2 * rounding + 1e-12),
    ):
        ours = distance_matrix(every, name)
        for (row, one), (column, other) in itertools.product(enumerate(every), repeat=2):
            assert ours[row, column] == pytest.approx(theirs(one, other), abs=near), (name, one, other)


@pytest.mark.parametrize("seed", range(40))
def test_kappa_is_that_of_nltk_and_of_the_definition(seed):
    """Kappa of two coders on the tweets both coded; nltk wants complete tables, and says 1 for 0/0."""
    from nltk.metrics.agreement import AnnotationTask

    labels = random_table(200 + seed, coders=2, multi=seed % 2 > 0)
    by_tweet = defaultdict(dict)
    for coder, tweet, label in sets(labels):
        by_tweet[tweet][coder] = label
    both = [given for given in by_tweet.values() if len(given) == 2]
    kappa = cohen_kappa(labels, repetitions=0)
    complete = [
        (coder, str(place), label) for place, given in enumerate(both) for coder, label in given.items()
    ]
    assert (1 if math.isnan(kappa) else kappa.value) == pytest.approx(
        AnnotationTask(complete).kappa(), abs=SIX
    )
    first, second = (Counter(given[coder] for given in both) for coder in ("c0", "c1"))
    observed = Fraction(sum(given["c0"] == given["c1"] for given in both), len(both))
    expected = sum((Fraction(first[label] * second[label], len(both) ** 2) for label in first), Fraction(0))
    if expected == 1:
        assert math.isnan(kappa)
    else:
        assert kappa.value == pytest.approx(float((observed - expected) / (1 - expected)), abs=1e-12)


@pytest.mark.parametrize("seed", range(20))
def test_percent_is_the_share_of_equal_pairs(seed):
    """Every pair of annotators of every tweet weighs the same, and missing labels make no pair."""
    labels = random_table(300 + seed)
    by_tweet = defaultdict(list)
    for _, tweet, label in sets(labels):
        by_tweet[tweet].append(label)
    pairs = [pair for given in by_tweet.values() for pair in itertools.combinations(given, 2)]
    percent = percent_agreement(labels, repetitions=0)
    assert percent.value == pytest.approx(sum(one == other for one, other in pairs) / len(pairs), abs=1e-12)
    assert percent.pairs == len(pairs)


# -- what must not matter ------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(10))
def test_names_and_order_do_not_matter(seed):
    """Rows in another order, coders and codes under other names: the same alpha, the same interval."""
    labels = random_table(400 + seed)
    before = krippendorff_alpha(labels, distance="masi", repetitions=50)
    shuffled = labels.sample(frac=1, random_state=seed)
    after = krippendorff_alpha(shuffled, distance="masi", repetitions=50)
    assert after == pytest.approx(before.value)
    assert after.interval == pytest.approx(before.interval, nan_ok=True)
    renamed = labels.assign(
        annotator=labels["annotator"].str.translate(str.maketrans("01234", "43210")),
        labels=labels["labels"].str.translate(str.maketrans("abcde", "edcba")),
    )
    assert krippendorff_alpha(renamed, distance="masi", repetitions=0) == pytest.approx(before.value)


def test_tweets_of_one_annotator_do_not_count():
    """What only one annotator coded changes neither agreement nor chance; it is counted as left out."""
    more = pd.concat([NOMINAL, pd.DataFrame({"tweet_id": ["t90", "t91"], "annotator": "ben", "labels": "z"})])
    for measure in (krippendorff_alpha, cohen_kappa, percent_agreement):
        before, after = measure(NOMINAL), measure(more)
        assert after.value == before.value
        assert after.interval == before.interval
        assert (before.alone, after.alone) == (0, 2)
        assert (after.tweets, after.pairs) == (12, 12)


def test_one_label_a_tweet_needs_no_distance():
    """On single labels all distances are the nominal one."""
    values = {krippendorff_alpha(MISSING, distance=name, repetitions=0).value for name in DISTANCES}
    assert len(values) == 1


def test_masi_gives_credit_for_what_is_shared():
    """Sets that overlap count as half agreement, so alpha is higher than when they count as different."""
    labels = table(ana=["a|b", "c", "a", "b|c"], bruno=["a", "c", "a|c", "b"])
    nominal, jaccard, masi = (
        krippendorff_alpha(labels, distance=name) for name in ("nominal", "jaccard", "masi")
    )
    assert nominal < masi < jaccard


@pytest.mark.parametrize("measure", [krippendorff_alpha, cohen_kappa], ids=["alpha", "kappa"])
@pytest.mark.parametrize("label", ["joke", "joke|question"])
def test_a_single_label_is_not_defined_and_says_why(measure, label):
    """With no variety the value is NaN with a reason, no exception and no interval; percent is still 1."""
    labels = table(ana=[label] * 4, bruno=[label] * 4)
    found = measure(labels)
    assert type(found) is Agreement
    assert math.isnan(found)
    assert all(map(math.isnan, found.interval))
    assert label in found.reason.es
    assert label in found.reason.en
    assert percent_agreement(labels) == 1


def test_full_agreement_is_exactly_one_and_the_opposite_below_zero():
    """The ends of the scale: 1 without rounding, and less than 0 for two who always contradict each other."""
    for distance in DISTANCES:
        labels = table(ana=list("abcab"), bruno=list("abcab"), carla=[*"abca", None])
        assert krippendorff_alpha(labels, distance=distance) == 1.0
    opposite = table(ana=list("abab"), bruno=list("baba"))
    assert krippendorff_alpha(opposite) == pytest.approx(1 - 1 / (4 * 4 * 2 / (8 * 7)))
    assert cohen_kappa(opposite) == -1


def test_nothing_of_the_table_is_changed():
    """The table that comes in is the table that stays."""
    labels = table(ana=["a|b", None, "c"], bruno=[["a", "b"], "b", "c"])
    before = labels.copy(deep=True)
    for measure in (krippendorff_alpha, cohen_kappa, percent_agreement):
        measure(labels)
    pd.testing.assert_frame_equal(labels, before)
