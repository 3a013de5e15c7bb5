"""What students get: nothing of the instructor's, in either language; and the course folder keeps its secrets."""

import subprocess
import sys

import nbformat
import pytest

from grader.coursefolder import CourseFolder
from grader.errors import GraderError
from grader.examiner import Examiner
from grader.release import build_units, release_unit
from grader.seed import read_seed

UNIT = "90-tiny"


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_release_holds_stubs_and_checks_and_nothing_else(course, released, language):
    notebook = released(language)
    text = "\n".join(cell.source for cell in notebook.cells)
    assert "SOLUTION" not in text and "2 * x" not in text and "Porque una sola" not in text
    assert text.count("return ...") == 2 and text.count('check("') == 2
    assert not any(cell.get("outputs") for cell in notebook.cells)
    folder = course.root / "release" / language / UNIT
    assert [path.name for path in folder.iterdir()] == [f"{UNIT}.ipynb"]


def test_both_languages_share_keys_points_and_checks(released):
    def graded(language):
        return {
            cell.metadata.nbgrader.grade_id: (cell.metadata.nbgrader.get("points"), cell.cell_type)
            for cell in released(language).cells
            if "nbgrader" in cell.metadata
        }

    assert graded("es") == graded("en")


def test_a_text_source_beside_the_notebook_is_not_released(tiny_unit, tmp_path):
    """nbgrader copies every other file of the source folder: a .py would ship the solutions."""
    folder = CourseFolder.create(tmp_path)
    list(build_units(folder, [UNIT]))
    source = folder.root / "source" / "es" / UNIT
    (source / "lesson.py").write_text("# the solution")
    (source / "data.csv").write_text("1")
    release_unit(folder, UNIT)
    assert sorted(p.name for p in (folder.root / "release" / "es" / UNIT).iterdir()) == [
        "90-tiny.ipynb",
        "data.csv",
    ]


def test_a_release_with_a_solution_in_it_is_deleted(tiny_unit, tmp_path):
    folder = CourseFolder.create(tmp_path)
    paths = list(build_units(folder, [UNIT]))
    notebook = nbformat.read(paths[0], as_version=4)
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell("### BEGIN HIDDEN thing"))
    nbformat.write(notebook, paths[0])
    with pytest.raises(GraderError, match="BEGIN HIDDEN"):
        release_unit(folder, UNIT)
    assert not (folder.root / "release" / "es" / UNIT).exists()


def test_releasing_again_keeps_the_gradebook(course, school, released):
    school.hand_in("Before again", released())
    school.grade("Before again")
    list(build_units(course, [UNIT]))
    release_unit(course, UNIT)
    assert school.grades("Before again")["double-it-check"] == (0.0, False)


def test_the_real_units_build_and_release(tmp_path):
    """Every unit, both languages, without a word of the solutions."""
    from grader.demo import unit_names

    folder = CourseFolder.create(tmp_path)
    list(build_units(folder, unit_names()))
    for unit in unit_names():
        blueprint_paths = release_unit(folder, unit)
        assert len(blueprint_paths) == 2
        blueprint = folder.blueprint(unit)
        assert len(blueprint.checks) >= 4 and len(blueprint.tasks) >= 1
        examiner = Examiner(unit, read_seed(folder.root))
        assert {cell.key: cell.points for cell in blueprint.checks} == {
            key: exercise.points for key, exercise in examiner.exercises.items()
        }


def test_no_file_but_the_seed_and_the_source_tells_a_hidden_value(course, school, answered):
    """Inputs and expected values of a graded class stand in no release, record, graded notebook or database."""
    school.hand_in("Secrets", answered(double_it="def double_it(x):\n    return x"))
    school.grade("Secrets")
    examiner = Examiner(UNIT, read_seed(course.root))
    hidden = [str(case.arguments[0]).encode() for case in examiner.prepared("double-it") if case.arguments[0]]
    hidden += [str(case.expected).encode() for case in examiner.prepared("double-it") if case.expected]
    assert len(hidden) == 4 and all(len(value) >= 7 for value in hidden)
    for path in course.root.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(value in content for value in hidden), path


def test_the_folder_is_kept_out_of_repositories(course):
    ignored = (course.root / ".gitignore").read_text()
    assert "\n*\n" in ignored and "secret" in ignored
    config = (course.root / "nbgrader_config.py").read_text()
    assert str(course.root) not in config, "the folder may be moved"


def test_what_is_missing_is_said_with_the_next_step(tmp_path, tiny_unit):
    with pytest.raises(GraderError, match=r"is not a course folder.*grader build"):
        CourseFolder.open(tmp_path)
    folder = CourseFolder.create(tmp_path)
    with pytest.raises(GraderError, match=r"has not been built.*grader build 90-tiny"):
        release_unit(folder, UNIT)
    with pytest.raises(GraderError, match="grader release 90-tiny"):
        folder.require_released(UNIT)


def test_commands_import_nothing_heavy_for_help():
    """`grader --help` is quick: nbgrader is imported when it is needed."""
    code = "import grader.cli, sys; print('nbgrader' in sys.modules, 'pandas' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split()[0] == "False"
