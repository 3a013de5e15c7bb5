"""Do both languages say the same? Two guards over every pair of the course.

    python -m grader.bilingual [--check] [--accept KEY ...]

The first needs no memory: twins share numbers, code, formulas, links, headings, list items, tables, places
to fill. The second remembers (`notebooks/translations.json`): when one half of a lesson's pair changes alone,
the other is due, until it changes too or the pair is accepted as it stands. Without options new pairs are
recorded.
"""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course.language import LANGUAGES, Text
from grader import ledger
from grader.lesson import NOTEBOOKS, Lesson, LessonError, lessons
from grader.phrases import phrases
from grader.prose import FEATURES, places, words_only

ROOT = NOTEBOOKS.parent
LEDGER = NOTEBOOKS / "translations.json"
# Words that are the same in both languages; a pair made of other words must differ.
# fmt: off
SAME = frozenset({
    "a", "bot", "crisis", "csv", "error", "es", "final", "h", "hashtag", "hashtags", "iberia", "jazztel",
    "json", "min", "no", "none", "normal", "pandas", "plan", "s", "spam", "total",
    "tweet", "tweets", "twitter", "utc",
})
# fmt: on


@dataclass(frozen=True)
class Pair:
    """Two texts that must say the same, and where they stand.

    Parameters
    ----------
    place : str
        File and line, as editors understand it.
    text : Text
    is_string : bool
        Whether it is a string of the code, whose ``{places}`` count; otherwise it is Markdown prose.
    """

    place: str
    text: Text
    is_string: bool


def lesson_pairs(lesson: Lesson) -> list[Pair]:
    """Return every pair of a lesson: cells, strings, comments."""
    found = []
    for cell in lesson.cells:
        if cell.is_markdown:
            found.append(Pair(_place(lesson.path, cell.line), cell.source, is_string=False))
        found += [Pair(_place(lesson.path, p.line), p.text, is_string=True) for p in cell.phrases]
    return found


def code_pairs(files: Iterable[Path]) -> list[Pair]:
    """Return every ``Text(...)`` and ``t(...)`` that stands in these Python files."""
    return [
        Pair(_place(path, phrase.line), phrase.text, is_string=True)
        for path in files
        for phrase in phrases(path.read_text(encoding="utf-8"))
    ]


def course_files() -> list[Path]:
    """Return the Python files of both packages, whose strings are read by students or instructors."""
    return [path for package in ("course", "grader") for path in sorted((ROOT / package).rglob("*.py"))]


def document_pairs(root: Path = ROOT) -> list[Pair]:
    """Return the documents that exist in each language: ``x.es.md`` beside ``x.en.md`` or ``x.md``."""
    found = []
    for spanish in sorted([*root.glob("*.es.md"), *root.glob("datasets/*/*.es.md")]):
        stem = spanish.name.removesuffix(".es.md")
        english = next(
            (p for end in (".en.md", ".md") if (p := spanish.with_name(stem + end)).is_file()), None
        )
        text = Text(spanish.read_text("utf-8"), english.read_text("utf-8") if english else "")
        found.append(Pair(_place(spanish, 1), text, is_string=False))
    return found


def disagreements(pair: Pair) -> list[str]:
    """Return in which respects the halves cannot be saying the same.

    Examples
    --------
    >>> disagreements(Pair("x.py:1", Text(es="tarda 2,5 h", en="takes 3.5 h"), is_string=True))
    ["numbers: es has ['2.5'], en has ['3.5']"]
    """
    text = pair.text
    empty = [language for language in LANGUAGES if not text.to(language).strip()]
    if len(empty) == len(LANGUAGES) and pair.is_string:
        return []  # a message of no words, said on purpose
    if empty:
        return [f"{language} is empty" for language in empty]
    features = FEATURES | ({"places": places} if pair.is_string else {})
    found = []
    for name, feature in features.items():
        es, en = (feature(text.to(language), language) for language in LANGUAGES)
        if es != en:
            found.append(f"{name}: {_difference(es, en)}")
    if text.es == text.en and not _may_be_same(text.es):
        found.append(f"both are {text.es!r}: translate one, or add its words to SAME in grader.bilingual")
    return found


def _difference(es: list, en: list) -> str:
    """Say what each has and the other has not, in full when the order is what differs."""
    only_es, only_en = list(es), list(en)
    for item in es:
        if item in only_en:
            only_en.remove(item)
            only_es.remove(item)
    if not only_es and not only_en:
        only_es, only_en = es, en
    return f"es has {only_es or 'none more'}, en has {only_en or 'none more'}"


def _may_be_same(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", words_only(text))
    return all(word.isupper() or word.lower() in SAME for word in words)  # abbreviations, keys of sources


def _place(path: Path, line: int) -> str:
    shown = path.relative_to(ROOT) if path.is_relative_to(ROOT) else Path(*path.parts[-3:])
    return f"{shown.as_posix()}:{line}"


def problems(built: list[Lesson]) -> list[str]:
    """Return every disagreement in these lessons, in the strings of both packages, in the documents."""
    pairs = [pair for lesson in built for pair in lesson_pairs(lesson)]
    pairs += code_pairs(course_files()) + document_pairs()
    return [f"{pair.place}: {what}" for pair in pairs for what in disagreements(pair)]


def due(built: list[Lesson], *, path: Path = LEDGER) -> list[str]:
    """Return one line for each pair of which one half changed alone, with its key."""
    recorded = ledger.read(path)
    found = []
    for lesson in built:
        pairs = lesson_pairs(lesson)
        for finding in ledger.one_sided([pair.text for pair in pairs], recorded.get(lesson.unit, set())):
            place = next(pair.place for pair in pairs if pair.text == finding.text)
            beginning = " ".join(finding.text.to(finding.behind).split())[:50]
            changed = next(language for language in LANGUAGES if language != finding.behind)
            found.append(
                f"{place}: {changed} changed, {finding.behind} did not ({beginning!r}): change it too, "
                f"or --accept {ledger.key(finding.text)}"
            )
    return found


def recorded(built: list[Lesson], *, accepted: Iterable[str] = (), path: Path = LEDGER) -> str:
    """Return the text the ledger should have after these lessons; pairs that disagree are not recorded."""
    old = ledger.read(path)
    new = {}
    for lesson in built:
        known = old.get(lesson.unit, set())
        texts = [
            pair.text
            for pair in lesson_pairs(lesson)
            if ledger.hashes(pair.text) in known or not disagreements(pair)
        ]
        new[lesson.unit] = ledger.updated(texts, known, accepted=accepted)
    return ledger.written(new)


def main(arguments: list[str] | None = None) -> int:
    """Say where the languages part; record what is new unless asked to check only."""
    parser = argparse.ArgumentParser(prog="python -m grader.bilingual", description=main.__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail when the ledger is behind")
    parser.add_argument(
        "--accept", nargs="+", default=[], metavar="KEY", help="pairs that still say the same"
    )
    options = parser.parse_args(arguments)
    try:
        built = lessons()
    except LessonError as error:
        print(error, file=sys.stderr)
        return 1
    known = {ledger.key(pair.text) for lesson in built for pair in lesson_pairs(lesson)}
    unknown = sorted(set(options.accept) - known)
    if unknown:
        print(f"no pair has the key {', '.join(unknown)}: copy it from the message", file=sys.stderr)
        return 1
    text = recorded(built, accepted=options.accept, path=LEDGER)
    behind = not LEDGER.is_file() or LEDGER.read_text(encoding="utf-8") != text
    if behind and not options.check:
        LEDGER.write_text(text, encoding="utf-8")
    found = problems(built) + due(built, path=LEDGER)
    if behind and options.check:
        found.append(f"{_place(LEDGER, 1)}: not up to date: run python -m grader.bilingual")
    print("\n".join(found), file=sys.stderr, end="\n" if found else "")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
