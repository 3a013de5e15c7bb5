"""An exercise's bank, the instructor's half: hidden cases, right variants and wrong answers.

bank = Bank("median-delay")

@bank.reference
def reference(replies): ...

@bank.hidden(title=Text(es="...", en="..."))
def skewed_delays(rng): return (table,)

@bank.right
def with_quantile(replies): ...

@bank.wrong("mean-for-median", caught_by="skewed-delays")
def takes_the_mean(replies): ...
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from course.language import Text


@dataclass(frozen=True)
class HiddenCase:
    """A case that no student sees; its inputs are drawn from the cohort's secret seed.

    Parameters
    ----------
    key : str
        The maker's name with dashes.
    title : Text
        What kind of input it is, in words that give no value away; feedback shows it.
    arguments : callable
        ``arguments(rng)`` makes the arguments as a tuple.
    core : bool
        Edge cases (``core=False``) earn marks only when at least one core case passes, so that a constant
        earns nothing.
    weight : float
    """

    key: str
    title: Text
    arguments: Callable[[np.random.Generator], tuple]
    core: bool = True
    weight: float = 1.0


@dataclass(frozen=True)
class WrongAnswer:
    """A plausible wrong answer: what the check must say of it and the case meant to catch it."""

    function: Callable[..., Any]
    diagnosis: str
    caught_by: str

    @property
    def key(self) -> str:
        return _key(self.function)


def _key(function: Callable[..., Any]) -> str:
    return function.__name__.strip("_").replace("_", "-")


@dataclass
class Bank:
    """The instructor's half of one exercise; `exercise` is its key in `course.exercises`."""

    exercise: str
    solution: Callable[..., Any] | None = None
    cases: list[HiddenCase] = field(default_factory=list)
    right_answers: list[Callable[..., Any]] = field(default_factory=list)
    wrong_answers: list[WrongAnswer] = field(default_factory=list)

    def reference(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Take the reference solution; expected values of hidden cases come from it alone."""
        self.solution = function
        return function

    def hidden(self, *, title: Text, core: bool = True, weight: float = 1.0) -> Callable:
        """Take the maker of a hidden case's arguments."""

        def take(maker: Callable[[np.random.Generator], tuple]) -> Callable:
            self.cases.append(HiddenCase(_key(maker), title, maker, core, weight))
            return maker

        return take

    def right(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """Take a right variant, written as a student might; it must earn full marks."""
        self.right_answers.append(function)
        return function

    def wrong(self, diagnosis: str, *, caught_by: str) -> Callable:
        """Take a wrong answer, with the diagnosis it must meet and the case that must catch it."""

        def take(function: Callable[..., Any]) -> Callable[..., Any]:
            self.wrong_answers.append(WrongAnswer(function, diagnosis, caught_by))
            return function

        return take
