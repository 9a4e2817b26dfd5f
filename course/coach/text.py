"""From an answer to its sentences: where a transcript or a typed text is cut, and what of it can be quoted.

What holds, for any text: the sentences joined by single spaces are the answer with each run of white space made one
space. An answer that has only single spaces inside is given back character by character.
"""

import re
from collections.abc import Iterator
from itertools import pairwise

from course.coach.words import listed

TAIL = 12
"""Characters at the end of a word that can tell the end of a sentence; a longer run of dots is an ornament."""
WORD = re.compile(r"\S+")
END = re.compile(r"""(?:[.!?]+|…|\.{3})["'”’)\]»]*$""")
"""The end of a sentence, at the end of a word."""
START = re.compile(r"""["'“‘(\[«]*(?:[^\W_]|[$€£₹])""")
ODD_SPACE = re.compile(r" \s+|[^\S ]\s*")
"""White space that normalising changes."""
BULLET = re.compile(r"(?:[-*•–—·]|\(?\d{1,2}[.)])$")

TITLES = frozenset(("Dr", "Mr", "Mrs", "Ms", "Prof", "St", "Sr", "Jr", "Gen", "Col", "Rev", "Hon"))
NEVER_LAST = listed("approx vs e.g i.e eg ie cf fig ca incl resp dept z.b d.h viz")
"""Abbreviations that something follows."""
SELDOM_LAST = listed(
    "etc a.m p.m am pm inc ltd corp co u.s u.k e.u no nr tel jan feb mar apr jun jul aug sep sept oct nov dec ph.d"
)
"""Abbreviations that may end a sentence: they do, if the next word is one that sentences begin with."""
OPENERS = listed("""i we he she it they you the a an this that these those there my our his her their its so then and but or when while
    after before since if because in on at by for from with to one two nobody everyone everybody some most all both
    what which who how why where now next first finally today later instead once as no not only still also""")
NOTES = 3
"""So few lines that all begin with a capital may be chance in wrapped prose; from here on they are notes."""
RUN_ON_WORDS = 75
"""A sentence longer than this is a transcript without full stops: the longest labelled sentence has 65 words."""
JOINTS = (
    "and then",
    "so then",
    "but then",
    "and so",
    "so i",
    "so we",
    "and i",
    "and we",
    "but i",
    "but we",
    "so",
    "but",
    "and they",
    "and he",
    "and she",
    "and it",
    "then",
    "because",
)
"""Where a speaker who never stops takes breath; a run-on is cut before them."""
PIECE_WORDS = 10
"""Pieces of a run-on have at least so many words, so that each can be understood."""


def normalise(answer: str) -> str:
    """The answer with each run of white space as one space, and none at its ends."""
    return " ".join(answer.split())


def split(answer: str) -> list[str]:
    """The sentences of an answer. Cut at . ! ? … before a capital, digit or quote, at bullets and at blank lines."""
    words = [(match[0], match.start(), match.end()) for match in WORD.finditer(answer)]
    if not words:
        return []
    lower = _typed_without_capitals([word for word, _, _ in words])
    notes = _is_notes(answer)
    sentences: list[list[str]] = [[words[0][0]]]
    for (word, _, end), (following, start, _) in pairwise(words):
        numbered = len(sentences[-1]) == 1 and bool(BULLET.match(word))  # "2." before an item is not its end
        if _paragraph(answer[end:start], following, notes) or (not numbered and _ends(word, following, lower)):
            sentences.append([])
        sentences[-1].append(following)
    whole = [piece for sentence in _with_letters(sentences) for piece in _run_on(sentence)]
    return [" ".join(piece) for piece in whole]


def quotable(answer: str, part: str) -> str:
    """The longest piece of `part`, a piece of the normalised answer, that also stands in the answer as it was given.

    They differ only where the answer has line breaks or double spaces inside of `part`.
    """
    if part in answer:
        return part
    words = part.split(" ")
    found = re.search(r"\s+".join(map(re.escape, words)), answer)
    if found is None:
        return ""
    return max(ODD_SPACE.split(found[0]), key=len)


def _typed_without_capitals(words: list[str]) -> bool:
    """Whether most sentences of the answer begin with a small letter, as in a chat."""
    after = [following for word, following in pairwise(words) if END.search(word[-TAIL:]) and following[:1].isalpha()]
    return bool(after) and sum(word[0].islower() for word in after) > len(after) / 2


def _is_notes(answer: str) -> bool:
    """Whether each line is a note of its own: all of them begin anew, which the lines of wrapped prose do not."""
    lines = [line.strip() for line in answer.splitlines() if line.strip()]
    return len(lines) >= NOTES and not any(line[0].islower() for line in lines)


def _paragraph(gap: str, following: str, notes: bool) -> bool:
    return gap.count("\n") > 1 or ("\n" in gap and (notes or bool(BULLET.match(following))))


def _ends(word: str, following: str, lower: bool) -> bool:
    if not END.search(word[-TAIL:]) or not START.match(following):
        return False
    first = next((character for character in following if character.isalnum()), "")
    if first.islower() and not (lower and not word.rstrip("\"'”’)]»").endswith(("...", "…"))):
        return False
    core = word.strip("\"'“”‘’()[]«»").rstrip("!?….")
    if not word.rstrip("\"'”’)]»").endswith("."):
        return True
    opener = following.strip("\"'“‘(,").lower() in OPENERS or following.lower().startswith("i'")
    if core in TITLES or (len(core) == 1 and core.isupper() and core != "I" and not opener):
        return False
    core = core.lower()
    if core in NEVER_LAST:
        return False
    if core in SELDOM_LAST:
        if core == "no" and not following[:1].isdigit():
            return True
        return opener
    return True


def _with_letters(sentences: list[list[str]]) -> Iterator[list[str]]:
    """Dashes, bullets and numbers standing alone belong to what follows them, or else to what is before."""
    held: list[str] = []
    last: list[str] | None = None
    for sentence in sentences:
        if not any(character.isalnum() for word in sentence for character in word):
            held += sentence
            continue
        if last is not None:
            yield last
        last, held = held + sentence, []
    if last is None:
        yield held
    else:
        yield last + held


def _run_on(sentence: list[str]) -> Iterator[list[str]]:
    if len(sentence) <= RUN_ON_WORDS:
        yield sentence
        return
    start = 0
    plain = [word.strip(",;:").lower() for word in sentence]
    for at in range(PIECE_WORDS, len(sentence) - PIECE_WORDS // 2):
        if at - start < PIECE_WORDS:
            continue
        two = f"{plain[at]} {plain[at + 1]}"
        begun = plain[at - 1] in ("and", "so", "but")  # of "and then", both or neither go on
        if two in JOINTS or (plain[at] in JOINTS and not begun) or at - start >= RUN_ON_WORDS:
            yield sentence[start:at]
            start = at
    yield sentence[start:]
