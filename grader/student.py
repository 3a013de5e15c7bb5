"""The student side in a kernel: calls go over the kernel's own messages, replies are read as data."""

from __future__ import annotations

import ast
import asyncio
import time
from queue import Empty
from typing import TYPE_CHECKING, Any

from jupyter_core.utils import ensure_async, run_sync

from course.channel.answer import read_observed, request
from course.channel.limits import MAX_TEXT, ChannelError
from course.checking.observe import Observed, Unreadable
from grader.examiner import StudentLost
from grader.faults import CRASHED_CALL, STUCK_CALL

if TYPE_CHECKING:
    from grader.runner import CarefulExecute

_NO_QUITTING = "setattr(type(__import__('IPython').get_ipython()), 'ask_exit', lambda shell: None)"
GRACE = 3.0  # seconds between interrupting a call and killing the kernel
_MISMATCH = Unreadable("message")


class KernelStudent:
    """Calls a submission's functions in the kernel where its cells ran; a `StudentSide`.

    Parameters
    ----------
    client : CarefulExecute
        Owns the kernel and its channels.
    """

    def __init__(self, client: CarefulExecute) -> None:
        self.client = client
        self.lost = False

    def works(self) -> bool:
        """Tell whether the kernel answers as it should, before any cell of the submission has run.

        From here on `quit()` and `exit()` end nothing: in a notebook they are a beginner's way of saying
        "done", and the kernel would end after the next reply.
        """
        self.prepare(_NO_QUITTING)
        observed = self.ask(request("no such function", ()), timeout=60)
        return observed.error is not None and observed.error.kind == "NotAFunction"

    def prepare(self, expression: str) -> None:
        """Evaluate an expression of ours in the fresh kernel."""

        async def ask() -> None:
            message = self.client.kc.execute(
                "", silent=True, store_history=False, user_expressions={"prepare": expression}
            )
            await self._reply(message, time.monotonic() + 60)

        run_sync(ask)()

    def ask(self, question: str, *, timeout: float) -> Observed:
        """Call one function; see `grader.examiner.StudentSide`."""
        # Evaluated beside the student's names; whatever they did to it changes the reply, and the reply is
        # only data.
        code = f"__import__('course.channel.answer', fromlist=['answer']).answer({question!r}, globals())"
        if self.lost:
            raise StudentLost(CRASHED_CALL)
        try:
            reply = run_sync(self._ask)(code, timeout)
        except StudentLost:
            self.lost = True
            raise
        except (OSError, ValueError, KeyError, TypeError):  # a message that no kernel sends
            return Observed(value=_MISMATCH)
        return Observed.timed_out() if reply is None else _read(reply)

    async def _ask(self, code: str, timeout: float) -> dict[str, Any] | None:
        """Send the question and wait; None when the call had to be interrupted."""
        kc = self.client.kc
        message = kc.execute(
            "", silent=True, store_history=False, user_expressions={"answer": code}, stop_on_error=False
        )
        reply = await self._reply(message, time.monotonic() + timeout)
        late = reply is None
        if late:
            await ensure_async(self.client.km.interrupt_kernel())
            if await self._reply(message, time.monotonic() + GRACE) is None:
                self.client.km.kill_now()
                raise StudentLost(STUCK_CALL)
        await self._drain()
        return None if late else reply

    async def _reply(self, message: str, deadline: float) -> dict[str, Any] | None:
        while (left := deadline - time.monotonic()) > 0:
            try:
                reply = await ensure_async(self.client.kc.shell_channel.get_msg(timeout=min(left, 0.5)))
            except Empty:
                if not await ensure_async(self.client.km.is_alive()):
                    raise StudentLost(CRASHED_CALL) from None
                continue
            if reply["parent_header"].get("msg_id") == message:
                return reply["content"]
        return None

    async def _drain(self) -> None:
        """Read away what the call wrote, so that it does not pile up."""
        end = time.monotonic() + 1
        while time.monotonic() < end:
            try:
                await ensure_async(self.client.kc.iopub_channel.get_msg(timeout=0))
            except Empty:
                return
            await asyncio.sleep(0)


def _read(content: dict[str, Any]) -> Observed:
    """Read a reply without trusting it."""
    try:
        text = content["user_expressions"]["answer"]["data"]["text/plain"]
        if len(text) > 2 * MAX_TEXT or text[:1] not in ("'", '"'):  # measured before it is parsed
            return Observed(value=_MISMATCH)
        return read_observed(ast.literal_eval(text))
    except (ChannelError, KeyError, TypeError, ValueError, SyntaxError, MemoryError, RecursionError):
        return Observed(value=_MISMATCH)
