"""What a learner touches in a lesson: a clock, clarifying questions, hints and the solution, a self-assessment,
a remark on the shape of an answer, a recorder.

Each part shows itself as the last expression of a cell: as a widget when a person runs the cell, as one line of text
in a batch run (the build, nbgrader, nbval). What a part keeps is in the workspace's answers/, so that running the
cell again shows it as it was, also after a kernel restart.
"""

from course.parts.clarify import clarify
from course.parts.clock import begin, timer
from course.parts.hints import help_with
from course.parts.recorder import practice
from course.parts.self_assess import self_assess
from course.parts.shape import shape

__all__ = ["begin", "clarify", "help_with", "practice", "self_assess", "shape", "timer"]
