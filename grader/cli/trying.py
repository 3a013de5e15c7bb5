"""The command that shows everything with an invented class."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer


def demo(
    to: Annotated[
        Path | None,
        typer.Option("--to", metavar="DIR", help="Keep the class here; a temporary folder if not given."),
    ] = None,
) -> None:
    """A whole invented class, end to end, in about two minutes: build, release, collect, autograde, feedback.

    Right, partly right, blank, crashing, looping, damaged and cheating submissions in both languages; the
    closing table says what became of each, and whether the marks are what they should be.
    """
    from grader.demo import run_demo

    if not run_demo(to or Path(tempfile.mkdtemp(prefix="crisis20-demo-"))):
        raise typer.Exit(1)
