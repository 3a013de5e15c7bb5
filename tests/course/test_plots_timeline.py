"""The timeline draws its tables, names its sources, says it is simulated, and nothing covers anything."""

import itertools

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.dates import num2date
from matplotlib.patches import StepPatch

from course.cases import case_names, load
from course.language import LANGUAGES, set_language
from course.plots.events import _inches, _wrapped
from course.plots.layers import timeline_layers
from course.plots.timeline import timeline

DAY = {"start": "2014-03-12 08:00", "end": "2014-03-13 08:00"}


@pytest.fixture(autouse=True)
def _close():
    yield
    plt.close("all")


@pytest.fixture
def crisis(invent, outage_events):
    """A tweet every minute of a morning, answers later, two statements of the brand."""
    minutes = pd.date_range("2014-03-12 12:00", periods=300, freq="1min")
    rows = [(f"{at:%Y-%m-%d %H:%M}", "customer" if n % 10 else "media", None) for n, at in enumerate(minutes)]
    rows += [("2014-03-12 17:30", "brand", f"t{n}") for n in range(1, 9)]
    rows += [("2014-03-12 17:40", "customer", "t300"), ("2014-03-12 18:00", "brand", None)]
    return invent([*rows, ("2014-03-12 22:10", "brand", None)], outage_events)


def panel(ax, name):
    return next(axes for axes in ax.figure.axes if axes.get_label() == name)


def brand_panel(ax):
    return next(axes for axes in ax.figure.axes if axes.get_ylabel() in ("marca", "brand"))


def labels(ax) -> list[str]:
    return [mark.get_text() for mark in panel(ax, "events").texts]


def words(ax, name) -> str:
    return " ".join(" ".join(text.get_text().split()) for text in panel(ax, name).texts)


def test_bars_are_the_layers_stacked(crisis):
    """Each kind stands on the one below; widths are the bins."""
    layers = timeline_layers(crisis, **DAY)
    ax = timeline(crisis, **DAY)
    stairs = [patch for patch in ax.patches if isinstance(patch, StepPatch)]
    below = np.zeros(len(layers.counts))
    for patch, kind in zip(stairs, ("customer_tweet", "customer_reply", "media"), strict=True):
        data = patch.get_data()
        assert (data.values - data.baseline == layers.counts[kind]).all() and (data.baseline == below).all()
        below = data.values
    assert pd.Timestamp(num2date(data.edges[0])) == pd.Timestamp("2014-03-12 07:00", tz="UTC")
    (replies,) = [patch for patch in brand_panel(ax).patches if isinstance(patch, StepPatch)]
    assert replies.get_data().values.sum() == 8


def test_the_brands_own_tweets_stand_at_their_time(crisis):
    """A marker each, not a bar."""
    ax = timeline(crisis, **DAY, language="en")
    (own,) = [line for line in brand_panel(ax).lines if line.get_label() == "brand's own tweet"]
    times = [pd.Timestamp(num2date(x)).tz_convert("Europe/Madrid").strftime("%H:%M") for x in own.get_xdata()]
    assert times == ["18:00", "22:10"] and own.get_marker() == "D"


def test_never_colour_alone(crisis):
    """Kinds beside each other differ in hatch; the brand's own tweets have a marker."""
    ax = timeline(crisis, **DAY)
    stairs = [patch for patch in ax.patches if isinstance(patch, StepPatch)]
    assert len({patch.get_hatch() for patch in stairs}) == 3


def test_events_are_numbered_and_the_key_names_time_words_and_source(crisis):
    """Filled for the minute, hollow for the rest; `≈` before a time that is not exact."""
    ax = timeline(crisis, **DAY, language="en")
    assert sorted(labels(ax)) == ["1a", "1b", "1c", "2", "3", "4"]
    key = words(ax, "key")
    assert "12:36–22:00. en [EP14]" in key and "≈ 13:25. en [UN14]" in key and "[JZ14, UN14]" in key
    faces = {m.get_text(): m.get_bbox_patch().get_facecolor()[:3] for m in panel(ax, "events").texts}
    assert faces["1a"] == faces["1c"] == (1, 1, 1) and faces["1b"] == faces["3"] != (1, 1, 1)


def test_a_line_marks_only_a_known_hour(crisis, outage_events):
    """Solid to the minute, dashed where approximate, none for a day."""
    ax = timeline(crisis, start="2014-03-07", end="2014-03-14")
    lines = [line for line in ax.lines if len(set(line.get_xdata())) == 1]
    styles = sorted(line.get_linestyle() for line in lines)
    assert len(lines) == len(outage_events) - 1 and styles.count("-") == 3
    assert all(num2date(line.get_xdata()[0]).day != 7 for line in lines)


def test_in_a_short_window_a_day_without_an_hour_is_told_but_not_placed(invent, outage_events):
    """On the day itself nobody can say where: a dot in the key and no mark; in a week it has its place."""
    made = invent([("2014-03-07 12:00", "customer", None)], outage_events)
    day = timeline(made, start="2014-03-07", end="2014-03-08", language="en")
    assert labels(day) == [] and "• 7 Mar. en [JZ14]" in words(day, "key") and "dot" in words(day, "key")
    week = timeline(made, start="2014-03-05", end="2014-03-11", language="en")
    assert labels(week) == ["1"] and "dot" not in words(week, "key")


def test_many_events_make_the_figure_higher_not_the_volume_lower(crisis, crowded):
    """9 x 5.5 inches as long as that leaves room."""
    assert timeline(crisis, **DAY).figure.get_size_inches().tolist() == [9, 5.5]
    ax = timeline(crowded)
    ax.figure.canvas.draw()
    assert ax.figure.get_size_inches()[1] > 5.5 and ax.get_window_extent().height / ax.figure.dpi > 1.7


def test_an_event_that_began_before_the_window_has_no_line(crisis):
    """Its mark stands at the edge, its duration reaches in."""
    ax = timeline(crisis, start="2014-03-12 20:00", end="2014-03-12 21:00")
    assert labels(ax) == ["1"] and not [line for line in ax.lines if len(set(line.get_xdata())) == 1]


def test_simulated_events_are_square_and_said_to_be(crisis, invent, outage_events):
    """Only where there is one."""
    invented = [("2014-03-12 15:00", None, "peak", "minute", "SIM", False), *outage_events]
    ax = timeline(invent([("2014-03-12 12:00", "customer", None)], invented), **DAY, language="en")
    shapes = {type(mark.get_bbox_patch().get_boxstyle()).__name__ for mark in panel(ax, "events").texts}
    assert shapes == {"Circle", "Square"} and "Square: simulated" in words(ax, "key")
    assert "Square" not in words(timeline(crisis, **DAY, language="en"), "key")


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_one_language_and_says_that_data_are_simulated(language, crisis):
    """Also when the reader's is the other."""
    set_language("en" if language == "es" else "es")
    ax = timeline(crisis, **DAY, language=language)
    expected = {
        "es": ("Caso", "Datos simulados. Hora de Madrid.", "tuits por 15 min", "marca"),
        "en": ("Case", "Simulated data. Madrid time.", "tweets per 15 min", "brand"),
    }[language]
    header = panel(ax, "header")
    found = (*[text.get_text() for text in header.texts], ax.get_ylabel(), brand_panel(ax).get_ylabel())
    assert found == expected
    legend = [text.get_text() for text in header.get_legend().get_texts()]
    assert len(legend) == 5 and legend[0] == {"es": "cliente", "en": "customer"}[language]


@pytest.fixture
def crowded(invent):
    """Twenty-four events within ten minutes of a week, long titles and all."""
    base = pd.Timestamp("2014-03-12 12:00")
    events = [
        (
            f"{base + pd.Timedelta(seconds=25 * n):%Y-%m-%d %H:%M:%S}",
            None,
            f"k{n}",
            "minute",
            "EP14;UN14",
            True,
        )
        for n in range(24)
    ]
    made = invent([("2014-03-08 12:00", "customer", None), ("2014-03-14 12:00", "brand", None)], events)
    made.events["title_en"] = (
        "A long sentence that says in so many words what happened then and to whom it did"
    )
    return made


WINDOWS = {
    "day": ("crisis", DAY),
    "week": ("crisis", {"start": "2014-03-07", "end": "2014-03-14"}),
    "minutes": ("crisis", {"start": "2014-03-12 12:30", "end": "2014-03-12 12:40"}),
    "crowded": ("crowded", {}),
    "nothing": ("crisis", {"start": "2014-05-01", "end": "2014-05-02"}),
}


@pytest.mark.parametrize("name", WINDOWS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_covers_anything_and_nothing_is_cut(request, name, language):
    """Marks apart from each other, key apart from the ticks, all words inside the figure."""
    made, window = WINDOWS[name]
    ax = timeline(request.getfixturevalue(made), **window, language=language)
    figure = ax.figure
    figure.canvas.draw()
    marks = [mark.get_bbox_patch().get_window_extent() for mark in panel(ax, "events").texts]
    for one, other in itertools.combinations(marks, 2):
        assert not one.shrunk(0.9, 0.9).overlaps(other.shrunk(0.9, 0.9))
    rows = [text.get_window_extent() for text in panel(ax, "key").texts]
    for one, other in itertools.combinations(rows, 2):
        assert not one.shrunk(0.98, 0.8).overlaps(other.shrunk(0.98, 0.8))
    ticks = [tick.get_window_extent() for tick in brand_panel(ax).get_xticklabels() if tick.get_text()]
    assert all(row.y1 <= tick.y0 + 1 for row in rows for tick in ticks)
    for one, other in itertools.pairwise(sorted(ticks, key=lambda box: box.x0)):
        assert one.x1 < other.x0
    page = figure.bbox.padded(1)
    for box in [*rows, *marks, *ticks, *(text.get_window_extent() for text in panel(ax, "header").texts)]:
        assert page.x0 <= box.x0 and box.x1 <= page.x1 and page.y0 <= box.y0 and box.y1 <= page.y1
    assert ax.get_window_extent().height / figure.dpi > 1.7  # inches for the volume


def test_axes_given_are_used_and_others_left_alone(crisis):
    """The panels share the place of `ax`; the neighbour keeps its own."""
    figure, (left, right) = plt.subplots(1, 2, figsize=(18, 6))
    before = right.get_position().bounds
    ax = timeline(crisis, **DAY, ax=left)
    assert ax is left and ax.figure is figure
    figure.canvas.draw()
    assert right.get_position().bounds == before and not right.lines
    for axes in figure.axes:
        if axes is not right:
            assert axes.get_window_extent().x1 < right.get_window_extent().x0


def test_no_tweets_is_a_figure_too(crisis):
    """An empty window: no bars, no events, a key that says so; style stays inside; nothing is mutated."""
    made = crisis
    tweets, events = made.tweets.copy(deep=True), made.events.copy(deep=True)
    before = dict(plt.rcParams)
    ax = timeline(made, start="2014-05-01", end="2014-05-02", language="es")
    assert words(ax, "key") == "En esta ventana no hay ningún suceso." and labels(ax) == []
    assert dict(plt.rcParams) == before
    pd.testing.assert_frame_equal(made.tweets, tweets)
    pd.testing.assert_frame_equal(made.events, events)


@pytest.mark.parametrize(
    ("every", "es", "en"),
    [("1min", "minuto", "minute"), ("15min", "15 min", "15 min"), ("1h", "hora", "hour"),
     ("2h", "2 h", "2 h"),
     ("1D", "día", "day"), ("2D", "2 días", "2 days"), ("30s", "30 s", "30 s")],
)  # fmt: skip
def test_the_unit_is_said(every, es, en, crisis):
    """Tweets per what."""
    end = pd.Timestamp("2014-03-12") + 4 * pd.Timedelta(every)
    for language, unit in (("es", es), ("en", en)):
        ax = timeline(crisis, start="2014-03-12", end=end, every=every, language=language)
        assert ax.get_ylabel().endswith(f" {unit}")
        plt.close(ax.figure)


@pytest.mark.parametrize("name", ["iberia", "jazztel"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_the_real_cases_are_drawn_whole(name, language):
    """Every event of the case has its mark and its words."""
    made = load(name)
    ax = timeline(made, language=language)
    layers = timeline_layers(made)
    assert sorted(labels(ax)) == sorted(layers.events["label"])
    for title in layers.events[f"title_{language}"]:
        assert title in words(ax, "key")


@pytest.mark.parametrize("width", [0.3, 1.0, 2.37, 4.1, 8.0])
def test_the_keys_lines_hold_as_many_words_as_fit(width):
    """The same lines as adding word by word and measuring each time, which is slow."""
    titles = pd.concat([load(name).events["title_es"] for name in case_names()])
    for text in (*titles, "", "   ", "a", "iii " * 60, "W" * 300 + " b"):
        lines = [""]
        for word in text.split():
            longer = f"{lines[-1]} {word}".strip()
            if not lines[-1] or _inches(longer) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        assert _wrapped(text, width) == lines
