# ---
# keeper:
#   title: The most watched, in a memory that never grows
#   minutes: 60
#   level: L5
#   covers: [CODE-13, CODE-25, RUBRIC-10, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-16, RUBRIC-17, RUBRIC-18, RUBRIC-19]
#   needs: []
# ---

# %% [markdown]
# The interviewer says:
#
# > Every play of a title is an event, and there are a lot of them. I want to ask at any time: which titles are played most? A
# > dictionary of counts got too large for the machine. What would you do?
#
# **What they listen for.** That you notice what a bounded memory costs, and say which answers you can still promise, before you
# pick an algorithm (RUBRIC-10, 17). Then a small structure whose bound you can argue in three sentences (RUBRIC-11, 18), no
# more of it than was asked (RUBRIC-15), and the alternatives you turned down (RUBRIC-12). The question and this way of scoring it are *reported
# by interview guides*, not by the company.
#
# Take two minutes. What do you ask?

# %% part
from course.parts import clarify

clarify(
    "topk_questions",
    {
        "How much memory do I get?": "`counters` entries, a number given at the start, however many different titles come. Beside "
        "them, what your structure needs: we count the items you hold on to, and allow four for each counter, plus four.",
        "Must the counts be exact?": "They can't be, in that memory. Give each title an estimate and a possible error, so that "
        "*estimate - error <= true count <= estimate*. After n events no error is above n / counters.",
        "May a frequent title be missing?": "Who came more than n / counters times of n is always there. Who came exactly that "
        "often, or less, may be missing.",
        "And if everything fits?": "As long as no more different titles came than there are counters, each is there, with its exact count "
        "and an error of 0.",
        "What does top(k) give, and in which order?": "k of the entries as tuples (item, estimate, error), the highest estimate "
        "first: no entry left out has a higher estimate than one that is in. If there are fewer than k entries, all of them; for a k of 0, none. "
        "It is never negative.",
        "Two with the same estimate: which first?": "Either. Don't spend a line on it.",
        "What can an item be?": "Whatever a dictionary takes as a key: None, 0 and the empty string, too. Items need not "
        "be comparable with each other.",
        "What may one event cost?": "On average over the stream no more than about the logarithm of the number of counters. A single "
        "event may be dearer. `top` is asked once a second by a dashboard and may look at every counter.",
        "What if somebody configures 0 counters?": "`ValueError`, when it is made. So for anything below 1.",
        "Since when do we count?": "Since it was made. Ask me again when that works.",
        "Is one instance shared by several threads?": "No, each process counts for itself. Soon I'll want to put their answers together.",
        "May a caller change the list that top gave?": "It is theirs: do they change it, or ask again, nothing happens to your counts.",
        "Which Python version, and do you want type hints?": "Write what you write fastest. It won't count either way.",
        "Do the events come over Kafka or HTTP?": "Somebody calls `add`. It makes no difference to you.",
    },
    solved_by="topk_edges",
)

# %% [markdown] written="topk_opening" points=2
# **Say it back.** Five or six lines, as you would type them at the top of the editor: your reading, what you promise and what you
# don't, what you put off, and the question you end on.

# %% part
from course.parts import self_assess

self_assess(
    "topk_opening",
    L5=[
        "Says that exact counts in bounded memory are impossible, and what is promised in their place",
        "At least four assumptions, among them the memory bound, the error bound and which items can never be missing",
        "Names what is put off: windows or decay, merging, threads",
        "Ends by asking for agreement, before any code",
    ],
    L6=[
        "Gives the bound a meaning: at n events and m counters, ranks are certain only for titles further apart than n / m",
        "Asks what a wrong rank costs the reader, since that decides the number of counters",
        "Says when the plain dictionary is right after all: a catalogue of known, bounded size",
    ],
)

# %% [markdown]
# ## How many can be large at once?
#
# A stream in the shape that popularity often has: few titles take much of it, and there is a long tail. With 100 counters, n / counters
# is the bar that an item must pass to be promised a place. Guess, before you run it: how many different titles,
# and how many of them pass the bar? Then make the stream flatter (`1 / rank ** 0.5`), steeper, longer.

# %%
import collections
import random

random.seed(13)
ranks = range(1, 50_001)
plays = random.choices(ranks, weights=[1 / rank for rank in ranks], k=100_000)
counts = collections.Counter(plays)
print(f"{len(counts):,} different titles; {sum(count > len(plays) / 100 for count in counts.values())} of them more often than n / 100")

# %% [markdown]
# Whatever you make of the stream, fewer than a hundred can pass: a hundred titles with more than a hundredth each would be more than
# there was. So a hundred places are enough for them. What is left is to give each event its place *without knowing what will come*:
# when all places are taken and a new title arrives, somebody has to pay. Who, and how do you tell the reader?
#
# ## Stage 1: the core
#
# The locked cell is the promise as code. Use it on streams of your own, before you run any case.

# %% given
from collections import Counter


def broken_promise(rows, events, counters):
    """What is wrong with `rows`, all that top() gives, after `events`: a sentence, or None if all that was promised holds."""
    true, n = Counter(events), len(events)
    listed = {item for item, _, _ in rows}
    if len(rows) > counters:
        return f"{len(rows)} entries, from {counters} counters"
    if len(listed) < len(rows):
        return "an item is listed twice"
    for item, estimate, error in rows:
        if not estimate - error <= true[item] <= estimate:
            return f"{item!r} came {true[item]} times, and the answer says from {estimate - error} to {estimate}"
        if error * counters > n:
            return f"the error of {item!r} is {error}, more than {n} / {counters}"
    for item, count in true.items():
        if count * counters > n and item not in listed:
            return f"{item!r} came {count} times of {n}, more than {n} / {counters}, and is missing"
    if len(true) <= counters and any(error for _, _, error in rows):
        return f"only {len(true)} different items came, {counters} fit, and yet there are errors"
    if len(true) <= counters and len(rows) < len(true):
        return f"only {len(true)} different items came, {counters} fit, and yet only {len(rows)} are listed"
    return None

# %% answer="topk_core"
class TopK:
    """The most frequent items of a stream, in at most `counters` entries."""

    def __init__(self, counters):
        ### BEGIN SOLUTION
        if counters < 1:
            raise ValueError(f"counters must be at least 1, not {counters}")
        self._counters = counters
        self._counts = {}
        self._cancelled = 0  # how often one was taken from every counter: what any count may be short of
        ### END SOLUTION

    def add(self, item):
        """Count one event."""
        ### BEGIN SOLUTION
        if item in self._counts:
            self._counts[item] += 1
        elif len(self._counts) < self._counters:
            self._counts[item] = 1
        else:  # this event and one of each counter cancel out: dear, but paid for by the events that filled the counters
            self._cancelled += 1
            self._counts = {item: count - 1 for item, count in self._counts.items() if count > 1}
        ### END SOLUTION

    def top(self, k):
        """Up to `k` tuples (item, estimate, error), highest estimate first."""
        ### BEGIN SOLUTION
        largest = heapq.nlargest(k, self._counts.items(), key=itemgetter(1))
        return [(item, count + self._cancelled, self._cancelled) for item, count in largest]
        ### END SOLUTION

    def merged(self, other):
        """A new TopK for the events of both. Leave it for stage 4."""
        ### BEGIN SOLUTION
        if other._counters != self._counters:
            raise ValueError(f"cannot merge {self._counters} counters with {other._counters}")
        both = Counter(self._counts) + Counter(other._counts)
        ranked = sorted(both.values(), reverse=True)
        # Each with a place pays what the first without one has: so they cancel out as in add(), many rounds at a time.
        surplus = ranked[self._counters] if len(ranked) > self._counters else 0
        result = TopK(self._counters)
        result._cancelled = self._cancelled + other._cancelled + surplus
        result._counts = {item: count - surplus for item, count in both.items() if count > surplus}
        return result


import heapq
from collections import Counter
from operator import itemgetter
        ### END SOLUTION

# %% [markdown] hint="topk_core"
# All counters are taken, and a title comes that has none. Only two parties can pay: the newcomer, or those that are in. If the newcomer
# always pays, what happens to a title that becomes popular late?

# %% [markdown] hint="topk_core"
# Two ways are known, and both keep the promise.
#
# - *Somebody makes room*: the smallest counter is given to the newcomer. But the newcomer may have been here before, and been thrown out:
#   how often, at most? If it starts at 1, the estimate is too low. What must it start with, and what is then its error?
# - *All pay*: take one from every counter, drop those that reach zero, and forget the newcomer. How much can any count be short by then?

# %% [markdown] hint="topk_core"
# *All pay*, as a sketch. Keep counts, and one number `paid`.
#
# - `add`: known, one more. Unknown and room, 1. Else `paid` goes up by one, each count down by one, the zeros go; the newcomer gets nothing.
# - `top`: a count is too low by at most `paid`; so the estimate is count + `paid`, the error `paid`.
#
# Why is `paid` at most n / counters? Each round destroys counters + 1 events (one of each counter and the newcomer), and no more than n
# events came. And a round of `counters` steps needs at least one event for each of the counts it takes away.

# %% [markdown] hint="topk_core"
# *Stage 4.* Machine A lists a title, machine B does not. B promised something about the titles it doesn't list, too: none of them came more often
# than … ? That much has to go into the merged estimate, and into the error.

# %% [markdown] hint="topk_core"
# *Stage 4.* Two steps. First the union of the entries, up to twice as many as there is room for: add the estimates, add the errors; who is missing on one side
# gets for it the most that a missing title can have had there, as estimate *and* as error. Then make it fit, so that the bound still holds for who had to go.

# %% [markdown] hint="topk_core"
# *Stage 4.* If your core gives the smallest counter to the newcomer: a missing title had at most the smallest estimate of a full side, 0 of one with
# room. Add up, keep the `counters` highest estimates, drop the rest.
#
# If in your core all pay: add the counts and the two `paid`. With m counters, sort the counts, take the count in place m + 1 (0 if there
# is none) away from all, add it to `paid`, and drop who is not above 0. It is what `add` does, many rounds at a time.

# %% tests="topk_bounds" points=4
def rows_after(counters, events):
    """All entries after adding the events."""
    summary = TopK(counters)
    for event in events:
        summary.add(event)
    return [(item, estimate, error) for item, estimate, error in summary.top(counters + 5)]


def check_promise(counters, events, told):
    rows = rows_after(counters, events)
    problem = broken_promise(rows, events, counters)
    check.that(not problem, f"With {counters} counters, after {told}: {problem}. The first entries: {rows[:5]}")


@check("while everything fits, the counts are exact, the highest first")
def exact_at_first():
    for events, want in (("abacab", [("a", 3, 0), ("b", 2, 0), ("c", 1, 0)]), ("cbbaaa", [("a", 3, 0), ("b", 2, 0), ("c", 1, 0)])):
        check.equal(rows_after(3, events), want, after=f"3 counters, adding {', '.join(events)}; then top(8)")


@check("one title more than fits")
def one_too_many():
    for events in ("aabbc", "aaabbbccc", "abcabcabc", "abcccc"):
        check_promise(2, events, f"adding {', '.join(events)}")


### BEGIN HIDDEN TESTS
import random

from hypothesis import strategies as st

runs = st.integers(0, 12).flatmap(lambda n: st.lists(st.tuples(st.sampled_from("abcdef"), st.sampled_from([1, 1, 1, 2, 5])), min_size=n, max_size=n))


@check.law(
    "under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing",
    counters=st.integers(1, 4),
    events=runs.map(lambda runs: "".join(item * times for item, times in runs)),
    examples=100,
)
def promise(counters, events):
    check_promise(counters, events, f"adding {', '.join(events) or 'nothing'}")


@check("a skewed stream of 3,000 events")
def skewed():
    draw = random.Random(5)
    ranks = range(1, 1001)
    check_promise(40, draw.choices(ranks, weights=[1 / rank for rank in ranks], k=3000), "3,000 events, title r with weight 1/r")


@check("a title that is frequent early, and one that is frequent late")
def early_and_late():
    tail = [f"tail {number}" for number in range(500)]
    check_promise(4, ["early"] * 200 + tail, "200 times 'early', then 500 titles once each")
    check_promise(4, tail + ["late"] * 200, "500 titles once each, then 200 times 'late'")
    check_promise(4, [event for title in tail[:200] for event in (title, "steady")], "200 titles once each, and after each of them 'steady'")


@check("nothing but different titles")
def all_different():
    for counters in (1, 3, 10):
        for n in range(counters, 5 * counters + 8):
            check_promise(counters, [f"t{number}" for number in range(n)], f"{n} titles, once each")


@check("the newcomer's event is not lost from the estimates of those who stay")
def borders():
    for counters in (1, 2, 3):
        for rounds in range(1, 5):
            check_promise(counters, list(range(counters + 1)) * rounds, f"the titles 0 to {counters} in turn, {rounds} times")
            check_promise(counters, [0] * rounds + list(range(counters + 1)) * rounds, f"{rounds} times 0, then 0 to {counters} in turn, {rounds} times")
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(TopK, statements=30)

# %% [markdown]
# ## Stage 2: the edges
#
# Say them aloud first (RUBRIC-17). Fewer entries than `k`. A `k` of 0. Equal counts, and items that cannot be
# compared. `None` is a title. A caller empties the list you gave. Which of these does your class get wrong?

# %% tests="topk_edges" points=3
def summary_of(counters, events):
    summary = TopK(counters)
    for event in events:
        summary.add(event)
    return summary


def rows_of(summary, k):
    return [(item, estimate, error) for item, estimate, error in summary.top(k)]


@check("top(k) gives k entries, or all there are")
def as_many():
    for k in range(6):
        got = len(rows_of(summary_of(4, "aaabbc"), k))
        check.equal(got, min(k, 3), after=f"4 counters, adding a, a, a, b, b, c; then the number of entries in top({k})")
    check.equal(rows_of(TopK(4), 3), [], after="top(3) of a summary without any event")


@check("fewer than 1 counter is refused when it is made")
def too_few():
    for counters in (0, -1):
        check.raises(ValueError, lambda: TopK(counters), when=f"TopK({counters})")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("an item can be anything that a dictionary takes")
def any_item():
    items = [None, 0, "", (), 1j, 2j, "0", frozenset(), (1, "a"), ("a", 1)]
    did = f"adding each of {items} once, twice in turn"
    check.equal(set(rows_of(summary_of(10, items * 2), 10)), {(item, 2, 0) for item in items}, after=f"10 counters, {did}; then top(10), as a set")
    for counters in (1, 3, 9):
        rows = rows_of(summary_of(counters, items * 2), 10)
        problem = broken_promise(rows, items * 2, counters)
        check.that(not problem, f"With {counters} counters, after {did}: {problem}.")


@check.law(
    "top(k) holds the k highest estimates, in order",
    counters=st.integers(1, 5),
    events=st.integers(5, 30).flatmap(lambda n: st.lists(st.sampled_from("abcdefg"), min_size=n, max_size=n)),
    examples=50,
)
def the_highest(counters, events):
    summary = summary_of(counters, events)
    everything = rows_of(summary, 9)
    estimates = [estimate for _, estimate, _ in everything]
    check.equal(estimates, sorted(estimates, reverse=True), after=f"top(9) with {counters} counters: its estimates")
    for k in (1, 2, 3):
        rows = rows_of(summary, k)
        check.equal([estimate for _, estimate, _ in rows], estimates[:k], after=f"top({k}) with {counters} counters, where top(9) gave {everything}: its estimates")
        check.that(set(rows) <= set(everything), f"top({k}) gave {rows}, and top(9) of the same summary {everything}: an entry of the first is not in the second.")


@check("asking changes nothing, and what was given is the caller's")
def asking():
    events = "abcabdaabeaacbd"
    for counters in (3, 5):
        summary = TopK(counters)
        for event in events:
            summary.add(event)
            answer = summary.top(2)
            if isinstance(answer, list):
                answer.clear()
        rows, told = rows_of(summary, 5), f"{counters} counters, adding {', '.join(events)}, and after each of them top(2), whose list is emptied"
        problem = broken_promise(rows, events, counters)
        check.that(not problem, f"After {told}: {problem}. top(5) gave {rows}")
        check.equal(set(rows_of(summary, 5)), set(rows), after=f"{told}; then top(5) twice, the second compared with the first, as sets")


@check("two summaries share nothing")
def apart():
    one, other = summary_of(2, "aab"), summary_of(2, "xyzz")
    check.equal(rows_of(one, 2), [("a", 2, 0), ("b", 1, 0)], after="2 counters each; a, a, b to the first, x, y, z, z to the second; then top(2) of the first")
    problem = broken_promise(rows_of(other, 2), "xyzz", 2)
    check.that(not problem, f"2 counters each; a, a, b to the first, x, y, z, z to the second; then of the second: {problem}.")
### END HIDDEN TESTS

# %% [markdown]
# ## Stage 3: the cost
#
# These cases use no clock. **Time**: they count the lines of Python that run for an event, and how often an item is hashed or compared, with
# 10 counters and with 1,000. *Not seen*: a walk inside C code that touches no item; argue that one yourself. **Memory**: each event is
# a new object, equal to others, and the cases count those that are still held.

# %% tests="topk_cost" points=2 inside="it counts the lines that run and the objects that are held"
import random

from course.cases import Counted, Living, Tally, steps_of

EVENTS = 300


def average_steps(counters, values):
    """Fill all counters, then add the values: steps for each of these."""
    tally = Tally()
    summary = TopK(counters)
    for number in range(counters):
        summary.add(Counted(-1 - number, tally))

    def add_all():
        for value in values:
            summary.add(Counted(value, tally))

    return steps_of(add_all, tally)[1] / len(values)


def check_flat(values, told):
    small, large = average_steps(10, values), average_steps(1000, values)
    check.that(
        large <= small + 150,
        f"{told}: an event took {small:.0f} steps on average with 10 counters, and {large:.0f} with 1,000. "
        "That grows with their number; look for what walks along all counters, and how often it does.",
    )


@check("on average an event costs little more with many counters than with few")
def nothing_but_newcomers():
    check_flat(range(EVENTS), f"All counters filled, then {EVENTS:,} titles once each")


### BEGIN HIDDEN TESTS
@check("so it does on a stream with a long tail")
def long_tail():
    draw = random.Random(3)
    check_flat([int(draw.paretovariate(0.7)) for _ in range(EVENTS)], f"All counters filled, then {EVENTS:,} events with a long tail")


@check("the items held do not grow with the stream")
def bounded_memory():
    draw = random.Random(4)
    for told, values in (
        ("different titles", range(2000)),
        ("events of 3 titles", [number % 3 for number in range(2000)]),
        ("events with a long tail", [int(draw.paretovariate(0.7)) for _ in range(2000)]),
    ):
        living, summary, most = Living(), TopK(8), 0
        for number, value in enumerate(values, 1):
            summary.add(living.item(value))
            if number % 250 == 0:
                most = max(most, living.count)
        check.at_most(most, 4 * 8 + 4, "items held at once", after=f"8 counters, adding 2,000 {told}")
### END HIDDEN TESTS

# %% wrong="the newcomer takes the smallest counter and starts at 1" fails="topk_bounds: one title more than fits; topk_bounds: under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing; topk_bounds: a skewed stream of 3,000 events; topk_bounds: the newcomer's event is not lost from the estimates of those who stay; topk_edges: an item can be anything that a dictionary takes; topk_edges: asking changes nothing, and what was given is the caller's; topk_cost: on average an event costs little more with many counters than with few; topk_cost: so it does on a stream with a long tail; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: one merged with itself, and with an empty one; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def add(self, item):
        if item not in self._counts and len(self._counts) == self._counters:
            del self._counts[min(self._counts, key=self._counts.get)]
        self._counts[item] = self._counts.get(item, 0) + 1

# %% wrong="the newcomer inherits the smallest count, and nobody is told of an error" fails="topk_bounds: one title more than fits; topk_bounds: under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing; topk_bounds: a skewed stream of 3,000 events; topk_bounds: a title that is frequent early, and one that is frequent late; topk_bounds: nothing but different titles; topk_bounds: the newcomer's event is not lost from the estimates of those who stay; topk_edges: an item can be anything that a dictionary takes; topk_edges: asking changes nothing, and what was given is the caller's; topk_edges: two summaries share nothing; topk_cost: on average an event costs little more with many counters than with few; topk_cost: so it does on a stream with a long tail; topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: one merged with itself, and with an empty one; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def add(self, item):
        inherited = 0
        if item not in self._counts and len(self._counts) == self._counters:
            inherited = self._counts.pop(min(self._counts, key=self._counts.get))
        self._counts[item] = self._counts.get(item, inherited) + 1

# %% wrong="the newcomer inherits the smallest count, and its own event is forgotten" fails="topk_bounds: one title more than fits; topk_bounds: under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing; topk_bounds: a skewed stream of 3,000 events; topk_bounds: the newcomer's event is not lost from the estimates of those who stay; topk_edges: an item can be anything that a dictionary takes; topk_edges: asking changes nothing, and what was given is the caller's; topk_cost: on average an event costs little more with many counters than with few; topk_cost: so it does on a stream with a long tail; topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: one merged with itself, and with an empty one; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def __init__(self, counters):
        super().__init__(counters)
        self._errors = {}

    def add(self, item):
        if item in self._counts:
            self._counts[item] += 1
        elif len(self._counts) < self._counters:
            self._counts[item] = 1
        else:
            smallest = min(self._counts, key=self._counts.get)
            self._errors.pop(smallest, 0)
            self._errors[item] = self._counts[item] = self._counts.pop(smallest)

    def top(self, k):
        return [(item, count, self._errors.get(item, 0)) for item, count, _ in super().top(k)]

# %% wrong="the error of a newcomer is its whole estimate" fails="topk_bounds: one title more than fits; topk_bounds: nothing but different titles; topk_bounds: the newcomer's event is not lost from the estimates of those who stay; topk_edges: an item can be anything that a dictionary takes; topk_cost: on average an event costs little more with many counters than with few; topk_cost: so it does on a stream with a long tail; topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: one merged with itself, and with an empty one; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def __init__(self, counters):
        super().__init__(counters)
        self._errors = {}

    def add(self, item):
        if item not in self._counts and len(self._counts) == self._counters:
            smallest = min(self._counts, key=self._counts.get)
            self._errors.pop(smallest, 0)
            self._counts[item] = self._counts.pop(smallest)
            self._errors[item] = self._counts[item] + 1
        self._counts[item] = self._counts.get(item, 0) + 1

    def top(self, k):
        return [(item, count, self._errors.get(item, 0)) for item, count, _ in super().top(k)]

# %% wrong="when it is full, newcomers are turned away" fails="topk_bounds: one title more than fits; topk_bounds: under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing; topk_bounds: a title that is frequent early, and one that is frequent late; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters"
class TopK(TopK):
    def add(self, item):
        if item in self._counts or len(self._counts) < self._counters:
            super().add(item)

# %% wrong="counts everything, and cuts off at the end" fails="topk_cost: the items held do not grow with the stream"
class TopK(TopK):
    def add(self, item):
        self._counts[item] = self._counts.get(item, 0) + 1

    def top(self, k):
        return super().top(min(k, self._counters))

# %% wrong="all pay, and the newcomer gets a place as well" fails="topk_bounds: one title more than fits; topk_bounds: under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing; topk_bounds: the newcomer's event is not lost from the estimates of those who stay; topk_shards: any three machines, in any grouping, and what comes after"
class TopK(TopK):
    def add(self, item):
        known = item in self._counts
        super().add(item)
        if not known:
            self._counts[item] = 1

# %% wrong="all pay, but the estimate is the bare count" fails="topk_bounds: one title more than fits; topk_bounds: under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing; topk_bounds: a skewed stream of 3,000 events; topk_bounds: a title that is frequent early, and one that is frequent late; topk_bounds: the newcomer's event is not lost from the estimates of those who stay; topk_edges: asking changes nothing, and what was given is the caller's; topk_edges: two summaries share nothing; topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: one merged with itself, and with an empty one; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def top(self, k):
        return [(item, estimate - error, error) for item, estimate, error in super().top(k)]

# %% wrong="all pay, and those at zero keep their place" fails="topk_bounds: one title more than fits; topk_bounds: under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing; topk_bounds: a skewed stream of 3,000 events; topk_bounds: a title that is frequent early, and one that is frequent late; topk_bounds: nothing but different titles; topk_edges: an item can be anything that a dictionary takes; topk_cost: on average an event costs little more with many counters than with few; topk_cost: so it does on a stream with a long tail; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def add(self, item):
        if item in self._counts or len(self._counts) < self._counters:
            super().add(item)
        else:
            self._cancelled += 1
            self._counts = {item: max(count - 1, 0) for item, count in self._counts.items()}

# %% wrong="forgets everybody who came once whenever it is full" fails="topk_bounds: one title more than fits; topk_bounds: under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing; topk_bounds: a skewed stream of 3,000 events; topk_bounds: the newcomer's event is not lost from the estimates of those who stay; topk_edges: an item can be anything that a dictionary takes; topk_edges: asking changes nothing, and what was given is the caller's; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: one merged with itself, and with an empty one; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def add(self, item):
        if item not in self._counts and len(self._counts) == self._counters:
            self._counts = {item: count for item, count in self._counts.items() if count > 1}
        super().add(item)

# %% wrong="the lowest first" fails="topk_bounds: while everything fits, the counts are exact, the highest first; topk_edges: top(k) holds the k highest estimates, in order; topk_edges: two summaries share nothing; topk_shards: two machines whose titles fit together: exact; topk_window: panes are put together"
class TopK(TopK):
    def top(self, k):
        return super().top(k)[::-1]

# %% wrong="sorts tuples, so that equal counts compare the items" fails="topk_edges: an item can be anything that a dictionary takes"
class TopK(TopK):
    def top(self, k):
        best = sorted(((count, item) for item, count in self._counts.items()), reverse=True)[:k]
        return [(item, count + self._cancelled, self._cancelled) for count, item in best]

# %% wrong="takes a false item for no item" fails="topk_bounds: the newcomer's event is not lost from the estimates of those who stay; topk_edges: an item can be anything that a dictionary takes"
class TopK(TopK):
    def add(self, item):
        if item:
            super().add(item)

# %% wrong="the counters are on the class" fails="topk_bounds: while everything fits, the counts are exact, the highest first; topk_bounds: one title more than fits; topk_bounds: under any stream the estimates are never too low, the errors honest and small, and nothing frequent is missing; topk_bounds: nothing but different titles; topk_bounds: the newcomer's event is not lost from the estimates of those who stay; topk_edges: top(k) gives k entries, or all there are; topk_edges: an item can be anything that a dictionary takes; topk_edges: asking changes nothing, and what was given is the caller's; topk_edges: two summaries share nothing; topk_shards: two machines whose titles fit together: exact; topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: one merged with itself, and with an empty one; topk_window"
class TopK(TopK):
    shared = {}

    def __init__(self, counters):
        super().__init__(counters)
        self._counts = self.shared

# %% wrong="takes any number of counters" fails="topk_edges: fewer than 1 counter is refused when it is made"
class TopK(TopK):
    def __init__(self, counters):
        super().__init__(max(counters, 1))

# %% wrong="refuses only 0 counters" fails="topk_edges: fewer than 1 counter is refused when it is made"
class TopK(TopK):
    def __init__(self, counters):
        if counters == 0:
            raise ValueError(counters)
        super().__init__(abs(counters))

# %% wrong="takes what it tells out of its counters" fails="topk_edges: top(k) holds the k highest estimates, in order; topk_edges: asking changes nothing, and what was given is the caller's; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: the two stay as they were, and share nothing with the result"
class TopK(TopK):
    def top(self, k):
        return [(item, self._counts.pop(item) + error, error) for item, _, error in super().top(k)]

# %% wrong="always gives k rows" fails="topk_bounds; topk_edges: top(k) gives k entries, or all there are; topk_edges: an item can be anything that a dictionary takes; topk_edges: asking changes nothing, and what was given is the caller's; topk_shards: two machines whose titles fit together: exact; topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: one merged with itself, and with an empty one; topk_window"
class TopK(TopK):
    def top(self, k):
        rows = super().top(k)
        return rows + [(None, 0, 0)] * (k - len(rows))

# %% wrong="looks for the smallest counter by walking along all of them" fails="topk_cost: on average an event costs little more with many counters than with few; topk_cost: so it does on a stream with a long tail; topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_shards: one merged with itself, and with an empty one; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def __init__(self, counters):
        super().__init__(counters)
        self._errors = {}

    def add(self, item):
        if item not in self._counts and len(self._counts) == self._counters:
            smallest = min(self._counts, key=self._counts.get)
            self._errors.pop(smallest, 0)
            self._errors[item] = self._counts[item] = self._counts.pop(smallest)
        self._counts[item] = self._counts.get(item, 0) + 1

    def top(self, k):
        return [(item, count, self._errors.get(item, 0)) for item, count, _ in super().top(k)]

# %% wrong="keeps every event for a later count" fails="topk_cost: the items held do not grow with the stream"
class TopK(TopK):
    def __init__(self, counters):
        super().__init__(counters)
        self._seen = []

    def add(self, item):
        self._seen.append(item)
        super().add(item)

# %% also_right="the smallest counter goes to the newcomer, found in a heap that is cleaned when it grows"
import heapq
import itertools


class TopK:
    def __init__(self, counters):
        if counters < 1:
            raise ValueError(counters)
        self.counters = counters
        self.entries = {}  # item: [estimate, error]
        self.heap = []
        self.order = itertools.count()

    def add(self, item):
        if item not in self.entries:
            error = 0
            if len(self.entries) == self.counters:
                error, smallest = self.pop_smallest()
                del self.entries[smallest]
            self.entries[item] = [error, error]
        self.entries[item][0] += 1
        self.push(item)
        if len(self.heap) > 2 * self.counters:
            self.heap = []
            for each in self.entries:
                self.push(each)

    def push(self, item):
        heapq.heappush(self.heap, (self.entries[item][0], next(self.order), item))

    def pop_smallest(self):
        while True:
            estimate, _, item = heapq.heappop(self.heap)
            if item in self.entries and self.entries[item][0] == estimate:
                return estimate, item

    def top(self, k):
        rows = sorted(self.entries.items(), key=lambda entry: -entry[1][0])[:k]
        return [(item, estimate, error) for item, (estimate, error) in rows]

    def merged(self, other):
        if self.counters != other.counters:
            raise ValueError("not the same number of counters")
        both = {}
        for item in [*self.entries, *other.entries]:
            pairs = [each.entries.get(item, [each.floor()] * 2) for each in (self, other)]
            both[item] = [pairs[0][0] + pairs[1][0], pairs[0][1] + pairs[1][1]]
        made = type(self)(self.counters)
        made.entries = dict(sorted(both.items(), key=lambda entry: -entry[1][0])[: self.counters])
        for item in made.entries:
            made.push(item)
        return made

    def floor(self):
        return min(estimate for estimate, _ in self.entries.values()) if len(self.entries) == self.counters else 0

# %% also_right="one bucket for each count, a dictionary from count to items; the smallest count is remembered"
from collections import defaultdict
from typing import Any, Hashable


class TopK:
    def __init__(self, counters: int) -> None:
        if counters < 1:
            raise ValueError("give at least one counter")
        self.counters = counters
        self.count_of: dict[Hashable, int] = {}
        self.error_of: dict[Hashable, int] = {}
        self.items_at: dict[int, dict[Hashable, None]] = defaultdict(dict)
        self.smallest = 0

    def add(self, item: Hashable) -> None:
        count = self.count_of.get(item)
        if count is None:
            count = self._room()
            self.error_of[item] = count
        else:
            self._leave(count, item)
        self.count_of[item] = count + 1
        self.items_at[count + 1][item] = None
        if count == 0 or self.smallest not in self.items_at:
            self.smallest = count + 1

    def _room(self) -> int:
        if len(self.count_of) < self.counters:
            return 0
        count = self.smallest
        item = next(iter(self.items_at[count]))
        self._leave(count, item)
        del self.count_of[item], self.error_of[item]
        return count

    def _leave(self, count: int, item: Hashable) -> None:
        del self.items_at[count][item]
        if not self.items_at[count]:
            del self.items_at[count]

    def top(self, k: int) -> list[tuple[Any, int, int]]:
        rows = []
        for count in sorted(self.items_at, reverse=True):
            rows += [(item, count, self.error_of[item]) for item in self.items_at[count]]
        return rows[:k]

    def merged(self, other: "TopK") -> "TopK":
        if self.counters != other.counters:
            raise ValueError("merge summaries of one size")
        total: dict[Hashable, list[int]] = {item: [0, 0] for item in self.count_of | other.count_of}
        for side in (self, other):
            absent = side.smallest if len(side.count_of) == side.counters else 0
            for item, row in total.items():
                row[0] += side.count_of.get(item, absent)
                row[1] += side.error_of.get(item, absent)
        result = TopK(self.counters)
        for item in sorted(total, key=lambda item: total[item][0], reverse=True)[: self.counters]:
            result.smallest, result.error_of[item] = total[item]
            result.count_of[item] = result.smallest
            result.items_at[result.smallest][item] = None
        return result

# %% also_right="all pay, with Counter, and rows as named tuples"
from collections import Counter, namedtuple

Row = namedtuple("Row", "item estimate error")


class TopK:
    def __init__(self, counters):
        if counters <= 0:
            raise ValueError("counters")
        self._counters, self._counts, self._cancelled = counters, Counter(), 0

    def add(self, item):
        self._counts[item] += 1
        if len(self._counts) > self._counters:
            self._counts -= Counter(list(self._counts))
            self._cancelled += 1

    def top(self, k):
        return [Row(item, count + self._cancelled, self._cancelled) for item, count in self._counts.most_common(k)]

    def merged(self, other):
        if self._counters != other._counters:
            raise ValueError("counters")
        sum_of_both = self._counts + other._counts
        surplus = ([count for _, count in sum_of_both.most_common()] + [0] * (self._counters + 1))[self._counters]
        result = TopK(self._counters)
        result._counts = +Counter({item: count - surplus for item, count in sum_of_both.items()})
        result._cancelled = self._cancelled + other._cancelled + surplus
        return result

# %% [markdown]
# ## Stage 4: many machines
#
# > Each machine counts its own share of the plays. The dashboard wants one list.
#
# Adding up the lists that `top` gives isn't enough: a title that is missing from one machine's entries was perhaps played there, too, and
# thrown out. Say how often, at most, before you write. What must hold for the result:
#
# - It is a summary like any other, with as many counters: it keeps the promise of stage 1, n being *all* events of both; it
#   can be added to and merged again, in any order and grouping.
# - The two it was made from stay as they were, and share nothing with it.
# - Both have the same number of counters, otherwise `ValueError`.
# - It need not be the summary that one machine would have had of all events: the bounds are kept, not the estimates.

# %% tests="topk_shards" points=4
def shard(counters, events):
    summary = TopK(counters)
    for event in events:
        summary.add(event)
    return summary


def rows_of(summary):
    return [(item, estimate, error) for item, estimate, error in summary.top(100)]


def check_promise(summary, counters, events, told):
    rows = rows_of(summary)
    problem = broken_promise(rows, events, counters)
    check.that(not problem, f"With {counters} counters, {told}: {problem}. The first entries: {rows[:5]}")


@check("two machines whose titles fit together: exact")
def exact():
    check.equal(rows_of(shard(3, "aab").merged(shard(3, "bbcb"))), [("b", 4, 0), ("a", 2, 0), ("c", 1, 0)], after="3 counters; a, a, b on one machine, b, b, c, b on the other; merged, then top(100)")


@check("a title that one machine has thrown out")
def thrown_out():
    for one, other in (("aaab", "abbccc"), ("aabbc", "aabbc"), ("abab", "cdcd"), ("aaaab", "bccdd")):
        check_promise(shard(2, one).merged(shard(2, other)), 2, one + other, f"{', '.join(one)} on one machine and {', '.join(other)} on the other, merged")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st

run = st.tuples(st.sampled_from("abcdefg"), st.sampled_from([1, 1, 2, 4]))
streams = st.integers(0, 8).flatmap(lambda n: st.lists(run, min_size=n, max_size=n)).map(lambda runs: "".join(item * times for item, times in runs))


@check.law(
    "any three machines, in any grouping, and what comes after",
    counters=st.integers(1, 4), one=streams, two=streams, three=streams, later=streams, examples=60,
)
def groups(counters, one, two, three, later):
    made = [shard(counters, events) for events in (one, two, three)]
    for told, merged in (
        ("(one + two) + three", made[0].merged(made[1]).merged(made[2])),
        ("three + (two + one)", made[2].merged(made[1].merged(made[0]))),
    ):
        check_promise(merged, counters, one + two + three, f"merged as {told}")
        for event in later:
            merged.add(event)
        check_promise(merged, counters, one + two + three + later, f"merged as {told}, and then added the later ones")


@check("many machines: the errors do not pile up beyond n / counters")
def many():
    for counters in (1, 3, 6):
        everything, total = [], TopK(counters)
        for machine in range(12):
            events = [f"own {machine} {number % 4}" for number in range(8)] + ["hit"] * 5
            everything += events
            total = total.merged(shard(counters, events))
            check_promise(total, counters, everything, f"{machine + 1} of the machines with 8 plays of titles of their own and 5 of 'hit', merged one after the other")


@check("the two stay as they were, and share nothing with the result")
def untouched():
    for counters, other_events in ((2, "bcc"), (4, "bcc"), (4, "")):
        one, other = shard(counters, "aaab"), shard(counters, other_events)
        before = set(rows_of(one)), set(rows_of(other))
        merged = one.merged(other)
        did = f"{counters} counters; a, a, a, b on one, {', '.join(other_events) or 'nothing'} on the other; merged"
        check.equal((set(rows_of(one)), set(rows_of(other))), before, after=f"{did}; then top of each of the two, as sets")
        for _ in range(3):
            merged.add("z")
        check.equal((set(rows_of(one)), set(rows_of(other))), before, after=f"{did}, z added three times to the result; then top of each of the two, as sets")
        result = set(rows_of(merged))
        one.add("a")
        other.add("y")
        check.equal(set(rows_of(merged)), result, after=f"{did}, then a added to the one and y to the other; then top of the result, as a set")


@check("one merged with itself, and with an empty one")
def itself():
    for events in ("", "a", "aaabbc", "abcdabcaba"):
        for counters in (2, 4):
            one = shard(counters, events)
            check_promise(one.merged(one), counters, events * 2, f"{', '.join(events) or 'nothing'}, merged with itself")
            check_promise(one.merged(TopK(counters)), counters, events, f"{', '.join(events) or 'nothing'}, merged with an empty one")
            check_promise(TopK(counters).merged(one), counters, events, f"an empty one merged with {', '.join(events) or 'nothing'}")


@check("different numbers of counters are refused")
def sizes():
    check.raises(ValueError, lambda: shard(2, "ab").merged(shard(3, "ab")), when="2 counters merged with 3")
    check.raises(ValueError, lambda: shard(3, "ab").merged(shard(2, "ab")), when="3 counters merged with 2")
### END HIDDEN TESTS

# %% wrong="a title missing on one side counts as 0 there" fails="topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def merged(self, other):
        result = super().merged(other)
        both = Counter({row[0]: row[1] for row in self.top(100)}) + Counter({row[0]: row[1] for row in other.top(100)})
        result._counts, result._cancelled = dict(both.most_common(self._counters)), 0
        return result

# %% wrong="keeps all entries of both" fails="topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def merged(self, other):
        result = super().merged(other)
        result._counts = dict(Counter(self._counts) + Counter(other._counts))
        result._cancelled = self._cancelled + other._cancelled
        return result

# %% wrong="keeps the highest, and forgets that somebody had to go" fails="topk_shards: any three machines, in any grouping, and what comes after"
class TopK(TopK):
    def merged(self, other):
        result = super().merged(other)
        result._counts = dict((Counter(self._counts) + Counter(other._counts)).most_common(self._counters))
        result._cancelled = self._cancelled + other._cancelled
        return result

# %% wrong="the error of the result is the larger of the two" fails="topk_shards: a title that one machine has thrown out; topk_shards: any three machines, in any grouping, and what comes after; topk_shards: one merged with itself, and with an empty one; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def merged(self, other):
        result = super().merged(other)
        result._cancelled -= min(self._cancelled, other._cancelled)
        return result

# %% wrong="plays the entries of one into the other as events" fails="topk_shards: any three machines, in any grouping, and what comes after; topk_shards: many machines: the errors do not pile up beyond n / counters; topk_window: the promise holds for the events of the window, whatever the clock does"
class TopK(TopK):
    def merged(self, other):
        result = super().merged(TopK(self._counters))
        if other._counters != self._counters:
            raise ValueError(other)
        for item, estimate, _ in other.top(other._counters):
            for _ in range(estimate):
                result.add(item)
        return result

# %% wrong="merges into the first" fails="topk_shards: any three machines, in any grouping, and what comes after; topk_shards: the two stay as they were, and share nothing with the result; topk_shards: one merged with itself, and with an empty one"
class TopK(TopK):
    def merged(self, other):
        result = super().merged(other)
        self._counts, self._cancelled = result._counts, result._cancelled
        return self

# %% wrong="gives the other back when one is empty" fails="topk_shards: the two stay as they were, and share nothing with the result"
class TopK(TopK):
    def merged(self, other):
        return self if not other._counts and not other._cancelled else super().merged(other)

# %% wrong="the larger number of counters wins" fails="topk_shards: different numbers of counters are refused"
class TopK(TopK):
    def merged(self, other):
        try:
            return super().merged(other)
        except ValueError:
            return max(self, other, key=lambda each: each._counters)

# %% wrong="the result can be asked, but no more be added to" fails="topk_shards: any three machines, in any grouping, and what comes after"
class TopK(TopK):
    def merged(self, other):
        result = super().merged(other)
        rows = result.top(self._counters)
        result.top = lambda k: rows[:k]
        return result

# %% [markdown]
# ## Stage 5: lately
#
# > Since it was made is too long. Last year's hit is still on top. I want the last hour or so.
#
# Time is cut into panes of `pane_seconds`: the pane of a time t is `t // pane_seconds`. What is asked for is the current pane and the
# `panes - 1` before it. So the window moves in steps, and forgetting is dropping a summary.
#
# - The promise of stage 1 holds, n being the events in these panes.
# - `now()` gives seconds. Time is never taken to go back: a reading below one that `add` or `top` has seen before counts as the highest seen.
# - Memory: at most `panes * counters` entries; as in stage 1, four items held for each, plus four. A pane that is over is dropped by the next call, be it `add` or `top`.
# - The next call after a silent month must not be dearer for each pane that passed.
# - The three numbers are at least 1; you need not check them.

# %% answer="topk_recent"
class RecentTopK:
    """The most frequent items of the current pane of time and the `panes - 1` before it."""

    def __init__(self, counters, pane_seconds, panes, now):
        ### BEGIN SOLUTION
        self._counters, self._pane_seconds, self._panes, self._now = counters, pane_seconds, panes, now
        self._newest = -math.inf
        self._summaries = {}  # by pane; silent panes have none
        ### END SOLUTION

    def add(self, item):
        """Count one event, at now()."""
        ### BEGIN SOLUTION
        self._move_on()
        if self._newest not in self._summaries:
            self._summaries[self._newest] = TopK(self._counters)
        self._summaries[self._newest].add(item)
        ### END SOLUTION

    def top(self, k):
        """Up to `k` tuples (item, estimate, error), highest estimate first, of the panes that count at now()."""
        ### BEGIN SOLUTION
        self._move_on()
        return functools.reduce(TopK.merged, self._summaries.values(), TopK(self._counters)).top(k)

    def _move_on(self):
        self._newest = max(self._newest, self._now() // self._pane_seconds)
        oldest = self._newest - self._panes + 1
        self._summaries = {pane: summary for pane, summary in self._summaries.items() if pane >= oldest}


import functools
import math
        ### END SOLUTION

# %% [markdown] hint="topk_recent"
# You cannot take an hour-old event out of a summary: what it displaced is gone. What can you throw away as a whole?

# %% [markdown] hint="topk_recent"
# One TopK for each pane that had events, merged when somebody asks. Before each call: read the clock once, keep the highest pane
# seen, drop the summaries of panes that are too old. A dictionary by pane number needs no loop over silent panes.

# %% tests="topk_window" points=3
from course.cases import Clock


def rows_of(summary):
    return [(item, estimate, error) for item, estimate, error in summary.top(100)]


def at(clock, seconds):
    clock.advance(seconds - clock.now())


@check("the current pane and those before it count, older ones do not")
def moves():
    clock = Clock(1000)
    recent = RecentTopK(5, 10, 3, clock.now)
    recent.add("a")
    for seconds, want in ((1009, [("a", 1, 0)]), (1010, [("a", 1, 0)]), (1029, [("a", 1, 0)]), (1030, []), (1031, [])):
        at(clock, seconds)
        check.equal(rows_of(recent), want, after=f"panes of 10 s, 3 of them; a added at second 1000; then top(100) at second {seconds}")


@check("panes are put together")
def together():
    clock = Clock(1000)
    recent = RecentTopK(5, 10, 3, clock.now)
    for seconds, items in ((1000, "ab"), (1015, "bb"), (1025, "c")):
        at(clock, seconds)
        for item in items:
            recent.add(item)
    told = "panes of 10 s, 3 of them; a, b at second 1000, b, b at 1015, c at 1025; then top(100) at second {}"
    check.equal(rows_of(recent)[0], ("b", 3, 0), after=told.format(1025) + ", its first entry")
    at(clock, 1030)
    check.equal(rows_of(recent), [("b", 2, 0), ("c", 1, 0)], after=told.format(1030))


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st

plays = [("add", item) for item in "aaabcdef"]
waits = [("wait", seconds) for seconds in (3, 5, 10, 17, -4, -12, 40)]
step = st.sampled_from(3 * plays + waits)


@check.law(
    "the promise holds for the events of the window, whatever the clock does",
    counters=st.integers(1, 3),
    panes=st.integers(1, 3),
    steps=st.integers(5, 40).flatmap(lambda n: st.lists(step, min_size=n, max_size=n)),
    examples=100,
)
def window(counters, panes, steps):
    clock, newest, log = Clock(1004), 100, []
    recent = RecentTopK(counters, 10, panes, clock.now)
    recent.top(1)  # whether the class looks at the clock when it is made was left open
    for verb, value in steps:
        if verb == "wait":
            clock.advance(value)
        else:
            newest = max(newest, clock.now() // 10)
            log.append((newest, value))
            recent.add(value)
    newest = max(newest, clock.now() // 10)
    events = [item for pane, item in log if pane > newest - panes]
    rows = rows_of(recent)
    problem = broken_promise(rows, events, counters)
    check.that(not problem, f"panes of 10 s, top(1) at second 1004, then these steps: the window then holds {events}: {problem}. top(100) gave {rows[:5]}")


@check("the clock goes back: the event counts now, and nothing old returns")
def backwards():
    clock = Clock(1000)
    recent = RecentTopK(5, 10, 2, clock.now)
    recent.add("a")
    at(clock, 1025)
    recent.add("b")
    at(clock, 1005)
    recent.add("c")
    told = "panes of 10 s, 2 of them; a at second 1000, b at 1025, the clock set back, c at 1005; then top(100) at second {}, as a set"
    check.equal(set(rows_of(recent)), {("b", 1, 0), ("c", 1, 0)}, after=told.format(1005))
    at(clock, 1039)
    check.equal(set(rows_of(recent)), {("b", 1, 0), ("c", 1, 0)}, after=told.format(1039))
    at(clock, 1040)
    check.equal(set(rows_of(recent)), set(), after=told.format(1040))


@check("a time that only top has seen counts, too")
def seen_by_top():
    clock = Clock(1000)
    recent = RecentTopK(5, 10, 2, clock.now)
    recent.top(1)
    at(clock, 1015)
    recent.top(1)
    at(clock, 1005)
    recent.add("a")
    at(clock, 1025)
    told = "panes of 10 s, 2 of them; top at second 1015, the clock set back, a at second 1005; then top(100) at second 1025"
    check.equal(rows_of(recent), [("a", 1, 0)], after=told)


@check("a pane may have a broken length, and asking changes nothing")
def odd_panes():
    clock = Clock(0)
    recent = RecentTopK(3, 0.5, 4, clock.now)
    for item in "aabcab":
        recent.add(item)
        clock.advance(0.25)
    told = "3 counters, panes of 0.5 s, 4 of them; a, a, b, c, a, b from second 0 on, each 0.25 s after the last; then "
    for _ in range(2):
        check.equal(set(rows_of(recent)), {("a", 3, 0), ("b", 2, 0), ("c", 1, 0)}, after=told + "top(100) twice at second 1.5, as sets")
    clock.advance(0.5)
    check.equal([tuple(row) for row in recent.top(1)], [("b", 2, 0)], after=told + "top(1) at second 2, when the first two a are forgotten")
### END HIDDEN TESTS

# %% tests="topk_window_cost" points=1 inside="it counts the lines that run and the objects that are held"
from course.cases import Clock, Living, steps_of


@check("the items held do not grow with the stream")
def bounded():
    clock, living, most = Clock(), Living(), 0
    recent = RecentTopK(5, 10, 3, clock.now)
    for number in range(1, 1501):
        recent.add(living.item(number % 400))
        clock.advance(0.5)
        if number % 100 == 0:
            most = max(most, living.count)
    check.at_most(most, 4 * 5 * 3 + 4, "items held at once", after="5 counters, 3 panes of 10 s; 1,500 events, one every half second")


### BEGIN HIDDEN TESTS
@check("the call after a long silence is not dearer for each pane that passed")
def silence():
    for method, argument in (("add", "b"), ("top", 1)):
        clock = Clock()
        recent = RecentTopK(5, 10, 6, clock.now)
        recent.add("a")
        clock.advance(10 * 20_000)
        _, steps = steps_of(lambda: getattr(recent, method)(argument))
        check.at_most(steps, 2_000, "steps", after=f"panes of 10 s, 6 of them; a, then silence for 20,000 panes; then {method}({argument!r})")


@check("what the window has left behind can be freed at the next call")
def freed():
    for method, argument in (("add", "b"), ("top", 1)):
        clock, living = Clock(), Living()
        recent = RecentTopK(5, 10, 3, clock.now)
        for number in range(30):
            recent.add(living.item(number % 5))
            clock.advance(1)
        clock.advance(100)
        getattr(recent, method)(argument)
        check.at_most(living.count, 0, "old items held", after=f"5 counters, 3 panes of 10 s, 30 events; then 100 s of silence and {method}({argument!r})")
### END HIDDEN TESTS

# %% wrong="empties everything at the border of the window" fails="topk_window"
class RecentTopK(RecentTopK):
    def _move_on(self):
        window = self._now() // (self._pane_seconds * self._panes)
        if window != self._newest:
            self._newest, self._summaries = window, {}

# %% wrong="one pane too many" fails="topk_window: the current pane and those before it count, older ones do not; topk_window: panes are put together; topk_window: the promise holds for the events of the window, whatever the clock does; topk_window: the clock goes back: the event counts now, and nothing old returns; topk_window: a pane may have a broken length, and asking changes nothing"
class RecentTopK(RecentTopK):
    def __init__(self, counters, pane_seconds, panes, now):
        super().__init__(counters, pane_seconds, panes + 1, now)

# %% wrong="one pane too few" fails="topk_window"
class RecentTopK(RecentTopK):
    def __init__(self, counters, pane_seconds, panes, now):
        super().__init__(counters, pane_seconds, panes - 1 or 1, now)

# %% wrong="panes are counted from when it was made" fails="topk_window: the promise holds for the events of the window, whatever the clock does"
class RecentTopK(RecentTopK):
    def __init__(self, counters, pane_seconds, panes, now):
        start = now()
        super().__init__(counters, pane_seconds, panes, lambda: now() - start)

# %% wrong="believes the clock when it goes back" fails="topk_window: the promise holds for the events of the window, whatever the clock does; topk_window: the clock goes back: the event counts now, and nothing old returns; topk_window: a time that only top has seen counts, too"
class RecentTopK(RecentTopK):
    def _move_on(self):
        self._newest = -math.inf
        super()._move_on()

# %% wrong="puts late events into the pane that their time says" fails="topk_window: the promise holds for the events of the window, whatever the clock does; topk_window: the clock goes back: the event counts now, and nothing old returns; topk_window: a time that only top has seen counts, too"
class RecentTopK(RecentTopK):
    def add(self, item):
        self._move_on()
        self._summaries.setdefault(self._now() // self._pane_seconds, TopK(self._counters)).add(item)

# %% wrong="only add looks at the clock for the highest time" fails="topk_window: a time that only top has seen counts, too"
class RecentTopK(RecentTopK):
    def top(self, k):
        newest = self._newest
        rows = super().top(k)
        self._newest = newest
        return rows

# %% wrong="asks each pane for its first k only" fails="topk_window: the promise holds for the events of the window, whatever the clock does; topk_window: a pane may have a broken length, and asking changes nothing"
class RecentTopK(RecentTopK):
    def top(self, k):
        self._move_on()
        total = Counter()
        for summary in self._summaries.values():
            for item, estimate, _ in summary.top(k):
                total[item] += estimate
        return [(item, count, 0) for item, count in total.most_common(k)]

# %% wrong="never drops a pane, only leaves it out" fails="topk_window_cost: the items held do not grow with the stream; topk_window_cost: what the window has left behind can be freed at the next call"
class RecentTopK(RecentTopK):
    def __init__(self, counters, pane_seconds, panes, now):
        super().__init__(counters, pane_seconds, panes, now)
        self._all = {}

    def _move_on(self):
        self._all.update(self._summaries)
        super()._move_on()

# %% wrong="a ring whose slots are emptied when their turn comes again" fails="topk_window_cost: what the window has left behind can be freed at the next call"
class RecentTopK:
    def __init__(self, counters, pane_seconds, panes, now):
        self.counters, self.seconds, self.now = counters, pane_seconds, now
        self.slots, self.pane = [(-math.inf, None)] * panes, -math.inf

    def move_on(self):
        self.pane = max(self.pane, self.now() // self.seconds)

    def add(self, item):
        self.move_on()
        place = int(self.pane) % len(self.slots)
        if self.slots[place][0] != self.pane:
            self.slots[place] = (self.pane, TopK(self.counters))
        self.slots[place][1].add(item)

    def top(self, k):
        self.move_on()
        recent = [summary for pane, summary in self.slots if pane > self.pane - len(self.slots)]
        return functools.reduce(TopK.merged, recent, TopK(self.counters)).top(k)

# %% wrong="moves on pane by pane" fails="topk_window_cost: the call after a long silence is not dearer for each pane that passed"
class RecentTopK(RecentTopK):
    def _move_on(self):
        newest = max(self._newest, self._now() // self._pane_seconds)
        while -math.inf < self._newest < newest:
            self._newest += 1
            self._summaries.pop(self._newest - self._panes, None)
        self._newest = newest

# %% wrong="drops old panes only when an event comes" fails="topk_window: the current pane and those before it count, older ones do not; topk_window: panes are put together; topk_window: the promise holds for the events of the window, whatever the clock does; topk_window: the clock goes back: the event counts now, and nothing old returns; topk_window: a pane may have a broken length, and asking changes nothing; topk_window_cost: what the window has left behind can be freed at the next call"
class RecentTopK(RecentTopK):
    def top(self, k):
        return functools.reduce(TopK.merged, self._summaries.values(), TopK(self._counters)).top(k)

# %% wrong="merges into the oldest pane when it is asked" fails="topk_window: a pane may have a broken length, and asking changes nothing"
class RecentTopK(RecentTopK):
    def top(self, k):
        self._move_on()
        if not self._summaries:
            return []
        oldest = min(self._summaries)
        self._summaries[oldest] = functools.reduce(TopK.merged, self._summaries.values())
        return self._summaries[oldest].top(k)

# %% also_right="a ring of slots, each with the number of its pane"
class RecentTopK:
    def __init__(self, counters, pane_seconds, panes, now):
        self.counters, self.seconds, self.now = counters, pane_seconds, now
        self.slots = [None] * panes
        self.latest = now()

    def pane(self):
        self.latest = max(self.latest, self.now())
        pane = int(self.latest // self.seconds)
        self.slots = [slot if slot and slot[0] > pane - len(self.slots) else None for slot in self.slots]
        return pane

    def add(self, item):
        pane = self.pane()
        place = pane % len(self.slots)
        if self.slots[place] is None:
            self.slots[place] = (pane, TopK(self.counters))
        self.slots[place][1].add(item)

    def top(self, k):
        self.pane()
        total = TopK(self.counters)
        for slot in self.slots:
            if slot:
                total = total.merged(slot[1])
        return total.top(k)

# %% also_right="a queue of panes, the oldest leaves at the left"
from collections import deque


class RecentTopK:
    def __init__(self, counters, pane_seconds, panes, now):
        self.make = lambda: TopK(counters)
        self.pane_now = lambda: now() // pane_seconds
        self.panes, self.queue, self.highest = panes, deque(), None

    def current(self):
        pane = self.pane_now()
        self.highest = pane if self.highest is None else max(pane, self.highest)
        while self.queue and self.queue[0][0] <= self.highest - self.panes:
            self.queue.popleft()
        return self.highest

    def add(self, item):
        pane = self.current()
        if not self.queue or self.queue[-1][0] != pane:
            self.queue.append((pane, self.make()))
        self.queue[-1][1].add(item)

    def top(self, k):
        self.current()
        merged = self.make()
        for _, summary in self.queue:
            merged = summary.merged(merged)
        return merged.top(k)

# %% [markdown]
# ## The solution, and others
#
# The reference lets all pay: it is the algorithm of Misra and Gries (1982), with the shortfall reported as the error. With m counters
# it needs O(m) memory. One event costs O(m) at worst and O(1) on average: a round takes away m counts that m earlier events had to put
# there. The error is at most n / (m + 1), since each round destroys m + 1 events. Merging sorts at most 2m counts: O(m log m).
#
# | instead | wins | loses |
# |---|---|---|
# | **Space-Saving**: the newcomer takes the smallest counter, inherits its count and notes it as its error | an error for each item, often far below the bound: who was in from the start is exact; no dear event | needs the smallest counter quickly: a heap (O(log m)), or buckets of equal counts (O(1), more to get wrong) |
# | **Count-Min sketch** and a heap of candidates | fixed arrays, merged by adding cells; counts can also be taken back, for any item | the bound holds with a probability only; larger for the same error; names must be kept beside it |
# | **An exact dictionary, by partition** | exact, simple; the stream is partitioned by title anyway | memory grows with the different titles; a hot title is one partition's trouble |
# | **Sampling** one event in a hundred | almost free; all other statistics come with it | errors grow for rarer items as a share of their count; still a dictionary of what was sampled |
#
# The first two are closer than they look: Space-Saving with m + 1 counters and Misra-Gries with m hold the same information, as
# Agarwal and others showed in 2012, where you also find the proof that both can be merged.

# %% [markdown] written="topk_tradeoffs" points=3
# **Argue it.** The list feeds a row "popular now" on the home page, in forty countries, from 200 machines. It must notice a new hit
# within two minutes. Catalogue: 20,000 titles. Somebody proposes your RecentTopK on each machine, for each country, merged centrally. Argue for it or
# for two other ways (RUBRIC-12). What is lost when a machine dies? Who could push a title up, and how would you know? About 200 words.

# %% part
from course.parts import self_assess

self_assess(
    "topk_tradeoffs",
    L5=[
        "Does the sum first: 20,000 titles x 40 countries is 800,000 counts at most, which fit into one process; a sketch may not be needed",
        "Says what the merge carries over the network: entries for each country and pane, from 200 machines, each few seconds",
        "Trades pane length against freshness and noise: shorter panes are fresher and hold fewer events",
        "A dead machine loses its panes since the last report; what that does to ranks, and that retries must not count twice",
        "Compares two other ways, each with a loss: exact counts by partition, a stream job with windows, sampling",
    ],
    L6=[
        "Asks whether the number of plays is the right question: a rise against the title's own past finds a new hit, the total finds an old one",
        "Names manipulation: count one per profile and window before the summary, and watch for a rank no other signal supports",
        "Says how the error is used: ranks whose intervals overlap are not ordered, so the row should not flicker between them",
        "Gives what to measure: largest error / n, the share of events in rounds, a comparison with exact counts on a sample",
    ],
)

# %% [markdown]
# ## Follow-ups, and what a good answer contains
#
# <details><summary>Decay instead of panes: yesterday shall count half.</summary>
#
# Let an event at time t weigh 2^(t / half-life), so that new ones weigh more instead of old ones shrinking, and divide by the weight of *now* when
# asked; rescale before the numbers get too large. Space-Saving takes weights as they are (add the weight in place of 1); "all pay" takes the smaller of
# the newcomer's weight and the smallest count, until one of them is used up. The error bound is then a share of the total weight.
#
# </details>
#
# <details><summary>How many counters do you need?</summary>
#
# From the question: to be sure of every title above a share s of the events, 1/s counters. To be sure of the *ranks*, the error n/m must be below
# the gaps between neighbours. On skewed streams the real errors are far smaller; measure them against exact counts on a sample.
#
# </details>
#
# <details><summary>Events are delivered at least once. What happens to your bounds?</summary>
#
# They hold for deliveries, not for plays. Deduplicate before (a window of event ids) or say that the number counts deliveries. A summary cannot take an event back.
#
# </details>
#
# <details><summary>One thread isn't enough.</summary>
#
# One summary for each thread, merged when asked: no lock for each event. The merge must read a summary that stands still: swap in a new one, merge the old.
#
# </details>
#
# <details><summary>Can you tell me for certain which ten are the top ten?</summary>
#
# Often: if the smallest lower bound (estimate - error) of the ten is at least the upper bound of all others, listed or not, the set is certain (but
# for ties). `top` has the numbers for the listed ones; the unlisted are at most n / counters. So a certificate costs one look at the list.
#
# </details>
#
# ## Say it
#
# Ninety seconds, without the code in view: the question you asked first and what it changed; the promise, in one sentence with n and counters in it; who pays
# when all places are taken, and why the sum of it is bounded; cost of an event, on average and at worst; what merging keeps and what
# it doesn't; what you left out.

# %% part
from course.parts import timer

timer("topk_say", seconds=90)

# %% [markdown]
# **Sources.** The question is named for Netflix by one interview guide (MockRound, M. Reid, 23 March 2026); nothing by the company confirms it. The
# rubric rows come from interview guides as well. The scale is real: slides of a talk on Keystone, Netflix's event pipeline
# (P. Bakas, 2016, [slideshare.net](https://www.slideshare.net/slideshow/keystone-leverage-big-data-2016/63103740)), give a
# trillion events processed a day and a peak of 12.5 million a second. Whether anything there counts as you did, we do not know.
# Algorithms: J. Misra and D. Gries, *Finding repeated elements*, Science of Computer Programming 2, 1982; A. Metwally, D. Agrawal and A. El Abbadi,
# *Efficient computation of frequent and top-k elements in data streams*, ICDT 2005 (Space-Saving); G. Cormode and S. Muthukrishnan, *An improved data
# stream summary: the count-min sketch and its applications*, Journal of Algorithms 55, 2005; P. Agarwal, G. Cormode, Z. Huang, J. Phillips, Z. Wei and K. Yi, *Mergeable summaries*,
# PODS 2012. This course is independent of Netflix.
