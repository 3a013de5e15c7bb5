"""Time zones by name: only those of the tz database and fixed offsets cross the channel."""

from __future__ import annotations

import datetime as dt
import functools
import re
import zoneinfo

from course.channel.limits import ChannelError

_OFFSET = re.compile(r"UTC([+-])([01]\d|2[0-3]):([0-5]\d)")


def zone_name(zone: dt.tzinfo) -> str:
    """Return the name under which a zone crosses; zones without one cross as UTC, the same instants.

    Examples
    --------
    >>> zone_name(zoneinfo.ZoneInfo("Europe/Madrid")), zone_name(dt.timezone.utc)
    ('Europe/Madrid', 'UTC')
    """
    name = str(zone)
    return name if _OFFSET.fullmatch(name) or name in _known() else "UTC"


def zone(name: object) -> dt.tzinfo:
    """Return the zone of a name; ChannelError for anything else.

    Examples
    --------
    >>> zone("UTC+02:00").utcoffset(None)
    datetime.timedelta(seconds=7200)
    """
    if type(name) is not str:
        raise ChannelError("the name of a time zone is a text")
    if name == "UTC":
        return dt.UTC
    if offset := _OFFSET.fullmatch(name):
        sign, hours, minutes = offset.groups()
        size = dt.timedelta(hours=int(hours), minutes=int(minutes))
        return dt.timezone(-size if sign == "-" else size)
    if name not in _known():
        raise ChannelError("unknown time zone")
    return zoneinfo.ZoneInfo(name)


@functools.cache
def _known() -> frozenset[str]:
    return frozenset(zoneinfo.available_timezones())
