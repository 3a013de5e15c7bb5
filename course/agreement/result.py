"""What a measure of agreement gives: a number that knows its interval, what it rests on, and how to say so."""

from __future__ import annotations

import html
import math
from typing import Any

from course.language import LANGUAGES, Text, get_language

_NAMES = {
    "percent": Text("porcentaje de acuerdo", "percent agreement"),
    "cohen-kappa": Text("kappa de Cohen", "Cohen's kappa"),
    "krippendorff-alpha": Text("alfa de Krippendorff", "Krippendorff's alpha"),
}
_DISTANCES = {
    "nominal": Text("", ""),
    "jaccard": Text(" con distancia de Jaccard", " with Jaccard distance"),
    "masi": Text(" con distancia MASI", " with MASI distance"),
}
_MADE_OF = Text(
    "Acuerdo observado: {o}; esperado por azar: {e}.",
    "Observed agreement: {o}; expected by chance: {e}.",
)
_NO_INTERVAL = (math.nan, math.nan)


class Agreement(float):
    """An agreement coefficient: a number, with the interval and the counts that belong to it.

    It compares, rounds, adds and formats as the float it is (``agreement > 0.5``, ``round(agreement, 2)``,
    ``f"{agreement:.2f}"``); shown by itself it is a sentence in the reader's language. An exercise may return
    one: it counts as its number.

    Parameters
    ----------
    value : float
        NaN where the measure is not defined; `reason` then says why.
    name : {"percent", "cohen-kappa", "krippendorff-alpha"}
    interval : tuple of float
        Lower and upper end; both NaN where there is none.
    level : float
        Of the interval, such as 0.95.
    tweets : int
        Tweets that at least two annotators coded; no others count.
    pairs : int
        Pairs of annotators' labels of one tweet that were compared.
    annotators : tuple of str
        Whose labels were compared, in the table's order.
    alone : int
        Tweets left out because only one annotator coded them.
    observed, expected : float
        The agreement found, and the one to be expected by chance, as shares of 1 (for alpha, 1 minus the
        disagreement): the value is ``(observed - expected) / (1 - expected)``. For percentages the value is
        what is observed and nothing is expected.
    distance : {"nominal", "jaccard", "masi"}
        How far apart two sets of labels are taken to be.
    repetitions : int
        Resamples drawn for the interval.
    left_out : int
        Those of them in which the measure is not defined; the interval rests on the others.
    reason : Text, optional
        Why the value is NaN.

    Examples
    --------
    >>> agreement = Agreement(
    ...     0.7234, name="krippendorff-alpha", interval=(0.55, 0.86), tweets=40, pairs=40,
    ...     annotators=("ana", "bruno"))
    >>> agreement
    Krippendorff's alpha: 0.72 (95% interval: 0.55 to 0.86; 40 tweets, 2 annotators)
    >>> agreement.value, agreement.interval, agreement > 0.7, round(agreement, 1)
    (0.7234, (0.55, 0.86), True, 0.7)
    """

    __slots__ = (
        *("alone", "annotators", "distance", "expected", "interval", "left_out", "level", "name"),
        *("observed", "pairs", "reason", "repetitions", "tweets"),
    )

    name: str
    interval: tuple[float, float]
    level: float
    tweets: int
    pairs: int
    annotators: tuple[str, ...]
    alone: int
    observed: float
    expected: float
    distance: str
    repetitions: int
    left_out: int
    reason: Text | None

    def __new__(
        cls,
        value: float,
        *,
        name: str,
        interval: tuple[float, float] = _NO_INTERVAL,
        level: float = 0.95,
        tweets: int = 0,
        pairs: int = 0,
        annotators: tuple[str, ...] = (),
        alone: int = 0,
        observed: float = math.nan,
        expected: float = math.nan,
        distance: str = "nominal",
        repetitions: int = 0,
        left_out: int = 0,
        reason: Text | None = None,
    ) -> Agreement:
        given = dict(locals())
        self = super().__new__(cls, value)
        for field in cls.__slots__:
            object.__setattr__(self, field, given[field])
        return self

    @property
    def value(self) -> float:
        """The plain number."""
        return float.__float__(self)

    def __setattr__(self, name: str, value: Any) -> None:
        raise AttributeError(f"an Agreement does not change: {name}")

    def __reduce__(self) -> tuple:
        return _restored, (self.value, {field: getattr(self, field) for field in self.__slots__})

    def to(self, language: str) -> str:
        """Return the sentence in one language.

        Examples
        --------
        >>> Agreement(0.8, name="percent", interval=(0.7, 0.9), tweets=1, annotators=("a", "b")).to("es")
        'porcentaje de acuerdo: 80 % (intervalo del 95 %: 70 % a 90 %; 1 tuit, 2 anotadores)'
        """
        return f"{self._head(language)} ({self._basis(language)})"

    def __repr__(self) -> str:
        return self.to(get_language())

    def _repr_html_(self) -> str:
        language = get_language()
        head, basis, more = self._head(language), self._basis(language), self._more(language)
        below = f"<br><small>{html.escape(more)}</small>" if more else ""
        return f'<p lang="{language}"><strong>{html.escape(head)}</strong> ({html.escape(basis)}){below}</p>'

    def _head(self, language: str) -> str:
        what = (_NAMES[self.name] + _DISTANCES[self.distance]).to(language)
        if self.reason is None:
            return f"{what}: {self._number(self.value, language)}"
        undefined = Text("sin definir, porque ", "not defined, because ") + self.reason
        return f"{what}: {undefined.to(language)}"

    def _basis(self, language: str) -> str:
        low, high = (self._number(number, language) for number in self.interval)
        level = f"{100 * self.level:g}"
        interval = Text(
            f"intervalo del {level.replace('.', ',')} %: {low} a {high}; ",
            f"{level}% interval: {low} to {high}; ",
        )
        if math.isnan(self.interval[0]):
            asked = self.repetitions and self.reason is None
            interval = Text("sin intervalo; ", "no interval; ") if asked else Text("", "")
        tweets = Text(*(_count(self.tweets, *nouns) for nouns in (("tuit", "tuits"), ("tweet", "tweets"))))
        people = Text(
            *(
                _count(len(self.annotators), *nouns)
                for nouns in (("anotador", "anotadores"), ("annotator", "annotators"))
            )
        )
        return (interval + tweets + ", " + people).to(language)

    def _more(self, language: str) -> str:
        """Say what the number is made of, and what was left out."""
        said = []
        if self.reason is None and not math.isnan(self.expected):
            numbers = {"o": _decimal(self.observed, language), "e": _decimal(self.expected, language)}
            said.append(_MADE_OF.format(**numbers))
        if self.alone:
            es = "no cuenta, porque solo lo ha" if self.alone == 1 else "no cuentan, porque solo los ha"
            en = "does not count: only one annotator coded it" if self.alone == 1 else (
                "do not count: only one annotator coded them")  # fmt: skip
            said.append(
                Text(
                    f"{_count(self.alone, 'tuit', 'tuits')} {es} codificado una persona.",
                    f"{_count(self.alone, 'tweet', 'tweets')} {en}.",
                )
            )
        if self.interval[0] == self.interval[1]:
            said.append(
                Text(
                    "Todas las remuestras dan lo mismo, así que el intervalo no mide la incertidumbre que hay.",
                    "All resamples give the same, so the interval does not measure the uncertainty there is.",
                )
            )
        if self.left_out and self.reason is None:
            said.append(
                Text(
                    f"En {self.left_out} de las {self.repetitions} remuestras la medida no se puede calcular; "
                    "el intervalo sale de las demás.",
                    f"In {self.left_out} of the {self.repetitions} resamples the measure is not defined; the "
                    "interval rests on the others.",
                )
            )
        return " ".join(sentence.to(language) for sentence in said)

    def _number(self, number: float, language: str) -> str:
        if self.name != "percent":
            return _decimal(number, language)
        share = f"{100 * number:.1f}".removesuffix(".0")
        return share.replace(".", ",") + " %" if language == LANGUAGES[0] else share + "%"


def _restored(value: float, fields: dict[str, Any]) -> Agreement:
    return Agreement(value, **fields)


def _decimal(number: float, language: str) -> str:
    written = f"{number:.2f}".replace("-0.00", "0.00").replace("-", "−")
    return written.replace(".", ",") if language == LANGUAGES[0] else written


def _count(number: int, one: str, many: str) -> str:
    return f"{number} {one if number == 1 else many}"
