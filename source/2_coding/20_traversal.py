# ---
# keeper:
#   title: How far does it reach?
#   minutes: 50
#   level: L5
#   covers: [CODE-20, CODE-26, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-17, RUBRIC-18]
#   needs: []
# ---

# %% [markdown]
# Two problems, one tension: *in which order do you go out from a point, and when may you stop?* A stack goes deep, a queue goes
# wide, and both visit everything. Only one of them knows how far away it is.
#
# The interviewer says:
#
# > We know which service calls which. When one goes down, tell the incident channel who is going to feel it, and how far away
# > they are. Go ahead.
#
# **What they listen for.** Which way the edges point, said aloud before any code; what *far* means; that there may be cycles
# (RUBRIC-17). Then the standard walk, plain and correct, with its cost (RUBRIC-18). Breadth-first and depth-first search are in
# the topic pool that one interview guide gives for coding rounds (CODE-20), and problems are said to come from real work
# (CODE-26); see *Sources*.

# %% part
from course.parts import clarify

clarify(
    "walk_questions",
    {
        "What do I get?": "`calls`: for each service the services that it calls, as a dict of lists. And `down`, a list of those that have "
        "failed: it may be several at once. Leave both as they are.",
        "Who is affected: whom it calls, or who calls it?": "Who calls it. If search is down, the home page feels it. Search's own database doesn't.",
        "What do you want back?": "A dict from each affected service to its distance: 0 for those that are down, 1 for who calls one of them, and "
        "so on. With several down, the nearest counts. Services that feel nothing aren't in it.",
        "In which order?": "It's a dict; I don't care.",
        "How far do you want to go?": "As far as it reaches, or at most `hops` calls away if I give a number. 0 means those that are down and nobody else.",
        "Can services call each other in a circle, or themselves?": "Both happens. The walk has to end, and everyone has one distance.",
        "Is every service a key of `calls`?": "No. Some are only named by their callers; they call nobody.",
        "What if one in `down` is named nowhere?": "A typing mistake in an incident helps nobody: `ValueError` that names it.",
        "Can a service name the same callee twice?": "Yes. It means nothing.",
        "How many services?": "Thousands, and the graph is written by machines: a chain of twenty thousand must work. "
        "And don't go through all calls again for each service.",
        "Is the graph a snapshot, or does it change under us?": "A snapshot.",
        "Do fallbacks count: a caller that can do without?": "Good question. Not today; everyone who calls is affected.",
    },
    solved_by="walk_reach",
)

# %% [markdown]
# ## Deep or wide
#
# Five services; `web` reaches `store` in two ways, by `api`, and by `cart` and `queue`. Guess the distances before you run it.

# %%
callers = {"store": ["queue", "api"], "queue": ["cart"], "cart": ["web"], "api": ["web"], "web": []}


def walk(take):
    """Distances from store; `take` chooses who is next."""
    distance, waiting = {"store": 0}, ["store"]
    while waiting:
        service = take(waiting)
        for caller in callers[service]:
            if caller not in distance:
                distance[caller] = distance[service] + 1
                waiting.append(caller)
    return distance


print("last in, first out: ", walk(lambda waiting: waiting.pop()))
print("first in, first out:", walk(lambda waiting: waiting.pop(0)))
callers["store"] = ["api", "queue"]
print("the same, with two names in another order")
print("last in, first out: ", walk(lambda waiting: waiting.pop()))
print("first in, first out:", walk(lambda waiting: waiting.pop(0)))

# %% [markdown]
# First they agree, and that is the danger: whether the stack goes wrong depends on the order in which somebody wrote two names. It found
# `web` by the long way, marked it, and never looked again. To be right it would have to come back for every shorter way.
#
# ## Stage 1: who feels it
#
# Ten minutes.

# %% answer="walk_blast"
from collections import defaultdict, deque


def blast_radius(calls, down, hops=None):
    """Who is affected when the services `down` have failed: a dict from service to its distance in calls, 0 for `down`.

    `calls` maps a service to the services it calls. Goes at most `hops` calls far, without limit if that is None.
    Raises ValueError that names a service of `down` which is nowhere in `calls`.
    """
    ### BEGIN SOLUTION
    callers = defaultdict(list)
    for caller, called in calls.items():
        for service in called:
            callers[service].append(caller)
    for service in down:
        if service not in calls and service not in callers:
            raise ValueError(f"no service is called {service!r}")
    distance = dict.fromkeys(down, 0)
    waiting = deque(distance)
    while waiting:
        service = waiting.popleft()
        if distance[service] == hops:
            break  # all that follow are as far away
        for caller in callers.get(service, ()):
            if caller not in distance:
                distance[caller] = distance[service] + 1
                waiting.append(caller)
    return distance
    ### END SOLUTION

# %% [markdown] hint="walk_blast"
# `calls` answers *whom does it call?* You need the answer to another question, many times. What would you build once, so that each
# time is one look-up?

# %% [markdown] hint="walk_blast"
# Turn the edges round first. Then go out from all that are down *at once*, wave by wave: a queue that begins with all of them at
# distance 0. Whoever is found for the first time is found at the shortest distance.

# %% [markdown] hint="walk_blast"
# - `callers[service]`: built in one pass over `calls`.
# - `distance = {each that is down: 0}`, and a queue of the same.
# - Take the first; as far as `hops`: stop. Each caller without a distance gets this one's plus 1 and joins the queue.

# %% tests="walk_reach" points=5
CHAIN = {"web": ["api"], "api": ["search", "cart"], "cart": ["store"], "search": ["index"]}


def check_reach(calls, down, want, **limit):
    got = blast_radius(calls, down, **limit)
    shown = "; ".join(f"{caller} calls {', '.join(called) or 'nobody'}" for caller, called in calls.items())
    after = f"{shown or 'no calls'}; down: {', '.join(down) or 'none'}" + "".join(f"; hops={n}" for n in limit.values())
    check.that(isinstance(got, dict), f"After {after}: expected a dict, got {got!r}.")
    check.equal(dict(got), want, after=after)


@check("callers feel it, the called do not")
def direction():
    check_reach(CHAIN, ["search"], {"search": 0, "api": 1, "web": 2})


@check("the shortest way counts")
def shortest():
    calls = {"web": ["api"], "api": ["cart", "store"], "cart": ["queue"], "queue": ["store"]}
    check_reach(calls, ["store"], {"store": 0, "api": 1, "queue": 1, "cart": 2, "web": 2})


@check("it goes no further than it may")
def limited():
    check_reach(CHAIN, ["store"], {"store": 0, "cart": 1, "api": 2}, hops=2)


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("no hops: only those that are down")
def no_hops():
    check_reach(CHAIN, ["store", "api"], {"store": 0, "api": 0}, hops=0)


@check("with several down, the nearest counts")
def several():
    check_reach(CHAIN, ["index", "cart"], {"index": 0, "cart": 0, "search": 1, "api": 1, "web": 2})
    check_reach(CHAIN, ["index", "api"], {"index": 0, "api": 0, "search": 1, "web": 1})
    check_reach(CHAIN, ["cart", "cart"], {"cart": 0, "api": 1, "web": 2})


@check("nobody down, nobody affected")
def none_down():
    check_reach(CHAIN, [], {})


@check("circles and calls to oneself end")
def circles():
    check_reach({"a": ["b"], "b": ["c"], "c": ["a", "c"]}, ["a"], {"a": 0, "c": 1, "b": 2})
    check_reach({"a": ["a"]}, ["a"], {"a": 0})


@check("a service that is only named by its callers can be down, too")
def only_named():
    check_reach(CHAIN, ["index"], {"index": 0, "search": 1, "api": 2, "web": 3})
    check_reach({"web": ["api", "api"], "lone": []}, ["lone", "api"], {"lone": 0, "api": 0, "web": 1})


@check("a service that is named nowhere is refused by name")
def unknown():
    error = check.raises(ValueError, lambda: blast_radius(CHAIN, ["store", "serach"]), when="down=['store', 'serach']")
    check.raises(ValueError, lambda: blast_radius(CHAIN, ["serach"], 0), when="down=['serach'], hops=0")
    check.that("serach" in str(error), f"The error says {str(error)!r}; somebody has to find the typing mistake. Name the service.")


@check("what was handed in is left as it is")
def unchanged():
    calls, down = {"web": ["api"], "api": ["store"]}, ["store"]
    with check.unchanged(calls, down, when="blast_radius(calls, down)"):
        blast_radius(calls, down)


def slowly(calls, down, hops):
    """What the words mean: in each round, everyone who calls somebody that is affected already."""
    distance, step = dict.fromkeys(down, 0), 0
    while hops is None or step < hops:
        step += 1
        found = [one for one, called in calls.items() if one not in distance and any(each in distance for each in called)]
        if not found:
            break
        distance |= dict.fromkeys(found, step)
    return distance


@check.law(
    "any graph gives what the words mean",
    examples=80,
    calls=st.dictionaries(st.sampled_from("abcdef"), st.lists(st.sampled_from("abcdef"), max_size=3), min_size=2, max_size=6),
    number=st.integers(0, 35),
    hops=st.sampled_from([None, 0, 1, 2, 3]),
)
def any_graph(calls, number, hops):
    known = sorted({*calls, *(each for called in calls.values() for each in called)})
    down = sorted({known[number % len(known)], known[number // 6 % len(known)]})
    check.equal(dict(blast_radius(calls, down, hops)), slowly(calls, down, hops), after=f"down: {down}; hops={hops}; calls={calls}")
### END HIDDEN TESTS

# %% tests="walk_size" points=2 inside="it counts the lines that run"
from course.cases import steps_of


@check("a chain of twenty thousand services is no trouble")
def long_chain():
    short = 600  # what grows with the square fails here, and doesn't keep you waiting
    calls = {number: [number + 1] for number in range(short)}
    _, count = steps_of(lambda: blast_radius(calls, [short]))
    check.that(
        count <= 100 * short,
        f"A chain of {short} calls, the last one down, took {count:,} steps; a hundred for each service are plenty. Look for what goes through "
        "all calls again for each service.",
    )
    length = 20_000
    calls = {number: [number + 1] for number in range(length)}
    got = blast_radius(calls, [length])
    check.equal((len(got), got[0]), (length + 1, length), after="a chain of 20,000 calls, the last one down: how many are affected, and how far the first is")


### BEGIN HIDDEN TESTS
def steps(services, every):
    """A ring of services, each calling the next four; every so-many-th is down."""
    calls = {number: [(number + step) % services for step in range(1, 5)] for number in range(services)}
    _, count = steps_of(lambda: blast_radius(calls, list(range(0, services, every))))
    return count


@check("each call is looked at a few times, not once for each service")
def linear():
    for told, every in (("one of them down", 1_000), ("every fifth down", 5)):
        small, large = steps(50, every), steps(400, every)
        check.that(
            large <= 12 * small,
            f"50 services with 200 calls, {told}, took {small} steps, 400 with 1,600 took {large}: {large / small:.0f} times as many for eight "
            "times the graph. Look for what goes through all calls again for each service.",
        )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(blast_radius, statements=20)

# %% wrong="goes the way the calls go" fails="walk_reach: callers feel it, the called do not; walk_reach: the shortest way counts; walk_reach: it goes no further than it may; walk_reach: no hops: only those that are down; walk_reach: with several down, the nearest counts; walk_reach: circles and calls to oneself end; walk_reach: a service that is only named by its callers can be down, too; walk_reach: a service that is named nowhere is refused by name; walk_reach: any graph gives what the words mean; walk_size: a chain of twenty thousand services is no trouble"
def blast_radius(calls, down, hops=None):
    distance = dict.fromkeys(down, 0)
    waiting = deque(down)
    while waiting:
        service = waiting.popleft()
        for called in calls.get(service, ()):
            if called not in distance:
                distance[called] = distance[service] + 1
                waiting.append(called)
    return distance

# %% wrong="goes deep, and keeps the first distance it finds" fails="walk_reach: the shortest way counts; walk_reach: with several down, the nearest counts; walk_reach: any graph gives what the words mean"
def blast_radius(calls, down, hops=None):
    callers = defaultdict(list)
    for caller, called in calls.items():
        for service in called:
            callers[service].append(caller)
    for service in down:
        if service not in calls and service not in callers:
            raise ValueError(service)
    distance, stack = {}, [(service, 0) for service in reversed(down)]
    while stack:
        service, far = stack.pop()
        if service in distance or (hops is not None and far > hops):
            continue
        distance[service] = far
        stack += [(caller, far + 1) for caller in callers[service]]
    return distance

# %% wrong="recursive" fails="walk_size: a chain of twenty thousand services is no trouble"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    whole(calls, down, 0)
    callers = defaultdict(list)
    for caller, called in calls.items():
        for service in called:
            callers[service].append(caller)

    def wave(services, distance, far):
        fresh = {service for service in services if service not in distance}
        if not fresh or (hops is not None and far > hops):
            return distance
        distance |= dict.fromkeys(fresh, far)
        return wave([caller for service in fresh for caller in callers[service]], distance, far + 1)

    return wave(down, {}, 0)

# %% wrong="one hop too far" fails="walk_reach: it goes no further than it may; walk_reach: no hops: only those that are down; walk_reach: any graph gives what the words mean"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    return whole(calls, down, None if hops is None else hops + 1)

# %% wrong="takes no hops for no limit" fails="walk_reach: no hops: only those that are down; walk_reach: any graph gives what the words mean"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    return whole(calls, down, hops or None)

# %% wrong="goes out from one after the other" fails="walk_reach: with several down, the nearest counts; walk_reach: any graph gives what the words mean; walk_size: each call is looked at a few times, not once for each service"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    distance = {}
    for service in down:
        for affected, far in whole(calls, [service], hops).items():
            distance.setdefault(affected, far)
    return distance

# %% wrong="goes out from each that is down, and keeps the nearest" fails="walk_size: each call is looked at a few times, not once for each service"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    distance = {}
    for service in down:
        for affected, far in whole(calls, [service], hops).items():
            distance[affected] = min(far, distance.get(affected, far))
    return distance

# %% wrong="searches all calls for the callers of each" fails="walk_size"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    whole(calls, down, 0)
    distance = dict.fromkeys(down, 0)
    waiting = deque(distance)
    while waiting:
        service = waiting.popleft()
        if distance[service] == hops:
            break
        for caller, called in calls.items():
            if service in called and caller not in distance:
                distance[caller] = distance[service] + 1
                waiting.append(caller)
    return distance

# %% wrong="takes a typing mistake for a quiet service" fails="walk_reach: a service that is named nowhere is refused by name"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    return whole({**calls, **{service: calls.get(service, []) for service in down}}, down, hops)

# %% wrong="without hops it gives what it got" fails="walk_reach: a service that is named nowhere is refused by name"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    return dict.fromkeys(down, 0) if hops == 0 else whole(calls, down, hops)

# %% wrong="refuses a service that calls nobody" fails="walk_reach: the shortest way counts; walk_reach: it goes no further than it may; walk_reach: no hops: only those that are down; walk_reach: with several down, the nearest counts; walk_reach: a service that is only named by its callers can be down, too; walk_reach: a service that is named nowhere is refused by name; walk_reach: what was handed in is left as it is; walk_reach: any graph gives what the words mean; walk_size: a chain of twenty thousand services is no trouble"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    for service in down:
        if service not in calls:
            raise ValueError(f"unknown service {service}")
    return whole(calls, down, hops)

# %% wrong="adds missing services to the caller's graph" fails="walk_reach: what was handed in is left as it is"
whole = blast_radius


def blast_radius(calls, down, hops=None):
    found = whole(calls, down, hops)
    for called in list(calls.values()):
        for service in called:
            calls.setdefault(service, [])
    return found

# %% also_right="wave by wave, with sets"
def blast_radius(calls: dict, down: list, hops: int | None = None) -> dict:
    callers: dict = {}
    named = set(calls)
    for caller, called in calls.items():
        named.update(called)
        for service in called:
            callers.setdefault(service, set()).add(caller)
    if missing := [service for service in down if service not in named]:
        raise ValueError(f"unknown: {', '.join(map(str, missing))}")
    distance, wave, far = {}, set(down), 0
    while wave:
        for service in wave:
            distance[service] = far
        if far == hops:
            break
        wave = {caller for service in wave for caller in callers.get(service, ()) if caller not in distance}
        far += 1
    return distance

# %% also_right="a class, and a list that is read while it grows"
class _Graph:
    def __init__(self, calls):
        self.callers = {service: [] for service in calls}
        for caller in calls:
            for service in calls[caller]:
                self.callers.setdefault(service, []).append(caller)

    def waves(self, down):
        found, seen = [(service, 0) for service in dict.fromkeys(down)], set(down)
        for service, far in found:
            yield service, far
            for caller in self.callers[service]:
                if caller not in seen:
                    seen.add(caller)
                    found.append((caller, far + 1))


def blast_radius(calls, down, hops=None):
    graph = _Graph(calls)
    for service in down:
        if service not in graph.callers:
            raise ValueError(f"{service} is in no call")
    return {service: far for service, far in graph.waves(down) if hops is None or far <= hops}

# %% [markdown]
# ## Stage 2: may they?
#
# The interviewer goes on:
#
# > People are in groups, groups are in groups. A rule can stand on a person or on any group: allow or deny. The one that is nearest
# > to the person decides. The directory is a remote service, so each question costs. May she, or may she not?
#
# What they answer when you ask: *nearest* is the smallest number of memberships away, the person's own rule is at 0. If several rules
# are equally near, **deny wins**. No rule anywhere: no. Groups may contain each other in circles, and diamonds upon diamonds. Ask the
# directory for each name **once at most**, and for **none** whose answer can't matter any more: not for the groups of those that are as
# near as the deciding rule, or further. The rules are a plain dict in memory.

# %% given
class Directory:
    """Who is in which groups, as a remote service: `groups_of(name)` is a list, empty for a name it doesn't know."""

    def __init__(self, groups, most=1_000):
        self.groups, self.most, self.asked = groups, most, []

    def groups_of(self, name):
        self.asked.append(name)
        if len(self.asked) > self.most:
            raise ConnectionError(f"the directory was asked more than {self.most} times and hangs up")
        return list(self.groups.get(name, ()))

# %% answer="walk_rule"
def may(person, rules, directory):
    """Whether `person` may: True or False, by the nearest of `rules`, a dict from name to "allow" or "deny".

    `directory.groups_of(name)` gives the groups that a person or a group is in. Deny wins among the nearest; without a rule: False.
    """
    ### BEGIN SOLUTION
    wave, seen = [person], {person}
    while wave:
        found = {rules[name] for name in wave if name in rules}
        if found:
            return "deny" not in found
        groups = [group for name in wave for group in directory.groups_of(name)]
        wave = [group for group in dict.fromkeys(groups) if group not in seen]
        seen.update(wave)
    return False
    ### END SOLUTION

# %% [markdown] hint="walk_rule"
# With a queue of single names, when do you know that nobody else is equally near? Is there a unit larger than one name?

# %% [markdown] hint="walk_rule"
# Take a whole wave at once. Are there rules on any of its names? Then they decide, and nobody is asked. If not, the next wave is
# everyone whom the directory names for this one, without those who have been seen.

# %% tests="walk_rules" points=6
def check_may(groups, rules, want, person="ada"):
    got = may(person, rules, Directory(groups))
    shown = "; ".join(f"{name} is in {', '.join(within)}" for name, within in groups.items()) or "no groups"
    check.equal(got, want, after=f"{shown}; rules: {rules}; may {person}?")


@check("a rule on a group counts for its members, however far down")
def inherited():
    check_may({"ada": ["search"], "search": ["engineers"]}, {"engineers": "allow"}, True)
    check_may({"ada": ["search"], "search": ["engineers"]}, {"engineers": "deny"}, False)


@check("the nearest rule decides")
def nearest():
    groups = {"ada": ["search", "oncall"], "search": ["engineers"], "oncall": ["pager"], "pager": ["all"]}
    check_may(groups, {"oncall": "allow", "engineers": "deny"}, True)
    check_may(groups, {"engineers": "allow", "all": "deny"}, True)


@check("without a rule nobody may")
def no_rule():
    check_may({"ada": ["search"]}, {"sales": "allow"}, False)


### BEGIN HIDDEN TESTS
@check("a rule on the person stands before all others")
def own_rule():
    check_may({"ada": ["search"]}, {"ada": "allow", "search": "deny"}, True)
    check_may({"ada": ["search"]}, {"ada": "deny", "search": "allow"}, False)


@check("among rules equally near deny wins, whichever comes first")
def deny_wins():
    for within in (["a", "b"], ["b", "a"]):
        check_may({"ada": within}, {"a": "deny", "b": "allow"}, False)
        check_may({"ada": ["x", "y"], "x": within[:1], "y": within[1:]}, {"a": "deny", "b": "allow"}, False)


@check("a rule further away never denies what a nearer one allows")
def far_deny():
    check_may({"ada": ["a"], "a": ["b"], "b": ["c"]}, {"b": "allow", "c": "deny"}, True)
    # By the first group it is three steps to the deny, by the second two to the allow.
    check_may({"ada": ["a", "x"], "a": ["b"], "b": ["c"], "x": ["y"]}, {"c": "deny", "y": "allow"}, True)


@check("a group that is reached by two ways is as near as the shorter one")
def two_ways():
    groups = {"ada": ["a", "c"], "a": ["b"], "b": ["c"], "c": ["d"]}
    check_may(groups, {"c": "allow", "b": "deny"}, True)


@check("a group that is in no other does not end the search")
def dead_ends():
    for within in (["a", "b"], ["b", "a"]):
        check_may({"ada": within, "b": ["c"]}, {"c": "allow"}, True)


@check("groups in a circle end")
def circle():
    check_may({"ada": ["a"], "a": ["b"], "b": ["a", "b", "ada"]}, {"z": "allow"}, False)


@check("the answer is True or False")
def plain():
    got = may("ada", {"ada": "allow"}, Directory({}))
    check.that(got is True, f"With a rule on ada to allow, may() gave {got!r}; callers compare it with True.")


def diamonds(layers):
    """ada is in l0 and r0; each of a layer is in both of the next."""
    groups = {"ada": ["l0", "r0"]}
    for layer in range(layers):
        for side in "lr":
            groups[f"{side}{layer}"] = [f"l{layer + 1}", f"r{layer + 1}"]
    return groups


@check("the directory is asked once for a name at most")
def asked_once():
    directory = Directory(diamonds(30))
    got = may("ada", {"r30": "allow"}, directory)
    check.equal(got, True, after="thirty layers of two groups, each in both groups of the next layer; an allow on one of the last; may ada?")
    twice = sorted({name for name in directory.asked if directory.asked.count(name) > 1})
    check.that(not twice, f"The directory was asked {len(directory.asked)} times, for {', '.join(twice[:3])} more than once.")


@check("it is not asked for what cannot matter any more")
def not_asked():
    groups = {"ada": ["a", "b"], "a": ["far"], "b": ["c"], "far": ["further"]}
    for rules, most in (({"ada": "allow"}, set()), ({"b": "allow"}, {"ada"}), ({"c": "deny", "far": "allow"}, {"ada", "a", "b"})):
        directory = Directory(groups)
        may("ada", rules, directory)
        needless = sorted(set(directory.asked) - most)
        check.that(
            not needless,
            f"{groups}; rules {rules}: the directory was asked for the groups of {', '.join(needless)}, when a rule as near as that had "
            "decided already. Look at the rules of a whole wave before you ask for the next.",
        )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(may, statements=10)

# %% wrong="goes deep: the first rule it meets" fails="walk_rules: the nearest rule decides; walk_rules: among rules equally near deny wins, whichever comes first; walk_rules: a rule further away never denies what a nearer one allows; walk_rules: a group that is reached by two ways is as near as the shorter one; walk_rules: it is not asked for what cannot matter any more"
def may(person, rules, directory):
    seen = set()

    def first_rule(name):
        seen.add(name)
        if name in rules:
            return rules[name]
        found = (first_rule(group) for group in directory.groups_of(name) if group not in seen)
        return next((rule for rule in found if rule), None)

    return first_rule(person) == "allow"

# %% wrong="any deny anywhere wins" fails="walk_rules: the nearest rule decides; walk_rules: a rule on the person stands before all others; walk_rules: a rule further away never denies what a nearer one allows; walk_rules: a group that is reached by two ways is as near as the shorter one; walk_rules: it is not asked for what cannot matter any more"
def may(person, rules, directory):
    seen, waiting = {person}, [person]
    while waiting:
        for group in directory.groups_of(waiting.pop()):
            if group not in seen:
                seen.add(group)
                waiting.append(group)
    found = [rules[name] for name in seen if name in rules]
    return "allow" in found and "deny" not in found

# %% wrong="the first in the queue decides among equals" fails="walk_rules: among rules equally near deny wins, whichever comes first; walk_rules: it is not asked for what cannot matter any more"
def may(person, rules, directory):
    waiting, seen = [person], {person}
    for name in waiting:
        if name in rules:
            return rules[name] == "allow"
        for group in directory.groups_of(name):
            if group not in seen:
                seen.add(group)
                waiting.append(group)
    return False

# %% wrong="remembers nobody it has seen" fails="walk_rules: groups in a circle end; walk_rules: the directory is asked once for a name at most"
def may(person, rules, directory):
    wave = [person]
    for _ in range(40):
        found = {rules[name] for name in wave if name in rules}
        if found:
            return "deny" not in found
        wave = [group for name in wave for group in directory.groups_of(name)]
    return False

# %% wrong="marks a name when it is taken, so that it waits twice" fails="walk_rules: the directory is asked once for a name at most"
def may(person, rules, directory):
    wave, seen = [person], set()
    while wave:
        found = {rules[name] for name in wave if name in rules}
        if found:
            return "deny" not in found
        seen.update(wave)
        wave = [group for name in wave for group in directory.groups_of(name) if group not in seen][:400]
    return False

# %% wrong="ends at a group that is in no other" fails="walk_rules: a group that is in no other does not end the search"
def may(person, rules, directory):
    wave, seen = {person}, {person}
    while wave:
        found = {rules[name] for name in wave if name in rules}
        if found:
            return "deny" not in found
        groups = [directory.groups_of(name) for name in wave]
        if not all(groups):
            return False
        wave = set().union(*groups) - seen
        seen |= wave
    return False

# %% wrong="asks for everything first" fails="walk_rules: it is not asked for what cannot matter any more"
whole = may


def may(person, rules, directory):
    known, waiting = {}, [person]
    while waiting:
        name = waiting.pop()
        if name not in known:
            known[name] = directory.groups_of(name)
            waiting += known[name]

    class Memory:
        def groups_of(self, name):
            return known[name]

    return whole(person, rules, Memory())

# %% wrong="gives the rule instead of an answer" fails="walk_rules: a rule on a group counts for its members, however far down; walk_rules: the nearest rule decides; walk_rules: without a rule nobody may; walk_rules: a rule on the person stands before all others; walk_rules: among rules equally near deny wins, whichever comes first; walk_rules: a rule further away never denies what a nearer one allows; walk_rules: a group that is reached by two ways is as near as the shorter one; walk_rules: a group that is in no other does not end the search; walk_rules: groups in a circle end; walk_rules: the answer is True or False; walk_rules: the directory is asked once for a name at most"
whole = may


def may(person, rules, directory):
    return "allow" if whole(person, rules, directory) else "deny"

# %% wrong="allow wins among equals" fails="walk_rules: among rules equally near deny wins, whichever comes first"
whole = may


def may(person, rules, directory):
    turned = {"allow": "deny", "deny": "allow"}
    without_rule = not whole(person, dict.fromkeys(rules, "allow"), Directory(directory.groups))
    if without_rule:
        return whole(person, rules, directory)
    return not whole(person, {name: turned[rule] for name, rule in rules.items()}, directory)

# %% also_right="a queue with distances, decided when the distance grows"
def may(person: str, rules: dict[str, str], directory: Directory) -> bool:
    distance = {person: 0}
    waiting = deque([person])
    best = None
    while waiting:
        name = waiting.popleft()
        if best is not None and distance[name] > best[0]:
            break
        if name in rules:
            allowed = rules[name] == "allow"
            best = (distance[name], allowed and (best is None or best[1]))
        if best is not None:
            continue
        if any(other in rules for other in waiting if distance[other] == distance[name]):
            continue
        for group in directory.groups_of(name):
            if group not in distance:
                distance[group] = distance[name] + 1
                waiting.append(group)
    return best is not None and best[1]

# %% also_right="sets, and a helper that makes waves"
def _waves(person, directory):
    wave, seen = {person}, set()
    while wave:
        yield wave
        seen |= wave
        wave = {group for name in sorted(wave) for group in directory.groups_of(name)} - seen


def may(person, rules, directory):
    for wave in _waves(person, directory):
        decisions = [rules[name] == "allow" for name in wave if name in rules]
        if decisions:
            return all(decisions)
    return False

# %% [markdown]
# ## The solutions, and others
#
# **Cost (RUBRIC-18).** `blast_radius`: every call is looked at twice, once to turn it round and once on the way; time and space grow with
# services plus calls. `may`: one question to the directory for each name nearer than the deciding rule; a wave's questions don't depend on
# each other, so they can be asked at once, and the time is the number of waves, not of names.
#
# | instead | wins | loses |
# |---|---|---|
# | **Depth-first**, with or without recursion | finds *whether*, and an order (who depends on whom last); little memory on bushy graphs | not *how far*: it has to try again when it finds a shorter way, and recursion ends at a depth of about a thousand |
# | **Dijkstra's algorithm** | calls that cost differently: milliseconds, probabilities | a heap, and a logarithm, for what a queue does where each step counts 1 |
# | **Keep the closure**: for each service all who feel it, for each person all groups | one look-up in the incident | every change of a membership touches many rows; who keeps it right when two change at once? |

# %% [markdown] written="walk_tradeoffs" points=3
# **Argue it.** `may` is asked fifty thousand times a second, the directory answers in three milliseconds, memberships change a few
# hundred times a day, and somebody who is removed from a group must lose access within a minute. Set out two designs besides asking
# each time, say what each wins and loses *here*, and choose (RUBRIC-12). About 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "walk_tradeoffs",
    L5=[
        "Sees that reads outnumber changes by millions: the walk should be done at the change, or its results kept",
        "Caches with an age below a minute, and says what is cached: memberships by name, or decisions by person and resource",
        "Or keeps the closure, person to groups with distances, and says how a change of one group reaches the rows it touches",
        "Says what happens when the directory is down: deny, allow, or the last known answer, and for how long",
    ],
    L6=[
        "Says that a denied answer kept too long is a nuisance, an allowed one a breach: they may have different ages",
        "Bounds the fan-out: one change high up may touch everyone; rows are made invalid and rebuilt when read",
        "Names what to watch: age of what is served, decisions that differ from a fresh walk in a sample",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud:
#
# 1. Which way the edges point, and what distance means.
# 2. Why a queue: the first time found is the shortest way. Why all that are down begin together.
# 3. Where a name is marked, and what goes wrong if it is marked later.
# 4. Cost, in services and calls. What bounds it.
# 5. When the second walk may stop, and why not a name earlier.

# %% part
from course.parts import timer

timer("walk_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *Some callers have a fallback.* Edges carry whether the callee is needed; the walk takes only those. Then distance is not the same as pain:
#   say what you would show instead.
# - *Rank them by how much they will feel it.* A share on each edge, multiplied along the way; with circles that is a fixed point, not a walk.
# - *The graph is too large for one machine.* The wave is the unit of exchange: each shard takes its part of a wave and sends what it found to
#   the owners. Rounds as many as the distance.
# - *It changes while you walk.* A snapshot with a version, or the answer says from when it is.
#
# **Sources.** Breadth-first and depth-first search stand in the list of topics of one interview guide (MockRound, M. Reid,
# 23 March 2026); that problems come from teams' real work is told by a second (Live Interview Help, undated) and by a post on the company's
# technology blog (K. Casella; we know a mirror dated 20 July 2024). The services and groups are ours. This course is independent of Netflix.
