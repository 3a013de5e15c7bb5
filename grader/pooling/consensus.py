"""What a class agrees on: alpha, codes, disputed tweets."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
import pandas as pd

from course.agreement import Agreement, AgreementError, agreement_by_code, disagreements, krippendorff_alpha
from course.annotation.codebook import Codebook
from grader.labelling import Gold
from grader.pooling.coded import Coded

_NAMED = 10  # students named for one answer to a disputed tweet
_CODES = 20  # looked at where there is no codebook
_BY_CODE = ["code", "times", "percent", "alpha", "low", "high"]
_DISPUTED = ["tweet_id", "coded_by", "disagreement", "said"]


def compared(coded: Coded, names: Sequence[str]) -> pd.DataFrame:
    """Return the labels that are compared, as `course.agreement` takes them."""
    person, tweet = np.nonzero(coded.choice >= 0)
    written = np.array(["|".join(sorted(value)) for value in coded.sets], dtype=object)
    return pd.DataFrame(
        {
            "tweet_id": np.array(coded.tweets, dtype=object)[tweet],
            "annotator": np.array(names, dtype=object)[person],
            "labels": written[coded.choice[person, tweet]] if len(person) else np.zeros(0, dtype=object),
        }
    )


def alpha(labels: pd.DataFrame, *, distance: str) -> Agreement | None:
    """Return Krippendorff's alpha of the class; None where nobody can be compared."""
    try:
        return krippendorff_alpha(labels, distance=distance) if len(labels) else None
    except AgreementError:  # one student only, or no tweet in common
        return None


def by_code(labels: pd.DataFrame, codebook: Codebook | None) -> pd.DataFrame:
    """Return the class's agreement on each code: the codebook's, or without one the most frequent."""
    used = Counter(code for given in labels["labels"].tolist() for code in given.split("|"))
    own = [code for code in codebook.names if code in used] if codebook else []
    codes = own or [code for code, _ in used.most_common(_CODES)]
    try:
        return agreement_by_code(labels, codes=codes) if codes else pd.DataFrame(columns=_BY_CODE)
    except AgreementError:
        return pd.DataFrame(columns=_BY_CODE)


def disputed(labels: pd.DataFrame, gold: Gold | None) -> pd.DataFrame:
    """Return the tweets on which the class differs, the most disputed first, and who said what."""
    try:
        table = disagreements(labels, distance="masi")[_DISPUTED].copy() if len(labels) else None
    except AgreementError:
        table = None
    if table is None:
        table = pd.DataFrame(columns=_DISPUTED)
    if gold is not None:
        said = ["|".join(sorted(gold.labels.get(tweet, ()))) for tweet in table["tweet_id"]]
        table["gold"] = pd.Series(said, dtype="str", index=table.index)
    answers: dict[str, dict[str, list[str]]] = {}
    for tweet, annotator, given in labels.itertuples(index=False, name=None):
        answers.setdefault(tweet, {}).setdefault(given, []).append(annotator)
    who = [_who(answers[tweet]) for tweet in table["tweet_id"]]
    table["who"] = pd.Series(who, dtype="str", index=table.index)
    return table


def _who(answers: dict[str, list[str]]) -> str:
    ranked = sorted(answers.items(), key=lambda item: (-len(item[1]), item[0]))
    parts = []
    for labels, names in ranked:
        more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
        parts.append(f"{labels}: {', '.join(names[:_NAMED])}{more}")
    return "; ".join(parts)
