"""What can go wrong in grading; a message names the thing, what was expected and the next step."""


class AutogradeError(Exception):
    """Base of the engine's errors; the command line prints its message and exits 1."""


class CodecError(AutogradeError):
    """Bytes that do not describe a value, or a value or reply beyond the bounds."""


class BridgeError(BaseException):
    """The student's process did not answer, answered too late, or answered nonsense: a failed case.

    Not an Exception, so that no test takes it for an error that it expects.
    """


class CourseFolderError(AutogradeError):
    """A course folder, its configuration or an assignment of it is not as nbgrader has it."""


class GradebookError(AutogradeError):
    """The gradebook cannot be read or written, or does not know what was asked."""


class RunError(AutogradeError):
    """A run could not start or go on; what was graded before stays graded."""


class WorkerDied(AutogradeError):
    """A worker ended, or did not answer in time, with a submission in its hands."""


class UnexpectedError(AutogradeError):
    """An exception that grading did not foresee: a defect of this package, reported for the one submission."""


class SubmissionUnreadable(AutogradeError):
    """A submitted folder that cannot be read at all."""


class SourceInvalid(AutogradeError):
    """An instructor's folder or notebook that nothing can be graded against."""


class NotebookRefused(AutogradeError):
    """A submitted notebook that no written rule repairs."""


class CannotCross(BaseException):
    """A test cell does what needs the student's object in its own process; the cell cannot run in the examiner."""


class Failed(BaseException):
    """The student's code left in a way that no test can mean: it raised SystemExit, an exception of a testing framework, and the like."""
