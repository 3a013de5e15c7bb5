"""A large crisis simulated, as ratios: beside drawing each tweet's words one by one, and against its own smaller self.

    python benchmarks/simulator.py [--rows 1000000]

The yardstick is `str.format` on one random frame a row, in a plain loop, in the same run: the least that any
generator of sentences in Python must do for each tweet. One core; both are processor time.
"""

from __future__ import annotations

import argparse
import random
import resource
import sys
import time

from course.simulator import simulate
from course.simulator.phrases import load_phrases

SEED = 20140312
_SMALL = 0.1  # of the rows, to see whether time grows in proportion


def simulated(case: str, scale: float) -> tuple[int, float, int]:
    """Return rows, seconds of processor, and repeated customer texts, of one simulation."""
    start = time.process_time()
    tweets = simulate(case, seed=SEED, scale=scale).tweets
    seconds = time.process_time() - start
    texts = tweets.loc[tweets["author_role"] == "customer", "text"]
    return len(tweets), seconds, int(texts.duplicated().sum())


def one_by_one(case: str, rows: int) -> float:
    """Return seconds of processor to print so many frames in both languages in a plain loop."""
    book = load_phrases("common", case)
    frames = [frame for section in book.sections.values() for frame in section.frames]
    values = [pair for by_moment in book.slots.values() for pairs in by_moment.values() for pair in pairs]
    draw = random.Random(SEED)
    start = time.process_time()
    for _ in range(rows):
        frame = draw.choice(frames)
        frame.es % tuple(draw.choice(values)[0] for _ in frame.es_places)
        frame.en % tuple(draw.choice(values)[1] for _ in frame.en_places)
    return time.process_time() - start


def main(arguments: list[str] | None = None) -> int:
    """Print the ratios for both cases."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=1_000_000)
    rows = parser.parse_args(arguments).rows
    for case in ("jazztel", "iberia"):
        base, _, _ = simulated(case, 0.2)
        scale = rows / (base / 0.2)
        few, brief, _ = simulated(case, scale * _SMALL)
        many, seconds, repeated = simulated(case, scale)
        loop = one_by_one(case, many)
        sys.stdout.write(
            f"{case}: {many:,} tweets of {seconds / loop:.1f} times the plain loop's time"
            f" ({seconds:.0f} s of one core, {seconds / many * 1e6:.0f} µs a tweet);"
            f" {many / few:.1f} times the tweets in {seconds / brief:.1f} times the time;"
            f" {repeated} customer texts repeated\n"
        )
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    sys.stdout.write(f"peak memory {peak / 1024**2:.1f} GiB\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
