"""What an exercise is: its words, its visible cases, its hints and the misconceptions it can name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from course.language import Text


@dataclass(frozen=True)
class Comparison:
    """How an answer is held against the expected value.

    Parameters
    ----------
    rtol, atol : float
        Relative and absolute tolerance for numbers; durations are compared in seconds.
    ordered : bool
        Whether the order of rows or items matters.

    Notes
    -----
    Labels that mean something (texts, moments, anything with a name) are matched as labels, and values
    without labels do not do in their place. Whole numbers without a name only number the rows, whichever
    they are, and nobody has to return them: give the expected index a name, such as "hour", where its
    numbers matter. So what is accepted does not depend on the data of a case.
    """

    rtol: float = 1e-6
    atol: float = 1e-9
    ordered: bool = False


@dataclass(frozen=True)
class CheckCase:
    """One visible case: small enough for a student to verify the expected value by hand.

    Parameters
    ----------
    key : str
        Names the case within its exercise, such as ``"one-unanswered"``.
    title : Text
        What is special about the input, in the reader's words.
    arguments : callable
        Makes fresh arguments at every call, as a tuple.
    expected : object
        The right answer for these arguments, a plain value.
    """

    key: str
    title: Text
    arguments: Callable[[], tuple]
    expected: Any


@dataclass(frozen=True)
class Misconception:
    """A wrong idea that the check recognises by what it returns.

    Parameters
    ----------
    key : str
        Names the idea, such as ``"mean-for-median"``.
    message : Text
        What it looks like and what to look at, kindly; it never holds the answer.
    answer : callable
        What somebody with this idea would return for the case's arguments.
    """

    key: str
    message: Text
    answer: Callable[..., Any]


@dataclass(frozen=True)
class Exercise:
    """An autograded exercise, as the student's machine knows it.

    Parameters
    ----------
    key : str
        Stable name, such as ``"median-delay"``; the student's function is `function`.
    title : Text
        Short name, as in the notebook's heading and the feedback.
    points : float
        Marks for a right answer.
    returns : Text
        What the function returns, in words and with its unit.
    cases : tuple of CheckCase
        Visible cases.
    hints : tuple of Text
        From a nudge to nearly the whole way; Markdown code spans allowed.
    misconceptions : tuple of Misconception
        Tried in this order against a wrong answer.
    comparison : Comparison
    """

    key: str
    title: Text
    points: float
    returns: Text
    cases: tuple[CheckCase, ...]
    hints: tuple[Text, ...]
    misconceptions: tuple[Misconception, ...] = ()
    comparison: Comparison = Comparison()

    @property
    def function(self) -> str:
        """Name of the function that the student writes."""
        return self.key.replace("-", "_")
