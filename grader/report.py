"""What a student reads of an examined exercise: cases by their titles, messages, hints.

No input and no expected value of a hidden case stands here: `Examination` does not hold any.
"""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

from course.language import Text

if TYPE_CHECKING:  # who only wants a number written needs no examiner
    from course.checking.exercise import Exercise
    from grader.examiner import CaseReport, Examination

_PASSED = Text(es="bien", en="right")
_FAILED = Text(es="aún no", en="not yet")
_UNTRIED = Text(es="sin probar", en="not tried")
_HINTS = Text(es="Pistas", en="Hints")
_HINT = Text(es="Pista {number}", en="Hint {number}")
_POINTS = Text(es="{points} de {maximum} puntos", en="{points} of {maximum} points")
_PENDING = Text(
    es="Sin puntos todavía: lo revisará tu docente.", en="No points yet: your teacher will look at it."
)


def number(value: float, language: str) -> str:
    """Write marks as a reader of the language does.

    Examples
    --------
    >>> number(2.5, "es"), number(2.0, "en")
    ('2,5', '2')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return text.replace(".", ",") if language == "es" else text


def examined_html(examination: Examination, exercise: Exercise, language: str) -> str:
    """Return the report of one exercise as HTML."""
    parts = [f'<section class="crisis20-report" lang="{language}" role="status">']
    parts.append(
        f"<p><strong>{markup(exercise.title.to(language))}</strong> · {_marks(examination, language)}</p>"
    )
    if examination.fault is not None:
        parts.append(f"<p>{markup(examination.fault.reason.to(language))}</p>")
    parts += _cases(examination.cases, language)
    if examination.points is None or examination.points < examination.max_points:
        parts += _hints(exercise, language)
    return "".join([*parts, "</section>"])


def _marks(examination: Examination, language: str) -> str:
    if examination.points is None:
        return _PENDING.to(language)
    return (
        _POINTS.format(
            points=number(examination.points, language), maximum=number(examination.max_points, language)
        )
    ).to(language)


def _cases(cases: tuple[CaseReport, ...], language: str) -> list[str]:
    """A message is written once: cases that failed alike stand together under it."""
    parts = ["<ul>"] if cases else []
    said: set[str] = set()
    for case in cases:
        sign, word = {True: ("✓", _PASSED), False: ("✗", _FAILED), None: ("–", _UNTRIED)}[case.passed]
        state = {True: "passed", False: "failed", None: "untried"}[case.passed]
        title = markup(case.title.to(language))
        line = f'<li class="{state}">{sign} <strong>{word.to(language)}</strong>: {title}'
        message = case.message.to(language)
        if case.passed is False and message and message not in said:
            said.add(message)
            line += f"<br>{markup(message)}"
        parts.append(line + "</li>")
    return [*parts, "</ul>"] if cases else []


def _hints(exercise: Exercise, language: str) -> list[str]:
    if not exercise.hints:
        return []
    parts = [f"<details><summary>{_HINTS.to(language)}</summary>"]
    for position, hint in enumerate(exercise.hints, start=1):
        title = _HINT.format(number=position).to(language)
        parts.append(f"<details><summary>{title}</summary><p>{markup(hint.to(language))}</p></details>")
    return [*parts, "</details>"]


def markup(text: str) -> str:
    """Escape a text and turn its Markdown code spans and strong words into HTML.

    Examples
    --------
    >>> markup("**nada** & `x ** 2 ** 3`")
    '<strong>nada</strong> &amp; <code>x ** 2 ** 3</code>'
    """
    parts = re.split(r"`([^`]+)`", escape(text, quote=False))
    parts[::2] = [
        re.sub(r"\*\*(?=\S)([^*]+)(?<=\S)\*\*", r"<strong>\1</strong>", part) for part in parts[::2]
    ]
    parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
    return "".join(parts).replace("\n", "<br>")
