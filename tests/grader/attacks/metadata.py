"""Metadata: tags, nbgrader's flags, kernels, versions, state of widgets, what graders write themselves."""

import json

import nbformat

from .attack import ANY, LOOKED, NOT_READ, TAMPERED, Family

metadata = Family("metadata")


def _forged(points="100.0"):
    return nbformat.v4.new_output("execute_result", data={"text/plain": points}, execution_count=1)


@metadata("skip-execution", "a tag skips the checks and points stand there already", states=TAMPERED)
def skip_execution(handed):
    for cell in handed.notebook.cells:
        cell.metadata["tags"] = ["skip-execution"]
        if cell.cell_type == "code":
            cell.outputs = [_forged("3.0")]


@metadata("skip-execution of half", "the same, over honest answers", base="half", states=TAMPERED)
def skip_half(handed):
    skip_execution(handed)


@metadata("other tags", "tags of nbconvert, papermill and nbclient take cells out", base="half")
def other_tags(handed):
    tags = ["raises-exception", "remove-cell", "remove-input", "parameters", "hide-output", "nbgrader-skip"]
    for cell in handed.notebook.cells:
        cell.metadata["tags"] = tags
        cell.metadata["tag"] = "skip-execution"
        cell.metadata["execution"] = {"shell.execute_reply": "2026-01-01T00:00:00Z"}


@metadata("tags that are no tags", "values of another type crash whoever reads them", base="half")
def odd_tags(handed):
    for number, cell in enumerate(handed.notebook.cells):
        cell.metadata["tags"] = [7, {"skip-execution": True}, "x" * 5000, [[]]][number % 4]
    handed.content = json.dumps(handed.notebook).encode()


@metadata("points", "a hundred points a check", states=TAMPERED)
def points(handed):
    for cell in handed.checks:
        cell.metadata.nbgrader.points = 100


@metadata("points of half", "the same, over honest answers", base="half", states=TAMPERED)
def points_of_half(handed):
    points(handed)


@metadata("points that are no numbers", "NaN, infinity, minus one, a text, a list", base="half")
def odd_points(handed):
    odd = [float("nan"), float("inf"), -1, "100", [100], None]
    for number, cell in enumerate([*handed.checks, *handed.answers]):
        cell.metadata.nbgrader["points"] = odd[number % len(odd)]
    handed.content = json.dumps(handed.notebook).encode()


@metadata("checks as solutions", "autograde leaves a solution's code as it is", states=TAMPERED)
def checks_as_solutions(handed):
    for cell in handed.checks:
        cell.source = "100.0"
        cell.metadata.nbgrader |= {"solution": True, "locked": False}


@metadata("nothing is locked", "an unlocked check is not overwritten", states=TAMPERED)
def unlocked(handed):
    for cell in handed.checks:
        cell.source = "100.0"
        cell.metadata.nbgrader["locked"] = False


@metadata("nothing is graded", "what is no grade cannot fail", base="half")
def ungraded(handed):
    for cell in handed.checks:
        cell.metadata.nbgrader["grade"] = False


@metadata("a planted check", "one more graded cell, worth fifty points", base="half", states=TAMPERED)
def planted(handed):
    for name in ("bonus", "onset-minute-check"):
        cell = nbformat.v4.new_code_cell("50.0")
        cell.metadata["nbgrader"] = {
            **{"grade": True, "grade_id": name, "points": 50, "solution": False, "locked": True},
            **{"schema_version": 3, "task": False, "cell_type": "code"},
        }
        handed.notebook.cells.append(cell)


@metadata("versions of the schema", "an old or a future schema is converted by nbgrader", base="half")
def schema(handed):
    for number, cell in enumerate([*handed.checks, *handed.answers]):
        cell.metadata.nbgrader["schema_version"] = [0, 1, 2, 99, "3", None, -1][number % 7]


@metadata("nbgrader as another type", "metadata that is a list or a text", base="blank")
def other_types(handed):
    for number, cell in enumerate(handed.checks):
        cell.metadata["nbgrader"] = [[], "grade", 7, None, {"grade_id": []}, {"grade_id": {"x": 1}}][
            number % 6
        ]
        cell.source = "100.0"
    handed.content = json.dumps(handed.notebook).encode()


@metadata("another kernel", "bash, or a kernel of my own, runs the notebook", base="half")
def another_kernel(handed):
    spec = {"name": "bash", "display_name": "Bash", "language": "bash"}
    handed.notebook.metadata["kernelspec"] = spec
    handed.notebook.metadata["language_info"] = {"name": "bash", "codemirror_mode": "shell"}


@metadata("a kernel by a path", "a kernel's name leads out of the folder of kernels", base="half")
def kernel_by_path(handed):
    argv = ["/bin/sh", "-c", f"touch /tmp/{handed.scene.token}-kernelspec"]
    handed.notebook.metadata["kernelspec"] = {"name": "../../../mine", "display_name": 7, "argv": argv}
    handed.files["mine/kernel.json"] = json.dumps(
        {"argv": argv, "display_name": "x", "language": "python"}
    ).encode()
    handed.files["share/jupyter/kernels/python3/kernel.json"] = handed.files["mine/kernel.json"]


@metadata("a kernel that is no text", "the kernel's name is an object", base="half")
def kernel_object(handed):
    handed.notebook.metadata["kernelspec"] = {"name": {"a": [1]}, "display_name": None}
    handed.notebook.metadata["language_info"] = 7
    handed.content = json.dumps(handed.notebook).encode()


@metadata("widget state", "state of widgets that runs script where the notebook is shown", base="half")
def widgets(handed):
    state = {
        f"m{n}": {"model_name": "HTMLModel", "state": {"value": "<script>1</script>"}} for n in range(500)
    }
    handed.notebook.metadata["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": state}}


@metadata("the grader's own words", "metadata that only the grader writes: all passed, no tampering")
def graders_words(handed):
    said = {
        **{"unit": "05-jazztel-delays", "language": "es", "fault": None, "notes": [], "tampering": []},
        "exercises": {
            key: {"points": 99, "max_points": 99, "fault": None, "cases": []} for key in handed.keys
        },
        **{"outcomes": ["graded"], "sandbox": "bubblewrap", "missing": [], "language_known": True},
    }
    handed.notebook.metadata["crisis20"] = said
    for cell in handed.checks:
        cell.metadata["crisis20"] = said
        cell.metadata.nbgrader["checksum"] = "d41d8cd98f00b204e9800998ecf8427e"
        cell.outputs = [_forged()]


@metadata("another unit", "the grader is told that it is an easier unit", base="half")
def another_unit(handed):
    handed.notebook.metadata["crisis20"] = {"unit": "01-iberia-minute-zero"}
    handed.notebook.metadata["nbgrader"] = {"assignment_id": "01-iberia-minute-zero"}


@metadata(
    "an old format", "nbformat 3, whose metadata are converted on the way", base="half", states=ANY | NOT_READ
)
def old_format(handed):
    cells = []
    for cell in handed.notebook.cells:
        if cell.cell_type == "code":
            old = {"cell_type": "code", "input": cell.source, "language": "python", "outputs": []}
        else:
            old = {"cell_type": "markdown", "source": cell.source}
        cells.append(old | {"metadata": cell.metadata, "collapsed": False})
    book = {"nbformat": 3, "nbformat_minor": 0, "metadata": {"name": "x"}, "worksheets": [{"cells": cells}]}
    handed.content = json.dumps(book).encode()


@metadata("a future format", "nbformat 99.99", base="half", states=ANY | NOT_READ)
def future_format(handed):
    handed.content = json.dumps(handed.notebook | {"nbformat": 99, "nbformat_minor": 99}).encode()


@metadata(
    "formats that are no numbers", "nbformat is a text, then a list", base="half", states=ANY | NOT_READ
)
def odd_format(handed):
    handed.content = json.dumps(handed.notebook | {"nbformat": "4", "nbformat_minor": [5]}).encode()


@metadata(
    "keys twice", "JSON with each word twice: one reader sees the first, another the last", states=TAMPERED
)
def keys_twice(handed):
    points(handed)
    text = json.dumps(handed.notebook)
    handed.content = text.replace('"points": 100', '"points": 2, "points": 100').encode()


@metadata("a signed notebook", "a signature and trust", states=LOOKED, base="half")
def signed(handed):
    handed.notebook.metadata["signature"] = "sha256:" + "0" * 64
    for cell in handed.notebook.cells:
        cell.metadata["trusted"] = True
