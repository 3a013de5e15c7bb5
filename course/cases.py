"""The two documented crises, ready to measure: `load("jazztel")`, `load("iberia")`."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pandas as pd

from course.datastore import dataset_path
from course.errors import SchemaError, UnknownNameError
from course.language import Text
from course.schema import validate_conversation, validate_events, validate_sources

_TITLES = {
    "iberia": Text(
        es="Iberia: de #IberiaSocialFlight a #IberiaSocialFail (18 de julio de 2013)",
        en="Iberia: from #IberiaSocialFlight to #IberiaSocialFail (18 July 2013)",
    ),
    "jazztel": Text(
        es="Jazztel: un día sin móvil (12 y 13 de marzo de 2014)",
        en="Jazztel: a day without mobile service (12-13 March 2014)",
    ),
}
_PROVENANCE = Text(
    es="Datos simulados (ningún tuit ni autor es real); los sucesos documentados citan su fuente.",
    en="Simulated data (no tweet or author is real); the documented events cite their source.",
)
_TABLES = ("tweets", "events", "sources")
_MISSING = ["", "NA"]  # what an empty cell looks like; a tweet that says "null" or "nan" is a tweet


@dataclass(frozen=True, eq=False, repr=False)
class Case:
    """One crisis: what was said, what is documented, and by whom.

    Parameters
    ----------
    name : str
        Short name, as `load` takes it.
    title : Text
        Name and date, for headings and figures.
    tweets : DataFrame
        The conversation table (see `course.schema.validate_conversation`); times in UTC.
    events : DataFrame
        The events table; rows of one ``kind`` with different ``source`` are accounts that disagree.
    sources : DataFrame
        What each key of ``events["source"]`` stands for.
    provenance : Text
        Where the rows come from; figures carry it.
    """

    name: str
    title: Text
    tweets: pd.DataFrame
    events: pd.DataFrame
    sources: pd.DataFrame
    provenance: Text

    def __repr__(self) -> str:
        counts = Text(
            es=f"{len(self.tweets)} tuits, {len(self.events)} sucesos, {len(self.sources)} fuentes.",
            en=f"{len(self.tweets)} tweets, {len(self.events)} events, {len(self.sources)} sources.",
        )
        return f"{self.title}\n{counts}\n{self.provenance}"


def case_names() -> tuple[str, ...]:
    """Return the names that `load` takes."""
    return tuple(_TITLES)


def load(case: str) -> Case:
    """Return one of the course's cases, checked and with fresh tables that you may change.

    Parameters
    ----------
    case : {"iberia", "jazztel"}

    Returns
    -------
    Case
        ``.tweets``, ``.events`` and ``.sources`` are tables; times are in UTC.

    Raises
    ------
    UnknownNameError
        If there is no case of that name; the message suggests the nearest one.
    CourseError
        If the data did not come with the installation.

    Examples
    --------
    >>> jazztel = load("jazztel")
    >>> list(jazztel.tweets.columns[:3])
    ['tweet_id', 'created_at', 'author_id']
    """
    if not isinstance(case, str) or case not in _TITLES:
        raise _unknown(case)
    folder = dataset_path(case)
    written = tuple((folder / f"{name}.csv").stat().st_mtime_ns for name in _TABLES)
    tables = [table.copy() for table in _checked(folder, written)]
    return Case(case, _TITLES[case], *tables, _PROVENANCE)


@lru_cache(maxsize=4)
def _checked(folder: Path, written: tuple[int, ...]) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Read and check the tables once for as long as the files stay as they were `written`."""
    tweets, events, sources = (
        pd.read_csv(folder / f"{name}.csv", keep_default_na=False, na_values=_MISSING, dtype={"text": str})
        for name in _TABLES
    )
    tweets, events, sources = (
        validate_conversation(tweets),
        validate_events(events),
        validate_sources(sources),
    )
    _require_known_sources(events, sources)
    return tweets, events, sources


def _unknown(case: object) -> UnknownNameError:
    near = difflib.get_close_matches(str(case).casefold(), _TITLES, n=1, cutoff=0.5)
    names = ", ".join(_TITLES)
    meant = Text(es=f" ¿Querías decir «{near[0]}»?", en=f" Did you mean '{near[0]}'?") if near else ""
    return UnknownNameError(
        Text(es=f"No hay ningún caso «{case}».", en=f"There is no case '{case}'.")
        + meant
        + Text(es=f" Los casos son: {names}.", en=f" The cases are: {names}.")
    )


def _require_known_sources(events: pd.DataFrame, sources: pd.DataFrame) -> None:
    named = events["source"].str.split(";").explode().str.strip()
    strange = named[~named.isin(sources["key"])]
    if len(strange):
        at = strange.index[0]
        raise SchemaError(
            Text(
                es=f"Columna «source», fila en la posición {at}: no hay fuente «{strange.iloc[0]}». "
                "Remedio: añádela a la tabla de fuentes.",
                en=f"Column 'source', row at position {at}: there is no source '{strange.iloc[0]}'. "
                "Remedy: add it to the table of sources.",
            )
        )
