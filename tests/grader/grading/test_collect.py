"""Downloads of every shape become submitted/<student>/<unit>/; nothing leads out of the folder."""

import os
import shutil
import stat
import zipfile
from pathlib import PurePosixPath

import nbformat
import pytest

from grader.collect import collect_exchange, collect_files
from grader.download import safe_name, student_and_file
from grader.errors import GraderError
from grader.release import publish

UNIT = "90-tiny"


@pytest.mark.parametrize(
    "path, student, name",
    [
        ("ana/90-tiny.ipynb", "ana", "90-tiny.ipynb"),
        ("ana/90-tiny/90-tiny.ipynb", "ana", "90-tiny.ipynb"),
        ("ana/90-tiny/datos/x.csv", "ana", "datos/x.csv"),
        ("Ana Ruiz_4711_assignsubmission_file_/mi tarea.ipynb", "Ana Ruiz", "mi tarea.ipynb"),
        ("Ana_90-tiny.ipynb", "Ana", "90-tiny.ipynb"),
        ("ana_ruiz_90-tiny.ipynb", "ana_ruiz", "90-tiny.ipynb"),
        ("aruiz_late_123_456_90-tiny-1.ipynb", "aruiz_late_123_456", "90-tiny-1.ipynb"),
        ("aruiz_tarea.ipynb", "aruiz", "tarea.ipynb"),
    ],
)
def test_whose_is_it(path, student, name):
    assert student_and_file(PurePosixPath(path), UNIT) == (student, name)


def test_a_file_of_nobody():
    assert student_and_file(PurePosixPath("90-tiny.ipynb"), UNIT) is None


@pytest.mark.parametrize("name", ["../../etc", "a/b", "..", "a\nb", "-> \x1b[31m"])
def test_a_name_is_never_a_path(name):
    made = safe_name(name)
    assert "/" not in made and not made.startswith(".") and made.isprintable()


def test_a_zip_with_all_that_a_zip_can_hold(course, tmp_path):
    """Good files come in; paths out of the folder and links are named and left out."""
    path = tmp_path / "tarea.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Zoe Ñandú_1_assignsubmission_file_/90-tiny.ipynb", "{}")
        archive.writestr("zacarias_90-tiny.ipynb", "{}")
        archive.writestr("../../out.ipynb", "{}")
        archive.writestr("/root/abs.ipynb", "{}")
        link = zipfile.ZipInfo("zlink/90-tiny.ipynb")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "../../../gradebook.db")
        archive.writestr("__MACOSX/zoe/._90-tiny.ipynb", "x")
        archive.writestr("loose.ipynb", "{}")
    collected = collect_files(course, UNIT, path)
    assert collected.students == {"Zoe Ñandú": ["90-tiny.ipynb"], "zacarias": ["90-tiny.ipynb"]}
    assert (course.root / "submitted" / "Zoe Ñandú" / UNIT / "90-tiny.ipynb").read_text() == "{}"
    assert len(collected.skipped) == 4
    assert not (course.root / "out.ipynb").exists() and not (tmp_path / "out.ipynb").exists()


def test_a_folder_with_links_and_an_outer_folder(course, tmp_path):
    outer = tmp_path / "download" / "entregas"
    for student in ("zuri", "zara"):
        (outer / student).mkdir(parents=True)
        (outer / student / "90-tiny.ipynb").write_text(student)
    os.symlink(course.root / "secret-seed", outer / "zuri" / "seed.txt")
    collected = collect_files(course, UNIT, tmp_path / "download")
    assert set(collected.students) == {"zuri", "zara"}
    assert any("seed.txt" in line and "link" in line for line in collected.skipped)
    assert not (course.root / "submitted" / "zuri" / UNIT / "seed.txt").exists()


def test_collecting_again_replaces(course, tmp_path):
    (tmp_path / "zeta_90-tiny.ipynb").write_text("first")
    (tmp_path / "zita_90-tiny.ipynb").write_text("first")
    collect_files(course, UNIT, tmp_path)
    (tmp_path / "zeta_90-tiny.ipynb").write_text("second")
    collect_files(course, UNIT, tmp_path)
    assert (course.root / "submitted" / "zeta" / UNIT / "90-tiny.ipynb").read_text() == "second"


def test_two_people_of_one_name_are_kept_apart(course, tmp_path):
    """By the campus's number, in one download and in the next; one person's two folders stay one."""

    def hand_in(download, *numbers):
        for number in numbers:
            folder = tmp_path / download / f"Emma O'Neill_{number}_assignsubmission_file_"
            folder.mkdir(parents=True)
            (folder / "90-tiny.ipynb").write_text(number)
        (tmp_path / download / "Yago_7_assignsubmission_file_").mkdir()
        (tmp_path / download / "Yago_7_assignsubmission_file_" / "90-tiny.ipynb").write_text("7")
        return collect_files(course, UNIT, tmp_path / download)

    assert set(hand_in("first", "31").students) == {"Emma O'Neill", "Yago"}
    both = hand_in("second", "31", "99")
    assert set(both.students) == {"Emma O'Neill", "Emma O'Neill_99", "Yago"} and both.apart == [
        "Emma O'Neill_99"
    ]
    for student, number in (("Emma O'Neill", "31"), ("Emma O'Neill_99", "99")):
        assert (course.root / "submitted" / student / UNIT / "90-tiny.ipynb").read_text() == number


def test_the_course_itself_is_not_a_class(course, tmp_path):
    """Neither its own folders, nor a folder around it, nor anybody's release in two languages."""
    before = course.submitted(UNIT)
    for place in (course.root, course.root / "release", course.root / "source" / "es", course.root.parent):
        with pytest.raises(GraderError, match="course folder itself"):
            collect_files(course, UNIT, place)
    shutil.copytree(course.root / "release", tmp_path / "release")
    with pytest.raises(GraderError, match="looks like a release"):
        collect_files(course, UNIT, tmp_path / "release")
    assert course.submitted(UNIT) == before


def test_what_is_new_and_what_is_doubtful_is_said_at_once(course, tmp_path, released):
    """New, replaced (the earlier file is kept), unchanged; several notebooks, and none."""
    for name in ("wanda", "wim", "wes"):
        (tmp_path / "in" / name).mkdir(parents=True)
        nbformat.write(released(), tmp_path / "in" / name / "90-tiny.ipynb")
    first = collect_files(course, UNIT, tmp_path / "in")
    assert set(first.news.values()) == {"new"} and first.doubts == {}
    nbformat.write(released("en"), tmp_path / "in" / "wim" / "90-tiny (1).ipynb")
    (tmp_path / "in" / "wes" / "90-tiny.ipynb").unlink()
    (tmp_path / "in" / "wes" / "tarea5.docx").write_text("x")
    second = collect_files(course, UNIT, tmp_path / "in")
    assert second.news == {"wanda": "unchanged", "wim": "replaced", "wes": "replaced"}
    assert second.doubts["wes"] == "tarea5.docx is not a notebook"
    assert second.doubts["wim"].startswith("2 notebooks: 90-tiny")
    assert (course.root / "reports" / UNIT / "earlier" / "wes" / "1" / "90-tiny.ipynb").is_file()


def test_what_cannot_be_collected_says_so(course, tmp_path):
    with pytest.raises(GraderError, match="does not exist"):
        collect_files(course, UNIT, tmp_path / "nowhere")
    (tmp_path / "x.zip").write_text("no zip")
    with pytest.raises(GraderError, match="neither a folder nor a zip"):
        collect_files(course, UNIT, tmp_path / "x.zip")
    (tmp_path / "empty").mkdir()
    with pytest.raises(GraderError, match="No submission"):
        collect_files(course, UNIT, tmp_path / "empty")


def test_through_the_exchange_in_both_languages(course, tmp_path):
    """Each language is a course of its own in the exchange; both come back into one folder; links stay out."""
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    assert publish(course, UNIT, exchange) == ["crisis20", "crisis20-en"]
    released = exchange / "crisis20-en" / "outbound" / UNIT / "90-tiny.ipynb"
    assert "A tiny unit" in released.read_text()
    for language_course, student in (("crisis20", "xavi"), ("crisis20-en", "xena")):
        folder = exchange / language_course / "inbound" / f"{student}+{UNIT}+2026-01-02 10:00:00.000000 UTC"
        folder.mkdir()
        (folder / "90-tiny.ipynb").write_bytes(released.read_bytes())
        (folder / "timestamp.txt").write_text("2026-01-02 10:00:00.000000 UTC")
        os.symlink(course.root / "secret-seed", folder / "seed.txt")
    collected = collect_exchange(course, UNIT, exchange)
    assert set(collected.students) == {"xavi", "xena"}
    assert not (course.root / "submitted" / "xena" / UNIT / "seed.txt").exists()
