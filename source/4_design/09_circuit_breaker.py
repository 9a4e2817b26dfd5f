# ---
# keeper:
#   title: A circuit breaker that many services can adopt
#   minutes: 90
#   level: L6
#   covers: [DESIGN-09, BACK-06, RUBRIC-10, RUBRIC-20, RUBRIC-23, RUBRIC-25, RUBRIC-31, EXT-10]
#   needs: []
# ---

# %% [markdown]
# > Twenty of our teams each wrote their own guard around the services they call. Last month one slow ratings service still took
# > the home page down. Design a circuit breaker that all twenty could adopt. You have the hour; at some point I'll ask for code.
#
# That is all you get. Ask before you answer: choose questions below, as many as you would really ask.

# %% part
from course.parts import clarify

clarify(
    "cb_opening",
    {
        "What does one instance of the home page look like?": "200 request threads, 100 requests a second, and each calls "
        "ratings once. Ratings answers in 20 ms on average. Its client gives up after 30 s, a default that nobody chose.",
        "How many instances are there?": "500. To ratings they send 50,000 requests a second together. To a smaller "
        "dependency, labels, they send 900 together.",
        "Which outcomes speak against a dependency?": "Its errors, its timeouts, and calls refused because it already "
        "holds all the places we grant it. A bad request is the caller's own mistake and counts for nothing.",
        "And a call that the breaker itself refused?": "It says nothing new about the dependency. Don't count it.",
        "What does a caller get while the breaker is open?": "An answer at once, without the network: the fallback if "
        "the caller gave one, otherwise an error that names the limit which refused.",
        "What if the trial call never comes back?": "It happened: the thread that carried it died, and the breaker "
        "refused everyone until the next deploy. Not again, please.",
        "May I count on a monotonic clock?": "You take whatever clock the service hands you. Some will hand you wall "
        "time, and wall time gets set back.",
        "Which settings change while a service runs?": "Thresholds, sleep, limits and a forced state, within seconds, "
        "without a deploy. The window's length and buckets are fixed at the start.",
        "Threads or async callers?": "Threads today. Keep the decision apart from the call, so that async can follow.",
        "Do instances share the breaker's state?": "You decide. I'll ask what it costs.",
        "How slow is slow?": "Longer than the timeout. Up to there it is a success; don't build a latency detector today.",
        "Couldn't a service mesh do all this?": "A fair alternative: keep it for the end. Today it's a library.",
        "Which language do the twenty teams use?": "One, mostly. It changes nothing in the next hour; write Python.",
        "What should the dashboard look like?": "Tell me later which numbers are on it. Not the colours.",
    },
    solved_by="cb_rules",
)

# %% [markdown]
# **What the interviewer listens for.** One component taken down to its states, its failures and its limits, rather than a tour of
# boxes (RUBRIC-20); trade-offs said aloud (RUBRIC-25); and failure tests, canaries and the loss of a region brought up by you
# (RUBRIC-23). The first two are reported by two public interview guides, one undated and one of 23 March 2026; the third, and this
# very task, by the undated one alone. The company has confirmed none of it.

# %% [markdown] written="cb_assumptions" points=2
# **Before any code** (RUBRIC-10): how do you read the task, which three assumptions do you take, which two questions do you put
# off, and which one component will you take all the way down? Five sentences.

# %% part
from course.parts import self_assess

self_assess(
    "cb_assumptions",
    L5=[
        "Says in one sentence what the library protects: first the caller's threads, then the sick dependency.",
        "Names assumptions that change the design: what counts as a failure, one breaker per dependency and instance, who enforces the timeout.",
        "Puts something off aloud, with a reason: latency-based tripping, a mesh, or shared state.",
        "Picks the state machine with its window as the component to take down to code.",
    ],
    L6=[
        "Asks what adoption needs: safe defaults, a report-only start, an owner for each dependency's settings.",
        "Says which assumption would hurt most if it were wrong, and how you would notice.",
    ],
)

# %% [markdown]
# ## 1. Estimate
#
# Ratings hangs: it accepts connections and answers nothing. Use the interviewer's numbers and Little's law (things inside =
# arrivals per second × seconds each stays). Within 10 % is right. Predict first; a picture at the end shows the outage.
#
# | name | the number |
# |---|---|
# | `threads_healthy` | threads of one instance inside ratings on a good day |
# | `seconds_until_full` | ratings hangs, the client waits 30 s: seconds until no thread of the 200 is left |
# | `threads_with_timeout` | threads held by the hung ratings with a timeout of 1 s instead |
# | `seconds_to_trip` | with that timeout and no bulkhead, after a long healthy stretch at 100 requests/s: seconds from the hang until half of the last 10 s of outcomes are failures |
# | `window_requests` | outcomes of labels (900 requests/s over 500 instances) that one instance sees in 10 s |
# | `trials_per_s` | all 500 breakers are open, ratings still hangs; each sleeps 5 s, then sends one trial that runs into the 1 s timeout, and sleeps again: trials a second that reach ratings |
#
# %% answer="cb_numbers"
def estimates():
    """The six numbers, by name."""
    threads_healthy = seconds_until_full = threads_with_timeout = seconds_to_trip = None
    window_requests = trials_per_s = None
    ### BEGIN SOLUTION
    threads_healthy = 100 * 0.020
    seconds_until_full = 200 / 100  # for 30 s nobody leaves, so 100 threads a second go
    threads_with_timeout = 100 * 1.0
    # Nothing is recorded until the first timeout, at 1 s. At t the window holds 100(t - 1) failures and the 100(10 - t)
    # successes that have not left it yet: half and half at t = 5.5.
    seconds_to_trip = (10 + 1) / 2
    window_requests = 900 / 500 * 10
    trials_per_s = 500 / (5 + 1)  # a round is the sleep and then the trial's own timeout
    ### END SOLUTION
    return {
        "threads_healthy": threads_healthy,
        "seconds_until_full": seconds_until_full,
        "threads_with_timeout": threads_with_timeout,
        "seconds_to_trip": seconds_to_trip,
        "window_requests": window_requests,
        "trials_per_s": trials_per_s,
    }

# %% tests="cb_numbers_right" points=3
def near(name, want, ask_yourself):
    """Within 10 %; the message asks a question and gives no answer."""
    got = estimates()[name]
    check.that(
        isinstance(got, (int, float)), f"{name} is {got!r}; write a number. {ask_yourself}"
    )
    side = "too low" if got < want else "too high"
    check.that(abs(got - want) <= 0.1 * want, f"{name} = {got:g} is {side}. {ask_yourself}")


@check("threads inside a healthy dependency")
def healthy():
    near("threads_healthy", 100 * 0.020, "Arrivals per second times seconds each stays.")


@check("seconds until the pool is gone")
def full():
    near(
        "seconds_until_full",
        200 / 100,
        "How many threads go in a second, and does any come back before 30 s?",
    )


@check("threads held with a timeout")
def held():
    near(
        "threads_with_timeout",
        100 * 1.0,
        "The same law; each call now stays for the timeout.",
    )


### BEGIN HIDDEN TESTS
@check("seconds until half of the window has failed", weight=2)
def trip():
    near(
        "seconds_to_trip",
        5.5,
        "What already stands in the window when ratings hangs, and when is the first timeout recorded?",
    )


@check("outcomes that one instance sees of a small dependency")
def small():
    near(
        "window_requests",
        18,
        "Each instance has its own window. Compare the number with the volume threshold of 20.",
    )


@check("trials that reach the sick dependency")
def trials():
    near(
        "trials_per_s",
        500 / 6,
        "How long is one round of one breaker: the sleep, and then what?",
    )


### END HIDDEN TESTS

# %% [markdown] hint="cb_numbers"
# Five of the six are one multiplication or division. For `seconds_to_trip` draw the last ten seconds as a strip and let it slide:
# what enters on the right, what leaves on the left?

# %% [markdown] hint="cb_numbers"
# Before the hang the strip is full of successes, and they only leave by getting old. Failures begin to enter one timeout after the
# hang, at the same rate as successes leave. Write both counts as a function of the time since the hang and set them equal.

# %% [markdown] hint="cb_numbers"
# A round of an open breaker lasts as long as the sleep plus the trial. One trial a round and instance; the number of instances
# over the length of a round is the load on ratings.

# %% wrong="twenty failures trip at once; a round is the sleep alone; the window is the fleet's" fails="cb_numbers_right: seconds until half of the window has failed; cb_numbers_right: outcomes that one instance sees of a small dependency; cb_numbers_right: trials that reach the sick dependency"
def estimates():
    return {
        "threads_healthy": 2,
        "seconds_until_full": 2,
        "threads_with_timeout": 100,
        "seconds_to_trip": 0.2,
        "window_requests": 9000,
        "trials_per_s": 100,
    }

# %% wrong="a hung call still takes 20 ms" fails="cb_numbers_right: seconds until the pool is gone; cb_numbers_right: threads held with a timeout"
def estimates():
    return {
        "threads_healthy": 2,
        "seconds_until_full": 100,
        "threads_with_timeout": 2,
        "seconds_to_trip": 5.5,
        "window_requests": 18,
        "trials_per_s": 83,
    }

# %% wrong="failures are recorded when the call starts" fails="cb_numbers_right: seconds until half of the window has failed"
def estimates():
    return {
        "threads_healthy": 2,
        "seconds_until_full": 2,
        "threads_with_timeout": 100,
        "seconds_to_trip": 4.9,
        "window_requests": 18,
        "trials_per_s": 83,
    }

# %% also_right="two threads were busy already, and rounded"
def estimates():
    return {
        "threads_healthy": 2.0,
        "seconds_until_full": 1.98,
        "threads_with_timeout": 100,
        "seconds_to_trip": 5.5,
        "window_requests": 18,
        "trials_per_s": 83,
    }

# %% [markdown]
# ## 2. The library as others see it

# %% [markdown] written="cb_api" points=3
# **Twenty teams will read this interface before they read anything else.** What must a team give, what may it leave out, what names
# a breaker (the key), what comes back in each case, and what can operators see and change while it runs? Sketch signatures.

# %% part
from course.parts import self_assess

self_assess(
    "cb_api",
    L5=[
        "One call to wrap a call: a key, the call, an optional fallback; everything else has a default.",
        "The key is a dependency, or one operation of it: not a host, a user or a title.",
        "The caller can tell apart: refused by the breaker, refused by the bulkhead, the dependency's own error, the fallback's error.",
        "Settings are per key, read while running, with a forced state in both directions.",
        "Every outcome is counted by kind and key, with the state, for the dashboard.",
    ],
    L6=[
        "The decision (may I call, here is what came of it) is apart from making the call, so that async and streaming clients use the same breaker.",
        "The number of keys is bounded, and a metrics or settings source that fails cannot fail a call.",
        "Ships what adopters need: a report-only mode, an injectable clock, forced states for their own tests.",
        "Says who owns a dependency's settings: its callers, its owners or the platform, and why.",
    ],
)

# %% [markdown]
# The interviewer settles on this much, and asks for the machine behind it:
#
# ```mermaid
# stateDiagram-v2
#     [*] --> closed
#     closed --> open: enough outcomes in the window, and too many failed
#     open --> half_open: the sleep is over and one caller takes the trial
#     half_open --> closed: the trial succeeded
#     half_open --> open: the trial failed
# ```
#
# The defaults are those that Netflix published with Hystrix (sources at the end).

# %% given
from dataclasses import dataclass

from course.cases import Clock


@dataclass(frozen=True)
class Settings:
    """What operators may set for one dependency. Settings() gives the defaults."""

    window_s: float = 10.0  # how long an outcome counts
    buckets: int = 10  # the window slides by one bucket at a time
    volume_threshold: int = 20  # fewer outcomes in the window prove nothing
    error_threshold_pct: int = 50  # open at this share of failures or above
    sleep_s: float = 5.0  # open for so long, then one trial
    timeout_s: float = 1.0  # the longest that a call may take
    max_concurrent: int = 10  # calls inside the dependency at once: the bulkhead
    max_fallbacks: int = 10  # fallbacks running at once
    force_open: bool = False  # wins over force_closed
    force_closed: bool = False


class BadRequest(Exception):
    """The caller's own mistake: it says nothing about the dependency."""


class Rejected(Exception):
    """Nothing was called.

    `reason` names the limit: "open", "bulkhead", "deadline" or "fallback".
    """

    def __init__(self, reason):
        super().__init__(reason)
        self.reason = reason

# %% [markdown]
# ## 3. Open, half-open, one trial
#
# The window is yours to keep: ten buckets, so its memory does not grow with the traffic. (Why not "five failures in a row"? A
# dependency that fails every second call never fails twice in a row.)

# %% given
class RollingWindow:
    """Counts of recent outcomes; each is gone at `window_s` of age, or up to a bucket earlier.

    `now` is in seconds and must never go back from one call to the next.
    """

    def __init__(self, window_s=10.0, buckets=10):
        self._bucket_s, self._buckets = window_s / buckets, buckets
        self._filled = []  # [bucket number, requests, errors], the oldest first

    def record(self, ok, now):
        """Count one outcome, a success if `ok`."""
        number = self._slide(now)
        if not self._filled or self._filled[-1][0] != number:
            self._filled.append([number, 0, 0])
        self._filled[-1][1] += 1
        self._filled[-1][2] += 0 if ok else 1

    def counts(self, now):
        """A tuple: (requests, errors) in the window."""
        self._slide(now)
        requests = sum(requests for _, requests, _ in self._filled)
        return requests, sum(errors for _, _, errors in self._filled)

    def clear(self):
        """Forget every outcome."""
        self._filled.clear()

    def _slide(self, now):
        number = int(now // self._bucket_s)
        while self._filled and self._filled[0][0] <= number - self._buckets:
            del self._filled[0]
        return number

# %% [markdown]
# Now the machine. The decision (`admit`) is apart from the outcome (`succeeded`, `failed`, `ignored`), and a *ticket* of your own
# making ties the two together: what may happen between them? Read the docstrings as the interviewer's answers. Write it for
# many threads from the start; section 4 lets them loose on it.

# %% answer="cb_breaker"
from math import inf
from threading import Lock


class CircuitBreaker:
    """Decides from the outcomes of earlier calls whether a dependency may be called.

    Safe for many threads. It opens when the window holds at least volume_threshold outcomes
    and at least error_threshold_pct % of them are failures.
    `clock` returns seconds; it may be set back by any amount. A step back counts as no
    time having passed.
    `settings` is called without arguments and returns the Settings in force. Ask it at
    every decision, since operators change them while you run; only window_s and buckets
    are fixed at the start. (The class itself is such a source: Settings() is the defaults.)
    """

    def __init__(self, clock, settings=Settings):
        ### BEGIN SOLUTION
        self._clock, self._settings, self._lock = clock, settings, Lock()
        self._last_read, self._elapsed_s = clock(), 0.0
        self._window = RollingWindow(settings().window_s, settings().buckets)
        self._state, self._since_s = "closed", 0.0
        # Grows with every change of state. A ticket is the number of the period that issued it.
        self._period = 1
        ### END SOLUTION

    @property
    def state(self):
        """The machine's own state, forced or not: "closed", "open" or "half_open".

        It stays open until a trial leaves.
        """
        ### BEGIN SOLUTION
        return self._state
        ### END SOLUTION

    def admit(self):
        """A ticket (anything but None) for one call; None when the call must not be made.

        Closed: everyone. Open: nobody for sleep_s; then one caller takes the trial, and the
        state is half_open. Half open: nobody else, unless the trial has been out for longer
        than sleep_s: then it counts as lost, and the caller takes its place.
        force_open refuses everyone, force_closed admits everyone; neither moves the machine
        behind it, nor does what comes of a call that only force_closed let in. A refusal is
        no outcome.
        """
        ### BEGIN SOLUTION
        settings = self._settings()
        with self._lock:
            now_s = self._now_s()
            if settings.force_open:
                return None
            if self._state == "closed":
                return self._period
            if settings.force_closed:
                return -self._period  # a passenger: what becomes of it moves nothing
            if now_s - self._since_s < settings.sleep_s:
                return None
            self._enter("half_open", now_s)
            return self._period
        ### END SOLUTION

    def succeeded(self, ticket):
        """The call came back well. The trial's success closes it, with an empty window.

        A ticket speaks for the time it was issued in. Once the breaker has opened, or
        another caller has taken the trial's place, what comes of its call (good, bad or
        ignored) changes nothing.
        """
        ### BEGIN SOLUTION
        self._report(ticket, ok=True)
        ### END SOLUTION

    def failed(self, ticket):
        """The call failed. The trial's failure opens it again; the sleep starts anew, now.

        While closed: after each outcome, good or bad, the rule decides whether it opens.
        """
        ### BEGIN SOLUTION
        self._report(ticket, ok=False)
        ### END SOLUTION

    def ignored(self, ticket):
        """The call proves nothing. If it was the trial, the next caller takes the trial."""
        ### BEGIN SOLUTION
        self._report(ticket, ok=None)

    def _report(self, ticket, ok):
        settings = self._settings()
        with self._lock:
            now_s = self._now_s()
            if ticket != self._period:
                return
            if self._state == "closed" and ok is not None:
                self._window.record(ok, now_s)
                if self._trips(*self._window.counts(now_s), settings):
                    self._enter("open", now_s)
            elif self._state == "half_open" and ok is None:
                self._since_s = -inf  # as if lost long ago
            elif self._state == "half_open" and ok:
                self._window.clear()
                self._enter("closed", now_s)
            elif self._state == "half_open":
                self._enter("open", now_s)

    def _trips(self, requests, errors, settings):
        # Multiplied out, whole numbers stay whole: 29 / 100 * 100 is a little less than 29 in floating point.
        enough = requests >= settings.volume_threshold
        return enough and errors * 100 >= requests * settings.error_threshold_pct

    def _enter(self, state, now_s):
        self._state, self._since_s = state, now_s
        self._period += 1

    def _now_s(self):
        """Seconds that never go back: the sum of the clock's steps forward."""
        read = self._clock()
        self._elapsed_s += max(0.0, read - self._last_read)
        self._last_read = read
        return self._elapsed_s
        ### END SOLUTION

# %% tests="cb_rules" points=10
def report(breaker, outcomes):
    """One call for each character: x fails, . succeeds, - is a bad request."""
    ends = {"x": breaker.failed, ".": breaker.succeeded, "-": breaker.ignored}
    for number, outcome in enumerate(outcomes, 1):
        ticket = breaker.admit()
        check.that(
            ticket is not None,
            f"After outcomes {outcomes[: number - 1]!r} (x failed, . succeeded, - ignored) the next caller was refused; expected closed.",
        )
        ends[outcome](ticket)


def breaker_and_clock(outcomes="", settings=Settings):
    clock = Clock()
    breaker = CircuitBreaker(clock.now, settings)
    report(breaker, outcomes)
    return breaker, clock


def refuses(breaker, after):
    check.that(
        breaker.admit() is None,
        f"After {after}: the next caller was admitted; expected a refusal (None).",
    )


def until_open(breaker):
    """Whatever the rule may be, 100 failures should do."""
    for _ in range(100):
        if breaker.state == "open":
            return
        report(breaker, "x")
    check.equal(breaker.state, "open", after="100 failures")


def opened():
    breaker, clock = breaker_and_clock()
    until_open(breaker)
    return breaker, clock


def trial_of(breaker, clock, seconds=5.1, after="it opened"):
    clock.advance(seconds)
    ticket = breaker.admit()
    check.that(
        ticket is not None,
        f"After {after}, with the sleep of 5 s over, the first caller was refused; expected the trial.",
    )
    return ticket


@check("nineteen failures are too few, the twentieth opens it")
def twentieth():
    breaker, _ = breaker_and_clock("x" * 19)
    check.equal(breaker.state, "closed", after="19 failures")
    report(breaker, "x")
    check.equal(breaker.state, "open", after="20 failures")
    refuses(breaker, "20 failures")


@check("every second call fails: the share counts, not a run")
def share():
    check.equal(
        breaker_and_clock(".x" * 10)[0].state,
        "open",
        after="20 outcomes, every second one a failure (50 %)",
    )


@check("the outcome that completes the picture may be a success")
def success_completes():
    check.equal(
        breaker_and_clock("x" * 19 + ".")[0].state,
        "open",
        after="19 failures, then a success: 20 outcomes, 95 % failed",
    )


@check("below the threshold it stays closed")
def below():
    check.equal(
        breaker_and_clock("." * 11 + "x" * 9)[0].state,
        "closed",
        after="11 successes, 9 failures: 20 outcomes, 45 % failed",
    )


@check("failures older than the window do not count")
def old_failures():
    breaker, clock = breaker_and_clock("x" * 19)
    clock.advance(11)
    report(breaker, "x" * 19)
    check.equal(breaker.state, "closed", after="19 failures, 11 s, 19 failures")


@check("open for the sleep, then one trial and nobody else")
def one_trial():
    breaker, clock = opened()
    clock.advance(4.9)
    refuses(breaker, "it opened, 4.9 s of the sleep of 5 s")
    clock.advance(0.2)
    check.equal(
        breaker.state, "open", after="it opened, the sleep is over, nobody called yet"
    )
    trial_of(breaker, clock, 0)
    check.equal(breaker.state, "half_open", after="the sleep and the first caller")
    for _ in range(3):
        refuses(breaker, "the trial left and is not back")


@check("a good trial closes it, and the old failures are forgotten")
def good_trial():
    breaker, clock = opened()
    breaker.succeeded(trial_of(breaker, clock))
    check.equal(breaker.state, "closed", after="a trial that succeeded")
    report(breaker, "x" * 19)
    check.equal(breaker.state, "closed", after="a trial that succeeded, then 19 failures")
    report(breaker, "x")
    check.equal(breaker.state, "open", after="a trial that succeeded, then 20 failures")


@check("a failed trial starts the sleep anew, from its end")
def failed_trial():
    breaker, clock = opened()
    trial = trial_of(breaker, clock)
    clock.advance(1)
    breaker.failed(trial)
    check.equal(breaker.state, "open", after="a trial that failed")
    clock.advance(4.9)
    refuses(breaker, "a trial that failed, 4.9 s")
    trial_of(breaker, clock, 0.2, after="a trial that failed")


@check("a success from before it opened closes nothing")
def late_success():
    clock = Clock()
    breaker = CircuitBreaker(clock.now)
    late, later = breaker.admit(), breaker.admit()
    until_open(breaker)
    breaker.succeeded(late)
    check.equal(
        breaker.state, "open", after="it opened; then a call admitted before that succeeds"
    )
    trial_of(breaker, clock)
    breaker.succeeded(later)
    check.equal(
        breaker.state,
        "half_open",
        after="the trial left; a call admitted before the breaker opened succeeds",
    )
    refuses(breaker, "the trial left; a call admitted before the breaker opened succeeds")


@check("bad requests count for nothing")
def bad_requests():
    breaker, _ = breaker_and_clock("x" * 19 + "-" * 30)
    check.equal(breaker.state, "closed", after="19 failures, 30 bad requests")
    report(breaker, "x")
    check.equal(
        breaker.state,
        "open",
        after="19 failures, 30 bad requests, 1 failure: 20 of 20 outcomes failed",
    )


@check("a forced state wins over the machine, and open wins over closed")
def forced():
    now = {"settings": Settings()}
    breaker, _ = breaker_and_clock(settings=lambda: now["settings"])
    until_open(breaker)
    now["settings"] = Settings(force_closed=True)
    check.that(
        breaker.admit() is not None,
        "The breaker is open and force_closed is set: the caller was refused.",
    )
    now["settings"] = Settings(force_closed=True, force_open=True)
    refuses(breaker, "force_open and force_closed both set")
    now["settings"] = Settings()
    refuses(
        breaker,
        "it opened, was forced closed and is no longer forced (the sleep is not over)",
    )


### BEGIN HIDDEN TESTS
@check("the share is compared exactly, with the settings' threshold")
def exact():
    for requests, errors, pct in (
        (100, 29, 29),
        (100, 57, 57),
        (100, 80, 80),
        (199, 100, 50),
    ):
        settings = Settings(volume_threshold=requests, error_threshold_pct=pct)
        good = "." * (requests - errors)
        check.equal(
            breaker_and_clock(good + "x" * errors, lambda: settings)[0].state,
            "open",
            after=f"{errors} failures of {requests} outcomes, threshold {pct} % (rounding?)",
        )
        check.equal(
            breaker_and_clock(good + "." + "x" * (errors - 1), lambda: settings)[0].state,
            "closed",
            after=f"{errors - 1} failures of {requests} outcomes, threshold {pct} % (rounding?)",
        )


@check("a late report changes nothing while it is open")
def late_while_open():
    for end in ("failed", "succeeded", "ignored"):
        clock = Clock()
        breaker = CircuitBreaker(clock.now)
        late = breaker.admit()
        until_open(breaker)
        clock.advance(4)
        getattr(breaker, end)(late)
        refuses(breaker, f"it opened, 4 s, a call admitted before is reported as {end}")
        clock.advance(1.1)
        check.that(
            breaker.admit() is not None,
            f"It opened 5.1 s ago; after 4 s a call from before was reported as {end}. The trial was refused.",
        )


@check("a bad request from before it opened frees no trial")
def late_ignored():
    clock = Clock()
    breaker = CircuitBreaker(clock.now)
    late = breaker.admit()
    until_open(breaker)
    trial_of(breaker, clock)
    breaker.ignored(late)
    refuses(breaker, "the trial left; a call admitted before the breaker opened is ignored")


@check("calls refused or let in by force move nothing")
def passenger():
    now = {"settings": Settings()}
    breaker, clock = breaker_and_clock(settings=lambda: now["settings"])
    until_open(breaker)
    clock.advance(5.1)
    now["settings"] = Settings(force_open=True)
    refuses(breaker, "it opened, the sleep is over, force_open is set")
    check.equal(
        breaker.state, "open", after="it opened, the sleep is over, force_open, a caller"
    )
    now["settings"] = Settings(force_closed=True)
    breaker.succeeded(breaker.admit())
    check.equal(
        breaker.state,
        "open",
        after="it opened, the sleep is over, forced closed; a call succeeds",
    )
    now["settings"] = Settings()
    trial = trial_of(breaker, clock, 0)
    now["settings"] = Settings(force_closed=True)
    breaker.succeeded(breaker.admit())
    breaker.failed(breaker.admit())
    check.equal(
        breaker.state,
        "half_open",
        after="the trial is out, forced closed; one call succeeds, one fails",
    )
    breaker.succeeded(trial)
    check.equal(breaker.state, "closed", after="then the trial succeeds")


@check("a failure from before it opened spoils no trial")
def late_failure():
    clock = Clock()
    breaker = CircuitBreaker(clock.now)
    late = breaker.admit()
    until_open(breaker)
    trial = trial_of(breaker, clock)
    breaker.failed(late)
    check.equal(
        breaker.state,
        "half_open",
        after="the trial left; a call admitted before the breaker opened fails",
    )
    breaker.succeeded(trial)
    check.equal(
        breaker.state,
        "closed",
        after="the trial left; a call admitted before the breaker opened fails; then the trial succeeds",
    )


@check("nor does it count once the breaker has recovered")
def late_after_recovery():
    clock = Clock()
    breaker = CircuitBreaker(clock.now)
    late = breaker.admit()
    until_open(breaker)
    breaker.succeeded(trial_of(breaker, clock))
    report(breaker, "x" * 19)
    breaker.failed(late)
    check.equal(
        breaker.state,
        "closed",
        after="a call leaves; opened; recovered; 19 failures; the old call fails (its time is over)",
    )


@check("a trial that proved nothing passes its place on")
def ignored_trial():
    breaker, clock = opened()
    breaker.ignored(trial_of(breaker, clock))
    check.that(
        breaker.state != "closed",
        "The trial was a bad request, which proves nothing, yet the breaker closed.",
    )
    trial = breaker.admit()
    check.that(
        trial is not None,
        "The trial was a bad request; the next caller should take the trial, but was refused.",
    )
    refuses(breaker, "a trial that was a bad request, the next caller's trial")
    breaker.succeeded(trial)
    check.equal(breaker.state, "closed", after="the second trial succeeded")


@check("a trial that never comes back does not refuse everyone for ever")
def lost_trial():
    breaker, clock = opened()
    lost = trial_of(breaker, clock)
    clock.advance(4.9)
    refuses(breaker, "the trial has been out for 4.9 s")
    clock.advance(0.2)
    trial = breaker.admit()
    check.that(
        trial is not None,
        "The trial has been out for 5.1 s, longer than the sleep, and counts as lost; the next caller was refused.",
    )
    refuses(breaker, "a new trial took the lost one's place")
    third = trial_of(breaker, clock, after="a second trial was lost")
    breaker.succeeded(lost)
    breaker.failed(trial)
    check.equal(
        breaker.state,
        "half_open",
        after="two trials were lost, a third is out; the first reports a success, the second a failure",
    )
    breaker.failed(third)
    check.equal(
        breaker.state,
        "open",
        after="two trials were lost and reported late; then the third, which counts, fails",
    )


@check("a slow trial whose place nobody took still counts")
def slow_trial():
    breaker, clock = opened()
    trial = trial_of(breaker, clock)
    clock.advance(60)
    breaker.succeeded(trial)
    check.equal(
        breaker.state, "closed", after="the trial succeeds after 60 s in which nobody called"
    )


@check("a clock set back by an hour delays the trial by one sleep at most")
def set_back_open():
    breaker, clock = opened()
    clock.advance(-3_600)
    refuses(breaker, "it opened, the clock is set back by an hour")
    trial_of(breaker, clock, after="it opened, and the clock was set back by an hour")
    clock.advance(-3_600)
    refuses(breaker, "the trial is out, the clock is set back by an hour")
    trial_of(
        breaker, clock, after="the trial stayed out, and the clock was set back by an hour"
    )


@check("a clock set back ends no sleep early")
def set_back_early():
    breaker, clock = opened()
    clock.advance(2)
    refuses(breaker, "it opened, 2 s")
    for _ in range(3):
        clock.advance(-4)
        refuses(breaker, "it opened, 2 s, then the clock is set back by 4 s")


@check("a clock set back forgets no outcome")
def set_back_closed():
    breaker, clock = breaker_and_clock("x" * 15)
    clock.advance(-3_600)
    report(breaker, "x" * 5)
    check.equal(
        breaker.state,
        "open",
        after="15 failures, the clock is set back by an hour, 5 failures",
    )


@check("refused calls are no outcomes")
def refused():
    now = {"settings": Settings()}
    breaker, _ = breaker_and_clock("." * 20, settings=lambda: now["settings"])
    now["settings"] = Settings(force_open=True)
    for _ in range(100):
        refuses(breaker, "force_open is set")
    now["settings"] = Settings()
    check.equal(
        breaker.state,
        "closed",
        after="20 successes, 100 callers refused by force_open, no longer forced",
    )
    report(breaker, "x" * 19)
    check.equal(
        breaker.state,
        "closed",
        after="20 successes, 100 callers refused by force_open, then 19 failures (19 of 39)",
    )


@check("the window has the shape that the settings give it")
def window_shape():
    breaker, clock = breaker_and_clock(
        "x" * 19, settings=lambda: Settings(window_s=2.0, buckets=2)
    )
    clock.advance(3)
    report(breaker, "x")
    check.equal(breaker.state, "closed", after="a window of 2 s: 19 failures, 3 s, 1 failure")


@check("new settings take effect without a restart")
def dynamic():
    now = {"settings": Settings()}
    breaker, clock = breaker_and_clock("." * 6 + "x" * 3, settings=lambda: now["settings"])
    now["settings"] = Settings(volume_threshold=10, error_threshold_pct=40)
    report(breaker, "x")
    check.equal(
        breaker.state,
        "open",
        after="6 successes, 3 failures, the thresholds lowered to 10 outcomes and 40 %, 1 failure",
    )
    now["settings"] = Settings(sleep_s=1.0)
    clock.advance(1.1)
    check.that(
        breaker.admit() is not None,
        "It opened, the sleep was shortened to 1 s, 1.1 s passed: the trial was refused.",
    )


### END HIDDEN TESTS

# %% [markdown]
# ## 4. The interviewer interrupts: thirty threads arrive at once
#
# "Your sleep is over and thirty threads ask in the same microsecond. Show me that one gets through." These cases run two or three
# threads one bytecode at a time through many orders, always the same ones, so a race that would strike once a month strikes now.

# %% tests="cb_crowd" points=4 inside="it interleaves threads line by line"
def after_the_sleep():
    clock = Clock()
    breaker = CircuitBreaker(clock.now)
    late = breaker.admit()
    for _ in range(100):  # whatever the rule may be, that should do
        if breaker.state == "open":
            break
        breaker.failed(breaker.admit())
    check.equal(breaker.state, "open", after="100 failures")
    clock.advance(5.1)
    return breaker, late


def with_trial_out():
    breaker, late = after_the_sleep()
    return breaker, late, breaker.admit()


def seventeen_failures():
    breaker = CircuitBreaker(Clock().now)
    for _ in range(17):
        breaker.failed(breaker.admit())
    return breaker, [breaker.admit() for _ in range(3)]


def exactly_one(shared, tickets):
    admitted = len(tickets) - tickets.count(None)
    check.that(
        admitted == 1,
        f"The sleep is over and {len(tickets)} callers arrive: {admitted} were admitted, expected one.",
    )


check.interleavings(
    "callers arrive together: exactly one takes the trial",
    setup=after_the_sleep,
    threads=[lambda shared: shared[0].admit()] * 3,
    verify=exactly_one,
    schedules=60,
)


def all_counted(shared, _):
    check.equal(
        shared[0].state, "open", after="17 failures, then 3 threads each report one: 20"
    )


check.interleavings(
    "failures reported together are all counted",
    setup=seventeen_failures,
    threads=[lambda shared, n=n: shared[0].failed(shared[1][n]) for n in range(3)],
    verify=all_counted,
    schedules=60,
)


### BEGIN HIDDEN TESTS
def closed_and_empty(shared, _):
    breaker = shared[0]
    check.equal(
        breaker.state,
        "closed",
        after="the trial's success and an old call's failure, reported together",
    )
    for _ in range(19):
        breaker.failed(breaker.admit())
    check.equal(
        breaker.state,
        "closed",
        after="the trial's success and an old call's failure, reported together; then 19 failures",
    )


check.interleavings(
    "the trial's success meets an old failure: closed, and empty",
    setup=with_trial_out,
    threads=[
        lambda shared: shared[0].succeeded(shared[2]),
        lambda shared: shared[0].failed(shared[1]),
    ],
    verify=closed_and_empty,
    schedules=60,
)


def still_refused(shared, results):
    check.equal(shared[0].state, "open", after="the trial failed while a caller was asking")
    check.equal(
        results[1], None, after="the trial failed while a caller was asking; the caller"
    )


check.interleavings(
    "the trial fails while others ask: nobody slips through",
    setup=with_trial_out,
    threads=[lambda shared: shared[0].failed(shared[2]), lambda shared: shared[0].admit()],
    verify=still_refused,
    schedules=60,
)
### END HIDDEN TESTS

# %% [markdown] hint="cb_breaker"
# Draw the three states and write on each arrow what else changes with it: the window, the moment the sleep began, who holds the
# trial. Then ask of each method: what if the state has changed since this call was admitted?

# %% [markdown] hint="cb_breaker"
# Give every stay in a state a number and make that number the ticket. A report whose number is not the current one comes from
# another time. The lost trial and the end of a sleep are then the same question: how long has this state lasted?

# %% [markdown] hint="cb_breaker"
# For the clock: remember the last reading, add up only the steps forward, and use the sum as your time. For the threads: one lock
# around each decision, never around a call to someone else's code that may take long.

# %% wrong="no volume threshold" fails="cb_rules: nineteen failures are too few, the twentieth opens it; cb_rules: every second call fails: the share counts, not a run; cb_rules: the outcome that completes the picture may be a success; cb_rules: failures older than the window do not count; cb_rules: a good trial closes it, and the old failures are forgotten; cb_rules: bad requests count for nothing; cb_rules: the share is compared exactly, with the settings' threshold; cb_rules: nor does it count once the breaker has recovered; cb_rules: a clock set back forgets no outcome; cb_rules: the window has the shape that the settings give it; cb_crowd: the trial's success meets an old failure: closed, and empty"
class CircuitBreaker(CircuitBreaker):
    def _trips(self, requests, errors, settings):
        return errors * 100 >= requests * settings.error_threshold_pct

# %% wrong="more than the volume threshold" fails="cb_rules: nineteen failures are too few, the twentieth opens it; cb_rules: every second call fails: the share counts, not a run; cb_rules: the outcome that completes the picture may be a success; cb_rules: a good trial closes it, and the old failures are forgotten; cb_rules: bad requests count for nothing; cb_rules: the share is compared exactly, with the settings' threshold; cb_rules: a clock set back forgets no outcome; cb_rules: refused calls are no outcomes; cb_rules: new settings take effect without a restart; cb_crowd: failures reported together are all counted"
class CircuitBreaker(CircuitBreaker):
    def _trips(self, requests, errors, settings):
        return super()._trips(requests - 1, min(errors, requests - 1), settings)

# %% wrong="the volume threshold counts failures" fails="cb_rules: every second call fails: the share counts, not a run; cb_rules: the outcome that completes the picture may be a success; cb_rules: the share is compared exactly, with the settings' threshold; cb_rules: new settings take effect without a restart"
class CircuitBreaker(CircuitBreaker):
    def _trips(self, requests, errors, settings):
        return errors >= settings.volume_threshold and super()._trips(
            requests, errors, settings
        )

# %% wrong="more than half instead of at least half" fails="cb_rules: every second call fails: the share counts, not a run; cb_rules: the share is compared exactly, with the settings' threshold; cb_rules: new settings take effect without a restart"
class CircuitBreaker(CircuitBreaker):
    def _trips(self, requests, errors, settings):
        exceeds = errors * 100 > requests * settings.error_threshold_pct
        return exceeds and requests >= settings.volume_threshold

# %% wrong="no share: twenty failures in the window" fails="cb_rules: every second call fails: the share counts, not a run; cb_rules: the outcome that completes the picture may be a success; cb_rules: the share is compared exactly, with the settings' threshold; cb_rules: new settings take effect without a restart"
class CircuitBreaker(CircuitBreaker):
    def _trips(self, requests, errors, settings):
        return errors >= settings.volume_threshold

# %% wrong="the percentage is cut to a whole number after a division" fails="cb_rules: the share is compared exactly, with the settings' threshold"
class CircuitBreaker(CircuitBreaker):
    def _trips(self, requests, errors, settings):
        enough = requests >= settings.volume_threshold
        return enough and int(errors / requests * 100) >= settings.error_threshold_pct

# %% wrong="the percentage is rounded" fails="cb_rules: the share is compared exactly, with the settings' threshold"
class CircuitBreaker(CircuitBreaker):
    def _trips(self, requests, errors, settings):
        enough = requests >= settings.volume_threshold
        return enough and round(errors / requests * 100) >= settings.error_threshold_pct

# %% wrong="the defaults are written into the rule" fails="cb_rules: the share is compared exactly, with the settings' threshold; cb_rules: new settings take effect without a restart"
class CircuitBreaker(CircuitBreaker):
    def _trips(self, requests, errors, settings):
        return requests >= 20 and errors / requests >= 0.5

# %% wrong="a late failure starts the sleep anew" fails="cb_rules: a late report changes nothing while it is open"
class CircuitBreaker(CircuitBreaker):
    def failed(self, ticket):
        super().failed(ticket)
        if self._state == "open":
            self._since_s = self._now_s()

# %% wrong="any bad request frees the trial's place" fails="cb_rules: a bad request from before it opened frees no trial"
class CircuitBreaker(CircuitBreaker):
    def ignored(self, ticket):
        super().ignored(self._period)

# %% wrong="a trial's ticket does not say which trial" fails="cb_rules: a trial that never comes back does not refuse everyone for ever"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        ticket = super().admit()
        return "trial" if self._state == "half_open" and ticket == self._period else ticket

    def _report(self, ticket, ok):
        if ticket == "trial" and self._state == "half_open":
            ticket = self._period
        super()._report(ticket, ok)

# %% wrong="a call let in by force reports like the trial" fails="cb_rules: calls refused or let in by force move nothing"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        ticket = super().admit()
        return None if ticket is None else abs(ticket)

# %% wrong="half-open as soon as the sleep is over, without a caller" fails="cb_rules: open for the sleep, then one trial and nobody else; cb_rules: calls refused or let in by force move nothing"
class CircuitBreaker(CircuitBreaker):
    @property
    def state(self):
        over = self._now_s() - self._since_s >= self._settings().sleep_s
        return "half_open" if self._state == "open" and over else self._state

# %% wrong="counts failures in a row" fails="cb_rules: every second call fails: the share counts, not a run; cb_rules: the outcome that completes the picture may be a success; cb_rules: failures older than the window do not count; cb_rules: the share is compared exactly, with the settings' threshold; cb_rules: the window has the shape that the settings give it; cb_rules: new settings take effect without a restart"
class CircuitBreaker(CircuitBreaker):
    in_a_row = 0

    def _report(self, ticket, ok):
        if self._state != "closed":
            super()._report(ticket, ok)
            self.in_a_row = 0
            return
        with self._lock:
            if ticket == self._period and ok is not None:
                self.in_a_row = 0 if ok else self.in_a_row + 1
                if self.in_a_row >= self._settings().volume_threshold:
                    self._enter("open", self._now_s())

# %% wrong="asks the rule after failures only" fails="cb_rules: the outcome that completes the picture may be a success"
class CircuitBreaker(CircuitBreaker):
    def succeeded(self, ticket):
        if self._state != "closed":
            super().succeeded(ticket)
        elif ticket == self._period:
            with self._lock:
                self._window.record(True, self._now_s())

# %% wrong="half-open lets everyone through" fails="cb_rules: open for the sleep, then one trial and nobody else; cb_rules: a success from before it opened closes nothing; cb_rules: a bad request from before it opened frees no trial; cb_rules: calls refused or let in by force move nothing; cb_rules: a trial that proved nothing passes its place on; cb_rules: a trial that never comes back does not refuse everyone for ever; cb_rules: a clock set back by an hour delays the trial by one sleep at most; cb_crowd: callers arrive together: exactly one takes the trial; cb_crowd: the trial fails while others ask: nobody slips through"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        if self._state == "half_open":
            return self._period
        return super().admit()

# %% wrong="a failed trial does not restart the sleep" fails="cb_rules: a failed trial starts the sleep anew, from its end; cb_crowd: the trial fails while others ask: nobody slips through"
class CircuitBreaker(CircuitBreaker):
    opened_s = None

    def _enter(self, state, now_s):
        if state == "open" and self._state == "closed":
            self.opened_s = now_s
        super()._enter(state, self.opened_s if state == "open" else now_s)

# %% wrong="the sleep restarts when the trial leaves, not when it fails" fails="cb_rules: a failed trial starts the sleep anew, from its end"
class CircuitBreaker(CircuitBreaker):
    def _enter(self, state, now_s):
        super()._enter(
            state, self._since_s if self._state == "half_open" and state == "open" else now_s
        )

# %% wrong="a good trial does not clear the window" fails="cb_rules: a good trial closes it, and the old failures are forgotten; cb_rules: nor does it count once the breaker has recovered; cb_crowd: the trial's success meets an old failure: closed, and empty"
class CircuitBreaker(CircuitBreaker):
    def __init__(self, clock, settings=Settings):
        super().__init__(clock, settings)
        self._window.clear = lambda: None

# %% wrong="the trial's success is counted in the new window" fails="cb_rules: a good trial closes it, and the old failures are forgotten; cb_rules: nor does it count once the breaker has recovered; cb_crowd: the trial's success meets an old failure: closed, and empty"
class CircuitBreaker(CircuitBreaker):
    def succeeded(self, ticket):
        was_trial = self._state == "half_open"
        super().succeeded(ticket)
        if was_trial and self._state == "closed":
            super().succeeded(self._period)

# %% wrong="reports carry no ticket" fails="cb_rules: a success from before it opened closes nothing; cb_rules: a bad request from before it opened frees no trial; cb_rules: calls refused or let in by force move nothing; cb_rules: a failure from before it opened spoils no trial; cb_rules: nor does it count once the breaker has recovered; cb_rules: a trial that never comes back does not refuse everyone for ever; cb_crowd: the trial's success meets an old failure: closed, and empty"
class CircuitBreaker(CircuitBreaker):
    def _report(self, ticket, ok):
        super()._report(self._period, ok)

# %% wrong="a success carries no ticket" fails="cb_rules: a success from before it opened closes nothing; cb_rules: calls refused or let in by force move nothing; cb_rules: a trial that never comes back does not refuse everyone for ever"
class CircuitBreaker(CircuitBreaker):
    def succeeded(self, ticket):
        self._report(self._period, ok=True)

# %% wrong="any late failure opens it" fails="cb_rules: calls refused or let in by force move nothing; cb_rules: a failure from before it opened spoils no trial; cb_rules: a trial that never comes back does not refuse everyone for ever; cb_crowd: the trial's success meets an old failure: closed, and empty"
class CircuitBreaker(CircuitBreaker):
    def failed(self, ticket):
        if self._state != "closed":
            ticket = self._period
        super().failed(ticket)

# %% wrong="the ticket is the state's name" fails="cb_rules: calls refused or let in by force move nothing; cb_rules: nor does it count once the breaker has recovered; cb_rules: a trial that never comes back does not refuse everyone for ever; cb_crowd: the trial's success meets an old failure: closed, and empty"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        return None if super().admit() is None else self._state

    def _report(self, ticket, ok):
        super()._report(self._period if ticket == self._state else None, ok)

# %% wrong="a refused call counts as a failure" fails="cb_rules: refused calls are no outcomes"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        ticket = super().admit()
        if ticket is None:
            with self._lock:
                self._window.record(False, self._now_s())
        return ticket

# %% wrong="a bad request counts as a success" fails="cb_rules: bad requests count for nothing; cb_rules: a trial that proved nothing passes its place on"
class CircuitBreaker(CircuitBreaker):
    def ignored(self, ticket):
        self._report(ticket, ok=True)

# %% wrong="a bad request counts as a failure" fails="cb_rules: bad requests count for nothing; cb_rules: a trial that proved nothing passes its place on"
class CircuitBreaker(CircuitBreaker):
    def ignored(self, ticket):
        self._report(ticket, ok=False)

# %% wrong="a bad request as the trial keeps the trial's place" fails="cb_rules: a trial that proved nothing passes its place on"
class CircuitBreaker(CircuitBreaker):
    def ignored(self, ticket):
        pass

# %% wrong="after a bad request as the trial everyone gets through" fails="cb_rules: a trial that proved nothing passes its place on"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        if self._state == "half_open" and self._since_s == -inf:
            return self._period
        return super().admit()

# %% wrong="a lost trial is waited for, for ever" fails="cb_rules: a trial that never comes back does not refuse everyone for ever; cb_rules: a clock set back by an hour delays the trial by one sleep at most"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        if self._state == "half_open" and self._since_s != -inf:
            return None
        return super().admit()

# %% wrong="a lost trial opens the door to all" fails="cb_rules: a trial that proved nothing passes its place on; cb_rules: a trial that never comes back does not refuse everyone for ever; cb_crowd: callers arrive together: exactly one takes the trial"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        if (
            self._state == "half_open"
            and self._now_s() - self._since_s >= self._settings().sleep_s
        ):
            return self._period
        return super().admit()

# %% wrong="a slow trial is dropped although nobody took its place" fails="cb_rules: a slow trial whose place nobody took still counts"
class CircuitBreaker(CircuitBreaker):
    def _report(self, ticket, ok):
        if (
            self._state != "half_open"
            or self._now_s() - self._since_s < self._settings().sleep_s
        ):
            super()._report(ticket, ok)

# %% wrong="trusts the clock" fails="cb_rules: a clock set back by an hour delays the trial by one sleep at most"
class CircuitBreaker(CircuitBreaker):
    def _now_s(self):
        return self._clock()

# %% wrong="waits until a clock set back has caught up" fails="cb_rules: a clock set back by an hour delays the trial by one sleep at most"
class CircuitBreaker(CircuitBreaker):
    def _now_s(self):
        self._last_read = max(self._last_read, self._clock())
        return self._last_read

# %% wrong="a step back counts as time passed" fails="cb_rules: a clock set back by an hour delays the trial by one sleep at most; cb_rules: a clock set back ends no sleep early; cb_rules: a clock set back forgets no outcome"
class CircuitBreaker(CircuitBreaker):
    def _now_s(self):
        read = self._clock()
        self._elapsed_s += abs(read - self._last_read)
        self._last_read = read
        return self._elapsed_s

# %% wrong="a clock set back starts everything from nothing" fails="cb_rules: a clock set back by an hour delays the trial by one sleep at most; cb_rules: a clock set back ends no sleep early; cb_rules: a clock set back forgets no outcome"
class CircuitBreaker(CircuitBreaker):
    def _now_s(self):
        if self._clock() < self._last_read:
            self._window.clear()
            self._enter("closed", self._elapsed_s)
        return super()._now_s()

# %% wrong="settings read once" fails="cb_rules: a forced state wins over the machine, and open wins over closed; cb_rules: calls refused or let in by force move nothing; cb_rules: refused calls are no outcomes; cb_rules: new settings take effect without a restart"
class CircuitBreaker(CircuitBreaker):
    def __init__(self, clock, settings=Settings):
        first = settings()
        super().__init__(clock, lambda: first)

# %% wrong="the error threshold is read once" fails="cb_rules: new settings take effect without a restart"
class CircuitBreaker(CircuitBreaker):
    def __init__(self, clock, settings=Settings):
        super().__init__(clock, settings)
        self._pct = settings().error_threshold_pct

    def _trips(self, requests, errors, settings):
        enough = requests >= settings.volume_threshold
        return enough and errors * 100 >= requests * self._pct

# %% wrong="the trial is given out before force_open is looked at" fails="cb_rules: calls refused or let in by force move nothing"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        if self._state == "open" and self._settings().force_open:
            with self._lock:
                self._enter("half_open", self._now_s())
        return super().admit()

# %% wrong="a lost trial is timed by the raw clock" fails="cb_rules: a clock set back by an hour delays the trial by one sleep at most"
class CircuitBreaker(CircuitBreaker):
    left = -inf

    def admit(self):
        was, ticket = self._state, None
        if (
            was != "half_open"
            or self._since_s == -inf
            or self._clock() - self.left >= self._settings().sleep_s
        ):
            ticket = super().admit()
        if self._state == "half_open" and ticket is not None:
            self.left = self._clock()
        return ticket

# %% wrong="the window ignores the settings" fails="cb_rules: the window has the shape that the settings give it"
class CircuitBreaker(CircuitBreaker):
    def __init__(self, clock, settings=Settings):
        super().__init__(clock, settings)
        self._window = RollingWindow()

# %% wrong="force_closed wins over force_open" fails="cb_rules: a forced state wins over the machine, and open wins over closed"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        if self._settings().force_closed:
            return 0
        return super().admit()

# %% wrong="a forced state moves the machine" fails="cb_rules: calls refused or let in by force move nothing; cb_rules: refused calls are no outcomes"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        settings = self._settings()
        if settings.force_open or settings.force_closed:
            with self._lock:
                self._enter("open" if settings.force_open else "closed", self._now_s())
        return super().admit()

# %% wrong="no lock" fails="cb_crowd: callers arrive together: exactly one takes the trial; cb_crowd: failures reported together are all counted"
from contextlib import nullcontext


class CircuitBreaker(CircuitBreaker):
    def __init__(self, clock, settings=Settings):
        super().__init__(clock, settings)
        self._lock = nullcontext()

# %% wrong="looks without the lock, acts under it" fails="cb_crowd: callers arrive together: exactly one takes the trial"
class CircuitBreaker(CircuitBreaker):
    def admit(self):
        settings = self._settings()
        if settings.force_open:
            return None
        if self._state == "closed" or settings.force_closed:
            return self._period if self._state == "closed" else 0
        if self._now_s() - self._since_s < settings.sleep_s:
            return None
        with self._lock:
            self._enter("half_open", self._now_s())
            return self._period

# %% wrong="the window is written outside the lock" fails="cb_crowd: failures reported together are all counted"
class CircuitBreaker(CircuitBreaker):
    def _report(self, ticket, ok):
        if self._state == "closed" and ticket == self._period and ok is not None:
            self._window.record(ok, self._now_s())
            if self._trips(*self._window.counts(self._now_s()), self._settings()):
                with self._lock:
                    self._enter("open", self._now_s())
        else:
            super()._report(ticket, ok)

# %% also_right="tickets are objects, the trial is one of them, the window is cleared when it opens"
import threading


class Ticket:
    pass


class CircuitBreaker:
    def __init__(self, clock, settings=Settings):
        self._clock, self._settings, self._lock = clock, settings, threading.RLock()
        first = settings()
        self._window = RollingWindow(first.window_s, first.buckets)
        self._time, self._seen = 0.0, clock()
        self._live = set()
        self._trial = self._trial_left = self._opened = None

    @property
    def state(self):
        with self._lock:
            if self._opened is None:
                return "closed"
            return "open" if self._trial_left is None else "half_open"

    def _tick(self):
        seen = self._clock()
        if seen > self._seen:
            self._time += seen - self._seen
        self._seen = seen

    def _open(self):
        self._window.clear()
        self._live.clear()
        self._opened, self._trial, self._trial_left = self._time, None, None

    def admit(self):
        with self._lock:
            self._tick()
            settings = self._settings()
            if settings.force_open:
                return None
            ticket = Ticket()
            if self._opened is None:
                self._live.add(ticket)
            elif not settings.force_closed:
                waited = self._time - (
                    self._opened if self._trial_left is None else self._trial_left
                )
                trial_free = self._trial_left is not None and self._trial is None
                if waited <= settings.sleep_s and not trial_free:
                    return None
                self._trial, self._trial_left = ticket, self._time
            return ticket

    def succeeded(self, ticket):
        with self._lock:
            self._tick()
            if ticket is self._trial:
                self._window.clear()
                self._opened = self._trial = self._trial_left = None
            else:
                self._count(ticket, True)

    def failed(self, ticket):
        with self._lock:
            self._tick()
            if ticket is self._trial:
                self._open()
            else:
                self._count(ticket, False)

    def ignored(self, ticket):
        with self._lock:
            self._live.discard(ticket)
            if ticket is self._trial:
                self._trial = None

    def _count(self, ticket, ok):
        if ticket in self._live:
            self._live.remove(ticket)
            self._window.record(ok, self._time)
            requests, errors = self._window.counts(self._time)
            settings = self._settings()
            if requests >= settings.volume_threshold:
                if errors / requests >= settings.error_threshold_pct / 100:
                    self._open()

# %% also_right="one immutable state, replaced as a whole"
from dataclasses import dataclass
from fractions import Fraction
from threading import Condition


@dataclass(frozen=True)
class Stay:
    name: str
    begun: float
    number: int
    trial_out: bool = False


class CircuitBreaker:
    def __init__(self, clock, settings=Settings):
        self.clock, self.settings, self.changed = clock, settings, Condition()
        self.window = RollingWindow(settings().window_s, settings().buckets)
        self.stay, self.offset, self.last = Stay("closed", clock(), 0), 0.0, clock()

    @property
    def state(self):
        return self.stay.name

    def time(self):
        read = self.clock()
        if read < self.last:
            self.offset += self.last - read
        self.last = read
        return read + self.offset

    def go(self, name, begun, **more):
        self.stay = Stay(name, begun, self.stay.number + 1, **more)

    def admit(self):
        with self.changed:
            now, settings, stay = self.time(), self.settings(), self.stay
            if settings.force_open:
                return None
            if stay.name == "closed":
                return ("call", stay.number)
            if settings.force_closed:
                return ("forced",)
            waiting = now < stay.begun + settings.sleep_s
            if waiting and (stay.name == "open" or stay.trial_out):
                return None
            self.go("half_open", now, trial_out=True)
            return ("call", self.stay.number)

    def mine(self, ticket):
        return ticket == ("call", self.stay.number)

    def succeeded(self, ticket):
        with self.changed:
            now = self.time()
            if self.mine(ticket) and self.stay.name == "half_open":
                self.window.clear()
                self.go("closed", now)
            elif self.mine(ticket):
                self.count(True, now)

    def failed(self, ticket):
        with self.changed:
            now = self.time()
            if self.mine(ticket) and self.stay.name == "half_open":
                self.go("open", now)
            elif self.mine(ticket):
                self.count(False, now)

    def count(self, ok, now):
        self.window.record(ok, now)
        requests, errors = self.window.counts(now)
        if (
            requests >= self.settings().volume_threshold
            and Fraction(100 * errors, max(1, requests))
            >= self.settings().error_threshold_pct
        ):
            self.go("open", now)

    def ignored(self, ticket):
        with self.changed:
            if self.mine(ticket) and self.stay.name == "half_open":
                self.go("half_open", self.stay.begun)

# %% [markdown]
# ## 5. The call itself: bulkhead, timeout, fallback
#
# The breaker needs seconds to learn (you computed how many). Until then a timeout and a bulkhead save the threads. `Guard` puts the
# three together. A thread cannot be stopped from outside, so `primary` gets the seconds it may take and has to give up by itself.
#
# | what happens | told to the breaker | the caller gets |
# |---|---|---|
# | no time is left in the budget | nothing; don't even ask it | fallback, else `Rejected("deadline")` |
# | the breaker admits nobody | nothing | fallback, else `Rejected("open")` |
# | `max_concurrent` calls are inside: refuse, never queue | failed | fallback, else `Rejected("bulkhead")` |
# | `primary` returns | succeeded | the value |
# | `primary` raises `BadRequest` | ignored | that exception, no fallback |
# | `primary` raises another `Exception` | failed | fallback, else that exception |
# | `primary` is torn down (`CancelledError`, `KeyboardInterrupt`: not an `Exception`) | ignored | that exception, no fallback |
# | `max_fallbacks` fallbacks are running: refuse, never queue | nothing more | `Rejected("fallback")` |
# | the fallback raises | nothing more | its exception, whose `__cause__` is why it was needed |

# %% answer="cb_guard"
from contextlib import contextmanager
from math import inf
from threading import Lock


class Guard:
    """Calls one dependency under its limits, from many threads at once.

    `breaker` has admit, succeeded, failed and ignored, as above; each ticket gets exactly
    one report. `settings` is called without arguments and returns the Settings in force.
    """

    def __init__(self, breaker, settings=Settings):
        ### BEGIN SOLUTION
        self._breaker, self._settings, self._lock = breaker, settings, Lock()
        self._running = {"bulkhead": 0, "fallback": 0}
        ### END SOLUTION

    def call(self, primary, fallback=None, budget_s=inf):
        """What `primary(timeout_s)` returns, or else `fallback()`; the table says when.

        timeout_s is the shorter of the settings' timeout and `budget_s`, the seconds that
        the caller has left. A call gives its place in the bulkhead back before its fallback
        starts.
        """
        ### BEGIN SOLUTION
        settings = self._settings()
        try:
            return self._attempt(primary, min(settings.timeout_s, budget_s), settings)
        except BadRequest:
            raise
        except Exception as why:
            return self._instead(fallback, why, settings)

    def _attempt(self, primary, timeout_s, settings):
        if timeout_s <= 0:
            raise Rejected("deadline")
        ticket = self._breaker.admit()
        if ticket is None:
            raise Rejected("open")
        try:
            with self._place("bulkhead", settings.max_concurrent):
                value = primary(timeout_s)
        except BaseException as error:
            self._verdict(error)(ticket)
            raise
        self._breaker.succeeded(ticket)
        return value

    def _verdict(self, error):
        speaks_against_it = isinstance(error, Exception) and not isinstance(error, BadRequest)
        return self._breaker.failed if speaks_against_it else self._breaker.ignored

    def _instead(self, fallback, why, settings):
        if fallback is None:
            raise why
        try:
            with self._place("fallback", settings.max_fallbacks):
                return fallback()
        except Exception as error:
            raise error from why

    @contextmanager
    def _place(self, reason, limit):
        """One of `limit` places, given back whatever happens; the lock is held for the counting alone."""
        self._take(reason, limit)
        try:
            yield
        finally:
            self._give_back(reason)

    def _take(self, reason, limit):
        with self._lock:
            if self._running[reason] >= limit:
                raise Rejected(reason)
            self._running[reason] += 1

    def _give_back(self, reason):
        with self._lock:
            self._running[reason] -= 1
        ### END SOLUTION

# %% tests="cb_guarded" points=6 inside="it interleaves threads line by line"
from asyncio import CancelledError
from threading import Event


class Spy:
    """A breaker that does as it is told and notes what it hears."""

    def __init__(self, ticket="ticket"):
        self.ticket, self.heard = ticket, []

    def admit(self):
        return self.ticket

    def succeeded(self, ticket):
        self.heard.append(("succeeded", ticket))

    def failed(self, ticket):
        self.heard.append(("failed", ticket))

    def ignored(self, ticket):
        self.heard.append(("ignored", ticket))


def answer(timeout_s):
    return "42"


def broken(timeout_s):
    raise ConnectionError("refused")


def mistaken(timeout_s):
    raise BadRequest("no such title")


def cancelled(timeout_s):
    raise CancelledError


def popular():
    return "popular"


def outcome(guard, primary, fallback=None, **budget):
    try:
        return guard.call(primary, fallback, **budget)
    except Rejected as error:
        return f"Rejected({error.reason!r})"
    except (ConnectionError, BadRequest, CancelledError) as error:
        return type(error).__name__


def spied(ticket="ticket", **limits):
    spy = Spy(ticket)
    return Guard(spy, lambda: Settings(**limits)), spy


def one_call(
    what, primary, fallback=None, *, gets, heard, calls=1, ticket="ticket", **budget
):
    guard, spy = spied(ticket)
    made = []

    def counted(timeout_s):
        made.append(timeout_s)
        return primary(timeout_s)

    check.equal(
        outcome(guard, counted, fallback, **budget), gets, after=f"{what}; the caller gets"
    )
    check.equal(len(made), calls, after=f"{what}; calls made")
    want = [(heard, ticket)] if heard else []
    check.equal(spy.heard, want, after=f"{what}; the breaker heard")


@check("a good call: its value, and one success reported")
def good_call():
    one_call("a primary that returns '42'", answer, gets="42", heard="succeeded")


@check("a failing call: one failure reported, and the fallback answers")
def failing_call():
    what = "a primary that raises ConnectionError"
    one_call(f"{what}, with a fallback", broken, popular, gets="popular", heard="failed")
    one_call(f"{what}, no fallback", broken, gets="ConnectionError", heard="failed")


@check("open: the dependency is left alone and nothing is reported")
def open_call():
    nothing = {"calls": 0, "heard": None, "ticket": None}
    what = "a refusing breaker"
    one_call(f"{what}, with a fallback", answer, popular, gets="popular", **nothing)
    one_call(f"{what}, no fallback", answer, gets="Rejected('open')", **nothing)


@check("a bad request is nobody's failure and gets no fallback")
def bad_request():
    what = "a primary that raises BadRequest, with a fallback"
    one_call(what, mistaken, popular, gets="BadRequest", heard="ignored")


@check("the call gets the shorter of timeout and budget")
def shorter():
    guard, _ = spied(timeout_s=1.0)
    check.equal(
        guard.call(lambda timeout_s: timeout_s, budget_s=0.3),
        0.3,
        after="a timeout of 1 s and a budget of 0.3 s",
    )
    check.equal(
        guard.call(lambda timeout_s: timeout_s, budget_s=3.0),
        1.0,
        after="a timeout of 1 s and a budget of 3 s",
    )
    check.equal(
        guard.call(lambda timeout_s: timeout_s),
        1.0,
        after="a timeout of 1 s and no budget given",
    )


def meeting():
    guard, _ = spied()
    return guard, Event(), Event()


def meet(mine, other):
    """A primary that comes back only after the other call has started too."""

    def primary(timeout_s):
        mine.set()
        other.wait()
        return "met"

    return primary


def both_met(shared, results):
    check.equal(
        results,
        ["met", "met"],
        after="two calls that wait for each other inside the dependency",
    )


check.interleavings(
    "two calls are inside at the same time",
    setup=meeting,
    threads=[
        lambda shared: shared[0].call(meet(shared[1], shared[2])),
        lambda shared: shared[0].call(meet(shared[2], shared[1])),
    ],
    verify=both_met,
    schedules=50,
)


def one_place():
    guard, spy = spied(max_concurrent=1)
    return guard, spy, Event(), Event()


def hold_the_place(shared):
    guard, _, inside, leave = shared

    def primary(timeout_s):
        inside.set()
        leave.wait()
        return "held"

    return guard.call(primary)


def come_second(shared):
    guard, _, inside, leave = shared
    inside.wait()
    try:
        return guard.call(answer)
    except Rejected as error:
        return error.reason
    finally:
        leave.set()


def second_refused(shared, results):
    check.equal(
        results,
        ["held", "bulkhead"],
        after="one place, held by a call that hangs; a second call is made",
    )
    check.equal(
        sorted(shared[1].heard),
        [("failed", "ticket"), ("succeeded", "ticket")],
        after="one place, held by a call that hangs; a second call is made; what the breaker heard",
    )


check.interleavings(
    "a full bulkhead refuses at once, and that is a failure",
    setup=one_place,
    threads=[hold_the_place, come_second],
    verify=second_refused,
    schedules=50,
)


### BEGIN HIDDEN TESTS
def in_one_thread(label, play):
    """A case in which a call that would wait for ever is reported as a deadlock and does not hang the notebook."""
    check.interleavings(
        label,
        setup=lambda: None,
        threads=[lambda _: play()],
        verify=lambda *_: None,
        schedules=1,
    )


@check("a ticket may be anything but None")
def any_ticket():
    one_call("a breaker whose ticket is 0", answer, gets="42", heard="succeeded", ticket=0)


@check("a call refused further down is a failure like any other")
def refused_below():
    inner, _ = spied(ticket=None)

    def primary(timeout_s):
        return inner.call(answer)

    what = "a primary that raises Rejected('open') from a guard of its own, with a fallback"
    one_call(what, primary, popular, gets="popular", heard="failed")


@check("an empty answer is an answer")
def empty_answer():
    for value in (None, 0, "", []):
        what = f"a primary that returns {value!r}, with a fallback"
        one_call(what, lambda timeout_s: value, popular, gets=value, heard="succeeded")


@check("no time left: nothing is asked, called or reported")
def no_time():
    nothing = {"calls": 0, "heard": None}
    one_call("a budget of 0 s", answer, gets="Rejected('deadline')", budget_s=0.0, **nothing)
    what = "a budget of -0.2 s, with a fallback"
    one_call(what, answer, popular, gets="popular", budget_s=-0.2, **nothing)


@check("a cancelled call gives its ticket back, without a fallback")
def cancelled_call():
    what = "a primary that is cancelled, with a fallback"
    one_call(what, cancelled, popular, gets="CancelledError", heard="ignored")


def every_end():
    guard, _ = spied(max_concurrent=1, max_fallbacks=1)
    ends = {broken: "ConnectionError", mistaken: "BadRequest", cancelled: "CancelledError"}
    for primary, end in ends.items():
        check.equal(
            outcome(guard, primary), end, after=f"one place, a primary that raises {end}"
        )
        check.equal(
            outcome(guard, answer),
            "42",
            after=f"one place, a primary that ended in {end}, then a good call",
        )
    second = guard.call(lambda timeout_s: guard.call(answer, lambda: "refused"))
    check.equal(
        second,
        "refused",
        after="one place, calls that ended in every way, then a call inside another",
    )


in_one_thread("the place comes back once, however the call ends", every_end)


def before_the_fallback():
    guard, _ = spied(max_concurrent=1)
    ran = []

    def fallback():
        ran.append("fallback")
        return outcome(guard, answer)

    check.equal(
        outcome(guard, broken, fallback),
        "42",
        after="one place; the fallback of a failed call calls the dependency again",
    )
    check.equal(
        ran,
        ["fallback"],
        after="one place; the fallback of a failed call calls the dependency again; fallbacks run",
    )


in_one_thread("the place is back before the fallback starts", before_the_fallback)


def hung_calls():
    ratings, _ = spied(max_concurrent=10)
    labels, _ = spied(max_concurrent=10)
    reasons = []

    def hang(depth):
        def primary(timeout_s):
            if depth < 10:
                return ratings.call(hang(depth + 1))
            reasons.append(
                check.raises(
                    Rejected, lambda: ratings.call(answer), when="10 calls inside, an 11th"
                ).reason
            )
            return labels.call(answer)

        return primary

    check.equal(
        ratings.call(hang(1)),
        "42",
        after="10 calls inside ratings; then a call of labels, which has its own bulkhead",
    )
    check.equal(reasons, ["bulkhead"], after="10 calls inside ratings, an 11th; the reason")


in_one_thread("a hung dependency holds its ten places and no more", hung_calls)


def crowd():
    guard, _ = spied(max_concurrent=1)
    return guard, {"inside": 0, "most": 0}


def count_inside(shared):
    guard, seen = shared

    def primary(timeout_s):
        seen["inside"] += 1
        seen["most"] = max(seen["most"], seen["inside"])
        seen["inside"] -= 1

    return guard.call(primary, lambda: "refused")


def never_two(shared, _):
    check.equal(
        shared[1]["most"],
        1,
        after="one place, two threads call at once; the most calls inside together",
    )


check.interleavings(
    "never more inside than the limit, in any order",
    setup=crowd,
    threads=[count_inside] * 2,
    verify=never_two,
    schedules=60,
)


def bounded_fallbacks():
    guard, _ = spied(max_fallbacks=1)
    reasons = []

    def fallback():
        error = check.raises(
            Rejected,
            lambda: guard.call(broken, lambda: "second"),
            when="one fallback running, of one allowed; a second",
        )
        reasons.append(error.reason)
        return "first"

    check.equal(
        guard.call(broken, fallback),
        "first",
        after="a failing call with a fallback, one allowed at a time",
    )
    check.equal(
        reasons, ["fallback"], after="one fallback running, a second needed; the reason"
    )
    check.equal(
        outcome(guard, broken, lambda: "third"),
        "third",
        after="the first fallback is done; another is needed",
    )


in_one_thread("fallbacks have a bound of their own", bounded_fallbacks)


def resized():
    now = {"settings": Settings(max_concurrent=1, timeout_s=1.0)}
    guard = Guard(Spy(), lambda: now["settings"])

    def second(timeout_s):
        return guard.call(lambda timeout_s: timeout_s, lambda: "refused")

    check.equal(guard.call(second), "refused", after="one place; a call inside another")
    now["settings"] = Settings(max_concurrent=2, timeout_s=0.5)
    check.equal(
        guard.call(second),
        0.5,
        after="raised to two places and a timeout of 0.5 s; a call inside another returns its timeout",
    )
    now["settings"] = Settings(max_concurrent=1, timeout_s=0.5)
    check.equal(
        guard.call(second),
        "refused",
        after="lowered to one place again; a call inside another",
    )


in_one_thread("limits change while it runs", resized)


def failing_fallback():
    guard, spy = spied(max_fallbacks=1)

    for kind in (LookupError, BadRequest, CancelledError):

        def fallback():
            raise kind("cache is cold")

        error = check.raises(
            kind,
            lambda: guard.call(broken, fallback),
            when=f"a primary that fails and a fallback that raises {kind.__name__}",
        )
        check.that(
            kind is CancelledError or isinstance(error.__cause__, ConnectionError),
            f"The fallback's {kind.__name__} should carry why it was needed as __cause__ (ConnectionError); it carries {error.__cause__!r}.",
        )
    check.equal(
        outcome(guard, broken, lambda: "popular"),
        "popular",
        after="three fallbacks that raised, one allowed at a time; then a good one",
    )
    check.equal(
        spy.heard,
        [("failed", "ticket")] * 4,
        after="four failing calls, whatever their fallbacks did; what the breaker heard",
    )


in_one_thread("a failing fallback comes out, and keeps no place", failing_fallback)
### END HIDDEN TESTS

# %% [markdown] hint="cb_guard"
# Two resources are taken on the way in: a ticket and a place. List every way out of the middle, also the ones without an
# `except` of yours, and write beside each who gives both back.

# %% [markdown] hint="cb_guard"
# A place is a counter under a lock, and the lock is held to count, not to call. (A semaphore cannot be resized while it is in use.)
# One context manager serves the bulkhead and the fallback: take a place or raise `Rejected`, and give it back in a `finally`.

# %% [markdown] hint="cb_guard"
# Let the bulkhead's `Rejected` be raised inside the same `try` as the call: then it is one more failure and takes the same road to
# the fallback. Leave the bulkhead before you enter the fallback.

# %% wrong="a bad request counts as a failure and gets the fallback" fails="cb_guarded: a bad request is nobody's failure and gets no fallback"
class Guard(Guard):
    def call(self, primary, fallback=None, budget_s=inf):
        settings = self._settings()
        try:
            return self._attempt(primary, min(settings.timeout_s, budget_s), settings)
        except Exception as why:
            return self._instead(fallback, why, settings)

    def _verdict(self, error):
        return self._breaker.failed if isinstance(error, Exception) else self._breaker.ignored

# %% wrong="a bad request gets the fallback" fails="cb_guarded: a bad request is nobody's failure and gets no fallback"
class Guard(Guard):
    def call(self, primary, fallback=None, budget_s=inf):
        settings = self._settings()
        try:
            return self._attempt(primary, min(settings.timeout_s, budget_s), settings)
        except Exception as why:
            return self._instead(fallback, why, settings)

# %% wrong="a cancelled call keeps its ticket" fails="cb_guarded: a cancelled call gives its ticket back, without a fallback"
class Guard(Guard):
    def _verdict(self, error):
        return (
            super()._verdict(error) if isinstance(error, Exception) else lambda ticket: None
        )

# %% wrong="cancellation is a failure with a fallback" fails="cb_guarded: a cancelled call gives its ticket back, without a fallback; cb_guarded: the place comes back once, however the call ends"
from asyncio import CancelledError


class Guard(Guard):
    def call(self, primary, fallback=None, budget_s=inf):
        def outcome(timeout_s):
            try:
                return primary(timeout_s)
            except CancelledError as error:
                raise ConnectionError from error

        return super().call(outcome, fallback, budget_s)

# %% wrong="a place is not given back when the call raises" fails="cb_guarded: the place comes back once, however the call ends; cb_guarded: the place is back before the fallback starts; cb_guarded: a failing fallback comes out, and keeps no place"
class Guard(Guard):
    @contextmanager
    def _place(self, reason, limit):
        self._take(reason, limit)
        yield
        self._give_back(reason)

# %% wrong="a failed call gives its place back twice" fails="cb_guarded: the place comes back once, however the call ends"
class Guard(Guard):
    def _verdict(self, error):
        if isinstance(error, ConnectionError):
            self._give_back("bulkhead")
        return super()._verdict(error)

# %% wrong="a place is given back after an Exception only" fails="cb_guarded: the place comes back once, however the call ends; cb_guarded: a failing fallback comes out, and keeps no place"
class Guard(Guard):
    @contextmanager
    def _place(self, reason, limit):
        self._take(reason, limit)
        try:
            yield
        except Exception:
            self._give_back(reason)
            raise
        self._give_back(reason)

# %% wrong="the lock is held during the call" fails="cb_guarded: two calls are inside at the same time; cb_guarded: a full bulkhead refuses at once, and that is a failure"
from threading import RLock


class Guard(Guard):
    def __init__(self, breaker, settings=Settings):
        super().__init__(breaker, settings)
        self._lock = RLock()

    @contextmanager
    def _place(self, reason, limit):
        with self._lock, super()._place(reason, limit):
            yield

# %% wrong="looks at the count without the lock" fails="cb_guarded: never more inside than the limit, in any order"
class Guard(Guard):
    def _take(self, reason, limit):
        if self._running[reason] >= limit:
            raise Rejected(reason)
        with self._lock:
            self._running[reason] += 1

# %% wrong="a full bulkhead queues" fails="cb_guarded: a full bulkhead refuses at once, and that is a failure; cb_guarded: the place comes back once, however the call ends; cb_guarded: a hung dependency holds its ten places and no more; cb_guarded: fallbacks have a bound of their own; cb_guarded: limits change while it runs"
from threading import Condition


class Guard(Guard):
    def __init__(self, breaker, settings=Settings):
        super().__init__(breaker, settings)
        self._lock = Condition()

    def _take(self, reason, limit):
        with self._lock:
            self._lock.wait_for(lambda: self._running[reason] < limit)
            self._running[reason] += 1

    def _give_back(self, reason):
        with self._lock:
            self._running[reason] -= 1
            self._lock.notify_all()

# %% wrong="no bound on calls" fails="cb_guarded: a full bulkhead refuses at once, and that is a failure; cb_guarded: the place comes back once, however the call ends; cb_guarded: a hung dependency holds its ten places and no more; cb_guarded: never more inside than the limit, in any order; cb_guarded: limits change while it runs"
class Guard(Guard):
    def _take(self, reason, limit):
        super()._take(reason, inf if reason == "bulkhead" else limit)

# %% wrong="no bound on fallbacks" fails="cb_guarded: fallbacks have a bound of their own"
class Guard(Guard):
    def _take(self, reason, limit):
        super()._take(reason, inf if reason == "fallback" else limit)

# %% wrong="calls and fallbacks share one bound" fails="cb_guarded: the place comes back once, however the call ends; cb_guarded: the place is back before the fallback starts; cb_guarded: never more inside than the limit, in any order; cb_guarded: fallbacks have a bound of their own; cb_guarded: limits change while it runs"
class Guard(Guard):
    def _take(self, reason, limit):
        super()._take("bulkhead", self._settings().max_concurrent)

    def _give_back(self, reason):
        super()._give_back("bulkhead")

# %% wrong="semaphores, whose size is fixed at the start" fails="cb_guarded: limits change while it runs"
from threading import BoundedSemaphore


class Guard(Guard):
    def __init__(self, breaker, settings=Settings):
        super().__init__(breaker, settings)
        calls, fallbacks = settings().max_concurrent, settings().max_fallbacks
        self.places = {
            "bulkhead": BoundedSemaphore(calls),
            "fallback": BoundedSemaphore(fallbacks),
        }

    def _take(self, reason, limit):
        if not self.places[reason].acquire(blocking=False):
            raise Rejected(reason)

    def _give_back(self, reason):
        self.places[reason].release()

# %% wrong="limits read once, at the start" fails="cb_guarded: limits change while it runs"
class Guard(Guard):
    def __init__(self, breaker, settings=Settings):
        first = settings()
        super().__init__(breaker, lambda: first)

# %% wrong="a failing fallback is swallowed" fails="cb_guarded: fallbacks have a bound of their own; cb_guarded: a failing fallback comes out, and keeps no place"
class Guard(Guard):
    def _instead(self, fallback, why, settings):
        try:
            return super()._instead(fallback, why, settings)
        except Exception:
            if fallback is None:
                raise
            return None

# %% wrong="a failing fallback hides behind the first error" fails="cb_guarded: fallbacks have a bound of their own; cb_guarded: a failing fallback comes out, and keeps no place"
class Guard(Guard):
    def _instead(self, fallback, why, settings):
        try:
            return super()._instead(fallback, why, settings)
        except Exception:
            raise why

# %% wrong="a failing fallback forgets why it was needed" fails="cb_guarded: a failing fallback comes out, and keeps no place"
class Guard(Guard):
    def _instead(self, fallback, why, settings):
        if fallback is None:
            raise why
        with self._place("fallback", settings.max_fallbacks):
            return fallback()

# %% wrong="a failing fallback counts as one more failure" fails="cb_guarded: a failing fallback comes out, and keeps no place"
class Guard(Guard):
    def _instead(self, fallback, why, settings):
        try:
            return super()._instead(fallback, why, settings)
        except Exception:
            if fallback is not None:
                self._breaker.failed("the same ticket")
            raise

# %% wrong="a good fallback counts as a success" fails="cb_guarded: a failing call: one failure reported, and the fallback answers; cb_guarded: open: the dependency is left alone and nothing is reported; cb_guarded: a call refused further down is a failure like any other; cb_guarded: no time left: nothing is asked, called or reported; cb_guarded: a failing fallback comes out, and keeps no place"
class Guard(Guard):
    def _instead(self, fallback, why, settings):
        value = super()._instead(fallback, why, settings)
        self._breaker.succeeded("the same ticket")
        return value

# %% wrong="a refused place leaks the ticket" fails="cb_guarded: a full bulkhead refuses at once, and that is a failure; cb_guarded: a call refused further down is a failure like any other"
class Guard(Guard):
    def _verdict(self, error):
        return (
            (lambda ticket: None) if isinstance(error, Rejected) else super()._verdict(error)
        )

# %% wrong="a call refused by the breaker is reported as failed" fails="cb_guarded: open: the dependency is left alone and nothing is reported; cb_guarded: a call refused further down is a failure like any other"
class Guard(Guard):
    def _instead(self, fallback, why, settings):
        if isinstance(why, Rejected) and why.reason == "open":
            self._breaker.failed(None)
        return super()._instead(fallback, why, settings)

# %% wrong="the place is kept while the fallback runs" fails="cb_guarded: the place is back before the fallback starts"
class Guard(Guard):
    def _instead(self, fallback, why, settings):
        if isinstance(why, Rejected):
            return super()._instead(fallback, why, settings)
        with self._place("bulkhead", settings.max_concurrent):
            return super()._instead(fallback, why, settings)

# %% wrong="the budget is not looked at" fails="cb_guarded: the call gets the shorter of timeout and budget; cb_guarded: no time left: nothing is asked, called or reported"
class Guard(Guard):
    def call(self, primary, fallback=None, budget_s=inf):
        return super().call(primary, fallback)

# %% wrong="an empty budget still takes a ticket" fails="cb_guarded: no time left: nothing is asked, called or reported"
class Guard(Guard):
    def _attempt(self, primary, timeout_s, settings):
        if timeout_s <= 0:
            self._breaker.failed(self._breaker.admit())
        return super()._attempt(primary, timeout_s, settings)

# %% wrong="a ticket that looks false is taken for a refusal" fails="cb_guarded: a ticket may be anything but None"
class Guard(Guard):
    def __init__(self, breaker, settings=Settings):
        super().__init__(breaker, settings)
        admit = breaker.admit
        breaker.admit = lambda: admit() or None

# %% wrong="an empty budget is taken for none given" fails="cb_guarded: no time left: nothing is asked, called or reported"
class Guard(Guard):
    def call(self, primary, fallback=None, budget_s=inf):
        return super().call(primary, fallback, budget_s or inf)

# %% wrong="tries once more before it gives up" fails="cb_guarded: a failing call: one failure reported, and the fallback answers"
class Guard(Guard):
    def call(self, primary, fallback=None, budget_s=inf):
        def twice(timeout_s):
            try:
                return primary(timeout_s)
            except ConnectionError:
                return primary(timeout_s)

        return super().call(twice, fallback, budget_s)

# %% wrong="an inner guard's refusal passes for its own" fails="cb_guarded: a call refused further down is a failure like any other"
class Guard(Guard):
    def _verdict(self, error):
        if isinstance(error, Rejected) and error.reason != "bulkhead":
            return self._breaker.ignored
        return super()._verdict(error)

# %% wrong="a bad request of the fallback is taken for the call's" fails="cb_guarded: a failing fallback comes out, and keeps no place"
class Guard(Guard):
    def _instead(self, fallback, why, settings):
        try:
            return super()._instead(fallback, why, settings)
        except BadRequest as error:
            raise error from None

# %% wrong="a cancelled fallback keeps its place" fails="cb_guarded: a failing fallback comes out, and keeps no place"
from asyncio import CancelledError


class Guard(Guard):
    def _instead(self, fallback, why, settings):
        try:
            return super()._instead(fallback, why, settings)
        except CancelledError:
            self._running["fallback"] += 1
            raise

# %% wrong="a bad request is told to nobody" fails="cb_guarded: a bad request is nobody's failure and gets no fallback"
class Guard(Guard):
    def _verdict(self, error):
        if isinstance(error, BadRequest):
            return lambda ticket: None
        return super()._verdict(error)

# %% wrong="an empty answer is taken for none" fails="cb_guarded: an empty answer is an answer"
class Guard(Guard):
    def call(self, primary, fallback=None, budget_s=inf):
        return super().call(primary, fallback, budget_s) or self._instead(
            fallback, Rejected("empty"), self._settings()
        )

# %% also_right="the report is chosen on the way and made in a finally; two counters"
import threading


class Guard:
    def __init__(self, breaker, settings=Settings):
        self.breaker, self.settings, self.lock = breaker, settings, threading.RLock()
        self.calls = self.fallbacks = 0

    def call(self, primary, fallback=None, budget_s=inf):
        settings = self.settings()
        timeout = settings.timeout_s if budget_s > settings.timeout_s else budget_s
        if timeout <= 0:
            return self.fall_back(fallback, Rejected("deadline"), settings.max_fallbacks)
        if (ticket := self.breaker.admit()) is None:
            return self.fall_back(fallback, Rejected("open"), settings.max_fallbacks)
        report, inside = self.breaker.ignored, False
        try:
            with self.lock:
                inside = self.calls < settings.max_concurrent
                self.calls += inside
            if not inside:
                raise Rejected("bulkhead")
            value = primary(timeout)
            report = self.breaker.succeeded
            return value
        except BadRequest:
            raise
        except Exception as error:
            report, why = self.breaker.failed, error
        finally:
            with self.lock:
                self.calls -= inside
            report(ticket)
        return self.fall_back(fallback, why, settings.max_fallbacks)

    def fall_back(self, fallback, why, limit):
        if fallback is None:
            raise why
        with self.lock:
            if self.fallbacks >= limit:
                raise Rejected("fallback") from why
            self.fallbacks += 1
        try:
            return fallback()
        except Exception as error:
            error.__cause__ = why
            raise
        finally:
            with self.lock:
                self.fallbacks -= 1

# %% also_right="a set of who is inside, and an exit stack"
from contextlib import ExitStack
from threading import Condition


class Guard:
    def __init__(self, breaker, settings=Settings):
        self._breaker, self._settings, self._changed = breaker, settings, Condition()
        self._calls, self._fallbacks = set(), set()

    def _take(self, stack, inside, limit, reason):
        place = object()
        with self._changed:
            if len(inside) >= limit:
                raise Rejected(reason)
            inside.add(place)
        stack.callback(self._leave, inside, place)

    def _leave(self, inside, place):
        with self._changed:
            inside.remove(place)

    def call(self, primary, fallback=None, budget_s=None):
        settings = self._settings()
        timeout_s = (
            settings.timeout_s if budget_s is None else min(settings.timeout_s, budget_s)
        )
        try:
            return self._attempt(primary, timeout_s, settings)
        except BadRequest:
            raise
        except Exception as why:
            if fallback is None:
                raise
            reason = why
        try:
            with ExitStack() as stack:
                self._take(stack, self._fallbacks, settings.max_fallbacks, "fallback")
                return fallback()
        except Exception as error:
            error.__cause__ = reason
            raise

    def _attempt(self, primary, timeout_s, settings):
        if timeout_s <= 0:
            raise Rejected("deadline")
        ticket = self._breaker.admit()
        if ticket is None:
            raise Rejected("open")
        report = self._breaker.ignored
        try:
            with ExitStack() as stack:
                self._take(stack, self._calls, settings.max_concurrent, "bulkhead")
                value = primary(timeout_s)
            report = self._breaker.succeeded
            return value
        except BadRequest:
            raise
        except Exception:
            report = self._breaker.failed
            raise
        finally:
            report(ticket)

# %% [markdown]
# ## 6. Fly it
#
# Your breaker and guard, four requests a second, ratings down from second 20 to 40 (its failures come at once here, without the
# timeout's second). Compare with your estimate: how long until it opens, what reaches ratings meanwhile, how soon is it back? Then
# change the traffic to 1 request a second and explain what you see.

# %%
def fly(requests_per_s=4, down_s=range(20, 40), seconds=60):
    clock = Clock()
    breaker = CircuitBreaker(clock.now)
    guard = Guard(breaker)
    states, reached = "", ""
    for second in range(seconds):
        calls = 0

        def ratings(timeout_s):
            nonlocal calls
            calls += 1
            if second in down_s:
                raise TimeoutError

        for _ in range(requests_per_s):
            clock.advance(1 / requests_per_s)
            guard.call(ratings, fallback=lambda: "popular titles")
        states += {"closed": "c", "open": "o", "half_open": "h"}[breaker.state]
        reached += str(min(calls, 9))
    print("second  " + "".join(f"{ten:<10}" for ten in range(0, seconds, 10)).rstrip())
    print("ratings " + "".join("x" if second in down_s else "." for second in range(seconds)))
    print("breaker " + states)
    print("reached " + reached)
    print(
        "x: down. c, o, h: closed, open, half-open as the second ends. reached: calls made."
    )


try:
    fly()
except NotImplementedError:
    print("Write the breaker and the guard first; then run this cell again.")

# %% [markdown]
# ## 7. Operate it

# %% [markdown] written="cb_operate" points=4
# **The library is in all twenty services.** Which numbers are on the dashboard and which alert wakes someone? How did you roll it
# out, and how do you change a setting for 500 instances? When do you force a breaker open, when closed? How do you know before the
# outage that it works, and what happens to it when a region's traffic moves to yours?

# %% part
from course.parts import self_assess

self_assess(
    "cb_operate",
    L5=[
        "Dashboard per key: state, calls by outcome (success, failure, timeout, bad request, bulkhead-refused, short-circuited), latency percentiles, fallbacks and their failures.",
        "Pages on what users feel (error budget, fallback rate of a page that matters, open for minutes), not on every change of state.",
        "Settings change gradually, are logged with who and why, and can be taken back; a wrong value cannot stop a service from starting.",
        "Forces open to spare a dependency in recovery or to cut off a harmful one; forces closed when the breaker itself is wrong and the dependency is fine.",
    ],
    L6=[
        "Unprompted: injects errors, delays and hangs into a small share of real traffic, per dependency and regularly, and watches that fallbacks hold.",
        "Starts report-only and compares would-have-opened with reality before anything is refused; releases library and settings by canary.",
        "Failover: traffic per instance may double, so by Little's law a bulkhead sized for a normal day refuses healthy calls and opens the breaker; sizes it for the failover.",
        "Recovery: one good trial sends full traffic to a cold dependency; ramps up or relies on its load shedding, and spreads the trials of 500 instances.",
        "Names which of the own assumptions could be wrong and which number would show it (RUBRIC-31).",
    ],
)

# %% [markdown]
# ## 8. Trade-offs

# %% [markdown] written="cb_tradeoffs" points=4
# **Argue three choices, each with the case in which you would choose otherwise.** A breaker or an adaptive concurrency limit? State
# in each instance or shared by the fleet? Retries: inside the breaker or around it, and how many? Put numbers to at least one.

# %% part
from course.parts import self_assess

self_assess(
    "cb_tradeoffs",
    L5=[
        "Says what a breaker adds to timeout and bulkhead: it stops paying for calls that will fail, and lets the dependency recover.",
        "Prices state per instance: each learns by failing on its own, and an instance with little traffic may never reach the volume threshold (18 outcomes, threshold 20).",
        "Retries: every attempt is an outcome for the breaker, a refusal by the open breaker is never retried, and a budget with jitter bounds the extra load.",
        "Names where a breaker does harm: one bad shard, tenant or operation behind a shared key cuts off the healthy ones.",
    ],
    L6=[
        "Explains adaptive limits by mechanism: latency against its own baseline sets the number in flight; nobody tunes thresholds, and load is trimmed instead of cut off.",
        "Says what they lack: an answer to give instead; and an error that comes back fast looks healthy unless it is reported as a drop.",
        "Prices shared state: one more dependency on the failure path, one bad view that opens everywhere at once; proposes it at most as advice.",
        "Counts retries through layers: three attempts at each of three layers are up to 27 calls; retries at one layer only.",
        "Combines: adaptive limit and shedding at the server, timeout and budget at the client, breaker with a fallback where the answer can be replaced.",
    ],
)

# %% [markdown]
# ## Afterwards
#
# **Cost.** A decision takes constant time and one short lock. Reading the window takes one step a bucket. Memory is one small record a
# bucket, whatever the traffic.
#
# | alternative | wins | loses |
# |---|---|---|
# | keep every outcome with its time | the window's edge is exact | memory and clean-up grow with traffic |
# | the last n outcomes instead of n seconds | no clock; works with little traffic | with little traffic the evidence is from long ago |
# | lock-free state, compare-and-set | no waiting under heavy traffic | window and state change in two steps; harder to show correct |
# | evaluate on a timer, not at each outcome | a cheap hot path | reacts up to one interval later |
#
# **What Hystrix did with the same questions** (its code, see sources):
#
# - It judges health on a timer, every 500 ms, over twenty finished buckets of 500 ms; the famous ten one-second buckets belong to
#   the published metrics. The error percentage is cut to a whole number.
# - Time is wall time.
# - Reports carry no ticket: any success that arrives in half-open closes it. The default timeout of 1 s, shorter than the sleep of
#   5 s, keeps old calls from getting that far. Any exception of the trial's call reopens it, also a bad request, which elsewhere
#   counts for nothing.
# - A call refused by a full thread pool or semaphore is an error in the health counts; one refused by the open breaker is left out.
# - A fallback runs under a semaphore of its own, 10 by default.
#
# **resilience4j differs.** By default it looks at the last 100 calls, needs 100 before it judges, stays open for 60 s and then
# admits 10 trials, then judges by their share of failures. An ignored exception gives the trial's permit back. A trial that never
# reports blocks half-open for good (reported as issue 903), unless `maxWaitDurationInHalfOpenState` is set; by default it is not.
#
# **Where this went.** Hystrix is in maintenance mode; its last release, 1.5.18, was made to match the 1.5.11 in use inside. Its README
# says that the company's focus moved to adaptive implementations, such as adaptive concurrency limits, and that it means to use
# resilience4j and the like for new projects, and Hystrix still for existing ones. So don't present a breaker as the latest word; present it as the part that decides what to answer when the answer can be replaced.

# %% [markdown]
# ## Say it out loud
#
# Ninety seconds, without notes: (1) what breaks without it, with one number; (2) timeout, bulkhead, breaker: what each one bounds;
# (3) the three states, who takes the trial and whose report counts; (4) what you would watch, and how you would prove it works;
# (5) when you would not use it.

# %% part
from course.parts import timer

timer("cb_say", seconds=90)

# %% [markdown]
# Follow-ups to expect, and what a good answer holds:
#
# - *"Labels gets not even two requests a second per instance. Your breaker never opens."* A lower volume threshold means deciding on less
#   evidence; a longer window means slower detection; or leave it to the timeout and bulkhead, because at that rate they suffice.
# - *"One of ratings' eight shards is down."* 12.5 % errors never open the breaker, and should not: opening would turn a
#   partial outage into a full one. Key by shard if the client knows it, or let the server shed.
# - *"Everyone's breaker closes in the same second."* Spread the sleeps, ramp the traffic, and let the dependency refuse what it
#   cannot take.
# - *"A caller gives every call a budget of 5 ms."* Its timeouts are its own doing, but they open the breaker for all who share it.
#   Count a timeout as the dependency's only if the budget was at least what the dependency promises.
# - *"Your own bulkhead refuses, and you count it against ratings?"* Mostly it is full because ratings is slow, and the count opens the
#   breaker sooner. The price: a burst of your own traffic can cut off a healthy ratings. Left out of the count, the bulkhead alone
#   would bound that burst, and the breaker would learn only from timeouts.
# - *"How do you know the fallback works?"* It is exercised all the time on a small share of traffic. A fallback that runs only in
#   outages is untested code on the worst day; and it must not lean on the dependency that is down.
#
# **Sources**, read in November 2026 from stored public copies:
#
# - Defaults: `HystrixCommandProperties` and `HystrixThreadPoolProperties` in [Netflix/Hystrix](https://github.com/Netflix/Hystrix).
# - State machine: `HystrixCircuitBreaker`. What counts: `HystrixCommandMetrics.HealthCounts`. Timer and buckets:
#   `metric/consumer/HealthCountsStream`. Trial and fallback: `AbstractCommand`. All in the same repository.
# - Status: its README. InfoQ dates the announcement November 2018 in
#   [The Future of Spring Cloud's Hystrix Project](https://www.infoq.com/articles/spring-cloud-hystrix/).
# - Adaptive limits: [Performance Under Load](https://netflixtechblog.medium.com/performance-under-load-3e6fa9a60581), Netflix
#   Technology Blog, 23 March 2018.
# - resilience4j: `CircuitBreakerConfig` and `CircuitBreakerStateMachine` in
#   [resilience4j/resilience4j](https://github.com/resilience4j/resilience4j), and its
#   [issue 903](https://github.com/resilience4j/resilience4j/issues/903) on the stuck half-open state.
#
# The home page, ratings and labels are invented for this lesson.
