"""One column at a time: what its values must be, and the sentence that names column, row and remedy."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd

from course.errors import SchemaError
from course.language import Text

_STRING = pd.StringDtype(na_value=np.nan)  # what `pd.read_csv` gives: comparisons stay plain True or False
_ZONE = r"(Z|[+-]\d\d:?\d\d)$"


def require_columns(frame: pd.DataFrame, columns: Iterable[str]) -> None:
    """Raise `SchemaError` unless `frame` is a table with these columns."""
    if not isinstance(frame, pd.DataFrame):
        raise SchemaError(
            Text(
                es=f"Hace falta una tabla (DataFrame) y ha llegado {type(frame).__name__}.",
                en=f"A table (DataFrame) is needed and {type(frame).__name__} came.",
            )
        )
    missing = [name for name in columns if name not in frame.columns]
    if missing:
        have = ", ".join(map(str, frame.columns)) or "–"
        names = ", ".join(missing)
        raise SchemaError(
            Text(
                es=f"Falta la columna «{names}»; la tabla tiene: {have}. "
                "Remedio: añádela, o cambia el nombre de la que haga su papel con `.rename(columns=...)`.",
                en=f"Column '{names}' is missing; the table has: {have}. "
                "Remedy: add it, or rename the one that plays its part with `.rename(columns=...)`.",
            )
        )


def require_rows(frame: pd.DataFrame) -> None:
    if frame.empty:
        raise SchemaError(
            Text(
                es="La tabla está vacía: no tiene ninguna fila. Remedio: mira el archivo, o el filtro que "
                "la ha dejado así.",
                en="The table is empty: it has no row. Remedy: check the file, or the filter that left it "
                "without rows.",
            )
        )


def require_unique(frame: pd.DataFrame, column: str) -> None:
    refuse(
        frame,
        column,
        frame[column].duplicated(),
        Text(es="este identificador ya ha salido antes.", en="this id has come before."),
        Text(es=f'quita las repetidas: `.drop_duplicates("{column}")`.',
             en=f'drop the repeated ones: `.drop_duplicates("{column}")`.'),
        shown=frame[column],
    )  # fmt: skip


def ids(frame: pd.DataFrame, column: str, *, optional: bool = False) -> pd.Series:
    values = frame[column]
    if values.isna().all() and optional:
        return values.astype("object").where(values.notna(), None).astype(_STRING)
    if pd.api.types.is_numeric_dtype(values):
        refuse(
            frame,
            column,
            values.notna(),
            Text(es="el identificador es un número, y un número decimal pierde las últimas cifras.",
                 en="the id is a number, and a floating-point number loses the last digits."),
            Text(es="vuelve a leer el archivo con `dtype=str`; un identificador se escribe «t» y cifras.",
                 en="read the file again with `dtype=str`; an id is written 't' and digits."),
        )  # fmt: skip
    values = texts(frame, column, optional=optional)
    refuse(
        frame,
        column,
        values.notna() & ~values.str.fullmatch(r"t[0-9]+", na=False),
        Text(es="el identificador no es «t» seguida de cifras.", en="the id is not 't' followed by digits."),
        Text(
            es='escríbelo así: "t" + cifras, sin «.0» ni «E+18».',
            en='write it so: "t" + digits, without ".0" or "E+18".',
        ),
    )
    return values


def texts(frame: pd.DataFrame, column: str, *, optional: bool = False) -> pd.Series:
    if column not in frame.columns or (optional and frame[column].isna().all()):
        return pd.Series(np.nan, index=frame.index, dtype=_STRING)
    values = frame[column]
    if not optional:
        refuse_missing(frame, column)
    if pd.api.types.infer_dtype(values, skipna=True) not in ("string", "empty", "categorical"):
        is_text = values.map(lambda value: isinstance(value, str)).astype(bool)
        refuse(
            frame,
            column,
            ~is_text & values.notna(),
            Text(es="no es un texto.", en="it is not a text."),
            Text(
                es=f'conviértelo con `["{column}"].astype(str)`.',
                en=f'convert it with `["{column}"].astype(str)`.',
            ),
        )
    return values.astype(_STRING)


def choices(frame: pd.DataFrame, column: str, allowed: tuple[str, ...]) -> pd.Series:
    values = texts(frame, column)
    names = ", ".join(allowed)
    refuse(
        frame,
        column,
        ~values.isin(allowed),
        Text(es="el valor no es ninguno de los permitidos.", en="the value is none of those allowed."),
        Text(es=f"usa uno de estos: {names}.", en=f"use one of these: {names}."),
        shown=values,
    )
    return values


def counts(frame: pd.DataFrame, column: str) -> pd.Series:
    if column not in frame.columns:
        return pd.Series(pd.NA, index=frame.index, dtype="Int64")
    raw = frame[column]
    numbers = pd.to_numeric(raw, errors="coerce").astype("Float64")
    wrong = (raw.notna() & numbers.isna()) | (numbers < 0).fillna(False) | (numbers % 1 != 0).fillna(False)
    refuse(
        frame,
        column,
        wrong,
        Text(es="no es un número entero de 0 en adelante.", en="it is not a whole number from 0 up."),
        Text(
            es="corrígelo, o déjalo vacío si no se conoce.",
            en="mend it, or leave it empty if it is not known.",
        ),
        shown=raw,
    )
    return numbers.astype("Int64") if numbers.isna().any() else numbers.astype("int64")


def flags(frame: pd.DataFrame, column: str) -> pd.Series:
    refuse_missing(frame, column)
    flags = frame[column].astype("object").map({True: True, False: False, "True": True, "False": False,
                                                "true": True, "false": False})  # fmt: skip
    refuse(
        frame,
        column,
        flags.isna(),
        Text(es="no es True ni False.", en="it is neither True nor False."),
        Text(es="escribe True o False.", en="write True or False."),
        shown=frame[column],
    )
    return flags.astype(bool)


def instants(frame: pd.DataFrame, column: str, *, optional: bool = False) -> pd.Series:
    values = frame[column]
    if not optional:
        refuse_missing(frame, column)
    elif values.isna().all():
        return pd.Series(pd.NaT, index=frame.index, dtype="datetime64[us, UTC]")
    if not isinstance(values.dtype, pd.DatetimeTZDtype):
        values = _parsed(frame, column, _zones(frame, column))
    return values.dt.tz_convert("UTC").dt.as_unit("us")


def _zones(frame: pd.DataFrame, column: str) -> pd.Series:
    """Return the time zone that each value states, as a text; missing where it states none."""
    values = frame[column]
    kind = pd.api.types.infer_dtype(values, skipna=True)
    if kind == "string":
        return values.astype(_STRING).str.extract(_ZONE, expand=False)
    if kind in ("datetime", "datetime64"):
        return values.map(lambda value: getattr(value, "tzinfo", None) and str(value.tzinfo)).astype(_STRING)
    refuse(
        frame,
        column,
        values.notna(),
        Text(es="no es una fecha con hora.", en="it is not a date with a time."),
        Text(es=f'conviértela con `pd.to_datetime(table["{column}"], utc=True)`.',
             en=f'convert it with `pd.to_datetime(table["{column}"], utc=True)`.'),
        shown=values,
    )  # fmt: skip
    raise AssertionError("unreachable: at least one value is present")


def _parsed(frame: pd.DataFrame, column: str, zones: pd.Series) -> pd.Series:
    values = frame[column]
    instants = pd.to_datetime(values, utc=True, format="ISO8601", errors="coerce")
    refuse(
        frame,
        column,
        values.notna() & instants.isna(),
        Text(es="no se entiende como fecha y hora.", en="it cannot be read as a date and time."),
        Text(es="escríbela como 2014-03-12T11:36:00Z.", en="write it as 2014-03-12T11:36:00Z."),
        shown=values,
    )
    refuse(
        frame,
        column,
        values.notna() & zones.isna(),
        Text(es="la hora no dice su zona horaria.", en="the time does not say its time zone."),
        Text(es='si es hora de Madrid: `.dt.tz_localize("Europe/Madrid")`; '
                'si es UTC: `pd.to_datetime(..., utc=True)`.',
             en='if it is Madrid time: `.dt.tz_localize("Europe/Madrid")`; '
                'if it is UTC: `pd.to_datetime(..., utc=True)`.'),
        shown=values,
    )  # fmt: skip
    first = zones.dropna().iloc[0]
    refuse(
        frame,
        column,
        zones.notna() & (zones != first),
        Text(es=f"la columna mezcla zonas horarias: empieza en {first} y aquí cambia.",
             en=f"the column mixes time zones: it begins with {first} and changes here."),
        Text(es=f'pásalas todas a UTC: `pd.to_datetime(table["{column}"], utc=True)`.',
             en=f'turn all into UTC: `pd.to_datetime(table["{column}"], utc=True)`.'),
        shown=values,
    )  # fmt: skip
    return instants


def refuse_missing(frame: pd.DataFrame, column: str) -> None:
    refuse(
        frame,
        column,
        frame[column].isna(),
        Text(es="falta el valor.", en="the value is missing."),
        Text(es="complétalo, o quita la fila.", en="fill it in, or drop the row."),
    )


def refuse(
    frame: pd.DataFrame,
    column: str,
    wrong: pd.Series | np.ndarray,
    problem: Text,
    remedy: Text,
    *,
    shown: pd.Series | None = None,
) -> None:
    """Raise the sentence for the first wrong row, if there is one."""
    positions = np.flatnonzero(np.asarray(wrong, dtype=bool))
    if not len(positions):
        return
    at, others = int(positions[0]), len(positions) - 1
    name = next((key for key in ("tweet_id", "key", "title_es") if key in frame.columns), None)
    row = f", {name} {frame[name].iloc[at]}" if name else ""
    value = "" if shown is None else f" = {str(shown.iloc[at])[:60]!r}"
    raise SchemaError(
        Text(
            es=f"Columna «{column}»{value}, fila en la posición {at} (`.iloc[{at}]`{row}): ",
            en=f"Column '{column}'{value}, row at position {at} (`.iloc[{at}]`{row}): ",
        )
        + problem
        + (Text(es=f" Y otras {others} filas.", en=f" And {others} more rows.") if others else "")
        + Text(es=" Remedio: ", en=" Remedy: ")
        + remedy
    )
