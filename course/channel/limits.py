"""What may cross the channel and how much of it: one budget for reading and for writing."""

from __future__ import annotations

import numpy as np

MAX_TEXT = 16 * 2**20  # characters of one message
MAX_ITEMS = 2_000_000  # values, cells and characters-that-separate of one message
MAX_DEPTH = 40
MAX_COMPOUND_KEYS = 10_000  # tuples as keys: their hashes can be made to collide
_YEARS = 10_000
MAX_INTEGER = 2**64  # integers of 64 bits cannot be made to collide either


class ChannelError(ValueError):
    """A message that does not keep to the codec; whoever reads it learns why and nothing else happens."""


class UnreadableValueError(ChannelError):
    """A value that is not plain data; `type_name` says what it was."""

    def __init__(self, type_name: str, why: str = "is not plain data") -> None:
        super().__init__(f"{type_name} {why}")
        self.type_name = type_name


class Budget:
    """Counts what one message has used so far.

    Examples
    --------
    >>> budget = Budget(items=3)
    >>> budget.spend(2)
    >>> budget.spend(2)
    Traceback (most recent call last):
        ...
    course.channel.limits.ChannelError: more than 3 values
    """

    def __init__(self, *, items: int = MAX_ITEMS) -> None:
        self.items = items
        self._left = items

    def spend(self, count: int = 1) -> None:
        """Use `count` items, or raise ChannelError."""
        self._left -= count
        if self._left < 0:
            raise ChannelError(f"more than {self.items} values")


def check_times(array: np.ndarray) -> np.ndarray:
    """Return an array of moments (years 4 to 9990) or durations of such length, or raise ChannelError.

    pandas keeps later ones too, but can neither print them nor convert them without silent overflow.

    Examples
    --------
    >>> check_times(np.array(["2014-03-12"], dtype="M8[s]")).size
    1
    """
    unit, _ = np.datetime_data(array.dtype)
    present = array[~np.isnat(array)].view("int64")
    year = int(np.timedelta64(365, "D").astype(f"m8[{unit}]").astype("int64"))
    first, last = -_YEARS * year, _YEARS * year
    if array.dtype.kind == "M":
        first, last = -1967 * year, (_YEARS - 1973) * year
    if present.size and not first <= int(present.min()) <= int(present.max()) <= last:
        raise ChannelError("a time beyond ten thousand years")
    return array


def fields(data: dict, *names: str) -> list:
    """Return the named fields of a tagged object that has these and no others."""
    if data.keys() != {"$", *names}:
        raise ChannelError("an object with the wrong fields")
    return [data[name] for name in names]


def type_name(value: object) -> str:
    """Name the type of any object without asking the object.

    Examples
    --------
    >>> type_name(3.0)
    'float'
    """
    name = type.__getattribute__(type(value), "__name__")
    return str(name)[:60]
