"""A whole class's annotation files pooled, beside the plain loop over pairs of students that finds copies one by one.

    python benchmarks/pool.py [--students 10000]

The class is written to a temporary folder as the annotator writes it, with some copies among it; `pool` reads it
from there. The yardstick compares two students at a time over dictionaries, which is the least that any loop in
Python must do, on part of the class and in the same run; its time grows with the number of pairs. One core.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import combinations
from pathlib import Path

import numpy as np

from course.annotation.rows import Row
from course.annotation.writing import dump
from grader.pool import Pool, pool

SEED = 20130718
TWEETS = 40
CODES = ("joke", "question", "defence", "accusation", "disappointment", "other")
UNIT = "90-bench"
COPIES = 20
_BY_PAIRS = 200  # students that the plain loop compares


def rows(draw: np.random.Generator, usual: np.ndarray) -> list[Row]:
    """Return what one student labels, six in ten as most do."""
    moment = datetime(2027, 3, 4, 9, tzinfo=UTC) + timedelta(milliseconds=int(draw.integers(600_000)))
    found = []
    for tweet, most in enumerate(usual):
        moment += timedelta(milliseconds=int(draw.integers(2_000, 12_000)))
        code = CODES[most] if draw.random() < 0.6 else str(draw.choice(CODES))
        at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
        found.append(
            Row(f"t{1_000_000 + tweet}", (code,), annotator="jovyan", updated_at=at, codebook="bench/1")
        )
    return found


def write_class(folder: Path, students: int) -> dict[str, dict[str, Row]]:
    """Write a class and return its rows; the last students hand in what the first ones did."""
    draw = np.random.default_rng(SEED)
    usual = draw.integers(len(CODES), size=TWEETS)
    made: list[list[Row]] = [rows(draw, usual) for _ in range(students - COPIES)]
    made += made[:COPIES]
    for number, content in enumerate(made):
        place = folder / f"student{number:05d}" / UNIT
        place.mkdir(parents=True)
        (place / "annotations.csv").write_bytes(dump(content))
    return {f"student{n:05d}": {row.tweet_id: row for row in one} for n, one in enumerate(made)}


def pair_by_pair(people: dict[str, dict[str, Row]]) -> tuple[float, list[tuple[str, str]]]:
    """Return seconds of processor and the pairs that share three times, compared one pair after another."""
    start = time.process_time()
    found = []
    for (first, one), (second, other) in combinations(people.items(), 2):
        same = times = 0
        for tweet, row in one.items():
            theirs = other.get(tweet)
            if theirs is not None:
                same += row.labels == theirs.labels
                times += row.updated_at == theirs.updated_at
        if times >= 3:
            found.append((first, second))
    return time.process_time() - start, found


def pooled(folder: Path) -> tuple[float, Pool]:
    """Return seconds of processor, and the class."""
    start = time.process_time()
    found = pool(folder, UNIT)
    return time.process_time() - start, found


def main(arguments: list[str] | None = None) -> int:
    """Print the ratio."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=10_000)
    students = parser.parse_args(arguments).students
    with tempfile.TemporaryDirectory(prefix="c20-bench-") as place:
        people = write_class(Path(place), students)
        seconds, found = pooled(Path(place))
    some = dict(list(people.items())[: _BY_PAIRS - COPIES] + list(people.items())[-COPIES:])
    loop, pairs = pair_by_pair(some)
    loop *= students * (students - 1) / (len(some) * (len(some) - 1))
    named = set(zip(found.copies["first"], found.copies["second"], strict=True))
    if named != set(pairs):
        sys.stdout.write(f"the two do not name the same pairs: {sorted(named ^ set(pairs))[:3]}\n")
        return 1
    sys.stdout.write(
        f"{students:,} students, {len(found.labels):,} labels: read, compared and pooled in 1/{loop / seconds:.0f} of "
        f"the time of the plain loop over pairs, which does not read them ({seconds:.0f} s of one core, "
        f"{seconds / students * 1e3:.1f} ms a student); the same {len(named)} pairs named\n"
    )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"peak memory {peak / 1024**2:.1f} GiB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
