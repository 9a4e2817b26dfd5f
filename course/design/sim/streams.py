"""Common random numbers: what a request draws depends on the seed, on what it is drawn for and on the request's number.

Not on the design: two designs meet the same traffic, and the same request takes as long at the same component, so that their
difference is the designs' (A. M. Law, "Simulation Modeling and Analysis", 5th ed. 2015, section 11.2). Numbers come in blocks
that are made when first asked for. Only the bit generator's output is taken from NumPy, which keeps it stable between versions
(NEP 19), and what goes through a logarithm is rounded to where platforms agree.
"""

from array import array
from collections.abc import Callable
from hashlib import blake2b
from typing import Any

import numpy as np
from numpy.typing import NDArray

BLOCK_BITS = 12
BLOCK = 1 << BLOCK_BITS
MASK = BLOCK - 1
TURN_SHIFT = 40
KEPT = 64  # blocks of a stream, half a megabyte: requests in flight at once have numbers close to each other
DIGITS = 12  # of a draw in seconds: libraries differ in the last of 16

Floats = NDArray[np.float64]
Shape = Callable[[Floats], NDArray[Any]]


class Streams:
    """All the draws of one seed. The same purpose is the same stream."""

    def __init__(self, seed: int) -> None:
        self.seed = seed

    def generator(self, purpose: str, *part: int) -> np.random.Generator:
        """For who draws in an order of its own."""
        key = int.from_bytes(blake2b(purpose.encode(), digest_size=8).digest(), "little")
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence((self.seed, key, *part))))

    def stream(self, purpose: str, shape: Shape | None = None) -> "Stream":
        """Draws by request number: uniform in [0, 1), or as `shape` makes them of that: floats, or whole numbers (int64)."""
        return Stream(self, purpose, shape)


class Stream:
    """An endless list for each turn, of which blocks exist while they are needed."""

    def __init__(self, streams: Streams, purpose: str, shape: Shape | None) -> None:
        self.streams = streams
        self.purpose = purpose
        self.shape = shape
        self._blocks: dict[int, array[Any]] = {}

    def __call__(self, number: int, turn: int = 0) -> Any:
        """The draw of that request, and in which turn it draws: 0, or another number for each repetition."""
        try:
            return self._blocks[turn << TURN_SHIFT | number >> BLOCK_BITS][number & MASK]
        except KeyError:
            return self._fill(number >> BLOCK_BITS, turn)[number & MASK]

    def first(self, count: int) -> NDArray[Any]:
        """The draws of the first so many requests, in turn 0."""
        blocks = [self._block(block, 0) for block in range(-(-count // BLOCK))]
        return np.concatenate([np.array(block) for block in blocks] or [np.empty(0, np.int64)])[:count]

    def _fill(self, block: int, turn: int) -> "array[Any]":
        if len(self._blocks) == KEPT:
            del self._blocks[next(iter(self._blocks))]
        filled = self._blocks[turn << TURN_SHIFT | block] = self._block(block, turn)
        return filled

    def _block(self, block: int, turn: int) -> "array[Any]":
        drawn: NDArray[Any] = self.streams.generator(self.purpose, block, turn).random(BLOCK)
        if self.shape is not None:
            drawn = self.shape(drawn)
        kind = "q" if drawn.dtype == np.int64 else "d"
        return array(kind, (drawn if kind == "q" else np.round(drawn, DIGITS)).tobytes())
