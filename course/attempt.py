"""A student's own function on the case, without a page of traceback when it is not ready yet."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape
from typing import Any

from course.language import Text, get_language

_UNSOLVED = Text(
    es="Cuando resuelvas el ejercicio, aquí verás tu resultado con el caso. Puedes seguir sin él.",
    en="Once you solve the exercise, your result on the case will show here. You can go on without it.",
)
_STOPPED = Text(
    es="Tu función se ha parado con el caso ({kind}). La celda `check` te dice por qué; mientras, puedes seguir.",
    en="Your function stopped on the case ({kind}). The `check` cell tells you why; meanwhile, you can go on.",
)


@dataclass(frozen=True)
class NotYet:
    """What stands where a result would be: one sentence in the reader's language."""

    message: Text

    def __repr__(self) -> str:
        return str(self.message)

    def _repr_html_(self) -> str:
        words = re.sub("`([^`]+)`", r"<code>\1</code>", escape(str(self.message)))
        return f'<p lang="{get_language()}" role="status"><em>{words}</em></p>'


def attempt(function: Callable[..., Any], *arguments: Any) -> Any:
    """Call a student's function; where it cannot answer yet, return a sentence and go on.

    Parameters
    ----------
    function : callable
    *arguments
        What it is called with.

    Returns
    -------
    object
        The function's result, whatever it is; `NotYet` where it is unsolved (gives ``...``, or raises
        NotImplementedError) or raises any other exception. A cell that was interrupted stays interrupted.

    Examples
    --------
    >>> attempt(len, "hola")
    4
    >>> attempt(lambda table: table["dealy"], {})
    Your function stopped on the case (KeyError). The `check` cell tells you why; meanwhile, you can go on.
    >>> attempt(lambda: ...)
    Once you solve the exercise, your result on the case will show here. You can go on without it.
    """
    try:
        result = function(*arguments)
    except NotImplementedError:
        return NotYet(_UNSOLVED)
    except Exception as error:
        return NotYet(_STOPPED.format(kind=type(error).__name__))
    return NotYet(_UNSOLVED) if result is ... else result
