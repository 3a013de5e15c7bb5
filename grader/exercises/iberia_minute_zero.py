"""Unit 01, Iberia, minute zero: hidden cases, right variants and wrong answers."""

from __future__ import annotations

import re
import statistics
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd

from course.exercises.iberia_minute_zero import madrid, series_from, tweets_at
from course.language import Text
from course.simulator import simulate
from course.volume import volume
from grader.bank import Bank

MADRID = "Europe/Madrid"
_TEXTS = (
    "Ya estamos todos, #IberiaSocialFlight",
    "¡#IBERIASOCIALFLIGHT no carga!",
    "Pantalla en blanco. #iberiasocialflight #IberiaSocialFlight",
    "Vaya #IberiaSocialFail",
    "#iberiasocialfail, #IberiaSocialFail: segunda parte",
    "Del flight al fail: #IberiaSocialFlight (#IBERIASOCIALFAIL)",
    "Lo de #Iberia no tiene nombre",
    "Yo ya me fui a cenar",
    "¿Y el avión, para cuándo?",
    "#IberiaSocialFailure, dicen los ingleses",
)


def _moments(rng: np.random.Generator, number: int, *, start: str, seconds: int) -> pd.DatetimeIndex:
    """Return moments within so many seconds from a UTC start, in no order."""
    return pd.Timestamp(start, tz="UTC") + pd.to_timedelta(rng.integers(0, seconds, number), unit="s")


def _conversation(moments: pd.DatetimeIndex, texts: list[str]) -> pd.DataFrame:
    table = tweets_at(*(("18:00", text) for text in texts))
    return table.assign(created_at=pd.Series(moments).astype("datetime64[us, UTC]"))


def _bursts(rng: np.random.Generator, number: int, *, start: str = "2013-07-18 17:40") -> pd.DataFrame:
    """Return tweets in clumps with silent minutes between them, in no order."""
    centres = rng.integers(0, 3000, 6)
    seconds = rng.choice(centres, number) + rng.integers(0, 150, number)
    moments = pd.Timestamp(start, tz="UTC") + pd.to_timedelta(seconds, unit="s")
    return _conversation(moments, list(rng.choice(_TEXTS, number)))


def _simulated(rng: np.random.Generator, *, scale: float, start: str, end: str) -> pd.DataFrame:
    """Return the tweets of a simulated Iberia crisis that nobody has seen, between two Madrid times."""
    seed = int(rng.integers(2**31))
    return simulate(
        "iberia", seed=seed, scale=scale, start=f"2013-07-18 {start}", end=f"2013-07-18 {end}"
    ).tweets


# --- madrid-clock ----------------------------------------------------------------------------------------

clock = Bank("madrid-clock")


@clock.reference
def madrid_clock(times):
    local = times.dt.tz_convert(MADRID)
    return local.dt.strftime("%H:%M")


@clock.hidden(title=Text(es="una tarde de julio", en="an evening in July"))
def july_evening(rng):
    return (pd.Series(_moments(rng, 30, start="2013-07-18 11:00", seconds=30_000)),)


@clock.hidden(title=Text(es="momentos de todo el año", en="moments all year round"))
def all_year_round(rng):
    return (pd.Series(_moments(rng, 40, start="2013-07-01 00:00", seconds=365 * 86_400)),)


@clock.hidden(title=Text(es="invierno, cerca de medianoche", en="winter, close to midnight"))
def winter_midnight(rng):
    return (pd.Series(_moments(rng, 20, start="2014-01-15 22:30", seconds=5_400)),)


@clock.hidden(
    title=Text(es="las noches del cambio de hora", en="the nights when the clocks change"), core=False
)
def clocks_change(rng):
    spring = _moments(rng, 8, start="2014-03-30 00:30", seconds=3_600)
    autumn = _moments(rng, 8, start="2013-10-27 00:30", seconds=3_600)
    return (pd.Series(spring.append(autumn)),)


@clock.hidden(
    title=Text(es="momentos repetidos y desordenados", en="moments repeated and shuffled"), core=False
)
def repeated_moments(rng):
    times = pd.Series(_moments(rng, 6, start="2013-12-18 17:00", seconds=40_000))
    return (times.sample(15, replace=True, random_state=int(rng.integers(1_000)), ignore_index=True),)


@clock.right
def chained(times):
    return times.dt.tz_convert(MADRID).dt.strftime("%H:%M")


@clock.right
def loop_to_list(times):
    texts = []
    for moment in times:
        texts.append(moment.astimezone(ZoneInfo(MADRID)).strftime("%H:%M"))
    return texts


@clock.right
def mapped(times):
    return times.map(lambda moment: f"{moment.tz_convert(MADRID):%H:%M}")


@clock.right
def from_numbers(times):
    local = times.dt.tz_convert(MADRID)
    hours = local.dt.hour.astype(str).str.zfill(2)
    return hours + ":" + local.dt.minute.astype(str).str.zfill(2)


@clock.right
def sliced_text(times):
    return times.dt.tz_convert(MADRID).astype(str).str[11:16]


@clock.wrong("still-utc", caught_by="july-evening")
def forgets_to_convert(times):
    return times.dt.strftime("%H:%M")


@clock.wrong("always-two-hours", caught_by="all-year-round")
def adds_two_hours(times):
    return (times + pd.Timedelta(hours=2)).dt.strftime("%H:%M")


@clock.wrong("month-for-minutes", caught_by="july-evening")
def mistakes_month_for_minutes(times):
    return times.dt.tz_convert(MADRID).dt.strftime("%H:%m")


@clock.wrong("wrong-direction", caught_by="july-evening")
def subtracts_two_hours(times):
    return (times - pd.Timedelta(hours=2)).dt.strftime("%H:%M")


@clock.wrong("twelve-hour-clock", caught_by="july-evening")
def uses_twelve_hours(times):
    return times.dt.tz_convert(MADRID).dt.strftime("%I:%M")


@clock.wrong("with-seconds", caught_by="july-evening")
def keeps_seconds(times):
    return times.dt.tz_convert(MADRID).dt.strftime("%H:%M:%S")


@clock.wrong("no-leading-zero", caught_by="all-year-round")
def joins_bare_numbers(times):
    local = times.dt.tz_convert(MADRID)
    return local.dt.hour.astype(str) + ":" + local.dt.minute.astype(str)


@clock.wrong("hour-without-zero", caught_by="all-year-round")
def strips_the_zero(times):
    return times.dt.tz_convert(MADRID).dt.strftime("%H:%M").str.replace(r"^0", "", regex=True)


@clock.wrong("prints-instead-of-returning", caught_by="july-evening")
def prints_the_clock(times):
    print(times.dt.tz_convert(MADRID).dt.strftime("%H:%M"))


@clock.wrong("wrong-type", caught_by="july-evening")
def gives_the_first_only(times):
    return times.dt.tz_convert(MADRID).dt.strftime("%H:%M").iloc[0]


# --- tweets-per-minute -----------------------------------------------------------------------------------

per_minute = Bank("tweets-per-minute")


@per_minute.reference
def tweets_per_minute(tweets):
    return tweets.set_index("created_at").resample("min").size()


@per_minute.hidden(title=Text(es="ráfagas con silencios en medio", en="bursts with silences between"))
def bursts_and_silences(rng):
    return (_bursts(rng, 60),)


@per_minute.hidden(
    title=Text(es="una tarde tranquila de varias horas", en="a quiet evening of several hours")
)
def quiet_hours(rng):
    moments = _moments(rng, 80, start="2013-07-18 16:00", seconds=4 * 3_600)
    return (_conversation(moments, list(rng.choice(_TEXTS, 80))),)


@per_minute.hidden(title=Text(es="otra noche simulada de Iberia", en="another simulated night of Iberia"))
def simulated_night(rng):
    return (_simulated(rng, scale=0.1, start="19:30", end="21:30"),)


@per_minute.hidden(title=Text(es="tuits alrededor de la medianoche", en="tweets around midnight"), core=False)
def around_midnight(rng):
    return (_bursts(rng, 30, start="2013-07-18 21:40"),)


@per_minute.hidden(title=Text(es="un solo tuit", en="a single tweet"), core=False)
def single_tweet(rng):
    return (_bursts(rng, 1),)


@per_minute.hidden(
    title=Text(es="tuits en los bordes exactos del minuto", en="tweets on the very edge of a minute"),
    core=False,
)
def edges_of_minutes(rng):
    minutes = np.sort(rng.choice(40, 8, replace=False)) * 60
    seconds = rng.permutation(np.concatenate([minutes, minutes + 59]))
    moments = pd.Timestamp("2013-07-18 18:00", tz="UTC") + pd.to_timedelta(seconds, unit="s")
    return (_conversation(moments, list(rng.choice(_TEXTS, len(seconds)))),)


@per_minute.right
def resample_on_a_column(tweets):
    return tweets.resample("1min", on="created_at").size()


@per_minute.right
def counts_one_column(tweets):
    return tweets.set_index("created_at")["text"].resample("60s").count()


@per_minute.right
def grouper(tweets):
    return tweets.groupby(pd.Grouper(key="created_at", freq="min"))["tweet_id"].count()


@per_minute.right
def value_counts_made_whole(tweets):
    seen = tweets["created_at"].dt.floor("min").value_counts().sort_index()
    return seen.asfreq("min", fill_value=0)


@per_minute.right
def loop_over_minutes(tweets):
    minutes = [moment.replace(second=0, microsecond=0) for moment in tweets["created_at"]]
    counted = {}
    minute = min(minutes)
    while minute <= max(minutes):
        counted[minute] = minutes.count(minute)
        minute = minute + pd.Timedelta(minutes=1)
    return pd.Series(counted)


@per_minute.right
def in_madrid_time(tweets):
    local = tweets["created_at"].dt.tz_convert(MADRID)
    return tweets.groupby(local).size().resample("min").sum()


@per_minute.wrong("empty-minutes-lost", caught_by="bursts-and-silences")
def counts_values(tweets):
    return tweets["created_at"].dt.floor("min").value_counts().sort_index()


@per_minute.wrong("most-frequent-first", caught_by="bursts-and-silences")
def counts_values_by_frequency(tweets):
    return tweets["created_at"].dt.floor("min").value_counts()


@per_minute.wrong("wrong-order", caught_by="bursts-and-silences")
def sorts_by_count(tweets):
    return tweets.set_index("created_at").resample("min").size().sort_values()


@per_minute.wrong("five-minute-bins", caught_by="quiet-hours")
def copies_the_example(tweets):
    return tweets.set_index("created_at").resample("5min").size()


@per_minute.wrong("rounded-minutes", caught_by="bursts-and-silences")
def rounds(tweets):
    rounded = tweets.assign(minute=tweets["created_at"].dt.round("min"))
    return rounded.set_index("minute").resample("min").size()


@per_minute.wrong("hours-not-minutes", caught_by="quiet-hours")
def counts_hours(tweets):
    return tweets.set_index("created_at").resample("h").size()


@per_minute.wrong("minute-of-the-clock", caught_by="quiet-hours")
def groups_by_clock_minute(tweets):
    return tweets.groupby(tweets["created_at"].dt.minute).size()


@per_minute.wrong("running-total", caught_by="bursts-and-silences")
def accumulates(tweets):
    return tweets.set_index("created_at").resample("min").size().cumsum()


@per_minute.wrong("mutates-input", caught_by="bursts-and-silences")
def sets_the_index_in_place(tweets):
    tweets.set_index("created_at", inplace=True)
    return tweets.resample("min").size()


@per_minute.wrong("wrong-type", caught_by="quiet-hours")
def gives_the_total(tweets):
    return len(tweets)


# --- baseline-volume -------------------------------------------------------------------------------------

level = Bank("baseline-volume")


@level.reference
def baseline_volume(counts, start, launch):
    before = counts[(counts.index >= start) & (counts.index < launch)]
    return before.median()


def _evening(rng: np.random.Generator, *, calm: float, minutes: int = 90) -> pd.Series:
    """Return counts from 18:50 on: uneven calm with stray spikes, and a leap at 20:00."""
    values = rng.poisson(calm * rng.lognormal(0, 0.6, minutes))
    values[rng.choice(65, 5, replace=False)] += rng.integers(20, 60, 5)
    values[70:] += rng.poisson(100, minutes - 70)
    return series_from("18:50", [int(value) for value in values])


def _crowd(rng, counts):
    """Make the crowd several times as large, so that its level cannot be guessed."""
    return counts * int(rng.integers(2, 60)) + int(rng.integers(0, 9))


@level.hidden(title=Text(es="otra noche simulada de Iberia", en="another simulated night of Iberia"))
def simulated_night_before(rng):
    tweets = _simulated(rng, scale=1.0, start="18:00", end="20:30")
    counts = volume(tweets, start="2013-07-18 18:00", end="2013-07-18 20:30").rename(None)
    return (_crowd(rng, counts), madrid("19:30"), madrid("20:00"))


@level.hidden(title=Text(es="una tarde con picos sueltos", en="an evening with stray spikes"))
def stray_spikes(rng):
    return (_crowd(rng, _evening(rng, calm=6)), madrid("18:50"), madrid("20:00"))


@level.hidden(title=Text(es="la calma empieza a media tabla", en="the calm begins half-way down the table"))
def start_half_way(rng):
    counts = _evening(rng, calm=5)
    busy = counts.index < madrid("19:40")
    counts[busy] = counts[busy] + 30 + rng.integers(0, 9, int(busy.sum()))
    return (_crowd(rng, counts), madrid("19:40"), madrid("20:00"))


@level.hidden(title=Text(es="muchos minutos sin tuits", en="many minutes without tweets"), core=False)
def many_silent_minutes(rng):
    values = [int(value) for value in rng.permutation([0] * 9 + list(rng.integers(2, 30, 11)))]
    return (series_from("19:40", [*values, 80, 90, 95]), madrid("19:40"), madrid("20:00"))


@level.hidden(
    title=Text(es="pocos minutos, en número par", en="few minutes, an even number of them"), core=False
)
def few_minutes(rng):
    low = int(rng.integers(2, 6))
    step = 2 - low % 2  # the median ends in .5 and is rounded upwards
    high = low + 3 + 2 * step
    values = [low, high + 20, low - 1, high, low + 1, 210, 220, 230]  # the launch falls between the middles
    return (series_from("19:56", values), madrid("19:50"), madrid("20:00"))


@level.hidden(
    title=Text(es="pocos minutos, en número impar", en="few minutes, an odd number of them"), core=False
)
def odd_few(rng):
    middle = int(rng.integers(4, 9))
    calm = [middle, middle - 2, middle + 5, middle + 2, middle - 1]
    values = [0, 1, *calm, *rng.integers(80, 200, 2)]
    return (series_from("19:53", [int(value) for value in values]), madrid("19:55"), madrid("20:00"))


@level.hidden(title=Text(es="el índice en UTC", en="the index in UTC"), core=False)
def index_in_utc(rng):
    return (_evening(rng, calm=8).tz_convert("UTC"), madrid("19:10"), madrid("20:00"))


@level.hidden(title=Text(es="otro día, a otra hora", en="another day, at another hour"))
def another_day(rng):
    counts = _crowd(rng, _evening(rng, calm=7))
    later = pd.Timedelta(days=3, hours=int(rng.integers(-9, -2)))
    return (counts.set_axis(counts.index + later), madrid("19:05") + later, madrid("20:00") + later)


@level.right
def sliced(counts, start, launch):
    return counts.loc[start : launch - pd.Timedelta(seconds=1)].median()


@level.right
def two_steps(counts, start, launch):
    later = counts[counts.index >= start]
    return later[later.index < launch].quantile(0.5)


@level.right
def sorted_by_hand(counts, start, launch):
    values = sorted(counts[moment] for moment in counts.index if start <= moment < launch)
    middle = len(values) // 2
    return values[middle] if len(values) % 2 else (values[middle - 1] + values[middle]) / 2


@level.right
def standard_library(counts, start, launch):
    return statistics.median([value for moment, value in counts.items() if start <= moment < launch])


@level.right
def between(counts, start, launch):
    times = counts.index.to_series()
    return float(np.median(counts[times.between(start, launch, inclusive="left")]))


@level.wrong("mean-for-median", caught_by="stray-spikes")
def takes_the_mean(counts, start, launch):
    return counts[(counts.index >= start) & (counts.index < launch)].mean()


@level.wrong("launch-included", caught_by="few-minutes")
def slices_to_the_launch(counts, start, launch):
    return counts.loc[start:launch].median()


@level.wrong("start-forgotten", caught_by="start-half-way")
def forgets_start(counts, start, launch):
    return counts[counts.index < launch].median()


@level.wrong("crisis-included", caught_by="start-half-way")
def forgets_launch(counts, start, launch):
    return counts[counts.index >= start].median()


@level.wrong("start-excluded", caught_by="odd-few")
def begins_after_start(counts, start, launch):
    return counts[(counts.index > start) & (counts.index < launch)].median()


@level.wrong("zeros-dropped", caught_by="many-silent-minutes")
def drops_zeros(counts, start, launch):
    before = counts[(counts.index >= start) & (counts.index < launch)]
    return before[before > 0].median()


@level.wrong("one-of-two-middles", caught_by="few-minutes")
def takes_one_middle(counts, start, launch):
    values = sorted(counts[(counts.index >= start) & (counts.index < launch)])
    return values[len(values) // 2]


@level.wrong("lower-of-two-middles", caught_by="few-minutes")
def takes_the_lower_middle(counts, start, launch):
    return statistics.median_low(counts[(counts.index >= start) & (counts.index < launch)])


@level.wrong("not-sorted", caught_by="odd-few")
def takes_the_middle_as_it_comes(counts, start, launch):
    before = counts[(counts.index >= start) & (counts.index < launch)]
    return before.iloc[len(before) // 2]


@level.wrong("two-not-sorted", caught_by="few-minutes")
def averages_two_middles_as_they_come(counts, start, launch):
    before = counts[(counts.index >= start) & (counts.index < launch)]
    return before.iloc[len(before) // 2 - 1 : len(before) // 2 + 1].mean()


@level.wrong("rounded", caught_by="few-minutes")
def rounds_the_median(counts, start, launch):
    return round(counts[(counts.index >= start) & (counts.index < launch)].median())


@level.wrong("cut-off", caught_by="few-minutes")
def cuts_the_median(counts, start, launch):
    return int(counts[(counts.index >= start) & (counts.index < launch)].median())


@level.wrong("most-frequent", caught_by="odd-few")
def takes_the_mode(counts, start, launch):
    return counts[(counts.index >= start) & (counts.index < launch)].mode().iloc[0]


@level.wrong("wrong-type", caught_by="stray-spikes")
def returns_the_minutes(counts, start, launch):
    return counts[(counts.index >= start) & (counts.index < launch)]


@level.wrong("prints-instead-of-returning", caught_by="stray-spikes")
def prints_the_median(counts, start, launch):
    print(counts[(counts.index >= start) & (counts.index < launch)].median())


# --- onset-minute ----------------------------------------------------------------------------------------

onset = Bank("onset-minute")


@onset.reference
def onset_minute(counts, threshold, minutes):
    weakest = counts.rolling(minutes).min()
    last_minute = weakest[weakest > threshold].index[0]
    return last_minute - pd.Timedelta(minutes=minutes - 1)


def _rise(
    rng: np.random.Generator, *, calm: int, minutes: int, touches: int = 0, louder: int = 0
) -> pd.Series:
    """Return counts: calm up to 8, lone alarms, minutes of exactly 10, a run that grows from 11; all louder."""
    values = list(rng.integers(0, 9, calm))
    for at in range(3, calm - 3, minutes + 2):
        values[at] = int(rng.integers(11, 25))
    run = np.sort(rng.integers(11, 60, minutes + 6))
    run[-2] = 90
    values += [10] * touches + [*run] + list(rng.integers(0, 9, 5))
    return series_from("19:30", [int(value) + louder for value in values])


def _moved(rng, counts):
    """Let the same evening happen at another time, so that its minutes cannot be guessed."""
    return counts.set_axis(counts.index + pd.Timedelta(minutes=int(rng.integers(-600, 90))))


@onset.hidden(title=Text(es="otra noche simulada de Iberia", en="another simulated night of Iberia"))
def simulated_rise(rng):
    tweets = _simulated(rng, scale=0.6, start="19:00", end="21:30")
    counts = volume(tweets, start="2013-07-18 19:00", end="2013-07-18 21:30").rename(None)
    return (_moved(rng, counts), int(counts.rolling(4).min().max()) // 2, 4)


@onset.hidden(title=Text(es="falsas alarmas antes de la subida", en="false alarms before the rise"))
def false_alarms(rng):
    minutes = int(rng.integers(3, 6))
    return (_moved(rng, _rise(rng, calm=int(rng.integers(24, 34)), minutes=minutes)), 10, minutes)


@onset.hidden(title=Text(es="una racha larga", en="a long run"))
def long_run(rng):
    louder = int(rng.integers(3, 40))
    return (_moved(rng, _rise(rng, calm=40, minutes=10, louder=louder)), 10 + louder, 10)


@onset.hidden(title=Text(es="casi una racha, dos veces", en="nearly a run, twice"))
def nearly_a_run(rng):
    high = [int(value) for value in rng.integers(12, 80, 12)]
    alarms = [int(value) for value in rng.integers(40, 80, 2)]
    values = [2, alarms[0], 3, alarms[1], 4, *high[:3], 1, 4, *high[3:6], 9, *high[6:], 70, 95]
    return (_moved(rng, series_from("19:45", values)), 10, 4)


@onset.hidden(
    title=Text(es="minutos que igualan el umbral", en="minutes that equal the threshold"), core=False
)
def equals_the_threshold(rng):
    return (_rise(rng, calm=20, minutes=3, touches=4), 10, 3)


@onset.hidden(
    title=Text(es="la racha empieza en la primera fila", en="the run begins in the first row"), core=False
)
def from_the_first_row(rng):
    return (series_from("20:00", [int(value) for value in rng.integers(20, 60, 9)]), 15, 3)


@onset.hidden(title=Text(es="basta un minuto", en="one minute is enough"), core=False)
def one_minute(rng):
    return (_rise(rng, calm=25, minutes=4), 10, 1)


@onset.right
def sums_of_a_mask(counts, threshold, minutes):
    full = (counts > threshold).rolling(minutes).sum() == minutes
    return full.idxmax() - pd.Timedelta(minutes=minutes - 1)


@onset.right
def shifted_back(counts, threshold, minutes):
    weakest = counts.rolling(minutes).min().shift(1 - minutes)
    return weakest[weakest > threshold].index[0]


@onset.right
def loop_over_windows(counts, threshold, minutes):
    for position in range(len(counts) - minutes + 1):
        window = counts.iloc[position : position + minutes]
        if all(value > threshold for value in window):
            return counts.index[position]


@onset.right
def counting_loop(counts, threshold, minutes):
    in_a_row = 0
    for moment, value in counts.items():
        in_a_row = in_a_row + 1 if value > threshold else 0
        if in_a_row == minutes:
            return moment - pd.Timedelta(minutes=minutes - 1)


@onset.right
def labelled_runs(counts, threshold, minutes):
    high = counts > threshold
    run = (high != high.shift()).cumsum()
    lengths = high.groupby(run).transform("size")
    return counts[high & (lengths >= minutes)].index[0]


@onset.wrong("window-end", caught_by="false-alarms")
def forgets_to_go_back(counts, threshold, minutes):
    weakest = counts.rolling(minutes).min()
    return weakest[weakest > threshold].index[0]


@onset.wrong("one-minute-early", caught_by="false-alarms")
def goes_back_too_far(counts, threshold, minutes):
    weakest = counts.rolling(minutes).min()
    return weakest[weakest > threshold].index[0] - pd.Timedelta(minutes=minutes)


@onset.wrong("first-crossing", caught_by="false-alarms")
def takes_the_first_high_minute(counts, threshold, minutes):
    return (counts > threshold).idxmax()


@onset.wrong("at-threshold-counts", caught_by="equals-the-threshold")
def accepts_equality(counts, threshold, minutes):
    weakest = counts.rolling(minutes).min()
    return weakest[weakest >= threshold].index[0] - pd.Timedelta(minutes=minutes - 1)


@onset.wrong("peak", caught_by="false-alarms")
def takes_the_peak(counts, threshold, minutes):
    return counts.idxmax()


@onset.wrong("window-mean", caught_by="nearly-a-run")
def averages_the_window(counts, threshold, minutes):
    averages = counts.rolling(minutes).mean()
    return averages[averages > threshold].index[0] - pd.Timedelta(minutes=minutes - 1)


@onset.wrong("not-in-a-row", caught_by="nearly-a-run")
def counts_high_minutes(counts, threshold, minutes):
    return counts[counts > threshold].index[minutes - 1]


@onset.wrong("not-in-a-row-and-back", caught_by="nearly-a-run")
def never_resets_the_count(counts, threshold, minutes):
    seen = 0
    for moment, value in counts.items():
        if value > threshold:
            seen = seen + 1
        if seen == minutes:
            return moment - pd.Timedelta(minutes=minutes - 1)


@onset.wrong("last-run", caught_by="false-alarms")
def takes_the_last_run(counts, threshold, minutes):
    weakest = counts.rolling(minutes).min()
    return weakest[weakest > threshold].index[-1] - pd.Timedelta(minutes=minutes - 1)


@onset.wrong("end-of-the-last-run", caught_by="false-alarms")
def takes_the_last_label(counts, threshold, minutes):
    weakest = counts.rolling(minutes).min()
    return weakest[weakest > threshold].index[-1]


@onset.wrong("window-middle", caught_by="long-run")
def centres_the_window(counts, threshold, minutes):
    weakest = counts.rolling(minutes, center=True).min()
    return weakest[weakest > threshold].index[0]


@onset.wrong("window-max", caught_by="long-run")
def takes_the_strongest(counts, threshold, minutes):
    strongest = counts.rolling(minutes).max()
    return strongest[strongest > threshold].index[0] - pd.Timedelta(minutes=minutes - 1)


@onset.wrong("always-three", caught_by="nearly-a-run")
def takes_three_for_granted(counts, threshold, minutes):
    weakest = counts.rolling(3).min()
    return weakest[weakest > threshold].index[0] - pd.Timedelta(minutes=2)


@onset.wrong("window-of-three", caught_by="nearly-a-run")
def copies_the_window(counts, threshold, minutes):
    weakest = counts.rolling(3).min()
    return weakest[weakest > threshold].index[0] - pd.Timedelta(minutes=minutes - 1)


@onset.wrong("always-two-back", caught_by="nearly-a-run")
def copies_the_steps(counts, threshold, minutes):
    weakest = counts.rolling(minutes).min()
    return weakest[weakest > threshold].index[0] - pd.Timedelta(minutes=2)


@onset.wrong("wrong-type", caught_by="false-alarms")
def gives_a_position(counts, threshold, minutes):
    for position in range(len(counts) - minutes + 1):
        if (counts.iloc[position : position + minutes] > threshold).all():
            return position


# --- hashtag-share ---------------------------------------------------------------------------------------

share = Bank("hashtag-share")


@share.reference
def hashtag_share(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + r"\b", case=False))
    return marked.set_index("created_at")["carries"].resample(every).mean()


@share.hidden(title=Text(es="la noche de la campaña", en="the night of the campaign"))
def campaign_night(rng):
    moments = _moments(rng, 90, start="2013-07-18 18:00", seconds=5_400)
    return (_conversation(moments, list(rng.choice(_TEXTS, 90))), "#IberiaSocialFail", "10min")


@share.hidden(title=Text(es="otra noche simulada de Iberia", en="another simulated night of Iberia"))
def simulated_hashtags(rng):
    tweets = _simulated(rng, scale=0.1, start="20:00", end="22:00")
    return (tweets, "#iberiasocialflight", "15min")


@share.hidden(title=Text(es="un hashtag que es el comienzo de otros", en="a hashtag that begins others"))
def beginning_of_others(rng):
    moments = _moments(rng, 40, start="2013-07-18 18:00", seconds=3_000)
    return (_conversation(moments, list(rng.choice(_TEXTS, 40))), "#Iberia", "10min")


@share.hidden(title=Text(es="tramos sin ningún tuit", en="bins without a single tweet"), core=False)
def silent_bins(rng):
    early = _moments(rng, 8, start="2013-07-18 18:00", seconds=600)
    late = _moments(rng, 8, start="2013-07-18 19:30", seconds=600)
    return (_conversation(early.append(late), list(rng.choice(_TEXTS, 16))), "#IberiaSocialFlight", "10min")


@share.hidden(
    title=Text(es="un hashtag que tarda en aparecer", en="a hashtag that is late to appear"), core=False
)
def late_hashtag(rng):
    before = _moments(rng, 20, start="2013-07-18 17:30", seconds=1_200)
    after = _moments(rng, 30, start="2013-07-18 18:00", seconds=1_200)
    texts = list(rng.choice(_TEXTS[:3], 20)) + list(rng.choice(_TEXTS[3:6], 30))
    return (_conversation(before.append(after), texts), "#IberiaSocialFail", "10min")


@share.hidden(
    title=Text(es="hashtags con tildes y mayúsculas", en="hashtags with accents and capitals"), core=False
)
def accents(rng):
    texts = [
        "#SubastaBaratísima ya",
        "Menuda #SUBASTABARATÍSIMA",
        "#subastabaratísimamente",
        "Subasta, sin más",
    ]
    moments = _moments(rng, 24, start="2013-07-18 18:00", seconds=1_800)
    return (_conversation(moments, texts * 6), "#SubastaBaratísima", "10min")


@share.hidden(title=Text(es="tuits que repiten el hashtag", en="tweets that repeat the hashtag"), core=False)
def repeated(rng):
    texts = [
        "#IberiaSocialFail #IberiaSocialFail #IberiaSocialFail",
        "Nada que añadir",
        "Yo solo pasaba por aquí",
    ]
    moments = _moments(rng, 18, start="2013-07-18 18:00", seconds=900)
    return (_conversation(moments, texts * 6), "#IberiaSocialFail", "5min")


@share.right
def lower_case(tweets, tag, every):
    carries = tweets["text"].str.lower().str.contains(tag.lower() + r"\b")
    carries.index = tweets["created_at"]
    return carries.sort_index().resample(every).mean()


@share.right
def divides(tweets, tag, every):
    chosen = tweets["text"].str.contains(tag + r"(?!\w)", case=False)
    table = tweets.assign(yes=chosen.astype(int), all=1).set_index("created_at")[["yes", "all"]]
    sums = table.resample(every).sum()
    return sums["yes"] / sums["all"]


@share.right
def grouper_of_hashtags(tweets, tag, every):
    found = tweets["text"].map(lambda text: tag.lower() in re.findall(r"#\w+", text.lower()))
    return found.groupby(tweets["created_at"].dt.floor(every)).mean().resample(every).mean()


@share.right
def loop_over_bins(tweets, tag, every):
    width = pd.Timedelta(every)
    start = tweets["created_at"].min().floor(every)
    shares = {}
    while start <= tweets["created_at"].max():
        inside = (tweets["created_at"] >= start) & (tweets["created_at"] < start + width)
        votes = [tag.lower() in re.split(r"[^\w#]+", text.lower()) for text in tweets["text"][inside]]
        shares[start] = sum(votes) / len(votes) if votes else float("nan")
        start = start + width
    return pd.Series(shares)


@share.right
def matches_whole_words(tweets, tag, every):
    frame = tweets.copy()
    frame["carries"] = frame["text"].str.count(f"(?i){tag}\\b") > 0
    return frame.groupby(pd.Grouper(key="created_at", freq=every))["carries"].mean()


@share.wrong("case-matters", caught_by="campaign-night")
def minds_capitals(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + r"\b"))
    return marked.set_index("created_at")["carries"].resample(every).mean()


@share.wrong("longer-hashtags-counted", caught_by="beginning-of-others")
def forgets_the_boundary(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag, case=False))
    return marked.set_index("created_at")["carries"].resample(every).mean()


@share.wrong("nothing-matches", caught_by="campaign-night")
def forgets_the_r(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + "\b", case=False))
    return marked.set_index("created_at")["carries"].resample(every).mean()


@share.wrong("counts-not-shares", caught_by="campaign-night")
def counts_tweets(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + r"\b", case=False))
    return marked.set_index("created_at")["carries"].resample(every).sum()


@share.wrong("repeats-counted", caught_by="repeated")
def counts_occurrences(tweets, tag, every):
    marked = tweets.assign(times=tweets["text"].str.lower().str.count(tag.lower() + r"\b"))
    return marked.set_index("created_at")["times"].resample(every).mean()


@share.wrong("punctuation-glued", caught_by="campaign-night")
def splits_at_spaces(tweets, tag, every):
    marked = tweets.assign(carries=[tag.lower() in text.lower().split() for text in tweets["text"]])
    return marked.set_index("created_at")["carries"].resample(every).mean()


@share.wrong("empty-bin-as-zero", caught_by="silent-bins")
def fills_with_zero(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + r"\b", case=False))
    return marked.set_index("created_at")["carries"].resample(every).mean().fillna(0)


@share.wrong("zero-as-missing", caught_by="late-hashtag")
def divides_misaligned(tweets, tag, every):
    chosen = tweets[tweets["text"].str.contains(tag + r"\b", case=False)]
    return (
        chosen.set_index("created_at").resample(every).size()
        / tweets.set_index("created_at").resample(every).size()
    )


@share.wrong("empty-bins-lost", caught_by="silent-bins")
def groups_by_floor(tweets, tag, every):
    carries = tweets["text"].str.contains(tag + r"\b", case=False)
    return carries.groupby(tweets["created_at"].dt.floor(every)).mean()


@share.wrong("percent", caught_by="campaign-night")
def gives_percent(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + r"\b", case=False))
    return marked.set_index("created_at")["carries"].resample(every).mean() * 100


@share.wrong("nothing-matches", caught_by="campaign-night")
def copies_regex_false(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + r"\b", case=False, regex=False))
    return marked.set_index("created_at")["carries"].resample(every).mean()


@share.wrong("nothing-matches", caught_by="campaign-night")
def compares_whole_texts(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"] == tag)
    return marked.set_index("created_at")["carries"].resample(every).mean()


@share.wrong("share-of-the-whole-table", caught_by="campaign-night")
def divides_by_all(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + r"\b", case=False))
    return marked.set_index("created_at")["carries"].resample(every).sum() / len(tweets)


@share.wrong("bins-of-the-example", caught_by="campaign-night")
def copies_the_bins(tweets, tag, every):
    marked = tweets.assign(carries=tweets["text"].str.contains(tag + r"\b", case=False))
    return marked.set_index("created_at")["carries"].resample("2min").mean()


@share.wrong("mutates-input", caught_by="campaign-night")
def adds_a_column(tweets, tag, every):
    tweets["carries"] = tweets["text"].str.contains(tag + r"\b", case=False)
    return tweets.set_index("created_at")["carries"].resample(every).mean()


# --- takeover-time ---------------------------------------------------------------------------------------

takeover = Bank("takeover-time")


@takeover.reference
def takeover_time(incumbent, challenger):
    leads = challenger > incumbent
    last = leads[~leads].index[-1]
    return leads.index[leads.index > last][0]


def _duel(rng: np.random.Generator, signs: str) -> tuple[pd.Series, pd.Series]:
    """Return two Series of shares: ``-`` incumbent ahead, ``+`` challenger, ``=`` tie, ``.`` a silent bin.

    The gap grows from bin to bin, but in the last two both are close and above one half. Start and length of
    the bins vary; ten minutes, the length in the lesson's example, is not among them.
    """
    every = f"{rng.choice([5, 15, 20, 30])}min"
    first = f"{rng.integers(17, 21)}:00"
    shares = []
    for number, sign in enumerate(signs):
        low = rng.uniform(0.05, 0.12)
        high = low + rng.uniform(0.02, 0.04) + 0.025 * number
        if number >= len(signs) - 2:
            low, high = low + 0.6, low + 0.62
        shares.append({"-": (high, low), "+": (low, high), "=": (low, low), ".": (np.nan, np.nan)}[sign])
    incumbent, challenger = (
        series_from(first, [float(pair[side]) for pair in shares], every=every) for side in (0, 1)
    )
    return incumbent, challenger


@takeover.hidden(title=Text(es="un adelantamiento limpio", en="a clean takeover"))
def clean_takeover(rng):
    return _duel(rng, "-" * int(rng.integers(3, 16)) + "+" * int(rng.integers(4, 9)))


@takeover.hidden(title=Text(es="ventajas que no duran", en="leads that do not last"))
def leads_that_fade(rng):
    return _duel(rng, "--+" + "-" * int(rng.integers(1, 12)) + "++-" + "+" * int(rng.integers(4, 8)))


@takeover.hidden(title=Text(es="empates por el camino", en="ties on the way"), core=False)
def ties(rng):
    return _duel(rng, "-" * int(rng.integers(1, 4)) + "==" + "+" * int(rng.integers(3, 7)))


@takeover.hidden(title=Text(es="tramos sin tuits", en="bins without tweets"), core=False)
def silent_stretches(rng):
    return _duel(rng, "--+." + "+" * int(rng.integers(3, 7)))


@takeover.hidden(
    title=Text(es="un empate y, luego, un tramo sin tuits", en="a tie and then a bin without tweets"),
    core=False,
)
def tie_and_silence(rng):
    return _duel(rng, "-+-=" + "+" * int(rng.integers(1, 4)) + "." + "+" * int(rng.integers(3, 7)))


@takeover.hidden(title=Text(es="solo el último tramo", en="the last bin alone"), core=False)
def last_bin_alone(rng):
    return _duel(rng, "-+" * int(rng.integers(3, 6)))


@takeover.right
def from_the_end(incumbent, challenger):
    leads = (challenger > incumbent)[::-1].astype(int).cummin()[::-1]
    return leads[leads == 1].index[0]


@takeover.right
def loop_backwards(incumbent, challenger):
    answer = None
    for moment in reversed(list(incumbent.index)):
        if not challenger[moment] > incumbent[moment]:
            return answer
        answer = moment


@takeover.right
def loop_forwards(incumbent, challenger):
    candidate = None
    for moment in incumbent.index:
        if challenger[moment] > incumbent[moment]:
            if candidate is None:
                candidate = moment
        else:
            candidate = None
    return candidate


@takeover.right
def by_position(incumbent, challenger):
    behind = ~(challenger > incumbent).to_numpy()
    return incumbent.index[np.flatnonzero(behind)[-1] + 1]


@takeover.right
def every_later_bin(incumbent, challenger):
    leads = challenger > incumbent
    return next(moment for moment in leads.index if leads[moment:].all())


@takeover.wrong("first-lead", caught_by="leads-that-fade")
def takes_the_first_lead(incumbent, challenger):
    return (challenger > incumbent).idxmax()


@takeover.wrong("tie-as-lead", caught_by="tie-and-silence")
def waits_for_the_campaign(incumbent, challenger):
    last = incumbent[incumbent > challenger].index[-1]
    return incumbent.index[incumbent.index > last][0]


@takeover.wrong("silence-skipped", caught_by="tie-and-silence")
def drops_silent_bins(incumbent, challenger):
    leads = (challenger > incumbent)[challenger.notna()]
    last = leads[~leads].index[-1]
    return leads.index[leads.index > last][0]


@takeover.wrong("silence-skipped", caught_by="tie-and-silence")
def fills_silent_bins(incumbent, challenger):
    leads = challenger.ffill() > incumbent.ffill()
    last = leads[~leads].index[-1]
    return leads.index[leads.index > last][0]


@takeover.wrong("last-lead-of-the-campaign", caught_by="tie-and-silence")
def takes_the_campaigns_last_lead(incumbent, challenger):
    return incumbent[incumbent > challenger].index[-1]


@takeover.wrong("last-bin-ahead", caught_by="leads-that-fade")
def takes_the_last_bin_ahead(incumbent, challenger):
    return challenger[challenger > incumbent].index[-1]


@takeover.wrong("ten-minutes-later", caught_by="clean-takeover")
def adds_ten_minutes(incumbent, challenger):
    leads = challenger > incumbent
    return leads[~leads].index[-1] + pd.Timedelta(minutes=10)


@takeover.wrong("tie-as-lead", caught_by="ties")
def counts_ties(incumbent, challenger):
    leads = challenger >= incumbent
    last = leads[~leads].index[-1]
    return leads.index[leads.index > last][0]


@takeover.wrong("last-bin-behind", caught_by="clean-takeover")
def stops_one_bin_early(incumbent, challenger):
    leads = challenger > incumbent
    return leads[~leads].index[-1]


@takeover.wrong("biggest-gap", caught_by="clean-takeover")
def takes_the_biggest_gap(incumbent, challenger):
    return (challenger - incumbent).idxmax()


@takeover.wrong("more-than-half", caught_by="clean-takeover")
def asks_for_half(incumbent, challenger):
    return challenger.index[challenger > 0.5][0]


@takeover.wrong("roles-swapped", caught_by="clean-takeover")
def swaps_the_roles(incumbent, challenger):
    return incumbent.index[incumbent > challenger][0]


@takeover.wrong("wrong-type", caught_by="clean-takeover")
def gives_a_mask(incumbent, challenger):
    return challenger > incumbent


BANKS: tuple[Bank, ...] = (clock, per_minute, level, onset, share, takeover)
