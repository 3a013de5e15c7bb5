"""What a class's labels are held against: the unit's tweets, codebook and reference coding."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from course.annotation.codebook import Codebook
from grader import registry
from grader.errors import GraderError
from grader.labelling import Gold, LabellingBank, Misreading


@dataclass(frozen=True)
class Reference:
    """What is known of a unit's labelling; None for what is not.

    Parameters
    ----------
    gold : Gold or None
    codebook : Codebook or None
    tweets : tuple of str or None
        The tweets that count, in the order shown.
    misreadings : tuple of Misreading
        The wrong ideas of the codebook that the unit's bank knows.
    """

    gold: Gold | None = None
    codebook: Codebook | None = None
    tweets: tuple[str, ...] | None = None
    misreadings: tuple[Misreading, ...] = ()

    @classmethod
    def of(
        cls,
        unit: str,
        file: str,
        *,
        gold: Gold | pd.DataFrame | None = None,
        codebook: Codebook | None = None,
        tweets: Sequence[str] | None = None,
    ) -> Reference:
        """Return what is given, and for the rest what the unit's own labelling exercise says."""
        own = _own(unit, file)
        if isinstance(gold, pd.DataFrame):
            gold = Gold.of(gold)
        return cls(
            own.gold if gold is None else gold,
            own.codebook if codebook is None else codebook,
            own.tweets if tweets is None else tuple(tweets),
            own.misreadings,
        )


def _own(unit: str, file: str) -> Reference:
    try:
        exercises, banks = registry.labelling(unit), registry.banks(unit)
    except GraderError:
        return Reference()  # a unit without exercises, or of the instructor's own
    exercise = next((one for one in exercises.values() if one.file == file), None)
    if exercise is None:
        return Reference()
    bank = banks.get(exercise.key)
    if not isinstance(bank, LabellingBank):
        return Reference(None, exercise.codebook, exercise.ids)
    return Reference(bank.reference, exercise.codebook, exercise.ids, tuple(bank.misreadings))
