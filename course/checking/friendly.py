"""Errors of a notebook cell that beginners meet every day, explained before Python's own words.

A graded cell is `check("median-delay", median_delay)`: when the cell with the function has not been run,
IPython raises NameError before `check` is ever called. `install` puts a sentence in the reader's language
above such errors, and above SyntaxError; the error itself is shown as always. IPython calls `explained`.
"""

from __future__ import annotations

import builtins
import difflib
import os
import re
import sys
import traceback
from typing import Any

from course.language import LANGUAGES, Text, language_is_set

_LITERALS = {"true": "True", "false": "False", "none": "None", "null": "None", "nan": "float('nan')"}
_FIRST_CELL = {"check", "display", "load", "np", "pd", "plt", "set_language", "show", "t", "timeline"}
_SYNTAX: tuple[tuple[str, Text], ...] = (
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
_ANY_SYNTAX = Text(
    "Python no entiende cómo está escrita la línea que señala abajo: mira lo que hay justo donde apunta ^, o "
    "antes (una coma, unas comillas o un paréntesis).",
    "Python does not understand how the line shown below is written: look right where ^ points, or "
    "before it (a "
    "comma, a quotation mark or a parenthesis).",
)


def install(shell: Any = None) -> bool:
    """Explain NameError and SyntaxError in this notebook from now on.

    Another handler that was there keeps what it had asked for. Nothing is done twice, nor outside IPython,
    nor in a graded run.

    Parameters
    ----------
    shell : InteractiveShell, optional
        By default the one that is running, if any.

    Returns
    -------
    bool
        Whether the explanations are in place.

    Examples
    --------
    >>> install()
    False
    """
    if shell is None and "IPython" in sys.modules:
        shell = sys.modules["IPython"].get_ipython()
    if shell is None or os.environ.get("NBGRADER_EXECUTION"):
        return False
    if getattr(shell, "_crisis20_explains", None) is shell.CustomTB:
        return True
    asked, former = shell.custom_exceptions, shell.CustomTB

    def handler(shell: Any, etype: type, value: BaseException, tb: Any, tb_offset: int | None = None) -> Any:
        if asked and isinstance(value, asked):
            return former(etype, value, tb, tb_offset=tb_offset)
        return explained(shell, etype, value, tb, tb_offset)

    shell.set_custom_exc((*asked, NameError, SyntaxError), handler)
    shell._crisis20_explains = shell.CustomTB
    return True


def explained(shell: Any, etype: type, value: BaseException, tb: Any, tb_offset: int | None) -> list[str]:
    """Show the error as IPython does, below our words; IPython takes an empty list for "already shown"."""
    if isinstance(value, SyntaxError):
        own = traceback.extract_tb(tb) if tb is not None and tb.tb_frame.f_code.co_name == "run_code" else []
        shown = shell.SyntaxTB.structured_traceback(etype, value, own)
    else:
        shown = shell.InteractiveTB.structured_traceback(etype, value, tb, tb_offset=tb_offset)
    try:
        words = [_said(text) for text in _words(shell, value)]
    except Exception:  # an explanation must never stand in the way of the error
        words = []
    shell._showtraceback(etype, value, [*words, *shown])
    return []


def _said(text: Text) -> str:
    """Say it in the reader's language; in both before the first cell has told which one that is."""
    if language_is_set():
        return f"{text}\n"
    return "".join(f"{text.to(language)}\n" for language in LANGUAGES)


def _words(shell: Any, value: BaseException) -> list[Text]:
    if isinstance(value, SyntaxError):
        return [explain_syntax(str(value.msg))]
    if type(value) is not NameError:  # a variable without a value within a function is another matter
        return []
    return [explain_name(value.name or _quoted(str(value)), [*shell.user_ns, *dir(builtins)])]


def _quoted(said: str) -> str:
    found = re.search(r"'([^']+)'", said)
    return found.group(1) if found else said


def explain_syntax(said: str) -> Text:
    """Explain what Python says of a line that it cannot read.

    Examples
    --------
    >>> explain_syntax("expected ':'").en
    'The colon (:) at the end of the line is missing: def, if, else, for and while have one.'
    """
    return next((text for pattern, text in _SYNTAX if re.search(pattern, said)), _ANY_SYNTAX)


def explain_name(name: str, known: list[str]) -> Text:
    """Explain that a name does not exist yet.

    Parameters
    ----------
    name : str
    known : list of str
        The names there are, of which the nearest are suggested.

    Examples
    --------
    >>> explain_name("tweet", ["tweets"]).en.partition(" If not")[0]
    'The name "tweet" does not exist yet. Did you mean tweets?'
    """
    if name in _LITERALS:
        return Text(
            f"En Python se escribe {_LITERALS[name]}, no {name}.",
            f"In Python it is written {_LITERALS[name]}, not {name}.",
        )
    head = Text(f"El nombre «{name}» no existe todavía.", f'The name "{name}" does not exist yet.')
    if name in _functions():
        return head + Text(
            " Es la función de un ejercicio: ejecuta antes la celda en la que la escribes (Mayús + Intro) y "
            "comprueba que se llama así en la línea del def.",
            " It is an exercise's function: first run the cell in which you write it (Shift + "
            "Enter), and see "
            "that the def line gives it this name.",
        )
    if name in _FIRST_CELL:
        return head + Text(
            " Se importa en la primera celda del cuaderno: ejecútala y vuelve aquí.",
            " It is imported in the notebook's first cell: run that one and come back here.",
        )
    near = difflib.get_close_matches(
        name, [text for text in known if not text.startswith("_")], n=3, cutoff=0.75
    )
    if near:
        return head + Text(
            f" ¿Querías decir {' o '.join(near)}? Si no, ejecuta las celdas anteriores, de arriba abajo.",
            f" Did you mean {' or '.join(near)}? If not, run the cells above, from top to bottom.",
        )
    return head + Text(
        " Ejecuta las celdas anteriores, de arriba abajo (menú Run, «Run All Above Selected Cell»). "
        "Si ya lo has "
        "hecho, mira si está bien escrito; y si es un texto, ponle comillas.",
        ' Run the cells above, from top to bottom (menu Run, "Run All Above Selected Cell"). If you '
        "have done so, "
        "see whether it is spelt right; and if it is a text, put it in quotes.",
    )


def _functions() -> set[str]:
    from course import exercises

    return {exercise.function for exercise in exercises.all_exercises()}
