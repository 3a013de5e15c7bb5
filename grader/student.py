"""The student side of the examination: one forked process, asked function by function."""

from __future__ import annotations

from typing import TYPE_CHECKING

from course.channel.answer import read_observed
from course.channel.limits import ChannelError
from course.checking.observe import Observed, Unreadable
from grader.examiner import StudentLost
from grader.forkserver import Child, ChildLost
from grader.losses import lost_in_call

if TYPE_CHECKING:
    from grader.sandbox import Limits

_MISMATCH = Unreadable("message")


class ForkedStudent:
    """Calls a submission's functions in the process where its cells ran; a `grader.examiner.StudentSide`.

    Parameters
    ----------
    child : Child
    limits : Limits
        Those that it runs under.
    """

    def __init__(self, child: Child, limits: Limits) -> None:
        self.child, self.limits = child, limits
        self.lost = False

    def ask(self, question: str, *, timeout: float) -> Observed:
        """Ask one question; what comes back may be forged and is only data."""
        try:
            answer = self.child.call(question, timeout=timeout)
        except ChildLost as lost:
            self.lost = True
            raise StudentLost(lost_in_call(lost.reason, self.limits)) from None
        if answer is None:
            return Observed.timed_out()
        try:
            return read_observed(answer)
        except (ChannelError, RecursionError, MemoryError):
            return Observed(value=_MISMATCH)
