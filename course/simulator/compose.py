"""Writes customers' tweets: a frame of the section, perhaps an opening, a second sentence, a face, hashtags."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from course.simulator.decoration import LONGEST, faces, hashtags, join, stress, unstopped
from course.simulator.draws import Draws
from course.simulator.moments import moments
from course.simulator.orthography import STYLES, slip
from course.simulator.people import People, cast, medium, pseudonym
from course.simulator.phrases import REGISTERS, Frame
from course.simulator.render import Printer
from course.simulator.scenario import Scenario

_PLACES = 9  # the most places a frame may have
_CROWDED = 30_000  # in very large simulations everything short has been said, so most say something more
_ALIKE = 0.7  # two texts of one frame that share more of their pairs of words are too much alike
_REMEMBERED = 60  # how many texts of a frame a new one is held against
_ROUNDS = 14  # attempts to say something new before adding a detail


_PLAIN = str.maketrans("áéíóúü", "aeiouu", '.,;:¿?¡!"()…')


@dataclass
class Texts:
    """What was written: author, Spanish, gloss, and whether the brand's handle is in it."""

    author: np.ndarray
    es: np.ndarray
    en: np.ndarray
    addressed: np.ndarray


def _word_pairs(body: str) -> frozenset:
    """Return the pairs of neighbouring words, and the single words of very short texts."""
    words = body.translate(_PLAIN).split()
    return frozenset(pairwise(words)) if len(words) > 3 else frozenset((word,) for word in words)


class Writer:
    """Writes the customers' tweets of one simulation, and remembers what has been said."""

    def __init__(self, scenario: Scenario, printer: Printer, people: People) -> None:
        self.scenario, self.printer, self.people = scenario, printer, people
        self._said: set[str] = set()
        self._alike: dict[int, list[frozenset]] = {}

    def write(
        self,
        *,
        time: np.ndarray,
        section: np.ndarray,
        sections: list[str],
        author: np.ndarray,
        answers: np.ndarray,
        parent: np.ndarray,
        media: np.ndarray,
        draws: Draws,
    ) -> Texts:
        """Write one tweet a row.

        Parameters
        ----------
        section : array of int
            Positions in `sections`.
        author : array of int
            Who writes, or -1 to choose somebody whom the words suit.
        answers : array of str
            The mention that an answer starts with (``@Jazztel``), ``?`` for the author of `parent`, empty for none.
        parent : array of int
            Row of the tweet that is answered or that set this one off, or -1.
        media : array of bool
            Rows that newspapers and the like write; their `author` numbers a medium.
        """
        rows = np.arange(len(time))
        banks = [self.printer.section(name) for name in sections]
        frames, first = self._frames(sections)
        chosen = self._draw_frames(section, sections, author, frames, first, draws)
        register = np.array([REGISTERS.index(frame.register) for frame in frames] or [0])
        cast_now = author < 0
        author = author.copy()
        author[cast_now] = cast(self.people, register[chosen[cast_now]], draws=draws)
        answers = self._mentions(author, answers, parent, media, draws)
        texts = Texts(
            author,
            np.empty(len(rows), dtype=object),
            np.empty(len(rows), dtype=object),
            np.zeros(len(rows), dtype=bool),
        )
        crowded = len(self.people) > _CROWDED
        for attempt in range(_ROUNDS):
            if attempt:
                again = self._draw_frames(section[rows], sections, texts.author[rows], frames, first, draws)
                same = (register[again] == 0) | (register[again] == register[chosen[rows]])
                chosen[rows] = np.where(same, again, chosen[rows])
            es, en, bodies = self._compose(
                rows,
                chosen,
                frames,
                section,
                banks,
                time,
                texts.author,
                answers,
                media,
                draws,
                insist=~media[rows]
                & (draws.uniform(len(rows)) < 0.7 if crowded and not attempt else attempt > 0),
                more="crowd" if crowded else "spare" if attempt > 6 else "",
            )
            used = [frames[number] for number in chosen[rows]]
            patient = not crowded and attempt < _ROUNDS - 3
            fresh = self._remember(bodies, used, ~media[rows] & patient)
            done = rows[fresh]
            texts.es[done], texts.en[done] = es[fresh], en[fresh]
            rows, es, en = rows[~fresh], es[~fresh], en[~fresh]
            if not len(rows):
                break
        for row, spanish, english in zip(
            rows.tolist(), es, en, strict=True
        ):  # only in very large simulations
            detail = f" ({len(self._said)})"
            texts.es[row], texts.en[row] = spanish[: LONGEST - len(detail)] + detail, english + detail
            self._said.add(texts.es[row])
        handle = f"@{self.scenario.brand}"
        texts.addressed[:] = [handle in text for text in texts.es]
        return texts

    def _mentions(self, author, answers, parent, media, draws) -> np.ndarray:
        """Put the name of the tweet's author in answers to it; nobody answers themselves."""
        answers = answers.copy()
        rows = np.flatnonzero(answers == "?")
        own = rows[(author[rows] == author[parent[rows]]) & ~media[parent[rows]]]
        author[own] = (author[own] + 1 + draws.integers(len(self.people) - 1, len(own))) % len(self.people)
        for row, before in zip(rows.tolist(), parent[rows].tolist(), strict=True):
            who = int(author[before])
            answers[row] = "@" + (medium(who) if media[before] else pseudonym(who))
        return answers

    def _remember(self, bodies: list[str], frames: list[Frame], patient: np.ndarray) -> np.ndarray:
        """Tell which texts are new; with patience, also unlike whatever else was made of the same frame."""
        fresh = np.zeros(len(bodies), dtype=bool)
        said = self._said
        for number, body in enumerate(bodies):
            if body in said:
                continue
            if patient[number]:
                earlier = self._alike.setdefault(id(frames[number]), [])
                pairs = _word_pairs(body)
                if any(len(pairs & other) > _ALIKE * len(pairs | other) for other in earlier[-_REMEMBERED:]):
                    continue
                earlier.append(pairs)
            said.add(body)
            fresh[number] = True
        return fresh

    def _frames(self, sections: list[str]) -> tuple[list[Frame], np.ndarray]:
        frames: list[Frame] = []
        first = [0]
        for name in sections:
            frames += self.printer.section(name).frames
            first.append(len(frames))
        return frames, np.array(first)

    def _draw_frames(self, section, sections, author, frames, first, draws) -> np.ndarray:
        chosen = np.zeros(len(section), dtype=np.int64)
        for number in range(len(sections)):
            rows = np.flatnonzero(section == number)
            known = author[rows] >= 0
            everything = np.arange(first[number], first[number + 1])
            neutral = np.array([f for f in everything if frames[f].register == "any"], dtype=np.int64)
            for group, allowed in ((rows[~known], everything), (rows[known], neutral)):
                allowed = allowed if len(allowed) else everything
                if len(group):
                    chosen[group] = allowed[draws.bag(len(allowed), len(group))]
        return chosen

    def _compose(
        self, rows, chosen, frames, section, banks, time, author, answers, media, draws, insist, more=""
    ):
        """Return Spanish, gloss and bare words of the given rows."""
        size, people = len(rows), self.people
        who, kind, at = author[rows], section[rows], time[rows]
        press = media[rows]
        style = np.where(press, 0, people.style[who])
        after = self._after_takeover(at, draws)
        when = moments(self.scenario, at)
        when["H"] = np.where(after, "after", "before")
        manner = {"style": style, "moments": when, "fixed": {"city": people.city[who]}}
        words = self.printer.print(frames, chosen[rows], draws=draws.uniform((size, _PLACES)), **manner)
        stiff = np.array([frame.register in ("formal", "elder") for frame in frames])[chosen[rows]]
        opening = self._part("open", kind, banks, draws, manner, polite=stiff)
        tail = self._part("tail", kind, banks, draws, manner, polite=stiff, insist=insist, more=more)
        face = faces(banks, kind, who, people, printer=self.printer, draws=draws)
        crisis = at >= self.scenario.second(self.scenario.onset)
        tags = hashtags(self.scenario, banks, kind, who, people, after=after, crisis=crisis, draws=draws)
        place = self._address(chosen[rows], frames, kind, banks, answers[rows], draws)
        stressed = (draws.uniform(size) < people.stress[who]) & ~press
        slips = (draws.uniform(size) < people.slips[who]) & ~press
        u = draws.uniform((size, 3))
        low = np.isin(style, [STYLES.index(name) for name in ("lower", "bare", "sms")])
        handle = f"@{self.scenario.brand}"
        for row in np.flatnonzero(stressed).tolist():
            words[0][row], words[1][row] = stress(words[0][row], words[1][row], u[row, 0])
        for row in np.flatnonzero(low).tolist():
            last = tail if tail[0][row] else words
            last[0][row], last[1][row] = unstopped(last[0][row], last[1][row])
        handles = np.array(["", handle], dtype=object)
        first = np.where(answers[rows] == "", handles[(place == 1).astype(int)], answers[rows])
        early = u[:, 2] < 0.3  # not everybody puts the hashtag last
        extras = (
            handles[(place == 2).astype(int)], np.where(early, face, tags), np.where(early, tags, face),
        )  # fmt: skip
        es, en, bodies = join(first, opening, words, tail, extras)
        for row in np.flatnonzero(slips).tolist():
            es[row] = slip(es[row], u[row, 0], u[row, 1])[:LONGEST]
        return es, en, bodies

    def _after_takeover(self, time: np.ndarray, draws: Draws) -> np.ndarray:
        takeover = self.scenario.takeover
        uniform = draws.uniform(len(time))
        if takeover is None:
            return uniform < 0
        minutes = (time - self.scenario.second(self.scenario.onset)) / 60
        share = takeover.ceiling / (
            1 + np.exp(-((minutes - takeover.midpoint) / takeover.pace).clip(-50, 50))
        )
        return (minutes >= 1) & (uniform < share)

    def _part(
        self, key, kind, banks, draws, manner, *, polite, insist=False, more=""
    ) -> tuple[np.ndarray, np.ndarray]:
        """Print an optional opening or second sentence where the section's options and chance want one.

        Those who write stiffly (`polite`) open with a greeting or nothing; those of whom we
        `insist` add something, from the bank that `more` names if it names one.
        """
        es = np.full(len(kind), "", dtype=object)
        en = es.copy()
        parts = [bank.part(key) for bank in banks]
        wanted = draws.uniform(len(kind)) < np.array([probability for _, probability in parts])[kind]
        names = sorted({bank for bank, _ in parts} | {"greeting", "none", "spare", "crowd"})
        which = np.array([names.index(bank) for bank, _ in parts])[kind]
        wanted |= insist & (which != names.index("none"))
        if more:
            which[insist], wanted = names.index(more), wanted | insist
        elif key == "open":
            which[polite] = names.index("greeting")
        else:
            wanted &= ~polite
        for number, bank in enumerate(names):
            here = np.flatnonzero(wanted & (which == number))
            if not len(here):
                continue
            frames = [
                f for f in self.printer.section(f"{key}:{bank}").frames if f.register in ("any", "formal")
            ]
            es[here], en[here] = self.printer.print(
                frames,
                draws.bag(len(frames), len(here)),
                style=manner["style"][here],
                draws=draws.uniform((len(here), _PLACES)),
                moments={name: values[here] for name, values in manner["moments"].items()},
                fixed={name: values[here] for name, values in manner["fixed"].items()},
            )
        return es, en

    def _address(self, chosen, frames, kind, banks, answers, draws) -> np.ndarray:
        """Return where the brand's handle goes: 0 nowhere (or in the frame), 1 first, 2 after the words."""
        uniform = draws.uniform(len(chosen))
        likely = np.array([bank.option("at", 0.6) for bank in banks])[kind]
        names_it = np.array(["B" in frame.places for frame in frames])[chosen]
        place = np.where(uniform < likely * 0.55, 1, np.where(uniform < likely, 2, 0))
        place[names_it | (answers != "")] = 0
        return np.where(
            (answers != "") & (answers != f"@{self.scenario.brand}") & ~names_it & (uniform < 0.2 * likely),
            2,
            place,
        )
