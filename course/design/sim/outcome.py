"""How a request, a call or a step ended: small integers, since each of a million calls gives one.

A larger number is a worse end; what is below SHED is an answer. Those from IN_FLIGHT on are for the books alone.
"""

SERVED, DEGRADED, SHED, TIMED_OUT, FAILED, IN_FLIGHT, LOST, DEAD_LETTER = range(8)

NAMES = ("served", "degraded", "shed", "timed out", "failed", "in flight", "lost", "dead letter")
"""Shed: refused on purpose, to protect what was asked. In flight: at the end of the run. The last two: messages."""
