"""Common random numbers: what a request draws depends on the seed, on what it is drawn for and on the request's number.

Not on the design: two designs meet the same traffic, and the same request takes as long at the same component, so that their
difference is the designs' (A. M. Law, "Simulation Modeling and Analysis", 5th ed. 2015, section 11.2). Numbers come in blocks
that are made when first asked for. Only the bit generator's output is taken from NumPy, which keeps it stable between versions
(NEP 19), and what goes through a logarithm is rounded to where platforms agree.
"""

from collections.abc import Callable
from hashlib import blake2b
from statistics import NormalDist
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK_BITS = 12
BLOCK = 1 << BLOCK_BITS
KEPT = 4  # blocks a stream; requests in flight at once have numbers close to each other
DIGITS = 12  # of a draw of mean 1: libraries differ in the last of 16

Floats = NDArray[np.float64]
Shape = Callable[[Floats], Floats]


class Streams:
    """All the draws of one seed. The same purpose is the same stream."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def generator(self, purpose: str, block: int = 0) -> np.random.Generator:
        """For who draws in an order of its own."""
        key = int.from_bytes(blake2b(purpose.encode(), digest_size=8).digest(), "little")
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence((self.seed, key, block))))

    def stream(self, purpose: str, shape: Shape | None = None) -> "Stream":
        """Draws by request number: uniform in [0, 1), or as `shape` makes them from that."""
        return Stream(self, purpose, shape)


class Stream:
    """An endless list of which blocks exist while they are needed."""

    def __init__(self, streams: Streams, purpose: str, shape: Shape | None) -> None:
        self.streams = streams
        self.purpose = purpose
        self.shape = shape
        self._blocks: dict[int, list[float]] = {}

    def __call__(self, number: int) -> float:
        """The draw of that request."""
        try:
            return self._blocks[number >> BLOCK_BITS][number & (BLOCK - 1)]
        except KeyError:
            return self._fill(number >> BLOCK_BITS)[number & (BLOCK - 1)]

    def _fill(self, block: int) -> list[float]:
        if len(self._blocks) == KEPT:
            del self._blocks[min(self._blocks)]
        uniform = self.streams.generator(self.purpose, block).random(BLOCK)
        drawn: list[float] = (uniform if self.shape is None else self.shape(uniform)).tolist()
        self._blocks[block] = drawn
        return drawn


def exponential(uniform: Floats) -> Floats:
    """Of mean 1."""
    return np.round(-np.log1p(-uniform), DIGITS)


def lognormal(sigma: float) -> Shape:
    """Of median 1; `sigma` is the standard deviation of its logarithm."""
    quantile = NormalDist().inv_cdf

    def shape(uniform: Floats) -> Floats:
        normal = [quantile(one or 0.5 / 2**53) for one in uniform.tolist()]
        return np.round(np.exp(sigma * np.array(normal)), DIGITS)

    return shape


def constant(uniform: Floats) -> Floats:
    """Always 1."""
    return np.ones_like(uniform)


def any_of(items: list[Any], uniform: float) -> Any:
    """One of them, each as likely."""
    return items[int(uniform * len(items))]
