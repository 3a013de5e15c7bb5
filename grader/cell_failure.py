"""An answer's cell that did not run: why and where, in a line for its author."""

from __future__ import annotations

import re

from nbformat import NotebookNode

from course.language import Text

_DID_NOT_RUN = Text(
    es="La celda de tu respuesta no se pudo ejecutar{where}: `{error}`. Mientras falle, tu función no existe y "
    "ningún caso puede pasar: arréglala primero.",
    en="The cell with your answer could not run{where}: `{error}`. While it fails, your function does not exist "
    "and no case can pass: mend it first.",
)
_LINE = Text(es=" (línea {line})", en=" (line {line})")
_NOWHERE = Text(es="", en="")
_ANSI = re.compile(r"\x1b\[[0-9;]*m")


def cell_failure(cell: NotebookNode | None) -> Text | None:
    """Return what to say of a cell that ended in an error; None when it ran.

    Parameters
    ----------
    cell : NotebookNode or None
        As it was run.
    """
    errors = [output for output in (cell or {}).get("outputs", []) if output.output_type == "error"]
    if not errors:
        return None
    error = errors[-1]
    said = re.sub(r"\s*\([^()]*, line \d+\)$", "", error.evalue.strip())
    words = f"{error.ename}: {said}"[:300].replace("`", "'")
    line = _line(error)
    where = _LINE.format(line=line) if line else _NOWHERE
    return Text(
        es=_DID_NOT_RUN.es.format(where=where.es, error=words),
        en=_DID_NOT_RUN.en.format(where=where.en, error=words),
    )


def _line(error: NotebookNode) -> str:
    """The line of the cell: a syntax error says it itself, another error's traceback points at it first."""
    own = re.search(r", line (\d+)\)$", error.evalue.strip())
    if own:
        return own.group(1)
    pointed = re.search(r"^-+> (\d+) ", _ANSI.sub("", "\n".join(error.traceback)), re.MULTILINE)
    return pointed.group(1) if pointed else ""
