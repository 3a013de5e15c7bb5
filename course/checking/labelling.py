"""A labelling exercise: tweets coded by hand into a file, which is what the check looks at."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from course.annotation.rows import file_id
from course.language import Text

if TYPE_CHECKING:
    import pandas as pd

    from course.annotation.codebook import Codebook


@dataclass(frozen=True)
class LabellingExercise:
    """An exercise that is graded from a file of labels, as the student's machine knows it.

    Its cell in the notebook holds exactly ``check("label-voices")``: there is no function to pass.

    Parameters
    ----------
    key : str
        Stable name, such as ``"label-voices"``.
    title : Text
        Short name, as in the notebook's heading and the feedback.
    points : float
        Marks for labels that agree well with the reference coding, for every tweet.
    file : str
        Where the annotator saves, beside the notebook, such as ``"annotations.csv"``.
    codebook : Codebook
    tweets : callable
        ``tweets()`` gives the table to be labelled; its ``tweet_id`` column says which tweets count.
    hints : tuple of Text
        From a nudge to nearly the whole way; Markdown code spans allowed.
    """

    key: str
    title: Text
    points: float
    file: str
    codebook: Codebook
    tweets: Callable[[], pd.DataFrame]
    hints: tuple[Text, ...] = ()

    @cached_property
    def ids(self) -> tuple[str, ...]:
        """The tweets that count, as files write them, in the order in which the annotator shows them."""
        return tuple(map(file_id, self.tweets()["tweet_id"]))

    @property
    def restricts(self) -> bool:
        """Whether some codes exclude others, so that there is a rule to keep."""
        return not self.codebook.multiple or any(code.exclusive for code in self.codebook.codes)

    @property
    def call(self) -> str:
        """What its cell holds."""
        return f'check("{self.key}")'
