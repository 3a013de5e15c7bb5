"""What the annotation front end says, in both languages, and its keys: letters that each language suggests."""

from __future__ import annotations

from course.language import Text

# What a view shows before the kernel has answered, and when it never does; kept in the widget's saved state.
WAITING = Text("Preparando los tuits…", "Getting the tweets ready…")
SILENT = Text(
    "El kernel (el Python de este cuaderno) no contesta. Si está ocupado con otra celda, espera; si se ha "
    "reiniciado o acabas de abrir el cuaderno, ejecuta otra vez sus primeras celdas y después esta. Todo lo que "
    "se guardó sigue en el archivo.",
    "The kernel (this notebook's Python) is not answering. If it is busy with another cell, wait; if it was "
    "restarted or you have just opened the notebook, run its first cells again, then this one. Everything that "
    "was saved is still in the file.",
)
# Under the summary of a notebook that was opened again.
GO_ON = Text(
    "Para seguir etiquetando, ejecuta las primeras celdas del cuaderno y después esta.",
    "To go on labelling, run the notebook's first cells, then this one.",
)
# Where no widget is shown, as in a notebook that is not trusted: nothing that labels would make untrue.
IN_WORDS = Text("Etiquetador: {total} tuits, en {file}.", "Annotator: {total} tweets, in {file}.")

# saltar, deshacer, pendiente, nota, libro, ir, hilo; skip, undo, pending, note, codebook, go, thread
KEYS = {
    "es": {"skip": "s", "undo": "d", "todo": "p", "note": "n", "book": "l", "go": "i", "thread": "h"},
    "en": {"skip": "s", "undo": "u", "todo": "p", "note": "n", "book": "c", "go": "g", "thread": "t"},
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
    "older": Text("Antes en el hilo: {n}", "Earlier in the thread: {n}"),
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
        "Aquí verás la definición de la etiqueta que elijas o por la que pases el ratón.",
        "The definition of the label you choose or point at appears here.",
    ),
    "note": Text("Nota (opcional)", "Note (optional)"),
    "note_hint": Text("Intro vuelve al tuit", "Enter goes back to the tweet"),
    # buttons
    "previous": Text("Anterior", "Previous"),
    "next": Text("Siguiente", "Next"),
    "skip": Text("Saltar", "Skip"),
    "undo": Text("Deshacer", "Undo"),
    "todo": Text("Siguiente pendiente", "Next pending"),
    "todo_long": Text("Ir al siguiente pendiente", "Go to the next pending one"),
    "again": Text("Reintentar ahora", "Try again now"),
    "enter": Text("Intro", "Enter"),
    "go": Text("Ir al tuit", "Go to tweet"),
    "go_long": Text(
        "Escribe su número y pulsa Intro. Inicio y Fin llevan al primero y al último.",
        "Write its number and press Enter. Home and End go to the first and the last.",
    ),
    "go_wrong": Text("Escribe un número del 1 al {total}.", "Write a number from 1 to {total}."),
    # codebook
    "book": Text("Libro de códigos", "Codebook"),
    "examples": Text("Ejemplos", "Examples"),
    "borderline": Text("Casos dudosos", "Borderline cases"),
    # what happened
    "saving": Text("Guardando…", "Saving…"),
    "saved": Text("Guardado en {file}", "Saved in {file}"),
    "file": Text("Se guarda en {file} con cada tecla", "Saved in {file} at each key"),
    "on": Text("Marcado: {what}.", "Marked: {what}."),
    "off": Text("Quitado: {what}.", "Unmarked: {what}."),
    "unskipped": Text("Ya no está saltado.", "No longer skipped."),
    "unnoted": Text("La nota, como antes.", "The note is as before."),
    "noted": Text("Con nota.", "With a note."),
    "pending": Text("Queda pendiente.", "It stays pending."),
    "stays": Text(
        "No se ha guardado: sigues en el tuit {i}, y se reintenta.",
        "Not saved: you stay on tweet {i}, and it is tried again.",
    ),
    "book_open": Text(
        "Libro de códigos abierto, debajo de los botones; {key} lo cierra.",
        "Codebook open, below the buttons; {key} closes it.",
    ),
    "book_shut": Text("Libro de códigos cerrado.", "Codebook closed."),
    "thread_open": Text("Hilo abierto.", "Thread open."),
    "thread_shut": Text("Hilo cerrado.", "Thread closed."),
    "no_thread": Text("No hay más tuits antes en el hilo.", "No earlier tweets in the thread."),
    "undone": Text("Deshecho.", "Undone."),
    "nothing": Text("No queda nada que deshacer.", "Nothing left to undo."),
    "none_left": Text(
        "No queda ningún tuit pendiente, ni saltado.", "No tweet is pending, and none is skipped."
    ),
    "to_skipped": Text(
        "No queda ninguno pendiente: este es de los que saltaste.",
        "None is pending: this is one that you skipped.",
    ),
    "to_unsaved": Text(
        "No queda ninguno pendiente, pero este no está guardado.",
        "None is pending, but this one is not saved.",
    ),
    "to_same": Text("Este es el único que queda pendiente.", "This is the only one pending."),
    "first": Text("Este es el primer tuit.", "This is the first tweet."),
    "last": Text("Este es el último tuit.", "This is the last tweet."),
    "last_more": Text(
        "Este es el último tuit; con {key} vas a los que quedan.",
        "This is the last tweet; {key} takes you to those that are left.",
    ),
    "finished": Text(
        "Terminado: todo etiquetado y guardado en {file}.", "Finished: all labelled and saved in {file}."
    ),
    "seen": Text(
        "{total} vistos. Etiquetados: {done}; saltados: {skipped}. {key} va a los saltados.",
        "{total} seen. Labelled: {done}; skipped: {skipped}. {key} goes to the skipped.",
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
        "El kernel (el Python de este cuaderno) se ha reiniciado o se ha cerrado. Para seguir donde estabas, "
        "ejecuta otra vez las primeras celdas del cuaderno (menú Run → Run All Above Selected Cell) y después esta.",
        "The kernel (this notebook's Python) was restarted or shut down. To go on where you were, run the "
        "notebook's first cells again (menu Run → Run All Above Selected Cell), then this one.",
    ),
    "ended_lost": Text(
        "No se guardó: {which}. Todo lo demás está en {file}.",
        "Not saved: {which}. Everything else is in {file}.",
    ),
    "ended_kept": Text("Todo lo que etiquetaste está en {file}.", "All you labelled is in {file}."),
    "tweet_n": Text("tuit {i}", "tweet {i}"),
    # the keyboard
    "start": Text(
        "Haz clic aquí o en el tuit (o pulsa Tab) y etiqueta con el teclado",
        "Click here or on the tweet (or press Tab), then label with the keyboard",
    ),
    "keys_many": Text(
        "Dígitos: etiquetas; Intro: siguiente; Esc: salir.", "Digits: labels; Enter: next; Esc: leave."
    ),
    "keys_one": Text(
        "Un dígito etiqueta y pasa al siguiente; Esc: salir.", "A digit labels and goes on; Esc: leave."
    ),
    "reader": Text(
        "Con un lector de pantalla, usa el modo foco (en NVDA, Insertar+Espacio) para que las teclas lleguen aquí.",
        "With a screen reader, use focus mode (Insert+Space in NVDA) so that the keys get here.",
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
