"""Errors of a notebook cell that beginners meet every day, explained before Python's own words.

A graded cell is `check("median-delay", median_delay)`: when the cell with the function has not been run,
IPython raises NameError before `check` is ever called. `install` puts a sentence in the reader's language
above such errors, and above the other errors that `course.checking.explain` knows; the error itself is shown
as always. IPython calls `explained`.
"""

from __future__ import annotations

import builtins
import difflib
import os
import re
import sys
import traceback
from typing import Any

import pandas as pd

from course.checking import stale
from course.checking.explain import IMPORTED, LIBRARIES, meaning
from course.checking.report import report_error
from course.checking.syntax_words import explain_syntax
from course.language import LANGUAGES, Text, language_is_set

_LITERALS = {"true": "True", "false": "False", "none": "None", "null": "None", "nan": "float('nan')"}
_FIRST_CELL = {"check", "display", "load", "set_language", "show", "t", "timeline"}
_FAILED = Text(
    "«{name}» no existe todavía, porque la celda que la define ha dado un error: arréglalo, ejecuta esa celda y "
    "vuelve aquí.",
    '"{name}" does not exist yet, because the cell that defines it ended in an error: mend it, run that cell and '
    "come back here.",
)
_COLUMN = Text(
    'El nombre «{name}» no existe todavía. Si es una columna, ponle comillas: `tabla["{name}"]`.',
    'The name "{name}" does not exist yet. If it is a column, put it in quotes: `table["{name}"]`.',
)
_KINDS = (NameError, SyntaxError, KeyError, AttributeError, TypeError, ValueError)


def install(shell: Any = None) -> bool:
    """Explain the usual errors in this notebook from now on, and note which cells failed.

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

    shell.set_custom_exc((*asked, *_KINDS), handler)
    if not hasattr(shell, "_crisis20_explains"):
        stale.watch(shell)
        _explain_unreadable_cells(shell)
    shell._crisis20_explains = shell.CustomTB
    return True


def _explain_unreadable_cells(shell: Any) -> None:
    """Explain as well what IPython meets before it reads the cell as Python, such as uneven indentation."""
    former = shell.showsyntaxerror

    def showsyntaxerror(*args: Any, **kwargs: Any) -> None:
        etype, value, _ = shell._get_exc_info()
        if isinstance(value, SyntaxError) and not any((*args, *kwargs.values())):
            explained(shell, etype, value, None, None)
        else:
            former(*args, **kwargs)

    shell.showsyntaxerror = showsyntaxerror


def explained(shell: Any, etype: type, value: BaseException, tb: Any, tb_offset: int | None) -> list[str]:
    """Show the error as IPython does, below our words; IPython takes an empty list for "already shown"."""
    if hasattr(value, "_render_traceback_"):  # an error of the course: its sentence is all there is to say
        shell._showtraceback(etype, value, value._render_traceback_())
        return []
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
    if type(value) is not NameError:
        meant = meaning(report_error(value))
        return [] if meant is None else [meant]
    name = value.name or _quoted(str(value))
    if name in _functions() and stale.is_stale(name, None):
        return [_FAILED.format(name=name)]
    columns = {
        column
        for thing in list(shell.user_ns.values())
        if type(thing) is pd.DataFrame
        for column in thing.columns
    }
    if name in columns:
        return [_COLUMN.format(name=name)]
    return [explain_name(name, [*shell.user_ns, *dir(builtins)])]


def _quoted(said: str) -> str:
    found = re.search(r"'([^']+)'", said)
    return found.group(1) if found else said


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
    if name in LIBRARIES:
        return head + IMPORTED
    if name in _FIRST_CELL:
        return head + Text(
            " Se importa en la primera celda del cuaderno: ejecútala y vuelve aquí.",
            " It is imported in the notebook's first cell: run that one and come back here.",
        )
    near = difflib.get_close_matches(
        name, [text for text in known if not text.startswith("_")], n=3, cutoff=0.78
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

    return exercises.functions()
