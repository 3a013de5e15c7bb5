"""The pages' style sheet, in the page itself: it is read where there is no network."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

TEMPLATES = Path(__file__).parents[1] / "templates"


@cache
def style() -> str:
    """Return the style sheet without its comments."""
    css = (TEMPLATES / "crisis20" / "style.css").read_text(encoding="utf-8")
    return re.sub(r"\s*/\*.*?\*/", "", css, flags=re.DOTALL)
