"""The rows of one annotation file: merged with what others wrote, saved in one step, kept until they are."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable
from dataclasses import replace

from course.annotation import disk
from course.annotation.codebook import Codebook
from course.annotation.failure import UNREADABLE, explained, refusal
from course.annotation.lock import SOFT, Lock
from course.annotation.reading import Reading, parse
from course.annotation.rows import Row, stamp
from course.annotation.writing import HEADER, line
from course.language import Text

Key = tuple[str, str]
_ASIDE = Text(
    es="El archivo que había no se podía leer: se ha apartado, entero, como «{name}».",
    en="The file that was there could not be read: it was set aside, whole, as '{name}'.",
)
_WILL = Text(
    es="No se va a sobrescribir: al guardar la primera etiqueta se apartará con otro nombre.",
    en="It will not be overwritten: when the first label is saved it will be set aside under another name.",
)
_COPY = Text(
    es="Antes de guardar se ha hecho una copia del archivo tal como estaba: «{name}».",
    en="Before saving, a copy of the file as it was has been kept: '{name}'.",
)
_CANNOT = Text(es="De momento no se va a poder guardar: ", en="For now nothing can be saved: ")


class Store:
    """One file, one annotator.

    Parameters
    ----------
    path : str or path
        The CSV; it need not exist. Taken as it is now: a later change of folder does not move it.
    annotator : str
        Whose rows `put` writes. Everybody's are kept.
    codebook : Codebook, optional
        Its identity goes into each row that `put` writes.

    Attributes
    ----------
    rows : dict
        What is in the file.
    waiting : dict
        What is not, because a save failed; it goes with the next one.
    problems : tuple of Text
        What was found wrong with the file, and what was done about it.
    timeout : float
        Seconds to wait for another writer.
    """

    def __init__(
        self, path: str | os.PathLike[str], annotator: str, codebook: Codebook | None = None
    ) -> None:
        self.path = disk.absolute(path)
        self.annotator = annotator
        self.timeout = 3.0
        self.rows: dict[Key, Row] = {}
        self.waiting: dict[Key, Row] = {}
        self._problems: dict[Text, None] = {}
        self._identity = codebook.identity if codebook else ""
        self._lines: dict[Key, tuple[Row, bytes]] = {}
        self._seen: disk.Signature | None = None
        self._to_keep: bytes | None = None  # the file as it was, where the rows do not hold all of it
        self._to_set_aside = False
        self._tidied = False
        self._lock = Lock(self.path)
        self._mutex = threading.RLock()
        self.look()
        if why := disk.obstacle(self.path):
            self._problems[_CANNOT + why] = None

    @property
    def problems(self) -> tuple[Text, ...]:
        with self._mutex:
            return tuple(self._problems)

    def get(self, tweet_id: str) -> Row | None:
        """Return what the annotator last said of a tweet, saved or not."""
        key = (tweet_id, self.annotator)
        with self._mutex:
            return self.waiting.get(key) or self.rows.get(key)

    def put(self, tweet_id: str, labels: tuple[str, ...], note: str, status: str) -> None:
        """Say something of a tweet and save it, and with it whatever waits.

        Raises
        ------
        SaveError
            If it is not in the file; then it waits.
        """
        with self._mutex:
            known = self.get(tweet_id)
            time = stamp(known.updated_at if known else "")
            row = Row(tweet_id, labels, note, status, self.annotator, time, self._identity)
            self.waiting[row.key] = row
            self._save(fresh=row.key)

    def take(self, rows: Iterable[Row]) -> None:
        """Take in rows from elsewhere where they are later than the file's, and save.

        Raises
        ------
        SaveError
            If they are not in the file; then they wait.
        """
        with self._mutex:
            for row in rows:
                known = self.waiting.get(row.key) or self.rows.get(row.key)
                if known is None or known.updated_at < row.updated_at:
                    self.waiting[row.key] = row
            self._save()

    def drop(self, tweet_id: str) -> None:
        """Forget what waits to be said of a tweet, so that what the file says holds again."""
        with self._mutex:
            self.waiting.pop((tweet_id, self.annotator), None)

    def retry(self) -> None:
        """Save what waits, if anything does.

        Raises
        ------
        SaveError
            If it is still not in the file.
        """
        with self._mutex:
            self._save()

    def look(self) -> bool:
        """Read the file again if somebody else wrote it; tell whether that changed any row."""
        with self._mutex:
            if disk.signature(self.path) == self._seen:
                return False
            try:
                return self._merge()
            except OSError as error:
                self._problems[explained(self.path, error).message] = None
                return False

    def data(self) -> bytes:
        """Return a file of all rows, those that wait among them."""
        with self._mutex:
            return self._encoded(self.rows | self.waiting)

    def _save(self, fresh: Key | None = None) -> None:
        if not self.waiting:
            return
        if why := disk.obstacle(self.path):
            raise refusal(self.path, why)
        with self._lock.held(self.timeout):
            if self._lock.soft:
                self._problems[SOFT] = None
            try:
                self._save_locked(fresh)
            except OSError as error:
                raise explained(self.path, error) from error

    def _save_locked(self, fresh: Key | None) -> None:
        if disk.signature(self.path) != self._seen:
            self._merge(fresh)
        self._put_out_of_the_way()
        if self.waiting:
            rows = self.rows | self.waiting
            self._seen = disk.replace(self.path, self._encoded(rows))
            self.rows, self.waiting = rows, {}
        if not self._tidied:
            disk.tidy(self.path, alone=not self._lock.soft)
            self._tidied = True

    def _put_out_of_the_way(self) -> None:
        if self._to_set_aside:
            name = disk.set_aside(self.path, "unreadable").name
            self._problems.pop(_WILL, None)
            self._problems[_ASIDE.format(name=name)] = None
        elif self._to_keep is not None:
            name = disk.keep_copy(self.path, self._to_keep).name
            self._problems[_COPY.format(name=name)] = None
        self._to_set_aside, self._to_keep = False, None

    def _merge(self, fresh: Key | None = None) -> bool:
        """Take in what the file says: of each tweet and annotator the latest, and of equals the file's."""
        reading = self._read()
        before = self.rows | self.waiting
        found = {row.key: row for row in reading.rows}
        known, self.rows = self.rows, found
        for key, row in (known | self.waiting).items():
            theirs = found.get(key)
            if key == fresh:
                if theirs and theirs.updated_at >= row.updated_at:
                    row = replace(row, updated_at=stamp(theirs.updated_at))
                self.waiting[key] = row
            elif theirs is None or theirs.updated_at < row.updated_at:
                if theirs and theirs.says() == row.says():  # a spreadsheet cut the milliseconds
                    found[key] = row
                    self.waiting.pop(key, None)
                else:
                    self.waiting[key] = row
            else:
                self.waiting.pop(key, None)
        return self.rows | self.waiting != before

    def _read(self) -> Reading:
        try:
            data, seen = disk.content(self.path)
        except FileNotFoundError:
            self._seen, self._to_keep, self._to_set_aside = None, None, False
            return Reading()
        except PermissionError as error:
            raise refusal(self.path, UNREADABLE, error) from error
        reading = parse(data)
        self._seen = seen
        self._to_set_aside = not reading.readable
        self._to_keep = data if reading.readable and not reading.whole else None
        self._problems |= dict.fromkeys(reading.problems)
        if not reading.readable:
            self._problems[_WILL] = None
        return reading

    def _encoded(self, rows: dict[Key, Row]) -> bytes:
        lines = self._lines
        for key, row in rows.items():
            known = lines.get(key)
            if known is None or known[0] is not row:
                lines[key] = (row, line(row))
        return HEADER + b"".join([lines[key][1] for key in sorted(rows)])
