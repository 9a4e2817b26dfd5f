# ---
# keeper:
#   title: Before and after
#   minutes: 60
#   level: L5
#   covers: [BEH-01, BEH-02, BEH-08, BEH-09, BEH-10, RUBRIC-37, RUBRIC-38, RUBRIC-53, CULT-07, MISTAKE-09]
#   needs: []
# ---

# %% [markdown]
# Forty minutes into the conversation she puts down her pen:
#
# > Four short ones, in whatever order you like. You disagreed with your manager. You changed your mind. You had bad news for
# > somebody who was counting on you. And you stopped something that wasn't worth going on with.
#
# Four questions, four reflexes. Who disagreed tells how they won. Who changed their mind tells how everybody else had changed theirs.
# Who brought bad news wrapped it well. Who had to stop tells how long they held out. Each reflex is a good story about something else.
#
# **What they listen for.** All four are reported by interview guides and not confirmed by the company (BEH-02, BEH-08, BEH-09, BEH-10 by
# S1; the first is also asked about a technical decision, BEH-01, by S0 and S2). S1 marks the last as especially weighty: stopping
# counts for as much as launching. S2 adds what has to be in an answer: stakes, conflict and ownership (RUBRIC-53), the trade-offs
# you accepted (RUBRIC-37), and what you would change today (RUBRIC-38); answers without the first three are on its list of mistakes
# (MISTAKE-09). S1 hears candor in how you speak of a disagreement, and in whether you admit what's awkward about your own work (CULT-07).
#
# She waits. What would you like to know?

# %% part
from course.parts import clarify

clarify(
    "hard_four_opening",
    {
        "May I tell one that I lost?": "Gladly. I'm not asking who was right. I'm asking what you did with being of another opinion.",
        "With my manager, or with a colleague?": "A manager is harder, so I'd like that one. With a colleague I'd want to know who decided in the end, "
        "since rank didn't.",
        "Does it count if I changed my mind because the facts had changed?": "If you saw those facts coming and had a plan for each, that's planning. "
        "I'd like one where you had believed the other thing.",
        "Bad news in the middle of an incident?": "If there was something the person could still do, yes. Otherwise that's an announcement.",
        "Does it have to be a failed project?": "No. Stopping what has failed is easy, everybody helps you. What about something that half worked?",
        "May one project serve for all four?": "It may. Four different ones tell me more about you.",
        "How long should each be?": "A minute and a half. I'll ask for the rest.",
        "Do you want the lesson learnt?": "I want to hear what you'd do differently. If that's nothing, say so, and why.",
    },
    solved_by="hard_four_turns_read",
)

# %% [markdown]
# ## Two moments, in the right order
#
# Each of the four asks about **two moments and their order**. Find both in your own story, and you have the answer. If you can't find
# the first, you have another story.
#
# | the question | first | then | the line it turns on |
# |---|---|---|---|
# | I disagreed | I said so | it was decided | they say it, with a reason, to somebody who could still decide otherwise |
# | I changed my mind | I learnt something | I gave the belief up | what they learnt that the old belief had ruled out |
# | I brought bad news | they heard it | the last day on which they could do something | they put a choice into the other's hands |
# | I let go | I said what would make me stop | I knew the result | what would make them stop, fixed while it could still go either way |
#
# Turn the order round, and you hear the reflex: said so *after* it was decided; gave the belief up *before* learning anything; told them
# when the day had passed; found the reason to stop *when* they wanted to stop.

# %% [markdown]
# ## 1 · The line it turns on
#
# Four answers, all four good. In each, **one line** is the one from the table's last column. Lines in *italics* are the interviewer's.
#
# ---
# **A.** *A time you disagreed with your manager.*
#
# > **1** So I was on the ground station software, we book antenna time for satellites, and Renske, my manager, wanted the new planner live
# > before the March launch.<br/>
# > **2** I didn't like it. I'd told a couple of people on the team, more than once I think, at lunch, and again when the date first went up on
# > the board, that you don't swap planners three weeks before a launch.<br/>
# > **3** Then I thought, she's about the only one who hasn't heard this. I got half an hour with her before she confirmed the date, and went
# > through what happens if one pass is booked twice.<br/>
# > **4** She had a reason that I didn't have. The old planner can't book the second dish, and the customer had paid for two.<br/>
# > **5** So she kept the date, and I wrote the way back: one command, old planner, one dish. Renske and I tried it on the Friday, twice.<br/>
# > **6** We never needed it. I still think that it was close.
#
# ---
# **B.** *A time new evidence changed your mind.*
#
# > **1** I did the forecasts for a grocery chain, what to order for each shop, and I was against a model of its own for fresh food. I'd
# > written the document against it, so everybody knew.<br/>
# > **2** Zanele wanted one, and she brought it up in every planning. By the third time I was, honestly, a bit tired.<br/>
# > **3** My director said, try it, it's one quarter. So she built it and we had it in four shops.<br/>
# > **4** In my document there was a number, at least: I'd written that it couldn't save more than one percent of the waste, there's too little data
# > on each item.<br/>
# > **5** In the four shops it was nine. I took the holidays out, and it was eight, and then I looked for the mistake for a week, and it wasn't there.<br/>
# > **6** So under my document it now says why it's wrong, I'd counted items where I should've counted days, and her model is in all the shops.
#
# ---
# **C.** *A time you gave stakeholders bad news.*
#
# > **1** My team files customs declarations for about three hundred exporters. The authority had a new format, with a hard date, the first of February.<br/>
# > **2** In the middle of November we ran the first real files against their test system, and I saw that wine, spirits, anything with excise,
# > wouldn't be done by then.<br/>
# > **3** It was my estimate, from August, and it was off by five weeks. And Marjolein in sales had promised excise to two big customers.<br/>
# > **4** I went to her the next morning. Excise is early March, I'm eighty percent sure. Either you tell the two now, while the brokers still
# > take bookings for February, or I move one person, and then the sixty small ones wait. By the end of the month it has to be one of them.<br/>
# > **5** She was angry, for an afternoon. Then she rang both, and one of them thanked her that it was still November.<br/>
# > **6** It was the ninth of March in the end.
#
# ---
# **D.** *Something you dropped because it wasn't worth continuing.*
#
# > **1** We had an archive of eleven million press photos, and I'd written a thing that finds near duplicates, in my evenings at first, so it was
# > a bit my baby.<br/>
# > **2** The desk thought that it was magic, and we got four people for a quarter.<br/>
# > **3** Before they started, Abena and I, she runs the desk, wrote down one line. If an archivist doesn't save two hours a week by the end of
# > June, by the clock, we stop.<br/>
# > **4** It got better and better. It found eighty-one percent of the doubles in April and ninety-four in June, and every other Thursday I showed the
# > desk the ones you'd never have spotted yourself, and they clapped.<br/>
# > **5** Then we timed six archivists for two weeks. Thirty-five minutes. The slow part was captions, it had never been the doubles.<br/>
# > **6** Abena would have gone on. I turned it off on the Monday, we kept the test set, and two of us went to captions.

# %% answer="hard_four_turns"
def turns():
    """Return the number of the line on which each answer turns, in this form:

    {"A": 1, "B": 1, "C": 1, "D": 1}
    """
    ### BEGIN SOLUTION
    return {"A": 3, "B": 5, "C": 4, "D": 3}
    ### END SOLUTION

# %% tests="hard_four_turns_read" points=2
# Reading on spoils it: each line that has a sentence below isn't the one.
NOT_THAT_LINE = {
    "A": {
        1: "It sets the scene. Nobody has objected yet.",
        2: "It is an opinion, and plenty of people hear it. Could any of them have moved the date?",
        4: "It is the other side's reason, told fairly. It makes the speaker credible; whose disagreement is the question about?",
        5: "It is what they did once it had been decided. It's worth so much because of something that came earlier.",
        6: "It is how it ended. Had it ended badly, the answer would be just as good.",
    },
    "B": {
        1: "It is the belief that will have to go. It's needed, and it hasn't gone yet.",
        2: "It is being asked again and again. Had that done it, what would they have learnt?",
        3: "It is a director's wish. It got the thing tried; it changed nobody's mind.",
        4: "It is what they were sure of, as a number. That makes it possible to be wrong. Are they, yet?",
        6: "It is what they did about it. Something must have made them.",
    },
    "C": {
        1: "It is the situation, and it would be the same whoever told it.",
        2: "It is when the speaker knew. The question is about the moment when somebody else could.",
        3: "It is owning up, and they do it without being asked. What can Marjolein do with it?",
        5: "It is what became of it. What had she been given, that she could?",
        6: "It is a date, and it tells you that the estimate was good.",
    },
    "D": {
        1: "It says why it will hurt.",
        2: "It is other people's liking it, and the money that followed.",
        4: "It is a number going up, and they stopped all the same. What had they agreed to look at?",
        5: "It is the result. Without an earlier line one could have read it either way.",
        6: "It is the stop. Anyone can stop; on what grounds, and since when did they have those?",
    },
}


def turn(letter):
    """The learner's line for an answer; a failed case says how to write it."""
    given = turns()
    line = given.get(letter) if isinstance(given, dict) else None
    check.that(
        type(line) is int and 1 <= line <= 6,
        f"{letter} has lines 1 to 6; found {line!r}. Write the number alone, without quotes.",
    )
    why_not = NOT_THAT_LINE[letter].get(line)
    check.that(why_not is None, f"You let {letter} turn on line {line}. {why_not}")


for letter in "ABCD":
    check(f"{letter} turns on it")(lambda letter=letter: turn(letter))

# %% [markdown] hint="hard_four_turns"
# Say the two moments of each question to yourself, and put a finger on the line of each. The line you want is at the earlier of the two, or
# between them; never after both.

# %% [markdown] hint="hard_four_turns"
# Cover one line at a time. Which one, if it had never happened, would leave a story that no longer answers the question: only a quarrel
# (A), only a project that was tried (B), only an accident (C), only an end (D)?

# %% [markdown] hint="hard_four_turns"
# In two of the four somebody talks to one person, before a date. In one, somebody sees a figure that couldn't be, if they were right. In
# one, two people write something down.

# %% wrong="quotes the scene" fails="hard_four_turns_read"
def turns():
    return {"A": 1, "B": 1, "C": 1, "D": 1}

# %% wrong="quotes what was done in the end" fails="hard_four_turns_read"
def turns():
    return {"A": 5, "B": 6, "C": 5, "D": 6}

# %% wrong="complaint, pressure, discovery, applause" fails="hard_four_turns_read"
def turns():
    return {"A": 2, "B": 3, "C": 2, "D": 2}

# %% wrong="the feelings: fair to the other, sure of oneself, contrite, improving" fails="hard_four_turns_read"
def turns():
    return {"A": 4, "B": 4, "C": 3, "D": 4}

# %% wrong="takes the result for the criterion, writes words for numbers" fails="hard_four_turns_read: B turns on it; hard_four_turns_read: C turns on it; hard_four_turns_read: D turns on it"
def turns():
    return {"A": 3, "B": "5", "C": None, "D": 5}

# %% wrong="numbers in quotes, a letter left out" fails="hard_four_turns_read"
def turns():
    return {"A": "3", "B": [5], "C": 7}

# %% also_right="put together line by line"
def turns():
    found = dict(zip("AC", (3, 4)))
    found["B"] = 5
    return found | {"D": 3}

# %% [markdown]
# ## 2 · Does it answer the question?
#
# Eight more. Some hold. In the others one of eight things has taken the answer's place, two a question:
#
# | asked about | write | you hear that |
# |---|---|---|
# | disagreeing | `won` | it's a story about having been right; what the others had on their side is missing, or silly |
# | | `unsaid` | whoever decided didn't hear it while they were deciding |
# | changing one's mind | `pressed` | rank, numbers or tiredness did it; nothing was learnt about the matter itself |
# | | `unmoved` | the speaker thinks at the end what they thought at the start; somebody else moved |
# | bad news | `softened` | it came in time, and said so that the listener couldn't tell there was anything to decide |
# | | `late` | when it came there was nothing left to decide |
# | letting go | `endured` | what was to make them stop came, and they went on; going on is what they're proud of |
# | | `fitted` | the grounds for stopping were chosen when the result was known |
# | any | `holds` | both moments are there, in order |
#
# For each answer write the word and a line: where it holds, the line it turns on; where it doesn't, a line in which you hear that.
#
# ---
# **E.** *A time you disagreed with your manager.*
#
# > **1** We were building a shooter, mobile, and my manager wanted lockstep for the network code.<br/>
# > **2** So in the design review, before anything was settled, I said that it'll be unplayable above eighty milliseconds, and I had the
# > measurements with me.<br/>
# > **3** He took lockstep. I built my half of it, and properly, I want to say that.<br/>
# > **4** And in October the publisher played it from Seoul, and it was word for word what I'd said.<br/>
# > **5** We changed over in four weeks, on a branch of mine. He apologised in front of the whole team, I hadn't even asked for that.
# >
# > *What spoke for lockstep?*
# >
# > **6** Honestly? Nothing. He'd done a strategy game once, I think that was all he knew.
#
# ---
# **F.** *A time you changed your mind.*
#
# > **1** Okay, so, um. I was against formal specs. It's what people do who don't ship, and I'd said that, in a room with a principal in it.<br/>
# > **2** Ngozi, that's her, she said that I'd come round. So for about a year I very much didn't.<br/>
# > **3** I did door controllers for trams. We'd had two faults in the field that nobody could reproduce, and I'd closed both as electrical noise.<br/>
# > **4** One evening she wrote forty lines, my state machine, and the checker came out with eleven steps: obstacle, release, obstacle again in the same
# > cycle, and the door closes.<br/>
# > **5** I did the eleven steps on the bench, mostly to show her. It closed. And then I found the same eleven in the logs of both trams.<br/>
# > **6** So I opened the two again, and the controllers I've done since have a spec first. Not the heater, for the heater I still think it's silly.
#
# ---
# **G.** *A time you gave stakeholders bad news.*
#
# > **1** I had the data side of a clinical trial, patients keep a diary on the phone, and in May we saw that one model of phone was losing entries
# > around midnight.<br/>
# > **2** I believe in being upfront. So I told the sponsor the same afternoon, before we even had the cause, and a week before their interim report.<br/>
# > **3** I said that we'd noticed some inconsistency in a subset of the diary data, that we were on it, and that data quality is our first priority.
# >
# > *What did they do?*
# >
# > **4** They thanked us, and they said keep us posted. The report went ahead as planned.<br/>
# > **5** I'd kept it high level on purpose, you don't want people to panic before there's a number.<br/>
# > **6** The number was nine percent, in June, and then it got a bit tense, because by that time it was in the report.
#
# ---
# **H.** *Something you dropped because it wasn't worth continuing.*
#
# > **1** Our own storage engine. We'd given ourselves until Christmas: half the write latency of the one that you can just download, or we stop.<br/>
# > **2** At Christmas we were level with it. Not half, level. Three people!<br/>
# > **3** A lot of teams would have folded there. I went to my lead and I said, one more quarter, I can feel that it's in there.<br/>
# > **4** So January to April, and that's nights, that's compaction rewritten from scratch, twice.<br/>
# > **5** In May we were eight percent better, and I took the decision to let it go, and I think that was mature.<br/>
# > **6** What I'd tell anyone is, you don't find out what a thing can do if you stop at the first wall.
#
# ---
# **J.** *A time you disagreed with your manager.*
#
# > **1** Mm. It's not a great story, I lost, and to this day I don't know if I was wrong.<br/>
# > **2** We make ticket machines. Farid, my manager, wanted the next one without keys, touch only, it's ninety euros less apiece.<br/>
# > **3** I told him the day after he'd floated it, in his office. I'd timed blind passengers at the old one, and I didn't believe that touch would
# > get there by spring.<br/>
# > **4** He'd had their association in, which was news to me. They'd said that keys are out of order one week in five, and for somebody who
# > can't see it a broken key is worse than none.<br/>
# > **5** He took touch, with speech. I ran the trial, twelve people, before the order went out.
# >
# > *And?*
# >
# > **6** Ten got their ticket without help. Two didn't. It shipped. Those two are, uh, why I don't know.
#
# ---
# **K.** *A time new evidence changed your mind.*
#
# > **1** Sure. I'd been for keeping our own player on the car screens, where everybody else wanted the manufacturer's.<br/>
# > **2** And I had data, start-up was two hundred milliseconds faster with ours, on all six models in the lab.<br/>
# > **3** We had three long sessions on it, product, the platform group, design, and by the third I was the only one still holding that view.<br/>
# > **4** So I changed my mind, and I said so openly, and then I led the migration myself: six models in a quarter, no more crashes than before.
# >
# > *What did you learn in those sessions?*
# >
# > **5** I think the perspective, mostly. You have to ask yourself at some point if eleven smart people can be wrong.<br/>
# > **6** And it did build a lot of trust, people still bring that up.
#
# ---
# **L.** *A time you gave stakeholders bad news.*
#
# > **1** Election night, I was on the results pages of a public broadcaster, and at eleven minutes past nine I saw that our turnout was wrong. It had been
# > wrong for forty minutes.<br/>
# > **2** It was my import. It had taken two districts twice.<br/>
# > **3** Sunniva, she's the editor, had the turnout in the script for quarter past. So, four minutes.<br/>
# > **4** I ran over, I didn't write. Turnout's three to four points too high, the parties' shares are right, I've checked those. You can leave it
# > out at quarter past, or say about seventy without the decimal. The right one at half past.<br/>
# > **5** She left it out. At half past they read the right one and said that we'd had a wrong one, I wrote that sentence, because it was mine.<br/>
# > **6** Today the import would refuse a district that it has. I'd thought of that in the spring and put it off.
#
# ---
# **M.** *Something you dropped because it wasn't worth continuing.*
#
# > **1** We had a voice assistant for parcel drivers, in the cab, hands-free. I was the lead, and I'm proud of how we ended that.<br/>
# > **2** It had a good start. Thirty thousand questions a week in May, we showed that every quarter, that was the number.<br/>
# > **3** By the summer I felt that it wasn't going anywhere. You couldn't point at anything, and the drivers were polite about it.<br/>
# > **4** So at the end of August I put my foot down: we need something hard. Forty percent of the drivers every week, or we stop.<br/>
# > **5** We had the dashboard open, it was about twelve. So by our own criterion it had failed, and I made the call that day.<br/>
# > **6** No drama, no sunk costs. I wrote the announcement and we thanked the depots that had tried it.

# %% [markdown]
# E to K are judged when you run the cases below. L and M are judged when you grade (`course grade hard_four`), so that you can't get them by
# trying.

# %% answer="hard_four_verdicts"
def verdicts():
    """Return a word and a line for each of E, F, G, H, J, K, L and M, in this form:

    {"E": ("holds", 1), "F": ("holds", 1), ...}
    """
    ### BEGIN SOLUTION
    return {
        "E": ("won", 6),
        "F": ("holds", 5),
        "G": ("softened", 3),
        "H": ("endured", 3),
        "J": ("holds", 3),
        "K": ("pressed", 5),
        "L": ("holds", 4),
        "M": ("fitted", 4),
    }
    ### END SOLUTION

# %% tests="hard_four_verdicts_read" points=6
# Reading on spoils it here, too.
TRAPS = {
    "disagreeing": ("won", "unsaid"),
    "changing one's mind": ("pressed", "unmoved"),
    "bad news": ("softened", "late"),
    "letting go": ("endured", "fitted"),
}
ASKED = dict(zip("EFGHJKLM", [*TRAPS] * 2))
NOT_THAT_WORD = {
    "E": {
        "holds": "They spoke in time, and then built it properly. Now tell the manager's side in one sentence, with what you have been given.",
        "unsaid": "It was said in the review, with measurements. Look at what comes after it.",
    },
    "F": {
        "pressed": "A principal, and a year of it, could well have done it. Strike her out of the story and leave the bench: does it still work?",
        "unmoved": "They keep a corner of the old belief, and say which. Did nothing else change in how they work?",
    },
    "G": {
        "holds": "Put yourself in the sponsor's chair that afternoon, with the report a week away. Which question would you have known to ask?",
        "late": "Compare two dates, the call and the report. Time there was.",
    },
    "H": {
        "holds": "There was a line, drawn in time. Follow it to Christmas: what did it decide?",
        "fitted": "The grounds were there in advance, with a number and a day. That isn't what's wrong.",
    },
    "J": {
        "won": "They don't even claim to have been right. And the other side's reason, is it missing?",
        "unsaid": "It was one conversation, in an office, without an audience. Who decides, and what had been decided by then?",
    },
    "K": {
        "holds": "A view, three sessions, a new view, all in order. Now write down what the sessions taught them about start-up time, or about anything.",
        "unmoved": "They gave the view up and did the work. What you may doubt is what made them.",
    },
}
NOT_THAT_LINE = {
    "E": {
        1: "It sets the scene.",
        2: "It is the best of the story: in time, to the right person, with a measurement.",
        3: "It is what one hopes for once a thing is decided.",
    },
    "F": {
        1: "It is the belief that had to go.",
        2: "It is pressure, and they withstood it.",
        3: "It sets a trap that they don't see yet.",
        6: "It is what they did, and how far it goes. What made them?",
    },
    "G": {
        1: "It is what they saw.",
        2: "It is when they spoke, and who'd complain about that?",
        6: "It is the bill. What was it for?",
    },
    "H": {
        1: "It is the agreement, and a good one.",
        2: "It is the result, told with some delight. Nothing has been done with it yet.",
        5: "It is the end. Whatever happened to the answer happened before.",
    },
    "J": {
        1: "It is modesty.",
        2: "It sets the scene, with what the other side would save.",
        4: "It is the other side's reason, told fairly.",
        5: "It is what came after the decision. Good, and it needs an earlier line.",
        6: "It is how it ended.",
    },
    "K": {
        1: "It is what they believed.",
        2: "It is what they believed it for.",
        4: "It says that a mind has changed, which you already knew. Where do you hear what did it?",
        6: "It is how people took it.",
    },
}


def verdict(letter):
    """The learner's (word, line) for an answer; a failed case says how to write it."""
    given = verdicts()
    found = given.get(letter) if isinstance(given, dict) else None
    check.that(
        isinstance(found, (tuple, list)) and len(found) == 2,
        f'{letter} has no verdict yet. Expected a word and a line, as in ("holds", 1); found {found!r}.',
    )
    word, line = found
    every = ["holds", *(trap for pair in TRAPS.values() for trap in pair)]
    check.that(isinstance(word, str) and word in every, f"{letter}: {word!r} is none of the words. Write one of {', '.join(every)}.")
    fitting = ("holds", *TRAPS[ASKED[letter]])
    check.that(word in fitting, f"{letter} was asked about {ASKED[letter]}; {word} belongs to another question. Choose from {', '.join(fitting)}.")
    check.that(
        type(line) is int and 1 <= line <= 6,
        f"{letter} has lines 1 to 6; found {line!r}. Write the number alone, without quotes.",
    )
    return word, line


def judge_word(letter, not_that):
    word, _ = verdict(letter)
    check.that(word not in not_that, f"You wrote {word} for {letter}. {not_that.get(word)}")


def judge_line(letter, not_that):
    _, line = verdict(letter)
    check.that(line not in not_that, f"You quote line {line} of {letter}. {not_that.get(line)}")


for letter in "EFGHJK":
    check(f"{letter}, the word")(lambda letter=letter: judge_word(letter, NOT_THAT_WORD[letter]))
    check(f"{letter}, the line")(lambda letter=letter: judge_line(letter, NOT_THAT_LINE[letter]))


@check("L and M are written as the others are")
def form():
    verdict("L")
    verdict("M")


### BEGIN HIDDEN TESTS
UNSEEN_WORD = {
    "L": {
        "late": "The wrong number had stood for forty minutes, and that is said first. But the editor hadn't read it out yet: count what she could still do.",
        "softened": "Which figure, by how much, in which direction, what is right, until when. What would you have to ask?",
    },
    "M": {
        "holds": "There is a number, a call, and no sunk cost. Now put dates to the number and to the dashboard.",
        "endured": "They didn't go on once it was there. Ask since when it was there.",
    },
}
UNSEEN_LINE = {
    "L": {
        1: "It is when they noticed.",
        2: "It is owning up, without being asked.",
        3: "It is how much time there was. What did she get to use it with?",
        5: "It is what she did. What had she been handed?",
        6: "It is what they'd change, and it costs them something to say.",
    },
    "M": {
        1: "It is a role and a feeling.",
        2: "It is the number that they used to show, which matters, and it isn't where the stop comes from.",
        3: "It is a feeling, and perhaps a right one. Where do the grounds come from?",
        6: "It is how it was wound up.",
    },
}
for letter in "LM":
    check(f"{letter}, the word")(lambda letter=letter: judge_word(letter, UNSEEN_WORD[letter]))
    check(f"{letter}, the line")(lambda letter=letter: judge_line(letter, UNSEEN_LINE[letter]))
### END HIDDEN TESTS

# %% [markdown] hint="hard_four_verdicts"
# First the two moments, then the tone. Write the two dates beside each answer, before you ask yourself whether you like the person.

# %% [markdown] hint="hard_four_verdicts"
# Four tests. Disagreeing: can you state the other side's reason? Changed: take the people out, and is there anything left that did it? Bad
# news: what could the listener have asked for, on that day? Letting go: what was written down on the day before the result?

# %% [markdown] hint="hard_four_verdicts"
# Three of the eight hold, and none of the three is told by a winner. Of the other five, most have a line
# in which the speaker praises what they did. Cover that line, and look at what's left.

# %% wrong="judges the tone: modest is weak, decisive is strong" fails="hard_four_verdicts_read: E, the word; hard_four_verdicts_read: E, the line; hard_four_verdicts_read: F, the word; hard_four_verdicts_read: F, the line; hard_four_verdicts_read: G, the word; hard_four_verdicts_read: G, the line; hard_four_verdicts_read: H, the word; hard_four_verdicts_read: H, the line; hard_four_verdicts_read: J, the word; hard_four_verdicts_read: J, the line; hard_four_verdicts_read: K, the word; hard_four_verdicts_read: K, the line; hard_four_verdicts_read: L, the word; hard_four_verdicts_read: L, the line; hard_four_verdicts_read: M, the word; hard_four_verdicts_read: M, the line"
def verdicts():
    return {
        "E": ("holds", 2), "F": ("unmoved", 6), "G": ("holds", 2), "H": ("holds", 5),
        "J": ("unsaid", 1), "K": ("holds", 4), "L": ("late", 1), "M": ("holds", 6),
    }

# %% wrong="everything is a trap" fails="hard_four_verdicts_read: F, the word; hard_four_verdicts_read: F, the line; hard_four_verdicts_read: J, the word; hard_four_verdicts_read: J, the line; hard_four_verdicts_read: L, the word; hard_four_verdicts_read: L, the line"
def verdicts(heard=verdicts()):
    return heard | {"F": ("pressed", 2), "J": ("won", 5), "L": ("late", 3)}

# %% wrong="hears that something is off, and misses what" fails="hard_four_verdicts_read: E, the word; hard_four_verdicts_read: G, the word; hard_four_verdicts_read: G, the line; hard_four_verdicts_read: H, the word; hard_four_verdicts_read: H, the line; hard_four_verdicts_read: K, the word; hard_four_verdicts_read: M, the word; hard_four_verdicts_read: M, the line"
def verdicts(heard=verdicts()):
    return heard | {"E": ("unsaid", 5), "G": ("late", 6), "H": ("fitted", 5), "K": ("unmoved", 3), "M": ("endured", 3)}

# %% wrong="right words, quotes the scene" fails="hard_four_verdicts_read: E, the line; hard_four_verdicts_read: F, the line; hard_four_verdicts_read: G, the line; hard_four_verdicts_read: H, the line; hard_four_verdicts_read: J, the line; hard_four_verdicts_read: K, the line; hard_four_verdicts_read: L, the line; hard_four_verdicts_read: M, the line"
def verdicts(heard=verdicts()):
    return {letter: (word, 1) for letter, (word, _) in heard.items()}

# %% wrong="wording of the election night weighs more than its four minutes, and a late criterion is a criterion" fails="hard_four_verdicts_read: L, the word; hard_four_verdicts_read: L, the line; hard_four_verdicts_read: M, the word; hard_four_verdicts_read: M, the line"
def verdicts(heard=verdicts()):
    return heard | {"L": ("softened", 2), "M": ("holds", 2)}

# %% wrong="words of another question, words in other forms" fails="hard_four_verdicts_read: E, the word; hard_four_verdicts_read: E, the line; hard_four_verdicts_read: F, the word; hard_four_verdicts_read: F, the line; hard_four_verdicts_read: G, the word; hard_four_verdicts_read: G, the line; hard_four_verdicts_read: J, the word; hard_four_verdicts_read: J, the line; hard_four_verdicts_read: L and M are written as the others are; hard_four_verdicts_read: L, the word; hard_four_verdicts_read: L, the line"
def verdicts(heard=verdicts()):
    return heard | {"E": ("late", 6), "F": "holds 5", "G": ("soft", 3), "J": ("holds", "3"), "L": None}

# %% also_right="other lines in which one hears it, as lists"
def verdicts():
    return {
        "E": ["won", 4], "F": ["holds", 4], "G": ["softened", 5], "H": ["endured", 6],
        "J": ["holds", 3], "K": ["pressed", 3], "L": ["holds", 4], "M": ["fitted", 5],
    }

# %% also_right="the apology, the reply and the nights"
def verdicts():
    return {
        "E": ("won", 5), "F": ("holds", 5), "G": ("softened", 4), "H": ("endured", 4),
        "J": ("holds", 3), "K": ("pressed", 5), "L": ("holds", 4), "M": ("fitted", 4),
    }

# %% [markdown]
# ## 3 · Four answers in one spring
#
# Real material doesn't come as an answer. Noor led five people who were to replace a bought voice system in eleven warehouses: pickers
# wear a headset and hear and say what they take. She has gone through her papers and found sixteen facts. "I" is Noor. All four
# answers are in them.
#
# | | from | date | |
# |---|---|---|---|
# | 1 | the plan | 16 Jan | Signed by Ruth, my manager, and me: if on 28 April more than 5 % of spoken orders are misheard in Esbjerg, the noisiest site, we stop and renew the contract. |
# | 2 | the contract | 9 Jan | €410,000 a year from 1 July. Who signs by 15 May keeps last year's price, for any number of sites. |
# | 3 | my design | 12 Jan | One model for all eleven sites; a warehouse is a warehouse. I expect every site within one point of the others. |
# | 4 | the monthly report | 28 Mar | I write to Katrin, who runs the warehouses: on track, with some challenges in the cold stores. |
# | 5 | my calendar | 2 Feb | Ruth wants to begin in Linz, the quietest site. I tell her that I'd begin in Esbjerg: it decides the whole thing, and we'd know in March. |
# | 6 | my calendar | 5–27 Feb | I write the plan for Linz and stand there for three weeks. 3.1 % misheard. The steering group pays for forty headsets in Esbjerg. |
# | 7 | steering minutes | 19 Mar | A vice-president says that everybody in the field trains one model a site. Two directors agree. |
# | 8 | mail to Katrin | 4 Apr | We're at 6.6 % in Esbjerg and need 5; I give us one chance in three. You can renew all, renew the cold stores alone, or bet on us. I'd ask for both prices now. |
# | 9 | mail from Ruth | 3 Feb | It's Linz. The steering group pays for headsets one site at a time and only after a success, so without one there is nothing to test Esbjerg with. |
# | 10 | team chat | 26 Mar | I write under my design that it doesn't hold, and why. We begin on a model for each site. |
# | 11 | team chat | 22 Apr | Second weekend in a row for Mateusz and me. We get 0.1 points. |
# | 12 | the lab | 24 Mar | Esbjerg is at 9.2 %. Mateusz has sorted the misheard orders by sound: 71 % while a forklift reverses or through a scarf. Linz has neither. |
# | 13 | mail from Katrin | 8 Apr | She has both prices, and plans for renewing all. Esbjerg keeps our headsets until the end of the month. |
# | 14 | the lab | 28 Apr | Esbjerg, a whole day: 6.4 %. Three weeks ago it was 6.5. |
# | 15 | team chat | 30 Apr | I tell Ruth and Katrin that we stop. Two of us go to route planning, the recordings are kept, the other fifteen weeks go into the archive. |
# | 16 | retrospective | 10 June | Ruth, in front of everybody: "With Noor's order we'd have stopped in March." |
#
# Which fact goes where?
#
# | answer | place | put there the fact in which |
# |---|---|---|
# | `disagreed` | `said` | Noor's opinion reached the person who would decide, in time |
# | | `their_reason` | you hear what was good about the other way |
# | | `afterwards` | you see what she did once it had been decided |
# | `changed` | `believed` | you see what she held before, clearly enough for it to be wrong |
# | | `evidence` | she learnt what couldn't be, if she was right |
# | | `acted` | she gave the belief up where others could see it |
# | `bad_news` | `told` | she told it, so that the listener could act |
# | | `still_open` | you see that there was time, and what it was worth |
# | | `used` | the listener did something with it |
# | | `own_share` | she had a part in its not coming sooner (she'd rather leave this one out) |
# | `let_go` | `criterion` | it says what would make them stop |
# | | `measured` | that question is answered |
# | | `stopped` | it ends, and you learn what it cost and what was kept |
#
# Three facts remain. You'll see why one would like to tell them.

# %% answer="hard_four_facts"
def facts():
    """Return the number of a fact for each place, in this form:

    {
        "disagreed": {"said": 1, "their_reason": 1, "afterwards": 1},
        "changed": {"believed": 1, "evidence": 1, "acted": 1},
        "bad_news": {"told": 1, "still_open": 1, "used": 1, "own_share": 1},
        "let_go": {"criterion": 1, "measured": 1, "stopped": 1},
    }
    """
    ### BEGIN SOLUTION
    return {
        "disagreed": {"said": 5, "their_reason": 9, "afterwards": 6},
        "changed": {"believed": 3, "evidence": 12, "acted": 10},
        "bad_news": {"told": 8, "still_open": 2, "used": 13, "own_share": 4},
        "let_go": {"criterion": 1, "measured": 14, "stopped": 15},
    }
    ### END SOLUTION

# %% tests="hard_four_facts_read" points=5
import hashlib

# What is right, as the first 10 digits of the SHA-256 of "said 1" and so on: this cell gives nothing away.
RIGHT = {
    "0873b8e564", "1478deb7fe", "15ff712bc2", "17cac452e4", "28f949e602", "410b75dfc3", "58bd6e3a4b",
    "61c5c6c550", "90412d2ab5", "9970afc3d6", "a128c197e0", "bb4eb9265b", "c0b42a1f6d", "e3e1658e71",
}
PLACES = {
    "disagreed": {
        "said": "You need her opinion, and the person who would decide hearing it before they had.",
        "their_reason": "You need the best that can be said for the way she didn't want.",
        "afterwards": "You need her own work for a decision that had gone against her.",
    },
    "changed": {
        "believed": "You need something that she was sure of, put so that it could turn out to be wrong.",
        "evidence": "You need something about the matter itself, which her belief had ruled out.",
        "acted": "You need the moment when she gives it up, in public.",
    },
    "bad_news": {
        "told": "You need the news as the listener got it, clear enough to act on.",
        "still_open": "You need what shows that there was time left, and what that time was worth.",
        "used": "You need something that the listener did because of it.",
        "own_share": "You need a fact that makes Noor look worse, and that belongs to this story. When did she know, and what was said then?",
    },
    "let_go": {
        "criterion": "You need the grounds for stopping, from a time when it could still go either way.",
        "measured": "You need the measurement that those grounds asked for.",
        "stopped": "You need the end, with what was lost and what was kept.",
    },
}
IS = {
    1: "is an agreement about the end, made at the beginning",
    2: "is a price and a date in a contract",
    3: "is a conviction, with a figure in it",
    4: "is a report that is true and says little",
    5: "is an opinion, told to one person",
    6: "is three weeks on the floor for somebody else's choice",
    7: "is what important people think",
    8: "is a forecast and three ways to go",
    9: "is a choice, with its reason",
    10: "is a conviction taken back",
    11: "is two weekends of somebody's life",
    12: "is a count of what goes wrong, and where",
    13: "is what somebody decided with what they'd been told",
    14: "is a measurement, on the day that was named",
    15: "is the end of it",
    16: "is being proved right, by the right person, in public",
}


def placed(answer, place):
    """The learner's fact for a place; a failed case says how to write it."""
    given = facts()
    within = given.get(answer) if isinstance(given, dict) else None
    check.that(isinstance(within, dict), f"{answer!r} has no places yet. Expected a dictionary, as in the form above; found {within!r}.")
    found = within.get(place)
    check.that(
        type(found) is int and found in IS,
        f"The place {place!r} of {answer!r}: expected the number of one fact, from 1 to 16, without quotes; found {found!r}.",
    )
    return found


def judge(answer, place):
    found = placed(answer, place)
    digest = hashlib.sha256(f"{place} {found}".encode()).hexdigest()[:10]
    check.that(digest in RIGHT, f"For {place!r} you took fact {found}, which {IS[found]}. {PLACES[answer][place]}")


for answer in PLACES:
    for place in PLACES[answer]:
        check(f"{answer}, {place}")(lambda answer=answer, place=place: judge(answer, place))

# %% [markdown] hint="hard_four_facts"
# Put the facts in order of their dates first. Then, for each answer, find its two moments; the other places stand around them.

# %% [markdown] hint="hard_four_facts"
# For each fact that you're fond of, ask what Noor did in it. Being agreed with, being tired and being outranked all happen *to* one.

# %% [markdown] hint="hard_four_facts"
# For `own_share`, lay three dates side by side: when she knew 9.2 %, what Katrin read next, when Katrin could begin to do something. For
# `still_open`: what would the mail of 4 April have been worth on 20 May?

# %% wrong="what feels good to tell: proved right, backed by rank, the weekends" fails="hard_four_facts_read: disagreed, their_reason; hard_four_facts_read: disagreed, afterwards; hard_four_facts_read: changed, evidence; hard_four_facts_read: let_go, measured; hard_four_facts_read: bad_news, own_share"
def facts():
    return {
        "disagreed": {"said": 5, "their_reason": 16, "afterwards": 16},
        "changed": {"believed": 3, "evidence": 7, "acted": 10},
        "bad_news": {"told": 8, "still_open": 2, "used": 13, "own_share": 11},
        "let_go": {"criterion": 1, "measured": 11, "stopped": 15},
    }

# %% wrong="the report of March was the bad news, and the mail confesses it" fails="hard_four_facts_read: bad_news, told; hard_four_facts_read: bad_news, own_share"
def facts(found=facts()):
    return found | {"bad_news": {"told": 4, "still_open": 2, "used": 13, "own_share": 8}}

# %% wrong="turns every order round" fails="hard_four_facts_read: disagreed, said; hard_four_facts_read: disagreed, afterwards; hard_four_facts_read: changed, believed; hard_four_facts_read: changed, evidence; hard_four_facts_read: changed, acted; hard_four_facts_read: bad_news, told; hard_four_facts_read: bad_news, still_open; hard_four_facts_read: bad_news, used; hard_four_facts_read: let_go, criterion; hard_four_facts_read: let_go, measured; hard_four_facts_read: let_go, stopped"
def facts():
    return {
        "disagreed": {"said": 16, "their_reason": 9, "afterwards": 5},
        "changed": {"believed": 12, "evidence": 10, "acted": 3},
        "bad_news": {"told": 15, "still_open": 14, "used": 8, "own_share": 4},
        "let_go": {"criterion": 14, "measured": 15, "stopped": 13},
    }

# %% wrong="a score is evidence, whichever it is, and a sum of money grounds to stop" fails="hard_four_facts_read: changed, evidence; hard_four_facts_read: let_go, criterion"
def facts(found=facts()):
    return found | {"changed": {"believed": 3, "evidence": 14, "acted": 10}, "let_go": {"criterion": 2, "measured": 14, "stopped": 15}}

# %% wrong="lists of facts, numbers in quotes, one answer missing" fails="hard_four_facts_read: disagreed, said; hard_four_facts_read: disagreed, their_reason; hard_four_facts_read: disagreed, afterwards; hard_four_facts_read: changed, believed; hard_four_facts_read: changed, evidence; hard_four_facts_read: let_go, criterion; hard_four_facts_read: let_go, measured; hard_four_facts_read: let_go, stopped"
def facts(found=facts()):
    return {"disagreed": [5, 9, 6], "changed": {"believed": "3", "evidence": [12], "acted": 10}, "bad_news": found["bad_news"]}

# %% also_right="the mail itself says what is still open"
def facts():
    return {
        "bad_news": {"told": 8, "still_open": 8, "used": 13, "own_share": 4},
        "let_go": {"criterion": 1, "measured": 14, "stopped": 15},
        "changed": {"believed": 3, "evidence": 12, "acted": 10},
        "disagreed": {"said": 5, "their_reason": 9, "afterwards": 6},
    }

# %% [markdown]
# ## Why it is so, and where one may differ
#
# (Reading on spoils the parts above.)
#
# **The three that remain** are 7, 11 and 16. A vice-president can be right, and was; Noor would have changed her design for a
# person, and could not have said why to the next person. The weekends are real and prove only that she wanted it. And Ruth's praise in June is true
# as far as it goes: Esbjerg first would have ended it in March, if there had been headsets. When an interviewer asks *who was right?*, that's the
# answer, with the *if*.
#
# **Is a fair account of the other side always needed?** For the question about disagreeing, yes: without it nobody can tell conviction from
# stubbornness. E may well have been right about lockstep. The trouble with line 6 is that a capable manager had *some* reason, and
# the speaker doesn't know it to this day.
#
# **Is `pressed` always weak?** No. To follow eleven colleagues on something that can be undone is often the wise thing to do, and *disagreed, then
# committed* is its name. It answers the first question, not the second. K had a good story and took it to the wrong place.
#
# **Is a criterion chosen late always wrong?** M was probably right to stop. But a threshold picked with the dashboard open persuades
# nobody who wanted to go on, and the next team learns that thresholds are found when needed. *"We had no criterion, and I stopped it on judgment; here's
# the one that I'd set in January today"* is an honest and better answer with the same facts.
#
# **And more time?** H could have held with one more line: at Christmas, what had they learnt that changed the odds, and what new line did they draw? Going on can
# be right. Going on without a new line is hope.
#
# **And the company's own text?** A copy of the company's memo of 2017 asks for dissent to be sought out before a decision, rejects disagreeing in silence, and
# asks everybody to help a decision succeed once it's taken (EXT-03, a copy dated 21 September 2017; the memo in force is that of June 2024,
# and it's the one to read). Look at A and J with that in mind, and don't say the phrases.

# %% [markdown]
# ## 4 · Yours

# %% [markdown] written="hard_four_own" points=4
# For each of the four, one true event of yours, in two lines: the first moment with its date, the second with its date. If you have none for one
# of them, write "none" and since when you'd have had the chance.
#
# Then take **the one you'd least like to be asked about** and write it out, in at most 225 words, with its lines numbered: the line it turns on, what
# you gave up for it, your own part in what went wrong, what you would change today.

# %% part
from course.parts import self_assess

self_assess(
    "hard_four_own",
    L5=[
        "Each of the four has two dates, and they stand in the right order",
        "The line it turns on is something said, learnt, offered or written down, and somebody could confirm it",
        "What the other side had in its favour is told so that they'd agree with the account",
        "Something was at stake, for a named person, with a number or a date (RUBRIC-53)",
        "It says what was given up by deciding so (RUBRIC-37), and what I'd change today, concretely (RUBRIC-38)",
        "None of the four ends with my having been right",
    ],
    L6=[
        "The disagreement changed something even though it was lost: a test, a way back, a criterion",
        "The belief that I gave up had been written down, with a number, before the evidence came",
        "The bad news carried a probability and at least two ways to go, one of them uncomfortable for me",
        "What I stopped was liked by somebody; I can say who would have gone on, and why they weren't foolish",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# Ninety seconds, standing, the one you'd least like to be asked:
#
# 1. What was at stake, for whom, by when (15 s).
# 2. What I thought, what they thought, and the best reason they had (25 s).
# 3. The line it turns on (20 s). Slowly.
# 4. What it cost, and what became of it (20 s).
# 5. What I'd change (10 s). Then stop.

# %% part
from course.parts import timer

timer("hard_four_say", seconds=90)

# %% [markdown]
# Typed out, `course coach` reads it and asks what an interviewer would. Then have somebody ask you these:
#
# | they ask | a good reply contains |
# |---|---|
# | Who was right? | what can be known today, what can't, and no smile |
# | What would your manager say about that week? | their view in their words; if you've never asked, that you haven't |
# | And if you'd been overruled again? | where your line is: what you'd carry out all the same, and what you wouldn't |
# | What did you believe before, exactly? | the belief with a number or a prediction, and where you'd said it |
# | What would have changed it back? | a measurement you could have made, and whether you did |
# | When did you first suspect? | a date, earlier than the one you told; what you did in between, and why |
# | What could they still do when you told them? | two things, and the day until which |
# | Who wanted to go on? | a name, their argument at its best, what they do now |
# | How do you know that it wasn't one week from working? | the slope, not the value; and that you can't know it for certain |
#
# **Sources.** The four questions: S1; BEH-01: S0 and S2 (S0 and S1 are undated, S2 is of 23 March 2026). What must be in an answer: S2. None
# of it is confirmed by the company. The rows stand in the course's `docs/syllabus.md`. All answers and papers above were written for this
# course. This course is independent of Netflix.
