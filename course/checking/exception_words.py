"""What the usual exceptions mean, in fixed words; `course.checking.explain` chooses among them."""

from __future__ import annotations

from course.language import Text

WITHOUT_VALUES: dict[str, Text] = {  # said of cases that nobody sees
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
        "pide una posición que no existe o filtra con una columna de otro largo; piensa en una lista o tabla vacía",
        "asks for a position that does not exist, or filters with a column of another length; think of an empty list "
        "or table",
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
BY_KIND: dict[str, Text] = {
    "FileNotFoundError": Text(
        "La función abre un archivo que no está. No hace falta abrir ninguno: los datos llegan como "
        "argumento.",
        "The function opens a file that is not there. There is no need to open any: the data come as "
        "arguments.",
    ),
    "ZeroDivisionError": Text(
        "La función divide entre cero: no hay nada que contar. Lo más probable es que tu filtro no deje ninguna fila: "
        "mira qué queda después de él, y si lo que busca está bien escrito. Si de verdad puede no haber ninguna, "
        "¿qué debería devolver?",
        "The function divides by zero: there is nothing to count. Most likely your filter leaves no rows: see what is "
        "left after it, and whether what it looks for is spelt right. If there may really be none, what should it "
        "return?",
    ),
    "IndexError": Text(
        "La función pide una posición que no existe. Empiezan en 0, y una lista o tabla vacía no tiene ninguna; un "
        "número fijo puede servir con unos datos y no con otros.",
        "The function asks for a position that does not exist. They begin at 0, and an empty list or table has "
        "none; a fixed number may do for some data and not for others.",
    ),
    "RecursionError": Text(
        "La función se llama a sí misma sin parar. ¿Has usado su propio nombre dentro del def?",
        "The function calls itself without end. Did you use its own name inside the def?",
    ),
    "SystemExit": Text(
        "La función llama a exit() o quit(), que terminan el programa. Usa return.",
        "The function calls exit() or quit(), which end the program. Use return.",
    ),
    "KeyboardInterrupt": Text(
        "Se ha interrumpido la ejecución. Si no terminaba, busca un bucle while cuya condición nunca cambia.",
        "It was interrupted. If it did not end, look for a while loop whose condition never changes.",
    ),
    "StopIteration": Text(
        "La función pide con next() un elemento que no hay. Puedes dar un valor por defecto: "
        "next(..., valor).",
        "The function asks with next() for an item that is not there. You can give a default: "
        "next(..., value).",
    ),
}

# Tried in order on what Python says in a TypeError or ValueError.
BY_WORDS: tuple[tuple[str, Text], ...] = (
    (
        r"'ellipsis'",
        Text(
            "Quedan puntos suspensivos (...) en tu código: pon en su lugar lo que falta.",
            "There are dots (...) left in your code: put what is missing in their place.",
        ),
    ),
    (
        r"tz-naive and tz-aware|offset-naive and offset-aware|"
        r"dtype=datetime64\[\w+, [^]]+\] and (Timestamp|datetime)",
        Text(
            "Se mezclan fechas con zona horaria y fechas sin ella, y Python no puede compararlas ni "
            "restarlas. "
            'Da la zona a la que le falta: pd.Timestamp("2014-03-12 12:36", tz="Europe/Madrid").',
            "Dates with a time zone and dates without one are mixed, and Python can neither compare "
            "nor subtract "
            'them. Give the zone to the one without it: pd.Timestamp("2014-03-12 12:36", '
            'tz="Europe/Madrid").',
        ),
    ),
    (
        r"takes (\d+|from \d+ to \d+) positional arguments? but|missing \d+ required positional argument|"
        r"unexpected keyword argument",
        Text(
            "A una función le faltan o le sobran valores entre los paréntesis. Si es la tuya, deja la línea del def "
            "como estaba en el enunciado.",
            "A function gets too few or too many values between its parentheses. If it is yours, leave the def line as "
            "it was given.",
        ),
    ),
    (
        r"boolean value of NA is ambiguous",
        Text(
            "Se compara con un hueco (NA), y de ahí no sale ni True ni False: mira antes si lo es, con pd.notna(...).",
            "Something is compared with a gap (NA), which gives neither True nor False: first see whether it is one, "
            "with pd.notna(...).",
        ),
    ),
    (
        r"truth value of an array|cannot safely coerce",
        Text(
            "Un if, and, or o not recibe un hueco (NA) o muchos valores en lugar de un solo True o False. Para los "
            "huecos usa .isna().",
            "An if, and, or or not gets a gap (NA) or many values instead of a single True or False. For gaps "
            "use .isna().",
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
            "Hay corchetes o una operación detrás de algo que no los admite. ¿Faltan los paréntesis "
            "de un método?",
            "There are brackets or an operation after something that does not take them. Are a method's "
            "parentheses missing?",
        ),
    ),
    (
        r"NoneType",
        Text(
            "Una de las variables vale None: está vacía. ¿Le asignaste el resultado de algo que no "
            "devuelve nada?",
            "One of the variables is None: it is empty. Did you assign it the result of something "
            "that returns "
            "nothing?",
        ),
    ),
    (
        r"can only concatenate str|unsupported operand.*'str'|not supported between instances of .*'str'|"
        r"Invalid comparison between dtype=.* and str|must be str, not|could not convert string",
        Text(
            "Se mezcla un texto con algo que no lo es. ¿Hay comillas de más, o falta convertir una "
            "de las partes?",
            "A text is mixed with something that is not one. Are there quotes too many, or is one side to be "
            "converted first?",
        ),
    ),
    (
        r"not supported between instances of|Invalid comparison between dtype|unsupported operand|"
        r"cannot compare|"
        r"Cannot compare",
        Text(
            "Se comparan u operan dos valores de tipos distintos, por ejemplo una duración con un número. Usa el mismo "
            "tipo en los dos lados, como pd.Timedelta(hours=...) para una duración.",
            "Two values of different types are compared or combined, such as a duration and a number. Use the same "
            "type on both sides, such as pd.Timedelta(hours=...) for a duration.",
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
        r"day is out of range|Unknown datetime string|does not match format|unit abbreviation",
        Text(
            "Una fecha o duración está escrita de una forma que pandas no entiende; por ejemplo "
            'pd.Timedelta("2h") sí.',
            "A date or duration is written in a way that pandas does not understand; "
            'pd.Timedelta("2h") is one '
            "that it does.",
        ),
    ),
    (
        r"empty|no median for|at least one data point",
        Text(
            "Se pide un máximo, un mínimo o una media de algo vacío. ¿Qué debería devolver la "
            "función entonces?",
            "A maximum, minimum or average of something empty is asked for. What should the function "
            "return then?",
        ),
    ),
)
