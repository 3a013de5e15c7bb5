"""Labels as a table, as a summary, and back from the notebook alone."""

import base64
import json
import re
import zlib
from html.parser import HTMLParser

import pandas as pd
import pytest

from course.annotation import Code, Codebook, Session, read_annotations, recover
from course.annotation.embedding import MAX_FILE, MAX_FILES, MIME, embedded, pack, unpack
from course.annotation.reading import parse
from course.annotation.rows import SCHEMA, Row
from course.annotation.summary import SHOWN, bundle, html, text
from course.annotation.writing import HEADER, dump
from course.errors import CourseError
from course.language import Text, set_language

T1, T2 = "2026-11-22T10:00:00.000Z", "2026-11-22T10:00:01.000Z"
HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>&amp;\u202e"


@pytest.fixture(autouse=True)
def _english():
    set_language("en")


def row(tweet="t1", labels=("joke",), who="ana", at=T1, **more):
    return Row(tweet, labels, annotator=who, updated_at=at, codebook="own/1-00000000", **more)


def notebook(*values, wrap=lambda value: value):
    """A notebook as JupyterLab saves it: texts as lists of lines, other outputs between ours."""
    outputs = [
        {"output_type": "stream", "name": "stdout", "text": ["a\n", "b\n"]},
        *(
            {
                "output_type": "display_data",
                "metadata": {},
                "data": {"text/html": ["<p>\n", "</p>"], "text/plain": ["x"], MIME: wrap(value)},
            }
            for value in values
        ),
        {"output_type": "error", "ename": "x", "evalue": "y", "traceback": []},
    ]
    cells = [
        {"cell_type": "markdown", "metadata": {}, "source": ["# Título\n"]},
        {"cell_type": "code", "execution_count": 1, "metadata": {}, "outputs": outputs, "source": []},
    ]
    return {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 5}


def saved(folder, *rows_of_each, name="lesson.ipynb", **options):
    path = folder / name
    packed = [pack(dump(rows), name="annotations.csv") for rows in rows_of_each]
    path.write_text(json.dumps(notebook(*packed, **options), indent=1, ensure_ascii=False), encoding="utf-8")
    return path


# -- reading -----------------------------------------------------------------------------------------------


def test_read_annotations_gives_the_latest_row_of_each(tmp_path):
    file = tmp_path / "annotations.csv"
    rows = [
        row(),
        row("t2", ("joke", "question"), note="=n"),
        row("t3", (), status="skipped"),
        row(who="bruno"),
    ]
    file.write_bytes(dump(rows))
    found = read_annotations(file)
    assert list(found.columns) == [
        "tweet_id",
        "annotator",
        "labels",
        "note",
        "status",
        "updated_at",
        "codebook",
    ]
    assert found[["tweet_id", "annotator", "labels"]].values.tolist() == [
        ["t1", "ana", "joke"],
        ["t1", "bruno", "joke"],
        ["t2", "ana", "joke|question"],
    ]
    assert found["note"].tolist() == ["", "", "=n"] and found["updated_at"][0] == pd.Timestamp(T1)
    assert found.attrs["problems"] == ()
    assert read_annotations(file, status="skipped")["tweet_id"].tolist() == ["t3"]
    assert len(read_annotations(str(file), status=None)) == 4


def test_read_annotations_of_nothing_keeps_its_columns(tmp_path):
    (tmp_path / "a.csv").write_bytes(HEADER)
    found = read_annotations(tmp_path / "a.csv")
    assert (
        found.empty and str(found["labels"].dtype) == "str" and "datetime64" in str(found["updated_at"].dtype)
    )


def test_read_annotations_says_what_is_wrong(tmp_path):
    file = tmp_path / "annotations.csv"
    with pytest.raises(CourseError, match=r"no file 'annotations\.csv'"):
        read_annotations(file)
    with pytest.raises(CourseError, match="name of a folder"):
        read_annotations(tmp_path)
    with pytest.raises(CourseError, match="use one of"):
        read_annotations(file, status="done")
    file.write_bytes(b"PK\x03\x04")
    with pytest.raises(CourseError, match="workbook"):
        read_annotations(file)
    file.write_bytes(HEADER + f"1.58E+18,joke,,labelled,ana,,x,{SCHEMA}\r\n".encode())
    (problem,) = read_annotations(file).attrs["problems"]
    assert "lost digits" in problem.en


# -- summaries ---------------------------------------------------------------------------------------------


class Elements(HTMLParser):
    """The names of the elements and attributes of a page, and its words."""

    def __init__(self, page):
        super().__init__()
        self.names, self.attributes, self.words = [], set(), []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.names.append(tag)
        self.attributes |= {name for name, _ in attrs}

    def handle_data(self, data):
        self.words.append(data)


@pytest.fixture
def session(tmp_path):
    codes = (Code("joke", Text("Broma", HOSTILE)), Code("other", Text("Otra", "Other")))
    book = Codebook("own", "1", Text("x", "x"), Text("x", "x"), codes)
    tweets = pd.DataFrame({"tweet_id": [f"t{n}" for n in range(80)], "text": [HOSTILE * 20] * 80})
    return Session(tweets, book, tmp_path / "<b>.csv", annotator="<i>ana</i>")


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_summary_holds_no_markup_of_tweets_labels_notes_or_names(session, language):
    for i in range(70):
        session.label(i, ["joke"], HOSTILE)
    page = html(session, language)
    found = Elements(page)
    assert set(found.names) <= {"section", "p", "strong", "br", "ul", "li", "table", "caption", "thead", "tbody",
                                "tr", "th", "td", "bdi"}  # fmt: skip
    assert found.attributes <= {"lang", "aria-label", "scope"}
    words = "".join(found.words)
    assert "<script>" in words and "<b>.csv" in words and "<i>ana</i>" in words
    assert (
        page.count("<bdi lang=") == SHOWN and ("Y otros 10." if language == "es" else "And 10 more.") in words
    )
    assert ("70 de 80" if language == "es" else "70 of 80") in words
    assert f'<section lang="{language}"' in page and len(page) < 60_000


def test_a_summary_of_nothing_and_of_problems(session, tmp_path):
    assert Elements(html(session, "en")).names.count("table") == 1
    assert "0 of 80 tweets labelled, 0 skipped, 80 pending." in text(session, "en")
    session.store.path.write_bytes(b"PK\x03\x04")
    session.look()
    assert "<li>The annotation file cannot be read" in html(session, "en")
    assert "El archivo de anotaciones no se puede leer" in text(session, "es")


def test_the_copy_in_the_output_holds_what_is_not_saved_too(session, monkeypatch):
    from course.annotation import SaveError, disk

    def full(*_):
        raise OSError(28, "No space left on device")

    session.label(0, ["joke"])
    monkeypatch.setattr(disk.os, "fsync", full)
    with pytest.raises(SaveError):
        session.label(1, ["other"])
    shown = bundle(session, "es")
    assert "Sin guardar: 1." in shown["text/html"] and "Sin guardar: 1." in shown["text/plain"]
    rows = parse(unpack(shown[MIME])).rows
    assert {one.tweet_id: one.labels for one in rows} == {"t0": ("joke",), "t1": ("other",)}
    json.dumps(shown)


def test_the_copy_is_small():
    rows = [row(f"t{1580661436132757506 + n}", note="una nota" * (n % 3)) for n in range(500)]
    assert len(json.dumps(pack(dump(rows), name="annotations.csv"))) < 12_000


# -- back from the notebook --------------------------------------------------------------------------------


def lines(value):
    return re.findall(r".{1,40}", json.dumps(value))


@pytest.mark.parametrize(
    "wrap",
    [lambda v: v, json.dumps, lines, lambda v: v | {"data": re.findall(".{1,30}", v["data"])}],
    ids=["object", "text", "lines", "data-in-lines"],
)
def test_labels_come_back_from_a_saved_notebook(tmp_path, wrap):
    path = saved(tmp_path, [row(), row("t2", ("joke", "question"), note="=n")], wrap=wrap)
    found = recover(path)
    assert found["labels"].tolist() == ["joke", "joke|question"] and found["note"].tolist() == ["", "=n"]
    assert [p.name for p in tmp_path.iterdir()] == ["lesson.ipynb"], "nothing is written unless asked"


def test_several_outputs_and_annotators_are_merged(tmp_path):
    old, new = row(labels=("question",)), row(labels=("joke",), at=T2)
    path = saved(
        tmp_path, [new, row(who="bruno")], [old, row("t2", (), status="cleared", at=T2)], [row("t2")]
    )
    found = recover(path, tmp_path / "back.csv")
    assert found[["tweet_id", "annotator", "labels"]].values.tolist() == [
        ["t1", "ana", "joke"],
        ["t1", "bruno", "joke"],
    ]
    rows = parse((tmp_path / "back.csv").read_bytes()).rows
    assert {(one.tweet_id, one.annotator): one.status for one in rows}["t2", "ana"] == "cleared"


def test_recovering_into_a_file_keeps_what_is_later_there(tmp_path):
    file = tmp_path / "annotations.csv"
    file.write_bytes(dump([row(labels=("question",), at=T2), row("t9", who="bruno")]))
    recover(saved(tmp_path, [row(), row("t2")]), file)
    found = {(one.tweet_id, one.annotator): one.labels for one in parse(file.read_bytes()).rows}
    assert found == {("t1", "ana"): ("question",), ("t2", "ana"): ("joke",), ("t9", "bruno"): ("joke",)}
    before = file.read_bytes()
    recover(saved(tmp_path, [row(), row("t2")]), file)
    assert file.read_bytes() == before


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b"null",
        b"\xff\xfe\x00",
        b'{"cells": 3}',
        b'{"cells": [null, {"outputs": "x"}]}',
        b"[" * 100_000,
    ],
    ids=["empty", "object", "list", "null", "binary", "number", "wrong", "deep"],
)
def test_a_notebook_without_labels_says_so(tmp_path, content):
    path = tmp_path / "lesson.ipynb"
    path.write_bytes(content)
    with pytest.raises(CourseError, match="carries no labels"):
        recover(path)
    assert embedded(content) == []


def test_a_notebook_that_is_not_there_says_so(tmp_path):
    for path in (tmp_path / "none.ipynb", tmp_path):
        with pytest.raises(CourseError, match="Cannot read the notebook"):
            recover(path)


def packed(data: bytes):
    return {"data": base64.b64encode(data).decode()}


@pytest.mark.parametrize(
    "value",
    [
        None, 3, [], [1], {}, {"data": None}, {"data": [1]}, {"data": "¡no!"}, {"data": "AAAA"}, "not json", "[]",
        packed(b"no zlib"),
        packed(zlib.compress(b"tweet_id,labels\r\nt1,joke")[:-4]),
        packed(zlib.compress(b"x" * (MAX_FILE + 1))),
        {"data": "A" * 3_000_000},
        "x" * 3_000_000,
    ],
    ids=range(16),
)  # fmt: skip
def test_what_pack_did_not_make_is_passed_over(value):
    assert unpack(value) is None
    assert embedded(notebook(value, pack(HEADER, name="a.csv"))) == [HEADER]


def test_a_bomb_fills_no_memory():
    """Two hundred megabytes of zeros in a quarter of one, fifty times."""
    import tracemalloc

    squeezing = zlib.compressobj(9)
    small = b"".join(squeezing.compress(bytes(1_000_000)) for _ in range(200)) + squeezing.flush()
    bomb = {"data": base64.b64encode(small).decode()}
    tracemalloc.start()
    try:
        assert embedded(notebook(*[bomb] * 50)) == []
        assert tracemalloc.get_traced_memory()[1] < 10 * MAX_FILE
    finally:
        tracemalloc.stop()


def test_no_more_copies_are_looked_at_than_a_lesson_could_have():
    many = [pack(dump([row(f"t{n}")]), name="a.csv") for n in range(MAX_FILES + 20)]
    assert len(embedded(notebook(*many))) == MAX_FILES
    assert embedded(notebook(*[many[0]] * 5)) == [dump([row("t0")])], "each once"
