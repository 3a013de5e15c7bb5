"""Unit 03, Iberia, voices: hidden cases, right variants and wrong answers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pandas as pd

from course.agreement import cohen_kappa, krippendorff_alpha, percent_agreement
from course.exercises.iberia_voices import coded, columns, voices
from course.language import Text
from course.voices import practice
from grader.bank import Bank
from grader.gold import gold
from grader.labelling import LabellingBank

EXPRESSED = ("disappointment", "accusation", "joke", "question", "defence")
BLAMED = ("blames_company", "blames_agency", "blames_technology", "blames_accounts")
CODES = (*EXPRESSED, *BLAMED)


def _ids(rng: np.random.Generator, number: int) -> list[str]:
    return [f"t{value}" for value in rng.choice(np.arange(1_000, 9_999), number, replace=False)]


def _joined(codes: Sequence[str]) -> str:
    """Return codes as a file holds them: in the codebook's order, each once."""
    return "|".join(sorted(set(codes), key=[*CODES, *codes].index))


def _label_sets(
    rng: np.random.Generator, number: int, codes: Sequence[str], *, most: int = 3, least: int = 1
) -> list[str]:
    """Return so many label sets of one to three codes, the first codes being the likelier."""
    weights = 1 / np.arange(1, len(codes) + 1) ** 0.6
    sizes = rng.integers(least, most + 1, number)
    return [
        _joined(list(rng.choice(codes, size, replace=False, p=weights / weights.sum()))) for size in sizes
    ]


# --- label-voices ----------------------------------------------------------------------------------------

# Above what keyword rules reach (0.36), and above one code each by the simulator's own kinds of tweet (0.60), which
# anybody can compute: the package holds the simulator. Two readers with nothing but the notebook reached 0.98 and more.
label_voices = LabellingBank("label-voices", gold=lambda: gold("iberia-voices"), floors=(0.40, 0.70))


@label_voices.misreading(
    "first-code-only",
    message=Text(
        es="Parece que pones un solo código por tuit. Muchos hacen varias cosas a la vez: se quejan y "
        "bromean, defienden a unos y culpan a otros. Márcalas todas.",
        en="It looks as if you give one code a tweet. Many do several things at once: they complain and "
        "joke, defend some and blame others. Mark them all.",
    ),
)
def first_code_only(labels):
    return labels[:1]


@label_voices.misreading(
    "complaint-as-blame",
    message=Text(
        es="Parece que toda queja te parece una culpa. «No carga» o «no contestan» cuenta un síntoma; para "
        "culpar hay que reprocharle algo a alguien.",
        en='It looks as if every complaint were blame to you. "It won\'t load" or "they don\'t answer" '
        "tells a symptom; to blame is to reproach somebody with something.",
    ),
)
def complaint_as_blame(labels):
    return (*labels, "blames_company") if "disappointment" in labels else labels


@label_voices.misreading(
    "all-criticism-alike",
    message=Text(
        es="Parece que a todo tuit crítico le pones lo mismo: decepción y culpa a la empresa. Son cosas "
        "distintas, y no van siempre juntas: hay bromas sin queja, quejas sin culpable y culpas en frío.",
        en="It looks as if every critical tweet got the same from you: disappointment, and the company's "
        "blame. They are different things and do not always go together: there are jokes without "
        "complaint, complaints without culprit, and cold blame.",
    ),
)
def all_criticism_alike(labels):
    if labels in (("other",), ("question",), ("defence",)):
        return labels
    return (*labels, "disappointment", "blames_company")


@label_voices.misreading(
    "blame-as-complaint",
    message=Text(
        es="Parece que dejas fuera a quién se culpa y lo apuntas todo como queja. Los códigos que empiezan "
        "por `blames_` se añaden a lo que el tuit exprese; y se puede culpar en frío, sin queja ninguna.",
        en="It looks as if you leave out who is blamed and put everything down as complaint. The codes "
        "that begin with `blames_` are added to whatever the tweet expresses; and one can blame coldly, "
        "without any complaint.",
    ),
)
def blame_as_complaint(labels):
    return tuple("disappointment" if code in BLAMED else code for code in labels)


@label_voices.misreading(
    "everything-doubtful-is-other",
    message=Text(
        es="Usas mucho «Otra cosa». No es el cajón de las dudas: solo vale cuando no hay palabras para "
        "ningún otro código.",
        en='You use "Something else" a great deal. It is not the drawer for doubts: it only fits where '
        "there are no words for any other code.",
    ),
)
def everything_doubtful_is_other(labels):
    return labels if labels in (("disappointment",), ("joke",)) else ("other",)


@label_voices.right
def the_reference_itself(gold):
    return gold.labels


@label_voices.right
def every_other_reading(gold):
    return {**gold.labels, **{tweet: readings[-1] for tweet, readings in gold.also.items()}}


@label_voices.right
def a_few_honest_slips(gold):
    slips = dict(list(gold.labels.items())[::9])
    return {**gold.labels, **{tweet: ("joke", "disappointment") for tweet in slips}}


@label_voices.right
def through_a_spanish_spreadsheet(gold):
    rows = [f"{tweet};ana;{'|'.join(labels)};;labelled" for tweet, labels in gold.labels.items()]
    return "\r\n".join(["tweet_id;annotator;labels;note;status", *rows]).encode("cp1252")


@label_voices.wrong("one-label", caught_by="agreement")
def all_disappointed(gold):
    return dict.fromkeys(gold.labels, "disappointment")


@label_voices.wrong("shifted", caught_by="agreement")
def one_row_down(gold):
    labels = list(gold.labels.values())
    return dict(zip(gold.labels, [labels[-1], *labels[:-1]], strict=True))


@label_voices.wrong("too-few", caught_by="agreement")
def only_the_first_three(gold):
    return dict(list(gold.labels.items())[:3])


@label_voices.wrong("incomplete", caught_by="coverage")
def stops_half_way(gold):
    return dict(list(gold.labels.items())[:24])


@label_voices.wrong("no-file", caught_by="agreement")
def hands_in_no_file(gold):
    return None


@label_voices.wrong("unreadable-file", caught_by="agreement")
def hands_in_a_picture(gold):
    return b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4


@label_voices.wrong("other-tweets", caught_by="agreement")
def labels_the_practice_tweets(gold):
    table = practice()
    return dict(zip(table["tweet_id"], table["labels"], strict=True))


@label_voices.wrong("strange-codes", caught_by="valid-codes")
def invents_codes(gold):
    renamed = {"joke": "broma", "question": "duda"}
    return {tweet: tuple(renamed.get(code, code) for code in labels) for tweet, labels in gold.labels.items()}


@label_voices.wrong("excluded-codes", caught_by="valid-codes")
def other_beside_the_rest(gold):
    return {
        tweet: (*labels, "other") if "defence" in labels else labels for tweet, labels in gold.labels.items()
    }


@label_voices.wrong("all-criticism-alike", caught_by="good-agreement")
def gives_all_criticism_the_same(gold):
    return {tweet: all_criticism_alike(labels) for tweet, labels in gold.labels.items()}


@label_voices.wrong("blame-as-complaint", caught_by="good-agreement")
def blames_nobody(gold):
    return {tweet: blame_as_complaint(labels) for tweet, labels in gold.labels.items()}


@label_voices.wrong("first-code-only", caught_by="good-agreement")
def one_code_a_tweet_and_slips(gold):
    labels = {tweet: labels[:1] for tweet, labels in gold.labels.items()}
    return {**labels, **{tweet: ("joke",) for tweet in list(labels)[::4]}}


@label_voices.wrong("everything-doubtful-is-other", caught_by="agreement")
def drawer_of_doubts(gold):
    return {tweet: everything_doubtful_is_other(labels) for tweet, labels in gold.labels.items()}


def _told_apart(bank: Bank, draw: Callable[[], tuple], *, besides: Sequence[str] = ()) -> tuple:
    """Draw until the right answer and those of each wrong idea differ: no diagnosis by coincidence.

    Ideas that come out right on any such draw, and that another case catches, are left out.
    """
    while True:
        arguments = draw()
        try:
            told = {None: _plain(bank.solution(*arguments))}
            for wrong in bank.wrong_answers:
                if wrong.diagnosis in besides:
                    continue
                told[wrong.diagnosis] = _plain(wrong.function(*arguments))
        except ValueError:  # a wrong answer that cannot cope with these arguments
            continue
        if len(set(told.values())) == len(told):
            return arguments


def _plain(answer: object) -> object:
    """Return what an answer is to be told from another by: a number, or what a list holds in any order."""
    if answer is None or np.ndim(answer) == 0:
        return answer if answer is None else round(float(answer), 7)
    if isinstance(answer, pd.Series) and answer.dtype.kind in "fi":
        return tuple(sorted((str(name), str(round(value, 7))) for name, value in answer.items()))
    return tuple(sorted(map(str, answer)))


# --- kappa-by-hand ---------------------------------------------------------------------------------------

kappa = Bank("kappa-by-hand")


@kappa.reference
def kappa_by_hand(first, second):
    agree = (first == second).mean()
    chance = (first.value_counts(normalize=True) * second.value_counts(normalize=True)).sum()
    return (agree - chance) / (1 - chance)


def _two_coders(
    rng: np.random.Generator,
    number: int,
    habits: dict[str, float],
    other: dict[str, float],
    *,
    together: float,
) -> tuple[pd.Series, pd.Series]:
    """Return what two coders said: the second repeats the first with a probability, else follows habit."""
    first = rng.choice(list(habits), number, p=list(habits.values()))
    alone = rng.choice(list(other), number, p=list(other.values()))
    second = np.where(rng.random(number) < together, first, alone)
    table = columns(ana=list(first), bruno=list(second))
    return table["ana"], table["bruno"]


@kappa.hidden(title=Text(es="cuatro códigos, muchos tuits", en="four codes, many tweets"))
def many_tweets(rng):
    habits = {"disappointment": 0.4, "joke": 0.3, "question": 0.2, "accusation": 0.1}
    other = {"disappointment": 0.25, "joke": 0.2, "question": 0.15, "accusation": 0.4}

    def draw():
        return _two_coders(rng, int(rng.integers(60, 140)), habits, other, together=rng.uniform(0.4, 0.6))

    return _told_apart(kappa, draw)


@kappa.hidden(
    title=Text(es="cada uno usa códigos que el otro no", en="each uses codes that the other does not")
)
def codes_of_ones_own(rng):
    number = int(rng.integers(40, 90))
    habits = {"joke": 0.4, "disappointment": 0.35, "defence": 0.25}
    first, second = _two_coders(rng, number, habits, {"joke": 0.3, "accusation": 0.7}, together=0.6)
    return first, second.replace("defence", "question")


@kappa.hidden(
    title=Text(es="un código que se lo lleva casi todo", en="one code that takes nearly everything")
)
def one_code_rules(rng):
    habits = {"disappointment": 0.85, "joke": 0.1, "question": 0.05}
    return _two_coders(rng, int(rng.integers(60, 140)), habits, habits, together=rng.uniform(0.2, 0.6))


@kappa.hidden(title=Text(es="pocos tuits", en="few tweets"))
def few_tweets(rng):
    habits = {"joke": 0.5, "question": 0.5}
    other = {"joke": 0.3, "question": 0.5, "defence": 0.2}
    while True:
        first, second = _two_coders(rng, int(rng.integers(11, 24)), habits, other, together=0.5)
        first = pd.concat([first, pd.Series(["joke", "question"])], ignore_index=True)
        second = pd.concat([second, pd.Series(["joke", "joke"])], ignore_index=True)
        if kappa.solution(first, second) != 0:  # no agreement at all is no agreement in per cent either
            return first, second


@kappa.hidden(title=Text(es="peor que el azar", en="worse than chance"), core=False)
def worse_than_chance(rng):
    number = int(rng.integers(20, 50))
    first = pd.Series(rng.choice(["joke", "question"], number, p=[0.6, 0.4]))
    flipped = first.map({"joke": "question", "question": "joke"})
    return first, flipped.where(rng.random(number) < 0.8, first)


@kappa.hidden(title=Text(es="acuerdo perfecto", en="perfect agreement"), core=False)
def perfect_agreement(rng):
    said = pd.Series(rng.choice(["joke", "question", "other"], 20))
    said = pd.concat([said, pd.Series(["joke", "question"])], ignore_index=True)
    return said, said.copy()


@kappa.hidden(title=Text(es="las filas con otros números", en="rows with other numbers"), core=False)
def other_row_numbers(rng):
    habits = {"joke": 0.5, "disappointment": 0.3, "question": 0.2}
    first, second = _two_coders(rng, 40, habits, habits, together=0.6)
    order = rng.permutation(np.arange(500, 540))
    return first.set_axis(order), second.set_axis(order)


@kappa.right
def by_crosstab(first, second):
    table = pd.crosstab(first, second, normalize=True)
    codes = table.index.union(table.columns)
    table = table.reindex(index=codes, columns=codes, fill_value=0)
    agree = sum(table.loc[code, code] for code in codes)
    chance = sum(table.loc[code].sum() * table[code].sum() for code in codes)
    return (agree - chance) / (1 - chance)


@kappa.right
def loop_over_codes(first, second):
    one, other = list(first), list(second)
    agreed = sum(a == b for a, b in zip(one, other, strict=True)) / len(one)
    chance = 0
    for code in set(one):
        chance = chance + (one.count(code) / len(one)) * (other.count(code) / len(other))
    return (agreed - chance) / (1 - chance)


@kappa.right
def with_filled_gaps(first, second):
    habits = first.value_counts() / len(first)
    expected = habits.mul(second.value_counts() / len(second), fill_value=0).sum()
    observed = (first == second).sum() / len(first)
    return 1 - (1 - observed) / (1 - expected)


@kappa.right
def all_pairs(first, second):
    chance = np.mean([[a == b for b in second] for a in first])
    return ((first == second).mean() - chance) / (1 - chance)


@kappa.right
def by_table_of_two_columns(first, second):
    pair = pd.DataFrame({"one": first, "two": second})
    agree = len(pair[pair["one"] == pair["two"]]) / len(pair)
    ones = pair["one"].value_counts(normalize=True)
    twos = pair["two"].value_counts(normalize=True)
    chance = sum(ones.get(code, 0) * twos.get(code, 0) for code in ones.index)
    top = agree - chance
    return top / (1 - chance)


@kappa.wrong("only-percent", caught_by="many-tweets")
def gives_percent_agreement(first, second):
    return (first == second).mean()


@kappa.wrong("only-chance", caught_by="many-tweets")
def gives_chance(first, second):
    return (first.value_counts(normalize=True) * second.value_counts(normalize=True)).sum()


@kappa.wrong("no-parentheses", caught_by="many-tweets")
def forgets_parentheses(first, second):
    agree = (first == second).mean()
    chance = (first.value_counts(normalize=True) * second.value_counts(normalize=True)).sum()
    return agree - chance / 1 - chance


@kappa.wrong("not-divided", caught_by="many-tweets")
def only_subtracts(first, second):
    chance = (first.value_counts(normalize=True) * second.value_counts(normalize=True)).sum()
    return (first == second).mean() - chance


@kappa.wrong("every-code-alike", caught_by="many-tweets")
def throws_a_die(first, second):
    chance = 1 / len(set(first) | set(second))
    return ((first == second).mean() - chance) / (1 - chance)


@kappa.wrong("habits-in-one-bag", caught_by="codes-of-ones-own")
def pools_both(first, second):
    both = pd.concat([first, second]).value_counts(normalize=True)
    chance = (both * both).sum()
    return ((first == second).mean() - chance) / (1 - chance)


@kappa.wrong("counts-not-shares", caught_by="many-tweets")
def multiplies_counts(first, second):
    chance = (first.value_counts() * second.value_counts()).sum()
    return ((first == second).mean() - chance) / (1 - chance)


@kappa.wrong("mean-of-the-products", caught_by="many-tweets")
def averages_products(first, second):
    chance = (first.value_counts(normalize=True) * second.value_counts(normalize=True)).mean()
    return ((first == second).mean() - chance) / (1 - chance)


@kappa.wrong("codes-not-matched", caught_by="many-tweets")
def matches_by_rank(first, second):
    ones, twos = first.value_counts(normalize=True), second.value_counts(normalize=True)
    chance = (ones.values * twos.values).sum()
    return ((first == second).mean() - chance) / (1 - chance)


@kappa.wrong("one-product-only", caught_by="many-tweets")
def returns_inside_the_loop(first, second):
    agree = (first == second).mean()
    ones, twos = first.value_counts(normalize=True), second.value_counts(normalize=True)
    chance = 0
    for code in ones.index:
        chance = chance + ones[code] * twos.get(code, 0)
        return (agree - chance) / (1 - chance)


@kappa.wrong("one-persons-habits-twice", caught_by="many-tweets")
def squares_the_first(first, second):
    habits = first.value_counts(normalize=True)
    chance = (habits * habits).sum()
    return ((first == second).mean() - chance) / (1 - chance)


@kappa.wrong("the-others-habits-twice", caught_by="many-tweets")
def squares_the_second(first, second):
    chance = (second.value_counts(normalize=True) ** 2).sum()
    return ((first == second).mean() - chance) / (1 - chance)


@kappa.wrong("counts-without-parentheses", caught_by="many-tweets")
def multiplies_counts_without_parentheses(first, second):
    chance = (first.value_counts() * second.value_counts()).sum()
    return (first == second).mean() - chance / 1 - chance


@kappa.wrong("percent", caught_by="few-tweets")
def gives_per_cent(first, second):
    return 100 * kappa_by_hand(first, second)


@kappa.wrong("no-return", caught_by="many-tweets")
def forgets_to_return(first, second):
    result = kappa_by_hand(first, second)  # noqa: F841


# --- alpha-with-interval ---------------------------------------------------------------------------------

alpha = Bank("alpha-with-interval")


@alpha.reference
def alpha_with_interval(labels):
    agreement = krippendorff_alpha(labels, distance="masi")
    low, high = agreement.interval
    return low, agreement.value, high


def _several_coders(
    rng: np.random.Generator, number: int, names: Sequence[str], *, gaps: float = 0.0, like: float = 0.6
) -> pd.DataFrame:
    """Return the labels of several coders who share a first impression with some probability, in no order."""
    rows = []
    for tweet, impression in zip(_ids(rng, number), _label_sets(rng, number, CODES), strict=True):
        for place, name in enumerate(names):
            own = impression if rng.random() < like else _label_sets(rng, 1, CODES)[0]
            kept = own.split("|")[: int(rng.integers(1, 4))]
            missing = place > 0 and rng.random() < gaps
            rows.append((tweet, name, None if missing else _joined(kept)))
    table = coded(*rows)
    return table.iloc[rng.permutation(len(table))].reset_index(drop=True)


@alpha.hidden(title=Text(es="dos personas, varios códigos", en="two people, several codes"))
def two_coders(rng):
    return (_several_coders(rng, int(rng.integers(20, 45)), ("ana", "bruno")),)


@alpha.hidden(title=Text(es="cuatro personas y huecos", en="four people and gaps"))
def four_with_gaps(rng):
    names = ("carla", "ana", "diego", "zoe")
    return (_several_coders(rng, int(rng.integers(20, 40)), names, gaps=0.35),)


@alpha.hidden(title=Text(es="tuits que solo una codificó", en="tweets that only one coded"))
def some_alone(rng):
    table = _several_coders(rng, int(rng.integers(25, 40)), ("ana", "bruno", "zoe"), gaps=0.2, like=0.8)
    alone = table["tweet_id"].isin(table["tweet_id"].unique()[:4]) & (table["annotator"] != "ana")
    return (table.assign(labels=table["labels"].mask(alone)),)


@alpha.hidden(title=Text(es="acuerdo perfecto", en="perfect agreement"), core=False)
def all_agree(rng):
    number = int(rng.integers(10, 20))
    labels = ["joke", "question|defence", *_label_sets(rng, number, CODES)]
    ids = _ids(rng, len(labels))
    return (coded(*((t, n, codes) for n in ("ana", "bruno") for t, codes in zip(ids, labels, strict=True))),)


@alpha.hidden(title=Text(es="peor que el azar", en="worse than chance"), core=False)
def at_odds(rng):
    number = int(rng.integers(12, 25))
    ones = list(rng.choice(["joke", "disappointment"], number))
    others = ["joke|question" if code != "joke" else "disappointment" for code in ones]
    rows = zip(_ids(rng, number), ones, others, strict=True)
    return (coded(*((t, n, c) for t, a, b in rows for n, c in (("ana", a), ("bruno", b)))),)


@alpha.right
def as_a_list(labels):
    result = krippendorff_alpha(labels, distance="masi")
    return [result.interval[0], float(result), result.interval[1]]


@alpha.right
def from_observed_and_expected(labels):
    a = krippendorff_alpha(labels, distance="masi", seed=0)
    value = (a.observed - a.expected) / (1 - a.expected)
    return (a.interval[0], value, a.interval[1])


@alpha.right
def the_object_itself(labels):
    a = krippendorff_alpha(labels, distance="masi")
    low, high = a.interval
    return low, a, high


@alpha.right
def from_lists_of_codes(labels):
    parted = labels.assign(labels=labels["labels"].str.split("|")).dropna()
    a = krippendorff_alpha(parted, distance="masi")
    return np.array([min(a.interval), a.value, max(a.interval)])


@alpha.wrong("same-or-not", caught_by="two-coders")
def keeps_the_default_distance(labels):
    a = krippendorff_alpha(labels)
    return a.interval[0], a.value, a.interval[1]


@alpha.wrong("another-distance", caught_by="two-coders")
def takes_jaccard(labels):
    a = krippendorff_alpha(labels, distance="jaccard")
    return a.interval[0], a.value, a.interval[1]


@alpha.wrong("alpha-alone", caught_by="two-coders")
def gives_alpha_alone(labels):
    return krippendorff_alpha(labels, distance="masi")


@alpha.wrong("interval-alone", caught_by="two-coders")
def gives_the_interval_alone(labels):
    return krippendorff_alpha(labels, distance="masi").interval


@alpha.wrong("alpha-first", caught_by="two-coders")
def puts_alpha_first(labels):
    a = krippendorff_alpha(labels, distance="masi")
    return a.value, *a.interval


@alpha.wrong("alpha-last", caught_by="two-coders")
def puts_alpha_last(labels):
    a = krippendorff_alpha(labels, distance="masi")
    return *a.interval, a.value


@alpha.wrong("interval-of-another-distance", caught_by="two-coders")
def mixes_distances(labels):
    low, high = krippendorff_alpha(labels).interval
    return low, krippendorff_alpha(labels, distance="masi").value, high


@alpha.wrong("gaps-as-a-code", caught_by="four-with-gaps")
def fills_gaps(labels):
    a = krippendorff_alpha(labels.fillna("other"), distance="masi")
    return a.interval[0], a.value, a.interval[1]


@alpha.wrong("high-first", caught_by="two-coders")
def turns_the_interval_round(labels):
    a = krippendorff_alpha(labels, distance="masi")
    low, high = a.interval
    return high, a.value, low


@alpha.wrong("gaps-thrown-away", caught_by="four-with-gaps")
def drops_tweets_with_gaps(labels):
    gaps = labels.loc[labels["labels"].isna(), "tweet_id"]
    a = krippendorff_alpha(labels[~labels["tweet_id"].isin(gaps)], distance="masi")
    return a.interval[0], a.value, a.interval[1]


@alpha.wrong("kappa-of-two", caught_by="two-coders")
def takes_kappa(labels):
    a = cohen_kappa(labels, annotators=labels["annotator"].unique()[:2])
    return a.interval[0], a.value, a.interval[1]


@alpha.wrong("percent-agreement", caught_by="two-coders")
def takes_the_percentage(labels):
    a = percent_agreement(labels)
    return a.interval[0], a.value, a.interval[1]


# --- no-common-code --------------------------------------------------------------------------------------

apart = Bank("no-common-code")


@apart.reference
def no_common_code(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    shared = codes[codes.duplicated(["tweet_id", "code"])]
    alone = labels[~labels["tweet_id"].isin(shared["tweet_id"])]
    return alone["tweet_id"].unique()


# The same, nothing alike, a second code alike, and codes that nobody gives elsewhere: where a draw lacked one of
# them, two wrong ideas could give the same tweets.
_ALWAYS_THERE = (
    ("joke", "question", "accusation|defence", "blames_weather"),
    ("joke", "accusation", "joke|defence", "blames_press"),
)


def _pair_of_coders(
    rng: np.random.Generator, number: int, *, names: tuple[str, str] = ("ana", "bruno"), most: int = 3
) -> pd.DataFrame:
    """Return two coders' labels in no order; about a third of the tweets have no code in common."""
    rows = []
    for tweet in _ids(rng, number):
        kept = [str(code) for code in rng.permutation(CODES)]
        size, other = int(rng.integers(1, most + 1)), int(rng.integers(1, most + 1))
        overlap = int(rng.integers(0, 3))
        start = max(0, size - overlap)
        rows.append((tweet, names[0], _joined(kept[:size])))
        rows.append((tweet, names[1], _joined(kept[start : start + other])))
    for tweet, one, other in zip(("t101", "t102", "t103", "t104"), *_ALWAYS_THERE, strict=True):
        rows += [(tweet, names[0], one), (tweet, names[1], other)]
    table = coded(*rows)
    return table.iloc[rng.permutation(len(table))].reset_index(drop=True)


@apart.hidden(title=Text(es="dos personas y muchos tuits", en="two people and many tweets"))
def two_people(rng):
    return _told_apart(apart, lambda: (_pair_of_coders(rng, int(rng.integers(30, 60))),))


@apart.hidden(title=Text(es="dos personas que marcan mucho", en="two people who mark a great deal"))
def generous_people(rng):
    def draw():
        return (_pair_of_coders(rng, int(rng.integers(20, 50)), names=("zoe", "carla"), most=5),)

    return _told_apart(apart, draw)


@apart.hidden(title=Text(es="un solo código por persona", en="a single code each"), core=False)
def single_codes(rng):
    return (_pair_of_coders(rng, int(rng.integers(20, 40)), most=1),)


@apart.hidden(
    title=Text(es="los mismos códigos en otro orden", en="the same codes in another order"), core=False
)
def another_order(rng):
    table = _pair_of_coders(rng, int(rng.integers(15, 30)))
    backwards = table["labels"].map(lambda text: "|".join(reversed(text.split("|"))))
    return (table.assign(labels=table["labels"].where(table["annotator"] == "ana", backwards)),)


@apart.hidden(
    title=Text(es="un código que está dentro de otro", en="a code whose name is inside another's"), core=False
)
def names_inside_names(rng):
    table = _pair_of_coders(rng, int(rng.integers(15, 30)))
    other = {"joke": "joke_about_blames", "question": "no_question"}
    changed = table["labels"].map(lambda text: "|".join(other.get(code, code) for code in text.split("|")))
    labels = table["labels"].where(table["annotator"] == "ana", changed)
    return (table.assign(labels=labels.astype("str")),)


@apart.hidden(title=Text(es="siempre algo en común", en="always something in common"), core=False)
def always_something(rng):
    table = _pair_of_coders(rng, 12)
    return (table.assign(labels=(table["labels"] + "|other").astype("str")),)


@apart.right
def by_sets(labels):
    said = {}
    for row in labels.itertuples():
        said.setdefault(row.tweet_id, []).append(set(row.labels.split("|")))
    return [tweet for tweet, (one, other) in said.items() if not one & other]


@apart.right
def by_group_sizes(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    times = codes.groupby(["tweet_id", "code"]).size()
    most = times.groupby("tweet_id").max()
    return most[most == 1].index


@apart.right
def by_merging(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    both = codes.merge(codes, on=["tweet_id", "code"])
    shared = both.loc[both["annotator_x"] != both["annotator_y"], "tweet_id"]
    return sorted(set(labels["tweet_id"]) - set(shared))


@apart.right
def by_wide_table(labels):
    wide = labels.pivot(index="tweet_id", columns="annotator", values="labels")
    one, other = wide.columns
    apart_ = [set(a.split("|")).isdisjoint(b.split("|")) for a, b in zip(wide[one], wide[other], strict=True)]
    return wide[apart_].reset_index()["tweet_id"]


@apart.wrong("any-difference", caught_by="two-people")
def compares_whole_texts(labels):
    same = labels[labels.duplicated(["tweet_id", "labels"])]
    return labels[~labels["tweet_id"].isin(same["tweet_id"])]["tweet_id"].unique()


@apart.wrong("shared-ones", caught_by="two-people")
def forgets_the_tilde(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    shared = codes[codes.duplicated(["tweet_id", "code"])]
    return labels[labels["tweet_id"].isin(shared["tweet_id"])]["tweet_id"].unique()


@apart.wrong("ids-twice", caught_by="two-people")
def forgets_unique(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    shared = codes[codes.duplicated(["tweet_id", "code"])]
    return labels[~labels["tweet_id"].isin(shared["tweet_id"])]["tweet_id"]


@apart.wrong("first-rows", caught_by="two-people")
def takes_rows_not_repeated(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    return codes[~codes.duplicated(["tweet_id", "code"])]["tweet_id"].unique()


@apart.wrong("only-the-id-repeated", caught_by="two-people")
def repeats_of_the_id_alone(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    shared = codes[codes.duplicated("tweet_id")]
    return labels[~labels["tweet_id"].isin(shared["tweet_id"])]["tweet_id"].unique()


@apart.wrong("one-text-inside-the-other", caught_by="generous-people")
def looks_for_texts_inside_texts(labels):
    wide = labels.pivot(index="tweet_id", columns="annotator", values="labels")
    one, other = wide.columns
    return [
        t for t, a, b in zip(wide.index, wide[one], wide[other], strict=True) if a not in b and b not in a
    ]


@apart.wrong("only-first-codes", caught_by="two-people")
def compares_first_codes(labels):
    firsts = labels.assign(code=labels["labels"].str.split("|").str[0])
    shared = firsts[firsts.duplicated(["tweet_id", "code"])]
    return firsts[~firsts["tweet_id"].isin(shared["tweet_id"])]["tweet_id"].unique()


@apart.wrong("only-last-codes", caught_by="two-people")
def compares_last_codes(labels):
    lasts = labels.assign(code=labels["labels"].str.split("|").str[-1])
    shared = lasts[lasts.duplicated(["tweet_id", "code"])]
    return lasts[~lasts["tweet_id"].isin(shared["tweet_id"])]["tweet_id"].unique()


@apart.wrong("code-repeated-anywhere", caught_by="generous-people")
def looks_for_codes_seen_anywhere(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    shared = codes[codes.duplicated(["code"])]
    return labels[~labels["tweet_id"].isin(shared["tweet_id"])]["tweet_id"].unique()


@apart.wrong("rows-taken-in-pairs", caught_by="two-people")
def takes_rows_in_pairs(labels):
    rows = labels.to_dict("records")
    return [
        one["tweet_id"]
        for one, other in zip(rows[::2], rows[1::2], strict=True)
        if not set(one["labels"].split("|")) & set(other["labels"].split("|"))
    ]


@apart.wrong("only-the-id-repeated", caught_by="two-people")
def compares_letters(labels):
    wide = labels.pivot(index="tweet_id", columns="annotator", values="labels")
    one, other = wide.columns
    return [t for t, a, b in zip(wide.index, wide[one], wide[other], strict=True) if not set(a) & set(b)]


@apart.wrong("mask-not-rows", caught_by="two-people")
def gives_the_mask(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    shared = codes[codes.duplicated(["tweet_id", "code"])]
    return ~labels["tweet_id"].isin(shared["tweet_id"])


@apart.wrong("how-many", caught_by="two-people")
def counts_them(labels):
    return len(no_common_code(labels))


@apart.wrong("ids-once-a-code", caught_by="two-people")
def takes_ids_of_codes(labels):
    codes = labels.assign(code=labels["labels"].str.split("|")).explode("code")
    shared = codes[codes.duplicated(["tweet_id", "code"])]
    return codes[~codes["tweet_id"].isin(shared["tweet_id"])]["tweet_id"].to_list()


# --- blame-shares ----------------------------------------------------------------------------------------

blame = Bank("blame-shares")


@blame.reference
def blame_shares(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = codes[codes["code"].str.startswith("blames_")]
    return blames["code"].value_counts() / blames["tweet_id"].nunique()


def _tweets(rng: np.random.Generator, labels: list[str]) -> pd.DataFrame:
    """Return tweets with these labels, in no order; some say the very same as others."""
    order = rng.permutation(len(labels))
    ids = _ids(rng, len(labels))
    texts = [f"Tuit simulado {value}" for value in rng.integers(2 * len(labels), size=len(labels))]
    return voices(*((t, text, labels[place]) for t, text, place in zip(ids, texts, order, strict=True)))


def _blaming(rng: np.random.Generator, number: int, actors: Sequence[str], quiet: int) -> pd.DataFrame:
    """Return tweets that blame one to three actors, most of them expressing something too, and quiet ones."""
    blamed = _label_sets(rng, number, actors, most=min(3, len(actors)))
    expressed = _label_sets(rng, number, EXPRESSED, most=2)
    mixed = [
        _joined([*(mood.split("|") if rng.random() < 0.6 else []), *who.split("|")])
        for mood, who in zip(expressed, blamed, strict=True)
    ]
    return _tweets(rng, mixed + _label_sets(rng, quiet, EXPRESSED, most=2))


@blame.hidden(title=Text(es="una noche cualquiera", en="an ordinary night"))
def ordinary_night(rng):
    def draw():
        return (_blaming(rng, int(rng.integers(30, 60)), BLAMED, int(rng.integers(15, 40))),)

    return _told_apart(blame, draw, besides=("blame-anywhere",))


@blame.hidden(title=Text(es="pocas culpas entre muchos tuits", en="little blame among many tweets"))
def little_blame(rng):
    return (_blaming(rng, int(rng.integers(8, 20)), BLAMED[:3], int(rng.integers(60, 120))),)


@blame.hidden(title=Text(es="culpables de otro libro de códigos", en="culprits of another codebook"))
def other_culprits(rng):
    actors = ("blames_weather", "blames_airport", "blames_company", "blames_users", "blames_press")
    return (_blaming(rng, int(rng.integers(25, 50)), actors, int(rng.integers(10, 30))),)


@blame.hidden(title=Text(es="todos los tuits culpan a alguien", en="every tweet blames somebody"), core=False)
def everybody_blames(rng):
    return (_blaming(rng, int(rng.integers(15, 30)), BLAMED, 0),)


@blame.hidden(title=Text(es="un solo culpable", en="a single culprit"), core=False)
def single_culprit(rng):
    return (_blaming(rng, int(rng.integers(5, 12)), BLAMED[1:2], int(rng.integers(5, 20))),)


@blame.hidden(
    title=Text(es="códigos con «blames» en medio", en="codes with 'blames' in the middle"), core=False
)
def blames_in_the_middle(rng):
    table = _blaming(rng, int(rng.integers(15, 30)), BLAMED, 12)
    table = table.assign(labels=table["labels"].str.replace("defence", "nobody_blames_me"))
    return (pd.concat([table, voices(("t101", "Uno seguro", "nobody_blames_me|other"))], ignore_index=True),)


@blame.right
def by_dummies(labelled):
    marks = labelled["labels"].str.get_dummies("|")
    marks = marks[[code for code in marks if code.startswith("blames_")]]
    return marks[marks.sum(axis=1) > 0].mean()


@blame.right
def with_a_loop(labelled):
    times, blaming = {}, 0
    for labels in labelled["labels"]:
        named = [code for code in labels.split("|") if code.startswith("blames_")]
        blaming += bool(named)
        for code in named:
            times[code] = times.get(code, 0) + 1
    return {code: number / blaming for code, number in times.items()}


@blame.right
def by_group(labelled):
    parted = labelled.assign(labels=labelled["labels"].str.split("|")).explode("labels")
    blames = parted.loc[parted["labels"].str.match("blames_")]
    return blames.groupby("labels").size() / len(set(blames["tweet_id"]))


@blame.right
def with_counter(labelled):
    named = labelled["labels"].str.findall(r"(?:^|\|)(blames_[^|]*)")
    named = named[named.str.len() > 0]
    return pd.Series(Counter(code for codes in named for code in codes)) / len(named)


@blame.wrong("of-all-tweets", caught_by="ordinary-night")
def divides_by_all(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = codes[codes["code"].str.startswith("blames_")]
    return blames["code"].value_counts() / len(labelled)


@blame.wrong("of-all-marks", caught_by="ordinary-night")
def normalises(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    return codes[codes["code"].str.startswith("blames_")]["code"].value_counts(normalize=True)


@blame.wrong("of-all-codes", caught_by="ordinary-night")
def divides_by_exploded_rows(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = codes[codes["code"].str.startswith("blames_")]
    return blames["code"].value_counts() / len(codes)


@blame.wrong("of-different-labels", caught_by="ordinary-night")
def divides_by_different_labels(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = codes[codes["code"].str.startswith("blames_")]
    return blames["code"].value_counts() / blames["labels"].nunique()


@blame.wrong("of-different-texts", caught_by="ordinary-night")
def divides_by_different_texts(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = codes[codes["code"].str.startswith("blames_")]
    return blames["code"].value_counts() / blames["text"].nunique()


@blame.wrong("of-different-codes", caught_by="ordinary-night")
def divides_by_different_codes(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = codes[codes["code"].str.startswith("blames_")]["code"].value_counts()
    return blames / len(blames)


@blame.wrong("votes-split", caught_by="ordinary-night")
def shares_out_each_tweet(labelled):
    marks = labelled["labels"].str.get_dummies("|").filter(regex="^blames_")
    marks = marks[marks.sum(axis=1) > 0]
    return marks.div(marks.sum(axis=1), axis=0).mean()


@blame.wrong("blame-anywhere", caught_by="blames-in-the-middle")
def asks_whether_a_b_is_in_it(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = codes[codes["code"].str.contains("b")]
    return blames["code"].value_counts() / blames["tweet_id"].nunique()


@blame.wrong("prefix-cut-off", caught_by="ordinary-night")
def cuts_the_prefix_off(labelled):
    return blame_shares(labelled).rename(lambda code: code.replace("blames_", ""))


@blame.wrong("equal-to-the-beginning", caught_by="ordinary-night")
def asks_for_equality(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = codes[codes["code"] == "blames_"]
    return blames["code"].value_counts() / blames["tweet_id"].nunique()


@blame.wrong("beginning-of-unparted-codes", caught_by="ordinary-night")
def asks_stuck_codes_how_they_begin(labelled):
    blames = labelled[labelled["labels"].str.startswith("blames_")]
    return blames["labels"].value_counts() / len(blames)


@blame.wrong("counts-not-shares", caught_by="ordinary-night")
def gives_counts(labelled):
    codes = labelled["labels"].str.split("|").explode()
    return codes[codes.str.startswith("blames_")].value_counts()


@blame.wrong("percent", caught_by="ordinary-night")
def gives_percentages(labelled):
    return 100 * blame_shares(labelled)


@blame.wrong("not-only-blame", caught_by="ordinary-night")
def keeps_every_code(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    blames = codes[codes["code"].str.startswith("blames_")]
    return codes["code"].value_counts() / blames["tweet_id"].nunique()


@blame.wrong("every-code-of-all-tweets", caught_by="ordinary-night")
def never_filters(labelled):
    codes = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    return codes["code"].value_counts() / codes["tweet_id"].nunique()


@blame.wrong("codes-not-parted", caught_by="ordinary-night")
def leaves_codes_together(labelled):
    blames = labelled[labelled["labels"].str.contains("blames_")]
    return blames["labels"].value_counts() / len(blames)


@blame.wrong("only-first-blame", caught_by="ordinary-night")
def takes_one_blame_a_tweet(labelled):
    found = labelled["labels"].str.extract(r"(blames_\w+)")[0]
    return found.value_counts() / found.notna().sum()


@blame.wrong("blame-must-come-first", caught_by="ordinary-night")
def asks_before_parting(labelled):
    blames = labelled[labelled["labels"].str.startswith("blames_")]
    codes = blames["labels"].str.split("|").explode()
    return codes.value_counts() / len(blames)


# --- hijacked-share --------------------------------------------------------------------------------------

hijacked = Bank("hijacked-share")


@hijacked.reference
def hijacked_share(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    parted = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    hits = parted[parted["code"].isin(wanted)]
    return hits["tweet_id"].nunique() / len(carrying)


def _tagged(rng: np.random.Generator, number: int, tag: str, *, carrying: float) -> pd.DataFrame:
    """Return labelled tweets of which about a share carries the tag, in several spellings."""
    spelt = [f"{tag}", f"{tag.lower()}", f"{tag.upper()}!", f"({tag})", f"{tag}, {tag}"]
    without = ["", f"{tag}ure", f"{tag}s", f"{tag[1:]} a secas", "#OtraCosa"]
    labels = _label_sets(rng, number, CODES)
    rows = []
    for tweet, code in zip(_ids(rng, number), labels, strict=True):
        ending = rng.choice(spelt) if rng.random() < carrying else rng.choice(without)
        rows.append((tweet, f"Tuit simulado {ending}".strip(), code))
    return voices((f"t{rng.integers(100, 999)}", f"Uno seguro {tag}", "defence|joke"), *rows)


@hijacked.hidden(title=Text(es="el hashtag de una campaña", en="a campaign's hashtag"))
def campaign(rng):
    tag, codes = "#IberiaSocialFlight", ["accusation", "joke", "question"]
    return _told_apart(
        hijacked, lambda: (_tagged(rng, int(rng.integers(90, 150)), tag, carrying=0.5), tag, codes)
    )


@hijacked.hidden(title=Text(es="otro hashtag y un solo código", en="another hashtag and a single code"))
def another_tag(rng):
    tag = str(rng.choice(["#Fallo", "#VueloSocial", "#MinutoCero"]))
    code = [str(rng.choice(["question", "joke", "defence"]))]
    return (_tagged(rng, int(rng.integers(60, 120)), tag, carrying=0.6), tag, code)


@hijacked.hidden(title=Text(es="códigos de culpa", en="codes of blame"))
def codes_of_blame(rng):
    tag, codes = "#IberiaSocialFail", list(BLAMED[: int(rng.integers(2, 5))])

    def draw():
        return _tagged(rng, int(rng.integers(90, 150)), tag, carrying=0.35), tag, codes

    # a tweet's codes stand in the codebook's order, with those of blame last
    return _told_apart(hijacked, draw, besides=("last-code-of-each-tweet",))


@hijacked.hidden(title=Text(es="ningún tuit con esos códigos", en="no tweet with those codes"), core=False)
def none_of_them(rng):
    return (_tagged(rng, 40, "#IberiaSocialFail", carrying=0.5), "#IberiaSocialFail", ["other"])


@hijacked.hidden(title=Text(es="muchos códigos a la vez", en="many codes at once"), core=False)
def many_codes(rng):
    table = _tagged(rng, 40, "#Iberia", carrying=0.4)
    return (table, "#Iberia", ["disappointment", "accusation", "joke", "question", "blames_agency"])


@hijacked.right
def by_sets_of_codes(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    return carrying["labels"].map(lambda text: bool(set(text.split("|")) & set(wanted))).mean()


@hijacked.right
def by_pattern(labelled, tag, wanted):
    pattern = r"(?:^|\|)(?:" + "|".join(wanted) + r")(?:\||$)"
    carrying = labelled.loc[labelled["text"].str.lower().str.contains(tag.lower() + r"(?!\w)")]
    return len(carrying[carrying["labels"].str.contains(pattern)]) / len(carrying)


@hijacked.right
def by_ids(labelled, tag, wanted):
    parted = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    wanted = set(parted.loc[parted["code"].isin(wanted), "tweet_id"])
    carrying = set(labelled.loc[labelled["text"].str.contains(tag + r"\b", case=False), "tweet_id"])
    return len(wanted & carrying) / len(carrying)


@hijacked.right
def by_any_of_each(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    parted = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    return parted.assign(hit=parted["code"].isin(wanted)).groupby("tweet_id")["hit"].any().mean()


@hijacked.wrong("of-all-tweets", caught_by="campaign")
def divides_by_the_table(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    parted = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    return parted[parted["code"].isin(wanted)]["tweet_id"].nunique() / len(labelled)


@hijacked.wrong("tag-forgotten", caught_by="campaign")
def forgets_the_tag(labelled, tag, wanted):
    parted = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    return parted[parted["code"].isin(wanted)]["tweet_id"].nunique() / len(labelled)


@hijacked.wrong("the-other-way-round", caught_by="campaign")
def turns_the_question_round(labelled, tag, wanted):
    parted = labelled.assign(code=labelled["labels"].str.split("|")).explode("code")
    hits = parted[parted["code"].isin(wanted)].drop_duplicates("tweet_id")
    return hits["text"].str.contains(tag + r"\b", case=False).mean()


@hijacked.wrong("rows-for-tweets", caught_by="campaign")
def counts_rows(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    parted = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    return len(parted[parted["code"].isin(wanted)]) / len(carrying)


@hijacked.wrong("different-labels-for-tweets", caught_by="campaign")
def counts_different_labels(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    rows = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    return rows[rows["code"].isin(wanted)]["labels"].nunique() / len(carrying)


@hijacked.wrong("first-code-of-each-tweet", caught_by="codes-of-blame")
def looks_at_first_codes(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    return carrying["labels"].str.split("|").str[0].isin(wanted).mean()


@hijacked.wrong("last-code-of-each-tweet", caught_by="campaign")
def looks_at_last_codes(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    return carrying["labels"].str.split("|").str[-1].isin(wanted).mean()


@hijacked.wrong("first-wanted-code", caught_by="campaign")
def looks_for_the_first_wanted(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    return carrying["labels"].str.contains(wanted[0]).mean()


@hijacked.wrong("all-of-them", caught_by="campaign")
def demands_them_all(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    return carrying["labels"].map(lambda text: all(code in text for code in wanted)).mean()


@hijacked.wrong("nothing-found", caught_by="campaign")
def forgets_the_r(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + "\b", case=False)]
    return carrying["labels"].str.split("|").map(lambda codes: bool(set(codes) & set(wanted))).mean()


@hijacked.wrong("share-of-rows", caught_by="campaign")
def averages_rows(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    parted = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    return parted["code"].isin(wanted).mean()


@hijacked.wrong("longer-hashtags-counted", caught_by="campaign")
def forgets_the_boundary(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag, case=False)]
    parted = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    return parted[parted["code"].isin(wanted)]["tweet_id"].nunique() / len(carrying)


@hijacked.wrong("case-matters", caught_by="campaign")
def minds_capitals(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b")]
    parted = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    return parted[parted["code"].isin(wanted)]["tweet_id"].nunique() / len(carrying)


@hijacked.wrong("codes-not-parted", caught_by="campaign")
def asks_of_whole_labels(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    return carrying["labels"].isin(wanted).mean()


@hijacked.wrong("the-rest", caught_by="campaign")
def takes_the_rest(labelled, tag, wanted):
    return 1 - hijacked_share(labelled, tag, wanted)


@hijacked.wrong("count", caught_by="campaign")
def counts_tweets(labelled, tag, wanted):
    carrying = labelled[labelled["text"].str.contains(tag + r"\b", case=False)]
    parted = carrying.assign(code=carrying["labels"].str.split("|")).explode("code")
    return parted[parted["code"].isin(wanted)]["tweet_id"].nunique()


@hijacked.wrong("percent", caught_by="campaign")
def gives_a_percentage(labelled, tag, wanted):
    return 100 * hijacked_share(labelled, tag, wanted)


BANKS: tuple[Bank | LabellingBank, ...] = (label_voices, kappa, alpha, apart, blame, hijacked)
