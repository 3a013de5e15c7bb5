"""Two languages, one mechanism: every string a student reads is a `Text`, Spanish and English side by side.

Code that speaks to a reader at once calls `t(es=..., en=...)`; data that may be read later in either language
(hints, messages, titles) keep the `Text`. In a lesson source the build replaces `t(...)` by the plain literal.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

LANGUAGES = ("es", "en")
_ENVIRONMENT_VARIABLE = "CRISIS20_LANGUAGE"
_chosen: str | None = None


def set_language(language: str) -> None:
    """Choose the language of messages and figures for this kernel.

    Parameters
    ----------
    language : {"es", "en"}

    Raises
    ------
    ValueError
        If the language is not one of the two.

    Examples
    --------
    >>> set_language("en")
    >>> get_language()
    'en'
    """
    global _chosen
    _chosen = _checked(language)


def get_language() -> str:
    """Return the reader's language: the one set, else ``CRISIS20_LANGUAGE``, else Spanish."""
    return _chosen or _checked(os.environ.get(_ENVIRONMENT_VARIABLE, LANGUAGES[0]))


def language_is_set() -> bool:
    """Tell whether somebody chose a language, here or in the environment."""
    return bool(_chosen or os.environ.get(_ENVIRONMENT_VARIABLE))


def _checked(language: str) -> str:
    if language not in LANGUAGES:
        raise ValueError(f"{language!r}: usa / use {' o / or '.join(map(repr, LANGUAGES))}")
    return language


@dataclass(frozen=True)
class Text:
    """One message in both languages; `str()` gives the reader's.

    Examples
    --------
    >>> set_language("es")
    >>> str(Text(es="hola", en="hello"))
    'hola'
    >>> Text(es="hola", en="hello").to("en")
    'hello'
    """

    es: str
    en: str

    def to(self, language: str) -> str:
        """Return the message in one language."""
        return getattr(self, _checked(language))

    def __str__(self) -> str:
        return self.to(get_language())

    def __add__(self, other: Text | str) -> Text:
        if isinstance(other, str):
            other = Text(other, other)
        return Text(self.es + other.es, self.en + other.en)

    def format(self, **values: object) -> Text:
        """Fill the named places of both messages; a `Text` value is put in its own language."""
        filled = {
            language: self.to(language).format(
                **{name: v.to(language) if isinstance(v, Text) else v for name, v in values.items()}
            )
            for language in LANGUAGES
        }
        return Text(**filled)


def t(*, es: str, en: str) -> str:
    """Return the string of the reader's language.

    Examples
    --------
    >>> set_language("en")
    >>> t(es="hora de Madrid", en="Madrid time")
    'Madrid time'
    """
    return str(Text(es=es, en=en))
