# ---
# keeper:
#   title: Notifications that outlive their provider
#   minutes: 90
#   level: L6
#   covers: [DESIGN-08, DESIGN-11, DESIGN-12, PLAN-06, PLAN-07, PLAN-08, PLAN-09, PLAN-10, PLAN-11, PLAN-12, PLAN-13, PLAN-14, PLAN-15, PLAN-16, PLAN-17, PLAN-18, PLAN-19, PLAN-20, PLAN-21, PLAN-22, PLAN-23, PLAN-24, RUBRIC-20, RUBRIC-22, RUBRIC-23, RUBRIC-25, RUBRIC-28, RUBRIC-30, RUBRIC-31, EXT-15, EXT-17, EXT-18, EXT-25]
#   needs: []
# ---

# %% [markdown]
# > Other teams hand us notifications, and we get them onto members' phones through a push provider that isn't ours. Design that.
# > Its bad hour must not become ours. We'll run what you draw.
#
# Everybody's first design, and the provider away from second 10 to second 30. Guess how many of its callers get an answer, and how many
# calls a provider that is down gets for each of them. Then run this.

# %% given
from math import inf

import numpy as np

from course.design import *
from course.design.cases import judged, received

WORLD = dict(
    keys={"notification": Keys(count=200_000, popularity=Uniform(), size_bytes=2_000)},
    providers={"provider": Provider(quota_per_s=75)},
    demand={"provider": Lognormal(p50_ms=120, p99_ms=850)},
    needs={"provider": "Dependency"},
    warm_up_s=5,
)
ACCEPTS = (Availability("notify", 0.999), Latency("notify", 200))
STEADY = Traffic(Constant(30), {"notify": 1})
AWAY = Errors(target="provider", at_s=10, for_s=20)

# %%
naive = Design(
    "everybody's first",
    Endpoint(
        "notify",
        LoadBalancer("edge"),
        Service("api"),
        SQLStore("inbox").write("notification"),
        Dependency("provider").call(timeout_ms=2_000, retry=Retry(attempts=3)),
    ),
)
first = Scenario("first-design", traffic=(STEADY,), duration_s=50, faults=(AWAY,), slos=ACCEPTS, **WORLD)
run(naive, first, seeds=1)

# %% [markdown]
# That is all you get. Ask before you draw again: choose questions below, as many as you would really ask.

# %% part
from course.parts import clarify

clarify(
    "notify_opening",
    {
        "Who uses it?": "About forty teams call one endpoint, `notify`. Members never call us; their phones get what the "
        "provider delivers, and an app that opens pulls what it missed from the member's inbox.",
        "What scale?": "You design one cell of many; a member belongs to one cell. A cell sees 20 to 30 notifications a second. A "
        "campaign sends 200 a second for 8 seconds. Be ready for a fifth more of everything.",
        "Reads against writes?": "Almost all writes here. The pull of the inbox is another team's endpoint; it only needs every "
        "accepted notification to stand in a database.",
        "What do we optimise: latency, throughput, cost?": "Delivery under trouble first, then cost: at most $1,750 a month by "
        "the course's prices, campaign or outage. Seconds of latency are fine for a campaign.",
        "What may `notify` take, and what does yes mean?": "99.9 % answered, and 99 % within 200 ms, whatever the provider does. "
        "Yes means: it is in the inbox's database and will be delivered or be seen to have failed.",
        "How does the provider behave?": "One notification a call. Half of its answers take up to 120 ms, one in a hundred over "
        "850 ms, 170 ms on average. It takes 75 calls a second and refuses the rest. If it refuses more than 1 % of our "
        "calls in a campaign, we break the contract. There is one provider.",
        "How does it fail?": "Errors at once; or refuses everything; or takes calls and never answers; or answers after many seconds, "
        "when it has sent the notification all the same. For 15 to 20 seconds at a time. From the first trouble on it wants at "
        "most 15 % more calls for each notification than on a good day.",
        "How late may one be?": "99 of 100 within 35 s in a campaign, within 45 s when the provider was away.",
        "May one be lost, or arrive twice?": "Nothing accepted is lost or given up because the provider was away for 20 s. At most "
        "one in a thousand may reach a member twice. The provider honours an idempotency key if you send one.",
        "What of a notification that always fails?": "It happens: the worker dies on it, wherever it goes, after the provider was called. "
        "Within a minute it is set aside where a person finds it, and the others don't wait for it.",
        "May I drop a campaign, or hold it at night?": "Good question. Not yet; ask me when you write the worker.",
        "How many time zones?": "All of them. It changes nothing until we talk about quiet hours.",
        "Which push provider is it?": "Take any. The design must not depend on the name.",
    },
    solved_by="notify_outage",
)

# %% [markdown]
# **What the interviewer listens for.** One component taken down to what it does when things fail, rather than a tour of boxes
# (RUBRIC-20); a yes to the caller that does not wait for the delivery (RUBRIC-28); adapting when interrupted (RUBRIC-22), and failure
# tests brought up by you (RUBRIC-23). All of that is reported by interview guides; the company has confirmed none of it.
#
# **The walk**, and where you meet it: requirements (above and 1), data and API (2), architecture (3), bottlenecks (3), reliability (4),
# operations (7), abuse (7), trade-offs (8). From the core outward: the request's path, a stateless service, the store, a cache if
# needed (is one?), then asynchronous work, then failure.
#
# ## 1. Assume and estimate

# %% [markdown] written="notify_assumptions" points=2
# Five sentences before any drawing: how do you read the task, which three assumptions carry your design, what do you put off, and
# which component will you take all the way down?

# %% part
from course.parts import self_assess

self_assess(
    "notify_assumptions",
    L5=[
        "Separates accepting (ours, now) from delivering (the provider's, later), and says what yes promises.",
        "Names at-least-once delivery and who removes the duplicates.",
        "Takes the quota as the bottleneck: a campaign is a backlog by arithmetic, not an incident.",
        "Picks the worker's decision after a failure as the component to take down to code.",
    ],
    L6=[
        "Says which assumption would hurt most if wrong (does the provider really honour the key?) and which number would show it.",
        "Limits the blast radius: a cell, its own queue and its own share of the quota.",
    ],
)

# %% [markdown]
# Within 10 % is right. Arrivals per second times the seconds each stays is what is inside (Little's law).
#
# | name | the number |
# |---|---|
# | `in_flight` | calls that may be inside the provider at once, on average, to use all of its 75 a second at 170 ms each |
# | `campaign_backlog` | notifications that wait when 200 a second have come for 8 s, the provider at its quota all the time |
# | `drain_s` | an outage of 20 s at 30 a second is over: seconds until nobody waits, the provider at its quota, new ones still coming |
# | `outage_calls_per_s` | calls a second into that outage if each notification is tried three times in quick succession and then left alone |
# | `budget_drain_s` | all notifications of that outage had their first call in it. First calls go on at 30 a second, and retries may be a tenth of them: seconds until the last had its retry |
# | `given_up_after_s` | a queue hides a message for 6 s each time it is taken, and sets it aside when that is over for the sixth time; every try fails at once: its age then |

# %% answer="notify_numbers"
def estimates():
    """The six numbers, by name."""
    in_flight = campaign_backlog = drain_s = None
    outage_calls_per_s = budget_drain_s = given_up_after_s = None
    ### BEGIN SOLUTION
    in_flight = 75 * 0.170
    campaign_backlog = (200 - 75) * 8
    drain_s = 30 * 20 / (75 - 30)  # the quota left over by new ones
    outage_calls_per_s = 30 * 3
    budget_drain_s = 30 * 20 / (0.1 * 30)
    given_up_after_s = 6 * 6
    ### END SOLUTION
    return {
        "in_flight": in_flight,
        "campaign_backlog": campaign_backlog,
        "drain_s": drain_s,
        "outage_calls_per_s": outage_calls_per_s,
        "budget_drain_s": budget_drain_s,
        "given_up_after_s": given_up_after_s,
    }

# %% tests="notify_numbers_right" points=3
def near(name, want, ask_yourself):
    """Within 10 %; the message asks a question and gives no answer."""
    got = estimates()[name]
    check.that(isinstance(got, (int, float)), f"{name} is {got!r}; write a number. {ask_yourself}")
    side = "too low" if got < want else "too high"
    check.that(abs(got - want) <= 0.1 * want, f"{name} = {got:g} is {side}. {ask_yourself}")


@check("calls in flight at the quota")
def flight():
    near("in_flight", 75 * 0.170, "Arrivals a second times the seconds that each stays.")


@check("the backlog that a campaign leaves")
def backlog():
    near("campaign_backlog", 1_000, "What comes in a second, what goes out, and for how long?")


@check("calls into an outage with three tries each")
def storm():
    near("outage_calls_per_s", 90, "Every notification that comes is called for three times, and fails at once.")


### BEGIN HIDDEN TESTS
@check("seconds to drain an outage")
def drain():
    near("drain_s", 600 / 45, "While the backlog drains, do new notifications stop coming?")


@check("seconds to drain through a retry budget")
def through_budget():
    near("budget_drain_s", 200, "How many failed, and how many retries a second does a tenth of 30 allow?")


@check("how old a message is when it is given up")
def given_up():
    near("given_up_after_s", 36, "Six times hidden, and the last time is over, too.")


### END HIDDEN TESTS

# %% [markdown] hint="notify_numbers"
# All six are one line. A backlog grows by what comes less what goes, and shrinks the same way.

# %% [markdown] hint="notify_numbers"
# 600 notifications came in the outage. Afterwards 30 a second still come: what is left of 75 for the 600? And of a budget of a tenth of 30?

# %% wrong="new arrivals stop while it drains; the budget is a tenth of the quota" fails="notify_numbers_right: seconds to drain an outage; notify_numbers_right: seconds to drain through a retry budget"
def estimates():
    return dict(in_flight=12.75, campaign_backlog=1000, drain_s=8, outage_calls_per_s=90, budget_drain_s=80, given_up_after_s=36)

# %% wrong="the campaign all waits, and a sixth hiding is forgotten" fails="notify_numbers_right: the backlog that a campaign leaves; notify_numbers_right: how old a message is when it is given up"
def estimates():
    return dict(in_flight=12.75, campaign_backlog=1600, drain_s=13.3, outage_calls_per_s=90, budget_drain_s=200, given_up_after_s=30)

# %% wrong="the median taken for the mean; three retries after the first try" fails="notify_numbers_right: calls in flight at the quota; notify_numbers_right: calls into an outage with three tries each"
def estimates():
    return dict(in_flight=9, campaign_backlog=1000, drain_s=13.3, outage_calls_per_s=120, budget_drain_s=200, given_up_after_s=36)

# %% wrong="an outage is over when the provider is back" fails="notify_numbers_right: seconds to drain an outage; notify_numbers_right: seconds to drain through a retry budget; notify_numbers_right: calls into an outage with three tries each"
def estimates():
    return dict(in_flight=12.75, campaign_backlog=1000, drain_s=0, outage_calls_per_s=30, budget_drain_s=0, given_up_after_s=36)

# %% also_right="rounded to whole calls and seconds"
def estimates():
    return dict(in_flight=13, campaign_backlog=1000, drain_s=13, outage_calls_per_s=90, budget_drain_s=200, given_up_after_s=36)

# %% also_right="worked out from named rates"
def estimates():
    quota, usual, away_s = 75.0, 30.0, 20.0
    waiting = usual * away_s
    return {
        "in_flight": quota * 170 / 1_000,
        "campaign_backlog": 8 * 200 - 8 * quota,
        "drain_s": waiting / (quota - usual),
        "outage_calls_per_s": 3 * usual,
        "budget_drain_s": waiting / (usual / 10),
        "given_up_after_s": sum([6] * 6),
    }

# %% [markdown]
# `budget_drain_s` is the lesson in small. A budget keeps the storm from the provider, and alone it would let a member wait for
# minutes. What should have happened to the 600 calls *before* they became retries?
#
# ## 2. Data and API

# %% [markdown] written="notify_api" points=3
# **What does a team send, what do you answer, and what do you store?** Fields and keys of a notification; what makes a repeated
# `notify` harmless; each state a notification can be in and who moves it on; how a team, and a person on call, asks what became of one.

# %% part
from course.parts import self_assess

self_assess(
    "notify_api",
    L5=[
        "`notify` takes an id made by the sender: the same id again is accepted again and sent once. It answers 202, not 200.",
        "A row has member, topic, body or template, created, good until, urgent; the key is the member, then time, so that an app pulls its inbox with one range read.",
        "States: accepted, delivered, expired, set aside with a reason; each transition has one owner, and the last three are final.",
        "Says that the provider's yes means handed over to it, not seen on a phone.",
    ],
    L6=[
        "Two writes are not one: between row and queue a process may die. An outbox row in the same transaction, or a sweep for rows accepted and not sent, closes the gap.",
        "Dead letters can be listed by team and reason, replayed after a repair at a limited rate, and replay keeps the id.",
        "Device tokens are their own table: one member has several, a provider's 'gone' deletes one.",
    ],
)

# %% [markdown]
# ## 3. The core, as code
#
# The worlds that your design will meet, and what the tests read in a run. Names are fixed: the endpoint `notify`, the consumer
# `deliver`, the dependency `provider`; all else is yours. A delivery counts when the provider took the call: a fallback is none.

# %% given
CAMPAIGN = Scenario(
    "notify-campaign",
    about="20 a second, and 200 a second for 8 s.",
    traffic=(Traffic(Burst(base_per_s=20, peak=10, at_s=8, for_s=8), {"notify": 1}),),
    duration_s=60,
    slos=(*ACCEPTS, Latency("deliver", 35_000), Duplicates("deliver", 0.001), Cost(1_750)),
    **WORLD,
)
SLOWER = (*ACCEPTS, Latency("deliver", 45_000), Duplicates("deliver", 0.001), Amplification("provider", 1.15))
OUTAGE = Scenario(
    "notify-outage",
    about="The provider fails every call at once from second 10 to second 30.",
    traffic=(STEADY,),
    duration_s=75,
    faults=(AWAY,),
    slos=(*SLOWER, Cost(1_750)),
    **WORLD,
)
HANGING = Scenario(
    "notify-hanging",
    about="Ten messages come on which every worker dies; then the provider answers nothing for 15 s.",
    traffic=(STEADY,),
    duration_s=80,
    faults=(PoisonMessage(at_s=5, count=10, target="Source"), Hang(at_s=12, for_s=15, target="provider")),
    slos=(*SLOWER[:-1], Cost(1_750)),
    **WORLD,
)


def drawn(make):
    """The drawing, once there is a design."""
    try:
        return make()
    except NotImplementedError:
        return "Draw a design in the cell above; then run this one again."


def simulated(make, scenario):
    """The report of a run, once there is a design."""
    design = drawn(make)
    return design if isinstance(design, str) else run(design, scenario, seeds=1)


def reviewed(make, scenario):
    """One run of the design, as the tests read it."""
    return judged(make(), scenario, seeds=1)


def flow(make, scenario, name):
    """What the run knows of an endpoint's requests or a consumer's messages."""
    return reviewed(make, scenario).measured.record.flows[name]


def missed(make, scenario, kind, about=None):
    """What the run says of its objectives of that kind, about that flow; "" if they are met."""
    found = reviewed(make, scenario)
    bad = [
        str(one)
        for one in found.verdict.judgements
        if one.outcome != "pass" and type(one.objective).__name__ == kind
        if about in (None, getattr(one.objective, "flow", None))
    ]
    return "\n".join([f"In {scenario.name}:", *bad, found.story()]) if bad else ""


def late(make, scenario, name, within_s, since_s=0, until_s=inf):
    """Whether 99 of 100 messages sent in that time were delivered so soon, what still waits counted with its age; "" if so."""
    messages = flow(make, scenario, name)
    sent, waited = messages.arrived_at_s, messages.latency_s
    waited = np.where(np.isnan(waited), scenario.duration_s - sent, waited)[(sent >= since_s) & (sent < until_s)]
    if not len(waited):
        return f"In {scenario.name}: no message reached `{name}`. Who sends to its queue?"
    share = (waited > within_s).mean()
    return share > 0.01 and (
        f"In {scenario.name}: {share:.1%} of what `{name}` was sent waited for more than {within_s} s, some {waited.max():.0f} s, "
        "what still waited at the end included. "
        f"{reviewed(make, scenario).story()}"
    )


def refused(make, scenario):
    """Whether the provider refused more than one call in a hundred; "" if not."""
    calls = reviewed(make, scenario).measured.record.components["provider"]
    share = calls.total("shed") / max(calls.total("calls"), 1)
    return share > 0.01 and (
        f"In {scenario.name}: the provider refused {share:.1%} of {calls.total('calls'):.0f} calls, more than its 75 a second. "
        "How many calls do all your consumers together keep in flight, and how long does each take? Each refused one comes back later."
    )


def set_aside(make, scenario, name, poison=0):
    """Whether only messages that always fail were given up; "" if so."""
    messages = flow(make, scenario, name)
    dead, lost = messages.count("dead letter"), messages.count("lost")
    return (dead > poison or lost) and (
        f"In {scenario.name}: {dead} messages of `{name}` ended as dead letters and {lost} were lost; {poison} of them always fail. "
        "For how long does your queue keep trying, and is that longer than the outage?"
    )


def skipped(make, scenario, endpoint, name):
    """Whether each accepted notification went to the database and the consumer, and to the provider alone; "" if so."""
    record = reviewed(make, scenario).measured.record
    accepted, messages = int(record.flows[endpoint].answered.sum()), record.flows[name].arrived
    if messages < 0.99 * accepted:
        return f"In {scenario.name}: {accepted} were accepted by `{endpoint}`, and {messages} reached the consumer `{name}`."
    design = received(make())
    written = [call for call in design.endpoints[endpoint].calls if call.operation == "write" and call.chance == 1]
    if not written:
        return f"`{endpoint}` says yes before the notification stands in a database: the inbox is what the app pulls from."
    delivered = sum(record.flows[one].count("served") for one in design.consumers if one.startswith("deliver"))
    calls = record.components["provider"].total("calls")
    return calls < 0.97 * delivered and (
        f"In {scenario.name}: {delivered} messages count as delivered, with {calls:.0f} calls of the provider. It takes one "
        "notification a call: a batch, a chance or a fallback delivers nothing."
    )

# %% [markdown]
# Draw the core first and let faults come later: what does a request pass, where does it wait, who takes it from there, how many at
# once? `in_flight` uses the quota up on average, so half of the time it is too much: stay a little below it. Then watch a
# campaign. The hidden campaign is a fifth larger, with another seed.

# %% part
from course.parts import Interruption, interrupter

interrupter(
    "notify_interrupted",
    Interruption(
        "Stop there. The provider has written to us: whoever calls it much more than usual while it is down gets cut off. Your queue "
        "redelivers what failed. Is that a retry, and who counts it?",
        after="notify_burst",
        minutes=30,
        good=(
            "Yes: a redelivery is a retry for the provider, and no budget inside one call sees it.",
            "Says what stays: accepting, the inbox and the queue do not change.",
            "Stops calling for the whole fleet of workers, not for a message: a breaker, or consumption paused.",
            "Puts a number to it: calls for each notification, before and in the outage.",
        ),
    ),
    Interruption(
        "New requirement. From Monday password resets come through this, six a second, and they can't wait behind a campaign. Don't "
        "redraw it all: what changes?",
        after="notify_hanging",
        minutes=45,
        good=(
            "A lane of its own from queue to worker; a priority field in one queue does not help those who stand behind it.",
            "The quota stays one: says how many calls each lane may have in flight, and that they add up.",
            "Asks how late a reset may be, and what a late one is worth.",
            "Asks who may call it urgent, and what happens when everybody does.",
        ),
    ),
    Interruption(
        "Legal says: nothing but urgent ones between ten in the evening and eight in the morning, the member's time. Where does that "
        "rule live, and what happens at eight?",
        after="notify_lanes_outage",
        minutes=60,
        good=(
            "At the worker, just before the call: what is decided at accepting is wrong by the time it is sent.",
            "Says what goes stale over night, and drops it with a reason that is counted.",
            "Eight o'clock is a campaign that nobody planned: the same pacing holds it, or the release is spread.",
        ),
    ),
    Interruption(
        "A director wants it exactly once. Yes or no?",
        after="notify_budget",
        minutes=80,
        good=(
            "No for the delivery, yes for the effect: at least once, and a key by which provider and phone drop the second.",
            "Names the gap that stays: the provider forgets keys after a while, a phone may be reinstalled.",
            "Offers the number that is held instead: at most one in a thousand, measured.",
        ),
    ),
)

# %% answer="notify_design"
def notifications():
    """Your design of the cell, a Design."""
    ### BEGIN SOLUTION
    call = Dependency("provider").call(timeout_ms=2_000, breaker=Breaker(window_s=5), idempotent=True)
    return _cell(Queue("waiting", visibility_s=6, max_receives=6), call)


def _cell(waiting, call, **consumer):
    return Design(
        "notifications",
        Endpoint(
            "notify",
            LoadBalancer("edge"),
            Service("api"),
            SQLStore("inbox").write("notification", timeout_ms=500),
            waiting.send("notification"),
        ),
        # 12 in flight / 0.17 s = 70 a second, under the quota of 75
        Consumer("deliver", waiting, Service("worker"), call, **{"concurrency": 12} | consumer),
    )
    ### END SOLUTION

# %%
drawn(notifications)

# %%
# Change CAMPAIGN to OUTAGE or HANGING as you go on. The report says what broke first.
simulated(notifications, CAMPAIGN)

# %% tests="notify_burst" points=3
@check("accepted at once, and in the inbox")
def accepted():
    for kind in ("Availability", "Latency"):
        trouble = missed(notifications, CAMPAIGN, kind, "notify")
        check.that(not trouble, trouble)
    trouble = skipped(notifications, CAMPAIGN, "notify", "deliver")
    check.that(not trouble, trouble)


@check("the campaign is out in time")
def out():
    trouble = late(notifications, CAMPAIGN, "deliver", 35)
    check.that(not trouble, trouble)


@check("within the provider's quota")
def quota():
    trouble = refused(notifications, CAMPAIGN)
    check.that(not trouble, trouble)


@check("within the cost ceiling")
def affordable():
    trouble = missed(notifications, CAMPAIGN, "Cost")
    check.that(not trouble, trouble)


### BEGIN HIDDEN TESTS
LARGER = CAMPAIGN.shifted(seed=7, load=1.2, name="a larger campaign")


@check("a larger campaign is out in time, within the quota", weight=2)
def larger():
    trouble = late(notifications, LARGER, "deliver", 35) or refused(notifications, LARGER)
    check.that(not trouble, trouble)


### END HIDDEN TESTS

# %% [markdown] hint="notify_design"
# `notify` writes the row, sends to a queue and answers. A `Consumer("deliver", queue, Service("worker"), provider.call(…))` does the
# rest. Your `in_flight` is its `concurrency`; leave a little room, since a fixed number of workers gets faster with the provider.

# %% [markdown]
# ## 4. The provider's bad hour
#
# Now the same design meets an outage, a provider that hangs, and messages on which every worker dies. Run `OUTAGE` and `HANGING` in the
# cell above. Three numbers pull at each other: how long a failed message is hidden (`visibility_s`), how often it may be taken
# (`max_receives`), and how long your breaker stays open. Hidden runs take other seeds, a fifth more traffic, later trouble, and a provider
# that refuses instead of failing, or answers far too late instead of never.

# %% tests="notify_outage" points=4
@check("accepting does not notice")
def unmoved():
    for kind in ("Availability", "Latency"):
        trouble = missed(notifications, OUTAGE, kind, "notify")
        check.that(not trouble, trouble)


@check("the outage does not multiply calls")
def calm():
    trouble = missed(notifications, OUTAGE, "Amplification")
    check.that(not trouble, trouble)


@check("nothing is given up because of it")
def kept():
    trouble = set_aside(notifications, OUTAGE, "deliver")
    check.that(not trouble, trouble)


@check("all is delivered in time afterwards")
def drained():
    trouble = late(notifications, OUTAGE, "deliver", 45)
    check.that(not trouble, trouble)
    trouble = skipped(notifications, OUTAGE, "notify", "deliver")
    check.that(not trouble, trouble)


### BEGIN HIDDEN TESTS
REFUSING = OUTAGE.shifted(seed=7, load=1.2, faults=(Quota(target="provider", at_s=14, for_s=20, per_s=0),), name="refuses all")


@check("a provider that refuses everything, with more traffic", weight=2)
def refusing():
    trouble = missed(notifications, REFUSING, "Amplification") or set_aside(notifications, REFUSING, "deliver")
    check.that(not trouble, trouble)
    trouble = late(notifications, REFUSING, "deliver", 45) or missed(notifications, REFUSING, "Availability", "notify")
    check.that(not trouble, trouble)


### END HIDDEN TESTS

# %% tests="notify_hanging" points=3
@check("a hang and a bad message hold nobody up")
def unhindered():
    trouble = late(notifications, HANGING, "deliver", 45) or missed(notifications, HANGING, "Availability", "notify")
    check.that(not trouble, trouble)


@check("what always fails, and only that, is set aside within a minute")
def visible():
    trouble = set_aside(notifications, HANGING, "deliver", poison=10)
    check.that(not trouble, trouble)
    messages = flow(notifications, HANGING, "deliver")
    found = int((messages.latency_s[messages.outcome == 7] <= 60).sum())
    check.that(
        found == 10,
        f"In {HANGING.name}: {found} of the 10 messages that always fail were among the dead letters after 60 s. How often is one "
        "taken, how long is it hidden each time, and who keeps it in the end?",
    )


@check("at most one in a thousand arrives twice")
def once():
    trouble = missed(notifications, HANGING, "Duplicates")
    check.that(not trouble, trouble)


### BEGIN HIDDEN TESTS
CRAWL = Slow(target="provider", at_s=15, for_s=15, factor=40)
CRAWLING = HANGING.shifted(seed=7, load=1.2, faults=(HANGING.faults[0].with_(at_s=8), CRAWL), name="answers far too late")


@check("a provider that answers far too late, with more traffic")
def crawling():
    trouble = late(notifications, CRAWLING, "deliver", 45) or set_aside(notifications, CRAWLING, "deliver", poison=10)
    check.that(not trouble, trouble)
    trouble = missed(notifications, CRAWLING, "Duplicates")
    check.that(not trouble, trouble)


### END HIDDEN TESTS

# %% [markdown] hint="notify_design"
# For each call of the provider ask: when do I stop waiting (`timeout_ms`, above its slow answers), when do I stop calling
# (`breaker=Breaker(…)`), and what if it did the work and I did not hear of it (`idempotent=True`)?

# %% [markdown] hint="notify_design"
# A message must outlive the outage: `visibility_s` × (`max_receives` - 1) well above 20 s, and × `max_receives` well below the minute
# that a bad one may take, since it waits in line each time, too. An open breaker costs a receive. What is hidden for long waits for long
# after the provider is back.

# %% wrong="a client's defaults: no timeout, no breaker, sixteen at once, thirty seconds hidden" fails="notify_burst: the campaign is out in time; notify_burst: within the provider's quota; notify_burst: a larger campaign is out in time, within the quota; notify_outage: the outage does not multiply calls; notify_outage: a provider that refuses everything, with more traffic; notify_hanging: a hang and a bad message hold nobody up; notify_hanging: what always fails, and only that, is set aside within a minute; notify_hanging: a provider that answers far too late, with more traffic"
def notifications():
    return _cell(Queue("q"), Dependency("provider").call(), concurrency=16)

# %% wrong="three attempts with jitter in each call, no budget and no breaker" fails="notify_outage: the outage does not multiply calls; notify_outage: a provider that refuses everything, with more traffic"
def notifications():
    retry = Retry(attempts=3)
    return _cell(
        Queue("q", visibility_s=6, max_receives=6),
        Dependency("provider").call(timeout_ms=2_000, retry=retry, idempotent=True),
    )

# %% wrong="a retry budget in the call, and the queue redelivers past it" fails="notify_outage: the outage does not multiply calls; notify_outage: a provider that refuses everything, with more traffic"
def notifications():
    retry = Retry(attempts=2, budget=0.1)
    return _cell(
        Queue("q", visibility_s=6, max_receives=6),
        Dependency("provider").call(timeout_ms=2_000, retry=retry, idempotent=True),
    )

# %% wrong="given up after three receives; duplicates removed at the consumer, not at the provider" fails="notify_outage: nothing is given up because of it; notify_outage: a provider that refuses everything, with more traffic; notify_hanging: what always fails, and only that, is set aside within a minute; notify_hanging: at most one in a thousand arrives twice; notify_hanging: a provider that answers far too late, with more traffic"
def notifications():
    call = Dependency("provider").call(timeout_ms=2_000, breaker=Breaker(window_s=5))
    return _cell(Queue("q", visibility_s=6, max_receives=3), call, deduplicate=True)

# %% wrong="a log in which a bad message holds up those behind it, and far too many machines" fails="notify_burst: within the cost ceiling; notify_hanging: a hang and a bad message hold nobody up; notify_hanging: what always fails, and only that, is set aside within a minute; notify_hanging: a provider that answers far too late, with more traffic"
def notifications():
    waiting = Log("waiting", partitions=12, max_receives=40)
    call = Dependency("provider").call(timeout_ms=2_000, breaker=Breaker(window_s=5), idempotent=True)
    write = SQLStore("inbox", shards=2).write("notification", timeout_ms=500)
    return Design(
        "a log",
        Endpoint("notify", LoadBalancer("edge"), Service("api", instances=10), write, waiting.send("notification")),
        Consumer("deliver", waiting, Service("worker"), call, concurrency=12),
    )

# %% wrong="ten notifications in one call" fails="notify_burst: accepted at once, and in the inbox; notify_outage: all is delivered in time afterwards"
def notifications():
    call = Dependency("provider").call(timeout_ms=2_000, breaker=Breaker(window_s=5), idempotent=True)
    return _cell(Queue("q", visibility_s=6, max_receives=6), call, batch=10)

# %% also_right="a key-value store, the limit in the worker's bulkhead, a longer hiding time and a quick breaker"
def notifications():
    again = Queue("again", visibility_s=8, max_receives=6)
    rows = KeyValueStore("inbox").write("notification", timeout_ms=300)
    call = Dependency("provider").call(
        timeout_ms=3_000,
        breaker=Breaker(window_s=3, minimum=10, open_s=3, probes=2),
        bulkhead=Bulkhead(concurrent=6, queue=60),
        idempotent=True,
    )
    return Design(
        "bulkheads",
        Endpoint("notify", LoadBalancer("edge"), Service("api", instances=3), rows, again.send("notification")),
        Consumer("deliver", again, Service("pusher", instances=2), call, concurrency=36),
    )

# %% also_right="ten in flight in one worker, four seconds hidden, nine receives, a budgeted retry and a default breaker"
def notifications():
    calm = Queue("calm", visibility_s=4, max_receives=9)
    retry = Retry(attempts=2, budget=0.1)
    call = Dependency("provider").call(timeout_ms=1_500, breaker=Breaker(), retry=retry, idempotent=True)
    rows = SQLStore("rows").write("notification")
    return Design(
        "patient",
        Endpoint("notify", Service("front"), rows, calm.send("notification"), priority="critical"),
        Consumer("deliver", calm, Service("worker", instances=1, vcpus=4), call, concurrency=10, deduplicate=True),
    )

# %% [markdown]
# **Hold your estimate against the run.** How many wait, second by second, in the outage; when does nobody wait any more? Your `drain_s`
# counts from second 30. Why is it later here? (Three things: the breaker's nap, hidden messages, and 70 a second instead of 75.)

# %%
def waiting_over_time(make, scenario, name="deliver"):
    if isinstance(drawn(make), str):
        return
    messages = flow(make, scenario, name)
    ended = np.nan_to_num(messages.arrived_at_s + messages.latency_s, nan=inf)
    for second in range(5, int(scenario.duration_s), 5):
        count = int(((messages.arrived_at_s <= second) & (ended > second)).sum())
        print(f"{second:>3} s  {count:>5}  {'#' * (count // 20)}".rstrip())


waiting_over_time(notifications, OUTAGE)

# %% [markdown]
# ## 5. The lane that must not wait
#
# The interviewer has interrupted you by now; if not, that happens here. Password resets: a second endpoint, `urgent`, six a second (a
# fifth more in hidden runs), with its own consumer `deliver_urgent`. They stand in the inbox, too. What is asked:
#
# - in a campaign 99 of 100 urgent ones are delivered within 5 s, and the campaign within 45 s;
# - all lanes together keep to the quota of 75 a second, and to the 15 % in an outage;
# - those sent in the outage are delivered within 25 s of its end; from 20 s after its end on, 99 of 100 take 5 s at most again;
# - nothing is given up for an outage of 20 s; campaigns are still accepted; a phone gets at most one in a thousand twice, in both lanes, also
#   from a provider that answers too late; at most $1,800 a month.
#
# Before you draw: what does a priority field in your one queue do for a reset that stands behind 1,000 others?

# %% given
URGENT = Traffic(Constant(6), {"urgent": 1})
BOTH_ACCEPT = (*ACCEPTS, Availability("urgent", 0.999), Latency("urgent", 200))
ONCE = (Duplicates("deliver", 0.001), Duplicates("deliver_urgent", 0.001))
LANES = CAMPAIGN.with_(
    name="notify-lanes",
    about="The campaign, and six urgent ones a second.",
    traffic=(*CAMPAIGN.traffic, URGENT),
    slos=(*BOTH_ACCEPT, Latency("deliver", 45_000), Latency("deliver_urgent", 5_000), Cost(1_800)),
)
LANES_OUTAGE = OUTAGE.with_(
    name="notify-lanes-outage",
    about="The provider fails every call from second 10 to second 30; six urgent ones a second.",
    traffic=(STEADY, URGENT),
    slos=(*BOTH_ACCEPT, Latency("deliver", 45_000), *ONCE, Amplification("provider", 1.15), Cost(1_800)),
)


def slow_to_return(make, scenario):
    """Whether urgent ones waited for longer than is asked after the outage; "" if not."""
    over = scenario.faults[0].until_s
    urgent = flow(make, scenario, "deliver_urgent")
    if not urgent.arrived:
        return late(make, scenario, "deliver_urgent", 5)
    done = np.nan_to_num(urgent.arrived_at_s + urgent.latency_s, nan=inf)
    waiting = int(((urgent.arrived_at_s < over) & (done > over + 25)).sum())
    if waiting > 0.01 * (urgent.arrived_at_s < over).sum():
        return (
            f"In {scenario.name}: {waiting} urgent ones sent before the provider was back were not delivered 25 s after it was. What "
            "hides them, who else is being served, and how many may be in flight?"
        )
    return late(make, scenario, "deliver_urgent", 5, since_s=over + 20, until_s=scenario.duration_s - 5)

# %% answer="notify_lanes"
def lanes():
    """Your design with the second lane, a Design."""
    ### BEGIN SOLUTION
    return _lanes(Queue("resets", visibility_s=6, max_receives=6), bulk=9, urgent=3)


def _lanes(resets, bulk, urgent, api=Service("api"), inbox=SQLStore("inbox"), **policies):
    edge, worker, row = LoadBalancer("edge"), Service("worker"), inbox.write("notification", timeout_ms=500)
    campaigns, provider = Queue("campaigns", visibility_s=6, max_receives=6), Dependency("provider")
    guarded = {"timeout_ms": 2_000, "breaker": Breaker(window_s=5), "idempotent": True}
    return Design(
        "two lanes",
        Endpoint("notify", edge, api, row, campaigns.send("notification")),
        Endpoint("urgent", edge, api, row, (resets or campaigns).send("notification"), priority="critical"),
        Consumer("deliver", campaigns, worker, provider.call(**guarded), concurrency=bulk, priority="bulk"),
        Consumer(
            "deliver_urgent",
            resets or campaigns,
            worker,
            provider.call(**guarded | policies),
            concurrency=urgent,
            priority="critical",
        ),
    )
    ### END SOLUTION

# %%
drawn(lanes)

# %%
# Change LANES to LANES_OUTAGE as you go on.
simulated(lanes, LANES)

# %% tests="notify_lanes_burst" points=3
@check("an urgent one does not wait behind a campaign")
def passed():
    trouble = late(lanes, LANES, "deliver_urgent", 5) or skipped(lanes, LANES, "urgent", "deliver_urgent")
    check.that(not trouble, trouble)


@check("the campaign is accepted, and out in time")
def still_out():
    trouble = missed(lanes, LANES, "Availability") or late(lanes, LANES, "deliver", 45)
    check.that(not trouble, trouble)


@check("both lanes together keep to the quota")
def shared():
    trouble = refused(lanes, LANES)
    check.that(not trouble, trouble)


@check("within the cost ceiling")
def affordable():
    trouble = missed(lanes, LANES, "Cost")
    check.that(not trouble, trouble)


### BEGIN HIDDEN TESTS
MORE = LANES.shifted(seed=11, load=1.2, name="a larger campaign, more resets")


@check("a larger campaign and more urgent ones", weight=2)
def more():
    trouble = late(lanes, MORE, "deliver_urgent", 5) or late(lanes, MORE, "deliver", 45) or refused(lanes, MORE)
    check.that(not trouble, trouble)


### END HIDDEN TESTS

# %% tests="notify_lanes_outage" points=3
@check("urgent ones are back soon after the outage")
def back():
    trouble = slow_to_return(lanes, LANES_OUTAGE)
    check.that(not trouble, trouble)


@check("a second lane is no second storm")
def calm():
    trouble = missed(lanes, LANES_OUTAGE, "Amplification")
    check.that(not trouble, trouble)


@check("nothing is given up in either lane")
def kept():
    for name in ("deliver", "deliver_urgent"):
        trouble = set_aside(lanes, LANES_OUTAGE, name)
        check.that(not trouble, trouble)


### BEGIN HIDDEN TESTS
CRAWL = (Slow(target="provider", at_s=13, for_s=15, factor=40),)
CRAWLING = LANES_OUTAGE.shifted(seed=11, load=1.2, faults=CRAWL, name="answers far too late")


@check("a provider that answers far too late, with more of both", weight=2)
def crawling():
    trouble = slow_to_return(lanes, CRAWLING) or missed(lanes, CRAWLING, "Amplification")
    check.that(not trouble, trouble)
    trouble = missed(lanes, CRAWLING, "Duplicates")
    check.that(not trouble, trouble)


### END HIDDEN TESTS

# %% [markdown] hint="notify_lanes"
# Two queues and two consumers; they may share the worker machines. What they cannot help sharing is the provider: the calls that all
# lanes keep in flight add up to what one lane could have before.

# %% [markdown] hint="notify_lanes"
# 6 a second × 0.17 s are one call in flight on average, and after an outage 120 wait: one slot would never drain them. Give each lane's call
# its own timeout, breaker and key; the new lane is the place where one forgets them.

# %% wrong="both consumers on one queue" fails="notify_lanes_burst: an urgent one does not wait behind a campaign; notify_lanes_burst: a larger campaign and more urgent ones; notify_lanes_outage: urgent ones are back soon after the outage; notify_lanes_outage: a provider that answers far too late, with more of both"
def lanes():
    return _lanes(None, bulk=9, urgent=3)

# %% wrong="more workers for both lanes: the quota is forgotten" fails="notify_lanes_burst: an urgent one does not wait behind a campaign; notify_lanes_burst: both lanes together keep to the quota; notify_lanes_burst: a larger campaign and more urgent ones; notify_lanes_outage: a second lane is no second storm; notify_lanes_outage: nothing is given up in either lane; notify_lanes_outage: a provider that answers far too late, with more of both"
def lanes():
    return _lanes(Queue("resets", visibility_s=6, max_receives=6), bulk=18, urgent=8)

# %% wrong="urgent ones deserve three attempts, and no breaker" fails="notify_lanes_outage: a second lane is no second storm"
def lanes():
    resets = Queue("resets", visibility_s=6, max_receives=6)
    return _lanes(resets, bulk=9, urgent=3, breaker=None, retry=Retry(attempts=3))

# %% wrong="the new lane has the defaults: hidden for thirty seconds, and no key" fails="notify_lanes_outage: urgent ones are back soon after the outage; notify_lanes_outage: a provider that answers far too late, with more of both"
def lanes():
    return _lanes(Queue("resets"), bulk=9, urgent=3, idempotent=False)

# %% wrong="the provider's key is forgotten in the new lane" fails="notify_lanes_outage: a provider that answers far too late, with more of both"
def lanes():
    return _lanes(Queue("resets", visibility_s=6, max_receives=6), bulk=9, urgent=3, idempotent=False)

# %% wrong="campaigns are refused at the door, which is doubled, and doubled again" fails="notify_lanes_burst: the campaign is accepted, and out in time; notify_lanes_burst: within the cost ceiling"
def lanes():
    door = Service("api", instances=8, rate_limit=RateLimit(per_s=60))
    resets = Queue("resets", visibility_s=6, max_receives=6)
    return _lanes(resets, bulk=9, urgent=3, api=door, inbox=SQLStore("inbox", replicas=4))

# %% also_right="clusters of their own, quick breakers, eight and four"
def lanes():
    calls, rows = Dependency("provider"), KeyValueStore("rows").write("notification", timeout_ms=400)
    slow, fast = Queue("slow", visibility_s=8, max_receives=5), Queue("fast", visibility_s=4, max_receives=12)
    patient = calls.call(timeout_ms=2_500, breaker=Breaker(window_s=3, minimum=10), idempotent=True)
    quick = calls.call(timeout_ms=1_500, breaker=Breaker(window_s=3, minimum=5, open_s=2), idempotent=True)
    return Design(
        "clusters",
        Endpoint("notify", LoadBalancer("edge"), Service("front"), rows, slow.send("notification")),
        Endpoint("urgent", LoadBalancer("edge"), Service("front"), rows, fast.send("notification")),
        Consumer("deliver", slow, Service("slow-workers", instances=1), patient, concurrency=8),
        Consumer("deliver_urgent", fast, Service("fast-workers", instances=1), quick, concurrency=4),
    )

# %% also_right="the limit of each lane in its service, with a line before it"
def lanes():
    edge, api, row = LoadBalancer("edge"), Service("api"), SQLStore("inbox").write("notification", timeout_ms=500)
    bulk, resets = Queue("bulk", visibility_s=6, max_receives=6), Queue("resets", visibility_s=5, max_receives=8)
    many = Service("bulk-worker", instances=1, concurrency=9, queue=200)
    few = Service("reset-worker", instances=1, concurrency=3, queue=200)
    call = Dependency("provider").call(timeout_ms=2_000, breaker=Breaker(), idempotent=True)
    return Design(
        "service limits",
        Endpoint("notify", edge, api, row, bulk.send("notification")),
        Endpoint("urgent", edge, api, row, resets.send("notification"), priority="critical"),
        Consumer("deliver", bulk, many, call, concurrency=40),
        Consumer("deliver_urgent", resets, few, call, concurrency=12),
    )

# %% [markdown]
# ## 6. The worker's decision
#
# In the lab a queue and a breaker stood for it. Now you write what a worker decides, before a call and after it. The interviewer says what
# the rules are; nothing sleeps, and time and chance are handed to you.
#
# **`before(note, tries)`**: may it be sent now? `tries` calls were made of it so far.
#
# 1. Older than `keep_s`: `Drop("stale")`, whatever else holds. Exactly that old still goes.
# 2. Its member has quiet hours until `quiet_until_s`, and it is not urgent: `Wait(quiet_until_s)`; if it will be stale by then,
#    `Drop("stale")` at once.
# 3. A first call is never held back: `Send()`. It puts `budget` tokens into the bucket.
# 4. A further call takes one token. Is there none, it waits without having tried: `uniform()` × `cap_s` from now on. (Why so long? What asks
#    again at once keeps the queue busy and earns nothing.)
# 5. The bucket begins full and never holds more than `burst`. Time adds `floor_per_s` tokens a second, too. (Why? Think of the last
#    notifications of the night, when no first calls come any more.)
#
# **`after(tries, status, retry_after_s)`**: what now? `tries` counts this call, too.
#
# 1. 200 to 299: `Done()`.
# 2. 400 to 499 is our own mistake, and no repetition mends it: `Dead("refused")`. But 429 means later.
# 3. Anything else (`None`: no answer in time) may be tried again: after `attempts` tries `Dead("attempts")`, else `Wait`.
# 4. The pause after try n is full jitter: `uniform()`, from 0 to 1, times `base_s` × 2^(n - 1), but at most times `cap_s`. What the provider
#    asks for in `retry_after_s` comes on top.
#
# `Wait` names a time of the clock, not a length.

# %% given
from dataclasses import dataclass

from course.cases import Clock


@dataclass(frozen=True)
class Note:
    """A notification as the worker has it; times are seconds of the worker's clock."""

    id: str
    created_s: float = 0.0
    keep_s: float = 3_600.0  # nobody wants it when it is older
    quiet_until_s: float = 0.0  # its member's quiet hours end then
    urgent: bool = False


@dataclass(frozen=True)
class Rules:
    """What operators may set for one lane."""

    attempts: int = 6
    base_s: float = 1.0
    cap_s: float = 60.0
    budget: float = 0.1  # retries for each first call
    burst: float = 10.0
    floor_per_s: float = 0.2


@dataclass(frozen=True)
class Send:
    """Call the provider now."""


@dataclass(frozen=True)
class Wait:
    """Ask again then."""

    until_s: float


@dataclass(frozen=True)
class Drop:
    """Not worth sending any more: counted, not called for."""

    reason: str


@dataclass(frozen=True)
class Done:
    """The provider took it."""


@dataclass(frozen=True)
class Dead:
    """Into the dead letters, for a person to see."""

    reason: str

# %% answer="notify_courier"
class Courier:
    """Decides for one lane. `now()` gives seconds and never goes back; `uniform()` gives a number from 0 to 1."""

    def __init__(self, rules, now, uniform):
        ### BEGIN SOLUTION
        self._rules, self._now, self._uniform = rules, now, uniform
        self._tokens, self._filled_s = rules.burst, now()
        ### END SOLUTION

    def before(self, note, tries):
        """Send(), Wait(until_s) or Drop("stale")."""
        ### BEGIN SOLUTION
        now_s, stale_s = self._now(), note.created_s + note.keep_s
        if now_s > stale_s:
            return Drop("stale")
        if now_s < note.quiet_until_s and not note.urgent:
            return Wait(note.quiet_until_s) if note.quiet_until_s <= stale_s else Drop("stale")
        self._fill((now_s - self._filled_s) * self._rules.floor_per_s)
        self._filled_s = now_s
        if tries == 0:
            self._fill(self._rules.budget)
        elif self._tokens < 1:
            return Wait(now_s + self._uniform() * self._rules.cap_s)
        else:
            self._tokens -= 1
        return Send()
        ### END SOLUTION

    def after(self, tries, status, retry_after_s=0.0):
        """Done(), Wait(until_s) or Dead(reason)."""
        ### BEGIN SOLUTION
        if status is not None and 200 <= status <= 299:
            return Done()
        if status is not None and 400 <= status <= 499 and status != 429:
            return Dead("refused")
        if tries >= self._rules.attempts:
            return Dead("attempts")
        return Wait(self._now() + retry_after_s + self._pause_s(tries))

    def _fill(self, tokens):
        self._tokens = min(self._rules.burst, self._tokens + tokens)

    def _pause_s(self, tries):
        return self._uniform() * min(self._rules.cap_s, self._rules.base_s * 2 ** (tries - 1))
        ### END SOLUTION

# %% tests="notify_decides" points=4
from hypothesis import strategies as st


def courier(rules=Rules(), at_s=1_000.0, uniform=0.5):
    """A courier at that time, and its clock."""
    clock = Clock()
    clock.advance(at_s - clock.now())
    return Courier(rules, clock.now, lambda: uniform), clock


@check("a good day")
def good():
    one, clock = courier()
    note = Note("a", created_s=990.0)
    check.equal(one.before(note, 0), Send(), after="before(a new note, 0)")
    for status in (200, 202, 299):
        check.equal(one.after(1, status), Done(), after=f"after(1, {status})")


@check("pauses grow to the cap, with full jitter, and end in a dead letter")
def pauses():
    one, clock = courier(Rules(attempts=6, base_s=2.0, cap_s=10.0))
    for tries, pause in ((1, 1.0), (2, 2.0), (3, 4.0), (4, 5.0), (5, 5.0)):
        check.equal(one.after(tries, 503), Wait(1_000 + pause), after=f"after({tries}, 503) at 1000 s, uniform() giving 0.5")
    check.equal(one.after(6, 503), Dead("attempts"), after="after(6, 503) with attempts=6")
    check.equal(one.after(6, 200), Done(), after="after(6, 200) with attempts=6")


@check("a refusal is final, and 429 is none")
def refusals():
    one, clock = courier()
    for status in (400, 401, 404, 410, 499):
        check.equal(one.after(1, status), Dead("refused"), after=f"after(1, {status})")
    check.equal(one.after(1, 429, 30.0), Wait(1_030.5), after="after(1, 429, 30.0) at 1000 s, uniform() giving 0.5")


@check("what is stale is dropped")
def stale():
    one, clock = courier()
    check.equal(one.before(Note("a", created_s=900.0, keep_s=100.0), 0), Send(), after="before(a note exactly keep_s old, 0)")
    check.equal(one.before(Note("a", created_s=899.0, keep_s=100.0), 0), Drop("stale"), after="before(a note older than keep_s, 0)")
    check.equal(one.before(Note("a", created_s=899.0, keep_s=100.0), 2), Drop("stale"), after="before(a note older than keep_s, 2)")
    late = Note("a", created_s=899.0, keep_s=100.0, urgent=True)
    check.equal(one.before(late, 0), Drop("stale"), after="before(an urgent note older than keep_s, 0)")


@check("quiet hours hold all but what is urgent")
def quiet():
    one, clock = courier()
    night = Note("a", created_s=990.0, quiet_until_s=2_000.0)
    check.equal(one.before(night, 0), Wait(2_000.0), after="before(a note in quiet hours until 2000 s, 0)")
    clock.advance(1_000)
    check.equal(one.before(night, 0), Send(), after="the same at 2000 s")
    urgent = Note("b", created_s=1_990.0, quiet_until_s=3_000.0, urgent=True)
    check.equal(one.before(urgent, 0), Send(), after="before(an urgent note in quiet hours, 0)")


### BEGIN HIDDEN TESTS
@check("what will be stale in the morning is dropped at night")
def overnight():
    one, clock = courier()
    for keep_s, want in ((1_000.0, Wait(1_500.0)), (500.0, Wait(1_500.0)), (499.0, Drop("stale"))):
        note = Note("a", created_s=1_000.0, keep_s=keep_s, quiet_until_s=1_500.0)
        check.equal(one.before(note, 0), want, after=f"before(a note to keep {keep_s:g} s, quiet for 500 s more, 0)")
        check.equal(one.before(note, 3), want, after=f"before(a note to keep {keep_s:g} s, quiet for 500 s more, 3)")


@check.law(
    "any failure, any chance",
    status=st.one_of(st.none(), st.sampled_from([300, 399, 429, 500, 503, 599])),
    tries=st.integers(1, 12),
    uniform=st.sampled_from([0.0, 0.25, 0.5, 0.75]),
    retry_after_s=st.sampled_from([0.0, 7.0]),
    examples=60,
)
def failures(status, tries, uniform, retry_after_s):
    one, clock = courier(Rules(attempts=10, base_s=0.5, cap_s=64.0), uniform=uniform)
    pause_s = uniform * min(64.0, 0.5 * 2 ** (tries - 1))
    want = Dead("attempts") if tries >= 10 else Wait(1_000.0 + retry_after_s + pause_s)
    check.equal(
        one.after(tries, status, retry_after_s),
        want,
        after=f"after({tries}, {status}, {retry_after_s}) at 1000 s, base 0.5 s, cap 64 s, uniform() giving {uniform}",
    )


### END HIDDEN TESTS

# %% tests="notify_budget" points=4
import heapq
import random
from fractions import Fraction

from hypothesis import strategies as st


def lane(**rules):
    """A courier whose bucket holds two tokens, and earns no others but those named."""
    clock = Clock()
    return Courier(Rules(**({"burst": 2.0, "budget": 0.0, "floor_per_s": 0.0} | rules)), clock.now, lambda: 0.5), clock


NOTE = Note("a", keep_s=1e9)


def waits(step, after):
    check.that(isinstance(step, Wait), f"After {after}: got {step}, expected a Wait: no token is left.")


@check("a retry costs a token, a first call never waits")
def costs():
    one, clock = lane()
    for turn in (1, 2):
        check.equal(one.before(NOTE, 1), Send(), after=f"retry {turn} from a bucket of 2")
    check.equal(one.before(NOTE, 3), Wait(clock.now() + 30.0), after="a third retry, uniform() giving 0.5, cap_s=60")
    check.equal(one.before(NOTE, 0), Send(), after="a first call with an empty bucket")
    check.equal(one.before(NOTE, 1), Wait(clock.now() + 30.0), after="a retry after it, with budget=0")


@check("first calls earn retries")
def earned():
    one, clock = lane(budget=0.25)
    for _ in range(2):
        one.before(NOTE, 1)
    for turn in range(4):
        waits(one.before(NOTE, 1), f"a retry after {turn} first calls at budget=0.25, the bucket empty before")
        one.before(NOTE, 0)
    check.equal(one.before(NOTE, 1), Send(), after="a retry after 4 first calls at budget=0.25")
    waits(one.before(NOTE, 1), "another one")


@check("time earns retries, too, and the bucket has an end")
def time_earns():
    one, clock = lane(floor_per_s=0.25)
    for _ in range(2):
        one.before(NOTE, 1)
    clock.advance(3.5)
    waits(one.before(NOTE, 1), "3.5 s at floor_per_s=0.25, the bucket empty before")
    clock.advance(0.5)
    check.equal(one.before(NOTE, 1), Send(), after="4 s at floor_per_s=0.25, asked in between")
    clock.advance(100_000)
    sent = sum(one.before(NOTE, 1) == Send() for _ in range(6))
    check.equal(sent, 2, after="six retries after a quiet day, burst=2: how many were sent")


### BEGIN HIDDEN TESTS
@check("first calls don't fill it beyond its end, and what waits or is dropped leaves it alone")
def bounded():
    one, clock = lane(budget=0.5)
    clock.advance(100)
    for _ in range(40):
        one.before(NOTE, 0)
    one.before(Note("old", created_s=0.0, keep_s=1.0), 1)
    one.before(Note("night", keep_s=1e9, quiet_until_s=1e6), 1)
    one.after(1, 503)
    sent = sum(one.before(NOTE, 1) == Send() for _ in range(6))
    check.equal(sent, 2, after="40 first calls, then a stale and a held one, then six retries with burst=2: how many were sent")
    for _ in range(4):
        one.before(Note("old", created_s=0.0, keep_s=1.0), 0)
        one.before(Note("night", keep_s=1e9, quiet_until_s=1e6), 0)
    sent = int(one.before(NOTE, 1) == Send())
    check.equal(sent, 0, after="eight first calls, all stale or held, at budget=0.5, then a retry, the bucket empty before: how many were sent")


@check.law(
    "never more than was earned, never less",
    steps=st.lists(st.sampled_from(["first", "again", "second passes"]), max_size=30),
    examples=60,
)
def fair(steps):
    one, clock = lane(budget=0.1, floor_per_s=0.05, burst=3.0)
    held = Fraction(3)
    done = []
    for step in steps:
        done.append(step)
        if step == "second passes":
            clock.advance(1)
            held = min(Fraction(3), held + Fraction(1, 20))
            continue
        if step == "first":
            held = min(Fraction(3), held + Fraction(1, 10))
        got = one.before(NOTE, 0 if step == "first" else 1)
        if step == "first" or held >= 1 + Fraction(1, 10**6):
            check.equal(got, Send(), after=f"burst=3, budget=0.1, floor_per_s=0.05: {', '.join(done)}")
        elif held < 1 - Fraction(1, 10**6):
            waits(got, f"burst=3, budget=0.1, floor_per_s=0.05: {', '.join(done)}")
        if step == "again" and got == Send():
            held -= 1


@check("an outage: a tenth more calls at most, and nothing vanishes", weight=2)
def outage():
    luck, clock = random.Random(5), Clock()
    rules = Rules(attempts=8, cap_s=20.0, burst=5.0, floor_per_s=0.5)
    start_s = clock.now()
    one = Courier(rules, clock.now, luck.random)
    notes = [Note(f"n{turn}", created_s=start_s + 0.75 * turn, keep_s=300.0) for turn in range(80)]
    asks = [(note.created_s, turn, 0) for turn, note in enumerate(notes)]
    calls, ends = 0, {}
    while asks:
        at_s, turn, tries = heapq.heappop(asks)
        clock.advance(at_s - clock.now())
        step = one.before(notes[turn], tries)
        if isinstance(step, Send):
            calls, tries = calls + 1, tries + 1
            away = 15 <= clock.now() - start_s < 40
            step = one.after(tries, 503 if away else 200)
        if isinstance(step, Wait):
            check.that(step.until_s >= clock.now(), f"{step} at {clock.now():g} s: that is in the past")
            heapq.heappush(asks, (step.until_s, turn, tries))
        else:
            ends[turn] = step
    seconds = clock.now() - start_s
    most = 80 * 1.1 + 5 + 0.5 * seconds
    check.at_most(calls, most, "calls", after="80 notifications, the provider away for 25 of 60 s, burst=5, budget=0.1, floor_per_s=0.5")
    check.equal(len(ends), 80, after="the outage: notifications that ended as done, dead or dropped")
    delivered = sum(end == Done() for end in ends.values())
    check.that(delivered >= 65, f"Only {delivered} of 80 were delivered; 47 never met the outage. What became of the others: retried, or given up?")


### END HIDDEN TESTS

# %% [markdown] hint="notify_courier"
# `before` asks in the order of the rules, and nothing that ends early may touch the bucket. Fill the bucket in one place: by the time
# since you last did, and for a first call by the budget; then cut it at `burst`.

# %% [markdown] hint="notify_courier"
# `after` asks three questions in this order: did it work, is it our mistake (4xx but 429), were these all tries? What is left waits
# until now + what was asked for + `uniform()` × min(cap, base × 2^(tries - 1)).

# %% wrong="tries again what the provider refused, and gives up on 429" fails="notify_decides: a refusal is final, and 429 is none; notify_decides: any failure, any chance"
class Courier(Courier):
    def after(self, tries, status, retry_after_s=0.0):
        if status == 429:
            return Dead("refused")
        return super().after(tries, 500 if status is not None and 400 <= status < 500 else status, retry_after_s)

# %% wrong="equal jitter: half of the pause is certain" fails="notify_decides: pauses grow to the cap, with full jitter, and end in a dead letter; notify_decides: a refusal is final, and 429 is none; notify_decides: any failure, any chance"
class Courier(Courier):
    def _pause_s(self, tries):
        return (0.5 + self._uniform() / 2) * min(self._rules.cap_s, self._rules.base_s * 2 ** (tries - 1))

# %% wrong="no budget: every retry goes" fails="notify_budget"
class Courier(Courier):
    def before(self, note, tries):
        step = super().before(note, tries)
        late = self._now() > note.created_s + note.keep_s
        held = self._now() < note.quiet_until_s and not note.urgent
        return step if late or held else Send()

# %% wrong="first calls take tokens, too" fails="notify_budget: a retry costs a token, a first call never waits; notify_budget: first calls earn retries; notify_budget: first calls don't fill it beyond its end, and what waits or is dropped leaves it alone; notify_budget: never more than was earned, never less"
class Courier(Courier):
    def before(self, note, tries):
        return super().before(note, tries or 1)

# %% wrong="what the budget refuses is given up" fails="notify_budget: a retry costs a token, a first call never waits; notify_budget: first calls earn retries; notify_budget: time earns retries, too, and the bucket has an end; notify_budget: never more than was earned, never less; notify_budget: an outage: a tenth more calls at most, and nothing vanishes"
class Courier(Courier):
    def before(self, note, tries):
        step = super().before(note, tries)
        return Dead("attempts") if isinstance(step, Wait) and step.until_s != note.quiet_until_s else step

# %% wrong="the bucket has no end" fails="notify_budget: time earns retries, too, and the bucket has an end; notify_budget: first calls don't fill it beyond its end, and what waits or is dropped leaves it alone"
class Courier(Courier):
    def _fill(self, tokens):
        self._tokens += tokens

# %% wrong="quiet hours hold the urgent, and what is stale by the morning" fails="notify_decides: quiet hours hold all but what is urgent; notify_decides: what will be stale in the morning is dropped at night"
class Courier(Courier):
    def before(self, note, tries):
        if self._now() <= note.created_s + note.keep_s and self._now() < note.quiet_until_s:
            return Wait(note.quiet_until_s)
        return super().before(note, tries)

# %% wrong="urgent ones go however late, and what is never sent earns retries" fails="notify_decides: what is stale is dropped; notify_budget: first calls don't fill it beyond its end, and what waits or is dropped leaves it alone"
class Courier(Courier):
    def before(self, note, tries):
        step = super().before(note, tries)
        if tries == 0 and not isinstance(step, Send):
            self._fill(self._rules.budget)
        return Send() if note.urgent and step == Drop("stale") else step

# %% also_right="a bucket of its own, and a table of pauses"
class Bucket:
    def __init__(self, most, per_s, now):
        self.most, self.per_s, self.now = most, per_s, now
        self.held, self.since = most, now()

    def add(self, tokens=0.0):
        now = self.now()
        self.held = min(self.most, self.held + self.per_s * (now - self.since) + tokens)
        self.since = now

    def take(self):
        self.add()
        taken = self.held >= 1
        self.held -= taken
        return taken


class Courier:
    def __init__(self, rules, now, uniform):
        self.rules, self.now, self.uniform = rules, now, uniform
        self.bucket = Bucket(rules.burst, rules.floor_per_s, now)

    def pause(self, tries):
        steps = self.rules.base_s
        for _ in range(tries - 1):
            steps = min(self.rules.cap_s, 2 * steps)
        return min(steps, self.rules.cap_s) * self.uniform()

    def before(self, note, tries):
        ready = self.now() if note.urgent else max(self.now(), note.quiet_until_s)
        if ready - note.created_s > note.keep_s:
            return Drop("stale")
        if ready > self.now():
            return Wait(ready)
        if not tries:
            self.bucket.add(self.rules.budget)
            return Send()
        return Send() if self.bucket.take() else Wait(self.now() + self.rules.cap_s * self.uniform())

    def after(self, tries, status, retry_after_s=0.0):
        kind = 5 if status in (None, 429) else status // 100
        if kind == 2:
            return Done()
        if kind == 4:
            return Dead("refused")
        if tries < self.rules.attempts:
            return Wait(self.now() + self.pause(tries) + retry_after_s)
        return Dead("attempts")

# %% also_right="tokens counted as a debt, with match"
class Courier:
    def __init__(self, rules, now, uniform):
        self.r, self.now, self.uniform = rules, now, uniform
        self.debt, self.at = 0.0, now()

    def before(self, note, tries):
        t = self.now()
        end = note.created_s + note.keep_s
        quiet = t < note.quiet_until_s and not note.urgent
        if t > end or (quiet and note.quiet_until_s > end):
            return Drop("stale")
        if quiet:
            return Wait(note.quiet_until_s)
        self.debt = max(0.0, self.debt - self.r.floor_per_s * (t - self.at) - (self.r.budget if tries == 0 else 0))
        self.at = t
        if tries == 0:
            return Send()
        if self.debt + 1 > self.r.burst:
            return Wait(self.now() + self.uniform() * self.r.cap_s)
        self.debt += 1
        return Send()

    def after(self, tries, status, retry_after_s=0.0):
        match status:
            case int() if status in range(200, 300):
                return Done()
            case int() if status in range(400, 500) and status != 429:
                return Dead("refused")
        return Dead("attempts") if tries >= self.r.attempts else self._wait(tries, retry_after_s)

    def _wait(self, tries, more_s):
        longest = min(self.r.cap_s, self.r.base_s * 2 ** (tries - 1))
        return Wait(self.now() + more_s + longest * self.uniform())

# %% [markdown]
# Look at what you have. First calls go through even in an outage, so a tenth more is the *retries'* bound; keeping first calls back is the
# breaker's work, and both together bound what the provider sees. A process that forgets its bucket begins with a full one: how many
# workers start at once in your deploys?
#
# ### At the other end: the phone
#
# At least once means that a phone gets some twice, and that what was tried again comes after what was sent later. Decide what it shows.
# **`receive(id, topic, version)`** says whether to show it:
#
# - not if that id is among the last `remember` different ids that came, by when each last came (shown or not); older ones are forgotten;
# - not if something of the same topic with an equal or higher version was shown before: yesterday's code must not cover today's.
#   Topics are few and remembered for ever. `None` is no topic.

# %% answer="notify_device"
class Phone:
    """What one phone has seen."""

    def __init__(self, remember=1_000):
        ### BEGIN SOLUTION
        self._remember, self._ids, self._shown = remember, {}, {}
        ### END SOLUTION

    def receive(self, id, topic=None, version=0):
        """Whether to show it."""
        ### BEGIN SOLUTION
        known = id in self._ids
        self._ids.pop(id, None)
        self._ids[id] = None  # a dict keeps the order of arrival: the last is the youngest
        if len(self._ids) > self._remember:
            del self._ids[next(iter(self._ids))]
        if known:
            return False
        if topic is None:
            return True
        newest = self._shown.get(topic)
        if newest is not None and version <= newest:
            return False
        self._shown[topic] = version
        return True
        ### END SOLUTION

# %% tests="notify_phone" points=2
@check("shown once")
def once():
    phone = Phone()
    check.equal([phone.receive(id) for id in ("a", "b", "a", "a", "b")], [True, True, False, False, False], after="a, b, a, a, b")


@check("an older version does not cover a newer one")
def newest():
    phone = Phone()
    got = [phone.receive(f"id {version}", "code", version) for version in (2, 1, 3, 3)]
    got[3] = phone.receive("another id", "code", 3)
    check.equal(got, [True, False, True, False], after="versions 2, 1, 3 of a topic, then 3 under another id")
    check.equal(phone.receive("e", "trip"), True, after="another topic, its version 0")
    check.equal(phone.receive("f", "trip", 1), True, after="version 1 of it")


### BEGIN HIDDEN TESTS
import collections

from hypothesis import strategies as st


@check.law(
    "any order of arrival",
    arrivals=st.lists(
        st.tuples(st.sampled_from("abcdef"), st.sampled_from([None, "x", "y"]), st.integers(0, 3)), max_size=15
    ),
)
def any_order(arrivals):
    phone, recent, newest, done = Phone(remember=3), collections.OrderedDict(), {}, []
    for id, topic, version in arrivals:
        done.append(f"receive({id!r}, {topic!r}, {version})")
        want = id not in recent and (topic is None or version > newest.get(topic, -1))
        recent[id] = True
        recent.move_to_end(id)
        if len(recent) > 3:
            recent.popitem(last=False)
        if want and topic is not None:
            newest[topic] = version
        check.equal(phone.receive(id, topic, version), want, after="Phone(remember=3): " + ", ".join(done))


### END HIDDEN TESTS

# %% [markdown] hint="notify_device"
# Two memories: recent ids, bounded, and the newest version shown of each topic.

# %% [markdown] hint="notify_device"
# An id that comes again is young again, also if nothing is shown. In a dict that is: take it out and put it in anew; the first key is the oldest.

# %% wrong="remembers for ever" fails="notify_phone: any order of arrival"
class Phone(Phone):
    def __init__(self, remember=1_000):
        super().__init__(1_000_000)

# %% wrong="an id that comes again stays old" fails="notify_phone: any order of arrival"
class Phone(Phone):
    def receive(self, id, topic=None, version=0):
        if id in self._ids:
            return False
        return super().receive(id, topic, version)

# %% wrong="the same version again is news" fails="notify_phone: an older version does not cover a newer one; notify_phone: any order of arrival"
class Phone(Phone):
    def receive(self, id, topic=None, version=0):
        again = topic is not None and self._shown.get(topic) == version and id not in self._ids
        return super().receive(id, topic, version) or again

# %% wrong="remembers only what it showed" fails="notify_phone: any order of arrival"
class Phone:
    def __init__(self, remember=1_000):
        self.remember, self.ids, self.shown = remember, [], {}

    def receive(self, id, topic=None, version=0):
        if id in self.ids:
            self.ids.remove(id)
            self.ids.append(id)
            return False
        if topic is not None and version <= self.shown.get(topic, -1):
            return False
        self.ids = [*self.ids, id][-self.remember :]
        if topic is not None:
            self.shown[topic] = version
        return True

# %% also_right="an ordered dict"
from collections import OrderedDict


class Phone:
    def __init__(self, remember=1_000):
        self.remember, self.recent, self.newest = remember, OrderedDict(), {}

    def receive(self, id, topic=None, version=0):
        seen = id in self.recent
        self.recent[id] = None
        self.recent.move_to_end(id)
        while len(self.recent) > self.remember:
            self.recent.popitem(last=False)
        if seen or (topic is not None and topic in self.newest and self.newest[topic] >= version):
            return False
        self.newest |= {} if topic is None else {topic: version}
        return True

# %% also_right="a count of arrivals and when each last came"
class Phone:
    def __init__(self, remember=1_000):
        self.remember, self.turn, self.last, self.newest = remember, 0, {}, {}

    def receive(self, id, topic=None, version=0):
        self.turn += 1
        seen = id in self.last
        self.last[id] = self.turn
        if len(self.last) > self.remember:
            self.last.pop(min(self.last, key=self.last.get))
        fresh = topic is None or topic not in self.newest or version > self.newest[topic]
        if fresh and not seen and topic is not None:
            self.newest[topic] = version
        return fresh and not seen

# %% [markdown]
# ## 7. Operate it, and what people will do to it

# %% [markdown] written="notify_operate" points=4
# **It runs in twenty cells.** Which numbers stand on the dashboard, and which one wakes somebody? How does a new worker go out, and how
# do you change the provider's quota in your settings? What do you break on purpose, and how often? A team marks everything urgent, another
# one's loop sends a member 400 notifications: what stops them? And when the provider has swallowed an hour of yeses, how do you notice?

# %% part
from course.parts import self_assess

self_assess(
    "notify_operate",
    L5=[
        "Alerts on the age of the oldest message of each lane and on the share delivered in time, not on the queue's length: 1,000 waiting are a campaign.",
        "Shows by lane: accepted, delivered, expired, dead letters by reason, redelivered, refused by quota, breaker open for how long.",
        "Dead letters have an owner, a reason, and a replay at a limited rate; one of them is a ticket, many in a minute are a page.",
        "Limits each calling team by rate and share of the urgent lane, and each member by notifications an hour; urgent is granted by topic, not claimed by the caller.",
    ],
    L6=[
        "Unprompted: makes the provider fail, hang and refuse for a small share of one cell, regularly, and watches calls for each notification and the drain time.",
        "Canary: one cell, then more; aborts on dead letters and on duplicates that phones report, not only on errors.",
        "Failover: another region's cells bring their backlog and no quota of their own; says what is slowed down, and that quota is reassigned by hand or by a budget service.",
        "Closes the loop: phones acknowledge, so handed over is compared with seen; without it a provider that loses silently looks perfect.",
        "Names a belief that may be wrong (12 in flight are 70 a second) and the number that tells: a provider twice as fast makes it 140, and the 429s say so (RUBRIC-31).",
    ],
)

# %% [markdown]
# ## 8. Trade-offs

# %% [markdown] written="notify_tradeoffs" points=3
# **Argue three, each with the case in which you would choose otherwise.** A queue or a log? A budget, a breaker, or both? Pacing by calls in
# flight or by a shared rate limiter? Workers shared by the lanes or a cluster for each? Dropping what is stale or delivering it late?

# %% part
from course.parts import self_assess

self_assess(
    "notify_tradeoffs",
    L5=[
        "Queue: each message fails alone. Log: order by member and replay, but a bad message holds its partition unless failures move to a retry topic, and then order is gone for them.",
        "Budget bounds retries, breaker also bounds first calls; in an outage nearly everything is a first call.",
        "Calls in flight need no coordination and drift with the provider's speed; a rate limiter is exact and one more thing that many workers depend on.",
        "Prices a choice with a number of this lesson.",
    ],
    L6=[
        "A cluster for each lane contains bad deploys and memory leaks too, not only load; says what it costs when the fast lane idles.",
        "Idle quota of the fast lane may be lent to campaigns as long as it can be taken back within a call's length.",
        "Staleness is the product's decision, by topic; the platform makes it cheap to say and visible when it happens.",
    ],
)

# %% [markdown]
# ## The solution, and another
#
# What the outage does to the provider, calls for each notification against a good day (`OUTAGE`, seed 1):
#
# | the worker's call | times |
# |---|---|
# | three attempts, no budget | 2.76 |
# | two attempts, a budget of a tenth; the queue redelivers every 6 s | 1.77 |
# | one attempt, redelivered after 30 s | 1.31 |
# | a breaker, redelivered after 6 s | 1.04 |
#
# The second line is the trap. The budget kept its word inside the call; the queue outside of it is the retry loop that nobody counted.
#
# Two right designs with lanes (`LANES` and `LANES_OUTAGE`, seed 1):
#
# | | lanes on shared workers, 9 + 3 in flight | a cluster for each lane, 8 + 4, key-value store |
# |---|---|---|
# | dollars a month | 1,091 | 1,427 |
# | campaign, 99 of 100 within | 23.1 s | 27.0 s |
# | urgent in the campaign, 99 of 100 within | 0.91 s | 0.92 s |
# | calls in the outage, times | 1.05 | 1.04 |
#
# The first wins on cost. Neither lends: each lane's limit is its own, so the fast one idles through the campaign. The second's campaign
# takes a sixth longer, for the fast lane's fourth call, and nearly all of its extra dollars go to the store's third replica; it wins when a
# bad deploy or a leak takes one lane's machines, which these scenarios don't show. A log for campaigns would be the third: in order, and
# with 40 tries for each message ten bad ones hold up whole partitions (`HANGING`, 12 partitions: one in a hundred waits for more than
# 65 s). Nobody has a cache: nothing on this path is read.
#
# **Cost of the decision in code.** Constant time and a few numbers for a lane; the phone keeps one id for each of the last `remember`. A budget
# for each worker process is the common choice: no coordination, and with n processes n bursts. One for all is exact, and one more dependency
# on the failure path.
#
# ## Say it out loud
#
# Ninety seconds, without notes: (1) what yes means and why it does not wait; (2) the quota makes a campaign a backlog, with one number;
# (3) in the outage: what a breaker, a budget, a redelivery each do; (4) lanes, and what they still share; (5) twice, late, never: who
# handles which, and what you watch.

# %% part
from course.parts import timer

timer("notify_say", seconds=90)

# %% [markdown]
# Follow-ups to expect, and what a good answer holds:
#
# - *"Buy a second provider."* Its quota adds, its outages hopefully don't coincide. A timeout at one and a call of the other may deliver
#   twice, since no key spans both: the phone's ids do. Keep some traffic on it always, or the switch is untested on the worst day.
# - *"A notification for ten million members."* It is one row and a fan-out job that pages through members, paced below the campaign lane; progress
#   is stored by page, so that a crash repeats a page, and ids made of campaign and member make the repetition harmless.
# - *"Must a member's notifications arrive in order?"* Only what concerns one thing: give these a topic and a version and let the phone drop the
#   older. Order for everything of a member means one at a time for each member, and a bad one holds the rest.
# - *"The phone is offline for a week."* The provider's copy expires, the inbox does not: on opening, the app pulls from the last id it has, and the
#   same ids keep it from showing a late push again.
# - *"Your queue is down, too."* Then `notify` either says no, or says yes on the strength of the row alone and a sweep sends what has no
#   delivery. The second needs the outbox from section 2; say which one yes means.
#
# **What the lab does not show here.**
#
# - An open breaker costs a message one of its receives. A real worker would pause taking messages and spend none.
# - Its queue has one hiding time for all; yours may set a delay for each message, as your `Courier` does.
# - The fixed number in flight stands for a pacer. With a provider whose speed varies, use a shared rate limiter or adapt to its 429s.
# - The provider never forgets an idempotency key, and its yes is true.
# - A log retries a message in place; retry topics, which many build, are not in it. Quiet hours, devices and second providers aren't either.
# - The queue, the database's contents and the cell's neighbours never fail in these scenarios.
#
# **Sources**, read in November 2026. P: by its makers; S: reported; T: retold from a copy.
#
# - Priority queues with clusters of their own, dropping by age, push with a pull from stored events at Netflix's RENO:
#   [InfoQ, March 2022](https://www.infoq.com/news/2022/03/netflix-reno/) (S); about 150,000 events a second at peak:
#   [a digest of May 2022](https://www.codeisgo.com/post/rapid-event-notification-system-at-netflix-2022050301/) (T).
# - Pushy, Netflix's push registry and its 99.999 % of delivery: reposts of "Pushy to the Limit" (2024) (T); with devices that are
#   connected, so no figure for yours.
# - Dead-letter queues by default, delays and at-least-once in Netflix's WAL: the post's text at feedman.me/posts/26VcP (2025) (T, S).
# - What a gateway may try again, by status and by how much was sent: [Open Sourcing Zuul
#   2](https://netflixtechblog.com/open-sourcing-zuul-2-82ea476cb2b3), 2018, and its code (P).
# - Retry budgets with a floor a second: [Finagle's blog, 8 February 2016](https://finagle.github.io/blog/2016/02/08/retry-budgets) (P). Below 10 %
#   of requests for a client: *Site Reliability Engineering*, 2016, chapter 21 (P). The tenth here is the course's choice.
# - Full jitter: M. Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015 (P). 429: RFC 6585, 2012; `Retry-After`: RFC 9110, 2022.
#
# The cell, its teams and the provider are invented for this lesson; how the company delivers notifications today is not public in this detail.
