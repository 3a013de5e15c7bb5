"""Bank of unit 05: hidden cases, right variants and wrong answers about delays, first replies and silence.

Hidden tables are drawn from the cohort's secret seed, their sizes too: neither the answer of a core case nor the
length of its table can be guessed. They also hold, whatever the seed, the rows that tell wrong ideas apart: a
reply after more than a day, a wait of exactly two hours, a group that was all answered.
"""

from __future__ import annotations

import statistics
from collections.abc import Callable

import numpy as np
import pandas as pd

from course.checking.exercise import Exercise
from course.exercises import jazztel_delays as visible
from course.exercises.jazztel_delays import conversation, first_table
from course.language import Text
from course.replies import first_replies
from course.simulator import simulate
from grader.bank import Bank

NOON = pd.Timestamp("2014-03-12 12:00", tz="UTC")
CITIES = ("Madrid", "Sevilla", "Bilbao", "Zaragoza", "Alicante")


# --- Inputs ---------------------------------------------------------------------------------------------


def _size(rng: np.random.Generator, low: int, high: int) -> int:
    return int(rng.integers(low, high, endpoint=True))


def _minutes(rng: np.random.Generator, size: int, *, decimals: int = 0) -> list[float]:
    """Return waits with a heavy tail, in whole minutes if not asked for more, none of exactly two hours."""
    typical = rng.uniform(4.2, 5.2)  # from one to three hours: nobody knows the scale beforehand
    waits = np.round(rng.lognormal(mean=typical, sigma=0.9, size=size), decimals) + 1
    return [float(wait + (wait == 120)) for wait in waits]


def _waits(rng: np.random.Generator, low: int, high: int, size: int) -> list[float]:
    return [float(wait) for wait in rng.integers(low, high, size=size, endpoint=True)]


def _telling(exercise: Exercise, draw: Callable[[], tuple], *ideas: str) -> tuple:
    """Draw arguments until these wrong ideas give numbers apart from one another and from the right one."""
    bank = next(bank for bank in BANKS if bank.exercise == exercise.key)
    wrong = [idea.answer for idea in exercise.misconceptions if idea.key in ideas]
    assert len(wrong) == len(ideas)
    while True:
        arguments = draw()
        answers = {round(float(answer(*arguments)), 9) for answer in (bank.solution, *wrong)}
        if len(answers) == 1 + len(wrong):
            return arguments


def _with_gaps(rng: np.random.Generator, waits: list[float], gaps: int) -> pd.Series:
    return pd.Series(rng.permutation([*waits, *[np.nan] * gaps]))


def _first(rng: np.random.Generator, waits: list[float | None]) -> pd.DataFrame:
    """Return a table of first replies, one row a wait, asked at moments drawn from one afternoon."""
    asked = [NOON + pd.Timedelta(minutes=int(m)) for m in rng.integers(0, 300, size=len(waits))]
    replied = [
        None if wait is None or np.isnan(wait) else at + pd.Timedelta(seconds=round(60 * wait))
        for at, wait in zip(asked, waits, strict=True)
    ]
    return first_table(
        *((f"t{n}", at, reply) for n, (at, reply) in enumerate(zip(asked, replied, strict=True), start=101))
    )


def _customers(rng: np.random.Generator, size: int) -> list[tuple]:
    minutes = np.sort(rng.integers(0, 200, size=size))
    return [
        (f"t{n}", NOON + pd.Timedelta(minutes=int(m)), "customer", None)
        for n, m in enumerate(minutes, start=1)
    ]


def _reply(number: int, to: tuple, minutes: int, *, role: str = "brand") -> tuple:
    return (f"t{number}", to[1] + pd.Timedelta(minutes=minutes), role, to[0])


def _shuffled(rng: np.random.Generator, rows: list[tuple]) -> pd.DataFrame:
    return conversation(*(rows[i] for i in rng.permutation(len(rows))))


# --- reply-delay ----------------------------------------------------------------------------------------

REPLY_DELAY = Bank("reply-delay")


@REPLY_DELAY.reference
def _delay_in_minutes(first):
    wait = first["replied_at"] - first["created_at"]
    return wait / pd.Timedelta("1min")


@REPLY_DELAY.hidden(title=Text(es="una tarde entera, todo contestado", en="a whole afternoon, all answered"))
def answered_afternoon(rng):
    return (_first(rng, _minutes(rng, _size(rng, 20, 45))),)


@REPLY_DELAY.hidden(title=Text(es="respuestas con segundos", en="replies with seconds"))
def with_seconds(rng):
    # 20 and 40 seconds: rounded, one loses time and the other gains it.
    waits = _minutes(rng, _size(rng, 8, 20))
    return (_first(rng, [wait + (20 + 20 * (n % 2)) / 60 for n, wait in enumerate(waits)]),)


@REPLY_DELAY.hidden(title=Text(es="tuits con y sin respuesta", en="tweets with and without a reply"))
def some_unanswered(rng):
    before, after = (_minutes(rng, _size(rng, 5, 14)) for _ in range(2))
    return (_first(rng, [*before, None, *after, *[None] * _size(rng, 1, 5)]),)


@REPLY_DELAY.hidden(title=Text(es="respuestas que tardan más de un día", en="replies that take over a day"))
def over_a_day(rng):
    late = [1440.0 + wait for wait in _minutes(rng, _size(rng, 3, 9))]
    return (_first(rng, [*_minutes(rng, _size(rng, 3, 9)), *late]),)


@REPLY_DELAY.hidden(title=Text(es="nadie recibió respuesta", en="nobody got a reply"), core=False)
def nobody_answered(rng):
    return (_first(rng, [None] * _size(rng, 3, 9)),)


@REPLY_DELAY.hidden(title=Text(es="filas desordenadas", en="rows in no order"), core=False)
def unsorted_rows(rng):
    table = _first(rng, [*_minutes(rng, _size(rng, 8, 20)), None])
    return (table.iloc[rng.permutation(len(table))].reset_index(drop=True),)


@REPLY_DELAY.right
def delay_with_total_seconds(first):
    return (first["replied_at"] - first["created_at"]).dt.total_seconds() / 60


@REPLY_DELAY.right
def delay_with_a_loop(first):
    minutes = []
    for asked, replied in zip(first["created_at"], first["replied_at"], strict=True):
        if pd.isna(replied):
            minutes.append(None)
        else:
            minutes.append((replied - asked).total_seconds() / 60)
    return pd.Series(minutes, index=first.index, dtype="float64")


@REPLY_DELAY.right
def delay_as_a_list(first):
    return [
        (r - a).total_seconds() / 60 for a, r in zip(first["created_at"], first["replied_at"], strict=True)
    ]


@REPLY_DELAY.right
def delay_row_by_row(first):
    return first.apply(lambda row: (row["replied_at"] - row["created_at"]) / pd.Timedelta(minutes=1), axis=1)


@REPLY_DELAY.right
def delay_through_numpy(first):
    return (first["replied_at"] - first["created_at"]).to_numpy() / np.timedelta64(1, "m")


@REPLY_DELAY.wrong("backwards", caught_by="answered-afternoon")
def subtracts_the_wrong_way(first):
    return (first["created_at"] - first["replied_at"]) / pd.Timedelta("1min")


@REPLY_DELAY.wrong("duration-not-number", caught_by="answered-afternoon")
def leaves_durations(first):
    return first["replied_at"] - first["created_at"]


@REPLY_DELAY.wrong("seconds-for-minutes", caught_by="answered-afternoon")
def leaves_seconds(first):
    return (first["replied_at"] - first["created_at"]).dt.total_seconds()


@REPLY_DELAY.wrong("hours-for-minutes", caught_by="answered-afternoon")
def divides_into_hours(first):
    return (first["replied_at"] - first["created_at"]) / pd.Timedelta("1h")


@REPLY_DELAY.wrong("days-lost", caught_by="over-a-day")
def uses_dt_seconds(first):
    return (first["replied_at"] - first["created_at"]).dt.seconds / 60


@REPLY_DELAY.wrong("rounded", caught_by="with-seconds")
def rounds_to_minutes(first):
    return ((first["replied_at"] - first["created_at"]) / pd.Timedelta("1min")).round()


@REPLY_DELAY.wrong("seconds-cut-off", caught_by="with-seconds")
def divides_into_whole_minutes(first):
    return (first["replied_at"] - first["created_at"]).dt.total_seconds() // 60


@REPLY_DELAY.wrong("sorted", caught_by="answered-afternoon")
def sorts_the_delays(first):
    return sorted((first["replied_at"] - first["created_at"]) / pd.Timedelta("1min"))


@REPLY_DELAY.wrong("unanswered-as-zero", caught_by="some-unanswered")
def fills_gaps_with_zero(first):
    return ((first["replied_at"] - first["created_at"]) / pd.Timedelta("1min")).fillna(0)


@REPLY_DELAY.wrong("unanswered-dropped", caught_by="some-unanswered")
def drops_the_unanswered(first):
    answered = first[first["replied_at"].notna()]
    return (answered["replied_at"] - answered["created_at"]) / pd.Timedelta("1min")


@REPLY_DELAY.wrong("mutates-input", caught_by="answered-afternoon")
def writes_into_the_table(first):
    first["delay"] = (first["replied_at"] - first["created_at"]) / pd.Timedelta("1min")
    return first["delay"]


@REPLY_DELAY.wrong("prints-instead-of-returning", caught_by="answered-afternoon")
def prints_the_delay(first):
    print((first["replied_at"] - first["created_at"]) / pd.Timedelta("1min"))


# --- median-delay ---------------------------------------------------------------------------------------

MEDIAN_DELAY = Bank("median-delay")


@MEDIAN_DELAY.reference
def _median(delays):
    return delays.median()


@MEDIAN_DELAY.hidden(title=Text(es="muchas esperas con cola larga", en="many waits with a long tail"))
def long_tail(rng):
    tail = _waits(rng, 2500, 6000, 3)
    return (_with_gaps(rng, [*_minutes(rng, _size(rng, 25, 50), decimals=2), *tail], 0),)


@MEDIAN_DELAY.hidden(title=Text(es="esperas y huecos", en="waits and gaps"))
def waits_and_gaps(rng):
    odd = 2 * _size(rng, 8, 16) + 1
    return (_with_gaps(rng, _minutes(rng, odd, decimals=2), _size(rng, 4, 9)),)


@MEDIAN_DELAY.hidden(title=Text(es="un número par de esperas", en="an even number of waits"))
def even_number(rng):
    (low,), (high,) = _waits(rng, 5, 90, 1), _waits(rng, 150, 400, 1)
    around = _size(rng, 1, 5)
    return (pd.Series([high, *_waits(rng, 1, 4, around), *_waits(rng, 2000, 2999, around), low]),)


@MEDIAN_DELAY.hidden(title=Text(es="huecos entre las esperas", en="gaps among the waits"))
def gaps_between(rng):
    (short,), (middle,), (long,) = (_waits(rng, *limits, 1) for limits in ((5, 45), (60, 240), (260, 400)))
    around = _size(rng, 1, 4)
    # In rising order but for the gaps and what they hide, so that `sorted` leaves all as it is.
    before, after = sorted(_waits(rng, 1, 4, around)), sorted(_waits(rng, 1500, 2500, around))
    return (pd.Series([*before, short, long, *after, np.nan, middle, np.nan]),)


@MEDIAN_DELAY.hidden(title=Text(es="esperas repetidas", en="repeated waits"), core=False)
def repeated_waits(rng):
    (wait,) = _waits(rng, 20, 90, 1)
    longer = [wait + more for more in (9, 20, 31, 43, 57, 90, 200, 700)]
    # No gaps: sorted among gaps, any wait could stand in the middle, the repeated one too.
    return (_with_gaps(rng, [1.0, wait, wait, wait, *longer], 0),)


@MEDIAN_DELAY.hidden(title=Text(es="una sola respuesta", en="a single reply"), core=False)
def one_reply(rng):
    return (_with_gaps(rng, _minutes(rng, 1), _size(rng, 2, 6)),)


@MEDIAN_DELAY.right
def median_as_quantile(delays):
    return delays.quantile(0.5)


@MEDIAN_DELAY.right
def median_of_the_library(delays):
    return statistics.median(delays.dropna())


@MEDIAN_DELAY.right
def median_by_hand(delays):
    known = sorted(wait for wait in delays if wait == wait)
    middle = len(known) // 2
    if len(known) % 2 == 1:
        return known[middle]
    return (known[middle - 1] + known[middle]) / 2


@MEDIAN_DELAY.right
def median_of_numpy(delays):
    return np.nanmedian(delays)


@MEDIAN_DELAY.wrong("mean-for-median", caught_by="long-tail")
def takes_the_mean(delays):
    return delays.mean()


@MEDIAN_DELAY.wrong("unanswered-as-zero", caught_by="waits-and-gaps")
def takes_gaps_for_zero(delays):
    return delays.fillna(0).median()


@MEDIAN_DELAY.wrong("gaps-in-the-way", caught_by="waits-and-gaps")
def numpy_median_with_gaps(delays):
    return float(np.median(delays.to_numpy()))


@MEDIAN_DELAY.wrong("gaps-sorted", caught_by="gaps-between")
def library_median_with_gaps(delays):
    return statistics.median(delays)


@MEDIAN_DELAY.wrong("mode-for-median", caught_by="repeated-waits")
def takes_the_mode(delays):
    return delays.mode()[0]


@MEDIAN_DELAY.wrong("lower-middle", caught_by="even-number")
def takes_the_lower_middle(delays):
    return statistics.median_low(delays.dropna())


@MEDIAN_DELAY.wrong("middle-unsorted", caught_by="even-number")
def forgets_to_sort(delays):
    known = [wait for wait in delays if wait == wait]
    return known[len(known) // 2]


@MEDIAN_DELAY.wrong("upper-middle", caught_by="even-number")
def takes_the_upper_middle(delays):
    known = sorted(wait for wait in delays if wait == wait)
    return known[len(known) // 2]


@MEDIAN_DELAY.wrong("midrange", caught_by="long-tail")
def halves_the_extremes(delays):
    return (delays.max() + delays.min()) / 2


@MEDIAN_DELAY.wrong("hours-for-minutes", caught_by="long-tail")
def median_in_hours(delays):
    return delays.median() / 60


@MEDIAN_DELAY.wrong("no-return", caught_by="long-tail")
def forgets_to_return(delays):
    delays.median()


# --- share-late -----------------------------------------------------------------------------------------

SHARE_LATE = Bank("share-late")


@SHARE_LATE.reference
def _late_among_answered(delays):
    answered = delays.dropna()
    return (answered > 120).mean()


def _late(rng: np.random.Generator) -> list[float]:
    """Return waits of which some are under two hours and some over."""
    return [*_waits(rng, 5, 119, _size(rng, 5, 25)), *_waits(rng, 121, 1500, _size(rng, 4, 25))]


@SHARE_LATE.hidden(title=Text(es="esperas y huecos", en="waits and gaps"))
def late_and_unanswered(rng):
    return _telling(
        visible.SHARE_LATE,
        lambda: (_with_gaps(rng, _late(rng), _size(rng, 5, 12)),),
        "unanswered-in-denominator",
        "unanswered-as-late",
        "on-time-for-late",
    )


@SHARE_LATE.hidden(title=Text(es="todos recibieron respuesta", en="everybody got a reply"))
def all_answered(rng):
    return (_with_gaps(rng, _late(rng), 0),)


@SHARE_LATE.hidden(title=Text(es="esperas en el mismo límite", en="waits right at the limit"))
def at_the_limit(rng):
    return _telling(
        visible.SHARE_LATE,
        lambda: (
            _with_gaps(rng, [*[120.0] * _size(rng, 2, 5), 121.0, 119.0, *_late(rng)], _size(rng, 1, 4)),
        ),
        "unanswered-in-denominator",
        "unanswered-as-late",
        "on-time-for-late",
        "at-least-for-more",
    )


@SHARE_LATE.hidden(title=Text(es="nadie esperó tanto", en="nobody waited that long"), core=False)
def nobody_late(rng):
    return (_with_gaps(rng, _waits(rng, 3, 110, _size(rng, 5, 12)), 2),)


@SHARE_LATE.hidden(title=Text(es="todas tardías", en="all late"), core=False)
def all_late(rng):
    return (_with_gaps(rng, _waits(rng, 130, 900, _size(rng, 5, 12)), 3),)


@SHARE_LATE.right
def late_by_counting(delays):
    return (delays > 120).sum() / delays.notna().sum()


@SHARE_LATE.right
def late_with_a_loop(delays):
    late = 0
    answered = 0
    for wait in delays:
        if not np.isnan(wait):
            answered += 1
            if wait > 120:
                late += 1
    return late / answered


@SHARE_LATE.right
def late_with_a_filter(delays):
    known = delays[delays.notna()]
    return len(known[known > 120]) / len(known)


@SHARE_LATE.right
def late_as_the_rest(delays):
    return 1 - delays.dropna().le(120).mean()


@SHARE_LATE.wrong("unanswered-in-denominator", caught_by="late-and-unanswered")
def divides_by_everybody(delays):
    return (delays > 120).mean()


@SHARE_LATE.wrong("unanswered-as-late", caught_by="late-and-unanswered")
def counts_silence_as_late(delays):
    return (delays.fillna(float("inf")) > 120).mean()


@SHARE_LATE.wrong("on-time-for-late", caught_by="late-and-unanswered")
def compares_the_wrong_way(delays):
    return (delays.dropna() < 120.5).mean()


@SHARE_LATE.wrong("at-least-for-more", caught_by="at-the-limit")
def counts_the_limit_itself(delays):
    return (delays.dropna() >= 120).mean()


@SHARE_LATE.wrong("count-for-share", caught_by="all-answered")
def counts_without_dividing(delays):
    return (delays > 120).sum()


@SHARE_LATE.wrong("percent-for-share", caught_by="all-answered")
def gives_a_percentage(delays):
    return round((delays.dropna() > 120).mean() * 100, 10)


@SHARE_LATE.wrong("hours-as-minutes", caught_by="all-answered")
def compares_with_two(delays):
    return (delays.dropna() > 2).mean()


@SHARE_LATE.wrong("wrong-type", caught_by="all-answered")
def returns_the_comparison(delays):
    return delays.dropna() > 120


# --- first-reply ----------------------------------------------------------------------------------------

FIRST_REPLY = Bank("first-reply")


@FIRST_REPLY.reference
def _first_brand_reply(tweets):
    brand = tweets[tweets["author_role"] == "brand"]
    earliest = brand.groupby("reply_to")["created_at"].min()
    customers = tweets[tweets["author_role"] == "customer"]
    table = customers.assign(replied_at=customers["tweet_id"].map(earliest))
    return table[["tweet_id", "created_at", "replied_at"]].reset_index(drop=True)


@FIRST_REPLY.hidden(
    title=Text(es="una tarde con tuits sin respuesta", en="an afternoon with unanswered tweets")
)
def afternoon(rng):
    asked = _customers(rng, _size(rng, 15, 30))
    chosen = rng.permutation(len(asked))[: _size(rng, 8, 13)]
    replies = [_reply(200 + n, asked[i], _size(rng, 5, 400)) for n, i in enumerate(chosen)]
    own = [("t300", NOON + pd.Timedelta(minutes=_size(rng, 10, 180)), "brand", None)]
    return (conversation(*sorted([*asked, *replies, *own], key=lambda row: row[1])),)


@FIRST_REPLY.hidden(title=Text(es="varias respuestas al mismo tuit", en="several replies to the same tweet"))
def several_replies(rng):
    asked = _customers(rng, _size(rng, 6, 14))
    replies = []
    for n, i in enumerate(rng.permutation(len(asked))[: _size(rng, 3, 5)]):
        wait = _size(rng, 10, 200)
        # Neither the first row nor the last is the earliest: order of rows is not order of time.
        replies += [_reply(200 + 3 * n + k, asked[i], wait + more) for k, more in enumerate((60, 0, 90))]
    return (conversation(*asked, *replies),)


@FIRST_REPLY.hidden(
    title=Text(es="clientes que se contestan entre ellos", en="customers who answer one another")
)
def customers_among_themselves(rng):
    asked = _customers(rng, _size(rng, 9, 18))
    order = [asked[i] for i in rng.permutation(len(asked))]
    peers = [_reply(100 + n, row, _size(rng, 1, 8), role="customer") for n, row in enumerate(order[:4])]
    press = [_reply(150, order[4], _size(rng, 2, 8), role="media")]
    # The brand answers some that a customer had answered, one that the press had, and some left alone.
    served = [*order[:2], *order[4 : _size(rng, 6, 8)]]
    replies = [_reply(200 + n, row, _size(rng, 20, 300)) for n, row in enumerate(served)]
    return (_shuffled(rng, [*asked, *peers, *press, *replies, _reply(250, peers[0], _size(rng, 20, 90))]),)


@FIRST_REPLY.hidden(
    title=Text(es="un medio pregunta y otro contesta", en="a news outlet asks, another answers")
)
def press_among_them(rng):
    asked = _customers(rng, _size(rng, 7, 16))
    order = [asked[i] for i in rng.permutation(len(asked))]
    press = [
        ("t100", NOON + pd.Timedelta(minutes=_size(rng, 5, 90)), "media", None),
        _reply(101, order[0], _size(rng, 2, 8), role="media"),
        _reply(102, order[1], _size(rng, 2, 8), role="media"),
    ]
    served = [order[0], *order[2 : _size(rng, 4, 6)]]
    replies = [_reply(200 + n, row, _size(rng, 20, 300)) for n, row in enumerate(served)]
    peer = _reply(110, order[2], _size(rng, 1, 8), role="customer")
    return (_shuffled(rng, [*asked, peer, *press, *replies, _reply(250, press[0], _size(rng, 20, 90))]),)


@FIRST_REPLY.hidden(title=Text(es="unas horas de una crisis simulada", en="some hours of a simulated crisis"))
def simulated_hours(rng):
    tweets = simulate("jazztel", seed=int(rng.integers(2**31)), scale=0.05).tweets
    hours = tweets[tweets["created_at"].between(NOON, NOON + pd.Timedelta(minutes=_size(rng, 360, 480)))]
    columns = ["tweet_id", "created_at", "author_id", "author_role", "reply_to"]
    return (hours.iloc[rng.permutation(len(hours))][columns].reset_index(drop=True),)


@FIRST_REPLY.hidden(
    title=Text(
        es="respuestas a tuits que no están en la tabla", en="replies to tweets that are not in the table"
    ),
    core=False,
)
def replies_to_missing_tweets(rng):
    asked = _customers(rng, _size(rng, 5, 12))
    strays = [("t900", NOON, "brand", "t77777"), ("t901", NOON, "brand", "t88888")]
    replies = [_reply(200 + n, asked[i], _size(rng, 20, 300)) for n, i in enumerate((1, 4))]
    thread = [("t902", NOON + pd.Timedelta(hours=9), "brand", "t200")]
    return (_shuffled(rng, [*asked, *strays, *replies, *thread]),)


@FIRST_REPLY.hidden(title=Text(es="nadie recibió respuesta", en="nobody got a reply"), core=False)
def brand_silent(rng):
    # One stray reply stays: pandas cannot `.map` an empty Series of times, and nobody should learn that here.
    brand = [("t900", NOON - pd.Timedelta(days=5), "brand", None), ("t901", NOON, "brand", "t77777")]
    return (conversation(*brand, *_customers(rng, _size(rng, 3, 9))),)


@FIRST_REPLY.hidden(
    title=Text(es="dos respuestas en el mismo minuto", en="two replies in the same minute"), core=False
)
def same_minute(rng):
    asked = _customers(rng, _size(rng, 4, 10))
    wait = _size(rng, 10, 200)
    return (_shuffled(rng, [*asked, _reply(200, asked[2], wait), _reply(201, asked[2], wait)]),)


@FIRST_REPLY.right
def pairs_with_merge(tweets):
    customers = tweets.loc[tweets["author_role"] == "customer", ["tweet_id", "created_at"]]
    replies = tweets.loc[tweets["author_role"] == "brand", ["reply_to", "created_at"]]
    replies = replies.sort_values("created_at").drop_duplicates("reply_to")
    replies = replies.rename(columns={"reply_to": "tweet_id", "created_at": "replied_at"})
    return customers.merge(replies.dropna(), on="tweet_id", how="left")


@FIRST_REPLY.right
def pairs_with_loops(tweets):
    earliest = {}
    for _, row in tweets.iterrows():
        if row["author_role"] == "brand" and not pd.isna(row["reply_to"]):
            key = row["reply_to"]
            if key not in earliest or row["created_at"] < earliest[key]:
                earliest[key] = row["created_at"]
    rows = []
    for _, row in tweets.iterrows():
        if row["author_role"] == "customer":
            reply = earliest.get(row["tweet_id"], pd.NaT)
            rows.append({"tweet_id": row["tweet_id"], "created_at": row["created_at"], "replied_at": reply})
    return pd.DataFrame(rows)


@FIRST_REPLY.right
def pairs_with_query_and_join(tweets):
    earliest = tweets.query("author_role == 'brand'").groupby("reply_to")["created_at"].min()
    customers = tweets.query("author_role == 'customer'")[["tweet_id", "created_at"]]
    return customers.join(earliest.rename("replied_at"), on="tweet_id").sort_values("tweet_id")


@FIRST_REPLY.right
def pairs_with_apply(tweets):
    brand = tweets[tweets["author_role"] == "brand"]
    customers = tweets[tweets["author_role"] == "customer"].copy()
    customers["replied_at"] = customers["tweet_id"].apply(
        lambda key: brand.loc[(brand["reply_to"] == key).fillna(False), "created_at"].min()
    )
    return customers[["replied_at", "tweet_id", "created_at"]].reset_index(drop=True)


@FIRST_REPLY.right
def pairs_with_nested_loops(tweets):
    rows = []
    for _, asked in tweets.iterrows():
        if asked["author_role"] != "customer":
            continue
        best = pd.NaT
        for _, reply in tweets.iterrows():
            answers = reply["author_role"] == "brand" and reply["reply_to"] == asked["tweet_id"]
            if answers and (pd.isna(best) or reply["created_at"] < best):
                best = reply["created_at"]
        rows.append([asked["tweet_id"], asked["created_at"], best])
    return pd.DataFrame(rows, columns=["tweet_id", "created_at", "replied_at"])


@FIRST_REPLY.right
def pairs_with_the_tool_of_the_course(tweets):
    return first_replies(tweets)


@FIRST_REPLY.wrong("last-reply", caught_by="several-replies")
def keeps_the_last(tweets):
    brand = tweets[tweets["author_role"] == "brand"]
    customers = tweets[tweets["author_role"] == "customer"]
    latest = brand.groupby("reply_to")["created_at"].max()
    return customers[["tweet_id", "created_at"]].assign(replied_at=customers["tweet_id"].map(latest))


@FIRST_REPLY.wrong("row-order-for-time", caught_by="several-replies")
def keeps_the_first_row(tweets):
    brand = tweets[tweets["author_role"] == "brand"].drop_duplicates("reply_to")
    customers = tweets[tweets["author_role"] == "customer"]
    times = dict(zip(brand["reply_to"], brand["created_at"], strict=True))
    return customers[["tweet_id", "created_at"]].assign(replied_at=customers["tweet_id"].map(times))


@FIRST_REPLY.wrong("anybody-answers", caught_by="customers-among-themselves")
def counts_any_reply(tweets):
    customers = tweets[tweets["author_role"] == "customer"]
    earliest = tweets.groupby("reply_to")["created_at"].min()
    return customers[["tweet_id", "created_at"]].assign(replied_at=customers["tweet_id"].map(earliest))


@FIRST_REPLY.wrong("media-answers", caught_by="press-among-them")
def counts_whoever_is_no_customer(tweets):
    others = tweets[tweets["author_role"] != "customer"]
    customers = tweets[tweets["author_role"] == "customer"]
    earliest = others.groupby("reply_to")["created_at"].min()
    return customers[["tweet_id", "created_at"]].assign(replied_at=customers["tweet_id"].map(earliest))


@FIRST_REPLY.wrong("media-rows-kept", caught_by="press-among-them")
def takes_whoever_is_not_the_brand_for_a_customer(tweets):
    earliest = tweets[tweets["author_role"] == "brand"].groupby("reply_to")["created_at"].min()
    others = tweets[tweets["author_role"] != "brand"]
    return others[["tweet_id", "created_at"]].assign(replied_at=others["tweet_id"].map(earliest))


@FIRST_REPLY.wrong("replying-customers-dropped", caught_by="customers-among-themselves")
def keeps_only_those_who_answer_nobody(tweets):
    earliest = tweets[tweets["author_role"] == "brand"].groupby("reply_to")["created_at"].min()
    asked = tweets[(tweets["author_role"] == "customer") & tweets["reply_to"].isna()]
    return asked[["tweet_id", "created_at"]].assign(replied_at=asked["tweet_id"].map(earliest))


@FIRST_REPLY.wrong("looked-up-reply-to", caught_by="customers-among-themselves")
def looks_up_what_the_customer_answers(tweets):
    earliest = tweets[tweets["author_role"] == "brand"].groupby("reply_to")["created_at"].min()
    asked = tweets[tweets["author_role"] == "customer"]
    return asked[["tweet_id", "created_at"]].assign(replied_at=asked["reply_to"].map(earliest))


@FIRST_REPLY.wrong("keys-do-not-meet", caught_by="customers-among-themselves")
def groups_by_the_reply_itself(tweets):
    earliest = tweets[tweets["author_role"] == "brand"].groupby("tweet_id")["created_at"].min()
    asked = tweets[tweets["author_role"] == "customer"]
    return asked[["tweet_id", "created_at"]].assign(replied_at=asked["tweet_id"].map(earliest))


@FIRST_REPLY.wrong("nobody-left", caught_by="afternoon")
def writes_the_role_in_capitals(tweets):
    earliest = tweets[tweets["author_role"] == "brand"].groupby("reply_to")["created_at"].min()
    asked = tweets[tweets["author_role"] == "Customer"]
    table = asked.assign(replied_at=asked["tweet_id"].map(earliest))
    return table[["tweet_id", "created_at", "replied_at"]]


@FIRST_REPLY.wrong("unanswered-dropped", caught_by="afternoon")
def merges_inside(tweets):
    brand = tweets[tweets["author_role"] == "brand"].groupby("reply_to", as_index=False)["created_at"].min()
    brand = brand.rename(columns={"reply_to": "tweet_id", "created_at": "replied_at"})
    customers = tweets.loc[tweets["author_role"] == "customer", ["tweet_id", "created_at"]]
    return customers.merge(brand, on="tweet_id")


@FIRST_REPLY.wrong("row-per-reply", caught_by="several-replies")
def merges_every_reply(tweets):
    brand = tweets.loc[tweets["author_role"] == "brand", ["reply_to", "created_at"]]
    brand = brand.rename(columns={"reply_to": "tweet_id", "created_at": "replied_at"})
    customers = tweets.loc[tweets["author_role"] == "customer", ["tweet_id", "created_at"]]
    return customers.merge(brand, on="tweet_id", how="left")


@FIRST_REPLY.wrong("brand-rows-kept", caught_by="afternoon")
def keeps_rows_of_the_brand(tweets):
    earliest = tweets[tweets["author_role"] == "brand"].groupby("reply_to")["created_at"].min()
    return tweets[["tweet_id", "created_at"]].assign(replied_at=tweets["tweet_id"].map(earliest))


@FIRST_REPLY.wrong("missing-columns", caught_by="afternoon")
def returns_two_columns(tweets):
    brand = tweets[tweets["author_role"] == "brand"]
    return brand.groupby("reply_to")["created_at"].min().reset_index(name="replied_at")


@FIRST_REPLY.wrong("mutates-input", caught_by="afternoon")
def writes_into_the_conversation(tweets):
    brand = tweets[tweets["author_role"] == "brand"]
    tweets["replied_at"] = tweets["tweet_id"].map(brand.groupby("reply_to")["created_at"].min())
    return tweets.loc[tweets["author_role"] == "customer", ["tweet_id", "created_at", "replied_at"]]


# --- unanswered-share -----------------------------------------------------------------------------------

UNANSWERED_SHARE = Bank("unanswered-share")


@UNANSWERED_SHARE.reference
def _ignored_by_group(first, by):
    table = first.assign(ignored=first["replied_at"].isna())
    return table.groupby(by)["ignored"].mean()


def _grouped(
    rng: np.random.Generator, sizes: dict[object, tuple[int, int]], name: str
) -> tuple[pd.DataFrame, str]:
    """Return first replies with a column `name`: for each label (answered, unanswered) tweets."""
    labels = [label for label, (yes, no) in sizes.items() for _ in range(yes + no)]
    waits = [w for yes, no in sizes.values() for w in (*_minutes(rng, yes), *[None] * no)]
    table = _first(rng, waits).assign(**{name: labels})
    return table.iloc[rng.permutation(len(table))].reset_index(drop=True), name


@UNANSWERED_SHARE.hidden(
    title=Text(es="cinco ciudades de distinto tamaño", en="five cities of different size")
)
def five_cities(rng):
    sizes = {city: (_size(rng, 3, 11), _size(rng, 2, 8) + n) for n, city in enumerate(CITIES)}
    return _grouped(rng, sizes, "city")


@UNANSWERED_SHARE.hidden(title=Text(es="preguntas frente a lo demás", en="questions against the rest"))
def questions(rng):
    sizes = {True: (_size(rng, 3, 8), _size(rng, 9, 20)), False: (_size(rng, 9, 20), _size(rng, 2, 8))}
    return _grouped(rng, sizes, "asks")


@UNANSWERED_SHARE.hidden(
    title=Text(es="provincias, con las ciudades al lado", en="provinces, with cities beside")
)
def by_province(rng):
    sizes = {
        "Asturias": (_size(rng, 3, 9), _size(rng, 1, 5)),
        "Málaga": (_size(rng, 1, 4), _size(rng, 4, 12)),
        "Álava": (_size(rng, 2, 8), _size(rng, 2, 8)),
    }
    table, name = _grouped(rng, sizes, "province")
    return table.assign(city=[CITIES[n] for n in rng.integers(0, len(CITIES), size=len(table))]), name


@UNANSWERED_SHARE.hidden(title=Text(es="un grupo sin nadie ignorado", en="a group with nobody ignored"))
def one_group_served(rng):
    served, some, most = (CITIES[i] for i in rng.permutation(len(CITIES))[:3])
    # More are ignored in one city than answered in the other: else shares of the ignored might look right.
    sizes = {some: (_size(rng, 2, 9), _size(rng, 3, 9)), most: (_size(rng, 2, 9), _size(rng, 10, 18))}
    return _grouped(rng, {served: (_size(rng, 3, 9), 0), **sizes}, "city")


@UNANSWERED_SHARE.hidden(title=Text(es="nadie recibió respuesta", en="nobody got a reply"), core=False)
def none_served(rng):
    return _grouped(rng, {"Gijón": (0, _size(rng, 2, 6)), "Oviedo": (0, _size(rng, 2, 6))}, "city")


@UNANSWERED_SHARE.hidden(title=Text(es="grupos que son horas", en="groups that are hours"), core=False)
def by_hour(rng):
    return _grouped(rng, {hour: (_size(rng, 1, 8), _size(rng, 1, 8)) for hour in (13, 14, 15)}, "hour")


@UNANSWERED_SHARE.right
def ignored_with_groupby_of_column(first, by):
    return first["replied_at"].isna().groupby(first[by]).mean()


@UNANSWERED_SHARE.right
def ignored_as_dict_loop(first, by):
    shares = {}
    for label in first[by].unique():
        group = first[first[by] == label]
        shares[label] = len(group[group["replied_at"].isna()]) / len(group)
    return pd.Series(shares)


@UNANSWERED_SHARE.right
def ignored_with_apply(first, by):
    return first.groupby(by)["replied_at"].apply(lambda at: at.isna().mean()).sort_values(ascending=False)


@UNANSWERED_SHARE.right
def ignored_from_counts(first, by):
    groups = first.groupby(by)["replied_at"]
    return 1 - groups.count() / groups.size()


@UNANSWERED_SHARE.wrong("answered-for-unanswered", caught_by="five-cities")
def share_with_a_reply(first, by):
    return first.assign(ok=first["replied_at"].notna()).groupby(by)["ok"].mean()


@UNANSWERED_SHARE.wrong("count-for-share", caught_by="five-cities")
def counts_by_group(first, by):
    return first.assign(ignored=first["replied_at"].isna()).groupby(by)["ignored"].sum()


@UNANSWERED_SHARE.wrong("among-the-ignored", caught_by="five-cities")
def share_of_the_ignored(first, by):
    ignored = first[first["replied_at"].isna()]
    return ignored[by].value_counts() / len(ignored)


@UNANSWERED_SHARE.wrong("whole-table-denominator", caught_by="questions")
def divides_by_the_whole_table(first, by):
    return first.assign(ignored=first["replied_at"].isna()).groupby(by)["ignored"].sum() / len(first)


@UNANSWERED_SHARE.wrong("groups-lost", caught_by="one-group-served")
def filters_before_grouping(first, by):
    ignored = first[first["replied_at"].isna()].groupby(by).size()
    return (ignored / first.groupby(by).size()).dropna()


@UNANSWERED_SHARE.wrong("gap-for-zero", caught_by="one-group-served")
def counts_the_ignored_and_divides(first, by):
    ignored = first[first["replied_at"].isna()].groupby(by).size()
    return ignored / first.groupby(by).size()


@UNANSWERED_SHARE.wrong("compared-with-a-gap", caught_by="five-cities")
def compares_with_none(first, by):
    return first.assign(ignored=first["replied_at"] == None).groupby(by)["ignored"].mean()  # noqa: E711


@UNANSWERED_SHARE.wrong("column-hard-wired", caught_by="by-province")
def groups_by_city_whatever_is_asked(first, by):
    return first.assign(ignored=first["replied_at"].isna()).groupby("city")["ignored"].mean()


@UNANSWERED_SHARE.wrong("one-share-for-all", caught_by="questions")
def forgets_the_groups(first, by):
    return first["replied_at"].isna().mean()


@UNANSWERED_SHARE.wrong("percent-for-share", caught_by="five-cities")
def percentages_by_group(first, by):
    return first["replied_at"].isna().groupby(first[by]).mean() * 100


@UNANSWERED_SHARE.wrong("mutates-input", caught_by="five-cities")
def adds_a_column_in_place(first, by):
    first["ignored"] = first["replied_at"].isna()
    return first.groupby(by)["ignored"].mean()


# --- answered-within ------------------------------------------------------------------------------------

ANSWERED_WITHIN = Bank("answered-within")


@ANSWERED_WITHIN.reference
def _in_time_among_old_enough(first, hours, observed_until):
    limit = pd.Timedelta(hours=hours)
    old = first[first["created_at"] + limit <= observed_until]
    return (old["replied_at"] - old["created_at"] <= limit).mean()


def _watched(rng: np.random.Generator, ages: list[float], waits: list[float | None]) -> pd.DataFrame:
    """Return first replies from ages at the end and waits, in minutes; replies not yet seen are gaps."""
    end = _end()
    rows = []
    for n, (age, wait) in enumerate(zip(ages, waits, strict=True), start=1):
        asked = end - pd.Timedelta(minutes=age)
        seen = wait is not None and wait <= age
        rows.append((f"t{n}", asked, asked + pd.Timedelta(minutes=wait) if seen else None))
    return first_table(*(rows[i] for i in rng.permutation(len(rows))))


def _end() -> pd.Timestamp:
    return NOON + pd.Timedelta(hours=6)


def _every_kind(rng: np.random.Generator, limit: int) -> tuple[list[float], list[float | None]]:
    """Return ages and waits of every kind, some of each: old or young for a limit in minutes, answered or not."""
    in_time, late, ignored = _size(rng, 8, 40), _size(rng, 2, 12), _size(rng, 3, 15)
    answered, waiting = _size(rng, 2, 8), _size(rng, 2, 8)
    ages = _waits(rng, limit + 1, 340, in_time)
    waits: list[float | None] = [*_waits(rng, 5, limit - 2, in_time)]
    slow = _waits(rng, limit + 60, 340, late)
    ages += slow
    waits += [float(_size(rng, limit + 1, int(age))) for age in slow]
    ages += _waits(rng, limit + 1, 340, ignored)
    waits += [None] * ignored
    young = _waits(rng, 15, limit - 1, answered)
    ages += young
    waits += [float(_size(rng, 5, int(age))) for age in young]
    ages += _waits(rng, 5, limit - 1, waiting)
    waits += [None] * waiting
    return ages, waits


_WHO_COUNTS = (
    "minutes-against-hours",
    "unanswered-as-instant",
    "too-young-counted",
    "known-replies-only",
    "old-but-answered-only",
    "young-if-answered",
    "young-for-old",
    "late-for-on-time",
    "ever-for-within",
)


@ANSWERED_WITHIN.hidden(title=Text(es="plazo de dos horas", en="a limit of two hours"))
def two_hours(rng):
    def draw():
        return _watched(rng, *_every_kind(rng, 120)), 2, _end()

    return _telling(visible.ANSWERED_WITHIN, draw, *_WHO_COUNTS)


@ANSWERED_WITHIN.hidden(title=Text(es="plazo de una hora", en="a limit of one hour"))
def one_hour(rng):
    return _watched(rng, *_every_kind(rng, 60)), 1, _end()


@ANSWERED_WITHIN.hidden(title=Text(es="plazo de hora y media", en="a limit of an hour and a half"))
def hour_and_a_half(rng):
    def draw():
        return _watched(rng, *_every_kind(rng, 90)), 1.5, _end()

    return _telling(visible.ANSWERED_WITHIN, draw, "always-two-hours", "hours-cut-off")


@ANSWERED_WITHIN.hidden(
    title=Text(es="respuestas que tardan más de un día", en="replies that take over a day")
)
def over_two_days(rng):
    def draw():
        ages, waits = _every_kind(rng, 60)
        days = [1440.0 + wait for wait in _waits(rng, 5, 55, _size(rng, 2, 6))]
        return _watched(rng, [*ages, *_waits(rng, 2800, 3000, len(days))], [*waits, *days]), 1, _end()

    ideas = ("always-two-hours", "minutes-against-hours", "unanswered-as-instant", "days-lost")
    return _telling(visible.ANSWERED_WITHIN, draw, *ideas)


@ANSWERED_WITHIN.hidden(title=Text(es="en el mismo límite", en="right at the limit"), core=False)
def to_the_minute(rng):
    def draw():
        ages, waits = _every_kind(rng, 120)
        return _watched(rng, [*ages, 120, 180, 200, 119], [*waits, 120, 120, 121, None]), 2, _end()

    return _telling(visible.ANSWERED_WITHIN, draw, *_WHO_COUNTS, "limit-left-out")


@ANSWERED_WITHIN.hidden(title=Text(es="nadie recibió respuesta", en="nobody got a reply"), core=False)
def nobody_in_time(rng):
    ages = [*_waits(rng, 60, 340, _size(rng, 6, 15)), 200.0, 300.0]
    return _watched(rng, ages, [None] * len(ages)), 2, _end()


@ANSWERED_WITHIN.right
def within_by_counting(first, hours, observed_until):
    latest = observed_until - pd.Timedelta(hours=hours)
    old = first[first["created_at"] <= latest]
    in_time = old[old["replied_at"] <= old["created_at"] + pd.Timedelta(hours=hours)]
    return len(in_time) / len(old)


@ANSWERED_WITHIN.right
def within_with_a_loop(first, hours, observed_until):
    limit = pd.Timedelta(hours=hours)
    total = yes = 0
    for asked, replied in zip(first["created_at"], first["replied_at"], strict=True):
        if observed_until - asked >= limit:
            total += 1
            if not pd.isna(replied) and replied - asked <= limit:
                yes += 1
    return yes / total


@ANSWERED_WITHIN.right
def within_in_hours(first, hours, observed_until):
    hour = pd.Timedelta("1h")
    age = (observed_until - first["created_at"]) / hour
    wait = (first["replied_at"] - first["created_at"]) / hour
    return (wait[age >= hours] <= hours).mean()


@ANSWERED_WITHIN.wrong("too-young-counted", caught_by="two-hours")
def counts_the_young(first, hours, observed_until):
    return (first["replied_at"] - first["created_at"] <= pd.Timedelta(hours=hours)).mean()


@ANSWERED_WITHIN.wrong("known-replies-only", caught_by="two-hours")
def counts_known_replies(first, hours, observed_until):
    known = first.dropna(subset=["replied_at"])
    return (known["replied_at"] - known["created_at"] <= pd.Timedelta(hours=hours)).mean()


@ANSWERED_WITHIN.wrong("old-but-answered-only", caught_by="two-hours")
def drops_the_old_ignored(first, hours, observed_until):
    old = first[first["created_at"] + pd.Timedelta(hours=hours) <= observed_until].dropna()
    return (old["replied_at"] - old["created_at"] <= pd.Timedelta(hours=hours)).mean()


@ANSWERED_WITHIN.wrong("young-if-answered", caught_by="two-hours")
def drops_only_the_waiting(first, hours, observed_until):
    limit = pd.Timedelta(hours=hours)
    waiting = first["replied_at"].isna() & (first["created_at"] + limit > observed_until)
    told = first[~waiting]
    return (told["replied_at"] - told["created_at"] <= limit).mean()


@ANSWERED_WITHIN.wrong("young-for-old", caught_by="two-hours")
def keeps_the_young(first, hours, observed_until):
    limit = pd.Timedelta(hours=hours)
    young = first[first["created_at"] + limit > observed_until]
    return (young["replied_at"] - young["created_at"] <= limit).mean()


@ANSWERED_WITHIN.wrong("late-for-on-time", caught_by="two-hours")
def gives_the_complement(first, hours, observed_until):
    limit = pd.Timedelta(hours=hours)
    old = first[first["created_at"] + limit <= observed_until]
    return 1 - (old["replied_at"] - old["created_at"] <= limit).mean()


@ANSWERED_WITHIN.wrong("ever-for-within", caught_by="two-hours")
def counts_replies_at_any_time(first, hours, observed_until):
    old = first[first["created_at"] + pd.Timedelta(hours=hours) <= observed_until]
    return old["replied_at"].notna().mean()


@ANSWERED_WITHIN.wrong("always-two-hours", caught_by="over-two-days")
def writes_two_hours(first, hours, observed_until):
    limit = pd.Timedelta(hours=2)
    old = first[first["created_at"] + limit <= observed_until]
    return (old["replied_at"] - old["created_at"] <= limit).mean()


@ANSWERED_WITHIN.wrong("hours-cut-off", caught_by="hour-and-a-half")
def cuts_the_hours(first, hours, observed_until):
    limit = pd.Timedelta(hours=int(hours))
    old = first[first["created_at"] + limit <= observed_until]
    return (old["replied_at"] - old["created_at"] <= limit).mean()


@ANSWERED_WITHIN.wrong("minutes-against-hours", caught_by="two-hours")
def compares_minutes_with_hours(first, hours, observed_until):
    old = first[first["created_at"] + pd.Timedelta(hours=hours) <= observed_until]
    return ((old["replied_at"] - old["created_at"]) / pd.Timedelta("1min") <= hours).mean()


@ANSWERED_WITHIN.wrong("unanswered-as-instant", caught_by="two-hours")
def fills_the_gaps_with_zero(first, hours, observed_until):
    limit = pd.Timedelta(hours=hours)
    old = first[first["created_at"] + limit <= observed_until]
    return ((old["replied_at"] - old["created_at"]).fillna(pd.Timedelta(0)) <= limit).mean()


@ANSWERED_WITHIN.wrong("days-lost", caught_by="over-two-days")
def forgets_the_days(first, hours, observed_until):
    old = first[first["created_at"] + pd.Timedelta(hours=hours) <= observed_until]
    return ((old["replied_at"] - old["created_at"]).dt.seconds <= hours * 3600).mean()


@ANSWERED_WITHIN.wrong("limit-left-out", caught_by="to-the-minute")
def leaves_out_the_limit(first, hours, observed_until):
    limit = pd.Timedelta(hours=hours)
    old = first[first["created_at"] + limit <= observed_until]
    return (old["replied_at"] - old["created_at"] < limit).mean()


@ANSWERED_WITHIN.wrong("raises", caught_by="two-hours")
def compares_duration_with_number(first, hours, observed_until):
    old = first[first["created_at"] + pd.Timedelta(hours=hours) <= observed_until]
    return (old["replied_at"] - old["created_at"] <= hours).mean()


BANKS: tuple[Bank, ...] = (
    REPLY_DELAY,
    MEDIAN_DELAY,
    SHARE_LATE,
    FIRST_REPLY,
    UNANSWERED_SHARE,
    ANSWERED_WITHIN,
)
