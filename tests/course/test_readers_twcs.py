"""The CSV of 'Customer Support on Twitter' with the quirks it has; every row here is invented."""

import pandas as pd
import pytest

from course.delays import delay_quantiles, late_share
from course.errors import SchemaError
from course.readers import read_twcs
from course.replies import first_replies

HEADER = "tweet_id,author_id,inbound,created_at,text,response_tweet_id,in_response_to_tweet_id\n"
ROWS = """\
3,airtest,False,Thu Jul 18 18:20:00 +0000 2013,@9001 Lo sentimos,,1.0
1,9001,True,Thu Jul 18 18:00:00 +0000 2013,"@AirTest no carga, y @9002 tampoco","3,2,8",
2,9002,TRUE,Thu Jul 18 18:01:30 +0000 2013,@9001 a mí ni eso,,1.0
5,airtest,False,Thu Jul 18 21:10:00 +0000 2013,"Escríbenos
a ayuda@airtest.example",,4.0
4,9003,True,Thu Jul 18 18:10:00 +0000 2013,@airtest ¿y mi plaza?,5,77.0
"""


@pytest.fixture
def read(tmp_path):
    """Write bytes or text to a file and read it."""

    def read(content: str | bytes, **options):
        path = tmp_path / "twcs.csv"
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return read_twcs(path, **options)

    return read


def mended(tweets) -> dict:
    return {name: count for name, count in tweets.attrs["mended"].items() if count}


def test_it_becomes_a_conversation_in_the_files_order(read):
    """Ids with t, roles from inbound, UTC times, floats read as ids, absent tweets kept and counted."""
    tweets = read(HEADER + ROWS)
    assert tweets["tweet_id"].tolist() == ["t3", "t1", "t2", "t5", "t4"]
    assert tweets["author_role"].tolist() == ["brand", "customer", "customer", "brand", "customer"]
    assert tweets["reply_to"].fillna("-").tolist() == ["t1", "-", "t1", "t4", "t77"]
    assert tweets["created_at"][0] == pd.Timestamp("2013-07-18 20:20", tz="Europe/Madrid")
    assert tweets.attrs["replies_to_absent"] == 1 and mended(tweets) == {"float_ids": 4}


def test_from_file_to_measure(read):
    """t1 after 20 min, t4 after 3 h, t2 never: median 1 h 40 min, half of the answered over 2 h."""
    first = first_replies(read(HEADER + ROWS))
    assert first["tweet_id"].tolist() == ["t1", "t2", "t4"]
    assert first["reply_id"].fillna("-").tolist() == ["t3", "-", "t5"]
    assert delay_quantiles(first)[0.5] == pd.Timedelta(minutes=100) and late_share(first) == 0.5


def test_customers_lose_their_names_and_brands_do_not(read):
    """No customer's name or address is left, in any column; a mention and its author agree."""
    tweets = read(HEADER + ROWS, key="k")
    everything = tweets.to_csv()
    assert not any(name in everything for name in ("9001", "9002", "9003", "ayuda@"))
    ana = tweets["author_id"][1]
    assert tweets["text"][0] == f"@{ana} Lo sentimos" and "@AirTest no carga" in tweets["text"][1]
    assert tweets["author_id"][0] == "airtest" and tweets["text"][3] == "Escríbenos\na [email]"
    pd.testing.assert_frame_equal(tweets, read(HEADER + ROWS, key="k"))
    assert read(HEADER + ROWS)["author_id"][1] != read(HEADER + ROWS)["author_id"][1]


def test_byte_order_mark_crlf_and_column_order_do_not_matter(read):
    """As spreadsheets and Windows write it, further columns and all."""
    plain = read(HEADER + ROWS, key="k")
    pd.testing.assert_frame_equal(read(("\ufeff" + HEADER + ROWS), key="k"), plain)
    crlf = (HEADER + ROWS.replace("Escríbenos\na", "Escríbenos a")).replace("\n", "\r\n")
    assert read(crlf, key="k")["text"].tolist()[:3] == plain["text"].tolist()[:3]
    frame = pd.DataFrame({"inbound": [1, 0], "tweet_id": ["1", "2"], "author_id": ["7.0", "b"], "extra": "x",
                          "created_at": "2013-07-18T18:00:00Z", "text": ["hola", "@7 sí"],
                          "response_tweet_id": "",
                          "in_response_to_tweet_id": ["", "1"]})  # fmt: skip
    tweets = read(frame.to_csv(index=False), key="k")
    assert tweets["text"][1] == f"@{tweets['author_id'][0]} sí" and tweets["reply_to"][1] == "t1"


LAST = "6,airtest,False,Thu Jul 18 21:20:00 +0000 2013,@9003 Seguimos,,4.0"
QUOTED = '6,airtest,False,Thu Jul 18 21:20:00 +0000 2013,"@9003 Seguimos, ""de verdad""\nun saludo",,4.0'


@pytest.mark.parametrize("last", [LAST, QUOTED])
def test_a_last_line_cut_anywhere_is_dropped_and_the_rest_stands(read, last):
    """Cut after every character: either the row is whole, or it is dropped and counted; never a guess."""
    for cut in range(1, len(last)):
        tweets = read(HEADER + ROWS + last[:cut])
        assert tweets["tweet_id"].tolist()[:5] == ["t3", "t1", "t2", "t5", "t4"]
        if len(tweets) == 6:  # nothing after the text is left but the blank before the last number
            assert last[:cut].endswith(",,"), cut
            assert pd.isna(tweets["reply_to"][5])
        else:
            assert mended(tweets)["truncated_rows"] == 1
    assert len(read(HEADER + ROWS + last)) == 6
    assert "truncated_rows" not in mended(read(HEADER + ROWS + last))


def test_a_whole_last_line_that_ends_blank_and_without_newline_stays(read):
    """`...,text,,` is a row: both last cells may be blank."""
    assert len(read(HEADER + ROWS + "6,9004,True,Thu Jul 18 21:20:00 +0000 2013,hola,,")) == 6


def test_blank_and_repeated_ids_are_dropped_and_counted(read):
    """The first of a repeated id stays."""
    extra = ",9004,True,Thu Jul 18 18:30:00 +0000 2013,sin id,,\n" + ROWS.splitlines()[0] + "\n"
    tweets = read(HEADER + ROWS + extra + "7.0,9004,True,Thu Jul 18 18:30:00 +0000 2013,hola,,\n")
    assert tweets["tweet_id"].tolist() == ["t3", "t1", "t2", "t5", "t4", "t7"]
    assert mended(tweets)["blank_ids"] == 1 and mended(tweets)["repeated_rows"] == 1


def test_a_reply_known_only_from_the_list_is_linked(read):
    """Its own cell is blank and `response_tweet_id` names it, twice. Where both speak, its own counts."""
    rows = """\
1,9001,True,Thu Jul 18 18:00:00 +0000 2013,hola,"2, 3,2,2.0,99",
2,airtest,False,Thu Jul 18 18:05:00 +0000 2013,buenas,,
3,airtest,False,Thu Jul 18 18:06:00 +0000 2013,otra,,4
4,9002,True,Thu Jul 18 18:01:00 +0000 2013,oye,3,
"""
    tweets = read(HEADER + rows)
    assert tweets["reply_to"].fillna("-").tolist() == ["-", "t1", "t4", "-"]
    assert mended(tweets) == {"links_from_lists": 1, "links_that_disagree": 1}


def test_impossible_links_are_cut_and_counted(read):
    """A tweet that answers itself, and one sent before its question."""
    rows = """\
1,9001,True,Thu Jul 18 18:00:00 +0000 2013,hola,,1
2,airtest,False,Thu Jul 18 17:59:59 +0000 2013,pronto,,1
3,airtest,False,Thu Jul 18 18:00:00 +0000 2013,a la vez,,1
"""
    tweets = read(HEADER + rows)
    assert tweets["reply_to"].fillna("-").tolist() == ["-", "-", "t1"] and mended(tweets) == {"links_cut": 2}


def test_only_customers_or_only_brands(read):
    """No brand: nobody keeps a name, nobody was answered. No customer: no row to answer."""
    lines = ROWS.splitlines(keepends=True)
    assert first_replies(read(HEADER + lines[1]))["delay"].isna().all()
    assert len(first_replies(read(HEADER + lines[0]))) == 0


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("", "vacía"),
        (HEADER, "vacía"),
        ("a,b\n1,2\n", "tweet_id"),
        (HEADER.replace("inbound", "entrante") + ROWS, "inbound"),
        (HEADER + "1.58E+18,9001,True,Thu Jul 18 18:00:00 +0000 2013,hola,,\n", "E+18"),
        (HEADER + "1.5,9001,True,Thu Jul 18 18:00:00 +0000 2013,hola,,\n", "tweet_id"),
        (HEADER + "1,9001,quizá,Thu Jul 18 18:00:00 +0000 2013,hola,,\n", "inbound"),
        (HEADER + "1,9001,True,18 de julio,hola,,\n", "created_at"),
        (HEADER + "1,9001,True,2013-07-18 18:00:00,hola,,\n", "created_at"),
        (HEADER + "1,9001,True,Thu Feb 30 18:00:00 +0000 2013,hola,,\n", "created_at"),
        (HEADER + "1,,True,Thu Jul 18 18:00:00 +0000 2013,hola,,\n", "author_id"),
        ((HEADER + "1,9001,True,Thu Jul 18 18:00:00 +0000 2013,café,,\n").encode("latin-1"), "UTF-8"),
        (HEADER + "1,9001,True,Thu Jul 18 18:00:00 +0000 2013,a,b,c,d,e,f\n", "CSV"),
        (b"\x00\xff\xfe" * 50, "UTF-8"),
    ],
)  # fmt: skip
def test_what_cannot_be_mended_is_refused(read, content, word):
    """A sentence that names the column or the file's fault; never a table that looks right."""
    with pytest.raises(SchemaError) as caught:
        read(content)
    assert word in caught.value.message.es
