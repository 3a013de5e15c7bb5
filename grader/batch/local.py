"""Workers on this machine: a process for each job at a time; one that dies costs its own job only."""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import threading
from concurrent.futures import Future, ThreadPoolExecutor
from typing import IO

from grader.batch import worker
from grader.batch.engine import Broken, Failed, Lost

PROGRAM = "from grader.batch.worker import main; main()"
_SECRETS = ("CRISIS20_DB", "PGPASSWORD", "PGPASSFILE")


class Local:
    """Grades in processes of this machine.

    One process imports everything and forks the workers; a thread here looks after each of them, so that it is
    always known which job a worker had when it died, was killed or got stuck.

    Parameters
    ----------
    jobs : int
        Submissions at a time.
    unit : str
        What the workers prepare for.
    patience : float
        Seconds after which a worker that does not answer is given up; no honest job takes so long.
    program : str
        What the process that forks the workers runs.
    """

    def __init__(self, jobs: int, *, unit: str, patience: float = 900.0, program: str = PROGRAM) -> None:
        self.jobs, self.unit, self.patience, self.program = jobs, unit, patience, program
        self._closed = False
        self._lock = threading.Lock()
        self._template: _Template | None = None
        self._threads = ThreadPoolExecutor(jobs, thread_name_prefix="grader")
        self._local = threading.local()
        self._workers: set[_Worker] = set()
        with self._lock:
            self._template = _Template(unit, program)  # imports while the coordinator does
        for _ in range(jobs):
            self._threads.submit(self._ready)

    @property
    def slots(self) -> int:
        """How many jobs to keep in flight."""
        return 2 * self.jobs

    @property
    def trouble(self) -> str:
        """What keeps the work from going on; nothing does here."""
        return ""

    def submit(self, job: bytes) -> Future[bytes]:
        """Have a job graded; the future gives the result, `Lost` or `Failed`."""
        return self._threads.submit(self._answer, job)

    def close(self) -> None:
        """End everybody, at once: what is in flight is lost."""
        self._closed = True
        if (template := self._template) is not None:
            template.kill()  # and who waits for it to fork need not wait
        with self._lock:
            for one in self._workers:
                one.hang_up()
            if self._template is not None:
                self._template.close()
                self._template = None
        self._threads.shutdown(wait=True, cancel_futures=True)

    def _ready(self) -> None:
        """Have this thread's worker there before its first job."""
        with contextlib.suppress(Broken, Lost):
            self._worker()

    def _answer(self, job: bytes) -> bytes:
        one = self._worker()
        answer = one.ask(job, self.patience)
        if answer is None:
            self._local.worker = None
            raise Lost(self._how(one))
        if answer[:1] == worker.FAILED:
            raise Failed(answer[1:].decode("utf-8", "replace"))
        return answer[1:]

    def _worker(self) -> _Worker:
        """Return this thread's worker."""
        one = getattr(self._local, "worker", None)
        if one is None:
            with self._lock:
                if self._closed:
                    raise Lost("the run was stopped")
                if self._template is None or not self._template.alive():
                    self._template = _Template(self.unit, self.program)
                one = self._local.worker = self._template.fork()
                self._workers.add(one)
        return one

    def _how(self, one: _Worker) -> str:
        """Bury a worker and say how it ended."""
        with self._lock:
            self._workers.discard(one)
            status = self._template.end(one.pid) if self._template is not None else None
        one.hang_up()
        if one.stuck:
            return f"the process that graded it did not answer for {self.patience:.0f} s"
        if status is None:
            return "the process that graded it ended"
        if os.WIFSIGNALED(status) and os.WTERMSIG(status) == 9:
            return "the process that graded it was killed, perhaps because the machine ran out of memory"
        return f"the process that graded it ended (status {status})"


class _Worker:
    def __init__(self, pid: int, sock: socket.socket) -> None:
        self.pid, self.sock, self.stuck = pid, sock, False

    def ask(self, job: bytes, patience: float) -> bytes | None:
        """Return the answer, or None when the worker is gone or stuck."""
        try:
            self.sock.settimeout(patience)
            worker.send(self.sock, job)
            return worker.receive(self.sock)
        except TimeoutError:
            self.stuck = True
        except OSError:
            pass
        return None

    def hang_up(self) -> None:
        with contextlib.suppress(OSError):
            self.sock.shutdown(socket.SHUT_RDWR)
        self.sock.close()


class _Template:
    """The process that forks the workers."""

    def __init__(self, unit: str, program: str) -> None:
        self._log: IO[bytes] = tempfile.TemporaryFile(prefix="c20-log-")  # noqa: SIM115
        self._control, theirs = socket.socketpair()
        environment = {name: value for name, value in os.environ.items() if name not in _SECRETS}
        environment |= {"MPLBACKEND": "agg", "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-c", program, str(theirs.fileno()), unit],
                pass_fds=[theirs.fileno()],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=self._log,
                stderr=self._log,
                start_new_session=True,  # Ctrl-C is for the coordinator
            )

    def alive(self) -> bool:
        return self._process.poll() is None

    def fork(self) -> _Worker:
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self._control, [b"w"], [theirs.fileno()])
            pid = worker.exactly(self._control, worker.PID.size)
        except OSError:
            pid = None
        if pid is None:
            ours.close()
            raise Broken(f"The grading processes do not start: {self._last_words()}")
        return _Worker(worker.PID.unpack(pid)[0], ours)

    def end(self, pid: int) -> int | None:
        """End a worker; return how it ended, None when that cannot be known."""
        try:
            self._control.sendall(b"e" + worker.PID.pack(pid))
            status = worker.exactly(self._control, worker.PID.size)
        except OSError:
            return None
        return None if status is None else worker.PID.unpack(status)[0]

    def kill(self) -> None:
        """End it, and with it the workers, which must not outlive it."""
        self._process.kill()

    def close(self) -> None:
        self.kill()
        self._process.wait()
        self._control.close()
        self._log.close()

    def _last_words(self) -> str:
        self._log.seek(0)
        lines = self._log.read()[-2000:].decode("utf-8", "replace").strip().splitlines()
        return lines[-1] if lines else f"exit status {self._process.poll()}"
