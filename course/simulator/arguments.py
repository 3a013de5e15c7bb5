"""The arguments of `simulate`: what makes sense, and a sentence for what does not."""

from __future__ import annotations

from numbers import Integral, Real

import pandas as pd

from course.errors import CourseError, UnknownNameError
from course.language import Text
from course.simulator.scenario import MADRID, Scenario, madrid

_LARGEST_SCALE = 2000


def named(value: object, known: dict, kind: type, noun: Text):
    if isinstance(value, kind):
        return value
    if isinstance(value, str) and value in known:
        return known[value]
    names = ", ".join(f"«{name}»" for name in known)
    english = ", ".join(f"'{name}'" for name in known)
    raise UnknownNameError(
        Text(
            es=f"No hay ningún {noun.es} {value!r}. Los que hay: {names}; o da un {kind.__name__} propio.",
            en=f"There is no {noun.en} {value!r}. There are: {english}; or give a {kind.__name__} of your own.",
        )
    )


def require_numbers(seed: object, scale: object) -> None:
    if not isinstance(seed, Integral) or isinstance(seed, bool) or seed < 0:
        raise CourseError(
            Text(es=f"seed debe ser un entero de 0 en adelante, no {seed!r}.",
                 en=f"seed must be a whole number of 0 or more, not {seed!r}.")
        )  # fmt: skip
    if not isinstance(scale, Real) or isinstance(scale, bool) or not 0 < scale <= _LARGEST_SCALE:
        raise CourseError(
            Text(es=f"scale debe ser un número mayor que 0 y no mayor que {_LARGEST_SCALE}, no {scale!r}.",
                 en=f"scale must be a number above 0 and at most {_LARGEST_SCALE}, not {scale!r}.")
        )  # fmt: skip


def window(scenario: Scenario, start: object, end: object) -> tuple[pd.Timestamp, pd.Timestamp]:
    stamps = []
    for name, value, default in (("start", start, scenario.start), ("end", end, scenario.end)):
        try:
            stamp = pd.Timestamp(default if value is None else value)
        except (ValueError, TypeError):
            stamp = pd.NaT
        if stamp is pd.NaT:
            raise CourseError(
                Text(es=f"{name} no es un momento que se entienda: {value!r}. Por ejemplo: \"2014-03-12 12:00\".",
                     en=f"{name} is not a moment that can be read: {value!r}. For example: \"2014-03-12 12:00\".")
            )  # fmt: skip
        stamps.append(stamp.tz_localize(MADRID) if stamp.tzinfo is None else stamp.tz_convert(MADRID))
    first, last = stamps
    if not madrid(scenario.start) <= first < last <= madrid(scenario.end):
        raise CourseError(
            Text(
                es=f"La ventana {first:%Y-%m-%d %H:%M} – {last:%Y-%m-%d %H:%M} no cabe en la del escenario, "
                f"{scenario.start} – {scenario.end} (hora de Madrid), o está vacía.",
                en=f"The window {first:%Y-%m-%d %H:%M} – {last:%Y-%m-%d %H:%M} does not fit in the scenario's, "
                f"{scenario.start} – {scenario.end} (Madrid time), or is empty.",
            )
        )
    return first, last
