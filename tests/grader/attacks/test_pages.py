"""Pages that are small and cost whoever reads them dear: each is kept as its own source, at once."""

import pytest

from grader.outputs import clean, safe_html

PAGES = {
    "formatting left open": "<p>"
    + "".join(f"<b class={n}>" for n in range(190))
    + "</p>"
    + "<p>x</p>" * 35_000,
    "formatting closed elsewhere": "<p>"
    + "".join(f"<b class={n}>" for n in range(190))
    + "</p><table><tr><td>"
    + "</b>" * 190
    + "</td></tr></table>"
    + "<p>x</p>" * 30_000,
    "attributes": "<p " + " ".join(f"a{n}=1" for n in range(30_000)) + ">",
    "attributes of an end": "</p " + "/".join(f"a{n}" for n in range(30_000)) + ">",
    "attributes after a bracket": "<p x='>' " + " ".join(f"a{n}=1" for n in range(30_000)) + ">",
    "attributes after a comment": '<!-- <p x=" --> <p ' + " ".join(f"a{n}" for n in range(30_000)) + ">",
    "elements within elements": "<div>" * 20_000,
}


@pytest.mark.timeout(60)
@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_page_that_costs_too_much_is_shown_as_text(page):
    shown = safe_html(page)
    assert shown.startswith("<pre>&lt;") and len(shown) < 100_000


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "style",
    ["color:" + "(" * 100_000, "color:" + "{[(" * 8, "color:red;" * 20_000],
    ids=["deep", "nested", "long"],
)
def test_a_style_that_costs_too_much_is_left_out(style):
    assert safe_html(f"<p style='{style}'>hola</p>") == "<p>hola</p>"


def test_honest_pages_stay_as_they_are():
    """Tables, links and formatting, by the thousand, where each is closed in its place."""
    row = '<tr><td style="color: red;">1</td><td><b>x</b> <a href="https://example.org">y</a></td></tr>'
    page = "<table><tbody>" + row * 300 + "</tbody></table>"
    assert safe_html(page) == page
    item = "<li><p><strong>x</strong>"
    assert safe_html("<ul>" + item * 200 + "</ul>").count("<strong>x</strong>") == 200


def test_a_page_that_cannot_be_read_costs_only_itself(monkeypatch):
    """Should reading it fail all the same, the other outputs of the cell stay."""

    def deep(*arguments, **options):
        raise RecursionError

    monkeypatch.setattr("grader.outputs.bleach.clean", deep)
    page = {"output_type": "display_data", "data": {"text/html": "<b>x</b>"}, "metadata": {}}
    said = {"output_type": "stream", "name": "stdout", "text": "hola"}
    assert [output.output_type for output in clean([page, said])] == ["stream"]
