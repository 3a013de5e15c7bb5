"""The page that a student reads: their language, their marks, what failed in words, and no secret."""

import html.parser
import re

import nbformat
import pytest

from grader.errors import GraderError
from grader.feedback import write_feedback
from grader.outputs import clean, plain, safe_html

UNIT = "90-tiny"
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="


@pytest.fixture
def page(course):
    """Writes a student's feedback and gives its text."""

    def page(student):
        ((name, path),) = write_feedback(course, UNIT, students=[student])
        assert name == student
        return path.read_text(encoding="utf-8")

    return page


class Words(html.parser.HTMLParser):
    """The words of a page, and its tags."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words = [], []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.words.append(data)


def test_the_page_speaks_the_language_of_the_submission(school, answered, page):
    wrong = "def double_it(x):\n    return x ** 2"
    school.hand_in("Página", answered("es", double_it=wrong))
    school.hand_in("Page", answered("en", double_it=wrong))
    school.grade("Página", "Page")
    spanish, english = page("Página"), page("Page")
    assert '<html lang="es">' in spanish and '<html lang="en">' in english
    assert re.search("<title>Comentarios · Una unidad diminuta · Página</title>", spanish)
    assert re.search("<title>Feedback · A tiny unit · Page</title>", english)
    assert "Has elevado al cuadrado." in spanish and "You squared it." in english
    assert "You squared it." not in spanish and "Has elevado" not in english
    assert "un número secreto" in spanish and "a secret number" in english


def test_the_summary_comes_first_with_marks_by_exercise(school, answered, page):
    """Nought passes for squaring, but no core case does: 0 of 2; 3 of 3; the written answer waits."""
    school.hand_in("Summary", answered("en", double_it="def double_it(x):\n    return x ** 2"))
    school.grade("Summary")
    text = page("Summary")
    words = " ".join(" ".join(Words(text[text.index("<body>") :]).words).split())
    assert re.search(r"Twice as much ✗ not yet : a secret number 0 / 2", words)
    assert re.search(r"The longest wait ✓ complete 3 / 3", words)
    assert re.search(r"Written answer … your teacher will read it – / 4", words)
    assert "Total so far 3 / 9" in words
    assert words.index("Total so far") < words.index("Use * .") < words.index("Your notebook, as it ran")


def test_comments_and_marks_by_hand_are_shown(school, answered, page):
    school.hand_in("By hand", answered("es"))
    school.grade("By hand")
    with school.course.gradebook() as gradebook:
        grade = gradebook.find_grade("why-longest", UNIT, UNIT, "By hand")
        grade.manual_score, grade.needs_manual_grade = 3.5, False
        comment = gradebook.find_comment("why-longest", UNIT, UNIT, "By hand")
        comment.manual_comment = "Buen ejemplo, **cita la fuente**. <script>alert(1)</script>"
        gradebook.db.commit()
    text = page("By hand")
    assert "De tu docente" in text and "<strong>cita la fuente</strong>" in text
    assert "3,5 / 4" in text and "Puntos puestos por tu docente." in text
    assert "8,5 / 9" in text and "Total hasta ahora" not in text
    assert "<script" not in text


def test_nothing_runs_and_nothing_is_loaded(school, answered, page):
    """A submission's HTML may not act on whoever opens the page; a figure and its alternative text stay."""
    hostile = f"""\
from IPython.display import HTML, Javascript, display
display(HTML('<script>alert(1)</script><img src=x onerror=alert(1)><a href="javascript:alert(1)">x</a>'))
display(HTML('<iframe src="https://evil.example"></iframe><style>body {{ display: none }}</style>'))
display(Javascript('alert(1)'))
HTML('<figure><img alt="Las demoras crecen." src="data:image/png;base64,{PIXEL}"></figure>')"""
    notebook = answered(
        "es", why_longest="<img src=x onerror=alert(1)> Mi **respuesta** <script>alert(2)</script>"
    )
    notebook.cells.append(nbformat.v4.new_code_cell(hostile))
    school.hand_in("Hostile <b>", notebook)
    school.grade("Hostile <b>")
    parsed = Words(page("Hostile <b>"))
    tags = {tag for tag, _ in parsed.tags}
    assert not tags & {"script", "iframe", "object", "embed", "form", "link"}
    assert not any(name.startswith("on") for _, attributes in parsed.tags for name in attributes)
    assert not any((a.get("href") or "").startswith("javascript") for _, a in parsed.tags)
    images = [attributes for tag, attributes in parsed.tags if tag == "img" and attributes.get("src")]
    assert [image.get("alt") for image in images if image["src"].startswith("data:")] == [
        "Las demoras crecen."
    ]


def test_no_path_of_this_machine(school, answered, page, course):
    notebook = answered("es")
    notebook.cells.append(nbformat.v4.new_code_cell("import pandas as pd\npd.DataFrame({'a': [1]})['b']"))
    notebook.cells.append(nbformat.v4.new_code_cell("import course, os\nprint(course.__file__, os.__file__)"))
    school.hand_in("Paths", notebook)
    school.grade("Paths")
    text = page("Paths")
    assert "KeyError" in text
    import sys
    from pathlib import Path

    for place in (sys.prefix, sys.base_prefix, str(course.root), str(Path(__file__).parents[3])):
        assert place not in text


@pytest.mark.parametrize(
    "student, content, said",
    [
        ("Damaged page", b"{", "El archivo está dañado"),
        ("Damaged page English", b'{"source": "set_language(\\"en\\")"', "The file is damaged"),
        ("Empty page", b"", "The file is empty"),  # nobody knows the language: both are said
    ],
)
def test_who_could_not_be_read_learns_what_to_do(school, page, student, content, said):
    school.hand_in(student, content)
    school.grade(student)
    text = page(student)
    assert said in text and ("JupyterLab" in text)
    assert "Traceback" not in text[text.index("<body>") :] and "– / 2" in text


def test_a_page_is_written_again_and_the_ungraded_are_told(course, school, answered, page):
    school.hand_in("Twice", answered("es"))
    school.grade("Twice")
    assert page("Twice") == page("Twice")
    school.hand_in("Not graded", answered("es"))
    assert list(write_feedback(course, UNIT, students=["Not graded"])) == [("Not graded", None)]
    with pytest.raises(GraderError, match="has not been released"):
        list(write_feedback(course, "91-unknown"))


def test_outputs_are_bounded_valid_and_without_terminal_commands():
    outputs = [
        {
            "output_type": "stream",
            "name": "stdout",
            "text": "\x1b]0;title\x07\x1b[2J\x1b[31mred\x1b[0m" + "x" * 10**6,
        },
        {"output_type": "display_data", "data": {"application/javascript": "alert(1)"}, "metadata": {}},
        {"output_type": "display_data", "data": {"text/html": 7, "text/plain": "seven"}, "metadata": {}},
        {"output_type": "unknown"},
        "no output",
        *[{"output_type": "stream", "name": "stdout", "text": "y"}] * 1000,
    ]
    kept = clean(outputs)
    assert len(kept) < 210 and len(kept[0].text) < 21_000
    assert kept[0].text.startswith("\x1b[31mred\x1b[0m")
    assert kept[1].data == {"text/plain": "seven"}
    assert plain("\ud800 x") == "? x"


def test_safe_html_keeps_tables_and_pictures():
    table = '<table class="dataframe"><tbody><tr><th scope="row">1</th><td colspan="2">á</td></tr></tbody></table>'
    assert safe_html(table) == table
    picture = f'<img alt="a &amp; b" src="data:image/png;base64,{PIXEL}">'
    assert safe_html(picture) == picture
    assert safe_html('<img src="data:image/svg+xml,<svg onload=alert(1)>">') in ("<img>", '<img>"&gt;')
