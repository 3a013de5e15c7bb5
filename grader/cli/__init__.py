"""The instructor's commands; each lies in the module of its kind and is put in order here."""

from __future__ import annotations

import os
import sys

import typer
from rich.markup import escape

from grader.cli import checking, grading, making, results, trying
from grader.errors import GraderError
from grader.screen import console

__all__ = ["app", "main"]

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode="rich",
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Grade Crisis 2.0 with nbgrader: build, release, collect, autograde, feedback.

    Run the commands in your course folder, or name it with [bold]--course[/]. A unit is named after its
    folder, such as [bold]05-jazztel-delays[/]. An evening with a class:

    [bold]grader build[/] 05-jazztel-delays --course ~/crisis-2027

    [bold]cd[/] ~/crisis-2027

    [bold]grader release[/] 05-jazztel-delays

    [bold]grader collect[/] 05-jazztel-delays ~/Downloads/tarea5.zip

    [bold]grader autograde[/] 05-jazztel-delays

    [bold]grader feedback[/] 05-jazztel-delays

    Where students label tweets, [bold]grader pool[/] 03-iberia-voices shows how far the class agrees.

    First time? [bold]grader demo[/] shows all of it with an invented class. Everything is nbgrader
    underneath: the same folder works with `nbgrader` and its formgrader.""",
)
for _command in (
    making.build,
    making.release,
    making.collect,
    checking.doctor,
    grading.autograde,
    results.feedback,
    results.report,
    results.export,
    checking.pool,
    checking.verify,
    trying.demo,
):
    app.command()(_command)


def main() -> None:
    """Run a command; the console script `grader`."""
    os.environ.setdefault("MPLBACKEND", "agg")
    try:
        app()
    except GraderError as error:
        console.print(f"[red]grader:[/] {escape(str(error))}", soft_wrap=True)
        sys.exit(1)
