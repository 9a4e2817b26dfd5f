"""What a learner touches in a lesson: a clock, clarifying questions, interruptions, hints and the solution, a
self-assessment, a remark on the shape of an answer, a recorder, the coach, the story bank and an examiner.

Each part shows itself as the last expression of a cell: as a widget when a person runs the cell, as one line of text
in a batch run (the build, nbgrader, nbval). What a part keeps is in the workspace's answers/, so that running the
cell again shows it as it was, also after a kernel restart.
"""

from course.parts.clarify import clarify
from course.parts.clock import begin, timer
from course.parts.coach import coach
from course.parts.examiner import examiner
from course.parts.hints import help_with
from course.parts.interrupter import Interruption, interrupter
from course.parts.recorder import practice
from course.parts.self_assess import self_assess
from course.parts.shape import shape
from course.parts.story_bank import story_bank
from course.parts.story_coverage import story_coverage
from course.parts.story_search import story_search

__all__ = [
    "Interruption",
    "begin",
    "clarify",
    "coach",
    "examiner",
    "help_with",
    "interrupter",
    "practice",
    "self_assess",
    "shape",
    "story_bank",
    "story_coverage",
    "story_search",
    "timer",
]
