"""Bytes of every kind: nothing raises, what is said stays short, and what is mended is graded as before."""

import copy
import gzip
import io
import json
import random
import zipfile

import pytest

from grader.delivery import Delivery
from grader.doctor import diagnose, mended
from grader.restore import restore
from grader.submission import parse_submission

UNIT = "05-jazztel-delays"
ODD_VALUES = [
    None,
    True,
    -1,
    0,
    1e308,
    2**70,
    "",
    "x" * 200,
    "\0\ud800\x1b[2J",
    [],
    {},
    [[]],
    {"": {}},
    "é\u202e",
]


def spoil(value, rng, depth=0):
    """Change one place of a notebook's JSON: replace, delete, repeat, or swap."""
    if isinstance(value, dict) and value and (depth < 1 or rng.random() < 0.75):
        key = rng.choice(sorted(value))
        turn = rng.random()
        if depth and turn < 0.15:
            del value[key]
        elif depth and turn < 0.3:
            value[key] = copy.deepcopy(rng.choice(ODD_VALUES))
        else:
            value[key] = spoil(value[key], rng, depth + 1)
        return value
    if isinstance(value, list) and value and rng.random() < 0.9:
        place, turn = rng.randrange(len(value)), rng.random()
        if turn < 0.1:
            del value[place]
        elif turn < 0.25:
            value.insert(rng.randrange(len(value)), json.loads(json.dumps(value[place])))
        elif turn < 0.35:
            rng.shuffle(value)
        elif turn < 0.45:
            value[place] = copy.deepcopy(rng.choice(ODD_VALUES))
        else:
            value[place] = spoil(value[place], rng, depth + 1)
        return value
    if isinstance(value, str) and value and rng.random() < 0.6:
        place = rng.randrange(len(value))
        piece = rng.choice(
            ["\n", "(", '"""', "%%bash\n", "!ls ", "<<<<<<< a\n", "\t", "\r", "check(", "def f():", ""]
        )
        return value[:place] + piece + value[place + rng.randrange(2) :]
    return copy.deepcopy(rng.choice(ODD_VALUES))


def as_graded(content, blueprint):
    """What grading makes of bytes."""
    restored = restore(parse_submission(content), blueprint)
    cells = [(cell.cell_type, cell.source, cell.get("attachments")) for cell in restored.notebook.cells]
    return cells, restored.answered, restored.language, restored.tampering


def is_calm(found):
    """No fault of ours, no line that fills the screen or speaks to the terminal."""
    assert "fault" not in {finding.kind for finding in found.findings}, found.findings
    for finding in found.findings:
        assert len(finding.said) < 700 and finding.said.isprintable(), finding
        assert finding.advice is None or finding.advice.es
    json.dumps(found.to_json()).encode()


@pytest.mark.parametrize("seed", range(40))
def test_a_notebook_changed_in_some_places(answered, blueprint, seed):
    """Mended, it is graded exactly as before; mended again, it is the same file."""
    rng = random.Random(seed)
    data = answered(rng.choice(["es", "en"])).data
    for _ in range(rng.randrange(1, 12)):
        data = spoil(data, rng)
    content = json.dumps(data).encode("utf-8", "replace")
    is_calm(diagnose("ana", Delivery.of_files({f"{UNIT}.ipynb": content}), blueprint))
    new = mended(content, blueprint)
    if new is not None:
        assert as_graded(new, blueprint) == as_graded(content, blueprint)
        assert mended(new, blueprint) is None
        is_calm(diagnose("ana", Delivery.of_files({f"{UNIT}.ipynb": new}), blueprint))


def broken(content, rng):
    """Cut, flip, repeat or overwrite bytes."""
    content = bytearray(content)
    for _ in range(rng.randrange(1, 6)):
        start = rng.randrange(len(content) or 1)
        end = start + rng.randrange(1, 400)
        turn = rng.randrange(5)
        if turn == 0:
            del content[start:]
        elif turn == 1:
            del content[start:end]
        elif turn == 2:
            content[start:start] = rng.randbytes(end - start)
        elif turn == 3:
            content[start:start] = content[start:end]
        elif content:
            content[start % len(content)] ^= 1 << rng.randrange(8)
    return bytes(content)


@pytest.mark.parametrize("seed", range(16))
def test_a_notebook_damaged_as_bytes(answered, blueprint, seed):
    rng = random.Random(seed)
    content = broken(answered().bytes, rng)
    is_calm(diagnose("ana", Delivery.of_files({f"{UNIT}.ipynb": content}), blueprint))
    new = mended(content, blueprint)
    assert new is None or as_graded(new, blueprint) == as_graded(content, blueprint)


NAMES = ["a.ipynb", "../a.ipynb", "/etc/a.ipynb", "x/" * 40 + "a.ipynb", "C:\\a.ipynb", "\x1b[2J.ipynb", "."]
NAMES += [
    "a.ipynb.json",
    "é\u202e.ipynb",
    "annotations.csv",
    "x" * 300 + ".ipynb",
    "b.zip",
    "__MACOSX/a.ipynb",
]


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("seed", range(16))
def test_an_archive_of_anything(answered, blueprint, seed):
    """Names that lead elsewhere, archives in archives, links, damage: looked at in bounds, and never written."""
    rng = random.Random(seed)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for _ in range(rng.randrange(1, 7)):
            member = zipfile.ZipInfo(rng.choice(NAMES))
            member.external_attr = rng.choice([0, 0o120777 << 16, 0o10644 << 16, 0o100644 << 16])
            inner = io.BytesIO()
            with zipfile.ZipFile(inner, "w") as deeper:
                deeper.writestr("c.ipynb", answered().bytes)
            choices = [answered().bytes, inner.getvalue(), gzip.compress(b"{}"), b"", rng.randbytes(50)]
            archive.writestr(member, rng.choice(choices))
    content = packed.getvalue()
    if rng.random() < 0.5:
        content = broken(content, rng)
    name = rng.choice(["tarea.zip", f"{UNIT}.ipynb", "tarea", "tarea.ipynb.json"])
    is_calm(diagnose("ana", Delivery.of_files({name: content}), blueprint))
    mended(content, blueprint)


@pytest.mark.parametrize("kind", ["zip", "gzip"])
def test_an_archive_made_to_fill_a_disk_is_refused_and_said(blueprint, kind):
    """20 MB of zeros, a thousandth of that packed: nothing of it is kept."""
    zeros = bytes(20 * 2**20)
    if kind == "gzip":
        content = gzip.compress(zeros, 1)
    else:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
            archive.writestr("a.ipynb", zeros)
        content = packed.getvalue()
    delivery = Delivery.of_files({f"tarea.{kind}": content})
    assert sum(piece.size for piece in delivery.pieces) == len(content)
    found = diagnose("ana", delivery, blueprint)
    assert {"not-opened", "no-notebook"} == {finding.kind for finding in found.findings}


@pytest.mark.parametrize(
    "source", ["(" * 60_000, "-" * 60_000 + "1", "x" * 64_000, "[" * 30_000 + "]" * 30_000]
)
def test_code_nested_beyond_reason(answered, blueprint, source):
    notebook = answered()
    notebook.add(source)
    is_calm(diagnose("ana", Delivery.of_files({f"{UNIT}.ipynb": notebook.bytes}), blueprint))


def test_more_files_than_anybody_hands_in(answered, blueprint):
    files = {f"{number}.txt": b"x" for number in range(2_100)} | {f"{UNIT}.ipynb": answered().bytes}
    found = diagnose("ana", Delivery.of_files(files), blueprint)
    is_calm(found)
    assert "many-files" in {finding.kind for finding in found.findings}
