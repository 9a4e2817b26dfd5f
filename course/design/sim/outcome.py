"""How a request, a call or a step ended: small integers, since each of a million calls gives one.

A larger number is a worse end; what is below SHED is an answer.
"""

SERVED, DEGRADED, SHED, TIMED_OUT, FAILED, IN_FLIGHT = range(6)

NAMES = ("served", "degraded", "shed", "timed out", "failed", "in flight")
"""Shed: refused on purpose, to protect what was asked. In flight: at the end of the run."""
