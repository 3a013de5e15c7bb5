"""The timeline of a crisis: who tweeted how much, what the brand said, what is documented and how well."""

from __future__ import annotations

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.ticker import MaxNLocator
from mpl_toolkits.axes_grid1 import make_axes_locatable
from mpl_toolkits.axes_grid1.axes_divider import AxesDivider

from course.cases import Case
from course.language import Text, get_language
from course.plots import events as event_marks
from course.plots.clock import madrid_axis
from course.plots.layers import TimelineLayers, timeline_layers
from course.plots.style import BLUE, FAINT, GREEN, HEIGHT, INK, ORANGE, SKY, VERMILION, WIDTH, style

# Of each kind: name, colour, hatch. Customers and media are stacked in one panel, the brand has its own.
CROWD = {
    "customer_tweet": (Text(es="cliente", en="customer"), BLUE, ""),
    "customer_reply": (Text(es="cliente que responde", en="customer replying"), SKY, "////"),
    "media": (Text(es="medio de comunicación", en="media"), ORANGE, "...."),
}
BRAND_REPLY = (Text(es="respuesta de la marca", en="brand's reply"), GREEN, "\\\\\\\\")
BRAND_TWEET = (Text(es="tuit propio de la marca", en="brand's own tweet"), VERMILION, "D")
_CLOCK = Text(es=" Hora de Madrid.", en=" Madrid time.")
_LEFT, _RIGHT, _TOP, _BOTTOM = 0.62, 0.42, 0.1, 0.06  # margins of a new figure, in inches
_BRAND_HEIGHT, _HEADER_HEIGHT, _TICKS_HEIGHT = 0.72, 0.68, 0.5  # inches
_CROWD_HEIGHT, _PADS = 1.75, 0.22  # at least so much for the volume; the space between panels
_UNITS = {
    "es": {"D": ("día", "días"), "h": ("hora", "h"), "min": ("minuto", "min"), "s": ("segundo", "s")},
    "en": {"D": ("day", "days"), "h": ("hour", "h"), "min": ("minute", "min"), "s": ("second", "s")},
}


def timeline(
    case: Case,
    *,
    start: object = None,
    end: object = None,
    every: str | pd.Timedelta | None = None,
    ax: Axes | None = None,
    language: str | None = None,
) -> Axes:
    """Draw the timeline of a case: volume by kind of tweet, the brand's tweets, the events and their sources.

    A numbered event is filled where its time is known to the minute, hollow where it is not; the bar around
    it spans where it may lie. Letters (``1a``, ``1b``) are accounts that disagree. The key below names each
    event's time and source.

    Parameters
    ----------
    case : Case
        What to draw; its ``provenance`` is printed on the figure.
    start, end : str or Timestamp, optional
        Window; a time without a zone is Madrid time. By default all the tweets.
    every : str or Timedelta, optional
        Length of a bin; by default the shortest round one that gives at most 120 bins.
    ax : Axes, optional
        Where to draw: its place is shared out among the panels. By default a new figure of 9 x 5.5
        inches, or higher where the key of many events needs it.
    language : {"es", "en"}, optional
        By default the reader's.

    Returns
    -------
    Axes
        The large panel, with the volume of customers and media. End the cell with ``show(ax, alt=...)``.

    Raises
    ------
    CourseError
        If the window or the bin makes no sense.

    See Also
    --------
    course.plots.layers.timeline_layers : the tables drawn here.

    Examples
    --------
    >>> from course import load
    >>> ax = timeline(load("iberia"), start="2013-07-18 19:30", end="2013-07-18 21:00", language="en")
    >>> ax.get_ylabel()
    'tweets per minute'
    """
    language = language or get_language()
    layers = timeline_layers(case, start=start, end=end, every=every)
    with style():
        marks = event_marks.arrange(layers, width=_inches_wide(ax), language=language)
        crowd = _new_axes(marks) if ax is None else _fresh(ax)
        divider = make_axes_locatable(crowd)
        brand = divider.append_axes("bottom", size=_BRAND_HEIGHT, pad=0.1, sharex=crowd)
        key = divider.append_axes("bottom", size=marks.key_height, pad=_TICKS_HEIGHT)
        strip = divider.append_axes("top", size=marks.strip_height, pad=0.0, sharex=crowd)
        _draw_crowd(crowd, layers, language)
        _draw_brand(brand, layers, language)
        event_marks.draw_strip(strip, marks, across=(crowd, brand))
        event_marks.draw_key(key, marks)
        _draw_header(divider, case, layers, language)
        _draw_time(crowd, brand, strip, layers, language)
        crowd.figure.align_ylabels([crowd, brand])
    return crowd


def _inches_wide(ax: Axes | None) -> float:
    if ax is None:
        return WIDTH - _LEFT - _RIGHT
    return ax.figure.get_figure(root=True).get_size_inches()[0] * ax.get_position().width


def _new_axes(marks: event_marks.Marks) -> Axes:
    """Return axes on a figure of the usual height, or higher where many events would squeeze the volume."""
    import matplotlib.pyplot as plt  # late: choosing a backend is the notebook's business, and takes a while

    others = marks.strip_height + marks.key_height + _HEADER_HEIGHT + _BRAND_HEIGHT + _TICKS_HEIGHT + _PADS
    height = max(HEIGHT, others + _CROWD_HEIGHT + _TOP + _BOTTOM)
    figure = plt.figure(figsize=(WIDTH, height))
    return figure.add_axes(
        (_LEFT / WIDTH, _BOTTOM / height, 1 - (_LEFT + _RIGHT) / WIDTH, 1 - (_TOP + _BOTTOM) / height)
    )


def _fresh(ax: Axes) -> Axes:
    ax.clear()  # so that the course's style reaches axes that were made without it
    return ax


def _draw_crowd(ax: Axes, layers: TimelineLayers, language: str) -> None:
    edges, below = date2num(layers.edges.to_pydatetime()), 0
    for kind, (name, colour, hatch) in CROWD.items():
        above = below + layers.counts[kind].to_numpy()
        ax.stairs(
            above, edges, baseline=below, fill=True, label=name.to(language),
            facecolor=colour, hatch=hatch, edgecolor="white" if hatch else colour, linewidth=0,
        )  # fmt: skip
        below = above
    unit = _unit(layers.every, language)
    ax.set_ylabel(Text(es=f"tuits por {unit}", en=f"tweets per {unit}").to(language))
    _count_axis(ax, below)


def _draw_brand(ax: Axes, layers: TimelineLayers, language: str) -> None:
    edges = date2num(layers.edges.to_pydatetime())
    counts = layers.counts["brand_reply"].to_numpy()
    name, colour, hatch = BRAND_REPLY
    ax.stairs(
        counts, edges, fill=True, label=name.to(language),
        facecolor=colour, hatch=hatch, edgecolor="white", linewidth=0,
    )  # fmt: skip
    _count_axis(ax, counts, bins=3)
    name, colour, marker = BRAND_TWEET
    own = layers.own_tweets["created_at"]
    ax.plot(
        [date2num(moment) for moment in own], [0.86] * len(own), transform=ax.get_xaxis_transform(),
        linestyle="none", marker=marker, markersize=6, color=colour, markeredgecolor="white",
        markeredgewidth=0.7, label=name.to(language), clip_on=False, zorder=4,
    )  # fmt: skip
    ax.set_ylabel(Text(es="marca", en="brand").to(language))


def _count_axis(ax: Axes, tops, *, bins: int = 5) -> None:
    highest = max(tops, default=0)
    ax.set_ylim(0, max(1.08 * highest if bins > 3 else 1.5 * highest, 1))
    ax.yaxis.set_major_locator(MaxNLocator(bins, integer=True))


def _draw_header(divider: AxesDivider, case: Case, layers: TimelineLayers, language: str) -> None:
    ax = divider.append_axes("top", size=_HEADER_HEIGHT, pad=0.12)
    ax.axis("off")
    ax.set_label("header")
    ax.text(0, 1, case.title.to(language), transform=ax.transAxes, va="top", size=12, weight="bold")
    note = (case.provenance + _CLOCK).to(language)
    ax.text(0, 0.63, note, transform=ax.transAxes, va="top", size=8.5, color=FAINT)
    handles = [
        Patch(facecolor=colour, hatch=hatch * 2, edgecolor="white", linewidth=0, label=name.to(language))
        for name, colour, hatch in (*CROWD.values(), BRAND_REPLY)
    ]
    name, colour, marker = BRAND_TWEET
    handles.append(
        Line2D([], [], linestyle="none", marker=marker, color=colour, markersize=6, label=name.to(language))
    )
    ax.legend(
        handles=handles, loc="lower left", bbox_to_anchor=(0, 0), ncols=len(handles), borderpad=0,
        borderaxespad=0, handlelength=1.6, handletextpad=0.5, columnspacing=1.4, labelcolor=INK,
    )  # fmt: skip


def _draw_time(crowd: Axes, brand: Axes, strip: Axes, layers: TimelineLayers, language: str) -> None:
    edges = date2num(layers.edges.to_pydatetime())
    crowd.set_xlim((edges[0], edges[-1]) if len(edges) > 1 else (0, 1))
    madrid_axis(brand, language=language)
    crowd.tick_params(axis="x", labelbottom=False)
    strip.tick_params(axis="x", labelbottom=False)


def _unit(every: pd.Timedelta, language: str) -> str:
    """Return a bin's length in words: ``minute``, ``15 min``, ``2 h``."""
    for unit, (one, several) in _UNITS[language].items():
        number, rest = divmod(every, pd.Timedelta(1, unit))
        if not rest:
            return one if number == 1 else f"{number} {several}"
    return str(every)
