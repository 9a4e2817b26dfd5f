"""Named cases with partial credit and explanations: what every tests cell of the course is made of."""

from course.cases.cases import CaseFailed, Cases
from course.cases.instruments import Clock, Counted, Living, Stream, Tally, steps_of
from course.cases.report import Report, Result

__all__ = ["CaseFailed", "Cases", "Clock", "Counted", "Living", "Report", "Result", "Stream", "Tally", "steps_of"]
