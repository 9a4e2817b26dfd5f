"""Named cases with partial credit and explanations: what every tests cell of the course is made of."""

from course.cases.cases import CaseFailed, Cases
from course.cases.report import Report, Result

__all__ = ["CaseFailed", "Cases", "Report", "Result"]
