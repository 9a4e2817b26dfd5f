"""What a question probes: the BEH rows of docs/syllabus.md, each with the themes and values that answer it.

The table is this course's judgment, in the rows' order. `asked` are wordings and turns of phrase by which a question is known; words are
compared by their stems.
"""

from dataclasses import dataclass


@dataclass(frozen=True)
class Probe:
    row: str
    what: str
    """What is probed, as a phrase."""
    themes: tuple[str, ...]
    """Ids, most telling first."""
    values: tuple[str, ...]
    asked: str


PROBES = (
    Probe(
        "BEH-01",
        "disagreeing over a technical decision",
        ("conflict", "technical_influence"),
        ("candor", "courage"),
        "disagree with a colleague peer team about a technical decision design approach. argue, push back, convince, debate, dispute",
    ),
    Probe(
        "BEH-02",
        "disagreeing with a manager",
        ("conflict",),
        ("courage", "candor"),
        "disagree with your manager boss lead director. told your manager no, pushed back upward, stood up to leadership",
    ),
    Probe(
        "BEH-03",
        "the hardest technical project",
        ("ownership", "ambiguity"),
        ("judgment", "resilience"),
        "hardest most difficult complex technical project problem you worked on. proud, toughest engineering work",
    ),
    Probe(
        "BEH-04",
        "keeping code quality high on a team",
        ("speed_versus_quality", "technical_influence", "mentorship"),
        ("judgment", "selflessness"),
        "keep code quality high on a team. code review, tests, testing, continuous integration, standards, culture",
    ),
    Probe(
        "BEH-05",
        "handling a production outage",
        ("incident_response",),
        ("judgment", "candor"),
        "how do you handle a production outage. triage, communication, root cause, prevention, on call, pager, site down",
    ),
    Probe(
        "BEH-06",
        "technical debt",
        ("speed_versus_quality", "ownership"),
        ("judgment",),
        "technical debt legacy code. when to pay down, clean up, refactor, rewrite, prioritise against features",
    ),
    Probe(
        "BEH-07",
        "explaining a system to somebody who is not technical",
        ("technical_influence",),
        ("inclusion", "selflessness"),
        "explain a complex system of yours to a non-technical listener. executives, marketing, lawyers, plain language",
    ),
    Probe(
        "BEH-08",
        "changing your mind on new evidence",
        ("failure", "ambiguity"),
        ("curiosity", "judgment", "candor"),
        "new evidence data changed your mind opinion. you were convinced otherwise, reversed your position, turned out different",
    ),
    Probe(
        "BEH-09",
        "giving stakeholders bad news",
        ("conflict", "ownership"),
        ("candor", "courage"),
        "give stakeholders customers bad news. slip a date, late, deadline missed, delay, told them it would not ship",
    ),
    Probe(
        "BEH-10",
        "dropping work not worth continuing",
        ("ownership", "ambiguity"),
        ("judgment", "courage"),
        "drop kill stop cancel a project not worth continuing. abandon work, shut down, sunk cost, walked away",
    ),
    Probe(
        "BEH-11",
        "making a system much better",
        ("ownership", "technical_influence"),
        ("creativity", "curiosity"),
        "a system you made significantly better. improve performance latency cost, faster, cheaper, impact",
    ),
    Probe(
        "BEH-12",
        "a bad trade-off under pressure",
        ("speed_versus_quality", "failure"),
        ("judgment", "candor"),
        "a bad trade-off you made under pressure. shortcut, cut corners, regret, hurry, rushed",
    ),
    Probe(
        "BEH-13",
        "giving a teammate difficult feedback",
        ("mentorship", "conflict"),
        ("candor", "courage"),
        "give a teammate difficult feedback. struggling colleague, underperforming, tell someone their work is not good, hard conversation",
    ),
    Probe(
        "BEH-14",
        "leading the response to an incident",
        ("incident_response", "ownership"),
        ("judgment", "resilience"),
        "a production incident you handled. your part in resolving a tough incident, led the response, blast radius, postmortem, broke at night",
    ),
    Probe(
        "BEH-15",
        "simplifying or generalising",
        ("speed_versus_quality", "technical_influence"),
        ("judgment", "creativity"),
        "decide between simplifying and generalising. abstraction, over-engineering, platform, one-off, build it simple, premature",
    ),
    Probe(
        "BEH-16",
        "questioning the default architecture",
        ("technical_influence", "ambiguity"),
        ("curiosity", "courage", "creativity"),
        "question the default architecture choice. why not the usual, everyone uses it, challenged the standard, microservices, unconventional",
    ),
    Probe(
        "BEH-17",
        "feedback that changed how you work",
        ("failure", "mentorship"),
        ("curiosity", "candor"),
        "feedback that altered changed your way of working. criticism you received and acted on, learned about yourself, habit",
    ),
    Probe(
        "BEH-18",
        "the hardest speed-versus-quality trade-off",
        ("speed_versus_quality",),
        ("judgment",),
        "hardest speed versus quality trade-off. ship fast or do it right, deadline, quick, launch, good enough",
    ),
    Probe(
        "BEH-19",
        "a failure of late",
        ("failure",),
        ("candor", "resilience"),
        "something you failed at lately recently. failure, failed, went badly, did not work out",
    ),
    Probe(
        "BEH-20",
        "feedback you disagreed with",
        ("conflict", "failure"),
        ("candor", "curiosity"),
        "feedback from a colleague that you disagreed with. criticism that was wrong unfair, review you did not accept",
    ),
    Probe(
        "BEH-21",
        "a decision that proved wrong",
        ("failure", "ownership"),
        ("candor", "judgment"),
        "a decision of yours that proved wrong. mistake, wrong call, what did you do, learn, regret, misjudged",
    ),
    Probe(
        "BEH-22",
        "deciding with too little information",
        ("ambiguity",),
        ("judgment", "courage"),
        "how do you judge when you know enough to decide versus gathering more. incomplete imperfect information, uncertain, no spec, unclear requirements",
    ),
    Probe(
        "BEH-23",
        "an outstanding achievement",
        ("ownership", "technical_influence"),
        ("resilience", "creativity"),
        "an outstanding achievement and a hard challenge. proudest, accomplishment, biggest success",
    ),
    Probe(
        "BEH-24",
        "partnering with other teams",
        ("technical_influence", "conflict"),
        ("selflessness", "inclusion"),
        "how do you partner work with other teams. cross-team, collaboration, dependency, align, without authority",
    ),
    Probe(
        "BEH-25",
        "how you like to work",
        ("ownership", "ambiguity"),
        ("judgment", "selflessness"),
        "how do you approach problems, how do you like to work. working style, autonomy, manager, environment",
    ),
)
