"""Exceptions in a student's code, in helpful words: what it means and where to look."""

from __future__ import annotations

import re
from collections.abc import Callable

from course.checking.report import ErrorReport
from course.checking.words import cut, listed
from course.language import Text

_BLIND = {
    "KeyError": Text(
        "busca una columna, clave o etiqueta que no existe",
        "looks for a column, key or label that does not exist",
    ),
    "AttributeError": Text(
        "pide a un objeto algo que no tiene", "asks an object for something that it does not have"
    ),
    "NameError": Text("usa un nombre que no existe", "uses a name that does not exist"),
    "UnboundLocalError": Text(
        "usa una variable antes de darle valor", "uses a variable before giving it a value"
    ),
    "TypeError": Text(
        "combina valores de tipos que no casan", "combines values of types that do not fit together"
    ),
    "ValueError": Text(
        "da a una operación un valor que no admite", "gives an operation a value that it does not take"
    ),
    "IndexError": Text(
        "pide una posición que no existe; piensa en una lista o tabla vacía",
        "asks for a position that does not exist; think of an empty list or table",
    ),
    "ZeroDivisionError": Text(
        "divide entre cero; piensa en una tabla vacía", "divides by zero; think of an empty table"
    ),
    "RecursionError": Text("se llama a sí misma sin parar", "calls itself without end"),
    "SystemExit": Text("termina el programa con exit()", "ends the program with exit()"),
    "KeyboardInterrupt": Text("se ha interrumpido", "was interrupted"),
    "MemoryError": Text("pide más memoria de la que hay", "asks for more memory than there is"),
    "ModuleNotFoundError": Text(
        "importa un módulo que no está instalado", "imports a module that is not installed"
    ),
    "FileNotFoundError": Text("abre un archivo que no existe", "opens a file that does not exist"),
    "StopIteration": Text(
        "pide con next() un elemento que no hay", "asks with next() for an item that is not there"
    ),
    "AssertionError": Text("incumple uno de tus assert", "breaks one of your assert lines"),
    "RuntimeError": Text("se detiene con un error", "stops with an error"),
}
_OTHER = Text("se detiene con un error", "stops with an error")
_KIND_SHOWN = 40


def explain_blind(error: ErrorReport) -> Text:
    """Explain without a word that the student's code, or the case, could have chosen.

    Examples
    --------
    >>> explain_blind(ErrorReport("ZeroDivisionError", message="secret")).en
    'On this case the function divides by zero; think of an empty table (ZeroDivisionError).'
    """
    known = error.kind in _BLIND
    return Text("Con este caso la función {what}{kind}.", "On this case the function {what}{kind}.").format(
        what=_BLIND.get(error.kind, _OTHER), kind=f" ({error.kind})" if known else ""
    )


def explain(error: ErrorReport) -> Text:
    """Explain an exception with its names, the student's line and the usual remedy.

    Examples
    --------
    >>> report = ErrorReport("KeyError", "'dealy'", name="dealy", names=("tweet_id", "delay"), owner="DataFrame")
    >>> explain(report).en
    'There is no column "dealy". The table has: "tweet_id", "delay". Did you mean "delay"?'
    """
    explained = _EXPLAINERS.get(error.kind, lambda _: None)(error)
    if explained is None:
        explained = _by_words(error) or _plainly(error)
    return explained + _where(error)


def _where(error: ErrorReport) -> Text:
    if not error.source:
        return Text("", "")
    line = cut(error.source, 80)
    return Text(f" Ocurre en la línea {error.line}: `{line}`", f" It happens on line {error.line}: `{line}`")


def _plainly(error: ErrorReport) -> Text:
    kind, said = cut(error.kind, _KIND_SHOWN), cut(error.message, 200)
    message = f"{kind}: {said}" if said else kind
    return Text(
        f"La función se ha detenido con un error. Python dice: {message}.",
        f"The function stopped with an error. Python says: {message}.",
    )


def _nearest(error: ErrorReport) -> Text:
    if not error.nearest:
        return Text("", "")
    near = cut(error.nearest, 60)
    return Text(f" ¿Querías decir «{near}»?", f' Did you mean "{near}"?')


def _key(error: ErrorReport) -> Text:
    name = cut(error.name or error.message, 60)
    if error.owner == "DataFrame" and error.names:
        text = Text(f"No hay ninguna columna «{name}».", f'There is no column "{name}".')
        there = Text(" La tabla tiene: {names}.", " The table has: {names}.")
        return text + there.format(names=listed(error.names, most=12)) + _nearest(error)
    if error.owner == "Series":
        return Text(
            f"La Serie no tiene la etiqueta {name}. Para elegir por posición usa .iloc[...].",
            f"The Series has no label {name}. To choose by position use .iloc[...].",
        )
    return Text(
        f"No existe la clave {name}. Si puede faltar, usa .get(clave, valor) o comprueba antes con in.",
        f"There is no key {name}. If it may be lacking, use .get(key, value) or check first with in.",
    )


def _attribute(error: ErrorReport) -> Text | None:
    name = cut(error.name, 60)
    if error.owner == "NoneType":
        return Text(
            f"Pides «.{name}» a un None: una variable está vacía. ¿Le asignaste el resultado de algo que no "
            "devuelve nada, como .sort() o inplace=True?",
            f'You ask None for ".{name}": a variable is empty. Did you assign it the result of something that '
            "returns nothing, such as .sort() or inplace=True?",
        )
    if not name:
        return None
    owners = {
        "DataFrame": Text("La tabla", "The table"),
        "Series": Text("La Serie", "The Series"),
        "list": Text("Una lista", "A list"),
        "str": Text("Un texto", "A text"),
        "dict": Text("Un diccionario", "A dictionary"),
    }
    owner = owners.get(
        error.owner, Text(f"El tipo {cut(error.owner, 60)}", f"The type {cut(error.owner, 60)}")
    )
    if (
        "can only use .dt accessor" in error.message.lower()
        or "can only use .str accessor" in error.message.lower()
    ):
        return Text(
            f"«.{name}» no vale para esta columna: .dt es para fechas y duraciones, .str para textos.",
            f'".{name}" does not work on this column: .dt is for dates and durations, .str for texts.',
        )
    text = Text("{owner} no tiene «{name}».", '{owner} has no "{name}".').format(owner=owner, name=name)
    return text + _nearest(error)


def _name(error: ErrorReport) -> Text:
    name = cut(error.name or error.message, 60)
    return Text(
        f"El nombre «{name}» no existe todavía: ¿está bien escrito, o falta ejecutar la celda que lo crea?",
        f'The name "{name}" does not exist yet: is it spelt right, or is the cell that makes it yet to be run?',
    ) + _nearest(error)


def _unbound(error: ErrorReport) -> Text:
    name = cut(error.name or error.message, 60)
    return Text(
        f"La variable «{name}» se usa antes de darle un valor en todos los caminos de la función.",
        f'The variable "{name}" is used before it is given a value on every path through the function.',
    )


def _always(text: Text) -> Callable[[ErrorReport], Text]:
    return lambda _: text


def _missing_file(error: ErrorReport) -> Text:
    return Text(
        "La función abre un archivo que no está. No hace falta abrir ninguno: los datos llegan como argumento.",
        "The function opens a file that is not there. There is no need to open any: the data come as arguments.",
    )


_EXPLAINERS: dict[str, Callable[[ErrorReport], Text | None]] = {
    "KeyError": _key,
    "AttributeError": _attribute,
    "NameError": _name,
    "UnboundLocalError": _unbound,
    "FileNotFoundError": _missing_file,
    "ZeroDivisionError": _always(
        Text(
            "La función divide entre cero. ¿Qué debería devolver cuando no hay nada que contar?",
            "The function divides by zero. What should it return when there is nothing to count?",
        )
    ),
    "IndexError": _always(
        Text(
            "La función pide una posición que no existe. Las posiciones empiezan en 0, y una lista o tabla vacía "
            "no tiene ninguna.",
            "The function asks for a position that does not exist. Positions begin at 0, and an empty list or "
            "table has none.",
        )
    ),
    "RecursionError": _always(
        Text(
            "La función se llama a sí misma sin parar. ¿Has usado su propio nombre dentro del def?",
            "The function calls itself without end. Did you use its own name inside the def?",
        )
    ),
    "SystemExit": _always(
        Text(
            "La función llama a exit() o quit(), que terminan el programa. Usa return.",
            "The function calls exit() or quit(), which end the program. Use return.",
        )
    ),
    "KeyboardInterrupt": _always(
        Text(
            "Se ha interrumpido la ejecución. Si no terminaba, busca un bucle while cuya condición nunca cambia.",
            "It was interrupted. If it did not end, look for a while loop whose condition never changes.",
        )
    ),
    "StopIteration": _always(
        Text(
            "La función pide con next() un elemento que no hay. Puedes dar un valor por defecto: next(..., valor).",
            "The function asks with next() for an item that is not there. You can give a default: next(..., value).",
        )
    ),
}

_PATTERNS: tuple[tuple[str, Text], ...] = (
    (
        r"tz-naive and tz-aware|offset-naive and offset-aware|dtype=datetime64\[\w+, [^]]+\] and (Timestamp|datetime)",
        Text(
            "Se mezclan fechas con zona horaria y fechas sin ella, y Python no puede compararlas ni restarlas. "
            'Da la zona a la que le falta: pd.Timestamp("2014-03-12 12:36", tz="Europe/Madrid").',
            "Dates with a time zone and dates without one are mixed, and Python can neither compare nor subtract "
            'them. Give the zone to the one that lacks it: pd.Timestamp("2014-03-12 12:36", tz="Europe/Madrid").',
        ),
    ),
    (
        r"takes (\d+|from \d+ to \d+) positional arguments? but|missing \d+ required positional argument|"
        r"unexpected keyword argument",
        Text(
            "Una función recibe más o menos argumentos de los que admite. Si es la tuya, deja la línea del def "
            "como estaba en el enunciado.",
            "A function gets more or fewer arguments than it takes. If it is yours, leave the def line as it was "
            "given.",
        ),
    ),
    (
        r"truth value of a|truth value of an array|cannot safely coerce|boolean value of NA is ambiguous",
        Text(
            "Un if, and, or o not recibe una columna entera (o un valor ausente) en lugar de un solo True o False. "
            "Entre columnas usa &, | y ~, con paréntesis: (a > 1) & (b < 2).",
            "An if, and, or or not gets a whole column (or a missing value) instead of a single True or False. "
            "Between columns use &, | and ~, with parentheses: (a > 1) & (b < 2).",
        ),
    ),
    (
        r"object is not callable",
        Text(
            "Hay paréntesis detrás de algo que no es una función. ¿Sobran, o deberían ser corchetes?",
            "There are parentheses after something that is not a function. Should they go, or be brackets?",
        ),
    ),
    (
        r"object is not subscriptable|'method' object is not|builtin_function_or_method",
        Text(
            "Hay corchetes o una operación detrás de algo que no los admite. ¿Faltan los paréntesis de un método?",
            "There are brackets or an operation after something that does not take them. Are a method's "
            "parentheses lacking?",
        ),
    ),
    (
        r"NoneType",
        Text(
            "Una de las variables vale None: está vacía. ¿Le asignaste el resultado de algo que no devuelve nada?",
            "One of the variables is None: it is empty. Did you assign it the result of something that returns "
            "nothing?",
        ),
    ),
    (
        r"can only concatenate str|unsupported operand.*'str'|not supported between instances of .*'str'|"
        r"Invalid comparison between dtype=.* and str|must be str, not|could not convert string",
        Text(
            "Se mezcla un texto con algo que no lo es. ¿Hay comillas de más, o falta convertir una de las partes?",
            "A text is mixed with something that is not one. Are there quotes too many, or is one side to be "
            "converted first?",
        ),
    ),
    (
        r"not supported between instances of|Invalid comparison between dtype|unsupported operand|cannot compare|"
        r"Cannot compare",
        Text(
            "Se comparan u operan dos valores de tipos distintos, por ejemplo una duración con un número. Usa el "
            'mismo tipo en los dos lados, como pd.Timedelta("2h").',
            "Two values of different types are compared or combined, such as a duration and a number. Use the "
            'same type on both sides, such as pd.Timedelta("2h").',
        ),
    ),
    (
        r"cannot convert float NaN to integer|cannot convert NA to integer|Cannot convert non-finite",
        Text(
            "Hay un valor ausente (NaN) donde hace falta un número entero: quítalo antes con .dropna().",
            "There is a missing value (NaN) where a whole number is needed: drop it first with .dropna().",
        ),
    ),
    (
        r"Length of values|lengths? (must match|mismatch)|same length|different length",
        Text(
            "Se juntan columnas o listas de largos distintos.",
            "Columns or lists of different lengths are joined.",
        ),
    ),
    (
        r"Timedelta|day is out of range|Unknown datetime string|does not match format|unit abbreviation",
        Text(
            "Una fecha o duración está escrita de una forma que pandas no entiende; por ejemplo "
            'pd.Timedelta("2h") sí.',
            'A date or duration is written in a way that pandas does not understand; pd.Timedelta("2h") is one '
            "that it does.",
        ),
    ),
    (
        r"empty|no median for|at least one data point",
        Text(
            "Se pide un máximo, un mínimo o una media de algo vacío. ¿Qué debería devolver la función entonces?",
            "A maximum, minimum or average of something empty is asked for. What should the function return then?",
        ),
    ),
)


def _by_words(error: ErrorReport) -> Text | None:
    if error.kind not in ("TypeError", "ValueError"):
        return None
    for pattern, text in _PATTERNS:
        if re.search(pattern, error.message):
            return (
                text + Text(" Python dice: ", " Python says: ") + f"{error.kind}: {cut(error.message, 140)}."
            )
    return None
