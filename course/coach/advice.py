"""What is said of each kind of finding, in which order, and what it costs."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """`why` is for the learner; `asks` is the interviewer's next question, with {quote} for a piece of the answer.

    `cost` is what the finding takes from a strength of 5.
    """

    why: str
    rubric: str
    asks: str
    asks_without_quote: str
    cost: float


ADVICE = {
    "missing_action": Advice(
        "Nothing here says what you did, and that is what you are scored on.",
        "RUBRIC-32",
        "When it came to “{quote}”, what did you do next, step by step?",
        "What did you do, step by step?",
        2,
    ),
    "blame_without_ownership": Advice(
        "This puts the trouble on others and takes no part of it; candor counts only with your own share in it.",
        "RUBRIC-42",
        "You say “{quote}”. What was your own part in that, and what did you do about it?",
        "What was your own part in it?",
        1.5,
    ),
    "vague": Advice(
        "Words like these could be said of any project: name the thing, the number, the decision.",
        "RUBRIC-48",
        "“{quote}”: which ones exactly, and how many?",
        "Can you give me one concrete example, with names and numbers?",
        1.5,
    ),
    "missing_result": Advice(
        "The story stops before its end: say what came of it, also if it was bad.",
        "RUBRIC-32",
        "After “{quote}”, what came of it?",
        "What came of it?",
        1,
    ),
    "we_not_i": Advice(
        "The acts are “ours”, so your own part cannot be seen: say what you did, and what others did.",
        "RUBRIC-33",
        "“{quote}”: which part of that was yours?",
        "Which part of that was yours?",
        1,
    ),
    "value_named_outright": Advice(
        "A value that is announced convinces nobody: leave the label out and let the deed show it.",
        "STORY-11",
        "You say “{quote}”. What did you do that would make a colleague say so?",
        "What did you do that would make a colleague say so?",
        1,
    ),
    "no_stakes": Advice(
        "Nothing says what was at risk or for whom, so it cannot be seen why this mattered.",
        "RUBRIC-53",
        "“{quote}”: who would have been hurt if nobody had done anything, and how much?",
        "Who would have been hurt if nobody had done anything?",
        1,
    ),
    "missing_task": Advice(
        "What you were asked, or had taken on yourself, is not said, so your actions cannot be held against it.",
        "RUBRIC-32",
        "Before “{quote}”: what was yours to achieve, and by when?",
        "What was yours to achieve, and by when?",
        0.5,
    ),
    "missing_situation": Advice(
        "Where this was, and what was wrong, is not said: one or two sentences are enough.",
        "RUBRIC-35",
        "Before “{quote}”: what was the system, and what was wrong with it?",
        "What was the system, and what was wrong with it?",
        0.5,
    ),
    "result_not_quantified": Advice(
        "The result has no measure: one number, before and after, makes it believable.",
        "RUBRIC-34",
        "“{quote}”: by how much, and how did you measure it?",
        "By how much, and how did you measure it?",
        0.5,
    ),
    "no_reflection": Advice(
        "Nothing says what you took from it or would do otherwise today.",
        "RUBRIC-38",
        "Looking at “{quote}” today, what would you do differently?",
        "What would you do differently today?",
        0.5,
    ),
    "no_alternatives": Advice(
        "No other way is weighed, so it cannot be seen that you made a choice.",
        "RUBRIC-37",
        "“{quote}”: what else could you have done, and why didn't you?",
        "What else could you have done, and why didn't you?",
        0.5,
    ),
    "too_long": Advice(
        "That is about {seconds} seconds, and 90 are plenty: they are over where this begins.",
        "RUBRIC-40",
        "I have to stop you at “{quote}”: what is the one thing I should remember?",
        "What is the one thing I should remember?",
        0.5,
    ),
    "too_short": Advice(
        "That is about {seconds} seconds: too little to be scored; take up to 90.",
        "RUBRIC-40",
        "“{quote}”: can you walk me through that once more, slowly?",
        "Can you walk me through it once more, slowly?",
        1,
    ),
    "fillers": Advice(
        "{fillers} fillers in {words} words cover what you say; a pause is better than any of them.",
        "RUBRIC-40",
        "“{quote}”: can you say that again in one plain sentence?",
        "Can you say that again in one plain sentence?",
        0.5,
    ),
}
"""Kind to advice. The order is the order of findings: what costs most in an interview first."""
