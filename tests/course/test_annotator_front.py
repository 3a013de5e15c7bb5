"""The annotator's front end in a bare page, with a model that answers as Python does: no Jupyter, no kernel."""

from importlib import resources

import pytest

from course.annotation.codebook import Code, Codebook, Example
from course.annotation.front_words import SILENT, WAITING, keys, words
from course.language import Text

STATIC = resources.files("course.annotation") / "static"
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
      const next = items.slice(m.after + 1).find(free) || items.find(free);
      fake.say({t: 'goto', view: m.view, i: next ? next.i : null});
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
    def heard(self) -> str:
        return self.page.locator(".c20a-aloud").text_content()

    def press(self, *presses: str) -> None:
        for one in presses:
            self.page.keyboard.press(one)
        self.page.evaluate("() => new Promise((done) => setTimeout(done))")  # answers come in microtasks

    def do(self, script: str):
        return self.page.evaluate(script)

    def labels(self, upto: int) -> list[str]:
        return self.do(f"fake.items.slice(0, {upto}).map((x) => x.labels.join('|'))")

    def puts(self) -> list[dict]:
        return self.do("fake.sent.filter((m) => m.t === 'put')")

    def button(self, name: str):
        return self.page.locator(".c20a-labels button", has_text=name)


@pytest.fixture(scope="module")
def tab(chromium):
    context = chromium.new_context(viewport={"width": 900, "height": 800}, reduced_motion="reduce")
    page = context.new_page()
    yield page
    context.close()


@pytest.fixture
def show(tab):
    """Open the annotator: `show(language=, multiple=, total=, items=, style=, **hello)`."""
    errors = []
    tab.on("pageerror", errors.append)

    def open_(*, language="es", multiple=False, total=120, items=(), style="", focus=True, **more) -> Front:
        tab.goto("about:blank")
        tab.set_content(
            f"<!doctype html><html lang={language}><head><title>t</title><style>{style}</style></head>"
            "<body><h1>x</h1><main></main></body></html>"
        )
        book = more.pop("book", None) or codebook(multiple=multiple)
        tweets = [tweet(i, language) for i in range(total)]
        for i, changed in enumerate(items):
            tweets[i] |= changed
        given = {
            "esm": (STATIC / "annotator.js").read_text("utf-8"),
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
    tab.remove_listener("pageerror", errors.append)
    assert not errors, errors
