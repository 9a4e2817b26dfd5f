# ---
# keeper:
#   title: Four letters nobody should hear
#   minutes: 55
#   level: L5
#   covers: [RUBRIC-32, RUBRIC-33, RUBRIC-34, RUBRIC-35, RUBRIC-36, RUBRIC-37, RUBRIC-38, RUBRIC-39, RUBRIC-53, MISTAKE-09, MISTAKE-16, MISTAKE-19, FAQ-03, CONTRA-11]
#   needs: [culture/story_bank]
# ---

# %% [markdown]
# Read this aloud, as if somebody had asked you about something you improved:
#
# > The situation was that our releases were slow. My task was to make them faster. The action that I took was to run the tests in
# > parallel. The result was an improvement of 40 percent. What I learned is that communication is key.
#
# It took you less than twenty seconds. It has a situation, a task, an action, a result with a number, even a lesson, each with its label
# on. And you couldn't pick the speaker out of a hundred others. You may ask them five things. Which?

# %% part
from course.parts import clarify

clarify(
    "star_opening",
    {
        "Forty percent of what?": "Of the build. It went from fifty minutes to thirty. The release itself, hm, that's another two hours of "
        "people clicking.",
        "Why did it matter that they were slow?": "We couldn't get a fix out on the same day. In March a pharmacy printed wrong dosage labels "
        "for six hours after we already had the fix. I should probably start there.",
        "Who decided to run them in parallel?": "I did. Yusuf wanted to throw out the slow half of the tests, and he had a point, most of them "
        "had never failed.",
        "Why not what Yusuf wanted?": "Because one of those that had never failed was for the dosage labels.",
        "What did it cost?": "Nine machines instead of one. And for a month the tests failed at random, because they shared a database, and "
        "everybody cursed me.",
        "What has communication to do with it?": "Nothing, honestly. It's what one says at the end.",
        "What would you do differently today?": "Give each test its own schema before I split them, not after. That was the month of cursing.",
        "Which framework did you use?": "pytest. Does that matter?",
    },
    solved_by="star_labels_read",
)

# %% [markdown]
# There was a person in it, and a pharmacy. The frame had held everything except the story.
#
# **What they listen for.** The frame is asked for all the same. One guide (S0, undated) wants a brief situation and task, most of the
# time on your own action, and a result in numbers (RUBRIC-32); a second (S2, 23 March 2026) adds the real context, the decision with its
# reason, the trade-offs that you took, what you'd change today (RUBRIC-35 to RUBRIC-38), with stakes, conflict and ownership throughout
# (RUBRIC-53), and wants it *tight but not robotic*; a third (S3, undated) finds that most people polish too much and admit too little
# (RUBRIC-39). Reported by interview guides, not confirmed by the company.
#
# **What makes it hard.** The letters are for you: to find what's missing, and to see where your time goes. As soon as the listener hears
# them, they hear a form being filled in.
#
# ## 1 · Hear the letters
#
# You take notes for a panel today. For every sentence you write one letter:
#
# | | mainly tells the listener |
# |---|---|
# | **S** | where, what system, who, what was wrong, why it mattered. Also a fact found on the way, unless it's told as something the speaker did, or as a measured outcome of the work |
# | **T** | what the speaker had to do, decide or reach, and by when |
# | **A** | what was done, by “I” or by “we”; what was weighed and turned down; arguments, conversations |
# | **R** | what came of it, good or bad; what exists today because of it |
# | **N** | nothing of these: openers, asides, feelings, claims, looking back. A habit that the speaker has changed is N; a system that has been mended is A or R |
#
# A sentence that does two things has the letter of most of its words; if that's equal, the later of S, T, A, R. Judge by what it does,
# not by what it calls itself. (The course's coach reads answers by the same table.)
#
# ---
# **A.** *Tell me about a technical decision that you stand behind.*
#
# > **1** Okay, so, good question, I had to think which one to take.<br/>
# > **2** We make a racing game for four players, and where each car is, that's worked out on that player's own machine and sent to the
# > others.<br/>
# > **3** In the beta, people on hotel Wi-Fi saw the other cars jump about, and one in five of them left the race before the end.<br/>
# > **4** My producer asked me to get that under one in ten before the fair in Cologne, six weeks later.<br/>
# > **5** The first thing I tried, on the Tuesday, was to send the positions twice as often.<br/>
# > **6** That made it worse, since those links don't lack speed, they lose things in bursts.<br/>
# > **7** So I decided to send no positions at any more, only what the player does with the stick, the last ten inputs in each packet, and
# > to let every machine work out all four cars.<br/>
# > **8** Renske, who does the physics, was against it, because hers would have to come out the same on every machine, to the bit.<br/>
# > **9** I gave my first two weeks to helping her with that, and I cut the instant replay, which I'd promised to marketing.<br/>
# > **10** At the fair, on a router as bad as those in the hotels, 7 percent left the race early.<br/>
# > **11** And the replay exists by now, it came nearly for free, because a race is only a list of stick movements.<br/>
# > **12** I should have told marketing on the day I cut it, though; they read it in the plan.
#
# ---
# **B.** *Tell me about a project that you led.*
#
# > **1** So in my current role I'm the tech lead for ground systems, at a company that takes pictures of the earth.<br/>
# > **2** We have nine antennas on five continents and something like two hundred passes a day.<br/>
# > **3** The situation was that all of those passes were planned in a spreadsheet, which took somebody four hours every morning.<br/>
# > **4** One wrong row, and we lose a whole pass, and that had happened three times since the summer.<br/>
# > **5** My task was to get it under an hour by the end of the quarter.<br/>
# > **6** The team held several workshops, and the requirements were gathered.<br/>
# > **7** A solver was chosen then, and it was connected to the antennas over the following sprints.<br/>
# > **8** The result of that was, I went and sat with each of the five planners for a morning and watched what they do.<br/>
# > **9** There were thirty-one rules in that spreadsheet that no workshop had come up with.<br/>
# > **10** I wrote all of them down as checks, with a planner beside me, and had the solver refuse every plan that breaks one.<br/>
# > **11** Planning takes about twenty minutes now, and since March we haven't lost a pass to a plan.<br/>
# > **12** I'd say it was a great example of collaboration, and automation is a real passion of mine.
#
# ---
# Where two careful listeners would write different letters, either is accepted.

# %% given
WORDS = {
    "A": (12, 26, 25, 19, 16, 15, 35, 23, 22, 19, 21, 18),
    "B": (21, 15, 20, 18, 15, 10, 16, 23, 14, 23, 17, 17),
}  # of each sentence


def draw_shares(letters):
    """Print how long a speaker at 150 words a minute stays on each letter."""
    for answer, text in letters.items():
        print(f"{answer}: {sum(WORDS[answer]) / 2.5:.0f} s")
        for letter in "STARN":
            seconds = sum(words for words, label in zip(WORDS[answer], text) if label == letter) / 2.5
            print(f"   {letter} {seconds:4.0f} s  {'■' * round(seconds)}")

# %% answer="star_labels"
def letters():
    """Return a letter for each of the twelve sentences of A and of B, in this form:

    {"A": "NNNNNNNNNNNN", "B": "NNNNNNNNNNNN"}
    """
    ### BEGIN SOLUTION
    return {"A": "NSSTASAAARRN", "B": "SSSSTAAASARN"}
    ### END SOLUTION

# %% tests="star_labels_read" points=4
import hashlib

# The letters that are right, as the first 12 digits of the SHA-256 of "A 1 N" and so on; reading on, you find no key.
RIGHT = {
    "032dbd1cd4c4", "09084613e09a", "0e7956d880f2", "105078a24636", "137f58e25de1", "175b954673e7", "1ad11b8b1db9",
    "22a64b531b6b", "2ac35692599c", "512496e0d579", "513f1f0f3eb3", "759dcb600d41", "83c91f2f7e3d", "8f6d0fa842b2",
    "93ef3428aaf8", "ab5a77cd82d5", "b45fb45eea75", "bd943e0bd7c5", "eb72797e78df", "f09a8c9acd50", "fd852ca500f8",
}
ASK = {
    "A": (
        "Take it out: does the listener know any less of the story?",
        "Nothing is done in it yet, and nothing is asked of anybody.",
        "There is a number in it. Was it measured before the work or after it?",
        "Who wants what of whom, and by when?",
        "Somebody does something. That it was in vain comes later.",
        "It's what the trial showed. Nothing is asked for in it, and it isn't empty either.",
        "Read the verb that follows “I”.",
        "It's an argument. Is it a goal, an outcome, an aside?",
        "Two things are done in it. Does it say what came of them?",
        "Put its number beside that of sentence 3.",
        "It's about something that exists today. Because of what?",
        "Nothing happens in it. Somebody looks back.",
    ),
    "B": (
        "It says who is speaking, and where. Nobody acts or wants anything yet.",
        "It gives the size of things. They were that size before anybody did anything.",
        "It says how things were done before.",
        "It has losses in it. Of which time: before the work or after it?",
        "Was that done, found or wanted?",
    ),
}


def written(answer):
    """The learner's letters for an answer, as one string of capitals; a failed case says how to write them."""
    given = letters()
    found = given.get(answer) if isinstance(given, dict) else None
    if isinstance(found, (list, tuple)) and all(isinstance(one, str) for one in found):
        found = "".join(found)
    check.that(isinstance(found, str), f'{answer} has no letters yet. Expected twelve letters in one string, such as "NNNNNNNNNNNN"; found {found!r}.')
    found = "".join(found.upper().split())
    check.that(len(found) == 12, f"{answer} has twelve sentences; found {len(found)} letters, {found!r}.")
    strange = sorted(set(found) - set("STARN"))
    check.that(not strange, f"{answer}: {', '.join(strange)} isn't one of S, T, A, R, N.")
    return found


def judge(answer, first, last):
    found = written(answer)
    for number in range(first, last + 1):
        letter = hashlib.sha256(f"{answer} {number} {found[number - 1]}".encode()).hexdigest()[:12]
        check.that(
            letter in RIGHT,
            f"Sentence {number} of {answer} isn't {found[number - 1]}. {ASK[answer][number - 1]}",
        )


for answer, first, last in (("A", 1, 3), ("A", 4, 9), ("A", 10, 12), ("B", 1, 5)):
    check(f"{answer}, sentences {first} to {last}")(lambda answer=answer, first=first, last=last: judge(answer, first, last))

### BEGIN HIDDEN TESTS
for number, accepted in enumerate("A A A SR A R N".split(), start=6):
    RIGHT |= {hashlib.sha256(f"B {number} {letter}".encode()).hexdigest()[:12] for letter in accepted}
ASK["B"] += (
    "“We” and the passive do things, too. The table doesn't ask for an “I”.",
    "Something is done in it, twice. By whom is another question, and a good one.",
    "It calls itself something. Leave out its first five words and read what somebody does.",
    "It's what the mornings brought to light. Nobody acts in it, it isn't a goal, and it isn't empty.",
    "Read the two verbs that follow “I”, and ask whether it says yet what got better.",
    "Put its two numbers beside those of sentences 3 and 4.",
    "It names a virtue and a passion. What happens in it?",
)
check("B, sentences 6 to 9")(lambda: judge("B", 6, 9))
check("B, sentences 10 to 12")(lambda: judge("B", 10, 12))
### END HIDDEN TESTS

# %% [markdown] hint="star_labels"
# Begin from the ends: what is said at the start and at the close often isn't any of the four. Then find the one sentence that says what
# is wanted. What stands before it and what stands after it mostly falls into place.

# %% [markdown] hint="star_labels"
# Three traps: a number isn't a result unless it was measured *after*; a word such as “result” at the head of a sentence may be followed
# by a deed; what “we” did is as much A as what “I” did, only less useful to you.

# %% [markdown] hint="star_labels"
# A has one T, two R and two N. B has one T, one R, and one N at the end; its three sentences before the thirty-one rules are all of one
# letter.

# %% wrong="whatever has a number is a result" fails="star_labels_read: A, sentences 1 to 3; star_labels_read: B, sentences 1 to 5; star_labels_read: B, sentences 10 to 12"
def letters():
    return {"A": "NSRTARAAARRN", "B": "SRSRTAAARRRN"}

# %% wrong="believes what a sentence calls itself" fails="star_labels_read: B, sentences 6 to 9"
def letters():
    return {"A": "NSSTASAAARRN", "B": "SSSSTAARSARN"}

# %% wrong="we is nobody, so nothing was done" fails="star_labels_read: B, sentences 6 to 9"
def letters():
    return {"A": "NSSTASAAARRN", "B": "SSSSTNNASARN"}

# %% wrong="looking back and praise are results" fails="star_labels_read: A, sentences 1 to 3; star_labels_read: A, sentences 10 to 12; star_labels_read: B, sentences 10 to 12"
def letters():
    return {"A": "SSSTASAAARRR", "B": "SSSSTAAASARR"}

# %% wrong="every problem is a task, every decision an outcome" fails="star_labels_read: A, sentences 1 to 3; star_labels_read: A, sentences 4 to 9; star_labels_read: B, sentences 1 to 5"
def letters():
    return {"A": "NSTTASRSARRN", "B": "SSTTTAAASARN"}

# %% wrong="four quarters: S, T, A, R" fails="star_labels_read: A, sentences 1 to 3; star_labels_read: A, sentences 4 to 9; star_labels_read: A, sentences 10 to 12; star_labels_read: B, sentences 6 to 9; star_labels_read: B, sentences 10 to 12"
def letters():
    return {"A": "SSSTTTAAARRR", "B": "SSSSTTTAARRR"}

# %% wrong="one letter short, one letter strange" fails="star_labels_read"
def letters():
    return {"A": "NSSTASAAARR", "B": "SSSSTAAACARN"}

# %% also_right="the other readings, with spaces, in a list, in small letters"
def letters():
    return {"A": "nsst araaa rrn", "B": list("NSSSTAAARARN")}

# %% [markdown]
# Now see where the time went. S0 wants S and T brief, and most of it on A (RUBRIC-32).

# %%
try:
    draw_shares(letters())
except (NotImplementedError, AttributeError, TypeError):
    print("Write the letters first. Once the cases can read them, run this cell.")

# %% [markdown]
# In neither does half of the time go to what was done, and still A is the better answer. What the bars don't show: in two of B's
# sentences with an A nobody in particular acts, and in A's every one has a person. Shares find what is missing. They can't tell whose
# it is.
#
# ## 2 · One thing is missing
#
# Six shorter answers, numbered through. Each lacks **at most one** of these:
#
# | write | what a listener has to be able to say afterwards |
# |---|---|
# | `stake` | what would have happened to whom if nothing had been done (RUBRIC-35, RUBRIC-53) |
# | `who` | that the speaker decided, and not “we”, or nobody (RUBRIC-33) |
# | `reason` | why this way and not another (RUBRIC-36) |
# | `price` | what the choice cost, or whom (RUBRIC-37) |
# | `number` | what was measured, before and after (RUBRIC-34) |
# | `today` | what the speaker would change today (RUBRIC-38) |
# | `whole` | all of it |
#
# ---
# **C.** *A production problem that you solved.*
#
# > **1** The lifts in the new hospital stopped between floors, eleven times in the first month, and twice there was a bed inside.<br/>
# > **2** The people who make the doors said it was the control, and the control people said it was the doors.<br/>
# > **3** Then it was decided not to trust the door contact alone any more and to wait until the motor current agrees, since a contact
# > bounces and a current doesn't.<br/>
# > **4** That takes 0.4 seconds at every stop, and the queue for the visitors' lift did get longer.<br/>
# > **5** In the three months after that there was one stop, and that one was right.<br/>
# > **6** Today the door makers would be in the room in the first week; they got log files by mail.
#
# **D.** *A system you made better.*
#
# > **7** On election night the front page stood still for forty minutes, with the old numbers on it, because someone had locked it and
# > gone for a coffee.<br/>
# > **8** I took the lock out and let the editors save side by side, because a lock that one person forgets stops all forty.<br/>
# > **9** It isn't free: somebody has to merge on such nights, and the two who do it most don't thank me for it.<br/>
# > **10** It was 23 pull requests, about 9,000 lines, and 61 new tests.<br/>
# > **11** The next election went really smoothly, everybody noticed.<br/>
# > **12** I'd ask the two who merge first, if I did it again. They learned of it from the release notes.
#
# **E.** *A decision under time pressure.*
#
# > **13** We insure crops, we pay when the satellite says that a field is dry, and in one district 340 farmers got nothing though their
# > wells were empty.<br/>
# > **14** The second payment was a week away.<br/>
# > **15** I could have taken the new soil model or the photos that the farmers had sent in, and I went with the photos.<br/>
# > **16** It made the payment nine days late, for everyone, and I signed the letter that said so.<br/>
# > **17** 322 of the 340 were paid, and when inspectors drove out to fifty of those, two shouldn't have been.<br/>
# > **18** Now I'd ask for a photo at the start of the season, so that there is something to compare.
#
# **F.** *Something you're proud of.*
#
# > **19** Payroll ran for eleven hours, and when it broke after midnight, 40,000 people got their money a day late, which had happened
# > twice that year.<br/>
# > **20** I'd been asked to make it faster, and I said that I wouldn't.<br/>
# > **21** I cut it up so that each employer can be run again alone, because it wasn't the eleven hours that hurt, it was starting from
# > zero.<br/>
# > **22** In the fourteen months since, it has broken five times, and nobody was paid late.<br/>
# > **23** It was really the best of both worlds, there was no downside to it.<br/>
# > **24** I'd start with the largest employer today. I began with the easy ones and learned nothing for a month.
#
# **G.** *A time you improved something.*
#
# > **25** There was a page with the build times of all the teams, in one big table.<br/>
# > **26** I find tables hard to read, so I rebuilt it with charts.<br/>
# > **27** Of two libraries I took the smaller one, because it works without a build of its own; the catch is that you can't zoom.<br/>
# > **28** It loads in 0.3 seconds now, it used to be 1.1.<br/>
# > **29** Somebody from the design team even wrote me a very kind review.<br/>
# > **30** Today I'd settle on one library first, we have three different ones by now.
#
# **H.** *An incident that you handled.*
#
# > **31** Our screens tell the ambulance dispatchers who's nearest, and in August a map update had moved the bridges, so cars showed up
# > in the river; one crew lost four minutes by it.<br/>
# > **32** I was on call, and I could roll the map back, which also loses a new street with a care home in it, or mend the bridges by
# > hand.<br/>
# > **33** I rolled back, because you can tell eleven dispatchers about one street in a minute, and you can't tell them about wrong
# > positions.<br/>
# > **34** So for nine hours they had that street on a sheet of paper, and I sat there with them, because the sheet was my doing.<br/>
# > **35** Thirty-one wrong positions an hour before, none after.<br/>
# > **36** The mended map went out in the morning, and the night shift wrote to my boss to say thanks.
#
# ---
# Beside what is missing, name two sentences: the one in which a choice is made and **nobody makes it**, and the one whose numbers
# **measure effort and not effect**.

# %% answer="star_missing"
def missing():
    """Return what each answer lacks, and two sentences by number, in this form:

    {"C": "whole", "D": "whole", "E": "whole", "F": "whole", "G": "whole", "H": "whole", "nobody": 1, "effort": 1}
    """
    ### BEGIN SOLUTION
    return {"C": "who", "D": "number", "E": "reason", "F": "price", "G": "stake", "H": "today", "nobody": 3, "effort": 10}
    ### END SOLUTION

# %% tests="star_missing_read" points=4
# Reading on spoils it here, too.
NAMES = ("stake", "who", "reason", "price", "number", "today", "whole")
IT_IS_THERE = {
    "C": {
        "stake": "Sentence 1 has somebody lying in it.",
        "reason": "Sentence 3 says why, in its last clause.",
        "price": "Sentence 4 gives it in seconds, and says who waits.",
        "number": "Eleven in one month, one in three: sentences 1 and 5.",
        "today": "Sentence 6 does look back, whoever is speaking in it.",
        "whole": "Suppose that this person works alone from Monday. What do you know that they'd do?",
    },
    "D": {
        "stake": "Forty minutes of old numbers on election night: sentence 7 is enough.",
        "who": "Sentence 8 begins with it.",
        "reason": "Sentence 8 has a because, and a good one.",
        "price": "Sentence 9 says who pays.",
        "today": "Sentence 12.",
        "whole": "It sounds full of figures. Say what is better since, in one sentence, and prove it.",
    },
    "F": {
        "stake": "Sentence 19 says who waited for what.",
        "who": "Sentences 20 and 21 both begin with it, and one of them with a refusal.",
        "reason": "Sentence 21 has it: what hurt.",
        "number": "Twice in a year before, never in fourteen months after: sentences 19 and 22.",
        "today": "Sentence 24.",
        "whole": "Something is said about one of the six, and what is said can't be true of any choice between two ways.",
    },
    "G": {
        "who": "“I” in every sentence where something is done.",
        "reason": "Sentences 26 and 27 both give one.",
        "price": "Sentence 27, after the semicolon.",
        "number": "1.1 and 0.3 in sentence 28, and the same thing measured.",
        "today": "Sentence 30.",
        "whole": "Every form is filled in. Strike the whole story: what would be worse, and for whom?",
    },
}


def lacks(letter):
    given = missing()
    found = given.get(letter) if isinstance(given, dict) else None
    check.that(isinstance(found, str) and found in NAMES, f"{letter} lacks {found!r}. Write one of {', '.join(NAMES)}.")
    return found


def sentence(key):
    given = missing()
    found = given.get(key) if isinstance(given, dict) else None
    check.that(type(found) is int and 1 <= found <= 36, f'"{key}" should be the number of a sentence, from 1 to 36; found {found!r}.')
    return found


def judge(letter):
    found = lacks(letter)
    why_not = IT_IS_THERE[letter].get(found)
    check.that(why_not is None, f"For {letter} you wrote {found}. {why_not}")


for letter in IT_IS_THERE:
    check(f"what {letter} lacks")(lambda letter=letter: judge(letter))

### BEGIN HIDDEN TESTS
IT_IS_THERE |= {
    "E": {
        "stake": "Sentence 13 has empty wells and 340 farmers.",
        "who": "Sentence 15: “I went with”. And a signature in 16.",
        "price": "Nine days, for everyone: sentence 16.",
        "number": "None paid before, 322 after, and even a check of the check: sentences 13 and 17.",
        "today": "Sentence 18.",
        "whole": "Two ways are named, and one is taken. Explain that choice to somebody who would have taken the other.",
    },
    "H": {
        "stake": "Sentence 31: a crew, and four minutes.",
        "who": "Sentences 32 and 33: one person on call, who rolls back.",
        "reason": "Sentence 33, from “because”.",
        "price": "Sentence 34: nine hours of paper, and who sat there.",
        "number": "Sentence 35 has both.",
        "whole": "It's the best of the six, and it ends in thanks. In what should a story end instead?",
    },
}
for letter in "EH":
    check(f"what {letter} lacks")(lambda letter=letter: judge(letter))


@check("the choice that nobody makes")
def nobody():
    found = sentence("nobody")
    check.that(found != 2, "You chose sentence 2. There two camps blame each other; nothing is chosen yet.")
    check.that(found != 36, "You chose sentence 36. Nobody is named in it, and nothing is chosen in it either.")
    check.that(found == 3, f"You chose sentence {found}. Look for a verb of deciding in the passive, with nobody behind it.")


@check("numbers that measure effort")
def effort():
    found = sentence("effort")
    check.that(found not in (28, 35), f"You chose sentence {found}. It measures the same thing before and after: that is an effect.")
    check.that(found not in (1, 7, 13, 19, 31), f"You chose sentence {found}. Its numbers say how bad it was. Without them no result could be read.")
    check.that(found not in (5, 17, 22), f"You chose sentence {found}. Its numbers say what came of it.")
    check.that(found not in (4, 16, 34), f"You chose sentence {found}. Its numbers are the price: an effect, though an unwelcome one.")
    check.that(found == 10, f"You chose sentence {found}. Look for figures that would be as large if nothing had become better.")
### END HIDDEN TESTS

# %% [markdown] hint="star_missing"
# Read each answer once and put a tick for every one of the six that you could repeat to somebody else. Don't look for words such as
# “because”; look for what you could say afterwards.

# %% [markdown] hint="star_missing"
# Three look complete because something stands in the place: figures where a measure should be, a claim where a cost should be, thanks
# where the speaker should look back. In the others nothing stands there at all.

# %% [markdown] hint="star_missing"
# One has no “I” from beginning to end. One says that there was no downside. One could be struck whole and nobody would be worse off. One
# chooses between two things and moves on.

# %% wrong="figures are numbers, thanks are an end" fails="star_missing_read: what D lacks; star_missing_read: what H lacks; star_missing_read: numbers that measure effort"
def missing(true=missing()):
    return true | {"D": "whole", "H": "whole", "effort": 28}

# %% wrong="takes the passive voice for modesty, and a claim for a price" fails="star_missing_read: what C lacks; star_missing_read: what F lacks; star_missing_read: the choice that nobody makes"
def missing(true=missing()):
    return true | {"C": "today", "F": "whole", "nobody": 2}

# %% wrong="two options named are a reason" fails="star_missing_read: what E lacks"
def missing(true=missing()):
    return true | {"E": "number"}

# %% wrong="a measure is a stake" fails="star_missing_read: what G lacks; star_missing_read: numbers that measure effort"
def missing(true=missing()):
    return true | {"G": "price", "effort": 19}

# %% wrong="all of them sound fine" fails="star_missing_read: what C lacks; star_missing_read: what D lacks; star_missing_read: what E lacks; star_missing_read: what F lacks; star_missing_read: what G lacks; star_missing_read: what H lacks"
def missing(true=missing()):
    return true | dict.fromkeys("CDEFGH", "whole")

# %% wrong="the scene's number, the reaction's voice" fails="star_missing_read: the choice that nobody makes; star_missing_read: numbers that measure effort"
def missing(true=missing()):
    return true | {"nobody": 36, "effort": 17}

# %% wrong="the rows' numbers for names" fails="star_missing_read"
def missing():
    return {"C": "RUBRIC-33", "D": 34, "nobody": "3"}

# %% also_right="in another order"
def missing():
    return {"effort": 10, "nobody": 3} | dict(zip("HGFEDC", ("today", "stake", "price", "reason", "number", "who")))

# %% [markdown]
# ## 3 · In which order?
#
# *“Tell me about a trade-off that you made under pressure.”* The sentences have fallen on the floor:
#
# > **A** Opening them all was the obvious thing, but then nobody counts, and a ship may not sail with a number of people that isn't
# > known.<br/>
# > **B** Today that list is renewed every hour; that it was only once a night had been my own setting.<br/>
# > **C** There were four hundred cars in the queue, and the ship goes with the tide, at 11:20.<br/>
# > **D** I got 377 of 400 cars onto a ferry that was about to leave without any, and 23 had to wait four hours for the next one.<br/>
# > **E** I do the software for the ticket gates at a ferry line, and on the first Saturday of the holidays all the gates in the harbour
# > went red.<br/>
# > **F** The harbour master still thinks that I should have opened them.<br/>
# > **G** So I switched them to the list that they keep from the night before, which lets in everybody who'd booked by then, and nobody
# > else.<br/>
# > **H** I was on call, and the harbour master wanted one word from me by eleven, open or closed.<br/>
# > **J** I could see that the gates were fine, and that it was the server with the tickets they couldn't reach.
#
# Put all nine into an order in which you would say them. There are many good ones, not only the one in which it happened.

# %% answer="star_order"
def order():
    """Return the nine letters in the order in which you would say them, as one string: "ABCDEFGHJ"."""
    ### BEGIN SOLUTION
    return "ECHJAGDFB"
    ### END SOLUTION

# %% tests="star_order_read" points=3
def place():
    """Where the learner puts each sentence, from 0."""
    found = order()
    if isinstance(found, (list, tuple)) and all(isinstance(one, str) for one in found):
        found = "".join(found)
    check.that(isinstance(found, str), f'order() should return one string such as "ABCDEFGHJ"; it returned {found!r}.')
    found = "".join(found.upper().split())
    check.that(sorted(found) == sorted("ABCDEFGHJ"), f"Each of A to H, and J, has to be said once; found {found!r}.")
    return {letter: at for at, letter in enumerate(found)}


def comes_after(later, *earlier, why):
    at = place()
    for one in earlier:
        check.that(at[one] < at[later], f"You say {later} before {one}. {why}")


@check("every sentence finds what it speaks of")
def nothing_dangles():
    comes_after("J", "E", why="Which gates are they?")
    comes_after("A", "E", why="Open what? Nobody has heard of gates yet.")
    comes_after("G", "E", why="Switched what? Nobody has heard of gates yet.")
    comes_after("B", "G", why="Which list? It comes up later.")
    comes_after("F", "H", why="The listener hears what he still thinks before hearing what he wanted.")


### BEGIN HIDDEN TESTS
@check("the stake and the task come before the choice")
def stake_first():
    comes_after("G", "C", "H", why="A decision weighs nothing as long as one doesn't know what hung on it, or what was asked.")
    comes_after("A", "C", "H", why="Turning down the obvious thing is only hard once one knows what hung on it, and who asked.")


@check("the choice stands on something, with what was turned down beside it")
def weighed():
    comes_after("G", "J", why="G draws a conclusion. From what, if that comes later?")
    at = place()
    check.that(at["A"] <= at["G"] + 1, "A comes long after G. What was turned down belongs to the choice: before it, or at once after it.")


@check("the result is heard first, or once it has been brought about")
def result():
    at = place()
    check.that(
        at["D"] == 0 or at["D"] > at["G"],
        "D stands in the middle of the story: it gives the end away and isn't the headline either. Where would one hear it best?",
    )


@check("it closes on what came after")
def close():
    at = place()
    comes_after("F", "G", why="He can't still be of another opinion about something that hasn't happened yet.")
    comes_after("B", "D", why="Looking back comes once one has seen how it went.")
    last = max(at, key=at.get)
    check.that(last in "BF", f"It ends with {last}. End where somebody looks back on it.")
### END HIDDEN TESTS

# %% [markdown] hint="star_order"
# Draw an arrow wherever a sentence points to something in another: *them*, *that list*, *so*, *still*. The arrows leave little to decide.

# %% [markdown] hint="star_order"
# Only one sentence can move far: the one with the result makes sense at the very beginning, too. What you'd change is for the end.

# %% wrong="begins with the decision, because it counts most" fails="star_order_read: every sentence finds what it speaks of; star_order_read: the stake and the task come before the choice; star_order_read: the choice stands on something, with what was turned down beside it"
def order():
    return "GECHJADFB"

# %% wrong="the result in the middle, for suspense" fails="star_order_read: the result is heard first, or once it has been brought about"
def order():
    return "ECDHJAGFB"

# %% wrong="decides, and finds reasons afterwards" fails="star_order_read: the choice stands on something, with what was turned down beside it"
def order():
    return "ECHGJADFB"

# %% wrong="ends on the result, as the letters have it" fails="star_order_read: it closes on what came after"
def order():
    return "ECHJAGFBD"

# %% wrong="what hung on it comes as a surprise" fails="star_order_read: the stake and the task come before the choice"
def order():
    return "EJAGHCDFB"

# %% wrong="says he disagrees before saying with what" fails="star_order_read: every sentence finds what it speaks of; star_order_read: it closes on what came after"
def order():
    return "EFCHJAGDB"

# %% wrong="one sentence forgotten" fails="star_order_read"
def order():
    return "ECHJAGDF"

# %% also_right="result first"
def order():
    return "DECHJAGFB"

# %% also_right="into the middle of it: the call comes first"
def order():
    return ["H", "E", "C", "A", "J", "G", "D", "B", "F"]

# %% also_right="the choice, and at once what was turned down"
def order():
    return "ECHJGADFB"

# %% also_right="the queue first"
def order():
    return "c e j h a g f d b"

# %% [markdown]
# ## Why it comes out so
#
# **The letters** measure; they don't tell a story. In B the third sentence calls itself a situation and is one, the eighth calls itself a
# result and is the best deed in the answer. Labels said aloud cost you a breath each and tell the listener nothing that they don't hear
# anyway.
#
# **The we-sentence.** B7 and C3 are the sentences on which everything turns, and nobody stands behind them. It is seldom modesty; it's
# how a group remembers. Two guides ask for “I” all the same (RUBRIC-33, S0 and S2; MISTAKE-19, S0). Say “I” for what was yours, a name
# for what was someone's, and “we” for what nobody could split. If it really was chosen by five people in a room, say which of them you
# were.
#
# **The number that is no result.** Nine thousand lines would be as many if the page still stood still. A result has a thing that's
# measured, a before and an after. If yours has none, say what you know instead: *“I don't have a number for that; what I have is that
# nobody has called since.”* That's worth more than a percentage you found on the way here.
#
# **Where reasonable people differ.** A6, A8, B1 and B9 have more than one letter, for good reasons; so do many true sentences, and a letter
# is no verdict. Some listeners want the result first, always; others hear a sales pitch in it. Take it first when it's surprising or when time
# is short, last when the choice would be spoiled by knowing how it went. `today` can be missing without harm if the follow-up brings it;
# `stake` can't: without it nobody asks.
#
# **Where the guides differ** (CONTRA-11, FAQ-03):
#
# | guide | would have you | take from it |
# |---|---|---|
# | S0, undated | use the four letters, a story for each value | the shares, and the number at the end |
# | S1, undated | speak for ninety seconds and leave the value unsaid | the length; no value's name |
# | S2, 23 March 2026 | be tight but not robotic; stakes, conflict, ownership, what you'd change (MISTAKE-09) | the table of part 2 |
# | S3, undated | polish less and admit more (MISTAKE-16) | keep the hesitation, the price, the one who still disagrees |
#
# They are four guides and not the company. One kind of answer would satisfy all four: all six things in it, ninety seconds, no label, and
# at least one sentence that you'd rather not say.

# %% [markdown]
# ## 4 · Yours

# %% [markdown] written="star_own" points=4
# Write down a story of yours as you'd **say** it, in 150 to 225 words, one sentence a line, each with its letter in front. Under it: the
# seconds on each letter (words divided by 2.5), the six things of part 2 with the sentence that carries each, and the sentence that you
# were tempted to leave out.

# %% part
from course.parts import self_assess

self_assess(
    "star_own",
    L5=[
        "S and T together take less time than A",
        "Every decision has a person, and the main one is mine",
        "All six things of part 2 can be repeated by someone who heard it once",
        "The number has a before and an after, or it says plainly that there is none",
        "No letter, no value and no moral is said aloud",
        "Every word of it is true",
    ],
    L6=[
        "Whoever would have chosen otherwise would find their reason in it, well put",
        "The price was paid by somebody, and that person is in the story",
        "The sentence I'd rather have left out is in it, and isn't softened by the next one",
        "It could only be mine: with the names changed it still couldn't be another team's",
    ],
)

# %% [markdown]
# Then let something read it that doesn't know you. The coach labels each sentence, names what it didn't find and what would be asked; it
# works on this machine, your text stays in your workspace, and it is no judge of taste. Where its letters and yours differ, read the
# sentence once more; sometimes it will be you who is right.

# %% part
from course.parts import coach

coach("star_coach", question="Tell me about a decision that you stand behind.")

# %% [markdown]
# ## Say it aloud
#
# Not the text: the story. Put the page away and look at three words only: *stake*, *choice*, *price*. Ninety seconds.

# %% part
from course.parts import timer

timer("star_say", seconds=90)

# %% [markdown]
# Say it a second time at once, and begin with another sentence. What comes out the same both times is the story; what comes out word for
# word the same is polish, and you can let it go.
#
# | they ask then | because they didn't hear | a good reply contains |
# |---|---|---|
# | Sorry, who decided that? | `who` | a name, yours or another's, in the first three words |
# | And if you'd done nothing? | `stake` | someone it would have happened to, and roughly how many or how much |
# | Why not the other way? | `reason` | what spoke for the other way, and the one thing that outweighed it |
# | What did that cost you? | `price` | time, money, trust or a feature, and who paid it |
# | How do you know it worked? | `number` | what was measured, by whom, and what else changed in that time |
# | Would you do it again? | `today` | the same choice or another, with what you know now that you didn't then |
#
# **Sources.** S0, S1 and S3 are undated interview guides, S2 is dated 23 March 2026 (the course's `docs/syllabus.md`); none is the
# company. The letters' table is the one by which the course's own labelled answers were made. All speakers were made up for this course,
# which is independent of Netflix. Yours has to be true, and nothing here is of use in a live interview.
