"""Labelling without any front end: tweets, a codebook and a file; every change is saved, or said not to be."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from course.annotation.arguments import (
    checked_language,
    checked_name,
    checked_note,
    checked_path,
    sentence,
    table_of,
)
from course.annotation.codebook import Codebook
from course.annotation.failure import SaveError
from course.annotation.reading import DEFAULT_ANNOTATOR
from course.annotation.rows import Row
from course.annotation.store import Store
from course.annotation.tweets import Cards, checked_ids
from course.errors import CourseError
from course.language import Text, get_language

if TYPE_CHECKING:
    import pandas as pd

    from course.cases import Case

_TAKEN_BACK = ((), "", "cleared")


class Session:
    """One annotator's work on one table of tweets.

    Parameters
    ----------
    tweets : DataFrame or Case
        One row a tweet: ``tweet_id`` (unique; text or whole number) and ``text``. Shown where there:
        ``text_en``, ``created_at`` (without time zone: Madrid's), ``author_id``, ``author_role``,
        ``reply_to``, ``lang``.
    codebook : Codebook, mapping of code to definition, or iterable of codes
    save_to : str or path
        The CSV. What it holds already is kept and goes on.
    annotator : str, optional
        Who codes. By default the file's only annotator, else ``"coder"``.
    thread : DataFrame, optional
        Where the tweets that others answer are looked up; by default ``tweets``, or the case's.
    source : Text or str, optional
        Where the tweets come from, in a sentence; by default the case's, or ``tweets.attrs["provenance"]``.
    language : {"es", "en"}, optional
        By default the reader's.

    Raises
    ------
    CourseError
        If the table, the codebook, the annotator or the file's name will not do.

    Examples
    --------
    >>> import pandas as pd, tempfile, os
    >>> tweets = pd.DataFrame({"tweet_id": ["t1", "t2"], "text": ["¡Menudo timo!", "¿Y ahora?"]})
    >>> file = os.path.join(tempfile.mkdtemp(), "annotations.csv")
    >>> session = Session(tweets, ["joke", "question"], file)
    >>> session.label(1, ["question"])
    >>> session.counts()["by_code"], session.next_pending(1)
    ({'joke': 0, 'question': 1}, 0)
    >>> session.undo(), session.counts()["done"]
    (1, 0)
    """

    def __init__(
        self,
        tweets: pd.DataFrame | Case,
        codebook: Codebook | Mapping[str, str] | Iterable[str],
        save_to: str | os.PathLike[str] = "annotations.csv",
        *,
        annotator: str | None = None,
        thread: pd.DataFrame | None = None,
        source: Text | str | None = None,
        language: str | None = None,
    ) -> None:
        table, case_source = table_of(tweets)
        self.ids = checked_ids(table)
        self.codebook = Codebook.of(codebook)
        self.source = sentence(source or case_source)
        self._language = checked_language(language)
        self._cards = Cards(table, table if thread is None else table_of(thread)[0])
        self._place = {one: place for place, one in enumerate(self.ids)}
        self._undo: list[tuple[int, tuple[tuple[str, ...], str, str] | None]] = []
        self._noting: int | None = None  # the tweet whose note alone changed last
        self._mutex = threading.RLock()
        name = None if annotator is None else checked_name(annotator)
        self.store = Store(checked_path(save_to), name or "", self.codebook)
        if name is None:
            found = sorted({row.annotator for row in self.store.rows.values()})
            self.store.annotator = found[0] if len(found) == 1 else DEFAULT_ANNOTATOR

    @property
    def total(self) -> int:
        return len(self.ids)

    @property
    def annotator(self) -> str:
        return self.store.annotator

    @property
    def language(self) -> str:
        return self._language or get_language()

    @property
    def unsaved(self) -> list[int]:
        """Places of the tweets whose last change is not in the file."""
        with self._mutex:
            mine = {tweet for tweet, who in self.store.waiting if who == self.annotator}
            return sorted(self._place[tweet] for tweet in mine if tweet in self._place)

    @property
    def problems(self) -> tuple[Text, ...]:
        """What a coder should know of the file, in whole sentences."""
        with self._mutex:
            return (*self.store.problems, *self._doubts())

    @property
    def labels(self) -> pd.DataFrame:
        """Table with a row a tweet, in their order: tweet_id, annotator, labels (``"a|b"``), status, note."""
        import pandas as pd

        with self._mutex:
            rows = [self._row(i) or Row(one, (), "", "") for i, one in enumerate(self.ids)]
        return pd.DataFrame(
            [(r.tweet_id, self.annotator, "|".join(r.labels), _status(r), r.note) for r in rows],
            columns=["tweet_id", "annotator", "labels", "status", "note"],
        )

    def item(self, i: int) -> dict[str, Any]:
        """Return what a front end shows of a tweet: plain values that JSON holds.

        ``saved`` is false while the last change of the tweet is not in the file; ``status`` is ``""`` where
        nothing is said of it.
        """
        with self._mutex:
            i = self._at(i)
            row = self._row(i)
            return {
                "i": i,
                "id": self.ids[i],
                **self._cards.card(i, self.language),
                "labels": list(row.labels) if row else [],
                "note": row.note if row else "",
                "status": _status(row),
                "saved": (self.ids[i], self.annotator) not in self.store.waiting,
            }

    def label(self, i: int, labels: Iterable[str], note: str = "") -> None:
        """Give a tweet these codes, and save; without codes it is pending again.

        Raises
        ------
        CourseError
            If the codebook does not have a code, or the note is too long; then nothing changes.
        SaveError
            If it is not in the file; then it is in `unsaved`, and goes with the next save.
        """
        codes = (labels,) if isinstance(labels, str) else tuple(map(str, labels))
        if strange := self.codebook.strange(codes):
            names = ", ".join(self.codebook.names)
            raise CourseError(
                Text(
                    es=f"El libro de códigos no tiene «{strange[0]:.60}»; tiene: {names}.",
                    en=f"The codebook does not have '{strange[0]:.60}'; it has: {names}.",
                )
            )
        codes, note = self.codebook.settled(codes), checked_note(note)
        self._put(i, (codes, note, "labelled" if codes else "cleared"))

    def skip(self, i: int) -> None:
        """Leave a tweet aside, and save; a note stays.

        Raises
        ------
        SaveError
            As `label` does.
        """
        with self._mutex:
            row = self._row(self._at(i))
            self._put(i, ((), row.note if row else "", "skipped"))

    def clear(self, i: int) -> None:
        """Take back what was said of a tweet, if anything was, and save.

        Raises
        ------
        SaveError
            As `label` does.
        """
        with self._mutex:
            row = self._row(self._at(i))
            if row and row.says() != _TAKEN_BACK:
                self._put(i, _TAKEN_BACK)

    def undo(self) -> int | None:
        """Take back this session's last change, and save; return the tweet's place, None where there is none.

        Raises
        ------
        SaveError
            As `label` does, with the place in its ``index``; the change is taken back all the same.
        """
        with self._mutex:
            if not self._undo:
                return None
            i, before = self._undo.pop()
            self._noting = None
            saved = self.store.rows.get((self.ids[i], self.annotator))
            if i in self.unsaved and (saved.says() if saved else None) == before:
                self.store.drop(self.ids[i])  # the file never had it
            else:
                self._write(i, before or _TAKEN_BACK)
            return i

    def retry(self) -> None:
        """Save what waits.

        Raises
        ------
        SaveError
            If it still does not go.
        """
        with self._mutex:
            self.store.retry()

    def look(self) -> bool:
        """Read the file again if somebody else wrote it; tell whether that changed anything."""
        with self._mutex:
            return self.store.look()

    def next_pending(self, after: int = -1) -> int | None:
        """Return the place of the next tweet without label or skip, beyond ``after`` and then from the start.

        Where there is none, an unsaved one, then a skipped one; None where all is labelled and saved.
        """
        with self._mutex:
            order = [place % self.total for place in range(after + 1, after + 1 + self.total)]
            states = {place: _status(self._row(place)) for place in order}
            unsaved = set(self.unsaved)
            pending = (place for place in order if not states[place])
            waiting = (place for place in order if place in unsaved)
            skipped = (place for place in order if states[place] == "skipped")
            return next((place for some in (pending, waiting, skipped) for place in some), None)

    def counts(self) -> dict[str, Any]:
        """Return what is in the file: done, skipped, total, by_code, strange codes; and how many are unsaved."""
        with self._mutex:
            keys = [(one, self.annotator) for one in self.ids]
            rows = [row for key in keys if (row := self.store.rows.get(key))]
            codes = Counter(code for row in rows for code in row.labels)
            names = self.codebook.names
            return {
                "done": sum(row.status == "labelled" for row in rows),
                "skipped": sum(row.status == "skipped" for row in rows),
                "total": self.total,
                "unsaved": len(self.unsaved),
                "by_code": {name: codes[name] for name in names},
                "strange": {code: codes[code] for code in sorted(set(codes) - set(names))},
            }

    def _at(self, i: int) -> int:
        if isinstance(i, bool) or not isinstance(i, int) or not 0 <= i < self.total:
            raise CourseError(
                Text(
                    es=f"No hay ningún tuit {i!r:.20}: van del 0 al {self.total - 1}.",
                    en=f"There is no tweet {i!r:.20}: they go from 0 to {self.total - 1}.",
                )
            )
        return i

    def _row(self, i: int) -> Row | None:
        return self.store.get(self.ids[i])

    def _put(self, i: int, says: tuple[tuple[str, ...], str, str]) -> None:
        with self._mutex:
            row = self._row(self._at(i))
            before = row.says() if row else None
            note_alone = (before or _TAKEN_BACK)[::2] == says[::2]
            if not (note_alone and self._noting == i):  # a note that is still being written is one step
                self._undo.append((i, before))
            self._noting = i if note_alone else None
            self._write(i, says)

    def _write(self, i: int, says: tuple[tuple[str, ...], str, str]) -> None:
        try:
            self.store.put(self.ids[i], *says)
        except SaveError as error:
            error.index = i
            raise

    def _doubts(self) -> Iterable[Text]:
        rows = [row for key, row in self.store.rows.items() if key[0] in self._place and row.labels]
        mine = [row for row in rows if row.annotator == self.annotator]
        if strange := self.counts()["strange"]:
            names = ", ".join(f"{code:.40} ({n})" for code, n in list(strange.items())[:5])
            yield Text(
                es=f"Hay etiquetas que este libro de códigos no tiene: {names}. Vuelve a etiquetar esos tuits.",
                en=f"There are labels that this codebook does not have: {names}. Label those tweets again.",
            )
        if others := sorted({row.codebook for row in mine} - {self.codebook.identity, ""}):
            yield Text(
                es=f"Hay etiquetas puestas con otro libro de códigos u otra versión suya: {', '.join(others[:3])}.",
                en=f"There are labels given with another codebook, or another version of it: {', '.join(others[:3])}.",
            )
        names = sorted({who for _, who in self.store.rows} - {self.annotator})
        if names and not mine:
            shown = ", ".join(names[:5])
            yield Text(
                es=f"El archivo tiene etiquetas de {shown}, y ninguna de «{self.annotator}». Si eres tú, "
                f'escribe `annotator="{names[0]}"`.',
                en=f"The file has labels of {shown}, and none of '{self.annotator}'. If that is you, write "
                f'`annotator="{names[0]}"`.',
            )


def _status(row: Row | None) -> str:
    return "" if row is None or row.status == "cleared" else row.status
