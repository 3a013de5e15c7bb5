"""Time axes tell Madrid's wall-clock time in the reader's words, also when the clocks change."""

import pandas as pd
import pytest
from matplotlib.dates import date2num
from matplotlib.figure import Figure

from course.days import day_name
from course.plots.clock import MadridFormatter, MadridLocator, madrid_axis


def ticks(start: str, end: str, language: str = "es", **options) -> list[str]:
    low, high = (date2num(pd.Timestamp(moment, tz="Europe/Madrid")) for moment in (start, end))
    return MadridFormatter(language).format_ticks(MadridLocator(**options).tick_values(low, high))


def test_an_evening_has_round_times_and_its_date():
    """Every ten minutes, the date below the first."""
    labels = ticks("2013-07-18 20:00", "2013-07-18 21:00", ticks=9)
    assert labels == ["20:00\njue 18 jul", "20:10", "20:20", "20:30", "20:40", "20:50", "21:00"]


def test_midnight_brings_the_new_date():
    """Below the first tick of each day."""
    labels = ticks("2014-03-12 18:00", "2014-03-13 06:00", "en", ticks=5)
    assert labels == ["18:00\nWed 12 Mar", "21:00", "00:00\nThu 13 Mar", "03:00", "06:00"]


def test_days_are_named_in_the_readers_language():
    """Weekday above the date."""
    assert ticks("2014-03-05", "2014-03-15")[0] == "mié\n5 mar"
    assert ticks("2014-03-05", "2014-03-15", "en")[7] == "Wed\n12 Mar"
    assert day_name(pd.Timestamp("2013-07-18"), "en") == "Thu 18 July"


@pytest.mark.parametrize(("day", "first"), [("2014-03-30", "03:00"), ("2013-10-27", "02:00")])
def test_ticks_stay_round_when_the_clocks_change(day, first):
    """In spring 02:00 does not exist; in autumn it comes twice and is labelled once."""
    labels = [label.split("\n")[0] for label in ticks(f"{day} 00:00", f"{day} 06:00", ticks=8)]
    assert all(label.endswith(":00") for label in labels) and len(labels) == len(set(labels))
    assert first in labels


@pytest.mark.parametrize("span", ["20s", "3min", "1h", "26h", "9D", "200D", "0s"])
def test_never_more_ticks_than_asked_for(span):
    """From seconds to months; an empty span has at most one."""
    start = pd.Timestamp("2014-03-12 11:59:57", tz="Europe/Madrid")
    values = MadridLocator(9).tick_values(date2num(start), date2num(start + pd.Timedelta(span)))
    assert len(values) <= 9
    assert len(MadridFormatter("es").format_ticks(values)) == len(values)


def test_axes_get_both():
    """The locator and the formatter, in the language asked for."""
    ax = Figure().add_subplot()
    ax.plot(pd.to_datetime(["2013-07-18T18:00Z", "2013-07-18T18:30Z"]), [0, 1])
    ax.set_xlim(*(pd.to_datetime(["2013-07-18T18:00Z", "2013-07-18T18:30Z"])))
    madrid_axis(ax, language="en")
    assert ax.xaxis.get_major_formatter().format_ticks(ax.get_xticks())[0] == "20:00\nThu 18 July"
    assert ax.xaxis.get_major_formatter()(ax.get_xticks()[0]) == "Thu 18 July 20:00"
