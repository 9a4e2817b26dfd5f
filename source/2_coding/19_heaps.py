# ---
# keeper:
#   title: Only the top is in order
#   minutes: 55
#   level: L5
#   covers: [CODE-19, CODE-26, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-17, RUBRIC-18]
#   needs: []
# ---

# %% [markdown]
# Three problems, one tension: a heap tells you quickly who is next, and nothing else. *By which key is the right one next, and
# what becomes of those that it can't reach?*
#
# The interviewer says:
#
# > We have the schedule of tomorrow's live events. Each needs an encoder while it's on. Tell us which event runs on which
# > encoder; don't use more of them than you must.
#
# **What they listen for.** What *must* means, and what happens at the minute when one event ends and another begins, said
# before any code (RUBRIC-17). A key chosen for a reason, and the cost in words (RUBRIC-11, 18). Heaps and priority queues are
# in the topic pool that one interview guide gives for coding rounds (CODE-19), and problems are said to come from real work
# (CODE-26); see *Sources*.

# %% part
from course.parts import clarify

clarify(
    "heap_questions",
    {
        "What do I get?": "A list of pairs, start and end. In any order. Leave it as it is.",
        "What do you want back?": "A list of numbers: for each event, in the order that you got them, its encoder. Encoders "
        "are numbered from 0.",
        "Several assignments use the fewest. Which one?": "In the order of their starts, each takes the lowest number that "
        "is free at that moment. "
        "Then it's the fewest, and the high numbers can be switched off.",
        "Two start at the same moment: who chooses first?": "Whoever stands first in the list.",
        "One ends at nine, another starts at nine: the same encoder?": "Yes. At its end an event has let go.",
        "May an event move to another encoder while it's on?": "No.",
        "What are the times?": "Things that can be compared. Minutes today, `datetime` tomorrow: compare them, and do "
        "nothing else with them.",
        "What if an event ends before it starts, or at the same moment?": "`ValueError`.",
        "What if there are no events?": "Then an empty list.",
        "How many?": "A hundred thousand events, and thousands of encoders. Going through all encoders for each event is too "
        "slow.",
        "Are the encoders alike?": "All the same.",
        "Does the schedule change during the day?": "It will. Not in the first version.",
    },
    solved_by="heap_encoders",
)

# %% [markdown]
# ## What a heap does not know
#
# Three lines of output. Guess each before you run it: is the list sorted, what comes out after the change, and is 5 still in it?

# %%
import heapq

heap = []
for number in [5, 9, 7, 2, 8, 1]:
    heapq.heappush(heap, number)
print("as it lies there:   ", heap)
heap[heap.index(8)] = 0
print("8 became 0; out came", heapq.heappop(heap))
print("is 5 in it?         ", 5 in heap, "- found how?")

# %% [markdown]
# A heap keeps one promise: nobody is smaller than the one on top. It finds nothing in the middle but by looking at everything,
# and whoever changes an entry behind its back breaks the promise. Each problem below asks for something that a heap can't do,
# and has a way around it.
#
# ## Stage 1: who runs where
#
# Fifteen minutes. All you need of a heap, and a source of numbers:

# %% given
from heapq import heapify, heappop, heappush
from itertools import count

# %% answer="heap_assign"
def assign(events):
    """The encoder of each event, in the order of `events` (pairs of start and end): the lowest that is free at its start.

    Raises ValueError for an event that does not end after its start.
    """
    ### BEGIN SOLUTION
    for start, end in events:
        if not start < end:
            raise ValueError(f"an event must end after its start, and this is from {start} to {end}")
    encoders = [None] * len(events)
    busy, free = [], []  # heaps: (end, encoder), and encoders
    for number in sorted(range(len(events)), key=lambda number: events[number][0]):  # stable: ties in the order of the list
        start, end = events[number]
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        encoders[number] = heappop(free) if free else len(busy)  # none free: all that there are, are busy
        heappush(busy, (end, encoders[number]))
    return encoders
    ### END SOLUTION

# %% [markdown] hint="heap_assign"
# Two questions come up again and again: *whose event has ended by now?* and *which free encoder has the lowest number?* Those
# are two different keys.

# %% [markdown] hint="heap_assign"
# Two heaps. One has the busy encoders by the end of their event, the other the free ones by number. At each start, everything
# that has ended moves from the first to the second.

# %% [markdown] hint="heap_assign"
# - Go through the positions of the events, sorted by start; Python's sort is stable.
# - While the top of `busy` has ended: push its encoder onto `free`.
# - Take the lowest of `free`. If there is none, a new one: which number is that, if all encoders that exist are busy?

# %% tests="heap_encoders" points=4
def check_assign(events, want):
    got = assign(events)
    check.that(isinstance(got, list), f"With the events {events}: expected a list, got {got!r}.")
    check.equal(got, want, after=f"assign({events})")


@check("events that overlap run on different encoders")
def overlap():
    check_assign([(1, 5), (2, 6), (3, 4)], [0, 1, 2])


@check("an encoder is used again, also at the very end of an event")
def again():
    check_assign([(1, 3), (4, 6)], [0, 0])
    check_assign([(1, 4), (4, 6), (5, 7)], [0, 0, 1])


@check("the events come in any order, the answer is in theirs")
def any_order():
    check_assign([(5, 9), (1, 6), (2, 4)], [1, 0, 1])


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("of several that are free, the lowest number, not the first to be free")
def lowest():
    check_assign([(0, 9), (0, 3), (0, 2), (5, 7)], [0, 1, 2, 1])
    check_assign([(0, 4), (0, 2), (5, 6), (5, 7)], [0, 1, 0, 1])


@check("of several that start at once, the first in the list chooses first")
def ties():
    check_assign([(1, 9), (1, 3), (1, 5)], [0, 1, 2])
    check_assign([(4, 5), (1, 2), (4, 9), (4, 6)], [0, 0, 1, 2])


@check("all that have ended are free, not only the first")
def all_ended():
    check_assign([(0, 1), (0, 2), (0, 3), (5, 6), (5, 6), (5, 6)], [0, 1, 2, 0, 1, 2])


@check("a new encoder has a number of its own, when others have been used again")
def new_number():
    check_assign([(0, 10), (1, 2), (3, 10), (4, 10), (5, 6), (7, 10)], [0, 1, 1, 2, 3, 3])


@check("no events, one event")
def few():
    check_assign([], [])
    check_assign([(3, 4)], [0])


@check("an event that does not end after its start is refused")
def backwards():
    for bad in ((5, 5), (5, 4)):
        check.raises(ValueError, lambda: assign([(1, 2), bad]), when=f"assign([(1, 2), {bad}])")


@check("times can be compared, and that is all they can")
def plain_times():
    check_assign([("noon", "prime time"), ("midnight", "noon"), ("one", "two")], [0, 0, 1])
    check_assign([([9, 0], [10, 30]), ([9, 45], [11, 0]), ([10, 30], [12, 0])], [0, 1, 0])


@check("what was handed in is left as it is")
def unchanged():
    events = [[5, 9], [1, 6]]
    with check.unchanged(events, when="assign(events)"):
        assign(events)


def in_words(events):
    """For each event, in the order of the starts, the lowest number that no event on at that moment has."""
    encoders = {}
    for number in sorted(range(len(events)), key=lambda number: events[number][0]):
        taken = {encoders[other] for other in encoders if events[other][1] > events[number][0]}
        encoders[number] = next(encoder for encoder in range(len(events)) if encoder not in taken)
    return [encoders[number] for number in range(len(events))]


@check.law(
    "any events, as the words say",
    examples=80,
    drawn=st.lists(st.tuples(st.integers(-3, 12), st.integers(1, 8)), max_size=9),
)
def any_events(drawn):
    events = [(start, start + length) for start, length in drawn]
    check.equal(list(assign(events)), in_words(events), after=f"assign({events})")


### END HIDDEN TESTS

# %% tests="heap_encoders_cost" points=1 inside="it counts the lines that run"
from course.cases import Counted, Tally, steps_of


def steps_to_assign(count):
    """All events overlap: as many encoders as events."""
    tally = Tally()
    events = [(Counted(number, tally), Counted(count + number, tally)) for number in range(count)]
    return steps_of(lambda: assign(events), tally)[1]


@check("many encoders are no trouble")
def many():
    few, lots = steps_to_assign(50), steps_to_assign(400)
    check.that(
        lots <= 16 * few,
        f"50 events at once took {few} steps and comparisons, 400 at once took {lots}: {lots / few:.0f} times as many for "
        "eight times the events. "
        "Look for what goes through all encoders for each event.",
    )


### BEGIN HIDDEN TESTS
@check("a hundred thousand events are no trouble")
def long_day():
    got = assign([(number, number + 3) for number in range(100_000)])
    check.equal(
        got[:7],
        [0, 1, 2, 0, 1, 2, 0],
        after="100,000 events, each of length 3, one starting at each moment; the first seven encoders",
    )


### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(assign, statements=13)

# %% wrong="in the order of the list" fails="heap_encoders: the events come in any order, the answer is in theirs; heap_encoders: of several that start at once, the first in the list chooses first; heap_encoders: times can be compared, and that is all they can; heap_encoders: any events, as the words say"
whole = assign


def assign(events):
    whole(events)
    encoders, busy, free = [], [], []
    for start, end in events:
        while busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        encoders.append(heappop(free) if free else len(busy))
        heappush(busy, (end, encoders[-1]))
    return encoders

# %% wrong="the answer is in the order of the starts" fails="heap_encoders: the events come in any order, the answer is in theirs; heap_encoders: any events, as the words say"
whole = assign


def assign(events):
    return whole(sorted(events, key=lambda event: event[0]))

# %% wrong="sorts the pairs, so that the shorter of two goes first" fails="heap_encoders: of several that are free, the lowest number, not the first to be free; heap_encoders: of several that start at once, the first in the list chooses first; heap_encoders: any events, as the words say"
whole = assign


def assign(events):
    order = sorted(range(len(events)), key=lambda number: tuple(events[number]))
    encoders = [0] * len(events)
    for number, encoder in zip(order, whole([events[number] for number in order])):
        encoders[number] = encoder
    return encoders

# %% wrong="one heap: whoever is free first runs the next" fails="heap_encoders: of several that are free, the lowest number, not the first to be free; heap_encoders: any events, as the words say"
whole = assign


def assign(events):
    whole(events)
    encoders, busy = [0] * len(events), []
    for number in sorted(range(len(events)), key=lambda number: events[number][0]):
        start, end = events[number]
        encoders[number] = heappop(busy)[1] if busy and busy[0][0] <= start else len(busy)
        heappush(busy, (end, encoders[number]))
    return encoders

# %% wrong="an encoder is free only after the end" fails="heap_encoders: an encoder is used again, also at the very end of an event; heap_encoders: times can be compared, and that is all they can; heap_encoders: any events, as the words say; heap_encoders_cost: a hundred thousand events are no trouble"
whole = assign


def assign(events):
    whole(events)
    encoders, busy, free = [0] * len(events), [], []
    for number in sorted(range(len(events)), key=lambda number: events[number][0]):
        start, end = events[number]
        while busy and busy[0][0] < start:
            heappush(free, heappop(busy)[1])
        encoders[number] = heappop(free) if free else len(busy)
        heappush(busy, (end, encoders[number]))
    return encoders

# %% wrong="frees one at a time" fails="heap_encoders: of several that are free, the lowest number, not the first to be free; heap_encoders: any events, as the words say"
whole = assign


def assign(events):
    whole(events)
    encoders, busy, free, made = [0] * len(events), [], [], 0
    for number in sorted(range(len(events)), key=lambda number: events[number][0]):
        start, end = events[number]
        if busy and busy[0][0] <= start:
            heappush(free, heappop(busy)[1])
        if not free:
            heappush(free, made)
            made += 1
        encoders[number] = heappop(free)
        heappush(busy, (end, encoders[number]))
    return encoders

# %% wrong="free encoders on a stack" fails="heap_encoders: all that have ended are free, not only the first; heap_encoders: any events, as the words say"
whole = assign


def assign(events):
    whole(events)
    encoders, busy, free = [0] * len(events), [], []
    for number in sorted(range(len(events)), key=lambda number: events[number][0]):
        start, end = events[number]
        while busy and busy[0][0] <= start:
            free.append(heappop(busy)[1])
        encoders[number] = free.pop() if free else len(busy)
        heappush(busy, (end, encoders[number]))
    return encoders

# %% wrong="asks each encoder whether it is free" fails="heap_encoders_cost: many encoders are no trouble"
whole = assign


def assign(events):
    encoders, until = [0] * len(events), []
    for number in sorted(range(len(events)), key=lambda number: events[number][0]):
        start, end = events[number]
        if end <= start:
            raise ValueError(events[number])
        free = (encoder for encoder, busy_until in enumerate(until) if busy_until <= start)
        encoders[number] = next(free, len(until))
        until[encoders[number] : encoders[number] + 1] = [end]
    return encoders

# %% wrong="reckons with the times" fails="heap_encoders: times can be compared, and that is all they can; heap_encoders_cost: many encoders are no trouble"
whole = assign


def assign(events):
    if any(end - start <= start - start for start, end in events):
        raise ValueError("an event that does not end after its start")
    return whole(events)

# %% wrong="events by what they are: two equal ones are one" fails="heap_encoders: all that have ended are free, not only the first; heap_encoders: any events, as the words say"
whole = assign


def assign(events):
    by_event = dict(zip(map(str, events), whole(events)))
    return [by_event[str(event)] for event in events]

# %% wrong="takes any pair for an event" fails="heap_encoders: an event that does not end after its start is refused"
whole = assign


def assign(events):
    return whole([(start, end) if start < end else (start, start + 1) for start, end in events])

# %% wrong="sorts the caller's list" fails="heap_encoders: what was handed in is left as it is; heap_encoders: any events, as the words say"
whole = assign


def assign(events):
    answer = whole(events)
    events.sort()
    return answer

# %% also_right="starts and ends as one list of moments"
def assign(events: list) -> list:
    if any(end <= start for start, end in events):
        raise ValueError("an event that does not end after its start")
    moments = [(end, 0, number) for number, (_, end) in enumerate(events)]
    moments += [(start, 1, number) for number, (start, _) in enumerate(events)]
    free, encoders, made = [], {}, 0
    for _, starts, number in sorted(moments):
        if not starts:
            heappush(free, encoders[number])
        elif free:
            encoders[number] = heappop(free)
        else:
            encoders[number] = made
            made += 1
    return [encoders[number] for number in range(len(events))]

# %% also_right="free numbers in a sorted list, a class for the park"
from bisect import insort


class _Park:
    def __init__(self):
        self.free, self.busy, self.size = [], [], 0

    def take(self, start, end):
        while self.busy and not start < self.busy[0][0]:
            insort(self.free, heappop(self.busy)[1])
        if not self.free:
            self.free.append(self.size)
            self.size += 1
        encoder = self.free.pop(0)
        heappush(self.busy, (end, encoder))
        return encoder


def assign(events):
    for start, end in events:
        if end <= start:
            raise ValueError((start, end))
    park, answer = _Park(), {}
    for position, (start, end) in sorted(enumerate(events), key=lambda pair: pair[1][0]):
        answer[position] = park.take(start, end)
    return [answer[position] for position in range(len(events))]

# %% [markdown]
# ## Stage 2: nobody waits for ever
#
# The interviewer goes on:
#
# > Then the encoding jobs that aren't live. They have a level, 0 is the most urgent, and a priority queue. On busy days those
# > of level 5 never come up. Mend that.
#
# What they answer when you ask: waiting makes a job more urgent, evenly: each `step` milliseconds are worth one level, half of
# that half a level, and it doesn't stop at 0. Whatever is most urgent *now* comes next; of equals the one that was added first.
# Jobs are dicts; they can't be compared. A hundred thousand are waiting, and taking one mustn't go through all of them. The
# clock gives whole milliseconds and never goes back; levels (six, today) and `step` are whole, too.

# %% answer="heap_ageing"
class AgeingQueue:
    """Jobs by urgency: a job's level, less one for each `step` milliseconds that it has waited. `now` gives milliseconds."""

    def __init__(self, step, now):
        ### BEGIN SOLUTION
        self._step = step
        self._now = now
        self._heap = []
        self._numbers = count()  # the order of adding; it also keeps jobs from being compared
        ### END SOLUTION

    def add(self, job, level):
        """Put a job in; a lower level is more urgent."""
        ### BEGIN SOLUTION
        # All age alike, so that who is ahead of whom is settled now. A level is worth as much as `step` milliseconds.
        heappush(self._heap, (level * self._step + self._now(), next(self._numbers), job))
        ### END SOLUTION

    def take(self):
        """Take out the job that is most urgent now, of equals the one that was added first. IndexError if none waits."""
        ### BEGIN SOLUTION
        return heappop(self._heap)[-1]
        ### END SOLUTION

# %% [markdown] hint="heap_ageing"
# Write down the urgency of two jobs at some moment, and at a later one. By how much did their distance change?

# %% [markdown] hint="heap_ageing"
# All waiting jobs grow more urgent equally fast, so none overtakes another *while both wait*. Who is ahead is known when a job
# is added. Which number, made of its level and the time, says so without asking the clock again? And of the heap: what does it
# compare when two such numbers are equal?

# %% tests="heap_ages" points=4
from course.cases import Clock


def queue_of(step=10):
    clock = Clock(1000)
    return AgeingQueue(step, clock.now), clock


def names(queue, count):
    return [queue.take()["name"] for _ in range(count)]


@check("of jobs added together the lowest level comes first")
def levels():
    queue, _ = queue_of()
    for name, level in (("c", 5), ("a", 0), ("b", 2)):
        queue.add({"name": name}, level)
    check.equal(names(queue, 3), ["a", "b", "c"], after="c at level 5, a at 0, b at 2, all at once; the three that come out")


@check("a job that has waited goes before a fresh one that is more urgent")
def waited():
    queue, clock = queue_of()
    queue.add({"name": "old"}, 5)
    clock.advance(51)
    queue.add({"name": "fresh"}, 0)
    check.equal(
        names(queue, 2), ["old", "fresh"], after="a step is 10; old at level 5; 51 ms later fresh at 0; the two that come out"
    )


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("but not before it has waited long enough")
def not_yet():
    queue, clock = queue_of()
    queue.add({"name": "old"}, 5)
    clock.advance(49)
    queue.add({"name": "fresh"}, 0)
    check.equal(
        names(queue, 2), ["fresh", "old"], after="a step is 10; old at level 5; 49 ms later fresh at 0; the two that come out"
    )


@check("of equals the one that was added first, and jobs are never compared")
def ties():
    queue, clock = queue_of()
    for name in "abc":
        queue.add({"name": name}, 1)
    clock.advance(10)
    for name in "de":
        queue.add({"name": name}, 0)
    want = ["a", "b", "c", "d", "e"]
    check.equal(
        names(queue, 5),
        want,
        after="a step is 10; a, b, c at level 1; 10 ms later d, e at 0: all are as urgent; the five that come out",
    )


@check("equal is equal, to the millisecond")
def exact():
    for step, wait, want in ((37, 185, ["old", "new"]), (37, 184, ["new", "old"]), (37, 186, ["old", "new"])):
        queue, clock = queue_of(step)
        queue.add({"name": "old"}, 5)
        clock.advance(wait)
        queue.add({"name": "new"}, 0)
        did = (
            f"a step is {step}; old at level 5; {wait} ms later new at level 0 ({5 * step} are five steps); the two that come out"
        )
        check.equal(names(queue, 2), want, after=did)


@check("half a step is worth half a level")
def evenly():
    for before, after, want in ((9, 2, ["new", "old"]), (1, 9, ["new", "old"]), (1, 11, ["old", "new"])):
        queue, clock = queue_of()
        clock.advance(before)
        queue.add({"name": "old"}, 1)
        clock.advance(after)
        queue.add({"name": "new"}, 0)
        did = f"a step is 10; old at level 1 at {1000 + before}; new at level 0 at {1000 + before + after}; the two that come out"
        check.equal(names(queue, 2), want, after=did)


@check("waiting does not stop at level 0")
def below_zero():
    queue, clock = queue_of()
    queue.add({"name": "low"}, 5)
    clock.advance(10)
    queue.add({"name": "high"}, 0)
    clock.advance(500)
    did = "a step is 10; low at level 5; 10 ms later high at 0, so that it is four levels ahead; 500 ms later both come out"
    check.equal(names(queue, 2), ["high", "low"], after=did)


@check("under a stream of urgent jobs the others come up")
def not_starved():
    queue, clock = queue_of()
    queue.add({"name": "low"}, 5)
    taken = []
    for _ in range(14):
        queue.add({"name": "urgent"}, 0)
        queue.add({"name": "urgent"}, 0)
        taken += names(queue, 1)
        clock.advance(10)
    did = "a step is 10; low at level 5; then each 10 ms two urgent ones come and one job is taken"
    check.that(
        "low" in taken,
        f"After {did}: of 14 that were taken low was none. Ten urgent ones came before it was as urgent as a fresh one.",
    )
    check.equal(taken.index("low"), 10, after=f"{did}; how many came out before low")


@check("nobody there: IndexError, and the queue goes on working")
def nobody():
    queue, _ = queue_of()
    check.raises(IndexError, queue.take, when="take() of an empty queue")
    job = {"name": "a"}
    queue.add(job, 3)
    check.same(queue.take(), job, after="one job added; take()")
    check.raises(IndexError, queue.take, when="take() when all have been taken")


class Desk:
    """Their queue, driven by plain values; jobs are numbered from 1 as they are added."""

    def __init__(self, step):
        self.queue, self.clock = queue_of(step)
        self.added = 0

    def add(self, level):
        self.added += 1
        self.queue.add({"number": self.added}, level)

    def take(self):
        return self.queue.take()["number"]

    def wait(self, milliseconds):
        self.clock.advance(milliseconds)


class Words:
    """What the words mean: each time, everyone's urgency now."""

    def __init__(self, step):
        self.step, self.time, self.added, self.waiting = step, 0, 0, []

    def add(self, level):
        self.added += 1
        self.waiting.append((self.added, level, self.time))

    def take(self):
        if not self.waiting:
            raise IndexError("nobody waits")
        best = min(self.waiting, key=lambda one: one[1] * self.step - (self.time - one[2]))
        self.waiting.remove(best)
        return best[0]

    def wait(self, milliseconds):
        self.time += milliseconds


check.model(
    "any jobs and waits, as the words say (jobs are numbered from 1)",
    subject=Desk,
    model=Words,
    given={"step": st.sampled_from([1, 7, 12])},
    calls={"add": [st.integers(0, 5)], "take": [], "wait": [st.integers(0, 30)]},
    examples=80,
)
### END HIDDEN TESTS

# %% tests="heap_ages_cost" points=1 inside="it counts the lines that run and the comparisons"
from course.cases import steps_of


class Moment(int):
    """A whole number that counts how often it, or what is reckoned from it, is compared."""

    compared = 0

    def _reckoned(name):
        return lambda self, other: Moment(getattr(int, name)(int(self), int(other)))

    def _compared(name):
        def compare(self, other):
            Moment.compared += 1
            return getattr(int, name)(int(self), other)

        return compare

    for _name in ("add", "radd", "sub", "rsub", "mul", "rmul", "floordiv", "rfloordiv"):
        locals()[f"__{_name}__"] = _reckoned(f"__{_name}__")
    for _name in ("lt", "le", "gt", "ge", "eq", "ne"):
        locals()[f"__{_name}__"] = _compared(f"__{_name}__")
    __hash__ = int.__hash__


@check("taking one does not go through all that wait")
def few_steps():
    queue = AgeingQueue(Moment(10), lambda: Moment(1000))
    for number in range(1000):
        queue.add({"name": number}, Moment(number * 7919 % 6))
    Moment.compared = 0
    _, lines = steps_of(lambda: [queue.take() for _ in range(100)])
    check.at_most(lines + Moment.compared, 40_000, "lines and comparisons", after="1,000 jobs wait, 100 are taken")

# %% part
from course.parts import shape

shape(AgeingQueue, statements=10)

# %% wrong="a priority queue that does not age" fails="heap_ages: a job that has waited goes before a fresh one that is more urgent; heap_ages: of equals the one that was added first, and jobs are never compared; heap_ages: equal is equal, to the millisecond; heap_ages: half a step is worth half a level; heap_ages: under a stream of urgent jobs the others come up; heap_ages: any jobs and waits, as the words say (jobs are numbered from 1)"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        heappush(self._heap, (level, next(self._numbers), job))

# %% wrong="first come, first served" fails="heap_ages: of jobs added together the lowest level comes first; heap_ages: but not before it has waited long enough; heap_ages: equal is equal, to the millisecond; heap_ages: half a step is worth half a level; heap_ages: waiting does not stop at level 0; heap_ages: under a stream of urgent jobs the others come up; heap_ages: any jobs and waits, as the words say (jobs are numbered from 1)"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        super().add(job, 0)

# %% wrong="the job is compared when keys are equal" fails="heap_ages: of equals the one that was added first, and jobs are never compared; heap_ages: equal is equal, to the millisecond; heap_ages: under a stream of urgent jobs the others come up; heap_ages: any jobs and waits, as the words say (jobs are numbered from 1); heap_ages_cost"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        heappush(self._heap, (level * self._step + self._now(), job))

# %% wrong="the last added of equals first" fails="heap_ages: of equals the one that was added first, and jobs are never compared; heap_ages: equal is equal, to the millisecond; heap_ages: under a stream of urgent jobs the others come up; heap_ages: any jobs and waits, as the words say (jobs are numbered from 1)"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        self._numbers = count(next(self._numbers) - 1, -1)
        super().add(job, level)

# %% wrong="the more urgent level first among equals" fails="heap_ages: of equals the one that was added first, and jobs are never compared; heap_ages: equal is equal, to the millisecond; heap_ages: under a stream of urgent jobs the others come up"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        heappush(self._heap, (level * self._step + self._now(), level, next(self._numbers), job))

# %% wrong="ages by whole levels" fails="heap_ages: equal is equal, to the millisecond; heap_ages: half a step is worth half a level; heap_ages: any jobs and waits, as the words say (jobs are numbered from 1)"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        heappush(self._heap, (level + self._now() // self._step, next(self._numbers), job))

# %% wrong="urgency as it is when the job is added" fails="heap_ages: a job that has waited goes before a fresh one that is more urgent; heap_ages: of equals the one that was added first, and jobs are never compared; heap_ages: equal is equal, to the millisecond; heap_ages: half a step is worth half a level; heap_ages: under a stream of urgent jobs the others come up; heap_ages: any jobs and waits, as the words say (jobs are numbered from 1)"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        heappush(self._heap, (level * self._step - self._now(), next(self._numbers), job))

# %% wrong="never more urgent than level 0" fails="heap_ages: waiting does not stop at level 0; heap_ages: under a stream of urgent jobs the others come up; heap_ages: any jobs and waits, as the words say (jobs are numbered from 1); heap_ages_cost"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        self._heap.append((level, self._now(), next(self._numbers), job))

    def take(self):
        if not self._heap:
            raise IndexError("none waits")
        now = self._now()
        best = min(self._heap, key=lambda one: (max(0, one[0] * self._step - (now - one[1])), one[2]))
        self._heap.remove(best)
        return best[-1]

# %% wrong="reckons all anew for each that is taken" fails="heap_ages_cost"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        self._heap.append((level, self._now(), next(self._numbers), job))

    def take(self):
        if not self._heap:
            raise IndexError("none waits")
        now = self._now()
        self._heap.sort(key=lambda one: (one[0] * self._step - (now - one[1]), one[2]))
        return self._heap.pop(0)[-1]

# %% wrong="urgency in fractions of a level" fails="heap_ages: equal is equal, to the millisecond"
class AgeingQueue(AgeingQueue):
    def add(self, job, level):
        heappush(self._heap, (level + self._now() / self._step, next(self._numbers), job))

# %% wrong="an empty queue gives None" fails="heap_ages: nobody there: IndexError, and the queue goes on working; heap_ages: any jobs and waits, as the words say (jobs are numbered from 1)"
class AgeingQueue(AgeingQueue):
    def take(self):
        return super().take() if self._heap else None

# %% also_right="a queue for each level, and a look at their heads"
from collections import deque


class AgeingQueue:
    def __init__(self, step: int, now) -> None:
        self.step, self.now = step, now
        self.levels: dict[int, deque] = {}
        self.count = 0

    def add(self, job: dict, level: int) -> None:
        self.count += 1
        self.levels.setdefault(level, deque()).append((self.now(), self.count, job))

    def take(self) -> dict:
        heads = [(level * self.step + line[0][0], line[0][1], level) for level, line in self.levels.items() if line]
        if not heads:
            raise IndexError("no job waits")
        return self.levels[min(heads)[2]].popleft()[2]

# %% also_right="exact fractions of a level, in a queue of the standard library"
from fractions import Fraction
from queue import Empty, PriorityQueue


class AgeingQueue:
    def __init__(self, step, now):
        self.step, self.now, self.began = step, now, now()
        self.numbers, self.waiting = count(), PriorityQueue()

    def add(self, job, level):
        self.waiting.put((level + Fraction(self.now() - self.began, self.step), next(self.numbers), job))

    def take(self):
        try:
            return self.waiting.get_nowait()[2]
        except Empty:
            raise IndexError("no job waits") from None

# %% also_right="a sorted list, the next at its end"
from bisect import insort


class AgeingQueue:
    def __init__(self, step, now):
        self.step, self.now, self.numbers = step, now, count()
        self.jobs = {}
        self.order = []

    def add(self, job, level):
        number = next(self.numbers)
        self.jobs[number] = job
        insort(self.order, (-(self.now() + self.step * level), -number))

    def take(self):
        _, number = self.order.pop()
        return self.jobs.pop(-number)

# %% [markdown]
# ## Stage 3: later, unless it is called off
#
# > Last one. Every request gets a timeout: *in two seconds do that, unless I call it off*. Nearly all are called off, since
# > nearly all requests are answered. Write what keeps those.
#
# Ask first.

# %% part
from course.parts import clarify

clarify(
    "heap_later_questions",
    {
        "Who runs the jobs?": "The event loop does. It asks you: `due(now)` gives a list of all jobs whose time is `now` or "
        "earlier, and you forget them.",
        "In which order?": "By their times; of equal times, as they were added.",
        "How does the loop know how long to sleep?": "`next_due()`: the earliest time for which a job waits, `None` if none "
        "does. A job that was called off never "
        "wakes anybody.",
        "How is a job called off?": "`add` gives a ticket, whatever you like; `cancel(ticket)` gives `True` if the job was "
        "waiting. If it was cancelled before, or was due "
        "and handed out: `False`, and nothing happens.",
        "What are jobs?": "Anything. They can't be compared, two may be equal, and `None` is one.",
        "What are times?": "Things that can be compared, as before. Compare them, nothing else. They may be in the past when "
        "a job is added.",
        "What may stay behind of a job that was called off?": "The job itself: nothing, from that moment on; it holds a "
        "request's memory. Of times and what you keep with "
        "them: never more than twice as many as jobs are waiting, and 64. After each call, whichever it was.",
        "How fast?": "When a backend hangs a hundred thousand are waiting, and tens of thousands come and go each second. "
        "Nothing may go through all of them each time; now and then it may.",
        "Threads?": "One: the loop's.",
    },
    solved_by="heap_later",
)

# %% answer="heap_delayed"
class Delayed:
    """Jobs that wait for their time, unless they are cancelled."""

    def __init__(self):
        ### BEGIN SOLUTION
        self._jobs = {}  # by ticket: those that wait
        self._heap = []  # (when, ticket), also of some that do not wait any more
        self._tickets = count()
        ### END SOLUTION

    def add(self, when, job):
        """Put a job in for the time `when`; gives a ticket for `cancel`."""
        ### BEGIN SOLUTION
        ticket = next(self._tickets)
        self._jobs[ticket] = job
        heappush(self._heap, (when, ticket))
        return ticket
        ### END SOLUTION

    def cancel(self, ticket):
        """True if the job was waiting: it never becomes due. False, and nothing happens, if it was cancelled or handed out."""
        ### BEGIN SOLUTION
        if ticket not in self._jobs:
            return False
        del self._jobs[ticket]
        self._tidy()
        return True
        ### END SOLUTION

    def next_due(self):
        """The earliest time for which a job waits; None if none does."""
        ### BEGIN SOLUTION
        return self._heap[0][0] if self._heap else None

    def _tidy(self):
        """Keep a job that waits on top, and no more than twice as many entries as jobs, and 64."""
        if len(self._heap) > 2 * len(self._jobs) + 64:
            self._heap = [entry for entry in self._heap if entry[1] in self._jobs]
            heapify(self._heap)
        while self._heap and self._heap[0][1] not in self._jobs:
            heappop(self._heap)
        ### END SOLUTION

    def due(self, now):
        """All jobs whose time is `now` or earlier, by their times, then as they were added; they do not wait any more."""
        ### BEGIN SOLUTION
        jobs = []
        while self._heap and self._heap[0][0] <= now:
            jobs.append(self._jobs.pop(heappop(self._heap)[1]))
            self._tidy()
        return jobs
        ### END SOLUTION

# %% [markdown] hint="heap_delayed"
# You can't take an entry out of the middle of a heap. Do you have to? Who would notice if it stayed there a while, and what
# must it not hold?

# %% [markdown] hint="heap_delayed"
# Two structures: who waits, by ticket, and when, as a heap of times and tickets. Cancelling is one deletion from the first.
# Whatever comes to the top of the second and isn't in the first is thrown away unseen. When too many such entries lie in the
# heap: build it anew from the others.

# %% [markdown] hint="heap_delayed"
# - `cancel`: delete the job; if the heap has more than twice the jobs, and 64: filter, `heapify`.
# - That costs as much as there are entries, but half of them go, and each was added once: a few steps for each `add`, in the
#   long run.
# - Jobs that become due make the rest of the heap relatively emptier, too. What follows for `due`?

# %% tests="heap_later" points=5
@check("what is due comes out, by its time, once")
def by_time():
    later = Delayed()
    for when, job in ((30, "c"), (10, "a"), (20, "b")):
        later.add(when, job)
    check.equal(later.due(20), ["a", "b"], after="add(30, 'c'), add(10, 'a'), add(20, 'b'), due(20)")
    check.equal(later.due(20), [], after="the same, and due(20) once more")
    check.equal(later.due(99), ["c"], after="the same, and due(99)")


@check("a job that was cancelled never becomes due")
def cancelled():
    later = Delayed()
    later.add(10, "a")
    ticket = later.add(20, "b")
    later.add(30, "c")
    check.equal(later.cancel(ticket), True, after="add(10, 'a'), add(20, 'b'), add(30, 'c'), cancel of b")
    check.equal(later.due(99), ["a", "c"], after="the same, due(99)")


@check("the next time is that of a job that waits")
def next_time():
    later = Delayed()
    check.equal(later.next_due(), None, after="nothing added, next_due()")
    ticket = later.add(10, "a")
    later.add(20, "b")
    check.equal(later.next_due(), 10, after="add(10, 'a'), add(20, 'b'), next_due()")
    later.cancel(ticket)
    check.equal(later.next_due(), 20, after="the same, cancel of a, next_due()")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("cancelled twice, or too late: False, and nothing happens")
def too_late():
    later = Delayed()
    first, second, third = later.add(10, "a"), later.add(20, "b"), later.add(30, "c")
    later.due(10)
    check.equal([later.cancel(first), later.cancel(first)], [False, False], after="a at 10, due(10), cancel of a, twice")
    check.equal([later.cancel(second), later.cancel(second)], [True, False], after="b at 20, cancel of b, twice")
    check.equal((later.next_due(), later.due(99)), (30, ["c"]), after="the same, c at 30; next_due(), due(99)")
    check.equal(later.cancel(third), False, after="the same, cancel of c")


@check("equal times come in the order of adding, and jobs are never compared")
def ties():
    later, jobs = Delayed(), [{"n": number} for number in range(12)]
    tickets = [later.add(5, job) for job in jobs]
    later.cancel(tickets[3])
    check.equal(
        later.due(5), [job for job in jobs if job["n"] != 3], after="twelve dicts, all at 5; the fourth cancelled; due(5)"
    )


@check("equal jobs are two jobs, and None is one")
def equal_jobs():
    later = Delayed()
    later.add(10, "same")
    ticket = later.add(20, "same")
    later.add(30, None)
    check.equal(later.cancel(ticket), True, after="add(10, 'same'), add(20, 'same'), cancel of the second")
    check.equal(later.due(99), ["same", None], after="the same, add(30, None), due(99)")
    ticket = later.add(1, None)
    check.equal((later.cancel(ticket), later.due(99)), (True, []), after="add(1, None), cancel of it, due(99)")


@check("a time of 0, times in the past, times below 0")
def past():
    later = Delayed()
    later.add(0, "zero")
    check.equal(later.next_due(), 0, after="add(0, 'zero'), next_due()")
    later.due(50)
    later.add(-3, "late")
    check.equal((later.next_due(), later.due(50)), (-3, ["late"]), after="due(50), then add(-3, 'late'); next_due(), due(50)")


@check("when all have been cancelled nothing is left to wait for")
def all_cancelled():
    later = Delayed()
    tickets = [later.add(number, number) for number in range(10)]
    for ticket in tickets:
        later.cancel(ticket)
    check.equal((later.next_due(), later.due(99)), (None, []), after="ten added, ten cancelled; next_due(), due(99)")


@check("times can be compared, and that is all they can")
def plain_times():
    later = Delayed()
    for word in ("pear", "apple", "fig"):
        later.add(word, word)
    check.equal(
        (later.next_due(), later.due("grape")),
        ("apple", ["apple", "fig"]),
        after="the times are words: pear, apple, fig; next_due(), due('grape')",
    )


class Loop:
    """Their class, driven by plain values: cancel(0) is of the job that was added last, cancel(1) of the one before."""

    def __init__(self):
        self.later, self.tickets = Delayed(), []

    def add(self, when):
        self.tickets.append(self.later.add(when, f"job {len(self.tickets)}"))

    def cancel(self, back):
        return self.later.cancel(self.tickets[-1 - back]) if back < len(self.tickets) else None

    def due(self, now):
        return self.later.due(now)


class Listed:
    """What the words mean, with a list of those that wait."""

    def __init__(self):
        self.added, self.waiting = 0, []

    def add(self, when):
        self.waiting.append((when, self.added))
        self.added += 1

    def cancel(self, back):
        if back >= self.added:
            return None
        before = len(self.waiting)
        self.waiting = [one for one in self.waiting if one[1] != self.added - 1 - back]
        return len(self.waiting) < before

    def due(self, now):
        due = sorted(one for one in self.waiting if one[0] <= now)
        self.waiting = [one for one in self.waiting if one[0] > now]
        return [f"job {number}" for _, number in due]

    def next_due(self):
        return min(self.waiting)[0] if self.waiting else None


def check_next(loop, listed):
    check.equal(loop.later.next_due(), listed.next_due(), after="these calls, next_due()")


check.model(
    "any calls, as the words say (cancel(0) is of the job added last, cancel(1) of the one before)",
    subject=Loop,
    model=Listed,
    calls={"add": [st.integers(-1, 9)], "cancel": [st.integers(0, 5)], "due": [st.integers(-1, 4)]},
    invariant=check_next,
    examples=60,
)
### END HIDDEN TESTS

# %% tests="heap_later_cost" points=2 inside="it counts what is held, and the lines that run"
import functools
import gc
import weakref

from course.cases import Living, Tally, steps_of


class Held:
    """Makes times and counts those that are still held, and how often they are compared."""

    def __init__(self):
        self.made, self.tally = [], Tally()

    def time(self, value):
        time = Time(value, self.tally)
        self.made.append(weakref.ref(time))
        return time

    def count(self):
        self.made = [made for made in self.made if made() is not None]
        return len(self.made)

    def check(self, limit, after):
        if self.count() > limit:
            gc.collect()
        check.at_most(self.count(), limit, "times held", after=after)


@functools.total_ordering
class Time:
    def __init__(self, value, tally):
        self.value, self.tally = value, tally

    def __eq__(self, other):
        self.tally.count += 1
        return self.value == other.value

    def __lt__(self, other):
        self.tally.count += 1
        return self.value < other.value


@check("timeouts that are called off leave little behind")
def little():
    later, held = Delayed(), Held()
    later.add(held.time(5_000), "waits")
    for number in range(300):
        later.cancel(later.add(held.time(1000 + number), "called off"))
        held.check(2 * 1 + 64, after=f"one job waits; {number + 1} others, earlier than it, were added and called off")
    for number in range(300):
        later.cancel(later.add(held.time(6000 + number), "called off"))
        held.check(
            2 * 1 + 64, after=f"one job waits; 300 others, earlier than it, and {number + 1} later ones were added and called off"
        )


### BEGIN HIDDEN TESTS
@check("also when many wait, and when they are called off one after the other")
def many_wait():
    later, held = Delayed(), Held()
    tickets = [later.add(held.time(number), number) for number in range(400)]
    for gone in range(1, 400):
        later.cancel(tickets.pop())  # a ticket may hold its time, so it is let go of, too
        held.check(2 * (400 - gone) + 64, after=f"400 jobs were added, the {gone} latest were called off")


@check("also when those that wait become due, and others had been called off")
def due_shrinks():
    later, held = Delayed(), Held()
    for number in range(200):
        later.add(held.time(number), "waits")
    tickets = [later.add(held.time(1000 + number), "called off") for number in range(200)]
    while tickets:
        later.cancel(tickets.pop())
    later.add(held.time(700), "waits")
    held.check(2 * 201 + 64, after="201 jobs wait, 200 later ones were called off")
    later.due(held.time(500))
    did = "201 jobs waited, 200 later ones were called off; 200 became due and were handed out; one waits"
    held.check(2 * 1 + 64, after=did)


@check("when most have been called off the others come out as ever")
def others():
    later = Delayed()
    jobs = [(number * 7919 % 29, number) for number in range(600)]
    tickets = [later.add(job[0], job) for job in jobs]
    for number in range(600):
        if number % 8:
            later.cancel(tickets[number])
    want = sorted(jobs[::8])
    did = "600 jobs added, of 29 times in no order, seven of eight called off"
    check.equal(later.next_due(), want[0][0], after=f"{did}; next_due()")
    got = later.due(29)
    differs = next((place for place, (is_, was) in enumerate(zip(got, want)) if is_ != was), None)
    check.that(
        got == want,
        f"After {did}; due(29): expected {len(want)} jobs, by their times, then as they were added; got {len(got)}, "
        f"the first that differs at place {differs}.",
    )


@check("a job that was called off is let go of at once, one that was due when it is handed out")
def let_go():
    later, living = Delayed(), Living()
    later.add(0, "first")
    tickets = [later.add(5, living.item(number)) for number in range(20)]
    for ticket in tickets[:10]:
        later.cancel(ticket)
    check.at_most(living.count, 10, "jobs held", after="20 jobs added, ten of them called off")
    later.due(9)
    check.at_most(living.count, 0, "jobs held", after="20 jobs added, ten of them called off, ten handed out")


def work(count):
    """The steps for adding `count` jobs, calling off nine of ten in some other order, and handing out the rest."""
    later, held = Delayed(), Held()

    def run():
        tickets = [later.add(held.time(number * 7919 % count), number) for number in range(count)]
        for number in range(count):
            if number % 10:
                later.cancel(tickets[number * 7 % count])
        return len(later.due(held.time(count)))

    return steps_of(run, held.tally)[1]


@check("nothing goes through all of them each time")
def few_steps():
    small, large = work(101), work(1009)
    check.that(
        large <= 25 * small,
        f"101 jobs, most of them called off, took {small} lines and comparisons, 1,009 took {large}: {large / small:.0f} "
        "times as many for ten times the "
        "jobs. Look for what searches, filters or sorts all that wait at each call.",
    )


@check("asking for the next time, again and again, costs next to nothing")
def asking():
    later, held = Delayed(), Held()
    tickets = [later.add(held.time(number), number) for number in range(300)]
    for ticket in tickets[:150]:
        later.cancel(ticket)
    later.next_due()
    _, steps = steps_of(lambda: [later.next_due() for _ in range(100)], held.tally)
    check.at_most(
        steps,
        3_000,
        "lines and comparisons",
        after="300 jobs added, the first 150 called off, next_due(); then next_due() 100 times",
    )


@check("when one is due the others are not looked at")
def one_due():
    later, held = Delayed(), Held()
    for number in range(1000):
        later.add(held.time(number), number)
    moments = [held.time(number) for number in range(100)]
    handed, steps = steps_of(lambda: [later.due(moment) for moment in moments], held.tally)
    did = "1,000 jobs added, at the times 0 to 999; due(0), due(1) and so on, to due(99)"
    check.equal(handed, [[number] for number in range(100)], after=f"{did}; handed out")
    check.at_most(steps, 40_000, "lines and comparisons", after=did)


### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(Delayed, statements=30)

# %% wrong="looks for the entry in the heap" fails="heap_later_cost: nothing goes through all of them each time"
class Delayed(Delayed):
    def cancel(self, ticket):
        if ticket not in self._jobs:
            return False
        del self._jobs[ticket]
        self._heap.remove(next(entry for entry in self._heap if entry[1] == ticket))
        heapify(self._heap)
        return True

# %% wrong="takes the entry out and leaves a heap that is none" fails="heap_later: equal times come in the order of adding, and jobs are never compared; heap_later: any calls, as the words say (cancel(0) is of the job added last, cancel(1) of the one before); heap_later_cost: when most have been called off the others come out as ever; heap_later_cost: nothing goes through all of them each time"
class Delayed(Delayed):
    def cancel(self, ticket):
        if ticket not in self._jobs:
            return False
        del self._jobs[ticket]
        self._heap[:] = [entry for entry in self._heap if entry[1] != ticket]
        if len(self._heap) > 2:
            self._heap[1], self._heap[-1] = self._heap[-1], self._heap[1]
        return True

# %% wrong="marks it, and never tidies up" fails="heap_later_cost: timeouts that are called off leave little behind; heap_later_cost: also when many wait, and when they are called off one after the other; heap_later_cost: also when those that wait become due, and others had been called off"
class Delayed(Delayed):
    def _tidy(self):
        while self._heap and self._heap[0][1] not in self._jobs:
            heappop(self._heap)

# %% wrong="filters, and takes what is left for a heap" fails="heap_later_cost: when most have been called off the others come out as ever"
class Delayed(Delayed):
    def _tidy(self):
        if len(self._heap) > 2 * len(self._jobs) + 64:
            self._heap = [entry for entry in self._heap if entry[1] in self._jobs]
        while self._heap and self._heap[0][1] not in self._jobs:
            heappop(self._heap)

# %% wrong="tidies up only when a job is called off" fails="heap_later_cost: also when those that wait become due, and others had been called off"
class Delayed(Delayed):
    def due(self, now):
        jobs = []
        while self._heap and self._heap[0][0] <= now:
            ticket = heappop(self._heap)[1]
            if ticket in self._jobs:
                jobs.append(self._jobs.pop(ticket))
        while self._heap and self._heap[0][1] not in self._jobs:
            heappop(self._heap)
        return jobs

# %% wrong="looks for what is due among all" fails="heap_later_cost: when one is due the others are not looked at"
class Delayed(Delayed):
    def due(self, now):
        ready = sorted(entry for entry in self._heap if entry[0] <= now and entry[1] in self._jobs)
        jobs = [self._jobs.pop(ticket) for _, ticket in ready]
        self._tidy()
        return jobs

# %% wrong="gives a freed place to the next job, and its ticket with it" fails="heap_later: any calls, as the words say (cancel(0) is of the job added last, cancel(1) of the one before); heap_later_cost: nothing goes through all of them each time"
class Delayed(Delayed):
    def add(self, when, job):
        number = super().add(when, job)
        places = self.__dict__.setdefault("_places", [])
        free = [place for place, one in enumerate(places) if one not in self._jobs][:1]
        place = free[0] if free else len(places)
        places[place : place + 1] = [number]
        return place

    def cancel(self, ticket):
        return super().cancel(self._places[ticket])

# %% wrong="tidies up at every call" fails="heap_later_cost: nothing goes through all of them each time; heap_later_cost: when one is due the others are not looked at"
class Delayed(Delayed):
    def _tidy(self):
        self._heap = [entry for entry in self._heap if entry[1] in self._jobs]
        heapify(self._heap)

# %% wrong="the next time may be of a job that was called off" fails="heap_later: the next time is that of a job that waits; heap_later: cancelled twice, or too late: False, and nothing happens; heap_later: when all have been cancelled nothing is left to wait for; heap_later: any calls, as the words say (cancel(0) is of the job added last, cancel(1) of the one before)"
class Delayed(Delayed):
    def cancel(self, ticket):
        if ticket not in self._jobs:
            return False
        del self._jobs[ticket]
        if len(self._heap) > 2 * len(self._jobs) + 64:
            self._tidy()
        return True

    def due(self, now):
        self._tidy()
        return super().due(now)

# %% wrong="the job is part of the entry" fails="heap_later_cost: a job that was called off is let go of at once, one that was due when it is handed out; heap_later_cost: nothing goes through all of them each time"
class Delayed(Delayed):
    def add(self, when, job):
        ticket = super().add(when, job)
        self._heap[:] = [(*entry[:2], job) if entry[1] == ticket else entry for entry in self._heap]
        return ticket

# %% wrong="jobs with equal times are compared" fails="heap_later: equal times come in the order of adding, and jobs are never compared; heap_later_cost: timeouts that are called off leave little behind; heap_later_cost: also when many wait, and when they are called off one after the other; heap_later_cost: also when those that wait become due, and others had been called off; heap_later_cost: a job that was called off is let go of at once, one that was due when it is handed out; heap_later_cost: nothing goes through all of them each time"
class Delayed:
    def __init__(self):
        self.heap, self.gone = [], set()

    def add(self, when, job):
        entry = (when, job)
        heappush(self.heap, entry)
        return id(entry), entry

    def cancel(self, ticket):
        waits = any(entry is ticket[1] for entry in self.heap) and ticket[0] not in self.gone
        if waits:
            self.gone.add(ticket[0])
        return waits

    def next_due(self):
        while self.heap and id(self.heap[0]) in self.gone:
            heappop(self.heap)
        return self.heap[0][0] if self.heap else None

    def due(self, now):
        jobs = []
        while self.next_due() is not None and self.heap[0][0] <= now:
            jobs.append(heappop(self.heap)[1])
        return jobs

# %% wrong="due a moment later" fails="heap_later: what is due comes out, by its time, once; heap_later: cancelled twice, or too late: False, and nothing happens; heap_later: equal times come in the order of adding, and jobs are never compared; heap_later: any calls, as the words say (cancel(0) is of the job added last, cancel(1) of the one before); heap_later_cost: when one is due the others are not looked at"
class Delayed(Delayed):
    def due(self, now):
        jobs = []
        while self._heap and self._heap[0][0] < now:
            jobs.append(self._jobs.pop(heappop(self._heap)[1]))
            self._tidy()
        return jobs

# %% wrong="hands out one at a time" fails="heap_later: what is due comes out, by its time, once; heap_later: a job that was cancelled never becomes due; heap_later: equal times come in the order of adding, and jobs are never compared; heap_later: equal jobs are two jobs, and None is one; heap_later: times can be compared, and that is all they can; heap_later: any calls, as the words say (cancel(0) is of the job added last, cancel(1) of the one before); heap_later_cost: also when those that wait become due, and others had been called off; heap_later_cost: when most have been called off the others come out as ever; heap_later_cost: a job that was called off is let go of at once, one that was due when it is handed out"
class Delayed(Delayed):
    def due(self, now):
        jobs = []
        if self._heap and self._heap[0][0] <= now:
            jobs.append(self._jobs.pop(heappop(self._heap)[1]))
            self._tidy()
        return jobs

# %% wrong="None is taken for no job" fails="heap_later: equal jobs are two jobs, and None is one"
class Delayed(Delayed):
    def cancel(self, ticket):
        return self._jobs.get(ticket) is not None and super().cancel(ticket)

# %% wrong="a time of 0 is taken for none" fails="heap_later: a time of 0, times in the past, times below 0; heap_later: any calls, as the words say (cancel(0) is of the job added last, cancel(1) of the one before); heap_later_cost: when most have been called off the others come out as ever"
class Delayed(Delayed):
    def next_due(self):
        return super().next_due() or None

# %% wrong="cancelling always says True" fails="heap_later: cancelled twice, or too late: False, and nothing happens; heap_later: any calls, as the words say (cancel(0) is of the job added last, cancel(1) of the one before)"
class Delayed(Delayed):
    def cancel(self, ticket):
        super().cancel(ticket)
        return True

# %% also_right="entries that can be emptied, and a count of the empty ones"
class Delayed:
    def __init__(self) -> None:
        self.heap: list = []
        self.number = self.empty = 0

    def add(self, when, job) -> list:
        self.number += 1
        entry = [when, self.number, True, job]
        heappush(self.heap, entry)
        return entry

    def cancel(self, entry: list) -> bool:
        if not entry[2]:
            return False
        entry[2:] = [False, None]
        self.empty += 1
        self.sweep()
        return True

    def sweep(self) -> None:
        if self.empty > 32 and 2 * self.empty > len(self.heap):
            self.heap = [entry for entry in self.heap if entry[2]]
            heapify(self.heap)
            self.empty = 0

    def next_due(self):
        while self.heap and not self.heap[0][2]:
            heappop(self.heap)
            self.empty -= 1
        return self.heap[0][0] if self.heap else None

    def due(self, now) -> list:
        jobs = []
        while self.next_due() is not None and self.heap[0][0] <= now:
            entry = heappop(self.heap)
            jobs.append(entry[3])
            entry[2:] = [False, None]
        self.sweep()
        return jobs

# %% also_right="a sorted list, and a search by halving"
from bisect import bisect_left, insort


class Delayed:
    def __init__(self):
        self.order, self.jobs, self.number = [], {}, 0

    def add(self, when, job):
        self.number += 1
        ticket = (when, self.number)
        insort(self.order, ticket)
        self.jobs[self.number] = job
        return ticket

    def cancel(self, ticket):
        if ticket[1] not in self.jobs:
            return False
        del self.jobs[ticket[1]]
        del self.order[bisect_left(self.order, ticket)]
        return True

    def next_due(self):
        return self.order[0][0] if self.order else None

    def due(self, now):
        count = 0
        while count < len(self.order) and not now < self.order[count][0]:
            count += 1
        tickets, self.order = self.order[:count], self.order[count:]
        return [self.jobs.pop(number) for _, number in tickets]

# %% also_right="a sorted list of times, the jobs of each in a dict"
from bisect import bisect_left


class Delayed:
    def __init__(self):
        self.times, self.lines = [], []

    def add(self, when, job):
        place = bisect_left(self.times, when)
        if place == len(self.times) or when < self.times[place]:
            self.times.insert(place, when)
            self.lines.insert(place, {})
        ticket = [when]
        self.lines[place][id(ticket)] = (job, ticket)
        return ticket

    def cancel(self, ticket):
        if not ticket:
            return False
        place = bisect_left(self.times, ticket[0])
        del self.lines[place][id(ticket)]
        if not self.lines[place]:
            del self.times[place], self.lines[place]
        ticket.clear()
        return True

    def next_due(self):
        return self.times[0] if self.times else None

    def due(self, now):
        jobs = []
        while self.times and self.times[0] <= now:
            del self.times[0]
            for job, ticket in self.lines.pop(0).values():
                jobs.append(job)
                ticket.clear()
        return jobs

# %% [markdown]
# ## The solutions, and others
#
# **Cost (RUBRIC-18).** Encoders: a sort, and each event enters and leaves each heap at most once: *n* log *n*, and the lists
# that hold it. Ageing: a logarithm for each `add` and `take`, and no clock at `take`. Delayed jobs: a logarithm for `add`;
# `cancel` a look-up, in the long run: building the heap anew costs as much as there are entries, but half of them go with it,
# and each goes once.
#
# **Three ways around the same gap.** A heap can't answer a second question: give that a heap of its own (free encoders). It
# can't follow keys that change: choose a key that doesn't (level and time of arrival in one number). It can't give up an entry
# from its middle: leave it there, empty, and clear away when there are too many. Each is a few lines, and no structure of your
# own (RUBRIC-15). CPython's event loop, `asyncio`, has the last one in its version 3.11: with more than a hundred timers, of
# which more than half are cancelled, it builds its heap anew.
#
# | instead | wins | loses |
# |---|---|---|
# | **Sort once**, starts and ends together, for encoders | no second heap, easy to check | the whole schedule must be known; a heap goes on when events come one by one |
# | **A queue for each level**, for ageing | no heap; first come, first served in each level by itself | looks at every level's head, each time: good for six, not for thousands |
# | **A heap whose entries know their places** | takes out of the middle in a logarithm; nothing empty | every move writes a place; more code, slower for who never cancels |
# | **A wheel of time slots**, for timeouts | adding and cancelling in constant time, whatever waits | times rounded to a slot; far times need several wheels or rounds |
#
# **When ageing is another.** If urgency stops growing at level 0, or grows in jumps, jobs do overtake each other while they
# wait: then no fixed key will do, and a queue for each level with a look at the heads is the better answer.

# %% [markdown] written="heap_tradeoffs" points=3
# **Argue it.** A gateway adds 200,000 timeouts each second; 99 percent are called off within 50 ms, the others wait their two
# seconds. 10 ms too late doesn't matter. The loop stalls for some milliseconds several times a second, and somebody found
# `heapify` in the profile. Set out two designs besides yours, say what each wins and loses *here*, and choose (RUBRIC-12). About
# 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "heap_tradeoffs",
    L5=[
        "Sees where the stall comes from: building anew walks all entries in one call; cheap on the whole, long each time",
        "Names a wheel of slots of 10 ms, and that adding and cancelling are then constant; says what rounding costs here "
        "(nothing)",
        "Or sees that most timeouts are equal: then the order of arrival is the order of time, and a queue, or a linked list "
        "to cancel from, does",
        "Does the arithmetic: at most 14,000 wait at a time (0.99 times 50 ms and 0.01 times 2 s, of 200,000 a second), so that "
        "twice as many entries are built anew, about 14 times a second",
    ],
    L6=[
        "Keeps the heap and bounds what one call does: several small heaps, or entries that know their place and leave at once",
        "Splits by core or by connection: smaller structures, shorter pauses, no sharing",
        "Says what to measure before and after: the longest call, and how late timeouts fire at the 99.9th percentile",
        "Asks whether a timer for each request is needed: one for each connection, looked at when it fires, may do",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud, on the last problem:
#
# 1. What a heap promises, and what it can't do.
# 2. Who waits, and when: two structures, and which of them is right when they differ.
# 3. What stays behind of a cancelled job, how much at most, and after which calls that has to be checked.
# 4. What each call costs, and which one is sometimes slow.
# 5. What you'd take with ten times the load.

# %% part
from course.parts import timer

timer("heap_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *The process restarts; the jobs must not be lost.* A table with an index on the time; `due` becomes a query that also locks
#   what it takes. Handed out isn't done: a job needs a lease and may run twice.
# - *An event runs over its end.* The encoders after it shift. Say who decides: the plan with reserves between events, or a new
#   assignment from now on that moves nobody who is on.
# - *Encoders differ: some can do 4K.* No longer one heap, and finding the fewest can become hard. Serve the demanding ones
#   first, and say that it's a rule of thumb.
# - *Ageing across machines.* Keys made from one clock don't compare with keys made from another. Let one place stamp them, or
#   allow for the difference.
# - *How would you know that nobody starves?* Age of the oldest waiting job, for each level, and an alert on it.
#
# **Sources.** Heaps and priority queues stand in the list of topics of one interview guide (MockRound, M. Reid, 23 March 2026);
# that problems come from teams' real work is told by a second (Live Interview Help, undated) and by a post on the company's
# technology blog (K. Casella; we know a mirror dated 20 July 2024). The event loop: `asyncio/base_events.py` in
# [CPython](https://github.com/python/cpython), version 3.11. Encoders, levels and timeouts are ours. This course is independent
# of Netflix.
