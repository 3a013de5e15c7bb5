"""What `grader verify` shows."""

from __future__ import annotations

import secrets

from rich import box
from rich.markup import escape
from rich.table import Table

from grader.screen import console
from grader.verify import verify_unit


def show_proofs(units: list[str]) -> bool:
    """Verify units and print what was found; True when everything holds."""
    sound = True
    for unit in units:
        with console.status(f"verifying {unit}"):
            proofs = verify_unit(unit, secrets.token_bytes(32))
        table = Table(
            title=unit, title_justify="left", box=box.SIMPLE_HEAD, header_style="bold", pad_edge=False
        )
        for column in ("exercise", "hidden", "right", "wrong", "diagnoses", ""):
            table.add_column(column, no_wrap=True, justify="left" if column in ("exercise", "") else "right")
        for proof in proofs:
            verdict = "[red]does not hold[/]" if proof.problems else "[green]holds[/]"
            counts = (proof.cases, proof.right, proof.wrong, proof.diagnoses)
            table.add_row(proof.exercise, *map(str, counts), verdict)
        console.print(table)
        for proof in proofs:
            for problem in proof.problems:
                console.print(f"  [red]{proof.exercise}[/]: {escape(problem)}")
        sound = sound and bool(proofs) and not any(proof.problems for proof in proofs)
    if sound:
        console.print(
            "Every right variant earns full marks; every wrong answer fewer, by the case and with the "
            "diagnosis it should."
        )
    return sound
