"""Policies of a call: each takes the call as it would be without it, and gives the call with it.

compile.py puts around a call only those that it has. What a policy remembers (a breaker's state, a budget's tokens) is one for
each call site and region; a bulkhead's slots and joined calls are each caller instance's own.
"""

from collections.abc import Callable
from typing import Any

from course.design.policies import Breaker, Bulkhead, Hedge, RateLimit, Retry
from course.design.sim.ledger import Meter
from course.design.sim.loop import Delay, Process, Resume
from course.design.sim.outcome import DEGRADED, FAILED, SERVED, SHED, TIMED_OUT
from course.design.sim.stations import Slots
from course.design.sim.streams import Stream
from course.design.sim.world import DIGIT_BITS, Place, Request, Visit, World

BUDGET_BURST_S = 10
BREAKER_BUCKETS = 10


def with_chance(call: Visit, chance: float, draw: Stream) -> Visit:
    """Only that share of requests makes it."""

    def maybe(request: Request, turn: int, until: float, here: Place) -> Process:
        if draw(request.number) < chance:
            return (yield from call(request, turn, until, here))
        return SERVED

    return maybe


def with_timeout(call: Visit, timeout_s: float, world: World, meter: Meter) -> Visit:
    """The caller goes on at its deadline; the callee does not notice, unless deadlines are propagated."""
    loop, race, propagate = world.loop, world.loop.deadline(timeout_s).race, world.design.propagate_deadlines

    def timed(request: Request, turn: int, until: float, here: Place) -> Process:
        due = loop.now + timeout_s
        if propagate and until <= loop.now:
            return TIMED_OUT
        outcome: int = yield race, call(request, turn, min(due, until), here)
        if outcome == TIMED_OUT and loop.now >= due:  # else it heard of somebody else's
            meter.timed_out += 1
        return outcome

    return timed


class Tokens:
    """A bucket of tokens, full at first."""

    __slots__ = ("at", "burst", "held", "per_s")

    def __init__(self, per_s: float, burst: float, at: float) -> None:
        self.per_s = per_s
        self.burst = burst
        self.held = burst
        self.at = at

    def take(self, now: float) -> bool:
        self.held = min(self.burst, self.held + (now - self.at) * self.per_s)
        self.at = now
        if self.held < 1:
            return False
        self.held -= 1
        return True


class Limiter:
    """A rate limit in one region."""

    def __init__(self, limit: RateLimit) -> None:
        self.per_s = limit.per_s
        self.burst = limit.burst or max(limit.per_s, 1.0)
        self.by_user = limit.per == "user"
        self._buckets: dict[int, Tokens] = {}

    def admits(self, request: Request, now: float) -> bool:
        who = request.user if self.by_user else 0
        bucket = self._buckets.get(who)
        if bucket is None:
            bucket = self._buckets[who] = Tokens(self.per_s, self.burst, now)
        return bucket.take(now)


def with_retry(call: Visit, retry: Retry, world: World, meter: Meter, draw: Stream, digit: int) -> Visit:
    """Again after any bad outcome. A budget is a bucket that first attempts fill and retries empty; it holds at most what
    BUDGET_BURST_S seconds of the present rate earn, as Finagle's RetryBudget does, and ten to begin with."""
    budgets: dict[int, _Budget] = {}
    base = {"full": 0.0, "equal": 0.5, "none": 1.0}[retry.jitter]
    pauses = [min(retry.cap_ms, retry.backoff_ms * retry.factor**n) / 1000 for n in range(retry.attempts - 1)]
    share = retry.budget
    loop = world.loop

    def retrying(request: Request, turn: int, until: float, here: Place) -> Process:
        budget = None
        if share is not None:
            budget = budgets.get(here.region)
            if budget is None:
                budget = budgets[here.region] = _Budget(share)
            budget.earn(loop.now)
        outcome = yield from call(request, turn, until, here)
        if outcome < SHED:
            return outcome
        for attempt, pause in enumerate(pauses, 1):
            again = turn | attempt << digit
            if base < 1:
                pause *= base + (1 - base) * draw(request.number, again)
            if loop.now + pause >= until or (budget is not None and not budget.spend()):
                break
            yield pause
            meter.retries += 1
            outcome = yield from call(request, again, until, here)
            if outcome < SHED:
                break
        return outcome

    return retrying


class _Budget:
    def __init__(self, share: float) -> None:
        self.share = share
        self.tokens = 10.0
        self._most = 10.0
        self._earned = 0.0
        self._since = 0.0

    def earn(self, now: float) -> None:
        if now - self._since >= BUDGET_BURST_S:
            self._most, self._earned, self._since = max(10.0, self._earned), 0.0, now
        self._earned += self.share
        self.tokens = min(self._most, self.tokens + self.share)

    def spend(self) -> bool:
        if self.tokens < 1:
            return False
        self.tokens -= 1
        return True


class _Circuit:
    """One breaker: closed, open until a time, or half open with probes under way."""

    def __init__(self, breaker: Breaker, now: float) -> None:
        self.breaker = breaker
        self.state = "closed"
        self.until = 0.0
        self.probing = 0
        self.good = 0
        self.width_s = breaker.window_s / BREAKER_BUCKETS
        self.buckets: dict[int, list[int]] = {}

    def admits(self, now: float) -> bool:
        if self.state == "open" and now >= self.until:
            self.state, self.probing, self.good = "half open", 0, 0
        if self.state == "half open":
            if self.probing + self.good >= self.breaker.probes:
                return False
            self.probing += 1
            return True
        return self.state == "closed"

    def note(self, bad: bool, probe: bool, now: float) -> str | None:
        """Count an outcome; gives the new state if it changes."""
        if probe:
            if self.state != "half open":
                return None
            self.probing -= 1
            self.good += not bad
            if bad:
                return self._open(now)
            if self.good >= self.breaker.probes:
                self.state = "closed"
                self.buckets.clear()
                return "closed"
            return None
        if self.state != "closed":
            return None
        slot = int(now // self.width_s)
        bucket = self.buckets.get(slot)
        if bucket is None:
            self.buckets = {at: counts for at, counts in self.buckets.items() if at > slot - BREAKER_BUCKETS}
            bucket = self.buckets[slot] = [0, 0]
        bucket[0] += 1
        bucket[1] += bad
        if bad:
            calls = sum(counts[0] for counts in self.buckets.values())
            bads = sum(counts[1] for counts in self.buckets.values())
            if calls >= self.breaker.minimum and bads >= self.breaker.error_share * calls:
                return self._open(now)
        return None

    def _open(self, now: float) -> str:
        self.state = "open"
        self.until = now + self.breaker.open_s
        self.buckets.clear()
        return "open"


def with_breaker(call: Visit, breaker: Breaker, world: World, meter: Meter, caller: str, target: str) -> Visit:
    """Fail at once while the callee fails; see _Circuit."""
    loop = world.loop
    circuits: dict[int, _Circuit] = {}
    world.ledger.component(target).gauges.append(
        lambda: {"breakers_open": float(sum(one.state != "closed" for one in circuits.values()))}
    )

    def guarded(request: Request, turn: int, until: float, here: Place) -> Process:
        circuit = circuits.get(here.region)
        if circuit is None:
            circuit = circuits[here.region] = _Circuit(breaker, loop.now)
        if not circuit.admits(loop.now):
            meter.short_circuited += 1
            return FAILED
        probe = circuit.state == "half open"
        outcome = yield from call(request, turn, until, here)
        changed = circuit.note(outcome >= SHED, probe, loop.now)
        if changed:
            what = "calls failed" if changed == "open" else "its probes succeeded"
            world.ledger.event(caller, "breaker", f"{caller}'s breaker for {target} is {changed}", f"{target}: {what}")
        return outcome

    return guarded


def with_bulkhead(call: Visit, bulkhead: Bulkhead, world: World, meter: Meter) -> Visit:
    """At most so many at once from each caller instance."""
    key = object()

    def bounded(request: Request, turn: int, until: float, here: Place) -> Process:
        slots: Slots | None = here.kept.get(key)
        if slots is None:
            slots = here.kept[key] = Slots(world.loop, bulkhead.concurrent)
        if not slots.take():
            if slots.waiting >= bulkhead.queue:
                meter.shed += 1
                return SHED
            yield slots.wait, 0
        outcome = yield from call(request, turn, until, here)
        slots.release()
        return outcome

    return bounded


def with_hedge(call: Visit, hedge: Hedge, world: World, meter: Meter, digit: int) -> Visit:
    """A second call when the first takes long; the first good answer counts."""
    budgets: dict[int, _Budget] = {}
    waiting = Delay(world.loop, hedge.after_ms / 1000, _Pair.is_over, _Pair.hedge)

    def hedged(request: Request, turn: int, until: float, here: Place) -> Process:
        budget = budgets.get(here.region)
        if budget is None:
            budget = budgets[here.region] = _Budget(hedge.budget)
        budget.earn(world.loop.now)

        def second() -> Process | None:
            if not budget.spend():
                return None
            meter.hedges += 1
            return call(request, turn | 1 << digit + DIGIT_BITS, until, here)

        outcome: int = yield _Pair(waiting, second).wait, call(request, turn, until, here)
        return outcome

    return hedged


class _Pair:
    """A call and its hedge."""

    def __init__(self, waiting: Delay, second: Callable[[], Process | None]) -> None:
        self.loop = waiting.loop
        self.waiting = waiting
        self.second = second
        self.under_way = 1
        self.resume: Resume | None = None

    def wait(self, resume: Resume, first: Process) -> None:
        """Effect: resume with the first good outcome, or the last bad one."""
        self.resume = resume
        self.loop.spawn(self._member(first))
        self.waiting.add(self)

    def is_over(self) -> bool:
        return self.resume is None

    def hedge(self) -> None:
        process = self.second()
        if process is not None:
            self.under_way += 1
            self.loop.spawn(self._member(process))

    def _member(self, process: Process) -> Process:
        outcome = yield from process
        self.under_way -= 1
        if self.resume is not None and (outcome < SHED or not self.under_way):
            self.loop.resume(self.resume, outcome)
            self.resume = None
        return outcome


def with_coalescing(call: Visit, world: World, key_of: Callable[[Request], int]) -> Visit:
    """Calls of one instance for a key under way share its outcome, and what it saw."""
    site = object()
    loop = world.loop

    def joined(request: Request, turn: int, until: float, here: Place) -> Process:
        key = key_of(request)
        waiting: list[Resume] | None = here.kept.get((site, key))
        if waiting is not None:
            outcome, seen = yield _join, waiting
            request.seen = {**(request.seen or {}), **seen}
            return outcome  # type: ignore[no-any-return]
        waiting = here.kept[site, key] = []
        outcome = yield from call(request, turn, until, here)
        del here.kept[site, key]
        for resume in waiting:
            loop.resume(resume, (outcome, request.seen or {}))
        return outcome

    return joined


def _join(resume: Resume, waiting: list[Any]) -> None:
    waiting.append(resume)


def with_fallback(call: Visit, instead: Visit | None) -> Visit:
    """Something less when it fails for good."""

    def degrading(request: Request, turn: int, until: float, here: Place) -> Process:
        outcome = yield from call(request, turn, until, here)
        if outcome < SHED:
            return outcome
        if instead is not None:
            outcome = yield from instead(request, turn, until, here)
            if outcome >= SHED:
                return outcome
        return DEGRADED

    return degrading
