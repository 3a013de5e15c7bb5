"""A small invented lesson for the tests of the build; the real units have tests of their own."""

import pytest

from grader.lesson import read

LESSON = '''\
# %% [markdown] lang="es"
# # Cuánto tarda un pájaro
#
# Un vencejo dio 1.234,5 vueltas a las 20:00; `median` las resume.

# %% [markdown] lang="en"
# # How long a bird takes
#
# A swift flew 1,234.5 rounds at 20:00; `median` sums them up.

# %%
# %matplotlib inline
import pandas as pd

from course import check, set_language, t

set_language(t(es="es", en="en"))

# %%
# es: Minutos de cada vuelta.
# en: Minutes of each round.
rounds = pd.Series([1.0, 2.0, 9.0], name=t(es="añ" "adidos", en="added"))

# %% [markdown] lang="es"
# ## La vuelta mediana
#
# Escribe `median_round(rounds)`.

# %% [markdown] lang="en"
# ## The median round
#
# Write `median_round(rounds)`.

# %% answer="median-round"
def median_round(rounds):
    """
    es: Devuelve la mediana, en minutos.
    en: Return the median, in minutes.
    """
    ### BEGIN SOLUTION
    ordered = rounds.sort_values()
    return ordered.median()
    ### END SOLUTION


# %% check="median-round"
check("median-round", median_round)

# %% [markdown] task="why-median" points=4 lang="es"
# La media se deja llevar por una sola vuelta enorme.

# %% [markdown] task="why-median" points=4 lang="en"
# One huge round carries the mean away.
'''


@pytest.fixture
def lesson_text() -> str:
    """The text of a lesson that is as it should be."""
    return LESSON


@pytest.fixture
def read_text(tmp_path):
    """Reads a lesson from text, as the unit ``07-sample``; every exercise of it gives 3 points."""

    def read_text(text: str):
        path = tmp_path / "07-sample" / "lesson.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return read(path, points=lambda key: 3)

    return read_text


@pytest.fixture
def lesson(read_text, lesson_text):
    """The invented lesson, read."""
    return read_text(lesson_text)
