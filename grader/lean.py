"""Imports that nobody here needs, kept out."""

from __future__ import annotations

import sys

_GRAMMAR = "rfc3987_syntax"  # of internationalised addresses: 1.4 s, for a format that no notebook holds


def lean() -> None:
    """Import jsonschema, on which all of Jupyter rests, without the grammar that it would take along."""
    if "jsonschema" in sys.modules or _GRAMMAR in sys.modules:
        return
    sys.modules[_GRAMMAR] = None  # type: ignore[assignment]
    try:
        import jsonschema

        assert jsonschema
    finally:
        del sys.modules[_GRAMMAR]
