"""The course's visual language: sizes, colours that colour-blind readers tell apart, plain axes."""

from __future__ import annotations

from contextlib import AbstractContextManager

import matplotlib as mpl
from matplotlib.axes import Axes

WIDTH, HEIGHT = 9.0, 5.5  # inches: a notebook's width, and half a printed page

# M. Okabe and K. Ito, "Color universal design", 2008. Never the only sign: add a hatch, marker or line style.
BLACK, ORANGE, SKY, GREEN = "#000000", "#E69F00", "#56B4E9", "#009E73"
YELLOW, BLUE, VERMILION, PURPLE = "#F0E442", "#0072B2", "#D55E00", "#CC79A7"
INK, FAINT = "#222222", "#6B6B6B"  # texts; both keep a contrast above 4.5 on white

_STYLE = {
    "figure.facecolor": "white",
    "axes.facecolor": "white",
    "savefig.facecolor": "white",
    "font.family": "DejaVu Sans",  # comes with matplotlib: the same widths on every machine
    "font.size": 9.5,
    "text.color": INK,
    "axes.labelcolor": INK,
    "axes.edgecolor": FAINT,
    "axes.titlesize": 12,
    "axes.titleweight": "bold",
    "axes.titlelocation": "left",
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "axes.grid.axis": "y",
    "grid.color": "#E3E3E3",
    "grid.linewidth": 0.8,
    "xtick.color": INK,
    "ytick.color": INK,
    "xtick.labelsize": 8.5,
    "ytick.labelsize": 8.5,
    "legend.frameon": False,
    "legend.fontsize": 8.5,
    "hatch.linewidth": 0.6,
    "svg.hashsalt": "crisis20",
}


def style() -> AbstractContextManager:
    """Return a context in which matplotlib draws in the course's style and nothing global changes.

    Examples
    --------
    >>> with style():
    ...     mpl.rcParams["axes.spines.top"]
    False
    """
    return mpl.rc_context(_STYLE)


def new_axes(*, width: float = WIDTH, height: float = HEIGHT) -> Axes:
    """Return empty axes in the course's style, on a pyplot figure of this size in inches.

    Examples
    --------
    >>> ax = new_axes(height=4)
    >>> ax.figure.get_size_inches().tolist()
    [9.0, 4.0]
    """
    import matplotlib.pyplot as plt  # late: choosing a backend is the notebook's business, and takes a while

    with style():
        return plt.subplots(figsize=(width, height), layout="constrained")[1]
