# ---
# keeper:
#   title: A paragraph is a test
#   minutes: 50
#   level: L5
#   covers: [CULT-01, CULT-02, CULT-03, CULT-09, CULT-10, CULT-13, CULT-16, CULT-17, CULT-18, CULT-19, CULT-20, CULT-21, CULT-22, CULT-23, CULT-24, CULT-25, CULT-26, CULT-27, CULT-28, CULT-29, CULT-30, CULT-33, PLAN-26, MISTAKE-15, CONTRA-04, CONTRA-18, EXT-01, EXT-02, EXT-03, EXT-04, EXT-05, EXT-06, EXT-07]
#   needs: []
# ---

# %% [markdown]
# Ilse has her loop in three weeks. You worked together once, and tonight she sends you her notes on the culture document:
#
# > I've got it down to twelve lines, I could say them in my sleep. Can you check that nothing's out of date? I'd hate to find
# > that out from an interviewer.
#
# > **1** Nine values. Honesty and passion are two of them.<br/>
# > **2** They tell good process from bad; it isn't “no process”.<br/>
# > **3** There's a part headed Freedom & Responsibility, start there.<br/>
# > **4** Your manager does the keeper test on you once a year.<br/>
# > **5** For a big call they collect everybody's criticism, and then it goes to a vote.<br/>
# > **6** What they want is radical candor.<br/>
# > **7** Resilience is a value.<br/>
# > **8** Context, not control? That was in the slides. They've dropped it.<br/>
# > **9** Teams are highly aligned and highly autonomous.<br/>
# > **10** Diversity is on the list of values.<br/>
# > **11** Keeper test: with what your manager knows by now, would they take you on a second time?<br/>
# > **12** In the interview, every paragraph gets scored.
#
# How many would you let stand? Note a number before you read on. Once you've told her which, you'll do what she hasn't: turn what
# the document says into tests that an answer can fail.
#
# **What they listen for.** Two interview guides advise reading the document as you'd read a specification, each paragraph an item
# that is scored; one of them lists taking it for marketing among the common mistakes (CULT-29, MISTAKE-15; reported, not confirmed by
# the company). A specification has two properties that a poster lacks. It has a version, and something can violate it.
#
# ## What can be read, and how sure it is
#
# The document has gone by several names, *culture deck* and *reference guide on freedom and responsibility* among them; it is public
# and free (CULT-33). This is what could be read for this course, in our words.
#
# | edition | what is in it | how we know |
# |---|---|---|
# | slides, 2009 | Seven headings: values are what we value; high performance; freedom & responsibility; context, not control; highly aligned, loosely coupled; pay top of market; promotions & development. Nine values: judgment, communication, impact, curiosity, innovation, courage, passion, honesty, selflessness | primary: the slides (EXT-01) |
# | … their keeper test | Suppose that each of my people had a like job waiting at a peer company, two months from now: for whom would I put up a fight? | secondary: a blog of August 2009 that quotes the slides (EXT-02) |
# | memo, 2017 | People come before process. Five things are meant to be unusual: employees decide for themselves, information is open, people are extraordinarily candid, only the highly effective are kept, rules are avoided. A big decision has one informed captain, who first farms for dissent; no committee and no vote. Afterwards everyone helps it succeed, and disagreeing in silence won't do. Its list of values couldn't be read | secondary: a copy dated 21 September 2017 (EXT-03) |
# | revision, 2022 | A new title, about seeking excellence; care with money comes in | secondary: the press (EXT-04) |
# | memo, June 2024: the release about it | Four principles: the Dream Team, People over Process, Uncomfortably Exciting, Great and Always Better. Twelve months of work and over 1,500 comments from staff, which it calls farming for dissent. Good process is told from bad again, and responsibility has more weight | primary: the company's release (EXT-05) |
# | … its text | Eight values: selflessness, judgment, candor, creativity, courage, inclusion, curiosity, resilience. Context, not control, is asked of managers; teams are highly aligned and loosely coupled; captain and farming for dissent are there. The phrase *freedom and responsibility* isn't | secondary: a public copy of its PDF; a second copy agrees on the values |
# | … its keeper test | If they wanted to go, would I put up a fight? Or: with what I know by now, would I take them on a second time? Judged on the whole record | secondary: articles and the copy (EXT-06) |
# | *no edition:* Tech Blog, S4 | Eleven values: judgment, impact, communication, curiosity, innovation, courage, passion, integrity, selflessness, inclusion, diversity | the company's own post, mirror of 20 July 2024 |
# | *no edition:* guides, undated | S0: four headings of the slides, the keeper test, as few rules as possible. S1: the keeper test comes once a year; culture is the operating system of the loop. S3: radical candor; aligned and *autonomous*; people are treated as adults. S1 and S3: adequate isn't enough, severance is generous; each paragraph is scored | interview guides, each by itself unless it says more |
#
# ## 1 · Which version is that?
#
# Give each of Ilse's lines one of four marks, by the table alone.
#
# | write | when, by the table, |
# |---|---|
# | `current` | the edition of June 2024 has it |
# | `former` | an earlier edition had it, and in that of June 2024 something else stands in its place or it is missing |
# | `elsewhere` | a guide or post says so, and no edition does |
# | `contradicted` | nobody says so, and an edition says the opposite |

# %% given
MARKS = ("current", "former", "elsewhere", "contradicted")

# %% answer="culturedoc_versions"
def versions():
    """Return the mark of each of the lines 1 to 12, in this form: {1: "current", 2: "current", …}."""
    ### BEGIN SOLUTION
    return {
        1: "former", 2: "current", 3: "former", 4: "elsewhere", 5: "contradicted", 6: "elsewhere",
        7: "current", 8: "contradicted", 9: "elsewhere", 10: "elsewhere", 11: "current", 12: "elsewhere",
    }
    ### END SOLUTION

# %% tests="culturedoc_versions_read" points=4
# Reading on spoils it: each mark that has a sentence below is a wrong one.
WHY_NOT = {
    1: {
        "current": "Count the values of June 2024, and look for these two among them.",
        "elsewhere": "You needn't go to a guide for that: one of the editions has such a list, word for word.",
        "contradicted": "Somebody does say so. Which edition has nine?",
    },
    2: {
        "former": "It may well have been there before. Read what the release says about it today.",
        "elsewhere": "No guide is needed. The company says it itself, in a release.",
        "contradicted": "“Avoid rules” sounds like the opposite, and stands in another edition. Is there a newer word on it?",
    },
    3: {
        "current": "Freedom and responsibility are both in there. The question is whether a part is headed so: see the row on its text.",
        "elsewhere": "A guide has it, too. Where did the guide get it from?",
        "contradicted": "The newest text lacks the phrase. It isn't true that nobody ever had it.",
    },
    4: {
        "current": "The test is current. Find the edition that gives a cycle.",
        "former": "Go through the older editions for “once a year”. Is it in one of them?",
        "contradicted": "No edition says the opposite; they say nothing about how often. And one source does say it.",
    },
    5: {
        "current": "The first half is. Who decides, in the second?",
        "former": "The edition that describes the collecting in most detail excludes this very way of ending it.",
        "elsewhere": "Which guide? None in the table tells of votes.",
    },
    6: {
        "current": "Candor is. The table gives the word before it to somebody else.",
        "former": "2017 has “extraordinarily candid”. That's close in sense, and it isn't this term.",
        "contradicted": "No edition speaks against it, and one source in the table uses just these words.",
    },
    7: {
        "former": "Look for it in the nine of 2009. Then look where else it could stand.",
        "elsewhere": "The eleven of the Tech Blog don't have it. An edition does.",
        "contradicted": "Read the row on the text of June 2024 to its end.",
    },
    8: {
        "current": "The phrase may be. The line says that it is gone.",
        "former": "Half of the line is about the slides, and right. Is the other half so?",
        "elsewhere": "Which guide or post reports that it was dropped?",
    },
}
VISIBLE = tuple(WHY_NOT)


def marked(line):
    given = versions()
    found = given.get(line) if isinstance(given, dict) else None
    check.that(
        isinstance(found, str) and found in MARKS,
        f"Line {line} has no mark yet. Expected one of {', '.join(MARKS)}; found {found!r}. The keys are the numbers 1 to 12.",
    )
    return found


def judge(line, why_not):
    mark = marked(line)
    check.that(mark not in why_not, f"You marked line {line} as {mark}. {why_not.get(mark)}")


for line in VISIBLE:
    check(f"line {line}")(lambda line=line: judge(line, WHY_NOT[line]))


@check("lines 9 to 12 have marks, right or not")
def the_rest():
    for line in (9, 10, 11, 12):
        marked(line)

### BEGIN HIDDEN TESTS
REST = {
    9: {
        "current": "Aligned, yes. The editions go on with another word, which asks for something else: that teams need not wait for each other.",
        "former": "The slides begin with the same word. Compare how they go on.",
        "contradicted": "An edition has another word there, which isn't the opposite. And one guide has exactly this.",
    },
    10: {
        "current": "Go through the eight. One of them is near to it, and isn't it.",
        "former": "Go through the nine of 2009: it isn't there. For 2017 the table has no list.",
        "contradicted": "Somebody from the company lists it. Is that an edition of the document?",
    },
    11: {
        "former": "The two months and the peer company were the older wording. This one is newer.",
        "elsewhere": "It's reported of an edition. Look at the rows on the keeper test.",
        "contradicted": "The table has it, in nearly these words.",
    },
    12: {
        "current": "The document says what is valued. That each paragraph is scored in an interview is somebody's report about interviews.",
        "former": "No edition in the table says how interviews are scored.",
        "contradicted": "Nobody denies it. Two sources say it; which kind are they?",
    },
}

for line in REST:
    check(f"line {line}")(lambda line=line: judge(line, REST[line]))
### END HIDDEN TESTS

# %% [markdown] hint="culturedoc_versions"
# Read each line for its smallest claim: a count, a heading, one word, “once a year”, “dropped”. That's the part to look up; the
# rest of the line is usually right.

# %% [markdown] hint="culturedoc_versions"
# Look in the rows of June 2024 first. If it's there: `current`. If it isn't, go upwards through the editions. If none has it, look at
# the last two rows. `contradicted` is left for what you found nowhere, and found denied.

# %% wrong="anything that sounds like them is current" fails="culturedoc_versions_read: line 1; culturedoc_versions_read: line 3; culturedoc_versions_read: line 4; culturedoc_versions_read: line 5; culturedoc_versions_read: line 6; culturedoc_versions_read: line 8; culturedoc_versions_read: line 9; culturedoc_versions_read: line 10; culturedoc_versions_read: line 12"
def versions():
    return dict.fromkeys(range(1, 13), "current")

# %% wrong="what the newest text lacks was never said" fails="culturedoc_versions_read: line 1; culturedoc_versions_read: line 3; culturedoc_versions_read: line 4; culturedoc_versions_read: line 6; culturedoc_versions_read: line 9; culturedoc_versions_read: line 10; culturedoc_versions_read: line 12"
def versions(right=versions()):
    return {line: mark if mark == "current" else "contradicted" for line, mark in right.items()}

# %% wrong="a guide is as good as an edition, and the slides as good as the memo" fails="culturedoc_versions_read: line 1; culturedoc_versions_read: line 3; culturedoc_versions_read: line 4; culturedoc_versions_read: line 6; culturedoc_versions_read: line 9; culturedoc_versions_read: line 10; culturedoc_versions_read: line 12"
def versions(right=versions()):
    return {line: mark if mark == "contradicted" else "current" for line, mark in right.items()}

# %% wrong="no rules means no process; near words are the same word" fails="culturedoc_versions_read: line 2; culturedoc_versions_read: line 6; culturedoc_versions_read: line 8; culturedoc_versions_read: line 9; culturedoc_versions_read: line 10"
def versions(right=versions()):
    return right | {2: "contradicted", 6: "current", 8: "former", 9: "former", 10: "former"}

# %% wrong="numbers as text, a mark of one's own, one line forgotten" fails="culturedoc_versions_read: line 1; culturedoc_versions_read: line 2; culturedoc_versions_read: line 3; culturedoc_versions_read: lines 9 to 12 have marks, right or not; culturedoc_versions_read: line 12"
def versions(right=versions()):
    return {line: mark for line, mark in right.items() if line not in (1, 12)} | {"1": "former", 2: "true", 3: ["former"]}

# %% [markdown]
# ### Why it matters which
#
# Of nine values in 2009, four are among the eight of 2024: judgment, curiosity, courage, selflessness. Communication, impact,
# innovation, passion and honesty have made room for candor, creativity, inclusion and resilience. The post of the Tech Blog, with eleven, agrees with
# neither list (CONTRA-04; the rows CULT-19 to CULT-28 and CULT-09 are its eleven names). “Radical candor” is a management author's term,
# Kim Scott's (CONTRA-18): saying it about this company tells the listener which guide you read.
#
# None of that costs you much if a word is out of date. It costs you if you prepared *from* the words. So: read the text on
# jobs.netflix.com, once, slowly; where it differs from this page, it wins. Learn no list.

# %% [markdown]
# ## 2 · Write the test
#
# You've reviewed enough tests to know the bad kinds. One has no failing input. One passes on a stub. One tests the environment. A
# statement about behaviour invites all three.
#
# Take *curiosity*. “Pass if they say that they love learning” has no failing input. “Pass if they hold three certificates” can be failed, and
# someone incurious with a training budget passes. “Pass if their company gives Fridays for learning” tests the company. This
# one bites: “Pass if they can tell you a question nobody had asked them, how they went after it, and what they did differently
# because of the answer.”
#
# ```mermaid
# flowchart LR
#   P["a statement about behaviour"] --> F{"could an honest<br/>answer fail it?"}
#   F -- no --> C["claim"]
#   F -- yes --> W{"is it about what this<br/>person did?"}
#   W -- no --> S["setting"]
#   W -- yes --> X{"could one pass<br/>without the behaviour?"}
#   X -- easily --> Y["proxy"]
#   X -- hardly --> K["keep"]
# ```
#
# Six statements, each with drafts of a test by somebody new to interviewing: “pass if the candidate …”. Judge each draft.
#
# | write | the draft |
# |---|---|
# | `keep` | fails for somebody without the behaviour, and passes on something that was done and that others could confirm |
# | `claim` | is about what people say or feel about themselves: whoever wants to pass it does |
# | `setting` | is about the place, the product or the rank, not about anything that this person did |
# | `proxy` | is about something that they did, and somebody could pass it without the behaviour meant |
#
# ---
# **`causes`** · *goes past the symptom to what caused it* (part of judgment; slides of 2009)
#
# > **1** … got a broken service back within half an hour, at night, without having to call anybody else.<br/>
# > **2** … describes themself as a person who can't sleep until the underlying reason for a failure is understood.<br/>
# > **3** … names what made the failure possible, what they took away so that it can't happen so again, and how they'd notice being wrong.<br/>
# > **4** … works where every incident gets a written review within five days, with actions that are tracked to the end.
#
# **`dissent`** · *seeks criticism of the idea, then one person decides* (captain; copies of 2017 and 2024)
#
# > **1** … names someone who argued against their plan while it could still change, what became of the argument, and who then decided.<br/>
# > **2** … got a plan that touched four teams agreed by all of them, in the first meeting, with the minutes to show that nobody objected.<br/>
# > **3** … comes from a company with an architecture board, before which each larger design has to be defended.<br/>
# > **4** … finds it easy to be contradicted, and thinks of a good argument against them as a present.
#
# **`candor`** · *admits mistakes openly, so that others learn from them* (a value in the copy of 2024)
#
# > **1** … speaks frankly about the weaknesses of a former manager, with two examples, the dates, and what should have been done instead.<br/>
# > **2** … would rather hear an unpleasant truth than a pleasant lie, and says so without being asked.<br/>
# > **3** … is on a team whose reviews are blameless, and whose failures are presented to the whole department.<br/>
# > **4** … tells of an error of their own, whom they told of it and when, and what those people could do with that.
#
# **`latitude`** · *acts well where there's no rule, so that rules can be few* (2017, 2024; S0: as few as possible)
#
# > **1** … left out an approval step that takes four days, so as to be in time for a trade fair, and the release went well.<br/>
# > **2** … decided where nothing was laid down, said in advance what could go wrong and how to go back, and told those it would hit.<br/>
# > **3** … gets on best where nobody hands down rules, and thinks that those who are treated as adults behave like adults.<br/>
# > **4** … has had a budget of twenty thousand a year and full production access since the first day, with nobody who'd have to sign anything off.
#
# **`results`** · *accomplishes what matters* (impact; a value of 2009, on S0's and S4's lists)
#
# > **1** … worked on a checkout that forty million people use, in eleven countries.<br/>
# > **2** … worked through three weekends in a row in order to hold a date that had been promised.<br/>
# > **3** … wants to work on things that make a difference, and has left a well-paid job in which they didn't feel that they could.<br/>
# > **4** … gives a figure that moved through their part, what else moved it, and where one could look it up.
#
# **`pay`** · *pays at the top of the market* (a heading of 2009; S0 would have you hold a story for it)
#
# > **1** … was paid better than their colleagues in the last job.<br/>
# > **2** … says that money isn't what gets them up in the morning.<br/>
# > **3** … once negotiated a rise of thirty percent with an offer from a rival.

# %% given
DEFECTS = ("claim", "setting", "proxy")
DRAFTS = {"causes": 4, "dissent": 4, "candor": 4, "latitude": 4, "results": 4, "pay": 3}  # how many each statement has

# %% answer="culturedoc_drafts"
def drafts():
    """Return a judgment for each draft, in order, in this form:

    {
        "causes": ["claim", "claim", "claim", "claim"],
        "dissent": ["claim", "claim", "claim", "claim"],
        "candor": ["claim", "claim", "claim", "claim"],
        "latitude": ["claim", "claim", "claim", "claim"],
        "results": ["claim", "claim", "claim", "claim"],
        "pay": ["claim", "claim", "claim"],
    }
    """
    ### BEGIN SOLUTION
    return {
        "causes": ["proxy", "claim", "keep", "setting"],
        "dissent": ["keep", "proxy", "setting", "claim"],
        "candor": ["proxy", "claim", "setting", "keep"],
        "latitude": ["proxy", "keep", "claim", "setting"],
        "results": ["setting", "proxy", "claim", "keep"],
        "pay": ["setting", "claim", "proxy"],
    }
    ### END SOLUTION

# %% tests="culturedoc_drafts_read" points=5
# Reading on spoils it here, too.
NOT_THAT = {  # what each draft isn't, and why
    "causes": [
        {"keep": "The service is back. Restart it each night for a year and you'd pass.", "claim": "Half an hour can be missed, so it can be failed.",
         "setting": "Somebody did that, by themself. It's about the person. Is it about causes?"},
        {"keep": "How would anyone fail it?", "setting": "There's no place in it, only a person and how they see themself.",
         "proxy": "Nothing was done, or need have been. It's a description."},
        {"claim": "Three facts are asked for, and each can turn out wrong. Whoever only restarted has none of them.",
         "setting": "The place could be anywhere: whose doing is asked about?", "proxy": "Try to pass it with the cause still unknown."},
        {"keep": "Would somebody who has never found a cause fail it, if their employer keeps such a calendar?",
         "claim": "It's checkable enough. About whom?", "proxy": "It isn't about anything that they did."},
    ],
    "dissent": [
        {"claim": "A name, an argument, and its fate: whoever never asked has none to tell.", "setting": "Nobody's process is in it. Whose deeds are?",
         "proxy": "Try to pass it without having listened to anybody."},
        {"keep": "No objection in one meeting: is that what criticism looks like when it was looked for?", "claim": "Four teams can tell you whether it's so.",
         "setting": "They got it agreed; that's a deed. Which behaviour does it show?"},
        {"keep": "They defend a plan because they have to. Everybody there passes.", "claim": "Such a board exists or it doesn't.",
         "proxy": "Look for anything that this person chose to do."},
        {"keep": "Everybody finds it easy, when asked.", "setting": "It's about the person, inside. That's the trouble with it.",
         "proxy": "There's no deed in it that could stand for anything."},
    ],
    "candor": [
        {"keep": "Whose mistakes are these?", "claim": "Examples and dates can be checked.", "setting": "Speaking so is something that they do. Is it what was meant?"},
        {"keep": "Saying so is all that it takes.", "setting": "It's about the person's taste, not about a place.", "proxy": "Unasked or not, it's a sentence about themself. Nothing had to happen."},
        {"keep": "A silent colleague of theirs would pass it by membership.", "claim": "One could attend such a presentation.", "proxy": "The team does it. What did they do?"},
        {"claim": "Somebody was told, on a day. Ask that somebody.", "setting": "Nothing here depends on the team's customs.", "proxy": "Try to pass it without having admitted anything."},
    ],
    "latitude": [
        {"keep": "Things often go well. Would it have failed somebody who just didn't think?", "claim": "A step was left out. There's a log of that.",
         "setting": "Leaving it out was their doing. Was it the freedom that is meant?"},
        {"claim": "It was said in advance, to people. They'd remember.", "setting": "That there was no rule is the place's part. What follows it is whose?",
         "proxy": "Try to pass it carelessly."},
        {"keep": "Everyone gets on best like that, in an interview.", "setting": "It's about how they like to be treated, not about where they are.", "proxy": "A preference isn't a deed."},
        {"keep": "Budget and access would be just the same if they used both badly.", "claim": "Ask whoever grants it.", "proxy": "Having it is no deed. What's missing is what they did with it."},
    ],
    "results": [
        {"keep": "Forty million were there before them.", "claim": "The users can be counted.", "proxy": "To have worked on it is membership. Which deed do you have?"},
        {"keep": "Effort is real. Did anything come of it that mattered?", "claim": "Somebody saw the light on.", "setting": "They worked. That's their doing, whatever it's worth."},
        {"keep": "Who doesn't want that? The resignation shows that they left.", "setting": "It's what they want. No place is being described.",
         "proxy": None},
        {"claim": "It asks where to look it up.", "setting": "Through whose part?", "proxy": "Try to pass it with a number that only happened near you: what else moved it is asked, too."},
    ],
    "pay": [{"keep": "Is there a thing that a candidate could do, or fail to do, which this statement is about?"}] * 3,
}


def judged(statement):
    given = drafts()
    found = given.get(statement) if isinstance(given, dict) else None
    check.that(
        isinstance(found, (list, tuple)) and len(found) == DRAFTS[statement],
        f"{statement} needs a list of {DRAFTS[statement]} judgments, one a draft; found {found!r}.",
    )
    for number, judgment in enumerate(found, start=1):
        check.that(
            isinstance(judgment, str) and judgment in ("keep", *DEFECTS),
            f"{statement}, draft {number}: {judgment!r} is no judgment. Write one of keep, {', '.join(DEFECTS)}.",
        )
    return found


def judge_keep(statement):
    for number, (judgment, why_not) in enumerate(zip(judged(statement), NOT_THAT[statement]), start=1):
        wrongly_kept = judgment == "keep" and "keep" in why_not
        wrongly_dropped = judgment != "keep" and "keep" not in why_not
        check.that(
            not (wrongly_kept or wrongly_dropped),
            f"{statement}, draft {number}: you wrote {judgment}. {why_not.get(judgment)}",
        )


def judge_defects(statement):
    for number, (judgment, why_not) in enumerate(zip(judged(statement), NOT_THAT[statement]), start=1):
        reason = why_not.get(judgment)
        check.that("keep" not in why_not or reason is None, f"{statement}, draft {number}: you wrote {judgment}. {reason}")


for statement in DRAFTS:
    check(f"{statement}: what to keep")(lambda statement=statement: judge_keep(statement))
    if statement != "pay":
        check(f"{statement}: what is wrong with the others")(lambda statement=statement: judge_defects(statement))

# %% [markdown] hint="culturedoc_drafts"
# For each draft imagine two people: one has the behaviour, the other hasn't, and both prepared well. Does the draft tell them
# apart?

# %% [markdown] hint="culturedoc_drafts"
# Look for the verb. *Is, has, works where, comes from*: probably the setting. *Describes, finds, prefers, wants, says*: probably a
# claim. A past deed with no cost, no other person and no check in it: probably a proxy.

# %% [markdown] hint="culturedoc_drafts"
# Five statements have one draft worth keeping, each in the form “names something, whom it touched, and how one would know”. One
# statement has none, because it's about what a company does.

# %% wrong="a good outcome proves the behaviour" fails="culturedoc_drafts_read: causes: what to keep; culturedoc_drafts_read: causes: what is wrong with the others; culturedoc_drafts_read: dissent: what to keep; culturedoc_drafts_read: dissent: what is wrong with the others; culturedoc_drafts_read: latitude: what to keep; culturedoc_drafts_read: latitude: what is wrong with the others; culturedoc_drafts_read: results: what to keep; culturedoc_drafts_read: results: what is wrong with the others; culturedoc_drafts_read: pay: what to keep"
def drafts(right=drafts()):
    return right | {
        "causes": ["keep", "claim", "keep", "setting"], "dissent": ["keep", "keep", "setting", "claim"], "latitude": ["keep", "keep", "claim", "setting"],
        "results": ["setting", "keep", "claim", "keep"], "pay": ["setting", "claim", "keep"],
    }

# %% wrong="a good employer proves the behaviour" fails="culturedoc_drafts_read: causes: what to keep; culturedoc_drafts_read: causes: what is wrong with the others; culturedoc_drafts_read: dissent: what to keep; culturedoc_drafts_read: dissent: what is wrong with the others; culturedoc_drafts_read: candor: what to keep; culturedoc_drafts_read: candor: what is wrong with the others; culturedoc_drafts_read: results: what to keep; culturedoc_drafts_read: results: what is wrong with the others"
def drafts(right=drafts()):
    return right | {
        "causes": ["proxy", "claim", "keep", "keep"], "dissent": ["keep", "proxy", "keep", "claim"],
        "candor": ["proxy", "claim", "keep", "keep"], "results": ["keep", "proxy", "claim", "keep"],
    }

# %% wrong="frank about others is candid; everything told is a claim" fails="culturedoc_drafts_read: causes: what to keep; culturedoc_drafts_read: causes: what is wrong with the others; culturedoc_drafts_read: dissent: what to keep; culturedoc_drafts_read: dissent: what is wrong with the others; culturedoc_drafts_read: candor: what to keep; culturedoc_drafts_read: candor: what is wrong with the others; culturedoc_drafts_read: latitude: what to keep; culturedoc_drafts_read: latitude: what is wrong with the others; culturedoc_drafts_read: results: what to keep; culturedoc_drafts_read: results: what is wrong with the others"
def drafts():
    return {name: ["claim"] * count for name, count in DRAFTS.items()} | {"candor": ["keep", "claim", "claim", "claim"]}

# %% wrong="mixes place and proxy" fails="culturedoc_drafts_read: causes: what is wrong with the others; culturedoc_drafts_read: dissent: what is wrong with the others; culturedoc_drafts_read: candor: what is wrong with the others; culturedoc_drafts_read: latitude: what is wrong with the others; culturedoc_drafts_read: results: what is wrong with the others"
def drafts(right=drafts(), swap={"setting": "proxy", "proxy": "setting"}):
    return {name: [swap.get(one, one) for one in judgments] for name, judgments in right.items()}

# %% wrong="a list too short, a judgment of one's own, numbers for words" fails="culturedoc_drafts_read: causes: what to keep; culturedoc_drafts_read: causes: what is wrong with the others; culturedoc_drafts_read: candor: what to keep; culturedoc_drafts_read: candor: what is wrong with the others; culturedoc_drafts_read: pay: what to keep"
def drafts(right=drafts()):
    return right | {"causes": ["proxy", "claim", "keep"], "candor": ["good", "claim", "setting", "keep"], "pay": 0}

# %% also_right="as tuples; the resignation a proxy, what was said of money one, too"
def drafts():
    return {
        "causes": ("proxy", "claim", "keep", "setting"),
        "dissent": ("keep", "proxy", "setting", "claim"),
        "candor": ("proxy", "claim", "setting", "keep"),
        "latitude": ("proxy", "keep", "claim", "setting"),
        "results": ("setting", "proxy", "proxy", "keep"),
        "pay": ("setting", "proxy", "setting"),
    }

# %% [markdown]
# ## 3 · Run it
#
# A test has three outcomes, and people forget the third: it passes, it fails, or **it didn't run**. An answer that says nothing of
# dissent hasn't failed on dissent. Someone will ask.
#
# Run the five tests you kept against two answers. Lines in *italics* are the interviewer's. First, ask the colleague who'll use
# your outcomes what you need to know.

# %% part
from course.parts import clarify

clarify(
    "culturedoc_opening",
    {
        "Does *silent* count against the candidate?": "It counts as a question that I have to ask. It's no fail.",
        "If somebody is well prepared, isn't it fair to assume the rest?": "No. Then the well-spoken pass everything.",
        "Does it count if it only comes out when they're pressed?": "It counts for more.",
        "Can an admission turn a fail into a pass?": "It may pass another test. The one that failed has failed.",
        "What if two lines show the same outcome?": "Give me either.",
        "Is a good story with two fails worse than a smooth one without?": "That isn't yours to decide from one answer. Outcomes and lines, please.",
    },
    solved_by="culturedoc_run_read",
)

# %% [markdown]
# **K.** *Tell me about a release of yours that went badly.*
#
# > **1** We make controllers for refrigerated trucks. In May I pushed firmware 3.8 to all nine hundred of them in one go.<br/>
# > **2** Forty stopped sending temperatures, and who noticed first was a dairy, not us.<br/>
# > **3** I had the forty restarted from the depot, and by noon they were all sending again.
# >
# > *So that fixed it.*
# >
# > **4** Well, a restart isn't a reason. I put two on the bench. 3.8 logged a line a second and cleared the log only at a start, so whatever
# > ran for a day without a stop had its flash full. 3.9 caps it, the build breaks now if a write there has no limit, and there's an alarm on free flash, in case
# > there's another way to fill it.
# >
# > *Did anybody see it coming?*
# >
# > **5** Oleksandr had asked in the channel, two days before, whether we shouldn't begin with one depot. I read it. He was new, and I
# > thought, yeah, no, and I didn't answer.<br/>
# > **6** So that's what I wrote to the dairy and to everybody here the same evening. That I'd had the question and had chosen all nine hundred anyway,
# > and which depot goes first from now on. The next two releases by other people went to that depot first.<br/>
# > **7** My director called it a textbook case of ownership.
#
# ---
# **L.** *Tell me about something you're proud of.*
#
# > **1** I moved our night batch to a new scheduler. It's the payroll of sixty town councils, so nobody wants to touch it.<br/>
# > **2** I had all four teams vote on the plan. I'm big on farming for dissent. It was eighteen to two.
# >
# > *What did the two say?*
# >
# > **3** I'd have to think. They're the two who always have something, so.<br/>
# > **4** Nobody had ever laid down when you may switch a payroll. I took the second weekend of the month, no pay day within nine days, kept the
# > old scheduler ready beside it for two runs, and a week before I wrote to all sixty what they might see and how we'd go back.<br/>
# > **5** It takes fifty minutes now, it was four hours. About one of those hours was new disks, which had been coming anyway. The rest is that I
# > let the councils run side by side. It's on the operations page, by month.
# >
# > *And since then?*
# >
# > **6** One run got stuck, in the second week. I started it again and it went through. It hasn't come back, so we never found out what that was.<br/>
# > **7** People here are very open with each other, I should say. That helped.
#
# ---
# For each test write `("pass", line)`, `("fail", line)` or `"silent"`: pass and fail with a line that shows it, silent when the
# answer tells you neither.

# %% given
TESTS = ("causes", "dissent", "candor", "latitude", "results")

# %% answer="culturedoc_run"
def run():
    """Return the outcome of each of TESTS for both answers, in this form:

    {
        "K": {"causes": ("pass", 1), "dissent": ("fail", 1), "candor": "silent", "latitude": "silent", "results": "silent"},
        "L": {"causes": "silent", "dissent": "silent", "candor": "silent", "latitude": "silent", "results": "silent"},
    }
    """
    ### BEGIN SOLUTION
    return {
        "K": {"causes": ("pass", 4), "dissent": ("fail", 5), "candor": ("pass", 6), "latitude": "silent", "results": "silent"},
        "L": {"causes": ("fail", 6), "dissent": ("fail", 3), "candor": "silent", "latitude": ("pass", 4), "results": ("pass", 5)},
    }
    ### END SOLUTION

# %% tests="culturedoc_run_read" points=4
# Reading on spoils it once more.
WRONG_OUTCOME = {
    "causes": {
        "fail": "The speaker got the trucks back first, and then? Read on to the next reply before you write it down.",
        "silent": "“So that fixed it” was an invitation to stop. Did the speaker?",
    },
    "dissent": {
        "pass": "Criticism came. The test is about somebody who goes and gets it, and gives it a fate.",
        "silent": "Somebody did argue against it while it could change. What became of the argument is said.",
    },
    "candor": {
        "fail": "Look for the error with an owner. Who was told, and when?",
        "silent": "The worst detail in this story comes from the speaker. Where did it go from there?",
    },
    "latitude": {"pass": "Where was it said in advance what could go wrong, or how to go back?"},
    "results": {
        "pass": "Trucks that send again are as many as on the day before. Nothing moved that wasn't first broken.",
        "fail": "A failed release isn't yet a failed test. Was a figure asked for, and refused?",
    },
}
WRONG_LINE = {
    "causes": {1: "It's the release.", 2: "It's the symptom.", 3: "It's the symptom, gone.", 5: "It's about a warning.", 6: "It's about who was told.", 7: "It's praise."},
    "dissent": {1: "It's the release. Who was asked, you can't tell yet.", 2: "It's the symptom.", 3: "It's the repair.", 4: "It's the cause.",
                6: "It's told afterwards. By then nothing could change.", 7: "It's praise."},
    "latitude": {2: "It's the symptom.", 3: "It's the repair.", 4: "It's the cause.", 6: "It's about who was told, afterwards.", 7: "It's praise."},
    "candor": {1: "It's the release. True, and nothing has been admitted yet.", 2: "It's the symptom.", 3: "It's the repair.", 4: "It's the cause: the software's, as told.",
               7: "It's a value's name, in somebody else's mouth."},
}
NUMBERS = range(1, 8)


def outcome(letter, test):
    given = run()
    results = given.get(letter) if isinstance(given, dict) else None
    found = results.get(test) if isinstance(results, dict) else None
    if isinstance(found, str) and found == "silent":
        return "silent", None
    check.that(
        isinstance(found, (tuple, list)) and len(found) == 2 and found[0] in ("pass", "fail"),
        f'{letter}, {test}: expected ("pass", line), ("fail", line) or "silent"; found {found!r}.',
    )
    check.that(
        type(found[1]) is int and found[1] in NUMBERS,
        f"{letter} has lines 1 to 7; found {found[1]!r} for {test}. Write the number alone, without quotes.",
    )
    return found[0], found[1]


def judge(test):
    verdict, line = outcome("K", test)
    why_not = WRONG_OUTCOME[test].get(verdict)
    check.that(why_not is None, f"K, {test}: you wrote {verdict}. {why_not}")
    if verdict != "silent":
        what = WRONG_LINE.get(test, {}).get(line)
        check.that(what is None, f"K, {test}: {verdict} may be so, but line {line} doesn't show it. {what}")


for test in TESTS:
    check(f"K, {test}")(lambda test=test: judge(test))


@check("L has five outcomes, right or not")
def all_run():
    for test in TESTS:
        outcome("L", test)

### BEGIN HIDDEN TESTS
KEY = {  # the lines that show it; None for silent
    "causes": {"fail": (6,)},
    "dissent": {"fail": (2, 3)},
    "candor": {"silent": None, "fail": (3, 6, 7)},
    "latitude": {"pass": (4,)},
    "results": {"pass": (5,)},
}
WHY = {
    "causes": "A run got stuck, and the reason was never looked for. It was asked about, so the test ran.",
    "dissent": "Two people disagreed, a vote took the place of a captain, and what the two said is gone. The phrase doesn't help.",
    "candor": "No error of the speaker's is told to anybody here. “Open with each other” describes colleagues; it can't pass for the speaker.",
    "latitude": "Nothing was laid down; then a date with a reason, a way back, and a letter to those whom it would hit. It's all in one line.",
    "results": "From, to, what else moved it, and where to look: find the line that has all four.",
}


def judge_l(test):
    verdict, line = outcome("L", test)
    lines = KEY[test].get(verdict, ())
    check.that(lines is None or line in lines, f"L, {test}: you wrote {verdict if line is None else (verdict, line)}. {WHY[test]}")


for test in TESTS:
    check(f"L, {test}")(lambda test=test: judge_l(test))
### END HIDDEN TESTS

# %% [markdown] hint="culturedoc_run"
# Take one test and read all of an answer for it alone; then the next. Ask first *did it run?*, only then *how did it end?*

# %% [markdown] hint="culturedoc_run"
# Repairing isn't yet finding the cause. Being warned isn't yet asking. Having got back to where one was isn't yet a result. And a word of the
# document's, in either answer, is nobody's deed.

# %% wrong="likes K, dislikes L" fails="culturedoc_run_read: K, dissent; culturedoc_run_read: K, latitude; culturedoc_run_read: K, results; culturedoc_run_read: L, latitude; culturedoc_run_read: L, results"
def run():
    return {
        "K": {"causes": ("pass", 4), "dissent": ("pass", 5), "candor": ("pass", 6), "latitude": ("pass", 6), "results": ("pass", 3)},
        "L": {"causes": ("fail", 6), "dissent": ("fail", 3), "candor": ("fail", 7), "latitude": ("fail", 4), "results": ("fail", 5)},
    }

# %% wrong="listens for the document's words" fails="culturedoc_run_read: K, causes; culturedoc_run_read: K, dissent; culturedoc_run_read: K, candor; culturedoc_run_read: L, causes; culturedoc_run_read: L, dissent; culturedoc_run_read: L, candor"
def run(right=run()):
    return {
        "K": right["K"] | {"causes": "silent", "dissent": "silent", "candor": ("pass", 7)},
        "L": right["L"] | {"causes": "silent", "dissent": ("pass", 2), "candor": ("pass", 7)},
    }

# %% wrong="silence is failure" fails="culturedoc_run_read: K, results"
def run(right=run()):
    return {
        "K": right["K"] | {"latitude": ("fail", 1), "results": ("fail", 1)},
        "L": right["L"] | {"candor": ("fail", 7)},
    }

# %% wrong="a repair is a cause, a vote is dissent" fails="culturedoc_run_read: K, causes; culturedoc_run_read: L, causes; culturedoc_run_read: L, dissent"
def run(right=run()):
    return {"K": right["K"] | {"causes": ("pass", 3)}, "L": right["L"] | {"causes": ("pass", 6), "dissent": ("pass", 2)}}

# %% wrong="right outcomes, wrong lines" fails="culturedoc_run_read: K, causes; culturedoc_run_read: K, dissent; culturedoc_run_read: K, candor; culturedoc_run_read: L, causes; culturedoc_run_read: L, dissent; culturedoc_run_read: L, latitude; culturedoc_run_read: L, results"
def run():
    return {
        "K": {"causes": ("pass", 2), "dissent": ("fail", 6), "candor": ("pass", 2), "latitude": "silent", "results": "silent"},
        "L": {"causes": ("fail", 5), "dissent": ("fail", 1), "candor": "silent", "latitude": ("pass", 1), "results": ("pass", 1)},
    }

# %% wrong="bare verdicts, a ninth line, an answer left out" fails="culturedoc_run_read"
def run():
    return {"K": {"causes": "pass", "dissent": ("fail", 9), "candor": ("pass", "6"), "latitude": None, "results": "none"}}

# %% also_right="the other lines, as lists"
def run():
    return {
        "K": {"causes": ["pass", 4], "dissent": ["fail", 5], "candor": ["pass", 5], "latitude": ["fail", 1], "results": "silent"},
        "L": {"causes": ["fail", 6], "dissent": ["fail", 2], "candor": ["fail", 6], "latitude": ["pass", 4], "results": ["pass", 5]},
    }

# %% [markdown]
# ## Afterwards
#
# **K told of a failure and passes two of five; L told of a success and passes two of five.** If you felt that one of them was much the
# better, look at where the feeling came from.
#
# **What K does with one failing test.** Dissent fails on line 5, and line 6 is candid about it in public. It still fails: an
# admission is evidence for candor, not against the thing admitted. An interviewer who is fair writes both down.
#
# **Where reasonable people differ.** Is pushing to nine hundred trucks at once a failure of `latitude`? Some would say so (line 1 has no way back in
# it), others that nobody asked what the rules were; both are accepted. Is L's silence about own errors a failure of
# `candor`? Some would say so, we'd first ask for one; both are accepted. And is a vote always wrong? Not everywhere. It isn't what the copies of 2017
# and 2024 describe, and that was the test.
#
# **Three phrases that you'll meet in guides.** *Freedom and responsibility* (CULT-01) is a pair: a test needs the room you were given and the duty
# you took on with it. *Context, not control* (CULT-02) is asked of those who lead; S1 hears in it whether you followed orders or set a
# direction. *Highly aligned, loosely coupled* (CULT-03) takes two teams: a story with one team in it is silent.
#
# **Not every paragraph is about you.** Pay at the top of the market, generous severance for adequate work (CULT-18), few rules (CULT-10),
# people treated as adults (CULT-17): these are promises by a company. What they ask of you is the other half: what you do when nobody
# checks, whether a service you run is safe in your hands among strong peers (CULT-16), whether you can hear a blunt question about your work without
# flinching (CULT-13). Put your tests there. One guide calls culture the operating system of the loop, not a layer on top of it
# (CULT-30, S1): if that is so, the tests run in the coding round, too.
#
# | way to prepare | wins | loses |
# |---|---|---|
# | learn the list | quick | which list? And nobody scores recitation |
# | paraphrase every section (PLAN-26, S1) | you notice what you don't understand | it stays reading |
# | a test for each section, run on your own answers | finds the silent ones before an interviewer does | takes an evening |

# %% [markdown] written="culturedoc_own" points=4
# **Your specification.** Open the current text on jobs.netflix.com. Choose four of its sections or values that are about *you*. For each: its
# sense in two sentences without one of its terms of art; one test (“pass if …”, “fail if …”) that a well-prepared pretender would
# fail; which true story of yours passes it, with the sentence that shows it, or *silent*. At the end: the date on which you read the text.

# %% part
from course.parts import self_assess

self_assess(
    "culturedoc_own",
    L5=[
        "Each paraphrase could be given to someone who has never heard of the company",
        "Each test has a pass and a fail, and both could be seen by a third person",
        "At least one test is on a section in which you don't look good yet, and says so",
        "Each sentence quoted from your story is a deed, not a claim, a setting or a proxy",
        "“Silent” is written where it is silent",
    ],
    L6=[
        "You name two sections that pull against each other, and a decision of yours in which they did",
        "For one section you say what its misuse looks like, and how your test would catch it",
        "For one section you disagree, or see its price, and can say so in two sentences to somebody who works there",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# Someone asks: *what did you make of our culture memo?* Seventy-five seconds, standing up, with the text closed:
#
# 1. One thing in it that you'd have to take seriously, in your own words (15 s).
# 2. Where you've lived that, in one deed (25 s).
# 3. Where you haven't, or where you see a price (20 s).
# 4. A question about it that you really have (15 s).
#
# `course coach` reads an answer, typed or transcribed, and points out where you named a value instead of showing it.

# %% part
from course.parts import timer

timer("culturedoc_say", seconds=75)

# %% [markdown]
# | they ask next | a good reply contains |
# |---|---|
# | Which part do you disagree with? | a part, its price, who pays it; no compliment in disguise |
# | Which of our values are you weakest at? | one, an occasion, what you do about it; and it isn't a strength with a hat on |
# | Isn't “context, not control” just less management? | something that you had to write down or explain so that others could decide without you |
# | You read the slides from 2009, I suppose? | no pretence: what you read, and its date |
# | When did two of these collide for you? | a decision, what you gave up, who minded |
#
# **Sources.** EXT-01: slideshare.net/reed2001/culture-2009 (the slides). EXT-02: casnocha.com, August 2009. EXT-03: e-com-net.com, copy of 21
# September 2017. EXT-04: the press on the revision of 2022, read as a reprint (thenewstalkers.com). EXT-05: the company's release, marketscreener.com, June 2024. EXT-06: medium.com/twosapp, 7 July 2024, and others.
# Text of June 2024: a public copy of its PDF, marked as last updated in June 2024; the company's own page could not be read while this was written.
# S0, S1, S3: interview guides, undated, not confirmed by the company; S4: K. Casella on the company's technology blog, mirror of 20 July 2024. The rows are in
# `docs/syllabus.md`. Ilse and the speakers of K and L were made up for this course, which is independent of Netflix.
