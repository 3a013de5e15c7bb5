"""`grader` with the pretended examiner, and with a moment at which it kills itself: started by tests.

``python program.py`` imports everything once and forks a process for each command line that it is sent, a line of
JSON each on its standard input: ``{"run": [...], "env": {...}, "log": "..."}`` answers with the id of the process,
``{"wait": id}`` with how it ended,
``{"orphans": 0}`` with the number of processes that outlived their command.
``DIE=texts:before:3`` in the environment ends a command by SIGKILL at the
third time, before the texts are written.
"""

import ctypes
import json
import os
import signal
import sys
from pathlib import Path

import pretend

HERE = Path(__file__).parent
WORKERS = (
    f"import sys; sys.path.insert(0, {str(HERE)!r}); import pretend; pretend.install(); "
    "from grader.batch.worker import main; main()"
)


def serve() -> None:
    from grader.lean import lean

    lean()
    import grader.autograde
    import grader.basis
    import grader.batch.coordinator
    import grader.cli.grading
    import grader.screen_batch  # noqa: F401 - all of them only to be there
    from grader import registry

    registry.exercises("05-jazztel-delays")
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: whoever is orphaned becomes ours
    commands = set()
    for line in sys.stdin:
        order = json.loads(line)
        if "run" in order:
            pid = os.fork()
            if not pid:
                command(order)
            commands.add(answer := pid)
        elif "orphans" in order:
            answer = len(children() - commands)
        else:
            commands.discard(order["wait"])
            answer = os.waitstatus_to_exitcode(os.waitpid(order["wait"], 0)[1])
        print(answer, flush=True)


def children() -> set[int]:
    """Return who is there yet, the dead ones buried."""
    found = map(int, Path(f"/proc/self/task/{os.getpid()}/children").read_text().split())
    states = {pid: Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] for pid in found}
    return {pid for pid, state in states.items() if state != "Z"}


def command(order: dict) -> None:
    """In the forked process: become a program with this command line."""
    log = os.open(order["log"], os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
    for descriptor in (1, 2):
        os.dup2(log, descriptor)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.environ.update(order["env"])
    status = 1
    try:
        main(order["run"])
    except SystemExit as ended:
        status = ended.code or 0
    finally:
        sys.stdout.flush()
        os._exit(status)


def main(arguments: list[str]) -> None:
    from grader.batch import local

    pretend.install()
    local.Local.__init__.__kwdefaults__["program"] = WORKERS
    if "DIE" in os.environ:
        die(*os.environ["DIE"].split(":"))
    from grader.cli import main as run

    sys.argv = ["grader", *arguments]
    run()


def die(moment: str, when: str, count: str) -> None:
    """Arrange the end."""
    from grader import journal, marks, outcomes
    from grader.batch import folders, recorder, rows

    holder, name = {
        "folder": (folders.Autograded, "write"),
        "rename": (os, "rename"),
        "gradebook": (recorder.Recorder, "_written"),
        "grade": (rows.Rows, "grade"),
        "texts": (marks.Texts, "save"),
        "journal": (journal.Journal, "write"),
        "compacted": (outcomes.OutcomeBook, "close"),
    }[moment]
    real, left = getattr(holder, name), [int(count)]

    def dying(*arguments, **options):
        left[0] -= 1
        if not left[0] and when == "before":
            os.kill(os.getpid(), signal.SIGKILL)
        result = real(*arguments, **options)
        if not left[0]:
            os.kill(os.getpid(), signal.SIGKILL)
        return result

    setattr(holder, name, dying)


if __name__ == "__main__":
    serve()
