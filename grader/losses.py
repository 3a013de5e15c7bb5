"""How a student's process may end before it should, by cell or by call: each way with its state and its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course.language import Text
from grader.faults import OUR_FAULT, Fault
from grader.outcomes import Outcome

if TYPE_CHECKING:
    from grader.sandbox import Limits

_CELL = Text(es="Esta celda", en="This cell")
_CALL = Text(es="Esta función", en="This function")
_WITHOUT = Text(
    es=" El resto del cuaderno se ha ejecutado sin ella.", en=" The rest of the notebook was run without it."
)
_WORDS: dict[str, tuple[Outcome, Text]] = {
    "crashed": (Outcome.CRASHED, Text(es="{what} cerró Python de golpe.", en="{what} made Python crash.")),
    "garbled": (
        Outcome.CRASHED,
        Text(es="{what} dejó a Python sin poder contestar.", en="{what} left Python unable to answer."),
    ),
    "stuck": (
        Outcome.TIMED_OUT,
        Text(
            es="{what} no terminó en el tiempo previsto y no se dejó parar.",
            en="{what} did not finish in the time allowed and could not be stopped.",
        ),
    ),
    "memory": (
        Outcome.OVER_LIMIT,
        Text(
            es="{what} pidió más memoria de la permitida ({memory} MB) y se paró. ¿Crece sin fin alguna lista, o un "
            "`merge` que repite filas?",
            en="{what} asked for more memory than allowed ({memory} MB) and was stopped. Does a list grow without "
            "end, or a `merge` that repeats rows?",
        ),
    ),
    "cpu": (
        Outcome.OVER_LIMIT,
        Text(
            es="{what} estuvo calculando más tiempo del permitido ({cpu} s para todo el cuaderno) y se paró. ¿Hay un "
            "bucle dentro de otro que una operación de pandas haría de una vez?",
            en="{what} went on computing for longer than allowed ({cpu} s for the whole notebook) and was stopped. "
            "Is there a loop within a loop that one operation of pandas would do at once?",
        ),
    ),
    "scratch": (
        Outcome.OVER_LIMIT,
        Text(
            es="{what} guardó en disco más de lo permitido ({scratch} MB) y se paró. Guarda menos archivos, o más "
            "pequeños.",
            en="{what} stored more on disk than allowed ({scratch} MB) and was stopped. Save fewer files, or smaller "
            "ones.",
        ),
    ),
    "processes": (
        Outcome.OVER_LIMIT,
        Text(
            es="{what} abrió más procesos de los permitidos ({processes}) y se paró. Aquí basta con uno: quita lo que "
            "lanza otros.",
            en="{what} started more processes than allowed ({processes}) and was stopped. One is enough here: remove "
            "what starts others.",
        ),
    ),
    "output": (
        Outcome.OVER_LIMIT,
        Text(
            es="{what} escribió en pantalla más de lo permitido y se paró. Muestra solo una parte, por ejemplo con "
            "`.head()`.",
            en="{what} wrote more on the screen than allowed and was stopped. Show only a part, for example with "
            "`.head()`.",
        ),
    ),
}
_AFTER = Text(
    es="Una celda anterior se paró a medias, y sin ella este ejercicio no se ha podido corregir: lo mirará tu "
    "docente.",
    en="An earlier cell was stopped half-way, and without it this exercise could not be graded: your teacher will "
    "look at it.",
)
_NOT_REACHED = Text(
    es="El cuaderno se paró demasiadas veces, y a este ejercicio no se llegó.",
    en="The notebook was stopped too many times, and this exercise was not reached.",
)


def lost_in_cell(reason: str, limits: Limits) -> Fault:
    """Return the fault of a cell with which the process was lost.

    Parameters
    ----------
    reason : str
        Of `grader.forkserver.ChildLost`.
    limits : Limits
        Those that it ran under.

    Examples
    --------
    >>> from grader.sandbox import Limits
    >>> lost_in_cell("crashed", Limits()).brief
    'This cell made Python crash.'
    """
    fault = _fault(reason, limits, _CELL)
    return fault if fault is OUR_FAULT else Fault(fault.outcome, fault.reason + _WITHOUT)


def lost_in_call(reason: str, limits: Limits) -> Fault:
    """Return the fault of a function with whose call the process was lost."""
    return _fault(reason, limits, _CALL)


def lost_before(fault: Fault) -> Fault:
    """Return the fault of an exercise that needs a cell above it with which the process was lost."""
    return fault if fault is OUR_FAULT else Fault(fault.outcome, _AFTER)


def not_reached(fault: Fault) -> Fault:
    """Return the fault of an exercise before which too many processes were lost."""
    return fault if fault is OUR_FAULT else Fault(fault.outcome, _NOT_REACHED)


def _fault(reason: str, limits: Limits, what: Text) -> Fault:
    if reason not in _WORDS:
        return OUR_FAULT
    outcome, words = _WORDS[reason]
    figures = {
        "memory": f"{limits.memory >> 20}",
        "scratch": f"{limits.scratch >> 20}",
        "cpu": f"{limits.cpu:g}",
        "processes": f"{limits.processes}",
    }
    return Fault(outcome, words.format(what=what, **figures))
