"""A real unit without its prose, released and answered, and whatever may become of it on the way."""

import copy
import json

import pytest

from grader.blueprint import Blueprint
from grader.delivery import Delivery
from grader.doctor import diagnose, from_lesson

UNIT = "05-jazztel-delays"
TASK = "two-press-releases"


@pytest.fixture(scope="session")
def blueprint():
    """The graded cells of a real unit, and the first ten of the others: enough to be known by."""
    whole = from_lesson(UNIT)
    for notebook in whole.notebooks.values():
        plain = [cell for cell in notebook.cells if "nbgrader" not in cell.metadata][:10]
        notebook.cells = plain + [cell for cell in notebook.cells if "nbgrader" in cell.metadata]
    return Blueprint.of(UNIT, whole.notebooks)


class Notebook:
    """A notebook as JSON, to be spoilt."""

    def __init__(self, data):
        self.data, self.cells = data, data["cells"]

    def __getitem__(self, grade_id):
        return next(cell for cell in self.cells if _name(cell) == grade_id)

    def without(self, *names):
        self.cells[:] = [cell for cell in self.cells if _name(cell) not in names]
        return self

    def add(self, source, *, at=None, kind="code", **more):
        cell = {"cell_type": kind, "id": f"new-{len(self.cells)}", "metadata": {}, "source": source} | more
        if kind == "code":
            cell |= {"outputs": [], "execution_count": None}
        self.cells.insert(len(self.cells) if at is None else at, cell)
        return cell

    def copy(self, grade_id):
        self.cells.append(copy.deepcopy(self[grade_id]))
        return self.cells[-1]

    @property
    def bytes(self):
        return json.dumps(self.data, ensure_ascii=False, indent=1).encode()


def _name(cell):
    return cell["metadata"].get("nbgrader", {}).get("grade_id")


@pytest.fixture
def answered(blueprint):
    """Gives the notebook with something of the student's own in each answer."""

    def answered(language="es"):
        notebook = Notebook(json.loads(json.dumps(blueprint.notebooks[language])))
        for cell in notebook.cells:
            known = cell["metadata"].get("nbgrader", {})
            if known.get("solution"):
                given = cell["source"].replace("return ...", "return 1")
                cell["source"] = (
                    given if cell["cell_type"] == "code" else "Mi respuesta, en dos líneas.\nAdiós."
                )
        return notebook

    return answered


@pytest.fixture
def blank(blueprint):
    """Gives the notebook as released."""
    return lambda language="es": Notebook(json.loads(json.dumps(blueprint.notebooks[language])))


@pytest.fixture
def looked(blueprint):
    """Looks at files in memory; bytes alone are the notebook under its proper name."""

    def looked(files):
        if isinstance(files, Notebook):
            files = files.bytes
        if isinstance(files, bytes):
            files = {f"{UNIT}.ipynb": files}
        return diagnose("ana", Delivery.of_files(files), blueprint)

    return looked
