"""What docs/annotation-file.md says of the file is what the code does."""

import re
from pathlib import Path

from course.annotation.decoding import MAX_BYTES
from course.annotation.reading import DEFAULT_ANNOTATOR, parse
from course.annotation.rows import COLUMNS, ID_LIMIT, NAME_LIMIT, NOTE_LIMIT, SCHEMA, STATUSES
from course.annotation.tabular import MAX_LINES
from course.annotation.writing import dump

PAGE = (Path(__file__).resolve().parents[2] / "docs" / "annotation-file.md").read_text(encoding="utf-8")


def test_the_example_is_a_file_as_we_write_it():
    example = re.search(r"```csv\n(.*?)```", PAGE, re.S)[1]
    data = b"\xef\xbb\xbf" + example.replace("\n", "\r\n").encode()
    reading = parse(data)
    assert reading.problems == () and len(reading.rows) == 4
    assert dump(reading.rows) == data
    assert reading.rows[3].note == "=SUM(A1), they wrote"


def test_the_columns_and_limits_are_those_of_the_code():
    section = PAGE.split("## Columns")[1].split("## Bytes")[0]
    assert tuple(re.findall(r"(?m)^\| `(\w+)` \|", section)) == COLUMNS
    assert all(f"`{status}`" in section for status in STATUSES)
    assert f"`{SCHEMA}`" in section and f"`{DEFAULT_ANNOTATOR}` unless" in section
    assert f"{NOTE_LIMIT:,} characters" in section
    assert f"1 to {ID_LIMIT} characters" in section and f"At most {NAME_LIMIT} characters" in section
    assert f"more than {MAX_BYTES // 1_000_000} MB or {MAX_LINES:,} lines" in PAGE
