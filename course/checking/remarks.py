"""Short remarks on a difference: what such a difference usually means, without giving any value."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd

from course.checking.leaves import Leaf
from course.language import Text

_FACTORS = {
    100: Text(
        "La diferencia es exactamente de un factor 100: ¿tanto por uno o tanto por ciento?",
        "It is off by a factor of exactly 100: a share or a percentage?",
    ),
    60: Text(
        "La diferencia es exactamente de un factor 60: ¿segundos, minutos u horas?",
        "It is off by a factor of exactly 60: seconds, minutes or hours?",
    ),
    3600: Text(
        "La diferencia es exactamente de un factor 3600: ¿segundos u horas?",
        "It is off by a factor of exactly 3600: seconds or hours?",
    ),
    24: Text(
        "La diferencia es exactamente de un factor 24: ¿horas o días?",
        "It is off by a factor of exactly 24: hours or days?",
    ),
    1440: Text(
        "La diferencia es exactamente de un factor 1440: ¿minutos o días?",
        "It is off by a factor of exactly 1440: minutes or days?",
    ),
}
_SIGN = Text(
    "Solo cambia el signo: ¿has restado en el orden contrario?",
    "Only the sign differs: did you subtract the other way round?",
)
_ROUNDED = Text(
    "Parece el valor esperado, pero redondeado: devuélvelo sin redondear.",
    "It looks like the expected value, but rounded: return it unrounded.",
)
_INFINITE = Text(
    "Ha salido infinito (`inf`), lo que da dividir entre 0: mira cuánto vale lo que queda debajo de la división.",
    "It came out infinite (`inf`), which is what dividing by 0 gives: see what stands below the line of the division.",
)
_LETTERS = Text(
    "Solo cambian las mayúsculas o los espacios.",
    "Only capital letters or spaces differ.",
)
_HOURS = Text(
    "La diferencia es exactamente de una o dos horas: ¿hora de Madrid o UTC?",
    "It is off by exactly one or two hours: Madrid time or UTC?",
)
_KINDS = {
    ("duration", "number"): Text(
        "Para pasar de duración a número, divídela entre la unidad que se pide, por ejemplo "
        'pd.Timedelta("1min").',
        'To turn a duration into a number, divide it by the unit asked for, such as pd.Timedelta("1min").',
    ),
    ("number", "duration"): Text(
        "Al restar dos columnas de fechas ya obtienes una duración: devuélvela tal cual.",
        "Subtracting two columns of dates gives a duration already: return it as it is.",
    ),
    ("text", "number"): Text(
        "Aunque lo parezca a la vista, un texto no es un número: revisa si lo has pasado por str() o "
        "por una f-string.",
        "Even if it looks like one, a text is not a number: see whether you passed it through str() "
        "or an f-string.",
    ),
    ("text", "duration"): Text(
        "Devuelve la duración misma, no su texto.", "Return the duration itself, not its text."
    ),
    ("text", "instant"): Text(
        "Devuelve la fecha misma (Timestamp), no su texto.",
        "Return the date itself (Timestamp), not its text.",
    ),
    ("text", "truth"): Text(
        "True y False se escriben sin comillas.", "True and False are written without quotes."
    ),
    ("number", "truth"): Text(
        "Una comparación, como a > b, ya da True o False.",
        "A comparison such as a > b gives True or False already.",
    ),
    ("truth", "number"): Text(
        "Un valor lógico no es una cuenta: ¿falta .sum() o .mean()?",
        "A truth value is not a count: is .sum() or .mean() missing?",
    ),
    ("moment", "instant"): Text(
        "Se ha perdido la zona horaria por el camino.", "The time zone was lost on the way."
    ),
    ("instant", "moment"): Text(
        "Se pedía la hora sin zona horaria.", "The time was asked for without a time zone."
    ),
    ("instant", "duration"): Text(
        "Un momento dice cuándo; una duración, cuánto. ¿Falta restar dos fechas?",
        "A moment says when, a duration how long. Is a subtraction of two dates missing?",
    ),
    ("number", "text"): Text(
        "¿Has devuelto cuántas veces en lugar de cuál, o una posición en lugar de la etiqueta?",
        "Did you return how many instead of which, or a position instead of the label?",
    ),
}


def on_kinds(got: str, want: str) -> Text | None:
    """Remark on a single value of another kind."""
    return _KINDS.get((got, want))


def on_values(got: Leaf, want: Leaf) -> Text | None:
    """Remark on a single value of the right kind.

    Examples
    --------
    >>> on_values(Leaf("number", 25.0), Leaf("number", 0.25)).en
    'It is off by a factor of exactly 100: a share or a percentage?'
    """
    if got.kind != want.kind:
        return None
    if got.kind == "text":
        return _LETTERS if _bare(got.value) == _bare(want.value) else None
    if got.kind == "instant":
        return _HOURS if abs(got.value - want.value) in (3_600_000_000, 7_200_000_000) else None
    if got.kind in ("number", "duration"):
        return _on_sizes(float(got.value), float(want.value), rounds=got.kind == "number")
    return None


def _on_sizes(got: float, want: float, *, rounds: bool) -> Text | None:
    if math.isinf(got) and not math.isinf(want):
        return _INFINITE
    if not want or not got or math.isinf(want):
        return None
    if math.isclose(got, -want, rel_tol=1e-9):
        return _SIGN
    # One figure alone is too little to tell a rounded value from another value: 0.6 is not always 0.571...
    if rounds and any(
        math.isclose(got, round(want, digits), abs_tol=1e-12) and abs(got) * 10**digits >= 10
        for digits in range(5)
    ):
        return _ROUNDED
    for factor, remark in _FACTORS.items():
        if factor == 100 and min(abs(got), abs(want)) > 1:  # neither can be a share
            continue
        if math.isclose(got, want * factor, rel_tol=1e-9) or math.isclose(got * factor, want, rel_tol=1e-9):
            return remark
    return None


def _bare(text: str) -> str:
    return "".join(text.split()).casefold()


def on_container(got: Any) -> Text | None:
    """Remark on many values where a single one was asked for."""
    if type(got) is pd.DataFrame:
        return Text(
            "Elige una columna y resúmela en un solo valor.",
            "Choose a column and sum it up in a single value.",
        )
    if isinstance(got, (pd.Series, np.ndarray, pd.Index, list)):
        return Text(
            "Se pide un solo valor: ¿falta el último paso, el que resume o elige uno?",
            "A single value is asked for: is the last step missing, the one that sums up or picks one?",
        )
    if type(got) is tuple:
        return Text(
            "Una coma al final de un return hace de un valor una tupla, que es para varios.",
            "A comma at the end of a return makes one value a tuple, which is for several.",
        )
    return None


def on_no_items(got: Any, *, record: bool = False) -> Text | None:
    """Remark on a value that is no list where a list was asked for, or several values in a fixed order."""
    if record and type(got) is not pd.DataFrame:
        return Text(
            "Devuelve los valores uno detrás de otro, con comas: `return a, b`.",
            "Return the values one after the other, with commas: `return a, b`.",
        )
    if type(got) is pd.DataFrame:
        return Text("Elige la columna que se pide.", "Choose the column that is asked for.")
    if type(got) is dict:
        return Text("Se piden solo los valores, en una lista.", "Only the values are asked for, in a list.")
    if type(got) is set:
        return Text("Un conjunto no guarda el orden.", "A set keeps no order.")
    if type(got) is str:
        return Text(
            "Un texto es un solo valor, aunque dentro haya comas: devuelve los valores sin unirlos.",
            "A text is a single value, though there are commas in it: return the values without joining them.",
        )
    return None
