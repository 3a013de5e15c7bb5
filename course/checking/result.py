"""What a self-check shows: a mark that is a number, and its feedback as HTML or text."""

from __future__ import annotations

import html
import os
import re
from dataclasses import dataclass

from course.checking.exercise import Exercise
from course.checking.judge import CaseVerdict
from course.language import Text, get_language

_MARKS = {True: ("✔", Text("pasa", "passes")), False: ("✘", Text("no pasa", "does not pass"))}
_STYLE = """
.crisis-check{--ok:#0a6b4f;--no:#a8410a;--line:var(--jp-border-color1,#bdbdbd);
color:var(--jp-content-font-color1,inherit);font-family:var(--jp-content-font-family,system-ui,sans-serif);
font-size:var(--jp-content-font-size1,14px);line-height:1.5;max-width:46em;overflow-wrap:anywhere;
border:1px solid var(--line);border-inline-start:.35em solid var(--no);border-radius:.3em;
padding:.6em .9em;margin:.2em 0}
.crisis-check.passed{border-inline-start-color:var(--ok)}
@media (prefers-color-scheme:dark){.crisis-check{--ok:#4cc9a0;--no:#ffa45c}}
[data-jp-theme-light="true"] .crisis-check{--ok:#0a6b4f;--no:#a8410a}
[data-jp-theme-light="false"] .crisis-check{--ok:#4cc9a0;--no:#ffa45c}
.crisis-check p{margin:0}
.crisis-check .head{font-weight:600}
.crisis-check .note{color:var(--jp-content-font-color2,inherit)}
.crisis-check ol{list-style:none;margin:.45em 0 .2em;padding:0}
.crisis-check li{margin:.3em 0;padding-inline-start:1.6em;text-indent:-1.6em}
.crisis-check li>*{text-indent:0}
.crisis-check .mark{display:inline-block;width:1.6em;font-weight:700;color:var(--no)}
.crisis-check .yes .mark{color:var(--ok)}
.crisis-check .said{display:block;margin:.1em 0 .2em}
.crisis-check details{margin:.25em 0}
.crisis-check summary{cursor:pointer;width:fit-content;padding:.1em .2em;font-weight:600}
.crisis-check summary:focus-visible{outline:2px solid currentColor;outline-offset:2px;border-radius:.2em}
.crisis-check details>div{margin:.15em 0 .3em 1.1em}
.crisis-check code{font-family:var(--jp-code-font-family,monospace);font-size:.93em;
background:var(--jp-layout-color2,rgba(127,127,127,.16));padding:.05em .3em;border-radius:.2em;color:inherit}
.crisis-check .data{overflow-x:auto}
.crisis-check table{border-collapse:collapse;font-size:.93em;margin:.2em 0}
.crisis-check th,.crisis-check td{padding:.15em .6em;text-align:start;border-bottom:1px solid var(--line);
overflow-wrap:normal;white-space:nowrap}
""".replace("\n", "")


@dataclass(frozen=True)
class ShownCase:
    """A verdict with the HTML of the data it is about, and a remark from the student's source."""

    verdict: CaseVerdict
    data: str = ""
    remark: Text | None = None


class CheckResult(float):
    """The mark of a self-check, which shows itself as feedback.

    As a number it is the exercise's points times the share of visible cases passed, and in a graded run its
    repr is that bare number, which nbgrader reads as partial credit. Everywhere else its HTML and its text are
    the feedback, in the language the reader had chosen when the check ran.
    """

    def __new__(cls, exercise: Exercise, cases: tuple[ShownCase, ...]) -> CheckResult:
        passed = sum(case.verdict.passed for case in cases)
        result = super().__new__(cls, round(exercise.points * passed / len(exercise.cases), 4))
        result.exercise = exercise
        result.cases = cases
        result.language = get_language()
        return result

    def __reduce__(self) -> tuple:
        return (float, (float(self),))

    @property
    def passed(self) -> bool:
        """Whether every visible case passed."""
        return sum(case.verdict.passed for case in self.cases) == len(self.exercise.cases)

    def __repr__(self) -> str:
        return float.__repr__(self) if os.environ.get("NBGRADER_EXECUTION") else self.text

    __str__ = __repr__

    @property
    def _headline(self) -> str:
        total = len(self.exercise.cases)
        count = sum(case.verdict.passed for case in self.cases)
        if self.passed:
            words = Text("los casos visibles pasan", "the visible cases pass")
        elif all(case.verdict.diagnosis == "not-solved" for case in self.cases):
            words = Text("todavía sin resolver", "not solved yet")
        else:
            words = Text(
                f"{count} de {total} casos visibles {'pasa' if count == 1 else 'pasan'}",
                f"{count} of {total} visible cases {'passes' if count == 1 else 'pass'}",
            )
        return words.to(self.language)

    @property
    def _note(self) -> str:
        if not self.passed:
            return ""
        return Text(
            "La nota se decide con otros casos, que no se ven: repasa también los casos raros, como una tabla "
            "vacía o un valor que falta.",
            "The mark is decided by other cases, which are not shown: think of odd ones too, such as an empty "
            "table or a missing value.",
        ).to(self.language)

    @property
    def _shown(self) -> tuple[ShownCase, ...]:
        """Say a message once: a case that fails like the one before it needs no second telling."""
        shown, said = [], set()
        for case in self.cases:
            message = case.verdict.message.to(self.language)
            again = message in said
            said.add(message)
            if again and message:
                same = Text("Por la misma razón.", "For the same reason.")
                verdict = CaseVerdict(case.verdict.title, False, case.verdict.diagnosis, same)
                case = ShownCase(verdict, case.data)
            shown.append(case)
        return tuple(shown)

    @property
    def text(self) -> str:
        """The feedback as plain text."""
        lines = [f"{self.exercise.title.to(self.language)}: {self._headline}."]
        for case in self._shown:
            symbol, word = _MARKS[case.verdict.passed]
            lines.append(f"  {symbol} {case.verdict.title.to(self.language)} ({word.to(self.language)})")
            for said in (case.verdict.message, case.remark):
                if said is not None and said.to(self.language):
                    lines.append(f"      {said.to(self.language)}")
        if self._note:
            lines.append(self._note)
        elif self.exercise.hints:
            hint = Text("Primera pista: ", "First hint: ") + self.exercise.hints[0]
            lines.append(hint.to(self.language))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = f"{self.exercise.title.to(self.language)}: {self._headline}."
        cases = "".join(map(self._case, self._shown))
        note = f'<p class="note">{_marked_up(self._note)}</p>' if self._note else ""
        return (
            f"<style>{_STYLE}</style>"
            f'<div class="crisis-check{" passed" if self.passed else ""}" role="status" lang="{self.language}">'
            f'<p class="head">{_marked_up(head)}</p><ol>{cases}</ol>{note}{self._hints()}</div>'
        )

    def _case(self, case: ShownCase) -> str:
        symbol, word = _MARKS[case.verdict.passed]
        said = "".join(
            f'<span class="said">{_marked_up(text.to(self.language))}</span>'
            for text in (case.verdict.message, case.remark)
            if text is not None and text.to(self.language)
        )
        data = ""
        if case.data and not case.verdict.passed:
            label = Text("Ver los datos de este caso", "See the data of this case").to(self.language)
            data = f'<details><summary>{label}</summary><div class="data">{case.data}</div></details>'
        return (
            f'<li class="{"yes" if case.verdict.passed else "no"}">'
            f'<span class="mark" aria-hidden="true">{symbol}</span>'
            f"<span>{_marked_up(case.verdict.title.to(self.language))} "
            f"<span class='note'>({word.to(self.language)})</span></span>{said}{data}</li>"
        )

    def _hints(self) -> str:
        if self.passed:
            return ""
        total = len(self.exercise.hints)
        label = Text("Pista {place} de {total}", "Hint {place} of {total}")
        return "".join(
            f"<details><summary>{label.format(place=place, total=total).to(self.language)}</summary>"
            f"<div>{_marked_up(hint.to(self.language))}</div></details>"
            for place, hint in enumerate(self.exercise.hints, start=1)
        )


def _marked_up(text: str) -> str:
    """Escape a text and turn its `code spans` into elements.

    Examples
    --------
    >>> _marked_up("a < b: `x > 1`")
    'a &lt; b: <code>x &gt; 1</code>'
    """
    return re.sub(r"`([^`]+)`", r"<code>\1</code>", html.escape(text))
