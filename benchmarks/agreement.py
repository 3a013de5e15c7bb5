"""Krippendorff's alpha with its interval, beside nltk and beside a plain-Python loop: same tables, same run, one core.

    python benchmarks/agreement.py [--repetitions 1000]

Three annotators, up to three labels a tweet, MASI distance, one label in ten missing. The three alphas are
compared before anything is timed. nltk has no interval, so its alpha is put into the same bootstrap of tweets;
that and the plain loop are timed on a few resamples and scaled to all of them, as is said in the table. The
course's time begins with the table of labels, the others' with the triples that they want.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import argparse
import math
import random
import time
from collections import Counter, defaultdict
from collections.abc import Callable

import numpy as np
import pandas as pd

from course.agreement import krippendorff_alpha

SEED = 20130718
SIZES = (40, 500)
ANNOTATORS = ("ana", "bruno", "carla")
CODES = tuple("abcdefghij")
MARK = 0.5  # seconds for alpha and interval at the largest size
_SAMPLED = 10  # resamples on which the slow ones are timed


def table(tweets: int) -> pd.DataFrame:
    """Return labels of annotators who often agree, in part or in all."""
    rng = np.random.default_rng(SEED)
    rows = []
    for tweet in range(tweets):
        truth = rng.choice(CODES, size=rng.integers(1, 4), replace=False)
        for name in ANNOTATORS:
            labels = (
                truth if rng.random() < 0.6 else rng.choice(CODES, size=rng.integers(1, 4), replace=False)
            )
            rows.append((f"t{tweet}", name, "|".join(labels) if rng.random() > 0.1 else None))
    return pd.DataFrame(rows, columns=["tweet_id", "annotator", "labels"])


def masi(one: frozenset, other: frozenset) -> float:
    if one == other:
        return 0.0
    common = len(one & other)
    weight = 2 / 3 if common == min(len(one), len(other)) else 1 / 3
    return 1 - common / len(one | other) * weight


def plain(triples: list[tuple]) -> float:
    """Return alpha by loops and counters, as one would write it from the formula."""
    units = defaultdict(list)
    for _, tweet, label in triples:
        units[tweet].append(label)
    pairable = [labels for labels in units.values() if len(labels) > 1]
    total = sum(map(len, pairable))
    observed = sum(
        masi(one, other) / (len(labels) - 1) for labels in pairable for one in labels for other in labels
    )
    frequency = Counter(label for labels in pairable for label in labels)
    expected = sum(
        frequency[one] * frequency[other] * masi(one, other) for one in frequency for other in frequency
    )
    return 1 - (total - 1) * observed / expected


def nltk(triples: list[tuple]) -> float:
    from nltk.metrics.agreement import AnnotationTask

    return AnnotationTask(triples, distance=masi).alpha()


def resampled(measure: Callable, triples: list[tuple], repetitions: int) -> list[float]:
    """Return the measure of tables whose tweets are drawn with replacement."""
    draw, units = random.Random(SEED), defaultdict(list)
    for coder, tweet, label in triples:
        units[tweet].append((coder, label))
    tweets = list(units)
    return [
        measure(
            [
                (coder, place, label)
                for place in range(len(tweets))
                for coder, label in units[draw.choice(tweets)]
            ]
        )
        for _ in range(repetitions)
    ]


def seconds(work: Callable[[], object], times: int = 5) -> float:
    """Return the least processor time of some runs."""
    taken = []
    for _ in range(times):
        started = time.process_time()
        work()
        taken.append(time.process_time() - started)
    return max(min(taken), 1e-6)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--repetitions", type=int, default=1000)
    repetitions = parser.parse_args().repetitions
    took = 0.0
    for tweets in SIZES:
        labels = table(tweets)
        triples = [
            (row.annotator, row.tweet_id, frozenset(row.labels.split("|")))
            for row in labels.dropna().itertuples()
        ]
        values = [
            krippendorff_alpha(labels, distance="masi", repetitions=0).value,
            plain(triples),
            nltk(triples),
        ]
        if not all(math.isclose(value, values[0], abs_tol=1e-9) for value in values):
            raise SystemExit(f"alphas differ at {tweets} tweets: {values}")
        alpha = [
            seconds(lambda labels=labels: krippendorff_alpha(labels, distance="masi", repetitions=0)),
            seconds(lambda triples=triples: plain(triples), times=3),
            seconds(lambda triples=triples: nltk(triples), times=3),
        ]
        took = seconds(
            lambda labels=labels: krippendorff_alpha(labels, distance="masi", repetitions=repetitions)
        )
        scale = repetitions / _SAMPLED
        interval = [
            took,
            *(
                seconds(lambda triples=triples, one=one: resampled(one, triples, _SAMPLED), times=1) * scale
                for one in (plain, nltk)
            ),
        ]
        print(f"{tweets} tweets, {len(ANNOTATORS)} annotators, MASI; alpha = {values[0]:.6f} by all three")
        print(f"{'':28}alpha ms   times course   alpha and {repetitions} resamples, s   times course")
        for place, name in enumerate(
            ("course.krippendorff_alpha", "plain Python loop", "nltk AnnotationTask")
        ):
            whole = interval[place]
            note = "" if place == 0 else f"  ({_SAMPLED} timed, scaled)"
            print(
                f"  {name:26}{alpha[place] * 1e3:8.2f}   {alpha[place] / alpha[0]:12.1f}"
                f"   {whole:29.3f}   {whole / interval[0]:12.0f}{note}"
            )
        print()
    if took >= MARK:
        raise SystemExit(f"missed the mark: alpha and interval of {SIZES[-1]} tweets under {MARK} s")


if __name__ == "__main__":
    main()
