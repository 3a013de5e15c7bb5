"""The annotator in a notebook: one front end over a `Session`, fed by messages and never trusted."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Mapping
from html import escape
from importlib import resources
from typing import TYPE_CHECKING, Any

import anywidget
import traitlets

from course.annotation import summary
from course.annotation.failure import SaveError
from course.annotation.front_words import GO_ON, IN_WORDS, SILENT, WAITING, keys, words
from course.annotation.rows import NOTE_LIMIT, Row
from course.annotation.session import Session
from course.annotation.store import Key
from course.errors import CourseError

if TYPE_CHECKING:
    import pandas as pd

PAGE = 50  # tweets a message
LONGEST = 20_000  # characters of a tweet that are shown
NAMED = 20  # tweets that a failure names
EVERY = 1.0  # seconds between two summaries
STATUSES = ("labelled", "skipped", "cleared")
# Of a widget without its kernel, JupyterLab and Notebook 7 say "Error displaying widget" in an output of this form.
_REOPENED = """<style>
.jp-OutputArea-child:has(+ .jp-OutputArea-child .c20a-below) > .jupyter-widgets.jp-OutputArea-output:not(:has(*)) {
  display: none;
}
.jp-OutputArea-child:has(> .jupyter-widgets.jp-OutputArea-output) + .jp-OutputArea-child .c20a-again {
  display: block;
}
</style>"""
_STATIC = resources.files("course.annotation") / "static"


class Annotator(anywidget.AnyWidget):
    """Shows a session's tweets and takes its labels, in JupyterLab, Notebook 7 or whatever shows widgets.

    Parameters
    ----------
    session : Session

    Notes
    -----
    What a notebook saves of a widget is its traits, so those hold next to nothing: the front end's
    module, its style and words, the codebook and the tweets go by messages, tweets by pages. A change of
    a label is acknowledged by its number once it is in the file, or said to have failed; a front end
    takes nothing else for saved. Messages may come on any thread (JupyterLab's subshells) and from
    anybody, so each is checked, one at a time, and none raises.
    """

    _esm = _STATIC / "view.js"
    config = traitlets.Dict().tag(sync=True)
    counts = traitlets.Dict().tag(sync=True)

    def __init__(self, session: Session) -> None:
        self.session = session
        self._mutex = threading.RLock()
        self._error = ""
        self._summaries: list[Any] = []
        self._timer: threading.Timer | None = None
        self._summed = 0.0
        config = {
            "language": session.language,
            "waiting": WAITING.to(session.language),
            "silent": SILENT.to(session.language),
        }
        super().__init__(config=config, counts=self._few_counts())
        self.on_msg(self._on_message)

    @property
    def labels(self) -> pd.DataFrame:
        """The session's labels; see `Session.labels`."""
        return self.session.labels

    def set_state(self, sync_data: Mapping[str, object]) -> None:
        """Called by ipywidgets when a front end sets traits: none may, and nothing here reads them."""

    # -- what front ends say ------------------------------------------------------------------------------

    def _on_message(self, _widget: object, message: object, _buffers: object) -> None:
        """Called by ipywidgets for each message of a front end, on whatever thread."""
        if not isinstance(message, dict):
            return
        acts = {
            "hello": self._hello,
            "page": self._page,
            "put": self._put,
            "undo": self._undo,
            "retry": self._retry,
            "todo": self._todo,
            "look": self._look,
        }
        act = acts.get(message.get("t")) if isinstance(message.get("t"), str) else None
        view = message.get("view")
        if act is None or not isinstance(view, str) or not 0 < len(view) <= 64:
            return
        with self._mutex:
            try:
                act(message, view)
            except CourseError as error:
                self._tell(
                    "ack",
                    view,
                    seq=_number(message.get("seq")),
                    ok=False,
                    refused=True,
                    error=error.message.to(self.session.language),
                )

    def _hello(self, message: dict, view: str) -> None:
        session, language = self.session, self.session.language
        session.look()
        pending = session.next_pending()
        start = 0 if pending is None else pending
        self._tell(
            "hello",
            view,
            words=words(language),
            keys=keys(language),
            language=language,
            codebook=session.codebook.as_dict(language),
            module=(_STATIC / "annotator.js").read_text("utf-8"),
            css=(_STATIC / "annotator.css").read_text("utf-8"),
            page=PAGE,
            total=session.total,
            start=start,
            file=session.store.path.name,
            source=session.source.to(language) if session.source else "",
            items=self._items(start - start % PAGE),
        )

    def _page(self, message: dict, view: str) -> None:
        start = _number(message.get("start"))
        if start is not None and 0 <= start < self.session.total:
            self._tell("page", view, items=self._items(start - start % PAGE))

    def _put(self, message: dict, view: str) -> None:
        i, labels, note = _number(message.get("i")), message.get("labels"), message.get("note")
        status = message.get("status")
        known = i is not None and 0 <= i < self.session.total and status in STATUSES
        if not known or not _codes(labels) or not isinstance(note, str):
            return
        if status == "skipped":
            self._change(message, view, i, lambda: self.session.skip(i))
        else:
            self._change(message, view, i, lambda: self.session.label(i, labels, note[:NOTE_LIMIT]))

    def _undo(self, message: dict, view: str) -> None:
        self._change(message, view, None, self.session.undo, undo=True)

    def _retry(self, message: dict, view: str) -> None:
        self._change(message, view, None, self.session.retry)

    def _todo(self, message: dict, view: str) -> None:
        after = _number(message.get("after"))
        if after is not None and -1 <= after < self.session.total:
            i = self.session.next_pending(after)
            self._tell("goto", view, i=i, status="" if i is None else self.session.item(i)["status"])

    def _look(self, message: dict, view: str) -> None:
        if self.session.look():
            self._sum_up()
        self._tell("stale", view)  # a cell may have labelled, too

    def _change(
        self, message: dict, view: str, i: int | None, act: Callable[[], int | None], **more: object
    ) -> None:
        """Do, and acknowledge to every view; where others had written to the file, say that too."""
        seq, session = _number(message.get("seq")), self.session
        rows, own = session.store.rows, set(session.store.waiting)
        answer: dict[str, object] = {"seq": seq, "ok": True, **more}
        try:
            done = act()
            i = done if i is None else i
            self._error = ""
        except SaveError as error:
            i = error.index if i is None else i
            self._error = error.message.to(session.language)
            answer |= {"ok": False, "error": self._error}
        except CourseError as error:
            answer |= {"ok": False, "refused": True, "error": error.message.to(session.language)}
        if i is not None:
            own.add((session.ids[i], session.annotator))
        self._tell("ack", view, item=None if i is None else self._state(i), **answer)
        if (i is None and not more) or self._others_wrote(rows, own):
            self._tell("stale", view)
        self._sum_up()

    def _others_wrote(self, before: Mapping[Key, Row], own: set[Key]) -> bool:
        rows = [(before.get(key), row) for key, row in self.session.store.rows.items() if key not in own]
        return any(old is not new and old != new for old, new in rows)

    # -- what they are told -------------------------------------------------------------------------------

    def _tell(self, kind: str, view: str, **more: object) -> None:
        """Send to all views; each takes what is for it."""
        self.send({"t": kind, "view": view, "counts": self._all_counts(), **more})

    def _items(self, start: int) -> list[dict[str, Any]]:
        stop = min(start + PAGE, self.session.total)
        return [_fitting(self.session.item(i)) for i in range(start, stop)]

    def _state(self, i: int) -> dict[str, Any]:
        item = self.session.item(i)
        return {name: item[name] for name in ("i", "labels", "note", "status", "saved")}

    def _few_counts(self) -> dict[str, int]:
        counts = self.session.counts()
        return {name: counts[name] for name in ("done", "skipped", "total", "unsaved")}

    def _all_counts(self) -> dict[str, object]:
        session = self.session
        return session.counts() | {
            "waiting": session.unsaved[:NAMED],
            "error": self._error,
            "problems": [problem.to(session.language) for problem in session.problems],
        }

    # -- what stays in the notebook -----------------------------------------------------------------------

    def _repr_mimebundle_(self, **kwargs: object) -> tuple[dict, dict]:
        """Called by IPython and by ipywidgets' containers."""
        data, metadata = super()._repr_mimebundle_(**kwargs)
        words = IN_WORDS.to(self.session.language)
        plain = words.format(total=self.session.total, file=self.session.store.path.name)
        return data | {"text/plain": plain}, metadata

    def _ipython_display_(self, **_kwargs: object) -> None:
        """Called by IPython to show the widget: below it goes a summary, which is what a reopened notebook shows."""
        from IPython.display import display

        data, metadata = self._repr_mimebundle_()
        display(data, metadata=metadata, raw=True)
        shown = display(_Below(self.session), display_id=True)
        with self._mutex:
            self._summaries = [*self._summaries[-3:], *filter(None, [shown])]

    def _sum_up(self) -> None:
        """Bring the summaries up to date, once a second at most, and the last time always."""
        with self._mutex:
            if self._timer is None:
                wait = max(0.0, self._summed + EVERY - time.monotonic())
                self._timer = threading.Timer(wait, self._sum_up_now)
                self._timer.daemon = True
                self._timer.start()

    def _sum_up_now(self) -> None:
        with self._mutex:
            self._timer, self._summed = None, time.monotonic()
            shown = list(self._summaries)
            self.counts = self._few_counts()
        for one in shown:
            one.update(_Below(self.session))


class _Below:
    """The summary under a live widget: folded, so that it does not push the notebook about."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def _repr_mimebundle_(self, **_kwargs: object) -> dict[str, object]:
        """Called by IPython to show it, and again to bring it up to date."""
        data = summary.bundle(self._session, self._session.language)
        language = self._session.language
        line, go_on = escape(str(data["text/plain"]).partition("\n")[0]), escape(GO_ON.to(language))
        page = f"<details><summary>{line}</summary>{data['text/html']}</details>"
        again = f'<p class="c20a-again" lang="{language}" hidden>{go_on}</p>'
        return data | {
            "text/html": f'{_REOPENED}<div class="c20a-below" lang="{language}">{page}{again}</div>'
        }


def _number(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def _codes(value: object) -> bool:
    return isinstance(value, list) and len(value) <= 20 and all(isinstance(one, str) for one in value)


def _fitting(item: dict[str, Any]) -> dict[str, Any]:
    """Return a tweet whose texts are not too long for a page of them."""
    cut = {name: _cut(item[name]) for name in ("text", "original")}
    return item | cut | {"context": [one | {"text": _cut(one["text"])} for one in item["context"]]}


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… [+{len(text) - LONGEST}]"
