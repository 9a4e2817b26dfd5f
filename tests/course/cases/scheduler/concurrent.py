"""Classes as learners write them: BUGGY ones that every search must catch, RIGHT ones that it must never blame.

Each entry is what `explore` takes: setup, threads, verify.
"""

import threading
import time
from collections import deque
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from queue import Queue
from threading import Barrier, BoundedSemaphore, Condition, Event, Lock, RLock, Semaphore, Thread

BUGGY, RIGHT = {}, {}


def equal(got, want, what=""):
    assert got == want, f"{what} expected {want}, got {got}"


# -- a cache: a dictionary and a linked list that must agree -----------------------------------------------------------------


class Node:
    def __init__(self, key, value):
        self.key, self.value, self.older, self.newer = key, value, None, None


class UnlockedCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.nodes = {}
        self.head, self.tail = Node(None, None), Node(None, None)
        self.head.newer, self.tail.older = self.tail, self.head
        self.lock = threading.Lock()

    def unlink(self, node):
        node.older.newer = node.newer
        node.newer.older = node.older

    def push(self, node):
        node.older = self.tail.older
        node.newer = self.tail
        self.tail.older.newer = node
        self.tail.older = node

    def get(self, key):
        node = self.nodes.get(key)
        if node is None:
            return None
        self.unlink(node)
        self.push(node)
        return node.value

    def put(self, key, value):
        node = self.nodes.get(key)
        if node is not None:
            node.value = value
            self.unlink(node)
            self.push(node)
            return
        self.evict()
        self.insert(key, value)

    def evict(self):
        if len(self.nodes) >= self.capacity:
            oldest = self.head.newer
            self.unlink(oldest)
            del self.nodes[oldest.key]

    def insert(self, key, value):
        node = Node(key, value)
        self.nodes[key] = node
        self.push(node)

    def keys(self):
        found, node = [], self.head.newer
        while node is not self.tail and len(found) < 20:
            found.append(node.key)
            node = node.newer
        return sorted(found)


class CacheLockedInPut(UnlockedCache):
    def put(self, key, value):
        with self.lock:
            super().put(key, value)


class CacheCheckedOutside(CacheLockedInPut):
    def get(self, key):
        with self.lock:
            return super().get(key)

    def put(self, key, value):
        if key in self.nodes:
            return super().put(key, value)
        if len(self.nodes) >= self.capacity:
            with self.lock:
                self.evict()
        with self.lock:
            self.insert(key, value)


class CacheReleasedBetween(CacheCheckedOutside):
    def put(self, key, value):
        self.lock.acquire()
        known = key in self.nodes
        self.lock.release()
        with self.lock:
            if known:
                self.nodes[key].value = value
            else:
                self.evict()
                self.insert(key, value)


class LockedCache(CacheLockedInPut):
    def get(self, key):
        with self.lock:
            return super().get(key)


class ReentrantCache(LockedCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self.lock = RLock()

    def put(self, key, value):
        with self.lock:
            self.get(key)
            super().put(key, value)


def cache(kind, *threads):
    def full():
        made = kind(2)
        made.put("a", 1)
        made.put("b", 2)
        return made

    def verify(made, _):
        equal(len(made.nodes), 2, "entries")
        equal(made.keys(), sorted(made.nodes), "list and dictionary agree:")

    return full, list(threads), verify


MANY = [
    lambda c: (c.get("a"), c.put("c", 3), c.get("b")),
    lambda c: (c.put("d", 4), c.get("a"), c.put("c", 5)),
]
WRITES = [lambda c: c.put("c", 3), lambda c: c.put("d", 4)]
BUGGY["cache without a lock"] = cache(UnlockedCache, *MANY)
BUGGY["cache locked in put only"] = cache(CacheLockedInPut, *MANY)
BUGGY["cache that checks outside the lock"] = cache(CacheCheckedOutside, *WRITES)
BUGGY["cache that checks outside the lock, many calls"] = cache(CacheCheckedOutside, *MANY)
BUGGY["cache that lets go of the lock in between"] = cache(CacheReleasedBetween, *MANY)
RIGHT["cache under one lock"] = cache(LockedCache, *MANY)
RIGHT["cache under a re-entrant lock"] = cache(ReentrantCache, *MANY)


# -- made once -----------------------------------------------------------------------------------------------------------


class Once:
    lock = Lock()

    def __init__(self):
        self.made, self.value, self.ready = [], None, False

    def make(self):
        value = object()
        self.made.append(value)
        return value


class CheckedOnce(Once):
    def get(self):
        if self.value is None:
            with self.lock:
                self.value = self.make()
        return self.value


class PublishedEarly(Once):
    def get(self):
        if not self.ready:
            with self.lock:
                if not self.ready:
                    self.ready = True
                    self.value = self.make()
        return self.value


class DoubleChecked(Once):
    def get(self):
        if self.value is None:
            with self.lock:
                if self.value is None:
                    self.value = self.make()
        return self.value


def once(kind):
    def verify(made, results):
        equal(len(made.made), 1, "made")
        assert results[0] is results[1] is made.value, "different values"

    return kind, [kind.get, kind.get], verify


BUGGY["made once without the second check"] = once(CheckedOnce)
BUGGY["made once, announced too early"] = once(PublishedEarly)
RIGHT["made once, checked twice"] = once(DoubleChecked)


# -- a circuit breaker's one probe ---------------------------------------------------------------------------------------


class Refused(Exception):
    pass


class UnlockedBreaker:
    def __init__(self):
        self.lock = Lock()
        self.open, self.probing, self.failures, self.probes = True, False, 0, 0

    def admit(self):
        if self.open:
            if self.probing:
                raise Refused
            self.probing = True
            self.probes += 1

    def failed(self):
        self.failures += 1


class ProbeOutsideTheLock(UnlockedBreaker):
    def admit(self):
        with self.lock:
            is_open = self.open
        if is_open and not self.probing:
            with self.lock:
                self.probing = True
                self.probes += 1
        elif is_open:
            raise Refused


class LockedBreaker(UnlockedBreaker):
    def admit(self):
        with self.lock:
            super().admit()

    def failed(self):
        with self.lock:
            super().failed()


def breaker(kind, count):
    def call(made):
        try:
            made.admit()
        except Refused:
            return "refused"
        made.failed()
        return "tried"

    def verify(made, results):
        equal(results.count("tried"), 1, "probes")
        equal(made.failures, 1, "failures")

    return kind, [call] * count, verify


BUGGY["breaker without a lock"] = breaker(UnlockedBreaker, 2)
BUGGY["breaker whose flag is read outside the lock"] = breaker(ProbeOutsideTheLock, 3)
RIGHT["breaker under a lock"] = breaker(LockedBreaker, 3)


# -- two accounts --------------------------------------------------------------------------------------------------------


class UnlockedBank:
    def __init__(self):
        self.balances = {"x": 10, "y": 10}
        self.locks = {"x": Lock(), "y": Lock()}

    def move(self, source, target, amount):
        if self.balances[source] >= amount:
            self.balances[source] -= amount
            self.balances[target] += amount


class NestedLocks(UnlockedBank):
    def move(self, source, target, amount):
        with self.locks[source], self.locks[target]:
            super().move(source, target, amount)


class CheckOutsideBank(UnlockedBank):
    def move(self, source, target, amount):
        if self.balances[source] >= amount:
            with self.locks["x"]:
                self.balances[source] -= amount
                self.balances[target] += amount


class OrderedLocks(UnlockedBank):
    def move(self, source, target, amount):
        first, second = sorted((source, target))
        with self.locks[first], self.locks[second]:
            super().move(source, target, amount)


class TriedLocks(UnlockedBank):
    def move(self, source, target, amount):
        while True:
            with self.locks[source]:
                if self.locks[target].acquire(timeout=0.1):
                    try:
                        return super().move(source, target, amount)
                    finally:
                        self.locks[target].release()
            time.sleep(0.01)


def bank(kind):
    def verify(made, _):
        equal(sum(made.balances.values()), 20, "together")
        assert min(made.balances.values()) >= 0, "overdrawn"

    return (
        kind,
        [lambda b: (b.move("x", "y", 7), b.move("x", "y", 2)), lambda b: (b.move("y", "x", 1), b.move("x", "y", 6))],
        verify,
    )


BUGGY["bank without locks"] = bank(UnlockedBank)
BUGGY["bank with locks in the order of the arguments"] = bank(NestedLocks)
BUGGY["bank that checks outside the lock"] = bank(CheckOutsideBank)
RIGHT["bank with locks in one order"] = bank(OrderedLocks)
RIGHT["bank that gives up a lock and tries again"] = bank(TriedLocks)


# -- one load for all who ask --------------------------------------------------------------------------------------------


class SingleFlight:
    def __init__(self):
        self.changed = Condition()
        self.values, self.loading, self.loads = {}, set(), 0

    def load(self, key):
        self.loads += 1
        return key * 2

    def begin(self, key):
        """Whether the caller is to load."""
        with self.changed:
            while key in self.loading:
                self.changed.wait()
            if key not in self.values:
                self.loading.add(key)
            return key not in self.values

    def get(self, key):
        if self.begin(key):
            value = self.load(key)
            with self.changed:
                self.values[key] = value
                self.loading.discard(key)
                self.changed.notify_all()
        return self.values[key]


class FlightWithAGap(SingleFlight):
    def get(self, key):
        if self.begin(key):
            value = self.load(key)
            with self.changed:
                self.loading.discard(key)
                self.changed.notify_all()
            with self.changed:
                self.values[key] = value
        return self.values[key]


class FlightThatWakesOne(SingleFlight):
    def get(self, key):
        if self.begin(key):
            value = self.load(key)
            with self.changed:
                self.values[key] = value
                self.loading.discard(key)
                self.changed.notify()
        return self.values[key]


class EventFlight:
    def __init__(self):
        self.lock = RLock()
        self.values, self.landings, self.loads = {}, {}, 0

    def get(self, key):
        with self.lock:
            if key in self.values:
                return self.values[key]
            landed = self.landings.get(key)
            if landed is None:
                mine = self.landings[key] = Event()
        if landed is not None:
            landed.wait()
            return self.values[key]
        self.loads += 1
        with self.lock:
            self.values[key] = key * 2
            del self.landings[key]
        mine.set()
        return self.values[key]


def flight(kind, count):
    def verify(made, results):
        equal(results, ["kk"] * count)
        equal(made.loads, 1, "loads")

    return kind, [lambda f: f.get("k")] * count, verify


BUGGY["single flight with a gap"] = flight(FlightWithAGap, 2)
BUGGY["single flight that wakes one"] = flight(FlightThatWakesOne, 3)
RIGHT["single flight on a condition"] = flight(SingleFlight, 3)
RIGHT["single flight on events"] = flight(EventFlight, 2)


# -- a bounded queue -----------------------------------------------------------------------------------------------------


class BoundedQueue:
    def __init__(self):
        self.items, self.most = deque(), 0
        lock = Lock()
        self.not_full, self.not_empty = Condition(lock), Condition(lock)

    def full(self):
        return len(self.items) >= 1

    def put(self, item):
        with self.not_full:
            while self.full():
                self.not_full.wait()
            self.append(item)

    def append(self, item):
        self.items.append(item)
        self.most = max(self.most, len(self.items))
        self.not_empty.notify()

    def get(self):
        with self.not_empty:
            self.not_empty.wait_for(lambda: self.items)
            item = self.items.popleft()
            self.not_full.notify()
            return item


class QueueWithIf(BoundedQueue):
    def put(self, item):
        with self.not_full:
            if self.full():
                self.not_full.wait()
            self.append(item)


class QueueThatPolls(BoundedQueue):
    def put(self, item):
        while self.full():
            time.sleep(0.01)
        with self.not_empty:
            self.append(item)


class QueueWithOneCondition(BoundedQueue):
    def __init__(self):
        super().__init__()
        self.not_full = self.not_empty


def two_producers(kind):
    def verify(made, results):
        equal(results[2], [1, 2, 3])
        equal(made.most, 1, "at most")

    return (
        kind,
        [lambda q: (q.put(1), q.put(2)), lambda q: q.put(3), lambda q: sorted((q.get(), q.get(), q.get()))],
        verify,
    )


def two_consumers(kind):
    def verify(_, results):
        equal(sorted(results[1] + results[2]), [1, 2, 3])

    return kind, [lambda q: (q.put(1), q.put(2), q.put(3)), lambda q: [q.get()], lambda q: [q.get(), q.get()]], verify


BUGGY["queue that waits with if"] = two_producers(QueueWithIf)
BUGGY["queue that polls outside the lock"] = two_producers(QueueThatPolls)
BUGGY["queue that wakes the wrong one"] = two_consumers(QueueWithOneCondition)
RIGHT["queue with two producers"] = two_producers(BoundedQueue)
RIGHT["queue with two consumers"] = two_consumers(BoundedQueue)
RIGHT["queue of the library"] = two_consumers(lambda: Queue(1))


# -- small things --------------------------------------------------------------------------------------------------------


@dataclass
class Tally:
    by_key: dict = field(default_factory=dict)
    lock: Lock = field(default_factory=Lock)
    total: int = 0

    def hit(self):
        if "k" not in self.by_key:
            self.by_key["k"] = 0
        self.by_key["k"] += 1

    def hit_with_default(self):
        self.by_key["k"] = self.by_key.setdefault("k", 0) + 1

    @contextmanager
    def held(self):
        with self.lock:
            yield

    def hit_held(self):
        with self.held():
            self.hit()

    def versioned(self):
        before = self.total
        if self.total == before:
            self.total = before + 1

    def pooled(self):
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda _: self.versioned(), range(2)))

    def started(self):
        threads = [Thread(target=self.versioned) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def polled(self):
        while self.total < 1 and not self.lock.locked():
            time.sleep(0.1)


def tally(threads, **wanted):
    def verify(made, _):
        for name, value in wanted.items():
            equal(getattr(made, name), value, name)

    return Tally, threads, verify


BUGGY["count in a dictionary"] = tally([Tally.hit] * 2, by_key={"k": 2})
BUGGY["count in a dictionary with a default"] = tally([Tally.hit_with_default] * 2, by_key={"k": 2})
BUGGY["version that is compared, then set"] = tally([Tally.versioned] * 2, total=2)
BUGGY["update in a pool of the learner's"] = tally([Tally.pooled], total=2)
BUGGY["update in threads of the learner's"] = tally([Tally.started], total=2)
RIGHT["count under a context manager of the learner's"] = tally([Tally.hit_held] * 3, by_key={"k": 3})
RIGHT["polling for another thread"] = tally([Tally.polled, Tally.versioned], total=1)

TOTAL = 0


def reset():
    global TOTAL
    TOTAL = 0


def add_to_total(_):
    global TOTAL
    TOTAL = TOTAL + 1


def counter():
    hits = 0

    def hit():
        nonlocal hits
        hits += 1
        return hits

    return hit


BUGGY["count in a global"] = (reset, [add_to_total] * 2, lambda _, __: equal(TOTAL, 2))
BUGGY["count in a closure"] = (counter, [lambda hit: hit()] * 2, lambda hit, _: equal(hit(), 3))


class Inside:
    """How many are inside at once, two at most."""

    def __init__(self, gate):
        self.gate, self.lock, self.now, self.most = gate, Lock(), 0, 0

    def enter(self):
        with self.gate:
            with self.lock:
                self.now += 1
                self.most = max(self.most, self.now)
            with self.lock:
                self.now -= 1


def inside(gate):
    def verify(made, _):
        assert made.most <= 2, f"{made.most} inside"

    return lambda: Inside(gate()), [Inside.enter] * 3, verify


BUGGY["semaphore that lets in too many"] = inside(lambda: Semaphore(3))
RIGHT["semaphore"] = inside(lambda: BoundedSemaphore(2))


class Readers:
    def __init__(self):
        self.count, self.writing, self.lock, self.data = 0, Lock(), Lock(), [0, 0]

    def enter(self):
        self.count += 1
        if self.count == 1:
            self.writing.acquire()

    def leave(self):
        self.count -= 1
        if self.count == 0:
            self.writing.release()

    def read(self):
        self.enter()
        first, second = self.data[0], self.data[1]
        self.leave()
        return first == second

    def read_locked(self):
        with self.lock:
            self.enter()
        first, second = self.data[0], self.data[1]
        with self.lock:
            self.leave()
        return first == second

    def write(self):
        with self.writing:
            self.data[0] = 1
            self.data[1] = 1
        return True


def readers(read):
    def verify(_, results):
        assert all(results), "a torn read"

    return Readers, [read, read, Readers.write], verify


BUGGY["readers counted without a lock"] = readers(Readers.read)
RIGHT["readers counted under a lock"] = readers(Readers.read_locked)


class Listeners:
    def __init__(self):
        self.lock, self.listeners = Lock(), [lambda: self.add(print)]

    def add(self, listener):
        with self.lock:
            self.listeners.append(listener)

    def fire_locked(self):
        with self.lock:
            self.listeners[0]()

    def fire(self):
        with self.lock:
            first = self.listeners[0]
        first()


BUGGY["callback under the lock"] = (Listeners, [Listeners.fire_locked] * 2, lambda made, _: None)
RIGHT["callback outside the lock"] = (Listeners, [Listeners.fire] * 2, lambda made, _: equal(len(made.listeners), 3))
RIGHT["barrier"] = (
    lambda: Barrier(3),
    [lambda gate: gate.wait()] * 3,
    lambda _, results: equal(sorted(results), [0, 1, 2]),
)
