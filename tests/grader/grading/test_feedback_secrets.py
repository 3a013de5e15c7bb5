"""What no page of feedback holds, whatever a submission does; and that everybody can read each of them."""

import html
import itertools
import json
import re
import sys
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from grader.examiner import Examiner
from grader.feedback import write_feedback
from grader.outcomes import Outcome
from grader.seed import read_seed

UNIT = "90-tiny"
ROOT = Path(__file__).parents[3]
AXE = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text("utf-8")
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
# Tells what it is asked wherever its words might get through: error, printed lines, names, files, a later cell.
TELLTALE = """\
import sys, warnings
told = []
def double_it(x):
    told.append(x)
    print("asked", x)
    print("asked", x, file=sys.__stderr__)
    warnings.warn(f"asked {x}")
    open("asked.txt", "a").write(str(x))
    globals()[f"asked_{x}"] = x
    raise type(f"Asked{x}", (ValueError,), {})(f"asked {x}")"""
NAMED = """\
def longest_wait(waits):
    said = " ".join(map(str, waits))
    return type(f"asked {said}", (), {"__repr__": lambda self: said})()"""
PEEK = "print(told, [name for name in globals() if name.startswith('asked')])\n!cat asked.txt"
SHOWS = f"""\
from IPython.display import HTML, display
import course, os, pandas as pd
print(course.__file__, os.__file__, os.getcwd())
display(pd.DataFrame({{"espera": [1.5, 2.5]}}))
display(HTML('<figure><img alt="Las demoras crecen." src="data:image/png;base64,{PIXEL}"></figure>'))
display(HTML('<h1>Título</h1><h6>Muy abajo</h6><p>fin</p>'))"""
FAILS = "import pandas as pd\npd.DataFrame({'a': [1]})['b']"
FLOOD = "for _ in range(80):\n    print('x' * 2**20)"
PUPILS = {
    "Right": ("es", {}, [SHOWS, FAILS]),
    "Wrong": ("en", {"double_it": "def double_it(x):\n    return x ** 2"}, [SHOWS]),
    "Telltale": ("es", {"double_it": TELLTALE, "longest_wait": NAMED}, [PEEK]),
    "Crashing": ("es", {"double_it": "import os\ndef double_it(x):\n    os._exit(3)"}, ["os.abort()"]),
    "Flooding": ("en", {}, [FLOOD]),
    "Tampered": ("en", {}, ["import course.checking\ncourse.checking.check = lambda *a: 100.0"]),
}


@pytest.fixture(scope="module")
def pages(school, answered, course):
    """Each pupil's page."""
    for name, (language, answers, cells) in PUPILS.items():
        notebook = answered(language, **answers)
        notebook.cells += [nbformat.v4.new_code_cell(source) for source in cells]
        school.hand_in(name, notebook)
    records = school.grade(*PUPILS)
    written = dict(write_feedback(course, UNIT, students=list(PUPILS)))
    return {record.student: (record, written[record.student]) for record in records}


def _text(path):
    """The page without its pictures."""
    return re.sub(r"data:image/[^\"]+", "", path.read_text(encoding="utf-8"))


def _secrets(course):
    """Every number that is asked or expected and no page holds by chance, as it is, rounded and in groups."""
    examiner = Examiner(UNIT, read_seed(course.root))
    found = set()
    for key in examiner.exercises:
        for case in examiner.prepared(key):
            for value in (*case.arguments, case.expected):
                for number in value if isinstance(value, pd.Series) else [value]:
                    found |= {repr(number), f"{number:.2f}", f"{number:.1f}", f"{number:.6g}", f"{number:,}"}
    return {secret for secret in found if sum(map(str.isdigit, secret)) >= 5}


def test_the_pupils_end_as_they_should(pages):
    """Otherwise the other tests look at the wrong pages."""
    outcomes = {name: record.outcome for name, (record, _) in pages.items()}
    assert outcomes == {
        "Right": Outcome.MANUAL,
        "Wrong": Outcome.MANUAL,
        "Telltale": Outcome.MANUAL,
        "Crashing": Outcome.CRASHED,
        "Flooding": Outcome.OVER_LIMIT,
        "Tampered": Outcome.TAMPERED,
    }


def test_no_hidden_input_and_no_expected_value(pages, course):
    """Not even where the function tells what it is asked; nor in the graded notebook and the record."""
    secrets = _secrets(course)
    assert len(secrets) > 30
    book = (course.root / "reports" / UNIT / "outcomes.json").read_text(encoding="utf-8")
    for student, (_, path) in pages.items():
        graded = course.root / "autograded" / student / UNIT / f"{UNIT}.ipynb"
        cells = json.loads(graded.read_text(encoding="utf-8"))
        for cell in cells["cells"]:
            for output in cell.get("outputs", ()):
                output.get("data", {}).pop("image/png", None)
        for where in (_text(path), json.dumps(cells), book):
            assert [secret for secret in secrets if re.search(rf"(?<!\d){re.escape(secret)}", where)] == []
    assert "asked_" not in _text(pages["Telltale"][1]).partition('id="cuaderno"')[0]


def test_no_path_of_this_machine_and_no_traceback_of_ours(pages, course):
    """What a student's own cell raised is shown; frames of the grader never, nor where Python lies here."""
    for _, path in pages.values():
        text = html.unescape(re.sub(r"<[^>]*>", "", _text(path)))
        places = {sys.prefix, sys.base_prefix, str(course.root), str(ROOT), str(Path.home()), "/home/"}
        assert [place for place in places if place in text.replace("/home/student", "")] == []
        for ours in ("forkserver", "observe.py", "judge.py", "runner.py", "c20-", "warm.py"):
            assert ours not in text
    assert "KeyError" in _text(pages["Right"][1])
    for student in ("Telltale", "Crashing", "Flooding"):
        assert "Traceback" not in _text(pages[student][1])


def test_headings_in_order_language_and_alternative_texts(pages):
    for student, (_, path) in pages.items():
        text = _text(path)
        assert f'<html lang="{PUPILS[student][0]}">' in text
        levels = [int(level) for level in re.findall(r"<h([1-6])\b", text)]
        assert levels[0] == 1 and levels.count(1) == 1
        assert all(below - above <= 1 for above, below in itertools.pairwise(levels)), student
        assert all(re.search(r"\balt=\"[^\"]", tag) for tag in re.findall(r"<img\b[^>]*>", text))
        names = re.findall(r"\bid=\"([^\"]*)\"", text)
        assert len(names) == len(set(names))
        assert set(re.findall(r"href=\"#([^\"]*)\"", text)) <= set(names)
    assert 'alt="Las demoras crecen."' in _text(pages["Right"][1])


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(chromium, pages, scheme):
    """No violation of accessibility with everything open, in either scheme; on a phone nothing is cut off."""
    context = chromium.new_context(color_scheme=scheme, bypass_csp=True)
    page = context.new_page()
    for student, (_, path) in pages.items():
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(path.as_uri())
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        if student in ("Right", "Wrong", "Crashing"):
            page.evaluate(AXE)
            found = page.evaluate(
                "axe.run({resultTypes: ['violations']}).then((r) => r.violations.map((v) =>"
                " [v.id, ...v.nodes.map((n) => n.html.slice(0, 120) + n.failureSummary)]))"
            )
            assert found == [], student
        page.set_viewport_size({"width": 375, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), student
    context.close()
