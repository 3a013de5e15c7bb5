"""A student's process forked from a warm one, beside an ipykernel that is started: what each costs, in one run.

    python benchmarks/forkserver.py [--forks 1000]

Both run the same cell and are asked for the same values. A stock kernel is started and brought to where a fork
begins, with the course, pandas and matplotlib imported. Then unit 05's solved notebook runs in a child, for its
memory, and a thousand children are forked, for what stays of them in the server. On a machine that is busy only the
ratios and the memory say anything.
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import KernelManager
from marking.classroom import UNIT, class_of, our_course
from nbformat import reads

from course.channel.answer import request
from grader import sandbox
from grader.forkserver import Child, ForkServer

_IMPORTS = "from course import check, load, show, timeline; import matplotlib.pyplot as plt"
_CELL = "def f(x): return x + 1\nf(1)"
_FEW = 20


class _ThisPython(KernelSpecManager):
    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python", language="python")


def stock() -> tuple[float, float]:
    """Return the seconds until a stock kernel has run a first cell, and until it has imported what lessons need."""
    with tempfile.TemporaryDirectory(prefix="c20-bench-") as place:
        manager = KernelManager(kernel_spec_manager=_ThisPython(), transport="ipc")
        manager.ip = f"{place}/k"
        start = time.perf_counter()
        manager.start_kernel(cwd=place)
        client = manager.client()
        client.start_channels()
        client.wait_for_ready(timeout=60)
        client.execute_interactive(_CELL, timeout=60, output_hook=_ignore)
        first = time.perf_counter() - start
        client.execute_interactive(_IMPORTS, timeout=60, output_hook=_ignore)
        imported = time.perf_counter() - start
        client.stop_channels()
        manager.shutdown_kernel(now=True)
    return first, imported


def forked(server: ForkServer, level: sandbox.Level) -> dict[str, float]:
    """Return the seconds of each step of one child's life."""
    laps: dict[str, float] = {}
    child = _timed(laps, "ready", lambda: _child(server, level))
    _timed(laps, "cell", lambda: child.execute(_CELL, on_message=_ignore, timeout=60))
    child.execute(_IMPORTS, on_message=_ignore, timeout=60)
    _timed(laps, "call", lambda: child.call(request("f", (1,)), timeout=60))
    _timed(laps, "kill", child.kill)
    return laps


def memory(server: ForkServer, level: sandbox.Level) -> float:
    """Return the most MiB that a child held for itself after a cell of unit 05, solved."""
    with tempfile.TemporaryDirectory(prefix="c20-bench-") as place:
        course = our_course(Path(place) / "course")
        notebook = reads(next(iter(class_of(1, course.blueprint(UNIT)).values())), as_version=4)
    most = 0
    with _child(server, level) as child:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                child.execute(cell.source, on_message=_ignore, timeout=60)
                most = max(most, child.memory())
    return most / 2**20


def state(server: ForkServer) -> dict[str, int]:
    """Return what could drift, once every child is buried."""
    while server.ask({"op": "about"})["children"]:
        time.sleep(0.002)
    process = Path(f"/proc/{server.pid}")
    anonymous = [line for line in (process / "status").read_text().splitlines() if line.startswith("RssAnon")]
    return {
        "KiB": int(anonymous[0].split()[1]),
        "descriptors": len(os.listdir(process / "fd")),
        "threads": len(os.listdir(process / "task")),
        "processes": len((process / f"task/{server.pid}/children").read_text().split()),
        "descriptors here": len(os.listdir("/proc/self/fd")),
    }


def _child(server: ForkServer, level: sandbox.Level) -> Child:
    return server.child(level=level, limits=sandbox.Limits(), language="es", files={})


def _timed(laps: dict[str, float], name: str, step: Callable[[], object]) -> object:
    start = time.perf_counter()
    made = step()
    laps[name] = time.perf_counter() - start
    return made


def _ignore(message: dict) -> None:
    pass


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; a drift or too much memory fails."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--forks", type=int, default=1000)
    forks = parser.parse_args(arguments).forks
    level = sandbox.level()
    start = time.perf_counter()
    with ForkServer() as server:
        server.ask({"op": "about"})
        warm = time.perf_counter() - start
        before_stock = stock()
        laps = [forked(server, level) for _ in range(_FEW)]
        after_stock = stock()
        held = memory(server, level)
        before = state(server)
        for _ in range(forks):
            with _child(server, level):
                pass
        after = state(server)
    middle = {name: statistics.median(lap[name] for lap in laps) for name in laps[0]}
    first, imported = (min(pair) for pair in zip(before_stock, after_stock, strict=True))
    begun = middle["ready"] + middle["cell"]
    steps = ", ".join(f"{name} {seconds * 1e3:.1f} ms" for name, seconds in middle.items())
    print(f"walls: {level}; the warm process was there after {warm:.1f} s, once for all")
    print(f"a child, middle of {_FEW}: {steps}")
    print(
        f"an ipykernel that is started: first cell after {first:.2f} s, {first / begun:.0f} times a child's; with the "
        f"course imported {imported:.2f} s, {imported / begun:.0f} times"
    )
    print(f"private memory of a child that ran unit 05: {held:.0f} MiB at most (limit 150)")
    print(f"after {forks:,} children: " + ", ".join(f"{n} {before[n]:,} -> {after[n]:,}" for n in before))
    drifted = any(before[name] != after[name] for name in before if name != "KiB")
    return int(drifted or after["KiB"] - before["KiB"] > 4096 or held > 150)


if __name__ == "__main__":
    sys.exit(main())
