# ---
# keeper:
#   title: Two ends that never turn back
#   minutes: 55
#   level: L5
#   covers: [CODE-15, CODE-22, CODE-26, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-17, RUBRIC-18]
#   needs: []
# ---

# %% [markdown]
# Two ends walk over sorted data, and everything is done in one pass. It is fast because neither ever turns back, and it is right
# only if neither ever has to. Three problems, one tension: *what lets you leave something behind for good?*
#
# The interviewer says:
#
# > Each playback start is logged twice, by us and by the licence service. They share no id. Both logs are sorted by time, but the
# > clocks aren't the same. Tell me which line belongs to which. I care about the ones that are missing.
#
# **What they listen for.** That you ask what *belongs* means when there are several candidates (RUBRIC-17); a pass over both logs
# that holds next to nothing, and its cost (RUBRIC-18); and one sentence on why a line may be given up (RUBRIC-11). Sliding
# windows and two pointers are in the topic pool that one interview guide gives for coding rounds (CODE-22); problems are said to
# come from real work (CODE-26); see *Sources*.

# %% part
from course.parts import clarify

clarify(
    "ends_questions",
    {
        "What do I get?": "`ours` and `theirs`: anything that can be iterated over once, of lines `(at, text)`; and `tolerance`. "
        "Times and tolerance are whole milliseconds, the tolerance is 0 or more.",
        "What do you want back?": "An iterator of pairs: `(our_line, their_line)`, with `None` for the one that is missing. Every "
        "line comes back exactly once.",
        "When may two lines be a pair?": "If their times differ by `tolerance` at most, whichever is earlier.",
        "And if there are several candidates: the nearest?": "As many pairs as possible in all, because a person looks at each line "
        "that is left alone. How near the two are doesn't matter, as long as it is within the tolerance. Among ways with equally "
        "many pairs, take any.",
        "May a line be in two pairs?": "No.",
        "Does the text help?": "No. The two formats have nothing in common. Hand on the lines as they are.",
        "In which order do they come back?": "The lines of each log in the order of that log. How you order two lines that are both "
        "alone, one from each log, is up to you.",
        "How long are the logs?": "Days; far bigger than memory, and they may still be growing. Give pairs as you go. Read no "
        "further ahead in a log than lines that may still find a partner, and one line beyond.",
        "Can I trust that they are sorted?": "Yes. Equal times happen, also within a log. You needn't check.",
        "Can one be empty, or end long before the other?": "Both.",
        "What if reading a log fails?": "Let its exception through.",
        "Which of the two clocks is right?": "We don't know. It makes no difference to what you write.",
    },
    solved_by="ends_pairs",
)

# %% [markdown]
# ## Each to its nearest
#
# It sounds like what you would want. How many lines stay alone below? Find a way that leaves fewer, by hand, before you write any
# code. Then move one time by a few milliseconds and look again.

# %%
ours, theirs, tolerance = [1000, 1080, 1200], [1070, 1170, 1290], 100

close = sorted((abs(a - b), a, b) for a in ours for b in theirs if abs(a - b) <= tolerance)
pairs = []
for apart, a, b in close:
    if all(a != taken and b != other for taken, other in pairs):
        pairs.append((a, b))
print("pairs, the nearest first:", sorted(pairs))
print("alone:", [a for a in ours if a not in dict(pairs)], [b for b in theirs if b not in dict(map(reversed, pairs))])

# %% [markdown]
# ## Stage 1: two logs
#
# Merging two sorted lists is quoted on the company's technology blog (K. Casella; *Sources*) only in an anecdote about
# interviewing in general: the disappointingly trivial question that candidates meet elsewhere, not one that this company asks.
# The work here is different, because each step of the walk decides something that it can't take back: are these two a pair, or
# will one of them never have a partner (CODE-15)?
#
# Ten minutes.

# %% answer="ends_pair"
def pair(ours, theirs, tolerance):
    """Pairs of lines (at, text) of two sorted logs, as many as possible: an iterator of (our_line, their_line).

    The times of a pair differ by `tolerance` milliseconds at most. A line without a partner comes with None. Each line comes once,
    in the order of its log.
    """
    ### BEGIN SOLUTION
    ours, theirs = iter(ours), iter(theirs)
    mine, other = next(ours, None), next(theirs, None)
    while mine is not None and other is not None:
        if other[0] - mine[0] > tolerance:  # all that follow in theirs are later still
            yield mine, None
            mine = next(ours, None)
        elif mine[0] - other[0] > tolerance:
            yield None, other
            other = next(theirs, None)
        else:
            yield mine, other
            mine, other = next(ours, None), next(theirs, None)
    while mine is not None:
        yield mine, None
        mine = next(ours, None)
    while other is not None:
        yield None, other
        other = next(theirs, None)
    ### END SOLUTION

# %% [markdown] hint="ends_pair"
# Look only at the first line of each log. What can you say of the earlier one if the two are too far apart? Could waiting ever
# help it?

# %% [markdown] hint="ends_pair"
# And if they are close enough? Suppose that a best pairing gives each of the two another partner, further on. Exchange: pair
# these two, and the two others with each other. Are those still close enough? Then taking the first two loses nothing.

# %% [markdown] hint="ends_pair"
# Hold one line of each log. Too far apart: the earlier one is alone, read the next of its log. Otherwise: a pair, read the next
# of both. When one log has ended, the rest of the other is alone. Mind how `next` tells you that a log has ended, inside a
# generator.

# %% tests="ends_pairs" points=5
import functools
from itertools import count, islice

from course.cases import Stream


def most_pairs(ours, theirs, tolerance):
    """How many pairs there can be, by trying everything."""

    @functools.cache
    def most(i, j):
        if i == len(ours) or j == len(theirs):
            return 0
        close = abs(ours[i] - theirs[j]) <= tolerance
        return max(most(i + 1, j), most(i, j + 1), 1 + most(i + 1, j + 1) if close else 0)

    return most(0, 0)


def check_pairs(ours, theirs, tolerance):
    told = f"ours at {ours}, theirs at {theirs}, tolerance {tolerance}"
    logs = ([(at, f"our {n}") for n, at in enumerate(ours)], [(at, f"their {n}") for n, at in enumerate(theirs)])
    got = list(islice(pair(Stream(logs[0]), Stream(logs[1]), tolerance), 50))
    shown = f"{told}; your pairs: {got}"
    check.that(all(isinstance(each, (tuple, list)) and len(each) == 2 for each in got), f"After {shown}: each must be a pair.")
    for side, whose in enumerate(("our", "their")):
        lines = [each[side] for each in got if each[side] is not None]
        check.equal(lines, logs[side], after=f"{shown}; the lines of {whose} log in them")
    for our, their in got:
        check.that(our is not None or their is not None, f"After {shown}: there is a pair of two Nones.")
        if our is not None and their is not None:
            apart = abs(our[0] - their[0])
            check.that(apart <= tolerance, f"After {shown}: {our} and {their} are {apart} ms apart, which is more than {tolerance}.")
    paired = sum(None not in each for each in got)
    check.equal(paired, most_pairs(ours, theirs, tolerance), after=f"{shown}; how many have a partner")


@check("lines within the tolerance become pairs, whichever is earlier")
def both_ways():
    check_pairs([1000, 2000, 3000], [1020, 1990, 3000], 50)


@check("a line without a partner comes alone")
def alone():
    check_pairs([1000, 2000, 3000], [1010, 3010], 50)
    check_pairs([1000, 3000], [1010, 2000, 3010], 50)


@check("as many pairs as possible, not the nearest")
def most():
    check_pairs([1000, 1080, 1200], [1070, 1170, 1290], 100)
    check_pairs([1070, 1170, 1290], [1000, 1080, 1200], 100)


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("exactly the tolerance apart is near enough, one more is not")
def edge():
    for far in (49, 50, 51):
        check_pairs([1000], [1000 + far], 50)
        check_pairs([1000 + far], [1000], 50)
    check_pairs([1000, 1001], [1000, 1002], 0)


@check("a log may be empty, or end before the other")
def ends():
    for ours, theirs in (([], []), ([1, 2, 3], []), ([], [1, 2]), ([1], [2, 500, 900]), ([2, 500, 900], [1])):
        check_pairs(ours, theirs, 10)


@check("a log may be a list, too, and the texts are handed on as they are")
def lists():
    got = list(islice(pair([(1, " a\n"), (9, "")], ((2, "c\n"),), 1), 10))
    check.equal([tuple(each) for each in got], [((1, " a\n"), (2, "c\n")), ((9, ""), None)], after="a list and a tuple of lines")


@check("when a log can't be read any more, its exception comes through")
def unreadable():
    def broken():
        yield (100, "a")
        raise OSError("the log is gone")

    check.raises(OSError, lambda: list(pair(broken(), Stream([(101, "b"), (200, "c")]), 5)), when="our log failing after a line")
    check.raises(OSError, lambda: list(pair([(101, "b"), (200, "c")], broken(), 5)), when="their log failing after a line")


@check("equal times within a log are lines of their own")
def equal_times():
    check_pairs([5, 5, 5], [5, 5], 0)
    check_pairs([0, 5, 5], [5, 5, 5, 6], 1)


def times(most):
    return st.lists(st.integers(0, 12), max_size=most).map(sorted)


@check.law("any two logs", examples=80, ours=times(6), theirs=times(6), tolerance=st.integers(0, 5))
def any_logs(ours, theirs, tolerance):
    check_pairs(ours, theirs, tolerance)


@check("two logs that never end give pairs at once, and are read no further than needed")
def endless():
    theirs_at = [0, 140, 190, 330, 420]  # the second is more than 30 ms from every line of ours
    ours = Stream(((100 * n, "our") for n in count()), most=60, name="our log")
    theirs = Stream(((500 * (n // 5) + theirs_at[n % 5], "their") for n in count()), most=60, name="their log")
    given = [0, 0]
    for our, their in islice(pair(ours, theirs, 30), 40):
        given[0] += our is not None
        given[1] += their is not None
        for log, done, whose in ((ours, given[0], "our"), (theirs, given[1], "their")):
            check.that(
                log.pulled <= done + 2,
                "Our lines come every 100 ms, theirs about so, tolerance 30: at most one line of a log can still find a partner. "
                f"{log.pulled} lines of {whose} log had been read, and {done} given back.",
            )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(pair, statements=18)

# %% wrong="waits for a nearer partner" fails="ends_pairs: as many pairs as possible, not the nearest; ends_pairs: any two logs"
def pair(ours, theirs, tolerance):
    theirs = iter(theirs)
    other, after = next(theirs, None), next(theirs, None)
    for mine in ours:
        while other is not None and (
            other[0] < mine[0] - tolerance or (after is not None and abs(after[0] - mine[0]) < abs(other[0] - mine[0]))
        ):
            yield None, other
            other, after = after, next(theirs, None)
        if other is None or other[0] > mine[0] + tolerance:
            yield mine, None
        else:
            yield mine, other
            other, after = after, next(theirs, None)
    while other is not None:
        yield None, other
        other, after = after, next(theirs, None)

# %% wrong="the two that meet in the merged order" fails="ends_pairs: equal times within a log are lines of their own; ends_pairs: any two logs"
import heapq


def pair(ours, theirs, tolerance):
    last = None
    for at, side, line in heapq.merge(((line[0], 0, line) for line in ours), ((line[0], 1, line) for line in theirs)):
        if last is None:
            last = (side, line)
        elif last[0] != side and at - last[1][0] <= tolerance:
            yield (last[1], line) if side else (line, last[1])
            last = None
        else:
            yield (None, last[1]) if last[0] else (last[1], None)
            last = (side, line)
    if last:
        yield (None, last[1]) if last[0] else (last[1], None)

# %% wrong="steps on in both logs when two are too far apart" fails="ends_pairs: a line without a partner comes alone; ends_pairs: any two logs"
from itertools import zip_longest


def pair(ours, theirs, tolerance):
    for mine, other in zip_longest(ours, theirs):
        if mine and other and abs(mine[0] - other[0]) <= tolerance:
            yield mine, other
        else:
            if mine:
                yield mine, None
            if other:
                yield None, other

# %% wrong="stops when one log has ended" fails="ends_pairs: exactly the tolerance apart is near enough, one more is not; ends_pairs: a log may be empty, or end before the other; ends_pairs: a log may be a list, too, and the texts are handed on as they are; ends_pairs: equal times within a log are lines of their own; ends_pairs: any two logs"
whole = pair


def pair(ours, theirs, tolerance):
    ours, theirs = iter(ours), iter(theirs)
    mine, other = next(ours, None), next(theirs, None)
    while mine and other:
        if abs(mine[0] - other[0]) <= tolerance:
            yield mine, other
            mine, other = next(ours, None), next(theirs, None)
        elif mine < other:
            yield mine, None
            mine = next(ours, None)
        else:
            yield None, other
            other = next(theirs, None)

# %% wrong="lets next end the generator" fails="ends_pairs: lines within the tolerance become pairs, whichever is earlier; ends_pairs: a line without a partner comes alone; ends_pairs: as many pairs as possible, not the nearest; ends_pairs: exactly the tolerance apart is near enough, one more is not; ends_pairs: a log may be empty, or end before the other; ends_pairs: a log may be a list, too, and the texts are handed on as they are; ends_pairs: equal times within a log are lines of their own; ends_pairs: any two logs"
whole = pair


def pair(ours, theirs, tolerance):
    ours, theirs = iter(ours), iter(theirs)
    mine, other = next(ours), next(theirs)
    while True:
        if abs(mine[0] - other[0]) <= tolerance:
            yield mine, other
            mine, other = next(ours), next(theirs)
        elif mine[0] < other[0]:
            yield mine, None
            mine = next(ours)
        else:
            yield None, other
            other = next(theirs)

# %% wrong="takes the licence service for the later one" fails="ends_pairs: lines within the tolerance become pairs, whichever is earlier; ends_pairs: as many pairs as possible, not the nearest; ends_pairs: exactly the tolerance apart is near enough, one more is not; ends_pairs: a log may be empty, or end before the other; ends_pairs: any two logs"
whole = pair


def pair(ours, theirs, tolerance):
    for mine, other in whole(ours, theirs, tolerance):
        if mine and other and other[0] < mine[0]:
            yield None, other
            yield mine, None
        else:
            yield mine, other

# %% wrong="near enough means nearer than the tolerance" fails="ends_pairs: exactly the tolerance apart is near enough, one more is not; ends_pairs: a log may be a list, too, and the texts are handed on as they are; ends_pairs: equal times within a log are lines of their own; ends_pairs: any two logs"
whole = pair


def pair(ours, theirs, tolerance):
    return whole(ours, theirs, tolerance - 1)

# %% wrong="a dictionary by time, so that equal times are one line" fails="ends_pairs: equal times within a log are lines of their own; ends_pairs: any two logs"
whole = pair


def pair(ours, theirs, tolerance):
    def once(log):
        last = None
        for line in log:
            if last is None or line[0] != last:
                yield line
            last = line[0]

    return whole(once(ours), once(theirs), tolerance)

# %% wrong="strips the texts" fails="ends_pairs: a log may be a list, too, and the texts are handed on as they are"
whole = pair


def pair(ours, theirs, tolerance):
    def stripped(log):
        return ((at, text.strip()) for at, text in log)

    return whole(stripped(ours), stripped(theirs), tolerance)

# %% wrong="reads both logs to their ends first" fails="ends_pairs: two logs that never end give pairs at once, and are read no further than needed"
whole = pair


def pair(ours, theirs, tolerance):
    return whole(list(ours), list(theirs), tolerance)

# %% wrong="takes a log that fails for one that has ended" fails="ends_pairs: when a log can't be read any more, its exception comes through"
whole = pair


def pair(ours, theirs, tolerance):
    def lines(log):
        try:
            yield from log
        except Exception:
            return

    return whole(lines(ours), lines(theirs), tolerance)

# %% also_right="merged, with a queue of those that wait"
import heapq
from collections import deque


def pair(ours, theirs, tolerance):
    def alone(side, line):
        return (None, line) if side else (line, None)

    waiting = deque()  # of one log at a time
    merged = heapq.merge(((line[0], 0, line) for line in ours), ((line[0], 1, line) for line in theirs), key=lambda each: each[:2])
    for at, side, line in merged:
        while waiting and at - waiting[0][1][0] > tolerance:
            yield alone(*waiting.popleft())
        if waiting and waiting[0][0] != side:
            partner = waiting.popleft()[1]
            yield (partner, line) if side else (line, partner)
        else:
            waiting.append((side, line))
    while waiting:
        yield alone(*waiting.popleft())

# %% also_right="a class with an end that is later than everything"
class _Head:
    def __init__(self, log):
        self.log = iter(log)
        self.take()

    def take(self):
        line = getattr(self, "line", None)
        self.line = next(self.log, None)
        self.at = float("inf") if self.line is None else self.line[0]
        return line


def pair(ours, theirs, tolerance: int):
    a, b = _Head(ours), _Head(theirs)
    while a.line is not None or b.line is not None:
        if a.at + tolerance < b.at:
            yield a.take(), None
        elif b.at + tolerance < a.at:
            yield None, b.take()
        else:
            yield a.take(), b.take()

# %% [markdown]
# ## Stage 2: the longest breach
#
# The interviewer goes on:
#
# > The contract says how many requests out of a million may fail. A partner says that we were over it for hours. Here are the
# > minutes of that day. For how long, at worst, were we over it?
#
# What they answer when you ask: `minutes` is a list; a minute is `(requests, failures)`, whole numbers, never more failures than
# requests; a minute may have no requests. A stretch is minutes in a row, and **taken together** its failures must be **more
# than** `allowed` out of a million of its requests: single good minutes in it don't help us. They want `(start, end)`, so that
# `minutes[start:end]` is the longest such stretch, the **earliest** among equally long ones, and `None` if there is none. A
# stretch without any requests is never over. `allowed` is a whole number from 0 to a million. There are hundreds of thousands of
# minutes: **not every pair of ends**. And a lawyer will read it: **exact**, no rounding.
#
# A window comes to mind: let its end run on, and pull its start along while the contract holds. Run it. Which step can't be taken
# back, and should have been?

# %%
day = [(10, 3), (10, 0), (10, 0), (10, 3)]  # one in ten may fail
start = requests = failures = 0
longest = (0, 0)
for end, (more, failed) in enumerate(day, 1):
    requests, failures = requests + more, failures + failed
    while start < end and failures * 10 <= requests:
        requests, failures = requests - day[start][0], failures - day[start][1]
        start += 1
    longest = max(longest, (start, end), key=lambda stretch: stretch[1] - stretch[0])
    print(f"minutes {start} to {end}: {failures} of {requests} failed")
print("longest:", longest, "- and all four minutes?", sum(f for _, f in day), "of", sum(r for r, _ in day))

# %% answer="ends_breach"
def longest_breach(minutes, allowed):
    """(start, end) of the longest stretch of minutes (requests, failures) that is over the contract, None if none is.

    A stretch minutes[start:end] is over it if more than `allowed` out of a million of its requests failed. The earliest of
    equally long ones.
    """
    ### BEGIN SOLUTION
    excess = [0]  # before each minute, and at the end: failures so far beyond what was allowed, in millionths
    for requests, failures in minutes:
        excess.append(excess[-1] + failures * 1_000_000 - requests * allowed)
    starts = []  # a later start is worth it only if it is lower than all before it
    for place, height in enumerate(excess):
        if not starts or height < excess[starts[-1]]:
            starts.append(place)
    longest, length = None, 1
    for end in reversed(range(len(excess))):
        while starts and excess[starts[-1]] < excess[end]:
            start = starts.pop()  # no end further left makes it longer
            if end - start >= length:
                longest, length = (start, end), end - start
    return longest
    ### END SOLUTION

# %% [markdown] hint="ends_breach"
# The window may drop a start for good only if no minute still to come can save the stretch that begins there. Here a later one
# can. What single number, added up from the first minute on, tells whether a stretch is over the contract, from its values at the
# two ends alone?

# %% [markdown] hint="ends_breach"
# Each minute counts for its failures less what was allowed: above 0 is bad. With running totals, a stretch is over the contract
# if the total at its end is higher than at its start. Now: when is a start never worth trying, because an earlier one is as good?
# Keep the others. How do their totals run?

# %% [markdown] hint="ends_breach"
# The starts worth trying have falling totals. Two ways on: for each end, halve in them for the earliest that is lower. Or go
# through the ends from the last one back; while the latest start is lower than the end, note the stretch and drop that start:
# every end to come is earlier, and makes it shorter. Each start is dropped once.

# %% tests="ends_breaches" points=4
def case_over(minutes, allowed):
    return sum(failures for _, failures in minutes) * 1_000_000 > sum(requests for requests, _ in minutes) * allowed


def by_trying(minutes, allowed):
    """Every stretch, the longest first, the earliest first among equals."""
    for length in range(len(minutes), 0, -1):
        for start in range(len(minutes) - length + 1):
            if case_over(minutes[start : start + length], allowed):
                return start, start + length
    return None


def check_breach(minutes, allowed, want):
    got = longest_breach(list(minutes), allowed)
    after = f"minutes {minutes}, {allowed:,} of a million allowed"
    of_two = isinstance(got, (tuple, list)) and len(got) == 2
    check.that(got is None or of_two, f"After {after}: expected (start, end) or None, got {got!r}.")
    check.equal(got and tuple(got), want, after=after)


@check("minutes over the contract, in a row")
def in_a_row():
    check_breach([(10, 0), (10, 5), (10, 6), (10, 0)], 400_000, (1, 3))


@check("good minutes between bad ones belong to the stretch")
def good_between():
    check_breach([(10, 3), (10, 0), (10, 0), (10, 3)], 100_000, (0, 4))
    check_breach([(10, 0), (10, 0), (10, 5), (10, 0), (10, 0), (10, 0), (10, 2)], 100_000, (1, 7))


@check("none, if the contract holds everywhere")
def holds():
    check_breach([(10, 1), (10, 0), (10, 1)], 100_000, None)
    check_breach([], 0, None)


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("more than allowed, not just as much")
def just_as_much():
    check_breach([(10, 1), (20, 2), (10, 0)], 100_000, None)
    check_breach([(10, 2), (10, 0), (10, 1), (10, 1)], 100_000, (0, 1))
    check_breach([(7, 7)], 1_000_000, None)
    check_breach([(10, 0), (10, 1), (10, 0)], 0, (0, 3))


@check("requests count, not minutes")
def weights():
    check_breach([(1, 1), (98, 0), (1, 1)], 100_000, (0, 1))
    check_breach([(1000, 200), (1, 0), (1, 0), (1, 0)], 100_000, (0, 4))


@check("of equally long stretches the earliest")
def earliest():
    check_breach([(10, 5), (90, 0), (10, 5), (90, 0), (10, 5)], 400_000, (0, 1))
    check_breach([(1, 1), (1, 1), (9, 0), (1, 1), (1, 1)], 500_000, (0, 2))


@check("minutes without requests")
def idle():
    check_breach([(0, 0), (0, 0)], 0, None)
    check_breach([(0, 0), (10, 5), (0, 0), (0, 0)], 400_000, (0, 4))


@check("exact, also for numbers that a float cannot hold")
def exact():
    check_breach([(10**17 + 10, 10**16 + 1)], 100_000, None)
    check_breach([(10**17 + 9, 10**16 + 1)], 100_000, (0, 1))
    for length in range(1, 31):  # taken together as much as is allowed; without the first minute, more
        check_breach([(1, 0)] * 9 * length + [(1, 1)] * length, 100_000, (1, 10 * length))


minute = st.tuples(st.integers(0, 4), st.integers(0, 4)).map(lambda both: (max(both), min(both)))


@check.law(
    "any minutes",
    examples=100,
    minutes=st.lists(minute, max_size=9),
    allowed=st.sampled_from([0, 100_000, 250_000, 333_333, 500_000, 750_000, 1_000_000]),
)
def any_minutes(minutes, allowed):
    check_breach(minutes, allowed, by_trying(minutes, allowed))


@check("the minutes stay as they are")
def untouched():
    minutes = [(10, 3), (10, 0)]
    with check.unchanged(minutes, when="longest_breach(minutes, 100_000)"):
        longest_breach(minutes, 100_000)
### END HIDDEN TESTS

# %% tests="ends_breach_size" points=1 inside="it counts the lines that run"
from course.cases import steps_of


@check("a good day and a bad day of a hundred thousand minutes are no trouble")
def long_days():
    check.equal(longest_breach([(10, 0)] * 100_000, 1000), None, after="100,000 minutes without a failure")
    check.equal(tuple(longest_breach([(10, 1)] * 100_000, 1000)), (0, 100_000), after="100,000 minutes over the contract")


### BEGIN HIDDEN TESTS
@check("not every pair of ends is tried")
def not_all_pairs():
    def steps(length, shape):
        minutes = [shape(place, length) for place in range(length)]
        return steps_of(lambda: longest_breach(minutes, 500_000))[1]

    shapes = {
        "none fails": lambda place, length: (10, 0),
        "all fail": lambda place, length: (10, 10),
        "good first, then bad": lambda place, length: (10, 0 if 2 * place < length else 10),
        "bad first, then good": lambda place, length: (10, 10 if 2 * place < length else 0),
        "one fails, one doesn't": lambda place, length: (10, place % 2 * 10),
    }
    for name, shape in shapes.items():
        small, large = steps(50, shape), steps(800, shape)
        check.that(
            large <= 40 * small,
            f"{name}: 50 minutes took {small} steps, 800 took {large}: {large / small:.0f} times as many for sixteen times the "
            "minutes. Look for what begins anew for each start or end.",
        )
### END HIDDEN TESTS

# %% wrong="a window that drops its start while the contract holds" fails="ends_breaches: good minutes between bad ones belong to the stretch; ends_breaches: more than allowed, not just as much; ends_breaches: minutes without requests; ends_breaches: exact, also for numbers that a float cannot hold; ends_breaches: any minutes"
def longest_breach(minutes, allowed):
    start = excess = 0
    longest = None
    for end, (requests, failures) in enumerate(minutes, 1):
        excess += failures * 1_000_000 - requests * allowed
        while start < end and excess <= 0:
            excess -= minutes[start][1] * 1_000_000 - minutes[start][0] * allowed
            start += 1
        if start < end and (longest is None or end - start > longest[1] - longest[0]):
            longest = start, end
    return longest

# %% wrong="goes through the ends from the first one on, and drops starts all the same" fails="ends_breaches: minutes over the contract, in a row; ends_breaches: good minutes between bad ones belong to the stretch; ends_breaches: more than allowed, not just as much; ends_breaches: requests count, not minutes; ends_breaches: of equally long stretches the earliest; ends_breaches: minutes without requests; ends_breaches: any minutes; ends_breach_size: a good day and a bad day of a hundred thousand minutes are no trouble"
from itertools import accumulate


def longest_breach(minutes, allowed):
    excess = list(accumulate((failures * 1_000_000 - requests * allowed for requests, failures in minutes), initial=0))
    starts, longest = [], None
    for end, height in enumerate(excess):
        while starts and excess[starts[-1]] < height:
            start = starts.pop()
            if longest is None or end - start > longest[1] - longest[0]:
                longest = start, end
        if not starts or height < excess[starts[-1]]:
            starts.append(end)
    return longest

# %% wrong="the worst stretch instead of the longest" fails="ends_breaches: good minutes between bad ones belong to the stretch; ends_breaches: more than allowed, not just as much; ends_breaches: requests count, not minutes; ends_breaches: minutes without requests; ends_breaches: exact, also for numbers that a float cannot hold; ends_breaches: any minutes"
def longest_breach(minutes, allowed):
    excess = lowest = lowest_at = 0
    worst = None
    for end, (requests, failures) in enumerate(minutes, 1):
        excess += failures * 1_000_000 - requests * allowed
        if excess > lowest and (worst is None or excess - lowest > worst[0]):
            worst = excess - lowest, lowest_at, end
        if excess < lowest:
            lowest, lowest_at = excess, end
    return worst and worst[1:]

# %% wrong="minutes in a row, each of them over" fails="ends_breaches: good minutes between bad ones belong to the stretch; ends_breaches: more than allowed, not just as much; ends_breaches: requests count, not minutes; ends_breaches: minutes without requests; ends_breaches: exact, also for numbers that a float cannot hold; ends_breaches: any minutes"
def longest_breach(minutes, allowed):
    longest, start = None, 0
    for end, (requests, failures) in enumerate(minutes, 1):
        if failures * 1_000_000 <= requests * allowed:
            start = end
        elif longest is None or end - start > longest[1] - longest[0]:
            longest = start, end
    return longest

# %% wrong="every stretch" fails="ends_breach_size: not every pair of ends is tried"
def longest_breach(minutes, allowed):
    if len(minutes) > 10_000:
        return (0, len(minutes)) if minutes[0][1] else None
    excess = [0]
    for requests, failures in minutes:
        excess.append(excess[-1] + failures * 1_000_000 - requests * allowed)
    longest = None
    for start in range(len(minutes)):
        for end in range(start + 1, len(minutes) + 1):
            if excess[end] > excess[start] and (longest is None or end - start > longest[1] - longest[0]):
                longest = start, end
    return longest

# %% wrong="in floats" fails="ends_breaches: exact, also for numbers that a float cannot hold; ends_breaches: any minutes"
from itertools import accumulate


def longest_breach(minutes, allowed):
    excess = list(accumulate((failures - requests * (allowed / 1e6) for requests, failures in minutes), initial=0.0))
    starts = [0]
    for place, height in enumerate(excess):
        if height < excess[starts[-1]]:
            starts.append(place)
    longest, length = None, 1
    for end in reversed(range(len(excess))):
        while starts and excess[starts[-1]] < excess[end]:
            start = starts.pop()
            if end - start >= length:
                longest, length = (start, end), end - start
    return longest

# %% wrong="averages the minutes' rates" fails="ends_breaches: requests count, not minutes; ends_breaches: of equally long stretches the earliest; ends_breaches: exact, also for numbers that a float cannot hold; ends_breaches: any minutes"
whole = longest_breach


def longest_breach(minutes, allowed):
    rates = [failures * 10**9 // requests if requests else allowed * 1000 for requests, failures in minutes]
    return whole([(10**9, rate) for rate in rates], allowed)

# %% wrong="just as much is over, too" fails="ends_breaches: good minutes between bad ones belong to the stretch; ends_breaches: none, if the contract holds everywhere; ends_breaches: more than allowed, not just as much; ends_breaches: exact, also for numbers that a float cannot hold; ends_breaches: any minutes"
whole = longest_breach


def longest_breach(minutes, allowed):
    return whole([(requests * 1_000_000, failures * 1_000_000 + (requests > 0)) for requests, failures in minutes], allowed)

# %% wrong="the latest of equally long ones" fails="ends_breaches: requests count, not minutes; ends_breaches: of equally long stretches the earliest; ends_breaches: any minutes"
whole = longest_breach


def longest_breach(minutes, allowed):
    found = whole(minutes[::-1], allowed)
    return found and (len(minutes) - found[1], len(minutes) - found[0])

# %% wrong="gives the last minute instead of the end" fails="ends_breaches: minutes over the contract, in a row; ends_breaches: good minutes between bad ones belong to the stretch; ends_breaches: more than allowed, not just as much; ends_breaches: requests count, not minutes; ends_breaches: of equally long stretches the earliest; ends_breaches: minutes without requests; ends_breaches: exact, also for numbers that a float cannot hold; ends_breaches: any minutes; ends_breach_size: a good day and a bad day of a hundred thousand minutes are no trouble"
whole = longest_breach


def longest_breach(minutes, allowed):
    found = whole(minutes, allowed)
    return found and (found[0], found[1] - 1)

# %% wrong="begins each stretch where the total is lowest so far" fails="ends_breaches: good minutes between bad ones belong to the stretch; ends_breaches: exact, also for numbers that a float cannot hold; ends_breaches: any minutes"
def longest_breach(minutes, allowed):
    excess, lowest, lowest_at, longest = 0, 0, 0, None
    for end, (requests, failures) in enumerate(minutes, 1):
        excess += failures * 1_000_000 - requests * allowed
        if excess > lowest and (longest is None or end - lowest_at > longest[1] - longest[0]):
            longest = lowest_at, end
        if excess < lowest:
            lowest, lowest_at = excess, end
    return longest

# %% also_right="halving among the lowest starts so far"
import bisect


def longest_breach(minutes: list[tuple[int, int]], allowed: int) -> tuple[int, int] | None:
    excess, depth = 0, [0]  # depth: the lowest totals so far, turned round so that they rise
    longest = None
    for end, (requests, failures) in enumerate(minutes, 1):
        excess += failures * 1_000_000 - requests * allowed
        start = bisect.bisect_right(depth, -excess)
        if start < end and (longest is None or end - start > longest[1] - longest[0]):
            longest = (start, end)
        depth.append(max(depth[-1], -excess))
    return longest

# %% also_right="both ends from the left, with the highest total still to come"
from itertools import accumulate


def longest_breach(minutes, allowed):
    excess = list(accumulate((f * 10**6 - r * allowed for r, f in minutes), initial=0))
    to_come = list(accumulate(reversed(excess), max))[::-1]
    best, end = None, 0
    for start in range(len(minutes)):
        end = max(end, start)
        while end < len(minutes) and to_come[end + 1] > excess[start]:
            end += 1
        if end > start and to_come[end] > excess[start] and (best is None or end - start > best[1] - best[0]):
            best = (start, end)
    return best

# %% also_right="sorted by total, with the earliest start among the lower ones"
def longest_breach(minutes, allowed):
    totals = [0]
    for requests, failures in minutes:
        totals.append(totals[-1] + 1_000_000 * failures - allowed * requests)
    best, earliest = (0, 0), len(totals)
    for place in sorted(range(len(totals)), key=lambda place: (totals[place], -place)):
        if place - earliest > 0:
            best = min(best, (earliest - place, earliest))
        earliest = min(earliest, place)
    length, start = best
    return (start, start - length) if length else None

# %% [markdown]
# ## Stage 3: the slowest, lately
#
# The interviewer, once more:
#
# > On the dashboard: the slowest request of the last minute, with its trace, so that one can click on it. The process runs for
# > months.
#
# What they answer when you ask: `record(at, latency, trace)` is called for each request; `slowest(at)` gives the trace of the
# slowest one whose time is within the window, `None` if there is none. Times and latencies are whole milliseconds. A request at
# `t` counts up to, **but not including**, `t + window`. Times never go back, over both methods; equal ones happen. Of equally
# slow ones they want the **latest**. Traces are large, so **hold none that can't be the answer any more**, whatever is still to
# come; when a call tells you the time, what is too old for that time goes. Traces can't be compared. Thousands of requests a
# second, and one look at the dashboard now and then or never: a call may be slow once, but not each.

# %% answer="ends_worst"
from collections import deque


class SlowestLately:
    """The slowest request of the last `window` milliseconds."""

    def __init__(self, window):
        ### BEGIN SOLUTION
        self._window = window
        self._slowest = deque()  # (at, latency, trace): later ones, and faster ones, to the right
        ### END SOLUTION

    def record(self, at, latency, trace):
        """A request at `at` took `latency` milliseconds."""
        ### BEGIN SOLUTION
        self._forget(at)
        while self._slowest and self._slowest[-1][1] <= latency:
            self._slowest.pop()  # it will be too old before this one is
        self._slowest.append((at, latency, trace))
        ### END SOLUTION

    def slowest(self, at):
        """The trace of the slowest request within the window at `at`, the latest of equals; None if there is none."""
        ### BEGIN SOLUTION
        self._forget(at)
        return self._slowest[0][2] if self._slowest else None

    def _forget(self, at):
        while self._slowest and at - self._slowest[0][0] >= self._window:
            self._slowest.popleft()
        ### END SOLUTION

# %% [markdown] hint="ends_worst"
# A request comes that is slower than the one before it. When could the one before it ever be the answer again?

# %% [markdown] hint="ends_worst"
# Never: it is faster and will be too old sooner. Drop all such when a request comes. Of those that stay, how do the latencies run
# from the oldest to the newest? Where, then, stands the answer, and where stands what gets too old first?

# %% tests="ends_recent" points=4
from hypothesis import strategies as st


def check_slowest(requests, at, want, window=60):
    told = "; ".join(f"at {time} it took {latency}" for time, latency in requests) or "no requests"
    lately = SlowestLately(window)
    for number, (time, latency) in enumerate(requests):
        lately.record(time, latency, f"trace {number}")
    want = None if want is None else f"trace {want}"
    check.equal(lately.slowest(at), want, after=f"window {window}; {told} (trace 0, 1, …); slowest({at})")


@check("the slowest within the window")
def slowest_of_all():
    check_slowest([(0, 30), (10, 90), (20, 50)], 25, 1)
    check_slowest([], 25, None)


@check("when it is too old, the slowest of the rest")
def next_best():
    requests = [(0, 90), (10, 50), (20, 70), (30, 20)]
    for at, want in ((59, 0), (65, 2), (85, 3), (95, None)):
        check_slowest(requests, at, want)


### BEGIN HIDDEN TESTS
@check("exactly one window old is too old")
def edge():
    for at, want in ((59, 0), (60, None), (61, None)):
        check_slowest([(0, 30)], at, want)
    check_slowest([(0, 90), (60, 30)], 60, 1)
    check_slowest([(0, 90), (59, 30)], 59, 0)


@check("of equally slow ones the latest")
def latest():
    check_slowest([(0, 50), (10, 50), (20, 40)], 25, 1)
    check_slowest([(5, 50), (5, 50)], 5, 1)


@check("one that is slower than several before it")
def overtakes():
    for at, want in ((35, 0), (65, 3), (75, 3), (85, 3), (95, None)):
        check_slowest([(0, 90), (10, 50), (20, 40), (30, 70)], at, want)


@check("it can be asked again, and in between")
def again():
    lately = SlowestLately(60)
    lately.record(0, 90, "slow")
    answers = [lately.slowest(1), lately.slowest(1)]
    lately.record(2, 20, "fast")
    answers += [lately.slowest(2), lately.slowest(60), lately.slowest(100)]
    lately.record(100, 1, "new")
    answers.append(lately.slowest(100))
    check.equal(answers, ["slow", "slow", "slow", "fast", None, "new"], after="asking several times as time goes on, window 60")


@check("two of them share nothing")
def apart():
    one, other = SlowestLately(60), SlowestLately(60)
    one.record(0, 5, "a")
    check.equal(other.slowest(1), None, after="recording a request in another one")


class Timed:
    """Lets each call wait before it comes, so that time never goes back."""

    def __init__(self, lately):
        self.lately, self.at, self.number = lately, 0, 0

    def record(self, wait, latency):
        self.at += wait
        self.number += 1
        self.lately.record(self.at, latency, f"trace {self.number}")

    def slowest(self, wait):
        self.at += wait
        return self.lately.slowest(self.at)


class KeepsAll:
    """What the words mean."""

    def __init__(self, window):
        self.window, self.requests = window, []

    def record(self, at, latency, trace):
        self.requests.append((latency, len(self.requests), at, trace))

    def slowest(self, at):
        return max((each for each in self.requests if each[2] > at - self.window), default=[None])[-1]


waits = st.integers(0, 3)
check.model(
    "under any calls it answers as one that keeps everything",
    subject=lambda window: Timed(SlowestLately(window)),
    model=lambda window: Timed(KeepsAll(window)),
    given={"window": st.integers(1, 6)},
    calls={"record": [waits, st.integers(1, 4)], "slowest": [waits]},
    examples=80,
)
### END HIDDEN TESTS

# %% tests="ends_memory" points=2 inside="it counts the traces that are held, and the lines that run"
from course.cases import Living, steps_of


def most_held(latencies, window=10, ask=False):
    """The most traces held at a time while a request comes each millisecond; with `ask`, slowest() is called after each."""
    living, lately, most = Living(), SlowestLately(window), 0
    for at, latency in enumerate(latencies):
        lately.record(at, latency, living.item(at))
        if ask:
            lately.slowest(at)
        if at % 20 == 19 or at < 40:
            most = max(most, living.count)
    return most


@check("a trace that a later, slower one has overtaken is not held")
def overtaken():
    held = most_held(range(300), ask=True)
    check.at_most(held, 1, "traces held", after="300 requests, each slower than the one before")


### BEGIN HIDDEN TESTS
@check("traces that are too old are not held, though nobody asks")
def too_old():
    held = most_held(range(300, 0, -1))
    after = "300 requests, one a millisecond, each faster than the one before; a window of 10; slowest() is never called"
    check.at_most(held, 10, "traces held", after=after)


@check("equally slow ones: one is enough")
def equals():
    check.at_most(most_held([7] * 300), 1, "traces held", after="300 requests that took equally long")


@check("too old when it is asked: gone")
def asked_late():
    living, lately = Living(), SlowestLately(10)
    for at in range(5):
        lately.record(at, 50 - at, living.item(at))
    lately.slowest(500)
    check.at_most(living.count, 0, "traces held", after="five requests, and a look at the dashboard long after")


class Ms(int):
    """Milliseconds that count how often they are compared."""

    compared = 0

    def __lt__(self, other):
        Ms.compared += 1
        return int(self) < int(other)

    def __le__(self, other):
        Ms.compared += 1
        return int(self) <= int(other)

    def __gt__(self, other):
        Ms.compared += 1
        return int(self) > int(other)

    def __ge__(self, other):
        Ms.compared += 1
        return int(self) >= int(other)

    __hash__ = int.__hash__


@check("a call looks at a few requests, not at all within the window")
def few_looks():
    def cost(length, latencies, ask):
        lately, Ms.compared = SlowestLately(length), 0

        def run():
            for at in range(2 * length):
                lately.record(at, Ms(latencies(at, length)), str(at))
                if ask:
                    lately.slowest(at)

        return steps_of(run)[1] + Ms.compared

    courses = {
        "each faster than the one before": lambda at, length: 10_000 - at,
        "each slower than the one before": lambda at, length: at,
        "slow and fast in turn": lambda at, length: 10_000 - at if at % 2 else 1,
        "faster and faster, then a slow one, and so on": lambda at, length: 20_000 if at % length == length - 1 else 10_000 - at,
    }
    for name, latencies in courses.items():
        for ask in (False, True):
            small, large = cost(25, latencies, ask), cost(200, latencies, ask)
            check.that(
                large <= 16 * small,
                f"{name}{', and slowest() after each' if ask else ''}: 50 requests with a window of 25 took {small} steps and "
                f"comparisons, 400 with a window of 200 took {large}: {large / small:.0f} times as many for eight times the requests. "
                "Look for what goes through all that is held.",
            )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(SlowestLately, statements=16)

# %% wrong="a heap that drops what is too old when it comes to the top" fails="ends_memory: a trace that a later, slower one has overtaken is not held; ends_memory: equally slow ones: one is enough"
import heapq


class SlowestLately:
    def __init__(self, window):
        self.window, self.heap, self.number = window, [], 0

    def record(self, at, latency, trace):
        self.number += 1
        heapq.heappush(self.heap, (-latency, -self.number, at, trace))
        self.slowest(at)

    def slowest(self, at):
        while self.heap and at - self.heap[0][2] >= self.window:
            heapq.heappop(self.heap)
        return self.heap[0][3] if self.heap else None

# %% wrong="keeps the window, and looks through it" fails="ends_memory: a trace that a later, slower one has overtaken is not held; ends_memory: equally slow ones: one is enough; ends_memory: a call looks at a few requests, not at all within the window"
class SlowestLately:
    def __init__(self, window):
        self.window, self.requests, self.number = window, deque(), 0

    def record(self, at, latency, trace):
        self.number += 1
        self.requests.append((latency, self.number, at, trace))
        self.forget(at)

    def slowest(self, at):
        self.forget(at)
        return max(self.requests)[3] if self.requests else None

    def forget(self, at):
        while self.requests and at - self.requests[0][2] >= self.window:
            self.requests.popleft()

# %% wrong="remembers one: the slowest" fails="ends_recent: when it is too old, the slowest of the rest; ends_recent: one that is slower than several before it; ends_recent: it can be asked again, and in between; ends_recent: under any calls it answers as one that keeps everything"
class SlowestLately:
    def __init__(self, window):
        self.window, self.best = window, None

    def record(self, at, latency, trace):
        if self.slowest(at) is None or latency >= self.best[1]:
            self.best = (at, latency, trace)

    def slowest(self, at):
        if self.best and at - self.best[0] >= self.window:
            self.best = None
        return self.best and self.best[2]

# %% wrong="forgets only when somebody looks" fails="ends_memory: traces that are too old are not held, though nobody asks"
class SlowestLately(SlowestLately):
    def record(self, at, latency, trace):
        while self._slowest and self._slowest[-1][1] <= latency:
            self._slowest.pop()
        self._slowest.append((at, latency, trace))

# %% wrong="keeps the earliest of equally slow ones" fails="ends_recent: of equally slow ones the latest; ends_recent: under any calls it answers as one that keeps everything; ends_memory: equally slow ones: one is enough"
class SlowestLately(SlowestLately):
    def record(self, at, latency, trace):
        self._forget(at)
        while self._slowest and self._slowest[-1][1] < latency:
            self._slowest.pop()
        self._slowest.append((at, latency, trace))

# %% wrong="drops one faster request, not all of them" fails="ends_recent: one that is slower than several before it; ends_recent: under any calls it answers as one that keeps everything"
class SlowestLately(SlowestLately):
    def record(self, at, latency, trace):
        self._forget(at)
        if self._slowest and self._slowest[-1][1] <= latency:
            self._slowest.pop()
        self._slowest.append((at, latency, trace))

# %% wrong="a request exactly one window old still counts" fails="ends_recent: exactly one window old is too old; ends_recent: it can be asked again, and in between; ends_recent: under any calls it answers as one that keeps everything; ends_memory: traces that are too old are not held, though nobody asks"
class SlowestLately(SlowestLately):
    def __init__(self, window):
        super().__init__(window + 1)

# %% wrong="forgets nothing when somebody looks" fails="ends_recent: when it is too old, the slowest of the rest; ends_recent: exactly one window old is too old; ends_recent: one that is slower than several before it; ends_recent: it can be asked again, and in between; ends_recent: under any calls it answers as one that keeps everything; ends_memory: too old when it is asked: gone"
class SlowestLately(SlowestLately):
    def slowest(self, at):
        return self._slowest[0][2] if self._slowest else None

# %% wrong="counts requests instead of time" fails="ends_recent: when it is too old, the slowest of the rest; ends_recent: exactly one window old is too old; ends_recent: one that is slower than several before it; ends_recent: it can be asked again, and in between; ends_recent: under any calls it answers as one that keeps everything; ends_memory: too old when it is asked: gone"
class SlowestLately(SlowestLately):
    def __init__(self, window):
        self._slowest = deque(maxlen=window)

    def _forget(self, at):
        pass

# %% wrong="drops the faster ones by going through all" fails="ends_memory: a call looks at a few requests, not at all within the window"
class SlowestLately(SlowestLately):
    def record(self, at, latency, trace):
        self._forget(at)
        self._slowest = deque(each for each in self._slowest if each[1] > latency)
        self._slowest.append((at, latency, trace))

# %% also_right="three lists in step, and halving"
import bisect


class SlowestLately:
    def __init__(self, window: int) -> None:
        self.window = window
        self.times: list[int] = []
        self.speeds: list[int] = []  # negative latencies, so that they rise
        self.traces: list = []

    def _keep(self, first, last) -> None:
        del self.times[last:], self.speeds[last:], self.traces[last:]
        del self.times[:first], self.speeds[:first], self.traces[:first]

    def record(self, at, latency, trace) -> None:
        self._keep(bisect.bisect_right(self.times, at - self.window), bisect.bisect_left(self.speeds, -latency))
        self.times.append(at)
        self.speeds.append(-latency)
        self.traces.append(trace)

    def slowest(self, at):
        self._keep(bisect.bisect_right(self.times, at - self.window), len(self.times))
        return self.traces[0] if self.traces else None

# %% also_right="a dictionary in the order of its keys"
class SlowestLately:
    def __init__(self, window):
        self.window, self.number, self.kept = window, 0, {}

    def record(self, at, latency, trace):
        self.slowest(at)
        while self.kept:
            number = next(reversed(self.kept))
            if self.kept[number][1] > latency:
                break
            del self.kept[number]
        self.number += 1
        self.kept[self.number] = at, latency, trace

    def slowest(self, at):
        while self.kept:
            number = next(iter(self.kept))
            if self.kept[number][0] > at - self.window:
                return self.kept[number][2]
            del self.kept[number]

# %% [markdown]
# ## The solutions, and others
#
# **Cost (RUBRIC-18).** `pair`: one step for each result, and two lines are held. `longest_breach`: three passes and
# two lists of numbers, linear in the minutes. `SlowestLately`: a request is put in once and taken out once at most, so a call is
# constant on average over all calls, though one call may drop many; what is held is never more than the window's requests, in the
# worst case all of them, when each is faster than the one before.
#
# **What lets you leave something behind.** A line too early for the other log's first is too early for all. A start that isn't
# lower than an earlier one never gives a longer stretch. A faster request that is also older is never the answer. The plain
# window has such a sentence, too, and needs it: *what fails now, no minute to come can save*. Where that is false, it is the
# wrong tool, however well it is written.
#
# | instead | wins | loses |
# |---|---|---|
# | **Assignment** (a matching with costs) for the logs: the least total distance, or other features than time | when *how near* matters as well | memory for the logs, and far more time; for the count alone the walk does as well |
# | **Halving in the lowest totals so far** for the breach | shorter to write, gives the longest stretch up to now at every end: fits a live feed | a logarithm |
# | **A segment tree** over the totals | also answers *within these hours?*, also after corrections of old minutes | more code than the question is worth (RUBRIC-15) |
# | **A heap with lazy deletion** for the slowest | everybody knows it; any order of removal | old, fast requests may stay at the bottom for months: a leak |
# | **A maximum for each second**, sixty of them | constant memory, fits the metrics system there is | the edge is off by up to a second |

# %% [markdown] written="ends_tradeoffs" points=3
# **Argue it.** The two logs are now live feeds. Usually a line of the licence service is there within a second; sometimes its
# feed stands still for ten minutes and then catches up. The clocks drift, up to two seconds. Missing partners go to a person. Set
# out two ways to decide that a line stays alone, say what each wins and loses, choose, and say what you would watch (RUBRIC-12).
# About 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "ends_tradeoffs",
    L5=[
        "Tells the time in the lines from the time when they arrive: a feed that stands still isn't a log without lines",
        "Decides by the other feed's progress, a line or heartbeat later than the time plus tolerance, or after waiting for a "
        "fixed time; says what each gets wrong",
        "Bounds what waits while a feed stands still, or puts it on disk, and says what happens at the bound",
        "Says what becomes of a partner that arrives after its line was declared alone: a correction, not a second alarm",
    ],
    L6=[
        "Weighs a tolerance that is too small (false alarms) against one that is too large (a stranger becomes the partner and "
        "hides a loss)",
        "Estimates the drift from the pairs themselves and subtracts it, so that the tolerance can be small",
        "Asks for an id in both logs: the honest mend is upstream, and says what to do until then",
        "Watches the share alone, the lag of each feed, the distribution of the distances; an alarm when it moves to one side",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud:
#
# 1. For each of the three: what is left behind, and the sentence that allows it.
# 2. Why the first two lines, if near enough, can be a pair without regret: the exchange.
# 3. Why the plain window fails on the breach. What has to be true for it to be right.
# 4. Cost of a single call and of all calls together, for the slowest request.
# 5. What each holds in memory, and in which worst case.

# %% part
from course.parts import timer

timer("ends_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *Lines carry a device now.* A queue of waiting lines for each device, all within the tolerance of the newest time; devices
#   that fall silent have to be swept, or they stay for ever.
# - *Minutes are corrected after the fact.* The totals behind a corrected minute all change: recompute the day at night, or keep a
#   tree of sums, minima and maxima.
# - *The slowest of each of ten thousand endpoints.* One small deque each; those without requests for a window must go. Then one
#   process of fifty: each gives its own slowest, and the maximum of maxima is right. Say why that doesn't work for a percentile.
# - *Threads call `record`.* A lock around a few operations; or one per thread, merged when somebody looks.
#
# **Sources.** Sliding windows and two pointers stand in the list of topics of one interview guide (MockRound, M. Reid, 23 March
# 2026). Merging two sorted lists is mentioned, as an anecdote about interviewing elsewhere, in a post on the company's technology
# blog (K. Casella; we know a mirror dated 20 July 2024). That problems come from teams' real work is told there and by a second
# guide (Live Interview Help, undated). The logs, the contract and the dashboard are ours. This course is independent of Netflix.
