"""The floor: the same notebooks' cells alone, in warm forked children, without walls, examiner or gradebook.

    python -m marking.floor COURSE PART PARTS

runs its part of the class, one after another, and prints what it took; several at once share the cores as the
grader's jobs do.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import nbformat

from grader import sandbox
from grader.forkserver import ForkServer
from marking.watch import taken

_HERE = Path(__file__).resolve().parents[1]


def floor(root: Path, *, jobs: int) -> tuple[float, float]:
    """Run the cells of the class handed in at `root` in so many processes at once: seconds, and of processor."""
    parts = [
        subprocess.Popen(
            [sys.executable, "-m", "marking.floor", str(root), str(part), str(jobs)],
            cwd=_HERE,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for part in range(jobs)
    ]
    for part in parts:
        part.stdout.readline()  # warm
    start = time.perf_counter()
    for part in parts:
        part.stdin.write("go\n")
        part.stdin.flush()
    taken = sum(json.loads(part.stdout.readline()) for part in parts)
    seconds = time.perf_counter() - start
    for part in parts:
        part.communicate()
        if part.returncode:
            raise SystemExit("the floor could not be measured")
    return seconds, taken


def _part(root: Path, part: int, parts: int) -> None:
    paths = sorted((root / "submitted").glob("*/*/*.ipynb"))[part::parts]
    notebooks = [nbformat.reads(path.read_text(encoding="utf-8"), as_version=4) for path in paths]
    with ForkServer() as server:
        _cells(server, notebooks[0])
        print("warm", flush=True)
        sys.stdin.readline()
        before = time.process_time() + taken(server.pid)
        for notebook in notebooks:
            _cells(server, notebook)
        buried(server)
        print(json.dumps(time.process_time() + taken(server.pid) - before), flush=True)


def buried(server: ForkServer) -> None:
    """Wait until the time of the last child counts as its parent's."""
    while server.ask({"op": "about"})["children"]:
        time.sleep(0.005)


def _cells(server: ForkServer, notebook: nbformat.NotebookNode) -> None:
    language = notebook.metadata["crisis20"]["language"]
    with server.child(
        level=sandbox.Level.NONE, limits=sandbox.Limits(), language=language, files={}
    ) as child:
        for cell in notebook.cells:
            about = cell.metadata.get("nbgrader", {})
            if cell.cell_type == "code" and not (about.get("grade") and not about.get("solution")):
                child.execute(cell.source, on_message=lambda message: None, timeout=60)


if __name__ == "__main__":
    _part(Path(sys.argv[1]), *map(int, sys.argv[2:]))
