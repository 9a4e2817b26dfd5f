# ---
# keeper:
#   title: Until the answer runs out
#   minutes: 60
#   level: L5
#   covers: [DEEP-01, DEEP-02, DEEP-03, DEEP-04, DEEP-05, DEEP-06, DEEP-07, DEEP-08, DEEP-09, DEEP-10, DEEP-11, DEEP-12, DEEP-13, DEEP-14, DEEP-15, PLAN-03, PLAN-25, MISTAKE-02, CONTRA-12, RUBRIC-47, BEH-03, LOOP-16]
#   needs: []
# ---

# %% [markdown]
# The interviewer puts a pen in your hand.
#
# > Take something that you led. Draw it, and I'll ask.
#
# You know more about your project than anybody else in the room. Most people prepare the drawing. The interview comes after it: the third question in the same
# direction, where a drawing doesn't help.
#
# **What they listen for.** One interview guide reports a round of its own in which you walk through a project that you led, to a depth that
# surprises people (DEEP-01, LOOP-16), and says that this is where it shows if the decisions weren't yours (RUBRIC-47). Having under-prepared it is on that guide's list of
# mistakes (MISTAKE-02). None of this is confirmed by the company. Another guide knows such questions in some loops only (DEEP-05), and the others name no such
# round (CONTRA-12). Ask your recruiter. Prepare it in any case: "your hardest technical project" (BEH-03) and "what do you run today?" (DEEP-15) are the same drawing.
#
# What would you ask before you draw?

# %% part
from course.parts import clarify

clarify(
    "deepdive_opening",
    {
        "Shall I take the biggest one, or the one I know best?": "The one where you'd be glad if I didn't stop.",
        "How long may I talk before you ask?": "Two minutes, three at most. Then it's mine.",
        "Is it a problem if the project failed?": "No. I'll ask what you knew when, and what you did with it. That's often the better hour.",
        "Some of it is confidential. What do I do?": "Leave it out and say that you do. Reasons and shapes are enough; I don't need your customers' names or your revenue.",
        "How far down do you go?": "Until you've no answer. Everybody gets there. I'm interested in where, and in what you do then.",
        "May I say what the others did?": "Please do, by name or by role. I'll ask what you did, then.",
        "Do you want it in a certain order?": "The problem before the boxes. After that as you like.",
    },
    solved_by="deepdive_axes_read",
)

# %% [markdown]
# ## Five prompts, four axes, one more
#
# **Five prompts** prepare a project (PLAN-03, from an interview guide of 23 March 2026): which problem it solved (DEEP-06), which architecture you chose (DEEP-07), which trade-offs you
# made (DEEP-08), what broke in production (DEEP-09), what you'd redesign today (DEEP-10).
#
# **Four axes** test it (PLAN-25, another guide, undated). Take two systems that you delivered in the last eighteen months, and let a peer ask along each. One axis
# without an answer means: not ready.
#
# | write | axis | after a good reply you know |
# |---|---|---|
# | `data_model` | DEEP-11 | what is stored, what identifies it, what can never be true of it |
# | `failure_modes` | DEEP-12 | what happens when a part is gone, slow, late, doubled or wrong |
# | `rollout` | DEEP-13 | in which order it reached people, what would have stopped it, how one got back |
# | `metrics` | DEEP-14 | which number said that it was well, and how one could tell that the change did it |
# | `whose` | RUBRIC-47 | what the speaker decided, against what, and what others decided |
#
# The fifth isn't an axis of that guide's. It lies across the other four.
#
# ```mermaid
# flowchart TD
#   Q1["what is there?"] --> Q2["why that, and not the other way?"] --> Q3["and when this happens?"] --> Q4["how do you know?"] --> E["I don't know"]
# ```
#
# Every axis goes down like this, and each question takes a word of the last reply. At the end of it stands "I don't know", always. A good one comes late, is said in three words, and has a second sentence: *where I'd
# look*, or *what I'd expect, and why*.
#
# ## 1 · What does it ask for?
#
# Ten questions, from ten different hours. What would the interviewer know after a good reply? Some belong to two; either will do.
#
# > **1.** Of two readings from one meter, what can never be the same?<br/>
# > **2.** The link to the depot's gone for forty minutes. What have you got afterwards?<br/>
# > **3.** You'd done a tenth of the elevators. What would have made you turn round?<br/>
# > **4.** It's a Tuesday, nobody's complained. How do you know from your desk that the thing is all right?<br/>
# > **5.** You store metrics per tenant and month. A tenant's sold in the middle of a month. What's in your tables?<br/>
# > **6.** Priya's name is on the design, too. What's in it that wouldn't be there without you?<br/>
# > **7.** The false alarms went down by a third. What would they have done if you'd shipped nothing?<br/>
# > **8.** Old and new sorters ran side by side. Which hall was first, and why that one?<br/>
# > **9.** The certificate on the scales runs out on a Sunday. Who notices first, you or the trucks?<br/>
# > **10.** You said that you'd gone for one queue per crane. Who'd wanted something else, and why didn't they get it?

# %% given
AXES = ("data_model", "failure_modes", "rollout", "metrics")
ALSO = ("whose",)

# %% answer="deepdive_axes"
def asks_for():
    """What each question asks for, 1 to 10: {1: "rollout", 2: "rollout", ...}."""
    ### BEGIN SOLUTION
    return {
        1: "data_model",
        2: "failure_modes",
        3: "rollout",
        4: "metrics",
        5: "data_model",
        6: "whose",
        7: "metrics",
        8: "rollout",
        9: "failure_modes",
        10: "whose",
    }
    ### END SOLUTION

# %% tests="deepdive_axes_read" points=2
# Reading on spoils it: what isn't named for a question is right.
NOT_THAT = {
    1: ("failure_modes rollout metrics whose", "it's asked before anything has gone wrong, and the reply is a rule that every row obeys"),
    2: ("data_model rollout metrics whose", "the reply begins with something that isn't there for a while"),
    3: ("data_model failure_modes whose", "nine tenths still wait: the reply is a condition, and a way back"),
    4: ("data_model failure_modes rollout whose", "nothing has happened, and the reply is what one looks at"),
    5: ("rollout metrics whose", "the word in it is a trap. The reply is about rows, and to whom they belong over time"),
    6: ("data_model failure_modes rollout metrics", "the reply parts one person's work from another's"),
    7: ("data_model failure_modes rollout whose", "a number moved, and the reply says whether it moved because of you"),
    8: ("data_model failure_modes metrics whose", "the reply is an order and its reason"),
    9: ("data_model rollout whose", "the reply is about something that ends in silence, and about how one hears of it"),
    10: ("data_model failure_modes rollout metrics", "one queue per crane is only the occasion; the reply has another person's argument in it"),
}
LEAVES = {
    "data_model": "what is stored and what can never be true of it",
    "failure_modes": "what happens when a part is gone, slow, late, doubled or wrong",
    "rollout": "the order in which it reached people, and the way back",
    "metrics": "which number says that it's well, and whether the change did it",
    "whose": "what the speaker decided, against what",
}


def judge_axis(number):
    given = asks_for()
    found = given.get(number) if isinstance(given, dict) else None
    check.that(
        isinstance(found, str) and found in LEAVES,
        f"Question {number}: expected one of {', '.join(AXES + ALSO)}; found {found!r}.",
    )
    wrong, why = NOT_THAT[number]
    check.that(found not in wrong.split(), f"You wrote {found} for question {number}: that leaves you with {LEAVES[found]}. But {why}.")


for number in NOT_THAT:
    check(f"question {number}")(lambda number=number: judge_axis(number))

# %% [markdown] hint="deepdive_axes"
# Don't sort the questions. Sort the replies: write down, in five words, what a good one would say.

# %% [markdown] hint="deepdive_axes"
# A part that is missing: failure. An order in which it reached people: rollout. A number: metrics. A rule about rows: data model. A person: whose. Words of
# the question, such as "metrics" in 5 and "queue" in 10, decide nothing.

# %% wrong="goes by the words" fails="deepdive_axes_read: question 1; deepdive_axes_read: question 5; deepdive_axes_read: question 7; deepdive_axes_read: question 8; deepdive_axes_read: question 10"
def asks_for(right=asks_for()):
    return right | {1: "metrics", 5: "metrics", 7: "failure_modes", 8: "whose", 10: "data_model"}

# %% wrong="everything that can happen is a failure" fails="deepdive_axes_read: question 1; deepdive_axes_read: question 3; deepdive_axes_read: question 4; deepdive_axes_read: question 7"
def asks_for(right=asks_for()):
    return right | dict.fromkeys((1, 3, 4, 5, 7), "failure_modes")

# %% wrong="no question is about a person" fails="deepdive_axes_read: question 6; deepdive_axes_read: question 10; deepdive_axes_read: question 9"
def asks_for(right=asks_for()):
    return right | {6: "rollout", 9: "rollout", 10: "failure_modes"}

# %% wrong="a list, and words of one's own" fails="deepdive_axes_read"
def asks_for():
    return ["data model", "failures", "rollout"]

# %% also_right="the other axis of the double ones"
def asks_for():
    by_axis = {"data_model": (1,), "failure_modes": (2, 5), "rollout": (8,), "metrics": (3, 4, 7, 9), "whose": (6, 10)}
    return {number: axis for axis, numbers in by_axis.items() for number in numbers}

# %% [markdown]
# ## 2 · Where does it run out?
#
# Leyla led a change to the ticket gates of a metro. Lines in *italics* are the interviewer's. Read it once as a listener, then once with a pencil.
#
# > *Draw it.*
# >
# > **1** So every gate keeps a list of cards that mustn't pass. It used to be a full file each night, nine megabytes, over whatever line the station's got, and in the morning
# > about a fifth of the gates still had yesterday's.<br/>
# > **2** Now it's deltas. A gate says "I'm at version so-and-so, what's new?", and mostly that's a few kilobytes.
# >
# > *What's a version?*
# >
# > **3** A counter, one for the whole network. A delta says from which to which, and then it's cards to add and cards to take off. No card can be in both.
# >
# > *A card's blocked, freed and blocked again between the two. What's in there?*
# >
# > **4** Only how it ends. I fold that by card number when the delta's cut. If you keep the three as events, somebody has to apply them in order, and order is exactly what I
# > wanted out, because a gate that missed two versions gets a merged one.
# >
# > *And a gate that's been in a warehouse for a year?*
# >
# > **5** Gets a full file. We keep ninety days of deltas. Past about seventy a full one's smaller anyway, I measured where they cross.
# >
# > *The line goes down in the middle of a delta.*
# >
# > **6** Then it's still got the old list. The new one's written beside it, there's a checksum, and then a rename. Half a delta is no delta.
# >
# > *And if a whole one is wrong? It blocks everybody.*
# >
# > **7** Yeah, that's the one you don't sleep over. So a gate doesn't take a delta that adds more than two percent of all cards. That happened, in October, a test file got out,
# > and not one gate took it.
# >
# > *What did they do instead?*
# >
# > **8** They asked again a minute later, and they got... huh. They'd have got the same one. So they all sat on the old list until somebody pulled it. How long that was, and what would have happened
# > over a weekend, I don't know. The incident notes would have it.
# >
# > *How did you bring the deltas to the gates?*
# >
# > **9** A station that we can walk to, for two weeks. Then ten, then line by line.
# >
# > *Why those ten?*
# >
# > **10** They have people at the gates until midnight, so somebody can open by hand. Operations knew which.
# >
# > *What would have made you stop?*
# >
# > **11** I mean, we were watching really closely. If anything had looked off, we'd have stopped, obviously.
# >
# > *Such as?*
# >
# > **12** Gates that don't open, complaints, things like that. It went well, though.
# >
# > *What did you watch, day to day?*
# >
# > **13** How old the list is on each gate, and how often a gate refuses somebody, per hundred taps.
# >
# > *The mean age?*
# >
# > **14** No, the oldest hundredth. The mean was never bad, eleven hours or so. But the oldest gates were four days behind, and people with blocked cards learn which ones those are.
# >
# > *And it got better because of you?*
# >
# > **15** Not all of it. Sixty stations got new lines that spring. I left those out, and in the others it was 22 percent with yesterday's list, and then 0.8.
# >
# > *Whose idea were the deltas?*
# >
# > **16** Mine. The vendor wanted to compress the file, that's three megabytes, and on the worst lines it'd still have been twenty minutes. I put that sum in front of them, and they let it go.
# >
# > *And two percent?*
# >
# > **17** That one stood in Security's requirements when I came. I never asked where they had it from, to be honest.
# >
# > *Ninety days?*
# >
# > **18** I'd said sixty. Then I had the measurement, so I took the next round number above it. It's just disk.
# >
# > *Why by line, and not by model of gate?*
# >
# > **19** We went back and forth on that one. In the end it was decided that it'd be by line.
#
# For each axis: the number of the reply at which it runs out, or `"holds"`. Frankness is a good thing, and still the end of an axis. Then, for each of
# five decisions, what the transcript shows: it was the speaker's, somebody else's, or it isn't said.

# %% given
DECISIONS = {
    "deltas": "deltas instead of a full file",
    "fold": "only a card's last state goes into a delta",
    "two_percent": "no delta that adds more than two percent",
    "ninety_days": "deltas are kept for ninety days",
    "by_line": "line by line, not by model of gate",
}

# %% answer="deepdive_transcript"
def ran_out():
    """Where each axis runs out: {"data_model": 1, "failure_modes": "holds", "rollout": 1, "metrics": 1}."""
    ### BEGIN SOLUTION
    return {"data_model": "holds", "failure_modes": 8, "rollout": 11, "metrics": "holds"}
    ### END SOLUTION


def decided():
    """Whose each of DECISIONS was: "speaker", "somebody else" or "not said"."""
    ### BEGIN SOLUTION
    return {
        "deltas": "speaker",
        "fold": "speaker",
        "two_percent": "somebody else",
        "ninety_days": "speaker",
        "by_line": "not said",
    }
    ### END SOLUTION

# %% tests="deepdive_transcript_read" points=5
# Reading on spoils it here, too.
HELD = {
    "data_model": {
        3: "It says what a version is, what's in a delta, and one thing that can't be. The next two questions found more of it.",
        4: "A rule, its reason, and the way that wasn't taken. What did you want to know that isn't there?",
        5: "It's the last thing asked on this axis, and it's answered with a measurement. The end of the questions isn't the end of the answers.",
    },
    "failure_modes": {
        6: "It says what is on the gate at every moment of a broken transfer.",
        7: "It names the worst case, the guard, and the day on which the guard was needed. And then there's one more question.",
        "holds": "She knows the broken line and the poisoned delta. Read the reply after those with the eyes of a station on a Saturday.",
    },
    "rollout": {
        9: "It's an order, with a time in it.",
        10: "The ten were chosen for a reason, and she knows it. That others knew the stations better takes nothing away.",
        19: "It does run out there. Was that the first time?",
        "holds": "There's an order and a reason for it. What else belongs to this axis, by the table above, and did you get it?",
    },
    "metrics": {
        13: "It names two things that one can count.",
        14: "It says why the obvious number misleads, and whom it would have misled.",
        15: "It takes something away from the speaker's own result, and what is left is a comparison. That's the opposite of running out.",
    },
}
ON_AXIS = {"data_model": range(3, 6), "failure_modes": range(6, 9), "rollout": (*range(9, 13), 19), "metrics": range(13, 16)}
NOT_WHOSE = {
    "deltas": {
        "somebody else": "The vendor wanted something. Was it this?",
        "not said": "It was asked outright. Look for another party's way, a sum, and who gave in.",
    },
    "fold": {
        "somebody else": "Whose wish is in the sentence that gives the reason?",
        "not said": "Nobody asked, and yet it's there. Look at the verbs where the three events are.",
    },
    "two_percent": {
        "speaker": "She knows the guard, tells it well, and it worked. Read what she says when asked for the number.",
        "not said": "It's said, and by herself.",
    },
    "ninety_days": {
        "somebody else": "“We keep” is how people speak of what runs today. Who moved it from one number to another?",
        "not said": "The first mention leaves it open. There's a second.",
    },
    "by_line": {
        "speaker": "She led the project, so it's tempting. Take the reply alone: who's in it?",
        "somebody else": "Perhaps. Who? If you can't put a name or a role to it, you don't know it.",
    },
}
PARTIES = ("speaker", "somebody else", "not said")


def judge_end(axis):
    given = ran_out()
    found = given.get(axis) if isinstance(given, dict) else None
    check.that(
        found == "holds" if isinstance(found, str) else type(found) is int and 1 <= found <= 19,
        f'{axis}: expected the number of a reply, 1 to 19, or "holds"; found {found!r}.',
    )
    check.that(
        found == "holds" or found in ON_AXIS[axis],
        f"{axis}: reply {found} is about something else. Look at the question before it: which axis is being asked there?",
    )
    why_not = HELD[axis].get(found)
    check.that(why_not is None, f"{axis}, {found}: {why_not}")


def judge_decision(name):
    given = decided()
    found = given.get(name) if isinstance(given, dict) else None
    check.that(isinstance(found, str) and found in PARTIES, f"{name}: expected one of {', '.join(PARTIES)}; found {found!r}.")
    why_not = NOT_WHOSE[name].get(found)
    check.that(why_not is None, f"You wrote {found!r} for {name} ({DECISIONS[name]}). {why_not}")


for axis in AXES:
    check(axis.replace("_", " "))(lambda axis=axis: judge_end(axis))
for name in DECISIONS:
    check(f"who decided: {DECISIONS[name]}")(lambda name=name: judge_decision(name))

# %% [markdown] hint="deepdive_transcript"
# Draw a line in the transcript wherever the interviewer changes the axis. Within each part, ask after every reply: do I know now what was asked? Tone aside.

# %% [markdown] hint="deepdive_transcript"
# One axis ends with somebody who notices it herself, another with somebody who doesn't. For the decisions, look for a verb with "I" and for the
# way that wasn't taken; a passive without a person says nothing, whoever speaks.

# %% [markdown] hint="deepdive_transcript"
# Two axes hold. The one that ends honestly ends where the guard has done its work and something still has to happen. The one that ends smoothly was asked for a condition and
# got an assurance.

# %% wrong="honesty is no end, and smoothness none either" fails="deepdive_transcript_read: failure modes; deepdive_transcript_read: rollout; deepdive_transcript_read: who decided: line by line, not by model of gate"
def ran_out():
    return dict.fromkeys(AXES, "holds")


def decided(right=decided()):
    return right | {"by_line": "speaker"}

# %% wrong="an axis ends where the questions end" fails="deepdive_transcript_read: data model; deepdive_transcript_read: metrics"
def ran_out():
    return {"data_model": 5, "failure_modes": 8, "rollout": 12, "metrics": 15}

# %% wrong="she led it, so it was all hers" fails="deepdive_transcript_read: who decided: no delta that adds more than two percent; deepdive_transcript_read: who decided: line by line, not by model of gate"
def decided():
    return dict.fromkeys(DECISIONS, "speaker")

# %% wrong="we means somebody else" fails="deepdive_transcript_read: who decided: only a card's last state goes into a delta; deepdive_transcript_read: who decided: deltas are kept for ninety days; deepdive_transcript_read: who decided: line by line, not by model of gate; deepdive_transcript_read: failure modes; deepdive_transcript_read: rollout"
def ran_out():
    return {"data_model": "holds", "failure_modes": 7, "rollout": 10, "metrics": "holds"}


def decided(right=decided()):
    return right | {"fold": "not said", "ninety_days": "somebody else", "by_line": "somebody else"}

# %% wrong="the end of one axis looked for on another" fails="deepdive_transcript_read: data model; deepdive_transcript_read: failure modes; deepdive_transcript_read: metrics; deepdive_transcript_read: who decided: deltas instead of a full file; deepdive_transcript_read: who decided: deltas are kept for ninety days"
def ran_out():
    return {"data_model": 17, "failure_modes": 11, "rollout": 11, "metrics": 2}


def decided(right=decided()):
    return right | {"deltas": "somebody else", "ninety_days": "not said"}

# %% wrong="all in the wrong form" fails="deepdive_transcript_read"
def ran_out():
    return {"data_model": "yes", "failure_modes": "8", "rollout": True, "metrics": None}


def decided():
    return {"deltas": "Leyla", "fold": "her", "two_percent": "Security", "ninety_days": ["speaker"]}

# %% also_right="hears the end of the rollout one reply later"
def ran_out():
    return {"data_model": "holds", "failure_modes": 8, "rollout": 12, "metrics": "holds"}


def decided():
    whose = {"speaker": ("deltas", "fold", "ninety_days"), "somebody else": ("two_percent",), "not said": ("by_line",)}
    return {name: party for party, names in whose.items() for name in names}

# %% [markdown]
# **Why so.** Reply 8 is a good reply. She sees the hole while she speaks, doesn't paint over it, and says where the figure is. An interviewer will think well of her and still write: *failure
# modes, ran out at recovery*. Reply 11 is the other way to end. It sounds like an answer, so the speaker learns nothing from it; and the condition for stopping is exactly what had to be known *before* the first
# station. People differ about 17: some find a borrowed limit disqualifying, others find it normal and like that she says so. Either way it isn't hers, and the follow-up is fair:
# *would you have noticed if it had been twenty?*
#
# ## 3 · The question that would break it
#
# Three walks that sound complete. In each something carries all the rest and hasn't been shown. Which of the four questions goes there? The others can be answered by whoever said this, or have
# been, or lead to another talk.
#
# > **P.** *Ruan, hospital laboratory.* "No result may get lost between the analyser and the patient's record. So the analyser writes into a queue on disk, a worker posts each
# > result to the record and takes it off the queue once the record has confirmed. It survives a power cut. It ran next to the old one for two months, 9,000 results a day, and not one was missing."
# >
# > **a** Why on disk, when memory would be so much faster?<br/>
# > **b** How would it do with ten times as many analysers?<br/>
# > **c** Missing from what: what did you hold the two months against?<br/>
# > **d** How long does a result take from the analyser to the doctor?
#
# > **Q.** *Chiara, tools for a games studio.* "A build took forty minutes. I put in a cache that the whole studio shares, keyed by a hash of everything that goes into a step. The median's six minutes now,
# > two thirds of the steps are hits. And you can't get a wrong build out of it: same inputs, same key, same output."
# >
# > **a** What share of the steps comes out of the cache?<br/>
# > **b** How do you know that everything that goes in is in the hash: the compiler, the environment, the clock?<br/>
# > **c** How much disk does it need, and who throws things out?<br/>
# > **d** Why not buy faster machines, forty minutes being what they are?
#
# > **R.** *Owen, parcels.* "I took our route planning from once a night to all day long. It went depot by depot, the order drawn by lot, and each depot had a switch back. The vans drive eight percent less per parcel than those of
# > the depots that hadn't switched yet, same weeks. Two depots used the switch and came forward again a day later, so going back is safe."
# >
# > **a** Eight percent compared with what? Were those the same weeks?<br/>
# > **b** Why count kilometres, and not the drivers' hours?<br/>
# > **c** How long did it take to bring one depot across, with the training?<br/>
# > **d** At the moment of going back, what became of the parcels that were already on a van?

# %% answer="deepdive_break"
def breaks():
    """The question that goes to what isn't shown: {"P": "a", "Q": "a", "R": "a"}."""
    ### BEGIN SOLUTION
    return {"P": "c", "Q": "b", "R": "d"}
    ### END SOLUTION

# %% tests="deepdive_break_found" points=3
# Reading on spoils it; R is decided when it is graded.
HARMLESS = {
    "P": {
        "a": "He has said it: it survives a power cut. You'd get a good reply, and be where you were.",
        "b": "A fair question for another hour. Nothing he said depends on ten times as many.",
        "d": "Worth knowing, and no reply to it could shake “not one was missing”.",
    },
    "Q": {
        "a": "She's said it: two thirds. Listen to the sentence that begins with “you can't”.",
        "c": "She'll know. It costs something; it doesn't make a build wrong.",
        "d": "She'll have an answer, and a figure. It goes to whether it was worth it, not to whether it's right.",
    },
}


def judge_question(walk, wrong):
    given = breaks()
    found = given.get(walk) if isinstance(given, dict) else None
    check.that(
        isinstance(found, str) and len(found) == 1 and found in "abcd",
        f"{walk}: expected one of the letters a to d; found {found!r}.",
    )
    check.that(found not in wrong, f"You'd ask {found} of {walk}. {wrong.get(found)}")


for walk, wrong in HARMLESS.items():
    check(f"walk {walk}")(lambda walk=walk, wrong=wrong: judge_question(walk, wrong))

### BEGIN HIDDEN TESTS
LAST = {
    "a": "He's said it, both halves: per parcel, and the same weeks. A question that was answered tells him that you weren't listening.",
    "b": "A good question about the aim. Whatever he replies, the eight percent and the switch stand as before.",
    "c": "You'd learn a duration. The boldest thing in his walk is a conclusion, and it's the last one.",
}
check("walk R")(lambda: judge_question("R", LAST))
### END HIDDEN TESTS

# %% [markdown] hint="deepdive_break"
# Underline the strongest word of each walk: *not one*, *can't*, *safe*. What was shown for it, and what is only next to it?

# %% [markdown] hint="deepdive_break"
# Strike out the questions whose replies stand in the walk already. Of the rest, imagine the worst honest reply: with which one would the strongest word have to go?

# %% wrong="asks what one asks everybody" fails="deepdive_break_found: walk P; deepdive_break_found: walk Q; deepdive_break_found: walk R"
def breaks():
    return {"P": "b", "Q": "c", "R": "c"}

# %% wrong="asks what was said already" fails="deepdive_break_found: walk P; deepdive_break_found: walk Q; deepdive_break_found: walk R"
def breaks():
    return {"P": "a", "Q": "a", "R": "a"}

# %% wrong="asks what could be better instead of what isn't shown" fails="deepdive_break_found: walk P; deepdive_break_found: walk Q; deepdive_break_found: walk R"
def breaks():
    return {"P": "d", "Q": "d", "R": "b"}

# %% wrong="elimination gets the first two" fails="deepdive_break_found: walk R"
def breaks():
    return {"P": "c", "Q": "b", "R": "a"}

# %% wrong="a question in one's own words" fails="deepdive_break_found"
def breaks():
    return {"P": "C", "Q": 2, "R": ""}

# %% also_right="the same, in another order"
def breaks():
    return dict(zip("RQP", "dbc"))

# %% [markdown]
# **Why so.** Ruan had a second count, or he had nothing: if the old system loses the same results, two months side by side show nothing missing. (Somebody always asks what
# happens when the worker dies between posting and taking off; that is a fine question, about results that arrive twice, and he'll be glad of it.) Chiara's sentence is true of everything that's in the hash. Owen's two depots came back in one piece, perhaps;
# two days without a complaint aren't a proof, and the vans are where one would look.
#
# ## 4 · Yours
#
# Two systems, delivered in the last eighteen months (PLAN-25). If you have only one, take the next older, and expect questions about what you've forgotten since. Four kinds of
# project are asked for by that guide: one you led (DEEP-01), an incident you led (DEEP-02), a decision that went wrong (DEEP-03), one from nothing, with what you rejected (DEEP-04). Two systems can cover all four.
#
# The examiner below keeps your projects in files of your workspace and asks along an axis, each question with a word of your last reply in it, until there's no answer. It isn't clever: it hears whether a reply has something definite in it, not
# whether it's right. You'll know that.

# %% part
from course.parts import examiner

examiner("deepdive_examiner")

# %% [markdown] written="deepdive_own" points=4
# For one of them: the five prompts, in two sentences each. Then for each of the four axes the three hardest questions you can think of, each taking up a word of the reply before it, with your replies; and
# under each axis the line where you ran out: *"I don't know …; I'd find it in …"*. Last, three decisions: what you decided, who wanted something else, and one decision in your project that wasn't yours.

# %% part
from course.parts import self_assess

self_assess(
    "deepdive_own",
    L5=[
        "The problem is told before the first component",
        "Every axis has three questions that go down, not three that go sideways",
        "Replies have figures, names of things, and the way that wasn't taken",
        "What broke is told with how I found out, and what it cost whom (DEEP-09)",
        "Each axis has an honest end, and I know where the missing piece is",
        "What was others' is said to be others', unasked",
        "Nothing in it is confidential or invented",
    ],
    L6=[
        "I name the condition that would have stopped the rollout, as it stood before it began",
        "I can tell what the number would have done without my change",
        "What I'd redesign today (DEEP-10) follows from something that I measured, not from fashion",
        "I name the assumption that carries the whole, and the question that would break it",
    ],
)

# %% [markdown]
# Now find the missing pieces: old documents that you may still read, people who were there. Then give the page to a colleague for half an hour and let them go down one axis, wherever they like: a
# person who works on such things finds in two questions what no list contains.
#
# ## Say it aloud
#
# Two minutes with a pen, standing: the problem and who had it; the one drawing, five boxes at most; the decision that was yours and what it was against; what broke; the number. Then sit down and wait for the first question.

# %% part
from course.parts import timer

timer("deepdive_say", seconds=120)

# %% [markdown]
# | they ask | a good reply contains |
# |---|---|
# | Why not simply … (the thing everybody uses)? | that you considered it, the figure or property that decided, and when you'd take it |
# | What happens if that box is gone? | what users see, in the first minute and after an hour; who's told; what comes back by itself |
# | Who disagreed? | a role, their best argument, what became of it |
# | And if you had half the time? | what you'd leave out first, and what never |
# | How do you know that it was your change? | what else changed, what you compared with, what you can't separate |
# | I don't believe that number. | how it was measured, its weakness, what you'd measure today; no offence taken |
#
# **Afterwards.** Three ways to prepare:
#
# | way | wins | loses |
# |---|---|---|
# | the five prompts, written out | complete; an evening | the first question that isn't one of the five |
# | two systems, four axes, a peer (PLAN-25) | finds the end before they do | needs a peer, and one who isn't kind |
# | reading your own old design documents | figures and names come back; you meet the reasons you've forgotten | you prepare what the document says, and it was written before anything broke |
#
# **Sources.** The axes, the round and RUBRIC-47: interview guide S1, undated. The five prompts: S2 (M. Reid, 23 March 2026). Rows in `docs/syllabus.md`. People and systems here are made up for this
# course, which is independent of Netflix.
