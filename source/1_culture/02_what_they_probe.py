# ---
# keeper:
#   title: The question behind it
#   minutes: 50
#   level: L5
#   covers: [BEH-01, BEH-02, BEH-03, BEH-04, BEH-05, BEH-06, BEH-07, BEH-08, BEH-09, BEH-10, BEH-11, BEH-12, BEH-13, BEH-14, BEH-15, BEH-16, BEH-17, BEH-18, BEH-19, BEH-20, BEH-21, BEH-22, BEH-23, BEH-24, BEH-25, CULT-08, CULT-12, CULT-15, CULT-31, CULT-32, CULT-34, CULT-35, RUBRIC-48, RUBRIC-49, RUBRIC-51, RUBRIC-52, RUBRIC-53, RUBRIC-54, MISTAKE-01, MISTAKE-09, MISTAKE-10, FAQ-02, FAQ-14]
#   needs: []
# ---

# %% [markdown]
# Forty minutes into a good conversation, the interviewer looks up and says:
#
# > I don't have a question for this one, really. How does a week go in which nobody needs anything from you?
#
# You have a second and a half. Do you talk about your calendar?
#
# You may. Most people do, and it's a pleasant answer. It's also an answer to the words. What she'll write down is something else: what
# you do where nobody has said what the problem is.
#
# **What they listen for.** What one guide reports is modest: clear communication, how you handle
# disagreement, what you learnt from mistakes, responsible choices without anybody holding your hand (RUBRIC-51, S2); stakes, conflict and
# ownership in each answer (RUBRIC-53, S2). Vague answers are said to earn nothing (RUBRIC-48), and a weak behavioural round to outweigh
# decent coding (RUBRIC-49). None of that is confirmed by the company. Nor is any list of questions: prompts about the role and
# prompts about the values, one guide says (FAQ-02). So prepare for what is probed, which is short, not for the
# phrasings, which never end.
#
# ## A worked one
#
# > *Tell me about a system that you made significantly better.* (BEH-11, S2)
#
# Three steps, each a few seconds long:
#
# 1. **Strike the topic.** Not *system*, not *better*: they'd ask a plumber the same. What's left? *Is something different because of you, and how do
#    you know?*
# 2. **Name the worry.** After a bad answer, what would they be left with? *Things improved around this person.*
# 3. **Choose the story that takes that worry away.** Not the one with the biggest system. The one in which you can say from, to, and what
#    else changed at the time.
#
# The trap is always the same: a story that shares its nouns with the question. You recognise it by how easily it comes.
#
# Before you begin: a friend of yours interviews for a living, elsewhere. What would you ask?

# %% part
from course.parts import clarify

clarify(
    "probe_opening",
    {
        "Do I need a story for each question that they might ask?": "Six to eight good ones, seen from several sides. Guides S1 and S2 both say six to eight.",
        "May I use one story twice in a day?": "With different people, if it's the best one; they compare notes, so let the second telling open on another fact.",
        "What if none of my stories fits?": "Say so in a sentence, and tell the nearest one for what it is. A story bent to fit comes apart at the first follow-up.",
        "What if I've misread the probe?": "They'll ask again, in other words. That's your second chance; most people repeat their answer, louder.",
        "May I ask what they're after?": "Once, and briefly: *would you like how I decided, or how it ended?* It's what a colleague would ask.",
        "Should it sound prepared?": "The facts, yes: dates, figures, names. The sentences, no.",
    },
    solved_by="probe_match_cases",
)

# %% [markdown]
# ## 1 · What is being probed?
#
# | write | what the listener wants to know |
# |---|---|
# | `against_default` | Do you check what others take as settled, and on what evidence? |
# | `effect` | Is something different because of you, and how do you know? |
# | `owns_failure` | When it went wrong, where do you put your own share? |
# | `partners` | Do people with other goals, who owe you nothing, get something done with you? |
# | `pressure` | What do you give up when time is short, and do you choose it or does it happen? |
# | `price` | Do you know what a flaw costs, and can you leave it alone for that reason? |
# | `restraint` | Do you build what's needed, or what might be? |
# | `revises` | What changes your mind, and what do you do otherwise since? |
# | `standards` | Does other people's work stay good without you there? |
# | `unshaped` | What do you do where nobody has said what the problem is? |
#
# Eight questions, from eight different conversations, as they were asked. One probe each; not every probe occurs.
#
# > **1** We've both got linters. What I'd like to know is who decides that a change is good enough to go out, in a week when you're ill.<br/>
# > **2** Every codebase has a corner one's ashamed of. You've had yours for two years, you say. Why is it still there?<br/>
# > **3** Pick a system that's running today and that you worked on. If I'd been away that year and nobody told me, what would I notice when I got back?<br/>
# > **4** You strike me as somebody who likes a clean abstraction. When did you last not build one?<br/>
# > **5** Has something ever been decided, budget and all, above you, and you thought, hang on, that's the wrong machine?<br/>
# > **6** I'll be honest. Our data people are busy until spring, they don't report to anyone you'd know, and you'd need them in February.<br/>
# > **7** What did you use to block a change for, and don't any more?<br/>
# > **8** It's Monday, I'm your manager. All I tell you is that support is drowning, and then I board a plane.

# %% given
PROBES = (
    "against_default", "effect", "owns_failure", "partners", "pressure", "price", "restraint", "revises", "standards", "unshaped",
)

# %% answer="probe_read"
def probes():
    """Return what each of the questions 1 to 8 probes, in this form: {1: "effect", 2: "effect", …}."""
    ### BEGIN SOLUTION
    return {
        1: "standards", 2: "price", 3: "effect", 4: "restraint",
        5: "against_default", 6: "partners", 7: "revises", 8: "unshaped",
    }
    ### END SOLUTION

# %% tests="probe_read_cases" points=4
import hashlib

# What is right, as the first 12 digits of the SHA-256 of "probe 1 standards" and so on: this cell gives nothing away.
RIGHT = {"2407792e78eb", "62ae57aa0b10", "63529a8d954e", "964e5992ec99", "c5f21288c6b4", "eb173a413671"}
WOULD_ASK = {
    "standards": "Whoever is after standards asks about others, and about your absence.",
    "price": "Whoever is after the price asks why something is as it is, and waits for a sum.",
    "effect": "Whoever is after the effect asks for something that can be seen without your telling it.",
    "restraint": "Whoever is after restraint asks for something that you left unmade.",
    "against_default": "Whoever is after this one needs something already settled, by others, for everybody.",
    "partners": "Whoever is after partners puts people in it who have no reason to help you.",
    "unshaped": "Whoever is after this one gives you nothing to work on, and watches what you pick up.",
    "revises": "Whoever is after this one asks about two of you: then and now.",
    "owns_failure": "Whoever is after this one needs something to have gone wrong, for somebody.",
    "pressure": "Whoever is after pressure puts a clock in it, and two things of which you can have one.",
}
LOOK_AT = {
    1: "Strike “linters”, “change” and “ill”. What remains is a question about who can do without whom.",
    2: "“Ashamed” invites an apology. Strike it: what remains is “two years” and “why still”.",
    3: "Nobody tells them, and they notice all the same. Why does the question take the telling away?",
    4: "The compliment is the topic. The question is in the second sentence, and in its “not”.",
    5: "Three marks of something settled: decided, budget, above you. What's left for you to have done?",
    6: "It isn't even a question. Who are these people to you, and what do you have that they want?",
}


def named(question):
    given = probes()
    found = given.get(question) if isinstance(given, dict) else None
    check.that(
        isinstance(found, str) and found in PROBES,
        f"Question {question} has no probe yet. Expected one of {', '.join(PROBES)}; found {found!r}. The keys are the numbers 1 to 8.",
    )
    return found


def judge(question):
    probe = named(question)
    digest = hashlib.sha256(f"probe {question} {probe}".encode()).hexdigest()[:12]
    check.that(digest in RIGHT, f"Question {question}: you hear {probe}. {WOULD_ASK[probe]} {LOOK_AT[question]}")


for question in LOOK_AT:
    check(f"question {question}")(lambda question=question: judge(question))


@check("questions 7 and 8 have a probe, right or not")
def the_rest():
    named(7)
    named(8)

### BEGIN HIDDEN TESTS
@check("question 7")
def seven():
    probe = named(7)
    check.that(
        probe == "revises",
        f"Question 7: you hear {probe}. {WOULD_ASK[probe]} “Use to”, “any more”: it's about the difference between two of you, and what made it. "
        "That the subject is reviews is the topic.",
    )


@check("question 8")
def eight():
    probe = named(8)
    check.that(
        probe == "unshaped",
        f"Question 8: you hear {probe}. {WOULD_ASK[probe]} “Drowning” isn't a problem yet, and whoever could say more is in the air. What do you start with?",
    )
### END HIDDEN TESTS

# %% [markdown] hint="probe_read"
# For each question imagine the answer that would disappoint most, politely spoken. What would you then know about this person? The probe
# is the opposite of that.

# %% [markdown] hint="probe_read"
# Strike the nouns that could be swapped for others (linters, abstraction, machine, spring). Look at the small words that are left: *who
# decides*, *still*, *notice*, *not*, *decided*, *they*, *any more*, *all I tell you*.

# %% wrong="goes by the nouns" fails="probe_read_cases: question 2; probe_read_cases: question 4; probe_read_cases: question 5; probe_read_cases: question 6; probe_read_cases: question 7; probe_read_cases: question 8"
def probes():
    return {1: "standards", 2: "owns_failure", 3: "effect", 4: "standards", 5: "price", 6: "pressure", 7: "standards", 8: "effect"}

# %% wrong="hears an accusation in everything" fails="probe_read_cases: question 1; probe_read_cases: question 2; probe_read_cases: question 3; probe_read_cases: question 4; probe_read_cases: question 5; probe_read_cases: question 6; probe_read_cases: question 7; probe_read_cases: question 8"
def probes():
    return dict.fromkeys(range(1, 9), "owns_failure")

# %% wrong="takes the last two for taste and haste" fails="probe_read_cases: question 7; probe_read_cases: question 8"
def probes(right=probes()):
    return right | {7: "restraint", 8: "pressure"}

# %% wrong="mixes up leaving alone and leaving unbuilt, the settled and the unshaped" fails="probe_read_cases: question 2; probe_read_cases: question 4; probe_read_cases: question 5; probe_read_cases: question 8"
def probes(right=probes()):
    return right | {2: "restraint", 4: "price", 5: "unshaped", 8: "against_default"}

# %% wrong="keys as text, two probes for one question, words of one's own" fails="probe_read_cases"
def probes():
    return {"1": "standards", 2: ("price", "restraint"), 3: "impact", 4: None}

# %% [markdown]
# ## 2 · Which story?
#
# Farida has written software for eleven years, for hearing aids and then for railway tickets. Her four stories are true, and this is what
# stands on her cards:
#
# ---
# **P · The build.** Firmware of a hearing aid. A build took 50 minutes. Renting twice the machines was decided, budgeted, and two directors up. She took a
# day that nobody had asked for and timed one build by hand: for 31 of the 50 minutes it waited for one of four compiler licences. She went to Henk, who had the
# budget, with that sheet; proposed to compile only what had changed and to share the results. Three weeks. The median since is 9
# minutes, the machines were never rented; one of the 41 minutes was new disks. It also handed the test lab a stale file once, two days lost;
# releases have been built from nothing since.
#
# **Q · Three importers.** Timetables of three railways, three importers, each begun as a copy of the last, 600 lines alike. Two colleagues had
# sketched one engine with a configuration language, and sketched it well. She read the year's 40 changes: 3 touched the common lines, and each
# had cost an hour more. Half a day a year, against six weeks. She left the copies, and wrote at the top of each when that stops being
# right: a fifth railway, or ten shared changes a year. The fourth came after two years; a new colleague needed four days. The cost: a fix
# for dates went into two copies, she forgot the third, and one line had wrong platforms for a morning.
#
# **R · The fares.** New fares by law on 1 January. The ledger codes belong to Beatriz's people in finance, who have the year's closing in the same
# weeks. Farida's plan had them deliver on 10 December; she hadn't asked. Beatriz said no, before both directors. Farida sat with
# her people for two days and saw that each code is checked by hand on 300 tickets. She wrote them a checker, which they run themselves: three days became
# two hours. She moved her own deadline to 28 December, and told the head of the shops in November that group tickets would look old
# for three weeks. It went live on the 1st. Finance uses and looks after the checker, at each closing.
#
# **S · The reviews.** A team of six, which she led. She read each change; a change waited two days. Tuan, the youngest, told her at the end of the
# year: people write what they think you'll accept, and then they wait. She minded for a week. Then she read her last 200 comments, and 140
# were taste. They wrote one page together, what blocks a change and what doesn't, and she has one voice of six on it; she reviews when asked. The wait is three
# hours; changes rolled back were 11 in the half-year before and 9 in the one after. She left the team in March, and they have
# changed the page fourteen times since. One thing got worse: ticket printing drifted, which only she had known.
#
# ---
# Which of the four answers each of the eight questions best? A story may be used more than once. For most there's one that shares the
# question's words and not its probe.

# %% given
STORIES = ("P", "Q", "R", "S")

# %% answer="probe_match"
def stories():
    """Return the story for each of the questions 1 to 8, in this form: {1: "P", 2: "P", …}."""
    ### BEGIN SOLUTION
    return {1: "S", 2: "Q", 3: "P", 4: "Q", 5: "P", 6: "R", 7: "S", 8: "P"}
    ### END SOLUTION

# %% tests="probe_match_cases" points=4
# Reading on spoils it: each story that has a sentence below is a wrong one.
WHY_NOT = {
    1: {
        "P": "Builds, releases from nothing: all the right nouns. A machine decides here. The question is about people when she's away.",
        "Q": "A page at the top of a file is something for others. What do you learn about how they judge a change?",
        "R": "Finance does run its own check. It's finance's work, though; who decides about changes where she works isn't in it.",
    },
    2: {
        "P": "The build was the corner they were ashamed of, and she cleaned it up. You asked why it's *still* there.",
        "R": "Group tickets looked old for three weeks, by agreement. Two years is another kind of patience.",
        "S": "Ticket printing drifted, and nobody weighed it. You'd hear a regret, not a price.",
    },
    3: {
        "Q": "Whoever comes back finds three importers, and then four. That was the point of it.",
        "S": "Two days became three hours, and you'd feel it. But you were to pick a system, and what counts there, changes rolled back, "
        "hardly moved.",
    },
    4: {
        "P": "Sharing results is a fine thing, and it's a thing built.",
        "R": "She built a checker for others. Nothing was left unmade.",
        "S": "What she stopped doing is reviewing. Nobody had wanted to build an abstraction.",
    },
    6: {
        "P": "Henk had the budget, and saving it was in his interest. Your data people have no such reason.",
        "Q": "Two colleagues disagreed, on her own team. They weren't busy until spring.",
        "S": "The six were hers to lead. It's the opposite case.",
    },
}


def chosen(question):
    given = stories()
    found = given.get(question) if isinstance(given, dict) else None
    check.that(
        isinstance(found, str) and found in STORIES,
        f'Question {question} has no story yet. Expected one of "P", "Q", "R", "S"; found {found!r}. The keys are the numbers 1 to 8.',
    )
    return found


def judge(question, why_not):
    story = chosen(question)
    check.that(story not in why_not, f"For question {question} you'd tell {story}. {why_not.get(story)}")


for question in WHY_NOT:
    check(f"question {question}")(lambda question=question: judge(question, WHY_NOT[question]))


@check("questions 5, 7 and 8 have a story, right or not")
def the_rest():
    for question in (5, 7, 8):
        chosen(question)

### BEGIN HIDDEN TESTS
REST = {
    5: {
        "Q": "Two colleagues had a sketch. Nothing had been decided, and nobody above her had a budget for it.",
        "R": "What was settled was a date, by law. She didn't contest that, and it's no machine.",
        "S": "The habit that she questioned was her own.",
    },
    7: {
        "P": "She changed other people's minds, with a sheet. Which of her own habits ended?",
        "Q": "The forgotten third copy cost something. What did she do otherwise from then on? The card doesn't say.",
        "R": "She learnt from Beatriz, about asking first. It isn't about what she would let through.",
    },
    8: {
        "Q": "That problem came with a shape, a sketch and two advocates.",
        "R": "A law named the problem, and the date.",
        "S": "Tuan named the problem, and he had to. Where did she pick one up by herself?",
    },
}

for question in REST:
    check(f"question {question}")(lambda question=question: judge(question, REST[question]))
### END HIDDEN TESTS

# %% [markdown] hint="probe_match"
# Take your mark from part 1, and ask of each story: would a listener who doubts exactly that be convinced by it? Cover the topic
# words of question and story; do they still fit together?

# %% [markdown] hint="probe_match"
# What each story has that no other has: in P, a problem that nobody had named and a plan that was settled. In Q, a sum in favour
# of leaving something. In R, people with a goal of their own. In S, a habit of hers that ended, and others who go on without her.

# %% wrong="goes by the nouns" fails="probe_match_cases: question 1; probe_match_cases: question 2; probe_match_cases: question 4; probe_match_cases: question 5; probe_match_cases: question 8"
def stories():
    return {1: "P", 2: "P", 3: "P", 4: "P", 5: "R", 6: "R", 7: "S", 8: "S"}

# %% wrong="one favourite story for all" fails="probe_match_cases: question 1; probe_match_cases: question 2; probe_match_cases: question 4; probe_match_cases: question 6; probe_match_cases: question 7"
def stories():
    return dict.fromkeys(range(1, 9), "P")

# %% wrong="takes the story with the most people, and the biggest flaw for the debt" fails="probe_match_cases: question 2; probe_match_cases: question 5; probe_match_cases: question 7; probe_match_cases: question 8"
def stories():
    return {1: "S", 2: "S", 3: "R", 4: "Q", 5: "Q", 6: "R", 7: "R", 8: "R"}

# %% also_right="finance would notice the checker"
def stories():
    return {1: "S", 2: "Q", 3: "R", 4: "Q", 5: "P", 6: "R", 7: "S", 8: "P"}

# %% wrong="the followers on one's own team are partners, too" fails="probe_match_cases: question 3; probe_match_cases: question 6"
def stories(right=stories()):
    return right | {3: "S", 6: "S"}

# %% wrong="small letters, a list, a story of nobody's" fails="probe_match_cases"
def stories():
    return {1: "s", 2: ["Q", "P"], 3: "T", 4: 4}

# %% [markdown]
# ## 3 · Remarks that aren't questions
#
# Farida has told Q, the three importers, in eighty seconds. Now the interviewer says five things, none of them a question. Each is
# waiting for one of her facts, and it should be in her next sentence.
#
# > **1** Three railways send us timetables, in three formats. I ran the imports.<br/>
# > **2** Two colleagues wanted one engine, and their sketch was good: adding a railway would have been an afternoon.<br/>
# > **3** I read the year's forty changes. Three touched what the copies share, and each of those took an hour more.<br/>
# > **4** Half a day a year, against six weeks. So I left the copies as they were.<br/>
# > **5** I wrote at the top of each when that stops being right: with a fifth railway, or at ten shared changes a year.<br/>
# > **6** The fourth railway came two years later. A new colleague had it running in four days, by copying.<br/>
# > **7** A fix for dates went into two of them, and I forgot the third. One line showed wrong platforms for a morning.<br/>
# > **8** Our chief architect called it the most disciplined code in the house.
#
# | | the interviewer says |
# |---|---|
# | `copy` | That's a lot of copy and paste, for somebody with your title. |
# | `ten` | And with ten railways you'd have ten files, I take it. |
# | `hurt` | Well, nobody got hurt. |
# | `sided` | I'd have been on your colleagues' side, I think. |
# | `paper` | It sounds right on paper. |

# %% answer="probe_facts"
def facts():
    """Return the number of the fact that should be in the next sentence, for each remark, in this form:

    {"copy": 1, "ten": 1, "hurt": 1, "sided": 1, "paper": 1}
    """
    ### BEGIN SOLUTION
    return {"copy": 4, "ten": 5, "hurt": 7, "sided": 2, "paper": 6}
    ### END SOLUTION

# %% tests="probe_facts_cases" points=2
import hashlib

# The same for the facts: "fact copy 1" and so on.
RIGHT = {"12f243632d4a", "731dd51fde47", "bd76501213df", "ebb43682a476"}
WAITS_FOR = {
    "copy": "It's put so that you defend your taste, or apologise. It waits for a sum.",
    "ten": "It pushes what you did until it's absurd. It waits for the place where you'd stop.",
    "hurt": "It's kindly meant, and if you nod you've agreed to something untrue.",
}
IS = {
    1: "Fact 1 is the scene. They have it.",
    2: "Fact 2 gives the other side its due, which isn't what was touched here.",
    3: "Fact 3 is what she counted.",
    4: "Fact 4 is the price and the decision.",
    5: "Fact 5 is the limit that she set.",
    6: "Fact 6 is how it turned out.",
    7: "Fact 7 is what it cost.",
    8: "Fact 8 is praise by somebody who isn't in the room.",
}


def fact(remark):
    given = facts()
    found = given.get(remark) if isinstance(given, dict) else None
    check.that(type(found) is int and found in IS, f"{remark} has no fact yet. Expected a number from 1 to 8, without quotes; found {found!r}.")
    return found


def judge(remark):
    number = fact(remark)
    digest = hashlib.sha256(f"fact {remark} {number}".encode()).hexdigest()[:12]
    check.that(digest in RIGHT, f"To {remark} you'd answer with fact {number}. {IS[number]} {WAITS_FOR[remark]}")


for remark in WAITS_FOR:
    check(remark)(lambda remark=remark: judge(remark))


@check("sided and paper have a fact, right or not")
def the_rest():
    fact("sided")
    fact("paper")

### BEGIN HIDDEN TESTS
@check("sided")
def sided():
    number = fact("sided")
    check.that(
        number in (2, 3, 4),
        f"To sided you'd answer with fact {number}. {IS[number]} Somebody has just taken the other side: either give that side its best "
        "argument, or say what decided against it.",
    )


@check("paper")
def paper():
    number = fact("paper")
    check.that(
        number == 6,
        f"To paper you'd answer with fact {number}. {IS[number]} What was on paper was a forecast. They wait for what became of it.",
    )
### END HIDDEN TESTS

# %% [markdown] hint="probe_facts"
# Say each remark aloud and add “… so?”. Which fact would make the other person stop and write?

# %% [markdown] hint="probe_facts"
# Two of the eight are never the next sentence. For the others: is the remark about the decision, about where it ends, about who
# disagreed, about what came of it, or about what it cost?

# %% wrong="answers a doubt with praise, a push with the scene" fails="probe_facts_cases: copy; probe_facts_cases: ten; probe_facts_cases: hurt; probe_facts_cases: sided; probe_facts_cases: paper"
def facts():
    return {"copy": 8, "ten": 1, "hurt": 8, "sided": 8, "paper": 8}

# %% wrong="defends: gives the outcome each time" fails="probe_facts_cases: copy; probe_facts_cases: ten; probe_facts_cases: hurt; probe_facts_cases: sided"
def facts():
    return dict.fromkeys(("copy", "ten", "hurt", "sided", "paper"), 6)

# %% wrong="nods at the kind remark, apologises for the unkind one" fails="probe_facts_cases: copy; probe_facts_cases: hurt"
def facts(right=facts()):
    return right | {"copy": 7, "hurt": 6}

# %% wrong="forecasts again where a result is wanted" fails="probe_facts_cases: ten; probe_facts_cases: paper"
def facts(right=facts()):
    return right | {"ten": 4, "paper": 3}

# %% wrong="numbers as text, one remark forgotten" fails="probe_facts_cases: copy; probe_facts_cases: sided and paper have a fact, right or not; probe_facts_cases: paper"
def facts(right=facts()):
    return {"copy": "4", "ten": 5, "hurt": 7, "sided": 2, "paper": None}

# %% also_right="the count for the sum, the sum for the other side"
def facts():
    return {"copy": 3, "ten": 5, "hurt": 7, "sided": 4, "paper": 6}

# %% [markdown]
# ## Afterwards
#
# **Why the nouns mislead.** In an interview you search your memory by topic, since that's how it's filed: *build*, *reviews*, *fares*. The
# listener files by worry. Refile your stories once, at home, and you needn't translate under pressure.
#
# **Where reasonable people differ.** To *I'd have been on your colleagues' side*, some would first give that side its due and some would
# first say what decided; both are accepted, and a good answer does both in two breaths. For
# question 3, R's checker would do as well as the build, to whoever closes the books: both are accepted, too. `price` and `restraint` are neighbours: one leaves a flaw,
# the other leaves out a feature, and a story can show both. If question 2 came in a tone of reproach, you might begin with what it
# cost. What nobody takes is two stories for one question, because you couldn't choose.
#
# **What the guides agree on under other names.** Independent judgment (CULT-08). Acting on incomplete information (CULT-15). Knowing the strategy well
# enough to decide without asking (CULT-12). Being at ease without a specification, and able to explain the choice (CULT-32). Evidence of judgment and
# ownership more than likeability (CULT-34). That's five rows and two probes: `unshaped`, and whatever you decided in it. One guide adds that you'd be hired as the
# equal of the most senior person there, so “I'm eager to learn” is no evidence: what counts is what you have already done (CULT-31, S1).
#
# **Generic answers.** Running this as any big company's loop is on one guide's list of mistakes (MISTAKE-01, S1). Another's has answers in which nothing was at stake,
# nobody disagreed and nobody owned it (MISTAKE-09), and certainty that is put on (MISTAKE-10). Look at Farida's cards: each card has a price on
# it. She didn't add it for modesty. It's what makes the rest believable, and it's where the follow-ups go anyway. How much
# does all this count? S2 lets a weak behavioural round outweigh decent coding (FAQ-14, RUBRIC-49), and finds the loop hard because coding, design and
# judgment are wanted together, with proof that you've built and run real systems (RUBRIC-54). Speak directly, in an order, with the technical words right (RUBRIC-52).
#
# ## All twenty-five
#
# The behavioural prompts that the sources report, in our words, with the probe that this course hears in each. None is confirmed by the company. Disagreement,
# failure, incidents and reversible decisions have lessons of their own.
#
# | as reported | row | listen for |
# |---|---|---|
# | a technical disagreement; one with your manager | BEH-01, 02 | their argument at its best; what you did once it was decided |
# | your hardest technical project | BEH-03 | `unshaped`: hard because nobody knew what to do, not because there was much of it |
# | keeping code quality high on a team | BEH-04 | `standards` |
# | handling an outage; an incident you had a part in | BEH-05, 14 | what you did first, what you said to whom, what can't happen again |
# | technical debt | BEH-06 | `price` |
# | a complex system, for somebody non-technical | BEH-07 | `partners`: whether you start from what they need to decide |
# | evidence that changed your mind; feedback that changed how you work | BEH-08, 17 | `revises` |
# | bad news for stakeholders; difficult feedback to a teammate | BEH-09, 13 | how early, in whose presence, what they could still do with it |
# | work that you stopped | BEH-10 | `price`, against what was already spent (S1 calls this one weighty) |
# | a system made significantly better | BEH-11 | `effect` |
# | a bad trade-off under pressure; speed against quality | BEH-12, 18 | `pressure` |
# | simplify or generalise | BEH-15 | `restraint` |
# | questioning the default architecture | BEH-16 | `against_default` |
# | a recent failure; a decision that proved wrong | BEH-19, 21 | `owns_failure` |
# | feedback that you disagreed with | BEH-20 | `revises`: what you checked before you disagreed |
# | when you know enough to decide | BEH-22 | whether it can be undone, and whether you say which it is |
# | an outstanding achievement, and a hard challenge | BEH-23 | a pair: `effect` in one, `unshaped` or `owns_failure` in the other; the company's own post asks you to have both ready (S4) |
# | how you partner with other teams | BEH-24 | `partners`; a second-round subject, by the same post |
# | how you approach problems, and like to work | BEH-25 | `unshaped`; in the manager's screen, by S2 and S4 |

# %% [markdown] written="probe_own" points=4
# **Refile your own.** Take six to eight true stories, a line each. Give each story its one or two probes out of the ten, with the fact that carries it.
# Then: the probes that you have nothing for, and the story you'd tell all the same, honestly labelled. Then the pair of BEH-23: an achievement and
# a challenge, not from the same year. Last: for one story, the noun that would tempt you to tell it to the wrong question.

# %% part
from course.parts import self_assess

self_assess(
    "probe_own",
    L5=[
        "Each probe stands beside a fact, not beside a title",
        "No story carries more than two probes",
        "Each story has something at stake, somebody who disagreed, and a part that was yours (RUBRIC-53)",
        "Each story has its price, in a sentence",
        "The gaps are named, and no story has been bent to fill one",
        "The achievement has a from and a to; the challenge wasn't a success in disguise",
    ],
    L6=[
        "At least one story answers `unshaped`, and says how you gave it a shape",
        "At least one story answers `partners` with people who owed you nothing, and what they got from it",
        "`standards` is shown by something that goes on where you aren't",
        "For your favourite story you name the probe that it doesn't answer, however well it's told",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# One of your stories, opened twice, forty-five seconds each, for two different probes. Only the first fact and the order change; nothing that
# happened does. Record both, or have somebody listen and say which probe they heard. `course coach` reads an answer, too, once you've typed it.

# %% part
from course.parts import timer

timer("probe_say", seconds=90)

# %% [markdown]
# | they ask next | a good reply contains |
# |---|---|
# | Give me another example. | a second story at once, shorter; with none, the plain sentence that this was the one |
# | Was that typical of you? | an occasion on which you did the opposite, and why |
# | What would your colleague say about that? | their view in words they'd sign, and where they're right |
# | And what did you want to be asked? | the story that shows the probe you fear hasn't been seen; thirty seconds, then stop |
#
# If it goes well it turns, about half way, into two engineers talking about something that one of them has done. That's the state to
# aim for, one guide says: a talk between peers, once ownership, precision and candor are habits (CULT-35, S1).
#
# **Sources.** S0, S1, S3: interview guides, undated. S2: M. Reid, a coach's guide of 23 March 2026. S4: K. Casella, director of access and identity, on the company's technology blog,
# mirror of 20 July 2024. Which row is whose stands in `docs/syllabus.md`. The probes are this course's reading; the questions, Farida and her
# stories were made up for it. This course is independent of Netflix.
