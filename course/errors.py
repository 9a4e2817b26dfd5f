"""What can go wrong in the course: every message names the thing, what was expected, and the next step."""


class CourseError(Exception):
    """Base of every error the course reports to a person; the command line prints its message and exits 1."""


class LessonNotFound(CourseError):
    """No lesson goes by that name; the message suggests the nearest."""


class LessonFormatError(CourseError):
    """A lesson's source does not follow the format; the message lists every problem with file, line and mend."""


class BuildError(CourseError):
    """A lesson could not be turned into a notebook, or the built files differ from what a rebuild gives."""


class WorkspaceError(CourseError):
    """The learner's workspace is missing, newer than this course, or cannot be written."""


class DamagedFile(CourseError):
    """A file of the learner's cannot be read; it is left as it is, and the message says where and what to do."""


class GradingError(CourseError):
    """A notebook could not be graded; no score was recorded."""


class ServiceUnavailable(CourseError):
    """A real part of the backend lab cannot start on this machine; the message says what is missing."""


class DesignError(CourseError, ValueError):
    """A design, a scenario or a part of one cannot be as it was written; the message says what follows from it and what to do."""
