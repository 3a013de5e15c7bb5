"""The times of an annotation file, as written and as spreadsheets rewrite them."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)  # day 0 of a spreadsheet
_CLOCK = r"[T ,]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)? ?(?:([ap])\.? ?m\.?)?"
_ZONE = r" ?(?:Z|UTC|([+-])(\d\d):?(\d\d))?"
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d\d?)[-/.](\d\d?)" + _CLOCK + _ZONE, re.I | re.A)
_YEAR_LAST = re.compile(r"(\d\d?)[-/.](\d\d?)[-/.](\d{4}|\d\d)" + _CLOCK + _ZONE, re.I | re.A)
_SERIAL = re.compile(r"\d{5}[.,]\d+", re.A)
_WRITTEN = re.compile(r"2\d{3}-[01]\d-[0-3]\dT[0-2]\d:[0-5]\d:[0-5]\d\.\d{3}Z", re.A)


def read_time(text: str) -> str:
    """Return a time as files hold it, or nothing where it is not understood.

    A time without zone is UTC, as the file's own are. Where day and month could be either, the day comes
    first, as in Spain, unless the clock says am or pm, as in the United States.

    Examples
    --------
    >>> read_time("2026/11/21 20:17:36.434"), read_time("21/11/2026 20:17"), read_time("11/5/26 8:17 PM")
    ('2026-11-21T20:17:36.434Z', '2026-11-21T20:17:00.000Z', '2026-11-05T20:17:00.000Z')
    >>> read_time("46347.5"), read_time("yesterday")
    ('2026-11-21T12:00:00.000Z', '')
    """
    text = text.strip()
    if not text or len(text) > 60:
        return ""
    try:
        moment = _moment(text)
    except (ValueError, OverflowError):
        return ""
    if moment is None or not 2000 <= moment.year <= 2999:
        return ""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _moment(text: str) -> datetime | None:
    if _WRITTEN.fullmatch(text):
        return datetime.fromisoformat(text)
    if _SERIAL.fullmatch(text):
        return _EPOCH + timedelta(milliseconds=round(float(text.replace(",", ".")) * 86_400_000))
    if found := _YEAR_FIRST.fullmatch(text):
        year, month, day = (int(part) for part in found.groups()[:3])
    elif found := _YEAR_LAST.fullmatch(text):
        first, second, year = (int(part) for part in found.groups()[:3])
        american = second > 12 or (first <= 12 and found[8])
        month, day = (first, second) if american else (second, first)
        year += 2000 if year < 100 else 0
    else:
        return None
    hour, minute, second = int(found[4]), int(found[5]), int(found[6] or 0)
    if found[8]:
        hour = hour % 12 + (12 if found[8] in "pP" else 0)
    micro = int((found[7] or "0").ljust(6, "0")[:6])
    moment = datetime(year, month, day, hour, minute, second, micro, tzinfo=UTC)
    if found[9]:
        shift = timedelta(hours=int(found[10]), minutes=int(found[11]))
        if shift > timedelta(hours=14):
            return None
        moment += -shift if found[9] == "+" else shift
    return moment
