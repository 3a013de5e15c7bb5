"""What the warm process has done so that no child need do it: imports, and each slow path walked once."""

from __future__ import annotations

import contextlib
import importlib
import io
import sys
import warnings
from typing import Any

# What the lessons import, and what pandas, matplotlib and IPython import when they are first used. Never
# course.exercises: it holds the visible cases, wrong ideas and hints, which a graded process has no business to know.
_MODULES = """
numpy numpy.random pandas pandas.plotting._matplotlib pandas.io.formats.html pandas.io.formats.style
pandas.io.clipboards matplotlib.pyplot matplotlib.backends.backend_agg matplotlib.backends.backend_svg
matplotlib_inline.backend_inline matplotlib.mathtext PIL.PngImagePlugin scipy.stats stack_data
executing pure_eval asttokens IPython.core.completer IPython.core.pylabtools ipywidgets anywidget
course course.cases course.checking course.checking.friendly course.channel.answer course.annotation
course.delays course.hashtags course.replies course.voices course.volume course.days
course.agreement course.codebooks course.plots.alt course.plots.timeline course.plots.style
course.readers.twcs multiprocessing subprocess tempfile decimal html.parser
"""


def load() -> None:
    """Import everything; called inside the shell's builtin trap, so that libraries find their kernel."""
    for name in _MODULES.split():
        with contextlib.suppress(ImportError):  # an optional part of another version
            importlib.import_module(name)
    import course

    for name in course.__all__:  # as a notebook does: `course.attempt` is a function, and a module's name too
        getattr(course, name)


def walk(shell: Any) -> None:
    """Use what is slow the first time, and leave no trace of it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for step in (_figure, _table, _traceback, _data, _plots):
            step(shell)
    shell.history_manager.reset(new_session=False)
    if hasattr(sys, "last_value"):
        del sys.last_type, sys.last_value, sys.last_traceback


def _figure(shell: Any) -> None:
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=(3, 2))
    FigureCanvasAgg(figure)
    axes = figure.add_subplot()
    axes.plot([1, 2], [3, 4], label="a")
    axes.set_title("$x$")
    axes.legend()
    figure.tight_layout()
    shell.display_formatter.format(figure)
    figure.savefig(io.BytesIO(), format="png", bbox_inches="tight")


def _table(shell: Any) -> None:
    import pandas as pd

    table = pd.read_csv(io.StringIO("a,b,c\n1,x,2020-01-01\n2,y,2020-01-02\n"))
    table["c"] = pd.to_datetime(table["c"], utc=True).dt.tz_convert("Europe/Madrid")
    shell.display_formatter.format(table)
    shell.display_formatter.format([1, "a", {"b": 2.5}])
    table.groupby("b")["a"].sum().sort_values()
    table.merge(table, on="a").describe()
    table["b"].str.contains("x").sum()
    table["b"].value_counts()
    table.set_index("c")["a"].resample("h").sum()


def _traceback(shell: Any) -> None:
    """The first one maps the source of every module; 0.3 seconds of it."""
    code = "def f(x):\n    return [1 / x for _ in range(3)]\nf(0)"
    name = shell.compile.cache(code, 0)
    try:
        exec(compile(code, name, "exec"), {"__name__": "__main__"})
    except ZeroDivisionError:
        shell.InteractiveTB.stb2text(shell.InteractiveTB.structured_traceback(*sys.exc_info()))
    try:
        compile("x = (1,", "x", "exec")
    except SyntaxError:
        shell.SyntaxTB.stb2text(shell.SyntaxTB.structured_traceback(*sys.exc_info()))
    import linecache

    linecache.cache.pop(name, None)
    getattr(linecache, "_interactive_cache", {}).pop(name, None)
    shell.compile._filename_map.pop(name, None)


def _data(shell: Any) -> None:
    from course.cases import case_names, load

    for case in case_names():
        load(case)


def _plots(shell: Any) -> None:
    """Fonts, hatches, the constrained layout: a student's first plot would pay for them."""
    import matplotlib.pyplot as plt

    from course import load, show, timeline

    show(timeline(load("jazztel")), alt="-")
    plt.close("all")


def _plots(shell: Any) -> None:
    """The course's own figures: fonts, hatches, the solver of layouts; and what shows them."""
    import matplotlib.pyplot as plt

    from course.cases import load
    from course.plots.alt import show
    from course.plots.style import new_axes
    from course.plots.timeline import timeline

    case = load("jazztel")
    first = case.tweets["created_at"].min().floor("h")
    timeline(case, start=first)
    axes = new_axes()
    axes.plot([1, 2], [3, 4], label="a")
    axes.set_title("a")
    axes.legend()
    shell.display_formatter.format(show(axes, alt="a"))
    plt.close("all")
