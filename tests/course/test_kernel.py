"""Help from the first cell on, in an environment that is the course's own."""

import sys

import pytest
from nbclient import NotebookClient
from nbformat.v4 import new_code_cell, new_notebook

from course.kernel import config_path, write_config


def shown(source: str, monkeypatch, tmp_path, **environment: str) -> str:
    """What a fresh kernel shows for one cell, with the settings of an environment that was prepared."""
    write_config(str(tmp_path))
    monkeypatch.setenv("IPYTHONDIR", str(tmp_path / "ipython"))
    profile = tmp_path / "ipython" / "profile_default"
    profile.mkdir(parents=True)
    config_path(str(tmp_path)).rename(profile / "ipython_kernel_config.py")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    notebook = new_notebook(cells=[new_code_cell(source)])
    NotebookClient(notebook, timeout=60, allow_errors=True, kernel_name="python3").execute()
    return "\n".join("\n".join(output.get("traceback", [])) for output in notebook.cells[0].outputs)


def test_before_the_first_cell_the_words_come_in_both_languages(monkeypatch, tmp_path):
    """After a restart `check` is an unknown name: the reader is sent to the first cell, whatever the language."""
    monkeypatch.delenv("CRISIS20_LANGUAGE", raising=False)
    said = shown('check("median-delay", median_delay)', monkeypatch, tmp_path)
    assert "primera celda" in said and "first cell" in said
    assert "NameError" in said, "Python's own words stay"


def test_a_chosen_language_is_the_only_one(monkeypatch, tmp_path):
    said = shown("check", monkeypatch, tmp_path, CRISIS20_LANGUAGE="en")
    assert "first cell" in said and "primera" not in said


def test_nothing_is_explained_in_a_graded_run(monkeypatch, tmp_path):
    assert "celda" not in shown("check", monkeypatch, tmp_path, NBGRADER_EXECUTION="1")


def test_settings_that_are_not_ours_are_left_alone(tmp_path):
    path = write_config(str(tmp_path))
    assert write_config(str(tmp_path)) == path, "writing twice changes nothing"
    path.write_text("c.Other.setting = 1\n")
    with pytest.raises(FileExistsError, match=r"course\.kernel"):
        write_config(str(tmp_path))
    assert path.read_text() == "c.Other.setting = 1\n"


def test_the_settings_lie_where_ipython_looks():
    from IPython.core.application import ENV_CONFIG_DIRS

    assert str(config_path(sys.prefix).parent) in ENV_CONFIG_DIRS
