"""A figure with the words that stand for it: `show(ax, alt=...)` ends every cell that draws."""

from __future__ import annotations

import base64
import html
from io import BytesIO
from math import ceil, floor

import numpy as np
from matplotlib.axes import Axes
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.image import imsave
from matplotlib.transforms import Bbox

from course.errors import CourseError
from course.language import Text, get_language

_DPI = 144  # one and a half dots to a CSS pixel: sharp on a good screen, about 150 kB
_MARGIN = 0.08  # inches
_FILE = {"format": "png", "dpi": _DPI, "metadata": {"Software": None}, "pil_kwargs": {"compress_level": 1}}


class ShownFigure:
    """What `show` returns; Jupyter shows it as a figure whose image has an alternative text."""

    def __init__(self, png: bytes, *, alt: str, width: int, language: str) -> None:
        self.png, self.alt, self.width, self.language = png, alt, width, language

    def __repr__(self) -> str:
        return self.alt

    def _repr_html_(self) -> str:
        """IPython calls this to show the object."""
        data = base64.b64encode(self.png).decode("ascii")
        return (
            f'<figure lang="{self.language}" style="margin:0"><img alt="{html.escape(self.alt)}" '
            f'src="data:image/png;base64,{data}" style="width:{self.width}px;max-width:100%;height:auto;'
            'background:white"></figure>'
        )


def show(ax: Axes | Figure, *, alt: str | Text) -> ShownFigure:
    """Return the figure for the cell to show, with its alternative text, and close it.

    Parameters
    ----------
    ax : Axes or Figure
        Axes of the figure to show.
    alt : str or Text
        What a reader who does not see the figure must know: what is drawn and what stands out.

    Returns
    -------
    ShownFigure
        As the last value of a cell it is shown, once: the pyplot figure is closed.

    Raises
    ------
    CourseError
        If `ax` is not drawn on a figure, or `alt` is blank.

    Examples
    --------
    >>> ax = Figure().add_subplot()
    >>> show(ax, alt="Empty axes")
    Empty axes
    """
    figure = ax if isinstance(ax, Figure) else getattr(ax, "figure", None)
    if figure is None:
        raise CourseError(
            Text(
                es=f"«show» muestra un gráfico y ha recibido {type(ax).__name__}. Remedio: dale el `ax` "
                "en el que has dibujado.",
                en=f"'show' shows a figure, not {type(ax).__name__}. Remedy: give it the `ax` you drew on.",
            )
        )
    words = str(alt).strip()
    if not words:
        raise CourseError(
            Text(
                es="Falta el texto alternativo. Remedio: di en «alt» qué muestra el gráfico.",
                en="The alternative text is missing. Remedy: say in 'alt' what the figure shows.",
            )
        )
    figure = figure.get_figure(root=True)
    image = _png(figure)
    _close(figure)
    width = round(figure.get_size_inches()[0] * 96)
    return ShownFigure(image, alt=words, width=width, language=get_language())


def _png(figure: Figure) -> bytes:
    """Return the figure as a file, cut to what is drawn and a margin.

    As `savefig` with ``bbox_inches="tight"``, which lays everything out twice, in a third less time; what stands
    outside the figure is left to it.
    """
    image, before, dpi = BytesIO(), figure.canvas, figure.dpi
    try:
        canvas = FigureCanvasAgg(figure)
        figure.set_dpi(_DPI)
        canvas.draw()
        drawn = figure.get_tightbbox(canvas.get_renderer())
        width, height = figure.get_size_inches()
        if drawn.x0 >= 0 and drawn.y0 >= 0 and drawn.x1 <= width and drawn.y1 <= height:
            _cut(image, np.asarray(canvas.buffer_rgba()), drawn, colour=figure.get_facecolor())
        else:
            figure.savefig(image, bbox_inches="tight", pad_inches=_MARGIN, **_FILE)
    finally:
        figure.set_dpi(dpi)
        figure.set_canvas(before)
    return image.getvalue()


def _cut(image: BytesIO, pixels: np.ndarray, drawn: Bbox, *, colour: tuple) -> None:
    """Write these inches of the picture and a margin, which is of the figure's colour where the picture ends."""
    margin, (height, width, _) = round(_MARGIN * _DPI), pixels.shape
    around = np.empty((height + 2 * margin, width + 2 * margin, 4), dtype=np.uint8)
    around[:] = np.round(255 * np.array(to_rgba(colour)))
    around[margin:-margin, margin:-margin] = pixels
    left, right = floor(drawn.x0 * _DPI), ceil(drawn.x1 * _DPI) + 2 * margin
    top, bottom = floor(height - drawn.y1 * _DPI), ceil(height - drawn.y0 * _DPI) + 2 * margin
    imsave(image, np.ascontiguousarray(around[top:bottom, left:right]), **_FILE)


def _close(figure: Figure) -> None:
    """Take the figure off pyplot's list, or the notebook would show it a second time."""
    import matplotlib.pyplot as plt

    plt.close(figure)
