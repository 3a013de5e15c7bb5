"""Rows, their times, and the file as written: what goes in comes out, and no spreadsheet can run it."""

import csv
import io
import random
from datetime import UTC, datetime

import pytest

from course.annotation.reading import parse
from course.annotation.rows import COLUMNS, SCHEMA, Row, file_id, latest, one_line, plain, stamp
from course.annotation.times import read_time
from course.annotation.writing import dump, line

T1, T2 = "2026-11-22T10:00:00.000Z", "2026-11-22T10:00:00.001Z"


def row(tweet="t1", labels=("joke",), note="", status="labelled", who="ana", at=T1):
    return Row(tweet, labels, note, status, who, at, "own/1-00000000")


def test_the_file_is_what_spreadsheets_open_right():
    """UTF-8 with a mark, commas, CRLF, ids with a letter, labels joined by |."""
    data = dump([row("t2", ("joke", "question"), "qué, «año»"), row("t1", (), "", "cleared")])
    assert data.startswith(
        b"\xef\xbb\xbftweet_id,labels,note,status,annotator,updated_at,codebook,schema\r\n"
    )
    assert data.endswith(b"\r\n") and data.count(b"\n") == data.count(b"\r\n") == 3
    records = list(csv.reader(io.StringIO(data.decode("utf-8-sig"))))
    assert records[0] == list(COLUMNS)
    assert records[1] == ["t1", "", "", "cleared", "ana", T1, "own/1-00000000", SCHEMA]
    assert records[2][:3] == ["t2", "joke|question", "qué, «año»"]


def test_the_order_of_rows_does_not_depend_on_the_order_of_work():
    rows = [row(f"t{n}", who=who) for n in range(20) for who in ("ana", "bruno")]
    shuffled = rows[:]
    random.Random(3).shuffle(shuffled)
    assert dump(rows) == dump(shuffled)


@pytest.mark.parametrize(
    "sign", ["=", "+", "-", "@", "'", "'="], ids=["eq", "plus", "minus", "at", "quote", "both"]
)
@pytest.mark.parametrize("cell", ["note", "annotator", "tweet_id", "labels"])
def test_no_cell_begins_like_a_formula_and_all_come_back(sign, cell):
    text = sign + "cmd|'/C_calc'!A0" if cell != "labels" else sign + "SUM(A1)"
    fields = {"tweet_id": "t1", "labels": ("joke",), "note": "", "annotator": "ana", "updated_at": T1}
    given = Row(**fields | {cell: (text,) if cell == "labels" else text})
    data = dump([given])
    written = next(iter(csv.DictReader(io.StringIO(data.decode("utf-8-sig")))))[cell]
    assert written[0] == "'" and written[1:] == text
    (found,) = parse(data).rows
    assert found == given


NOTES = [
    "plain",
    'says "no", twice; or not',
    "'quoted'",
    "año, cigüeña, ¿qué?",
    "😀 \U0001f468\u200d\U0001f469\u200d\U0001f467 🇪🇸",
    "\u202eevil\u202c שלום مرحبا",
    "=HYPERLINK(1)",
    "tweet_id,labels",
    "a|b;c",
    "\ufeffmark",
    "1.58E+18",
]


@pytest.mark.parametrize("note", NOTES, ids=range(len(NOTES)))
def test_notes_come_back_as_they_were(note):
    reading = parse(dump([row(note=one_line(note))]))
    assert [one.note for one in reading.rows] == [note] and reading.problems == ()


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("two\r\nlines\nmore", "two lines more"),
        ("tab\tin", "tab in"),
        ("nul\0l", "null"),
        ("bell\a\x1b[31m", "bell[31m"),
        ("half \ud800.", "half \ufffd."),
        ("\ud83d\ude00", "😀"),
        ("line\u2028end\x85x", "line end x"),
    ],
    ids=["lines", "tab", "nul", "escape", "half", "pair", "separators"],
)
def test_a_note_is_one_line_of_characters_that_a_file_holds(given, kept):
    assert one_line(given) == kept
    assert b"\n" not in line(row(note=one_line(given)))[:-2]


def test_a_half_character_in_any_cell_never_stops_a_save():
    data = dump([row(note="\udfff", who="an\ud800a")])
    assert data.decode("utf-8-sig").count("\ufffd") == 2


def test_random_rows_come_back():
    """Any row that a session could make is read as it was written; seeded."""
    rng = random.Random(11)
    signs = "aZ09 ,;|\"'=+-@\t\r\n\0áñ€😀\u202e\ud800\u2028<>&\\"
    for _ in range(300):
        rows = []
        for n in range(rng.randrange(1, 6)):
            note = one_line("".join(rng.choice(signs) for _ in range(rng.randrange(12))))
            status = rng.choice(["labelled", "skipped", "cleared"])
            labels = ("joke", "other_1")[: rng.randrange(1, 3)] if status == "labelled" else ()
            rows.append(row(f"t{n:03}", labels, note, status, rng.choice(["ana", "=bruno", "c;d"])))
        reading = parse(dump(rows))
        assert set(reading.rows) == set(rows)
        assert reading.problems == () and reading.whole and not reading.lost


def test_ids_are_texts_with_a_letter():
    assert [file_id(one) for one in ("007", 7, " 12 ", "t7", "abc")] == ["t007", "t7", "t12", "t7", "abc"]
    assert file_id(1580661436132757506) == "t1580661436132757506"


def test_times_rise_even_where_the_clock_goes_back():
    early = datetime(2026, 1, 1, tzinfo=UTC)
    times = ["2026-11-22T10:00:00.999Z"]
    for _ in range(3):
        times.append(stamp(times[-1], now=early))
    assert times[1:] == ["2026-11-22T10:00:01.000Z", "2026-11-22T10:00:01.001Z", "2026-11-22T10:00:01.002Z"]
    assert stamp(now=early) == "2026-01-01T00:00:00.000Z"
    assert stamp(times[0], now=datetime(2027, 1, 1, tzinfo=UTC)) == "2027-01-01T00:00:00.000Z"


def test_the_latest_row_of_each_tweet_and_annotator_stays():
    old, new, other = row(at=T1), row(labels=("question",), at=T2), row(who="bruno", at=T1)
    assert set(latest([old, other, new]).values()) == set(latest([new, old, other]).values()) == {new, other}
    twin = row(labels=("question",), at=T1)
    assert latest([old, twin])[old.key] is twin, "of two of one time, the later line"
    assert latest([row(at=""), old])[old.key] is old, "an unknown time is the oldest"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2026-11-22T10:00:00.000Z", "2026-11-22T10:00:00.000Z"),
        ("2026-11-22 10:00:00.123456+00:00", "2026-11-22T10:00:00.123Z"),  # pandas
        ("2026-11-22T12:00:00+02:00", "2026-11-22T10:00:00.000Z"),
        ("2026/11/22 10:00:00.5", "2026-11-22T10:00:00.500Z"),  # Gnumeric
        ("22/11/2026 10:00", "2026-11-22T10:00:00.000Z"),  # Excel in Spain
        ("22.11.26 9:05:07", "2026-11-22T09:05:07.000Z"),
        ("11/22/2026 10:00:00 PM", "2026-11-22T22:00:00.000Z"),  # Excel in the United States
        ("3/2/2026 12:30 a. m.", "2026-03-02T00:30:00.000Z"),
        ("3/2/2026 12:30", "2026-02-03T12:30:00.000Z"),
        ("46348.25", "2026-11-22T06:00:00.000Z"),  # days since 30 December 1899
        ("46348,25", "2026-11-22T06:00:00.000Z"),
        ("", ""),
        ("yesterday", ""),
        ("31/02/2026 10:00", ""),
        ("2026-11-22T25:00:00Z", ""),
        ("0001-01-01T00:00:00.000Z", ""),
        ("9999-12-31T23:59:59.999Z", ""),
        ("22/11/2026 10:00+99:99", ""),
        ("٢٠٢٦-11-22T10:00:00.000Z", ""),
        ("9" * 1000, ""),
    ],
)  # fmt: skip
def test_times_are_read_as_programs_rewrite_them(text, expected):
    assert read_time(text) == expected


def test_plain_text_is_left_alone():
    assert plain("año 😀 \u202e") == "año 😀 \u202e"
