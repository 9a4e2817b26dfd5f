"""What the coach says of an answer: plain values, and their form as JSON."""

from dataclasses import asdict, dataclass

LABELS = ("S", "T", "A", "R", "N")
"""Situation, task, action, result, none of them."""

KINDS = (
    "missing_situation",
    "missing_task",
    "missing_action",
    "missing_result",
    "result_not_quantified",
    "we_not_i",
    "too_long",
    "too_short",
    "value_named_outright",
    "blame_without_ownership",
    "no_stakes",
    "no_alternatives",
    "no_reflection",
    "fillers",
    "vague",
)


@dataclass(frozen=True)
class Sentence:
    """A sentence and what it mainly does for the listener, one of LABELS."""

    text: str
    label: str


@dataclass(frozen=True)
class Finding:
    """One thing an interviewer would stumble over.

    `quote` is a piece of the answer, or empty where the finding is that something is absent. `rubric` is a row of
    docs/syllabus.md. `follow_up` is what the interviewer would ask next.
    """

    kind: str
    quote: str
    why: str
    rubric: str
    follow_up: str


@dataclass(frozen=True)
class Signals:
    """Pieces of the answer by which a colleague would feel relieved, or uneasy."""

    relief: tuple[str, ...]
    anxiety: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """An answer, read.

    `shares` is the part of the words under each label, in all 1 (or all 0 for an empty answer). `seconds` is what was
    given, or the words at 150 a minute. `findings` has what matters most first. `strength` is 1 to 5.
    """

    sentences: tuple[Sentence, ...]
    shares: dict[str, float]
    seconds: float
    findings: tuple[Finding, ...]
    signals: Signals
    values: tuple[str, ...]
    strength: int

    def to_json(self) -> dict[str, object]:
        """What `json.dumps` takes: dicts, lists, strings and numbers."""
        return {
            "sentences": [asdict(sentence) for sentence in self.sentences],
            "shares": dict(self.shares),
            "seconds": self.seconds,
            "findings": [asdict(finding) for finding in self.findings],
            "signals": {"relief": list(self.signals.relief), "anxiety": list(self.signals.anxiety)},
            "values": list(self.values),
            "strength": self.strength,
        }
