"""A unit's name that is not there: say what is, and what was probably meant."""

from __future__ import annotations

import difflib
from collections.abc import Iterable


def instead(unit: str, known: Iterable[str]) -> str:
    """Return a sentence that names the units there are; empty when there is none.

    Examples
    --------
    >>> instead("05-jaztel-delays", ["01-iberia-minute-zero", "05-jazztel-delays"])
    ' Did you mean 05-jazztel-delays? This course has: 01-iberia-minute-zero, 05-jazztel-delays.'
    """
    known = sorted(set(known))
    near = difflib.get_close_matches(unit, known, n=1)
    question = f" Did you mean {near[0]}?" if near else ""
    return f"{question} This course has: {', '.join(known)}." if known else ""
