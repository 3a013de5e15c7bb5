"""A codebook: which labels there are, what each means, and where its borders run."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from course.errors import CourseError
from course.language import LANGUAGES, Text

KEYS = "1234567890"  # one digit a code, as on the keyboard
_CODE = re.compile(r"[A-Za-z][A-Za-z0-9_-]{0,39}")
_NAME = re.compile(r"[a-z0-9][a-z0-9.-]{0,39}")
_QUESTION = Text(es="¿Qué es este tuit?", en="What is this tweet?")
_NOTHING = Text("", "")


class CodebookError(CourseError, ValueError):
    """A codebook that nobody could code with."""


@dataclass(frozen=True)
class Example:
    """A tweet made up for a codebook, and how it is coded.

    Parameters
    ----------
    tweet : Text
        Invented; in Spanish, and as it reads in English.
    codes : tuple of str
    why : Text
        The reason, in one or two sentences.
    """

    tweet: Text
    codes: tuple[str, ...]
    why: Text = _NOTHING


@dataclass(frozen=True)
class Code:
    """One label.

    Parameters
    ----------
    code : str
        What the file holds: a letter, then letters, digits, ``_`` or ``-``; never changed once used.
    title : Text
        Short name, as on the button.
    definition : Text
        When to use it, and when not.
    examples : tuple of Example
        Clear cases; the first is shown at hand.
    borderline : tuple of Example
        Cases that could be coded otherwise, and why they are not.
    exclusive : bool
        Whether it excludes every other code of the same tweet ("none of these").
    """

    code: str
    title: Text
    definition: Text = _NOTHING
    examples: tuple[Example, ...] = ()
    borderline: tuple[Example, ...] = ()
    exclusive: bool = False


@dataclass(frozen=True)
class Codebook:
    """Labels with definitions, in both languages and with a version.

    Parameters
    ----------
    name : str
        Stable, such as ``"customer-voices"``.
    version : str
        Raised by hand whenever a meaning changes.
    title : Text
    question : Text
        What the coder answers for each tweet.
    codes : tuple of Code
        In the order of the keys; at most ten, so that each has its digit.
    multiple : bool
        Whether a tweet may carry several codes.

    Raises
    ------
    CodebookError
        Two codes of one name, a code that a spreadsheet or the file could not hold, none or too many codes,
        an example with a code that the codebook does not have.

    Examples
    --------
    >>> book = Codebook.of({"joke": "makes fun", "other": "anything else"})
    >>> book.names
    ('joke', 'other')
    >>> book.strange(["joke", "sarcasm"])
    ('sarcasm',)
    """

    name: str
    version: str
    title: Text
    question: Text
    codes: tuple[Code, ...]
    multiple: bool = False

    def __post_init__(self) -> None:
        for value, form in ((self.name, _NAME), (self.version, _NAME)):
            if not form.fullmatch(value):
                raise _refused(
                    value, Text("usa minúsculas, cifras, «.» y «-»", "use lower case, digits, . and -")
                )
        for code in self.names:
            if not _CODE.fullmatch(code):
                raise _refused(
                    code,
                    Text(
                        "un código empieza por una letra sin tilde y sigue con letras, cifras, _ o -",
                        "a code begins with a plain letter and goes on with letters, digits, _ or -",
                    ),
                )
        twice = sorted({code for code in self.names if self.names.count(code) > 1})
        if twice:
            raise _refused(twice[0], Text("está dos veces", "it is there twice"))
        if not 1 <= len(self.codes) <= len(KEYS):
            raise _refused(
                len(self.codes),
                Text(f"hacen falta de 1 a {len(KEYS)} códigos", f"from 1 to {len(KEYS)} codes are needed"),
            )
        for code in self.codes:
            for example in (*code.examples, *code.borderline):
                if strange := self.strange(example.codes):
                    raise _refused(
                        strange[0],
                        Text(
                            f"un ejemplo de «{code.code}» lo usa y no está en el libro",
                            f"an example of '{code.code}' uses it and the codebook does not have it",
                        ),
                    )

    @classmethod
    def of(cls, codebook: Codebook | Mapping[str, str] | Iterable[str]) -> Codebook:
        """Return a codebook, made from bare codes, or from codes with definitions, where need be.

        Parameters
        ----------
        codebook : Codebook, mapping of code to definition, or iterable of codes
        """
        if isinstance(codebook, cls):
            return codebook
        if isinstance(codebook, str) or not isinstance(codebook, Iterable):
            raise _refused(
                codebook,
                Text(
                    "hace falta un Codebook, un diccionario de códigos y definiciones o una lista de códigos",
                    "a Codebook, a dictionary of codes and definitions or a list of codes is needed",
                ),
            )
        meanings = codebook if isinstance(codebook, Mapping) else dict.fromkeys(codebook, "")
        codes = tuple(
            Code(str(code), _same(str(code).replace("_", " ")), _same(str(meaning or "")))
            for code, meaning in meanings.items()
        )
        return cls("own", "1", Text("Mis códigos", "My codes"), _QUESTION, codes)

    @property
    def names(self) -> tuple[str, ...]:
        """The codes, in order."""
        return tuple(code.code for code in self.codes)

    @property
    def identity(self) -> str:
        """Name, version and fingerprint, as each row of a file carries them: ``customer-voices/1.0-3f0a9c12``.

        The fingerprint changes with whatever a coder reads: codes, order, definitions, examples.
        """
        content = json.dumps(asdict(self), sort_keys=True, ensure_ascii=True)
        return f"{self.name}/{self.version}-{hashlib.sha256(content.encode()).hexdigest()[:8]}"

    def __getitem__(self, code: str) -> Code:
        return next(one for one in self.codes if one.code == code)

    def strange(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return the labels that this codebook does not have, in order."""
        return tuple(label for label in labels if label not in self.names)

    def settled(self, labels: Iterable[str]) -> tuple[str, ...]:
        """Return labels in the codebook's order, each once; a later exclusive code drops the earlier ones.

        Labels that the codebook does not have are kept, last.
        """
        chosen: list[str] = []
        for label in dict.fromkeys(labels):
            known = label in self.names
            if known and (not self.multiple or self[label].exclusive):
                chosen = [label]
            else:
                chosen = [one for one in chosen if one not in self.names or not self[one].exclusive]
                chosen.append(label)
        order = {name: place for place, name in enumerate(self.names)}
        return tuple(sorted(chosen, key=lambda label: (order.get(label, len(order)), label)))

    def as_dict(self, language: str) -> dict[str, object]:
        """Return what a front end shows, in one language."""
        if language not in LANGUAGES:
            raise ValueError(language)
        return {
            "name": self.name,
            "title": self.title.to(language),
            "question": self.question.to(language),
            "multiple": self.multiple,
            "codes": [
                {
                    "code": code.code,
                    "key": key,
                    "title": code.title.to(language),
                    "definition": code.definition.to(language),
                    "examples": [_shown(example, language) for example in code.examples],
                    "borderline": [_shown(example, language) for example in code.borderline],
                    "exclusive": code.exclusive,
                }
                for code, key in zip(self.codes, KEYS, strict=False)
            ],
        }


def _shown(example: Example, language: str) -> dict[str, object]:
    return {
        "tweet": example.tweet.to(language),
        "codes": list(example.codes),
        "why": example.why.to(language),
    }


def _same(words: str) -> Text:
    return Text(es=words, en=words)


def _refused(value: object, why: Text) -> CodebookError:
    return CodebookError(Text(f"Libro de códigos: {value!r:.60}: ", f"Codebook: {value!r:.60}: ") + why + ".")
