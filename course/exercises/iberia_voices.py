"""Exercises of unit 03: what a crowd expressed, coded by hand, and how far two readers agree about it.

Visible cases are small enough to verify with paper and pencil. Tables have the columns and dtypes that
`read_annotations` and `course.voices` give, so that what works here works on the case.
"""

from __future__ import annotations

import math

import pandas as pd

from course.agreement import Agreement, cohen_kappa, krippendorff_alpha, percent_agreement
from course.checking.exercise import CheckCase, Exercise, Misconception
from course.checking.labelling import LabellingExercise
from course.codebooks import CUSTOMER_VOICES
from course.language import Text, t
from course.voices import to_label

_BLAME = "blames_"


def columns(**values: list) -> pd.DataFrame:
    """Return a table of text columns, of the dtype that a CSV gives.

    Examples
    --------
    >>> columns(tweet_id=["t1"], labels=["joke|question"])["labels"].tolist()
    ['joke|question']
    """
    return pd.DataFrame({name: pd.array(items, dtype="str") for name, items in values.items()})


def one_code_each(rows: str) -> tuple[pd.Series, pd.Series]:
    """Return what two coders said, from pairs such as ``"joke/joke joke/question"``.

    Examples
    --------
    >>> one_code_each("joke/joke joke/question")[1].tolist()
    ['joke', 'question']
    """
    first, second = zip(*(pair.split("/") for pair in rows.split()), strict=True)
    table = columns(first=list(first), second=list(second))
    return table["first"], table["second"]


def coded(*rows: tuple[str, str, str | None]) -> pd.DataFrame:
    """Return a long table from ``(tweet_id, annotator, labels)`` rows; None where nobody coded.

    Examples
    --------
    >>> coded(("t1", "ana", "joke"), ("t1", "bruno", None))["labels"].isna().tolist()
    [False, True]
    """
    ids, annotators, labels = zip(*rows, strict=True)
    return columns(tweet_id=list(ids), annotator=list(annotators), labels=list(labels))


def voices(*rows: tuple[str, str, str]) -> pd.DataFrame:
    """Return a table with one row a tweet from ``(tweet_id, text, labels)`` rows.

    Examples
    --------
    >>> voices(("t1", "¡Timo!", "accusation")).columns.tolist()
    ['tweet_id', 'text', 'labels']
    """
    ids, texts, labels = zip(*rows, strict=True)
    return columns(tweet_id=list(ids), text=list(texts), labels=list(labels))


def one_row_a_code(table: pd.DataFrame) -> pd.DataFrame:
    """Return the table with a column ``code`` and one row for each code of each row.

    Examples
    --------
    >>> one_row_a_code(voices(("t1", "¿Timo?", "accusation|question")))["code"].tolist()
    ['accusation', 'question']
    """
    return table.assign(code=table["labels"].str.split("|")).explode("code")


# --- label-voices ----------------------------------------------------------------------------------------

LABEL_VOICES = LabellingExercise(
    key="label-voices",
    title=Text(es="Cuarenta tuits a mano", en="Forty tweets by hand"),
    points=4,
    file="annotations.csv",
    codebook=CUSTOMER_VOICES,
    tweets=to_label,
    hints=(
        Text(
            es="Antes de marcar, señala con el dedo las palabras del tuit que te llevan a ese código. Si "
            "no hay palabras que señalar, ese código no va.",
            en="Before you mark a code, put your finger on the words of the tweet that lead you to it. "
            "Where there are no words to point at, that code does not belong.",
        ),
        Text(
            es="Un tuit puede hacer varias cosas: quejarse y bromear, defender a unos y culpar a otros. "
            "Marca todas. `other` es solo para cuando no hace ninguna de las demás.",
            en="A tweet may do several things: complain and joke, defend some and blame others. Mark them "
            "all. `other` is only for when it does none of the rest.",
        ),
        Text(
            es="¿Te cuesta? Vuelve a los ejemplos límite del libro: «no carga» o «no contestan» es queja y "
            "todavía no culpa; la pregunta retórica no es pregunta; «timo» gritado ante la pantalla no es "
            "acusación.",
            en='Hard going? Return to the borderline examples in the codebook: "it won\'t load" or "they '
            "don't answer\" is a complaint, and not yet blame; a rhetorical question is no question; "
            '"con" shouted at the screen is no accusation.',
        ),
    ),
)


# --- kappa-by-hand ---------------------------------------------------------------------------------------


def _shares(first: pd.Series, second: pd.Series) -> tuple[float, pd.Series, pd.Series]:
    """Return the agreement and each coder's habits: the share of each code."""
    return (
        float((first == second).mean()),
        first.value_counts(normalize=True),
        second.value_counts(normalize=True),
    )


def _chance(first: pd.Series, second: pd.Series) -> float:
    _, ones, others = _shares(first, second)
    return float((ones * others).sum())


def _beyond(agree: float, chance: float) -> float:
    return (agree - chance) / (1 - chance)


def _pooled(first: pd.Series, second: pd.Series) -> float:
    return float((pd.concat([first, second]).value_counts(normalize=True) ** 2).sum())


def _by_rank(first: pd.Series, second: pd.Series) -> float:
    agree, ones, others = _shares(first, second)
    return _beyond(agree, float((ones.to_numpy() * others.to_numpy()).sum()))


def _of_means(first: pd.Series, second: pd.Series) -> float:
    agree, ones, others = _shares(first, second)
    return _beyond(agree, float((ones * others).mean()))


def _of_the_first_product(first: pd.Series, second: pd.Series) -> float:
    """A `return` inside the loop over codes lets only one product in."""
    agree, ones, others = _shares(first, second)
    return _beyond(agree, float(ones.iloc[0] * others.get(ones.index[0], 0.0)))


def _habits_twice(first: pd.Series, second: pd.Series, *, of: pd.Series) -> tuple[float, float]:
    """Return the agreement, and the chance of somebody who squares the habits of one person."""
    return float((first == second).mean()), float((of.value_counts(normalize=True) ** 2).sum())


_ADD_THEM_ALL = Text(
    es="Los productos están bien, pero hay que sumarlos todos: coincidir por azar es coincidir en este código **o** "
    "en este otro. Parece que has hecho la media o que te has quedado con uno solo. Si usas `for`, ¿está el `return` "
    "dentro, con más espacios delante de la cuenta?",
    en="The products are right, but all of them are to be added up: to agree by chance is to agree on this code "
    "**or** on that one. It looks as if you took the mean, or kept only one. If you use `for`, is the `return` "
    "inside it, with too many spaces in front?",
)
_TWICE_THE_SAME = Text(
    es="Parece que para el azar has usado dos veces los hábitos de una misma persona. Multiplica los de `first` por "
    "los de `second`.",
    en="It looks as if for chance you used one person's habits twice. Multiply those of `first` by those of "
    "`second`.",
)


def _of_counts(first: pd.Series, second: pd.Series) -> float:
    return _beyond(
        float((first == second).mean()), float((first.value_counts() * second.value_counts()).sum())
    )


def _no_parentheses(first: pd.Series, second: pd.Series) -> float:
    agree, chance = float((first == second).mean()), _chance(first, second)
    return agree - chance / 1 - chance


KAPPA_BY_HAND = Exercise(
    key="kappa-by-hand",
    title=Text(es="La kappa de Cohen", en="Cohen's kappa"),
    points=3,
    returns=Text(
        es="un número: la kappa de Cohen de dos columnas de códigos",
        en="a number: Cohen's kappa of two columns of codes",
    ),
    cases=(
        CheckCase(
            "ten-tweets",
            Text(es="los diez tuits de la tabla de arriba", en="the ten tweets of the table above"),
            lambda: one_code_each(
                "joke/joke joke/joke joke/joke joke/joke joke/question disappointment/disappointment "
                "disappointment/disappointment disappointment/disappointment question/question "
                "question/disappointment"
            ),
            0.6875,
        ),
        CheckCase(
            "one-never-says-it",
            Text(
                es="dos códigos que solo usa uno de los dos: `question` y `accusation`",
                en="two codes that only one of the two uses: `question` and `accusation`",
            ),
            lambda: one_code_each(
                "joke/joke joke/accusation joke/accusation joke/accusation joke/disappointment "
                "disappointment/disappointment disappointment/disappointment disappointment/accusation "
                "question/disappointment question/disappointment"
            ),
            0.125,
        ),
    ),
    hints=(
        Text(
            es="Son tres números, cada uno con su nombre: cuánto coinciden, cuánto coincidirían por azar "
            "y, con los dos, la kappa.",
            en="There are three numbers, each under its own name: how much they agree, how much they would "
            "agree by chance and, out of the two, kappa.",
        ),
        Text(
            es="El primero es la media de una comparación, `first == second`. Para el segundo, cada "
            "columna da sus hábitos con `value_counts(normalize=True)`; multiplica los unos por los otros "
            "y suma.",
            en="The first is the mean of a comparison, `first == second`. For the second, each column "
            "gives its habits with `value_counts(normalize=True)`; multiply these by those and add up.",
        ),
        Text(
            es="Si los has llamado `agree` y `chance`, la kappa es una división: arriba, entre paréntesis, "
            "uno menos el otro; abajo, también entre paréntesis, lo que le falta a `chance` para llegar a "
            "1. El signo es `/`.",
            en="If you called them `agree` and `chance`, kappa is a division: above, in parentheses, one "
            "minus the other; below, in parentheses too, what `chance` lacks to reach 1. The sign is `/`.",
        ),
    ),
    misconceptions=(
        Misconception(
            "only-percent",
            Text(
                es="Eso es el porcentaje de acuerdo, sin descontar nada. Falta quitarle lo que habrían "
                "coincidido por azar.",
                en="That is percent agreement, not corrected for chance. Subtract what they would have agreed "
                "on anyway.",
            ),
            lambda first, second: float((first == second).mean()),
        ),
        Misconception(
            "only-chance",
            Text(
                es="Eso es lo que coincidirían por azar. Es un ingrediente, no el plato: falta compararlo "
                "con lo que de verdad coinciden.",
                en="That is what they would agree on by chance. It is an ingredient, not the dish: now "
                "hold it against what they do agree on.",
            ),
            _chance,
        ),
        Misconception(
            "no-parentheses",
            Text(
                es="Faltan paréntesis: Python divide antes de restar. Pon entre paréntesis la resta de "
                "arriba y la de abajo.",
                en="Parentheses are missing: Python divides before it subtracts. Put the subtraction above "
                "the line in parentheses, and the one below it too.",
            ),
            _no_parentheses,
        ),
        Misconception(
            "not-divided",
            Text(
                es="Ya has descontado el azar. Falta dividir entre lo máximo que se podía ganarle, 1 menos "
                "el azar: sin eso, ni el acuerdo perfecto daría 1.",
                en="You have corrected for chance. Now divide by the most that could be gained over it, 1 "
                "minus chance: otherwise not even perfect agreement would give 1.",
            ),
            lambda first, second: float((first == second).mean()) - _chance(first, second),
        ),
        Misconception(
            "every-code-alike",
            Text(
                es="Parece que tu azar reparte por igual entre los códigos, como un dado. Cada persona "
                "tiene sus hábitos: si usa mucho `joke`, su azar también.",
                en="It looks as if your chance deals the codes out evenly, like a die. Each person has "
                "habits: whoever uses `joke` a great deal does so by chance as well.",
            ),
            lambda first, second: _beyond(
                float((first == second).mean()), 1 / pd.concat([first, second]).nunique()
            ),
        ),
        Misconception(
            "every-code-of-the-first-alike",
            Text(
                es="Parece que tu azar reparte por igual entre los códigos, como un dado. Cada persona "
                "tiene sus hábitos: si usa mucho `joke`, su azar también.",
                en="It looks as if your chance deals the codes out evenly, like a die. Each person has "
                "habits: whoever uses `joke` a great deal does so by chance as well.",
            ),
            lambda first, second: _beyond(float((first == second).mean()), 1 / first.nunique()),
        ),
        Misconception(
            "habits-in-one-bag",
            Text(
                es="Has juntado a las dos personas en un solo saco para calcular el azar (esa medida "
                "existe: es la pi de Scott). En la kappa, cada una conserva sus propios hábitos.",
                en="You put both people into one bag to work out chance (that measure exists: it is "
                "Scott's pi). In kappa, each keeps habits of their own.",
            ),
            lambda first, second: _beyond(float((first == second).mean()), _pooled(first, second)),
        ),
        Misconception(
            "counts-not-shares",
            Text(
                es="El azar te sale mayor que 1: has multiplicado cuántas veces, no qué proporción. A "
                "`value_counts` le falta `normalize=True`.",
                en="Your chance comes out above 1: you multiplied how many times, not which share. "
                "`value_counts` lacks `normalize=True`.",
            ),
            _of_counts,
        ),
        Misconception("mean-of-the-products", _ADD_THEM_ALL, _of_means),
        Misconception("one-product-only", _ADD_THEM_ALL, _of_the_first_product),
        Misconception(
            "sums-before-multiplying",
            Text(
                es="Tu azar vale 1, así que abajo has dividido entre 0. Los hábitos de cada persona suman "
                "siempre 1: primero multiplica, código a código, y después suma los productos.",
                en="Your chance is 1, so below the line you divided by 0. The habits of each person always "
                "add up to 1: first multiply, code by code, and then add up the products.",
            ),
            lambda first, second: -math.inf,
        ),
        Misconception(
            "one-persons-habits-twice",
            _TWICE_THE_SAME,
            lambda first, second: _beyond(*_habits_twice(first, second, of=first)),
        ),
        Misconception(
            "the-others-habits-twice",
            _TWICE_THE_SAME,
            lambda first, second: _beyond(*_habits_twice(first, second, of=second)),
        ),
        Misconception(
            "counts-without-parentheses",
            Text(
                es="Son dos cosas a la vez: has multiplicado cuántas veces, no qué proporción (a `value_counts` "
                "le falta `normalize=True`), y faltan los paréntesis de las dos restas.",
                en="Two things at once: you multiplied how many times, not which share (`value_counts` lacks "
                "`normalize=True`), and both subtractions lack their parentheses.",
            ),
            lambda first, second: (
                float((first == second).mean())
                - 2 * float((first.value_counts() * second.value_counts()).sum())
            ),
        ),
        Misconception(
            "codes-not-matched",
            Text(
                es="Has emparejado el código más frecuente de una con el más frecuente de la otra, aunque "
                "sean distintos. Multiplica las dos Series enteras, sin `.values`: pandas empareja los "
                "códigos por su nombre.",
                en="You matched one coder's most frequent code with the other's most frequent, though they "
                "may differ. Multiply the two whole Series, without `.values`: pandas matches the codes by "
                "name.",
            ),
            _by_rank,
        ),
        Misconception(
            "percent",
            Text(
                es="Está multiplicado por 100. La kappa va de menos de 0 a 1, y no es un porcentaje.",
                en="It is multiplied by 100. Kappa runs from below 0 to 1, and it is no percentage.",
            ),
            lambda first, second: 100 * _beyond(float((first == second).mean()), _chance(first, second)),
        ),
    ),
)

# --- alpha-with-interval ---------------------------------------------------------------------------------


def _ends(agreement: Agreement) -> tuple[float, float, float]:
    low, high = agreement.interval
    return low, agreement.value, high


def _masi(labels: pd.DataFrame, **settings: float) -> Agreement:
    return krippendorff_alpha(labels, distance="masi", **settings)


def _without_gaps(labels: pd.DataFrame) -> pd.DataFrame:
    """Return the tweets that everybody coded."""
    given = labels.dropna().groupby("tweet_id")["annotator"].nunique()
    return labels[labels["tweet_id"].isin(given[given == labels["annotator"].nunique()].index)]


ALPHA_WITH_INTERVAL = Exercise(
    key="alpha-with-interval",
    title=Text(es="El alfa y su intervalo", en="Alpha and its interval"),
    points=2,
    returns=Text(
        es="tres números, en este orden: el extremo bajo del intervalo, el alfa (con distancia MASI) y el "
        "extremo alto",
        en="three numbers, in this order: the low end of the interval, alpha (with MASI distance) and the "
        "high end",
    ),
    cases=(
        CheckCase(
            "four-tweets",
            Text(
                es="los cuatro tuits de arriba, un código cada vez: alfa es 8/15",
                en="the four tweets above, one code each time: alpha is 8/15",
            ),
            lambda: (
                coded(
                    ("t1", "ana", "joke"),
                    ("t2", "ana", "joke"),
                    ("t3", "ana", "question"),
                    ("t4", "ana", "joke"),
                    ("t1", "bruno", "joke"),
                    ("t2", "bruno", "joke"),
                    ("t3", "bruno", "question"),
                    ("t4", "bruno", "question"),
                ),
            ),
            (-0.4, 8 / 15, 1.0),
        ),
        CheckCase(
            "three-people",
            Text(
                es="tres personas, varios códigos por tuit y algún hueco: no todas han codificado todo",
                en="three people, several codes a tweet and some gaps: not all of them coded everything",
            ),
            lambda: (
                coded(
                    ("t1", "ana", "disappointment"),
                    ("t1", "bruno", "disappointment"),
                    ("t1", "carla", "disappointment"),
                    ("t2", "ana", "joke"),
                    ("t2", "bruno", "joke"),
                    ("t2", "carla", "joke"),
                    ("t3", "ana", "disappointment|joke"),
                    ("t3", "bruno", "joke"),
                    ("t3", "carla", "disappointment"),
                    ("t4", "ana", "question"),
                    ("t4", "bruno", "question"),
                    ("t4", "carla", None),
                    ("t5", "ana", "accusation"),
                    ("t5", "bruno", "disappointment|accusation"),
                    ("t5", "carla", "accusation"),
                    ("t6", "ana", "joke"),
                    ("t6", "bruno", None),
                    ("t6", "carla", "joke|question"),
                    ("t7", "ana", "disappointment|blames_company"),
                    ("t7", "bruno", "blames_company"),
                    ("t7", "carla", "disappointment"),
                    ("t8", "ana", "other"),
                    ("t8", "bruno", "joke"),
                    ("t8", "carla", "other"),
                    ("t9", "ana", "defence"),
                    ("t9", "bruno", "defence"),
                    ("t9", "carla", None),
                    ("t10", "ana", "question"),
                    ("t10", "bruno", None),
                    ("t10", "carla", "disappointment|question"),
                ),
            ),
            (0.2511768075290548, 0.5228628230616301, 0.7347224343545041),
        ),
    ),
    hints=(
        Text(
            es="La herramienta hace la cuenta; lo tuyo es pedirle la distancia que toca y ordenar lo que da.",
            en="The tool does the sum; your part is to ask for the right distance and to put in order what "
            "it gives.",
        ),
        Text(
            es='Guarda el resultado con un nombre, `alpha = krippendorff_alpha(labels, distance="masi")`. '
            "Su intervalo son dos números: `low, high = alpha.interval`.",
            en='Keep the result under a name, `alpha = krippendorff_alpha(labels, distance="masi")`. Its '
            "interval is two numbers: `low, high = alpha.interval`.",
        ),
        Text(
            es="Se pueden devolver varias cosas a la vez, separadas por comas: `return` y, detrás, el "
            "extremo bajo, el alfa y el extremo alto. El número solo es `alpha.value`.",
            en="You can return several things at once, with commas between them: `return` and then the low "
            "end, alpha and the high end. The bare number is `alpha.value`.",
        ),
    ),
    misconceptions=(
        Misconception(
            "same-or-not",
            Text(
                es="Has medido con la distancia que viene puesta, que solo sabe «igual» o «distinto»: para ella, "
                '`joke` y `disappointment|joke` no tienen nada que ver. Pide `distance="masi"`.',
                en='You measured with the default distance, which knows only "same" or "different": to it, '
                "`joke` and `disappointment|joke` have nothing to do with each other. Ask for "
                '`distance="masi"`.',
            ),
            lambda labels: _ends(krippendorff_alpha(labels)),
        ),
        Misconception(
            "another-distance",
            Text(
                es="Esa es la distancia de Jaccard. También cuenta lo que se comparte, pero aquí se pide "
                '`distance="masi"`.',
                en="That is the Jaccard distance. It counts what is shared, too, but here "
                '`distance="masi"` is asked for.',
            ),
            lambda labels: _ends(krippendorff_alpha(labels, distance="jaccard")),
        ),
        Misconception(
            "alpha-alone",
            Text(
                es="Has devuelto una sola cosa: el alfa o el resultado entero. Saca las piezas, `.interval` y "
                "`.value`, y devuelve los tres números, separados por comas.",
                en="You returned a single thing: alpha, or the whole result. Take out the pieces, `.interval` and "
                "`.value`, and return the three numbers, with commas between them.",
            ),
            lambda labels: _masi(labels).value,
        ),
        Misconception(
            "interval-alone",
            Text(
                es="Has devuelto el intervalo. Falta el alfa en medio.",
                en="You returned the interval. Alpha is missing in the middle.",
            ),
            lambda labels: _masi(labels).interval,
        ),
        Misconception(
            "alpha-first",
            Text(
                es="Están los tres, pero en otro orden: primero el extremo bajo, luego el alfa y al final "
                "el alto.",
                en="All three are there, but in another order: first the low end, then alpha and the high "
                "end last.",
            ),
            lambda labels: (_masi(labels).value, *_masi(labels).interval),
        ),
        Misconception(
            "alpha-last",
            Text(
                es="Están los tres, pero en otro orden: el alfa va en medio, entre los dos extremos.",
                en="All three are there, but in another order: alpha goes in the middle, between the two ends.",
            ),
            lambda labels: (*_masi(labels).interval, _masi(labels).value),
        ),
        Misconception(
            "interval-of-another-distance",
            Text(
                es="El alfa es el bueno, pero el intervalo está calculado con otra distancia. Saca los dos del mismo "
                'resultado, el de `distance="masi"`.',
                en="Alpha is right, but the interval was worked out with another distance. Take both out of the "
                'same result, the one with `distance="masi"`.',
            ),
            lambda labels: (
                krippendorff_alpha(labels).interval[0],
                _masi(labels).value,
                krippendorff_alpha(labels).interval[1],
            ),
        ),
        Misconception(
            "gaps-as-a-code",
            Text(
                es="Parece que has rellenado los huecos con un código. Un hueco no es una lectura: es un tuit que "
                "esa persona no leyó. Déjalo como está; el alfa ya sabe qué hacer con él.",
                en="It looks as if you filled the gaps with a code. A gap is no reading: it is a tweet that this "
                "person did not read. Leave it as it is; alpha knows what to do about it.",
            ),
            lambda labels: _ends(_masi(labels.fillna("other"))),
        ),
        Misconception(
            "high-first",
            Text(
                es="Están los tres, pero del revés: primero el extremo bajo y al final el alto.",
                en="All three are there, but backwards: the low end comes first and the high end last.",
            ),
            lambda labels: _ends(_masi(labels))[::-1],
        ),
        Misconception(
            "gaps-thrown-away",
            Text(
                es="Parece que solo cuentas los tuits que han codificado todas las personas. El alfa sabe "
                "vivir con huecos: dale la tabla entera.",
                en="It looks as if you count only the tweets that everybody coded. Alpha can live with "
                "gaps: give it the whole table.",
            ),
            lambda labels: _ends(_masi(_without_gaps(labels))),
        ),
        Misconception(
            "kappa-of-two",
            Text(
                es="Eso es la kappa de dos personas, con su intervalo. El alfa admite a todas, y varios "
                "códigos por tuit.",
                en="That is the kappa of two people, with its interval. Alpha takes all of them, and "
                "several codes a tweet.",
            ),
            lambda labels: _ends(cohen_kappa(labels, annotators=labels["annotator"].unique()[:2])),
        ),
        Misconception(
            "percent-agreement",
            Text(
                es="Eso es el porcentaje de acuerdo, que no descuenta el azar. La herramienta que se pide es "
                "`krippendorff_alpha`.",
                en="That is percent agreement, which is not corrected for chance. The tool asked for is "
                "`krippendorff_alpha`.",
            ),
            lambda labels: _ends(percent_agreement(labels)),
        ),
    ),
)


# --- no-common-code --------------------------------------------------------------------------------------


def _said_by_both(labels: pd.DataFrame) -> pd.Series:
    codes = one_row_a_code(labels)
    return codes.loc[codes.duplicated(["tweet_id", "code"]), "tweet_id"]


def _apart_from_codes_seen_anywhere(labels: pd.DataFrame) -> list[str]:
    codes = one_row_a_code(labels)
    seen = codes.loc[codes.duplicated("code"), "tweet_id"]
    return list(labels.loc[~labels["tweet_id"].isin(seen), "tweet_id"].unique())


def _apart_in_pairs(labels: pd.DataFrame) -> list[str]:
    parted = [set(text.split("|")) for text in labels["labels"]]
    pairs = zip(labels["tweet_id"][::2], parted[::2], parted[1::2], strict=True)
    return [tweet for tweet, one, other in pairs if not one & other]


def _ids(labels: pd.DataFrame, *, differ) -> list[str]:
    """Return the tweets whose two labels satisfy a condition, in order of appearance."""
    both = labels.groupby("tweet_id", sort=False)["labels"].agg(list)
    return [tweet for tweet, (one, other) in both.items() if differ(one, other)]


NO_COMMON_CODE = Exercise(
    key="no-common-code",
    title=Text(es="Tuits sin ningún código en común", en="Tweets without a code in common"),
    points=2,
    returns=Text(
        es="los `tweet_id`, sin repetir, de los tuits en los que las dos personas no coinciden en ningún "
        "código",
        en="the `tweet_id`, each once, of the tweets in which the two people do not share a single code",
    ),
    cases=(
        CheckCase(
            "six-tweets",
            Text(es="los siete tuits de la tabla de arriba", en="the seven tweets of the table above"),
            lambda: (
                coded(
                    ("t21", "ana", "joke"),
                    ("t22", "ana", "disappointment|joke"),
                    ("t23", "ana", "question"),
                    ("t24", "ana", "joke"),
                    ("t25", "ana", "blames_agency"),
                    ("t26", "ana", "joke|question"),
                    ("t27", "ana", "disappointment|joke"),
                    ("t22", "bruno", "accusation|joke"),
                    ("t21", "bruno", "joke"),
                    ("t23", "bruno", "disappointment"),
                    ("t24", "bruno", "accusation|joke"),
                    ("t25", "bruno", "defence|blames_company"),
                    ("t26", "bruno", "question"),
                    ("t27", "bruno", "disappointment|accusation"),
                ),
            ),
            ["t23", "t25"],
        ),
        CheckCase(
            "other-people",
            Text(
                es="otras dos personas, y las filas desordenadas: los dos desencuentros son `t62` y `t74`",
                en="two other people, and rows in no order: the two complete splits are `t62` and `t74`",
            ),
            lambda: (
                coded(
                    ("t90", "carla", "blames_technology"),
                    ("t62", "diego", "blames_agency"),
                    ("t74", "diego", "accusation|question"),
                    ("t65", "carla", "disappointment|accusation"),
                    ("t88", "carla", "disappointment|question"),
                    ("t90", "diego", "defence|blames_technology"),
                    ("t71", "diego", "other"),
                    ("t62", "carla", "blames_accounts"),
                    ("t88", "diego", "joke|question"),
                    ("t74", "carla", "disappointment|blames_company"),
                    ("t65", "diego", "disappointment|blames_technology"),
                    ("t71", "carla", "other"),
                ),
            ),
            ["t62", "t74"],
        ),
    ),
    hints=(
        Text(
            es="Dale la vuelta a la pregunta: es más fácil encontrar los tuits en los que **sí** comparten "
            "algún código. Los demás son la respuesta.",
            en="Turn the question round: it is easier to find the tweets in which they **do** share a "
            "code. The rest are the answer.",
        ),
        Text(
            es="Haz con `labels` lo que hicimos con `friends`: una tabla, llámala `rows`, con una fila por "
            "código. Un código que han puesto los dos sale en ella dos veces con el mismo tuit: "
            '`rows.duplicated(["tweet_id", "code"])` encuentra la segunda.',
            en="Do with `labels` what we did with `friends`: a table, call it `rows`, with one row for each "
            "code. A code that both gave appears in it twice with the same tweet: "
            '`rows.duplicated(["tweet_id", "code"])` finds the second.',
        ),
        Text(
            es='Guarda esas filas repetidas: `shared = rows[rows.duplicated(["tweet_id", "code"])]`. Luego, de '
            "`labels`, quédate con las filas cuyo "
            '`tweet_id` **no** (`~`) está en `shared["tweet_id"]` (`isin`), y pide sus `tweet_id` sin '
            "repetir con `unique()`.",
            en='Keep those repeated rows: `shared = rows[rows.duplicated(["tweet_id", "code"])]`. Then, of '
            "`labels`, keep the rows whose `tweet_id` is "
            '**not** (`~`) in `shared["tweet_id"]` (`isin`), and ask for their `tweet_id`, each once, with '
            "`unique()`.",
        ),
    ),
    misconceptions=(
        Misconception(
            "any-difference",
            Text(
                es="Has reunido los tuits en los que algo difiere. Buscamos los que no comparten **nada**: "
                "si una persona dice broma y la otra, broma y pregunta, comparten la broma.",
                en="You gathered the tweets in which something differs. We want those that share "
                "**nothing**: if one says joke and the other joke and question, they share the joke.",
            ),
            lambda labels: _ids(labels, differ=lambda one, other: one != other),
        ),
        Misconception(
            "shared-ones",
            Text(
                es="Son justo los contrarios: los tuits en los que sí comparten algún código. ¿Falta la "
                "virgulilla `~`?",
                en="These are exactly the others: the tweets in which they do share a code. Is the tilde "
                "`~` missing?",
            ),
            lambda labels: list(_said_by_both(labels).unique()),
        ),
        Misconception(
            "ids-twice",
            Text(
                es="Los tuits son los buenos, pero cada uno sale varias veces: la tabla tiene una fila por "
                "persona. `unique()` deja uno de cada.",
                en="The tweets are the right ones, but each comes several times: the table has a row for "
                "each person. `unique()` leaves one of each.",
            ),
            lambda labels: labels.loc[~labels["tweet_id"].isin(_said_by_both(labels)), "tweet_id"].to_list(),
        ),
        Misconception(
            "ids-once-a-code",
            Text(
                es="Los tuits son los buenos, pero cada uno sale varias veces: la tabla tiene una fila por "
                "código. `unique()` deja uno de cada.",
                en="The tweets are the right ones, but each comes several times: the table has a row for "
                "each code. `unique()` leaves one of each.",
            ),
            lambda labels: (
                one_row_a_code(labels)
                .loc[lambda codes: ~codes["tweet_id"].isin(_said_by_both(labels)), "tweet_id"]
                .to_list()
            ),
        ),
        Misconception(
            "first-rows",
            Text(
                es="Salen todos los tuits. ¿Le has dado a `isin` la tabla entera en lugar de su columna "
                "`tweet_id`? ¿O te quedas con las filas sin repetir? La primera vez que aparece un código nunca "
                "es una repetición: busca antes qué tuits tienen alguna fila repetida.",
                en="All tweets come out. Did you give `isin` the whole table in place of its column "
                "`tweet_id`? Or do you keep the rows that are not repeated? The first time a code turns up is "
                "never a repetition: first find which tweets have a repeated row.",
            ),
            lambda labels: list(labels["tweet_id"].unique()),
        ),
        Misconception(
            "only-the-id-repeated",
            Text(
                es="No sale ninguno. O miras si se repite solo `tweet_id`, y con dos filas por tuit se repite "
                "siempre: ha de repetirse el tuit **y** el código, los dos a la vez. O comparas las letras "
                "(`set` de un texto da letras, y dos palabras casi siempre comparten alguna): separa antes los "
                "códigos con `str.split`.",
                en="Not one comes out. Either you ask whether `tweet_id` alone is repeated, and with two rows a "
                "tweet it always is: the tweet **and** the code have to be repeated, both at once. Or you compare "
                "letters (`set` of a text gives letters, and two words nearly always share one): first split the "
                "codes with `str.split`.",
            ),
            lambda labels: [],
        ),
        Misconception(
            "one-text-inside-the-other",
            Text(
                es="Parece que compruebas si un texto entero está dentro del otro. Con `joke|question` y "
                "`accusation|joke` no funciona, y comparten la broma: separa antes los códigos con "
                "`str.split`.",
                en="It looks as if you ask whether one whole text is inside the other. With "
                "`joke|question` and `accusation|joke` that fails, though they share the joke: first split "
                "the codes with `str.split`.",
            ),
            lambda labels: _ids(labels, differ=lambda one, other: one not in other and other not in one),
        ),
        Misconception(
            "only-first-codes",
            Text(
                es="Parece que solo miras el primer código de cada persona. El que comparten puede ser el "
                "segundo.",
                en="It looks as if you look at each person's first code only. The one they share may be "
                "the second.",
            ),
            lambda labels: _ids(labels, differ=lambda one, other: one.split("|")[0] != other.split("|")[0]),
        ),
        Misconception(
            "only-last-codes",
            Text(
                es="Parece que solo miras el último código de cada persona. El que comparten puede ser otro.",
                en="It looks as if you look at each person's last code only. The one they share may be another.",
            ),
            lambda labels: _ids(labels, differ=lambda one, other: one.split("|")[-1] != other.split("|")[-1]),
        ),
        Misconception(
            "code-repeated-anywhere",
            Text(
                es="Faltan tuits: buscas códigos que ya hayan salido en **cualquier** tuit, y `joke` sale en muchos. "
                "Han de repetirse el tuit y el código a la vez: dale a `duplicated` las dos columnas.",
                en="Tweets are missing: you look for codes that turned up before in **any** tweet, and `joke` turns "
                "up in many. The tweet and the code have to be repeated together: give `duplicated` both columns.",
            ),
            lambda labels: _apart_from_codes_seen_anywhere(labels),
        ),
        Misconception(
            "rows-taken-in-pairs",
            Text(
                es="Parece que comparas cada fila con la siguiente, pero las dos lecturas de un tuit no siempre "
                "van seguidas. Busca por `tweet_id`.",
                en="It looks as if you compare each row with the next one, but the two readings of a tweet do not "
                "always stand together. Go by `tweet_id`.",
            ),
            lambda labels: _apart_in_pairs(labels),
        ),
        Misconception(
            "mask-not-rows",
            Text(
                es="Has devuelto la máscara, la columna de síes y noes. Ponla entre corchetes detrás de la tabla y "
                "pide los `tweet_id` de las filas que quedan.",
                en="You returned the mask, the column of yeses and noes. Put it between square brackets after the "
                "table, and ask for the `tweet_id` of the rows that stay.",
            ),
            lambda labels: ~labels["tweet_id"].isin(_said_by_both(labels)),
        ),
        Misconception(
            "how-many",
            Text(
                es="Eso es cuántos tuits son. Aquí queremos saber cuáles, para ir a leerlos.",
                en="That is how many tweets there are. Here we want to know which, so as to go and read "
                "them.",
            ),
            lambda labels: len(set(labels["tweet_id"]) - set(_said_by_both(labels))),
        ),
    ),
)


# --- blame-shares ----------------------------------------------------------------------------------------


def _blames(labelled: pd.DataFrame) -> pd.DataFrame:
    codes = one_row_a_code(labelled)
    return codes[codes["code"].str.startswith(_BLAME)]


def _kept_by(labelled: pd.DataFrame, kept) -> pd.Series:
    """Return the shares that somebody gets who keeps the codes by this condition."""
    codes = one_row_a_code(labelled)
    codes = codes[kept(codes["code"])]
    return codes["code"].value_counts() / codes["tweet_id"].nunique()


def _of_different(labelled: pd.DataFrame, column: str) -> pd.Series:
    blames = _blames(labelled)
    return blames["code"].value_counts() / blames[column].nunique()


def _votes_split(labelled: pd.DataFrame) -> pd.Series:
    blames = _blames(labelled)
    part = 1 / blames.groupby("tweet_id")["code"].transform("size")
    return part.groupby(blames["code"]).sum() / blames["tweet_id"].nunique()


_SAME_WORDS_TWO_TWEETS = Text(
    es="Divides entre los textos distintos, o entre las combinaciones distintas de códigos. Dos tuits pueden decir lo "
    'mismo y siguen siendo dos: lo que distingue a un tuit es su `"tweet_id"`.',
    en="You divide by the different texts, or by the different combinations of codes. Two tweets may say the same and "
    'are two all the same: what tells tweets apart is their `"tweet_id"`.',
)
_STUCK_TOGETHER = Text(
    es="Los códigos siguen pegados, como `joke|blames_company`. Sepáralos con `str.split` y dales una fila a cada uno "
    "con `explode`.",
    en="The codes are still stuck together, as in `joke|blames_company`. Split them with `str.split` and give each a "
    "row with `explode`.",
)

BLAME_SHARES = Exercise(
    key="blame-shares",
    title=Text(es="A quién se culpa", en="Who is blamed"),
    points=3,
    returns=Text(
        es="una columna suelta (una Series): de los tuits que culpan a alguien, qué proporción culpa a cada uno; "
        "los nombres de fila son los códigos que empiezan por `blames_`",
        en="a single column (a Series): of the tweets that blame somebody, which share blames each one; the row "
        "names are the codes that begin with `blames_`",
    ),
    cases=(
        CheckCase(
            "eight-tweets",
            Text(es="los ocho tuits de la tabla de arriba", en="the eight tweets of the table above"),
            lambda: (
                voices(
                    ("t1", t(es="Nadie de arriba lo probó", en="Nobody up there tried it"), "blames_company"),
                    (
                        "t2",
                        t(
                            es="La web va a pedales y el jefe, en triciclo",
                            en="The site runs on pedals; its boss, too",
                        ),
                        "joke|blames_company|blames_technology",
                    ),
                    (
                        "t3",
                        t(
                            es="Ha sido la agencia. ¿Cuándo repiten?",
                            en="The agency's doing. When is the next?",
                        ),
                        "question|blames_agency",
                    ),
                    ("t4", t(es="Me quedo sin viaje", en="No trip for me"), "disappointment"),
                    (
                        "t5",
                        t(
                            es="Marketing y la agencia, de la mano",
                            en="Marketing and the agency, hand in hand",
                        ),
                        "blames_company|blames_agency",
                    ),
                    ("t6", t(es="JAJAJA", en="HAHAHA"), "joke"),
                    ("t7", t(es="Nadie de arriba lo probó", en="Nobody up there tried it"), "blames_company"),
                    ("t8", t(es="¿Hasta qué hora dura?", en="Until what time does it last?"), "question"),
                ),
            ),
            pd.Series([0.8, 0.4, 0.2], index=["blames_company", "blames_agency", "blames_technology"]),
        ),
        CheckCase(
            "another-codebook",
            Text(
                es="otro libro de códigos: también se culpa al tiempo (`blames_weather`), y `never_blames_crew` "
                "no culpa a nadie",
                en="another codebook: the weather gets blamed as well (`blames_weather`), and "
                "`never_blames_crew` blames nobody",
            ),
            lambda: (
                voices(
                    ("t11", t(es="Con este viento, normal", en="No wonder, in this wind"), "blames_weather"),
                    (
                        "t12",
                        t(es="Ni viento ni gaitas: la empresa", en="Wind, my foot: the company"),
                        "disappointment|blames_company",
                    ),
                    ("t13", t(es="Buenas noches", en="Good night"), "other"),
                    (
                        "t14",
                        t(es="El viento y quien no lo miró", en="The wind, and whoever did not look"),
                        "blames_company|blames_weather",
                    ),
                    ("t15", t(es="Sopla, sopla", en="Blow, wind, blow"), "joke|blames_weather"),
                    ("t16", t(es="Hasta mañana", en="See you tomorrow"), "other"),
                    (
                        "t17",
                        t(es="La tripulación, la pobre, ni idea", en="The poor crew had no idea"),
                        "never_blames_crew",
                    ),
                    ("t18", t(es="Viento en popa, sí", en="Plain sailing, sure"), "joke|blames_weather"),
                    ("t19", t(es="Con este viento, normal", en="No wonder, in this wind"), "blames_weather"),
                ),
            ),
            pd.Series([5 / 6, 1 / 3], index=["blames_weather", "blames_company"]),
        ),
    ),
    hints=(
        Text(
            es="Primero, como con las amigas, una tabla con una fila por código (`str.split` y `explode`); "
            "llámala `rows`. Después, quédate con las filas que culpan a alguien.",
            en="First, as with the friends, a table with one row for each code (`str.split` and `explode`); "
            "call it `rows`. Then keep the rows that blame somebody.",
        ),
        Text(
            es="`value_counts()` cuenta cuántas veces se culpa a cada uno. ¿Entre qué hay que dividir? "
            "Entre los tuits distintos que culpan a alguien: `nunique()` los cuenta.",
            en="`value_counts()` counts how often each one is blamed. By what should you divide? By the "
            "different tweets that blame somebody: `nunique()` counts them.",
        ),
        Text(
            es='Guarda en `blames` las filas de `rows` cuyo `rows["code"].str.startswith("blames_")` '
            "dice que sí. Arriba de la división, las veces de cada código de `blames`; abajo, los valores "
            'distintos de su `"tweet_id"`.',
            en='Keep as `blames` the rows of `rows` whose `rows["code"].str.startswith("blames_")` says '
            "yes. Above the line, the times of each code in `blames`; below it, the different values of "
            'its `"tweet_id"`.',
        ),
    ),
    misconceptions=(
        Misconception(
            "of-all-tweets",
            Text(
                es="Divides entre todos los tuits. La pregunta es sobre los que culpan a alguien: los "
                "demás no entran en el total.",
                en="You divide by all the tweets. The question is about those that blame somebody: the "
                "others do not belong in the total.",
            ),
            lambda labelled: _blames(labelled)["code"].value_counts() / len(labelled),
        ),
        Misconception(
            "of-all-marks",
            Text(
                es="Tus proporciones suman 1: has dividido entre el número de culpas, no de tuits. Un tuit "
                "que culpa a dos cuenta una vez abajo y en dos códigos arriba.",
                en="Your shares add up to 1: you divided by the number of blames, not of tweets. A tweet "
                "that blames two counts once below the line, and in two codes above it.",
            ),
            lambda labelled: _blames(labelled)["code"].value_counts(normalize=True),
        ),
        Misconception(
            "of-all-codes",
            Text(
                es="Divides entre todas las filas que deja `explode`, una por código. Abajo van tuits, y "
                "solo los que culpan a alguien.",
                en="You divide by all the rows that `explode` leaves, one for each code. Below the line go "
                "tweets, and only those that blame somebody.",
            ),
            lambda labelled: _blames(labelled)["code"].value_counts() / len(one_row_a_code(labelled)),
        ),
        Misconception(
            "of-different-labels",
            _SAME_WORDS_TWO_TWEETS,
            lambda labelled: _of_different(labelled, "labels"),
        ),
        Misconception(
            "of-different-texts",
            _SAME_WORDS_TWO_TWEETS,
            lambda labelled: _of_different(labelled, "text"),
        ),
        Misconception(
            "of-different-codes",
            Text(
                es="Divides entre cuántos códigos de culpa distintos hay. Abajo van los **tuits** distintos que "
                'culpan a alguien: los de la columna `"tweet_id"`.',
                en="You divide by how many different codes of blame there are. Below the line go the different "
                '**tweets** that blame somebody: those of the column `"tweet_id"`.',
            ),
            lambda labelled: _of_different(labelled, "code"),
        ),
        Misconception(
            "votes-split",
            Text(
                es="Parece que repartes cada tuit: si culpa a dos, media culpa a cada uno. Es una idea razonable, "
                "pero contesta otra pregunta. Aquí un tuit que culpa a dos cuenta entero en los dos.",
                en="It looks as if you share out each tweet: when it blames two, half a blame each. That is a fair "
                "idea, but it answers another question. Here a tweet that blames two counts in full for both.",
            ),
            lambda labelled: _votes_split(labelled),
        ),
        Misconception(
            "blame-anywhere",
            Text(
                es="Ha entrado un código que lleva «blames» o una «b» en otro sitio, como `never_blames_crew`. "
                "Pregunta por cómo **empieza** el código: `str.startswith`.",
                en='A code got in that has "blames" or a "b" somewhere else, such as `never_blames_crew`. Ask how '
                "the code **begins**: `str.startswith`.",
            ),
            lambda labelled: _kept_by(labelled, lambda codes: codes.str.contains(_BLAME)),
        ),
        Misconception(
            "prefix-cut-off",
            Text(
                es="Los números son los buenos, pero has recortado los códigos. Déjalos enteros, con su `blames_`.",
                en="The numbers are right, but you cut the codes short. Leave them whole, with their `blames_`.",
            ),
            lambda labelled: _kept_by(labelled, lambda codes: codes.str.startswith(_BLAME)).rename(
                lambda code: code.removeprefix(_BLAME)
            ),
        ),
        Misconception(
            "equal-to-the-beginning",
            Text(
                es="No sale ningún código: `==` pregunta si el texto entero es `blames_`. Para preguntar por cómo "
                "empieza está `str.startswith`.",
                en="Not one code comes out: `==` asks whether the whole text is `blames_`. To ask how it begins "
                "there is `str.startswith`.",
            ),
            lambda labelled: pd.Series(dtype="float64"),
        ),
        Misconception(
            "counts-not-shares",
            Text(
                es="Eso es cuántas veces se culpa a cada uno. Falta dividir entre los tuits que culpan a "
                "alguien.",
                en="That is how often each one is blamed. Now divide by the tweets that blame somebody.",
            ),
            lambda labelled: _blames(labelled)["code"].value_counts(),
        ),
        Misconception(
            "percent",
            Text(
                es="Son las proporciones buenas, pero en tanto por ciento. Déjalas de 0 a 1.",
                en="The shares are right, but in per cent. Leave them between 0 and 1.",
            ),
            lambda labelled: (
                100 * _blames(labelled)["code"].value_counts() / _blames(labelled)["tweet_id"].nunique()
            ),
        ),
        Misconception(
            "not-only-blame",
            Text(
                es="Han entrado códigos que no culpan a nadie, como `joke`. Quédate antes con los que "
                "empiezan por `blames_`.",
                en="Codes that blame nobody, such as `joke`, got in. First keep only those that begin with "
                "`blames_`.",
            ),
            lambda labelled: (
                one_row_a_code(labelled)["code"].value_counts() / _blames(labelled)["tweet_id"].nunique()
            ),
        ),
        Misconception(
            "every-code-of-all-tweets",
            Text(
                es="Has contado todos los códigos, entre todos los tuits. Quédate antes con los que "
                "empiezan por `blames_`, y divide entre los tuits que culpan a alguien.",
                en="You counted every code, over all the tweets. First keep those that begin with "
                "`blames_`, and divide by the tweets that blame somebody.",
            ),
            lambda labelled: one_row_a_code(labelled)["code"].value_counts() / len(labelled),
        ),
        Misconception(
            "beginning-of-unparted-codes",
            _STUCK_TOGETHER,
            lambda labelled: labelled.loc[labelled["labels"].str.startswith(_BLAME), "labels"].value_counts(
                normalize=True
            ),
        ),
        Misconception(
            "codes-not-parted",
            _STUCK_TOGETHER,
            lambda labelled: labelled.loc[labelled["labels"].str.contains(_BLAME), "labels"].value_counts(
                normalize=True
            ),
        ),
        Misconception(
            "only-first-blame",
            Text(
                es="Parece que de cada tuit solo cuentas la primera culpa. Si culpa a dos, cuenta para los "
                "dos.",
                en="It looks as if you count only the first blame of each tweet. If it blames two, it "
                "counts for both.",
            ),
            lambda labelled: (
                _blames(labelled).drop_duplicates("tweet_id")["code"].value_counts(normalize=True)
            ),
        ),
        Misconception(
            "blame-must-come-first",
            Text(
                es="Se han quedado fuera los tuits que culpan a alguien después de otro código, como "
                "`joke|blames_agency`: separa los códigos antes de preguntar por dónde empiezan.",
                en="Tweets that blame somebody after another code, such as `joke|blames_agency`, were left "
                "out: split the codes before you ask how they begin.",
            ),
            lambda labelled: (lambda kept: kept["code"].value_counts() / kept["tweet_id"].nunique())(
                _blames(labelled[labelled["labels"].str.startswith(_BLAME)])
            ),
        ),
    ),
)


# --- hijacked-share --------------------------------------------------------------------------------------


def _carrying(labelled: pd.DataFrame, tag: str) -> pd.DataFrame:
    return labelled[labelled["text"].str.contains(tag + r"\b", case=False)]


def _with_any(labelled: pd.DataFrame, codes: list[str]) -> pd.DataFrame:
    parted = one_row_a_code(labelled)
    return labelled[labelled["tweet_id"].isin(parted.loc[parted["code"].isin(codes), "tweet_id"])]


def _share_with_any(labelled: pd.DataFrame, codes: list[str]) -> float:
    return len(_with_any(labelled, codes)) / len(labelled)


def _hits(labelled: pd.DataFrame, codes: list[str]) -> pd.Series:
    return one_row_a_code(labelled)["code"].isin(codes)


def _of_one_place(labelled: pd.DataFrame, wanted: list[str], *, place: int) -> float:
    return float(labelled["labels"].str.split("|").str[place].isin(wanted).mean())


_ONE_CODE_ONLY = Text(
    es="Parece que miras un solo código: el primero o el último de cada tuit, o uno solo de la lista `wanted`. Basta "
    "con que uno cualquiera de los códigos del tuit esté en la lista.",
    en="It looks as if you look at a single code: the first or the last of each tweet, or only one of those in "
    "`wanted`. It is enough that any one of the tweet's codes is in the list.",
)

HIJACKED_SHARE = Exercise(
    key="hijacked-share",
    title=Text(es="El hashtag secuestrado", en="The hijacked hashtag"),
    points=2,
    returns=Text(
        es="un número de 0 a 1: de los tuits que llevan `tag`, qué proporción lleva alguno de los códigos "
        "de `wanted`",
        en="a number from 0 to 1: of the tweets that carry `tag`, which share has any of the codes in `wanted`",
    ),
    cases=(
        CheckCase(
            "the-campaign",
            Text(es="los once tuits de la tabla de arriba", en="the eleven tweets of the table above"),
            lambda: (
                voices(
                    (
                        "t1",
                        t(
                            es="Una estafa, y yo de boba #IberiaSocialFlight",
                            en="A scam, and silly me fell for it #IberiaSocialFlight",
                        ),
                        "disappointment|accusation",
                    ),
                    (
                        "t2",
                        t(
                            es="¿Cuándo empieza? #IberiaSocialFlight",
                            en="When does it start? #IberiaSocialFlight",
                        ),
                        "question",
                    ),
                    (
                        "t3",
                        t(
                            es="Volar, vuela mi paciencia #iberiasocialflight",
                            en="All that's flown is my patience #iberiasocialflight",
                        ),
                        "disappointment|joke",
                    ),
                    (
                        "t4",
                        t(
                            es="Dadles un rato, lo arreglarán #IberiaSocialFlight",
                            en="Give them a while, they'll fix it #IberiaSocialFlight",
                        ),
                        "defence",
                    ),
                    ("t5", t(es="Jajaja #IberiaSocialFail", en="Hahaha #IberiaSocialFail"), "joke"),
                    (
                        "t6",
                        t(
                            es="Ánimo a quien tuitea #IberiaSocialFail",
                            en="Chin up, whoever is tweeting #IberiaSocialFail",
                        ),
                        "defence",
                    ),
                    (
                        "t7",
                        t(es="#IberiaSocialFlightFail, la película", en="#IberiaSocialFlightFail, the movie"),
                        "joke",
                    ),
                    ("t8", t(es="Me quedo en tierra", en="I'm staying on the ground"), "disappointment"),
                    (
                        "t9",
                        t(es="Qué pena, #IberiaSocialFlight.", en="What a pity, #IberiaSocialFlight."),
                        "disappointment",
                    ),
                    (
                        "t10",
                        t(
                            es="Plazas inventadas. ¿Dónde reclamo? #IberiaSocialFlight",
                            en="Made-up seats. Where do I complain? #IberiaSocialFlight",
                        ),
                        "accusation|question",
                    ),
                    (
                        "t11",
                        t(
                            es="Todo mentira. ¿Y mi euro, lo devolvéis? #IberiaSocialFlight",
                            en="All lies. Do I get my euro back? #IberiaSocialFlight",
                        ),
                        "accusation|question",
                    ),
                ),
                "#IberiaSocialFlight",
                ["disappointment", "accusation", "joke"],
            ),
            5 / 7,
        ),
        CheckCase(
            "other-codes",
            Text(
                es="otro hashtag, `#Fallo`, y otros códigos, `question` y `blames_agency`: 4 de 7",
                en="another hashtag, `#Fallo`, and other codes, `question` and `blames_agency`: 4 of 7",
            ),
            lambda: (
                voices(
                    (
                        "t1",
                        t(es="Ha sido la agencia. ¿Repiten? #Fallo", en="The agency's doing. Again? #Fallo"),
                        "question|blames_agency",
                    ),
                    ("t2", t(es="Buenas noches", en="Good night"), "other"),
                    ("t3", t(es="Pobre community #Fallo", en="Poor social-media people #Fallo"), "defence"),
                    ("t4", t(es="¿Vuelve mañana?", en="Is it back tomorrow?"), "question"),
                    (
                        "t5",
                        t(
                            es="Vendían humo: aún quedan plazas #Fallo",
                            en="They sold smoke: seats left #Fallo",
                        ),
                        "accusation|joke",
                    ),
                    (
                        "t6",
                        t(es="Una estafa. Qué asco #FALLO", en="A scam. Disgusting #FALLO"),
                        "disappointment|accusation",
                    ),
                    (
                        "t7",
                        t(es="La agencia, fijo #fallos", en="The agency, for sure #fallos"),
                        "blames_agency",
                    ),
                    (
                        "t8",
                        t(es="Fue la agencia. ¿Cuándo vuelve?", en="It was the agency. When is it back?"),
                        "question|blames_agency",
                    ),
                    ("t9", t(es="Yo ya vuelo en zapatillas", en="I fly in my slippers by now"), "joke"),
                    (
                        "t10",
                        t(es="Ellos no: la agencia #Fallo", en="Not them: the agency #Fallo"),
                        "defence|blames_agency",
                    ),
                    (
                        "t11",
                        t(
                            es="¿A qué hora, jefes sin reloj? #Fallo",
                            en="What time, bosses with no clock? #Fallo",
                        ),
                        "question|blames_company",
                    ),
                    (
                        "t12",
                        t(
                            es="Sin viaje por la agencia y su servidor #Fallo",
                            en="No trip, thanks to the agency and its server #Fallo",
                        ),
                        "disappointment|blames_agency|blames_technology",
                    ),
                ),
                "#Fallo",
                ["question", "blames_agency"],
            ),
            4 / 7,
        ),
    ),
    hints=(
        Text(
            es="Empieza por el «de qué total»: quédate solo con los tuits que llevan el hashtag.",
            en='Begin with the "of what?": keep only the tweets that carry the hashtag.',
        ),
        Text(
            es="Después, con una fila por código, `isin(wanted)` dice cuáles son de los que buscas. Cuenta "
            "tuits distintos, no filas.",
            en="Then, with one row for each code, `isin(wanted)` tells which are among those you want. "
            "Count different tweets, not rows.",
        ),
        Text(
            es="Si guardas en `carrying` los tuits con el hashtag y en `hits` las filas con alguno de los "
            'códigos, la respuesta son los `"tweet_id"` distintos de `hits` (`nunique`) entre '
            "`len(carrying)`.",
            en="If you keep the tweets with the hashtag as `carrying`, and the rows with any of the codes "
            'as `hits`, the answer is the different `"tweet_id"` of `hits` (`nunique`) divided by '
            "`len(carrying)`.",
        ),
    ),
    misconceptions=(
        Misconception(
            "of-all-tweets",
            Text(
                es="Divides entre todos los tuits de la tabla. El total son los que llevan el hashtag.",
                en="You divide by all the tweets in the table. The total is those that carry the hashtag.",
            ),
            lambda labelled, tag, wanted: len(_with_any(_carrying(labelled, tag), wanted)) / len(labelled),
        ),
        Misconception(
            "tag-forgotten",
            Text(
                es="Te has olvidado del hashtag: esa es la proporción entre todos los tuits, lo lleven o no.",
                en="You forgot the hashtag: that is the share among all tweets, whether they carry it or "
                "not.",
            ),
            lambda labelled, tag, wanted: _share_with_any(labelled, wanted),
        ),
        Misconception(
            "the-other-way-round",
            Text(
                es="Has contestado a la pregunta contraria: de los tuits con esos códigos, cuántos llevan "
                "el hashtag. El total tienen que ser los que llevan el hashtag.",
                en="You answered the opposite question: of the tweets with those codes, how many carry the "
                "hashtag. The total should be those that carry the hashtag.",
            ),
            lambda labelled, tag, wanted: (
                len(_with_any(_carrying(labelled, tag), wanted)) / len(_with_any(labelled, wanted))
            ),
        ),
        Misconception(
            "rows-for-tweets",
            Text(
                es="Un tuit con dos de esos códigos te cuenta dos veces. Cuenta tuits distintos, no filas.",
                en="A tweet with two of those codes counts twice. Count different tweets, not rows.",
            ),
            lambda labelled, tag, wanted: (
                float(_hits(_carrying(labelled, tag), wanted).sum()) / len(_carrying(labelled, tag))
            ),
        ),
        Misconception(
            "different-labels-for-tweets",
            Text(
                es="Arriba cuentas textos o combinaciones de códigos distintas. Dos tuits con los mismos códigos son "
                'dos: cuenta los `"tweet_id"` distintos.',
                en="Above the line you count different texts, or different combinations of codes. Two tweets with "
                'the same codes are two: count the different `"tweet_id"`.',
            ),
            lambda labelled, tag, wanted: (
                _with_any(_carrying(labelled, tag), wanted)["labels"].nunique()
                / len(_carrying(labelled, tag))
            ),
        ),
        Misconception(
            "first-code-of-each-tweet",
            _ONE_CODE_ONLY,
            lambda labelled, tag, wanted: _of_one_place(_carrying(labelled, tag), wanted, place=0),
        ),
        Misconception(
            "last-code-of-each-tweet",
            _ONE_CODE_ONLY,
            lambda labelled, tag, wanted: _of_one_place(_carrying(labelled, tag), wanted, place=-1),
        ),
        Misconception(
            "first-wanted-code",
            _ONE_CODE_ONLY,
            lambda labelled, tag, wanted: _share_with_any(_carrying(labelled, tag), wanted[:1]),
        ),
        Misconception(
            "all-of-them",
            Text(
                es="Parece que exiges **todos** los códigos de la lista a la vez. Basta con que el tuit lleve alguno.",
                en="It looks as if you demand **all** the codes in the list at once. Any one of them is enough.",
            ),
            lambda labelled, tag, wanted: float(
                _carrying(labelled, tag)["labels"]
                .map(lambda text: set(wanted) <= set(text.split("|")))
                .mean()
            ),
        ),
        Misconception(
            "nothing-found",
            Text(
                es="Ningún tuit pasa tu filtro, y no hay nada que promediar. Mira el final del patrón: es "
                '`tag + r"\\b"`, con la `r`, sin espacios y sin otro `\\b` delante de la almohadilla.',
                en="No tweet gets through your filter, and there is nothing to average. Look at the end of the "
                'pattern: it is `tag + r"\\b"`, with the `r`, without spaces and without another `\\b` before the '
                "hash sign.",
            ),
            lambda labelled, tag, wanted: math.nan,
        ),
        Misconception(
            "share-of-rows",
            Text(
                es="Eso es la proporción de filas, una por código. La pregunta es por tuits: arriba y "
                "abajo se cuentan tuits distintos.",
                en="That is the share of rows, one for each code. The question is about tweets: count "
                "different tweets, above the line and below it.",
            ),
            lambda labelled, tag, wanted: float(_hits(_carrying(labelled, tag), wanted).mean()),
        ),
        Misconception(
            "longer-hashtags-counted",
            Text(
                es="Han entrado hashtags más largos que empiezan igual. Exige que la palabra acabe ahí: "
                '`tag + r"\\b"`.',
                en='Longer hashtags that begin alike got in. Ask for the word to end there: `tag + r"\\b"`.',
            ),
            lambda labelled, tag, wanted: _share_with_any(
                labelled[labelled["text"].str.contains(tag, case=False)], wanted
            ),
        ),
        Misconception(
            "case-matters",
            Text(
                es="Faltan los tuits que escriben el hashtag con otras mayúsculas: `case=False`.",
                en="The tweets that write the hashtag with other capitals are missing: `case=False`.",
            ),
            lambda labelled, tag, wanted: _share_with_any(
                labelled[labelled["text"].str.contains(tag + r"\b")], wanted
            ),
        ),
        Misconception(
            "codes-not-parted",
            Text(
                es="Solo te salen los tuits que llevan un único código. Los códigos siguen pegados: "
                "sepáralos con `str.split` y `explode` antes de preguntar con `isin`.",
                en="Only the tweets with a single code come out. The codes are still stuck together: split "
                "them with `str.split` and `explode` before you ask with `isin`.",
            ),
            lambda labelled, tag, wanted: float(_carrying(labelled, tag)["labels"].isin(wanted).mean()),
        ),
        Misconception(
            "the-rest",
            Text(
                es="Son justo los demás: los tuits con el hashtag que no llevan ninguno de esos códigos.",
                en="These are exactly the others: the tweets with the hashtag that have none of those codes.",
            ),
            lambda labelled, tag, wanted: 1 - _share_with_any(_carrying(labelled, tag), wanted),
        ),
        Misconception(
            "count",
            Text(
                es="Eso es cuántos tuits son. Falta dividir entre los que llevan el hashtag.",
                en="That is how many tweets there are. Now divide by those that carry the hashtag.",
            ),
            lambda labelled, tag, wanted: len(_with_any(_carrying(labelled, tag), wanted)),
        ),
        Misconception(
            "percent",
            Text(
                es="La proporción es buena, pero en tanto por ciento. Déjala de 0 a 1.",
                en="The share is right, but in per cent. Leave it between 0 and 1.",
            ),
            lambda labelled, tag, wanted: 100 * _share_with_any(_carrying(labelled, tag), wanted),
        ),
    ),
)

EXERCISES: tuple[Exercise | LabellingExercise, ...] = (
    LABEL_VOICES,
    KAPPA_BY_HAND,
    ALPHA_WITH_INTERVAL,
    NO_COMMON_CODE,
    BLAME_SHARES,
    HIJACKED_SHARE,
)
