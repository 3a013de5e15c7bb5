"""The committed data packages: their files, made from a case and its seed, written and compared byte for byte."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pandas as pd

from course.simulator.datasheet import datasheet
from course.simulator.engine import SCENARIOS, Simulation, simulate
from course.simulator.tables import sources_table

SEEDS = {"iberia": 20130718, "jazztel": 20140312}
_VERSION = "0.1.0"

Field = tuple[str, str, str, str]
_TWEETS: tuple[Field, ...] = (
    (
        "tweet_id",
        "string",
        "identificador: «t» y cifras, en orden de tiempo",
        "identifier: 't' and digits, in order of time",
    ),
    ("created_at", "datetime", "momento de publicación, en UTC", "moment of publication, in UTC"),
    (
        "author_id",
        "string",
        "seudónimo del autor; la marca lleva su nombre",
        "author's pseudonym; the brand bears its name",
    ),
    ("author_role", "string", "papel: customer, brand o media", "role: customer, brand or media"),
    ("reply_to", "string", "tuit al que contesta; vacío si a ninguno", "tweet it answers; empty if none"),
    ("text", "string", "texto simulado, en español", "simulated text, in Spanish"),
    ("text_en", "string", "glosa en inglés", "gloss in English"),
    ("retweets", "integer", "veces que se reenvió", "times it was passed on"),
    ("likes", "integer", "veces que se marcó como favorito", "times it was marked as a favourite"),
)
_EVENTS: tuple[Field, ...] = (
    ("at", "datetime", "momento o comienzo, en UTC; con precision=day solo consta el día, en hora de Madrid",
     "moment or start, in UTC; with precision=day only the day is known, in Madrid time"),
    ("until", "datetime", "final, en UTC; vacío si es un momento", "end, in UTC; empty if it is a moment"),
    ("kind", "string", "tipo de suceso", "kind of event"),
    ("actor", "string", "de quién es el suceso", "whose event it is"),
    ("title_es", "string", "qué pasó, en español", "what happened, in Spanish"),
    ("title_en", "string", "qué pasó, en inglés", "what happened, in English"),
    ("precision", "string", "cómo de bien se conoce la hora: minute, approximate, hour o day",
     "how well the time is known: minute, approximate, hour or day"),
    ("source", "string", "claves de las fuentes, separadas por «;»", "keys of the sources, separated by ';'"),
    ("documented", "boolean", "true: consta en las fuentes; false: simulado",
    "true: it stands in the sources; false: simulated"),
)  # fmt: skip
_SOURCES: tuple[Field, ...] = (
    ("key", "string", "clave con que se cita", "key it is cited by"),
    ("title", "string", "título o descripción breve", "title or short description"),
    ("published", "string", "fecha de publicación, con la precisión que se conoce; vacía si no consta",
     "date of publication, as precisely as known; empty if unknown"),
    ("description_es", "string", "qué es y qué aporta, en español", "what it is and what it gives, in Spanish"),
    ("description_en", "string", "qué es y qué aporta, en inglés", "what it is and what it gives, in English"),
)  # fmt: skip
_CONSTRAINTS = {
    "tweet_id": {"required": True, "unique": True, "pattern": "t[0-9]+"},
    "created_at": {"required": True},
    "author_id": {"required": True},
    "author_role": {"required": True, "enum": ["customer", "brand", "media"]},
    "text": {"required": True, "maxLength": 140},
    "text_en": {"required": True},
    "retweets": {"required": True, "minimum": 0},
    "likes": {"required": True, "minimum": 0},
    "at": {"required": True},
    "precision": {"required": True, "enum": ["minute", "approximate", "hour", "day"]},
    "documented": {"required": True},
    "key": {"required": True, "unique": True},
}


def data_files(case: str) -> dict[str, bytes]:
    """Return the files of a case's data package by name.

    Parameters
    ----------
    case : {"iberia", "jazztel"}

    Returns
    -------
    dict
        ``tweets.csv``, ``events.csv``, ``sources.csv``, ``datapackage.json``, ``DATASHEET.es.md``,
        ``DATASHEET.en.md``: UTF-8, LF, the same bytes on every machine.
    """
    crisis = simulate(case, seed=SEEDS[case])
    files = {
        "tweets.csv": _csv(crisis.tweets),
        "events.csv": _csv(crisis.events),
        "sources.csv": _csv(sources_table(crisis.scenario.sources)),
    }
    files["datapackage.json"] = _descriptor(crisis, files)
    for language in ("es", "en"):
        files[f"DATASHEET.{language}.md"] = datasheet(crisis, language).encode()
    return files


def write(folder: Path) -> list[Path]:
    """Write the data packages of both cases into `folder` and return the files."""
    written = []
    for case in SCENARIOS:
        (folder / case).mkdir(parents=True, exist_ok=True)
        for name, content in data_files(case).items():
            path = folder / case / name
            path.write_bytes(content)
            written.append(path)
    return written


def differences(folder: Path) -> list[Path]:
    """Return the files of `folder` that are missing or are not, byte for byte, what the simulator writes."""
    different = []
    for case in SCENARIOS:
        for name, content in data_files(case).items():
            path = folder / case / name
            if not path.is_file() or path.read_bytes() != content:
                different.append(path)
    return different


def _csv(table: pd.DataFrame) -> bytes:
    table = table.copy()
    for column in table.columns:
        if isinstance(table[column].dtype, pd.DatetimeTZDtype):
            table[column] = table[column].dt.strftime("%Y-%m-%dT%H:%M:%SZ")
        elif table[column].dtype == bool:
            table[column] = table[column].map({True: "true", False: "false"})
    return table.to_csv(index=False, lineterminator="\n").encode()


def _descriptor(crisis: Simulation, files: dict[str, bytes]) -> bytes:
    scenario = crisis.scenario
    package = {
        "profile": "tabular-data-package",
        "name": f"crisis20-{scenario.name}",
        "title": f"{scenario.title.en} (simulated)",
        "title_es": f"{scenario.title.es} (simulado)",
        "description": "SIMULATED DATA. Nobody wrote these tweets: a simulator made them so that they show the "
        "facts that the sources document. The documented facts are in events.csv; see DATASHEET.en.md.",
        "description_es": "DATOS SIMULADOS. Nadie escribió estos tuits: los hizo un simulador para mostrar los hechos "
        "que documentan las fuentes. Los hechos documentados están en events.csv; véase DATASHEET.es.md.",
        "version": _VERSION,
        "keywords": ["simulated", "Twitter", "crisis communication", "teaching"],
        "licenses": [
            {"name": "CC-BY-4.0", "title": "Creative Commons Attribution 4.0",
             "path": "https://creativecommons.org/licenses/by/4.0/"}
        ],
        "simulation": {"simulated": True, "scenario": scenario.name, "policy": crisis.policy.name, "seed": crisis.seed,
                       "scale": crisis.scale},
        "sources": [{"title": f"{source.key}: {source.title}"} for source in scenario.sources],
        "resources": [
            _resource("tweets", files["tweets.csv"], _TWEETS, "tweet_id"),
            _resource("events", files["events.csv"], _EVENTS, None),
            _resource("sources", files["sources.csv"], _SOURCES, "key"),
        ],
    }  # fmt: skip
    return (json.dumps(package, ensure_ascii=False, indent=2) + "\n").encode()


def _resource(name: str, content: bytes, fields: tuple[Field, ...], key: str | None) -> dict:
    schema: dict = {"fields": [_field(*field) for field in fields], "missingValues": [""]}
    if key:
        schema["primaryKey"] = key
    if name == "tweets":
        schema["foreignKeys"] = [{"fields": "reply_to", "reference": {"resource": "", "fields": "tweet_id"}}]
    return {
        "profile": "tabular-data-resource",
        "name": name,
        "path": f"{name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "dialect": {"delimiter": ",", "lineTerminator": "\n"},
        "bytes": len(content),
        "hash": "sha256:" + hashlib.sha256(content).hexdigest(),
        "schema": schema,
    }


def _field(name: str, kind: str, spanish: str, english: str) -> dict:
    field = {"name": name, "type": kind, "description": english, "description_es": spanish}
    if kind == "datetime":
        field["format"] = "%Y-%m-%dT%H:%M:%SZ"
    if name in _CONSTRAINTS:
        field["constraints"] = _CONSTRAINTS[name]
    return field
