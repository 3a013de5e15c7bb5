"""A whole class's annotation files in one table, what is wrong with them, and how far the class agrees."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd

from course.agreement import Agreement
from course.annotation.codebook import Codebook
from grader.labelling import Gold
from grader.pooling import consensus, tables
from grader.pooling.coded import Coded
from grader.pooling.copies import copied
from grader.pooling.handed import handed_in, students_of
from grader.pooling.reference import Reference

if TYPE_CHECKING:
    from grader.coursefolder import CourseFolder


@dataclass(frozen=True)
class Pool:
    """A class's labels, and what there is to know about them.

    Parameters
    ----------
    unit : str
    labels : DataFrame
        One row a student and labelled tweet: ``tweet_id``; ``annotator``, the student's folder; ``labels``,
        codes joined by ``|``; ``note``; ``updated_at``, UTC; ``codebook``; ``signed_as``, the annotator that the
        file names; ``source``, from where it was read (``file``, ``other file``, ``notebook``). What
        `course.agreement` takes.
    students : DataFrame
        One row a student, by name: ``student``; ``labelled`` and ``skipped``, tweets; ``alpha_class``,
        agreement with the most frequent answer of the others (Krippendorff's alpha, MASI distance);
        ``alpha_gold``, the same with the reference coding; ``seconds``, median from one label to the next,
        NaN where a spreadsheet rounded the times;
        ``source``; ``flags``, kinds joined by ``; ``.
    flags : DataFrame
        One row a student and remark: ``student``, ``flag``, ``detail``; what each kind means is said in
        `grader.pooling.flags.MEANINGS`.
    copies : DataFrame
        One row a pair of students whose files look copied: ``group``, ``first``, ``second``, ``evidence``, and
        the counts that it is made of.
    alike : DataFrame
        One row a pair whose files share nothing but labels, and these more than usual: ``first``, ``second``,
        ``evidence`` and counts. No sign of copying by itself (see `grader.pooling.alike`).
    agreement, nominal : Agreement or None
        Krippendorff's alpha of the class, with MASI distance, and counting only the same label sets as
        agreement; None where fewer than two students labelled the same tweet.
    by_code : DataFrame
        Alpha of each code as present or absent (see `course.agreement.agreement_by_code`).
    disagreements : DataFrame
        One row a disputed tweet, the most disputed first: ``tweet_id``, ``coded_by``, ``disagreement`` (mean
        MASI distance), ``said``, ``gold`` where there is one, ``who``.
    tweets : int
        How many tweets there are to label.
    has_gold : bool
    """

    unit: str
    labels: pd.DataFrame
    students: pd.DataFrame
    flags: pd.DataFrame
    copies: pd.DataFrame
    alike: pd.DataFrame
    agreement: Agreement | None
    nominal: Agreement | None
    by_code: pd.DataFrame
    disagreements: pd.DataFrame
    tweets: int
    has_gold: bool


def pool(
    folder: str | os.PathLike[str] | CourseFolder,
    unit: str,
    file: str = "annotations.csv",
    *,
    gold: Gold | pd.DataFrame | None = None,
    codebook: Codebook | None = None,
    tweets: Sequence[str] | None = None,
) -> Pool:
    """Put the annotation files of a whole class into one table.

    Nothing of a student's is executed and no link is followed. A file that is missing is replaced by the copy
    inside the student's notebook, where there is one. A student is the folder's name; the annotator that a file
    names decides nothing.

    Parameters
    ----------
    folder : path or CourseFolder
        A course folder (its ``submitted/<student>/<unit>/`` is read), or any folder of ``<student>/<unit>/`` or
        ``<student>/``.
    unit : str
        Such as ``"03-iberia-voices"``.
    file : str
        What the file of labels is called.
    gold : Gold or DataFrame, optional
        The reference coding; by default that of the unit's own labelling exercise, if it has one.
    codebook : Codebook, optional
        By default the unit's own.
    tweets : sequence of str, optional
        The tweets that count, in the order shown; by default the unit's own, else those that two students or
        more labelled.

    Returns
    -------
    Pool

    Raises
    ------
    GraderError
        If there is no such folder, or nobody handed the unit in.
    """
    reference = Reference.of(unit, file, gold=gold, codebook=codebook, tweets=tweets)
    counting = frozenset(reference.tweets) if reference.tweets is not None else None
    handed = [
        handed_in(name, place, unit=unit, file=file, tweets=counting)
        for name, place in students_of(_path(folder), unit)
    ]
    coded = Coded.of(handed, tweets=reference.tweets, gold=reference.gold)
    accepted, ideas = None, []
    if reference.gold is not None:
        accepted = coded.accepted(reference.gold)[0]
        ideas = [coded.held(reference.gold, misreading) for misreading in reference.misreadings]
    groups, alike = copied(handed, coded, accepted, ideas)
    names = tables.names_of(handed)
    students = tables.students(handed, coded, names, reference.gold)
    flags = tables.flags(handed, coded, groups, alike, students, reference.codebook)
    labels = consensus.compared(coded, names)
    return Pool(
        unit=unit,
        labels=tables.labels(handed, names),
        students=tables.with_flags(students, flags),
        flags=flags,
        copies=tables.copies(groups, names),
        alike=tables.alike(alike, names),
        agreement=consensus.alpha(labels, distance="masi"),
        nominal=consensus.alpha(labels, distance="nominal"),
        by_code=consensus.by_code(labels, reference.codebook),
        disagreements=consensus.disputed(labels, reference.gold),
        tweets=len(coded.tweets),
        has_gold=reference.gold is not None,
    )


def _path(folder: str | os.PathLike[str] | CourseFolder) -> Path:
    return (
        Path(folder) if isinstance(folder, (str, os.PathLike)) else folder.root
    )  # a Path has a root too: "/"
