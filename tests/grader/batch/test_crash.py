"""The coordinator killed for real, at every step of its writing: nothing recorded is lost, the rest is made up."""

import signal

import pytest

from grader.journal import Journal
from grader.outcomes import OutcomeBook

UNIT = "05-jazztel-delays"
STUDENTS = ["Ana", "Berta", "Zoë"]
MOMENTS = [
    *("folder:before:3", "folder:after:3", "rename:before:3", "gradebook:before:3", "grade:before:16"),
    *("gradebook:after:3", "texts:before:3", "texts:after:3", "journal:before:3", "journal:after:3"),
    *("compacted:before:1", "compacted:after:1"),
]


def handed_in(school):
    for student in STUDENTS:
        school.hand_in(student, timestamp="2026-03-01 10:00:00 UTC", files={"datos/mios.csv": b"1;2"})
    return school


@pytest.fixture(scope="module")
def uninterrupted(make_school):
    """What a run that nothing disturbs leaves behind."""
    school = handed_in(make_school())
    status, said = school.run("--jobs", 1)
    assert status == 0, said
    return school.state()


@pytest.mark.parametrize("moment", MOMENTS)
def test_a_rerun_after_a_kill_comes_to_the_same(school, uninterrupted, moment):
    """Two are recorded for good before the third is begun; after the rerun all is as if nothing had happened."""
    handed_in(school)
    assert school.run("--jobs", 1, DIE=moment)[0] == -signal.SIGKILL
    recorded = set(school.course.outcomes(UNIT).records)
    assert recorded >= set(STUDENTS[:2])
    status, said = school.run("--jobs", 1)
    assert status == 0, said
    assert f"{len(recorded)} unchanged" in said
    assert school.state() == uninterrupted
    assert not school.journal().exists()
    assert not list((school.root / "autograded").glob(".*"))


def test_a_regrading_cut_off_in_mid_rename_is_made_up(school, uninterrupted):
    """The old folder is aside, the new one not yet in place: the next run puts it there."""
    handed_in(school)
    assert school.run("--jobs", 1)[0] == 0
    assert school.run("--jobs", 1, "--force", DIE="rename:before:4")[0] == -signal.SIGKILL
    assert not (school.root / "autograded" / STUDENTS[1] / UNIT).exists()
    assert school.run("--jobs", 1)[0] == 0
    assert school.state() == uninterrupted


def test_a_torn_line_costs_only_itself(tmp_path):
    """A journal cut off in the middle of a line is read up to there, and goes on after it."""
    journal = Journal(tmp_path / "j")
    journal.write({"n": 1})
    journal.close()
    with open(journal.path, "ab") as file:
        file.write(b'{"n": 2, "te')
    assert list(Journal(journal.path).read()) == [{"n": 1}]
    journal.write({"n": 3})
    assert list(Journal(journal.path).read()) == [{"n": 1}, {"n": 3}]


def test_the_journal_counts_until_it_is_in_the_file(school):
    """Killed between writing the file and discarding the journal, both say the same and either may be read."""
    school.hand_in("Ana")
    book = school.course.outcomes(UNIT)
    assert school.run("--jobs", 1, DIE="journal:after:1")[0] == -signal.SIGKILL
    assert not book.path.exists() and school.journal().exists()
    read = OutcomeBook(book.path)
    line = school.journal().read_bytes()
    read.close()
    school.journal().write_bytes(line)
    assert OutcomeBook(book.path).records == read.records != {}
