"""A visible case's arguments as HTML, so that a student can work the answer out by hand."""

from __future__ import annotations

import html
from typing import Any

import pandas as pd

from course.checking.words import cut, show
from course.language import get_language

_MOST_ROWS = 12
_MOST_COLUMNS = 10


def shown_inputs(arguments: tuple) -> str:
    """Return the arguments one below the other: tables as tables, everything else on a line.

    Examples
    --------
    >>> shown_inputs((2,))
    '<p><code>2</code></p>'
    """
    return "".join(map(_shown, arguments))


def _shown(value: Any) -> str:
    if type(value) is pd.Series:
        value = value.to_frame(value.name if value.name is not None else "")
    if type(value) is pd.DataFrame:
        return value.to_html(
            border=0, max_rows=_MOST_ROWS, max_cols=_MOST_COLUMNS, escape=True, notebook=False, na_rep="NA"
        )
    if isinstance(value, (list, tuple, dict, set, pd.Index)):
        return f"<p><code>{html.escape(cut(repr(value), 400))}</code></p>"
    return f"<p><code>{html.escape(show(value).to(get_language()))}</code></p>"
