"""The learner's stories and projects: plain Markdown files in the workspace, what they cover, and which answers a question.

Everything here is of one machine and one person: no function of this package opens a connection or writes outside the
workspace.
"""

from course.stories.axes import AXES
from course.stories.bank import Bank
from course.stories.coverage_map import Coverage, coverage
from course.stories.document import Unreadable
from course.stories.project import PROMPTS, Project
from course.stories.rehearsals import Rehearsal
from course.stories.retrieval import Found, Match, search
from course.stories.story import SECTIONS, Story
from course.stories.vocabulary import OTHER_VALUES, THEMES, VALUES

__all__ = [
    "AXES",
    "OTHER_VALUES",
    "PROMPTS",
    "SECTIONS",
    "THEMES",
    "VALUES",
    "Bank",
    "Coverage",
    "Found",
    "Match",
    "Project",
    "Rehearsal",
    "Story",
    "Unreadable",
    "coverage",
    "search",
]
