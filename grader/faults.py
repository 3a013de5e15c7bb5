"""Why a submission, or the rest of it, could not be examined: each reason with its state and its words."""

from __future__ import annotations

from dataclasses import dataclass

from course.language import Text
from grader.outcomes import Outcome


@dataclass(frozen=True)
class Fault:
    """Why a submission, or the rest of it, cannot be examined."""

    outcome: Outcome
    reason: Text

    def to_json(self) -> dict[str, str]:
        """Write it into a notebook's metadata."""
        return {"outcome": self.outcome.value, "es": self.reason.es, "en": self.reason.en}

    @classmethod
    def from_json(cls, data: dict[str, str]) -> Fault:
        """Read what `to_json` wrote.

        Examples
        --------
        >>> Fault.from_json(EMPTY.to_json()) == EMPTY
        True
        """
        return cls(Outcome(data["outcome"]), Text(data["es"], data["en"]))


NO_NOTEBOOK = Fault(
    Outcome.UNREADABLE,
    Text(
        es="No hay ningún cuaderno en la entrega: sube el archivo .ipynb, no un enlace ni un PDF.",
        en="There is no notebook in the submission: upload the .ipynb file, not a link or a PDF.",
    ),
)
_AGAIN = Text(
    es=" Ábrelo en JupyterLab, comprueba que se ve entero, guárdalo y entrégalo otra vez.",
    en=" Open it in JupyterLab, see that it is all there, save it and hand it in again.",
)
EMPTY = Fault(Outcome.UNREADABLE, Text(es="El archivo está vacío.", en="The file is empty.") + _AGAIN)
NOT_A_FILE = Fault(
    Outcome.UNREADABLE,
    Text(es="Lo entregado no es un archivo corriente.", en="What was handed in is not an ordinary file."),
)
NOT_A_NOTEBOOK = Fault(
    Outcome.UNREADABLE,
    Text(
        es="El archivo está dañado o no es un cuaderno de Jupyter.",
        en="The file is damaged or is not a Jupyter notebook.",
    )
    + _AGAIN,
)
TOO_LARGE = Fault(
    Outcome.OVER_LIMIT,
    Text(
        es="El cuaderno es demasiado grande. Borra las salidas (Editar › Borrar las salidas de todas las "
        "celdas) y "
        "entrégalo otra vez.",
        en="The notebook is too large. Clear its outputs (Edit › Clear Outputs of All Cells) and hand it "
        "in again.",
    ),
)
CRASHED = Fault(
    Outcome.CRASHED,
    Text(
        es="El cuaderno se cerró de golpe al ejecutarlo; desde ahí no se ha podido corregir nada.",
        en="The notebook crashed while it was running; from there on nothing could be graded.",
    ),
)
STUCK = Fault(
    Outcome.TIMED_OUT,
    Text(
        es="Una celda no terminó en el tiempo previsto y no se dejó parar; desde ahí no se ha podido "
        "corregir nada.",
        en="A cell did not finish in the time allowed and could not be stopped; from there on nothing "
        "could be graded.",
    ),
)
TOO_MUCH = Fault(
    Outcome.OVER_LIMIT,
    Text(
        es="El cuaderno escribió demasiado y se paró; desde ahí no se ha podido corregir nada.",
        en="The notebook wrote too much and was stopped; from there on nothing could be graded.",
    ),
)
OUR_FAULT = Fault(
    Outcome.INCONCLUSIVE,
    Text(
        es="No se ha podido corregir por un fallo nuestro, no tuyo.",
        en="This could not be graded because of a fault of ours, not yours.",
    ),
)
TIMED_OUT = Fault(
    Outcome.TIMED_OUT,
    Text(
        es="El cuaderno entero tardó demasiado; lo que faltaba no se ha podido corregir.",
        en="The whole notebook took too long; what was left could not be graded.",
    ),
)
CRASHED_CALL = Fault(
    Outcome.CRASHED,
    Text(
        es="Esta función cerró Python de golpe.",
        en="This function made Python crash.",
    ),
)
STUCK_CALL = Fault(
    Outcome.TIMED_OUT,
    Text(
        es="Esta función no terminó en el tiempo previsto y no se dejó parar.",
        en="This function did not finish in the time allowed and could not be stopped.",
    ),
)
SLOW_CALL = Fault(
    Outcome.TIMED_OUT,
    Text(
        es="Esta función no terminó en el tiempo previsto.",
        en="This function did not finish in the time allowed.",
    ),
)
