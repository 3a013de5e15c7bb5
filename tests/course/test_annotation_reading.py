"""Reading a file back from whatever became of it: what can be repaired is, and what cannot is said.

Fixtures are written as the bytes that the named program leaves.
"""

import random
import time

import pytest

from course.annotation.decoding import MAX_BYTES
from course.annotation.reading import parse
from course.annotation.rows import NOTE_LIMIT, SCHEMA, Row
from course.annotation.tabular import MAX_LINES
from course.annotation.writing import HEADER, dump

T1, T2 = "2026-11-22T10:00:00.123Z", "2026-11-22T10:00:01.000Z"
BOOK = "own/1-5df9a60a"
ROWS = (
    Row("t1580661436132757506", ("joke",), "qué año, «ñ»; sí", "labelled", "ana", T1, BOOK),
    Row("t1580661436132757507", ("joke", "question"), "", "labelled", "ana", T2, BOOK),
    Row("t1580661436132757508", (), "", "skipped", "ana", T2, BOOK),
)
OURS = dump(ROWS)


def same(reading, rows=ROWS):
    assert reading.readable and reading.lost == 0
    assert sorted(reading.rows, key=lambda row: row.key) == list(rows)


def said(reading):
    return " ".join(problem.en for problem in reading.problems)


def test_our_own_file_is_read_without_a_word():
    reading = parse(OURS)
    same(reading)
    assert reading.problems == () and reading.whole


TEXT = OURS.decode("utf-8-sig")


def excel_spain() -> bytes:
    """Excel in Spain, opened through its import: semicolons, Windows-1252, quotes where there is a semicolon."""
    return (
        b"tweet_id;labels;note;status;annotator;updated_at;codebook;schema\r\n"
        b't1580661436132757506;joke;"qu\xe9 a\xf1o, \xab\xf1\xbb; s\xed";labelled;ana;'
        b"2026-11-22T10:00:00.123Z;own/1-5df9a60a;crisis20-annotations/1\r\n"
        b"t1580661436132757507;joke|question;;labelled;ana;"
        b"2026-11-22T10:00:01.000Z;own/1-5df9a60a;crisis20-annotations/1\r\n"
        b"t1580661436132757508;;;skipped;ana;"
        b"2026-11-22T10:00:01.000Z;own/1-5df9a60a;crisis20-annotations/1\r\n"
    )


def excel_first_column() -> bytes:
    """Excel in Spain by double click: each line is the first column, cut at the semicolon of the note."""
    return (
        b"\xef\xbb\xbftweet_id,labels,note,status,annotator,updated_at,codebook,schema;\r\n"
        b'"t1580661436132757506,joke,""qu\xc3\xa9 a\xc3\xb1o, \xc2\xab\xc3\xb1\xc2\xbb";'
        b'" s\xc3\xad"",labelled,ana,2026-11-22T10:00:00.123Z,own/1-5df9a60a,crisis20-annotations/1"\r\n'
        b"t1580661436132757507,joke|question,,labelled,ana,"
        b"2026-11-22T10:00:01.000Z,own/1-5df9a60a,crisis20-annotations/1;\r\n"
        b"t1580661436132757508,,,skipped,ana,"
        b"2026-11-22T10:00:01.000Z,own/1-5df9a60a,crisis20-annotations/1;\r\n"
    )


def excel_first_column_quoted() -> bytes:
    """The same with every line in quotes and empty columns behind."""
    lines = TEXT.splitlines()
    return "\r\n".join('"' + one.replace('"', '""') + '";;' for one in lines).encode("utf-8-sig")


def libreoffice() -> bytes:
    """LibreOffice, all texts in quotes, line feeds, times as it shows them."""
    end = f'"{BOOK}","{SCHEMA}"'
    lines = [
        '"tweet_id","labels","note","status","annotator","updated_at","codebook","schema"',
        f'"t1580661436132757506","joke","qué año, «ñ»; sí","labelled","ana","2026-11-22 10:00:00.123",{end}',
        f'"t1580661436132757507","joke|question",,"labelled","ana","2026-11-22 10:00:01",{end}',
        f'"t1580661436132757508",,,"skipped","ana","2026-11-22 10:00:01",{end}',
    ]
    return "\n".join(lines).encode()


def gnumeric() -> bytes:
    return OURS.replace(b"2026-11-22T10", b"2026/11/22 10").replace(b"123Z", b"123").replace(b"000Z", b"000")


def pandas_index() -> bytes:
    """Read and written by pandas, times parsed, with its index."""
    lines = TEXT.splitlines()
    numbered = ["," + lines[0], *(f"{n},{line}" for n, line in enumerate(lines[1:]))]
    text = "\n".join(numbered)
    return text.replace("T10:00:00.123Z", " 10:00:00.123000+00:00").replace("01.000Z", "01+00:00").encode()


def reordered() -> bytes:
    order = (7, 3, 0, 4, 2, 1, 6, 5)
    lines = ["Schema\tSTATUS\tTweet ID\t Annotator \tNote\tLabels\tCODEBOOK\tUpdated-At"]
    for r in ROWS:
        cells = (
            r.tweet_id,
            "|".join(r.labels),
            r.note,
            r.status,
            r.annotator,
            r.updated_at,
            r.codebook,
            r.schema,
        )
        lines.append("\t".join(cells[place] for place in order))
    return ("\r".join(lines) + "\r").encode("utf-16")  # tabs, UTF-16, ends of lines of an old Mac


def blank_rows() -> bytes:
    text = "\r\n;;;;;;;\r\n" + TEXT.replace("\r\n", "\r\n,,,,,,,\r\n\r\n")
    return text.encode()


MANGLED = {
    "excel-spain": (excel_spain, "';'"),
    "excel-first-column": (excel_first_column, ""),
    "excel-first-column-quoted": (excel_first_column_quoted, ""),
    "libreoffice": (libreoffice, ""),
    "gnumeric": (gnumeric, ""),
    "reordered-utf16": (reordered, "UTF-16, separator tab, columns in another order"),
    "blank-rows": (blank_rows, ""),
    "sep-line": (lambda: b"sep=,\r\n" + TEXT.encode(), "separator"),
    "sep-line-quoted": (lambda: b'"sep=;"\r\n' + excel_spain(), "';'"),
    "utf16-no-mark": (lambda: TEXT.encode("utf-16-le"), "UTF-16"),
    "utf16-big": (lambda: b"\xfe\xff" + TEXT.encode("utf-16-be"), "UTF-16"),
    "no-mark": (lambda: TEXT.encode(), ""),
    "two-marks": (lambda: b"\xef\xbb\xbf" + OURS, ""),
    "cp1252": (lambda: TEXT.encode("cp1252"), "Windows-1252"),
    "utf8-twice": (lambda: OURS.decode("cp1252").encode(), "UTF-8 × 2"),
    "old-mac": (lambda: OURS.replace(b"\r\n", b"\r"), ""),
    "no-titles": (lambda: TEXT.split("\r\n", 1)[1].encode(), "titles"),
    "lost-letters": (lambda: OURS.replace(b"\r\nt", b"\r\n"), ""),
    "trailing-columns": (lambda: OURS.replace(b"\r\n", b",,,\r\n"), ""),
    "null-bytes": (lambda: OURS.replace(b"labelled", b"label\0led") + b"\0" * 40, "null bytes"),
    "other-case": (lambda: OURS.replace(b"labelled", b" Labelled "), ""),
    "spaces": (lambda: OURS.replace(b"joke|question", b" joke | question ,")[:-2].replace(b" ,,", b" ,"), ""),
    "commas-of-a-note": (lambda: OURS.replace(b'"', b""), ""),
}  # fmt: skip


@pytest.mark.parametrize("name", MANGLED)
def test_what_programs_make_of_the_file_is_read_whole(name):
    make, words = MANGLED[name]
    reading = parse(make())
    same(reading)
    assert reading.whole and words in said(reading)
    assert bool(words) == bool(reading.problems)
    for problem in reading.problems:
        assert problem.es and problem.es != problem.en


def test_pandas_index_is_an_extra_column_and_no_harm():
    reading = parse(pandas_index())
    same(reading)
    assert "further columns (–)" in said(reading)


def test_extra_columns_are_named_and_the_file_is_not_whole():
    reading = parse(OURS.replace(b"schema\r\n", b"schema,mine\r\n").replace(b"/1\r\n", b"/1,see Luis\r\n"))
    same(reading)
    assert "(mine)" in said(reading) and not reading.whole
    empty = parse(OURS.replace(b"schema\r\n", b"schema,mine\r\n").replace(b"/1\r\n", b"/1,\r\n"))
    assert empty.problems == () and empty.whole


def test_ids_that_lost_digits_are_named_and_never_guessed():
    ruined = ["1.58E+18", '"1,58066E+18"', "1580661436132750000", "1.58066143613276e+18"]
    lines = [f"{one},joke,,labelled,ana,{T1},x,{SCHEMA}" for one in (*ruined, "t1580661436132750000")]
    reading = parse(HEADER + "\r\n".join(lines).encode())
    assert [row.tweet_id for row in reading.rows] == ["t1580661436132750000"]
    assert reading.lost == 4 and not reading.whole
    assert "1.58E+18" in said(reading) and "4." in said(reading)


def test_ids_that_only_look_different_are_the_same():
    lines = [
        f"{i},joke,,labelled,ana,{T1},x,{SCHEMA}" for i in ("1000001.0", "007", "1580661436132757506", " t9 ")
    ]
    reading = parse(HEADER + "\r\n".join(lines).encode())
    assert [row.tweet_id for row in reading.rows] == ["t1000001", "t007", "t1580661436132757506", "t9"]


def test_a_bare_table_of_ids_and_labels_is_enough():
    reading = parse(b"Labels;TWEET-ID\njoke;1\nquestion, joke;2\n;3\n")
    assert [(row.tweet_id, row.labels, row.status, row.annotator) for row in reading.rows] == [
        ("t1", ("joke",), "labelled", "coder"),
        ("t2", ("question", "joke"), "labelled", "coder"),
        ("t3", (), "cleared", "coder"),
    ]


def test_rows_without_annotator_are_of_the_only_one():
    data = (
        HEADER + f"t1,joke,,labelled,ana,{T1},x,{SCHEMA}\r\nt2,joke,,labelled,,{T1},x,{SCHEMA}\r\n".encode()
    )
    assert {row.annotator for row in parse(data).rows} == {"ana"}
    two = data + f"t3,joke,,labelled,bruno,{T1},x,{SCHEMA}\r\n".encode()
    assert [row.annotator for row in parse(two).rows] == ["ana", "coder", "bruno"]


def test_status_and_labels_that_do_not_agree_are_settled_and_said():
    lines = [
        f"t1,,,labelled,ana,{T1},x,{SCHEMA}",  # somebody emptied the cell
        f"t2,joke,,skipped,ana,{T1},x,{SCHEMA}",  # somebody filled it
        f"t3,joke,,hecho,ana,{T1},x,{SCHEMA}",
        f"t4,,,,ana,{T1},x,{SCHEMA}",
    ]
    reading = parse(HEADER + "\r\n".join(lines).encode())
    assert [row.status for row in reading.rows] == ["cleared", "labelled", "labelled", "cleared"]
    assert len(reading.problems) == 3


def test_unknown_times_are_the_oldest_and_said():
    data = OURS.replace(T1.encode(), b"el otro d\xc3\xada")
    reading = parse(data)
    assert reading.rows[0].updated_at == "" and "oldest: 1" in said(reading)


def test_repeated_rows_give_the_latest():
    later = Row("t1580661436132757506", ("question",), "", "labelled", "ana", T2, BOOK)
    lines = dump([later]).split(b"\r\n")[1] + b"\r\n"
    for data in (OURS + lines, HEADER + lines + OURS.split(b"\r\n", 1)[1]):
        assert next(row for row in parse(data).rows if row.key == later.key) == later


def test_a_file_cut_short_loses_its_last_line_alone():
    """Copied while the disk was full: the part of a line that is left is no label."""
    for cut in range(3, 110):
        reading = parse(OURS[:-cut])
        assert [row.key for row in reading.rows][:2] == [row.key for row in ROWS[:2]], cut
        assert all(row in ROWS or row.schema == SCHEMA for row in reading.rows)
        if len(reading.rows) == 2 and OURS[:-cut].strip().count(b"\n") == 3:
            assert reading.lost == 1 and not reading.whole


def test_a_quote_left_open_costs_one_line():
    data = OURS.replace('sí",'.encode(), "sí,".encode())
    assert data != OURS
    reading = parse(data)
    assert [row.tweet_id[-1] for row in reading.rows][-2:] == ["7", "8"]
    assert reading.lost <= 1


def test_a_note_broken_into_lines_by_a_spreadsheet_is_one_line_again():
    data = OURS.replace("«ñ»".encode(), '«ñ»\n\nand ""more""'.encode())
    (first, *rest) = parse(data).rows
    assert first.note == 'qué año, «ñ» and "more"; sí' and len(rest) == 2


def test_notes_beyond_the_limit_are_cut_and_said():
    data = OURS.replace(b",,skipped", b"," + b"x" * (NOTE_LIMIT + 5) + b",skipped")
    reading = parse(data)
    assert len(reading.rows[2].note) == NOTE_LIMIT and not reading.whole and "read cut: 1" in said(reading)


def test_labels_are_bounded_and_kept_even_if_unknown():
    data = HEADER + f"t1,<script>|joke|joke| ,,labelled,ana,{T1},x,{SCHEMA}\r\n".encode()
    assert parse(data).rows[0].labels == ("<script>", "joke")
    many = HEADER + f"t1,{'|'.join(f'c{n}' for n in range(5000))},,labelled,ana,{T1},x,{SCHEMA}\r\n".encode()
    assert len(parse(many).rows[0].labels) == 50


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"PK\x03\x04\x14\x00\x06\x00" + b"\x00" * 500, "spreadsheet workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500, "spreadsheet workbook"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "columns"),
        (b"\x00" * 4096, "no text"),
        (b"<html><table><tr><td>tweet_id</td></tr></table></html>", "columns"),
        (b'{"cells": []}', "columns"),
        (b"\xff\xfe", ""),
        (b"x" * (MAX_BYTES + 1), "16 MB"),
        (b"tweet_id,labels\n" + b"t1,joke\n" * (MAX_LINES + 1), "lines"),
        (b"tweet_id,nothing\nt1,joke\n", "columns"),
    ],
    ids=["xlsx", "xls", "png", "zeros", "html", "json", "mark-alone", "big", "long", "other-table"],
)  # fmt: skip
def test_what_is_no_annotation_file_is_said_to_be_none(data, words):
    reading = parse(data)
    assert words in said(reading)
    assert reading.readable == (not words) and reading.rows == ()


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b" ;;;\n,,,\n", HEADER], ids=range(5))
def test_an_empty_file_is_empty_and_no_problem(data):
    reading = parse(data)
    assert reading.readable and reading.rows == () and reading.problems == ()


def test_a_million_blank_rows_of_a_spreadsheet_are_nothing():
    same(parse(OURS + b",,,,,,,\r\n" * 1_000_000))


def _many_columns() -> bytes:
    names = b",".join(b"c%d" % n for n in range(200))
    return b"tweet_id,labels," + names + b"\n" + (b"t1,j" + b",1" * 200 + b"\n") * 20_000


HOSTILE = {
    "one-long-line": lambda: HEADER + b"a," * 4_000_000,
    "wide-header": lambda: b"tweet_id,labels," + b"x," * 4_000_000 + b"\n" + b"t1,joke\n",
    "many-wide-headers": lambda: (b"label," * 15_000 + b"\n") * 60,
    "open-quotes": lambda: HEADER + b'"\n' * 90_000,
    "one-open-quote": lambda: HEADER + b'"' + b"x,\n" * 90_000,
    "quotes": lambda: HEADER + b'"' * 10_000_000,
    "long-cells": lambda: HEADER + (b"t1,joke," + b"y" * 90_000 + b",labelled,ana,,,\n") * 150,
    "many-columns": _many_columns,
    "nulls": lambda: HEADER + b"a\0" * 5_000_000,
    "carriage-returns": lambda: HEADER + b"\r" * 15_000_000,
    "digits": lambda: HEADER + (b"9" * 5_000 + b",joke,,labelled,a,b,c,d\n") * 3_000,
    "sep-quote": lambda: b'sep="\n' + OURS,
    "sep-newline": lambda: b"sep=\r\n" + OURS,
}  # fmt: skip


@pytest.mark.timeout(60)
@pytest.mark.parametrize("name", HOSTILE)
def test_crafted_files_neither_raise_nor_fill_the_memory(name):
    reading = parse(HOSTILE[name]())
    assert len(reading.rows) <= MAX_LINES
    assert sum(len(row.note) for row in reading.rows) < MAX_BYTES


def test_random_bytes_never_raise():
    """Seeded: noise, and our own file with bytes changed, cut, doubled and put elsewhere."""
    rng = random.Random(20)
    start = time.monotonic()
    for _ in range(400):
        parse(rng.randbytes(rng.randrange(200)))
        parse(HEADER + rng.randbytes(rng.randrange(200)))
        data = bytearray(OURS)
        for _ in range(rng.randrange(1, 12)):
            at = rng.randrange(len(data))
            what = rng.randrange(4)
            if what == 0:
                data[at] = rng.randrange(256)
            elif what == 1:
                del data[at : at + rng.randrange(30)]
            elif what == 2:
                data[at:at] = data[: rng.randrange(60)]
            else:
                data[at:at] = rng.choice([b'"', b"\0", b"\r", b"\n", b";", b"\xff", b"'", b"|", b"\t"])
        reading = parse(bytes(data))
        for row in reading.rows:
            assert row.tweet_id and row.status in ("labelled", "skipped", "cleared")
            assert bool(row.labels) == (row.status == "labelled")
        assert set(parse(dump(reading.rows)).rows) == set(reading.rows), (
            "what was read can be written and read"
        )
    print(f"\n1200 hostile files in {time.monotonic() - start:.2f} s")
