# ---
# keeper:
#   title: A bucket that loses no drop
#   minutes: 60
#   level: L5
#   covers: [CODE-07, RUBRIC-10, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-17, RUBRIC-18]
#   needs: []
# ---

# %% [markdown]
# The interviewer says:
#
# > Design a rate limiter for our API, then write its core. Our clients are bursty by nature: an app starts, asks five things at
# > once, and is quiet for a minute. Don't punish that. Punish the one that never stops.
#
# **What they listen for.** A design of a few sentences that you get a yes to before you type (RUBRIC-10); a core that is no
# longer than it must be (RUBRIC-15) and exact about what it promises, at the edges and after a week of running (RUBRIC-11, 17).
# The question and these expectations are *reported by interview guides*; nothing of the company's confirms them.
#
# Take two minutes. What do you ask?

# %% part
from course.parts import clarify

clarify(
    "bucket_questions",
    {
        "What is a burst that we want to allow?": "Up to `capacity` at once, for whoever has been quiet long enough. Never more.",
        "And in the long run?": "`refill` in each `period`. They need not be equal to the capacity; either may be the larger.",
        "Does a new client start with a full allowance?": "Yes, full.",
        "Does the allowance come back in one go at the end of each period, or bit by bit?": "Bit by bit, evenly. After a third "
        "of a period, a third of `refill` has come back, and a part of one is kept until the rest of it has come.",
        "Do all calls weigh the same?": "No. A call has a cost, a whole number, 1 if nothing is said. It is admitted if that "
        "much is there.",
        "And if not that much is there?": "It gets `False`, and costs nothing. Nobody waits in here, and nothing is borrowed "
        "from the future.",
        "What if a call costs more than the capacity?": "It could never be admitted. `ValueError`, so that somebody hears of "
        "it; for a cost below 1, too.",
        "In which unit is time?": "You are handed a function without arguments that gives whole nanoseconds, like "
        "`time.monotonic_ns`. `period` is in the same unit. Use no other clock.",
        "How exact?": "To the nanosecond, whatever came before: not a token too many, and not one too late. All numbers you are "
        "handed are whole.",
        "What if the clock is set back?": "Between the call before the step and the one after it no time has passed: nothing "
        "comes in by it, and what is there stays there. From the new time on it fills as ever; nobody waits until the old time "
        "is reached again.",
        "Should a refused caller be told when to come back?": "Yes: the nanoseconds from now after which a call of that cost "
        "would be admitted, if nobody else came in between. Exactly: one less would be too early. 0 if it could come now. "
        "Asking costs nothing.",
        "What if somebody configures a capacity, a refill or a period of 0?": "`ValueError` when it is made, for each of the "
        "three below 1.",
        "One bucket for each client, or one for all?": "One for each, but that is a dictionary around what you write. Write one.",
        "Will several threads share one?": "They will. One thread first.",
        "Which status code does the gateway answer with?": "429. It makes no difference to the core.",
    },
    solved_by="bucket_waits",
)

# %% [markdown] written="bucket_opening" points=2
# **The design, in eight lines.** Where it stands in the request's path, what the key is, what it keeps for each key, what it
# answers and what the client does with that; the assumptions you took, what you put off, and the question you end on.

# %% part
from course.parts import self_assess

self_assess(
    "bucket_opening",
    L5=[
        "Says what is protected and where the limiter stands: before the work begins, after the key is known to be genuine",
        "Names the key, and that a bucket for each key is two numbers",
        "Tells burst and long-run rate apart, as two settings",
        "Says what a refused client is told, and that this is data for its backoff",
        "Names what is put off: threads, several machines, buckets that nobody uses any more",
        "Ends by asking for agreement, before any code",
    ],
    L6=[
        "Says what is worse here, refusing a good call or admitting a bad one, and what happens if the limiter itself fails",
        "Says what a rate cannot protect against: calls that are few and slow",
        "Spends no line on what cannot change the core",
    ],
)

# %% [markdown]
# ## A tenth of a token
#
# A bucket gets one token every 10 ms. A client asks every millisecond and is refused nine times. At which millisecond does it get
# in? Guess, then run it. Then let a token take 8 ms, and guess again.

# %%
level, per_ms = 0.0, 1 / 10
for ms in range(1, 21):
    level = min(1.0, level + per_ms)
    if level >= 1:
        print(f"in, at {ms} ms")
        break
    print(f"{ms:>3} ms: {level!r}")

# %% [markdown]
# Late by one call, and a retry at the promised moment would have failed. Each refill adds another
# rounding, and a busy client causes thousands a second. Which numbers would you keep instead, so that nothing is ever rounded?
#
# ## Stage 1: the bucket
#
# Write the class; leave `retry_after` for stage 2 if you like. `Clock(0)` from `course.cases` is a clock that moves only when
# told to: hand over `clock.now`, move it with `clock.advance(10)`. Its numbers stay whole if yours are.

# %% answer="bucket_core"
class TokenBucket:
    """A bucket for at most `capacity` tokens, full at first, into which `refill` tokens run in each `period`, evenly.

    All three are whole numbers; `period` is in nanoseconds, and so is the time that `now` gives.
    """

    def __init__(self, capacity, refill, period, now):
        ### BEGIN SOLUTION
        if min(capacity, refill, period) < 1:
            raise ValueError(f"capacity, refill and period must be 1 or more, not {capacity}, {refill} and {period}")
        # The level is counted in drops, `period` of them a token. Then `refill` drops come in each nanosecond: no fractions.
        self._token = period
        self._refill = refill
        self._full = self._level = capacity * period
        self._now = now
        self._seen = now()
        ### END SOLUTION

    def take(self, cost=1):
        """True, and `cost` tokens are taken out, if they are there now; False, and none is taken, if not."""
        ### BEGIN SOLUTION
        missing = self._missing(cost)
        if missing > 0:
            return False
        self._level -= cost * self._token
        return True
        ### END SOLUTION

    def retry_after(self, cost=1):
        """How many nanoseconds from now `take(cost)` would be True, if nobody else took any; 0 if it would be now."""
        ### BEGIN SOLUTION
        missing = max(0, self._missing(cost))
        return -(-missing // self._refill)  # rounded up: a moment earlier, a drop would be missing

    def _missing(self, cost):
        """Let in what has come by now; the drops that `cost` tokens lack, 0 or less if they are there."""
        needed = cost * self._token
        if not 0 < needed <= self._full:
            raise ValueError(f"a cost must be from 1 to {self._full // self._token}, not {cost}")
        now = self._now()
        elapsed = max(0, now - self._seen)  # a clock set back brings nothing
        self._seen = now
        self._level = min(self._full, self._level + elapsed * self._refill)
        return needed - self._level
        ### END SOLUTION

# %% [markdown] hint="bucket_core"
# Nothing has to happen while nobody calls. What must you keep from one call to the next, to know at the next one how full the
# bucket is? Two numbers will do.

# %% [markdown] hint="bucket_core"
# Three tokens in two seconds is one token in 666,666,666.67 ns: no whole number. But in one nanosecond come 3 of something of
# which 2,000,000,000 are a token. Count the level in those.
#
# How long until `n` of them have come, if `refill` come in each nanosecond? And in which direction is that rounded?

# %% [markdown] hint="bucket_core"
# One helper for both methods: check the cost; take the time; let in `elapsed * refill`, where elapsed is not below 0; cap it at
# the capacity; remember the time, whatever it is; give back what is missing.
#
# - `take`: something missing, False. Otherwise take it out, True.
# - `retry_after`: what is missing, divided by `refill`, rounded up; `-(-a // b)` does that with whole numbers.

# %% tests="bucket_takes" points=4
from course.cases import Clock

SECOND = 1_000_000_000


def check_takes(capacity, refill, period, calls):
    """Play calls such as ((0, 1, True), (5, 2, False)): the time of each, its cost, and the answer it should get."""
    clock = Clock(0)
    bucket = TokenBucket(capacity, refill, period, clock.now)
    for number, (at, cost, want) in enumerate(calls):
        clock.seconds = at
        got = bucket.take(cost)
        told = ", ".join(f"take({each}) at {when:,}" for when, each, _ in calls[: number + 1][-6:])
        earlier = f"{number - 5} earlier calls, then " if number > 5 else ""
        check.equal(got, want, after=f"capacity {capacity}, refill {refill} in {period:,} ns; {earlier}{told}; the last one")


@check("full at first: a burst as large as the capacity, and no larger")
def first_burst():
    check_takes(5, 1, SECOND, [(0, 1, True)] * 5 + [(0, 1, False)])


@check("three in two seconds: one at a time comes back, to the nanosecond")
def three_in_two_seconds():
    burst = [(0, 1, True)] * 3 + [(0, 1, False)]
    later = [
        (666_666_666, 1, False),
        (666_666_667, 1, True),
        (1_333_333_333, 1, False),
        (1_333_333_334, 1, True),
        (1_999_999_999, 1, False),
        (2_000_000_000, 1, True),
    ]
    check_takes(3, 3, 2 * SECOND, burst + later)


@check("after a long rest it is full, and no more than full")
def a_long_rest():
    check_takes(2, 10, SECOND, [(0, 2, True), (3600 * SECOND, 1, True), (3600 * SECOND, 1, True), (3600 * SECOND, 1, False)])


### BEGIN HIDDEN TESTS
import contextlib
from fractions import Fraction

from hypothesis import strategies as st


@check("many small refills are worth as much as one large")
def no_drift():
    tenths = (
        [(0, 1, True)]
        + [(step * 1_000_000, 1, False) for step in range(1, 10)]
        + [(10_000_000, 1, True), (19_999_999, 1, False), (20_000_000, 1, True)]
    )
    check_takes(1, 1, 10_000_000, tenths)
    thirds = [(0, 7, True)] + [(step, 7, False) for step in range(1, 49)] + [(49, 7, True)]
    check_takes(7, 1, 7, thirds)


@check("who asks all the time gets no less for it")
def part_of_a_token_is_kept():
    asked = [(at, 1, at % 100 == 0) for at in (33, 66, 99, 100, 133, 166, 199, 200)]
    check_takes(1, 1, 100, [(0, 1, True), *asked])
    check_takes(2, 3, 200, [(0, 2, True)] + [(at, 1, False) for at in range(1, 67)] + [(67, 1, True)])


@check("a cost is taken whole or not at all")
def costs():
    check_takes(
        5,
        1,
        10,
        [(0, 3, True), (0, 3, False), (0, 2, True), (0, 1, False), (29, 3, False), (29, 2, True), (29, 1, False), (30, 1, True)],
    )
    check_takes(4, 2, 1, [(0, 4, True), (1, 3, False), (1, 2, True), (1, 1, False)])


@check("the default cost is 1")
def default_cost():
    bucket = TokenBucket(2, 1, 10, Clock(0).now)
    check.equal(
        [bucket.take(), bucket.take(), bucket.take()], [True, True, False], after="capacity 2; take() three times at one instant"
    )


@check("a clock set back brings nothing, and takes nothing away")
def set_back():
    check_takes(2, 1, 10, [(1000, 2, True), (500, 1, False), (509, 1, False), (510, 1, True), (519, 1, False), (520, 1, True)])
    check_takes(2, 1, 10, [(1000, 1, True), (400, 1, True), (400, 1, False), (0, 1, False), (10, 1, True)])


@check("what had come before the step stays, a part of a token, too")
def part_stays():
    check_takes(
        1,
        1,
        10,
        [(1000, 1, True), (1006, 1, False), (300, 1, False), (303, 1, False), (304, 1, True), (313, 1, False), (314, 1, True)],
    )


@check("after the clock went back a day, nobody waits a day")
def no_freeze():
    day = 86_400 * SECOND
    check_takes(
        3, 3, 2 * SECOND, [(day, 3, True), (0, 1, False), (666_666_667, 1, True), (2 * SECOND, 2, True), (2 * SECOND, 1, False)]
    )


@check("a cost below 1 or above the capacity is refused, and changes nothing")
def bad_costs():
    bucket = TokenBucket(3, 1, 10, Clock(0).now)
    for cost in (0, -1, 4):
        check.raises(ValueError, lambda: bucket.take(cost), when=f"capacity 3; take({cost})")
    check.equal(
        [bucket.take(3), bucket.take(1)],
        [True, False],
        after="capacity 3; take of 0, -1 and 4 (a ValueError, each); take(3), take(1)",
    )
    clock = Clock(0)
    bucket = TokenBucket(1, 1, 10, clock.now)
    bucket.take()
    clock.advance(6)
    for call in (bucket.take, bucket.retry_after):
        with contextlib.suppress(ValueError, NotImplementedError):
            call(9)
    clock.advance(4)
    check.equal(
        bucket.take(), True, after="capacity 1, refill 1 in 10 ns; take() at 0, take(9) and retry_after(9) at 6, take() at 10"
    )


@check("a capacity, refill or period below 1 is refused when the bucket is made")
def bad_numbers():
    for numbers in ((0, 1, 1), (-1, 1, 1), (1, 0, 1), (1, -1, 1), (1, 1, 0), (1, 1, -5)):
        check.raises(
            ValueError, lambda: TokenBucket(*numbers, Clock(0).now), when="capacity {}, refill {}, period {}".format(*numbers)
        )
    check.equal(TokenBucket(1, 1, 1, Clock(0).now).take(), True, after="capacity 1, refill 1, period 1; take()")


@check("two buckets share nothing")
def no_sharing():
    clock = Clock(0)
    one, other = TokenBucket(1, 1, 10, clock.now), TokenBucket(1, 1, 10, clock.now)
    check.equal(
        [one.take(), other.take(), one.take()], [True, True, False], after="two buckets of 1; take from one, the other, the one"
    )


SIZES = {"capacity": st.integers(1, 5), "refill": st.integers(1, 4), "period": st.sampled_from((1, 3, 7, 10))}


@check.law(
    "no stretch of d ns gives more than capacity + refill x d / period",
    examples=50,
    **SIZES,
    calls=st.lists(st.tuples(st.sampled_from((0, 0, 1, 2, 3, 10, 40)), st.integers(1, 5)), min_size=8, max_size=25),
)
def no_larger_burst(capacity, refill, period, calls):
    clock = Clock(0)
    bucket = TokenBucket(capacity, refill, period, clock.now)
    taken = []
    for gap, cost in calls:
        clock.advance(gap)
        if cost <= capacity and bucket.take(cost):
            taken.append((clock.seconds, cost))
    for first, (start, _) in enumerate(taken):
        total = 0
        for end, cost in taken[first:]:
            total += cost
            limit = capacity + Fraction(refill * (end - start), period)
            check.that(total <= limit, f"from {start} to {end} ns tokens worth {total} were taken; {float(limit):g} is the most.")


class ClockedBucket:
    """The learner's, with a clock."""

    def __init__(self, capacity, refill, period):
        self._clock, self._capacity = Clock(10_000), capacity
        self._bucket = TokenBucket(capacity, refill, period, self._clock.now)

    def take_after(self, ns, cost):
        self._clock.advance(ns)
        return self._bucket.take(min(cost, self._capacity))


class PlainBucket:
    """What the words mean, in fractions."""

    def __init__(self, capacity, refill, period):
        self.capacity, self.rate, self.level = capacity, Fraction(refill, period), Fraction(capacity)

    def take_after(self, ns, cost):
        cost = min(cost, self.capacity)
        self.level = min(Fraction(self.capacity), self.level + max(0, ns) * self.rate)
        if self.level < cost:
            return False
        self.level -= cost
        return True


check.model(
    "under any calls, the clock set back too, it answers as one that reckons in fractions",
    subject=ClockedBucket,
    model=PlainBucket,
    given=SIZES,
    calls={"take_after": [st.sampled_from((0, 0, 1, 1, 2, 3, 5, 10, 30, -1, -7)), st.integers(1, 5)]},
    examples=60,
)
### END HIDDEN TESTS

# %% [markdown]
# ## Stage 2: when to come back
#
# A client that is told the exact moment asks once more; one that isn't asks all the time. Write `retry_after` in your class
# above.

# %% tests="bucket_waits" points=2
from course.cases import Clock


def check_wait(capacity, refill, period, taken, cost, want):
    clock = Clock(0)
    bucket = TokenBucket(capacity, refill, period, clock.now)
    bucket.take(taken)
    did = f"capacity {capacity}, refill {refill} in {period:,} ns; take({taken}) at 0; retry_after({cost}) at 0"
    check.equal(bucket.retry_after(cost), want, after=did)


@check("0 if it could come now")
def no_wait():
    check_wait(3, 1, 10, 1, 2, 0)
    check_wait(5, 1, 10, 1, 2, 0)


@check("otherwise what is missing, to the nanosecond")
def a_wait():
    check_wait(3, 3, 2_000_000_000, 3, 1, 666_666_667)
    check_wait(3, 3, 2_000_000_000, 3, 2, 1_333_333_334)
    check_wait(3, 3, 2_000_000_000, 3, 3, 2_000_000_000)


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("the default cost is 1")
def default_cost():
    bucket = TokenBucket(1, 1, 10, Clock(0).now)
    bucket.take()
    check.equal(bucket.retry_after(), 10, after="capacity 1, refill 1 in 10 ns; take(), retry_after()")


@check("what has come in the meantime is reckoned in, and asking costs nothing")
def asking():
    clock = Clock(0)
    bucket = TokenBucket(2, 1, 10, clock.now)
    bucket.take(2)
    got = []
    for gap in (0, 0, 3, 1, 5, 1, 9):
        clock.advance(gap)
        got.append((bucket.retry_after(), bucket.retry_after(2)))
    want = [(10, 20), (10, 20), (7, 17), (6, 16), (1, 11), (0, 10), (0, 1)]
    check.equal(
        got,
        want,
        after="capacity 2, refill 1 in 10 ns; take(2) at 0; retry_after() and retry_after(2) at 0, 0, 3, 4, 9, 10, 19 ns",
    )
    clock.advance(1)
    check.equal(bucket.take(2), True, after="the same; then take(2) at 20 ns")


@check("a wait that is large is exact, too")
def large():
    century = 3_155_760_000_000_000_000
    check_wait(3, 1, century, 3, 3, 3 * century)
    check_wait(10**9 + 7, 3, century + 2, 10**9 + 7, 10**9 + 7, -(-(10**9 + 7) * (century + 2) // 3))


@check("for a cost below 1 or above the capacity there is no such time")
def bad_costs():
    bucket = TokenBucket(3, 1, 10, Clock(0).now)
    for cost in (0, -1, 4):
        check.raises(ValueError, lambda: bucket.retry_after(cost), when=f"capacity 3; retry_after({cost})")


@check("it is given from the new time on when the clock was set back")
def set_back():
    clock = Clock(1000)
    bucket = TokenBucket(1, 1, 10, clock.now)
    bucket.take()
    clock.seconds = 200
    check.equal(bucket.take(), False, after="capacity 1, refill 1 in 10 ns; take() at 1000, take() at 200")
    check.equal(
        bucket.retry_after(), 10, after="capacity 1, refill 1 in 10 ns; take() at 1000, take() at 200, retry_after() at 200"
    )


@check("who asks is the first to see that the clock was set back")
def asks_first():
    clock = Clock(1000)
    bucket = TokenBucket(1, 1, 10, clock.now)
    bucket.take()
    clock.seconds = 200
    did = "capacity 1, refill 1 in 10 ns; take() at 1000, retry_after() at 200"
    check.equal(bucket.retry_after(), 10, after=did)
    clock.seconds = 210
    check.equal(bucket.take(), True, after=f"{did}, take() at 210")


@check.law(
    "after that wait it is admitted, a nanosecond earlier it is not",
    examples=50,
    capacity=st.integers(1, 6),
    refill=st.integers(1, 9),
    period=st.integers(1, 50),
    calls=st.lists(st.tuples(st.integers(0, 30), st.integers(1, 6)), max_size=6),
    cost=st.integers(1, 6),
    early=st.booleans(),
)
def exact(capacity, refill, period, calls, cost, early):
    clock = Clock(0)
    bucket = TokenBucket(capacity, refill, period, clock.now)
    for gap, each in calls:
        clock.advance(gap)
        bucket.take(min(each, capacity))
    cost = min(cost, capacity)
    wait = bucket.retry_after(cost)
    early = early and wait > 0
    clock.advance(wait - early)
    check.equal(
        bucket.take(cost), not early, after=f"those calls; retry_after({cost}) gave {wait}; {wait - early} ns later take({cost})"
    )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(TokenBucket, statements=27)

# %% wrong="tokens as a float" fails="bucket_takes: many small refills are worth as much as one large; bucket_waits: what has come in the meantime is reckoned in, and asking costs nothing; bucket_waits: a wait that is large is exact, too; bucket_waits: after that wait it is admitted, a nanosecond earlier it is not"
class TokenBucket(TokenBucket):
    def __init__(self, capacity, refill, period, now):
        super().__init__(capacity, refill, period, now)
        self._capacity, self._rate, self._tokens = capacity, refill / period, float(capacity)

    def take(self, cost=1):
        if not 1 <= cost <= self._capacity:
            raise ValueError(cost)
        now = self._now()
        self._tokens = min(self._capacity, self._tokens + max(0, now - self._seen) * self._rate)
        self._seen = now
        if self._tokens < cost:
            return False
        self._tokens -= cost
        return True

    def retry_after(self, cost=1):
        if self.take(cost):
            self._tokens += cost
        return max(0, math.ceil((cost - self._tokens) / self._rate))


import math

# %% wrong="only whole tokens come in, and the time moves on" fails="bucket_takes: three in two seconds: one at a time comes back, to the nanosecond; bucket_takes: many small refills are worth as much as one large; bucket_takes: who asks all the time gets no less for it; bucket_takes: a cost is taken whole or not at all; bucket_takes: a clock set back brings nothing, and takes nothing away; bucket_takes: what had come before the step stays, a part of a token, too; bucket_takes: after the clock went back a day, nobody waits a day; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions; bucket_waits: what has come in the meantime is reckoned in, and asking costs nothing"
class TokenBucket(TokenBucket):
    def _missing(self, cost):
        self._level -= self._level % self._token
        return super()._missing(cost)

# %% wrong="refills in one go at the end of each period" fails="bucket_takes: three in two seconds: one at a time comes back, to the nanosecond; bucket_takes: who asks all the time gets no less for it; bucket_takes: what had come before the step stays, a part of a token, too; bucket_takes: after the clock went back a day, nobody waits a day; bucket_takes: no stretch of d ns gives more than capacity + refill x d / period; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions; bucket_waits: what has come in the meantime is reckoned in, and asking costs nothing; bucket_waits: after that wait it is admitted, a nanosecond earlier it is not"
class TokenBucket(TokenBucket):
    def __init__(self, capacity, refill, period, now):
        super().__init__(capacity, refill, period, now)
        self._clock = now
        self._now = lambda: self._clock() // self._token * self._token

# %% wrong="begins with one refill, not full" fails="bucket_takes: full at first: a burst as large as the capacity, and no larger; bucket_takes: many small refills are worth as much as one large; bucket_takes: a cost is taken whole or not at all; bucket_takes: the default cost is 1; bucket_takes: a cost below 1 or above the capacity is refused, and changes nothing; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions; bucket_waits: 0 if it could come now; bucket_waits: what has come in the meantime is reckoned in, and asking costs nothing; bucket_waits: a wait that is large is exact, too; shared_threads: one thread gets the answers that TokenBucket gives, errors too; shared_threads: two calls for which there is enough: both are admitted; shared_threads: what has come in is let in once; shared_threads: asking when to come back, while another takes, lets nothing in twice; shared_threads: two who ask at once let nothing in twice; shared_threads: two calls that cost more than half: one is admitted, and the other takes nothing"
class TokenBucket(TokenBucket):
    def __init__(self, capacity, refill, period, now):
        super().__init__(capacity, refill, period, now)
        self._level = min(self._full, refill * period)

# %% wrong="forgets the cap" fails="bucket_takes: after a long rest it is full, and no more than full; bucket_takes: a clock set back brings nothing, and takes nothing away; bucket_takes: what had come before the step stays, a part of a token, too; bucket_takes: after the clock went back a day, nobody waits a day; bucket_takes: no stretch of d ns gives more than capacity + refill x d / period; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions"
class TokenBucket(TokenBucket):
    def _missing(self, cost):
        if not 0 < cost * self._token <= self._full:
            raise ValueError(cost)
        now = self._now()
        self._level += max(0, now - self._seen) * self._refill
        self._seen = now
        return cost * self._token - self._level

# %% wrong="starts empty" fails="bucket_takes: full at first: a burst as large as the capacity, and no larger; bucket_takes: three in two seconds: one at a time comes back, to the nanosecond; bucket_takes: after a long rest it is full, and no more than full; bucket_takes: many small refills are worth as much as one large; bucket_takes: who asks all the time gets no less for it; bucket_takes: a cost is taken whole or not at all; bucket_takes: the default cost is 1; bucket_takes: a cost below 1 or above the capacity is refused, and changes nothing; bucket_takes: a capacity, refill or period below 1 is refused when the bucket is made; bucket_takes: two buckets share nothing; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions; bucket_waits: 0 if it could come now; shared_threads: two calls for the last token: one gets it; shared_threads: one thread gets the answers that TokenBucket gives, errors too; shared_threads: two calls for which there is enough: both are admitted; shared_threads: two calls that cost more than half: one is admitted, and the other takes nothing"
class TokenBucket(TokenBucket):
    def __init__(self, capacity, refill, period, now):
        super().__init__(capacity, refill, period, now)
        self._level = 0

# %% wrong="a clock set back empties the bucket, and more" fails="bucket_takes: a clock set back brings nothing, and takes nothing away; bucket_takes: what had come before the step stays, a part of a token, too; bucket_takes: after the clock went back a day, nobody waits a day; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions; bucket_waits: it is given from the new time on when the clock was set back; bucket_waits: who asks is the first to see that the clock was set back"
class TokenBucket(TokenBucket):
    def _missing(self, cost):
        now = self._now()
        self._level += min(0, now - self._seen) * self._refill
        return super()._missing(cost)

# %% wrong="a clock set back counts as time passed" fails="bucket_takes: a clock set back brings nothing, and takes nothing away; bucket_takes: what had come before the step stays, a part of a token, too; bucket_takes: after the clock went back a day, nobody waits a day; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions; bucket_waits: it is given from the new time on when the clock was set back; bucket_waits: who asks is the first to see that the clock was set back"
class TokenBucket(TokenBucket):
    def _missing(self, cost):
        now = self._now()
        self._seen = min(self._seen, now - abs(now - self._seen))
        return super()._missing(cost)

# %% wrong="stands still until the old time is reached" fails="bucket_takes: a clock set back brings nothing, and takes nothing away; bucket_takes: what had come before the step stays, a part of a token, too; bucket_takes: after the clock went back a day, nobody waits a day; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions; bucket_waits: who asks is the first to see that the clock was set back"
class TokenBucket(TokenBucket):
    def __init__(self, capacity, refill, period, now):
        super().__init__(capacity, refill, period, now)
        self._clock = now
        self._now = lambda: max(self._seen, self._clock())

# %% wrong="fills it up when the clock is set back" fails="bucket_takes: a clock set back brings nothing, and takes nothing away; bucket_takes: what had come before the step stays, a part of a token, too; bucket_takes: after the clock went back a day, nobody waits a day; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions; bucket_waits: it is given from the new time on when the clock was set back; bucket_waits: who asks is the first to see that the clock was set back"
class TokenBucket(TokenBucket):
    def _missing(self, cost):
        if self._now() < self._seen:
            self._level = self._full
        return super()._missing(cost)

# %% wrong="takes what is there when that is not enough" fails="bucket_takes: three in two seconds: one at a time comes back, to the nanosecond; bucket_takes: many small refills are worth as much as one large; bucket_takes: who asks all the time gets no less for it; bucket_takes: a cost is taken whole or not at all; bucket_takes: a clock set back brings nothing, and takes nothing away; bucket_takes: what had come before the step stays, a part of a token, too; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions; shared_threads: one thread gets the answers that TokenBucket gives, errors too; shared_threads: two calls that cost more than half: one is admitted, and the other takes nothing"
class TokenBucket(TokenBucket):
    def take(self, cost=1):
        admitted = super().take(cost)
        if not admitted:
            self._level = 0
        return admitted

# %% wrong="a cost above the capacity is refused like any other" fails="bucket_takes: a cost below 1 or above the capacity is refused, and changes nothing; shared_threads: one thread gets the answers that TokenBucket gives, errors too"
class TokenBucket(TokenBucket):
    def take(self, cost=1):
        return cost * self._token <= self._full and super().take(cost)

# %% wrong="a cost of 0 is free" fails="bucket_takes: a cost below 1 or above the capacity is refused, and changes nothing"
class TokenBucket(TokenBucket):
    def take(self, cost=1):
        return cost == 0 or super().take(cost)

# %% wrong="moves the time on only when a call is admitted" fails="bucket_takes: a clock set back brings nothing, and takes nothing away; bucket_takes: what had come before the step stays, a part of a token, too; bucket_takes: after the clock went back a day, nobody waits a day; bucket_takes: under any calls, the clock set back too, it answers as one that reckons in fractions"
class TokenBucket(TokenBucket):
    def take(self, cost=1):
        seen, level = self._seen, self._level
        admitted = super().take(cost)
        if not admitted:
            self._seen, self._level = seen, level
        return admitted

# %% wrong="the wait is rounded down" fails="bucket_waits: otherwise what is missing, to the nanosecond; bucket_waits: a wait that is large is exact, too; bucket_waits: after that wait it is admitted, a nanosecond earlier it is not"
class TokenBucket(TokenBucket):
    def retry_after(self, cost=1):
        return max(0, self._missing(cost)) // self._refill

# %% wrong="the wait is rounded up by adding one" fails="bucket_waits: otherwise what is missing, to the nanosecond; bucket_waits: the default cost is 1; bucket_waits: what has come in the meantime is reckoned in, and asking costs nothing; bucket_waits: a wait that is large is exact, too; bucket_waits: it is given from the new time on when the clock was set back; bucket_waits: who asks is the first to see that the clock was set back; bucket_waits: after that wait it is admitted, a nanosecond earlier it is not; shared_threads: one thread gets the answers that TokenBucket gives, errors too"
class TokenBucket(TokenBucket):
    def retry_after(self, cost=1):
        missing = max(0, self._missing(cost))
        return missing and missing // self._refill + 1

# %% wrong="the wait is reckoned in floats" fails="bucket_waits: a wait that is large is exact, too"
class TokenBucket(TokenBucket):
    def retry_after(self, cost=1):
        return math.ceil(max(0, self._missing(cost)) / self._refill)


import math

# %% wrong="the wait is for one token, whatever the cost" fails="bucket_waits: otherwise what is missing, to the nanosecond; bucket_waits: what has come in the meantime is reckoned in, and asking costs nothing; bucket_waits: a wait that is large is exact, too; bucket_waits: after that wait it is admitted, a nanosecond earlier it is not; shared_threads: one thread gets the answers that TokenBucket gives, errors too"
class TokenBucket(TokenBucket):
    def retry_after(self, cost=1):
        super().retry_after(cost)
        return super().retry_after(1)

# %% wrong="the wait does not see what has come meanwhile" fails="bucket_waits: what has come in the meantime is reckoned in, and asking costs nothing; bucket_waits: who asks is the first to see that the clock was set back"
class TokenBucket(TokenBucket):
    def retry_after(self, cost=1):
        if not 0 < cost * self._token <= self._full:
            raise ValueError(cost)
        return max(0, -((self._level - cost * self._token) // self._refill))

# %% wrong="a look that notes neither level nor time" fails="bucket_waits: who asks is the first to see that the clock was set back"
class TokenBucket(TokenBucket):
    def retry_after(self, cost=1):
        level, seen = self._level, self._seen
        wait = super().retry_after(cost)
        self._level, self._seen = level, seen
        return wait

# %% wrong="the wait counts a clock set back as time that passed" fails="bucket_waits: who asks is the first to see that the clock was set back"
class TokenBucket(TokenBucket):
    def retry_after(self, cost=1):
        if not 0 < cost * self._token <= self._full:
            raise ValueError(cost)
        level = min(self._full, self._level + (self._now() - self._seen) * self._refill)
        return -(-max(0, cost * self._token - level) // self._refill)

# %% wrong="a cost that is refused loses what has come in" fails="bucket_takes: a cost below 1 or above the capacity is refused, and changes nothing"
class TokenBucket(TokenBucket):
    def _missing(self, cost):
        if not 0 < cost * self._token <= self._full:
            self._seen = self._now()
        return super()._missing(cost)

# %% wrong="a wait below 0 when there is more than enough" fails="bucket_waits: 0 if it could come now; bucket_waits: what has come in the meantime is reckoned in, and asking costs nothing; shared_threads: two calls for which there is enough: both are admitted"
class TokenBucket(TokenBucket):
    def retry_after(self, cost=1):
        return -(-self._missing(cost) // self._refill)

# %% wrong="asking takes the tokens if they are there" fails="bucket_waits: what has come in the meantime is reckoned in, and asking costs nothing; bucket_waits: after that wait it is admitted, a nanosecond earlier it is not; shared_threads: two calls for which there is enough: both are admitted; shared_threads: two who ask at once let nothing in twice"
class TokenBucket(TokenBucket):
    def retry_after(self, cost=1):
        return 0 if self.take(cost) else super().retry_after(cost)

# %% also_right="tokens as fractions"
from fractions import Fraction


class TokenBucket:
    def __init__(self, capacity: int, refill: int, period: int, now):
        for each in (capacity, refill, period):
            if each < 1:
                raise ValueError("must be positive")
        self.capacity, self.now = capacity, now
        self.rate = Fraction(refill, period)
        self.tokens, self.last = Fraction(capacity), None

    def _refresh(self, cost):
        if cost < 1 or cost > self.capacity:
            raise ValueError(cost)
        now = self.now()
        if self.last is not None and now > self.last:
            self.tokens = min(self.tokens + (now - self.last) * self.rate, self.capacity)
        self.last = now

    def take(self, cost: int = 1) -> bool:
        self._refresh(cost)
        if self.tokens >= cost:
            self.tokens -= cost
            return True
        return False

    def retry_after(self, cost: int = 1) -> int:
        self._refresh(cost)
        return -min(0, (self.tokens - cost) / self.rate // 1)

# %% also_right="the time at which it is full again, moved along with a clock that is set back"
class TokenBucket:
    def __init__(self, capacity, refill, period, now):
        if capacity <= 0 or refill <= 0 or period <= 0:
            raise ValueError((capacity, refill, period))
        self.capacity, self.refill, self.period, self.clock = capacity, refill, period, now
        self.full_at = self.last = now() * refill

    def lacks(self, cost):
        if not 1 <= cost <= self.capacity:
            raise ValueError(cost)
        now = self.clock() * self.refill
        if now < self.last:
            self.full_at = now + max(0, self.full_at - self.last)
        self.last = now
        self.full_at = max(self.full_at, now)
        return self.full_at + (cost - self.capacity) * self.period - now

    def take(self, cost=1):
        if self.lacks(cost) > 0:
            return False
        self.full_at += cost * self.period
        return True

    def retry_after(self, cost=1):
        return (max(0, self.lacks(cost)) + self.refill - 1) // self.refill

# %% also_right="whole tokens, and what is left over of the next one"
class TokenBucket:
    def __init__(self, capacity, refill, period, now):
        if capacity < 1 or refill < 1 or period < 1:
            raise ValueError("capacity, refill, period: at least 1")
        self.capacity, self.refill, self.period, self.now = capacity, refill, period, now
        self.tokens, self.rest, self.at = capacity, 0, now()

    def update(self, cost):
        if cost not in range(1, self.capacity + 1):
            raise ValueError(f"{cost} is not a cost")
        before, self.at = self.at, self.now()
        if self.at > before:
            whole, self.rest = divmod(self.rest + (self.at - before) * self.refill, self.period)
            self.tokens += whole
        if self.tokens >= self.capacity:
            self.tokens, self.rest = self.capacity, 0

    def take(self, cost=1):
        self.update(cost)
        enough = self.tokens >= cost
        if enough:
            self.tokens -= cost
        return enough

    def retry_after(self, cost=1):
        self.update(cost)
        if self.tokens >= cost:
            return 0
        return ((cost - self.tokens) * self.period - self.rest - 1) // self.refill + 1

# %% [markdown]
# ## Stage 3: one number, kept elsewhere
#
# > We have twenty gateways, and a client reaches any of them. There is a shared store: it gives me a number for a key, and
# > replaces it if nobody else has in the meantime. Can your bucket live in *one* number?
#
# It can: keep no level but a time, **when the bucket will be full again if nobody takes any more**. The emptier it is, the
# later that is. (This is the idea of the *generic cell rate algorithm*.) Write the decision alone, without store and clock: the
# gateway reads, calls your function, writes back what it returns, and starts over if somebody else was faster.
#
# - In which unit you keep the number is your affair, but it is one whole number, an `int`, so that nothing is rounded. `None`
#   stands for a key that the store does not know: a full bucket.
# - What you return is written back whether or not the call was admitted.
# - With a clock that never goes back, it admits exactly what a `TokenBucket` does.
# - Set back, it cannot know by how far. What is promised is less: nobody gets more than they would have got before the step,
#   and from the first call after it on, nobody waits longer than an empty bucket takes to fill.
# - All numbers are whole and have been checked: nothing to refuse.

# %% answer="bucket_stamp"
def decide(stored, now, cost, capacity, refill, period):
    """Whether a call of `cost` may go ahead at `now`, in ns, and the number to store: (True or False, int).

    `stored` is the number that the last decision for this key gave, None if there was none.
    """
    ### BEGIN SOLUTION
    now *= refill  # in this unit of time a token takes `period`, a whole number
    if_empty = now + capacity * period
    full_at = now if stored is None else min(max(stored, now), if_empty)
    after = full_at + cost * period
    return (True, after) if after <= if_empty else (False, full_at)
    ### END SOLUTION

# %% [markdown] hint="bucket_stamp"
# A token that is taken moves the moment when the bucket is full by the time that one token takes to come. Which is the latest
# such moment that a bucket can have at all, at the time `now`?

# %% [markdown] hint="bucket_stamp"
# - In the past, the stored moment says only: full. Later than that of an empty bucket, it says that the clock was set back:
#   take it for empty, and store that, for a refused call, too. Otherwise the next call finds it empty again.
# - One token takes `period / refill` ns. Count time in units of `1 / refill` ns, and it takes `period` of them.

# %% tests="stamp_decides" points=3
SECOND = 1_000_000_000


def check_decisions(capacity, refill, period, calls):
    """Play calls such as ((0, 1, True), (5, 2, False)), storing in between: the time of each, its cost, the answer."""
    stored = None
    for number, (at, cost, want) in enumerate(calls):
        got, stored = decide(stored, at, cost, capacity, refill, period)
        told = ", ".join(f"{each} at {when:,}" for when, each, _ in calls[: number + 1][-6:])
        did = f"capacity {capacity}, refill {refill} in {period:,} ns; calls of cost {'..., ' * (number > 5)}{told}; the last one"
        check.equal(got, want, after=did)
        check.that(type(stored) is int, f"After {did}: the number to store should be an int, and is {stored!r}.")


@check("a burst, then three in two seconds, one at a time")
def three_in_two_seconds():
    later = [
        (666_666_666, 1, False),
        (666_666_667, 1, True),
        (1_333_333_333, 1, False),
        (1_333_333_334, 1, True),
        (2 * SECOND - 1, 1, False),
        (2 * SECOND, 1, True),
    ]
    check_decisions(3, 3, 2 * SECOND, [(0, 1, True)] * 3 + [(0, 1, False)] + later)


@check("after a long rest it is full, and no more than full")
def a_long_rest():
    check_decisions(2, 10, SECOND, [(0, 2, True), (3600 * SECOND, 1, True), (3600 * SECOND, 1, True), (3600 * SECOND, 1, False)])


### BEGIN HIDDEN TESTS
from fractions import Fraction

from hypothesis import strategies as st


@check("a key that the store does not know has a full bucket, at any time")
def unknown():
    for at in (0, 1, 5 * SECOND, 2**62, -20, -50):
        check_decisions(2, 1, 10, [(at, 2, True), (at, 1, False), (at + 10, 1, True)])


@check("a refused call costs nothing")
def refusals_are_free():
    check_decisions(
        3,
        1,
        10,
        [(0, 2, True), (0, 2, False), (0, 3, False), (0, 1, True), (9, 1, False), (10, 1, True), (29, 2, False), (30, 2, True)],
    )


@check("a clock set back gives nobody more than they had")
def no_minting():
    for back in (1, 10, 19, 20, 21, 25, 1000):
        at = 5000 - back
        check_decisions(2, 1, 10, [(5000, 2, True), (at, 1, False), (at + 5, 1, False)])
        check_decisions(2, 1, 10, [(5000, 1, True), (at, 2, False)])


@check("nobody waits for the old time: after the step, no longer than an empty bucket takes to fill")
def no_freeze():
    day = 86_400 * SECOND
    check_decisions(3, 3, 2 * SECOND, [(day, 3, True), (0, 1, False), (2 * SECOND, 3, True)])
    check_decisions(
        2, 1, 10, [(5000, 2, True), (100, 1, False), (105, 2, False), (120, 2, True), (120, 1, False), (130, 1, True)]
    )


@check("the same question twice gets the same answer")
def pure():
    _, stored = decide(None, 50, 2, 3, 2, 7)
    check.equal(decide(stored, 53, 1, 3, 2, 7), decide(stored, 53, 1, 3, 2, 7), after="the same decision twice")


@check.law(
    "with a clock that never goes back it admits what a bucket reckoned in fractions does",
    examples=80,
    capacity=st.integers(1, 5),
    refill=st.integers(1, 4),
    period=st.sampled_from((1, 3, 7, 10)),
    calls=st.lists(st.tuples(st.sampled_from((0, 0, 1, 2, 3, 5, 10, 30)), st.integers(1, 5)), min_size=3, max_size=20),
)
def as_a_bucket(capacity, refill, period, calls):
    stored, at, level = None, 700, Fraction(capacity)
    for number, (gap, cost) in enumerate(calls):
        at, cost = at + gap, min(cost, capacity)
        level = min(Fraction(capacity), level + gap * Fraction(refill, period))
        got, stored = decide(stored, at, cost, capacity, refill, period)
        check.equal(
            got,
            level >= cost,
            after=f"call {number + 1} of those (each: ns since the one before, cost; the first at {700 + calls[0][0]})",
        )
        level -= cost * (level >= cost)
### END HIDDEN TESTS

# %% wrong="in nanoseconds, a token's time rounded down" fails="stamp_decides: a burst, then three in two seconds, one at a time; stamp_decides: with a clock that never goes back it admits what a bucket reckoned in fractions does"
def decide(stored, now, cost, capacity, refill, period):
    each = period // refill
    full_at = now if stored is None else min(max(stored, now), now + capacity * each)
    if full_at + cost * each > now + capacity * each:
        return False, full_at
    return True, full_at + cost * each

# %% wrong="in nanoseconds, as a float" fails="stamp_decides: a burst, then three in two seconds, one at a time; stamp_decides: after a long rest it is full, and no more than full; stamp_decides: a key that the store does not know has a full bucket, at any time; stamp_decides: a refused call costs nothing; stamp_decides: a clock set back gives nobody more than they had; stamp_decides: nobody waits for the old time: after the step, no longer than an empty bucket takes to fill"
def decide(stored, now, cost, capacity, refill, period):
    each = period / refill
    full_at = now if stored is None else min(max(stored, now), now + capacity * each)
    if full_at + cost * each > now + capacity * each:
        return False, full_at
    return True, full_at + cost * each

# %% wrong="a moment in the past counts as room for a larger burst" fails="stamp_decides: after a long rest it is full, and no more than full; stamp_decides: with a clock that never goes back it admits what a bucket reckoned in fractions does"
def decide(stored, now, cost, capacity, refill, period):
    now *= refill
    if_empty = now + capacity * period
    full_at = now if stored is None else min(stored, if_empty)
    after = full_at + cost * period
    return (True, after) if after <= if_empty else (False, full_at)

# %% wrong="waits for the old time when the clock is set back" fails="stamp_decides: nobody waits for the old time: after the step, no longer than an empty bucket takes to fill"
def decide(stored, now, cost, capacity, refill, period):
    now *= refill
    full_at = now if stored is None else max(stored, now)
    after = full_at + cost * period
    return (True, after) if after <= now + capacity * period else (False, full_at)

# %% wrong="takes it for full when the clock is set back" fails="stamp_decides: a clock set back gives nobody more than they had; stamp_decides: nobody waits for the old time: after the step, no longer than an empty bucket takes to fill"
def decide(stored, now, cost, capacity, refill, period):
    now *= refill
    if_empty = now + capacity * period
    full_at = now if stored is None or stored > if_empty else max(stored, now)
    after = full_at + cost * period
    return (True, after) if after <= if_empty else (False, full_at)

# %% wrong="a refused call stores what it found, so that it is empty for ever" fails="stamp_decides: nobody waits for the old time: after the step, no longer than an empty bucket takes to fill"
def decide(stored, now, cost, capacity, refill, period):
    now *= refill
    if_empty = now + capacity * period
    full_at = now if stored is None else min(max(stored, now), if_empty)
    after = full_at + cost * period
    return (True, after) if after <= if_empty else (False, full_at if stored is None else max(stored, now))

# %% wrong="a refused call pays, too" fails="stamp_decides: a burst, then three in two seconds, one at a time; stamp_decides: a refused call costs nothing; stamp_decides: nobody waits for the old time: after the step, no longer than an empty bucket takes to fill; stamp_decides: with a clock that never goes back it admits what a bucket reckoned in fractions does"
def decide(stored, now, cost, capacity, refill, period):
    now *= refill
    if_empty = now + capacity * period
    full_at = now if stored is None else min(max(stored, now), if_empty)
    after = full_at + cost * period
    return after <= if_empty, min(after, if_empty)

# %% wrong="one call too many in a burst" fails="stamp_decides: a burst, then three in two seconds, one at a time; stamp_decides: a refused call costs nothing; stamp_decides: a clock set back gives nobody more than they had; stamp_decides: nobody waits for the old time: after the step, no longer than an empty bucket takes to fill; stamp_decides: with a clock that never goes back it admits what a bucket reckoned in fractions does"
def decide(stored, now, cost, capacity, refill, period):
    now *= refill
    if_empty = now + capacity * period
    full_at = now if stored is None else min(max(stored, now), if_empty)
    return (True, full_at + cost * period) if full_at < if_empty else (False, full_at)

# %% wrong="the room ends a moment too early" fails="stamp_decides: a burst, then three in two seconds, one at a time; stamp_decides: after a long rest it is full, and no more than full; stamp_decides: a key that the store does not know has a full bucket, at any time; stamp_decides: a refused call costs nothing; stamp_decides: a clock set back gives nobody more than they had; stamp_decides: nobody waits for the old time: after the step, no longer than an empty bucket takes to fill; stamp_decides: with a clock that never goes back it admits what a bucket reckoned in fractions does"
def decide(stored, now, cost, capacity, refill, period):
    now *= refill
    if_empty = now + capacity * period
    full_at = now if stored is None else min(max(stored, now), if_empty)
    after = full_at + cost * period
    return (True, after) if after < if_empty else (False, full_at)

# %% wrong="a stored 0 is nothing stored" fails="stamp_decides: a key that the store does not know has a full bucket, at any time"
def decide(stored, now, cost, capacity, refill, period):
    now *= refill
    if_empty = now + capacity * period
    full_at = min(max(stored or now, now), if_empty)
    after = full_at + cost * period
    return (True, after) if after <= if_empty else (False, full_at)

# %% wrong="remembers in a global what was stored" fails="stamp_decides: a key that the store does not know has a full bucket, at any time; stamp_decides: a clock set back gives nobody more than they had; stamp_decides: nobody waits for the old time: after the step, no longer than an empty bucket takes to fill; stamp_decides: the same question twice gets the same answer; stamp_decides: with a clock that never goes back it admits what a bucket reckoned in fractions does"
LAST = {}


def decide(stored, now, cost, capacity, refill, period):
    now *= refill
    if_empty = now + capacity * period
    full_at = min(max(LAST.get((capacity, refill, period), now), now), if_empty)
    after = full_at + cost * period
    if after > if_empty:
        return False, full_at
    LAST[capacity, refill, period] = after
    return True, after

# %% also_right="the moment when it was empty, or would have been"
def decide(stored: int | None, now: int, cost: int, capacity: int, refill: int, period: int) -> tuple[bool, int]:
    present = now * refill
    room = capacity * period
    empty_at = present - room if stored is None or stored < present - room else stored
    if empty_at > present:
        empty_at = present
    if present - empty_at < cost * period:
        return False, empty_at
    return True, empty_at + cost * period

# %% also_right="the level is worked out from the moment, and the moment from the level"
def decide(stored, now, cost, capacity, refill, period):
    full = capacity * period
    missing = 0 if stored is None else stored - now * refill
    level = full - sorted((0, missing, full))[1]
    admitted = level >= cost * period
    if admitted:
        level -= cost * period
    return admitted, now * refill + full - level

# %% [markdown]
# ## Stage 4: shared by threads
#
# > And inside one gateway, sixty threads use the same bucket.
#
# Same methods, same answers, whatever the timing: between any two bytecodes of yours another thread may run. Build on your
# `TokenBucket`. Mind the clock, too: two threads read it one after the other, and may come to use what they read in the other
# order.

# %% answer="bucket_shared"
import threading


class SharedTokenBucket:
    """A TokenBucket that many threads may use at once."""

    def __init__(self, capacity, refill, period, now):
        ### BEGIN SOLUTION
        self._bucket = TokenBucket(capacity, refill, period, now)
        self._lock = threading.Lock()
        ### END SOLUTION

    def take(self, cost=1):
        """True, and `cost` tokens are taken out, if they are there now; False, and none is taken, if not."""
        ### BEGIN SOLUTION
        with self._lock:  # around the reading of the clock, too: out of order, two readings would look like a clock set back
            return self._bucket.take(cost)
        ### END SOLUTION

    def retry_after(self, cost=1):
        """How many nanoseconds from now `take(cost)` would be True, if nobody else took any; 0 if it would be now."""
        ### BEGIN SOLUTION
        with self._lock:
            return self._bucket.retry_after(cost)
        ### END SOLUTION

# %% [markdown] hint="bucket_shared"
# Which of your methods only reads? Look at what `retry_after` does to the time that was last seen.

# %% [markdown] hint="bucket_shared"
# One lock for one bucket, made once. Hold it in both methods from before the clock is read until after the last change; `with`
# lets go of it when an error leaves the method, too.

# %% tests="shared_threads" points=2 inside="it interleaves threads line by line"
SCHEDULES = 50


class Ticking:
    """A clock that moves on by `step` at each reading."""

    def __init__(self):
        self.time, self.step = 1000, 0

    def now(self):
        self.time += self.step
        return self.time


def emptied(capacity):
    """A shared bucket without a token in it, which gets one in 10 ns, and its clock."""
    clock = Ticking()
    bucket = SharedTokenBucket(capacity, 1, 10, clock.now)
    bucket.take(capacity)
    return bucket, clock


def tokens_left(bucket):
    count = 0
    while count < 200 and bucket.take():
        count += 1
    return count


check.interleavings(
    "two calls for the last token: one gets it",
    setup=lambda: SharedTokenBucket(1, 1, 10, Ticking().now),
    threads=[lambda bucket: bucket.take(), lambda bucket: bucket.take()],
    verify=lambda _, results: check.equal(
        sorted(results), [False, True], after="a full bucket of 1; take() in two threads at once; both answers, sorted"
    ),
    schedules=SCHEDULES,
)


def alone(bucket):
    answers = [bucket.take(2), bucket.retry_after(2), bucket.take(2), bucket.take()]
    for call in (bucket.take, bucket.retry_after):
        check.raises(ValueError, lambda: call(9), when=f"capacity 3; {call.__name__}(9)")
    return [*answers, bucket.retry_after()]


# One thread, under the same scheduler: a lock that is never let go is reported and does not hang the notebook.
check.interleavings(
    "one thread gets the answers that TokenBucket gives, errors too",
    setup=lambda: SharedTokenBucket(3, 1, 10, Ticking().now),
    threads=[alone],
    verify=lambda _, results: check.equal(
        results[0],
        [True, 10, False, True, 10],
        after="capacity 3, 1 in 10 ns; take(2), retry_after(2), take(2), take(), take(9) and retry_after(9) (a ValueError, "
        "each), retry_after()",
    ),
    schedules=1,
)


### BEGIN HIDDEN TESTS
check.interleavings(
    "two calls for which there is enough: both are admitted",
    setup=lambda: SharedTokenBucket(5, 1, 10, Ticking().now),
    threads=[lambda bucket: bucket.take(2), lambda bucket: (bucket.retry_after(3), bucket.take(3))],
    verify=lambda _, results: check.equal(
        results, [True, (0, True)], after="a full bucket of 5; at once take(2) in one thread, retry_after(3), take(3) in another"
    ),
    schedules=SCHEDULES,
)


def check_no_more(subject, results):
    bucket, clock = subject
    clock.step = 0
    want = (clock.time - 1000) // 10
    got = sum(result is True for result in results) + tokens_left(bucket)
    did = (
        f"an emptied bucket that gets one token in 10 ns; two threads at once, whose clock moves on at each reading; "
        f"{clock.time - 1000} ns have passed"
    )
    check.equal(got, want, after=f"{did}; tokens taken, and left over")


def ticking():
    bucket, clock = emptied(100)
    clock.step = 10
    return bucket, clock


check.interleavings(
    "what has come in is let in once",
    setup=ticking,
    threads=[lambda both: both[0].take(), lambda both: both[0].take()],
    verify=check_no_more,
    schedules=SCHEDULES,
)
check.interleavings(
    "asking when to come back, while another takes, lets nothing in twice",
    setup=ticking,
    threads=[lambda both: both[0].retry_after(3), lambda both: both[0].take()],
    verify=check_no_more,
    schedules=SCHEDULES,
)
check.interleavings(
    "two who ask at once let nothing in twice",
    setup=ticking,
    threads=[lambda both: both[0].retry_after(50), lambda both: both[0].retry_after()],
    verify=check_no_more,
    schedules=SCHEDULES,
)
check.interleavings(
    "two calls that cost more than half: one is admitted, and the other takes nothing",
    setup=lambda: SharedTokenBucket(5, 1, 10, Ticking().now),
    threads=[lambda bucket: bucket.take(3), lambda bucket: bucket.take(3)],
    verify=lambda bucket, results: check.equal(
        (sorted(results), tokens_left(bucket)),
        ([False, True], 2),
        after="a full bucket of 5; take(3) in two threads at once; both answers, sorted, and what is left",
    ),
    schedules=SCHEDULES,
)
### END HIDDEN TESTS

# %% wrong="no lock: trusts the interpreter" fails="shared_threads: two calls for the last token: one gets it; shared_threads: what has come in is let in once; shared_threads: asking when to come back, while another takes, lets nothing in twice; shared_threads: two who ask at once let nothing in twice; shared_threads: two calls that cost more than half: one is admitted, and the other takes nothing"
class SharedTokenBucket(TokenBucket):
    pass

# %% wrong="only take holds the lock" fails="shared_threads: asking when to come back, while another takes, lets nothing in twice; shared_threads: two who ask at once let nothing in twice"
class SharedTokenBucket(SharedTokenBucket):
    def retry_after(self, cost=1):
        return self._bucket.retry_after(cost)

# %% wrong="a new lock at every call" fails="shared_threads: two calls for the last token: one gets it; shared_threads: what has come in is let in once; shared_threads: asking when to come back, while another takes, lets nothing in twice; shared_threads: two who ask at once let nothing in twice; shared_threads: two calls that cost more than half: one is admitted, and the other takes nothing"
class SharedTokenBucket(SharedTokenBucket):
    def take(self, cost=1):
        with threading.Lock():
            return self._bucket.take(cost)

    def retry_after(self, cost=1):
        with threading.Lock():
            return self._bucket.retry_after(cost)

# %% wrong="reads the clock before it takes the lock" fails="shared_threads: what has come in is let in once; shared_threads: asking when to come back, while another takes, lets nothing in twice; shared_threads: two who ask at once let nothing in twice"
class SharedTokenBucket(SharedTokenBucket):
    def __init__(self, capacity, refill, period, now):
        self._read = now
        self._time = now()
        super().__init__(capacity, refill, period, lambda: self._time)

    def take(self, cost=1):
        time = self._read()
        with self._lock:
            self._time = time
            return self._bucket.take(cost)

    def retry_after(self, cost=1):
        time = self._read()
        with self._lock:
            self._time = time
            return self._bucket.retry_after(cost)

# %% wrong="looks in one locked stretch, takes in the next" fails="shared_threads: two calls for the last token: one gets it; shared_threads: two calls that cost more than half: one is admitted, and the other takes nothing"
class SharedTokenBucket(SharedTokenBucket):
    def take(self, cost=1):
        if self.retry_after(cost) > 0:
            return False
        with self._lock:
            self._bucket.take(cost)
        return True

# %% wrong="refuses whoever finds the lock taken" fails="shared_threads: two calls for which there is enough: both are admitted"
class SharedTokenBucket(SharedTokenBucket):
    def take(self, cost=1):
        if not self._lock.acquire(blocking=False):
            return False
        try:
            return self._bucket.take(cost)
        finally:
            self._lock.release()

# %% wrong="an error keeps the lock" fails="shared_threads: one thread gets the answers that TokenBucket gives, errors too"
class SharedTokenBucket(SharedTokenBucket):
    def take(self, cost=1):
        self._lock.acquire()
        answer = self._bucket.take(cost)
        self._lock.release()
        return answer

# %% wrong="asks itself while it holds the lock" fails="shared_threads"
class SharedTokenBucket(SharedTokenBucket):
    def take(self, cost=1):
        with self._lock:
            return self.retry_after(cost) == 0 and self._bucket.take(cost)

# %% also_right="a lock that the same thread may take again"
import threading


class SharedTokenBucket(TokenBucket):
    def __init__(self, capacity, refill, period, now):
        super().__init__(capacity, refill, period, now)
        self.lock = threading.RLock()

    def take(self, cost=1):
        with self.lock:
            return super().take(cost)

    def retry_after(self, cost=1):
        with self.lock:
            return super().retry_after(cost)

# %% also_right="one number, replaced if nobody else has in the meantime"
import threading


class SharedTokenBucket:
    def __init__(self, capacity, refill, period, now):
        self.numbers, self.now = (capacity, refill, period), now
        self.stored = None
        self.lock = threading.Lock()

    def replace(self, old, new):
        with self.lock:
            same = self.stored == old
            if same:
                self.stored = new
            return same

    def take(self, cost=1):
        self.check_cost(cost)
        while True:
            old = self.stored
            admitted, new = decide(old, self.now(), cost, *self.numbers)
            if self.replace(old, new):
                return admitted

    def retry_after(self, cost=1):
        self.check_cost(cost)
        capacity, refill, period = self.numbers
        old, now = self.stored, self.now()
        if old is None:
            return 0
        return max(0, -((now * refill + (capacity - cost) * period - old) // refill))

    def check_cost(self, cost):
        if not 1 <= cost <= self.numbers[0]:
            raise ValueError(cost)

# %% [markdown]
# ## The solutions, and others
#
# **What they cost, in the words to use (RUBRIC-18).** Every call is a fixed number of operations on whole numbers. A bucket is
# a level and a time; the stamp is one number, and when its moment has passed the key can be forgotten, so the store's own
# expiry does the cleaning up. Nothing runs while nobody calls. Python's whole numbers grow as needed; in Java, check that
# `capacity * period` and `elapsed * refill` fit into 64 bits, or cap `elapsed` first.
#
# **Why nothing drifts.** A level in floats is wrong by a rounding at each refill, and worst when refills are small and many.
# Two ways out: keep whole numbers in a unit in which nothing has to be rounded, as here, or keep the time of the last full
# bucket and what was taken since, and compute the level from those each time.
#
# **What a clock set back does, by form.** The bucket sees that time went back, and keeps its level. The stamp is only a
# moment in the future and cannot tell a step from a debt: the bucket looks emptier than it was, empty at worst. Both keep two
# promises: no tokens out of nothing *by the step back*, and no waiting for the old time. Neither can tell a step *forward* from
# time that passed. A monotonic clock has neither step, within one machine and until it restarts.
#
# | instead | wins | loses |
# |---|---|---|
# | **a thread that adds tokens on a timer** | the words of the definition | a timer for each key, or a walk over all keys; tokens come in lumps, late when the machine is busy |
# | **a leaky bucket as a queue** | what leaves is evenly spaced | calls wait, and it holds them; a burst becomes delay |
# | **a sliding window** (CODE-08) | the exact promise *at most N in any W* | N times for each key; how large a burst may be is no setting of its own |
# | **a limit on calls in flight** | follows how slow the calls are; needs no rate that was right last year | says nothing about a contract in calls a second |
#
# **A bucket in public code.** Zuul's push server has one for each connection: three messages in two seconds unless configured
# otherwise, the numbers of the first cases. In the version that we read the level is a double, the clock is the wall clock in
# milliseconds, and the time that passed is not kept from being negative. Work out what a wall clock that is set back by a
# minute does to such a connection before you read on.
#
# <details><summary>What it does</summary>
#
# The level falls by 90 tokens, and nothing is let through until it is at least 1 again: about a minute. But a clock that goes
# back and forth by the same amount gives nothing away either, as long as the cap is not reached. Ours is the other choice: it
# refills at once, and a clock that trembles gives a little more at each step forward. A question of which clock you have.
#
# </details>

# %% [markdown] written="bucket_tradeoffs" points=3
# **Argue it.** Twenty gateways, 300,000 calls a second, 50,000 keys. Three designs: each gateway has buckets of a twentieth;
# one shared store with the stamp of stage 3, asked at every call; local buckets that borrow a batch of tokens from the store.
# Say what each costs *here* in latency and in exactness, what happens to a client whose calls all reach one gateway, and what
# happens when the store is away; argue for one (RUBRIC-12). About 200 words.

# %% part
from course.parts import self_assess

self_assess(
    "bucket_tradeoffs",
    L5=[
        "A twentieth each: no round trip, but a client on one gateway gets a twentieth, and small limits cannot be divided "
        "at all",
        "The store at every call: exact, one round trip for each, and 300,000 read-modify-writes a second to plan for",
        "Batches: few round trips; says by how much it can be wrong (what all gateways have borrowed) and what becomes of "
        "tokens borrowed and not used",
        "Says what the limiter does when the store is away, and that this is a choice by endpoint: let through with a local "
        "bucket, or refuse",
        "Argues for one and names what would change that",
    ],
    L6=[
        "Knows what a hot key does to compare-and-set: attempts fail and repeat, so a script in the store, or one owner a "
        "key, is better there",
        "Asks whose clock decides: the store's own, or gateways whose clocks differ by a bound that the design allows for",
        "Gives the limiter a deadline of its own, a few milliseconds, after which the call goes on without it",
        "Names what to measure: share refused by key and by gateway, time spent asking, how often it was decided without the "
        "store",
        "Says how a new limit is brought in: counted and not enforced at first, then for a few clients",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud, without the code in view:
#
# 1. What the two settings mean to a client, and where the limiter stands.
# 2. What you keep, and how a level is known without a timer.
# 3. Why whole numbers, and how exact the answer to *when* is.
# 4. What a clock set back does, and which promise you gave.
# 5. Threads, then machines: what must be one step, and where that step is taken.

# %% part
from course.parts import timer

timer("bucket_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *A thousand clients were told the same moment.* They come back at the same moment. Each adds jitter of its own to
#   `retry_after`, never less than it; in HTTP, `Retry-After` has whole seconds, so round up.
# - *A client's large call never finds enough, since its small ones drain the bucket.* Two buckets, or let the large call go
#   into debt and the next ones wait. Each changes who is punished.
# - *The limit is changed while the bucket is in use.* The level is in drops of the old period: convert it, or carry on with the
#   level capped at the new capacity. Say which, and that a change must not hand out a full bucket to all keys at once.
# - *Millions of keys.* A bucket that is full again can be forgotten, since a new one is full: drop the idle ones a few at each
#   call, never all at once.
# - *Should a client limit itself?* Yes, with the same bucket, and blocking: it saves the round trip that would be refused. The
#   server keeps its own; it cannot trust the client's.
#
# **Sources.** A rate limiter for an API, designed and then coded in its core, is named as a Netflix question by one interview
# guide (MockRound, M. Reid, 23 March 2026); the expectations come from that guide, from OfferStory (undated) and from a third
# guide, of which we know neither author nor date. Nothing of the company's that we found confirms it. Three messages in two
# seconds: `PushConnection` in [Netflix/zuul](https://github.com/Netflix/zuul), its defaults `zuul.push.tokenBucket.rate` and
# `zuul.push.tokenBucket.window.millis`, in a version of undated public code. Limits in flight: the README of
# [Netflix/concurrency-limits](https://github.com/Netflix/concurrency-limits), undated. Status 429: [RFC
# 6585](https://www.rfc-editor.org/rfc/rfc6585), April 2012; `Retry-After`: [RFC
# 9110](https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3), June 2022. This course is independent of Netflix.
