"""What identifies a person does not pass the border; what does not, stays."""

import pandas as pd
import pytest

from course.readers.masking import Pseudonyms, mask_texts

NAMES = Pseudonyms("key", public=["Jazztel", "Ask_Iberia"])


def masked(text: str) -> str:
    return mask_texts(pd.Series([text], dtype="str"), pseudonyms=NAMES).iloc[0]


def dni(number: int) -> str:
    """A DNI with its letter, worked from the published table."""
    return f"{number:08}{'TRWAGMYFPDXBNJZSQVHLCKE'[number % 23]}"


@pytest.mark.parametrize(
    "secret",
    ["ana@example.org", "Ana.B+x@mail.example.co.uk", "a_b-c@uni-x.example.es"],
)
def test_email_is_masked(secret):
    """Whatever stands around it."""
    assert masked(f"Escríbeme a {secret}, gracias") == "Escríbeme a [email], gracias"
    assert masked(f"({secret})") == "([email])"


@pytest.mark.parametrize(
    "secret",
    ["612345678", "612 34 56 78", "612 345 678", "612-345-678", "912345678", "91 234 56 78", "+34 612345678",
     "0034612345678", "+34 91 234 56 78", "1-800-555-0199", "(212) 555-0199", "212.555.0199",
     "+44 20 7946 0958", "020 7946 0958"],
)  # fmt: skip
def test_phone_is_masked(secret):
    """Spanish, with and without prefix, and the forms of the English-language data."""
    assert masked(f"Llámame al {secret}.") == "Llámame al [phone]."


@pytest.mark.parametrize("number", [12345678, 0, 1, 99999999, 23000001])
def test_dni_is_masked_when_its_letter_is_right(number):
    """With dots, hyphen, space, or in lower case; another letter is no DNI."""
    right = dni(number)
    for form in (right, right.lower(), f"{right[:8]}-{right[8]}", f"{right[:8]} {right[8]}",
                 f"{right[:2]}.{right[2:5]}.{right[5:8]}-{right[8]}"):  # fmt: skip
        assert masked(f"DNI {form}!") == "DNI [dni]!", form
    wrong = right[:8] + ("A" if right[8] != "A" else "B")
    assert "[dni]" not in masked(f"ref {wrong}")


def test_nie_is_masked_when_its_letter_is_right():
    """X counts as 0, Y as 1, Z as 2 before the seven digits."""
    for prefix, number in (("X", 1234567), ("Y", 11234567), ("Z", 21234567)):
        letter = "TRWAGMYFPDXBNJZSQVHLCKE"[number % 23]
        assert masked(f"NIE {prefix}1234567{letter}") == "NIE [dni]"
        assert masked(f"NIE {prefix}-1234567-{letter}") == "NIE [dni]"


@pytest.mark.parametrize(
    "secret",
    ["ES9121000418450200051332", "ES91 2100 0418 4502 0005 1332", "es91-2100-0418-4502-0005-1332",
     "GB82WEST12345698765432", "DE89 3704 0044 0532 0130 00", "ES00 2100 0418 4502 0005 1332"],
)  # fmt: skip
def test_iban_is_masked(secret):
    """Textbook numbers; a Spanish one also when mistyped."""
    assert masked(f"Mi cuenta: {secret}") == "Mi cuenta: [iban]"


@pytest.mark.parametrize(
    "plain",
    ["Son las 12:36 del 12/03/2014", "1.160.000 clientes y 6.000.000 €", "https://t.co/912345678a",
     "232 plazas a 600 euros", "el vuelo IB6253 de 2013-07-18", "llamad al 1566", "#612345678",
     "más de 900 mil"],
)  # fmt: skip
def test_what_identifies_nobody_stays(plain):
    """Times, sums, addresses, flights, short numbers."""
    assert masked(plain) == plain


def test_mentions_follow_the_authors_pseudonym_and_brands_keep_their_name():
    """One person, one pseudonym, in any case; brands as written."""
    text = masked("@115712 y @JAZZTEL, @Maria_1 @maria_1 .@ask_iberia a@b")
    assert NAMES("115712") in text and "115712 " not in text
    assert "@JAZZTEL" in text and "@ask_iberia" in text and text.count(NAMES("MARIA_1")) == 2
    assert "aria_1" not in text


def test_missing_texts_stay_and_the_argument_is_not_changed():
    """NaN in, NaN out."""
    texts = pd.Series(["@ana hola", None, "nada"], dtype="str", index=[4, 4, 5])
    before = texts.copy()
    after = mask_texts(texts, pseudonyms=NAMES)
    pd.testing.assert_series_equal(texts, before)
    assert after.isna().tolist() == [False, True, False] and after.index.tolist() == [4, 4, 5]


def test_pseudonyms_need_the_key():
    """Same key, same names; another key, or none, others; a name cannot be read from its pseudonym."""
    assert Pseudonyms("key")("ana") == Pseudonyms(b"key")("ANA") == NAMES("ana")
    fresh, other = Pseudonyms(), Pseudonyms()
    assert len({fresh("ana"), other("ana"), NAMES("ana"), Pseudonyms("Key")("ana")}) == 4
    assert "ana" not in fresh("ana")
    with pytest.raises(ValueError, match="empty key"):
        Pseudonyms("")


def test_a_column_of_names():
    """Each is named as one by one; missing ones stay missing."""
    names = pd.Series(["ana", "Jazztel", None, "ana"], index=[3, 1, 2, 0])
    assert NAMES.of(names).tolist()[:2] == [NAMES("ana"), "Jazztel"]
    assert NAMES.of(names).isna().tolist() == [False, False, True, False]
    assert NAMES.of(names).index.tolist() == [3, 1, 2, 0]
