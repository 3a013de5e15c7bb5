"""Gold: how the tweets that students code are coded by the course. The instructor's; never in `course` or a wheel.

`iberia-voices`: the 40 tweets of `course.voices.to_label`, by `course.codebooks.CUSTOMER_VOICES`, from the tweet
and its thread in Spanish, without looking at what the simulator calls them. One coder, the language model that
wrote the codebook, coded all forty twice, the second time shuffled and from the texts alone, and settled the one
difference; the first round was still in memory, so that rules out slips and shows no more. Two others, language
models too, then coded them afresh with nothing but the unit's notebook, one in Spanish and one in English
(``coders/iberia_voices.csv``): alpha with MASI distance is 0.98 and 0.88 with gold, 0.90 with each other. They had
version 1.0 of the codebook; 1.1 decides what they said it left open, and gold was read again by it. No person has coded
these tweets yet: an instructor who disagrees should edit the file. Where two readings stay honest, ``also`` holds the
other.
"""

from __future__ import annotations

from pathlib import Path

import pandas as pd

from course.errors import UnknownNameError
from course.language import Text

_HERE = Path(__file__).parent


def gold(name: str) -> pd.DataFrame:
    """Return one gold standard.

    Parameters
    ----------
    name : str
        Such as ``"iberia-voices"``.

    Returns
    -------
    DataFrame
        One row a tweet, by tweet_id: ``tweet_id``; ``labels``, codes joined by ``|`` in the codebook's order;
        ``also``, other sets of codes that are as good, separated by ``;``, or empty; ``note``, the reason.

    Raises
    ------
    UnknownNameError
        If there is no gold of that name.

    Examples
    --------
    >>> list(gold("iberia-voices").columns)
    ['tweet_id', 'labels', 'also', 'note']
    """
    known = sorted(path.stem.replace("_", "-") for path in _HERE.glob("*.csv"))
    if name not in known:
        raise UnknownNameError(
            Text(
                es=f"No hay oro «{name}»; hay: {', '.join(known)}.",
                en=f"There is no gold '{name}'; there is: {', '.join(known)}.",
            )
        )
    path = _HERE / f"{name.replace('-', '_')}.csv"
    return pd.read_csv(path, dtype="str", keep_default_na=False)
