"""A time axis in Madrid's wall-clock time, with the reader's names of days and months."""

from __future__ import annotations

from functools import lru_cache

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num, num2date
from matplotlib.ticker import Formatter, Locator

from course.days import day_name
from course.language import get_language
from course.schema import MADRID

_STEPS = pd.to_timedelta(
    ["1s", "5s", "10s", "30s", "1min", "2min", "5min", "10min", "15min", "30min",
     "1h", "2h", "3h", "6h", "12h", "1D", "2D", "7D", "14D", "28D"]
)  # fmt: skip
_DAY = pd.Timedelta(days=1)


def madrid_axis(ax: Axes, *, language: str | None = None, ticks: int = 13) -> None:
    """Give the axes a horizontal axis of Madrid time.

    Parameters
    ----------
    ax : Axes
        Its x values are instants with a time zone (or matplotlib's date numbers, which are UTC).
    language : {"es", "en"}, optional
        By default the reader's.
    ticks : int
        At most so many.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> ax = Figure().add_subplot()
    >>> _ = ax.plot(pd.to_datetime(["2013-07-18T18:00Z", "2013-07-18T19:00Z"]), [0, 1])
    >>> madrid_axis(ax, language="en")
    >>> ax.xaxis.get_major_formatter().format_ticks(ax.get_xticks())[1:3]
    ['20:10', '20:20']
    """
    ax.xaxis.set_major_locator(MadridLocator(ticks))
    ax.xaxis.set_major_formatter(MadridFormatter(language or get_language()))


class MadridLocator(Locator):
    """Ticks at round times of Madrid's clock, also on the days when it changes."""

    def __init__(self, ticks: int = 13) -> None:
        self.ticks = ticks

    def __call__(self) -> np.ndarray:
        """Matplotlib calls this whenever it draws the axis."""
        return self.tick_values(*self.axis.get_view_interval())

    def tick_values(self, vmin: float, vmax: float) -> np.ndarray:
        start, end = (_madrid(value) for value in sorted((vmin, vmax)))
        step = next((step for step in _STEPS if (end - start) / step < self.ticks), _STEPS[-1])
        wall = start.tz_localize(None)
        origin = wall.normalize() if step < _DAY else wall.normalize() - _DAY
        rounds = pd.date_range(origin, end.tz_localize(None) + step, freq=step)
        first_time = np.ones(len(rounds), dtype=bool)  # of an hour that comes twice, the first
        moments = rounds.tz_localize(MADRID, ambiguous=first_time, nonexistent="shift_forward")
        moments = moments[(moments >= start) & (moments <= end)].unique()
        return date2num(moments.to_pydatetime()) if len(moments) else np.array([])


class MadridFormatter(Formatter):
    """``20:00``, and the date below where it changes; the date alone where ticks are days."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, x: float, pos: int | None = None) -> str:
        """Matplotlib calls this for one value, such as the pointer's."""
        moment = _madrid(x)
        return f"{day_name(moment, self.language)} {moment:%H:%M}"

    def format_ticks(self, values: np.ndarray) -> list[str]:
        """Matplotlib calls this for all ticks at once."""
        moments = [_madrid(value) for value in values]
        if all(moment == moment.normalize() for moment in moments) and len(moments) > 1:
            return [day_name(moment, self.language).replace(" ", "\n", 1) for moment in moments]
        clock = "%H:%M:%S" if any(moment.second for moment in moments) else "%H:%M"
        labels = [f"{moment:{clock}}" for moment in moments]
        for number, moment in enumerate(moments):
            if number == 0 or moment.date() != moments[number - 1].date():
                labels[number] += "\n" + day_name(moment, self.language)
        return labels


@lru_cache(maxsize=1024)  # matplotlib asks for the same few moments a dozen times a figure
def _madrid(value: float) -> pd.Timestamp:
    return pd.Timestamp(num2date(value)).round("ms").tz_convert(MADRID)
