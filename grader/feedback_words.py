"""The words of the feedback page that are the same for everybody."""

from __future__ import annotations

from course.language import Text

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
    "unfinished": Text(
        es="No se pudo terminar de comprobar esta función: tardó demasiado o cerró Python. Tu docente lo "
        "mirará; si la "
        "arreglas, prueba antes con los casos del cuaderno.",
        en="This function could not be checked to the end: it took too long or made Python close. Your "
        "teacher will "
        "look at it; if you mend it, try the notebook's cases first.",
    ),
    "unreached": Text(
        es="Esta función no se pudo probar, porque el cuaderno se paró antes o falló algo nuestro. Tu "
        "docente lo mirará.",
        en="This function could not be tried: the notebook stopped before it, or something of ours "
        "failed. Your teacher "
        "will look at it.",
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
