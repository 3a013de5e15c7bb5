"""A labelling exercise's bank, the instructor's half: gold, floors, right and wrong tables of labels.

bank = LabellingBank("label-voices", gold=lambda: gold("iberia-voices"), floors=(0.40, 0.60))

@bank.misreading("first-code-only", message=Text(es="...", en="..."))
def first_code_only(labels): return labels[:1]

@bank.right
def the_gold_itself(gold): return gold.labels

@bank.wrong("one-label", caught_by="agreement")
def all_disappointment(gold): return dict.fromkeys(gold.labels, "disappointment")
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import pandas as pd

from course.agreement import krippendorff_alpha
from course.language import Text

Labels = tuple[str, ...]
Maker = Callable[["Gold"], "Mapping[str, str | Iterable[str]] | bytes | None"]


@dataclass(frozen=True)
class Gold:
    """The reference coding.

    Parameters
    ----------
    labels : dict of str to tuple of str
        Each tweet's codes, in the codebook's order.
    also : dict of str to tuple of tuple of str
        The other readings that the codebook honestly leaves open, where there are any.
    """

    labels: dict[str, Labels]
    also: dict[str, tuple[Labels, ...]]

    @classmethod
    def of(cls, table: pd.DataFrame) -> Gold:
        """Read a table with the columns ``tweet_id``, ``labels`` and, if there, ``also``.

        Examples
        --------
        >>> table = pd.DataFrame({"tweet_id": ["t1"], "labels": ["joke"], "also": ["joke|question;other"]})
        >>> Gold.of(table).also
        {'t1': (('joke', 'question'), ('other',))}
        """
        table = table.fillna("")
        others = table["also"] if "also" in table else [""] * len(table)
        return cls(
            dict(zip(table["tweet_id"], map(split, table["labels"]), strict=True)),
            {
                tweet: tuple(map(split, text.split(";")))
                for tweet, text in zip(table["tweet_id"], others, strict=True)
                if text
            },
        )

    def reading(self, tweet: str, labels: Iterable[str]) -> Labels:
        """Return the reference for a tweet: these labels if they are one of its other readings."""
        others = self.also.get(tweet, ())
        return next((other for other in others if set(other) == set(labels)), self.labels[tweet])


def agreement(labels: Mapping[str, Iterable[str]], gold: Gold) -> float:
    """Return Krippendorff's alpha (MASI distance) between somebody's labels and the reference coding.

    Parameters
    ----------
    labels : mapping of str to iterable of str
        By tweet; a tweet that is not there, or that the reference does not have, does not count.
    gold : Gold
        Where somebody's labels are one of its other readings, that reading is the reference.

    Returns
    -------
    float
        NaN where it is not defined: nothing to compare, or one label on everything.

    Examples
    --------
    >>> gold = Gold({"t1": ("joke",), "t2": ("question",)}, {"t2": (("joke", "question"),)})
    >>> agreement({"t1": ("joke",), "t2": ("question", "joke")}, gold)
    1.0
    """
    given = {tweet: split(codes) for tweet, codes in labels.items() if tweet in gold.labels}
    given = {tweet: codes for tweet, codes in given.items() if codes}
    if not given:
        return math.nan
    reference = [gold.reading(tweet, codes) for tweet, codes in given.items()]
    table = pd.DataFrame(
        {
            "tweet_id": [*given, *given],
            "annotator": ["student"] * len(given) + ["gold"] * len(given),
            "labels": [*given.values(), *reference],
        }
    )
    return float(krippendorff_alpha(table, distance="masi", repetitions=0))


def split(labels: str | Iterable[str]) -> Labels:
    """Return labels as a tuple, whether they come as ``"a|b"`` or one by one.

    Examples
    --------
    >>> split("joke|question"), split(["joke"])
    (('joke', 'question'), ('joke',))
    """
    parts = labels.split("|") if isinstance(labels, str) else labels
    return tuple(part.strip() for part in parts if part.strip())


@dataclass(frozen=True)
class Misreading:
    """A wrong idea about the codebook: what somebody who holds it would make of a rightly coded tweet.

    Parameters
    ----------
    key : str
        Such as ``"first-code-only"``.
    message : Text
        What it looks like and what to look at, kindly; it never says how a tweet is coded.
    recode : callable
        ``recode(labels)`` gives the labels that this idea puts where these are right.
    """

    key: str
    message: Text
    recode: Callable[[Labels], Iterable[str]]


@dataclass(frozen=True)
class WrongLabels:
    """A plausible wrong file: what the feedback must say of it and the case meant to catch it."""

    maker: Maker
    diagnosis: str
    caught_by: str

    @property
    def key(self) -> str:
        return self.maker.__name__.strip("_").replace("_", "-")


@dataclass
class LabellingBank:
    """The instructor's half of one labelling exercise.

    Parameters
    ----------
    exercise : str
        Its key in `course.exercises`.
    gold : callable
        Gives the reference coding as a table: ``tweet_id``, ``labels``, ``also``.
    floors : tuple of float
        Agreement (alpha, MASI distance) that earns the first marks, and the rest. The first lies clearly above
        what labels without reading reach: chance, one code on everything, rules that look for words.
    """

    exercise: str
    gold: Callable[[], pd.DataFrame]
    floors: tuple[float, float] = (0.40, 0.60)
    misreadings: list[Misreading] = field(default_factory=list)
    right_answers: list[Maker] = field(default_factory=list)
    wrong_answers: list[WrongLabels] = field(default_factory=list)

    def fingerprint(self) -> bytes:
        """Return what marks depend on besides code: gold and floors, so that a change regrades the class."""
        content = [sorted(self.reference.labels.items()), sorted(self.reference.also.items()), self.floors]
        return repr(content).encode()

    @cached_property
    def reference(self) -> Gold:
        """The reference coding, read once."""
        return Gold.of(self.gold())

    def misreading(self, key: str, *, message: Text) -> Callable:
        """Take a wrong idea that the feedback may name."""

        def take(recode: Callable[[Labels], Any]) -> Callable:
            self.misreadings.append(Misreading(key, message, recode))
            return recode

        return take

    def right(self, maker: Maker) -> Maker:
        """Take labels that earn full marks: ``maker(gold)`` gives labels by tweet, or the bytes of a file."""
        self.right_answers.append(maker)
        return maker

    def wrong(self, diagnosis: str, *, caught_by: str) -> Callable:
        """Take labels that do not, with the diagnosis they must meet and the case that must catch them."""

        def take(maker: Maker) -> Maker:
            self.wrong_answers.append(WrongLabels(maker, diagnosis, caught_by))
            return maker

        return take
