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

    @property
    def brief(self) -> str:
        """The first sentence of the reason, for the instructor's console."""
        return self.reason.en.split(". ")[0].rstrip(".") + "."

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
_HAND_IN = Text(
    es=" Entrega el de esta unidad y se corregirá; de momento no tienes puntos puestos ni quitados.",
    en=" Hand in this unit's and it will be graded; so far no points were given or taken away.",
)
NOT_THIS_UNIT = Text(
    es="Este cuaderno no tiene ninguna celda de la unidad {here}: parece otro.",
    en="This notebook has no cell of unit {here}: it looks like another one.",
)
OTHER_UNIT = Text(
    es="Este es el cuaderno de la unidad {there}, no el de la {here}.",
    en="Wrong notebook: this is unit {there}, not {here}.",
)


def wrong_notebook(here: str, there: str | None) -> Fault:
    """Return the fault of a notebook that is another unit's, or none of the course's."""
    said = OTHER_UNIT.format(here=here, there=there) if there else NOT_THIS_UNIT.format(here=here)
    return Fault(Outcome.WRONG, said + _HAND_IN)


def unreadable_labels(file: str, why: Text) -> Fault:
    """Return the fault of a file of labels that cannot be read; `why` is a sentence."""
    again = Text(
        es=" Tu docente lo mirará; si aún puedes entregar, entrega el `{file}` que escribe el etiquetador, sin "
        "abrirlo antes con otro programa.",
        en=" Your teacher will look at it; if you still can, hand in the `{file}` that the annotator writes, "
        "without opening it in another program first.",
    )
    return Fault(Outcome.UNREADABLE, why + again.format(file=file))


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
        es="El cuaderno entero tardó demasiado, y a este ejercicio no se llegó.",
        en="The whole notebook took too long, and this exercise was not reached.",
    ),
)
SLOW_CALL = Fault(
    Outcome.TIMED_OUT,
    Text(
        es="Esta función no terminó en el tiempo previsto.",
        en="This function did not finish in the time allowed.",
    ),
)
