"""The formgrader in a real browser: its buttons grade and write feedback as ours do, and nothing acts in it.

One JupyterLab in a course folder with the demo's class, one browser; the tests are steps of one evening.
"""

import json
import re
import shutil

import nbformat
import pytest
from nbgrader.converters import Autograde

from grader import registry
from grader.autograde import autograde
from grader.collect import collect_files
from grader.coursefolder import CourseFolder, nbgrader_surroundings
from grader.demo import IMPATIENT, UNIT, _download
from grader.feedback import write_feedback
from grader.pupils import Pupil, pupils
from grader.release import build_units, release_unit

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(400)]
# One of each kind that the button could treat unlike `grader autograde`; the others differ in their code only.
PRESSED = (
    "Oliver Brown",  # partly right, in English
    "Pau Ibáñez",  # crashes half-way
    "Bruno Castaño",  # damaged file
    "Jack Turner",  # cheats
    "Mallory Quint",  # another file name, and outputs that attack whoever looks at them
)
PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
ATTACK = f"""\
from IPython.display import HTML, SVG, Javascript, Markdown, display

display(HTML('<script>window.acted = 1</script><img src=x onerror="window.acted = 2"><p>outputs are shown</p>'))
display(HTML('<iframe srcdoc="<script>parent.acted = 3</script>"></iframe><form action="/x"><input name=a></form>'))
display(Javascript('window.acted = 4'))
display(SVG('<svg xmlns="http://www.w3.org/2000/svg" onload="window.acted = 5"></svg>'))
display(Markdown('<img src=x onerror="window.acted = 6"> [x](javascript:window.acted=7)'))
display({{'text/latex': '$\\\\href{{javascript:window.acted=8}}{{x}}$', 'text/plain': 'x'}}, raw=True)
display({{'application/vnd.jupyter.widget-view+json': {{'model_id': 'x'}}, 'text/plain': 'w'}}, raw=True)
display(HTML('<style>body {{{{ display: none !important }}}}</style>'
             '<div style="position:fixed;inset:0;background:red">over it</div>'))
print('\\x1b]8;;javascript:window.acted=9\\x07x\\x1b]8;;\\x07 \\x1b[31mred\\x1b[0m <script>window.acted = 10</script>')
HTML('<figure><img alt="Una figura que queda." src="data:image/png;base64,{PIXEL}"></figure>')"""
WRITTEN = "Porque pesa <script>window.acted = 11</script><img src=x onerror='window.acted = 12'> **la cola**."


def _mallory(members: list[Pupil]) -> Pupil:
    """All of Lucía's answers under Marcos's file name, and a cell that attacks the page."""

    def spoil(notebook):
        notebook.cells.append(nbformat.v4.new_code_cell(ATTACK))
        for cell in notebook.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == "two-press-releases":
                cell.source = WRITTEN

    misnamed = next(member for member in members if member.name == "Marcos Gil")
    return Pupil(
        "Mallory Quint", "es", "attacks the page", members[0].answers, spoil=spoil, file=misnamed.file
    )


@pytest.fixture(scope="module")
def evening(tmp_path_factory, need_sandbox, chromium, run_jupyter):
    """The class graded by `grader autograde`, and in twins of its folder by the button and by `nbgrader autograde`."""
    home = tmp_path_factory.mktemp("evening")
    ours = CourseFolder.create(home / "ours")
    with open(ours.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write(IMPATIENT)
    list(build_units(ours, [UNIT]))
    release_unit(ours, UNIT)
    members = pupils(registry.banks(UNIT))
    members = [one for one in [*members, _mallory(members)] if one.name in PRESSED]
    collect_files(ours, UNIT, _download(ours, ours.blueprint(UNIT), members))
    for twin in ("theirs", "stock"):
        shutil.copytree(ours.root, home / twin)
    theirs, stock = CourseFolder.open(home / "theirs"), CourseFolder.open(home / "stock")
    (home / "lab").mkdir()
    with run_jupyter(home / "lab", root=theirs.root) as (address, _):
        page = chromium.new_page(viewport={"width": 1280, "height": 900})
        page.said = []
        page.on("dialog", lambda dialog: (page.said.append(dialog.message), dialog.dismiss()))
        page.goto(f"{address}/formgrader/manage_submissions/{UNIT}")
        page.said += [_press(page, student, "autograde") for student in PRESSED]
        autograde(ours, UNIT)
        config = stock.config()
        with nbgrader_surroundings():  # as the command does, all of them in one go
            Autograde(coursedir=stock.coursedir(config, UNIT), config=config).start()
        yield ours, theirs, stock, page, address
        page.close()


def _press(page, student: str, button: str) -> str | None:
    """Press a button of a student's row and wait for its answer; what it said when it failed."""
    row = page.locator("tr").filter(has=page.locator("td.student-id", has_text=re.compile(f"^{student}$")))
    row.locator(f"td.{button} a").click()
    modal = page.locator(".modal.in")
    modal.wait_for(timeout=90_000)
    title, body = modal.locator(".modal-title").inner_text(), modal.locator(".modal-body").inner_text()
    page.wait_for_timeout(400)  # it fades in, and a click before that is lost
    modal.get_by_role("button", name="Close").last.click()
    page.locator(".modal").wait_for(state="detached")
    return None if title == "Success" else f"{student}: {body[-2000:]}"


def _rows(course: CourseFolder, student: str) -> dict:
    with course.gradebook() as gradebook:
        submission = gradebook.find_submission_notebook(UNIT, UNIT, student)
        grades = {
            grade.name: (grade.auto_score, grade.manual_score, bool(grade.needs_manual_grade))
            for grade in submission.grades
        }
        return grades | {f"comment {one.name}": one.comment for one in submission.comments}


def _found(course: CourseFolder, student: str) -> dict:
    """What the examination wrote down, by exercise."""
    path = course.root / "autograded" / student / UNIT / f"{UNIT}.ipynb"
    about = json.loads(path.read_text(encoding="utf-8"))["metadata"]["crisis20"]
    return {name: about[name] for name in ("language", "outcomes", "exercises", "tampering", "fault")}


def test_the_three_ways_give_the_same_marks(evening):
    """Every mark, open mark and comment in the gradebook, and what was found of each case."""
    ours, theirs, stock, page, _ = evening
    assert [said for said in page.said if said] == []
    for student in PRESSED:
        for other in (theirs, stock):
            assert _rows(other, student) == _rows(ours, student), (student, other.root.name)
            assert _found(other, student) == _found(ours, student), (student, other.root.name)
    with theirs.gradebook() as gradebook:
        scores = {student: gradebook.find_submission(UNIT, student).score for student in PRESSED}
    assert scores["Oliver Brown"] > 10 and scores["Bruno Castaño"] == scores["Jack Turner"] == 0
    # Whoever crashes loses the cell that does it, and a file's name costs nothing.
    assert scores["Mallory Quint"] == scores["Pau Ibáñez"] == 16


def test_nothing_of_a_submission_acts_on_its_marker(evening, tmp_path):
    """Scripts, handlers, frames, forms, widgets and terminal links do nothing; text and figures are there."""
    _, theirs, _, page, address = evening
    with theirs.gradebook() as gradebook:
        number = gradebook.find_submission_notebook(UNIT, UNIT, "Mallory Quint").id
    page.goto(f"{address}/formgrader/submissions/{number}/")
    page.locator("textarea.comment").first.wait_for()
    page.wait_for_timeout(300)
    assert page.evaluate("window.acted") is None
    assert page.locator("#notebook-container :is(iframe, form, svg, object, embed)").count() == 0
    assert (
        page.get_by_text("outputs are shown", exact=True).is_visible() and page.locator("body").is_visible()
    )
    assert page.get_by_alt_text("Una figura que queda.").count() == 1
    assert page.locator("[href^='javascript']").count() == 0
    over = "e => ['fixed', 'absolute'].includes(getComputedStyle(e).position)"
    assert not page.get_by_text("over it", exact=True).evaluate(over)
    assert [said for said in page.said if said] == []


def test_marks_and_comments_by_hand_reach_the_feedback(evening):
    """Typed into the formgrader's boxes, written by its button, and the page is ours byte for byte."""
    _, theirs, _, page, address = evening
    with theirs.gradebook() as gradebook:
        number = gradebook.find_submission_notebook(UNIT, UNIT, "Oliver Brown").id
    page.goto(f"{address}/formgrader/submissions/{number}/")
    saved = "**/formgrader/api/{}/*"
    score = page.locator("#two-press-releases")
    score.wait_for()
    with page.expect_response(saved.format("grade")):
        score.fill("3.5")
        score.blur()
    comment = page.locator("#two-press-releases-comment")
    with page.expect_response(saved.format("comment")):
        comment.fill("Well argued; **name your source**. <script>alert(1)</script>")
        comment.blur()
    page.goto(f"{address}/formgrader/manage_submissions/{UNIT}")
    assert _press(page, "Oliver Brown", "generate-feedback") is None
    path = theirs.root / "feedback" / "Oliver Brown" / UNIT / f"{UNIT}.html"
    stock = path.read_text(encoding="utf-8")
    assert "<strong>name your source</strong>" in stock and "<script" not in stock
    assert "3.5 / 4" in stock and "Points given by your teacher." in stock and "Total so far" not in stock
    ((_, written),) = write_feedback(theirs, UNIT, students=["Oliver Brown"])
    assert written == path and path.read_text(encoding="utf-8") == stock
