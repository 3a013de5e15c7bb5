"""In a notebook, a NameError or SyntaxError is explained first and then shown as always."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from course import language
from course.checking import friendly
from course.checking.friendly import explain_name, explain_syntax, install

Run = Callable[[str], str]


@pytest.fixture(autouse=True)
def in_spanish(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "_chosen", "es")
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)


@pytest.fixture
def shell() -> InteractiveShell:
    """A shell of its own, without history and colours."""
    shell = InteractiveShell(colors="nocolor")
    shell.history_manager.enabled = False
    yield shell
    shell.history_manager.end_session()
    shell.restore_sys_module_state()


@pytest.fixture
def run(shell: InteractiveShell, capsys: pytest.CaptureFixture) -> Run:
    def run(cell: str) -> str:
        shell.run_cell(cell)
        output = capsys.readouterr().out
        return re.sub(r"\x1b\[[\d;]*m", "", output)

    return run


def test_a_name_error_is_explained_first(shell: InteractiveShell, run: Run) -> None:
    """A cell of the exercise not run: what it means comes first, Python's error stays whole."""
    assert install(shell)
    said = run('check("median-delay", median_delay)')
    assert said.startswith("El nombre «check» no existe todavía. Se importa en la primera celda")
    assert "NameError" in said and "name 'check' is not defined" in said
    said = run("print(median_delay)")
    assert said.startswith("El nombre «median_delay» no existe todavía. Es la función de un ejercicio")
    assert "----> 1" in said


def test_names_are_suggested(shell: InteractiveShell, run: Run) -> None:
    """A name mistyped is met by the ones there are."""
    install(shell)
    run("tweets = 5")
    assert "¿Querías decir tweets?" in run("twets + 1")
    language.set_language("en")
    assert run("twets + 1").startswith('The name "twets" does not exist yet. Did you mean tweets?')


def test_a_syntax_error_is_explained_first(shell: InteractiveShell, run: Run) -> None:
    """The usual slips of writing are named; the line and the mark are still shown."""
    install(shell)
    said = run("def f()\n    return 1")
    assert said.startswith("Faltan los dos puntos (:)")
    assert "SyntaxError" in said and "def f()" in said and "^" in said
    assert run("def f():\nreturn 1").startswith("Después de los dos puntos")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ("print((1)", "falta cerrarlo"),
        ("x = 1)", "Sobra un paréntesis"),
        ("x = 'hola", "comillas"),
        ("if x = 1:\n    pass", "=="),
        ("x = 5\n    y = 6", "espacios al principio"),
        ("x = [1 2]", "coma"),
        ("x = “hola”", "comillas"),
        ("print 3", "print lleva paréntesis"),
        ("for = 3", "no entiende cómo está escrita"),
    ],
)
def test_usual_slips_of_writing(shell: InteractiveShell, run: Run, cell: str, words: str) -> None:
    """Each kind of slip has its own words, and Python's are below."""
    install(shell)
    first, _, rest = run(cell).partition("\n")
    assert words in first
    assert "Error" in rest


def test_every_other_error_is_as_always(shell: InteractiveShell, run: Run) -> None:
    """Errors of other kinds, and a variable without a value in a function, are shown unchanged."""
    plain = run("1 / 0")
    install(shell)
    assert run("1 / 0") == plain.replace("In[1]", "In[2]").replace("Cell In[1]", "Cell In[2]")
    said = run("def f():\n    print(x)\n    x = 1\nf()")
    assert said.startswith("-----") and "UnboundLocalError" in said


def test_the_result_still_carries_the_error(shell: InteractiveShell) -> None:
    """Whoever runs the cell by program, as nbclient does, sees the error too."""
    install(shell)
    assert isinstance(shell.run_cell("nothing_like_it").error_in_exec, NameError)
    assert isinstance(shell.run_cell("def f(").error_before_exec, SyntaxError)


def test_installing_twice_is_installing_once(shell: InteractiveShell, run: Run) -> None:
    """The explanation is said once however often course is imported."""
    assert install(shell) and install(shell)
    assert run("nothing_like_it").count("no existe todavía") == 1


def test_another_handler_keeps_its_errors(shell: InteractiveShell, run: Run) -> None:
    """A handler that was there first still gets what it had asked for, and only that."""
    seen: list[str] = []

    def other(shell: Any, etype: type, value: Any, tb: Any, tb_offset: Any = None) -> list[str]:
        seen.append(etype.__name__)
        return []

    shell.set_custom_exc((ZeroDivisionError,), other)
    install(shell)
    run("1 / 0")
    assert seen == ["ZeroDivisionError"]
    assert "no existe todavía" in run("nothing_like_it")
    shell.set_custom_exc((NameError,), other)
    install(shell)
    run("nothing_like_it")
    assert seen == ["ZeroDivisionError", "NameError"]


def test_a_fault_in_the_explanation_hides_nothing(
    shell: InteractiveShell, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """If the explanation itself breaks, Python's error is shown alone."""
    install(shell)
    monkeypatch.setattr(friendly, "_words", lambda *_: 1 / 0)
    said = run("nothing_like_it")
    assert "NameError" in said and "ZeroDivision" not in said


def test_nothing_happens_in_a_graded_run_or_outside_ipython(
    shell: InteractiveShell, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Graded outputs stay those of a plain kernel; scripts are left alone."""
    assert not install()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert not install(shell)
    assert shell.custom_exceptions == ()


@pytest.mark.parametrize(
    ("name", "words"),
    [("true", "True, no true"), ("null", "None, no null"), ("pd", "primera celda"), ("zzz", "comillas")],
)
def test_names_of_beginners(name: str, words: str) -> None:
    """Names from other languages, names of imports and texts without quotes have words of their own."""
    assert words in explain_name(name, ["tweets"]).es


def test_all_words_are_in_both_languages() -> None:
    """No explanation is left in one language."""
    texts = [text for _, text in friendly._SYNTAX]
    texts += [
        explain_syntax("?"),
        *(explain_name(name, ["tweets"]) for name in ("true", "pd", "twets", "zzz")),
    ]
    assert all(text.es and text.en and text.es != text.en for text in texts)
