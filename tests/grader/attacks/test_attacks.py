"""Nothing but right answers gives marks, no wall is passed, and no failure looks like an honest zero."""

import json
import re
from html.parser import HTMLParser

import pytest

from .attack import CALM, LOOKED
from .corpus import ATTACKS, LABELS
from .honest import BASES

pytestmark = [pytest.mark.xdist_group("attacks"), pytest.mark.timeout(600)]

_CONTROL = re.compile(r"\x1b(?!\[[0-9;]*m)|[\x00-\x08\x0b\x0c\x0e-\x1a\x1c-\x1f\x7f-\x9f]")
_RUNS = frozenset(
    [
        "script",
        "iframe",
        "object",
        "embed",
        "form",
        "link",
        "meta",
        "base",
        "svg",
        "math",
        "style",
        "noscript",
    ]
)


class _Acts(HTMLParser):
    """Reads a page as a browser would, and notes what runs or loads something."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attributes):
        if tag in _RUNS:
            self.found.append(tag)
        for name, value in attributes:
            where = "".join((value or "").split()).lower()
            if name.startswith("on") or name in ("srcdoc", "action", "formaction", "background"):
                self.found.append(f"{tag} {name}")
            if (
                "javascript:" in where
                or "url(" in where
                or (name == "src" and not where.startswith("data:image/"))
            ):
                self.found.append(f"{tag} {name}={value}")


def held(graded, attack):
    """Hold what became of an attack against what its honest part earns."""
    record = graded.records[attack.folder]
    honest = graded.worth[attack.base]
    said = f"{attack.tries}; ended as {record.outcome} with {record.marks}: {record.notes}"
    assert record.outcome in attack.states, said
    for key, earned in honest.items():
        mark = record.marks[key]
        if record.outcome in LOOKED:
            assert mark == earned, f"{key}: {said}"
        else:  # open, or what it earns: a zero would look like an honest one
            assert mark is None or mark == earned, f"{key}: {said}"
    if record.outcome == "unreadable" and attack.family != "labels":  # of those only the labels are
        assert set(record.marks.values()) == {None}, said
    return record


@pytest.mark.parametrize("base", BASES)
def test_honest_neighbours_get_their_marks(attacked, base):
    """In the midst of the attacks: exactly what the examiner gives the same functions in this process."""
    record = attacked.records[f"honest {base}"]
    assert {key: record.marks[key] for key in attacked.honest.keys} == attacked.worth[base], record.notes
    assert record.outcome in CALM


def test_an_attack_earns_what_its_honest_part_earns(attacked, attack):
    """No mark for the trick, none taken from the honest part, a state that says what happened."""
    held(attacked, attack)


def test_the_gradebook_holds_the_same(attacked, attack):
    """What the records say is what nbgrader's gradebook says; an open mark waits for a person."""
    record = attacked.records[attack.folder]
    grades = attacked.grades_of[attack.folder]
    checks = {check.grade_id: check.key for check in attacked.honest.blueprint.checks}
    assert {name for name in grades if name in checks} == set(checks)
    for name, key in checks.items():
        automatic, manual, waiting = grades[name]
        assert manual is None, "nobody has graded by hand"
        if record.marks[key] is None:
            assert automatic is None and waiting, name
        else:
            assert automatic == record.marks[key], name
            assert waiting == (record.outcome not in ("graded", "needs-manual-grading")) or not waiting


def test_what_is_kept_can_be_looked_at(attacked, attack):
    """In the graded notebook no output runs anything, moves a cursor, tells a secret or says that a wall fell."""
    notebook = attacked.notebook(attack.folder)
    if notebook is None:
        return
    outputs = [output for cell in notebook["cells"] for output in cell.get("outputs", [])]
    text = json.dumps(outputs, ensure_ascii=False)
    escapes = re.findall(rf"ESCAPED {attacked.canaries.scene.token} [^\"\\]*", text)
    assert not escapes
    for output in outputs:
        for words in _texts(output):
            assert not _CONTROL.search(words), repr(_CONTROL.search(words))
        for mime, value in output.get("data", {}).items():
            assert mime.startswith(("text/", "image/", "application/json")) or "crisis20" in mime, mime
            assert mime not in ("image/svg+xml", "text/x-unknown"), mime
            if mime in ("text/html", "text/markdown"):
                assert _Acts("".join(value)).found == []
    assert attacked.seed not in text and "/autograded/" not in text


def test_what_is_said_of_it_fits_a_screen(attacked, attack):
    """The notes for the instructor are single printable lines, whatever a submission is called or raises."""
    for note in attacked.records[attack.folder].notes:
        assert note.isprintable(), repr(note)
        assert len(note) < 2000


def test_no_wall_was_passed(attacked):
    """Nobody was called, nothing lies where it should not, everything is as it was, nobody is left running."""
    assert attacked.canaries.sung() == []


def test_the_gradebook_knows_nobody_else(attacked):
    """One submission for each who handed in; no invented student, no invented cell."""
    folders = {
        path.name
        for path in (attacked.course.root / "submitted").iterdir()
        if (path / attacked.unit).is_dir()
    }
    assert set(attacked.grades_of) == set(attacked.records) == folders


def test_forged_labels_earn_nothing(forged, forgery):
    """Labels without reading earn nothing, and what is wrong with their file is no honest zero."""
    held(forged, forgery)


def test_no_forgery_passed_a_wall(forged):
    assert forged.canaries.sung() == []


def test_the_corpus_is_large(attacked):
    """Ninety attacks at the least, of every family that the issue names, each of another name."""
    names = [attack.id for attack in (*ATTACKS, *LABELS)]
    assert len(names) == len(set(names)) and len(names) >= 90
    assert len({attack.family for attack in (*ATTACKS, *LABELS)}) >= 18


def _texts(output):
    yield "".join(output.get("text", ""))
    yield from output.get("traceback", [])
    yield str(output.get("ename", "")) + str(output.get("evalue", ""))
    for mime in ("text/plain", "text/html", "text/markdown", "text/latex"):
        yield "".join(output.get("data", {}).get(mime, ""))
