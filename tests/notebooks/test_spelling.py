"""Spelling of everything a reader reads, Spanish and English, with the system's hunspell."""

import ast
import builtins
import keyword
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from course.language import LANGUAGES
from grader.bilingual import ROOT, code_pairs, course_files, lesson_pairs
from grader.lesson import Lesson, lessons
from grader.phrases import parse
from grader.prose import words_only

WORDS = Path(__file__).with_name("words.txt")
DICTIONARIES = {"es": "es_ES", "en": "en_US"}
DOCUMENTS = {
    "es": ["README.es.md", "datasets/*/DATASHEET.es.md"],
    "en": ["README.md", "CONTRIBUTING.md", "datasets/*/DATASHEET.en.md"],
}
WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
# A quotation or a title may be in the other language.
QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"]*\"|'[^'\n]*'|(?<![\w*])\*[^*\n]+\*(?![\w*])")
CODE = re.compile(r"\w*(?:\.\w+)+(?:\(\))?|\w+(?=\()")  # README.es.md, .copy(), next(...)
PYTHON = {word.casefold() for word in [*keyword.kwlist, *dir(builtins)]}
# What the simulated crowd writes is misspelt on purpose.
NOT_PROSE = ROOT / "course" / "simulator"


def passages(language: str) -> Iterator[tuple[str, str]]:
    """Give every text in a language with its place: lessons, messages, documents."""
    files = [path for path in course_files() if NOT_PROSE not in path.parents]
    for lesson in lessons():
        names = re.compile(rf"\b(?:{'|'.join(sorted(identifiers(lesson)))})\b")
        for pair in lesson_pairs(lesson):
            text = pair.text.to(language)
            yield pair.place, names.sub(" ", text) if pair.is_string else text
    for pair in code_pairs(files):
        yield pair.place, pair.text.to(language)
    for pattern in DOCUMENTS[language]:
        for path in sorted(ROOT.glob(pattern)):
            yield path.relative_to(ROOT).as_posix(), path.read_text(encoding="utf-8")


def identifiers(lesson: Lesson) -> set[str]:
    """Return the names in a lesson's code, which its comments may mention: variables, arguments, columns."""
    found = set()
    for cell in lesson.cells:
        for node in [] if cell.is_markdown else ast.walk(parse(cell.source.es)):
            found |= {getattr(node, "id", None), getattr(node, "arg", None)}
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Constant):
                found.add(node.slice.value)
    return {name for name in found if isinstance(name, str) and name.isidentifier()}


def misspelt(words: set[str], dictionary: str) -> set[str]:
    """Return the words that hunspell does not know."""
    answer = subprocess.run(
        ["hunspell", "-i", "utf-8", "-d", dictionary, "-l"],
        input="\n".join(sorted(words)),
        capture_output=True,
        encoding="utf-8",
        check=True,
    )
    return set(answer.stdout.split())


def test_the_word_list_is_sorted_and_says_each_word_once():
    """So that two people's additions merge."""
    words = WORDS.read_text(encoding="utf-8").split("\n")[:-1]
    assert words == sorted(set(words), key=lambda word: (word.casefold(), word))


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_is_in_the_dictionary_or_on_our_list(language):
    """Remedy: correct it, set it as code, or add it to tests/notebooks/words.txt."""
    if not shutil.which("hunspell"):
        if os.environ.get("CI") == "true":
            pytest.fail("hunspell is missing and CI=true skips nothing; see .ci/run")
        pytest.skip("hunspell is not installed")
    places: dict[str, list[str]] = {}
    quoted: set[str] = set()
    for place, text in passages(language):
        text = " ".join(CODE.sub(" ", words_only(text)).split())
        quoted |= {word for quotation in QUOTED.findall(text) for word in WORD.findall(quotation)}
        for word in WORD.findall(text):
            if len(word) > 1 and not (word.isupper() and len(word) < 6):  # variables, abbreviations
                places.setdefault(word.replace("’", "'").removesuffix("'s"), []).append(place)
    ours = PYTHON | {word.casefold() for word in WORDS.read_text(encoding="utf-8").split()}
    unknown = {word for word in misspelt(set(places), DICTIONARIES[language]) if word.casefold() not in ours}
    for other in set(LANGUAGES) - {language}:
        unknown -= (unknown & quoted) - misspelt(unknown & quoted, DICTIONARIES[other])
    assert not unknown, "\n" + "\n".join(f"{word}: {', '.join(places[word][:3])}" for word in sorted(unknown))
