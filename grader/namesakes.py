"""Two people of one name: kept apart by the campus's number, in this download and in later ones."""

from __future__ import annotations

import json
from pathlib import Path


class Namesakes:
    """Which number a student's name was collected under, kept in ``reports/<unit>/collected.json``.

    Parameters
    ----------
    path : Path

    Examples
    --------
    >>> sakes = Namesakes(Path("nowhere.json"))
    >>> sakes.assign([("Ana", "17"), ("Ana", "23"), ("Leo", "5"), ("zoe", "")])
    {('Ana', '17'): 'Ana_17', ('Ana', '23'): 'Ana_23', ('Leo', '5'): 'Leo', ('zoe', ''): 'zoe'}
    >>> sakes.assign([("Leo", "6")])
    {('Leo', '6'): 'Leo_6'}
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.numbers: dict[str, str] = {}
        if path.is_file():
            self.numbers = json.loads(path.read_text(encoding="utf-8"))

    def assign(self, people: list[tuple[str, str]]) -> dict[tuple[str, str], str]:
        """Return the student's id of each (name, number), never one id for two numbers."""
        ids: dict[tuple[str, str], str] = {}
        for name, number in sorted(set(people)):
            numbers = {other for known, other in people if known == name and other}
            taken = self.numbers.get(name)
            alone = len(numbers) <= 1 if taken is None else taken == number
            student = name if alone or not number else f"{name}_{number}"
            ids[name, number] = student
            if number:
                self.numbers.setdefault(student, number)
        return ids

    def save(self) -> None:
        """Write down who was collected under which number."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        text = json.dumps(dict(sorted(self.numbers.items())), ensure_ascii=False, indent=1)
        self.path.write_text(text + "\n", encoding="utf-8")
