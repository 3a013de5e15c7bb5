"""A function that is not ready never stops a reader."""

import pandas as pd
import pytest

from course import attempt, set_language
from course.attempt import NotYet


def test_a_result_passes_untouched():
    table = pd.DataFrame({"a": [1]})
    assert attempt(lambda given: given, table) is table
    assert attempt(lambda: None) is None


@pytest.mark.parametrize(("language", "words"), [("es", "te dice por qué"), ("en", "tells you why")])
def test_an_error_becomes_one_sentence(language, words):
    set_language(language)
    shown = attempt(lambda table: table["dealy"], pd.DataFrame({"delay": [1.0]}))
    assert words in repr(shown) and "KeyError" in repr(shown) and "\n" not in repr(shown)
    assert f'lang="{language}"' in shown._repr_html_() and "Traceback" not in shown._repr_html_()


def test_an_unsolved_exercise_says_so():
    def raises():
        raise NotImplementedError

    set_language("en")
    for unsolved in (lambda: ..., raises):
        assert isinstance(attempt(unsolved), NotYet)
        assert "Once you solve" in repr(attempt(unsolved))


def test_an_error_with_a_hostile_name_is_shown_as_text():
    hostile = type("<script>alert(1)</script>", (Exception,), {})

    def raises():
        raise hostile

    assert "<script>" not in attempt(raises)._repr_html_()


def test_an_interrupt_is_not_swallowed():
    def interrupted():
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        attempt(interrupted)
