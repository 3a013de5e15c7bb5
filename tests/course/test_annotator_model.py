"""The annotator's Python side, with no browser and no kernel: messages in, file and answers out."""

import json
import re
import threading
import time

import pandas as pd
import pytest

from course.annotation import Session, annotate, read_annotations
from course.annotation import widget as module
from course.annotation.embedding import MIME
from course.annotation.front_words import WORDS
from course.annotation.widget import PAGE, Annotator
from course.codebooks import CUSTOMER_VOICES
from course.language import set_language

CODES = {"joke": "makes fun", "question": "asks", "other": "none of these"}


def tweets(total: int = 120) -> pd.DataFrame:
    return pd.DataFrame(
        {"tweet_id": [f"t{i}" for i in range(total)], "text": [f"tuit {i}" for i in range(total)]}
    )


class Talk:
    """An annotator whose messages are kept, and what a front end would say to it."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.widget = Annotator(session)
        self.sent = []
        self.widget.send = lambda content, buffers=None: self.sent.append(content)

    def say(self, message, view="v1"):
        """Send as ipywidgets does; give the answers."""
        before = len(self.sent)
        if isinstance(message, dict):
            message = {"view": view} | message
        self.widget._handle_custom_msg(message, [])
        return self.sent[before:]

    def put(self, i, *labels, seq=1, note="", status="labelled", **more):
        return self.say(
            {"t": "put", "seq": seq, "i": i, "labels": list(labels), "note": note, "status": status} | more
        )

    def kinds(self):
        return [message["t"] for message in self.sent]


@pytest.fixture
def talk(tmp_path):
    set_language("en")
    made = []

    def talk_(total=120, codebook=CODES, name="annotations.csv", **more) -> Talk:
        made.append(Talk(Session(tweets(total), codebook, tmp_path / name, annotator="ana", **more)))
        return made[-1]

    yield talk_
    for one in made:
        if one.widget._timer:
            one.widget._timer.cancel()
        one.widget.close()


def break_saving(talk, monkeypatch, *, broken=True):
    """A full disk, as the system says it."""
    from course.annotation import disk

    def full(*_args, **_kwargs):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(disk, "replace", full if broken else break_saving.real)


@pytest.fixture(autouse=True)
def _real_replace():
    from course.annotation import disk

    break_saving.real = disk.replace


def test_a_label_is_in_the_file_before_it_is_acknowledged(talk, tmp_path):
    """The acknowledgement carries the number, the tweet as it now is, and the counts."""
    one = talk()
    (ack,) = one.put(3, "joke", seq=7, note="hm")
    assert (ack["t"], ack["view"], ack["seq"], ack["ok"]) == ("ack", "v1", 7, True)
    assert ack["item"] == {"i": 3, "labels": ["joke"], "note": "hm", "status": "labelled", "saved": True}
    assert ack["counts"]["done"] == 1
    assert read_annotations(tmp_path / "annotations.csv")["labels"].tolist() == ["joke"]
    assert one.widget.labels["labels"].tolist()[3] == "joke"


def test_hello_gives_all_that_a_view_needs_and_resumes(talk):
    """Words, keys, codebook and style once; the first pending tweet; the page it is on and no other."""
    first = talk()
    for i in range(60):
        first.put(i, "joke")
    (hello,) = talk(name="annotations.csv").say({"t": "hello"}, view="other")
    assert hello["start"] == 60
    assert [item["i"] for item in hello["items"]] == list(range(50, 100))
    assert hello["counts"]["done"] == 60
    assert hello["view"] == "other"
    assert hello["words"]["position"] == "Tweet {i} of {total}"
    assert hello["codebook"]["codes"][0]["code"] == "joke"
    json.dumps(hello)


def test_a_page_is_a_page_wherever_it_is_asked_for(talk):
    one = talk(total=120)
    (page,) = one.say({"t": "page", "start": 117})
    assert [item["i"] for item in page["items"]] == list(range(100, 120))
    assert one.say({"t": "page", "start": 120}) == one.say({"t": "page", "start": -1}) == []


def test_skip_undo_and_the_next_pending_one(talk):
    one = talk(total=3)
    one.put(0, "joke", seq=1)
    one.put(1, status="skipped", seq=2)
    assert one.say({"t": "todo", "after": 0})[0]["i"] == 2
    one.put(2, "other", seq=3)
    (goto,) = one.say({"t": "todo", "after": 0})
    assert (goto["i"], goto["status"]) == (1, "skipped"), "the skipped one once nothing else is pending"
    (ack,) = one.say({"t": "undo", "seq": 4})
    assert (ack["undo"], ack["item"]["i"], ack["item"]["status"]) == (True, 2, "")
    one.say({"t": "undo", "seq": 5})
    one.say({"t": "undo", "seq": 6})
    (ack,) = one.say({"t": "undo", "seq": 7})
    assert ack["ok"] and ack["item"] is None, "nothing left to undo"
    assert one.session.counts()["done"] == 0


def test_a_note_without_a_label_is_kept(talk):
    """A remark is not lost because its author has not decided yet; the tweet stays pending."""
    one = talk()
    (ack,) = one.put(0, note="ironic?", status="cleared")
    assert (ack["item"]["note"], ack["item"]["status"]) == ("ironic?", "")
    assert ack["counts"]["done"] == 0
    one.put(0, status="skipped")
    assert one.session.item(0)["note"] == "ironic?"


def test_a_failed_save_is_said_and_kept_and_goes_with_the_next(talk, monkeypatch):
    """It does not count, it is named, it is in no way lost; a retry saves it and views ask again."""
    one = talk()
    one.put(0, "joke")
    break_saving(one, monkeypatch)
    (ack,) = one.put(1, "question", seq=2)
    assert (ack["ok"], ack["item"]["saved"], ack["item"]["labels"]) == (False, False, ["question"])
    assert "full" in ack["error"] and "\n" not in ack["error"]
    assert (ack["counts"]["done"], ack["counts"]["unsaved"], ack["counts"]["waiting"]) == (1, 1, [1])
    assert one.say({"t": "retry", "seq": 3})[0]["ok"] is False
    (hello,) = one.say({"t": "hello"}, view="v2")
    assert hello["counts"]["waiting"] == [1] and "full" in hello["counts"]["error"]
    break_saving(one, monkeypatch, broken=False)
    ack, stale = one.say({"t": "retry", "seq": 4})
    assert ack["ok"] and stale["t"] == "stale"
    assert (ack["counts"]["done"], ack["counts"]["unsaved"], ack["counts"]["error"]) == (2, 0, "")


def test_an_undo_that_fails_names_its_tweet(talk, monkeypatch):
    one = talk()
    one.put(5, "joke")
    break_saving(one, monkeypatch)
    (ack,) = one.say({"t": "undo", "seq": 2})
    assert (ack["ok"], ack["item"]["i"]) == (False, 5)


def test_what_the_codebook_lacks_is_refused_and_changes_nothing(talk, tmp_path):
    (ack,) = talk().put(0, "<script>")
    assert (ack["ok"], ack["refused"], ack["item"]["status"]) == (False, True, "")
    assert "<script>" in ack["error"]
    assert not (tmp_path / "annotations.csv").exists()


NUMBERS = [None, True, "1", 1.5, -1, 120, 10**30, float("nan"), [], {}]
FORGED = [
    None,
    [],
    "put",
    7,
    {},
    {"t": None},
    {"t": ["put"]},
    {"t": {}},
    {"t": "put"},
    {"t": "close"},
    {"t": "_put"},
    {"t": "hello", "view": None},
    {"t": "hello", "view": "x" * 65},
    {"t": "hello", "view": ""},
    {"t": "put", "i": 0, "labels": ["joke"], "note": "", "status": "done"},
    {"t": "put", "i": 0, "labels": ["joke"], "note": "", "status": ["labelled"]},
    {"t": "put", "i": 0, "labels": ["joke"], "note": None, "status": "labelled"},
    {"t": "put", "i": 0, "labels": "joke", "note": "", "status": "labelled"},
    {"t": "put", "i": 0, "labels": [["joke"]], "note": "", "status": "labelled"},
    {"t": "put", "i": 0, "labels": [None], "note": "", "status": "labelled"},
    {"t": "put", "i": 0, "labels": ["joke"] * 10_000, "note": "", "status": "labelled"},
    {"t": "put", "i": 0, "labels": {"joke": 1}, "note": "", "status": "labelled"},
    *({"t": "put", "i": i, "labels": ["joke"], "note": "", "status": "labelled"} for i in NUMBERS),
    *({"t": "page", "start": start} for start in NUMBERS if start != 1.5),
    *({"t": "todo", "after": after} for after in [*NUMBERS[:4], -2, 120]),
]


@pytest.mark.parametrize("message", FORGED, ids=[f"forged {n}" for n in range(len(FORGED))])
def test_forged_messages_break_nothing(talk, tmp_path, message):
    """Wrong types, indices out of range, unknown kinds: no exception, no answer, no row; the next one works."""
    one = talk()
    assert one.say(message) == []
    assert not (tmp_path / "annotations.csv").exists()
    assert one.put(0, "joke")[0]["ok"]


@pytest.mark.parametrize("note", ["x" * 100_000, "a\x00b\ud800\u202e", "=1+1", '"; \r\n|', "'"])
@pytest.mark.parametrize("seq", [1, None, "x", -5, 10**30])
def test_strange_notes_and_numbers_are_answered(talk, note, seq):
    """Whatever a note holds is one line of the file; a number that is none comes back as none."""
    one = talk()
    answers = one.put(0, "joke", note=note, seq=seq)
    assert answers[0]["ok"]
    assert answers[0]["seq"] == (seq if isinstance(seq, int) else None)
    json.dumps(answers).encode()
    assert "\n" not in one.session.item(0)["note"]


def test_a_front_end_sets_nothing(talk):
    """Traits go one way; what a page makes up about counts or configuration is not taken."""
    one = talk()
    for state in ({"counts": {"done": 99}}, {"config": {}}, {"config": 1}, {"_esm": "alert(1)"}, {"x": 2}):
        one.widget._handle_msg({"content": {"data": {"method": "update", "state": state}}})
    assert one.widget.counts["done"] == 0
    assert one.widget.config["language"] == "en"
    assert "alert(1)" not in one.widget._esm


def saved_state(widget) -> int:
    """Return how many characters a notebook keeps of a widget and its layout."""
    models = [widget, widget.layout]
    return sum(len(json.dumps(model.get_state())) for model in models)


@pytest.mark.parametrize("total", [50, 5000])
def test_what_a_notebook_saves_is_small_whatever_the_number_of_tweets(talk, total):
    """With the course's largest codebook too: neither tweets, nor codebook, nor module, nor style are traits."""
    one = talk(total=total, codebook=CUSTOMER_VOICES, language="es")
    one.say({"t": "hello"})
    one.put(0, "joke")
    assert saved_state(one.widget) < 8 * 1024
    assert PAGE < 100


def test_long_texts_are_cut_for_the_page(tmp_path):
    """A page of tweets of a million characters each would stop a browser; the file has nothing to do with it."""
    table = pd.DataFrame({"tweet_id": ["t1", "t2"], "text": ["x" * 10_000, "y" * 1_000_000]})
    one = Talk(Session(table, CODES, tmp_path / "a.csv"))
    (hello,) = one.say({"t": "hello"})
    texts = [item["text"] for item in hello["items"]]
    assert len(texts[0]) == 10_000
    assert len(texts[1]) < 20_100 and texts[1].endswith("[+980000]")


def test_two_views_hear_each_other(talk):
    """Every answer goes to every view and names the one it is for."""
    one = talk()
    one.say({"t": "hello"}, view="a")
    one.say({"t": "hello"}, view="b")
    one.put(0, "joke", view="a")
    assert one.sent[-1]["view"] == "a"
    assert one.sent[-1]["item"]["labels"] == ["joke"]


def test_a_second_kernel_on_the_file_is_merged_and_said(talk):
    """Before a view shows or saves anything, what another kernel wrote is taken in, and views ask again."""
    ours, theirs = talk(), talk()
    theirs.put(0, "question")
    assert ours.say({"t": "look"})[-1]["counts"]["done"] == 1
    theirs.put(1, "joke")
    answers = ours.put(2, "other")
    assert [answer["t"] for answer in answers] == ["ack", "stale"]
    assert answers[0]["counts"]["done"] == 3
    assert [answer["t"] for answer in ours.put(3, "other")] == ["ack"], "and then all is calm"


def test_what_a_cell_labels_is_seen_by_the_views(talk):
    """Python and the front end label the same session; coming back to the view shows it."""
    one = talk()
    one.session.label(4, ["joke"])
    (stale,) = one.say({"t": "look"})
    assert (stale["t"], stale["counts"]["done"]) == ("stale", 1)


def test_threads_do_not_tread_on_each_other(talk):
    """JupyterLab's subshells and a cell at once: 160 labels from eight threads, 160 rows."""
    one = talk(total=160)

    def work(first):
        for i in range(first, 160, 8):
            one.put(i, "joke", seq=i)

    threads = [threading.Thread(target=work, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert one.session.counts()["done"] == 160
    assert sorted(m["seq"] for m in one.sent if m["t"] == "ack") == list(range(160))


@pytest.fixture
def shown(monkeypatch):
    """What a cell shows, and what is brought up to date later."""
    from IPython.core import display_functions

    outputs = []

    class Handle:
        def update(self, thing):
            outputs.append(("update", thing._repr_mimebundle_()))

    def display(*things, raw=False, display_id=None, metadata=None):
        outputs.extend(("raw" if raw else "shown", one if raw else one._repr_mimebundle_()) for one in things)
        return Handle() if display_id else None

    monkeypatch.setattr(display_functions, "display", display)
    monkeypatch.setattr("IPython.display.display", display)
    return outputs


def test_a_summary_stays_in_the_notebook(talk, shown, monkeypatch):
    """Below the widget: counts in words and the file packed away; brought up to date, at most once a second."""
    monkeypatch.setattr(module, "EVERY", 0.05)
    one = talk(total=30)
    one.widget._ipython_display_()
    (how, view), (_, below) = shown
    assert how == "raw" and "application/vnd.jupyter.widget-view+json" in view
    assert view["text/plain"] == "Annotator: 30 tweets, in annotations.csv.", "it stays as it was: no count"
    assert "0 of 30" in below["text/html"] and MIME in below
    for i in range(30):
        one.put(i, "joke")
    deadline = time.monotonic() + 20
    while "30 of 30" not in shown[-1][1]["text/html"] and time.monotonic() < deadline:
        time.sleep(0.01)
    assert "30 of 30" in shown[-1][1]["text/html"], "the last one always"
    assert one.widget.counts["done"] == 30
    assert "<details>" in shown[-1][1]["text/html"], "folded: it does not push the notebook about"


def test_summaries_are_not_one_a_label(talk, shown, monkeypatch):
    """However fast the student is, the notebook is not rewritten at each key."""
    monkeypatch.setattr(module, "EVERY", 1000.0)
    one = talk(total=30)
    one.widget._ipython_display_()
    for i in range(30):
        one.put(i, "joke")
        time.sleep(0.005)
    assert len(shown) - 2 <= 1


def test_annotate_gives_the_widget_and_a_graded_run_does_not(tmp_path, monkeypatch):
    """Under grading there is no front end: no widget state, and the file stays as it is."""
    one = annotate(tweets(3), CODES, tmp_path / "a.csv")
    assert isinstance(one, Annotator)
    one.session.label(0, ["joke"])
    before = (tmp_path / "a.csv").read_bytes()
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    static = annotate(tweets(3), CODES, tmp_path / "a.csv")
    assert not isinstance(static, Annotator)
    assert "application/vnd.jupyter.widget-view+json" not in static._repr_mimebundle_()
    assert static.labels["status"].tolist() == ["labelled", "", ""]
    assert (tmp_path / "a.csv").read_bytes() == before


def test_the_words_of_both_languages_have_the_same_places():
    """A name in braces that one language lacks would leave a hole."""
    for name, text in WORDS.items():
        assert re.findall(r"\{\w+\}", text.es) == re.findall(r"\{\w+\}", text.en), name


def test_a_widget_keeps_the_language_it_was_made_in(tmp_path):
    """A cell that sets another later changes neither tweets nor words; the summary below says which it is in."""
    set_language("es")
    widget = annotate(tweets(2), CODES, tmp_path / "a.csv")
    set_language("en")
    assert widget.session.language == "es"
    below = module._Below(widget.session)._repr_mimebundle_()["text/html"]
    assert '<div class="c20a-below" lang="es"><details><summary>Anotaciones' in below
