# ---
# keeper:
#   title: What would change your mind?
#   minutes: 30
#   level: all
#   covers: [LOOP-31, PLAN-33, PLAN-35, PLAN-36, CULT-36, CULT-11, FAQ-19]
#   needs: []
# ---

# %% [markdown]
# > So. We've got five minutes left. What would you like to know?
#
# That isn't the end of the interview. It's the only part of it in which you are the interviewer: you decide, too, whether this fits (LOOP-31), and the company's own post advises
# you to bring questions (PLAN-35; Tech Blog, known to us by a mirror of 20 July 2024). It isn't a trap either. The same post says to be curious and to breathe (PLAN-36).
#
# **What they listen for.** No source that we have says that your questions are scored. What they show anyway: whether you've read what's public, and what you'd want to know of a job before
# you take it.
#
# **The one test.** Before you ask, finish this sentence: *"If they say …, I won't come."* If you can't finish it, you don't need the question.
#
# Tomorrow is the loop. What do you ask the recruiter today?

# %% part
from course.parts import clarify

clarify(
    "theirs_opening",
    {
        "Whom will I meet, and what do they do with the team?": "The manager, an engineer of the team, a partner from data, and the director. And me, before and after.",
        "How long is there for my questions?": "About five minutes with each. Two questions, if you let them answer.",
        "Shall I send them before?": "Not needed. Although the manager would probably look something up, if you asked for numbers.",
        "What is the team like?": "They're great, everybody loves it there. (See what that gave you?)",
        "Will I hear what fell short, if it's a no?": "Ask me. I can often say the direction.",
        "May I ask two people the same thing?": "Of course. You'd do it with a system.",
    },
    solved_by="theirs_kind_read",
)

# %% [markdown]
# ## 1 · What would you get?
#
# Nine questions, as people ask them. What would come back?
#
# | write | it gets |
# |---|---|
# | `"evidence"` | something that has happened: to be honest, the reply has to contain a case, a count, a name or a date |
# | `"slogan"` | a reply that everybody would give everywhere, and nobody could check |
# | `"public"` | something that stands in the culture memo, on the Tech Blog, or in the advertisement already |
#
# > **1.** How would you describe the culture here?<br/>
# > **2.** When did somebody in your team last tell you no, and what became of it?<br/>
# > **3.** What is the keeper test?<br/>
# > **4.** Are the colleagues really as good as one hears?<br/>
# > **5.** Who was woken last month, by what, and what has been done about it?<br/>
# > **6.** Is it true that you switch things off in production on purpose?<br/>
# > **7.** What did the last person who joined find hardest, and what have you changed since?<br/>
# > **8.** Do you value candor?<br/>
# > **9.** What has the team stopped doing this year, and who was against stopping?

# %% answer="theirs_kind"
def gets():
    """What each question gets, 1 to 9: {1: "public", 2: "public", ...}."""
    ### BEGIN SOLUTION
    return {
        1: "slogan",
        2: "evidence",
        3: "public",
        4: "slogan",
        5: "evidence",
        6: "public",
        7: "evidence",
        8: "slogan",
        9: "evidence",
    }
    ### END SOLUTION

# %% tests="theirs_kind_read" points=2
# Reading on spoils it: each choice that has a sentence below is a wrong one.
KINDS = ("evidence", "slogan", "public")
NOT_THAT = {
    1: {"evidence": "“Open, fast, we care a lot.” Was there a case in that, or a date?"},
    2: {
        "slogan": "They may try one. Then the second half is still open: what became of *which* no?",
        "public": "On no blog will you find this manager's last no.",
    },
    3: {"evidence": "You'd hear a definition. Nothing has to have happened for that."},
    4: {
        "evidence": "It asks for praise, about people who aren't in the room. Who'd say no?",
        "public": "That they want to be is public (CULT-11). Whether they are can't be read anywhere, and won't be told to this question either.",
    },
    5: {
        "slogan": "“People help each other” doesn't answer *who*, nor *by what*. They'd notice it themselves.",
        "public": "Public posts have outages in them, chosen and polished. Last month isn't there.",
    },
    6: {
        "evidence": "You'd get a yes. Ask for the last time that it hurt, and you'd be somewhere.",
        "slogan": "The reply would be quite definite. It's only that it has stood there for years, with the code.",
    },
    7: {
        "slogan": "“The ramp-up” is what they'd say first. And what has changed since then?",
        "public": "No newcomer's second month is on a blog.",
    },
    8: {"evidence": "Has anybody ever said no to this one?"},
    9: {
        "slogan": "Something has a name and an opponent, or nothing was stopped. Both tell you something.",
        "public": "Posts are about what was built. What was stopped, and against whom, you only hear in the room.",
    },
}


def judge_kind(number):
    given = gets()
    found = given.get(number) if isinstance(given, dict) else None
    check.that(isinstance(found, str) and found in KINDS, f"Question {number}: expected one of {', '.join(KINDS)}; found {found!r}.")
    why_not = NOT_THAT[number].get(found)
    check.that(why_not is None, f"You wrote {found!r} for question {number}. {why_not}")


for number in NOT_THAT:
    check(f"question {number}")(lambda number=number: judge_kind(number))

# %% [markdown] hint="theirs_kind"
# Answer each one yourself, for your present team, as pleasantly as you can without lying. Where that was easy, it was a slogan.

# %% [markdown] hint="theirs_kind"
# *When, who, how often, what became of it* force something that has happened. *Do you value* and *how would you describe* force nothing. For the two that are public, you'd find the page in five minutes.

# %% wrong="a big question is a good question" fails="theirs_kind_read: question 1; theirs_kind_read: question 4; theirs_kind_read: question 5; theirs_kind_read: question 8"
def gets(right=gets()):
    return right | {1: "evidence", 4: "evidence", 5: "slogan", 8: "evidence"}

# %% wrong="uncomfortable ones will only be dodged" fails="theirs_kind_read: question 2; theirs_kind_read: question 5; theirs_kind_read: question 7; theirs_kind_read: question 9"
def gets(right=gets()):
    return right | dict.fromkeys((2, 5, 7, 9), "slogan")

# %% wrong="shows knowledge of the company instead of asking" fails="theirs_kind_read: question 3; theirs_kind_read: question 6"
def gets(right=gets()):
    return right | {3: "evidence", 6: "evidence"}

# %% wrong="everything is on the internet" fails="theirs_kind_read: question 2; theirs_kind_read: question 4; theirs_kind_read: question 5; theirs_kind_read: question 7; theirs_kind_read: question 9"
def gets(right=gets()):
    return dict.fromkeys(right, "public")

# %% wrong="other words" fails="theirs_kind_read"
def gets():
    return {1: "good", 2: True, 3: None, 4: ["slogan"]}

# %% also_right="what is public would be a slogan, too"
def gets():
    kinds = {"slogan": (1, 3, 4, 8), "evidence": (9, 7, 5, 2), "public": (6,)}
    return {number: kind for kind, numbers in kinds.items() for number in numbers}

# %% [markdown]
# **Why so.** The memo of June 2024 describes the keeper test, by every summary that we've read (EXT-06), and the Tech Blog and public code the chaos engineering; to ask for either spends your five minutes on showing that you haven't read. Asking what happened the last time it was *used* is
# another question. And people differ about 4: as a joke, between two who get on, it may open somebody up. Don't count on it.
#
# ## 2 · What did you get?
#
# Four conversations. For each, the number of the line with the evidence, or `"none"`, if there's nothing in it that could be checked.
#
# > **A.** *To the manager: "When did somebody in the team last change your mind?"*
# >
# > **1** Oh, constantly. It's a very open team, anybody can challenge anybody.<br/>
# > **2** I'd even say it's what I'm proudest of, that titles don't count.<br/>
# > **3** If you have the data you win, and I've said that to them many times.
#
# > **B.** *To an engineer of the team: "How was your last week on call?"*
# >
# > **1** It's fine, really. People are super helpful, you're never alone with it.<br/>
# > **2** I was up twice, I think Tuesday and Thursday, and both times it was the same consumer that stopped.<br/>
# > **3** That one's been on our list since August.<br/>
# > **4** But we're very blameless about these things, that's important to us.
#
# > **C.** *To a partner from data: "How is it to disagree with this team?"*
# >
# > **1** They're very collaborative. I've worked with worse, let me put it like that.<br/>
# > **2** In spring they wanted to switch off an export of ours, with two weeks' notice. I wrote to them on a Monday what would break, and on Wednesday Oluwaseun came by with three dates, and we took the second.<br/>
# > **3** So yeah, it's a real partnership.
#
# > **D.** *To the director: "How many have left this team, and why?"*
# >
# > **1** I don't talk about people who've left, and I think that you'd want me to keep it so with you.<br/>
# > **2** We do hold a very high bar, and I won't apologise for it.<br/>
# > **3** Three of nineteen since last autumn, that I can say. Two of them went by themselves.
#
# One of them gave you nothing yet. There are thirty seconds: which follow-up would you use?
#
# > **a** That sounds great. Is it like that in the other teams as well?<br/>
# > **b** Take the most recent one: what had you wanted, and what did you do instead?<br/>
# > **c** So there's never any conflict? I find that a bit hard to believe, to be honest.<br/>
# > **d** And what do you do to make sure that it stays that open?

# %% answer="theirs_heard"
def heard():
    """The line with the evidence in A to D, or "none"; and the follow-up: {"A": 1, "B": 1, "C": "none", "D": 1, "follow_up": "a"}."""
    ### BEGIN SOLUTION
    return {"A": "none", "B": 2, "C": 2, "D": 3, "follow_up": "b"}
    ### END SOLUTION

# %% tests="theirs_heard_read" points=3
# Reading on spoils it; D and the follow-up are decided when it is graded.
LINES = {"A": 3, "B": 4, "C": 3, "D": 3}
NOTHING_IN = {
    "A": {
        1: "“Constantly” is a count that counts nothing. Who, when, about what?",
        2: "It tells you what somebody would like to be proud of.",
        3: "It's a rule, often repeated. Did it ever apply to the one who says it?",
    },
    "B": {
        1: "It's kind, and it would be said of any rota.",
        4: "It names a virtue. The consumer stops all the same.",
        "none": "Read it without the first and last line.",
    },
    "C": {
        1: "It compares with people whom you don't know.",
        3: "It's the conclusion. You may draw your own from what is before it.",
        "none": "Somebody wanted something, somebody else didn't, and there are days of the week in it.",
    },
}


def judge_line(talk, wrong):
    given = heard()
    found = given.get(talk) if isinstance(given, dict) else None
    check.that(
        found == "none" if isinstance(found, str) else type(found) is int and 1 <= found <= LINES[talk],
        f'{talk}: expected a line, 1 to {LINES[talk]}, or "none"; found {found!r}.',
    )
    check.that(found not in wrong, f"In {talk} you'd keep {found}. {wrong.get(found)}")


for talk, wrong in NOTHING_IN.items():
    check(f"talk {talk}")(lambda talk=talk, wrong=wrong: judge_line(talk, wrong))


def chosen_follow_up():
    given = heard()
    found = given.get("follow_up") if isinstance(given, dict) else None
    check.that(isinstance(found, str) and len(found) == 1 and found in "abcd", f"follow_up: expected one of the letters a to d; found {found!r}.")
    return found


check("there is a follow-up")(lambda: chosen_follow_up())

### BEGIN HIDDEN TESTS
LAST = {
    1: "It's a fair refusal, and it tells you something about discretion. The question had another half.",
    2: "It's a phrase with a chin in it. There's a better line.",
    "none": "A refusal came first, so it's easy to stop listening. Look for figures.",
}
check("talk D")(lambda: judge_line("D", LAST))


@check("the follow-up gets the case")
def follow_up():
    found = chosen_follow_up()
    why_not = {
        "a": "You'd thank for a slogan and order another, about people who aren't there.",
        "c": "It says what you think of the reply. They'd defend it, and the thirty seconds are gone.",
        "d": "It takes the openness for shown, and asks for its upkeep. The next slogan is a process.",
    }.get(found)
    check.that(why_not is None, f"You'd ask {found}. {why_not}")
### END HIDDEN TESTS

# %% [markdown] hint="theirs_heard"
# Strike out each adjective, and each sentence that begins with what somebody *is*. What's left?

# %% [markdown] hint="theirs_heard"
# The best line is seldom the first one, or the friendliest. The follow-up that you want assumes that there is a case and asks for it, without a judgment on the reply before.

# %% wrong="keeps the sentence that sounds best" fails="theirs_heard_read: talk A; theirs_heard_read: talk B; theirs_heard_read: talk C; theirs_heard_read: talk D; theirs_heard_read: the follow-up gets the case"
def heard():
    return {"A": 3, "B": 4, "C": 3, "D": 2, "follow_up": "d"}

# %% wrong="one line for each, since somebody answered" fails="theirs_heard_read: talk A; theirs_heard_read: the follow-up gets the case"
def heard():
    return {"A": 1, "B": 2, "C": 2, "D": 3, "follow_up": "a"}

# %% wrong="a polite refusal is nothing, a sharp tongue helps" fails="theirs_heard_read: talk D; theirs_heard_read: the follow-up gets the case"
def heard():
    return {"A": "none", "B": 3, "C": 2, "D": "none", "follow_up": "c"}

# %% wrong="trusts nobody" fails="theirs_heard_read: talk B; theirs_heard_read: talk C; theirs_heard_read: talk D"
def heard():
    return dict.fromkeys("ABCD", "none") | {"follow_up": "b"}

# %% wrong="lines that aren't there" fails="theirs_heard_read"
def heard():
    return {"A": 0, "B": "2", "C": 7, "D": None, "follow_up": "B"}

# %% also_right="the other half of the week on call"
def heard():
    return {"A": "none", "B": 3, "C": 2, "D": 3, "follow_up": "b"}

# %% [markdown]
# **Why so.** Evidence isn't the same as good news. B is a pager that rings for something known since August, and C is a quarrel that took two days. Either may be what decides for you, and only you know which
# way. In D somebody keeps a confidence and answers anyway, with a count. A count may be followed by another (*and the year before?*); the third person's story may not.
#
# ## 3 · Who has seen it?
#
# Your doubts come from laying the advertisement beside your own page, line by line (PLAN-33): what do they ask for that you've never done, what have you got that they don't mention, what does neither say?
# Suppose that this is left:
#
# - **Nights.** At the last place the pager wore you out. If it's the same here, and nobody may spend time on it, you won't come.
# - **Room.** You want to decide things, not be handed them. If senior means "asks first", you won't come.
# - **Level.** If you'd come in a level lower than you work today, you won't.
# - And if it ends with a no, you want to take something home from it.
#
# Tomorrow you have five minutes with each of five people, two questions at the most. Give each question to somebody who **has seen the answer** with their own eyes.

# %% given
PEOPLE = {
    "recruiter": "guides you through, sits in on the offer, isn't in the team",
    "manager": "leads the team; isn't on call",
    "engineer": "in the team for two years, one week in seven on call",
    "partner": "from data; asks this team for things, and gets them or not",
    "director": "three teams; decides where people go",
}
QUESTIONS = {
    "woken": "How often were you woken last time, by what, and did you get the time to mend it?",
    "traded": "Which work on reliability last won against a feature, and what did that cost you?",
    "unasked": "What did a senior of your team decide last quarter that you heard of afterwards?",
    "overruled": "When did you last decide something that your manager would've done differently?",
    "waits": "When you need something of this team, how often does somebody there decide on the spot, and how often is it \"I'll have to ask\"?",
    "smaller": "What would have to happen for this team to be smaller in a year?",
    "level": "Which level is it, and what in these talks could still change that?",
    "short": "When do I hear, and if it's a no, would you tell me what fell short?",
}

# %% answer="theirs_plan"
def plan():
    """Whom you ask what, at most two each: {"recruiter": ["woken"], "manager": [], "engineer": [], "partner": [], "director": []}."""
    ### BEGIN SOLUTION
    return {
        "recruiter": ["level", "short"],
        "manager": ["unasked", "traded"],
        "engineer": ["woken", "overruled"],
        "partner": ["waits"],
        "director": ["smaller"],
    }
    ### END SOLUTION

# %% tests="theirs_plan_holds" points=3
# Reading on spoils it.
SEEN_BY = {
    "woken": ("engineer", "Ask somebody whose phone rang."),
    "traded": ("manager engineer director partner", "Ask somebody who gave up a feature for it, or wasn't allowed to."),
    "unasked": ("manager director", "Ask somebody who'd have been asked before, if one had to ask."),
    "overruled": ("engineer manager director", "Ask somebody who decides for this team, and has a manager."),
    "waits": ("partner", "Only somebody outside the team waits for it."),
    "smaller": ("director manager", "Ask somebody who'd have a say in that."),
    "level": ("recruiter manager director", "Ask somebody who has it in writing, or will be asked."),
    "short": ("recruiter", "Ask the one who'll call you."),
}
DOUBTS = {"Nights": ("woken", "traded"), "Room": ("unasked", "overruled", "waits")}


def planned():
    given = plan()
    check.that(isinstance(given, dict), f"plan() should return a dictionary from person to a list of questions; found {given!r}.")
    for person, questions in given.items():
        check.that(isinstance(person, str) and person in PEOPLE, f"{person!r} isn't there tomorrow. There are {', '.join(PEOPLE)}.")
        check.that(
            isinstance(questions, (list, tuple, set)) and all(isinstance(one, str) and one in QUESTIONS for one in questions),
            f"{person}: expected a list of names from QUESTIONS; found {questions!r}.",
        )
    check.that(any(given.values()), "Nobody is asked anything yet.")
    return given


@check("nobody is asked more than two")
def two_each():
    for person, questions in planned().items():
        check.that(len(questions) <= 2, f"{len(questions)} questions for the {person}. In five minutes they could answer two, if you let them.")


@check("each question goes to somebody who has seen it")
def seen():
    for person, questions in planned().items():
        for name in sorted(questions):
            people, hint = SEEN_BY[name]
            check.that(person in people.split(), f"You'd ask the {person} “{QUESTIONS[name]}” What comes back is hearsay, or about another team. {hint}")


@check("nights and room are each seen from two sides")
def two_sides():
    asked = planned()
    for doubt, names in DOUBTS.items():
        people = {person for person, questions in asked.items() if set(questions) & set(names)}
        check.that(
            len(people) >= 2,
            f"On {doubt.lower()} you'd hear {len(people) or 'no'} side{'s' * (len(people) != 1)}. You'd give up a job for the answer: hear two people on it who haven't agreed on a reply.",
        )


@check("the level is asked")
def level():
    check.that(
        any("level" in questions for questions in planned().values()),
        "The third doubt would keep you from coming, and there's a person who could end it in a sentence.",
    )


### BEGIN HIDDEN TESTS
@check("you'll learn something even from a no")
def learns():
    check.that(
        any("short" in questions for questions in planned().values()),
        "One question helps you only if it ends badly, costs twenty seconds, and can't be asked later with the same ease.",
    )
### END HIDDEN TESTS

# %% [markdown] hint="theirs_plan"
# Begin with the questions that only one person can answer. Three of them are like that at once. The rest then fills up almost by itself.

# %% [markdown] hint="theirs_plan"
# Nights: somebody who was woken, and somebody who had to give something up for sleep. Room: from inside and from outside. The recruiter has seen neither, and knows things that the others don't. Every one of the eight
# questions finds a place.

# %% wrong="asks the most senior person everything that matters" fails="theirs_plan_holds"
def plan():
    return {"recruiter": [], "manager": [], "engineer": [], "partner": [], "director": ["woken", "unasked", "waits"]}

# %% wrong="one good question for everybody" fails="theirs_plan_holds: each question goes to somebody who has seen it; theirs_plan_holds: the level is asked; theirs_plan_holds: you'll learn something even from a no; theirs_plan_holds: nights and room are each seen from two sides"
def plan():
    return dict.fromkeys(PEOPLE, ["woken"])

# %% wrong="believes the manager on everything" fails="theirs_plan_holds: nobody is asked more than two; theirs_plan_holds: each question goes to somebody who has seen it; theirs_plan_holds: nights and room are each seen from two sides; theirs_plan_holds: you'll learn something even from a no"
def plan():
    return {"manager": ["woken", "unasked", "level", "traded", "overruled"]}

# %% wrong="too polite for level and feedback" fails="theirs_plan_holds: the level is asked; theirs_plan_holds: you'll learn something even from a no"
def plan(right=plan()):
    return right | {"recruiter": []}

# %% wrong="the right questions to the wrong people" fails="theirs_plan_holds: each question goes to somebody who has seen it"
def plan():
    return {"recruiter": ["level", "woken"], "manager": ["waits", "traded"], "engineer": ["unasked", "overruled"], "partner": ["smaller"], "director": ["short"]}

# %% wrong="people who aren't there" fails="theirs_plan_holds"
def plan():
    return {"CEO": ["smaller"], "engineer": "woken"}

# %% also_right="without the director, the manager on the level"
def plan():
    return {"recruiter": ("short",), "manager": ("level", "overruled"), "engineer": ("woken", "traded"), "partner": {"waits"}, "director": ["traded"]}

# %% also_right="the director decides, too, and the partner paid for reliability"
def plan():
    return {"recruiter": ["short"], "manager": ["unasked"], "engineer": ["woken"], "partner": ["waits", "traded"], "director": ["level", "overruled"]}

# %% [markdown]
# **Where people differ.** Whether to ask a director what would make the team smaller: some find it cheeky, and nearly all directors have thought about it this week. Whether to ask for figures about people who left: ask for numbers, never for names.
# And whether to raise a doubt at all, before there's an offer. You may keep one for afterwards, when asking is cheaper, if a bad answer wouldn't have spared anybody the loop. Not the level.
#
# ## 4 · Yours

# %% [markdown] written="theirs_own" points=3
# Lay an advertisement beside your page. Write down three doubts, each in the form *"if …, I won't come"*. For each two questions that get something that happened, and the person who has seen it. Then one question about their
# colleagues (CULT-11, CULT-36: humble, curious, wanting results together with strong people is how the post describes the people of one organisation there), asked in such a way that only a case can answer it. Last, three questions that you struck out, and where the
# answer stands in public.

# %% part
from course.parts import self_assess

self_assess(
    "theirs_own",
    L5=[
        "Each doubt would really keep me from coming",
        "Each question begins with when, who, which, how often, or the last time",
        "None has its answer in the memo, the blog or the advertisement",
        "Each goes to somebody who was there",
        "I'd answer the same question about my own team without squirming, or with",
    ],
    L6=[
        "On what matters most I hear two sides, and know what I'd do if they differ",
        "I've written the slogan that might come, and the follow-up for it",
        "One of the questions could be unwelcome, and is asked kindly",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# Thirty seconds for two questions: why you ask, in half a sentence (*"the pager wore me out at the last place, so …"*), then the question, then nothing. With a reason in front of it even a hard one sounds like what it is: interest.

# %% part
from course.parts import timer

timer("theirs_say", seconds=30)

# %% [markdown]
# | they say | a good reply contains |
# |---|---|
# | Good question. What's behind it? | the doubt, plainly, and what it comes from |
# | I can't talk about that. | thanks; a form of it that they can answer: a count, a period, no names |
# | Anything else? (nothing is left) | "No. What I wanted to know was …, and you've told me." Better than a question for its own sake |
# | And how is that with you? | the same kind of evidence about your own team |
# | It's a no, I'm afraid. | thanks, "what fell short?", and silence. One guide says that the direction is told unusually often here (FAQ-19; S3, undated, not confirmed). No defence; write it down |
#
# **Sources.** LOOP-31, PLAN-33, 35 and 36, CULT-11 and 36: post on the company's Tech Blog by K. Casella (director, access and identity), known to us by a mirror of 20 July 2024; CULT-11 and PLAN-36 also from guide S3. FAQ-19: S3 alone. The memo of June 2024: the company's release
# (EXT-05). Chaos engineering: `github.com/Netflix/chaosmonkey` (EXT-32). Rows in `docs/syllabus.md`; people and talks are made up. This course is independent of Netflix.
