# ---
# keeper:
#   title: Before you know why
#   minutes: 60
#   level: L5
#   covers: [BEH-05, BEH-14, DEEP-02, DEEP-09, STORY-04, RUBRIC-44, RUBRIC-40]
#   needs: []
# ---

# %% [markdown]
# > Tell me about a production incident, and what your part was.
#
# Most answers to this are detective stories: strange signs, a long night, a clever discovery. The listener learns why it happened. What they
# wanted to know is what you did **while nobody knew why**.
#
# **What they listen for.** S2 reports six things: the symptoms, the severity, how you narrowed the blast radius, the metrics that mattered, how
# you communicated, and an action from the postmortem that you owned (RUBRIC-44). Note what isn't among the six: the cause. (S0 does name it, after triage
# and communication and before prevention, where the question is about outages in general.) The question comes in three forms: how you handle
# outages in general (BEH-05, S0), one that you had a part in (BEH-14, S1 and S2), and one that you led, at deep-dive depth (DEEP-02, S1). All of it is
# reported by interview guides, none of it confirmed by the company.
#
# Here you get an incident first and tell it afterwards. It's a Wednesday, the second of April, in a city with 140 stations. You're on
# call for the fare system: passengers hold a card to a gate, and the gate asks the fare service of its station, which has a copy of the fare table and says open or
# refuse. The review board has a timeline and wants to hear from you. What would you like to know before you look? Then run the
# cell below the questions.

# %% part
from course.parts import clarify

clarify(
    "incident_opening",
    {
        "Who can be hurt, and how?": "At peak a big station takes sixty people a minute. When gates don't open they stand behind each other, and at "
        "Centraal that's a staircase.",
        "How do new fare tables get out?": "In three waves, by the clock. Nobody has to press anything, and you can pause it at any time, that's one click.",
        "How long does going back take?": "About half an hour for fifty stations. Stations fetch their table one after the other.",
        "What may you do on your own?": "Whatever you can undo. You may have gates opened; the duty manager answers for the fares and wants to hear about it.",
        "Who talks to the stations?": "Meryem, station operations. She reaches all desks at once, and she opens gates, it takes her four minutes.",
        "Is a refused tap an error?": "Not for the fare service. It's a reply like any other.",
        "Who was at fault?": "We don't ask that here. We ask what let it through.",
    },
    solved_by="incident_moments_read",
)

# %% given
TIMELINE = {  # number: (time, where it comes from, what)
    1: ("05:00", "roll-out", "Fare table 219 goes to wave 1, 12 stations. Check passed: 239 products, 99.6 % of table 218. Automatic: wave 2 (38 stations) at 06:00, "
        "wave 3 (90 stations) at 07:00."),
    2: ("05:20", "dashboard", "Fare service: errors 0.1 %, p99 40 ms. Green."),
    3: ("05:41", "desk, Oostpoort", "Two passengers refused with valid passes. Let through by hand."),
    4: ("06:00", "roll-out", "Fare table 219 goes to wave 2, 38 stations."),
    5: ("06:12", "pager, low", "Gate 14 at Havenplein is offline."),
    6: ("06:18", "chat, Meryem", "That's the third desk telling me that passes are refused. Are you looking at something?"),
    7: ("06:20", "chat, you", "All green here. I'll look after the handover."),
    8: ("06:25", "logs, you", "Refused taps, all stations together: 4.1 %. Usual: 0.6 %."),
    9: ("06:31", "logs, you", "Refused in the 50 stations with table 219: 15 %. In the other 90: 0.6 %."),
    10: ("06:33", "chat, Rashid", "219 is sorted differently, the diff has four thousand lines. I'm going through it."),
    11: ("06:40", "desks", "19 calls in ten minutes. Usual: 3."),
    12: ("06:44", "chat, Meryem", "Centraal has people standing back on to the stairs. Does it get worse at seven?"),
    13: ("06:49", "chat, Rashid", "Got it. Product 17, employer passes. Its price is 0, and the export skips what has no price."),
    14: ("06:51", "chat, you", "I'm declaring an incident. I lead."),
    15: ("06:54", "roll-out, you", "Paused. Wave 3 won't start."),
    16: ("06:58", "stations, Meryem", "The gates of the 50 stations stand open."),
    17: ("07:00", "roll-out, Rashid", "Table 218 starts going back to the 50."),
    18: ("07:28", "roll-out", "Table 218 is on all 50. Meryem closes the gates again."),
    19: ("07:38", "logs, you", "Ten minutes with every gate in use: 0.6 % refused, everywhere."),
}
TIMES = [f"{5 + n // 6:02}:{n % 6}0" for n in range(17)]  # ten minutes up to …
GRAPHS = {
    "errors of the fare service, %": [0.1] * 17,
    "taps a minute": [120, 150, 190, 240, 300, 380, 470, 560, 640, 700, 760, 820, 790, 640, 630, 650, 790],  # none at open gates
    "refused, all stations, %": [0.6, 1.0, 1.1, 1.1, 1.1, 1.1, 1.1, 3.9, 4.1, 4.3, 4.3, 4.1, 3.2, 0.6, 0.6, 0.6, 0.6],
    "refused, stations with 219, %": [None, 11, 14, 13, 13, 13, 13, 13, 14, 15, 15, 14, 14, None, None, None, None],
    "calls from station desks": [0, 1, 0, 1, 2, 2, 3, 6, 9, 12, 19, 24, 26, 17, 8, 5, 3],
}


def draw(values):
    """One character for each value, as high as it is beside the largest; a dot where there is none."""
    top = max(value for value in values if value is not None)
    return "".join("·" if value is None else "▁▂▃▄▅▆▇█"[round(7 * value / top) if top > 1 else 0] for value in values)


for number, (time, source, text) in TIMELINE.items():
    print(f"{number:>2}  {time}  {source:<17} {text}")
print(f"\n{'':<31}{TIMES[0]}{'':<7}{TIMES[-1]}")
for name, values in GRAPHS.items():
    print(f"{name:<31}{draw(values)}  at most {max(value for value in values if value is not None)}")

# %% [markdown]
# The fourth graph wasn't on any dashboard that morning. It could have been: the numbers were in the logs.
#
# ## 1 · The moments
#
# A timeline says when things happened. A story needs a few of its moments, and not the ones that felt big. Find them:
#
# | write | the first line |
# |---|---|
# | `symptom` | in which somebody outside is hurt by it |
# | `misleading` | with a reading of the running service that was true and told you nothing about it |
# | `knowable` | after which three things are on the table: who is affected, how badly, and whether it will grow by itself |
# | `cause` | in which somebody knows why |
# | `narrowed` | after which it can't reach any more stations |
# | `relieved` | after which passengers get through where it had already reached |
# | `ended` | that shows that all is as it was, measured at the gates in use |
#
# And `minutes`: how many minutes lie between `knowable` and `narrowed`.

# %% answer="incident_moments"
def moments():
    """Return the number of a line for each moment, and the minutes, in this form:

    {"symptom": 1, "misleading": 1, "knowable": 1, "cause": 1, "narrowed": 1, "relieved": 1, "ended": 1, "minutes": 0}
    """
    ### BEGIN SOLUTION
    return {"symptom": 3, "misleading": 2, "knowable": 9, "cause": 13, "narrowed": 15, "relieved": 16, "ended": 19, "minutes": 23}
    ### END SOLUTION

# %% tests="incident_moments_read" points=3
import hashlib

# What is right, as the first 10 digits of the SHA-256 of "symptom 1" and so on: this cell gives nothing away.
RIGHT = {
    "0dde20b86f", "5227b07d6b", "5b85ef3907", "9974fed819", "9c7fdafdc6", "dfd9db488f", "f374461b73",
    "fc662c4827",
}
WANTED = {
    "symptom": "You want a person at a gate, and the earliest that was written down.",
    "misleading": "You want a number from a graph or a log, with nothing wrong in it, that has nothing to say about refusals.",
    "knowable": "You want the line after which nothing is missing: who, how badly, and what will happen if nobody does anything.",
    "cause": "You want the first line in which the why is said.",
    "narrowed": "You want the first line after which no further station can get it.",
    "relieved": "You want the first line after which a passenger at one of the fifty stations isn't kept back any more.",
    "ended": "You want a measurement, taken at gates that are used as always.",
}
TEMPTING = {
    ("symptom", 6): "That's the third desk. Who was the first?",
    ("symptom", 1): "Something goes out. Nobody is hurt in this line.",
    ("misleading", 7): "That's what was made of it. Where had it been read?",
    ("misleading", 5): "It's noise beside the matter, and it isn't a measurement. Which one made you wait?",
    ("misleading", 1): "It does mislead; but it reads a table and not the service, and it isn't silent about the matter: it says that a product is gone.",
    ("knowable", 6): "Three desks: it's real. How many passengers, at which stations?",
    ("knowable", 8): "It says how much, on the average of all. Who has it, and who hasn't?",
    ("knowable", 12): "By then it could be seen with the naked eye. Could it have been said earlier?",
    ("knowable", 13): "That's why it happens. Did you need the why, to know who, how badly, and what comes at seven?",
    ("knowable", 3): "Two passengers. Is it two, or two hundred?",
    ("narrowed", 14): "A word in the chat. At 06:52 the waves were still on their way.",
    ("narrowed", 16): "That helps the fifty. What keeps it from the other ninety?",
    ("narrowed", 18): "By then it's repaired. It had been kept from spreading long before.",
    ("relieved", 15): "That protects the other ninety. At Centraal they still stand on the stairs.",
    ("relieved", 18): "That's the repair. By then people had been walking through for half an hour.",
    ("ended", 18): "That's what was done. Does it work?",
    ("ended", 16): "Open gates refuse nobody. Nothing has ended yet.",
}


def told(name):
    given = moments()
    check.that(isinstance(given, dict), f"moments() should return a dictionary, as in the form above; it returned {given!r}.")
    check.that(name in given, f"moments() has no {name!r} yet; give it the number of a line, or for 'minutes' a number.")
    return given[name]


def judge(name):
    line = told(name)
    check.that(
        type(line) is int and line in TIMELINE,
        f"{name!r}: the lines are numbered from 1 to {len(TIMELINE)}; found {line!r}. Write the number alone, without quotes.",
    )
    time, source, _ = TIMELINE[line]
    why_not = TEMPTING.get((name, line)) or WANTED[name]
    digest = hashlib.sha256(f"{name} {line}".encode()).hexdigest()[:10]
    check.that(digest in RIGHT, f"For {name!r} you took line {line} ({time}, {source}). {why_not}")


for name in WANTED:
    check(name)(lambda name=name: judge(name))


@check("the minutes between them")
def minutes():
    found = told("minutes")
    check.that(type(found) in (int, float) and 0 <= found < 1000, f"'minutes' is a number of minutes; found {found!r}.")
    digest = hashlib.sha256(f"minutes {found:g}".encode()).hexdigest()[:10]
    check.that(
        digest in RIGHT,
        f"You count {found:g} minutes. Subtract the time of the line where it could be known from the time of the line where it could no longer spread.",
    )

# %% [markdown] hint="incident_moments"
# The moments that felt big were the stairs and the discovery. Ask of each what it added to what could already be said.

# %% [markdown] hint="incident_moments"
# For `knowable`, write three headings (who, how badly, what happens by itself) and go down the lines, writing under each what you
# have. Line 1 already gives you one of the three.

# %% [markdown] hint="incident_moments"
# `narrowed`, `relieved` and the repair are three different things, in that order here: it stops spreading; it stops hurting; it's mended. And mended isn't yet
# shown to be mended.

# %% wrong="the big moments: three desks, the stairs, the discovery" fails="incident_moments_read: symptom; incident_moments_read: misleading; incident_moments_read: knowable; incident_moments_read: narrowed; incident_moments_read: the minutes between them"
def moments(right=moments()):
    return right | {"symptom": 6, "misleading": 7, "knowable": 12, "narrowed": 14, "minutes": 7}

# %% wrong="one can't know how bad it is before one knows why" fails="incident_moments_read: knowable; incident_moments_read: the minutes between them"
def moments(right=moments()):
    return right | {"knowable": 13, "minutes": 5}

# %% wrong="an average will do, and restored is over" fails="incident_moments_read: knowable; incident_moments_read: relieved; incident_moments_read: ended; incident_moments_read: the minutes between them"
def moments(right=moments()):
    return right | {"knowable": 8, "relieved": 18, "ended": 18, "minutes": 29}

# %% wrong="repairing is narrowing" fails="incident_moments_read: narrowed; incident_moments_read: relieved; incident_moments_read: the minutes between them"
def moments(right=moments()):
    return right | {"narrowed": 18, "relieved": 15, "minutes": 57}

# %% wrong="times in place of lines, one left out" fails="incident_moments_read: symptom; incident_moments_read: misleading; incident_moments_read: knowable; incident_moments_read: ended; incident_moments_read: the minutes between them"
def moments(right=moments()):
    return {"symptom": "05:41", "misleading": 20, "knowable": [9], "cause": 13, "narrowed": 15, "relieved": 16, "minutes": "23"}

# %% also_right="computed from the timeline"
def moments():
    found = {"symptom": 3, "misleading": 2, "knowable": 9, "cause": 13, "narrowed": 15, "relieved": 16, "ended": 19}
    hours, minutes = zip(*(map(int, TIMELINE[found[name]][0].split(":")) for name in ("knowable", "narrowed")))
    return found | {"minutes": 60 * (hours[1] - hours[0]) + minutes[1] - minutes[0]}

# %% [markdown]
# ## 2 · Once more from 06:31
#
# Now you're back at 06:31. You know lines 1 to 9 and nothing else; nobody knows why. Rashid is beside you, Meryem answers within seconds. In 29 minutes
# table 219 goes to ninety more stations. You may do on your own whatever can be undone; for fares that are lost the duty manager answers, and wants to
# hear of them at once.

# %% given
ACTIONS = {
    "pause": "Pause the roll-out, so that wave 3 doesn't start. One click, and one to go on.",
    "declare": "Declare an incident in the channel: what it is, that you lead, that Rashid looks for the cause, that Meryem has the stations.",
    "open_50": "Have Meryem open the gates of the 50 stations with table 219. Four minutes; about 9,000 euros of fares an hour.",
    "open_140": "Have Meryem open the gates of all 140 stations. Four minutes; about 31,000 euros of fares an hour.",
    "restore": "Put table 218 back on the 50 stations. Half an hour until the last one has it.",
    "split": "Split the refusals by product, to see which passes it is.",
    "diff": "Go through the four thousand lines of the diff with Rashid, four eyes see more.",
    "restart": "Restart the fare service, in all stations. Three minutes, in which no gate gets an answer.",
    "wait": "Let wave 3 go out and watch it closely: ninety more stations make a pattern much easier to see.",
    "mute": "Mute the channel of the desks, so that both of you can think.",
}
PILES = ("now", "then", "no")

for name, text in ACTIONS.items():
    print(f"{name:>9}  {text}")

# %% [markdown]
# Put each action on a pile:
#
# - **now**: within five minutes, by you. It narrows whom this can hurt, or lets others do so; it needs no cause, and it can be undone. You have time for **three**.
# - **then**: it repairs or explains. Started as soon as the first pile is under way, or by somebody else in the meantime.
# - **no**: not at 06:31.
#
# Some have more than one right place.

# %% answer="incident_actions"
def actions():
    """Return a pile for each action: {"pause": "now", ...}."""
    ### BEGIN SOLUTION
    return {
        "pause": "now",
        "declare": "now",
        "open_50": "now",
        "open_140": "no",
        "restore": "then",
        "split": "then",
        "diff": "no",  # Rashid is at it; a second reader is one fewer leader
        "restart": "no",
        "wait": "no",
        "mute": "no",
    }
    ### END SOLUTION

# %% tests="incident_actions_read" points=3
def sorted_out():
    """The learner's piles, if every action is on one."""
    piles = actions()
    check.that(isinstance(piles, dict), f"actions() should return a dictionary from action to pile; it returned {piles!r}.")
    for name in ACTIONS:
        check.that(piles.get(name) in PILES, f"The action {name!r} is on {piles.get(name)!r}; the piles are {', '.join(PILES)}.")
    return piles


def belongs(reasons, *allowed):
    """Fail for the first action that is elsewhere, and say why it matters."""
    piles = sorted_out()
    for name, reason in reasons.items():
        check.that(piles[name] in allowed, f"{name!r} is on your pile {piles[name]!r}. {reason}")


@check("every action is on a pile, and three at most are for now")
def form():
    piles = sorted_out()
    strangers = [name for name in piles if name not in ACTIONS]
    check.that(not strangers, f"actions() has {strangers!r}, which is no action. The names are the keys of ACTIONS.")
    now = [name for name in ACTIONS if piles[name] == "now"]
    check.that(len(now) <= 3, f"You have {len(now)} for now: {', '.join(now)}. You have five minutes and one head. Which of them could somebody else begin, or wait?")


@check("what can't explain anything and costs much is left")
def left():
    belongs(
        {
            "restart": "Which line says that the fare service is ill? And what do 140 stations do in those three minutes?",
            "mute": "The desks are the only ones who saw it. They'd be the last whom you'd want to stop hearing.",
        },
        "no",
    )


### BEGIN HIDDEN TESTS
@check("it is kept from spreading, and from hurting where it is")
def narrowed():
    belongs(
        {
            "pause": "Seven o'clock comes by itself. It's one click, it's undone with one, and you needn't know why.",
            "open_50": "Where it already is, people are kept back now, and going back takes half an hour. What helps them in the meantime?",
        },
        "now",
    )


@check("it isn't made larger than it is")
def no_larger():
    belongs(
        {
            "open_140": "The other ninety refuse 0.6 %, as ever. With the waves paused, whom there would it help?",
            "wait": "The pattern would be easy to see, since ninety more stations would have it.",
        },
        "no",
    )


@check("repair and explanation don't come first")
def later():
    belongs(
        {
            "split": "It's worth knowing, for the repair and for the next message. Does anybody at a gate get through by it? Nor should it be dropped.",
        },
        "then",
    )
    belongs({"diff": "Rashid reads. If you read too, who leads?"}, "then", "no")


@check("somebody leads, and going back begins")
def led():
    belongs({"declare": "As long as nobody has said it, everybody assumes that somebody else leads."}, "now", "then")
    belongs({"restore": "What worked yesterday can go back before anyone knows what's wrong with today's."}, "now", "then")
    piles = sorted_out()
    check.that(
        "now" in (piles["declare"], piles["restore"]),
        "After the pause and the gates there's time for one more: somebody should know who leads, or the half hour of going back should begin.",
    )
### END HIDDEN TESTS

# %% [markdown] hint="incident_actions"
# Ask three things of each: does a passenger get through sooner by it, or is one spared? Do I have to know why, first? What if it was the
# wrong thing to do?

# %% [markdown] hint="incident_actions"
# There are two groups of people: those behind the gates of the fifty, and those who'll be at the gates of the ninety at seven. Something for each,
# and a minute for saying who does what.

# %% wrong="first the cause" fails="incident_actions_read: it is kept from spreading, and from hurting where it is; incident_actions_read: repair and explanation don't come first; incident_actions_read: somebody leads, and going back begins"
def actions(right=actions()):
    return right | {"diff": "now", "split": "now", "pause": "then", "open_50": "then", "declare": "then", "restore": "then"}

# %% wrong="as large as possible, to be on the safe side" fails="incident_actions_read: it is kept from spreading, and from hurting where it is; incident_actions_read: it isn't made larger than it is"
def actions(right=actions()):
    return right | {"open_140": "now", "open_50": "no"}

# %% wrong="everything at once" fails="incident_actions_read: every action is on a pile, and three at most are for now; incident_actions_read: repair and explanation don't come first"
def actions(right=actions()):
    return right | dict.fromkeys(["pause", "declare", "open_50", "restore", "split"], "now")

# %% wrong="have you tried turning it off and on" fails="incident_actions_read: what can't explain anything and costs much is left; incident_actions_read: it is kept from spreading, and from hurting where it is; incident_actions_read: somebody leads, and going back begins"
def actions(right=actions()):
    return right | {"restart": "now", "mute": "now", "pause": "now", "open_50": "then", "declare": "then"}

# %% wrong="more data" fails="incident_actions_read: it is kept from spreading, and from hurting where it is; incident_actions_read: it isn't made larger than it is"
def actions(right=actions()):
    return right | {"pause": "no", "wait": "then"}

# %% wrong="going back would do, nobody needs to be told" fails="incident_actions_read: somebody leads, and going back begins"
def actions(right=actions()):
    return right | {"declare": "no", "restore": "now"}

# %% wrong="some are left out, and a pile is invented" fails="incident_actions_read"
def actions(right=actions()):
    return {"pause": "first", "open_50": "now", "declare": "now"}

# %% also_right="going back starts at once, Rashid declares, the diff waits"
def actions():
    piles = dict.fromkeys(ACTIONS, "no")
    return piles | {"pause": "now", "open_50": "now", "restore": "now", "declare": "then", "split": "then", "diff": "then"}

# %% [markdown]
# ## 3 · Who hears what, when
#
# Three messages. At 06:33 to all station desks; at 06:33 to the duty manager, who answers for the fares and for what the city hears; at 06:50 to the
# desks again. By then Rashid has found line 13, the roll-out stands, the gates of the fifty are open, and table 218 has begun to go back.
#
# Each says what is going on, whom it affects, what is being done (and what the reader is to do), and when they'll hear from you next: within twenty
# minutes, whether or not there's something new, and not earlier than you will in fact write.
#
# A message must be true on what's known when it's sent, and its reader must be able to use it.

# %% given
WHAT = {
    "w1": "Gates at 50 stations are refusing about one tap in seven, among them valid passes.",
    "w2": "Fare table 219 is corrupt.",
    "w3": "There are irregularities at some gates.",
    "w4": "The fare service is down.",
    "w5": "The gates' new fare table doesn't know employer passes and refuses them. Other passes work.",
}
AFFECTED = {
    "a1": "The 50 stations on the list; the other 90 work as usual. We don't know yet which passes.",
    "a2": "A small number of passengers.",
    "a3": "All passengers, at all stations.",
    "a4": "Passengers with employer passes, at the 50 stations on the list.",
}
DOING = {
    "d1": "The gates of these 50 are being opened. Let people through there and check nothing. The other 90 stay as they are.",
    "d2": "We're working on the root cause with the highest priority.",
    "d3": "It will be fixed by 06:45.",
    "d4": "Please ask passengers to tap again, and otherwise to buy a single ticket.",
    "d5": "I'm having the gates of these 50 opened, about 9,000 euros of fares an hour, and I've stopped the roll-out. Tell me at once if you see it otherwise.",
    "d6": "The table of yesterday goes back, station by station, until about 07:30. Your gates stay open until Meryem calls you.",
    "d7": "The export skips products without a price. The review is on Thursday.",
}
MESSAGES = {
    "desks_0633": "06:33, to all station desks",
    "duty_0633": "06:33, to the duty manager",
    "desks_0650": "06:50, to all station desks",
}

for pool in (WHAT, AFFECTED, DOING):
    for name, text in pool.items():
        print(f"{name}  {text}")

# %% answer="incident_messages"
def messages():
    """Return each message as the names of three sentences and a time, in this form:

    {
        "desks_0633": {"what": "w1", "affected": "a1", "doing": "d1", "next": "07:00"},
        "duty_0633": {...},
        "desks_0650": {...},
    }
    """
    ### BEGIN SOLUTION
    return {
        "desks_0633": {"what": "w1", "affected": "a1", "doing": "d1", "next": "06:50"},
        "duty_0633": {"what": "w1", "affected": "a1", "doing": "d5", "next": "06:50"},
        "desks_0650": {"what": "w5", "affected": "a4", "doing": "d6", "next": "07:10"},
    }
    ### END SOLUTION

# %% tests="incident_messages_read" points=4
import re

POOLS = {"what": WHAT, "affected": AFFECTED, "doing": DOING}
NOT_AT_0633 = {
    "what": {
        "w2": "At 06:33 nobody has read the table. It fits, and it's a guess; if it's wrong, you'll have to take it back in front of 140 desks.",
        "w3": "It's true and says nothing. Is it two gates or two hundred? Is it theirs?",
        "w4": "Lines 2 and 9 speak against it: it answers, and ninety stations work.",
        "w5": "You don't know that yet. You know where, not which.",
    },
    "affected": {
        "a2": "One in seven, at fifty stations, at the beginning of the rush. Whoever reads it will stop reading you.",
        "a3": "You know better: ninety stations are as usual, and they'd like to know that they are.",
        "a4": "You don't know that yet. A desk that goes by it would hold back the others.",
    },
}
NOT_DOING = {
    "desks_0633": {
        "d2": "It's about your work. What does the desk do with the next person?",
        "d3": "On what grounds? At 06:46 it will be the only sentence that they remember.",
        "d4": "Tap again, and be refused again; or pay twice. And the queue waits for both.",
        "d5": "It's about money and a decision, and no desk can make it. What does the desk do with the next person?",
        "d6": "Nothing is going back yet, and you don't know how long.",
        "d7": "You don't know that yet, and on Thursday they won't be standing at a gate.",
    },
}


def sentence(message, part):
    """The learner's sentence for a part of a message; a failed case says how to write it."""
    given = messages()
    found = given.get(message) if isinstance(given, dict) else None
    check.that(isinstance(found, dict), f"{message!r} ({MESSAGES[message]}) isn't there yet. Expected a dictionary, as in the form above; found {found!r}.")
    name = found.get(part)
    check.that(
        isinstance(name, str) and name in POOLS[part],
        f"{message!r}, {part!r}: expected one of {', '.join(POOLS[part])}; found {name!r}.",
    )
    return name


def judge(message, part, not_this):
    name = sentence(message, part)
    check.that(name not in not_this, f"{MESSAGES[message]}: “{POOLS[part][name]}” {not_this.get(name)}")


def judge_next(message, earliest, latest):
    """Fail unless the next message is promised for between two times."""
    given = messages()
    found = given.get(message) if isinstance(given, dict) else None
    promised = found.get("next") if isinstance(found, dict) else None
    check.that(
        isinstance(promised, str) and re.fullmatch(r"[0-2]\d:[0-5]\d", promised),
        f"{message!r}, 'next': write the time as text, such as \"07:00\"; found {promised!r}.",
    )
    sent = f"{message[-4:-2]}:{message[-2:]}"
    check.that(promised > sent, f"{MESSAGES[message]}: you promise the next one for {promised}, and it's {sent}.")
    check.that(promised <= latest, f"{MESSAGES[message]}: the next one at {promised} is more than twenty minutes away. By then they'll have called.")
    check.that(promised >= earliest, f"{MESSAGES[message]}: you promise {promised}, and you'll write at {earliest}. It's the first promise that you'd break.")


for part in ("what", "affected"):
    check(f"desks at 06:33, {part}")(lambda part=part: judge("desks_0633", part, NOT_AT_0633[part]))
check("desks at 06:33, doing")(lambda: judge("desks_0633", "doing", NOT_DOING["desks_0633"]))
check("desks at 06:33, next")(lambda: judge_next("desks_0633", "06:50", "06:53"))

### BEGIN HIDDEN TESTS
UNSEEN_DUTY = {
    "d1": "It's an instruction for desks. What does the duty manager have to know, in order to say no?",
    "d2": "It's about your work. Something is being decided at their expense: what, and for how much?",
    "d3": "On what grounds? They may pass it on to the city.",
    "d4": "It's an instruction for desks, and not a good one.",
    "d6": "Nothing is going back yet.",
    "d7": "You don't know that yet.",
}
UNSEEN_0650 = {
    "what": {
        "w1": "It was right at 06:33. Now you know which passes, and every desk has seventeen minutes of them behind it.",
        "w2": "It isn't, it lacks something, and a desk can do nothing with either.",
        "w3": "It said nothing at 06:33 either.",
        "w4": "It never was.",
    },
    "affected": {
        "a1": "It was right at 06:33. Now you know which.",
        "a2": "Ask a desk.",
        "a3": "The ninety are as usual, and the fifty refuse one kind of pass.",
    },
    "doing": {
        "d1": "They've done that. What comes next for them, and until when?",
        "d2": "It has been found. What happens now, and what does the desk do in the meantime?",
        "d3": "It's 06:50.",
        "d4": "Tap again, and be refused again; or pay twice.",
        "d5": "It's for somebody else, and it has been decided.",
        "d7": "It's true. A desk with a queue can use neither half of it.",
    },
}
for part in ("what", "affected"):
    check(f"duty manager at 06:33, {part}")(lambda part=part: judge("duty_0633", part, NOT_AT_0633[part]))
check("duty manager at 06:33, doing")(lambda: judge("duty_0633", "doing", UNSEEN_DUTY))
check("duty manager at 06:33, next")(lambda: judge_next("duty_0633", "06:34", "06:53"))
for part in UNSEEN_0650:
    check(f"desks at 06:50, {part}")(lambda part=part: judge("desks_0650", part, UNSEEN_0650[part]))
check("desks at 06:50, next")(lambda: judge_next("desks_0650", "06:51", "07:10"))
### END HIDDEN TESTS

# %% [markdown] hint="incident_messages"
# Write beside each message what its sender knows at that minute. Which sentences would you have to take back if you were wrong?

# %% [markdown] hint="incident_messages"
# Then be the reader. You're at a desk, thirty people in front of you: what do I tell the next one? You're the duty manager, in a
# car: do I have to stop this?

# %% wrong="soothes" fails="incident_messages_read: desks at 06:33, what; incident_messages_read: desks at 06:33, affected; incident_messages_read: desks at 06:33, doing; incident_messages_read: desks at 06:33, next; incident_messages_read: duty manager at 06:33, what; incident_messages_read: duty manager at 06:33, affected; incident_messages_read: duty manager at 06:33, doing; incident_messages_read: duty manager at 06:33, next; incident_messages_read: desks at 06:50, what; incident_messages_read: desks at 06:50, affected; incident_messages_read: desks at 06:50, doing; incident_messages_read: desks at 06:50, next"
def messages():
    soothing = {"what": "w3", "affected": "a2", "doing": "d2", "next": "soon"}
    return {"desks_0633": soothing, "duty_0633": soothing, "desks_0650": soothing}

# %% wrong="knows more than can be known" fails="incident_messages_read: desks at 06:33, what; incident_messages_read: desks at 06:33, affected; incident_messages_read: desks at 06:33, doing; incident_messages_read: duty manager at 06:33, what; incident_messages_read: duty manager at 06:33, affected; incident_messages_read: duty manager at 06:33, doing"
def messages(right=messages()):
    early = {"what": "w5", "affected": "a4", "doing": "d3", "next": "06:50"}
    return {"desks_0633": early, "duty_0633": early | {"what": "w2"}, "desks_0650": right["desks_0650"]}

# %% wrong="one text for everyone, sent twice" fails="incident_messages_read: duty manager at 06:33, doing; incident_messages_read: desks at 06:50, what; incident_messages_read: desks at 06:50, affected; incident_messages_read: desks at 06:50, doing; incident_messages_read: desks at 06:50, next"
def messages(right=messages()):
    return dict.fromkeys(right, right["desks_0633"])

# %% wrong="engineers' news for desks, a price for the wrong reader" fails="incident_messages_read: desks at 06:33, doing; incident_messages_read: duty manager at 06:33, doing; incident_messages_read: desks at 06:50, doing"
def messages(right=messages()):
    return {
        "desks_0633": right["desks_0633"] | {"doing": "d5"},
        "duty_0633": right["duty_0633"] | {"doing": "d1"},
        "desks_0650": right["desks_0650"] | {"doing": "d7"},
    }

# %% wrong="alarms everybody, and lets them pay" fails="incident_messages_read: desks at 06:33, what; incident_messages_read: desks at 06:33, affected; incident_messages_read: desks at 06:33, doing; incident_messages_read: duty manager at 06:33, what; incident_messages_read: duty manager at 06:33, affected; incident_messages_read: duty manager at 06:33, doing; incident_messages_read: desks at 06:50, what; incident_messages_read: desks at 06:50, affected; incident_messages_read: desks at 06:50, doing"
def messages():
    alarm = {"what": "w4", "affected": "a3", "doing": "d4"}
    return {"desks_0633": alarm | {"next": "06:50"}, "duty_0633": alarm | {"next": "06:50"}, "desks_0650": alarm | {"next": "07:10"}}

# %% wrong="promises what it won't keep, or a day later" fails="incident_messages_read: desks at 06:33, next; incident_messages_read: duty manager at 06:33, next; incident_messages_read: desks at 06:50, next"
def messages(right=messages()):
    return {
        "desks_0633": right["desks_0633"] | {"next": "06:40"},
        "duty_0633": right["duty_0633"] | {"next": "09:00"},
        "desks_0650": right["desks_0650"] | {"next": "06:45"},
    }

# %% wrong="sentences written out, one message missing" fails="incident_messages_read"
def messages():
    return {
        "desks_0633": {"what": WHAT["w1"], "affected": "A1", "doing": 1, "next": 650},
        "duty_0633": ["w1", "a1", "d5", "06:50"],
    }

# %% also_right="a few minutes more or less for the next one"
def messages():
    at_0633 = dict(what="w1", affected="a1", doing="d1", next="06:53")
    return {
        "desks_0633": at_0633,
        "duty_0633": at_0633 | dict(doing="d5", next="06:45"),
        "desks_0650": dict(what="w5", affected="a4", doing="d6", next="07:00"),
    }

# %% [markdown]
# ## 4 · What makes it harder next time
#
# The review has put the chain together:
#
# ```mermaid
# flowchart LR
#   A["the export skips<br/>products without a price"] --> B["the check counts products:<br/>239 of 240 will do"]
#   B --> C["waves go by the clock,<br/>whatever gates say"]
#   C --> D["a refusal is no error:<br/>dashboards stay green"]
#   D --> E["desks telephone;<br/>nothing rings on call"]
# ```
#
# Ten actions have been proposed. Keep those that somebody owns (a name and a day), that can be checked (you could tell whether it has been done, *and* that
# it works), and that are aimed at a link of the chain. For each of the others write one thing that's wrong with it: `unowned`, `uncheckable` or `elsewhere`. Some
# have more than one; any of them will do.

# %% given
PROPOSED = {
    1: "Everybody takes more care with exports from now on.",
    2: "Rashid, by 11 April: publishing refuses a table without a product that was tapped in the last 30 days. Table 219 is a test for it.",
    3: "Nadia, by 9 April: two more servers for the fare service; a load test shows half the latency.",
    4: "You, by 15 April: a wave starts only if refusals for each product are at most twice last week's. Shown by sending 219 through the test station.",
    5: "The team improves monitoring and alerting.",
    6: "You, by 8 April: an alarm at 5 % refusals among at least 50 taps in ten minutes, for each table version. Fed with the morning of 2 April, it rings before 05:30.",
    7: "Rashid's manager speaks with him about the export, by 4 April.",
    8: "Nadia, by 30 April: a training on product types for all developers; the list of participants goes to the review board.",
    9: "Meryem and you, by 10 April: a third report from desks within 15 minutes rings on call. Tried with three calls.",
    10: "Rewrite the export on the new platform, some time this year.",
}

for number, text in PROPOSED.items():
    print(f"{number:>2}  {text}")

# %% answer="incident_review"
def review():
    """Return a word for each proposed action: {1: "keep", 2: "unowned", ...}."""
    ### BEGIN SOLUTION
    return {
        1: "unowned",
        2: "keep",
        3: "elsewhere",
        4: "keep",
        5: "unowned",
        6: "keep",
        7: "elsewhere",
        8: "elsewhere",
        9: "keep",
        10: "unowned",
    }
    ### END SOLUTION

# %% tests="incident_review_read" points=3
WORDS = ("keep", "unowned", "uncheckable", "elsewhere")
# Each word that has a sentence below is a wrong one.
NOT_SO = {
    1: {"keep": "Who is everybody, and on which day would you look, and at what?"},
    2: {
        "unowned": "There's a name and a day.",
        "uncheckable": "There's a table in it that must be refused. You could try that.",
        "elsewhere": "Which link would have let 219 through, with this in place?",
    },
    3: {
        "keep": "A name, a day, a measurement. Now show the link of the chain that would have broken.",
        "unowned": "There's a name and a day.",
        "uncheckable": "There's a measurement. What it measures is another matter.",
    },
    5: {"keep": "On which day would you look, at what, and whom would you ask?"},
    6: {
        "unowned": "There's a name and a day.",
        "uncheckable": "There's a morning to replay, and a time by which it must ring.",
        "elsewhere": "Which of the links stayed silent until 06:25?",
    },
}


def word(number):
    """The learner's word for an action; a failed case says how to write it."""
    given = review()
    found = given.get(number) if isinstance(given, dict) else None
    check.that(
        isinstance(found, str) and found in WORDS,
        f"Action {number}: expected one of {', '.join(WORDS)}; found {found!r}. The keys are numbers, from 1 to 10.",
    )
    return found


def judge(number, not_so):
    found = word(number)
    check.that(found not in not_so, f"Action {number}, you wrote {found}. {not_so.get(found)}")


for number in NOT_SO:
    check(f"action {number}")(lambda number=number: judge(number, NOT_SO[number]))

### BEGIN HIDDEN TESTS
UNSEEN = {
    4: {
        "unowned": "There's a name and a day.",
        "uncheckable": "There's a station for it, and a table that must stop there.",
        "elsewhere": "What started the second wave, while the first was refusing passes?",
    },
    7: {
        "keep": "The next person who writes an export hasn't been spoken with. What has changed for the table?",
        "unowned": "There's a person and a day.",
    },
    8: {
        "keep": "You can check who sat there. Which link breaks, when a trained developer forgets it?",
        "unowned": "There's a name and a day.",
    },
    9: {
        "unowned": "There are two names and a day, and it needs both sides.",
        "uncheckable": "Three calls, and it rings or it doesn't.",
        "elsewhere": "Who knew first, and by how many minutes? What became of it?",
    },
    10: {"keep": "Whose is it, until when, and would the new one know employer passes?"},
}
for number in UNSEEN:
    check(f"action {number}")(lambda number=number: judge(number, UNSEEN[number]))
### END HIDDEN TESTS

# %% [markdown] hint="incident_review"
# Run the second of April once more for each action, with that alone in place. Where would the chain have ended, and when?

# %% [markdown] hint="incident_review"
# A name and a day make it owned. That it has been *done* can be checked of nearly anything; ask for what would show that it *works*. And people aren't a link
# of this chain.

# %% wrong="whatever has a name and a day is kept" fails="incident_review_read: action 3; incident_review_read: action 7; incident_review_read: action 8"
def review(right=review()):
    return right | {3: "keep", 7: "keep", 8: "keep"}

# %% wrong="good intentions are kept, too" fails="incident_review_read: action 1; incident_review_read: action 5; incident_review_read: action 10"
def review(right=review()):
    return right | {1: "keep", 5: "keep", 10: "keep"}

# %% wrong="only the root cause counts" fails="incident_review_read: action 6; incident_review_read: action 4; incident_review_read: action 9"
def review(right=review()):
    return right | {4: "elsewhere", 6: "elsewhere", 9: "elsewhere"}

# %% wrong="nothing can be checked before it happens again" fails="incident_review_read: action 2; incident_review_read: action 3; incident_review_read: action 6; incident_review_read: action 4; incident_review_read: action 9"
def review():
    return dict.fromkeys(range(1, 11), "uncheckable")

# %% wrong="one's own name isn't an owner" fails="incident_review_read: action 2; incident_review_read: action 3; incident_review_read: action 6; incident_review_read: action 4; incident_review_read: action 7; incident_review_read: action 8; incident_review_read: action 9"
def review():
    return dict.fromkeys(range(1, 11), "unowned")

# %% wrong="yes and no, texts for numbers" fails="incident_review_read: action 1; incident_review_read: action 2; incident_review_read: action 5; incident_review_read: action 6; incident_review_read: action 4; incident_review_read: action 7; incident_review_read: action 8; incident_review_read: action 9; incident_review_read: action 10"
def review():
    return {1: False, "2": "keep", 3: "elsewhere", 4: True}

# %% also_right="other things that are wrong with the same ones"
def review():
    return {1: "uncheckable", 2: "keep", 3: "elsewhere", 4: "keep", 5: "uncheckable", 6: "keep", 7: "uncheckable", 8: "uncheckable", 9: "keep", 10: "elsewhere"}

# %% also_right="and others again"
def review(keep=(2, 4, 6, 9)):
    return {number: "keep" if number in keep else "elsewhere" for number in range(1, 11)}

# %% [markdown]
# ## Why it is so, and where one may differ
#
# (Reading on spoils the parts above.)
#
# **Twenty-three minutes.** At 06:31 everything was on the table that a decision needed: who, how badly, and seven o'clock. What followed was a search for
# the cause, and everything else waited for it. The pause at 06:54 owed nothing to Rashid's discovery. It could have been clicked at 06:32. And
# until the gates stood open, 27 minutes, about seven hundred taps more than usual were refused (of some 790 a minute 3.9 % in place of 0.6 %). If an interviewer asks
# how bad it was, that's a number one can stand behind: where it comes from, and that some people tap twice.
#
# **Could it have been known earlier?** Yes. From 05:10 to 05:20 the twelve stations had about seventy taps and refused ten. Usual would be half of one. That
# isn't noise, and nobody was looking at refusals for each table version. That's what action 6 is for.
#
# **Pause first, or gates first?** Either; they take five minutes together. Some would declare first, since a minute spent on who leads is saved ten times. Some would have gone back to 218 at
# 06:25, on suspicion. Going back to yesterday's table is cheap to undo, so it's a fair call, and it still leaves half an hour in which people stand on stairs.
#
# **Opening gates costs 9,000 euros an hour.** A cautious colleague would ask first. You may (it can be undone), they answer for it, so they hear at once what it costs and
# how to stop you. That's the difference between `d5` and asking for permission at 06:33 and waiting.
#
# **"All green here."** Line 7 is yours, and it's the line to say aloud: *Meryem had it right at 06:18, and I answered her with a dashboard.* In an interview it
# costs you nothing that line 9 doesn't give back, and leaving it out costs you the follow-up.
#
# **A second reviewer for each table** isn't among the ten. Reasonable people would add it. With four thousand lines in another order, ask what the second pair of
# eyes would have seen.
#
# ## Tell it
#
# Ninety seconds (RUBRIC-40, reported by S1), standing, the incident above as if it had been yours. There's a budget:
#
# | | what | seconds |
# |---|---|---|
# | symptoms | who was hurt, when that began, how you heard of it | 15 |
# | severity | who, how badly, what was coming; when that could be known | 15 |
# | blast radius | what you did before you knew why, and what it cost | 20 |
# | metrics | which one misled you, which one showed it | 10 |
# | communication | whom you told what, with times | 15 |
# | action | the one that you owned, and how it was shown to work | 15 |
#
# The cause gets half a sentence, wherever it fits. If you need more for it, you're telling the detective story.

# %% part
from course.parts import timer

timer("incident_say", seconds=90)

# %% [markdown]
# ## 5 · Yours

# %% [markdown] written="incident_own" points=4
# An incident of your own, a true one. First its timeline, eight to fifteen lines with times and where each comes from; look them up if you can, and mark the ones from
# memory. Mark in it the seven moments of part 1. Then, in at most 225 words, the answer in six parts, as above. Below it the number of minutes between
# `knowable` and `narrowed`, and what was done in them.

# %% part
from course.parts import self_assess

self_assess(
    "incident_own",
    L5=[
        "Symptoms: somebody outside is hurt in it, with a time, and it says who told me",
        "Severity: who, how many, and whether it would have grown; not a level from a scale alone",
        "Blast radius: something that I did before the cause was known, with its price",
        "Metrics: one that misled, one that showed it, with values",
        "Communication: at least two readers, and what each could do with what they got",
        "An action that I owned, with a day, and what shows that it works (RUBRIC-44)",
        "My own late or wrong step is in it, said by me",
    ],
    L6=[
        "It says what I decided not to do, and who would have done it",
        "The minutes between knowable and narrowed are stated, and they aren't zero",
        "The chain has more than one link, and I say which we left as it is, and why",
        "How I'd handle the next one follows from it in one sentence (BEH-05), and it isn't a list of phases",
    ],
)

# %% [markdown]
# Typed out, `course coach` reads it and asks back. Then have somebody press you:
#
# | they ask | a good reply contains |
# |---|---|
# | How bad was it, really? | a count of people, orders or minutes, where it comes from, and what it leaves out |
# | When did you know how bad? | a time, and what had been on the table before it |
# | Why didn't you roll back at once? | what it would have taken, what you did in the meantime; or that you should have |
# | What if the pause had been wrong? | what it would have cost, and how it would have been undone |
# | Who was in charge? | a name at each hour, and how the others knew |
# | What did you tell them that turned out to be wrong? | the sentence, and when you took it back |
# | Which graph do you look at first today? | one that's about the people who were hurt, not about the service |
# | Is the action done? How do you know that it works? | what it has caught since, or the test on the old incident |
# | And how do you handle outages in general? | the order you'd go in, in four clauses, and this one as the example (BEH-05) |
#
# **Sources.** RUBRIC-44 and STORY-04: S2 (23 March 2026); BEH-05: S0; BEH-14: S1 and S2; DEEP-02 and RUBRIC-40: S1 (S0 and S1 are undated); what broke in production as a prompt to prepare
# for each project, DEEP-09: S2. Reported by interview guides, not confirmed by the company; the rows stand in the course's `docs/syllabus.md`. City, incident and people were invented for
# this course. It is independent of Netflix.
