"""The course's codebooks: complete, in both languages, and nobody's tweets."""

import re
import unicodedata

import pytest

from course.annotation.codebook import KEYS
from course.cases import load
from course.codebooks import BRAND_REPLIES, CUSTOMER_VOICES
from course.language import LANGUAGES

BOOKS = {book.name: book for book in (CUSTOMER_VOICES, BRAND_REPLIES)}
CODES = [(book, code) for book in BOOKS.values() for code in book.codes]
EXAMPLES = [(code, example) for _, code in CODES for example in (*code.examples, *code.borderline)]


def ids(pairs):
    return [f"{book.name}-{code.code}" for book, code in pairs]


def plain(text: str) -> str:
    """What is left of a tweet without case, accents, mentions, hashtags and marks."""
    text = re.sub(r"[@#]\w+|http\S+", " ", text.casefold())
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return " ".join(re.findall(r"\w+", text))


def test_the_codes_are_those_that_files_of_labels_already_hold():
    """A code is never renamed: files of labels would lose their meaning."""
    assert CUSTOMER_VOICES.names == (
        "disappointment", "accusation", "joke", "question", "defence",
        "blames_company", "blames_agency", "blames_technology", "blames_accounts", "other",
    )  # fmt: skip
    assert BRAND_REPLIES.names == (
        "template", "asks_data", "apologises", "informs", "solves", "deflects", "other",
    )  # fmt: skip


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_a_tweet_may_carry_several_codes_but_other_stands_alone(name):
    book = BOOKS[name]
    assert book.multiple
    assert [code.code for code in book.codes if code.exclusive] == ["other"]
    assert book.names[-1] == "other"
    assert len(book.codes) <= len(KEYS)
    assert book.settled([book.names[0], "other"]) == ("other",)


@pytest.mark.parametrize(("book", "code"), CODES, ids=ids(CODES))
def test_every_code_is_defined_with_examples_and_borders_in_both_languages(book, code):
    """Two clear examples, one to three borders, a definition of two to four sentences, a title for a button."""
    assert len(code.examples) == 2
    assert 1 <= len(code.borderline) <= 3
    for language in LANGUAGES:
        assert 0 < len(code.title.to(language)) <= 24
        sentences = re.findall(r"[.!?](?=\s|$)", code.definition.to(language))
        assert 2 <= len(sentences) <= 5, code.definition.to(language)
        for example in (*code.examples, *code.borderline):
            assert example.tweet.to(language).strip()
            assert len(example.tweet.to(language)) <= 140, "a tweet of 2013"
            assert example.why.to(language).strip()
    assert code.definition.es != code.definition.en


@pytest.mark.parametrize(("book", "code"), CODES, ids=ids(CODES))
def test_clear_examples_carry_their_code_and_all_are_coded_as_the_codebook_codes(book, code):
    for example in code.examples:
        assert code.code in example.codes
    for example in (*code.examples, *code.borderline):
        assert example.codes == book.settled(example.codes)
        assert not book.strange(example.codes)


@pytest.mark.parametrize("name", sorted(BOOKS))
def test_titles_of_a_codebook_are_told_apart(name):
    for language in LANGUAGES:
        titles = [code.title.to(language) for code in BOOKS[name].codes]
        assert len(set(titles)) == len(titles)


def test_borders_include_cases_that_go_to_the_neighbour():
    """A border that never falls on the other side teaches nothing."""
    for book in BOOKS.values():
        away = {code.code for code in book.codes for case in code.borderline if code.code not in case.codes}
        assert len(away) >= len(book.codes) // 2, book.name


def test_no_example_is_a_tweet_of_the_datasets():
    """Examples are invented, and none gives away a tweet that students code."""
    tweets = {plain(text) for case in ("iberia", "jazztel") for text in load(case).tweets["text"]}
    for code, example in EXAMPLES:
        assert plain(example.tweet.es) not in tweets, code.code


def test_examples_are_distinct_and_name_no_brand_of_the_cases():
    texts = [plain(example.tweet.es) for _, example in EXAMPLES]
    assert len(set(texts)) == len(texts)
    for language in LANGUAGES:
        said = " ".join(example.tweet.to(language) for _, example in EXAMPLES)
        assert not re.search(r"iberia|jazztel|orange|fruto|klm|air france", said, re.I)
        for book in BOOKS.values():
            assert {"es": "inventados", "en": "invented"}[language] in book.title.to(language)


def coded(name: str) -> set[tuple[str, ...]]:
    """Return the codings that the borders of one code of `CUSTOMER_VOICES` show."""
    return {example.codes for example in CUSTOMER_VOICES[name].borderline}


@pytest.mark.parametrize(
    ("code", "codes"),
    [
        pytest.param("disappointment", ("disappointment",), id="a late apology is a complaint"),
        pytest.param("accusation", ("disappointment", "accusation"), id="feeling cheated is both"),
        pytest.param("joke", ("defence",), id="a comparison may be an argument"),
        pytest.param("question", ("accusation",), id="a question that answers itself is rhetorical"),
        pytest.param("defence", ("defence", "blames_company"), id="a gentle concession is a defence"),
        pytest.param("defence", ("blames_company",), id="a run-up is none"),
        pytest.param("blames_agency", ("blames_company",), id="charging the payer does not clear the agency"),
        pytest.param("blames_agency", ("blames_agency",), id="the agency alone"),
        pytest.param(
            "blames_accounts", ("disappointment", "blames_accounts"), id="the person and the silence"
        ),
        pytest.param("blames_accounts", ("blames_accounts",), id="'everyone' in reply to a defence of them"),
    ],
)
def test_what_two_readers_could_not_decide_has_a_border_of_its_own(code, codes):
    """Two people who coded the unit with version 1.0 stopped at these."""
    assert CUSTOMER_VOICES.version != "1.0"
    assert codes in coded(code)


def test_titles_in_english_say_whom_they_blame_to_someone_outside_the_trade():
    """'Account staff' was read as the accounts department."""
    assert CUSTOMER_VOICES["blames_accounts"].title.en == "Blames the social team"
    assert not any("account staff" in code.title.en for code in CUSTOMER_VOICES.codes)
