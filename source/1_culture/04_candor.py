# ---
# keeper:
#   title: Your part of it
#   minutes: 50
#   level: L5
#   covers: [CULT-07, CULT-13, CULT-14, RUBRIC-42, RUBRIC-43, MISTAKE-04, MISTAKE-16, BEH-13, BEH-20, CONTRA-18, EXT-07]
#   needs: []
# ---

# %% [markdown]
# Imani has an interview next week, and a story that she'd rather not tell. On five evenings she has tried it out on a friend, and
# each time it came out as another story, though she never said anything untrue. Now she puts all five in front of you, with the
# record of what happened, and asks:
#
# > Which of these would you believe? And in the others, where do I lose you?
#
# **What they listen for.** One interview guide reports that candor has to come with ownership: criticism that leaves out your own share
# is heard as shifting blame (RUBRIC-42), and criticism without structure and without a contribution of yours is one of the mistakes that
# it warns of (MISTAKE-04). It wants three things in each story: ownership, particulars, some candor (RUBRIC-43). Others name the opposite
# fault, an answer polished until the honesty is gone (MISTAKE-16). Reported by guides, not confirmed by the company.
#
# Before you read, what would you ask her?

# %% part
from course.parts import clarify

clarify(
    "candor_opening",
    {
        "May you say what others did wrong?": "I think I have to; it wouldn't make sense otherwise. I'd like to be able to say it with them in the room.",
        "Is everything in the five versions true?": "Every fact is. I'm less sure of what one would think after hearing them.",
        "Were you told off for it?": "No. Why would that matter? I want to know what I did, not what it cost me.",
        "How much of it was you?": "That's what I can't say in one word. It's in the record; tell me whether it's in the versions.",
        "Do you want to sound confident, or humble?": "Neither, I want to be done worrying about how I sound.",
        "Shall I judge the style?": "No. Some evenings I was tired.",
    },
    solved_by="candor_versions_read",
)

# %% [markdown]
# ## Four ways to tell it
#
# | write | the kind | how to know it |
# |---|---|---|
# | `blame` | criticism without one's own share | you know what others did; of the speaker you know that they were there, or that they should have watched the others better |
# | `false_modesty` | one's own share without facts | the speaker takes all of it, and you couldn't say what they did, or what to change |
# | `polished` | a fault without an edge | there is a fault, told so generally or so well that it could stand on a poster |
# | `owned` | candor with ownership | you know what the speaker did or left undone, as exactly as what others did, and what is different now |
#
# ```mermaid
# flowchart TD
#   A["what did the <b>speaker</b> do or leave undone?<br/>say it in one sentence, with a verb"] -- "I can" --> B["would you know what to change,<br/>and what others had to do with it?"]
#   A -- "I can't: it was the others" --> X["blame"]
#   A -- "I can't: it was 'everything'" --> Y["false modesty"]
#   A -- "I can't: it was an attitude" --> Z["polished"]
#   B -- yes --> O["owned"]
# ```
#
# Three sentences about one dropped database table, to try it on:
#
# > **a** The migration tool doesn't ask for confirmation, which is, frankly, a design flaw.<br/>
# > **b** I'm somebody who likes to move, and that day it caught up with me.<br/>
# > **c** I had both terminals open, and typed it into the wrong one. The tool doesn't ask, and I'd known that since spring.
#
# **a** and **c** criticise the tool equally. **c** may: the one who says so has told you first what they did, and what they knew.
# **b** is about somebody's character, and there's no terminal in it.

# %% [markdown]
# ## 1 · Five evenings
#
# Imani's team makes the map by which a haulier's lorries are routed. This is the **record**:
#
# | when | what |
# |---|---|
# | January | Imani writes the importer. A bridge height that it can't read becomes "no limit". |
# | Tuesday | The supplier's new file has "3.9 m" where it had "3.9", for 61 of 18,400 bridges. They hadn't announced it. At stand-up Wei says that the heights look odd. Imani: "Let's look after the release." |
# | Thursday, 17:40 | Pavel releases the map without comparing it with the old one, which takes 50 minutes. It's the third time since May. Imani approves the release without opening it. |
# | Friday, 04:10 | In Ghent a driver stops in front of a bridge of 3.9 m with a lorry of 4.0 m. Nobody is hurt. |
# | Friday, 13:00 | The old map is back. 340 routes had been planned over those 61 bridges. |
# | Monday | Imani writes to all teams what happened, and what she had known and done herself. Pavel and Wei have read it before. |
# | since | A file with a height that can't be read is refused whole. No release can be approved without the comparison. Two other teams have taken that over. |
#
# And this is what she told her friends, to *“Tell me about something that went wrong”*:
#
# ---
# **A.** *(the first evening)*
#
# > **1** We put out a new map every Thursday, and one of those had a lorry in front of a bridge in Ghent at four in the morning.<br/>
# > **2** What had happened is that the supplier changed a format, for sixty-one bridges, without a word to anyone.<br/>
# > **3** The comparison with the old map would have caught it, and that hadn't been run, since Pavel leaves it out when it's late.<br/>
# > **4** I'd approved it, sure, but an approval is only ever as good as what's been put in front of you.<br/>
# > **5** We had the old map back by one, and nobody was hurt, thank God.<br/>
# > **6** Since then you can't approve a release without the comparison.
#
# ---
# **B.** *(the second)*
#
# > **1** So it was a map update, and a lorry ended up in front of a bridge that was ten centimetres too low for it.<br/>
# > **2** I didn't sleep that weekend. Somebody could have been hurt.<br/>
# > **3** And that was me. All of it. I should have seen it coming, I didn't, and I won't put it on anyone else.<br/>
# > **4** We had the old map back by one, and those were the longest hours of my year.<br/>
# > **5** My manager was kind about it, kinder than I'd have been.<br/>
# > **6** I've been a great deal more careful since.
#
# ---
# **C.** *(the third)*
#
# > **1** Um, so, sixty-one bridges lost their height in our map, and a lorry found one of them.<br/>
# > **2** It took a few things. The supplier had put a unit behind the numbers and not said so.<br/>
# > **3** Pavel released without comparing old and new, that's fifty minutes, and it was twenty to six.<br/>
# > **4** And I approved it without opening it, when, uh, Wei had told me on the Tuesday that the heights looked odd. I'd said let's look
# > after the release.<br/>
# > **5** What an importer should do with a height that it can't read is stop. Now it does.<br/>
# > **6** All of that I wrote down for the other teams, and Pavel and Wei read it first.
#
# ---
# **D.** *(the fourth)*
#
# > **1** For nineteen hours we had a map out with sixty-one bridges that had no height, after a supplier changed their format.<br/>
# > **2** I'd say my mistake was that I had built us for speed, and didn't see soon enough that we'd grown out of it.<br/>
# > **3** I took ownership, we had the old map back the same day, and no one came to harm.<br/>
# > **4** Then I put two gates in: no approval without a comparison, and a file that can't be read is refused.<br/>
# > **5** Two other teams have taken those over.<br/>
# > **6** So in a way I'm grateful for it. It made us a better team.
#
# ---
# **E.** *(the fifth, late)*
#
# > **1** A lorry, a low bridge, and a map that said there was no limit. I'll begin with my own part, as I think one should.<br/>
# > **2** My part is that I'd let Pavel have the release button before he was ready for it, and that I hadn't taught Wei to insist.<br/>
# > **3** So the comparison was left out, and a warning that I needed came as half a sentence in a stand-up.<br/>
# > **4** Three hundred and forty routes had been planned over those bridges.<br/>
# > **5** I wrote it up for all the teams, my own part included.<br/>
# > **6** And I've changed how I hand things over to people.
#
# ---
# For each: its kind, and one line. In an `owned` one that is the line that makes it so. In any other, the line that stands where
# her part should stand: the one that you would have her say again, from the record. A kind may come twice, or not at all.

# %% answer="candor_versions"
def versions():
    """Return the kind of each version, and the line on which it turns, in this form:

    {"A": ("owned", 1), "B": ("owned", 1), "C": ("owned", 1), "D": ("owned", 1), "E": ("owned", 1)}
    """
    ### BEGIN SOLUTION
    return {"A": ("blame", 4), "B": ("false_modesty", 3), "C": ("owned", 4), "D": ("polished", 2), "E": ("blame", 2)}
    ### END SOLUTION

# %% tests="candor_versions_read" points=5
KINDS = ("blame", "false_modesty", "polished", "owned")
# Reading on spoils it: each choice that has a sentence below is a wrong one.
NOT_THAT_KIND = {
    "A": {
        "owned": "An approval is mentioned. Say in one sentence what she did wrong, from this version alone, and compare it with the record.",
        "false_modesty": "She takes very little on herself here. Whose doing is it, if you hear only this?",
        "polished": "For that, her own fault would have to be in it, however well dressed. Look for it.",
    },
    "B": {
        "owned": "She takes all of it. Now you are to prevent the next one: what exactly would you change, going by this version?",
        "blame": "Nobody else is even in it. That is a part of the trouble.",
        "polished": "It isn't told to look good. It hurts; you just can't find out what hurt.",
    },
    "C": {
        "blame": "It does say what Pavel and the supplier did. Go on reading: is she spared?",
        "false_modesty": "She takes a part, and you could write the part down with a day and a time.",
        "polished": "Listen to what it costs her. Would one put that on a poster?",
    },
    "D": {
        "owned": "It says so, and the gates are real. But what did she do on the Thursday? Look in the record, then look for it here.",
        "blame": "The supplier gets half a sentence, and that's fair. There is a fault of her own in it; look at what has become of it.",
        "false_modesty": "She claims quite a lot, and most of it to her credit.",
    },
}
NOT_THAT_LINE = {
    "A": {
        1: "It's the scene, and true.",
        2: "It's the supplier's part, and true. It may stay as it is.",
        3: "It's Pavel's part, and it's true, though he might word it otherwise. You may well stop here; but it's the place for his part, not for hers.",
        5: "It's how it ended. Nothing to say again.",
        6: "It's what is different now. It may stay.",
    },
    "B": {
        1: "It's the scene, and true.",
        2: "It's how she felt. It can stay; it won't help anyone with the next bridge.",
        4: "It's how it ended, with a feeling.",
        5: "It's how her manager took it.",
        6: "It's thin. But whatever you put here, you still wouldn't know what it's the answer to.",
    },
    "C": {
        1: "It's the scene. The hesitation in it does no harm.",
        2: "It's the supplier's part. With this alone she would be a witness.",
        3: "It's Pavel's part, said with what he was up against. With this alone she would be a witness.",
        5: "It's what is different now; whose line it was in January isn't in it.",
        6: "It's what she did afterwards. She could have done that for anyone's mistake.",
    },
    "D": {
        1: "It's the scene, and true, and the supplier's part is in it.",
        3: "The first three words say nothing, and the rest is the ending. Look for the place where she speaks of what she did wrong.",
        4: "It's what is different now, and it's good. It may stay.",
        5: "It's an effect that you could check. It may stay.",
        6: "It does put a bow on it. Strike it out, and look at what's left: do you know now what she did?",
    },
}


def mark(letter):
    """The learner's (kind, line) for a version; a failed case says how to write it."""
    given = versions()
    check.that(isinstance(given, dict), f"versions() should return a dictionary; it returned {given!r}.")
    found = given.get(letter)
    check.that(
        isinstance(found, (tuple, list)) and len(found) == 2,
        f'{letter} has no mark yet. Expected a kind and a line, as in ("owned", 1); found {found!r}.',
    )
    kind, line = found
    check.that(isinstance(kind, str) and kind in KINDS, f"{letter}: {kind!r} is none of the four kinds. Write one of {', '.join(KINDS)}.")
    check.that(type(line) is int and 1 <= line <= 6, f"{letter} has lines 1 to 6; found {line!r}. Write the number alone, without quotes.")
    return kind, line


def judge_kind(letter, reasons):
    kind, _ = mark(letter)
    check.that(kind not in reasons, f"You take {letter} for {kind}. {reasons.get(kind)}")


def judge_line(letter, reasons):
    _, line = mark(letter)
    check.that(line not in reasons, f"You chose line {line} of {letter}. {reasons.get(line)}")


for letter in NOT_THAT_KIND:
    check(f"{letter}, the kind")(lambda letter=letter: judge_kind(letter, NOT_THAT_KIND[letter]))
    check(f"{letter}, the line")(lambda letter=letter: judge_line(letter, NOT_THAT_LINE[letter]))

### BEGIN HIDDEN TESTS
NOT_THAT_KIND_OF_E = {
    "owned": "It announces a part of her own. Say it in one sentence with a verb: whose shortcoming is it that you've just described?",
    "false_modesty": "She doesn't take too much. Look at what the part that she takes consists of.",
    "polished": "It doesn't make her shine. Ask instead how Pavel and Wei look at the end of it.",
}
NOT_THAT_LINE_OF_E = {
    1: "It announces something. Whether it comes is decided afterwards.",
    3: "It tells of the comparison and of Wei's warning. It begins with “So”: it hangs on the line before it.",
    4: "It's a figure from the record.",
    5: "It says that her part was in what she wrote. What she takes for her part, she said before.",
    6: "It's vague. But made exact it would only be the cure for what she said before: handing things over better to weaker people.",
}
check("E, the kind")(lambda: judge_kind("E", NOT_THAT_KIND_OF_E))
check("E, the line")(lambda: judge_line("E", NOT_THAT_LINE_OF_E))
### END HIDDEN TESTS

# %% [markdown] hint="candor_versions"
# Take the record, and underline what Imani did or left undone: there are three things. Then go through each version with a finger on them.

# %% [markdown] hint="candor_versions"
# For each version finish the sentence *“On Tuesday, or on Thursday, she …”* from that version alone. Where you can't, ask what stands
# in that place instead: other people, everything, or an attitude. That's the kind, and the line in which it stands is the one.

# %% [markdown] hint="candor_versions"
# A word like *my part*, *ownership* or *approved* isn't a share yet. It's a share if the verb that follows is hers. “I let somebody
# else do badly” has her as its subject and somebody else as its culprit.

# %% wrong="whoever says ownership owns it" fails="candor_versions_read: A, the kind; candor_versions_read: B, the kind; candor_versions_read: B, the line; candor_versions_read: D, the kind; candor_versions_read: D, the line; candor_versions_read: E, the kind; candor_versions_read: E, the line"
def versions():
    return {"A": ("owned", 4), "B": ("owned", 4), "C": ("owned", 4), "D": ("owned", 3), "E": ("owned", 5)}

# %% wrong="to name a colleague is to blame him" fails="candor_versions_read: A, the line; candor_versions_read: C, the kind; candor_versions_read: C, the line"
def versions():
    return {"A": ("blame", 3), "B": ("false_modesty", 3), "C": ("blame", 3), "D": ("polished", 2), "E": ("blame", 2)}

# %% wrong="judges the ending" fails="candor_versions_read: A, the kind; candor_versions_read: A, the line; candor_versions_read: B, the line; candor_versions_read: C, the line; candor_versions_read: D, the line; candor_versions_read: E, the kind; candor_versions_read: E, the line"
def versions():
    return {"A": ("polished", 6), "B": ("false_modesty", 6), "C": ("owned", 6), "D": ("polished", 6), "E": ("polished", 6)}

# %% wrong="a part of one's own at the beginning settles it" fails="candor_versions_read: E, the kind; candor_versions_read: E, the line"
def versions():
    return {"A": ("blame", 4), "B": ("false_modesty", 3), "C": ("owned", 4), "D": ("polished", 2), "E": ("owned", 1)}

# %% wrong="hesitation is weakness, scenes are evidence" fails="candor_versions_read: A, the kind; candor_versions_read: A, the line; candor_versions_read: B, the kind; candor_versions_read: B, the line; candor_versions_read: C, the kind; candor_versions_read: C, the line; candor_versions_read: D, the kind; candor_versions_read: D, the line; candor_versions_read: E, the kind; candor_versions_read: E, the line"
def versions():
    return {"A": ("false_modesty", 1), "B": ("polished", 2), "C": ("false_modesty", 1), "D": ("blame", 1), "E": ("false_modesty", 3)}

# %% wrong="written by ear, and one left out" fails="candor_versions_read: A, the kind; candor_versions_read: A, the line; candor_versions_read: B, the kind; candor_versions_read: B, the line; candor_versions_read: D, the kind; candor_versions_read: D, the line; candor_versions_read: E, the kind; candor_versions_read: E, the line"
def versions():
    return {"A": "blame", "B": ("false modesty", 3), "C": ("owned", 4), "D": ("polished", "2")}

# %% also_right="as lists"
def versions():
    return {"A": ["blame", 4], "B": ["false_modesty", 3], "C": ["owned", 4], "D": ["polished", 2], "E": ["blame", 2]}

# %% [markdown]
# ## 2 · The sentence that was left out
#
# Five other people. Each tells the truth, and each has left out five true sentences. With **one** of them in it, the answer becomes
# owned candor; the other four can stay out. Which one has to go in?
#
# ---
# **K.** Tunde, who connects hospitals to laboratories. *Tell me about a conflict with another team.*
#
# > The laboratory side changes its messages whenever it likes. In March, for the third time within a year, results came through
# > without their unit. I wrote in the open channel, and I was blunt: this is a contract, you've broken it again. There's a test
# > between us since, and it hasn't happened again.
#
# > **1** A glucose of 90 is fine in one unit and a catastrophe in the other; somebody could have died.<br/>
# > **2** After the first time I'd had a ticket to refuse such results on our side, and I closed it.<br/>
# > **3** I'd been on call for three weekends in a row.<br/>
# > **4** Their manager apologised to ours.<br/>
# > **5** I'd say the same things to their faces, and did.
#
# ---
# **L.** Solveig, principal engineer. *Tell me about feedback that you disagreed with.*
#
# > A colleague told me that I take over design reviews. I didn't see it, and I said so, and that I'd find out. I asked two people who
# > are in all of them, and neither had ever felt that. So I thanked him, and told him what I'd heard.
#
# > **1** He had told me two days after I'd turned down a design of his.<br/>
# > **2** I've a loud voice. People have said that all my life.<br/>
# > **3** I ask for feedback at the end of each quarter, from everyone.<br/>
# > **4** I write the yearly reviews of both of the people whom I asked.<br/>
# > **5** He and I get on well these days.
#
# ---
# **M.** Mirela, who works on an insurer's pricing. *How do you give a teammate difficult feedback?*
#
# > Ioan sent changes of two thousand lines. I told him between the two of us, the day after the worst one, that nobody can review
# > that; I showed him what had slipped through in it, and asked for parts that one can read in half an hour. He was quiet for a week.
# > They're at about three hundred lines now.
#
# > **1** I told him first how good I think he is.<br/>
# > **2** Two others had complained of it to me, and didn't want to be named.<br/>
# > **3** I've always found such talks difficult.<br/>
# > **4** Our guidelines say four hundred lines, and he'd been shown them when he came.<br/>
# > **5** I had approved the four before that one myself, without a word.
#
# ---
# **N.** Zoltán, at an observatory. *Tell me about a mistake of yours.*
#
# > We lost forty minutes of a night, and there's a queue of two years for those. The scheduler is mine. I'd never tried it across the
# > change to summer time, and it sat there waiting for an hour that didn't exist. I wrote to the observers whose time it was, fixed
# > it, and there's a test for both changes now.
#
# > **1** I was upset about it for longer than I'd admit.<br/>
# > **2** There was an alarm for just that. The night shift had muted it, as they do in clear weather, and I told them that it would be in
# > my report.<br/>
# > **3** It's a mistake that has happened to very good people.<br/>
# > **4** My director said that I was being too hard on myself, and that it was the most honest report she'd read that year.<br/>
# > **5** The moon was up for half of those forty minutes, so that nobody could have observed much in them in any case.
#
# ---
# **O.** Lindiwe, at a bank. *Tell me about a disagreement with your manager.*
#
# > He wanted the ledger on the new database within a quarter, and announced it. I said there and then, in front of everybody, that it
# > couldn't be done and that he was setting us up to fail. It took three quarters. He said afterwards that he should have listened.
#
# > **1** I said it with respect.<br/>
# > **2** I'd watched the same thing go wrong at my last company.<br/>
# > **3** Two people left the team over it, and one of them was the best that we had.<br/>
# > **4** I had no estimate of my own that day, and I didn't make one for weeks.<br/>
# > **5** He was under a lot of pressure from above.

# %% answer="candor_missing"
def missing():
    """Return for each person the number of the sentence that has to go in, in this form:

    {"K": 1, "L": 1, "M": 1, "N": 1, "O": 1}
    """
    ### BEGIN SOLUTION
    return {"K": 2, "L": 4, "M": 5, "N": 2, "O": 4}
    ### END SOLUTION

# %% tests="candor_missing_read" points=5
# Reading on spoils it here, too.
LEAVE_OUT = {
    "K": {
        1: "It says what was at stake, and it's a good sentence. With it the others look worse, and Tunde looks the same.",
        3: "It's a reason to be kind to him. Is it anything that he did?",
        4: "It tells you that someone else thought him right.",
        5: "It says that he is brave. You'd believed that already.",
    },
    "L": {
        1: "It may even be why he said it. It answers the feedback by way of the person who gave it.",
        2: "It sounds like a share. A voice is something that one has, not something that one did; and it isn't what he said.",
        3: "It's a habit that speaks well of her. This was about one piece of feedback, and what she did to find out whether it was so.",
        5: "It's a happy ending. You don't know any more about whether he was right.",
    },
    "M": {
        1: "It may have been kind. It's about how she wrapped it, and the answer was already gentle.",
        2: "It adds others' weight to hers, others whom he can't ask. What had she herself to do with two thousand lines going in?",
        3: "It's how she feels about such talks. Did it have any effect on the changes? If so, that's the sentence to look for.",
        4: "It makes him more wrong. The answer wasn't short of that.",
    },
}


def chosen(letter):
    given = missing()
    check.that(isinstance(given, dict), f"missing() should return a dictionary; it returned {given!r}.")
    found = given.get(letter)
    check.that(
        type(found) is int and 1 <= found <= 5,
        f"{letter}: expected the number of one sentence, 1 to 5, without quotes; found {found!r}.",
    )
    return found


def judge_missing(letter, reasons):
    found = chosen(letter)
    check.that(found not in reasons, f"You would put sentence {found} into {letter}. {reasons.get(found)}")


for letter in LEAVE_OUT:
    check(f"{letter}, the sentence left out")(lambda letter=letter: judge_missing(letter, LEAVE_OUT[letter]))

### BEGIN HIDDEN TESTS
LEAVE_OUT_OF_THE_REST = {
    "N": {
        1: "It's a feeling, and an honest one. The next night won't be any safer for it.",
        3: "It excuses him, by way of others. He hadn't asked for that.",
        4: "It lets somebody else praise his modesty.",
        5: "It makes the loss smaller. Even if it's so, it's the last thing that the observers need to hear from him.",
    },
    "O": {
        1: "It's about the tone. Suppose it's so: what was her no made of?",
        2: "It's a reason to worry, and worth a sentence. But it's another company; and you still don't see anything that she did or left undone in this one.",
        3: "It makes him more wrong. The answer wasn't short of that.",
        5: "It's fair to him. It explains what he did; and she?",
    },
}
for letter in LEAVE_OUT_OF_THE_REST:
    check(f"{letter}, the sentence left out")(lambda letter=letter: judge_missing(letter, LEAVE_OUT_OF_THE_REST[letter]))
### END HIDDEN TESTS

# %% [markdown] hint="candor_missing"
# Cross out what only makes the other side worse, what only says how the speaker felt, and what others thought of them. Often just one is
# left.

# %% [markdown] hint="candor_missing"
# Four of the five criticise somebody. For those: what had the speaker done, or not done, about the very thing that they criticise?
# The fifth takes everything on himself; ask of his answer what the next shift couldn't learn from it.

# %% wrong="the sentence that makes the others worse" fails="candor_missing_read: K, the sentence left out; candor_missing_read: L, the sentence left out; candor_missing_read: M, the sentence left out; candor_missing_read: O, the sentence left out"
def missing():
    return {"K": 1, "L": 1, "M": 4, "N": 2, "O": 3}

# %% wrong="the sentence with a feeling in it" fails="candor_missing_read"
def missing():
    return {"K": 3, "L": 2, "M": 3, "N": 1, "O": 5}

# %% wrong="the sentence that others would say of one" fails="candor_missing_read"
def missing():
    return {"K": 4, "L": 3, "M": 1, "N": 4, "O": 1}

# %% wrong="ownership means never naming another's part" fails="candor_missing_read: N, the sentence left out"
def missing():
    return {"K": 2, "L": 4, "M": 5, "N": 5, "O": 4}

# %% wrong="experience is grounds enough, hearsay too" fails="candor_missing_read: M, the sentence left out; candor_missing_read: O, the sentence left out"
def missing():
    return {"K": 2, "L": 4, "M": 2, "N": 2, "O": 2}

# %% wrong="in words, as text, in lists, or not at all" fails="candor_missing_read: K, the sentence left out; candor_missing_read: L, the sentence left out; candor_missing_read: M, the sentence left out; candor_missing_read: N, the sentence left out"
def missing():
    return {"K": "2", "L": [4], "M": 9, "O": 4}

# %% also_right="looked up in a table"
def missing():
    return dict(zip("KLMNO", (2, 4, 5, 2, 4)))

# %% [markdown]
# ## 3 · Say it to Pavel
#
# To tell an interviewer about it is the easy half. On the Friday Imani has to say it to Pavel, alone, in a quarter of an hour. These
# are the things that have gone through her head. Take those that belong in the talk, six to eight of them, in the order in which you
# would say them.

# %% given
TALK = {
    "subject": "Have you a quarter of an hour? It's about Thursday's release: your part in it, and mine.",
    "always": "You cut corners when it gets late. You always have.",
    "mine": "I approved it unopened, and Wei had told me on Tuesday that the heights looked odd. It'll be in what I write on Monday, under my name.",
    "mine_but": "I made a mistake as well, but mine wouldn't have mattered if the comparison had been run.",
    "seen": "On Thursday the map went out without the comparison. It's the third time since May.",
    "people_say": "You should know that people are beginning to talk.",
    "effect": "It would have shown 61 bridges without a height. 340 routes were planned over them.",
    "diagnosis": "I think you're overworked, and afraid of saying so.",
    "ask_him": "How did it look from where you sat?",
    "small": "It's no big thing, I only wanted to have mentioned it.",
    "wish": "From next week I'd like no release without it. If it's too late in the day for that, ring me, and it goes out in the morning.",
    "standup": "I'd rather go into the details at stand-up, so that everyone learns from it.",
    "offer": "It needn't take fifty minutes. I'll have it below ten by the end of the month.",
    "ask_for_me": "And what should I do differently, so that this doesn't happen between us again?",
}
REPLIES = {
    "rule": "That was June. We've agreed on a rule since, and whatever I may have written then, the rule is what counts on a Thursday.",
    "level": "Then we've both got something to work on. Let's leave June where it is, and both do better from here.",
    "all_mine": "Then it's me who let you down, and not you at all. Forget what I asked you for; I'll see to the comparison from now on.",
    "both": "Then that's mine, too, and it goes into what I write. I'd still like none without it. Show me how it fails, we'll mend that first.",
    "sorry": "I'm sorry that it came across like that. I'd only meant to say that I trust you, and I do, I still do.",
}

for deck in (TALK, REPLIES):
    print(*(f"{name:>11}  {text}" for name, text in deck.items()), sep="\n", end="\n\n")

# %% [markdown]
# It goes as such talks go. Pavel listens, and says:
#
# > Look, I leave it out because it fails every other time, for no reason, and I wrote that to you in June. You answered, use your judgment.
#
# She looks it up while he waits. It's there, in her words, on 12 June; it wasn't in the record. Choose her reply from `REPLIES`.

# %% answer="candor_talk"
def talk():
    """Return the talk as a list of names from TALK in the order said, and her reply, a name from REPLIES, in this form:

    {"say": ["subject", "always", "people_say"], "reply": "rule"}
    """
    ### BEGIN SOLUTION
    return {"say": ["subject", "mine", "seen", "effect", "ask_him", "wish", "offer", "ask_for_me"], "reply": "both"}
    ### END SOLUTION

# %% tests="candor_talk_read" points=4
ABOUT_HIM = {
    "always": "He'll think of the time when he didn't, and the talk will be about that. Which Thursday, and what happened on it?",
    "diagnosis": "You may be right, and you can't know. If you want to hear how it was for him, there's another way to find out.",
    "people_say": "Which people? He can't ask them, and will wonder about everyone. Say what you saw yourself.",
}
HIDES_IT = {
    "small": "A lorry stopped ten centimetres from a bridge. If it's no big thing he needn't change anything, and you'll have been polite.",
    "standup": "Then he hears it with an audience. The lesson can go to everyone on Monday; this is between the two of you.",
}
NOT_THAT_REPLY = {
    "rule": "The rule was failing every other time, and you'd been told. He'll keep your rule, and stop telling you things.",
    "level": "It sounds fair. He has just brought you a fact, with a date, and it has vanished into “both”.",
    "all_mine": "Now you've got all of it, and the next release still needs a person who runs the comparison. Whose Thursday was it?",
    "sorry": "He didn't speak of how it came across. He spoke of a message, and you've just read it.",
}


def plan():
    given = talk()
    said = given.get("say") if isinstance(given, dict) else None
    check.that(isinstance(said, (list, tuple)), f'Expected a list of cards under "say"; found {said!r}.')
    for name in said:
        check.that(isinstance(name, str) and name in TALK, f"{name!r} is no card. The cards are {', '.join(TALK)}.")
    check.that(said, "There is nothing in the talk yet.")
    check.that(len(set(said)) == len(said), "A card is in it twice. Said twice, it's a reproach.")
    return list(said)


def comes_before(said, first, then, why):
    for name, lacking in ((first, f"{first!r} isn't in it."), (then, f"{then!r} isn't in it.")):
        check.that(name in said, f"{lacking} {why}")
    check.that(said.index(first) < said.index(then), f"{then!r} comes before {first!r}. {why}")


@check("he knows from the first sentence what it is about")
def opens():
    said = plan()
    check.that(
        said[0] == "subject",
        f"It opens with {said[0]!r}. Whatever comes first, he'll be busy wondering what this is, and whether he needs his manager, until somebody tells him.",
    )


@check("what was seen, then what came of it")
def facts():
    comes_before(plan(), "seen", "effect", "Without the day he can't check it, without the bridges he can't see why; and an effect without its cause sounds like a threat.")
    said = plan()
    for name in ("offer", "ask_for_me"):
        check.that(name not in said or said.index("seen") < said.index(name), f"{name!r} comes before 'seen'. He can't know yet what it's the answer to.")


@check("your own part is in it before you ask him for anything")
def own_part():
    said = plan()
    check.that(
        "mine_but" not in said,
        "“mine_but” hands your part back in the same breath. After that *but* he'll remember only the second half; so would an interviewer.",
    )
    comes_before(said, "mine", "wish", "A wish from somebody who hasn't said what they did themselves is a verdict.")


@check("he is heard before he is asked to change")
def heard():
    comes_before(plan(), "ask_him", "wish", "He knows something about those Thursdays that you don't. Ask afterwards, and he'd have to argue against your wish to tell you.")


@check("nothing about what he is, what he feels, or what others say")
def nothing_about_him():
    for name in plan():
        check.that(name not in ABOUT_HIM, f"{name!r} is in the talk. {ABOUT_HIM.get(name)}")


@check("her reply")
def replies():
    given = talk()
    found = given.get("reply") if isinstance(given, dict) else None
    check.that(isinstance(found, str) and found in REPLIES, f"The reply {found!r} is none of {', '.join(REPLIES)}.")
    check.that(found not in NOT_THAT_REPLY, f"She replies with {found!r}. {NOT_THAT_REPLY.get(found)}")


### BEGIN HIDDEN TESTS
@check("it isn't hidden, put off or moved before an audience")
def not_hidden():
    said = plan()
    for name in said:
        check.that(name not in HIDES_IT, f"{name!r} is in the talk. {HIDES_IT.get(name)}")
    check.that("wish" in said, "He won't know what you'd like to be different next Thursday.")


@check("it's six to eight sentences long")
def length():
    said = plan()
    check.that(6 <= len(said) <= 8, f"It has {len(said)} sentences. Six to eight were asked for: fewer leave something out, more become a speech.")
### END HIDDEN TESTS

# %% [markdown] hint="candor_talk"
# First throw out every card that would still be true if Thursday had never happened, and every one that he couldn't check.

# %% [markdown] hint="candor_talk"
# What's left falls into: what this is about; what you did; what was seen and what came of it; a question; a wish; an offer. Two rules
# of order matter: the wish comes after your part, and after he has been heard. An offer answers something that has been seen.

# %% [markdown] hint="candor_talk"
# For the reply: a new fact has come up, and it's about you. Keep three things apart: what it changes in your share, what it doesn't
# change about the wish, and what's to be done first.

# %% wrong="one's part, taken back in the same breath" fails="candor_talk_read: your own part is in it before you ask him for anything"
def talk():
    return {"say": ["subject", "seen", "effect", "mine_but", "ask_him", "wish", "offer"], "reply": "both"}

# %% wrong="frank about his character" fails="candor_talk_read: your own part is in it before you ask him for anything; candor_talk_read: he is heard before he is asked to change; candor_talk_read: nothing about what he is, what he feels, or what others say; candor_talk_read: her reply"
def talk():
    return {"say": ["subject", "seen", "effect", "always", "people_say", "wish"], "reply": "rule"}

# %% wrong="so kind that he won't notice" fails="candor_talk_read: he knows from the first sentence what it is about; candor_talk_read: what was seen, then what came of it; candor_talk_read: your own part is in it before you ask him for anything; candor_talk_read: he is heard before he is asked to change; candor_talk_read: nothing about what he is, what he feels, or what others say; candor_talk_read: her reply; candor_talk_read: it isn't hidden, put off or moved before an audience"
def talk():
    return {"say": ["small", "mine", "ask_him", "diagnosis", "offer", "standup"], "reply": "all_mine"}

# %% wrong="wish first, question last, moved to stand-up" fails="candor_talk_read: your own part is in it before you ask him for anything; candor_talk_read: he is heard before he is asked to change; candor_talk_read: her reply; candor_talk_read: it isn't hidden, put off or moved before an audience"
def talk():
    return {"say": ["subject", "seen", "effect", "wish", "mine", "ask_him", "standup"], "reply": "level"}

# %% wrong="the effect as an opening, and sorry for how it came across" fails="candor_talk_read: he knows from the first sentence what it is about; candor_talk_read: what was seen, then what came of it; candor_talk_read: her reply; candor_talk_read: it's six to eight sentences long"
def talk():
    return {"say": ["effect", "seen", "mine", "ask_him", "wish"], "reply": "sorry"}

# %% wrong="makes it easy before saying what" fails="candor_talk_read: what was seen, then what came of it"
def talk():
    return {"say": ["subject", "offer", "mine", "seen", "effect", "ask_him", "wish"], "reply": "both"}

# %% wrong="sentences for names, and a reply of one's own" fails="candor_talk_read"
def talk():
    return {"say": ["subject", "I should have looked."], "reply": "I see."}

# %% wrong="everything that went through her head" fails="candor_talk_read: your own part is in it before you ask him for anything; candor_talk_read: nothing about what he is, what he feels, or what others say; candor_talk_read: it isn't hidden, put off or moved before an audience; candor_talk_read: it's six to eight sentences long"
def talk():
    return {"say": list(TALK), "reply": "both"}

# %% also_right="facts first, her part when he has spoken"
def talk():
    return {"say": ("subject", "seen", "effect", "ask_him", "mine", "wish"), "reply": "both"}

# %% also_right="her part first, the question before the effect"
def talk():
    return {"say": ["subject", "mine", "seen", "ask_him", "effect", "offer", "wish", "ask_for_me"], "reply": "both"}

# %% [markdown]
# ## Afterwards
#
# **A and E are the same version.** A says little of her own part, E says much, and in neither could you tell what she did. "I trusted
# them too much" is the commonest way to turn a share into a reproach; the test is whose verb it is.
#
# **C leaves something out, too:** that the line from January was hers. It's still owned, since what she did on Tuesday and Thursday
# is in it, and an interviewer who asks *why did the map say no limit?* gets it. You needn't confess everything in ninety seconds. You
# mustn't have to be caught.
#
# **N is the odd one.** Zoltán owns all of it, and so hides an alarm that somebody mutes in clear weather. That isn't modest; it costs
# the next night. Candor with ownership has two halves. Note how he says it: what, why they do it, and that they know.
#
# **Where reasonable people differ.**
#
# | question | one view | another |
# |---|---|---|
# | Your part first, or the facts first? | first, or he listens for the attack | the facts first: a fault confessed at once can feel like a trade. Both passed above |
# | Begin with something good? | it's true, and he should hear it | in this place it's heard as the cushion before the blow; say it on a day when it's the subject |
# | Write to all teams, with names? | with: it's what happened, and they agreed to it | your own name, and others' parts by what happened; readers who weren't there will look for a culprit. Either way, whoever is in it reads it first |
# | Was A so bad? | each sentence is true | that's what makes it work, and why it's found out at the first follow-up |
#
# **In an interview, two limits.** Name people only by role if the listener could know them, and keep your employer's secrets; neither
# costs you any candor. And if your true story has no share of yours in it, take another story. Don't invent a fault.
#
# ### Which word, and whose?
#
# | | in our words | how we know |
# |---|---|---|
# | candor (CULT-07) | how you speak of disagreement, and whether you admit awkward truths about your own work | guides S0, S1, S2 of `docs/syllabus.md` |
# | radical candor and transparency (CULT-13) | blunt questions test whether you can take feedback | guide S3 alone |
# | intellectual honesty (CULT-14) | counts for more than promoting yourself | guide S3 alone |
# | extraordinary candor | one of five things that set the company apart, by its own account | EXT-03: text copies of the 2017 memo, one of 21 September 2017 |
# | candor, in the memo in force | one of eight values; it takes in owning up to mistakes where others can learn from them | a public copy of the memo of June 2024 |
# | sunshining (EXT-07) | telling colleagues openly what you got wrong | an undated summary on deepstash.com; secondary |
#
# *Radical candor* is a term of Kim Scott's, from a book about managing people. S3 uses it of the company; we haven't found it in the
# memo (CONTRA-18). So don't quote it there as theirs. Better, say none of these words: tell what you did on the Tuesday, and let them
# find the word. This course is independent of Netflix.

# %% [markdown] written="candor_own" points=3
# **Your own criticism.** Take something that went wrong between you and someone else, and that you still think was partly their
# doing. In at most 180 words: what happened, their part, your part, what is different now. Underline the one sentence with which it
# would be blame if you struck it out. Then, in one line: would you read this to them?

# %% part
from course.parts import self_assess

self_assess(
    "candor_own",
    L5=[
        "My part has a verb of mine, a day, and something that I knew or could have known",
        "Their part is told so that they would say: yes, that's what I did",
        "My part isn't that I trusted, allowed or taught them too little or too much",
        "What is different now would help someone who wasn't there",
        "There is no sentence about how I am as a person",
        "Everything is true, also what the listener will assume from it",
    ],
    L6=[
        "I say what they knew that I didn't, or what pressed on them, without excusing them",
        "My part includes something that nobody would have found out",
        "I told them before I told others, and say how they took it",
        "I name what I still think they were wrong about, and why I might be mistaken",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# *Tell me about feedback from a colleague that you disagreed with.* Ninety seconds:
#
# 1. What they said, as they'd put it (15 s).
# 2. What you thought, honestly, in that moment (10 s).
# 3. What you did to find out whether they were right: whom you asked, what you counted (30 s).
# 4. What was so and what wasn't, each with what it rested on (20 s).
# 5. What you do since, or why you do nothing, and what you told them (15 s).
#
# A guide reports that this one is asked to see whether you can take it (BEH-20, CULT-13; S3, not confirmed). Step 2 shows it, more than
# step 5.

# %% part
from course.parts import timer

timer("candor_say", seconds=90)

# %% [markdown]
# Have somebody ask you these, and be ready for the first above all:
#
# | they ask | a good answer contains |
# |---|---|
# | What was your part in it? | a verb, a day, and no *but* |
# | How would they tell this story? | their version, fairly; where it differs from yours, and who could settle it |
# | Did you tell them? | when, where, what they said back |
# | What had you known beforehand? | the earliest moment, even if nobody can prove it |
# | Were they right about anything? | one thing, concrete, and what became of it |
# | What do you still think they got wrong? | the same thing as before; don't turn soft under pressure |
# | How do you give such feedback nowadays? (BEH-13) | one case: what was seen, what came of it, what you asked, what you heard; not a method's name |
#
# `course coach` reads an answer of yours, quotes what it stumbles over, and asks back.
