"""A figure with the words that stand for it: `show(ax, alt=...)` ends every cell that draws."""

from __future__ import annotations

import base64
import html
from io import BytesIO

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from course.errors import CourseError
from course.language import Text, get_language

_DPI = 144  # one and a half dots to a CSS pixel: sharp on a good screen, about 100 kB


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
    image = BytesIO()
    figure.savefig(
        image, format="png", dpi=_DPI, bbox_inches="tight", pad_inches=0.08, metadata={"Software": None}
    )
    _close(figure)
    width = round(figure.get_size_inches()[0] * 96)
    return ShownFigure(image.getvalue(), alt=words, width=width, language=get_language())


def _close(figure: Figure) -> None:
    """Take the figure off pyplot's list, or the notebook would show it a second time."""
    import matplotlib.pyplot as plt

    plt.close(figure)
