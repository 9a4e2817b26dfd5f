"""How the examiner hears an answer: whether there is one, whether it is concrete, and which words of it to take up.

Patterns over English, no model: what they miss costs the learner one question more, never a wrong fact, for whatever is quoted
stands in the answer.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Literal

Outcome = Literal["holds", "vague", "none"]
Kind = Literal["number", "absolute", "hedge", "choice", "we", "name", "clause"]

FEWEST_WORDS = 6
"""A shorter answer names a thing, but not how it works."""
QUOTE_LENGTH = 90  # characters

_UNKNOWN = re.compile(
    r"\b(?:(?:i|we)(?:'m| am| are)? (?:do ?n[o']t|don't|not|never|cannot|can't|could ?n[o']t) "
    r"(?:really |honestly |actually |quite )?(?:know|knew|remember|recall|sure|certain|say|tell|think of|have an answer)"
    r"|no (?:idea|clue|answer)|not sure|dunno|idk|n/?a|pass|skip|next question|(?:i |i'd |i would )?ha(?:ve|d) to (?:look|check|ask)"
    r"|(?:somebody|someone) else (?:did|knows|handled))\b",
    re.IGNORECASE,
)
_UNIT = r"(?:%|percent|per|seconds?|minutes?|hours?|days?|weeks?|months?|years?|times|milliseconds?)"
_NUMBER = re.compile(
    rf"(?<![\w.])[~<>≈]?\d[\d.,:]*(?:\s?(?:{_UNIT}\b|%|[a-zµ]{{1,3}}\b))?"
    rf"|\b(?:one|two|three|four|five|six|seven|eight|nine|ten|twelve|fifteen|twenty|thirty|forty|fifty|ninety) {_UNIT}\b"
    r"|\b(?:hundreds?|thousands?|millions?|a (?:half|third|quarter|tenth|dozen)|half of|twice|double[ds]?|halved)\b",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(
    r"\b(?:always|never|none|nothing|impossible|guaranteed?|exactly once|can(?:no|')t (?:lose|fail|happen))\b",
    re.IGNORECASE,
)
_HEDGE = re.compile(
    r"\b(?:should|probably|usually|mostly|normally|typically|maybe|might|i think|i guess|more or less|kind of|sort of|basically)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\b(?:chose|choose|decided|picked|went with|instead of|rather than|switched to|replaced)\b", re.IGNORECASE
)
_WE = re.compile(r"\b(?:we|the team|our team)\b", re.IGNORECASE)
_I = re.compile(r"\b(?:i|my|me)\b", re.IGNORECASE)
_CAUSE = re.compile(
    r"\b(?:because|since|so|therefore|after|when|until|unless|if|which (?:means|meant)|caused)\b",
    re.IGNORECASE,
)
# A name within a sentence, a word with digits, dots or underscores in it, or two letters in capitals: DynamoDB, user_id, p99, TTL.
_NAME = re.compile(
    r"(?<=[\w,;:] )[A-Z][\w-]*[a-z]\w*|\b\w*[a-z][A-Z]\w*|\b\w+(?:[_.]\w+)+|\b[A-Z]{2,}s?\b|\b[a-z]+\d+\b"
)
_THING = re.compile(
    r"\b(?:[a-z]+[ -])?(?:table|index|key|queue|topic|cache|database|replica|shard|partition|service|server|client|cluster|region|zone|"
    r"worker|job|pipeline|stream|log|store|bucket|flag|canary|dashboard|alert|pager|schema|column|row|record|lock|lease|token|"
    r"timeout|retry|retries|breaker|proxy|gateway|balancer|consumer|producer|poller|batch|snapshot|backup|migration|rollback|api)s?\b",
    re.IGNORECASE,
)
_LITTLE = re.compile(
    r"^(?:of|to|in|and|or|by|per|with|from|for|on|at|is|was|are|were|a|an|the|each|one|no|any|that|this) ",
    re.IGNORECASE,
)
_VERB = re.compile(
    r"(?:we|i|they|you|it|who|would|could|can|will|should|must|not|never|did|do) ", re.IGNORECASE
)  # "we store"
_METRIC = re.compile(r"^p\d+$|latency|throughput|\b(?:error rate|CPU|SLOs?|SLAs?|QPS|RPS|TTLs?)\b")
_VAGUE = re.compile(
    r"\b(?:robust|scalable|best practices?|industry standard|state of the art|various|different things|many things|a lot of (?:things|work)|"
    r"lots of|some kind of|stuff|things like that|and so on|etc|worked (?:well|great|fine)|it was (?:fine|good|great|hard)|"
    r"the usual|as needed|as usual|all good|no (?:problems?|issues?)|everything)\b",
    re.IGNORECASE,
)
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)?")
_SENTENCE = re.compile(r"[^.!?\n;]+(?:\.(?=\S)[^.!?\n;]+)*")


@dataclass(frozen=True)
class Quote:
    text: str
    """Stands in the answer, letter by letter."""
    kind: Kind


def outcome(answer: str) -> Outcome:
    words = _WORD.findall(answer)
    if not words:
        return "none"
    rest = _WORD.findall(_UNKNOWN.sub(" ", answer))
    if _UNKNOWN.search(answer) and len(rest) < 2 * FEWEST_WORDS and not _NUMBER.search(answer):
        return "none"
    if len(words) < FEWEST_WORDS:
        return "vague"
    concrete = sum(bool(pattern.search(answer)) for pattern in (_NUMBER, _NAME, _THING, _CAUSE, _CHOICE))
    if concrete == 0 or (_VAGUE.search(answer) and concrete < 2):
        return "vague"
    return "holds"


def quote(answer: str, used: Collection[str] = ()) -> Quote | None:
    """The words to take up next, of those not taken up yet: what is surest first, then what is hedged, then things."""
    sentences = [match for match in _SENTENCE.finditer(answer) if len(_WORD.findall(match[0])) > 1]
    patterns: tuple[tuple[Kind, re.Pattern[str]], ...] = (
        ("absolute", _ABSOLUTE),
        ("hedge", _HEDGE),
        ("choice", _CHOICE),
        ("number", _NUMBER),
    )
    for kind, pattern in patterns:
        for sentence in sentences:
            if found := pattern.search(sentence[0]):
                text = _around(sentence[0], found.start(), found.end())
                if text not in used:
                    return Quote(text, kind)
    for pattern in (_THING, _NAME):
        for found in pattern.finditer(answer):
            text = _LITTLE.sub("", found[0].strip())
            if text not in used and len(text) > 2 and not _VERB.match(text):
                return Quote(text, "number" if _METRIC.search(text) else "name")
    for sentence in sentences:
        if _WE.search(sentence[0]) and not _I.search(sentence[0]) and (text := _around(sentence[0], 0, 1)) not in used:
            return Quote(text, "we")
    for sentence in sentences:
        if (text := _around(sentence[0], 0, 1)) not in used:
            return Quote(text, "clause")
    return None


def _around(sentence: str, start: int, end: int) -> str:
    """The part of a sentence about [start, end), cut at commas and words so that it is short."""
    left = max(sentence.rfind(", ", 0, start) + 1, 0)
    right = sentence.find(", ", end)
    part = sentence[left : right if right >= 0 else len(sentence)]
    if len(part) > QUOTE_LENGTH:
        at = start - left
        first = part.rfind(" ", 0, max(0, at - QUOTE_LENGTH // 3)) + 1
        part = part[first : first + QUOTE_LENGTH]
        part = part.rpartition(" ")[0] or part
    return part.strip()
