"""Random draws that are the same on every platform: uniform doubles of PCG64, turned into other laws here.

NumPy promises the stream of a bit generator, not that of its distributions; so every law below is an explicit
transformation of `Generator.random`, and each part of the simulator has a stream of its own (a change of policy
must not change which customers the incident hits).
"""

from __future__ import annotations

import zlib

import numpy as np
from scipy.special import ndtri


class Draws:
    """A named stream of random numbers.

    Parameters
    ----------
    seed : int
        The simulation's seed.
    name : str
        Which part of the simulator draws; two names give independent streams.

    Examples
    --------
    >>> bool((Draws(7, "text").uniform(3) == Draws(7, "text").uniform(3)).all())
    True
    """

    def __init__(self, seed: int, name: str) -> None:
        entropy = np.random.SeedSequence([seed, zlib.crc32(name.encode())])
        self._generator = np.random.Generator(np.random.PCG64(entropy))

    def uniform(self, size: int | tuple[int, ...]) -> np.ndarray:
        """Return doubles in [0, 1)."""
        return self._generator.random(size)

    def chance(self, probability: np.ndarray | float, size: int) -> np.ndarray:
        """Return booleans, true with the given probability."""
        return self.uniform(size) < probability

    def integers(self, high: int, size: int) -> np.ndarray:
        """Return integers in [0, high)."""
        return (self.uniform(size) * high).astype(np.int64)

    def choice(self, weights: np.ndarray, size: int) -> np.ndarray:
        """Return positions drawn in proportion to their weights."""
        edges = np.cumsum(np.asarray(weights, dtype=float))
        return np.searchsorted(edges, self.uniform(size) * edges[-1], side="right").clip(0, len(edges) - 1)

    def bag(self, items: int, size: int) -> np.ndarray:
        """Return positions drawn from a shuffled bag: none comes again before all have come once."""
        rounds = -(-size // items)
        return self.uniform((rounds, items)).argsort(axis=1, kind="stable").ravel()[:size]

    def poisson(self, means: np.ndarray | float) -> np.ndarray:
        """Return Poisson counts, one for each mean."""
        means = np.atleast_1d(np.asarray(means, dtype=float))
        uniform = self.uniform(len(means))
        large = means > 50
        counts = np.zeros(len(means), dtype=np.int64)
        gauss = means[large] + np.sqrt(means[large]) * ndtri(uniform[large].clip(1e-12, 1 - 1e-12))
        counts[large] = np.floor(gauss + 0.5).clip(0)
        small = np.flatnonzero(~large & (means > 0))
        term = np.exp(-means[small])
        total = term.copy()
        step = 0
        while len(small := small[pending := uniform[small] >= total]):
            step += 1
            term = term[pending] * means[small] / step
            total = total[pending] + term
            counts[small] = step
            if step > 500:  # the tail is below a double's resolution
                break
        return counts

    def lognormal(self, median: np.ndarray | float, sigma: float, size: int) -> np.ndarray:
        """Return log-normal values with the given median."""
        return median * np.exp(sigma * ndtri(self.uniform(size).clip(1e-12, 1 - 1e-12)))

    def lomax(self, median: np.ndarray | float, tail: float, size: int) -> np.ndarray:
        """Return Lomax (Pareto II) values with the given median; a smaller `tail` is heavier."""
        scale = median / (2 ** (1 / tail) - 1)
        return scale * ((1 - self.uniform(size)) ** (-1 / tail) - 1)
