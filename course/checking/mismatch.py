"""Why a value is not the expected one, said twice.

A `Mismatch` names a built-in diagnosis and says what differs with values, for visible cases, and blind, for
cases whose values no student sees.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from course.checking.words import describe
from course.language import Text

NOTHING = Text("", "")


@dataclass(frozen=True)
class Mismatch:
    """Why a value is not the expected one.

    Parameters
    ----------
    diagnosis : str
        wrong-type, wrong-length, wrong-labels, missing-columns, wrong-order or wrong-value.
    message : Text
        What was expected and what came.
    blind : Text
        The same without any value, label or size of the case.
    remark : Text
        What such a difference usually means; holds no value either.
    """

    diagnosis: str
    message: Text
    blind: Text
    remark: Text = NOTHING

    def within(self, place: Text) -> Mismatch:
        """Return the same mismatch, said of a place inside a larger value."""
        words = Text(*(text[:1].lower() + text[1:] for text in (self.message.es, self.message.en)))
        return Mismatch(self.diagnosis, place + words, self.blind, self.remark)


def wrong_type(got: Any, want: Any, remark: Text | None = None) -> Mismatch:
    """Say that a value is of another kind than the one asked for."""
    message = Text(
        f"Se esperaba {describe(want).es} y ha llegado {describe(got).es}.",
        f"Expected {describe(want).en}, got {describe(got).en}.",
    )
    return Mismatch("wrong-type", message, message, remark or NOTHING)


def wrong_length(got: int, want: int) -> Mismatch:
    """Say that there are more or fewer items than expected."""
    more = got > want
    expected = f"esperaba {want} elemento o fila" if want == 1 else f"esperaban {want} elementos o filas"
    came = "ha llegado" if got == 1 else "han llegado"
    items = "item or row" if want == 1 else "items or rows"
    return Mismatch(
        "wrong-length",
        Text(f"Se {expected} y {came} {got}.", f"Expected {want} {items}, got {got}."),
        Text(
            f"Han llegado {'más' if more else 'menos'} elementos o filas de los que se esperaban.",
            f"There are {'more' if more else 'fewer'} items or rows than expected.",
        ),
    )


def wrong_order() -> Mismatch:
    """Say that everything is there, in another order."""
    message = Text(
        "Los valores son los pedidos, pero están en otro orden.",
        "The values are the right ones, but in another order.",
    )
    return Mismatch("wrong-order", message, message)


def differing(count: int, total: int) -> Text:
    """Say how many values differ.

    Examples
    --------
    >>> differing(2, 3).en, differing(3, 3).en
    ('2 of 3 values differ', 'None of the 3 values agrees')
    """
    if count == total:
        return Text(f"No coincide ninguno de los {total} valores", f"None of the {total} values agrees")
    return Text(f"Difieren {count} de {total} valores", f"{count} of {total} values differ")
