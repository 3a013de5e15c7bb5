"""A lesson is read strictly: what is right becomes cells, what is not names its line and its remedy."""

import re

import jupytext
import pytest

from course.language import Text
from grader.lesson import LessonError, lessons, read
from grader.percent import split
from grader.phrases import PhraseError, localise, phrases


def test_cells_come_in_order_with_their_kind_and_key(lesson):
    """Pairs count once; a task has the points of its header, a check those of the exercise."""
    assert [(cell.kind, cell.key, cell.points) for cell in lesson.cells] == [
        ("prose", None, None),
        ("code", None, None),
        ("code", None, None),
        ("prose", None, None),
        ("answer", "median-round", None),
        ("check", "median-round", 3),
        ("task", "why-median", 4),
    ]
    assert (lesson.unit, lesson.keys, lesson.points) == ("07-sample", ["median-round"], 7)


def test_jupytext_reads_the_same_cells(lesson, lesson_text):
    """JupyterLab edits lessons through jupytext: it must cut and uncomment them exactly as the build does."""
    theirs = jupytext.reads(lesson_text, fmt="py:percent").cells
    ours = [(raw.cell_type, dict(raw.options), "\n".join(raw.body).strip("\n")) for raw in split(lesson.path)]
    own = ("lang", "answer", "check", "task", "points")
    assert ours == [
        (cell.cell_type, {k: v for k, v in cell.metadata.items() if k in own}, cell.source) for cell in theirs
    ]


def test_each_language_gets_its_own_words_and_the_same_code(lesson):
    """Comments, docstrings and strings follow the language; the import of t goes."""
    start, rounds, answer = (lesson.cells[i].source for i in (1, 2, 4))
    assert start.en == (
        "%matplotlib inline\nimport pandas as pd\n\n"
        'from course import check, set_language\n\nset_language("en")'
    )
    assert rounds.es == '# Minutos de cada vuelta.\nrounds = pd.Series([1.0, 2.0, 9.0], name="añadidos")'
    assert rounds.en == '# Minutes of each round.\nrounds = pd.Series([1.0, 2.0, 9.0], name="added")'
    assert answer.en.split("\n")[1] == '    """Return the median, in minutes."""'


def test_pairs_are_found_where_they_stand(lesson, lesson_text):
    """A pair's line is its line in the file."""
    lines = lesson_text.split("\n")
    found = [(phrase.text, lines[phrase.line - 1]) for cell in lesson.cells for phrase in cell.phrases]
    assert (
        Text("Minutos de cada vuelta.", "Minutes of each round."),
        "# es: Minutos de cada vuelta.",
    ) in found
    assert (Text("es", "en"), 'set_language(t(es="es", en="en"))') in found
    assert len(found) == 4


# What is refused -----------------------------------------------------------------------------------------

MISTAKES = {  # what is replaced, by what, the line it is reported in, what the message must say
    "unknown option": (
        '# %% answer="median-round"',
        '# %% answer="median-round" hint="x"',
        34,
        "unknown option hint",
    ),
    "unquoted value": ('# %% check="median-round"', "# %% check=median-round", 46, "options look like"),
    "title": ("# %%\n# %matplotlib", "# %% Start\n# %matplotlib", 11, "options look like"),
    "twice": ('lang="en"\n# # How', 'lang="en" lang="en"\n# # How', 6, "stands twice"),
    "raw cell": ("# %%\n# es", "# %% [raw]\n# es", 19, "code (# %%) or [markdown]"),
    "points as text": ("points=4", 'points="4"', 49, "without quotes"),
    "no points": (" points=4", "", 49, "options are"),
    "third language": ('lang="en"\n# # How', 'lang="fr"\n# # How', 6, "lang is es or en"),
    "missing twin": ('# %% [markdown] lang="en"\n# # How', "# %%\n# # How", 1, "twin"),
    "twins in the wrong order": ('lang="es"\n# # Cu', 'lang="en"\n# # Cu', 1, "twin"),
    "options differ": ('points=4 lang="en"', 'points=5 lang="en"', 52, "same options"),
    "key in capitals": ('answer="median-round"', 'answer="Median_Round"', 34, "lower-case words with dashes"),
    "check changed": (
        'check("median-round", median_round)',
        'check("median-round", median_round);',
        47,
        "exactly check(",
    ),
    "another key": (
        'check="median-round"\ncheck("median-round", median_round)',
        'check="mean"\ncheck("mean", mean)',
        46,
        "no cell with answer",
    ),
    "answer without check": (
        '# %% check="median-round"\ncheck("median-round", median_round)\n',
        "",
        34,
        "has no check",
    ),
    "another function": ("def median_round(", "def median(", 35, "exactly one function, def median_round("),
    "no solution marks": ("    ### END SOLUTION\n", "", 35, "### BEGIN SOLUTION and ### END SOLUTION"),
    "code beside the solution": (
        "    ### BEGIN SOLUTION\n",
        "    rounds = 1\n    ### BEGIN SOLUTION\n",
        40,
        "outside the solution",
    ),
    "empty solution": (
        "    ordered = rounds.sort_values()\n    return ordered.median()\n",
        "",
        40,
        "no solution",
    ),
    "docstring in one language": (
        "    es: Devuelve la mediana, en minutos.\n",
        "",
        37,
        'needs its "es: " twin',
    ),
    "docstring in none": (
        "es: Devuelve la mediana, en minutos.\n    en: Return",
        "Return",
        35,
        "docstring of",
    ),
    "comment in one language": ("# en: Minutes of each round.\n", "", 20, 'needs its "en: " twin'),
    "comment beside code": ("# es: Minutos", "x = 1  # es: Minutos", 20, "line of its own"),
    "solution elsewhere": ("rounds = pd", "### BEGIN SOLUTION\nrounds = pd", 19, "outside an answer"),
    "task takes an exercise's key": ('task="why-median"', 'task="median-round"', 49, "is taken"),
    "positional strings": ('t(es="es", en="en")', 't("es", "en")', 17, "two plain strings, es and then en"),
    "f-string inside": ('en="added"', 'en=f"added {rounds}"', 22, ".format(n=...)"),
    "inside an f-string": (
        'name=t(es="añ" "adidos", en="added")',
        "name=f\"{t(es='a', en='b')}\"",
        22,
        "inside an f-string",
    ),
    "t as a variable": ("rounds = pd", "t = pd", 22, "rename this variable"),
    "t under another name": ("set_language, t\n", "set_language, t as tr\n", 15, "under its own name"),
    "not Python": ("rounds = pd", "rounds = = pd", 22, "not valid Python"),
    "no language chosen": ('set_language(t(es="es", en="en"))\n', "", 11, "set_language(t("),
    "text before the cells": (
        '# %% [markdown] lang="es"\n# # Cu',
        '# ---\n# %% [markdown] lang="es"\n# # Cu',
        1,
        "YAML",
    ),
    "empty cell": ('# %% check="median-round"\n', '# %%\n\n# %% check="median-round"\n', 46, "an empty cell"),
    "uncommented prose": ("# Write `median", "Write `median", 32, 'begins with "# "'),
    "second title": ("# ## La vuelta", "# # La vuelta", 24, "one # comes first"),
    "level skipped": ("# ## The median", "# ### The median", 24, "no level is skipped"),
    "image without words": ("# Write", "# ![](bird.png) Write", 24, "bird.png has no alternative text"),
    "table without header": ("# Write", "# | a | b |\n# | 1 | 2 |\n#\n# Write", 24, "no header row"),
    "figure without words": ("rounds = pd", "show(ax)\nrounds = pd", 19, "a figure without words"),
    "plt.show": ("rounds = pd", "plt.show()\nrounds = pd", 19, "without words"),
}


@pytest.mark.parametrize("mistake", MISTAKES)
def test_a_mistake_names_its_line_and_its_remedy(mistake, read_text, lesson_text):
    """Nothing malformed is passed over: the message has the file, the line and what to do."""
    old, new, line, words = MISTAKES[mistake]
    assert old in lesson_text
    with pytest.raises(LessonError) as caught:
        read_text(lesson_text.replace(old, new))
    assert words in caught.value.message
    assert caught.value.line == line
    assert str(caught.value).endswith(f"07-sample/lesson.py:{line}: {caught.value.message}")


def test_an_exercise_that_the_registry_lacks_is_named(tmp_path, lesson_text):
    """Points are said once, in course.exercises; without them there is no build."""
    path = tmp_path / "07-sample" / "lesson.py"
    path.parent.mkdir()
    path.write_text(lesson_text, encoding="utf-8")
    with pytest.raises(
        LessonError, match=r"course.exercises has no median-round: add it to course/exercises/sample.py"
    ):
        read(path)


def test_a_unit_that_does_not_exist_is_told_the_others(tmp_path, lesson):
    with pytest.raises(LessonError, match="no such lesson; units with one: 07-sample"):
        lessons(["08-other"], folder=tmp_path)
    with pytest.raises(LessonError, match="in a clone"):
        lessons(folder=tmp_path / "nowhere")


def test_a_lesson_in_another_encoding_is_refused(tmp_path, lesson_text):
    path = tmp_path / "lesson.py"
    path.write_bytes(lesson_text.encode("latin-1"))
    with pytest.raises(LessonError, match="save it as UTF-8"):
        read(path)


# Strings -------------------------------------------------------------------------------------------------


def test_calls_over_several_lines_and_beside_accents_become_literals():
    """Columns count bytes in Python's tree: text with accents before a call must not shift it."""
    code = 'f("ñandú", t(\n    es="a",\n    en="b",\n), "ó", t(es="c", en="d"))'
    assert localise(code, "en") == 'f("ñandú", "b", "ó", "d")'


def test_quotes_and_line_breaks_survive():
    """The literal is Python again, and means the same."""
    value = 'dice "hola"\n\t\\ fin'
    code = localise(f"x = t(es={value!r}, en='')", "es")
    names = {}
    exec(code, names)
    assert names["x"] == value


@pytest.mark.parametrize("call", ["x = {}", "f({})", "f(1, alt={})", "x = [{}]"])
def test_a_long_string_is_wrapped_without_changing_it(call):
    """No line of a notebook needs scrolling sideways, and the value stays."""
    value = "palabra " * 40 + "fin"
    code = localise(call.format(f"t(es={value!r}, en='short')"), "es")
    assert max(map(len, code.split("\n"))) <= 100
    literal = re.findall(r'"(.*)"', code)
    assert "".join(literal) == value
    compile(code, "cell", "exec")


def test_a_string_of_the_word_t_and_attributes_are_left_alone():
    """Only the name t is ours: not attributes, not strings, not marked lines inside a string."""
    code = 'x.t(1)\ny = "t(es=1)"\nz = """\n# es: no\nes: no\n"""'
    assert localise(code, "en") == code


def test_an_import_of_t_alone_disappears():
    assert localise("from course.language import t\nx = 1", "es") == "x = 1"


def test_other_names_of_a_long_import_stay():
    code = localise("from course import (\n    check,\n    t,\n    load as cargar,\n)", "es")
    assert code == "from course import check, load as cargar"


def test_cell_magics_and_shell_lines_survive():
    """Magics are no Python, yet the strings beside them are found."""
    code = '%%time\n!ls\nx = t(es="a", en="b")'
    assert localise(code, "en") == '%%time\n!ls\nx = "b"'


def test_a_long_docstring_keeps_its_other_lines():
    """Only the marked lines are chosen; sections of the docstring stay for both."""
    code = (
        'def f(x):\n    """\n    es: Uno.\n    es: Dos.\n    en: One.\n\n    >>> f(1)\n    """\n    return x'
    )
    assert localise(code, "es") == 'def f(x):\n    """Uno.\n    Dos.\n\n    >>> f(1)\n    """\n    return x'
    assert [phrase.text for phrase in phrases(code, strict=True)] == [Text("Uno.\nDos.", "One.")]


def test_strings_worked_out_at_run_time_are_passed_over_outside_lessons():
    """In the packages a pair may be made of variables; its f-strings show their places."""
    code = 'Text(es=a, en=b)\nText(es=f"hay {n:.1f}", en=f"there are {n:.1f}")\nText("hola", "hello")'
    assert [phrase.text for phrase in phrases(code)] == [
        Text("hay {}", "there are {}"),
        Text("hola", "hello"),
    ]


def test_a_docstring_that_opens_with_a_language_is_refused():
    with pytest.raises(PhraseError, match="quotes alone"):
        localise('def f():\n    """es: Uno.\n    en: One.\n    """', "es")


LABELS = """
# %% check="label-rounds"
check("label-rounds")
"""


@pytest.fixture
def read_with_labels(tmp_path):
    """Reads a lesson in which `label-rounds` is a file of labels."""

    def read_with_labels(text):
        path = tmp_path / "07-sample" / "lesson.py"
        path.parent.mkdir()
        path.write_text(text, encoding="utf-8")
        return read(path, points=lambda key: 3, labelling=lambda key: key == "label-rounds")

    return read_with_labels


def test_a_check_of_labels_stands_alone(read_with_labels, lesson_text):
    """No function, no answer cell; it counts as every other check."""
    lesson = read_with_labels(lesson_text + LABELS)
    cell = lesson.cells[-1]
    assert (cell.kind, cell.key, cell.points) == ("check", "label-rounds", 3)
    assert cell.source == Text('check("label-rounds")', 'check("label-rounds")')
    assert lesson.keys == ["median-round", "label-rounds"]


@pytest.mark.parametrize(
    ("piece", "said"),
    [
        (LABELS.replace('")', '", label_rounds)', 1), r'exactly check\("label-rounds"\)$'),
        (LABELS + LABELS, "a second check label-rounds"),
        (
            """
# %% answer="label-rounds"
def label_rounds(x):
    '''
    es: Devuelve.
    en: Return.
    '''
    ### BEGIN SOLUTION
    return x
    ### END SOLUTION
""".replace("'''", '"""')
            + LABELS,
            "label-rounds is a file of labels: it has a check and no answer cell",
        ),
    ],
    ids=["an argument", "twice", "an answer cell"],
)
def test_an_odd_check_of_labels_is_refused(read_with_labels, lesson_text, piece, said):
    with pytest.raises(LessonError, match=said):
        read_with_labels(lesson_text + piece)


def test_a_function_still_needs_its_answer_and_its_name(read_with_labels, lesson_text):
    bare = lesson_text.replace('check("median-round", median_round)', 'check("median-round")')
    with pytest.raises(LessonError, match=r'exactly check\("median-round", median_round\)'):
        read_with_labels(bare)
