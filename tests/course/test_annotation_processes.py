"""Several processes on one file, and processes killed while they save."""

import random
import signal
import subprocess
import sys
import time

import pytest

from course.annotation.codebook import Codebook
from course.annotation.reading import parse
from course.annotation.store import Store

WRITER = """
import sys
from course.annotation.codebook import Codebook
from course.annotation.store import Store
file, annotator, first, count = sys.argv[1], sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
store = Store(file, annotator, Codebook.of(["joke", "question"]))
store.timeout = 60.0
print("ready", flush=True)
sys.stdin.readline()
for n in range(first, first + count):
    store.put(f"t{n % 150:03}", ("joke",), str(n), "labelled")
    print(n, flush=True)
"""


def writer(file, annotator, first, count):
    return subprocess.Popen(
        [sys.executable, "-c", WRITER, str(file), annotator, str(first), str(count)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip


def together(writers):
    for one in writers:
        assert one.stdout.readline() == "ready\n"
    for one in writers:
        one.stdin.write("\n")
        one.stdin.flush()
    said = [one.communicate(timeout=100)[0].split() for one in writers]
    assert all(one.returncode == 0 for one in writers)
    return said


@pytest.mark.parametrize("who", ["ana ana ana ana", "ana bruno carla diego"], ids=["one-annotator", "four"])
def test_four_processes_that_label_one_file_at_once_keep_every_row(tmp_path, who):
    file = tmp_path / "annotations.csv"
    same = len(set(who.split())) == 1
    span = 37 if same else 100  # of one annotator: each its own tweets; of four: all the same ones
    writers = [writer(file, name, n * 37 if same else 0, span) for n, name in enumerate(who.split())]
    said = together(writers)
    assert [len(one) for one in said] == [span] * 4
    reading = parse(file.read_bytes())
    assert reading.problems == () and len(reading.rows) == 4 * span
    assert [path.name for path in tmp_path.iterdir()] == ["annotations.csv"]


def test_two_processes_that_label_the_same_tweets_agree_in_the_end(tmp_path):
    file = tmp_path / "annotations.csv"
    together([writer(file, "ana", first, 150) for first in (0, 150)])
    rows = parse(file.read_bytes()).rows
    assert len(rows) == 150 and {int(row.note) % 150 for row in rows} == set(range(150))


def test_whoever_reads_while_others_save_finds_a_whole_file(tmp_path):
    """Never a half, never fewer rows than before."""
    file = tmp_path / "annotations.csv"
    process = writer(file, "ana", 0, 100_000)
    try:
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("\n")
        process.stdin.flush()
        process.stdout.readline()
        most, sizes, end = 0, set(), time.monotonic() + 1.5
        while time.monotonic() < end:
            data = file.read_bytes()
            assert data.endswith(b"/1\r\n") and data.count(b"\n") > most - 1
            most = max(most, data.count(b"\n"))
            sizes.add(len(data))
        reading = parse(data)
        assert reading.problems == () and len(reading.rows) == most - 1
        assert len(sizes) > 5, "it was read while it changed"
    finally:
        process.kill()
        process.communicate()


def test_twenty_five_kills_during_saves_lose_no_label_that_was_acknowledged(tmp_path):
    """Kill -9 at random moments of a process that does nothing but save; seeded as far as a clock can be."""
    file = tmp_path / "annotations.csv"
    rng = random.Random(4)
    acknowledged: dict[int, int] = {}  # tweet -> number of its last acknowledged label
    first = 0
    for _ in range(25):
        process = writer(file, "ana", first, 100_000)
        assert process.stdout.readline() == "ready\n"
        process.stdin.write("\n")
        process.stdin.flush()
        process.stdout.readline()
        time.sleep(rng.random() * 0.05)
        process.send_signal(signal.SIGKILL)
        out, _ = process.communicate()
        assert process.returncode == -signal.SIGKILL
        for word in [str(first), *out.split("\n")[:-1]]:  # a line without its end was not said
            acknowledged[int(word) % 150] = int(word)
        first = max(acknowledged.values()) + 1
        reading = parse(file.read_bytes())
        assert reading.readable and reading.whole and reading.problems == ()
        found = {int(row.tweet_id[1:]): int(row.note) for row in reading.rows}
        for tweet, number in acknowledged.items():
            assert found[tweet] >= number, "what was acknowledged, or what was being saved after it"
        assert max(found.values()) <= first, "no more than the one on its way"
    assert len(acknowledged) > 25
    store = Store(file, "ana", Codebook.of(["joke", "question"]))
    assert store.problems == ()
    store.put("t000", ("question",), "999999", "labelled")
    assert [path.name for path in tmp_path.iterdir()] == ["annotations.csv"], "nothing of the killed is left"
