"""Walls around a student's code, by system calls alone: no helper program, nothing to install.

    sandbox.level()                       the best that works here
    sandbox.enter(level, limits, ...)     in a forked child: go inside
    sandbox.lock(level, limits)           the last step before the student's code

`docs/sandbox.md` says what each level needs and what each wall keeps out.
"""

from grader.sandbox.levels import Ending, Level, Limits, SandboxError
from grader.sandbox.trial import available, explain, level
from grader.sandbox.walls import HOME, enter, lock, prepare

__all__ = [
    "HOME",
    "Ending",
    "Level",
    "Limits",
    "SandboxError",
    "available",
    "enter",
    "explain",
    "level",
    "lock",
    "prepare",
]
