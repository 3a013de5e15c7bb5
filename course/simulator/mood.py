"""How a brand's silence, statements and updates change the crowd's irritation."""

from __future__ import annotations

import numpy as np

from course.simulator.policy import Policy
from course.simulator.scenario import Scenario

# Assumptions, not findings: chosen so that the documented policies give the documented picture.
SILENCE_GAIN = 0.45  # silence makes people angrier, by this much after FULL_SILENCE hours
FULL_SILENCE = 4.0
CALM = {"twitter": 0.62, "facebook": 0.85}  # level just after a statement on each network
FADING = 3.0  # hours after which the calm of a statement is gone


def statement_times(scenario: Scenario, policy: Policy) -> list[tuple[int, str]]:
    """Return second and kind of each public statement: first, update, recovered, compensation.

    Examples
    --------
    >>> from course.simulator import SCENARIOS, WELL_MANAGED
    >>> [kind for _, kind in statement_times(SCENARIOS["iberia"], WELL_MANAGED)][:2]
    ['first', 'update']
    """
    onset, over = scenario.second(scenario.onset), scenario.second(scenario.over)
    times: list[tuple[int, str]] = []
    if policy.first_statement is not None:
        first = onset + int(policy.first_statement * 60)
        times.append((first, "first"))
        if policy.update_every is not None:
            times += [(at, "update") for at in range(first, over, int(policy.update_every * 60))][1:]
    if policy.recovery_after is not None:
        times.append((over + int(policy.recovery_after * 60), "recovered"))
    if policy.compensation_after is not None:
        times.append((over + int(policy.compensation_after * 60), "compensation"))
    return sorted((at, kind) for at, kind in times if at < scenario.duration)


def irritation(scenario: Scenario, policy: Policy) -> np.ndarray:
    """Return, for each minute of the window, the factor by which policy multiplies the crowd's reaction."""
    minutes = np.arange(0, scenario.duration, 60.0)
    onset = scenario.second(scenario.onset)
    silence = ((minutes - onset) / 3600).clip(0, FULL_SILENCE) / FULL_SILENCE
    mood = np.where(minutes >= onset, 1 + SILENCE_GAIN * silence, 1.0)
    for at, _ in statement_times(scenario, policy):
        since = (minutes - at) / 3600
        calm = CALM[policy.statement_channel]
        level = calm + (1 - calm) * (since / FADING).clip(0, 1)
        mood = np.where(since >= 0, level, mood)
    return mood
