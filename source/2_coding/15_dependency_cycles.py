# ---
# keeper:
#   title: Who waits for whom
#   minutes: 50
#   level: L5
#   covers: [CODE-14, CODE-25, RUBRIC-10, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-16, RUBRIC-17, RUBRIC-18, RUBRIC-19]
#   needs: []
# ---

# %% [markdown]
# The interviewer says:
#
# > After a regional outage we start everything again, and a service only comes up once those it needs are up. Last time two of
# > them waited for each other, and nobody could say which. Here is who needs whom. Find the cycles.
#
# **What they listen for.** Whether you ask what *find the cycles* is to give: one, all of them, yes or no (RUBRIC-10); one
# graph may hold more cycles than anybody can print. Then a search that you know well enough to get right without help (RUBRIC-11),
# with the odd graphs named before you code (RUBRIC-17), and its cost in services and dependencies (RUBRIC-18). The question and the scoring are
# *reported by interview guides*, not by the company.
#
# Take two minutes. What do you ask?

# %% part
from course.parts import clarify

clarify(
    "dep_questions",
    {
        "All cycles, or one?": "One is enough, whichever you find: somebody mends it and runs you again. None if there is none.",
        "In which form?": "A list of the services in it, each once: every one needs the next, and the last needs the first. Start where you like.",
        "What do I get?": "A dictionary: for each service the list of those it needs, all of them names, strings. Leave it as it is.",
        "Can a service be named as a need and have no entry?": "Yes, often: then it needs nothing. It exists and has to be started, too.",
        "Can a service need itself?": "It has happened. That is a cycle of one.",
        "Can the same need be listed twice?": "Yes, the lists are written by hand. It means what one does.",
        "Is it one connected graph?": "No. There are islands, and there may be nothing at all: an empty dictionary.",
        "How large, and how deep?": "20,000 services, and a chain may run through all of them. I want to look at each service and each need a bounded number "
        "of times, no more; for a sorted answer, a logarithm on top.",
        "If there is no cycle, do you want an order to start them in?": "I do, next. I'll tell you then what to do about ties.",
        "May I use the standard library?": "It has `graphlib`; it is good that you know. I'd like to see it by hand.",
        "Does the graph change while I look?": "Not at first. Keep the thought.",
        "Are there optional needs, that a service can start without?": "Somewhere, surely. Not in this list.",
        "Which cloud regions are affected?": "It makes no difference to a dictionary.",
        "Do you want type hints?": "Write what you write fastest. It won't count either way.",
    },
    solved_by="dep_edges",
)

# %% [markdown] written="dep_opening" points=2
# **Say it back.** Four or five lines: your reading, what you return, the odd graphs you will handle, what you put off, the question you end on.

# %% part
from course.parts import self_assess

self_assess(
    "dep_opening",
    L5=[
        "Says which way an arrow points: from the service to what it needs",
        "Fixes the answer: one cycle as a list, None for none, and the order of names in it",
        "Names at least three odd graphs: needing itself, islands, a need without an entry, a need listed twice, empty",
        "Ends by asking for agreement, before any code",
    ],
    L6=[
        "Says why not all cycles: there can be exponentially many",
        "Asks what is done with the answer: who reads it, and whether one cycle or all tangled services helps them more",
        "Sees the depth as a risk before being told, and names the way around recursion",
    ],
)

# %% [markdown]
# ## Seen before is not a cycle
#
# `web` needs `login` and `search`, both need `config`. Walking from `web` you come to `config` twice, and nothing is wrong. Run it, then add a need
# that does close a cycle. (Leave this walk its limit.) What would the walk have to know, to tell the two apart?

# %%
picture = {"web": ["login", "search"], "login": ["config"], "search": ["config"], "config": []}


def walk(service, depth=0):
    if depth < 8:
        print("  " * depth + service)
        for other in picture.get(service, []):
            walk(other, depth + 1)


walk("web")

# %% [markdown]
# `config` was printed twice. Make it twenty pairs of services, where each of a pair needs both of the next, and the walk takes more than a
# million steps for forty services. So there are two reasons to remember where you have been, and they are not the same.
#
# ## Stage 1: one cycle
#
# The locked cell says what a cycle is and what an order is, as code. Use it on graphs of your own before you run the cases.

# %% given
def broken_cycle(cycle, needs):
    """Why `cycle` is none in these needs: a sentence, or None if it is one."""
    if not cycle:
        return "it is empty"
    if len(set(cycle)) < len(cycle):
        return "it names a service twice"
    for service, other in zip(cycle, [*cycle[1:], cycle[0]]):
        if other not in needs.get(service, ()):
            return f"{service!r} does not need {other!r}"
    return None


def broken_order(order, needs):
    """Why these services cannot be started in this order: a sentence, or None if they can."""
    started = set()
    for service in order:
        if service in started:
            return f"{service!r} is started twice"
        for other in needs.get(service, ()):
            if other not in started:
                return f"{service!r} is started before {other!r}, which it needs"
        started.add(service)
    missing = set(needs).union(*needs.values()) - started
    return f"{min(missing)!r} is never started" if missing else None

# %% answer="dep_find"
def find_cycle(needs):
    """One cycle, as a list of services of which each needs the next and the last the first; None if there is none."""
    ### BEGIN SOLUTION
    done = set()  # services from which no cycle can be reached
    for start in needs:
        if start not in done:
            cycle = _cycle_from(start, needs, done)
            if cycle:
                return cycle
    return None


def _cycle_from(start, needs, done):
    path = {start: iter(needs.get(start, ()))}  # in order; with each service those of its needs that are still to be tried
    while path:
        service, untried = next(reversed(path.items()))
        other = next(untried, None)
        if other is None:
            path.popitem()
            done.add(service)
        elif other in path:
            names = list(path)
            return names[names.index(other) :]
        elif other not in done:
            path[other] = iter(needs.get(other, ()))
    return None
    ### END SOLUTION

# %% [markdown] hint="dep_find"
# A service is in one of three states: never seen, on the path you are walking now, or finished with. Meeting which of them is a cycle? Which of them
# do you walk into?

# %% [markdown] hint="dep_find"
# Recursion keeps the path for you, and gives up at about a thousand. By hand, the stack must remember for each service on the path
# *where you were in its list*: an iterator does. When the iterator of the last one is used up, that service is finished: off the path, never to be entered again.

# %% [markdown] hint="dep_find"
# For each service that isn't finished: path = [it], with an iterator over its needs. While there is a path, take the next need of the last one.
#
# - There is none: the last one is finished, take it off.
# - It is on the path: the cycle is the path from there on. (Ask a set or dictionary, not the list.)
# - It is finished: nothing. Else: it joins the path.
#
# And `needs.get(other, ())`, since not everybody has an entry.

# %% tests="dep_cycle" points=4
def check_cycle(needs, told=None):
    told = told or f"find_cycle({needs})"
    with check.unchanged(needs, when=told):
        cycle = find_cycle(needs)
    check.that(cycle is not None, f"{told} gave None, and there is a cycle.")
    problem = broken_cycle(list(cycle), needs)
    check.that(not problem, f"{told} gave {cycle}: {problem}.")


def check_none(needs, told=None):
    check.equal(find_cycle(needs), None, after=told or f"find_cycle({needs})")


@check("two that need each other")
def two():
    check_cycle({"a": ["b"], "b": ["a"]})


@check("what is needed twice is no cycle")
def diamond():
    check_none({"web": ["login", "search"], "login": ["config"], "search": ["config"], "config": []})


@check("the way into a cycle is not part of it")
def way_in():
    check_cycle({"a": ["b"], "b": ["c"], "c": ["d"], "d": ["b"]})


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


def has_cycle(needs):
    """By taking away, again and again, what needs nothing that is left."""
    left = set(needs)
    while free := {service for service in left if not left & set(needs[service])}:
        left -= free
    return bool(left)


names = st.sampled_from("abcdefg")


@check.law("any graph: a real cycle if there is one, None if not", needs=st.dictionaries(names, st.lists(names, max_size=3), max_size=7), examples=200)
def any_graph(needs):
    if has_cycle(needs):
        check_cycle(needs)
    else:
        check_none(needs)


@check.law("any graph without a cycle gives None", needs=st.dictionaries(names, st.lists(names, max_size=4), max_size=7), examples=100)
def no_cycle(needs):
    check_none({service: [other for other in others if other > service] for service, others in needs.items()})


@check("the only cycle is far from the first service, and behind what was already seen")
def late():
    check_cycle({"a": ["b"], "b": ["c"], "c": [], "d": ["c", "e"], "e": ["b", "f"], "f": ["c", "a", "d"]})
    check_cycle({"a": ["b", "c", "d"], "b": [], "c": ["b"], "d": ["b", "c", "e"], "e": ["c", "d"]})
    check_none({"d": ["a", "c"], "c": ["b", "a"], "b": ["a"], "a": [], "e": ["d", "a"]})


@check("long and short cycles")
def lengths():
    for length in (1, 2, 3, 10, 200):
        ring = {f"s{number}": [f"s{(number + 1) % length}"] for number in range(length)}
        check_cycle(ring, f"find_cycle of a ring of {length}, s0 to s{length - 1},")
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(find_cycle, statements=22)

# %% [markdown]
# ## Stage 2: the odd ones
#
# Aloud, first: nothing at all; one that needs itself; two islands; a need without an entry, or listed twice.

# %% tests="dep_edges" points=3
def cycle_in(needs):
    with check.unchanged(needs, when=f"find_cycle({needs})"):
        return find_cycle(needs)


def check_cycle(needs):
    cycle = cycle_in(needs)
    check.that(cycle is not None, f"find_cycle({needs}) gave None, and there is a cycle.")
    problem = broken_cycle(list(cycle), needs)
    check.that(not problem, f"find_cycle({needs}) gave {cycle}: {problem}.")


@check("a need without an entry is a service that needs nothing")
def no_entry():
    check.equal(cycle_in({"a": ["b", "c"]}), None, after='find_cycle({"a": ["b", "c"]})')
    check_cycle({"a": ["x", "b"], "b": ["y", "a", "z"]})


@check("a service that needs itself")
def itself():
    for needs in ({"a": ["a"]}, {"a": ["b"], "b": ["c", "b"], "c": []}):
        check_cycle(needs)


### BEGIN HIDDEN TESTS
@check("nothing at all, or nothing needed")
def nothing():
    for needs in ({}, {"a": []}, {"a": [], "b": []}):
        check.equal(cycle_in(needs), None, after=f"find_cycle({needs})")


@check("islands: the cycle is on another one than the first service")
def islands():
    check_cycle({"a": ["b"], "b": [], "c": ["d"], "d": ["e"], "e": ["c"]})
    check_cycle({"a": [], "z": ["z"]})
    check.equal(cycle_in({"a": ["b"], "c": ["d"]}), None, after='find_cycle({"a": ["b"], "c": ["d"]})')


@check("a need listed twice is one need")
def twice():
    check.equal(cycle_in({"a": ["b", "b"], "b": ["c", "c"]}), None, after='find_cycle({"a": ["b", "b"], "b": ["c", "c"]})')
    check_cycle({"a": ["b", "b"], "b": ["a", "a"]})


@check("asked twice, or about another graph in between, it answers afresh")
def afresh():
    for _ in range(2):
        check_cycle({"a": ["b"], "b": ["a"]})
        check.equal(cycle_in({"a": ["b"], "b": []}), None, after='find_cycle of a cycle, then find_cycle({"a": ["b"], "b": []})')


@check("the empty string is a name")
def empty_name():
    check_cycle({"": ["a"], "a": [""]})
    check_cycle({"a": ["", "b"], "b": ["a"]})
    check_cycle({"": [""]})
### END HIDDEN TESTS

# %% [markdown]
# ## Stage 3: large and deep
#
# No clock here: the cases count the lines that run and how often a name is hashed or compared, and allow a hundred of these for each service and each
# need. (The names are then objects that count, and are hashed, equal and ordered as names are.) And there is a chain through 20,000 services.
# You can raise Python's recursion limit; be ready to defend what that does to the process.

# %% tests="dep_cost" points=2 inside="it counts the lines that run and walks along 20,000 services"
from course.cases import Counted, Tally, steps_of


def check_linear(pairs, count, told):
    """Build the graph of numbered services, and hold the search to 100 steps for each service and each need."""
    tally = Tally()
    made = [Counted(number, tally) for number in range(count)]
    needs = {service: [] for service in made}
    for service, other in pairs:
        needs[made[service]].append(made[other])
    cycle, steps = steps_of(lambda: find_cycle(needs), tally)
    check.equal(cycle, None, after=f"find_cycle of {told}")
    check.at_most(steps, 100 * (count + len(pairs)), "steps (100 for each service and need)", after=f"find_cycle of {told}")


@check("a chain of 600 services, and one of 20,000")
def chain():
    size = 600  # what grows with the square fails here, and doesn't keep you waiting
    check_linear([(number, number + 1) for number in range(size - 1)], size, f"a chain of {size:,}, first to last")
    size = 20_000
    needs = {f"s{number}": [f"s{number + 1}"] for number in range(size)}
    check.equal(find_cycle(needs), None, after=f"find_cycle of a chain, s0 needs s1 needs ... s{size}")
    needs[f"s{size}"] = ["s0"]
    cycle = find_cycle(needs)
    check.that(cycle is not None, f"find_cycle of a ring of {size + 1:,} services gave None.")
    problem = broken_cycle(list(cycle), needs)
    check.that(not problem, f"find_cycle of a ring of {size + 1:,} services gave a list of {len(cycle):,}: {problem}.")


### BEGIN HIDDEN TESTS
@check("no service is searched once for each way that leads to it")
def ladder():
    pairs = [(2 * step + side, 2 * step + 2 + other) for step in range(14) for side in (0, 1) for other in (0, 1)]
    check_linear(pairs, 30, "15 pairs of services, where each of a pair needs both of the next")


@check("no search begins anew for each service")
def last_first():
    size = 600
    check_linear([(number + 1, number) for number in range(size - 1)], size, f"a chain of {size:,}, last to first")


@check("one that needs many, and many that need one")
def stars():
    size = 600
    check_linear([(0, number) for number in range(1, size)], size, f"one service that needs {size - 1:,} others")
    check_linear([(number, 0) for number in range(1, size)], size, f"{size - 1:,} services that need the same one")
### END HIDDEN TESTS

# %% wrong="whatever was seen before is a cycle" fails="dep_cycle: what is needed twice is no cycle; dep_cycle: any graph: a real cycle if there is one, None if not; dep_cycle: any graph without a cycle gives None; dep_cycle: the only cycle is far from the first service, and behind what was already seen; dep_edges: a need without an entry is a service that needs nothing; dep_edges: a need listed twice is one need; dep_cost: no service is searched once for each way that leads to it; dep_cost: no search begins anew for each service"
def find_cycle(needs):
    done = set()
    for start in needs:
        seen, stack = {}, [start] * (start not in done)
        while stack:
            service = stack.pop()
            if service in seen:
                return list(seen)[list(seen).index(service) :]
            seen[service] = True
            stack += needs.get(service, [])
        done.update(seen)
    return None

# %% wrong="recursion" fails="dep_cost: a chain of 600 services, and one of 20,000"
def find_cycle(needs):
    path, done = {}, set()

    def visit(service):
        if service in path:
            names = list(path)
            return names[names.index(service) :]
        if service in done:
            return None
        path[service] = True
        for other in needs.get(service, ()):
            if cycle := visit(other):
                return cycle
        del path[service]
        done.add(service)
        return None

    return next(filter(None, map(visit, needs)), None)

# %% wrong="never marks a service as finished" fails="dep_cost: a chain of 600 services, and one of 20,000; dep_cost: no service is searched once for each way that leads to it; dep_cost: no search begins anew for each service"
def find_cycle(needs):
    for start in needs:
        path = {start: iter(needs.get(start, ()))}
        while path:
            service, untried = next(reversed(path.items()))
            other = next(untried, None)
            if other is None:
                path.popitem()
            elif other in path:
                return list(path)[list(path).index(other) :]
            else:
                path[other] = iter(needs.get(other, ()))
    return None

# %% wrong="searches from the first service only" fails="dep_cycle: any graph: a real cycle if there is one, None if not; dep_cycle: the only cycle is far from the first service, and behind what was already seen; dep_edges: islands: the cycle is on another one than the first service"
def find_cycle(needs):
    return _cycle_from(next(iter(needs)), needs, set()) if needs else None

# %% wrong="gives the whole path, with the way into the cycle" fails="dep_cycle: the way into a cycle is not part of it; dep_cycle: any graph: a real cycle if there is one, None if not; dep_cycle: the only cycle is far from the first service, and behind what was already seen; dep_edges: a service that needs itself"
def _cycle_from(start, needs, done):
    path = {start: iter(needs.get(start, ()))}
    while path:
        service, untried = next(reversed(path.items()))
        other = next(untried, None)
        if other is None:
            path.popitem()
            done.add(service)
        elif other in path:
            return list(path)
        elif other not in done:
            path[other] = iter(needs.get(other, ()))

# %% wrong="names the first service again at the end" fails="dep_cycle: two that need each other; dep_cycle: the way into a cycle is not part of it; dep_cycle: any graph: a real cycle if there is one, None if not; dep_cycle: the only cycle is far from the first service, and behind what was already seen; dep_cycle: long and short cycles; dep_edges: a need without an entry is a service that needs nothing; dep_edges: a service that needs itself; dep_edges: islands: the cycle is on another one than the first service; dep_edges: a need listed twice is one need; dep_edges: asked twice, or about another graph in between, it answers afresh; dep_edges: the empty string is a name; dep_cost: a chain of 600 services, and one of 20,000"
def find_cycle(needs, inner=find_cycle):
    cycle = inner(needs)
    return cycle and [*cycle, cycle[0]]

# %% wrong="the arrows the wrong way round" fails="dep_cycle: the way into a cycle is not part of it; dep_cycle: any graph: a real cycle if there is one, None if not; dep_cycle: the only cycle is far from the first service, and behind what was already seen; dep_cycle: long and short cycles; dep_edges: islands: the cycle is on another one than the first service; dep_cost: a chain of 600 services, and one of 20,000"
def find_cycle(needs, inner=find_cycle):
    cycle = inner(needs)
    return cycle and cycle[::-1]

# %% wrong="every service has an entry" fails="dep_cycle: any graph: a real cycle if there is one, None if not; dep_cycle: any graph without a cycle gives None; dep_edges: a need without an entry is a service that needs nothing; dep_edges: islands: the cycle is on another one than the first service; dep_edges: a need listed twice is one need; dep_edges: the empty string is a name; dep_cost: a chain of 600 services, and one of 20,000; dep_start: any graph: the one order that was asked for, or ValueError"
def _cycle_from(start, needs, done):
    path = {start: iter(needs[start])}
    while path:
        service, untried = next(reversed(path.items()))
        other = next(untried, None)
        if other is None:
            path.popitem()
            done.add(service)
        elif other in path:
            return list(path)[list(path).index(other) :]
        elif other not in done:
            path[other] = iter(needs[other])

# %% wrong="adds the missing entries to what it was given" fails="dep_cycle: any graph: a real cycle if there is one, None if not; dep_edges: a need without an entry is a service that needs nothing; dep_edges: islands: the cycle is on another one than the first service; dep_edges: a need listed twice is one need; dep_edges: the empty string is a name"
def find_cycle(needs, inner=find_cycle):
    for other in [other for others in needs.values() for other in others]:
        needs.setdefault(other, [])
    return inner(needs)

# %% wrong="takes needing itself for a slip of the pen" fails="dep_cycle: any graph: a real cycle if there is one, None if not; dep_cycle: long and short cycles; dep_edges: a service that needs itself; dep_edges: islands: the cycle is on another one than the first service; dep_edges: the empty string is a name"
def find_cycle(needs, inner=find_cycle):
    return inner({service: [other for other in others if other != service] for service, others in needs.items()})

# %% wrong="remembers what it has finished from call to call" fails="dep_cycle: any graph: a real cycle if there is one, None if not; dep_cycle: the only cycle is far from the first service, and behind what was already seen; dep_edges: a need without an entry is a service that needs nothing; dep_edges: a service that needs itself; dep_edges: islands: the cycle is on another one than the first service; dep_edges: a need listed twice is one need; dep_edges: asked twice, or about another graph in between, it answers afresh; dep_edges: the empty string is a name; dep_cost: a chain of 600 services, and one of 20,000"
def find_cycle(needs, done=set()):
    for start in needs:
        if start not in done and (cycle := _cycle_from(start, needs, done)):
            return cycle
    return None

# %% wrong="gives all that is left when nothing more can start" fails="dep_cycle: the way into a cycle is not part of it; dep_cycle: any graph: a real cycle if there is one, None if not; dep_cycle: the only cycle is far from the first service, and behind what was already seen; dep_edges: a service that needs itself; dep_cost: a chain of 600 services, and one of 20,000; dep_cost: no search begins anew for each service"
def find_cycle(needs):
    left = dict(needs)
    while free := [service for service in left if not any(other in left for other in left[service])]:
        for service in free:
            del left[service]
    return list(left) or None

# %% wrong="looks for a name along the path" fails="dep_cost: a chain of 600 services, and one of 20,000"
def find_cycle(needs):
    done = set()
    for start in needs:
        path = [] if start in done else [(start, iter(needs.get(start, ())))]
        while path:
            service, untried = path[-1]
            other = next(untried, None)
            names = [name for name, _ in path]
            if other is None:
                path.pop()
                done.add(service)
            elif other in names:
                return names[names.index(other) :]
            elif other not in done:
                path.append((other, iter(needs.get(other, ()))))
    return None

# %% wrong="an empty name is no name" fails="dep_edges: the empty string is a name"
def find_cycle(needs, inner=find_cycle):
    return inner({service: [other for other in others if other] for service, others in needs.items() if service})

# %% also_right="three colours, and a stack of entries and exits"
def find_cycle(needs):
    WHITE, GREY, BLACK = range(3)
    colour, parent = {}, {}
    for start in needs:
        stack = [(start, None, False)]
        while stack:
            service, needed_by, leaving = stack.pop()
            if leaving:
                colour[service] = BLACK
                continue
            state = colour.get(service, WHITE)
            if state == GREY:
                cycle = [needed_by]
                while cycle[-1] != service:
                    cycle.append(parent[cycle[-1]])
                return cycle[::-1]
            if state == WHITE:
                colour[service], parent[service] = GREY, needed_by
                stack.append((service, needed_by, True))
                stack.extend((other, service, False) for other in needs.get(service, ()))
    return None

# %% also_right="takes away what can start; from what is left, follows needs until a service comes again"
from collections import Counter, deque


def find_cycle(needs: dict[str, list[str]]) -> list[str] | None:
    open_needs = {service: len(others) for service, others in needs.items()}
    needed_by: dict[str, list[str]] = {}
    for service, others in needs.items():
        for other in others:
            needed_by.setdefault(other, []).append(service)
            open_needs.setdefault(other, 0)
    free = deque(service for service, count in open_needs.items() if count == 0)
    while free:
        service = free.popleft()
        del open_needs[service]
        for waiting in needed_by.get(service, []):
            open_needs[waiting] -= 1
            if open_needs[waiting] == 0:
                free.append(waiting)
    if not open_needs:
        return None
    service, place, walked = next(iter(open_needs)), {}, []
    while service not in place:
        place[service] = len(walked)
        walked.append(service)
        service = next(other for other in needs[service] if other in open_needs)
    return walked[place[service] :]

# %% also_right="graphlib, as you would ship it"
import graphlib


def find_cycle(needs):
    try:
        graphlib.TopologicalSorter(needs).prepare()
    except graphlib.CycleError as error:
        return error.args[1][:0:-1]
    return None

# %% [markdown]
# ## Stage 4: the order to start in
#
# > No cycle, then. In which order do we start them?
#
# - A list: every service once, those without an entry too, and each after all it needs.
# - We compare the plan of today with that of yesterday, so it must not depend on the order of the entries: whenever several could
#   be started next, it is the one whose name comes first in the order of strings.
# - With a cycle there is no order: `ValueError`. Make the message one that helps at three in the morning; nobody tests it.
# - 20,000 services, again, and 150 steps for each service and need.

# %% answer="dep_order"
def start_order(needs):
    """All services in the order to start them, the first name first where there is a choice; ValueError if there is none."""
    ### BEGIN SOLUTION
    unmet = {service: len(needs.get(service, ())) for service in set(needs).union(*needs.values())}
    needed_by = defaultdict(list)
    for service, others in needs.items():
        for other in others:  # one listed twice is counted twice here and in unmet
            needed_by[other].append(service)
    ready = [service for service, count in unmet.items() if not count]
    heapq.heapify(ready)
    order = []
    while ready:
        service = heapq.heappop(ready)
        order.append(service)
        for waiting in needed_by[service]:
            unmet[waiting] -= 1
            if not unmet[waiting]:
                heapq.heappush(ready, waiting)
    if len(order) < len(unmet):
        raise ValueError(f"each of these waits for the next, the last for the first: {find_cycle(needs)}")
    return order


import heapq
from collections import defaultdict
    ### END SOLUTION

# %% [markdown] hint="dep_order"
# A depth-first search gives *an* order, when you write down each service as it is finished. Does it give the one that was asked for? Try `{"c": [], "b": ["d"]}`,
# and `{"b": ["c"], "a": []}`.

# %% [markdown] hint="dep_order"
# Go the other way: who needs nothing may start. Starting it makes those that waited for it need one less. You want a count for each service, a
# list of who waits for it, and something that always gives the smallest name of those that are ready. At the end: were all started?

# %% tests="dep_start" points=3
def order_of(needs):
    with check.unchanged(needs, when=f"start_order({needs})"):
        return list(start_order(needs))


@check("needs first, and where there is a choice the first name first")
def by_name():
    for needs, want in (
        ({"web": ["login", "search"], "login": ["config"], "search": ["config"]}, ["config", "login", "search", "web"]),
        ({"b": ["c"], "a": []}, ["a", "c", "b"]),
        ({"c": [], "b": ["d"]}, ["c", "d", "b"]),
    ):
        check.equal(order_of(needs), want, after=f"start_order({needs})")


@check("a cycle is refused")
def refused():
    check.raises(ValueError, lambda: start_order({"a": ["b"], "b": ["a"], "c": []}), when='start_order({"a": ["b"], "b": ["a"], "c": []})')


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


def plain_order(needs):
    """What the words mean, with no thought for cost."""
    order, left = [], sorted(set(needs).union(*needs.values()))
    while left:
        service = next((each for each in left if not set(needs.get(each, ())) & set(left)), None)
        if service is None:
            return None
        order.append(service)
        left.remove(service)
    return order


names = st.sampled_from("abcdefg")


@check.law("any graph: the one order that was asked for, or ValueError", needs=st.dictionaries(names, st.lists(names, max_size=3), max_size=7), turn=st.booleans(), examples=150)
def any_graph(needs, turn):
    if turn:  # half of them without a cycle
        needs = {service: [other for other in others if (other < service) == (service in "aceg")] for service, others in needs.items()}
    want = plain_order(needs)
    if want is None:
        check.raises(ValueError, lambda: start_order(needs), when=f"start_order({needs})")
    else:
        check.equal(order_of(needs), want, after=f"start_order({needs})")


@check("nothing, islands, needs without an entry, needs listed twice, needing itself")
def odd():
    for needs, want in (
        ({}, []),
        ({"b": [], "a": []}, ["a", "b"]),
        ({"a": ["z"], "b": ["y"]}, ["y", "b", "z", "a"]),
        ({"a": ["b", "b"], "b": ["c", "c", "c"]}, ["c", "b", "a"]),
        ({"s10": [], "s9": [], "S9": [], "": []}, ["", "S9", "s10", "s9"]),
    ):
        check.equal(order_of(needs), want, after=f"start_order({needs})")
    for needs in ({"a": ["a"]}, {"a": [], "b": ["b", "a"]}, {"a": ["b"], "b": ["c"], "c": ["b"]}):
        check.raises(ValueError, lambda: start_order(needs), when=f"start_order({needs})")


@check("the order of the entries makes no difference")
def same_plan():
    entries = [("e", ["b", "d"]), ("d", ["a"]), ("b", ["a", "c"]), ("f", []), ("a", [])]
    for turn in range(len(entries)):
        needs = dict(entries[turn:] + entries[:turn])
        check.equal(order_of(needs), ["a", "c", "b", "d", "e", "f"], after=f"start_order({needs})")
### END HIDDEN TESTS

# %% tests="dep_start_cost" points=1 inside="it counts the lines that run and walks along 20,000 services"
from course.cases import Counted, Tally, steps_of


def check_cost(pairs, told):
    """Build the graph of numbered services, and hold start_order to 150 steps for each service and each need."""
    size, tally = 600, Tally()
    made = [Counted(number, tally) for number in range(size)]
    needs = {service: [] for service in made}
    for service, other in pairs(size):
        needs[made[service]].append(made[other])
    _, steps = steps_of(lambda: start_order(needs), tally)
    most = 150 * (size + len(pairs(size)))
    check.at_most(steps, most, "steps (150 for each service and need)", after=f"start_order of {size:,} services: {told}")


@check("a chain of 600 services, and one of 20,000")
def chain():
    check_cost(lambda size: [(number, number + 1) for number in range(size - 1)], "a chain, first to last")
    size = 20_000
    needs = {f"s{number:06}": [f"s{number + 1:06}"] for number in range(size)}
    problem = broken_order(list(start_order(needs)), needs)
    check.that(not problem, f"start_order of a chain, each of {size:,} services needs the next: {problem}.")


### BEGIN HIDDEN TESTS
@check("the cost grows with services and needs, not with their square")
def nearly_linear():
    check_cost(lambda size: [(0, number) for number in range(1, size)], "one needs all others")
    check_cost(lambda size: [(number, 0) for number in range(1, size)], "all others need one")
    check_cost(lambda size: [], "nobody needs anybody")
### END HIDDEN TESTS

# %% wrong="a depth-first search, names in order" fails="dep_start: needs first, and where there is a choice the first name first; dep_start: any graph: the one order that was asked for, or ValueError; dep_start: nothing, islands, needs without an entry, needs listed twice, needing itself"
def start_order(needs):
    if find_cycle(needs):
        raise ValueError("cycle")
    order, stack = {}, [(name, False) for name in sorted(set(needs).union(*needs.values()), reverse=True)]
    while stack:
        service, leaving = stack.pop()
        if leaving:
            order[service] = True
        elif service not in order:
            stack.append((service, True))
            stack += [(other, False) for other in sorted(needs.get(service, ()), reverse=True)]
    return list(order)

# %% wrong="by waves: all that are ready, then all that those made ready" fails="dep_start: any graph: the one order that was asked for, or ValueError; dep_start: nothing, islands, needs without an entry, needs listed twice, needing itself; dep_start: the order of the entries makes no difference; dep_start_cost: a chain of 600 services, and one of 20,000"
def start_order(needs):
    left, order = set(needs).union(*needs.values()), []
    while left:
        wave = sorted(service for service in left if not left.intersection(needs.get(service, ())))
        if not wave:
            raise ValueError("cycle")
        order += wave
        left -= set(wave)
    return order

# %% wrong="a queue of who is ready, first come first served" fails="dep_start: any graph: the one order that was asked for, or ValueError; dep_start: nothing, islands, needs without an entry, needs listed twice, needing itself; dep_start: the order of the entries makes no difference"
def start_order(needs):
    unmet = {service: len(needs.get(service, ())) for service in sorted(set(needs).union(*needs.values()))}
    ready = [service for service in unmet if not unmet[service]]
    needed_by = defaultdict(list)
    for service, others in needs.items():
        for other in others:
            needed_by[other].append(service)
    for service in ready:
        for waiting in needed_by[service]:
            unmet[waiting] -= 1
            if not unmet[waiting]:
                ready.append(waiting)
    if len(ready) < len(unmet):
        raise ValueError("cycle")
    return ready

# %% wrong="gives what it could start, and says nothing of the rest" fails="dep_start: a cycle is refused; dep_start: any graph: the one order that was asked for, or ValueError; dep_start: nothing, islands, needs without an entry, needs listed twice, needing itself"
def start_order(needs, inner=start_order):
    while cycle := find_cycle(needs):
        needs = {service: others for service, others in needs.items() if service not in cycle}
    return inner(needs)

# %% wrong="starts only what has an entry" fails="dep_start: needs first, and where there is a choice the first name first; dep_start: any graph: the one order that was asked for, or ValueError; dep_start: nothing, islands, needs without an entry, needs listed twice, needing itself; dep_start: the order of the entries makes no difference; dep_start_cost: a chain of 600 services, and one of 20,000"
def start_order(needs, inner=start_order):
    return [service for service in inner(needs) if service in needs]

# %% wrong="counts a need listed twice once on one side only" fails="dep_start: any graph: the one order that was asked for, or ValueError; dep_start: nothing, islands, needs without an entry, needs listed twice, needing itself"
def start_order(needs):
    unmet = {service: len(needs.get(service, ())) for service in set(needs).union(*needs.values())}
    needed_by = defaultdict(set)
    for service, others in needs.items():
        for other in others:
            needed_by[other].add(service)
    ready, order = sorted(service for service in unmet if not unmet[service]), []
    while ready:
        service = heapq.heappop(ready)
        order.append(service)
        for waiting in needed_by[service]:
            unmet[waiting] -= 1
            if not unmet[waiting]:
                heapq.heappush(ready, waiting)
    if len(order) < len(unmet):
        raise ValueError("cycle")
    return order

# %% wrong="those that need it first" fails="dep_start: needs first, and where there is a choice the first name first; dep_start: any graph: the one order that was asked for, or ValueError; dep_start: nothing, islands, needs without an entry, needs listed twice, needing itself; dep_start: the order of the entries makes no difference; dep_start_cost: a chain of 600 services, and one of 20,000"
def start_order(needs, inner=start_order):
    return inner(needs)[::-1]

# %% wrong="gives None when there is a cycle" fails="dep_start: a cycle is refused; dep_start: any graph: the one order that was asked for, or ValueError; dep_start: nothing, islands, needs without an entry, needs listed twice, needing itself"
def start_order(needs, inner=start_order):
    return None if find_cycle(needs) else inner(needs)

# %% wrong="looks through all that are left for the next one" fails="dep_start_cost"
def start_order(needs):
    left, order = dict.fromkeys(sorted(set(needs).union(*needs.values()))), []
    while left:
        for service in left:
            if not any(other in left for other in needs.get(service, ())):
                break
        else:
            raise ValueError("cycle")
        order.append(service)
        del left[service]
    return order

# %% also_right="sets of what is still needed, and the ready in a list kept in order"
import bisect


def start_order(needs):
    missing = {service: set(others) for service, others in needs.items()}
    waiting = {}
    for service, others in missing.items():
        for other in others:
            waiting.setdefault(other, set()).add(service)
    everybody = missing.keys() | waiting.keys()
    ready = sorted(service for service in everybody if not missing.get(service))
    order = []
    while ready:
        order.append(ready.pop(0))
        for service in waiting.get(order[-1], ()):
            missing[service].remove(order[-1])
            if not missing[service]:
                bisect.insort(ready, service)
    if len(order) != len(everybody):
        raise ValueError("no order")
    return order

# %% also_right="graphlib and a heap"
import graphlib
import heapq


def start_order(needs):
    sorter = graphlib.TopologicalSorter(needs)
    sorter.prepare()  # CycleError is a ValueError
    ready, order = list(sorter.get_ready()), []
    heapq.heapify(ready)
    while ready:
        order.append(heapq.heappop(ready))
        sorter.done(order[-1])
        for service in sorter.get_ready():
            heapq.heappush(ready, service)
    return order

# %% [markdown]
# ## Stage 5: never again
#
# > Finding it after the outage is late. Every new need is registered with us. Refuse the one that would close a cycle.
#
# - `need(service, other)`: `service` is to need `other`. If that would close a cycle, nothing is recorded and the cycle that it would close is
#   given, in the form of stage 1. Otherwise it is recorded, and `None` given. What is recorded already is fine.
# - `drop(service, other)`: it no longer needs it; if it did not, nothing happens.
# - There are as many calls as needs, so a call does not go through all that is recorded: only what can be reached from the two names, along needs or
#   against them. It looks at no service and no need more than a bounded number of times, with a hundred steps for each; chains may be as deep as before.

# %% answer="dep_registry"
class Registry:
    """Who needs whom, without a cycle at any time."""

    def __init__(self):
        ### BEGIN SOLUTION
        self._needs = {}
        ### END SOLUTION

    def need(self, service, other):
        """Record that `service` needs `other`: None, or the cycle that it would close, and then nothing is recorded."""
        ### BEGIN SOLUTION
        cycle = self._path(other, service)
        if cycle is None:
            self._needs.setdefault(service, set()).add(other)
        return cycle
        ### END SOLUTION

    def drop(self, service, other):
        """Record that `service` does not need `other`."""
        ### BEGIN SOLUTION
        self._needs.get(service, set()).discard(other)

    def _path(self, start, goal):
        """From `start` along needs to `goal`; None if that cannot be reached."""
        needed_by = {start: None}  # the one from which each was found
        found = [start]
        while found:
            service = found.pop()
            if service == goal:
                break
            for other in self._needs.get(service, ()):
                if other not in needed_by:
                    needed_by[other] = service
                    found.append(other)
        else:
            return None
        path = []
        while service is not None:
            path.append(service)
            service = needed_by[service]
        return path[::-1]
        ### END SOLUTION

# %% [markdown] hint="dep_registry"
# There is no cycle before. So one that comes with this need must use it. What else is in it, between `other` and `service`?

# %% [markdown] hint="dep_registry"
# Search from `other` along needs. If you never meet `service`, record it. If you do, the way you came *is* the cycle: it leads from `other` to
# `service`, which is to need `other`. Keep for each service from which one you found it, and walk back. Nothing is recorded before you know.

# %% tests="dep_refused" points=3
def play(script):
    """Make the calls, such as "need a b, drop a b", and check each answer; gives the registry and what is recorded by then."""
    registry, recorded, done = Registry(), {}, []
    for call in script.split(", "):
        verb, service, other = call.split()
        done.append(call)
        told = f"After {', '.join(done)}: "
        if verb == "drop":
            registry.drop(service, other)
            recorded.get(service, set()).discard(other)
            continue
        answer = registry.need(service, other)
        with_it = {**recorded, service: recorded.get(service, set()) | {other}}
        if reaches(recorded, other, service):
            check.that(answer is not None, f"{told}None came back, and this closes a cycle.")
            problem = broken_cycle(list(answer), with_it)
            check.that(not problem, f"{told}{answer} came back as the cycle that it would close: {problem}.")
        else:
            check.that(answer is None, f"{told}{answer} came back, and this closes no cycle.")
            recorded = with_it


def reaches(recorded, start, goal):
    reached, size = {start}, 0
    while size < len(reached):
        size = len(reached)
        reached |= {other for service in reached for other in recorded.get(service, ())}
    return goal in reached


@check("the need that would close a cycle is refused, with the cycle")
def refuses():
    play("need a b, need b a")
    play("need a b, need b c, need c d, need d a, need d b")


@check("a need that is refused leaves nothing behind")
def nothing_left():
    play("need a b, need b a, need a b, drop a b, need b a, need a b")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st

names = st.sampled_from("abcde")
call = st.tuples(st.sampled_from(["need", "need", "need", "drop"]), names, names).map(" ".join)


@check.law("any calls", calls=st.integers(1, 25).flatmap(lambda n: st.lists(call, min_size=n, max_size=n)), examples=100)
def any_calls(calls):
    play(", ".join(calls))


@check("itself, again, and by two ways")
def odd():
    play("need a a, need a b, need a b, need b a, drop a b, need b a")
    play("need a b, need a c, need b d, need c d, need d e, need e a, drop b d, need e a, drop c d, need e a")
    play("drop x y, need x y, drop x z, need y x, need z x, need z y, need y z")


@check("two registries share nothing")
def apart():
    one, other = Registry(), Registry()
    one.need("a", "b")
    check.equal(other.need("b", "a"), None, after='one.need("a", "b"); then other.need("b", "a")')
### END HIDDEN TESTS

# %% tests="dep_refused_cost" points=1 inside="it counts the lines that run and walks along 20,000 services"
from course.cases import Counted, Tally, steps_of


@check("a chain of 20,000 services, after 600 pairs that have nothing to do with each other")
def chain():
    registry, tally = Registry(), Tally()
    made = [Counted(number, tally) for number in range(1_202)]
    for number in range(0, 1_200, 2):
        registry.need(made[number], made[number + 1])
    _, steps = steps_of(lambda: registry.need(made[1_200], made[1_201]), tally)
    did = "600 pairs of services, the first of each needs the second; then a need of a new service for another new one"
    check.at_most(steps, 1_000, "steps of the last call", after=did)
    registry, size = Registry(), 20_000
    # First pairs, then fours, then eights: no call has much to search, in whichever direction it does.
    for number in sorted(range(size), key=lambda number: (number + 1) & -(number + 1)):
        registry.need(f"s{number}", f"s{number + 1}")
    cycle = registry.need(f"s{size}", "s0")
    needs = {f"s{number}": [f"s{(number + 1) % (size + 1)}"] for number in range(size + 1)}
    check.that(cycle is not None, f"After a chain of {size:,} needs, the one that closes it gave None.")
    problem = broken_cycle(list(cycle), needs)
    check.that(not problem, f"After a chain of {size:,} needs, the one that closes it gave a list of {len(cycle):,}: {problem}.")


### BEGIN HIDDEN TESTS
@check("no service is searched once for each way that leads to it")
def ladder():
    registry, tally = Registry(), Tally()
    made = [Counted(number, tally) for number in range(30)]
    for step in reversed(range(14)):
        for side in (0, 1):
            for other in (0, 1):
                _, steps = steps_of(lambda: registry.need(made[2 * step + side], made[2 * step + 2 + other]), tally)
                check.at_most(steps, 100 * (30 + 56), "steps (100 for each service and need)", after="15 pairs, each of a pair needs both of the next; one call of need")


@check("the search looks at each service a bounded number of times")
def along():
    registry, size, tally = Registry(), 600, Tally()
    made = [Counted(number, tally) for number in range(size)]
    for number in sorted(range(size - 1), key=lambda number: (number + 1) & -(number + 1)):
        registry.need(made[number], made[number + 1])
    cycle, steps = steps_of(lambda: registry.need(made[-1], made[0]), tally)
    did = f"a chain of {size} services; then the need of the last for the first"
    check.equal(len(cycle or ()), size, after=did + ": the services in the cycle")
    check.at_most(steps, 100 * 2 * size, "steps (100 for each service and need)", after=did)
### END HIDDEN TESTS

# %% wrong="records first, and then looks" fails="dep_refused: a need that is refused leaves nothing behind; dep_refused: any calls"
class Registry(Registry):
    def need(self, service, other):
        cycle = super().need(service, other)
        self._needs.setdefault(service, set()).add(other)
        return cycle

# %% wrong="looks only whether the other needs it directly" fails="dep_refused: the need that would close a cycle is refused, with the cycle; dep_refused: any calls; dep_refused: itself, again, and by two ways; dep_refused_cost: a chain of 20,000 services, after 600 pairs that have nothing to do with each other; dep_refused_cost: the search looks at each service a bounded number of times"
class Registry(Registry):
    def _path(self, start, goal):
        if start == goal:
            return [goal]
        return [start, goal] if goal in self._needs.get(start, ()) else None

# %% wrong="searches the wrong way" fails="dep_refused: the need that would close a cycle is refused, with the cycle; dep_refused: a need that is refused leaves nothing behind; dep_refused: any calls; dep_refused: itself, again, and by two ways; dep_refused_cost: a chain of 20,000 services, after 600 pairs that have nothing to do with each other; dep_refused_cost: the search looks at each service a bounded number of times"
class Registry(Registry):
    def need(self, service, other):
        cycle = self._path(service, other)
        if cycle is None:
            self._needs.setdefault(service, set()).add(other)
        return cycle

# %% wrong="gives all that the search has seen" fails="dep_refused: any calls; dep_refused: itself, again, and by two ways; dep_refused_cost: a chain of 20,000 services, after 600 pairs that have nothing to do with each other"
class Registry(Registry):
    def need(self, service, other):
        cycle = super().need(service, other)
        return cycle and sorted({*cycle, *self._needs.get(service, ()), *self._needs.get(other, ())})

# %% wrong="lets a service need itself" fails="dep_refused: any calls; dep_refused: itself, again, and by two ways"
class Registry(Registry):
    def need(self, service, other):
        return None if service == other else super().need(service, other)

# %% wrong="refuses what is recorded already" fails="dep_refused: a need that is refused leaves nothing behind; dep_refused: any calls; dep_refused: itself, again, and by two ways"
class Registry(Registry):
    def need(self, service, other):
        return [service, other] if other in self._needs.get(service, ()) else super().need(service, other)

# %% wrong="drop forgets all needs of the service" fails="dep_refused: any calls; dep_refused: itself, again, and by two ways"
class Registry(Registry):
    def drop(self, service, other):
        self._needs.pop(service, None)

# %% wrong="drop takes it for granted that there is something to drop" fails="dep_refused: any calls; dep_refused: itself, again, and by two ways"
class Registry(Registry):
    def drop(self, service, other):
        self._needs[service].remove(other)

# %% wrong="the needs are on the class" fails="dep_refused: any calls; dep_refused: itself, again, and by two ways; dep_refused_cost: the search looks at each service a bounded number of times"
class Registry(Registry):
    shared = {}

    def __init__(self):
        self._needs = self.shared

# %% wrong="asks stage 1 about everything that is recorded, each time" fails="dep_refused_cost: a chain of 20,000 services, after 600 pairs that have nothing to do with each other"
class Registry(Registry):
    def need(self, service, other):
        trial = {**self._needs, service: {*self._needs.get(service, ()), other}}
        cycle = find_cycle(trial)
        if not cycle:
            self._needs = trial
        return cycle

# %% wrong="keeps those it has seen in a list" fails="dep_refused_cost: the search looks at each service a bounded number of times"
class Registry(Registry):
    def need(self, service, other):
        if len(self._needs) > 2_000:
            return super().need(service, other)
        seen, came = [other], {other: None}
        for at in seen:
            if at == service:
                path = [at]
                while path[-1] != other:
                    path.append(came[path[-1]])
                return path[::-1]
            for each in self._needs.get(at, ()):
                if each not in seen:
                    seen.append(each)
                    came[each] = at
        self._needs.setdefault(service, set()).add(other)

# %% wrong="walks every way" fails="dep_refused_cost: no service is searched once for each way that leads to it"
class Registry(Registry):
    def _path(self, start, goal):
        ways = [[start]]
        while ways:
            way = ways.pop()
            if way[-1] == goal:
                return way
            ways += [[*way, other] for other in self._needs.get(way[-1], ())]
        return None

# %% wrong="recursion" fails="dep_refused_cost: a chain of 20,000 services, after 600 pairs that have nothing to do with each other"
class Registry(Registry):
    def _path(self, start, goal, seen=None):
        seen = set() if seen is None else seen
        seen.add(start)
        if start == goal:
            return [start]
        for other in self._needs.get(start, ()):
            if other not in seen and (path := self._path(other, goal, seen)):
                return [start, *path]
        return None

# %% also_right="breadth first, from the service backwards along those who need it"
from collections import defaultdict, deque


class Registry:
    def __init__(self):
        self.needed_by = defaultdict(set)

    def need(self, service, other):
        after, queue = {service: None}, deque([service])
        while queue and other not in after:
            each = queue.popleft()
            for user in self.needed_by[each]:
                if user not in after:
                    after[user] = each
                    queue.append(user)
        if other not in after:
            self.needed_by[other].add(service)
            return None
        cycle = [other]
        while after[cycle[-1]] is not None:
            cycle.append(after[cycle[-1]])
        return tuple(cycle)

    def drop(self, service, other):
        self.needed_by[other].discard(service)

# %% also_right="a depth-first search that carries its path"
class Registry:
    def __init__(self) -> None:
        self.pairs: dict[str, dict[str, bool]] = {}

    def need(self, service: str, other: str) -> list[str] | None:
        path, tried = [(other, iter(list(self.pairs.get(other, {}))))], {other}
        while path and path[-1][0] != service:
            following = next((each for each in path[-1][1] if each not in tried), None)
            if following is None:
                path.pop()
            else:
                tried.add(following)
                path.append((following, iter(list(self.pairs.get(following, {})))))
        if path:
            return [name for name, _ in path]
        self.pairs.setdefault(service, {})[other] = True
        return None

    def drop(self, service: str, other: str) -> None:
        self.pairs.get(service, {}).pop(other, None)

# %% [markdown]
# ## The solution, and others
#
# With V services and E needs: the search looks at each service and each need once, O(V + E) time, O(V) memory for the path and the finished
# ones. The order costs O(E + V log V), the logarithm for the names alone; any order would do without. A refusal costs what can be
# reached from `other`, in the worst case everything.
#
# | instead | wins | loses |
# |---|---|---|
# | **Recursion** in place of the path by hand | the code reads like the definition | one frame for each service on the path; at Python's usual limit of 1,000 it ends |
# | **Taking away what can start** (Kahn), then following needs among what is left | no path to keep; finds order and cycle in one go | what is left is more than the cycles: all that wait for one, too |
# | **Strongly connected components** (Tarjan) | all tangled services at once, in groups, still O(V + E) | more to write and to get right; a group is not yet a cycle that a person can follow |
# | **`graphlib`** | tested, in the standard library, gives out what is ready as others are done | its ties are by order of insertion; you still own the message |

# %% [markdown] written="dep_tradeoffs" points=3
# **Argue it.** The registry now belongs to 300 teams. Twice a day somebody's deployment is refused because of a cycle between services they
# don't own. Set out at least two other ways to deal with cycles (when to check, what to refuse, what to allow), what each wins and loses, and argue for
# one (RUBRIC-12). Is a cycle of needs always a mistake? About 200 words.

# %% part
from course.parts import self_assess

self_assess(
    "dep_tradeoffs",
    L5=[
        "Separates needing at start-up from calling at run time: only the first makes a cycle deadly",
        "Compares refusing at registration with checking in CI and with a report for owners, by who is stopped and when",
        "Says how a cycle is broken: a need made optional, started degraded and retried, or a part of a service split off",
        "Says what the refused team sees: the whole cycle, whose need came last, whom to ask",
    ],
    L6=[
        "Notes that declared needs drift from real ones, and says what would show it: traces, or a drill that starts everything",
        "Starts with those cycles that exist: a list of known ones that may only shrink, so that new ones can be refused at once",
        "Treats the race: two needs registered at the same time, each harmless, together a cycle; check and record must be one step",
        "Argues for one, says what to measure, and what would change their mind",
    ],
)

# %% [markdown]
# ## Follow-ups, and what a good answer contains
#
# <details><summary>Which services cannot start because of a cycle, and which of them are to blame?</summary>
#
# What is left after taking away all that can start *cannot start*. To blame are the strongly connected components with more than one service, or one that
# needs itself; the rest of what is left only waits for them. Tarjan's algorithm finds the components in O(V + E), with a stack by hand at this depth.
#
# </details>
#
# <details><summary>List all cycles.</summary>
#
# There can be exponentially many, so ask what for. To mend them, components are enough; Johnson's algorithm (1975) lists elementary
# cycles at a cost of O(V + E) for each. To make a graph acyclic with the fewest cuts is NP-hard; people cut where it is cheap.
#
# </details>
#
# <details><summary>Start as many at once as possible.</summary>
#
# Start whatever is ready, and at each one that comes up count down those that wait for it: the same counts, with events in place of a loop. Bound how many start
# at once; say what happens to those that wait for one that fails, and after which time you call it failed. The longest chain bounds the time from below.
#
# </details>
#
# <details><summary>A million calls of need, and each searches half the graph.</summary>
#
# Keep an order of start. If `other` stands before `service`, there is nothing to search; otherwise only what stands between the two has to be searched and moved
# (Pearce and Kelly, 2006). Most calls then cost next to nothing; the worst is no better.
#
# </details>
#
# ## Say it
#
# Ninety seconds, without the code in view: which way the arrows point; what you give back and for what; the three states, and why two are not enough; how deep, and
# why no recursion; cost in services and needs; how the order is made the same each day; what you left out.

# %% part
from course.parts import timer

timer("dep_say", seconds=90)

# %% [markdown]
# **Sources.** The question is named for Netflix by one interview guide (MockRound, M. Reid, 23 March 2026); nothing by the company confirms it, and the
# rubric rows come from interview guides, too. The outage in the prompt is invented. Algorithms: A. B. Kahn, *Topological sorting of large networks*, Communications of the ACM 5,
# 1962; R. Tarjan, *Depth-first search and linear graph algorithms*, SIAM Journal on Computing 1, 1972; D. B. Johnson, *Finding all the elementary circuits of a directed graph*, SIAM Journal on Computing 4, 1975;
# D. J. Pearce and P. H. J. Kelly, *A dynamic topological sort algorithm for directed acyclic graphs*, ACM Journal of Experimental Algorithmics 11, 2006; the documentation of
# [graphlib](https://docs.python.org/3/library/graphlib.html). This course is independent of Netflix.
