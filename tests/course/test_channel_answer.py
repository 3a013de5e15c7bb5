"""Question and answer: what the student's process says is read as data, or not at all."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest

from course.channel.answer import answer, read_observed, request, write_observed
from course.channel.codec import ChannelError
from course.checking.observe import Observed, Unreadable, observe

TABLE = pd.DataFrame({"delay": [1.0, 2.0, 9.0]})


def asked(function: Any, *arguments: Any) -> Observed:
    return read_observed(answer(request("f", arguments), {"f": function}))


def test_a_value_crosses() -> None:
    """The function in the namespace is called with the arguments and its value comes back."""
    assert asked(lambda table: table["delay"].median(), TABLE) == Observed(value=2.0)


def test_error_print_and_mutation_cross() -> None:
    """What went wrong, what was printed and that an argument was changed come back too."""

    def broken(table: pd.DataFrame) -> float:
        print("hola")
        table["x"] = 1
        return table["dealy"].median()

    observed = asked(broken, TABLE)
    assert observed.printed == "hola\n"
    assert observed.mutated
    assert (observed.error.kind, observed.error.name, observed.error.nearest) == (
        "KeyError",
        "dealy",
        "delay",
    )
    assert observed.error.source == 'return table["dealy"].median()'


@pytest.mark.parametrize(
    ("namespace", "kind"), [({}, ""), ({"f": 3}, "int"), ({"f": float}, "type"), ({"f": None}, "")]
)
def test_says_when_there_is_no_function(namespace: dict, kind: str) -> None:
    """A name that is missing, overwritten or a class is no function."""
    observed = read_observed(answer(request("f", ()), namespace))
    assert (observed.error.kind, observed.error.name) == ("NotAFunction", kind)


def test_an_unreadable_value_crosses_as_its_type() -> None:
    """Neither an object of the student's nor a value too large stops the answer."""

    class Liar:
        def __eq__(self, other: object) -> bool:
            return True

        __hash__ = None

    assert asked(lambda: Liar()).value == Unreadable("Liar")
    assert asked(lambda: "x" * 20_000_000).value == Unreadable("str")
    assert asked(lambda: np.zeros(10**7)).value == Unreadable("ndarray")
    assert asked(lambda: pd.DataFrame({"a": [object()]})).value == Unreadable("object")


def test_output_without_end_is_cut() -> None:
    """A function that prints ten million characters answers all the same."""
    observed = asked(lambda: print("x" * 10_000_000))
    assert 0 < len(observed.printed) <= 20_000


GOOD = json.loads(write_observed(Observed(value=1)))
REPORT = {
    "kind": "KeyError",
    "message": "",
    "name": "",
    "names": [],
    "owner": "",
    "line": None,
    "source": "",
}


@pytest.mark.parametrize(
    "message",
    [
        *(None, 5, b"{}", "", "null", "[]", "{}", "[" * 10_000, '{"value": NaN}'),
        *(json.dumps(GOOD | {"more": 1}), json.dumps({"value": 1})),
        *(json.dumps(GOOD | {"value": change}) for change in ({"$": "os"}, {"a": 1}, 10**40)),
        *(json.dumps(GOOD | {"mutated": change}) for change in (None, 1, "no")),
        *(json.dumps(GOOD | {"printed": change}) for change in (None, ["x"], "x" * 20_001)),
        *(json.dumps(GOOD | {"unreadable": change}) for change in (5, "x" * 501, {"$": "set", "v": []})),
        *(json.dumps(GOOD | {"error": change}) for change in ("KeyError", [], {}, {"kind": "KeyError"})),
        *(
            json.dumps(GOOD | {"error": REPORT | change})
            for change in (
                {"kind": None},
                {"kind": "x" * 501},
                {"names": "abc"},
                {"names": ["a"] * 51},
                {"names": [1]},
                {"line": "3"},
                {"line": -1},
                {"line": True},
                {"line": 10**9},
                {"more": ""},
            )
        ),
    ],
    ids=lambda message: str(message)[-70:],
)
def test_a_forged_answer_gives_a_channel_error(message: Any) -> None:
    """Whatever arrives is a well-formed `Observed` or a ChannelError, never anything else."""
    with pytest.raises(ChannelError):
        read_observed(message)


def test_an_honest_report_is_read() -> None:
    """The forged answers above fail for their flaw, not for their form."""
    assert read_observed(json.dumps(GOOD | {"error": REPORT})).error.kind == "KeyError"


@pytest.mark.parametrize(
    "text", ["{}", "3", '{"function":5,"arguments":[]}', '{"function":"f","arguments":3}']
)
def test_a_malformed_question_is_refused(text: str) -> None:
    """The student's side answers questions only."""
    with pytest.raises(ChannelError):
        answer(text, {"f": print})


def test_the_border_needs_nothing_of_the_grader() -> None:
    """A student's process can answer with the base installation: no grader, no matplotlib."""
    code = (
        "import sys; from course.channel.answer import answer, request; "
        "answer(request('f', (1,)), {'f': abs}); "
        "print([name for name in ('grader', 'nbgrader', 'matplotlib', 'IPython') if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, env=os.environ, check=True
    )
    assert done.stdout.strip() == "[]"


ODD = pd.DataFrame(
    {
        "text": pd.array(["a", None], dtype="str"),
        "object": pd.Series([1, "a"], dtype=object),
        "masked": pd.array([1, None], dtype="Int8"),
        "zoned": pd.to_datetime(["2014-03-12 13:00", None], utc=True).tz_convert("Europe/Madrid"),
        "kind": pd.Categorical(["b", "a"], ["b", "a"], ordered=True),
        "wait": pd.to_timedelta([1, 2], unit="s"),
        "single": np.float32([0.1, np.nan]),
    },
    index=pd.MultiIndex.from_tuples([("x", 1), ("y", 2)], names=["a", None]),
)
ODD.columns = [*ODD.columns[:-2], 3, 3]


@pytest.mark.parametrize(
    "value",
    [ODD, ODD["zoned"], ODD.iloc[:0], {1: {2.0, 3.0}, (1, "a"): [float("nan"), pd.NA]}, np.arange(6.0).reshape(2, 3)],
    ids=["table", "series", "empty", "dictionary", "array"],
)  # fmt: skip
def test_what_a_function_leaves_alone_is_not_said_to_be_changed(value: Any) -> None:
    """Arguments as they crossed are what they are held against; the answer is the same as observed in place."""
    replies = [answer(request("f", (value, 1)), {"f": lambda x, y: x})]
    replies.append(write_observed(observe(lambda x, y: x, (value, 1))))
    assert replies[0] == replies[1] and not read_observed(replies[0]).mutated
