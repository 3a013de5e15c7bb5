"""The customers: a pseudonym, a way of writing and a city each; some say much and most say little."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from course.simulator.draws import Draws
from course.simulator.orthography import STYLES
from course.simulator.phrases import REGISTERS

_REGISTER_WEIGHTS = {
    "any": 0.53, "formal": 0.10, "elder": 0.06, "teen": 0.11, "angry": 0.09, "ironic": 0.06, "worker": 0.05,
}  # fmt: skip
#              careful relaxed plain lower bare light  sms   caps
_STYLE_WEIGHTS = {
    "any": (0.24, 0.34, 0.15, 0.12, 0.08, 0.05, 0.01, 0.01),
    "formal": (0.80, 0.17, 0.03, 0.00, 0.00, 0.00, 0.00, 0.00),
    "elder": (0.35, 0.25, 0.20, 0.02, 0.03, 0.00, 0.00, 0.15),
    "teen": (0.02, 0.12, 0.05, 0.30, 0.22, 0.15, 0.14, 0.00),
    "angry": (0.10, 0.35, 0.20, 0.15, 0.08, 0.04, 0.01, 0.07),
    "ironic": (0.42, 0.36, 0.04, 0.14, 0.04, 0.00, 0.00, 0.00),
    "worker": (0.20, 0.45, 0.20, 0.06, 0.05, 0.04, 0.00, 0.00),
}
_FACES = {
    "any": 0.10,
    "formal": 0.01,
    "elder": 0.02,
    "teen": 0.38,
    "angry": 0.07,
    "ironic": 0.10,
    "worker": 0.05,
}

MEDIA = 9


@dataclass(frozen=True)
class People:
    """One entry a customer in each array."""

    register: np.ndarray  # positions in REGISTERS
    style: np.ndarray  # positions in STYLES
    city: np.ndarray  # uniform in [0, 1): a place in the list of cities
    faces: np.ndarray  # how likely an emoticon or emoji is
    modern: np.ndarray  # emoji rather than emoticons
    tags: np.ndarray  # how likely a hashtag is
    slips: np.ndarray  # how likely a typing slip is
    stress: np.ndarray  # how likely !!! and ??? are
    weight: np.ndarray  # how much they tweet

    def __len__(self) -> int:
        return len(self.register)


def populate(size: int, *, seed: int) -> People:
    """Return that many customers."""
    draws = Draws(seed, "people")
    register = draws.choice(np.array([_REGISTER_WEIGHTS[name] for name in REGISTERS]), size)
    style = np.zeros(size, dtype=np.int64)
    place = draws.uniform(size)
    for number, name in enumerate(REGISTERS):
        edges = np.cumsum(_STYLE_WEIGHTS[name]) / np.sum(_STYLE_WEIGHTS[name])
        rows = register == number
        style[rows] = np.searchsorted(edges, place[rows], side="right").clip(0, len(STYLES) - 1)
    typical = np.array([_FACES[name] for name in REGISTERS])[register]
    return People(
        register=register,
        style=style,
        city=draws.uniform(size),
        faces=typical * draws.lognormal(0.8, 0.9, size).clip(0, 2.4),
        modern=draws.chance(0.38, size),
        tags=np.array([0.05, 0.45, 0.9])[draws.choice(np.array([0.5, 0.37, 0.13]), size)],
        slips=np.array([0.01, 0.07, 0.3])[draws.choice(np.array([0.55, 0.33, 0.12]), size)],
        stress=np.array([0.0, 0.25, 0.7])[draws.choice(np.array([0.6, 0.28, 0.12]), size)],
        weight=0.15 + draws.lomax(0.5, 1.9, size).clip(0, 40),
    )


def cast(people: People, register: np.ndarray, *, draws: Draws) -> np.ndarray:
    """Choose an author for each tweet, of the register that its words ask for (0: of any)."""
    chosen = np.zeros(len(register), dtype=np.int64)
    for number in range(len(REGISTERS)):
        rows = np.flatnonzero(register == number)
        pool = np.arange(len(people)) if number == 0 else np.flatnonzero(people.register == number)
        if len(rows) and not len(pool):
            pool = np.arange(len(people))
        if len(rows):
            chosen[rows] = pool[draws.choice(people.weight[pool], len(rows))]
    return chosen


def pseudonym(number: int) -> str:
    """Return a customer's name in the data, which cannot be anybody's handle on sight.

    Examples
    --------
    >>> pseudonym(411)
    'cliente_0412'
    """
    return f"cliente_{number + 1:04d}"


def medium(number: int) -> str:
    """Return the name of a newspaper, radio or the like in the data.

    Examples
    --------
    >>> medium(0)
    'medio_01'
    """
    return f"medio_{number % MEDIA + 1:02d}"
