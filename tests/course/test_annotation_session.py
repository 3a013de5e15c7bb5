"""Labelling without a front end: what a coder says is kept, taken back, counted and gone on with."""

import json
import threading

import numpy as np
import pandas as pd
import pytest

from course import load
from course.annotation import Code, Codebook, SaveError, Session, annotate, read_annotations
from course.annotation import disk as disk_module
from course.annotation.rows import NOTE_LIMIT
from course.errors import CourseError
from course.language import Text, set_language

MULTIPLE = Codebook(
    "voices",
    "1.0",
    Text("Voces", "Voices"),
    Text("¿Qué dice?", "What does it say?"),
    (
        Code("joke", Text("Broma", "Joke")),
        Code("question", Text("Pregunta", "Question")),
        Code("other", Text("Otra cosa", "Other"), exclusive=True),
    ),
    multiple=True,
)


@pytest.fixture(autouse=True)
def _english(monkeypatch):
    monkeypatch.delenv("NBGRADER_EXECUTION", raising=False)
    set_language("en")


@pytest.fixture
def file(tmp_path):
    return tmp_path / "annotations.csv"


def table(n=5, **columns):
    return pd.DataFrame(
        {"tweet_id": [f"t{i}" for i in range(n)], "text": [f"tweet {i}" for i in range(n)]} | columns
    )


@pytest.fixture
def session(file):
    return Session(table(), MULTIPLE, file)


class Full:
    """A disk that is full while one wants it to be."""

    def __init__(self, monkeypatch):
        self.on, real = False, disk_module.os.fsync

        def fsync(fd):
            if self.on:
                raise OSError(28, "No space left on device")
            real(fd)

        monkeypatch.setattr(disk_module.os, "fsync", fsync)


@pytest.fixture
def full(monkeypatch):
    return Full(monkeypatch)


def labels(session):
    return ["|".join(session.item(i)["labels"]) for i in range(session.total)]


def saved(file):
    found = read_annotations(file)
    return dict(zip(found["tweet_id"], found["labels"], strict=True))


# -- labelling ---------------------------------------------------------------------------------------------


def test_a_label_is_in_the_file_at_once(session, file):
    session.label(2, ["question", "joke"], " why? ")
    assert saved(file) == {"t2": "joke|question"}
    item = session.item(2)
    assert (item["labels"], item["note"], item["status"], item["saved"]) == (
        ["joke", "question"],
        "why?",
        "labelled",
        True,
    )
    json.dumps(item)


def test_an_exclusive_code_drops_the_others(session):
    session.label(0, ["joke", "other"])
    assert labels(session)[0] == "other"
    session.label(0, ["other", "joke"])
    assert labels(session)[0] == "joke"


def test_one_code_can_be_said_bare_and_no_code_means_pending(session):
    session.label(0, "joke")
    session.label(1, ["joke"])
    session.label(1, [])
    assert session.counts()["done"] == 1 and session.item(1)["status"] == ""


@pytest.mark.parametrize(
    "wrong", [["sarcasm"], ["joke", "<script>"], [""], ["joke|question"], [None]], ids=range(5)
)
def test_a_code_that_the_codebook_lacks_changes_nothing(session, file, wrong):
    with pytest.raises(CourseError, match="does not have"):
        session.label(0, wrong)
    assert not file.exists() and session.undo() is None


def test_a_note_that_is_too_long_changes_nothing(session, file):
    session.label(0, ["joke"], "x" * NOTE_LIMIT)
    with pytest.raises(CourseError, match="Shorten"):
        session.label(0, ["joke"], "x" * (NOTE_LIMIT + 1))
    assert len(session.item(0)["note"]) == NOTE_LIMIT


@pytest.mark.parametrize(
    "note", ["a\nb", "=1+1", 'say "so"', "\u202eאב\u202c", "😀", "nul\0l", "\ud800", None, ""], ids=range(9)
)
def test_any_note_is_shown_as_the_file_has_it(session, file, note):
    session.label(0, ["joke"], note)
    shown = session.item(0)["note"]
    assert Session(table(), MULTIPLE, file).item(0)["note"] == shown
    json.dumps(session.item(0), ensure_ascii=False).encode()


@pytest.mark.parametrize("place", [-1, 5, 10**9, 1.0, "0", None, True], ids=range(7))
def test_a_place_that_is_not_there_is_said(session, file, place):
    for act in (session.item, session.skip, session.clear, lambda i: session.label(i, ["joke"])):
        with pytest.raises(CourseError, match="from 0 to 4"):
            act(place)
    assert not file.exists() and session.undo() is None


def test_skip_keeps_the_note_and_clear_leaves_nothing(session, file):
    session.label(0, ["joke"], "hm")
    session.skip(0)
    assert session.item(0)["status"] == "skipped" and session.item(0)["note"] == "hm"
    assert labels(session)[0] == ""
    session.clear(0)
    assert session.item(0)["status"] == "" and session.item(0)["note"] == ""
    assert read_annotations(file, status="cleared")["tweet_id"].tolist() == ["t0"]


def test_clearing_what_nobody_labelled_writes_nothing(session, file):
    session.clear(0)
    assert not file.exists() and session.undo() is None


# -- resuming ----------------------------------------------------------------------------------------------


def test_work_goes_on_where_it_was_left(session, file):
    for i in (0, 1, 3):
        session.label(i, ["joke"])
    session.skip(2)
    later = Session(table(), MULTIPLE, file)
    assert later.counts() == session.counts()
    assert later.next_pending(-1) == later.next_pending() == 4
    assert later.problems == () and later.annotator == "coder"


def test_next_pending_goes_round(session):
    assert [session.next_pending(after) for after in (-1, 0, 3, 4)] == [0, 1, 4, 0]
    session.label(0, ["joke"])
    assert session.next_pending(4) == 1
    for i in range(1, 5):
        session.label(i, ["joke"])
    assert session.next_pending(2) is None
    session.clear(2)
    assert session.next_pending(2) == 2


def test_skipped_tweets_come_once_nothing_else_is_pending(session):
    session.skip(1)
    session.skip(3)
    assert [session.next_pending(after) for after in (-1, 0, 2)] == [0, 2, 4], "pending ones first"
    for i in (0, 2, 4):
        session.label(i, ["joke"])
    assert [session.next_pending(after) for after in (-1, 1, 3, 4)] == [1, 3, 1, 1]
    session.label(1, ["joke"])
    assert session.next_pending(3) == 3
    session.label(3, ["joke"])
    assert session.next_pending(3) is None


def test_a_note_as_it_is_written_is_one_step_to_undo(session, file):
    """What a front end saves at each pause in typing is taken back at once; then the label."""
    session.label(0, ["joke"])
    for note in ("iro", "ironía", "ironía fina"):
        session.label(0, ["joke"], note)
    assert (session.undo(), session.item(0)["note"], session.item(0)["labels"]) == (0, "", ["joke"])
    session.label(0, ["joke"], "otra")
    session.label(0, ["joke", "question"], "otra")
    session.label(0, ["joke", "question"], "otra más")
    seen = []
    while session.undo() is not None:
        seen.append((session.item(0)["labels"], session.item(0)["note"]))
    assert seen == [(["joke", "question"], "otra"), (["joke"], "otra"), (["joke"], ""), ([], "")]
    assert read_annotations(file, status="cleared")["note"].tolist() == [""]


def test_another_table_and_order_find_the_same_labels(session, file):
    session.label(1, ["joke"])
    other = Session(table().iloc[::-1], MULTIPLE, file)
    assert other.item(3)["labels"] == ["joke"] and other.counts()["done"] == 1
    fewer = Session(table().iloc[:1], MULTIPLE, file)
    fewer.label(0, ["question"])
    assert saved(file) == {"t0": "question", "t1": "joke"}, "rows of tweets not shown stay"


def test_the_files_only_annotator_goes_on_and_several_are_asked(file):
    Session(table(), MULTIPLE, file, annotator="ana").label(0, ["joke"])
    assert Session(table(), MULTIPLE, file).annotator == "ana"
    bruno = Session(table(), MULTIPLE, file, annotator="bruno")
    assert bruno.item(0)["labels"] == [] and 'annotator="ana"' in str(bruno.problems[0])
    bruno.label(0, ["question"])
    assert bruno.problems == ()
    third = Session(table(), MULTIPLE, file)
    assert third.annotator == "coder" and "ana, bruno" in str(third.problems[0])
    assert len(read_annotations(file)) == 2


def test_labels_of_another_codebook_are_kept_counted_apart_and_said(session, file):
    Session(table(), ["joke", "sarcasm"], file).label(0, ["sarcasm"])
    session.look()
    assert session.counts()["strange"] == {"sarcasm": 1} and session.counts()["done"] == 1
    words = " ".join(problem.en for problem in session.problems)
    assert "sarcasm (1)" in words and "own/1-" in words
    session.label(0, ["joke"])
    assert session.problems == ()


def test_an_index_of_any_kind_is_no_matter(file):
    frame = table().set_axis(["a", "a", "b", None, 7])
    session = Session(frame, MULTIPLE, file)
    session.label(3, ["joke"])
    assert session.labels["tweet_id"].tolist() == frame["tweet_id"].tolist()
    assert session.labels["labels"].tolist() == ["", "", "", "joke", ""]


def test_labels_is_a_row_a_tweet(session):
    session.label(1, ["joke", "question"], "n")
    session.skip(2)
    found = session.labels
    assert list(found.columns) == ["tweet_id", "annotator", "labels", "status", "note"]
    assert found["labels"].tolist() == ["", "joke|question", "", "", ""]
    assert found["status"].tolist() == ["", "labelled", "skipped", "", ""]
    assert set(found["annotator"]) == {"coder"}


# -- undo --------------------------------------------------------------------------------------------------


def test_undo_takes_back_one_change_after_the_other(session, file):
    session.label(0, ["joke"], "first")
    session.label(0, ["question"])
    session.skip(1)
    session.clear(0)
    assert session.undo() == 0 and session.item(0)["labels"] == ["question"]
    assert session.undo() == 1 and session.item(1)["status"] == ""
    assert session.undo() == 0 and session.item(0)["note"] == "first"
    assert saved(file) == {"t0": "joke"}
    assert session.undo() == 0 and saved(file) == {}
    assert session.undo() is None
    assert Session(table(), MULTIPLE, file).counts()["done"] == 0


def test_undo_is_of_this_session_alone(session, file):
    Session(table(), MULTIPLE, file).label(0, ["joke"])
    session.look()
    assert session.undo() is None and saved(file) == {"t0": "joke"}


def test_undo_of_what_the_file_never_had_needs_no_disk(session, file, full):
    session.label(0, ["joke"])
    full.on = True
    for code in ("question", "other"):
        with pytest.raises(SaveError):
            session.label(0, [code])
    assert session.unsaved == [0] and labels(session)[0] == "other"
    with pytest.raises(SaveError) as caught:
        session.undo()
    assert caught.value.index == 0 and labels(session)[0] == "question", "taken back, and still not saved"
    assert session.undo() == 0 and session.unsaved == [] and labels(session)[0] == "joke"
    with pytest.raises(SaveError):
        session.undo()
    assert session.item(0)["status"] == "" and session.unsaved == [0]
    assert saved(file) == {"t0": "joke"}
    full.on = False
    session.retry()
    assert saved(file) == {} and session.unsaved == []
    assert session.undo() is None


def test_undo_chain_across_failures_ends_where_it_began(session, file, full):
    session.label(0, ["joke"])
    session.label(1, ["joke"])
    before = saved(file)
    full.on = True
    for act in (lambda: session.label(1, ["question"]), lambda: session.skip(0), lambda: session.clear(1)):
        with pytest.raises(SaveError):
            act()
    full.on = False
    session.label(2, ["other"])
    assert saved(file) == {"t2": "other"}, "what waited went along"
    assert [session.undo() for _ in range(4)] == [2, 1, 0, 1]
    assert saved(file) == before


# -- saves that fail ---------------------------------------------------------------------------------------


def test_a_label_that_is_not_saved_does_not_count_and_goes_with_the_next(session, file, full):
    session.label(0, ["joke"])
    full.on = True
    with pytest.raises(SaveError, match="quota is full") as caught:
        session.label(1, ["question"])
    assert caught.value.index == 1
    assert "saved with the next try" in str(caught.value) and "próximo intento" in caught.value.message.es
    item, counts = session.item(1), session.counts()
    assert item["labels"] == ["question"] and item["saved"] is False
    assert counts["done"] == 1 and counts["unsaved"] == 1 and counts["by_code"]["question"] == 0
    assert session.unsaved == [1]
    with pytest.raises(SaveError):
        session.retry()
    full.on = False
    session.label(2, ["joke"])
    assert session.unsaved == [] and session.counts()["done"] == 3 and session.item(1)["saved"]
    assert saved(file) == {"t0": "joke", "t1": "question", "t2": "joke"}


def test_a_label_given_again_counts_as_the_file_has_it(session, full):
    session.label(0, ["joke"])
    full.on = True
    with pytest.raises(SaveError):
        session.label(0, ["question"])
    assert session.counts()["by_code"] == {"joke": 1, "question": 0, "other": 0}
    assert session.labels["labels"][0] == "question"


def test_where_all_is_labelled_the_unsaved_come_next(session, full):
    for i in range(4):
        session.label(i, ["joke"])
    full.on = True
    with pytest.raises(SaveError):
        session.label(4, ["joke"])
    assert session.next_pending(4) == 4
    full.on = False
    session.retry()
    assert session.next_pending(4) is None


def test_a_deleted_file_is_noticed_and_comes_back(session, file):
    session.label(0, ["joke"])
    file.unlink()
    session.look()
    assert session.unsaved == [0] and session.counts()["done"] == 0
    session.retry()
    assert saved(file) == {"t0": "joke"}


def test_look_sees_what_another_kernel_did(session, file):
    assert not session.look()
    Session(table(), MULTIPLE, file).label(3, ["joke"])
    assert session.look() and session.item(3)["labels"] == ["joke"]
    assert not session.look()


def test_two_sessions_of_one_process_and_many_threads_lose_nothing(file):
    """JupyterLab calls from several threads; two cells may show one file."""
    big = table(120)
    sessions = [Session(big, MULTIPLE, file) for _ in range(2)]
    failures = []

    def work(session, start):
        try:
            for i in range(start, 120, 6):
                session.label(i, ["joke"])
                session.counts()
                session.item(i)
                session.look()
        except Exception as error:
            failures.append(error)

    threads = [threading.Thread(target=work, args=(sessions[n % 2], n)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures and len(saved(file)) == 120
    for session in sessions:
        session.look()
        assert session.counts()["done"] == 120 and session.unsaved == []


# -- what a session is given -------------------------------------------------------------------------------


def test_ids_of_any_exact_kind_are_texts(file):
    frame = pd.DataFrame(
        {"tweet_id": ["007", 1580661436132757506, np.int64(12), "t12345", "at://did:plc/1"], "text": "x"}
    )
    session = Session(frame, MULTIPLE, file)
    assert session.ids == ["t007", "t1580661436132757506", "t12", "t12345", "at://did:plc/1"]
    for i in range(5):
        session.label(i, ["joke"])
    assert Session(frame, MULTIPLE, file).counts()["done"] == 5
    assert (
        Session(table().assign(tweet_id=pd.array([1, 2, 3, 4, 5], dtype="Int64")), MULTIPLE, file).ids[0]
        == "t1"
    )


@pytest.mark.parametrize(
    ("ids", "words"),
    [
        ([1.0, 2.0], "loses the last digits"),
        (["t1", 1.58e18], "loses the last digits"),
        ([True, False], "loses the last digits"),
        (["t1", None], "missing"),
        (["t1", float("nan")], "missing"),
        (["t1", "t1"], "come before"),
        (["12", 12], "come before"),
        (["t12", " 12 "], "come before"),
        (["1.58E+18", "t2"], "E+18"),
        (["t1", ""], "would not keep"),
        (["t1", "a b"], "would not keep"),
        (["t1", "a\0"], "would not keep"),
        (["t1", "a\ud800"], "would not keep"),
        (["t1", "x" * 101], "would not keep"),
    ],
    ids=["floats", "float", "bools", "none", "nan", "twice", "int-twice", "space-twice", "ruined", "empty",
         "space", "nul", "half", "long"],
)  # fmt: skip
def test_ids_that_would_mix_tweets_up_are_refused(file, ids, words):
    frame = pd.DataFrame({"tweet_id": pd.Series(ids, dtype=object), "text": "x"})
    with pytest.raises(CourseError) as caught:
        Session(frame, MULTIPLE, file)
    assert (
        words in str(caught.value) and "Remedy" in str(caught.value) and "Remedio" in caught.value.message.es
    )


@pytest.mark.parametrize(
    ("tweets", "words"),
    [
        (pd.DataFrame({"text": ["x"]}), "'tweet_id' is missing"),
        (pd.DataFrame({"tweet_id": ["t1"]}), "'text' is missing"),
        (pd.DataFrame({"tweet_id": [], "text": []}), "empty"),
        ([{"tweet_id": "t1"}], "DataFrame"),
        (None, "DataFrame"),
        (pd.DataFrame([["t1", "t2", "x"]], columns=["tweet_id", "tweet_id", "text"]), "twice"),
    ],
    ids=["no-id", "no-text", "empty", "list", "none", "twice"],
)
def test_tables_that_will_not_do_are_refused(file, tweets, words):
    with pytest.raises(CourseError, match=words):
        Session(tweets, MULTIPLE, file)


def test_other_arguments_that_will_not_do_are_refused(file, tmp_path):
    for keywords in (
        {"annotator": ""},
        {"annotator": "\n"},
        {"annotator": 3},
        {"annotator": "x" * 61},
        {"language": "fr"},
    ):
        with pytest.raises(CourseError, match=next(iter(keywords))):
            Session(table(), MULTIPLE, file, **keywords)
    for path in (tmp_path, tmp_path / "none" / "a.csv", "a\0b", "", None):
        with pytest.raises(CourseError, match="save_to"):
            Session(table(), MULTIPLE, path)
    with pytest.raises(CourseError, match="Codebook"):
        Session(table(), "joke", file)


def test_the_table_given_is_not_touched(session, file):
    frame = table()
    before = frame.copy(deep=True)
    one = Session(frame, MULTIPLE, file)
    one.label(0, ["joke"])
    pd.testing.assert_frame_equal(frame, before)
    frame["text"] = "changed"
    assert one.item(0)["text"] == "tweet 0"


# -- cards -------------------------------------------------------------------------------------------------


def conversation():
    return pd.DataFrame(
        {
            "tweet_id": ["t1", "t2", "t3", "t4", "t5", "t6"],
            "created_at": ["2013-07-18T18:00:00Z", "2013-12-18T18:01:00Z", None, "soon", "2013-07-18 20:04", ""],
            "author_id": ["a", "Iberia", "a", "Iberia", "a", None],
            "author_role": ["customer", "brand"] * 3,
            "reply_to": [None, "t1", "t2", "t3", "t4", "t404"],
            "text": ["uno", "dos", "tres", "cuatro", "cinco", "seis"],
            "text_en": ["one", "two", "three", None, "five", "six"],
        }
    )  # fmt: skip


def test_a_card_shows_what_it_answers_oldest_first(file):
    session = Session(conversation(), MULTIPLE, file, language="es")
    item = session.item(4)
    assert [above["text"] for above in item["context"]] == ["dos", "tres", "cuatro"]
    assert [above["time"] for above in item["context"]] == ["mié 18 dic 2013, 19:01", "", ""]
    assert item["time"] == "jue 18 jul 2013, 20:04" and item["lang"] == "es" and item["original"] == ""
    assert session.item(0)["context"] == [] and session.item(5)["context"] == []
    assert session.item(1)["role"] == "brand" and session.item(5)["author"] == ""
    assert set(item["context"][0]) == {"author", "role", "time", "text", "lang"}


def test_an_english_reader_gets_the_gloss_and_the_original(file):
    session = Session(conversation(), MULTIPLE, file, language="en")
    assert (session.item(0)["text"], session.item(0)["lang"], session.item(0)["original"]) == (
        "one",
        "en",
        "uno",
    )
    assert (session.item(3)["text"], session.item(3)["lang"], session.item(3)["original"]) == (
        "cuatro",
        "es",
        "",
    )
    assert session.item(0)["time"] == "Thu 18 July 2013, 20:00"


def test_the_language_follows_the_reader_unless_it_is_given(file):
    session = Session(conversation(), MULTIPLE, file)
    assert session.item(0)["lang"] == "en"
    set_language("es")
    assert session.item(0)["lang"] == "es" and session.language == "es"


def test_tweets_answered_are_looked_up_in_the_thread(file):
    few = conversation().iloc[[2]]
    assert Session(few, MULTIPLE, file).item(0)["context"] == []
    session = Session(few, MULTIPLE, file, thread=conversation(), language="es")
    assert [above["text"] for above in session.item(0)["context"]] == ["uno", "dos"]


def test_tweets_that_answer_each_other_in_a_circle_end(file):
    frame = table(2, reply_to=["t1", "t0"])
    assert len(Session(frame, MULTIPLE, file).item(0)["context"]) <= 3


def test_a_case_brings_its_thread_and_its_source(file):
    case = load("iberia")
    session = Session(case, MULTIPLE, file)
    assert session.total == len(case.tweets) and session.source == case.provenance
    frame = table()
    frame.attrs["provenance"] = "Mine."
    assert Session(frame, MULTIPLE, file).source == Text("Mine.", "Mine.")
    assert Session(frame, MULTIPLE, file, source=case.provenance).source == case.provenance
    assert Session(table(), MULTIPLE, file).source is None


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("<script>alert(1)</script>", "<script>alert(1)</script>"),
        ("a\0b", "a\u2400b"),
        ("half \ud83d.", "half \ufffd."),
        ("\ud83d\ude00", "😀"),
        ("\u202eevil", "\u202eevil"),
        ("x" * 10_000, "x" * 10_000),
        (float("nan"), ""),
        (None, ""),
        (12, "12"),
    ],
    ids=["script", "nul", "half", "pair", "rtl", "long", "nan", "none", "number"],
)
def test_any_text_can_be_shown_and_sent(file, text, shown):
    frame = pd.DataFrame({"tweet_id": ["t1"], "text": pd.Series([text], dtype=object)})
    item = Session(frame, MULTIPLE, file).item(0)
    assert item["text"] == shown
    json.dumps(item, ensure_ascii=False, allow_nan=False).encode()


def test_annotate_under_grading_shows_and_changes_nothing(session, file, monkeypatch):
    session.label(0, ["joke"])
    before = file.read_bytes()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    shown = annotate(table(), MULTIPLE, file)
    assert "1 of 5 tweets labelled" in repr(shown)
    assert shown.labels["labels"].tolist() == ["joke", "", "", "", ""]
    assert "text/html" in shown._repr_mimebundle_() and file.read_bytes() == before
    missing = annotate(table(), MULTIPLE, file.with_name("none.csv"))
    assert "0 of 5" in repr(missing) and not file.with_name("none.csv").exists()
