"""What `grader pool` shows of a class."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pandas as pd
from rich import box
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from grader.pooling import flags as kinds
from grader.screen import counted

if TYPE_CHECKING:
    from course.agreement import Agreement
    from grader.pool import Pool

_STUDENTS = 40  # shown whole; of a larger class those who agree least
_LEAST = 15
_DISPUTED = 8
_ANSWERS = 4  # to one tweet
_NAMED = 10  # students for one kind of remark
_PAIRS = 6  # of one group
_GRAVE = (kinds.MISSING, kinds.MANGLED, kinds.COPIED)
_CALM = (kinds.ALIKE,)  # to know, not a reproach


def show_pool(pooled: Pool, console: Console) -> None:
    """Print a class: agreement, codes, disputed tweets, students, and what to look at."""
    people = pooled.students
    labelled = int((people["labelled"] > 0).sum())
    console.print(
        f"[bold]{escape(pooled.unit)}[/]: {labelled} of {counted(len(people), 'student')} labelled, "
        f"{int(people['labelled'].sum()):,} labels, {counted(pooled.tweets, 'tweet')}"
    )
    for line in _agreement(pooled):
        console.print(line, soft_wrap=True)
    if len(pooled.by_code):
        console.print()
        console.print(_codes(pooled.by_code))
    if len(pooled.disagreements):
        console.print()
        console.print(_disputed(pooled))
    console.print()
    console.print(_students(pooled))
    console.print(f"[dim]{_legend(pooled)}[/]")
    for line in _remarks(pooled):
        console.print(line, soft_wrap=True)


def _legend(pooled: Pool) -> str:
    gold = "; gold: with the course's coding" if pooled.has_gold else ""
    return (
        f"class: alpha with the others' most frequent answers{gold}; "
        "seconds: median from one label to the next; – cannot be said"
    )


def _agreement(pooled: Pool) -> Iterator[str]:
    if pooled.agreement is None:
        yield "[yellow]No agreement to speak of:[/] fewer than two students labelled the same tweet."
        return
    yield f"Agreement of the class: {_alpha(pooled.agreement)}, sets that overlap agree in part (MASI)"
    yield f"                        {_alpha(pooled.nominal)}, only equal sets agree"
    middle = pooled.students[["alpha_class", "alpha_gold"]].median()
    said = f"Median student: alpha {_number(middle['alpha_class'])} with the others' usual answers"
    if pooled.has_gold:
        said += f", {_number(middle['alpha_gold'])} with gold"
    yield said


def _alpha(found: Agreement | None) -> str:
    if found is None or math.isnan(found):
        return (
            f"alpha not defined ({found.reason.to('en')})"
            if found is not None and found.reason
            else "alpha –"
        )
    low, high = found.interval
    return f"alpha [bold]{_number(found)}[/] ({_number(low)} to {_number(high)})"


def _codes(by_code: pd.DataFrame) -> Table:
    table = _table()
    table.add_column("code", overflow="fold")
    for heading in ("used", "alpha", "95 % interval"):
        table.add_column(heading, justify="right", no_wrap=True)
    for row in by_code.itertuples(index=False):
        between = "" if math.isnan(row.low) else f"{_number(row.low)} to {_number(row.high)}"
        table.add_row(escape(str(row.code)), f"{row.times:,}", _number(row.alpha), between)
    return table


def _disputed(pooled: Pool) -> Table:
    table = _table()
    table.add_column("disputed tweet", no_wrap=True)
    table.add_column("apart", justify="right", no_wrap=True)
    table.add_column("the class says", overflow="fold")
    if pooled.has_gold:
        table.add_column("gold", overflow="fold")
    for row in pooled.disagreements.head(_DISPUTED).itertuples(index=False):
        said = row.said.split(", ")
        words = ", ".join(said[:_ANSWERS]) + (", …" if len(said) > _ANSWERS else "")
        gold = [escape(row.gold)] if pooled.has_gold else []
        table.add_row(escape(row.tweet_id), f"{row.disagreement:.2f}", escape(words), *gold)
    return table


def _students(pooled: Pool) -> Table:
    people = pooled.students
    table = _table()
    if len(people) > _STUDENTS:
        by = "alpha_gold" if pooled.has_gold else "alpha_class"
        table.title = f"The {_LEAST} of {len(people):,} students who agree least; all are in annotators.csv"
        table.title_justify, table.title_style = "left", "dim"
        people = people[people["labelled"] > 0].nsmallest(_LEAST, by)
    table.add_column("student", overflow="fold", min_width=12)
    headings = ["labels", "class", *(["gold"] if pooled.has_gold else []), "seconds"]
    for heading in headings:
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("to look at", overflow="fold")
    for row in people.itertuples(index=False):
        gold = [_number(row.alpha_gold)] if pooled.has_gold else []
        flags = ", ".join(_coloured(flag) for flag in row.flags.split("; ") if flag)
        seconds = "–" if math.isnan(row.seconds) else f"{row.seconds:.1f}"
        table.add_row(escape(row.student), str(row.labelled), _number(row.alpha_class), *gold, seconds, flags)
    return table


def _remarks(pooled: Pool) -> Iterator[str]:
    yield from _copies(pooled.copies)
    for kind, rows in pooled.flags.groupby("flag", sort=False):
        if kind == kinds.COPIED:
            continue
        yield ""
        yield f"{_coloured(kind)} ({rows['student'].nunique():,}): [dim]{kinds.MEANINGS[kind]}[/]"
        for student, detail in rows[["student", "detail"]].head(_NAMED).itertuples(index=False):
            yield f"  {escape(student)}: {escape(detail)}"
        if len(rows) > _NAMED:
            yield f"  [dim]and {len(rows) - _NAMED:,} more, in annotators.csv[/]"


def _copies(copies: pd.DataFrame) -> Iterator[str]:
    if not len(copies):
        return
    groups = copies["group"].nunique()
    yield ""
    yield f"{_coloured(kinds.COPIED)} ({counted(groups, 'group')}): [dim]{kinds.MEANINGS[kinds.COPIED]}[/]"
    for number, pairs in list(copies.groupby("group"))[:_NAMED]:
        members = sorted({*pairs["first"], *pairs["second"]}, key=str.casefold)
        if len(members) > 2:
            more = f" and {len(members) - _NAMED} more" if len(members) > _NAMED else ""
            yield f"  group {number}: {escape(', '.join(members[:_NAMED]))}{more}"
        indent = "    " if len(members) > 2 else "  "
        for pair in pairs.head(_PAIRS).itertuples(index=False):
            yield f"{indent}{escape(pair.first)} and {escape(pair.second)}: {escape(pair.evidence)}"
        if len(pairs) > _PAIRS:
            yield f"{indent}[dim]and {len(pairs) - _PAIRS:,} more pairs[/]"
    if groups > _NAMED:
        yield f"  [dim]and {groups - _NAMED:,} more groups[/]"


def _coloured(flag: str) -> str:
    style = "bold red" if flag in _GRAVE else "cyan" if flag in _CALM else "yellow"
    return f"[{style}]{flag}[/]"


def _number(value: float) -> str:
    return "–" if math.isnan(value) else f"{value:.2f}"


def _table() -> Table:
    return Table(
        box=box.SIMPLE_HEAD, show_edge=False, header_style="bold", pad_edge=False, padding=(0, 1, 0, 0)
    )
