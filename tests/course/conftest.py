"""What tests of figures share: a case made of rows."""

import pandas as pd
import pytest

from course.cases import Case
from course.language import Text
from course.schema import validate_conversation, validate_events


def _utc(moments) -> pd.Series:
    stamps = [pd.Timestamp(moment, tz="Europe/Madrid") if moment else pd.NaT for moment in moments]
    return pd.Series(stamps, dtype="datetime64[us, Europe/Madrid]").dt.tz_convert("UTC")


@pytest.fixture
def invent():
    """Make a case of tweets (Madrid time, role, reply_to) and events (at, until, kind, precision, source,
    documented)."""

    def invent(tweets: list[tuple], events: list[tuple] = ()) -> Case:
        at, role, reply = zip(*tweets, strict=True)
        table = pd.DataFrame({"created_at": _utc(at), "author_role": role, "reply_to": reply})
        table = table.assign(tweet_id=[f"t{n}" for n in range(len(tweets))], author_id="x", text="x")
        columns = ["at", "until", "kind", "precision", "source", "documented"]
        rows = pd.DataFrame(list(events), columns=columns).assign(actor="x", title_es="es", title_en="en")
        rows = rows.assign(at=_utc(rows["at"]), until=_utc(rows["until"]))
        note = Text(es="Datos simulados.", en="Simulated data.")
        return Case(
            "x",
            Text(es="Caso", en="Case"),
            validate_conversation(table),
            validate_events(rows) if len(rows) else rows,
            pd.DataFrame(),
            note,
        )

    return invent


@pytest.fixture
def outage_events() -> list[tuple]:
    """Three accounts of one start, a statement, two recoveries by one source, and a day without an hour."""
    return [
        ("2014-03-12 12:36", "2014-03-12 22:00", "outage", "minute", "EP14", True),
        ("2014-03-12 13:25", None, "outage", "approximate", "UN14", True),
        ("2014-03-12 12:00", None, "outage", "hour", "MU14", True),
        ("2014-03-12 16:00", None, "statement", "hour", "JZ14;UN14", True),
        ("2014-03-12 22:00", None, "recovery", "minute", "EP14", True),
        ("2014-03-13 02:00", None, "recovery", "minute", "EP14", True),
        ("2014-03-07 11:00", None, "promotion", "day", "JZ14", True),
    ]
