"""What is handed in beside the notebook, and the file itself: modules, links, devices, broken bytes, odd names."""

import contextlib
import gzip
import io
import json
import os
import zipfile

import nbformat

from .attack import ANY, LOOKED, NOT_READ, Family, written

folder = Family("folder")
files = Family("file")
names = Family("name")

_EVIL = b"""
import builtins, sys
def forged(*a, **k): return '{"value":100.0,"unreadable":null,"error":null,"printed":"","mutated":false}'
def __getattr__(name): return forged
dumps = loads = answer = check = forged
"""


def _shadow(*modules):
    def change(handed):
        for name in modules:
            handed.files[name] = _EVIL

    return change


for _name, _modules in {
    "json": ("json.py", "json/__init__.py"),
    "pandas and numpy": ("pandas.py", "numpy.py", "matplotlib.py"),
    "course": ("course/__init__.py", "course/channel/answer.py", "course/channel/__init__.py", "course.py"),
    "standard library": ("random.py", "re.py", "signal.py", "threading.py", "warnings.py", "base64.py",
    "copy.py", "math.py", "io.py"),
    "start of Python": ("sitecustomize.py", "usercustomize.py", "python311._pth", "evil.pth", "pyvenv.cfg",
    "__main__.py"),
    "start of IPython": ("ipython_config.py", ".ipython/profile_default/startup/00.py",
    "ipython_kernel_config.py", ".ipython/profile_default/ipython_config.py"),
    "nbgrader and pytest": ("nbgrader_config.py", "conftest.py", "jupyter_config.py",
    "jupyter_nbconvert_config.py", ".jupyter/jupyter_config.py"),
    "grader": ("grader/__init__.py", "grader/exercises/jazztel_delays.py", "grader.py", "nbgrader.py",
    "IPython.py", "ipykernel/__init__.py"),
}.items():  # fmt: skip
    folder(f"shadows of {_name}", f"files beside the notebook stand before {_name} on the path", base="half")(
        _shadow(*_modules)
    )


@folder("shadows and blank", "the same for whoever solved nothing, with the path put first")
def shadows(handed):
    _shadow("json.py", "course/__init__.py", "course/channel/answer.py", "pandas.py")(handed)
    handed.run("import sys\nsys.path.insert(0, '.')\nsys.path_importer_cache.clear()", first=True)


@folder("extension modules", "compiled modules and byte code of another's making", base="half")
def compiled(handed):
    for name in (
        "json.cpython-311-x86_64-linux-gnu.so",
        "__pycache__/json.cpython-311.pyc",
        "libc.so.6",
        "math.abi3.so",
    ):
        handed.files[name] = b"\x7fELF" + b"\0" * 100


@folder("links", "links to the gradebook, the seed, the sources, a neighbour, the root", base="half")
def links(handed):
    scene = handed.scene

    def arrange(place):
        targets = (
            "gradebook.db",
            "secret-seed",
            "source/es",
            f"submitted/{scene.neighbour}",
            "outcomes.json",
        )
        for number, target in enumerate(targets):
            os.symlink(f"{scene.course}/{target}", place / f"link-{number}.csv")
        os.symlink("/", place / "root")
        os.symlink("/etc/passwd", place / "annotations.csv")
        os.symlink(".", place / "loop")
        os.symlink(f"{scene.project}", place / "grader")

    handed.arrange = arrange
    handed.run(
        """
import os
for place in ("root", "grader", "link-0.csv", "link-1.csv", "link-2.csv", "link-3.csv", "annotations.csv"):
    if os.path.lexists(place): escaped("came along: " + place)
"""
    )


@folder("hard links", "a hard link is an ordinary file", base="half")
def hard_links(handed):
    scene = handed.scene

    def arrange(place):
        for name in ("nbgrader_config.py", "secret-seed"):
            with contextlib.suppress(OSError):
                os.link(f"{scene.course}/{name}", place / f"{name}.txt")

    handed.arrange = arrange


@folder("pipes and devices", "a file that never ends, one that never begins", base="half")
def devices(handed):
    def arrange(place):
        os.mkfifo(place / "pipe.csv")
        os.mkfifo(place / "another.ipynb")
        for name, kind, device in (("zero.csv", 0o020600, (1, 5)), ("disk.csv", 0o060600, (7, 0))):
            with contextlib.suppress(OSError):  # only root can
                os.mknod(place / name, kind, os.makedev(*device))

    handed.arrange = arrange


@folder("folders without end", "five hundred folders within each other", base="half")
def deep(handed):
    def arrange(place):
        here = os.open(place, os.O_RDONLY)
        for _ in range(60):
            os.mkdir("d" * 60, dir_fd=here)
            below = os.open("d" * 60, os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        os.close(here)

    handed.arrange = arrange


@folder("two thousand files", "more files than anybody hands in", base="half", states=ANY | NOT_READ)
def crowd(handed):
    handed.files |= {f"data/file-{number}.txt": b"x" for number in range(2000)}


@folder(
    "names of files", "names with newlines, markup, commands, no letters, bytes that are no text", base="half"
)
def odd_files(handed):
    odd = [
        "a\nb.csv",
        "[bold red]x[-].csv",
        "$(touch x).csv",
        "-rf",
        "=cmd().csv",
        "\x1b[31mx.csv",
        "con.csv",
        " .csv",
        "…\u202e.csv",
    ]
    handed.files |= {name: b"x,y\n1,2\n" for name in odd}

    def arrange(place):
        with open(os.fsencode(place) + b"/\xff\xfe.csv", "wb") as file:
            file.write(b"x")

    handed.arrange = arrange


@folder("several notebooks", "a forged one beside the true one, by many names", base="half")
def several(handed):
    forged = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("100.0")])
    for name in (
        "05-jazztel-delays (1).ipynb",
        "x/05-jazztel-delays.ipynb",
        ".ipynb_checkpoints/05-jazztel-delays.ipynb",
    ):
        handed.files[name] = written(forged).encode()


@folder("a timestamp", "a timestamp that is none, a page, or from the year ten thousand", base="half")
def timestamp(handed):
    handed.files["timestamp.txt"] = b"9999-99-99 \xff <script>" * 30


@folder("unreadable", "files and folders that may not be read", base="half")
def unreadable(handed):
    def arrange(place):
        (place / "locked").mkdir()
        (place / "locked" / "x.csv").write_text("x")
        os.chmod(place / "locked" / "x.csv", 0)
        os.chmod(place / "locked", 0)

    handed.arrange = arrange


@folder("no notebook but a link", "the notebook is a link to the instructor's source", states=NOT_READ)
def link_to_source(handed):
    _instead(handed, f"{handed.scene.course}/source/es/05-jazztel-delays/05-jazztel-delays.ipynb")


@folder("a link to a neighbour", "the notebook is a link to another student's", states=NOT_READ)
def link_to_neighbour(handed):
    unit = "05-jazztel-delays"
    _instead(handed, f"{handed.scene.course}/submitted/{handed.scene.neighbour}/{unit}/{unit}.ipynb")


def _instead(handed, target):
    name, handed.name = handed.name, ""
    handed.arrange = lambda place: os.symlink(target, place / name)


@folder("a pipe for a notebook", "reading the notebook never ends", states=NOT_READ)
def pipe(handed):
    name, handed.name = handed.name, ""
    handed.arrange = lambda place: os.mkfifo(place / name)


@folder("a folder for a notebook", "the notebook is a folder", states=NOT_READ)
def folder_for_notebook(handed):
    name, handed.name = handed.name, ""
    handed.arrange = lambda place: (place / name).mkdir()


# --- The file itself -------------------------------------------------------------------------------------

_BYTES = {
    "empty": lambda text: b"",
    "nothing but NUL": lambda text: b"\0" * 5000,
    "cut off": lambda text: text.encode()[:-3000],
    "nested": lambda text: b'{"cells":' * 100_000,
    "a list": lambda text: b"[" + text.encode() + b"]",
    "a number": lambda text: b"1" * 6000,
    "a page": lambda text: b"<!DOCTYPE html><script>1</script>",
    "a program": lambda text: b"#!/bin/sh\ntouch /tmp/owned\n",
    "a pickle": lambda text: b"\x80\x04\x95\x1e\0\0\0\0\0\0\0\x8c\x05posix\x94\x8c\x06system\x94\x93\x94.",
    "compressed": lambda text: gzip.compress(b"\0" * 10**7),
    "another encoding": lambda text: text.encode("utf-32"),
    "cells by name": lambda text: json.dumps({"cells": {"0": {}}, "nbformat": 4, "metadata": {}}).encode(),
    "no cell is a cell": lambda text: json.dumps(
        {"cells": [1, None, [], "x"], "nbformat": 4, "metadata": {}}
    ).encode(),
}
for _name, _bytes in _BYTES.items():

    @files(_name, "a file that breaks whoever reads it", base="half", states=NOT_READ)
    def _broken(handed, _bytes=_bytes):
        handed.content = _bytes(written(handed.notebook))


@files("a bomb in a zip", "a notebook that is a zip of a gigabyte", states=NOT_READ)
def zip_bomb(handed):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        with archive.open("05-jazztel-delays.ipynb", "w") as file:
            for _ in range(100):
                file.write(b"\0" * 2**20)
        archive.writestr("../../../../../tmp/" + handed.scene.token + "-zip", "x")
    handed.content = packed.getvalue()


@files("lone surrogates", "text that no file can hold", base="half")
def surrogates(handed):
    handed.notebook.cells.append(nbformat.v4.new_markdown_cell("\ud800 \udfff"))
    handed.notebook.metadata["x\ud800"] = "\udfff"
    handed.content = json.dumps(handed.notebook).encode()


@files("big numbers", "numbers that no reader of JSON agrees on", base="half", states=ANY | NOT_READ)
def big_numbers(handed):
    text = written(handed.notebook)
    handed.content = text.replace(
        '"metadata": {', '"metadata": {"n": 1e400, "m": -0.0, "i": ' + "9" * 5000 + ", ", 1
    ).encode()


@files("a giant", "a notebook of seventy megabytes", states=NOT_READ)
def giant(handed):
    handed.arrange = lambda place: os.truncate(place / handed.name, 70 * 2**20)


@files("a thick one", "thirty megabytes of outputs", base="half")
def thick(handed):
    page = nbformat.v4.new_output("display_data", data={"text/plain": "x" * 10_000_000})
    handed.checks[0].outputs = [page] * 3


@files(
    "packed words",
    "an .ipynb saved by another program: marks of byte order, CRLF, a blank at the end",
    base="half",
)
def packed_words(handed):
    handed.content = b"\xef\xbb\xbf" + written(handed.notebook).replace("\n", "\r\n").encode() + b" \n\n"


# --- Who hands in ----------------------------------------------------------------------------------------

_STUDENTS = {
    "markup": "[bold red]x[-]",
    "newline": "first\nsecond",
    "option": "--force",
    "formula": "=HYPERLINK(1)",
    "glob": "[a-z]* ?",
    "braces": "{student} %s {0.__class__}",
    "quotes": "'; drop table grade; --",
    "page": "<script>alert(1)<",
    "long": "x" * 200,
    "controls": "\x1b]0;owned\x07\x1b[2J",
    "direction": "\u202eabc\u2066",
    "dots": "...",
    "backslash": "a\\..\\b",
    "blank": " lead and trail ",
    "composed": "Nu\u0301n\u0303ez",
}
for _name, _student in _STUDENTS.items():
    names(_name, "a folder's name acts in a path, a shell, a query, a page or a terminal", base="half",
        student=_student,
          states=LOOKED)(lambda handed: None)  # fmt: skip
