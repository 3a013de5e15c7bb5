"""What `grader autograde` leaves behind is what nbgrader's own converter leaves: every row, file and permission."""

import datetime
import shutil

import pytest

from grader.autograde import autograde
from grader.coursefolder import nbgrader_surroundings
from grader.job import Result
from grader.outcomes import Outcome

UNIT = "05-jazztel-delays"
LATE = "\nfrom nbgrader.plugins import LateSubmissionPlugin\n\n\nclass Half(LateSubmissionPlugin):\n" + (
    "    def late_submission_penalty(self, student_id, score, total_seconds_late):\n"
    "        return score / 2 if total_seconds_late > 3600 else None\n"
    "\n\nc.AssignLatePenalties.plugin_class = Half\n"
)
TIMES = {
    "Ana": "2026-03-01 10:00:00 UTC",
    "Late": "2026-03-02 10:00:00 UTC",
    "Barely": "2026-03-01 12:30:00 UTC",
    "Extended": "2026-03-02 10:00:00 UTC",
    "Elsewhere": "2026-03-02 10:00:00 Europe/Madrid",
    "Untimed": None,
    "Íñigo [2]": "no time at all",
}


@pytest.fixture
def two(make_school):
    """The same class twice: late or not, with a file beside, a due date, an extension and marks by hand."""
    first = make_school()
    with (first.root / "nbgrader_config.py").open("a", encoding="utf-8") as config:
        config.write(LATE)
    for student, time in TIMES.items():
        first.hand_in(student, timestamp=time)
    first.hand_in("Crash", state="crashed", timestamp=TIMES["Ana"])
    with first.course.gradebook() as gradebook:
        gradebook.update_or_create_assignment(UNIT, duedate=datetime.datetime(2026, 3, 1, 12))
        gradebook.add_student("Extended", first_name="Eva")
        gradebook.add_submission(UNIT, "Extended").extension = datetime.timedelta(days=3)
        gradebook.db.commit()
    second = make_school()
    shutil.rmtree(second.root)
    shutil.copytree(first.root, second.root)
    return first, second


def stock(school):
    """Grade as `nbgrader autograde` does: one student after the other, through nbgrader's own API."""
    from nbgrader.apps.api import NbGraderAPI

    config = school.course.config(unsafe=True)
    with nbgrader_surroundings():
        api = NbGraderAPI(school.course.coursedir(config, UNIT), config=config)
        for student in sorted(path.name for path in (school.root / "submitted").iterdir()):
            assert api.autograde(UNIT, student, force=True)["success"], student


def mark_by_hand(school):
    with school.course.gradebook() as gradebook:
        for grade in gradebook.find_submission_notebook(UNIT, UNIT, "Ana").grades:
            if grade.max_score and not grade.auto_score:
                grade.manual_score, grade.extra_credit, grade.needs_manual_grade = 0.5, 0.25, False
        gradebook.db.commit()


def test_rows_and_files_are_nbgraders(two, pretended, monkeypatch):
    """Marks, late penalties, timestamps, extensions, comments; again after marks by hand and another hand-in."""
    import grader.execute

    monkeypatch.setattr(
        grader.execute, "grade", lambda job: Result.from_bytes(pretended.execute(job.to_bytes()))
    )
    theirs, ours = two
    for school, grade in ((theirs, stock), (ours, lambda s: autograde(s.course, UNIT, unsafe=True))):
        grade(school)
        mark_by_hand(school)
        school.hand_in("Ana", answers={"reply-delays": "def other(): pass"}, timestamp=TIMES["Late"])
        grade(school)
    expected, found = theirs.state(), ours.state()
    for table, rows in expected["gradebook"].items():
        assert found["gradebook"][table] == rows, table
    assert any(row[3] for row in found["gradebook"]["submitted_notebook"])  # somebody was late
    assert any(row[4] for row in found["gradebook"]["grade"])  # and somebody marked by hand
    for name, content in expected["files"].items():
        assert found["files"][name] == content, name
    # nbgrader's own way lists one notebook a student; what was handed in beside it is copied by ours only.
    more = {name.partition("/")[2] for name in found["files"].keys() - expected["files"].keys()}
    assert more == {f"Crash/{UNIT}/orders.json", f"Íñigo [2]/{UNIT}/timestamp.txt"}


def test_every_state_is_told_apart(school, pretended):
    """In the record by its name, in the gradebook without a mark: only an honest zero looks like one."""
    faults = [
        Outcome.CRASHED,
        Outcome.TIMED_OUT,
        Outcome.OVER_LIMIT,
        Outcome.UNREADABLE,
        Outcome.INCONCLUSIVE,
    ]
    for outcome in faults:
        school.hand_in(outcome.value, state=outcome.value)
    school.hand_in("zero", points=0)
    records = autograde(school.course, UNIT, unsafe=True).records
    for outcome in faults:
        record = records[outcome.value]
        assert record.outcome is outcome and record.total is None
        assert all(one["reason"] for one in record.exercises.values())
        assert outcome.value in [one["state"] for one in record.exercises.values()]
    rows = school.state()["gradebook"]["grade"]
    coded = {key + "-check" for key in records["zero"].exercises}
    for student in records:
        found = {(row[3], row[6]) for row in rows if row[0] == student and row[1] in coded}
        assert found == ({(0.0, 0)} if student == "zero" else {(None, 1)}), student
    assert records["zero"].outcome in (Outcome.GRADED, Outcome.MANUAL)
    assert all(records["zero"].marks[key] == 0 for key in records["zero"].exercises)
