"""Numbered marks of events and the key that explains them, laid out so that none covers another."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from string import ascii_lowercase

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.dates import date2num
from matplotlib.font_manager import FontProperties
from matplotlib.textpath import text_to_path

from course.days import day_name
from course.language import Text
from course.plots.layers import TimelineLayers
from course.plots.style import FAINT, INK

_LANE = 0.235  # inches: height of a row of marks
_MARK = 0.27  # inches: a mark and the air around it
_SIZE, _LINE = 7.8, 0.148  # points and inches: the key's letters and lines
_LETTERS = FontProperties(family="DejaVu Sans", size=_SIZE)
_USUAL = 0.056  # inches of a letter, about; only a first guess
_INDENT, _GAP = 0.3, 0.3  # inches: before an entry's words, and between the key's two columns
_MOMENT = pd.Timedelta(1, "us")
_ROWS = 3  # beyond so many rows the marks stand side by side in one, with a leader to their time
_LEGEND = {
    "filled": Text(es="Marca llena: hora al minuto.", en="Filled mark: time to the minute."),
    "hollow": Text(
        es="Hueca: hora aproximada, con su margen.", en="Hollow: approximate time, with its margin."
    ),
    "untimed": Text(
        es="Con punto: se sabe el día, no la hora.", en="With a dot: the day is known, not the time."
    ),
    "square": Text(es="Cuadrada: suceso simulado.", en="Square: simulated event."),
    "letters": Text(
        es="Letras y banda gris: fuentes que no coinciden.",
        en="Letters and grey band: sources that disagree.",
    ),
}
_NONE = Text(es="En esta ventana no hay ningún suceso.", en="There is no event in this window.")


@dataclass(frozen=True, eq=False)
class Marks:
    """Where marks and words go.

    Parameters
    ----------
    table : DataFrame
        The events of `TimelineLayers` with ``x``, ``x_low``, ``x_high``, ``x_until`` (date numbers inside the
        window; the last is missing for a moment), ``line`` (whether a line carries it through the panels),
        ``x_mark`` and ``lane`` (row of the strip, 0 lowest), where the mark stands.
    lanes : int
        Rows of the strip.
    spread : bool
        Whether the marks stand side by side in one row, with the spans of time in the row below.
    entries : list of tuple
        The key: for each column, its entries as (label, lines, row).
    legend : list of str
        Lines that explain the marks.
    strip_height, key_height : float
        Inches.
    width : float
        Inches from the first to the last bin.
    """

    table: pd.DataFrame
    lanes: int
    spread: bool
    entries: list[list[tuple[str, list[str], int]]]
    legend: list[str]
    strip_height: float
    key_height: float
    width: float


def arrange(layers: TimelineLayers, *, width: float, language: str) -> Marks:
    """Return where each mark and each line of the key goes, for a strip so many inches wide."""
    table = _placed(_places(layers), layers, width)
    lanes = int(table["lane"].max()) + 1 if len(table) else 0
    column = (width - _GAP) / 2 - _INDENT
    long = len(layers.edges) > 1 and layers.edges[-1] - layers.edges[0] > pd.Timedelta(hours=30)
    words = [
        (row.label, _wrapped(_sentence(row, long, language), column)) for row in layers.events.itertuples()
    ]
    words.sort(key=lambda entry: (not entry[0], int(entry[0].rstrip(ascii_lowercase) or 0), entry[0]))
    entries, rows = _columns(words)
    legend = _wrapped(_legend(table, untimed=len(words) > len(table), language=language), width)
    return Marks(
        table, lanes, bool((table["x_mark"] != table["x"]).any()), entries, legend,
        strip_height=max(lanes, 0.3) * _LANE + 0.04,
        key_height=(rows + len(legend) + 0.6) * _LINE,
        width=width,
    )  # fmt: skip


def draw_strip(ax: Axes, marks: Marks, *, across: tuple[Axes, ...]) -> None:
    """Draw the numbered marks on `ax`, and the lines that carry them through the panels `across`."""
    ax.set_label("events")
    ax.set_ylim(0, max(marks.lanes, 0.3))
    ax.yaxis.set_visible(False)
    ax.grid(False)
    ax.tick_params(axis="x", bottom=False)
    for spine in ax.spines.values():
        spine.set_visible(False)
    for row in marks.table.itertuples():
        exact = row.precision == "minute"
        line = {"color": INK, "linewidth": 0.8, "linestyle": "-" if exact else (0, (3, 2.5))}
        aside = row.x_mark != row.x
        y, bar = row.lane + 0.5, 0.35 if marks.spread else row.lane + 0.5
        if row.line:
            for panel in across:
                panel.axvline(row.x, zorder=3, **line)
            ax.plot([row.x, row.x, row.x_mark], [0, bar, y] if aside else [0, y, y], zorder=1, **line)
        if row.x_low < row.x_high:
            _whiskers(ax, row.x_low, row.x_high, bar)
        if not pd.isna(row.x_until):
            ax.plot([row.x, row.x_until], [bar, bar], color=FAINT, linewidth=3.2, alpha=0.55,
                    solid_capstyle="butt", zorder=1)  # fmt: skip
            ax.plot(
                [row.x_until], [bar], marker="|", markersize=8, color=FAINT, markeredgewidth=1.6, zorder=1
            )
        ax.annotate(
            row.label, (row.x_mark, y), ha="center", va="center", size=7.5, weight="bold",
            color="white" if exact else INK, zorder=5, annotation_clip=False,
            bbox={
                "boxstyle": "circle,pad=0.22" if row.documented else "square,pad=0.25",
                "facecolor": INK if exact else "white", "edgecolor": INK,
                "linestyle": "-" if exact else (0, (2, 1.3)), "linewidth": 1.0,
            },
        )  # fmt: skip
    _join_accounts(ax, marks.table, across)


def draw_key(ax: Axes, marks: Marks) -> None:
    """Write what each number stands for: time, words, source."""
    ax.set_label("key")
    ax.axis("off")
    ax.set(xlim=(0, marks.width), ylim=(marks.key_height, 0))
    left = 0.0
    for column in marks.entries:
        for label, lines, row in column:
            y = row * _LINE
            ax.text(left + 0.12, y, label or "•", size=_SIZE, weight="bold", ha="center", va="top")
            ax.text(left + _INDENT, y, "\n".join(lines), size=_SIZE, va="top", linespacing=1.22)
        left += (marks.width - _GAP) / 2 + _GAP
    rows = marks.key_height / _LINE - len(marks.legend) - 0.1
    ax.text(0, rows * _LINE, "\n".join(marks.legend), size=_SIZE, va="top", color=FAINT, linespacing=1.22)


# -- where marks go ------------------------------------------------------------------------------------------


def _places(layers: TimelineLayers) -> pd.DataFrame:
    """Return the events with their date numbers, kept inside the window."""
    table = layers.events[layers.events["label"] != ""].copy()
    if table.empty:
        return table.assign(x=0.0, x_low=0.0, x_high=0.0, x_until=float("nan"), line=False)
    first, last = layers.edges[0], layers.edges[-1]
    for name, column in (("x", "at"), ("x_low", "earliest"), ("x_high", "latest"), ("x_until", "until")):
        inside = table[column].clip(first, last)
        table[name] = [float("nan") if pd.isna(moment) else date2num(moment) for moment in inside]
    somewhere = table["precision"] == "day"  # no hour is known: the mark stands mid-way and carries no line
    table["x"] = table["x"].mask(somewhere, (table["x_low"] + table["x_high"]) / 2)
    table["line"] = ~somewhere & table["at"].between(first, last)
    return table


def _placed(table: pd.DataFrame, layers: TimelineLayers, width: float) -> pd.DataFrame:
    """Give each mark its place: above its time in as few rows as do, or side by side where they are many."""
    if table.empty:
        return table.assign(x_mark=table["x"], lane=0)
    scale = (date2num(layers.edges[-1]) - date2num(layers.edges[0])) / width  # days to an inch
    half = _MARK / 2 * scale
    begin = (
        (table["x"] - half)
        .where(table["x_low"] >= table["x_high"], table["x_low"])
        .clip(upper=table["x"] - half)
    )
    stop = pd.concat([table["x"] + half, table["x_high"], table["x_until"]], axis=1).max(axis=1)
    lanes = _lanes(begin, stop + 0.04 * scale)
    if max(lanes) < _ROWS:
        return table.assign(x_mark=table["x"], lane=lanes)
    low, high = date2num(layers.edges[0]), date2num(layers.edges[-1])
    return table.assign(x_mark=_spread(table["x"], gap=_MARK * scale, low=low, high=high), lane=1)


def _lanes(begin: pd.Series, stop: pd.Series) -> list[int]:
    """Put each mark in the lowest row where it, its margin and its duration touch no other."""
    free: list[float] = []  # for each row, where its last mark ends
    lanes = []
    for first, last in zip(begin, stop, strict=True):
        lane = next((number for number, end in enumerate(free) if end <= first), len(free))
        free[lane : lane + 1] = [last]
        lanes.append(lane)
    return lanes


def _spread(x: pd.Series, *, gap: float, low: float, high: float) -> pd.Series:
    """Move marks apart to at least a gap, as little as possible, within the window if there is room.

    Least squares under an order: pool neighbours that collide and centre each pool on its mean.
    """
    order = x.sort_values(kind="stable").index
    pools: list[list[float]] = []  # of each pool: centre, size
    for value in x[order]:
        pools.append([value, 1])
        while len(pools) > 1 and pools[-1][0] - pools[-2][0] < gap * (pools[-1][1] + pools[-2][1]) / 2:
            (late, many), (early, few) = pools.pop(), pools.pop()
            pools.append([(late * many + early * few) / (many + few), many + few])
    places = [
        centre + gap * (number - (size - 1) / 2) for centre, size in pools for number in range(int(size))
    ]
    for number in range(len(places)):  # inside the window: from the left edge, then from the right one
        places[number] = max(places[number], low if number == 0 else places[number - 1] + gap)
    for number in reversed(range(len(places))):
        places[number] = min(places[number], high if number + 1 == len(places) else places[number + 1] - gap)
    return pd.Series(places, index=order).reindex(x.index)


def _whiskers(ax: Axes, low: float, high: float, y: float) -> None:
    ax.plot([low, high], [y, y], color=INK, linewidth=1.0, linestyle=(0, (2, 1.3)), zorder=2)
    ax.plot([low, high], [y, y], linestyle="none", marker="|", markersize=6, color=INK, zorder=2)


def _join_accounts(ax: Axes, table: pd.DataFrame, across: tuple[Axes, ...]) -> None:
    """Shade the time between the accounts of one event that disagree."""
    for _, accounts in table.groupby(table["label"].str.extract(r"^(\d+)[a-z]$", expand=False)):
        for panel in (ax, *across):
            panel.axvspan(
                accounts["x"].min(), accounts["x"].max(), color=FAINT, alpha=0.16, linewidth=0, zorder=0
            )


# -- the key's words -----------------------------------------------------------------------------------------


def _legend(table: pd.DataFrame, *, untimed: bool, language: str) -> str:
    """Explain the marks that are there."""
    if table.empty and not untimed:
        return _NONE.to(language)
    exact = table["precision"] == "minute"
    present = {
        "filled": exact.any(),
        "hollow": not exact.all(),
        "untimed": untimed,
        "square": not table["documented"].all(),
        "letters": table["label"].str.contains("[a-z]").any(),
    }
    return " ".join(words.to(language) for name, words in _LEGEND.items() if present[name])


def _sentence(row, long: bool, language: str) -> str:
    title = row.title_es if language == "es" else row.title_en
    source = row.source.replace(";", ", ")
    return f"{_when(row, long, language)} {title} [{source}]"


def _when(row, long: bool, language: str) -> str:
    """Return an event's time as its source knows it: ``12:36``, ``≈ 13:25``, ``7 mar``, ``12:36–22:00``."""
    if row.precision == "day":
        last = "" if pd.isna(row.until) else day_name(row.until - _MOMENT, language, weekday=False)
        first = day_name(row.at, language, weekday=False)
        return first + (f"–{last}" if last and last != first else "") + "."
    day = f"{day_name(row.at, language, weekday=False)}, " if long else ""
    text = day + ("≈ " if row.precision != "minute" else "") + f"{row.at:%H:%M}"
    if not pd.isna(row.until):
        later = row.until.date() != row.at.date()
        text += (
            "–"
            + (f"{day_name(row.until, language, weekday=False)}, " if later else "")
            + f"{row.until:%H:%M}"
        )
    return text + "."


def _columns(words: list[tuple[str, list[str]]]) -> tuple[list[list[tuple[str, list[str], int]]], int]:
    """Share the entries out between two columns of about the same height."""
    total = sum(len(lines) for _, lines in words)
    columns: list[list[tuple[str, list[str], int]]] = [[], []]
    heights = [0, 0]
    for label, lines in words:
        side = 0 if heights[1] == 0 and 2 * (heights[0] + len(lines)) <= total + len(lines) else 1
        columns[side].append((label, lines, heights[side]))
        heights[side] += len(lines)
    return columns, max(heights)


def _wrapped(text: str, width: float) -> list[str]:
    """Break a text into lines of at most so many inches, in the key's letters."""
    lines, words = [], text.split()
    while words:
        fitting = _fitting(words, width)
        lines.append(" ".join(words[:fitting]))
        del words[:fitting]
    return lines or [""]


def _fitting(words: list[str], width: float) -> int:
    """Return how many words fit on a line, at least one; from a guess, since measuring is what takes time."""
    letters = width / _USUAL
    count = min(
        max(int(bisect_right([*accumulate(len(word) + 1 for word in words)], letters)), 1), len(words)
    )
    while count > 1 and _inches(" ".join(words[:count])) > width:
        count -= 1
    while count < len(words) and _inches(" ".join(words[: count + 1])) <= width:
        count += 1
    return count


@lru_cache(maxsize=1024)
def _inches(text: str) -> float:
    width, _, _ = text_to_path.get_text_width_height_descent(text, _LETTERS, ismath=False)
    return width / 72
