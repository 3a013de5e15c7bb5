"""Days as a reader says them, without asking the machine's locale for its names."""

from __future__ import annotations

from datetime import date

_DAYS = {
    "es": ("lun", "mar", "mié", "jue", "vie", "sáb", "dom"),
    "en": ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
}
_MONTHS = {
    "es": ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sept", "oct", "nov", "dic"),
    "en": ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sept", "Oct", "Nov", "Dec"),
}


def day_name(moment: date, language: str, *, weekday: bool = True) -> str:
    """Return a day as a reader says it: ``mié 12 mar``, ``Wed 12 Mar``.

    Examples
    --------
    >>> day_name(date(2014, 3, 12), "es")
    'mié 12 mar'
    """
    words = f"{moment.day} {_MONTHS[language][moment.month - 1]}"
    return f"{_DAYS[language][moment.weekday()]} {words}" if weekday else words
