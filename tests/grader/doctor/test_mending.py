"""Mending touches no answer, loses nothing, and done twice changes nothing."""

import copy
import io
import json
import os
import zipfile

import nbformat
import pytest

from grader.delivery import Delivery
from grader.doctor import Severity, diagnose, mended
from grader.doctor.mending import mend_file, mend_loose, mend_submission
from grader.filing import Register
from grader.restore import restore
from grader.submission import parse_submission

UNIT, TASK = "05-jazztel-delays", "two-press-releases"


def graded_as(content, blueprint):
    """What grading makes of a notebook: every cell that would run, in order."""
    restored = restore(parse_submission(content), blueprint)
    return [(cell.cell_type, cell.source) for cell in restored.notebook.cells], restored.answered


def _copied(n):
    n.copy("reply-delay")["source"] = "def reply_delay(x):\n    return 'ñ'"


def _all_at_once(n):
    _copied(n)
    n["median-delay"]["metadata"]["nbgrader"]["grade_id"] = "mio"
    n.without("share-late-check")
    n["first-reply-check"]["source"] = "x = 5\ncheck('first-reply', first_reply)"
    for cell in n.cells[:4]:
        cell.pop("id")
    n.data.update(nbformat_minor=4)


def _bare(n):
    for cell in n.cells:
        cell["metadata"] = {}


HARMS = {
    "copied": _copied,
    "lost metadata": _bare,
    "all at once": _all_at_once,
    "check deleted": lambda n: n.without("reply-delay-check"),
    "tags": lambda n: n.cells[0]["metadata"].update(tags=["skip-execution", "mine"]),
    "old format": lambda n: n.data.update(nbformat_minor=2),
    "malformed output": lambda n: n["reply-delay"].update(outputs=[5, {"output_type": "stream"}]),
    "no outputs": lambda n: n["reply-delay"].pop("outputs"),
}


@pytest.mark.parametrize("language", ["es", "en"])
@pytest.mark.parametrize("harm", HARMS)
def test_a_mended_notebook_is_in_order_and_graded_as_before(answered, blueprint, harm, language):
    """It is valid, nothing is left to mend, mending again changes nothing, and every cell runs as it would have."""
    notebook = answered(language)
    HARMS[harm](notebook)
    content = notebook.bytes
    new = mended(content, blueprint)
    assert new is not None and mended(new, blueprint) is None
    nbformat.validate(nbformat.reads(new.decode(), as_version=4))
    assert graded_as(new, blueprint) == graded_as(content, blueprint)
    found = diagnose("ana", Delivery.of_files({f"{UNIT}.ipynb": new}), blueprint)
    assert found.severity is Severity.FINE and found.language == language


def test_every_answer_keeps_its_words_byte_for_byte(answered, blueprint):
    """Even those in copies that do not count, which stay as cells of the student's own."""
    notebook = answered()
    odd = "def reply_delay(x):\n\t# mío \u2028 aquí\r\n\treturn  x   \n\n\n"
    notebook["reply-delay"]["source"] = "def reply_delay(x):\n    return 0"
    notebook.copy("reply-delay")["source"] = odd
    new = json.loads(mended(notebook.bytes, blueprint))
    sources = ["".join(cell["source"]) for cell in new["cells"]]
    assert odd in sources and "def reply_delay(x):\n    return 0" in sources
    for cell in notebook.cells:
        if not cell["metadata"].get("nbgrader", {}).get("grade_id", "").endswith("-check"):
            assert cell["source"] in sources


def test_a_deleted_answer_is_not_invented(answered, blueprint):
    """It is missed when grading, as it would have been; the deleted check comes back."""
    notebook = answered().without("reply-delay", "reply-delay-check")
    new = json.loads(mended(notebook.bytes, blueprint))
    names = [cell["metadata"].get("nbgrader", {}).get("grade_id") for cell in new["cells"]]
    assert "reply-delay" not in names and "reply-delay-check" in names


def test_signs_of_tampering_are_evidence_and_stay(answered, blueprint):
    notebook = answered()
    _copied(notebook)
    notebook["median-delay-check"]["source"] = "print('ok')"
    assert mended(notebook.bytes, blueprint) is None


@pytest.mark.parametrize("content", [b"", b"{", b"%PDF", b'{"cells": 5}', b"\0" * 50])
def test_what_cannot_be_read_is_left_alone(blueprint, content):
    assert mended(content, blueprint) is None


def test_an_honest_notebook_is_left_alone(answered, blueprint):
    assert mended(answered().bytes, blueprint) is None


def everything(folder):
    """Every file under a folder, by its bytes."""
    return {path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _zip(content):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("tarea/mi cuaderno.ipynb", content)
        archive.writestr("tarea/datos.csv", "a,b\n")
    return packed.getvalue()


SHAPES = {
    "another name": lambda c: {"entrega final (1).ipynb": c},
    "json": lambda c: {f"{UNIT}.ipynb.json": c},
    "zip": lambda c: {"tarea.zip": _zip(c)},
    "zip by the notebook's name": lambda c: {f"{UNIT}.ipynb": _zip(c)},
    "two notebooks": lambda c: {"mio.ipynb": c, f"{UNIT}.ipynb": b'{"cells": []}', "notas.txt": b"x"},
    "in a folder": lambda c: {f"tarea/{UNIT}.ipynb": c},
}


@pytest.fixture
def submitted(tmp_path):
    """Puts files in submitted/ana/<unit> of a course folder."""

    def submitted(files):
        folder = tmp_path / "submitted" / "ana" / UNIT
        for name, content in files.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes(content)
        (tmp_path / "reports" / UNIT).mkdir(parents=True)
        return folder

    return submitted


@pytest.mark.parametrize("shape", SHAPES)
def test_a_submission_gets_its_proper_name_and_nothing_is_lost(
    submitted, answered, blueprint, tmp_path, shape
):
    """Every byte that was handed in is still somewhere; the second round finds nothing to do."""
    notebook = answered()
    _copied(notebook)
    folder = submitted(SHAPES[shape](notebook.bytes))
    before, reports = tree(folder), tmp_path / "reports" / UNIT
    register = Register(reports / "filed.json")
    kept = mend_submission(folder, blueprint, reports, register)
    assert tree(kept) == before
    assert "'ñ'" in (folder / f"{UNIT}.ipynb").read_text()
    after = tree(folder)
    assert mend_submission(folder, blueprint, reports, register) is None and tree(folder) == after
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".c20-")]
    found = diagnose("ana", Delivery.of_folder(folder), blueprint)
    assert found.notebook == f"{UNIT}.ipynb" and found.severity <= Severity.ODD


@pytest.mark.parametrize("shape", SHAPES)
def test_a_loose_folder_keeps_what_there_was(answered, blueprint, tmp_path, shape):
    folder = tmp_path / "de Ana"
    for name, content in SHAPES[shape](answered().bytes).items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(content)
    before = tree(folder)
    kept = mend_loose(folder, blueprint)
    assert tree(kept) == before and (folder / f"{UNIT}.ipynb").is_file()
    after = tree(folder)
    assert mend_loose(folder, blueprint) is None and tree(folder) == after


@pytest.mark.parametrize("name", ["mi tarea.ipynb.json", "mi tarea.zip", "mi tarea.ipynb"])
def test_a_loose_file_becomes_a_notebook_beside_which_the_first_one_is_kept(
    answered, blueprint, tmp_path, name
):
    notebook = answered()
    _copied(notebook)
    content = _zip(notebook.bytes) if name.endswith("zip") else notebook.bytes
    (tmp_path / name).write_bytes(content)
    kept = mend_file(tmp_path / name, blueprint)
    assert kept.read_bytes() == content
    made = tmp_path / "mi tarea.ipynb"
    assert graded_as(made.read_bytes(), blueprint) == graded_as(notebook.bytes, blueprint)
    assert mend_file(made, blueprint) is None


def test_a_loose_file_never_overwrites_another(answered, blueprint, tmp_path):
    (tmp_path / "a.ipynb.json").write_bytes(answered().bytes)
    (tmp_path / "a.ipynb").write_bytes(b"somebody's")
    assert mend_file(tmp_path / "a.ipynb.json", blueprint) is None
    assert (tmp_path / "a.ipynb").read_bytes() == b"somebody's"


def test_a_link_among_the_files_is_never_followed(submitted, answered, blueprint, tmp_path):
    """What it leads to is neither copied nor changed; the link itself is kept as it was."""
    secret = tmp_path / "gradebook.db"
    secret.write_bytes(b"marks")
    folder = submitted({"entrega.ipynb": answered().bytes})
    os.symlink(secret, folder / "notas.txt")
    kept = mend_submission(folder, blueprint, tmp_path / "reports" / UNIT, Register(tmp_path / "none"))
    assert (kept / "notas.txt").is_symlink() and not os.path.lexists(folder / "notas.txt")
    assert secret.read_bytes() == b"marks" and b"marks" not in everything(folder)


def test_breaking_off_leaves_the_submission_as_it_was(submitted, answered, blueprint, tmp_path, monkeypatch):
    """The mended folder is whole before the first one is moved away."""
    folder = submitted({"entrega.ipynb": answered().bytes})
    before = tree(folder)

    def break_off(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("grader.doctor.mending.tidy", break_off)
    with pytest.raises(KeyboardInterrupt):
        mend_submission(folder, blueprint, tmp_path / "reports" / UNIT, Register(tmp_path / "none"))
    assert tree(folder) == before and not (tmp_path / "reports" / UNIT / "earlier").exists()


def test_the_submission_in_memory_is_not_changed(answered, blueprint):
    notebook = answered()
    _all_at_once(notebook)
    before = copy.deepcopy(notebook.data)
    mended(notebook.bytes, blueprint)
    assert notebook.data == before
