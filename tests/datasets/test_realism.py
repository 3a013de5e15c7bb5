"""The data look like people: daily rhythm, bursts, contagion, heavy tails, and nobody repeats anybody to the letter."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from course.simulator import SCENARIOS, simulate

DATASETS = Path(__file__).parents[2] / "datasets"
EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf]")


@pytest.fixture(scope="module", params=("iberia", "jazztel"))
def tweets(request: pytest.FixtureRequest) -> pd.DataFrame:
    table = pd.read_csv(DATASETS / request.param / "tweets.csv", dtype={"reply_to": "str"})
    table["at"] = pd.to_datetime(table["created_at"]).dt.tz_convert("Europe/Madrid")
    table.attrs["case"] = request.param
    return table


def customers(tweets: pd.DataFrame) -> pd.DataFrame:
    return tweets[tweets["author_role"] == "customer"]


def quiet(tweets: pd.DataFrame) -> pd.DataFrame:
    onset = pd.Timestamp(SCENARIOS[tweets.attrs["case"]].onset, tz="Europe/Madrid")
    table = customers(tweets)
    return table[table["at"] < onset.normalize()]


def words(text: str) -> list[str]:
    """Return the words without mentions, links, hashtags, accents and capitals."""
    text = re.sub(r"@\w+|#\w+|https?://\S+", " ", text.lower())
    text = "".join(c for c in unicodedata.normalize("NFD", text) if not unicodedata.combining(c))
    return re.findall(r"[a-z0-9]+", text)


def test_no_two_customers_say_the_same_to_the_letter(tweets: pd.DataFrame) -> None:
    """Not even when mentions are left out."""
    bare = customers(tweets)["text"].str.replace(r"@cliente_\w+|@medio_\w+", "", regex=True).str.strip()
    assert not bare.duplicated().any(), bare[bare.duplicated()].tolist()[:5]


def test_no_families_of_near_duplicates_among_customers(tweets: pd.DataFrame) -> None:
    """Hardly any customer tweet of six words or more shares 80 % of its word pairs with another; no big family does."""
    shingles, index = [], defaultdict(list)
    for text in customers(tweets)["text"]:
        tokens = words(text)
        if len(tokens) >= 6:
            pairs = frozenset(pairwise(tokens))
            for pair in pairs:
                index[pair].append(len(shingles))
            shingles.append(pairs)
    near: Counter[int] = Counter()
    for number, pairs in enumerate(shingles):
        shared: Counter[int] = Counter()
        for pair in pairs:
            if len(index[pair]) < 400:  # pairs as common as "en el" decide nothing
                shared.update(index[pair])
        near[number] = sum(
            other != number and count / (len(pairs) + len(shingles[other]) - count) >= 0.8
            for other, count in shared.items()
        )
    family = np.array([near[number] for number in range(len(shingles))])
    assert (family > 0).mean() < 0.02, (family > 0).mean()
    assert family.max() <= 2, family.max()


def test_the_brand_does_repeat_itself(tweets: pd.DataFrame) -> None:
    """The check above would find near-duplicates if there were any: the brand's replies are full of them."""
    replies = tweets[(tweets["author_role"] == "brand") & tweets["reply_to"].notna()]
    bare = replies["text"].map(lambda text: " ".join(words(text.split("^")[0])))
    assert bare.duplicated().mean() > 0.5


def test_the_vocabulary_is_rich(tweets: pd.DataFrame) -> None:
    """Among the first 20,000 words of customers at least 1,500 differ."""
    tokens = [word for text in customers(tweets)["text"] for word in words(text)][:20_000]
    assert len(set(tokens)) > 1_500


def test_lengths_vary_within_140_characters(tweets: pd.DataFrame) -> None:
    """Twitter had 140 characters; people use few or nearly all."""
    length = customers(tweets)["text"].str.len()
    assert tweets["text"].str.len().max() <= 140
    assert length.quantile(0.05) < 45 and length.quantile(0.95) > 95 and length.std() > 20


def test_people_write_differently(tweets: pd.DataFrame) -> None:
    """Some use opening marks and accents, some none; some shorthand, few shout; most use no emoji or emoticon."""
    text = customers(tweets)["text"]
    asks = text[text.str.contains(r"\?")]
    assert 0.15 < asks.str.contains("¿").mean() < 0.85
    assert 0.02 < text.str.contains(r"\b(?:q|xq|tb|x|pa|bn|toy)\b").mean() < 0.3
    letters = text.str.replace(r"@\w+|#\w+", "", regex=True)
    assert 0.005 < (letters.str.upper() == letters).mean() < 0.08
    assert 0.3 < text.str.contains("[áéíóú]").mean() < 0.9
    emoji = text.map(lambda t: bool(EMOJI.search(t))).mean()
    faces = text.str.contains(r"[:;=]-?[)(DPS/]|xD|XD|¬¬|-\.-").mean()
    assert 0.005 < emoji < 0.15 and 0.01 < faces < 0.2


def test_a_customer_keeps_their_way_of_writing(tweets: pd.DataFrame) -> None:
    """Whoever writes without opening marks once does so always."""
    table = customers(tweets)
    asks = table[table["text"].str.contains(r"\?$")]
    marks = asks["text"].str.contains("¿").groupby(asks["author_id"])
    several = marks.size() >= 3
    assert (marks.nunique()[several] == 1).mean() > 0.75


def test_glosses_are_there_and_are_english(tweets: pd.DataFrame) -> None:
    """Every tweet has a gloss, other than the Spanish, with the same mentions."""
    assert tweets["text_en"].notna().all()
    assert (tweets["text"] == tweets["text_en"]).mean() < 0.02
    english = tweets["text_en"].str.contains(
        r"\b(?:the|to|is|and|you|it|in|of|for|I|my|i|me|we|no|not|u|are|good|THE|IS|a)\b"
    )
    assert english.mean() > 0.93
    assert not tweets["text_en"].str.contains("[¿¡]").any()


def test_nothing_of_the_machine_shows(tweets: pd.DataFrame) -> None:
    """No place left unfilled, no control character, no double space."""
    for column in ("text", "text_en"):
        assert not tweets[column].str.contains(r"[{}|\x00-\x1f]|%s|\(\d{3,}\)$").any()
        assert not tweets[column].str.contains("  ").any()


def test_somebody_is_off_topic(tweets: pd.DataFrame) -> None:
    """Not all customers talk about the brand: a good part neither names it nor uses its hashtags."""
    brand = tweets.attrs["case"]
    assert 0.1 < (~customers(tweets)["text"].str.lower().str.contains(brand)).mean() < 0.7


def test_daily_rhythm(tweets: pd.DataFrame) -> None:
    """On quiet days people sleep: the hours from 3 to 6 have under a fifth of an average hour's tweets."""
    hour = quiet(tweets)["at"].dt.hour
    assert (hour.between(3, 5).sum() / 3) < 0.2 * len(hour) / 24
    assert hour.between(9, 23).mean() > 0.8


def test_greetings_fit_the_hour(tweets: pd.DataFrame) -> None:
    """Nobody says good morning at night."""
    hour = tweets["at"].dt.hour
    low = tweets["text"].str.lower()
    assert (
        hour[low.str.contains("buenas noches") & ~low.str.contains("insomnes")]
        .map(lambda h: h >= 20 or h < 6)
        .all()
    )
    assert hour[low.str.contains("buenas tardes")].between(13, 20).all()


def test_bursts_beyond_poisson(tweets: pd.DataFrame) -> None:
    """Counts a minute vary more than a Poisson process's would in the same ten minutes: tweets set off tweets."""
    onset = pd.Timestamp(SCENARIOS[tweets.attrs["case"]].onset, tz="Europe/Madrid")
    table = customers(tweets)
    inside = table[(table["at"] >= onset) & (table["at"] < onset + pd.Timedelta("4h"))]
    minute = ((inside["at"] - onset).dt.total_seconds() // 300).astype(int)
    count = minute.value_counts().reindex(range(48), fill_value=0)
    assert count.var() / count.mean() > 2


def test_contagion_shows_in_the_replies(tweets: pd.DataFrame) -> None:
    """Threads grow beyond a question and an answer: some tweets are answered by several customers."""
    table = customers(tweets)
    answered = table["reply_to"].value_counts()
    assert (answered >= 2).sum() > 20


def test_self_excitation_against_the_same_crisis_without_it() -> None:
    """The scenario without contagion has fewer tweets and smoother minutes."""
    base = SCENARIOS["jazztel"]
    plain = type(base)(
        **{**{name: getattr(base, name) for name in base.__dataclass_fields__}, "offspring": {"joke": 0.0}}
    )
    spread = []
    for scenario in (base, plain):
        ratios = []
        for seed in range(3):
            tweets = simulate(scenario, seed=seed, start="2014-03-12 15:00", end="2014-03-12 21:00").tweets
            people = tweets.loc[tweets["author_role"] == "customer", "created_at"]
            count = people.dt.floor("10min").value_counts()
            ratios.append(count.var() / count.mean())
        spread.append(np.mean(ratios))
    assert spread[0] > spread[1]


def test_delays_have_a_heavy_tail(tweets: pd.DataFrame) -> None:
    """On quiet days the slowest tenth of replies takes many times the median."""
    replies = tweets[(tweets["author_role"] == "brand") & tweets["reply_to"].notna()]
    asked = quiet(tweets).set_index("tweet_id")["at"]
    delay = (replies["at"] - replies["reply_to"].map(asked)).dropna()
    assert delay.quantile(0.9) > 4 * delay.median() > pd.Timedelta(0)


def test_activity_is_uneven(tweets: pd.DataFrame) -> None:
    """Most customers tweet once or twice, a few a lot."""
    each = customers(tweets)["author_id"].value_counts()
    assert each.median() <= 2 and each.max() >= 8


def test_retweets_have_a_heavy_tail(tweets: pd.DataFrame) -> None:
    """Most tweets are passed on by nobody, a few by many."""
    retweets = customers(tweets)["retweets"]
    assert retweets.median() == 0 and retweets.max() > 40


def test_nobody_answers_themselves(tweets: pd.DataFrame) -> None:
    """Threads are between people, and the mention is the author's of the tweet answered."""
    author = tweets.set_index("tweet_id")["author_id"]
    answers = tweets[tweets["reply_to"].notna()]
    to = answers["reply_to"].map(author)
    assert (to != answers["author_id"]).all()
    assert all(text.startswith(f"@{name} ") for text, name in zip(answers["text"], to, strict=True))
