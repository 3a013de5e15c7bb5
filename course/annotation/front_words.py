"""What the annotation front end says, in both languages, and its keys: letters that each language suggests."""

from __future__ import annotations

from course.language import Text

# What a view shows before the kernel has answered, and when it never does; kept in the widget's saved state.
WAITING = Text("Preparando los tuits…", "Getting the tweets ready…")
SILENT = Text(
    "El kernel no contesta. Si está ocupado con otra celda, espera; si se ha reiniciado o acabas de abrir el "
    "cuaderno, ejecuta esta celda otra vez. Todo lo que se guardó sigue en el archivo.",
    "The kernel is not answering. If it is busy with another cell, wait; if it was restarted or you have just "
    "opened the notebook, run this cell again. Everything that was saved is still in the file.",
)
# Under the summary of a notebook that was opened again.
GO_ON = Text("Para seguir etiquetando, ejecuta esta celda.", "To go on labelling, run this cell.")

# saltar, deshacer, pendiente, nota, libro; skip, undo, pending, note, codebook
KEYS = {
    "es": {"skip": "s", "undo": "d", "todo": "p", "note": "n", "book": "l"},
    "en": {"skip": "s", "undo": "u", "todo": "p", "note": "n", "book": "c"},
}

WORDS = {
    "region": Text("Etiquetar tuits", "Label tweets"),
    "position": Text("Tuit {i} de {total}", "Tweet {i} of {total}"),
    "done": Text("Etiquetados", "Labelled"),
    "skipped": Text("Saltados", "Skipped"),
    "left": Text("Pendientes", "Pending"),
    "unsaved": Text("Sin guardar", "Not saved"),
    "progress": Text("{done} de {total} etiquetados", "{done} of {total} labelled"),
    "loading": Text("Cargando el tuit…", "Loading the tweet…"),
    # the card
    "thread": Text("Responde a", "In reply to"),
    "tweet": Text("Texto del tuit", "Text of the tweet"),
    "original": Text("Original en español", "Spanish original"),
    "customer": Text("cliente", "customer"),
    "brand": Text("marca", "brand"),
    "media": Text("medio", "media"),
    "is_labelled": Text("etiquetado", "labelled"),
    "is_skipped": Text("saltado", "skipped"),
    "is_unsaved": Text("sin guardar", "not saved"),
    # labels
    "one": Text("Elige una.", "Choose one."),
    "many": Text("Puedes elegir varias; Intro sigue.", "You may choose several; Enter goes on."),
    "alone": Text("Va sola: excluye las demás.", "Stands alone: excludes the others."),
    "example": Text("Ejemplo", "Example"),
    "pick": Text(
        "Aquí verás la definición de la etiqueta que elijas o señales.",
        "The definition of the label you choose or point at appears here.",
    ),
    "note": Text("Nota (opcional)", "Note (optional)"),
    # buttons
    "previous": Text("Anterior", "Previous"),
    "next": Text("Siguiente", "Next"),
    "skip": Text("Saltar", "Skip"),
    "undo": Text("Deshacer", "Undo"),
    "todo": Text("Siguiente pendiente", "Next pending"),
    "todo_long": Text("Ir al siguiente pendiente", "Go to the next pending one"),
    "again": Text("Reintentar ahora", "Try again now"),
    "enter": Text("Intro", "Enter"),
    # codebook
    "book": Text("Libro de códigos", "Codebook"),
    "examples": Text("Ejemplos", "Examples"),
    "borderline": Text("Casos dudosos", "Borderline cases"),
    # what happened
    "saving": Text("Guardando…", "Saving…"),
    "saved": Text("Guardado en {file}", "Saved in {file}"),
    "file": Text("Se guarda en {file} con cada tecla", "Saved in {file} at each key"),
    "undone": Text("Deshecho.", "Undone."),
    "nothing": Text("No queda nada que deshacer.", "Nothing left to undo."),
    "none_left": Text("No queda ningún tuit pendiente.", "No tweet is pending."),
    "finished": Text("Terminado: no queda ningún tuit pendiente.", "Finished: no tweet is pending."),
    "finished_more": Text(
        "Todo está guardado en {file}. Puedes repasar con las flechas y cambiar lo que quieras.",
        "Everything is saved in {file}. You can go over it with the arrows and change what you like.",
    ),
    "cleared": Text("Sin etiqueta: vuelve a estar pendiente.", "No label: pending again."),
    "failed": Text(
        "Sin guardar, y se reintenta solo: {which}. {error}",
        "Not saved, and tried again by itself: {which}. {error}",
    ),
    "recovered": Text("Ya está guardado.", "Saved now."),
    "refused": Text("No se ha guardado. {error}", "Not saved. {error}"),
    "late": Text(
        "El kernel no contesta desde hace más de 3 segundos: quizá está ocupado. Sin confirmar: {which}.",
        "The kernel has not answered for more than 3 seconds: it may be busy. Not confirmed: {which}.",
    ),
    "stopped": Text(
        "El kernel no contesta: no se aceptan más etiquetas hasta que lo haga. Sin confirmar: {which}.",
        "The kernel is not answering: no more labels are taken until it does. Not confirmed: {which}.",
    ),
    "ended": Text(
        "El kernel se ha reiniciado o se ha cerrado: ejecuta esta celda otra vez para seguir donde estabas.",
        "The kernel was restarted or shut down: run this cell again to go on where you were.",
    ),
    "ended_lost": Text(
        "No se guardó: {which}. Todo lo demás está en {file}.",
        "Not saved: {which}. Everything else is in {file}.",
    ),
    "ended_kept": Text("Todo lo que etiquetaste está en {file}.", "All you labelled is in {file}."),
    "tweet_n": Text("tuit {i}", "tweet {i}"),
    # the keyboard
    "asleep": Text(
        "Pulsa aquí, o llega con Tab, para usar el teclado", "Click here, or Tab in, to use the keyboard"
    ),
    "awake": Text("Teclado activo; Esc para salir", "Keyboard on; Esc to leave"),
}


def words(language: str) -> dict[str, str]:
    """Return everything the front end says, in one language; names in braces are filled there.

    Examples
    --------
    >>> words("en")["position"]
    'Tweet {i} of {total}'
    """
    return {name: text.to(language) for name, text in WORDS.items()}


def keys(language: str) -> dict[str, str]:
    """Return the letter of each action, in one language.

    Examples
    --------
    >>> keys("es")["undo"]
    'd'
    """
    return dict(KEYS[language])
