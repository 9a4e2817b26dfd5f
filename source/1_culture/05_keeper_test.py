# ---
# keeper:
#   title: Relief or anxiety
#   minutes: 60
#   level: L5
#   covers: [CULT-01, CULT-02, CULT-03, CULT-04, CULT-05, CULT-06, CULT-07, CULT-08, CULT-29, RUBRIC-01, RUBRIC-02, RUBRIC-03, RUBRIC-04, RUBRIC-05, RUBRIC-06, RUBRIC-07, RUBRIC-08, RUBRIC-09, CONTRA-04, CONTRA-10]
#   needs: []
# ---

# %% [markdown]
# You have changed sides. Eight people were interviewed this week. The manager who would get them puts eight excerpts in front
# of you and says:
#
# > If each of these started tomorrow, would I be relieved or anxious? Tell me by lunch, and show me the line.
#
# **What they listen for.** One public interview guide reports that this is the form the keeper test takes in an interview, and
# that every question is a probe for it (RUBRIC-02, RUBRIC-09; not confirmed by the company). Once you have heard it
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
        "May I leave a side empty?": "Please do, when it's so. A worry without a line is only a mood.",
        "Do hesitation, accent or word order count?": "No. I want to know what is behind the words when you press on them.",
        "Is it a plus if they use the culture document's own words?": "It's neither. It tells me that they have read it.",
        "If two lines carry the same signal, which do I write down?": "Either. I need one that I can quote.",
        "Which of them should we hire?": "Nobody is hired on one excerpt. I asked for a signal and a line.",
        "Which companies are they from?": "I took that out on purpose.",
    },
    solved_by="keeper_signals_read",
)

# %% [markdown]
# ## Six signals, and how to find the line
#
# | write | the signal | you hear that |
# |---|---|---|
# | `lowers_load` | relief: lowers the team's context load | others have less to know, ask, remember or chase afterwards |
# | `closes` | relief: closes problems instead of passing them up | something that could have gone to another desk was ended or decided by the speaker |
# | `lifts` | relief: lifts the standard of nearby work | other people's own work is better afterwards, also when the speaker isn't there |
# | `supervision` | anxiety: needs more supervision than there is | somebody else had to choose, order, unblock or check along the way |
# | `imprecise` | anxiety: imprecise when pressed | asked what, who, when or how many, the reply is less definite than the question |
# | `known_only` | anxiety: solves known problems, doesn't define new ones | a problem that arrives without a shape is left to wait for one |
#
# The signals are that guide's (RUBRIC-03 to RUBRIC-08), in our words. What you hear is this course's reading of them.
#
# ```mermaid
# flowchart LR
#   A["a line: done, checkable,<br/>or a reply to a follow-up?"] -- no --> N["scene, claim or praise"]
#   A -- yes --> S["with the scene alone,<br/>would it carry the signal?"]
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
# Line 1 is a claim. Line 2 is the scene: nobody has done anything yet. Line 3, with the scene alone, tells you that people who had
# nineteen steps to remember have one. That's the line to quote, and `lowers_load` is the signal.

# %% given
RELIEF = ("lowers_load", "closes", "lifts")
ANXIETY = ("supervision", "imprecise", "known_only")
LINES = dict.fromkeys("ABCDFGH", 6) | {"E": 7}  # how many numbered lines each answer has

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
# Mark them in the cell below, then run the cell under it: it says why a choice isn't the one.

# %% answer="keeper_signals"
def signals():
    """Return each answer's signal and the number of its line, in this form:

    {"A": ("lifts", 1), "B": ("lifts", 1), "C": ("lifts", 1)}
    """
    ### BEGIN SOLUTION
    return {"A": ("lowers_load", 4), "B": ("imprecise", 5), "C": ("closes", 6)}
    ### END SOLUTION

# %% tests="keeper_signals_read" points=3
# Reading on spoils it: each choice that has a sentence below is a wrong one.
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
        1: "It sets the scene. It would be true whoever told the story.",
        2: "It says how things were before. It makes the rest matter, but nothing has been done yet.",
        3: "It is finding out. Good work; stop the story here, and the team is where it was.",
        6: "It is how the speaker feels about it. Strike it out and nothing is lost.",
    },
    "B": {
        1: "It is a title that the speaker gives to themselves, and nobody has asked anything yet.",
        2: "It is how people open a story. Nobody has asked for more yet.",
        6: "It is applause. It says how others felt, and you weren't going to hire the others.",
    },
    "C": {
        1: "It sets the scene: it's what the pager said, to whoever had it.",
        2: "It is the cause. One needs to know it, and the payouts still stand.",
        3: "It says whose job it was. It makes the next thing interesting, but it's not yet a thing done.",
        5: "It is praise, with a value's name in it. It tells you about the manager.",
    },
}


def mark(letter):
    """The learner's (signal, line) for an answer; a failed case says how to write it."""
    given = signals()
    found = given.get(letter) if isinstance(given, dict) else None
    check.that(
        isinstance(found, (tuple, list)) and len(found) == 2,
        f'{letter} has no mark yet. Expected a signal and a line, as in ("lifts", 1); found {found!r}.',
    )
    signal, line = found
    check.that(
        isinstance(signal, str) and signal in RELIEF + ANXIETY,
        f"{letter}: {signal!r} is none of the six signals. Write one of {', '.join(RELIEF + ANXIETY)}.",
    )
    check.that(
        type(line) is int and 1 <= line <= LINES[letter],
        f"{letter} has lines 1 to {LINES[letter]}; found {line!r}. Write the number alone, without quotes.",
    )
    return signal, line


def judge_signal(letter):
    signal, _ = mark(letter)
    why_not = NOT_THAT_SIGNAL[letter].get(signal)
    check.that(why_not is None, f"You heard {signal} in {letter}. {why_not}")


def judge_line(letter):
    _, line = mark(letter)
    why_not = NOT_THAT_LINE[letter].get(line)
    check.that(why_not is None, f"You would quote line {line} of {letter}. {why_not}")


for letter in "ABC":
    check(f"{letter}, the signal")(lambda letter=letter: judge_signal(letter))
    check(f"{letter}, the line")(lambda letter=letter: judge_line(letter))

# %% [markdown] hint="keeper_signals"
# Cross out every line that sets a scene, describes the speaker or reports applause. Two or three lines are left in each answer:
# read only those.

# %% [markdown] hint="keeper_signals"
# For each answer ask one question. Is there somebody who has less to carry afterwards? Is there a problem that was going to somebody
# else and didn't arrive? Is there a follow-up, and did you know more after the reply than before?

# %% [markdown] hint="keeper_signals"
# One of the three is anxious, and its evidence can only be where someone pressed. For the other two, compare who would say thank
# you: the colleagues who stay and change the thing every week, or the people whose problem it was and who didn't have to take it.

# %% wrong="takes titles and praise for evidence" fails="keeper_signals_read"
def signals():
    return {"A": ("lifts", 6), "B": ("closes", 1), "C": ("lifts", 5)}

# %% wrong="right signals, but quotes the scene" fails="keeper_signals_read: A, the line; keeper_signals_read: B, the line; keeper_signals_read: C, the line"
def signals():
    return {"A": ("lowers_load", 2), "B": ("imprecise", 2), "C": ("closes", 3)}

# %% wrong="every finished thing is a closed problem" fails="keeper_signals_read: A, the signal; keeper_signals_read: B, the signal"
def signals():
    return {"A": ("closes", 4), "B": ("closes", 5), "C": ("closes", 4)}

# %% wrong="an unstaffed Saturday is straying, a runbook a recipe" fails="keeper_signals_read: A, the signal; keeper_signals_read: A, the line; keeper_signals_read: C, the signal"
def signals():
    return {"A": ("known_only", 3), "B": ("imprecise", 3), "C": ("supervision", 4)}

# %% wrong="quotes the cause, the cure's first half and a feeling" fails="keeper_signals_read: A, the signal; keeper_signals_read: A, the line; keeper_signals_read: B, the signal; keeper_signals_read: B, the line; keeper_signals_read: C, the signal; keeper_signals_read: C, the line"
def signals():
    return {"A": ("imprecise", 1), "B": ("known_only", 6), "C": ("lowers_load", 2)}

# %% wrong="spelled by ear, and one left open" fails="keeper_signals_read: A, the signal; keeper_signals_read: A, the line; keeper_signals_read: B, the signal; keeper_signals_read: B, the line"
def signals():
    return {"A": ("lowers load", 4), "B": None, "C": ("closes", 6)}

# %% wrong="marks written as text" fails="keeper_signals_read"
def signals():
    return {"A": "lowers_load 4", "B": ("imprecise", "5"), "C": "closes"}

# %% also_right="quotes effects and other replies, as lists"
def signals():
    return {"A": ["lowers_load", 5], "B": ["imprecise", 3], "C": ["closes", 4]}

# %% [markdown]
# ## 2 · Relief and anxiety in one answer
#
# People aren't one thing. Each of D to H carries **at most one relief and at most one anxiety** signal; some carry only one.
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

# %% answer="keeper_mixed"
def mixed():
    """Return the signals of each answer, each with its line; [] for none. In this form:

    {
        "D": [("lifts", 1), ("imprecise", 1)],
        "E": [("lifts", 1)],
        "F": [],
        "G": [],
        "H": [],
    }
    """
    ### BEGIN SOLUTION
    return {
        "D": [("lifts", 5)],
        "E": [("supervision", 5)],
        "F": [("lowers_load", 3), ("known_only", 5)],
        "G": [("closes", 4)],
        "H": [("lifts", 3), ("imprecise", 5)],
    }
    ### END SOLUTION

# %% tests="keeper_mixed_read" points=6
# Reading on spoils it here, too.
KINDS = {"relief": RELIEF, "anxiety": ANXIETY}
NOT_THAT_SIGNAL = {
    "D": {
        "lowers_load": "Posts and questions give people more to read and to ask, not less. The load went up a little; something else did, too.",
        "closes": "A number fell. But by their own account the speaker was absent from most of what made it fall: whose doing was it?",
        "no relief": "Don't let the hesitation decide. Take out every “um” and read it as if it were written: would nothing in it make "
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
        "no anxiety": "Good numbers, sure voice, early finish. It was to be a project that the speaker took from start to finish: "
        "go through the steps and ask of each whose it was.",
    },
    "F": {
        "closes": "Plenty is finished here. Look at what became of the problem in the second half before you write this one down.",
        "lifts": "More services come aboard with less effort. Is what their teams make any better for it? The wiring is the same wiring.",
        "no relief": "The second story has coloured the first. Would the sixty teams say that nothing has changed for them?",
        "supervision": "Nobody had to stand behind this person: both pieces of work were done alone, the last in two days. If you worry, "
        "it's about what had to exist before they could begin.",
        "imprecise": "Pressed, they say who asked, what they asked back, who found out and how long the fix took. Uncomfortable, and exact.",
        "no anxiety": "The first story is the one they had ready. The interviewer asked again for a reason: what does the second one show?",
    },
    "G": {
        "lowers_load": "Two pages, three options and a chapter on failure: people had more on their plates. Which line shows that they have less now?",
        "lifts": "The colleagues argue well and build well, but they did when the story began. What would you quote for their work being better since?",
        "no relief": "A range for a result, and two people unconvinced, can feel like a weak ending. In which state is the quarrel at the end, "
        "and in which was it at the start?",
        "supervision": "Asking opponents to attack your plan isn't asking them what to do. Count who chose.",
        "imprecise": "A range, with the reason why it can't be narrower, is more exact than one number without a reason. Press here and you "
        "get more detail, not less.",
        "known_only": "Three camps who don't agree what the problem is: nobody handed this speaker a recipe.",
    },
    "H": {
        "lowers_load": "The rule asks more of whoever writes an action, not less. That may well be good; it's a different good.",
        "closes": "“It got resolved” is the nearest anybody comes to that, and you can't tell what was, or by whom.",
        "no relief": "The second half is weak. It doesn't undo the first: would you strike out something that you could go and check?",
        "supervision": "Two years of running something for four teams, and nobody in sight who has to stand behind it.",
        "known_only": "Making a rule out of “be more careful” is giving shape to something that had none. If you worry, it isn't about that.",
        "no anxiety": "The first half is good enough that one stops listening. Take the two follow-ups, and write down what you learnt from each reply.",
    },
}
NOT_THAT_LINE = {
    ("D", "relief"): {
        1: "It lowers expectations. That's evidence for nothing, in either direction.",
        2: "It is a diagnosis, and a frank one. Stop here and nothing around the speaker has changed.",
        3: "It is care in counting. It makes the count trustworthy; nothing has changed yet.",
        4: "It is a new habit of the speaker's own. If it had ended there, what would anyone else be doing differently?",
    },
    ("E", "anxiety"): {
        1: "It is a headline, and as a headline it worries nobody.",
        2: "It is a claim. A claim is evidence for nothing, good or bad.",
        6: "It is how the work was reported. Busy, perhaps; not where your worry comes from.",
        7: "It is a date that was met.",
    },
    ("F", "relief"): {
        1: "It says how things were before.",
        4: "It is someone else's question. The speaker hasn't done anything with it yet.",
        5: "It isn't something you'd be glad of.",
        6: "It ends well. Look again at who did which part of it.",
    },
    ("F", "anxiety"): {
        1: "It says how things were before.",
        2: "It is something made, and nothing to lie awake over.",
        3: "It is an effect that you could check, and a welcome one.",
        4: "It is someone else's question. The speaker hasn't done anything with it yet.",
    },
    ("G", "relief"): {
        1: "It lays out the quarrel. Everyone in the room knew that much.",
        2: "It is how the arguments were collected. At the end of it the seats still time out.",
        3: "It makes a design better. The seats still time out.",
        6: "It is how people took it. It's fair to them, and the seat holds don't depend on it.",
    },
    ("H", "relief"): {
        1: "It is a role. Roles can be filled well or badly.",
        4: "It promises a story. There's nothing in it to be glad of.",
        5: "It spreads a cause over several teams. You wouldn't be glad of that.",
        6: "It says that things ended well. You'd have to take their word.",
    },
    ("H", "anxiety"): {
        1: "It is a role. Roles can be filled well or badly.",
        2: "It is concrete, and nothing to worry about.",
        3: "It offers you something to go and check. That worries nobody.",
    },
}


def marks(letter):
    """The learner's marks for an answer, as {"relief": (signal, line)}; a failed case says how to write them."""
    given = mixed()
    found = given.get(letter) if isinstance(given, dict) else None
    check.that(
        isinstance(found, (tuple, list)),
        f'{letter} has no marks yet. Expected a list, as in [("lifts", 1), ("imprecise", 1)], or [] for none; found {found!r}.',
    )
    heard = {}
    for pair in [found] if len(found) == 2 and isinstance(found[0], str) else found:
        check.that(
            isinstance(pair, (tuple, list)) and len(pair) == 2 and isinstance(pair[0], str),
            f'{letter}: expected a signal and a line, as in ("lifts", 1); found {pair!r}.',
        )
        signal, line = pair
        kind = next((kind for kind, names in KINDS.items() if signal in names), None)
        check.that(kind, f"{letter}: {signal!r} is none of the six signals. Write one of {', '.join(RELIEF + ANXIETY)}.")
        check.that(kind not in heard, f"{letter} has two {kind} signals. Write the one that you have the better line for.")
        check.that(
            type(line) is int and 1 <= line <= LINES[letter],
            f"{letter} has lines 1 to {LINES[letter]}; found {line!r}. Write the number alone, without quotes.",
        )
        heard[kind] = signal, line
    return heard


def judge_signal(letter, kind):
    signal, _ = marks(letter).get(kind, (f"no {kind}", None))
    why_not = NOT_THAT_SIGNAL[letter].get(signal)
    check.that(why_not is None, f"You heard {signal} in {letter}. {why_not}")


def judge_lines(letter):
    heard = marks(letter)
    for (named, kind), why_not in NOT_THAT_LINE.items():
        if named == letter:
            check.that(kind in heard, f"You quote no line of {letter} for its {kind}; the case “{letter}, {kind}” says why there is one.")
            signal, line = heard[kind]
            check.that(line not in why_not, f"For {signal} you would quote line {line} of {letter}. {why_not.get(line)}")


for letter in "DEFGH":
    for kind in KINDS:
        check(f"{letter}, {kind}")(lambda letter=letter, kind=kind: judge_signal(letter, kind))
    check(f"{letter}, the lines")(lambda letter=letter: judge_lines(letter))

# %% [markdown] hint="keeper_mixed"
# Read each answer twice. First only what comes before the first follow-up, then only the replies. Some of them change sides at
# the follow-up.

# %% [markdown] hint="keeper_mixed"
# Test each relief you have with "and who else?", each anxiety with "and which line?". *It ended well* isn't yet `closes`: ask who
# decided on the way. *He hesitates* isn't yet `imprecise`: ask whether you know more after the reply.

# %% [markdown] hint="keeper_mixed"
# Two of the five carry both. Two have no anxiety, and they sound the least sure of themselves. One has no relief, and it has the best
# headline. To tell `supervision` from `known_only`: in the first, somebody stands beside the work and chooses along the way. In the
# second the work runs by itself, once someone else has said what the problem is.

# %% wrong="judges the voice: hesitation is worry, confidence is relief" fails="keeper_mixed_read: D, relief; keeper_mixed_read: D, anxiety; keeper_mixed_read: D, the lines; keeper_mixed_read: E, relief; keeper_mixed_read: E, anxiety; keeper_mixed_read: E, the lines; keeper_mixed_read: G, relief; keeper_mixed_read: G, anxiety; keeper_mixed_read: G, the lines"
def mixed(heard=mixed()):
    return heard | {"D": [("imprecise", 1)], "E": [("closes", 7)], "G": [("imprecise", 5)]}

# %% wrong="stops listening before the follow-up" fails="keeper_mixed_read: D, relief; keeper_mixed_read: D, the lines; keeper_mixed_read: E, relief; keeper_mixed_read: E, anxiety; keeper_mixed_read: E, the lines; keeper_mixed_read: F, anxiety; keeper_mixed_read: F, the lines; keeper_mixed_read: H, anxiety; keeper_mixed_read: H, the lines"
def mixed():
    return {"D": [("closes", 4)], "E": [("closes", 1)], "F": [("lowers_load", 2)], "G": [("closes", 4)], "H": [("lifts", 2)]}

# %% wrong="a worry is always supervision, a result always closes" fails="keeper_mixed_read: D, relief; keeper_mixed_read: D, anxiety; keeper_mixed_read: E, relief; keeper_mixed_read: F, relief; keeper_mixed_read: F, anxiety; keeper_mixed_read: G, anxiety; keeper_mixed_read: H, relief; keeper_mixed_read: H, anxiety; keeper_mixed_read: H, the lines"
def mixed():
    return {
        "D": [("closes", 6), ("supervision", 3)], "E": [("closes", 1), ("supervision", 4)], "F": [("closes", 3), ("supervision", 6)],
        "G": [("closes", 5), ("supervision", 2)], "H": [("closes", 6), ("supervision", 4)],
    }

# %% wrong="the second half of an answer wipes out the first" fails="keeper_mixed_read: F, relief; keeper_mixed_read: F, the lines; keeper_mixed_read: H, relief; keeper_mixed_read: H, the lines"
def mixed(heard=mixed()):
    return heard | {"F": [("known_only", 6)], "H": [("imprecise", 6)]}

# %% wrong="every tool lifts, every pause is a known problem" fails="keeper_mixed_read: E, relief; keeper_mixed_read: E, anxiety; keeper_mixed_read: F, relief; keeper_mixed_read: G, relief; keeper_mixed_read: G, anxiety; keeper_mixed_read: H, anxiety"
def mixed():
    return {
        "D": [("lifts", 5)], "E": [("lowers_load", 6), ("known_only", 5)], "F": [("lifts", 2), ("known_only", 5)],
        "G": [("lifts", 5), ("known_only", 1)], "H": [("lifts", 3), ("known_only", 5)],
    }

# %% wrong="right signals, but quotes the set-up" fails="keeper_mixed_read: D, the lines; keeper_mixed_read: E, the lines; keeper_mixed_read: F, the lines; keeper_mixed_read: G, the lines; keeper_mixed_read: H, the lines"
def mixed():
    return {
        "D": [("lifts", 4)], "E": [("supervision", 6)], "F": [("lowers_load", 1), ("known_only", 5)],
        "G": [("closes", 2)], "H": [("lifts", 3), ("imprecise", 3)],
    }

# %% wrong="nothing to quote, nothing to say" fails="keeper_mixed_read: D, relief; keeper_mixed_read: D, the lines; keeper_mixed_read: E, anxiety; keeper_mixed_read: E, the lines; keeper_mixed_read: F, relief; keeper_mixed_read: F, anxiety; keeper_mixed_read: F, the lines; keeper_mixed_read: G, relief; keeper_mixed_read: G, the lines; keeper_mixed_read: H, relief; keeper_mixed_read: H, anxiety; keeper_mixed_read: H, the lines"
def mixed():
    return dict.fromkeys("DEFGH", [])

# %% wrong="two reliefs, words for numbers, the form of part 1" fails="keeper_mixed_read"
def mixed():
    return {
        "D": [("lifts", 5), ("closes", 6)], "E": [("supervision", "5")], "F": {"lowers_load": 3},
        "G": ["closes", "lifts", 4], "H": [("lifts the team", 3)],
    }

# %% also_right="the other lines that carry the same signals, a bare pair, anxiety first"
def mixed():
    return {
        "D": ("lifts", 6), "E": [["supervision", 4]], "F": (("known_only", 6), ("lowers_load", 2)),
        "G": [("closes", 5)], "H": [("imprecise", 6), ("lifts", 2)],
    }

# %% [markdown]
# ## 3 · What the document says
#
# Two interview guides (S1 and S3 of the course's `docs/syllabus.md`) advise you to read the company's culture document the way you read
# a specification: each paragraph is something that will be scored (CULT-29; reported, not confirmed). So look for evidence of it in A to
# H: the deed, not the word. The memo's sense is in our words; what an answer must show is this course's reading.
#
# | write | in the memo of June 2024 | an answer shows it when the speaker |
# |---|---|---|
# | `freedom_responsibility` (CULT-01) | the phrase of 2009 isn't in it; the freedom is, for people who are unusually responsible | used room that they had been given, and carried the duty that comes with it |
# | `context_not_control` (CULT-02) | asked of managers: give people what they need to decide well, instead of controlling everything | gave people what they need to decide, so that nobody has to be asked |
# | `aligned_loosely_coupled` (CULT-03) | teams carry out a decision, each under a captain of its own | had teams agree on the goal, and each chose its own way there |
# | `informed_captain` (CULT-06) | one person, not a committee, makes each big judgment call, and looks back on it later | made the final call, and can say what they turned down and why (S1) |
# | `farming_for_dissent` | the captain seeks out other opinions, at every level, and then decides | asked for criticism of their own idea while it could change |
# | `candor` (CULT-07) | a value: among other things, admitting mistakes openly and sharing what was learnt | said in the open what they themselves got wrong |
#
# For each item write the answer and line that you would put beside it, or `"nothing"` if none of the eight answers shows it.

# %% answer="keeper_evidence"
def evidence():
    """Return an answer and a line for each item, or "nothing", in this form:

    {
        "freedom_responsibility": ("A", 1),
        "context_not_control": "nothing",
        "aligned_loosely_coupled": ("A", 1),
        "informed_captain": ("A", 1),
        "farming_for_dissent": ("A", 1),
        "candor": ("A", 1),
    }
    """
    ### BEGIN SOLUTION
    return {
        "freedom_responsibility": ("C", 4),
        "context_not_control": ("A", 4),
        "aligned_loosely_coupled": "nothing",
        "informed_captain": ("G", 4),
        "farming_for_dissent": ("G", 2),
        "candor": ("D", 4),
    }
    ### END SOLUTION

# %% tests="keeper_evidence_read" points=3
import hashlib

# What is right, as the first 12 digits of the SHA-256 of "candor A1", "candor nothing" and so on: this cell gives nothing away.
RIGHT = {
    "1082024dcce3", "1afecd25081b", "37c7dbbba31b", "517373702d22", "64c1be84b3a7",
    "9a0ca2d1310a", "af5fff6897d6", "c09bad46a37a", "f58fda203033", "f623e6e05914",
}
NEEDS = {
    "freedom_responsibility": "You need room that somebody was given, used, and the care that such room asks for.",
    "context_not_control": "You need people who can decide without asking, because of something that the speaker gave them.",
    "aligned_loosely_coupled": "You need teams that agreed where to go, and then each found its own way without waiting for the others.",
    "informed_captain": "You need the call itself, made by the speaker, with something that others wanted turned down for a reason.",
    "farming_for_dissent": "You need the speaker to ask for criticism of an idea of their own, while it can still change.",
    "candor": "You need the speaker's own mistake, said by the speaker, to people who could use it.",
}
LOOK_FOR = {
    "freedom_responsibility": "somebody who was allowed to, did, and did more than being allowed asks for",
    "context_not_control": "people who used to ask and no longer have to",
    "informed_captain": "reasons against something, not only for something",
    "farming_for_dissent": "a request, and whom it goes to",
    "candor": "a fault with an owner, where the owner is speaking",
}
DOES = {
    "A": "sets the scene|says how it was before|is finding out|is a change to a service, and a page about it|is what came of a change|"
    "is how the speaker feels",
    "B": "is a title that the speaker takes|says how it was before|is a guess|promises a figure and gives none|claims everything and "
    "separates nothing|is applause",
    "C": "sets the scene|is the cause of an outage|says whose job it was|is what was done in the night|is a manager's praise, with a "
    "value's name in it|is what was done when everybody was awake",
    "D": "is modesty|is a count|is care in counting|is a habit that the speaker took up|is what others did later|is a result",
    "E": "is a headline|names an item and shows nothing of it|is work taken off somebody's list|is a question carried to somebody else|"
    "is a week of waiting, put to use|is reporting, with a word of the document in it|is a date that was met",
    "F": "says how it was before|is a tool that does the wiring for people|is what came of a tool|is a director's question|is a question handed back|"
    "is a colleague's finding and a quick fix",
    "G": "lays out a quarrel|is how arguments were collected|is what a colleague found|is a choice and its reasons|"
    "is a result, as exact as it can be|is how people took it",
    "H": "is a role|is a rule for everyone's actions|is how one team writes now|puts a story off|spreads a cause over several teams|"
    "claims a virtue in place of a number",
}


def choice(item):
    """The learner's choice, as "A1" or "nothing"; a failed case says how to write it."""
    given = evidence()
    found = given.get(item) if isinstance(given, dict) else None
    if isinstance(found, str) and found == "nothing":
        return found
    check.that(
        isinstance(found, (tuple, list)) and len(found) == 2,
        f'{item} has no choice yet. Expected an answer and a line, as in ("A", 1), or "nothing"; found {found!r}.',
    )
    letter, line = found
    check.that(isinstance(letter, str) and letter in LINES, f"{item}: {letter!r} is no answer. Write a letter from A to H.")
    check.that(
        type(line) is int and 1 <= line <= LINES[letter],
        f"{item}: {letter} has lines 1 to {LINES[letter]}; found {line!r}. Write the number alone, without quotes.",
    )
    return f"{letter}{line}"


def judge(item):
    chosen = choice(item)
    if chosen == "nothing":
        why_not = f"There is a line for it. Look for {LOOK_FOR.get(item)}."
    else:
        why_not = f"{chosen} {DOES[chosen[0]].split('|')[int(chosen[1]) - 1]}. {NEEDS[item]}"
    digest = hashlib.sha256(f"{item} {chosen}".encode()).hexdigest()[:12]
    check.that(digest in RIGHT, f"For {item} you chose {chosen}. {why_not}")


for item in NEEDS:
    check(item.replace("_", " "))(lambda item=item: judge(item))

# %% [markdown] hint="keeper_evidence"
# Cover the document's words in the transcripts with your thumb. What's left of each such line? Then look again at lines that sound
# like nothing in particular.

# %% [markdown] hint="keeper_evidence"
# Captain and dissent stand close together in one story: the asking comes before the choosing. For candor, look for a fault with an
# owner; for context, for someone who was *not* called; for freedom, for somebody who was allowed to.

# %% wrong="looks for the words of the document" fails="keeper_evidence_read"
def evidence():
    return {
        "freedom_responsibility": ("E", 2),
        "context_not_control": ("E", 6),
        "aligned_loosely_coupled": ("H", 5),
        "informed_captain": ("B", 1),
        "farming_for_dissent": ("H", 6),
        "candor": ("H", 6),
    }

# %% wrong="a story for each name on the list" fails="keeper_evidence_read: aligned loosely coupled"
def evidence(matched=evidence()):
    return matched | {"aligned_loosely_coupled": ("H", 3)}

# %% wrong="mixed up inside the right stories" fails="keeper_evidence_read: freedom responsibility; keeper_evidence_read: context not control; keeper_evidence_read: informed captain; keeper_evidence_read: farming for dissent; keeper_evidence_read: candor"
def evidence():
    return {
        "freedom_responsibility": ("C", 3),
        "context_not_control": ("A", 3),
        "aligned_loosely_coupled": "nothing",
        "informed_captain": ("G", 2),
        "farming_for_dissent": ("G", 4),
        "candor": ("D", 1),
    }

# %% wrong="nobody proved a thing" fails="keeper_evidence_read: freedom responsibility; keeper_evidence_read: context not control; keeper_evidence_read: informed captain; keeper_evidence_read: farming for dissent; keeper_evidence_read: candor"
def evidence(matched=evidence()):
    return dict.fromkeys(matched, "nothing")

# %% wrong="control for context, initiative for a call, a count for dissent" fails="keeper_evidence_read: freedom responsibility; keeper_evidence_read: context not control; keeper_evidence_read: informed captain; keeper_evidence_read: farming for dissent; keeper_evidence_read: candor"
def evidence(matched=evidence()):
    return matched | {
        "freedom_responsibility": ("E", 5),
        "context_not_control": ("H", 2),
        "informed_captain": ("A", 4),
        "farming_for_dissent": ("D", 3),
        "candor": ("G", 3),
    }

# %% wrong="written in one word, or not at all" fails="keeper_evidence_read: freedom responsibility; keeper_evidence_read: context not control; keeper_evidence_read: informed captain; keeper_evidence_read: farming for dissent; keeper_evidence_read: candor"
def evidence():
    return {
        "freedom_responsibility": "C4",
        "context_not_control": ("A", "4"),
        "aligned_loosely_coupled": "nothing",
        "informed_captain": ("g", 4),
        "candor": ("D", 9),
    }

# %% also_right="the other line of each story"
def evidence():
    return {
        "freedom_responsibility": ["C", 6],
        "context_not_control": ["A", 5],
        "aligned_loosely_coupled": "nothing",
        "informed_captain": ["G", 4],
        "farming_for_dissent": ["G", 3],
        "candor": ["D", 2],
    }

# %% [markdown]
# ### Which document, and how sure?
#
# The lists differ (CONTRA-04):
#
# | list | what is on it | how we know |
# |---|---|---|
# | slides, 2009 | seven aspects, four of which are on S0's list below. Nine values: judgment, communication, impact, curiosity, innovation, courage, passion, honesty, selflessness | primary: the slides |
# | memo, June 2024 | four principles: the Dream Team, People over Process, Uncomfortably Exciting, Great and Always Better. Eight values: selflessness, judgment, candor, creativity, courage, inclusion, curiosity, resilience | principles: the company's release. The rest: a public copy of its PDF, marked as last updated in June 2024 |
# | Tech Blog, S4 | eleven values. Six aren't among the memo's eight, "diversity" and "integrity" for two | the company's own post, in a mirror of 20 July 2024 |
# | guides, undated | S0: freedom and responsibility; context, not control; highly aligned, loosely coupled; pay top of market; the keeper test. S1: context, captain, candor. S3: aligned and *autonomous* | one guide each |
#
# Prepare from the text on jobs.netflix.com, not from a list; where it differs from this page, it wins. S0 would have you hold a story for
# each of its five. Pay top of market (CULT-04) and the keeper test (CULT-05) are things that the company does: no story of
# yours can show them. And nearly every relief line shows independent judgment (CULT-08), so naming it says little.
#
# **The keeper test itself** has moved, too:
#
# | when | in our words | how we know |
# |---|---|---|
# | 2009 | Suppose that each of my people had a like job waiting at a peer company, two months from now: for whom would I put up a fight? (RUBRIC-01 is the short form.) | a blog of August 2009 that quotes the slides |
# | 2020, 2024 | If I'd take the resignation with a little relief, it's time to part, or at least to talk. *Relief is the bad sign here: it's about leaving.* | the co-founder's book, quoted in the press in 2020; the CTO in a podcast of February 2024, quoted in an article |
# | June 2024 | If they wanted to go, would I put up a fight? Or: with what I know by now, would I take them on a second time? On the whole record, not the bets that failed. | the copy of the memo |
# | undated | In an interview: relieved or anxious if they *started*? And the six signals. | S1 alone; not confirmed |
#
# **How often is it asked of someone who works there?** Accounts differ (CONTRA-10). S1: once a year. The CTO in that podcast: with some
# frequency. S3: it's real, and gentler than the text sounds. The memo names no cycle. Don't build an answer, or a fear, on "annual".
#
# This course is independent of Netflix.

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
# Write the answer that B could have given, as one would say it, in at most 90 seconds (RUBRIC-40, reported by S1). Nothing may be in it
# that isn't on the sheet: you're choosing what to say, not improving what happened. Leave things out; a follow-up will find them.
#
# The cases check structure and numbers, which they recognise by words and figures, so write numbers as digits. They can't tell a good
# answer from a dull one. That part is yours: read it aloud, then rate it below the cases.

# %% answer="keeper_rewrite"
def rewrite():
    """Return what B could have said, as one string: 60 to 225 words, which is 90 seconds at most."""
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

SHORTEST, LONGEST = 60, 225  # words; the longest is 90 seconds at 150 words a minute, an unhurried speaker
ON_THE_SHEET = {1.9, 1.4, 0.6, 0.1, 1900, 1400, 600, 100, 99, 4, 11000, 11, 2, 3, 40, 1, 6}
DIFFERENCES = {0.8, 800, 0.5, 500}  # 1.4 - 0.6 and 1.9 - 1.4
BEFORE, AFTER, GAIN = {1.9, 1900, 1.4, 1400}, {0.6, 600}, {0.8, 800}
MISUSED = (  # figures of the sheet, borrowed for something else
    r"(?<![\d.,])[\d.,]+ (?:weeks?|months?|years?|minutes?|people|engineers|users|million|times)\b|\b(?:[3-9]|\d\d) (?:teams|customers|services|colleagues)\b|"
    r"(?<![\d.,])(?!(?:1|2|3|40|99) ?(?:%|per))[\d.,]+ ?(?:%|per ?cent\b)|(?<![\d.,])[\d.,]+ ?(?:%|per ?cent|x) (?:faster|quicker|better|less|fewer|cheaper)\b|"
    r"(?<![\d.,])(?!6 )\d+ hours?\b|(?<![\d.,])(?![12] )\d+ days?\b|\b3 ?(?:%|per ?cent)? (?:down )?to 2\b"
)
I_DECIDED = (
    r"\bI(?:'d|'ve)? (?:\w+ ){0,3}?(?:decided|chose|picked(?! up)|stopped|dropped|cut|turned(?! up)|switched|removed|disabled|limited|restricted|"
    r"rejected|ruled|settled|opted|declined|killed|shut|skipped|ended up|got rid|passed on|traded|gave up|went (?:with|for|ahead|without)|"
    r"took (?:out|away|fuzzy|it out)|(?:took|made) the (?:call|decision|trade)|said no|left fuzzy (?:\w+ )?out|(?:made|put|set|kept) [^.]{0,40}\b(?:off|exact(?!.match list)))\b"
    r"|\bmy (?:own )?(?:call|decision|choice)\b|\b(?:call|decision|choice) was mine\b|\bmine to (?:make|call|decide)\b"
)
AS_TOLD = r"\b(?:told|asked|instructed) me to\b(?! keep| leave)|\bI was (?:told|asked|instructed) to\b|\bmy manager(?:'s)? (?:decided|call|decision|chose)\b"
OTHER_WAY = (
    r"\b(?:nodes?|servers?|machines?|hardware|capacity|cluster|replicas?|boxes|instances|doubl\w+)\b"
    r"|\b(?:keep|kept|keeping|leave|left|leaving) (?:it|fuzzy|the fuzzy)\b"
)
TURNED_DOWN = (
    r"instead|rather|turn\w* .{0,40}down|rul\w+ .{0,40}out|reject|declin|against|could have|could've|would have|would've|consider|weigh|"
    r"alternative|other (?:option|way)|two (?:options|ways)|didn't|did not|not worth|wasn't worth|said no|no to|over (?:doubling|more|adding)|"
    r"was out|off the table|dismiss|passed on|dropped (?:it|that)|should have|should've|wanted to (?:keep|leave)|hardly|barely|only moved|not going to|"
    r"for nothing|bought (?:us |me )?(?:only )?0[.,]1|too (?:much|expensive|dear)|poor (?:deal|trade)"
)
WEIGHED = r"\b11(?:,000|\.000|k|000)\b.*\b(?:0[.,]1|100)|(?:0[.,]1|100)\b.*\b11(?:,000|\.000|k|000)\b"  # price and gain side by side
KEPT_BOTH = r"\bI (?:also |then |first )?doubled (?:the|our) nodes\b(?![^.]{0,40}(?:trial|days|test))"
NOT_ONES_OWN = (
    r"\b(?:I|we)(?:'d|'ve)? (?:\w+ ){0,3}?(?:added|built|put|wrote|made|introduced|shipped|set up|gave|brought in|launched)\b[^.]{0,25}\bcach\w+|\b(?:my|our) (?:own )?cach\w+"
)
WHOLE_DROP = r"\b(?:1[.,]9|1900) ?(?:s|ms|seconds)? (?:[a-z]+ ){0,3}(?:0[.,]6|600)\b"
NAMED = (
    r"freedom and responsibility|context,? not control|(?:highly )?aligned|loosely coupled|keeper test|informed captain|farm\w* for dissent|"
    r"sunshin\w+|dream team|people over process|candou?r|candid(?:ly)?|transparency|ownership|judge?ment(?! call)|(?:about|for|high|real|my|our) impact|"
    r"impactful|curiosity|innovat\w+|courage\w*|passion\w*|honesty|integrity|selfless\w*|inclusi\w+|diversity|resilien\w+|creativity|excellence"
)


def said():
    """The learner's text with plain apostrophes and single spaces."""
    text = rewrite()
    check.that(isinstance(text, str), f"rewrite() should return the answer as one string; it returned {type(text).__name__}.")
    text = " ".join(text.replace("’", "'").split())
    words = len(text.split())
    check.that(words >= SHORTEST, f"Only {words} words so far: too little to hold a decision, its reason and a result.")
    return text


def numbers(text):
    """Every figure in digits: the comma of 11,000 marks thousands, the comma of 1,9 is a decimal point."""
    found = []
    for figure in re.findall(r"\d+(?:[.,]\d+)*", text):
        thousands = re.fullmatch(r"\d{1,3}(?:,\d{3})+", figure)
        whole, _, rest = figure.replace(",", "" if thousands else ".").partition(".")
        found.append(float(f"{whole}.{rest.replace('.', '') or 0}"))
    return found


@check("it takes 90 seconds at most to say")
def length():
    words = len(said().split())
    check.that(
        words <= LONGEST,
        f"At 150 words a minute this takes {round(words / 2.5)} seconds; the story has 90. Which sentence would they ask for anyway? Let them.",
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
    text = said()
    check.that(
        re.search(I_DECIDED, text, re.IGNORECASE),
        "No sentence was found in which “I” decide something (I chose, I switched … off, I turned … down, my call, and the like). Reporting "
        "that a thing happened leaves open who wanted it.",
    )
    told = re.search(AS_TOLD, text, re.IGNORECASE)
    check.that(not told, f"“{told and told[0]}”: whose decision was it, then? Nobody on the sheet gave the speaker orders.")


@check("it names what was turned down")
def alternative():
    text = said()
    both = re.search(KEPT_BOTH, text, re.IGNORECASE)
    check.that(not both, f"“{both and both[0]}”: the sheet has it as a trial of 2 days that wasn't kept.")
    sentences = re.split(r"(?<=[.?!;:])\s+", text)
    passages = [" ".join(sentences[at : at + 4]) for at in range(len(sentences))]
    check.that(
        any(re.search(OTHER_WAY, near, re.IGNORECASE) and re.search(f"{TURNED_DOWN}|{WEIGHED}", near, re.IGNORECASE) for near in passages),
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
    alone = [one for one in re.split(r"(?<=[.?!;:])\s+", text) if not re.search(r"\b(?:cach\w+|Ola|both|together)\b", one, re.IGNORECASE)]
    whole = re.search(WHOLE_DROP, " ".join(alone), re.IGNORECASE)
    check.that(not whole, f"“{whole and whole[0]}”: that is Ola's part and the speaker's in one. The speaker's begins at 1.4 s.")
    taken = re.search(NOT_ONES_OWN, text, re.IGNORECASE)
    check.that(not taken, f"“{taken and taken[0]}”: the cache was Ola's. Say whose it was, by name.")


@check("it has figures, and every one is on the sheet")
def nothing_invented():
    text = said()
    found = numbers(text)
    check.that(len(found) >= 2, "There are hardly any figures in it, or they are written as words. Write them as digits, so that they can be checked.")
    strange = [f"{n:.10g}" for n in found if n not in ON_THE_SHEET | DIFFERENCES]
    strange += [figure for figure in re.findall(MISUSED, text, re.IGNORECASE) if not set(numbers(figure)) - ON_THE_SHEET]
    check.that(
        not strange,
        f"Not on the sheet: {', '.join(strange)}. If you worked it out, say the two figures that it comes from; you'd be "
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
    queries together, and we made a series of improvements that brought the numbers way down. Everyone was thrilled."""

# %% wrong="claims the whole drop" fails="keeper_rewrite_read: it claims only the speaker's own share"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace(" Ola put a cache on their side, which took it to 1.4. The rest was mine.", "").replace("from 1.4", "from 1.9")

# %% wrong="names Ola, and claims the whole drop all the same" fails="keeper_rewrite_read: it claims only the speaker's own share"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace("p99 went from 1.4 seconds to 0.6", "I got p99 down from 1.9 seconds to 0.6")

# %% wrong="mentions where its share began, and still takes the rest" fails="keeper_rewrite_read: it claims only the speaker's own share"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace("Ola put a cache on their side, which took it to 1.4. The rest", "It went to 1.4 and then further, and all of that")

# %% wrong="somebody else's cache becomes one's own" fails="keeper_rewrite_read: it claims only the speaker's own share"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace("Ola put a cache on their side", "I first put a cache on the mobile side")

# %% wrong="we, all the way" fails="keeper_rewrite_read: it is told in the first person; keeper_rewrite_read: it names a decision of the speaker's own"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace("I'd", "we'd").replace("I ", "we ").replace("mine", "ours")

# %% wrong="says the values instead of showing them" fails="keeper_rewrite_read: it names no value outright"
def rewrite(true=" ".join(rewrite().split())):
    return f"I'm a big believer in candor, and I was the informed captain here. {true} For me that's what ownership is about."

# %% wrong="better than true: invented figures" fails="keeper_rewrite_read: it has figures, and every one is on the sheet"
def rewrite(true=" ".join(rewrite().split())):
    return f"{true} That is 57 percent faster, it saved us 250,000 euros a year, and 12 teams asked me how."

# %% wrong="true figures, borrowed for something better" fails="keeper_rewrite_read: it has figures, and every one is on the sheet"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace("from 2 percent to 3, and they still do", "down from 3 percent to 2, and search is 40 percent faster").replace("6 hours", "1 hour")

# %% wrong="one way only: nothing was weighed" fails="keeper_rewrite_read: it names what was turned down"
def rewrite():
    return """In March search had a p99 of 1.9 seconds, and the mobile team had stopped calling it. Ola's cache brought that to 1.4, so the rest
    was on me. I went through the slow queries and saw that most of them were shorter than 4 letters, where fuzzy matching is slow
    and helps little. I switched it off for those, and p99 went from 1.4 seconds to 0.6. Empty searches went from 2 percent to 3."""

# %% wrong="both ways: what was turned down was done, too" fails="keeper_rewrite_read: it names what was turned down"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace("There were two ways to go.", "First I doubled the nodes, and then I did more.")

# %% wrong="passive: it was switched off" fails="keeper_rewrite_read: it names a decision of the speaker's own"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace("I turned that down", "that was turned down").replace("I switched fuzzy matching off", "Fuzzy matching was switched off")

# %% wrong="we decided, though I picked it up" fails="keeper_rewrite_read: it is told in the first person; keeper_rewrite_read: it names a decision of the speaker's own; keeper_rewrite_read: it claims only the speaker's own share; keeper_rewrite_read: it has figures, and every one is on the sheet"
def rewrite():
    return """When I picked up search it was slow, p99 around 1.9 seconds, and mobile had basically stopped using it. I dug into the slow query log
    and found tiny queries, 3 letters or less, doing fuzzy matching. We discussed throwing hardware at it, which was 11k a month, but it
    barely moved the needle. So we turned fuzzy off and got p99 to 0.6, about a 70% improvement. Product pushed back on that, of course."""

# %% wrong="did as told" fails="keeper_rewrite_read: it names a decision of the speaker's own"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace("I switched fuzzy matching off", "My manager asked me to switch fuzzy matching off, so I turned it off")

# %% wrong="before, without after" fails="keeper_rewrite_read: it has a result, with a number before and after"
def rewrite(true=" ".join(rewrite().split())):
    return true.replace("p99 went from 1.4 seconds to 0.6", "p99 got a great deal better")

# %% wrong="figures in words" fails="keeper_rewrite_read: it has a result, with a number before and after; keeper_rewrite_read: it claims only the speaker's own share; keeper_rewrite_read: it has figures, and every one is on the sheet"
def rewrite():
    return """My search was at one point nine seconds in March, and Ola's cache took it to one point four. I then turned fuzzy matching off for
    anything shorter than four letters, and it went down to zero point six. I had tried doubling the nodes first and turned that down,
    since it cost eleven thousand a month and moved nothing much. I know my product manager would have kept fuzzy matching on."""

# %% wrong="the whole sheet, twice as long as anyone listens" fails="keeper_rewrite_read: it takes 90 seconds at most to say"
def rewrite(true=" ".join(rewrite().split())):
    return true + " I should give a little more background here, since the way that our search works is quite particular." * 6

# %% wrong="a headline only" fails="keeper_rewrite_read"
def rewrite():
    return "I switched fuzzy matching off instead of doubling the nodes, and my p99 went from 1.4 to 0.6 seconds."

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
    those queries. That brought it to 0,6. A few more searches come back empty now, and I'd told our product manager that they would."""

# %% also_right="price and gain side by side, with a plain no"
def rewrite():
    return """Mobile had stopped calling search in March because p99 was 1.9s. Ola, who's on that side, put a cache in front, which made it 1.4s.
    I went through what was still slow and it was queries of 1 to 3 letters. I set fuzzy matching to off for them. That took 1.4 to 0.6.
    The other thing on the table was doubling nodes. €11,000 a month for 0.1s: I measured it for two days, so no. Product asked me to keep
    fuzzy, and I listened and said no to that, too: empties are 3% now, and they were 2%."""

# %% also_right="a judgment call, told without most verbs"
def rewrite():
    return """It was a judgment call, and it was mine to make. Before: p99 1.4 s, and a colleague's cache had already taken it from 1.9. Then: no fuzzy
    matching under 4 letters, because most of the slow queries were like that. After: 0.6 s. What I did not do: buy 2x the nodes, at €11k a
    month. The trial gave me 0.1. The impact on empty searches was 1 point, 2% to 3%, and my product
    manager told me so beforehand. I'd do it for one customer first next time, as one of them lost 6 hours."""

# %% part
from course.parts import self_assess

self_assess(
    "keeper_rewrite_taste",
    L5=[
        "Read aloud, it sounds like a person who was there, not like the sheet",
        "Ola's part is said as plainly as mine, and without being asked",
        "The unwelcome figure (2 % to 3 %) comes from me, with why I took it",
        "The listener will assume nothing from it that isn't so",
    ],
    L6=[
        "It says what I saw in the slow queries that made the decision possible, not only the decision",
        "The product manager's argument is good in my telling of it",
    ],
)

# %% [markdown]
# ## 5 · Yours

# %% [markdown] written="keeper_own" points=3
# Write a true story of yours that you'd tell to *“Tell me about something you made better”*, in at most 225 words, with its lines numbered.
# Below it: the signal an interviewer would note, with its line; the item of part 3 that a line is evidence for, if any; and the line on
# which they would press, with your reply.

# %% part
from course.parts import self_assess

self_assess(
    "keeper_own",
    L5=[
        "One relief signal, carried by a line that shows it with the others covered",
        "That line is something you did, or an effect that somebody could check, not a claim or praise",
        "A decision of your own, what you turned down, and why",
        "A number before and after, and only your own share of it",
        "What went wrong is said, with your part in it (RUBRIC-42)",
        "The reply to the press is more definite than the question",
        "Everything in it is true, also what the listener will assume from it",
    ],
    L6=[
        "The problem had no shape when it came, and you say how you gave it one",
        "Other people's work is better since, also where you aren't",
        "You name the anxiety a sceptic would still have after this story, and which other story of yours answers it",
        "You say what would have to be true for the way you turned down to be the better one",
    ],
)

# %% [markdown]
# ## Afterwards
#
# **Three ways to prepare from the document.**
#
# | way | wins | loses |
# |---|---|---|
# | a story for each name on a list (S0) | complete; nothing to think about | which list? And it invites the word instead of the deed |
# | a story for each signal | it's what one guide says the listener is asking | it rests on one unconfirmed source, and a feeling is a poor judge of people who sound unlike oneself |
# | a few deep stories, each placed on both afterwards (what you did in part 5) | survives pressing, and any edition of the list | gaps show late: lay all your stories side by side to see them |
#
# **The two scales aren't one.** An answer can be a great relief and evidence for no item. An item can be shown by somebody you'd still
# be anxious about: frankness about one's own faults is worth a line in the notes, and leaves the faults.
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
# | What did you get wrong? | your part first, when you noticed, whom you told |
# | And what does the team not have to think about any more? | one thing, concrete, and someone who'd confirm it |
