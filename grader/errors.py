"""The one error that an instructor's command ends in: a sentence that says what to do."""

from __future__ import annotations


class GraderError(Exception):
    """A command that cannot go on; its message is all that the instructor sees."""
