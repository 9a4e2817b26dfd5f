# ---
# keeper:
#   title: Room for the quiet ones
#   minutes: 60
#   level: L5
#   covers: [CODE-03, CODE-24, CODE-25, RUBRIC-10, RUBRIC-11, RUBRIC-12, RUBRIC-17, RUBRIC-18]
#   needs: []
# ---

# %% [markdown]
# The interviewer says:
#
# > Many teams call our service. Last week one of them shipped a retry loop, and everybody else got errors. Write the limiter that
# > keeps it fair.
#
# **What they listen for.** *Fair* has several sensible readings, and they contradict each other: which one you settle, aloud,
# before you type (CODE-24, RUBRIC-10). A core whose every admission has an end, on errors too (RUBRIC-11, 17). Then a working
# answer is pushed further: threads, settings that change, callers that die (CODE-25). That this question is asked is *reported
# by an interview guide*; see *Sources*.
#
# Take two minutes. What do you ask?

# %% part
from course.parts import clarify

clarify(
    "fair_questions",
    {
        "Limit what: calls in a second, or calls at the same time?": "At the same time. Slow calls are what hurts us. "
        "`limit` is how many "
        "may be in flight: admitted, and not given back yet.",
        "What is fair: the same for all?": "Each tenant has bought a share of the limit, in whole percent. Whoever holds "
        "less than its share "
        "is admitted. Always, at once, whatever the others do.",
        "May a tenant have more than its share?": "As long as fewer than `limit` are in flight, everybody is admitted, to "
        "the last place. "
        "Capacity that nobody uses is money.",
        "Then a noisy one may hold all places when a quiet one comes. Wait, throw one out, or go over the limit?": "Go over. "
        "At `limit` latency "
        "begins to suffer; we don't fall over there. Nobody waits in here, and nobody is thrown out.",
        "And once the limit is reached?": "Then the share decides, for each tenant by itself: below it you're in, at it or "
        "above you're refused.",
        "What if a share is no whole number of calls?": "Round up, so that every share is 1 at least. Exactly: 7 percent of "
        "100 is 7.",
        "What of tenants that have no share?": "They get what is left over: in while fewer than `limit` are in flight, "
        "otherwise refused. Their "
        "names come from the outside and never end; of a name with nothing in flight keep nothing.",
        "Which settings are wrong?": "A limit below 1, a percentage below 1, percentages that sum to more than 100: "
        "`ValueError`. Less than "
        "100 is fine, and so are no shares at all.",
        "What does an admitted caller get, and a refused one?": "A lease, with `release()`. A refused one gets `None`, at once, "
        "and looks at it before a `with`.",
        "What if somebody releases a lease twice?": "It happens, in a `finally` after an error handler. The first counts and "
        "gives `True`; "
        "after that it gives `False` and nothing happens.",
        "Who makes sure that it's released?": "You help: `with limiter.acquire(tenant) as lease:` gives the lease and "
        "releases it at the end of the block, also when an error leaves it, a cancelled task's included. The error goes on.",
        "Do settings change while calls are in flight?": "Yes. A controller sets a new limit every second, and tenants come "
        "and go: "
        "`configure(limit, percents)`, everything anew. Nobody who is in is put out; all that are in count under the new "
        "settings.",
        "Threads?": "Yes, sixty of them.",
        "Several machines?": "Each has its own limiter, with its own limit. One is enough today.",
        "Which error does a refused caller see?": "HTTP 429 in one place, gRPC's UNAVAILABLE in another. Not your concern.",
    },
    solved_by="fair_admits",
)

# %% [markdown] written="fair_opening" points=2
# **Before the code.** Six lines: what you understood by *fair*, what you assumed, what you put off, which of its promises this
# limiter cannot keep at the same time, and the question you end on.

# %% part
from course.parts import self_assess

self_assess(
    "fair_opening",
    L5=[
        "Says what is limited: calls in flight, not calls a second, and why that protects against slow calls",
        "Says both rules: below the limit everyone, at the limit whoever is below its share",
        "Says that the total may exceed the limit, and that the interviewer agreed to it",
        "Says what happens to unknown tenants and to a lease released twice or never",
        "Ends by asking for agreement, before any code",
    ],
    L6=[
        "Says how far above the limit it can go: by no more than the shares, rounded up, of those who did not have theirs",
        "Names what fairness means outside of one process: a tenant that reaches one machine of twenty",
        "Spends no line on what the answers have ruled out",
    ],
)

# %% [markdown]
# ## Pick two
#
# Ten places; quiet has bought 30 percent, noisy 50. Noisy asks for ten, then quiet for three. Here are three rules that people
# write first. Guess the three lines, then run it.

# %%
def play(may_enter):
    """Noisy asks for ten, then quiet for three: how many of each get in."""
    held = {"noisy": 0, "quiet": 0}
    for tenant in ["noisy"] * 10 + ["quiet"] * 3:
        if may_enter(tenant, held, sum(held.values())):
            held[tenant] += 1
    return f"{held}, together {sum(held.values())}"


share = {"noisy": 5, "quiet": 3}
print("one counter:      ", play(lambda tenant, held, total: total < 10))
print("a quota for each: ", play(lambda tenant, held, total: held[tenant] < share[tenant]))
print("shares kept free: ", play(lambda tenant, held, total: held[tenant] < share[tenant] or held[tenant] < 10 - 3))

# %% [markdown]
# *One tenant alone gets everything. A share is there the moment it is wanted. Never more than the limit.* Each rule breaks one
# of the three, and so does every rule that throws nobody out: when one tenant has everything, the share of the next is either
# above the limit or not there. Which of the three did the interviewer give up?
#
# ## Stage 1: who gets in
#
# Half an hour for both classes. Leave `configure` for stage 2, if you like, and do its work in the constructor first. The cases
# ask like this:

# %% given
SHARES = {"noisy": 50, "quiet": 30}


def enter(limiter, tenant, times):
    """The leases that `tenant` gets when it asks `times` times."""
    asked = [limiter.acquire(tenant) for _ in range(times)]
    return [lease for lease in asked if lease is not None]

# %% answer="fair_core"
import threading
from collections import Counter


class Lease:
    """The right to have one call in flight. `with … as lease:` releases it at the end of the block, error or not."""

    def __init__(self, limiter, tenant):  # only the limiter makes one: hand over what you need
        ### BEGIN SOLUTION
        self._limiter = limiter
        self.tenant = tenant
        ### END SOLUTION

    def release(self):
        """Give it back: True. If that was done before: False, and nothing happens."""
        ### BEGIN SOLUTION
        return self._limiter._take_back(self)
        ### END SOLUTION

    def __enter__(self):
        ### BEGIN SOLUTION
        return self
        ### END SOLUTION

    def __exit__(self, kind, error, traceback):
        ### BEGIN SOLUTION
        self.release()
        ### END SOLUTION


class FairLimiter:
    """Admits `limit` calls at a time, and beyond that whoever holds less than its share. Many threads may use it.

    `percents` maps a tenant to its share of the limit in whole percent, rounded up to whole calls.
    """

    def __init__(self, limit, percents):
        ### BEGIN SOLUTION
        self._lock = threading.Lock()
        self._leases = set()
        self._in_flight = Counter()
        self.configure(limit, percents)
        ### END SOLUTION

    def configure(self, limit, percents):
        """From now on `limit` and `percents` hold, as they are now; who is in flight stays in and counts.

        Raises ValueError, and changes nothing, for a limit or a percentage below 1, and for percentages that sum to more
        than 100.
        """
        ### BEGIN SOLUTION
        if min([limit, *percents.values()]) < 1 or sum(percents.values()) > 100:
            raise ValueError(f"limit and percentages must be 1 or more, and sum to at most 100; got {limit}, {percents}")
        shares = {tenant: -(-limit * percent // 100) for tenant, percent in percents.items()}  # whole numbers, rounded up
        with self._lock:
            self._limit, self._shares = limit, shares
        ### END SOLUTION

    def acquire(self, tenant):
        """A Lease, or None if the limit is reached and `tenant` holds its share or more, or has none. Never waits for a place."""
        ### BEGIN SOLUTION
        with self._lock:
            if not self._may_enter(tenant):
                return None
            lease = Lease(self, tenant)
            self._leases.add(lease)
            self._in_flight[tenant] += 1
            return lease

    def _may_enter(self, tenant):
        return len(self._leases) < self._limit or self._in_flight[tenant] < self._shares.get(tenant, 0)

    def _take_back(self, lease):
        with self._lock:
            if lease not in self._leases:
                return False
            self._leases.remove(lease)
            self._in_flight[lease.tenant] -= 1
            if not self._in_flight[lease.tenant]:
                del self._in_flight[lease.tenant]  # names never end
            return True
        ### END SOLUTION

# %% [markdown] hint="fair_core"
# Two counts decide: of all, and of this tenant. Write the one condition for *refused*. In which of the two do unknown tenants
# show?

# %% [markdown] hint="fair_core"
# The lease has to know whether it is still out. The safest place for that is where the counts are: under the same lock, in the
# same step. A set of the leases that are out answers three questions: how many, whether this one, and what a second release
# does.

# %% [markdown] hint="fair_core"
# - `acquire`, all under the lock: refuse if the limit is reached *and* the tenant holds its share (0 for the unknown); else
#   count, and a lease.
# - Taking back, all under the lock: not out any more? `False`. Else discount, and forget the tenant at 0.
# - Shares in whole numbers: `-(-limit * percent // 100)` rounds up, and knows no 7.000000000000001.

# %% tests="fair_admits" points=5
@check("a tenant alone gets the whole limit")
def alone():
    for tenant in ("noisy", "quiet"):
        got = len(enter(FairLimiter(10, SHARES), tenant, 30))
        check.equal(got, 10, after=f"limit 10, shares {SHARES}; {tenant} alone asks 30 times; admitted")


@check("a quiet tenant gets its share at once, whatever a noisy one holds")
def share_is_there():
    limiter = FairLimiter(10, SHARES)
    enter(limiter, "noisy", 1000)
    check.equal(
        len(enter(limiter, "quiet", 30)),
        3,
        after=f"limit 10, shares {SHARES}; noisy asked 1,000 times and holds 10; quiet asks 30 times; admitted",
    )


@check("a refused caller gets None")
def refused():
    limiter = FairLimiter(1, {})
    lease = limiter.acquire("a")
    check.that(lease is not None, "Limit 1, nothing in flight: the first to ask got None.")
    check.equal(limiter.acquire("a"), None, after="limit 1, no shares, one in flight; acquire('a')")


@check("what is released can be had again")
def again():
    limiter = FairLimiter(2, {})
    leases = enter(limiter, "a", 2)
    check.equal(leases[0].release(), True, after="limit 2; two leases; release() of the first")
    check.equal(len(enter(limiter, "b", 5)), 1, after="limit 2, two in flight, one released; b asks five times; admitted")


### BEGIN HIDDEN TESTS
from asyncio import CancelledError

from hypothesis import strategies as st


@check("a tenant without a share gets what is left, and no more")
def unknown():
    limiter = FairLimiter(10, SHARES)
    enter(limiter, "quiet", 8)
    check.equal(
        len(enter(limiter, "who?", 9)),
        2,
        after=f"limit 10, shares {SHARES}; quiet holds 8; one without a share asks nine times; admitted",
    )
    check.equal(
        len(enter(limiter, "another", 9)), 0, after="the same, ten in flight; another without a share asks nine times; admitted"
    )
    check.equal(len(enter(limiter, "noisy", 9)), 5, after="the same; noisy, who has a share of 5, asks nine times; admitted")
    limiter = FairLimiter(10, SHARES)
    enter(limiter, "quiet", 10)
    check.equal(
        len(enter(limiter, "who?", 9)),
        0,
        after=f"limit 10, shares {SHARES}; quiet holds all ten; one without a share asks nine times; admitted",
    )


@check("those who never had a share count too: their places are taken")
def unknown_counts():
    limiter = FairLimiter(10, SHARES)
    enter(limiter, "who?", 10)
    check.equal(
        len(enter(limiter, "noisy", 9)),
        5,
        after="limit 10, all taken by one without a share; noisy, share 5, asks nine times; admitted",
    )


@check("over the limit, a place given back is a place only below the limit")
def over():
    limiter = FairLimiter(10, SHARES)
    noisy = enter(limiter, "noisy", 10)
    quiet = enter(limiter, "quiet", 3)
    for lease in noisy[:3]:
        lease.release()
    after = "limit 10; noisy held 10, quiet came in with its 3, noisy gave 3 back: ten in flight"
    check.equal(len(enter(limiter, "noisy", 5)), 0, after=f"{after}; noisy, with 7 above its share of 5, asks again; admitted")
    quiet[0].release()
    check.equal(len(enter(limiter, "noisy", 5)), 1, after=f"{after}, and quiet gave 1 back; noisy asks five times; admitted")


@check("a hundred times the load takes nothing from a quiet tenant")
def hundred_times():
    # In each round quiet asks once, noisy a hundred times; a call lasts three rounds, so quiet needs three places.
    limiter, calls, by_noisy = FairLimiter(10, SHARES), [], 0
    for number in range(15):
        for lease in calls.pop(0) if len(calls) == 3 else []:
            lease.release()
        noisy, quiet = enter(limiter, "noisy", 100), enter(limiter, "quiet", 1)
        check.equal(
            len(quiet),
            1,
            after=f"limit 10, shares {SHARES}; calls last three rounds; noisy asks 100 times a round, quiet once after it; "
            f"quiet in round {number + 1}; admitted",
        )
        calls.append(noisy + quiet)
        by_noisy += len(noisy)
    check.that(
        by_noisy >= 25,
        f"In 15 rounds noisy, with half the limit of 10 and calls of three rounds, was admitted only {by_noisy} times: at "
        "least 25 expected.",
    )


@check("all at once: everyone has its share")
def saturated():
    percents = {"a": 20, "b": 30, "c": 50}
    limiter = FairLimiter(10, percents)
    enter(limiter, "x", 10)
    got = {tenant: len(enter(limiter, tenant, 40)) for tenant in percents}
    check.equal(
        got,
        {"a": 2, "b": 3, "c": 5},
        after=f"limit 10, all taken by one without a share; shares {percents}; each asks 40 times; admitted",
    )


@check("being refused costs nothing")
def refused_is_free():
    limiter = FairLimiter(10, SHARES)
    enter(limiter, "noisy", 10)
    for lease in enter(limiter, "quiet", 500):
        lease.release()
    got = len(enter(limiter, "quiet", 500))
    check.equal(
        got,
        3,
        after=f"limit 10, shares {SHARES}; noisy holds 10; quiet asked 500 times, got its 3 and released them; it asks 500 "
        "times more; admitted",
    )


@check("a share is rounded up, and exact when there is nothing to round")
def rounding():
    for limit, percent, want in (
        (10, 25, 3),
        (10, 1, 1),
        (1, 1, 1),
        (3, 67, 3),
        (100, 7, 7),
        (100, 29, 29),
        (1000, 55, 550),
        (10, 100, 10),
    ):
        limiter = FairLimiter(limit, {"a": percent})
        enter(limiter, "x", limit)
        got = len(enter(limiter, "a", want + 2))
        check.equal(got, want, after=f"limit {limit}, all taken; a has {percent} percent and asks {want + 2} times; admitted")


@check("the second release of a lease gives nothing back")
def twice():
    limiter = FairLimiter(2, {"a": 50})
    first, _ = enter(limiter, "a", 2)
    answers = [first.release(), first.release(), first.release()]
    check.equal(answers, [True, False, False], after="limit 2, a holds 2; one lease is released three times; what release() gave")
    check.equal(len(enter(limiter, "x", 5)), 1, after="the same; x asks five times; admitted")
    first.release()
    check.equal(
        len(enter(limiter, "x", 5)),
        0,
        after="the same, and released once more, when its place is somebody else's; x asks again; admitted",
    )
    check.equal(len(enter(limiter, "a", 5)), 0, after="the same; a, still holding its share of 1, asks; admitted")


@check("with: released at the end, error or not, and the error goes on")
def block():
    limiter = FairLimiter(1, {})
    with limiter.acquire("a"):
        check.equal(limiter.acquire("a"), None, after="limit 1; inside `with limiter.acquire('a'):` another acquire('a')")

    def fails():
        with limiter.acquire("a"):
            raise KeyError("lost")

    check.raises(KeyError, fails, when="a block under `with lease:` that raises KeyError")

    def cancelled():
        with limiter.acquire("a"):
            raise CancelledError

    check.raises(CancelledError, cancelled, when="a block under `with lease:` that raises asyncio.CancelledError")
    freed = enter(limiter, "a", 3)
    check.equal(len(freed), 1, after="limit 1; blocks under `with` that raised KeyError and CancelledError; a asks three times; admitted")
    with freed[0] as lease:
        check.equal(lease.release(), True, after="release() of what `with … as lease:` gave, inside of the block")
    check.equal(
        len(enter(limiter, "a", 3)),
        1,
        after="limit 1; a lease released inside of its own `with` block; a asks three times; admitted",
    )


@check("wrong settings are refused")
def wrong_settings():
    for limit, percents in (
        (0, {}),
        (-1, {"a": 5}),
        (5, {"a": 0}),
        (5, {"a": 50, "b": -1}),
        (5, {"a": 50, "b": 51}),
        (5, {"a": 101}),
    ):
        check.raises(ValueError, lambda: FairLimiter(limit, percents), when=f"FairLimiter({limit}, {percents})")
    for limit, percents in ((1, {}), (1, {"a": 1}), (5, {"a": 50, "b": 50}), (5, {"a": 100})):
        FairLimiter(limit, percents)


@check("what was handed in is left as it is, and is not looked at later")
def own_copy():
    percents = {"a": 50}
    with check.unchanged(percents, when="FairLimiter(4, percents), two tenants at work"):
        limiter = FairLimiter(4, percents)
        enter(limiter, "x", 4)
        enter(limiter, "a", 1)
    percents["a"], percents["x"] = 100, 100
    check.equal(
        len(enter(limiter, "a", 5)),
        1,
        after="limit 4, all taken, a holds 1 of its 50 percent; then the caller writes 100 into its own dict; a asks five "
        "times; admitted",
    )
    check.equal(
        len(enter(limiter, "x", 5)), 0, after="the same; x, to whom the caller gave a share in its own dict only, asks; admitted"
    )


class Traffic:
    """Their limiter, driven by plain values: release(2) is of the third lease that was given."""

    def __init__(self, limit, percents):
        self.limiter, self.leases = FairLimiter(limit, percents), []

    def acquire(self, tenant):
        lease = self.limiter.acquire(tenant)
        if lease is None:
            return "refused"
        self.leases.append(lease)
        return "admitted"

    def release(self, number):
        return self.leases[number].release() if number < len(self.leases) else None


class Words:
    """What the words mean, counted anew for each question."""

    def __init__(self, limit, percents):
        self.limit, self.percents, self.given = limit, percents, []

    def acquire(self, tenant):
        out = [one for one in self.given if one is not None]
        if len(out) >= self.limit and 100 * out.count(tenant) >= self.limit * self.percents.get(tenant, 0):
            return "refused"
        self.given.append(tenant)
        return "admitted"

    def release(self, number):
        if number >= len(self.given):
            return None
        was, self.given[number] = self.given[number], None
        return was is not None


check.model(
    "any calls and releases are answered as the words say (release(2): of the third lease given)",
    subject=Traffic,
    model=Words,
    given={
        "limit": st.integers(1, 6),
        "percents": st.sampled_from([{}, {"a": 34}, {"a": 10, "b": 60}, {"a": 100}, {"a": 50, "b": 50}]),
    },
    calls={"acquire": [st.sampled_from("aabbx")], "release": [st.integers(0, 8)]},
    examples=60,
)
### END HIDDEN TESTS

# %% [markdown]
# ## Stage 2: it changes under way
#
# > The limit isn't a constant. A controller measures latency and sets a new one every second; and sales adds tenants at noon.
# > Restarting the service for that is not an option.
#
# That is `configure`. Nobody is put out by it. What does each count mean the moment after?

# %% tests="fair_changes" points=2
from hypothesis import strategies as st


@check("a lower limit puts nobody out, and counts from now on")
def lower():
    limiter = FairLimiter(10, SHARES)
    leases = enter(limiter, "noisy", 10)
    limiter.configure(4, SHARES)
    after = "limit 10, noisy holds 10; configure to limit 4, where noisy's 50 percent are 2 and quiet's 30 are 2"
    check.equal(len(enter(limiter, "noisy", 5)), 0, after=f"{after}; noisy asks; admitted")
    check.equal(len(enter(limiter, "quiet", 5)), 2, after=f"{after}; quiet asks five times; admitted")
    check.equal([lease.release() for lease in leases], [True] * 10, after=f"{after}; noisy releases all; what release() gave")
    check.equal(
        len(enter(limiter, "noisy", 9)),
        2,
        after=f"{after}; quiet came in with 2, noisy released all and asks nine times; admitted",
    )


@check("a higher limit makes room at once")
def higher():
    limiter = FairLimiter(2, {})
    enter(limiter, "a", 9)
    limiter.configure(5, {})
    check.equal(len(enter(limiter, "a", 9)), 3, after="limit 2, a holds 2; configure to limit 5; a asks nine times; admitted")


### BEGIN HIDDEN TESTS
@check("shares follow the limit")
def follow():
    limiter = FairLimiter(10, SHARES)
    enter(limiter, "x", 30)
    limiter.configure(30, SHARES)
    enter(limiter, "x", 30)
    check.equal(
        len(enter(limiter, "quiet", 30)),
        9,
        after=f"shares {SHARES}; limit 10, then 30, all taken by one without a share; quiet asks 30 times; admitted",
    )


@check("what a tenant holds already counts towards a share that it is given later")
def given_later():
    limiter = FairLimiter(10, {})
    enter(limiter, "new", 2)
    enter(limiter, "x", 8)
    limiter.configure(10, {"new": 30})
    check.equal(
        len(enter(limiter, "new", 9)),
        1,
        after="limit 10, new holds 2, one without a share holds 8; configure: new has 30 percent; new asks nine times; admitted",
    )


@check("a tenant whose share is taken away gets what is left over, and its calls count until they end")
def taken_away():
    limiter = FairLimiter(4, {"old": 50})
    old = enter(limiter, "old", 1)
    enter(limiter, "x", 3)
    limiter.configure(4, {"a": 25})
    check.equal(
        len(enter(limiter, "old", 3)),
        0,
        after="limit 4, old holds 1 of its share of 2, x holds 3; configure: old has no share; old asks; admitted",
    )
    check.equal(old[0].release(), True, after="the same; release() of old's lease")
    check.equal(len(enter(limiter, "x", 3)), 1, after="the same; x asks three times; admitted")


@check("settings that are refused change nothing")
def refused_settings():
    for limit, percents in ((0, {"a": 50}), (9, {"a": 50, "x": 51}), (9, {"x": 0})):
        limiter = FairLimiter(2, {"a": 50})
        enter(limiter, "x", 2)
        check.raises(ValueError, lambda: limiter.configure(limit, percents), when=f"configure({limit}, {percents})")
        got = len(enter(limiter, "x", 3)), len(enter(limiter, "a", 3))
        check.equal(
            got,
            (0, 1),
            after=f"limit 2, a has 50 percent, x holds 2; configure({limit}, {percents}), refused; x, then a ask three times; "
            "admitted",
        )


class Traffic:
    """Their limiter, driven by plain values: release(2) is of the third lease that was given."""

    def __init__(self, limit, percents):
        self.limiter, self.leases = FairLimiter(limit, percents), []

    def acquire(self, tenant):
        lease = self.limiter.acquire(tenant)
        if lease is None:
            return "refused"
        self.leases.append(lease)
        return "admitted"

    def release(self, number):
        return self.leases[number].release() if number < len(self.leases) else None

    def configure(self, limit, percents):
        self.limiter.configure(limit, percents)


class Words:
    """What the words mean, counted anew for each question."""

    def __init__(self, limit, percents):
        self.limit, self.percents, self.given = limit, percents, []

    def acquire(self, tenant):
        out = [one for one in self.given if one is not None]
        if len(out) >= self.limit and 100 * out.count(tenant) >= self.limit * self.percents.get(tenant, 0):
            return "refused"
        self.given.append(tenant)
        return "admitted"

    def release(self, number):
        if number >= len(self.given):
            return None
        was, self.given[number] = self.given[number], None
        return was is not None

    def configure(self, limit, percents):
        self.limit, self.percents = limit, percents


percentages = st.sampled_from([{}, {"a": 34}, {"a": 10, "b": 60}, {"a": 100}, {"x": 40, "b": 50}])
check.model(
    "any calls, releases and changes are answered as the words say (release(2): of the third lease given)",
    subject=Traffic,
    model=Words,
    given={"limit": st.integers(1, 6), "percents": percentages},
    calls={"acquire": [st.sampled_from("aabbx")], "release": [st.integers(0, 8)], "configure": [st.integers(1, 6), percentages]},
    examples=60,
)
### END HIDDEN TESTS

# %% tests="fair_threads" points=3 inside="it interleaves threads, and counts what is still held"
from course.cases import Living

SCHEDULES = 50


def room(limiter, tenant="x", asks=9):
    """How many more `tenant` gets."""
    return sum(limiter.acquire(tenant) is not None for _ in range(asks))


check.interleavings(
    "two calls for the last place: one gets it",
    setup=lambda: FairLimiter(1, {}),
    threads=[lambda limiter: limiter.acquire("a") is not None, lambda limiter: limiter.acquire("b") is not None],
    verify=lambda limiter, results: check.equal(
        (sorted(results), room(limiter)),
        ([False, True], 0),
        after="limit 1; acquire in two threads at once; who was admitted, sorted, and the room left",
    ),
    schedules=SCHEDULES,
)


### BEGIN HIDDEN TESTS
def full(percents):
    """Two places, both taken by x."""
    limiter = FairLimiter(2, percents)
    return limiter, [limiter.acquire("x"), limiter.acquire("x")]


check.interleavings(
    "two calls for the last of a share: one gets it",
    setup=lambda: full({"a": 50})[0],
    threads=[lambda limiter: limiter.acquire("a") is not None] * 2,
    verify=lambda _, results: check.equal(
        sorted(results),
        [False, True],
        after="limit 2, both places taken; a, with a share of 1, asks in two threads at once; who was admitted, sorted",
    ),
    schedules=SCHEDULES,
)
check.interleavings(
    "two releases of one lease: one counts",
    setup=lambda: full({}),
    threads=[lambda both: both[1][0].release()] * 2,
    verify=lambda both, results: check.equal(
        (sorted(results), room(both[0])),
        ([False, True], 1),
        after="limit 2, both places taken; one lease released in two threads at once; what release() gave, sorted, and the "
        "room then",
    ),
    schedules=SCHEDULES,
)


def check_counts(both, results):
    limiter, _ = both
    got = room(limiter, "y"), room(limiter)
    did = "limit 3, x has 100 percent and holds 2; it releases one and asks for one, in two threads at once"
    check.equal(results, [True, True], after=f"{did}; what release() gave, and whether it was admitted")
    check.equal(got, (1, 1), after=f"{did}; then how many y gets, who has no share, and how many x")


def half_full():
    limiter = FairLimiter(3, {"x": 100})
    return limiter, [limiter.acquire("x"), limiter.acquire("x")]


check.interleavings(
    "no count is lost when one comes and one goes",
    setup=half_full,
    threads=[lambda both: both[1][0].release(), lambda both: both[0].acquire("x") is not None],
    verify=check_counts,
    schedules=SCHEDULES,
)


def check_whole(before, after):
    """With `before` and with `after` alike a call of a is admitted; so it must be in between."""

    def setup():
        limiter = FairLimiter(*before)
        for _ in range(2):
            limiter.acquire("x")
        return limiter

    return {
        "setup": setup,
        "threads": [lambda limiter: limiter.configure(*after), lambda limiter: limiter.acquire("a") is not None],
        "verify": lambda _, results: check.equal(
            results[1],
            True,
            after=f"two in flight; configure{after!r} in one thread, where configure{before!r} held before; a asks in "
            "another: it is admitted by either; admitted",
        ),
        "schedules": SCHEDULES,
    }


check.interleavings("new settings are seen whole: a share goes, a place comes", **check_whole((2, {"a": 50}), (3, {})))
check.interleavings("new settings are seen whole: a place goes, a share comes", **check_whole((3, {}), (2, {"a": 50})))


@check("of a tenant with nothing in flight nothing is kept")
def forgotten():
    limiter, living = FairLimiter(1, {"a": 50}), Living()
    for number in range(20):
        with limiter.acquire(living.item(f"admitted {number}")):
            limiter.acquire(living.item(f"refused {number}"))
    check.at_most(
        living.count, 1, "names held", after="limit 1; twenty names admitted and released, twenty refused; nothing is in flight"
    )


### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(FairLimiter, statements=43)

# %% wrong="one counter for all" fails="fair_admits: a quiet tenant gets its share at once, whatever a noisy one holds; fair_admits: a tenant without a share gets what is left, and no more; fair_admits: those who never had a share count too: their places are taken; fair_admits: over the limit, a place given back is a place only below the limit; fair_admits: a hundred times the load takes nothing from a quiet tenant; fair_admits: all at once: everyone has its share; fair_admits: being refused costs nothing; fair_admits: a share is rounded up, and exact when there is nothing to round; fair_admits: what was handed in is left as it is, and is not looked at later; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: shares follow the limit; fair_changes: what a tenant holds already counts towards a share that it is given later; fair_changes: settings that are refused change nothing; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given); fair_threads: two calls for the last of a share: one gets it; fair_threads: no count is lost when one comes and one goes; fair_threads: new settings are seen whole: a share goes, a place comes; fair_threads: new settings are seen whole: a place goes, a share comes; fair_ends: what is over does not count towards a share, and a share is there as before; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class FairLimiter(FairLimiter):
    def _may_enter(self, tenant):
        return len(self._leases) < self._limit

# %% wrong="a quota for each that always binds" fails="fair_admits: a tenant alone gets the whole limit; fair_admits: a tenant without a share gets what is left, and no more; fair_admits: over the limit, a place given back is a place only below the limit; fair_admits: the second release of a lease gives nothing back; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: a higher limit makes room at once; fair_changes: what a tenant holds already counts towards a share that it is given later; fair_changes: a tenant whose share is taken away gets what is left over, and its calls count until they end; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given); fair_threads: two calls for the last place: one gets it; fair_threads: of a tenant with nothing in flight nothing is kept; fair_ends: a lease that nobody releases ends at its time; fair_ends: released too late: the place is not given back twice; fair_ends: released in time, then over: the place is not given back twice; fair_ends: each ends at its own time, all that are over at once; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given); fair_ends_threads: when one lease is over, two who ask find one place; fair_ends_threads: two who are admitted at once: each lease ends at its own time; fair_ends_threads: released and taken back at once: one place comes back"
class FairLimiter(FairLimiter):
    def _may_enter(self, tenant):
        return self._in_flight[tenant] < self._shares.get(tenant, 1)

# %% wrong="keeps the shares of the others free" fails="fair_admits: a tenant alone gets the whole limit; fair_admits: a tenant without a share gets what is left, and no more; fair_admits: over the limit, a place given back is a place only below the limit; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given); fair_threads: no count is lost when one comes and one goes; fair_threads: of a tenant with nothing in flight nothing is kept; fair_ends: whatever is over is taken back at the next acquire, not one at a time; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class FairLimiter(FairLimiter):
    def _may_enter(self, tenant):
        kept = sum(max(0, share - self._in_flight[other]) for other, share in self._shares.items() if other != tenant)
        return len(self._leases) + kept < self._limit or self._in_flight[tenant] < self._shares.get(tenant, 0)

# %% wrong="never above the limit: a share counts only while there is room" fails="fair_admits: a tenant alone gets the whole limit; fair_admits: a tenant without a share gets what is left, and no more; fair_admits: over the limit, a place given back is a place only below the limit; fair_admits: the second release of a lease gives nothing back; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: what a tenant holds already counts towards a share that it is given later; fair_changes: a tenant whose share is taken away gets what is left over, and its calls count until they end; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given); fair_threads: no count is lost when one comes and one goes; fair_threads: new settings are seen whole: a place goes, a share comes; fair_threads: of a tenant with nothing in flight nothing is kept; fair_ends: whatever is over is taken back at the next acquire, not one at a time; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class FairLimiter(FairLimiter):
    def _may_enter(self, tenant):
        others = sum(self._shares.values()) - self._shares.get(tenant, 0)
        free = self._limit - len(self._leases)
        return free > 0 and (self._in_flight[tenant] < self._shares.get(tenant, 0) or free > others)

# %% wrong="throws out the oldest call of whoever is above its share" fails="fair_admits: over the limit, a place given back is a place only below the limit; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given)"
class FairLimiter(FairLimiter):
    def acquire(self, tenant):
        lease = super().acquire(tenant)
        if lease is not None and len(self._leases) > self._limit:
            above = [one for one in self._leases if self._in_flight[one.tenant] > self._shares.get(one.tenant, 0)]
            if above:
                above[0].release()
        return lease

# %% wrong="all unknown tenants share a place of their own" fails="fair_admits: a tenant without a share gets what is left, and no more; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: what a tenant holds already counts towards a share that it is given later; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given); fair_threads: new settings are seen whole: a place goes, a share comes; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        super().configure(limit, percents)
        self._shares = Counter(self._shares)
        self._shares[None] = 1

    def acquire(self, tenant):
        return super().acquire(tenant if tenant in self._shares else None)

# %% wrong="unknown tenants are counted together" fails="fair_changes: what a tenant holds already counts towards a share that it is given later; fair_threads: new settings are seen whole: a place goes, a share comes"
class FairLimiter(FairLimiter):
    def acquire(self, tenant):
        return super().acquire(tenant if tenant in self._shares else "unknown")

# %% wrong="one more than the share" fails="fair_admits: a quiet tenant gets its share at once, whatever a noisy one holds; fair_admits: a tenant without a share gets what is left, and no more; fair_admits: those who never had a share count too: their places are taken; fair_admits: all at once: everyone has its share; fair_admits: being refused costs nothing; fair_admits: a share is rounded up, and exact when there is nothing to round; fair_admits: the second release of a lease gives nothing back; fair_admits: what was handed in is left as it is, and is not looked at later; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: shares follow the limit; fair_changes: what a tenant holds already counts towards a share that it is given later; fair_changes: settings that are refused change nothing; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given); fair_threads: two calls for the last of a share: one gets it; fair_threads: no count is lost when one comes and one goes; fair_ends: what is over does not count towards a share, and a share is there as before; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        super().configure(limit, percents)
        self._shares = {tenant: share + 1 for tenant, share in self._shares.items()}

# %% wrong="rounds down" fails="fair_admits: a share is rounded up, and exact when there is nothing to round; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given); fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        super().configure(limit, percents)
        self._shares = {tenant: max(1, limit * percent // 100) for tenant, percent in percents.items()}

# %% wrong="a share as a fraction, times the limit" fails="fair_admits: a share is rounded up, and exact when there is nothing to round"
import math


class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        super().configure(limit, percents)
        self._shares = {tenant: math.ceil(limit * (percent / 100)) for tenant, percent in percents.items()}

# %% wrong="shares are taken of the first limit for ever" fails="fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: shares follow the limit"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        first = self.__dict__.setdefault("_first", limit)
        super().configure(limit, percents)
        self._shares = {tenant: -(-first * percent // 100) for tenant, percent in percents.items()}

# %% wrong="begins to count anew when it is configured" fails="fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: a higher limit makes room at once; fair_changes: what a tenant holds already counts towards a share that it is given later; fair_changes: a tenant whose share is taken away gets what is left over, and its calls count until they end; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given)"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        super().configure(limit, percents)
        self._leases, self._in_flight = set(), Counter()

# %% wrong="changes first, complains then" fails="fair_changes: settings that are refused change nothing; fair_threads: new settings are seen whole: a share goes, a place comes; fair_threads: new settings are seen whole: a place goes, a share comes"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        self._limit, self._shares = limit, {tenant: -(-limit * percent // 100) for tenant, percent in percents.items()}
        super().configure(limit, percents)

# %% wrong="keeps the caller's dict" fails="fair_admits: what was handed in is left as it is, and is not looked at later; fair_threads: new settings are seen whole: a place goes, a share comes"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        super().configure(limit, percents)
        self._percents = percents

    def acquire(self, tenant):
        self._shares = {name: -(-self._limit * percent // 100) for name, percent in self._percents.items()}
        return super().acquire(tenant)

# %% wrong="the shares must sum to 100" fails="fair_admits: a tenant alone gets the whole limit; fair_admits: a quiet tenant gets its share at once, whatever a noisy one holds; fair_admits: a tenant without a share gets what is left, and no more; fair_admits: those who never had a share count too: their places are taken; fair_admits: over the limit, a place given back is a place only below the limit; fair_admits: a hundred times the load takes nothing from a quiet tenant; fair_admits: being refused costs nothing; fair_admits: a share is rounded up, and exact when there is nothing to round; fair_admits: the second release of a lease gives nothing back; fair_admits: wrong settings are refused; fair_admits: what was handed in is left as it is, and is not looked at later; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: a lower limit puts nobody out, and counts from now on; fair_changes: shares follow the limit; fair_changes: what a tenant holds already counts towards a share that it is given later; fair_changes: a tenant whose share is taken away gets what is left over, and its calls count until they end; fair_changes: settings that are refused change nothing; fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given); fair_threads: two calls for the last of a share: one gets it; fair_threads: new settings are seen whole: a share goes, a place comes; fair_threads: new settings are seen whole: a place goes, a share comes; fair_threads: of a tenant with nothing in flight nothing is kept; fair_ends: what is over does not count towards a share, and a share is there as before; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        if percents and sum(percents.values()) != 100:
            raise ValueError("shares must sum to 100")
        super().configure(limit, percents)

# %% wrong="checks no settings" fails="fair_admits: wrong settings are refused; fair_changes: settings that are refused change nothing; fair_ends: a block under with, settings and errors as before"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        with self._lock:
            self._limit, self._shares = limit, {tenant: -(-limit * percent // 100) for tenant, percent in percents.items()}

# %% wrong="the second release gives a second place" fails="fair_admits: the second release of a lease gives nothing back; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_changes: any calls, releases and changes are answered as the words say (release(2): of the third lease given); fair_threads: two releases of one lease: one counts; fair_threads: of a tenant with nothing in flight nothing is kept; fair_ends: released too late: the place is not given back twice; fair_ends: released in time, then over: the place is not given back twice; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given); fair_ends_threads: released and taken back at once: one place comes back; fair_ends_threads: of a lease that is over nothing is kept"
class FairLimiter(FairLimiter):
    def _take_back(self, lease):
        with self._lock:
            if self._leases:
                self._leases.discard(lease if lease in self._leases else next(iter(self._leases)))
                self._in_flight[lease.tenant] -= 1
            return True

# %% wrong="the flag of a lease is read outside of the lock" fails="fair_threads: two releases of one lease: one counts"
class Lease(Lease):
    def release(self):
        if getattr(self, "released", False):
            return False
        self.released = True
        with self._limiter._lock:
            self._limiter._leases.discard(self)
            self._limiter._in_flight[self.tenant] -= 1
            if self._limiter._in_flight[self.tenant] <= 0:
                del self._limiter._in_flight[self.tenant]
        return True

# %% wrong="with releases only when all went well" fails="fair_admits: with: released at the end, error or not, and the error goes on"
class Lease(Lease):
    def __exit__(self, kind, error, traceback):
        if kind is None:
            self.release()

# %% wrong="with releases after an Exception, not after a cancelled task" fails="fair_admits: with: released at the end, error or not, and the error goes on"
class Lease(Lease):
    def __exit__(self, kind, error, traceback):
        if kind is None or issubclass(kind, Exception):
            self.release()

# %% wrong="with swallows the error" fails="fair_admits: with: released at the end, error or not, and the error goes on"
class Lease(Lease):
    def __exit__(self, kind, error, traceback):
        return self.release()

# %% wrong="counts the refused, too" fails="fair_admits: being refused costs nothing; fair_admits: any calls and releases are answered as the words say (release(2): of the third lease given); fair_threads: of a tenant with nothing in flight nothing is kept; fair_ends: what is over does not count towards a share, and a share is there as before; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class FairLimiter(FairLimiter):
    def acquire(self, tenant):
        lease = super().acquire(tenant)
        if lease is None:
            self._in_flight[tenant] += 1
        return lease

# %% wrong="keeps a count of every name it has seen" fails="fair_threads: of a tenant with nothing in flight nothing is kept; fair_ends_threads: of a lease that is over nothing is kept"
class FairLimiter(FairLimiter):
    def acquire(self, tenant):
        self.__dict__.setdefault("_seen", Counter())[tenant] += 1
        return super().acquire(tenant)

# %% wrong="no lock: trusts the interpreter" fails="fair_threads: two calls for the last place: one gets it; fair_threads: two calls for the last of a share: one gets it; fair_threads: two releases of one lease: one counts; fair_threads: no count is lost when one comes and one goes; fair_threads: new settings are seen whole: a share goes, a place comes; fair_threads: new settings are seen whole: a place goes, a share comes; fair_ends_threads: released and taken back at once: one place comes back"
from contextlib import nullcontext


class FairLimiter(FairLimiter):
    def __init__(self, limit, percents):
        super().__init__(limit, percents)
        self._lock = nullcontext()

# %% wrong="configure takes no lock" fails="fair_threads: new settings are seen whole: a share goes, a place comes; fair_threads: new settings are seen whole: a place goes, a share comes"
class FairLimiter(FairLimiter):
    def configure(self, limit, percents):
        if limit < 1 or any(percent < 1 for percent in percents.values()) or sum(percents.values()) > 100:
            raise ValueError("settings")
        self._limit = limit
        self._shares = {tenant: -(-limit * percent // 100) for tenant, percent in percents.items()}

# %% wrong="with gives nothing to as" fails="fair_admits: with: released at the end, error or not, and the error goes on"
class Lease(Lease):
    def __enter__(self):
        pass

# %% also_right="counts and a flag in the lease, under the limiter's lock"
import threading
from math import ceil


class Lease:
    def __init__(self, limiter: "FairLimiter", tenant: object) -> None:
        self.limiter, self.tenant, self.out = limiter, tenant, True

    def release(self) -> bool:
        with self.limiter.lock:
            was, self.out = self.out, False
            if was:
                self.limiter.total -= 1
                left = self.limiter.held.pop(self.tenant) - 1
                if left:
                    self.limiter.held[self.tenant] = left
            return was

    def __enter__(self) -> "Lease":
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


class FairLimiter:
    def __init__(self, limit: int, percents: dict) -> None:
        self.lock = threading.RLock()
        self.total, self.held = 0, {}
        self.configure(limit, percents)

    def configure(self, limit: int, percents: dict) -> None:
        if limit < 1:
            raise ValueError(f"a limit of {limit}")
        if any(percent < 1 for percent in percents.values()) or sum(percents.values()) > 100:
            raise ValueError(f"shares {percents}")
        with self.lock:
            self.limit = limit
            self.percents = dict(percents)

    def acquire(self, tenant: object) -> "Lease | None":
        with self.lock:
            held = self.held.get(tenant, 0)
            share = ceil(self.limit * self.percents.get(tenant, 0) / 100)
            if self.total < self.limit or held < share:
                self.total += 1
                self.held[tenant] = held + 1
                return Lease(self, tenant)
            return None

# %% also_right="leases by tenant, settings replaced as one, a release that is a closure"
import threading


class Lease:
    def __init__(self, give_back):
        self.release = give_back

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        self.release()


class FairLimiter:
    def __init__(self, limit, percents):
        self.out = {}
        self.lock = threading.Condition()
        self.configure(limit, percents)

    def configure(self, limit, percents):
        if limit < 1 or sum(percents.values()) > 100 or not all(percent >= 1 for percent in percents.values()):
            raise ValueError("settings")
        self.settings = (limit, {tenant: (limit * percent + 99) // 100 for tenant, percent in percents.items()})

    def acquire(self, tenant):
        with self.lock:
            limit, shares = self.settings
            mine = self.out.get(tenant, ())
            if sum(map(len, self.out.values())) >= limit and len(mine) >= shares.get(tenant, 0):
                return None
            ticket = object()
            self.out.setdefault(tenant, set()).add(ticket)

        def release():
            with self.lock:
                if ticket not in self.out.get(tenant, ()):
                    return False
                self.out[tenant].remove(ticket)
                if not self.out[tenant]:
                    del self.out[tenant]
                return True

        return Lease(release)

# %% [markdown]
# ## Stage 3: the caller that never comes back
#
# > One of our workers was killed between `acquire` and `release`. Its places were gone until we restarted. What now?
#
# A lease ends by itself, `ttl` milliseconds after it was given. What they answer when you ask: one given at 1000 with a `ttl`
# of 50 is out at 1049, and over at 1050. It's enough if that shows at the next `acquire`; then nothing is kept of it, released
# or not. Whoever releases a lease after its place was taken back gets `False`, and nothing happens. A lease can't be renewed; no
# call may take longer than `ttl`. The clock is monotonic, it gives whole milliseconds. Threads as before. `configure` isn't
# needed here.

# %% answer="fair_leased"
from collections import deque


class LeasedLimiter:
    """A FairLimiter whose leases end by themselves, `ttl` milliseconds after they were given. Many threads may use it."""

    def __init__(self, limit, percents, ttl, now):
        ### BEGIN SOLUTION
        self._limiter = FairLimiter(limit, percents)
        self._ttl = ttl
        self._now = now
        self._given = deque()  # (end, lease): in the order of their ends, since all have the same ttl
        self._lock = threading.Lock()
        ### END SOLUTION

    def acquire(self, tenant):
        """A Lease, or None, as FairLimiter.acquire; leases that are over by now do not count."""
        ### BEGIN SOLUTION
        with self._lock:  # around the reading of the clock, too: readings used in another order would put the ends out of order
            moment = self._now()
            while self._given and self._given[0][0] <= moment:
                self._given.popleft()[1].release()  # of no effect if the caller did it in time
            lease = self._limiter.acquire(tenant)
            if lease is not None:
                self._given.append((moment + self._ttl, lease))
            return lease
        ### END SOLUTION

# %% [markdown] hint="fair_leased"
# You have something already that gives a place back, and that may be called twice without harm. Who calls it for a dead caller,
# and when?

# %% [markdown] hint="fair_leased"
# All leases live equally long, so they end in the order in which they were given: a queue, not a sort, not a timer for each. At
# each `acquire`: look at the clock once, release from the front whatever is over, then ask the limiter inside.

# %% tests="fair_ends" points=3
from course.cases import Clock
from hypothesis import strategies as st


def leased(limit, percents):
    """A limiter with a ttl of 50, and its clock, at 1000."""
    clock = Clock(1000)
    return LeasedLimiter(limit, percents, 50, clock.now), clock


@check("a lease that nobody releases ends at its time")
def ends():
    limiter, clock = leased(2, {})
    enter(limiter, "a", 9)
    clock.advance(49)
    check.equal(len(enter(limiter, "a", 9)), 0, after="limit 2, ttl 50; two leases given at 1000; a asks at 1049; admitted")
    clock.advance(1)
    check.equal(len(enter(limiter, "a", 2)), 2, after="the same; a asks twice at 1050; admitted")


@check("a lease released in time makes room at once")
def in_time():
    limiter, clock = leased(1, {})
    check.equal(limiter.acquire("a").release(), True, after="ttl 50; release() at once")
    check.equal(len(enter(limiter, "b", 9)), 1, after="limit 1; a's lease was released; b asks nine times; admitted")


### BEGIN HIDDEN TESTS
@check("released too late: the place is not given back twice")
def too_late():
    limiter, clock = leased(2, {})
    late = enter(limiter, "a", 2)
    clock.advance(50)
    enter(limiter, "b", 2)
    answers = [lease.release() for lease in late]
    after = "limit 2, ttl 50; a holds 2 from 1000 on, b asks at 1050 and gets both; then a releases its leases"
    check.equal(answers, [False, False], after=f"{after}; what release() gave")
    check.equal(len(enter(limiter, "c", 9)), 0, after=f"{after}; c asks; admitted")


@check("released in time, then over: the place is not given back twice")
def early():
    limiter, clock = leased(1, {})
    limiter.acquire("a").release()
    clock.advance(20)
    limiter.acquire("b")
    clock.advance(30)
    check.equal(
        len(enter(limiter, "c", 9)),
        0,
        after="limit 1, ttl 50; a has a lease at 1000 and releases it; b has one at 1020; c asks at 1050; admitted",
    )
    clock.advance(20)
    check.equal(len(enter(limiter, "c", 9)), 1, after="the same; c asks nine times at 1070; admitted")


@check("each ends at its own time, all that are over at once")
def each():
    limiter, clock = leased(4, {})
    for _ in range(4):
        limiter.acquire("a")
        clock.advance(10)
    clock.advance(25)
    check.equal(
        len(enter(limiter, "b", 9)),
        2,
        after="limit 4, ttl 50; leases given at 1000, 1010, 1020 and 1030; b asks nine times at 1065; admitted",
    )


@check("what is over does not count towards a share, and a share is there as before")
def shares_too():
    limiter, clock = leased(4, {"a": 50})
    enter(limiter, "x", 4)
    check.equal(len(enter(limiter, "a", 9)), 2, after="limit 4, all taken; a has 50 percent and asks nine times; admitted")
    clock.advance(30)
    check.equal(len(enter(limiter, "a", 9)), 0, after="the same, 30 ms later; admitted")
    clock.advance(20)
    enter(limiter, "x", 9)
    check.equal(
        len(enter(limiter, "a", 9)),
        2,
        after="the same, when all are over and x has taken all four places anew; a asks nine times; admitted",
    )


@check("whatever is over is taken back at the next acquire, not one at a time")
def all_at_once():
    limiter, clock = leased(2, {"a": 100})
    enter(limiter, "x", 2)
    enter(limiter, "a", 2)
    clock.advance(50)
    check.equal(
        len(enter(limiter, "y", 1)),
        1,
        after="limit 2, x holds 2, a came in with its share of 2; 50 ms later y asks once; admitted",
    )


@check("a block under with, settings and errors as before")
def as_before():
    limiter, clock = leased(1, {})
    with limiter.acquire("a"):
        check.equal(limiter.acquire("a"), None, after="limit 1; inside `with limiter.acquire('a'):` another acquire('a')")
    check.equal(len(enter(limiter, "a", 9)), 1, after="limit 1; after that block; a asks nine times; admitted")
    check.raises(ValueError, lambda: LeasedLimiter(0, {}, 50, clock.now), when="LeasedLimiter(0, {}, 50, clock.now)")


class TimedTraffic:
    """Their limiter, driven by plain values: release(2) is of the third lease that was given."""

    def __init__(self, limit, percents):
        (self.limiter, self.clock), self.leases = leased(limit, percents), []

    def acquire(self, tenant):
        got = enter(self.limiter, tenant, 1)
        self.leases += got
        return "admitted" if got else "refused"

    def release(self, number):
        # What it gives after the end, when nobody has asked since, is left open.
        for lease in self.leases[number : number + 1]:
            lease.release()

    def wait(self, milliseconds):
        self.clock.advance(milliseconds)


class TimedWords:
    """What the words mean: for each lease given its tenant and its end."""

    def __init__(self, limit, percents):
        self.limit, self.percents, self.time, self.given = limit, percents, 0, []

    def acquire(self, tenant):
        out = [one for one, end in self.given if end > self.time]
        if len(out) >= self.limit and 100 * out.count(tenant) >= self.limit * self.percents.get(tenant, 0):
            return "refused"
        self.given.append((tenant, self.time + 50))
        return "admitted"

    def release(self, number):
        self.given[number : number + 1] = [(one, 0) for one, _ in self.given[number : number + 1]]

    def wait(self, milliseconds):
        self.time += milliseconds


check.model(
    "any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)",
    subject=TimedTraffic,
    model=TimedWords,
    given={"limit": st.integers(1, 4), "percents": st.sampled_from([{}, {"a": 34}, {"a": 50, "b": 50}])},
    calls={"acquire": [st.sampled_from("aabx")], "release": [st.integers(0, 8)], "wait": [st.sampled_from([10, 20, 25, 50])]},
    examples=60,
)
### END HIDDEN TESTS

# %% tests="fair_ends_threads" points=1 inside="it interleaves threads, and counts what is still held"
from course.cases import Clock, Living


class Ticking:
    """A clock that moves on by `step` at each reading."""

    def __init__(self):
        self.time, self.step = 1000, 1

    def now(self):
        self.time += self.step
        return self.time


def one_over():
    """Limit 2, x holds both; the first is over, the second a little later."""
    clock = Ticking()
    limiter = LeasedLimiter(2, {}, 50, clock.now)
    limiter.acquire("x")
    clock.time += 20
    limiter.acquire("x")
    clock.time += 30
    return limiter


check.interleavings(
    "when one lease is over, two who ask find one place",
    setup=one_over,
    threads=[lambda limiter: limiter.acquire("a") is not None, lambda limiter: limiter.acquire("b") is not None],
    verify=lambda _, results: check.equal(
        sorted(results),
        [False, True],
        after="limit 2, both places taken; one lease is over; two ask in two threads at once; who was admitted, sorted",
    ),
    schedules=50,
)


### BEGIN HIDDEN TESTS
def on_a_ticking_clock():
    clock = Ticking()
    return LeasedLimiter(2, {}, 50, clock.now), clock


def check_ends(both, results):
    limiter, clock = both
    did = "limit 2, ttl 50; two ask in two threads at once, on a clock that moves on by 1 at each reading"
    check.equal(results, [True, True], after=f"{did}; admitted")
    if clock.time != 1002:
        return  # who reads the clock more often gives other ends
    clock.step = 0
    for time, want in ((1050, 0), (1051, 1), (1052, 1)):
        clock.time = time
        got = [limiter.acquire("c") is not None, limiter.acquire("c") is not None].count(True)
        check.equal(got, want, after=f"{did}, at 1001 and 1002; c asks twice at 1050, 1051 and 1052; admitted at {time}")


check.interleavings(
    "two who are admitted at once: each lease ends at its own time",
    setup=on_a_ticking_clock,
    threads=[lambda both: both[0].acquire("a") is not None, lambda both: both[0].acquire("b") is not None],
    verify=check_ends,
    schedules=50,
)


def over_and_held():
    """Limit 2, x holds both; the first is over, and nobody has asked since."""
    clock = Clock(1000)
    limiter = LeasedLimiter(2, {}, 50, clock.now)
    first = limiter.acquire("x")
    clock.advance(20)
    limiter.acquire("x")
    clock.advance(30)
    return limiter, first


check.interleavings(
    "released and taken back at once: one place comes back",
    setup=over_and_held,
    threads=[lambda both: both[1].release(), lambda both: both[0].acquire("a") is not None],
    verify=lambda both, results: check.equal(
        results[1] + sum(both[0].acquire("b") is not None for _ in range(3)),
        1,
        after="limit 2, both places taken, one lease over; its caller releases it and a asks, in two threads at once; then b asks "
        "three times; admitted, a and b together",
    ),
    schedules=50,
)


@check("of a lease that is over nothing is kept")
def forgotten():
    for how in ("never released", "released in time"):
        clock, living = Clock(1000), Living()
        limiter = LeasedLimiter(2, {}, 50, clock.now)
        for number in range(20):
            lease = limiter.acquire(living.item(f"name {number}"))
            if how == "released in time":
                lease.release()
            clock.advance(50)
        lease = None
        limiter.acquire("the next")
        check.at_most(
            living.count,
            1,
            "names held",
            after=f"limit 2, ttl 50; twenty names, a lease each, {how}, each over when the next asks; then one more asks",
        )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(LeasedLimiter, statements=17)

# %% wrong="a lease ends one millisecond late" fails="fair_ends: a lease that nobody releases ends at its time; fair_ends: released too late: the place is not given back twice; fair_ends: released in time, then over: the place is not given back twice; fair_ends: what is over does not count towards a share, and a share is there as before; fair_ends: whatever is over is taken back at the next acquire, not one at a time; fair_ends_threads: two who are admitted at once: each lease ends at its own time"
class LeasedLimiter(LeasedLimiter):
    def __init__(self, limit, percents, ttl, now):
        super().__init__(limit, percents, ttl + 1, now)

# %% wrong="takes back one at a time" fails="fair_ends: whatever is over is taken back at the next acquire, not one at a time; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class LeasedLimiter(LeasedLimiter):
    def acquire(self, tenant):
        with self._lock:
            moment = self._now()
            if self._given and self._given[0][0] <= moment:
                self._given.popleft()[1].release()
            lease = self._limiter.acquire(tenant)
            if lease is not None:
                self._given.append((moment + self._ttl, lease))
            return lease

# %% wrong="release says True, whoever took the place back" fails="fair_ends: released too late: the place is not given back twice"
class LeasedLimiter(LeasedLimiter):
    def acquire(self, tenant):
        lease = super().acquire(tenant)
        if lease is not None:
            taken_back = lease.release
            lease.release = lambda: taken_back() or True
        return lease

# %% wrong="a tenant's own calls only are looked after" fails="fair_ends: released too late: the place is not given back twice; fair_ends: released in time, then over: the place is not given back twice; fair_ends: each ends at its own time, all that are over at once; fair_ends: whatever is over is taken back at the next acquire, not one at a time; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given); fair_ends_threads: when one lease is over, two who ask find one place; fair_ends_threads: two who are admitted at once: each lease ends at its own time; fair_ends_threads: of a lease that is over nothing is kept"
class LeasedLimiter(LeasedLimiter):
    def acquire(self, tenant):
        self._given = self.__dict__.setdefault("_queues", {}).setdefault(tenant, deque())
        return super().acquire(tenant)

# %% wrong="all leases of a limiter end together" fails="fair_ends: released in time, then over: the place is not given back twice; fair_ends: each ends at its own time, all that are over at once; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given); fair_ends_threads: when one lease is over, two who ask find one place; fair_ends_threads: two who are admitted at once: each lease ends at its own time; fair_ends_threads: released and taken back at once: one place comes back"
class LeasedLimiter(LeasedLimiter):
    def acquire(self, tenant):
        with self._lock:
            moment = self._now()
            if self._given and self._given[0][0] <= moment:
                while self._given:
                    self._given.popleft()[1].release()
            lease = self._limiter.acquire(tenant)
            if lease is not None:
                self._given.append((moment + self._ttl, lease))
            return lease

# %% wrong="asks for a place first, takes back what is over then" fails="fair_ends: a lease that nobody releases ends at its time; fair_ends: released too late: the place is not given back twice; fair_ends: whatever is over is taken back at the next acquire, not one at a time; fair_ends: any calls, releases and waits are answered as the words say (ttl 50, and release(2) is of the third lease given)"
class LeasedLimiter(LeasedLimiter):
    def acquire(self, tenant):
        with self._lock:
            moment = self._now()
            lease = self._limiter.acquire(tenant)
            while self._given and self._given[0][0] <= moment:
                self._given.popleft()[1].release()
            if lease is not None:
                self._given.append((moment + self._ttl, lease))
            return lease

# %% wrong="no lock of its own: the limiter inside has one" fails="fair_ends_threads: when one lease is over, two who ask find one place; fair_ends_threads: two who are admitted at once: each lease ends at its own time"
from contextlib import nullcontext


class LeasedLimiter(LeasedLimiter):
    def __init__(self, limit, percents, ttl, now):
        super().__init__(limit, percents, ttl, now)
        self._lock = nullcontext()

# %% wrong="goes over all leases ever given" fails="fair_ends_threads: of a lease that is over nothing is kept"
class LeasedLimiter(LeasedLimiter):
    def acquire(self, tenant):
        with self._lock:
            moment = self._now()
            for end, lease in self._given:
                if end <= moment:
                    lease.release()
            lease = self._limiter.acquire(tenant)
            if lease is not None:
                self._given.append((moment + self._ttl, lease))
            return lease

# %% wrong="takes back only when somebody would be refused" fails="fair_ends_threads: of a lease that is over nothing is kept"
class LeasedLimiter(LeasedLimiter):
    def acquire(self, tenant):
        with self._lock:
            moment = self._now()
            lease = self._limiter.acquire(tenant)
            if lease is None:
                while self._given and self._given[0][0] <= moment:
                    self._given.popleft()[1].release()
                lease = self._limiter.acquire(tenant)
            if lease is not None:
                self._given.append((moment + self._ttl, lease))
            return lease

# %% wrong="counts of its own, and a release that takes no lock" fails="fair_ends_threads: released and taken back at once: one place comes back"
class _Timed(Lease):
    out = True

    def release(self):
        if not self.out:
            return False
        self.out = False
        self._limiter.give_back(self.tenant)
        return True


class LeasedLimiter(LeasedLimiter):
    total = 0

    def acquire(self, tenant):
        with self._lock:
            moment = self._now()
            while self._given and self._given[0][0] <= moment:
                self._given.popleft()[1].release()
            held, share = self._limiter._in_flight, self._limiter._shares.get(tenant, 0)
            if self.total >= self._limiter._limit and held[tenant] >= share:
                return None
            self.total += 1
            held[tenant] += 1
            lease = _Timed(self, tenant)
            self._given.append((moment + self._ttl, lease))
            return lease

    def give_back(self, tenant):
        held = self._limiter._in_flight
        self.total -= 1
        held[tenant] -= 1
        if not held[tenant]:
            del held[tenant]

# %% wrong="looks at the clock before it takes the lock" fails="fair_ends_threads: two who are admitted at once: each lease ends at its own time"
class LeasedLimiter(LeasedLimiter):
    def acquire(self, tenant):
        moment = self._now()
        with self._lock:
            while self._given and self._given[0][0] <= moment:
                self._given.popleft()[1].release()
            lease = self._limiter.acquire(tenant)
            if lease is not None:
                self._given.append((moment + self._ttl, lease))
            return lease

# %% also_right="a dict of leases by their ends, all looked at"
class LeasedLimiter:
    def __init__(self, limit: int, percents: dict, ttl: int, now) -> None:
        self.limiter, self.ttl, self.now = FairLimiter(limit, percents), ttl, now
        self.given: dict = {}
        self.lock = threading.RLock()

    def acquire(self, tenant):
        with self.lock:
            moment = self.now()
            for lease in [lease for lease, since in self.given.items() if moment - since >= self.ttl]:
                lease.release()
                del self.given[lease]
            if (lease := self.limiter.acquire(tenant)) is not None:
                self.given[lease] = moment
            return lease

# %% also_right="a subclass of the limiter with a heap"
import heapq


class LeasedLimiter(FairLimiter):
    def __init__(self, limit, percents, ttl, now):
        super().__init__(limit, percents)
        self.gate = threading.Lock()
        self.ttl, self.now = ttl, now
        self.number, self.ends = 0, []

    def acquire(self, tenant):
        with self.gate:
            moment = self.now()
            while self.ends and self.ends[0][0] <= moment:
                heapq.heappop(self.ends)[2].release()
            lease = super().acquire(tenant)
            if lease:
                self.number += 1
                heapq.heappush(self.ends, (moment + self.ttl, self.number, lease))
            return lease

# %% [markdown]
# ## The solution, and others
#
# **Cost (RUBRIC-18).** `acquire` and `release`: a fixed number of steps. `configure`: one for each tenant with a share. Memory:
# the leases that are out and the tenants with a share; names from outside leave nothing. `100 * held < limit * percent` would
# say the same without any rounding. With a `ttl`, a lease that was released in time stays in the queue until its end: calls per
# millisecond times `ttl`.
#
# **How far above the limit?** By the unused shares of those who come late, rounded up. If 100 percent are sold, one without a
# share holds everything, and then all tenants claim theirs, twice the limit is in flight, and some more by rounding; after the
# limit was lowered, for a while, whatever it found in flight. Whoever sets `limit` has to know that.
#
# **What an ended lease doesn't end.** The call. If it hangs and isn't dead, its place is used twice. A `ttl` is safe only with
# a deadline on the call that is shorter than it; the `False` from a late release is worth a line in the log.
#
# **The same rule in public code.** Netflix's concurrency-limits has it as `AbstractPartitionedLimiter`: a partition's share
# binds only while the whole limit is reached, it is rounded up to 1 at least, the shares may sum to 1.0 at most, and who
# belongs to no partition gets only what is left. A comment in it says that, rounded up, the shares may together be more than
# the limit. Three differences, in the version that we read: shares are floating-point numbers, by which 0.07 of 100 comes to 8;
# looking at the count and raising it are two steps, so that several threads that look at once all get in; and a caller that
# reports its end twice is discounted twice. For a limit that is an estimate, renewed all the time, the second is a sensible
# price for having no lock.
#
# | instead | wins | loses |
# |---|---|---|
# | **A pool for each tenant** (bulkheads) | nobody can touch anybody; never above the limit | places stand empty beside a queue; twenty small tenants, twenty tiny pools |
# | **Keep the unused shares free** | a share at once, never above the limit | nobody ever gets everything: with all of it sold, these are the pools again |
# | **Wait in fair order** (a queue for each tenant, taken in turn by weight) | everything used, never above the limit | a share comes when the next call ends; waiting needs deadlines, memory and an order in which to give up |
# | **A rate for each tenant** (CODE-07, CODE-08) | a contract that can be written down, and checked by the client | a thousand slow calls are few by rate, and fill the service |

# %% [markdown] written="fair_tradeoffs" points=3
# **Argue it.** Now we learn that the limit is hard: a tenth above it the database behind falls over. Calls take 20 ms, some two
# seconds; callers give up after one second. Shares sum to 80 percent. Set out two designs that never exceed the limit, say what
# each costs *here*, to whom, and choose (RUBRIC-12). About 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "fair_tradeoffs",
    L5=[
        "Names what must now be given up: everything for one alone, or the share at once",
        "Shares kept free: says how much stands empty on a quiet day, and that only the 20 percent unsold and one's own "
        "share can be used",
        "Waiting in fair order: says how long the wait for a share is (until the next call ends), and what two-second calls "
        "do to it",
        "Gives waiting a bound: a deadline below the caller's second, a length, and what is refused first",
        "Chooses, with the fact that would change the choice",
    ],
    L6=[
        "Mixes them: a small reserve kept free for those below their share, the rest for everyone; says how to set its size "
        "by measuring",
        "Or keeps slow calls apart, in a partition of their own, since it is they who hold places",
        "Says what to watch: refusals of tenants below their share (should be none), places empty while somebody was "
        "refused, calls in flight above the limit",
        "Knows that the limit itself is an estimate, and says who moves it",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud, without the code in view:
#
# 1. What is limited, and what *fair* means here, in one sentence each.
# 2. The three wishes, and which one was given up, by whom.
# 3. The condition for refusing. What unknown tenants get.
# 4. What a lease guarantees: errors, twice, never.
# 5. What has to be one step under threads; what changes under way.

# %% part
from course.parts import timer

timer("fair_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *Who sets the limit?* Latency does: raise it while calls are as fast as ever, lower it when they queue up. `configure` is
#   where such a controller arrives, and a limit that falls must not throw anybody out.
# - *A refused client comes back at once.* Refusing costs work, too. Tell it when to come back, with jitter. The library can
#   make refused callers of a partition wait on the server, by a sleep: at most 100 threads at a time unless set otherwise, so
#   that the remedy does not eat the threads.
# - *Twenty machines.* A tenant's share holds on each machine by itself; that is its share of the whole only if its calls are
#   spread evenly. Sticky routing breaks it.
# - *One tenant has two kinds of calls: a person waits for one, the other is pre-loading.* Partition by kind, within the tenant or
#   instead of it; it is the same code with another key.
# - *How would you see in production that it's fair?* Count refusals by whether the tenant was below its share. One such refusal
#   is a bug; alert on it.
#
# **Sources.** A limiter that is fair between tenants is named as a coding question by one guide to these interviews, whose
# author and date we don't know, and so are the open question and the pushing further; nothing of the company's that we found
# confirms it. The library: [Netflix/concurrency-limits](https://github.com/Netflix/concurrency-limits),
# `AbstractPartitionedLimiter` and `AbstractLimiter`, in an undated version of its public code (their headers say 2018). What it
# did there shows neither what you'll be asked nor what runs today. 429 and UNAVAILABLE: its README. Tenants, shares and the
# retry loop are ours. This course is independent of Netflix.
