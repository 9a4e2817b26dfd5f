# ---
# keeper:
#   title: Before the first line
#   minutes: 40
#   level: L5
#   covers: [CODE-24, CODE-26, CODE-27, RUBRIC-10, RUBRIC-13, RUBRIC-14, RUBRIC-15, RUBRIC-17, RUBRIC-18]
#   needs: []
# ---

# %% [markdown]
# The interviewer says:
#
# > Our people on call are tired. It's the same alerts again and again, all night. Here's a list of last night's. Write
# > something that groups them, so that they read less in the morning. Go ahead.
#
# You could begin to type at once. Don't: at least four sensible programs fit these words, and they give four different
# results for the same list. One of them is meant, and nobody will tell you which unless you ask.
#
# **What they listen for.** An interpretation offered, the assumptions you take, those you put off, a yes, and only then code
# (RUBRIC-10). Judgment about a loose task is said to count for more than speed on a tight one (RUBRIC-14). All of that is
# reported by an interview guide, as is this form of question (CODE-24); the company has published nothing of it that we
# found. Any language you are fluent in will do, they say (CODE-27); this course uses Python.
#
# **What makes it hard.** Each question costs a minute of forty-five, and each guess may cost the whole program. So a question
# has to earn its minute: *would another answer make me write another program, and is no answer the obvious one?*
#
# ## Sort the questions first
#
# Here is what went through one candidate's head. Run the cell.

# %% given
CARDS = {
    "same": "Which alerts count as the same: those of one service, of one kind of failure there, or with the same text?",
    "window": "How long does a group last: so long from its first alert, until it has been quiet for so long, or by the clock?",
    "output": "What do they want to read: a line as a group begins, or one a group in the morning, and what is in it?",
    "order": "Is the list sorted by time?",
    "live": "Is the list complete, or do alerts go on coming in while we group them?",
    "size": "How many alerts are there in a night?",
    "critical": "Does a critical alert stand by itself, whatever group it would belong to?",
    "broken": "What if an alert has no service, no kind or no time?",
    "setting": "Should the length of time be a setting?",
    "threads": "Will several threads call this at once?",
    "restart": "Should half-finished groups survive a restart?",
    "send": "Shall I also send the result to the pager, or to the chat?",
    "language": "May I write it in Python?",
    "style": "Do you want type hints and docstrings?",
    "cloud": "In which cloud, and in how many regions, does it run?",
}
PILES = ("ask", "assume", "defer", "leave")

for name, question in CARDS.items():
    print(f"{name:>8}  {question}")

# %% [markdown]
# Put each card on one of four piles:
#
# - **ask**: another answer means another program, and you can't tell which one is meant. You have five questions at most.
# - **assume**: it matters, but one answer is so likely, or so cheap to change, that you say it aloud and go on.
# - **defer**: a real concern, of a later version. You name it, so that they know that you saw it.
# - **leave**: it can't change this program. Not a word about it.
#
# Some cards have more than one right place. Take five minutes, then run the cases.

# %% answer="opening_sort"
def opening():
    """A dictionary from each name in CARDS to one of PILES."""
    ### BEGIN SOLUTION
    return {
        "same": "ask",
        "window": "ask",
        "output": "ask",
        "order": "ask",
        "live": "assume",  # "last night's": it is over
        "size": "assume",  # it fits in memory; a night of a few people on call does
        "critical": "ask",
        "broken": "assume",
        "setting": "assume",
        "threads": "defer",
        "restart": "defer",
        "send": "defer",
        "language": "leave",
        "style": "leave",
        "cloud": "leave",
    }
    ### END SOLUTION

# %% [markdown] hint="opening_sort"
# Take two cards, and for each write down two answers that the interviewer might give. Would you write another program for
# the second answer, or only change a number?

# %% [markdown] hint="opening_sort"
# Three cards decide what the function *is*: what makes two alerts belong together, how long that lasts, and what comes
# out. None of the three has an obvious answer. What has an obvious answer is assumed, aloud; what would be another project is
# deferred.

# %% tests="opening_piles" points=5
def placed():
    """The learner's piles, if every card is on one of them."""
    piles = opening()
    check.that(isinstance(piles, dict), f"opening() gave {piles!r}; it should give a dictionary from card to pile.")
    for name in CARDS:
        check.that(
            piles.get(name) in PILES,
            f"The card {name!r} is on {piles.get(name)!r}; the piles are {', '.join(PILES)}.",
        )
    return piles


def belongs(reasons, *allowed):
    """Fail for the first card that is elsewhere, and say why it matters."""
    piles = placed()
    for name, reason in reasons.items():
        check.that(piles[name] in allowed, f"You would {piles[name]} {name!r} ({CARDS[name]}) {reason}")


@check("every card is on one pile, and nothing else is")
def all_placed():
    strangers = [name for name in placed() if name not in CARDS]
    check.that(not strangers, f"opening() has {strangers!r}, which is no card. The cards' names are the keys of CARDS.")


@check("there are five questions at most")
def five_questions():
    asked = [name for name, pile in placed().items() if pile == "ask"]
    check.that(
        len(asked) <= 5,
        f"You would ask {len(asked)} questions: {', '.join(asked)}. At a minute each the code is late before it begins. "
        "For which of them is one answer so likely that you could say it and go on?",
    )


### BEGIN HIDDEN TESTS
@check("what decides the program is asked")
def deciders():
    belongs(
        {
            "same": "Group by service, by kind or by text, and one night gives three different lists. It has to be asked.",
            "window": "From the first alert, since the last, or by the clock: a failure that comes back every eight minutes "
            "all night is one group in one reading and dozens in another. It has to be asked.",
            "output": "Whoever wants a line as a group begins needs something that runs during the night, not a function over "
            "a finished list. It has to be asked.",
        },
        "ask",
    )


@check("what has a likely answer is said and not asked")
def assumptions():
    belongs(
        {
            "broken": "Refusing loudly is the likely answer and one line to change: say that you will, or that it comes later.",
            "setting": "A parameter with a default costs nothing: say that you will, or that it comes later.",
        },
        "assume",
        "defer",
    )
    belongs(
        {
            "live": "The prompt says last night's: it is over. Say so in passing, or spend a question if you must.",
            "order": "It decides whether you sort: a word to say, or a question.",
            "size": "A night's alerts fit in memory or they do not: a word to say, or a question.",
        },
        "assume",
        "ask",
    )


@check("what belongs to a later version costs no question")
def deferred():
    belongs(
        {
            "threads": "A function from a list to a list shares nothing. At most say that it is for later.",
            "restart": "Nothing here lives long enough to be lost. At most say that it is for later.",
            "send": "Nobody asked for it, and surplus reads as weak judgment (RUBRIC-15). At most say that it is for later.",
        },
        "defer",
        "leave",
        "assume",
    )
    belongs(
        {
            "critical": "It changes who gets woken up. Ask, or say that it waits.",
        },
        "ask",
        "defer",
        "assume",
    )


@check("what cannot change the program takes no time")
def left_alone():
    belongs(
        {
            "style": "Write what you would ship; nobody decides that for you.",
            "cloud": "It makes no difference to a function over a list. It sounds like a checklist.",
        },
        "leave",
    )
    belongs({"language": "Reportedly any mainstream language will do; write what you write best."}, "leave", "assume")
### END HIDDEN TESTS

# %% wrong="asks everything" fails="opening_piles: there are five questions at most; opening_piles: what has a likely answer is said and not asked; opening_piles: what belongs to a later version costs no question; opening_piles: what cannot change the program takes no time"
def opening():
    return dict.fromkeys(CARDS, "ask")

# %% wrong="assumes everything and starts typing" fails="opening_piles: what decides the program is asked; opening_piles: what cannot change the program takes no time"
sorted_well = opening()


def opening():
    return {name: "assume" for name in sorted_well}

# %% wrong="takes ten minutes from the first alert for granted" fails="opening_piles: what decides the program is asked"
sorted_well = opening()


def opening():
    return sorted_well | {"window": "assume"}

# %% wrong="asks about everything that could go wrong in production" fails="opening_piles: there are five questions at most; opening_piles: what belongs to a later version costs no question"
sorted_well = opening()


def opening():
    return sorted_well | {"threads": "ask", "restart": "ask"}

# %% wrong="asks which language and how many regions" fails="opening_piles: what cannot change the program takes no time"
sorted_well = opening()


def opening():
    return sorted_well | {"order": "assume", "critical": "defer", "language": "ask", "cloud": "ask"}

# %% wrong="leaves out the cards that do not matter" fails="opening_piles"
sorted_well = opening()


def opening():
    return {name: pile for name, pile in sorted_well.items() if pile != "leave"}

# %% wrong="asks what to do with a broken alert before anything else" fails="opening_piles: what has a likely answer is said and not asked"
sorted_well = opening()


def opening():
    return sorted_well | {"order": "assume", "broken": "ask"}

# %% wrong="invents a card" fails="opening_piles: every card is on one pile, and nothing else is"
sorted_well = opening()


def opening():
    return sorted_well | {"budget": "ask", "order": "assume"}

# %% also_right="three questions, the rest said or put off"
def opening():
    piles = dict.fromkeys(CARDS, "defer")
    piles |= dict.fromkeys(["same", "window", "output"], "ask")
    piles |= dict.fromkeys(["order", "live", "size"], "assume")
    return piles | dict.fromkeys(["language", "style", "cloud"], "leave")

# %% also_right="five questions, and not a word about what is not asked for"
def opening():
    by_pile = {
        "ask": ["same", "window", "output", "live", "size"],
        "assume": ["order", "broken", "setting", "critical"],
        "leave": ["threads", "restart", "send", "language", "style", "cloud"],
    }
    return {name: pile for pile, names in by_pile.items() for name in names}

# %% [markdown]
# ## Now ask
#
# The interviewer answers what you ask, and nothing else. (Everything that the cases below test is in these answers or in the
# function's own words.)

# %% part
from course.parts import clarify

clarify(
    "opening_questions",
    {
        CARDS["same"]: "The same kind on the same service. The text has request numbers in it; no two are alike.",
        CARDS["window"]: "As long as it keeps happening. Once it has been quiet for *more* than ten minutes, the next one starts a new "
        "group. After exactly ten minutes it still belongs.",
        CARDS["output"]: "In the morning, one a group: service, kind, when it began, when it was last seen, how many. In the order in "
        "which they began; those that began in the same second by service, then by kind.",
        CARDS["order"]: "No, it comes from several collectors. And others use that list after you: leave it as it is.",
        CARDS["live"]: "Complete. I said last night's.",
        CARDS["size"]: "A few thousand on a bad one.",
        CARDS["critical"]: "No. They have been woken by it already; this is for reading.",
        CARDS["broken"]: "Then a collector is broken and I want to know: `ValueError`, and say which alert, by its place in the list, "
        "counted from 0. The text may be missing, I don't care.",
        CARDS["setting"]: "A parameter in seconds; ten minutes if nobody says.",
        CARDS["threads"]: "You get a list and give a list. What would they share?",
        CARDS["restart"]: "There are none. It runs once a morning.",
        CARDS["send"]: "Did I ask for that?",
        CARDS["language"]: "Write what you write best.",
        CARDS["style"]: "Write it as you would ship it.",
        CARDS["cloud"]: "How would that change it?",
    },
    solved_by="opening_groups",
)

# %% [markdown] written="opening_say_back" points=3
# **Say it back.** Five or six lines, as you would type them at the top of the shared editor before any code: the reading you
# offer, what you assume, what you put off, and the question you end on.

# %% part
from course.parts import self_assess

self_assess(
    "opening_say_back",
    L5=[
        "One sentence says what goes in and what comes out, in the interviewer's words",
        "Says what makes two alerts the same and when a group ends, with the case of exactly ten minutes",
        "Names at least two assumptions with their value: fits in memory, a broken alert is refused",
        "Names what is put off, without building it",
        "Ends by asking for a yes",
    ],
    L6=[
        "Gives one line of example: three alerts and the groups that they make",
        "Says which assumption would be the most expensive to get wrong, and why",
        "Questions the aim in one sentence: fewer lines to read are not fewer failures",
    ],
)

# %% [markdown]
# ## Then write what was agreed
#
# Alerts are dictionaries such as `{"at": 1200, "service": "search", "kind": "timeout", "text": "request 4711 ..."}`, `at` in
# seconds. Not more than was agreed: surplus code is said to count against you (RUBRIC-15).

# %% given
from typing import NamedTuple


class Group(NamedTuple):
    """Alerts of one kind on one service; `first` and `last` in seconds."""

    service: str
    kind: str
    first: int
    last: int
    count: int

# %% answer="opening_group"
def group_alerts(alerts, quiet_s=600):
    """The groups of `alerts`, a list of dictionaries, as a list of Group."""
    ### BEGIN SOLUTION
    latest, groups = {}, []
    for alert in sorted(_complete(alerts), key=lambda alert: alert["at"]):
        source = alert["service"], alert["kind"]
        at, group = alert["at"], latest.get(source)
        if group is None or at - group.last > quiet_s:
            if group is not None:
                groups.append(group)
            latest[source] = Group(*source, first=at, last=at, count=1)
        else:
            latest[source] = group._replace(last=at, count=group.count + 1)
    groups += latest.values()
    return sorted(groups, key=lambda group: (group.first, group.service, group.kind))


def _complete(alerts):
    """The alerts, each of which says when, where and what."""
    for place, alert in enumerate(alerts):
        if missing := {"at", "service", "kind"} - alert.keys():
            raise ValueError(f"alert {place} has no {' and no '.join(sorted(missing))}")
    return alerts
    ### END SOLUTION

# %% [markdown] hint="opening_group"
# If there were only one service and one kind, and the list were sorted, what would you compare each alert with?

# %% [markdown] hint="opening_group"
# Sort a copy by time. Keep, for each pair of service and kind, the group that it is in now. An alert either continues that one
# or closes it and opens another. What is still open in the end belongs to the result, too.

# %% tests="opening_groups" points=8
import re

from hypothesis import strategies as st

MINUTE = 60


def alert(minutes, service="search", kind="timeout", **more):
    return {"at": int(minutes * MINUTE), "service": service, "kind": kind, "text": f"request {minutes}", **more}


def told(alerts):
    return "; ".join(f"{each['service']} {each['kind']} at {each['at']} s" for each in alerts) or "no alerts"


def check_groups(alerts, want, **options):
    got = group_alerts(alerts, **options)
    check.that(
        isinstance(got, list) and all(isinstance(group, Group) for group in got),
        f"group_alerts gave {got!r}; it should give a list of Group.",
    )
    after = told(alerts) + "".join(f"; {name}={value}" for name, value in options.items())
    check.equal([tuple(group) for group in got], want, after=after)


@check("the same again within ten minutes is one group")
def one_group():
    check_groups([alert(0), alert(4), alert(9)], [("search", "timeout", 0, 540, 3)])


@check("after more than ten quiet minutes a new group begins")
def two_groups():
    check_groups([alert(0), alert(11)], [("search", "timeout", 0, 0, 1), ("search", "timeout", 660, 660, 1)])


@check("another service or another kind is another group")
def other_sources():
    check_groups(
        [alert(0), alert(1, service="login"), alert(2, kind="full disk"), alert(3)],
        [("search", "timeout", 0, 180, 2), ("login", "timeout", 60, 60, 1), ("search", "full disk", 120, 120, 1)],
    )


### BEGIN HIDDEN TESTS
@check("a failure that keeps coming back is one group, however long it lasts")
def keeps_happening():
    check_groups([alert(8 * n) for n in range(60)], [("search", "timeout", 0, 8 * 59 * MINUTE, 60)])


@check("after exactly ten quiet minutes it still belongs, a second later it does not")
def edge():
    check_groups([alert(0), alert(10)], [("search", "timeout", 0, 600, 2)])
    late = {**alert(0), "at": 601}
    check_groups([alert(0), late], [("search", "timeout", 0, 0, 1), ("search", "timeout", 601, 601, 1)])


@check("service and kind are two names, whatever is in them")
def two_names():
    for between in " :/|-_,.":
        one = alert(0, f"search{between}eu", "slow"), alert(1, "search", f"eu{between}slow")
        check_groups(list(one), [(f"search{between}eu", "slow", 0, 0, 1), ("search", f"eu{between}slow", 60, 60, 1)])


@check("the text decides nothing and may be missing")
def text_is_nothing():
    bare = {"at": 60, "service": "search", "kind": "timeout"}
    check_groups([alert(0, text="a"), bare, alert(2, text="a")], [("search", "timeout", 0, 120, 3)])


@check("the list may come in any order and is left as it is")
def any_order():
    night = [alert(25), alert(3), alert(1, service="login"), alert(0), alert(30), alert(2, service="login")]
    del night[1]["text"]
    with check.unchanged(night, when=told(night)):
        check_groups(
            night,
            [("search", "timeout", 0, 180, 2), ("login", "timeout", 60, 120, 2), ("search", "timeout", 1500, 1800, 2)],
        )


@check("groups stand in the order in which they began, then by service, then by kind")
def order():
    night = [alert(0, "web", "b"), alert(0, "api", "z"), alert(1, "api", "a"), alert(0, "web", "a"), alert(5, "api", "z")]
    check_groups(
        night,
        [("api", "z", 0, 300, 2), ("web", "a", 0, 0, 1), ("web", "b", 0, 0, 1), ("api", "a", 60, 60, 1)],
    )


@check("the quiet time can be set, down to none")
def setting():
    night = [alert(0), alert(0), alert(1), alert(3)]
    check_groups(night, [("search", "timeout", 0, 60, 3), ("search", "timeout", 180, 180, 1)], quiet_s=60)
    check_groups(
        night,
        [("search", "timeout", 0, 0, 2), ("search", "timeout", 60, 60, 1), ("search", "timeout", 180, 180, 1)],
        quiet_s=0,
    )


@check("a night without alerts gives no groups")
def nothing():
    check_groups([], [])


@check("an alert without time, service or kind is refused, and its place is named")
def broken():
    for missing in ("at", "service", "kind"):
        night = [alert(30), alert(1), alert(50), alert(3), alert(5), alert(60)]
        del night[4][missing]
        error = check.raises(ValueError, lambda: group_alerts(night), when=f"an alert without {missing!r} at place 4 of a list")
        check.that(
            re.search(r"(?<!\d)4(?!\d)", str(error)),
            f"Without {missing!r} at place 4, counted from 0, the error says {str(error)!r}. Which alert is it?",
        )


def slowly(alerts, quiet_s):
    """What the words mean: alerts of one source belong together if a chain of steps, none over `quiet_s`, leads from one to the other."""
    groups = []
    for source in {(each["service"], each["kind"]) for each in alerts}:
        times = sorted(each["at"] for each in alerts if (each["service"], each["kind"]) == source)
        starts = [place for place, at in enumerate(times) if place == 0 or at - times[place - 1] > quiet_s]
        for start, end in zip(starts, [*starts[1:], len(times)]):
            groups.append((*source, times[start], times[end - 1], end - start))
    return sorted(groups, key=lambda group: (group[2], group[0], group[1]))


@check.law(
    "any night gives what the words mean",
    examples=100,
    night=st.lists(
        st.builds(
            lambda at, service, kind: {"at": at, "service": service, "kind": kind},
            st.integers(0, 20),
            st.sampled_from(["api", "web"]),
            st.sampled_from(["slow", "down"]),
        ),
        min_size=3,
        max_size=12,
    ),
    quiet_s=st.integers(0, 9),
)
def any_night(night, quiet_s):
    got = [tuple(group) for group in group_alerts(night, quiet_s)]
    check.equal(got, slowly(night, quiet_s), after=f"{told(night)}; quiet_s={quiet_s}")
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(group_alerts, statements=17)

# %% wrong="ten minutes from the first alert" fails="opening_groups: a failure that keeps coming back is one group, however long it lasts; opening_groups: any night gives what the words mean"
def group_alerts(alerts, quiet_s=600):
    latest, groups = {}, []
    for alert in sorted(_complete(alerts), key=lambda alert: alert["at"]):
        source = alert["service"], alert["kind"]
        group = latest.get(source)
        if group is None or alert["at"] - group.first > quiet_s:
            if group is not None:
                groups.append(group)
            latest[source] = Group(*source, alert["at"], alert["at"], 1)
        else:
            latest[source] = group._replace(last=alert["at"], count=group.count + 1)
    return sorted([*groups, *latest.values()], key=lambda group: (group.first, group.service, group.kind))

# %% wrong="by the clock, in stretches of ten minutes" fails="opening_groups: a failure that keeps coming back is one group, however long it lasts; opening_groups: after exactly ten quiet minutes it still belongs, a second later it does not; opening_groups: the list may come in any order and is left as it is; opening_groups: the quiet time can be set, down to none; opening_groups: any night gives what the words mean"
def group_alerts(alerts, quiet_s=600):
    stretches = {}
    for alert in sorted(_complete(alerts), key=lambda alert: alert["at"]):
        key = (alert["at"] // max(quiet_s, 1), alert["service"], alert["kind"])
        stretches.setdefault(key, []).append(alert["at"])
    groups = [Group(service, kind, ats[0], ats[-1], len(ats)) for (_, service, kind), ats in stretches.items()]
    return sorted(groups, key=lambda group: (group.first, group.service, group.kind))

# %% wrong="by service alone" fails="opening_groups: the same again within ten minutes is one group; opening_groups: after more than ten quiet minutes a new group begins; opening_groups: another service or another kind is another group; opening_groups: a failure that keeps coming back is one group, however long it lasts; opening_groups: after exactly ten quiet minutes it still belongs, a second later it does not; opening_groups: service and kind are two names, whatever is in them; opening_groups: the text decides nothing and may be missing; opening_groups: the list may come in any order and is left as it is; opening_groups: groups stand in the order in which they began, then by service, then by kind; opening_groups: the quiet time can be set, down to none; opening_groups: an alert without time, service or kind is refused, and its place is named; opening_groups: any night gives what the words mean"
def group_alerts(alerts, quiet_s=600):
    return [Group(service, "", 0, 0, 0) for service in {alert["service"] for alert in alerts}]

# %% wrong="ends a group after exactly ten minutes" fails="opening_groups: after exactly ten quiet minutes it still belongs, a second later it does not; opening_groups: the quiet time can be set, down to none; opening_groups: any night gives what the words mean"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    return grouped(alerts, quiet_s - 1)

# %% wrong="trusts that the list is sorted" fails="opening_groups: the list may come in any order and is left as it is; opening_groups: any night gives what the words mean"
def group_alerts(alerts, quiet_s=600):
    latest, groups = {}, []
    for alert in _complete(alerts):
        source = alert["service"], alert["kind"]
        group = latest.get(source)
        if group is None or alert["at"] - group.last > quiet_s:
            if group is not None:
                groups.append(group)
            latest[source] = Group(*source, alert["at"], alert["at"], 1)
        else:
            latest[source] = group._replace(last=alert["at"], count=group.count + 1)
    return sorted([*groups, *latest.values()], key=lambda group: (group.first, group.service, group.kind))

# %% wrong="sorts the caller's list" fails="opening_groups: the list may come in any order and is left as it is"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    _complete(alerts)
    alerts.sort(key=lambda alert: alert["at"])
    return grouped(alerts, quiet_s)

# %% wrong="forgets the groups that are still open in the end" fails="opening_groups: the same again within ten minutes is one group; opening_groups: after more than ten quiet minutes a new group begins; opening_groups: another service or another kind is another group; opening_groups: a failure that keeps coming back is one group, however long it lasts; opening_groups: after exactly ten quiet minutes it still belongs, a second later it does not; opening_groups: service and kind are two names, whatever is in them; opening_groups: the text decides nothing and may be missing; opening_groups: the list may come in any order and is left as it is; opening_groups: groups stand in the order in which they began, then by service, then by kind; opening_groups: the quiet time can be set, down to none; opening_groups: any night gives what the words mean"
def group_alerts(alerts, quiet_s=600):
    latest, groups = {}, []
    for alert in sorted(_complete(alerts), key=lambda alert: alert["at"]):
        source = alert["service"], alert["kind"]
        group = latest.get(source)
        if group is None or alert["at"] - group.last > quiet_s:
            if group is not None:
                groups.append(group)
            latest[source] = Group(*source, alert["at"], alert["at"], 1)
        else:
            latest[source] = group._replace(last=alert["at"], count=group.count + 1)
    return sorted(groups, key=lambda group: (group.first, group.service, group.kind))

# %% wrong="gives groups as they close" fails="opening_groups: another service or another kind is another group; opening_groups: the list may come in any order and is left as it is; opening_groups: groups stand in the order in which they began, then by service, then by kind; opening_groups: any night gives what the words mean"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    return sorted(grouped(alerts, quiet_s), key=lambda group: group.last)

# %% wrong="ties stand as they came" fails="opening_groups: groups stand in the order in which they began, then by service, then by kind; opening_groups: any night gives what the words mean"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    groups = grouped(alerts, quiet_s)
    came = [(alert["service"], alert["kind"]) for alert in alerts]
    return sorted(groups, key=lambda group: (group.first, came.index((group.service, group.kind))))

# %% wrong="drops broken alerts in silence" fails="opening_groups: an alert without time, service or kind is refused, and its place is named"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    return grouped([alert for alert in alerts if {"at", "service", "kind"} <= alert.keys()], quiet_s)

# %% wrong="fails at a broken alert by accident" fails="opening_groups: an alert without time, service or kind is refused, and its place is named"
def _complete(alerts):
    return alerts

# %% wrong="says what is broken and not where" fails="opening_groups: an alert without time, service or kind is refused, and its place is named"
def _complete(alerts):
    for alert in alerts:
        if not {"at", "service", "kind"} <= alert.keys():
            raise ValueError(f"broken alert: {alert}")
    return alerts

# %% wrong="counts the place from 1" fails="opening_groups: an alert without time, service or kind is refused, and its place is named"
def _complete(alerts):
    for place, alert in enumerate(alerts, start=1):
        if not {"at", "service", "kind"} <= alert.keys():
            raise ValueError(f"broken alert, number {place}")
    return alerts

# %% wrong="names the place in the sorted list" fails="opening_groups: an alert without time, service or kind is refused, and its place is named"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    return grouped(sorted(alerts, key=lambda alert: alert.get("at", 0)), quiet_s)

# %% wrong="writes a text into alerts without one" fails="opening_groups: the list may come in any order and is left as it is"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    for alert in alerts:
        alert.setdefault("text", "")
    return grouped(alerts, quiet_s)

# %% wrong="service and kind in one string" fails="opening_groups: service and kind are two names, whatever is in them"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    joined = [{**alert, "kind": f"{alert['service']}:{alert['kind']}", "service": ""} for alert in _complete(alerts)]
    groups = [group._replace(**dict(zip(("service", "kind"), group.kind.split(":", 1)))) for group in grouped(joined, quiet_s)]
    return sorted(groups, key=lambda group: (group.first, group.service, group.kind))

# %% wrong="plain tuples instead of groups" fails="opening_groups: the same again within ten minutes is one group; opening_groups: after more than ten quiet minutes a new group begins; opening_groups: another service or another kind is another group; opening_groups: a failure that keeps coming back is one group, however long it lasts; opening_groups: after exactly ten quiet minutes it still belongs, a second later it does not; opening_groups: service and kind are two names, whatever is in them; opening_groups: the text decides nothing and may be missing; opening_groups: the list may come in any order and is left as it is; opening_groups: groups stand in the order in which they began, then by service, then by kind; opening_groups: the quiet time can be set, down to none"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    return [tuple(group) for group in grouped(alerts, quiet_s)]

# %% wrong="the same text is the same alert" fails="opening_groups: the same again within ten minutes is one group; opening_groups: another service or another kind is another group; opening_groups: a failure that keeps coming back is one group, however long it lasts; opening_groups: after exactly ten quiet minutes it still belongs, a second later it does not; opening_groups: the text decides nothing and may be missing; opening_groups: the list may come in any order and is left as it is; opening_groups: groups stand in the order in which they began, then by service, then by kind; opening_groups: the quiet time can be set, down to none"
grouped = group_alerts


def group_alerts(alerts, quiet_s=600):
    named = [{**alert, "kind": (alert["kind"], alert.get("text"))} for alert in _complete(alerts)]
    return [group._replace(kind=group.kind[0]) for group in grouped(named, quiet_s)]

# %% also_right="one list of times a source, then itertools"
from collections import defaultdict
from itertools import groupby


def group_alerts(alerts: list[dict], quiet_s: float = 600) -> list[Group]:
    times = defaultdict(list)
    for number, alert in enumerate(alerts):
        try:
            times[alert["service"], alert["kind"]].append(alert["at"])
        except KeyError as error:
            raise ValueError(f"the alert at place {number} lacks {error}") from None
    found = []
    for (service, kind), ats in times.items():
        ats.sort()
        session, numbers = 0, []
        for before, at in zip([ats[0], *ats], ats):
            session += at - before > quiet_s
            numbers.append(session)
        for _, members in groupby(zip(numbers, ats), key=lambda pair: pair[0]):
            of_one = [at for _, at in members]
            found.append(Group(service, kind, of_one[0], of_one[-1], len(of_one)))
    return sorted(found, key=lambda group: (group.first, group.service, group.kind))

# %% also_right="one sort by source and time, runs cut where the step is too long"
def group_alerts(alerts, quiet_s=600):
    for place, alert in enumerate(alerts):
        for field in ("at", "service", "kind"):
            if field not in alert:
                raise ValueError(f"alerts[{place}] has no {field!r}")
    runs = []
    for service, kind, at in sorted((alert["service"], alert["kind"], alert["at"]) for alert in alerts):
        if runs and runs[-1][:2] == [service, kind] and at - runs[-1][3] <= quiet_s:
            runs[-1][3] = at
            runs[-1][4] += 1
        else:
            runs.append([service, kind, at, at, 1])
    runs.sort(key=lambda run: (run[2], run[0], run[1]))
    return [Group(*run) for run in runs]

# %% also_right="a class that takes alerts in order and is asked for its groups"
class _Night:
    def __init__(self, quiet_s):
        self.quiet_s, self.open, self.closed = quiet_s, {}, []

    def add(self, at, source):
        first, last, count = self.open.get(source, (at, at, 0))
        if at - last > self.quiet_s:
            self.closed.append(Group(*source, first, last, count))
            first, count = at, 0
        self.open[source] = first, at, count + 1

    def groups(self):
        everything = self.closed + [Group(*source, *group) for source, group in self.open.items()]
        everything.sort(key=lambda group: (group.kind, group.service))
        everything.sort(key=lambda group: (group.first, group.service))
        return everything


def group_alerts(alerts, quiet_s=600):
    night = _Night(quiet_s)
    checked = []
    for place, alert in enumerate(alerts):
        if any(field not in alert for field in ("at", "service", "kind")):
            raise ValueError(f"broken alert at place {place}")
        checked.append((alert["at"], (alert["service"], alert["kind"])))
    for at, source in sorted(checked):
        night.add(at, source)
    return night.groups()

# %% [markdown]
# ## Four programs for one prompt
#
# One failure, every eight minutes, all night. Before you run it, say how many groups each reading makes of it.

# %%
night = [8 * 60 * n for n in range(60)]  # seconds


def cut(times, begins_anew):
    """How many groups there are, if `begins_anew(first, last, at)` says where one begins."""
    groups, first, last = 0, None, None
    for at in times:
        if first is None or begins_anew(first, last, at):
            groups, first = groups + 1, at
        last = at
    return groups


print("until it has been quiet for ten minutes:", cut(night, lambda first, last, at: at - last > 600))
print("ten minutes from the first alert:       ", cut(night, lambda first, last, at: at - first > 600))
print("by the clock, in stretches of ten:      ", cut(night, lambda first, last, at: at // 600 > last // 600))
print("one alert, one line:                    ", len(night))

# %% [markdown]
# None of them is a mistake. The first says *what is broken*, the second *how long it hurt*, in portions, the third fits a
# table with a row every ten minutes. Which one is right was never in the prompt.
#
# ## The solution, and two others
#
# **Cost (RUBRIC-18).** Sorting takes O(n log n) time, first the alerts, then the groups; all else is one pass. O(n) space for
# the sorted copy and the groups; one of them is open for each source.
#
# | instead | wins | loses |
# |---|---|---|
# | **A database**: `lag(at) over (partition by service, kind order by at)`, mark where the step is too long, sum the marks | the list is in a table already; nothing to deploy; anybody can change the query | not where the alerts are only in memory; harder to test on a laptop; the rule is hidden in two nested queries |
# | **A stream processor's session windows** | the same rule while alerts come in, late ones included; groups close by themselves | a running system with state, watermarks and on-call people of its own, for a list that is read once a morning |
#
# The first is a fair answer to *how would you do it at work?* The second is what to name when the interviewer says "and now
# while they come in", not before.

# %% [markdown] written="opening_second" points=4
# **Once more, with less help.** The interviewer says:
#
# > Our clients retry too much. When something is down they make it worse. Write me the piece that decides whether to try again.
#
# Write the first three minutes: two or three readings of it, in a line each; the questions that you would spend a minute on
# (four at most), and what each could change; what you assume, with values; what you put off; the reading you offer. No code.

# %% part
from course.parts import self_assess

self_assess(
    "opening_second",
    L5=[
        "Gives readings that lead to different code: a rule for one call (how often, how long to wait), a budget over all calls of a client, a switch that stops all calls for a while",
        "Asks which errors may be tried again at all, and whether the call may safely be repeated",
        "Asks what bounds it: a number of tries, a deadline, a share of the traffic",
        "Assumes with values: backoff that doubles from so many milliseconds, full jitter, a cap",
        "Puts off by name: settings from outside, metrics, several regions",
        "Offers one reading in one sentence and asks for a yes",
    ],
    L6=[
        "Says why jitter and a budget are about different things: many clients at one moment, and how much they add together",
        "Asks who else retries: three layers of three tries are twenty-seven calls",
        "Says what would show in production that the reading was the right one",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud, on the alerts, as if you had just heard the prompt:
#
# 1. What I understand: in, out, for whom.
# 2. Two readings, and which I would take unless you say otherwise.
# 3. My three questions.
# 4. What I assume; what I leave for later.
# 5. "Shall I?"

# %% part
from course.parts import timer

timer("opening_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *Now they come in all night, and up to two minutes late.* A group can only be told once no late alert can continue it: quiet time
#   plus lateness; what comes later still is counted and reported, not lost.
# - *A deploy at midnight restarts it.* Then open groups are state: where they live, and what happens to an alert that is delivered twice.
# - *One bad deploy makes forty services fail. That is forty lines.* The sources' relation is missing from the data: which calls which. Say what
#   you would need, and that grouping by the cause is another product.
# - *How do you know that it helped?* Lines read each morning, and alerts that somebody acted on; the second must not fall.
#
# **Sources.** That prompts are left loose, with three or four sensible readings and one meant, and that the opening move is
# judged, is told by one interview guide of which we know neither author nor date (CODE-24, RUBRIC-10, 14, 15); that
# problems come from the teams' real work by that of Live Interview Help and by a post on the company's technology blog (K. Casella, director of access
# and identity; we know it by a mirror dated 20 July 2024) (CODE-26). The alerts are ours. This course is independent of Netflix.
