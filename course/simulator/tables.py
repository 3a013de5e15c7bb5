"""Events and sources of a scenario as tables."""

from __future__ import annotations

import pandas as pd

from course.schema import EVENT_COLUMNS, SOURCE_COLUMNS
from course.simulator.scenario import Event, Source, madrid

_STRING = pd.StringDtype(na_value=float("nan"))


def _instants(values: list[str]) -> pd.Series:
    return pd.Series(
        [madrid(v).tz_convert("UTC") if v else pd.NaT for v in values], dtype="datetime64[us, UTC]"
    )


def events_table(
    events: tuple[Event, ...], *, start: pd.Timestamp | None = None, end: pd.Timestamp | None = None
) -> pd.DataFrame:
    """Return the events that touch the window, in order of time, in UTC."""
    table = pd.DataFrame(
        {
            "at": _instants([event.at for event in events]),
            "until": _instants([event.until for event in events]),
            **{
                column: pd.array([getattr(event, name) for event in events], dtype=_STRING)
                for column, name in (
                    ("kind", "kind"), ("actor", "actor"), ("title_es", "es"), ("title_en", "en"),
                    ("precision", "precision"), ("source", "source"),
                )
            },
            "documented": pd.array([event.documented for event in events], dtype=bool),
        }
    )[list(EVENT_COLUMNS)]  # fmt: skip
    last = table["until"].fillna(table["at"])
    if start is not None:
        table = table[(last >= start) & (table["at"] < end)]
    return table.sort_values("at", kind="stable", ignore_index=True)


def sources_table(sources: tuple[Source, ...]) -> pd.DataFrame:
    """Return the sources in their order."""
    rows = [(item.key, item.title, item.published or None, item.es, item.en) for item in sources]
    return pd.DataFrame(rows, columns=list(SOURCE_COLUMNS)).astype(_STRING)
