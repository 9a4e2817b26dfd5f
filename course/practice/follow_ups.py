"""Follow-up questions to an answer, the weakest part first, for three to five minutes (RUBRIC-41: there the score is made).

Each finding of the coach opens a thread. Its first question is the coach's; then the reply decides: nothing in it, and
the thread has run dry; beside the point, and it is asked once more, starting from the reply; to the point, and one
question goes deeper. When no finding is left, what an interviewer asks of any story follows. Before three minutes a
thread is followed by the next; between three and five only the open one goes on; at five minutes it is over.

Nothing here keeps anything or looks at a clock: `follow` works out, from all replies so far, what is asked next. The
same replies give the same questions.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from course.coach import Reading, Sentence

AT_LEAST_S, AT_MOST_S = 180.0, 300.0
ONE_REPLY_S = 120.0  # a reply that took longer was interrupted by something else: no more than this is counted
QUOTE_WORDS = 14
FEW_WORDS = 6  # fewer say nothing, unless there is a number among them
SHRUG_WORDS = 25  # a longer reply may begin with "I don't know" and still say something
SHORT_REPLY_WORDS = 75  # about half a minute: what is left of a long answer once it is to the point
FULL_REPLY_WORDS = 40

Outcome = Literal["open", "held", "dry"]
Ended = Literal["", "time", "nothing left"]
Read = Callable[[str, str], "Reading"]

_NUMBER = re.compile(
    r"\d|\b(?:two|three|four|five|six|seven|eight|nine|ten|twelve|twenty|thirty|forty|fifty|sixty|hundred|thousand|"
    r"million|half|third|twice|double|percent|none|nobody|zero)\b",
    re.IGNORECASE,
)
_SHRUG = re.compile(
    r"\b(?:don'?t (?:know|remember|recall)|do not (?:know|remember|recall)|not (?:really )?sure|no idea|can'?t (?:say|remember|recall|think)|"
    r"cannot (?:say|remember|recall|think)|couldn'?t (?:say|tell)|nothing (?:really|comes)|hard to say|have to (?:think|check|look)|never (?:checked|measured|asked))\b",
    re.IGNORECASE,
)
_I = re.compile(r"\b(?:I|my|me|myself)\b|\bI'")


@dataclass(frozen=True)
class Topic:
    """What a thread is about. `deeper` and `again` are questions, with {quote} for the learner's words."""

    name: str
    rubric: str
    deeper: str
    again: str


TOPICS = {
    "missing_action": Topic(
        "what you did",
        "RUBRIC-32",
        "“{quote}”: why that, and why first?",
        "“{quote}”. And what did you do, you yourself?",
    ),
    "blame_without_ownership": Topic(
        "your own share in it",
        "RUBRIC-42",
        "“{quote}”: what do you do otherwise since, with whom?",
        "“{quote}”. Leave the others aside: what was your own part?",
    ),
    "vague": Topic(
        "the particulars",
        "RUBRIC-48",
        "“{quote}”: who else would tell it so, and what would they add?",
        "“{quote}” is still general. Which system, which day, how many?",
    ),
    "missing_result": Topic(
        "what came of it",
        "RUBRIC-32",
        "“{quote}”: by how much, and how did you measure it?",
        "“{quote}”. And how did it end?",
    ),
    "we_not_i": Topic(
        "your own part",
        "RUBRIC-33",
        "“{quote}”: what would not have happened without you?",
        "“{quote}”. Which of it did you do with your own hands, or decide?",
    ),
    "value_named_outright": Topic(
        "the deed behind the word",
        "STORY-11",
        "“{quote}”: what did that cost you?",
        "“{quote}”. Tell me one thing that you did on one day.",
    ),
    "no_stakes": Topic(
        "what was at stake",
        "RUBRIC-53",
        "“{quote}”: how did you know that at the time?",
        "“{quote}”. What would have been lost, and whose loss was it?",
    ),
    "missing_task": Topic(
        "what was yours to do",
        "RUBRIC-32",
        "“{quote}”: who said that it was yours, and what did you leave undone for it?",
        "“{quote}”. What were you to achieve, and by when?",
    ),
    "missing_situation": Topic(
        "the situation",
        "RUBRIC-35",
        "“{quote}”: what of that did you know then, and what only later?",
        "“{quote}”. What was wrong, and where?",
    ),
    "result_not_quantified": Topic(
        "the measure of the result",
        "RUBRIC-34",
        "“{quote}”: what does that number leave out?",
        "“{quote}”. A number, before and after: what would a graph have shown?",
    ),
    "no_reflection": Topic(
        "what you would change",
        "RUBRIC-38",
        "“{quote}”: where have you done it so since?",
        "“{quote}”. And you, what would you do otherwise today?",
    ),
    "no_alternatives": Topic(
        "what you decided against",
        "RUBRIC-37",
        "“{quote}”: what would have made you choose the other way?",
        "“{quote}”. Name one other way, and why you left it.",
    ),
    "too_long": Topic(
        "the point of it",
        "RUBRIC-40",
        "“{quote}”: why that, of all you told me?",
        "Shorter: what is the one sentence I should keep?",
    ),
    "too_short": Topic(
        "the whole of it", "RUBRIC-40", "“{quote}”: what was the hardest moment of it?", "“{quote}”. Then what? Go on."
    ),
    "fillers": Topic(
        "saying it plainly",
        "RUBRIC-40",
        "“{quote}”: and why does that matter?",
        "“{quote}”. Once more, in one plain sentence?",
    ),
    # What is asked of any story, once the coach has no more findings.
    "decision": Topic(
        "the decision and its reason",
        "RUBRIC-36",
        "“{quote}”: what would have proved you wrong?",
        "“{quote}”. And the reason, in one sentence?",
    ),
    "objection": Topic(
        "who saw it otherwise",
        "RUBRIC-51",
        "“{quote}”: in what were they right?",
        "“{quote}”. Who would have done it otherwise, and what was their best argument?",
    ),
    "today": Topic(
        "what you would change",
        "RUBRIC-38",
        "“{quote}”: where have you done it so since?",
        "“{quote}”. What would you do otherwise today?",
    ),
}
"""By kind of finding, and then the threads of any story."""

OPENERS = {
    "decision": ("A", "You said “{quote}”. Why that, and what made you sure?"),
    "objection": ("A", "“{quote}”: who disagreed with that, and what did you do with it?"),
    "today": ("R", "“{quote}”: if it happened tomorrow, what would you do otherwise?"),
}
"""Thread to the label of the sentence it starts from, and its first question."""
SAME_AS = {"today": "no_reflection", "decision": "no_alternatives"}
"""A thread of any story that a finding has already opened."""


@dataclass(frozen=True)
class Reply:
    text: str
    took_s: float
    """From the question to the reply."""


@dataclass(frozen=True)
class Question:
    """`quote` is a piece of what the learner said, or empty; `depth` is 0 for a thread's first question."""

    text: str
    quote: str
    kind: str
    rubric: str
    depth: int


@dataclass(frozen=True)
class Exchange:
    question: Question
    reply: str


@dataclass(frozen=True)
class Thread:
    kind: str
    exchanges: tuple[Exchange, ...]
    outcome: Outcome
    """"held": replied to the point at least once; "dry": not; then the last exchange shows where."""

    @property
    def topic(self) -> Topic:
        return TOPICS[self.kind]

    @property
    def unanswered(self) -> Question | None:
        """The question that still needs an answer: of a dry thread, or one step deeper of one that held."""
        last = self.exchanges[-1]
        return last.question if self.outcome != "held" or not _says_something(last.reply) else None


@dataclass(frozen=True)
class Conversation:
    question: Question | None
    """What is asked now; None when it is over."""
    threads: tuple[Thread, ...]
    elapsed_s: float
    ended: Ended

    @property
    def held(self) -> tuple[Thread, ...]:
        return tuple(thread for thread in self.threads if thread.outcome == "held")

    @property
    def dry(self) -> tuple[Thread, ...]:
        return tuple(thread for thread in self.threads if thread.outcome == "dry")


def follow(answer: str, reading: "Reading", replies: Sequence[Reply], read: Read) -> Conversation:
    """The conversation after `replies` to the follow-ups of `answer`, which the coach read as `reading`.

    `read` is the coach: an answer and the question it answers to a reading. Replies after the end are not looked at.
    """
    threads: list[Thread] = []
    elapsed_s = 0.0
    left = iter(replies)
    for kind, opener in _openers(answer, reading):
        exchanges: list[Exchange] = []
        outcome: Outcome = "open"
        question: Question | None = opener
        while question is not None:
            reply = next(left, None) if elapsed_s < AT_MOST_S else None
            if reply is None:
                threads += [Thread(kind, tuple(exchanges), outcome)] if exchanges else []
                over = elapsed_s >= AT_MOST_S
                return Conversation(None if over else question, tuple(threads), elapsed_s, "time" if over else "")
            elapsed_s += min(max(0.0, reply.took_s), ONE_REPLY_S)
            exchanges.append(Exchange(question, reply.text))
            question, outcome = _after(question, outcome, reply.text, read)
        threads.append(Thread(kind, tuple(exchanges), outcome))
        if elapsed_s >= AT_LEAST_S:
            return Conversation(None, tuple(threads), elapsed_s, "time")
    return Conversation(None, tuple(threads), elapsed_s, "nothing left")


def _openers(answer: str, reading: "Reading") -> Iterator[tuple[str, Question]]:
    kinds = []
    for finding in reading.findings:
        if finding.kind in TOPICS and finding.kind not in kinds:
            kinds.append(finding.kind)
            yield finding.kind, Question(finding.follow_up, finding.quote, finding.kind, finding.rubric, 0)
    for kind, (label, text) in OPENERS.items():
        if SAME_AS.get(kind) in kinds or not reading.sentences:
            continue
        quote = _clearest(reading.sentences, label)
        if quote and quote in answer:
            yield kind, Question(text.format(quote=_short(quote)), quote, kind, TOPICS[kind].rubric, 0)


def _after(question: Question, outcome: Outcome, reply: str, read: Read) -> tuple[Question | None, Outcome]:
    """The next question of the thread, None when it is done, and how it stands."""
    kind, topic = question.kind, TOPICS[question.kind]
    if not _says_something(reply):
        return None, "dry" if outcome == "open" else outcome
    reading = read(reply, question.text)
    if question.depth and outcome == "held":
        return None, "held"
    quote = _clearest(reading.sentences, "A" if kind in ("missing_action", "we_not_i") else "R")
    if quote not in reply:  # odd white space: the coach's sentences are the answer with plain spaces
        quote = ""

    def ask(form: str) -> Question:
        return Question(form.format(quote=_short(quote or reply)), quote, kind, topic.rubric, question.depth + 1)

    if _to_the_point(kind, reply, reading):
        return ask(topic.deeper), "held"
    return (None, "dry") if question.depth else (ask(topic.again), "open")


def _says_something(reply: str) -> bool:
    words = len(reply.split())
    if _SHRUG.search(reply) and words < SHRUG_WORDS and not re.search(r"\d", reply):
        return False
    return words >= FEW_WORDS or (words > 0 and bool(_NUMBER.search(reply)))


def _to_the_point(kind: str, reply: str, reading: "Reading") -> bool:
    """Whether the reply has what the thread misses, as far as the coach can tell from the reply alone."""
    found = {finding.kind for finding in reading.findings}
    words = len(reply.split())
    if kind == "result_not_quantified":
        return bool(_NUMBER.search(reply))
    if kind in ("missing_result", "no_stakes"):
        return kind not in found or bool(_NUMBER.search(reply))
    if kind in ("we_not_i", "blame_without_ownership", "value_named_outright", "missing_action"):
        return kind not in found and bool(_I.search(reply))
    if kind == "too_long":
        return words <= SHORT_REPLY_WORDS
    if kind == "too_short":
        return words >= FULL_REPLY_WORDS
    if kind == "vague":
        return "vague" not in found and bool(
            _NUMBER.search(reply) or re.search(r"(?<![.!?] )(?<!^)\b[A-Z][a-z]+", reply)
        )
    return kind not in found


def _clearest(sentences: Sequence["Sentence"], label: str) -> str:
    """The sentence to start a question from: with that label, with a number, and the longest."""
    return max(
        (one.text for one in sentences),
        key=lambda text: (
            any(one.text == text and one.label == label for one in sentences),
            bool(re.search(r"\d", text)),
            len(text),
        ),
        default="",
    )


def _short(piece: str) -> str:
    """The beginning of a piece, without its full stop."""
    words = piece.split()
    cut = " ".join(words[:QUOTE_WORDS]).rstrip(".,;:!? ")
    return f"{cut} …" if len(words) > QUOTE_WORDS else cut
