"""The coach: reads one behavioural answer, offline, and says what an interviewer would stumble over.

Deterministic; keeps and sends nothing. How it decides, and how well: docs/coach.md.
"""

from course.coach.coach import read
from course.coach.reading import KINDS, LABELS, Finding, Reading, Sentence, Signals

__all__ = ["KINDS", "LABELS", "Finding", "Reading", "Sentence", "Signals", "read"]
