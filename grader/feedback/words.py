"""The words of the feedback page that are the same for everybody."""

from __future__ import annotations

from course.language import Text
from grader.outcomes import Outcome

SIGNS = {"full": "✓", "part": "◐", "none": "✗", "wait": "…", "passed": "✓", "failed": "✗", "untried": "–"}
WRITTEN = Text(es="Respuesta escrita", en="Written answer")
RESTORED_NOTE = Text(
    es="Hemos vuelto a poner en su sitio alguna celda de la entrega que faltaba, se repetía o había "
    "cambiado. Eso no "
    "quita puntos.",
    en="We put back a cell of your notebook that was missing, repeated or changed. This costs no points.",
)
WORDS = {
    "feedback": Text(es="Comentarios", en="Feedback"),
    "skip": Text(es="Ir al resumen", en="Skip to the summary"),
    "summary": Text(es="Resumen", en="Summary"),
    "marks": Text(es="Puntos por ejercicio", en="Points by exercise"),
    "exercise": Text(es="Ejercicio", en="Exercise"),
    "state": Text(es="Estado", en="State"),
    "points": Text(es="Puntos", en="Points"),
    "points_unit": Text(es="puntos", en="points"),
    "total": Text(es="Total", en="Total"),
    "so_far": Text(es="Total hasta ahora", en="Total so far"),
    "late": Text(es="Entrega fuera de plazo", en="Late submission"),
    "full": Text(es="completo", en="complete"),
    "part": Text(es="en parte", en="in part"),
    "none": Text(es="aún no", en="not yet"),
    "unsolved": Text(es="sin resolver", en="not solved"),
    "all_passed": Text(es="{count} casos, todos bien", en="{count} cases, all right"),
    "all_passed_labels": Text(es="{count} apartados, todos bien", en="{count} points, all right"),
    "wait": Text(es="pendiente de tu docente", en="waiting for your teacher"),
    "wait_written": Text(es="la leerá tu docente", en="your teacher will read it"),
    "by_hand": Text(es="Puntos puestos por tu docente.", en="Points given by your teacher."),
    "changed_since": Text(
        es="Has cambiado esta respuesta después de que tu docente la leyera: la volverá a leer.",
        en="You changed this answer after your teacher read it: it will be read again.",
    ),
    "not_solved": Text(
        es="La dejaste como venía: escribe tu código en su celda, en lugar de los puntos suspensivos. La primera "
        "pista dice por dónde empezar.",
        en="You left it as it came: write your code in its cell, in place of the dots. The first hint says where "
        "to begin.",
    ),
    "untouched": Text(
        es="Está como venía: escribe tu respuesta en esa celda, en lugar del texto de relleno.",
        en="It is as it came: write your answer in that cell, in place of the text that stands there.",
    ),
    "emptied": Text(
        es="La has dejado vacía. Si escribiste tu respuesta en otra celda, díselo a tu docente.",
        en="You left it empty. If you wrote your answer in another cell, tell your teacher.",
    ),
    "how": Text(
        es="Los puntos de cada función salen de los casos que pasa con datos que no habías visto; los casos "
        "especiales cuentan en cuanto pasa uno de los principales.",
        en="The points of each function come from the cases it passes on data you had not seen; special cases "
        "count once one of the main cases passes.",
    ),
    "how_labels": Text(
        es="Los de las etiquetas salen de su acuerdo con la codificación de referencia; que los códigos valgan "
        "cuenta en cuanto se llega al acuerdo básico, y todo, en proporción a los tuits etiquetados.",
        en="Those of the labels come from their agreement with the reference coding; that the codes are valid "
        "counts once the basic agreement is reached, and all of it in proportion to the tweets labelled.",
    ),
    "cases": Text(es="Con datos que no habías visto", en="With data you had not seen"),
    "unreached_labels": Text(
        es="Tus etiquetas no se han podido mirar: el cuaderno no se pudo leer o falló algo nuestro. Tu docente lo "
        "mirará.",
        en="Your labels could not be looked at: the notebook could not be read or something of ours failed. Your "
        "teacher will look at it.",
    ),
    "label_cases": Text(es="Tus etiquetas", en="Your labels"),
    "see_labels": Text(es="Ver tus etiquetas en el cuaderno", en="See your labels in the notebook"),
    "passed": Text(es="bien", en="right"),
    "failed": Text(es="aún no", en="not yet"),
    "untried": Text(es="sin probar", en="not tried"),
    "hints": Text(es="Pistas", en="Hints"),
    "hint": Text(es="Pista", en="Hint"),
    "comment": Text(es="De tu docente", en="From your teacher"),
    "see_answer": Text(es="Ver tu respuesta en el cuaderno", en="See your answer in the notebook"),
    "see_report": Text(es="↑ Ver qué ha pasado con este ejercicio", en="↑ See what came of this exercise"),
    "notebook": Text(es="Tu cuaderno, tal como se ejecutó", en="Your notebook, as it ran"),
    "notebook_note": Text(
        es="Se ejecutó de principio a fin, en orden, en un ordenador sin conexión a Internet.",
        en="It ran from beginning to end, in order, on a computer without Internet.",
    ),
    "your_answer": Text(es="Tu respuesta: {title}", en="Your answer: {title}"),
    "error": Text(es="Esta celda terminó con un error:", en="This cell ended in an error:"),
    "table": Text(es="Tabla escrita por esta celda", en="Table written by this cell"),
    "no_picture": Text(
        es="[una imagen que no venía en el archivo]", en="[a picture that was not in the file]"
    ),
    "figure": Text(
        es="Figura dibujada por esta celda, sin descripción", en="Figure drawn by this cell, not described"
    ),
    "footer": Text(
        es="Crisis 2.0. Los casos con los que se corrige no se publican; las pistas y los mensajes "
        "hablan de lo que "
        "devuelve tu función.",
        en="Crisis 2.0. The cases used for grading are not published; hints and messages speak of what "
        "your function "
        "returns.",
    ),
}

# What a state says beyond its title, where the exercises below do not say it: what counts, and what to do next.
TITLES = {
    Outcome.TAMPERED: Text(
        es="Corregida con las celdas de evaluación originales; tu docente lo revisará",
        en="Graded with the original graded cells; your teacher will look at it",
    ),
}
_RUN_ALL = Text(
    es=" Para verlo tú, ejecuta todo desde el principio en JupyterLab (menú Kernel, Restart Kernel and Run All "
    "Cells). Cuando funcione, si aún estás a tiempo, entrégalo otra vez.",
    en=" To see it yourself, run everything from the beginning in JupyterLab (menu Kernel, Restart Kernel and Run "
    "All Cells). When it works, and if there is still time, hand it in again.",
)
_KEPT = Text(
    es="Lo que se pudo comprobar tiene sus puntos; lo demás está pendiente, no a cero.",
    en="What could be checked has its points; the rest is open, not zero.",
)
ADVICE = {
    Outcome.CRASHED: _KEPT
    + Text(
        es=" Suele pasar cuando una celda cierra Python (`exit()`, `os._exit()`) o llena la memoria.",
        en=" It usually happens when a cell closes Python (`exit()`, `os._exit()`) or fills the memory.",
    )
    + _RUN_ALL,
    Outcome.TIMED_OUT: _KEPT
    + Text(
        es=" Suele ser un bucle que no acaba, como un `while` cuya condición no cambia nunca.",
        en=" It is usually a loop that never ends, such as a `while` whose condition never changes.",
    )
    + _RUN_ALL,
    Outcome.OVER_LIMIT: _KEPT
    + Text(
        es=" Suele pasar al imprimir dentro de un bucle muy largo, al crear una tabla o un archivo enormes o "
        "al abrir muchos programas a la vez.",
        en=" It usually happens when a very long loop prints, when a table or a file becomes enormous, or when "
        "many programs are started at once.",
    )
    + _RUN_ALL,
    Outcome.UNREADABLE: Text(
        es="Más abajo, en su ejercicio, dice qué archivo es y qué puedes hacer.",
        en="Further down, at its exercise, it says which file it is and what you can do.",
    ),
    Outcome.TAMPERED: Text(
        es="Había algo cambiado en las celdas que evalúan, o código que cambia cómo funcionan. Los puntos son los "
        "que ganan tus respuestas con las celdas originales. Si fue sin querer, al copiar o borrar celdas, "
        "cuéntaselo a tu docente y ya está.",
        en="Something was changed in the cells that grade, or there is code that changes how they work. The "
        "points are those that your answers earn with the original cells. If it happened by accident, while "
        "copying or deleting cells, tell your teacher and that is that.",
    ),
    Outcome.INCONCLUSIVE: Text(
        es="No tienes que hacer nada ni has perdido ningún punto: tu docente la volverá a corregir.",
        en="There is nothing for you to do and no point is lost: your teacher will grade it again.",
    ),
}
_OPEN = Text(
    es=" De momento no tiene puntos, ni se han quitado: tu docente lo mirará. Si la arreglas, prueba antes con "
    "los casos del cuaderno.",
    en=" So far it has no points, and none were taken away: your teacher will look at it. If you mend it, try the "
    "notebook's cases first.",
)
# Of a function that could not be checked to the end, by what stopped it.
STOPPED = {
    Outcome.TIMED_OUT: Text(
        es="Con uno de los casos, esta función no terminó en el tiempo previsto.",
        en="On one of the cases this function did not finish in the time allowed.",
    )
    + _OPEN,
    Outcome.CRASHED: Text(
        es="Con uno de los casos, esta función cerró Python de golpe.",
        en="On one of the cases this function made Python close.",
    )
    + _OPEN,
    Outcome.OVER_LIMIT: Text(
        es="Con uno de los casos, esta función pasó de un límite: demasiada memoria o demasiados datos.",
        en="On one of the cases this function went over a limit: too much memory or too much data.",
    )
    + _OPEN,
    Outcome.INCONCLUSIVE: Text(
        es="No se pudo terminar de comprobar por un fallo nuestro, no tuyo. Tu docente lo mirará; no tienes que "
        "hacer nada.",
        en="This could not be checked to the end because of a fault of ours, not yours. Your teacher will look at "
        "it; there is nothing for you to do.",
    ),
}
NOT_REACHED = Text(
    es="Esta función no se pudo corregir, porque antes se paró una celda o se acabó el tiempo del cuaderno. De "
    "momento no tiene puntos, ni se han quitado: tu docente lo mirará.",
    en="This function could not be graded, because a cell before it was stopped or the notebook's time was up. So "
    "far it has no points, and none were taken away: your teacher will look at it.",
)
LABELS_NOT_READ = Text(
    es="Tus etiquetas no se han podido mirar: el cuaderno no se pudo leer o falló algo nuestro. Tu docente lo "
    "mirará.",
    en="Your labels could not be looked at: the notebook could not be read or something of ours failed. Your "
    "teacher will look at it.",
)
