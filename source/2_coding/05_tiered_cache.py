# ---
# keeper:
#   title: What falls out goes one down
#   minutes: 60
#   level: L5
#   covers: [CODE-04, RUBRIC-10, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-17, RUBRIC-18, RUBRIC-19, EXT-19]
#   needs: [coding/lru_cache]
# ---

# %% [markdown]
# The interviewer says:
#
# > Rows of the home page are dear to compute. Each process keeps a few in memory; what falls out is often wanted again within
# > the hour, and computed again. The machine has a disk, and next door there is a shared cache: larger, slower, and now and
# > then not there. Use them. Go ahead.
#
# **What they listen for.** *Use them* hides a rule: what goes down, what comes up again, and whether an entry may be in two
# places. Say it before you code (RUBRIC-10, 17). Then the part that tells who has run such a thing: a tier that fails must cost
# some speed and nothing else, and what it still holds when it comes back may be old (RUBRIC-11). All that in code which a
# colleague could keep, without the threads and the expiry that nobody asked for (RUBRIC-15, 19). A cache whose eviction works
# in tiers is *reported* as a question by one interview guide; see *Sources* at the end.
#
# How one tier forgets what was used longest ago, at a constant cost, is assumed here: it is the lesson
# [A cache that forgets the right thing](03_lru_cache.ipynb).
#
# Take two minutes. What do you ask?

# %% part
from course.parts import clarify

clarify(
    "tier_questions",
    {
        "May an entry be in two tiers at once?": "No. Between two calls each key is in one tier at most, while nothing fails. "
        "Room below is for what isn't above.",
        "What brings an entry up?": "A use: any `get` or `put` of it. Wherever it was, it is then in the first tier, as the "
        "youngest there.",
        "What sends one down?": "A tier that needs room gives up the entry used longest ago. It goes to the next tier and is "
        "the youngest there. What falls out of "
        "the last is gone.",
        "How much does a tier hold?": "`size` entries, 1 or more. Never more, not even within a call: a full store refuses.",
        "And if a key is nowhere?": "Then `load(key)` computes it, once, and it goes into the first tier like anything that is "
        "put. If `load` raises, the caller "
        "gets that error and nothing has changed.",
        "Are None and empty values worth keeping?": "Yes. *No row for this member* took as long to compute.",
        "Who writes to the stores besides me?": "Nobody; your part of the cache next door is yours alone. They begin empty. "
        "Under each key stands what you wrote there last; they lose nothing by themselves.",
        "What may I ask of a store?": "`read`, `write`, `delete`, `size`; it keeps no order and can't list. I count. While "
        "nothing fails, a call makes at most one read, one write and "
        "one delete at each store; none below the first when the key is in the first; and no read in search of a key that is "
        "nowhere. Keep the keys in memory, they are small; but only of what a store holds or may hold.",
        "How may the cost grow with the sizes?": "Not at all.",
        "What if a read fails?": "It raises `StoreDown`. Then take the next best: nothing below has it, so `load` it. It then "
        "stands in the first tier like anything loaded, and what the "
        "store still has of it is old. If `load` raises too, nothing has changed: the entry is where it was, and good again "
        "when the store is. An entry that can't be read when it should move down is dropped, and its place is free.",
        "What if a write or a delete fails?": "`StoreDown` too, and you can't know whether it was done. What could not be written "
        "is dropped: don't try the tier below, or one sick disk sends everything next door. What was read and could not be deleted "
        "comes up all the same; on its way down you may drop it. The caller notices nothing.",
        "Can what was overwritten ever be served again?": "Never, whatever failed and whatever came back. Whoever calls `put` "
        "has changed the origin first, so `load` "
        "gives the latest. An entry lost costs us one load; an old one served costs us a page.",
        "And what a failing store has left inside?": "It takes up room there, perhaps. When the store works again it must go: "
        "after as many new keys as all tiers hold, twice over, "
        "each tier is full of entries that count. But not all in one call: ten operations at each store is the most I want to "
        "see in a call.",
        "Which of them can fail?": "All but the first; that one is memory.",
        "Will several threads share it?": "They will. Not today.",
        "Which disk do we have?": "It makes no difference to your code.",
    },
    solved_by="tier_moves",
)

# %% [markdown] written="tier_opening" points=2
# **Say it back.** Five or six lines, as you would type them at the top of the shared editor: your reading of the task, the
# assumptions you took, what you put off, and the question you end on.

# %% part
from course.parts import self_assess

self_assess(
    "tier_opening",
    L5=[
        "One sentence says where an entry is: in one tier, the first after each use, one lower each time there is no room",
        "Says what happens on a miss, at the bottom, and when a store fails: a load, never an error",
        "Says that what is overwritten must not come back, and that a failed delete could bring it back",
        "Names what is put off: threads, a bound in bytes, expiry; ends by asking for agreement",
    ],
    L6=[
        "Says that every hit below now costs writes, and asks whether the disk or the reads are the scarcer thing",
        "Says which way to err when the outcome of an operation is unknown, and why: a value lost costs one load",
    ],
)

# %% [markdown]
# ## What a second tier is worth
#
# Few rows are wanted often, most are wanted rarely. The locked cell has a trace like that, always the same, and counts the hits
# of one plain cache. Memory holds 20 rows, the disk 80. If the disk keeps *copies* of what memory has, how many different rows
# do you hold? If it keeps only what memory does not? Guess the hits before you run the cell below it.

# %% given
import bisect
import collections
import itertools
import random


def zipf_trace(titles, length, seed):
    """So many reads of titles 0, 1, 2 …, where title r is read with a weight of 1 / (r + 1). The same for the same seed."""
    draw = random.Random(seed)
    ends = list(itertools.accumulate(1 / (rank + 1) for rank in range(titles)))
    return [bisect.bisect(ends, draw.random() * ends[-1]) for _ in range(length)]


def lru_hits(size, trace):
    """How many reads of the trace a single cache of that size answers, if it forgets what was used longest ago."""
    hits, held = 0, collections.OrderedDict()
    for title in trace:
        hits += title in held
        held[title] = True
        held.move_to_end(title)
        if len(held) > size:
            held.popitem(last=False)
    return hits

# %%
trace = zipf_trace(titles=1_000, length=5_000, seed=4)
for size in (20, 80, 100):
    print(f"{size:>4} rows in one cache: {lru_hits(size, trace):,} hits of {len(trace):,}")

# %% [markdown]
# Twenty rows more at the bottom, for nothing but not storing things twice. The price is that a hit below is no longer just a
# read. List what has to be done, and where, when a row on the disk is wanted again and every tier is full.
#
# ## The stores
#
# This is what you get for tiers. A store is a box: it counts what it is asked, refuses when it is full, and fails when it is
# told to. Your code uses `size`, `read`, `write` and `delete`; the rest is for whoever looks from outside.

# %% given
class StoreDown(Exception):
    """The store gave no answer. What it was asked to write or delete may have been done, or not."""


class StoreFull(Exception):
    """The store holds as many entries as it can and was given one more. Nothing has changed."""


class FlakyStore:
    """A box for `size` entries. `fails("reads")`, `fails("writes")`, `fails("both")` make it fail until `works()`.

    A write or delete that fails is not done, or done all the same with `fails(…, done=True)`.
    """

    def __init__(self, size, name="store"):
        self.size, self.name = size, name
        self.entries = {}
        self.reads = self.writes = self.deletes = 0
        self.works()

    def works(self):
        self.failing, self.done = (), False

    def fails(self, what, done=False):
        self.failing, self.done = ("reads", "writes") if what == "both" else (what,), done

    def read(self, key):
        """What stands under the key; KeyError if there is nothing."""
        self.reads += 1
        if "reads" in self.failing:
            raise StoreDown(f"{self.name} cannot be read")
        return self.entries[key]

    def write(self, key, value):
        """Let the value stand under the key. StoreFull if that is an entry too many."""
        self.writes += 1
        if "writes" not in self.failing or self.done:
            if key not in self.entries and len(self.entries) >= self.size:
                raise StoreFull(f"{self.name} holds {self.size} entries, and was given one more: {key!r}")
            self.entries[key] = value
        self._answer()

    def delete(self, key):
        """Let nothing stand under the key, whether there was something or not."""
        self.deletes += 1
        if "writes" not in self.failing or self.done:
            self.entries.pop(key, None)
        self._answer()

    def _answer(self):
        if "writes" in self.failing:
            raise StoreDown(f"{self.name} cannot be written")

# %% [markdown]
# ## Stage 1: up, and down
#
# Twenty minutes, as if nothing ever failed. What each tier holds, in which order: where do you keep that?

# %% answer="tier_cache"
class TieredCache:
    """Keeps each entry in one of several tiers: in the first after it was used, and one lower whenever a tier has no room for it.

    `tiers` are stores, the fastest first, at least one, all empty; only the first never fails.
    `load(key)` computes what is in none.
    """

    def __init__(self, tiers, load):
        ### BEGIN SOLUTION
        self._load = load
        self._tiers = [_Tier(store) for store in tiers]
        for tier, below in itertools.pairwise(self._tiers):
            tier.below = below
        ### END SOLUTION

    def get(self, key):
        """The value of `key`: from the tier that holds it, or loaded. A store that fails is no reason to raise."""
        ### BEGIN SOLUTION
        tier = self._tier_of(key)
        value = tier.read(key) if tier else _UNREAD
        if value is _UNREAD:
            value = self._load(key)
        self.put(key, value)
        return value
        ### END SOLUTION

    def put(self, key, value):
        """Let `key` have this value from now on, whatever it had in any tier."""
        ### BEGIN SOLUTION
        tier = self._tier_of(key)
        if tier:
            tier.remove(key)
        self._tiers[0].add(key, value)

    def _tier_of(self, key):
        return next((tier for tier in self._tiers if key in tier.keys), None)


_UNREAD = object()


class _Tier:
    """One store, and what counts in it: only what stands in `keys` is ever read."""

    def __init__(self, store):
        self.below = None
        self.keys = collections.OrderedDict()  # the one used longest ago stands first
        self._store = store
        # What may be in the store and does not count: it failed when it was to write or delete these.
        self._leftovers = collections.OrderedDict()

    def read(self, key):
        try:
            return self._store.read(key)
        except StoreDown:
            return _UNREAD

    def add(self, key, value):
        """Take the entry in as the youngest. It is lost if the store fails."""
        if self._make_room() and self._succeeds(key, self._store.write, key, value):
            self.keys[key] = None

    def remove(self, key):
        del self.keys[key]
        self._succeeds(key, self._store.delete, key)

    def _make_room(self):
        """Whether there is room for one entry; if not at first, one leftover goes, or the oldest entry goes down."""
        if self._is_full():
            if self._leftovers:
                leftover = next(iter(self._leftovers))
                self._succeeds(leftover, self._store.delete, leftover)
            else:
                self._push_down()
        return not self._is_full()

    def _push_down(self):
        oldest = next(iter(self.keys))
        value = self.read(oldest) if self.below else _UNREAD
        self.remove(oldest)
        if value is not _UNREAD:
            self.below.add(oldest, value)

    def _is_full(self):
        return len(self.keys) + len(self._leftovers) >= self._store.size

    def _succeeds(self, key, operation, *arguments):
        """Whether the store did it. If not, `key` is a leftover: nobody knows what stands under it."""
        try:
            operation(*arguments)
        except StoreDown:
            self._leftovers[key] = None
            return False
        self._leftovers.pop(key, None)
        return True
        ### END SOLUTION

# %% [markdown] hint="tier_cache"
# Put all entries of all tiers in one line, by their last use. Where in that line does memory end, and the disk? What happens to
# the line when the fifth entry is used, and which entries change tier by it? Each of them by one.

# %% [markdown] hint="tier_cache"
# A store keeps no order, so for each tier you keep its keys in the order of use: an `OrderedDict` without values will do. The
# whole of `get` is then: find the tier, read (or load), and do what `put` does. The whole of `put`: take the key out of the
# tier it is in, then add it to the first. Adding to a tier that is full means moving its oldest down first, which is adding to
# the next.

# %% [markdown] hint="tier_cache"
# When stores fail: what counts is your list of keys, not what is in the store. A key leaves the list *whatever* the store
# answers, and enters it only when the write has come back. So what is old can't be served. What remains is room: the store may
# hold keys that your list doesn't.

# %% [markdown] hint="tier_cache"
# - Each tier: `keys`, in order, and `leftovers`, those whose write or delete failed. It is full when both together are `size`.
# - Remove: out of `keys`; delete; if that fails, into `leftovers`.
# - Add: if full, delete *one* leftover, or, if there is none, read the oldest, remove it, add it below.
#   Still full: the entry is lost. Else write; if that works, into `keys` and out of `leftovers`; if not, into `leftovers`.
# - Moving down, a read that failed: remove it all the same. It is lost.

# %% tests="tier_moves" points=4
NAMES = ("memory", "disk", "next door")


class Origin:
    """What was put last under each key; notes what is loaded."""

    def __init__(self):
        self.values, self.loaded = {}, []

    def load(self, key):
        self.loaded.append(key)
        return self.values.get(key, f"{key}0")


class Bench:
    """A new cache on new stores. Calls give what a call gave, what it loaded, what each tier then holds."""

    def __init__(self, sizes):
        self.stores = [FlakyStore(size, name) for size, name in zip(sizes, NAMES)]
        self.origin = Origin()
        self.cache = TieredCache(self.stores, self.origin.load)

    def seen(self, got):
        loaded, self.origin.loaded = self.origin.loaded, []
        return got, loaded, [sorted(store.entries) for store in self.stores]

    def get(self, key):
        return self.seen(self.cache.get(key))

    def put(self, key, value):
        self.origin.values[key] = value
        self.cache.put(key, value)
        return self.seen(None)


def play(sizes, script):
    """Play a script such as "put a a1, get b"; the bench and what the last call gave."""
    bench, last = Bench(sizes), None
    for call in script.split(", "):
        verb, *words = call.split()
        last = bench.put(*words) if verb == "put" else bench.get(*words)
    return bench, last


def check_tiers(sizes, script, *want):
    """Each tier's keys, as one word."""
    _, (_, _, held) = play(sizes, script)
    told = " and ".join(f"{name} for {size}" for name, size in zip(NAMES, sizes))
    told += f"; {script} (a key that is nowhere is loaded); what each tier holds"
    check.equal(held, [sorted(keys) for keys in want], after=told)


@check("what is nowhere is loaded, once, and then held in the first tier")
def loads():
    bench, (got, loaded, held) = play((2, 2), "get a")
    check.equal((got, loaded, held), ("a0", ["a"], [["a"], []]), after="get a on a new cache; the value, what was loaded, what "
    "each tier holds")
    check.equal(bench.get("a")[:2], ("a0", []), after="get a, get a; the value and what the second one loaded")


@check("what falls out of a tier goes to the next")
def down():
    check_tiers((2, 2), "get a, get b, get c", "bc", "a")
    check_tiers((1, 2, 2), "get a, get b, get c, get d", "d", "bc", "a")


@check("what falls out of the last tier is gone")
def out():
    check_tiers((2, 2), "get a, get b, get c, get d, get e", "de", "bc")


@check("a hit below brings the entry up, and out of where it was")
def up():
    check_tiers((2, 2), "get a, get b, get c, get d, get a", "ad", "bc")
    check_tiers((1, 1, 2), "get a, get b, get c, get d, get a", "a", "d", "bc")
    _, (got, loaded, _) = play((2, 2), "put a a1, get b, get c, get a")
    check.equal((got, loaded), ("a1", []), after="memory for 2 and disk for 2; put a a1, get b, get c, get a; the value and "
    "what the last get loaded")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


class Line:
    """What the words mean: all entries in one line, the youngest first, cut into tiers."""

    def __init__(self, sizes):
        self.sizes, self.origin, self.line = sizes, {}, []

    def use(self, key, value):
        others = [pair for pair in self.line if pair[0] != key]
        self.line = [(key, value), *others][: sum(self.sizes)]

    def held(self):
        rest, tiers = [key for key, _ in self.line], []
        for size in self.sizes:
            tiers.append(sorted(rest[:size]))
            rest = rest[size:]
        return tiers

    def get(self, key):
        known = dict(self.line)
        value = known[key] if key in known else self.origin.get(key, f"{key}0")
        self.use(key, value)
        return value, [] if key in known else [key], self.held()

    def put(self, key, value):
        self.origin[key] = value
        self.use(key, value)
        return None, [], self.held()


check.model(
    "under any calls each tier holds what it should",
    subject=Bench,
    model=Line,
    given={"sizes": st.sampled_from([(1,), (1, 1), (2, 2), (2, 3, 2), (1, 2, 3)])},
    calls={"get": [st.sampled_from("abcdefgh")], "put": [st.sampled_from("abcdefgh"), st.sampled_from(["one", "two"])]},
    examples=60,
)


@check("a use in the first tier counts, by reading or by writing")
def young_again():
    check_tiers((2, 2), "get a, get b, get a, get c", "ac", "b")
    check_tiers((2, 2), "get a, get b, put a a1, get c", "ac", "b")


@check("writing over an entry below leaves nothing of it there")
def overwritten():
    check_tiers((2, 2), "get a, get b, get c, put a a1", "ac", "b")
    _, (got, loaded, _) = play((2, 2), "get a, get b, get c, put a a1, get d, get e, get a")
    check.equal((got, loaded), ("a1", []), after="memory for 2 and disk for 2; get a, get b, get c, put a a1, get d, get e, "
    "get a; the value and what the last get loaded")


@check("None, 0 and empty values are values, in every tier")
def odd_values():
    for value in (None, 0, False, "", []):
        bench = Bench((1, 1, 1))
        bench.put("a", value)
        for tier, others in zip(NAMES, ("", "b", "bc")):
            for other in others:
                bench.get(other)
            told = f"put a {value!r}, get of others until a is in {tier}; then get a: the value and what was loaded"
            check.equal(bench.get("a")[:2], (value, []), after=told)


@check("a load that fails reaches the caller, and nothing has changed")
def failed_load():
    class Unknown(Exception):
        pass

    for error in (Unknown, StoreDown, KeyError):
        stores, loaded = [FlakyStore(1, "memory"), FlakyStore(2, "disk")], []

        def load(key, error=error, loaded=loaded):
            loaded.append(key)
            if key == "z":
                raise error(key)
            return key

        cache = TieredCache(stores, load)
        for key in "abc":
            cache.get(key)
        check.raises(error, lambda: cache.get("z"), when=f"a load of z that raises {error.__name__}")
        held = [sorted(store.entries) for store in stores]
        told = f"get a, get b, get c, and a get of z whose load raises {error.__name__}"
        check.equal(held, [["c"], ["a", "b"]], after=f"{told}; what each tier holds")
        check.equal(loaded, ["a", "b", "c", "z"], after=f"{told}; what was loaded")


@check("a call asks each store for little, and the slow ones for nothing when memory has it")
def little():
    bench = Bench((2, 3, 3))
    script = [*"abcdefgh", *"hgaaccfbbxhh", *"cdcdab"]
    for number, key in enumerate(script):
        held = [key in store.entries for store in bench.stores]
        before = [(store.reads, store.writes, store.deletes) for store in bench.stores]
        bench.put(key, f"{key}{number}") if number % 4 == 3 else bench.get(key)
        told = f"{'put' if number % 4 == 3 else 'get'} {key}, after {' '.join(script[:number])}"
        for index in (0, 1, 2):
            store, was = bench.stores[index], before[index]
            asked = store.reads - was[0], store.writes - was[1], store.deletes - was[2]
            for count, what in zip(asked, ("reads", "writes", "deletes")):
                check.at_most(count, 0 if index and held[0] else 1, f"{what} at {store.name}", after=told)


@check("no store is read for a key that is nowhere")
def no_search():
    bench = Bench((2, 2, 2))
    for key in "abcde":
        bench.get(key)
    last = bench.stores[2].reads
    bench.get("new")
    check.equal(bench.stores[2].reads - last, 0, after="five keys in three tiers of 2; get of a sixth: how often the last tier "
    "was read")
    bench = Bench((2, 2))
    for key in "abc":
        bench.get(key)
    before = bench.stores[1].reads
    bench.get("new")
    check.equal(bench.stores[1].reads - before, 0, after="memory for 2 and disk for 2, three keys; get of a fourth: how often "
    "the disk was read")


@check("two caches share nothing")
def no_sharing():
    one, other = Bench((2, 2)), Bench((2, 2))
    one.put("a", "a1")
    check.equal(other.get("a")[:2], ("a0", ["a"]), after="two caches, put a a1 into the first; get a from the second: the "
    "value and what it loaded")
### END HIDDEN TESTS

# %% [markdown]
# ## Stage 2: a tier that isn't there
#
# > The cache next door is being restarted, and the disk is slow to death on Tuesdays.
#
# Aloud, before you run this: a row lies on the disk; the disk stops taking writes; the row is written anew, used, and falls out
# of memory again. Then the disk comes back. What does it hold, and who could read it?
#
# The rules are in the questions above. Mend your class where the cases disagree.

# %% tests="tier_failures" points=5
NAMES = ("memory", "disk", "next door")


class OriginDown(Exception):
    pass


class Origin:
    """What was put last under each key; notes what is loaded."""

    def __init__(self):
        self.values, self.loaded, self.is_up = {}, [], True

    def load(self, key):
        if not self.is_up:
            raise OriginDown(key)
        self.loaded.append(key)
        return self.values.get(key, f"{key}0")


class Bench:
    """A new cache on new stores; `play` understands a script, `told` is what was done."""

    def __init__(self, *sizes):
        self.stores = {name: FlakyStore(size, name) for name, size in zip(NAMES, sizes)}
        self.told = " and ".join(f"{name} for {size}" for name, size in zip(NAMES, sizes))
        self.origin = Origin()
        self.cache = TieredCache(list(self.stores.values()), self.origin.load)

    def play(self, script):
        """What the last call gave, and what it loaded."""
        self.told += "; " + script
        got = None
        for call in script.split(", "):
            self.origin.loaded = []
            match call.split():
                case ["get", key]:
                    got = self.cache.get(key)
                case ["put", key, value]:
                    self.origin.values[key] = value
                    got = self.cache.put(key, value)
                case [store, "works"]:
                    self.stores[store].works()
                case [store, "fails", what]:
                    self.stores[store].fails(what)
                case [store, "fails", what, "done"]:
                    self.stores[store].fails(what, done=True)
        return got, self.origin.loaded

    def check(self, script, value, *loaded):
        check.equal(self.play(script), (value, list(loaded)), after=f"{self.told}: what the last get gave, and what it loaded")

    def check_works_fully(self):
        """All stores work again: after twice as many new keys as they hold together, they hold the last of them."""
        total = 0
        for store in self.stores.values():
            store.works()
            total += store.size
        for number in range(2 * total):
            self.cache.get(number)
        rest = list(range(2 * total))
        for store in self.stores.values():
            rest, want = rest[: -store.size], rest[-store.size :]
            held = sorted(store.entries, key=str)
            told = f"{self.told}; all work again; get of {2 * total} new keys, 0 to {2 * total - 1}: what {store.name} holds"
            check.equal(held, sorted(want, key=str), after=told)


@check("a read that fails ends in a load, not in an error")
def failed_read():
    bench = Bench(2, 2)
    bench.check("put a a1, get b, get c, disk fails reads, get a", "a1", "a")


@check("a move down that fails loses the entry, and the caller notices nothing")
def failed_move():
    bench = Bench(1, 1)
    bench.check("put a a1, disk fails writes, get b", "b0", "b")
    bench.check("disk works, get a", "a1", "a")


@check("what was overwritten while its tier failed never comes back")
def no_ghost():
    for how in ("writes", "both", "writes done", "both done"):
        bench = Bench(1, 2)
        bench.check(f"put a a1, get b, disk fails {how}, put a a2, get c, disk works, get a", "a2", "a")
        bench = Bench(1, 2)
        bench.play(f"put a a1, get b, disk fails {how}, put a a2, disk works, get c, get d, get e")
        got, _ = bench.play("get a")
        check.equal(got, "a2", after=bench.told)


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("a read and a load that fail change nothing: the entry is good again when its tier is")
def both_fail():
    bench = Bench(1, 2)
    bench.play("put a a1, get b, disk fails reads")
    bench.origin.is_up = False
    check.raises(OriginDown, lambda: bench.cache.get("a"), when=f"{bench.told}; the origin is down; get a")
    bench.origin.is_up = True
    bench.check("get b", "b0")
    bench.check("disk works, get a", "a1")


@check("a get that failed was no use: the entry goes when its turn comes")
def no_use():
    bench = Bench(1, 2)
    bench.play("get a, get b, get c, disk fails reads")
    bench.origin.is_up = False
    check.raises(OriginDown, lambda: bench.cache.get("a"), when=f"{bench.told}; the origin is down; get a")
    bench.origin.is_up = True
    bench.told += "; the origin is down, get a raises; the origin is up"
    bench.play("disk works, get d")
    check.equal(sorted(bench.stores["disk"].entries), ["b", "c"], after=f"{bench.told}: what the disk holds")


@check("after a failed read the value loaded counts, wherever the old one is")
def loaded_counts():
    for how in ("reads", "both", "both done"):
        bench = Bench(1, 2)
        bench.play(f"put a a1, get b, disk fails {how}, get a")
        bench.check("get a", "a1")
        bench.play("put a a2, disk works, get c, get d, get e")
        got, _ = bench.play("get a")
        check.equal(got, "a2", after=bench.told)
        bench.check_works_fully()


@check("a read works, the delete after it fails: the entry is served, and moved up")
def read_without_delete():
    for how in ("writes", "writes done"):
        bench = Bench(1, 2)
        bench.check(f"put a a1, get b, disk fails {how}, get a", "a1")
        before = bench.stores["disk"].reads
        bench.check("get a", "a1")
        told = f"{bench.told}: how often the disk was read for the second get of a"
        check.equal(bench.stores["disk"].reads - before, 0, after=told)
        got, _ = bench.play("put a a2, disk works, get c, get d, get e, get a")
        check.equal(got, "a2", after=bench.told)


@check("an entry that a tier cannot take in is dropped, not tried further down")
def not_further():
    for how in ("writes", "both"):
        bench = Bench(1, 1, 3)
        bench.play(f"disk fails {how}, get a, get b, get c")
        held = sorted(bench.stores["next door"].entries)
        check.equal(held, [], after=f"{bench.told}: what is next door")


@check("what cannot be read cannot be moved down: it is dropped, and what comes takes its place")
def unreadable():
    bench = Bench(1, 1, 1)
    bench.play("put a a1, get b, disk fails reads, get c")
    held = [sorted(store.entries) for store in bench.stores.values()]
    check.equal(held, [["c"], ["b"], []], after=f"{bench.told}: what each tier holds (a could not be read to be moved on)")
    bench.check("disk works, get b", "b0")


@check("a sick tier in the middle does not cost those around it")
def middle():
    bench = Bench(1, 1, 1)
    bench.check("put a a1, get b, get c, disk fails both, get a", "a1")
    bench.check("get a", "a1")


@check("with everything below down, memory goes on as a cache of its size")
def memory_alone():
    bench = Bench(2, 2, 2)
    bench.play("get u, get v, get w, get x, get y, get z, disk fails both, next door fails both")
    bench.check("get a", "a0", "a")
    bench.check("get b", "b0", "b")
    bench.check("get a", "a0")
    bench.check("get c", "c0", "c")
    bench.check("get a", "a0")
    bench.check("get b", "b0", "b")


@check("what a failing tier has left inside does not take its room for ever")
def room_again():
    for how in ("writes", "writes done", "both", "both done"):
        bench = Bench(1, 3, 2)
        bench.play("get a, get b, get c, get d, get e, get f")
        bench.play(f"disk fails {how}, put b b1, put d d1, get g, get e, get h, put a a1, get i")
        bench.check_works_fully()


@check("an entry that was left behind, and is written there anew, counts again")
def written_anew():
    for how in ("writes", "both", "writes done", "both done"):
        bench = Bench(1, 1, 1)
        bench.check(f"put a a1, get b, disk fails {how}, put a a2, disk works, get c, get d, get a", "a2")


@check("not everything is cleaned up in one call")
def bounded():
    bench = Bench(1, 60)
    disk = bench.stores["disk"]
    for key in range(61):
        bench.cache.get(key)
    disk.fails("writes")
    for key in range(61):
        bench.cache.put(key, "new")
    disk.works()
    bench.told += "; get of 61 keys, disk fails writes, put of all 61, disk works"
    for key in range(100, 200):
        before = disk.reads + disk.writes + disk.deletes
        bench.cache.get(key)
        asked = disk.reads + disk.writes + disk.deletes - before
        check.at_most(asked, 10, "operations at the disk", after=f"{bench.told}, get of new keys 100 to {key}, the last one")
    bench.check_works_fully()


MODES = st.sampled_from(["works", "fails reads", "fails writes", "fails writes done", "fails both", "fails both done"])
KEYS = st.sampled_from("abcdef")
CALLS = st.one_of(
    st.tuples(st.just("get"), KEYS),
    st.tuples(st.just("put"), KEYS),
    st.tuples(st.sampled_from(["disk", "next"]), MODES),
)


@check.law(
    "whatever fails and comes back: no error, nothing old, no store overfilled, few operations",
    examples=70,
    sizes=st.sampled_from([(1, 1, 1), (1, 2, 2), (2, 3, 1)]),
    calls=st.lists(CALLS, min_size=4, max_size=30),
)
def anything(sizes, calls):
    bench = Bench(*sizes)
    for number, (what, which) in enumerate(calls):
        before = {name: store.reads + store.writes + store.deletes for name, store in bench.stores.items()}
        if what == "get":
            got, _ = bench.play(f"get {which}")
            check.equal(got, bench.origin.values.get(which, f"{which}0"), after=bench.told)
        elif what == "put":
            bench.play(f"put {which} {which}{number + 1}")
        elif which == "works":
            bench.stores["next door" if what == "next" else what].works()
            bench.told += f"; {what} works"
        else:
            mode, *done = which.split()[1:]
            bench.stores["next door" if what == "next" else what].fails(mode, done=bool(done))
            bench.told += f"; {what} {which}"
        for name, store in bench.stores.items():
            asked = store.reads + store.writes + store.deletes - before[name]
            check.at_most(asked, 10, f"operations at {name}", after=bench.told)
    bench.check_works_fully()
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(TieredCache, statements=59)

# %% [markdown]
# ## Stage 3: what it costs, what it is worth
#
# First cell: steps of a call, counted as lines of Python that run and keys hashed or compared, in small tiers and in large
# ones. Second cell: the trace. Three numbers are to be compared: the hits of your tiers of 10 and 40, of one cache of 10, of
# one of 50. Say which order you expect, and how large the gaps are, before you run it.

# %% tests="tier_cost" points=1 inside="it counts the lines that run, and keys that are still held"
from course.cases import Counted, Living, Tally, steps_of


def dearest(size, fails=False):
    """The most steps of any of 120 calls on three full tiers of that size; perhaps after writes in the middle one failed."""
    tally, stores = Tally(), [FlakyStore(size), FlakyStore(size), FlakyStore(size)]
    keys = [Counted(number, tally) for number in range(4 * size)]
    cache = TieredCache(stores, lambda key: "loaded")
    for key in keys:
        cache.get(key)
    if fails:
        stores[1].fails("writes")
        for key in keys:
            cache.put(key, "newer")
        stores[1].works()
    most = 0
    for number in range(120):
        key = keys[(number * 7 + 3 * size) % len(keys)]
        call = (lambda: cache.put(key, "new")) if number % 3 == 0 else (lambda: cache.get(key))
        most = max(most, steps_of(call, tally)[1])
    return most


@check("a call costs no more in large tiers than in small ones")
def flat():
    small, large = dearest(10), dearest(400)
    check.that(
        large <= small + 60,
        f"In three tiers of 10 the dearest of 120 calls took {small} steps; in tiers of 400, {large}. "
        "Look for what walks along the keys of a tier, or sorts them.",
    )


### BEGIN HIDDEN TESTS
@check("nor when much is left behind in a store that failed")
def flat_afterwards():
    small, large = dearest(100, fails=True), dearest(800, fails=True)
    check.that(
        large <= small + 200,
        f"The middle one of three tiers fails while all keys are written anew, and works again. In tiers of 100 the dearest of the next "
        f"120 calls took {small} steps; in tiers of 800, {large}. Look for what walks along the keys of which nothing is known.",
    )


@check("a key that no store holds is not held either")
def forgotten():
    living, disk = Living(), FlakyStore(2, "disk")
    cache = TieredCache([FlakyStore(2, "memory"), disk, FlakyStore(2, "next door")], lambda key: "loaded")
    for number in range(80):
        disk.fails("writes") if number % 20 == 10 else disk.works()
        cache.get(living.item(f"key {number}"))
    told = "80 new keys through three tiers of 2, while now and then a write to the disk failed"
    check.at_most(living.count, 6, "keys still held", after=told)
### END HIDDEN TESTS

# %% tests="tier_worth" points=1
def tier_hits(sizes, trace):
    """How many reads of the trace are answered without a load."""
    loads, stores = [], [FlakyStore(size) for size in sizes]

    def load(key):
        loads.append(key)
        return f"row {key}"

    cache = TieredCache(stores, load)
    for title in trace:
        cache.get(title)
    return len(trace) - len(loads)


TRACE = zipf_trace(titles=300, length=1_000, seed=4)


@check("two tiers answer half as many again as memory alone")
def better():
    got, memory = tier_hits((10, 40), TRACE), lru_hits(10, TRACE)
    check.that(
        got >= 1.5 * memory,
        f"A trace of 1,000 reads: one cache of 10 answers {memory} of them, your tiers of 10 and 40 answer {got}; "
        f"expected at least {1.5 * memory:.0f}.",
    )


### BEGIN HIDDEN TESTS
@check("they answer exactly as many as one cache of their size together")
def no_better():
    got, whole = tier_hits((10, 40), TRACE), lru_hits(50, TRACE)
    check.equal(got, whole, after="1,000 reads in tiers of 10 and 40: the hits, which are those of one cache of 50, since the "
    "tiers are its line cut in two")
### END HIDDEN TESTS

# %% wrong="asks each tier in turn, and keeps no list of what counts" fails="tier_moves: a call asks each store for little, and the slow ones for nothing when memory has it; tier_moves: no store is read for a key that is nowhere; tier_failures: what was overwritten while its tier failed never comes back; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations"
class TieredCache(TieredCache):
    def _tier_of(self, key):
        for tier in self._tiers:
            try:
                tier._store.read(key)
                return tier
            except (KeyError, StoreDown):
                pass
        return None

    def put(self, key, value):
        for tier in self._tiers:
            tier.keys.setdefault(key)
            tier.remove(key)
        self._tiers[0].add(key, value)

# %% wrong="the copy below stays when an entry comes up" fails="tier_moves: under any calls each tier holds what it should; tier_moves: writing over an entry below leaves nothing of it there; tier_moves: a call asks each store for little, and the slow ones for nothing when memory has it; tier_failures: what was overwritten while its tier failed never comes back; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations; tier_worth: they answer exactly as many as one cache of their size together"
class TieredCache(TieredCache):
    def put(self, key, value):
        tier = self._tier_of(key)
        if tier is self._tiers[0]:
            tier.remove(key)
        self._tiers[0].add(key, value)

# %% wrong="a hit below is served from there and stays there" fails="tier_moves: a hit below brings the entry up, and out of where it was; tier_moves: under any calls each tier holds what it should; tier_failures: a read works, the delete after it fails: the entry is served, and moved up; tier_worth: they answer exactly as many as one cache of their size together"
class TieredCache(TieredCache):
    def get(self, key):
        tier = self._tier_of(key)
        if tier in self._tiers[1:]:
            value = tier.read(key)
            if value is not _UNREAD:
                tier.keys.move_to_end(key)
                return value
        return super().get(key)

# %% wrong="a hit brings the entry up by one tier" fails="tier_moves: a hit below brings the entry up, and out of where it was; tier_moves: under any calls each tier holds what it should; tier_failures: a sick tier in the middle does not cost those around it"
class TieredCache(TieredCache):
    def get(self, key):
        tier = self._tier_of(key)
        if tier in self._tiers[2:]:
            value = tier.read(key)
            if value is not _UNREAD:
                tier.remove(key)
                self._tiers[self._tiers.index(tier) - 1].add(key, value)
                return value
        return super().get(key)

# %% wrong="what falls out of memory is gone" fails="tier_moves: what falls out of a tier goes to the next; tier_moves: what falls out of the last tier is gone; tier_moves: a hit below brings the entry up, and out of where it was; tier_moves: under any calls each tier holds what it should; tier_moves: a use in the first tier counts, by reading or by writing; tier_moves: writing over an entry below leaves nothing of it there; tier_moves: None, 0 and empty values are values, in every tier; tier_moves: a load that fails reaches the caller, and nothing has changed; tier_failures: a read and a load that fail change nothing: the entry is good again when its tier is; tier_failures: a get that failed was no use: the entry goes when its turn comes; tier_failures: after a failed read the value loaded counts, wherever the old one is; tier_failures: a read works, the delete after it fails: the entry is served, and moved up; tier_failures: what cannot be read cannot be moved down: it is dropped, and what comes takes its place; tier_failures: a sick tier in the middle does not cost those around it; tier_failures: what a failing tier has left inside does not take its room for ever; tier_failures: an entry that was left behind, and is written there anew, counts again; tier_failures: not everything is cleaned up in one call; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations; tier_worth"
class TieredCache(TieredCache):
    def __init__(self, tiers, load):
        super().__init__(tiers, load)
        self._tiers[0].below = None

# %% wrong="reading in memory makes nothing young" fails="tier_moves: under any calls each tier holds what it should; tier_moves: a use in the first tier counts, by reading or by writing; tier_failures: with everything below down, memory goes on as a cache of its size; tier_worth: they answer exactly as many as one cache of their size together"
class TieredCache(TieredCache):
    def get(self, key):
        tier = self._tiers[0]
        return tier.read(key) if key in tier.keys else super().get(key)

# %% wrong="the youngest goes down" fails="tier_moves: what falls out of a tier goes to the next; tier_moves: what falls out of the last tier is gone; tier_moves: under any calls each tier holds what it should; tier_moves: a use in the first tier counts, by reading or by writing; tier_moves: writing over an entry below leaves nothing of it there; tier_failures: a read that fails ends in a load, not in an error; tier_failures: a get that failed was no use: the entry goes when its turn comes; tier_failures: after a failed read the value loaded counts, wherever the old one is; tier_failures: with everything below down, memory goes on as a cache of its size; tier_failures: what a failing tier has left inside does not take its room for ever; tier_failures: not everything is cleaned up in one call; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations; tier_worth"
class _Tier(_Tier):
    def _push_down(self):
        self.keys.move_to_end(next(reversed(self.keys)), last=False)
        super()._push_down()

# %% wrong="writes first and makes room afterwards" fails="tier_moves: what falls out of a tier goes to the next; tier_moves: what falls out of the last tier is gone; tier_moves: a hit below brings the entry up, and out of where it was; tier_moves: under any calls each tier holds what it should; tier_moves: a use in the first tier counts, by reading or by writing; tier_moves: writing over an entry below leaves nothing of it there; tier_moves: None, 0 and empty values are values, in every tier; tier_moves: a load that fails reaches the caller, and nothing has changed; tier_moves: a call asks each store for little, and the slow ones for nothing when memory has it; tier_moves: no store is read for a key that is nowhere; tier_failures; tier_cost; tier_worth"
class _Tier(_Tier):
    def add(self, key, value):
        if self._succeeds(key, self._store.write, key, value):
            self.keys[key] = None
        while len(self.keys) > self._store.size:
            self._push_down()

# %% wrong="takes a stored None for nothing" fails="tier_moves: None, 0 and empty values are values, in every tier"
class _Tier(_Tier):
    def read(self, key):
        value = super().read(key)
        return _UNREAD if value is None else value

# %% wrong="loads before it looks" fails="tier_moves: what is nowhere is loaded, once, and then held in the first tier; tier_moves: a hit below brings the entry up, and out of where it was; tier_moves: under any calls each tier holds what it should; tier_moves: writing over an entry below leaves nothing of it there; tier_moves: None, 0 and empty values are values, in every tier; tier_failures: a read that fails ends in a load, not in an error; tier_failures: a read and a load that fail change nothing: the entry is good again when its tier is; tier_failures: after a failed read the value loaded counts, wherever the old one is; tier_failures: a read works, the delete after it fails: the entry is served, and moved up; tier_failures: what cannot be read cannot be moved down: it is dropped, and what comes takes its place; tier_failures: a sick tier in the middle does not cost those around it; tier_failures: with everything below down, memory goes on as a cache of its size; tier_failures: an entry that was left behind, and is written there anew, counts again; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations; tier_worth"
class TieredCache(TieredCache):
    def get(self, key):
        fresh = self._load(key)
        tier = self._tier_of(key)
        value = tier.read(key) if tier else fresh
        self.put(key, value)
        return value

# %% wrong="makes room before it loads" fails="tier_moves: a load that fails reaches the caller, and nothing has changed"
class TieredCache(TieredCache):
    def get(self, key):
        if not self._tier_of(key) and self._tiers[0]._is_full():
            self._tiers[0]._push_down()
        return super().get(key)

# %% wrong="a read that fails reaches the caller" fails="tier_failures: a read that fails ends in a load, not in an error; tier_failures: a read and a load that fail change nothing: the entry is good again when its tier is; tier_failures: a get that failed was no use: the entry goes when its turn comes; tier_failures: after a failed read the value loaded counts, wherever the old one is; tier_failures: what cannot be read cannot be moved down: it is dropped, and what comes takes its place; tier_failures: a sick tier in the middle does not cost those around it; tier_failures: with everything below down, memory goes on as a cache of its size; tier_failures: what a failing tier has left inside does not take its room for ever; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations"
class _Tier(_Tier):
    def read(self, key):
        return self._store.read(key)

# %% wrong="a write that fails reaches the caller" fails="tier_failures: a move down that fails loses the entry, and the caller notices nothing; tier_failures: what was overwritten while its tier failed never comes back; tier_failures: after a failed read the value loaded counts, wherever the old one is; tier_failures: a read works, the delete after it fails: the entry is served, and moved up; tier_failures: an entry that a tier cannot take in is dropped, not tried further down; tier_failures: a sick tier in the middle does not cost those around it; tier_failures: with everything below down, memory goes on as a cache of its size; tier_failures: what a failing tier has left inside does not take its room for ever; tier_failures: an entry that was left behind, and is written there anew, counts again; tier_failures: not everything is cleaned up in one call; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations; tier_cost: nor when much is left behind in a store that failed; tier_cost: a key that no store holds is not held either"
class _Tier(_Tier):
    def _succeeds(self, key, operation, *arguments):
        operation(*arguments)
        return True

# %% wrong="forgets the entry when its read fails" fails="tier_moves: a call asks each store for little, and the slow ones for nothing when memory has it; tier_failures: a read and a load that fail change nothing: the entry is good again when its tier is"
class TieredCache(TieredCache):
    def get(self, key):
        tier = self._tier_of(key)
        if tier and tier.read(key) is _UNREAD:
            tier.remove(key)
        return super().get(key)

# %% wrong="believes that a delete which failed has been done" fails="tier_failures: what a failing tier has left inside does not take its room for ever; tier_failures: not everything is cleaned up in one call; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations; tier_cost: nor when much is left behind in a store that failed; tier_cost: a key that no store holds is not held either"
class _Tier(_Tier):
    def remove(self, key):
        super().remove(key)
        self._leftovers.pop(key, None)

# %% wrong="believes that a write which failed has not been done" fails="tier_failures: what was overwritten while its tier failed never comes back; tier_failures: after a failed read the value loaded counts, wherever the old one is; tier_failures: a read works, the delete after it fails: the entry is served, and moved up; tier_failures: what a failing tier has left inside does not take its room for ever; tier_failures: not everything is cleaned up in one call; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations; tier_cost: nor when much is left behind in a store that failed"
class _Tier(_Tier):
    def add(self, key, value):
        super().add(key, value)
        if key not in self.keys:
            self._leftovers.pop(key, None)

# %% wrong="a key whose delete failed goes on counting" fails="tier_failures: what was overwritten while its tier failed never comes back; tier_failures: what a failing tier has left inside does not take its room for ever; tier_failures: an entry that was left behind, and is written there anew, counts again; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations"
class _Tier(_Tier):
    def remove(self, key):
        if self._succeeds(key, self._store.delete, key):
            del self.keys[key]
        else:
            self._leftovers.pop(key, None)

# %% wrong="what a tier cannot take in is tried in the next" fails="tier_failures: an entry that a tier cannot take in is dropped, not tried further down; tier_failures: with everything below down, memory goes on as a cache of its size"
class _Tier(_Tier):
    def add(self, key, value):
        super().add(key, value)
        if key not in self.keys and self.below:
            self.below.add(key, value)

# %% wrong="what cannot be read stays, and what comes is lost" fails="tier_moves: a call asks each store for little, and the slow ones for nothing when memory has it; tier_failures: what cannot be read cannot be moved down: it is dropped, and what comes takes its place"
class _Tier(_Tier):
    def _push_down(self):
        if self.below and self.read(next(iter(self.keys))) is _UNREAD:
            return
        super()._push_down()

# %% wrong="deletes a leftover that has been written anew since" fails="tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations"
class _Tier(_Tier):
    def __init__(self, store):
        super().__init__(store)
        self.to_delete = []

    def _succeeds(self, key, operation, *arguments):
        done = super()._succeeds(key, operation, *arguments)
        if not done:
            self.to_delete.append(key)
        return done

    def _make_room(self):
        if self.to_delete and self._is_full():
            leftover = self.to_delete.pop()
            super()._succeeds(leftover, self._store.delete, leftover)
        return super()._make_room()

# %% wrong="never cleans up what a failing tier has left inside" fails="tier_failures: after a failed read the value loaded counts, wherever the old one is; tier_failures: what a failing tier has left inside does not take its room for ever; tier_failures: an entry that was left behind, and is written there anew, counts again; tier_failures: not everything is cleaned up in one call; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations"
class _Tier(_Tier):
    def _make_room(self):
        if self._is_full() and self.keys:
            self._push_down()
        return not self._is_full()

# %% wrong="cleans up everything as soon as a write works" fails="tier_failures: not everything is cleaned up in one call; tier_cost: nor when much is left behind in a store that failed"
class _Tier(_Tier):
    def add(self, key, value):
        for leftover in list(self._leftovers):
            self._succeeds(leftover, self._store.delete, leftover)
        super().add(key, value)

# %% wrong="a tier that has failed once is never used again" fails="tier_failures: after a failed read the value loaded counts, wherever the old one is; tier_failures: what a failing tier has left inside does not take its room for ever; tier_failures: an entry that was left behind, and is written there anew, counts again; tier_failures: not everything is cleaned up in one call; tier_failures: whatever fails and comes back: no error, nothing old, no store overfilled, few operations"
class _Tier(_Tier):
    has_failed = False

    def _succeeds(self, key, operation, *arguments):
        done = super()._succeeds(key, operation, *arguments)
        self.has_failed = self.has_failed or not done
        return done

    def add(self, key, value):
        if not self.has_failed:
            super().add(key, value)

# %% wrong="a time of last use for each key, and a search for the smallest" fails="tier_cost: a call costs no more in large tiers than in small ones; tier_cost: nor when much is left behind in a store that failed"
class _Tier(_Tier):
    def _push_down(self):
        times = {key: number for number, key in enumerate(self.keys)}
        assert min(times, key=times.get) == next(iter(self.keys))
        super()._push_down()

# %% wrong="leftovers in a list, and a search in it" fails="tier_cost: nor when much is left behind in a store that failed"
class Leftovers(list):
    def __setitem__(self, key, value):
        if key not in self:
            self.append(key)

    def pop(self, key, default=None):
        if key in self:
            self.remove(key)


class _Tier(_Tier):
    def __init__(self, store):
        super().__init__(store)
        self._leftovers = Leftovers()

# %% wrong="counts the uses of each key, for ever" fails="tier_cost: a key that no store holds is not held either"
class TieredCache(TieredCache):
    def put(self, key, value):
        self._uses = getattr(self, "_uses", collections.Counter())
        self._uses[key] += 1
        super().put(key, value)

# %% wrong="takes what load raises for a store that is down" fails="tier_moves: a load that fails reaches the caller, and nothing has changed"
class TieredCache(TieredCache):
    def get(self, key):
        tier = self._tier_of(key)
        try:
            value = tier._store.read(key) if tier else self._load(key)
        except StoreDown:
            value = self._load(key)
        self.put(key, value)
        return value

# %% wrong="makes an entry young before it has its value" fails="tier_failures: a get that failed was no use: the entry goes when its turn comes"
class TieredCache(TieredCache):
    def get(self, key):
        tier = self._tier_of(key)
        if tier:
            tier.keys.move_to_end(key)
        return super().get(key)

# %% wrong="reads an entry in memory twice" fails="tier_moves: a call asks each store for little, and the slow ones for nothing when memory has it"
class TieredCache(TieredCache):
    def get(self, key):
        if key in self._tiers[0].keys:
            self._tiers[0].read(key)
        return super().get(key)

# %% also_right="one loop down the tiers; what was read and can't be deleted is dropped on its way"
import dataclasses


@dataclasses.dataclass(slots=True)
class Level:
    store: object
    order: dict = dataclasses.field(default_factory=dict)
    unknown: dict = dataclasses.field(default_factory=dict)

    @property
    def full(self):
        return len(self.order) + len(self.unknown) >= self.store.size

    def drop(self, key):
        """Whether nothing is left of it."""
        self.order.pop(key, None)
        try:
            self.store.delete(key)
        except StoreDown:
            self.unknown[key] = True
        else:
            self.unknown.pop(key, None)
        return key not in self.unknown

    def take(self, key, value):
        """Whether it counts here now."""
        if self.full:
            return False
        try:
            self.store.write(key, value)
        except StoreDown:
            self.unknown[key] = True
            return False
        self.order[key] = True
        return True


class TieredCache:
    def __init__(self, tiers, load):
        self.levels, self.load = tuple(map(Level, tiers)), load
        self.where = {}

    def get(self, key):
        level = self.where.get(key)
        if level is None:
            value = self.load(key)
        else:
            try:
                value = level.store.read(key)
            except StoreDown:
                value = self.load(key)
        self.put(key, value)
        return value

    def put(self, key, value):
        if level := self.where.pop(key, None):
            level.drop(key)
        falling = [(key, value)]
        for level in self.levels:
            if not falling:
                break
            key, value = falling.pop()
            if level.full and level.unknown:
                level.drop(next(iter(level.unknown)))
            elif level.full:
                falling = self.pushed_out(level)
            if level.take(key, value):
                self.where[key] = level

    def pushed_out(self, level):
        oldest = next(iter(level.order))
        try:
            moving = [] if level is self.levels[-1] else [(oldest, level.store.read(oldest))]
        except StoreDown:
            moving = []
        del self.where[oldest]
        return moving if level.drop(oldest) else []

# %% also_right="one index from key to tier, and cleaning up whenever a store is touched"
from typing import Any, Callable, Hashable


class TieredCache:
    def __init__(self, tiers: list, load: Callable[[Hashable], Any]) -> None:
        self.stores = list(tiers)
        self.load = load
        self.where: dict[Hashable, int] = {}
        self.order = [collections.OrderedDict() for _ in tiers]
        self.dirty: list[dict] = [{} for _ in tiers]

    def get(self, key):
        level = self.where.get(key)
        if level is not None:
            try:
                value = self.stores[level].read(key)
            except StoreDown:
                level = None
        if level is None:
            value = self.load(key)
        self.put(key, value)
        return value

    def put(self, key, value):
        if key in self.where:
            if self.where[key] == 0:
                self.stores[0].write(key, value)
                self.order[0].move_to_end(key)
                return
            self.forget(key)
        moving = [(key, value)]
        level = 0
        while moving and level < len(self.stores):
            key, value = moving.pop()
            store = self.stores[level]
            self.clean(level, key)
            used = len(self.order[level]) + len(self.dirty[level]) - (key in self.dirty[level])
            if used >= store.size and self.order[level]:
                old = next(iter(self.order[level]))
                if level + 1 < len(self.stores):
                    try:
                        moving.append((old, store.read(old)))
                    except StoreDown:
                        pass
                self.forget(old)
                used = len(self.order[level]) + len(self.dirty[level]) - (key in self.dirty[level])
            if used < store.size:
                try:
                    store.write(key, value)
                except StoreDown:
                    self.dirty[level][key] = True
                else:
                    self.dirty[level].pop(key, None)
                    self.order[level][key] = True
                    self.where[key] = level
            level += 1

    def clean(self, level, but):
        for key in list(itertools.islice(self.dirty[level], 2)):
            if key != but:
                self.erase(level, key)

    def forget(self, key):
        level = self.where.pop(key)
        del self.order[level][key]
        self.erase(level, key)

    def erase(self, level, key):
        try:
            self.stores[level].delete(key)
            self.dirty[level].pop(key, None)
        except StoreDown:
            self.dirty[level][key] = True

# %% also_right="slots: an entry goes under its key, with the number of its write, and the numbers decide what counts"
class TieredCache:
    def __init__(self, tiers, load):
        self.load, self.number = load, itertools.count()
        self.levels = [(store, collections.OrderedDict(), collections.OrderedDict()) for store in tiers]

    def find(self, key):
        for level, (_, live, _) in enumerate(self.levels):
            if key in live:
                return level
        return None

    def get(self, key):
        level = self.find(key)
        found = False
        if level is not None:
            store, live, _ = self.levels[level]
            try:
                number, value = store.read(key)
                found = number == live[key]
            except StoreDown:
                pass
        if not found:
            value = self.load(key)
        self.put(key, value)
        return value

    def put(self, key, value):
        level = self.find(key)
        if level is not None:
            self.drop(level, key)
        self.insert(0, key, value)

    def drop(self, level, key):
        store, live, dead = self.levels[level]
        live.pop(key, None)
        dead[key] = None
        try:
            store.delete(key)
        except StoreDown:
            return False
        del dead[key]
        return True

    def insert(self, level, key, value):
        if level == len(self.levels):
            return
        store, live, dead = self.levels[level]
        if key not in dead and len(live) + len(dead) == store.size:
            if dead:
                gone = self.drop(level, next(iter(dead)))
            else:
                oldest, number = next(iter(live.items()))
                carried = None
                if level + 1 < len(self.levels):
                    with __import__("contextlib").suppress(StoreDown):
                        carried = store.read(oldest)
                gone = self.drop(level, oldest)
                if carried is not None and carried[0] == number:
                    self.insert(level + 1, oldest, carried[1])
            if not gone:
                return
        number = next(self.number)
        dead[key] = None
        try:
            store.write(key, (number, value))
        except StoreDown:
            return
        del dead[key]
        live[key] = number

# %% also_right="a chain of linked entries in each tier"
class _Node:
    __slots__ = ("key", "older", "newer", "tier")


class _Level:
    def __init__(self, store, below, nodes):
        self.store, self.below, self.nodes, self.count = store, below, nodes, 0
        self.waste = set()
        self.end = _Node()
        self.end.older = self.end.newer = self.end

    def unlink(self, node):
        node.older.newer, node.newer.older = node.newer, node.older
        del self.nodes[node.key]
        self.count -= 1

    def link(self, node):
        node.tier, node.older, node.newer = self, self.end.older, self.end
        self.end.older.newer = node
        self.end.older = self.nodes[node.key] = node
        self.count += 1

    def erase(self, key):
        try:
            self.store.delete(key)
        except StoreDown:
            self.waste.add(key)

    def full(self):
        return self.count + len(self.waste) >= self.store.size

    def accept(self, node, value):
        self.waste.discard(node.key)
        if self.full() and self.waste:
            self.erase(self.waste.pop())
        elif self.full():
            oldest = self.end.newer
            self.unlink(oldest)
            carried = []
            if self.below:
                try:
                    carried = [self.store.read(oldest.key)]
                except StoreDown:
                    pass
            self.erase(oldest.key)
            for each in carried:
                self.below.accept(oldest, each)
        if self.full():
            return
        try:
            self.store.write(node.key, value)
            self.link(node)
        except StoreDown:
            self.waste.add(node.key)


class TieredCache:
    def __init__(self, tiers, load):
        self.load, self.nodes, self.top = load, {}, None
        for store in reversed(tiers):
            self.top = _Level(store, self.top, self.nodes)

    def get(self, key):
        node = self.nodes.get(key)
        if node:
            try:
                value = node.tier.store.read(key)
                self.put(key, value)
                return value
            except StoreDown:
                pass
        value = self.load(key)
        self.put(key, value)
        return value

    def put(self, key, value):
        node = self.nodes.get(key)
        if node:
            node.tier.unlink(node)
            node.tier.erase(key)
        else:
            node = _Node()
            node.key = key
        self.top.accept(node, value)

# %% [markdown]
# ## The solution, and others
#
# **What it costs (RUBRIC-18).** A call does a constant number of dictionary operations and store operations a tier, so it grows
# with the number of tiers, which is three. In memory: every key of every tier, and a mark for each leftover, of which a store
# can't have more than it has room. A hit below costs a read, then a delete there and a write in each tier down to it: reads
# have become writes.
#
# **What is true of it.** Without failures the tiers are one line of entries, cut into pieces. So the hits are those of one
# cache of all sizes together, not one more. What tiers win is the price: a hundred rows for the money of twenty.
#
# | instead | wins | loses |
# |---|---|---|
# | **Copies below**: what is above stays below, too | a hit below is a read and nothing else; memory is dropped without a write; a restart finds all below | room, as you saw; an overwrite has two places to reach, so two ways to serve what is old |
# | **Up at the second hit**, served from below until then | one pass over everything doesn't empty memory; fewer moves | something to count with for each entry; what has just become popular waits a little |
# | **Down only if it was used again** while in memory | most entries are used once: they cost the disk no write, and a flash disk wears by writes | the first return of such an entry is a load |
# | **Ask each tier in turn**, keep no keys in memory | nothing to hold in memory; survives a restart | a miss asks everyone; nobody knows what counts, so each entry needs a version from the origin to tell old from new |

# %% [markdown] written="tier_tradeoffs" points=3
# **Argue it.** Memory for 20,000 rows, a flash disk for a million, 30,000 reads a second, of which memory answers 70 % and the
# disk 20 %. The disk's maker promises five years at a tenth of the writes you now make. Set out two other policies of moving,
# say what each wins and loses *here*, and argue for one (RUBRIC-12). Give the number of writes a second, now and after. About
# 150 words.

# %% part
self_assess(
    "tier_tradeoffs",
    L5=[
        "Counts the writes now: each of the 30 % that memory doesn't answer pushes one row down, 9,000 a second",
        "Gives two policies, of which one keeps rows that were used once off the disk, and one leaves a row on the disk when "
        "it comes up",
        "Says what each does to the hits, in loads a second, not only to the writes",
        "Measures first: how many of the rows written to the disk are ever read there",
    ],
    L6=[
        "Sees that with copies left below, a row that comes up and falls again unchanged needs no write: it is there",
        "Sees that an overwrite then has to reach the copy, and what the failed delete does to it",
        "Speaks of batches: small random writes wear flash more than the same bytes in large pieces",
        "Says how to try it: on a share of the machines, with the trace replayed first",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud:
#
# 1. Where an entry is, what brings it up, what sends it down, and what happens at the bottom.
# 2. Where the order is kept, and why a miss asks no store. Cost of a hit in memory, below, and of a miss.
# 3. What counts is the list of keys. When a key leaves it and when it enters it, and why in this order.
# 4. What a failed operation leaves behind, and how it is cleaned up without anybody waiting.
# 5. What you would do next: threads, wear of the disk.

# %% part
from course.parts import timer

timer("tier_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *The disk is down for an hour.* Every move still asks it and waits for its time limit. A breaker: after some failures in a
#   row skip it, and let one call at a time try again. What is skipped is dropped, as now.
# - *Threads.* One lock for lists of keys, never held during a store's call: then an entry is on its way, in no tier. Say what a
#   reader of that key does meanwhile.
# - *The process restarts and the disk is full of rows.* Without the keys nothing counts: empty it, or write the keys and a
#   version down as well, and trust only what the origin confirms. What happened while you were down?
# - *Invalidate a row.* `put` without a value: out of the list first, then out of the store. Other processes
#   hold the same row, of which your lists know nothing: who tells them?
# - *Bytes instead of entries.* One large row pushes down many small ones; a bound on what one call may move.
# - *What do you watch?* Hits by tier, loads, moves and entries dropped by tier, failed operations, leftovers. And time by tier:
#   a tier slower than the origin is worse than none.
#
# **Sources.** A cache whose eviction works in tiers is named as a Netflix coding question by one long interview guide, of which
# we know neither author nor date; nothing of the company's confirms it. The setting here is made up. What is public: EVCache,
# Netflix's open-source cache client, reads from its own zone first and then from other copies, promises no consistency between
# them, and can have failed writes put into Kafka to be repaired (docs/features.md and docs/introduction.md in
# [github.com/Netflix/EVCache](https://github.com/Netflix/EVCache), undated). It names 20 ms as the time limit of a read and 2.5
# s as that of a write. That is another answer to the same trouble: there a failed write is repaired later, here what failed is
# never believed again. This course is independent of Netflix.
