"""The notebook as a file: its version, kernel, cell ids, fields, tags and outputs, whatever stands in the cells."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from typing import Any

from grader.delivery import printable, unwrap
from grader.doctor.finding import Finding
from grader.submission import texts

LARGE = 5 * 2**20  # characters of outputs
_ID = re.compile(r"[a-zA-Z0-9_-]{1,64}")
_COLAB = {"id", "outputId", "colab", "colab_type"}
_FIELDS = {"code": ("metadata", "source", "outputs", "execution_count"), "markdown": ("metadata", "source")}
_FIELDS["raw"] = _FIELDS["markdown"]


def document(content: bytes) -> dict[str, Any]:
    """Return a notebook's JSON; empty when it is none.

    Examples
    --------
    >>> document(b'{"cells": []}'), document(b"[]")
    ({'cells': []}, {})
    """
    for text in texts(unwrap(content)):
        try:
            data = json.loads(text)
        except (ValueError, RecursionError, MemoryError):
            continue
        return data if isinstance(data, dict) else {}
    return {}


def look_at_form(content: bytes) -> Iterator[Finding]:
    """Say what is odd about the file of a readable notebook."""
    content = unwrap(content)
    if content.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in content[:200]:
        yield Finding("encoding", "saved as UTF-16")
    elif content.startswith(b"\xef\xbb\xbf"):
        yield Finding("encoding", "saved as UTF-8 with a byte-order mark")
    elif not _is_utf8(content):
        yield Finding("encoding", "saved in Windows' encoding (cp1252)")
    data = document(content)
    cells = [cell for cell in _listed(data.get("cells")) if isinstance(cell, dict)]
    yield from _version(data)
    yield from _kernel(data)
    yield from _ids(data, cells)
    yield from _fields(data, cells)
    yield from _tags(cells)
    metadata = data.get("metadata")
    if (isinstance(metadata, dict) and "colab" in metadata) or any(map(_from_colab, cells)):
        yield Finding("colab", "passed through Google Colab")
    yield from _outputs(cells)


def _is_utf8(content: bytes) -> bool:
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _listed(value: Any) -> list:
    return value if isinstance(value, list) else []


def _version(data: dict[str, Any]) -> Iterator[Finding]:
    version, minor = data.get("nbformat"), data.get("nbformat_minor")
    if version != 4 or type(minor) is not int or minor < 5:
        shown = printable(f"{version}.{minor}", 20)
        yield Finding("format", f"notebook format {shown}, where 4.5 was released")


def _kernel(data: dict[str, Any]) -> Iterator[Finding]:
    metadata = data.get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    if not isinstance(spec, dict):
        yield Finding("kernel", "no kernel is named")
    elif spec.get("name") != "python3" or spec.get("language", "python") != "python":
        shown = printable(str(spec.get("display_name") or spec.get("name")), 60)
        yield Finding("kernel", f"made with the kernel {shown!r}; graded with Python 3")


def _ids(data: dict[str, Any], cells: list[dict]) -> Iterator[Finding]:
    ids = [cell.get("id") for cell in cells]
    valid = [one for one in ids if isinstance(one, str) and _ID.fullmatch(one)]
    repeated = {one: count for one, count in Counter(valid).items() if count > 1}
    said = []
    if ids.count(None):
        said.append(f"{ids.count(None)} missing")
    if len(ids) - ids.count(None) - len(valid):
        said.append(f"{len(ids) - ids.count(None) - len(valid)} invalid")
    if repeated:
        said.append(f"{len(repeated)} repeated ({', '.join(list(repeated)[:3])})")
    if said:
        yield Finding("cell-ids", f"cell ids: {', '.join(said)}")


def _fields(data: dict[str, Any], cells: list[dict]) -> Iterator[Finding]:
    wrong: Counter[str] = Counter()
    for cell in cells:
        kind = cell.get("cell_type")
        if not isinstance(kind, str) or kind not in _FIELDS:
            wrong["cell_type"] += 1
            continue
        wrong.update(name for name in _FIELDS[kind] if name not in cell)
        if not isinstance(cell.get("metadata", {}), dict):
            wrong["metadata"] += 1
        outputs = cell.get("outputs", [])
        if kind == "code" and not (isinstance(outputs, list) and all(map(is_output, outputs))):
            wrong["outputs"] += 1
    strangers = len(_listed(data.get("cells"))) - len(cells)
    if strangers:
        wrong["cell"] += strangers
    if not isinstance(data.get("metadata"), dict):
        wrong["metadata of the notebook"] += 1
    if wrong:
        said = ", ".join(f"{name} ({count})" for name, count in wrong.most_common(4))
        yield Finding("fields", f"missing or malformed: {said}")


def is_output(output: Any) -> bool:
    """Tell whether an output has what its kind must have."""
    if not isinstance(output, dict):
        return False
    kind = output.get("output_type")
    if kind == "stream":
        return isinstance(output.get("name"), str) and is_text(output.get("text"))
    if kind in ("display_data", "execute_result"):
        return isinstance(output.get("data"), dict)
    return kind == "error" and isinstance(output.get("traceback"), list)


def is_text(value: Any) -> bool:
    """Tell whether a value is text as notebooks hold it: whole or in lines."""
    return isinstance(value, str) or (
        isinstance(value, list) and all(isinstance(part, str) for part in value)
    )


def _tags(cells: list[dict]) -> Iterator[Finding]:
    numbers = [
        number
        for number, cell in enumerate(cells, start=1)
        if isinstance(cell.get("metadata"), dict)
        and "skip-execution" in _listed(cell["metadata"].get("tags"))
    ]
    if numbers:
        shown = ", ".join(map(str, numbers[:8])) + ("…" if len(numbers) > 8 else "")
        yield Finding("tags", f"tagged skip-execution: cells {shown}", cell=numbers[0])


def _from_colab(cell: dict) -> bool:
    metadata = cell.get("metadata")
    return isinstance(metadata, dict) and not _COLAB.isdisjoint(metadata)


def _outputs(cells: list[dict]) -> Iterator[Finding]:
    sizes, errors = {}, {}
    for number, cell in enumerate(cells, start=1):
        for output in _listed(cell.get("outputs")):
            sizes[number] = sizes.get(number, 0) + _size(output)
            if isinstance(output, dict) and output.get("output_type") == "error":
                errors[number] = printable(str(output.get("ename")), 40)
    total = sum(sizes.values())
    if total > LARGE:
        most = max(sizes, key=sizes.__getitem__)
        said = f"{total / 2**20:.0f} MB of outputs, {sizes[most] / 2**20:.0f} of them in cell {most}"
        yield Finding("large-outputs", said, cell=most)
    if errors:
        shown = ", ".join(f"cell {number} ({name})" for number, name in list(errors.items())[:4])
        more = f" and {len(errors) - 4} more" if len(errors) > 4 else ""
        yield Finding("error-outputs", f"saved with an error on show in {shown}{more}", cell=min(errors))


def _size(value: Any) -> int:
    """Characters of an output; of one that is nested beyond reason, what can be counted."""
    total, left = 0, [value]
    while left:
        one = left.pop()
        if isinstance(one, str):
            total += len(one)
        elif isinstance(one, dict):
            left.extend(one.values())
        elif isinstance(one, list):
            left.extend(one)
    return total
