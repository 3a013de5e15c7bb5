"""A class graded by `grader autograde` and by stock `nbgrader autograde`: the same files, the same marks, one run.

    python benchmarks/grading.py [--full] [--thousand] [--shape plain] [--students 40] [--jobs 2]

Two classes: one hands in the lesson as it is, with 50 code cells and the course's own figures; the other hands in
notebooks of a plain shape, 16 code cells and two plots. Six answers are graded in either.
Both graders hold unit 05 with the same hidden cases; stock nbgrader, in which they stand in the notebook, runs
before and after ours, so that a machine which is busy now and then is so for both. It takes seconds for each: by
default ten are run (`--sample` times `--rounds`), and the time of the class is worked out from them and said to be;
`--full` runs all.
The floor is the time to run the students' cells in a warm process and nothing else, with as many at once.
`--thousand` grades a thousand submissions in one batch instead, and looks at memory and pace.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from marking.classroom import UNIT, class_of, hand_in, our_course
from marking.stock import command, environment, stock_course
from marking.watch import Run, middle, watched
from nbgrader.api import Gradebook

from grader.coursefolder import nbgrader_surroundings

_SHAPES = {"lesson": "the whole lesson, 50 code cells", "plain": "16 code cells and two plots"}
Marks = dict[str, dict[str, tuple[float | None, bool]]]


@dataclass
class Bench:
    """Two courses with one class, and how many processes grade it."""

    folder: Path
    jobs: int

    def prepare(self) -> None:
        """Build both courses, fresh: nobody has been graded."""
        self.ours = our_course(self.folder / "ours")
        stock_course(self.folder / "stock", self.ours, UNIT)
        self.checks = len(self.ours.blueprint(UNIT).checks)
        self.blueprint = self.ours.blueprint(UNIT)

    def grade(self, side: str, members: dict[str, bytes], *, memory: bool = False) -> tuple[Run, Marks]:
        """Grade some of the class in a fresh copy of one side's course."""
        place = self.folder / f"{side}-run"
        shutil.copytree(self.folder / side, place)
        config = place / "nbgrader_config.py"
        text = config.read_text(encoding="utf-8")
        config.write_text(text.replace(str(self.folder / side), str(place)), encoding="utf-8")
        hand_in(place, UNIT, members)
        line = command("autograde", UNIT) if side == "stock" else self.our_command()
        run = watched(line, place, environment=environment(), checks=self.checks, memory=memory)
        marks = marks_of(place)
        if len(run.marked) != len(members):
            raise SystemExit(f"{side} graded {len(run.marked)} of {len(members)}")
        shutil.rmtree(place)
        return run, marks

    def our_command(self) -> list[str]:
        """Return the command line under test."""
        return [sys.executable, "-m", "grader", "autograde", UNIT, "--jobs", str(self.jobs)]


def marks_of(course: Path) -> Marks:
    """Return, from a gradebook, each student's automatic marks and what waits for a person."""
    found: Marks = {}
    with nbgrader_surroundings(), Gradebook(f"sqlite:///{course / 'gradebook.db'}") as gradebook:
        for submission in gradebook.assignment_submissions(UNIT):
            for notebook in submission.notebooks:
                found[submission.student.id] = {
                    grade.name: (grade.auto_score, bool(grade.needs_manual_grade))
                    for grade in notebook.grades
                }
    return found


def side_by_side(bench: Bench, members: dict[str, bytes], *, sample: int | None, rounds: int) -> int:
    """Measure both and the floor, and print; nonzero when marks differ. Without a `sample`, stock grades all."""
    from marking.floor import floor

    names = list(members)
    size, part = len(names), sample or -(-len(members) // rounds)
    samples = [names[start * part : (start + 1) * part] for start in range(rounds)]
    stocks, ours, floors = [], [], []
    theirs: Marks = {}
    for sample in samples:
        run, marks = bench.grade("stock", {name: members[name] for name in sample})
        stocks.append(run)
        theirs |= marks
        run, mine = bench.grade("ours", members)
        ours.append(run)
        place = bench.folder / "floor"
        hand_in(place, UNIT, members)
        floors.append(floor(place, jobs=bench.jobs))
        shutil.rmtree(place)
    different = {name for name in theirs if theirs[name] != mine[name]}
    if different:
        name = min(different)
        print(f"marks differ for {len(different)} students; {name}: stock {theirs[name]}, ours {mine[name]}")
        return 1
    whole = middle([run.whole(size) for run in stocks])
    wall, cpu = middle([run.wall for run in ours]), middle([run.cpu for run in ours])
    least, least_cpu = (middle([one[part] for one in floors]) for part in (0, 1))
    stock_cpu = middle([run.cpu / len(run.marked) for run in stocks])
    measured = sum(len(run.marked) for run in stocks)
    print(f"  {size} students, {bench.jobs} jobs; the same marks in all {len(theirs)} graded by both")
    print(f"{'':40}seconds  a submission  of processor  times stock's throughput")
    rows = (
        ("stock nbgrader autograde", whole, stock_cpu),
        ("grader autograde, walls and examiner", wall, cpu / size),
        ("the floor: cells in a warm process", least, least_cpu / size),
    )
    for name, seconds, each in rows:
        print(f"  {name:37}{seconds:8.1f}{seconds / size:14.3f}{each:14.3f}{whole / seconds:18.1f}")
    if measured < size:
        print(
            f"  (stock ran {measured} in {rounds} rounds; beyond them {middle([run.pace for run in stocks]):.2f} s "
            "each, as they took)"
        )
    print(
        f"  {wall / least:.2f} times the floor ({cpu / least_cpu:.2f} by processor, start included); "
        f"stock takes {stock_cpu * size / cpu:.1f} times our processor"
    )
    first = max(run.marked[0] for run in ours)
    print(f"  start to first mark {first:.1f} s (stock {middle([run.marked[0] for run in stocks]):.1f} s)")
    return 0


def in_flight(bench: Bench, members: dict[str, bytes]) -> int:
    """Look at the memory of kernels while some are graded; slows them down, so it is a run of its own."""
    some = dict(list(members.items())[:8])
    run, _ = bench.grade("ours", some, memory=True)
    held = list(run.kernels.values())
    print(f"  private memory of a kernel in flight: {middle(held):.0f} MiB, at most {max(held):.0f}")
    return 0


def where(bench: Bench, members: dict[str, bytes]) -> None:
    """Say what the time of a submission is spent on."""
    from marking.parts import parts

    hand_in(bench.ours.root, UNIT, dict(list(members.items())[:8]))
    try:
        trusted, student, phases = parts(bench.ours.root, UNIT)
    finally:
        shutil.rmtree(bench.ours.root / "submitted")
    print(
        f"  processor: {student:.3f} s behind the walls, {trusted:.3f} s trusted; the rest is coordinator and start"
    )
    print("  seconds of a submission: " + ", ".join(f"{name} {taken:.3f}" for name, taken in phases.items()))


def thousand(bench: Bench, size: int = 1000) -> int:
    """Grade a thousand in one batch and tell how the coordinator grows and whether the pace holds."""
    members = class_of(size, bench.blueprint, shape="brief")
    run, _ = bench.grade("ours", members, memory=True)
    part = size // 10
    first = (run.marked[part] - run.marked[0]) / part
    last = (run.marked[-1] - run.marked[-1 - part]) / part
    early = [held for done, held, _ in run.coordinator if done >= part // 2]
    work = {done: taken for done, _, taken in run.coordinator}  # the last look at each number of marks
    work_first, work_last = (_work(work, start, start + part) for start in (0, size - 1 - part))
    print(f"{size} submissions of {UNIT} without its demonstrations, {bench.jobs} jobs: {run.wall:.0f} s")
    print(
        f"  first {part} at {1 / first:.2f} a second, last {part} at {1 / last:.2f}: {first / last:.3f} of the pace"
    )
    print(f"  processor for each: {work_first:.3f} s, then {work_last:.3f} s")
    print(f"  coordinator {early[0]:.0f} MiB after {part // 2} submissions, at most {max(early):.0f} MiB")
    print(f"  kernels at most {max(run.kernels.values()):.0f} MiB")
    return int(max(early) - early[0] > 200)


def _work(taken: dict[int, float], start: int, stop: int) -> float:
    """Return seconds of processor a submission between the looks nearest to these numbers of marks."""
    low, high = (min(taken, key=lambda done, at=at: abs(done - at)) for at in (start, stop))
    return (taken[high] - taken[low]) / (high - low)


def main(arguments: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--students", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--shape", choices=[*_SHAPES], help="this class only")
    parser.add_argument("--sample", type=int, default=5, help="stock submissions in each round")
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--full", action="store_true", help="stock nbgrader grades the whole class too")
    parser.add_argument("--thousand", type=int, nargs="?", const=1000, help="one batch of so many instead")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(prefix="c20-bench-") as place:
        bench = Bench(Path(place), options.jobs)
        bench.prepare()
        if options.thousand:
            return thousand(bench, options.thousand)
        failed = 0
        for shape in [options.shape] if options.shape else _SHAPES:
            members = class_of(options.students, bench.blueprint, shape=shape)
            print(f"{UNIT}, {_SHAPES[shape]}:", flush=True)
            failed |= side_by_side(
                bench, members, sample=None if options.full else options.sample, rounds=options.rounds
            )
            failed |= in_flight(bench, members)
            where(bench, members)
        print("a thousand submissions in one batch: benchmarks/grading.py --thousand")
        return failed


if __name__ == "__main__":
    sys.exit(main())
