"""`simulate`: from a scenario, a policy and a seed to a conversation table with its gold labels."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from course.language import Text
from course.simulator import iberia, jazztel
from course.simulator.arguments import named, require_numbers, window
from course.simulator.brand import brand_posts, brand_texts
from course.simulator.cascade import gather
from course.simulator.compose import Writer
from course.simulator.desk import Work, answer
from course.simulator.draws import Draws
from course.simulator.mood import irritation
from course.simulator.people import MEDIA, populate, pseudonym
from course.simulator.phrases import load_phrases
from course.simulator.policy import WELL_MANAGED, Policy
from course.simulator.records import Rows, as_tables, empty
from course.simulator.render import Printer
from course.simulator.scenario import Scenario
from course.simulator.tables import events_table

SCENARIOS = {"iberia": iberia.SCENARIO, "jazztel": jazztel.SCENARIO}
POLICIES = {"iberia": iberia.POLICY, "jazztel": jazztel.POLICY, "well-managed": WELL_MANAGED}


@dataclass(frozen=True)
class Simulation:
    """A simulated crisis.

    Attributes
    ----------
    tweets : DataFrame
        The conversation table, in order of time.
    events : DataFrame
        The scenario's events within the window, documented ones with their source.
    gold : DataFrame
        For each tweet: ``tweet_id``; ``kind``; ``topic`` (the part of the phrase files it comes from);
        ``template`` (name of the template that a reply copies, or missing); ``asks`` (what a reply asks for:
        ``dm``, ``phone``, ``id``, ``line``, ``name``, ``address``, joined by ``;``, or missing).
    """

    tweets: pd.DataFrame = field(repr=False)
    events: pd.DataFrame = field(repr=False)
    gold: pd.DataFrame = field(repr=False)
    scenario: Scenario = field(repr=False)
    policy: Policy = field(repr=False)
    seed: int = 0
    scale: float = 1.0


def simulate(
    scenario: str | Scenario,
    *,
    seed: int,
    scale: float = 1.0,
    policy: str | Policy | None = None,
    start: str | pd.Timestamp | None = None,
    end: str | pd.Timestamp | None = None,
) -> Simulation:
    """Simulate a crisis: the same arguments give the same tables, to the byte, on every machine.

    Parameters
    ----------
    scenario : str or Scenario
        ``"iberia"``, ``"jazztel"`` or a scenario of your own.
    seed : int
        0 or more.
    scale : float
        Size of the crowd, and in proportion of the brand's capacity; 1 is the size of the committed data.
    policy : str or Policy, optional
        What the brand does; by default the documented one of the scenario. ``"well-managed"`` suits both.
    start, end : str or Timestamp, optional
        Keep the tweets from `start` up to, not including, `end`; Madrid clock time unless they say otherwise.
        The crisis is the same as without them: ids and texts do not change.

    Returns
    -------
    Simulation
        With ``.tweets``, ``.events`` and ``.gold``.

    Raises
    ------
    CourseError
        If an argument makes no sense; an unknown name raises its subclass `UnknownNameError`.

    Examples
    --------
    >>> crisis = simulate("jazztel", seed=1, scale=0.02)
    >>> crisis.tweets["author_role"].isin(["customer", "brand", "media"]).all()
    np.True_
    """
    scenario = named(scenario, SCENARIOS, Scenario, Text(es="escenario", en="scenario"))
    policy = named(policy or scenario.policy, POLICIES, Policy, Text(es="plan", en="policy"))
    require_numbers(seed, scale)
    span = window(scenario, start, end)
    seed = int(seed)

    mood = irritation(scenario, policy)
    crowd = gather(scenario, mood=mood, scale=scale, seed=seed)
    people = populate(int(len(crowd) * scenario.customers_per_tweet) + 25, seed=seed)
    printer = Printer(load_phrases(*scenario.phrases))
    writer = Writer(scenario, printer, people)
    rows = _crowd_rows(scenario, crowd, writer, seed)
    rows = _with_brand(scenario, policy, rows, writer, printer, scale=scale, seed=seed)
    tweets, gold = as_tables(scenario, rows, scale=scale, seed=seed)
    inside = (tweets["created_at"] >= span[0]) & (tweets["created_at"] < span[1])
    if not inside.all():
        tweets, gold = tweets[inside].reset_index(drop=True), gold[inside].reset_index(drop=True)
    events = events_table(scenario.events, start=span[0], end=span[1])
    return Simulation(tweets, events, gold, scenario, policy, seed, float(scale))


def _crowd_rows(scenario: Scenario, crowd, writer: Writer, seed: int) -> Rows:
    sections = crowd.sections
    media = np.array([name.startswith("news:") for name in sections])[crowd.section]
    answers = np.where(crowd.threaded & (crowd.parent >= 0), "?", "").astype(object)
    author = np.where(media, Draws(seed, "media").integers(MEDIA, len(crowd)), -1)
    texts = writer.write(
        time=crowd.time, section=crowd.section, sections=sections, author=author, answers=answers, parent=crowd.parent,
        media=media, draws=Draws(seed, "crowd texts"),
    )  # fmt: skip
    names = np.array(sections, dtype=object)[crowd.section]
    split = [name.partition(":") for name in names]
    return Rows(
        time=crowd.time,
        parent=np.where(crowd.threaded, crowd.parent, -1),
        author=np.where(media, -2 - texts.author, texts.author),
        kind=np.array([part[0] for part in split], dtype=object),
        topic=np.array([part[2] for part in split], dtype=object),
        es=texts.es, en=texts.en, template=empty(len(crowd)), asks=empty(len(crowd)), addressed=texts.addressed,
    )  # fmt: skip


def _with_brand(
    scenario, policy, rows: Rows, writer: Writer, printer: Printer, *, scale: float, seed: int
) -> Rows:
    """Add the brand's posts, its replies, what customers answer to those, and its second replies."""
    customer = rows.author >= 0
    position = np.flatnonzero(customer)
    work, waited = answer(
        scenario, policy, time=rows.time[position], kind=rows.kind[position].astype(str),
        addressed=rows.addressed[position], scale=scale, draws=Draws(seed, "desk"),
    )  # fmt: skip
    first = Work(position[work.row], work.time, work.kind, work.agent)
    queue_at, queue_wait = rows.time[position], waited
    rows = rows + _reply_rows(scenario, policy, rows, first, printer, Draws(seed, "replies"))
    fresh = len(rows.time) - len(first.row)
    follow = _followups(scenario, rows, fresh, writer, seed)
    if len(follow.time):
        base = len(rows.time)
        rows = rows + follow
        order = np.argsort(follow.time, kind="stable")
        known = queue_wait > 0
        wait = (
            np.interp(follow.time[order], queue_at[known], queue_wait[known])
            if known.any()
            else np.zeros(len(order))
        )
        draws = Draws(seed, "desk again")
        again, _ = answer(
            scenario, policy, time=(follow.time[order] + wait * (0.2 + draws.uniform(len(order)))).astype(np.int64),
            kind=follow.kind[order].astype(str), addressed=follow.addressed[order], scale=scale,
            draws=draws, queue=False,
        )  # fmt: skip
        second = Work(base + order[again.row], again.time, again.kind, again.agent)
        rows = rows + _reply_rows(scenario, policy, rows, second, printer, Draws(seed, "second replies"))
    posts = brand_posts(scenario, policy, printer, seed=seed)
    return rows + Rows(**posts)


def _reply_rows(scenario, policy, rows: Rows, work: Work, printer: Printer, draws: Draws) -> Rows:
    names = np.array([pseudonym(int(number)) for number in rows.author[work.row]], dtype=object)
    es, en, template, asks = brand_texts(
        scenario,
        policy,
        printer,
        work,
        topic=rows.topic[work.row],
        asked=rows.kind[work.row],
        mention=names,
        draws=draws,
    )
    size = len(work.row)
    return Rows(
        time=work.time, parent=work.row, author=np.full(size, -1), kind=work.kind.astype(object),
        topic=rows.topic[work.row], es=es, en=en, template=template, asks=asks, addressed=np.zeros(size, dtype=bool),
    )  # fmt: skip


def _followups(scenario: Scenario, rows: Rows, first: int, writer: Writer, seed: int) -> Rows:
    """Let some customers answer the brand's replies, which stand in `rows` from position `first` on."""
    draws = Draws(seed, "followups")
    onset, over = scenario.second(scenario.onset), scenario.second(scenario.over)
    later = any(label.endswith("@after") for label in scenario.followups)
    sections: list[str] = []
    parts: list[tuple[np.ndarray, np.ndarray]] = []
    for label, (probability, mix) in scenario.followups.items():
        kind, _, phase = label.partition("@")
        here = first + np.flatnonzero(rows.kind[first:] == kind)
        moment = np.where(
            rows.time[here] < onset, "quiet", np.where((rows.time[here] < over) | ~later, "crisis", "after")
        )
        here = here[moment == phase]
        here = here[draws.chance(probability, len(here))]
        numbers = np.arange(len(sections), len(sections) + len(mix))
        sections += list(mix)
        parts.append((here, numbers[draws.choice(np.array(list(mix.values())), len(here))]))
    parent = np.concatenate([part[0] for part in parts]) if parts else np.zeros(0, dtype=np.int64)
    section = np.concatenate([part[1] for part in parts]) if parts else parent
    time = rows.time[parent] + (30 + draws.lomax(480, 1.2, len(parent)).clip(0, 4e4)).astype(np.int64)
    kept = time < scenario.duration
    parent, section, time = parent[kept], section[kept], time[kept]
    order = np.argsort(time, kind="stable")
    parent, section, time = parent[order], section[order], time[order]
    author = rows.author[rows.parent[parent]]
    texts = writer.write(
        time=time, section=section, sections=sections, author=author, parent=np.full(len(parent), -1),
        answers=np.full(len(parent), f"@{scenario.brand}", dtype=object), media=np.zeros(len(parent), dtype=bool),
        draws=Draws(seed, "followup texts"),
    )  # fmt: skip
    split = [sections[number].partition(":") for number in section]
    size = len(parent)
    return Rows(
        time=time, parent=parent, author=author,
        kind=np.array([part[0] for part in split], dtype=object),
        topic=np.array([part[2] for part in split], dtype=object),
        es=texts.es, en=texts.en, template=empty(size), asks=empty(size), addressed=np.ones(size, dtype=bool),
    )  # fmt: skip
