"""What the self-check of labels says, in both languages."""

from __future__ import annotations

from course.annotation.front_words import keys, words
from course.language import LANGUAGES, Text

NOT_YET = Text(
    "Todavía no hay ninguna etiqueta guardada: ejecuta la celda del etiquetador y ponle a cada tuit los códigos "
    "que le correspondan. Se guardan solas en `{file}`, junto a este cuaderno.",
    "No label is saved yet: run the cell with the annotator and give each tweet the codes that fit. Labels "
    "save themselves in `{file}`, beside this notebook.",
)
OTHER_NAME = Text(
    "Junto a este cuaderno no hay `{file}`, pero sí `{found}`, con etiquetas para {count} de estos tuits. Si es "
    "el tuyo, cámbiale el nombre a `{file}` (clic derecho, «Rename») y vuelve a comprobar.",
    "There is no `{file}` beside this notebook, but there is `{found}`, with labels for {count} of these tweets. "
    'If it is yours, rename it to `{file}` (right click, "Rename") and check again.',
)
OTHER_FOLDER = Text(
    "`{file}` está en otra carpeta (`{found}`), con etiquetas para {count} de estos tuits. Muévelo a la carpeta de "
    "este cuaderno y vuelve a comprobar.",
    "`{file}` is in another folder (`{found}`), with labels for {count} of these tweets. Move it to this "
    "notebook's folder and check again.",
)
OTHER_TWEETS = Text(
    "El archivo tiene etiquetas, pero ninguna es de los {total} tuits de este ejercicio: son de {count} tuits de "
    "otra actividad. ¿Lo has copiado de otro sitio? Ejecuta la celda del etiquetador de este ejercicio.",
    "The file has labels, but none for the {total} tweets of this exercise: they are for {count} tweets of "
    "another activity. Did you copy it from somewhere else? Run the cell with this exercise's annotator.",
)
SEVERAL = Text(
    "En el archivo hay etiquetas de {people} personas; se cuentan las de «{name}», que es quien más ha puesto.",
    'The file holds labels of {people} people; those of "{name}", who labelled most, are counted.',
)
MISSING = Text("Faltan {missing} de {total}", "{missing} of {total} are missing")
ONE_MISSING = Text("Falta 1 de {total}", "1 of {total} is missing")
WHICH = Text(": {tweets}.", ": {tweets}.")
_SKIPPED_ONLY = Text(
    " Lo saltaste: al final hay que decidirse.", " You skipped it: in the end one has to decide."
)
_SKIPPED_ALL = Text(
    " Los saltaste: al final hay que decidirse.", " You skipped them: in the end one has to decide."
)
_SKIPPED_ONE = Text(
    " Uno de ellos lo saltaste: al final hay que decidirse.",
    " You skipped one of them: in the end one has to decide.",
)
_SKIPPED = Text(
    " Saltaste {count} de ellos: al final hay que decidirse.",
    " You skipped {count} of them: in the end one has to decide.",
)
GO_TO = Text(
    "En el etiquetador, el botón «{button}» (tecla `{key}`) te lleva a lo que falta, también a lo que saltaste.",
    'In the annotator, the button "{button}" (key `{key}`) takes you to what is missing, what you skipped too.',
).format(
    button=Text(*(words(language)["todo"] for language in LANGUAGES)),
    key=Text(*(keys(language)["todo"] for language in LANGUAGES)),
)
STRANGE = Text(
    "Hay códigos que no están en el libro: {codes}. Busca en el etiquetador {tweets} y elige un código del libro.",
    "Some codes are not in the codebook: {codes}. Find {tweets} in the annotator and choose a code of the book.",
)
NEAREST = Text(" (¿`{code}`?)", " (`{code}`?)")
OTHER_BOOK = Text(
    "Estas etiquetas se pusieron con otro libro de códigos ({book}): abre los tuits con el etiquetador de este "
    "ejercicio y vuelve a etiquetarlos.",
    "These labels were given with another codebook ({book}): open the tweets with this exercise's annotator and "
    "label them again.",
)
OTHER_VERSION = Text(
    "Algunas etiquetas se pusieron con otra versión del libro ({book}); la de ahora es {now}. Cuentan igual, pero "
    "repasa si las definiciones han cambiado.",
    "Some labels were given with another version of the codebook ({book}); it is now {now}. They count all the "
    "same, but see whether the definitions have changed.",
)
EXCLUDED = Text(
    "`{code}` quiere decir que ningún otro código sirve, y va junto a otros en {tweets}: deja uno u otros.",
    "`{code}` says that no other code fits, and it stands beside others on {tweets}: keep the one or the others.",
)
ONE_EACH = Text(
    "Este libro pide un solo código por tuit, y hay varios en {tweets}: deja el que mejor lo describa.",
    "This codebook asks for one code per tweet, and there are several on {tweets}: keep the one that fits best.",
)
NOTE = Text(
    "Esto aún no es la nota. La decide, sobre todo, el acuerdo con una codificación de referencia, que se mide al "
    "corregir y aquí no se ve: no hace falta coincidir en todo, pero {total} veces el mismo código no da ningún "
    "punto. ¿Has repasado los dudosos con el libro de códigos delante?",
    "This is not the mark yet. That is decided, above all, by the agreement with a reference coding, which is "
    "measured when this is graded and is not shown here: there is no need to agree on everything, but {total} times "
    "the same code earns nothing. Have you gone over the doubtful ones with the codebook before you?",
)
ALL_ALIKE = Text(
    "Los {total} tuits llevan lo mismo, `{codes}`. Así guardado no parece una lectura: si te has dejado llevar por una "
    "tecla, aún puedes volver y leerlos.",
    "All {total} tweets carry the same, `{codes}`. As it stands this does not look like a reading: if a key ran away "
    "with you, you can still go back and read them.",
)
NEARLY_ALIKE = Text(
    "`{code}` está en {count} de los {total} tuits. Un código que vale para casi todo dice poco: vuelve a algunos y "
    "mira si puedes señalar las palabras que te llevaron a él.",
    "`{code}` is on {count} of the {total} tweets. A code that fits nearly everything says little: go back to some of "
    "them and see whether you can point at the words that led you to it.",
)


def skipped(count: int, missing: int) -> Text:
    """Say how many of the missing tweets were skipped; nothing where none was.

    Examples
    --------
    >>> skipped(1, 1).en, skipped(1, 4).en, skipped(2, 2).en
    (' You skipped it: in the end one has to decide.', ' You skipped one of them: in the end one has to decide.', \
' You skipped them: in the end one has to decide.')
    """
    if not count:
        return Text("", "")
    if count == missing:
        return _SKIPPED_ONLY if missing == 1 else _SKIPPED_ALL
    return _SKIPPED_ONE if count == 1 else _SKIPPED.format(count=count)
