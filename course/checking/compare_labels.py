"""Comparison of what has labels: Series and dictionaries by their labels."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import pandas as pd

from course.checking.compare import compare, items_of, leftovers, sort_key
from course.checking.exercise import Comparison
from course.checking.leaves import leaf
from course.checking.mismatch import Mismatch, differing, wrong_order, wrong_type
from course.checking.words import listed, show
from course.language import Text

_OTHER_LABELS = Text(
    "Los nombres de los valores (sus etiquetas en la Series o el diccionario) no son los esperados.",
    "The labels (what names each value) are not the expected ones.",
)
_NONE_CAME = Text(
    "No ha llegado ningún valor: ¿deja alguna fila tu filtro? `==` pide el texto entero, no una parte.",
    "Not one value came: does your filter leave any rows? `==` asks for the whole text, not a part of it.",
)
_STUCK = Text(
    'Hay códigos que siguen pegados, con «|» en medio: sepáralos antes, con `str.split("|")` y `explode`.',
    'Some codes are still stuck together, with "|" between them: part them first, with `str.split("|")` and `explode`.',
)
_Pairs = list[tuple[Any, Any]]


def compare_labelled(got: Any, want: pd.Series | dict, comparison: Comparison) -> Mismatch | None:
    """Compare one value a label, or one a row where the labels only number the rows.

    What will do follows from the kind of the expected labels, never from those of one case. An unnamed index
    of whole numbers only numbers rows, whichever numbers they are: any list-like value in the order of the
    rows is right, and so is a Series with these row numbers in another order. All other labels (texts,
    moments, whole numbers with a name such as "hour") say what a value belongs to, and a list never does.
    """
    if type(want) is pd.Series and numbers_rows(want.index):
        return _by_row(got, want, comparison)
    wanted, given = _pairs(want), _labelled_pairs(got, want)
    if given is None:
        return _without_labels(got, want)
    given = _like_labels(given, want)
    if not _same_labels(given, wanted):
        return _wrong_labels(given, wanted)
    return _by_label(given, wanted, comparison)


def _pairs(value: pd.Series | dict) -> _Pairs:
    if type(value) is dict:
        return list(value.items())
    return list(zip(list(value.index), list(value), strict=True))


def _labelled_pairs(got: Any, want: pd.Series | dict) -> _Pairs | None:
    """Return label and value of whatever holds one value a label; None where there are no labels."""
    if isinstance(got, (pd.Series, dict)):
        return _pairs(got)
    if type(got) is not pd.DataFrame:
        return None
    names = list(want.index.names) if type(want) is pd.Series else [None]
    if got.shape[1] == 1:
        return _pairs(got.iloc[:, 0])
    if got.shape[1] == len(names) + 1 and got.columns.is_unique:
        known = [name for name in names if name is not None and name in got.columns]
        labels = known if len(known) == len(names) else list(got.columns[: len(names)])
        (values,) = (name for name in got.columns if name not in labels)
        heads = (
            list(got[labels[0]])
            if len(labels) == 1
            else list(zip(*(got[name] for name in labels), strict=True))
        )
        return list(zip(heads, list(got[values]), strict=True))
    return None


def numbers_rows(index: pd.Index) -> bool:
    """Tell whether an index only numbers rows: whole numbers without a name.

    Examples
    --------
    >>> numbers_rows(pd.Index([4, 9])), numbers_rows(pd.Index([20, 21], name="hour"))
    (True, False)
    """
    if index.nlevels > 1 or index.name is not None:
        return False
    return pd.api.types.is_integer_dtype(index.dtype) or (len(index) == 0 and index.dtype == object)


def _same_labels(given: _Pairs, wanted: _Pairs) -> bool:
    return len(given) == len(wanted) and sorted(sort_key(label) for label, _ in given) == sorted(
        sort_key(label) for label, _ in wanted
    )


def _like_labels(given: _Pairs, want: pd.Series | dict) -> _Pairs:
    """Read dates as that day's midnight where the expected labels are midnights of a time zone."""
    zone = want.index.tz if type(want) is pd.Series and isinstance(want.index, pd.DatetimeIndex) else None
    if zone is None or _kinds([label for label, _ in given]) != {"date"}:
        return given
    return [(pd.Timestamp(label).tz_localize(zone), value) for label, value in given]


def _by_row(got: Any, want: pd.Series, comparison: Comparison) -> Mismatch | None:
    given = list(got.values()) if type(got) is dict else items_of(got)
    if given is None or type(got) is set:
        return wrong_type(got, want, _one_column(got))
    mismatch = compare(given, tuple(want), comparison=comparison)
    pairs, wanted = _labelled_pairs(got, want), _pairs(want)
    if mismatch is None or pairs is None or not _same_labels(pairs, wanted):
        return mismatch
    return _by_label(pairs, wanted, comparison, rows=True)


def _without_labels(got: Any, want: pd.Series | dict) -> Mismatch:
    if items_of(got) is None:
        return wrong_type(got, want, _one_column(got))
    if type(got) is list and got and all(type(item) in (tuple, list) and len(item) == 2 for item in got):
        pairs = Text(
            "Han llegado pares en una lista: haz con ellos un diccionario, dict(pares).",
            "Got pairs in a list: make a dictionary of them, dict(pairs).",
        )
        return Mismatch("wrong-labels", pairs, pairs)
    message = Text(
        "Han llegado valores sin sus etiquetas: se esperaba una Series o un diccionario que diga a qué "
        "corresponde cada uno.",
        "Got values without labels: expected a Series or a dictionary that says what each belongs to.",
    )
    return Mismatch("wrong-labels", message, message)


def _one_column(got: Any) -> Text | None:
    if type(got) is pd.DataFrame:
        return Text("Elige una de sus columnas.", "Choose one of its columns.")
    return None


def _wrong_labels(given: _Pairs, wanted: _Pairs) -> Mismatch:
    have, need = {sort_key(label) for label, _ in given}, {sort_key(label) for label, _ in wanted}
    missing = [label for label, _ in wanted if sort_key(label) not in have]
    surplus = [label for label, _ in given if sort_key(label) not in need]
    message = _OTHER_LABELS
    remark = Text("", "")
    if not given:
        remark = _NONE_CAME
    elif _stuck(surplus) and not _stuck([label for label, _ in wanted]):
        remark = _STUCK
    if missing:
        message += Text(" Faltan: {names}.", " Missing: {names}.").format(names=listed(missing))
    if surplus:
        message += Text(" Sobran: {names}.", " Not expected: {names}.").format(names=listed(surplus))
    if not missing and not surplus:
        message += Text(
            " Alguna etiqueta aparece más o menos veces de las debidas.",
            " Some label stands there more or fewer times than it should.",
        )
    blind = _OTHER_LABELS
    if _kinds(missing) == {"instant"} and _kinds(surplus) & {"moment", "numpy-moment"}:
        zone = Text(" A las horas les falta su zona horaria.", " The times lack their time zone.")
        return Mismatch("wrong-labels", message + zone, blind + zone)
    if _kinds(missing) == {"instant"} and _kinds(surplus) == {"text"}:
        texts = Text(
            " Un texto no es un momento: deja las horas sin convertirlas en texto.",
            " A text is no moment: leave the times as they are.",
        )
        return Mismatch("wrong-labels", message + texts, blind + texts)
    if {show(label).en.strip('"') for label in missing} & {show(label).en.strip('"') for label in surplus}:
        kinds = Text(
            " Parecen iguales, pero unas son texto y otras no.",
            " They look alike, but some are texts and others are not.",
        )
        message, blind = message + kinds, blind + kinds
    return Mismatch("wrong-labels", message, blind, remark)


def _stuck(labels: list) -> bool:
    """Tell whether some label holds several, as a file of codes joins them."""
    return any(type(label) is str and "|" in label for label in labels)


def _kinds(labels: list) -> set[str]:
    return {single.kind if (single := leaf(label)) else "" for label in labels}


def _by_label(
    given: _Pairs, wanted: _Pairs, comparison: Comparison, *, rows: bool = False
) -> Mismatch | None:
    groups: dict[tuple, tuple[list, list]] = defaultdict(lambda: ([], []))
    for side, pairs in enumerate((given, wanted)):
        for label, value in pairs:
            groups[sort_key(label)][side].append(value)
    labels = {sort_key(label): label for label, _ in wanted}
    odd = []
    for key, (have, need) in groups.items():
        surplus, missing = leftovers(have, need, comparison)
        if missing:
            odd.append((labels[key], compare(surplus[0], missing[0], comparison=comparison)))
    if odd:
        return _at_label(odd, len(groups), rows=rows)
    order = [sort_key(label) for label, _ in given] == [sort_key(label) for label, _ in wanted]
    return None if order or not comparison.ordered else wrong_order()


def _at_label(odd: list[tuple[Any, Mismatch | None]], total: int, *, rows: bool) -> Mismatch:
    label, first = odd[0]
    if first is None:  # it pairs when alone: the values of one label crossed the tolerance in another pairing
        first = Mismatch("wrong-value", Text("Otro valor.", "Another value."), _OTHER_LABELS)
    head = Text("En la fila {label}: ", "In row {label}: ")
    if not rows:
        head = Text("En la etiqueta {label}: ", "At the label {label}: ")
    if len(odd) > 1:
        example = Text("; por ejemplo, en {label}: ", "; for example, at {label}: ")
        in_row = Text("; por ejemplo, en la fila {label}: ", "; for example, in row {label}: ")
        head = differing(len(odd), total) + (in_row if rows else example)
    return first.within(head.format(label=_name(label)))


def _name(label: Any) -> Text:
    return show(label) if leaf(label) else listed(label)
