"""First-reply delays beside a naive pandas merge and beside ConvoKit: same tables, same run, same core.

    python benchmarks/replies.py [--rows 3000000] [--convokit]

Each measurement is a fresh process that builds the table from a seed, so memory is its own. Results are
compared before anything is timed. ConvoKit is heavy, so it has an interpreter of its own: the one that
CONVOKIT_PYTHON names, this one if it can import it, or with `--convokit` one made for the occasion in a
temporary folder.
"""

from __future__ import annotations

import argparse
import csv
import hashlib
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import tracemalloc
import venv
from pathlib import Path

SEED = 20140312
CHECKED = 20_000  # rows on which results are compared
CONVOKIT_ROWS = 50_000  # a size that ConvoKit can bear


# -- in the child: one method, one table ---------------------------------------------------------------------


def table(rows: int):
    """Return a conversation of so many tweets: replies to earlier ones, ties, some to absent ones."""
    import numpy as np
    import pandas as pd

    rng = np.random.default_rng(SEED)
    ids = pd.Series(np.arange(1, rows + 1)).astype("str").radd("t")
    seconds = np.sort(rng.integers(0, 10 * 86_400, rows))
    role = rng.choice(["customer", "brand", "media"], rows, p=[0.6, 0.38, 0.02])
    asked = np.arange(rows) - 1 - rng.geometric(2e-3, rows)  # mostly a recent one; -1 and below: none
    asked[(role == "customer") & (rng.random(rows) < 0.7)] = -1
    reply_to = ids.array.take(np.maximum(asked, -1), allow_fill=True)
    reply_to[rng.random(rows) < 0.01] = "t99999999999"
    return pd.DataFrame(
        {
            "tweet_id": ids,
            "created_at": pd.Timestamp("2014-03-05", tz="UTC") + pd.to_timedelta(seconds, unit="s"),
            "author_id": np.where(role == "brand", "Jazztel", "cliente_0001"),
            "author_role": role,
            "reply_to": reply_to,
        }
    )


def course(tweets):
    """Return first replies as the course finds them."""
    from course.replies import first_replies

    return first_replies(tweets)[["tweet_id", "reply_id", "delay"]]


def merge(tweets):
    """Return first replies by the usual way: merge customers with replies, sort, take the first."""
    brand = tweets[tweets["author_role"] == "brand"]
    replies = brand[["reply_to", "tweet_id", "created_at"]].dropna()
    replies = replies.rename(columns={"tweet_id": "reply_id", "created_at": "replied_at"})
    asked = tweets.loc[tweets["author_role"] == "customer", ["tweet_id", "created_at"]]
    both = asked.merge(replies, left_on="tweet_id", right_on="reply_to", how="left")
    both["number"] = both["reply_id"].str[1:].astype(float)
    both = both.sort_values(["replied_at", "number"])
    first = both.groupby("tweet_id", sort=False).first().reindex(asked["tweet_id"]).reset_index()
    first["delay"] = first["replied_at"] - first["created_at"]
    return first[["tweet_id", "reply_id", "delay"]]


def convokit(path: str) -> list[tuple[str, str, str]]:
    """Return first replies with ConvoKit: a corpus of utterances, and a walk over the brand's."""
    from convokit import Corpus, Speaker, Utterance

    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    started = time.process_time()
    speakers = {row["author_role"]: Speaker(id=row["author_role"]) for row in rows}
    known, roots, utterances = {row["tweet_id"] for row in rows}, {}, []
    for row in rows:
        parent = row["reply_to"] if row["reply_to"] in known else None
        roots[row["tweet_id"]] = roots[parent] if parent else row["tweet_id"]
        utterances.append(
            Utterance(
                id=row["tweet_id"],
                speaker=speakers[row["author_role"]],
                conversation_id=roots[row["tweet_id"]],
                reply_to=parent,
                timestamp=int(row["second"]),
            )
        )
    corpus = Corpus(utterances=utterances)
    built = time.process_time()
    first: dict[str, tuple[int, int]] = {}
    for utterance in corpus.iter_utterances():
        if utterance.speaker.id == "brand" and utterance.reply_to:
            mine = (utterance.timestamp, int(utterance.id[1:]))
            first[utterance.reply_to] = min(mine, first.get(utterance.reply_to, mine))
    answers = []
    for row in rows:
        if row["author_role"] == "customer":
            utterance = corpus.get_utterance(row["tweet_id"])
            at, number = first.get(utterance.id, (None, None))
            wait = str(at - utterance.timestamp) if at else ""
            answers.append((utterance.id, f"t{number}" if at else "", wait))
    ended = time.process_time()
    convokit.seconds = {"build": built - started, "replies": ended - built}
    return answers


def child(method: str, rows: int, *, trace: bool, path: str) -> dict:
    """Run one method once, on one core where the system can say so, and return what it took."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    if method == "convokit":
        answers = convokit(path)
        return {"digest": _digest(answers), "memory": _peak(), **convokit.seconds}
    tweets, function = table(rows), {"course": course, "merge": merge}[method]
    function(tweets.iloc[:1000])  # imports and first-use costs are nobody's
    before = _peak()
    if trace:
        tracemalloc.start()
    started = time.process_time()
    result = function(tweets)
    seconds = time.process_time() - started
    traced = tracemalloc.get_traced_memory()[1] if trace else 0
    delay = result["delay"].dt.total_seconds()
    answers = []
    if rows <= CONVOKIT_ROWS:
        text = delay.map(lambda value: "" if value != value else str(int(value)))
        answers = zip(result["tweet_id"], result["reply_id"].fillna(""), text, strict=True)
    return {
        "digest": _digest(answers),
        "seconds": seconds,
        "memory": _peak(),
        "before": before,
        "traced": traced,
    }


def _digest(answers) -> str:
    return hashlib.sha256("\n".join(",".join(answer) for answer in answers).encode()).hexdigest()


def _peak() -> float:
    """Return this process's greatest memory in MiB."""
    unit = 2**20 if sys.platform == "darwin" else 2**10
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit


# -- in the parent: compare, then time, then print -----------------------------------------------------------


def measure(
    method: str, rows: int, *, python: str = sys.executable, trace: bool = False, path: str = ""
) -> dict:
    command = [python, __file__, "--child", method, "--rows", str(rows), "--path", path]
    run = subprocess.run(command + ["--trace"] * trace, capture_output=True, text=True)
    if run.returncode:
        raise SystemExit(f"{method} failed:\n{run.stderr}")
    return json.loads(run.stdout.splitlines()[-1])


def best(method: str, rows: int, times: int) -> dict:
    return min((measure(method, rows) for _ in range(times)), key=lambda result: result["seconds"])


def convokit_python(folder: str, *, make: bool) -> str | None:
    """Return an interpreter that has ConvoKit, or None."""
    for python in filter(None, (os.environ.get("CONVOKIT_PYTHON"), sys.executable)):
        found = subprocess.run([python, "-c", "import convokit"], capture_output=True).returncode == 0
        if found:
            return python
        if python == os.environ.get("CONVOKIT_PYTHON"):
            raise SystemExit(f"CONVOKIT_PYTHON names {python}, which cannot import convokit")
    if not make:
        return None
    print("Making a virtual environment with ConvoKit: some minutes.", flush=True)
    venv.create(folder, with_pip=True)
    python = str(Path(folder, "Scripts" if os.name == "nt" else "bin", "python"))
    subprocess.run([python, "-m", "pip", "install", "--quiet", "convokit"], check=True)
    return python


def compare_with_convokit(*, make: bool) -> None:
    with tempfile.TemporaryDirectory() as folder:
        python = convokit_python(folder, make=make)
        if python is None:
            print(
                "\nConvoKit was not measured: this interpreter does not have it. Run with --convokit to put"
            )
            print("it into a temporary folder, or name an interpreter that has it in CONVOKIT_PYTHON.")
            return
        tweets = table(CONVOKIT_ROWS)
        seconds = (tweets["created_at"] - tweets["created_at"].min()).dt.total_seconds().astype("int64")
        path = str(Path(folder, "tweets.csv"))
        tweets.assign(second=seconds + 1).drop(columns="created_at").to_csv(path, index=False)
        theirs = measure("convokit", CONVOKIT_ROWS, python=python, path=path)
        ours = best("course", CONVOKIT_ROWS, 3)
    if theirs["digest"] != ours["digest"]:
        raise SystemExit("ConvoKit's first replies differ from the course's")
    whole = theirs["build"] + theirs["replies"]
    print(f"\n{CONVOKIT_ROWS:,} tweets, the same first replies     CPU s   times course")
    for name, seconds in (
        ("course.first_replies", ours["seconds"]),
        ("ConvoKit, its corpus at hand", theirs["replies"]),
        ("ConvoKit, building the corpus too", whole),
    ):
        print(f"  {name:36}{seconds:8.3f}   {seconds / ours['seconds']:12.1f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--rows", type=int, default=3_000_000)
    parser.add_argument("--convokit", action="store_true", help="install ConvoKit in a temporary folder")
    parser.add_argument("--child", help=argparse.SUPPRESS)
    parser.add_argument("--trace", action="store_true", help=argparse.SUPPRESS)
    parser.add_argument("--path", default="", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        print(json.dumps(child(options.child, options.rows, trace=options.trace, path=options.path)))
        return
    if len({measure(method, CHECKED)["digest"] for method in ("course", "merge")}) > 1:
        raise SystemExit("the naive merge's first replies differ from the course's")
    print(f"First replies: course and merge agree on {CHECKED:,} tweets.\n")
    results = {method: best(method, options.rows, 2) for method in ("course", "merge")}
    traced = {method: measure(method, options.rows, trace=True)["traced"] / 2**20 for method in results}
    ours = results["course"]
    print(
        f"{options.rows:,} tweets, one core            CPU s   times course   own peak MiB   process peak MiB"
    )
    for method, name in (("course", "course.first_replies"), ("merge", "pandas merge, sort, first")):
        result = results[method]
        print(
            f"  {name:32}{result['seconds']:8.2f}   {result['seconds'] / ours['seconds']:12.1f}"
            f"   {traced[method]:12.0f}   {result['memory']:16.0f}"
        )
    print(f"  (the table itself and Python: {ours['before']:.0f} MiB)")
    if options.rows >= 3_000_000 and (ours["seconds"] >= 10 or ours["memory"] >= 2048):
        raise SystemExit("missed the mark: under 10 s and under 2 GiB")
    compare_with_convokit(make=options.convokit)


if __name__ == "__main__":
    main()
