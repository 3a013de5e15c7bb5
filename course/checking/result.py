"""What a self-check shows: a mark that is a number, and its feedback as HTML or text."""

from __future__ import annotations

import dataclasses
import html
import os
import re

from course.checking.exercise import Exercise
from course.checking.judge import CaseVerdict
from course.checking.mismatch import NOTHING
from course.language import Text, get_language

_PASSES = ("✔", "yes", Text("pasa", "passes"))
_FAILS = ("✘", "no", Text("no pasa", "does not pass"))
_WAITS = ("○", "waits", Text("pendiente", "to do"))
_ERROR = ("✘", "no", Text("con un error", "in error"))
_NOT_RUN = Text(
    "La última vez que la ejecutaste, la celda de `{name}` dio un error, y aquí sigue la versión anterior. "
    "Arregla ese error, ejecuta la celda y vuelve a comprobar.",
    "When you last ran it, the cell of `{name}` ended in an error, and what is here is still the version before. "
    "Mend that error, run the cell and check again.",
)
_SAME = Text("Por la misma razón.", "For the same reason.")
_STYLE = """
.crisis-check{--yes:#0a6b4f;--no:#a8410a;--waits:#5a5f66;--edge:var(--no);
--line:var(--jp-border-color2,rgba(127,127,127,.4));
color:var(--jp-content-font-color1,inherit);font-family:var(--jp-content-font-family,system-ui,sans-serif);
font-size:var(--jp-content-font-size1,14px);line-height:1.5;max-width:48em;overflow-wrap:anywhere;
border:1px solid var(--line);border-inline-start:.3em solid var(--edge);border-radius:.3em;
padding:.6em .9em .5em;margin:.3em 0}
.crisis-check.passed{--edge:var(--yes)}
.crisis-check.waits{--edge:var(--waits)}
[data-jp-theme-light="false"] .crisis-check,.vscode-dark .crisis-check,
html[theme=dark] .crisis-check{--yes:#4cc9a0;--no:#ffa45c;--waits:#a9b0b8}
.crisis-check p{margin:0}
.crisis-check .head{font-weight:600}
.crisis-check .note{opacity:.85}
.crisis-check .points{font-weight:400;font-size:.86em;opacity:.8;white-space:nowrap;margin-inline-start:.4em}
.crisis-check ol{list-style:none;margin:.4em 0;padding:0}
.crisis-check li{display:grid;grid-template-columns:1.5em 1fr;margin:.35em 0}
.crisis-check .mark{font-weight:700;color:var(--no)}
.crisis-check .yes .mark{color:var(--yes)}
.crisis-check .waits .mark{color:var(--waits)}
.crisis-check .more{grid-column:2;min-width:0}
.crisis-check .more p{margin:.15em 0}
.crisis-check details{margin:.2em 0}
.crisis-check summary{cursor:pointer;width:fit-content;padding:.1em .3em .1em 0}
.crisis-check summary:focus-visible{outline:2px solid currentColor;outline-offset:2px;border-radius:.2em}
.crisis-check .hints summary{font-weight:600}
.crisis-check .hints{border-top:1px solid var(--line);margin-top:.5em;padding-top:.3em}
.crisis-check details>div{margin:.1em 0 .35em 1.1em}
.crisis-check code{font-family:var(--jp-code-font-family,monospace);font-size:.93em;
background:var(--jp-layout-color2,rgba(127,127,127,.16));padding:.05em .3em;border-radius:.2em;color:inherit}
.crisis-check .data{overflow-x:auto}
.crisis-check .data table{border-collapse:collapse;font-size:.9em;margin:.2em 0;color:inherit}
.crisis-check .data th,.crisis-check .data td{padding:.15em .7em .15em 0;text-align:start;
border-bottom:1px solid var(--line);white-space:nowrap}
""".replace("\n", "")


@dataclasses.dataclass(frozen=True)
class ShownCase:
    """A verdict with the HTML of the data it is about, and a remark from the student's source."""

    verdict: CaseVerdict
    data: str = ""
    remark: Text | None = None


def not_run(name: str) -> CaseVerdict:
    """Say that a function's cell failed when it was last run, so that there is nothing new to try."""
    title = Text("La celda de tu función", "Your function's cell")
    return CaseVerdict(title, False, "not-run", _NOT_RUN.format(name=name))


def _mark(verdict: CaseVerdict) -> tuple[str, str, Text]:
    """Return a verdict's symbol, its style and the word that says the same without symbol or colour."""
    if verdict.passed:
        return _PASSES
    if verdict.diagnosis == "not-run":
        return _ERROR
    return _WAITS if verdict.diagnosis == "not-solved" else _FAILS


_LATER = Text(
    "De este ejercicio se encarga la corrección: mientras se corrige, check no comprueba nada.",
    "The grader sees to this exercise: while it grades, check looks at nothing.",
)


class Later(float):
    """What `check` gives while a submission is graded: nought, and a sentence that shows itself."""

    passed = False

    def __new__(cls) -> Later:
        result = super().__new__(cls, 0.0)
        result.text = _LATER.to(get_language())
        return result

    def __reduce__(self) -> tuple:
        return (float, (0.0,))

    def __repr__(self) -> str:
        return self.text

    def _repr_html_(self) -> str:
        return f"<p>{html.escape(self.text)}</p>"


class CheckResult(float):
    """The mark of a self-check, which shows itself as feedback.

    As a number it is the exercise's points times the share of visible cases passed, and in a graded run its
    repr is that bare number, which nbgrader reads as partial credit. Everywhere else its HTML and its text
    are the feedback, in the language the reader had chosen when the check ran.
    """

    def __new__(
        cls, exercise: Exercise, cases: tuple[ShownCase, ...], *, caution: Text | None = None
    ) -> CheckResult:
        passed, total = sum(case.verdict.passed for case in cases), cls._total(exercise)
        result = super().__new__(cls, round(exercise.points * passed / total, 4))
        result.exercise = exercise
        result.total = total
        result.cases = cases
        result.caution = caution
        result.language = get_language()
        return result

    @staticmethod
    def _total(exercise: Exercise) -> int:
        """How many visible cases there are, whether or not they were all tried."""
        return len(exercise.cases)

    def __reduce__(self) -> tuple:
        return (float, (float(self),))

    @property
    def passed(self) -> bool:
        """Whether every visible case passed."""
        return sum(case.verdict.passed for case in self.cases) == self.total

    def __repr__(self) -> str:
        return float.__repr__(self) if os.environ.get("NBGRADER_EXECUTION") else self.text

    __str__ = __repr__

    @property
    def _waits(self) -> bool:
        return all(case.verdict.diagnosis == "not-solved" for case in self.cases)

    @property
    def _not_run(self) -> bool:
        return any(case.verdict.diagnosis == "not-run" for case in self.cases)

    @property
    def _needs_hints(self) -> bool:
        return not self.passed

    @property
    def _points(self) -> str:
        number = f"{self.exercise.points:g}"
        words = Text("punto", "point") if self.exercise.points == 1 else Text("puntos", "points")
        number = number.replace(".", ",") if self.language == "es" else number
        return f"{Text('vale', 'worth').to(self.language)} {number} {words.to(self.language)}"

    @property
    def _headline(self) -> str:
        total = self.total
        count = sum(case.verdict.passed for case in self.cases)
        if self.passed:
            words = Text("los casos visibles pasan", "the visible cases pass")
        elif self._waits:
            words = Text("todavía sin resolver", "not solved yet")
        elif self._not_run:
            words = Text("sin comprobar", "not checked")
        elif count == 0:
            words = Text(
                "no pasa " + ("el caso visible" if total == 1 else f"ninguno de los {total} casos visibles"),
                "the visible case does not pass"
                if total == 1
                else f"none of the {total} visible cases passes",
            )
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
            "La nota la deciden otros casos, que no se ven. ¿Hace tu función lo que dice su descripción con "
            "cualquier dato de ese tipo?",
            "The mark is decided by other cases, which are not shown. Does your function do what its description "
            "says for any data of that kind?",
        ).to(self.language)

    @property
    def _caution(self) -> str:
        """What passed by luck, perhaps."""
        if not self.passed or self.caution is None:
            return ""
        return (Text("Ojo: ", "Careful: ") + _lowered(self.caution)).to(self.language)

    @property
    def _shown(self) -> tuple[ShownCase, ...]:
        """Say a thing once: what a later case has in common with an earlier one is not repeated."""
        shown, said = [], set()
        for case in self.cases:
            verdict = case.verdict
            if verdict.message in said and not verdict.passed:
                case = ShownCase(dataclasses.replace(verdict, difference=_SAME, advice=NOTHING))
            elif verdict.advice in said:
                case = dataclasses.replace(case, verdict=dataclasses.replace(verdict, advice=NOTHING))
            said |= {verdict.message, verdict.advice}
            shown.append(case)
        return tuple(shown)

    @property
    def text(self) -> str:
        """The feedback as plain text."""
        lines = [f"{self.exercise.title.to(self.language)} ({self._points}): {self._headline}."]
        for case in self._shown:
            symbol, _, word = _mark(case.verdict)
            lines.append(f"  {symbol} {case.verdict.title.to(self.language)} ({word.to(self.language)})")
            for said in (case.verdict.message, case.remark):
                if said is not None and said.to(self.language):
                    lines.append(f"      {_unmarked(said.to(self.language))}")
        if self.passed:
            lines += [_unmarked(said) for said in (self._caution, self._note) if said]
        elif self.exercise.hints and not self._waits and not self._not_run:
            hint = Text("Primera pista: ", "First hint: ") + self.exercise.hints[0]
            lines.append(_unmarked(hint.to(self.language)))
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        head = f"{self.exercise.title.to(self.language)}: {self._headline}."
        cases = "".join(map(self._case, self._shown))
        state = "passed" if self.passed else "waits" if self._waits else "fails"
        note = "".join(
            f'<p class="{style}">{_marked_up(said)}</p>'
            for style, said in (("caution", self._caution), ("note", self._note))
            if said
        )
        return (
            f"<style>{_STYLE}</style>"
            f'<div class="crisis-check {state}" role="status" lang="{self.language}">'
            f'<p class="head">{_marked_up(head)} <span class="points">{self._points}</span></p>'
            f"<ol>{cases}</ol>{note}{self._hints()}</div>"
        )

    def _case(self, case: ShownCase) -> str:
        symbol, style, word = _mark(case.verdict)
        more = "".join(
            f"<p>{_marked_up(text.to(self.language))}</p>"
            for text in (case.verdict.message, case.remark)
            if text is not None and text.to(self.language)
        )
        if case.data and style == "no":
            label = Text("Ver los datos de este caso", "See the data of this case").to(self.language)
            data = f'<div class="data" role="region" aria-label="{label}" tabindex="0">{case.data}</div>'
            more += f"<details><summary>{label}</summary>{data}</details>"
        return (
            f'<li class="{style}"><span class="mark" aria-hidden="true">{symbol}</span>'
            f"<span>{_marked_up(case.verdict.title.to(self.language))} "
            f'<span class="note">({word.to(self.language)})</span></span>'
            f'{f"""<div class="more">{more}</div>""" if more else ""}</li>'
        )

    def _hints(self) -> str:
        if not self._needs_hints or self._not_run or not self.exercise.hints:
            return ""
        total = len(self.exercise.hints)
        label = Text("Pista {place} de {total}", "Hint {place} of {total}")
        hints = "".join(
            f"<details><summary>{label.format(place=place, total=total).to(self.language)}</summary>"
            f"<div>{_marked_up(hint.to(self.language))}</div></details>"
            for place, hint in enumerate(self.exercise.hints, start=1)
        )
        return f'<div class="hints">{hints}</div>'


def _lowered(text: Text) -> Text:
    """Let a sentence go on after a colon."""
    return Text(*(said[:1].lower() + said[1:] for said in (text.es, text.en)))


def _marked_up(text: str) -> str:
    """Escape a text and turn its `code spans` and **bold words** into elements.

    Examples
    --------
    >>> _marked_up("a < b: `x > 1`")
    'a &lt; b: <code>x &gt; 1</code>'
    """
    parts = re.split(r"`([^`]+)`", html.escape(text))
    parts[::2] = [re.sub(r"\*\*(.+?)\*\*", r"<strong>\1</strong>", part) for part in parts[::2]]
    parts[1::2] = [f"<code>{part}</code>" for part in parts[1::2]]
    return "".join(parts)


def _unmarked(text: str) -> str:
    return re.sub(r"\*\*(.+?)\*\*", r"\1", text)
