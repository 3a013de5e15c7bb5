"""The commands: words worth reading, exit status 0 only on success."""

import sys

import pytest
from typer.testing import CliRunner

from grader import cli, sandbox
from grader.pupils import as_student, pupils, self_contained

UNIT = "90-tiny"


@pytest.fixture
def run(monkeypatch, capsys):
    """Runs a command line as the console script does; gives the exit status and what was shown."""

    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["grader", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            cli.main()
        return ended.value.code or 0, capsys.readouterr().out

    return run


def test_help_names_every_command_and_an_evening():
    shown = CliRunner().invoke(cli.app, ["--help"], env={"COLUMNS": "120"}).output
    for command in ("build", "release", "collect", "autograde", "feedback", "verify", "demo"):
        assert command in shown
    for command in ("build", "release", "collect", "autograde", "feedback", "verify", "demo"):
        assert len(CliRunner().invoke(cli.app, [command, "--help"]).output.split()) > 25


def test_from_build_to_feedback(run, tiny_unit, tmp_path, answered, released):
    """Each command ends by saying which one comes next."""
    import nbformat

    course = tmp_path / "course"
    status, shown = run("build", UNIT, "--course", course)
    assert status == 0 and "source/en/90-tiny/90-tiny.ipynb" in shown and f"grader release {UNIT}" in shown
    status, shown = run("release", "--course", course)  # all that is built, as README says
    assert status == 0 and "release/es/90-tiny/90-tiny.ipynb new" in shown and "grader collect" in shown
    status, shown = run("release", UNIT, "--course", course)
    assert status == 0 and "release/es/90-tiny/90-tiny.ipynb unchanged" in shown
    download = tmp_path / "download"
    download.mkdir()
    nbformat.write(released("en"), download / f"Zoë_{UNIT}.ipynb")
    (download / f"Yves_{UNIT}.ipynb").write_bytes(b"{")
    status, shown = run("collect", UNIT, download, "--course", course)
    assert status == 0 and "2 submissions of 90-tiny: 2 new." in shown and "grader autograde" in shown
    unsafe = [] if sandbox.available() else ["--unsafe"]
    status, shown = run("autograde", UNIT, "--course", course, "--jobs", 1, *unsafe)
    assert status == 0 and "unreadable" in shown and "Zoë" in shown and "grader feedback" in shown
    assert "Formgrader" in shown and str(course) in shown
    status, shown = run("autograde", UNIT, "--course", course, "--jobs", 1, *unsafe)
    assert status == 0 and "2 unchanged" in shown
    status, shown = run("feedback", UNIT, "--course", course)
    assert status == 0 and "2 pages" in shown
    assert (course / "feedback" / "Zoë" / UNIT / f"{UNIT}.html").is_file()
    status, shown = run("feedback", UNIT, "-s", "Zoe", "--course", course)
    assert status == 1 and "No submission of 90-tiny by Zoe. There are: Yves, Zoë." in shown


def test_a_mistyped_unit_leaves_nothing_and_names_what_is_there(run, course, tmp_path):
    status, shown = run("build", "90-tinny", "--course", tmp_path / "new")
    assert status == 1 and not (tmp_path / "new").exists()
    for command in (["release"], ["autograde", "--unsafe"], ["feedback"]):
        status, shown = run(*command, "90-tinny", "--course", course.root)
        assert status == 1 and "Did you mean 90-tiny?" in shown, shown


@pytest.mark.parametrize(
    "arguments, said",
    [
        (["build", "77-nothing"], "no such lesson"),
        (["release", "90-tiny"], "is not a course folder"),
        (["autograde", "90-tiny", "--unsafe"], "is not a course folder"),
        (["feedback", "90-tiny"], "is not a course folder"),
        (["collect", "90-tiny"], "Name a folder or zip"),
        (["verify", "77-nothing"], "has no module"),
    ],
)
def test_a_mistake_is_one_sentence_and_status_1(run, tmp_path, monkeypatch, arguments, said):
    monkeypatch.chdir(tmp_path)
    status, shown = run(*arguments)
    assert status == 1
    assert said in shown and "Traceback" not in shown


def test_autograde_without_a_sandbox_says_what_to_install(run, course, school, released, monkeypatch):
    school.hand_in("Cli", released())
    monkeypatch.setattr("grader.sandbox.trial.trouble", lambda tried: "refused here")
    status, shown = run("autograde", UNIT, "--course", course.root)
    assert status == 1 and "refused here" in shown and "--unsafe" in shown


def test_verify_fails_when_a_bank_does_not_hold(run, tiny_unit, monkeypatch):
    """The invented unit's banks have no right variants: status 1."""
    status, shown = run("verify", UNIT)
    assert status == 1 and "does not hold" in shown and "0 right variants" in shown


def test_the_invented_class_is_what_the_demonstration_promises():
    """At least fourteen, both languages, every kind of trouble; answers that can stand in a notebook."""
    from grader import registry
    from grader.demo import UNIT as unit
    from grader.outcomes import Outcome

    members = pupils(registry.banks(unit))
    assert len(members) >= 14 and {pupil.language for pupil in members} == {"es", "en"}
    assert {Outcome.CRASHED, Outcome.TIMED_OUT, Outcome.UNREADABLE, Outcome.TAMPERED, Outcome.GRADED} <= {
        pupil.outcome for pupil in members
    }
    for pupil in members:
        for key, answer in pupil.answers.items():
            if answer is not None and answer.__module__.startswith("grader.exercises"):
                assert self_contained(answer)
                source = as_student(answer, key.replace("-", "_"))
                compile(source, key, "exec")
                assert f"def {key.replace('-', '_')}(" in source and "@" not in source.split("def ")[0]
