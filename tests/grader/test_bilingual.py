"""Both languages say the same: what must agree in a pair, and a memory of pairs that were held to agree."""

import json
from pathlib import Path

import pytest

from course.language import Text
from grader import bilingual, ledger
from grader.bilingual import Pair, code_pairs, disagreements, lesson_pairs
from grader.prose import barriers, jumps, numbers, words_only

# Invariants ----------------------------------------------------------------------------------------------


def prose(es: str, en: str) -> list[str]:
    return disagreements(Pair("lesson.py:1", Text(es, en), is_string=False))


def string(es: str, en: str) -> list[str]:
    return disagreements(Pair("module.py:1", Text(es, en), is_string=True))


AGREE = {
    "decimal comma": ("Son 1.234,5 minutos y el 0,7 %.", "That is 1,234.5 minutes and 0.7%."),
    "millions": ("1.234.567 tuits", "1,234,567 tweets"),
    "thin space": ("12\u202f500 tuits", "12,500 tweets"),
    "time and date": ("El 5 de marzo de 2014 a las 20:00", "On 5 March 2014 at 20:00"),
    "version-like name": ("Crisis 2.0 con Python 3.11.7", "Crisis 2.0 with Python 3.11.7"),
    "end of sentence": ("Fue en 2013. Dos años.", "It was in 2013, two years."),
    "enumeration": ("1, 2 y 3", "1, 2 and 3"),
    "ordinal": ("el percentil 90", "the 90th percentile"),
    "another word order": ("de 10 a 20", "20, from 10"),
    "formula": ("con $x = 1{,}5\\text{ si}$", "with $x = 1.5\\text{ if}$"),
    "money is no formula": ("5 $ y 6 $", "$5 and $6"),
    "own page in each language": ("[mapa](../es/x.ipynb)", "[map](../en/x.ipynb)"),
    "encyclopedia": (
        "[m](https://es.wikipedia.org/wiki/Mediana)",
        "[m](https://en.wikipedia.org/wiki/Median)",
    ),
    "words in plain fences": ("```text\nhola\n```", "```text\nhello\n```"),
    "table": ("| a | b |\n|---|---|\n| 1 | `x|y` |", "| c | d |\n|:--|--:|\n| 1 | `x|y` |"),
}
PART = {
    "numbers": ("Son 1.234 minutos", "That is 1.234 minutes"),
    "a number lost": ("2 de 3", "two of 3"),
    "code spans": ("usa `mean`", "use `median`"),
    "formulas": ("con $x^2$", "with $x^3$"),
    "links": ("[a](https://a.org/1)", "[a](https://a.org/2)"),
    "image": ("![pájaro](a.png)", "![bird](b.png)"),
    "bare link": ("<https://a.org>", "<https://b.org>"),
    "headings": ("## Uno", "### One"),
    "list items": ("- uno\n- dos", "- one and two"),
    "kind of list": ("- uno", "1. one"),
    "tables": ("| a |\n|---|\n| b |", "| a |\n|---|\n| b |\n| c |"),
    "fences": ("```python\nx = 1\n```", "```python\nx = 2\n```"),
    "empty": ("hola", "  "),
    "the same": ("Hola, mundo", "Hola, mundo"),
}


@pytest.mark.parametrize("case", AGREE)
def test_pairs_that_say_the_same_pass(case):
    """Each language writes numbers, dates and addresses its own way."""
    assert prose(*AGREE[case]) == []


@pytest.mark.parametrize("case", PART)
def test_pairs_that_part_are_caught(case):
    assert prose(*PART[case])


def test_the_message_says_what_each_has_and_the_other_lacks():
    assert prose("de 1 a 2,5", "from 1 to 3") == ["numbers: es has ['2.5'], en has ['3']"]
    assert prose("# A\n## B", "## A\n# B") == ["headings: es has [1, 2], en has [2, 1]"]


def test_places_to_fill_count_in_strings_only():
    """A place lost in one language fails at run time in that language alone, so it must fail here."""
    assert string("hay {n:.1f} de {total}", "there are {n:.2f} of {total}") == []
    assert string("hay {n}", "there are {m}") == ["places: es has ['n'], en has ['m']"]
    assert string("{{x}} hola", "{{x}} hello") == []
    assert string("{} de {}", "{}") == ["places: es has [''], en has none more"]


def test_equal_strings_are_for_names_only():
    assert string("hashtag", "hashtag") == []
    assert string("{n} min", "{n} min") == []
    assert string("1 h [SH12; EPT]", "1 h [SH12; EPT]") == []
    assert string("Respuesta", "Respuesta")


def test_numbers_are_read_by_their_language():
    assert numbers("1.234 y 1,234", "es") == ["1.234", "1234"]
    assert numbers("1.234 and 1,234", "en") == ["1.234", "1234"]
    assert numbers("cliente_0123, t158, @x99, `7`, $8$, [9](https://a.org/10) {n:2}", "es") == ["9"]


def test_a_lesson_gives_its_cells_and_strings(lesson):
    places = [pair.place for pair in lesson_pairs(lesson)]
    assert len(places) == 7
    assert places[0].endswith("07-sample/lesson.py:1")
    assert places[1].endswith("07-sample/lesson.py:17")
    assert all(disagreements(pair) == [] for pair in lesson_pairs(lesson))


def test_strings_of_a_module_are_found(tmp_path):
    path = tmp_path / "module.py"
    path.write_text('from course.language import Text\n\nX = Text(es="2 h", en="3 h")\n', encoding="utf-8")
    (pair,) = code_pairs([path])
    assert pair.place.endswith("module.py:3")
    assert disagreements(pair) == ["numbers: es has ['2'], en has ['3']"]


def test_documents_are_paired_and_one_without_its_twin_is_caught(tmp_path):
    """README.es.md beside README.md, DATASHEET.es.md beside DATASHEET.en.md; each links to the other."""
    (tmp_path / "README.es.md").write_text("[English](README.md) 2,5", encoding="utf-8")
    (tmp_path / "README.md").write_text("[español](README.es.md) 2.5", encoding="utf-8")
    data = tmp_path / "datasets" / "birds"
    data.mkdir(parents=True)
    (data / "DATASHEET.es.md").write_text("hola", encoding="utf-8")
    readme, datasheet = bilingual.document_pairs(tmp_path)
    assert disagreements(readme) == []
    assert disagreements(datasheet) == ["en is empty"]


def test_spelling_reads_words_only():
    """Code, formulas, addresses, handles, tags and places are not words; a link's words are."""
    text = (
        "<b>La</b> [mediana](https://a.org/xyz) `kode` $\\alpha$ @quien #etikt t123 {plase} https://b.org fin"
    )
    assert words_only(text).split() == ["La", "mediana", "fin"]


def test_barriers_for_screen_readers():
    assert barriers("![](a.png)") == ["the image a.png has no alternative text"]
    assert barriers('<img src="a.png" alt="un pájaro"> ![un pájaro](b.png)') == []
    assert barriers('<img src="a.png" alt="">') == ['<img src="a.png" alt=""> has no alternative text']
    assert barriers("| a | |\n|---|---|\n| 1 | 2 |") == ["the table | a | | has a column without a heading"]
    assert jumps([1, 2, 3, 2, 3, 3]) == []
    assert jumps([2, 3]) == [0]
    assert jumps([1, 3, 1]) == [1, 2]


# Ledger --------------------------------------------------------------------------------------------------

HELLO, BYE = Text("hola", "hello"), Text("adiós", "goodbye")
RECORDED = {ledger.hashes(HELLO), ledger.hashes(BYE)}


@pytest.mark.parametrize(
    ("edited", "behind"), [(Text("buenas", "hello"), "en"), (Text("hola", "hi"), "es")], ids=["es", "en"]
)
def test_editing_one_language_alone_is_noticed_until_the_other_follows(edited, behind):
    """The half left behind is named, and recording what is new does not make the question go away."""
    assert ledger.one_sided([edited, BYE], RECORDED) == [ledger.Finding(edited, behind)]
    still = ledger.updated([edited, BYE], RECORDED)
    assert ledger.one_sided([edited, BYE], still) == [ledger.Finding(edited, behind)]
    both = Text("buenas", "hi")
    assert ledger.one_sided([both, BYE], still) == []
    assert ledger.updated([both, BYE], still) == {ledger.hashes(both), ledger.hashes(BYE)}


def test_an_accepted_pair_is_recorded_and_the_old_one_forgotten():
    edited = Text("hola", "hi")
    accepted = ledger.updated([edited, BYE], RECORDED, accepted=[ledger.key(edited)])
    assert accepted == {ledger.hashes(edited), ledger.hashes(BYE)}


def test_new_vanished_and_rewrapped_pairs_need_nobody():
    """Only a half that stayed beside one that moved is a question."""
    assert ledger.one_sided([HELLO, BYE, Text("sí", "yes")], RECORDED) == []
    assert ledger.updated([HELLO], RECORDED) == {ledger.hashes(HELLO)}
    assert ledger.hashes(Text("hola,\n  mundo", "hello")) == ledger.hashes(Text("hola, mundo", "hello"))


def test_a_word_may_stand_beside_two_different_ones():
    """«hora» is hour here and time there: as long as the first pair is there, the second is news."""
    assert ledger.one_sided([HELLO, BYE, Text("hola", "hi")], RECORDED) == []


def test_the_ledger_is_one_sorted_line_a_pair_and_reads_back(tmp_path):
    """Two people's changes merge, and the same pairs give the same bytes."""
    path = tmp_path / "translations.json"
    units = {"b": RECORDED, "a": {ledger.hashes(HELLO)}, "empty": set()}
    path.write_text(ledger.written(units), encoding="utf-8")
    assert ledger.read(path) == {"b": RECORDED, "a": {ledger.hashes(HELLO)}}
    assert list(json.loads(path.read_text(encoding="utf-8"))) == ["a", "b"]
    assert len(path.read_text(encoding="utf-8").splitlines()) == 9
    assert ledger.read(tmp_path / "absent.json") == {}


# The command ---------------------------------------------------------------------------------------------


@pytest.fixture
def run(tmp_path, monkeypatch, read_text, capsys):
    """Runs the command on a lesson's text and a ledger of its own; gives exit status and what was said."""
    monkeypatch.setattr(bilingual, "LEDGER", tmp_path / "translations.json")
    monkeypatch.setattr(bilingual, "course_files", lambda: [])
    monkeypatch.setattr(bilingual, "document_pairs", lambda: [])

    def run(text: str, *arguments: str) -> tuple[int, str]:
        monkeypatch.setattr(bilingual, "lessons", lambda: [read_text(text)])
        return bilingual.main(list(arguments)), capsys.readouterr().err

    return run


def test_the_command_records_checks_complains_and_accepts(run, lesson_text):
    """The whole life of a pair: new, recorded, half edited, accepted."""
    status, said = run(lesson_text, "--check")
    assert (status, "not up to date" in said) == (1, True)
    assert run(lesson_text) == (0, "")
    assert run(lesson_text, "--check") == (0, "")

    edited = lesson_text.replace("A swift flew", "One swift flew")
    for arguments in [("--check",), (), ("--check",)]:
        status, said = run(edited, *arguments)
        assert status == 1
        assert "07-sample/lesson.py:1: en changed, es did not" in said
        assert "not up to date" not in said
    key = said.split("--accept ")[1].split()[0]

    status, said = run(edited, "--accept", "00000000")
    assert (status, "no pair has the key 00000000" in said) == (1, True)
    assert run(edited, "--accept", key) == (0, "")
    assert run(edited, "--check") == (0, "")


def test_a_pair_that_disagrees_is_not_recorded(run, lesson_text):
    """Mending the half that was wrong must not then count as an edit of one language alone."""
    status, said = run(lesson_text.replace("1,234.5", "1,234.6"))
    assert status == 1
    assert "lesson.py:1: numbers: es has ['1234.5'], en has ['1234.6']" in said
    assert run(lesson_text) == (0, "")


def test_the_ledger_lies_beside_the_units():
    assert Path(bilingual.LEDGER).parts[-2:] == ("notebooks", "translations.json")
