# ---
# keeper:
#   title: Who paid for it
#   minutes: 60
#   level: L5
#   covers: [BEH-13, BEH-17, BEH-19, BEH-20, BEH-21, DEEP-03, STORY-02, RUBRIC-39, RUBRIC-42, RUBRIC-45, CULT-13, CULT-14, CONTRA-18, MISTAKE-10, MISTAKE-16]
#   needs: []
# ---

# %% [markdown]
# No introduction this time:
#
# > What have you failed at lately?
#
# You'll feel a hand that wants to give something small. A strength in disguise, somebody else's outage, a mistake that never left
# staging. It's a sensible hand. It has kept you employed for years, and in this room it costs you the question.
#
# **What they listen for.** That the question is asked, and asked bluntly, is reported by one interview guide (BEH-19, S3; not confirmed by the company), which
# also says why: intellectual honesty is said to rank above promoting oneself (CULT-14), blunt questions test whether you can take
# them (CULT-13), and most candidates polish too much and admit too little (RUBRIC-39). Its example of a good answer about a wrong decision has three
# parts: the whole analysis of what was missed, shared openly; a revised plan; the cost, stated (RUBRIC-45). S2 lists certainty that is
# put on (MISTAKE-10) and polish at the cost of honesty (MISTAKE-16) among the common mistakes.
#
# You have a breath's time. What do you ask?

# %% part
from course.parts import clarify

clarify(
    "failure_opening",
    {
        "How lately?": "This year, if you can. What happened eight years ago you've had eight years to polish.",
        "How big?": "Big enough that somebody paid for it. I don't need a disaster.",
        "Technical, or with people?": "Either. Most people have only the technical one ready.",
        "What if several people had a part in it?": "They always have. Start with yours.",
        "And if it was caught before anything happened?": "Then I'd say well done, and ask you for the one that wasn't.",
        "Must I have learnt something from it?": "I'd rather hear what's different now. Something that I could go and look at.",
        "Some of it is confidential.": "Leave the names out and keep the proportions. Don't make up others.",
        "Do you want the cause, or what I did about it?": "First what you hadn't seen. The rest follows.",
    },
    solved_by="failure_ledger_read",
)

# %% [markdown]
# ## A failure has a ledger
#
# Four columns. Unless the first says `speaker`, the other three stay empty. If it does and one of them is empty, that's where the next
# question goes.
#
# | column | what may stand there | what may not |
# |---|---|---|
# | `whose` | `"speaker"`: by their own account a decision or an omission of theirs was wrong, whether or not anybody suffered by it; `"others"`: what was wrong was other people's; `"nobody"`: all that had been promised came, and what fell short was a wish of the speaker's own | |
# | `cost` | the line in which somebody else loses something, and you hear who, and how much | what might have happened; how the speaker felt |
# | `missed` | the line in which they say what they hadn't looked at, or had taken for granted | what happened; how complicated things are |
# | `changed` | the line with something that's different since, which you could go and look at | a resolution, a lesson, a feeling |
#
# For instance:
#
# > **1** I forgot to renew a certificate, I'd thought that the load balancer does it.<br/>
# > **2** The shop was down for twenty minutes.<br/>
# > **3** I'm much more careful with certificates since.
#
# Line 1 has what was missed. Line 2 has how long, and nobody who lost by it; the interviewer will ask *who noticed?* Line 3 is a resolution. So two of the
# columns stay empty.
#
# ## 1 · Fill it in
#
# Seven people were asked what they had failed at lately. The lines in *italics* are the interviewer's.
#
# ---
# **A.**
#
# > **1** I'd say I take on a lot. I tend to, when I can see that a thing matters.<br/>
# > **2** In spring it was three at once, the billing cut-over, the on-call tooling, and two juniors that I was mentoring.<br/>
# > **3** And I couldn't give each of them what I'd have liked to, which for me is a failure, I've quite high standards.<br/>
# > **4** They all got there, billing was a week early in fact, but I was pretty empty by then.
# >
# > *What suffered?*
# >
# > **5** I did, mostly. My partner would tell you.<br/>
# > **6** So I've a rule now, two things and not three, it's on my calendar for everyone to see.
#
# ---
# **B.**
#
# > **1** We make shift plans for hospitals. In March I put out a new solver for a clinic in Ghent, four hundred nurses.<br/>
# > **2** It was quick, it kept every rule of theirs, and I was very pleased with it.<br/>
# > **3** The old one was slow partly because it kept the swaps. I'd never asked what it does all night. Mine began from nothing each time, so
# > what two nurses had swapped on Monday was gone on Tuesday.<br/>
# > **4** That went on for eleven days. Two hundred and six swaps, people had childcare arranged around them, and Godelieve, the head nurse, put them
# > back by hand. She says thirty hours.<br/>
# > **5** I took the train and said it there. That wasn't nice, and I'm glad I did.<br/>
# > **6** Swaps go into the solver now, and their March is one of our tests. And at a new clinic both run side by side for two weeks, that's in the
# > contracts since June.
#
# ---
# **C.**
#
# > **1** We'd quite a bad one with the card terminals in taxis. Forty hours, two cities.<br/>
# > **2** The vendor had pushed a firmware without a word, and the terminals team had switched off their test fleet to save money.<br/>
# > **3** Eleven thousand fares were in cash or not paid at all, and the drivers carried that, for two weeks until it was refunded.<br/>
# > **4** I'd been saying for a year that versions have to be pinned.<br/>
# > **5** So I took it over, two nights on the phone with the vendor, and I wrote the review.<br/>
# > **6** They're pinned now, and nothing goes into a car before it's been a week in twenty of ours.
#
# ---
# **D.**
#
# > **1** I changed a setting that would've sent every notification twice. It's a podcast app, two million phones.<br/>
# > **2** I'd taken it that the queue drops duplicates. It does, for five minutes, and our retries come after ten.<br/>
# > **3** It came out in staging, because Ikechukwu has two phones on his desk and both of them buzzed.<br/>
# > **4** So nothing went out in the end. I had a very bad afternoon, though.<br/>
# > **5** I wrote it up all the same, and the sender keeps the keys of a day now. There's a graph, it drops about forty a day.<br/>
# > **6** I think of that one more often than of the ones that did go out.
#
# ---
# **E.**
#
# > **1** I planned the move of our sea charts to another region, and I picked the night.<br/>
# > **2** I'd looked at when the website is quiet. The ferries load theirs on Friday evening, for the whole weekend, and I hadn't thought of the ferries.<br/>
# > **3** So thirty-one boats had half a chart on the tablet. They've got paper, nobody was in danger, but nine turned back, and the operator
# > lost eighteen thousand euros that day.<br/>
# > **4** I said that it had been me, on the Monday, in front of them.
# >
# > *What's different now?*
# >
# > **5** I'm a lot more careful about who's affected. Communication is everything, that's what I took from it.<br/>
# > **6** And I've grown in seeing the bigger picture. My manager has noticed it, too.
#
# ---
# **F.**
#
# > **1** I released a speech model that couldn't do Welsh any more. Error went from fourteen percent to thirty-three, overnight.<br/>
# > **2** My release, my signature, so, mine.<br/>
# > **3** It was out for six weeks, until a school in Bangor wrote. Four hundred pupils, they'd gone back to typing, and they've stayed there.<br/>
# > **4** I had it rolled back within the hour.
# >
# > *What was it that you hadn't seen?*
# >
# > **5** It's a complicated pipeline. There's about nine stages, and any one of them can shift things a bit.<br/>
# > **6** What we have now is, nothing goes out if any language is a point worse, small ones too. It's stopped two releases since August.
#
# ---
# **G.**
#
# > **1** A person, actually. Siddharth joined in autumn, and by November I knew that nobody could follow his designs, his reviews went on for ever.<br/>
# > **2** I'm not his manager, I was the lead of the project, that's all.<br/>
# > **3** So I left small comments. Rename this, split that. I'd taken for granted that he'd see what they add up to, and he couldn't have, since no
# > one had said it.<br/>
# > **4** He heard it in his half-year review, all of it at once, from somebody who'd got it from me. He changed teams, he was without a project for two
# > months, and ours was seven weeks late.<br/>
# > **5** I told him that it had been mine to say. Worst coffee of my year.<br/>
# > **6** It's an appointment now, third week with everybody new: one thing that works, one that doesn't, an example of each. Five people so far, you can ask them.

# %% [markdown]
# A to F are judged when you run the cases below, G when you grade (`course grade failure_feedback`).

# %% answer="failure_ledger"
def ledger():
    """Return a row for each answer from A to G: whose it was, and the numbers of three lines, None for none. In this form:

    {
        "A": {"whose": "speaker", "cost": 1, "missed": None, "changed": 1},
        "B": {"whose": "others", "cost": None, "missed": None, "changed": None},
        ...
    }
    """
    ### BEGIN SOLUTION
    empty = {"cost": None, "missed": None, "changed": None}
    return {
        "A": {"whose": "nobody", **empty},
        "B": {"whose": "speaker", "cost": 4, "missed": 3, "changed": 6},
        "C": {"whose": "others", **empty},
        "D": {"whose": "speaker", "cost": None, "missed": 2, "changed": 5},
        "E": {"whose": "speaker", "cost": 3, "missed": 2, "changed": None},
        "F": {"whose": "speaker", "cost": 3, "missed": None, "changed": 6},
        "G": {"whose": "speaker", "cost": 4, "missed": 3, "changed": 6},
    }
    ### END SOLUTION

# %% tests="failure_ledger_read" points=6
import hashlib

# Reading on spoils the first column. What is right in the others stands here as the first 10 digits of the SHA-256 of "A cost 1",
# "A cost None" and so on.
RIGHT = {
    "08bd5743a0", "28981b7f12", "2a7ded6560", "3c2c1a821b", "488297449b", "6a7132112b", "6b6fe284a1",
    "79f63c2d9a", "814ed05569", "9280f16c8d", "968c09d74a", "a11bf26feb", "a8ffa4f1db", "abb2a4fea4",
    "bebc3422ce", "bfebc356d0", "c623e690fd", "ce03e2af81",
}
COLUMNS = ("cost", "missed", "changed")
NOT_WHOSE = {
    "A": {
        "speaker": "They call it a failure. What had somebody counted on that didn't come?",
        "others": "No one else does anything in this story, right or wrong.",
    },
    "B": {
        "others": "Who put the solver out, and who hadn't asked?",
        "nobody": "Four hundred people had counted on a plan.",
    },
    "C": {
        "speaker": "They took it over, which is good. Which of the things that went wrong had been theirs to do? (There might well be one. They don't tell it.)",
        "nobody": "Forty hours, and people who weren't paid.",
    },
    "D": {
        "others": "A colleague found it. Who had put it there?",
        "nobody": "It was found in time, by luck. The setting was wrong all the same, and they say whose it was.",
    },
    "E": {
        "others": "The ferries did what they do every Friday.",
        "nobody": "Nine boats turned back.",
    },
    "F": {
        "others": "They don't give it away to anyone. You may miss something else in it.",
        "nobody": "A school had counted on it.",
    },
}
IS = {
    "A": "is a claim about oneself|is a workload|is about standards|says that everything got there|is tiredness|is a rule about a calendar, and nothing had gone wrong before it",
    "B": "sets the scene|is how pleased they were|is how the old one and the new one differ, and what wasn't asked|is days, swaps, hours and a name|"
    "is how it was told|is what is done otherwise now",
    "C": "says how long|says what a vendor and a team did|says who went unpaid|is a warning that they'd given|is what they took on|is what is done otherwise now",
    "D": "is what might have happened|is something taken for granted|is how it came out|is an afternoon of their own|is a change, and a graph of it|is a thought",
    "E": "is what they planned|is what they'd looked at, and what they hadn't|is boats and a sum|is how it was told|is a resolution|is praise",
    "F": "is what got worse, and by how much|is a signature|is a school, and what became of it|is a quick repair|is about pipelines in general|is a gate, and what it has stopped",
    "G": "is what they knew|is a role|is what was said and what it left unsaid|is a colleague, two months and seven weeks|is how it was told|is an appointment, and who could confirm it",
}
NEEDS = {
    "cost": "This column wants somebody else who loses something by a failure of the speaker's, with how much.",
    "missed": "This column wants what the speaker themselves hadn't looked at or had taken for granted, in their words. What one could work out doesn't count.",
    "changed": "This column wants something that is different because of a failure of the speaker's, and that you could go and look at.",
}
LOOK_FOR = {
    "cost": "a person or an organisation that isn't the speaker, and a quantity beside it",
    "missed": "a thought that somebody hadn't had",
    "changed": "a present tense with something in it that you could open, ask for or count",
}


def row(letter):
    given = ledger()
    found = given.get(letter) if isinstance(given, dict) else None
    check.that(isinstance(found, dict), f"{letter} has no row yet. Expected a dictionary, as in the form above; found {found!r}.")
    return found


def judge_whose(letter, not_whose):
    whose = row(letter).get("whose")
    check.that(
        isinstance(whose, str) and whose in ("speaker", "others", "nobody"),
        f"{letter}: whose is {whose!r}. Write one of speaker, others, nobody.",
    )
    check.that(whose not in not_whose, f"{letter}, you wrote {whose}. {not_whose.get(whose)}")


def judge_lines(letter, right):
    found = row(letter)
    for column in COLUMNS:
        check.that(column in found, f"{letter} has no {column!r}. Write the number of a line, or None if no line has it.")
        line = found[column]
        check.that(
            line is None or (type(line) is int and 1 <= line <= 6),
            f"{letter}, {column}: the lines are 1 to 6; found {line!r}. Write the number alone, without quotes, or None.",
        )
        if line is None:
            why_not = f"There is a line for it. Look for {LOOK_FOR[column]}."
        else:
            why_not = f"Line {line} {IS[letter].split('|')[line - 1]}. {NEEDS[column]}"
        digest = hashlib.sha256(f"{letter} {column} {line}".encode()).hexdigest()[:10]
        check.that(digest in right, f"{letter}, {column}, you wrote {line}. {why_not}")


for letter in "ABCDEF":
    check(f"{letter}, whose")(lambda letter=letter: judge_whose(letter, NOT_WHOSE[letter]))
    check(f"{letter}, the lines")(lambda letter=letter: judge_lines(letter, RIGHT))

### BEGIN HIDDEN TESTS
UNSEEN_WHOSE = {
    "others": "The review was given by somebody else. Where did it come from, and who had it first?",
    "nobody": "Ask Siddharth.",
}
check("G, whose")(lambda: judge_whose("G", UNSEEN_WHOSE))
check("G, the lines")(lambda: judge_lines("G", {"7d0d2c5fd5", "1ffd044faf", "e3ce66ddac"}))
### END HIDDEN TESTS

# %% [markdown] hint="failure_ledger"
# Fill the table column by column, not answer by answer: first all seven for `whose`, then who lost what. It's easier to be just when you have just
# read the same thing six times.

# %% [markdown] hint="failure_ledger"
# Three questions. Cost: could I ring somebody who'd confirm it, and who isn't the speaker? Missed: does a sentence begin, or could it begin, with
# "I hadn't", "I'd thought", "I'd taken it that"? Changed: where would I click?

# %% [markdown] hint="failure_ledger"
# In one there's no failure, in one it's other people's. Of the other five, two rows are full, and three lack exactly one line, each another one.

# %% wrong="takes every claim for a failure, every feeling for a cost, every lesson for a change" fails="failure_ledger_read: A, whose; failure_ledger_read: A, the lines; failure_ledger_read: C, whose; failure_ledger_read: C, the lines; failure_ledger_read: D, the lines; failure_ledger_read: E, the lines; failure_ledger_read: F, the lines"
def ledger(right=ledger()):
    return right | {
        "A": {"whose": "speaker", "cost": 5, "missed": 3, "changed": 6},
        "C": {"whose": "speaker", "cost": 3, "missed": 4, "changed": 6},
        "D": {"whose": "speaker", "cost": 4, "missed": 2, "changed": 5},
        "E": {"whose": "speaker", "cost": 3, "missed": 2, "changed": 5},
        "F": {"whose": "speaker", "cost": 3, "missed": 5, "changed": 6},
    }

# %% wrong="what happened is what was missed" fails="failure_ledger_read: B, the lines; failure_ledger_read: D, the lines; failure_ledger_read: E, the lines; failure_ledger_read: F, the lines; failure_ledger_read: G, the lines"
def ledger(right=ledger()):
    return {letter: found | ({"missed": 1} if found["whose"] == "speaker" else {}) for letter, found in right.items()}

# %% wrong="a near miss is nobody's, a lead isn't a manager" fails="failure_ledger_read: D, whose; failure_ledger_read: D, the lines; failure_ledger_read: G, whose; failure_ledger_read: G, the lines"
def ledger(right=ledger()):
    empty = {"cost": None, "missed": None, "changed": None}
    return right | {"D": {"whose": "nobody", **empty}, "G": {"whose": "others", **empty}}

# %% wrong="owning up is the change, the length of an outage is the cost" fails="failure_ledger_read: B, the lines; failure_ledger_read: E, the lines; failure_ledger_read: F, the lines; failure_ledger_read: G, the lines"
def ledger(right=ledger()):
    return right | {
        "B": right["B"] | {"changed": 5},
        "E": right["E"] | {"changed": 4},
        "F": right["F"] | {"cost": 1},
        "G": right["G"] | {"cost": 1, "changed": 5},
    }

# %% wrong="nobody's ledger is full" fails="failure_ledger_read: B, the lines; failure_ledger_read: D, the lines; failure_ledger_read: E, the lines; failure_ledger_read: F, the lines; failure_ledger_read: G, the lines"
def ledger(right=ledger()):
    return {letter: found | {"changed": None, "cost": None} for letter, found in right.items()}

# %% wrong="rows as tuples, columns left out, words for names" fails="failure_ledger_read: A, whose; failure_ledger_read: A, the lines; failure_ledger_read: B, the lines; failure_ledger_read: C, whose; failure_ledger_read: E, the lines; failure_ledger_read: G, whose; failure_ledger_read: G, the lines"
def ledger(right=ledger()):
    return right | {
        "A": ("nobody", None, None, None),
        "B": {"whose": "speaker", "cost": 4, "missed": 3},
        "C": right["C"] | {"whose": "the vendor"},
        "E": right["E"] | {"cost": "3"},
        "G": None,
    }

# %% also_right="the columns one by one"
def ledger():
    whose = dict.fromkeys("BDEFG", "speaker") | {"A": "nobody", "C": "others"}
    cost, missed, changed = dict(B=4, E=3, F=3, G=4), dict(B=3, D=2, E=2, G=3), dict(B=6, D=5, F=6, G=6)
    return {
        letter: {"whose": whose[letter], "cost": cost.get(letter), "missed": missed.get(letter), "changed": changed.get(letter)}
        for letter in "ABCDEFG"
    }

# %% [markdown]
# ## 2 · Ninety seconds for a wrong decision
#
# > Tell me about a decision of yours that turned out wrong.
#
# S1 and S3 report it (BEH-21), S1 for the deep-dive round, too (DEEP-03). Dragan has such a story and too many sentences. All sixteen are true. He has
# ninety seconds (RUBRIC-40, reported by S1), counted at 150 words a minute.

# %% given
CARDS = {
    1: "It cost us some time in the end, and a bit of money.",
    2: "I chose the radio for twenty-four hundred parking sensors: no SIM cards, a third of the price, and in four weeks on two lots we hadn't "
    "lost one message.",
    3: "Everybody had signed off on it, the architects, procurement, even the city's own consultant.",
    4: "Nine weeks in, Leila put the first hundred in under the station, and thirty-eight percent of the messages never arrived. I'd expected two.",
    5: "I've always been very open about that decision, with everybody.",
    6: "Both lots were under the open sky. Fourteen of our forty-five garages are underground, I knew that, and I didn't ask what concrete "
    "does to a message.",
    7: "You have to know that parking makes up a good part of the traffic in an inner city, so there's always a lot of politics around it, and "
    "around us.",
    8: "It cost eleven weeks, eighty-six thousand euros in gateways that nobody took back, and the city opened its biggest garage with a man "
    "and a clipboard.",
    9: "The vendor's data sheet was, let's say, optimistic about concrete.",
    10: "Next morning, before there was a plan, I sent two pages to the team and the city: my test, what it couldn't have shown, and that I'd "
    "picked the lots.",
    11: "Cellular was clearly the right answer from the start, anyone can see that.",
    12: "The new plan was cellular in the fourteen and the radio in the rest. Replacing all forty-five was another hundred and forty thousand, for "
    "nothing that a driver would notice.",
    13: "Since then I test first where I'd least like to. The batteries had to pass at minus twenty, and our decision template asks for the worst site.",
    14: "It taught me a great deal about questioning my assumptions.",
    15: "The city has since ordered six hundred more.",
    16: "We'd gone for a radio standard that was quite popular at the time.",
}
SECONDS = {card: round(len(text.split()) / 2.5) for card, text in CARDS.items()}  # 150 words a minute

for card, text in CARDS.items():
    print(f"{card:>2}  {SECONDS[card]:>2} s  {text}")

# %% [markdown]
# Choose the cards and put them in the order in which he should say them. The listener should know at the end: what he decided and why it looked right; how
# it came out; what he hadn't seen; whom he told, and how openly; what it cost; what he did then; what's different since. Anything more is welcome if there's
# time for it and it doesn't spoil the rest.

# %% answer="failure_cut"
def cut():
    """Return the numbers of the cards in the order in which they are said: [1, 2, 3]."""
    ### BEGIN SOLUTION
    return [2, 4, 6, 10, 8, 12, 13]
    ### END SOLUTION

# %% tests="failure_cut_read" points=5
LONGEST_S = 90


def chosen():
    """The learner's cards; a failed case says how to write them."""
    cards = cut()
    check.that(isinstance(cards, (list, tuple)) and len(cards) > 0, f"cut() should return a list of card numbers; it returned {cards!r}.")
    for card in cards:
        check.that(type(card) is int and card in CARDS, f"{card!r} is no card. The cards are numbered from 1 to {len(CARDS)}.")
        check.that(cards.count(card) == 1, f"Card {card} is in it {cards.count(card)} times.")
    return list(cards)


def has(card, missing, instead):
    """Fail unless the card is there; a weaker card for the same thing gets its own sentence."""
    cards = chosen()
    weaker = next((sentence for other, sentence in instead.items() if other in cards), "")
    check.that(card in cards, f"{missing} {weaker}".strip())


@check("it takes ninety seconds at most")
def time():
    cards = chosen()
    total = sum(SECONDS[card] for card in cards)
    check.that(total <= LONGEST_S, f"It takes {total} seconds. Which card could you take away without anybody asking for it?")


@check("one hears what was decided, and why it looked right")
def decided():
    has(
        2,
        "Nobody has said yet what was decided, by whom, and on which grounds.",
        {16: "Card 16 has a “we” and a fashion. Who chose, and what had they measured?"},
    )


@check("one hears what he hadn't seen")
def missed():
    has(
        6,
        "What he hadn't looked at is missing, in his own name.",
        {
            9: "Card 9 says what a vendor had written. What had Dragan not asked?",
            14: "Card 14 says that there were assumptions. Which one?",
        },
    )


@check("one can follow it")
def order():
    cards = chosen()
    place = {card: cards.index(card) for card in cards}
    for earlier, later, why in (
        (2, 4, "Something is found before anyone knows what had been chosen"),
        (2, 6, "There are two lots, and nobody knows yet what was tried on them"),
        (4, 10, "Something is shared before it has been found"),
        (10, 12, "The plan comes before the morning on which there was none"),
        (4, 12, "There is a new plan before anything has come out"),
        (4, 13, "He has changed before anything has come out"),
    ):
        check.that(
            not {earlier, later} <= place.keys() or place[earlier] < place[later],
            f"Card {later} comes before card {earlier}. {why}.",
        )


### BEGIN HIDDEN TESTS
@check("one hears how it came out")
def came_out():
    has(4, "There is a decision and a consequence, and nothing in between: when did it show, and how far off was he?", {})


@check("one hears whom he told, and how openly")
def shared():
    has(
        10,
        "The analysis has stayed in his head, as far as the listener knows.",
        {5: "Card 5 says that he's open. What did he send, to whom, and when?"},
    )


@check("one hears what it cost")
def cost():
    has(
        8,
        "The listener doesn't know what it cost, or whom.",
        {1: "Card 1 says that it cost something. How much is a bit?", 15: "Card 15 says that it ended well. For whom, and after what?"},
    )


@check("one hears what he did then")
def plan():
    has(12, "There is no new plan, and nothing that was weighed for it.", {15: "Card 15 is how it ended."})


@check("one hears what is different since")
def changed():
    has(
        13,
        "Nothing is different since, or nothing that one could look at.",
        {14: "Card 14 is a lesson. What would he do on Monday that he wouldn't have done before?"},
    )


@check("nothing in it hands the fault on or puts on a certainty")
def straight():
    cards = chosen()
    for card, why_not in {
        3: "It's true, and it's a defence nobody asked for: they signed what he had tested.",
        9: "It's true, and it's about the vendor. In a story with little time for what he hadn't asked, it's heard as an excuse.",
        11: "When he chose, his own test said otherwise. And for thirty-one garages it isn't even so.",
    }.items():
        check.that(card not in cards, f"Card {card}: {why_not}")
### END HIDDEN TESTS

# %% [markdown] hint="failure_cut"
# Sort the cards by what they tell, before you think about time: for most of the seven things there are two cards. Ask of each pair which one could be
# checked.

# %% [markdown] hint="failure_cut"
# A card earns its seconds when it has somebody doing something, a number, or a limit of what Dragan knew. Then take the clock. There's room for
# the seven things and hardly more.

# %% [markdown] hint="failure_cut"
# Seven of the longer cards carry one thing each, and one long card is background. Say them as they happened; the cost may also open the story.

# %% wrong="everything that sounds good, and the politics" fails="failure_cut_read: one hears what he hadn't seen; failure_cut_read: one hears whom he told, and how openly; failure_cut_read: one hears what it cost"
def cut():
    return [7, 2, 4, 5, 1, 12, 13, 14, 15]

# %% wrong="the smooth version" fails="failure_cut_read: one hears what was decided, and why it looked right; failure_cut_read: one hears what he hadn't seen; failure_cut_read: one hears how it came out; failure_cut_read: one hears whom he told, and how openly; failure_cut_read: one hears what it cost; failure_cut_read: one hears what he did then; failure_cut_read: one hears what is different since"
def cut():
    return [16, 7, 1, 5, 14, 15]

# %% wrong="all there, and the others had signed" fails="failure_cut_read: nothing in it hands the fault on or puts on a certainty"
def cut():
    return [2, 3, 4, 6, 10, 8, 12, 13]

# %% wrong="all there, after a long run-up" fails="failure_cut_read: it takes ninety seconds at most"
def cut():
    return [7, 2, 4, 6, 10, 8, 12, 13, 15]

# %% wrong="the vendor in place of what he hadn't asked, and wise afterwards" fails="failure_cut_read: one hears what he hadn't seen; failure_cut_read: nothing in it hands the fault on or puts on a certainty"
def cut():
    return [2, 4, 9, 11, 10, 8, 12, 13]

# %% wrong="all the cards" fails="failure_cut_read: it takes ninety seconds at most; failure_cut_read: one can follow it; failure_cut_read: nothing in it hands the fault on or puts on a certainty"
def cut():
    return sorted(CARDS, reverse=True)

# %% wrong="the plan first, then the confession" fails="failure_cut_read: one can follow it"
def cut():
    return [2, 12, 4, 6, 10, 8, 13]

# %% wrong="the confession before there is anything to confess" fails="failure_cut_read: one can follow it"
def cut():
    return [6, 2, 4, 10, 8, 12, 13]

# %% wrong="numbers in quotes" fails="failure_cut_read"
def cut():
    return ["2", "4", "6", "10", "8", "12", "13"]

# %% also_right="the cost first, and what was missed before it came out"
def cut():
    return (8, 2, 6, 4, 10, 12, 13)

# %% also_right="with the new order, and the cost near the end"
def cut():
    return [2, 4, 10, 6, 12, 13, 8, 15]

# %% [markdown]
# ## 3 · What was true in it
#
# > Tell me about feedback from a colleague that you disagreed with.
#
# (BEH-20, reported by S3.) The reflex is to tell why it was wrong. Suppose this is it. You lead a project; Hilde, an engineer on it, writes to you on the
# second of June:
#
# > **1** My pull requests wait more than a day for you, the others' don't.<br/>
# > **2** Three times in May you've then pushed your own commits onto them without a word about what was wrong.<br/>
# > **3** In planning you talk over me and over nobody else.<br/>
# > **4** You've kept the scheduler work for yourself since April.<br/>
# > **5** You do all this because you don't trust my work.<br/>
# > **6** Petra asks you far less than she used to.<br/>
# > **7** She's afraid of you.
#
# It stings, most of all where it's wrong. You sleep on it, and then you look up what can be looked up. Run the cell, and compute whatever helps.

# %% given
REVIEWS = [  # your reviews in May: pull request, its author, hours until you first did anything on it, your comments, commits of yours on it
    (811, "Bao", 4, 3, 0),
    (812, "Hilde", 31, 0, 2),
    (815, "Petra", 6, 5, 0),
    (817, "Hilde", 27, 6, 0),
    (818, "Bao", 3, 1, 0),
    (820, "Yaw", 9, 4, 0),
    (823, "Hilde", 52, 0, 4),
    (824, "Petra", 5, 2, 1),
    (826, "Bao", 11, 2, 0),
    (828, "Hilde", 44, 0, 3),
]
SCHEDULER = [  # every ticket on the scheduler since April: ticket, who worked on it, closed
    ("S-40", "Bao", "9 Apr"),
    ("S-41", "you", "16 Apr"),
    ("S-43", "Hilde", "29 Apr"),
    ("S-44", "Bao", "8 May"),
    ("S-47", "Bao", "20 May"),
    ("S-48", "you", "28 May"),
]
QUESTIONS = {  # questions in the team's channel: who asked whom, in April and in May
    ("Petra", "you"): (11, 2),
    ("Petra", "Bao"): (1, 9),
    ("Yaw", "you"): (6, 7),
    ("Hilde", "you"): (3, 2),
}
PLANNING = """\
27 May, 14:06 to 14:09, transcript of the recording. A dash: begun before the speaker above had finished.
Hilde  What I'd do first is the migration, because if the lease
you    - the lease is fine, we tested that.
Hilde  Under load? Because in staging it
you    - Yes. Bao, what about the importer?
Bao    It's nearly there. I need about two days for the
you    - two days, good. Petra?
Petra  I'm through with mine, I could take the docs.
you    Great.
"""

for entry in REVIEWS + SCHEDULER:
    print(*entry, sep="\t")
for (asking, asked), (april, may) in QUESTIONS.items():
    print(f"{asking} asked {asked}: {april} in April, {may} in May")
print(PLANNING)

# %% [markdown]
# For each of Hilde's seven sentences, write what the record says:
#
# - `true`: all of it is borne out
# - `partly`: one part of the sentence is borne out, another part is contradicted
# - `false`: it is contradicted
# - `open`: the record can't tell, whatever you may feel

# %% answer="failure_feedback"
def claims():
    """Return a word for each of the seven sentences: {1: "open", 2: "open", ...}."""
    ### BEGIN SOLUTION
    return {1: "true", 2: "true", 3: "partly", 4: "false", 5: "open", 6: "true", 7: "open"}
    ### END SOLUTION

# %% tests="failure_feedback_read" points=3
WORDS = ("true", "partly", "false", "open")
# Each word that has a sentence below is a wrong one.
NOT_SO = {
    1: {
        "partly": "Take the hours of her four, and the hours of the other six. Is there one on the wrong side?",
        "false": "Take the hours of her four, and the hours of the other six.",
        "open": "It's about hours, and you have the hours.",
    },
    3: {
        "true": "Read the transcript once more and count the dashes, and whose sentence each of them cuts off.",
        "false": "Read the transcript once more and count the dashes, and whose sentence each of them cuts off.",
        "open": "Three minutes are little, and nobody knows about the other plannings. But three minutes suffice for one part of the sentence, and against the other.",
    },
    4: {
        "true": "Count the tickets by name.",
        "partly": "Two of them were yours. Was the sentence that you'd had some?",
        "open": "Six tickets, six names.",
    },
    5: {
        "true": "It may be what it felt like. Which column has your reasons in it?",
        "partly": "Which column has your reasons in it?",
        "false": "You know better, you say? So would anyone. It's about the record, and which column has your reasons in it?",
    },
}


def word(sentence):
    """The learner's word for one of Hilde's sentences; a failed case says how to write it."""
    given = claims()
    found = given.get(sentence) if isinstance(given, dict) else None
    check.that(
        isinstance(found, str) and found in WORDS,
        f"Sentence {sentence}: expected one of {', '.join(WORDS)}; found {found!r}. The keys are numbers, from 1 to 7.",
    )
    return found


def judge(sentence, not_so):
    found = word(sentence)
    check.that(found not in not_so, f"Sentence {sentence}, you wrote {found}. {not_so.get(found)}")


for sentence in NOT_SO:
    check(f"sentence {sentence}")(lambda sentence=sentence: judge(sentence, NOT_SO[sentence]))

### BEGIN HIDDEN TESTS
UNSEEN = {
    2: {
        "partly": "Count those of hers that have commits of yours, and look at the comments beside them.",
        "false": "Count those of hers that have commits of yours, and look at the comments beside them.",
        "open": "The commits are counted, and so are the words.",
    },
    6: {
        "partly": "Compare the two months, and only them.",
        "false": "Compare the two months.",
        "open": "Why it is so is open. That it is so?",
    },
    7: {
        "true": "She asks Bao now. There are kinder reasons for that, and crueller ones. Which of them is in the record?",
        "partly": "Which half of it is in the record?",
        "false": "She offers to take the docs, in your planning. Does that rule it out?",
    },
}
for sentence in UNSEEN:
    check(f"sentence {sentence}")(lambda sentence=sentence: judge(sentence, UNSEEN[sentence]))
### END HIDDEN TESTS

# %% [markdown] hint="failure_feedback"
# Read each sentence as its author would have to prove it. Which words in it are about something that can be counted, and which are about somebody's
# inside?

# %% [markdown] hint="failure_feedback"
# Split the long ones: "me" and "nobody else" are two claims. And a thing that is so is one claim; why it is so is another.

# %% wrong="it stings, so it is wrong" fails="failure_feedback_read: sentence 1; failure_feedback_read: sentence 2; failure_feedback_read: sentence 3; failure_feedback_read: sentence 5; failure_feedback_read: sentence 6; failure_feedback_read: sentence 7"
def claims():
    return dict.fromkeys(range(1, 8), "false")

# %% wrong="thank you, you're right about everything" fails="failure_feedback_read: sentence 3; failure_feedback_read: sentence 4; failure_feedback_read: sentence 5; failure_feedback_read: sentence 7"
def claims():
    return dict.fromkeys(range(1, 8), "true")

# %% wrong="there's something in all of it" fails="failure_feedback_read: sentence 1; failure_feedback_read: sentence 2; failure_feedback_read: sentence 4; failure_feedback_read: sentence 5; failure_feedback_read: sentence 6; failure_feedback_read: sentence 7"
def claims():
    return dict.fromkeys(range(1, 8), "partly")

# %% wrong="one can never know" fails="failure_feedback_read: sentence 1; failure_feedback_read: sentence 2; failure_feedback_read: sentence 3; failure_feedback_read: sentence 4; failure_feedback_read: sentence 6"
def claims():
    return dict.fromkeys(range(1, 8), "open")

# %% wrong="knows the motives: one's own and Petra's" fails="failure_feedback_read: sentence 5; failure_feedback_read: sentence 7"
def claims(found=claims()):
    return found | {5: "false", 7: "true"}

# %% wrong="the keys are texts, and one word is invented" fails="failure_feedback_read: sentence 1; failure_feedback_read: sentence 2; failure_feedback_read: sentence 3; failure_feedback_read: sentence 5; failure_feedback_read: sentence 6; failure_feedback_read: sentence 7"
def claims(found=claims()):
    return {"1": "true", "2": "true", 3: "yes", 4: "false"}

# %% also_right="counted from the record"
def claims():
    hers = [review for review in REVIEWS if review[1] == "Hilde"]
    others = [review for review in REVIEWS if review[1] != "Hilde"]
    waits = min(hours for _, _, hours, _, _ in hers) > 24 > max(hours for _, _, hours, _, _ in others)
    silent = sum(commits > 0 and not comments for _, _, _, comments, commits in hers) == 3
    april, may = QUESTIONS["Petra", "you"]
    return {
        1: "true" if waits else "partly", 2: "true" if silent else "partly", 3: "partly",
        4: "false" if {who for _, who, _ in SCHEDULER} != {"you"} else "true", 5: "open", 6: "true" if may < april / 2 else "false", 7: "open",
    }

# %% [markdown] written="failure_reply" points=3
# **The reply, and the message again.** First your reply to Hilde, as you'd send it or say it, in at most 100 words. Then *her* message, rewritten so
# that you could have acted on it the same day: the difficult feedback that you'd give in her place (BEH-13), in at most 80 words.

# %% part
from course.parts import self_assess

self_assess(
    "failure_reply",
    L5=[
        "The reply says in the first two sentences what is true, with the numbers, and before anything that isn't",
        "It names one thing that will be different, with a day from which Hilde could see it",
        "It says calmly what I see otherwise (the scheduler), with the list, and leaves the rest",
        "It doesn't explain my motives; or it asks what had made her think so",
        "In my version of her message every sentence is something she saw, and what it does to her work",
    ],
    L6=[
        "The reply treats Petra as news: I'd ask, and it says how, without making Petra a witness",
        "It thanks her for a thing in particular, or not at all",
        "Her message as I'd write it asks for one thing, and could be read aloud in front of both of us",
    ],
)

# %% [markdown]
# ## Why it is so, and where one may differ
#
# (Reading on spoils the parts above.)
#
# **D is the one that people argue about.** It's a fine story of engineering: a wrong assumption, an open write-up, a mechanism, a graph. Some interviewers will take it. But the
# question was about failing, and nobody paid. Tell it for *how do you keep quality high?*, and have another one ready here.
#
# **C has a failure of the speaker's in it, untold.** For a year they said that versions must be pinned, and they weren't pinned. *"I'd been right for a
# year and hadn't convinced anyone, and here's what I'd tried"* would be theirs. Criticism without one's own share is blame (RUBRIC-42, reported by S1).
#
# **F lacks one sentence**, and the gate in line 6 lets you guess it: nobody looked at small languages one by one. Then let them say it. A fix shows
# that one knows what to do; the missing sentence shows that one knows why it happened.
#
# **E is the commonest of the seven.** Owning up is no change. Ask: if the speaker left tomorrow, would the ferries be safer?
#
# **Was Dragan's decision bad?** It was a good price, a real test and a wrong site. One can argue that testing two easy lots was reasonable for the money. An interviewer
# who argues so isn't trapping you; say what the hard test would have cost (a day under the station?) and let it stand.
#
# **And Hilde?** Three sentences and half of a fourth were true, and the one that was false stood in the middle. Somebody who answers sentence 4 first has answered nothing. In an
# interview the answer has the same order: what she said; what was true in it, with a number; what I did from which day on; what I still see otherwise.
# If the feedback altered how you work (BEH-17, reported by S2), that's the same story with the weight on the third part.
#
# **"Radical candor".** S3 uses that phrase for what the company wants. It's the title of a book by Kim Scott and doesn't come from the company's
# memo; S0 and S1 say candor (CONTRA-18). What to do about it: say neither, and be it. Telling colleagues openly what you got
# wrong has a name there, too, *sunshining*, according to a summary without a date (EXT-07). The deed is in B, E and card 10.
#
# **Why not simply polish?** Because follow-ups exist. A polished failure has no inside: no hour at which it came out, no name, no figure one was wrong
# about. Only true stories have those, so tell a true one, and one that you can bear to be asked about.

# %% [markdown]
# ## 4 · Yours

# %% [markdown] written="failure_own" points=4
# Two ledgers with one line for each column, of true events from the last two years: one technical failure, one with a person. If a column stays empty, leave it empty and write
# whom you could ask.
#
# Then one of them in full, in at most 225 words. Then three lines: feedback that you disagreed with, what was true in it, and what somebody could
# see of that today.

# %% part
from course.parts import self_assess

self_assess(
    "failure_own",
    L5=[
        "It was my decision or my omission, and the sentence that says so has no “but” in it",
        "Somebody else lost something; I know how much because I asked or counted",
        "What I hadn't seen is one sentence about me, and it isn't the cause of the outage",
        "I say to whom I told it, when, and that the plan wasn't ready yet, or why it had to be",
        "What changed could be shown to a stranger",
        "Where I'm not sure, I say so",
    ],
    L6=[
        "What changed outlives me: it's in a contract, a test, a template or someone else's habit",
        "I can say what the same mistake would look like next time, in another dress",
        "The failure with a person cost that person something, and they'd recognise my account of it",
        "The feedback that I disagreed with has improved something that I'd have defended",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# Ninety seconds, the one with a person:
#
# 1. What I'd taken on or decided, and why it looked right (20 s).
# 2. What happened, to whom (20 s).
# 3. What I hadn't seen (15 s). Look up while you say it.
# 4. Whom I told, and what we did then (20 s).
# 5. What's different (15 s).

# %% part
from course.parts import timer

timer("failure_say", seconds=90)

# %% [markdown]
# Typed out, `course coach` reads it and asks back. And these are for somebody across the table:
#
# | they ask | a good reply contains |
# |---|---|
# | When did you know? | a day, and what you did between that day and the one you told them |
# | Who told you? | a name; if it wasn't you who found it, that too |
# | What did your own write-up say about you? | a sentence from it, as it stood |
# | How do you know that the change works? | what it has caught, or that it hasn't caught anything yet |
# | Whose fault was it really? | your part as before, theirs in one sentence, no third round |
# | Has it happened again? | if so, when; if not, how you'd notice |
# | What feedback do you get more than once? | the sentence as people say it, and what you've tried that didn't help |
# | How did they take it, when you gave feedback like that? | their first reaction, badly as it may have been, and what was different a month later |
#
# **Sources.** BEH-19, BEH-20, RUBRIC-45, CULT-13, CULT-14: S3, an undated article; BEH-21 and DEEP-03: S1 and S3; BEH-13, BEH-17, STORY-02 and the two
# mistakes: S2 (23 March 2026); RUBRIC-42: S1. Reported by these guides, not confirmed by the company; the rows stand in the course's
# `docs/syllabus.md`. EXT-07: a public summary at deepstash.com, undated. All people and records above were invented for this course, which is independent of Netflix.
