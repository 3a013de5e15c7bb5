"""Marks that leave the house: a spreadsheet that runs nothing, Moodle's worksheet, JSON; open is never nought."""

import csv
import io
import json
import zipfile

import pytest
from rich.console import Console

from grader.errors import GraderError
from grader.export import MOODLE, as_csv, comment, export
from grader.feedback import write_feedback
from grader.feedback.archive import zip_pages
from grader.overview import overview
from grader.overview_page import page, write_overview
from grader.screen_overview import overview_table
from grader.standing import read_about, standings

UNIT = "90-tiny"
FORMULA, COMMA, CRASH, DAMAGED = "=cmd +1", "Gil, Ana", "Crash Ñoño", "Damaged Öd"
WAITING = "Wanda Zubiri"
WRONG = "def double_it(x):\n    return x ** 2"


@pytest.fixture(scope="module")
def graded(course, school, answered):
    """Four submissions: marked by hand with a comment and extra credit, half wrong, crashed, unreadable.

    By hand: 2 + 3 + 3.5 of 4 and 0.25 extra, late by 1: 7.75 of 9. The wrong one: 0 + 3, its text unread.
    """
    school.hand_in(FORMULA, answered("es"))
    school.hand_in(COMMA, answered("en", double_it=WRONG))
    school.hand_in(CRASH, answered("es", double_it="import os\nos._exit(1)"))
    school.hand_in(DAMAGED, b"{")
    names = [FORMULA, COMMA, CRASH, DAMAGED]
    school.grade(*names)
    school.hand_in(WAITING, answered("es"))
    with course.gradebook() as gradebook:
        grade = gradebook.find_grade("why-longest", UNIT, UNIT, FORMULA)
        grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 3.5, 0.25, False
        gradebook.find_comment(
            "why-longest", UNIT, UNIT, FORMULA
        ).manual_comment = '=HYPERLINK("x")\nSí; "bien".'
        gradebook.find_submission_notebook(UNIT, UNIT, FORMULA).late_submission_penalty = 1.0
        student = gradebook.find_student(COMMA)
        student.first_name, student.last_name, student.email = "Ana", "Gil", "@ana"
        gradebook.db.commit()
    collected = course.root / "reports" / UNIT / "collected.json"
    before = collected.read_text(encoding="utf-8") if collected.is_file() else None
    collected.write_text(json.dumps({FORMULA: "4711", CRASH: "23"}), encoding="utf-8")
    yield [*names, WAITING]
    collected.unlink() if before is None else collected.write_text(before, encoding="utf-8")


@pytest.fixture
def rows(course, graded, tmp_path, monkeypatch):
    """Exports to a file with these options and reads it back as a spreadsheet does; only our students."""

    def rows(name="marks.csv", **options):
        target = tmp_path / name
        made = export(course, [UNIT], target, **options)
        assert made.path == target
        data = target.read_bytes()
        assert data.startswith(b"\xef\xbb\xbf") and b"\r\n" in data
        text = data.decode("utf-8-sig")
        separator = ";" if options.get("decimal") == "," and "moodle" not in options else ","
        return list(csv.DictReader(io.StringIO(text, newline=""), delimiter=separator)), made

    return rows


def test_a_spreadsheet_gets_marks_and_no_formula(rows):
    found, _ = rows()
    by_name = {row["student"]: row for row in found}
    hand = by_name[f"'{FORMULA}"]
    assert (hand["double-it"], hand["longest-wait"], hand["why-longest"]) == ("2", "3", "3.75")
    assert (hand["total"], hand["so_far"], hand["maximum"], hand["late_penalty"]) == (
        "7.75",
        "7.75",
        "9",
        "1",
    )
    assert (hand["open"], hand["state"], hand["language"]) == ("0", "graded", "es")
    wrong = by_name[COMMA]
    assert (wrong["full_name"], wrong["email"], wrong["language"]) == ("Ana Gil", "'@ana", "en")
    assert (wrong["double-it"], wrong["longest-wait"], wrong["so_far"]) == ("0", "3", "3")
    assert not any(
        cell.startswith(("=", "+", "-", "@", "\t", "\r")) for row in found for cell in row.values()
    )


def test_an_open_mark_is_empty_and_so_is_its_total(rows):
    found, made = rows()
    by_name = {row["student"]: row for row in found}
    assert by_name[COMMA]["why-longest"] == by_name[COMMA]["total"] == "" and by_name[COMMA]["open"] == "1"
    assert by_name[CRASH]["double-it"] == "" and by_name[CRASH]["state"] == "crashed"
    damaged, waiting = by_name[DAMAGED], by_name[WAITING]
    for row, state in ((damaged, "unreadable"), (waiting, "not-graded-yet")):
        assert {row[name] for name in ("double-it", "longest-wait", "why-longest", "total", "so_far")} == {""}
        assert row["state"] == state and row["open"] == "3"
    assert made.open[UNIT] >= 4


def test_a_spanish_spreadsheet_gets_decimal_commas(rows):
    found, _ = rows(decimal=",")
    assert next(row for row in found if row["student"] == f"'{FORMULA}")["total"] == "7,75"


def test_moodle_takes_its_worksheet_back(rows):
    """Moodle finds a row by the number after its own word and skips columns it does not know: words are its own."""
    found, made = rows(moodle="es")
    assert set(made.nameless) >= {COMMA, DAMAGED} and not {FORMULA, CRASH} & set(made.nameless)
    assert list(found[0]) == list(MOODLE["es"].columns)
    by_id = {row["Identificador"]: row for row in found}
    assert set(by_id) == {"Participante 4711", "Participante 23"}
    assert by_id["Participante 4711"]["Calificación"] == "7.75"
    assert by_id["Participante 23"]["Calificación"] == ""
    said = by_id["Participante 4711"]["Comentarios de retroalimentación"]
    assert said.splitlines()[0] == "El doble: 2 / 2" and said.endswith('Sí; "bien".')
    assert "La espera más larga: 3 / 3" in said and "Respuesta escrita: 3,75 / 4. =HYPERLINK" in said


def test_moodle_needs_numbers_and_one_unit(course, graded, tmp_path):
    with pytest.raises(GraderError, match="one unit"):
        export(course, [UNIT, UNIT], tmp_path / "m.csv", moodle="es")
    with pytest.raises(GraderError, match=r"\.csv"):
        export(course, [UNIT], tmp_path / "m.json", moodle="es")


def test_json_says_what_is_open(course, graded, tmp_path):
    export(course, [UNIT], tmp_path / "marks.json")
    (unit,) = json.loads((tmp_path / "marks.json").read_text(encoding="utf-8"))["units"]
    assert unit["points"] == {"double-it": 2.0, "longest-wait": 3.0, "why-longest": 4.0}
    by_name = {one["student"]: one for one in unit["students"]}
    assert by_name[FORMULA]["total"] == 7.75 and by_name[FORMULA]["campus_number"] == "4711"
    assert by_name[COMMA]["marks"]["why-longest"] is None and by_name[COMMA]["total"] is None
    assert by_name[DAMAGED]["language"] is None or by_name[DAMAGED]["language"] in ("es", "en")


def test_several_units_stand_side_by_side(course, graded, tmp_path, monkeypatch):
    """A student missing from one unit has empty cells there, under the right headings."""
    from grader import export as module

    rows = standings(course, UNIT, students=[FORMULA, COMMA])
    monkeypatch.setattr(module, "standings", lambda course, unit: rows if unit == "a" else rows[:1])
    export(course, ["a", "b"], tmp_path / "two.csv")
    text = (tmp_path / "two.csv").read_text(encoding="utf-8-sig")
    found = {row["student"]: row for row in csv.DictReader(io.StringIO(text))}
    assert found[f"'{FORMULA}"]["b total"] == found[f"'{FORMULA}"]["a total"] == "7.75"
    assert found[COMMA]["a double-it"] == "0" and found[COMMA]["b double-it"] == ""


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1", "  =1", "＝1", "\ufeff=1", "\n=1"]
)
def test_whatever_begins_like_a_formula_is_text(text):
    (cell,) = next(csv.reader(io.StringIO(as_csv([[text]], decimal=".", separator=","), newline="")))
    assert cell == f"'{text}"


def test_the_end_of_a_notebook_is_enough(course, graded, tmp_path):
    """The quick reading of a graded notebook finds what the whole one holds, whatever its cells hold."""
    path = course.root / "autograded" / FORMULA / UNIT / f"{UNIT}.ipynb"
    whole = json.loads(path.read_text(encoding="utf-8"))
    assert read_about(path) == whole["metadata"]["crisis20"]
    whole["cells"][0]["source"] = '\n "metadata": {"crisis20": {"outcomes": []}}}'
    for indent in (None, 1, 4):
        other = tmp_path / "other.ipynb"
        other.write_text(json.dumps(whole, indent=indent), encoding="utf-8")
        assert read_about(other) == whole["metadata"]["crisis20"]
    assert read_about(tmp_path / "none.ipynb") is None


def test_pages_are_packed_as_moodle_wants_them(course, graded, tmp_path):
    pages = [(name, path) for name, path in write_feedback(course, UNIT, students=graded) if path]
    assert len(pages) == 4
    assert zip_pages(course, UNIT, pages, tmp_path / "out" / "pages.zip") == 2
    with zipfile.ZipFile(tmp_path / "out" / "pages.zip") as archive:
        names = set(archive.namelist())
        assert archive.read(f"{COMMA}/{UNIT}.html") == dict(pages)[COMMA].read_bytes()
    assert names == {
        f"{FORMULA}_4711_assignsubmission_file_/{UNIT}.html",
        f"{CRASH}_23_assignsubmission_file_/{UNIT}.html",
        f"{COMMA}/{UNIT}.html",
        f"{DAMAGED}/{UNIT}.html",
    }
    for name in names:  # as Moodle reads them: the second part is the number, the third and fourth the plugin
        parts = name.split("/")[0].split("_", 4)
        if len(parts) > 3:
            assert parts[1] in ("4711", "23") and parts[2:4] == ["assignsubmission", "file"]


@pytest.fixture
def ours(course, graded, monkeypatch):
    """The overview of our students alone: the course has others, of other tests."""
    from grader import overview as module

    real = module.standings
    monkeypatch.setattr(module, "standings", lambda course, unit: real(course, unit, students=graded))
    return overview(course, UNIT)


def test_the_overview_counts(ours):
    """Of five: one all right and marked, one squares, one crashed, one unreadable, one not graded."""
    double, longest, why = ours.exercises
    assert (double.full, double.part, double.none, double.open) == (1, 0, 1, 3)
    assert (longest.full, longest.open) in ((2, 3), (3, 2))  # the crash may cost the next function too
    assert (why.full, why.part, why.open) == (0, 1, 4)
    (squares,) = double.diagnoses
    assert (squares.key, squares.count, squares.message.en) == ("squares", 1, "You squared it.")
    assert sum(ours.states.values()) == 5 and ours.states[None] == 1
    assert sum(ours.bands) == len(ours.totals) and ours.bands[3] >= 1 and ours.bands[8] == 1


@pytest.mark.parametrize("language, words", [("es", "Has elevado al cuadrado."), ("en", "You squared it.")])
def test_the_page_to_project_names_nobody(course, graded, ours, language, words):
    text = page(ours, course.blueprint(UNIT), language)
    projected, mark, private = text.partition('<section class="private"')
    assert mark and f'<html lang="{language}">' in projected and words in projected
    for name in graded:
        assert name not in projected and name.split()[-1] not in projected
    assert COMMA in private and "<details>" in private and "<details open" not in text


def test_the_overview_is_shown_and_written(course, graded, ours):
    shown = Console(width=80, record=True, file=io.StringIO())
    shown.print(overview_table(ours, language="en"))
    text = shown.export_text()
    assert "1× You squared it." in " ".join(text.split()) and max(map(len, text.splitlines())) <= 80
    assert not any(name in text for name in graded)
    path = write_overview(course, ours)
    assert path == course.root / "reports" / UNIT / "overview.html"
    assert "<script" not in path.read_text(encoding="utf-8") and "https://" not in path.read_text(
        encoding="utf-8"
    )
    with pytest.raises(GraderError, match="es or en"):
        write_overview(course, ours, language="fr")


def test_a_comment_speaks_the_students_language(course, graded):
    (one,) = standings(course, UNIT, students=[COMMA])
    assert comment(one).splitlines() == [
        "Twice as much: 0 / 2",
        "The longest wait: 3 / 3",
        "Written answer: open",
    ]
