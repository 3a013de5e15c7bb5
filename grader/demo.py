"""`grader demo`: an invented class from the lesson's source to its feedback, and what it should earn."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from rich.markup import escape

from course.checking.labelling import LabellingExercise
from grader import registry, sandbox, settings
from grader.autograde import autograde
from grader.batch import cores
from grader.blueprint import Blueprint
from grader.collect import collect_files
from grader.coursefolder import CourseFolder
from grader.errors import GraderError
from grader.examiner import Examiner
from grader.feedback import write_feedback
from grader.lesson import NOTEBOOKS
from grader.outcomes import Outcome, OutcomeBook, Record
from grader.pupils import Pupil, pupils
from grader.release import build_units, release_unit
from grader.screen import class_table, console, needing_attention
from grader.seed import read_seed
from grader.verify import InProcess
from grader.verify_labels import examine_made

UNIT = "05-jazztel-delays"
# The invented class is impatient: a real one gets 30 and 10 seconds.
IMPATIENT = "c.ExamineNotebook.timeout = 15\nc.ExamineNotebook.call_timeout = 3.0\n"


def unit_names() -> list[str]:
    """Return the units that have a lesson."""
    return sorted(path.parent.name for path in NOTEBOOKS.glob("*/lesson.py"))


def run_demo(folder: Path, *, unit: str = UNIT) -> bool:
    """Run the whole class and print what came of it; True when every mark and state is as expected."""
    folder = Path(folder).resolve()
    if folder.exists() and any(folder.iterdir()):
        raise GraderError(f"{folder} is not empty: name a new folder with --to.")
    began = time.monotonic()
    walled = sandbox.available()
    course = CourseFolder.create(folder)
    with open(folder / settings.FILE, "a", encoding="utf-8") as config:
        config.write(IMPATIENT)
    if not walled:
        console.print(
            f"[yellow]The invented class runs without a sandbox (--unsafe).[/] {escape(sandbox.explain())}"
        )
    units = unit_names()
    with _step(f"build      {len(units)} units, Spanish and English, with solutions"):
        list(build_units(course, units))
    with _step("release    notebooks without solutions; keys and points into the gradebook"):
        for name in units:
            release_unit(course, name)
    blueprint = course.blueprint(unit)
    members = pupils(registry.banks(unit))
    archive = _download(course, blueprint, members)
    with _step(f"collect    {len(members)} submissions of {unit} from {archive.name}"):
        collect_files(course, unit, archive)
    with _step("autograde  each in a sandbox of its own" if walled else "autograde  without a sandbox"):
        book = _graded(course, unit, unsafe=not walled)
    with _step("feedback   a page for each, in the language of the submission"):
        pages = {student: page for student, page in write_feedback(course, unit) if page}
    surprises = list(_surprises(course, blueprint, members, book, walled=walled))
    _closing(course, members, book, pages, surprises, time.monotonic() - began)
    return not surprises


@contextmanager
def _step(what: str) -> Iterator[None]:
    began = time.monotonic()
    with console.status(what):
        yield
    console.print(f"[green]✓[/] {what} [dim]{time.monotonic() - began:.0f} s[/]")


def _download(course: CourseFolder, blueprint: Blueprint, members: list[Pupil]) -> Path:
    """Pack the class as a campus does."""
    banks = registry.banks(blueprint.unit)
    path = course.root / "download" / f"{blueprint.unit}.zip"
    path.parent.mkdir()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for pupil in members:
            name = pupil.file.format(name=pupil.name, unit=blueprint.unit)
            archive.writestr(name, pupil.handed_in(blueprint))
            for name, content in pupil.labels(registry.labelling(blueprint.unit), banks).items():
                archive.writestr(name, content)
    return path


def _graded(course: CourseFolder, unit: str, *, unsafe: bool) -> OutcomeBook:
    total = len(course.submitted(unit))
    done = 0

    def count(record: Record, fresh: bool) -> None:
        nonlocal done
        done += 1
        status.update(f"autograde  {done} of {total}")

    with console.status("autograde") as status:
        return autograde(course, unit, unsafe=unsafe, jobs=cores.usable(), finished=count)


def _surprises(
    course: CourseFolder, blueprint: Blueprint, members: list[Pupil], book: OutcomeBook, *, walled: bool
) -> Iterator[str]:
    """Say where a state or a mark is not what it should be, worked out in this process from the same seed."""
    examiner = Examiner(blueprint.unit, read_seed(course.root))
    for pupil in members:
        record = book.records.get(pupil.name)
        if record is None:
            yield f"{pupil.name}: not graded at all"
            continue
        if record.outcome is not pupil.outcome:
            yield f"{pupil.name}: {record.outcome}, not {pupil.outcome} ({'; '.join(record.notes[:3])})"
        if pupil.safe_only and not walled:
            continue
        for check in blueprint.checks:
            try:
                expected = _expected(examiner, pupil, check.key, check.function)
            except GraderError as error:
                yield f"{check.key}: {error}"
                return
            if record.marks.get(check.key) != expected:
                yield f"{pupil.name}: {check.key} is {record.marks.get(check.key)}, not {expected}"
    strangers = set(book.records) - {pupil.name for pupil in members}
    if strangers:
        yield f"nobody knows {', '.join(sorted(strangers))}"


def _expected(examiner: Examiner, pupil: Pupil, key: str, name: str) -> float | None:
    exercise, answer = examiner.exercises[key], pupil.answers.get(key)
    if isinstance(exercise, LabellingExercise) and answer is not None:  # whatever becomes of the notebook
        return examine_made(examiner, exercise, examiner.banks[key], answer).points
    if pupil.examined is False or (pupil.examined is not True and key not in pupil.examined):
        return None
    return 0.0 if answer is None else examiner.examine(key, InProcess(name, answer)).points


def _closing(
    course: CourseFolder,
    members: list[Pupil],
    book: OutcomeBook,
    pages: dict[str, Path],
    surprises: list[str],
    seconds: float,
) -> None:
    records = [book.records[pupil.name] for pupil in members if pupil.name in book.records]
    console.print()
    console.print(class_table(records, kinds={pupil.name: pupil.kind for pupil in members}))
    console.print(
        "\n[bold]For you to look at[/]: where nothing could be examined the mark is open, not zero; the "
        "tampered ones got "
        "what their answers earn."
    )
    for line in needing_attention(records):
        console.print(f"  {line}")
    console.print()
    if surprises:
        console.print("[bold red]Not as expected:[/]")
        for line in surprises:
            console.print(f"  {escape(line)}")
    else:
        odd = sum(record.outcome not in (Outcome.GRADED, Outcome.MANUAL) for record in records)
        console.print(
            f"[bold green]Every mark and state is as expected[/]: {len(records)} submissions, {odd} of "
            f"them crashed, "
            f"endless, damaged or tampered with, in {seconds:.0f} s."
        )
    partly = next((pupil.name for pupil in members if pupil.kind == "partly right"), next(iter(pages), ""))
    console.print(f"\nFeedback   {course.root / 'feedback'}", soft_wrap=True)
    if partly in pages:
        console.print(f"           open first: {pages[partly]}", soft_wrap=True)
    console.print(f"Table      {book.path}", soft_wrap=True)
    console.print(f"Gradebook  {course.root / 'gradebook.db'}", soft_wrap=True)
    console.print(
        f"Next       read the written answers in nbgrader's formgrader (`jupyter lab` in {course.root}), "
        f"then\n"
        f"           `grader feedback {records[0].unit if records else UNIT} --course {course.root}` again.",
        soft_wrap=True,
    )
