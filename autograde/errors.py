"""What can go wrong in grading; a message names the thing, what was expected and the next step."""


class AutogradeError(Exception):
    """Base of the engine's errors; the command line prints its message and exits 1."""


class CodecError(AutogradeError):
    """Bytes that do not describe a value, or a value or reply beyond the bounds."""


class BridgeError(AutogradeError):
    """The student's process did not answer, answered too late, or answered nonsense: a failed case."""
