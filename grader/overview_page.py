"""The class overview as one page that carries all it needs; nobody is named before its last part."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from course.language import LANGUAGES, Text
from grader.blueprint import Blueprint
from grader.coursefolder import CourseFolder
from grader.errors import GraderError
from grader.feedback.style import style
from grader.outcomes import Outcome
from grader.overview import BANDS, ExerciseView, Overview
from grader.overview_words import STATES, WORDS
from grader.report import markup, number

_FINE = (Outcome.GRADED, Outcome.MANUAL)
_CSS = """
.overview .bars { width: auto; min-width: min(28rem, 100%); }
.overview .bars th, .overview .bars td { padding-top: 0.2rem; padding-bottom: 0.2rem; }
.overview .bars td { width: 16rem; }
.bar { display: inline-block; height: 0.8em; background: var(--accent); margin-right: 0.3rem; vertical-align: baseline;
  max-width: calc(100% - 2.5rem); }
.share { display: flex; height: 0.5rem; margin-top: 0.3rem; gap: 1px; }
.seg.full { background: var(--good); }
.seg.part { background: repeating-linear-gradient(45deg, var(--part) 0 3px, var(--paper) 3px 5px); }
.seg.none { background: var(--not); }
.seg.open { background: transparent; border: 1px solid var(--edge); }
.legend { font-size: 0.9rem; color: var(--soft); }
.legend .seg { display: inline-block; width: 1.4rem; height: 0.6rem; margin-left: 0.8rem; }
.scroll { overflow-x: auto; }
.mistakes { margin: 0.3rem 0 0; padding-left: 1.2rem; } .mistakes li { margin: 0.3rem 0; }
.overview section section { margin-bottom: 0.8rem; }
.overview .exercise h3 { margin-top: 0; }
.private { border-top: 2px solid var(--ink); padding-top: 1rem; }
@media print { .private { display: none; } }
"""


def write_overview(course: CourseFolder, seen: Overview, *, language: str | None = None) -> Path:
    """Write ``reports/<unit>/overview.html``.

    Parameters
    ----------
    course : CourseFolder
    seen : Overview
    language : {"es", "en"}, optional
        That of most of the class, if not given.
    """
    if language not in (None, *LANGUAGES):
        raise GraderError(f"A page is written in {' or '.join(LANGUAGES)}, not in {language!r}.")
    path = course.root / "reports" / seen.unit / "overview.html"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(page(seen, course.blueprint(seen.unit), language or seen.language()), encoding="utf-8")
    return path


def page(seen: Overview, blueprint: Blueprint, language: str) -> str:
    """Return the page as HTML."""
    words = {name: text.to(language) for name, text in WORDS.items()}
    return _template().render(view=_view(seen, blueprint, language), words=words)


@cache
def _template() -> Template:
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
    )
    environment.filters["markup"] = lambda text: Markup(markup(text))
    return environment.get_template("overview.html.j2")


def _view(seen: Overview, blueprint: Blueprint, language: str) -> dict[str, Any]:
    checks = {cell.key for cell in blueprint.checks}
    return {
        "language": language,
        "unit": seen.unit,
        "title": _title(blueprint, language),
        "handed_in": _counted("handed_in", len(seen.rows), language),
        "lines": _lines(seen, language),
        "bands": _bands(seen, language) if seen.totals else [],
        "exercises": [_exercise(one, language) for one in seen.exercises],
        "with_cases": checks,
        "states": _states(seen, language),
        "people": _people(seen, language),
        "style": style() + _CSS,
    }


def _title(blueprint: Blueprint, language: str) -> str:
    notebook = blueprint.notebooks.get(language) or next(iter(blueprint.notebooks.values()))
    lines = (
        line for cell in notebook.cells for line in cell.source.splitlines() if cell.cell_type == "markdown"
    )
    return next((line[2:].strip() for line in lines if line.startswith("# ")), blueprint.unit)


def _counted(name: str, count: int, language: str) -> str:
    """Say a number with its words: ``<name>_one`` for one, ``<name>_many`` or ``<name>`` for others."""
    if count == 1:
        return WORDS[f"{name}_one"].to(language)
    return WORDS.get(f"{name}_many", WORDS.get(name, Text("", ""))).to(language).format(count=count)


def _lines(seen: Overview, language: str) -> list[str]:
    if seen.mean is None or seen.median is None:
        return [WORDS["no_marks"].to(language)]
    middle = (
        WORDS["middle"]
        .to(language)
        .format(
            mean=number(seen.mean, language),
            median=number(seen.median, language),
            maximum=number(seen.max_total, language),
        )
    )
    return [middle, *([_counted("open", seen.with_open, language)] if seen.with_open else [])]


def _bands(seen: Overview, language: str) -> list[dict[str, Any]]:
    most, made = max(seen.bands), []
    for position, count in enumerate(seen.bands):
        low, high = (number(seen.max_total * edge / BANDS, language) for edge in (position, position + 1))
        words = WORDS["band_last" if position == BANDS - 1 else "band_from"].to(language)
        made.append(
            {"words": words.format(low=low, high=high), "count": count, "width": round(100 * count / most)}
        )
    return made


def _exercise(one: ExerciseView, language: str) -> dict[str, Any]:
    return {
        "key": one.key,
        "title": one.title.to(language),
        "counts": {"full": one.full, "part": one.part, "none": one.none, "open": one.open},
        "average": "–"
        if one.average is None
        else f"{number(one.average, language)} / {number(one.points, language)}",
        "undone": _counted("undone", one.undone, language) if one.undone else "",
        "diagnoses": [
            {"message": made.message.to(language), "count": _counted("times", made.count, language)}
            for made in one.diagnoses
        ],
    }


def _states(seen: Overview, language: str) -> list[dict[str, Any]]:
    most = max(seen.states.values())
    order = [*Outcome, None]
    return [
        {"words": STATES[state].to(language), "count": count, "width": round(100 * count / most)}
        for state, count in sorted(seen.states.items(), key=lambda item: order.index(item[0]))
    ]


def _people(seen: Overview, language: str) -> list[dict[str, str]]:
    """Those whose state a person should look at, and those with an open mark."""
    titles = {one.key: one.title.to(language).replace("`", "") for one in seen.exercises}
    return [
        {
            "student": one.student,
            "state": STATES[one.outcome].to(language),
            "open": ", ".join(titles[key] for key in one.open),
            "so_far": "–" if one.so_far is None else number(one.so_far, language),
        }
        for one in seen.rows
        if one.open or one.outcome not in _FINE
    ]
