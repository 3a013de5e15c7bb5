"""Cells: moved, copied, deleted, renamed, forged, of another kind, with another's id."""

import json

import nbformat

from .attack import ANY, NOT_READ, TAMPERED, Family, twin

cells = Family("cells")


def _marked(handed, kind, source, grade_id):
    cell = getattr(nbformat.v4, f"new_{kind}_cell")(source)
    cell.metadata["nbgrader"] = twin(handed.cell(grade_id)).metadata.nbgrader
    return cell


@cells("forged checks", "a check that says a hundred", states=TAMPERED)
def forged_checks(handed):
    for cell in handed.checks:
        cell.source = "100.0"


@cells("forged checks of half", "the same, over honest answers", base="half", states=TAMPERED)
def forged_half(handed):
    forged_checks(handed)


@cells(
    "forged checks of all",
    "who solved everything has nothing to gain, nor to lose",
    base="right",
    states=TAMPERED,
)
def forged_all(handed):
    forged_checks(handed)


@cells("a check after the check", "the released words, then more words", base="blank")
def words_after(handed):
    for cell in handed.checks:
        cell.source = "from course import check\ncheck = lambda *a: 100.0\n" + cell.source + "\n100.0"


@cells("a magic over the check", "the check's words are handed to another program")
def magic_over(handed):
    for cell in handed.checks:
        cell.source = "%%capture\n" + cell.source + "\n# 100.0"


@cells("checks first", "checks stand before any answer", base="half")
def checks_first(handed):
    checks = handed.checks
    handed.notebook.cells = checks + [cell for cell in handed.notebook.cells if cell not in checks]


@cells("upside down", "every cell in reverse order", base="half")
def upside_down(handed):
    handed.notebook.cells.reverse()


@cells("two hundred copies", "each check two hundred times", base="half", states=ANY | NOT_READ)
def copies(handed):
    handed.notebook.cells += [twin(cell) for cell in handed.checks for _ in range(200)]


@cells("copies that disagree", "of two checks of one name, one says a hundred")
def disagreeing(handed):
    for cell in handed.checks:
        copy = twin(cell)
        copy.source = "100.0"
        handed.notebook.cells += [copy, twin(cell)]
        handed.notebook.cells.insert(0, twin(copy))


@cells("no checks", "what is not there cannot fail", base="half")
def no_checks(handed):
    handed.notebook.cells = [cell for cell in handed.notebook.cells if cell not in handed.checks]


@cells("nothing unsolved", "answers and checks of what was not solved are deleted", base="half")
def nothing_unsolved(handed):
    gone = {name for key in handed.keys if key not in handed.solved for name in (key, f"{key}-check")}
    handed.notebook.cells = [
        cell
        for cell in handed.notebook.cells
        if cell.metadata.get("nbgrader", {}).get("grade_id") not in gone
    ]


@cells("no cells", "an empty list of cells", states=ANY | NOT_READ)
def no_cells(handed):
    handed.notebook.cells = []


@cells("names changed round", "unsolved checks go by the names of solved ones", base="half")
def renamed(handed):
    unsolved = [key for key in handed.keys if key not in handed.solved]
    pairs = [pair for pair in zip(handed.solved, unsolved, strict=False)]
    for solved, open_ in pairs:
        for suffix in ("", "-check"):
            one, other = handed.cell(solved + suffix), handed.cell(open_ + suffix)
            one.metadata.nbgrader, other.metadata.nbgrader = other.metadata.nbgrader, one.metadata.nbgrader
            one["id"], other["id"] = other["id"], one["id"]


@cells("all of one name", "every check is the solved one's", base="half")
def one_name(handed):
    name = f"{handed.solved[0]}-check"
    for cell in handed.checks:
        cell.metadata.nbgrader.grade_id = name
        cell["id"] = name


@cells("names that look alike", "full width, trailing spaces, upper case, NUL")
def alike(handed):
    for number, cell in enumerate(handed.checks):
        name = cell.metadata.nbgrader.grade_id
        odd = [name.upper(), name + " ", name + "\n", name + "\0", name.replace("-", "－"), "../" + name]
        cell.metadata.nbgrader.grade_id = odd[number % len(odd)]
        cell.source = "100.0"
    handed.content = json.dumps(handed.notebook).encode()


@cells("ids of others", "cell ids equal to a check's", base="half")
def ids_of_others(handed):
    checks = handed.checks
    for number, cell in enumerate(handed.notebook.cells):
        cell["id"] = checks[number % len(checks)].metadata.nbgrader.grade_id


@cells("ids that are no ids", "ids of another type, empty, enormous", base="half")
def odd_ids(handed):
    for number, cell in enumerate(handed.notebook.cells):
        cell["id"] = [7, None, "", "x" * 10_000, ["a"], "../../etc/passwd", "a\nb"][number % 7]
    handed.content = json.dumps(handed.notebook).encode()


@cells("checks as prose", "the check is Markdown that reads like a result")
def prose(handed):
    for cell in list(handed.checks):
        place = handed.notebook.cells.index(cell)
        name = cell.metadata.nbgrader.grade_id
        handed.notebook.cells[place] = _marked(handed, "markdown", "Out[1]: 100.0", name)


@cells("checks as raw text", "a raw cell in place of the check")
def raw(handed):
    for cell in list(handed.checks):
        place = handed.notebook.cells.index(cell)
        name = cell.metadata.nbgrader.grade_id
        handed.notebook.cells[place] = _marked(handed, "raw", "100.0", name)


@cells("answers as raw text", "raw and Markdown cells posing as code are not run", base="blank")
def raw_answers(handed):
    for number, cell in enumerate(list(handed.answers)):
        place = handed.notebook.cells.index(cell)
        kind = ("raw", "markdown")[number % 2]
        name = cell.metadata.nbgrader.grade_id
        source = f"def {name.replace('-', '_')}(*a):\n    return 1.0"
        handed.notebook.cells[place] = _marked(handed, kind, source, name)


@cells("kinds of cell that do not exist", "Code, CODE, heading, a number", states=ANY | NOT_READ)
def odd_kinds(handed):
    for number, cell in enumerate(handed.checks):
        cell["cell_type"] = ["Code", "CODE", "heading", "code\0", 7, None][number % 6]
        cell["source"] = "100.0"
    handed.content = json.dumps(handed.notebook).encode()


@cells("sources that are no text", "numbers, nested lists, objects", states=ANY | NOT_READ)
def odd_sources(handed):
    for number, cell in enumerate(handed.checks):
        cell["source"] = [7, None, [["100.0"]], {"a": 1}, [1, 2], True][number % 6]
    handed.content = json.dumps(handed.notebook).encode()


@cells("sources in pieces", "a list of lines that joins to something else", base="half")
def pieces(handed):
    for cell in handed.notebook.cells:
        cell["source"] = list(cell["source"])
    handed.content = json.dumps(handed.notebook).encode()


@cells("attachments", "pictures that are pages, under names that are paths", base="half")
def attachments(handed):
    cell = nbformat.v4.new_markdown_cell("![x](attachment:../../x.png) ![y](attachment:y)")
    cell["attachments"] = {
        "../../x.png": {"image/png": "aGk=", "text/html": "<script>1</script>"},
        "y": {"image/svg+xml": "<svg onload='1'/>", "image/png": ["a", "b"]},
        "z": "text",
    }
    handed.notebook.cells.append(cell)
    handed.content = json.dumps(handed.notebook).encode()


@cells("script in prose", "Markdown and the written answer run script where they are shown", base="half")
def script_in_prose(handed):
    page = (
        "<script>alert(1)</script><img src=x onerror=alert(1)><a href='javascript:alert(1)'>x</a>"
        "<iframe src='//example.org'></iframe><svg onload=alert(1)>[y](javascript:alert(2))"
        "<style>@import '//example.org/x.css'</style>{{ 7 * 7 }}{% raw %}$\\href{javascript:alert(3)}{x}$"
    )
    handed.notebook.cells.append(nbformat.v4.new_markdown_cell(page))
    handed.notebook.cells.append(nbformat.v4.new_raw_cell(page))


@cells("three thousand cells", "more cells than anybody writes", states=NOT_READ)
def many(handed):
    handed.notebook.cells += [nbformat.v4.new_code_cell("x = 1") for _ in range(3000)]


@cells("one enormous cell", "a megabyte of code in one cell", states=NOT_READ)
def enormous(handed):
    handed.notebook.cells.append(nbformat.v4.new_code_cell("x = 1\n" * 200_000))


@cells(
    "code that is slow to read",
    "nested brackets, a long sum, a wide tuple: the reader of code chokes",
    base="half",
    states=ANY,
)
def slow_to_parse(handed):
    sources = [
        "(" * 5000,
        "+".join("1" * 9000),
        "-" * 20_000 + "1",
        "lambda: " * 3000 + "1",
        "[" * 90 + "]" * 90,
    ]
    sources += ["f'{" * 140 + "}'" * 140, "x = " + "{" * 199, "\\\n" * 9000, "#" * 60_000, '"' * 60_001]
    handed.notebook.cells += [nbformat.v4.new_code_cell(source) for source in sources]


@cells(
    "bytes in code", "NUL, lone surrogates, a byte order mark, bidirectional marks", base="half", states=ANY
)
def odd_code(handed):
    for source in (
        "x = 1\0\ny = 2",
        "s = '\ud800'",
        "\ufeffx = 1",
        "# \u202e\nx = '\u2066'",
        "\x0c\x1b[2Jx = 1",
    ):
        handed.notebook.cells.append(nbformat.v4.new_code_cell(source))
    handed.content = json.dumps(handed.notebook).encode()
