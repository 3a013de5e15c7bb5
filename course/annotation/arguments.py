"""What a session is given, checked one by one: each refusal says what came and what would do."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from course.annotation import disk
from course.annotation.failure import NO_FILE, NO_FOLDER
from course.annotation.rows import NAME_LIMIT, NOTE_LIMIT, one_line
from course.errors import CourseError
from course.language import LANGUAGES, Text

if TYPE_CHECKING:
    import pandas as pd

    from course.cases import Case


def table_of(tweets: pd.DataFrame | Case) -> tuple[pd.DataFrame, Text | str | None]:
    """Return the table of tweets, and the sentence on where they come from if it brings one."""
    import pandas as pd

    if isinstance(tweets, pd.DataFrame):
        return tweets, tweets.attrs.get("provenance")
    return getattr(tweets, "tweets", tweets), getattr(tweets, "provenance", None)


def sentence(source: Text | str | None) -> Text | None:
    """Return a sentence in both languages."""
    return Text(source, source) if isinstance(source, str) else source


def checked_language(language: str | None) -> str | None:
    """Return a language that the course has; None is the reader's."""
    if language is not None and language not in LANGUAGES:
        raise CourseError(
            Text(
                es=f"language={language!r:.20}: usa «es» o «en».",
                en=f"language={language!r:.20}: use 'es' or 'en'.",
            )
        )
    return language


def checked_path(save_to: str | os.PathLike[str]) -> Path:
    """Return where a file lies or will lie."""
    try:
        path = disk.absolute(save_to)
    except (TypeError, ValueError, OSError, RuntimeError):  # no path, a null byte, links in a circle, no home
        path, why = Path("."), NO_FILE
    else:
        why = disk.obstacle(path)
    if why in (NO_FILE, NO_FOLDER):
        raise CourseError(Text(f"save_to={str(save_to)!r:.200}: ", f"save_to={str(save_to)!r:.200}: ") + why)
    return path


def checked_name(annotator: str) -> str:
    """Return an annotator's name, on one line."""
    name = one_line(annotator) if isinstance(annotator, str) else ""
    if not name or len(name) > NAME_LIMIT:
        raise CourseError(
            Text(
                es=f"annotator={annotator!r:.80}: hace falta un nombre de 1 a {NAME_LIMIT} caracteres.",
                en=f"annotator={annotator!r:.80}: a name of 1 to {NAME_LIMIT} characters is needed.",
            )
        )
    return name


def checked_note(note: str) -> str:
    """Return a note, on one line."""
    note = one_line(str(note or ""))
    if len(note) > NOTE_LIMIT:
        raise CourseError(
            Text(
                es=f"La nota tiene {len(note)} caracteres y caben {NOTE_LIMIT}. Acórtala.",
                en=f"The note has {len(note)} characters and {NOTE_LIMIT} fit. Shorten it.",
            )
        )
    return note
