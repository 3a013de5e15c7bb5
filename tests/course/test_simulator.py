"""`simulate`: the same crisis for the same arguments, valid tables, and a sentence for arguments that make no sense."""

from __future__ import annotations

import hashlib
import math

import numpy as np
import pandas as pd
import pytest

from course.errors import CourseError, UnknownNameError
from course.language import LANGUAGES
from course.schema import validate_conversation, validate_events
from course.simulator import SCENARIOS, Conduct, Policy, Scenario, Wave, simulate

CASES = tuple(SCENARIOS)


def digest(table: pd.DataFrame) -> str:
    return hashlib.sha256(table.to_csv(index=False).encode()).hexdigest()


def utc(moment: str) -> pd.Timestamp:
    return pd.Timestamp(moment, tz="UTC")


@pytest.mark.parametrize("case", CASES)
def test_same_seed_same_bytes(case: str) -> None:
    """The same arguments give the same tables to the byte; another seed gives another crisis."""
    one, two = (simulate(case, seed=5, scale=0.1) for _ in range(2))
    assert digest(one.tweets) == digest(two.tweets)
    assert digest(one.gold) == digest(two.gold)
    assert digest(one.tweets) != digest(simulate(case, seed=6, scale=0.1).tweets)


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("policy", [None, "well-managed"])
def test_tables_are_valid(case: str, policy: str | None) -> None:
    """Tweets and events pass the border unchanged, gold has a label for each tweet."""
    crisis = simulate(case, seed=3, scale=0.2, policy=policy)
    pd.testing.assert_frame_equal(validate_conversation(crisis.tweets), crisis.tweets)
    assert len(validate_events(crisis.events)) == len(crisis.events) > 0
    assert crisis.gold["tweet_id"].tolist() == crisis.tweets["tweet_id"].tolist()
    assert crisis.gold["kind"].notna().all()


def test_window_is_a_cut_of_the_whole() -> None:
    """start and end keep part of the same crisis: ids, texts and times do not change."""
    whole = simulate("jazztel", seed=8, scale=0.1).tweets
    part = simulate("jazztel", seed=8, scale=0.1, start="2014-03-12 12:00", end="2014-03-12 18:00").tweets
    inside = whole["created_at"].between(utc("2014-03-12 11:00"), utc("2014-03-12 17:00"), inclusive="left")
    pd.testing.assert_frame_equal(part, whole[inside].reset_index(drop=True))


@pytest.mark.parametrize("case", CASES)
def test_scale_is_proportion(case: str) -> None:
    """A crowd of twice the scale tweets about twice as much, and the brand keeps its pace."""
    small, large = (len(simulate(case, seed=2, scale=scale).tweets) for scale in (0.2, 0.4))
    assert 1.7 < large / small < 2.35


@pytest.mark.parametrize("case", CASES)
def test_hidden_cases_are_small_and_quick(case: str) -> None:
    """A twentieth of the scale gives a few hundred tweets."""
    assert 150 < len(simulate(case, seed=2, scale=0.05).tweets) < 700


def test_policy_changes_the_outcome_not_the_incident() -> None:
    """Another policy leaves the days before the incident as they were for the crowd, and calms the crisis."""
    silent, good = (
        simulate("jazztel", seed=4, scale=0.3, policy=policy) for policy in ("jazztel", "well-managed")
    )

    def asked(crisis, start: str, end: str) -> int:
        table = crisis.tweets
        return int(
            ((table["author_role"] == "customer") & table["created_at"].between(utc(start), utc(end))).sum()
        )

    crisis_hours = ("2014-03-12 12:00", "2014-03-12 21:00")
    assert asked(good, *crisis_hours) < 0.85 * asked(silent, *crisis_hours)
    arrivals = [
        c.tweets.loc[
            (c.tweets["author_role"] == "customer")
            & c.tweets["reply_to"].isna()
            & (c.tweets["created_at"] < utc("2014-03-12")),
            "created_at",
        ]
        for c in (silent, good)
    ]
    assert arrivals[0].isin(arrivals[1]).mean() > 0.9


def test_a_statement_on_facebook_is_no_tweet() -> None:
    """The channel of the statement decides whether the brand tweets it."""
    twitter = simulate("iberia", seed=1, scale=0.1, policy=Policy(name="t", first_statement=30)).gold
    facebook = simulate(
        "iberia", seed=1, scale=0.1, policy=Policy(name="f", first_statement=30, statement_channel="facebook")
    ).gold
    assert (twitter["kind"] == "statement").any()
    assert not (facebook["kind"] == "statement").any()


def test_a_brand_that_never_speaks() -> None:
    """A policy without statements is possible and gives none."""
    mute = Policy(
        name="mute", first_statement=None, recovery_after=None, crisis=Conduct(ignores={"other": 1.0})
    )
    crisis = simulate("jazztel", seed=1, scale=0.1, policy=mute)
    since = crisis.tweets["created_at"] >= utc("2014-03-12 11:36")
    until = crisis.tweets["created_at"] < utc("2014-03-13 23:00")
    assert not (crisis.tweets.loc[since & until, "author_role"] == "brand").any()


def test_a_scenario_of_your_own() -> None:
    """A scenario can be built on another with its own window and waves."""
    base = SCENARIOS["jazztel"]
    own = Scenario(
        **{
            **{name: getattr(base, name) for name in base.__dataclass_fields__},
            "name": "own",
            "everyday_rate": 0.0,
            "waves": (
                Wave(
                    "w",
                    base.waves[0].why,
                    {"complaint:outage": 1},
                    (("2014-03-12 13:00", 100), ("2014-03-12 15:00", 100)),
                ),
            ),
            "offspring": {"complaint": 0.0},
            "calendar": (),
        }
    )
    crisis = simulate(own, seed=1, policy="well-managed")
    customers = crisis.tweets[crisis.tweets["author_role"].eq("customer") & crisis.tweets["reply_to"].isna()]
    assert 80 < len(customers) < 220  # two hours at 100 an hour, under a calm crowd
    assert customers["created_at"].between(utc("2014-03-12 12:00"), utc("2014-03-12 14:01")).all()


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        ({"scenario": "movistar"}, "movistar"),
        ({"scenario": None}, "None"),
        ({"policy": "charm"}, "charm"),
        ({"policy": {"agents": 3}}, "agents"),
        ({"seed": -1}, "seed"),
        ({"seed": 1.5}, "seed"),
        ({"seed": "1"}, "seed"),
        ({"seed": True}, "seed"),
        ({"scale": 0}, "scale"),
        ({"scale": -2}, "scale"),
        ({"scale": math.nan}, "scale"),
        ({"scale": math.inf}, "scale"),
        ({"scale": 1e9}, "scale"),
        ({"scale": "big"}, "scale"),
        ({"start": "tomorrow-ish"}, "start"),
        ({"start": "2015-01-01"}, "2015-01-01"),
        ({"start": "2014-03-12", "end": "2014-03-12"}, "2014-03-12"),
        ({"end": object()}, "end"),
    ],
)
def test_nonsense_gets_a_sentence(arguments: dict, part: str) -> None:
    """Hostile arguments raise a CourseError that names the culprit in both languages."""
    with pytest.raises(CourseError) as caught:
        simulate(**{"scenario": "jazztel", "seed": 1, "scale": 0.05, **arguments})
    for language in LANGUAGES:
        assert part in caught.value.message.to(language)


def test_unknown_names_are_their_own_error() -> None:
    """An unknown scenario says which there are."""
    with pytest.raises(UnknownNameError) as caught:
        simulate("nestle", seed=1)
    assert "iberia" in str(caught.value) and "jazztel" in str(caught.value)


@pytest.mark.parametrize(
    "fields",
    [
        {"agents": 0}, {"agents": 2.5}, {"agents": True}, {"hours": (22, 9)}, {"hours": 24}, {"hours": ("9", "21")},
        {"hours": (0, 25)}, {"first_statement": -5}, {"first_statement": "soon"}, {"update_every": 0},
        {"statement_channel": "pigeon"}, {"crisis": "harsh"}, {"crisis_hours": None}, {"compensation_after": math.nan},
    ],
)  # fmt: skip
def test_policies_that_make_no_sense(fields: dict) -> None:
    """A policy is refused when it is made, with the field's name in both languages."""
    with pytest.raises(CourseError) as caught:
        Policy(name="nonsense", **fields)
    for language in LANGUAGES:
        assert next(iter(fields)) in caught.value.message.to(language)


@pytest.mark.parametrize(
    "fields",
    [{"template_share": 1.2}, {"data_request_share": -0.1}, {"service_minutes": 0}, {"ignores": {"joke": 2}},
     {"patience_hours": 0}, {"service_minutes": "fast"}],
)  # fmt: skip
def test_conducts_that_make_no_sense(fields: dict) -> None:
    """So is a conduct."""
    with pytest.raises(CourseError) as caught:
        Conduct(**fields)
    assert next(iter(fields)) in str(caught.value)


def test_scenarios_that_make_no_sense() -> None:
    """So is a scenario whose times are out of order, or whose contagion would never stop."""
    base = {name: getattr(SCENARIOS["iberia"], name) for name in SCENARIOS["iberia"].__dataclass_fields__}
    for change in ({"end": "2013-07-01 00:00"}, {"offspring": {"joke": 1.0}}, {"everyday_rate": -1}):
        with pytest.raises(CourseError):
            Scenario(**{**base, **change})


def test_simulation_leaves_numpy_alone() -> None:
    """The simulator draws from its own streams: the global generator is not touched."""
    np.random.seed(3)
    before = np.random.get_state()[1].copy()
    simulate("iberia", seed=1, scale=0.02)
    assert (np.random.get_state()[1] == before).all()
