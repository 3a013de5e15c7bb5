"""The words of the class overview."""

from __future__ import annotations

from course.language import Text
from grader.outcomes import Outcome

STATES = {
    Outcome.GRADED: Text(es="corregidas", en="graded"),
    Outcome.MANUAL: Text(es="falta leer la respuesta escrita", en="written answer to be read"),
    Outcome.CRASHED: Text(es="se cerraron al ejecutarse", en="crashed"),
    Outcome.TIMED_OUT: Text(es="no terminaron a tiempo", en="timed out"),
    Outcome.OVER_LIMIT: Text(es="pasaron de un límite", en="went over a limit"),
    Outcome.WRONG: Text(es="eran de otra unidad", en="another unit's notebook"),
    Outcome.UNREADABLE: Text(es="no se pudieron leer", en="unreadable"),
    Outcome.TAMPERED: Text(es="con celdas de evaluación cambiadas", en="with changed graded cells"),
    Outcome.INCONCLUSIVE: Text(es="sin corregir por un fallo nuestro", en="not graded: a fault of ours"),
    None: Text(es="aún sin corregir", en="not graded yet"),
}
WORDS = {
    "report": Text(es="La clase en conjunto", en="The class as a whole"),
    "skip": Text(es="Ir al contenido", en="Skip to the content"),
    "handed_in": Text(es="{count} entregas", en="{count} submissions"),
    "handed_in_one": Text(es="1 entrega", en="1 submission"),
    "marks": Text(es="Notas", en="Marks"),
    "middle": Text(
        es="Media {mean} y mediana {median}, de {maximum} puntos.",
        en="Mean {mean}, median {median}, out of {maximum} points.",
    ),
    "open_one": Text(
        es="En 1 entrega queda algún punto por poner: su total cuenta lo que ya se sabe.",
        en="1 submission still has an open mark: its total counts what is known so far.",
    ),
    "open_many": Text(
        es="En {count} entregas queda algún punto por poner: su total cuenta lo que ya se sabe.",
        en="{count} submissions still have an open mark: their totals count what is known so far.",
    ),
    "no_marks": Text(es="Todavía no hay ninguna nota.", en="There is no mark yet."),
    "distribution": Text(
        es="Entregas por décimas de la nota máxima", en="Submissions by tenths of full marks"
    ),
    "band": Text(es="Puntos", en="Points"),
    "band_from": Text(es="de {low} a menos de {high}", en="{low} to under {high}"),
    "band_last": Text(es="de {low} a {high}", en="{low} to {high}"),
    "count": Text(es="Entregas", en="Submissions"),
    "states": Text(es="Qué ha sido de las entregas", en="What became of the submissions"),
    "state": Text(es="Estado", en="State"),
    "exercises": Text(es="Por ejercicio", en="By exercise"),
    "exercise": Text(es="Ejercicio", en="Exercise"),
    "full": Text(es="Completo", en="Full"),
    "part": Text(es="En parte", en="In part"),
    "none": Text(es="Cero", en="None"),
    "open": Text(es="Pendiente", en="Open"),
    "average": Text(es="Media", en="Mean"),
    "caption": Text(
        es="Cuántas entregas tienen todos los puntos, parte, ninguno, o aún sin poner",
        en="How many submissions have all of the points, part, none, or an open mark",
    ),
    "undone_one": Text(es="1 quedó como venía.", en="1 was left as it came."),
    "undone_many": Text(es="{count} quedaron como venían.", en="{count} were left as they came."),
    "mistakes": Text(es="Lo que más falló", en="What went wrong most often"),
    "no_mistakes": Text(es="Ningún error con nombre propio.", en="No mistake that has a name."),
    "times_one": Text(es="1 entrega", en="1 submission"),
    "times_many": Text(es="{count} entregas", en="{count} submissions"),
    "teacher": Text(es="Solo para ti: quién necesita una mirada", en="For you only: who needs a look"),
    "not_projected": Text(
        es="Hasta aquí, la página no nombra a nadie y se puede proyectar en clase. Lo que sigue lleva nombres: "
        "ábrelo cuando no se vea en la pantalla.",
        en="Up to here the page names nobody and can be projected in class. What follows has names in it: open it "
        "when the screen is not shared.",
    ),
    "nobody": Text(es="Nadie: todo está corregido.", en="Nobody: everything is graded."),
    "student": Text(es="Estudiante", en="Student"),
    "so_far": Text(es="Hasta ahora", en="So far"),
    "footer": Text(
        es="Crisis 2.0. Página hecha por grader report; no carga nada de Internet.",
        en="Crisis 2.0. Page made by grader report; it loads nothing from the Internet.",
    ),
}
