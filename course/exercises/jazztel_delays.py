"""Exercises of unit 05: how long Jazztel's customers waited for a first reply, and who is waiting still.

Visible cases are small enough to verify with paper and pencil. Times are UTC; delays are minutes. Tables have
the very dtypes of `course.load`, so that what works here works on the case.
"""

from __future__ import annotations

import statistics

import pandas as pd

from course.checking.exercise import CheckCase, Exercise, Misconception
from course.language import Text

TWO_HOURS = 120  # minutes
_AUTHORS = {"brand": "Jazztel", "media": "medio_01"}


def first_table(*rows: tuple) -> pd.DataFrame:
    """Return a table of first replies from ``(tweet_id, created_at, replied_at or None)`` rows.

    Examples
    --------
    >>> first_table(("t1", "2014-03-12 13:00", None))["replied_at"].isna().tolist()
    [True]
    """
    ids, created, replied = zip(*rows, strict=True)
    return pd.DataFrame(
        {
            "tweet_id": pd.array(ids, dtype="str"),
            "created_at": pd.to_datetime(list(created), utc=True),
            "replied_at": pd.to_datetime(list(replied), utc=True),
        }
    )


def conversation(*rows: tuple) -> pd.DataFrame:
    """Return a small conversation from ``(tweet_id, created_at, author_role, reply_to or None)`` rows.

    Every customer writes once. It has the columns that `course.first_replies` needs, and no more.

    Examples
    --------
    >>> conversation(("t1", "2014-03-12 13:00", "customer", None))["author_id"].tolist()
    ['cliente_0001']
    """
    ids, created, roles, replies = zip(*rows, strict=True)
    authors = [_AUTHORS.get(role) or f"cliente_{key[1:]:0>4}" for key, role in zip(ids, roles, strict=True)]
    return pd.DataFrame(
        {
            "tweet_id": pd.array(ids, dtype="str"),
            "created_at": pd.to_datetime(list(created), utc=True),
            "author_id": pd.array(authors, dtype="str"),
            "author_role": pd.array(roles, dtype="str"),
            "reply_to": pd.array(list(replies), dtype="str"),
        }
    )


def _seconds(first: pd.DataFrame) -> pd.Series:
    return (first["replied_at"] - first["created_at"]).dt.total_seconds()


# --- reply-delay ----------------------------------------------------------------------------------------

REPLY_DELAY = Exercise(
    key="reply-delay",
    title=Text(es="Cuántos minutos esperó cada cliente", en="How many minutes each customer waited"),
    points=2,
    returns=Text(
        es="una columna (Series) con la demora de cada fila en minutos, sin redondear; un hueco donde no hubo "
        "respuesta",
        en="a column (Series) with the delay of each row in minutes, not rounded; a gap where there was no reply",
    ),
    cases=(
        CheckCase(
            key="same-afternoon",
            title=Text(
                es="dos tuits contestados la misma tarde", en="two tweets answered the same afternoon"
            ),
            arguments=lambda: (
                first_table(
                    ("t1", "2014-03-12 13:00", "2014-03-12 13:20"),
                    ("t2", "2014-03-12 13:10", "2014-03-12 15:40"),
                ),
            ),
            expected=pd.Series([20.0, 150.0]),
        ),
        CheckCase(
            key="with-seconds",
            title=Text(
                es="dos respuestas que no llegan en un minuto redondo",
                en="two replies that do not come on the minute",
            ),
            arguments=lambda: (
                first_table(
                    ("t1", "2014-03-12 13:00:00", "2014-03-12 13:20:30"),
                    ("t2", "2014-03-12 13:10:10", "2014-03-12 13:15:55"),
                ),
            ),
            expected=pd.Series([20.5, 5.75]),
        ),
        CheckCase(
            key="next-day",
            title=Text(es="una respuesta que llega 25 horas después", en="a reply that comes 25 hours later"),
            arguments=lambda: (
                first_table(
                    ("t1", "2014-03-12 13:05", "2014-03-13 14:05"),
                    ("t2", "2014-03-12 23:50", "2014-03-13 00:12"),
                ),
            ),
            expected=pd.Series([1500.0, 22.0]),
        ),
        CheckCase(
            key="one-unanswered",
            title=Text(es="un tuit que nadie contestó", en="a tweet that nobody answered"),
            arguments=lambda: (
                first_table(
                    ("t1", "2014-03-12 13:10", "2014-03-12 13:55"),
                    ("t2", "2014-03-12 13:30", None),
                ),
            ),
            expected=pd.Series([45.0, float("nan")]),
        ),
    ),
    hints=(
        Text(
            es="Son dos pasos: primero una duración (respuesta menos pregunta) y luego pasarla a minutos.",
            en="Two steps: first a duration (reply minus question), then turn it into minutes.",
        ),
        Text(
            es='La duración es `first["replied_at"] - first["created_at"]`. ¿Cuántas veces cabe en ella '
            '`pd.Timedelta("1min")`?',
            en='The duration is `first["replied_at"] - first["created_at"]`. How many times does '
            '`pd.Timedelta("1min")` fit into it?',
        ),
        Text(
            es='Guarda la resta en `wait`, y en la línea siguiente: `return wait / pd.Timedelta("1min")`.',
            en='Keep the subtraction as `wait`, and on the next line: `return wait / pd.Timedelta("1min")`.',
        ),
    ),
    misconceptions=(
        Misconception(
            key="backwards",
            message=Text(
                es="Salen números negativos: has restado al revés. Nadie contesta antes de que le "
                "pregunten; a lo que pasó después se le resta lo que pasó antes.",
                en="The numbers are negative: the subtraction is the wrong way round. Nobody answers before "
                "being asked; take the earlier time away from the later one.",
            ),
            answer=lambda first: _seconds(first) / -60,
        ),
        Misconception(
            key="duration-not-number",
            message=Text(
                es="Vas bien: eso es la duración. Falta pasarla a un número de minutos: divídela entre una "
                "duración de un minuto.",
                en="Good so far: that is the duration. It still has to become a number of minutes: divide "
                "it by a duration of one minute.",
            ),
            answer=lambda first: first["replied_at"] - first["created_at"],
        ),
        Misconception(
            key="seconds-for-minutes",
            message=Text(
                es="Parecen segundos: cada número es 60 veces mayor que el que buscamos.",
                en="These look like seconds: each number is 60 times the one we want.",
            ),
            answer=_seconds,
        ),
        Misconception(
            key="hours-for-minutes",
            message=Text(
                es="Parecen horas: cada número es 60 veces menor que el que buscamos.",
                en="These look like hours: each number is 60 times smaller than the one we want.",
            ),
            answer=lambda first: _seconds(first) / 3600,
        ),
        Misconception(
            key="rounded",
            message=Text(
                es="Has redondeado a minutos enteros. Medio minuto también es espera: deja los decimales.",
                en="You rounded to whole minutes. Half a minute is waiting too: leave the decimals.",
            ),
            answer=lambda first: (_seconds(first) / 60).round(),
        ),
        Misconception(
            key="seconds-cut-off",
            message=Text(
                es="Se han perdido los segundos: la división con `//`, o `int`, solo deja los minutos enteros. "
                "Divide con `/`.",
                en="The seconds have got lost: the division with `//`, or `int`, leaves only whole minutes. "
                "Divide with `/`.",
            ),
            answer=lambda first: _seconds(first) // 60,
        ),
        Misconception(
            key="sorted",
            message=Text(
                es="Las demoras son las buenas, pero las has ordenado. Cada una tiene que seguir en la fila de su "
                "tuit.",
                en="The delays are the right ones, but you sorted them. Each has to stay in the row of its "
                "tweet.",
            ),
            answer=lambda first: sorted(_seconds(first) / 60),
        ),
        Misconception(
            key="days-lost",
            message=Text(
                es="Se te ha perdido un día por el camino. `.dt.seconds` solo da lo que sobra después de "
                "quitar los días enteros; la duración completa es `.dt.total_seconds()`, o la división "
                "entre un minuto.",
                en="A whole day has got lost on the way. `.dt.seconds` gives only what is left after taking "
                "out full days; the whole duration is `.dt.total_seconds()`, or the division by one minute.",
            ),
            answer=lambda first: (first["replied_at"] - first["created_at"]).dt.seconds / 60,
        ),
        Misconception(
            key="unanswered-as-zero",
            message=Text(
                es="A quien no recibió respuesta le has puesto 0 minutos: sobre el papel, el cliente mejor "
                "atendido de todos. Deja ahí un hueco (`NaN`).",
                en="You gave 0 minutes to someone who never got a reply: on paper, the best-served customer "
                "of all. Leave a gap there (`NaN`).",
            ),
            answer=lambda first: _seconds(first).fillna(0) / 60,
        ),
        Misconception(
            key="unanswered-dropped",
            message=Text(
                es="Faltan filas: han desaparecido los tuits sin respuesta. Aquí queremos una demora por "
                "fila, aunque en algunas solo haya un hueco; no borres a quien sigue esperando.",
                en="Rows are missing: the unanswered tweets have gone. We want one delay per row, even if "
                "some are only a gap; do not delete the people who are still waiting.",
            ),
            answer=lambda first: _seconds(first).dropna() / 60,
        ),
    ),
)


# --- median-delay ---------------------------------------------------------------------------------------


def _upper_middle(delays: pd.Series) -> float:
    known = delays.dropna().sort_values()
    return float(known.iloc[len(known) // 2])


def _middle_unsorted(delays: pd.Series) -> float:
    known = delays.dropna()
    return float(known.iloc[len(known) // 2])


def _most_frequent(delays: pd.Series) -> float | None:
    known = delays.dropna()
    return float(statistics.mode(known)) if known.duplicated().any() else None


def _lower_middle(delays: pd.Series) -> float:
    known = delays.dropna().sort_values()
    return float(known.iloc[(len(known) - 1) // 2])


def _middle_with_gaps(delays: pd.Series) -> float | None:
    return float(sorted(delays)[len(delays) // 2]) if delays.hasnans else None


_GAPS_DO_NOT_SORT = Text(
    es="Los huecos no se dejan ordenar: no son mayores ni menores que nada, y el orden sale mal sin avisar. Antes "
    "de ordenar, `.dropna()`; o usa la mediana de pandas, que se los salta.",
    en="Gaps cannot be sorted: they are neither larger nor smaller than anything, and the order comes out wrong "
    "without a warning. Take them out first with `.dropna()`, or use the median of pandas, which skips them.",
)


MEDIAN_DELAY = Exercise(
    key="median-delay",
    title=Text(es="La espera de quien está en el medio", en="The wait of whoever stands in the middle"),
    points=2,
    returns=Text(
        es="un número: la mediana, en minutos, de las demoras que se conocen",
        en="a number: the median, in minutes, of the delays that are known",
    ),
    cases=(
        CheckCase(
            key="seven-waits",
            title=Text(es="siete esperas, una larguísima", en="seven waits, one of them very long"),
            arguments=lambda: (pd.Series([30.0, 600.0, 12.0, 55.0, 40.0, 30.0, 70.0]),),
            expected=40.0,
        ),
        CheckCase(
            key="six-tweets",
            title=Text(
                es="los seis tuits del ejemplo: cuatro con respuesta y dos sin ella",
                en="the six tweets of the example: four answered, two not",
            ),
            arguments=lambda: (pd.Series([20.0, 45.0, 1500.0, float("nan"), 150.0, float("nan")]),),
            expected=97.5,
        ),
    ),
    hints=(
        Text(
            es="Ordena las esperas de menor a mayor: ¿cuál queda en el medio? Con un número par hay dos.",
            en="Put the waits in order: which one is in the middle? With an even number there are two.",
        ),
        Text(
            es="No hace falta ordenar a mano: una columna de pandas tiene `.mean()`, `.max()`… y la que "
            "buscas. Además, se salta los huecos por su cuenta.",
            en="No need to sort by hand: a pandas column has `.mean()`, `.max()`… and the one you want. It "
            "also skips the gaps on its own.",
        ),
        Text(
            es="Es una sola línea: `return delays.` y el nombre inglés de la mediana, con paréntesis.",
            en="A single line: `return delays.` and the name of the measure, with its brackets.",
        ),
    ),
    misconceptions=(
        Misconception(
            key="mean-for-median",
            message=Text(
                es="Eso es la media. Una sola espera de un día la arrastra; aquí pedimos la mediana, la "
                "espera de quien está en el medio.",
                en="That is the mean. A single day-long wait drags it along; here we ask for the median, "
                "the wait of whoever stands in the middle.",
            ),
            answer=lambda delays: delays.mean(),
        ),
        Misconception(
            key="unanswered-as-zero",
            message=Text(
                es="Parece que los tuits sin respuesta han entrado como esperas de 0 minutos, y eso mejora "
                "la foto. Quita ese relleno: pandas ya se salta los huecos.",
                en="It looks as if unanswered tweets went in as waits of 0 minutes, which flatters the "
                "picture. Remove the filling: pandas already skips the gaps.",
            ),
            answer=lambda delays: delays.fillna(0).median(),
        ),
        Misconception(
            key="gaps-in-the-way",
            message=Text(
                es="Sale `nan`, «no es un número»: algún hueco se ha colado en la cuenta. La mediana de "
                "pandas (`delays.median()`) se los salta; la de otras bibliotecas, no.",
                en='It gives `nan`, "not a number": a gap got into the sum. The median of pandas '
                "(`delays.median()`) skips gaps; those of other libraries do not.",
            ),
            answer=lambda delays: float("nan"),
        ),
        Misconception(
            key="gaps-sorted",
            message=_GAPS_DO_NOT_SORT,
            answer=lambda delays: statistics.median(delays) if delays.hasnans else None,
        ),
        Misconception(
            key="gaps-sorted-by-hand",
            message=_GAPS_DO_NOT_SORT,
            answer=_middle_with_gaps,
        ),
        Misconception(
            key="mode-for-median",
            message=Text(
                es="Eso es la moda: la espera que más se repite. Aquí pedimos la mediana, la de quien está en el "
                "medio.",
                en="That is the mode: the wait that occurs most often. Here we ask for the median, that of "
                "whoever stands in the middle.",
            ),
            answer=_most_frequent,
        ),
        Misconception(
            key="middle-unsorted",
            message=Text(
                es="Has tomado el valor que está en medio de la lista tal como venía. Antes hay que ordenar "
                "de menor a mayor.",
                en="You took the value in the middle of the list as it came. It has to be sorted from "
                "smallest to largest first.",
            ),
            answer=_middle_unsorted,
        ),
        Misconception(
            key="upper-middle",
            message=Text(
                es="¡Casi! Con un número par de esperas hay dos en el medio: la mediana es el punto que "
                "queda a mitad de camino entre las dos.",
                en="Nearly! With an even number of waits there are two in the middle: the median is the "
                "point half-way between them.",
            ),
            answer=_upper_middle,
        ),
        Misconception(
            key="lower-middle",
            message=Text(
                es="¡Casi! De las dos esperas que quedan en el medio has tomado la menor: la mediana es el punto "
                "que queda a mitad de camino entre las dos.",
                en="Nearly! Of the two waits in the middle you took the smaller: the median is the point "
                "half-way between them.",
            ),
            answer=_lower_middle,
        ),
        Misconception(
            key="midrange",
            message=Text(
                es="Ese es el punto medio entre la espera más corta y la más larga. La mediana no mira los "
                "extremos: mira a quien está en medio de la cola.",
                en="That is half-way between the shortest and the longest wait. The median does not look at "
                "the extremes but at whoever stands in the middle of the queue.",
            ),
            answer=lambda delays: (delays.min() + delays.max()) / 2,
        ),
        Misconception(
            key="hours-for-minutes",
            message=Text(
                es="Parece la mediana, pero en horas.", en="This looks like the median, but in hours."
            ),
            answer=lambda delays: delays.median() / 60,
        ),
    ),
)


# --- share-late -----------------------------------------------------------------------------------------

SHARE_LATE = Exercise(
    key="share-late",
    title=Text(es="De las respuestas, cuántas llegaron tarde", en="Of the replies, how many came late"),
    points=2,
    returns=Text(
        es="un número entre 0 y 1: de los tuits con respuesta, la proporción que esperó más de 120 minutos",
        en="a number from 0 to 1: of the answered tweets, the share that waited more than 120 minutes",
    ),
    cases=(
        CheckCase(
            key="six-tweets",
            title=Text(
                es="los seis tuits del ejemplo: cuatro con respuesta y dos sin ella",
                en="the six tweets of the example: four answered, two not",
            ),
            arguments=lambda: (pd.Series([20.0, 45.0, 1500.0, float("nan"), 150.0, float("nan")]),),
            expected=0.5,
        ),
        CheckCase(
            key="all-answered",
            title=Text(es="seis tuits, todos con respuesta", en="six tweets, all of them answered"),
            arguments=lambda: (pd.Series([15.0, 200.0, 90.0, 300.0, 45.0, 60.0]),),
            expected=1 / 3,
        ),
        CheckCase(
            key="exactly-two-hours",
            title=Text(es="una espera de dos horas justas", en="a wait of exactly two hours"),
            arguments=lambda: (pd.Series([120.0, 121.0, 30.0, 60.0, 200.0, 45.0, 20.0, float("nan")]),),
            expected=2 / 7,
        ),
    ),
    hints=(
        Text(
            es="Antes de teclear, di la frase entera: «de los tuits con respuesta, qué parte esperó más de "
            "dos horas». Lo que va detrás de «de los» es el denominador.",
            en='Before you type, say the whole sentence: "of the tweets that were answered, what part '
            'waited more than two hours". What comes after "of the" is the denominator.',
        ),
        Text(
            es="Quédate primero con las demoras conocidas (`.dropna()`). Después compara con 120 y piensa "
            "qué significa la media de una columna de `True` y `False`.",
            en="First keep the delays that are known (`.dropna()`). Then compare with 120 and think what "
            "the mean of a column of `True` and `False` is.",
        ),
        Text(
            es="`answered = delays.dropna()` y luego la media de `answered > 120`, con paréntesis alrededor "
            "de la comparación.",
            en="`answered = delays.dropna()` and then the mean of `answered > 120`, with brackets around "
            "the comparison.",
        ),
    ),
    misconceptions=(
        Misconception(
            key="unanswered-in-denominator",
            message=Text(
                es="Has dividido entre todos los tuits, también los que nadie contestó. Eso responde a otra "
                "pregunta: aquí el denominador son los tuits con respuesta.",
                en="You divided by all tweets, the unanswered ones too. That answers another question: here "
                "the denominator is the answered tweets.",
            ),
            answer=lambda delays: (delays > TWO_HOURS).mean(),
        ),
        Misconception(
            key="unanswered-as-late",
            message=Text(
                es="Parece que los tuits sin respuesta cuentan como tardíos. Es una pregunta legítima, pero "
                "no la de este ejercicio: aquí solo entran las respuestas que llegaron.",
                en="It looks as if unanswered tweets count as late. A legitimate question, but not this "
                "one: only replies that did come are counted here.",
            ),
            answer=lambda delays: 1 - (delays <= TWO_HOURS).mean(),
        ),
        Misconception(
            key="at-least-for-more",
            message=Text(
                es="Una espera de 120 minutos justos no es «más de dos horas»: es `>`, no `>=`.",
                en='A wait of exactly 120 minutes is not "more than two hours": it is `>`, not `>=`.',
            ),
            answer=lambda delays: (delays.dropna() >= TWO_HOURS).mean(),
        ),
        Misconception(
            key="on-time-for-late",
            message=Text(
                es="Eso es la proporción que llegó a tiempo. Mira hacia qué lado apunta tu comparación.",
                en="That is the share that came in time. Look at which way your comparison points.",
            ),
            answer=lambda delays: (delays.dropna() <= TWO_HOURS).mean(),
        ),
        Misconception(
            key="count-for-share",
            message=Text(
                es="Eso es cuántas llegaron tarde. Pedimos qué parte: falta dividir entre el total de tuits "
                "con respuesta (la media lo hace por ti).",
                en="That is how many came late. We ask for what part: it still has to be divided by the "
                "number of answered tweets (the mean does it for you).",
            ),
            answer=lambda delays: float((delays > TWO_HOURS).sum()),
        ),
        Misconception(
            key="percent-for-share",
            message=Text(
                es="La cuenta está bien, pero en tanto por ciento. Devuelve la proporción, entre 0 y 1.",
                en="The sum is right, but as a percentage. Return the share, between 0 and 1.",
            ),
            answer=lambda delays: 100 * (delays.dropna() > TWO_HOURS).mean(),
        ),
        Misconception(
            key="hours-as-minutes",
            message=Text(
                es="Parece que has comparado con 2. Las demoras están en minutos: ¿cuántos minutos son dos "
                "horas?",
                en="It looks as if you compared with 2. The delays are in minutes: how many minutes are two "
                "hours?",
            ),
            answer=lambda delays: (delays.dropna() > 2).mean(),
        ),
    ),
)


# --- first-reply ----------------------------------------------------------------------------------------


def _with_reply(tweets: pd.DataFrame, replies: pd.DataFrame, *, how: str = "min") -> pd.DataFrame:
    at = replies.groupby("reply_to")["created_at"].agg(how)
    asked = tweets.loc[tweets["author_role"] == "customer", ["tweet_id", "created_at"]]
    return asked.assign(replied_at=asked["tweet_id"].map(at)).reset_index(drop=True)


def _brand(tweets: pd.DataFrame) -> pd.DataFrame:
    return tweets[tweets["author_role"] == "brand"]


def _last_reply(tweets: pd.DataFrame) -> pd.DataFrame:
    return _with_reply(tweets, _brand(tweets), how="max")


def _anybody(tweets: pd.DataFrame) -> pd.DataFrame:
    return _with_reply(tweets, tweets)


def _row_order(tweets: pd.DataFrame) -> pd.DataFrame:
    return _with_reply(tweets, _brand(tweets), how="first")


def _answered_only(tweets: pd.DataFrame) -> pd.DataFrame:
    return _with_reply(tweets, _brand(tweets)).dropna(subset=["replied_at"]).reset_index(drop=True)


def _row_per_reply(tweets: pd.DataFrame) -> pd.DataFrame:
    asked = tweets.loc[tweets["author_role"] == "customer", ["tweet_id", "created_at"]]
    replies = _brand(tweets)[["reply_to", "created_at"]]
    replies = replies.rename(columns={"reply_to": "tweet_id", "created_at": "replied_at"})
    return asked.merge(replies, on="tweet_id", how="left")


def _not_customers(tweets: pd.DataFrame) -> pd.DataFrame:
    return tweets[tweets["author_role"] != "customer"]


def _media_asking(tweets: pd.DataFrame) -> pd.DataFrame:
    return _row_per_tweet(tweets[tweets["author_role"] != "brand"], _brand(tweets))


def _only_new_threads(tweets: pd.DataFrame) -> pd.DataFrame:
    asked = tweets[tweets["reply_to"].isna() & (tweets["author_role"] == "customer")]
    return _row_per_tweet(asked, _brand(tweets))


def _by_what_they_answer(tweets: pd.DataFrame) -> pd.DataFrame:
    asked = tweets[tweets["author_role"] == "customer"]
    at = _brand(tweets).groupby("reply_to")["created_at"].min()
    return asked[["tweet_id", "created_at"]].assign(replied_at=asked["reply_to"].map(at))


def _row_per_tweet(tweets: pd.DataFrame, brand: pd.DataFrame) -> pd.DataFrame:
    at = brand.groupby("reply_to")["created_at"].min()
    return tweets[["tweet_id", "created_at"]].assign(replied_at=tweets["tweet_id"].map(at))


FIRST_REPLY = Exercise(
    key="first-reply",
    title=Text(es="Emparejar cada tuit con su primera respuesta", en="Pair each tweet with its first reply"),
    points=4,
    returns=Text(
        es="una tabla con una fila por tuit de cliente y las columnas `tweet_id`, `created_at` y "
        "`replied_at` (la hora de la primera respuesta de la marca, o un hueco)",
        en="a table with one row for each customer tweet and the columns `tweet_id`, `created_at` and "
        "`replied_at` (the time of the brand's first reply, or a gap)",
    ),
    cases=(
        CheckCase(
            key="one-unanswered",
            title=Text(
                es="tres tuits de clientes; la marca contesta a dos",
                en="three customer tweets; the brand answers two",
            ),
            arguments=lambda: (
                conversation(
                    ("t1", "2014-03-12 13:00", "customer", None),
                    ("t2", "2014-03-12 13:10", "customer", None),
                    ("t3", "2014-03-12 13:15", "customer", None),
                    ("t4", "2014-03-12 15:00", "brand", "t1"),
                    ("t5", "2014-03-12 15:30", "brand", "t3"),
                ),
            ),
            expected=first_table(
                ("t1", "2014-03-12 13:00", "2014-03-12 15:00"),
                ("t2", "2014-03-12 13:10", None),
                ("t3", "2014-03-12 13:15", "2014-03-12 15:30"),
            ),
        ),
        CheckCase(
            key="answered-three-times",
            title=Text(
                es="la marca contesta tres veces al mismo tuit, y las filas vienen desordenadas",
                en="the brand answers the same tweet three times, and the rows are not in order",
            ),
            arguments=lambda: (
                conversation(
                    ("t4", "2014-03-12 18:00", "brand", "t1"),
                    ("t1", "2014-03-12 13:00", "customer", None),
                    ("t3", "2014-03-12 13:45", "brand", "t1"),
                    ("t5", "2014-03-12 19:30", "brand", "t1"),
                    ("t2", "2014-03-12 13:05", "customer", None),
                ),
            ),
            expected=first_table(
                ("t1", "2014-03-12 13:00", "2014-03-12 13:45"),
                ("t2", "2014-03-12 13:05", None),
            ),
        ),
        CheckCase(
            key="customer-answers-customer",
            title=Text(
                es="otro cliente y un periódico contestan antes que la marca",
                en="another customer and a newspaper answer before the brand does",
            ),
            arguments=lambda: (
                conversation(
                    ("t1", "2014-03-12 13:00", "customer", None),
                    ("t2", "2014-03-12 13:02", "customer", "t1"),
                    ("t3", "2014-03-12 13:10", "media", "t1"),
                    ("t4", "2014-03-12 13:30", "brand", "t1"),
                    ("t5", "2014-03-12 13:40", "brand", "t2"),
                    ("t6", "2014-03-12 13:45", "customer", None),
                    ("t7", "2014-03-12 16:00", "brand", None),
                ),
            ),
            expected=first_table(
                ("t1", "2014-03-12 13:00", "2014-03-12 13:30"),
                ("t2", "2014-03-12 13:02", "2014-03-12 13:40"),
                ("t6", "2014-03-12 13:45", None),
            ),
        ),
    ),
    hints=(
        Text(
            es="Tres pasos: (1) quédate con los tuits de la marca; (2) para cada `reply_to`, la hora más "
            "temprana; (3) pega esa hora junto a cada tuit de cliente con `.map`.",
            en="Three steps: (1) keep the brand's tweets; (2) for each `reply_to`, the earliest time; (3) "
            "put that time beside each customer tweet with `.map`.",
        ),
        Text(
            es='El paso 2 es `brand.groupby("reply_to")["created_at"].min()`. El paso 3 parte de los '
            "clientes: quien no esté en esa lista se queda con un hueco, que es justo lo que queremos.",
            en='Step 2 is `brand.groupby("reply_to")["created_at"].min()`. Step 3 starts from the '
            "customers: whoever is not in that list gets a gap, which is just what we want.",
        ),
        Text(
            es='Con `earliest` (paso 2) y `customers` (las filas cuyo `author_role` es `"customer"`), añade '
            'la columna: `customers.assign(replied_at=customers["tweet_id"].map(earliest))`. Al final, '
            "devuelve solo las tres columnas.",
            en='With `earliest` (step 2) and `customers` (the rows whose `author_role` is `"customer"`), '
            'add the column: `customers.assign(replied_at=customers["tweet_id"].map(earliest))`. In the end '
            "return only the three columns.",
        ),
    ),
    misconceptions=(
        Misconception(
            key="last-reply",
            message=Text(
                es="Cuando la marca contesta varias veces, te has quedado con la última respuesta. El "
                "cliente deja de esperar con la primera, la más temprana.",
                en="Where the brand answers several times you kept the last reply. The customer stops "
                "waiting at the first one, the earliest.",
            ),
            answer=_last_reply,
        ),
        Misconception(
            key="row-order-for-time",
            message=Text(
                es="Has tomado la primera respuesta que aparece en la tabla, pero las filas pueden venir "
                "desordenadas: primera quiere decir la más temprana.",
                en="You took the first reply that appears in the table, but rows may come in any order: "
                "first means earliest.",
            ),
            answer=_row_order,
        ),
        Misconception(
            key="anybody-answers",
            message=Text(
                es="Has contado la respuesta de otro cliente. Se agradece la compañía, pero buscamos la "
                "respuesta de la marca: filtra antes por `author_role`.",
                en="You counted another customer's reply. Company is always nice, but we want the brand's "
                "reply: filter by `author_role` first.",
            ),
            answer=_anybody,
        ),
        Misconception(
            key="media-answers",
            message=Text(
                es="Has contado la respuesta de un medio. Quien no es cliente no tiene por qué ser la marca: hay un "
                "tercer papel, `media`. Pide `brand`.",
                en="You counted a news outlet's reply. Whoever is not a customer need not be the brand: there is "
                "a third role, `media`. Ask for `brand`.",
            ),
            answer=lambda tweets: _with_reply(tweets, _not_customers(tweets)),
        ),
        Misconception(
            key="media-rows-kept",
            message=Text(
                es="En tu tabla hay filas de un medio. Quien no es la marca no tiene por qué ser cliente: hay un "
                "tercer papel, `media`. Pide `customer`.",
                en="Your table has rows of a news outlet. Whoever is not the brand need not be a customer: there "
                "is a third role, `media`. Ask for `customer`.",
            ),
            answer=_media_asking,
        ),
        Misconception(
            key="keys-do-not-meet",
            message=Text(
                es="Ningún tuit ha encontrado su respuesta. La de la marca lleva dos identificadores: el suyo, "
                "`tweet_id`, y el del tuit al que contesta, `reply_to`. ¿Por cuál agrupas las respuestas, y con "
                "cuál de los clientes buscas?",
                en="No tweet has found its reply. The brand's carries two identifiers: its own, `tweet_id`, and "
                "that of the tweet it answers, `reply_to`. By which do you group the replies, and which one of "
                "the customers' do you look up?",
            ),
            answer=lambda tweets: _with_reply(
                tweets, _brand(tweets).assign(reply_to=_brand(tweets)["tweet_id"])
            ),
        ),
        Misconception(
            key="looked-up-reply-to",
            message=Text(
                es="Has buscado con el `reply_to` del cliente, es decir, con el tuit al que contesta él. ¿Cuál es el "
                "identificador de su propio tuit?",
                en="You looked up the customer's `reply_to`, that is, the tweet that the customer answers. What "
                "is the identifier of the customer's own tweet?",
            ),
            answer=_by_what_they_answer,
        ),
        Misconception(
            key="nobody-left",
            message=Text(
                es="Tu tabla está vacía: ningún tuit ha pasado tu filtro. Los papeles se escriben en inglés y en "
                "minúsculas, como en la columna `author_role`: `customer`, `brand` y `media`.",
                en="Your table is empty: no tweet got past your filter. The roles are written in small letters, "
                "as in the column `author_role`: `customer`, `brand` and `media`.",
            ),
            answer=lambda tweets: _row_per_tweet(tweets.head(0), _brand(tweets)),
        ),
        Misconception(
            key="replying-customers-dropped",
            message=Text(
                es="Faltan los clientes que contestaban a otro: su `reply_to` no está vacío, pero su tuit también es "
                "de cliente y también espera respuesta. Para elegir clientes basta con `author_role`.",
                en="The customers who answered somebody are missing: their `reply_to` is not empty, but theirs is a "
                "customer's tweet too, and is waiting too. To choose customers, `author_role` is enough.",
            ),
            answer=_only_new_threads,
        ),
        Misconception(
            key="unanswered-dropped",
            message=Text(
                es="Los tuits sin respuesta han desaparecido de la tabla, y con ellos el problema: así "
                "cualquier empresa contesta al 100 %. Parte de los clientes y deja un hueco donde no hubo "
                "respuesta.",
                en="Unanswered tweets have gone from the table, and the problem with them: that way any "
                "company answers 100 %. Start from the customers and leave a gap where no reply came.",
            ),
            answer=_answered_only,
        ),
        Misconception(
            key="row-per-reply",
            message=Text(
                es="Un tuit contestado varias veces aparece varias veces. Queremos una fila por tuit de "
                "cliente: quédate antes con una sola hora por `reply_to`.",
                en="A tweet answered several times appears several times. We want one row for each customer "
                "tweet: keep a single time for each `reply_to` first.",
            ),
            answer=_row_per_reply,
        ),
        Misconception(
            key="brand-rows-kept",
            message=Text(
                es="En tu tabla hay también filas de la marca. La pregunta es por los tuits de los "
                'clientes: quédate con los que tienen `author_role` igual a `"customer"`.',
                en="Your table has rows of the brand as well. The question is about customers' tweets: keep "
                'those whose `author_role` is `"customer"`.',
            ),
            answer=lambda tweets: _row_per_tweet(tweets, _brand(tweets)),
        ),
    ),
)


# --- unanswered-share -----------------------------------------------------------------------------------


def _by_city(*rows: tuple) -> pd.DataFrame:
    """Return first replies with a column `city`: rows ``(city, replied_at or None)``, asked at 13:00."""
    table = first_table(*((f"t{n}", "2014-03-12 13:00", at) for n, (_, at) in enumerate(rows, start=1)))
    return table.assign(city=pd.array([city for city, _ in rows], dtype="str"))


def _labelled(values: dict[str, float]) -> pd.Series:
    return pd.Series(list(values.values()), index=pd.Index(list(values), dtype="str"))


def _percentages(first: pd.DataFrame, by: str) -> pd.Series:
    return first["replied_at"].isna().mul(100).groupby(first[by]).mean()


def _among_ignored(first: pd.DataFrame, by: str) -> pd.Series:
    return first.loc[first["replied_at"].isna(), by].value_counts(normalize=True)


def _share_of_all(first: pd.DataFrame, by: str) -> pd.Series:
    return first["replied_at"].isna().groupby(first[by]).sum() / len(first)


UNANSWERED_SHARE = Exercise(
    key="unanswered-share",
    title=Text(es="A quién se ignora", en="Who is ignored"),
    points=3,
    returns=Text(
        es="una columna (Series) con una etiqueta por grupo y, para cada uno, la proporción de sus tuits "
        "que quedó sin respuesta",
        en="a column (Series) with a label for each group and, for each, the share of its tweets that went "
        "unanswered",
    ),
    cases=(
        CheckCase(
            key="two-cities",
            title=Text(
                es="cuatro tuits de Sevilla y dos de Bilbao",
                en="four tweets from Sevilla and two from Bilbao",
            ),
            arguments=lambda: (
                _by_city(
                    ("Sevilla", "2014-03-12 15:10"),
                    ("Bilbao", None),
                    ("Sevilla", None),
                    ("Sevilla", None),
                    ("Bilbao", "2014-03-12 15:20"),
                    ("Sevilla", None),
                ),
                "city",
            ),
            expected=_labelled({"Bilbao": 0.5, "Sevilla": 0.75}),
        ),
        CheckCase(
            key="another-column",
            title=Text(
                es="los grupos están en otra columna: quien pregunta y quien no",
                en="the groups are in another column: those who ask and those who do not",
            ),
            arguments=lambda: (
                _by_city(
                    ("Gijón", "2014-03-12 14:00"),
                    ("Vitoria", None),
                    ("Gijón", "2014-03-12 14:30"),
                    ("Vitoria", "2014-03-12 16:00"),
                    ("Vitoria", "2014-03-12 17:00"),
                    ("Gijón", None),
                ).assign(asks=[False, True, False, True, False, True]),
                "asks",
            ),
            expected=pd.Series([0.0, 2 / 3], index=pd.Index([False, True], name="asks")),
        ),
    ),
    hints=(
        Text(
            es="Primero una columna de sí o no: ¿está vacío `replied_at`? Después, su media dentro de cada "
            "grupo.",
            en="First a yes-or-no column: is `replied_at` missing? Then its mean within each group.",
        ),
        Text(
            es="Con `.assign(ignored=...)` añades esa columna a una copia, sin tocar la tabla que te dan; y "
            "`.groupby(by)` hace los montones.",
            en="With `.assign(ignored=...)` you add that column to a copy, without touching the table you "
            "were given; and `.groupby(by)` makes the piles.",
        ),
        Text(
            es='`table = first.assign(ignored=first["replied_at"].isna())` y después '
            '`table.groupby(by)["ignored"]` con su media.',
            en='`table = first.assign(ignored=first["replied_at"].isna())` and then '
            '`table.groupby(by)["ignored"]` with its mean.',
        ),
    ),
    misconceptions=(
        Misconception(
            key="answered-for-unanswered",
            message=Text(
                es="Eso es la proporción que sí tuvo respuesta. Fíjate en si usas `.notna()` o `.isna()`.",
                en="That is the share that did get a reply. See whether you use `.notna()` or `.isna()`.",
            ),
            answer=lambda first, by: first["replied_at"].notna().groupby(first[by]).mean(),
        ),
        Misconception(
            key="count-for-share",
            message=Text(
                es="Son recuentos. Un grupo grande siempre tendrá más tuits ignorados; para comparar grupos "
                "de distinto tamaño hace falta la proporción dentro de cada uno.",
                en="These are counts. A large group will always have more ignored tweets; to compare groups "
                "of different size you need the share within each.",
            ),
            answer=lambda first, by: first["replied_at"].isna().groupby(first[by]).sum(),
        ),
        Misconception(
            key="among-the-ignored",
            message=Text(
                es="Has respondido a «de los ignorados, ¿cuántos son de cada grupo?». La pregunta va al "
                "revés: «dentro de cada grupo, ¿qué parte fue ignorada?».",
                en='You answered "of the ignored, how many belong to each group?". The question goes the '
                'other way: "within each group, what part was ignored?".',
            ),
            answer=_among_ignored,
        ),
        Misconception(
            key="whole-table-denominator",
            message=Text(
                es="Has dividido entre todas las filas de la tabla. El denominador de cada grupo son sus "
                "propios tuits.",
                en="You divided by all the rows of the table. Each group's denominator is its own tweets.",
            ),
            answer=_share_of_all,
        ),
        Misconception(
            key="groups-lost",
            message=Text(
                es="Falta un grupo: al filtrar antes de agrupar, quien no tiene ningún tuit ignorado "
                "desaparece en vez de salir con un 0.",
                en="A group is missing: filtering before grouping makes a group with no ignored tweet "
                "vanish instead of showing 0.",
            ),
            answer=lambda first, by: _percentages(first, by).loc[lambda share: share > 0] / 100,
        ),
        Misconception(
            key="gap-for-zero",
            message=Text(
                es="Donde hay un hueco debería haber un 0: a ese grupo le contestaron siempre. Al filtrar los "
                "ignorados antes de contar, un grupo que no tiene ninguno se queda sin número. Empieza con una "
                "columna de síes y noes para toda la tabla.",
                en="Where you have a gap there should be a 0: that group was always answered. If you filter the "
                "ignored before counting, a group that has none is left without a number. Begin with a column of "
                "yeses and noes for the whole table.",
            ),
            answer=lambda first, by: _percentages(first, by).div(100).where(lambda share: share > 0),
        ),
        Misconception(
            key="compared-with-a-gap",
            message=Text(
                es='Te sale 0 en todos los grupos. ¿Has escrito `== None` o `== "NaT"`? Un hueco no es igual a nada, '
                "ni a otro hueco: pregunta con `.isna()`.",
                en='You get 0 for every group. Did you write `== None` or `== "NaT"`? A gap is equal to nothing, '
                "not even to another gap: ask with `.isna()`.",
            ),
            answer=lambda first, by: _percentages(first, by) * 0,
        ),
        Misconception(
            key="column-hard-wired",
            message=Text(
                es="Has agrupado por `city`, y aquí los grupos están en otra columna. El parámetro `by` guarda su "
                "nombre: escribe `by`, sin comillas, y servirá para cualquiera.",
                en="You grouped by `city`, and here the groups are in another column. The parameter `by` holds its "
                "name: write `by`, without quotation marks, and it will do for any.",
            ),
            answer=lambda first, by: _percentages(first, "city") / 100,
        ),
        Misconception(
            key="one-share-for-all",
            message=Text(
                es="Ese es un único número para toda la tabla. Falta el `groupby`: uno por grupo.",
                en="That is one number for the whole table. The `groupby` is missing: one for each group.",
            ),
            answer=lambda first, by: float(first["replied_at"].isna().mean()),
        ),
        Misconception(
            key="percent-for-share",
            message=Text(
                es="La cuenta está bien, pero en tanto por ciento. Devuelve proporciones, entre 0 y 1.",
                en="The sum is right, but as percentages. Return shares, between 0 and 1.",
            ),
            answer=_percentages,
        ),
    ),
)


# --- answered-within ------------------------------------------------------------------------------------


def _until(moment: str) -> pd.Timestamp:
    return pd.Timestamp(moment, tz="UTC")


def _on_time(first: pd.DataFrame, hours: float) -> pd.Series:
    return first["replied_at"] - first["created_at"] <= pd.Timedelta(hours=hours)


def _old_enough(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> pd.Series:
    return first["created_at"] + pd.Timedelta(hours=hours) <= observed_until


def _everyone(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    return _on_time(first, hours).mean()


def _known_only(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    return _on_time(first.dropna(subset=["replied_at"]), hours).mean()


def _old_and_answered(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    return _known_only(first[_old_enough(first, hours, observed_until)], hours, observed_until)


def _young_but_answered(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    tells = _old_enough(first, hours, observed_until) | first["replied_at"].notna()
    return _on_time(first[tells], hours).mean()


def _younger_instead(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    return _on_time(first[~_old_enough(first, hours, observed_until)], hours).mean()


def _late_or_never(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    return 1 - _on_time(first[_old_enough(first, hours, observed_until)], hours).mean()


def _ever_answered(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    return first.loc[_old_enough(first, hours, observed_until), "replied_at"].notna().mean()


def _strictly(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    old = first[_old_enough(first, hours, observed_until)]
    return (old["replied_at"] - old["created_at"] < pd.Timedelta(hours=hours)).mean()


def _always_two_hours(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    return _on_time(first[_old_enough(first, 2, observed_until)], 2).mean()


def _always_until_four(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    return _on_time(first[_old_enough(first, hours, _until("2014-03-12 16:00"))], hours).mean()


def _whole_hours(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    return _on_time(first[_old_enough(first, int(hours), observed_until)], int(hours)).mean()


def _minutes_against_hours(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    old = first[_old_enough(first, hours, observed_until)]
    return (_seconds(old) / 60 <= hours).mean()


def _gaps_as_instant(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    old = first[_old_enough(first, hours, observed_until)]
    return (_seconds(old).fillna(0) <= hours * 3600).mean()


def _days_lost(first: pd.DataFrame, hours: float, observed_until: pd.Timestamp) -> float:
    old = first[_old_enough(first, hours, observed_until)]
    return ((old["replied_at"] - old["created_at"]).dt.seconds <= hours * 3600).mean()


# In each table every wrong idea gives another share: that is why they are as long as they are.
_NINE = (
    ("t1", "2014-03-12 13:00", "2014-03-12 13:20"),
    ("t2", "2014-03-12 13:05", None),
    ("t3", "2014-03-12 13:10", "2014-03-12 15:40"),
    ("t4", "2014-03-12 13:30", "2014-03-12 14:15"),
    ("t5", "2014-03-12 13:35", None),
    ("t6", "2014-03-12 13:50", "2014-03-12 14:15"),
    ("t7", "2014-03-12 13:55", "2014-03-12 14:05"),
    ("t8", "2014-03-12 15:20", "2014-03-12 15:45"),
    ("t9", "2014-03-12 15:45", None),
)
_TWO_DAYS = (
    ("t1", "2014-03-12 13:00", "2014-03-12 13:20"),
    ("t2", "2014-03-12 13:10", "2014-03-13 13:35"),
    ("t3", "2014-03-12 13:20", "2014-03-12 15:05"),
    ("t4", "2014-03-12 13:40", "2014-03-12 15:30"),
    ("t5", "2014-03-12 14:00", "2014-03-12 15:35"),
    ("t6", "2014-03-12 14:20", None),
    ("t7", "2014-03-13 13:10", None),
    ("t8", "2014-03-13 13:45", None),
    ("t9", "2014-03-13 14:20", "2014-03-13 14:45"),
)
_TO_THE_MINUTE = (
    ("t1", "2014-03-13 09:00", "2014-03-13 10:00"),
    ("t2", "2014-03-13 08:00", "2014-03-13 08:30"),
    ("t3", "2014-03-13 08:30", None),
    ("t4", "2014-03-13 09:01", None),
    ("t5", "2014-03-13 08:40", None),
    ("t6", "2014-03-13 08:55", None),
    ("t7", "2014-03-13 08:10", None),
    ("t8", "2014-03-13 06:00", "2014-03-13 07:30"),
    ("t9", "2014-03-13 09:30", "2014-03-13 09:40"),
)

ANSWERED_WITHIN = Exercise(
    key="answered-within",
    title=Text(es="Contestados a tiempo, sin hacer trampas", en="Answered in time, without cheating"),
    points=3,
    returns=Text(
        es="un número entre 0 y 1: de los tuits que llevaban al menos `hours` horas publicados cuando "
        "dejamos de mirar, la proporción con respuesta en `hours` horas o menos",
        en="a number from 0 to 1: of the tweets that had been up for at least `hours` hours when we stopped "
        "looking, the share that had a reply within `hours` hours or less",
    ),
    cases=(
        CheckCase(
            key="watching-until-four",
            title=Text(
                es="los nueve tuits del ejemplo, dos horas de plazo, miramos hasta las 16:00",
                en="the nine tweets of the example, a limit of two hours, watched until 16:00",
            ),
            arguments=lambda: (first_table(*_NINE), 2, _until("2014-03-12 16:00")),
            expected=4 / 7,
        ),
        CheckCase(
            key="hour-and-a-half",
            title=Text(
                es="hora y media de plazo, miramos hasta las 15:00 del día siguiente, y una respuesta tarda un día",
                en="a limit of an hour and a half, watched until 15:00 the next day, and one reply takes a day",
            ),
            arguments=lambda: (first_table(*_TWO_DAYS), 1.5, _until("2014-03-13 15:00")),
            expected=1 / 7,
        ),
        CheckCase(
            key="to-the-minute",
            title=Text(
                es="un tuit publicado una hora justa antes de dejar de mirar, y contestado a la hora justa",
                en="a tweet written exactly one hour before we stop looking, and answered after exactly one hour",
            ),
            arguments=lambda: (first_table(*_TO_THE_MINUTE), 1, _until("2014-03-13 10:00")),
            expected=2 / 7,
        ),
    ),
    hints=(
        Text(
            es="Primero decide quién entra en la cuenta: los tuits publicados al menos `hours` horas antes de "
            "`observed_until`. Contestados o no, eso no importa para entrar.",
            en="First decide who is counted: the tweets published at least `hours` hours before "
            "`observed_until`. Answered or not does not matter for being counted.",
        ),
        Text(
            es='`limit = pd.Timedelta(hours=hours)`; entran las filas con `first["created_at"] + limit <= '
            "observed_until`. Después, su demora se compara con `limit`; un hueco comparado con algo da "
            "`False`.",
            en='`limit = pd.Timedelta(hours=hours)`; the rows counted have `first["created_at"] + limit <= '
            "observed_until`. Then their delay is compared with `limit`; a gap compared with anything is "
            "`False`.",
        ),
        Text(
            es='Con `old = first[first["created_at"] + limit <= observed_until]`, falta la media de '
            '`old["replied_at"] - old["created_at"] <= limit`, todo entre paréntesis.',
            en='With `old = first[first["created_at"] + limit <= observed_until]`, what remains is the mean '
            'of `old["replied_at"] - old["created_at"] <= limit`, all of it in brackets.',
        ),
    ),
    misconceptions=(
        Misconception(
            key="always-two-hours",
            message=Text(
                es="Sale lo mismo que con un plazo de dos horas, pero aquí el plazo es otro: lo dice `hours`. Donde "
                "has escrito un 2, escribe `hours`.",
                en="It comes out as with a limit of two hours, but here the limit is another: `hours` says which. "
                "Where you wrote a 2, write `hours`.",
            ),
            answer=_always_two_hours,
        ),
        Misconception(
            key="hours-cut-off",
            message=Text(
                es="Parece que el plazo se ha quedado en horas enteras. `hours` puede ser 1.5 o 0.5: úsalo tal cual, "
                "sin `int` y sin redondear.",
                en="It looks as if the limit was cut down to whole hours. `hours` may be 1.5 or 0.5: use it as it "
                "is, without `int` and without rounding.",
            ),
            answer=_whole_hours,
        ),
        Misconception(
            key="minutes-against-hours",
            message=Text(
                es="Sale 0. ¿Comparas minutos con horas, o tomas el plazo por minutos? Con "
                "`pd.Timedelta(hours=hours)` no hay nada que convertir.",
                en="It gives 0. Do you compare minutes with hours, or take the limit for minutes? With "
                "`pd.Timedelta(hours=hours)` there is nothing to convert.",
            ),
            answer=_minutes_against_hours,
        ),
        Misconception(
            key="unanswered-as-instant",
            message=Text(
                es="A quien no recibió respuesta le has puesto una espera de 0, y así llega el primero. Quita ese "
                "relleno: un hueco comparado con el límite ya da `False`.",
                en="You gave those without a reply a wait of 0, and so they come in first. Remove the filling: a "
                "gap compared with the limit gives `False` already.",
            ),
            answer=_gaps_as_instant,
        ),
        Misconception(
            key="days-lost",
            message=Text(
                es="Una respuesta que tardó más de un día pasa por rápida: `.dt.seconds` se olvida de los días "
                "enteros. Compara la duración con una duración.",
                en="A reply that took more than a day passes for a quick one: `.dt.seconds` forgets whole days. "
                "Compare the duration with a duration.",
            ),
            answer=_days_lost,
        ),
        Misconception(
            key="too-young-counted",
            message=Text(
                es="Has contado tuits tan recientes que aún no les había dado tiempo: ni a cumplir el plazo "
                "ni a incumplirlo. No sabemos cómo acaba su historia, así que no entran.",
                en="You counted tweets so recent that they had not had time: neither to meet the limit nor "
                "to miss it. We do not know how their story ends, so they are left out.",
            ),
            answer=_everyone,
        ),
        Misconception(
            key="known-replies-only",
            message=Text(
                es="En tu denominador solo hay tuits con respuesta. Quien esperó más del plazo y no recibió "
                "nada también cuenta: como un no.",
                en="Your denominator holds answered tweets only. Someone who waited past the limit and got "
                "nothing counts too: as a no.",
            ),
            answer=_known_only,
        ),
        Misconception(
            key="old-but-answered-only",
            message=Text(
                es="Has dejado fuera los tuits demasiado recientes (bien), pero también los antiguos que "
                "nadie contestó. Esos sí se saben: son un no.",
                en="You left out the tweets that are too recent (good), but also the old ones that nobody "
                "answered. Those we do know: they are a no.",
            ),
            answer=_old_and_answered,
        ),
        Misconception(
            key="young-if-answered",
            message=Text(
                es="De los tuits recientes has dejado entrar solo a los que ya tenían respuesta, es decir, "
                "solo las buenas noticias. O entran todos o ninguno: aquí, ninguno.",
                en="Of the recent tweets you let in only those already answered, that is, only the good "
                "news. Either all of them come in or none: here, none.",
            ),
            answer=_young_but_answered,
        ),
        Misconception(
            key="young-for-old",
            message=Text(
                es="Te has quedado justo con los tuits demasiado recientes. Dale la vuelta a la comparación "
                "con `observed_until`.",
                en="You kept exactly the tweets that are too recent. Turn round the comparison with "
                "`observed_until`.",
            ),
            answer=_younger_instead,
        ),
        Misconception(
            key="late-for-on-time",
            message=Text(
                es="Eso es lo contrario: la proporción que no recibió respuesta a tiempo.",
                en="That is the opposite: the share that got no reply in time.",
            ),
            answer=_late_or_never,
        ),
        Misconception(
            key="ever-for-within",
            message=Text(
                es="Has contado cualquier respuesta, también las que llegaron fuera de plazo. Compara la "
                "demora con el límite.",
                en="You counted any reply, even those that came after the limit. Compare the delay with the "
                "limit.",
            ),
            answer=_ever_answered,
        ),
        Misconception(
            key="limit-left-out",
            message=Text(
                es="¡Casi! Quien recibe respuesta justo al cumplirse el plazo la recibe a tiempo: la demora "
                "puede ser igual al límite (`<=`).",
                en="Nearly! A reply that comes exactly at the limit is in time: the delay may be equal to "
                "the limit (`<=`).",
            ),
            answer=_strictly,
        ),
        Misconception(
            key="always-until-four",
            message=Text(
                es="Parece que dejas de mirar siempre a las 16:00 del día 12, como en el ejemplo. El momento viene "
                "en `observed_until`.",
                en="It looks as if you always stop watching at 16:00 on the 12th, as in the example. The moment "
                "comes in `observed_until`.",
            ),
            answer=_always_until_four,
        ),
    ),
)


EXERCISES: tuple[Exercise, ...] = (
    REPLY_DELAY,
    MEDIAN_DELAY,
    SHARE_LATE,
    FIRST_REPLY,
    UNANSWERED_SHARE,
    ANSWERED_WITHIN,
)
