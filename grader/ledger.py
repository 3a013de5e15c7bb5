"""The ledger of translations: which Spanish text was last held to say the same as which English one.

It keeps a short hash of each half of each pair, one line a pair, so that a change of one half alone is
noticed until the other half changes too or somebody accepts the pair as it stands.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from course.language import LANGUAGES, Text

Hashes = tuple[str, ...]


@dataclass(frozen=True)
class Finding:
    """A pair of which one half changed: the pair and the language that did not follow."""

    text: Text
    behind: str


def hashes(text: Text) -> Hashes:
    """Return the hash of each half; how its lines are broken does not matter."""
    return tuple(
        hashlib.sha256(" ".join(text.to(language).split()).encode()).hexdigest()[:12]
        for language in LANGUAGES
    )


def key(text: Text) -> str:
    """Return the short name under which a pair is accepted."""
    return hashlib.sha256(" ".join(hashes(text)).encode()).hexdigest()[:8]


def one_sided(texts: Iterable[Text], recorded: set[Hashes]) -> list[Finding]:
    """Return the pairs of which one half is as recorded and the other is not.

    A half counts as left behind only when the pair it was recorded in is gone: the same short word may well
    stand beside two different ones.
    """
    texts = list(texts)
    gone = recorded - {hashes(text) for text in texts}
    found = []
    for text in texts:
        halves = hashes(text)
        if halves in recorded:
            continue
        for side, language in enumerate(LANGUAGES):
            if halves[side] in {old[side] for old in gone}:
                found.append(Finding(text, language))
                break
    return found


def updated(texts: Iterable[Text], recorded: set[Hashes], *, accepted: Iterable[str] = ()) -> set[Hashes]:
    """Return the ledger after these texts: new pairs in, vanished ones out, one-sided ones if accepted."""
    texts = list(texts)
    accepted = set(accepted)
    pending = [finding.text for finding in one_sided(texts, recorded) if key(finding.text) not in accepted]
    present = {hashes(text) for text in texts} - {hashes(text) for text in pending}
    waiting = {half for text in pending for half in hashes(text)}
    return present | {old for old in recorded - present if waiting & set(old)}


def read(path: Path) -> dict[str, set[Hashes]]:
    """Read a ledger: the recorded pairs of each unit; an absent file is an empty ledger."""
    if not path.is_file():
        return {}
    entries = json.loads(path.read_text(encoding="utf-8"))
    return {unit: {tuple(line.split()) for line in lines} for unit, lines in entries.items()}


def written(ledger: dict[str, set[Hashes]]) -> str:
    """Return a ledger's text: sorted, one line a pair, so that two people's changes merge."""
    entries = {unit: sorted(" ".join(halves) for halves in pairs) for unit, pairs in ledger.items() if pairs}
    return json.dumps(entries, indent=1, sort_keys=True) + "\n"
