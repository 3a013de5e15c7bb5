"""Labels are graded from what was handed in alone: the right marks, no secret told, nobody else's submission hurt."""

import base64
import dataclasses
import html
import json
import os
import re
import sys
import types
import zipfile
import zlib

import nbformat
import numpy as np
import pandas as pd
import pytest

from course.agreement import krippendorff_alpha
from course.annotation.codebook import Code, Codebook
from course.annotation.embedding import MIME, pack
from course.annotation.rows import Row
from course.annotation.writing import dump
from course.checking.exercise import CheckCase, Exercise
from course.checking.labelling import LabellingExercise
from course.language import LANGUAGES, Text
from grader import lesson as lesson_module
from grader import registry, release, sandbox
from grader.autograde import autograde
from grader.bank import Bank
from grader.basis import basis
from grader.collect import collect_exchange, collect_files
from grader.coursefolder import CourseFolder
from grader.feedback import write_feedback
from grader.label_examiner import examine_labels
from grader.label_file import MAX_BYTES, handed_labels
from grader.labelling import Gold, LabellingBank, agreement
from grader.verify import verify_unit

UNIT = "91-sounds"
IDS = tuple(f"t{number}" for number in range(1000, 1020))
CODES = ("joke", "question", "complaint", "other")
LESSON = '''\
# %% [markdown] lang="es"
# # Sonidos

# %% [markdown] lang="en"
# # Sounds

# %%
import pandas as pd

from course.annotation import Code, Codebook, annotate, read_annotations
from course.language import Text, set_language, t

set_language(t(es="es", en="en"))
tweets = pd.DataFrame({"tweet_id": [f"t{number}" for number in range(1000, 1020)], "text": "un <b>ruido</b>"})
codes = tuple(Code(name, Text(name, name)) for name in ("joke", "question", "complaint", "other"))
book = Codebook("sounds", "1.0", Text("s", "s"), Text("q", "q"), codes, multiple=True)

# %%
annotate(tweets, book)

# %% check="label-sounds"
check("label-sounds")

# %%
read_annotations("annotations.csv")["labels"].value_counts().to_dict()

# %% answer="double-it"
def double_it(x):
    """
    es: Devuelve el doble.
    en: Return twice as much.
    """
    ### BEGIN SOLUTION
    return 2 * x
    ### END SOLUTION


# %% check="double-it"
check("double-it", double_it)
'''


def code(name):
    return Code(name, Text(name, name), exclusive=name == "other")


BOOK = Codebook(
    "sounds", "1.0", Text("Sonidos", "Sounds"), Text("¿?", "?"), tuple(map(code, CODES)), multiple=True
)
GOLD = dict(zip(IDS, ["joke", "question", "complaint", "joke|complaint", "other"] * 4, strict=True))
ALSO = {IDS[3]: "joke", IDS[4]: "question;joke|question"}


def gold_table():
    return pd.DataFrame(
        {"tweet_id": IDS, "labels": GOLD.values(), "also": [ALSO.get(tweet, "") for tweet in IDS]}
    )


SOUNDS = LabellingExercise(
    key="label-sounds",
    title=Text("Veinte sonidos", "Twenty sounds"),
    points=10,
    file="annotations.csv",
    codebook=BOOK,
    tweets=lambda: pd.DataFrame({"tweet_id": IDS}),
    hints=(Text("Escucha.", "Listen."),),
)
DOUBLE = Exercise(
    "double-it",
    Text("El doble", "Twice"),
    2,
    Text("n", "n"),
    (CheckCase("one", Text("u", "o"), lambda: (1,), 2),),
    (),
)
RIGHT = "def double_it(x):\n    return x + x"


def sound_bank():
    bank = LabellingBank("label-sounds", gold=gold_table)

    @bank.misreading("joke-for-question", message=Text("Confundes dos.", "You confuse two."))
    def joke_for_question(labels):
        return ["joke" if label in ("question", "complaint") else label for label in labels]

    bank.right(lambda gold: gold.labels)
    bank.right(lambda gold: {**gold.labels, **{tweet: also[-1] for tweet, also in gold.also.items()}})

    @bank.right
    def with_two_slips(gold):
        return {**gold.labels, IDS[0]: "question", IDS[1]: "complaint"}

    @bank.wrong("one-label", caught_by="agreement")
    def all_jokes(gold):
        return dict.fromkeys(gold.labels, "joke")

    @bank.wrong("no-file", caught_by="agreement")
    def no_file(gold):
        return None

    @bank.wrong("too-few", caught_by="good-agreement")
    def three_easy_ones(gold):
        return {tweet: gold.labels[tweet] for tweet in IDS[:3]}

    @bank.wrong("incomplete", caught_by="coverage")
    def half(gold):
        return {tweet: gold.labels[tweet] for tweet in IDS[:12]}

    @bank.wrong("strange-codes", caught_by="valid-codes")
    def one_strange(gold):
        return {**gold.labels, IDS[0]: "laughter"}

    @bank.wrong("joke-for-question", caught_by="agreement")
    def confuses(gold):
        return {tweet: joke_for_question(labels) for tweet, labels in gold.labels.items()}

    return bank


def double_bank():
    bank = Bank("double-it")
    bank.reference(lambda x: 2 * x)

    @bank.hidden(title=Text("un número", "a number"))
    def a_number(rng):
        return (int(rng.integers(10**6, 10**7)),)

    return bank


# --- Making files ----------------------------------------------------------------------------------------


def table(labels, *, annotator="ana", at="2026-11-22T10:00:00.000Z", status="labelled"):
    return [
        Row(tweet, tuple(given.split("|")) if given else (), "", status, annotator, at, BOOK.identity)
        for tweet, given in labels.items()
    ]


def file_of(labels=GOLD, **more):
    return dump(table(labels, **more))


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "ana" / UNIT
    made.mkdir(parents=True)
    return made


def examined(folder, notebook=None, bank=None):
    return examine_labels(SOUNDS, bank or sound_bank(), handed_labels(SOUNDS, folder, notebook))


def cases(examination):
    return {case.key: case.passed for case in examination.cases}


def said(examination):
    return "\n".join(
        text
        for case in examination.cases
        for text in (case.title.es, case.title.en, case.message.es, case.message.en)
    )


# --- Marks -----------------------------------------------------------------------------------------------


def test_agreement_is_alpha_with_the_masi_distance():
    """The figure is the course's own alpha of two coders; here worked out beside it, alternatives apart."""
    labels = {tweet: tuple(given.split("|")) for tweet, given in GOLD.items()}
    labels |= {IDS[0]: ("question",), IDS[1]: ("question", "joke"), IDS[7]: ("complaint",)}
    pairs = [
        *[(tweet, "a", given) for tweet, given in labels.items()],
        *[(tweet, "b", given) for tweet, given in GOLD.items()],
    ]
    long = pd.DataFrame(pairs, columns=["tweet_id", "annotator", "labels"])
    gold = Gold.of(gold_table().drop(columns="also"))
    assert agreement(labels, gold) == pytest.approx(float(krippendorff_alpha(long, distance="masi")))


def test_another_reading_counts_as_gold_where_it_matches():
    """And only where it is met exactly: a part of it, or something near it, is compared with the first reading."""
    gold = Gold.of(gold_table())
    exact = {**GOLD, IDS[3]: "joke", IDS[4]: "question|joke"}
    assert agreement(exact, gold) == 1.0
    assert agreement({**GOLD, IDS[4]: "complaint"}, gold) < 1.0


def test_full_marks(folder):
    (folder / "annotations.csv").write_bytes(file_of())
    examination = examined(folder)
    assert examination.points == 10.0 and all(cases(examination).values())


def test_marks_by_floor_coverage_and_codes(folder):
    """5 of 10 for the first floor, 4 for the second, 1 for valid codes; all in proportion to coverage."""
    bank = sound_bank()
    labels = {**GOLD, **{tweet: "joke" for tweet in IDS[1::5]}, **{tweet: "joke" for tweet in IDS[2:12:5]}}
    alpha = agreement(labels, bank.reference)
    assert bank.floors[0] < alpha < bank.floors[1]
    (folder / "annotations.csv").write_bytes(file_of(labels))
    assert examined(folder).points == 6.0
    some = {tweet: GOLD[tweet] for tweet in IDS[:15]}
    (folder / "annotations.csv").write_bytes(file_of(some))
    assert examined(folder).points == 7.5
    (folder / "annotations.csv").write_bytes(file_of({**some, IDS[0]: "laughter"}))
    assert examined(folder).points == 6.75
    (folder / "annotations.csv").write_bytes(file_of({**GOLD, IDS[0]: "joke|other"}))
    assert cases(examined(folder)) == {
        "agreement": True, "good-agreement": True, "coverage": True, "valid-codes": False
    }  # fmt: skip


def test_the_easy_ones_alone_earn_nothing(folder):
    """Below half of the tweets no agreement counts, however perfect; from half on, in proportion."""
    for count, points in ((3, 0.0), (9, 0.0), (10, 5.0), (19, 9.5)):
        (folder / "annotations.csv").write_bytes(file_of({tweet: GOLD[tweet] for tweet in IDS[:count]}))
        assert examined(folder).points == points, count


@pytest.mark.parametrize("label", ["joke", "other", "joke|question|complaint", "laughter"])
def test_one_label_on_everything_earns_nothing(folder, label):
    (folder / "annotations.csv").write_bytes(file_of(dict.fromkeys(IDS, label)))
    examination = examined(folder)
    assert examination.points == 0.0
    assert examination.cases[0].diagnosis == "one-label"


def test_diligence_without_agreement_earns_nothing(folder):
    """Complete and valid, blind: what is below the first floor is worth nothing, whatever else is in order."""
    rng, bank = np.random.default_rng(7), sound_bank()
    for _ in range(20):
        labels = dict(zip(IDS, rng.permutation(list(GOLD.values())), strict=True))
        alpha = agreement(labels, bank.reference)
        (folder / "annotations.csv").write_bytes(file_of(labels))
        examination = examined(folder, bank=bank)
        assert cases(examination)["coverage"] and cases(examination)["valid-codes"]
        assert (examination.points == 0.0) == (alpha < bank.floors[0])


def test_labels_one_row_off_are_called_so(folder):
    moved = dict(zip(IDS, [*list(GOLD.values())[1:], "joke"], strict=True))
    (folder / "annotations.csv").write_bytes(file_of(moved))
    examination = examined(folder)
    assert examination.points == 0.0 and examination.cases[0].diagnosis == "shifted"


def test_the_feedback_tells_no_tweet_and_no_gold(folder):
    """Whatever is wrong with one tweet or another, the words are the same: nothing to harvest by handing in again."""
    told = set()
    for tweet in IDS:
        (folder / "annotations.csv").write_bytes(file_of({**GOLD, tweet: "laughter"}))
        told.add(said(examined(folder)))
    assert len(told) == 1
    (text,) = told
    assert not any(tweet in text for tweet in IDS)


def test_agreement_is_told_by_its_floors_only(folder):
    """Put right tweet by tweet, nothing but reaching a floor changes a word: no figure is told, no band."""
    told = set()
    for right in range(len(IDS)):
        labels = {tweet: GOLD[tweet] if place < right else "joke" for place, tweet in enumerate(IDS)}
        (folder / "annotations.csv").write_bytes(file_of(labels))
        for case in examined(folder).cases[:2]:
            told.add(case.message.en)
            assert not re.search(r"\d[.,]\d", case.message.en + case.message.es)
    assert len(told) <= 12  # "one label", the general one with the codes never used, ideas named, none


def test_leaving_the_hard_tweets_out_gains_nothing(folder):
    """Thirteen tweets of twenty labelled rightly earn no more than with the other seven labelled anyhow."""
    sure = {tweet: GOLD[tweet] for tweet in IDS[:13]}
    (folder / "annotations.csv").write_bytes(file_of(sure))
    part = examined(folder)
    assert part.points == 6.5 and "13 of 20" in part.cases[2].message.en
    (folder / "annotations.csv").write_bytes(file_of({**dict.fromkeys(IDS, "joke"), **sure}))
    assert examined(folder).points >= part.points


def test_verify_proves_the_bank(monkeypatch):
    """Right tables full marks; wrong ones fewer, by the case and for the reason named; gold by the codebook."""
    assert proven(monkeypatch, sound_bank()) == []
    thin = LabellingBank("label-sounds", gold=gold_table)
    assert "0 right variants, at least 3 wanted" in proven(monkeypatch, thin)
    assert "0 wrong tables, at least 5 wanted" in proven(monkeypatch, thin)

    bank = sound_bank()
    bank.wrong("below-floor", caught_by="agreement")(_right_after_all)
    bank.wrong("below-floor", caught_by="no-such-case")(_jokes)
    bank.wrong("below-floor", caught_by="valid-codes")(_jokes)
    bank.wrong("below-floor", caught_by="agreement")(_jokes)
    bank.right(_jokes)
    problems = "; ".join(proven(monkeypatch, bank))
    assert "wrong table right-after-all earns full marks" in problems
    assert "wrong table jokes names a case that does not exist: no-such-case" in problems
    assert "wrong table jokes is not caught by valid-codes" in problems
    assert "wrong table jokes is diagnosed as one-label, not below-floor" in problems
    assert "right variant _jokes fails agreement (one-label)" in problems


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        (lambda gold: gold.iloc[1:], "the gold has no t1000"),
        (
            lambda gold: gold.assign(tweet_id=gold["tweet_id"].replace("t1000", "t1")),
            "beyond the exercise, t1",
        ),
        (lambda gold: gold.replace({"labels": {"joke": "laughter"}}), "'laughter' is not by the codebook"),
        (
            lambda gold: gold.replace({"labels": {"joke": "joke|other"}}),
            "'joke|other' is not by the codebook",
        ),
        (lambda gold: gold.assign(also="other;"), "'' is not by the codebook"),
        (lambda gold: gold["nothing"], "the gold cannot be read"),
    ],
    ids=[
        "a tweet less",
        "another tweet",
        "a strange code",
        "codes that exclude",
        "an empty reading",
        "no table",
    ],
)
def test_verify_looks_at_the_gold(monkeypatch, change, problem):
    bank = dataclasses.replace(sound_bank(), gold=lambda: change(gold_table()))
    assert problem in "; ".join(proven(monkeypatch, bank))


def test_a_bank_of_the_wrong_kind_is_said(monkeypatch):
    assert proven(monkeypatch, Bank("label-sounds")) == ["its bank is a Bank"]


def proven(monkeypatch, bank):
    monkeypatch.setattr(registry, "exercises", lambda unit: {"label-sounds": SOUNDS})
    monkeypatch.setattr(registry, "banks", lambda unit: {"label-sounds": bank})
    (proof,) = verify_unit(UNIT, b"s" * 32)
    return proof.problems


def _right_after_all(gold):
    return gold.labels


def _jokes(gold):
    return dict.fromkeys(gold.labels, "joke")


# --- Which file ------------------------------------------------------------------------------------------


def test_the_fullest_file_counts(folder):
    """An old file beside the one with all the labels costs nobody marks; the instructor is told."""
    (folder / "annotations.csv").write_bytes(file_of({tweet: GOLD[tweet] for tweet in IDS[:12]}))
    (folder / "annotations (1).csv").write_bytes(file_of())
    handed = handed_labels(SOUNDS, folder)
    assert len(handed.own.labels) == 20
    assert handed.notes == [
        "taken from annotations (1).csv",
        "annotations.csv labels only 12 of the tweets, annotations (1).csv 20",
    ]


def test_a_fuller_copy_inside_the_notebook_counts(folder):
    """The old file handed in by mistake, the work itself in the notebook."""
    (folder / "annotations.csv").write_bytes(file_of({tweet: GOLD[tweet] for tweet in IDS[:5]}))
    handed = handed_labels(SOUNDS, folder, notebook_with(folder, file_of()))
    assert len(handed.own.labels) == 20 and handed.notes[0] == "taken from the copy inside the notebook"


def test_of_equal_files_the_named_one_counts(folder):
    (folder / "annotations.csv").write_bytes(file_of())
    (folder / "annotations (1).csv").write_bytes(file_of(dict.fromkeys(IDS, "joke")))
    handed = handed_labels(SOUNDS, folder)
    assert handed.own.labels[IDS[0]] == (GOLD[IDS[0]],) and handed.notes == []


@pytest.mark.parametrize("name", ["annotations (1).csv", "mis etiquetas.csv", "sub/annotations.csv", "x.txt"])
def test_another_file_of_our_format_will_do(folder, name):
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    path.write_bytes(file_of())
    (folder / "tweets.csv").write_text("tweet_id,text\nt1000,hola\n")
    handed = handed_labels(SOUNDS, folder)
    assert len(handed.own.labels) == 20 and handed.notes == [f"taken from {name}"]


def test_the_fuller_of_several_others_is_taken(folder):
    (folder / "annotations (1).csv").write_bytes(file_of({IDS[0]: "joke"}))
    (folder / "annotations (2).csv").write_bytes(file_of())
    assert handed_labels(SOUNDS, folder).notes == ["taken from annotations (2).csv"]


def test_a_named_file_without_these_tweets_gives_way(folder):
    (folder / "annotations.csv").write_bytes(file_of({"t9": "joke"}))
    (folder / "bob_annotations.csv").write_bytes(file_of())
    assert handed_labels(SOUNDS, folder).notes == ["taken from bob_annotations.csv"]


def notebook_with(folder, *files, source="annotate(tweets, book)"):
    """A notebook whose annotator's output carries copies."""
    outputs = [
        nbformat.v4.new_output("display_data", data={"text/html": "x", MIME: packed})
        for packed in (pack(f, name="annotations.csv") if isinstance(f, bytes) else f for f in files)
    ]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(source, outputs=outputs)])
    path = folder / f"{UNIT}.ipynb"
    nbformat.write(notebook, path)
    return path


def test_without_a_file_the_copy_inside_the_notebook_counts(folder):
    path = notebook_with(folder, file_of({IDS[0]: "joke"}), file_of())
    handed = handed_labels(SOUNDS, folder, path)
    assert len(handed.own.labels) == 20 and handed.notes == ["taken from the copy inside the notebook"]
    (folder / "annotations.csv").write_bytes(file_of({IDS[1]: "joke"}))
    assert len(handed_labels(SOUNDS, folder, path).own.labels) == 20, "the fuller one counts"
    (folder / "annotations.csv").write_bytes(b"PK\x03\x04")
    assert len(handed_labels(SOUNDS, folder, path).own.labels) == 20, "a file that cannot be read does not"


def test_a_copy_that_is_a_bomb_or_no_copy_is_passed_over(folder):
    bomb = {"data": base64.b64encode(zlib.compress(b"0" * 200_000_000)).decode()}
    for content in (
        bomb,
        {"data": "%%%"},
        {"data": 7},
        [],
        "text",
        {"data": base64.b64encode(b"zz").decode()},
    ):
        path = notebook_with(folder, content)
        assert handed_labels(SOUNDS, folder, path).own is None
    for damaged in (
        b"",
        b"{",
        b'{"cells": 3}',
        b"[" * 100_000,
        b'{"cells": [{"outputs": [{"data": null}]}]}',
    ):
        path.write_bytes(damaged)
        assert handed_labels(SOUNDS, folder, path).own is None


def test_several_people_in_one_file(folder):
    """The one with most of this set is graded, and the instructor told whose."""
    rows = table(GOLD) + table(dict.fromkeys(IDS[:5], "joke"), annotator="bruno")
    (folder / "annotations.csv").write_bytes(dump(rows))
    handed = handed_labels(SOUNDS, folder)
    assert handed.notes == ["labels of 2 people in one file; those of 'ana' were graded"]
    assert examined(folder).points == 10.0


def test_no_file_is_an_honest_zero_and_says_what_to_hand_in(folder):
    examination = examined(folder)
    assert examination.points == 0.0 and {case.diagnosis for case in examination.cases} == {"no-file"}
    assert "annotations.csv" in examination.cases[0].message.es


def test_labels_of_other_tweets_only(folder):
    (folder / "annotations.csv").write_bytes(file_of({"t9": "joke"}))
    examination = examined(folder)
    assert examination.points == 0.0 and examination.cases[0].diagnosis == "other-tweets"


# --- Hostile files ---------------------------------------------------------------------------------------


UNREADABLE = {
    "a workbook": lambda: b"PK\x03\x04" + b"\0" * 3000,
    "a picture": lambda: b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20,
    "no columns of ours": lambda: b"name,age\nana,3\n",
    "too large, however well it begins": lambda: file_of() + b"t9,joke\r\n" * (MAX_BYTES // 9),
    "fifty megabytes": lambda: file_of() + bytes(50 * 2**20),
}
EMPTY = {
    "nothing": lambda: b"",
    "a header": lambda: dump([]),
    "an endless line": lambda: b"tweet_id,labels\n" + b"x" * (MAX_BYTES - 100),
}


@pytest.mark.parametrize("content", UNREADABLE.values(), ids=UNREADABLE)
def test_a_file_that_cannot_be_read_is_no_zero(folder, content):
    """Marks stay open, the state says so, the words say why in both languages and hold no path."""
    (folder / "annotations.csv").write_bytes(content())
    examination = examined(folder)
    assert examination.points is None and examination.fault.outcome == "unreadable"
    assert all(case.passed is None and case.diagnosis == "unreadable-file" for case in examination.cases)
    for language in LANGUAGES:
        assert "annotations.csv" in examination.fault.reason.to(language)
        assert str(folder) not in examination.fault.reason.to(language)


@pytest.mark.parametrize("content", EMPTY.values(), ids=EMPTY)
def test_a_file_without_a_label_is_an_honest_zero(folder, content):
    (folder / "annotations.csv").write_bytes(content())
    examination = examined(folder)
    assert examination.points == 0.0 and examination.cases[0].diagnosis == "no-file"


def test_links_pipes_and_folders_are_not_read(folder, tmp_path):
    """A link to somebody else's labels is no hand-in, and a pipe keeps nobody waiting."""
    (tmp_path / "best.csv").write_bytes(file_of())
    os.symlink(tmp_path / "best.csv", folder / "annotations.csv")
    os.mkfifo(folder / "annotations (1).csv")
    (folder / "annotations (2).csv").mkdir()
    assert handed_labels(SOUNDS, folder).own is None


def test_what_programs_leave_beside_a_file_is_not_read(folder):
    for name in (
        ".annotations.csv",
        ".~lock.annotations.csv#",
        "~$annotations.xlsx",
        ".annotations.csv.lock",
    ):
        (folder / name).write_bytes(file_of())
    assert handed_labels(SOUNDS, folder).own is None


def test_formulas_headers_of_gold_and_endless_labels_are_data(folder):
    """A cell that a spreadsheet would run, columns called gold, five hundred codes on a tweet: words, no more."""
    lines = ["tweet_id,labels,gold,also,score,note,status"]
    lines += [f"{tweet},joke,{GOLD[tweet]},{GOLD[tweet]},1.0,=1+1,labelled" for tweet in IDS]
    (folder / "annotations.csv").write_text("\n".join(lines))
    assert examined(folder).points == 0.0
    many = "|".join(f"=cmd{number}" for number in range(500))
    (folder / "annotations.csv").write_text("\n".join([lines[0], *(f'{tweet},"{many}"' for tweet in IDS)]))
    examination = examined(folder)
    assert examination.points == 0.0
    assert len(said(examination)) < 4000


def test_hostile_words_stay_words(folder):
    nasty = "<script>alert(1)</script>`{codes}{0}"
    rows = [Row(tweet, (nasty,), "", "labelled", "a\nb\x1b[31m", "", nasty) for tweet in IDS]
    rows += [
        Row(tweet, (nasty, str(place)), "", "labelled", "z", "", "") for place, tweet in enumerate(IDS[:5])
    ]
    (folder / "annotations.csv").write_bytes(dump(rows))
    handed = handed_labels(SOUNDS, folder)
    assert all(note.isprintable() for note in handed.notes)
    examination = examined(folder)
    assert examination.points == 0.0 and "`<script>" in said(examination)


def test_a_thousand_files_are_not_all_opened(folder):
    for number in range(300):
        (folder / f"annotations ({number}).csv").write_bytes(b"\0" * 64)
    (folder / "annotations.csv").write_bytes(file_of())
    assert len(handed_labels(SOUNDS, folder).own.labels) == 20


# --- From hand-in to feedback ----------------------------------------------------------------------------


@pytest.fixture(scope="module")
def course(tmp_path_factory):
    """A course folder with the invented unit released in both languages."""
    patch = pytest.MonkeyPatch()
    exercises, banks = (
        types.ModuleType("course.exercises.sounds"),
        types.ModuleType("grader.exercises.sounds"),
    )
    exercises.EXERCISES, banks.BANKS = (SOUNDS, DOUBLE), (sound_bank(), double_bank())
    patch.setitem(sys.modules, exercises.__name__, exercises)
    patch.setitem(sys.modules, banks.__name__, banks)
    path = tmp_path_factory.mktemp("lessons") / UNIT / "lesson.py"
    path.parent.mkdir()
    path.write_text(LESSON, encoding="utf-8")

    def lessons(units):
        return [
            lesson_module.read(
                path,
                points={"label-sounds": 10, "double-it": 2}.__getitem__,
                labelling=lambda key: key == "label-sounds",
            )
        ]

    patch.setattr(release, "lessons", lessons)
    folder = CourseFolder.create(tmp_path_factory.mktemp("course"))
    with open(folder.root / "nbgrader_config.py", "a", encoding="utf-8") as config:
        config.write("c.ExamineNotebook.timeout = 20\nc.ExamineNotebook.call_timeout = 3.0\n")
    list(release.build_units(folder, [UNIT]))
    release.release_unit(folder, UNIT)
    yield folder
    patch.undo()


@pytest.fixture
def notebook(course):
    """The released notebook, its function answered."""

    def notebook(language="es", *, answer=RIGHT):
        made = nbformat.read(course.root / "release" / language / UNIT / f"{UNIT}.ipynb", as_version=4)
        for cell in made.cells:
            if cell.metadata.get("nbgrader", {}).get("grade_id") == "double-it":
                cell.source = answer
        return made

    return notebook


@pytest.fixture
def hand_in(course):
    def hand_in(student, made, **files):
        folder = course.root / "submitted" / student / UNIT
        folder.mkdir(parents=True, exist_ok=True)
        if made is not None:
            content = made if isinstance(made, bytes) else nbformat.writes(made).encode()
            (folder / f"{UNIT}.ipynb").write_bytes(content)
        for name, content in files.items():
            (folder / name.replace("__", ".")).write_bytes(content)
        return folder

    return hand_in


@pytest.fixture
def grade(course):
    def grade(*students, force=False):
        book = autograde(course, UNIT, students=list(students), force=force, unsafe=not sandbox.available())
        records = [book.records[student] for student in students]
        return records if len(records) > 1 else records[0]

    return grade


@pytest.fixture
def page(course):
    def page(student):
        ((_, path),) = write_feedback(course, UNIT, students=[student])
        return path.read_text(encoding="utf-8")

    return page


def test_a_class_from_hand_in_to_feedback(course, notebook, hand_in, grade, page):
    """Marks, the annotator's summary and later cells that use the labels, in both languages; no gold anywhere."""
    hand_in("Lucía", notebook("es"), annotations__csv=file_of())
    hand_in("Emily", notebook("en"), annotations__csv=file_of({**GOLD, IDS[0]: "laughter"}))
    lucia, emily = grade("Lucía", "Emily")
    assert lucia.marks == {"label-sounds": 10.0, "double-it": 2.0} and lucia.outcome == "graded"
    assert emily.marks == {"label-sounds": 9.0, "double-it": 2.0}
    spanish, english = page("Lucía"), page("Emily")
    assert "Veinte sonidos" in spanish and "10 / 10" in spanish and "4 apartados, todos bien" in spanish
    assert "Your labels" in english and "`" not in re.sub(r"(?s)<style>.*?</style>", "", english)
    assert "There are codes that the codebook does not have" in english
    for text, counted in ((spanish, "20 de 20 tuits etiquetados"), (english, "20 of 20 tweets labelled")):
        assert counted in text, "the annotator's summary"
        assert 'id="celda-label-sounds"' in text and 'href="#celda-label-sounds"' in text
        assert "un &lt;b&gt;ruido" in text, "a tweet's text is text"
        assert "'joke|complaint': 4" in html.unescape(text), "the later cell"
        assert MIME not in text
        assert str(course.root) not in text and "/tmp/" not in text


def test_the_static_summary_stands_in_the_page_with_captions_and_headers(notebook, hand_in, grade, page):
    """What the sanitiser leaves of it can be read aloud: captions, column headers, direction of the tweets."""
    hand_in("Summary", notebook("en"), annotations__csv=file_of())
    grade("Summary")
    text = page("Summary")
    assert '<section aria-label="Annotations" lang="en">' in text or 'aria-label="Annotations"' in text
    assert "<caption>How often each label was given</caption>" in text
    assert '<th scope="col">Label</th>' in text
    assert "<bdi" in text


def test_a_crash_elsewhere_costs_no_labels(notebook, hand_in, grade):
    """Python dies in the first cell, or the check was replaced: the file alone decides."""
    crashing = notebook()
    crashing.cells.insert(0, nbformat.v4.new_code_cell("import os\nos._exit(1)"))
    hand_in("Crash", crashing, annotations__csv=file_of())
    forged = notebook()
    for cell in forged.cells:
        if cell.metadata.get("nbgrader", {}).get("grade_id") == "label-sounds-check":
            cell.source = "100.0"
    hand_in("Forged", forged, annotations__csv=file_of(dict.fromkeys(IDS, "joke")))
    deleted = notebook()
    deleted.cells = [c for c in deleted.cells if "label-sounds" not in c.source]
    hand_in("Deleted", deleted, annotations__csv=file_of())
    crash, forge, gone = grade("Crash", "Forged", "Deleted")
    assert crash.outcome == "crashed" and crash.marks == {"label-sounds": 10.0, "double-it": 2.0}
    assert forge.outcome == "tampered" and forge.marks["label-sounds"] == 0.0
    assert gone.marks == {"label-sounds": 10.0, "double-it": 2.0}


def test_code_in_the_notebook_changes_no_label(notebook, hand_in, grade):
    """A cell that rewrites the file, or answers for the check, works on a copy that nobody grades."""
    cheating = notebook()
    cheat = f"open('annotations.csv', 'wb').write({file_of()!r})\ncheck = lambda *a: 10.0"
    cheating.cells.insert(2, nbformat.v4.new_code_cell(cheat))
    hand_in("Rewrites", cheating, annotations__csv=file_of(dict.fromkeys(IDS, "joke")))
    assert grade("Rewrites").marks["label-sounds"] == 0.0


def test_other_names_and_the_copy_inside_stand_where_later_cells_look(course, notebook, hand_in, grade):
    """`annotations.csv` is beside the notebook when it runs, wherever the labels came from."""
    folder = hand_in("Renamed", notebook("en"))
    (folder / "annotations (1).csv").write_bytes(file_of())
    carrying = notebook("en")
    cell = next(cell for cell in carrying.cells if "annotate(" in cell.source and "import" not in cell.source)
    cell.outputs = [
        nbformat.v4.new_output("display_data", data={MIME: pack(file_of(), name="annotations.csv")})
    ]
    hand_in("Inside", carrying)
    renamed, inside = grade("Renamed", "Inside")
    assert renamed.marks["label-sounds"] == inside.marks["label-sounds"] == 10.0
    assert "label-sounds: taken from annotations (1).csv" in renamed.notes
    assert "label-sounds: taken from the copy inside the notebook" in inside.notes
    for student in ("Renamed", "Inside"):
        path = course.root / "autograded" / student / UNIT / f"{UNIT}.ipynb"
        shown = json.dumps(nbformat.read(path, as_version=4).cells)
        assert "20 of 20 tweets labelled" in shown and "FileNotFoundError" not in shown


def test_no_file_is_told_from_an_unreadable_one(notebook, hand_in, grade, page):
    hand_in("None", notebook("en"))
    hand_in("Damaged", notebook("es"), annotations__csv=b"PK\x03\x04" + b"\0" * 500)
    none, damaged = grade("None", "Damaged")
    assert none.marks == {"label-sounds": 0.0, "double-it": 2.0} and none.outcome == "graded"
    assert "label-sounds: no annotations.csv was handed in" in none.notes
    assert damaged.marks == {"label-sounds": None, "double-it": 2.0} and damaged.outcome == "unreadable"
    english, spanish = page("None"), page("Damaged")
    assert "hand in <code>annotations.csv</code> together with the notebook" in english
    assert "Tu docente lo mirará" in spanish and "Esta función" not in spanish


def test_fifty_megabytes_and_pipes_cost_only_their_own(hand_in, notebook, grade):
    folder = hand_in("Huge", notebook())
    with open(folder / "annotations.csv", "wb") as file:
        file.truncate(50 * 2**20)
    folder = hand_in("Pipe", notebook())
    os.mkfifo(folder / "annotations.csv")
    hand_in("Neighbour", notebook(), annotations__csv=file_of())
    huge, pipe, neighbour = grade("Huge", "Pipe", "Neighbour")
    assert huge.marks == {"label-sounds": None, "double-it": 2.0}
    assert pipe.marks == {"label-sounds": 0.0, "double-it": 2.0}
    assert neighbour.marks == {"label-sounds": 10.0, "double-it": 2.0}


def test_without_a_readable_notebook_the_file_still_counts(hand_in, grade, page):
    """A damaged notebook keeps the labels' marks; without labels either, nothing is a zero."""
    hand_in("Torn", b'{"cells": [', annotations__csv=file_of())
    hand_in("Torn and alone", b'{"cells": [')
    torn, alone = grade("Torn", "Torn and alone")
    assert torn.outcome == alone.outcome == "unreadable"
    assert torn.marks == {"label-sounds": 10.0, "double-it": None}
    assert alone.marks == {"label-sounds": None, "double-it": None}
    assert "10 / 10" in page("Torn")


def test_a_mark_by_hand_stands_until_the_labels_change(course, notebook, hand_in, grade):
    folder = hand_in("By hand", notebook(), annotations__csv=file_of(dict.fromkeys(IDS, "joke")))
    grade("By hand")
    with course.gradebook() as gradebook:
        mark = gradebook.find_grade("label-sounds-check", UNIT, UNIT, "By hand")
        mark.manual_score, mark.needs_manual_grade = 6.0, False
        gradebook.db.commit()
    assert grade("By hand", force=True).marks["label-sounds"] == 6.0
    (folder / "annotations.csv").write_bytes(file_of(dict.fromkeys(IDS, "question")))
    assert grade("By hand").marks["label-sounds"] is None, "other labels: a person should look again"


def test_another_gold_regrades_the_class(course, monkeypatch):
    before = basis(course.root, UNIT)
    changed = dataclasses.replace(sound_bank(), gold=lambda: gold_table().assign(also=""))
    banks = {"label-sounds": changed, "double-it": double_bank()}
    monkeypatch.setattr(registry, "banks", lambda unit: banks)
    assert basis(course.root, UNIT) != before
    monkeypatch.undo()
    assert basis(course.root, UNIT) == before


# --- Downloads -------------------------------------------------------------------------------------------


def test_labels_come_along_in_every_shape_of_download(course, notebook, tmp_path):
    """Moodle's folders and flat names, a student's own names, with a browser's (1), lock files left out."""
    content = nbformat.writes(notebook())
    path = tmp_path / "tarea3.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for name, what in [
            ("Ana Ruiz_4711_assignsubmission_file_/cuaderno.ipynb", content),
            ("Ana Ruiz_4711_assignsubmission_file_/annotations.csv", file_of()),
            ("Ana Ruiz_4711_assignsubmission_file_/.~lock.annotations.csv#", b"x"),
            ("Ana Ruiz_4711_assignsubmission_file_/.annotations.csv.lock", b"x"),
            (f"eva_gil_{UNIT}.ipynb", content),
            ("eva_gil_annotations (1).csv", file_of()),
            ("Leo Paz_77_assignsubmission_file_annotations.csv", file_of()),
            (f"Leo Paz_77_assignsubmission_file_{UNIT}.ipynb", content),
            ("solo_annotations.csv", file_of()),
            (f"nada_{UNIT}.ipynb", content),
        ]:
            archive.writestr(name, what)
    collected = collect_files(course, UNIT, path)
    assert collected.students == {
        "Ana Ruiz": ["annotations.csv", "cuaderno.ipynb"],
        "Leo Paz": [f"{UNIT}.ipynb", "annotations.csv"],
        "eva_gil": [f"{UNIT}.ipynb", "annotations (1).csv"],
        "nada": [f"{UNIT}.ipynb"],
        "solo": ["annotations.csv"],
    }
    assert collected.doubts == {
        "solo": "annotations.csv came without the notebook",
        "nada": "no annotations.csv",
    }


def test_labels_come_along_through_the_exchange(course, notebook, tmp_path):
    """Both files of a submission, and no lock left beside them."""
    exchange = tmp_path / "exchange"
    exchange.mkdir(mode=0o777)
    exchange.chmod(0o777)
    release.publish(course, UNIT, exchange)
    folder = exchange / "crisis20" / "inbound" / f"xavi+{UNIT}+2026-01-02 10:00:00.000000 UTC"
    folder.mkdir()
    nbformat.write(notebook(), folder / f"{UNIT}.ipynb")
    (folder / "annotations.csv").write_bytes(file_of())
    (folder / ".annotations.csv.lock").write_bytes(b"")
    (folder / "timestamp.txt").write_text("2026-01-02 10:00:00.000000 UTC")
    assert set(collect_exchange(course, UNIT, exchange).students) == {"xavi"}
    submitted = course.root / "submitted" / "xavi" / UNIT
    assert (submitted / "annotations.csv").read_bytes() == file_of()
    assert not (submitted / ".annotations.csv.lock").exists()
