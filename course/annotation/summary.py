"""A session without its front end: what was labelled, as text and as HTML that needs no script."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any

from course.annotation.embedding import MIME, pack
from course.language import Text

if TYPE_CHECKING:
    import pandas as pd

    from course.annotation.session import Session

SHOWN = 60  # tweets, at most
_TWEET = 140  # characters of each

_TITLE = Text(es="Anotaciones", en="Annotations")
_PROGRESS = Text(
    es="{done} de {total} tuits etiquetados, {skipped} saltados, {pending} pendientes.",
    en="{done} of {total} tweets labelled, {skipped} skipped, {pending} pending.",
)
_UNSAVED = Text(es="Sin guardar: {unsaved}.", en="Not saved: {unsaved}.")
_FILE = Text(es="Archivo: {file}. Anotador: {annotator}.", en="File: {file}. Annotator: {annotator}.")
_CODES = Text(es="Cuántas veces se ha puesto cada etiqueta", en="How often each label was given")
_CODE = Text(es="Etiqueta", en="Label")
_TIMES = Text(es="Veces", en="Times")
_GIVEN = Text(es="Tuits etiquetados", en="Labelled tweets")
_ONE = Text(es="Tuit", en="Tweet")
_LABELS = Text(es="Etiquetas", en="Labels")
_NOTE = Text(es="Nota", en="Note")
_MORE = Text(es="Y otros {n}.", en="And {n} more.")
_UNKNOWN = Text(es="{code} (no está en el libro)", en="{code} (not in the codebook)")


def text(session: Session, language: str) -> str:
    """Return a session's counts in plain text."""
    counts = _counts(session)
    lines = [f"{_TITLE.to(language)}: {_PROGRESS.to(language).format(**counts)}"]
    if counts["unsaved"]:
        lines.append(_UNSAVED.to(language).format(**counts))
    lines.append("; ".join(f"{title}: {n}" for title, n in _codes(session, counts, language)))
    lines += [problem.to(language) for problem in session.problems]
    return "\n".join(lines)


def html(session: Session, language: str) -> str:
    """Return a session's counts, labels and problems as HTML without script, style or anything of its own.

    Whatever came from a file or a tweet is escaped, and runs in its own direction.
    """
    counts = _counts(session)
    about = _FILE.to(language).format(file=session.store.path.name, annotator=session.annotator)
    parts = [
        f'<section lang="{language}" aria-label="{_safe(_TITLE.to(language))}">',
        f"<p><strong>{_safe(_TITLE.to(language))}.</strong> {_safe(_PROGRESS.to(language).format(**counts))}",
        f" {_safe(_UNSAVED.to(language).format(**counts))}" if counts["unsaved"] else "",
        f"<br>{_safe(about)}</p>",
    ]
    if session.problems:
        parts.append("<ul>")
        parts += [f"<li>{_safe(problem.to(language))}</li>" for problem in session.problems]
        parts.append("</ul>")
    codes = [[_safe(title), str(n)] for title, n in _codes(session, counts, language)]
    parts.append(_table(_CODES, (_CODE, _TIMES), codes, language))
    parts.append(_given(session, language))
    return "".join(parts) + "</section>"


def bundle(session: Session, language: str) -> dict[str, Any]:
    """Return the output of a cell: HTML, text, and the file itself packed away (see `course.annotation.recover`).

    The packed file holds what is not saved too.
    """
    return {
        "text/html": html(session, language),
        "text/plain": text(session, language),
        MIME: pack(session.store.data(), name=session.store.path.name),
    }


class Static:
    """What a graded run shows in place of the widget; nothing in it can change the file."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def labels(self) -> pd.DataFrame:
        """As `Session.labels`."""
        return self.session.labels

    def __repr__(self) -> str:
        return text(self.session, self.session.language)

    def _repr_mimebundle_(self, **_: object) -> dict[str, Any]:
        """IPython calls this to show the object."""
        return bundle(self.session, self.session.language)


def _counts(session: Session) -> dict[str, Any]:
    counts = session.counts()
    return counts | {"pending": counts["total"] - counts["done"] - counts["skipped"]}


def _codes(session: Session, counts: dict[str, Any], language: str) -> list[tuple[str, int]]:
    known = [(code.title.to(language), counts["by_code"][code.code]) for code in session.codebook.codes]
    return known + [(_UNKNOWN.to(language).format(code=code), n) for code, n in counts["strange"].items()]


def _given(session: Session, language: str) -> str:
    rows, titles = [], {code.code: code.title.to(language) for code in session.codebook.codes}
    given = [i for i, status in enumerate(session.labels["status"]) if status == "labelled"]
    for i in given[:SHOWN]:
        item = session.item(i)
        tweet = item["text"] if len(item["text"]) <= _TWEET else item["text"][:_TWEET] + "…"
        labels = ", ".join(titles.get(code, code) for code in item["labels"])
        rows.append(
            [
                f'<bdi lang="{item["lang"]}">{_safe(tweet)}</bdi>',
                _safe(labels),
                f"<bdi>{_safe(item['note'])}</bdi>",
            ]
        )
    if not rows:
        return ""
    more = len(given) - len(rows)
    tail = f"<p>{_safe(_MORE.to(language).format(n=more))}</p>" if more else ""
    return _table(_GIVEN, (_ONE, _LABELS, _NOTE), rows, language) + tail


def _table(title: Text, heads: tuple[Text, ...], rows: list[list[str]], language: str) -> str:
    """Return a table; the cells are HTML."""
    head = "".join(f'<th scope="col">{_safe(one.to(language))}</th>' for one in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    caption = f"<caption>{_safe(title.to(language))}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _safe(words: str) -> str:
    return escape(words, quote=True)
