"""Fills frames with words, many rows at a time: rows that share a frame and a spelling are printed together."""

from __future__ import annotations

import re

import numpy as np

from course.simulator.moments import timed_slots
from course.simulator.orthography import STYLES, restyle, restyle_gloss
from course.simulator.phrases import Frame, Phrasebook, Section

_LOW = ("lower", "bare", "sms")
_OPENS = re.compile(r"(^|(?<!\.)[.?!] )[¿¡]?%s")
_SENTENCE = re.compile(r"((?:^|(?<!\.)[.?!] )[¿¡]?)([a-záéíóúñ])(?!\w*[.@])")


class _Values:
    """The values of a slot in every spelling, those of one moment side by side."""

    def __init__(self, by_moment: dict[str, list[tuple[str, str]]]) -> None:
        self.names = {name: number for number, name in enumerate(by_moment)}
        self.pairs = [pair for pairs in by_moment.values() for pair in pairs]
        sizes = [len(pairs) for pairs in by_moment.values()]
        self.first = np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
        self.size = np.array(sizes, dtype=np.int64)
        self._words: dict[str, tuple[np.ndarray, np.ndarray]] = {}

    def words(self, style: str) -> tuple[np.ndarray, np.ndarray]:
        if style not in self._words:
            es = np.array([restyle(es, style) for es, _ in self.pairs], dtype=object)
            en = np.array([restyle_gloss(en, style) for _, en in self.pairs], dtype=object)
            self._words[style] = (es, en)
        return self._words[style]


class Printer:
    """Prints frames of a phrasebook in a person's spelling."""

    def __init__(self, book: Phrasebook) -> None:
        self.book = book
        slots = {**timed_slots(), **book.slots}
        self._slots = {name: _Values(by_moment) for name, by_moment in slots.items()}
        self._own: dict[int, dict[str, _Values]] = {}

    def section(self, name: str) -> Section:
        return self.book.sections[name]

    def values(self, frame: Frame, place: str) -> _Values:
        if place.startswith("#"):
            own = self._own.setdefault(id(frame), {})
            if place not in own:
                own[place] = _Values({"": list(frame.choices[place])})
            return own[place]
        return self._slots[place if place in self._slots else place.rstrip("0123456789")]

    def print(
        self,
        frames: list[Frame],
        chosen: np.ndarray,
        *,
        style: np.ndarray,
        draws: np.ndarray,
        moments: dict[str, np.ndarray],
        fixed: dict[str, np.ndarray],
    ) -> tuple[np.ndarray, np.ndarray]:
        """Return Spanish and English text of each row.

        Parameters
        ----------
        chosen, style : array of int
            Positions in `frames` and in `STYLES`, one a row.
        draws : array
            Uniform draws, one row for each tweet and a column for each place of the longest frame.
        moments : dict of arrays
            The moment of each row, for slots that depend on it.
        fixed : dict of arrays
            Uniform draws that stand for a slot wherever it occurs (a customer's city).
        """
        es = np.empty(len(chosen), dtype=object)
        en = np.empty(len(chosen), dtype=object)
        key = chosen * len(STYLES) + style
        order = np.argsort(key, kind="stable")
        edges = np.flatnonzero(np.diff(key[order])) + 1
        for rows in np.split(order, edges) if len(order) else ():
            frame, manner = frames[chosen[rows[0]]], STYLES[style[rows[0]]]
            words: dict[str, tuple[list[str], list[str]]] = {}
            for column, place in enumerate(frame.places):
                values = self.values(frame, place)
                uniform = fixed[place][rows] if place in fixed else draws[rows, column]
                if place.rstrip("0123456789") in moments and len(values.names) > 1:
                    names = moments[place.rstrip("0123456789")][rows]
                    at = np.array([values.names[name] for name in names.tolist()])
                    picked = values.first[at] + (uniform * values.size[at]).astype(np.int64)
                else:
                    picked = (uniform * len(values.pairs)).astype(np.int64)
                spanish, english = values.words(manner)
                words[place] = (spanish[picked].tolist(), english[picked].tolist())
            es[rows] = _fill(restyle(frame.es, manner), frame.es_places, words, 0, frame.inner, len(rows))
            if manner not in _LOW and _OPENS.search(frame.es):
                es[rows] = [_capital(text) for text in es[rows]]
            en[rows] = _fill(
                restyle_gloss(frame.en, manner), frame.en_places, words, 1, frame.inner, len(rows)
            )
            if manner not in _LOW and _OPENS.search(frame.en):
                en[rows] = [_capital(text) for text in en[rows]]
        return es, en


def _capital(text: str) -> str:
    """Begin sentences with a capital: slots and choices are written for the middle of a sentence."""
    return _SENTENCE.sub(lambda match: match[1] + match[2].upper(), text)


def _fill(
    form: str, places: tuple[str, ...], words: dict, language: int, inner: tuple[str, ...], size: int
) -> list[str]:
    texts = _fill_outer(form, places, words, language, size)
    for place in inner:
        mark = f"\x02{place}\x03"
        texts = [
            text.replace(mark, word) if mark in text else text
            for text, word in zip(texts, words[place][language], strict=True)
        ]
    return texts


def _fill_outer(form: str, places: tuple[str, ...], words: dict, language: int, size: int) -> list[str]:
    if not places:
        return [form % ()] * size
    if len(places) == 1:
        return [form % (word,) for word in words[places[0]][language]]
    return [form % row for row in zip(*(words[place][language] for place in places), strict=True)]
