# ---
# keeper:
#   title: Half of it, each time
#   minutes: 50
#   level: L5
#   covers: [CODE-21, CODE-26, RUBRIC-11, RUBRIC-12, RUBRIC-17, RUBRIC-18]
#   needs: []
# ---

# %% [markdown]
# Everybody knows binary search, and most get an edge of it wrong in front of others. One tension runs through this lesson: *what do you
# know about each end, and does every step keep it true?*
#
# The interviewer says:
#
# > Startup time got worse, some time in the last thousand builds. Measuring one takes ten minutes. Write what finds the build
# > that did it.
#
# **What they listen for.** The promise that makes halving right, said before any code (RUBRIC-17): once bad, always bad. Then what
# the two ends mean, in one sentence each, and code that says the same (RUBRIC-11). The cost in measurements, not in operations
# (RUBRIC-18). Sorting and searching are in the topic pool that one interview guide gives for coding rounds (CODE-21); see *Sources*.

# %% part
from course.parts import clarify

clarify(
    "find_questions",
    {
        "What do I get?": "`count`, how many builds there are, numbered from 0; and `is_bad`, a function that measures the build of that "
        "number and gives True or False.",
        "Once it is bad, does it stay bad?": "Yes. Everything before the one we look for is good, it and everything after it is bad.",
        "What do you want back?": "The number of the first bad build. `None` if all are good.",
        "May the first one be bad already? May the last one be good?": "Both may be. Nobody has measured them.",
        "Can there be no builds at all?": "Yes: then `None`.",
        "How many measurements may it take?": "Ten minutes each: not one more than halving needs. For seven builds that is three, for eight it is four.",
        "May I measure a build twice, to be sure?": "No. It gives the same answer.",
        "May I measure several at once?": "There is one machine for it. A good question for later.",
        "What if a measurement fails?": "It doesn't, in the first version. In the second it will.",
        "How large can count be?": "Say a thousand. But someone will use it for ten million log lines.",
    },
    solved_by="find_halving",
)

# %% [markdown]
# ## Three versions, one of them right
#
# These differ by a character or two. Which never ends, which misses an answer, which is right? Decide first, then run it.

# %%
def version(low, high, middle, step):
    """Where the first True stands in [F, F, T], searching with these rules, or how that goes wrong."""
    flags = [False, False, True]
    for _ in range(10):
        if low >= high:
            return low
        at = middle(low, high)
        if flags[at]:
            high = at
        else:
            low = step(at)
    return "never ends"


print("A:", version(0, 3, lambda low, high: (low + high) // 2, lambda at: at))
print("B:", version(0, 2, lambda low, high: (low + high) // 2, lambda at: at + 1), "- and if there were no True at all?")
print("C:", version(0, 3, lambda low, high: (low + high) // 2, lambda at: at + 1))

# %% [markdown]
# The sentence behind C: *everything below `low` is good, `high` and everything above it is bad*. It is true at the start, when nothing is below 0
# and nothing at or above 3 exists. Each step keeps it. When the two meet, it is the answer; what does it mean if they meet at 3?
#
# ## Stage 1: the first bad one
#
# Five minutes.

# %% answer="find_first"
def first_bad(count, is_bad):
    """The number of the first bad build of `count`, None if all are good. Measures as few as halving needs, none twice."""
    ### BEGIN SOLUTION
    low, high = 0, count  # all below low are good; high, and all from there on, are bad
    while low < high:
        middle = (low + high) // 2
        if is_bad(middle):
            high = middle
        else:
            low = middle + 1
    return low if low < count else None
    ### END SOLUTION

# %% [markdown] hint="find_first"
# How many possible answers are there for seven builds? (One more than you think.) How many yes-or-no questions tell so many apart?

# %% [markdown] hint="find_first"
# Keep two numbers, and for each a sentence about what lies on its side. Measure in the middle of what is unknown; a bad one moves
# the upper number *onto* it, a good one moves the lower number *past* it.

# %% tests="find_halving" points=4
class Builds:
    """`count` builds of which those from `first` on are bad; keeps what was measured."""

    def __init__(self, count, first):
        self.count, self.first, self.measured = count, first, []

    def is_bad(self, number):
        check.that(
            isinstance(number, int) and 0 <= number < self.count,
            f"{self}: build {number!r} was measured; there are the numbers 0 to {self.count - 1}.",
        )
        check.that(number not in self.measured, f"{self}: build {number} was measured twice. The measurements: {self.measured}.")
        check.that(len(self.measured) < 100, f"{self}: a hundred builds were measured, and it goes on.")
        self.measured.append(number)
        return number >= self.first

    def __str__(self):
        return f"{self.count} builds, {f'bad from {self.first} on' if self.first < self.count else 'all good'}"


def check_first(count, first):
    builds = Builds(count, first)
    got = first_bad(count, builds.is_bad)
    check.equal(got, first if first < count else None, after=f"{builds}; measured: {builds.measured}")
    return builds


@check("it finds the first bad build")
def finds():
    for first in range(7):
        check_first(7, first)


@check("all good, or no builds at all, gives None")
def none_bad():
    check_first(7, 7)
    check_first(1, 1)
    check_first(0, 0)


### BEGIN HIDDEN TESTS
@check("it measures no more than halving needs")
def few():
    for count in (1, 2, 3, 7, 8, 9, 100, 1000):
        for first in sorted({0, 1, count // 2, count - 1, count}):
            builds = check_first(count, first)
            check.that(
                len(builds.measured) <= count.bit_length(),
                f"{builds}: {len(builds.measured)} measurements, and {count.bit_length()} are enough to tell {count + 1} possible answers apart. "
                f"The measurements: {builds.measured}.",
            )


@check("every answer of every small count")
def all_small():
    for count in range(18):
        for first in range(count + 1):
            check_first(count, first)


@check("ten million are no trouble")
def many():
    for first in (0, 6_543_210, 10_000_000):
        check_first(10_000_000, first)
### END HIDDEN TESTS

# %% wrong="looks at all, one after the other" fails="find_halving: it measures no more than halving needs; find_halving: ten million are no trouble"
def first_bad(count, is_bad):
    return next((number for number in range(count) if is_bad(number)), None)

# %% wrong="takes the last for bad" fails="find_halving: all good, or no builds at all, gives None; find_halving: it measures no more than halving needs; find_halving: every answer of every small count; find_halving: ten million are no trouble"
def first_bad(count, is_bad):
    low, high = 0, count - 1
    while low < high:
        middle = (low + high) // 2
        if is_bad(middle):
            high = middle
        else:
            low = middle + 1
    return low if count else None

# %% wrong="measures the last one first, to be sure" fails="find_halving: it finds the first bad build; find_halving: it measures no more than halving needs; find_halving: every answer of every small count; find_halving: ten million are no trouble"
whole = first_bad


def first_bad(count, is_bad):
    if count == 0 or not is_bad(count - 1):
        return None
    return whole(count - 1, is_bad) if whole(count - 1, is_bad) is not None else count - 1

# %% wrong="does not move past a good one" fails="find_halving"
def first_bad(count, is_bad):
    low, high = -1, count
    while low < high:
        middle = (low + high) // 2
        if is_bad(middle):
            high = middle
        else:
            low = middle
    return high if high < count else None

# %% wrong="drops the bad one that it has just found" fails="find_halving"
def first_bad(count, is_bad):
    low, high = 0, count - 1
    while low <= high:
        middle = (low + high) // 2
        if is_bad(middle):
            high = middle - 1
        else:
            low = middle + 1
    return high if 0 <= high < count else None

# %% wrong="gives count when all are good" fails="find_halving: all good, or no builds at all, gives None; find_halving: it measures no more than halving needs; find_halving: every answer of every small count; find_halving: ten million are no trouble"
whole = first_bad


def first_bad(count, is_bad):
    found = whole(count, is_bad)
    return count if found is None else found

# %% wrong="keeps what it has measured in a list of all" fails="find_halving: it measures no more than halving needs; find_halving: ten million are no trouble"
def first_bad(count, is_bad):
    from bisect import bisect_left

    flags = [is_bad(number) for number in range(count)]
    place = bisect_left(flags, True)
    return place if place < count else None

# %% also_right="the standard library, with a key"
from bisect import bisect_left


def first_bad(count: int, is_bad) -> int | None:
    place = bisect_left(range(count), True, key=is_bad)
    return None if place == count else place

# %% also_right="both ends known, strictly between them unknown"
def first_bad(count, is_bad):
    good, bad = -1, count
    while bad - good > 1:
        middle = good + (bad - good) // 2
        good, bad = (good, middle) if is_bad(middle) else (middle, bad)
    return bad if bad < count else None

# %% also_right="recursive"
def first_bad(count, is_bad):
    def search(low, high):
        if low == high:
            return low
        middle = (low + high) // 2
        return search(low, middle) if is_bad(middle) else search(middle + 1, high)

    found = search(0, count)
    return None if found == count else found

# %% [markdown]
# ## Stage 2: some can't be measured
#
# The interviewer goes on:
#
# > Some builds don't start at all, for reasons of their own. Then there's no number. Do what you can.
#
# What they answer when you ask: `verdict(number)` gives `"good"`, `"bad"` or `"unknown"`. Among those that can be measured it is still true
# that everything before some point is good and everything from there on bad. You give two numbers, `(last_good, first_bad)`, as close together
# as can be known: **all builds between them are unknown**. If no build is good, the first number is -1; if none is bad, the second is
# `count`. Still no build twice. Measurements that give an answer stay few: no more than halving would need if every build could be
# measured. Those that give none cost little, since such a build fails at once; still, don't try those that can't help.

# %% answer="find_narrow"
def narrow(count, verdict):
    """(last_good, first_bad) of `count` builds, between which every build is unknown; -1 and `count` stand for none."""
    ### BEGIN SOLUTION
    good, bad = -1, count
    untried = list(range(count))  # those between the two of which nothing is known yet
    while untried:
        middle = len(untried) // 2
        number = untried[middle]
        found = verdict(number)
        if found == "good":
            good, untried = number, untried[middle + 1 :]
        elif found == "bad":
            bad, untried = number, untried[:middle]
        else:
            del untried[middle]
    return good, bad
    ### END SOLUTION

# %% [markdown] hint="find_narrow"
# The middle one can't be measured. Which others tell you nearly as much?

# %% [markdown] hint="find_narrow"
# One beside it cuts nearly as well. Remember those that can't be measured: they may lie between the ends again. When nothing is left between
# the ends but those, you are done. What if you kept, instead of two ends alone, those between them that you haven't tried?

# %% tests="find_skips" points=5
class Mixed:
    """Builds of which some can't be measured: "g" good, "b" bad, "?" unknown."""

    def __init__(self, letters):
        self.letters, self.measured = letters, []
        self.told = repr(letters) if len(letters) <= 40 else f"'{letters[:8]}…{letters[-8:]}', {len(letters)} of them,"

    def verdict(self, number):
        check.that(
            isinstance(number, int) and 0 <= number < len(self.letters),
            f"{self.told}: build {number!r} was measured; there are the numbers 0 to {len(self.letters) - 1}.",
        )
        check.that(number not in self.measured, f"{self.told}: build {number} was measured twice. The measurements: {self.measured}.")
        self.measured.append(number)
        return {"g": "good", "b": "bad", "?": "unknown"}[self.letters[number]]

    def answers(self):
        return [number for number in self.measured if self.letters[number] != "?"]


def check_narrow(letters):
    builds = Mixed(letters)
    got = narrow(len(letters), builds.verdict)
    want = (letters.rfind("g"), letters.find("b") if "b" in letters else len(letters))
    check.equal(tuple(got), want, after=f"builds {builds.told}; measured: {builds.measured}")
    return builds


@check("without unknown builds it finds the border")
def plain():
    for letters in ("gggbbbb", "gggg", "bbb", "gb", "b", "g"):
        check_narrow(letters)


@check("unknown builds at the border stay between the two numbers")
def at_border():
    for letters in ("gg???bb", "gg?bbbb", "g?????b"):
        check_narrow(letters)


### BEGIN HIDDEN TESTS
@check("unknown builds elsewhere change nothing")
def elsewhere():
    for letters in ("g?gg?gbb?b?", "?ggb?", "g?g?g?b?b?b", "?b", "g?", "??gb??"):
        check_narrow(letters)


@check("nothing known at all")
def nothing_known():
    for letters in ("", "?", "?????"):
        check_narrow(letters)


@check("every mix of up to six builds")
def every_mix():
    from itertools import product

    for count in range(7):
        for border in range(count + 1):
            for hidden in product((False, True), repeat=count):
                plain = "g" * border + "b" * (count - border)
                check_narrow("".join("?" if out else letter for letter, out in zip(plain, hidden)))


@check("few measurements that give an answer")
def few_answers():
    for letters in (
        "g" * 700 + "b" * 324,
        "g" * 500 + "?" * 100 + "b" * 400,
        "g" * 200 + "?" + "g" * 500 + "?" * 3 + "b" * 320,
        ("g?" * 250) + ("b?" * 250),
        "g" * 1023,
        *("g" * border + "b" * (count - border) for count in (3, 7, 8, 31) for border in range(count + 1)),
    ):
        builds = check_narrow(letters)
        most = len(letters).bit_length()
        check.that(
            len(builds.answers()) <= most,
            f"{len(letters)} builds: {len(builds.answers())} measurements gave an answer, and {most} are enough: {builds.answers()}.",
        )


@check("builds that cannot help are not tried")
def no_needless():
    letters = "g" * 40 + "?" * 20 + "g" * 40 + "b" * 100
    builds = check_narrow(letters)
    check.that(
        len(builds.measured) <= 30,
        f"Of 200 builds 20, far from the border, are unknown: {len(builds.measured)} were measured: {builds.measured}. Don't look for the unknown ones; "
        "measure in the middle, and look beside it only if there is no answer there.",
    )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(narrow, statements=13)

# %% wrong="takes an unknown build for a good one" fails="find_skips: unknown builds at the border stay between the two numbers; find_skips: unknown builds elsewhere change nothing; find_skips: nothing known at all; find_skips: every mix of up to six builds; find_skips: few measurements that give an answer"
def narrow(count, verdict):
    found = first_bad(count, lambda number: verdict(number) == "bad")
    bad = count if found is None else found
    return bad - 1, bad

# %% wrong="takes an unknown build for a bad one" fails="find_skips: unknown builds at the border stay between the two numbers; find_skips: unknown builds elsewhere change nothing; find_skips: nothing known at all; find_skips: every mix of up to six builds; find_skips: few measurements that give an answer; find_skips: builds that cannot help are not tried"
def narrow(count, verdict):
    found = first_bad(count, lambda number: verdict(number) != "good")
    bad = count if found is None else found
    return bad - 1, bad

# %% wrong="steps to the right until something answers" fails="find_skips: without unknown builds it finds the border; find_skips: unknown builds at the border stay between the two numbers; find_skips: unknown builds elsewhere change nothing; find_skips: every mix of up to six builds; find_skips: few measurements that give an answer; find_skips: builds that cannot help are not tried"
def narrow(count, verdict):
    good, bad = -1, count
    while bad - good > 1:
        middle = (good + bad) // 2
        while middle < bad and verdict(middle) == "unknown":
            middle += 1
        if middle == bad:
            break
        if verdict(middle) == "bad":
            bad = middle
        else:
            good = middle
    return good, bad

# %% wrong="gives up at the first that cannot be measured" fails="find_skips: unknown builds at the border stay between the two numbers; find_skips: unknown builds elsewhere change nothing; find_skips: every mix of up to six builds; find_skips: few measurements that give an answer"
def narrow(count, verdict):
    good, bad = -1, count
    while bad - good > 1:
        middle = (good + bad) // 2
        found = verdict(middle)
        if found == "unknown":
            break
        good, bad = (good, middle) if found == "bad" else (middle, bad)
    return good, bad

# %% wrong="measures everything" fails="find_skips: few measurements that give an answer; find_skips: builds that cannot help are not tried"
def narrow(count, verdict):
    found = [verdict(number) for number in range(count)]
    good = max((number for number in range(count) if found[number] == "good"), default=-1)
    bad = min((number for number in range(count) if found[number] == "bad"), default=count)
    return good, bad

# %% wrong="measures the last one first, to be sure" fails="find_skips: few measurements that give an answer"
def narrow(count, verdict):
    good, bad, untried = -1, count, list(range(count))
    while untried:
        place = len(untried) // 2 if len(untried) < count else count - 1
        number = untried[place]
        found = verdict(number)
        if found == "good":
            good, untried = number, untried[place + 1 :]
        elif found == "bad":
            bad, untried = number, untried[:place]
        else:
            del untried[place]
    return good, bad

# %% wrong="forgets which it has tried" fails="find_skips: unknown builds at the border stay between the two numbers; find_skips: unknown builds elsewhere change nothing; find_skips: every mix of up to six builds; find_skips: few measurements that give an answer"
def narrow(count, verdict):
    good, bad = -1, count
    while True:
        middle = (good + bad) // 2
        for place in sorted(range(good + 1, bad), key=lambda place: abs(place - middle)):
            found = verdict(place)
            if found != "unknown":
                good, bad = (good, place) if found == "bad" else (place, bad)
                break
        else:
            return good, bad

# %% wrong="nothing good is 0" fails="find_skips: without unknown builds it finds the border; find_skips: unknown builds elsewhere change nothing; find_skips: nothing known at all; find_skips: every mix of up to six builds; find_skips: few measurements that give an answer"
whole = narrow


def narrow(count, verdict):
    good, bad = whole(count, verdict)
    return max(good, 0), bad

# %% also_right="recursive, on what is untried"
def narrow(count: int, verdict) -> tuple[int, int]:
    def search(untried, good, bad):
        if not untried:
            return good, bad
        left, (number, *right) = untried[: len(untried) // 2], untried[len(untried) // 2 :]
        match verdict(number):
            case "good":
                return search(right, number, bad)
            case "bad":
                return search(left, good, number)
        return search(left + right, good, bad)

    return search(list(range(count)), -1, count)

# %% also_right="two ends, and a memory of what failed"
def narrow(count, verdict):
    good, bad, failed = -1, count, set()
    while True:
        left = [number for number in range(good + 1, bad) if number not in failed]
        if not left:
            return good, bad
        number = left[(len(left) - 1) // 2]
        found = verdict(number)
        if found == "unknown":
            failed.add(number)
        elif found == "bad":
            bad = number
        else:
            good = number

# %% [markdown]
# ## Stage 3: what was true then?
#
# The interviewer, once more:
#
# > Prices change. Somebody sets a price that holds from a moment on, sometimes for the past, sometimes for next month. Billing asks what
# > the price was at some moment. They ask a lot more often than anybody sets.
#
# What they answer when you ask: times are numbers. From a moment on means *at* that moment, too, until the next one begins. Before the first there is no price:
# `None`. If two are set for the same moment, what was said last holds. They may be set in any order, and a price may be `None` or 0. `at` is asked with
# thousands of prices set: look at few of them.

# %% answer="find_asof"
import bisect


class Prices:
    """Prices, each of which holds from a moment on until the next."""

    def __init__(self):
        ### BEGIN SOLUTION
        self._starts, self._prices = [], []
        ### END SOLUTION

    def set(self, start, price):
        """From `start` on it is `price`."""
        ### BEGIN SOLUTION
        place = bisect.bisect_left(self._starts, start)
        if place < len(self._starts) and self._starts[place] == start:
            self._prices[place] = price
        else:
            self._starts.insert(place, start)
            self._prices.insert(place, price)
        ### END SOLUTION

    def at(self, moment):
        """The price at `moment`, None if none holds yet."""
        ### BEGIN SOLUTION
        place = bisect.bisect_right(self._starts, moment)
        return self._prices[place - 1] if place else None
        ### END SOLUTION

# %% [markdown] hint="find_asof"
# Which of the starts do you look for: the first that is later than the moment, or the last that isn't? They are neighbours.

# %% [markdown] hint="find_asof"
# Keep the starts sorted, and the prices in step with them. `bisect` has two functions that differ only where the moment is equal to a
# start. Write down for each of your two methods which place you want then.

# %% tests="find_prices" points=5
def prices_of(changes):
    prices = Prices()
    for start, price in changes:
        prices.set(start, price)
    return prices


def check_price(changes, moment, want):
    told = ", ".join(f"from {start} on {price}" for start, price in changes) or "nothing set"
    check.equal(prices_of(changes).at(moment), want, after=f"{told}; at {moment}")


@check("a price holds until the next begins")
def holds():
    for moment, want in ((10, 5), (15, 5), (20, 7), (99, 7)):
        check_price([(10, 5), (20, 7)], moment, want)
    check_price([(0.25, 5), (0.75, 7)], 0.5, 5)


@check("before the first there is none")
def before():
    check_price([(10, 5)], 9, None)
    check_price([], 1, None)


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("prices may be set in any order")
def any_order():
    for changes in ([(20, 7), (10, 5), (15, 6)], [(15, 6), (20, 7), (10, 5)], [(10, 5), (20, 7), (15, 6)]):
        for moment, want in ((9, None), (10, 5), (14, 5), (15, 6), (19, 6), (20, 7)):
            check_price(changes, moment, want)


@check("for the same moment the last word holds")
def last_word():
    check_price([(10, 5), (10, 6)], 10, 6)
    check_price([(10, 9), (10, 2)], 11, 2)
    check_price([(10, 5), (20, 7), (10, 1)], 12, 1)


@check("no price and a price of nothing are prices, too")
def odd_prices():
    check_price([(10, 5), (20, None)], 25, None)
    check_price([(10, 5), (20, 0)], 25, 0)
    check_price([(10, None), (20, 4)], 20, 4)
    check_price([(10, 5), (20, None)], 20, None)
    check_price([(10, None), (10, 6)], 10, 6)
    check_price([(10, 6), (10, None)], 10, None)


@check("two price lists share nothing")
def no_sharing():
    one, other = Prices(), Prices()
    one.set(1, 5)
    check.equal(other.at(2), None, after="setting a price in another list")


class Latest:
    """What the words mean, without a thought for cost."""

    def __init__(self):
        self.changes = {}

    def set(self, start, price):
        self.changes[start] = price

    def at(self, moment):
        begun = [start for start in self.changes if start <= moment]
        return self.changes[max(begun)] if begun else None


check.model(
    "under any calls it answers as a slow but obvious list does",
    subject=Prices,
    model=Latest,
    calls={"set": [st.integers(0, 8), st.integers(1, 5)], "at": [st.integers(-1, 9)]},
    examples=80,
)


@check("a question looks at few of many prices")
def few_looks():
    from course.cases import Counted, Tally

    tally, prices = Tally(), Prices()
    for number in range(256):
        prices.set(Counted(number * 2, tally), number)
    tally.count = 0
    for moment in range(0, 500, 10):
        check.equal(prices.at(Counted(moment, tally)), moment // 2, after=f"256 prices, from 0, 2, 4, ... on; at {moment}")
    check.that(
        tally.count <= 50 * 30,
        f"256 prices, fifty questions: {tally.count} comparisons of times. About eight a question are needed; look for what goes through all of them.",
    )
### END HIDDEN TESTS

# %% wrong="at the very moment the old one still holds" fails="find_prices: a price holds until the next begins; find_prices: prices may be set in any order; find_prices: for the same moment the last word holds; find_prices: no price and a price of nothing are prices, too; find_prices: under any calls it answers as a slow but obvious list does; find_prices: a question looks at few of many prices"
class Prices(Prices):
    def at(self, moment):
        place = bisect.bisect_left(self._starts, moment)
        return self._prices[place - 1] if place else None

# %% wrong="before the first, the last of all" fails="find_prices: before the first there is none; find_prices: prices may be set in any order; find_prices: under any calls it answers as a slow but obvious list does"
class Prices(Prices):
    def at(self, moment):
        place = bisect.bisect_right(self._starts, moment)
        return self._prices[place - 1] if self._prices else None

# %% wrong="trusts that prices are set in order" fails="find_prices: prices may be set in any order; find_prices: for the same moment the last word holds; find_prices: under any calls it answers as a slow but obvious list does"
class Prices(Prices):
    def set(self, start, price):
        self._starts.append(start)
        self._prices.append(price)

# %% wrong="keeps both prices of one moment, the first word holds" fails="find_prices: for the same moment the last word holds; find_prices: no price and a price of nothing are prices, too; find_prices: under any calls it answers as a slow but obvious list does"
class Prices(Prices):
    def set(self, start, price):
        place = bisect.bisect_left(self._starts, start)
        self._starts.insert(place, start)
        self._prices.insert(place, price)

# %% wrong="goes through all" fails="find_prices: a question looks at few of many prices"
class Prices(Prices):
    def at(self, moment):
        begun = [price for start, price in zip(self._starts, self._prices) if not moment < start]
        return begun[-1] if begun else None

# %% wrong="sorts pairs, so that the higher of two prices wins" fails="find_prices: for the same moment the last word holds; find_prices: no price and a price of nothing are prices, too; find_prices: under any calls it answers as a slow but obvious list does"
class Prices(Prices):
    def set(self, start, price):
        pairs = sorted([*zip(self._starts, self._prices), (start, price)])
        self._starts, self._prices = [pair[0] for pair in pairs], [pair[1] for pair in pairs]

# %% wrong="compares prices with infinity to get behind an equal start" fails="find_prices: no price and a price of nothing are prices, too"
class Prices(Prices):
    def at(self, moment):
        pairs = list(zip(self._starts, self._prices))
        place = bisect.bisect_right(pairs, (moment, float("inf")))
        return pairs[place - 1][1] if place else None

# %% wrong="takes a price of nothing for none" fails="find_prices: no price and a price of nothing are prices, too; find_prices: a question looks at few of many prices"
class Prices(Prices):
    def at(self, moment):
        place = bisect.bisect_right(self._starts, moment)
        return next((price for price in reversed(self._prices[:place]) if price), None)

# %% also_right="one sorted list of starts, a dictionary of prices"
import bisect


class Prices:
    def __init__(self) -> None:
        self.by_start: dict = {}
        self.starts: list = []

    def set(self, start, price) -> None:
        if start not in self.by_start:
            bisect.insort(self.starts, start)
        self.by_start[start] = price

    def at(self, moment):
        place = bisect.bisect(self.starts, moment)
        return None if place == 0 else self.by_start[self.starts[place - 1]]

# %% also_right="sorted when it is asked for the first time after a change"
class Prices:
    def __init__(self):
        self.changes, self.sorted = [], True

    def set(self, start, price):
        self.changes.append((start, price))
        self.sorted = False

    def at(self, moment):
        if not self.sorted:
            self.changes.sort(key=lambda change: change[0])  # stable: of equal starts the last word stays last
            self.sorted = True
        low, high = 0, len(self.changes)
        while low < high:
            middle = (low + high) // 2
            if moment < self.changes[middle][0]:
                high = middle
            else:
                low = middle + 1
        return self.changes[low - 1][1] if low else None

# %% [markdown]
# ## The solutions, and others
#
# **Cost (RUBRIC-18).** Halving: the logarithm of `count` + 1 measurements, rounded up; that many yes-or-no answers are needed to tell so many
# outcomes apart, so no search does better in the worst case. With unknown builds: as many answers, plus those that gave none. Prices: a logarithm for a question,
# and for a change a shift of everything behind it, which is a fast copy of memory for thousands and slow for millions.
#
# | instead | wins | loses |
# |---|---|---|
# | **Galloping**: 1, 2, 4, 8 … back from the newest build, then halving between | what broke broke lately; the number of builds needn't be known | twice the logarithm of the distance; no better when it was long ago |
# | **Several machines**: k builds at once cut what is left into k + 1 parts | ten minutes for each round, and fewer rounds | more measurements in all: it buys time with machines |
# | **A balanced tree, or a database index**, for prices | changes as cheap as questions; survives a restart | for a few thousand prices in memory, a library or a round trip more than a list needs |

# %% [markdown] written="find_tradeoffs" points=3
# **Argue it.** Measurements are noisy: a good build measures bad one time in twenty, and the other way round. Ten builds in a thousand can't be measured.
# You have three machines. Say what goes wrong with halving as it is, set out two ways to go on, what each costs in measurements, and choose (RUBRIC-12). About 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "find_tradeoffs",
    L5=[
        "Says that one wrong answer throws away the half with the right one, and nothing later notices",
        "Measures each build several times and takes the majority, and says how the number of measurements grows",
        "Checks the result: measures its two sides again, and starts over if they don't differ",
        "Uses the machines: several measurements of one build, or several builds at once; says which and why",
    ],
    L6=[
        "Keeps a probability for each build and measures where that splits it evenly, so that a wrong answer is outvoted later",
        "Asks whether worse is one step at all: a slow drift has no first bad build, and halving finds one anyway",
        "Compares cost: what ten minutes of a machine are worth against a wrong name in the incident channel",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud:
#
# 1. What must be true of the builds for halving to be right.
# 2. What each of the two numbers means, at the start, after each step, at the end.
# 3. How many measurements, and why fewer can't do.
# 4. What an unknown build changes, and what it doesn't.
# 5. Left or right: which of the two look-ups you need for a price, and why.

# %% part
from course.parts import timer

timer("find_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *How does `git bisect skip` do it?* It marks a commit as untestable and goes on with another; in the end it may only be able to name a range. History is
#   not a line there: halving is by the number of ancestors.
# - *Prices must survive a restart, and an audit asks what we believed last Tuesday.* Two times for each price, when it holds and when it was said;
#   nothing is overwritten. The question then has two moments.
# - *A million titles have prices.* One sorted list for each title; most have one or two entries. Now memory for each list is what counts.
# - *`(low + high) // 2` overflows.* In Python it doesn't; where numbers have a size, it can, and `low + (high - low) // 2` doesn't.
#
# **Sources.** Sorting and searching stand in the list of topics of one interview guide (MockRound, M. Reid, 23 March 2026); that problems come
# from teams' real work is told by a second (Live Interview Help, undated) and by a post on the company's technology blog (K. Casella; we know a mirror dated
# 20 July 2024). Builds and prices are ours. This course is independent of Netflix.
