"""In a notebook, the usual errors are explained first and then shown as always."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from IPython.core.interactiveshell import InteractiveShell

from course import language
from course.checking import friendly, stale
from course.checking.friendly import explain_name, install
from course.checking.stale import is_stale
from course.checking.syntax_words import SYNTAX, explain_syntax
from course.errors import CourseError
from course.language import Text

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


@pytest.fixture(autouse=True)
def nothing_stale() -> None:
    yield
    stale._stale.clear()
    stale._before.clear()


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
        ("def f():\n    x = 1\n  return x", "usa siempre cuatro"),
        ("x = [1]\nx > 120.mean()", "(a > 120).mean()"),
        ("x = 2h", "ponle comillas"),
    ],
)
def test_usual_slips_of_writing(shell: InteractiveShell, run: Run, cell: str, words: str) -> None:
    """Each kind of slip has its own words, and Python's are below."""
    install(shell)
    first, _, rest = run(cell).partition("\n")
    assert words in first
    assert "Error" in rest


def test_every_other_error_is_as_always(shell: InteractiveShell, run: Run) -> None:
    """Errors of other kinds, or that nothing is known of, are shown unchanged."""
    plain = run("1 / 0")
    install(shell)
    assert run("1 / 0") == plain.replace("In[1]", "In[2]").replace("Cell In[1]", "Cell In[2]")
    for cell in ("[][0]", "raise ValueError('odd')", "assert False", "raise type('Odd', (Exception,), {})()"):
        assert run(cell).startswith("-----")


@pytest.mark.parametrize(
    ("cell", "words"),
    [
        ('tweets["createdat"]', "No hay ninguna columna «createdat»"),
        ("tweets.text.lower()", "escribe `.str.lower(...)`"),
        ('tweets.resample("min")', "`resample` lee las horas en el índice"),
        ("tweets[created_at]", 'Si es una columna, ponle comillas: `tabla["created_at"]`'),
        ('tweets["text"] == "a" | tweets["text"] == "b"', "entre sus propios paréntesis"),
        ("pd.dataframe()", "El módulo no tiene «dataframe». ¿Querías decir «DataFrame»?"),
    ],
)
def test_errors_of_tables_are_explained_as_in_a_check(
    shell: InteractiveShell, run: Run, cell: str, words: str
) -> None:
    """An ordinary cell gets the sentence that a check would give, above Python's own error."""
    install(shell)
    run("import pandas as pd; tweets = pd.DataFrame({'created_at': [1], 'text': ['a']})")
    said = run(cell)
    assert words in said.partition("\n")[0]
    assert "Traceback" in said and "Python dice" not in said


def test_an_error_of_the_course_is_its_sentence(shell: InteractiveShell, run: Run) -> None:
    """The course's own errors, which are also TypeErrors or KeyErrors, are shown without a traceback."""
    install(shell)
    shell.user_ns["Odd"] = type("Odd", (CourseError, KeyError), {})
    shell.user_ns["words"] = Text("Eso no está.", "That is not there.")
    assert run("raise Odd(words)").strip() == "Eso no está."


def test_a_failed_cell_leaves_its_function_stale(shell: InteractiveShell, run: Run) -> None:
    """After an error before or at the def, the function is known to be the former one, until it is defined."""
    install(shell)
    run("def median_delay(x):\n    return 1")
    former = shell.user_ns["median_delay"]
    assert not is_stale("median_delay", former)
    for broken in (
        "def median_delay(x):\n    return 1)",
        "def median_delay(x):\n    y = 1\n  return y",
        "def median_delay(x):\n    return “1”",
        "1 / 0\ndef median_delay(x):\n    return 2",
    ):
        run(broken)
        assert is_stale("median_delay", former)
        assert not is_stale("median_delay", len)
        run("x = 1")
        assert is_stale("median_delay", former)
        run("def median_delay(x):\n    return 1\n1 / 0")
        former = shell.user_ns["median_delay"]
        assert not is_stale("median_delay", former)


def test_a_function_never_defined_for_an_error_is_told_so(shell: InteractiveShell, run: Run) -> None:
    """The cell was run: to say that it should be run would send the student in a circle."""
    install(shell)
    run("def median_delay(x):\n    return 1)")
    assert run("median_delay").startswith(
        "«median_delay» no existe todavía, porque la celda que la define ha dado un"
    )


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
    [
        ("true", "True, no true"),
        ("null", "None, no null"),
        ("pd", "al principio del cuaderno"),
        ("zzz", "comillas"),
    ],
)
def test_names_of_beginners(name: str, words: str) -> None:
    """Names from other languages, names of imports and texts without quotes have words of their own."""
    assert words in explain_name(name, ["tweets"]).es


def test_all_words_are_in_both_languages() -> None:
    """No explanation is left in one language."""
    texts = [text for _, text in SYNTAX]
    texts += [
        explain_syntax("?"),
        *(explain_name(name, ["tweets"]) for name in ("true", "pd", "twets", "zzz")),
    ]
    assert all(text.es and text.en and text.es != text.en for text in texts)
