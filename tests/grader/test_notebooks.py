"""The build: two kinds in two languages, valid, stable to the byte, no solution in the student kind."""

import json
import shutil

import nbformat
import pytest
from nbgrader.preprocessors import CheckCellMetadata, ClearSolutions
from traitlets.config import Config

from course.language import LANGUAGES
from grader import notebooks
from grader.notebooks import CODE_STUB, TEXT_STUB, build, cell_ids, committed, stale, written

BY_KIND_AND_LANGUAGE = [(kind, language) for kind in notebooks.KINDS for language in LANGUAGES]


@pytest.mark.parametrize(("kind", "language"), BY_KIND_AND_LANGUAGE)
def test_a_notebook_is_valid_and_says_what_it_is(lesson, kind, language):
    """nbformat 4.5, Python's kernel, the language, no outputs, no execution counts, a final newline."""
    text = written(build(lesson, language, kind=kind))
    notebook = nbformat.reads(text, as_version=4)
    nbformat.validate(notebook)
    assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
    assert notebook.metadata.kernelspec.name == "python3"
    assert notebook.metadata.crisis20 == {"language": language, "unit": "07-sample"}
    code = [cell for cell in notebook.cells if cell.cell_type == "code"]
    assert all(cell.outputs == [] and cell.execution_count is None for cell in code)
    assert text.endswith("}\n")
    assert max(map(len, text.split("\n"))) < 120, "one line of source a line of the file, for version control"
    assert "ñ" in text if language == "es" else True


def test_the_student_gets_stubs_and_nothing_of_the_solution(lesson):
    """Neither a line of a solution nor a model answer reaches the committed notebook."""
    for text in committed(lesson).values():
        notebook = nbformat.reads(text, as_version=4)
        assert "sort_values" not in text
        assert "ordered = " not in text
        assert "SOLUTION" not in text
        assert "carries the mean away" not in text
        assert "se deja llevar" not in text
        assert "nbgrader" not in text
        assert all(cell.metadata == {} for cell in notebook.cells if not cell.id.endswith("-check"))


def test_a_stray_key_cannot_change_a_check(lesson):
    """In command mode `1` makes a heading and `dd` deletes: not of a check, as in nbgrader's own release."""
    for text in committed(lesson).values():
        checks = [cell for cell in nbformat.reads(text, as_version=4).cells if cell.id.endswith("-check")]
        assert checks
        assert all(cell.metadata == {"deletable": False, "editable": False} for cell in checks)


def test_the_stub_stands_where_the_solution_stood(lesson):
    """Signature and docstring stay; the body is one bilingual comment and an ellipsis."""
    cells = {cell.id: cell.source for cell in build(lesson, "es", kind="student").cells}
    assert cells["median-round"] == (
        "def median_round(rounds):\n"
        '    """Devuelve la mediana, en minutos."""\n'
        "    # ESCRIBE AQUÍ TU CÓDIGO / WRITE YOUR CODE HERE\n"
        "    return ..."
    )
    assert cells["why-median"] == "ESCRIBE AQUÍ TU RESPUESTA / WRITE YOUR ANSWER HERE"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nbgrader_releases_what_the_student_notebook_holds(lesson, language):
    """The class and the self-learner work on the same cells: nbgrader's ClearSolutions gives our text."""
    config = Config()
    config.ClearSolutions.code_stub = {"python": CODE_STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    source = build(lesson, language, kind="source")
    CheckCellMetadata().preprocess(source, {})
    released, _ = ClearSolutions(config=config).preprocess(source, {})
    student = build(lesson, language, kind="student")
    assert [(c.id, c.source) for c in released.cells] == [(c.id, c.source) for c in student.cells]


def test_graded_cells_are_the_same_in_both_languages(lesson):
    """One gradebook serves both: ids, points, locks and the code of locked cells are the same."""
    graded = {
        language: [
            (cell.metadata.nbgrader, cell.source if cell.metadata.nbgrader.locked else None)
            for cell in build(lesson, language, kind="source").cells
            if "nbgrader" in cell.metadata
        ]
        for language in LANGUAGES
    }
    assert graded["es"] == graded["en"]
    metadata = {m["grade_id"]: m for m, _ in graded["es"]}
    assert list(metadata) == ["median-round", "median-round-check", "why-median"]
    flags = {key: (m["grade"], m["solution"], m["locked"], m.get("points")) for key, m in metadata.items()}
    assert flags == {
        "median-round": (False, True, False, None),
        "median-round-check": (True, False, True, 3),
        "why-median": (True, True, False, 4),
    }
    assert all(m["schema_version"] == 3 and m["task"] is False for m in metadata.values())


def test_ids_come_from_keys_and_words(lesson):
    """The same in both languages, unique, and as nbformat wants them."""
    expected = [
        *("how-long-a-bird-takes", "matplotlib-inline", "minutes-of-each-round", "the-median-round"),
        *("median-round", "median-round-check", "why-median"),
    ]
    assert cell_ids(lesson) == expected
    for kind, language in BY_KIND_AND_LANGUAGE:
        assert [cell.id for cell in build(lesson, language, kind=kind).cells] == expected


def test_a_new_cell_does_not_rename_the_others(read_text, lesson_text, lesson):
    """Ids do not count positions: a version-control diff shows the new cell only."""
    more = read_text(lesson_text.replace("# %%\n# es: Min", "# %%\nrounds = None\n\n# %%\n# es: Min"))
    assert [i for i in cell_ids(more) if i != "rounds-none"] == cell_ids(lesson)


def test_cells_that_begin_alike_are_numbered(read_text, lesson_text):
    """A key is never taken by prose; equal beginnings get -2, -3; no words or long ones still give an id."""
    cells = "# %%\nmedian_round\n\n# %%\nmedian_round\n\n# %%\n1\n\n# %%\n" + "x" * 90 + "\n\n"
    ids = cell_ids(read_text(lesson_text.replace("# %%\n# es: Min", cells + "# %%\n# es: Min")))
    assert ids[2:6] == ["median-round-2", "median-round-3", "code", "x" * 48]
    assert len(set(ids)) == len(ids)


def test_the_build_gives_the_same_bytes_again(lesson):
    assert committed(lesson) == committed(lesson)


def test_a_stale_a_missing_and_an_orphan_notebook_are_named(lesson):
    """`--check` compares bytes, and knows notebooks whose lesson is gone."""
    folder = lesson.path.parents[1]
    files = committed(lesson)
    assert stale([lesson], folder=folder) == sorted(files)
    for path, text in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(text.encode())
    assert stale([lesson], folder=folder) == []
    spanish, english = files
    english.write_bytes(english.read_bytes().replace(b"\n", b"\r\n"))
    orphan = folder / "06-gone" / "es" / "06-gone.ipynb"
    orphan.parent.mkdir(parents=True)
    shutil.copy(spanish, orphan)
    renamed = spanish.with_name("old-name.ipynb")
    shutil.copy(spanish, renamed)
    assert stale([lesson], folder=folder) == sorted([english, orphan, renamed])


def test_a_kind_that_does_not_exist_is_refused(lesson):
    with pytest.raises(ValueError, match="source or student"):
        build(lesson, "es", kind="release")


@pytest.fixture
def elsewhere(lesson, monkeypatch):
    """The command line, working on the invented lesson's folder."""
    folder = lesson.path.parents[1]
    monkeypatch.setattr(notebooks, "NOTEBOOKS", folder)
    monkeypatch.setattr(notebooks, "lessons", lambda units, folder: [lesson])
    return folder


def test_the_command_writes_and_then_finds_nothing_stale(elsewhere, capsys):
    """Exit status 1 while notebooks are out of date, naming each; 0 once they are written."""
    assert notebooks.main(["--check"]) == 1
    said = capsys.readouterr().err
    assert "07-sample/es/07-sample.ipynb" in said
    assert "07-sample/en/07-sample.ipynb" in said
    assert notebooks.main([]) == 0
    assert notebooks.main(["--check"]) == 0
    assert json.loads((elsewhere / "07-sample" / "en" / "07-sample.ipynb").read_text(encoding="utf-8"))[
        "cells"
    ]


def test_the_command_names_a_unit_that_does_not_exist(capsys):
    assert notebooks.main(["99-nothing"]) == 1
    assert "notebooks/99-nothing/lesson.py: there is no such lesson" in capsys.readouterr().err
