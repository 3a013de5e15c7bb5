"""What the brand writes: planned posts, statements, and replies, many of them copied from a template."""

from __future__ import annotations

import re
from functools import lru_cache

import numpy as np

from course.simulator.decoration import LONGEST
from course.simulator.desk import Work
from course.simulator.draws import Draws
from course.simulator.moments import moments
from course.simulator.mood import statement_times
from course.simulator.phrases import Section
from course.simulator.policy import Policy
from course.simulator.render import Printer
from course.simulator.scenario import Scenario

_ASKS = {
    "dm": re.compile(r"\b(DM|MD|privado|mensaje directo)\b", re.IGNORECASE),
    "phone": re.compile(r"tel[ée]fono|tlf|n[úu]mero de contacto|móvil de contacto", re.IGNORECASE),
    "id": re.compile(r"\b(DNI|NIF|NIE)\b"),
    "line": re.compile(r"l[íi]nea afectada|n[úu]mero de l[íi]nea|tu l[íi]nea", re.IGNORECASE),
    "name": re.compile(r"\bnombre\b|\btitular\b", re.IGNORECASE),
    "address": re.compile(r"direcci[óo]n|\bCP\b|código postal", re.IGNORECASE),
    "booking": re.compile(r"localizador|código de reserva|referencia", re.IGNORECASE),
}
_DOMINANCE = 1.4  # the first template of a list is copied far more than the last


@lru_cache(maxsize=4096)
def asks(text: str) -> str:
    """Return what a reply asks a customer for, as codes joined by ``;``.

    Examples
    --------
    >>> asks("Hola, envíanos por DM tu DNI y un teléfono de contacto")
    'dm;phone;id'
    """
    return ";".join(code for code, pattern in _ASKS.items() if pattern.search(text))


def _phase(scenario: Scenario, policy: Policy, time: np.ndarray) -> np.ndarray:
    """Return which templates are in use: quiet, crisis, or recovered."""
    onset, over = scenario.second(scenario.onset), scenario.second(scenario.over)
    after = dict((kind, at) for at, kind in statement_times(scenario, policy)).get("recovered", over)
    crisis = (time >= onset) & (time < onset + policy.crisis_hours * 3600)
    return np.where(crisis, np.where(time >= after, "recovered", "crisis"), "quiet")


_EARLIER = {"recovered": "crisis", "crisis": "quiet", "quiet": "quiet"}


def _choices(subject: str, of: str, moment: str) -> tuple[str, ...]:
    """Return where to look for the words of a reply: about the topic, to the kind of tweet, of the moment."""
    return (subject, f"{of}-{moment}", of, moment, _EARLIER[moment], "quiet")


def _section(printer: Printer, kind: str, *names: str) -> Section:
    return next(
        printer.book.sections[f"{kind}:{name}"] for name in names if f"{kind}:{name}" in printer.book.sections
    )


def brand_texts(
    scenario: Scenario,
    policy: Policy,
    printer: Printer,
    work: Work,
    *,
    topic: np.ndarray,
    asked: np.ndarray,
    mention: np.ndarray,
    draws: Draws,
) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """Return Spanish, gloss, template name and what is asked for, of each reply."""
    size = len(work.row)
    es, en, template, wanted = (np.full(size, "", dtype=object) for _ in range(4))
    phase = _phase(scenario, policy, work.time)
    groups = np.array([f"{k}|{p}|{t}|{a}" for k, p, t, a in zip(work.kind, phase, topic, asked, strict=True)])
    when = moments(scenario, work.time)
    names, code = np.unique(groups, return_inverse=True)
    for number, name in enumerate(names):
        kind, moment, subject, of = name.split("|")
        rows = np.flatnonzero(code == number)
        if kind == "reply":
            section = _section(printer, kind, *_choices(subject, of, moment))
        else:
            section = _section(printer, kind, f"{policy.name}-{moment}", moment, _EARLIER[moment], "quiet")
        frames = section.frames
        if kind == "reply":
            chosen = draws.bag(len(frames), len(rows))
        else:
            chosen = draws.choice(1.0 / (np.arange(len(frames)) + 1) ** _DOMINANCE, len(rows))
            template[rows] = np.array([f"{section.name}-{n + 1}" for n in range(len(frames))], dtype=object)[
                chosen
            ]
        es[rows], en[rows] = printer.print(
            frames,
            chosen,
            style=np.zeros(len(rows), dtype=np.int64),
            draws=draws.uniform((len(rows), 9)),
            moments={slot: values[rows] for slot, values in when.items()},
            fixed={},
        )
    for row in range(size):
        text, sign = es[row], ""
        if policy.signatures:
            sign = " ^" + policy.signatures[int(work.agent[row]) % len(policy.signatures)]
        head = f"@{mention[row]} "
        if len(head) + len(text) + len(sign) > LONGEST:
            sign = ""
        wanted[row] = asks(text)
        es[row] = (head + text + sign)[:LONGEST]
        en[row] = head + en[row] + sign
    return es, en, template, wanted


def brand_posts(scenario: Scenario, policy: Policy, printer: Printer, *, seed: int) -> dict[str, np.ndarray]:
    """Return the brand's own tweets as columns: planned ones, statements and updates."""
    onset = scenario.second(scenario.onset)
    posts = []
    for post in scenario.calendar:
        at = scenario.second(post.at)
        stopped = onset <= at < onset + policy.crisis_hours * 3600 and not policy.keeps_campaign
        if not stopped and 0 <= at < scenario.duration:
            posts.append((at, post.section))
    if policy.statement_channel == "twitter":
        for at, kind in statement_times(scenario, policy):
            posts.append((at, "update:crisis" if kind == "update" else f"statement:{kind}"))
    posts.sort()
    draws = Draws(seed, "posts")
    bags = {
        name: iter(draws.bag(len(printer.section(name).frames), 200))
        for name in sorted({n for _, n in posts})
    }
    columns: dict[str, list] = {name: [] for name in ("es", "en", "kind", "topic")}
    for at, name in posts:
        section = printer.section(name)
        chosen = np.array([next(bags[name])])
        when = moments(scenario, np.array([at]))
        es, en = printer.print(
            section.frames, chosen, style=np.array([0]), draws=draws.uniform((1, 9)), moments=when, fixed={}
        )
        columns["es"].append(es[0][:LONGEST])
        columns["en"].append(en[0])
        columns["kind"].append(section.kind)
        columns["topic"].append(name.partition(":")[2])
    size = len(posts)
    return {
        "time": np.array([at for at, _ in posts], dtype=np.int64),
        "parent": np.full(size, -1),
        "author": np.full(size, -1),
        "kind": np.array(columns["kind"], dtype=object),
        "topic": np.array(columns["topic"], dtype=object),
        "es": np.array(columns["es"], dtype=object),
        "en": np.array(columns["en"], dtype=object),
        "template": np.full(size, "", dtype=object),
        "asks": np.full(size, "", dtype=object),
        "addressed": np.zeros(size, dtype=bool),
    }
