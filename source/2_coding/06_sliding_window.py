# ---
# keeper:
#   title: Whichever minute you look at
#   minutes: 60
#   level: L5
#   covers: [CODE-08, RUBRIC-10, RUBRIC-12, RUBRIC-17, RUBRIC-18]
#   needs: []
# ---

# %% [markdown]
# The interviewer says:
#
# > Partners call our API, and each has a contract: so many calls a minute. Last week one of them sent twice that within a few
# > seconds, and our limiter let all of it through. Write one that doesn't.
#
# **What they listen for.** That you ask what *a minute* means before you count anything, say your assumptions and get a yes
# (RUBRIC-10); that the edge of the window is settled aloud, before the code settles it for you (RUBRIC-17); and that what you
# keep in memory has a bound that you can name (RUBRIC-18). The question and these expectations are *reported by interview
# guides*; nothing of the company's confirms them.
#
# Take two minutes. What do you ask?

# %% part
from course.parts import clarify

clarify(
    "window_questions",
    {
        "Is a minute the one on the wall clock, or any sixty seconds?": "Any stretch of that length, wherever it begins. The "
        "wall-clock minute is what bit us.",
        "A call came exactly one window ago. Does it still count?": "No. A call admitted at `t` counts up to, but not "
        "including, `t + window`. At exactly `t + window` there is room again.",
        "Do refused calls count against the caller?": "No. Only what was admitted counts. Whoever keeps knocking gets in as "
        "soon as there is room.",
        "What does a refused caller get? An exception, a wait, a time to come back?": "`False`. An admitted one gets `True`. "
        "Nobody waits in here. When to come back is a good question; leave it out, and say that you did.",
        "Where does the time come from?": "You're handed a function without arguments that gives seconds, as a number. Use "
        "nothing else.",
        "Can two calls come at the same instant?": "Many can. Each counts.",
        "What if the clock is set back?": "Go on from the latest time you have seen, as if the clock stood still, until it has "
        "passed that time. It must never let anybody in too early.",
        "What if the limit is 0, or the window?": "Somebody mistyped a configuration: `ValueError` when the limiter is made, "
        "for a limit below 1 and for a window of 0 or less. The limit is a whole number; you needn't check its type.",
        "How much may it remember?": "In the order of `limit` numbers for one caller, however often they call, admitted or "
        "refused.",
        "May a call look at all it remembers?": "If it must; limits are in the hundreds. I'll ask you what it costs.",
        "Is the limit exact, or may it be off by a little?": "Exact. We may talk about that later.",
        "One process, or many?": "One, for now. And one thread.",
        "Can a limit change while we run?": "No. A new contract is a new limiter.",
        "Do all calls weigh the same?": "Yes, today.",
        "REST or gRPC?": "It makes no difference to what you write. What comes in is a call.",
    },
    solved_by="window_admits",
)

# %% [markdown] written="window_opening" points=2
# **Say it back.** Five or six lines, as you would type them at the top of the editor: your reading of the task, the
# assumptions you took, what you put off, and the question you end on.

# %% part
from course.parts import self_assess

self_assess(
    "window_opening",
    L5=[
        "One sentence says which stretches of time the limit holds for: all of that length, not those on the clock face",
        "Settles the edge: what counts at exactly one window's distance",
        "At least three more assumptions, among them whether refused calls count and what a clock set back does",
        "Names what is put off: many callers, threads, several processes, when to come back",
        "Ends by asking for agreement, before any code",
    ],
    L6=[
        "Says what the limit is for (a contract? a machine that falls over?), since that decides whether exactness is worth "
        "its memory",
        "Says which assumption would change the design if it turned out wrong, and how",
        "Spends no line on what cannot change the code",
    ],
)

# %% [markdown]
# ## What went wrong last week
#
# A counter for each minute is the first thing that comes to mind. Here it is, with a limit of 5 in 10 seconds, and a
# partner who knows where the minutes end. How many get in between second 9 and second 11? Guess, then run it. Then move the
# calls to where they do no harm.

# %%
calls = [9.2, 9.4, 9.5, 9.7, 9.9, 10.0, 10.1, 10.2, 10.3, 10.6]
limit, window = 5, 10
counts = {}
for at in calls:
    piece = at // window
    counts[piece] = counts.get(piece, 0) + 1
    print(f"{at:>5} s  piece {piece:.0f}, call {counts[piece]} of it: {'in' if counts[piece] <= limit else 'refused'}")

# %% [markdown]
# It keeps its promise for the stretches it looks at, and no promise for those in between. Which stretches have to be looked
# at when one more call comes?
#
# ## Stage 1: one caller
#
# Write the class. Before you run the cases, try a few calls of your own: `Clock(0)` from `course.cases` is a clock that moves
# only when told to (`clock.now` to hand over, `clock.advance(2.5)`). The imports are for whoever wants them; you may need none.

# %% given
import math
from collections import OrderedDict, deque

# %% answer="window_core"
class SlidingWindow:
    """Admits at most `limit` calls in any stretch of `window` seconds. `now` gives the time in seconds."""

    def __init__(self, limit, window, now):
        ### BEGIN SOLUTION
        if limit < 1 or window <= 0:
            raise ValueError(f"limit must be at least 1 and window above 0, not {limit} and {window}")
        self._window = window
        self._now = now
        self._latest = -math.inf
        self._admitted = deque(maxlen=limit)  # when the last `limit` calls were admitted, the earliest first
        ### END SOLUTION

    def admit(self):
        """True, and the call counts, if it may go ahead now; False, and it does not count, if not."""
        ### BEGIN SOLUTION
        self._latest = max(self._latest, self._now())  # a clock that is set back stands still
        full = len(self._admitted) == self._admitted.maxlen
        if full and self._latest - self._admitted[0] < self._window:
            return False
        self._admitted.append(self._latest)  # if it is full, the earliest, which counts no longer, falls out
        return True
        ### END SOLUTION

# %% [markdown] hint="window_core"
# When one more call comes, only one stretch can become too full by it: the one that ends with this call. What must you
# know about the calls before it, and about how many of them?

# %% [markdown] hint="window_core"
# The new call is one too many exactly if `limit` admitted calls still count. So the times of the last `limit` admitted
# calls are enough, and of those the earliest decides. What refused calls did, you needn't know at all.

# %% [markdown] hint="window_core"
# - Take the time once. If it is before the latest you have seen, use that one.
# - There are `limit` admitted times, and from the earliest of them less than `window` has passed: refuse, note nothing.
# - Otherwise note the time and admit. `collections.deque` with a `maxlen` lets the earliest go by itself.

# %% tests="window_admits" points=4
from course.cases import Clock


def check_calls(limit, window, calls, start=0.0):
    """Play calls such as ((9, True), (10, False)): the time of each, and the answer it should get."""
    clock = Clock(start)
    limiter = SlidingWindow(limit, window, clock.now)
    for number, (at, want) in enumerate(calls):
        clock.seconds = at
        got = limiter.admit()
        times = ", ".join(f"{each:.12g}" for each, _ in calls[: number + 1])
        check.equal(got, want, after=f"limit {limit}, window {window} s; calls at {times} s; the last one")


@check("as many calls as the limit get in, at one instant or apart")
def up_to_limit():
    check_calls(3, 10, [(0, True), (0, True), (0, True), (0, False)])
    check_calls(2, 10, [(1, True), (4, True), (6, False)])


@check("a call counts until just before one window has passed")
def edge():
    check_calls(1, 10, [(0, True), (9.75, False), (10, True), (19.75, False), (20, True)])


@check("what a counter for each piece of the clock lets through")
def boundary_burst():
    burst = [(9, True), (9, True), (9.5, True), (10, False), (10.5, False)]
    check_calls(3, 10, [*burst, (18.75, False), (19, True), (19, True), (19, False), (19.5, True)])


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("nor one for each piece that begins with a call")
def boundary_burst_from_first():
    check_calls(
        3, 10, [(0, True), (9, True), (9, True), (10, True), (10, False), (18.75, False), (19, True), (19, True), (19, False)]
    )


@check("refused calls do not count")
def refusals_are_free():
    calls = [(0, True)] + [(at, False) for at in (2, 5, 9, 9.75)] + [(10, True)]
    check_calls(1, 10, calls)


@check("the edge is exact, and a window may be short")
def exact():
    check_calls(1, 10, [(0, True), (10 - 2**-20, False), (10, True), (20 - 2**-20, False)])
    check_calls(1, 0.25, [(0, True), (0.125, False), (0.25, True), (0.375, False), (0.5, True)])


@check("a clock set back lets nobody in too early")
def set_back():
    check_calls(
        2, 10, [(100, True), (90, True), (95, False), (100, False), (109.75, False), (110, True), (110, True), (110, False)]
    )
    check_calls(1, 10, [(100, True), (50, False), (85, False), (90, False), (110, True)])
    check_calls(2, 10, [(100, True), (104, True), (0, False), (109.75, False), (110, True), (110, False), (114, True)])


@check("any clock will do: one that begins at 0, below 0, or far away")
def any_start():
    for start in (0.0, -1000.0, -4.0, 2.0**31):
        check_calls(1, 10, [(start, True), (start + 9.5, False), (start + 10, True)], start)


@check("a limit below 1, or a window of 0 or less, is refused when the limiter is made")
def bad_numbers():
    for limit, window in ((0, 10), (-1, 10), (3, 0), (3, -1)):
        check.raises(ValueError, lambda: SlidingWindow(limit, window, Clock().now), when=f"limit {limit}, window {window} s")


@check("two limiters share nothing")
def no_sharing():
    clock = Clock()
    one, other = SlidingWindow(1, 10, clock.now), SlidingWindow(1, 10, clock.now)
    check.equal(
        [one.admit(), other.admit(), one.admit()],
        [True, True, False],
        after="two limiters of 1 in 10 s; a call to one, the other, the one",
    )


@check.law(
    "no stretch of the window's length holds more than the limit",
    examples=50,
    limit=st.integers(1, 4),
    gaps=st.lists(st.sampled_from((0, 0, 0.25, 1, 2, 3.75, 4, 5, 9)), min_size=10, max_size=30),
)
def no_stretch_too_full(limit, gaps):
    clock = Clock(0.0)
    limiter = SlidingWindow(limit, 4, clock.now)
    admitted = []
    for gap in gaps:
        clock.advance(gap)
        if limiter.admit():
            admitted.append(clock.seconds)
    for start in admitted:
        inside = [at for at in admitted if start <= at < start + 4]
        check.that(
            len(inside) <= limit,
            f"in a window of 4 s, from {start:g} up to {start + 4:g} s, {len(inside)} calls were admitted, at {inside}; the "
            f"limit is {limit}.",
        )


class Window:
    """The learner's, with a clock, which is not set back before the first call."""

    def __init__(self, limit, window):
        self._clock = Clock(100.0)
        self._limiter = SlidingWindow(limit, window, self._clock.now)
        self._called = False

    def admit_after(self, seconds):
        self._clock.advance(seconds if self._called else max(seconds, 0))
        self._called = True
        return self._limiter.admit()


class PlainWindow:
    """What the words mean, with no thought for cost: every admitted call is remembered."""

    def __init__(self, limit, window):
        self.limit, self.window = limit, window
        self.clock = self.latest = 100.0
        self.called, self.admitted = False, []

    def admit_after(self, seconds):
        self.clock += seconds if self.called else max(seconds, 0)
        self.called = True
        self.latest = max(self.latest, self.clock)
        if sum(self.latest - at < self.window for at in self.admitted) >= self.limit:
            return False
        self.admitted.append(self.latest)
        return True


check.model(
    "under any calls, the clock set back too, it answers as one that remembers everything",
    subject=Window,
    model=PlainWindow,
    given={"limit": st.integers(1, 4), "window": st.sampled_from((1, 3.5, 6))},
    calls={"admit_after": [st.sampled_from((0, 0, 0.5, 1, 2.5, 3.5, 6, -0.5, -4))]},
    examples=50,
)
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(SlidingWindow, statements=15)

# %% [markdown]
# **What it remembers.** These cases count the numbers that can be reached from your limiter. The limit is 50, and with 240
# numbers held all of them pass.

# %% given
import gc
from array import array
from types import FunctionType, ModuleType


def numbers_held(thing, clock):
    """How many numbers are held by `thing` and by what it leads to, the clock aside."""
    seen, todo, count = {id(clock)}, [thing], 0
    while todo:
        one = todo.pop()
        if id(one) in seen or isinstance(one, (type, ModuleType)):
            continue
        seen.add(id(one))
        if isinstance(one, array):
            count += len(one)
            continue
        for part in (one.__closure__ or ()) if isinstance(one, FunctionType) else gc.get_referents(one):
            if isinstance(part, (int, float)):
                count += 1
            else:
                todo.append(part)
    return count

# %% tests="window_memory" points=1 inside="it counts what the limiter holds"
from course.cases import Clock

LIMIT, ENOUGH = 50, 4 * 50 + 40


def check_memory(what, gaps):
    clock = Clock(0.0)
    limiter = SlidingWindow(LIMIT, 100, clock.now)
    answers = set()
    for gap in gaps:
        clock.advance(gap)
        answers.add(limiter.admit())
    check.that(True in answers, f"After {what} none of them had been admitted.")
    check.at_most(numbers_held(limiter, clock), ENOUGH, "numbers held", after=f"limit {LIMIT}, window 100 s; {what}")


@check("it does not grow with the calls that were admitted")
def admitted_go():
    check_memory("2,000 calls, one every 4 s", [4] * 2000)


### BEGIN HIDDEN TESTS
@check("nor with those that were refused")
def refused_leave_nothing():
    check_memory("2,000 calls within 2 s", [0.001] * 2000)


@check("nor with a mixture")
def mixture():
    check_memory("3,000 calls, one every second", [1] * 3000)
### END HIDDEN TESTS

# %% wrong="a counter for each piece of the clock" fails="window_admits: what a counter for each piece of the clock lets through; window_admits: nor one for each piece that begins with a call; window_admits: a clock set back lets nobody in too early; window_admits: any clock will do: one that begins at 0, below 0, or far away; window_admits: no stretch of the window's length holds more than the limit; window_admits: under any calls, the clock set back too, it answers as one that remembers everything; keys_admit: a key gets in again when its own calls count no longer; keys_admit: in a window of 5 s, under any calls, it answers as one that remembers everything"
class SlidingWindow(SlidingWindow):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._limit, self._piece, self._count = limit, None, 0

    def admit(self):
        self._latest = max(self._latest, self._now())
        piece = self._latest // self._window
        if piece != self._piece:
            self._piece, self._count = piece, 0
        if self._count == self._limit:
            return False
        self._count += 1
        return True

# %% wrong="a counter for each piece, the first beginning with a call" fails="window_admits: what a counter for each piece of the clock lets through; window_admits: nor one for each piece that begins with a call; window_admits: a clock set back lets nobody in too early; window_admits: no stretch of the window's length holds more than the limit; keys_admit: in a window of 5 s, under any calls, it answers as one that remembers everything"
class SlidingWindow(SlidingWindow):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._limit, self._start, self._count = limit, -math.inf, 0

    def admit(self):
        self._latest = max(self._latest, self._now())
        if self._latest - self._start >= self._window:
            self._start, self._count = self._latest, 0
        if self._count == self._limit:
            return False
        self._count += 1
        return True

# %% wrong="a call still counts at exactly one window's distance" fails="window_admits: a call counts until just before one window has passed; window_admits: what a counter for each piece of the clock lets through; window_admits: nor one for each piece that begins with a call; window_admits: refused calls do not count; window_admits: the edge is exact, and a window may be short; window_admits: a clock set back lets nobody in too early; window_admits: any clock will do: one that begins at 0, below 0, or far away; window_admits: under any calls, the clock set back too, it answers as one that remembers everything; keys_admit: a key gets in again when its own calls count no longer; keys_admit: a flood of other keys does not open the door for one that still counts; keys_admit: who keeps knocking gets in as soon as there is room; keys_admit: a clock set back lets no key in too early; keys_admit: in a window of 5 s, under any calls, it answers as one that remembers everything"
class SlidingWindow(SlidingWindow):
    def admit(self):
        self._latest = max(self._latest, self._now())
        if len(self._admitted) == self._admitted.maxlen and self._latest - self._admitted[0] <= self._window:
            return False
        self._admitted.append(self._latest)
        return True

# %% wrong="refused calls count" fails="window_admits: a call counts until just before one window has passed; window_admits: what a counter for each piece of the clock lets through; window_admits: nor one for each piece that begins with a call; window_admits: refused calls do not count; window_admits: the edge is exact, and a window may be short; window_admits: a clock set back lets nobody in too early; window_admits: any clock will do: one that begins at 0, below 0, or far away; window_admits: under any calls, the clock set back too, it answers as one that remembers everything; keys_admit: a key gets in again when its own calls count no longer; keys_admit: a flood of other keys does not open the door for one that still counts; keys_admit: who keeps knocking gets in as soon as there is room; keys_admit: a clock set back lets no key in too early; keys_admit: in a window of 5 s, under any calls, it answers as one that remembers everything"
class SlidingWindow(SlidingWindow):
    def admit(self):
        self._latest = max(self._latest, self._now())
        room = len(self._admitted) < self._admitted.maxlen or self._latest - self._admitted[0] >= self._window
        self._admitted.append(self._latest)
        return room

# %% wrong="one call too many" fails="window_admits: as many calls as the limit get in, at one instant or apart; window_admits: a call counts until just before one window has passed; window_admits: what a counter for each piece of the clock lets through; window_admits: nor one for each piece that begins with a call; window_admits: refused calls do not count; window_admits: the edge is exact, and a window may be short; window_admits: a clock set back lets nobody in too early; window_admits: any clock will do: one that begins at 0, below 0, or far away; window_admits: two limiters share nothing; window_admits: no stretch of the window's length holds more than the limit; window_admits: under any calls, the clock set back too, it answers as one that remembers everything; keys_admit: each key has its own limit; keys_admit: a key gets in again when its own calls count no longer; keys_admit: a flood of other keys does not open the door for one that still counts; keys_admit: who keeps knocking gets in as soon as there is room; keys_admit: a clock set back lets no key in too early; keys_admit: a key can be anything that a dictionary takes; keys_admit: in a window of 5 s, under any calls, it answers as one that remembers everything"
class SlidingWindow(SlidingWindow):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._admitted = deque(maxlen=limit + 1)

# %% wrong="reckons in whole milliseconds" fails="window_admits: the edge is exact, and a window may be short"
class SlidingWindow(SlidingWindow):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, lambda: round(now(), 3))

# %% wrong="a window below a second is refused" fails="window_admits: the edge is exact, and a window may be short"
class SlidingWindow(SlidingWindow):
    def __init__(self, limit, window, now):
        if window < 1:
            raise ValueError("window must be at least 1")
        super().__init__(limit, window, now)

# %% wrong="believes a clock that is set back" fails="window_admits: a clock set back lets nobody in too early; window_admits: under any calls, the clock set back too, it answers as one that remembers everything"
class SlidingWindow(SlidingWindow):
    def admit(self):
        now = self._now()
        counting = [at for at in self._admitted if now - at < self._window]
        if len(counting) == self._admitted.maxlen:
            return False
        self._admitted = deque([*counting, now], maxlen=self._admitted.maxlen)
        return True

# %% wrong="begins anew when the clock is set back" fails="window_admits: a clock set back lets nobody in too early; window_admits: under any calls, the clock set back too, it answers as one that remembers everything"
class SlidingWindow(SlidingWindow):
    def admit(self):
        now = self._now()
        if now < self._latest:
            self._admitted.clear()
            self._latest = now
        return super().admit()

# %% wrong="keeps every time, and counts those that matter" fails="window_memory: it does not grow with the calls that were admitted; window_memory: nor with a mixture; keys_memory: nor do those that were admitted, of a key that is never idle"
class SlidingWindow(SlidingWindow):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._limit, self._all = limit, []

    def admit(self):
        self._latest = max(self._latest, self._now())
        if sum(self._latest - at < self._window for at in self._all) >= self._limit:
            return False
        self._all.append(self._latest)
        return True

# %% wrong="notes refused calls, too, with a mark" fails="window_memory: nor with those that were refused; keys_memory: calls that are refused leave nothing behind"
class SlidingWindow(SlidingWindow):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._limit, self._log = limit, deque()

    def admit(self):
        self._latest = max(self._latest, self._now())
        while self._log and self._latest - self._log[0][0] >= self._window:
            self._log.popleft()
        admitted = sum(let_in for _, let_in in self._log) < self._limit
        self._log.append((self._latest, admitted))
        return admitted

# %% wrong="the times are on the class, shared by all instances" fails="window_admits: as many calls as the limit get in, at one instant or apart; window_admits: a call counts until just before one window has passed; window_admits: what a counter for each piece of the clock lets through; window_admits: nor one for each piece that begins with a call; window_admits: refused calls do not count; window_admits: the edge is exact, and a window may be short; window_admits: a clock set back lets nobody in too early; window_admits: any clock will do: one that begins at 0, below 0, or far away; window_admits: two limiters share nothing; window_admits: under any calls, the clock set back too, it answers as one that remembers everything; keys_admit: each key has its own limit; keys_admit: a key gets in again when its own calls count no longer; keys_admit: a flood of other keys does not open the door for one that still counts; keys_admit: who keeps knocking gets in as soon as there is room; keys_admit: a clock set back lets no key in too early; keys_admit: a key can be anything that a dictionary takes; keys_admit: in a window of 5 s, under any calls, it answers as one that remembers everything"
class SlidingWindow(SlidingWindow):
    times = []

    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._limit = limit

    def admit(self):
        self._latest = max(self._latest, self._now())
        self.times[:] = [at for at in self.times if self._latest - at < self._window]
        if len(self.times) >= self._limit:
            return False
        self.times.append(self._latest)
        return True

# %% wrong="a limit of 0 refuses everybody, silently" fails="window_admits: a limit below 1, or a window of 0 or less, is refused when the limiter is made; keys_admit: numbers that SlidingWindow refuses are refused when it is made"
class SlidingWindow(SlidingWindow):
    def __init__(self, limit, window, now):
        super().__init__(max(1, limit), window, now)
        if limit < 1:
            self.admit = lambda: False

# %% also_right="a queue from which goes what counts no longer"
from collections import deque


class SlidingWindow:
    def __init__(self, limit: int, window: float, now):
        if limit < 1:
            raise ValueError("limit")
        if window <= 0:
            raise ValueError("window")
        self.limit, self.window, self.now = limit, window, now
        self.times: deque[float] = deque()

    def admit(self) -> bool:
        now = self.now()
        if self.times:
            now = max(now, self.times[-1])
        while self.times and self.times[0] + self.window <= now:
            self.times.popleft()
        if len(self.times) >= self.limit:
            return False
        self.times.append(now)
        return True

# %% also_right="a queue in which a time out of order waits behind the later one"
from collections import deque


class SlidingWindow:
    def __init__(self, limit, window, now):
        if not (limit >= 1 and window > 0):
            raise ValueError("both must be positive")
        self.limit, self.window, self.now, self.times = limit, window, now, deque()

    def admit(self):
        now = self.now()
        while self.times and now - self.times[0] >= self.window:
            self.times.popleft()
        if len(self.times) < self.limit:
            self.times.append(now)
            return True
        return False

# %% also_right="a new list at each call"
from dataclasses import dataclass, field


@dataclass
class SlidingWindow:
    limit: int
    window: float
    now: object
    times: list = field(default_factory=list)

    def __post_init__(self):
        if self.limit <= 0 or self.window <= 0:
            raise ValueError(self)

    def admit(self):
        now = max([self.now(), *self.times[-1:]])
        self.times = [at for at in self.times if at > now - self.window]
        room = len(self.times) < self.limit
        if room:
            self.times.append(now)
        return room

# %% also_right="a ring of the times at which each place becomes free"
class SlidingWindow:
    def __init__(self, limit, window, now):
        if limit < 1 or not window > 0:
            raise ValueError((limit, window))
        self.free_at, self.place, self.window, self.now, self.latest = [None] * limit, 0, window, now, None

    def admit(self):
        now = self.now()
        if self.latest is not None and now < self.latest:
            now = self.latest
        self.latest = now
        free_at = self.free_at[self.place]
        if free_at is not None and now < free_at:
            return False
        self.free_at[self.place] = now + self.window
        self.place = (self.place + 1) % len(self.free_at)
        return True

# %% [markdown]
# ## Stage 2: many callers
#
# > Right. Now each partner key has its own limit, the same for all. Over a day millions of keys turn up, mostly once: somebody
# > scans us with made-up keys. A few thousand are busy at any time.
#
# Each key is limited as if it had a `SlidingWindow` of its own. A key is whatever a dictionary takes as a key.
#
# - **Memory follows the keys in use.** A key that nobody has called with for **two windows** must be gone from memory once as
#   many further calls have come, with any key, as keys were held. You may drop it earlier, if nothing of it counts any more.
#   Also while every call brings a new key, memory must come down again to about the keys of the last two windows. What is kept
#   for one key stays bounded, as in stage 1, however often it calls.
# - **No call walks along all keys.** Not even once in a while: at the daily peak that is the call that times out.
# - **Forgetting never opens a door.** While an admitted call counts, its key is remembered.
# - No threads or timers of your own: what there is to do is done in `admit`.
# - A clock set back: as before, for each key. Whether one key's time also holds back another's is left to you.

# %% answer="window_keys"
class KeyedLimiter:
    """Admits, for each key, at most `limit` calls in any stretch of `window` seconds; forgets idle keys little by little.

    ValueError, when it is made, for the numbers that SlidingWindow refuses.
    """

    def __init__(self, limit, window, now):
        ### BEGIN SOLUTION
        self._new_window = lambda: SlidingWindow(limit, window, lambda: self._latest)
        self._new_window()  # refuses bad numbers here, not at the first call
        self._window = window
        self._now = now
        self._latest = -math.inf
        self._callers = OrderedDict()  # key -> (its window, when it was last called with); the longest idle first
        ### END SOLUTION

    def admit(self, key):
        """True, and the call counts, if `key` may go ahead now; False, and it does not count, if not."""
        ### BEGIN SOLUTION
        self._latest = max(self._latest, self._now())  # read once, so that all of this call sees one time
        self._forget_idle()
        window, _ = self._callers.pop(key, None) or (self._new_window(), None)
        self._callers[key] = window, self._latest
        return window.admit()

    def _forget_idle(self):
        for _ in range(2):  # a call brings one key at most, so with two a backlog shrinks
            if not self._callers:
                return
            longest_idle = next(iter(self._callers))
            _, last_call = self._callers[longest_idle]
            if self._latest - last_call < self._window:
                return
            del self._callers[longest_idle]
        ### END SOLUTION

# %% [markdown] hint="window_keys"
# A dictionary from key to `SlidingWindow` answers every call. What is left: which of its keys can be forgotten, and who does it,
# if nobody may walk along all of them and nobody comes by but the callers?

# %% [markdown] hint="window_keys"
# Keep the keys in the order in which they were last called with. Then the idle ones stand together at one end, and the longest
# idle is found without a search. Each call can bring one new key; how many must each call take away, so that there are ever
# fewer?

# %% [markdown] hint="window_keys"
# - `OrderedDict`: a key that calls goes to the young end, with the time.
# - First thing in each call, twice: look at the old end; if its last call is a whole window ago, drop it.
# - Take the time once a call, and let the windows see that same time. If you read the clock twice, a key can be dropped by the
#   first reading whose call the second reading still counts.

# %% tests="keys_admit" points=3
from course.cases import Clock


@check("each key has its own limit")
def apart():
    clock = Clock()
    limiter = KeyedLimiter(2, 10, clock.now)
    got = [limiter.admit(key) for key in ("a", "a", "b", "a", "b", "b", "c")]
    check.equal(got, [True, True, True, False, True, False, True], after="limit 2; calls with a, a, b, a, b, b, c at one instant")


@check("a key gets in again when its own calls count no longer")
def again():
    clock = Clock()
    limiter = KeyedLimiter(1, 10, clock.now)
    got = []
    for key, seconds in (("a", 0), ("b", 4), ("a", 5.75), ("a", 0.25), ("b", 0), ("b", 4)):
        clock.advance(seconds)
        got.append(limiter.admit(key))
    check.equal(
        got,
        [True, True, False, True, False, True],
        after="limit 1, window 10 s; calls with a at 0, b at 4, a at 9.75, a at 10, b at 10, b at 14 s",
    )


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("a flood of other keys does not open the door for one that still counts")
def flood():
    clock = Clock()
    limiter = KeyedLimiter(1, 10, clock.now)
    check.equal(limiter.admit("a"), True, after="limit 1; a first call with a")
    for number in range(2400):
        clock.advance(1 / 256)
        check.equal(limiter.admit(number), True, after=f"a first call with {number}")
    check.equal(
        limiter.admit("a"), False, after="limit 1, window 10 s; a call with a, 2,400 with other keys in 9.375 s; then a again"
    )
    clock.advance(0.625)
    check.equal(limiter.admit("a"), True, after="limit 1, window 10 s; a call with a, 2,400 with other keys; then a again at 10 s")


@check("who keeps knocking gets in as soon as there is room")
def knocking():
    clock = Clock()
    limiter = KeyedLimiter(2, 10, clock.now)
    got = []
    for _ in range(25):
        got.append(limiter.admit("a"))
        limiter.admit("b")
        clock.advance(1)
    want = [second % 10 in (0, 1) for second in range(25)]
    check.equal(got, want, after="limit 2, window 10 s; a call with a (and one with b) every second from 0 to 24 s")


@check("a clock set back lets no key in too early")
def set_back():
    clock = Clock(1000.0)
    limiter = KeyedLimiter(1, 10, clock.now)
    got = []
    for at, key in ((1000, "a"), (400, "a"), (900, "b"), (910, "c"), (995, "a"), (1009.75, "a"), (1010, "a")):
        clock.seconds = at
        answer = limiter.admit(key)
        if key == "a":
            got.append(answer)
    did = (
        "limit 1, window 10 s; calls with a at 1000, a at 400, b at 900, c at 910, a at 995, a at 1009.75, a at 1010 s; "
        "those with a"
    )
    check.equal(got, [True, False, False, False, True], after=did)


@check("a key can be anything that a dictionary takes")
def any_key():
    limiter = KeyedLimiter(1, 10, Clock().now)
    for key in (0, "0", None, "", (1, None), "(1, None)", -1, -2):
        check.equal(limiter.admit(key), True, after=f"a first call with {key!r}, after others with different keys")
        check.equal(limiter.admit(key), False, after=f"limit 1; a second call with {key!r}")


@check("numbers that SlidingWindow refuses are refused when it is made")
def bad_numbers():
    for limit, window in ((0, 10), (3, 0), (3, -1)):
        check.raises(ValueError, lambda: KeyedLimiter(limit, window, Clock().now), when=f"limit {limit}, window {window} s")


class Limiter:
    """The learner's, with a clock."""

    def __init__(self, limit):
        self._clock = Clock(0.0)
        self._limiter = KeyedLimiter(limit, 5, self._clock.now)

    def admit_after(self, seconds, key):
        self._clock.advance(seconds)
        return self._limiter.admit(key)


class PlainLimiter:
    """What the words mean: every admitted call of every key is remembered."""

    def __init__(self, limit):
        self.limit, self.clock, self.admitted = limit, 0.0, []

    def admit_after(self, seconds, key):
        self.clock += seconds
        if sum(one == key and self.clock - at < 5 for one, at in self.admitted) >= self.limit:
            return False
        self.admitted.append((key, self.clock))
        return True


check.model(
    "in a window of 5 s, under any calls, it answers as one that remembers everything",
    subject=Limiter,
    model=PlainLimiter,
    given={"limit": st.integers(1, 3)},
    calls={"admit_after": [st.sampled_from((0, 0, 0.5, 1, 2, 3, 5, 11)), st.sampled_from("abcd")]},
    examples=50,
)
### END HIDDEN TESTS

# %% [markdown]
# **What it forgets, and what a call costs.** These cases count the keys that are still in memory, and the steps of single
# calls: lines of Python that run, and keys that are hashed or compared. A walk inside a container's C code that looks at no key
# isn't seen.

# %% tests="keys_memory" points=3 inside="it counts the keys held and the lines that run"
from course.cases import Clock, Counted, Living, Tally, steps_of

ALLOWANCE = 500  # steps by which the dearest call may differ between few and many keys


def with_keys(count, living, *first):
    """A limiter of 2 in 10 s which those of `first`, then `count` other keys have called once, all in the same second."""
    clock = Clock(0.0)
    limiter = KeyedLimiter(2, 10, clock.now)
    for key in first:
        limiter.admit(key)
    for number in range(count):
        limiter.admit(living.item(number))
        clock.advance(1 / 1024)
    return limiter, clock


@check("keys that went idle are gone after as many further calls")
def idle_go():
    living = Living()
    limiter, clock = with_keys(300, living)
    clock.advance(20.5)
    for _ in range(300):
        limiter.admit("somebody")
    check.at_most(
        living.count,
        5,
        "of the 300 held",
        after="300 keys called once, 20.5 s without a call (the window has 10), 300 calls with another key",
    )


@check("one call does not walk along all keys")
def no_sweep():
    dearest = {}
    for count in (10, 1000):
        limiter, clock = with_counted(count)
        clock.advance(30)
        dearest[count] = dearest_call(limiter, clock, [0] * 6)
    compare(dearest, "{} keys called once, and 30 s later, when all are idle, six more calls")


def with_counted(count):
    clock, tally = Clock(0.0), Tally()
    limiter = KeyedLimiter(2, 10, clock.now)
    for number in range(count):
        limiter.admit(Counted(number, tally))
        clock.advance(1 / 1024)
    clock.tally = tally
    return limiter, clock


def dearest_call(limiter, clock, pauses):
    most = 0
    for number, pause in enumerate(pauses):
        clock.advance(pause)
        key = Counted(number % 30 // 2 - 3, clock.tally)  # some that are new, and some that are known
        most = max(most, steps_of(lambda: limiter.admit(key), clock.tally)[1])
    return most


def compare(dearest, did):
    (few, small), (many, large) = dearest.items()
    check.that(
        large <= small + ALLOWANCE,
        f"{did.format(few)}: the dearest took {small} steps. With {many:,} keys: {large:,}. "
        "It should not grow with the keys that are held; look for what walks along all of them.",
    )


### BEGIN HIDDEN TESTS
@check("nor at any other time")
def never_a_sweep():
    dearest = {}
    for count in (10, 1000):
        limiter, clock = with_counted(count)
        dearest[count] = dearest_call(limiter, clock, [0, 0, 4, 5, 0.5, 0, 0, 5, 5, 0, 12, 0, 0, 25, 0])
    compare(dearest, "{} keys called once, then fifteen calls over the next minute")


@check("nor once in as many calls as there are keys")
def no_rare_sweep():
    dearest = {}
    for count in (10, 1000):
        limiter, clock = with_counted(count)
        clock.advance(30)
        dearest[count] = dearest_call(limiter, clock, [0] * 1200)
    compare(dearest, "{} keys called once, and 30 s later, when all are idle, 1,200 more calls")


@check("memory comes down while every call brings a new key")
def comes_down():
    living = Living()
    limiter, clock = with_keys(300, living)
    for number in range(300, 900):
        clock.advance(1)
        limiter.admit(living.item(number))
    check.at_most(
        living.count,
        60,
        "of the 900 keys held",
        after="300 keys called once; then 600 new keys, one a second (the window has 10)",
    )


@check("busy keys do not keep idle ones alive")
def busy_among_idle():
    living = Living()
    limiter, clock = with_keys(200, living, "busy 0")
    for number in range(600):
        clock.advance(0.25)
        limiter.admit(f"busy {number % 40}")
    check.at_most(
        living.count,
        5,
        "of the 200 held",
        after="busy 0 and 200 other keys called once; then busy 0 to 39 take turns for 150 s, a call every 0.25 s (the "
        "window has 10 s)",
    )


@check("nor does one that is refused all the time")
def refused_among_idle():
    living = Living()
    limiter, clock = with_keys(200, living, "insistent")
    for _ in range(3000):
        clock.advance(0.0625)
        limiter.admit("insistent")
    check.at_most(
        living.count,
        5,
        "of the 200 held",
        after="one key, then 200 others called once; then the one calls every 1/16 s for 187 s (the window has 10 s, the "
        "limit is 2)",
    )


@check("calls that are refused leave nothing behind")
def refused_leave_nothing():
    limiter, clock = with_keys(0, None)
    for _ in range(2000):
        clock.advance(1 / 1024)
        limiter.admit("insistent")
    check.at_most(numbers_held(limiter, clock), 60, "numbers held", after="limit 2, window 10 s; 2,000 calls with one key in 2 s")


@check("nor do those that were admitted, of a key that is never idle")
def admitted_leave_nothing():
    limiter, clock = with_keys(0, None)
    for _ in range(2000):
        clock.advance(6)
        limiter.admit("steady")
    check.at_most(numbers_held(limiter, clock), 60, "numbers held", after="limit 2, window 10 s; 2,000 calls with one key, one every 6 s")
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(KeyedLimiter, statements=23)

# %% wrong="never forgets a key" fails="keys_memory: keys that went idle are gone after as many further calls; keys_memory: memory comes down while every call brings a new key; keys_memory: busy keys do not keep idle ones alive; keys_memory: nor does one that is refused all the time"
class KeyedLimiter(KeyedLimiter):
    def _forget_idle(self):
        pass

# %% wrong="forgets all idle keys in one call" fails="keys_memory: one call does not walk along all keys; keys_memory: nor at any other time; keys_memory: nor once in as many calls as there are keys"
class KeyedLimiter(KeyedLimiter):
    def _forget_idle(self):
        while self._callers:
            key = next(iter(self._callers))
            if self._latest - self._callers[key][1] < self._window:
                return
            del self._callers[key]

# %% wrong="looks through all keys once a window" fails="keys_memory: one call does not walk along all keys; keys_memory: nor at any other time; keys_memory: nor once in as many calls as there are keys"
class KeyedLimiter(KeyedLimiter):
    swept = -math.inf

    def _forget_idle(self):
        if self._latest - self.swept >= self._window:
            self.swept = self._latest
            for key in [key for key, (_, last) in self._callers.items() if self._latest - last >= self._window]:
                del self._callers[key]

# %% wrong="looks through all idle keys once in as many calls as there are keys" fails="keys_memory: nor once in as many calls as there are keys"
class KeyedLimiter(KeyedLimiter):
    _calls_left = 0

    def _forget_idle(self):
        self._calls_left -= 1
        if self._calls_left <= 0:
            for key in [key for key, (_, last_call) in self._callers.items() if self._latest - last_call >= self._window]:
                del self._callers[key]
            self._calls_left = len(self._callers)

# %% wrong="holds a thousand keys at most" fails="keys_admit: a flood of other keys does not open the door for one that still counts"
class KeyedLimiter(KeyedLimiter):
    def _forget_idle(self):
        super()._forget_idle()
        if len(self._callers) > 1000:
            self._callers.popitem(last=False)

# %% wrong="holds the hundred keys used last, whatever they have used up" fails="keys_admit: a flood of other keys does not open the door for one that still counts; keys_memory: keys that went idle are gone after as many further calls; keys_memory: memory comes down while every call brings a new key; keys_memory: busy keys do not keep idle ones alive; keys_memory: nor does one that is refused all the time"
class KeyedLimiter(KeyedLimiter):
    def _forget_idle(self):
        while len(self._callers) >= 100:
            self._callers.popitem(last=False)

# %% wrong="the order is that of the first call, so one busy key keeps all after it" fails="keys_memory: nor does one that is refused all the time"
class KeyedLimiter(KeyedLimiter):
    def admit(self, key):
        self._latest = max(self._latest, self._now())
        self._forget_idle()
        if key not in self._callers:
            self._callers[key] = self._new_window(), self._latest
        window, _ = self._callers[key]
        self._callers[key] = window, self._latest
        return window.admit()

# %% wrong="idle since the first call" fails="keys_admit: in a window of 5 s, under any calls, it answers as one that remembers everything"
class KeyedLimiter(KeyedLimiter):
    def admit(self, key):
        self._latest = max(self._latest, self._now())
        self._forget_idle()
        if key not in self._callers:
            self._callers[key] = self._new_window(), self._latest
        return self._callers[key][0].admit()

# %% wrong="one key forgotten a call: new keys hold the backlog up" fails="keys_memory: memory comes down while every call brings a new key"
class KeyedLimiter(KeyedLimiter):
    def _forget_idle(self):
        if self._callers:
            key = next(iter(self._callers))
            if self._latest - self._callers[key][1] >= self._window:
                del self._callers[key]

# %% wrong="one window for all keys" fails="keys_admit: each key has its own limit; keys_admit: a key gets in again when its own calls count no longer; keys_admit: a flood of other keys does not open the door for one that still counts; keys_admit: who keeps knocking gets in as soon as there is room; keys_admit: a key can be anything that a dictionary takes; keys_admit: in a window of 5 s, under any calls, it answers as one that remembers everything"
class KeyedLimiter(KeyedLimiter):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        one = self._new_window()
        self._new_window = lambda: one

# %% wrong="keys become text" fails="keys_admit: a key can be anything that a dictionary takes"
class KeyedLimiter(KeyedLimiter):
    def admit(self, key):
        return super().admit(str(key))

# %% wrong="a queue of all calls, those that were refused, too" fails="keys_memory: calls that are refused leave nothing behind"
class KeyedLimiter(KeyedLimiter):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._windows, self._calls, self._last = {}, deque(), {}

    def admit(self, key):
        self._latest = max(self._latest, self._now())
        self._calls.append((self._latest, key))
        self._last[key] = self._latest
        for _ in range(3):
            if self._latest - self._calls[0][0] < self._window:
                break
            _, idle = self._calls.popleft()
            if self._latest - self._last.get(idle, self._latest) >= self._window:
                del self._windows[idle], self._last[idle]
        if key not in self._windows:
            self._windows[key] = self._new_window()
        return self._windows[key].admit()

# %% wrong="keeps every time of a key that is in use" fails="keys_memory: nor do those that were admitted, of a key that is never idle"
class KeyedLimiter(KeyedLimiter):
    def admit(self, key):
        self._latest = max(self._latest, self._now())
        self._forget_idle()
        times, _ = self._callers.pop(key, None) or ([], None)
        self._callers[key] = times, self._latest
        limit = self._new_window()._admitted.maxlen
        if sum(self._latest - at < self._window for at in times[-limit:]) >= limit:
            return False
        times.append(self._latest)
        return True

# %% wrong="forgets after three windows" fails="keys_memory: keys that went idle are gone after as many further calls"
class KeyedLimiter(KeyedLimiter):
    def _forget_idle(self):
        for _ in range(2):
            longest_idle = next(iter(self._callers), None)
            if self._callers and self._latest - self._callers[longest_idle][1] >= 3 * self._window:
                del self._callers[longest_idle]

# %% wrong="half a window is idle enough" fails="keys_admit: a key gets in again when its own calls count no longer; keys_admit: a flood of other keys does not open the door for one that still counts; keys_admit: in a window of 5 s, under any calls, it answers as one that remembers everything"
class KeyedLimiter(KeyedLimiter):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._window = window / 2

# %% wrong="bad numbers are noticed at the first call" fails="keys_admit: numbers that SlidingWindow refuses are refused when it is made"
class KeyedLimiter(KeyedLimiter):
    def __init__(self, limit, window, now):
        super().__init__(max(1, limit), max(1, window), now)
        self._window = window
        self._new_window = lambda: SlidingWindow(limit, window, lambda: self._latest)

# %% also_right="two generations: what nobody calls with for one is dropped with it"
class KeyedLimiter:
    def __init__(self, limit, window, now):
        self.make = lambda: SlidingWindow(limit, window, now)
        self.make()
        self.window, self.now = window, now
        self.young, self.old, self.turned = {}, {}, None

    def admit(self, key):
        now = self.now()
        if self.turned is None:
            self.turned = now
        if now - self.turned >= self.window:
            self.old = self.young if now - self.turned < 2 * self.window else {}
            self.young = {}
            self.turned = now
        if key not in self.young:
            self.young[key] = self.old.pop(key, None) or self.make()
        return self.young[key].admit()

# %% also_right="a queue of calls, each to be looked at again when it has expired"
from collections import deque


class KeyedLimiter:
    def __init__(self, limit: int, window: float, now):
        SlidingWindow(limit, window, now)
        self.limit, self.window, self.now = limit, window, now
        self.times: dict = {}
        self.calls: deque = deque()
        self.latest = None

    def admit(self, key) -> bool:
        now = self.now()
        self.latest = now = now if self.latest is None else max(now, self.latest)
        for _ in range(min(3, len(self.calls))):
            at, expired = self.calls[0]
            if now - at < self.window:
                break
            self.calls.popleft()
            self.times[expired].popleft()
            if not self.times[expired]:
                del self.times[expired]
        admitted = self.times.get(key, ())
        if sum(now - at < self.window for at in admitted) >= self.limit:
            return False
        self.times.setdefault(key, deque()).append(now)
        self.calls.append((now, key))
        return True

# %% also_right="a hand that goes round the keys, a few a call"
from collections import deque


class KeyedLimiter:
    def __init__(self, limit, window, now):
        self.args = limit, window, now
        SlidingWindow(*self.args)
        self.windows, self.last, self.round = {}, {}, deque()

    def admit(self, key):
        _, window, clock = self.args
        now = clock()
        for _ in range(min(4, len(self.round))):
            candidate = self.round.popleft()
            if now - self.last[candidate] < window:
                self.round.append(candidate)
            else:
                del self.windows[candidate], self.last[candidate]
        if key not in self.windows:
            self.windows[key] = SlidingWindow(*self.args)
            self.round.append(key)
        self.last[key] = max(now, self.last.get(key, now))
        return self.windows[key].admit()

# %% [markdown]
# ## Stage 3: two numbers in place of hundreds
#
# > Some contracts say 50,000 an hour, and we keep all of it in memory shared by many machines. I can give you two counters a key.
# > How wrong will you be?
#
# Cut the clock into **pieces** of `window` seconds that begin at the multiples of `window`. Count what you admit in the current
# piece, and keep the count of the piece before. Of the piece before, only the part that the window still reaches counts, as if
# its calls had been spread evenly:
#
# $$\text{estimate} = \text{previous} \times (1 - \text{elapsed share of the current piece}) + \text{current}$$
#
# Admit while `estimate + 1` is not above the limit. Say the limit is 4 in 8 s, and four calls came at second 7:
#
# | a call at second | of the current piece has passed | estimate | |
# |---|---|---|---|
# | 8 | 0 of 8 s | 4 × 8/8 + 0 = 4 | refused |
# | 10 | 2 of 8 s | 4 × 6/8 + 0 = 3 | admitted |
# | 10 again | 2 of 8 s | 4 × 6/8 + 1 = 4 | refused |
#
# The clock, a mistyped number and refused calls are to be treated as in stage 1. Thirty numbers in memory are more than enough.
# The cases use times at which nothing has to be rounded. Before you run the cases, work out the worst: what is the most that
# this lets through in *some* stretch of one window? Then in a very short one?

# %% answer="window_approx"
class ApproximateWindow:
    """Admits about `limit` calls in any stretch of `window` seconds, remembering a handful of numbers; see the rule above.

    ValueError, when it is made, for the numbers that SlidingWindow refuses.
    """

    def __init__(self, limit, window, now):
        ### BEGIN SOLUTION
        if limit < 1 or window <= 0:
            raise ValueError(f"limit must be at least 1 and window above 0, not {limit} and {window}")
        self._limit = limit
        self._window = window
        self._now = now
        self._latest = -math.inf
        self._piece = 0  # the number of the current piece, counted from the clock's 0
        self._previous = self._current = 0
        ### END SOLUTION

    def admit(self):
        """True, and the call counts, if it may go ahead now; False, and it does not count, if not."""
        ### BEGIN SOLUTION
        self._latest = max(self._latest, self._now())
        piece, elapsed = divmod(self._latest, self._window)
        if piece != self._piece:
            self._previous = self._current if piece == self._piece + 1 else 0
            self._piece, self._current = piece, 0
        estimate = self._previous * (1 - elapsed / self._window) + self._current
        if estimate + 1 > self._limit:
            return False
        self._current += 1
        return True
        ### END SOLUTION

# %% [markdown] hint="window_approx"
# What happens to the two counts when the clock enters the next piece? And when nobody called for a whole piece, or for ten?

# %% [markdown] hint="window_approx"
# `divmod(time, window)` gives both the number of the piece and how far into it you are. If the piece is the one after that of
# your counts, the current count becomes the previous one; if it is a later one, there is no previous one.

# %% tests="approx_counts" points=3
from course.cases import Clock


def check_estimates(limit, window, calls):
    """Play calls such as ((9, True), (10, False)): the time of each, and the answer it should get."""
    clock = Clock(0.0)
    limiter = ApproximateWindow(limit, window, clock.now)
    for number, (at, want) in enumerate(calls):
        clock.seconds = at
        got = limiter.admit()
        times = ", ".join(f"{each:g}" for each, _ in calls[: number + 1])
        check.equal(got, want, after=f"limit {limit}, window {window} s; calls at {times} s; the last one")


@check("within one piece it counts")
def one_piece():
    check_estimates(2, 8, [(16, True), (17, True), (23.5, False)])
    check_estimates(2, 0.5, [(4, True), (4.25, True), (4.25, False), (4.5, False), (4.75, True)])


@check("of the piece before, what the window still reaches counts")
def weighted():
    check_estimates(
        4, 8, [(7, True)] * 4 + [(8, False), (9.75, False), (10, True), (10, False), (11.75, False), (12, True), (12, False)]
    )
    check_estimates(4, 8, [(1, True), (7, True), (8, True), (8, True), (8, False), (11.5, False), (12, True)])


@check("the worst: in one stretch nearly twice the limit")
def worst():
    check_estimates(4, 8, [(7, True)] * 4 + [(8, False), (10, True), (12, True), (14, True), (14.75, False)])


### BEGIN HIDDEN TESTS
from fractions import Fraction

from hypothesis import strategies as st


@check("after a piece without calls nothing of the past counts")
def gap():
    check_estimates(2, 8, [(7, True), (7, True), (16, True), (16, True), (16, False)])
    check_estimates(2, 8, [(7, True), (7, True), (80, True), (80, True), (81, False)])


@check("refused calls do not count")
def refusals_are_free():
    check_estimates(
        2, 8, [(0, True), (0, True)] + [(at, False) for at in (1, 3, 5, 7, 8, 11.5)] + [(12, True), (12, False), (15.75, False)]
    )


@check("a clock set back stands still")
def set_back():
    check_estimates(2, 8, [(10, True), (3, True), (10, False), (-100, False), (15, False), (16, False), (20, True), (8, False)])


@check("a limit below 1, or a window of 0 or less, is refused when the limiter is made")
def bad_numbers():
    for limit, window in ((0, 10), (-1, 10), (3, 0), (3, -1)):
        check.raises(ValueError, lambda: ApproximateWindow(limit, window, Clock().now), when=f"limit {limit}, window {window} s")


GAPS = st.lists(st.sampled_from((0, 0, 0, 0.5, 1, 1.5, 2, 5, 7, 8, 9, 17)), min_size=10, max_size=30)


@check.law(
    "a stretch of d seconds, d below the window, never holds more than limit x (1 + d / window)",
    examples=50,
    limit=st.sampled_from((1, 2, 4, 8)),
    gaps=GAPS,
)
def bound(limit, gaps):
    clock = Clock(-16.0)
    limiter = ApproximateWindow(limit, 8, clock.now)
    admitted = []
    for gap in gaps:
        clock.advance(gap)
        if limiter.admit():
            admitted.append(clock.seconds)
    for first, start in enumerate(admitted):
        for count, end in enumerate(admitted[first:], 1):
            check.that(
                end - start >= 8 or count <= limit * (1 + (end - start) / 8),
                f"from {start:g} to {end:g} s {count} calls were admitted; limit {limit}, window 8 s.",
            )


@check.law("it answers as the rule says", examples=50, limit=st.sampled_from((1, 2, 4, 8)), gaps=GAPS)
def rule(limit, gaps):
    clock = Clock(-16.0)
    limiter = ApproximateWindow(limit, 8, clock.now)
    counts = {}
    for gap in gaps:
        clock.advance(gap)
        piece, elapsed = divmod(Fraction(clock.seconds), 8)
        estimate = counts.get(piece - 1, 0) * (1 - elapsed / 8) + counts.get(piece, 0)
        did = (
            f"limit {limit}, window 8 s; pauses of {gaps} s from -16 s on; the call at {clock.seconds:g} s, when the "
            f"estimate is {float(estimate):g}"
        )
        check.equal(limiter.admit(), estimate + 1 <= limit, after=did)
        counts[piece] = counts.get(piece, 0) + (estimate + 1 <= limit)
### END HIDDEN TESTS

# %% tests="approx_memory" points=1 inside="it counts what the limiter holds"
from course.cases import Clock


@check("a handful of numbers, whatever the limit")
def handful():
    clock = Clock(0.0)
    limiter = ApproximateWindow(1000, 100, clock.now)
    answers = set()
    for _ in range(1500):
        clock.advance(0.125)
        answers.add(limiter.admit())
    check.that(True in answers, "After 1,500 calls none of them had been admitted.")
    check.at_most(
        numbers_held(limiter, clock), 30, "numbers held", after="limit 1,000, window 100 s; 1,500 calls, one every 1/8 s"
    )


### BEGIN HIDDEN TESTS
@check("and none for each piece that has gone by")
def pieces_go():
    clock = Clock(0.0)
    limiter = ApproximateWindow(3, 10, clock.now)
    answers = set()
    for _ in range(500):
        clock.advance(7)
        answers.add(limiter.admit())
    check.that(True in answers, "After 500 calls none of them had been admitted.")
    check.at_most(numbers_held(limiter, clock), 30, "numbers held", after="limit 3, window 10 s; 500 calls, one every 7 s")
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(ApproximateWindow, statements=21)

# %% wrong="the piece before does not count" fails="approx_counts: within one piece it counts; approx_counts: of the piece before, what the window still reaches counts; approx_counts: the worst: in one stretch nearly twice the limit; approx_counts: refused calls do not count; approx_counts: a clock set back stands still; approx_counts: a stretch of d seconds, d below the window, never holds more than limit x (1 + d / window); approx_counts: it answers as the rule says"
class ApproximateWindow(ApproximateWindow):
    def admit(self):
        piece = max(self._latest, self._now()) // self._window
        if piece != self._piece:
            self._current = 0
            self._piece = piece
        self._previous = 0
        return super().admit()

# %% wrong="the share is that which has passed, not that which is left" fails="approx_counts: within one piece it counts; approx_counts: of the piece before, what the window still reaches counts; approx_counts: the worst: in one stretch nearly twice the limit; approx_counts: refused calls do not count; approx_counts: a clock set back stands still; approx_counts: a stretch of d seconds, d below the window, never holds more than limit x (1 + d / window); approx_counts: it answers as the rule says"
class ApproximateWindow(ApproximateWindow):
    def admit(self):
        self._latest = max(self._latest, self._now())
        piece, elapsed = divmod(self._latest, self._window)
        if piece != self._piece:
            self._previous = self._current if piece == self._piece + 1 else 0
            self._piece, self._current = piece, 0
        if self._previous * elapsed / self._window + self._current + 1 > self._limit:
            return False
        self._current += 1
        return True

# %% wrong="the last counts stay, however long nobody called" fails="approx_counts: after a piece without calls nothing of the past counts; approx_counts: it answers as the rule says"
class ApproximateWindow(ApproximateWindow):
    def admit(self):
        piece = max(self._latest, self._now()) // self._window
        if piece > self._piece + 1:
            self._piece = piece - 1
        return super().admit()

# %% wrong="admits while the estimate is below the limit" fails="approx_counts: of the piece before, what the window still reaches counts; approx_counts: the worst: in one stretch nearly twice the limit; approx_counts: refused calls do not count; approx_counts: a stretch of d seconds, d below the window, never holds more than limit x (1 + d / window); approx_counts: it answers as the rule says"
class ApproximateWindow(ApproximateWindow):
    def admit(self):
        self._latest = max(self._latest, self._now())
        piece, elapsed = divmod(self._latest, self._window)
        if piece != self._piece:
            self._previous = self._current if piece == self._piece + 1 else 0
            self._piece, self._current = piece, 0
        if self._previous * (1 - elapsed / self._window) + self._current >= self._limit:
            return False
        self._current += 1
        return True

# %% wrong="counts what it refuses, too" fails="approx_counts: within one piece it counts; approx_counts: of the piece before, what the window still reaches counts; approx_counts: the worst: in one stretch nearly twice the limit; approx_counts: refused calls do not count; approx_counts: a clock set back stands still; approx_counts: it answers as the rule says"
class ApproximateWindow(ApproximateWindow):
    def admit(self):
        admitted = super().admit()
        self._current += not admitted
        return admitted

# %% wrong="rounds the estimate down" fails="approx_counts: of the piece before, what the window still reaches counts; approx_counts: the worst: in one stretch nearly twice the limit; approx_counts: refused calls do not count; approx_counts: a stretch of d seconds, d below the window, never holds more than limit x (1 + d / window); approx_counts: it answers as the rule says"
class ApproximateWindow(ApproximateWindow):
    def admit(self):
        self._latest = max(self._latest, self._now())
        piece, elapsed = divmod(self._latest, self._window)
        if piece != self._piece:
            self._previous = self._current if piece == self._piece + 1 else 0
            self._piece, self._current = piece, 0
        if int(self._previous * (1 - elapsed / self._window)) + self._current + 1 > self._limit:
            return False
        self._current += 1
        return True

# %% wrong="the pieces begin with the first call" fails="approx_counts: of the piece before, what the window still reaches counts; approx_counts: the worst: in one stretch nearly twice the limit; approx_counts: after a piece without calls nothing of the past counts; approx_counts: a clock set back stands still; approx_counts: it answers as the rule says"
class ApproximateWindow(ApproximateWindow):
    def __init__(self, limit, window, now):
        start = None

        def since_first():
            nonlocal start
            if start is None:
                start = now()
            return now() - start

        super().__init__(limit, window, since_first)

# %% wrong="goes back with the clock" fails="approx_counts: a clock set back stands still"
class ApproximateWindow(ApproximateWindow):
    def admit(self):
        self._latest = -math.inf
        return super().admit()

# %% wrong="a count for every piece there ever was" fails="approx_memory: and none for each piece that has gone by"
class ApproximateWindow(ApproximateWindow):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._counts = {}

    def admit(self):
        admitted = super().admit()
        self._counts[self._piece] = self._current
        return admitted

# %% wrong="remembers when each call of the two pieces came" fails="approx_memory: a handful of numbers, whatever the limit"
class ApproximateWindow(ApproximateWindow):
    def __init__(self, limit, window, now):
        super().__init__(limit, window, now)
        self._times = deque(maxlen=2 * limit)

    def admit(self):
        admitted = super().admit()
        if admitted:
            self._times.append(self._latest)
        return admitted

# %% also_right="whole numbers only, and no division"
class ApproximateWindow:
    def __init__(self, limit: int, window: float, now):
        if limit < 1 or window <= 0:
            raise ValueError("limit and window must be positive")
        self.limit, self.window, self.now = limit, window, now
        self.begin, self.before, self.here = None, 0, 0

    def admit(self) -> bool:
        now = self.now()
        if self.begin is None or now >= self.latest:
            self.latest = now
        begin = self.latest - self.latest % self.window
        if self.begin is not None and begin != self.begin:
            self.before, self.here = (self.here if begin == self.begin + self.window else 0), 0
        self.begin = begin
        left = begin + self.window - self.latest
        admitted = self.before * left + (self.here + 1) * self.window <= self.limit * self.window
        self.here += admitted
        return admitted

# %% also_right="a dictionary from piece to count, with two entries at most"
from math import floor


class ApproximateWindow:
    def __init__(self, limit, window, now):
        if limit < 1 or window <= 0:
            raise ValueError((limit, window))
        self.limit, self.window, self.now = limit, window, now
        self.counts, self.latest = {}, float("-inf")

    def admit(self):
        self.latest = max(self.latest, self.now())
        position = self.latest / self.window
        piece = floor(position)
        self.counts = {each: count for each, count in self.counts.items() if each >= piece - 1}
        here = self.counts.get(piece, 0)
        if self.counts.get(piece - 1, 0) * (piece + 1 - position) + here > self.limit - 1:
            return False
        self.counts[piece] = here + 1
        return True

# %% [markdown]
# ## The solutions, and others
#
# **What they cost, in the words to use (RUBRIC-18).** The exact window keeps the times of the last `limit` admitted calls:
# constant time, memory in proportion to the limit, for each key that is in use. With many keys a call does that, and drops two
# idle keys at most: constant time on average, since it rests on dictionaries. The estimate keeps two counts, the piece they
# belong to and the latest time, whatever the limit.
#
# **Why one comparison is enough.** A new call can break only a stretch that ends with it. That stretch holds too many exactly
# if the `limit`-th admitted call before it is less than a window ago. So look at that one, and at no other.
#
# **How wrong the estimate is.** Say `P` calls came in the piece before, and a share `g` of the current one has passed. It
# admits while `P(1 - g) + C` leaves room, so `P + C` stays at or below `limit + P g`. A stretch of `d` seconds that spans the
# border has `g` at most `d / window`: no more than `limit * (1 + d / window)` calls. A burst at the border is held to about the
# limit, and that was last week's trouble; a whole window can still hold nearly twice the limit. It errs to the other side, too:
# after a burst early in one piece it refuses calls in the next for which an exact window has room.
#
# | instead | wins | loses |
# |---|---|---|
# | **a queue from which goes what counts no longer** | the plain reading of the rule; its length tells the usage, for a header | one call may drop `limit` times at once: constant only on average |
# | **counts in ten or sixty pieces of the window** | bounded memory, and an error of one small piece | the window moves in steps; more numbers for each key than two |
# | **a token bucket** (CODE-07) | two numbers, exact about its own rule, allows bursts on purpose | another rule: a stretch of one window can hold the bucket and the refill, so it does not keep *this* contract |
# | **two generations of keys** instead of one line | two plain dictionaries, nothing is moved at each call | holds keys for up to two windows; letting go of a large generation is one long pause inside the interpreter, which the cases here do not see |

# %% [markdown] written="window_tradeoffs" points=3
# **Argue it.** 200,000 partner keys, of which 5,000 are busy; contracts from 10 a second to 50,000 an hour; eight gateway
# machines, and a partner's calls reach any of them. Set out three ways to limit them, what each costs in memory and in round
# trips *here* and how wrong it can be, and argue for one (RUBRIC-12). Say what happens when the shared store does not answer.
# About 200 words.

# %% part
from course.parts import self_assess

self_assess(
    "window_tradeoffs",
    L5=[
        "Puts numbers to the exact window: 50,000 times of 8 bytes are 400 kB for one busy key at least, in Python several "
        "times that",
        "Compares the exact window with the estimate or with pieces, and says how wrong each can be, with a bound",
        "Sees that eight limiters, each with the whole limit, let eight times as much through; and what dividing the limit "
        "by eight does to uneven traffic",
        "Says what happens when the store is slow or away: let calls in or refuse them, and for whom",
        "Argues for one, for this contract",
    ],
    L6=[
        "Takes different ways for different contracts, or says why one for all is worth its price",
        "Makes look and count one step in the shared store (a script, a transaction), since two gateways can look at once",
        "Asks whose clock it is: gateways disagree, so the store's own time, or pieces wide enough not to care",
        "Names what to measure: refusals by key, the share of calls decided without the store, and the real count in the "
        "worst window",
        "Separates the contract (calls a minute) from protection of the machine, which a limit on calls in flight does better",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud, without the code in view:
#
# 1. What *a minute* means here, and the edge of the window.
# 2. What you keep, why the oldest of it decides alone, time and space.
# 3. What refused calls and a clock set back do, and why.
# 4. Many keys: who forgets, when, and why no call pays for all.
# 5. What two counters would save, how wrong they get, and when you would take them.

# %% part
from course.parts import timer

timer("window_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *Sixty threads share it.* Looking and counting must be one step: one lock around `admit`, or one a shard of the keys.
#   Nothing slow happens under it. Two threads that both saw room are exactly the one call too many.
# - *The clock jumped an hour ahead, then back.* As promised, time stands still for an hour, and whoever was full stays refused.
#   That is safe for the machine behind, bad for the partner. A monotonic clock never does it; say that you would inject that
#   one.
# - *Tell a refused caller when to come back.* The time of the earliest that counts, plus the window: exact, if nobody else uses
#   the key. Over HTTP that is status 429 with `Retry-After`; many who come back at once need jitter.
# - *Seconds as floats?* `now - t >= window` and `t + window <= now` can differ by a rounding at the very edge. Whole nanoseconds
#   (`time.monotonic_ns`) have no such edge.
# - *Is a limit on the rate what keeps a service alive?* The README of Netflix's concurrency-limits says that a rate found by a
#   load test goes out of date when systems scale by themselves, and limits the calls in flight instead, by Little's law: limit
#   = rate x latency. A contract is still counted in calls.
#
# **Sources.** A rate limiter with a sliding window is named as a Netflix coding question by one interview guide (MockRound, M.
# Reid, 23 March 2026); the expectations come from that guide, from OfferStory (undated) and from a third guide, of which we
# know neither author nor date. Nothing of the company's that we found confirms it.
# [concurrency-limits](https://github.com/Netflix/concurrency-limits), README, undated. Two counters: Cloudflare's [*How we
# built rate limiting capable of scaling to millions of
# domains*](https://blog.cloudflare.com/counting-things-a-lot-of-different-things/), 7 June 2017, which reports that over 400
# million requests from 270,000 sources 0.003% were wrongly let in or limited: what that traffic showed, and no bound. Status
# 429: [RFC 6585](https://www.rfc-editor.org/rfc/rfc6585), April 2012. This course is independent of Netflix.
