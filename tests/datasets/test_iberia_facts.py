"""What the sources say of Iberia's auction, one test a fact; keys as in datasets/iberia/sources.csv."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course.simulator import simulate
from course.simulator.package import SEEDS

FOLDER = Path(__file__).parents[2] / "datasets" / "iberia"


def madrid(moment: str) -> pd.Timestamp:
    return pd.Timestamp(moment, tz="Europe/Madrid")


@pytest.fixture(scope="module")
def tweets() -> pd.DataFrame:
    table = pd.read_csv(FOLDER / "tweets.csv", dtype={"reply_to": "str"})
    table["at"] = pd.to_datetime(table["created_at"]).dt.tz_convert("Europe/Madrid")
    table["low"] = table["text"].str.lower()
    return table


@pytest.fixture(scope="module")
def events() -> pd.DataFrame:
    return pd.read_csv(FOLDER / "events.csv", parse_dates=["at", "until"])


@pytest.fixture(scope="module")
def kinds() -> pd.Series:
    crisis = simulate("iberia", seed=SEEDS["iberia"])
    return crisis.gold.set_index("tweet_id")["kind"]


def customers(tweets: pd.DataFrame, start: str, end: str) -> pd.DataFrame:
    return tweets[
        (tweets["author_role"] == "customer") & (tweets["at"] >= madrid(start)) & (tweets["at"] < madrid(end))
    ]


def replies(tweets: pd.DataFrame) -> pd.DataFrame:
    return tweets[(tweets["author_role"] == "brand") & tweets["reply_to"].notna()]


def test_window_is_15_to_20_july(tweets: pd.DataFrame) -> None:
    """The window of the case, in Madrid time (UTC+2 in July)."""
    assert tweets["at"].min() >= madrid("2013-07-15") and tweets["at"].max() < madrid("2013-07-21")


def test_auction_starts_at_20_madrid_18_utc(events: pd.DataFrame) -> None:
    """Everybody was called to the same moment, 20:00 in Madrid, which is 18:00 UTC (RR13, EP13, EB13)."""
    start = events[events["kind"] == "campaign_start"].iloc[0]
    assert start["at"] == pd.Timestamp("2013-07-18T18:00Z") and start["precision"] == "minute"
    assert start["until"] - start["at"] == pd.Timedelta("2h")  # at most two hours in all


def test_auction_mechanics_are_told(events: pd.DataFrame) -> None:
    """232 seats, from 600 EUR, 5 EUR less every second (EP13, EB13)."""
    for column in ("title_es", "title_en"):
        title = events.loc[events["kind"] == "campaign_start", column].iloc[0]
        assert all(number in title for number in ("232", "600", "5"))


def test_complaints_from_minute_zero(tweets: pd.DataFrame) -> None:
    """The failure showed from minute zero (RR13): the first minute is far above the same hour of the day before."""
    first = customers(tweets, "2013-07-18 20:00", "2013-07-18 20:01")
    usual = customers(tweets, "2013-07-17 19:00", "2013-07-17 21:00")
    assert len(first) > 2 * len(usual) / 120 * 2
    failing = first["low"].str.contains(
        r"error|carga|ca[íi]d|pantalla|va\b|colgad|página|pagina|circulito|f5|hay alguien"
    )
    assert failing.any()


def test_collapse_in_the_first_minutes(tweets: pd.DataFrame) -> None:
    """The application collapses in the first minutes (EP13, EB13): the peak comes within the first half hour."""
    evening = customers(tweets, "2013-07-18 00:00", "2013-07-19 00:00")
    minutes = evening.groupby(evening["at"].dt.floor("5min")).size()
    assert madrid("2013-07-18 20:00") <= minutes.idxmax() < madrid("2013-07-18 20:30")


def test_iberia_answered_most_tweets_before(tweets: pd.DataFrame) -> None:
    """Before, Iberia answered most tweets addressed to it (RR13)."""
    before = customers(tweets, "2013-07-15", "2013-07-18")
    addressed = before[before["text"].str.contains("@Iberia")]
    assert addressed["tweet_id"].isin(set(tweets["reply_to"].dropna())).mean() > 0.6
    answered = set(replies(tweets)["reply_to"])
    assert addressed["tweet_id"].isin(answered).mean() > 0.6


def test_no_continuous_service(tweets: pd.DataFrame) -> None:
    """Weak point: no continuous (24 h) service (RR13)."""
    hours = replies(tweets)["at"].dt.hour
    assert not hours.between(1, 7).any()
    assert customers(tweets, "2013-07-15", "2013-07-18")["at"].dt.hour.between(1, 7).any()


def test_nobody_answered_at_first(tweets: pd.DataFrame) -> None:
    """At first nobody answered (RR13): no reply and no own tweet in the two hours after 20:00."""
    brand = tweets[tweets["author_role"] == "brand"]
    after = brand[(brand["at"] >= madrid("2013-07-18 20:00")) & (brand["at"] < madrid("2013-07-18 22:00"))]
    assert after.empty
    half_hour_before = brand[
        (brand["at"] >= madrid("2013-07-18 19:00")) & (brand["at"] < madrid("2013-07-18 20:00"))
    ]
    assert not half_hour_before.empty


def test_statement_was_on_facebook_the_same_evening(tweets: pd.DataFrame, events: pd.DataFrame) -> None:
    """The statement was on Facebook, later the same evening (EP13): an event of that day, not a tweet of the brand."""
    statement = events[events["kind"] == "statement"].iloc[0]
    assert (
        "Facebook" in statement["title_es"]
        and statement["precision"] == "day"
        and statement["source"] == "EP13"
    )
    assert statement["at"].tz_convert("Europe/Madrid").date() == pd.Timestamp("2013-07-18").date()
    own = tweets[(tweets["author_role"] == "brand") & tweets["reply_to"].isna()]
    assert (own["at"] < madrid("2013-07-18 20:00")).all()
    assert (
        customers(tweets, "2013-07-18 22:00", "2013-07-19 12:00")["text"].str.contains("Facebook").sum() > 5
    )


def test_statement_apologises_suspends_and_promises(events: pd.DataFrame) -> None:
    """Apology, cause, suspension, promise to resume (EP13)."""
    title = events.loc[events["kind"] == "statement", "title_en"].iloc[0]
    assert all(word in title for word in ("apology", "cause", "suspension", "resume"))


def test_campaign_was_announced_loudly(tweets: pd.DataFrame) -> None:
    """The campaign was announced loudly on Iberia's networks (RR13): own tweets with its hashtag before 20:00."""
    own = tweets[(tweets["author_role"] == "brand") & tweets["reply_to"].isna()]
    assert own["text"].str.contains("#IberiaSocialFlight").sum() >= 4
    expectation = customers(tweets, "2013-07-16", "2013-07-18 20:00")["text"].str.contains(
        "#IberiaSocialFlight"
    )
    assert expectation.sum() > 50


def test_hashtag_overtaken(tweets: pd.DataFrame) -> None:
    """The campaign's hashtag is overtaken by #IberiaSocialFail (RR13, EP13), which nobody used before."""
    low = tweets["low"]
    fail, flight = low.str.contains("#iberiasocialfail"), low.str.contains("#iberiasocialflight")
    assert not fail[tweets["at"] < madrid("2013-07-18 20:00")].any()
    first = tweets["at"].between(madrid("2013-07-18 20:00"), madrid("2013-07-18 20:10"))
    late = tweets["at"].between(madrid("2013-07-18 21:30"), madrid("2013-07-19 12:00"))
    assert fail[first].sum() < flight[first].sum() / 3
    assert fail[late].sum() > 3 * flight[late].sum()


def test_jokes_grow_through_the_evening(tweets: pd.DataFrame, kinds: pd.Series) -> None:
    """Jokes and doctored pictures (RR13, EP13): hundreds of jokes, and pictures are talked about."""
    evening = customers(tweets, "2013-07-18 20:00", "2013-07-19 02:00")
    labels = evening["tweet_id"].map(kinds)
    assert (labels == "joke").mean() > 0.2
    assert evening["low"].str.contains("montaje").sum() >= 5


def test_accusations_of_deceit_and_fraud(tweets: pd.DataFrame) -> None:
    """Accusations of deceit, attempted fraud, a scam (RR13, EP13)."""
    evening = customers(tweets, "2013-07-18 20:00", "2013-07-19 12:00")["low"]
    for word in ("engaño", "fraude", "timo", "estafa"):
        assert evening.str.contains(word).any(), word


def test_computer_error_mocked_in_advance(tweets: pd.DataFrame) -> None:
    """The expected explanation, 'a computer error', was mocked before there was any (RR13)."""
    silent = customers(tweets, "2013-07-18 20:00", "2013-07-18 22:00")
    assert silent["low"].str.contains("error inform[áa]tico").sum() >= 10


def test_facebook_permissions_talked_about(tweets: pd.DataFrame) -> None:
    """To take part people had to give access to their profile and friends (EP13)."""
    evening = customers(tweets, "2013-07-17", "2013-07-20")["low"]
    assert evening.str.contains("facebook").sum() > 30


def test_terms_had_disclaimed_network_failures(tweets: pd.DataFrame) -> None:
    """The terms had already disclaimed liability for malfunctions of the networks (EB13)."""
    assert tweets["low"].str.contains("letra pequeña").any()


def test_foreseeable(tweets: pd.DataFrame) -> None:
    """The overload was foreseeable: known hour and crowd, no rehearsal, nothing limited participation (RR13)."""
    after = customers(tweets, "2013-07-18 20:00", "2013-07-20")["low"]
    for word in ("previsible|se ve[ií]a venir|precedentes", "ensay|prueba", "cola|sala de espera|aforo"):
        assert after.str.contains(word).any(), word


def test_blame_debate(tweets: pd.DataFrame) -> None:
    """Whose fault: community managers, or marketing, IT, sales, the agency and all (RR13)."""
    debate = customers(tweets, "2013-07-18 20:00", "2013-07-21")["low"]
    for word in ("marketing", "agencia", "inform[áa]tica", "community|redes", "nestlé|nestle"):
        assert debate.str.contains(word).sum() >= 3, word


def test_peers_are_compared(tweets: pd.DataFrame) -> None:
    """Air France and KLM as examples of empathy and active listening (RR13)."""
    assert (tweets["low"].str.contains("air france") & tweets["low"].str.contains("klm")).any()


def test_volcano_remembered(tweets: pd.DataFrame) -> None:
    """The handling of the closed air space in 2010 was cited as a success (RR13)."""
    assert tweets["low"].str.contains("volcán|volcan|ceniza").any()


def test_usual_site_kept_working(tweets: pd.DataFrame) -> None:
    """What failed was the campaign's own application, not the usual site (EP13, EB13)."""
    assert tweets["low"].str.contains("la web de siempre").any()
    ordinary = customers(tweets, "2013-07-19", "2013-07-20")["low"].str.contains(
        "maleta|vuelo a|check-in|avios"
    )
    assert ordinary.sum() > 10  # ordinary service goes on


def test_millions_of_requests(tweets: pd.DataFrame) -> None:
    """Iberia speaks of millions of requests in the first minutes (EP13): talked about after the statement only."""
    said = tweets[tweets["low"].str.contains("millones de peticiones")]
    assert len(said) > 0 and (said["at"] > madrid("2013-07-18 22:00")).all()


def test_sums_of_the_auction() -> None:
    """600 EUR at 5 EUR/s reaches 0 in 120 s; 232 seats in 7,200 s leave 31 s each, about 445 EUR (from EP13)."""
    assert 600 / 5 == 120
    share = 7200 / 232
    assert np.floor(share) == 31 and round(600 - 5 * share) == 445
