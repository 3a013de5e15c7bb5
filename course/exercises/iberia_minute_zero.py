"""Unit 01, Iberia, minute zero: from times of tweets to volume, baseline, onset and a hashtag's takeover."""

from __future__ import annotations

import statistics

import pandas as pd

from course.checking.exercise import CheckCase, Comparison, Exercise, Misconception
from course.language import Text


def tweets_at(*rows: tuple[str, str], day: str = "2013-07-18") -> pd.DataFrame:
    """Return a small conversation table from pairs of UTC time and text, in the order given.

    Examples
    --------
    >>> tweets_at(("18:00:05", "No carga"))[["tweet_id", "created_at", "text"]]
      tweet_id                created_at      text
    0       t1 2013-07-18 18:00:05+00:00  No carga
    """
    moments = [pd.Timestamp(f"{day} {time}", tz="UTC") for time, _ in rows]
    return pd.DataFrame(
        {
            "tweet_id": pd.Series([f"t{number + 1}" for number in range(len(rows))], dtype="str"),
            "created_at": pd.Series(moments, dtype="datetime64[us, UTC]"),
            "text": pd.Series([text for _, text in rows], dtype="str"),
            "author_id": pd.Series(
                [f"cliente_{number % 4 + 1:04}" for number in range(len(rows))], dtype="str"
            ),
            "author_role": pd.Series(["customer"] * len(rows), dtype="str"),
        }
    )


def series_from(
    first: str, values: list, *, every: str = "1min", day: str = "2013-07-18", zone: str = "Europe/Madrid"
) -> pd.Series:
    """Return values in bins of equal width, the first of which begins at a time of that zone.

    Examples
    --------
    >>> series_from("20:00", [3, 0], every="10min").to_list()
    [3, 0]
    """
    index = pd.date_range(f"{day} {first}", periods=len(values), freq=every, tz=zone)
    return pd.Series(values, index=index)


def madrid(time: str, *, day: str = "2013-07-18") -> pd.Timestamp:
    """Return a moment given as Madrid time.

    Examples
    --------
    >>> madrid("20:00").tz_convert("UTC")
    Timestamp('2013-07-18 18:00:00+0000', tz='UTC')
    """
    return pd.Timestamp(f"{day} {time}", tz="Europe/Madrid")


def _utc(*moments: str) -> pd.Series:
    return pd.Series(pd.to_datetime(list(moments), utc=True))


_TWO_DIGITS = Text(
    es="La hora es buena, pero falta algún cero: la hora y los minutos llevan siempre dos cifras. `strftime` los "
    "pone por ti.",
    en="The time is right, but a zero is missing: hour and minutes always have two digits. `strftime` puts them "
    "in for you.",
)

MADRID_CLOCK = Exercise(
    key="madrid-clock",
    title=Text(es="La hora de Madrid", en="Madrid time"),
    points=2,
    returns=Text(
        es="una Series de textos como `20:00`: la hora y los minutos en Madrid de cada tuit",
        en="a Series of texts such as `20:00`: the hour and minutes in Madrid of each tweet",
    ),
    cases=(
        CheckCase(
            "summer-night",
            Text(es="tres momentos de una noche de julio", en="three moments of a night in July"),
            lambda: (_utc("2013-07-18 17:59:30", "2013-07-18 18:00:00", "2013-07-18 22:30:00"),),
            pd.Series(["19:59", "20:00", "00:30"]),
        ),
        CheckCase(
            "winter-time",
            Text(
                es="dos momentos de marzo, con horario de invierno", en="two moments in March, in winter time"
            ),
            lambda: (_utc("2014-03-12 11:36:00", "2014-03-12 23:05:00"),),
            pd.Series(["12:36", "00:05"]),
        ),
    ),
    hints=(
        Text(
            es="Son dos pasos: primero cambia de zona horaria; después convierte cada momento en texto.",
            en="There are two steps: first change the time zone; then turn each moment into text.",
        ),
        Text(
            es="Cada paso empieza por `.dt`: uno usa `tz_convert` y el otro `strftime`.",
            en="Each step begins with `.dt`: one uses `tz_convert`, the other `strftime`.",
        ),
        Text(
            es="Guarda el primer paso con un nombre, `local = ...`, y pide a `local` el segundo. El formato "
            "lleva el código de la hora, dos puntos y el código de los minutos, todo entre comillas.",
            en="Keep the first step under a name, `local = ...`, and ask `local` for the second. The format "
            "has the code for the hour, a colon and the code for the minutes, all in quotation marks.",
        ),
    ),
    misconceptions=(
        Misconception(
            "month-for-minutes",
            Text(
                es="Los minutos repiten siempre el mismo número: en un formato, `%m` es el mes. Los minutos "
                "llevan mayúscula.",
                en="The minutes repeat one and the same number: in a format, `%m` is the month. Minutes take "
                "a capital letter.",
            ),
            lambda times: times.dt.tz_convert("Europe/Madrid").dt.strftime("%H:%m"),
        ),
        Misconception(
            "still-utc",
            Text(
                es="Has sacado la hora, pero sigue siendo la de UTC. Falta pasar los tiempos al reloj de "
                "Madrid con `tz_convert` (`tz_localize` no mueve las agujas: solo cambia la etiqueta).",
                en="You did take out the time, but it is still UTC. The times have yet to move to Madrid's "
                "clock with `tz_convert` (`tz_localize` moves no hands: it only changes the label).",
            ),
            lambda times: times.dt.strftime("%H:%M"),
        ),
        Misconception(
            "always-two-hours",
            Text(
                es="Parece que sumas siempre dos horas. En julio funciona; en marzo, con horario de "
                "invierno, Madrid solo va una hora por delante. `tz_convert` conoce el calendario: deja "
                "que haga la cuenta.",
                en="It looks as if you always add two hours. That works in July; in March, in winter time, "
                "Madrid is only one hour ahead. `tz_convert` knows the calendar: let it do the sum.",
            ),
            lambda times: (times + pd.Timedelta(hours=2)).dt.strftime("%H:%M"),
        ),
        Misconception(
            "wrong-direction",
            Text(
                es="Vas en sentido contrario: el reloj de Madrid va por delante de UTC, no por detrás.",
                en="You are going the wrong way: Madrid's clock runs ahead of UTC, not behind it.",
            ),
            lambda times: (times - pd.Timedelta(hours=2)).dt.strftime("%H:%M"),
        ),
        Misconception(
            "twelve-hour-clock",
            Text(
                es="Tus horas no pasan de las doce: `%I` es el reloj de doce horas. Aquí queremos el de "
                "veinticuatro.",
                en="Your hours never go beyond twelve: `%I` is the twelve-hour clock. Here we want all "
                "twenty-four.",
            ),
            lambda times: times.dt.tz_convert("Europe/Madrid").dt.strftime("%I:%M"),
        ),
        Misconception(
            "with-seconds",
            Text(
                es="La hora es buena, pero trae segundos. Se piden solo horas y minutos.",
                en="The time is right, but it comes with seconds. Only hours and minutes are asked for.",
            ),
            lambda times: times.dt.tz_convert("Europe/Madrid").dt.strftime("%H:%M:%S"),
        ),
        Misconception(
            "no-leading-zero",
            _TWO_DIGITS,
            lambda times: times.dt.tz_convert("Europe/Madrid").map(
                lambda moment: f"{moment.hour}:{moment.minute}"
            ),
        ),
        Misconception(
            "hour-without-zero",
            _TWO_DIGITS,
            lambda times: times.dt.tz_convert("Europe/Madrid").map(
                lambda moment: f"{moment.hour}:{moment.minute:02}"
            ),
        ),
    ),
)

TWEETS_PER_MINUTE = Exercise(
    key="tweets-per-minute",
    title=Text(es="Tuits por minuto", en="Tweets per minute"),
    points=2,
    returns=Text(
        es="una Series con el número de tuits de cada minuto, en orden, sin saltarse los vacíos",
        en="a Series with the number of tweets in each minute, in time order, empty minutes included",
    ),
    comparison=Comparison(ordered=True),
    cases=(
        CheckCase(
            "two-empty-minutes",
            Text(
                es="tres tuits con dos minutos vacíos en medio",
                en="three tweets with two empty minutes between",
            ),
            lambda: (
                tweets_at(("18:02:40", "Ya es la hora"), ("18:05:10", "No carga"), ("18:05:40", "¿Hola?")),
            ),
            series_from("18:02", [1, 0, 0, 2], zone="UTC"),
        ),
        CheckCase(
            "around-nine",
            Text(
                es="cuatro tuits desordenados, cerca de las 19:00 UTC",
                en="four tweets out of order, close to 19:00 UTC",
            ),
            lambda: (
                tweets_at(
                    ("19:01:15", "Sigo"), ("18:59:50", "Nada"), ("19:00:20", "Ni caso"), ("19:01:45", "Adiós")
                ),
            ),
            series_from("18:59", [1, 1, 2], zone="UTC"),
        ),
    ),
    hints=(
        Text(
            es="Necesitas un método que corte el tiempo en tramos y no se salte los vacíos. Lo acabas de ver "
            "con tramos de cinco minutos.",
            en="You need a method that makes bins of time and does not skip the empty ones. You have just "
            "seen it with bins of five minutes.",
        ),
        Text(
            es="`resample` lee los tiempos en el índice: primero pon ahí la columna `created_at` con "
            "`set_index`.",
            en="`resample` reads the times in the index: first put the column `created_at` there with "
            "`set_index`.",
        ),
        Text(
            es="Es una sola cadena: `tweets.set_index(...)`, después `.resample(...)` con tramos de un "
            "minuto y al final `.size()`.",
            en="It is a single chain: `tweets.set_index(...)`, then `.resample(...)` with bins of one minute "
            "and `.size()` at the end.",
        ),
    ),
    misconceptions=(
        Misconception(
            "empty-minutes-lost",
            Text(
                es="Los minutos con tuits están bien contados, pero los minutos vacíos han desaparecido. Un "
                "silencio también es un dato: debe figurar con un 0.",
                en="The minutes with tweets are counted well, but the empty minutes have vanished. Silence "
                "is data too: it should appear as a 0.",
            ),
            lambda tweets: tweets["created_at"].dt.floor("min").value_counts().sort_index(),
        ),
        Misconception(
            "most-frequent-first",
            Text(
                es="Faltan los minutos vacíos y, además, los minutos van por número de tuits en vez de por "
                "hora: así trabaja `value_counts`. Necesitas el método que recorre el tiempo entero.",
                en="The empty minutes are missing and, besides, the minutes come by number of tweets, not by "
                "time: that is how `value_counts` works. You need the method that walks through all the time.",
            ),
            lambda tweets: tweets["created_at"].dt.floor("min").value_counts(),
        ),
        Misconception(
            "rounded-minutes",
            Text(
                es="Parece que redondeas: un tuit de las 18:02:40 ocurre en el minuto 18:02, no en el 18:03. "
                "Los minutos se cortan hacia abajo, como en un reloj digital.",
                en="It looks as if you round: a tweet at 18:02:40 happens in minute 18:02, not 18:03. "
                "Minutes are cut downwards, as on a digital clock.",
            ),
            lambda tweets: tweets["created_at"].dt.round("min").value_counts().resample("min").sum(),
        ),
        Misconception(
            "hours-not-minutes",
            Text(
                es="Has contado por horas. Los tramos tienen que durar un minuto.",
                en="You have counted by the hour. The bins should last one minute.",
            ),
            lambda tweets: tweets.set_index("created_at").resample("h").size(),
        ),
        Misconception(
            "five-minute-bins",
            Text(
                es='Tus tramos duran 5 minutos: ¿has copiado el `"5min"` del ejemplo? Aquí se cuenta cada minuto.',
                en='Your bins last 5 minutes: did you copy the `"5min"` of the example? Here each minute counts.',
            ),
            lambda tweets: tweets.set_index("created_at").resample("5min").size(),
        ),
        Misconception(
            "minute-of-the-clock",
            Text(
                es="`.dt.minute` dice qué marca el minutero (de 0 a 59) y olvida la hora y el día: junta las "
                "20:05 con las 21:05.",
                en="`.dt.minute` tells where the minute hand points (0 to 59) and forgets the hour and the "
                "day: it puts 20:05 and 21:05 together.",
            ),
            lambda tweets: tweets["created_at"].dt.minute.value_counts().sort_index(),
        ),
        Misconception(
            "running-total",
            Text(
                es="Tus números nunca bajan: es el total acumulado, no lo que entra en cada minuto.",
                en="Your numbers never go down: that is the running total, not what comes in each minute.",
            ),
            lambda tweets: tweets.set_index("created_at").resample("min").size().cumsum(),
        ),
    ),
)

_TWO_MIDDLES = Text(
    es="Con un número par de minutos hay dos valores en medio, y la mediana es la media de los dos.",
    en="With an even number of minutes there are two values in the middle, and the median is their mean.",
)
_NOT_SORTED = Text(
    es="Parece que tomas el valor que está en medio de la lista tal como llega. Antes hay que ordenar los valores "
    "(`.median()` ya lo hace).",
    en="It looks as if you take the value in the middle of the list as it came. The values have to be put in order "
    "first (`.median()` does so by itself).",
)
_NOT_ROUNDED = Text(
    es="Has redondeado: con un número par de minutos, la mediana puede acabar en ,5. Déjala como sale.",
    en="You have rounded: with an even number of minutes the median may end in .5. Leave it as it comes.",
)


def _calm(counts: pd.Series, start: pd.Timestamp, launch: pd.Timestamp) -> list:
    return counts[(counts.index >= start) & (counts.index < launch)].to_list()


BASELINE_VOLUME = Exercise(
    key="baseline-volume",
    title=Text(es="La línea de base", en="The baseline"),
    points=3,
    returns=Text(
        es="un número: la mediana de tuits por minuto desde `start` hasta justo antes de `launch`",
        en="a number: the median of tweets per minute from `start` until just before `launch`",
    ),
    cases=(
        CheckCase(
            "one-odd-minute",
            Text(
                es="`start` deja fuera los dos primeros minutos; quedan cinco, uno con un pico suelto",
                en="`start` leaves the first two minutes out; five remain, one with a stray spike",
            ),
            lambda: (
                series_from("19:53", [0, 1, 7, 5, 40, 6, 9, 90, 120]),
                madrid("19:55"),
                madrid("20:00"),
            ),
            7.0,
        ),
        CheckCase(
            "even-number",
            Text(
                es="otro día, a otra hora y con un número par de minutos; la tabla empieza después de `start`",
                en="another day, another hour and an even number of minutes; the table begins after `start`",
            ),
            lambda: (
                series_from("13:02", [0, 9, 8, 12, 3, 0, 7, 70, 90, 95, 80], day="2014-03-12"),
                madrid("13:00", day="2014-03-12"),
                madrid("13:08", day="2014-03-12"),
            ),
            5.5,
        ),
    ),
    hints=(
        Text(
            es="Haz una máscara que sea `True` solo en los minutos que cuentan como antes.",
            en="Make a mask that is `True` only in the minutes that count as before.",
        ),
        Text(
            es="Son dos condiciones unidas con `&`, cada una entre paréntesis: `start` entra, `launch` no.",
            en="There are two conditions joined by `&`, each in parentheses: `start` is in, `launch` is not.",
        ),
        Text(
            es="La primera condición es `counts.index >= start`. Ponle al lado la otra, elige con las dos los "
            "minutos de `counts` y pide la mediana de lo que quede.",
            en="The first condition is `counts.index >= start`. Put the other one beside it, pick the minutes of "
            "`counts` with both and ask for the median of what is left.",
        ),
    ),
    misconceptions=(
        Misconception(
            "mean-for-median",
            Text(
                es="Eso es la media. Basta un minuto raro para arrastrarla; la mediana, el valor del medio, "
                "apenas se inmuta.",
                en="That is the mean. One odd minute is enough to drag it along; the median, the middle "
                "value, hardly stirs.",
            ),
            lambda counts, start, launch: counts[(counts.index >= start) & (counts.index < launch)].mean(),
        ),
        Misconception(
            "launch-included",
            Text(
                es="Has metido el minuto del lanzamiento en el «antes». La crisis no puede formar parte de "
                "la calma con la que se compara.",
                en="You have let the minute of the launch into the 'before'. The crisis cannot be part of "
                "the calm that it is compared with.",
            ),
            lambda counts, start, launch: counts[(counts.index >= start) & (counts.index <= launch)].median(),
        ),
        Misconception(
            "start-forgotten",
            Text(
                es="Te paras a tiempo, pero no tienes en cuenta `start`: los minutos anteriores no cuentan.",
                en="You stop in time, but `start` is not taken into account: earlier minutes do not count.",
            ),
            lambda counts, start, launch: counts[counts.index < launch].median(),
        ),
        Misconception(
            "crisis-included",
            Text(
                es="Has usado también los minutos de después del lanzamiento: así la crisis parecería lo "
                "normal.",
                en="You have used the minutes after the launch as well: that would make the crisis look "
                "normal.",
            ),
            lambda counts, start, launch: counts[counts.index >= start].median(),
        ),
        Misconception(
            "start-excluded",
            Text(
                es="Falta el minuto `start`: él también cuenta (mira si has escrito `>` o `>=`).",
                en="The minute `start` is missing: it counts as well (see whether you wrote `>` or `>=`).",
            ),
            lambda counts, start, launch: counts[(counts.index > start) & (counts.index < launch)].median(),
        ),
        Misconception(
            "zeros-dropped",
            Text(
                es="Has quitado los minutos sin tuits. Un minuto a cero también es un minuto normal.",
                en="You have dropped the minutes without tweets. A minute at zero is a normal minute too.",
            ),
            lambda counts, start, launch: counts[
                (counts.index >= start) & (counts.index < launch) & (counts > 0)
            ].median(),
        ),
        Misconception(
            "one-of-two-middles",
            _TWO_MIDDLES,
            lambda counts, start, launch: statistics.median_high(_calm(counts, start, launch)),
        ),
        Misconception(
            "lower-of-two-middles",
            _TWO_MIDDLES,
            lambda counts, start, launch: statistics.median_low(_calm(counts, start, launch)),
        ),
        Misconception(
            "not-sorted",
            _NOT_SORTED,
            lambda counts, start, launch: (calm := _calm(counts, start, launch))[len(calm) // 2],
        ),
        Misconception(
            "two-not-sorted",
            _NOT_SORTED,
            lambda counts, start, launch: (
                ((calm := _calm(counts, start, launch))[len(calm) // 2] + calm[(len(calm) - 1) // 2]) / 2
            ),
        ),
        Misconception(
            "rounded",
            _NOT_ROUNDED,
            lambda counts, start, launch: round(statistics.median(_calm(counts, start, launch))),
        ),
        Misconception(
            "cut-off",
            _NOT_ROUNDED,
            lambda counts, start, launch: int(statistics.median(_calm(counts, start, launch))),
        ),
        Misconception(
            "most-frequent",
            Text(
                es="Eso es el número que más se repite (la moda). La mediana es el que queda en medio al ordenarlos.",
                en="That is the number that turns up most (the mode). The median is the one in the middle when you "
                "put them in order.",
            ),
            lambda counts, start, launch: counts[(counts.index >= start) & (counts.index < launch)].mode()[0],
        ),
    ),
)


def _window_end(counts: pd.Series, threshold: float, minutes: int) -> pd.Timestamp:
    smallest = counts.rolling(minutes).min()
    return smallest[smallest > threshold].index[0]


_WINDOW_END = Text(
    es="¡Casi! Ese es el último minuto de una ventana, la etiqueta que pone `rolling`. Se pide el primero de la "
    "primera racha.",
    en="Nearly! That is the last minute of a window, the label that `rolling` gives. The first of the first run is "
    "asked for.",
)
_IN_A_ROW = Text(
    es="Has contado minutos por encima del umbral aunque no sean seguidos. Tienen que ir en racha: un minuto bajo "
    "pone la cuenta a cero.",
    en="You have counted minutes above the threshold although they do not follow one another. They must be in a "
    "row: one low minute sets the count back to zero.",
)
_MINUTES_FIXED = Text(
    es="Parece que en algún sitio das por hecho que la racha es de tres minutos, como en el ejemplo. Tiene que ser "
    "de `minutes`, tanto en la ventana como al volver atrás.",
    en="It looks as if somewhere you take the run to last three minutes, as in the example. It has to be `minutes`, "
    "both in the window and on the way back.",
)

ONSET_MINUTE = Exercise(
    key="onset-minute",
    title=Text(es="El minuto en que empieza", en="The minute it begins"),
    points=3,
    returns=Text(
        es="un momento (`Timestamp`): el primer minuto de la primera racha que se mantiene sobre el umbral",
        en="a moment (`Timestamp`): the first minute of the first run that stays above the threshold",
    ),
    cases=(
        CheckCase(
            "false-alarm",
            Text(
                es="dos falsas alarmas y, después, la subida de verdad (umbral 5, tres minutos)",
                en="two false alarms and then the real rise (threshold 5, three minutes)",
            ),
            lambda: (series_from("19:57", [3, 7, 1, 6, 8, 4, 15, 9, 12]), 5, 3),
            madrid("20:03"),
        ),
        CheckCase(
            "exactly-at-threshold",
            Text(
                es="otra hora y minutos que tocan el umbral sin superarlo (umbral 10, cuatro minutos)",
                en="another hour and minutes that touch the threshold without passing it (threshold 10, four "
                "minutes)",
            ),
            lambda: (
                series_from("20:11", [6, 8, 10, 11, 17, 10, 11, 11, 17, 6, 17, 17, 12, 12, 14, 30, 11, 17]),
                10,
                4,
            ),
            madrid("20:21"),
        ),
    ),
    hints=(
        Text(
            es="Si hasta el minuto más flojo de una ventana supera el umbral, los superan todos.",
            en="If even the weakest minute of a window is above the threshold, all of them are.",
        ),
        Text(
            es="`counts.rolling(minutes).min()` da el mínimo de cada ventana. Quédate con las que pasan el "
            "umbral y toma la primera con `.index[0]`.",
            en="`counts.rolling(minutes).min()` gives each window's minimum. Keep those above the threshold "
            "and take the first with `.index[0]`.",
        ),
        Text(
            es="`rolling` pone a cada ventana la etiqueta de su último minuto. Con `pd.Timedelta`, réstale los "
            "pasos que hay hasta el primero: en una ventana de tres minutos son dos. ¿Y en una de `minutes`?",
            en="`rolling` labels each window by its last minute. With `pd.Timedelta`, take away the steps from "
            "there to the first: in a window of three minutes there are two. And in one of `minutes`?",
        ),
    ),
    misconceptions=(
        Misconception(
            "window-end",
            _WINDOW_END,
            _window_end,
        ),
        Misconception(
            "one-minute-early",
            Text(
                es="Te has ido un minuto de más hacia atrás. Del último al primero de tres minutos hay dos "
                "pasos, no tres.",
                en="You have gone back one minute too many. From the last to the first of three minutes there "
                "are two steps, not three.",
            ),
            lambda counts, threshold, minutes: (
                _window_end(counts, threshold, minutes) - pd.Timedelta(minutes=minutes)
            ),
        ),
        Misconception(
            "first-crossing",
            Text(
                es="Es el primer minuto por encima del umbral, pero no aguanta los que se piden: enseguida vuelve "
                "a bajar. Eso es una falsa alarma.",
                en="That is the first minute above the threshold, but it does not last as asked: soon it is down "
                "again. That is a false alarm.",
            ),
            lambda counts, threshold, minutes: counts[counts > threshold].index[0],
        ),
        Misconception(
            "at-threshold-counts",
            Text(
                es="Has dado por bueno un minuto que iguala el umbral. «Por encima» es `>`, no `>=`.",
                en="You have accepted a minute that equals the threshold. 'Above' is `>`, not `>=`.",
            ),
            lambda counts, threshold, minutes: (
                (counts.rolling(minutes).min() >= threshold).idxmax() - pd.Timedelta(minutes=minutes - 1)
            ),
        ),
        Misconception(
            "peak",
            Text(
                es="Ese es el minuto con más tuits: el pico. El comienzo llega antes.",
                en="That is the minute with the most tweets: the peak. The beginning comes earlier.",
            ),
            lambda counts, threshold, minutes: counts.idxmax(),
        ),
        Misconception(
            "window-mean",
            Text(
                es="Parece que exiges el umbral a la media de la ventana: un minuto altísimo tapa a los "
                "bajos. Tienen que superarlo todos.",
                en="It looks as if the window's mean has to pass the threshold: one very high minute hides "
                "the low ones. Every minute has to pass it.",
            ),
            lambda counts, threshold, minutes: (
                (counts.rolling(minutes).mean() > threshold).idxmax() - pd.Timedelta(minutes=minutes - 1)
            ),
        ),
        Misconception(
            "not-in-a-row",
            _IN_A_ROW,
            lambda counts, threshold, minutes: counts[counts > threshold].index[minutes - 1],
        ),
        Misconception(
            "not-in-a-row-and-back",
            _IN_A_ROW,
            lambda counts, threshold, minutes: (
                counts[counts > threshold].index[minutes - 1] - pd.Timedelta(minutes=minutes - 1)
            ),
        ),
        Misconception(
            "last-run",
            Text(
                es="Has tomado la última ventana que supera el umbral, y se pide la primera: `.index[0]`, no "
                "`.index[-1]`.",
                en="You have taken the last window above the threshold, and the first is asked for: `.index[0]`, "
                "not `.index[-1]`.",
            ),
            lambda counts, threshold, minutes: _window_end(counts[::-1], threshold, minutes),
        ),
        Misconception(
            "end-of-the-last-run",
            _WINDOW_END,
            lambda counts, threshold, minutes: (
                _window_end(counts[::-1], threshold, minutes) + pd.Timedelta(minutes=minutes - 1)
            ),
        ),
        Misconception(
            "window-middle",
            Text(
                es="Ese es un minuto de en medio de la racha. ¿Has puesto `center=True`? Sin eso, `rolling` "
                "etiqueta cada ventana con su último minuto, y de ahí se vuelve al primero.",
                en="That is a minute in the middle of the run. Did you write `center=True`? Without it, `rolling` "
                "labels each window by its last minute, and from there you go back to the first.",
            ),
            lambda counts, threshold, minutes: (
                _window_end(counts, threshold, minutes) - pd.Timedelta(minutes=(minutes - 1) // 2)
            ),
        ),
        Misconception(
            "window-max",
            Text(
                es="Con el máximo de la ventana basta un minuto alto, y tienen que serlo todos: mira el más flojo.",
                en="With the window's maximum one high minute is enough, and all have to be: look at the weakest.",
            ),
            lambda counts, threshold, minutes: (
                (counts.rolling(minutes).max() > threshold).idxmax() - pd.Timedelta(minutes=minutes - 1)
            ),
        ),
        Misconception(
            "always-three",
            _MINUTES_FIXED,
            lambda counts, threshold, minutes: _window_end(counts, threshold, 3) - pd.Timedelta(minutes=2),
        ),
        Misconception(
            "window-of-three",
            _MINUTES_FIXED,
            lambda counts, threshold, minutes: (
                _window_end(counts, threshold, 3) - pd.Timedelta(minutes=minutes - 1)
            ),
        ),
        Misconception(
            "always-two-back",
            _MINUTES_FIXED,
            lambda counts, threshold, minutes: (
                _window_end(counts, threshold, minutes) - pd.Timedelta(minutes=2)
            ),
        ),
    ),
)


def _share(carries: pd.Series, tweets: pd.DataFrame, every: str) -> pd.Series:
    return carries.set_axis(pd.DatetimeIndex(tweets["created_at"])).astype(float).resample(every).mean()


HASHTAG_SHARE = Exercise(
    key="hashtag-share",
    title=Text(es="La cuota de un hashtag", en="A hashtag's share"),
    points=3,
    returns=Text(
        es="una Series con la cuota (de 0 a 1) del hashtag en cada tramo; en un tramo sin tuits, `NaN`",
        en="a Series with the share (0 to 1) of each bin's tweets that carry the hashtag; empty bin: `NaN`",
    ),
    cases=(
        CheckCase(
            "capitals-and-repeats",
            Text(
                es="mayúsculas, un tuit que repite el hashtag y otro con el signo pegado",
                en="capitals, a tweet that repeats the hashtag and one with punctuation stuck to it",
            ),
            lambda: (
                tweets_at(
                    ("18:01", "¡Ya empieza #IberiaSocialFlight!"),
                    ("18:04", "Esto no carga #iberiasocialflight #IBERIASOCIALFLIGHT"),
                    ("18:05", "Sigo esperando, #iberiasocialflight"),
                    ("18:07", "Qué calor hace hoy"),
                    ("18:09", "Vaya #IberiaSocialFail"),
                    ("18:12", "¿Alguien ha entrado? #IberiaSocialFlight"),
                ),
                "#IberiaSocialFlight",
                "10min",
            ),
            series_from("18:00", [0.6, 1.0], zone="UTC", every="10min"),
        ),
        CheckCase(
            "longer-hashtags",
            Text(
                es="`#Iberia` y otros hashtags más largos que empiezan igual; un tramo sin tuits",
                en="`#Iberia` and longer hashtags that begin alike; one bin without tweets",
            ),
            lambda: (
                tweets_at(
                    ("18:00", "Lo de #Iberia no tiene nombre"),
                    ("18:03", "Sí que lo tiene: #IberiaSocialFail"),
                    ("18:11", "Me he quedado sin Nueva York, #Iberia."),
                    ("18:16", "Buenas noches a todos"),
                ),
                "#Iberia",
                "5min",
            ),
            series_from("18:00", [0.5, float("nan"), 1.0, 0.0], zone="UTC", every="5min"),
        ),
    ),
    hints=(
        Text(
            es="Ve por partes: una máscara que diga qué tuits llevan el hashtag y, después, la media por "
            "tramos.",
            en="Take it in parts: a mask that says which tweets carry the hashtag and then its mean by bins.",
        ),
        Text(
            es='La máscara sale de `str.contains` con `case=False` y el final de palabra: `tag + r"\\b"`. '
            "Guárdala como columna de una copia con `assign`.",
            en="The mask comes from `str.contains` with `case=False` and the end of the word: `tag + "
            'r"\\b"`. Keep it as a column of a copy with `assign`.',
        ),
        Text(
            es="Guarda la copia con un nombre, `marked = tweets.assign(carries=...)`. Lo que sigue es como en el "
            "ejemplo de las preguntas, con tu columna y con tramos de duración `every`.",
            en="Keep the copy under a name, `marked = tweets.assign(carries=...)`. The rest is as in the example "
            "of the questions, with your column and bins of length `every`.",
        ),
    ),
    misconceptions=(
        Misconception(
            "case-matters",
            Text(
                es="Te faltan los tuits que escriben el hashtag con otras mayúsculas. Para Twitter, "
                "`#Iberia` e `#iberia` son lo mismo.",
                en="The tweets that write the hashtag with other capitals are missing. To Twitter, `#Iberia` "
                "and `#iberia` are the same.",
            ),
            lambda tweets, tag, every: _share(tweets["text"].str.contains(tag + r"\b"), tweets, every),
        ),
        Misconception(
            "longer-hashtags-counted",
            Text(
                es="Cuentas también los hashtags más largos que empiezan igual: `#IberiaSocialFail` no es "
                "`#Iberia`. Exige que la palabra acabe ahí.",
                en="You also count longer hashtags that begin alike: `#IberiaSocialFail` is not `#Iberia`. "
                "Ask for the word to end there.",
            ),
            lambda tweets, tag, every: _share(tweets["text"].str.contains(tag, case=False), tweets, every),
        ),
        Misconception(
            "nothing-matches",
            Text(
                es='Ningún tuit te coincide. ¿Falta la `r` de `r"\\b"`? ¿Has copiado `regex=False` del ejemplo, '
                "que desactiva ese código? ¿Preguntas con `==` si el tuit entero es el hashtag? ¿Has pasado a "
                'minúsculas los textos, pero no el hashtag? ¿Buscas `"tag"`, entre comillas, en vez de `tag`?',
                en='Not one tweet matches. Is the `r` of `r"\\b"` missing? Did you copy `regex=False` from the '
                "example, which switches that code off? Do you ask with `==` whether the whole tweet is the "
                'hashtag? Did you put the texts in lower case, but not the hashtag? Do you search for `"tag"`, in '
                "quotation marks, instead of `tag`?",
            ),
            lambda tweets, tag, every: _share(tweets["text"].str.contains("$^"), tweets, every),
        ),
        Misconception(
            "counts-not-shares",
            Text(
                es="Eso es cuántos tuits llevan el hashtag. La cuota los divide entre todos los tuits del "
                "tramo.",
                en="That is how many tweets carry the hashtag. The share divides them by all the tweets of "
                "the bin.",
            ),
            lambda tweets, tag, every: (
                tweets["text"]
                .str.contains(tag + r"\b", case=False)
                .set_axis(pd.DatetimeIndex(tweets["created_at"]))
                .astype(int)
                .resample(every)
                .sum()
            ),
        ),
        Misconception(
            "repeats-counted",
            Text(
                es="Un tuit que repite el hashtag te cuenta más de una vez. La pregunta es si lo lleva, sí o "
                "no.",
                en="A tweet that repeats the hashtag counts more than once. The question is whether it "
                "carries it, yes or no.",
            ),
            lambda tweets, tag, every: _share(
                tweets["text"].str.lower().str.count(tag.lower() + r"\b"), tweets, every
            ),
        ),
        Misconception(
            "punctuation-glued",
            Text(
                es="Faltan los hashtags con un signo pegado, como `#Iberia.`: partir el texto por espacios "
                "no los separa.",
                en="Hashtags with punctuation stuck to them, such as `#Iberia.`, are missing: splitting the "
                "text at spaces does not part them.",
            ),
            lambda tweets, tag, every: _share(
                tweets["text"].map(lambda text: tag.lower() in text.lower().split()), tweets, every
            ),
        ),
        Misconception(
            "empty-bin-as-zero",
            Text(
                es="Has puesto un 0 en el tramo sin tuits. Nadie habló: la cuota no es cero, no existe. "
                "Déjala como `NaN`.",
                en="You have put a 0 in the bin without tweets. Nobody spoke: the share is not zero, there "
                "is none. Leave it as `NaN`.",
            ),
            lambda tweets, tag, every: _share(
                tweets["text"].str.contains(tag + r"\b", case=False), tweets, every
            ).fillna(0),
        ),
        Misconception(
            "zero-as-missing",
            Text(
                es="En un tramo donde hay tuits, pero ninguno lleva el hashtag, la cuota es 0, no `NaN`.",
                en="In a bin that has tweets, none of which carries the hashtag, the share is 0, not `NaN`.",
            ),
            lambda tweets, tag, every: _share(
                tweets["text"].str.contains(tag + r"\b", case=False), tweets, every
            ).replace(0, float("nan")),
        ),
        Misconception(
            "empty-bins-lost",
            Text(
                es="Los tramos sin tuits han desaparecido. Mantén sus filas, con `NaN`.",
                en="The bins without tweets have vanished. Keep their row, with `NaN`.",
            ),
            lambda tweets, tag, every: _share(
                tweets["text"].str.contains(tag + r"\b", case=False), tweets, every
            ).dropna(),
        ),
        Misconception(
            "percent",
            Text(
                es="Parece un porcentaje (de 0 a 100). Se pide la cuota, de 0 a 1.",
                en="That looks like a percentage (0 to 100). The share is asked for, 0 to 1.",
            ),
            lambda tweets, tag, every: (
                100 * _share(tweets["text"].str.contains(tag + r"\b", case=False), tweets, every)
            ),
        ),
        Misconception(
            "share-of-the-whole-table",
            Text(
                es="Divides entre los tuits de toda la tabla. La cuota de un tramo se divide entre los tuits de ese "
                "tramo.",
                en="You divide by the tweets of the whole table. A bin's share is divided by the tweets of that bin.",
            ),
            lambda tweets, tag, every: (
                tweets["text"]
                .str.contains(tag + r"\b", case=False)
                .set_axis(pd.DatetimeIndex(tweets["created_at"]))
                .resample(every)
                .sum()
                / len(tweets)
            ),
        ),
        Misconception(
            "bins-of-the-example",
            Text(
                es="Tus tramos duran 2 minutos, como los del ejemplo. La duración la dice `every`, sin comillas.",
                en="Your bins last 2 minutes, like those of the example. `every` tells how long, without quotation "
                "marks.",
            ),
            lambda tweets, tag, every: _share(
                tweets["text"].str.contains(tag + r"\b", case=False), tweets, "2min"
            ),
        ),
    ),
)

NAN = float("nan")
_NOT_YET_AHEAD = Text(
    es="¡Casi! En ese tramo el aspirante todavía no va por delante. El adelantamiento llega justo después de su "
    "último tramo sin ventaja.",
    en="Nearly! In that bin the challenger is not ahead yet. The takeover comes right after the last bin in which it "
    "has no lead.",
)

TAKEOVER_TIME = Exercise(
    key="takeover-time",
    title=Text(es="El adelantamiento", en="The takeover"),
    points=3,
    returns=Text(
        es="un momento (`Timestamp`): el primer tramo desde el que el aspirante va por delante hasta el "
        "final",
        en="a moment (`Timestamp`): the first bin from which the challenger leads until the end",
    ),
    cases=(
        CheckCase(
            "short-lead",
            Text(
                es="el aspirante se adelanta un momento, pierde la ventaja y luego la recupera",
                en="the challenger leads for a moment, loses the lead and then wins it back",
            ),
            lambda: (
                series_from("21:00", [0.8, 0.3, 0.5, 0.4, 0.1, 0.2], every="10min"),
                series_from("21:00", [0.1, 0.5, 0.4, 0.55, 0.8, 0.7], every="10min"),
            ),
            madrid("21:30"),
        ),
        CheckCase(
            "tie-and-silence",
            Text(
                es="tramos de 20 minutos, con un empate y un tramo sin tuits (`NaN`) antes del adelantamiento",
                en="bins of 20 minutes, with a tie and a bin without tweets (`NaN`) before the takeover",
            ),
            lambda: (
                series_from("20:00", [0.8, 0.3, 0.6, 0.6, 0.4, 0.35, NAN, 0.3, 0.1, 0.2], every="20min"),
                series_from("20:00", [0.1, 0.45, 0.55, 0.3, 0.4, 0.45, NAN, 0.55, 0.85, 0.6], every="20min"),
            ),
            madrid("22:20"),
        ),
    ),
    hints=(
        Text(
            es="Piénsalo al revés: ¿cuál es el último tramo en el que el aspirante todavía no iba por "
            "delante?",
            en="Think backwards: which is the last bin in which the challenger was not yet ahead?",
        ),
        Text(
            es="Haz la máscara de los tramos en los que el aspirante va por delante y dale la vuelta con `~`. De los "
            "síes de la máscara vuelta interesa la última etiqueta.",
            en="Make the mask of the bins in which the challenger is ahead and turn it round with `~`. Of the yeses "
            "of the turned mask you want the last label.",
        ),
        Text(
            es="Guarda esa etiqueta con un nombre. La respuesta es la del tramo siguiente, dure lo que dure un tramo: "
            "la primera de las etiquetas mayores (`>`), elegidas como hiciste con `counts.index`.",
            en="Keep that label under a name. The answer is that of the bin after it, however long a bin lasts: the "
            "first of the labels beyond it (`>`), picked as you did with `counts.index`.",
        ),
    ),
    misconceptions=(
        Misconception(
            "first-lead",
            Text(
                es="Esa es la primera vez que el aspirante se adelanta, pero luego pierde la ventaja. Busca "
                "el adelantamiento definitivo.",
                en="That is the first time the challenger gets ahead, but it loses the lead later. Look for "
                "the takeover that lasts.",
            ),
            lambda incumbent, challenger: incumbent.index[challenger > incumbent][0],
        ),
        Misconception(
            "tie-as-lead",
            Text(
                es="Después de ese tramo hay alguno en el que empatan o en el que nadie tuitea (`NaN`). Ahí el "
                "aspirante no va por delante.",
                en="After that bin there is one in which the two are level or nobody tweets (`NaN`). There the "
                "challenger is not ahead.",
            ),
            lambda incumbent, challenger: _after(incumbent > challenger),
        ),
        Misconception(
            "silence-skipped",
            Text(
                es="Pasas por alto un tramo sin tuits (`NaN`). Ahí nadie va por delante, así que el aspirante tampoco.",
                en="You pass over a bin without tweets (`NaN`). Nobody is ahead there, so the challenger is not "
                "either.",
            ),
            lambda incumbent, challenger: _after(~(challenger > incumbent)[incumbent.notna()]),
        ),
        Misconception(
            "last-bin-behind",
            _NOT_YET_AHEAD,
            lambda incumbent, challenger: incumbent.index[~(challenger > incumbent)][-1],
        ),
        Misconception(
            "last-lead-of-the-campaign",
            _NOT_YET_AHEAD,
            lambda incumbent, challenger: incumbent.index[incumbent > challenger][-1],
        ),
        Misconception(
            "last-bin-ahead",
            Text(
                es="Ese es el último tramo en el que va por delante. Se pide el primero de la última racha.",
                en="That is the last bin in which it is ahead. The first of the last run is asked for.",
            ),
            lambda incumbent, challenger: incumbent.index[challenger > incumbent][-1],
        ),
        Misconception(
            "ten-minutes-later",
            Text(
                es="Sumas diez minutos, y no todos los tramos duran eso. Busca la etiqueta siguiente en el índice.",
                en="You add ten minutes, and not every bin lasts that long. Look for the next label in the index.",
            ),
            lambda incumbent, challenger: (
                incumbent.index[~(challenger > incumbent)][-1] + pd.Timedelta(minutes=10)
            ),
        ),
        Misconception(
            "biggest-gap",
            Text(
                es="Ahí la ventaja es máxima. El adelantamiento llega antes, cuando empieza a ir por "
                "delante.",
                en="There the lead is at its greatest. The takeover comes earlier, when it starts to be "
                "ahead.",
            ),
            lambda incumbent, challenger: (challenger - incumbent).idxmax(),
        ),
        Misconception(
            "more-than-half",
            Text(
                es="Parece que le pides más de la mitad de los tuits. Para adelantar basta con superar al "
                "otro.",
                en="It looks as if you ask for more than half of the tweets. To overtake it is enough to "
                "beat the other one.",
            ),
            lambda incumbent, challenger: challenger.index[challenger > 0.5][0],
        ),
        Misconception(
            "roles-swapped",
            Text(
                es="Has cambiado los papeles: buscas cuándo va por delante el hashtag de la campaña.",
                en="You have swapped the roles: you are looking for when the campaign's hashtag is ahead.",
            ),
            lambda incumbent, challenger: incumbent.index[incumbent > challenger][0],
        ),
    ),
)


def _after(behind: pd.Series) -> pd.Timestamp:
    last = behind.index[behind][-1]
    return behind.index[behind.index > last][0]


EXERCISES: tuple[Exercise, ...] = (
    MADRID_CLOCK,
    TWEETS_PER_MINUTE,
    BASELINE_VOLUME,
    ONSET_MINUTE,
    HASHTAG_SHARE,
    TAKEOVER_TIME,
)
