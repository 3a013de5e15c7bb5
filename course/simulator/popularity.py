"""Retweets and likes: few tweets get many, most get none."""

from __future__ import annotations

import numpy as np

from course.simulator.draws import Draws

# Median-like level of retweets; replies are hardly ever passed on.
_RETWEETS = {
    "joke": 0.9, "accusation": 0.45, "criticism": 0.5, "complaint": 0.22, "question": 0.15, "news": 7.0,
    "statement": 60.0,
    "update": 25.0, "promotion": 6.0, "blame": 0.4, "objection": 0.2, "defence": 0.2, "recovery": 0.15,
}  # fmt: skip
_TAIL = 1.25


def popularity(
    kind: np.ndarray, author: np.ndarray, *, reply: np.ndarray, scale: float, draws: Draws
) -> tuple[np.ndarray, np.ndarray]:
    """Return retweets and likes of each tweet; in these years people passed on more than they liked."""
    size = len(kind)
    kinds, code = np.unique(kind, return_inverse=True)
    level = np.array([_RETWEETS.get(name, 0.08) for name in kinds])[code]
    level = np.where(reply, level * 0.15, level) * np.where(author == -1, max(scale, 0.05) ** 0.5, 1.0)
    appeal = draws.lomax(level, _TAIL, size).clip(0, 4000)
    retweets = np.floor(appeal * (0.6 + 0.5 * draws.uniform(size)))
    likes = np.floor(appeal * (0.15 + 0.45 * draws.uniform(size)) + draws.lomax(0.12, 1.6, size).clip(0, 9))
    return retweets.astype(np.int64), likes.astype(np.int64)
