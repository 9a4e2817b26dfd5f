"""Which values an answer shows; named only where a sentence carries it, never because the word is said."""

from collections.abc import Sequence

from course.coach.model import Judged


def shown(sentences: Sequence[str], judged: Judged) -> tuple[str, ...]:
    """The values shown, clearest first."""
    return ()
