"""What the documentation promises: examples run, commands exist, both languages say the same."""

import doctest
import importlib
import pkgutil
import re
from pathlib import Path

import pytest

import course
import grader
from course.language import get_language, set_language

ROOT = Path(__file__).resolve().parents[1]


def modules() -> list[str]:
    found = []
    for package in (course, grader):
        found.append(package.__name__)
        for info in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
            if not info.name.endswith("__main__"):
                found.append(info.name)
    return found


@pytest.mark.parametrize("name", modules())
def test_docstring_examples_run(name):
    before = get_language()
    set_language("en")
    try:
        module = importlib.import_module(name)
        assert module.__doc__, f"{name} has no docstring"
        result = doctest.testmod(module, optionflags=doctest.NORMALIZE_WHITESPACE | doctest.ELLIPSIS)
    finally:
        set_language(before)
    assert result.failed == 0


READMES = ("README.md", "README.es.md", "CONTRIBUTING.md")


@pytest.mark.parametrize("name", READMES)
def test_every_make_target_that_is_named_exists(name):
    targets = set(re.findall(r"(?m)^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8")))
    named = set(
        re.findall(r"`make ([a-z]+)`|^\s*make ([a-z]+)", (ROOT / name).read_text(encoding="utf-8"), re.M)
    )
    assert {a or b for a, b in named} <= targets


@pytest.mark.parametrize("name", READMES)
def test_every_grader_command_that_is_named_exists(name):
    from typer.main import get_command

    from grader.cli import app

    commands = set(get_command(app).commands)
    named = set(re.findall(r"(?<![\w./-])grader ([a-z]+)\b(?=[ `\n])", "\n".join(code_of(ROOT / name))))
    assert named <= commands


def code_of(path: Path) -> list[str]:
    text = path.read_text(encoding="utf-8")
    return re.findall(r"```\w*\n(.*?)```", text, re.S) + re.findall(r"`([^`\n]+)`", text)


@pytest.mark.parametrize("name", READMES)
def test_python_examples_run(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    blocks = re.findall(r"```python\n(.*?)```", (ROOT / name).read_text(encoding="utf-8"), re.S)
    assert blocks or name == "CONTRIBUTING.md"
    before = get_language()
    try:
        for block in blocks:
            if (
                "EXERCISES" in block or "@bank" in block
            ):  # pieces of a walk-through, tried in test_contributing
                continue
            exec(compile(block, name, "exec"), {})
    finally:
        set_language(before)
        import matplotlib.pyplot as plt

        plt.close("all")


@pytest.mark.parametrize("name", READMES)
def test_every_linked_file_exists(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    for target in re.findall(r"\]\(([^)#\s]+)[^)]*\)", text):
        if "://" not in target:
            assert (ROOT / target).exists(), target


@pytest.mark.parametrize("name", ("README.md", "README.es.md"))
def test_readme_is_short(name):
    assert len((ROOT / name).read_text(encoding="utf-8").splitlines()) < 100


def test_the_two_readmes_promise_the_same():
    english, spanish = ((ROOT / name).read_text(encoding="utf-8") for name in ("README.md", "README.es.md"))
    assert re.findall(r"```.*?```", english, re.S) == re.findall(r"```.*?```", spanish, re.S)
    assert english.count("\n## ") == spanish.count("\n## ")
    assert english.count("\n| ") == spanish.count("\n| ")
