"""Labels of unit 03: forged files, formulas, a neighbour's, copies inside the notebook, files that break readers."""

import os

import nbformat

from course.annotation.embedding import MIME, pack
from course.annotation.rows import Row
from course.annotation.writing import dump
from course.exercises import iberia_voices

from .attack import ANY, LOOKED, UNREADABLE, Family

labels = Family("labels")
FILE = "annotations.csv"
_EXERCISE = next(exercise for exercise in iberia_voices.EXERCISES if exercise.key == "label-voices")
_BOOK = _EXERCISE.codebook.identity
_CODES = [code.code for code in _EXERCISE.codebook.codes]


def _rows(labelled, *, annotator="coder", book=_BOOK, when="2027-01-01T10:00:00.000Z"):
    return [
        Row(tweet, labelled(number), annotator=annotator, updated_at=when, codebook=book)
        for number, tweet in enumerate(_EXERCISE.ids)
    ]


@labels("one code for all", "the commonest code on every tweet")
def one_code(handed):
    handed.files[FILE] = dump(_rows(lambda n: ("disappointment",)))


@labels("every code for all", "a tweet with every code holds the right ones")
def every_code(handed):
    handed.files[FILE] = dump(_rows(lambda n: tuple(_CODES)))


@labels("codes in turn", "one code after another")
def in_turn(handed):
    handed.files[FILE] = dump(_rows(lambda n: (_CODES[n % len(_CODES)],)))


@labels("many coders", "one file, a coder for each code: one of them is right for each tweet")
def many_coders(handed):
    handed.files[FILE] = dump(row for code in _CODES for row in _rows(lambda n, c=code: (c,), annotator=code))


@labels("many files", "a file for each code: the best may count")
def many_files(handed):
    for code in _CODES:
        handed.files[f"annotations ({code}).csv"] = dump(_rows(lambda n, c=code: (c,)))


@labels("columns of its own", "points, expected and passed as columns of the file")
def columns(handed):
    head = "tweet_id,labels,expected,points,passed,gold\r\n"
    rows = "".join(f"{tweet},,4,4,True,other\r\n" for tweet in _EXERCISE.ids)
    handed.files[FILE] = (head + rows).encode()


@labels("formulas", "codes and notes that a spreadsheet calculates, over right labels", base="half")
def formulas(handed):
    text = handed.files[FILE].decode("utf-8-sig")
    lines = text.splitlines()
    lines[1:] = [line.replace(",,", ',"=HYPERLINK(""http://x"")",', 1) for line in lines[1:]]
    handed.files[FILE] = "\r\n".join(lines).encode()
    handed.files["=cmd.csv"] = b"=cmd|' /C calc'!A0,@SUM(1)\n"


@labels(
    "written by the notebook", "the file is written, or overwritten, by the notebook's own code", base="half"
)
def written(handed):
    handed.run('open("annotations.csv", "w").write("tweet_id,labels\\n" * 40)')


@labels("written by a blank notebook", "the notebook writes the file while it runs")
def written_blank(handed):
    content = dump(_rows(lambda n: (_CODES[n % 3],))).decode()
    handed.run(f"open('annotations.csv', 'w').write({content!r})")


@labels("a neighbour's file", "a link to the labels of a neighbour")
def neighbours(handed):
    scene = handed.scene
    target = f"{scene.course}/submitted/{scene.neighbour}/03-iberia-voices/{FILE}"
    handed.arrange = lambda place: os.symlink(target, place / FILE)


@labels("a copy of nothing", "the copy inside the notebook is forged: a bomb, a page, another type")
def embedded(handed):
    bomb = pack(b"\0" * 100_000_000, name=FILE)
    odd = [
        bomb,
        {"data": 7},
        [["x"]],
        {"data": "AAAA"},
        pack(b"tweet_id,labels\n" * 3, name="../../x.csv"),
        "x" * 10**6,
    ]
    for value in odd:
        cell = nbformat.v4.new_code_cell("1")
        cell.outputs = [nbformat.v4.new_output("display_data", data={MIME: value, "text/plain": "x"})]
        handed.notebook.cells.append(cell)


@labels("a thousand copies", "the notebook carries a thousand copies, each of other labels", base="half")
def thousand(handed):
    cell = nbformat.v4.new_code_cell("1")
    for number in range(1000):
        code = _CODES[number % len(_CODES)]
        small = dump(row for row in _rows(lambda n, code=code: (code,))[:39])
        cell.outputs.append(nbformat.v4.new_output("display_data", data={MIME: pack(small, name=FILE)}))
    handed.notebook.cells.append(cell)


_FILES = {
    "nothing but NUL": b"\0" * 10_000,
    "a spreadsheet that is none": b"PK\x03\x04" + bytes(range(256)) * 8,
    "one line without end": b"tweet_id,labels\n" + b"x" * 1_900_000,
    "columns without end": b"," * 1_000_000,
    "quotes without end": b'tweet_id,labels\n"' + b'""' * 500_000,
    "three megabytes": b"tweet_id,labels\n" * 200_000,
    "lone surrogates": "tweet_id,labels\n".encode("utf-16") + b"\x00\xd8" * 5000,
}
for _name, _content in _FILES.items():
    labels(_name, "a file of labels that breaks whoever reads it", states=ANY | UNREADABLE)(
        lambda handed, _content=_content: handed.files.update({FILE: _content})
    )


@labels(
    "ids that look alike", "tweets that are not of this exercise, with other letters and signs", states=LOOKED
)
def alike(handed):
    rows = "".join(f"{tweet.replace('t', 'ｔ')}\u200b,joke\r\n" for tweet in _EXERCISE.ids)
    handed.files[FILE] = ("tweet_id,labels\r\n" + rows).encode()
