"""How people write: from careful spelling to text-message shorthand, shouting and typing slips."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

STYLES = ("careful", "relaxed", "plain", "lower", "bare", "light", "sms", "caps")

_SKIP = re.compile(r"([@#]\w+|https?://\S+|%s|%%|\x02\w+\x03)")
_SMS = {
    "que": "q",
    "qué": "q",
    "porque": "xq",
    "por": "x",
    "para": "pa",
    "también": "tb",
    "tampoco": "tp",
    "bien": "bn",
    "mucho": "mxo",
    "estoy": "toy",
    "tengo": "tngo",
    "nada": "nd",
    "favor": "fa",
    "cuando": "cdo",
    "más": "+",
    "saludos": "slds",
    "mensaje": "msj",
    "móvil": "mvl",
    "gracias": "grax",
    "quiero": "kiero",
    "aquí": "aki",
    "quien": "kien",
    "quién": "kien",
    "siempre": "siemp",
    "menos": "-",
    "minutos": "min",
    "horas": "h",
    "días": "dias",
    "mañana": "mñn",
    "hasta": "asta",
    "hay": "ay",
    "estáis": "estais",
}
_LIGHT = {"que": "q", "qué": "q", "porque": "xq", "por qué": "xq", "también": "tb", "minutos": "min"}
_SMS_EN = {
    "you": "u",
    "your": "ur",
    "because": "cos",
    "please": "pls",
    "are": "r",
    "thanks": "thx",
    "about": "abt",
    "tomorrow": "tmrw",
    "people": "ppl",
    "why": "y",
    "for": "4",
    "though": "tho",
}
_WORD = re.compile(r"[^\W\d_]+")
_NEIGHBOURS = {
    "a": "s",
    "e": "r",
    "i": "o",
    "o": "i",
    "s": "a",
    "r": "t",
    "n": "m",
    "m": "n",
    "t": "r",
    "l": "k",
    "c": "v",
    "d": "f",
    "u": "y",
    "b": "v",
    "v": "b",
    "p": "o",
    "g": "h",
}


def _without_accents(text: str) -> str:
    kept = text.replace("ñ", "\0").replace("Ñ", "\1")
    flat = "".join(c for c in unicodedata.normalize("NFD", kept) if not unicodedata.combining(c))
    return flat.replace("\0", "ñ").replace("\1", "Ñ")


def _replace_words(text: str, words: dict[str, str]) -> str:
    return _WORD.sub(lambda match: words.get(match[0].lower(), match[0]), text)


def _lower_sentences(text: str) -> str:
    """Lower the first letter of sentences, leaving words in capitals and most names alone."""
    return re.sub(
        r"(^|[.!?…]\s+)([A-ZÁÉÍÓÚÑ])(?=[a-záéíóúñ\s,])", lambda match: match[1] + match[2].lower(), text
    )


def _on_words(text: str, change) -> str:
    """Apply a change to the text but to its mentions, hashtags, links and places to fill."""
    return "".join(piece if index % 2 else change(piece) for index, piece in enumerate(_SKIP.split(text)))


@lru_cache(maxsize=200_000)
def restyle(text: str, style: str) -> str:
    """Write a Spanish text in one of `STYLES`.

    Examples
    --------
    >>> restyle("¿Por qué no contestáis? @Jazztel", "plain")
    'Por que no contestais? @Jazztel'
    >>> restyle("¿Por qué no contestáis? @Jazztel", "caps")
    'POR QUÉ NO CONTESTÁIS? @Jazztel'
    """
    if style == "careful":
        return text
    text = text.replace("¿", "").replace("¡", "")
    if style == "relaxed":
        return text
    if style == "caps":
        return _on_words(text, str.upper)
    if style in ("lower", "bare", "sms"):
        text = _lower_sentences(text)
    if style == "light":
        return _on_words(text, lambda piece: _replace_words(piece, _LIGHT))
    if style == "sms":
        text = _on_words(text, lambda piece: _replace_words(piece, _SMS))
    if style in ("plain", "bare", "sms"):
        text = _on_words(text, _without_accents)
    return text


@lru_cache(maxsize=200_000)
def restyle_gloss(text: str, style: str) -> str:
    """Give the English gloss the tone of the Spanish: lower case, shorthand or capitals.

    Examples
    --------
    >>> restyle_gloss("Why are you silent?", "sms")
    'y r u silent?'
    """
    if style == "caps":
        return _on_words(text, str.upper)
    if style in ("lower", "bare", "sms"):
        text = re.sub(r"\bI\b(?!')", "i", _lower_sentences(text))
    if style == "sms":
        text = _on_words(text, lambda piece: _replace_words(piece, _SMS_EN))
    return text


def slip(text: str, place: float, manner: float) -> str:
    """Make one typing slip in a word of the text; both arguments are uniform draws in [0, 1).

    Examples
    --------
    >>> slip("no funciona nada", 0.3, 0.0)
    'no fnuciona nada'
    """
    words = [
        match
        for match in re.finditer(r"(?<![@#/\w.])[a-záéíóúñ]{4,}(?![\w/])", text)
        if not text[: match.start()].endswith("http://")
    ]
    if not words:
        return text
    word = words[int(place * len(words))]
    spot = word.start() + 1 + int((place * 997) % 1 * (len(word[0]) - 2))
    kind = int(manner * 5)
    if kind == 0:
        return text[:spot] + text[spot + 1] + text[spot] + text[spot + 2 :]
    if kind == 1:
        return text[:spot] + text[spot + 1 :]
    if kind == 2:
        return text[:spot] + text[spot] + text[spot:]
    if kind == 3:
        return text[:spot] + _NEIGHBOURS.get(text[spot], text[spot]) + text[spot + 1 :]
    return text[: word.end()] + text[word.end() :].replace(" ", "", 1)
