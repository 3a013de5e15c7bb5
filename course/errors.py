"""The one family of errors that a reader of the course may meet; each says what, where and what to do."""

from __future__ import annotations

from course.language import Text


class CourseError(Exception):
    """An error meant to be read: one `Text`, shown in the reader's language.

    IPython shows it without a traceback, so that a student sees the sentence and nothing else.
    """

    def __init__(self, message: Text) -> None:
        super().__init__(message)
        self.message = message

    def __str__(self) -> str:
        return str(self.message)

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


class SchemaError(CourseError, ValueError):
    """A table at the border does not have the form that the analyses rely on."""


class UnknownNameError(CourseError, KeyError):
    """A case, exercise or unit that the course does not have."""

    __str__ = CourseError.__str__  # KeyError's own would show the repr
