"""Commands that give results away."""

from __future__ import annotations

from rich.markup import escape

from grader.cli.options import HERE, Course, Students, Unit, progress_bar
from grader.errors import GraderError
from grader.screen import console, counted


def feedback(unit: Unit, student: Students = None, course: Course = HERE) -> None:
    """Write a page for each student, in the language of the submission.

    feedback/<student>/UNIT/UNIT.html: marks by exercise, what failed in words, hints, your comments, the
    notebook as it ran. No hidden case and no expected value is in it.
    """
    from grader.coursefolder import CourseFolder
    from grader.feedback import write_feedback

    folder = CourseFolder.open(course)
    waiting, written = [], 0
    failures: dict[str, str] = {}
    with progress_bar() as progress:
        task = progress.add_task("writing", total=len(student or folder.submitted(unit)))
        for name, path in write_feedback(folder, unit, students=student, failures=failures):
            progress.update(task, description=escape(name), advance=1)
            waiting += [] if path else [name]
            written += bool(path)
    if waiting:
        console.print(f"[yellow]Not graded yet:[/] {escape(', '.join(waiting))}", soft_wrap=True)
    for name, why in failures.items():
        console.print(f"  [bold red]{escape(name)}[/]: {escape(why)}", soft_wrap=True)
    if not written and not failures:
        raise GraderError(f"Nothing to give feedback on: run `grader autograde {unit}` first.")
    place = folder.root / "feedback" / "<student>" / unit / f"{unit}.html"
    console.print(f"{counted(written, 'page')}: {escape(str(place))}", soft_wrap=True)
    if failures:
        raise GraderError(f"{counted(len(failures), 'page')} could not be made; the others are there.")
