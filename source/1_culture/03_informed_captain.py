# ---
# keeper:
#   title: Ask everyone, decide alone
#   minutes: 55
#   level: L5
#   covers: [CULT-02, CULT-06, CULT-10, CULT-12, CULT-17, CULT-31, CULT-32, RUBRIC-36, RUBRIC-47, BEH-16, BEH-25, EXT-03]
#   needs: []
# ---

# %% [markdown]
# A company runs 31,000 parcel lockers. Last March it decided how a locker opens when it has no network. It worked, and now half
# a dozen people tell the story as theirs. A new director hands you the thread, eighteen messages, and says:
#
# > I don't want to know who was right. I want to know how it was decided, because I want more decisions like it. Who made the
# > call? What did they know, who told them, and who kept quiet?
#
# **What they listen for.** One interview guide gives the informed captain as one of the things a story has to show: that you took
# the final technical call, and can name what you rejected (CULT-06). It also says that where you didn't make the decision they are
# asking about, the deep dive brings it out (RUBRIC-47). Another wants the decision stated with its reason (RUBRIC-36). All three
# are reported by guides, not confirmed by the company. In this lesson you'll be the one who brings it out.
#
# She has five minutes. What do you ask before you read?

# %% part
from course.parts import clarify

clarify(
    "captain_opening",
    {
        "Who is down as the owner on the ticket?": "Henrik. I'm told that a template put him there, so I wouldn't build on it.",
        "Does the captain have to be the most senior person on the thread?": "No. Nor the one with the best idea, nor the one who told "
        "the company about it afterwards.",
        "What do you mean by context?": "What somebody knows, and whoever decides doesn't: the goal, the limits, the promises already made. "
        "It's context as long as the choice stays where it was.",
        "If nobody objects, did everybody agree?": "You tell me. But don't accuse anyone on the strength of silence alone. I want a line.",
        "Is dissent the same as being against the captain?": "It's being against the plan, for a reason, while it can still change. Some people "
        "do it with more manners than others; I don't mark manners.",
        "Did it work out?": "It did. Forget that I told you. A good outcome makes every version of the story sound better than it was.",
        "May one message do two things?": "It may. I ask for the one that does it most plainly.",
    },
    solved_by="captain_thread_read",
)

# %% [markdown]
# ## Consult widely, decide alone
#
# Both halves are easy by themselves. You can ask everyone and then count heads; that's a committee. You can decide alone and tell people
# afterwards; that's a boss. The captain's work is the join: to ask as if the answer might change your mind, and then to choose without
# hiding behind those you asked.
#
# ```mermaid
# flowchart LR
#   M["those who know the goal<br/>and the limits"] -- context --> C
#   D["those with reasons<br/>against it"] -- dissent, asked for --> C
#   C["the captain<br/><b>makes the call</b>"] --> W["everyone helps it work,<br/>also who disagreed"]
#   W -- "what came of it" --> C
# ```
#
# Three messages from another company, where the question is what to do about a slow night-time stock count:
#
# > **a** Arjun: the shops open at 7 and the count has to be through by then. I've no money for machines before April. Which way you
# > speed it up is yours.<br/>
# > **b** Arjun: the shops open at 7, so I suppose that leaves the incremental count. Shout if I've misread you!<br/>
# > **c** Laleh: I'm taking the full count on three machines that we have, not the incremental one. It would have drifted, and we'd have
# > found out from the shops.
#
# **a** is context: a goal, a limit, and the choice left alone. **b** begins with the same fact and ends with the choice made; that
# Laleh may shout doesn't give it back. It is control, dressed as context. **c** is a call: chosen by one person, with the other way
# named, and a reason.

# %% [markdown]
# ## 1 · The thread
#
# **Nadia** writes the firmware in the lockers. **Henrik** is head of hardware. **Marek** is Nadia's manager, **Ottilie** his director.
# **Yuki** does security, **Seun** field operations, **Camila** the phone app; **Priti** leads customer support.
#
# ---
# > **1 · Marek**, Mon 3 March. Fourth time this quarter that I'm asked about it. A locker loses its network, somebody stands in front of it in the rain, and
# > Priti's people get the call. It has to open without the network. I'd like one person to make the call on how.
#
# > **2 · Marek**, Mon 3. What I know and you may not: I've promised failed pickups under 0.3 % by November, and we're at 0.9. I can
# > move €300k this year; above that it's a board paper and two months. The modem supplier's price holds until the 20th. How we get
# > there is open, and I shouldn't be the one to choose, I haven't had a locker in pieces since 2021.
#
# > **3 · Henrik**, Mon 3. Ticket's on me, I see, the template does that. It's fairly obvious, no? Second modem, second carrier. €38 a
# > locker, so 1.18 million, and done by September.
#
# > **4 · Nadia**, Mon 3. I'd take it, if nobody minds. Whatever it is, it's my code that stands at the door. I'll decide by Friday
# > the 14th, so that we're ahead of the supplier's date. Henrik, modems are first on the list.
#
# > **5 · Priti**, Tue 4. in case it's useful, two of us went through the October calls by hand. 4,100, and about 2,500 were lockers
# > in garages and basements. I had no idea it was so many
#
# > **6 · Nadia**, Wed 5. Draft's up. It has three ways: second modem, signed passes in the customer's phone, or codes sent ahead, so
# > that each locker holds the codes of the parcels it's about to get. I lean towards codes, and before I like it any more than I do:
# > Yuki, Seun, you have the best reasons to hate it. Would each of you write the paragraph on how it goes wrong? The draft goes to
# > everyone tomorrow.
#
# > **7 · Yuki**, Wed 5. Codes lying about in 31,000 boxes in public places. I'd do signed passes. The locker holds a public key and nothing
# > else, so there's nothing in it to steal. It became two pages, sorry.
#
# > **8 · Ottilie**, Wed 5. Nadia, just so that you have the context. I had a slide with second modems on it at the board last week,
# > and it went down well, so it'd be odd to come back with something else. Let's you and I go through the draft before other people
# > see it.
#
# > **9 · Nadia**, Wed 5. Is it modems you've promised them, or fewer failures? If it's modems, then it's decided, by you, and we should
# > say so; I'd help. If it's failures I'd like to send it tomorrow, as it is.
#
# > **10 · Ottilie**, Wed 5. Failures. Fair enough. Send it.
#
# > **11 · Seun**, Fri 7. I rode along on Bilal's route yesterday. Your codes come over the network, ahead of the parcel. In a garage they'd
# > never come, some of those lockers hadn't been online for days. But the courier's standing in front of it with a handheld, door open.
# > Let the handheld give it the code over Bluetooth, or you'll miss exactly the ones Priti counted.
#
# > **12 · Camila**, Mon 10. Passes need the app, so you know. 23 % of pickups are people with a text message and no app. There's
# > nothing for us to build for codes, so no objection here. I put up a poll to see where everybody is: modems 5, codes 3, passes 3.
#
# > **13 · Nadia**, Wed 12. I was in twenty garages off Priti's list with a test modem of the second carrier. In fourteen there was
# > nothing from either of them.
#
# > **14 · Henrik**, Wed 12. *(comment on the draft)* Read it. Nothing to add from hardware.
#
# > **15 · Nadia**, Fri 14. I've read all of it, also what people wrote under the poll, thanks Camila. We're doing codes, and the
# > handheld brings them, as Seun says. That's my call. If it turns out wrong, it's me you want to ring. Long version tonight.
#
# > **16 · Marek**, Fri 14. *(mail to all of engineering)* A decision has been reached on offline lockers: we are going with codes,
# > delivered by handheld. A great example of the team deciding together.
#
# > **17 · Yuki**, Fri 14. For the record, I'd still do passes. It's in the doc under my name: a locker that's been pried open gives
# > up its codes. Right, decided. I've got the tamper switch on Tuesday's review list, I want to make this one good.
#
# > **18 · Henrik**, Fri 14. *(in the hardware channel)* Between us: Bluetooth in a steel box won't get them under 0.3, I thought so
# > when I read the draft. I've asked the supplier to keep our slot open. They'll be back for it in autumn.
#
# ---
# Seven things to find. For each, the message that does it most plainly:
#
# | write | the message |
# |---|---|
# | `call` | in which the decision is made |
# | `context` | in which somebody who could have decided gives the captain what she needs instead |
# | `posed` | in which control poses as context |
# | `farmed` | in which criticism is asked for, of the asker's own idea |
# | `changed` | whose objection made the decision a different one |
# | `aloud` | in which somebody who lost says so in the open, and helps |
# | `silent` | that proves a disagreement was kept from the captain while she could have used it |
#
# And the `captain`, by name.

# %% answer="captain_thread"
def thread():
    """Return a name for the captain, and the number of a message for each of the others, in this form:

    {"captain": "Bilal", "call": 1, "context": 1, "posed": 1, "farmed": 1, "changed": 1, "aloud": 1, "silent": 1}
    """
    ### BEGIN SOLUTION
    return {"captain": "Nadia", "call": 15, "context": 2, "posed": 8, "farmed": 6, "changed": 11, "aloud": 17, "silent": 18}
    ### END SOLUTION

# %% given
# Reading on spoils it: what each message does, for the two sets of cases below.
PEOPLE = ("Nadia", "Henrik", "Marek", "Ottilie", "Yuki", "Seun", "Camila", "Priti")
MESSAGES = range(1, 19)
DOES = {
    1: "Marek asks for one person to decide, and leaves open who, and what they'd need",
    2: "Marek says what he has promised, what he can pay, and that the way there is open",
    3: "Henrik says in plain words what he would do, and what it costs",
    4: "Nadia takes the decision on, with a date; it hasn't been made yet",
    5: "Priti brings a count that nobody had; the choice wouldn't have been hers in any case",
    6: "Nadia shows which way she leans, and asks two people by name how it goes wrong",
    7: "Yuki argues for another way, because she has been asked to",
    8: "Ottilie tells of a slide, of how it would look, and of a talk that comes before anyone else sees the draft",
    9: "Nadia asks whose decision it is now",
    10: "Ottilie names the goal in one word, and lets go",
    11: "Seun says where the draft fails, and what would mend it",
    12: "Camila gives a number about passes, has no objection to codes, and counts heads",
    13: "Nadia goes and measures one of the ways that she doesn't lean to",
    14: "Henrik says that he has read the draft. By itself that's somebody with nothing to add",
    15: "Nadia says which way it goes, and who is to blame if it's wrong",
    16: "Marek tells everyone what has been decided, in a sentence without a person in it",
    17: "Yuki says what she would still do, where it's written, and what she'll work on",
    18: "Henrik tells his own channel what he thinks of the plan, and since when",
}


def message_number(found, what):
    """What is wrong with `found` as the number of a message, or None."""
    if type(found) is not int or found not in MESSAGES:
        return f"{what}: expected the number of a message, 1 to {MESSAGES[-1]}, without quotes; found {found!r}."
    return None

# %% tests="captain_thread_read" points=4
import hashlib

# What is right, as the first 12 digits of the SHA-256 of "call 1", "captain Bilal" and so on: this cell gives nothing away.
RIGHT = {
    "2ce58ca4cec2", "552b5681f4d0", "5b1f5664e8de", "6315d329eaba", "6753e89d73db",
    "92dc8cff7630", "cc676a492ded", "f2b0156f5f6b",
}
NEEDS = {
    "call": "You need the moment from which one way is taken and the others aren't, in the words of whoever made it so.",
    "context": "You need goal and limits from someone with the power to choose, and the choice left where it was.",
    "posed": "You need a message that calls itself information, and after which the captain has less to decide than before.",
    "farmed": "You need somebody looking for what is wrong with the idea that they themselves like.",
    "changed": "Put the draft of message 6 beside the decision. You need the message that explains the difference.",
    "aloud": "You need somebody whose way wasn't taken, who says so where the captain can read it, and puts work into the other one.",
    "silent": "You need an objection that existed before the call, and the place where it came out instead.",
}
NOT_THE_CAPTAIN = {
    "Henrik": "The ticket says so, by a template. What did he choose for the company, and what did he turn down?",
    "Marek": "He could have been, and he announces it at the end. Read what he says about choosing at the beginning.",
    "Ottilie": "For the length of one message it might have become hers. What did she say when she was asked outright?",
    "Yuki": "She has the longest argument, and another way was taken than hers.",
    "Seun": "Without him it would have been a worse decision. Having the idea that improves a decision isn't making it: who took it up?",
    "Camila": "She counted heads. Compare the count with what was done.",
    "Priti": "She counted calls, which mattered. Nobody, she least of all, took that for a choice.",
}


def thread_slot(slot):
    given = thread()
    check.that(isinstance(given, dict), f"thread() should return a dictionary; it returned {given!r}.")
    check.that(given.get(slot) is not None, f"There is nothing yet for {slot!r}.")
    return given[slot]


def right_so_far(slot, found):
    return hashlib.sha256(f"{slot} {found}".encode()).hexdigest()[:12] in RIGHT


@check("the captain")
def judge_captain():
    found = thread_slot("captain")
    check.that(isinstance(found, str) and found in PEOPLE, f"{found!r} isn't on the thread. Write one of {', '.join(PEOPLE)}.")
    check.that(right_so_far("captain", found), f"You took {found} for the captain. {NOT_THE_CAPTAIN.get(found)}")


def judge_message(slot):
    found = thread_slot(slot)
    bad = message_number(found, slot)
    check.that(bad is None, bad)
    check.that(right_so_far(slot, found), f"For {slot} you chose message {found}. There {DOES[found]}. {NEEDS[slot]}")


for slot in NEEDS:
    check(slot)(lambda slot=slot: judge_message(slot))

# %% [markdown] hint="captain_thread"
# Read only the verbs of each message: *I'd like, I can move, I'd take it, would you write, let's go through, I'd still do, we're
# doing*. Who asks, who tells, who chooses?

# %% [markdown] hint="captain_thread"
# A title, an announcement and a count of heads look like decisions from a distance. For each ask: if this message had never been sent,
# would another way have been taken? For `silent` you need two dates: when it was thought, and when the captain could still have used it.

# %% [markdown] hint="captain_thread"
# `context` and `posed` come from the two people who could have decided in the captain's place. Of each, ask what the captain could do after
# reading it that she couldn't before, and what she could no longer do. `changed` is the difference between the draft and the decision.

# %% wrong="titles and announcements are decisions" fails="captain_thread_read: the captain; captain_thread_read: call; captain_thread_read: context; captain_thread_read: farmed"
def thread(found=thread()):
    return found | {"captain": "Marek", "call": 16, "context": 1, "farmed": 12}

# %% wrong="the poll decided" fails="captain_thread_read: the captain; captain_thread_read: call; captain_thread_read: farmed; captain_thread_read: changed"
def thread(found=thread()):
    return found | {"captain": "Camila", "call": 12, "farmed": 12, "changed": 12}

# %% wrong="limits are control, warmth is context, plain speech is pressure" fails="captain_thread_read: context; captain_thread_read: posed; captain_thread_read: aloud"
def thread(found=thread()):
    return found | {"context": 8, "posed": 2, "aloud": 3}

# %% wrong="the longest objection must have changed it, and saying nothing is proof" fails="captain_thread_read: changed; captain_thread_read: silent"
def thread(found=thread()):
    return found | {"changed": 7, "silent": 14}

# %% wrong="volunteering is deciding, the idea's owner is its captain" fails="captain_thread_read: the captain; captain_thread_read: call; captain_thread_read: farmed; captain_thread_read: silent"
def thread(found=thread()):
    return found | {"captain": "Seun", "call": 4, "farmed": 9, "silent": 17}

# %% wrong="the ticket's owner, words for numbers, a message that isn't there, one slot left out" fails="captain_thread_read: the captain; captain_thread_read: call; captain_thread_read: context; captain_thread_read: posed; captain_thread_read: silent"
def thread(found=thread()):
    return {slot: value for slot, value in found.items() if slot != "silent"} | {
        "captain": "Henrik", "call": "15", "context": 21, "posed": [8],
    }

# %% wrong="left as it was handed out" fails="captain_thread_read"
def thread():
    return dict.fromkeys(["call", "context", "posed", "farmed", "changed", "aloud", "silent"], 1) | {"captain": "Bilal"}

# %% also_right="written as a plain dict call, slots in another order"
def thread():
    return dict(silent=18, aloud=17, changed=11, farmed=6, posed=8, context=2, call=15, captain="Nadia", note="Henrik, of all people")

# %% [markdown]
# ## 2 · A year later, in interviews
#
# It's a good story, so it gets told. Nine sentences, each said to an interviewer. You have what they don't: the thread. Does the sentence
# **stand** or **fall**, and which message decides it? A sentence falls when any part of it does.
#
# > **A.** Marek: I'd promised 0.3 by November. So I decided that we'd go with codes at the door, and in November we were at 0.2.<br/>
# > **B.** Marek: I told them what I'd promised and what I could spend, and left the choice to somebody closer to it.<br/>
# > **C.** Yuki: I argued for signed passes, in writing, and lost. I said that I'd still do it my way, and put the tamper switch on my
# > own list.<br/>
# > **D.** Henrik: I'd have bought modems, and I said so on day one. When it went the other way, well, disagree and commit.<br/>
# > **E.** Camila: We were stuck in three camps. I ran the poll, and the numbers made it clear where the group wanted to go, so we
# > went there.<br/>
# > **F.** Seun: Nadia decided it. The part with the handheld came from me, after a day in a van.<br/>
# > **G.** Ottilie: I don't tell senior people what to build. I gave Nadia the board's context, and the rest was hers from the start.<br/>
# > **H.** Nadia: I took two weeks over it, because I wanted everyone to agree, and by the end they all did.<br/>
# > **I.** Nadia: I turned modems down because I'd been in the garages with one, and in most of them it got no more signal than what we had.

# %% answer="captain_claims"
def claims():
    """Return for each sentence whether it stands or falls, and the message that decides it, in this form:

    {"A": ("stands", 1), "B": ("stands", 1), ...}, for A to I
    """
    ### BEGIN SOLUTION
    return {
        "A": ("falls", 2), "B": ("stands", 2), "C": ("stands", 17), "D": ("falls", 18), "E": ("falls", 12),
        "F": ("stands", 11), "G": ("falls", 8), "H": ("falls", 17), "I": ("stands", 13),
    }
    ### END SOLUTION

# %% tests="captain_claims_read" points=5
import hashlib

# What decides each, as the first 12 digits of the SHA-256 of "A 1", "A 2" and so on: nothing to read here either.
DECIDES = {
    "2fe093f95160", "54256087ba6f", "56fb3bfcb166", "7011e334cfaa", "723205566c98",
    "afc61fe7d3da", "b05427ae75a3", "bd1a6e06a3e5",
}
NOT_SO = {
    "A": ("stands", "The promise and the money were his to give. One verb in the sentence wasn't his: which?"),
    "B": ("falls", "He is the same man who says too much in A. Take the sentence by itself: is there anything in it that he didn't do?"),
    "C": ("falls", "Losing, and saying that you'd still do it your way, isn't half a commitment. What did she do besides?"),
    "D": ("stands", "The first half is true, and it makes you trust the second. A sentence falls when any part of it does: look for "
    "what he did after he had read the draft."),
    "E": ("stands", "There was a poll, with numbers. Which way had the most, and which way was taken?"),
}


def claim(letter):
    given = claims()
    check.that(isinstance(given, dict), f"claims() should return a dictionary; it returned {given!r}.")
    found = given.get(letter)
    check.that(
        isinstance(found, (tuple, list)) and len(found) == 2,
        f'{letter}: expected a verdict and a message, as in ("stands", 1); found {found!r}.',
    )
    verdict, message = found
    check.that(
        isinstance(verdict, str) and verdict in ("stands", "falls"),
        f"{letter}: {verdict!r} is no verdict. Write 'stands' or 'falls'.",
    )
    return verdict, message


def judge_verdict(letter, wrong, why_not):
    verdict, _ = claim(letter)
    check.that(verdict != wrong, f"You let {letter} {'stand' if wrong == 'stands' else 'fall'}. {why_not}")


def judge_proof(letter, decides):
    _, message = claim(letter)
    bad = message_number(message, letter)
    check.that(bad is None, bad)
    check.that(
        hashlib.sha256(f"{letter} {message}".encode()).hexdigest()[:12] in decides,
        f"For {letter} you point at message {message}. There {DOES[message]}. Someone who believes the opposite of you could read it and go on "
        "believing it: which message would stop them?",
    )


for letter, (wrong_verdict, why) in NOT_SO.items():
    check(f"{letter}, stands or falls")(lambda letter=letter, wrong=wrong_verdict, why=why: judge_verdict(letter, wrong, why))
    check(f"{letter}, the message")(lambda letter=letter: judge_proof(letter, DECIDES))

### BEGIN HIDDEN TESTS
DECIDES_REST = {
    "013644aa1c15", "2aaf094cbceb", "9d8cc1d0a825", "a62dee32e465", "b62407db0786",
    "ed65332e666f",
}
NOT_SO_REST = {
    "F": ("falls", "He claims a part and gives the call to somebody else. Is there a word in it that the thread takes back?"),
    "G": ("stands", "She did give context, and she did let go. Between the two there is an afternoon; what did she ask for in it?"),
    "H": ("stands", "It's her own story, and a modest one. Count who agreed on Friday evening."),
    "I": ("falls", "Most means more than half, and she says herself how many there were. What is left to doubt?"),
}

for letter, (wrong_verdict, why) in NOT_SO_REST.items():
    check(f"{letter}, stands or falls")(lambda letter=letter, wrong=wrong_verdict, why=why: judge_verdict(letter, wrong, why))
    check(f"{letter}, the message")(lambda letter=letter: judge_proof(letter, DECIDES_REST))
### END HIDDEN TESTS

# %% [markdown] hint="captain_claims"
# Take each sentence apart at its verbs, and find the message where that person did that thing. If you can't find one, look for a
# message where somebody else did.

# %% [markdown] hint="captain_claims"
# Don't ask whether you like the speaker. Whoever says a true sentence may say a false one, too; and one of the false ones makes its
# speaker look kinder, not greater. A message decides it if someone who believed the opposite would have to give in.

# %% wrong="who sounds modest is believed, who says I isn't" fails="captain_claims_read: B, stands or falls; captain_claims_read: B, the message; captain_claims_read: C, stands or falls; captain_claims_read: E, stands or falls; captain_claims_read: E, the message; captain_claims_read: H, stands or falls; captain_claims_read: H, the message; captain_claims_read: I, stands or falls"
def claims(found=claims()):
    return found | {"B": ("falls", 16), "C": ("falls", 17), "E": ("stands", 16), "H": ("stands", 6), "I": ("falls", 13)}

# %% wrong="half true is true" fails="captain_claims_read: A, stands or falls; captain_claims_read: A, the message; captain_claims_read: D, stands or falls; captain_claims_read: D, the message; captain_claims_read: G, stands or falls; captain_claims_read: G, the message"
def claims(found=claims()):
    return found | {"A": ("stands", 16), "D": ("stands", 3), "G": ("stands", 10)}

# %% wrong="the verdicts, with the first message by that name" fails="captain_claims_read: A, the message; captain_claims_read: C, the message; captain_claims_read: D, the message; captain_claims_read: H, the message; captain_claims_read: I, the message"
def claims(found=claims()):
    return found | {"A": ("falls", 1), "C": ("stands", 7), "D": ("falls", 3), "H": ("falls", 4), "I": ("stands", 4)}

# %% wrong="everyone exaggerates in an interview" fails="captain_claims_read: B, stands or falls; captain_claims_read: C, stands or falls; captain_claims_read: F, stands or falls; captain_claims_read: I, stands or falls"
def claims(found=claims()):
    return {letter: ("falls", message) for letter, (_, message) in found.items()}

# %% wrong="a verdict alone, another word for it, and four left out" fails="captain_claims_read: A, stands or falls; captain_claims_read: A, the message; captain_claims_read: B, stands or falls; captain_claims_read: B, the message; captain_claims_read: C, the message; captain_claims_read: F, stands or falls; captain_claims_read: F, the message; captain_claims_read: G, stands or falls; captain_claims_read: G, the message; captain_claims_read: H, stands or falls; captain_claims_read: H, the message; captain_claims_read: I, stands or falls; captain_claims_read: I, the message"
def claims(found=claims()):
    return {"A": "falls", "B": ("true", 2), "C": ("stands", "17"), "D": ("falls", 18), "E": ("falls", 12)}

# %% also_right="other messages that decide the same, as lists"
def claims():
    return {
        "A": ["falls", 15], "B": ["stands", 2], "C": ["stands", 17], "D": ["falls", 18], "E": ["falls", 15],
        "F": ["stands", 15], "G": ["falls", 8], "H": ["falls", 18], "I": ["stands", 13],
    }

# %% also_right="taking the decision on settles A, too"
def claims():
    said = {"A": "falls 4", "B": "stands 2", "C": "stands 17", "D": "falls 18", "E": "falls 12"}
    said |= {"F": "stands 11", "G": "falls 8", "H": "falls 17", "I": "stands 13"}
    return {letter: (words.split()[0], int(words.split()[1])) for letter, words in said.items()}

# %% [markdown]
# ## 3 · The long version, as Nadia could write it that night
#
# *Long version tonight*, she wrote on Friday the 14th. It's the page that lets somebody disagree with her properly, then and a year
# later. Make it from the cards: five fields, and nothing in it that she couldn't know on Friday evening.

# %% given
DECISION = {
    "offline": "Lockers will work offline.",
    "codes_sent": "Each locker gets the codes of its parcels over the network, ahead of the parcels.",
    "codes_carried": "Each locker holds the codes of the parcels in it; the courier's handheld gives it each code over Bluetooth while the door is open.",
    "aligned": "We've aligned on codes as a team.",
}
REASONS = {
    "no_signal": "In 14 of 20 garages the second carrier has no signal either.",
    "price": "€1.18 million, where €300,000 can be moved this year.",
    "no_app": "23 % of pickups are by people who have no app.",
    "nothing_stored": "The locker would hold nothing that's worth stealing.",
    "poll": "It didn't have the most votes.",
    "not_fought_for": "Nobody spoke up for it in the end.",
}
REOPEN = {
    "garages_fail": "On 1 October, of pickups at lockers where the handheld brings the codes, more than 0.3 % still fail.",
    "codes_taken": "Codes from a locker that was pried open have been used.",
    "app_everywhere": "Fewer than 5 % of pickups are by people without the app.",
    "new_information": "New information comes up.",
    "half_year": "In half a year we meet and talk about it.",
    "unhappy": "Somebody senior isn't happy with it.",
    "price_rise": "After the 20th, modems cost more than €38.",
}
BECAME = ("changed", "outweighed")

for deck in (DECISION, REASONS, REOPEN):
    print(*(f"{name:>16}  {text}" for name, text in deck.items()), sep="\n", end="\n\n")

# %% [markdown]
# | field | what goes in |
# |---|---|
# | `captain` | a name |
# | `decision` | one card of `DECISION` |
# | `rejected` | for `second_modem` and for `signed_passes`: one or more `REASONS` against it |
# | `dissent` | for each person who spoke against the plan or for another way, and didn't take it back: the message, and whether it `changed` the decision or was `outweighed` |
# | `reopen` | two or three cards of `REOPEN`: what would have to be seen for a rejected way to deserve another look |

# %% answer="captain_record"
def record():
    """Return the decision record, in this form:

    {
        "captain": "Bilal",
        "decision": "offline",
        "rejected": {"second_modem": ["poll"], "signed_passes": ["poll"]},
        "dissent": {"Bilal": (1, "outweighed")},
        "reopen": ["unhappy"],
    }
    """
    ### BEGIN SOLUTION
    return {
        "captain": "Nadia",
        "decision": "codes_carried",
        "rejected": {"second_modem": ["no_signal", "price"], "signed_passes": ["no_app"]},
        "dissent": {"Seun": (11, "changed"), "Yuki": (7, "outweighed"), "Henrik": (3, "outweighed")},
        "reopen": ["garages_fail", "codes_taken", "app_everywhere"],
    }
    ### END SOLUTION

# %% tests="captain_record_read" points=5
NOT_THE_DECISION = {
    "offline": "That's the aim. All three ways would do it, so it rules nothing out.",
    "codes_sent": "That was the draft of the 5th. Something happened to it on the 7th.",
    "aligned": "It says who agrees, which isn't so, and not what will be built, which is.",
}
NOT_A_REASON = {
    ("second_modem", "no_app"): "A modem doesn't care whether anyone has the app.",
    ("second_modem", "nothing_stored"): "It's true of another way, and it speaks for it.",
    ("second_modem", "poll"): "It isn't even so: modems led. And if they hadn't, it would say who liked it, not whether it opens the door.",
    ("second_modem", "not_fought_for"): "Nobody has to fight for a way to make it good. What's the matter with the way itself?",
    ("signed_passes", "no_signal"): "A pass needs no signal at the locker; that's the beauty of it.",
    ("signed_passes", "price"): "That's the price of something else.",
    ("signed_passes", "nothing_stored"): "It's the best argument *for* passes. A reason against has to outweigh it.",
    ("signed_passes", "poll"): "A count says who liked it. In a year nobody will remember who, and the page will have no reason on it.",
    ("signed_passes", "not_fought_for"): "Somebody did, for two pages, and again after the call.",
}
NOT_A_CONDITION = {
    "new_information": "It always does. Nobody could ever say that this has happened, or that it hasn't.",
    "half_year": "It's a date, not an observation. What would you have to see on that day?",
    "unhappy": "It says who would have to frown, not what would have to be so. Ask them what they've seen.",
    "price_rise": "It's expected, and it makes a rejected way worse. Nothing to open again.",
}
NO_DISSENT = {
    "Nadia": "she is the one whose plan it is",
    "Marek": "he gave goal and limits, and took no side",
    "Ottilie": "she argued about how it would look, and withdrew it; about codes, passes or modems themselves she says nothing",
    "Camila": "she says in so many words that she has no objection",
    "Priti": "she brought a count, and wanted nothing for it",
}
SPOKEN = {"Seun": ({11}, "changed"), "Yuki": ({7, 17}, "outweighed"), "Henrik": ({3}, "outweighed")}


def field(name, kind):
    given = record()
    check.that(isinstance(given, dict), f"record() should return a dictionary; it returned {given!r}.")
    found = given.get(name)
    check.that(isinstance(found, kind), f"The field {name!r} is {found!r}; look at the form in the docstring.")
    return found


def cards(found, deck, where):
    """The names of cards in `found`, which may be one name alone."""
    names = [found] if isinstance(found, str) else found
    check.that(isinstance(names, (list, tuple, set)), f"{where}: expected a list of cards; found {found!r}.")
    for name in names:
        check.that(isinstance(name, str) and name in deck, f"{where}: {name!r} is no card there. The cards are {', '.join(deck)}.")
    return list(names)


def dissenters():
    said = field("dissent", dict)
    for who, entry in said.items():
        check.that(who in PEOPLE, f"dissent: {who!r} isn't on the thread. Write one of {', '.join(PEOPLE)}.")
        check.that(
            isinstance(entry, (tuple, list)) and len(entry) == 2,
            f'dissent, {who}: expected a message and what became of it, as in (1, "outweighed"); found {entry!r}.',
        )
        bad = message_number(entry[0], f"dissent, {who}")
        check.that(bad is None, bad)
        check.that(entry[1] in BECAME, f"dissent, {who}: {entry[1]!r} is neither of {' and '.join(BECAME)}.")
    return said


@check("who decided, and what")
def decided():
    captain, decision = field("captain", str), field("decision", str)
    check.that(captain == "Nadia", f"The record names {captain} as the captain. It's the page that says whom to ring; part 1 told you who that is.")
    check.that(decision in DECISION, f"decision: {decision!r} is no card. The cards are {', '.join(DECISION)}.")
    check.that(decision not in NOT_THE_DECISION, f"decision: {decision}. {NOT_THE_DECISION.get(decision)}")


def judge_rejected(option):
    rejected = field("rejected", dict)
    reasons = cards(rejected.get(option, []), REASONS, f"rejected, {option}")
    check.that(reasons, f"There is no reason against {option}. Without one, whoever wanted it can't be answered, and you can't be proved wrong.")
    for reason in reasons:
        why_not = NOT_A_REASON.get((option, reason))
        check.that(why_not is None, f"Against {option} you have {reason}. {why_not}")


@check("second_modem is turned down for a reason that bears on it")
def modem():
    judge_rejected("second_modem")


@check("signed_passes are turned down for a reason that bears on them")
def passes():
    judge_rejected("signed_passes")


@check("whoever spoke against it is on the page, and nobody else")
def dissent_heard():
    said = dissenters()
    for who in said:
        check.that(who in SPOKEN, f"{who} is among the dissent. But {NO_DISSENT.get(who)}.")
    for who, missing in (
        ("Seun", "Somebody told her that the draft misses the very lockers that it's for. Whoever reads the page should know who, and where."),
        ("Yuki", "Somebody wrote two pages for another way. If they aren't named, the next person will have to write them again."),
    ):
        check.that(who in said, missing)


@check("what became of each objection")
def dissent_became():
    said = dissenters()
    check.that(said, "There is no dissent on the page yet.")
    for who, (_, became) in said.items():
        if who in SPOKEN:
            check.that(
                became == SPOKEN[who][1],
                f"{who}'s objection is down as {became}. Put the draft of the 5th beside the decision of the 14th: is what this person asked for in it?",
            )


@check("two or three things that would reopen it, each of which could be seen")
def reopened():
    found = cards(field("reopen", (list, tuple, set, str)), REOPEN, "reopen")
    for name in found:
        check.that(name not in NOT_A_CONDITION, f"It would be reopened by {name}. {NOT_A_CONDITION.get(name)}")
    check.that(len(set(found)) >= 2, "One way back isn't enough here: two ways were rejected, for different reasons, and a risk was accepted. What would undo each?")


### BEGIN HIDDEN TESTS
@check("each objection points at words that she could read on Friday")
def dissent_place():
    said = dissenters()
    check.that(said, "There is no dissent on the page yet.")
    for who, (message, _) in said.items():
        if who in SPOKEN:
            check.that(
                message != 18,
                "Message 18 stands in a channel that she isn't in. You have read it; on Friday she hadn't, and a record that knows better than its "
                "writer did is worth nothing. What had he said where she could hear it?",
            )
            check.that(
                message in SPOKEN[who][0],
                f"{who}'s objection points at message {message}. There {DOES[message]}. Which message has {who}'s own reason against the plan, or for another way?",
            )
### END HIDDEN TESTS

# %% [markdown] hint="captain_record"
# Fill in `rejected` first. For each of the two ways: what's the matter with the way itself, so that it would be a bad choice even if
# everyone had loved it?

# %% [markdown] hint="captain_record"
# Then turn the reasons round: what would you have to see for each to be gone? That's `reopen`. A condition is good if two people who
# dislike each other would agree on whether it has happened.

# %% [markdown] hint="captain_record"
# For `dissent`, leave out everyone who gave facts and wanted nothing. Of the rest, one got into the decision: the card that you chose
# for `decision` says how. For each message number ask: could Nadia read it before she wrote the page?

# %% wrong="minutes of a meeting: who liked what" fails="captain_record_read: who decided, and what; captain_record_read: second_modem is turned down for a reason that bears on it; captain_record_read: signed_passes are turned down for a reason that bears on them; captain_record_read: whoever spoke against it is on the page, and nobody else; captain_record_read: two or three things that would reopen it, each of which could be seen"
def record(right=record()):
    return right | {
        "decision": "aligned",
        "rejected": {"second_modem": ["not_fought_for"], "signed_passes": ["poll"]},
        "dissent": {"Seun": (11, "changed"), "Yuki": (7, "outweighed"), "Camila": (12, "outweighed")},
        "reopen": ["half_year", "unhappy"],
    }

# %% wrong="knows on Friday what only the hardware channel knew" fails="captain_record_read: each objection points at words that she could read on Friday"
def record(right=record()):
    return right | {"dissent": {"Seun": (11, "changed"), "Yuki": (17, "outweighed"), "Henrik": (18, "outweighed")}}

# %% wrong="the draft, with the argument for passes counted against them" fails="captain_record_read: who decided, and what; captain_record_read: signed_passes are turned down for a reason that bears on them; captain_record_read: what became of each objection"
def record(right=record()):
    return right | {
        "decision": "codes_sent",
        "rejected": {"second_modem": "price", "signed_passes": "nothing_stored"},
        "dissent": {"Seun": (11, "outweighed"), "Yuki": (7, "outweighed")},
    }

# %% wrong="leaves out the objection that it took in" fails="captain_record_read: whoever spoke against it is on the page, and nobody else"
def record(right=record()):
    return right | {"dissent": {"Yuki": (7, "outweighed")}}

# %% wrong="no dissent, no way back: it's decided" fails="captain_record_read: whoever spoke against it is on the page, and nobody else; captain_record_read: what became of each objection; captain_record_read: two or three things that would reopen it, each of which could be seen; captain_record_read: each objection points at words that she could read on Friday"
def record(right=record()):
    return right | {"dissent": {}, "reopen": ["codes_taken"]}

# %% wrong="always open: conditions nobody could deny" fails="captain_record_read: two or three things that would reopen it, each of which could be seen"
def record(right=record()):
    return right | {"reopen": ["garages_fail", "codes_taken", "new_information"]}

# %% wrong="free text where cards belong" fails="captain_record_read"
def record():
    return {
        "captain": "Nadia", "decision": "codes", "rejected": {"second_modem": ["too expensive"]},
        "dissent": {"Seun": "changed"}, "reopen": "if it fails",
    }

# %% also_right="one reason each, two ways back, Henrik's first-day preference left out"
def record():
    return {
        "captain": "Nadia",
        "decision": "codes_carried",
        "rejected": {"second_modem": ("no_signal",), "signed_passes": "no_app"},
        "dissent": {"Yuki": [17, "outweighed"], "Seun": [11, "changed"]},
        "reopen": {"codes_taken", "garages_fail"},
    }

# %% also_right="the price alone against modems, Henrik on the page with his first day's words"
def record():
    return {
        "captain": "Nadia",
        "decision": "codes_carried",
        "rejected": {"second_modem": ["price"], "signed_passes": ["no_app"]},
        "dissent": {"Henrik": (3, "outweighed"), "Seun": (11, "changed"), "Yuki": (7, "outweighed")},
        "reopen": ("app_everywhere", "garages_fail"),
    }

# %% [markdown]
# ## Afterwards
#
# **Why the key is so.** Message 4 makes Nadia captain and decides nothing; message 15 decides, and it's the only one after which two of
# the three ways are gone. Message 2 has hard limits in it and is context all the same: a limit takes away options for a reason that can be
# checked, and leaves the choosing. Message 8 has a fact in it and is control all the same: look at what Nadia may no longer do if she goes
# along. Message 9 is how one answers that, without a quarrel: *if it's yours, say so; if it's mine, let me*.
#
# **Whom she didn't ask.** She asked the two with the best reasons against *her* idea. She didn't ask the man whose own idea lay first
# on the list, and he had one sentence, about steel and Bluetooth, that she could have tried out in an afternoon. Silent disagreement
# is his fault. That nobody made it easy for him is a smaller one, of hers. Farm also where something has just been cut down.
#
# **Sentence H is the dangerous one**, because it sounds good. "I got everybody aligned" is what one is used to saying. To somebody
# who listens for a captain, it has no captain in it; and here it isn't true.
#
# **Where reasonable people differ.**
#
# | question | one view | another |
# |---|---|---|
# | Should Nadia have offered, or Marek have named her? | offering shows that she doesn't wait for orders | naming makes it plain to all, so that message 8 is never written |
# | Was Camila's poll a mistake? | it invites counting heads | it showed early that most leaned elsewhere, and made people write why; harmless, once someone says that it doesn't decide |
# | Eleven days, eight people: too much? | every week costs wet customers | it's 31,000 steel boxes; a smaller thing deserves an afternoon and two people (see the lesson on reversible decisions) |
# | May a manager ever just decide? | it's control, it costs the team its judgment | there are moments; the memo names some (below). What it must not do is pass for context |
#
# ### What the company has written about it, and what guides make of it
#
# | | in our words | how we know |
# |---|---|---|
# | 2017 memo | Not by committee or vote: the captain decides, once dissent has been farmed; then everyone helps it succeed. To disagree in silence isn't acceptable. New information of weight may reopen it. | EXT-03: text copies, one of 21 September 2017 |
# | 2024 memo | For each significant decision an informed captain; teams carry it out under captains of their own. Whoever argued for another way disagrees, then commits; the captain looks back on it. Managers give context instead of control, which isn't being hands-off: in a crisis, where something unethical or seriously harmful is about to be decided, or where a newcomer lacks context, they may step in. | a public copy of the page on jobs.netflix.com; the part on committing also in Inc., 26 June 2024 |
# | S1 | an answer shows whether you followed orders or set direction (CULT-02); you're taken as an equal of the most senior person there, and what counts is having done it, not being able to learn it (CULT-31); deciding without a specification handed to you, and saying why (CULT-32) | one guide, undated |
# | S0, S3 | few rules and much autonomy (CULT-10); knowing the strategy well enough to decide without asking (CULT-12); being treated as adults (CULT-17) | one guide each |
#
# S0 and S3 of `docs/syllabus.md` word the alignment differently: S0 has teams loosely *coupled*, S3 people highly *autonomous*
# (CONTRA-04). The 2024 copy has the first. For your story they come to the same question: what did you know of the goal, so that you
# didn't have to ask? Read the page on jobs.netflix.com yourself; where it differs from this one, it wins. This course is independent
# of Netflix.

# %% [markdown] written="captain_own" points=3
# **Your own record.** Take a technical decision that was yours, best of all one where you questioned the default (BEH-16, from S2).
# At most 180 words, with five headings: decision; who was captain, and how one could tell; what was rejected, and why; the dissent,
# each with its owner and what became of it; what would have reopened it. If you find that you weren't the captain, write whose it
# was, and take another.

# %% part
from course.parts import self_assess

self_assess(
    "captain_own",
    L5=[
        "One sentence says what was decided, so that it rules something out",
        "The call is mine, and there is a moment, a mail or a person by which that could be checked",
        "Each rejected way has a reason that has nothing to do with who liked it",
        "At least one objection is told so well that its owner would nod, with its owner's name",
        "I say which objection changed something, and which one I overruled",
        "What would have reopened it could be seen by two people who dislike each other",
    ],
    L6=[
        "I went looking for the objection: I asked a person, by name, before I was committed",
        "I name whom I should have asked and didn't",
        "I knew goal and limits well enough that nobody had to approve it, and I say how I knew them",
        "I looked back on it later, and say what I'd decide differently with the same knowledge, and what only with hindsight",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# *Tell me about a time you questioned the default architecture.* Ninety seconds, standing up, from your record:
#
# 1. The default, and why it was one (10 s).
# 2. What you knew that made you doubt it, and who had told you (20 s).
# 3. Whom you asked to tear your idea apart, and what they tore (25 s).
# 4. The call: one sentence with *I*, what you turned down, why (20 s).
# 5. What came of it, what you'd have gone back for (15 s).
#
# Listen for two words. Each *we* in step 4 hides a captain; each *I* in step 3 may hide a colleague.

# %% part
from course.parts import timer

timer("captain_say", seconds=90)

# %% [markdown]
# Manager screens ask how you approach problems and like to work (BEH-25, S2 and S4); "I like autonomy" is a wish, this story is
# evidence. Let somebody put these to you, in any order:
#
# | they ask | a good answer contains |
# |---|---|
# | Who made the call? | a name, at once; if it wasn't yours, what was |
# | How did the others know that it was you? | something that happened *before* the decision |
# | What did you turn down? | a way that a sensible person wanted, with its best argument first |
# | Who thought you were wrong, and do they still? | a name, their reason, how it stands between you |
# | Whom did you not ask? | somebody in particular, and what it cost |
# | Did your manager agree? | what they knew that you needed; not "they signed it off" |
# | And if they had said no? | whose decision it would have been then, and what you'd have done for it |
# | What would have made you go back? | one observation, with a number or a date |
#
# `course coach` reads an answer of yours, quotes what it stumbles over, and asks back.
