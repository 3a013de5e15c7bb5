"""Words that depend on when a tweet is written: greetings, the hour on the clock, how long it has lasted."""

from __future__ import annotations

import numpy as np

from course.simulator.rhythm import clock
from course.simulator.scenario import Scenario

Pairs = list[tuple[str, str]]

_NUMBERS_ES = [
    "cero",
    "una",
    "dos",
    "tres",
    "cuatro",
    "cinco",
    "seis",
    "siete",
    "ocho",
    "nueve",
    "diez",
    "once",
    "doce",
    "trece",
    "catorce",
]
_NUMBERS_EN = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
]
_DAYS_ES = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_DAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def _elapsed(hours: int) -> Pairs:
    if hours < 1:
        return [
            ("un rato", "a while"), ("media hora", "half an hour"), ("un buen rato", "a good while"),
            ("veinte minutos", "twenty minutes"), ("más de media hora", "over half an hour"), ("casi una hora",
            "almost an hour"),
            ("20 min", "20 min"), ("tres cuartos de hora", "three quarters of an hour"), ("ni se sabe",
            "who knows how long"),
        ]  # fmt: skip
    if hours > 13:
        return [
            ("desde ayer", "since yesterday"), ("medio día", "half a day"), ("12 horas", "12 hours"),
            ("casi un día", "almost a day"),
            ("más de 12 horas", "over 12 hours"), ("una eternidad", "an eternity"), ("tantas horas", "so many hours"),
        ]  # fmt: skip
    es, en = _NUMBERS_ES[hours], _NUMBERS_EN[hours]
    es_unit, en_unit = ("hora", "hour") if hours == 1 else ("horas", "hours")
    after_es, after_en = _NUMBERS_ES[hours + 1], _NUMBERS_EN[hours + 1]
    pairs = [
        (f"{hours} {es_unit}", f"{hours} {en_unit}"), (f"más de {hours} {es_unit}", f"more than {hours} {en_unit}"),
        (f"{es} {es_unit}", f"{en} {en_unit}"), (f"casi {after_es} horas", f"almost {after_en} hours"),
        (f"{es} {es_unit} y pico", f"{en} {en_unit} and a bit"), (f"{hours}h", f"{hours}h"),
        (f"{es} {es_unit} y media" , f"{en} and a half hours"),
        (f"{es} {es_unit} larga" + ("s" if hours > 1 else ""), f"{en} long {en_unit}"),
    ]  # fmt: skip
    if hours >= 3:
        pairs += [
            ("horas", "hours"),
            ("un montón de horas", "loads of hours"),
            ("media vida", "half my life"),
        ]
    if hours >= 7:
        pairs += [
            ("todo el día", "all day"),
            ("el día entero", "the whole day"),
            ("toda la tarde", "the whole afternoon"),
        ]
    return pairs


def _clock(half_hours: int) -> Pairs:
    hour, half = divmod(half_hours, 2)
    digits = f"{hour}:{30 if half else 0:02d}"
    spoken = _NUMBERS_ES[(hour - 1) % 12 + 1] + (" y media" if half else "")
    article = "la" if (hour - 1) % 12 == 0 else "las"
    part = (
        "de la madrugada"
        if hour < 6
        else "de la mañana"
        if hour < 12
        else "del mediodía"
        if hour < 13
        else "de la tarde"
        if hour < 21
        else "de la noche"
    )
    english = f"{(hour - 1) % 12 + 1}{':30' if half else ''} {'am' if hour < 12 else 'pm'}"
    return [
        (f"{article} {digits}", english), (f"{article} {spoken}", english), (f"{article} {spoken} {part}", english),
        (f"{article} {digits}h", english),
    ]  # fmt: skip


def timed_slots() -> dict[str, dict[str, Pairs]]:
    """Return the slots that the calendar fills, by moment."""
    return {
        "elapsed": {str(hours): _elapsed(hours) for hours in range(15)},
        "clock": {str(number): _clock(number) for number in range(48)},
        "today": {str(day): [(_DAYS_ES[day], _DAYS_EN[day])] for day in range(7)},
    }


def moments(scenario: Scenario, time: np.ndarray) -> dict[str, np.ndarray]:
    """Return, for each slot that depends on the moment, the name of each tweet's moment."""
    hour, weekday = clock(scenario, time)
    since = (time - scenario.second(scenario.onset)) / 3600
    part = np.where(
        hour < 6, "night", np.where(hour < 13.5, "morning", np.where(hour < 20.5, "afternoon", "night"))
    )
    return {
        "greet": part,
        "elapsed": since.clip(0, 14).astype(int).astype(str),
        "clock": ((hour * 2).astype(int) % 48).astype(str),
        "today": weekday.astype(str),
    }
