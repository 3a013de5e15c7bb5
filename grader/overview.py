"""`grader report`: how a class did in a unit, for its teacher: marks, exercises, what went wrong and how often."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from statistics import mean, median

from course.language import Text
from grader import registry
from grader.coursefolder import CourseFolder
from grader.outcomes import Outcome
from grader.standing import Standing, standings

BANDS = 10  # of the distribution
SHOWN = 5  # diagnoses of an exercise that are shown
_SILENT = ("", "not-solved", "no-file")  # those that teach nothing: they are counted as left undone


@dataclass
class Diagnosis:
    """One mistake, in the words students read, and how many made it."""

    key: str
    message: Text
    count: int


@dataclass
class ExerciseView:
    """How the class did in one exercise or task.

    Parameters
    ----------
    key : str
    title : Text
    points : float
    full, part, none, open : int
        Students with all of the points, some, none, and with an open mark.
    undone : int
        Of those with none, how many left it as it came.
    average : float or None
        Of the marks that are known.
    diagnoses : list of Diagnosis
        The most common first; a student counts once for each.
    """

    key: str
    title: Text
    points: float
    full: int = 0
    part: int = 0
    none: int = 0
    open: int = 0
    undone: int = 0
    average: float | None = None
    diagnoses: list[Diagnosis] = field(default_factory=list)


@dataclass
class Overview:
    """How a class did in a unit.

    Parameters
    ----------
    unit : str
    rows : list of Standing
        With names: not for projecting.
    states : dict of (Outcome or None) to int
        None counts those who are not graded yet.
    bands : list of int
        Students by tenths of the points, among those whose total is known.
    exercises : list of ExerciseView
    """

    unit: str
    rows: list[Standing]
    states: dict[Outcome | None, int]
    bands: list[int]
    exercises: list[ExerciseView]

    @property
    def totals(self) -> list[float]:
        """The totals that are known so far, of those of whom anything is."""
        return [one.so_far for one in self.rows if one.so_far is not None]

    @property
    def max_total(self) -> float:
        """Sum of the points."""
        return self.rows[0].max_total

    @property
    def mean(self) -> float | None:
        """Of the totals."""
        return mean(self.totals) if self.totals else None

    @property
    def median(self) -> float | None:
        """Of the totals."""
        return median(self.totals) if self.totals else None

    @property
    def with_open(self) -> int:
        """How many have a mark that is still open."""
        return sum(bool(one.open) for one in self.rows)

    def language(self) -> str:
        """The language most of the class writes in."""
        spoken = Counter(one.language for one in self.rows if one.language)
        return spoken.most_common(1)[0][0] if spoken else "es"


def overview(course: CourseFolder, unit: str) -> Overview:
    """Put together how a class did in a unit."""
    rows = standings(course, unit)
    exercises = registry.exercises(unit)
    titles = {key: exercises[key].title if key in exercises else WRITTEN for key in rows[0].points}
    return Overview(
        unit=unit,
        rows=rows,
        states=dict(Counter(one.outcome for one in rows)),
        bands=bands([(one.so_far, one.max_total) for one in rows if one.so_far is not None]),
        exercises=[_exercise(key, titles[key], rows) for key in rows[0].points],
    )


WRITTEN = Text(es="Respuesta escrita", en="Written answer")


def bands(totals: list[tuple[float, float]]) -> list[int]:
    """Count totals by tenths of the most there is; full marks belong to the last tenth.

    Examples
    --------
    >>> bands([(0, 20), (1.9, 20), (2, 20), (20, 20)])
    [2, 1, 0, 0, 0, 0, 0, 0, 0, 1]
    """
    counts = [0] * BANDS
    for total, most in totals:
        share = total / most if most else 0.0
        counts[max(0, min(int(share * BANDS + 1e-9), BANDS - 1))] += 1
    return counts


def _exercise(key: str, title: Text, rows: list[Standing]) -> ExerciseView:
    view = ExerciseView(key, title, rows[0].points[key])
    known: list[float] = []
    made: Counter[str] = Counter()
    words: dict[str, Counter[Text]] = {}
    for one in rows:
        mark, cases = one.marks[key], one.exercises.get(key, {}).get("cases", [])
        if mark is None:
            view.open += 1
        else:
            known.append(mark)
            view.full += mark >= view.points
            view.part += 0 < mark < view.points
            view.none += mark <= 0
            view.undone += mark <= 0 and bool(cases) and all(case["diagnosis"] in _SILENT for case in cases)
        said = {case["diagnosis"]: case["message"] for case in reversed(cases) if case["passed"] is False}
        for diagnosis, message in said.items():
            if diagnosis not in _SILENT:
                made[diagnosis] += 1
                words.setdefault(diagnosis, Counter())[Text(message["es"], message["en"])] += 1
    view.average = mean(known) if known else None
    view.diagnoses = [
        Diagnosis(diagnosis, words[diagnosis].most_common(1)[0][0], count)
        for diagnosis, count in sorted(made.items(), key=lambda item: (-item[1], item[0]))[:SHOWN]
    ]
    return view
