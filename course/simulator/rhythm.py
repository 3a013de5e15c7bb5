"""The hours of a Spanish day: when people are on Twitter, and when an office is open."""

from __future__ import annotations

import numpy as np
import pandas as pd

from course.simulator.scenario import MADRID, Scenario, madrid

# Relative activity at each full hour, Madrid time: late mornings, a dip after lunch, the peak before bed.
WORKING_DAY = (
    0.85, 0.45, 0.20, 0.10, 0.06, 0.07, 0.16, 0.42, 0.80, 1.10, 1.25, 1.28,
    1.30, 1.34, 1.30, 1.22, 1.12, 1.18, 1.28, 1.36, 1.42, 1.58, 1.72, 1.40,
)  # fmt: skip
WEEKEND = (
    1.05, 0.75, 0.42, 0.22, 0.12, 0.08, 0.09, 0.16, 0.34, 0.62, 0.95, 1.18,
    1.32, 1.36, 1.28, 1.10, 1.06, 1.12, 1.24, 1.36, 1.46, 1.58, 1.66, 1.42,
)  # fmt: skip


def clock(scenario: Scenario, seconds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Return the Madrid hour (0 to 24, with decimals) and weekday (Monday is 0) of simulation seconds."""
    grid = pd.date_range(madrid(scenario.start), periods=scenario.duration // 3600 + 49, freq="h").tz_convert(
        MADRID
    )
    offset = np.asarray([stamp.utcoffset().total_seconds() for stamp in grid])
    start = madrid(scenario.start)
    base = start.timestamp()
    local = base + seconds + offset[np.clip(np.asarray(seconds) // 3600, 0, len(offset) - 1).astype(int)]
    days = np.floor(local / 86400)
    return (local - days * 86400) / 3600, (days.astype(np.int64) + 3) % 7


def activity(hour: np.ndarray, weekday: np.ndarray) -> np.ndarray:
    """Return how active people are, relative to an average hour of the day."""
    hours = np.arange(25)
    working = np.interp(hour, hours, (*WORKING_DAY, WORKING_DAY[0])) / np.mean(WORKING_DAY)
    weekend = np.interp(hour, hours, (*WEEKEND, WEEKEND[0])) / np.mean(WEEKEND)
    return np.where(weekday >= 5, weekend, working)
