"""What is known of a class, as tables: labels, students, remarks, pairs that look copied."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import astuple

import numpy as np
import pandas as pd

from course.annotation.codebook import Codebook
from grader.labelling import Gold
from grader.pooling import flags as kinds
from grader.pooling.closeness import alphas, others_say
from grader.pooling.coded import Coded
from grader.pooling.copies import Group, Pair
from grader.pooling.handed import Handed, shown
from grader.pooling.traces import exact_times

_LABELS = ["tweet_id", "annotator", "labels", "note", "updated_at", "codebook", "signed_as", "source"]
_COPIES = {
    "group": "int64",
    "first": "str",
    "second": "str",
    "evidence": "str",
    "same_file": "bool",
    "same_times": "int64",
    "same_pace": "int64",
    "same_notes": "int64",
    "by_labels": "bool",
    "both": "int64",
    "same": "int64",
    "departures": "int64",
    "shared": "int64",
}
_ALIKE = {
    name: kind
    for name, kind in _COPIES.items()
    if name in ("first", "second", "evidence", "both", "same", "departures", "shared")
}


def names_of(handed: Sequence[Handed]) -> list[str]:
    """Return folder names fit to be shown, each once."""
    names: list[str] = []
    seen: Counter[str] = Counter()
    for one in handed:
        name = shown(one.student) or "?"
        seen[name] += 1
        names.append(name if seen[name] == 1 else f"{name} ({seen[name]})")
    return names


def labels(handed: Sequence[Handed], names: Sequence[str]) -> pd.DataFrame:
    """Return the long table: a row a student and labelled tweet."""
    rows = []
    written: dict[tuple[str, ...], str] = {}  # few different ones; cleaning each costs
    for one, name in zip(handed, names, strict=True):
        signed = shown(one.annotators[0]) if one.annotators else ""
        for row in one.rows.values():
            if row.labels not in written:
                written[row.labels] = shown("|".join(row.labels))
            given = written[row.labels]
            rows.append(
                (row.tweet_id, name, given, row.note, row.updated_at, row.codebook, signed, one.source)
            )
    return pd.DataFrame(rows, columns=_LABELS, dtype="str")


def students(handed: Sequence[Handed], coded: Coded, names: Sequence[str], gold: Gold | None) -> pd.DataFrame:
    """Return a row a student, in the order of the class: how much was labelled, and how well it agrees."""
    choice = coded.choice
    to_gold = np.full(len(names), np.nan)
    if gold is not None:
        accepted, first = coded.accepted(gold)
        fits = (choice >= 0) & accepted[np.arange(choice.shape[1]), choice]
        to_gold = alphas(choice, np.where(fits, choice, first), coded.sets)
    return pd.DataFrame(
        {
            "student": pd.Series(names, dtype="str"),
            "labelled": [len(one.rows) for one in handed],
            "skipped": [one.skipped for one in handed],
            "alpha_class": alphas(choice, others_say(choice, len(coded.sets)), coded.sets),
            "alpha_gold": to_gold,
            "seconds": kinds.seconds_between(coded),
            "source": pd.Series([one.source for one in handed], dtype="str"),
        }
    )


def flags(
    handed: Sequence[Handed],
    coded: Coded,
    groups: Sequence[Group],
    alike: Sequence[Pair],
    people: pd.DataFrame,
    codebook: Codebook | None,
) -> pd.DataFrame:
    """Return a row a remark, the gravest kinds first.

    Parameters
    ----------
    handed : sequence of Handed
    coded : Coded
    groups : sequence of Group
        Who look copied.
    alike : sequence of Pair
        Whose labels alone are much alike.
    people : DataFrame
        From `students`, in the order of `handed`.
    codebook : Codebook, optional
    """
    names, seconds = people["student"].tolist(), people["seconds"].tolist()
    used = Counter(row.codebook for one in handed for row in one.rows.values() if row.codebook)
    usual = codebook.identity if codebook else next(iter(used.most_common(1)), ("",))[0]
    copied, signed = kinds.copy_flags(groups, names), kinds.signed_by_another(handed)
    likened = kinds.alike_flags(alike, names)
    exact = (exact_times(coded.at) >= 0).sum(axis=1)
    rows = []
    for person, one in enumerate(handed):
        found = list(kinds.own_flags(one, total=len(coded.tweets), codebook=codebook, class_book=usual))
        if person in copied:
            found.append((kinds.COPIED, copied[person]))
        if person in signed:
            found.append((kinds.SIGNED, signed[person]))
        if kinds.is_fast(seconds[person], int(exact[person])):
            found.append((kinds.FAST, f"{seconds[person]:.1f} s in the median"))
        if person in likened:
            found.append((kinds.ALIKE, likened[person]))
        rows += [(names[person], kind, shown(detail)) for kind, detail in found]
    rows.sort(key=lambda row: (kinds.KINDS.index(row[1]), _in_order(row[0])))
    return pd.DataFrame(rows, columns=["student", "flag", "detail"], dtype="str")


def with_flags(people: pd.DataFrame, remarks: pd.DataFrame) -> pd.DataFrame:
    """Return the students by name, each with the kinds of remarks there are."""
    said: dict[str, dict[str, None]] = {name: {} for name in people["student"]}
    for student, flag in zip(remarks["student"], remarks["flag"], strict=True):
        said[student][flag] = None
    joined = pd.Series(["; ".join(kinds_of) for kinds_of in said.values()], dtype="str")
    return people.assign(flags=joined).sort_values(
        "student", key=lambda names: names.map(_in_order), ignore_index=True
    )


def copies(groups: Sequence[Group], names: Sequence[str]) -> pd.DataFrame:
    """Return a row a pair that looks copied, group by group."""
    rows = [
        (
            number,
            names[pair.first],
            names[pair.second],
            pair.evidence,
            pair.file,
            pair.times,
            pair.pace,
            pair.notes,
            pair.labels,
            pair.likeness.both,
            pair.likeness.same,
            pair.likeness.departures,
            pair.likeness.shared,
        )
        for number, (_, pairs) in enumerate(groups, start=1)
        for pair in pairs
    ]
    return pd.DataFrame(rows, columns=list(_COPIES)).astype(_COPIES)


def alike(pairs: Sequence[Pair], names: Sequence[str]) -> pd.DataFrame:
    """Return a row a pair whose labels alone are much alike, the most alike first."""
    return pd.DataFrame(
        [
            (names[pair.first], names[pair.second], pair.evidence, *astuple(pair.likeness))
            for pair in sorted(pairs, key=lambda pair: pair.strength, reverse=True)
        ],
        columns=list(_ALIKE),
    ).astype(_ALIKE)


def _in_order(name: str) -> str:
    """Sort as people do: Ana before bea, student9 before student10."""
    return re.sub(r"\d+", lambda digits: digits[0].zfill(12), name.casefold())
