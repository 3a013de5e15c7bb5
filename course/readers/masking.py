"""Privacy at the border: keyed pseudonyms for people, and masks for what identifies them in a text.

A pseudonym is the same for one person all through a table and, with the same key, from one reading to the
next; without the key nobody can compute it from the name. Masks: `[email]`, `[phone]`, `[dni]`, `[iban]`.
"""

from __future__ import annotations

import hashlib
import re
import secrets
from collections.abc import Iterable

import pandas as pd

_LETTERS = (
    "TRWAGMYFPDXBNJZSQVHLCKE"  # check letter of a DNI: number modulo 23 (Spanish Ministry of the Interior)
)
_HEX = 12  # 48 bits: among a million people, two share a pseudonym with a chance of 1 in 560

# Most tweets hold none of these: a cheap look comes before each careful pattern.
_SEVEN_DIGITS = r"(?:^|\W)(?:[XYZxyz][ .-]?)?\d(?:[ .()-]{0,2}\d){6}"
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]+@[\w-]+(?:\.[\w-]+)*\.[^\W\d_]{2,}")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?:[ .-]?[A-Z0-9]{4}){2,7}(?:[ .-]?[A-Z0-9]{1,3})?\b", re.IGNORECASE)
_DNI = re.compile(
    r"(?<!\w)([XYZ]?)[ .-]?(\d{1,2}[. ]\d{3}[. ]\d{3}|\d{7,8})[ .-]?([A-Z])(?!\w)", re.IGNORECASE
)
_PHONE = re.compile(
    r"""(?<![\w/@#.,€$£+-])
    (?: (?:\+|00)\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d{1,4}(?:[ .-]?\d{2,4}){2,4}   # with a country's prefix
      | [6789]\d{2}(?:[ .-]?\d{3}){2} | [6789]\d{2}(?:[ .-]?\d{2}){3}               # Spanish: 3-3-3, 3-2-2-2
      | [89]\d(?:[ .-]\d{3})(?:[ .-]?\d{2}){2}                                      # Spanish: 91 234 56 78
      | (?:1[ .-]?)?\(?\d{3}\)?[ .-]\d{3}[ .-]\d{4}                                 # American
      | 0\d{2,4}[ ]?\d{3,4}[ ]?\d{3,4} )                                              # British
    (?![\w€$£%]|[.,]\d)""",
    re.VERBOSE,
)
_MENTION = re.compile(r"(?<![\w@])[@＠](\w+)")


class Pseudonyms:
    """Names people by a keyed hash; the names in `public` (brands, whose names are no secret) stay.

    Parameters
    ----------
    key : bytes, str or None
        The secret. None draws a fresh one, kept nowhere: the same person then gets another pseudonym at the
        next reading, and nobody can ever tell who it was.
    public : iterable of str
        Names to leave as they are; case does not matter, as on Twitter.

    Examples
    --------
    >>> names = Pseudonyms("a secret", public=["Jazztel"])
    >>> names("115712") == names("115712"), names("115712") == names("115713"), names("JAZZTEL")
    (True, False, 'JAZZTEL')
    """

    def __init__(self, key: bytes | str | None = None, *, public: Iterable[str] = ()) -> None:
        if isinstance(key, str):
            key = key.encode()
        if key is not None and not key:
            raise ValueError("an empty key protects nobody: give a secret, or None for a fresh one")
        self._key = hashlib.sha256(key or secrets.token_bytes(32)).digest()
        self._public = {name.casefold() for name in public}
        self._known: dict[str, str] = {}

    def __call__(self, name: str) -> str:
        """Return the pseudonym of a name, or the name where it is public."""
        folded = name.casefold()
        if folded in self._public:
            return name
        if folded not in self._known:
            digest = hashlib.blake2b(folded.encode(), key=self._key, digest_size=_HEX // 2).hexdigest()
            self._known[folded] = f"cliente_{digest}"
        return self._known[folded]

    def of(self, names: pd.Series) -> pd.Series:
        """Return the pseudonyms of a column of names; each different name is hashed once."""
        codes, different = pd.factorize(names)
        renamed = pd.array([self(name) for name in different], dtype=names.dtype)
        return pd.Series(renamed.take(codes, allow_fill=True), index=names.index)


def mask_texts(texts: pd.Series, *, pseudonyms: Pseudonyms) -> pd.Series:
    """Return texts without e-mail addresses, phones, DNI/NIE, IBAN or names of people after ``@``.

    Parameters
    ----------
    texts : Series of str
        Missing values stay missing.
    pseudonyms : Pseudonyms
        Names the people mentioned, as it does those who write.

    Returns
    -------
    Series

    Notes
    -----
    A DNI or NIE counts when its check letter is right, an IBAN when its check digits are, or when it has the
    length of a Spanish one; nine digits in a row that begin with 6, 7, 8 or 9 count as a phone, even if they
    are an order's number: better one mask too many. Names and addresses in plain words are not found: nobody
    should publish real texts unread.

    Examples
    --------
    >>> texts = pd.Series(["Mi DNI es 12345678Z y mi móvil 612 34 56 78", "el 12345678A no lo es"])
    >>> mask_texts(texts, pseudonyms=Pseudonyms()).to_list()
    ['Mi DNI es [dni] y mi móvil [phone]', 'el 12345678A no lo es']
    """
    masked = texts.copy()
    for hint, pattern, replacement in (
        ("[@＠]", _MENTION, lambda match: "@" + pseudonyms(match[1])),
        (r"[\w+-]@", _EMAIL, "[email]"),
        (r"(?:^|\W)[A-Za-z]{2}\d{2}", _IBAN, _iban),
        (_SEVEN_DIGITS, _DNI, _dni),
        (_SEVEN_DIGITS, _PHONE, "[phone]"),
    ):
        chosen = masked.str.contains(hint, na=False)
        if chosen.any():
            masked[chosen] = masked[chosen].str.replace(pattern, replacement, regex=True)
    return masked


def _dni(match: re.Match) -> str:
    prefix, digits, letter = match[1].upper(), re.sub(r"\D", "", match[2]), match[3].upper()
    if len(digits) != (7 if prefix else 8):
        return match[0]
    number = int(str("XYZ".index(prefix)) + digits if prefix else digits)
    return "[dni]" if _LETTERS[number % 23] == letter else match[0]


def _iban(match: re.Match) -> str:
    code = re.sub(r"[ .-]", "", match[0]).upper()
    spanish = re.fullmatch(r"ES\d{22}", code)
    number = "".join(str(int(sign, 36)) for sign in code[4:] + code[:4])
    return "[iban]" if spanish or (15 <= len(code) <= 34 and int(number) % 97 == 1) else match[0]
