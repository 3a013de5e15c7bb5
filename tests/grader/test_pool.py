"""A class's annotation files in one table: nobody lost, nobody accused without evidence, every number twice."""

import csv
import io
import json
import os
import zipfile
from collections import Counter
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise

import numpy as np
import pandas as pd
import pytest

from course.agreement import krippendorff_alpha
from course.annotation.codebook import Codebook
from course.annotation.embedding import MIME, pack
from course.annotation.rows import Row
from course.annotation.writing import dump
from course.codebooks import CUSTOMER_VOICES
from grader import cli, delivery, label_file, screen
from grader.errors import GraderError
from grader.exercises.iberia_voices import label_voices
from grader.labelling import Gold, agreement
from grader.pool import pool
from grader.pooling import flags, handed
from grader.pooling.alike import Alike
from grader.pooling.coded import Coded
from grader.pooling.screen import show_pool
from grader.pooling.traces import exact_times, same_pace, same_times

UNIT = "90-labels"
BOOK = Codebook.of(["joke", "question", "defence", "accusation", "other"])
TWEETS = [f"t{1000 + number}" for number in range(40)]


def coded(labels, *, annotator="jovyan", seed=0, step=6_000, notes=None, book=BOOK.identity, tweets=TWEETS):
    """Rows of one student who began at a moment of their own and took some seconds for each tweet."""
    draw = np.random.default_rng(seed)
    moment = datetime(2027, 3, 4, 9, 0, tzinfo=UTC) + timedelta(milliseconds=int(draw.integers(900_000)))
    rows = []
    for tweet, given in zip(tweets, labels, strict=False):
        moment += timedelta(milliseconds=int(draw.integers(step // 2, 2 * step)))
        if given:
            at = moment.isoformat(timespec="milliseconds").replace("+00:00", "Z")
            sets = tuple(given.split("|")) if isinstance(given, str) else tuple(sorted(given))
            note = (notes or {}).get(tweet, "")
            rows.append(Row(tweet, sets, note, annotator=annotator, updated_at=at, codebook=book))
    return rows


@pytest.fixture
def hand_in(tmp_path):
    """Puts a file into ``submitted/<student>/<unit>/``; rows become the file that the annotator writes."""

    def hand_in(student, content=None, name="annotations.csv", *, unit=UNIT):
        place = tmp_path / "submitted" / student / unit
        place.mkdir(parents=True, exist_ok=True)
        if content is not None:
            (place / name).parent.mkdir(parents=True, exist_ok=True)
            (place / name).write_bytes(content if isinstance(content, bytes) else dump(content))
        return place

    hand_in.course = tmp_path
    return hand_in


def kinds(pooled, student):
    """The kinds of remarks there are on a student."""
    return pooled.flags.loc[pooled.flags["student"] == student, "flag"].tolist()


def detail(pooled, student, flag):
    of = pooled.flags[(pooled.flags["student"] == student) & (pooled.flags["flag"] == flag)]
    return " / ".join(of["detail"])


def random_class(seed, *, students=9, sets=("joke", "question", "joke|question", "other", "")):
    """Labels of a class, some missing, most of them what is usual."""
    draw = np.random.default_rng(seed)
    usual = draw.choice(sets[:-1], size=len(TWEETS))
    return {
        f"student{number}": [str(most) if draw.random() < 0.6 else str(draw.choice(sets)) for most in usual]
        for number in range(students)
    }


# Numbers, worked out a second way --------------------------------------------------------------------------


def plainly(mine, theirs):
    """Alpha of two coders from the package that students use, on tables."""
    both = [tweet for tweet in mine if tweet in theirs]
    if not both:
        return np.nan
    table = pd.DataFrame(
        {
            "tweet_id": [*both, *both],
            "annotator": ["a"] * len(both) + ["b"] * len(both),
            "labels": [mine[tweet] for tweet in both] + [theirs[tweet] for tweet in both],
        }
    )
    return float(krippendorff_alpha(table, distance="masi", repetitions=0))


@pytest.mark.parametrize("seed", range(6))
def test_a_students_alpha_is_the_one_with_the_most_frequent_answer_of_the_others(hand_in, seed):
    """Worked out one student at a time, with counters and the public function; ties do not count."""
    people = random_class(seed, students=3 + seed)
    for name, labels in people.items():
        hand_in(name, coded(labels))
    found = pool(hand_in.course, UNIT, codebook=BOOK).students.set_index("student")
    given = {
        name: {tweet: label for tweet, label in zip(TWEETS, labels, strict=True) if label}
        for name, labels in people.items()
    }
    for name, mine in given.items():
        others = {}
        for tweet in TWEETS:
            said = Counter(
                theirs[tweet] for other, theirs in given.items() if other != name and tweet in theirs
            )
            ranked = said.most_common(2)
            if ranked and (len(ranked) == 1 or ranked[0][1] > ranked[1][1]):
                others[tweet] = ranked[0][0]
        assert found.loc[name, "alpha_class"] == pytest.approx(plainly(mine, others), nan_ok=True), name
        assert found.loc[name, "labelled"] == len(mine)


def test_alpha_with_gold_is_the_graders_own(hand_in):
    """The same number as the mark rests on, other readings counting as gold."""
    people = random_class(7)
    gold = Gold(
        dict.fromkeys(TWEETS[:35], ("joke",)) | dict.fromkeys(TWEETS[20:30], ("defence", "question")),
        {tweet: (("question",), ("joke", "question")) for tweet in TWEETS[:20]},
    )
    for name, labels in people.items():
        hand_in(name, coded(labels))
    found = pool(hand_in.course, UNIT, gold=gold).students.set_index("student")
    for name, labels in people.items():
        mine = {tweet: label.split("|") for tweet, label in zip(TWEETS, labels, strict=True) if label}
        assert found.loc[name, "alpha_gold"] == pytest.approx(agreement(mine, gold))


def test_the_class_agrees_as_the_students_own_package_says(hand_in):
    people = random_class(3)
    for name, labels in people.items():
        hand_in(name, coded(labels))
    pooled = pool(hand_in.course, UNIT, codebook=BOOK)
    assert pooled.agreement == krippendorff_alpha(pooled.labels, distance="masi")
    assert pooled.nominal.interval == krippendorff_alpha(pooled.labels).interval
    assert pooled.by_code["code"].tolist() == ["joke", "question", "other"]
    top = pooled.disagreements.iloc[0]
    said = Counter(labels[TWEETS.index(top["tweet_id"])] for labels in people.values())
    assert top["coded_by"] == sum(count for label, count in said.items() if label)
    for label, count in said.items():
        assert not label or f"{label} ({count})" in top["said"]


def test_the_long_table_holds_every_label_once(hand_in):
    people = random_class(1)
    for name, labels in people.items():
        hand_in(name, coded(labels))
    pooled = pool(hand_in.course, UNIT)
    table = pooled.labels.set_index(["annotator", "tweet_id"])["labels"]
    expected = {
        (name, tweet): label
        for name, labels in people.items()
        for tweet, label in zip(TWEETS, labels, strict=True)
        if label
    }
    assert table.to_dict() == expected
    assert pooled.labels["updated_at"].str.fullmatch(r"2027-03-04T\d\d:\d\d:\d\d\.\d{3}Z").all()


def test_the_median_pause_is_said_and_one_that_nobody_can_read_in_is_flagged(hand_in):
    steady, quick = coded(["joke", "other"] * 20), coded(["other", "joke"] * 20, step=500)
    hand_in("steady", steady)
    hand_in("quick", quick)
    pooled = pool(hand_in.course, UNIT)
    times = [datetime.fromisoformat(row.updated_at) for row in steady]
    pauses = sorted((late - early).total_seconds() for early, late in pairwise(times))
    seconds = pooled.students.set_index("student")["seconds"]
    assert seconds["steady"] == pytest.approx(pauses[len(pauses) // 2])
    assert kinds(pooled, "steady") == []
    assert kinds(pooled, "quick") == [flags.FAST]


@pytest.mark.parametrize(
    "kept", ["%Y-%m-%dT%H:%M:00.000Z", "%Y-%m-%dT%H:%M:%S.000Z"], ids=["minute", "second"]
)
def test_times_that_a_spreadsheet_rounded_make_nobody_fast(hand_in, kept):
    """To the minute most are equal, to the second many: it says nothing of how long the reading took."""
    rows = [
        replace(row, updated_at=datetime.fromisoformat(row.updated_at).strftime(kept))
        for row in coded(["joke", "other"] * 20, step=12_000 if ":%S" not in kept else 1_500)
    ]
    assert len({row.updated_at for row in rows}) < 40
    hand_in("rounded", rows)
    pooled = pool(hand_in.course, UNIT, tweets=TWEETS)
    assert pooled.labels["updated_at"].ne("").all()
    assert flags.FAST not in kinds(pooled, "rounded")
    assert pooled.students["seconds"].isna().all()


# Whose labels, and from where -------------------------------------------------------------------------------


def test_a_student_is_the_folder_whatever_name_the_file_holds(hand_in):
    hand_in("ana", coded(["joke"] * 20 + ["other"] * 20, annotator="somebody"))
    hand_in("bea", coded(["joke"] * 20 + ["other"] * 20, annotator="ana", seed=1))
    pooled = pool(hand_in.course, UNIT)
    assert set(pooled.labels["annotator"]) == {"ana", "bea"}
    assert detail(pooled, "bea", flags.SIGNED) == "ana"
    assert kinds(pooled, "ana") == []


def test_a_namesake_is_not_another(hand_in):
    """A name that is part of one's own folder, and the name that the annotator gives by default, are nobody else's."""
    signed = {
        "ana": "ana",
        "garcia_lopez_ana": "Ana",
        "García Gil_4711": "garcia",
        "garcia": "x",
        "coder": "coder",
    }
    for number, (student, annotator) in enumerate(signed.items()):
        hand_in(student, coded(["joke", "other"] * 20, annotator=annotator, seed=number))
    hand_in("bea", coded(["joke", "other"] * 20, annotator="coder", seed=9))
    assert flags.SIGNED not in set(pool(hand_in.course, UNIT).flags["flag"])


def test_of_several_annotators_in_a_file_the_one_who_labelled_most_counts(hand_in):
    rows = coded(["joke"] * 30, annotator="me") + coded(["other"] * 10, annotator="friend")
    hand_in("ana", rows)
    hand_in("bea", coded(["joke"] * 40, seed=1))
    pooled = pool(hand_in.course, UNIT, tweets=TWEETS)
    assert pooled.labels.query("annotator == 'ana'")["labels"].eq("joke").all()
    assert "'me', 'friend'" in detail(pooled, "ana", flags.SEVERAL)
    assert detail(pooled, "ana", flags.INCOMPLETE) == "30 of 40"


def notebook(*copies):
    outputs = [{"data": {MIME: pack(dump(rows), name="annotations.csv")}} for rows in copies]
    return json.dumps({"nbformat": 4, "cells": [{"cell_type": "code", "outputs": outputs}]}).encode()


def test_a_lost_file_is_replaced_by_the_fullest_copy_inside_the_notebook(hand_in):
    full = coded(["joke", "other"] * 20)
    hand_in("lost", notebook(full[:5], full), f"{UNIT}.ipynb")
    hand_in("damaged", b"\x00\xff\x00" * 99)
    hand_in("damaged", notebook(full[:30]), "mi cuaderno (1).ipynb")
    hand_in("emptied", [])
    hand_in("emptied", notebook(full[:20]), f"{UNIT}.ipynb")
    pooled = pool(hand_in.course, UNIT)
    people = pooled.students.set_index("student")
    assert people["labelled"].to_dict() == {"damaged": 30, "emptied": 20, "lost": 40}
    assert set(people["source"]) == {"notebook"}
    assert "no text" in detail(pooled, "damaged", flags.MANGLED)
    assert flags.MANGLED not in kinds(pooled, "lost")


def test_a_file_of_another_name_is_found_and_the_fullest_counts(hand_in):
    """As for the marks: an old file under the proper name hides nobody's work, and it is said."""
    labels = ["joke", "other"] * 20
    hand_in("copy", coded(labels), "annotations (1).csv")
    hand_in("both", coded(labels[:10], seed=1))
    hand_in("both", coded(labels, seed=1), "final/annotations-2.csv")
    pooled = pool(hand_in.course, UNIT)
    assert detail(pooled, "copy", flags.NAME) == "annotations (1).csv"
    assert pooled.students.set_index("student").loc["both", "labelled"] == 40
    assert detail(pooled, "both", flags.FOLDER) == (
        "annotations.csv labels only 10 tweets; final/annotations-2.csv, 40, was taken"
    )
    assert detail(pooled, "both", flags.NAME) == "final/annotations-2.csv"


def test_labels_inside_a_zip_file_are_read(hand_in):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tarea/annotations.csv", dump(coded(["joke", "other"] * 20)))
    hand_in("zipped", packed.getvalue(), "tarea.zip")
    pooled = pool(hand_in.course, UNIT)
    assert pooled.students["labelled"].tolist() == [40]
    assert detail(pooled, "zipped", flags.NAME) == "tarea.zip/tarea/annotations.csv"


def test_whoever_is_missing_is_named_with_the_reason(hand_in):
    hand_in("there", coded(["joke"] * 40))
    hand_in("elsewhere", coded(["joke"] * 3), unit="91-other")
    hand_in("nothing")
    hand_in("notes", b"dear teacher", "letter.pdf")
    hand_in("blank", [])
    hand_in("broken", b"PK\x03\x04")
    pooled = pool(hand_in.course, UNIT)
    missing = {name: detail(pooled, name, flags.MISSING) for name in pooled.students["student"]}
    assert missing == {
        "blank": "no tweet is labelled",
        "broken": "unreadable, and the notebook holds no copy",
        "elsewhere": "nothing of this unit was handed in",
        "nothing": "an empty folder",
        "notes": "no annotations.csv, and the notebook holds no copy",
        "there": "",
    }
    assert "workbook" in detail(pooled, "broken", flags.MANGLED)


def test_tweets_codes_and_codebooks_that_are_not_the_units_are_named(hand_in):
    hand_in("ana", coded(["joke"] * 38 + ["sarcasm", "joke|irony"]))
    hand_in("bea", coded(["joke"] * 40, book="labels/0.9-aaaa", seed=1))
    hand_in("eva", coded(["other"] * 50, tweets=[*TWEETS, *(f"x{n}" for n in range(10))], seed=2))
    hand_in("far", coded(["other"] * 2, tweets=["x1", "x2"], seed=3))
    pooled = pool(hand_in.course, UNIT, codebook=BOOK, tweets=TWEETS)
    assert detail(pooled, "ana", flags.CODES) == "sarcasm (1), irony (1)"
    assert detail(pooled, "bea", flags.CODEBOOK) == "labels/0.9-aaaa on 40 of 40 tweets"
    assert detail(pooled, "eva", flags.TWEETS) == "10, which do not count"
    assert detail(pooled, "far", flags.MISSING) == "labels of other tweets only"
    assert set(pooled.labels["tweet_id"]) == set(TWEETS)


def test_folders_of_students_need_no_course(tmp_path):
    for number, name in enumerate(("Ana Ruiz_4711_assignsubmission_file_", "bea")):
        (tmp_path / name).mkdir()
        (tmp_path / name / "annotations.csv").write_bytes(dump(coded(["joke", "other"] * 20, seed=number)))
    assert pool(tmp_path, UNIT).students["labelled"].tolist() == [40, 40]
    assert pool(str(tmp_path), UNIT).tweets == 40


# What spreadsheets and hostile hands make of it -------------------------------------------------------------


def resaved(rows, *, encoding="utf-8", delimiter=",", edit=None):
    table = list(csv.reader(io.StringIO(dump(rows).decode("utf-8-sig"))))
    table = edit(table) if edit else table
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter).writerows(table)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize(
    ("encoding", "delimiter"), [("cp1252", ";"), ("utf-16", "\t"), ("utf-8", ";"), ("utf-8-sig", "\t")]
)
def test_a_file_that_a_spreadsheet_saved_again_is_read_and_not_called_mangled(hand_in, encoding, delimiter):
    rows = coded(["joke", "question|joke"] * 20, notes={TWEETS[0]: "¿ironía? año, señal"})
    hand_in("ana", resaved(rows, encoding=encoding, delimiter=delimiter))
    hand_in("bea", coded(["joke"] * 40, seed=1))
    pooled = pool(hand_in.course, UNIT)
    assert pooled.students.set_index("student").loc["ana", "labelled"] == 40
    assert flags.MANGLED not in kinds(pooled, "ana")
    assert pooled.labels.query("annotator == 'ana'")["note"].iloc[0] == "¿ironía? año, señal"


def test_ids_that_a_spreadsheet_ruined_are_mangled_and_counted(hand_in):
    def ruin(table):
        for line in table[1:6]:
            line[0] = "1,58066E+18"
        return table

    hand_in("ana", resaved(coded(["joke", "other"] * 20), delimiter=";", edit=ruin))
    hand_in("bea", coded(["joke", "other"] * 20, seed=1))
    pooled = pool(hand_in.course, UNIT)
    assert "not read: 5" in detail(pooled, "ana", flags.MANGLED)
    assert pooled.students.set_index("student").loc["ana", "labelled"] == 35


HOSTILE = {
    "noise": bytes(range(256)) * 200,
    "nulls": b"\x00" * 5_000,
    "quotes": b'tweet_id,labels\r\n"' + b"a" * 100_000,
    "one-line": b"tweet_id,labels," + b"x," * 50_000,
    "formula": dump([Row("t1000", ("=cmd|' /C calc'!A0",), "=HYPERLINK(1)", annotator="@x")]),
    "terminal": dump([Row("t1000", ("\x1b[31mred",), "\x1b]0;owned\x07", annotator="[bold]x[/bold]")]),
    "markup": b"tweet_id,labels\r\nt1000,[/red]\r\n",
    "many-codes": dump([Row(t, tuple(f"c{n}" for n in range(90))) for t in TWEETS]),
    "json": b'{"cells": [' * 50_000,
}


def test_a_hostile_file_costs_only_itself(hand_in):
    """Whatever one student hands in, the others' numbers stay as they were; nothing of it reaches a terminal."""
    honest = random_class(2)
    for number, (name, labels) in enumerate(honest.items()):
        hand_in(name, coded(labels, seed=number))
    before = pool(hand_in.course, UNIT, tweets=TWEETS).students.set_index("student")
    for name, content in HOSTILE.items():
        hand_in(f"x-{name}", content)
        hand_in(f"y-{name}", content, f"{UNIT}.ipynb")
    pooled = pool(hand_in.course, UNIT, tweets=TWEETS)
    after = pooled.students.set_index("student")
    assert after.loc[list(honest), "labelled"].equals(before["labelled"])
    assert after.loc[list(honest), "seconds"].equals(before["seconds"])
    assert len(after) == len(honest) + 2 * len(HOSTILE)
    assert not pooled.labels.map(lambda text: "\x1b" in text or "\x07" in text).to_numpy().any()
    with screen.console.capture() as printed:
        show_pool(pooled, screen.console)
    assert "\x1b]" not in printed.get() and "x-markup" in printed.get()


def test_no_link_is_followed_and_no_pipe_is_waited_for(hand_in, tmp_path):
    secret = tmp_path / "secret.csv"
    secret.write_bytes(dump(coded(["joke"] * 40)))
    hand_in("honest", coded(["joke", "other"] * 20))
    (hand_in("linked") / "annotations.csv").symlink_to(secret)
    (tmp_path / "submitted" / "folder").symlink_to(tmp_path / "submitted" / "honest")
    (tmp_path / "submitted" / "unit").mkdir()
    (tmp_path / "submitted" / "unit" / UNIT).symlink_to(tmp_path / "submitted" / "honest" / UNIT)
    os.mkfifo(hand_in("pipe") / "annotations.csv")
    (hand_in("directory") / "annotations.csv").mkdir()
    pooled = pool(tmp_path, UNIT)
    assert set(pooled.labels["annotator"]) == {"honest"}
    assert set(pooled.flags.loc[pooled.flags["flag"] == flags.MISSING, "student"]) == {
        *("linked", "folder", "unit", "pipe", "directory")
    }
    assert "links were left out" in detail(pooled, "linked", flags.FOLDER)


def test_what_is_too_large_is_not_read(hand_in, monkeypatch):
    monkeypatch.setattr(handed, "MAX_NOTEBOOK", 100_000)
    monkeypatch.setattr(handed, "MAX_ENTRIES", 50)
    monkeypatch.setattr(delivery, "MAX_FILES", 50)
    hand_in("honest", coded(["joke", "other"] * 20))
    with open(hand_in("large") / "annotations.csv", "wb") as file:
        file.truncate(label_file.MAX_BYTES + 1)
    with open(hand_in("book") / f"{UNIT}.ipynb", "wb") as file:
        file.truncate(handed.MAX_NOTEBOOK + 1)
    for number in range(80):
        hand_in("crowd", b"x", f"{number}.dat")
    pooled = pool(hand_in.course, UNIT)
    assert f"more than {label_file.MAX_BYTES >> 20} MB" in detail(pooled, "large", flags.MANGLED)
    assert detail(pooled, "book", flags.MISSING).startswith("no annotations.csv")
    assert "more than 50 files" in detail(pooled, "crowd", flags.FOLDER)


def test_a_notebook_that_unpacks_to_a_gigabyte_fills_no_memory(hand_in):
    """A crafted copy is passed over; the honest one beside it is taken."""
    bomb = pack(b"tweet_id,labels\r\n" + b"t1,joke\r\n" * 1_000_000, name="annotations.csv")
    good = pack(dump(coded(["joke", "other"] * 20)), name="annotations.csv")
    outputs = [{"data": {MIME: bomb}}, {"data": {MIME: good}}, {"data": {MIME: {"data": ["no"]}}}]
    hand_in("ana", json.dumps({"cells": [{"outputs": outputs}]}).encode(), f"{UNIT}.ipynb")
    assert pool(hand_in.course, UNIT).students["labelled"].tolist() == [40]


def test_tweets_that_two_invent_do_not_swell_the_table(hand_in, monkeypatch):
    """With no list of the unit's tweets, those that most labelled are compared."""
    monkeypatch.setattr("grader.pooling.coded.MAX_TWEETS", 40)
    for number in range(4):
        hand_in(f"honest{number}", coded(["joke", "other"] * 20, seed=number))
    invented = [f"z{number}" for number in range(500)]
    for number in range(2):
        hand_in(f"crook{number}", coded(["joke"] * 500, tweets=invented, seed=9 + number))
    pooled = pool(hand_in.course, UNIT)
    assert pooled.tweets == 40
    people = pooled.students.set_index("student")
    assert people.loc[["crook0", "crook1"], "alpha_class"].isna().all()
    assert people.loc[["honest0", "honest3"], "alpha_class"].eq(1).all()


def test_names_of_folders_are_shown_plainly_and_stay_apart(hand_in):
    for number, name in enumerate(("ana\x1b[2J", "ana[2J", "\u202eevil", "=1+1", "student10", "student9")):
        hand_in(name, coded(["joke", "other"] * 20, seed=number))
    names = pool(hand_in.course, UNIT).students["student"].tolist()
    assert sorted(names) == sorted(["ana[2J", "ana[2J (2)", "evil", "=1+1", "student9", "student10"])
    assert names.index("student9") < names.index("student10")


# Small classes ----------------------------------------------------------------------------------------------


def test_an_empty_class_or_no_folder_is_said(tmp_path):
    with pytest.raises(GraderError, match="not a folder"):
        pool(tmp_path / "none", UNIT)
    with pytest.raises(GraderError, match="No student's folder"):
        pool(tmp_path, UNIT)
    (tmp_path / "submitted" / "ana" / "91-other").mkdir(parents=True)
    with pytest.raises(GraderError, match="Nobody has handed in 90-labels"):
        pool(tmp_path, UNIT)


def test_a_class_without_a_single_label_is_shown(hand_in):
    hand_in("ana", [])
    hand_in("bea")
    pooled = pool(hand_in.course, UNIT)
    assert pooled.labels.empty and pooled.agreement is None and pooled.disagreements.empty
    with screen.console.capture() as printed:
        show_pool(pooled, screen.console)
    assert "No agreement to speak of" in printed.get()


def test_one_student_has_gold_to_agree_with_and_no_class(hand_in):
    hand_in("ana", coded(["joke", "other"] * 20))
    gold = Gold(
        {tweet: ("joke",) if place % 2 == 0 else ("other",) for place, tweet in enumerate(TWEETS)}, {}
    )
    pooled = pool(hand_in.course, UNIT, gold=gold, tweets=TWEETS)
    assert pooled.agreement is None
    assert pooled.students[["alpha_class", "alpha_gold"]].isna().to_numpy().tolist() == [[True, False]]
    assert pooled.students["alpha_gold"].tolist() == [1.0]


def test_everyone_identical_agrees_fully_and_nobody_is_accused(hand_in):
    for number in range(30):
        hand_in(f"s{number}", coded(["joke", "other", "question", "defence"] * 10, seed=number))
    pooled = pool(hand_in.course, UNIT, codebook=BOOK)
    assert pooled.agreement == 1.0 and pooled.students["alpha_class"].eq(1).all()
    assert pooled.copies.empty and pooled.flags.empty and pooled.disagreements.empty


def test_one_label_for_everything_has_no_alpha_and_a_reason(hand_in):
    for number in range(3):
        hand_in(f"s{number}", coded(["joke"] * 40, seed=number))
    pooled = pool(hand_in.course, UNIT)
    assert np.isnan(pooled.agreement) and pooled.students["alpha_class"].isna().all()
    assert set(pooled.flags["flag"]) == {flags.ONE_LABEL}
    with screen.console.capture() as printed:
        show_pool(pooled, screen.console)
    assert "single label" in printed.get()


# Copies: honest classes -------------------------------------------------------------------------------------


def simulated(seed, *, students=120, kind="mixed", lazy=0.2):
    """Label sets of an honest class as rows of frozensets, and gold.

    Tweets differ in difficulty and have wrong answers that many share; students differ in skill, in how many
    codes they give and which they like. A school of a tenth of the class reads twelve tweets in its own way; in a
    class with insight the best tenth see what nobody else does; the lazy label by habit or press keys in turn.
    """
    draw = np.random.default_rng(seed)
    tweets, codes = 40, 8
    popular = draw.dirichlet(np.ones(codes))
    gold = [frozenset(draw.choice(codes, 1 + (draw.random() < 0.35), replace=False)) for _ in range(tweets)]
    wrong = [[frozenset([code]) for code in draw.choice(codes, 3, replace=False)] for _ in range(tweets)]
    hard = draw.beta(1.3, 2.2, tweets)
    skill = draw.beta(*{"good": (9, 1.5), "poor": (2, 4)}.get(kind, (3, 1.6)), students)
    school = draw.random(students) < (0.1 if kind == "school" else 0)
    special = set(draw.choice(tweets, 12, replace=False).tolist())
    best = skill > np.quantile(skill, 0.9)
    liked, brief = draw.integers(codes, size=students), draw.random(students) > 0.8
    found = []
    for person in range(students):
        habit = draw.choice(4) if draw.random() < lazy else None
        row = []
        for tweet in range(tweets):
            chance = skill[person] ** (0.3 + 2.5 * hard[tweet])
            if kind == "insight" and tweet in special:
                chance = 0.97 if best[person] else 0.03
            if habit is not None:
                keys = (liked[person], tweet % codes, draw.integers(codes), draw.choice(codes, p=popular))
                given = frozenset([keys[habit]])
            elif school[person] and tweet in special and draw.random() < 0.92:
                given = wrong[tweet][0]
            elif draw.random() < chance:
                given = gold[tweet]
            else:
                given = wrong[tweet][min(2, int(draw.exponential(0.8)))]
            row.append(frozenset([min(given)]) if brief[person] else given)
        found.append(row)
    return found, gold


def as_numbers(rows, gold):
    """Label sets as places in a list of them, and which of them gold accepts of each tweet."""
    place = {}
    choice = np.array([[place.setdefault(given, len(place)) for given in row] for row in rows])
    return choice, list(place), np.array([[given == right for given in place] for right in gold])


@pytest.mark.parametrize("students", [24, 120])
@pytest.mark.parametrize("kind", ["good", "mixed", "poor", "school", "insight"])
def test_nobody_in_an_honest_class_is_accused_by_labels(kind, students):
    """At every level of skill, with common readings of the codebook and with lazy habits."""
    for seed in range(4):
        rows, gold = simulated(seed, students=students, kind=kind, lazy=(0, 0.2, 0.5)[seed % 3])
        assert Alike(*as_numbers(rows, gold)).pairs() == []


def test_a_shared_way_of_reading_is_no_copy():
    """One in ten holds the same wrong idea of the codebook and is careful: their odd answers are the same ones."""
    draw = np.random.default_rng(4)
    right, odd = draw.integers(5, size=40), draw.integers(5, 10, size=12)
    choice = np.where(draw.random((120, 40)) < 0.97, right, draw.integers(10, size=(120, 40)))
    choice[:12, :12] = np.where(draw.random((12, 12)) < 0.97, odd, choice[:12, :12])
    sets = [frozenset({code}) for code in "abcdefghij"]
    accepted = right[:, None] == np.arange(10)
    school = Alike(choice, sets, accepted)
    assert max(school.likeness(0, other).shared for other in range(1, 12)) >= 11
    assert school.pairs() == []


def test_giving_one_code_where_gold_has_two_is_no_departure():
    """Two who never give a second code, of tweets on which the class is wrong and gold has two."""
    sets = [frozenset({"a"}), frozenset({"b"}), frozenset({"b", "c"})]
    choice = np.zeros((40, 40), dtype=int)
    choice[:2] = 1
    accepted = np.zeros((40, 3), dtype=bool)
    accepted[:, 2] = True
    assert Alike(choice, sets, accepted).likeness(0, 1).departures == 0
    assert Alike(choice, sets, accepted[:, ::-1]).likeness(0, 1).departures == 40


def test_without_a_reference_labels_alone_accuse_nobody():
    """Two who are right where the class is wrong look like copies: only a reference tells them apart."""
    rows, gold = simulated(2, kind="insight", lazy=0.5)
    rows[1] = list(rows[0])
    choice, sets, accepted = as_numbers(rows, gold)
    assert Alike(choice, sets).pairs() == []
    assert Alike(choice, sets, accepted).likeness(0, 1).same == 40


def test_two_excellent_students_among_idle_ones_are_not_accused(hand_in):
    """They agree on nearly everything and with nobody else: for being right, which gold shows, and often anyway."""
    draw = np.random.default_rng(5)
    gold = [str(draw.choice(BOOK.names)) for _ in TWEETS]
    for number in range(30):
        hand_in(f"idle{number}", coded([str(draw.choice(BOOK.names)) for _ in TWEETS], seed=number))
    for number in range(2):
        right = [label if draw.random() < 0.97 else "other" for label in gold]
        hand_in(f"good{number}", coded(right, seed=100 + number))
    reference = Gold({tweet: (label,) for tweet, label in zip(TWEETS, gold, strict=True)}, {})
    assert pool(hand_in.course, UNIT, gold=reference).copies.empty


def test_equal_files_without_times_accuse_nobody(hand_in):
    """Made by hand in a spreadsheet, by students who all know the answer."""
    lines = "\n".join(f"{tweet},{'joke' if place % 3 else 'other'}" for place, tweet in enumerate(TWEETS))
    for number in range(6):
        hand_in(f"s{number}", f"tweet_id,labels\n{lines}\n".encode())
    pooled = pool(hand_in.course, UNIT)
    assert pooled.copies.empty and flags.COPIED not in set(pooled.flags["flag"])


def test_times_rounded_by_a_spreadsheet_accuse_nobody(hand_in):
    """To the second, a class that works through one hour has many in common."""
    for number in range(20):
        rows = coded(["joke", "other"] * 20, seed=number)
        hand_in(f"s{number}", [replace(row, updated_at="2027-03-04T10:15:00.000Z") for row in rows])
    assert pool(hand_in.course, UNIT).copies.empty


def test_blank_or_nearly_blank_files_accuse_nobody(hand_in):
    for number in range(5):
        hand_in(f"s{number}", coded(["joke"] * 2))
        hand_in(f"b{number}", [])
    assert pool(hand_in.course, UNIT).copies.empty


def test_set_phrases_in_notes_accuse_nobody(hand_in):
    """What a whole class was told to write, and what anybody writes in two words."""
    phrase = {tweet: "no se puede decidir con esto" for tweet in TWEETS[:6]}
    for number in range(20):
        hand_in(f"s{number}", coded(["joke", "other"] * 20, seed=number, notes=phrase))
    for number in range(2):
        hand_in(
            f"t{number}",
            coded(["joke", "other"] * 20, seed=50 + number, notes=dict.fromkeys(TWEETS, "ironía")),
        )
    assert pool(hand_in.course, UNIT).copies.empty


STOCK = {
    "short": (
        *("no estoy seguro", "no estoy segura", "tengo mis dudas", "podría ser broma"),
        "duda entre queja y broma",
    ),
    "long": (
        *("no estoy segura de si va en serio o en broma", "con solo este tuit no se puede saber"),
        *("podría ser queja o podría ser broma", "no sé a quién le echa la culpa"),
        "me falta contexto para decidir bien",
    ),
}


@pytest.mark.parametrize("phrases", STOCK.values(), ids=STOCK)
def test_stock_phrases_in_notes_accuse_nobody(hand_in, phrases):
    """Forty honest students, told to write their doubts down, do so on the hard tweets in five phrases."""
    draw = np.random.default_rng(5)
    rows, _ = simulated(3, students=40, lazy=0)
    for number, row in enumerate(rows):
        labels = ["|".join(f"c{code}" for code in sorted(given)) for given in row]
        notes = {tweet: str(draw.choice(phrases)) for tweet in TWEETS[3::4] if draw.random() < 0.35}
        hand_in(f"s{number}", coded(labels, seed=number, notes=notes))
    pooled = pool(hand_in.course, UNIT)
    assert pooled.copies.empty and pooled.alike.empty


def test_one_favourite_phrase_is_one_note(hand_in):
    """Two who doubt in the same long words, on many tweets, share a single note."""
    for number in range(20):
        notes = dict.fromkeys(TWEETS[:9], "aquí dudo mucho entre la queja y la broma") if number < 2 else {}
        hand_in(f"s{number}", coded(["joke", "other"] * 20, seed=number, notes=notes))
    assert pool(hand_in.course, UNIT).copies.empty


def test_two_honest_students_of_one_pace_share_no_times():
    """The trace rests on milliseconds: whole classes that begin together share none thrice."""
    draw = np.random.default_rng(0)
    at = np.cumsum(draw.normal(5_000, 1_200, (400, 40)).clip(600).astype(int), axis=1) + 1_800_000_000_000
    assert same_times(exact_times(at)) == {} and same_pace(exact_times(at)) == {}


# Copies: found ----------------------------------------------------------------------------------------------


@pytest.fixture
def honest(hand_in):
    """A class of 30 with mistakes of their own, handed in."""
    rows, _ = simulated(11, students=30, lazy=0)
    names = dict(
        enumerate(("joke", "question", "defence", "accusation", "praise", "doubt", "advert", "other"))
    )
    made = {}
    for number, row in enumerate(rows):
        labels = ["|".join(sorted(names[int(code)] for code in given)) for given in row]
        made[f"s{number:02}"] = coded(labels, seed=number)
        hand_in(f"s{number:02}", made[f"s{number:02}"])
    return made


def accused(pooled):
    return set(zip(pooled.copies["first"], pooled.copies["second"], strict=True))


def test_a_file_handed_in_twice_is_found(hand_in, honest):
    hand_in("s03", honest["s07"])
    pooled = pool(hand_in.course, UNIT)
    assert accused(pooled) == {("s03", "s07")}
    assert detail(pooled, "s03", flags.COPIED).startswith("with s07: files the same to the byte; 40 of 40 ")
    assert detail(pooled, "s07", flags.COPIED).startswith("with s03: ")


def test_an_edited_file_is_found_by_the_times_that_were_left(hand_in, honest):
    """Another name in it, a quarter of the labels changed and dated anew, the rows in another order."""
    draw = np.random.default_rng(1)
    rows = [replace(row, annotator="me", note=row.note) for row in honest["s07"]]
    for place in range(0, 40, 4):
        rows[place] = replace(rows[place], labels=("other",), updated_at="2027-03-05T11:00:00.123Z")
    hand_in("s03", resaved([rows[place] for place in draw.permutation(40)], delimiter=";", encoding="cp1252"))
    pooled = pool(hand_in.course, UNIT)
    assert accused(pooled) == {("s03", "s07")}
    assert "30 of 40 labelled in the same millisecond" in pooled.copies["evidence"].item()


def test_times_that_were_all_moved_are_found(hand_in, honest):
    def later(row):
        moment = datetime.fromisoformat(row.updated_at) + timedelta(minutes=7, milliseconds=431)
        return replace(row, updated_at=moment.isoformat(timespec="milliseconds").replace("+00:00", "Z"))

    hand_in("s03", [later(row) for row in honest["s07"]])
    pooled = pool(hand_in.course, UNIT)
    assert accused(pooled) == {("s03", "s07")}
    assert "pauses between tweets the same" in pooled.copies["evidence"].item()


def test_notes_in_the_same_words_are_found(hand_in, honest):
    said = {
        TWEETS[4]: "Lo dice con retintín, creo yo",
        TWEETS[9]: "no sé si habla de la agencia o de la marca",
        TWEETS[20]: "pregunta, pero en realidad ya lo sabe",
    }
    for number, name in enumerate(("s03", "s07")):
        written = {tweet: note.upper() if number else note for tweet, note in said.items()}
        rows = [replace(row, note=written.get(row.tweet_id, "")) for row in honest[name]]
        hand_in(name, rows)
    pooled = pool(hand_in.course, UNIT)
    assert accused(pooled) == {("s03", "s07")}
    assert "3 notes in the same words" in pooled.copies["evidence"].item()


def test_labels_typed_again_with_changes_are_found_in_a_large_class():
    """Mediocre coders whose labels somebody retyped, changing some: found, and nobody else with them."""
    found = changed = 0
    for seed in range(10):
        rows, gold = simulated(100 + seed, lazy=0.1)
        choice = as_numbers(rows, gold)[0]
        most = [np.bincount(column).argmax() for column in choice.T]
        usual = (choice == most).mean(axis=1)
        source = int(np.argsort(np.abs(usual - 0.55))[0])
        copy = (source + 1) % 120
        for edits, count in ((0, "found"), (3, "changed")):
            draw = np.random.default_rng(seed)
            rows[copy] = list(rows[source])
            for place in draw.choice(40, edits, replace=False):
                rows[copy][place] = rows[int(draw.integers(120))][place]
            pairs = Alike(*as_numbers(rows, gold)).pairs()
            assert set(pairs) <= {tuple(sorted((source, copy)))}
            found += bool(pairs) and count == "found"
            changed += bool(pairs) and count == "changed"
    assert found >= 8
    assert changed >= 6


def voices(seed, *, students, holders=(), recode=None):
    """Label sets of an honest class of the unit on voices; the holders are careful and share a misreading."""
    draw = np.random.default_rng(seed)
    gold, codes = label_voices.reference, CUSTOMER_VOICES.names
    rows = []
    for person in range(students):
        skill = 0.97 if person in holders else draw.choice([0.6, 0.7, 0.8, 0.9])
        row = []
        for tweet, right in gold.labels.items():
            readings = [right, right, *gold.also.get(tweet, ())]
            given = readings[draw.integers(len(readings))]
            if person in holders:
                given = tuple(recode(given)) or given
            if draw.random() > skill:
                given = (
                    (*given[1:], str(draw.choice(codes)))
                    if draw.random() < 0.5
                    else (str(draw.choice(codes)),)
                )
            row.append("|".join(sorted(set(given))))
        rows.append(row)
    return rows


@pytest.mark.parametrize("idea", [misreading.key for misreading in label_voices.misreadings])
@pytest.mark.parametrize("students", [24, 60])
def test_two_careful_holders_of_a_known_misreading_are_not_named(students, idea):
    """They write the same odd labels because the bank's own misreading says so: expected answers, of them."""
    gold = label_voices.reference
    recode = next(one.recode for one in label_voices.misreadings if one.key == idea)
    for seed in range(12):
        rows = voices(seed, students=students, holders=(0, 1), recode=recode)
        place = {}
        choice = np.array(
            [[place.setdefault(frozenset(g.split("|")), len(place)) for g in row] for row in rows]
        )
        whole = Coded(tuple(gold.labels), tuple(place), choice, np.full(choice.shape, -1), 0)
        for right in gold.labels.values():
            place.setdefault(frozenset(right), len(place))
        whole = replace(whole, sets=tuple(place))
        ideas = [whole.held(gold, misreading) for misreading in label_voices.misreadings]
        assert Alike(choice, whole.sets, whole.accepted(gold)[0], ideas).pairs() == []


def test_likeness_of_labels_alone_is_no_accusation(hand_in):
    """Labels retyped, nothing else shared: 'alike', never 'copied', not in red, and what else would explain it."""
    rows, gold = voices(3, students=30), label_voices.reference
    tweets = list(gold.labels)
    rows.sort(key=lambda row: agreement(dict(zip(tweets, row, strict=True)), gold))
    rows[1] = list(rows[0])  # of whoever errs most
    for number, labels in enumerate(rows):
        made = coded(labels, seed=number, tweets=tweets, book=CUSTOMER_VOICES.identity)
        hand_in(f"s{number:02}", made, unit="03-iberia-voices")
    pooled = pool(hand_in.course, "03-iberia-voices")
    assert pooled.copies.empty and flags.COPIED not in set(pooled.flags["flag"])
    assert pooled.alike[["first", "second", "both", "same"]].to_numpy().tolist() == [["s00", "s01", 40, 40]]
    assert kinds(pooled, "s00") == kinds(pooled, "s01") == [flags.ALIKE]
    said = detail(pooled, "s01", flags.ALIKE)
    assert said.startswith("to s00: 40 of 40 labels the same, ")
    assert said.endswith("a shared misreading or work side by side would explain it too")
    with screen.console.capture() as printed:
        show_pool(pooled, screen.console)
    assert "alike (2)" in printed.get() and "copied" not in printed.get()


def test_a_group_is_named_as_one(hand_in, honest):
    """Five who share one file, each having changed some of it."""
    for number, name in enumerate(("s01", "s05", "s09", "s13", "s17")):
        rows = [
            replace(row, labels=("other",), updated_at=f"2027-03-05T11:00:{number:02}.{place:03}Z")
            if place % 7 == number
            else row
            for place, row in enumerate(honest["s01"])
        ]
        hand_in(name, rows)
    pooled = pool(hand_in.course, UNIT)
    assert set(pooled.copies["group"]) == {1}
    assert {*pooled.copies["first"], *pooled.copies["second"]} == {"s01", "s05", "s09", "s13", "s17"}
    assert "(and 3 more)" in detail(pooled, "s13", flags.COPIED)


def test_a_hundred_copies_of_one_file_stay_one_group(hand_in, honest):
    """Found without looking at every pair of them."""
    for number in range(100):
        hand_in(f"copy{number:03}", honest["s01"])
    pooled = pool(hand_in.course, UNIT)
    assert set(pooled.copies["group"]) == {1}
    assert len({*pooled.copies["first"], *pooled.copies["second"]}) == 101
    assert len(pooled.copies) < 300


def test_evidence_counts_what_is_there():
    """A class of three opinions; the two alike share 9 of the 11 tweets where either leaves the usual answer."""
    choice = np.zeros((30, 40), dtype=int)
    choice[0, :10] = choice[1, :9] = 1
    choice[1, 10] = 2
    like = Alike(choice, [frozenset({"a"}), frozenset({"b"}), frozenset({"c"})]).likeness(0, 1)
    assert (like.both, like.same, like.departures, like.shared) == (40, 38, 11, 9)


# The command ------------------------------------------------------------------------------------------------


@pytest.fixture
def run(hand_in, monkeypatch, capsys):
    """Runs ``grader pool`` in a course folder and gives exit status and what was printed."""
    (hand_in.course / "nbgrader_config.py").touch()

    def run(*arguments, width=120):
        monkeypatch.setattr(screen.console, "_width", width)
        monkeypatch.setattr("sys.argv", ["grader", "pool", *map(str, arguments)])
        monkeypatch.chdir(hand_in.course)
        with pytest.raises(SystemExit) as ended, screen.console.capture() as printed:
            cli.main()
        return ended.value.code, printed.get()

    return run


def test_the_command_writes_two_tables_that_a_spreadsheet_cannot_run(hand_in, honest, run):
    rows = [replace(row, note="=1+1") for row in honest["s00"]]
    hand_in("=cmd()", [replace(row, labels=("@SUM(A1)",)) for row in rows])
    status, printed = run(UNIT, "--json", "pool.json")
    assert status == 0
    for name in ("annotations.csv", "annotators.csv"):
        content = (hand_in.course / "reports" / UNIT / name).read_bytes()
        assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
        for line in csv.reader(io.StringIO(content.decode("utf-8-sig"))):
            assert not [cell for cell in line if cell[:1] in ("=", "+", "@", "\t", "\r")]
            assert not [cell for cell in line if cell[:1] == "-" and not cell[1:].replace(".", "").isdigit()]
        assert f"reports/{UNIT}/{name}" in printed
    table = pd.read_csv(
        hand_in.course / "reports" / UNIT / "annotations.csv", dtype=str, keep_default_na=False
    )
    assert table.columns.tolist() == [
        *("tweet_id", "student", "labels", "note", "updated_at", "codebook", "signed_as", "source")
    ]
    assert len(table) == 31 * 40
    whole = json.loads((hand_in.course / "pool.json").read_text(encoding="utf-8"))
    assert whole["agreement"]["annotators"] == 31 and len(whole["students"]) == 31
    assert whole["copies"][0]["evidence"] in printed


def test_the_tables_go_where_they_are_sent(hand_in, honest, run, tmp_path):
    assert run(UNIT, "--to", tmp_path / "out" / "class.csv")[0] == 0
    assert sorted(path.name for path in (tmp_path / "out").iterdir()) == ["class-annotators.csv", "class.csv"]
    assert not (hand_in.course / "reports").exists()
    status, printed = run(UNIT, tmp_path / "submitted")
    assert status == 1 and "--to FILE.csv" in printed
    assert run(UNIT, tmp_path / "submitted", "--to", tmp_path / "plain.csv")[0] == 0


def test_the_command_says_what_is_wrong(hand_in, run):
    status, printed = run("91-none")
    assert status == 1 and "No student's folder" in printed
    hand_in("ana", coded(["joke"] * 40))
    status, printed = run("91-none")
    assert status == 1 and "Nobody has handed in 91-none" in printed
    (hand_in.course / "blocked").write_bytes(b"")
    status, printed = run(UNIT, "--to", "blocked/x.csv")
    assert status == 1 and "Cannot write" in printed
    (hand_in.course / "nbgrader_config.py").unlink()
    status, printed = run(UNIT)
    assert status == 1 and "not a course folder" in printed


@pytest.mark.parametrize("width", [80, 120])
def test_the_tables_on_screen_fit(hand_in, honest, run, width):
    hand_in("somebody with a long name and two surnames", honest["s04"][:31])
    status, printed = run(UNIT, width=width)
    assert status == 0
    lines = printed.splitlines()
    tables = lines[: next(place for place, line in enumerate(lines) if line.startswith("class:"))]
    assert max(map(len, tables)) <= max(width, 90)  # sentences wrap as the terminal likes
    assert "31 of 31 students labelled" in printed
