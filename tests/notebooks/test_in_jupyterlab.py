"""The notebooks as a student meets them: a real JupyterLab in a real browser."""

import shutil
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser"), pytest.mark.timeout(240)]


class Notebook:
    """A notebook open in JupyterLab: run cells, read what they show."""

    def __init__(self, page, address: str, path: str) -> None:
        self.page = page
        page.goto(f"{address}/doc/tree/{path}")
        page.wait_for_selector(".jp-Notebook .jp-Cell", timeout=60_000)
        page.wait_for_function(
            """async () => {
                 const app = window.jupyterapp; const panel = app && app.shell.currentWidget;
                 if (!panel || !panel.sessionContext) return false;
                 await panel.sessionContext.ready;
                 const kernel = panel.sessionContext.session && panel.sessionContext.session.kernel;
                 return kernel && kernel.status === 'idle';
               }""",
            timeout=60_000,
        )

    def _evaluate(self, body: str, *arguments):
        return self.page.evaluate(
            "async (a) => { const panel = window.jupyterapp.shell.currentWidget;"
            " const notebook = panel.content; " + body + " }",
            list(arguments),
        )

    def index(self, fragment: str, *, after: int = -1) -> int:
        """The first code cell after another whose source holds the fragment."""
        found = self._evaluate(
            """const [fragment, after] = a; const cells = notebook.model.cells;
               for (let i = after + 1; i < cells.length; i++) {
                 const cell = cells.get(i);
                 if (cell.type === 'code' && cell.sharedModel.getSource().includes(fragment)) return i;
               } return -1;""",
            fragment,
            after,
        )
        assert found >= 0, f"no code cell holds {fragment!r}"
        return found

    def source(self, index: int) -> str:
        return self._evaluate("return notebook.model.cells.get(a[0]).sharedModel.getSource();", index)

    def write(self, index: int, source: str) -> None:
        self._evaluate("notebook.model.cells.get(a[0]).sharedModel.setSource(a[1]);", index, source)

    def run(self, index: int) -> str:
        """Run one cell with JupyterLab's own command and return the text of its output area."""
        self._evaluate(
            """notebook.activeCellIndex = a[0]; notebook.deselectAll();
               await window.jupyterapp.commands.execute('notebook:run-cell');""",
            index,
        )
        return self._evaluate(
            """const w = notebook.widgets[a[0]]; await new Promise(r => setTimeout(r, 150));
               return w.outputArea ? w.outputArea.node.innerText : '';""",
            index,
        )


@pytest.fixture
def opened(chromium, jupyterlab):
    """Open a unit's committed notebook in a copy, in one language."""
    address, root = jupyterlab
    context = chromium.new_context(viewport={"width": 1280, "height": 900})

    def open_(unit: str, language: str) -> Notebook:
        folder = root / language / unit
        folder.mkdir(parents=True, exist_ok=True)
        shutil.copy(ROOT / "notebooks" / unit / language / f"{unit}.ipynb", folder)
        return Notebook(context.new_page(), address, f"{language}/{unit}/{unit}.ipynb")

    yield open_
    context.close()


# unit, key, a wrong body, what the check must say of it, a right body
FIRST_EXERCISES = [
    (
        "01-iberia-minute-zero",
        "madrid-clock",
        'times.dt.strftime("%H:%M")',
        {"es": "sigue siendo la de UTC", "en": "it is still UTC"},
        'times.dt.tz_convert("Europe/Madrid").dt.strftime("%H:%M")',
    ),
    (
        "05-jazztel-delays",
        "reply-delay",
        '(first["created_at"] - first["replied_at"]) / pd.Timedelta("1min")',
        {"es": "negativ", "en": "negative"},
        '(first["replied_at"] - first["created_at"]) / pd.Timedelta("1min")',
    ),
]
WORDS = {
    "first cell": {"es": "primera celda del cuaderno", "en": "notebook's first cell"},
    "unsolved": {"es": "sin resolver", "en": "not solved"},
    "passed": {"es": "casos visibles pasan", "en": "the visible cases pass"},
}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize(("unit", "key", "wrong", "said", "right"), FIRST_EXERCISES, ids=["01", "05"])
def test_a_student_always_meets_help(opened, unit, key, wrong, said, right, language):
    """Too early, unsolved, wrong and right: each gets its own words, in the reader's language."""
    notebook = opened(unit, language)
    check = notebook.index(f'check("{key}"')
    assert WORDS["first cell"][language] in notebook.run(check), "before the first cell has run"

    notebook.run(notebook.index("set_language"))
    function = key.replace("-", "_")
    answer = notebook.index(f"def {function}(")
    stub = notebook.source(answer)
    notebook.run(answer)
    assert WORDS["unsolved"][language] in notebook.run(check).lower()

    notebook.write(answer, stub.replace("return ...", f"return {wrong}"))
    notebook.run(answer)
    assert said[language] in notebook.run(check)

    notebook.write(answer, stub.replace("return ...", f"return {right}"))
    notebook.run(answer)
    assert WORDS["passed"][language] in notebook.run(check).lower()
