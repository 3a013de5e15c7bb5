"""How long a batch will still take, from how fast its last submissions came back."""

from __future__ import annotations

from collections import deque

_WINDOW = 50  # submissions that the rate is taken from
_FIRST = 3  # that must have come back before anything is said


class Pace:
    """The rate of a batch.

    Parameters
    ----------
    began : float
        When it began, in seconds of any clock.
    """

    def __init__(self, began: float) -> None:
        self._times: deque[float] = deque([began], maxlen=_WINDOW + 1)
        self._fresh = 0

    def graded(self, now: float) -> None:
        """Take note of a submission that was graded; those that were left as they are do not count."""
        self._times.append(now)
        self._fresh += 1

    def left(self, count: int, now: float) -> float | None:
        """Return the seconds that so many more take; None while that is anybody's guess.

        Examples
        --------
        >>> pace = Pace(0.0)
        >>> for second in (2.0, 4.0, 6.0):
        ...     pace.graded(second)
        >>> pace.left(10, 6.0), pace.left(10, 12.0)
        (20.0, 40.0)
        """
        if self._fresh < _FIRST:
            return None
        return count * (now - self._times[0]) / (len(self._times) - 1)


def spoken(seconds: float | None) -> str:
    """Return a time as somebody would say it, no finer than it is known.

    Examples
    --------
    >>> [spoken(seconds) for seconds in (None, 8, 42, 200, 5000)]
    ['', 'a few seconds left', 'about 40 s left', 'about 3 min left', 'about 1 h 25 min left']
    """
    if seconds is None:
        return ""
    if seconds < 10:
        return "a few seconds left"
    if seconds < 55:
        return f"about {round(seconds / 10) * 10} s left"
    minutes = round(seconds / 60) or 1
    if minutes < 60:
        return f"about {minutes} min left"
    hours, minutes = divmod(round(seconds / 300) * 5, 60)
    return f"about {hours} h {minutes} min left" if minutes else f"about {hours} h left"
