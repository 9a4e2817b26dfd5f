# ---
# keeper:
#   title: Seventy per cent of what?
#   minutes: 60
#   level: L5
#   covers: [BEH-12, BEH-15, BEH-18, BEH-22, CULT-15, RUBRIC-37, RUBRIC-46, RUBRIC-55]
#   needs: []
# ---

# %% [markdown]
# You're asked how you know when you know enough to decide. You've read that one about seventy per cent, so you say: *at about seventy
# per cent, if it's reversible*. The interviewer nods, writes, and looks up:
#
# > Seventy per cent of what? And why not sixty?
#
# That's this lesson. You'll work out the number for four decisions, one of which does give seventy. Then you'll hear seven people who are
# about to decide something, and tell each of them what to do with the next day.
#
# **What they listen for.** One interview guide has a model answer to that question: sort by reversibility and by what an error costs,
# act near 70 % where it can be undone, take longer where it can't, and tell the team which it is (BEH-22, RUBRIC-46). The figure is
# that guide's, not the company's. Three guides list acting with imperfect information as something looked for (CULT-15), one wants
# the trade-off that you accepted (RUBRIC-37), and one forethought about what breaks with scale (RUBRIC-55). None of it is confirmed
# by the company.
#
# She lets you ask first.

# %% part
from course.parts import clarify

clarify(
    "rev_opening",
    {
        "How sure of what?": "That the plan is right: that you'd choose it again, if you knew how it turns out.",
        "What does being wrong cost?": "What it does every week until you notice, and then the way back. Or you live with it, if that's cheaper; or "
        "because there is no way back.",
        "If we don't do it, what then?": "There's always a safe way. It costs something too, or you wouldn't have a plan.",
        "What would I find out in a week?": "A verdict: right or wrong. It misses some wrong plans and condemns some right ones; you know about how many.",
        "Must I do what the verdict says?": "No. After the week you do what's cheaper, given what it said.",
        "What does a week's waiting cost?": "Whatever it costs, say it in money. Everything here is in thousands of euros.",
        "And a second week?": "Leave that out. It usually tells you less than the first, and costs the same.",
    },
    solved_by="rev_costs_read",
)

# %% [markdown]
# ## 1 · What it costs, three ways
#
# ```mermaid
# flowchart LR
#   N["now"] --> A["act"]
#   N --> I["take the safe way instead"]
#   N --> W["wait a week: a verdict"]
#   W -- "it says right" --> R["act, or instead:<br/>the cheaper"]
#   W -- "it says wrong" --> X["act, or instead:<br/>the cheaper"]
# ```
#
# | way | expected cost |
# |---|---|
# | act now | nothing if the plan is right; if it's wrong, the cost of a mistake |
# | the safe way instead | `instead`, whatever the plan would have been worth |
# | wait a week | `delay`, and then, *for each of the two verdicts*, the cheaper of acting and the safe way |
#
# A mistake costs `bleeds` every week until it's noticed, but not for longer than it `lasts`. Then you pay `undo` to go back, or live
# with it for the weeks that are left, whichever is cheaper; with no way back (`undo=None`), you live with it.
#
# An example by hand, with easy numbers: you're at 0.5; a mistake costs 10, the safe way 4, a week 1; the test finds each wrong plan
# and condemns no right one. Acting costs 0.5 × 10 = 5. Waiting costs 1, and then: half the time it says *right*, and you act for
# nothing; half the time it says *wrong*, and you take the safe way for 4. That's 1 + 0 + 0.5 × 4 = 3, so wait. A test that says
# *right* of everything would have cost 1 + 4 = 5: it tells you nothing, so you'd take the safe way afterwards, as you could have done
# without it.

# %% given
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Decision:
    """A plan that can be carried out now. Costs in thousands of euros, times in weeks, chances from 0 to 1."""

    name: str
    right: float  # how sure you are that the plan is right
    bleeds: float  # what it costs each week, if it's wrong
    noticed_after: float  # weeks until you'd notice that it's wrong
    lasts: float  # weeks that it would stay, if nobody undid it
    undo: float | None  # what going back costs; None: there's no way back
    instead: float  # what the safe way costs
    delay: float  # what a week of waiting costs
    catches: float  # how likely the week's test condemns a wrong plan
    false_alarms: float  # how likely it condemns a right one


SEARCH = Decision("new ranking of the ticket search, behind a flag", 0.6, 4, 0.5, 52, 0.5, 2, 1, 0.8, 0.1)
QUEUE = Decision("another library for the job queue", 0.75, 2, 4, 100, 12, 6, 5, 0.6, 0.2)
FORMAT = Decision("text for numbers in the public API's ids", 0.7, 3, 6, 100, 250, 30, 4, 0.9, 0.1)
READINGS = Decision("delete the raw readings older than two years", 0.95, 10, 20, 200, None, 40, 1, 0.5, 0.05)
DECISIONS = (SEARCH, QUEUE, FORMAT, READINGS)

# %% answer="rev_costs"
def if_wrong(decision):
    """What the plan costs if it's wrong: until it's noticed, and from then on."""
    ### BEGIN SOLUTION
    unnoticed = min(decision.noticed_after, decision.lasts)
    living_with_it = decision.bleeds * (decision.lasts - unnoticed)
    afterwards = living_with_it if decision.undo is None else min(decision.undo, living_with_it)
    return decision.bleeds * unnoticed + afterwards
    ### END SOLUTION


def expected(decision):
    """The expected cost of each way, in this form: {"act": 1.5, "instead": 2, "wait": 3.5}."""
    ### BEGIN SOLUTION
    wrong, mistake = 1 - decision.right, if_wrong(decision)
    says_right = decision.right * (1 - decision.false_alarms), wrong * (1 - decision.catches)
    says_wrong = decision.right * decision.false_alarms, wrong * decision.catches
    then = sum(min(bad * mistake, (good + bad) * decision.instead) for good, bad in (says_right, says_wrong))
    return {"act": wrong * mistake, "instead": decision.instead, "wait": decision.delay + then}
    ### END SOLUTION

# %% tests="rev_costs_read" points=4
from hypothesis import strategies as st


def near(got, want, after):
    check.that(isinstance(got, (int, float)), f"After {after}: expected an int or a float, got {got!r}.")
    check.that(abs(got - want) <= 1e-6 * max(1, abs(want)), f"After {after}: expected {want:.6g}, got {got:.6g}.")


def ways(decision, act=None, instead=None, wait=None):
    got = expected(decision)
    check.that(
        isinstance(got, dict) and set(got) == {"act", "instead", "wait"},
        f"expected() should return a dictionary with act, instead and wait; it returned {got!r}.",
    )
    for way, want in (("act", act), ("instead", instead), ("wait", wait)):
        if want is not None:
            near(got[way], want, f"{way} in expected({decision})")
    return got


PLAIN = Decision("plain", 0.5, 5, 1, 2, None, 4, 1, 1, 0)  # the example by hand


@check("a mistake costs what it does until it's noticed, and then the way back")
def undone():
    near(if_wrong(SEARCH), 2.5, "if_wrong(SEARCH), which is 4 a week for half a week, and 0.5")
    near(if_wrong(FORMAT), 268, "if_wrong(FORMAT), which is 3 a week for 6 weeks, and 250")


@check("without a way back it lasts as long as it lasts")
def not_undone():
    near(if_wrong(READINGS), 2000, "if_wrong(READINGS), which is 10 a week for 200 weeks")


@check("the example by hand")
def by_hand():
    ways(PLAIN, act=5, instead=4, wait=3)
    ways(replace(PLAIN, catches=0), act=5, instead=4, wait=5)


@check("the search: a verdict that is wrong now and then")
def search():
    ways(SEARCH, act=1.0, instead=2, wait=1.96)


### BEGIN HIDDEN TESTS
@check("a way back that costs more than living with it isn't taken")
def dear_undo():
    case = Decision("dear", 0.5, 1, 2, 100, 500, 4, 1, 1, 0)
    near(if_wrong(case), 100, f"if_wrong({case}): 2 until it's noticed, and 98 for the rest, since going back is 500")
    near(if_wrong(replace(case, undo=97.5)), 99.5, f"if_wrong({replace(case, undo=97.5)})")
    near(if_wrong(replace(case, undo=0)), 2, f"if_wrong({replace(case, undo=0)}), with a way back that costs nothing")


@check("what is noticed too late isn't undone")
def too_late():
    case = Decision("late", 0.5, 1, 120, 100, 10, 4, 1, 1, 0)
    near(if_wrong(case), 100, f"if_wrong({case}): it lasts 100 weeks and is noticed after 120")
    near(if_wrong(replace(case, noticed_after=100)), 100, f"if_wrong({replace(case, noticed_after=100)})")


@check("the verdict needn't be obeyed")
def disobeyed():
    timid = Decision("timid test", 0.9, 5, 1, 2, None, 8, 1, 0.6, 0.5)
    ways(timid, act=1, instead=8, wait=2)
    twisted = Decision("twisted test", 0.5, 5, 1, 2, None, 4, 1, 0, 1)
    ways(twisted, act=5, instead=4, wait=3)


@check("a test that can't tell right from wrong costs its week and helps nothing")
def uninformative():
    for chance in (0, 0.3, 1):
        for right, cheaper in ((0.5, 4), (0.7, 3)):
            ways(replace(PLAIN, right=right, catches=chance, false_alarms=chance), wait=1 + cheaper)


CHANCE = st.integers(0, 20).map(lambda n: n / 20)
BLEEDS, MONEY, UNDO = st.integers(0, 12), st.integers(0, 40), st.sampled_from((0, 30, None, 4))


@check.law(
    "any decision, as the tree says", examples=80,
    right=CHANCE, bleeds=BLEEDS, undo=UNDO, instead=MONEY, delay=MONEY, catches=CHANCE, alarms=CHANCE,
)
def any_decision(right, bleeds, undo, instead, delay, catches, alarms):
    case = Decision("drawn", right, bleeds, 2, 5, undo, instead, delay, catches, alarms)
    mistake = 2 * bleeds + min(3 * bleeds, 3 * bleeds if undo is None else undo)
    worth = []
    for on_right in ("act", "instead"):
        for on_wrong in ("act", "instead"):
            total = 0
            for is_right, chance in ((True, right), (False, 1 - right)):
                condemned = alarms if is_right else catches
                for way, part in ((on_right, 1 - condemned), (on_wrong, condemned)):
                    total += chance * part * (instead if way == "instead" else 0 if is_right else mistake)
            worth.append(total)
    ways(case, act=(1 - right) * mistake, instead=instead, wait=delay + min(worth))
### END HIDDEN TESTS

# %% [markdown] hint="rev_costs"
# Draw the tree for one decision, with four leaves behind the week: the plan is right or wrong, the verdict says right or wrong. Write
# the chance of each beside it. Which two leaves can't you tell apart when you stand there?

# %% [markdown] hint="rev_costs"
# Group the leaves by verdict. Under one verdict, acting costs *chance of wrong and this verdict* × the mistake; the safe way costs
# *chance of this verdict* × `instead`. Take the cheaper under each verdict, then add.

# %% [markdown] hint="rev_costs"
# For the mistake: first how long it goes unnoticed (not longer than it lasts), then what is left to live with, then the cheaper of that and
# `undo`. `None` isn't 0.

# %% wrong="does what the verdict says" fails="rev_costs_read: the example by hand; rev_costs_read: the verdict needn't be obeyed; rev_costs_read: a test that can't tell right from wrong costs its week and helps nothing; rev_costs_read: any decision, as the tree says"
def expected(decision):
    wrong, mistake = 1 - decision.right, if_wrong(decision)
    passed_wrong = wrong * (1 - decision.catches)
    condemned = decision.right * decision.false_alarms + wrong * decision.catches
    wait = decision.delay + passed_wrong * mistake + condemned * decision.instead
    return {"act": wrong * mistake, "instead": decision.instead, "wait": wait}

# %% wrong="chooses once for both verdicts" fails="rev_costs_read: the example by hand; rev_costs_read: the search: a verdict that is wrong now and then; rev_costs_read: the verdict needn't be obeyed; rev_costs_read: any decision, as the tree says; rev_enough_read: the format of the ids; rev_enough_read: the readings; rev_enough_read: any decision"
def expected(decision):
    act = (1 - decision.right) * if_wrong(decision)
    return {"act": act, "instead": decision.instead, "wait": decision.delay + min(act, decision.instead)}

# %% wrong="a week's evidence is certainty" fails="rev_costs_read: the example by hand; rev_costs_read: the search: a verdict that is wrong now and then; rev_costs_read: the verdict needn't be obeyed; rev_costs_read: a test that can't tell right from wrong costs its week and helps nothing; rev_costs_read: any decision, as the tree says; rev_enough_read: the format of the ids; rev_enough_read: the readings; rev_enough_read: any decision"
def expected(decision):
    act = (1 - decision.right) * if_wrong(decision)
    known = (1 - decision.right) * min(if_wrong(decision), decision.instead)
    return {"act": act, "instead": decision.instead, "wait": decision.delay + known}

# %% wrong="forgets that the week costs something" fails="rev_costs_read: the example by hand; rev_costs_read: the search: a verdict that is wrong now and then; rev_costs_read: the verdict needn't be obeyed; rev_costs_read: a test that can't tell right from wrong costs its week and helps nothing; rev_costs_read: any decision, as the tree says; rev_enough_read: the search and the queue; rev_enough_read: whatever decision.right says; rev_enough_read: the format of the ids; rev_enough_read: the readings; rev_enough_read: any decision"
counted = expected


def expected(decision):
    costs = counted(decision)
    return costs | {"wait": costs["wait"] - decision.delay}

# %% wrong="no way back costs nothing" fails="rev_costs_read: without a way back it lasts as long as it lasts; rev_costs_read: the example by hand; rev_costs_read: the verdict needn't be obeyed; rev_costs_read: a test that can't tell right from wrong costs its week and helps nothing; rev_costs_read: any decision, as the tree says; rev_enough_read: the readings; rev_enough_read: any decision"
def if_wrong(decision):
    unnoticed = min(decision.noticed_after, decision.lasts)
    return decision.bleeds * unnoticed + min(decision.undo or 0, decision.bleeds * (decision.lasts - unnoticed))

# %% wrong="a free way back is none" fails="rev_costs_read: a way back that costs more than living with it isn't taken; rev_costs_read: any decision, as the tree says"
def if_wrong(decision):
    unnoticed = min(decision.noticed_after, decision.lasts)
    living_with_it = decision.bleeds * (decision.lasts - unnoticed)
    return decision.bleeds * unnoticed + (min(decision.undo, living_with_it) if decision.undo else living_with_it)

# %% wrong="goes back at any price" fails="rev_costs_read: a way back that costs more than living with it isn't taken; rev_costs_read: what is noticed too late isn't undone; rev_costs_read: any decision, as the tree says; rev_enough_read: where a mistake costs nothing, and where the safe way does"
def if_wrong(decision):
    if decision.undo is None:
        return decision.bleeds * decision.lasts
    return decision.bleeds * min(decision.noticed_after, decision.lasts) + decision.undo

# %% also_right="by chances after each verdict (Bayes), then weighted"
def if_wrong(decision):
    never = decision.bleeds * decision.lasts
    if decision.undo is None or decision.noticed_after >= decision.lasts:
        return never
    return min(never, decision.bleeds * decision.noticed_after + decision.undo)


def expected(decision):
    mistake, wait = if_wrong(decision), decision.delay
    for condemned in (False, True):
        if_right = decision.false_alarms if condemned else 1 - decision.false_alarms
        if_bad = decision.catches if condemned else 1 - decision.catches
        verdict = decision.right * if_right + (1 - decision.right) * if_bad
        if verdict:
            still_wrong = (1 - decision.right) * if_bad / verdict
            wait += verdict * min(still_wrong * mistake, decision.instead)
    return {"act": (1 - decision.right) * mistake, "instead": decision.instead, "wait": wait}

# %% [markdown]
# ## 2 · How sure is sure enough?
#
# Turn it round. Leave `right` open, and ask: from which confidence on is acting now no dearer than either other way? The surer you are, the
# cheaper acting gets; once it's the cheapest, it stays so.
#
# Before you write it, guess the four numbers for `DECISIONS`, on paper. One of them is 0.70.

# %% answer="rev_enough"
def enough(decision):
    """The least `right`, from 0 to 1, at which acting now costs no more than either other way, to within 0.0001.

    Whatever decision.right says doesn't matter.
    """
    ### BEGIN SOLUTION
    low, high = 0.0, 1.0
    while high - low > 1e-7:
        middle = (low + high) / 2
        costs = expected(replace(decision, right=middle))
        if costs["act"] <= min(costs["instead"], costs["wait"]):
            high = middle
        else:
            low = middle
    return high
    ### END SOLUTION

# %% tests="rev_enough_read" points=3
from hypothesis import strategies as st


def enough_is(decision, want):
    got = enough(decision)
    check.that(isinstance(got, (int, float)), f"After enough({decision}): expected an int or a float, got {got!r}.")
    check.that(abs(got - want) <= 0.0001, f"After enough({decision}): expected {want:.4f}, got {got:.4f}.")


@check("the search and the queue")
def easy_ones():
    enough_is(SEARCH, 0.2)
    enough_is(QUEUE, 0.7)


@check("the format of the ids")
def api():
    enough_is(FORMAT, 0.967772)


### BEGIN HIDDEN TESTS
@check("the readings")
def readings():
    enough_is(READINGS, 0.996945)


@check("whatever decision.right says")
def any_right():
    for right in (0, 0.5, 1):
        enough_is(replace(QUEUE, right=right), 0.7)


@check("where a mistake costs nothing, and where the safe way does")
def ends():
    enough_is(replace(QUEUE, bleeds=0), 0)
    enough_is(replace(QUEUE, instead=0), 1)
    enough_is(replace(QUEUE, bleeds=0, instead=0), 0)
    enough_is(replace(QUEUE, instead=20, delay=20), 0)


PART = st.integers(0, 20).map(lambda n: n / 20)
COST = st.integers(1, 40)


@check.law("any decision", examples=40, bleeds=COST, instead=COST, delay=COST, catches=PART, alarms=PART)
def any_threshold(bleeds, instead, delay, catches, alarms):
    case = Decision("drawn", 0.5, bleeds, 1, 3, None, instead, delay, catches, alarms)
    mistake = 3 * bleeds
    most = 1  # of doubt, with which acting is still no dearer
    for base, per_doubt in (
        (instead, 0),
        (delay + alarms * instead, (1 - catches) * mistake + (catches - alarms) * instead),
        (delay + (1 - alarms) * instead, catches * mistake + (alarms - catches) * instead),
    ):
        if mistake > per_doubt:
            most = min(most, base / (mistake - per_doubt))
    enough_is(case, 1 - most)
### END HIDDEN TESTS

# %% [markdown] hint="rev_enough"
# You have `expected`, and `replace(decision, right=0.8)` gives you the same decision at another confidence. At 1 acting costs
# nothing. Is there a quick way to find the edge of a range that reaches up to 1?

# %% [markdown] hint="rev_enough"
# Halve: keep one confidence at which acting isn't cheapest and one at which it is, and look in the middle, until they're closer
# together than you need. Compare acting with *both* other ways.

# %% wrong="seventy per cent" fails="rev_enough_read: the search and the queue; rev_enough_read: the format of the ids; rev_enough_read: the readings; rev_enough_read: where a mistake costs nothing, and where the safe way does; rev_enough_read: any decision"
def enough(decision):
    return 0.7

# %% wrong="forgets that one could wait" fails="rev_enough_read: the format of the ids; rev_enough_read: the readings; rev_enough_read: any decision"
def enough(decision):
    mistake = if_wrong(decision)
    return max(0, 1 - decision.instead / mistake) if mistake else 0

# %% wrong="forgets that one could leave it" fails="rev_enough_read: the search and the queue; rev_enough_read: where a mistake costs nothing, and where the safe way does; rev_enough_read: any decision; rev_enough_read: whatever decision.right says"
def enough(decision):
    low, high = 0.0, 1.0
    while high - low > 1e-7:
        middle = (low + high) / 2
        costs = expected(replace(decision, right=middle))
        low, high = (low, middle) if costs["act"] <= costs["wait"] else (middle, high)
    return high

# %% wrong="whole per cents" fails="rev_enough_read: the format of the ids; rev_enough_read: the readings; rev_enough_read: any decision"
def enough(decision):
    for percent in range(101):
        costs = expected(replace(decision, right=percent / 100))
        if costs["act"] <= min(costs["instead"], costs["wait"]) + 1e-9:
            return percent / 100
    return 1.0

# %% also_right="in closed form"
def enough(decision):
    mistake, safe, week = if_wrong(decision), decision.instead, decision.delay
    caught, alarm = decision.catches, decision.false_alarms
    doubt = 1.0
    for base, slope in (
        (safe, 0),
        (week + alarm * safe, (1 - caught) * mistake + (caught - alarm) * safe),
        (week + (1 - alarm) * safe, caught * mistake + (alarm - caught) * safe),
    ):
        if mistake - slope > 1e-12:
            doubt = min(doubt, base / (mistake - slope))
    return 1 - doubt

# %% [markdown]
# | decision | sure enough at | now at | cheapest now | what makes it so |
# |---|---|---|---|---|
# | search, behind a flag | **0.20** | 0.60 | `act` | a mistake costs 2.5, and not trying costs 2 |
# | queue library | **0.70** | 0.75 | `act` | a mistake costs 20, staying 6, and the week's test is poor: 1 − 6/20 |
# | ids in the public API | **0.968** | 0.70 | `wait` | 268 for a mistake; and for 4, a test that finds nine in ten of them |
# | deleting the readings | **0.997** | 0.95 | `instead` | 2,000 for a mistake; to keep them costs 40 |
#
# *Seventy per cent* is the answer to one set of numbers. What you can say instead takes one breath: what a mistake costs until we
# notice and are back, what not doing it costs, and what the next week could show. Two figures move most. `noticed_after` is bought
# with a dashboard. `undo` is bought with a flag, a copy, a second column; and that week is often better spent than one on evidence.

# %% [markdown]
# ## 3 · Seven people, one day each
#
# Nobody has the numbers when it's time. Each of these has one more day, if they want it. What should they do with it?
#
# | write | the move |
# |---|---|
# | `act` | go ahead as they say, now; learn from how it goes |
# | `test` | spend the day on evidence, and hold the plan until it's in |
# | `undo_first` | spend the day on a way back, then go ahead |
#
# And the line that you would read back to them as your reason: had it been otherwise, you'd advise another move.
#
# ---
# **P.** Farida, advertising auctions.
#
# > **1** I'd like our auction to wait 200 milliseconds for bids, not 300, so that the page is there sooner. Sixty-forty that we earn
# > more that way.<br/>
# > **2** It's a setting, on five per cent of the auctions to begin with. I see what they earn by the minute, and it's back within one.<br/>
# > **3** Arvid would rather analyse the last quarter first, and there's a day free for it.<br/>
# > **4** He isn't wrong that I'm guessing.
#
# ---
# **Q.** Bogdan, weather stations.
#
# > **1** Nobody has opened a raw reading older than two years since 2022. I'd delete them tonight, it saves us 4,000 a month.<br/>
# > **2** I'm ninety-five per cent sure that nobody will ever want them.<br/>
# > **3** I could spend a day asking round. But who can tell me today what somebody asks in 2031?<br/>
# > **4** There's an archive tier, 200 a month. It'd take me a day to move them there.
#
# ---
# **R.** Amara, bank statements.
#
# > **1** The new rounding is behind a flag, I can switch it off in a second. I've never had a change that was easier to take back.<br/>
# > **2** Ninety per cent sure that it's right, so I'd have it on tonight.<br/>
# > **3** At midnight the month's statements go out, two million, on paper and by e-mail.<br/>
# > **4** If I leave it off, they go out with the old rounding; that's allowed until summer.<br/>
# > **5** Running last month's statements through it and comparing them takes a day.
#
# ---
# **S.** Tomasz, in the middle of an incident at a ferry line.
#
# > **1** Every third booking has failed for six minutes now. Seventy per cent that it's the eastern site; I can't prove it.<br/>
# > **2** We could send everybody west. In May, in a drill, it carried the whole load with the east switched off.<br/>
# > **3** What's been confirmed is on both sites, so no booking gets lost on the way. It took two minutes in May, and two minutes back.<br/>
# > **4** Someone on the call would like us to leave everything as it is until the network people have looked, that's tomorrow morning.
#
# ---
# **T.** Ifeanyi, electricity meters.
#
# > **1** Tonight I move forty million meters to the new column, and drop the old one.<br/>
# > **2** I've run it on copies, twice, with every check that we could think of. Ninety-seven per cent.<br/>
# > **3** If something's off, we hear of it when the bills are made, in three weeks. Our backups go back ten days.<br/>
# > **4** To keep the old column and write to both would be a day's work, and some disk.<br/>
# > **5** I could use the day for a third copy, too.
#
# ---
# **U.** Lupe, hotel bookings.
#
# > **1** The new locking has been on two of our two hundred machines since Tuesday. Not one error.<br/>
# > **2** So I'd go to all of them now, ninety per cent sure. I can have the old version back everywhere in four minutes.<br/>
# > **3** What I worry about is the lock table, which they all share. With two machines on it it's as good as empty.<br/>
# > **4** When it filled up in 2023, all bookings stood still, and it took us until morning to get it empty, with the old version long
# > back.<br/>
# > **5** There's a full-size copy of the site, where I could play a Saturday. That'd be a day.
#
# ---
# **V.** Kenji, catalogue imports.
#
# > **1** Third supplier, third importer, and they look alike. I'd copy the second one and change forty lines.<br/>
# > **2** My lead would like one general importer, and to take a day to find out whether the three are really the same.<br/>
# > **3** Whether they'll stay alike is fifty-fifty; we'd know more with the fourth, and that isn't signed yet.<br/>
# > **4** All of it is ours. Making three copies into one is two days' work, now or in a year.

# %% answer="rev_moves"
def moves():
    """Return for each person the move and the line that decides it, in this form:

    {"P": ("test", 1), "Q": ("test", 1), ...}, for P to V
    """
    ### BEGIN SOLUTION
    return {
        "P": ("act", 2), "Q": ("undo_first", 4), "R": ("test", 3), "S": ("act", 3),
        "T": ("undo_first", 3), "U": ("test", 4), "V": ("act", 4),
    }
    ### END SOLUTION

# %% tests="rev_moves_read" points=5
MOVES = ("act", "test", "undo_first")
LENGTH = {"P": 4, "Q": 4, "R": 5, "S": 4, "T": 5, "U": 5, "V": 4}
# Reading on spoils it: each choice that has a sentence below is a wrong one.
NOT_THAT_MOVE = {
    "P": {
        "test": "Last quarter can tell her what the late bids were worth. It can't tell her what a page that's there sooner earns. What does it cost to ask the real thing?",
        "undo_first": "Read what it takes to be back. How much of a day would you like to put into making that shorter?",
    },
    "Q": {
        "act": "Ninety-five per cent, against 4,000 a month. What is the other five per cent, and how does it end?",
        "test": "He tells you himself what he'd learn in that day. Believe him.",
    },
    "R": {
        "act": "The flag goes back in a second. What else would have to come back?",
        "undo_first": "She has the best way back that one can build. It's the wrong thing that it brings back: what leaves the house, and can you call it in again?",
    },
    "S": {
        "test": "Six minutes, every third booking, until tomorrow morning. What is it that you want to know by then, and what would two minutes tell you?",
        "undo_first": "There's one already, and it has a length. Spend the day on it, and bookings go on failing all day.",
    },
}
NOT_THAT_LINE = {
    "P": {
        1: "Sixty-forty would be thin for another decision. Which line makes it plenty for this one?",
        3: "It's what a colleague would rather do. If he'd rather not, would your advice be another?",
        4: "It's honest, and it changes nothing: she would go back just as fast if she were sure.",
    },
    "Q": {
        1: "It's what can be saved, and by whom nothing is missed. With half or double of it your advice would be the same.",
        2: "It's how sure he is. For this, is there a figure that you would call enough? Look for what makes the figure matter less.",
    },
    "R": {
        1: "It's how easy it is to switch off. That's what tempts one; it isn't what decides it.",
        2: "It's how sure she is. At ninety-five you'd say the same.",
    },
    "S": {
        4: "It's what somebody would like. If they had said nothing, you'd give the same advice.",
    },
}


def move(letter):
    given = moves()
    check.that(isinstance(given, dict), f"moves() should return a dictionary; it returned {given!r}.")
    found = given.get(letter)
    check.that(
        isinstance(found, (tuple, list)) and len(found) == 2,
        f'{letter}: expected a move and a line, as in ("test", 1); found {found!r}.',
    )
    name, line = found
    check.that(isinstance(name, str) and name in MOVES, f"{letter}: {name!r} is no move. Write one of {', '.join(MOVES)}.")
    check.that(
        type(line) is int and 1 <= line <= LENGTH[letter],
        f"{letter} has lines 1 to {LENGTH[letter]}; found {line!r}. Write the number alone, without quotes.",
    )
    return name, line


def judge_move(letter, reasons):
    name, _ = move(letter)
    check.that(name not in reasons, f"You would have {letter} choose {name}. {reasons.get(name)}")


def judge_line(letter, reasons):
    _, line = move(letter)
    check.that(line not in reasons, f"For {letter} line {line} decides it, you say. {reasons.get(line)}")


for letter in NOT_THAT_MOVE:
    check(f"{letter}, the move")(lambda letter=letter: judge_move(letter, NOT_THAT_MOVE[letter]))
    check(f"{letter}, the line")(lambda letter=letter: judge_line(letter, NOT_THAT_LINE[letter]))

### BEGIN HIDDEN TESTS
NOT_THAT_MOVE_OF_THE_REST = {
    "T": {
        "act": "Ninety-seven per cent, and two good rehearsals. Put two times beside each other: when he'd hear of it, and how far back he could go.",
        "test": "A third copy, with the checks of the first two. What would it find that they didn't?",
    },
    "U": {
        "act": "The version is back in four minutes. What was it that took until the morning, the last time?",
        "undo_first": "Her way back takes four minutes, and didn't help in 2023. What would you build in a day for a table that's full? Somebody could tell you "
        "first whether it fills.",
    },
    "V": {
        "test": "Suppose that the three turn out to be the same today. Does that tell you anything about the fourth? And what does it cost to have copied?",
        "undo_first": "He has said what the way back costs, and that it doesn't get dearer. There's nothing to build.",
    },
}
NOT_THAT_LINE_OF_THE_REST = {
    "T": {
        1: "It's large, and it's final. But if there were a way back that reached far enough, size alone wouldn't stop you.",
        2: "It's how sure he is, and it's well earned. At ninety-nine your advice would be the same.",
        5: "It's what else he could do. It doesn't decide for anything.",
    },
    "U": {
        1: "It's what she has seen. Ask rather what two machines could show, and what they couldn't.",
        2: "It's how sure she is, and how fast the *version* comes back. Is that what she'd need back?",
    },
    "V": {
        1: "It's the plan. It could be the right one or the wrong one.",
        2: "It's what somebody else would like. If his lead liked copies your advice would be the same.",
    },
}
for letter in NOT_THAT_MOVE_OF_THE_REST:
    check(f"{letter}, the move")(lambda letter=letter: judge_move(letter, NOT_THAT_MOVE_OF_THE_REST[letter]))
    check(f"{letter}, the line")(lambda letter=letter: judge_line(letter, NOT_THAT_LINE_OF_THE_REST[letter]))
### END HIDDEN TESTS

# %% [markdown] hint="rev_moves"
# Cover every percentage in the seven, and everything that a colleague would like. For each ask: what is it, exactly, that can be
# taken back, and what can't?

# %% [markdown] hint="rev_moves"
# Then ask of the day: would it tell them something that they can't see otherwise, and that would change what they do? If not, `test` is
# out. Would it give them a way back that they don't have, for the thing that matters? If not, `undo_first` is out.

# %% [markdown] hint="rev_moves"
# Two of them have a quick way back that brings back the wrong thing. One has a way back that ends before they'd need it.
# One is in a situation that sounds far too serious to act on seventy per cent.

# %% wrong="goes by how sure they are" fails="rev_moves_read: P, the move; rev_moves_read: P, the line; rev_moves_read: Q, the move; rev_moves_read: Q, the line; rev_moves_read: R, the move; rev_moves_read: R, the line; rev_moves_read: T, the move; rev_moves_read: T, the line; rev_moves_read: U, the move; rev_moves_read: U, the line; rev_moves_read: V, the move"
def moves():
    return {
        "P": ("test", 1), "Q": ("act", 2), "R": ("act", 2), "S": ("act", 2),
        "T": ("act", 2), "U": ("act", 2), "V": ("test", 3),
    }

# %% wrong="a fast rollback makes anything reversible" fails="rev_moves_read: R, the move; rev_moves_read: R, the line; rev_moves_read: U, the move; rev_moves_read: U, the line"
def moves(right=moves()):
    return right | {"R": ("act", 1), "U": ("act", 2)}

# %% wrong="when in doubt, one more test" fails="rev_moves_read: P, the move; rev_moves_read: P, the line; rev_moves_read: Q, the move; rev_moves_read: S, the move; rev_moves_read: S, the line; rev_moves_read: T, the move; rev_moves_read: T, the line; rev_moves_read: V, the move; rev_moves_read: V, the line"
def moves():
    return {
        "P": ("test", 3), "Q": ("test", 3), "R": ("test", 5), "S": ("test", 4),
        "T": ("test", 5), "U": ("test", 5), "V": ("test", 2),
    }

# %% wrong="big means careful, small means go" fails="rev_moves_read: Q, the line; rev_moves_read: S, the move; rev_moves_read: S, the line; rev_moves_read: T, the move; rev_moves_read: T, the line; rev_moves_read: V, the line"
def moves(right=moves()):
    return right | {"Q": ("undo_first", 1), "S": ("test", 4), "T": ("test", 1), "V": ("act", 1)}

# %% wrong="a way back for everything" fails="rev_moves_read: P, the move; rev_moves_read: P, the line; rev_moves_read: R, the move; rev_moves_read: S, the move; rev_moves_read: U, the move; rev_moves_read: U, the line; rev_moves_read: V, the move"
def moves(right=moves()):
    return {letter: ("undo_first", line) for letter, (_, line) in right.items()} | {"P": ("undo_first", 4), "U": ("undo_first", 1)}

# %% wrong="written by ear, and one left out" fails="rev_moves_read: P, the move; rev_moves_read: P, the line; rev_moves_read: Q, the move; rev_moves_read: Q, the line; rev_moves_read: R, the move; rev_moves_read: R, the line; rev_moves_read: V, the move; rev_moves_read: V, the line"
def moves(right=moves()):
    return {letter: found for letter, found in right.items() if letter != "V"} | {"P": "act", "Q": ("undo first", 4), "R": ("test", 6)}

# %% also_right="the other deciding lines, as lists"
def moves():
    return {
        "P": ["act", 2], "Q": ["undo_first", 3], "R": ["test", 4], "S": ["act", 2],
        "T": ["undo_first", 4], "U": ["test", 3], "V": ["act", 3],
    }

# %% [markdown]
# ## 4 · Tell them which it is
#
# Farida goes ahead. What does she write to her team, before she turns the setting? Choose the cards that belong in the message.

# %% given
MESSAGE = {
    "sure_enough": "It's going to be fine, I've looked into it.",
    "kind": "This one can be undone: it's a setting, on five per cent of the auctions, and back within a minute.",
    "watch": "We'll keep a close eye on it.",
    "odds": "I'd say it's sixty to forty that we earn more.",
    "arvid": "Arvid isn't in favour, for the record.",
    "line": "At 15:00 I compare earnings per auction. More than 3 % below the rest, twice the usual scatter, and it goes back.",
    "rule": "I'm not quite at seventy per cent, but nearly.",
    "hands": "Until then anyone on call may put it back, without asking me first.",
    "price": "What we give up: a few bidders answer after 200 milliseconds, and on that five per cent we'll lose their bids.",
    "always": "And as with everything that we do, we can always change it again.",
    "next": "All auctions would be another decision: bidders will adapt to 200, and that doesn't come back within a minute. We'd want a week's data for it.",
}

print(*(f"{name:>12}  {text}" for name, text in MESSAGE.items()), sep="\n")

# %% answer="rev_tell"
def tell():
    """Return the names of the cards in her message as a list, in this form: ["sure_enough", "watch"]."""
    ### BEGIN SOLUTION
    return ["kind", "odds", "price", "line", "hands", "next"]
    ### END SOLUTION

# %% tests="rev_tell_read" points=3
LEAVE_OUT = {
    "sure_enough": "She isn't sure that it is, and said so. If it goes back at 15:00, what will they think of the next time that she's sure?",
    "watch": "Who, at what, until when? Nobody can tell afterwards whether it was done, and nobody knows when to put it back.",
    "rule": "Seventy per cent of what? Nobody reading it can do anything with it.",
}


def message():
    found = tell()
    check.that(isinstance(found, (list, tuple, set)), f"tell() should return a list of cards; it returned {found!r}.")
    for name in found:
        check.that(isinstance(name, str) and name in MESSAGE, f"{name!r} is no card. The cards are {', '.join(MESSAGE)}.")
    check.that(found, "There is nothing in the message yet.")
    return found


def has(name, otherwise):
    check.that(name in message(), otherwise)


def has_not(reasons):
    for name in message():
        check.that(name not in reasons, f"{name!r} is in the message. {reasons.get(name)}")


@check("it says which kind of decision it is")
def which_kind():
    has("kind", "Nobody can tell from it whether this is a thing to worry about now, or a thing to try. That's what the guide wants told.")


@check("it says how sure she is, and no more")
def how_sure():
    has("odds", "How sure is she? Whoever sees the graphs first should know that it may well go wrong.")
    has_not({name: LEAVE_OUT[name] for name in ("sure_enough", "rule")})


@check("it says what would bring it back, and who may")
def way_back():
    has("line", "Nothing in it says what they'd have to see for it to go back. Decide that while nobody is hoping for anything yet.")
    has("hands", "It's reversible only if somebody's allowed to reverse it. Who is, at half past two?")
    has_not({"watch": LEAVE_OUT["watch"]})


### BEGIN HIDDEN TESTS
@check("it says what it costs")
def its_price():
    has("price", "A trade-off has two sides, and she has one of them in the message. What do they lose on those auctions, even if it goes well?")


@check("it says how far it goes, and nothing that isn't so")
def how_far():
    has("next", "The same setting, on all the auctions, isn't the same decision any more. If she doesn't say it, somebody will turn it up on Friday.")
    has_not(
        {
            "always": "It isn't so, and this team will meet the exception soon. “Can always be changed” is what's said of things that weren't looked at.",
            "arvid": "It has his name and not his reason. Either give the argument, or leave him in peace.",
        }
    )
### END HIDDEN TESTS

# %% [markdown] hint="rev_tell"
# Imagine that you're on call at half past two, the graph dips, and she's on a train. Which cards help you?

# %% [markdown] hint="rev_tell"
# Then imagine that it's gone well, and somebody wants it everywhere by Friday. Which cards help them? What you'd say about any change
# whatsoever can stay out.

# %% wrong="reassures" fails="rev_tell_read"
def tell():
    return ["sure_enough", "watch", "always"]

# %% wrong="the kind and the odds, nothing to act on" fails="rev_tell_read: it says what would bring it back, and who may; rev_tell_read: it says what it costs; rev_tell_read: it says how far it goes, and nothing that isn't so"
def tell():
    return ["kind", "odds", "watch"]

# %% wrong="the rule instead of the odds, the name instead of the argument" fails="rev_tell_read: it says how sure she is, and no more; rev_tell_read: it says how far it goes, and nothing that isn't so"
def tell():
    return ["kind", "rule", "price", "line", "hands", "next", "arvid"]

# %% wrong="only she may touch it" fails="rev_tell_read: it says what would bring it back, and who may"
def tell():
    return ["kind", "odds", "price", "line", "next"]

# %% wrong="all there is" fails="rev_tell_read: it says how sure she is, and no more; rev_tell_read: it says what would bring it back, and who may; rev_tell_read: it says how far it goes, and nothing that isn't so"
def tell():
    return list(MESSAGE)

# %% wrong="good news only" fails="rev_tell_read: it says what it costs; rev_tell_read: it says how far it goes, and nothing that isn't so"
def tell():
    return ["kind", "odds", "line", "hands"]

# %% also_right="in another order, as a set"
def tell():
    return {"next", "hands", "line", "price", "odds", "kind"}

# %% [markdown]
# ## Afterwards
#
# **Where the seventy comes from.** In S3 of `docs/syllabus.md` it's part of a model answer. The figure is best known from another
# company's letter to its shareholders (Amazon's for 2016, of April 2017), and there it's a share *of what one would like to
# know first*, not of certainty. Two different quantities: you can know nearly all that's to be known and be at sixty, or
# have read hardly anything and be at ninety-five. Don't present it as this company's rule. That letter's forerunner (for 2015) has
# the picture of one-way and two-way doors; part 3 is about doors that look like the other kind.
#
# **Why the key is so.** R and U have fast rollbacks, and they roll back the program, not the letters or the lock
# table. T has backups, and notices later than they reach: `noticed_after` beyond the way back is no way back. S feels too grave for
# seventy per cent, and a night of waiting costs far more than going and coming back. In V the day would answer a question about three
# suppliers, and the plan depends on the fourth. In U two machines out of two hundred are evidence about a great deal, and hardly any
# about what they all share: a test's `catches` is different for each way to fail, and near nothing for what only scale brings out
# (RUBRIC-55).
#
# **What the sum leaves out.** It has one week and one test; with several, waiting may pay even where the first week alone doesn't. It
# adds up euros, so it's no use where a mistake can't be paid for: somebody's health, the law, trust. It takes your 0.6 at its word;
# people who say ninety are right less often than that, most of us. And the plan may be wrong in more ways than one. Use it to find
# out which figure you're really arguing about. The method is old: Raiffa and Schlaifer worked it out in 1961, under the name of
# preposterior analysis.
#
# **Where reasonable people differ.**
#
# | question | one view | another |
# |---|---|---|
# | Should Farida let Arvid analyse meanwhile? | it costs nothing, and may show which bidders go | he'd be analysing a world in which everybody had 300. His day is worth something, too |
# | In U, why not go up by tens, watching the table? | it's a test, too, on the real thing | only if you know the level at which to stop; a full table doesn't announce itself |
# | In V, general or copied (BEH-15)? | three is when one generalises | the number isn't the point: it's whether you know what varies. Copies show you that |
# | Is `act` in S brave? | it takes courage to move everyone | it was decided in May, with the drill |

# %% [markdown] written="rev_own" points=3
# **Your own.** A decision that you took under pressure: the hardest between speed and quality (BEH-18), or a trade-off that turned
# out badly (BEH-12). At most 200 words: what was decided; how sure you were, and of what; what a mistake would have cost until it was
# noticed and undone, in figures, with what you knew *then*; what a day more could have shown; whom you told which kind it was; what
# came of it. Last line: if it turned out badly, was it a bad decision?

# %% part
from course.parts import self_assess

self_assess(
    "rev_own",
    L5=[
        "I say what exactly could be taken back, and what couldn't",
        "There's a figure for a mistake, and one for waiting, even if they're rough",
        "The trade-off has two sides, and I say what we gave up",
        "I told someone beforehand which kind it was, and what would bring us back",
        "I judge the decision by what I knew then, and the result separately",
        "I claim no certainty that I didn't have",
    ],
    L6=[
        "I made it reversible, or noticed sooner, before I decided; or say why that wasn't to be had",
        "I say what only scale could have shown, and what I did about it",
        "I say how one could have known that the test wouldn't tell",
        "I name the figure that we were really arguing about, and who had it",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# *How do you know when you know enough to decide?* Ninety seconds, with a case of your own, not with a rule:
#
# 1. One sentence: it depends on what a mistake costs until we've noticed and are back, against what waiting costs (10 s).
# 2. A decision that could be undone: how sure you were, how you'd have noticed, what you told the team (30 s).
# 3. One that couldn't: what you did with the time, evidence or a way back, and why that (35 s).
# 4. One that you had in the wrong pile, and what it cost (15 s).

# %% part
from course.parts import timer

timer("rev_say", seconds=90)

# %% [markdown]
# | they ask | a good answer contains |
# |---|---|
# | How sure were you? | a figure, and of what; never "pretty sure" |
# | Why not wait another week? | what the week would have shown, and what it would have cost |
# | What made it reversible? | the thing that came back, how long it took, who had tried it |
# | How would you have noticed? | a measure, a threshold, a person, a time |
# | What would have broken at ten times the size? | something that's shared, and what your test couldn't say about it |
# | Whom did you tell, and what? | the kind, the odds, what would bring it back |
# | It went well. Was it a good decision? | what you'd have said of it on the day, and the luck |
# | Do you always act at seventy per cent? | a case where sixty was plenty, and one where ninety-five wasn't |
#
# `course coach` reads an answer of yours, quotes what it stumbles over, and asks back. This course is independent of Netflix.
