"""How hard the cases of this process look for a failure, and how simply they tell it: all they can for a learner and for a right
answer, less where it is foretold what an answer fails."""

import math

simplest = True
"""Whether a failing example or schedule is made simple before it is told."""
share = 1.0
"""Of the examples, schedules and moments of a call that a case asks for, how many are tried."""


def tries(asked: int) -> int:
    return math.ceil(asked * share)


def stride() -> int:
    """Of the moments of a call, every how many-th is tried."""
    return round(1 / share)
