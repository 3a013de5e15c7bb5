"""From a file's bytes to its text, whatever program saved it last."""

from __future__ import annotations

from dataclasses import dataclass

from course.language import Text

MAX_BYTES = 16_000_000

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")  # .xlsx, .ods and Numbers; old .xls
_UTF16_SHARE = 0.2  # of null bytes at odd or even places: text of two bytes a character without a mark
_LOST = "\ufffd"
_TWICE = "ï»¿"  # the mark that our files begin with, encoded twice

WORKBOOK = Text(
    es="es un libro de hoja de cálculo (.xlsx, .ods...) con nombre de CSV: ábrelo con ese programa y guárdalo "
    "como «CSV UTF-8»",
    en="it is a spreadsheet workbook (.xlsx, .ods...) under the name of a CSV: open it in that program and save "
    "it as 'CSV UTF-8'",
)
TOO_BIG = Text(
    es=f"pesa más de {MAX_BYTES // 1_000_000} MB, y un archivo de anotaciones pesa cien veces menos",
    en=f"it has more than {MAX_BYTES // 1_000_000} MB, and an annotation file has a hundredth of that",
)
BINARY = Text(
    es="no es un texto: está dañado o es de otro programa", en="it is no text: damaged, or of another program"
)


@dataclass(frozen=True)
class Decoded:
    """A file's text and how it was had: ``why`` says why there is none; ``repair`` names an encoding not ours."""

    text: str = ""
    why: Text | None = None
    repair: Text | None = None
    lost: bool = False


def decode(data: bytes) -> Decoded:
    """Return the text of UTF-8, UTF-16 or Windows-1252 bytes; it never raises.

    Examples
    --------
    >>> decode("año".encode("cp1252")).text, decode(b"PK\\x03\\x04").why is WORKBOOK
    ('año', True)
    """
    if len(data) > MAX_BYTES:
        return Decoded(why=TOO_BIG)
    if data.startswith(_WORKBOOKS):
        return Decoded(why=WORKBOOK)
    for mark, codec in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if data.startswith(mark):
            return _wide(data[2:], codec)
    if b"\x00" in data:
        return _with_nulls(data)
    try:
        return _once(data.decode("utf-8-sig"))
    except UnicodeDecodeError:
        pass
    if data.startswith(b"\xef\xbb\xbf"):
        return Decoded(data.decode("utf-8-sig", "replace"), repair=_named("UTF-8"), lost=True)
    text = data.decode("cp1252", "replace")
    return Decoded(text, repair=_named("Windows-1252"), lost=_LOST in text)


def _once(text: str) -> Decoded:
    """Undo what a program does that takes our UTF-8 for Windows-1252 and saves that as UTF-8: «aÃ±o»."""
    if not text.startswith(_TWICE):
        return Decoded(text)
    try:
        return Decoded(text.encode("cp1252").decode("utf-8-sig"), repair=_named("UTF-8 × 2"))
    except UnicodeError:
        return Decoded(text.removeprefix(_TWICE), repair=_named("UTF-8 × 2"), lost=True)


def _wide(data: bytes, codec: str) -> Decoded:
    text = data.decode(codec, "replace")
    return Decoded(text.replace("\x00", ""), repair=_named("UTF-16"), lost=_LOST in text)


def _with_nulls(data: bytes) -> Decoded:
    half = max(len(data) // 2, 1)
    for codec, places in (("utf-16-le", data[1::2]), ("utf-16-be", data[0::2])):
        other = data[0::2] if codec == "utf-16-le" else data[1::2]
        if places.count(0) / half > _UTF16_SHARE and other.count(0) / half < _UTF16_SHARE / 10:
            return _wide(data, codec)
    rest = data.replace(b"\x00", b"")
    if len(rest) < len(data) / 2:
        return Decoded(why=BINARY)
    found = decode(rest)
    nulls = Text(es="con bytes nulos", en="with null bytes")
    return Decoded(found.text, found.why, found.repair or nulls, found.lost)


def _named(name: str) -> Text:
    return Text(es=f"codificación {name}", en=f"encoding {name}")
