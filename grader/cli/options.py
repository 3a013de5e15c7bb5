"""What the commands share: their arguments, the progress bar, the closing line."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.markup import escape
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
)

from grader.screen import console

Course = Annotated[
    Path,
    typer.Option("--course", "-c", metavar="DIR", help="Course folder; the current folder if not given."),
]
Unit = Annotated[str, typer.Argument(metavar="UNIT", help="Such as 05-jazztel-delays.")]
Units = Annotated[
    list[str] | None,
    typer.Argument(metavar="[UNIT...]", help="Such as 05-jazztel-delays; all built ones if none is named."),
]
Students = Annotated[
    list[str] | None,
    typer.Option("--student", "-s", metavar="NAME", help="Only this student; may be repeated."),
]
HERE = Path(".")


def progress_bar() -> Progress:
    """Return the bar that is shown while a command works through a class."""
    return Progress(
        SpinnerColumn(),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
        console=console,
        transient=True,
    )


def say_next(command: str) -> None:
    """Say which command usually comes next."""
    console.print(f"[dim]next:[/] {escape(command)}", soft_wrap=True)


def where(course: Path) -> str:
    """Return the option that names a course folder, as the person at the keyboard would type it."""
    return "" if course == HERE else f" --course {course}"
