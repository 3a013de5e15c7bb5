"""Every figure is shown once, with words for whoever does not see it."""

import html.parser
import io

import matplotlib.pyplot as plt
import pytest
from matplotlib.figure import Figure

from course.errors import CourseError
from course.language import Text, set_language
from course.plots.alt import show
from course.plots.style import new_axes


class Image(html.parser.HTMLParser):
    """Keeps the attributes of the figure and its image."""

    def handle_starttag(self, tag, attrs):
        setattr(self, tag, dict(attrs))


def parsed(shown) -> Image:
    parser = Image()
    parser.feed(shown._repr_html_())
    return parser


def test_the_image_carries_its_words_and_their_language():
    """In a figure, with `alt` and `lang`; plain text is the words themselves."""
    set_language("es")
    shown = show(new_axes(), alt='  Sube a las 20:00: "pico" & <caída>  ')
    page = parsed(shown)
    assert page.img["alt"] == 'Sube a las 20:00: "pico" & <caída>' == repr(shown)
    assert page.figure["lang"] == "es" and page.img["src"].startswith("data:image/png;base64,iVBOR")
    assert "max-width:100%" in page.img["style"] and shown.png.startswith(b"\x89PNG")


def test_a_text_is_shown_in_the_readers_language():
    """Both at hand, one shown."""
    set_language("en")
    assert repr(show(new_axes(), alt=Text(es="sube", en="it rises"))) == "it rises"


def test_the_figure_is_closed_and_nothing_else():
    """Pyplot's list keeps the other figures: the notebook shows this one once."""
    other = plt.figure()
    before = plt.get_fignums()
    ax = new_axes()
    show(ax, alt="x")
    assert plt.get_fignums() == before
    plt.close(other)


def test_a_figure_of_its_own_and_a_subfigure_can_be_shown():
    """Not only pyplot's axes."""
    assert repr(show(Figure(), alt="x")) == "x"
    assert repr(show(Figure().subfigures(1, 2)[0].subplots(), alt="y")) == "y"


@pytest.mark.parametrize("alt", ["", "   ", Text(es=" ", en="")])
def test_no_words_no_figure(alt):
    """An empty alternative is none."""
    with pytest.raises(CourseError, match="alt"):
        show(new_axes(), alt=alt)
    plt.close("all")


@pytest.mark.parametrize("thing", [None, "ax", 3, [1]])
def test_what_is_no_figure_is_refused(thing):
    """The message says what came."""
    with pytest.raises(CourseError, match=type(thing).__name__):
        show(thing, alt="x")


def test_new_axes_change_nothing_global():
    """The style stays inside."""
    before = dict(plt.rcParams)
    ax = new_axes(height=3)
    assert ax.figure.get_size_inches().tolist() == [9, 3] and not ax.spines["top"].get_visible()
    assert dict(plt.rcParams) == before
    plt.close(ax.figure)


def drawn(shown) -> tuple[int, int, int, int]:
    """Columns and rows of the picture in which anything is not white: first and last from each edge."""
    ink = (plt.imread(io.BytesIO(shown.png))[..., :3] < 1).any(axis=2)
    columns, rows = ink.any(axis=0).nonzero()[0], ink.any(axis=1).nonzero()[0]
    return columns[0], ink.shape[1] - 1 - columns[-1], rows[0], ink.shape[0] - 1 - rows[-1]


def test_the_picture_is_cut_to_what_is_drawn_and_a_margin():
    """Twelve dots on each side (0.08 inches), even where the figure has less room than that or much more."""
    for place in ((0.25, 0.25, 0.5, 0.5), (0.001, 0.001, 0.998, 0.998)):
        figure = Figure(figsize=(4, 3))
        figure.add_axes(place, facecolor="black").set(xticks=[], yticks=[])
        assert all(10 <= edge <= 13 for edge in drawn(show(figure, alt="x")))


def test_nothing_that_sticks_out_of_the_figure_is_lost():
    """A word far outside the axes makes the picture larger than the figure."""
    figure = Figure(figsize=(2, 2))
    figure.text(1.5, 0.5, "far away")
    shown = show(figure, alt="x")
    left, right, _, _ = drawn(shown)
    assert min(left, right) >= 10 and plt.imread(io.BytesIO(shown.png)).shape[1] > 0.2 * 144
    assert (plt.imread(io.BytesIO(shown.png))[..., :3] < 0.5).any()


def test_showing_leaves_the_figure_as_it_was():
    """Its size, dots and canvas: it can be saved or shown again."""
    figure = Figure(figsize=(4, 3), layout="constrained")
    figure.subplots().set_title("x")
    canvas, dpi = figure.canvas, figure.dpi
    first = show(figure, alt="x")
    assert figure.canvas is canvas and (figure.dpi, *figure.get_size_inches()) == (dpi, 4, 3)
    assert show(figure, alt="x").png == first.png
