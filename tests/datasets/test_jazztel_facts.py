"""What the sources say of the Jazztel outage, one test a fact; keys as in datasets/jazztel/sources.csv."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

from course.simulator import simulate
from course.simulator.package import SEEDS

FOLDER = Path(__file__).parents[2] / "datasets" / "jazztel"
CITIES = (
    "Madrid", "Barcelona", "Sevilla", "Málaga", "Granada", "Alicante", "Valencia", "Zaragoza", "Valladolid", "Bilbao",
    "Vitoria", "Gijón", "Oviedo",
)  # fmt: skip


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
def gold() -> pd.DataFrame:
    return simulate("jazztel", seed=SEEDS["jazztel"]).gold.set_index("tweet_id")


@pytest.fixture(scope="module")
def delays(tweets: pd.DataFrame) -> pd.DataFrame:
    """One row for each customer tweet of the outage: its first reply, found by sorting, and the delay."""
    replies = tweets[(tweets["author_role"] == "brand") & tweets["reply_to"].notna()].sort_values("at")
    first = replies.drop_duplicates("reply_to").set_index("reply_to")["at"]
    asked = during(tweets, "2014-03-12 12:36", "2014-03-12 22:00")
    return asked.assign(delay=asked["tweet_id"].map(first) - asked["at"])


def during(tweets: pd.DataFrame, start: str, end: str, role: str = "customer") -> pd.DataFrame:
    return tweets[
        (tweets["author_role"] == role) & (tweets["at"] >= madrid(start)) & (tweets["at"] < madrid(end))
    ]


def own(tweets: pd.DataFrame) -> pd.DataFrame:
    return tweets[(tweets["author_role"] == "brand") & tweets["reply_to"].isna()].sort_values("at")


def template(text: str) -> str:
    """Strip mentions, links and the signature."""
    return re.sub(r"\s+", " ", re.sub(r"@\w+|https?://\S+|\^\w+$", "", text)).strip()


def test_window_is_5_to_14_march(tweets: pd.DataFrame) -> None:
    """The window of the case, in Madrid time (UTC+1 in March)."""
    assert tweets["at"].min() >= madrid("2014-03-05") and tweets["at"].max() < madrid("2014-03-15")


def test_three_sources_of_the_start(events: pd.DataFrame) -> None:
    """12:36 (EP14), about 13:25 (UN14), around noon (MU14): three events, in UTC an hour less."""
    starts = events[events["kind"] == "outage_start"].set_index("source")
    assert starts["at"].to_dict() == {
        "MU14": pd.Timestamp("2014-03-12T11:00Z"),
        "EP14": pd.Timestamp("2014-03-12T11:36Z"),
        "UN14": pd.Timestamp("2014-03-12T12:25Z"),
    }
    assert starts["precision"].to_dict() == {"MU14": "hour", "EP14": "minute", "UN14": "approximate"}


def test_end_of_the_outage(events: pd.DataFrame) -> None:
    """Voice from 22:00 on the 12th, data at 02:00 on the 13th (EP14)."""
    at = events.set_index("kind")["at"]
    assert at["voice_back"] == pd.Timestamp("2014-03-12T21:00Z")
    assert at["data_back"] == pd.Timestamp("2014-03-13T01:00Z")


def test_outage_starts_near_12_36(tweets: pd.DataFrame) -> None:
    """Customers' volume leaves its usual level at 12:36 or soon after (EP14)."""
    quiet = during(tweets, "2014-03-12 09:00", "2014-03-12 12:36")
    usual = len(quiet) / (3.6 * 6)  # in ten minutes
    assert usual < 4
    day = during(tweets, "2014-03-12 12:36", "2014-03-12 14:36")
    bins = day.groupby(
        ((day["at"] - madrid("2014-03-12 12:36")).dt.total_seconds() // 600).astype(int)
    ).size()
    assert bins.reindex(range(12), fill_value=0).iloc[2:].min() > 4 * usual
    assert (
        not during(tweets, "2014-03-12 00:00", "2014-03-12 12:36")["low"]
        .str.contains("solo llamadas de emergencia")
        .any()
    )


def test_about_twelve_hours(tweets: pd.DataFrame) -> None:
    """About 12 hours in all (EP14): volume falls after 22:00, and at 03:00 the night is quiet again."""
    evening = len(during(tweets, "2014-03-12 20:00", "2014-03-12 22:00"))
    after_voice = len(during(tweets, "2014-03-12 22:30", "2014-03-13 00:30"))
    night = len(during(tweets, "2014-03-13 03:00", "2014-03-13 05:00"))
    assert after_voice < 0.6 * evening and night < 0.12 * evening


def test_voice_then_data_come_back(tweets: pd.DataFrame, gold: pd.DataFrame) -> None:
    """Voice at 22:00, data at 02:00 (EP14): customers say so in that order, never before."""
    topic = tweets["tweet_id"].map(gold["kind"] + ":" + gold["topic"])
    assert tweets.loc[topic == "recovery:voice", "at"].min() >= madrid("2014-03-12 22:00")
    assert tweets.loc[topic == "recovery:data", "at"].min() >= madrid("2014-03-13 02:00")
    assert (topic == "recovery:voice").sum() > 30 and (topic == "recovery:data").sum() > 10


def test_some_had_to_restart(tweets: pd.DataFrame) -> None:
    """Some had to restart their phones (EP14)."""
    assert (
        during(tweets, "2014-03-12 22:00", "2014-03-13 12:00")["low"]
        .str.contains("reinici|apagar y encender")
        .sum()
        > 3
    )


def test_fixed_line_and_adsl_worked(tweets: pd.DataFrame) -> None:
    """Fixed line and ADSL were not affected (JZ14, EP14, UN14)."""
    assert (
        during(tweets, "2014-03-12 12:36", "2014-03-12 22:00")["low"]
        .str.contains("adsl va|fijo s[ií]|fijo funciona")
        .any()
    )


def test_the_phone_line_did_not_answer(tweets: pd.DataFrame, events: pd.DataFrame) -> None:
    """The customer-service line did not answer either (JZ14, EP14, UN14)."""
    assert "phone_line_down" in set(events["kind"])
    calls = during(tweets, "2014-03-12 12:36", "2014-03-12 22:00")["low"]
    assert calls.str.contains("comunica|tel[ée]fono de atenci[óo]n|agentes est[áa]n ocupados").sum() > 20


def test_orange_customers_noticed_nothing(tweets: pd.DataFrame, events: pd.DataFrame) -> None:
    """Orange said its own customers noticed nothing (MU14, EP14)."""
    assert (events["actor"] == "Orange").any()
    assert during(tweets, "2014-03-12 12:36", "2014-03-12 22:00")["text"].str.contains("Orange").any()


def test_cities_named_by_the_affected(tweets: pd.DataFrame) -> None:
    """The thirteen cities that UN14 lists are all named during the outage, Madrid most of all."""
    low = during(tweets, "2014-03-12 12:36", "2014-03-12 22:00")["low"]
    bare = low.str.normalize("NFKD").str.replace(r"[\u0300-\u036f]", "", regex=True)
    plain = (
        pd.Series(CITIES).str.normalize("NFKD").str.replace(r"[\u0300-\u036f]", "", regex=True).str.lower()
    )
    counts = {city: int(bare.str.contains(rf"\b{city}\b").sum()) for city in plain}
    assert min(counts.values()) >= 3, counts
    assert max(counts, key=counts.get) in ("madrid", "barcelona")


def test_last_own_tweet_of_7_march(tweets: pd.DataFrame) -> None:
    """The last own tweet before the crisis is of 7 March and about photography tips (JZ14)."""
    before = own(tweets)[own(tweets)["at"] < madrid("2014-03-12 12:36")]
    last = before.iloc[-1]
    assert last["at"].date() == pd.Timestamp("2014-03-07").date()
    assert "fotos" in last["text"]


def test_no_own_tweet_until_the_first_statement(tweets: pd.DataFrame) -> None:
    """Silence on its own profile from 7 March until the first acknowledgement (JZ14)."""
    silent = own(tweets)[own(tweets)["at"] > madrid("2014-03-08")]
    first = silent.iloc[0]
    assert first["at"] > madrid("2014-03-12 12:36") and "incidencia" in first["text"]


def test_first_statement_hours_after_first_complaints(tweets: pd.DataFrame) -> None:
    """First public acknowledgement on 12 March, hours after the first complaints (JZ14, UN14)."""
    first = own(tweets)[own(tweets)["at"] > madrid("2014-03-12")].iloc[0]
    assert pd.Timedelta("2h") < first["at"] - madrid("2014-03-12 12:40") < pd.Timedelta("9h")
    for word in (
        "significativo",
        "no a todos",
        "al tanto",
    ):  # a significant number, not all, promise to inform
        assert word in first["text"]


def test_the_promise_to_inform_was_the_only_notice_that_day(tweets: pd.DataFrame) -> None:
    """Error 1, silence (JZ14): one notice on its own profile during the whole outage."""
    day = own(tweets)[own(tweets)["at"].between(madrid("2014-03-12 12:36"), madrid("2014-03-13 02:00"))]
    assert len(day) == 1


def test_recovery_announced(tweets: pd.DataFrame) -> None:
    """Afterwards it announced that service was back (JZ14, EP14)."""
    after = own(tweets)[own(tweets)["at"] > madrid("2014-03-13 02:00")]
    assert after["text"].str.contains("restablecido").sum() == 1


def test_automatic_compensation_of_5_euros(tweets: pd.DataFrame, events: pd.DataFrame) -> None:
    """All customers compensated without having to ask, 5 EUR each (JZ14, EP14, MU14)."""
    said = own(tweets)["text"]
    assert (
        said.str.contains("5 €") & said.str.contains("automática") & said.str.contains("sin que tengáis")
    ).sum() == 1
    assert events.loc[events["kind"] == "compensation", "title_es"].str.contains("5 €").all()
    assert (
        during(tweets, "2014-03-13 12:30", "2014-03-15")["text"].str.contains("5 €|5 euros|5 EUROS").sum()
        > 30
    )


def test_copy_paste(tweets: pd.DataFrame) -> None:
    """Error 2 (JZ14): nearly all replies of the outage are one of a few texts."""
    replies = during(tweets, "2014-03-12 12:36", "2014-03-13 02:00", role="brand")
    texts = replies.loc[replies["reply_to"].notna(), "text"].map(template)
    counts = texts.value_counts()
    assert len(texts) > 200
    assert counts.head(6).sum() / len(texts) > 0.85
    assert counts.iloc[0] / len(texts) > 0.25


def test_customers_notice_the_copy_paste(tweets: pd.DataFrame) -> None:
    """Customers saw that everybody got the same reply (JZ14)."""
    low = during(tweets, "2014-03-12 15:47", "2014-03-13 12:00")["low"]
    assert low.str.contains("copi|misma respuesta|lo mismo|plantilla|pegar").sum() > 20


def test_needless_personal_data(tweets: pd.DataFrame, gold: pd.DataFrame) -> None:
    """Error 3 (JZ14): replies ask for a DM with personal data although the outage was national."""
    replies = during(tweets, "2014-03-12 12:36", "2014-03-13 02:00", role="brand")
    replies = replies[replies["reply_to"].notna()]
    share = replies["text"].str.contains("DNI|por DM|por privado").mean()
    assert 0.2 < share < 0.6
    wanted = replies["tweet_id"].map(gold["asks"]).dropna().str.split(";").explode()
    assert {"dm", "phone", "id", "line", "name", "address"} <= set(wanted)


def test_customers_object_to_giving_data(tweets: pd.DataFrame, gold: pd.DataFrame) -> None:
    """Customers said that the data could fix nothing (JZ14)."""
    said = during(tweets, "2014-03-12 15:47", "2014-03-13 12:00")
    assert (said["tweet_id"].map(gold["kind"]) == "objection").sum() > 20


def test_ignored_customers(delays: pd.DataFrame, gold: pd.DataFrame) -> None:
    """Error 4 (JZ14): many never got an answer, those who asked for an explanation least of all."""
    kind = delays["tweet_id"].map(gold["kind"])
    addressed = delays["text"].str.contains("@Jazztel")
    ignored = delays["delay"].isna()
    assert ignored.mean() > 0.5
    assert (
        ignored[addressed & (kind == "question")].mean()
        > ignored[addressed & (kind == "complaint")].mean() + 0.15
    )


def test_more_than_two_hours_to_reply(delays: pd.DataFrame) -> None:
    """Error 5 (JZ14): more than two hours to answer each tweet, although all answers were alike."""
    answered = delays["delay"].dropna()
    assert len(answered) > 200
    assert answered.median() > pd.Timedelta("2h 30min")
    assert (answered > pd.Timedelta("2h")).mean() > 0.8


def test_profits_and_200_mbps_used_against_it(tweets: pd.DataFrame) -> None:
    """Coverage of its profits and its 200 Mbps was used against the brand during the outage (JZ14)."""
    low = during(tweets, "2014-03-12 12:36", "2014-03-12 22:00")["low"]
    assert low.str.contains("beneficios|ganancias|ganan").sum() > 15
    assert low.str.contains("200 m").sum() > 15


def test_statement_times_not_in_the_sources_have_day_precision(events: pd.DataFrame) -> None:
    """Where the sources give no hour, the event claims the day alone (JZ14, UN14)."""
    loose = events[events["kind"].isin(["statement", "compensation", "recovery_announced", "promotion"])]
    assert (loose["precision"] == "day").all() and len(loose) >= 4
