"""Which values an answer shows by what was done in it, never because a word is said.

Three of the values leave traces in sentences that can be named; for the others a reader is needed, and the coach is
silent. How often each is right stands in docs/coach.md.
"""

import re
from collections.abc import Sequence

from course.coach import words
from course.coach.model import Judged

WEIGHED = 1.6  # sentences with an option, expected
MEASURED = 0.4
OWNED = 1.2  # sentences that own a part of what went wrong, expected
SAID = re.compile(r"\bi (?:\w+ ){0,2}(?:told|said|wrote|called|phoned|rang|posted|admitted|informed|warned|showed)\b")
HARD_TO_SAY = re.compile(
    r"\b(?:wrong|mistake|mine|don't know|not ready|before (?:i|he|she|they|it)|the same (?:day|evening|afternoon)|lose|would not|refus)"
)
OWNED_IT = 0.25
RELIEVED = 0.35


def shown(sentences: Sequence[str], judged: Judged) -> tuple[str, ...]:
    """The values shown, in a fixed order."""
    texts = [words.plain(sentence) for sentence in sentences]
    mark = judged.mark
    found = {
        "judgment": sum(mark["o"]) > WEIGHED and max(mark["m"]) > MEASURED,
        "candor": any(
            SAID.search(text) and (HARD_TO_SAY.search(text) or owned > OWNED_IT or relief > RELIEVED)
            for text, owned, relief in zip(texts, mark["w"], mark["r"], strict=True)
        ),
        "ownership": sum(mark["w"]) > OWNED,
    }
    return tuple(value for value, holds in found.items() if holds)
