"""The class overview on the terminal."""

from __future__ import annotations

from rich import box
from rich.console import Group, RenderableType
from rich.markup import escape
from rich.table import Table

from grader.outcomes import Outcome
from grader.overview import BANDS, ExerciseView, Overview
from grader.report import number
from grader.screen import counted, state

_BAR = 30  # columns of the longest bar


def overview_table(seen: Overview, *, language: str) -> Group:
    """Return marks, exercises and the most common mistakes of a class; messages in the pages' language.

    Parameters
    ----------
    seen : Overview
    language : {"es", "en"}
    """
    parts: list[RenderableType] = [f"[bold]{escape(seen.unit)}[/]: {counted(len(seen.rows), 'submission')}"]
    parts += [_states(seen), "", *_marks(seen), "", _exercises(seen, language)]
    mistakes = [part for one in seen.exercises for part in _mistakes(one, language)]
    if mistakes:
        parts += ["", "[bold]What went wrong most often[/]", *mistakes]
    return Group(*parts)


def _states(seen: Overview) -> str:
    order = [*Outcome, None]
    found = sorted(seen.states.items(), key=lambda item: order.index(item[0]))
    return " · ".join(f"{count} {state(one) if one else 'not graded yet'}" for one, count in found)


def _marks(seen: Overview) -> list[str]:
    if seen.mean is None or seen.median is None:
        return ["No mark yet."]
    most = max(seen.bands)
    lines = [
        f"mean [bold]{number(seen.mean, 'en')}[/], median [bold]{number(seen.median, 'en')}[/] "
        f"of {number(seen.max_total, 'en')}"
        + (f" [dim]({seen.with_open} with an open mark: so far)[/]" if seen.with_open else "")
    ]
    for position, count in enumerate(seen.bands):
        low, high = (number(seen.max_total * edge / BANDS, "en") for edge in (position, position + 1))
        bar = "█" * round(_BAR * count / most)
        lines.append(f"  {low:>5} – {high:<5} [cyan]{bar}[/]{' ' if bar else ''}{count or '·'}")
    return lines


def _exercises(seen: Overview, language: str) -> Table:
    table = Table(
        box=box.SIMPLE_HEAD, show_edge=False, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0)
    )
    table.add_column("exercise", ratio=1)
    for name in ("full", "part", "none", "open", "mean"):
        table.add_column(name, justify="right", no_wrap=True)
    total = len(seen.rows)
    for one in seen.exercises:
        average = "–" if one.average is None else f"{number(one.average, 'en')} / {number(one.points, 'en')}"
        cells = [_share(count, total) for count in (one.full, one.part, one.none, one.open)]
        table.add_row(f"{escape(one.key)} [dim]{escape(_title(one, language))}[/]", *cells, average)
    return table


def _share(count: int, total: int) -> str:
    return f"{count} [dim]{round(100 * count / total):>3} %[/]" if count else "[dim]·      [/]"


def _title(one: ExerciseView, language: str) -> str:
    return one.title.to(language).replace("`", "")


def _mistakes(one: ExerciseView, language: str) -> list[RenderableType]:
    grid = Table.grid(padding=(0, 1, 0, 0))
    grid.add_column(justify="right", no_wrap=True, min_width=5)
    grid.add_column()
    if one.undone:
        grid.add_row(f"[dim]{one.undone}×[/]", "[dim]left as it came[/]")
    for diagnosis in one.diagnoses:
        said = diagnosis.message.to(language).replace("`", "").replace("**", "")
        grid.add_row(f"[yellow]{diagnosis.count}×[/]", escape(said))
    return [f"[bold]{escape(one.key)}[/]", grid] if grid.row_count else []
