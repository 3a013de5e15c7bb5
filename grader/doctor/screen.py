"""What `grader doctor` shows and writes: counts first, then what matters, and where the rest is."""

from __future__ import annotations

import json
import os
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table
from rich.text import Text as Line

from grader.delivery import printable
from grader.doctor.diagnosis import Diagnosis
from grader.doctor.finding import KINDS, Severity

FORMAT = 1
SHOWN = 20  # students of each kind; the rest is in the file
_STYLE = {Severity.FINE: "green", Severity.ODD: "", Severity.MENDED: "yellow", Severity.PERSON: "bold red"}
_LANGUAGES = {"es": "in Spanish", "en": "in English", None: "in no known language"}


def show_class(found: list[Diagnosis], unit: str, console: Console, *, rest: str, mended: bool) -> None:
    """Print a class: counts, kinds, and who needs a person.

    Parameters
    ----------
    found : list of Diagnosis
    unit : str
    console : Console
    rest : str
        Where everything is written; empty when it is nowhere.
    mended : bool
        Whether the round mended.
    """
    languages = Counter(one.language for one in found)
    said = ", ".join(f"{languages[code]:,} {_LANGUAGES[code]}" for code in _LANGUAGES if languages[code])
    console.print(f"[bold]{escape(unit)}[/]: {len(found):,} submissions, {said}", soft_wrap=True)
    by_severity = Counter(one.severity for one in found)
    for severity in Severity:
        style = _STYLE[severity] if by_severity[severity] else "dim"
        words = _after(severity, mended)
        console.print(Line(f"  {by_severity[severity]:>6,}  {words}", style=style))
    _show_kinds(found, console)
    for severity in (Severity.PERSON, Severity.MENDED, Severity.ODD):
        _show_students([one for one in found if one.severity is severity], severity, console, rest, mended)
    if rest:
        console.print(f"\nEverything, student by student: {escape(rest)}", soft_wrap=True)


def _after(severity: Severity, mended: bool) -> str:
    return "mended" if mended and severity is Severity.MENDED else severity.words


def _show_kinds(found: list[Diagnosis], console: Console) -> None:
    kinds: Counter[str] = Counter()
    for one in found:
        kinds.update({finding.kind for finding in one.findings})
    if not kinds:
        return
    table = Table(box=box.SIMPLE_HEAD, show_edge=False, pad_edge=False, header_style="bold", padding=(0, 1))
    table.add_column("what was found")
    table.add_column("students", justify="right")
    table.add_column("which means", style="dim")
    order = sorted(kinds, key=lambda kind: (-KINDS[kind].severity, -kinds[kind], kind))
    for kind in order:
        table.add_row(KINDS[kind].title, f"{kinds[kind]:,}", KINDS[kind].severity.words)
    console.print()
    console.print(table)


def _show_students(
    found: list[Diagnosis], severity: Severity, console: Console, rest: str, mended: bool
) -> None:
    if not found:
        return
    words = _after(severity, mended)
    console.print(Line(f"\n{words[0].upper()}{words[1:]}", style=f"bold {_STYLE[severity]}".strip()))
    table = _aligned()
    table = _aligned()
    for one in found[:SHOWN]:
        worst = [finding for finding in one.findings if finding.gravity is severity]
        others = len(one.findings) - 1
        name = printable(one.student, 40)
        more = f" (and {others} more)" if others else ""
        table.add_row("", Line(name, style="bold"), Line.assemble(worst[0].said, (more, "dim")))
    console.print(table)
    if len(found) > SHOWN:
        where = f" in {rest}" if rest else "; --json FILE writes them all"
        console.print(f"  [dim]and {len(found) - SHOWN:,} more{escape(where)}[/]", soft_wrap=True)


def _aligned() -> Table:
    """Rows whose long lines stay under their beginning, at any width."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(max_width=30, overflow="fold")
    table.add_column(overflow="fold")
    return table


def _aligned() -> Table:
    """Rows whose long lines stay under their beginning, at any width."""
    table = Table(box=None, show_header=False, pad_edge=False, padding=(0, 1))
    table.add_column(no_wrap=True)
    table.add_column(max_width=30, overflow="fold")
    table.add_column(overflow="fold")
    return table


def show_student(one: Diagnosis, console: Console, *, mended: bool) -> None:
    """Print one student's submission: every finding, and what the student can be told."""
    console.print(Line.assemble((printable(one.student, 100), "bold"), ": ", _state(one)))
    if one.notebook:
        language = _LANGUAGES[one.language]
        console.print(f"  graded: {escape(printable(one.notebook, 200))}, {language}", soft_wrap=True)
    if one.answered:
        done = sum(one.answered.values())
        left = [key for key, answered in one.answered.items() if not answered]
        said = f"; not: {', '.join(left)}" if left else ""
        console.print(f"  answered: {done} of {len(one.answered)}{escape(said)}")
    for key, (labelled, of) in one.labels.items():
        console.print(f"  labelled: {labelled} of {of} tweets ({escape(key)})")
    table = _aligned()
    for finding in one.findings:
        words = _after(finding.gravity, bool(one.mended)) if mended else finding.gravity.words
        table.add_row("", Line(words, style=_STYLE[finding.gravity]), Line(finding.said))
    if one.findings:
        console.print(table)
    hints = {hint.en: hint for finding in one.findings if (hint := finding.advice) is not None}
    if hints:
        console.print("  to tell the student:")
        table = _aligned()
        for hint in hints.values():
            table.add_row("", "  es", Line(hint.es), style="dim")
            table.add_row("", "  en", Line(hint.en), style="dim")
        console.print(table)
    if one.mended:
        console.print(f"  mended; as it was: {escape(one.mended)}", soft_wrap=True)


def _state(one: Diagnosis) -> tuple[str, str]:
    return one.severity.words, _STYLE[one.severity]


def as_json(found: list[Diagnosis], unit: str) -> dict[str, Any]:
    """Return everything as the machine-readable file has it.

    ``format`` (1), ``unit``, ``submissions_looked_at``; ``counts`` by severity (``fine``, ``odd``, ``mended``,
    ``person``); ``kinds``, of each kind of finding its ``severity``, ``title`` and number of ``students``;
    ``submissions``, of each student ``severity``, ``language``, ``notebook`` (which file is graded), ``answered``
    by exercise, ``labels``, ``mended`` (where it is kept as it was) and ``findings``: ``kind``, ``severity``,
    ``said``, ``cell`` and ``line`` (from 1), ``name`` (of the graded cell), ``hint`` in ``es`` and ``en``. What is
    not known is null.
    """
    kinds: Counter[str] = Counter()
    for one in found:
        kinds.update({finding.kind for finding in one.findings})
    severities = Counter(one.severity for one in found)
    return {
        "format": FORMAT,
        "unit": unit,
        "submissions_looked_at": len(found),
        "counts": {severity.word: severities[severity] for severity in Severity},
        "kinds": {
            kind: {"severity": KINDS[kind].severity.word, "title": KINDS[kind].title, "students": count}
            for kind, count in sorted(kinds.items())
        },
        "submissions": [one.to_json() for one in found],
    }


def write_json(found: list[Diagnosis], unit: str, path: Path) -> None:
    """Write the machine-readable file, whole or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(as_json(found, unit), ensure_ascii=False, indent=1) + "\n"
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=".doctor-")
    with os.fdopen(handle, "wb") as file:
        file.write(text.encode("utf-8", "replace"))
    os.replace(name, path)
