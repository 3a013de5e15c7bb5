"""What surrounds the words of a tweet: the handle, hashtags, faces, stressed marks, and the limit of 140 characters."""

from __future__ import annotations

import numpy as np

from course.simulator.draws import Draws
from course.simulator.people import People
from course.simulator.phrases import Section
from course.simulator.render import Printer
from course.simulator.scenario import Scenario

LONGEST = 140  # characters, as Twitter had it in 2013 and 2014
_LOW = ("lower", "bare", "sms")
_KEEP_CAPITAL = (
    "Jazztel",
    "Iberia",
    "Orange",
    "Twitter",
    "Facebook",
    "Nueva York",
    "NY",
    "España",
    "Madrid",
    "I ",
    "I'",
)

Pair = tuple[str, str]
Columns = tuple[np.ndarray, np.ndarray]


def faces(
    sections: list[Section],
    section: np.ndarray,
    who: np.ndarray,
    people: People,
    *,
    printer: Printer,
    draws: Draws,
) -> np.ndarray:
    """Return an emoticon or an emoji for those who use them, and nothing for most."""
    moods = [item.options.get("face", "bad") for item in sections]
    size = len(section)
    chance, pick = draws.uniform(size), draws.uniform(size)
    wanted = chance < people.faces[who] * np.array([mood != "none" for mood in moods])[section]
    result = np.full(size, "", dtype=object)
    for row in np.flatnonzero(wanted).tolist():
        bank = printer.book.slots[f"face_{moods[section[row]]}"]["new" if people.modern[who[row]] else "old"]
        result[row] = bank[int(pick[row] * len(bank))][0]
    return result


def hashtags(
    scenario: Scenario,
    sections: list[Section],
    section: np.ndarray,
    who: np.ndarray,
    people: People,
    *,
    after: np.ndarray,
    crisis: np.ndarray,
    draws: Draws,
) -> np.ndarray:
    """Return the hashtags at the end of each tweet; `after` says which side of a takeover its author is on."""
    size = len(section)
    taste = np.array([item.option("tag", 0.5) for item in sections])[section]
    wanted = draws.uniform(size) < people.tags[who] * taste
    pick = draws.uniform((size, 3))
    result = np.full(size, "", dtype=object)
    takeover = scenario.takeover
    for row in np.flatnonzero(wanted).tolist():
        bank = scenario.crisis_tags if crisis[row] else scenario.tags
        own = bank[int(pick[row, 0] * len(bank))] if bank else ""
        if takeover is not None and (crisis[row] or sections[section[row]].options.get("campaign")):
            own = takeover.challenger if after[row] else takeover.incumbent
            if after[row] and pick[row, 1] < 0.07:
                own += " " + takeover.incumbent
        result[row] = own
    return result


def stress(spanish: str, english: str, draw: float) -> Pair:
    """Double the marks at the end, as some people always do."""
    for mark in "?!":
        if spanish.endswith(mark):
            more = mark * (1 + int(draw * 3))
            return spanish + more, english + more
    if spanish.endswith(".") and not spanish.endswith("..") and draw < 0.6:
        more = "!" if draw < 0.2 else "!!" if draw < 0.45 else "!!!"
        return spanish[:-1] + more, english.rstrip(".") + more
    return spanish, english


def unstopped(spanish: str, english: str) -> Pair:
    """Leave out the final full stop, as those do who write in lower case."""
    if spanish.endswith(".") and not spanish.endswith(".."):
        return spanish[:-1], english.removesuffix(".")
    return spanish, english


def _lengths(texts: np.ndarray) -> np.ndarray:
    return np.fromiter(map(len, texts), dtype=np.int64, count=len(texts))


def join(
    head: np.ndarray, opening: Columns, words: Columns, tail: Columns, extras: tuple[np.ndarray, ...]
) -> tuple[np.ndarray, np.ndarray, list[str]]:
    """Join mention, opening, words, second sentence and extras, in both languages; leave out what does not fit.

    Every argument is a column of texts or, where the languages differ, a pair of columns. Returns the Spanish
    tweets, their glosses, and the words alone in lower case, which tell one tweet from another.

    Examples
    --------
    >>> column = lambda text: np.array([text], dtype=object)
    >>> join(column("@Jazztel"), (column("Oye,"), column("Hey,")), (column("Nada va."), column("Nothing works.")),
    ...      (column(""), column("")), (column(":("),))[:2]
    (array(['@Jazztel Oye, nada va. :('], dtype=object), array(['@Jazztel Hey, nothing works. :('], dtype=object))
    """
    es, en = words[0].copy(), words[1].copy()
    size = _lengths(es)
    room = LONGEST - 1 - _lengths(head)
    for part, place in ((tail, 1), (opening, 0)):
        length = _lengths(part[0])
        rows = np.flatnonzero((length > 0) & (size + length + 1 < room))
        size[rows] += length[rows] + 2
        for column, added in ((es, part[0][rows]), (en, part[1][rows])):
            if place:
                stops = np.array(
                    [_stop(text, more) for text, more in zip(column[rows], added, strict=True)], dtype=object
                )
                column[rows] = column[rows] + stops + added if len(rows) else column[rows]
            else:
                comma = [text[-1] == "," for text in added]
                rest = [
                    _lowered(text) if low else text for text, low in zip(column[rows], comma, strict=True)
                ]
                column[rows] = added + " " + np.array(rest, dtype=object) if len(rows) else column[rows]
    bodies = [text.lower() for text in es]
    rows = np.flatnonzero(head != "")
    size[rows] += _lengths(head[rows]) + 1
    es[rows], en[rows] = head[rows] + " " + es[rows], head[rows] + " " + en[rows]
    for extra in extras:
        length = _lengths(extra)
        rows = np.flatnonzero((length > 0) & (size + length < LONGEST))
        es[rows], en[rows] = es[rows] + " " + extra[rows], en[rows] + " " + extra[rows]
        size[rows] += length[rows] + 1
    for row in np.flatnonzero(size > LONGEST).tolist():
        es[row] = es[row][:LONGEST]
    return es, en, bodies


def _stop(text: str, more: str) -> str:
    """Return what stands between two sentences: a stop if the first has none and the second has a capital."""
    return ". " if more[:1].isupper() and not more.isupper() and text[-1:].isalnum() else " "


def _lowered(words: str) -> str:
    """Lower the first letter of a sentence that follows a comma, unless it begins with a name or a capital word."""
    start = next((place for place, letter in enumerate(words) if letter.isalpha()), None)
    if start is None or start > 2 or words[start + 1 : start + 2].isupper():
        return words
    if words.startswith(_KEEP_CAPITAL, start):
        return words
    return words[:start] + words[start].lower() + words[start + 1 :]
