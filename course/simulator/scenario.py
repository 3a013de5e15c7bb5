"""A scenario: what happens to the crowd, whatever the brand does about it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

import pandas as pd

from course.errors import CourseError
from course.language import Text

MADRID = "Europe/Madrid"


def described(es: str, en: str, default: Any = ...) -> Any:
    """Return a dataclass field with its reason in both languages; the datasheets print it."""
    metadata = {"why": Text(es=es, en=en)}
    return field(metadata=metadata) if default is ... else field(default=default, metadata=metadata)


def reasons(thing: object) -> list[tuple[str, object, Text]]:
    """Return name, value and reason of each described field of a scenario, wave, policy or conduct."""
    return [
        (item.name, getattr(thing, item.name), item.metadata["why"])
        for item in fields(thing)
        if "why" in item.metadata
    ]


def madrid(moment: str) -> pd.Timestamp:
    """Return a Madrid clock time as an instant.

    Examples
    --------
    >>> madrid("2014-03-12 12:36").tz_convert("UTC").isoformat()
    '2014-03-12T11:36:00+00:00'
    """
    return pd.Timestamp(moment).tz_localize(MADRID)


@dataclass(frozen=True)
class Event:
    """One row of the events table; times are Madrid clock times."""

    at: str
    kind: str
    actor: str
    es: str
    en: str
    precision: str
    source: str
    until: str = ""
    documented: bool = True


@dataclass(frozen=True)
class Source:
    """One row of the sources table."""

    key: str
    title: str
    published: str
    es: str
    en: str


@dataclass(frozen=True)
class Wave:
    """Tweets that the incident provokes from outside the conversation, as a rate that changes in time.

    Parameters
    ----------
    knots : tuple of (str, float)
        Madrid clock times and tweets an hour at scale 1; straight lines between them.
    mix : mapping
        Weight of each section of the phrase files, ``kind:topic``.
    """

    name: str
    why: Text
    mix: Mapping[str, float]
    knots: tuple[tuple[str, float], ...]
    role: str = "customer"
    minds_policy: bool = True


@dataclass(frozen=True)
class Takeover:
    """How the hashtag of the crowd replaces the hashtag of the brand: a logistic curve in minutes after onset."""

    incumbent: str
    challenger: str
    midpoint: float
    pace: float
    ceiling: float


@dataclass(frozen=True)
class Post:
    """An own tweet of the brand planned before the incident."""

    at: str
    section: str


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """A crisis to simulate. Every number with a reason is printed in the case's datasheet."""

    name: str
    title: Text
    brand: str
    phrases: tuple[str, ...]
    start: str = described("comienzo de la ventana, hora de Madrid", "start of the window, Madrid time")
    end: str = described("final de la ventana, hora de Madrid", "end of the window, Madrid time")
    onset: str = described(
        "comienzo del incidente que usa la simulación, de entre los que dan las fuentes",
        "start of the incident that the simulation takes, among those the sources give",
    )
    over: str = described(
        "final del incidente para los clientes; de aquí se cuentan la recuperación y la compensación",
        "end of the incident for customers; recovery and compensation are counted from here",
    )
    everyday_rate: float = described(
        "tuits de clientes en un día laborable corriente; elegido para que un día tranquilo sea legible en clase",
        "customer tweets on an ordinary working day; chosen so that a quiet day can be read in class",
    )
    weekend: float = described(
        "volumen del fin de semana respecto al laborable", "weekend volume relative to a working day"
    )
    everyday: Mapping[str, float] = described(
        "mezcla de asuntos corrientes de atención al cliente", "mix of ordinary customer-service matters"
    )
    waves: tuple[Wave, ...] = ()
    offspring: Mapping[str, float] = described(
        "número medio de tuits que provoca cada tuit de ese tipo (autoexcitación; < 1, o no pararía)",
        "mean number of tweets that a tweet of that kind sets off (self-excitation; < 1, or it would never stop)",
    )
    thread_share: float = described(
        "parte de esos tuits que responde en el hilo; el resto son tuits nuevos contagiados",
        "share of those tweets that answer in the thread; the rest are new tweets by contagion",
        0.5,
    )
    kernel_minutes: float = described(
        "mediana de la espera entre un tuit y el que provoca",
        "median wait between a tweet and one it sets off",
        7.0,
    )
    kernel_tail: float = described(
        "exponente de la cola (Lomax) de esa espera: menor, más pesada",
        "tail exponent (Lomax) of that wait: smaller is heavier",
        1.3,
    )
    threads: Mapping[str, Mapping[str, float]] = described(
        "qué se responde en el hilo a cada tipo de tuit",
        "what is answered in the thread to each kind of tweet",
    )
    followups: Mapping[str, tuple[float, Mapping[str, float]]] = described(
        "probabilidad de que el cliente conteste a cada tipo de respuesta de la marca, y con qué",
        "probability that the customer answers each kind of the brand's reply, and with what",
    )
    customers_per_tweet: float = described(
        "clientes distintos por tuit; la actividad de cada uno es muy desigual (Lomax)",
        "distinct customers per tweet; how active each one is, is very uneven (Lomax)",
        0.8,
    )
    tags: tuple[str, ...] = described(
        "etiquetas corrientes del caso; una parte de los tuits lleva alguna",
        "ordinary hashtags of the case; part of the tweets carry one",
        (),
    )
    crisis_tags: tuple[str, ...] = described(
        "etiquetas desde el comienzo del incidente", "hashtags from the start of the incident", ()
    )
    takeover: Takeover | None = described(  # noqa: RUF009
        "relevo de la etiqueta de la campaña por la de la crítica (minutos tras el comienzo, curva logística)",
        "the campaign's hashtag overtaken by the critics' one (minutes after onset, logistic curve)",
        None,
    )
    calendar: tuple[Post, ...] = described(
        "tuits propios de la marca ya planeados", "the brand's own tweets, planned beforehand", ()
    )
    events: tuple[Event, ...] = ()
    sources: tuple[Source, ...] = ()
    policy: str = "well-managed"

    def __post_init__(self) -> None:
        clocks = [madrid(value) for value in (self.start, self.onset, self.over, self.end)]
        if clocks != sorted(clocks) or clocks[0] == clocks[-1]:
            raise CourseError(
                Text(
                    es=f"El escenario «{self.name}» debe cumplir start ≤ onset ≤ over ≤ end (hora de Madrid).",
                    en=f"Scenario '{self.name}' must have start ≤ onset ≤ over ≤ end (Madrid time).",
                )
            )
        if any(not 0 <= value < 1 for value in self.offspring.values()) or self.everyday_rate < 0:
            raise CourseError(
                Text(
                    es=f"Escenario «{self.name}»: cada valor de offspring va de 0 a menos de 1 "
                    "y everyday_rate no es negativo.",
                    en=f"Scenario '{self.name}': each value of offspring goes from 0 to below 1 "
                    "and everyday_rate is not negative.",
                )
            )
        for wave in self.waves:
            times = [madrid(at) for at, _ in wave.knots]
            if times != sorted(times) or any(rate < 0 for _, rate in wave.knots) or not wave.mix:
                raise CourseError(
                    Text(
                        es=f"Oleada «{wave.name}»: los puntos van en orden de tiempo, con tasas ≥ 0 y alguna sección.",
                        en=f"Wave '{wave.name}': knots come in time order, with rates ≥ 0 and at least one section.",
                    )
                )

    def second(self, moment: str | pd.Timestamp) -> int:
        """Return the second of the simulation at a Madrid clock time."""
        stamp = madrid(moment) if isinstance(moment, str) else moment
        return int((stamp - madrid(self.start)).total_seconds())

    @property
    def duration(self) -> int:
        """Length of the window in seconds."""
        return self.second(self.end)
