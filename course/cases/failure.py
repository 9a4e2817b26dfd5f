"""The one way a case says what went wrong."""


class CaseFailed(AssertionError):
    """A case's expectation does not hold; the message is shown to the learner as it is."""
