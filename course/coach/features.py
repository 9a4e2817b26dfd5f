"""What the models see of a sentence: its words and their classes, where it stands, and the classes of its neighbours."""

from collections.abc import Sequence
from itertools import pairwise

from course.coach import words

PRONOUNS = words.listed("i we they he she it you my our me us their her his nobody everyone that this there what")
POSITIONS = 6
"""A sentence's place is told in sixths of the answer."""
THIRDS = 3
PLACED = ("L:", "subject=")
"""What means another thing at the beginning than at the end."""
ANSWERS = frozenset(("L:i said", "L:i decided", "start=i thought", "subject=i"))
"""What may be said to a proposal in the sentence before."""
SHARED = ("L:", "subject=", "start=")
"""What a sentence tells its neighbours."""


def describe(sentences: Sequence[str]) -> list[list[str]]:
    """A list of features a sentence."""
    own = [_own(sentence, at, len(sentences)) for at, sentence in enumerate(sentences)]
    described = []
    for at, features in enumerate(own):
        third = THIRDS * at // len(own)
        whole = features + [f"{feature} in third {third}" for feature in features if feature.startswith(PLACED)]
        if at and "L:they propose" in own[at - 1] and ANSWERS.intersection(features):
            whole.append("answers a proposal")
        for step, name in ((-1, "before"), (1, "after")):
            if 0 <= at + step < len(own):
                whole += [f"{name} {feature}" for feature in own[at + step] if feature.startswith(SHARED)]
        described.append(whole)
    return described


def _own(sentence: str, at: int, of: int) -> list[str]:
    text = words.plain(sentence)
    tokens = ["<number>" if token[0].isdigit() else token for token in words.tokens(text)]
    spoken = [token for token in tokens if token not in ("um", "uh", "erm", "er")]
    found: dict[str, None] = {}
    for token in tokens:
        found[f"w={token}"] = None
        if len(token) > 4:
            found[f"suffix={token[-3:]}"] = None
    for one, two in pairwise(spoken):
        found[f"two={one} {two}"] = None
    for place, token in enumerate(spoken[:4]):
        found[f"{place}={token}"] = None
    found["start=" + " ".join(spoken[:2])] = None
    found["start3=" + " ".join(spoken[:3])] = None
    subject = next((token for token in spoken[:4] if token in PRONOUNS), None)
    found[f"subject={subject}"] = None
    classes = {name for name, pattern in words.COMPILED.items() if pattern.search(text)}
    for name in words.COMPILED:
        if name in classes:
            found[f"L:{name}"] = None
    for family, members in words.FAMILIES.items():
        together = sum(name in classes for name in members)
        for least in range(2, together + 1):
            found[f"{family} at least {least}"] = None
    found[f"length={min(5, len(tokens) // 6)}"] = None
    found[f"place={POSITIONS * at // of}"] = None
    for name, place in (("first", 0), ("second", 1), ("last", of - 1), ("last but one", of - 2)):
        if at == place:
            found[name] = None
    return list(found)
