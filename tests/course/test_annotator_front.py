"""The annotator's front end in a bare page, with a model that answers as Python does: no Jupyter, no kernel."""

import re
import sys
from importlib import resources
from importlib.util import find_spec
from pathlib import Path

import pytest

from course.annotation.codebook import Code, Codebook, Example
from course.annotation.front_words import SILENT, WAITING, keys, words
from course.codebooks import CUSTOMER_VOICES
from course.language import Text

STATIC = resources.files("course.annotation") / "static"
AXE = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text("utf-8")
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]

FAKE = """async ({esm, hello, config, items}) => {
  const {default: widget} = await import(URL.createObjectURL(new Blob([esm], {type: 'text/javascript'})));
  const heard = {}, sent = [], waiting = new Set(), past = [];
  const fake = {items, sent, mute: false, gone: false, full: '', refuse: '', slow: 0, views: []};
  window.fake = fake; fake.problems = hello.problems;
  fake.counts = () => {
    const by_code = {}, of = (status) => items.filter((x) => x.status === status && !waiting.has(x.i)).length;
    for (const x of items) for (const code of x.labels) by_code[code] = (by_code[code] || 0) + 1;
    return {done: of('labelled'), skipped: of('skipped'), total: items.length, unsaved: waiting.size,
            waiting: [...waiting], by_code, error: fake.full, problems: fake.problems || []};
  };
  fake.say = (message) => (heard['msg:custom'] || []).slice().forEach((f) => f(structuredClone(message)));
  fake.ears = () => Object.values(heard).flat().length;
  fake.fire = (name) => (heard[name] || []).slice().forEach((f) => f());
  const state = ({i, labels, note, status}) => ({i, labels, note, status, saved: !waiting.has(i)});
  const page = (start) => items.slice(start, start + hello.page).map((x) => ({...x, saved: !waiting.has(x.i)}));
  const acts = {
    hello: (m) => fake.say({...hello, view: m.view, counts: fake.counts(),
        items: page(Math.floor(hello.start / hello.page) * hello.page)}),
    page: (m) => fake.say({t: 'page', view: m.view, items: page(m.start), counts: fake.counts()}),
    put: (m) => {
      const item = items[m.i], ack = {t: 'ack', view: m.view, seq: m.seq};
      if (fake.refuse) {
        fake.say({...ack, ok: false, refused: true, error: fake.refuse, item: state(item), counts: fake.counts()});
        return;
      }
      past.push({...item}); Object.assign(item, {labels: m.labels, note: m.note, status: m.status});
      if (fake.full) waiting.add(m.i); else waiting.clear();
      fake.say({...ack, ok: !fake.full, error: fake.full, item: state(item), counts: fake.counts()});
    },
    undo: (m) => {
      const before = past.pop(); if (before) items[before.i] = before;
      fake.say({t: 'ack', view: m.view, seq: m.seq, ok: true, undo: true, item: before ? state(before) : null,
                counts: fake.counts()});
    },
    retry: (m) => {
      if (!fake.full) waiting.clear();
      fake.say({t: 'ack', view: m.view, seq: m.seq, ok: !fake.full, error: fake.full, counts: fake.counts()});
      if (!fake.full) fake.say({t: 'stale', counts: fake.counts()});
    },
    todo: (m) => {
      const free = (x) => !x.status || x.status === 'cleared';
      const order = [...items.slice(m.after + 1), ...items.slice(0, m.after + 1)];
      const next = order.find(free) || order.find((x) => waiting.has(x.i)) || order.find((x) => x.status === 'skipped');
      fake.say({t: 'goto', view: m.view, i: next ? next.i : null, status: next ? next.status : ''});
    },
    look: () => {},
  };
  fake.answer = (m) => acts[m.t](m);
  const model = {
    get: (name) => ({config})[name],
    on: (name, f) => (heard[name] = heard[name] || []).push(f),
    off: (name, f) => (heard[name] = (heard[name] || []).filter((g) => g !== f)),
    send: (m) => {
      if (fake.gone) throw new Error('Cannot send');
      sent.push(structuredClone(m));
      if (fake.mute) return;
      if (fake.slow) setTimeout(() => acts[m.t](m), fake.slow); else queueMicrotask(() => acts[m.t](m));
    },
  };
  fake.show = () => {
    const el = document.createElement('div'); document.querySelector('main').append(el);
    fake.stop = widget.render({model, el}); return fake.stop;
  };
  fake.focus = () => document.querySelector('[role=group].c20a').focus();
  fake.show();
}"""


def codebook(*, multiple: bool = False) -> Codebook:
    example = Example(Text("Vaya tarde.", "What an afternoon."), ("upset",), Text("Se queja.", "Complains."))
    meaning = Text("Dice que algo le ha sentado mal.", "Says that something upset them.")
    doubt = (Example(Text("Ja, ja.", "Ha, ha."), ("joke",), Text("Se ríe.", "Laughs.")),)
    return Codebook(
        "voices",
        "1.0",
        Text("Voces", "Voices"),
        Text("¿Qué expresa?", "What does it express?"),
        (
            Code("upset", Text("Enfado", "Anger"), meaning, (example,), doubt),
            Code("joke", Text("Broma", "Joke"), Text("Se burla.", "Makes fun.")),
            Code("question", Text("Pregunta", "Question"), Text("Pregunta algo.", "Asks something.")),
            Code("other", Text("Otra cosa", "Other"), Text("Nada de eso.", "None of these."), exclusive=True),
        ),
        multiple=multiple,
    )


def tweet(i: int, language: str) -> dict:
    shown = {"es": f"tuit número {i}", "en": f"tweet number {i}"}
    return {
        "i": i,
        "id": f"t{i}",
        "text": shown[language],
        "lang": language,
        "original": shown["es"] if language == "en" else "",
        "author": f"cliente_{i:04}",
        "role": "customer",
        "time": "18 jul 2013, 18:30",
        "context": [],
        "labels": [],
        "note": "",
        "status": "",
        "saved": True,
    }


def hello(language: str, book: Codebook, total: int) -> dict:
    return {
        "t": "hello",
        "view": "",
        "words": words(language),
        "keys": keys(language),
        "language": language,
        "codebook": book.as_dict(language),
        "module": (STATIC / "annotator.js").read_text("utf-8"),
        "css": (STATIC / "annotator.css").read_text("utf-8"),
        "page": 50,
        "total": total,
        "start": 0,
        "file": "annotations.csv",
        "source": "Datos simulados." if language == "es" else "Simulated data.",
    }


class Front:
    """A page with the annotator, and what a test asks of it."""

    def __init__(self, page) -> None:
        self.page = page

    @property
    def root(self):
        return self.page.locator("[role=group].c20a")

    @property
    def at(self) -> int:
        return int(self.page.locator(".c20a-position").text_content().split()[1])

    @property
    def alarm(self) -> str:
        return self.page.locator(".c20a [role=alert]").text_content()

    @property
    def strip(self) -> str:
        return self.page.locator(".c20a-saved").text_content()

    @property
    def told(self) -> str:
        """What stands where definitions do."""
        return self.page.locator(".c20a-meaning > .on").inner_text()

    @property
    def heard(self) -> str:
        return self.page.locator(".c20a > .c20a-aloud").text_content()

    def press(self, *presses: str) -> None:
        for one in presses:
            self.page.keyboard.press(one)
        self.page.evaluate("() => 0")  # by then the answers have come: they are microtasks

    def do(self, script: str):
        return self.page.evaluate(script)

    def labels(self, upto: int) -> list[str]:
        return self.do(f"fake.items.slice(0, {upto}).map((x) => x.labels.join('|'))")

    def puts(self) -> list[dict]:
        return self.do("fake.sent.filter((m) => m.t === 'put')")

    def button(self, name: str):
        return self.page.locator(".c20a-labels button", has_text=name)


@pytest.fixture(scope="module")
def shared(chromium):
    context = chromium.new_context(viewport={"width": 900, "height": 800}, reduced_motion="reduce")
    yield context.new_page()
    context.close()


@pytest.fixture
def tab(request, chromium, shared):
    """The module's page; where the test moves the clock, one of its own, since no clock is given back."""
    if "clock" not in request.fixturenames:
        shared.set_viewport_size({"width": 900, "height": 800})
        shared.emulate_media(color_scheme="light", forced_colors="none", reduced_motion="reduce")
        yield shared
        return
    context = chromium.new_context(viewport={"width": 900, "height": 800})
    yield context.new_page()
    context.close()


@pytest.fixture
def show(tab):
    """Open the annotator: `show(language=, multiple=, total=, items=, style=, **hello)`."""
    errors = []

    def note(error) -> None:
        errors.append(error)

    tab.on("pageerror", note)

    def open_(*, language="es", multiple=False, total=120, items=(), style="", focus=True, **more) -> Front:
        tab.goto("about:blank")
        tab.set_content(
            f"<!doctype html><html lang={language}><head><title>t</title><style>{style}</style></head>"
            "<body><h1>x</h1><h2>y</h2><main></main></body></html>"
        )
        book = more.pop("book", None) or codebook(multiple=multiple)
        tweets = [tweet(i, language) for i in range(total)]
        for i, changed in enumerate(items):
            tweets[i] |= changed
        given = {
            "esm": (STATIC / "view.js").read_text("utf-8"),
            "hello": hello(language, book, total) | more,
            "config": {
                "language": language,
                "waiting": WAITING.to(language),
                "silent": SILENT.to(language),
            },
            "items": tweets,
        }
        tab.evaluate(FAKE, given)
        front = Front(tab)
        front.root.wait_for()
        if focus:
            front.root.focus()
        return front

    yield open_
    tab.remove_listener("pageerror", note)
    assert not errors, errors


# -- labelling ----------------------------------------------------------------------------------------------


def test_digits_label_in_order_and_the_next_tweet_is_there_at_once(show):
    """One key, one label, one tweet on; each is sent with its own number."""
    front = show()
    front.press(*"121")
    assert front.at == 4
    assert front.labels(4) == ["upset", "joke", "upset", ""]
    assert [put["seq"] for put in front.puts()] == [1, 2, 3]
    assert front.page.locator("[data-stat=done] b").text_content() == "3"


def test_nothing_waits_for_the_kernel(show):
    """The next tweet is shown before any answer has come."""
    front = show()
    front.do("() => { fake.slow = 2000 }")
    front.press(*"12")
    assert front.at == 3
    assert "tuit número 2" in front.page.locator(".c20a-text").text_content()
    assert front.page.locator("[data-stat=done] b").text_content() == "0", "not saved, so not counted"


def test_a_key_held_down_is_one_label(show):
    """A heavy hand does not label ten tweets alike."""
    front = show()
    for _ in range(4):
        front.page.keyboard.down("1")
    front.page.keyboard.up("1")
    assert front.at == 2


def test_several_codes_are_toggled_and_enter_goes_on(show):
    """Digits toggle; an exclusive code drops the others and is dropped by them; none at all is pending again."""
    front = show(multiple=True)
    front.press("1", "3")
    assert front.at == 1
    assert front.labels(1) == ["upset|question"]
    front.press("4")
    assert front.labels(1) == ["other"]
    front.press("2")
    assert front.labels(1) == ["joke"]
    assert front.button("Broma").get_attribute("aria-checked") == "true"
    front.press("2")
    assert front.puts()[-1]["status"] == "cleared"
    front.press("3", "Enter", "1", "ArrowRight")
    assert front.at == 3
    assert front.labels(3) == ["question", "upset", ""]


def test_enter_goes_on_from_a_clicked_code_too(show):
    """The codes are check boxes: Space toggles the one with the focus, Enter does not."""
    front = show(multiple=True)
    front.button("Broma").click()
    front.press("Enter", "Space")
    assert front.labels(2) == ["joke", "joke"]
    assert front.at == 2


@pytest.mark.parametrize(
    ("language", "undo"), [("es", "d"), ("en", "u"), ("es", "Control+z"), ("en", "Meta+z")]
)
def test_skip_and_undo_have_natural_letters(show, language, undo):
    """`s` skips in both languages; to undo, `d` (deshacer) or `u`, and Ctrl+Z everywhere."""
    front = show(language=language)
    front.press("s", "2")
    assert front.do("fake.items[0].status") == "skipped"
    front.press(undo)
    assert front.at == 2
    assert front.labels(2) == ["", ""]
    front.press(undo, undo)
    assert front.do("fake.items[0].status") == ""
    assert ("deshacer" if language == "es" else "undo") in front.heard


def test_arrows_move_and_p_goes_to_the_next_pending(show):
    """Arrows stop at both ends; `p` finds what is left, from the start again if need be."""
    front = show(total=4, items=[{}, {"labels": ["joke"], "status": "labelled"}, {"status": "skipped"}])
    front.press("ArrowLeft")
    assert front.at == 1
    front.press("p")
    assert front.at == 4
    front.press("ArrowRight", "p")
    assert front.at == 1
    assert front.puts() == []


def test_clicking_keeps_the_focus_where_it_is(show):
    """Nothing with the focus is made anew: the same button can be pressed again."""
    front = show()
    front.button("Broma").click()
    front.press("Space", "Enter")
    assert front.labels(3) == ["joke", "joke", "joke"]
    assert "Broma" in front.do("document.activeElement.textContent")


def test_a_note_is_written_with_any_key_and_saved(show):
    """In the note no key is a shortcut; Enter saves it and gives the keyboard back; Ctrl+Z is the note's own."""
    front = show()
    front.press("n")
    front.page.keyboard.type("1 2 s d")
    front.press("Control+z")
    front.page.keyboard.type("fin")
    front.press("Enter")
    note = front.do("fake.items[0].note")
    assert note.endswith("fin")
    assert front.at == 1
    assert not front.do("fake.sent.some((m) => m.t === 'undo')")
    front.press("2")
    assert front.do("[fake.items[0].note, fake.items[0].labels[0]]") == [note, "joke"]
    assert front.page.locator("textarea").input_value() == "", "the next tweet has no note yet"
    front.press("ArrowLeft")
    assert front.page.locator("textarea").input_value() == note


def test_a_note_left_by_a_click_elsewhere_is_saved(show):
    front = show(items=[{"labels": ["joke"], "status": "labelled"}])
    front.page.locator("textarea").fill("dudoso")
    front.page.locator("[data-do=next]").click()
    assert front.do("[fake.items[0].note, fake.items[0].status]") == ["dudoso", "labelled"]


def test_the_last_tweet_ends_calmly(show):
    """When all is labelled the view says so, and the tweet stays where it is."""
    front = show(total=3)
    front.press("1", "1")
    before = front.page.locator(".c20a-text").bounding_box()
    front.press("1")
    assert front.strip.startswith("Terminado")
    assert "Terminado" in front.heard
    assert front.page.locator(".c20a-text").bounding_box() == before
    front.press("d")
    assert "Terminado" not in front.strip


def test_skipped_tweets_are_not_finished_and_p_goes_to_them(show):
    """While some are skipped it says how many; `p` goes from one to the next, says why, and in the end as much."""
    front = show(total=4, multiple=True)
    front.press("s", "1", "Enter", "s", "2")
    assert front.strip == "4 vistos. Etiquetados: 2; saltados: 2. P va a los saltados."
    assert "4 vistos" in front.heard
    front.press("Enter")
    assert "con P vas a los que quedan" in front.told
    front.press("p")
    assert (front.at, "saltaste" in front.told, "saltaste" in front.heard) == (1, True, True)
    front.press("p")
    assert (front.at, "saltaste" in front.told) == (3, True)
    front.press("3", "p", "p")
    assert (front.at, "saltaste" in front.told) == (1, True), "the only one: it stays, and says why"
    front.press("3")
    assert front.strip.startswith("Terminado")
    front.press("p")
    assert front.at == 1
    assert front.told == front.heard == "No queda ningún tuit pendiente, ni saltado."


def test_no_key_does_nothing_without_a_word(show):
    """At both ends, at the only pending one, with nothing to undo: a sentence that is seen and heard."""
    front = show(total=2, multiple=True)
    said = {"ArrowLeft": "primer tuit", "d": "nada que deshacer", "End": "", "Enter": "último tuit"}
    for one, words_ in said.items():
        front.press(one)
        assert words_ in front.told
        assert words_ in front.heard
    front.press("1", "p")
    front.press("p")
    assert front.at == 1
    assert "único que queda pendiente" in front.told
    front.press("ArrowRight")
    assert front.told.startswith("Aquí verás"), "and it goes with the next step"


def test_any_tweet_can_be_gone_to(show):
    """Home, End, or its number; what is no number of a tweet is said; no key of the box is a shortcut."""
    front = show(total=120)
    front.press("End")
    assert front.at == 120
    front.press("Home")
    assert front.at == 1
    front.press("i", *"7s7", "Enter")
    assert front.at == 1
    assert "del 1 al 120" in front.told
    front.press("Escape", "i", *"77", "Enter")
    assert front.at == 77
    assert front.do("document.activeElement.className").startswith("c20a")
    front.press("1")
    box = front.page.get_by_label("Ir al tuit")
    assert (front.at, box.input_value(), len(front.puts())) == (78, "", 1)
    box.fill("3")
    front.page.locator("[data-do=undo]").focus()
    assert front.at == 3, "a telephone's keys have no Enter"


def test_a_note_undone_is_gone_and_undo_goes_on(show):
    """The screen and the file say the same after each step back."""
    front = show(multiple=True)
    front.press("1", "n", *"irony", "Enter")
    assert front.do("fake.items[0].note") == "irony"
    box = front.page.locator("textarea")
    front.press("d")
    assert (box.input_value(), front.do("fake.items[0].note"), front.labels(1)) == ("", "", ["upset"])
    front.press("d")
    assert front.labels(1) == [""]
    front.press("ArrowRight", "ArrowLeft")
    assert (box.input_value(), front.do("fake.items[0].note")) == ("", "")
    assert len(front.puts()) == 2, "what was taken back is not sent again"


# -- what is shown ------------------------------------------------------------------------------------------


def test_the_card_says_who_when_and_what_it_answers(show):
    """Pseudonym, role, Madrid time, context, provenance; the gloss first for English readers, then the original."""
    context = [{"author": "Iberia", "role": "brand", "time": "18 jul", "text": "Hello", "lang": "en"}]
    front = show(language="en", items=[{"context": context}])
    card = front.page.locator(".c20a-card")
    for words_ in ("cliente_0000", "customer", "18:30", "Iberia brand", "Hello", "Simulated data."):
        assert words_ in card.inner_text()
    assert front.page.locator(".c20a-text").get_attribute("lang") == "en"
    original = front.page.locator(".c20a-original")
    assert original.text_content() == "tuit número 0"
    assert original.get_attribute("lang") == "es"
    assert show(language="es").page.locator(".c20a-gloss").is_hidden()


@pytest.mark.parametrize("language", ["es", "en"])
def test_every_shortcut_is_seen_and_told(show, language):
    """The key on each button is the key it answers to, and assistive technology is told the same."""
    front = show(language=language)
    for button, code in zip(front.page.locator(".c20a-labels button").all(), "1234", strict=True):
        assert button.locator("kbd").text_content() == button.get_attribute("aria-keyshortcuts") == code
    letters = keys(language)
    for name in ("skip", "undo", "todo"):
        button = front.page.locator(f"[data-do={name}]")
        assert button.locator("kbd").text_content() == letters[name].upper()
        assert button.get_attribute("aria-keyshortcuts").split()[0] == letters[name]
    assert front.page.locator(".c20a-book summary kbd").text_content() == letters["book"].upper()
    assert front.page.locator(".c20a-go kbd").text_content() == letters["go"].upper()
    assert len(set(letters.values())) == len(letters)


def test_definitions_are_at_hand(show):
    """The last code chosen, or the one pointed at, is explained with an example; the codebook has the rest."""
    front = show()
    shown = front.page.locator(".c20a-meaning > .on")
    front.press("1")
    assert "Aquí verás" in shown.inner_text(), "the tweet that follows has none yet"
    front.button("Enfado").hover()
    assert "Dice que algo le ha sentado mal" in shown.inner_text()
    assert "«Vaya tarde.»" in shown.text_content().replace("Vaya tarde.", "«Vaya tarde.»")
    front.button("Broma").hover()
    assert "Se burla" in shown.inner_text()
    book = front.page.locator(".c20a-book")
    assert "Ja, ja." not in book.inner_text()
    front.press("l")
    assert "Casos dudosos" in book.inner_text()
    assert "Ja, ja." in book.inner_text()
    assert front.do("document.activeElement.className.includes('c20a')"), "the keyboard stays"
    front.press("l")
    assert "Ja, ja." not in book.inner_text()


def test_a_definition_goes_with_its_code(show):
    """Unmarked, a code's definition gives way to that of a code still marked; the next tweet begins with none."""
    front = show(multiple=True)
    front.press("1", "3", "3")
    assert "Dice que algo" in front.told
    front.press("1")
    assert "Aquí verás" in front.told
    front.press("2", "Enter")
    assert "Aquí verás" in front.told


def test_the_tweet_answered_is_seen_whole_and_older_ones_fold(show):
    """However long the thread, its last tweet is not clipped; a key unfolds the rest."""
    said = [
        {"author": f"a{n}", "role": "customer", "time": "18:00", "text": f"{n} " + "hola " * 50, "lang": "es"}
        for n in range(3)
    ]
    front = show(items=[{"context": said}, {"context": said[:1]}])
    quote = front.page.locator(".c20a-quote")
    assert quote.text_content().startswith("2 hola")
    assert quote.evaluate(
        "(e) => e.scrollHeight <= e.clientHeight + 1 && e.getBoundingClientRect().height > 40"
    )
    older = front.page.locator(".c20a-thread details")
    assert "Antes en el hilo: 2" in older.inner_text()
    assert not older.locator("li").first.is_visible()
    front.press("h")
    assert [text[:2] for text in older.locator("li div").all_inner_texts()] == ["0 ", "1 "]
    front.press("ArrowRight")
    assert quote.text_content().startswith("0 hola")
    assert older.is_hidden()


def test_each_new_tweet_is_announced_politely(show):
    """What was chosen, where one is, and the tweet in its own language; nothing is said on opening."""
    front = show(language="en", focus=False)
    assert front.heard == ""
    front.root.focus()
    front.press("2")
    assert front.heard == "Joke. Tweet 2 of 120. cliente_0001. tweet number 1"
    assert front.page.locator(".c20a > .c20a-aloud").get_attribute("aria-live") == "polite"
    assert front.page.locator(".c20a > .c20a-aloud span").get_attribute("lang") == "en"


HOSTILE = {
    "script": "<script>window.hacked = 1</script>",
    "onerror": '<img src=x onerror="window.hacked = 1"> onerror=alert(1) </div></main>',
    "template": "${window.hacked = 1} {{constructor.constructor('window.hacked = 1')()}} {i} {total}",
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_tweets_are_text(show, text):
    """Whatever a tweet, a name, a note or a problem holds, the reader sees the characters."""
    said = {"text": text, "author": text, "role": text, "time": text, "note": text, "lang": text}
    front = show(
        items=[said | {"context": [said, said], "labels": [text], "status": "labelled"}], problems=[text]
    )
    assert front.page.locator(".c20a-text").text_content() == text
    assert front.page.locator(".c20a-quote").text_content() == text
    assert front.page.locator(".c20a-thread li div").text_content() == text
    assert front.page.locator("textarea").input_value() == text
    front.press("ArrowRight", "ArrowLeft")
    assert text in front.heard
    assert front.do("window.hacked") is None
    assert front.page.locator("main script, main img").count() == 0


def test_control_characters_are_seen_and_direction_stays_inside(show):
    """A null byte is a symbol; right-to-left marks turn the tweet's own line and nothing else."""
    text = "a\x00b\x1b[31m\x7f\x85 \u202eabc\u2067 \u05e9\u05dc\u05d5\u05dd\r\nfin"
    front = show(items=[{"text": text, "author": "\u202euno"}])
    shown = front.page.locator(".c20a-text")
    assert shown.text_content() == "a␀b␛[31m␡\ufffd \u202eabc\u2067 \u05e9\u05dc\u05d5\u05dd\nfin"
    for box in (".c20a-text", ".c20a-name b"):
        style = front.page.locator(box).first.evaluate("(e) => getComputedStyle(e).unicodeBidi")
        assert style == "isolate", box
    assert (
        show(items=[{"text": "\u05e9\u05dc\u05d5\u05dd"}])
        .page.locator(".c20a-text")
        .evaluate("(e) => e.matches(':dir(rtl)')")
    )


def test_a_long_tweet_scrolls_and_can_be_reached_by_keyboard(show):
    """10,000 characters do not push the labels away; short tweets add no stop for Tab."""
    front = show(items=[{"text": "palabra " * 1250}])
    text = front.page.locator(".c20a-text")
    front.page.wait_for_function("document.querySelector('.c20a-text').tabIndex === 0")
    assert text.bounding_box()["height"] < 300
    front.press("Tab")
    assert front.do("document.activeElement.className") == "c20a-text"
    front.press("End")
    front.page.wait_for_function("document.querySelector('.c20a-text').scrollTop > 500")
    front.press("1")
    front.press("Tab")
    assert front.at == 2
    assert front.do("document.activeElement.closest('.c20a-labels') !== null"), "focus went on, not back"


@pytest.mark.parametrize("width", [640, 360, 320], ids=["at 200 %", "phone", "at 400 %"])
@pytest.mark.parametrize("multiple", [False, True], ids=["one", "many"])
def test_nothing_is_cut_off(show, width, multiple):
    """At phone width and zoomed in, the page never scrolls sideways."""
    front = show(multiple=multiple, items=[{"text": "x" * 400, "author": "y" * 80}])
    front.page.set_viewport_size({"width": width, "height": 700})
    front.press("1", "l")
    assert front.do("document.documentElement.scrollWidth <= document.documentElement.clientWidth")


def test_a_usual_tweet_fits_a_laptop_s_screen(show):
    """JupyterLab leaves 1100 by 780 of 1280 by 900: a gloss, its original, what it answers, ten codes."""
    text = "it's the whole company's fault: marketing, IT, sales and the agency #IberiaSocialFail " * 2
    context = [{"author": "a", "role": "customer", "time": "18:00", "text": text, "lang": "en"}]
    front = show(
        language="en", book=CUSTOMER_VOICES, items=[{"text": text, "original": text, "context": context}]
    )
    front.page.set_viewport_size({"width": 1100, "height": 780})
    front.press("1")
    assert front.root.bounding_box()["height"] < 740


def test_going_on_brings_the_tweet_back_into_view_and_moves_nothing_else(show):
    """With the codes in view and the tweet above the fold, Enter shows the next tweet; if it is seen, no jump."""
    style = "main { height: 500px; overflow: auto } main > div { padding: 600px 0 }"
    front = show(multiple=True, style=style, items=[{"text": "hola " * 200}])
    scrolled = "document.querySelector('main').scrollTop"
    seen = (
        "() => { const r = document.querySelector('.c20a-text').getBoundingClientRect(),"
        " m = document.querySelector('main').getBoundingClientRect(); return r.top >= m.top && r.bottom <= m.bottom }"
    )
    front.do(
        f"() => {{ {scrolled} += document.querySelector('.c20a').getBoundingClientRect().bottom - 300 }}"
    )
    assert not front.do(seen)
    front.press("1")
    assert not front.do(seen), "a label is no reason to move"
    front.press("Enter")
    front.page.wait_for_function(seen)
    before = front.do(scrolled)
    front.press("1", "Enter", "2", "Enter", "p", "s", "d")
    front.do("new Promise(requestAnimationFrame)")
    assert front.do(scrolled) == before


# -- the keyboard and the page ------------------------------------------------------------------------------


def test_keys_never_reach_the_notebook_while_the_widget_has_the_focus(show):
    """Single keys stay inside, whoever listens and where; those with Ctrl go through; Tab moves on."""
    front = show()
    front.do(
        "() => { window.leaked = []; for (const place of [window, document, document.body])"
        " for (const capture of [true, false])"
        " place.addEventListener('keydown', (e) => leaked.push(e.key), capture) }"
    )
    front.press("x", "m", "a", "b", "Shift+M", "1", "ArrowDown", "Enter", "Space", "0", "i", "F2")
    front.press("n", "x", "Enter")
    assert front.do("leaked") == []
    front.press("Control+s")
    assert set(front.do("leaked")) == {"Control", "s"}
    front.press("Tab")
    assert front.do("document.activeElement.tagName") == "BUTTON"


def test_keys_outside_are_nobodys_business(show):
    """With the focus elsewhere, or once the view is gone, every key goes where it would."""
    front = show(focus=False)
    front.do("() => { window.leaked = []; document.addEventListener('keydown', (e) => leaked.push(e.key)) }")
    front.press("1", "x")
    assert front.do("leaked") == ["1", "x"]
    front.root.focus()
    front.press("1")
    front.do("fake.stop()")
    assert front.page.locator(".c20a").count() == 0
    front.press("2")
    assert front.do("leaked") == ["1", "x", "2"]
    assert front.labels(2) == ["upset", ""]


def test_a_view_that_is_gone_listens_to_nothing(show):
    """Clean-up takes back every listener and timer, so that a hundred runs of the cell leave nothing behind."""
    front = show()
    front.do(
        "() => { window.held = []; for (const place of [window, document]) {"
        " const add = place.addEventListener, remove = place.removeEventListener;"
        " place.addEventListener = (...a) => { held.push(a[0]); add.apply(place, a) };"
        " place.removeEventListener = (...a) => { held.splice(held.indexOf(a[0]), 1); remove.apply(place, a) } }"
        " fake.stop(); fake.show() }"
    )
    front.root.wait_for()
    assert sorted(front.do("held")) == ["keydown", "pagehide", "visibilitychange"]
    front.do("() => fake.stop()")
    assert front.do("held") == []
    assert front.do("fake.ears()") == 0


@pytest.mark.parametrize("language", ["es", "en"])
def test_without_the_focus_the_top_says_how_to_begin(show, language):
    """A banner that is hard to miss, above the tweet; it takes no focus by itself, and moves nothing as it goes."""
    front = show(language=language, focus=False)
    start = front.page.get_by_role("button", name="Tab")
    assert start.text_content() == words(language)["start"]
    assert front.do("document.activeElement === document.body")
    box, tweet_ = start.bounding_box(), front.page.locator(".c20a-text").bounding_box()
    assert box["y"] + box["height"] < tweet_["y"] and box["width"] > 400
    start.click()
    assert not start.is_visible()
    front.press("1")
    assert front.at == 2
    assert front.page.locator(".c20a-text").bounding_box()["y"] == tweet_["y"]
    front.do("document.activeElement.blur()")
    assert start.is_visible()
    front.page.locator(".c20a-text").click()
    assert not start.is_visible()
    front.press("1")
    assert front.at == 3


def test_escape_leaves(show):
    """From the note to the tweet, from the tweet to the notebook's cell, and the keys are the notebook's again."""
    front = show(focus=False)
    front.do(
        "() => { const cell = document.createElement('div'); cell.className = 'jp-Cell'; cell.tabIndex = -1;"
        " const el = document.querySelector('main > div'); el.replaceWith(cell); cell.append(el) }"
    )
    front.root.focus()
    front.press("n", "Escape")
    assert front.do("document.activeElement.className").startswith("c20a")
    assert front.page.locator(".c20a-keyboard").is_visible()
    front.press("Escape")
    assert front.do("document.activeElement.className") == "jp-Cell"
    assert front.page.locator(".c20a-start").is_visible()
    front.press("1")
    assert front.labels(1) == [""]


# -- when saving fails --------------------------------------------------------------------------------------


@pytest.fixture
def clock(tab):
    """Time that the test moves: timers and clocks of the page."""
    tab.clock.install(time=0)
    tab.clock.pause_at(1000)
    return tab.clock


def test_a_failed_save_comes_back_and_is_tried_again(show, clock):
    """The view returns to the tweet, shows the label as pending, says why, waits longer each time, recovers."""
    front = show()
    front.press("1")
    front.do("() => { fake.full = 'El disco está lleno.' }")
    front.press("2")
    assert front.at == 2
    assert "El disco está lleno." in front.alarm
    assert "tuit 2 (Broma)" in front.alarm
    assert front.page.locator(".c20a-chip").text_content() == "sin guardar"
    assert "waiting" in front.button("Broma").get_attribute("class")
    assert front.page.locator("[data-stat=done] b").text_content() == "1"
    front.press("3")
    assert front.at == 2, "nothing advances while something is not saved"
    tries = "fake.sent.filter((m) => m.t === 'retry').length"
    seen = []
    for _ in range(15):
        clock.run_for(1000)
        seen.append(front.do(tries))
    assert seen[0] == 1
    assert 3 <= seen[-1] <= 5, "with longer and longer pauses"
    front.do("() => { fake.full = '' }")
    front.page.get_by_role("button", name="Reintentar ahora").click()
    front.press()
    assert front.alarm == ""
    assert front.page.locator(".c20a-banner").is_hidden()
    assert front.labels(2) == ["upset", "question"]
    assert front.do("document.activeElement.className").startswith("c20a"), "the focus is not lost"
    assert "Ya está guardado" in front.heard
    clock.run_for(60_000)
    front.press("1")
    assert front.at == 3


def test_what_is_not_saved_is_not_left_behind(show):
    """Enter on a tweet that is not saved tries again and stays; going back to read others is free."""
    front = show(multiple=True)
    front.press("1", "Enter")
    front.do("() => { fake.full = 'Lleno.' }")
    front.press("2", "Enter", "ArrowRight")
    assert front.at == 2
    assert front.do("fake.sent.filter((m) => m.t === 'retry').length") == 2
    front.press("ArrowLeft")
    assert front.at == 1
    front.press("ArrowRight")
    front.do("() => { fake.full = '' }")
    front.press("Enter", "Enter")
    assert front.at == 3


def test_all_labels_in_flight_come_back(show, clock):
    """Typed ahead of a disk that is full: the view returns to the first that failed and names them all."""
    front = show()
    front.do("() => { fake.slow = 100; fake.full = 'Lleno.' }")
    front.press(*"123")
    assert front.at == 4
    clock.run_for(101)
    assert front.at == 1
    assert "tuit 1 (Enfado), tuit 2 (Broma), tuit 3 (Pregunta)" in front.alarm


def test_a_refused_label_is_taken_back(show):
    """What the codebook does not have is not kept, not tried again, and said."""
    front = show()
    front.do("() => { fake.refuse = 'No está en el libro.' }")
    front.press("1")
    assert front.at == 1
    assert "No está en el libro." in front.alarm
    assert front.button("Enfado").get_attribute("aria-pressed") == "false"
    front.do("() => { fake.refuse = '' }")
    front.press("1")
    assert front.at == 2
    assert front.alarm == ""


def test_a_silent_kernel_is_said_and_inputs_stop(show, clock):
    """After 3 s without an answer it is said; with 5 labels unanswered no more are taken, until it answers."""
    front = show()
    front.do("() => { fake.mute = true }")
    front.press(*"1212")
    clock.run_for(2900)
    assert front.alarm == ""
    clock.run_for(600)
    assert "3 segundos" in front.alarm
    assert "tuit 4 (Broma)" in front.alarm
    front.press("1")
    assert front.at == 6
    front.press("1", "s", "d")
    assert front.at == 6
    assert len(front.puts()) == 5
    assert "no se aceptan más" in front.alarm
    front.do(
        "() => { fake.mute = false; for (const m of fake.sent.filter((m) => m.t === 'put')) fake.answer(m) }"
    )
    assert front.alarm == ""
    front.press("1")
    assert front.at == 7
    assert front.labels(6) == ["upset", "joke", "upset", "joke", "upset", "upset"]


@pytest.mark.parametrize("told", [True, False], ids=["told", "found out"])
def test_a_dead_kernel_disables_the_view_and_names_what_was_lost(show, told):
    """A view without a kernel says what to run, what was not saved, and takes nothing more."""
    front = show()
    front.press("1")
    front.do("() => { fake.mute = true }")
    front.press("2")
    front.do("() => { fake.gone = true }")
    front.do("() => fake.fire('comm_live_update')") if told else front.press("3")
    assert "ejecuta otra vez las primeras celdas del cuaderno" in front.alarm
    assert not front.page.locator(".c20a-start").is_visible(), "no key would do anything"
    assert "tuit 2 (Broma)" in front.alarm
    assert ("tuit 3 (Pregunta)" in front.alarm) is not told
    at = front.at
    front.press("1", "ArrowLeft", "s", "d", "p")
    assert front.at == at
    assert {b.get_attribute("aria-disabled") for b in front.page.locator(".c20a-labels button").all()} == {
        "true"
    }
    assert front.do("document.activeElement.className").startswith("c20a")


def test_a_kernel_that_comes_back_gets_what_it_missed(show):
    """A connection lost and found again: the view wakes up and sends the labels that had no answer."""
    front = show()
    front.do("() => { fake.mute = true }")
    front.press("2")
    front.do("() => { fake.gone = true; fake.fire('comm_live_update') }")
    assert front.alarm
    front.do("() => { fake.gone = fake.mute = false; fake.fire('comm_live_update') }")
    front.press()
    assert front.alarm == ""
    assert front.labels(1) == ["joke"]
    front.press("1")
    assert front.at == 3


@pytest.mark.parametrize("language", ["es", "en"])
def test_a_view_that_nobody_answers_says_so(show, clock, language):
    """A notebook reopened without its kernel: run the cell again."""
    front = show(language=language)
    front.do("() => { fake.stop(); fake.mute = true; fake.show(); }")
    assert front.page.locator(".c20a-wait").text_content() == WAITING.to(language)
    clock.run_for(3100)
    assert front.page.locator(".c20a-wait").text_content() == SILENT.to(language)
    front.do("() => { fake.mute = false; fake.answer(fake.sent.at(-1)) }")
    front.root.wait_for()
    assert front.at == 1


def test_what_is_said_while_the_module_is_read_is_not_lost(show):
    """Another view's label between the greeting and the first drawing; and a view closed before that."""
    front = show()
    front.do(
        "() => { fake.stop(); fake.mute = true; fake.show(); fake.answer(fake.sent.at(-1));"
        " Object.assign(fake.items[0], {labels: ['joke'], status: 'labelled'});"
        " fake.say({t: 'ack', view: 'x', seq: 1, ok: true, counts: fake.counts(),"
        " item: {i: 0, labels: ['joke'], note: '', status: 'labelled', saved: true}}) }"
    )
    front.root.wait_for()
    assert front.button("Broma").get_attribute("aria-pressed") == "true"
    front.do("() => { fake.stop(); fake.show(); fake.answer(fake.sent.at(-1)); fake.stop() }")
    front.page.wait_for_timeout(100)
    assert front.page.locator(".c20a").count() == 0
    assert front.do("fake.ears()") == 0


# -- several views, many tweets -----------------------------------------------------------------------------


def test_two_views_follow_each_other(show):
    """A label given in one tab is seen in the other, which stays where it is."""
    front = show()
    front.do("void fake.show()")
    first, second = (front.page.locator(".c20a[role=group]").nth(n) for n in (0, 1))
    second.focus()
    front.press("ArrowRight", "ArrowRight")
    first.focus()
    front.press("1", "1", "2")
    assert second.locator("[data-stat=done] b").text_content() == "3"
    assert second.locator(".c20a-position").text_content() == "Tuit 3 de 120"
    assert second.locator("button", has_text="Broma").get_attribute("aria-pressed") == "true"


def test_what_another_kernel_wrote_is_asked_for(show):
    """Coming back to the view asks Python to look; what changed is fetched again."""
    front = show(focus=False)
    front.root.focus()
    assert front.do("fake.sent.at(-1).t") == "look"
    front.do(
        "() => { Object.assign(fake.items[0], {labels: ['joke'], status: 'labelled'});"
        " fake.say({t: 'stale', view: '', counts: fake.counts()}) }"
    )
    front.press()
    assert front.button("Broma").get_attribute("aria-pressed") == "true"
    assert front.page.locator("[data-stat=done] b").text_content() == "1"


def test_tweets_come_by_pages_and_only_some_are_kept(show):
    """Neither 5,000 tweets nor a walk through them fills the tab's memory; the next page is there in time."""
    front = show(total=5000)
    asked = "fake.sent.filter((m) => m.t === 'page').map((m) => m.start)"
    assert front.do(asked) == []
    for _ in range(45):
        front.press("ArrowRight")
    assert front.do(asked) == [50], "before it is needed"
    view = front.do("fake.sent[0].view")
    for page in range(1, 12):
        front.do(f"() => fake.say({{t: 'goto', view: {view!r}, i: {page * 400}}})")
        front.press()
    before = len(front.do(asked))
    front.do(f"() => fake.say({{t: 'goto', view: {view!r}, i: 0}})")
    front.press()
    assert front.do(asked)[before:] == [0], "long forgotten"
    assert "tuit número 0" in front.page.locator(".c20a-text").text_content()


# -- for the ear --------------------------------------------------------------------------------------------


def spoken(front) -> list[list[str]]:
    """What the live region holds, as [language, text]: each part in the language a voice would read it in."""
    return front.do(
        "[...document.querySelector('.c20a > .c20a-aloud').childNodes].filter((n) => n.textContent.trim())"
        ".map((n) => [(n.lang || n.parentNode.closest('[lang]').lang), n.textContent.trim()])"
    )


def test_a_reply_is_announced_with_what_it_answers(show):
    """Once, before the tweet, quoted short, each part in its language; who is no customer is said to be so."""
    first = {"author": "Iberia", "role": "brand", "time": "18:00", "text": "Hola " * 100, "lang": "es"}
    asks = {
        "author": "cliente_0505",
        "role": "customer",
        "time": "18:01",
        "text": "Nobody knew.",
        "lang": "en",
    }
    front = show(
        items=[{}, {"context": [asks]}, {"context": [asks, first], "author": "Iberia", "role": "brand"}]
    )
    front.press("ArrowRight")
    assert (
        front.heard == "Tuit 2 de 120. Responde a cliente_0505: «Nobody knew.». cliente_0001. tuit número 1"
    )
    assert ["en", "«Nobody knew.»."] in spoken(front)
    assert ["es", "tuit número 1"] in spoken(front)
    front.press("ArrowRight")
    assert "Responde a Iberia (marca): «Hola " in front.heard
    assert "Antes en el hilo: 1 (H). Iberia (marca). tuit número 2" in front.heard
    assert len(front.heard) < 350


def test_coming_back_says_what_was_said_of_the_tweet(show):
    """Its labels, that it was skipped, that it has a note; nothing of one that is pending."""
    items = [{"labels": ["upset", "joke"], "status": "labelled"}, {"status": "skipped", "note": "x"}]
    front = show(multiple=True, items=items)
    front.press("ArrowRight")
    assert front.heard.endswith("tuit número 1. Saltado. Con nota.")
    front.press("ArrowLeft")
    assert front.heard.endswith("tuit número 0. Etiquetado: Enfado, Broma.")
    front.press("ArrowRight", "ArrowRight")
    assert front.heard.endswith("tuit número 2")


def luminance(colour: str) -> float:
    parts = [float(x) / 255 for x in re.findall(r"[\d.]+", colour)[:3]]
    red, green, blue = (x / 12.92 if x <= 0.04045 else ((x + 0.055) / 1.055) ** 2.4 for x in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("media", ["light", "dark", "forced"])
def test_the_focus_is_seen_on_every_button(show, media):
    """A ring of 3 px, 2 px off, at least 3:1 against its ground, marked or not, whatever the notebook's own rules."""
    style = (
        ":root { color-scheme: light dark } body { background: Canvas }"
        ".jp-A button:focus-visible { outline: 1px solid rgb(25, 118, 210); outline-offset: -1px; box-shadow: none }"
    )
    front = show(multiple=True, style=style, items=[{"labels": ["joke"], "status": "labelled"}])
    front.do("() => document.body.classList.add('jp-A')")
    forced = {"color_scheme": "light", "forced_colors": "active"}
    front.page.emulate_media(
        **forced if media == "forced" else {"color_scheme": media, "forced_colors": "none"}
    )
    for name in ("Enfado", "Broma"):
        for _ in range(30):
            front.press("Tab")
            if name in front.do("document.activeElement.textContent"):
                break
        seen = front.do(
            "(() => { const e = document.activeElement, s = getComputedStyle(e);"
            " const r = getComputedStyle(e.closest('.c20a'));"
            " return [s.outlineWidth, s.outlineOffset, s.outlineStyle, s.outlineColor, s.backgroundColor,"
            " r.backgroundColor, s.boxShadow] })()"
        )
        width, offset, kind, ring, button, ground, gap = seen
        assert (width, offset, kind) == ("3px", "2px", "solid")
        assert contrast(ring, ground) >= 3
        if name == "Broma":
            assert contrast(button, ground) >= 3, "between the ring and a marked label lies the ground"
        if media != "forced":
            assert contrast(gap, ring) >= 3


def test_a_key_that_stays_says_why(show):
    """While a tweet is not saved Enter and the arrow say so each time, and its label's name does too."""
    front = show(multiple=True)
    front.do("() => { fake.full = 'Lleno.' }")
    front.press("2")
    assert (
        front.page.get_by_role("checkbox", name="Broma (sin guardar)").get_attribute("aria-checked") == "true"
    )
    for one in ("Enter", "ArrowRight"):
        front.do("document.querySelector('.c20a > .c20a-aloud').replaceChildren()")
        front.press(one)
        assert front.heard == "No se ha guardado: sigues en el tuit 1, y se reintenta."
    front.do("() => { fake.full = '' }")
    front.press("Enter")
    assert "Ya está guardado" in front.heard
    assert front.page.get_by_role("checkbox", name="Broma", exact=True).count() == 1
    one = show()
    one.do("() => { fake.full = 'Lleno.' }")
    one.press("2", "3")
    assert one.heard.startswith("Pregunta. No se ha guardado: sigues en el tuit 1")


@pytest.mark.parametrize(("multiple", "told"), [(True, "keys_many"), (False, "keys_one")])
def test_entering_says_where_one_is_and_the_keys(show, multiple, told):
    """Position, tweet and keys when the focus comes from outside, and not when it moves inside."""
    front = show(multiple=multiple, focus=False)
    assert front.heard == ""
    front.root.focus()
    assert front.heard == f"Tuit 1 de 120. cliente_0000. tuit número 0. {words('es')[told]}"
    front.do("document.querySelector('.c20a > .c20a-aloud').replaceChildren()")
    front.press("Tab", "Tab")
    assert front.heard == ""
    assert front.page.locator(".c20a-keyboard").get_attribute("aria-hidden") is None
    described = front.root.get_attribute("aria-describedby")
    assert "modo foco" in front.page.locator(f"#{described}").text_content()


@pytest.mark.parametrize("key", ["Enter", "Space"])
def test_digits_work_after_a_button(show, key):
    """Next keeps the focus when it is pressed by keyboard; the keys go on working from there."""
    front = show(multiple=True)
    front.page.locator("[data-do=next]").focus()
    front.press(key, "2")
    assert (front.at, front.labels(2)) == (2, ["", "joke"])
    assert front.do("document.activeElement.dataset.do") == "next"
    front.press(key)
    assert front.at == 3


def test_a_label_s_description_is_short(show):
    """The first sentence of its definition, without its title or example; none where there is no definition."""
    front = show(book=CUSTOMER_VOICES)
    for button, code in zip(
        front.page.locator(".c20a-labels button").all(), CUSTOMER_VOICES.codes, strict=True
    ):
        told = front.page.locator(f"#{button.get_attribute('aria-describedby')}").text_content()
        definition = code.definition.to("es")
        assert definition.startswith(told) and told.endswith(".")
        assert len(told) < 250
        assert not told.startswith(code.title.to("es"))
    own = show(book=Codebook.of(["queja", "broma"]))
    assert own.page.locator(".c20a-labels [aria-describedby]").count() == 0


def test_marking_and_unmarking_sound_different(show):
    """Each says what it did, an exclusive label what it took away too; none left is said to be pending."""
    front = show(multiple=True)
    steps = {
        "1": "Marcado: Enfado.",
        "3": "Marcado: Pregunta.",
        "4": "Marcado: Otra cosa. Quitado: Enfado, Pregunta.",
    }
    for key, told in steps.items():
        front.press(key)
        assert front.heard == told
    front.press("4")
    assert front.heard == "Quitado: Otra cosa. Sin etiqueta: vuelve a estar pendiente."
    front.press("Enter")
    assert front.heard.startswith("Queda pendiente. Tuit 2 de 120. ")
    front.press("1", "Enter")
    assert front.heard.startswith("Tuit 3 de 120. ")


def test_undo_says_what_it_undid(show):
    """The label that goes or comes back, the skip, the note; with one full stop."""
    front = show(multiple=True)
    front.press("1", "1", "d")
    assert front.heard == "Deshecho. Marcado: Enfado."
    front.press("d")
    assert front.heard == "Deshecho. Quitado: Enfado. Queda pendiente."
    front.press("s", "d")
    assert front.heard.startswith("Deshecho. Ya no está saltado. Queda pendiente. Tuit 1 de 120. cliente")
    front.press("n", "x", "Enter", "d")
    assert front.heard == front.told == "Deshecho. La nota, como antes."


def test_narrow_keeps_a_definition_with_its_labels(show):
    """At 320 px beside Jupyter's bars: labels, definition, note, buttons; no empty room; a name in one line."""
    front = show(book=CUSTOMER_VOICES, multiple=True)
    front.page.set_viewport_size({"width": 250, "height": 600})
    front.press("1")
    box = {
        name: front.page.locator(where).bounding_box()
        for name, where in {
            "labels": ".c20a-labels",
            "meaning": ".c20a-meaning > .on",
            "room": ".c20a-meaning",
            "note": ".c20a-note",
            "name": ".c20a-who .c20a-name b",
        }.items()
    }
    assert 0 <= box["meaning"]["y"] - box["labels"]["y"] - box["labels"]["height"] < 24
    assert box["room"]["height"] - box["meaning"]["height"] < 8
    assert 0 <= box["note"]["y"] - box["room"]["y"] - box["room"]["height"] < 24
    assert box["name"]["height"] < 25


def test_what_opens_by_key_is_announced_and_has_headings(show):
    """Codebook and thread say that they opened or closed; each code is a heading; the thread is read out."""
    above = [
        {"author": f"a{n}", "role": "customer", "time": "18:00", "text": f"said {n}", "lang": "en"}
        for n in range(2)
    ]
    front = show(items=[{"context": above}])
    front.press("l")
    assert front.heard == "Libro de códigos abierto, debajo de los botones; L lo cierra."
    names = front.page.get_by_role("heading", level=3).all_inner_texts()
    assert [name.split("\n")[-1].strip() for name in names] == ["Enfado", "Broma", "Pregunta", "Otra cosa"]
    front.press("l")
    assert front.heard == "Libro de códigos cerrado."
    front.press("h")
    assert front.heard == "Hilo abierto. a0: said 0"
    assert spoken(front)[-1] == ["en", "said 0"]
    front.press("h")
    assert front.heard == "Hilo cerrado."
    front.press("ArrowRight", "h")
    assert front.heard == front.told == "No hay más tuits antes en el hilo."


# -- for everybody ------------------------------------------------------------------------------------------

THEMES = {
    "lab light": ("theme-light-extension", "true", {}),
    "lab dark": ("theme-dark-extension", "false", {}),
    "lab dark high contrast": ("theme-dark-high-contrast-extension", "false", {}),
    "plain": ("", "", {}),
    "plain dark": ("", "", {"color_scheme": "dark"}),
    "forced colors": ("", "", {"forced_colors": "active"}),
}


@pytest.mark.parametrize("theme", THEMES)
def test_axe_finds_nothing(chromium, show, theme):
    """No violation of accessibility in any theme: asleep, labelled, told, failing, finished, without a kernel."""
    language = "es" if "dark" in theme else "en"
    extension, light, media = THEMES[theme]
    style = "body { background: var(--jp-layout-color0, Canvas); } :root { color-scheme: light dark; }"
    if extension:
        folder = Path(sys.prefix, "share", "jupyter", "lab", "themes", "@jupyterlab", extension)
        style += (folder / "index.css").read_text("utf-8").replace("url(", "url(data:,")
    context = [{"author": "Iberia", "role": "brand", "time": "18:00", "text": "Hola " * 300, "lang": "es"}]
    first = {"context": context * 2, "original": "Hola " * 300}
    more = {"items": [first, {"context": context}], "total": 4, "problems": ["x"], "style": style}
    for multiple in (True, False):
        front = show(language=language, multiple=multiple, focus=False, **more)
        front.page.emulate_media(**{"color_scheme": "light", "forced_colors": "none"} | media)
        front.do(f"() => {{ if ({light!r}) document.body.dataset.jpThemeLight = {light!r} }}")
        front.do(AXE)
        steps = {
            "asleep": [],
            "labelled": ["() => fake.focus()", "1", keys(language)["book"], keys(language)["thread"]],
            "failing": ["() => { fake.full = 'Full.' }", "2"],
            "ended": ["() => { fake.gone = true; fake.fire('comm_live_update') }"],
        }
        if not multiple:
            steps = {
                "told": ["() => fake.focus()", "1", "s", "2", "1", "p"],
                "finished": ["2"],
            }
        for name, acts in steps.items():
            for act in acts:
                front.do(act) if act.startswith("(") else front.press(act)
            found = front.do(
                "new Promise(requestAnimationFrame).then(() => axe.run('main', {resultTypes: ['violations']}))"
                ".then((r) => r.violations.map((v) =>"
                " [v.id, ...v.nodes.map((n) => n.html.slice(0, 120) + n.failureSummary)]))"
            )
            assert found == [], name


def test_a_choice_is_never_colour_alone(show):
    """A chosen, a pending and a skipped tweet differ in sign and words too."""
    front = show()
    front.press("2", "ArrowLeft")
    sign = "(e) => getComputedStyle(e.querySelector('i'), '::before').visibility"
    assert front.button("Broma").evaluate(sign) == "visible"
    assert front.button("Enfado").evaluate(sign) == "hidden"
    assert front.page.locator(".c20a-chip").text_content() == "etiquetado"
    front.press("s", "ArrowLeft")
    assert front.page.locator(".c20a-chip").text_content() == "saltado"
    assert front.page.locator("[data-do=skip]").get_attribute("aria-pressed") == "true"


def test_the_module_makes_no_html_of_text():
    """No way from a string to markup or code, and no word that is not there in both languages."""
    source = "".join((STATIC / name).read_text("utf-8") for name in ("annotator.js", "view.js"))
    for danger in ("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(", "Function("):
        assert danger not in source
    told = set(re.findall(r"\bW\.(\w+)", source))
    assert told <= set(words("es"))
    computed = set(
        ["done", "skipped", "left", "is_labelled", "is_skipped", "is_unsaved", "file", "saving", "saved"]
    )
    computed |= {
        "finished",
        "seen",
        "previous",
        "next",
        "skip",
        "undo",
        "todo",
        "todo_long",
        "customer",
        "brand",
        "media",
    }
    assert set(words("es")) <= told | computed, "a word that nobody says"
