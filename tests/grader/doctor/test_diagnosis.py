"""Every way in which a submission differs from the release has a name, a gravity and a place."""

import copy
import gzip
import io
import json
import os
import zipfile

import pytest

from course.language import Text
from grader.delivery import Delivery
from grader.doctor import KINDS, Severity, diagnose

UNIT, TASK = "05-jazztel-delays", "two-press-releases"
FINE, ODD, MENDED, PERSON = Severity


def kinds(diagnosis):
    return {finding.kind for finding in diagnosis.findings}


def zipped(**files):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in files.items():
            archive.writestr(name.replace("__", "."), content)
    return packed.getvalue()


@pytest.mark.parametrize("language", ["es", "en"])
def test_an_honest_notebook_is_fine_in_either_language(looked, answered, language):
    found = looked(answered(language))
    assert (found.findings, found.language, found.severity) == ([], language, FINE)
    assert len(found.answered) == 7 and all(found.answered.values())


def test_the_notebook_as_released_is_blank_and_nothing_else(looked, blank):
    found = looked(blank())
    assert kinds(found) == {"blank"} and found.severity is ODD


def _copied(n):
    n.copy("reply-delay")["source"] = "def reply_delay(x):\n    return 2"


def _renamed(n):
    n["reply-delay"]["metadata"]["nbgrader"]["grade_id"] = "mio"


def _markdown(n):
    cell = n["reply-delay"]
    cell["cell_type"] = "markdown"


def _no_metadata(n):
    for cell in n.cells:
        cell["metadata"] = {}


def _same_id(n):
    n.cells[0]["id"] = n.cells[1]["id"]


def _function_renamed(n):
    n["reply-delay"]["source"] = "def mi_retraso(x):\n    return 1"


def _elsewhere(n):
    n.add(n["reply-delay"]["source"])
    n.without("reply-delay")


def _text_elsewhere(n):
    place = n.cells.index(n[TASK])
    n[TASK]["source"] = ""
    n.add(
        "Creo que la primera nota de prensa dice una cosa y la segunda otra.", at=place + 1, kind="markdown"
    )


def _planted(n):
    n.copy("reply-delay-check")["metadata"]["nbgrader"]["grade_id"] = "bonus"
    n.cells[-1].update(id="bonus", source="assert True")


SPOILT = {
    "copied": (_copied, "copies", MENDED),
    "renamed": (_renamed, "renamed", MENDED),
    "a graded cell made text": (_markdown, "kind", MENDED),
    "metadata lost": (_no_metadata, "metadata-lost", MENDED),
    "ids repeated": (_same_id, "cell-ids", MENDED),
    "check deleted": (lambda n: n.without("reply-delay-check"), "check-deleted", MENDED),
    "check edited": (
        lambda n: n["reply-delay-check"].update(source="print(1)\ncheck('reply-delay', reply_delay)"),
        "check-edited",
        MENDED,
    ),
    "check replaced": (lambda n: n["reply-delay-check"].update(source="print('ok')"), "tampering", PERSON),
    "planted": (_planted, "tampering", PERSON),
    "answer deleted": (lambda n: n.without("reply-delay"), "answer-deleted", ODD),
    "answer in another cell": (_elsewhere, "elsewhere", MENDED),
    "text deleted": (lambda n: n.without(TASK), "text-deleted", PERSON),
    "text emptied": (lambda n: n[TASK].update(source=" \n"), "emptied", ODD),
    "text in another cell": (_text_elsewhere, "text-elsewhere", PERSON),
    "old format": (lambda n: n.data.update(nbformat_minor=2), "format", MENDED),
    "another kernel": (
        lambda n: n.data["metadata"].update(kernelspec={"name": "ir", "display_name": "R"}),
        "kernel",
        MENDED,
    ),
    "skipped": (lambda n: n.cells[2]["metadata"].update(tags=["skip-execution"]), "tags", MENDED),
    "a kind of cell that is none": (lambda n: n.cells[2].update(cell_type={}), "fields", MENDED),
    "fields missing": (lambda n: n["reply-delay"].pop("outputs"), "fields", MENDED),
    "colab": (lambda n: n.data["metadata"].update(colab={}), "colab", FINE),
    "syntax": (lambda n: n["reply-delay"].update(source="def reply_delay(x)\n  return 1"), "syntax", ODD),
    "function renamed": (_function_renamed, "other-name", ODD),
    "input": (lambda n: n.add("name = input()"), "input", ODD),
    "installs": (lambda n: n.add("%pip install numpy"), "install", ODD),
    "another machine's path": (lambda n: n.add("here = '/home/ana/x.csv'"), "absolute-path", ODD),
    "a file not handed in": (lambda n: n.add("open('datos.csv')"), "file-missing", ODD),
    "the network": (lambda n: n.add("import requests"), "network", ODD),
    "conflict in a cell": (
        lambda n: n.add("<<<<<<< HEAD\nx = 1\n=======\nx = 2\n>>>>>>> b"),
        "conflict",
        PERSON,
    ),
    "an error on show": (
        lambda n: n["reply-delay"].update(
            outputs=[{"output_type": "error", "ename": "E", "evalue": "", "traceback": []}]
        ),
        "error-outputs",
        FINE,
    ),
    "large outputs": (
        lambda n: n["reply-delay"].update(
            outputs=[{"output_type": "stream", "name": "stdout", "text": "x" * (6 * 2**20)}]
        ),
        "large-outputs",
        FINE,
    ),
}


@pytest.mark.parametrize("case", SPOILT)
def test_what_was_done_to_a_notebook_is_named(looked, answered, case):
    """The kind that is meant is found, with the gravity that is promised for it."""
    spoil, kind, severity = SPOILT[case]
    notebook = answered()
    spoil(notebook)
    found = looked(notebook)
    assert kind in kinds(found)
    assert found.severity is max(severity, *(KINDS[other].severity for other in kinds(found)))
    assert {f.gravity for f in found.findings if f.kind == kind} == {severity}


FILES = {
    "renamed": (lambda c: {"entrega final (1).ipynb": c}, "file-name", MENDED),
    "as json": (lambda c: {f"{UNIT}.ipynb.json": c}, "file-name", MENDED),
    "without ending": (lambda c: {"tarea": c}, "file-name", MENDED),
    "zipped": (lambda c: {"tarea.zip": zipped(a__ipynb=c)}, "packed", MENDED),
    "gzipped": (lambda c: {f"{UNIT}.ipynb.gz": gzip.compress(c)}, "packed", MENDED),
    "with a byte-order mark": (lambda c: {f"{UNIT}.ipynb": b"\xef\xbb\xbf" + c}, "encoding", MENDED),
    "as UTF-16": (lambda c: {f"{UNIT}.ipynb": c.decode().encode("utf-16")}, "encoding", MENDED),
    "for Windows": (lambda c: {f"{UNIT}.ipynb": c.decode().encode("cp1252", "replace")}, "encoding", MENDED),
    "cut off": (lambda c: {f"{UNIT}.ipynb": c[: len(c) // 2]}, "truncated", PERSON),
    "empty": (lambda c: {f"{UNIT}.ipynb": b""}, "empty", PERSON),
    "zeros": (lambda c: {f"{UNIT}.ipynb": bytes(5_000)}, "empty", PERSON),
    "no file": (lambda c: {}, "no-notebook", PERSON),
    "a PDF": (lambda c: {"tarea.pdf": b"%PDF-1.4"}, "no-notebook", PERSON),
    "a PDF by another name": (lambda c: {f"{UNIT}.ipynb": b"%PDF-1.4"}, "not-a-notebook", PERSON),
    "a page": (lambda c: {f"{UNIT}.ipynb": b"<!DOCTYPE html><html>"}, "not-a-notebook", PERSON),
    "other JSON": (lambda c: {f"{UNIT}.ipynb": b'{"a": 1}'}, "damaged", PERSON),
    "a merge": (
        lambda c: {f"{UNIT}.ipynb": b"<<<<<<< HEAD\n" + c + b"\n=======\n" + c + b"\n>>>>>>> x\n"},
        "conflict",
        PERSON,
    ),
    "nested": (lambda c: {f"{UNIT}.ipynb": b"[" * 100_000}, "damaged", PERSON),
}


@pytest.mark.parametrize("case", FILES)
def test_what_became_of_the_file_is_named(looked, answered, case):
    hand_in, kind, severity = FILES[case]
    found = looked(hand_in(answered().bytes))
    assert kind in kinds(found) and found.severity is severity


def test_another_units_notebook_is_named(looked):
    notebook = {"cells": [{"cell_type": "markdown", "metadata": {}, "source": "hola"}], "metadata": {}}
    notebook |= {"nbformat": 4, "nbformat_minor": 5}
    found = looked(json.dumps(notebook).encode())
    assert kinds(found) == {"other-unit"} and found.severity is PERSON


def test_of_two_notebooks_the_one_with_work_counts(looked, answered, blank):
    found = looked({f"{UNIT}.ipynb": blank().bytes, "mi tarea.ipynb": answered().bytes})
    assert found.notebook == "mi tarea.ipynb" and {"several", "file-name"} <= kinds(found)


def test_where_it_is_and_what_python_says(looked, answered):
    """A finding names the cell's place in the file, the line, and gives a hint in both languages."""
    notebook = answered()
    notebook["reply-delay"]["source"] = "def reply_delay(x):\n    return (1\n"
    (finding,) = [one for one in looked(notebook).findings if one.kind == "syntax"]
    assert (finding.cell, finding.line) == (notebook.cells.index(notebook["reply-delay"]) + 1, 2)
    told = finding.to_json()
    assert told["name"] == "reply-delay" and "return (1" in told["said"] and set(told["hint"]) == {"es", "en"}


def test_a_magic_and_a_shell_assignment_are_no_syntax_errors(looked, answered):
    notebook = answered()
    notebook.add("%matplotlib inline\nfiles = !ls\nx?\nawait f()")
    assert "syntax" not in kinds(looked(notebook))


def test_files_that_came_along_or_are_written_before_are_there(looked, answered):
    notebook = answered()
    notebook.add("open('datos.csv'); open('mio.txt', 'w'); open('mio.txt')")
    found = looked({f"{UNIT}.ipynb": notebook.bytes, "datos.csv": b"a"})
    assert "file-missing" not in kinds(found)


def test_a_link_in_place_of_the_folder_is_said_and_not_followed(tmp_path, blueprint, answered):
    """The folder it leads to holds a whole notebook, of which nothing is read."""
    there = tmp_path / "elsewhere"
    there.mkdir()
    (there / f"{UNIT}.ipynb").write_bytes(answered().bytes)
    (tmp_path / "ana").mkdir()
    os.symlink(there, tmp_path / "ana" / UNIT)
    found = diagnose("ana", Delivery.of_folder(tmp_path / "ana" / UNIT), blueprint)
    assert kinds(found) == {"linked"} and found.severity is PERSON and not found.answered


def test_a_link_in_place_of_the_notebook(tmp_path, blueprint, answered):
    (tmp_path / "x.ipynb").write_bytes(answered().bytes)
    folder = tmp_path / "ana" / UNIT
    folder.mkdir(parents=True)
    os.symlink(tmp_path / "x.ipynb", folder / f"{UNIT}.ipynb")
    found = diagnose("ana", Delivery.of_folder(folder), blueprint)
    assert kinds(found) == {"links", "no-notebook"} and not found.answered


def test_the_cut_off_notebook_says_what_is_left(looked, answered):
    """Cut in its last cell, the essay: one cell and one answer fewer than there were."""
    notebook = answered()
    said = looked(notebook.bytes[:-200]).findings[0].said
    assert f"{len(notebook.cells) - 1} whole cells" in said and "6 of 7 exercises" in said


def test_every_kind_has_a_title_and_hints_in_both_languages():
    for kind in KINDS.values():
        assert kind.title and not kind.title.endswith(".")
        assert kind.hint is None or (isinstance(kind.hint, Text) and kind.hint.es != kind.hint.en)


def test_nothing_of_the_students_runs(looked, answered, tmp_path):
    """Neither cells, nor what a file's name, a pickle or a module beside the notebook would do."""
    notebook = answered()
    trace = tmp_path / "ran"
    for cell in notebook.cells:
        if cell["cell_type"] == "code":
            cell["source"] = f"open({str(trace)!r}, 'w')\n" + cell["source"]
    before = copy.deepcopy(notebook.data)
    looked({f"{UNIT}.ipynb": notebook.bytes, "json.py": f"open({str(trace)!r}, 'w')".encode()})
    assert not trace.exists() and notebook.data == before
