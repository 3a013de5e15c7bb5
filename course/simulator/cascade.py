"""When the crowd tweets: arrivals from outside, and the tweets that tweets set off (a branching Hawkes process)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from course.simulator.draws import Draws
from course.simulator.rhythm import activity, clock
from course.simulator.scenario import Scenario, Wave

GENERATIONS = 40
_LONGEST_WAIT = 6 * 3600


@dataclass
class Crowd:
    """Tweets that are not the brand's, in order of time, before they have an author or words.

    `section` is a position in `sections`; `parent` a position in the crowd, or -1; `threaded` says whether the
    tweet answers its parent or was only set off by it.
    """

    time: np.ndarray
    section: np.ndarray
    parent: np.ndarray
    threaded: np.ndarray
    sections: list[str]

    def __len__(self) -> int:
        return len(self.time)


class _Index(dict):
    """Numbers names in the order in which they are met."""

    def __missing__(self, name: str) -> int:
        self[name] = len(self)
        return self[name]


def _cut(weights: Mapping[str, float], index: _Index, draws: Draws, size: int) -> np.ndarray:
    names = np.array([index[name] for name in weights], dtype=np.int64)
    return names[draws.choice(np.array(list(weights.values())), size)]


def _arrivals(rate: np.ndarray, draws: Draws) -> np.ndarray:
    """Return arrival times of a Poisson process whose rate (a second) is given for each minute."""
    cumulated = np.concatenate([[0.0], np.cumsum(rate * 60)])
    total = int(draws.poisson(cumulated[-1])[0])
    places = np.sort(draws.uniform(total)) * cumulated[-1]
    return np.interp(places, cumulated, np.arange(len(cumulated)) * 60.0)


def _wave_rate(scenario: Scenario, wave: Wave, minutes: np.ndarray) -> np.ndarray:
    at = [scenario.second(moment) for moment, _ in wave.knots]
    rates = [rate for _, rate in wave.knots]
    return np.interp(minutes, at, rates, left=0.0, right=0.0) / 3600


def gather(scenario: Scenario, *, mood: np.ndarray, scale: float, seed: int) -> Crowd:
    """Return everything that customers and media tweet of their own accord.

    Parameters
    ----------
    mood : array
        For each minute, the crowd's irritation under the brand's policy: 1 is neutral.
    """
    index = _Index()
    minutes = np.arange(0, scenario.duration, 60.0)
    hour, weekday = clock(scenario, minutes)
    day = np.where(weekday >= 5, scenario.weekend, 1.0) * activity(hour, weekday)
    draws = Draws(seed, "everyday")
    time = _arrivals(scale * scenario.everyday_rate * day / 86400, draws)
    parts = [(time, _cut(scenario.everyday, index, draws, len(time)))]
    for wave in scenario.waves:
        draws = Draws(seed, f"wave {wave.name}")
        rate = _wave_rate(scenario, wave, minutes) * scale
        time = _arrivals(rate * mood if wave.minds_policy else rate, draws)
        parts.append((time, _cut(wave.mix, index, draws, len(time))))
    time = np.concatenate([part[0] for part in parts])
    section = np.concatenate([part[1] for part in parts])
    lone = np.full(len(time), -1)
    roots = Crowd(time, section, lone, np.zeros(len(time), dtype=bool), [])
    crowd = _spread(scenario, roots, index, mood=mood, draws=Draws(seed, "cascade"))
    crowd.sections = list(index)
    return _in_order(crowd)


def _spread(scenario: Scenario, roots: Crowd, index: _Index, *, mood: np.ndarray, draws: Draws) -> Crowd:
    """Let each generation of tweets set off the next."""
    onset, over = scenario.second(scenario.onset), scenario.second(scenario.over)
    generations = [roots]
    born, first = roots, 0
    for _ in range(GENERATIONS):
        kinds = [name.partition(":")[0] for name in index]
        excitement = np.array([scenario.offspring.get(kind, 0.0) for kind in kinds])
        mean = excitement[born.section] * np.where(
            born.time >= onset, mood[(born.time // 60).astype(np.int64)], 0.6
        )
        count = draws.poisson(np.minimum(mean, 0.97))
        parent = np.repeat(np.arange(len(born)), count)
        time = (
            born.time[parent]
            + 20
            + draws.lomax(scenario.kernel_minutes * 60, scenario.kernel_tail, len(parent))
        )
        threaded = draws.chance(scenario.thread_share, len(parent)) | born.threaded[parent]
        section = born.section[parent].copy()
        for kind, answers in scenario.threads.items():
            rows = np.flatnonzero(threaded & np.isin(section, [i for i, k in enumerate(kinds) if k == kind]))
            # Before the incident people answer one another about ordinary matters only.
            spans = ((time[rows] < onset, "everyday"), (time[rows] >= over, "after"), (None, kind))
            left = np.ones(len(rows), dtype=bool)
            for during, name in spans:
                here = left if during is None else left & during
                section[rows[here]] = _cut(scenario.threads.get(name, answers), index, draws, int(here.sum()))
                left = left & ~here
        kept = (time < scenario.duration) & (time - born.time[parent] < _LONGEST_WAIT)
        # What was said about something still happening is not said of new when it is over.
        kept &= threaded | (born.time[parent] >= over) | (time < over + 1800)
        born = Crowd(time[kept], section[kept], parent[kept] + first, threaded[kept], [])
        first += len(generations[-1])
        if not len(born):
            break
        generations.append(born)
    return Crowd(
        *(
            np.concatenate([getattr(g, name) for g in generations])
            for name in ("time", "section", "parent", "threaded")
        ),
        [],
    )


def _in_order(crowd: Crowd) -> Crowd:
    seconds = np.floor(crowd.time).astype(np.int64)
    order = np.argsort(seconds, kind="stable")
    # A child is born at least 20 s after its parent, so order by second never puts it first.
    rank = np.empty(len(order), dtype=np.int64)
    rank[order] = np.arange(len(order))
    parent = np.where(crowd.parent >= 0, rank[crowd.parent], -1)[order]
    return Crowd(seconds[order], crowd.section[order], parent, crowd.threaded[order], crowd.sections)
