"""The annotator as a student meets it: a real JupyterLab and a real Notebook 7, a kernel, a file."""

import json
import time
from importlib.util import find_spec
from pathlib import Path

import nbformat
import pandas as pd
import pytest

from course.annotation import Session, read_annotations

AXE = Path(find_spec("axe_playwright_python").origin).with_name("axe.min.js").read_text("utf-8")
APPS = {"JupyterLab": "doc/tree", "Notebook 7": "notebooks"}
CODES = ["joke", "question", "blame"]
TOTAL = 60
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]

SETUP = f"""import pandas as pd
from course.annotation import annotate
tweets = pd.DataFrame({{
    "tweet_id": [f"t{{i:04}}" for i in range({TOTAL})],
    "text": [f"tuit [{{i}}]" for i in range({TOTAL})],
}})"""
SHOW = f"annotate(tweets, {CODES}, annotator='ana', language='{{language}}', source='Simulated.')"
READY = """async () => {
  const panel = window.jupyterapp && window.jupyterapp.shell.currentWidget;
  if (!panel || !panel.sessionContext) return false;
  await panel.sessionContext.ready;
  const kernel = panel.sessionContext.session && panel.sessionContext.session.kernel;
  return Boolean(kernel && kernel.status === 'idle');
}"""


class Notebook:
    """A notebook in one of the two applications, with an annotator in its second cell."""

    def __init__(self, page, folder: Path) -> None:
        self.page = page
        self.folder = folder
        self.page.on("dialog", lambda dialog: dialog.accept())
        self.ready()

    def ready(self) -> None:
        self.page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        self.page.wait_for_function(READY, timeout=60_000)

    def do(self, body: str, *arguments):
        return self.page.evaluate(
            "async (a) => { const panel = window.jupyterapp.shell.currentWidget, notebook = panel.content;"
            " const kernel = panel.sessionContext.session.kernel; " + body + " }",
            list(arguments),
        )

    def run(self) -> None:
        """Run both cells; the annotator is there, with a tweet."""
        for index in (0, 1):
            self.do(
                "notebook.activeCellIndex = a[0]; notebook.deselectAll();"
                " await window.jupyterapp.commands.execute('notebook:run-cell');",
                index,
            )
        self.card()

    def card(self):
        text = self.page.locator(".c20a:not(.over) .c20a-text")
        text.wait_for(timeout=30_000)
        return text

    def cells(self) -> list[str]:
        return self.do(
            "return [...Array(notebook.model.cells.length).keys()]"
            ".map((i) => notebook.model.cells.get(i).sharedModel.getSource())"
        )

    def restart(self) -> None:
        self.do("await kernel.restart();")
        self.page.wait_for_function(READY, timeout=60_000)

    def save(self) -> None:
        self.do("await panel.context.save();")

    def press(self, keys, *, every: float = 0.0) -> None:
        due = time.monotonic()
        for key in keys:
            self.page.keyboard.press(key)
            due += every
            time.sleep(max(0.0, due - time.monotonic()))

    def says(self, selector: str, words: str) -> None:
        """Wait until a part of the annotator says something."""
        self.page.locator(f".c20a {selector}", has_text=words).first.wait_for(timeout=20_000)

    def labels(self) -> pd.DataFrame:
        return read_annotations(self.folder / "annotations.csv").sort_values("updated_at")


@pytest.fixture
def opened(chromium, jupyterlab, tmp_path_factory):
    """Open a notebook with an annotator: `opened(app, setup=, language=)`."""
    address, root = jupyterlab
    context = chromium.new_context(viewport={"width": 1280, "height": 900})

    def open_(app="JupyterLab", *, setup=SETUP, language="en", again: Path | None = None) -> Notebook:
        folder = again
        if folder is None:
            folder = root / tmp_path_factory.mktemp("annotate").name
            folder.mkdir()
            sources = [setup, SHOW.format(language=language), "1 + 1"]
            notebook = nbformat.v4.new_notebook(
                cells=[nbformat.v4.new_code_cell(source) for source in sources],
                metadata={
                    "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"}
                },
            )
            nbformat.write(notebook, folder / "work.ipynb")
        page = context.new_page()
        page.goto(f"{address}/{APPS[app]}/{folder.name}/work.ipynb")
        return Notebook(page, folder)

    yield open_
    context.close()


@pytest.mark.parametrize("app", APPS)
def test_thirty_tweets_fast_a_restart_and_nothing_lost(opened, app):
    """One key every 50 ms: thirty rows in order. No key reaches the notebook. A restarted kernel goes on."""
    notebook = opened(app)
    notebook.run()
    before = notebook.cells()
    notebook.card().click()
    codes = [CODES[i * i % 3] for i in range(30)]
    notebook.press([str(CODES.index(code) + 1) for code in codes], every=0.05)
    notebook.says(".c20a-position", "Tweet 31 of")
    notebook.says("[data-stat=done] b", "30")
    labels = notebook.labels()
    assert labels["tweet_id"].tolist() == [f"t{i:04}" for i in range(30)]
    assert labels["labels"].tolist() == codes

    notebook.press(["x", "d", "d", "a", "b", "m", "1", "0", "0", "i", "i", "Shift+M", "y", "ArrowUp", "z"])
    notebook.press(["n", *"xdd ab1", "Enter", "Control+z"])
    notebook.says("[data-stat=done] b", "31")
    assert notebook.cells() == before
    assert notebook.do("return [notebook.mode, notebook.activeCellIndex];") == ["command", 1]
    notebook.press(["Control+s"])
    notebook.page.wait_for_function("!window.jupyterapp.shell.currentWidget.context.model.dirty")

    notebook.restart()
    notebook.says("[role=alert]", "run the notebook's first cells again")
    notebook.press("23")
    assert notebook.cells() == before, "nor once it is disabled"
    notebook.run()
    notebook.says(".c20a-position", "Tweet 32 of")
    notebook.card().click()
    notebook.press("3")
    notebook.says("[data-stat=done] b", "32")
    assert notebook.labels()["labels"].tolist()[30:] == ["joke", "blame"]

    notebook.press(["Escape", "b"])
    notebook.page.wait_for_function("window.jupyterapp.shell.currentWidget.content.widgets.length === 4")


def test_two_tabs_a_reload_and_a_second_kernel(opened):
    """Tabs on one kernel follow each other; a reload goes on; what another kernel wrote is merged, not lost."""
    first = opened()
    first.run()
    first.card().click()
    first.press("12")
    first.says("[data-stat=done] b", "2")
    first.page.wait_for_selector("details summary:has-text('2 of 60')")
    first.save()

    second = opened(again=first.folder)
    second.says(".c20a-position", "Tweet 3 of")
    second.card().click()
    second.press("3")
    first.says("[data-stat=done] b", "3")
    first.page.bring_to_front()
    first.says("button[aria-pressed=true]", "blame")

    tweets = pd.DataFrame({"tweet_id": [f"t{i:04}" for i in range(TOTAL)], "text": "x"})
    Session(tweets, CODES, first.folder / "annotations.csv", annotator="ana").label(9, ["joke"], "from afar")
    first.press(["Escape"])
    first.page.wait_for_timeout(1000)  # a view asks at most once a second
    first.card().click()
    first.says("[data-stat=done] b", "4")
    first.press("1")
    assert first.page.locator(".c20a-position").text_content().startswith("Tweet 4 of")
    first.says("[data-stat=done] b", "4")
    second.page.close()

    first.page.reload()
    first.ready()
    first.says(".c20a-position", "Tweet 4 of")
    first.card().click()
    first.press("2")
    first.says("[data-stat=done] b", "5")
    labels = first.labels().sort_values("tweet_id")
    assert labels["labels"].tolist() == ["joke", "question", "joke", "question", "joke"]
    assert labels["note"].tolist()[-1] == "from afar"


HOSTILE = [
    "<script>window.hacked = 1</script>",
    '<img src=x onerror="window.hacked = 1"></div>',
    "\u202egnimac era yeht \u05e9\u05dc\u05d5\u05dd \u200f!",
    "palabra " * 1250,
    "a\x00b \ud800 \x1b[31m",
]


def test_hostile_tweets_in_the_dark(opened):
    """Whatever a tweet holds is shown as text, in JupyterLab's dark theme too, and axe finds nothing."""
    setup = f"import pandas as pd\nfrom course.annotation import annotate\ntexts = {HOSTILE!a}\n" + (
        "tweets = pd.DataFrame({'tweet_id': [f't{i}' for i in range(5)], 'text': pd.Series(texts, dtype=object),"
        " 'author_id': texts, 'author_role': 'customer'})"
    )
    notebook = opened(setup=setup, language="es")
    notebook.do(
        "await window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Dark'});"
    )
    notebook.page.wait_for_selector("body[data-jp-theme-light=false]", state="attached")
    notebook.run()
    notebook.card().click()
    expected = [*HOSTILE[:4], "a␀b \ufffd ␛[31m"]
    for n, text in enumerate(expected):
        notebook.says(".c20a-position", f"Tuit {n + 1} de")
        assert notebook.card().text_content() == text
        notebook.press("1")
    notebook.says(".c20a-saved", "Terminado")
    assert notebook.page.evaluate("window.hacked") is None
    notebook.page.wait_for_selector("details summary:has-text('5 de 5')")
    assert notebook.page.evaluate("window.hacked") is None, "nor the summary below"
    colour = "(e) => getComputedStyle(e).backgroundColor.match(/[\\d.]+/g).slice(0, 3).map(Number)"
    assert max(notebook.page.locator(".c20a[role=group]").evaluate(colour)) < 60
    notebook.press("l")
    notebook.page.evaluate(AXE)
    found = notebook.page.evaluate(
        "axe.run('.c20a', {resultTypes: ['violations']}).then((r) => r.violations.map((v) =>"
        " [v.id, ...v.nodes.map((n) => n.html.slice(0, 120) + n.failureSummary)]))"
    )
    notebook.do(
        "await window.jupyterapp.commands.execute('apputils:change-theme', {theme: 'JupyterLab Light'});"
    )
    assert found == []
    notebook.save()
    saved = json.loads((notebook.folder / "work.ipynb").read_text("utf-8"))
    kinds = [set(output["data"]) for output in saved["cells"][1]["outputs"]]
    assert len(kinds) == 2, "the widget, and the summary that a reopened notebook shows"
    assert "application/vnd.jupyter.widget-view+json" in kinds[0]
    assert {"text/html", "application/vnd.crisis20.annotations.v1+json"} <= kinds[1]

    assert not notebook.page.get_by_text("Para seguir etiquetando").is_visible()
    notebook.do("await panel.sessionContext.shutdown();")
    notebook.page.reload()
    notebook.page.wait_for_selector("details summary:has-text('5 de 5')", timeout=30_000)
    notebook.page.wait_for_selector(
        ".jp-OutputArea-output:has-text('Error displaying widget')", state="attached"
    )
    assert not notebook.page.get_by_text("Error displaying widget").is_visible()
    assert notebook.page.get_by_text("Para seguir etiquetando").is_visible()
