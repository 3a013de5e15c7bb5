"""What pandas says of a beginner's commonest slips, in fixed words; `course.checking.explain` chooses."""

from __future__ import annotations

from course.language import Text

PARENTHESES = Text(
    "`&` y `|` se calculan antes que `==`, `>` o `<`: pon cada condición entre sus propios paréntesis, "
    "`(a > 1) & (b < 2)`.",
    "`&` and `|` are worked out before `==`, `>` or `<`: put each condition in its own parentheses, "
    "`(a > 1) & (b < 2)`.",
)
NO_WORDS = Text(
    "Entre columnas se escribe `&` en lugar de `and`, `|` en lugar de `or`, y cada condición va entre sus "
    "propios paréntesis: `(a > 1) & (b < 2)`.",
    "Between columns write `&` instead of `and`, `|` instead of `or`, and put each condition in its own "
    "parentheses: `(a > 1) & (b < 2)`.",
)
NO_NOT = Text(
    "Para dar la vuelta a una columna de True y False se escribe `~` en lugar de `not`: `~(a > 1)`.",
    "To turn a column of True and False round, write `~` instead of `not`: `~(a > 1)`.",
)
NO_CHAIN = Text(
    "Con columnas no valen dos comparaciones seguidas, como `1 < a < 3`: escribe dos condiciones, cada una "
    "entre paréntesis, `(a > 1) & (a < 3)`.",
    "Two comparisons in a row, such as `1 < a < 3`, do not work on columns: write two conditions, each in "
    "parentheses, `(a > 1) & (a < 3)`.",
)
ONE_TRUTH = Text(
    "Un if recibe una columna entera en lugar de un solo True o False. Para quedarte con algunas filas usa un "
    "filtro, `tabla[condición]`.",
    "An if gets a whole column instead of a single True or False. To keep some of the rows use a filter, "
    "`table[condition]`.",
)
MASKS = Text(
    "Se usa una columna entera como si fuera un solo True o False. Entre columnas, cada condición va entre sus "
    "paréntesis, con `&` en lugar de `and` y `|` en lugar de `or`: `(a > 1) & (b < 2)`.",
    "A whole column is used as if it were a single True or False. Between columns, each condition goes in its "
    "own parentheses, with `&` instead of `and` and `|` instead of `or`: `(a > 1) & (b < 2)`.",
)
NO_COMMA = Text(
    "Entre corchetes, dos condiciones se unen con `&`, no con una coma: `[(a > 1) & (b < 2)]`.",
    "In brackets, two conditions are joined by `&`, not by a comma: `[(a > 1) & (b < 2)]`.",
)
OTHER_ROWS = Text(
    "El filtro y aquello a lo que se aplica no tienen las mismas filas: haz el filtro con esa misma tabla o columna.",
    "The filter and what it is applied to do not have the same rows: make the filter from that same table or column.",
)
_NUMBER = r"(?:numpy\.)?(?:int|float)\d*"
_TIME = r"(?:Timestamp|Timedelta|DatetimeArray|TimedeltaArray)"
_METHOD = Text(
    "Hay un método sin llamar: ponle los paréntesis, como en `.isna()`.",
    "A method is not called: give it its parentheses, as in `.isna()`.",
)
_FREQUENCY = Text(
    'Ese nombre de unidad no vale. Los minutos se escriben `"min"`, las horas `"h"`, los días `"D"` (y `"ME"` es '
    "fin de mes).",
    'That unit\'s name does not work. Minutes are written `"min"`, hours `"h"`, days `"D"` (and `"ME"` is the '
    "end of the month).",
)

# Tried in order on what Python says, before what is said of any Python.
BY_PANDAS: tuple[tuple[str, Text], ...] = (
    (
        r"Only valid with DatetimeIndex",
        Text(
            "`resample` lee las horas en el índice: pon ahí antes la columna, "
            '`tabla.set_index("created_at").resample(...)`, o di cuál es con `on="created_at"`.',
            "`resample` reads the times in the index: first put the column there, "
            '`table.set_index("created_at").resample(...)`, or name it with `on="created_at"`.',
        ),
    ),
    (r"'?r?(and|or)_'? not supported|Cannot perform 'r?(and|or)_'|operand type\(s\) for [&|]:", PARENTHESES),
    (
        rf"Addition/subtraction of integers|for [+-]=?: '{_TIME}' and '{_NUMBER}'|"
        rf"for [+-]=?: '{_NUMBER}' and '{_TIME}'",
        Text(
            "A una hora o a una duración no se le puede sumar ni restar un número suelto: di su unidad, como "
            "`pd.Timedelta(minutes=3)` o `pd.Timedelta(hours=2)`.",
            "A bare number cannot be added to a time or a duration, nor taken from it: say its unit, such as "
            "`pd.Timedelta(minutes=3)` or `pd.Timedelta(hours=2)`.",
        ),
    ),
    (
        r"__truediv__ with this index type: DatetimeArray|operand type\(s\) for /: 'Timestamp'",
        Text(
            "Se está dividiendo una fecha: la división se hace antes que la resta. Pon la resta entre paréntesis, "
            '`(b - a) / pd.Timedelta("1min")`.',
            "A date is being divided: division comes before subtraction. Put the subtraction in parentheses, "
            '`(b - a) / pd.Timedelta("1min")`.',
        ),
    ),
    (
        r"is a non-fixed frequency",
        Text(
            "Esa unidad no dura siempre lo mismo (los meses son desiguales): usa minutos, horas o días, como "
            '`"min"`.',
            'That unit is not always equally long (months differ): use minutes, hours or days, such as `"min"`.',
        ),
    ),
    (r"Invalid frequency|invalid unit abbreviation|Units 'M'", _FREQUENCY),
    (
        r"Cannot cast DatetimeArray to dtype float64",
        Text(
            "Se han buscado fechas en algo vacío. ¿Deja alguna fila tu filtro? Mira que el valor con el que "
            "comparas esté bien escrito.",
            "Dates were looked up in something empty. Does your filter leave any rows? See that the value you "
            "compare with is spelt right.",
        ),
    ),
    (
        rf"(ndarray|{_NUMBER})' and 'Timedelta'|'Timedelta' and '(numpy\.)?(ndarray|float\d+|int\d+)'|"
        rf"Invalid comparison between dtype=(float|int)\w+ and Timedelta|"
        r"operands with types dtype\('(float|int)\d+'\) and dtype\('<m8",
        Text(
            "Esos valores ya son números (de minutos, por ejemplo), no duraciones: usa también un número, como "
            '`120`, en lugar de `pd.Timedelta("2h")`.',
            "Those values are numbers already (of minutes, say), not durations: use a number too, such as `120`, "
            'instead of `pd.Timedelta("2h")`.',
        ),
    ),
    (
        rf"(ndarray|{_NUMBER})' and 'Timestamp'",
        Text(
            "Se comparan números con una fecha. Si las fechas están en el índice, escribe `.index` detrás del nombre; "
            "si están en una columna, elige esa columna.",
            "Numbers are compared with a date. If the dates are in the index, write `.index` after the name; if they "
            "are in a column, choose that column.",
        ),
    ),
    (
        r"Cannot perform reduction '\w+' with string|dtype 'str(ing)?' does not support operation|"
        r"for -: 'str' and 'str'",
        Text(
            "Se piden cuentas a una columna de textos, quizá a la tabla entera. Elige antes la columna de números.",
            "A column of texts is asked to do sums, perhaps the whole table. Choose the column of numbers first.",
        ),
    ),
    (
        r"only valid with uniquely valued Index",
        Text(
            "Se busca en una tabla en la que alguna etiqueta está repetida: quédate antes con una fila de cada una.",
            "Something is looked up in a table where some label is repeated: first keep one row of each.",
        ),
    ),
    (
        r"Unalignable boolean Series|Item wrong length",
        OTHER_ROWS,
    ),
    (
        r"^\([\s\S]*dtype: bool|Too many indexers",
        NO_COMMA,
    ),
    (
        r"unhashable type: 'list'",
        Text(
            "Hay una columna con listas dentro, y las listas no se pueden comparar ni contar: dale antes una fila a "
            "cada elemento con `.explode(...)`.",
            "A column holds lists, and lists cannot be compared or counted: first give each item a row with "
            "`.explode(...)`.",
        ),
    ),
    (
        r"Lengths must match to compare",
        Text(
            "`==` compara cada fila con un solo valor. Para preguntar si está en una lista, usa `.isin(...)`.",
            "`==` compares each row with a single value. To ask whether it is in a list, use `.isin(...)`.",
        ),
    ),
    (
        r"could not be broadcast together",
        Text(
            "Se hacen cuentas con dos listas de distinto largo. Si una de ellas tenía que ser un solo número (cuántos "
            "hay), pídelo con `.nunique()` o `len(...)`; `.unique()` da los valores.",
            "Sums are done with two lists of different lengths. If one of them was to be a single number (how many "
            "there are), ask for it with `.nunique()` or `len(...)`; `.unique()` gives the values.",
        ),
    ),
    (
        r"passed to isin\(\)",
        Text('`.isin` espera una lista: `.isin(["brand"])`.', '`.isin` takes a list: `.isin(["brand"])`.'),
    ),
    (
        r"percentiles should all be in the interval",
        Text(
            "`.quantile` espera una proporción entre 0 y 1: `0.9`, no `90`.",
            "`.quantile` takes a share between 0 and 1: `0.9`, not `90`.",
        ),
    ),
    (r"'method'|'builtin_function_or_method'", _METHOD),
    (
        r"(Series|DataFrame|GroupBy|Resampler)\.\w+\(\) (takes|got|missing)",
        Text(
            "A un método de pandas le falta o le sobra algo entre los paréntesis: compáralo con el ejemplo de la "
            "lección.",
            "Something is missing, or too much, between the parentheses of a pandas method: compare it with the "
            "example in the lesson.",
        ),
    ),
)
