"""What a question probes: the BEH rows of docs/syllabus.md, each with the themes and values that answer it.

The table is this course's judgment, in the rows' order. `asked` are turns of phrase by which a question is known; words are compared by
their stems.
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
        "disagree disagreed disagreement with a colleague peer engineer team over a technical decision design approach; argument, argue, argued, debate, dispute, push back, objected, convince, persuade, opposed, resolve conflict between engineers, different technologies, who won, opposing views, strong opinion, contested choice",
    ),
    Probe(
        "BEH-02",
        "disagreeing with a manager",
        ("conflict",),
        ("courage", "candor"),
        "disagree with your manager boss lead director; tell told manager no, they were wrong, pushed back upward, spoke up, stood up to leadership, person you report to, superior, senior to you, above you, leadership mistake, upper management, executive order, decision from above",
    ),
    Probe(
        "BEH-03",
        "the hardest technical project",
        ("ownership", "ambiguity"),
        ("judgment", "resilience"),
        "hardest most difficult complex challenging technical project problem you worked on; toughest engineering work, deep technical challenge",
    ),
    Probe(
        "BEH-04",
        "keeping code quality high on a team",
        ("technical_influence", "mentorship", "speed_versus_quality"),
        ("selflessness", "judgment"),
        "keep raise code quality high on a team; code review, reviews, tests, testing, continuous integration, standards, practices, engineering culture, help engineers around you write better code and designs, raise the bar, mentor, improve the team's engineering",
    ),
    Probe(
        "BEH-05",
        "handling a production outage",
        ("incident_response",),
        ("judgment", "candor"),
        "how do you handle a production outage; triage, communication, root cause, prevention, on call, pager, alert, site down, goes down, service unavailable, steps, first minutes",
    ),
    Probe(
        "BEH-06",
        "technical debt",
        ("speed_versus_quality", "ownership"),
        ("judgment",),
        "technical debt, legacy code; when to pay down, clean up, refactor, rewrite, maintain, old system, prioritise against features",
    ),
    Probe(
        "BEH-07",
        "explaining a system to somebody who is not technical",
        ("technical_influence",),
        ("inclusion", "selflessness"),
        "explain describe a complex system of yours to a non-technical listener person; executives, finance, marketing, lawyers, customer, plain simple language, analogy, understand, outside engineering, business, teach, story, picture",
    ),
    Probe(
        "BEH-08",
        "changing your mind on new evidence",
        ("failure", "ambiguity"),
        ("curiosity", "judgment", "candor"),
        "new evidence data changed your mind opinion belief; you were convinced certain otherwise, measurement proved you wrong, reversed your position, turned out different, admit you were wrong in an argument, assumption, hypothesis, experiment showed otherwise, reconsider",
    ),
    Probe(
        "BEH-09",
        "giving stakeholders bad news",
        ("conflict", "ownership"),
        ("candor", "courage"),
        "give deliver stakeholders customers leadership bad news; slip a date, late, deadline missed, delay, disappoint, told them it would not ship, unwelcome message, hear, unpopular, cancelled a promise, sponsor, honest about status",
    ),
    Probe(
        "BEH-10",
        "dropping work not worth continuing",
        ("ownership", "ambiguity"),
        ("judgment", "courage"),
        "drop kill stop cancel cancelled a project or work not worth continuing; abandon, shut down, give up, sunk cost, walked away, ended, pulled the plug, deprecate",
    ),
    Probe(
        "BEH-11",
        "making a system much better",
        ("ownership", "technical_influence"),
        ("creativity", "curiosity"),
        "a system you made significantly much better; improve improved improvement, performance, latency, cost, reliability, faster, cheaper, impact, before and after, proud improvement, optimise, rebuilt, scale",
    ),
    Probe(
        "BEH-12",
        "a bad trade-off under pressure",
        ("speed_versus_quality", "failure"),
        ("judgment", "candor"),
        "a bad trade-off you made under pressure; shortcut, cut corners, regret, hurry, rushed, paid for later, came back to bite, compromise, short of time, under time pressure",
    ),
    Probe(
        "BEH-13",
        "giving a teammate difficult feedback",
        ("mentorship", "conflict"),
        ("candor", "courage"),
        "give tell a teammate colleague report difficult feedback; struggling, underperforming, their work was not good enough, hard conversation, criticism, helped them grow, coach, mentor junior engineer",
    ),
    Probe(
        "BEH-14",
        "leading the response to an incident",
        ("incident_response", "ownership"),
        ("judgment", "resilience"),
        "a production incident outage you handled resolved led; your part in a tough incident, response, blast radius, severity, postmortem, rollback, broke at night, worst incident, emergency, firefight, crisis, lead, mitigate",
    ),
    Probe(
        "BEH-15",
        "simplifying or generalising",
        ("speed_versus_quality", "technical_influence"),
        ("judgment", "creativity"),
        "decide between simplifying and generalising; simple, abstraction, over-engineering, platform, framework, one-off, reuse, premature, simple solution instead of the big one, minimal, keep it simple, complexity",
    ),
    Probe(
        "BEH-16",
        "questioning the default architecture",
        ("technical_influence", "ambiguity"),
        ("curiosity", "courage", "creativity"),
        "question challenge the default standard architecture choice; why not the usual, everyone uses it, against convention, company standard, microservices, unconventional technology, different approach from others",
    ),
    Probe(
        "BEH-17",
        "feedback that changed how you work",
        ("failure", "mentorship"),
        ("curiosity", "candor"),
        "feedback that altered changed your way of working; criticism review you received got and acted on, learned about yourself, habit, improve yourself, blind spot, behave differently since",
    ),
    Probe(
        "BEH-18",
        "the hardest speed-versus-quality trade-off",
        ("speed_versus_quality",),
        ("judgment",),
        "hardest speed versus quality trade-off; ship fast or do it right, deadline, date, quick, launch, release, good enough, not ready, scope cut, compromise, left out, time was short",
    ),
    Probe(
        "BEH-19",
        "a failure of late",
        ("failure",),
        ("candor", "resilience"),
        "something you failed at; failure, fail, failed, went wrong badly, did not work out, screwed messed up, setback, did not succeed",
    ),
    Probe(
        "BEH-20",
        "feedback you disagreed with",
        ("conflict", "failure"),
        ("candor", "curiosity"),
        "feedback from a colleague that you disagreed with; criticism that was wrong unfair, performance review you did not accept, defensive, took issue",
    ),
    Probe(
        "BEH-21",
        "a decision that proved wrong",
        ("failure", "ownership"),
        ("candor", "judgment"),
        "a decision of yours that proved turned out wrong; mistake, wrong call, bad decision, regret, misjudged, cost, what did you learn, would do differently",
    ),
    Probe(
        "BEH-22",
        "deciding with too little information",
        ("ambiguity",),
        ("judgment", "courage"),
        "how do you judge decide when you know enough versus gathering more information; incomplete imperfect information, uncertain, uncertainty, ambiguous, no spec, unclear vague requirements, nobody told you what to build, reversible, guess, risk, open-ended, blank page, first step, no clear direction, undefined",
    ),
    Probe(
        "BEH-23",
        "an outstanding achievement",
        ("ownership", "technical_influence"),
        ("resilience", "creativity"),
        "an outstanding achievement and a hard challenge; proud, proudest, accomplishment, biggest success, best work of your career, achieve, accomplish, impressive",
    ),
    Probe(
        "BEH-24",
        "partnering with other teams",
        ("technical_influence", "conflict"),
        ("selflessness", "inclusion"),
        "how do you partner work with other teams; cross-team, another team, collaboration, dependency, align, trust, without authority, influence people who do not report to you, different time zones, shared ownership, another group, partner, persuade, cooperate, shared goal, relationship",
    ),
    Probe(
        "BEH-25",
        "how you like to work",
        ("ownership", "ambiguity"),
        ("judgment", "selflessness"),
        "how do you approach problems, how do you like to work; working style, autonomy, manager, environment, ideal team, day to day",
    ),
)
