# ---
# keeper:
#   title: A gateway that knows what to refuse
#   minutes: 90
#   level: L6
#   covers: [DESIGN-19, EXT-12, EXT-13, EXT-15, PLAN-06, PLAN-07, PLAN-08, PLAN-09, PLAN-10, PLAN-11, PLAN-12, PLAN-13, PLAN-14, PLAN-15, PLAN-16, PLAN-17, PLAN-18, PLAN-19, PLAN-20, PLAN-21, PLAN-22, PLAN-23, PLAN-24, RUBRIC-20, RUBRIC-21, RUBRIC-22, RUBRIC-23, RUBRIC-25, RUBRIC-30, RUBRIC-31]
#   needs: []
# ---

# %% [markdown]
# > Everything our devices ask for comes through one API gateway. When a big title lands, three times the traffic arrives within a
# > second; and on any day some backend behind it is slow. Design the gateway. Whatever happens, people who press play must get to play.
#
# A gateway sees all of the trouble and owns none of it. The machines that are slow belong to others; what it can do is wait, try
# again, line up or refuse, and three of these four make a bad minute worse. **Ask first:** choose what you would really ask.

# %% part
from course.parts import clarify

clarify(
    "gateway_opening",
    {
        "Who are the users?": "Devices: televisions, phones, browsers. Each gives up after 2 s. Today none tries again by itself.",
        "What stands behind the gateway?": "Three *origins*, each another team's: `playback` starts a stream, `catalog` makes home "
        "pages, `collector` takes telemetry. Their machines are not yours to change. How a new version of them is "
        "rolled out is: releases go through your pipeline.",
        "What scale?": "You design one cell of many: 200 requests a second in the evening, three times that for 12 s when a title "
        "lands. Next year 30 % more people; the design should hold for them, too.",
        "How many reads, how many writes?": "60 % browse: reads. 10 % play: a POST that opens a session. 30 % telemetry: writes "
        "that nobody waits for. It decides what may be repeated and what may be dropped.",
        "What do we optimise?": "Playback, available and fast. Then what the rest of the money buys.",
        "Which numbers are hard, in a surge?": "Play: 99.5 % answered in full, 99th percentile within 500 ms. Browse: at most 3 % lost over the "
        "run. With next year's people: play 98 %, browse at most 12 % lost. Telemetry may all go. The 99th percentile of everybody, served or refused, is within 1 s.",
        "And when an origin hangs or is slow?": "The others must not notice: play 99.5 %, the rest 97 %, 99th percentile within 500 ms. "
        "Within 10 s of the end of a hang its own people are back at 99 %.",
        "And when an origin fails some of its calls?": "Playback at times fails 8 % of them for some seconds; of play, 99 % must get through all the "
        "same. But no origin in trouble may get over 30 % more calls for each request because of us.",
        "What may it cost?": "$800 a month at the lab's prices, tonight's traffic and surge included. Origins, balancer and traffic take about $626 of "
        "that, whatever you do. A vCPU is $30; a place for a request in flight is $0.064.",
        "How much work is a request?": "7.2 ms of one core in any gateway, on average: TLS, tokens, forty filters. A healthy origin takes "
        "60 ms at the 99th percentile (playback; the others less).",
        "Does it scale by itself?": "It may. A new machine serves 90 s after it was asked for.",
        "May I cache home pages?": "No: each is one person's, and a minute old at most. Keep caches and CDNs out of it.",
        "Should telemetry go through a log?": "It does, behind the collector. To you it is an origin like the others.",
        "Which HTTP library do we use?": "It changes nothing in the next hour.",
    },
    solved_by="gateway_core",
)

# %% [markdown]
# **What the interviewer listens for**, *as public interview guides report it*: two or three parts reasoned to their failures, not a tour
# of twelve (RUBRIC-20, RUBRIC-21); trade-offs said aloud (RUBRIC-25); canaries and failure tests brought up by you (RUBRIC-23). And
# they interrupt (RUBRIC-22). The company has confirmed none of it.
#
# The walk has eight steps (PLAN-06 to PLAN-13). Here: **1** requirements, below · **2** API and data · **3** the design as code ·
# **4** the surge · **5** origins that fail · **6** operating it · **7** abuse · **8** trade-offs. From the core outward: the way of a request,
# then a stateless service. A store and a cache come next in other designs; this one has neither, and saying so is part of the answer (RUBRIC-30).

# %% part
from course.parts import Interruption, interrupter

interrupter(
    "gateway_interrupted",
    Interruption(
        "Stop there. Product has decided: the home page is never an error again. An emergency page, the same for everyone, is fine while "
        "there is trouble; an error is not. What changes, and where?",
        after="gateway_core",
        minutes=40,
        good=(
            "Says what stays: play's promises, the order of shedding, the cost ceiling.",
            "Sees that the gateway itself refuses pages, so the answer must come from *before* it: the edge, or the device.",
            "Keeps the emergency page free of dependencies: nothing that can be down together with the catalog.",
            "Counts degraded answers apart from full ones, with a bound: else an empty page forever looks like 100 %.",
        ),
    ),
    Interruption(
        "The catalog team asks you for five retries: they are flaky at the moment, and you are in a good place for it. Do they get them?",
        after="gateway_origins",
        minutes=55,
        good=(
            "Counts: with a share of failures f, five retries are 1 + f + … + f⁵ calls; at 60 % that is 2.4 times the load, on an origin already failing.",
            "Offers one retry, only of what may be repeated, on another instance, within a budget of a tenth.",
            "Multiplies layers: devices, gateway and origin each trying three times are up to 27 calls.",
        ),
    ),
    Interruption(
        "A television release is in the field that repeats every failure three times at once. You cannot take it back tonight.",
        after="gateway_matrix",
        minutes=75,
        good=(
            "A refusal must be cheap, and must say when to come back (Retry-After, with jitter); devices must honour it, and these do not.",
            "Limits by device type and release, at the edge, before TLS and tokens are paid for where that is possible.",
            "Names the wrong assumption of the design (devices do not repeat) and the number that shows it: requests per session by release.",
        ),
    ),
)

# %% [markdown] written="gateway_assumptions" points=2
# **Step 1, in five sentences:** what is the gateway for, which two assumptions could break the design, what do you leave out aloud, and
# which two parts do you take all the way down?

# %% part
from course.parts import self_assess

self_assess(
    "gateway_assumptions",
    L5=[
        "One sentence of purpose: playback through surges and through others' failures, at a bounded price.",
        "Assumptions that matter: work per request, how fast a surge comes against how fast machines come, that devices do not repeat.",
        "Leaves out aloud: authentication itself, federation of schemas, push, regions.",
        "Picks refusal by priority and isolation by origin.",
    ],
    L6=[
        "Says who owns what: a gateway may not promise an origin's availability, only that its failure stays its own.",
        "Says how a wrong assumption would show, and what is done that evening.",
    ],
)

# %% [markdown]
# ## Estimate
#
# The first sketch: two gateway instances of two vCPUs, each with 64 places for requests in flight. Little's law (things inside = arrivals per
# second × seconds each stays) does most of it. Within 5 % is right.
#
# | name | the number |
# |---|---|
# | `surge_load` | work arriving in the surge over what the four vCPUs can do: 1 is full |
# | `load_without_telemetry` | the same with next year's people, once all telemetry is refused at no cost |
# | `seconds_until_full` | catalog hangs, nothing has a timeout: seconds until requests for it hold all places (evening, no line) |
# | `places_held` | places that the hung catalog holds with a timeout of 300 ms instead |
# | `calls_per_request` | an origin fails 60 % of its calls, each by itself; three attempts: calls it gets for each request |
# | `calls_with_budget` | the same with a budget: retries may be a tenth of first attempts, in the long run |

# %% answer="gateway_numbers"
def estimates():
    """The six numbers, by name."""
    surge_load = load_without_telemetry = seconds_until_full = None
    places_held = calls_per_request = calls_with_budget = None
    ### BEGIN SOLUTION
    surge_load = 3 * 200 * 0.0072 / 4
    load_without_telemetry = 1.3 * 3 * 200 * 0.7 * 0.0072 / 4
    seconds_until_full = 2 * 64 / 120
    places_held = 120 * 0.300
    calls_per_request = 1 + 0.6 + 0.6**2
    calls_with_budget = 1 + 0.1
    ### END SOLUTION
    return {
        "surge_load": surge_load,
        "load_without_telemetry": load_without_telemetry,
        "seconds_until_full": seconds_until_full,
        "places_held": places_held,
        "calls_per_request": calls_per_request,
        "calls_with_budget": calls_with_budget,
    }

# %% tests="gateway_numbers_right" points=3
def near(name, want, ask_yourself):
    """Within 5 %; the message asks a question and gives no answer."""
    got = estimates()[name]
    check.that(
        isinstance(got, (int, float)), f"{name} is {got!r}; write a number. {ask_yourself}"
    )
    side = "too low" if got < want else "too high"
    check.that(abs(got - want) <= 0.05 * want, f"{name} = {got:g} is {side}. {ask_yourself}")


@check("the surge against four vCPUs")
def surge_load():
    near("surge_load", 1.08, "Requests a second times seconds of work each, over the vCPUs.")


@check("places held with a timeout")
def places_held():
    near(
        "places_held",
        36,
        "Arrivals of browsing a second, times the seconds each of them stays.",
    )


### BEGIN HIDDEN TESTS
@check("what is left once telemetry is refused")
def load_without_telemetry():
    near(
        "load_without_telemetry",
        0.9828,
        "Which share of the requests is left, and how many are there next year?",
    )


@check("seconds until the gateway is full")
def seconds_until_full():
    near(
        "seconds_until_full",
        128 / 120,
        "How many places are there in all, and how many requests for catalog come in a second?",
    )


@check("calls that a failing origin gets")
def calls_per_request():
    near(
        "calls_per_request",
        1.96,
        "The second attempt is made after the first failed, the third after both. Add the shares.",
    )


@check("calls with a budget")
def calls_with_budget():
    near(
        "calls_with_budget",
        1.1,
        "How many retries does the budget allow for each first attempt?",
    )


### END HIDDEN TESTS

# %% [markdown] hint="gateway_numbers"
# Mind the units: 7.2 ms is 0.0072 s. A vCPU does one second of work a second.

# %% [markdown] hint="gateway_numbers"
# Without a timeout nobody leaves: places fill at the rate at which browsing arrives, 60 % of 200 a second. With one, a request stays for
# the timeout and goes.

# %% wrong="milliseconds of latency for milliseconds of work; retries always made" fails="gateway_numbers_right: the surge against four vCPUs; gateway_numbers_right: what is left once telemetry is refused; gateway_numbers_right: calls that a failing origin gets; gateway_numbers_right: calls with a budget"
def estimates():
    return {
        "surge_load": 3 * 200 * 0.060 / 4,
        "load_without_telemetry": 3 * 140 * 0.060 / 4,
        "seconds_until_full": 1.07,
        "places_held": 36,
        "calls_per_request": 3,
        "calls_with_budget": 3,
    }

# %% wrong="all traffic goes to the hung origin; this year's people" fails="gateway_numbers_right: places held with a timeout; gateway_numbers_right: what is left once telemetry is refused; gateway_numbers_right: seconds until the gateway is full"
def estimates():
    return {
        "surge_load": 1.08,
        "load_without_telemetry": 0.756,
        "seconds_until_full": 128 / 200,
        "places_held": 60,
        "calls_per_request": 1.96,
        "calls_with_budget": 1.1,
    }

# %% wrong="one instance's places; two retries beyond the budget" fails="gateway_numbers_right: seconds until the gateway is full; gateway_numbers_right: calls with a budget"
def estimates():
    return {
        "surge_load": 1.08,
        "load_without_telemetry": 0.98,
        "seconds_until_full": 64 / 120,
        "places_held": 36,
        "calls_per_request": 1.96,
        "calls_with_budget": 1.96 * 1.1,
    }

# %% wrong="the budget is a tenth of the retries" fails="gateway_numbers_right: calls with a budget"
def estimates():
    return {
        "surge_load": 1.08,
        "load_without_telemetry": 0.98,
        "seconds_until_full": 1.07,
        "places_held": 36,
        "calls_per_request": 1.96,
        "calls_with_budget": 2,
    }

# %% also_right="rounded, in whole numbers where it can be"
def estimates():
    return {
        "surge_load": 1.1,
        "load_without_telemetry": 1,
        "seconds_until_full": 1.05,
        "places_held": 36,
        "calls_per_request": 2,
        "calls_with_budget": 1.1,
    }

# %% also_right="as a dictionary of arithmetic"
def estimates():
    busy_s = 600 * 0.0072
    return {
        "surge_load": busy_s / 4,
        "load_without_telemetry": busy_s * 1.3 * 0.7 / 4,
        "seconds_until_full": 128 / (200 * 0.6),
        "places_held": 200 * 0.6 * 0.3,
        "calls_per_request": sum(0.6**attempt for attempt in range(3)),
        "calls_with_budget": 11 / 10,
    }

# %% [markdown]
# ## Step 2: the contract

# %% [markdown] written="gateway_api" points=3
# **What does the gateway promise, and to whom?** Write what an origin team gives to be routed (a route's fields), what a device gets
# when it is refused (status, headers), what the gateway keeps about a request while it holds it, and how a request gets its priority. Who may set that?

# %% part
from course.parts import self_assess

self_assess(
    "gateway_api",
    L5=[
        "A route: match, origin, timeout, concurrency cap, which methods may be repeated, priority or score, owner. Every field has a safe default.",
        "A refusal is told apart from an origin's failure: 429 or 503 with Retry-After, and a label that names who refused.",
        "State is per request and small: deadline, attempts and their instances, whether the body is still whole, whether an answer has begun.",
        "Priority is decided by the gateway from route and device context; never taken from the device's own word.",
    ],
    L6=[
        "Routes are data: versioned, validated, rolled out in stages, and the last good ones survive the loss of their source.",
        "Default score of a new route is low, not high; raising it needs a failure test that shows what its loss does to play.",
        "Deadlines travel with the request, so that an origin can drop work nobody waits for.",
        "Says what is *not* in the gateway: no business logic, no joins, no state that outlives a request.",
    ],
)

# %% [markdown]
# ## Step 3: the design, running
#
# What is not yours stands in the next cell: devices, the three origins and three scenarios. Run both cells.

# %% given
from course.design import *
from course.parts.session import is_person_there

DEVICES = Clients("devices", timeout_ms=2_000)
PLAYBACK = Service("playback", instances=3, vcpus=1)
CATALOG = Service("catalog", instances=5, vcpus=1)
COLLECTOR = Service("collector", instances=2, vcpus=1)
ROUTES = {"play": PLAYBACK, "browse": CATALOG, "telemetry": COLLECTOR}


def evening(name, about, duration_s, faults, *slos):
    """An evening of this cell, with something going wrong in it."""
    return Scenario(
        name,
        about=about,
        traffic=[Traffic(Constant(200), {"play": 10, "browse": 60, "telemetry": 30})],
        duration_s=duration_s,
        warm_up_s=3,
        demand={
            "Service": Lognormal(p50_ms=6, p99_ms=24),  # a gateway, whatever it is called
            "playback": Lognormal(p50_ms=8, p99_ms=60),
            "catalog": Lognormal(p50_ms=5, p99_ms=30),
            "collector": Lognormal(p50_ms=2, p99_ms=10),
        },
        needs={"playback": "Service", "catalog": "Service", "collector": "Service"},
        faults=faults,
        slos=slos,
    )


def full(endpoint, at_least):
    """Answered in full: an emergency answer does not count."""
    return Availability(endpoint, at_least, degraded=False)


SURGE = evening(
    "gateway-surge",
    "Three times the traffic for 12 seconds.",
    30,
    [Surge(at_s=10, for_s=12, factor=3)],
    full("play", 0.995),
    Latency("play", 500),
    full("browse", 0.97),
    Latency("browse", 1_000),
    Latency("telemetry", 1_000),
    Cost(800),
)
HANG = evening(
    "gateway-hang",
    "The catalog takes calls and answers none for 10 seconds.",
    38,
    [Hang(at_s=8, for_s=10, target="catalog")],
    full("play", 0.995),
    Latency("play", 500),
    full("telemetry", 0.97),
    Latency("telemetry", 500),
    Recovery("browse", 10),
)
FLAKY = evening(
    "gateway-flaky",
    "For 12 seconds playback fails 8 % of its calls and the catalog 60 %.",
    30,
    [
        Errors(at_s=12, for_s=12, target="playback", share=0.08),
        Errors(at_s=12, for_s=12, target="catalog", share=0.6),
    ],
    full("play", 0.99),
    full("telemetry", 0.99),
    Amplification("catalog", 1.3),
)


def drawn(draw):
    """The design that `draw` gives, which a notebook draws; None while there is none."""
    try:
        return draw()
    except NotImplementedError:
        print("Nothing is drawn yet. Draw it above, then run this cell again.")


def fly(draw, scenario):
    """One run of what `draw` gives, with its report: for a person, so not in a batch run."""
    design = drawn(draw)
    return None if design is None or not is_person_there() else run(design, scenario, seeds=1)

# %%
edge, sketch = LoadBalancer("edge"), Service("gateway", instances=2)


def first():
    return Design(
        "first sketch",
        Endpoint("play", DEVICES, edge, sketch, PLAYBACK.call()),
        Endpoint("browse", DEVICES, edge, sketch, CATALOG.call()),
        Endpoint("telemetry", DEVICES, edge, sketch, COLLECTOR.call()),
    )


fly(first, SURGE)

# %% [markdown]
# Read the report from its first line: what broke, which component showed it first, what it offers to try. Then check your estimate
# `seconds_until_full`: the sketch's places as the catalog hangs at second 8. (`fly` makes one run, which is quick. `run(first(), SURGE)` makes
# three or more and gives intervals.)

# %%
if hung := fly(first, HANG):
    places = hung.measured.series("gateway", "in_flight")
    print("places held at the end of each second, of 128:")
    print({second: int(places[second]) for second in range(6, 13)})

# %% [markdown]
# ## Steps 4 and 5: draw yours
#
# One design is graded under all three scenarios, and hidden ones: other seeds, the fault at another time, up to 30 % more people, another of the
# three origins in trouble, one that is slow instead of hung. Fixed: every request passes `DEVICES`, a balancer and a gateway of yours, and ends at its origin,
# as given above. Yours: gateways (as many kinds as you like), priorities, and what happens around each call.
#
# - On an endpoint: `priority="critical"`, `"normal"` or `"bulk"`.
# - On a gateway: `instances`, `vcpus`, `concurrency` (its places), `queue` (its line), `shedding=Shedding(…)`, `adaptive_concurrency`, `rate_limit`, `autoscaling` …
# - On a call: `timeout_ms`, `retry=Retry(attempts=…, budget=…)`, `bulkhead=Bulkhead(concurrent=…)`, `breaker=Breaker()` …
#
# `Service?` and `Shedding?` tell the rest. A bulkhead counts in each instance by itself, and so do places.

# %% answer="gateway_design"
def my_gateway():
    """Your design. Begin with a copy of the first sketch, and mend what broke first."""
    ### BEGIN SOLUTION
    edge = LoadBalancer("edge")
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {
        "timeout_ms": 300,
        "bulkhead": Bulkhead(concurrent=12),
        "retry": Retry(attempts=2, backoff_ms=20, budget=0.1),
    }
    return Design(
        "one gateway, three priorities",
        Endpoint("play", DEVICES, edge, gateway, PLAYBACK.call(**care), priority="critical"),
        Endpoint("browse", DEVICES, edge, gateway, CATALOG.call(**care), priority="normal"),
        Endpoint("telemetry", DEVICES, edge, gateway, COLLECTOR.call(**care), priority="bulk"),
    )
    ### END SOLUTION

# %%
drawn(my_gateway)

# %%
fly(my_gateway, SURGE)

# %%
fly(my_gateway, HANG)

# %%
fly(my_gateway, FLAKY)

# %% tests="gateway_core" points=6
from course.design.cases import judged, received


def promised(scenario, *promises):
    """Fail unless these are kept, each a flow and a kind of objective; "" is for what has no flow."""
    found = judged(my_gateway(), scenario, seeds=1)
    broken = [
        one
        for one in found.verdict.judgements
        if one.outcome != "pass"
        and (getattr(one.objective, "flow", ""), type(one.objective).__name__) in promises
    ]
    check.that(
        not broken,
        "\n".join(
            [
                f"Under {scenario.name} ({scenario.about.rstrip('.')}):",
                *(f"  {one}" for one in broken),
                found.story(),
            ]
        ),
    )


@check("origins and devices as given, and a gateway before each origin", weight=0.5)
def as_given():
    value = received(my_gateway())
    for origin in ROUTES.values():
        check.that(
            origin.name in value.components,
            f"Nothing calls `{origin.name}`; each of the three origins has its endpoint.",
        )
        check.that(
            value[origin.name].with_(rollout=None) == origin,
            f"`{origin.name}` differs from the given one: its machines are another team's. Only its rollout may change.",
        )
    for name, origin in ROUTES.items():
        check.that(name in value.endpoints, f"There is no endpoint `{name}`.")
        flow = value.endpoints[name]
        check.that(
            flow.begun_by == DEVICES,
            f"`{name}` does not begin with the given DEVICES: Endpoint({name!r}, DEVICES, edge, …).",
        )
        before = [
            caller
            for caller, call in flow.callers()
            if call.target.name == origin.name and call.chance == 1
        ]
        check.that(before, f"`{name}` does not always call `{origin.name}`.")
        check.that(
            all(
                type(one) is Service and one.name not in ("playback", "catalog", "collector")
                for one in before
            ),
            f"`{name}`: `{origin.name}` is called by {', '.join(sorted({str(one) for one in before}))}; a gateway of yours, a Service, should call it.",
        )
        others = {type(call.target).__name__ for call in flow.calls} - {
            "Service",
            "LoadBalancer",
        }
        check.that(
            not others,
            f"`{name}` uses {', '.join(sorted(others))}; nothing here may be cached or kept for later.",
        )


@check("play is answered through the surge")
def play_answered():
    promised(SURGE, ("play", "Availability"))


@check("play stays fast in the surge")
def play_fast():
    promised(SURGE, ("play", "Latency"))


@check("browsing loses 3 % at most: telemetry goes first")
def browse_after_telemetry():
    promised(SURGE, ("browse", "Availability"))


@check("nobody waits a second for a refusal")
def quick_refusal():
    promised(SURGE, ("browse", "Latency"), ("telemetry", "Latency"))


@check("all of it costs at most $800 a month, and holds the surge")
def cost():
    promised(SURGE, ("", "Cost"), ("play", "Availability"))


### BEGIN HIDDEN TESTS
more = SURGE.shifted(seed=7, load=1.3, later_s=2, name="gateway-next-year").with_(
    about="Three times the traffic for 12 seconds, of 30 % more people",
    slos=[
        full("play", 0.98),
        Latency("play", 500),
        full("browse", 0.88),
        Latency("browse", 1_000),
        Latency("telemetry", 1_000),
    ],
)


@check("next year's surge: play answered and fast", weight=1.5)
def play_next_year():
    promised(more, ("play", "Availability"), ("play", "Latency"))


@check("next year's surge: browsing loses 12 % at most", weight=1.5)
def browse_next_year():
    promised(more, ("browse", "Availability"))


@check("next year's surge: nobody waits a second for a refusal", weight=0.5)
def refusal_next_year():
    promised(more, ("browse", "Latency"), ("telemetry", "Latency"))


### END HIDDEN TESTS

# %% tests="gateway_origins" points=6
from course.design.cases import judged


def promised(scenario, *promises):
    """Fail unless these are kept, each a flow and a kind of objective; all of them if none is named."""
    found = judged(my_gateway(), scenario, seeds=1)
    broken = [
        one
        for one in found.verdict.judgements
        if one.outcome != "pass"
        and (
            not promises
            or (getattr(one.objective, "flow", ""), type(one.objective).__name__) in promises
        )
    ]
    check.that(
        not broken,
        "\n".join(
            [
                f"Under {scenario.name} ({scenario.about.rstrip('.')}):",
                *(f"  {one}" for one in broken),
                found.story(),
            ]
        ),
    )


@check("the catalog hangs: play does not notice")
def hang_play():
    promised(HANG, ("play", "Availability"), ("play", "Latency"))


@check("the catalog hangs: telemetry does not notice")
def hang_telemetry():
    promised(HANG, ("telemetry", "Availability"), ("telemetry", "Latency"))


@check("the catalog is back, and so is browsing")
def hang_back():
    promised(HANG, ("browse", "Recovery"))


@check("playback fails some calls: play gets through")
def flaky_play():
    promised(FLAKY, ("play", "Availability"))


@check("the catalog fails most calls: 30 % more calls at most")
def flaky_calls():
    promised(FLAKY, ("", "Amplification"), ("telemetry", "Availability"))


### BEGIN HIDDEN TESTS
others = [
    full("browse", 0.97),
    Latency("browse", 500),
    full("telemetry", 0.97),
    Recovery("play", 10),
]
hung_playback = HANG.with_(
    name="gateway-hang-elsewhere",
    about="Playback takes calls and answers none for 10 seconds, and there are 30 % more people",
    slos=others,
)
hung_playback = hung_playback.shifted(
    seed=11, load=1.3, faults=[Hang(at_s=9, for_s=10, target="playback")]
)
slow_catalog = HANG.with_(
    name="gateway-slow",
    about="The catalog is 40 times as slow for 10 seconds",
    slos=[one for one in HANG.slos if type(one) is not Recovery],
)
slow_catalog = slow_catalog.shifted(
    seed=3, faults=[Slow(at_s=10, for_s=10, target="catalog", factor=40)]
)


@check("another origin hangs, with more people: nobody else notices", weight=1.5)
def another_hangs():
    promised(hung_playback)


@check("the catalog is slow instead: nobody else notices", weight=1.5)
def slow():
    promised(slow_catalog)


### END HIDDEN TESTS

# %% [markdown] hint="gateway_design"
# The surge first. The four vCPUs cannot do all of it, and the ceiling does not pay for six. So something is refused: who, and by what rule does
# the gateway know? And how many requests may wait before play is slow: places × work, over the vCPUs, is a time.

# %% [markdown] hint="gateway_design"
# Then the hung origin. Without a timeout its requests stay for ever. With one they hold rate × timeout places: compare that with your places, and with
# the share at which telemetry is refused. A bulkhead makes that a number you chose.

# %% [markdown] hint="gateway_design"
# Last the flaky ones. One retry turns 8 % failures into less than 1 %; three attempts at an origin that fails most calls double its load. A `budget` lets the
# first happen and bounds the second.

# %% wrong="the first sketch: no priorities, no limits" fails="gateway_core: play is answered through the surge; gateway_core: play stays fast in the surge; gateway_core: all of it costs at most $800 a month, and holds the surge; gateway_core: next year's surge: play answered and fast; gateway_core: next year's surge: browsing loses 12 % at most; gateway_origins: the catalog hangs: play does not notice; gateway_origins: the catalog hangs: telemetry does not notice; gateway_origins: the catalog is back, and so is browsing; gateway_origins: playback fails some calls: play gets through; gateway_origins: another origin hangs, with more people: nobody else notices; gateway_origins: the catalog is slow instead: nobody else notices"
def my_gateway():
    return first()

# %% wrong="sheds, but everything has the same priority" fails="gateway_core: play is answered through the surge; gateway_core: browsing loses 3 % at most: telemetry goes first; gateway_core: all of it costs at most $800 a month, and holds the surge; gateway_core: next year's surge: play answered and fast; gateway_core: next year's surge: browsing loses 12 % at most"
def my_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    return Design("equal", *[Endpoint(name, DEVICES, edge, gateway, origin.call(**care)) for name, origin in ROUTES.items()])

# %% wrong="eight vCPUs instead of a refusal" fails="gateway_core: all of it costs at most $800 a month, and holds the surge"
def my_gateway():
    gateway = Service("gateway", instances=4)
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    return Design("big", *[Endpoint(name, DEVICES, edge, gateway, origin.call(**care)) for name, origin in ROUTES.items()])

# %% wrong="a thousand places: nobody is refused, everybody waits" fails="gateway_core: play stays fast in the surge; gateway_core: nobody waits a second for a refusal; gateway_core: all of it costs at most $800 a month, and holds the surge; gateway_core: next year's surge: play answered and fast; gateway_core: next year's surge: nobody waits a second for a refusal"
def my_gateway():
    gateway = Service("gateway", instances=2, concurrency=500, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    return Design(
        "roomy",
        *[
            Endpoint(name, DEVICES, edge, gateway, origin.call(**care), priority=rank)
            for (name, origin), rank in zip(ROUTES.items(), ("critical", "normal", "bulk"))
        ],
    )

# %% wrong="sheds by priority, but waits for origins for ever" fails="gateway_origins: the catalog hangs: telemetry does not notice; gateway_origins: the catalog is back, and so is browsing; gateway_origins: another origin hangs, with more people: nobody else notices; gateway_origins: the catalog is slow instead: nobody else notices"
def my_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"retry": Retry(attempts=2, budget=0.1)}
    return Design(
        "patient",
        *[
            Endpoint(name, DEVICES, edge, gateway, origin.call(**care), priority=rank)
            for (name, origin), rank in zip(ROUTES.items(), ("critical", "normal", "bulk"))
        ],
    )

# %% wrong="three attempts without a budget" fails="gateway_origins: the catalog hangs: telemetry does not notice; gateway_origins: the catalog fails most calls: 30 % more calls at most; gateway_origins: the catalog is slow instead: nobody else notices"
def my_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=3)}
    return Design(
        "eager",
        *[
            Endpoint(name, DEVICES, edge, gateway, origin.call(**care), priority=rank)
            for (name, origin), rank in zip(ROUTES.items(), ("critical", "normal", "bulk"))
        ],
    )

# %% wrong="no retry at all" fails="gateway_origins: playback fails some calls: play gets through"
def my_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12)}
    return Design(
        "once",
        *[
            Endpoint(name, DEVICES, edge, gateway, origin.call(**care), priority=rank)
            for (name, origin), rank in zip(ROUTES.items(), ("critical", "normal", "bulk"))
        ],
    )

# %% wrong="bulkheads without a timeout: a place held is never given back" fails="gateway_origins: the catalog is back, and so is browsing; gateway_origins: another origin hangs, with more people: nobody else notices"
def my_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    return Design(
        "held",
        *[
            Endpoint(name, DEVICES, edge, gateway, origin.call(**care), priority=rank)
            for (name, origin), rank in zip(ROUTES.items(), ("critical", "normal", "bulk"))
        ],
    )

# %% wrong="telemetry outranks browsing" fails="gateway_core: browsing loses 3 % at most: telemetry goes first; gateway_core: next year's surge: browsing loses 12 % at most"
def my_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    return Design(
        "wrong way round",
        *[
            Endpoint(name, DEVICES, edge, gateway, origin.call(**care), priority=rank)
            for (name, origin), rank in zip(ROUTES.items(), ("critical", "bulk", "normal"))
        ],
    )

# %% wrong="more machines for playback, which is another team's" fails="gateway_core: origins and devices as given, and a gateway before each origin"
def my_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    origins = (PLAYBACK.with_(concurrency=256), CATALOG, COLLECTOR)
    return Design(
        "not ours",
        *[
            Endpoint(name, DEVICES, edge, gateway, origin.call(**care), priority=rank)
            for name, origin, rank in zip(ROUTES, origins, ("critical", "normal", "bulk"))
        ],
    )

# %% also_right="two fleets: play has its own gateway"
def my_gateway():
    edge = LoadBalancer("edge")
    fast = Service("play-gateway", instances=1, concurrency=32)
    broad = Service("gateway", instances=3, vcpus=1, concurrency=32, shedding=Shedding(bulk=0.5))
    again = Retry(attempts=2, backoff_ms=10, budget=0.1)
    return Design(
        "two fleets",
        Endpoint("play", DEVICES, edge, fast, PLAYBACK.call(timeout_ms=250, retry=again), priority="critical"),
        Endpoint("browse", DEVICES, edge, broad, CATALOG.call(timeout_ms=250, bulkhead=Bulkhead(concurrent=10))),
        Endpoint("telemetry", DEVICES, edge, broad, COLLECTOR.call(timeout_ms=250), priority="bulk"),
    )

# %% also_right="five small instances, short timeouts, no bulkheads; only play is tried again"
def my_gateway():
    edge = LoadBalancer("edge")
    shedding = Shedding(bulk=0.5, normal=0.75)
    gateway = Service("gateway", instances=5, vcpus=1, concurrency=40, queue=20, shedding=shedding)
    play = PLAYBACK.call(timeout_ms=200, retry=Retry(budget=0.2))
    return Design(
        "small and many",
        Endpoint("play", DEVICES, edge, gateway, play, priority="critical"),
        Endpoint("browse", DEVICES, edge, gateway, CATALOG.call(timeout_ms=200)),
        Endpoint("telemetry", DEVICES, edge, gateway, COLLECTOR.call(timeout_ms=200), priority="bulk"),
    )

# %% also_right="breakers, bulkheads, and deadlines that travel along"
def my_gateway():
    edge = LoadBalancer("edge", balance="least outstanding")
    gateway = Service("gateway", instances=4, vcpus=1, concurrency=30, shedding=Shedding(bulk=0.5, normal=0.7))
    ranks = {"play": "critical", "browse": "normal", "telemetry": "bulk"}

    def guarded(origin):
        return origin.call(
            timeout_ms=400,
            breaker=Breaker(open_s=2),
            bulkhead=Bulkhead(concurrent=8),
            retry=Retry(attempts=2, backoff_ms=50, budget=0.15),
        )

    paths = [Endpoint(name, DEVICES, edge, gateway, guarded(ROUTES[name]), priority=rank) for name, rank in ranks.items()]
    return Design("guarded", *paths, propagate_deadlines=True)

# %% also_right="each gateway finds its own limit; priorities within it"
def my_gateway():
    edge = LoadBalancer("edge")
    gateway = Service("gateway", instances=4, vcpus=1, adaptive_concurrency=AdaptiveConcurrency(), shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, backoff_ms=20, budget=0.1)}
    calls = zip(ROUTES.items(), ("critical", "normal", "bulk"))
    return Design(
        "limits that adapt",
        *(Endpoint(name, DEVICES, edge, gateway, origin.call(**care), priority=rank) for (name, origin), rank in calls),
    )

# %% [markdown]
# **Slow can be worse than hung.** Your design protects the others. Look at the catalog itself: the fault is over at second 18. Is browsing back within 10 s? Who waits for
# the work that its machines still do? Then let deadlines travel with each call, so that an origin drops what nobody waits for. (Not graded. For the model design
# it is the difference between *never* and 1 s, seed 1.)

# %%
SLOW = HANG.with_(
    name="gateway-slow",
    about="The catalog is 40 times as slow for 10 seconds.",
    faults=[Slow(at_s=8, for_s=10, target="catalog", factor=40)],
)
fly(my_gateway, SLOW)

# %%
def with_deadlines():
    return my_gateway().with_(propagate_deadlines=True)


fly(with_deadlines, SLOW)

# %% [markdown]
# ## The redirect
#
# You were interrupted: the home page is never an error again. And releases begin: any origin's next version may be bad, and it is your
# pipeline that hands it out. Two more scenarios; what play, devices and the ceiling were promised stands.
#
# - `fallback=Fallback()` on a call is a static answer, the emergency page, made by whoever makes that call. A host within a path can be written as a call, too, with what
#   a call takes: `Endpoint("play", DEVICES, edge, gateway.call(PLAYBACK.call(…), timeout_ms=…))`.
# - `CATALOG.with_(rollout=Rollout(stages=…, bake_s=…, abort_errors=…))` is how its versions are handed out. Nothing else of an origin is yours.
#
# Hard numbers: of browsing 99.9 % is answered, within 1 s; at most six in ten by the emergency page, in this bad half minute. In a bad release, 92 % of the
# requests for that origin are answered in full, and the others at 99 %. Hidden runs: other seeds, 30 % more people, another origin's release.

# %% given
RUSH = evening(
    "gateway-rush",
    "Three times the traffic for 12 seconds, and the catalog hangs for six of them.",
    30,
    [Surge(at_s=8, for_s=12, factor=3), Hang(at_s=12, for_s=6, target="catalog")],
    full("play", 0.995),
    Latency("play", 500),
    Availability("browse", 0.999),
    Degraded("browse", 0.6),
    Latency("browse", 1_000),
    Cost(800),
)
RELEASE = evening(
    "gateway-release",
    "A version of the catalog is handed out that fails 40 % of its calls.",
    36,
    [BadDeploy(at_s=8, for_s=24, target="catalog", errors=0.4)],
    full("browse", 0.92),
    full("play", 0.99),
    full("telemetry", 0.99),
)

# %% answer="gateway_redirect"
def my_next_gateway():
    """Your design after the redirect. Begin with a copy of the one before."""
    ### BEGIN SOLUTION
    edge = LoadBalancer("edge")
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {
        "timeout_ms": 300,
        "bulkhead": Bulkhead(concurrent=12),
        "retry": Retry(attempts=2, backoff_ms=20, budget=0.1),
    }
    playback, catalog, collector = (
        one.with_(rollout=Rollout(bake_s=5)) for one in ROUTES.values()
    )
    return Design(
        "an answer at the edge, and canaries",
        Endpoint("play", DEVICES, edge, gateway, playback.call(**care), priority="critical"),
        Endpoint(
            "browse", DEVICES, edge, gateway.call(catalog.call(**care), fallback=Fallback())
        ),
        Endpoint("telemetry", DEVICES, edge, gateway, collector.call(**care), priority="bulk"),
    )
    ### END SOLUTION

# %%
drawn(my_next_gateway)

# %%
fly(my_next_gateway, RUSH)

# %%
fly(my_next_gateway, RELEASE)

# %% tests="gateway_redirected" points=5
from course.design.cases import judged, received


def promised(scenario, *promises):
    """Fail unless these are kept, each a flow and a kind of objective; all of them if none is named."""
    found = judged(my_next_gateway(), scenario, seeds=1)
    broken = [
        one
        for one in found.verdict.judgements
        if one.outcome != "pass"
        and (
            not promises
            or (getattr(one.objective, "flow", ""), type(one.objective).__name__) in promises
        )
    ]
    lines = [
        f"Under {scenario.name} ({scenario.about.rstrip('.')}):",
        *(f"  {one}" for one in broken),
        found.story(),
    ]
    check.that(not broken, "\n".join(lines))


@check("the origins' machines as given", weight=0.5)
def as_given():
    value = received(my_next_gateway())
    for name, origin in ROUTES.items():
        check.that(name in value.endpoints, f"There is no endpoint `{name}`.")
        check.that(
            origin.name in value.components
            and value[origin.name].with_(rollout=None) == origin,
            f"`{origin.name}` differs from the given one: its machines are another team's. Only its rollout may change.",
        )
        flow = value.endpoints[name]
        check.that(flow.begun_by == DEVICES, f"`{name}` does not begin with the given DEVICES.")
        called = [
            call for call in flow.calls if call.target.name == origin.name and call.chance == 1
        ]
        check.that(called, f"`{name}` does not always call `{origin.name}`.")
        others = {type(call.target).__name__ for call in flow.calls} - {
            "Service",
            "LoadBalancer",
        }
        check.that(
            not others,
            f"`{name}` uses {', '.join(sorted(others))}; nothing here may be cached or kept for later.",
        )


@check("rush: the home page is never an error, and comes within a second")
def never_an_error():
    promised(RUSH, ("browse", "Availability"), ("browse", "Latency"))


@check("rush: four in ten pages at least are real ones")
def mostly_real():
    promised(RUSH, ("browse", "Degraded"))


@check("rush: play does not notice, and the ceiling holds")
def rush_play():
    promised(RUSH, ("play", "Availability"), ("play", "Latency"), ("", "Cost"))


@check("a bad version of the catalog is noticed and taken back")
def release():
    promised(RELEASE)


### BEGIN HIDDEN TESTS
more = RUSH.shifted(seed=5, load=1.3, later_s=1, name="gateway-rush-next-year").with_(
    about="The same with 30 % more people",
    slos=[full("play", 0.98), *(one for one in RUSH.slos if type(one) is not Cost and one != full("play", 0.995))],
)
elsewhere = RELEASE.with_(
    name="gateway-release-elsewhere",
    about="A version of playback is handed out that fails 40 % of its calls",
    slos=[full("play", 0.92), full("browse", 0.99), full("telemetry", 0.99)],
).shifted(seed=9, faults=[BadDeploy(at_s=6, for_s=24, target="playback", errors=0.4)])


@check("next year's rush: all promises", weight=1.5)
def rush_next_year():
    promised(more)


@check("a bad version of another origin is noticed and taken back", weight=1.5)
def release_elsewhere():
    promised(elsewhere)


### END HIDDEN TESTS

# %% [markdown] hint="gateway_redirect"
# A fallback on the call of the catalog answers when the catalog fails. Does it answer when the gateway sheds the request before that call is made? Who is still there then?

# %% [markdown] hint="gateway_redirect"
# A canary is at least one instance, so of three it is a third of the traffic. What bounds the harm is that share × how long it bakes. Which errors may
# a version have more than the old one before it is taken back?

# %% wrong="the emergency page is kept in the gateway, which refuses" fails="gateway_redirected: rush: the home page is never an error, and comes within a second; gateway_redirected: next year's rush: all promises"
def my_next_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    playback, catalog, collector = (one.with_(rollout=Rollout(bake_s=5)) for one in ROUTES.values())
    return Design(
        "inside",
        Endpoint("play", DEVICES, edge, gateway, playback.call(**care), priority="critical"),
        Endpoint("browse", DEVICES, edge, gateway, catalog.call(**care, fallback=Fallback())),
        Endpoint("telemetry", DEVICES, edge, gateway, collector.call(**care), priority="bulk"),
    )

# %% wrong="every instance gets the new version at once" fails="gateway_redirected: a bad version of the catalog is noticed and taken back; gateway_redirected: a bad version of another origin is noticed and taken back"
def my_next_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    return Design(
        "at once",
        Endpoint("play", DEVICES, edge, gateway, PLAYBACK.call(**care), priority="critical"),
        Endpoint("browse", DEVICES, edge, gateway.call(CATALOG.call(**care), fallback=Fallback())),
        Endpoint("telemetry", DEVICES, edge, gateway, COLLECTOR.call(**care), priority="bulk"),
    )

# %% wrong="a canary that only an outage would stop" fails="gateway_redirected: a bad version of the catalog is noticed and taken back; gateway_redirected: a bad version of another origin is noticed and taken back"
def my_next_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    playback, catalog, collector = (one.with_(rollout=Rollout(bake_s=2, abort_errors=0.9)) for one in ROUTES.values())
    return Design(
        "blind",
        Endpoint("play", DEVICES, edge, gateway, playback.call(**care), priority="critical"),
        Endpoint("browse", DEVICES, edge, gateway.call(catalog.call(**care), fallback=Fallback())),
        Endpoint("telemetry", DEVICES, edge, gateway, collector.call(**care), priority="bulk"),
    )

# %% wrong="never an error, because hardly ever a page" fails="gateway_redirected: rush: four in ten pages at least are real ones; gateway_redirected: a bad version of the catalog is noticed and taken back; gateway_redirected: next year's rush: all promises; gateway_redirected: a bad version of another origin is noticed and taken back"
def my_next_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12), "retry": Retry(attempts=2, budget=0.1)}
    playback, catalog, collector = (one.with_(rollout=Rollout(bake_s=5)) for one in ROUTES.values())
    return Design(
        "empty",
        Endpoint("play", DEVICES, edge, gateway, playback.call(**care), priority="critical"),
        Endpoint("browse", DEVICES, edge, gateway.call(catalog.call(timeout_ms=5), fallback=Fallback())),
        Endpoint("telemetry", DEVICES, edge, gateway, collector.call(**care), priority="bulk"),
    )

# %% wrong="play gets an emergency answer instead of a retry, and versions go out in one stage" fails="gateway_redirected: a bad version of the catalog is noticed and taken back; gateway_redirected: a bad version of another origin is noticed and taken back"
def my_next_gateway():
    gateway = Service("gateway", instances=2, concurrency=32, shedding=Shedding())
    care = {"timeout_ms": 300, "bulkhead": Bulkhead(concurrent=12)}
    playback, catalog, collector = (one.with_(rollout=Rollout(stages=(1.0,))) for one in ROUTES.values())
    return Design(
        "pretending",
        Endpoint("play", DEVICES, edge, gateway.call(playback.call(**care), fallback=Fallback()), priority="critical"),
        Endpoint("browse", DEVICES, edge, gateway.call(catalog.call(**care), fallback=Fallback())),
        Endpoint("telemetry", DEVICES, edge, gateway, collector.call(**care), priority="bulk"),
    )

# %% also_right="the page at the edge and in the gateway; default rollouts; breakers"
def my_next_gateway():
    edge = LoadBalancer("edge")
    gateway = Service("gateway", instances=4, vcpus=1, concurrency=30, shedding=Shedding(bulk=0.5, normal=0.7))
    care = {"timeout_ms": 250, "breaker": Breaker(open_s=2), "retry": Retry(attempts=2, budget=0.2)}
    playback, catalog, collector = (one.with_(rollout=Rollout()) for one in ROUTES.values())
    page = catalog.call(**care, bulkhead=Bulkhead(concurrent=8), fallback=Fallback())
    return Design(
        "twice",
        Endpoint("play", DEVICES, edge, gateway, playback.call(**care), priority="critical"),
        Endpoint("browse", DEVICES, edge, gateway.call(page, fallback=Fallback())),
        Endpoint("telemetry", DEVICES, edge, gateway, collector.call(**care), priority="bulk"),
    )

# %% also_right="two fleets, each with canaries of its own making"
def my_next_gateway():
    edge = LoadBalancer("edge")
    fast = Service("play-gateway", instances=1, concurrency=32)
    broad = Service("gateway", instances=3, vcpus=1, concurrency=32, shedding=Shedding(bulk=0.5))
    again = Retry(attempts=2, backoff_ms=10, budget=0.1)
    playback = PLAYBACK.with_(rollout=Rollout(stages=(0.3, 1.0), bake_s=8))
    catalog = CATALOG.with_(rollout=Rollout(stages=(0.2, 0.6, 1.0), bake_s=10, abort_errors=0.05))
    page = catalog.call(timeout_ms=250, bulkhead=Bulkhead(concurrent=10), retry=again)
    return Design(
        "two fleets",
        Endpoint("play", DEVICES, edge, fast, playback.call(timeout_ms=250, retry=again), priority="critical"),
        Endpoint("browse", DEVICES, edge, broad.call(page, fallback=Fallback())),
        Endpoint("telemetry", DEVICES, edge, broad, COLLECTOR.call(timeout_ms=250), priority="bulk"),
    )

# %% [markdown]
# ## Down to code, one: may this be tried again?
#
# In the lab a retry is a policy. In the gateway it is a decision, made millions of times a minute, with a body half streamed and a
# POST that may already have happened. The interviewer settles on the rule of an open gateway, Zuul 2 (its `ProxyEndpoint`; sources at the end):
#
# | the attempt ended with | tried again for |
# |---|---|
# | 503 | every method |
# | 500 | GET, HEAD, OPTIONS |
# | the read timed out | GET, HEAD, OPTIONS |
# | no connection, or the connection was reset | every method |
# | anything else | nothing |
#
# … and only while the request is *replayable*: no byte of an answer has gone to the device, and the gateway still has the whole body. The labels follow
# that gateway, too: whose fault an outcome is, the device's, the gateway's own or the origin's. *The course's own* are the budget, and that no instance is asked twice.

# %% given
from dataclasses import dataclass


@dataclass(frozen=True)
class Request:
    """What the gateway knows of a request while it holds it."""

    method: str  # upper case
    body_complete: bool = True  # every byte of the body is still here
    response_started: bool = False  # a byte of an answer has gone to the device


@dataclass(frozen=True)
class Outcome:
    """How an attempt ended: with an origin's status, or without one, in an error."""

    status: int | None = None
    error: str | None = None
    """Of the origin: "connect", "reset", "read timeout". Of the device: "gone", "bad request".
    Of the gateway: "cap", its own limit of requests for that origin; nothing was sent."""


class Budget:
    """Tokens for retries; first attempts earn them elsewhere."""

    def __init__(self, tokens):
        self.tokens = tokens

    def spend(self):
        """Take a token if there is one; whether there was."""
        had = self.tokens > 0
        self.tokens -= had
        return had

# %% answer="gateway_retry"
def fault(outcome):
    """Whose fault the outcome is: "origin", "client", "gateway", or "none".

    A status below 500 is nobody's: the gateway did its work, and what a 404 means is between
    device and origin. 500 and above is the origin's.
    """
    ### BEGIN SOLUTION
    if outcome.error in ("gone", "bad request"):
        return "client"
    if outcome.error == "cap":
        return "gateway"
    if outcome.error is not None or outcome.status >= 500:
        return "origin"
    return "none"
    ### END SOLUTION


def next_instance(request, outcome, tried, instances, budget, most=2):
    """The instance to try next, or None to answer the device with what there is.

    `tried` are the instances asked so far, one an attempt, the last one included; there are
    `most` attempts at most. `instances` is the balancer's list, the best first: the first that was
    not asked yet is next. A retry spends a token of the budget; what is not tried again spends none.
    """
    ### BEGIN SOLUTION
    if request.response_started or not request.body_complete or len(tried) >= most:
        return None
    again = outcome.status == 503 or outcome.error in ("connect", "reset")
    if request.method in ("GET", "HEAD", "OPTIONS"):
        again = again or outcome.status == 500 or outcome.error == "read timeout"
    fresh = [one for one in instances if one not in tried]
    if not again or not fresh or not budget.spend():
        return None
    return fresh[0]
    ### END SOLUTION

# %% tests="gateway_matrix" points=5
def said(request, outcome):
    end = outcome.error if outcome.status is None else outcome.status
    return f"{request.method}, {end}"


def after(
    method,
    status=None,
    error=None,
    tokens=9,
    tried=("a",),
    instances=("a", "b", "c"),
    most=2,
    **state,
):
    """The decision, and the tokens left."""
    budget = Budget(tokens)
    got = next_instance(
        Request(method, **state), Outcome(status, error), tried, instances, budget, most
    )
    return got, budget.tokens


def decided(want, method, status=None, error=None):
    check.equal(
        after(method, status, error)[0],
        want,
        after=f"{said(Request(method), Outcome(status, error))}; asked: a; instances: a, b, c",
    )


@check("503 and no connection: any method, at another instance")
def any_method():
    for method in ("GET", "POST"):
        decided("b", method, status=503)
        decided("b", method, error="connect")


@check("500 and a read timeout: only what changes nothing")
def reads_only():
    for outcome in ({"status": 500}, {"error": "read timeout"}):
        decided("b", "GET", **outcome)
        decided(None, "POST", **outcome)


@check("not once an answer has begun, nor with half a body")
def replayable():
    for state in ({"response_started": True}, {"body_complete": False}):
        got = after("GET", status=503, **state)[0]
        check.equal(
            got,
            None,
            after=f"GET, 503, {', '.join(f'{name}={value}' for name, value in state.items())}",
        )


@check("whose fault it is")
def labels():
    wanted = {
        "origin": [500, "connect", "read timeout"],
        "client": ["gone"],
        "none": [200, 404],
        "gateway": ["cap"],
    }
    for want, ends in wanted.items():
        for end in ends:
            outcome = Outcome(end) if isinstance(end, int) else Outcome(error=end)
            check.equal(fault(outcome), want, after=f"an attempt that ended with {end}")


### BEGIN HIDDEN TESTS
STATUSES = (200, 301, 400, 404, 408, 429, 499, 500, 501, 502, 503, 504)
ERRORS = ("connect", "reset", "read timeout", "cap", "gone", "bad request")
METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
ENDS = [{"status": one} for one in STATUSES] + [{"error": one} for one in ERRORS]


@check("the whole matrix", weight=2)
def matrix():
    for method in METHODS:
        for end in ENDS:
            what = end.get("status", end.get("error"))
            reads = method in METHODS[:3]
            again = what in (503, "connect", "reset") or (
                reads and what in (500, "read timeout")
            )
            decided("b" if again else None, method, **end)


@check("every label")
def every_label():
    for end in ENDS:
        what = end.get("status", end.get("error"))
        if what in ("gone", "bad request"):
            want = "client"
        elif what == "cap":
            want = "gateway"
        else:
            want = "none" if isinstance(what, int) and what < 500 else "origin"
        check.equal(fault(Outcome(**end)), want, after=f"an attempt that ended with {what}")


@check("at most so many attempts, no instance twice, and None when all were asked")
def instances():
    one = {"method": "GET", "status": 503}
    check.equal(
        after(**one, tried=("b",))[0],
        "a",
        after="GET, 503; asked: b; instances, the best first: a, b, c",
    )
    check.equal(
        after(**one, tried=("a", "c"), most=3)[0],
        "b",
        after="GET, 503; asked: a, c; most=3; instances: a, b, c",
    )
    check.equal(after(**one, tried=("a", "b"))[0], None, after="GET, 503; asked: a, b; most=2")
    check.equal(
        after(**one, instances=("a",))[0],
        None,
        after="GET, 503; asked: a; the only instance is a",
    )
    check.equal(
        after(**one, instances=())[0], None, after="GET, 503; asked: a; no instance is left"
    )
    budget = Budget(9)
    got = next_instance(Request("GET"), Outcome(503), ("a", "b"), ("a", "b", "c"), budget)
    check.equal(got, None, after="GET, 503; asked: a, b; `most` not given, so two attempts")


@check("an empty budget ends it, and only a retry spends a token")
def budgets():
    check.equal(
        after("GET", status=503, tokens=0),
        (None, 0),
        after="GET, 503, no token left: (decision, tokens left)",
    )
    check.equal(
        after("GET", status=503, tokens=1),
        ("b", 0),
        after="GET, 503, one token: (decision, tokens left)",
    )
    kept = [
        ("POST, 500", {"method": "POST", "status": 500}),
        ("GET, 404", {"method": "GET", "status": 404}),
        ("GET, our own cap", {"method": "GET", "error": "cap"}),
        (
            "GET, 503, an answer has begun",
            {"method": "GET", "status": 503, "response_started": True},
        ),
        ("GET, 503, both attempts made", {"method": "GET", "status": 503, "tried": ("a", "b")}),
        (
            "GET, 503, all instances asked",
            {"method": "GET", "status": 503, "instances": ("a",)},
        ),
    ]
    for what, case in kept:
        check.equal(
            after(**case), (None, 9), after=f"{what}, nine tokens: (decision, tokens left)"
        )


### END HIDDEN TESTS

# %% [markdown] hint="gateway_retry"
# Three questions, in this order: can it be repeated at all (replayable, attempts left)? Is it worth it (the table)? Is there an instance, and a token? The token
# last, since asking for it takes it.

# %% [markdown] hint="gateway_retry"
# An outcome has a status or an error, never both; the other is None. `None >= 500` raises, so look at the error first.

# %% wrong="every 5xx is worth a retry" fails="gateway_matrix: 500 and a read timeout: only what changes nothing; gateway_matrix: the whole matrix; gateway_matrix: an empty budget ends it, and only a retry spends a token"
def next_instance(request, outcome, tried, instances, budget, most=2):
    if request.response_started or not request.body_complete or len(tried) >= most:
        return None
    reads = request.method in ("GET", "HEAD", "OPTIONS")
    bad = outcome.status is not None and outcome.status >= 500
    if not (bad or outcome.error in ("connect", "reset") or (reads and outcome.error == "read timeout")):
        return None
    fresh = [one for one in instances if one not in tried]
    return fresh[0] if fresh and budget.spend() else None

# %% wrong="PUT and DELETE are idempotent by the standard, so they count" fails="gateway_matrix: the whole matrix"
def next_instance(request, outcome, tried, instances, budget, most=2):
    if request.response_started or not request.body_complete or len(tried) >= most:
        return None
    safe = request.method in ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")
    again = outcome.status == 503 or outcome.error in ("connect", "reset")
    again = again or (safe and (outcome.status == 500 or outcome.error == "read timeout"))
    fresh = [one for one in instances if one not in tried]
    return fresh[0] if again and fresh and budget.spend() else None

# %% wrong="forgets what has already gone to the device" fails="gateway_matrix: not once an answer has begun, nor with half a body; gateway_matrix: an empty budget ends it, and only a retry spends a token"
def next_instance(request, outcome, tried, instances, budget, most=2):
    reads = request.method in ("GET", "HEAD", "OPTIONS")
    again = outcome.status == 503 or outcome.error in ("connect", "reset")
    again = again or (reads and (outcome.status == 500 or outcome.error == "read timeout"))
    fresh = [one for one in instances if one not in tried]
    return fresh[0] if again and len(tried) < most and fresh and budget.spend() else None

# %% wrong="takes the token before it knows" fails="gateway_matrix: an empty budget ends it, and only a retry spends a token"
_inner = next_instance


def next_instance(request, outcome, tried, instances, budget, most=2):
    if not budget.spend():
        return None
    return _inner(request, outcome, tried, instances, Budget(1), most)

# %% wrong="asks the same instance again" fails="gateway_matrix: 503 and no connection: any method, at another instance; gateway_matrix: 500 and a read timeout: only what changes nothing; gateway_matrix: the whole matrix; gateway_matrix: at most so many attempts, no instance twice, and None when all were asked; gateway_matrix: an empty budget ends it, and only a retry spends a token"
def next_instance(request, outcome, tried, instances, budget, most=2):
    if request.response_started or not request.body_complete or len(tried) >= most:
        return None
    reads = request.method in ("GET", "HEAD", "OPTIONS")
    again = outcome.status == 503 or outcome.error in ("connect", "reset")
    again = again or (reads and (outcome.status == 500 or outcome.error == "read timeout"))
    return instances[0] if again and instances and budget.spend() else None

# %% wrong="blames the origin for the gateway's own cap and for the device's mistakes" fails="gateway_matrix: whose fault it is; gateway_matrix: every label"
def fault(outcome):
    return "none" if outcome.error is None and outcome.status < 500 else "origin"

# %% also_right="a table of outcomes"
EVERY, READS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE"}, {"GET", "HEAD", "OPTIONS"}
AGAIN = {503: EVERY, 500: READS, "read timeout": READS, "connect": EVERY, "reset": EVERY}
WHOSE = {"gone": "client", "bad request": "client", "cap": "gateway"}


def fault(outcome):
    if outcome.error:
        return WHOSE.get(outcome.error, "origin")
    return "none" if outcome.status < 500 else "origin"


def next_instance(request, outcome, tried, instances, budget, most=2):
    worth = request.method in AGAIN.get(outcome.error or outcome.status, ())
    held = request.body_complete and not request.response_started
    for one in instances if worth and held and len(tried) < most else ():
        if one not in tried:
            return one if budget.spend() else None
    return None

# %% also_right="early returns"
def fault(outcome):
    match outcome:
        case Outcome(error="gone" | "bad request"):
            return "client"
        case Outcome(error="cap"):
            return "gateway"
        case Outcome(error=str()):
            return "origin"
    return ("none", "origin")[outcome.status // 100 == 5]


def next_instance(request, outcome, tried, instances, budget, most=2):
    if request.response_started:
        return None
    if not request.body_complete:
        return None
    if outcome.status in (500, None) and outcome.error not in ("connect", "reset"):
        if outcome.error not in (None, "read timeout") or request.method not in {"GET", "HEAD", "OPTIONS"}:
            return None
    elif outcome.status not in (503, None):
        return None
    left = list(dict.fromkeys(one for one in instances if one not in set(tried)))
    return left[0] if left and len(tried) < most and budget.spend() else None

# %% [markdown]
# Look at one row again. No connection is the safe half: nothing was sent. A connection that was *reset* proves nothing about what the origin did before; for a POST the rule accepts that risk. It is
# right where writes carry an idempotency key. Say so before you are asked.
#
# ## Down to code, two: who is refused?
#
# Three shares for three priorities, as in the lab, are a staircase. Reported of the company's gateway: every request gets a score from 1 to 100; as the load goes
# from where throttling begins to the most the gateway can bear, a threshold falls from 100 along a cubic. At 35 % of the way it is in the mid-90s, at 80 % about
# 50, at 95 % about 10. Since it falls as things get worse, high scores are the ones that go first; 1 is the last.
#
# The simplest cubic, 100 (1 − x³), gives 95.7, 48.8 and 14.3: the first two points, and the third nearly (it reaches 10 at 96.5 %). *This curve is the course's own*; the source
# shows a plot and no formula. So is the next rule: within the score where the threshold lies, chance decides, so that a class of requests with one score does
# not go all at once.

# %% answer="gateway_shed"
class Shedder:
    """Who may pass, by score (1 is the last to be refused, 100 the first) and by how full the gateway is.

    Up to `begins` in use everyone passes; from `capacity` on nobody. `draw()` gives a random
    number from 0 up to but not 1; it is asked only when chance decides.
    """

    def __init__(self, begins, capacity, draw):
        ### BEGIN SOLUTION
        self._begins, self._capacity, self._draw = begins, capacity, draw
        ### END SOLUTION

    def threshold(self, in_use):
        """From 100 down to 0: 100 (1 - x³), x being how far `in_use` is from `begins` to `capacity`."""
        ### BEGIN SOLUTION
        way = (in_use - self._begins) / (self._capacity - self._begins)
        return 100 * (1 - min(max(way, 0), 1) ** 3)
        ### END SOLUTION

    def admits(self, score, in_use):
        """Whether a request passes. A score takes the stretch from score - 1 to score.

        All of it below the threshold or at it: yes. All of it above or at it: no. Else the share of
        it that is below is the chance.
        """
        ### BEGIN SOLUTION
        below = self.threshold(in_use) - (score - 1)
        if below >= 1 or below <= 0:
            return below >= 1
        return self._draw() < below
        ### END SOLUTION

# %% tests="gateway_cubic" points=4
def never():
    raise AssertionError(
        "draw() was asked though the score is wholly on one side of the threshold."
    )


@check("calm: everyone passes, and nothing is left to chance")
def calm():
    shedder = Shedder(100, 200, never)
    for in_use in (0, 50, 100):
        for score in (1, 50, 100):
            check.that(
                shedder.admits(score, in_use),
                f"{in_use} in use, throttling begins at 100: score {score} was refused.",
            )


@check("the reported points, as near as this cubic comes")
def points():
    shedder = Shedder(100, 200, never)
    for in_use, want in ((135, 95.7125), (180, 48.8), (195, 14.2625)):
        got = shedder.threshold(in_use)
        check.that(
            abs(got - want) < 0.001,
            f"threshold({in_use}) is {got!r}; throttling begins at 100, capacity is 200, so {want} was expected.",
        )


@check("at capacity nobody passes")
def full_house():
    shedder = Shedder(100, 200, never)
    for in_use in (200, 350):
        check.that(
            not shedder.admits(1, in_use), f"{in_use} in use of 200: score 1 was admitted."
        )


### BEGIN HIDDEN TESTS
@check("from 100 to 0, never outside, never up")
def falls():
    shedder = Shedder(40, 90, never)
    curve = [shedder.threshold(in_use) for in_use in range(0, 130)]
    check.equal(
        (curve[0], curve[40], curve[90], curve[-1]),
        (100, 100, 0, 0),
        after="threshold at 0, 40, 90 and 129 in use; begins 40, capacity 90",
    )
    check.that(
        all(one >= other for one, other in zip(curve, curve[1:])),
        "The threshold rose while more was in use.",
    )


@check("no score passes that is less important than one refused")
def order():
    for begins, capacity, in_use in ((100, 200, 180), (0, 64, 20), (30, 40, 39)):
        for luck in (0.0, 0.999):
            shedder = Shedder(begins, capacity, lambda luck=luck: luck)
            passed = [shedder.admits(score, in_use) for score in range(1, 101)]
            if passed != sorted(passed, reverse=True):
                how = f"begins {begins}, capacity {capacity}, {in_use} in use, draw() gives {luck}"
                check.that(
                    False,
                    f"{how}: score {passed.index(False) + 1} was refused and a higher one admitted.",
                )


@check("of all scores the threshold's share passes: chance only within one score", weight=1.5)
def share():
    for in_use in (150, 180):
        want = 100 * (1 - ((in_use - 100) / 100) ** 3)
        asked, passed = 0, 0
        for turn in range(10):

            def draw():
                nonlocal asked
                asked += 1
                return (turn + 0.5) / 10

            shedder = Shedder(100, 200, draw)
            passed += sum(shedder.admits(score, in_use) for score in range(1, 101))
        check.that(
            abs(passed / 10 - want) < 0.06,
            f"{in_use} in use of 200, throttling from 100: {passed / 10:g} of 100 scores pass on average; the threshold is {want:g}.",
        )
        check.equal(
            asked, 10, after=f"ten times the scores 1 to 100, {in_use} in use; how often draw() was asked"
        )


@check("the threshold in the middle of a score, and at the ends")
def edges():
    shedder = Shedder(0, 2, never)
    check.equal(shedder.threshold(1), 87.5, after="1 in use, begins 0, capacity 2")
    check.that(
        shedder.admits(87, 1) and not shedder.admits(89, 1),
        "Threshold 87.5: 87 passes, 89 does not.",
    )
    luck = Shedder(0, 2, lambda: 0.5)
    check.that(
        not luck.admits(88, 1),
        "Threshold 87.5, score 88, draw() gave 0.5: half of the score is below, so a draw below 0.5 passes, 0.5 does not.",
    )
    check.that(Shedder(0, 10, never).admits(1, 0), "Nothing in use: score 1 was refused.")
    check.that(not Shedder(0, 10, never).admits(1, 10), "Full: score 1 was admitted.")


### END HIDDEN TESTS

# %% [markdown] hint="gateway_shed"
# Two lines for the threshold: how far along the way, kept between 0 and 1; then the cubic.

# %% [markdown] hint="gateway_shed"
# For `admits` compute how much of the stretch from score - 1 to score is below the threshold: 1 or more, 0 or less, or a share. The share is the chance.

# %% wrong="a straight line" fails="gateway_cubic: the reported points, as near as this cubic comes; gateway_cubic: of all scores the threshold's share passes: chance only within one score; gateway_cubic: the threshold in the middle of a score, and at the ends"
class Shedder(Shedder):
    def threshold(self, in_use):
        way = (in_use - self._begins) / (self._capacity - self._begins)
        return 100 * (1 - min(max(way, 0), 1))

# %% wrong="the other cubic: steep at first" fails="gateway_cubic: the reported points, as near as this cubic comes; gateway_cubic: of all scores the threshold's share passes: chance only within one score; gateway_cubic: the threshold in the middle of a score, and at the ends"
class Shedder(Shedder):
    def threshold(self, in_use):
        way = (in_use - self._begins) / (self._capacity - self._begins)
        return 100 * (1 - min(max(way, 0), 1)) ** 3

# %% wrong="how full it is, instead of how far beyond where throttling begins" fails="gateway_cubic: calm: everyone passes, and nothing is left to chance; gateway_cubic: the reported points, as near as this cubic comes; gateway_cubic: from 100 to 0, never outside, never up; gateway_cubic: of all scores the threshold's share passes: chance only within one score"
class Shedder(Shedder):
    def threshold(self, in_use):
        return 100 * (1 - min(in_use / self._capacity, 1) ** 3)

# %% wrong="chance for everyone: the threshold is a percentage" fails="gateway_cubic: calm: everyone passes, and nothing is left to chance; gateway_cubic: at capacity nobody passes; gateway_cubic: of all scores the threshold's share passes: chance only within one score; gateway_cubic: the threshold in the middle of a score, and at the ends"
class Shedder(Shedder):
    def admits(self, score, in_use):
        return self._draw() * 100 < self.threshold(in_use)

# %% wrong="the most important first" fails="gateway_cubic: no score passes that is less important than one refused; gateway_cubic: the threshold in the middle of a score, and at the ends"
class Shedder(Shedder):
    def admits(self, score, in_use):
        return super().admits(101 - score, in_use)

# %% wrong="no chance at all: a class goes at once" fails="gateway_cubic: of all scores the threshold's share passes: chance only within one score"
class Shedder(Shedder):
    def admits(self, score, in_use):
        return score <= self.threshold(in_use)

# %% also_right="whole scores first, then the one between"
class Shedder:
    def __init__(self, begins, capacity, draw):
        self.begins, self.room, self.draw = begins, capacity - begins, draw

    def threshold(self, in_use):
        if in_use <= self.begins:
            return 100
        if in_use >= self.begins + self.room:
            return 0
        return 100 - 100 * ((in_use - self.begins) / self.room) ** 3

    def admits(self, score, in_use):
        whole, share = divmod(self.threshold(in_use), 1)
        if score <= whole:
            return True
        return score == whole + 1 and share > 0 and self.draw() < share

# %% also_right="clips the room, and short circuits"
from math import isclose


class Shedder:
    def __init__(self, begins, capacity, draw):
        self.limits, self.draw = (begins, capacity), draw

    def threshold(self, in_use):
        begins, capacity = self.limits
        beyond = sorted((begins, in_use, capacity))[1] - begins
        return 100.0 * (1.0 - (beyond / (capacity - begins)) ** 3)

    def admits(self, score, in_use):
        line = self.threshold(in_use)
        return score <= line or (score - 1 < line and self.draw() < line - score + 1)

# %% [markdown]
# ## Steps 6 and 7: operate it, and defend it

# %% [markdown] written="gateway_operate" points=3
# **It is live.** Which numbers are on the dashboard, by what are they split, and which page someone? How does a new version of the *gateway* go out? Which failure do you inject, and
# what must stay true? A wrong score was given to a route: how do you notice, and how do you get back? And who could abuse this gateway, and how?

# %% part
from course.parts import self_assess

self_assess(
    "gateway_operate",
    L5=[
        "Outcomes by route, origin and whose fault (device, gateway, origin), so that an origin's bad minute never reads as the gateway's; refusals by score.",
        "Saturation as well as errors: places in use, places an origin holds against its cap, CPU; pages on play's error budget, not on refused telemetry.",
        "The gateway's own canary is one small instance of many; two large ones make every canary half of everybody.",
        "Abuse: rate limits by account, device and address before expensive work; bodies and headers bounded; slow senders cut off.",
    ],
    L6=[
        "Proves the scores by injecting failure for one priority at a time in production, on a small share, and watching that people still play.",
        "Scores and caps are data with owner, history and a fast way back; the shedder can be put in report-only and forced.",
        "The device never names its own priority: a client that learns that play is never refused marks everything play.",
        "Failover doubles a cell's traffic: the surge is the drill for it, and the shedder's limits are set for that day.",
        "Names an assumption that may be wrong, such as work per request, and the number that shows it first.",
    ],
)

# %% [markdown]
# ## Step 8: the solution, and another

# %% [markdown] written="gateway_tradeoffs" points=3
# **Three choices, each with the case in which you would choose otherwise**, with at least one number that the lab measured for you: one fleet with priorities, or a fleet
# for play; fixed shares of places, or a limit that adapts to latency; retries here, or at the device.

# %% part
from course.parts import self_assess

self_assess(
    "gateway_tradeoffs",
    L5=[
        "One fleet lends idle capacity to whoever needs it; two isolate everything else, too (a leak, a bad release), and cost more for the same surge.",
        "Fixed shares are simple and must be retuned when work per request changes; an adaptive limit finds the number and needs priorities within it.",
        "Retries at the gateway see other instances and share one budget; the device knows whether a person still waits.",
        "Uses own measurements with scenario and seed.",
    ],
    L6=[
        "Hard caps for each origin waste room when only one is busy; guaranteed shares that bind only once all is full do not, and bound nothing before that.",
        "Says what shedding at the gateway cannot see: which calls within an origin are cheap; so origins shed, too, by the same scores.",
        "Names the price of refusing: the refused come back, so refusals carry a time to come back at, and are counted.",
    ],
)

# %% [markdown]
# **One fleet with priorities** (two instances of two vCPUs, 32 places each, the default shares; around each call 300 ms, 12 at once, one retry within a tenth) against **two
# fleets** (one instance of two vCPUs for play alone; three of one vCPU for the rest), and against eight vCPUs with the same care around calls and no priorities. What the lab measured, one run each (`SURGE.shifted(seed=21, load=1.3)` is
# the fifth row):
#
# | | first sketch | eight vCPUs | one fleet | two fleets |
# |---|---|---|---|---|
# | gateway-surge, seed 1: play answered | 96.3 % | 100 % | 100 % | 100 % |
# | … 99th percentile of play | 550 ms | 104 ms | 155 ms | 103 ms |
# | … telemetry answered | 97 % | 100 % | 83 % | 55 % |
# | … dollars a month | 754 | 882 | 750 | 784 |
# | 30 % more people, seed 21: browse answered | 83 % | 100 % | 96 % | 93 % |
# | gateway-hang, seed 1: play answered | 28 % | 100 % | 100 % | 100 % |
#
# One fleet wins on price and on what the rest of the traffic gets: play's idle room is lent until play needs it. It loses when the trouble is the gateway itself: a leak,
# a bad release, a filter that burns CPU. Then two fleets keep play out of it, for one more vCPU and for room that stands idle. Eight vCPUs win everything but the
# ceiling, until a surge is six times. Near a bound, look at more seeds: `run` without `seeds` does.
#
# In the hang, 120 requests a second would hold 36 places for 300 ms each; the cap binds at 24 of 64. It trips before the gateway's own places run out, which is what it is for.
# And a timeout frees *your* place, not the origin's machine: in `SLOW` (seed 1) the catalog of this design is not back at the
# end of the run, with work that nobody waits for. The same with a timeout of 1 s: 5 s, since fewer calls are abandoned; with 1 s and a cap of 6: 1 s; with deadlines that travel: 1 s. The cap protects
# the origin, the timeout the gateway.
#
# **Caps or shares?** A bulkhead is a hard cap: an origin's 12 places stay 12 though all others are idle. The partitions of the company's `concurrency-limits` library are the other
# kind: a partition's share binds only once the whole limit is in use, so that a lone tenant gets everything. The price: when the others come back they still get their share, so for a while more
# than the limit is in flight; and a caller that is in no partition is promised nothing. For a hung origin you want the cap. For two kinds of healthy traffic the shares.
#
# Follow-ups to expect, and what a good answer holds:
#
# - *"Why is 503 retried for a POST, and 500 not?"* In that rule a 503 is read as the origin refusing before it did the work; a 500 may come after it. It is a
#   convention: an origin that answers 503 after writing breaks it, so it belongs in the contract.
# - *"Your score says 12 for my route. Prove it."* Inject its failure for a small share of people and see whether they still play. The source reports just that: faults injected by priority.
# - *"All refused devices come back at once."* Retry-After with jitter, longer for higher scores; a device that ignores it is limited by its release.
# - *"The threshold flaps."* Smooth the measure of load, not the decision; step down fast and up slowly. A class with one score flaps the most: spread scores, or let chance decide
#   at the edge, as `admits` does.
# - *"The gateway's CPU is fine, but playback's is not."* The same curve on another measure, for each origin: its errors and its calls in flight. The gateway then sheds for that origin alone.
#
# ## Say it out loud
#
# Ninety seconds, without notes: (1) what the gateway sees and does not own; (2) who is refused first, by which rule, and what that rule looks at; (3) what one hung origin can hold, with the
# number; (4) what is tried again, where, and within which budget; (5) how a bad release is noticed, and what you would watch.

# %% part
from course.parts import timer

timer("gateway_say", seconds=90)

# %% [markdown]
# ## What the lab does not show
#
# - Refusing is free here. A real gateway has paid for TLS and parsing by then; at ten times the load it must refuse at the connection.
# - Priority decides who gets a place and who waits for one. On the vCPUs it is first come, first served; so places, not priorities, keep play fast.
# - A call that the fault `Errors` fails costs the origin nothing, and a retry knows no methods. That is why the matrix is code.
# - `Shedding` is three steps of places in use, not the cubic, and its measure is the gateway's own.
# - One cell, one region, half a minute: no failover, and no machine comes in time.
#
# **Sources**, read in November 2026 from stored public copies. P: the company's own code or text. T/S: by an engineer, or second hand.
#
# - P: [Open Sourcing Zuul 2](https://netflixtechblog.com/open-sourcing-zuul-2-82ea476cb2b3), 21 May 2018: more than 80 clusters, about 100 backends, over a million requests a second.
# - P: [Netflix/zuul](https://github.com/Netflix/zuul): the retry rule in `ProxyEndpoint` (the statuses for GET, HEAD and OPTIONS are a setting, 500 by default), the labels in `ZuulStatusCategory` (404 counts as success),
#   the cap for each origin in `BasicNettyOrigin` (200 by default). Its comment speaks of *a different origin*; what changes is the instance.
# - T/S: A. Gonigberg, a Zuul engineer, [on prioritized load shedding](https://arthur.gonigberg.com/2020/11/15/proritized-load-shedding), 15 November 2020: the cubic, its three points, and that overload is the way from throttling threshold to
#   most capacity. [InfoQ](https://www.infoq.com/news/2020/11/netflix-load-shedding/), November 2020, and [Java Performance Tuning's newsletter 242](http://www.javaperformancetuning.com/news/contents242.shtml): the classes NON_CRITICAL, DEGRADED_EXPERIENCE and CRITICAL, the score from 1 to 100,
#   and that it is validated by injected faults.
# - P: [Netflix/concurrency-limits](https://github.com/Netflix/concurrency-limits), `AbstractPartitionedLimiter`.
#
# The cell, its origins and all its figures are invented for this lesson.
