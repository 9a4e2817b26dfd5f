# ---
# keeper:
#   title: Relief or anxiety
#   minutes: 60
#   level: L5
#   covers: [CULT-01, CULT-02, CULT-03, CULT-04, CULT-05, CULT-06, CULT-07, CULT-08, CULT-29, RUBRIC-01, RUBRIC-02, RUBRIC-03, RUBRIC-04, RUBRIC-05, RUBRIC-06, RUBRIC-07, RUBRIC-08, RUBRIC-09, CONTRA-04, CONTRA-10]
#   needs: []
# ---

# %% [markdown]
# You have changed sides. Nine people were interviewed this week. The manager who would get them puts nine excerpts in front
# of you and says:
#
# > If each of these started tomorrow, would I be relieved or anxious? Tell me by lunch, and show me the line.
#
# **What they listen for.** One public interview guide reports that this is the form the keeper test takes in an interview, and
# that every question is a probe for it (RUBRIC-02, RUBRIC-09; undated, not confirmed by the company). Once you have heard it
# from this side, you'll hear it in your own answers.
#
# She has a minute. What do you ask before you read?

# %% part
from course.parts import clarify

clarify(
    "keeper_opening",
    {
        "What counts: what they say about themselves, or what they did?": "What they did, what came of it if I could check it, and how "
        "they replied when someone pressed. The rest is decoration.",
        "Can one answer give both relief and anxiety?": "Easily. Then write down both. At most one of each per answer, the one with "
        "the best evidence.",
        "May I write “none”?": "Please do, when it's so. A worry without a line is only a mood.",
        "Do hesitation, accent or word order count?": "No. I want to know what is behind the words when you press on them.",
        "Is it a plus if they use the document's own words?": "It's neither. It tells me that they have read it.",
        "If two lines carry the same signal, which do I write down?": "Either. I need one that I can quote.",
        "Do I fill in what they probably meant?": "No. If it isn't in the lines, they didn't say it.",
        "Which of them should we hire?": "Nobody is hired on one excerpt. I asked for a signal and a line.",
        "Which companies are they from?": "I took that out on purpose.",
        "How many other interviewers are there?": "Enough. It won't change what's in the lines.",
    },
    solved_by="keeper_signals_read",
)

# %% [markdown]
# ## The test, and how much of it is known
#
# | when | what it says, in our words | how we know |
# |---|---|---|
# | 2009 | A manager's question: if my people told me that they were leaving in two months for a similar job at a peer company, which of them would I fight hard to keep? And the employee's side of it: ask your manager how hard they'd try to change your mind. (RUBRIC-01 is the short form.) | secondary: a blog of August 2009 that quotes the slides |
# | June 2024 | Would I fight to keep this person; or, knowing what I know today, would I hire them again? Judged on the whole record; talk with your manager regularly. | secondary: three articles, one dated 7 July 2024 |
# | undated | In an interview: would I be relieved or anxious if they started tomorrow? And the six signals below. | reported by one public interview guide (S1); not confirmed |
#
# **How often is it asked of someone who works there?** The sources disagree (CONTRA-10). S1 says once a year, and with eyes open. An
# undated article on process, culture and pay (S3) says that the test is real and gentler than the text sounds. No part of
# the 2024 text that we could read names a yearly cycle. So: unknown. Don't build an answer, or a fear, on "annual".
#
# S0 to S4 stand for the sources listed in the course's `docs/syllabus.md`. This course is independent of Netflix.
#
# ## Six signals
#
# | write | the signal | you hear that | row |
# |---|---|---|---|
# | `lowers_load` | relief: lowers the team's context load | others have less to know, ask, remember or chase afterwards | RUBRIC-03 |
# | `closes` | relief: closes problems instead of passing them up | something that could have gone to another desk was ended or decided by the speaker | RUBRIC-04 |
# | `lifts` | relief: lifts the standard of nearby work | other people's own work is better afterwards, also when the speaker isn't there | RUBRIC-05 |
# | `supervision` | anxiety: needs more supervision than there is | somebody else had to choose, order, unblock or check along the way | RUBRIC-06 |
# | `imprecise` | anxiety: imprecise when pressed | asked what, who, when or how many, the reply is less definite than the question | RUBRIC-07 |
# | `known_only` | anxiety: solves known problems, doesn't define new ones | a problem that arrives without a shape is left to wait for one, or a familiar problem is put in its place | RUBRIC-08 |
#
# The names of the signals are the guide's, in our words. What you hear is this course's reading of them.
#
# ## How to find the line
#
# ```mermaid
# flowchart LR
#   L["a line of the answer"] --> A{"done, checkable,<br/>or a reply to a follow-up?"}
#   A -- no --> N["scene, claim or praise"]
#   A -- yes --> S{"cover all but it and the scene:<br/>would you still write<br/>the signal down?"}
#   S -- no --> C["it helps another line"]
#   S -- yes --> E["evidence"]
# ```
#
# Three lines to try it on:
#
# > **1** I really care about documentation.<br/>
# > **2** Our deploy was a wiki page with nineteen steps.<br/>
# > **3** It's one command now, and the page is deleted.
#
# Line 1 is a claim. Line 2 is the scene: nobody has done anything yet. Cover line 1, and line 3 still tells you that people who had
# nineteen steps to remember have one. That's the line to quote, and `lowers_load` is the signal.

# %% given
RELIEF = ("lowers_load", "closes", "lifts")
ANXIETY = ("supervision", "imprecise", "known_only")
LINES = {"A": 6, "B": 6, "C": 6, "D": 6, "E": 7, "F": 6, "G": 6, "H": 6, "I": 6}  # numbered lines of each answer

# %% [markdown]
# ## 1 · One signal each
#
# A, B and C each carry **exactly one** of the six. Lines in *italics* are the interviewer's.
#
# ---
# **A.** *Tell me about something you made better for your team.*
#
# > **1** So we had this billing export, and everyone treated it as, you know, the cursed service.<br/>
# > **2** Eleven config flags, and nobody could say which ones mattered, so every change started with a message to Ana.<br/>
# > **3** I spent a week in the logs, and nine of the eleven hadn't been flipped in two years.<br/>
# > **4** So those nine are gone, and for the other two I wrote one page: what each protects and when to leave it alone, so that
# > people can make the call without asking anyone.<br/>
# > **5** Ana went on leave the month after. Four of us changed the export while she was out, and her phone didn't ring.<br/>
# > **6** It's boring now. I'm quite proud of boring.
#
# ---
# **B.** *Tell me about something you made better for your users.*
#
# > **1** We re-did search, and I was basically the informed captain on that, end to end.<br/>
# > **2** It was slow before, like, painfully slow, and the mobile people had pretty much given up on us.
# >
# > *How slow?*
# >
# > **3** Seconds, sometimes? It depended a lot on the query.<br/>
# > **4** We had dashboards for all of it, I'd have to go and look, but the graph really fell off a cliff.
# >
# > *How much of that was your change?*
# >
# > **5** Honestly, sort of all of it. There were a few things landing around then, a cache, our stuff, and it all came together.<br/>
# > **6** And it got called out at the all-hands, so, big win for everybody.
#
# ---
# **C.** *Tell me about an incident.*
#
# > **1** Saturday, two in the morning, payouts for one country stop, and I've got the pager.<br/>
# > **2** It's the bank's certificate. They'd rotated it, and the payout service had the old one pinned.<br/>
# > **3** Not my service, by the way. I own the ledger next door, and their on-call wasn't picking up.<br/>
# > **4** So I moved the pin up to the issuer, which the runbook lets any on-call do, wrote in both channels what I'd changed and how
# > to put it back, and payouts were running forty minutes after the page.<br/>
# > **5** My manager put it in the newsletter, said this is what ownership looks like, so that was nice.<br/>
# > **6** Then on Monday I didn't leave them a ticket. Joost from their side and I took the pin out for good and watched it survive
# > a rotation in staging.
#
# ---
# Before you mark anything, say in one sentence what you take as evidence. Then mark, and run the cell below. To read why a choice
# isn't the one, save the notebook and grade it: `course grade keeper_test` in a terminal.

# %% answer="keeper_signals"
signals = {
    "A": (None, None),  # (signal, number of the line), for example ("lifts", 1)
    "B": (None, None),
    "C": (None, None),
}


def my_rule():
    """Return your rule for evidence, one sentence. It is not judged; you will want it when two lines compete."""
    ### BEGIN SOLUTION
    return "Something the speaker did, or an effect I could check, or a reply to a follow-up; not a scene, a claim or praise."


signals = {"A": ("lowers_load", 4), "B": ("imprecise", 5), "C": ("closes", 6)}
### END SOLUTION


# %% tests="keeper_signals_read" points=3
# These cases tell you at once whether a signal is right. Why it isn't, and whether the line is, you read when you grade the lesson:
# each wrong choice has an explanation there, and none gives the right one away.
import hashlib

SIX = (*RELIEF, *ANXIETY)
ABOUT_ONESELF = {
    ("B", 1): "B1 is a title that the speaker gives to themselves",
    ("B", 6): "B6 is applause",
    ("C", 5): "C5 is a manager's praise",
}


def mark(letter):
    """The learner's (signal, line) for an answer, or a failed case that says how to write it."""
    given = signals.get(letter) if isinstance(signals, dict) else None
    check.that(
        isinstance(given, (tuple, list)) and len(given) == 2 and None not in given,
        f"{letter} has no mark yet. Expected a signal and a line, as in ('lifts', 1); found {given!r}.",
    )
    signal, line = given
    check.that(signal in SIX, f"{letter}: {signal!r} is none of the six signals. Write one of {', '.join(SIX)}.")
    check.that(
        type(line) is int and 1 <= line <= LINES[letter],
        f"{letter} has lines 1 to {LINES[letter]}; found {line!r}. Write the number alone, without quotes.",
    )
    return signal, line


@check("each of A, B and C has a signal and a line, spelled as listed", weight=0.25)
def spelled():
    for letter in "ABC":
        mark(letter)


@check("no chosen line is only a claim about oneself, or praise", weight=0.5)
def not_a_claim():
    for letter in "ABC":
        place = (letter, mark(letter)[1])
        check.that(place not in ABOUT_ONESELF, f"{ABOUT_ONESELF.get(place)}. Which line would convince you with the others covered?")


@check("you put your own rule for evidence into a sentence (not judged)", weight=0.25)
def has_rule():
    rule = my_rule()
    check.that(isinstance(rule, str) and len(rule.split()) >= 5, "my_rule() should return your rule as one sentence of five words or more.")


# The right signals, as digests of "A closes" and so on, so that this cell doesn't give them away.
DIGESTS = {"A": "b05da2fe5803", "B": "c681a7eb6183", "C": "ada6edc8f4a3"}


def judge_quickly(letter):
    signal, _ = mark(letter)
    found = hashlib.sha256(f"{letter} {signal}".encode()).hexdigest()[:12]
    check.that(found == DIGESTS[letter], f"{signal} isn't what {letter} carries. “{letter}, the signal, explained” says why not; it runs when you grade.")


for letter in DIGESTS:
    check(f"{letter}, the signal", weight=0.5)(lambda letter=letter: judge_quickly(letter))

### BEGIN HIDDEN TESTS
HEARD = {"A": {"lowers_load": {4, 5}}, "B": {"imprecise": {3, 4, 5}}, "C": {"closes": {4, 6}}}
NOT_THAT_SIGNAL = {
    "A": {
        "closes": "Something did get finished. But this signal needs a problem that was on its way to another desk and stopped with the "
        "speaker, and you can't quote a moment like that.",
        "lifts": "For this one you'd want other people's own designs, reviews or code to be better afterwards. Here they do the work "
        "that they did before.",
        "supervision": "A week in the logs, unasked, and a decision that stood. Try to name the person who had to choose or check "
        "something for this speaker.",
        "imprecise": "Nobody even pressed, and there are counts: eleven, nine, two years, four people. Informal isn't vague.",
        "known_only": "Nobody could say which flags mattered, and the speaker went to find out. Who handed them a defined problem?",
    },
    "B": {
        "lowers_load": "Faster search may have made somebody's day simpler. Whose, and which line would you quote?",
        "closes": "“End to end” is what the speaker says. Which line shows you something ending, and how would you know that it did?",
        "lifts": "Applause tells you how others felt about the result. Nothing tells you that their own work got better.",
        "supervision": "It may be so, but nobody in these lines instructs, unblocks or checks this person. A worry needs a line.",
        "known_only": "You can't tell whether this problem came with a shape: it wasn't asked, and it isn't said. Write down only what "
        "the transcript has earned.",
    },
    "C": {
        "lowers_load": "Perhaps somebody has less to think about since. The speaker doesn't say so, and you don't fill it in for them.",
        "lifts": "One pin is out and one service is well again. For this signal other people would have to work better than they did, "
        "and there is no line about how they work.",
        "supervision": "Touching a neighbour's service can sound like straying. But any on-call may, both teams were told, and the way "
        "back was written down. Whom would you have had to put beside them?",
        "imprecise": "Time, cause, change, way back, minutes: all there before anyone asks. Speaking fast isn't being vague.",
        "known_only": "A runbook gave permission; it didn't give the cause. Was this a problem with a shape when the pager rang?",
    },
}
NOT_THAT_LINE = {
    "A": {
        1: "Line 1 sets the scene. It would be true whoever told the story.",
        2: "Line 2 says how it was before. It makes the rest matter, but nothing has been done yet.",
        3: "Line 3 is finding out. Good work; stop the story here, and the team is where it was.",
        6: "Line 6 is how the speaker feels about it. Strike it out and nothing is lost.",
    },
    "B": {
        1: "Line 1 is a title that the speaker gives to themselves, and nobody has asked anything yet.",
        2: "Line 2 is how people open a story. Nobody has asked for more yet.",
        6: "Line 6 is applause. It says how others felt, and you weren't going to hire the others.",
    },
    "C": {
        1: "Line 1 sets the scene: it's what the pager said, to whoever had it.",
        2: "Line 2 is the cause. One needs to know it, and the payouts still stand.",
        3: "Line 3 says whose job it was. It makes the next thing interesting, but it's not yet a thing done.",
        5: "Line 5 is praise, with a value's name in it. It tells you about the manager.",
    },
}


def judge_signal(letter):
    signal, _ = mark(letter)
    check.that(signal in HEARD[letter], f"You heard {signal} in {letter}. {NOT_THAT_SIGNAL[letter].get(signal)}")


def judge_line(letter):
    _, line = mark(letter)
    good = set().union(*HEARD[letter].values())
    check.that(line in good, f"You would quote line {line} of {letter}. {NOT_THAT_LINE[letter].get(line)}")


for letter in HEARD:
    check(f"{letter}, the signal, explained", weight=0.5)(lambda letter=letter: judge_signal(letter))
    check(f"{letter}, the line, explained")(lambda letter=letter: judge_line(letter))
### END HIDDEN TESTS

# %% [markdown] hint="keeper_signals"
# Cross out every line that sets a scene, describes the speaker or reports applause. Two or three lines are left in each answer:
# read only those.

# %% [markdown] hint="keeper_signals"
# For each answer ask one question. Is there somebody who has less to carry afterwards? Is there a problem that was going to somebody
# else and didn't arrive? Is there a follow-up, and did you know more after the reply than before?

# %% [markdown] hint="keeper_signals"
# One of the three is anxious, and its evidence can only be where someone pressed. For the other two, compare who would say thank
# you: the colleagues who stay and change the thing every week, or the people whose problem it was and who didn't have to take it.

# %% wrong="takes titles and praise for evidence" fails="keeper_signals_read: no chosen line is only a claim about oneself, or praise; keeper_signals_read: A, the signal; keeper_signals_read: B, the signal; keeper_signals_read: C, the signal; keeper_signals_read: A, the signal, explained; keeper_signals_read: A, the line, explained; keeper_signals_read: B, the signal, explained; keeper_signals_read: B, the line, explained; keeper_signals_read: C, the signal, explained; keeper_signals_read: C, the line, explained"
signals = {"A": ("lifts", 6), "B": ("closes", 1), "C": ("lifts", 5)}


def my_rule():
    return "What they themselves and their managers say about it."


# %% wrong="right signals, but quotes the scene" fails="keeper_signals_read: A, the line, explained; keeper_signals_read: B, the line, explained; keeper_signals_read: C, the line, explained"
signals = {"A": ("lowers_load", 2), "B": ("imprecise", 2), "C": ("closes", 3)}


def my_rule():
    return "The line that makes the story easiest to understand."


# %% wrong="right lines, but every finished thing is a closed problem" fails="keeper_signals_read: A, the signal; keeper_signals_read: B, the signal; keeper_signals_read: A, the signal, explained; keeper_signals_read: B, the signal, explained"
signals = {"A": ("closes", 4), "B": ("closes", 5), "C": ("closes", 4)}


def my_rule():
    return "Anything that was finished in the end counts."


# %% wrong="sees an unstaffed Saturday as straying, and a runbook as a recipe" fails="keeper_signals_read: A, the signal; keeper_signals_read: C, the signal; keeper_signals_read: A, the signal, explained; keeper_signals_read: A, the line, explained; keeper_signals_read: C, the signal, explained"
signals = {"A": ("known_only", 3), "B": ("imprecise", 3), "C": ("supervision", 4)}


def my_rule():
    return "I look for what could have gone wrong here."


# %% wrong="spelled by ear, and one left open" fails="keeper_signals_read: each of A, B and C has a signal and a line, spelled as listed; keeper_signals_read: no chosen line is only a claim about oneself, or praise; keeper_signals_read: A, the signal; keeper_signals_read: B, the signal; keeper_signals_read: A, the signal, explained; keeper_signals_read: A, the line, explained; keeper_signals_read: B, the signal, explained; keeper_signals_read: B, the line, explained"
signals = {"A": ("lowers load", 4), "B": ("imprecise", None), "C": ("closes", 6)}


def my_rule():
    return "Only what was done, or said under pressure."


# %% wrong="marks written as text, and no rule" fails="keeper_signals_read"
signals = {"A": "lowers_load 4", "B": ("imprecise", "5"), "C": "closes"}


def my_rule():
    return ""


# %% also_right="quotes effects and other replies, as lists"
signals = {"A": ["lowers_load", 5], "B": ["imprecise", 3], "C": ["closes", 4]}


def my_rule():
    return "Would this line convince me with the others covered?"


# %% [markdown]
# ## 2 · Relief and anxiety in one answer
#
# People aren't one thing. Each of D to I carries **at most one relief and at most one anxiety** signal; where there is none, write
# `"none"`. Two are stronger than they sound and two are weaker.
#
# ---
# **D.** *How do you keep quality high on a team?*
#
# > **1** Um, so, I'm not great at talking about quality in the abstract, I'll say that first.<br/>
# > **2** What I had was a count. Of our last twenty rollbacks thirteen were migrations, and four of those thirteen were mine.<br/>
# > **3** I got Priyanka to go through all twenty with me, because, uh, two people counting is better than one.<br/>
# > **4** And then I started posting mine. Each rollback that I'd caused, half a page, and which question in review would have caught it.
# >
# > *Did anyone else pick that up?*
# >
# > **5** Not at first, no. After my second one Tomás posted his. By, uh, by the summer people were asking those questions in reviews I
# > wasn't in.<br/>
# > **6** The half-year after, it was three migrations rolled back. About as many migrations as before, I checked that, and I'd only
# > reviewed four of them.
#
# ---
# **E.** *Tell me about a project that you took from start to finish.*
#
# > **1** I did the whole migration of our job queue, forty-two workers in nine weeks, and we didn't lose one job.<br/>
# > **2** It's the kind of thing where I get freedom and responsibility, and that's honestly where I do my best work.<br/>
# > **3** Dana had the order worked out, so each Monday I'd take the next few off her list.<br/>
# > **4** Where two workers shared a database I'd bring it to her, and she'd say which one moves first.
# >
# > *Was she there the whole time?*
# >
# > **5** No, week six she was out. I kept to tests and docs that week, so that she could go over the next batch when she was back.<br/>
# > **6** And I over-communicate, so there was a post each day with where every worker stood. Full context for everybody.<br/>
# > **7** We finished three days early in the end.
#
# ---
# **F.** *Tell me about a time the problem wasn't clear.*
#
# > **1** Okay, so, onboarding a service with us used to mean two days with somebody from my team sat next to you.<br/>
# > **2** I wrote a generator. You answer four questions, and out comes the wiring: names, permissions, the build.<br/>
# > **3** Sixty services since last spring, and our help channel went from thirty questions a week to about four.
# >
# > *That one sounds well defined. What about one that wasn't?*
# >
# > **4** Right. So, there was a thing where teams had all that and still deployed by hand, and my director wanted to know why.<br/>
# > **5** I asked her for the requirements, like, which teams, what are we building. She didn't have any, so it sat in the backlog.<br/>
# > **6** In the end Mikkel went round and talked to people, and it turned out that rollback didn't work for them. Once he'd written it up,
# > I had the fix out in two days.
#
# ---
# **G.** *Tell me about a technical decision that people disagreed with.*
#
# > **1** Seat holds timed out at every big on-sale, and we had three camps: Redis locks, a waiting room in front, or let two people try
# > and have the database turn one away.<br/>
# > **2** I wrote up all three, two pages, mine last, and I asked the two people who liked mine least to write the part on how it fails.<br/>
# > **3** And Hyun-woo found a real hole, what happens in a failover, so the design changed.<br/>
# > **4** Then I picked the database one. Not the locks, because a paused client can wake up and still think it holds the seat. Not the
# > waiting room, because people would sit in it on the one day of the year they already hate us.
# >
# > *What did it buy you?*
# >
# > **5** Failed checkouts went from six percent to somewhere between one and one and a half. I can't split it finer, the venue changed
# > its payment page that same week.<br/>
# > **6** Two of them would still take the waiting room, they've told me. They also built half of this with me.
#
# ---
# **H.** *How have you changed the way people around you work?*
#
# > **1** I've run the incident reviews for our four teams for about two years.<br/>
# > **2** The actions used to be things like "be more careful", so I brought in one rule: an action names a change to a system and a
# > person, or we strike it.<br/>
# > **3** The payments team writes theirs like that when I'm not even there. You can go through their last five, and each changed
# > something you can point at.
# >
# > *Tell me about one where you were the cause.*
# >
# > **4** Oh, plenty, we all have those. There was, what was it, the thing with the cache.
# >
# > *What happened, and what did it cost?*
# >
# > **5** It was more of an alignment issue, I'd say, between a couple of teams. Communication could have been better on all sides.<br/>
# > **6** I wouldn't put a number on it. It got resolved, people learned a lot, and we're very candid about these things.
#
# ---
# **I.** *Tell me about an ambiguous problem that you took on.*
#
# > **1** Sure, I thrive in ambiguity. I farm for dissent, I move fast, that's kind of my brand.<br/>
# > **2** When I joined, the ask was: the reports are late and nobody trusts them. Which could be anything, right?<br/>
# > **3** I brought in the orchestrator from my last company straight away, because I know it inside out. Eighty pipelines moved in a quarter.<br/>
# > **4** And the teams were highly aligned, loosely coupled on that, so it went really smoothly.
# >
# > *What had been making the reports late?*
# >
# > **5** Well, they ran on cron. No dependency graph, no retries, none of the things you'd want.
# >
# > *And after the move, were they on time?*
# >
# > **6** On time, no. The jobs finish, but the data reaches us late six days in ten, and that's ingestion's side, so my manager has taken
# > it up with them.

# %% answer="keeper_mixed"
mixed = {
    "D": {"relief": None, "anxiety": None},  # each is (signal, line) or "none"
    "E": {"relief": None, "anxiety": None},
    "F": {"relief": None, "anxiety": None},
    "G": {"relief": None, "anxiety": None},
    "H": {"relief": None, "anxiety": None},
    "I": {"relief": None, "anxiety": None},
}


def hardest():
    """Return the letter you would argue about longest in a debrief, and why, in one sentence. It is not judged."""
    ### BEGIN SOLUTION
    return "D, because the hesitation made me look for a worry that no line supports."


mixed = {
    "D": {"relief": ("lifts", 5), "anxiety": "none"},
    "E": {"relief": "none", "anxiety": ("supervision", 5)},
    "F": {"relief": ("lowers_load", 3), "anxiety": ("known_only", 5)},
    "G": {"relief": ("closes", 4), "anxiety": "none"},
    "H": {"relief": ("lifts", 3), "anxiety": ("imprecise", 5)},
    "I": {"relief": "none", "anxiety": ("known_only", 3)},
}
### END SOLUTION


# %% tests="keeper_mixed_read" points=6
# As before: right or not here; why, and the lines, when you grade.
import hashlib

KINDS = {"relief": RELIEF, "anxiety": ANXIETY}
A_CLAIM = {
    ("D", 1): "D1 is modesty: a claim about oneself, too",
    ("E", 2): "E2 names an item of the document and shows nothing of it",
    ("I", 1): "I1 is the speaker's opinion of the speaker",
    ("I", 4): "I4 names an item of the document and shows nothing of it",
}


def mark(letter, kind):
    """The learner's (signal, line) for one kind, or ("none", None); a failed case says how to write it."""
    both = mixed.get(letter) if isinstance(mixed, dict) else None
    given = both.get(kind) if isinstance(both, dict) else None
    if isinstance(given, str) and given == "none":
        return "none", None
    check.that(
        isinstance(given, (tuple, list)) and len(given) == 2 and None not in given,
        f"{letter} has no {kind} mark yet. Expected \"none\" or a signal and a line, as in ('{KINDS[kind][0]}', 1); found {given!r}.",
    )
    signal, line = given
    check.that(signal in KINDS[kind], f"{letter}: {signal!r} is no {kind} signal. Write one of {', '.join(KINDS[kind])}, or \"none\".")
    check.that(
        type(line) is int and 1 <= line <= LINES[letter],
        f"{letter} has lines 1 to {LINES[letter]}; found {line!r}. Write the number alone, without quotes.",
    )
    return signal, line


@check("each of D to I has its two marks, spelled as listed", weight=0.25)
def spelled():
    for letter in "DEFGHI":
        for kind in KINDS:
            mark(letter, kind)


@check("no chosen line is only a claim about oneself", weight=0.5)
def not_a_claim():
    for letter in "DEFGHI":
        for kind in KINDS:
            place = (letter, mark(letter, kind)[1])
            check.that(place not in A_CLAIM, f"{A_CLAIM.get(place)}. What did the speaker do, or reply, that you could quote?")


@check("you named the one that you would argue about (not judged)", weight=0.25)
def has_hardest():
    said = hardest()
    check.that(isinstance(said, str) and len(said.split()) >= 5, "hardest() should return a letter and your reason, five words or more.")


# The right pairs, as digests of "D closes none" and so on.
DIGESTS = {
    "D": "d5ff4feb333e",
    "E": "426faa9de7f9",
    "F": "bdb7f44d4c43",
    "G": "a6e31ee771d5",
    "H": "3ac15503fc04",
    "I": "052c424c98dc",
}


def judge_quickly(letter):
    pair = [mark(letter, kind)[0] for kind in KINDS]
    found = hashlib.sha256(" ".join([letter, *pair]).encode()).hexdigest()[:12]
    check.that(
        found == DIGESTS[letter],
        f"Relief {pair[0]} and anxiety {pair[1]}: at least one of the two isn't what {letter} carries. Which, and why not, is in the "
        f"explained cases of {letter}; they run when you grade.",
    )


for letter in DIGESTS:
    check(f"{letter}, both signals", weight=0.5)(lambda letter=letter: judge_quickly(letter))

### BEGIN HIDDEN TESTS
HEARD = {
    "D": {"relief": {"lifts": {5, 6}}, "anxiety": {"none": set()}},
    "E": {"relief": {"none": set()}, "anxiety": {"supervision": {3, 4, 5}}},
    "F": {"relief": {"lowers_load": {2, 3}}, "anxiety": {"known_only": {5, 6}}},
    "G": {"relief": {"closes": {4, 5}}, "anxiety": {"none": set()}},
    "H": {"relief": {"lifts": {2, 3}}, "anxiety": {"imprecise": {4, 5, 6}}},
    "I": {"relief": {"none": set()}, "anxiety": {"known_only": {3, 5, 6}}},
}
NOT_THAT_SIGNAL = {
    "D": {
        "lowers_load": "Posts and questions give people more to read and to ask, not less. The load went up a little; something else did, too.",
        "closes": "A number fell. But by their own account the speaker was absent from most of what made it fall: whose doing was it?",
        "relief none": "Don't let the hesitation decide. Take out every “um” and read it as if it were written: would nothing in it make "
        "you glad to sit near this person?",
        "supervision": "Asking one colleague to count along, once, for a stated reason, isn't needing to be watched. Who told this speaker to "
        "do any of it?",
        "imprecise": "The speaker hesitates, which is delivery. Press anywhere and a figure or a name comes back; that's what the signal is about.",
        "known_only": "“Quality” arrives about as shapeless as a question can, and this speaker made something countable of it.",
    },
    "E": {
        "lowers_load": "A daily post is one more thing to read, and the plan stayed in one other head. Being kept informed isn't having less to think about.",
        "closes": "The migration ended, on time. Follow each question that came up inside it: where did it go, and who answered?",
        "lifts": "Forty-two workers run on a new queue. Nobody else works any better for it in these lines.",
        "imprecise": "The follow-up gets a straight reply: which week, what was done, and why. You may dislike what it says; it's exact.",
        "known_only": "Tempting. But nothing shapeless ever comes up, so these lines can't tell you. Worry about what they do tell.",
        "anxiety none": "Good numbers, sure voice, early finish. It was to be a project that the speaker took from start to finish: "
        "go through the steps and ask of each whose it was.",
    },
    "F": {
        "closes": "Plenty is finished here. Look at what became of the problem in the second half before you write this one down.",
        "lifts": "More services come aboard with less effort. Is what their teams make any better for it? The wiring is the same wiring.",
        "relief none": "The second story has coloured the first. Would the sixty teams agree with “none”?",
        "supervision": "Nobody had to stand behind this person: both pieces of work were done alone, the last in two days. If you worry, "
        "it's about what had to exist before they could begin.",
        "imprecise": "Pressed, they say who asked, what they asked back, who found out and how long the fix took. Uncomfortable, and exact.",
        "anxiety none": "The first story is the one they had ready. The interviewer asked again for a reason: what does the second one show?",
    },
    "G": {
        "lowers_load": "Two pages, three options and a chapter on failure: people had more on their plates. Which line shows that they have less now?",
        "lifts": "The colleagues argue well and build well, but they did when the story began. What would you quote for their work being better since?",
        "relief none": "A range for a result, and two people unconvinced, can feel like a weak ending. In which state is the quarrel at the end, "
        "and in which was it at the start?",
        "supervision": "Asking opponents to attack your plan isn't asking them what to do. Count who chose.",
        "imprecise": "A range, with the reason why it can't be narrower, is more exact than one number without a reason. Press here and you "
        "get more detail, not less.",
        "known_only": "Three camps who don't agree what the problem is: nobody handed this speaker a recipe.",
    },
    "H": {
        "lowers_load": "The rule asks more of whoever writes an action, not less. That may well be good; it's a different good.",
        "closes": "“It got resolved” is the nearest anybody comes to that, and you can't tell what was, or by whom.",
        "relief none": "The second half is weak. It doesn't undo the first: would you strike out something that you could go and check?",
        "supervision": "Two years of running something for four teams, and nobody in sight who has to stand behind it.",
        "known_only": "Making a rule out of “be more careful” is giving shape to something that had none. If you worry, it isn't about that.",
        "anxiety none": "The first half is good enough that one stops listening. Take the two follow-ups, and write down what you learnt from each reply.",
    },
    "I": {
        "lowers_load": "A tool that the speaker knows inside out is a new tool for everyone else. Whose load is lower, and by which line?",
        "closes": "Eighty pipelines is a great deal of finishing. Hold it against what was asked for.",
        "lifts": "“Really smoothly” is all that's said of the other teams, and it comes from the speaker.",
        "supervision": "A manager takes something over at the end. But nobody had to steer the eighty pipelines, and they're where it turned.",
        "imprecise": "Both follow-ups get a definite reply, the second with a number that speaks against the speaker. Whatever else it is, it's plain.",
        "anxiety none": "Fast, sure, and frank at the end. Hold what was delivered against what was asked for.",
    },
}
NOT_THAT_LINE = {
    "D": {
        1: "Line 1 lowers expectations. It's evidence for nothing, in either direction.",
        2: "Line 2 is a diagnosis, and a frank one. Stop here and nothing around the speaker has changed.",
        3: "Line 3 is care in counting. It makes the count trustworthy; nothing has changed yet.",
        4: "Line 4 is a new habit of the speaker's own. If it had ended there, what would anyone else be doing differently?",
    },
    "E": {
        1: "Line 1 is a headline, and as a headline it worries nobody.",
        2: "Line 2 is a claim. A claim is evidence for nothing, good or bad.",
        6: "Line 6 is how the work was reported. Busy, perhaps; not where your worry comes from.",
        7: "Line 7 is a date that was met.",
    },
    "F": {
        1: "Line 1 says how it was before.",
        2: "Line 2 is something made, and nothing to lie awake over.",
        3: "Line 3 is an effect that you could check, and a welcome one.",
        4: "Line 4 is someone else's question. The speaker hasn't done anything with it yet.",
        5: "Line 5 isn't something you'd be glad of.",
        6: "Line 6 ends well. Look again at who did which part of it.",
    },
    "G": {
        1: "Line 1 lays out the quarrel. Everyone in the room knew that much.",
        2: "Line 2 is how the arguments were collected. At the end of it the seats still time out.",
        3: "Line 3 makes a design better. The seats still time out.",
        6: "Line 6 is how people took it. It's fair to them, and the seat holds don't depend on it.",
    },
    "H": {
        1: "Line 1 is a role. Roles can be filled well or badly.",
        2: "Line 2 is concrete, and nothing to worry about.",
        3: "Line 3 offers you something to go and check. That worries nobody.",
        4: "Line 4 promises a story. There's nothing in it to be glad of.",
        5: "Line 5 spreads a cause over several teams. You wouldn't be glad of that.",
        6: "Line 6 says that it ended well. You'd have to take their word.",
    },
    "I": {
        1: "Line 1 is the speaker's opinion of the speaker.",
        2: "Line 2 repeats the problem as it was given, and sees that it's open. So far, so good.",
        4: "Line 4 borrows the document's words. You can't tell which team did what.",
    },
}


def judge_signal(letter, kind):
    signal, _ = mark(letter, kind)
    reading = NOT_THAT_SIGNAL[letter].get(f"{kind} none" if signal == "none" else signal)
    check.that(signal in HEARD[letter][kind], f"In {letter} you heard as {kind}: {signal}. {reading}")


def judge_lines(letter):
    for kind, right in HEARD[letter].items():
        good = set().union(*right.values())
        signal, line = mark(letter, kind)
        if good:
            check.that(line is not None, f"You quote no line of {letter} for {kind}. The case “{letter}, {kind}, explained” says why “none” isn't it.")
            check.that(line in good, f"For {signal} you would quote line {line} of {letter}. {NOT_THAT_LINE[letter].get(line)}")


for letter in HEARD:
    for kind in KINDS:
        check(f"{letter}, {kind}, explained", weight=0.75)(lambda letter=letter, kind=kind: judge_signal(letter, kind))
    check(f"{letter}, the lines, explained")(lambda letter=letter: judge_lines(letter))
### END HIDDEN TESTS

# %% [markdown] hint="keeper_mixed"
# Read each answer twice. First only what comes before the first follow-up, then only the replies. Several of them change sides at
# the follow-up.

# %% [markdown] hint="keeper_mixed"
# Test each relief you have with "and who else?", each anxiety with "and which line?". *It ended well* isn't yet `closes`: ask who
# decided on the way. *He hesitates* isn't yet `imprecise`: ask whether you know more after the reply.

# %% [markdown] hint="keeper_mixed"
# Two of the six have no anxiety and two have no relief. The two without anxiety sound the least sure of themselves; the two without relief
# have the best headline.

# %% [markdown] hint="keeper_mixed"
# To tell `supervision` from `known_only`: in the first, somebody stands beside the work and chooses along the way. In the second the
# work runs by itself, once someone else has said what the problem is, or once a familiar problem has been put in its place.

# %% wrong="judges the voice: hesitation is worry, confidence is relief" fails="keeper_mixed_read: no chosen line is only a claim about oneself; keeper_mixed_read: D, both signals; keeper_mixed_read: E, both signals; keeper_mixed_read: G, both signals; keeper_mixed_read: I, both signals; keeper_mixed_read: D, relief, explained; keeper_mixed_read: D, anxiety, explained; keeper_mixed_read: D, the lines, explained; keeper_mixed_read: E, relief, explained; keeper_mixed_read: E, anxiety, explained; keeper_mixed_read: E, the lines, explained; keeper_mixed_read: G, relief, explained; keeper_mixed_read: G, anxiety, explained; keeper_mixed_read: G, the lines, explained; keeper_mixed_read: I, relief, explained; keeper_mixed_read: I, anxiety, explained; keeper_mixed_read: I, the lines, explained"
mixed = {
    "D": {"relief": "none", "anxiety": ("imprecise", 1)},
    "E": {"relief": ("closes", 7), "anxiety": "none"},
    "F": {"relief": ("lowers_load", 3), "anxiety": ("known_only", 5)},
    "G": {"relief": "none", "anxiety": ("imprecise", 5)},
    "H": {"relief": ("lifts", 3), "anxiety": ("imprecise", 4)},
    "I": {"relief": ("closes", 3), "anxiety": "none"},
}


def hardest():
    return "None of them was really hard to tell."


# %% wrong="stops listening before the follow-up" fails="keeper_mixed_read: D, both signals; keeper_mixed_read: E, both signals; keeper_mixed_read: F, both signals; keeper_mixed_read: H, both signals; keeper_mixed_read: I, both signals; keeper_mixed_read: D, relief, explained; keeper_mixed_read: D, the lines, explained; keeper_mixed_read: E, relief, explained; keeper_mixed_read: E, anxiety, explained; keeper_mixed_read: E, the lines, explained; keeper_mixed_read: F, anxiety, explained; keeper_mixed_read: F, the lines, explained; keeper_mixed_read: H, anxiety, explained; keeper_mixed_read: H, the lines, explained; keeper_mixed_read: I, relief, explained; keeper_mixed_read: I, anxiety, explained; keeper_mixed_read: I, the lines, explained"
mixed = {
    "D": {"relief": ("closes", 4), "anxiety": "none"},
    "E": {"relief": ("closes", 1), "anxiety": "none"},
    "F": {"relief": ("lowers_load", 2), "anxiety": "none"},
    "G": {"relief": ("closes", 4), "anxiety": "none"},
    "H": {"relief": ("lifts", 2), "anxiety": "none"},
    "I": {"relief": ("lifts", 3), "anxiety": "none"},
}


def hardest():
    return "I, since the follow-ups felt a bit unfriendly."


# %% wrong="a worry is always supervision, a result always closes" fails="keeper_mixed_read: D, both signals; keeper_mixed_read: E, both signals; keeper_mixed_read: F, both signals; keeper_mixed_read: G, both signals; keeper_mixed_read: H, both signals; keeper_mixed_read: I, both signals; keeper_mixed_read: D, relief, explained; keeper_mixed_read: D, anxiety, explained; keeper_mixed_read: E, relief, explained; keeper_mixed_read: F, relief, explained; keeper_mixed_read: F, anxiety, explained; keeper_mixed_read: G, anxiety, explained; keeper_mixed_read: H, relief, explained; keeper_mixed_read: H, anxiety, explained; keeper_mixed_read: H, the lines, explained; keeper_mixed_read: I, relief, explained; keeper_mixed_read: I, anxiety, explained"
mixed = {
    "D": {"relief": ("closes", 6), "anxiety": ("supervision", 3)},
    "E": {"relief": ("closes", 1), "anxiety": ("supervision", 4)},
    "F": {"relief": ("closes", 3), "anxiety": ("supervision", 6)},
    "G": {"relief": ("closes", 5), "anxiety": ("supervision", 2)},
    "H": {"relief": ("closes", 6), "anxiety": ("supervision", 4)},
    "I": {"relief": ("closes", 3), "anxiety": ("supervision", 6)},
}


def hardest():
    return "F, because the fix took only two days."


# %% wrong="the second half of an answer wipes out the first" fails="keeper_mixed_read: F, both signals; keeper_mixed_read: H, both signals; keeper_mixed_read: F, relief, explained; keeper_mixed_read: F, the lines, explained; keeper_mixed_read: H, relief, explained; keeper_mixed_read: H, the lines, explained"
mixed = {
    "D": {"relief": ("lifts", 6), "anxiety": "none"},
    "E": {"relief": "none", "anxiety": ("supervision", 3)},
    "F": {"relief": "none", "anxiety": ("known_only", 6)},
    "G": {"relief": ("closes", 5), "anxiety": "none"},
    "H": {"relief": "none", "anxiety": ("imprecise", 6)},
    "I": {"relief": "none", "anxiety": ("known_only", 5)},
}


def hardest():
    return "H, because the ending spoilt it for me."


# %% wrong="every tool lifts, every pause is a known problem" fails="keeper_mixed_read: E, both signals; keeper_mixed_read: F, both signals; keeper_mixed_read: G, both signals; keeper_mixed_read: H, both signals; keeper_mixed_read: I, both signals; keeper_mixed_read: E, relief, explained; keeper_mixed_read: E, anxiety, explained; keeper_mixed_read: F, relief, explained; keeper_mixed_read: G, relief, explained; keeper_mixed_read: G, anxiety, explained; keeper_mixed_read: H, anxiety, explained; keeper_mixed_read: I, relief, explained"
mixed = {
    "D": {"relief": ("lifts", 5), "anxiety": "none"},
    "E": {"relief": ("lowers_load", 6), "anxiety": ("known_only", 5)},
    "F": {"relief": ("lifts", 2), "anxiety": ("known_only", 5)},
    "G": {"relief": ("lifts", 5), "anxiety": ("known_only", 1)},
    "H": {"relief": ("lifts", 3), "anxiety": ("known_only", 5)},
    "I": {"relief": ("lowers_load", 3), "anxiety": ("known_only", 6)},
}


def hardest():
    return "E, as the daily posts are quite good."


# %% wrong="right signals, but quotes the set-up" fails="keeper_mixed_read: D, the lines, explained; keeper_mixed_read: E, the lines, explained; keeper_mixed_read: F, the lines, explained; keeper_mixed_read: G, the lines, explained; keeper_mixed_read: H, the lines, explained; keeper_mixed_read: I, the lines, explained"
mixed = {
    "D": {"relief": ("lifts", 4), "anxiety": "none"},
    "E": {"relief": "none", "anxiety": ("supervision", 6)},
    "F": {"relief": ("lowers_load", 1), "anxiety": ("known_only", 4)},
    "G": {"relief": ("closes", 2), "anxiety": "none"},
    "H": {"relief": ("lifts", 1), "anxiety": ("imprecise", 3)},
    "I": {"relief": "none", "anxiety": ("known_only", 2)},
}


def hardest():
    return "D, since line 4 is where it all starts."


# %% wrong="one mark per answer, on either side" fails="keeper_mixed_read: each of D to I has its two marks, spelled as listed; keeper_mixed_read: no chosen line is only a claim about oneself; keeper_mixed_read: D, both signals; keeper_mixed_read: E, both signals; keeper_mixed_read: F, both signals; keeper_mixed_read: G, both signals; keeper_mixed_read: H, both signals; keeper_mixed_read: I, both signals; keeper_mixed_read: D, anxiety, explained; keeper_mixed_read: D, the lines, explained; keeper_mixed_read: E, relief, explained; keeper_mixed_read: E, the lines, explained; keeper_mixed_read: F, relief, explained; keeper_mixed_read: F, anxiety, explained; keeper_mixed_read: F, the lines, explained; keeper_mixed_read: G, anxiety, explained; keeper_mixed_read: G, the lines, explained; keeper_mixed_read: H, anxiety, explained; keeper_mixed_read: H, the lines, explained; keeper_mixed_read: I, relief, explained; keeper_mixed_read: I, anxiety, explained; keeper_mixed_read: I, the lines, explained"
mixed = {
    "D": {"relief": ("lifts", 5)},
    "E": {"anxiety": ("supervision", 5)},
    "F": {"relief": ("known_only", 5)},
    "G": {"relief": ("closes", 4)},
    "H": {"relief": ("lifts", 3)},
    "I": ("known_only", 3),
}


def hardest():
    return "All of them, with only one mark each."


# %% also_right="quotes the other lines that carry the same signals"
mixed = {
    "D": {"relief": ["lifts", 6], "anxiety": "none"},
    "E": {"relief": "none", "anxiety": ["supervision", 4]},
    "F": {"relief": ("lowers_load", 2), "anxiety": ("known_only", 6)},
    "G": {"relief": ("closes", 5), "anxiety": "none"},
    "H": {"relief": ("lifts", 2), "anxiety": ("imprecise", 6)},
    "I": {"relief": "none", "anxiety": ("known_only", 6)},
}


def hardest():
    return "I, because line 6 is honest and the worry stays."


# %% [markdown]
# ## 3 · The document as a specification
#
# Two sources (S1, S3; both undated) advise you to read the culture document the way you read a specification: each paragraph is
# something that will be scored (CULT-29). That needs two things: knowing *which* document, and looking for evidence instead
# of keywords.
#
# **Which document?** There are several, and the lists differ (CONTRA-04).
#
# | edition | what it lists | how we know |
# |---|---|---|
# | 2009 slides | seven aspects, among them freedom and responsibility; context, not control; highly aligned, loosely coupled; pay top of market. **Nine** values: judgment, communication, impact, curiosity, innovation, courage, passion, honesty, selflessness | primary: the slides |
# | 2017 memo | people over process; five differences (independent decisions, open information, extraordinary candor, keeping only highly effective people, avoiding rules); the informed captain, who decides after dissent has been farmed, not by vote | secondary: copies, one dated 21 September 2017 |
# | 2022 revision | retitled around seeking excellence; adds fiscal responsibility | secondary: a reprinted news article |
# | June 2024 memo | four principles: the Dream Team, People over Process, Uncomfortably Exciting, Great and Always Better. Written over twelve months with more than 1,500 comments from staff, which the company calls farming for dissent | primary: the company's release |
# | June 2024 memo | **eight** values | secondary: an article of 7 July 2024 |
#
# The interview sources don't agree with these, or with each other. A question page (S0, undated) names five "values", four of the
# 2009 aspects and the keeper test. A post from the company's own Tech Blog (S4, read in a copy dated 20 July 2024) names eleven,
# "diversity" among them. S3 has "highly aligned and highly autonomous" where 2009 and S0 have "loosely coupled". S1 speaks of
# context, captain and candor.
#
# **What we could not verify:** the names of the eight values of 2024 (lists circulate; we could read none on the company's own page);
# the headings of the values from 2017 to 2023, and so where "diversity" comes from; whether "context, not control" and "highly
# aligned, loosely coupled" still stand in the 2024 text word for word. Read the current text on jobs.netflix.com yourself before
# you interview. Where it differs from this page, it wins.
#
# **The eight items to look for.** What an answer must show is this course's reading.
#
# | write | item | first read in | an answer shows it when the speaker |
# |---|---|---|---|
# | `freedom_responsibility` | freedom and responsibility (CULT-01) | 2009, primary | used room that they had been given, and carried the duty that comes with it |
# | `context_not_control` | context, not control (CULT-02) | 2009, primary | gave people what they need to decide, so that nobody has to be asked |
# | `aligned_loosely_coupled` | highly aligned, loosely coupled (CULT-03) | 2009, primary | had teams agree on the goal, and each chose its own way there |
# | `top_of_market` | pay top of market (CULT-04) | 2009, primary | you decide |
# | `keeper_test` | the keeper test (CULT-05) | 2009, secondary | you decide |
# | `informed_captain` | the informed captain (CULT-06) | 2017, secondary | made the final technical call, and can say what they turned down and why |
# | `farming_for_dissent` | farming for dissent | 2017, secondary; the phrase in 2024, primary | asked for criticism of their own idea before going ahead (they may still go ahead) |
# | `candor` | candor (CULT-07) | 2017, secondary | said in the open what they themselves got wrong; a secondary source calls that sunshining |
#
# Independent judgment (CULT-08) isn't in the list on purpose. Three of the five sources name it (S0, S2, S3), and nearly every relief line is
# evidence for it: it wouldn't tell two answers apart.
#
# For each item write the answer and line that you would put beside it, as `("A", 1)`. One line may serve twice. If a candidate could
# show it, but none of the nine does, write `"nothing"`. If it's something that the company does, which no candidate's line can show,
# write `"practice"`.

# %% answer="keeper_evidence"
evidence = {
    "freedom_responsibility": None,
    "context_not_control": None,
    "aligned_loosely_coupled": None,
    "top_of_market": None,
    "keeper_test": None,
    "informed_captain": None,
    "farming_for_dissent": None,
    "candor": None,
}


def weakest():
    """Return the item whose line you could least defend, and what you'd ask the speaker, in one sentence. It is not judged."""
    ### BEGIN SOLUTION
    return "freedom_responsibility: I'd ask what else the runbook allowed, and why they stopped where they did."


evidence = {
    "freedom_responsibility": ("C", 4),
    "context_not_control": ("A", 4),
    "aligned_loosely_coupled": "nothing",
    "top_of_market": "practice",
    "keeper_test": "practice",
    "informed_captain": ("G", 4),
    "farming_for_dissent": ("G", 2),
    "candor": ("D", 4),
}
### END SOLUTION


# %% tests="keeper_evidence_read" points=4
# Whether you are in the right answer you see here; the lines, and why not, when you grade.
import hashlib

# The right letters or words, as digests of "candor A", "candor nothing" and so on.
DIGESTS = {
    "freedom_responsibility": "ef829e35a498",
    "context_not_control": "24fde8abd933",
    "aligned_loosely_coupled": "517373702d22",
    "top_of_market": "53d580e94746",
    "keeper_test": "c17a51eb5eae",
    "informed_captain": "41da62061799",
    "farming_for_dissent": "6f4737865edf",
    "candor": "5d3acf07dafb",
}
NAMED_OUTRIGHT = {("B", 1), ("C", 5), ("E", 2), ("E", 6), ("H", 6), ("I", 1), ("I", 4)}


def choice(item):
    """The learner's (letter, line), "nothing" or "practice"; a failed case says how to write it."""
    given = evidence.get(item) if isinstance(evidence, dict) else None
    if isinstance(given, str) and given in ("nothing", "practice"):
        return given
    check.that(
        isinstance(given, (tuple, list)) and len(given) == 2 and None not in given,
        f"{item} has no choice yet. Expected ('A', 1), \"nothing\" or \"practice\"; found {given!r}.",
    )
    letter, line = given
    check.that(isinstance(letter, str) and letter in LINES, f"{item}: {letter!r} is no answer. Write a letter from A to I.")
    check.that(
        type(line) is int and 1 <= line <= LINES[letter],
        f"{item}: {letter} has lines 1 to {LINES[letter]}; found {line!r}. Write the number alone, without quotes.",
    )
    return letter, line


@check("each of the eight items has a choice, spelled as listed", weight=0.25)
def spelled():
    for item in DIGESTS:
        choice(item)


@check("no chosen line only names a value or an item outright", weight=0.75)
def not_named():
    for item in DIGESTS:
        chosen = choice(item)
        check.that(
            chosen not in NAMED_OUTRIGHT,
            f"For {item} you chose {''.join(map(str, chosen))}, which has a word of the document in it, or of its kind. "
            "Strike the word out: what has the speaker shown you?",
        )


@check("you named the line you could least defend (not judged)", weight=0.25)
def has_weakest():
    said = weakest()
    check.that(isinstance(said, str) and len(said.split()) >= 5, "weakest() should return an item and a question, five words or more.")


def judge_quickly(item):
    chosen = choice(item)
    where = chosen if isinstance(chosen, str) else chosen[0]
    found = hashlib.sha256(f"{item} {where}".encode()).hexdigest()[:12]
    check.that(found == DIGESTS[item], f"For {item}, {where!r} isn't it. The explained case says why not; it runs when you grade.")


for item in DIGESTS:
    check(f"{item.replace('_', ' ')}, the answer", weight=0.5)(lambda item=item: judge_quickly(item))

### BEGIN HIDDEN TESTS
EVIDENCE = {
    "freedom_responsibility": {("C", 4), ("C", 6)},
    "context_not_control": {("A", 4), ("A", 5)},
    "aligned_loosely_coupled": {"nothing"},
    "top_of_market": {"practice"},
    "keeper_test": {"practice"},
    "informed_captain": {("G", 4)},
    "farming_for_dissent": {("G", 2), ("G", 3)},
    "candor": {("D", 2), ("D", 4)},
}
NEEDS = {
    "freedom_responsibility": "You need room that somebody was given, used, and the care that such room asks for.",
    "context_not_control": "You need people who can decide without asking, because of something that the speaker gave them.",
    "aligned_loosely_coupled": "You need teams that agreed where to go, and then each found its own way without waiting for the others.",
    "top_of_market": "Who would be doing this: the speaker, or somebody about the speaker?",
    "keeper_test": "Who would be doing this: the speaker, or somebody about the speaker?",
    "informed_captain": "You need the call itself, made by the speaker, with something that others wanted turned down for a reason.",
    "farming_for_dissent": "You need the speaker to ask for criticism of an idea of their own, while it can still change.",
    "candor": "You need the speaker's own mistake, said by the speaker, to people who could use it.",
}
NOTHING = {
    "freedom_responsibility": "There's a line for it. Look for somebody who was allowed to, did, and did more than being allowed asks for.",
    "context_not_control": "There's a line for it. Look for people who used to ask and no longer have to.",
    "top_of_market": "None of the nine does, true. Could a tenth?",
    "keeper_test": "None of the nine does, true. Could a tenth?",
    "informed_captain": "There's a line for it. Look for reasons against something, not only for something.",
    "farming_for_dissent": "There's a line for it. Look for a request, and whom it goes to.",
    "candor": "There's a line for it. Look for a fault with an owner, and the owner is speaking.",
}
DOES = {
    "A": "sets the scene|says how it was before|is finding out|is a change to a service, and a page about it|is what came of a change|"
    "is how the speaker feels",
    "B": "is a title that the speaker takes|says how it was before|is a guess|promises a figure and gives none|claims everything and "
    "separates nothing|is applause",
    "C": "sets the scene|is the cause of an outage|says whose job it was|is what was done in the night|is a manager's praise|"
    "is what was done when everybody was awake",
    "D": "is modesty|is a count|is care in counting|is a habit that the speaker took up|is what others did later|is a result",
    "E": "is a headline|names an item and shows nothing of it|is work taken off somebody's list|is a question carried to somebody else|"
    "is a week of waiting, put to use|is reporting, with a word of the document in it|is a date that was met",
    "F": "says how it was before|is a tool that does the wiring for people|is what came of a tool|is a director's question|is a question handed back|"
    "is a colleague's finding and a quick fix",
    "G": "lays out a quarrel|is how arguments were collected|is what a colleague found|is a choice and its reasons|"
    "is a result, as exact as it can be|is how people took it",
    "H": "is a role|is a rule for everyone's actions|is how one team writes now|puts a story off|spreads a cause over several teams|"
    "claims a virtue in place of a number",
    "I": "is the speaker's opinion of the speaker|repeats a problem as it was given|is a familiar tool, brought in at once|"
    "names an item and shows nothing of it|explains lateness by what the old tool lacked|says that the problem is still there, and who has it now",
}


def judge(item):
    chosen = choice(item)
    if chosen == "nothing":
        reading = NOTHING.get(item)
    elif chosen == "practice":
        reading = "It describes how a person works, so an answer could show it. A practice is what the company does, whoever is speaking."
    else:
        letter, line = chosen
        chosen = f"{letter}{line}"
        reading = f"{chosen} {DOES[letter].split('|')[line - 1]}. {NEEDS[item]}"
        check.that((letter, line) in EVIDENCE[item], f"For {item} you chose {chosen}. {reading}")
        return
    check.that(chosen in EVIDENCE[item], f"For {item} you chose “{chosen}”. {reading}")


for item in DIGESTS:
    check(f"{item.replace('_', ' ')}, the line, explained")(lambda item=item: judge(item))
### END HIDDEN TESTS

# %% [markdown] hint="keeper_evidence"
# Cover the document's words in the transcripts with your thumb. What's left of each such line? Then look again at lines that sound
# like nothing in particular.

# %% [markdown] hint="keeper_evidence"
# Two of the eight are about what happens *to* a person who works there. Ask of each item: could I do this at any company, on a Tuesday,
# without anybody's leave?

# %% [markdown] hint="keeper_evidence"
# Five different answers can't all be evidence for everything. Captain and dissent stand close together in one story: the asking comes
# before the choosing. For candor, look for a fault with an owner; for context, for someone who was *not* called.

# %% wrong="looks for the words of the document" fails="keeper_evidence_read: no chosen line only names a value or an item outright; keeper_evidence_read: freedom responsibility, the answer; keeper_evidence_read: context not control, the answer; keeper_evidence_read: aligned loosely coupled, the answer; keeper_evidence_read: top of market, the answer; keeper_evidence_read: keeper test, the answer; keeper_evidence_read: informed captain, the answer; keeper_evidence_read: farming for dissent, the answer; keeper_evidence_read: candor, the answer; keeper_evidence_read: freedom responsibility, the line, explained; keeper_evidence_read: context not control, the line, explained; keeper_evidence_read: aligned loosely coupled, the line, explained; keeper_evidence_read: top of market, the line, explained; keeper_evidence_read: keeper test, the line, explained; keeper_evidence_read: informed captain, the line, explained; keeper_evidence_read: farming for dissent, the line, explained; keeper_evidence_read: candor, the line, explained"
evidence = {
    "freedom_responsibility": ("E", 2),
    "context_not_control": ("E", 6),
    "aligned_loosely_coupled": ("I", 4),
    "top_of_market": "nothing",
    "keeper_test": ("C", 5),
    "informed_captain": ("B", 1),
    "farming_for_dissent": ("I", 1),
    "candor": ("H", 6),
}


def weakest():
    return "They all say it, so all are easy."


# %% wrong="a story for each name on the list, practices too" fails="keeper_evidence_read: aligned loosely coupled, the answer; keeper_evidence_read: top of market, the answer; keeper_evidence_read: keeper test, the answer; keeper_evidence_read: aligned loosely coupled, the line, explained; keeper_evidence_read: top of market, the line, explained; keeper_evidence_read: keeper test, the line, explained"
evidence = {
    "freedom_responsibility": ("C", 6),
    "context_not_control": ("A", 5),
    "aligned_loosely_coupled": ("H", 3),
    "top_of_market": ("E", 7),
    "keeper_test": ("C", 4),
    "informed_captain": ("G", 4),
    "farming_for_dissent": ("G", 3),
    "candor": ("D", 2),
}


def weakest():
    return "top_of_market: are you paid well where you are?"


# %% wrong="captain, dissent and candor mixed up inside the right stories" fails="keeper_evidence_read: freedom responsibility, the line, explained; keeper_evidence_read: context not control, the line, explained; keeper_evidence_read: informed captain, the line, explained; keeper_evidence_read: farming for dissent, the line, explained; keeper_evidence_read: candor, the line, explained"
evidence = {
    "freedom_responsibility": ("C", 3),
    "context_not_control": ("A", 3),
    "aligned_loosely_coupled": "nothing",
    "top_of_market": "practice",
    "keeper_test": "practice",
    "informed_captain": ("G", 2),
    "farming_for_dissent": ("G", 4),
    "candor": ("D", 1),
}


def weakest():
    return "candor: what exactly are you not good at?"


# %% wrong="calls everything a practice or nothing" fails="keeper_evidence_read: freedom responsibility, the answer; keeper_evidence_read: context not control, the answer; keeper_evidence_read: aligned loosely coupled, the answer; keeper_evidence_read: top of market, the answer; keeper_evidence_read: keeper test, the answer; keeper_evidence_read: informed captain, the answer; keeper_evidence_read: farming for dissent, the answer; keeper_evidence_read: candor, the answer; keeper_evidence_read: freedom responsibility, the line, explained; keeper_evidence_read: context not control, the line, explained; keeper_evidence_read: aligned loosely coupled, the line, explained; keeper_evidence_read: top of market, the line, explained; keeper_evidence_read: keeper test, the line, explained; keeper_evidence_read: informed captain, the line, explained; keeper_evidence_read: farming for dissent, the line, explained; keeper_evidence_read: candor, the line, explained"
evidence = {
    "freedom_responsibility": "practice",
    "context_not_control": "nothing",
    "aligned_loosely_coupled": "practice",
    "top_of_market": "nothing",
    "keeper_test": "nothing",
    "informed_captain": "nothing",
    "farming_for_dissent": "practice",
    "candor": "nothing",
}


def weakest():
    return "all of them, since nobody proved a thing"


# %% wrong="takes frankness about others, and control, for the real thing" fails="keeper_evidence_read: context not control, the answer; keeper_evidence_read: informed captain, the answer; keeper_evidence_read: farming for dissent, the answer; keeper_evidence_read: candor, the answer; keeper_evidence_read: context not control, the line, explained; keeper_evidence_read: informed captain, the line, explained; keeper_evidence_read: farming for dissent, the line, explained; keeper_evidence_read: candor, the line, explained"
evidence = {
    "freedom_responsibility": ("C", 4),
    "context_not_control": ("H", 2),
    "aligned_loosely_coupled": "nothing",
    "top_of_market": "practice",
    "keeper_test": "practice",
    "informed_captain": ("I", 3),
    "farming_for_dissent": ("D", 3),
    "candor": ("I", 6),
}


def weakest():
    return "candor: and what was your own share in it?"


# %% also_right="the other line of each story"
evidence = {
    "freedom_responsibility": ["C", 6],
    "context_not_control": ["A", 5],
    "aligned_loosely_coupled": "nothing",
    "top_of_market": "practice",
    "keeper_test": "practice",
    "informed_captain": ["G", 4],
    "farming_for_dissent": ["G", 3],
    "candor": ["D", 2],
}


def weakest():
    return "candor: who else has heard about those four?"


# %% [markdown]
# ## 4 · Rewrite one, and keep it true
#
# Go back to B. Suppose the speaker goes home and looks it up. This is what they find:
#
# | | |
# |---|---|
# | before | In March the 99th percentile (p99) of search was 1.9 s. The mobile team had stopped calling it. |
# | somebody else's | Ola's cache, on the mobile side, took p99 from 1.9 s to 1.4 s. |
# | the speaker's | Most slow queries were shorter than 4 letters. The speaker switched fuzzy matching off for those, and p99 went from 1.4 s to 0.6 s. |
# | the other way | Double the search nodes: €11,000 a month. Tried for 2 days, it moved p99 by 0.1 s. |
# | who disagreed | The product manager would have kept fuzzy matching. Searches that find nothing rose from 2 % to 3 %, and are still there. |
# | after | In July 40 % of the calls came from mobile again. |
# | what went wrong | It went out to everyone on day 1. A customer with 3-letter product codes found nothing for 6 hours, until the speaker put those codes on an exact-match list. Today the speaker would start with one customer. |
#
# Write the answer that B could have given, as one would say it, in at most 90 seconds (RUBRIC-40, reported by S1). Nothing may be in it that isn't
# on the sheet: you're choosing what to say, not improving what happened. Leave things out; a follow-up will find them.
#
# **What the cases can and cannot see.** They check structure and numbers: first person, a decision of the speaker's own, something
# turned down, a result with a number before and after, only the speaker's own share claimed, nothing invented, no value named, time.
# They recognise these by words and figures, so write numbers as digits. They can't tell a good answer from a dull one. That part
# is yours: read it aloud, then rate it yourself below the cases.

# %%
WORDS_PER_MINUTE = 150  # an unhurried speaker; this course's choice. Count yourself once and change it


def spoken_seconds(text):
    return round(len(text.split()) * 60 / WORDS_PER_MINUTE)


spoken_seconds("It was slow before, like, painfully slow, and the mobile people had pretty much given up on us.")


# %% answer="keeper_rewrite"
def rewrite():
    """Return what B could have said, as one string of 60 to 225 words."""
    ### BEGIN SOLUTION
    return """
    In March our search had a p99 of 1.9 seconds, and the mobile team had stopped calling it. Ola put a cache on their side, which
    took it to 1.4. The rest was mine. Most of the slow queries turned out to be shorter than 4 letters.

    There were two ways to go. Doubling the nodes was 11,000 euros a month, and when I tried it for 2 days it moved p99 by 0.1, so I
    turned that down. I switched fuzzy matching off for the short queries instead. Our product manager would have kept it, and she
    had a point: searches that find nothing went from 2 percent to 3, and they still do. p99 went from 1.4 seconds to 0.6, and in July
    40 percent of our calls came from mobile again.

    What I got wrong is that I put it out to everyone on day 1. One customer has 3-letter product codes, and they found nothing for
    6 hours until I put the codes on an exact-match list. Today I'd start with one customer.
    """
    ### END SOLUTION


# %% tests="keeper_rewrite_read" points=4
import re

SHORTEST_S, LONGEST_S, PACE = 25, 90, 150  # seconds, seconds, words a minute
ON_THE_SHEET = {1.9, 1.4, 0.6, 0.1, 1900, 1400, 600, 100, 99, 4, 11000, 11, 2, 3, 40, 1, 6}
DIFFERENCES = {0.8, 800, 0.5, 500}  # 1.4 - 0.6 and 1.9 - 1.4
BEFORE, AFTER, GAIN = {1.9, 1900, 1.4, 1400}, {0.6, 600}, {0.8, 800}
I_DECIDED = (
    r"\bI(?:'d|'ve)? (?:\w+ ){0,3}?(?:decided|chose|picked|stopped|dropped|cut|turned|switched|removed|disabled|limited|restricted|"
    r"rejected|ruled|settled|opted|declined|killed|shut|skipped|ended up|got rid|went (?:with|for|without)|took (?:out|away|the)|"
    r"made the (?:call|decision)|said no)\b"
    r"|\bmy (?:own )?(?:call|decision|choice)\b|\b(?:call|decision|choice) was mine\b|\bmine to (?:make|call|decide)\b"
)
OTHER_WAY = (
    r"\b(?:nodes?|servers?|machines?|hardware|capacity|replicas?|boxes|instances|doubl\w+)\b"
    r"|\b(?:keep|kept|keeping|leave|left|leaving) (?:it|fuzzy|the fuzzy)\b"
)
TURNED_DOWN = (
    r"instead|rather|turn\w* .{0,40}down|rul\w+ .{0,40}out|reject|declin|against|could have|could've|would have|would've|consider|"
    r"alternative|other (?:option|way)|two (?:options|ways)|didn't|did not|not worth|wasn't worth|said no|no to|over (?:doubling|more|adding)|"
    r"was out|off the table|dismiss|passed on|weigh|should have|should've|wanted to (?:keep|leave)|hardly|barely|only moved|not going to|for nothing"
)
NAMED = (
    r"freedom and responsibility|context,? not control|(?:highly )?aligned|loosely coupled|keeper test|informed captain|farm\w* for dissent|"
    r"sunshin\w+|dream team|people over process|candou?r|candid(?:ly)?|transparen\w+|ownership|judge?ment|communication|impact\w*|"
    r"curiosity|innovat\w+|courage\w*|passion\w*|honesty|integrity|selfless\w*|inclusi\w+|diversity|resilience|creativity|excellence"
)


def said():
    """The learner's text with plain apostrophes and single spaces."""
    text = rewrite()
    check.that(isinstance(text, str), f"rewrite() should return the answer as one string; it returned {type(text).__name__}.")
    text = " ".join(text.replace("’", "'").split())
    seconds = spoken(text)
    check.that(seconds >= SHORTEST_S, f"Only about {seconds} seconds of speech so far: too little to hold a decision, its reason and a result.")
    return text


def spoken(text):
    return round(len(text.split()) * 60 / PACE)


def numbers(text):
    """Every figure in digits: the comma of 11,000 marks thousands, the comma of 1,9 is a decimal point."""
    found = []
    for figure in re.findall(r"\d+(?:[.,]\d+)*", text):
        thousands = re.fullmatch(r"\d{1,3}(?:,\d{3})+", figure)
        whole, _, rest = figure.replace(",", "" if thousands else ".").partition(".")
        found.append(float(f"{whole}.{rest.replace('.', '') or 0}"))
    return found


@check("it takes 25 to 90 seconds to say")
def length():
    seconds = spoken(said())
    check.that(
        seconds <= LONGEST_S,
        f"At {PACE} words a minute this takes {seconds} seconds; the story has {LONGEST_S}. Which sentence would they ask for anyway? Let them.",
    )


@check("it is told in the first person")
def first_person():
    text = said()
    one = len(re.findall(r"\bI\b|\b(?:my|mine|me)\b", text))
    many = len(re.findall(r"\b(?:we|our|ours|us)\b", text, re.IGNORECASE))
    check.that(
        one >= 3 and one > many,
        f"Found “I”, “my” or “me” {one} times and “we”, “our” or “us” {many} times. They are hiring one of you: say “I” for what was "
        "yours, and a name for what wasn't.",
    )


@check("it names a decision of the speaker's own")
def decision():
    check.that(
        re.search(I_DECIDED, said(), re.IGNORECASE),
        "No sentence was found in which “I” decide something (I chose, I switched … off, I turned … down, my call, and the like). Reporting "
        "that a thing happened leaves open who wanted it.",
    )


@check("it names what was turned down")
def alternative():
    sentences = re.split(r"(?<=[.?!;:])\s+", said())
    pairs = [" ".join(sentences[at : at + 2]) for at in range(len(sentences))]
    check.that(
        any(re.search(OTHER_WAY, pair, re.IGNORECASE) and re.search(TURNED_DOWN, pair, re.IGNORECASE) for pair in pairs),
        "No other way was found that was weighed and turned down. The sheet has one with a price and a measurement, and one that a "
        "colleague would have preferred.",
    )


@check("it has a result, with a number before and after")
def result():
    found = set(numbers(said()))
    check.that(
        (found & AFTER and found & BEFORE) or found & GAIN,
        f"Found the figures {', '.join(f'{n:g}' for n in sorted(found)) or 'none'}. A result says where p99 came from and where it went, in "
        "digits; from one of them alone nobody can tell whether it is good.",
    )


@check("it claims only the speaker's own share")
def own_share():
    text = said()
    found = set(numbers(text))
    check.that(
        found & ({1.4, 1400} | GAIN),
        "The speaker's change began at 1.4 s. Without that figure (or the gain of 0.8 s) the listener credits the speaker with everything or "
        "with nothing.",
    )
    check.that(
        not found & {1.9, 1900} or re.search(r"\b(?:cach\w+|Ola(?:'s)?)\b", text, re.IGNORECASE),
        "It starts at 1.9 s and doesn't say whose the first 0.5 s were. That is the question that B failed; an interviewer will ask it again.",
    )


@check("it has figures, and every one is on the sheet")
def nothing_invented():
    found = numbers(said())
    check.that(len(found) >= 2, "There are hardly any figures in it, or they are written as words. Write them as digits, so that they can be checked.")
    strange = [n for n in found if n not in ON_THE_SHEET | DIFFERENCES]
    check.that(
        not strange,
        f"Not on the sheet: {', '.join(f'{n:.10g}' for n in strange)}. If you worked it out, say the two figures that it comes from; you'd be "
        "asked for them. If you made it up, take it out.",
    )


@check("it names no value outright")
def unnamed():
    found = re.findall(rf"\b(?:{NAMED})\b", said(), re.IGNORECASE)
    check.that(
        not found,
        f"It says {', '.join(repr(word) for word in found)}. Say what was done instead: the listener has the list and writes the word down alone.",
    )


# %% [markdown] hint="keeper_rewrite"
# Begin with the two follow-ups that B got: *how slow?* and *how much of that was your change?* Answer them before they're asked, in
# two sentences. Then you have about a minute for what you decided.

# %% [markdown] hint="keeper_rewrite"
# Six sentences carry it: how it was; whose the first part was; what you saw; what you turned down and why; what you did, against whose
# wish; what it gave and what it cost. If there's time, what you got wrong.

# %% [markdown] hint="keeper_rewrite"
# The decision wants a verb with "I" in front of it. The result wants "from … to …". Say the unwelcome number (2 to 3) yourself: from you
# it's a trade, from the interviewer it's a discovery.

# %% wrong="still vague: B again, with more feeling" fails="keeper_rewrite_read: it is told in the first person; keeper_rewrite_read: it names a decision of the speaker's own; keeper_rewrite_read: it names what was turned down; keeper_rewrite_read: it has a result, with a number before and after; keeper_rewrite_read: it claims only the speaker's own share; keeper_rewrite_read: it has figures, and every one is on the sheet"
def rewrite():
    return """Search was really slow for us and honestly people had started to give up on it, the mobile team most of all, which was
    painful to watch. So I took that on, end to end. There were a lot of things going on at the same time, but we dug into the slow
    queries together and found some patterns that stood out, and we made a series of improvements over a couple of months that
    brought the numbers way down. Everyone was thrilled, and mobile came back to us in the summer, which was the best proof of all."""


# %% wrong="claims the whole drop" fails="keeper_rewrite_read: it claims only the speaker's own share"
def rewrite():
    return """Search had a p99 of 1.9 seconds in March and the mobile team had stopped calling it. I found that most slow queries were shorter
    than 4 letters. I looked at doubling the nodes, which would have cost 11,000 a month and moved p99 by 0.1 in a trial, so I turned it
    down. I switched fuzzy matching off for the short ones, and p99 went from 1.9 seconds to 0.6. My product manager wasn't
    happy, since empty results went from 2 percent to 3. By July 40 percent of calls came from mobile again."""


# %% wrong="mentions where its share began, and still takes the rest" fails="keeper_rewrite_read: it claims only the speaker's own share"
def rewrite():
    return """Search went from 1.9 seconds at p99 in March to 1.4 and then to 0.6, and that was me. I saw that most slow queries were shorter
    than 4 letters. More nodes would have cost 11,000 a month and moved p99 by 0.1 in my trial, so I turned them down and switched
    fuzzy matching off for the short ones. My product manager wasn't happy, since empty results went from 2 percent to 3. By July
    40 percent of calls came from mobile again, which for me was the proof."""


# %% wrong="we, all the way" fails="keeper_rewrite_read: it is told in the first person; keeper_rewrite_read: it names a decision of the speaker's own"
def rewrite():
    return """Our search had a p99 of 1.9 seconds in March. Ola's cache took us to 1.4, and then we looked at the slow queries, most of them
    shorter than 4 letters. We considered doubling our nodes, 11,000 euros a month, but in our trial it moved p99 by 0.1 and we decided
    against it. We switched fuzzy matching off for short queries instead, which took us from 1.4 seconds to 0.6. Empty results went from 2
    to 3 percent, which we accepted. In July 40 percent of our calls came from mobile again. I was proud of us."""


# %% wrong="says the value instead of showing it" fails="keeper_rewrite_read: it names no value outright"
def rewrite():
    return """I'm a big believer in candor, so: search had a p99 of 1.9 seconds, Ola's cache took it to 1.4, and the rest was my work. As the
    informed captain I turned down doubling the nodes, 11,000 a month for 0.1 of a second, and I switched fuzzy matching off for queries
    under 4 letters. It took p99 from 1.4 to 0.6 seconds. I took the product manager's disagreement seriously, and
    empty results did go from 2 to 3 percent. For me it was about impact, and mobile came back to 40 percent of calls."""


# %% wrong="better than true: invented figures" fails="keeper_rewrite_read: it has figures, and every one is on the sheet"
def rewrite():
    return """In March search had a p99 of 1.9 seconds. Ola's cache took it to 1.4 and my change took it from 1.4 to 0.6, which is 54 percent
    faster and saved us 250,000 euros a year. I could have doubled the nodes for 11,000 a month, but I tried it for 2 days, it moved p99 by
    0.1, and I said no. I switched fuzzy matching off for queries shorter than 4 letters. In July 40 percent of calls came from mobile, and I
    had 12 teams asking me how I did it."""


# %% wrong="one way only: nothing was weighed" fails="keeper_rewrite_read: it names what was turned down"
def rewrite():
    return """In March search had a p99 of 1.9 seconds, and the mobile team had stopped calling it. Ola's cache brought that to 1.4, so the rest
    was on me. I went through the slow queries and saw that most of them were shorter than 4 letters, where fuzzy matching is slow
    and doesn't help much. I switched it off for those, and p99 went from 1.4 seconds to 0.6. Empty searches went from 2 percent
    to 3. In July 40 percent of my calls came from mobile again, and I still look at that chart on Mondays."""


# %% wrong="the whole sheet, twice as long as anyone listens" fails="keeper_rewrite_read: it takes 25 to 90 seconds to say"
def rewrite():
    return (
        """In March search had a p99 of 1.9 seconds. Ola's cache took it to 1.4, and then I switched fuzzy matching off for queries shorter
    than 4 letters, which took it to 0.6. I turned down doubling the nodes, at 11,000 a month. """
        + "I should give a little more background here, because the way our search works is quite particular to us and I want to be sure that it is clear. " * 8
    )


# %% wrong="a headline only" fails="keeper_rewrite_read"
def rewrite():
    return "I switched fuzzy matching off instead of doubling the nodes, and my p99 went from 1.4 to 0.6 seconds."


# %% wrong="passive: it was switched off" fails="keeper_rewrite_read: it names a decision of the speaker's own"
def rewrite():
    return """In March p99 of search was 1.9 seconds and the mobile team had stopped calling it, which I found out from my manager. A cache by
    Ola brought 1.4. Fuzzy matching was then switched off for short queries instead of the nodes being doubled, and 0.6 was reached. I was
    involved in that, and I presented it to my department. It cost me some sleep, but mobile came back with 40 percent."""


# %% wrong="every figure in words" fails="keeper_rewrite_read: it has a result, with a number before and after; keeper_rewrite_read: it claims only the speaker's own share; keeper_rewrite_read: it has figures, and every one is on the sheet"
def rewrite():
    return """Search was at one point nine seconds in March, and Ola's cache took it to one point four. I then turned fuzzy matching off for
    anything shorter than four letters, and it went down to zero point six. I had tried doubling the nodes first and turned that down,
    since it cost eleven thousand a month and moved nothing much. My product manager would have kept fuzzy matching on. I'd begin with one
    customer today."""


# %% also_right="the gain alone, without where it began"
def rewrite():
    return """I took 0.8 seconds off the p99 of our search. Most of the slow queries were under 4 letters, and for those I turned fuzzy matching off.
    I'd first looked at doubling the cluster, and I dropped that, since it cost 11,000 euros a month and gave a tenth of a second. The product
    manager would rather have left fuzzy on, and I understand, because 3 percent of searches find nothing now instead of 2. I'd roll it out
    to one customer first today."""


# %% also_right="we for the team, I for the calls"
def rewrite():
    return """Our search took 1.9 seconds at p99. The mobile team's cache got us to 1.4. I then found that queries under 4 letters made up most of
    what was left. I ruled out buying more nodes after a 2-day trial, 11,000 a month for 0.1 seconds. I disabled fuzzy matching for short
    queries, against the wish of our product manager, and we went from 1.4 to 0.6. The price is that 3 percent of searches find nothing, up
    from 2. I broke one customer for 6 hours on day 1, and I fixed it with an exact-match list."""


# %% also_right="short and blunt, in milliseconds, decision first"
def rewrite():
    return """My call was to drop fuzzy matching for anything under 4 letters. Product wanted to keep it, and I understood why: searches with no
    hits went up, 2 percent to 3. But those short queries were nearly all of my slow ones. The other option was more machines. I priced it,
    €11k a month, ran it for 2 days, and it gave us 100 ms. My change gave 800 ms: p99 was 1400 when I began, after Ola's cache, and 600
    when I finished. I shipped it badly, though. Everybody got it on day 1, and one customer with 3-letter codes found nothing for 6 hours."""


# %% also_right="a story in order, with a decimal comma and few figures"
def rewrite():
    return """So when I came to search, p99 was at 1,4 seconds. It had been 1,9, but that first part was a cache that Ola built on the mobile side,
    so I don't count it. I looked at what was slow, and it was short queries. Now the obvious thing was to double the hardware, and I did
    try that, for two days. It hardly moved, and it wasn't worth 11,000 euros every month. So I decided to go without fuzzy matching on
    those queries. That brought it to 0,6. A few more searches come back empty now, and I'd told our product manager that they would.
    If I did it again I'd let one customer have it first, since one of them couldn't find their own products for an afternoon."""


# %% part
from course.parts import self_assess

self_assess(
    "keeper_rewrite_taste",
    L5=[
        "Read aloud, it sounds like a person who was there, not like the sheet",
        "Ola's part is said as plainly as mine, and without being asked",
        "The unwelcome figure (2 % to 3 %) comes from me, with why I took it",
        "What I left out is something that I'd be glad to be asked about",
        "The listener will assume nothing from it that isn't so",
    ],
    L6=[
        "It says what I saw in the slow queries that made the decision possible, not only the decision",
        "The product manager's argument is good in my telling of it",
        "It says by what I'd have known that I was wrong",
    ],
)

# %% [markdown]
# ## 5 · Yours

# %% [markdown] written="keeper_own" points=3
# Write a true story of yours that you'd tell to *“Tell me about something you made better”*, in at most 225 words, with its lines numbered.
# Below it: which signal an interviewer would note and by which line; which item of the document that line is evidence for, and in
# which edition you read it; and the line on which they would press, with your reply.

# %% part
from course.parts import self_assess

self_assess(
    "keeper_own",
    L5=[
        "One relief signal, carried by a line that shows it with the others covered",
        "The line is something you did, or an effect that somebody could check, not a claim or praise",
        "A decision of your own, what you turned down, and why",
        "A number before and after, and only your own share of it",
        "What went wrong is said, with your part in it (RUBRIC-42)",
        "The item isn't named in the story, and its edition and source are named below it",
        "The reply to the press is more definite than the question",
        "Everything in it is true, also what the listener will assume from it",
    ],
    L6=[
        "The problem had no shape when it came, and you say how you gave it one",
        "Other people's work is better since, also where you aren't",
        "You name the anxiety a sceptic would still have after this story, and which other story of yours answers it",
        "You say what would have to be true for the way you turned down to be the better one",
        "You say where your signal and the document's item come apart, or why they don't here",
    ],
)

# %% [markdown]
# ## Afterwards
#
# **Three ways to prepare from the document.**
#
# | way | wins | loses |
# |---|---|---|
# | a story for each name on a list (S0) | complete; nothing to think about | which list? (see part 3); invites the word instead of the deed, and stories for things that no candidate can do |
# | a story for each signal | it's what one guide says the listener is asking; three of one kind is easy to hold in mind | it rests on one unconfirmed source, and a feeling is a poor judge of people who sound unlike oneself |
# | a few deep stories, each placed on both afterwards (what you did in part 5) | survives pressing, and any edition of the list | gaps show late: lay all your stories side by side to see them |
#
# **The two scales aren't one.** An answer can be a great relief and evidence for no item. An item can be shown by somebody you'd still
# be anxious about: frankness about one's own faults is worth a line in the notes, and leaves the faults. Keep two columns.
#
# **Why the line matters.** "I felt relieved" can't be argued with, so it can't be corrected either, and it can drift towards people who
# sound like the listener. A quoted line can be read by someone else. If you ever sit on the other side, ask for the line.
#
# **What this isn't for.** Rewriting changes what you say first, not what happened. If your true story has no line that relieves, take
# another story. If none has, that's the most useful thing you could learn this month, while there's time to do something about it.

# %% [markdown]
# ## Say it aloud
#
# Ninety seconds, your own story, standing up:
#
# 1. How it was, with the number (10 s).
# 2. Why it had no obvious answer, or whose it wasn't (15 s).
# 3. What you decided, what you turned down, who disagreed (40 s).
# 4. The number afterwards, and whose the rest was (15 s).
# 5. What you'd do differently (10 s).

# %% part
from course.parts import timer

timer("keeper_say", seconds=90)

# %% [markdown]
# The minutes after it decide more than the story: one guide puts the follow-ups at three to five minutes and says that this is where
# the scoring is done (RUBRIC-41, S1, not confirmed). Have somebody ask you these, in any order:
#
# | they ask | a good reply contains |
# |---|---|
# | How much of that was you? | a figure or a part, and the names of those who did the rest |
# | What did you turn down? | something a sensible colleague wanted, and what it would have cost |
# | Who disagreed, and were they wrong? | their argument at its best, and what became of it |
# | How do you know it was your change? | what else changed at the time, and what you can't separate |
# | What would have happened if you'd been on leave? | who'd have decided, and what they had from you to decide with |
# | What did you get wrong? | your part first, when you noticed, whom you told |
# | And what does the team not have to think about any more? | one thing, concrete, and someone who'd confirm it |
