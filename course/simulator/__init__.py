"""Simulated crises: a crowd, a brand's policy and a seed give a conversation whose every tweet is invented."""

from course.simulator.engine import POLICIES, SCENARIOS, Simulation, simulate
from course.simulator.policy import WELL_MANAGED, Conduct, Policy
from course.simulator.scenario import Event, Post, Scenario, Source, Takeover, Wave

__all__ = [
    "POLICIES",
    "SCENARIOS",
    "WELL_MANAGED",
    "Conduct",
    "Event",
    "Policy",
    "Post",
    "Scenario",
    "Simulation",
    "Source",
    "Takeover",
    "Wave",
    "simulate",
]
