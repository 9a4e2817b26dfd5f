# ---
# keeper:
#   title: A cache that forgets the right thing
#   minutes: 60
#   level: L5
#   covers: [CODE-02, RUBRIC-10, RUBRIC-11, RUBRIC-12, RUBRIC-13, RUBRIC-14, RUBRIC-15, RUBRIC-16, RUBRIC-17, RUBRIC-18, RUBRIC-19]
#   needs: []
# ---

# %% [markdown]
# The interviewer says:
#
# > Our service asks a remote cache for the same few titles all day. Put something small in front of it, inside the process,
# > so that we ask less. It mustn't eat the machine. Go ahead.
#
# **What they listen for.** First your reading of the task, the assumptions you take, what you put off, and a yes before you
# type (RUBRIC-10). Then code that a colleague could keep: the obvious failures handled, clear names, a data structure you can
# defend (RUBRIC-11, 16, 19), and not a line more than was asked (RUBRIC-15).
#
# So it is reported, at least, by interview guides; nothing of the company's confirms it (see *Sources* at the end).
#
# Take two minutes. What do you ask?

# %% part
from course.parts import clarify

clarify(
    "lru_questions",
    {
        "What bounds it: a number of entries, or bytes?": "Entries. The number is given when the cache is made. "
        "Bytes is a good question; not today.",
        "When it is full, which entry goes?": "The one that nobody has used for longest.",
        "What counts as a use: reading, writing, both?": "Both, and writing over a key that is already there counts too. "
        "Asking for a key that isn't there uses nothing.",
        "What does a reader get for a key that isn't there?": "Whatever default they passed; `None` if they passed nothing.",
        "Can a stored value be None, 0 or empty?": "Yes. *This title has no artwork* is an answer worth keeping, and it is stored as `None`.",
        "Can somebody set the capacity to 0 to switch it off?": "No. Below 1 is a mistake in somebody's configuration: "
        "`ValueError` when the cache is made, so that we hear of it at start-up.",
        "What can a key be?": "Anything that a dictionary takes as a key.",
        "How hot is this path? Must the cost stay flat as the capacity grows?": "Every request goes through it. "
        "Flat, for reads and for writes.",
        "Will several threads share one instance?": "They will. Get it right for one thread first, then I'll ask you about that.",
        "Do entries expire after a time?": "Leave it out, and say that you did.",
        "May I use the standard library's containers?": "Use what you would ship, if you can tell me what it does inside. "
        "I may then ask for it by hand.",
        "Should the content survive a restart?": "No. It lives in the process; losing it costs some slow reads. (I did say that.)",
        "Which Python version, and do you want type hints?": "Write what you write fastest. It won't count either way.",
        "How many regions do we run in?": "It makes no difference to a dictionary inside one process.",
    },
    solved_by="lru_edges",
)

# %% [markdown] written="lru_opening" points=2
# **Say it back.** Five or six lines, as you would type them at the top of the shared editor: your reading of the task, the
# assumptions you took, what you put off, and the question you end on.

# %% part
from course.parts import self_assess

self_assess(
    "lru_opening",
    L5=[
        "One sentence says what is being built, in the interviewer's terms",
        "At least four assumptions, among them what counts as a use and what a miss returns",
        "Names what is put off: threads, expiry, a bound in bytes",
        "Ends by asking for agreement, before any code",
    ],
    L6=[
        "Says which assumption would change the design if it turned out wrong, and how",
        "Ties a choice to the workload: a hot path, few titles read often, the cost of one miss",
        "Spends no line on what cannot change the code",
    ],
)

# %% [markdown]
# ## What remembering an order costs
#
# The cache has to know who was used longest ago, so it keeps some kind of line. Using an entry takes it out of the line,
# wherever it stands, and puts it back at the young end. The locked cell brings keys that count in a tally how often anybody hashes
# or compares them; the one below it takes the last key out of a plain list. Guess the three numbers before you run it.

# %% given
from course.cases import Counted, Tally

# %%
for size in (10, 100, 1000):
    tally = Tally()
    line = [Counted(number, tally) for number in range(size)]
    line.remove(Counted(size - 1, tally))
    print(f"{size:>5} keys in line: taking out the last one looked at {tally.count}")

# %% [markdown]
# It walks, because a key doesn't know where it stands. Whatever you write must not walk. What would an entry have to know to
# leave the line by itself?
#
# ## Stage 1: the core
#
# Write the class. Fill in the bodies; add what helpers you like. Take fifteen minutes for it: judgment counts for more than
# speed (RUBRIC-14), but who is still mending syntax near the end cannot make that good (RUBRIC-13). Before you run the cases,
# try two or three calls of your own; in the round, reportedly a shared editor with no judge behind it, there are no others.

# %% answer="lru_core"
class LRUCache:
    """A small in-memory cache that holds a bounded number of entries."""

    def __init__(self, capacity):
        ### BEGIN SOLUTION
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, not {capacity}")
        self._capacity = capacity
        self._entries = {}
        # The line of entries is a ring, closed by one entry that holds nothing: end.newer is the oldest, end.older the
        # newest. Every entry therefore has two neighbours, and an empty cache or a capacity of 1 is no special case.
        self._end = _Entry(None)
        self._end.older = self._end.newer = self._end
        ### END SOLUTION

    def get(self, key, default=None):
        """Return the value stored under `key`, or `default` if there is none."""
        ### BEGIN SOLUTION
        entry = self._entries.get(key)
        if entry is None:
            return default
        self._leave_line(entry)
        self._join_line(entry)
        return entry.value
        ### END SOLUTION

    def put(self, key, value):
        """Store `value` under `key`."""
        ### BEGIN SOLUTION
        entry = self._entries.get(key)
        if entry is None:
            entry = self._entries[key] = _Entry(key)
        else:
            self._leave_line(entry)
        entry.value = value
        self._join_line(entry)
        if len(self._entries) > self._capacity:
            self._forget_oldest()

    def _forget_oldest(self):
        oldest = self._end.newer
        self._leave_line(oldest)
        del self._entries[oldest.key]

    def _leave_line(self, entry):
        entry.older.newer = entry.newer
        entry.newer.older = entry.older

    def _join_line(self, entry):
        newest = self._end.older
        entry.older, entry.newer = newest, self._end
        newest.newer = self._end.older = entry


class _Entry:
    __slots__ = ("key", "newer", "older", "value")

    def __init__(self, key):
        self.key = key  # so that an evicted entry can be taken out of the dictionary, too
        ### END SOLUTION

# %% [markdown] hint="lru_core"
# Two questions must be cheap: *what is stored under this key?* and *which entry was used longest ago?* Write down one
# container that answers the first and one that answers the second. Neither answers both well. What has to point where, so
# that finding an entry by its key also finds its place in the line?

# %% [markdown] hint="lru_core"
# A dictionary leads from key to *entry*, not from key to value. The entry knows its neighbour on either side, so it can
# leave the line by making the two know each other. The oldest entry has to lead back to its key, or you cannot take it out
# of the dictionary. (The standard library has one container that is both of these at once; you may use it.)

# %% [markdown] hint="lru_core"
# Two helpers carry it all: *leave the line* and *join it at the young end*.
#
# - `get`: find the entry; none, the default. Leave, join, give the value.
# - `put`: find the entry or make one; set the value; join. Only now, if there are too many: the oldest leaves the line *and*
#   the dictionary.
#
# Close the line into a ring with one entry that holds nothing. Then nobody is ever without a neighbour, and you need no `if`
# for an empty cache or for a capacity of 1.

# %% tests="lru_order" points=4
GONE = "(not there)"


def check_holds(capacity, script, **expected):
    """Play a script such as "put a 1, get a" on a new cache, then look up each key."""
    cache = LRUCache(capacity)
    for call in script.split(", "):
        verb, key, *value = call.split()
        cache.put(key, int(value[0])) if verb == "put" else cache.get(key)
    for key, value in expected.items():
        check.equal(cache.get(key, GONE), value, after=f"capacity {capacity}; {script}; then get {key} (default {GONE!r})")


@check("what was put can be read, what was not gives the default")
def reads_back():
    check_holds(2, "put a 1, put b 2", a=1, b=2, c=GONE)
    check.equal(LRUCache(2).get("a"), None, after="making a cache of 2; then get a, with no default")


@check("when it is full, the entry used longest ago goes")
def evicts_oldest():
    check_holds(2, "put a 1, put b 2, put c 3", a=GONE, b=2, c=3)


@check("a read makes a key young again")
def read_refreshes():
    check_holds(2, "put a 1, put b 2, get a, put c 3", a=1, b=GONE, c=3)


@check("writing a key again gives it the new value and makes it young")
def write_refreshes():
    check_holds(2, "put a 1, put b 2, put a 9, put c 3", a=9, b=GONE, c=3)


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


class PlainLRU:
    """What the words mean, with no thought for cost: pairs in a list, oldest first."""

    def __init__(self, capacity):
        self.capacity, self.pairs = capacity, []

    def get(self, key, default=None):
        for pair in self.pairs:
            if pair[0] == key:
                self.pairs.remove(pair)
                self.pairs.append(pair)
                return pair[1]
        return default

    def put(self, key, value):
        others = [pair for pair in self.pairs if pair[0] != key]
        self.pairs = [*others, (key, value)][-self.capacity :]


@check("it holds exactly as many entries as its capacity")
def holds_capacity():
    check_holds(3, "put a 1, put b 2, put c 3", a=1, b=2, c=3)
    cache = LRUCache(3)
    for number in range(50):
        cache.put(number, number)
    held = [number for number in range(50) if cache.get(number, GONE) != GONE]
    check.equal(held, [47, 48, 49], after="capacity 3; put 0, put 1, ... put 49; then looking up all fifty")


check.model(
    "under any calls it answers as a slow but obvious cache does",
    subject=LRUCache,
    model=PlainLRU,
    given={"capacity": st.integers(2, 3)},
    calls={"get": [st.sampled_from("abcd")], "put": [st.sampled_from("abcd"), st.integers(1, 3)]},
)
### END HIDDEN TESTS

# %% [markdown]
# ## Stage 2: the edges
#
# Say these aloud before you run anything, as you would have before coding (RUBRIC-17): the cache is full and you write a key
# it already has. It holds `None`. Its capacity is 1. Its capacity is 0. You read a key that isn't there. What happens, each
# time? Then run the cases and mend your class above where it disagrees.

# %% tests="lru_edges" points=3
GONE = "(not there)"


@check("writing a key it has into a full cache pushes nothing out")
def overwrite_when_full():
    cache = LRUCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.put("b", 9)
    did = "capacity 2; put a 1, put b 2, put b 9; then get {} (default '(not there)')"
    check.equal(cache.get("a", GONE), 1, after=did.format("a"))
    check.equal(cache.get("b", GONE), 9, after=did.format("b"))


@check("a stored None is a value, not a miss")
def none_is_a_value():
    cache = LRUCache(2)
    cache.put("a", None)
    check.equal(cache.get("a", GONE), None, after="put a None; then get a (default '(not there)')")


### BEGIN HIDDEN TESTS
@check("0, -1, None and empty values are values, too, and using them counts")
def odd_values():
    for value in (0, -1, None, False, "", []):
        cache = LRUCache(2)
        cache.put("a", value)
        cache.put("b", 2)
        check.equal(cache.get("a", GONE), value, after=f"put a {value!r}, put b 2; then get a (default '(not there)')")
        cache.put("c", 3)
        check.equal(cache.get("a", GONE), value, after=f"capacity 2; put a {value!r}, put b 2, get a, put c 3; then get a (default '(not there)')")
        cache.put("a", 4)
        check.equal(cache.get("c", GONE), 3, after=f"capacity 2; put a {value!r}, put b 2, get a, put c 3, put a 4; then get c (default '(not there)')")


@check("a capacity of 1 keeps the last key written")
def capacity_one():
    cache = LRUCache(1)
    for round, key in enumerate("abcab"):
        cache.put(key, round)
        check.equal(cache.get(key, GONE), round, after=f"capacity 1; put {', put '.join('abcab'[: round + 1])}; then get {key}")
    check.equal(cache.get("a", GONE), GONE, after="capacity 1; put a, put b; then get a (default '(not there)')")
    cache.put("b", 9)
    check.equal(cache.get("b", GONE), 9, after="capacity 1; put b, put b 9; then get b")


@check("a miss changes nothing")
def miss_changes_nothing():
    cache = LRUCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    cache.get("z", 0)
    cache.get("y")
    check.equal(cache.get("a", GONE), 1, after="capacity 2; put a, put b, get z (default 0), get y; then get a")
    check.equal(cache.get("z", GONE), GONE, after="capacity 2; put a, put b, get z (default 0); then get z (default '(not there)')")


@check("a capacity below 1 is refused when the cache is made")
def bad_capacity():
    for capacity in (0, -1):
        check.raises(ValueError, lambda: LRUCache(capacity), when=f"LRUCache({capacity})")


@check("a key can be anything that a dictionary takes")
def any_key():
    keys = (1, "1", None, (1, None), -1, -2)  # the last two have the same hash
    cache = LRUCache(6)
    for number, key in enumerate(keys):
        cache.put(key, number)
    for number, key in enumerate(keys):
        check.equal(cache.get(key, GONE), number, after=f"capacity 6; putting 0 to 5 under the keys {keys}; then get {key!r}")
    cache.put("b", 6)
    cache.put(None, 7)
    held = [cache.get(key, GONE) for key in (*keys, "b")]
    check.equal(held, [GONE, 1, 7, 3, 4, 5, 6], after=f"capacity 6; putting 0 to 5 under the keys {keys}, get each, put b 6, put None 7; then get each and b")


@check("two caches share nothing")
def no_sharing():
    one, other = LRUCache(2), LRUCache(2)
    one.put("a", 1)
    check.equal(other.get("a", GONE), GONE, after="making two caches, put a into the first; then get a from the second")
    other.put("b", 2)
    other.put("c", 3)
    check.equal(one.get("a", GONE), 1, after="two caches of 2; put a into the first, b and c into the second; then get a from the first")


### END HIDDEN TESTS

# %% [markdown]
# ## Stage 3: the cost
#
# You will say "constant time" and be asked how you know. These cases don't use a clock. They fill a cache of 10 and one of
# 1,000, count the steps of each single call, and compare the dearest on each.
#
# **A step** is a line of Python that runs, or a key that is hashed or compared; so every loop of yours is seen. **Not seen**:
# a walk inside a container's C code that looks at no key, such as `list(entries)[0]`. That one is for you to argue.

# %% tests="lru_cost" points=2 inside="it counts the lines that run"
from course.cases import steps_of

SMALL, LARGE = 10, 1000
ALLOWANCE = 100  # steps by which the dearest call may differ between the two sizes


def dearest_call(capacity, calls):
    """Fill a cache, make the calls, and give the most steps that any one of them needed."""
    tally = Tally()
    cache = LRUCache(capacity)
    for number in range(capacity):
        cache.put(Counted(number, tally), str(number))
    most = 0
    for verb, number in calls:
        key = Counted(number, tally)
        if verb == "get":
            value, steps = steps_of(lambda: cache.get(key, "(not there)"), tally)
            want = str(number) if number < capacity else "(not there)"
            check.equal(value, want, after=f"filling a cache of {capacity} with keys 0, 1, ...; then get {number}")
        else:
            _, steps = steps_of(lambda: cache.put(key, str(number)), tally)
        most = max(most, steps)
    return most


def compare(what, small, large):
    check.that(
        large <= small + ALLOWANCE,
        f"{what}: with capacity {SMALL} the dearest call took {small} steps, with capacity {LARGE} {large}. "
        "It should not grow with the capacity; look for what walks along all entries.",
    )


@check("a read costs the same in a large cache as in a small one")
def reads_are_flat():
    small, large = (dearest_call(size, [("get", n) for n in (0, size // 2, size - 1, size)]) for size in (SMALL, LARGE))
    compare("Reading the oldest key, one in the middle, the newest and one that is not there", small, large)


### BEGIN HIDDEN TESTS
@check("a write costs the same in a large cache as in a small one")
def writes_are_flat():
    small, large = (dearest_call(size, [("put", n) for n in (size - 2, size // 2, size, size + 1, size + 2)]) for size in (SMALL, LARGE))
    compare("Writing over two keys and adding three to a full cache", small, large)


@check("a write after many reads costs no more than any other")
def reads_leave_no_debt():
    writes = [("put", SMALL), ("put", SMALL + 1)]
    few, many = (dearest_call(SMALL, [("get", number % SMALL) for number in range(reads)] + writes) for reads in (SMALL, 2000))
    check.that(
        many <= few + ALLOWANCE,
        f"Capacity {SMALL}, full: after {SMALL} reads the dearest write took {few} steps, after 2,000 reads {many}. "
        "Something is noted down at each read and cleared away later, in a single call.",
    )


@check("what is pushed out can be freed, the key and the value")
def lets_go():
    import gc
    from weakref import WeakSet

    class Thing:
        pass

    cache, alive = LRUCache(3), WeakSet()
    for _ in range(100):
        key, value = Thing(), Thing()
        alive.update((key, value))
        cache.put(key, value)
        cache.get(key)
    gc.collect()
    check.that(
        len(alive) <= 12,
        f"Capacity 3; after 100 new keys {len(alive)} of the 200 keys and values are still in memory. "
        "Something still leads to entries that were pushed out; follow the references that an evicted entry leaves behind.",
    )


### END HIDDEN TESTS

# %% wrong="evicts the newest entry" fails="lru_order: when it is full, the entry used longest ago goes; lru_order: a read makes a key young again; lru_order: writing a key again gives it the new value and makes it young; lru_order: it holds exactly as many entries as its capacity; lru_order: under any calls it answers as a slow but obvious cache does; lru_edges: 0, -1, None and empty values are values, too, and using them counts; lru_edges: a key can be anything that a dictionary takes; lru_threads: the first two calls on a new cache; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: two threads miss different keys and the cache stays whole"
class LRUCache(LRUCache):
    def put(self, key, value):
        if key not in self._entries and len(self._entries) == self._capacity:
            newest = self._end.older
            self._leave_line(newest)
            del self._entries[newest.key]
        super().put(key, value)

# %% wrong="a read does not refresh: first in, first out" fails="lru_order: a read makes a key young again; lru_order: under any calls it answers as a slow but obvious cache does; lru_edges: 0, -1, None and empty values are values, too, and using them counts; lru_threads: the first two calls on a new cache; lru_miss: a hit makes the key young again"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        entry = self._entries.get(key)
        return default if entry is None else entry.value

# %% wrong="an overwrite does not refresh" fails="lru_order: writing a key again gives it the new value and makes it young; lru_order: under any calls it answers as a slow but obvious cache does; lru_miss: a put over a key makes it young again"
class LRUCache(LRUCache):
    def put(self, key, value):
        if key in self._entries:
            self._entries[key].value = value
        else:
            super().put(key, value)

# %% wrong="an overwrite keeps the old value" fails="lru_order: writing a key again gives it the new value and makes it young; lru_order: under any calls it answers as a slow but obvious cache does; lru_edges: writing a key it has into a full cache pushes nothing out; lru_edges: a capacity of 1 keeps the last key written; lru_edges: a key can be anything that a dictionary takes; lru_miss: a put over a key makes it young again; lru_miss: what is put during a load is not overwritten by what was loaded"
class LRUCache(LRUCache):
    def put(self, key, value):
        if key in self._entries:
            self.get(key)
        else:
            super().put(key, value)

# %% wrong="a read moves the entry to the old end" fails="lru_order: a read makes a key young again; lru_order: under any calls it answers as a slow but obvious cache does; lru_edges: 0, -1, None and empty values are values, too, and using them counts; lru_edges: a key can be anything that a dictionary takes; lru_threads: the first two calls on a new cache; lru_miss: a hit makes the key young again"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        entry = self._entries.get(key)
        if entry is None:
            return default
        self._leave_line(entry)
        oldest = self._end.newer
        entry.older, entry.newer = self._end, oldest
        oldest.older = self._end.newer = entry
        return entry.value

# %% wrong="evicts the least often used, not the least recently used" fails="lru_order: under any calls it answers as a slow but obvious cache does; lru_cost: a write costs the same in a large cache as in a small one; lru_threads: the first two calls on a new cache; lru_miss: two threads miss different keys and the cache stays whole"
class LRUCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity")
        self.capacity = capacity
        self.values = {}
        self.uses = {}

    def get(self, key, default=None):
        if key not in self.values:
            return default
        self.uses[key] += 1
        return self.values[key]

    def put(self, key, value):
        if key not in self.values and len(self.values) == self.capacity:
            rarest = min(self.uses, key=self.uses.get)
            del self.values[rarest], self.uses[rarest]
        self.values[key] = value
        self.uses[key] = self.uses.get(key, 0) + 1

# %% wrong="makes room before it looks whether the key is there" fails="lru_order: under any calls it answers as a slow but obvious cache does; lru_edges: writing a key it has into a full cache pushes nothing out; lru_edges: 0, -1, None and empty values are values, too, and using them counts; lru_edges: a key can be anything that a dictionary takes"
class LRUCache(LRUCache):
    def put(self, key, value):
        if len(self._entries) >= self._capacity:
            self._forget_oldest()
        super().put(key, value)

# %% wrong="holds one entry too few" fails="lru_order; lru_edges: writing a key it has into a full cache pushes nothing out; lru_edges: 0, -1, None and empty values are values, too, and using them counts; lru_edges: a capacity of 1 keeps the last key written; lru_edges: a miss changes nothing; lru_edges: a key can be anything that a dictionary takes; lru_cost: a read costs the same in a large cache as in a small one; lru_cost: a write after many reads costs no more than any other; lru_threads: a call that raises lets go of the lock; lru_threads: the first two calls on a new cache; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: two threads miss different keys and the cache stays whole"
class LRUCache(LRUCache):
    def put(self, key, value):
        super().put(key, value)
        if len(self._entries) >= self._capacity:
            self._forget_oldest()

# %% wrong="holds one entry too many" fails="lru_order: when it is full, the entry used longest ago goes; lru_order: a read makes a key young again; lru_order: writing a key again gives it the new value and makes it young; lru_order: it holds exactly as many entries as its capacity; lru_order: under any calls it answers as a slow but obvious cache does; lru_edges: a capacity of 1 keeps the last key written; lru_edges: a key can be anything that a dictionary takes; lru_threads: the first two calls on a new cache; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: two threads miss different keys and the cache stays whole"
class LRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._capacity += 1

# %% wrong="takes every false value for a miss" fails="lru_edges: a stored None is a value, not a miss; lru_edges: 0, -1, None and empty values are values, too, and using them counts; lru_edges: a capacity of 1 keeps the last key written; lru_edges: a key can be anything that a dictionary takes; lru_miss: a loaded None is kept; lru_miss: what is put during a load is not overwritten by what was loaded"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        return super().get(key) or default

# %% wrong="takes None for a miss" fails="lru_edges: a stored None is a value, not a miss; lru_edges: 0, -1, None and empty values are values, too, and using them counts; lru_miss: a loaded None is kept; lru_miss: what is put during a load is not overwritten by what was loaded"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        value = super().get(key)
        return default if value is None else value

# %% wrong="returns false values without refreshing them" fails="lru_edges: 0, -1, None and empty values are values, too, and using them counts"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        entry = self._entries.get(key)
        if entry and entry.value:
            return super().get(key)
        return entry.value if entry else default

# %% wrong="a linked list without an end marker, whose tail is forgotten at capacity 1" fails="lru_edges: a capacity of 1 keeps the last key written"
class LRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._oldest = self._newest = None

    def put(self, key, value):
        if key not in self._entries and len(self._entries) == self._capacity:
            oldest = self._oldest
            del self._entries[oldest.key]
            self._oldest = oldest.newer
            if self._oldest is not None:
                self._oldest.older = None
            # self._newest still is the entry that went, when it was the only one
        super().put(key, value)

    def _leave_line(self, entry):
        if entry.older is None:
            self._oldest = entry.newer
        else:
            entry.older.newer = entry.newer
        if entry.newer is None:
            self._newest = entry.older
        else:
            entry.newer.older = entry.older

    def _join_line(self, entry):
        entry.older, entry.newer = self._newest, None
        if self._newest is None:
            self._oldest = entry
        else:
            self._newest.newer = entry
        self._newest = entry

# %% wrong="an overwrite adds a second entry and leaves the old one in line" fails="lru_order: writing a key again gives it the new value and makes it young; lru_order: under any calls it answers as a slow but obvious cache does; lru_threads: two threads write the same new key; lru_threads: a read and a write of the same key; lru_threads: a write over the older key while another thread writes a new one; lru_miss: a put over a key makes it young again"
class LRUCache(LRUCache):
    def put(self, key, value):
        entry = self._entries[key] = _Entry(key)
        entry.value = value
        self._join_line(entry)
        if len(self._entries) > self._capacity:
            self._forget_oldest()

# %% wrong="eviction leaves the line and stays in the dictionary" fails="lru_order: when it is full, the entry used longest ago goes; lru_order: a read makes a key young again; lru_order: writing a key again gives it the new value and makes it young; lru_order: it holds exactly as many entries as its capacity; lru_order: under any calls it answers as a slow but obvious cache does; lru_edges: 0, -1, None and empty values are values, too, and using them counts; lru_edges: a capacity of 1 keeps the last key written; lru_edges: a key can be anything that a dictionary takes; lru_cost: what is pushed out can be freed, the key and the value; lru_threads: the first two calls on a new cache; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: of hundreds of keys, put, loaded or failed, it keeps its entries; lru_miss: two threads miss different keys and the cache stays whole"
class LRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._size = 0

    def put(self, key, value):
        if key in self._entries:
            return super().put(key, value)
        entry = self._entries[key] = _Entry(key)
        entry.value = value
        self._join_line(entry)
        self._size += 1
        if self._size > self._capacity:
            self._leave_line(self._end.newer)
            self._size -= 1

# %% wrong="a miss gives None, whatever the default" fails="lru_order: what was put can be read, what was not gives the default; lru_order: when it is full, the entry used longest ago goes; lru_order: a read makes a key young again; lru_order: writing a key again gives it the new value and makes it young; lru_order: it holds exactly as many entries as its capacity; lru_edges: a capacity of 1 keeps the last key written; lru_edges: a miss changes nothing; lru_edges: a key can be anything that a dictionary takes; lru_edges: two caches share nothing; lru_cost: a read costs the same in a large cache as in a small one; lru_threads: the first two calls on a new cache; lru_miss: a miss loads, a hit does not; lru_miss: while one key is loading, another can be read; lru_miss: a failed load reaches the caller and is not kept; lru_miss: a loaded None is kept; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: while one key is loading, another can be loaded, even one of the same hash; lru_miss: two threads miss the same key and the first load fails; lru_miss: a caller gets the value it loaded, even if that is pushed out at once; lru_miss: two threads miss different keys and the cache stays whole"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        return super().get(key)

# %% wrong="refuses to store None" fails="lru_edges: a stored None is a value, not a miss; lru_edges: 0, -1, None and empty values are values, too, and using them counts; lru_miss: a loaded None is kept; lru_miss: what is put during a load is not overwritten by what was loaded"
class LRUCache(LRUCache):
    def put(self, key, value):
        if value is not None:
            super().put(key, value)

# %% wrong="turns keys into strings" fails="lru_edges: a key can be anything that a dictionary takes; lru_threads: a call that raises lets go of the lock"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        return super().get(str(key), default)

    def put(self, key, value):
        super().put(str(key), value)

# %% wrong="a miss stores the default" fails="lru_order: when it is full, the entry used longest ago goes; lru_order: a read makes a key young again; lru_order: writing a key again gives it the new value and makes it young; lru_order: it holds exactly as many entries as its capacity; lru_order: under any calls it answers as a slow but obvious cache does; lru_edges: a miss changes nothing; lru_edges: a key can be anything that a dictionary takes; lru_threads: the first two calls on a new cache; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: two threads miss different keys and the cache stays whole"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        if key not in self._entries:
            self.put(key, default)
        return super().get(key)

# %% wrong="a miss raises KeyError" fails="lru_order; lru_edges: a capacity of 1 keeps the last key written; lru_edges: a miss changes nothing; lru_edges: a key can be anything that a dictionary takes; lru_edges: two caches share nothing; lru_cost: a read costs the same in a large cache as in a small one; lru_threads: one thread gets the answers that LRUCache gives; lru_threads: a read while another thread writes a new key; lru_threads: two threads write new keys; lru_threads: two threads write the same new key; lru_threads: two reads at once; lru_threads: a read and a write of the same key; lru_threads: two reads and a write at once; lru_threads: a write over the older key while another thread writes a new one; lru_threads: the first two calls on a new cache; lru_miss"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        if key not in self._entries:
            raise KeyError(key)
        return super().get(key)

# %% wrong="the capacity is never checked" fails="lru_edges: a capacity below 1 is refused when the cache is made"
class LRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(1)
        self._capacity = capacity

# %% wrong="the capacity is checked with assert, which python -O drops" fails="lru_edges: a capacity below 1 is refused when the cache is made"
class LRUCache(LRUCache):
    def __init__(self, capacity):
        assert capacity > 0, "capacity must be positive"
        super().__init__(capacity)

# %% wrong="only a capacity of 0 is refused" fails="lru_edges: a capacity below 1 is refused when the cache is made"
class LRUCache(LRUCache):
    def __init__(self, capacity):
        if not capacity:
            raise ValueError("capacity must not be 0")
        super().__init__(1)
        self._capacity = capacity

# %% wrong="the entries are on the class, shared by all instances" fails="lru_order: what was put can be read, what was not gives the default; lru_order: under any calls it answers as a slow but obvious cache does; lru_edges: two caches share nothing; lru_cost: what is pushed out can be freed, the key and the value; lru_threads: a read while another thread writes a new key; lru_threads: two reads at once; lru_threads: a read and a write of the same key; lru_miss: a loaded None is kept; lru_miss: of hundreds of keys, put, loaded or failed, it keeps its entries; lru_miss: two threads miss the same key and the first load fails"
class LRUCache(LRUCache):
    _shared = LRUCache(1)

    def __init__(self, capacity):
        super().__init__(capacity)
        self._entries, self._end = self._shared._entries, self._shared._end

# %% wrong="the order is a list: every use walks along it" fails="lru_cost: a read costs the same in a large cache as in a small one; lru_cost: a write costs the same in a large cache as in a small one"
class LRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._order = []

    def _leave_line(self, entry):
        self._order.remove(entry.key)

    def _join_line(self, entry):
        self._order.append(entry.key)

    def _forget_oldest(self):
        del self._entries[self._order.pop(0)]

# %% wrong="a time of last use for each key, and a search for the smallest" fails="lru_cost: a write costs the same in a large cache as in a small one"
from itertools import count


class LRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._used = {}
        self._clock = count()

    def _leave_line(self, entry):
        pass

    def _join_line(self, entry):
        self._used[entry.key] = next(self._clock)

    def _forget_oldest(self):
        oldest, _ = min(self._used.items(), key=lambda pair: pair[1])
        del self._used[oldest], self._entries[oldest]

# %% wrong="a queue of uses, cleaned up when something must go" fails="lru_cost: a write after many reads costs no more than any other"
from collections import Counter, deque


class LRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._uses = deque()
        self._pending = Counter()

    def _leave_line(self, entry):
        pass

    def _join_line(self, entry):
        self._uses.append(entry.key)
        self._pending[entry.key] += 1

    def _forget_oldest(self):
        while len(self._entries) > self._capacity:
            oldest = self._uses.popleft()
            self._pending[oldest] -= 1
            if not self._pending[oldest]:
                del self._entries[oldest], self._pending[oldest]

# %% wrong="a heap of times of use, cleaned up when something must go" fails="lru_cost: a write after many reads costs no more than any other"
from heapq import heappop, heappush
from itertools import count


class LRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._used = {}
        self._heap = []
        self._clock = count()

    def _leave_line(self, entry):
        pass

    def _join_line(self, entry):
        time = self._used[entry.key] = next(self._clock)
        heappush(self._heap, (time, entry.key))

    def _forget_oldest(self):
        while len(self._entries) > self._capacity:
            time, oldest = heappop(self._heap)
            if self._used.get(oldest) == time:
                del self._entries[oldest], self._used[oldest]

# %% wrong="looks for the oldest by walking from the newest" fails="lru_cost: a write costs the same in a large cache as in a small one"
class LRUCache(LRUCache):
    def _forget_oldest(self):
        oldest = self._end.older
        while oldest.older is not self._end:
            oldest = oldest.older
        self._leave_line(oldest)
        del self._entries[oldest.key]

# %% wrong="counts the reads of each key, for ever" fails="lru_cost: what is pushed out can be freed, the key and the value; lru_miss: of hundreds of keys, put, loaded or failed, it keeps its entries"
from collections import Counter


class LRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self.reads = Counter()

    def get(self, key, default=None):
        self.reads[key] += 1
        return super().get(key, default)

# %% wrong="takes -1 for a miss, as in the well-known exercise" fails="lru_edges: 0, -1, None and empty values are values, too, and using them counts"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        value = super().get(key, -1)
        return default if value == -1 else value

# %% wrong="makes room whenever the value it finds is false" fails="lru_edges: 0, -1, None and empty values are values, too, and using them counts"
class LRUCache(LRUCache):
    def put(self, key, value):
        if not super().get(key) and len(self._entries) == self._capacity:
            self._forget_oldest()
        super().put(key, value)

# %% wrong="does not refresh when the value stays the same" fails="lru_order: under any calls it answers as a slow but obvious cache does"
class LRUCache(LRUCache):
    def put(self, key, value):
        entry = self._entries.get(key)
        if entry is None or entry.value != value:
            super().put(key, value)

# %% wrong="files entries under the hash of the key" fails="lru_edges: a key can be anything that a dictionary takes; lru_miss: while one key is loading, another can be loaded, even one of the same hash"
class LRUCache(LRUCache):
    def get(self, key, default=None):
        return super().get(hash(key), default)

    def put(self, key, value):
        super().put(hash(key), value)

# %% also_right="collections.OrderedDict"
from collections import OrderedDict


class LRUCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, not {capacity}")
        self._capacity = capacity
        self._entries = OrderedDict()

    def get(self, key, default=None):
        if key not in self._entries:
            return default
        self._entries.move_to_end(key)
        return self._entries[key]

    def put(self, key, value):
        self._entries[key] = value
        self._entries.move_to_end(key)
        if len(self._entries) > self._capacity:
            self._entries.popitem(last=False)

# %% also_right="a queue of uses, cleaned at every use"
from collections import Counter, deque


class LRUCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity")
        self.capacity = capacity
        self.values = {}
        self.uses = deque()
        self.pending = Counter()

    def get(self, key, default=None):
        if key not in self.values:
            return default
        self.note(key)
        return self.values[key]

    def put(self, key, value):
        self.values[key] = value
        self.note(key)
        if len(self.values) > self.capacity:
            oldest = self.uses.popleft()
            del self.values[oldest], self.pending[oldest]
            self.clean()

    def note(self, key):
        self.uses.append(key)
        self.pending[key] += 1
        self.clean()

    def clean(self):
        while self.pending[self.uses[0]] > 1:
            self.pending[self.uses.popleft()] -= 1

# %% also_right="a plain dict: out and in again"
class LRUCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError(f"capacity must be at least 1, not {capacity}")
        self._capacity = capacity
        self._entries = {}  # oldest first

    def get(self, key, default=None):
        try:
            value = self._entries.pop(key)
        except KeyError:
            return default
        self._entries[key] = value
        return value

    def put(self, key, value):
        self._entries.pop(key, None)
        if len(self._entries) == self._capacity:
            del self._entries[next(iter(self._entries))]
        self._entries[key] = value

# %% also_right="a linked list between a head and a tail that hold nothing"
class Node:
    def __init__(self, key=None, value=None):
        self.key = key
        self.value = value
        self.prev = None
        self.next = None


class LRUCache:
    def __init__(self, capacity):
        if capacity <= 0:
            raise ValueError("capacity must be positive")
        self.capacity = capacity
        self.nodes = {}
        self.head, self.tail = Node(), Node()
        self.head.next = self.tail
        self.tail.prev = self.head

    def get(self, key, default=None):
        if key not in self.nodes:
            return default
        node = self.nodes[key]
        self._remove(node)
        self._add_to_front(node)
        return node.value

    def put(self, key, value):
        if key in self.nodes:
            node = self.nodes[key]
            node.value = value
            self._remove(node)
        else:
            if len(self.nodes) == self.capacity:
                oldest = self.tail.prev
                self._remove(oldest)
                del self.nodes[oldest.key]
            node = self.nodes[key] = Node(key, value)
        self._add_to_front(node)

    def _remove(self, node):
        node.prev.next = node.next
        node.next.prev = node.prev

    def _add_to_front(self, node):
        first = self.head.next
        node.prev, node.next = self.head, first
        self.head.next = first.prev = node

# %% also_right="a linked list with None at its ends"
class LRUCache:
    class Node:
        def __init__(self, key):
            self.key = key
            self.before = self.after = None

    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity")
        self.capacity = capacity
        self.nodes = {}
        self.oldest = self.newest = None

    def get(self, key, default=None):
        node = self.nodes.get(key)
        if node is None:
            return default
        self.unlink(node)
        self.append(node)
        return node.value

    def put(self, key, value):
        node = self.nodes.get(key)
        if node is None:
            if len(self.nodes) == self.capacity:
                del self.nodes[self.oldest.key]
                self.unlink(self.oldest)
            node = self.nodes[key] = self.Node(key)
        else:
            self.unlink(node)
        node.value = value
        self.append(node)

    def unlink(self, node):
        if node.before:
            node.before.after = node.after
        else:
            self.oldest = node.after
        if node.after:
            node.after.before = node.before
        else:
            self.newest = node.before

    def append(self, node):
        node.before, node.after = self.newest, None
        if self.newest:
            self.newest.after = node
        else:
            self.oldest = node
        self.newest = node

# %% also_right="neighbours kept in two dictionaries"
class LRUCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity")
        self._capacity = capacity
        self._values = {}
        self._end = object()
        self._older = {self._end: self._end}
        self._newer = {self._end: self._end}

    def get(self, key, default=None):
        if key not in self._values:
            return default
        self._unlink(key)
        self._append(key)
        return self._values[key]

    def put(self, key, value):
        if key in self._values:
            self._unlink(key)
        self._values[key] = value
        self._append(key)
        if len(self._values) > self._capacity:
            oldest = self._newer[self._end]
            self._unlink(oldest)
            del self._values[oldest]

    def _unlink(self, key):
        older, newer = self._older.pop(key), self._newer.pop(key)
        self._newer[older], self._older[newer] = newer, older

    def _append(self, key):
        newest = self._older[self._end]
        self._newer[newest] = self._older[self._end] = key
        self._older[key], self._newer[key] = newest, self._end

# %% also_right="a subclass of OrderedDict"
from collections import OrderedDict


class LRUCache(OrderedDict):
    def __init__(self, capacity):
        super().__init__()
        if capacity < 1:
            raise ValueError("capacity")
        self.capacity = capacity

    def get(self, key, default=None):
        if key in self:
            self.move_to_end(key)
        return super().get(key, default)

    def put(self, key, value):
        self[key] = value
        self.move_to_end(key)
        while len(self) > self.capacity:
            self.popitem(last=False)

# %% also_right="a ring of lists whose root takes the new entry when it is full"
OLDER, NEWER, KEY, VALUE = range(4)


class LRUCache:
    def __init__(self, capacity):
        if capacity < 1:
            raise ValueError("capacity")
        self.capacity = capacity
        self.links = {}
        self.root = []
        self.root[:] = [self.root, self.root, None, None]

    def get(self, key, default=None):
        if (link := self.links.get(key)) is None:
            return default
        self.touch(link)
        return link[VALUE]

    def put(self, key, value):
        if (link := self.links.get(key)) is not None:
            link[VALUE] = value
            self.touch(link)
        elif len(self.links) < self.capacity:
            newest = self.root[OLDER]
            newest[NEWER] = self.root[OLDER] = self.links[key] = [newest, self.root, key, value]
        else:  # the root takes the new entry, the oldest entry becomes the root: nothing is allocated
            link = self.root
            link[KEY], link[VALUE] = key, value
            self.root = link[NEWER]
            del self.links[self.root[KEY]]
            self.root[KEY] = self.root[VALUE] = None
            self.links[key] = link

    def touch(self, link):
        older, newer, _, _ = link
        older[NEWER], newer[OLDER] = newer, older
        newest = self.root[OLDER]
        newest[NEWER] = self.root[OLDER] = link
        link[OLDER], link[NEWER] = newest, self.root

# %% [markdown]
# ## Stage 4: shared by threads
#
# > Good. Now sixty request threads share one of these.
#
# Same methods, same answers, whatever the timing, and no thread of its own. Reckon with a switch to another thread after any bytecode: the language
# promises you nothing better. Here is one bad moment, in *any* class that looks first and acts after:
#
# ```mermaid
# sequenceDiagram
#     participant R as reader: get(a)
#     participant C as the cache, full
#     participant W as writer: put(c)
#     R->>C: is a there? yes
#     W->>C: too many entries: a goes
#     R->>C: make a young again
#     Note over C: a stands in the line and is nowhere else
# ```
#
# Build on your `LRUCache`. Each case runs its threads through up to sixty chosen schedules, switching between bytecodes of
# yours, so that a race is found by search and not by luck, and the same one each time. It expects what your own `LRUCache`
# gives when the same calls come one after the other, in some order.

# %% answer="lru_shared"
import threading


class SharedLRUCache:
    """An LRUCache that many threads may use at once."""

    def __init__(self, capacity):
        ### BEGIN SOLUTION
        self._cache = LRUCache(capacity)
        self._lock = threading.Lock()
        ### END SOLUTION

    def get(self, key, default=None):
        """Return the value stored under `key`, or `default` if there is none."""
        ### BEGIN SOLUTION
        with self._lock:  # reading moves the entry, so it is a change like any other
            return self._cache.get(key, default)
        ### END SOLUTION

    def put(self, key, value):
        """Store `value` under `key`."""
        ### BEGIN SOLUTION
        with self._lock:
            self._cache.put(key, value)
        ### END SOLUTION

# %% [markdown] hint="lru_shared"
# Which of your methods only reads? Look at what `get` does to the line before you answer.

# %% [markdown] hint="lru_shared"
# Say the invariant: *the dictionary and the line hold the same entries*. Every call breaks it for a moment and mends it. What
# must nobody else do in between, and from which moment to which?

# %% [markdown] hint="lru_shared"
# One lock for one cache, made once, in `__init__`. Hold it in both methods from before the first look until after the last
# change. `with` lets go of it on every way out: an early return and an exception, too.

# %% tests="lru_threads" points=4 inside="it interleaves threads line by line"
from functools import cache
from itertools import permutations

GONE = "(not there)"
SCHEDULES = 60  # for each case; the wrong answers we know of need no more


def in_turn(cache, calls):
    """Make calls such as ("put", "a", 1) one after the other; gives the answers of those that are reads."""
    answers = [getattr(cache, verb)(*arguments) for verb, *arguments in calls]
    return of_reads(answers, calls)


def of_reads(answers, calls):
    return [answer for answer, call in zip(answers, calls) if call[0] == "get"]


def fill(cache):
    """Two entries, a before b, in a cache of two."""
    cache.put("a", 1)
    check.equal(cache.get("a", GONE), 1, after="put a 1 into a new cache of 2; then get a")
    cache.put("b", 2)
    return cache


def aftermath(cache, looks):
    """What is held after each of some more writes: damage to the line shows late. "-" looks without writing."""
    seen = []
    for late in looks:
        if late != "-":
            cache.put(late, 0)
        held = [(key, cache.get(key, GONE)) for key in ("a", "b", "c", "d", "x", "y", "z")]
        seen.append(", ".join(f"{key}={value}" for key, value in held if value != GONE))
    return seen


@cache  # the same for every schedule
def one_after_the_other(calls, looks):
    """What LRUCache gives for each order of the calls: the answers of the reads, and the aftermath."""
    outcomes = []
    for order in permutations(range(len(calls))):
        lru, answers = fill(LRUCache(2)), [None] * len(calls)
        for number in order:
            verb, *arguments = calls[number]
            answers[number] = getattr(lru, verb)(*arguments)
        outcomes.append((of_reads(answers, calls), aftermath(lru, looks)))
    return outcomes


def at_once(label, *calls, looks="xyz"):
    """A case: the calls, each in a thread of its own, on a full cache of two that holds a (older) and b; then `aftermath`."""

    def verify(cache, answers):
        got = (of_reads(answers, calls), aftermath(cache, looks))
        wanted = one_after_the_other(calls, looks)
        shown = " and ".join(f"{verb}({', '.join(map(repr, arguments))})" for verb, *arguments in calls)
        read = "the reads gave {0}; " if got[0] else ""
        then = ", ".join("at once" if late == "-" else f"after put {late}" for late in looks)
        told = (read + f"{then} it held {{1}}").format
        check.that(
            got in wanted,
            f"A full cache of 2 holds a=1 (older) and b=2; {shown} at once. Here {told(*got)}. "
            f"One call after the other, in either order: {'; or '.join(dict.fromkeys(told(*each) for each in wanted))}.",
        )

    check.interleavings(
        label,
        setup=lambda: fill(SharedLRUCache(2)),
        threads=[lambda cache, verb=verb, arguments=arguments: getattr(cache, verb)(*arguments) for verb, *arguments in calls],
        verify=verify,
        schedules=SCHEDULES,
    )


# One thread, under the same scheduler: a lock that is never let go is reported and does not hang the notebook.
SCRIPT = [
    ("get", "z", 7),
    ("get", "a"),
    ("put", "c", 3),
    ("get", "b", GONE),
    ("put", "a", 5),
    ("put", "d", 4),
    ("get", "c", GONE),
    ("get", "a"),
    ("get", "d"),
]
check.interleavings(
    "one thread gets the answers that LRUCache gives",
    setup=lambda: fill(SharedLRUCache(2)),
    threads=[lambda cache: in_turn(cache, SCRIPT)],
    verify=lambda _, results: check.equal(
        results[0],
        in_turn(fill(LRUCache(2)), SCRIPT),
        after="put a 1, put b 2 in a cache of 2, then " + ", ".join(" ".join(map(str, call)) for call in SCRIPT),
    ),
    schedules=1,
)
at_once("a read while another thread writes a new key", ("get", "a"), ("put", "c", 3))
at_once("two threads write new keys", ("put", "c", 3), ("put", "d", 4))

### BEGIN HIDDEN TESTS
at_once("two threads write the same new key", ("put", "c", 3), ("put", "c", 4), looks="-xy")


def after_errors(cache):
    for call in (lambda: cache.get([]), lambda: cache.put([], 1)):
        check.raises(TypeError, call, when="a list as a key")
        seen = cache.get("a", GONE)
    return seen


check.interleavings(
    "a call that raises lets go of the lock",
    setup=lambda: fill(SharedLRUCache(2)),
    threads=[after_errors],
    verify=lambda _, results: check.equal(results[0], 1, after="put a 1, put b 2, get [] and put [] (a TypeError, each); then get a"),
    schedules=1,
)
at_once("two reads at once", ("get", "a"), ("get", "b"))
at_once("a read and a write of the same key", ("get", "a"), ("put", "a", 9))
at_once("two reads and a write at once", ("get", "a"), ("get", "b"), ("put", "c", 3))
at_once("a write over the older key while another thread writes a new one", ("put", "a", 9), ("put", "c", 3), looks="-xy")


def check_first(cache, _):
    did = "put c 3 and put d 4 at once on a new cache of 2"
    check.equal([cache.get("c", GONE), cache.get("d", GONE)], [3, 4], after=f"{did}; then get c, get d")
    cache.put("x", 5)
    check.equal([cache.get(key, GONE) for key in "cdx"], [GONE, 4, 5], after=f"{did}; get c, get d, put x 5; then get c, get d, get x")


check.interleavings(
    "the first two calls on a new cache",
    setup=lambda: SharedLRUCache(2),
    threads=[lambda cache: cache.put("c", 3), lambda cache: cache.put("d", 4)],
    verify=check_first,
    schedules=SCHEDULES,
)
### END HIDDEN TESTS

# %% wrong="no lock: trusts the interpreter" fails="lru_threads: a read while another thread writes a new key; lru_threads: two threads write new keys; lru_threads: two threads write the same new key; lru_threads: two reads at once; lru_threads: a read and a write of the same key; lru_threads: two reads and a write at once; lru_threads: a write over the older key while another thread writes a new one; lru_threads: the first two calls on a new cache"
class SharedLRUCache(LRUCache):
    pass

# %% wrong="only writes take the lock" fails="lru_threads: a read while another thread writes a new key; lru_threads: two reads at once; lru_threads: a read and a write of the same key; lru_threads: two reads and a write at once"
class SharedLRUCache(SharedLRUCache):
    def get(self, key, default=None):
        return self._cache.get(key, default)

# %% wrong="only reads take the lock" fails="lru_threads: a read while another thread writes a new key; lru_threads: two threads write new keys; lru_threads: two threads write the same new key; lru_threads: a read and a write of the same key; lru_threads: two reads and a write at once; lru_threads: a write over the older key while another thread writes a new one; lru_threads: the first two calls on a new cache"
class SharedLRUCache(SharedLRUCache):
    def put(self, key, value):
        self._cache.put(key, value)

# %% wrong="a lock for reads and another for writes" fails="lru_threads: a read while another thread writes a new key; lru_threads: a read and a write of the same key; lru_threads: two reads and a write at once"
class SharedLRUCache(SharedLRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._write_lock = threading.Lock()

    def put(self, key, value):
        with self._write_lock:
            self._cache.put(key, value)

# %% wrong="a new lock at every call" fails="lru_threads: a read while another thread writes a new key; lru_threads: two threads write new keys; lru_threads: two threads write the same new key; lru_threads: two reads at once; lru_threads: a read and a write of the same key; lru_threads: two reads and a write at once; lru_threads: a write over the older key while another thread writes a new one; lru_threads: the first two calls on a new cache"
class SharedLRUCache(SharedLRUCache):
    def get(self, key, default=None):
        with threading.Lock():
            return self._cache.get(key, default)

    def put(self, key, value):
        with threading.Lock():
            self._cache.put(key, value)

# %% wrong="a lock for each key" fails="lru_threads: a read while another thread writes a new key; lru_threads: two threads write new keys; lru_threads: two reads at once; lru_threads: two reads and a write at once; lru_threads: a write over the older key while another thread writes a new one; lru_threads: the first two calls on a new cache"
from collections import defaultdict


class SharedLRUCache(SharedLRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._locks = defaultdict(threading.Lock)

    def get(self, key, default=None):
        with self._locks[key]:
            return self._cache.get(key, default)

    def put(self, key, value):
        with self._locks[key]:
            self._cache.put(key, value)

# %% wrong="locks the eviction and nothing else" fails="lru_threads: a read while another thread writes a new key; lru_threads: two threads write new keys; lru_threads: two threads write the same new key; lru_threads: two reads at once; lru_threads: a read and a write of the same key; lru_threads: two reads and a write at once; lru_threads: a write over the older key while another thread writes a new one; lru_threads: the first two calls on a new cache"
class SharedLRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._lock = threading.Lock()

    def _forget_oldest(self):
        with self._lock:
            super()._forget_oldest()

# %% wrong="looks outside the lock, acts inside" fails="lru_threads: a read while another thread writes a new key; lru_threads: two reads and a write at once"
class SharedLRUCache(SharedLRUCache):
    def get(self, key, default=None):
        entry = self._cache._entries.get(key)
        if entry is None:
            return default
        with self._lock:
            self._cache._leave_line(entry)
            self._cache._join_line(entry)
            return entry.value

# %% wrong="decides on eviction outside the lock" fails="lru_threads: two threads write the same new key"
class SharedLRUCache(SharedLRUCache):
    def put(self, key, value):
        entries = self._cache._entries
        full = key not in entries and len(entries) == self._cache._capacity
        with self._lock:
            if full:
                self._cache._forget_oldest()
            self._cache.put(key, value)

# %% wrong="a miss returns without letting go of the lock" fails="lru_threads"
class SharedLRUCache(SharedLRUCache):
    def get(self, key, default=None):
        self._lock.acquire()
        if key not in self._cache._entries:
            return default
        value = self._cache.get(key)
        self._lock.release()
        return value

# %% wrong="a method that holds the lock calls another that takes it" fails="lru_threads"
class SharedLRUCache(SharedLRUCache):
    def put(self, key, value):
        with self._lock:
            if self.get(key) != value:
                self._cache.put(key, value)

# %% wrong="reads leave the order alone, to do without the lock" fails="lru_threads: one thread gets the answers that LRUCache gives; lru_threads: a write over the older key while another thread writes a new one; lru_threads: the first two calls on a new cache"
class SharedLRUCache(SharedLRUCache):
    def get(self, key, default=None):
        entry = self._cache._entries.get(key)
        return default if entry is None else entry.value

# %% wrong="releases by hand, but not when a write raises" fails="lru_threads: a call that raises lets go of the lock"
class SharedLRUCache(SharedLRUCache):
    def put(self, key, value):
        self._lock.acquire()
        self._cache.put(key, value)
        self._lock.release()

# %% wrong="makes the lock when it is first wanted" fails="lru_threads: the first two calls on a new cache"
class SharedLRUCache:
    lock = None

    def __init__(self, capacity):
        self.cache = LRUCache(capacity)

    def held(self):
        if self.lock is None:
            self.lock = threading.Lock()
        return self.lock

    def get(self, key, default=None):
        with self.held():
            return self.cache.get(key, default)

    def put(self, key, value):
        with self.held():
            self.cache.put(key, value)

# %% wrong="looks under the lock, writes over what it found without" fails="lru_threads: a write over the older key while another thread writes a new one"
class SharedLRUCache(SharedLRUCache):
    def put(self, key, value):
        with self._lock:
            entry = self._cache._entries.get(key)
            if entry is None:
                return self._cache.put(key, value)
        entry.value = value
        self.get(key)

# %% wrong="reads in one locked stretch, makes young in the next" fails="lru_threads: a read while another thread writes a new key; lru_threads: two reads and a write at once"
class SharedLRUCache(SharedLRUCache):
    def get(self, key, default=None):
        with self._lock:
            entry = self._cache._entries.get(key)
        if entry is None:
            return default
        with self._lock:
            self._cache._leave_line(entry)
            self._cache._join_line(entry)
        return entry.value

# %% wrong="a read does not wait for the lock: taken, it answers with the default" fails="lru_threads: two reads at once; lru_threads: a read and a write of the same key; lru_threads: two reads and a write at once"
class SharedLRUCache(SharedLRUCache):
    def get(self, key, default=None):
        if not self._lock.acquire(blocking=False):
            return default
        try:
            return self._cache.get(key, default)
        finally:
            self._lock.release()

# %% also_right="a subclass with a re-entrant lock"
import threading


class SharedLRUCache(LRUCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._mutex = threading.RLock()

    def get(self, key, default=None):
        with self._mutex:
            return super().get(key, default)

    def put(self, key, value):
        with self._mutex:
            super().put(key, value)

# %% also_right="acquire, and release in finally"
import threading


class SharedLRUCache:
    def __init__(self, capacity):
        self.cache = LRUCache(capacity)
        self.lock = threading.Lock()

    def get(self, key, default=None):
        self.lock.acquire()
        try:
            return self.cache.get(key, default)
        finally:
            self.lock.release()

    def put(self, key, value):
        self.lock.acquire()
        try:
            self.cache.put(key, value)
        finally:
            self.lock.release()

# %% also_right="an OrderedDict of its own, and a condition as the lock"
from collections import OrderedDict
from threading import Condition


class SharedLRUCache:
    def __init__(self, capacity):
        self.capacity = capacity
        self.entries = OrderedDict()
        self.guard = Condition()

    def get(self, key, default=None):
        with self.guard:
            if key in self.entries:
                self.entries.move_to_end(key)
            return self.entries.get(key, default)

    def put(self, key, value):
        with self.guard:
            self.entries[key] = value
            self.entries.move_to_end(key)
            if len(self.entries) > self.capacity:
                self.entries.popitem(last=False)

# %% also_right="one lock for all caches: slow, and right"
import threading


class SharedLRUCache(LRUCache):
    lock = threading.RLock()

    def get(self, key, default=None):
        with self.lock:
            return LRUCache.get(self, key, default)

    def put(self, key, value):
        with self.lock:
            return LRUCache.put(self, key, value)

# %% also_right="the cache waits in a queue of one; who takes it out has it alone"
from queue import Queue


class SharedLRUCache:
    def __init__(self, capacity):
        self.queue = Queue()
        self.queue.put(LRUCache(capacity))

    def get(self, key, default=None):
        cache = self.queue.get()
        try:
            return cache.get(key, default)
        finally:
            self.queue.put(cache)

    def put(self, key, value):
        cache = self.queue.get()
        try:
            cache.put(key, value)
        finally:
            self.queue.put(cache)

# %% also_right="a decorator that holds the lock"
from functools import wraps
import threading


def synchronized(method):
    @wraps(method)
    def held(self, *args, **kwargs):
        with self.lock:
            return method(self, *args, **kwargs)

    return held


class SharedLRUCache:
    def __init__(self, capacity):
        self.lock = threading.Lock()
        self.cache = LRUCache(capacity)

    @synchronized
    def get(self, key, default=None):
        return self.cache.get(key, default)

    @synchronized
    def put(self, key, value):
        self.cache.put(key, value)

# %% [markdown]
# ## Stage 5: the miss
#
# > Every caller now writes the same four lines: look, ask the remote cache, put, return. Move them into the class.
#
# `get_or_load(key, load)` gives what is stored under `key`, or calls `load(key)`, keeps what that returns and gives it back.
# You ask what else you should know, and hear:
#
# - `load` is slow. Nobody who wants *another* key may wait for it.
# - `load` may raise. The caller sees that exception; nothing is kept; the next caller tries again.
# - `None` is something that `load` may return, and worth keeping.
# - While a load is under way, another thread may `put` a fresher value under that key. What you loaded is then the older one
#   and must not replace it.
# - However many keys were ever asked for, it keeps no more than its entries and what belongs to loads under way.
# - Two callers who miss the same key at the same time may both load. (How you would prevent that comes later.)

# %% answer="lru_loading"
import threading


class LoadingCache:
    """An LRU cache for many threads that fetches what it doesn't hold."""

    def __init__(self, capacity):
        ### BEGIN SOLUTION
        self._cache = LRUCache(capacity)
        self._lock = threading.Lock()
        self._missing = object()  # None can be a value
        ### END SOLUTION

    def put(self, key, value):
        """Store `value` under `key`."""
        ### BEGIN SOLUTION
        with self._lock:
            self._cache.put(key, value)
        ### END SOLUTION

    def get_or_load(self, key, load):
        """Return the value stored under `key`; if there is none, store and return `load(key)`."""
        ### BEGIN SOLUTION
        with self._lock:
            value = self._cache.get(key, self._missing)
        if value is not self._missing:
            return value
        loaded = load(key)  # slow, so nothing is locked; if it raises, nothing has changed
        with self._lock:
            # Things may have changed meanwhile: what somebody put during the load is fresher.
            value = self._cache.get(key, self._missing)
            if value is self._missing:
                value = loaded
                self._cache.put(key, value)
            return value
        ### END SOLUTION

# %% [markdown] hint="lru_loading"
# Count who waits. One thread loads *a*; it takes as long as the network likes. What can a thread do that wants *b*, which is
# in the cache, if the first one still holds the lock?

# %% [markdown] hint="lru_loading"
# So there are two short locked stretches with the slow part between them. Whatever you learned in the first may be untrue in
# the second. Which question do you have to ask again?

# %% [markdown] hint="lru_loading"
# Locked: look the key up, with a default that nobody could have stored (not `None`). Found: return it. Unlocked: `load(key)`.
# Locked again: look it up again; somebody's value is there, return that one; else put yours. An exception from `load` passes
# through between the two stretches and needs no code.

# %% tests="lru_miss" points=4 inside="it interleaves threads line by line"
import threading

from course.cases import Living

SCHEDULES = 60  # for each case; the wrong answers we know of need no more


class Remote:
    """The remote cache. It notes what it was asked for; its first answers may be failures."""

    def __init__(self, answer="loaded", failures=0):
        self.answer, self.failures, self.asked = answer, failures, []

    def load(self, key):
        self.asked.append(key)
        if len(self.asked) <= self.failures:
            raise ConnectionError("the remote cache did not answer")
        return self.answer

    def ask(self, cache, key):
        """get_or_load, with "failed" for a failure."""
        try:
            return cache.get_or_load(key, self.load)
        except ConnectionError:
            return "failed"


def alone(label, script, want, after):
    """A case with one thread, run by the scheduler, so that a lock that is never let go is reported and hangs nothing."""
    check.interleavings(
        label,
        setup=lambda: LoadingCache(2),
        threads=[script],
        verify=lambda _, results: check.equal(results[0], want, after=after),
        schedules=1,
    )


def ask_twice(cache, remote):
    return [remote.ask(cache, "a"), remote.ask(cache, "a"), remote.asked]


alone(
    "a miss loads, a hit does not",
    lambda cache: ask_twice(cache, Remote("loaded")),
    ["loaded", "loaded", ["a"]],
    after="get_or_load('a', load) twice; then the list of keys that load was called with",
)


def read_slowly(made):
    cache, fast_was_read = made

    def load(key):
        fast_was_read.wait()
        return "at last"

    return cache.get_or_load("slow", load)


def read_fast(made):
    cache, fast_was_read = made
    value = cache.get_or_load("fast", lambda key: "loaded, though it was there")
    fast_was_read.set()
    return value


def slow_and_fast():
    cache = LoadingCache(2)
    cache.put("fast", "here")
    return cache, threading.Event()


check.interleavings(
    "while one key is loading, another can be read",
    setup=slow_and_fast,
    threads=[read_slowly, read_fast],
    verify=lambda _, results: check.equal(
        list(results),
        ["at last", "here"],
        after="put fast; then one thread loads 'slow', which takes until another thread has read 'fast'",
    ),
    schedules=SCHEDULES,
)

### BEGIN HIDDEN TESTS
alone(
    "a failed load reaches the caller and is not kept",
    lambda cache: ask_twice(cache, Remote("loaded", failures=1)),
    ["failed", "loaded", ["a", "a"]],
    after="get_or_load('a', load) twice, where the first load raises ConnectionError; then the keys that load was called with",
)
alone(
    "a loaded None is kept",
    lambda cache: ask_twice(cache, Remote(None)),
    [None, None, ["a"]],
    after="get_or_load('a', load) twice, where load returns None; then the keys that load was called with",
)
def still_held(cache):
    """Which of the keys can be had without loading."""
    refuse = Remote(failures=1000)
    return [key for key in ("a", "b", "c", "d", "x", "y") if refuse.ask(cache, key) != "failed"]


alone(
    "a hit makes the key young again",
    lambda cache: [Remote("loaded").ask(cache, key) for key in "abac"] and still_held(cache),
    ["a", "c"],
    after="a cache of 2; get_or_load of a, b, a, c in turn; then looking which keys are held",
)


def overwrite(cache):
    for key in "ab":
        Remote().ask(cache, key)
    cache.put("a", "fresh")
    Remote().ask(cache, "c")
    return [*still_held(cache), cache.get_or_load("a", lambda key: "loaded")]


alone(
    "a put over a key makes it young again",
    overwrite,
    ["a", "c", "fresh"],
    after="a cache of 2; get_or_load of a, b; put a fresh; get_or_load of c; then looking which keys are held, and get_or_load of a",
)


def many_keys(cache):
    living = Living()
    for number in range(100):
        Remote(living.item(f"title {number}"), failures=number % 2).ask(cache, living.item(f"key {number}"))
        cache.put(living.item(f"other key {number}"), living.item(f"title {number}"))
    return living.count


check.interleavings(
    "of hundreds of keys, put, loaded or failed, it keeps its entries",
    setup=lambda: LoadingCache(2),
    threads=[many_keys],
    verify=lambda _, results: check.at_most(
        results[0],
        8,
        "keys and values still held",
        after="a cache of 2; 100 times get_or_load of a new key, where every second load fails, and put of another new key",
    ),
    schedules=1,
)


def load_slowly(made):
    cache, other_was_loaded = made

    def load(key):
        other_was_loaded.wait()
        return "at last"

    return cache.get_or_load(-1, load)


def load_other(made):
    cache, other_was_loaded = made
    value = cache.get_or_load(-2, lambda key: "at once")
    other_was_loaded.set()
    return value


check.interleavings(
    "while one key is loading, another can be loaded, even one of the same hash",
    setup=lambda: (LoadingCache(2), threading.Event()),
    threads=[load_slowly, load_other],
    verify=lambda _, results: check.equal(
        list(results),
        ["at last", "at once"],
        after="one thread loads -1, which takes until another thread has loaded -2 (hash(-1) == hash(-2))",
    ),
    schedules=SCHEDULES,
)
# What is put is None: whoever looks again, but takes None for "not there", is found, too.
check.interleavings(
    "what is put during a load is not overwritten by what was loaded",
    setup=lambda: LoadingCache(2),
    threads=[lambda cache: cache.get_or_load("a", lambda key: "older"), lambda cache: cache.put("a", None)],
    verify=lambda cache, _: check.equal(
        cache.get_or_load("a", lambda key: "loaded again"),
        None,
        after="one thread loads a ('older'), another puts a (None) before, during or after that; then get_or_load('a')",
    ),
    schedules=SCHEDULES,
)


def ask_flaky(made):
    cache, flaky = made
    return flaky.ask(cache, "a")


def recovers(made, results):
    did = "two threads call get_or_load('a', load), where the first load raises and later ones return 'loaded'"
    for got in results:
        check.that(got in ("failed", "loaded"), f"When {did}, each gets the exception or 'loaded'; one got {got!r}.")
    check.equal(ask_flaky(made), "loaded", after=f"{did}; then get_or_load('a', load) once more")


check.interleavings(
    "two threads miss the same key and the first load fails",
    setup=lambda: (LoadingCache(2), Remote("loaded", failures=1)),
    threads=[ask_flaky, ask_flaky],
    verify=recovers,
    schedules=SCHEDULES,
)

check.interleavings(
    "a caller gets the value it loaded, even if that is pushed out at once",
    setup=lambda: LoadingCache(1),
    threads=[lambda cache, key=key: cache.get_or_load(key, lambda key: f"title {key}") for key in "cd"],
    verify=lambda _, results: check.equal(
        list(results), ["title c", "title d"], after="a cache of 1; one thread loads c, another loads d; what each of them got"
    ),
    schedules=SCHEDULES,
)


def two_misses_when_full():
    cache = LoadingCache(2)
    cache.put("a", 1)
    cache.put("b", 2)
    return cache


def check_whole(cache, _):
    did = "a full cache of 2 with a and b; two threads miss c and d at once and load them"
    check.equal(still_held(cache), ["c", "d"], after=f"{did}; then looking which keys are held")
    cache.put("x", 3)
    cache.put("y", 4)
    check.equal(still_held(cache), ["x", "y"], after=f"{did}; put x, put y; then looking which keys are held")


check.interleavings(
    "two threads miss different keys and the cache stays whole",
    setup=two_misses_when_full,
    threads=[lambda cache, key=key: cache.get_or_load(key, lambda key: f"title {key}") for key in "cd"],
    verify=check_whole,
    schedules=SCHEDULES,
)
### END HIDDEN TESTS

# %% wrong="loads while it holds the lock" fails="lru_miss: while one key is loading, another can be read; lru_miss: while one key is loading, another can be loaded, even one of the same hash"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
            if value is self._missing:
                value = load(key)
                self._cache.put(key, value)
            return value

# %% wrong="does not look again after the load" fails="lru_miss: what is put during a load is not overwritten by what was loaded"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
        if value is self._missing:
            value = load(key)
            self.put(key, value)
        return value

# %% wrong="keeps a failure as None" fails="lru_miss: a failed load reaches the caller and is not kept; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: two threads miss the same key and the first load fails; lru_miss: two threads miss different keys and the cache stays whole"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        def load_or_none(key):
            try:
                return load(key)
            except Exception:
                return None

        return super().get_or_load(key, load_or_none)

# %% wrong="returns None for a failure, and keeps nothing" fails="lru_miss: a failed load reaches the caller and is not kept; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: two threads miss the same key and the first load fails; lru_miss: two threads miss different keys and the cache stays whole"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        try:
            return super().get_or_load(key, load)
        except Exception:
            return None

# %% wrong="takes a stored None for a miss" fails="lru_miss: a loaded None is kept; lru_miss: what is put during a load is not overwritten by what was loaded"
class LoadingCache(LoadingCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._missing = None

# %% wrong="no lock at all" fails="lru_miss: what is put during a load is not overwritten by what was loaded; lru_miss: two threads miss the same key and the first load fails; lru_miss: two threads miss different keys and the cache stays whole"
from contextlib import nullcontext


class LoadingCache(LoadingCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._lock = nullcontext()

# %% wrong="looks, loads and puts, each under the lock, but returns by a third look" fails="lru_miss: a caller gets the value it loaded, even if that is pushed out at once"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        with self._lock:
            held = self._cache.get(key, self._missing) is not self._missing
        if not held:
            loaded = load(key)
            with self._lock:
                if self._cache.get(key, self._missing) is self._missing:
                    self._cache.put(key, loaded)
        with self._lock:
            return self._cache.get(key)

# %% wrong="lets go of the lock for the load, but does not take it again when the load raises" fails="lru_miss: a failed load reaches the caller and is not kept; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: of hundreds of keys, put, loaded or failed, it keeps its entries; lru_miss: two threads miss the same key and the first load fails; lru_miss: two threads miss different keys and the cache stays whole"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
            if value is self._missing:
                self._lock.release()
                value = load(key)
                self._lock.acquire()
                if (fresher := self._cache.get(key, self._missing)) is not self._missing:
                    return fresher
                self._cache.put(key, value)
            return value

# %% wrong="acquires and releases by hand, and keeps the lock when the load raises" fails="lru_miss: while one key is loading, another can be read; lru_miss: a failed load reaches the caller and is not kept; lru_miss: a hit makes the key young again; lru_miss: a put over a key makes it young again; lru_miss: of hundreds of keys, put, loaded or failed, it keeps its entries; lru_miss: while one key is loading, another can be loaded, even one of the same hash; lru_miss: two threads miss the same key and the first load fails; lru_miss: two threads miss different keys and the cache stays whole"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        self._lock.acquire()
        value = self._cache.get(key, self._missing)
        if value is self._missing:
            value = load(key)
            self._cache.put(key, value)
        self._lock.release()
        return value

# %% wrong="whoever comes while another loads gets None" fails="lru_miss: two threads miss the same key and the first load fails"
class LoadingCache(LoadingCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._loading = set()

    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
            if value is not self._missing:
                return value
            if key in self._loading:
                return None
            self._loading.add(key)
        try:
            return super().get_or_load(key, load)
        finally:
            with self._lock:
                self._loading.discard(key)

# %% wrong="tries again by itself when a load fails" fails="lru_miss: a failed load reaches the caller and is not kept"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        for _ in range(2):
            try:
                return super().get_or_load(key, load)
            except Exception:
                pass
        return super().get_or_load(key, load)

# %% wrong="one load for all who wait, who wait for ever when it fails" fails="lru_miss: a failed load reaches the caller and is not kept; lru_miss: of hundreds of keys, put, loaded or failed, it keeps its entries; lru_miss: two threads miss the same key and the first load fails; lru_miss: two threads miss different keys and the cache stays whole"
class LoadingCache(LoadingCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._loading = {}

    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
            if value is not self._missing:
                return value
            done = self._loading.get(key)
            if done is None:
                mine = self._loading[key] = threading.Event()
        if done is not None:
            done.wait()
            return self.get_or_load(key, load)
        value = super().get_or_load(key, load)
        with self._lock:
            del self._loading[key]
        mine.set()
        return value

# %% wrong="one load at a time, whatever the key" fails="lru_miss: while one key is loading, another can be loaded, even one of the same hash"
class LoadingCache(LoadingCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._load_lock = threading.Lock()

    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
        if value is not self._missing:
            return value
        with self._load_lock:
            return super().get_or_load(key, load)

# %% wrong="sixteen locks by hash, one held for the load" fails="lru_miss: while one key is loading, another can be loaded, even one of the same hash"
import zlib

class LoadingCache(LoadingCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._stripes = [threading.Lock() for _ in range(16)]

    def get_or_load(self, key, load):
        same_in_every_run = zlib.crc32(str(hash(key) if isinstance(key, int) else key).encode())
        with self._stripes[same_in_every_run % 16]:
            return super().get_or_load(key, load)

# %% wrong="a hit leaves the order alone" fails="lru_miss: a hit makes the key young again"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        with self._lock:
            if (entry := self._cache._entries.get(key)) is not None:
                return entry.value
        return super().get_or_load(key, load)

# %% wrong="takes None for nothing when it looks again" fails="lru_miss: what is put during a load is not overwritten by what was loaded"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
        if value is self._missing:
            value = load(key)
            with self._lock:
                if self._cache.get(key) is None:
                    self._cache.put(key, value)
        return value

# %% wrong="looks again in one locked stretch, puts in the next" fails="lru_miss: what is put during a load is not overwritten by what was loaded"
class LoadingCache(LoadingCache):
    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
        if value is self._missing:
            value = load(key)
            with self._lock:
                absent = self._cache.get(key, self._missing) is self._missing
            if absent:
                self.put(key, value)
        return value

# %% wrong="a lock for each key, kept for ever" fails="lru_miss: of hundreds of keys, put, loaded or failed, it keeps its entries"
from collections import defaultdict


class LoadingCache:
    def __init__(self, capacity):
        self._cache, self._lock = SharedLRUCache(capacity), threading.Lock()
        self._loading = defaultdict(threading.Lock)

    def put(self, key, value):
        with self._lock:
            self._cache.put(key, value)

    def get_or_load(self, key, load):
        missing = object()
        value = self._cache.get(key, missing)
        if value is not missing:
            return value
        with self._lock:
            loading = self._loading[key]
        with loading:
            value = self._cache.get(key, missing)
            if value is missing:
                loaded = load(key)
                with self._lock:
                    value = self._cache.get(key, missing)
                    if value is missing:
                        self._cache.put(key, value := loaded)
            return value

# %% wrong="a count of puts for each key, kept for ever" fails="lru_miss: of hundreds of keys, put, loaded or failed, it keeps its entries"
class LoadingCache(LoadingCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._puts = {}

    def put(self, key, value):
        with self._lock:
            self._puts[key] = self._puts.get(key, 0) + 1
            self._cache.put(key, value)

    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
            puts = self._puts.get(key, 0)
        if value is not self._missing:
            return value
        value = load(key)
        with self._lock:
            if self._puts.get(key, 0) == puts:
                self._cache.put(key, value)
        return value

# %% wrong="a put over a key leaves the order alone" fails="lru_miss: a put over a key makes it young again"
from collections import OrderedDict


class LoadingCache:
    def __init__(self, capacity):
        self._capacity, self._entries, self._lock = capacity, OrderedDict(), threading.Lock()

    def put(self, key, value):
        with self._lock:
            self._entries[key] = value
            if len(self._entries) > self._capacity:
                self._entries.popitem(last=False)

    def get_or_load(self, key, load):
        with self._lock:
            if key in self._entries:
                self._entries.move_to_end(key)
                return self._entries[key]
        value = load(key)
        with self._lock:
            self._entries.setdefault(key, value)
            self._entries.move_to_end(key)
            if len(self._entries) > self._capacity:
                self._entries.popitem(last=False)
        return value

# %% wrong="one load for all who wait, who then look only once" fails="lru_miss: two threads miss the same key and the first load fails"
class LoadingCache(LoadingCache):
    def __init__(self, capacity):
        super().__init__(capacity)
        self._loading = {}

    def get_or_load(self, key, load):
        with self._lock:
            value = self._cache.get(key, self._missing)
            if value is not self._missing:
                return value
            done = self._loading.get(key)
            if done is None:
                mine = self._loading[key] = threading.Event()
        if done is not None:
            done.wait()
            with self._lock:
                return self._cache.get(key)
        try:
            return super().get_or_load(key, load)
        finally:
            with self._lock:
                del self._loading[key]
            mine.set()

# %% also_right="single flight: one future a key"
from concurrent.futures import Future
import threading


class LoadingCache:
    def __init__(self, capacity):
        self.cache = LRUCache(capacity)
        self.lock = threading.Lock()
        self.loading = {}
        self.missing = object()

    def put(self, key, value):
        with self.lock:
            self.cache.put(key, value)

    def get_or_load(self, key, load):
        with self.lock:
            value = self.cache.get(key, self.missing)
            if value is not self.missing:
                return value
            future = self.loading.get(key)
            mine = future is None
            if mine:
                future = self.loading[key] = Future()
        if not mine:
            return future.result()
        try:
            loaded = load(key)
        except BaseException as error:
            with self.lock:
                del self.loading[key]
            future.set_exception(error)
            raise
        with self.lock:
            del self.loading[key]
            value = self.cache.get(key, self.missing)
            if value is self.missing:
                value = loaded
                self.cache.put(key, value)
        future.set_result(value)
        return value

# %% also_right="single flight: one lock a key, held for the load"
import threading


class LoadingCache:
    def __init__(self, capacity):
        self.cache = LRUCache(capacity)
        self.lock = threading.Lock()
        self.key_locks = {}  # key -> its lock, and how many use it: the last one takes it out
        self.missing = object()

    def put(self, key, value):
        with self.lock:
            self.cache.put(key, value)

    def get_or_load(self, key, load):
        with self.lock:
            entry = self.key_locks.setdefault(key, [threading.Lock(), 0])
            entry[1] += 1
        try:
            with entry[0]:
                with self.lock:
                    value = self.cache.get(key, self.missing)
                if value is self.missing:
                    value = load(key)
                    with self.lock:
                        if self.cache.get(key, self.missing) is self.missing:
                            self.cache.put(key, value)
                return value
        finally:
            with self.lock:
                entry[1] -= 1
                if not entry[1]:
                    del self.key_locks[key]

# %% also_right="a count of puts, so that a put beats every load that began before it"
import threading


class LoadingCache:
    def __init__(self, capacity):
        self.cache = LRUCache(capacity)
        self.lock = threading.Lock()
        self.puts = 0

    def put(self, key, value):
        with self.lock:
            self.puts += 1
            self.cache.put(key, (value,))

    def get_or_load(self, key, load):
        with self.lock:
            found = self.cache.get(key)
            before = self.puts
        if found:
            return found[0]
        value = load(key)
        with self.lock:
            if self.puts == before:  # a put of any key also stops it: less is kept, nothing stale is
                self.cache.put(key, (value,))
        return value

# %% also_right="who misses a key that is loading waits on a condition"
import threading


class LoadingCache:
    def __init__(self, capacity):
        self.cache = LRUCache(capacity)
        self.changed = threading.Condition()
        self.loading = set()
        self.missing = object()

    def put(self, key, value):
        with self.changed:
            self.cache.put(key, value)

    def get_or_load(self, key, load):
        with self.changed:
            while (value := self.cache.get(key, self.missing)) is self.missing and key in self.loading:
                self.changed.wait()
            if value is not self.missing:
                return value
            self.loading.add(key)
        try:
            loaded = load(key)
            with self.changed:
                if self.cache.get(key, self.missing) is self.missing:
                    self.cache.put(key, loaded)
            return loaded
        finally:
            with self.changed:
                self.loading.discard(key)
                self.changed.notify_all()

# %% also_right="puts only what is absent, gives the caller what was loaded"
import threading


class LoadingCache:
    def __init__(self, capacity):
        self.entries = LRUCache(capacity)
        self.lock = threading.RLock()

    def put(self, key, value):
        with self.lock:
            self.entries.put(key, value)

    def get_or_load(self, key, load):
        absent = object()
        with self.lock:
            value = self.entries.get(key, absent)
        if value is absent:
            value = load(key)
            with self.lock:
                if self.entries.get(key, absent) is absent:
                    self.entries.put(key, value)
        return value

# %% [markdown]
# ## Afterwards
#
# **What it costs, in the words to use (RUBRIC-18).** Each call does a fixed number
# of dictionary operations and a fixed amount of bookkeeping: constant time *on average*, since a dictionary is only that good
# while hashes are well spread. Memory grows with the capacity, never with the number of calls. Under threads the cost that
# matters is no longer the work but the wait for the lock.
#
# **When least recently used is the wrong thing to forget.** Guess both rates before you run this.

# %%
def hit_rate(cache, keys):
    """The share of keys found in the cache, where each one that is missing is put."""
    hits = 0
    for key in keys:
        if cache.get(key) is None:
            cache.put(key, "a title")
        else:
            hits += 1
    return hits / len(keys)


try:
    for titles in (100, 101):
        rate = hit_rate(LRUCache(100), list(range(titles)) * 10)
        print(f"capacity 100; {titles} titles, read in turn, ten times over: {rate:.0%} hits")
except NotImplementedError:
    print("Write LRUCache first.")

# %% [markdown]
# One title more than fits, and each is thrown out just before it is wanted. Any job that reads everything once does that to
# your hot entries. Two ways out, each with its price:
#
# | instead | wins | loses |
# |---|---|---|
# | **CLOCK**: a read only sets a bit; a hand goes round, clears bits, evicts the first entry it finds clear | a hit changes no order, so readers hardly get in each other's way | the order is approximate; one eviction may have to pass every entry; a loop over one title too many still empties it |
# | **Segmented LRU**: new entries are on probation; a second read moves them to a protected part | one pass over everything cannot push out what is read twice | one more size to choose; two lines to keep; a newly popular title has to prove itself |

# %% [markdown] written="lru_tradeoffs" points=3
# **Argue it.** Your cache holds 10,000 titles and serves sixty threads. Each night a job reads all 200,000 titles once through
# it, and for an hour afterwards the hit rate is poor; at the daily peak, threads queue for the lock. Set out three other
# implementations (a policy, a way of locking, or both), say for each what it would win and lose *here*, and argue for one,
# which may be to keep what you have (RUBRIC-12). Say what you would measure first. About 200 words.

# %% part
from course.parts import self_assess

self_assess(
    "lru_tradeoffs",
    L5=[
        "Sees two problems: the nightly job is about the policy, the queue is about the lock; one change need not mend both",
        "Compares the hand-written list with what the standard library has: `OrderedDict` is the same structure in C, less code to own",
        "Gives one policy that survives a scan (segmented LRU, or admission by frequency as in TinyLFU) and what it costs",
        "Gives one way to wait less for the lock (shards, CLOCK's bit, buffered reads) and what it costs",
        "Names measures: hit rate by hour, time spent waiting for the lock, cost of a miss",
    ],
    L6=[
        "Asks whether the job should use this cache at all: reading past it costs one line and may be the best answer",
        "Says that shards make the order local: a crowded shard evicts while another has room, and a hot key still has one lock",
        "Says that a library (in Java, Caffeine) beats an own TinyLFU: a frequency sketch must age, and somebody has to maintain it",
        "Knows what the interpreter changes: with a global lock, shards buy little in CPython; on the JVM or free-threaded Python, more",
        "Knows that a plain dict used as the line is not quite constant: deleting from its front leaves slots that the next search for the first key walks over",
        "Argues for one, says what would change their mind, and how to go back",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud, without the code in view:
#
# 1. What you built, and the two assumptions that shaped it.
# 2. The structure, and why each half is needed; time and space.
# 3. The edges you handled, and the one you would test first.
# 4. Threads: the invariant, what the lock covers, what it must not cover.
# 5. What you left out on purpose, and what would make you add it.

# %% part
from course.parts import timer

timer("lru_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *Bound it by bytes.* Sizes are given or measured at the write; evict until it fits, maybe several; decide what happens to a value
#   larger than the whole budget.
# - *A reader-writer lock?* A hit reorders, so there are no readers. It helps only after hits stop changing the order.
# - *Two hundred threads miss the same key at once.* One load a key, the others wait for its result; say what they get when it fails,
#   and for how long they wait.
# - *A put came during the load and has already been evicted when the load ends.* Looking again finds nothing and keeps the older value.
#   A version or a lease for the key would notice; say whether this data is worth it.
# - *What runs while you hold the lock that isn't yours?* The keys' `__hash__` and `__eq__`, and the finaliser of a value that is dropped.
#   If one of them calls the cache, a plain lock waits for itself.
# - *How do you know in production that it works?* Hits, misses, evictions, load times and failures, size; an alert on the hit rate, not on
#   the size. And a switch to turn it off.
#
# **Sources.** An LRU cache is named as a Netflix coding question by two interview guides (OfferStory, undated; MockRound, M. Reid,
# 23 March 2026). The rubric rows and the shared editor come from those and from a third, of which we know neither author nor
# date. We found nothing by the company that confirms any of it. The setting is real: the documentation of EVCache, Netflix's open-source cache client, lists in-memory caching
# of the LRU kind inside the client, for immutable objects that are read again within a short time
# ([docs/features.md](https://github.com/Netflix/EVCache/blob/master/docs/features.md), undated); a version of its source builds
# that on Guava's `LoadingCache`, which [keeps its order by segment](https://github.com/google/guava/issues/2442). Buffered
# reads and the frequency sketch: Caffeine's [Design](https://github.com/ben-manes/caffeine/wiki/Design) and
# [Efficiency](https://github.com/ben-manes/caffeine/wiki/Efficiency) pages. This course is independent of Netflix.
