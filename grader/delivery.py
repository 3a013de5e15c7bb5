"""What a student handed in, opened: the files of a folder, and those inside a zip or gzip file.

Everything is read as bytes and bounded before it is read: how many files, how large, how far an archive may
unpack. No link is followed, nothing is written, and nothing that a file holds raises.
"""

from __future__ import annotations

import gzip
import io
import os
import stat
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

MAX_FILES = 2_000  # of one submission, inside archives and out
MAX_MEMBER = 64 * 2**20  # of one file inside an archive; as much as a notebook may have
MAX_UNPACKED = 256 * 2**20  # of all of them
MAX_PACKED = 64 * 2**20  # of one archive
MAX_RATIO = 200  # times its packed size, from some MiB on: no honest notebook is so repetitive
SMALL = 8 * 2**20
_DEPTH = 2  # an archive inside an archive; no further
BEFORE = "before-mending"  # where `grader doctor --mend` keeps loose files as they were
_SKIPPED = (".ipynb_checkpoints", "__MACOSX", BEFORE)
_DOCUMENTS = (".docx", ".xlsx", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".whl", ".npz", ".numbers")
_DOCUMENTS += (".pages", ".xlsm")
_CENTRAL = b"PK\x01\x02"  # begins each entry of a zip file's list


@dataclass(frozen=True)
class Piece:
    """One file of a submission.

    Parameters
    ----------
    name : str
        Its place; of one inside an archive, that of the archive comes first: ``tarea.zip/05.ipynb``.
    size : int
    path : Path or None
        On disk; None inside an archive.
    content : bytes
        Of one that is not on disk.
    archive : str
        The archive that it is in; empty when it is in none.
    """

    name: str
    size: int
    path: Path | None = None
    content: bytes = b""
    archive: str = ""

    @property
    def file(self) -> str:
        """The last part of the name."""
        return PurePosixPath(self.name).name

    @property
    def inner(self) -> str:
        """The place inside the archive, or in the folder."""
        return self.name[len(self.archive) + 1 :] if self.archive else self.name

    def read(self, limit: int) -> bytes:
        """Return at most so many bytes; OSError where it cannot be opened or is no ordinary file any more."""
        if self.path is None:
            return self.content[:limit]
        return read_file(self.path, limit)


@dataclass
class Delivery:
    """One student's submission.

    Parameters
    ----------
    pieces : list of Piece
    links : list of str
        Left out.
    refused : list of str
        What of an archive was not opened, and why, for the instructor.
    archives : list of str
        Those that were opened.
    linked : bool
        Whether the folder itself is a link, of which nothing is read.
    many : bool
        Whether there are more files than were looked at.
    """

    pieces: list[Piece] = field(default_factory=list)
    links: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    archives: list[str] = field(default_factory=list)
    linked: bool = False
    many: bool = False

    @classmethod
    def of_folder(cls, folder: Path) -> Delivery:
        """Look at a student's folder of a unit."""
        delivery = cls()
        if is_linked(folder):
            delivery.linked = True
            return delivery
        for path in walk(folder, delivery.links):
            if len(delivery.pieces) >= MAX_FILES:
                delivery.many = True
                break
            name = path.relative_to(folder).as_posix()
            delivery.pieces.append(Piece(name, path.lstat().st_size, path))
        delivery._open_archives()
        return delivery

    @classmethod
    def of_file(cls, path: Path) -> Delivery:
        """Look at one loose file."""
        delivery = cls()
        found = os.lstat(path)
        if stat.S_ISREG(found.st_mode):
            delivery.pieces.append(Piece(path.name, found.st_size, path))
            delivery._open_archives()
        else:
            delivery.links.append(path.name)
        return delivery

    @classmethod
    def of_paths(cls, paths: Iterable[Path]) -> Delivery:
        """Look at loose files of one student, which lie in one folder with other students'."""
        delivery = cls()
        for path in list(paths)[:MAX_FILES]:
            delivery.pieces.append(Piece(path.name, path.lstat().st_size, path))
        delivery._open_archives()
        return delivery

    @classmethod
    def of_files(cls, files: Mapping[str, bytes]) -> Delivery:
        """Look at files in memory, by their places."""
        delivery = cls()
        for name, content in list(files.items())[:MAX_FILES]:
            if not _passed_over(PurePosixPath(name)):
                delivery.pieces.append(Piece(name, len(content), content=content))
        delivery.many = len(files) > MAX_FILES
        delivery._open_archives()
        return delivery

    def files(self) -> dict[str, Piece]:
        """Return the files as code would look for them: those of an archive beside the others.

        A folder around everything in an archive is left out; a file that lies beside the archive wins.
        """
        found = {piece.name: piece for piece in self.pieces if not piece.archive}
        opened = {piece.archive for piece in self.pieces}
        for archive in self.archives:
            if archive in opened:
                found.pop(archive, None)
        for archive in self.archives:
            members = [piece for piece in self.pieces if piece.archive == archive]
            tops = {PurePosixPath(piece.inner).parts[0] for piece in members}
            around = len(tops) == 1 and all("/" in piece.inner for piece in members)
            for piece in members:
                if piece.name not in opened:
                    found.setdefault(piece.inner.partition("/")[2] if around else piece.inner, piece)
        return found

    def _open_archives(self) -> None:
        unpacking = _Unpacking(self)
        for piece in list(self.pieces):
            if is_archive(piece):
                unpacking.open(piece, _DEPTH)


def expand(files: Mapping[str, bytes]) -> tuple[dict[str, bytes], list[str]]:
    """Put the files inside archives beside the others; say what of an archive was refused.

    Examples
    --------
    >>> expand({"notes.txt": b"x"})
    ({'notes.txt': b'x'}, [])
    """
    delivery = Delivery.of_files(files)
    return {name: piece.content for name, piece in delivery.files().items()}, delivery.refused


def unwrap(content: bytes) -> bytes:
    """Return what a gzip file, or a zip file with one notebook, holds; anything else as it is.

    Examples
    --------
    >>> unwrap(gzip.compress(b"{}")), unwrap(b"{}")
    (b'{}', b'{}')
    """
    if not _packed(content[:4]):
        return content
    found = Delivery.of_files({"x.ipynb": content}).pieces[1:]
    notebooks = [piece for piece in found if piece.file.lower().endswith(".ipynb")]
    return notebooks[0].content if len(notebooks) == 1 else content


def walk(folder: Path, links: list[str] | None = None) -> Iterator[Path]:
    """Give the ordinary files under a folder, in order; checkpoints, hidden and lock files are left out.

    Parameters
    ----------
    folder : Path
    links : list of str, optional
        Takes the names of the links there are.
    """
    for place, folders, names in os.walk(folder):
        if links is not None:
            links += [name for name in folders if os.path.islink(os.path.join(place, name))]
        folders[:] = sorted(name for name in folders if name not in _SKIPPED and not name.startswith(".c20-"))
        for name in sorted(names):
            path = Path(place, name)
            try:
                mode = path.lstat().st_mode
            except OSError:
                continue
            if stat.S_ISLNK(mode) and links is not None:
                links.append(name)
            if stat.S_ISREG(mode) and not is_left_over(name):
                yield path


def is_left_over(name: str) -> bool:
    """Tell whether a program left a file beside another while it was open: nothing that anybody hands in."""
    return name.startswith((".", "~$")) or name.endswith(".lock")


def is_linked(folder: Path) -> bool:
    """Tell whether a student's folder of a unit, or the student's folder, is a link; neither is ever followed."""
    return folder.is_symlink() or folder.parent.is_symlink()


def read_file(path: Path, limit: int) -> bytes:
    """Return at most so many bytes of an ordinary file; OSError for a link, a pipe or a device."""
    flags = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    handle = os.open(path, flags | getattr(os, "O_BINARY", 0))
    with open(handle, "rb") as file:
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            raise OSError(f"{path.name} is not an ordinary file")
        return file.read(limit)


def is_archive(piece: Piece) -> bool:
    """Tell whether a file is a zip or gzip file, whatever its name, and no document that happens to be one."""
    if piece.size < 4 or piece.file.lower().endswith(_DOCUMENTS):
        return False
    try:
        return _packed(piece.read(4))
    except OSError:
        return False


def _packed(start: bytes) -> bool:
    return start in (b"PK\x03\x04", b"PK\x05\x06") or start.startswith(b"\x1f\x8b")


def _passed_over(name: PurePosixPath) -> bool:
    return is_left_over(name.name) or any(part in _SKIPPED for part in name.parts)


class _Unpacking:
    """Opens one submission's archives, with one budget for all of them."""

    def __init__(self, delivery: Delivery) -> None:
        self.delivery, self.left = delivery, MAX_UNPACKED

    def open(self, piece: Piece, depth: int) -> None:
        if depth == 0:
            self._refuse(piece.name, "an archive inside an archive inside an archive")
        elif piece.size > MAX_PACKED:
            self._refuse(piece.name, f"larger than {MAX_PACKED >> 20} MiB")
        else:
            try:
                content = piece.read(MAX_PACKED)
            except OSError as error:
                self._refuse(piece.name, f"cannot be opened ({type(error).__name__})")
                return
            before = len(self.delivery.pieces)
            self.delivery.archives.append(piece.name)
            if content.startswith(b"\x1f\x8b"):
                self._gzip(piece, content)
            else:
                self._zip(piece, content)
            for inner in self.delivery.pieces[before:]:
                if is_archive(inner):
                    self.open(inner, depth - 1)

    def _refuse(self, name: str, why: str) -> None:
        if len(self.delivery.refused) < 20:
            self.delivery.refused.append(f"{printable(name)}: {why}")

    def _gzip(self, piece: Piece, content: bytes) -> None:
        name = piece.file[:-3] if piece.file.lower().endswith(".gz") else piece.file
        try:
            with gzip.GzipFile(fileobj=io.BytesIO(content)) as packed:
                inner = packed.read(min(MAX_MEMBER, self.left) + 1)
        except (OSError, EOFError, zlib.error):
            self._refuse(piece.name, "a damaged gzip file")
            return
        self._take(piece, name or "file", inner, len(content))

    def _zip(self, piece: Piece, content: bytes) -> None:
        if content.count(_CENTRAL) > MAX_FILES:  # before the list is read: it would fill the memory
            self._refuse(piece.name, f"more than {MAX_FILES:,} files")
            return
        try:
            with zipfile.ZipFile(io.BytesIO(content)) as packed:
                for member in packed.infolist():
                    if not member.is_dir():
                        self._member(piece, packed, member)
        except Exception:  # zipfile raises whatever it stumbles over
            self._refuse(piece.name, "a damaged zip file")

    def _member(self, piece: Piece, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> None:
        shown = f"{piece.name}/{member.filename}"
        name = PurePosixPath(member.filename.replace("\\", "/"))
        if _passed_over(name):
            return
        if member.flag_bits & 1:
            self._refuse(shown, "locked with a password")
        elif (
            name.is_absolute()
            or ".." in name.parts
            or ":" in name.parts[0]
            or not member.filename.strip("/ ")
        ):
            self._refuse(shown, "leads out of the folder")
        elif stat.S_ISLNK(member.external_attr >> 16):
            self._refuse(shown, "a link")
        elif member.file_size > min(MAX_MEMBER, self.left):
            self._refuse(shown, "too large")
        else:
            try:
                with packed.open(member) as file:
                    inner = file.read(min(MAX_MEMBER, self.left) + 1)
            except NotImplementedError:
                self._refuse(shown, "packed in a way that Python cannot open")
                return
            except Exception:
                self._refuse(shown, "damaged")
                return
            self._take(piece, name.as_posix(), inner, member.compress_size)

    def _take(self, piece: Piece, name: str, content: bytes, packed: int) -> None:
        whole = f"{piece.name}/{name}"
        if len(content) > min(MAX_MEMBER, self.left):
            self._refuse(whole, "too large once unpacked")
        elif len(content) > SMALL and len(content) > MAX_RATIO * max(packed, 1):
            self._refuse(whole, "unpacks to far more than any notebook: an archive made to fill a disk")
        elif len(self.delivery.pieces) >= MAX_FILES:
            self.delivery.many = True
        elif any(known.name == whole for known in self.delivery.pieces[-MAX_FILES:]):
            self._refuse(whole, "twice in the archive")
        else:
            self.left -= len(content)
            self.delivery.pieces.append(Piece(whole, len(content), None, content, piece.name))


def printable(text: str, limit: int = 120) -> str:
    """Return a name from a student's machine as one line that no terminal obeys.

    Examples
    --------
    >>> printable("a\\x1b[2Jb\\n")
    'a?[2Jb?'
    """
    whole = text.encode("utf-8", "replace").decode("utf-8", "replace")
    line = "".join(mark if mark.isprintable() else "?" for mark in whole[: limit + 1])
    return line if len(line) <= limit else line[: limit - 1] + "…"
