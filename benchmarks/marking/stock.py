"""The class held in stock nbgrader: its own preprocessors and settings, hidden cases as data in the check cells.

As a careful instructor would do it by hand: inputs and expected values stand between the marks of hidden tests,
answers are compared as tolerantly as ours are, and what is partly right earns part of the points.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import nbformat

from course.channel.answer import request
from course.channel.codec import dumps, encode
from grader import registry
from grader.coursefolder import CourseFolder
from grader.examiner import Examiner
from grader.notebooks import CODE_STUB, TEXT_STUB
from grader.seed import read_seed

_CONFIG = f"""\
c = get_config()
c.CourseDirectory.course_id = "stock"
c.CourseDirectory.root = {{root!r}}
c.ClearSolutions.code_stub = {{{{"python": {CODE_STUB!r}}}}}
c.ClearSolutions.text_stub = {TEXT_STUB!r}
"""
_CHECK = """\
{visible}
### BEGIN HIDDEN TESTS
import dataclasses

from course import exercises
from course.channel.answer import answer, read_observed
from course.channel.codec import decode, loads
from course.checking.judge import judge

exercise = dataclasses.replace(exercises.get({key!r}), misconceptions=())
cases = [  # question, expected, core, weight
{cases}]
passed = []
for question, expected, _, _ in cases:
    arguments = tuple(decode(loads(question)["arguments"]))
    seen = read_observed(answer(question, globals()))
    passed.append(judge(exercise, exercise.title, arguments, decode(loads(expected)), seen, reveal=False).passed)
core = any(ok and is_core for ok, (_, _, is_core, _) in zip(passed, cases))
earned = sum(weight for ok, (_, _, is_core, weight) in zip(passed, cases) if ok and (is_core or core))
share = earned / sum(weight for _, _, _, weight in cases)
points = {points!r} if all(passed) else min(round({points!r} * share, 2), {points!r} - 0.01) if share else 0.0
### END HIDDEN TESTS
points"""


def stock_course(folder: Path, ours: CourseFolder, unit: str) -> None:
    """Make the stock course of the unit that `ours` holds, with the same hidden cases, and release it."""
    examiner = Examiner(unit, read_seed(ours.root))
    notebook = nbformat.read(ours.root / "source" / "es" / unit / f"{unit}.ipynb", as_version=4)
    for cell in notebook.cells:
        about = cell.metadata.get("nbgrader", {})
        if about.get("grade") and not about.get("solution"):
            cell.source = _check(examiner, about["grade_id"].removesuffix("-check"), cell.source)
    source = folder / "source" / unit
    source.mkdir(parents=True)
    nbformat.write(notebook, source / f"{unit}.ipynb")
    (folder / "nbgrader_config.py").write_text(_CONFIG.format(root=str(folder)), encoding="utf-8")
    nbgrader(folder, "generate_assignment", unit)
    _same_release(folder, ours, unit)


def _check(examiner: Examiner, key: str, visible: str) -> str:
    exercise = registry.exercises(examiner.unit)[key]
    cases = "".join(
        f"    ({request(exercise.function, one.arguments)!r}, {dumps(encode(one.expected))!r}, "
        f"{one.case.core}, {one.case.weight}),\n"
        for one in examiner.prepared(key)
    )
    return _CHECK.format(visible=visible, key=key, cases=cases, points=float(exercise.points))


def _same_release(folder: Path, ours: CourseFolder, unit: str) -> None:
    """Students of either course get the same notebook but for the checks' last line."""
    theirs = nbformat.read(folder / "release" / unit / f"{unit}.ipynb", as_version=4)
    wanted = ours.blueprint(unit).notebooks["es"]
    for one, other in zip(theirs.cells, wanted.cells, strict=True):
        if one.source != other.source and one.source.partition("\npoints")[0] != other.source:
            raise SystemExit(f"the stock release differs from ours:\n{one.source}\n---\n{other.source}")


def nbgrader(folder: Path, *arguments: str) -> None:
    """Run an nbgrader command in a course folder and wait."""
    run = subprocess.run(command(*arguments), cwd=folder, env=environment(), capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"nbgrader {' '.join(arguments)} failed:\n{run.stderr[-3000:]}")


def command(*arguments: str) -> list[str]:
    """Return the command line of an nbgrader command."""
    return [sys.executable, "-m", "nbgrader", *arguments]


def environment() -> dict[str, str]:
    """Return what both sides run under: `alembic` and the kernel's `python` are called by name."""
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    return os.environ | {"PATH": path, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
