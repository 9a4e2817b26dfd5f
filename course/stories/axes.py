"""The four axes a project is stress-tested on (DEEP-11 to DEEP-14): on each, questions from the surface down.

The questions are this course's; what a row of the syllabus names is the axis.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Rung:
    question: str
    find_out: str
    """What to look up or ask a colleague when there is no answer."""


@dataclass(frozen=True)
class Axis:
    id: str
    name: str
    row: str
    section: str
    """Of the project's five prompts, the one whose words the first question takes up."""
    rungs: tuple[Rung, ...]
    press: str
    """The follow-up on a thing that the answer names; {quote} is the learner's own words."""


AXES = (
    Axis(
        "data_model",
        "Data model",
        "DEEP-11",
        "architecture",
        (
            Rung(
                "Which things did you store, what was the key of each, and who wrote them?",
                "the tables or keys of your store, and for each the one place that writes it",
            ),
            Rung(
                "Which reads and writes did that model serve, how often each, and which one did you make slow on purpose?",
                "the three most frequent reads and writes with their rates, and the query that the model serves badly",
            ),
            Rung(
                "Two writers change the same record at once, or a write is retried. Which rule decides, and what does a reader "
                "see meanwhile?",
                "how concurrent and repeated writes were resolved: lock, version, last write, idempotency key",
            ),
            Rung(
                "A bug writes wrong rows for a day. How do you find which ones, and how do you mend them under traffic?",
                "how you would find and repair bad data: audit trail, backfill, and how the last migration could be undone",
            ),
        ),
        "“{quote}”: what goes wrong when there are two of it, and what keeps that from happening?",
    ),
    Axis(
        "failure_modes",
        "Failure modes",
        "DEEP-12",
        "broke",
        (
            Rung(
                "What failed most often, and what did a user see when it did?",
                "the last three incidents of that system, with what a user saw in each",
            ),
            Rung(
                "The thing you depend on most is not down but slow. Where do requests wait, and what gives up first, after how long?",
                "the timeouts, pools and queue limits on the way of a request, in order",
            ),
            Rung(
                "It comes back, and every caller retries at once. What is done twice, and what keeps the load from staying?",
                "which operations are safe to repeat, and how retries are bounded: budget, backoff, breaker, shedding",
            ),
            Rung(
                "Which failure did you decide not to survive, who agreed to that, and how do you know that the others are survived?",
                "the failures that were accepted and by whom, and the last time that a failover or a restore was really tried",
            ),
        ),
        "“{quote}”: suppose that this is the part that fails. What notices, what gives up, and what does a user see?",
    ),
    Axis(
        "rollout",
        "Rollout strategy",
        "DEEP-13",
        "trade_offs",
        (
            Rung(
                "How did it reach the first user, and who came next, in which steps?",
                "the stages of the rollout with their sizes and dates",
            ),
            Rung(
                "Which number, at which value, would have stopped it, and who would have seen it?",
                "the stop criteria of the rollout: the metric, its limit, and who or what watched it",
            ),
            Rung(
                "Half-way you have to go back. What can't be undone: data, messages, clients?",
                "what the old version does with what the new one wrote, and the steps of a rollback after half of the users",
            ),
            Rung(
                "Old and new run side by side for a week. Who reads what the other wrote, and how did you know that both agreed?",
                "how compatibility was kept and compared: dual writes, shadow reads, a count of differences",
            ),
        ),
        "“{quote}”: how did you change that without stopping it, and how would you have taken it back?",
    ),
    Axis(
        "metrics",
        "Metrics watched",
        "DEEP-14",
        "problem",
        (
            Rung(
                "Which three numbers did you look at, and what was each on a normal day?",
                "the three metrics that mattered, with their values on a normal day",
            ),
            Rung(
                "Which of them wakes somebody, at which value, and why at that one?",
                "the alert's threshold and window, and how it was chosen",
            ),
            Rung(
                "Users suffered and every graph was green. When was that, and which graph did you add?",
                "an incident that users noticed first, and what was measured differently afterwards",
            ),
            Rung(
                "How do you know that the improvement came from your change, and not from something else that week?",
                "the comparison that shows the effect: a holdout, an experiment, the same week before, another region",
            ),
        ),
        "“{quote}”: which number tells you first that it is unwell, and what was that number last time?",
    ),
)
BY_ID = {axis.id: axis for axis in AXES}
