"""What the doctor can find: each kind with its gravity, a title for the class and a hint for the student."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from course.language import Text


class Severity(IntEnum):
    """How much a finding matters, from least to most."""

    FINE = 0
    ODD = 1
    MENDED = 2
    PERSON = 3

    @property
    def words(self) -> str:
        """The gravity as tables say it."""
        return _WORDS[self]

    @property
    def word(self) -> str:
        """The gravity as the machine-readable file has it."""
        return self.name.lower()


_WORDS = {
    Severity.FINE: "fine",
    Severity.ODD: "odd but graded",
    Severity.MENDED: "will be mended when grading",
    Severity.PERSON: "needs a person",
}


@dataclass(frozen=True)
class Kind:
    """One kind of finding.

    Parameters
    ----------
    severity : Severity
    title : str
        As the table of a class has it.
    hint : Text or None
        What the student can do about it.
    """

    severity: Severity
    title: str
    hint: Text | None = None


@dataclass(frozen=True)
class Finding:
    """Something found in one submission.

    Parameters
    ----------
    kind : str
        A key of `KINDS`.
    said : str
        For the instructor, one line.
    cell, line : int or None
        Where: the cell's place in the file and the line of its code, from 1.
    name : str
        The graded cell or exercise; empty when it is about none.
    severity : Severity or None
        Where it is not the kind's own.
    hint : Text or None
        More exact than the kind's own.
    """

    kind: str
    said: str
    cell: int | None = None
    line: int | None = None
    name: str = ""
    severity: Severity | None = None
    hint: Text | None = None

    @property
    def gravity(self) -> Severity:
        """How much it matters."""
        return KINDS[self.kind].severity if self.severity is None else self.severity

    @property
    def advice(self) -> Text | None:
        """What to tell the student, in both languages; None where there is nothing to do."""
        return self.hint or KINDS[self.kind].hint

    def to_json(self) -> dict[str, Any]:
        """Return what the machine-readable file holds of it."""
        advice = self.advice
        return {
            "kind": self.kind,
            "severity": self.gravity.word,
            "said": self.said,
            "cell": self.cell,
            "line": self.line,
            "name": self.name or None,
            "hint": None if advice is None else {"es": advice.es, "en": advice.en},
        }


_UPLOAD = Text(
    es="Entrega el archivo .ipynb tal cual: en JupyterLab, Archivo › Descargar; no lo comprimas ni lo renombres.",
    en="Hand in the .ipynb file itself: in JupyterLab, File › Download; neither zip it nor rename it.",
)
_AGAIN = Text(
    es="Abre tu cuaderno en JupyterLab, comprueba que se ve entero, guárdalo y entrégalo otra vez.",
    en="Open your notebook in JupyterLab, see that it is all there, save it and hand it in again.",
)
_LOCAL = Text(
    es="Usa solo archivos que entregas junto al cuaderno, con su nombre a secas, como «datos.csv».",
    en="Use only files that you hand in with the notebook, by their bare names, such as “data.csv”.",
)
_RUN_ALL = Text(
    es="Antes de entregar, elige Ejecutar › Reiniciar el kernel y ejecutar todas las celdas.",
    en="Before you hand in, choose Run › Restart Kernel and Run All Cells.",
)
_F, _O, _M, _P = Severity.FINE, Severity.ODD, Severity.MENDED, Severity.PERSON
KINDS: dict[str, Kind] = {
    # What was handed in
    "no-notebook": Kind(_P, "no notebook", _UPLOAD),
    "linked": Kind(_P, "the folder is a link", _UPLOAD),
    "links": Kind(_O, "links among the files, not followed", _UPLOAD),
    "not-opened": Kind(_O, "parts of an archive that were not opened", _UPLOAD),
    "several": Kind(
        _O,
        "several notebooks",
        Text(
            es="Has entregado varios cuadernos: deja solo el definitivo.",
            en="You handed in several notebooks: leave only the final one.",
        ),
    ),
    "many-files": Kind(_O, "more files than were looked at"),
    "packed": Kind(_M, "notebook inside an archive", _UPLOAD),
    "file-name": Kind(_M, "another file name"),
    "folder-language": Kind(_F, "in the folder of the other language"),
    "mixed-language": Kind(_F, "text in one language, messages in the other"),
    # The file
    "empty": Kind(_P, "empty file", _AGAIN),
    "truncated": Kind(_P, "file cut off", _AGAIN),
    "conflict": Kind(
        _P,
        "merge-conflict marks",
        Text(
            es="El archivo mezcla dos versiones (líneas «<<<<<<<» y «>>>>>>>»): quédate con una y entrégala.",
            en="The file mixes two versions (lines “<<<<<<<” and “>>>>>>>”): keep one of them and hand it in.",
        ),
    ),
    "not-a-notebook": Kind(_P, "another kind of file under a notebook's name", _UPLOAD),
    "damaged": Kind(_P, "damaged file", _AGAIN),
    "too-large": Kind(
        _P,
        "notebook too large",
        Text(
            es="Borra las salidas (Editar › Borrar las salidas de todas las celdas), guarda y entrega otra vez.",
            en="Clear the outputs (Edit › Clear Outputs of All Cells), save and hand in again.",
        ),
    ),
    "other-unit": Kind(
        _P,
        "another unit's notebook, or none of the course's",
        Text(
            es="Este no es el cuaderno de esta unidad: entrega el que toca.",
            en="This is not this unit's notebook: hand in the right one.",
        ),
    ),
    "encoding": Kind(_M, "saved in another encoding"),
    "format": Kind(_M, "another version of the notebook format"),
    "kernel": Kind(_M, "kernel that is not Python 3"),
    "cell-ids": Kind(_M, "cell ids missing, repeated or invalid"),
    "fields": Kind(_M, "fields missing or malformed"),
    "tags": Kind(_M, "tags that keep a cell from running"),
    "colab": Kind(_F, "passed through Google Colab"),
    # Graded cells
    "copies": Kind(_M, "copied cells"),
    "renamed": Kind(_M, "graded cells with another grade_id"),
    "metadata-lost": Kind(_M, "nbgrader's metadata lost"),
    "kind": Kind(_M, "graded cells of another kind"),
    "check-edited": Kind(_M, "checks edited"),
    "check-deleted": Kind(_M, "checks deleted"),
    "elsewhere": Kind(_M, "answers in another cell"),
    "text-elsewhere": Kind(
        _P,
        "written answers perhaps in another cell",
        Text(
            es="Escribe tu respuesta en la celda que la pide, no en otra al lado.",
            en="Write your answer in the cell that asks for it, not in another one beside it.",
        ),
    ),
    "answer-deleted": Kind(_O, "answers deleted"),
    "text-deleted": Kind(_P, "written answers deleted"),
    "older-release": Kind(
        _O,
        "from an older release",
        Text(
            es="Tu cuaderno es de una versión anterior de la unidad; se corrige igual, con las celdas de ahora.",
            en="Your notebook is from an older version of the unit; it is graded all the same, with today's cells.",
        ),
    ),
    "foreign": Kind(_O, "graded cells of another notebook"),
    "tampering": Kind(_P, "signs of tampering"),
    "note": Kind(_O, "code worth a look"),
    # Answers
    "blank": Kind(_O, "nothing answered"),
    "emptied": Kind(_O, "answers emptied"),
    "unfinished": Kind(_O, "answers that still end in the released `return ...`"),
    "other-name": Kind(_O, "functions renamed"),
    "syntax": Kind(_O, "cells that Python cannot read", _RUN_ALL),
    # Code
    "input": Kind(
        _O,
        "cells that wait for input()",
        Text(
            es="Quita input(): al corregir nadie puede teclear nada.",
            en="Remove input(): when it is graded, nobody can type anything.",
        ),
    ),
    "absolute-path": Kind(_O, "paths of another machine", _LOCAL),
    "file-missing": Kind(_O, "files read that were not handed in", _LOCAL),
    "network": Kind(
        _O,
        "code that needs the network",
        Text(
            es="Al corregir no hay internet: entrega los datos junto al cuaderno.",
            en="There is no internet when it is graded: hand in the data with the notebook.",
        ),
    ),
    "install": Kind(
        _O,
        "packages installed, or other commands of the shell",
        Text(
            es="No hace falta instalar nada ni llamar al sistema: al corregir, esas líneas fallan.",
            en="Nothing need be installed and no system command called: when graded, those lines fail.",
        ),
    ),
    # Outputs
    "large-outputs": Kind(_F, "very large outputs"),
    "error-outputs": Kind(_F, "saved with errors on show", _RUN_ALL),
    # Labels
    "labels-missing": Kind(
        _O,
        "no labels",
        Text(
            es="Entrega también el archivo de etiquetas que escribe el etiquetador.",
            en="Hand in the file of labels that the annotator writes, too.",
        ),
    ),
    "labels-partial": Kind(_F, "some tweets not labelled"),
    "labels-unreadable": Kind(
        _P,
        "labels that cannot be read",
        Text(
            es="Entrega el archivo de etiquetas sin abrirlo antes con otro programa.",
            en="Hand in the file of labels without opening it in another program first.",
        ),
    ),
    "labels": Kind(_O, "labels with something odd"),
    "not-mended": Kind(_P, "could not be mended without changing what is graded"),
    "fault": Kind(_P, "the doctor's own fault"),
}
