"""What one submission may cost the others: neither their feedback, nor minutes of the instructor's own process."""

import time

import nbformat
import pytest

from grader.feedback import write_feedback
from grader.outputs import MISSING_IMAGE, plain, safe_html
from grader.restore import _bare
from grader.submission import read_submission

UNIT = "90-tiny"


@pytest.mark.parametrize(
    "work",
    [
        lambda: _bare("#" * 60_000 + '"'),
        lambda: _bare(("#" * 300 + "'\n") * 200),
        lambda: plain("\x1b]" * 10_000),
        lambda: safe_html("<div>" * 20_000),
        lambda: safe_html("<b><i>" * 20_000),
    ],
)
def test_crafted_text_takes_no_time(work):
    """Linear, or refused: far below the minutes that squares of these sizes take."""
    began = time.process_time()
    work()
    assert time.process_time() - began < 1.5


def test_comments_and_space_do_not_tell_a_check_apart():
    assert _bare('check("a", b)  # hola\n# mundo') == 'check("a",b)' == _bare(' check( "a",b )')
    assert _bare('x = "#1"') == 'x="#1"'


def test_a_code_cell_beyond_measure_is_over_a_limit(tmp_path):
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("x = 1\n" * 20_000)])
    nbformat.write(notebook, tmp_path / "n.ipynb")
    assert read_submission(tmp_path / "n.ipynb").fault.outcome == "over-a-limit"


def test_tables_and_lists_are_not_deep():
    """Rows and items that nobody closes are no nesting: a browser closes them."""
    long = "<table>" + "<tr><td>1" * 500 + "</table><ul>" + "<li>x" * 500 + "</ul>"
    assert safe_html(long).startswith("<table>")


def test_a_picture_that_did_not_come_along_is_a_sentence(school, answered, course, cell_of):
    """An SVG pasted into an answer is left out, and the page of its author is made all the same; a webp stays."""
    notebook = answered("es", why_longest="![a](attachment:a.svg) ![b](attachment:b.webp) porque **sí**")
    cell_of(notebook, "why-longest")["attachments"] = {
        "a.svg": {"image/svg+xml": "PHN2Zz4="},
        "b.webp": {"image/webp": "UklGRg=="},
    }
    school.hand_in("Pasted", notebook)
    school.grade("Pasted")
    ((_, path),) = write_feedback(course, UNIT, students=["Pasted"])
    text = path.read_text(encoding="utf-8")
    assert (
        MISSING_IMAGE in text and "data:image/webp;base64,UklGRg==" in text and "<strong>sí</strong>" in text
    )


def test_one_page_that_cannot_be_made_costs_only_itself(school, answered, course):
    school.hand_in("Page broken", answered())
    school.hand_in("Page fine", answered())
    school.grade("Page broken", "Page fine")
    (course.root / "autograded" / "Page broken" / UNIT / f"{UNIT}.ipynb").write_text("{")
    failures = {}
    pages = dict(write_feedback(course, UNIT, students=["Page broken", "Page fine"], failures=failures))
    assert set(failures) == {"Page broken"} and pages["Page fine"].is_file()


def test_saying_quit_at_the_end_costs_nothing(school, answered):
    """`quit()` or `exit()` in the last cell is a beginner's "done": full marks, no crash."""
    notebook = answered()
    notebook.cells += [nbformat.v4.new_code_cell("quit()"), nbformat.v4.new_code_cell("exit")]
    school.hand_in("Quit", notebook)
    record = school.grade("Quit")
    assert record.marks["double-it"] == 2.0 and record.marks["longest-wait"] == 3.0
    assert record.outcome == "needs-manual-grading"


def test_honest_words_are_not_called_tampering(school, answered):
    """A helper called check, a setting of IPython, a word in a comment: noted at most, and full marks."""
    notebook = answered(
        "es", double_it="def double_it(x):\n    check = 2 * x  # para el gradebook\n    return check"
    )
    notebook.cells[2:2] = [
        nbformat.v4.new_code_cell("from IPython.core.interactiveshell import InteractiveShell"),
        nbformat.v4.new_code_cell("InteractiveShell.ast_node_interactivity = 'all'"),
        nbformat.v4.new_code_cell("def check_mine(x):\n    return x"),
    ]
    school.hand_in("Honest words", notebook)
    record = school.grade("Honest words")
    assert record.outcome == "needs-manual-grading", record.notes
    assert record.marks["double-it"] == 2.0
