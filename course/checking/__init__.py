"""Self-checks: `check(key, function)` tries a student's function on an exercise's visible cases."""

from course.checking import friendly
from course.checking.check import check

__all__ = ["check"]

friendly.install()  # importing `check` in a notebook is what makes its NameErrors speak the reader's language
