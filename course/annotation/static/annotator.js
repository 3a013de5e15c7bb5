// One view of the annotator. Python holds the labels and writes the file; a view shows, asks, and says what
// became of it. Three rules: tweets are text, never HTML; nothing that may have the focus is made anew; nothing
// counts as saved before Python has said so.

const LATE = 3000; // ms without an answer before it is said
const MANY = 5; // changes without an answer after which, once late, no more are taken
const MOST = 50; // and never more than these
const PAGES = 6; // pages of tweets kept
const ALOUD = 400; // characters of a tweet that are announced
const ECHO = 200; // and of the one it answers
const ROLES = ["customer", "brand", "media"];

const make = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === "function") node.addEventListener(name, value);
    else if (value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child || child === 0));
  return node;
};
const fill = (words, values) => words.replace(/\{(\w+)\}/g, (_, name) => values[name] ?? "");
const ended = (words) => (!words || /[.:!?\u2026]$/.test(words) ? words : `${words}.`);
const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);
const short = (text, most) => (text.length > most ? `${text.slice(0, most)}\u2026` : text);
// A description is heard with each label of each tweet: the first sentence is enough, and no title twice.
const gist = ({ title, definition }) =>
  definition.trim() === title ? "" : /^[^]*?[.!?\u2026](?=\s+[\p{Lu}\u00bf\u00a1\u00ab"\u201c]|\s*$)/u.exec(definition)?.[0] ?? definition;
const mark = (key) => key && make("kbd", { "aria-hidden": "true" }, key);
// Control characters as the symbols that stand for them; line ends and tabs stay.
const shown = (text) =>
  String(text ?? "")
    .replace(/\r\n?/g, "\n")
    .replace(/[\0-\x08\x0b-\x1f]/g, (c) => String.fromCharCode(0x2400 + c.charCodeAt(0)))
    .replace(/\x7f/g, "\u2421")
    .replace(/[\x80-\x9f]/g, "\ufffd");
const write = (node, text, lang) => {
  node.textContent = shown(text);
  if (lang) node.lang = lang;
};

export default function annotator(el, hello, send) {
  const { view, words: W, keys: K, codebook, total, page } = hello;
  const { codes, multiple } = codebook;
  const known = new Map(codes.map((code) => [code.code, code]));
  const id = (name) => `c20a-${view}-${name}`;
  const items = new Map(); // index -> tweet as Python last told it
  const asked = new Set(); // first indices of the pages asked for
  const sent = new Map(); // number -> change that Python has not acknowledged
  const drafts = new Map(); // index -> note that the view left behind
  let at = hello.start; // the tweet shown
  let drawn = null; // the tweet whose text is in the card
  let serial = 0;
  let counts = hello.counts;
  let over = false; // the kernel is gone
  let alarmed = ""; // why the banner is there
  let chosen = -1; // the code whose definition stays
  let notice = () => ""; // what is said where definitions are, until the next step
  let ending = null; // what is said of the whole, once nothing is pending
  let wait = 1000; // ms to the next try after a failed save
  let retrying = 0, watching = 0, typing = 0, looked = -Infinity;

  // -- what is seen: made once ------------------------------------------------------------------------------
  const position = make("span", { class: "c20a-position", id: id("position") });
  const chip = make("span", { class: "c20a-chip" });
  const stats = ["done", "skipped", "left"].map((name) => {
    const number = make("b");
    return { name, number, node: make("span", { "data-stat": name }, make("i", { "aria-hidden": "true" }), `${W[name]} `, number) };
  });
  const bar = make("div", { class: "c20a-bar", role: "progressbar", "aria-valuemin": 0, "aria-valuemax": total, "aria-label": W.done },
    make("i"), make("i"));
  const alarm = make("div", { role: "alert" });
  const again = make("button", { type: "button", click: () => retry() }, W.again);
  const banner = make("div", { class: "c20a-banner", hidden: "" }, alarm, again);
  const problems = make("ul", { class: "c20a-problems", hidden: "" });

  const before = make("ol");
  const fold = make("span");
  const older = make("details", {}, make("summary", { "aria-keyshortcuts": K.thread }, fold, mark(K.thread.toUpperCase())), before);
  const asker = make("p");
  const answered = make("div", { class: "c20a-quote", role: "group", "aria-label": W.thread, dir: "auto" });
  const thread = make("div", { class: "c20a-thread", role: "group", "aria-label": W.thread, hidden: "" }, older, asker, answered);
  const avatar = make("span", { class: "c20a-avatar", "aria-hidden": "true" });
  const author = make("b", { dir: "auto" });
  const role = make("span", { class: "c20a-role" });
  const time = make("span", { class: "c20a-time" });
  const text = make("div", { class: "c20a-text", role: "group", "aria-label": W.tweet, dir: "auto" });
  const original = make("div", { class: "c20a-original", lang: "es", dir: "auto" });
  const source = make("div", { class: "c20a-source" });
  const who = make("div", { class: "c20a-who" }, avatar, make("span", { class: "c20a-name" }, author, role), time);
  const card = make("div", { class: "c20a-card", role: "group", "aria-labelledby": id("position") },
    thread, who, text, make("div", { class: "c20a-gloss", hidden: "" }, make("span", {}, W.original), original), source);
  const gloss = original.parentNode;
  const boxes = [answered, text, original]; // which scroll when they are long
  write(source, hello.source);

  const question = make("div", { class: "c20a-question", id: id("question") },
    make("b", {}, codebook.question), " ", make("span", {}, multiple ? W.many : W.one));
  const gists = make("div", { hidden: "" }, ...codes.map((code, k) => make("span", { id: id(`gist-${k}`) }, gist(code))));
  const buttons = codes.map((code, k) =>
    make("button", {
      type: "button", "aria-keyshortcuts": code.key, "aria-describedby": gist(code) && id(`gist-${k}`) || undefined,
      role: multiple && "checkbox", [multiple ? "aria-checked" : "aria-pressed"]: "false",
      click: () => choose(k), focus: () => define(k), pointerenter: () => define(k, true), pointerleave: () => define(chosen),
    }, mark(code.key), make("span", {}, code.title, make("span", { class: "c20a-aloud" })), make("i", { "aria-hidden": "true" })));
  const labels = make("div", { class: "c20a-labels", role: "group", "aria-labelledby": id("question") }, ...buttons);
  const meanings = codes.map((code, k) => {
    const example = code.examples[0];
    return make("div", {},
      make("b", {}, code.title), code.definition && `: ${code.definition} `, multiple && code.exclusive && make("em", {}, W.alone),
      example && make("p", {}, `${W.example}: `, make("q", {}, example.tweet)));
  });
  const unpicked = make("div", { class: "on" }, W.pick);
  const meaning = make("div", { class: "c20a-meaning" }, unpicked, ...meanings);

  const note = make("textarea", {
    id: id("note"), rows: 1, maxlength: 2000, dir: "auto", placeholder: W.note_hint, "aria-keyshortcuts": K.note.toUpperCase(),
    blur: () => keepNote(), input: () => { clearTimeout(typing); typing = setTimeout(keepNote, 1500); },
  });
  const noted = make("div", { class: "c20a-note" }, make("label", { for: id("note") }, W.note, mark(K.note.toUpperCase())), note);
  const does = {
    previous: [() => move(at - 1), "\u2190", "ArrowLeft"],
    next: [() => onward(), multiple ? W.enter : "\u2192", multiple ? "ArrowRight Enter" : "ArrowRight"],
    skip: [skip, K.skip.toUpperCase(), K.skip],
    undo: [undo, K.undo.toUpperCase(), `${K.undo} Control+Z`],
    todo: [todo, K.todo.toUpperCase(), K.todo],
  };
  const tools = Object.entries(does).map(([name, [act, key, keys]]) =>
    make("button", { type: "button", "data-do": name, "aria-keyshortcuts": keys, "aria-label": W[`${name}_long`], title: W[`${name}_long`], click: act },
      mark(key), make("span", {}, W[name])));
  const [previous, next, skipper] = tools;
  const go = make("input", { type: "text", inputmode: "numeric", maxlength: 7, size: 4, autocomplete: "off", "aria-keyshortcuts": K.go, change: visit });
  const bench = make("div", { class: "c20a-tools" }, ...tools);
  next.after(make("label", { class: "c20a-go", title: W.go_long }, make("span", {}, W.go), mark(K.go.toUpperCase()), go));
  const foot = make("span", { class: "c20a-saved" });
  // The two share a place, so that nothing moves under a click; the focus goes to the whole before the click ends.
  const wake = (event) => (event.preventDefault(), root.focus({ preventScroll: true }), reveal());
  const start = make("button", { type: "button", class: "c20a-start", tabindex: -1, mousedown: wake, click: wake }, W.start);
  const keyboard = make("span", { class: "c20a-keyboard" }, W.awake);
  const reader = make("span", { id: id("reader"), hidden: "" }, W.reader);
  const quoted = (list, title) => list.length && make("div", {}, make("p", { class: "c20a-sub" }, title), make("ul", {}, ...list.map((example) =>
    make("li", {}, make("q", {}, example.tweet), " ",
      make("b", {}, `\u2192 ${example.codes.map((code) => known.get(code)?.title ?? code).join(" + ")}.`), example.why && ` ${example.why}`))));
  const book = make("details", { class: "c20a-book" },
    make("summary", { "aria-keyshortcuts": K.book }, `${W.book}: ${codebook.title}`, mark(K.book.toUpperCase())),
    ...codes.map((code) => make("div", { class: "c20a-entry" }, make("h3", { class: "c20a-name" }, mark(code.key), make("b", {}, code.title)), make("p", {}, code.definition),
      quoted(code.examples, W.examples), quoted(code.borderline, W.borderline))));
  const live = make("div", { class: "c20a-aloud", "aria-live": "polite" });
  const root = make("div", {
    class: "c20a", role: "group", "aria-label": W.region, "aria-describedby": id("reader"), tabindex: 0, lang: hello.language,
    focusin: arrive, focusout: (event) => root.contains(event.relatedTarget) || asleep(),
  },
    make("div", { class: "c20a-head" }, position, chip, make("div", { class: "c20a-stats" }, ...stats.map((stat) => stat.node)), bar),
    make("div", { class: "c20a-strip" }, make("div", {}, start, keyboard), foot),
    banner, problems,
    make("div", { class: "c20a-body" }, card, make("div", { class: "c20a-choice" }, question, labels, noted), meaning, bench),
    book, gists, reader, live);
  el.append(make("style", {}, hello.css), root);

  // -- what is known ----------------------------------------------------------------------------------------
  const now = (index) => {
    let item = items.get(index);
    for (const change of sent.values()) if (item && change.i === index) item = { ...item, ...change, saved: true };
    return item;
  };
  const ask = (index) => {
    const start = Math.floor(index / page) * page;
    if (index < 0 || index >= total || asked.has(start) || over) return;
    asked.add(start);
    tell({ t: "page", start });
  };
  const keep = (told) => {
    for (const item of told) items.set(item.i, item);
    while (asked.size > PAGES) {
      const far = [...asked].reduce((a, b) => (Math.abs(a - at) > Math.abs(b - at) ? a : b));
      asked.delete(far);
      for (let index = far; index < far + page; index++) items.delete(index);
    }
  };
  const tell = (message) => {
    try {
      send(message);
      return true;
    } catch {
      end();
      return false;
    }
  };
  const oldest = () => Math.min(...[...sent.values()].map((change) => change.at));
  const late = () => sent.size > 0 && performance.now() - oldest() > LATE;
  const stopped = () => {
    if (!over && sent.size < MOST && !(late() && sent.size >= MANY)) return false;
    if (!over) warn("late", fill(W.stopped, { which: which() }));
    return true;
  };
  const which = () => {
    const lost = new Map();
    for (const index of counts.waiting) lost.set(index, now(index));
    for (const change of sent.values()) if (change.i !== undefined) lost.set(change.i, change);
    const named = [...lost].slice(0, 20).map(([index, item]) => {
      const titles = (item?.labels ?? []).map((code) => known.get(code)?.title ?? code).join(" + ");
      const what = item?.status === "skipped" ? W.is_skipped : titles;
      return fill(W.tweet_n, { i: index + 1 }) + (what ? ` (${what})` : "");
    });
    return named.join(", ") + (lost.size > 20 ? "\u2026" : "");
  };

  // -- what is drawn ----------------------------------------------------------------------------------------
  const person = (name, kind) => [shown(name), ROLES.includes(kind) ? W[kind] : shown(kind)];
  const drawTweet = (item) => {
    const said = item ?? { text: W.loading, lang: hello.language, context: [] };
    thread.hidden = !said.context?.length;
    const speaker = (above) => {
      const [name, kind] = person(above.author, above.role);
      return [make("b", { dir: "auto" }, name), ` ${kind} \u00b7 ${shown(above.time)}`];
    };
    const [parent, ...further] = [...(said.context ?? [])].reverse();
    older.hidden = !further.length;
    older.open = false;
    fold.textContent = fill(W.older, { n: further.length });
    before.replaceChildren(...further.reverse().map((above) => {
      const quote = make("div", { dir: "auto" });
      write(quote, above.text, above.lang);
      return make("li", {}, ...speaker(above), quote);
    }));
    asker.replaceChildren(...(parent ? speaker(parent) : []));
    write(answered, parent?.text, parent?.lang);
    const [name, kind] = person(said.author, said.role);
    author.textContent = name;
    role.textContent = kind;
    avatar.textContent = [...name.replace(/^[^\p{L}\p{N}]+/u, "")][0]?.toUpperCase() ?? "";
    avatar.dataset.role = said.role ?? "";
    time.textContent = shown(said.time);
    who.hidden = !(name || kind || said.time);
    write(text, said.text, said.lang);
    gloss.hidden = !said.original;
    write(original, said.original);
    for (const box of boxes) box.scrollTop = 0;
    requestAnimationFrame(() => {
      for (const box of boxes) {
        if (box.scrollHeight > box.clientHeight + 1) box.tabIndex = 0;
        else if (box !== document.activeElement) box.removeAttribute("tabindex");
      }
    });
  };
  const draw = (said = "") => {
    for (const index of [at, at + 10, at - 10]) ask(index);
    const item = now(at);
    const text_of = item && [item.i, item.text].join();
    const moved = drawn?.at !== at;
    if (moved || drawn.text !== text_of) {
      drawTweet(item);
      if (moved) heed(() => ""), define(-1);
      position.textContent = fill(W.position, { i: at + 1, total });
      if (item && drawn && (moved || !drawn.text)) aloud(said, ...described(item));
      if (moved && drawn && root.contains(document.activeElement)) requestAnimationFrame(reveal);
      drawn = { at, text: text_of };
    } else if (said) aloud(said);
    const lost = over && [...sent.values()].some((change) => change.i === at);
    const pending = lost || (item && !item.saved) || counts.waiting.includes(at);
    buttons.forEach((button, k) => {
      const on = item?.status === "labelled" && item.labels.includes(codes[k].code);
      button.setAttribute(multiple ? "aria-checked" : "aria-pressed", on);
      button.classList.toggle("waiting", Boolean(on && pending));
      button.querySelector(".c20a-aloud").textContent = on && pending ? ` (${W.is_unsaved})` : "";
    });
    const strange = (item?.labels ?? []).filter((code) => !known.has(code)).map(shown);
    const state = pending ? "unsaved" : item?.status === "labelled" || item?.status === "skipped" ? item.status : "";
    chip.textContent = [state && W[`is_${state}`], ...strange].filter(Boolean).join(": ");
    card.dataset.state = chip.dataset.state = state;
    skipper.setAttribute("aria-pressed", item?.status === "skipped");
    previous.setAttribute("aria-disabled", over || at <= 0);
    next.setAttribute("aria-disabled", over || at >= total - 1);
    if (document.activeElement !== note || moved) note.value = drafts.get(at) ?? item?.note ?? "";
    unpicked.textContent = notice() || W.pick;
    drawFoot();
  };
  const left = () => Math.max(0, total - counts.done - counts.skipped);
  const drawCounts = () => {
    const values = { ...counts, left: left() };
    for (const { name, number } of stats) number.textContent = values[name];
    bar.setAttribute("aria-valuenow", counts.done);
    bar.setAttribute("aria-valuetext", fill(W.progress, { done: counts.done, total }));
    const [done, skipped] = bar.children;
    done.style.width = `${(100 * counts.done) / Math.max(1, total)}%`;
    skipped.style.width = `${(100 * counts.skipped) / Math.max(1, total)}%`;
    const ended = left() || counts.unsaved || !total ? "" : counts.skipped ? "seen" : "finished";
    if (ended && ending !== null && ending !== ended) aloud(wholly(ended));
    ending = ended;
  };
  const wholly = (name) => fill(W[name], { ...counts, total, file: hello.file, key: K.todo.toUpperCase() });
  const drawFoot = () => {
    const late_by = sent.size ? performance.now() - oldest() : 0;
    const unsaved = over ? Math.max(counts.unsaved, sent.size) : counts.unsaved;
    foot.dataset.state = unsaved ? "" : sent.size && late_by > 300 ? "saving" : ending || (serial ? "saved" : "");
    foot.textContent = unsaved ? `${W.unsaved}: ${unsaved}` : wholly(foot.dataset.state || "file");
  };
  const define = (k, passing = false) => {
    if (!passing) chosen = k;
    unpicked.classList.toggle("on", k < 0);
    meanings.forEach((node, n) => node.classList.toggle("on", n === k));
  };
  // A sentence for eyes; it is worked out again as answers come.
  const heed = (words) => {
    notice = words;
    unpicked.textContent = words() || W.pick;
    unpicked.classList.toggle("said", Boolean(words()));
    if (words()) define(-1);
  };
  const say = (words) => {
    heed(words);
    aloud(words());
  };
  const last = () => (left() + counts.skipped ? fill(W.last_more, { key: K.todo.toUpperCase() }) : W.last);
  // Bring the tweet back into view when it is not: a page that jumps otherwise is no place to read.
  const reveal = () => {
    let pane = root.parentElement;
    while (pane && !(pane.scrollHeight > pane.clientHeight + 1 && /auto|scroll/.test(getComputedStyle(pane).overflowY))) pane = pane.parentElement;
    const seen = pane?.getBoundingClientRect() ?? { top: 0, bottom: innerHeight };
    const top = Math.max(0, seen.top), bottom = Math.min(innerHeight, seen.bottom);
    if (card.getBoundingClientRect().top >= top - 4 && text.getBoundingClientRect().bottom <= bottom + 4) return;
    const fits = root.offsetHeight <= bottom - top;
    (fits ? root : card).scrollIntoView({ block: fits ? "nearest" : "start", behavior: "instant" });
  };
  // Sentences in the reader's language, and [text, language] of what is quoted.
  const aloud = (...parts) => {
    const heard = parts.filter((part) => part && part[0]);
    live.replaceChildren(...heard.flatMap((part, n) => {
      const [words, lang] = typeof part === "string" ? [part] : part;
      const last = n === heard.length - 1;
      const whole = last && (lang || n === 0) ? words : ended(words);
      return [lang ? make("span", { lang }, whole) : whole, last ? "" : " "];
    }));
  };
  // A tweet for the ear: where one is, what it answers, who says it, what, and what was said of it before.
  const described = (item) => {
    const above = item.context ?? [];
    const parent = above.at(-1);
    const named = (one) => shown(one.author) + (one.role !== "customer" && one.author ? ` (${person("", one.role)[1]})` : "");
    const state = item.status === "labelled" ? `${W.is_labelled}: ${titles(item.labels)}` : item.status === "skipped" ? W.is_skipped : "";
    const unsaved = !item.saved || counts.waiting.includes(item.i);
    return [
      position.textContent,
      parent && `${W.thread} ${named(parent)}:`,
      parent && [`\u00ab${short(shown(parent.text), ECHO)}\u00bb`, parent.lang],
      above.length > 1 && `${fill(W.older, { n: above.length - 1 })} (${K.thread.toUpperCase()})`,
      named(item),
      [short(shown(item.text), ALOUD), item.lang],
      capital(state),
      unsaved && capital(W.is_unsaved),
      item.note && W.noted,
    ];
  };
  const titles = (labels) => labels.map((code) => known.get(code)?.title ?? shown(code)).join(", ");
  const warn = (why, words) => {
    alarmed = why;
    if (why !== "failed" && document.activeElement === again) root.focus({ preventScroll: true });
    banner.hidden = !why;
    again.hidden = why !== "failed";
    if (alarm.textContent !== words) alarm.textContent = words;
  };
  const calm = (...whys) => whys.includes(alarmed) && warn("", "");
  const update = (told) => {
    const was = counts.unsaved;
    counts = told;
    problems.hidden = !counts.problems.length;
    if (problems.childElementCount !== counts.problems.length)
      problems.replaceChildren(...counts.problems.map((problem) => make("li", {}, shown(problem))));
    if (counts.unsaved) {
      if (!over) warn("failed", fill(W.failed, { which: which(), error: counts.error ?? "" }));
      if (!retrying && !over) {
        retrying = setTimeout(retry, wait);
        wait = Math.min(2 * wait, 15000);
      }
    } else {
      clearTimeout(retrying);
      retrying = 0;
      wait = 1000;
      calm("failed");
      if (was) aloud(W.recovered);
    }
    drawCounts();
  };

  // -- what the student does --------------------------------------------------------------------------------
  function change(labels, status) {
    const made = { i: at, labels, status, note: note.value };
    sent.set(++serial, { ...made, at: performance.now() });
    if (!tell({ t: "put", seq: serial, ...made })) return false;
    clearTimeout(typing);
    drafts.delete(at);
    watch();
    return true;
  }
  function advance(said) {
    const stay = at >= total - 1;
    if (!stay && !counts.unsaved) at += 1;
    draw(!stay && counts.unsaved ? `${ended(said)} ${stays()}` : said);
    if (stay) heed(last);
  }
  function choose(k) {
    const code = codes[k];
    const item = now(at);
    heed(() => "");
    define(k);
    if (!root.contains(document.activeElement)) root.focus({ preventScroll: true });
    if (!item || stopped()) return;
    if (!multiple) {
      if (change([code.code], "labelled")) advance(code.title);
      return;
    }
    const had = item.status === "labelled" ? item.labels.filter((name) => known.has(name)) : [];
    const rest = had.filter((name) => name !== code.code && !(known.get(name).exclusive || code.exclusive));
    const on = !had.includes(code.code);
    const kept = on ? [...rest, code.code] : had.filter((name) => name !== code.code);
    if (!on) define(codes.findIndex((one) => one.code === kept.at(-1)));
    const off = had.filter((name) => !kept.includes(name));
    if (change(kept, kept.length ? "labelled" : "cleared")) draw(differing(on ? [code.code] : [], off) + (kept.length ? "" : ` ${W.cleared}`));
  }
  const differing = (on, off) => [on.length && fill(W.on, { what: titles(on) }), off.length && fill(W.off, { what: titles(off) })].filter(Boolean).join(" ");
  const settled = (item) => item.status === "labelled" || item.status === "skipped";
  const stays = () => fill(W.stays, { i: at + 1 });
  function skip() {
    if (now(at) && !stopped() && change([], "skipped")) advance(W.is_skipped);
  }
  function undo() {
    keepNote();
    if (stopped()) return;
    sent.set(++serial, { at: performance.now() });
    if (tell({ t: "undo", seq: serial })) watch();
  }
  function undone(had, item) {
    const missing = (some, others) => some.labels.filter((code) => !others.labels.includes(code));
    return [
      differing(missing(item, had), missing(had, item)),
      had.status !== item.status && (had.status === "skipped" ? W.unskipped : item.status === "skipped" && capital(ended(W.is_skipped))),
      had.note !== item.note && W.unnoted,
      settled(had) && !settled(item) && W.pending,
    ].filter(Boolean).join(" ");
  }
  function todo() {
    keepNote();
    if (!over) tell({ t: "todo", after: at });
  }
  function move(index, said = "", told = said) {
    keepNote();
    const target = Math.max(0, Math.min(total - 1, index));
    if (over) return;
    if (target === at) return say(said ? () => said : at ? last : () => W.first);
    at = target;
    draw(told);
    if (said) heed(() => said);
  }
  function visit() {
    const number = go.value.trim();
    if (!number || over) return;
    if (!/^\d+$/.test(number) || number < 1 || number > total) return say(() => fill(W.go_wrong, { total }));
    go.value = "";
    root.focus({ preventScroll: true });
    if (number - 1 !== at) move(number - 1);
    else reveal();
  }
  function onward(entered = false) {
    if (counts.waiting.includes(at) && !over) { // what is not saved is not left behind
      aloud(stays());
      return retry();
    }
    const item = now(at);
    const pending = entered && item && !settled(item);
    move(at + 1, "", pending ? W.pending : "");
  }
  function keepNote() {
    clearTimeout(typing);
    const item = now(at);
    if (!item || drawn?.at !== at) return;
    if (note.value === item.note) drafts.delete(at);
    else if (!stopped()) change(item.labels.filter((code) => known.has(code)), item.status || "cleared");
    drawFoot();
  }
  function shelve() {
    if (note.value !== (now(at)?.note ?? "")) drafts.set(at, note.value); // the view goes elsewhere by itself
  }
  function retry() {
    clearTimeout(retrying);
    retrying = 0;
    if (counts.unsaved && !over) tell({ t: "retry", seq: ++serial });
  }
  function watch() {
    clearTimeout(watching);
    if (!sent.size || over) return;
    if (late() && alarmed !== "late") warn("late", fill(W.late, { which: which() }));
    drawFoot();
    watching = setTimeout(watch, 350);
  }
  function arrive(event) {
    root.classList.add("awake");
    if (root.contains(event.relatedTarget)) return;
    const item = now(at);
    if (item && drawn) aloud(...described(item), multiple ? W.keys_many : W.keys_one);
    look();
  }
  function asleep() {
    root.classList.remove("awake");
  }
  function look() {
    if (over || document.hidden || performance.now() - looked < 1000) return;
    looked = performance.now();
    tell({ t: "look" });
  }
  function leave() {
    keepNote();
    const cell = root.closest(".jp-Cell");
    document.activeElement?.blur();
    cell?.focus({ preventScroll: true });
  }
  function end() {
    if (over) return;
    over = true;
    clearTimeout(retrying);
    const lost = which();
    warn("ended", `${W.ended} ${fill(lost ? W.ended_lost : W.ended_kept, { which: lost, file: hello.file })}`);
    able();
  }
  function able() {
    root.classList.toggle("over", over);
    for (const button of [...buttons, ...tools]) button.setAttribute("aria-disabled", over);
    note.readOnly = go.readOnly = over;
    draw();
  }

  // -- the keyboard, while the focus is inside: JupyterLab listens on document, Notebook 7 on window ----------
  function key(event) {
    const path = event.composedPath();
    if (!path.includes(root)) return;
    const writing = path[0] === note || path[0] === go;
    const name = event.key.toLowerCase();
    if ((event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState("AltGraph")) {
      const edits = (event.ctrlKey || event.metaKey) && !event.altKey;
      if (edits && (name === "z" || (writing && name === "y"))) {
        event.stopImmediatePropagation();
        if (!writing) event.preventDefault();
        if (!writing && !event.shiftKey && !event.repeat) undo();
      }
      return;
    }
    if (event.shiftKey && name === "enter" && !writing) return; // the notebook's own: run the cell
    event.stopImmediatePropagation();
    if (event.isComposing) return;
    if (writing) {
      if (name === "escape" || (name === "enter" && !event.shiftKey)) {
        event.preventDefault();
        if (path[0] === go && name === "enter") return visit();
        go.value = "";
        root.focus({ preventScroll: true });
      }
      return;
    }
    const control = path[0].closest?.("button, summary, a");
    if (name === "escape") return event.preventDefault(), leave();
    if (name === "enter") {
      if (multiple && (!control || buttons.includes(control))) event.preventDefault(), onward(true);
      return;
    }
    if (name === " " && control) return;
    if (name.length === 1) event.preventDefault();
    if (name === "arrowleft" || name === "arrowright") {
      event.preventDefault();
      return name === "arrowright" ? onward() : move(at - 1);
    }
    if ((name === "home" || name === "end") && !boxes.includes(path[0])) {
      event.preventDefault();
      return move(name === "home" ? 0 : total - 1);
    }
    if (event.repeat) return; // a key held down is one label
    const digit = /^\d$/.test(name) ? name : /^(Digit|Numpad)(\d)$/.exec(event.shiftKey || /^[a-z]$/.test(name) ? "" : event.code)?.[2];
    const k = codes.findIndex((code) => code.key === digit);
    if (k >= 0) choose(k);
    else if (name === K.skip) skip();
    else if (name === K.undo) undo();
    else if (name === K.todo) todo();
    else if (name === K.note) note.focus();
    else if (name === K.book) unfold(book, fill(W.book_open, { key: K.book.toUpperCase() }), W.book_shut);
    else if (name === K.go) go.focus();
    else if (name === K.thread) {
      if (thread.hidden || older.hidden) say(() => W.no_thread);
      else unfold(older, W.thread_open, W.thread_shut, now(at).context.slice(0, -1).flatMap((one) => [`${shown(one.author)}:`, [short(shown(one.text), ALOUD), one.lang]]));
    }
  }
  function unfold(details, opened, shut, quoted = []) {
    details.open = !details.open;
    aloud(...(details.open ? [opened, ...quoted] : [shut]));
  }
  window.addEventListener("keydown", key, true);
  document.addEventListener("visibilitychange", look);
  window.addEventListener("pagehide", keepNote);

  // -- what Python says -------------------------------------------------------------------------------------
  function receive(message) {
    const mine = message.view === view;
    if (message.t === "hello" && mine) {
      over = false;
      calm("ended");
      for (const [seq, { at: _, ...made }] of sent) if (made.i !== undefined) tell({ t: "put", seq, ...made });
      update(message.counts);
      able();
    } else if (message.t === "page") {
      if (mine) keep(message.items);
      update(message.counts);
      draw();
    } else if (message.t === "ack") {
      const stuck = counts.unsaved > 0;
      if (mine && message.undo) shelve(); // what is typed, not what is taken back
      if (mine) sent.delete(message.seq);
      const { item } = message;
      const had = item && items.get(item.i);
      if (item && items.has(item.i)) items.set(item.i, { ...items.get(item.i), ...item });
      update(message.counts);
      if (mine && !late()) calm("late");
      if (mine && !message.ok) {
        shelve();
        if (item && (message.refused || !stuck)) at = item.i;
        if (message.refused) warn("refused", fill(W.refused, { error: message.error }));
        draw();
      } else if (mine && message.undo) {
        calm("refused");
        if (item) at = item.i;
        const words = item ? [W.undone, had && undone(had, item)].filter(Boolean).join(" ") : W.nothing;
        draw(words);
        heed(() => words);
      } else {
        if (mine) calm("refused");
        draw();
      }
      watch();
    } else if (message.t === "goto" && mine) {
      const { i, status } = message;
      if (i === null) say(() => W.none_left);
      else move(i, status === "skipped" ? W.to_skipped : status ? W.to_unsaved : i === at ? W.to_same : "");
    } else if (message.t === "stale") {
      asked.clear();
      for (const index of items.keys()) if (Math.abs(index - at) > page) items.delete(index);
      update(message.counts);
      draw();
    }
  }

  asked.add(Math.floor(at / page) * page);
  keep(hello.items);
  update(counts);
  draw();
  return {
    receive,
    probe: () => tell({ t: "hello" }),
    close: () => {
      if (!over) keepNote();
      for (const timer of [retrying, watching, typing]) clearTimeout(timer);
      window.removeEventListener("keydown", key, true);
      document.removeEventListener("visibilitychange", look);
      window.removeEventListener("pagehide", keepNote);
      el.replaceChildren();
    },
  };
}
