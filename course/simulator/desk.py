"""The brand's desk: a queue of tweets, agents with a timetable, and tweets that nobody answers."""

from __future__ import annotations

import heapq
from dataclasses import dataclass

import numpy as np

from course.simulator.draws import Draws
from course.simulator.mood import statement_times
from course.simulator.policy import Policy
from course.simulator.rhythm import clock
from course.simulator.scenario import Scenario

REPLY_KINDS = ("reply", "template_reply", "data_request")
_PILE_MINUTES = 25.0  # agents do not take the pile strictly in order


@dataclass(frozen=True)
class Work:
    """Replies of the desk: which tweet, when, of which kind, by which agent."""

    row: np.ndarray
    time: np.ndarray
    kind: np.ndarray
    agent: np.ndarray


class OpenHours:
    """Converts between seconds of the simulation and seconds in which the desk is open."""

    def __init__(self, scenario: Scenario, policy: Policy) -> None:
        # The desk may answer after the window; three more days are ample, what falls outside is cut.
        minutes = np.arange(0, scenario.duration + 3 * 86400, 60.0)
        hour, _ = clock(scenario, minutes)
        open_now = (hour >= policy.hours[0]) & (hour < policy.hours[1])
        if policy.holds_replies:
            onset = scenario.second(scenario.onset)
            first = dict((kind, at) for at, kind in reversed(statement_times(scenario, policy)))
            back = first.get("first", scenario.second(scenario.over))
            open_now &= ~((minutes >= onset) & (minutes < back))
        self._minutes = np.append(minutes, minutes[-1] + 60)
        self._worked = np.concatenate([[0.0], np.cumsum(open_now * 60.0)])
        starts = np.flatnonzero(open_now & ~np.concatenate([[False], open_now[:-1]]))
        self._opens = minutes[starts]
        self._opens_worked = self._worked[starts]

    def worked(self, seconds: np.ndarray) -> np.ndarray:
        """Return how long the desk has been open at given moments."""
        return np.interp(seconds, self._minutes, self._worked)

    def moment(self, worked: np.ndarray) -> np.ndarray:
        """Return the latest opening-hours moment at which the desk has been open that long."""
        shift = np.searchsorted(self._opens_worked, worked, side="right") - 1
        shift = shift.clip(0, len(self._opens) - 1)
        return self._opens[shift] + (worked - self._opens_worked[shift])


def answer(
    scenario: Scenario,
    policy: Policy,
    *,
    time: np.ndarray,
    kind: np.ndarray,
    addressed: np.ndarray,
    scale: float,
    draws: Draws,
    queue: bool = True,
) -> tuple[Work, np.ndarray]:
    """Return the desk's work on customers' tweets (ordered by time), and how long each waited for an agent.

    A larger `scale` is a larger crowd before a desk larger in proportion: an agent is busy for the service time
    divided by `scale`, while the reply itself takes the whole service time to write.
    """
    size = len(time)
    onset = scenario.second(scenario.onset)
    in_crisis = (time >= onset) & (time < onset + policy.crisis_hours * 3600)
    kinds, code = np.unique(kind, return_inverse=True)
    ignored = np.where(
        in_crisis,
        np.array([policy.crisis.ignored(name) for name in kinds])[code],
        np.array([policy.everyday.ignored(name) for name in kinds])[code],
    )
    takes = draws.uniform(size) >= ignored
    takes &= addressed | policy.active_listening
    service = draws.lognormal(1.0, 0.8, size)
    service *= np.where(in_crisis, policy.crisis.service_minutes, policy.everyday.service_minutes) * 60
    pile = -np.log1p(-draws.uniform(size)) * _PILE_MINUTES * 60
    style = draws.uniform(size)
    hours = OpenHours(scenario, policy)
    came = hours.worked(time)
    chosen = np.flatnonzero(takes)
    patience = np.where(in_crisis, policy.crisis.patience_hours, policy.everyday.patience_hours) * 3600
    began, agent, waited = np.full(size, np.nan), np.zeros(size, dtype=np.int64), np.zeros(size)
    if queue:
        _serve(chosen, came, pile, service / scale, time, patience, hours, policy.agents, began, agent)
        waited[chosen] = np.nan_to_num(began[chosen] - came[chosen]).clip(0)
    else:
        began[chosen] = came[chosen]
        agent[chosen] = (style[chosen] * 7919).astype(np.int64) % policy.agents
    served = np.flatnonzero(~np.isnan(began))
    replied = hours.moment(began[served] + 15) + service[served].clip(25, 5400)
    # Nobody writes after hours: what is begun at closing time is sent then, or the next morning.
    replied = hours.moment(hours.worked(replied) + 1 + replied % 60)
    crisis_reply = (replied >= onset) & (replied < onset + policy.crisis_hours * 3600)
    asks = np.where(crisis_reply, policy.crisis.data_request_share, policy.everyday.data_request_share)
    copies = np.where(crisis_reply, policy.crisis.template_share, policy.everyday.template_share)
    draw = style[served]
    label = np.where(draw < asks, 2, np.where(draw < asks + (1 - asks) * copies, 1, 0))
    # Nobody copies a template or asks for data to thank for praise or to chat.
    warm = np.isin(kind[served], ("praise", "thanks", "anticipation", "offtopic"))
    label = np.where(warm & ~crisis_reply, 0, label)
    inside = (replied < scenario.duration) & (replied > time[served])
    work = Work(
        served[inside],
        np.floor(replied[inside]).astype(np.int64),
        np.array(REPLY_KINDS)[label[inside]],
        agent[served][inside],
    )
    return work, waited


def _serve(chosen, came, pile, busy, time, patience, hours, agents, began, agent) -> None:
    """First come, first served, but for the disorder of the pile; fills `began` (open seconds) and `agent`."""
    order = chosen[np.argsort(came[chosen] + pile[chosen], kind="stable")]
    free = [(0.0, number) for number in range(agents)]
    limit = hours.worked(time + patience)
    starts, who = [], []
    take, give = heapq.heapreplace, free
    for arrival, cost, latest in zip(
        came[order].tolist(), busy[order].tolist(), limit[order].tolist(), strict=True
    ):
        ready, number = give[0]
        start = arrival if arrival > ready else ready
        if start > latest:
            starts.append(np.nan)
        else:
            starts.append(start)
            take(give, (start + cost, number))
        who.append(number)
    began[order] = starts
    agent[order] = who
