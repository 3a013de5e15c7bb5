"""The invented class of `grader demo`: what each hands in, and what should become of it.

Names are invented. Right and wrong answers come from the banks, as source text under the student's function
name.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from dataclasses import dataclass, field

import nbformat
from nbformat import NotebookNode

from course.checking.labelling import LabellingExercise
from grader.bank import Bank
from grader.blueprint import Blueprint
from grader.handwriting import Answer, as_student, self_contained
from grader.labelling import LabellingBank
from grader.outcomes import Outcome
from grader.verify_labels import made_file

WRITTEN = {
    "es": "Porque la media la arrastran unas pocas esperas larguísimas; la mediana dice lo que le pasó "
    "al cliente típico.",
    "en": "Because a few very long waits drag the mean along; the median says what happened to the "
    "typical customer.",
}


@dataclass
class Pupil:
    """One member of the class.

    Parameters
    ----------
    name, language, kind : str
        `kind` says in a few words what was handed in.
    answers : dict of str to (callable or None)
        The function handed in for each exercise, or the maker of its labels; None where it was left unsolved.
    outcome : Outcome
        What should become of the submission.
    examined : bool or set of str
        Which exercises can be examined: all, none, or these.
    spoil : callable, optional
        Changes the notebook after the answers were put in.
    write : callable
        Turns the notebook into the file's bytes.
    file : str
        The file's name in the download; ``{unit}`` stands for the unit.
    safe_only : bool
        Whether the marks hold only where there is a sandbox.
    """

    name: str
    language: str
    kind: str
    answers: dict[str, Answer | None]
    outcome: Outcome = Outcome.MANUAL
    examined: bool | set[str] = True
    spoil: Callable[[NotebookNode], None] | None = None
    write: Callable[[NotebookNode], bytes] = field(
        default=lambda notebook: nbformat.writes(notebook).encode()
    )
    file: str = "{name}_{unit}.ipynb"
    safe_only: bool = False

    def handed_in(self, blueprint: Blueprint) -> bytes:
        """Return the bytes of the file that this pupil hands in."""
        notebook = copy.deepcopy(blueprint.notebooks[self.language])
        for cell in notebook.cells:
            known = blueprint.find(cell.metadata.get("nbgrader", {}).get("grade_id"))
            if known is None:
                continue
            answer = self.answers.get(known.key)
            if known.kind == "answer" and answer is not None:
                cell.source = as_student(answer, known.function)
            elif known.kind == "task" and any(self.answers.values()):
                cell.source = WRITTEN[self.language]
        if self.spoil is not None:
            self.spoil(notebook)
        return self.write(notebook)

    def labels(
        self, exercises: dict[str, LabellingExercise], banks: dict[str, Bank | LabellingBank]
    ) -> dict[str, bytes]:
        """Return the files of labels that this pupil hands in, by their names in the download."""
        files = {}
        for key, exercise in exercises.items():
            maker = self.answers.get(key)
            content = None if maker is None else made_file(exercise, banks[key], maker)
            if content is not None:
                beside = self.file.rpartition("/")[0]
                name = f"{beside}/{exercise.file}" if beside else f"{{name}}_{exercise.file}"
                files[name.format(name=self.name)] = content
        return files


def _rights(bank: Bank | LabellingBank) -> list[Answer]:
    if isinstance(bank, LabellingBank):
        return list(bank.right_answers)
    return [function for function in bank.right_answers if self_contained(function)]


def _wrongs(bank: Bank | LabellingBank) -> list[Answer]:
    if isinstance(bank, LabellingBank):
        return [wrong.maker for wrong in bank.wrong_answers]
    return [wrong.function for wrong in bank.wrong_answers if self_contained(wrong.function)]


def pupils(banks: dict[str, Bank | LabellingBank]) -> list[Pupil]:
    """Return the class, for a unit with these banks."""
    keys = list(banks)
    functions = [key for key, bank in banks.items() if isinstance(bank, Bank)]
    rights = {key: _rights(bank) for key, bank in banks.items()}
    wrongs = {key: _wrongs(bank) for key, bank in banks.items()}

    def right(style: int) -> dict[str, Answer | None]:
        return {key: rights[key][style % len(rights[key])] for key in keys}

    def mixed(style: int) -> dict[str, Answer | None]:
        """Right, wrong, right, wrong, and the last one left unsolved."""
        chosen: dict[str, Answer | None] = right(style)
        for position, key in enumerate(keys):
            if position % 2:
                chosen[key] = wrongs[key][style % len(wrongs[key])]
        return chosen | {keys[-1]: None}

    none: dict[str, Answer | None] = dict.fromkeys(keys)
    half = right(0) | dict.fromkeys(keys[len(keys) // 2 :])
    return [
        Pupil("Lucía Ferrer", "es", "all right", right(0)),
        Pupil("Hugo Marín", "es", "all right, another style", right(1)),
        Pupil("Emily Clarke", "en", "all right, a third style", right(2)),
        Pupil("Nerea Etxeberria", "es", "partly right", mixed(0)),
        Pupil("Oliver Brown", "en", "partly right", mixed(3)),
        Pupil("Iker Sanz", "es", "left blank", none, Outcome.GRADED),
        Pupil("Alba Rovira", "es", "all right; copied cells, prints, warnings", right(1), spoil=_odd),
        Pupil(
            "Marcos Gil", "es", "all right; wrong file name", right(3),
            file="{name}/entrega final (1).ipynb",
        ),
        Pupil(
            "Pau Ibáñez", "es", "os._exit() half-way", right(0), Outcome.CRASHED,
            spoil=lambda notebook: _after_check(notebook, functions[1], "import os\n\nos._exit(0)"),
        ),
        Pupil(
            "Sofía Lozano", "es", "one function never ends", right(0) | {functions[1]: _endless},
            Outcome.TIMED_OUT, set(keys) - {functions[1]},
        ),
        Pupil(
            "Bruno Castaño", "es", "damaged file", right(0), Outcome.UNREADABLE, False,
            write=lambda notebook: nbformat.writes(notebook).encode()[:9000],
        ),
        Pupil(
            "Grace Miller", "en", "empty file", right(0), Outcome.UNREADABLE, False,
            write=lambda notebook: b"",
        ),
        Pupil("Vera Molina", "es", "cheat: forged checks and points", none, Outcome.TAMPERED, spoil=_forge),
        Pupil("Diego Prats", "es", "cheat: skip-execution, old outputs", none, Outcome.TAMPERED, spoil=_skip),
        Pupil(
            "Jack Turner", "en", "cheat: input transformer", none, Outcome.TAMPERED,
            spoil=lambda notebook: _first(notebook, _TRANSFORMER),
        ),
        Pupil(
            "Carla Vidal", "es", "deleted what was not solved", half,
            spoil=lambda notebook: _delete(notebook, keys[len(keys) // 2 :]),
        ),
        Pupil(
            "Rubén Soler", "es", "cheat: reads the grader's files", none, Outcome.TAMPERED,
            spoil=lambda notebook: _last(notebook, _thief(functions)), safe_only=True,
        ),
        Pupil(
            "Elsa Quiroga", "en", "cheat: patches the course", none, Outcome.TAMPERED,
            spoil=lambda notebook: _first(notebook, _PATCH),
        ),
    ]  # fmt: skip


def _endless(table, *rest):
    minutes = 0
    while minutes >= 0:
        minutes = minutes + 1
    return minutes


def _code(source: str) -> NotebookNode:
    return nbformat.v4.new_code_cell(source)


def _first(notebook: NotebookNode, source: str) -> None:
    notebook.cells.insert(0, _code(source))


def _last(notebook: NotebookNode, source: str) -> None:
    """Before the first check: the last moment at which functions can be planted for all of them."""
    position = next(i for i, cell in enumerate(notebook.cells) if _grade_id(cell).endswith("-check"))
    notebook.cells.insert(position, _code(source))


def _after_check(notebook: NotebookNode, key: str, source: str) -> None:
    position = next(i for i, cell in enumerate(notebook.cells) if _grade_id(cell) == f"{key}-check")
    notebook.cells.insert(position + 1, _code(source))


def _grade_id(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def _odd(notebook: NotebookNode) -> None:
    """What honest people do: copy cells, print, warn, draw, leave notes."""
    cells = []
    for cell in notebook.cells:
        cells.append(cell)
        if _grade_id(cell):
            cells.append(copy.deepcopy(cell))
            cells[-1]["id"] = f"copy-{len(cells)}"  # as JupyterLab does; nbgrader's metadata is copied along
    cells.append(_code("import warnings\n\nprint('probando' * 1000)\nwarnings.warn('una prueba')"))
    cells.append(_code("1 / 0"))
    cells.append(nbformat.v4.new_markdown_cell("Notas mías: repasar `groupby`."))
    notebook.cells = cells


def _forge(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if _grade_id(cell).endswith("-check"):
            cell.source = "99.0"
            cell.metadata.nbgrader.points = 99


def _skip(notebook: NotebookNode) -> None:
    for cell in notebook.cells:
        if _grade_id(cell).endswith("-check"):
            cell.metadata["tags"] = ["skip-execution"]
            points = str(float(cell.metadata.nbgrader.points))
            cell.outputs = [
                nbformat.v4.new_output("execute_result", data={"text/plain": points}, execution_count=1)
            ]


def _delete(notebook: NotebookNode, keys: list[str]) -> None:
    notebook.cells = [cell for cell in notebook.cells if _grade_id(cell).removesuffix("-check") not in keys]


def _thief(keys: list[str]) -> str:
    """Tries to take the references out of the grader."""
    return f"""\
import importlib, pathlib, sys

for folder in [*pathlib.Path.cwd().parents, *map(pathlib.Path, sys.path)]:
    sys.path.append(str(folder))
try:
    for name in ("jazztel_delays", "iberia_minute_zero", "iberia_voices"):
        for bank in importlib.import_module("grader.exercises." + name).BANKS:
            if bank.exercise in {json.dumps(keys)}:
                globals()[bank.exercise.replace("-", "_")] = bank.solution
except ImportError as error:
    print(error)"""


_TRANSFORMER = """\
import IPython

shell = IPython.get_ipython()
forged = lambda lines: ["100.0\\n"] if any("check(" in line for line in lines) else lines
shell.input_transformers_post.append(forged)"""
_PATCH = """\
import course.channel.answer, course.checking, course.checking.judge

course.channel.answer.answer = lambda text, namespace: '{"passed": true, "points": 100}'
course.checking.judge.judge = course.checking.check = lambda *arguments, **options: 100.0"""
