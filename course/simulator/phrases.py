"""Bilingual phrase files: a Spanish frame and its English gloss, line by line, with places to fill.

A file has sections. A line is ``register~ Spanish // English``; the register is optional::

    [complaint:outage] tail=outage:0.4 at=0.8 face=bad
    Llevo {elapsed} {sin línea|sin red} en {city}. // {elapsed} {with no line|with no signal} in {city} already.
    teen~ madre mía {B} que estoy {incomunicada|sin vida} // omg {B} I'm {cut off|without a life}

    [slot:city]
    Sevilla // Seville

``{name}`` is filled from ``[slot:name]``; ``{a|b}`` is a choice made once for both languages (the gloss has as many
alternatives or none). A slot that depends on the moment has sections ``[slot:name@moment]``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

REGISTERS = ("any", "formal", "elder", "teen", "angry", "ironic", "worker")
_PLACE = re.compile(r"\{((?:[^{}]|\{\w+\})*)\}")
_INNER = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Frame:
    """One line: printf formats of both languages, the places of each, and the frame's own choices."""

    es: str
    en: str
    es_places: tuple[str, ...]
    en_places: tuple[str, ...]
    choices: dict[str, tuple[tuple[str, str], ...]]
    register: str
    inner: tuple[str, ...] = ()  # slots inside a choice; there they are written between STX and ETX

    @property
    def places(self) -> tuple[str, ...]:
        """Every place to fill, once, in a fixed order."""
        return tuple(dict.fromkeys(self.es_places + self.en_places + self.inner))


@dataclass
class Section:
    """The frames of one kind and topic, with the section's options."""

    name: str
    options: dict[str, str]
    frames: list[Frame] = field(default_factory=list)

    @property
    def kind(self) -> str:
        """What the section's tweets are (the gold label)."""
        return self.name.partition(":")[0]

    def option(self, key: str, default: float) -> float:
        """Return a number among the options."""
        return float(self.options.get(key, default))

    def part(self, key: str) -> tuple[str, float]:
        """Return the bank and the probability of an optional part, written ``key=bank:probability``."""
        bank, _, probability = self.options.get(key, ":0").partition(":")
        return bank, float(probability)


@dataclass(frozen=True)
class Phrasebook:
    """Sections of a case and the values of its slots, by moment."""

    sections: dict[str, Section]
    slots: dict[str, dict[str, list[tuple[str, str]]]]


def _choices(line: str) -> Iterator[str]:
    return (body for body in _PLACE.findall(line) if "|" in body)


def _parse_frame(line: str, *, where: str) -> Frame:
    register = "any"
    head, mark, rest = line.partition("~ ")
    if mark and head in REGISTERS:
        register, line = head, rest
    spanish, _, english = line.partition(" // ")
    english = english or spanish
    es_choices, en_choices = list(_choices(spanish)), list(_choices(english))
    if en_choices and len(es_choices) != len(en_choices):
        raise ValueError(
            f"{where}: {len(es_choices)} choices in Spanish, {len(en_choices)} in English: {line}"
        )
    choices, inner = {}, []
    for index, body in enumerate(es_choices):
        es = body.split("|")
        en = en_choices[index].split("|") if en_choices else es
        if len(es) != len(en):
            raise ValueError(f"{where}: a choice of {len(es)} glossed by {len(en)}: {line}")
        inner += _INNER.findall(body)
        choices[f"#{index}"] = tuple((_mark(a), _mark(b)) for a, b in zip(es, en, strict=True))
    es_format, es_places = _as_format(spanish)
    en_format, en_places = _as_format(english)
    return Frame(es_format, en_format, es_places, en_places, choices, register, tuple(inner))


def _mark(alternative: str) -> str:
    return _INNER.sub("\x02\\1\x03", alternative)


def _as_format(line: str) -> tuple[str, tuple[str, ...]]:
    places: list[str] = []
    anonymous = 0

    def place(match: re.Match) -> str:
        nonlocal anonymous
        name = match[1]
        if "|" in name:
            name, anonymous = f"#{anonymous}", anonymous + 1
        places.append(name)
        return "%s"

    return _PLACE.sub(place, line.strip().replace("%", "%%")), tuple(places)


def parse(text: str, *, source: str = "phrases") -> Phrasebook:
    """Read a phrase file's text.

    Examples
    --------
    >>> book = parse("[joke:x] at=0.5\\nSe cayó {B} // {B} is down\\n[slot:B]\\n@Jazztel")
    >>> book.sections["joke:x"].frames[0].en
    '%s is down'
    """
    book = Phrasebook({}, {})
    current: Section | list | None = None
    for number, line in enumerate(text.splitlines(), start=1):
        line = line.strip()
        where = f"{source}:{number}"
        if not line or line.startswith("%%"):
            continue
        if line.startswith("[") and "]" in line:
            name, _, rest = line[1:].partition("]")
            options = dict(pair.split("=", 1) for pair in rest.split())
            if name.startswith("slot:"):
                slot, _, moment = name[5:].partition("@")
                current = book.slots.setdefault(slot, {}).setdefault(moment, [])
            else:
                current = book.sections.setdefault(name, Section(name, options))
                current.options.update(options)
        elif isinstance(current, Section):
            current.frames.append(_parse_frame(line, where=where))
        elif isinstance(current, list):
            spanish, _, english = line.partition(" // ")
            current.append((spanish.strip(), (english or spanish).strip()))
        else:
            raise ValueError(f"{where}: a phrase before any [section]: {line}")
    return book


@lru_cache
def load_phrases(*names: str) -> Phrasebook:
    """Read the named phrase files of the package as one book."""
    folder = files("course.simulator") / "phrases"
    text = "\n".join((folder / f"{name}.txt").read_text(encoding="utf-8") for name in names)
    return parse(text, source="+".join(names))
