"""A pooled class as files: two tables that a spreadsheet opens right and cannot run, and JSON for programs."""

from __future__ import annotations

import csv
import json
import math
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from grader.pooling.flags import MEANINGS

if TYPE_CHECKING:
    from grader.pool import Pool

FORMAT = 1
_FORMULA = (
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "'",
)  # what a spreadsheet calculates, and our sign against it


def write_tables(pooled: Pool, annotations: Path, annotators: Path) -> None:
    """Write the long table and the table of students.

    UTF-8 with a mark and CRLF, so that a spreadsheet shows accents; a text that it would take for a formula
    begins with ``'``. Numbers have a decimal point.

    Parameters
    ----------
    pooled : Pool
    annotations : Path
        Gets `Pool.labels`: ``tweet_id, student, labels, note, updated_at, codebook, signed_as, source``.
    annotators : Path
        Gets `Pool.students` (``student, labelled, skipped, alpha_class, alpha_gold, seconds, source, flags``)
        and, in ``remarks``, the details of each flag.
    """
    _write(annotations, _csv(pooled.labels.rename(columns={"annotator": "student"})))
    details: dict[str, list[str]] = {}
    for student, flag, detail in pooled.flags.itertuples(index=False, name=None):
        details.setdefault(student, []).append(f"{flag}: {detail}")
    remarks = [" / ".join(details.get(student, ())) for student in pooled.students["student"]]
    _write(annotators, _csv(pooled.students.assign(remarks=remarks)))


def write_json(pooled: Pool, path: Path) -> None:
    """Write everything but the long table for other programs; what is not defined is null."""
    _write(path, (json.dumps(as_json(pooled), ensure_ascii=False, indent=1) + "\n").encode())


def as_json(pooled: Pool) -> dict[str, Any]:
    """Return what `write_json` writes."""
    return {
        "format": FORMAT,
        "unit": pooled.unit,
        "tweets": pooled.tweets,
        "has_gold": pooled.has_gold,
        "agreement": _agreement(pooled.agreement),
        "nominal": _agreement(pooled.nominal),
        "by_code": _records(pooled.by_code),
        "students": _records(pooled.students),
        "flags": _records(pooled.flags),
        "meanings": MEANINGS,
        "copies": _records(pooled.copies),
        "alike": _records(pooled.alike),
        "disagreements": _records(pooled.disagreements),
    }


def _agreement(found: Any) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "alpha": _plain(found.value),
        "interval": [_plain(end) for end in found.interval],
        "level": found.level,
        "distance": found.distance,
        "tweets": found.tweets,
        "annotators": len(found.annotators),
    }


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{name: _plain(value) for name, value in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _csv(table: pd.DataFrame) -> bytes:
    table = table.copy()
    for name in table.columns:
        if pd.api.types.is_float_dtype(table[name]):
            table[name] = ["" if math.isnan(value) else f"{value:.4f}" for value in table[name]]
        elif not pd.api.types.is_numeric_dtype(table[name]):
            table[name] = [f"'{text}" if text.startswith(_FORMULA) else text for text in table[name]]
    text = table.to_csv(index=False, lineterminator="\r\n", quoting=csv.QUOTE_MINIMAL)
    return b"\xef\xbb\xbf" + text.encode("utf-8", "replace")


def _write(path: Path, content: bytes) -> None:
    """Whole or not at all, for the owner's eyes; a link that lies in its place is replaced, not followed."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:40]}-")
    try:
        with open(handle, "wb") as file:
            file.write(content)
        os.replace(temporary, path)
    except BaseException:
        os.unlink(temporary)
        raise
