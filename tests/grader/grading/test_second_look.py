"""What a person marked, and what changed since: the table, the record and the page obey the gradebook."""

import pytest

from grader import registry
from grader.changes import changes
from grader.feedback import write_feedback

UNIT = "90-tiny"


@pytest.fixture
def mark(course):
    """Marks a written answer by hand, as the formgrader does."""

    def mark(student, score):
        with course.gradebook() as gradebook:
            grade = gradebook.find_grade("why-longest", UNIT, UNIT, student)
            grade.manual_score, grade.needs_manual_grade = score, False
            gradebook.find_comment("why-longest", UNIT, UNIT, student).manual_comment = "Muy corta."
            gradebook.db.commit()

    return mark


def page(course, student):
    ((_, path),) = write_feedback(course, UNIT, students=[student])
    return path.read_text(encoding="utf-8")


def test_a_mark_by_hand_counts_for_the_text_it_was_given_to(school, course, answered, mark):
    """Marked: graded, in the record too. The code alone changes: still graded. The essay changes: a person looks,
    and neither table nor page shows the old mark or the old comment."""
    wrong = "def double_it(x):\n    return x"
    school.hand_in("Essay", answered(double_it=wrong))
    assert school.grade("Essay").outcome == "needs-manual-grading"
    mark("Essay", 1.5)
    record = school.grade("Essay")
    assert record.outcome == "graded" and record.marks["why-longest"] == 1.5
    assert course.outcomes(UNIT).records["Essay"].marks["why-longest"] == 1.5
    school.hand_in("Essay", answered())
    record = school.grade("Essay")
    assert record.outcome == "graded" and record.total == 6.5
    assert school.grades("Essay")["why-longest"] == (None, False)
    assert "Muy corta." in page(course, "Essay")
    school.hand_in("Essay", answered(why_longest="Otra respuesta, ahora más larga."))
    record = school.grade("Essay")
    assert record.outcome == "needs-manual-grading" and record.marks["why-longest"] is None
    assert any("changed after you marked it" in note for note in record.notes)
    assert school.grade("Essay", force=True).outcome == "needs-manual-grading", "until somebody looked"
    text = page(course, "Essay")
    assert "Has cambiado esta respuesta" in text and "Muy corta." not in text and "1,5 / 4" not in text
    mark("Essay", 4.0)
    assert school.grade("Essay").total == 9.0


def test_other_cases_are_not_a_silent_matter(school, course, answered, tmp_path, monkeypatch):
    """The bank changes: everybody is regraded, and it is said, with each mark that moved and the old pages."""
    school.hand_in("Other cases", answered("en", double_it="def double_it(x):\n    return abs(x) * 2"))
    before = school.grade("Other cases")
    page(course, "Other cases")
    same = changes(course, UNIT, {"Other cases": before}, [school.grade("Other cases")])
    assert (same.parts, same.regraded, same.moved, same.outdated) == ([], 0, [], 0)
    (tmp_path / "bank.py").write_text("# another case")
    monkeypatch.setattr(registry, "files", lambda unit: [tmp_path / "bank.py"])
    monkeypatch.setattr("grader.examiner.score", lambda points, prepared, reports: 0.5)
    after = school.grade("Other cases")
    found = changes(course, UNIT, {"Other cases": before}, [after])
    assert found.parts == ["the unit's exercises or hidden cases"] and found.regraded == 1
    assert "Other cases: double-it 1.33 → 0.5" in found.moved and found.outdated == 1


def test_an_emptied_answer_is_told_so(school, course, answered):
    """Empty is no answer, as the untouched stub is: 0, and the page says why."""
    school.hand_in("Emptied", answered("es", why_longest="  \n"))
    assert school.grade("Emptied").marks["why-longest"] == 0.0
    assert "La has dejado vacía." in page(course, "Emptied")


def test_an_answer_that_could_not_run_says_so_first(school, course, answered):
    """A syntax error and its line, in words, before anything else; nobody is told that the name is missing."""
    school.hand_in("Syntax", answered("en", double_it="def double_it(x):\n    y = (x\n    return y"))
    school.grade("Syntax")
    text = page(course, "Syntax")
    assert "could not run (line 2): <code>SyntaxError: &#x27;(&#x27; was never closed" in text.replace(
        "'", "&#x27;"
    )
    assert "no function" not in text
    assert "special cases count once" in text
