"""check("label-…") looks at the student's file of labels and says, kindly, what it still lacks."""

import html.parser
import os
import pickle
import re

import pandas as pd
import pytest

from course import exercises
from course.annotation.codebook import Code, Codebook
from course.annotation.front_words import keys, words
from course.annotation.rows import Row
from course.annotation.writing import dump
from course.checking.check import AnswerError, CheckFailed, check
from course.checking.exercise import CheckCase, Exercise
from course.checking.labelling import LabellingExercise
from course.checking.own_labels import OwnLabels
from course.language import LANGUAGES, Text, set_language

TEN = tuple(f"t{number}" for number in range(100, 110))


def code(name, *, exclusive=False):
    return Code(name, Text(name, name), exclusive=exclusive)


BOOK = Codebook(
    "sounds",
    "1.0",
    Text("Sonidos", "Sounds"),
    Text("¿Qué se oye?", "What is heard?"),
    (code("joke"), code("question"), code("complaint"), code("other", exclusive=True)),
    multiple=True,
)
SINGLE = Codebook(
    "moods", "1.0", Text("Ánimos", "Moods"), Text("¿Cuál?", "Which?"), (code("joke"), code("sad"))
)
FREE = Codebook(
    "free", "1.0", Text("Libre", "Free"), Text("¿?", "?"), (code("joke"), code("sad")), multiple=True
)


def exercise(book=BOOK, file="annotations.csv"):
    return LabellingExercise(
        key="label-sounds",
        title=Text("Diez sonidos", "Ten sounds"),
        points=8,
        file=file,
        codebook=book,
        tweets=lambda: pd.DataFrame({"tweet_id": TEN, "text": ["…"] * len(TEN)}),
        hints=(Text("Escucha.", "Listen."), Text("Escucha otra vez.", "Listen again.")),
    )


DOUBLE = Exercise(
    "double-it", Text("d", "d"), 2, Text("n", "n"), (CheckCase("one", Text("u", "o"), lambda: (1,), 2),), ()
)


@pytest.fixture
def register(monkeypatch):
    """Makes exercises the course's only ones."""

    def register(*some):
        unit = type("unit", (), {"__name__": "course.exercises.unit", "EXERCISES": (*some, DOUBLE)})
        monkeypatch.setattr(exercises, "_UNITS", (unit,))

    return register


@pytest.fixture(autouse=True)
def desk(tmp_path, monkeypatch, register):
    """A folder where a notebook runs, and the exercise; English unless a test says otherwise."""
    for name in ("NBGRADER_EXECUTION", "NBGRADER_VALIDATING"):
        monkeypatch.delenv(name, raising=False)
    folder = tmp_path / "unit"
    folder.mkdir()
    monkeypatch.chdir(folder)
    set_language("en")
    register(exercise())
    return folder


def rows(labels, *, annotator="ana", book=BOOK, status="labelled", at="2026-11-22T10:00:00.000Z"):
    """Rows of a file, from labels by tweet."""
    return [
        Row(tweet, tuple(given.split("|")) if given else (), "", status, annotator, at, book.identity)
        for tweet, given in labels.items()
    ]


def all_ten(**changes):
    return dict.fromkeys(TEN, "joke") | changes


def saved(folder, content, name="annotations.csv"):
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else dump(content))
    return path


# --- What counts -----------------------------------------------------------------------------------------


def test_a_tweets_latest_row_is_what_holds():
    """Relabelled, then cleared: nothing; and the order of the lines is no matter."""
    early = rows({"t100": "joke", "t101": "joke"})
    late = rows({"t100": "question"}, at="2026-11-22T11:00:00.000Z")
    cleared = rows({"t101": ""}, status="cleared", at="2026-11-22T11:00:00.000Z")
    for order in (early + late + cleared, cleared + late + early):
        own = OwnLabels.of(order, TEN, BOOK)
        assert own.labels == {"t100": ("question",)}
        assert len(own.missing) == 9 and own.coverage == 0.1


def test_only_this_exercises_tweets_count():
    own = OwnLabels.of(rows({"t100": "joke", "t900": "joke", "t901": "joke"}), TEN, BOOK)
    assert list(own.labels) == ["t100"] and own.elsewhere == 2


def test_of_several_people_the_one_with_most_of_this_set_counts():
    """Bruno labelled more tweets in all, Ana more of these."""
    ana = rows({"t100": "joke", "t101": "question"})
    bruno = rows({"t100": "other", "t900": "other", "t901": "other"}, annotator="bruno")
    own = OwnLabels.of(bruno + ana, TEN, BOOK)
    assert (own.annotator, own.people) == ("ana", 2)
    assert own.labels == {"t100": ("joke",), "t101": ("question",)}


def test_of_two_who_labelled_as_many_the_latest_counts():
    ana = rows({"t100": "joke"}, at="2026-11-22T12:00:00.000Z")
    bruno = rows({"t100": "other"}, annotator="bruno")
    assert OwnLabels.of(ana + bruno, TEN, BOOK).annotator == "ana"
    assert OwnLabels.of(bruno + ana, TEN, BOOK).annotator == "ana"


@pytest.mark.parametrize(
    ("book", "labels", "clashes"),
    [(BOOK, "joke|question", 0), (BOOK, "joke|other", 1), (SINGLE, "joke|sad", 1), (FREE, "joke|sad", 0)],
    ids=["several", "none of these beside one", "two where one is asked", "free"],
)
def test_codes_that_exclude_each_other(book, labels, clashes):
    own = OwnLabels.of(rows({"t100": labels}, book=book), TEN, book)
    assert len(own.clashes) == clashes


# --- What the check says ---------------------------------------------------------------------------------


def test_all_there_passes_and_says_what_decides(desk):
    """Visible checks pass, never "all correct": agreement is measured when it is graded."""
    saved(desk, rows(all_ten(t105="question|complaint")))
    result = check("label-sounds")
    assert result.passed and float(result) == 8.0
    assert "the visible checks pass" in result.text and "agreement with a reference coding" in result.text
    assert "graded" in result.text
    assert "correct" not in result.text.lower()
    assert "10 times the same code earns nothing" in result.text
    assert "Listen" not in result.text, "no hint is needed"
    assert "Listen again." in result._repr_html_(), "but they can be opened, to go over the doubtful ones"


MIXED = dict(zip(TEN, ["joke", "question", "complaint", "other", "joke|complaint"] * 2, strict=True))


@pytest.mark.parametrize(
    ("labels", "en", "es"),
    [
        pytest.param(dict.fromkeys(TEN, "joke"), "all 10 tweets carry the same", "llevan lo mismo", id="one"),
        pytest.param(
            dict.fromkeys(TEN, "joke|complaint"),
            "the same, `joke|complaint`",
            "`joke|complaint`",
            id="one set",
        ),
        pytest.param(
            all_ten(t100="question", t101="joke|complaint"),
            "`joke` is on 9 of the 10",
            "en 9 de los 10",
            id="9",
        ),
        pytest.param(all_ten(t100="question", t101="complaint"), None, None, id="8 of 10 may be"),
        pytest.param(MIXED, None, None, id="mixed"),
    ],
)
def test_one_code_for_nearly_all_is_said_kindly_and_costs_nothing(desk, labels, en, es):
    """Forty times one key looks like no reading; the check says so and passes all the same."""
    saved(desk, rows(labels))
    result = check("label-sounds")
    assert result.passed and float(result) == 8.0
    page = re.sub("</?code>", "`", result._repr_html_())
    assert (en in result.text and en in page) if en else "Careful" not in result.text
    set_language("es")
    said = check("label-sounds").text
    assert (es in said) if es else ("Ojo" not in said)


def test_nothing_labelled_yet_is_waited_for(desk):
    """No file, and a file without a label: to do, not an error; and it is said where labels go."""
    for content in (None, dump([])):
        if content is not None:
            saved(desk, content)
        result = check("label-sounds")
        assert not result.passed and float(result) == 0.0
        assert "not labelled yet" in result.text and "(to do)" in result.text
        assert "`annotations.csv`" in result.text


def test_what_is_missing_is_counted_and_numbered_as_the_annotator_does(desk):
    saved(desk, rows(dict.fromkeys(TEN[:6], "joke")) + rows({TEN[7]: ""}, status="skipped"))
    said = check("label-sounds").text
    assert "4 of 10 are missing: tweets 7, 8, 9 and 10." in said
    assert "You skipped one of them" in said
    assert "what you skipped too" in said
    saved(desk, rows(dict.fromkeys(TEN[:9], "joke")) + rows({TEN[9]: ""}, status="skipped"))
    said = check("label-sounds").text
    assert "1 of 10 is missing: tweet 10. You skipped it: in the end" in said
    set_language("es")
    said = check("label-sounds").text
    assert "Falta 1 de 10: el tuit 10. Lo saltaste: al final hay que decidirse." in said
    assert "De ellos" not in said
    set_language("en")
    saved(desk, rows(dict.fromkeys(TEN[:9], "joke")))
    assert "1 of 10 is missing: tweet 10." in check("label-sounds").text
    saved(desk, rows({TEN[3]: "joke"}))
    assert "9 of 10 are missing. In the annotator" in check("label-sounds").text, "no endless list"


def test_the_way_to_what_is_missing_is_the_annotators_own(desk):
    """The button and the key that the check names exist."""
    saved(desk, rows({TEN[3]: "joke"}))
    for language in LANGUAGES:
        set_language(language)
        said = check("label-sounds").text
        assert words(language)["todo"] in said
        assert f"`{keys(language)['todo']}`" in said


def test_partial_marks_are_the_share_of_visible_checks(desk):
    """File, codes and rules pass, coverage does not: three of four."""
    saved(desk, rows(dict.fromkeys(TEN[:6], "joke")))
    assert float(check("label-sounds")) == 6.0


def test_a_strange_code_is_named_with_its_tweets_and_the_nearest_one(desk):
    saved(desk, rows(all_ten(t102="jokes", t104="xyz|joke")))
    said = check("label-sounds").text
    assert "`jokes` (`joke`?)" in said and "`xyz`" in said and "tweets 3 and 5" in said
    assert "3 of 4 visible checks pass" in said


def test_labels_of_another_codebook_are_called_so(desk):
    saved(desk, rows(dict.fromkeys(TEN, "sad"), book=SINGLE))
    said = check("label-sounds").text
    assert "another codebook" in said and "moods/1.0" in said


def test_another_version_of_the_codebook_is_a_remark_and_costs_nothing(desk):
    older = Codebook("sounds", "0.9", BOOK.title, BOOK.question, BOOK.codes, multiple=True)
    saved(desk, rows(all_ten(), book=older))
    result = check("label-sounds")
    assert result.passed and "another version of the codebook (sounds/0.9-" in result.text


def test_a_code_that_stands_alone_must(desk):
    saved(desk, rows(all_ten(t109="joke|other")))
    said = check("label-sounds").text
    assert "`other` says that no other code fits" in said and "on tweet 10" in said


def test_the_rule_of_one_code_and_the_book_without_rules(desk, register):
    """Three checks where the codebook excludes nothing, four where it does."""
    register(exercise(SINGLE))
    saved(desk, rows(dict.fromkeys(TEN, "joke|sad"), book=SINGLE))
    assert "one code per tweet" in check("label-sounds").text.lower()
    register(exercise(FREE))
    saved(desk, rows(dict.fromkeys(TEN, "joke|sad"), book=FREE))
    result = check("label-sounds")
    assert result.passed and len(result.cases) == 3


def test_several_people_in_one_file_are_said(desk):
    saved(desk, rows(all_ten()) + rows({TEN[0]: "other"}, annotator="bruno"))
    said = check("label-sounds").text
    assert "2 people" in said and '"ana"' in said


def test_a_file_under_another_name_or_in_another_folder_is_found(desk):
    saved(desk, rows(all_ten()), "annotations (1).csv")
    said = check("label-sounds").text
    assert "`annotations (1).csv`" in said and "labels for 10 of these tweets" in said and "rename" in said
    (desk / "annotations (1).csv").rename(desk.parent / "annotations.csv")
    assert "`../annotations.csv`" in check("label-sounds").text
    (desk / "data").mkdir()
    (desk.parent / "annotations.csv").rename(desk / "data" / "annotations.csv")
    assert "`data/annotations.csv`" in check("label-sounds").text


def test_another_csv_is_not_taken_for_the_labels(desk):
    (desk / "tweets.csv").write_text("tweet_id,text\nt100,hola\n")
    assert "not labelled yet" in check("label-sounds").text


def test_labels_of_another_activity_are_told_apart(desk):
    saved(desk, rows({"t900": "joke", "t901": "joke"}))
    said = check("label-sounds").text
    assert "none for the 10 tweets" in said and "2 tweets of another activity" in said


def test_what_a_spreadsheet_made_of_it_is_read_and_said(desk):
    text = dump(rows(all_ten(t103="question"))).decode("utf-8-sig").replace(",", ";")
    saved(desk, text.encode("cp1252"))
    result = check("label-sounds")
    assert result.passed
    assert "Another program saved the file" in result.text


@pytest.mark.parametrize("content", [b"PK\x03\x04 workbook", b"\x89PNG\r\n\x1a\n\x00\x01", b"\x00" * 4096])
def test_a_file_that_cannot_be_read_is_said_without_a_traceback(desk, content):
    saved(desk, content)
    result = check("label-sounds")
    assert not result.passed
    assert "the file cannot be read" in result.text or "not labelled yet" in result.text
    assert "Traceback" not in result.text


def test_a_folder_in_the_files_place(desk):
    (desk / "annotations.csv").mkdir()
    assert "not labelled yet" in check("label-sounds").text


HOSTILE = "<img src=x onerror=alert(1)>{0}{codes}`**x**`\u202e"


def test_what_a_file_says_is_shown_as_text(desk):
    """Markup, braces and right-to-left marks in codes, names and books stay words."""
    nasty = Codebook("evil", "1", BOOK.title, BOOK.question, BOOK.codes)
    made = rows(all_ten(), annotator=HOSTILE[:50], book=nasty) + rows({TEN[0]: "joke"}, annotator="b")
    made = [Row(row.tweet_id, (HOSTILE,), "", row.status, row.annotator, "", HOSTILE) for row in made]
    saved(desk, made)
    for language in LANGUAGES:
        set_language(language)
        page = check("label-sounds")._repr_html_()
        assert "<img" not in page and "<strong>" not in page
        assert "&lt;img" in page


# --- How it behaves as a check ---------------------------------------------------------------------------


class Shown(html.parser.HTMLParser):
    def __init__(self, page):
        super().__init__()
        self.tags, self.said = [], []
        self.feed(re.sub(r"<style>.*?</style>", "", page))

    def handle_starttag(self, tag, attributes):
        self.tags.append((tag, dict(attributes)))

    def handle_data(self, data):
        self.said.append(data)


def test_it_looks_like_every_other_check(desk):
    """The same box, marks and hints; in the reader's language when it ran."""
    saved(desk, rows(dict.fromkeys(TEN[:6], "joke")))
    for language, hint in (("es", "Pista 1 de 2"), ("en", "Hint 1 of 2")):
        set_language(language)
        labels, function = (
            Shown(check("label-sounds")._repr_html_()),
            Shown(check("double-it", len)._repr_html_()),
        )
        assert labels.tags[0] == function.tags[0]
        assert labels.tags[0][1] == {"class": "crisis-check fails", "role": "status", "lang": language}
        assert {tag for tag, _ in function.tags} <= {tag for tag, _ in labels.tags} | {
            "table",
            "details",
            "summary",
        }
        assert hint in labels.said


def test_under_nbgrader_its_repr_is_the_bare_number(desk, monkeypatch):
    saved(desk, rows(dict.fromkeys(TEN[:6], "joke")))
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    assert repr(check("label-sounds")) == "6.0"
    assert pickle.loads(pickle.dumps(check("label-sounds"))) == 6.0


def test_while_nbgrader_validates_what_does_not_pass_is_an_error(desk, monkeypatch):
    """The dialogue cuts at 87 characters: what is wrong comes first."""
    monkeypatch.setenv("NBGRADER_VALIDATING", "1")
    saved(desk, rows(dict.fromkeys(TEN[:6], "joke")))
    with pytest.raises(CheckFailed, match=r"^4 of 10 are missing.*\[Ten sounds: "):
        check("label-sounds")
    saved(desk, rows(all_ten()))
    assert check("label-sounds").passed


@pytest.mark.parametrize(
    "given", [len, "annotations.csv", 3, pd.DataFrame()], ids=["function", "file", "number", "table"]
)
def test_an_argument_is_refused_with_the_right_call(given):
    with pytest.raises(AnswerError, match=r'Write just check\("label-sounds"\)'):
        check("label-sounds", given)


def test_a_function_exercise_is_checked_as_before():
    assert check("double-it", lambda x: 2 * x).passed
    with pytest.raises(AnswerError, match=r'Write check\("double-it", double_it\)'):
        check("double-it")


def test_the_function_named_as_a_labelling_exercise_is_anybodys_own():
    def label_sounds(x):
        return 2 * x

    assert check("double-it", label_sounds).passed


def test_nothing_is_written(desk):
    """A check looks and touches nothing: no lock, no copy, the file's bytes and time stay."""
    path = saved(desk, rows(all_ten(t102="jokes")))
    before = (path.read_bytes(), path.stat().st_mtime_ns, sorted(os.listdir(desk)))
    check("label-sounds")
    assert (path.read_bytes(), path.stat().st_mtime_ns, sorted(os.listdir(desk))) == before


def test_ids_are_taken_as_files_hold_them(desk, register):
    """A table with bare digits and a file with prefixed ids are about the same tweets."""
    bare = LabellingExercise(
        "label-sounds",
        Text("x", "x"),
        1,
        "annotations.csv",
        BOOK,
        lambda: pd.DataFrame({"tweet_id": ["100", "101"]}),
    )
    register(bare)
    saved(desk, rows({"t100": "joke", "t101": "other"}))
    assert check("label-sounds").passed
