"""The build: a lesson becomes a notebook in one language, the instructor's or the student's.

    python -m grader.notebooks [--check] [UNIT ...]

writes the notebooks that readers of the course open, ``notebooks/<unit>/{es,en}/<unit>.ipynb``. The
instructor's kind (solutions, nbgrader's metadata) is built by ``grader build`` and never committed.
"""

from __future__ import annotations

import argparse
import re
import sys
from pathlib import Path

import nbformat
from nbformat import NotebookNode

from course.language import LANGUAGES
from grader.lesson import BEGIN, END, NOTEBOOKS, Cell, Lesson, LessonError, lessons

KINDS = ("source", "student")
# One bilingual string each, so that nbgrader knows an unanswered cell in either language.
CODE_STUB = "# ESCRIBE AQUÍ TU CÓDIGO / WRITE YOUR CODE HERE\nreturn ..."
TEXT_STUB = "ESCRIBE AQUÍ TU RESPUESTA / WRITE YOUR ANSWER HERE"


def build(lesson: Lesson, language: str, *, kind: str) -> NotebookNode:
    """Build a lesson's notebook.

    Parameters
    ----------
    lesson : Lesson
    language : {"es", "en"}
    kind : {"source", "student"}
        ``source`` has solutions, model answers and nbgrader's metadata; ``student`` has stubs instead.

    Returns
    -------
    NotebookNode
        Valid nbformat 4.5, without outputs; `written` gives its text.
    """
    if kind not in KINDS:
        raise ValueError(f"kind is {' or '.join(KINDS)}, not {kind!r}")
    cells = []
    for cell, identifier in zip(lesson.cells, cell_ids(lesson), strict=True):
        source = cell.source.to(language)
        metadata = {}
        if kind == "source":
            metadata = _nbgrader(cell)
        elif cell.kind == "answer":
            source = _without_solution(source)
        elif cell.kind == "task":
            source = TEXT_STUB
        elif cell.kind == "check":  # a stray key in command mode changes nothing, as in nbgrader's release
            metadata = {"deletable": False, "editable": False}
        new_cell = nbformat.v4.new_markdown_cell if cell.is_markdown else nbformat.v4.new_code_cell
        cells.append(new_cell(source, metadata=metadata, id=identifier))
    notebook = nbformat.v4.new_notebook(
        cells=cells,
        metadata={
            "crisis20": {"language": language, "unit": lesson.unit},
            "kernelspec": {"display_name": "Python 3 (ipykernel)", "language": "python", "name": "python3"},
            "language_info": {"name": "python"},
        },
    )
    nbformat.validate(notebook)
    return notebook


def written(notebook: NotebookNode) -> str:
    """Return a notebook's text: the same bytes for the same lesson, on every machine."""
    return nbformat.writes(notebook).removesuffix("\n") + "\n"


def cell_ids(lesson: Lesson) -> list[str]:
    """Return an id for each cell, the same in both languages and whatever stands before it.

    Answers, checks and tasks take theirs from the key; other cells from their first English words, numbered
    only where two begin alike.
    """
    taken = {grade_id(cell) for cell in lesson.cells if cell.key}
    identifiers = []
    for cell in lesson.cells:
        identifier = grade_id(cell)
        if identifier is None:
            stem = _slug(cell.source.en) or cell.kind
            identifier, n = stem, 1
            while identifier in taken:
                n += 1
                identifier = f"{stem}-{n}"
            taken.add(identifier)
        identifiers.append(identifier)
    return identifiers


def grade_id(cell: Cell) -> str | None:
    """Return nbgrader's id of a cell: the key, with ``-check`` for a check; None for other cells."""
    return f"{cell.key}-check" if cell.kind == "check" else cell.key


def committed(lesson: Lesson) -> dict[Path, str]:
    """Return the files that the repository keeps for a lesson, each with its text."""
    return {
        lesson.path.parent / language / f"{lesson.unit}.ipynb": written(
            build(lesson, language, kind="student")
        )
        for language in LANGUAGES
    }


def stale(built: list[Lesson], *, folder: Path = NOTEBOOKS) -> list[Path]:
    """Return the committed notebooks that differ from what these lessons give, or that have no lesson."""
    wanted = {path: text for lesson in built for path, text in committed(lesson).items()}
    outdated = [
        path for path, text in wanted.items() if not path.is_file() or path.read_bytes() != text.encode()
    ]
    orphans = [
        path
        for language in LANGUAGES
        for path in folder.glob(f"*/{language}/*.ipynb")
        if path.stem != path.parts[-3] or not (folder / path.parts[-3] / "lesson.py").is_file()
    ]
    return sorted(outdated + orphans)


def _nbgrader(cell: Cell) -> dict:
    if cell.kind not in ("answer", "check", "task"):
        return {}
    metadata = {
        "cell_type": "markdown" if cell.is_markdown else "code",
        "grade": cell.kind != "answer",
        "grade_id": grade_id(cell),
        "locked": cell.kind == "check",
        "schema_version": 3,
        "solution": cell.kind != "check",
        "task": False,
    }
    if metadata["grade"]:
        metadata["points"] = cell.points
    return {"nbgrader": metadata}


def _without_solution(source: str) -> str:
    """Put the stub in the solution's place, as nbgrader's ClearSolutions does."""
    head, _, rest = source.partition(BEGIN)
    indent = head[head.rindex("\n") + 1 :]
    tail = rest.partition(END)[2]
    return head + CODE_STUB.replace("\n", "\n" + indent) + tail


def _slug(text: str) -> str:
    first = next((line for line in text.split("\n") if re.search(r"[A-Za-z]", line)), "")
    words = re.findall(r"[a-z0-9]+", first.lower().replace("'", "").replace("’", ""))
    slug = ""
    for word in words:
        if len(slug) + len(word) > 48:
            break
        slug += f"-{word}" if slug else word
    return slug or (words[0][:48] if words else "")


def main(arguments: list[str] | None = None) -> int:
    """Write the committed notebooks, or with ``--check`` name those that are out of date."""
    parser = argparse.ArgumentParser(prog="python -m grader.notebooks", description=main.__doc__)
    parser.add_argument(
        "units", nargs="*", metavar="UNIT", help="such as 05-jazztel-delays; all when none is named"
    )
    parser.add_argument(
        "--check", action="store_true", help="write nothing; fail and name the notebooks out of date"
    )
    options = parser.parse_args(arguments)
    try:
        built = lessons(options.units, folder=NOTEBOOKS)
        outdated = stale(built, folder=NOTEBOOKS) if options.check else []
    except LessonError as error:
        print(error, file=sys.stderr)
        return 1
    if options.check:
        for path in outdated:
            print(
                f"out of date: {path.relative_to(NOTEBOOKS.parent)}; run python -m grader.notebooks",
                file=sys.stderr,
            )
        return 1 if outdated else 0
    for lesson in built:
        for path, text in committed(lesson).items():
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text.encode())
            print(path.relative_to(NOTEBOOKS.parent))
    return 0


if __name__ == "__main__":
    sys.exit(main())
