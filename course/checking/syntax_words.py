"""What Python says of a line that it cannot read, in words for beginners."""

from __future__ import annotations

import re

from course.language import Text

SYNTAX: tuple[tuple[str, Text], ...] = (
    (
        r"was never closed|incomplete input|unexpected EOF",
        Text(
            "Has abierto un paréntesis, corchete o llave y falta cerrarlo.",
            "You opened a parenthesis, bracket or brace and it is not closed.",
        ),
    ),
    (
        r"unmatched|does not match opening",
        Text(
            "Sobra un paréntesis, corchete o llave, o se cierra con otro distinto.",
            "There is a parenthesis, bracket or brace too many, or it is closed with another kind.",
        ),
    ),
    (
        r"unterminated (triple-quoted )?(f-)?string",
        Text("Falta cerrar unas comillas.", "A quotation mark is not closed."),
    ),
    (
        r"expected ':'",
        Text(
            "Faltan los dos puntos (:) al final de la línea: los llevan def, if, else, for y while.",
            "The colon (:) at the end of the line is missing: def, if, else, for and while have one.",
        ),
    ),
    (
        r"expected an indented block",
        Text(
            "Después de los dos puntos, la línea siguiente va sangrada con cuatro espacios.",
            "After the colon, the next line is indented by four spaces.",
        ),
    ),
    (
        r"unexpected indent|unindent does not match|inconsistent use of tabs",
        Text(
            "Los espacios al principio de la línea no encajan con los de las líneas de alrededor: "
            "usa siempre "
            "cuatro.",
            "The spaces at the beginning of the line do not fit those of the lines around it: always "
            "use four.",
        ),
    ),
    (
        r"Maybe you meant '==' or ':=' instead of '='|cannot assign to|invalid syntax\. Maybe you meant '=='",
        Text(
            "Para comparar se escribe == (dos signos); un solo = guarda un valor en un nombre.",
            "To compare, write == (two signs); a single = stores a value under a name.",
        ),
    ),
    (
        r"invalid decimal literal|invalid imaginary literal",
        Text(
            "Detrás de un número no puede ir un nombre. Si quieres hacer algo con toda una comparación, ponla entre "
            'paréntesis: (a > 120).mean(); y si es un texto, como "2h", ponle comillas.',
            "A name cannot follow a number. To do something with a whole comparison, put it in parentheses: "
            '(a > 120).mean(); and if it is a text, such as "2h", put it in quotes.',
        ),
    ),
    (
        r"Perhaps you forgot a comma",
        Text(
            "Puede que falte una coma o un operador entre dos cosas.",
            "A comma or an operator may be missing between two things.",
        ),
    ),
    (
        r"invalid (non-printable )?character",
        Text(
            "Hay un carácter que Python no conoce, quizá unas comillas “tipográficas”: escribe \" o '.",
            "There is a character that Python does not know, perhaps “curly” quotes: write \" or '.",
        ),
    ),
    (
        r"Missing parentheses in call to 'print'",
        Text("print lleva paréntesis: print(valor).", "print takes parentheses: print(value)."),
    ),
)
_ANYSYNTAX = Text(
    "Python no entiende cómo está escrita la línea que señala abajo: mira lo que hay justo donde apunta ^, o "
    "antes (una coma, unas comillas o un paréntesis).",
    "Python does not understand how the line shown below is written: look right where ^ points, or "
    "before it (a "
    "comma, a quotation mark or a parenthesis).",
)


def explain_syntax(said: str) -> Text:
    """Explain what Python says of a line that it cannot read.

    Examples
    --------
    >>> explain_syntax("expected ':'").en
    'The colon (:) at the end of the line is missing: def, if, else, for and while have one.'
    """
    return next((text for pattern, text in SYNTAX if re.search(pattern, said)), _ANYSYNTAX)
