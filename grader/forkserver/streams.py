"""stdout and stderr of a student's process, as ipykernel's, but in order and without sockets. Student side.

What code writes to `sys.stdout` and what programs write to descriptor 1 both become stream messages. One thread
watches the descriptors and flushes what has waited for a while, as ipykernel's threads do; whoever flushes
first takes along what is in the pipe, so that a cell's last words always belong to it.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import sys
import threading
import time
from collections.abc import Iterator
from typing import Any

from ipykernel.iostream import IOPubThread, OutStream

_PIECE = 2**20  # characters of one message
_READ = 2**16


class Pump(IOPubThread):
    """Stands where ipykernel has its sending thread; sends at once."""

    def __init__(self) -> None:
        self.thread = None  # so that a stream that is flushed does it itself
        self.io_loop = None
        self.streams: dict[int, Stream] = {}
        self._order = threading.RLock()
        self._wake = -1

    @property
    def closed(self) -> bool:
        """Whether nothing can be sent any more; asked by ipykernel."""
        return False

    def schedule(self, f: Any) -> None:
        """Run something now."""
        f()

    def start(self, streams: list[Stream]) -> None:
        """Take over descriptors 1 and 2 and watch them; called in the forked process."""
        for number, stream in enumerate(streams, 1):
            reading, writing = os.pipe()
            os.set_blocking(reading, False)
            os.dup2(writing, number)
            os.close(writing)
            self.streams[reading] = stream
        waking, self._wake = os.pipe()
        os.set_blocking(self._wake, False)
        every = signal.valid_signals() if sys.platform == "linux" else {signal.SIGINT, signal.SIGTERM}
        before = signal.pthread_sigmask(signal.SIG_BLOCK, every)  # signals are for the main thread
        threading.Thread(target=self._watch, args=(waking,), name="IOPub", daemon=True).start()
        signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def due(self) -> None:
        """Have the streams flushed in a while."""
        with contextlib.suppress(OSError):
            os.write(self._wake, b"!")

    def drain(self) -> None:
        """Take what programs have written so far."""
        with self._order:
            for reading, stream in self.streams.items():
                try:
                    while data := os.read(reading, _READ):
                        stream.write(data.decode(errors="replace"))
                except OSError:
                    pass

    def _watch(self, waking: int) -> None:
        poll = select.poll()
        for reading in [waking, *self.streams]:
            poll.register(reading, select.POLLIN)
        flush_at = None
        while True:
            wait = None if flush_at is None else max(flush_at - time.monotonic(), 0) * 1000
            try:
                ready = {found for found, _ in poll.poll(wait)}
                if waking in ready:
                    os.read(waking, _READ)
                    flush_at = flush_at or time.monotonic() + OutStream.flush_interval
                if ready - {waking}:
                    self.drain()
                if flush_at is not None and time.monotonic() >= flush_at:
                    flush_at = None
                    for stream in self.streams.values():
                        stream._flush()
            except Exception:
                time.sleep(0.05)  # a student's code has broken something; the cell's end flushes too


class Stream(OutStream):
    """`sys.stdout` or `sys.stderr`."""

    def __init__(self, session: Any, pump: Pump, name: str) -> None:
        super().__init__(session, pump, name, watchfd=False)
        self._order = threading.RLock()

    def adopt(self) -> None:
        """Belong to this process; called after the fork."""
        self._master_pid = os.getpid()
        self._original_stdstream_copy = os.open(os.devnull, os.O_WRONLY)  # where ipykernel has its terminal

    def flush(self) -> None:
        """Send what was written, by programs too."""
        if os.getpid() == self._master_pid:
            with self.session.undisturbed():
                self.pub_thread.drain()
                self._flush()

    def _schedule_flush(self) -> None:
        """Have what was written sent in a while, much of it at once; called by every write."""
        if not self._flush_pending:
            self._flush_pending = True
            self.pub_thread.due()
        elif sum(buffer.tell() for buffer in self._buffers.values()) > _PIECE:
            self._flush()

    def _flush(self) -> None:
        if os.getpid() != self._master_pid:  # a process that a cell has forked: into the pipe that we watch
            self._subprocess_flush_pending = False
            for _, text in super()._flush_buffers():
                _write_all(1 if self.name == "stdout" else 2, text.encode(errors="replace"))
            return
        with self.session.undisturbed(), self._order, contextlib.suppress(OSError):
            super()._flush()  # in order: two threads that send must not overtake each other

    def _flush_buffers(self) -> Iterator[tuple[dict[str, Any], str]]:
        """Give what was written in pieces; half a character, which no message can hold, is replaced."""
        for parent, text in super()._flush_buffers():
            for start in range(0, len(text), _PIECE):
                piece = text[start : start + _PIECE]
                yield parent, piece.encode(errors="replace").decode()


def _write_all(descriptor: int, data: bytes) -> None:
    while data:
        data = data[os.write(descriptor, data) :]
