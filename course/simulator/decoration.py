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
_KEEP_CAPITAL = ("Jazztel", "Iberia", "Orange", "Twitter", "Facebook", "Nueva York", "NY", "España", "Madrid", "I ", "I'")

Pair = tuple[str, str]


def faces(
    sections: list[Section], section: np.ndarray, who: np.ndarray, people: People, *, printer: Printer, draws: Draws
) -> list[str]:
    """Return an emoticon or an emoji for those who use them, and nothing for most."""
    moods = [item.options.get("face", "bad") for item in sections]
    size = len(section)
    chance, pick = draws.uniform(size), draws.uniform(size)
    wanted = chance < people.faces[who] * np.array([mood != "none" for mood in moods])[section]
    result = [""] * size
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
) -> list[str]:
    """Return the hashtags at the end of each tweet; `after` says which side of a takeover its author is on."""
    size = len(section)
    taste = np.array([item.option("tag", 0.5) for item in sections])[section]
    wanted = draws.uniform(size) < people.tags[who] * taste
    pick = draws.uniform((size, 3))
    result = [""] * size
    takeover = scenario.takeover
    for row in np.flatnonzero(wanted).tolist():
        own = scenario.tags[int(pick[row, 0] * len(scenario.tags))] if scenario.tags else ""
        if takeover is not None and (crisis[row] or sections[section[row]].options.get("campaign")):
            own = takeover.challenger if after[row] else takeover.incumbent
            if after[row] and pick[row, 1] < 0.09:
                own += " " + takeover.incumbent
        result[row] = own
    return result


def stress(pair: Pair, draw: float) -> Pair:
    """Double the marks at the end, as some people always do."""
    for mark in "?!":
        if pair[0].endswith(mark):
            more = mark * (1 + int(draw * 3))
            return pair[0] + more, pair[1] + more
    if pair[0].endswith(".") and not pair[0].endswith("..") and draw < 0.6:
        more = "!" if draw < 0.2 else "!!" if draw < 0.45 else "!!!"
        return pair[0][:-1] + more, pair[1].rstrip(".") + more
    return pair


def join(head: str, pieces: list[Pair], extras: list[str]) -> tuple[str, str, str]:
    """Join mention, opening, words, second sentence and extras; leave out what does not fit.

    Returns the Spanish tweet, its gloss, and the words alone, which tell one tweet from another.

    Examples
    --------
    >>> join("@Jazztel", [("Oye,", "Hey,"), ("Nada funciona.", "Nothing works."), ("", "")], [":("])[:2]
    ('@Jazztel Oye, nada funciona. :(', '@Jazztel Hey, nothing works. :(')
    """
    opening, words, tail = pieces
    if opening[0].endswith(","):
        words = _lowered(words[0]), _lowered(words[1])
    used = [pair for pair in (opening, words, tail) if pair[0]]
    room = LONGEST - len(head) - 1
    while len(used) > 1 and len(" ".join(pair[0] for pair in used)) > room:
        used.remove(tail if tail in used and tail[0] else used[0] if used[0] is opening else used[-1])
    spanish = " ".join(pair[0] for pair in used)
    english = " ".join(pair[1] for pair in used)
    body = spanish.casefold()
    added = [head] if head else []
    tweet = " ".join([*added, spanish])
    gloss = " ".join([*added, english])
    for extra in extras:
        if extra and len(tweet) + len(extra) < LONGEST:
            tweet, gloss = f"{tweet} {extra}", f"{gloss} {extra}"
    return tweet[:LONGEST], gloss, body


def _lowered(words: str) -> str:
    """Lower the first letter of a sentence that follows a comma, unless it begins with a name or a capital word."""
    start = next((place for place, letter in enumerate(words) if letter.isalpha()), None)
    if start is None or start > 2 or words[start + 1 : start + 2].isupper():
        return words
    if words.startswith(_KEEP_CAPITAL, start):
        return words
    return words[:start] + words[start].lower() + words[start + 1 :]
