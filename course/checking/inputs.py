"""A visible case's arguments as HTML, so that a student can work the answer out by hand."""

from __future__ import annotations

import html
import inspect
from typing import Any

import pandas as pd

from course.checking.words import cut, show
from course.language import get_language

_MOST_ROWS = 12
_MOST_COLUMNS = 10


def shown_inputs(arguments: tuple, function: Any = None) -> str:
    """Return the arguments one below the other, under the names the function gives them if there are several.

    Examples
    --------
    >>> shown_inputs((2, 3), lambda first, hours: None)
    '<p><code>first</code> =</p><p><code>2</code></p><p><code>hours</code> =</p><p><code>3</code></p>'
    """
    names = _parameters(function) if len(arguments) > 1 else []
    if len(names) != len(arguments):
        return "".join(map(_shown, arguments))
    return "".join(
        f"<p><code>{html.escape(name)}</code> =</p>{_shown(value)}"
        for name, value in zip(names, arguments, strict=True)
    )


def _parameters(function: Any) -> list[str]:
    try:
        return list(inspect.signature(function).parameters)
    except (TypeError, ValueError):
        return []


def _shown(value: Any) -> str:
    if type(value) is pd.Series:
        value = value.to_frame(value.name if value.name is not None else "")
    if type(value) is pd.DataFrame:
        return value.to_html(
            border=0, max_rows=_MOST_ROWS, max_cols=_MOST_COLUMNS, escape=True, notebook=False
        )
    if isinstance(value, (list, tuple, dict, set, pd.Index)):
        return f"<p><code>{html.escape(cut(repr(value), 400))}</code></p>"
    return f"<p><code>{html.escape(show(value).to(get_language()))}</code></p>"
