"""Saving: in one step, merged with what others wrote, and nothing that was acknowledged is ever lost."""

import errno
import os
import shutil
import signal
import subprocess
import sys
import time

import pytest

from course.annotation import disk
from course.annotation.codebook import Codebook
from course.annotation.failure import SaveError
from course.annotation.reading import parse
from course.annotation.rows import SCHEMA, Row
from course.annotation.store import Store
from course.annotation.writing import HEADER, dump
from course.language import set_language

BOOK = Codebook.of(["joke", "question"])


@pytest.fixture(autouse=True)
def _english():
    set_language("en")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "annotations.csv"


@pytest.fixture
def store(file):
    return Store(file, "ana", BOOK)


def put(store, tweet, code="joke", note=""):
    store.put(tweet, (code,), note, "labelled")


def on_disk(file):
    reading = parse(file.read_bytes())
    assert reading.readable and reading.whole and not reading.problems
    return {row.tweet_id: row.labels[0] if row.labels else row.status for row in reading.rows}


def names(folder):
    return sorted(path.name for path in folder.iterdir())


def test_each_change_is_in_the_file_and_nothing_else_is_left(store, file):
    put(store, "t1")
    assert on_disk(file) == {"t1": "joke"} and names(file.parent) == ["annotations.csv"]
    put(store, "t1", "question")
    store.put("t2", (), "", "skipped")
    assert on_disk(file) == {"t1": "question", "t2": "skipped"}
    assert names(file.parent) == ["annotations.csv"]


def test_a_change_of_folder_after_the_start_moves_nothing(tmp_path, monkeypatch):
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path)
    store = Store("annotations.csv", "ana", BOOK)
    os.chdir(tmp_path / "elsewhere")
    put(store, "t1")
    assert names(tmp_path / "elsewhere") == [] and on_disk(tmp_path / "annotations.csv") == {"t1": "joke"}


def test_a_link_is_followed_and_stays_a_link(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "annotations.csv").symlink_to(tmp_path / "real" / "mine.csv")
    put(Store(tmp_path / "annotations.csv", "ana", BOOK), "t1")
    assert (tmp_path / "annotations.csv").is_symlink()
    assert on_disk(tmp_path / "real" / "mine.csv") == {"t1": "joke"}


def test_the_files_mode_stays(store, file):
    put(store, "t1")
    file.chmod(0o640)
    put(store, "t2")
    assert file.stat().st_mode & 0o777 == 0o640


def test_two_stores_in_one_process_keep_each_others_rows(file):
    one, two = Store(file, "ana", BOOK), Store(file, "ana", BOOK)
    for n in range(20):
        put((one, two)[n % 2], f"t{n}")
    assert len(on_disk(file)) == 20
    assert one.look() and not one.look() and not two.look()
    assert one.rows == two.rows


def test_a_new_label_is_later_than_whatever_the_file_says(file):
    """A kernel whose clock is ahead labelled the tweet; what is said now is what counts."""
    store = Store(file, "ana", BOOK)
    put(store, "t1")
    file.write_bytes(dump([Row("t1", ("question",), "", "labelled", "ana", "2099-01-01T00:00:00.000Z", "x")]))
    put(store, "t1", "joke", "mine")
    (row,) = parse(file.read_bytes()).rows
    assert row.note == "mine" and row.updated_at == "2099-01-01T00:00:00.001Z"


def test_a_clock_that_goes_back_reorders_nothing(store, file, monkeypatch):
    import course.annotation.rows as rows

    class Back(rows.datetime):
        @classmethod
        def now(cls, tz=None):
            return cls(2001, 1, 1, tzinfo=tz)

    put(store, "t1")
    first = store.get("t1").updated_at
    monkeypatch.setattr(rows, "datetime", Back)
    put(store, "t1", "question")
    assert store.get("t1").updated_at > first > "2001-01-02"
    assert on_disk(file) == {"t1": "question"}
    assert Store(file, "ana", BOOK).get("t1").labels == ("question",)


def test_a_tombstone_keeps_a_label_from_coming_back(file):
    """Another kernel still has the label that was taken back here."""
    one = Store(file, "ana", BOOK)
    put(one, "t1")
    two = Store(file, "ana", BOOK)
    one.put("t1", (), "", "cleared")
    put(two, "t2")
    assert on_disk(file) == {"t1": "cleared", "t2": "joke"}


def test_what_another_program_changed_at_the_same_time_stamp_counts(store, file):
    """An edit by hand keeps the time of the row."""
    put(store, "t1")
    file.write_bytes(file.read_bytes().replace(b"joke", b"question"))
    assert store.look()
    assert store.get("t1").labels == ("question",) and not store.waiting
    put(store, "t2")
    assert on_disk(file) == {"t1": "question", "t2": "joke"}


def test_times_that_a_spreadsheet_cut_are_no_change(store, file):
    put(store, "t1")
    stamp = store.get("t1").updated_at
    file.write_bytes(file.read_bytes().replace(stamp.encode(), stamp[:-5].encode() + b"Z"))
    store.look()
    assert not store.waiting and store.get("t1").updated_at == stamp


def test_rows_that_vanish_from_the_file_wait_to_go_back(store, file):
    put(store, "t1")
    put(store, "t2")
    file.unlink()
    assert not store.look(), "what is known has not changed"
    assert len(store.waiting) == 2 and not store.rows
    store.retry()
    assert on_disk(file) == {"t1": "joke", "t2": "joke"} and not store.waiting


# -- saves that fail ---------------------------------------------------------------------------------------


def failing(monkeypatch, name, number, *, times=99):
    """Make a call of the system fail, as on a full disk."""
    real, left = getattr(os, name), [times]

    def call(*arguments, **keywords):
        if left[0]:
            left[0] -= 1
            raise OSError(number, os.strerror(number))
        return real(*arguments, **keywords)

    monkeypatch.setattr(disk.os, name, call)


@pytest.mark.parametrize("call", ["fsync", "replace"])
@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EIO], ids=["full", "quota", "io"])
def test_a_full_disk_costs_nothing(store, file, monkeypatch, call, number):
    put(store, "t1")
    before = file.read_bytes()
    with monkeypatch.context() as patch:
        failing(patch, call, number)
        for tweet in ("t2", "t3"):
            with pytest.raises(SaveError) as caught:
                put(store, tweet)
            assert caught.value.errno == number
            assert ("full" in str(caught.value)) == (number != errno.EIO)
        assert file.read_bytes() == before and names(file.parent) == ["annotations.csv"]
        assert store.get("t2").labels == ("joke",) and len(store.waiting) == 2 and len(store.rows) == 1
    put(store, "t4")
    assert set(on_disk(file)) == {"t1", "t2", "t3", "t4"} and not store.waiting


def test_a_write_that_ends_half_way_leaves_the_old_file(store, file, monkeypatch):
    put(store, "t1")
    before = file.read_bytes()
    opened = type(file).open

    class Half:
        def __init__(self, inner):
            self.inner = inner

        def __getattr__(self, name):
            return getattr(self.inner, name)

        def __enter__(self):
            return self

        def __exit__(self, *_):
            self.inner.close()

        def write(self, data):
            self.inner.write(data[: len(data) // 2])
            raise OSError(errno.ENOSPC, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(
            type(file),
            "open",
            lambda self, mode="r", *a: Half(o) if (o := opened(self, mode, *a)) and "x" in mode else o,
        )
        with pytest.raises(SaveError, match="full"):
            put(store, "t2")
    assert file.read_bytes() == before and names(file.parent) == ["annotations.csv"]
    store.retry()
    assert on_disk(file) == {"t1": "joke", "t2": "joke"}


LIMITED = """
import resource, signal, sys
from course.annotation.store import Store
from course.annotation.codebook import Codebook
from course.annotation.failure import SaveError
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store(sys.argv[1], "ana", Codebook.of(["joke"]))
saved = failed = 0
if sys.argv[2] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (4000, resource.RLIM_INFINITY))
for n in range(2000):
    try:
        store.put(f"t{n:04}", ("joke",), "", "labelled")
        saved += 1
    except SaveError as error:
        failed, number = failed + 1, error.errno
        if failed > 3:
            break
print(saved, failed, len(store.waiting), number, flush=True)
if sys.argv[2] == "limit":
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    store.retry()
"""


def test_a_file_that_may_not_grow_keeps_what_it_has(file):
    """The system's own limit on the size of files, in a process of its own."""
    out = subprocess.run(
        [sys.executable, "-c", LIMITED, str(file), "limit"], capture_output=True, text=True, check=True
    )
    saved, failed, waiting, number = map(int, out.stdout.split())
    assert failed == waiting == 4 and number == errno.EFBIG and saved > 10
    assert len(on_disk(file)) == saved + failed and names(file.parent) == ["annotations.csv"]


WRITTEN = '"$1" -c "$2" "$3/annotations.csv" mount && cat "$3/annotations.csv" > "$3.csv" && ls -A "$3" > "$3.names"'


@pytest.mark.sandbox
def test_a_disk_that_is_really_full_keeps_what_it_has(tmp_path, need_sandbox):
    """A file system in memory of 64 kB, filled by the labels themselves."""
    folder = tmp_path / "disk"
    folder.mkdir()
    small = ["bwrap", "--dev-bind", "/", "/", "--size", "65536", "--tmpfs", str(folder)]
    shell = ["sh", "-c", WRITTEN, "sh", sys.executable, LIMITED, str(folder)]
    out = subprocess.run(small + shell, capture_output=True, text=True)
    assert out.returncode == 0, out.stderr
    saved, failed, waiting, number = map(int, out.stdout.split())
    assert failed == waiting == 4 and number == errno.ENOSPC and saved > 100
    assert len(on_disk(tmp_path / "disk.csv")) == saved
    assert (tmp_path / "disk.names").read_text().split() == ["annotations.csv"]


@pytest.mark.parametrize("what", ["file", "folder"])
def test_read_only_is_respected_by_root_too(file, what):
    """The mode says so, whoever runs; replacing a file would ask nobody."""
    store = Store(file, "ana", BOOK)
    put(store, "t1")
    before, target = file.read_bytes(), file if what == "file" else file.parent
    mode = target.stat().st_mode
    target.chmod(mode & ~0o222)
    try:
        with pytest.raises(SaveError, match="read-only" if what == "file" else "folder"):
            put(store, "t2")
        assert file.read_bytes() == before and names(file.parent) == ["annotations.csv"]
        (warned,) = Store(file, "ana", BOOK).problems
        assert "For now nothing can be saved" in str(warned), "said before the first label"
    finally:
        target.chmod(mode)
    put(store, "t3")
    assert set(on_disk(file)) == {"t1", "t2", "t3"}


def test_a_folder_that_goes_and_comes_back(tmp_path):
    folder = tmp_path / "unit"
    folder.mkdir()
    store = Store(folder / "annotations.csv", "ana", BOOK)
    put(store, "t1")
    shutil.move(folder, tmp_path / "gone")
    with pytest.raises(SaveError, match="folder does not exist"):
        put(store, "t2")
    shutil.move(tmp_path / "gone", folder)
    store.retry()
    assert on_disk(folder / "annotations.csv") == {"t1": "joke", "t2": "joke"}


def test_a_name_that_becomes_a_folder_or_a_pipe_never_hangs(store, file):
    file.mkdir()
    with pytest.raises(SaveError, match="no file"):
        put(store, "t1")
    file.rmdir()
    os.mkfifo(file)
    store.look()
    with pytest.raises(SaveError, match="no file"):
        put(store, "t2")
    file.unlink()
    store.retry()
    assert on_disk(file) == {"t1": "joke", "t2": "joke"}


def test_a_file_that_cannot_be_read_is_never_overwritten(store, file, monkeypatch):
    put(store, "t1")
    file.write_bytes(dump([Row("t9", ("joke",), "", "labelled", "bruno", "2026-01-01T00:00:00.000Z", "x")]))
    before = file.read_bytes()

    def refused(path):
        raise PermissionError(errno.EACCES, "Permission denied")

    with monkeypatch.context() as patch:
        patch.setattr(disk, "content", refused)
        assert not store.look()
        with pytest.raises(SaveError, match="overwritten blindly"):
            put(store, "t2")
    assert file.read_bytes() == before
    store.retry()
    assert set(on_disk(file)) == {"t1", "t2", "t9"}


def test_an_unsaved_label_does_not_beat_a_later_one_of_another_kernel(store, file, monkeypatch):
    with monkeypatch.context() as patch:
        failing(patch, "fsync", errno.ENOSPC)
        with pytest.raises(SaveError):
            put(store, "t1", "joke")
    time.sleep(0.002)
    put(Store(file, "ana", BOOK), "t1", "question")
    store.retry()
    assert on_disk(file) == {"t1": "question"} and not store.waiting


def test_an_interrupted_save_leaves_the_label_waiting(store, file, monkeypatch):
    def interrupted(*_):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(disk.os, "fsync", interrupted)
        with pytest.raises(KeyboardInterrupt):
            put(store, "t1")
    assert names(file.parent) == [] and len(store.waiting) == 1
    store.retry()
    assert on_disk(file) == {"t1": "joke"}


# -- files that are not as we wrote them -------------------------------------------------------------------


def test_an_unreadable_file_is_set_aside_whole_and_said(file):
    workbook = b"PK\x03\x04" + bytes(range(256))
    file.write_bytes(workbook)
    store = Store(file, "ana", BOOK)
    assert "workbook" in str(store.problems[0]) and "will be set aside" in str(store.problems[1])
    assert file.read_bytes() == workbook, "reading changes nothing"
    put(store, "t1")
    aside = [path for path in file.parent.iterdir() if ".unreadable-" in path.name]
    assert [path.read_bytes() for path in aside] == [workbook] and aside[0].suffix != ".csv"
    assert aside[0].name in str(store.problems[-1])
    assert on_disk(file) == {"t1": "joke"}
    file.write_bytes(workbook)
    put(store, "t2")
    assert len(names(file.parent)) == 3, "the second has a name of its own"
    assert on_disk(file) == {"t1": "joke", "t2": "joke"}


def test_a_file_that_could_not_be_read_whole_is_copied_before_it_is_written(file):
    spoilt = (
        HEADER + f"1.58E+18,joke,,labelled,ana,,x,{SCHEMA}\r\nt2,joke,,labelled,ana,,x,{SCHEMA}\r\n".encode()
    )
    file.write_bytes(spoilt)
    store = Store(file, "ana", BOOK)
    put(store, "t1")
    put(store, "t3")
    (copy,) = [path for path in file.parent.iterdir() if ".copy-" in path.name]
    assert copy.read_bytes() == spoilt and copy.suffix != ".csv"
    assert copy.name in str(store.problems[-1])
    assert on_disk(file) == {"t1": "joke", "t2": "joke", "t3": "joke"}


def test_if_it_cannot_be_set_aside_nothing_is_written(file, monkeypatch):
    file.write_bytes(b"PK\x03\x04 something")
    store = Store(file, "ana", BOOK)
    with monkeypatch.context() as patch:
        failing(patch, "replace", errno.ENOSPC)
        with pytest.raises(SaveError):
            put(store, "t1")
    assert file.read_bytes() == b"PK\x03\x04 something"
    put(store, "t2")
    assert on_disk(file) == {"t1": "joke", "t2": "joke"}


def test_everybody_elses_rows_stay(file):
    theirs = Row(
        "t1", ("question",), "=1", "labelled", "bruno", "2026-01-01T00:00:00.000Z", "other/2-00000000"
    )
    file.write_bytes(dump([theirs]))
    put(Store(file, "ana", BOOK), "t1")
    assert theirs in parse(file.read_bytes()).rows and len(parse(file.read_bytes()).rows) == 2


def test_temporary_files_of_killed_saves_are_tidied(store, file):
    left = [file.with_name(f".annotations.csv.{n:012x}.tmp") for n in range(3)]
    for path in left:
        path.write_bytes(b"half")
    other = file.with_name(".other.csv.000000000000.tmp")
    other.write_bytes(b"")
    put(store, "t1")
    assert names(file.parent) == [other.name, "annotations.csv"]


# -- locks -------------------------------------------------------------------------------------------------

HOLDER = """
import sys
from filelock import FileLock
with FileLock(sys.argv[1]):
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_lock_held_by_another_process_is_said_and_waited_for(store, file):
    """Held too long: said, the label waits; the holder is killed with -9: the lock is gone with it."""
    lock = file.with_name(".annotations.csv.lock")
    holder = subprocess.Popen(
        [sys.executable, "-c", HOLDER, str(lock)], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    try:
        assert holder.stdout.readline() == "held\n"
        store.timeout = 0.1
        with pytest.raises(SaveError, match="another program has been writing"):
            put(store, "t1")
        assert store.get("t1").labels == ("joke",) and store.waiting and not file.exists()
        holder.send_signal(signal.SIGKILL)
        holder.wait()
        put(store, "t2")
    finally:
        holder.kill()
        holder.communicate()
    assert on_disk(file) == {"t1": "joke", "t2": "joke"} and names(file.parent) == ["annotations.csv"]


@pytest.mark.skipif(os.name == "nt", reason="flock is of Unix")
@pytest.mark.parametrize(
    "number", [errno.ENOSYS, errno.ENOLCK, errno.EOPNOTSUPP], ids=["nosys", "nolck", "notsup"]
)
def test_a_folder_without_locks_is_said_and_served(store, file, monkeypatch, number):
    """Some network folders: a hidden file takes the lock's place."""
    import fcntl

    def refused(*_):
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(fcntl, "flock", refused)
    put(store, "t1")
    put(store, "t2")
    assert on_disk(file) == {"t1": "joke", "t2": "joke"} and names(file.parent) == ["annotations.csv"]
    assert "does not support locks" in str(store.problems[-1]) and len(store.problems) == 1
    soft = file.with_name(".annotations.csv.softlock")
    soft.write_text("1\nelsewhere.example\n")
    store.timeout = 0.05
    with pytest.raises(SaveError, match="another program"):
        put(store, "t3")
    os.utime(soft, (1, 1))  # of a computer that died
    put(store, "t4")
    assert set(on_disk(file)) == {"t1", "t2", "t3", "t4"} and names(file.parent) == ["annotations.csv"]


def test_one_save_of_five_hundred_rows_in_milliseconds(store):
    """Said, not demanded: a slow disk is no fault of the code."""
    for n in range(500):
        store.waiting[f"t{n:03}", "ana"] = Row(
            f"t{n:03}", ("joke",), "a note", annotator="ana", updated_at=""
        )
    store.retry()
    times = []
    for n in range(60):
        start = time.perf_counter()
        put(store, f"t{n:03}", "question")
        times.append(time.perf_counter() - start)
    print(
        f"\none label at 500 rows: {sorted(times)[30] * 1000:.2f} ms median, {max(times) * 1000:.2f} ms at most"
    )
