# ---
# keeper:
#   title: What the rest depends on
#   minutes: 60
#   level: L5
#   covers: [CODE-23, CODE-26, RUBRIC-11, RUBRIC-12, RUBRIC-17, RUBRIC-18, RUBRIC-19]
#   needs: []
# ---

# %% [markdown]
# Some choices can't be made one by one, because the best now spoils the best later; and all combinations are too many. What helps
# is one question, the tension of this lesson: *of all that you have chosen so far, what does the rest depend on?* If it is
# little, you need to keep only the best for each value of that little. That is the heart of dynamic programming; the rest is
# keeping books.
#
# The interviewer says:
#
# > A batch job runs on certain days. We can rent a machine for a day, for a week, for thirty days. Tell us what to rent.
#
# **What they listen for.** What a plan is and which of two plans is better, settled before any code (RUBRIC-17). A small example
# on which the obvious rule fails, found by you and not by them. Then the sentence that makes it a recurrence, code that says the
# same (RUBRIC-11, 19), and its cost in time and space (RUBRIC-18). *Basic* dynamic programming is in the topic pool that one
# interview guide gives for coding rounds (CODE-23); problems are said to come from real work (CODE-26); see *Sources*.

# %% part
from course.parts import clarify

clarify(
    "dp_questions",
    {
        "What do I get?": "`days`: the numbers of the days on which the job runs, a rising list, each once. `offers`: a dict from "
        "a length in days to the price of renting for so long, in cents. All are whole numbers, lengths and prices above 0.",
        "What do you want back?": "The rentals: a list of `(first_day, length)`, in the order of their first days. One machine "
        "is enough for a day. Every day of `days` must lie in a rental, and the prices must add up to as little as possible.",
        "Which days does a rental cover?": "`first_day` and the days after it, `length` days in all.",
        "May a rental cover days on which nothing runs, or reach beyond the last?": "Yes. It's paid all the same.",
        "Is a longer rental cheaper by the day? Is it dearer in all?": "Don't count on either. Sales makes the price list.",
        "Can I rent for any length?": "Only for the lengths in `offers`. There is at least one; a single day needn't be among "
        "them.",
        "What if several plans cost the same?": "The one with the fewest rentals: each is a contract that somebody has to sign. If "
        "there are still several, any of them.",
        "What if the job never runs?": "Then nothing is rented: an empty list.",
        "How many days?": "Tens of thousands in the list. Some jobs run once in years: work for the days in the list, not for "
        "those between.",
        "How many offers?": "A handful. You may look at each of them for each day.",
        "Is the demand certain?": "Yes; the days are known. A good question for later.",
        "Do prices include tax?": "Yes. It makes no difference.",
    },
    solved_by="dp_plans",
)

# %% [markdown]
# ## The obvious rule
#
# From the first day that isn't covered, take the offer that costs least for each day on which the job runs. Nobody can say that
# it isn't sensible. Find a cheaper plan than this one, by hand. Then change the prices until the rule is right, and say what made
# the difference.

# %%
offers = {1: 3, 7: 10}
left, cost = [1, 3, 4, 5, 8, 9], 0
while left:
    first = left[0]
    length = min(offers, key=lambda length: offers[length] / sum(day < first + length for day in left))
    cost += offers[length]
    left = [day for day in left if day >= first + length]
    print(f"from day {first} for {length}: {offers[length]}, so far {cost}; left: {left}")

# %% [markdown]
# ## How many questions are there?
#
# Trying everything is right, and here is why nobody ships it. In how many ways can spots of one, two and three minutes fill a
# break? Look at the two numbers in a row: how often something was asked, and how many *different* things were.

# %%
from collections import Counter

asked = Counter()


def ways(minutes):
    asked[minutes] += 1
    return 1 if minutes == 0 else sum(ways(minutes - spot) for spot in (1, 2, 3) if spot <= minutes)


for minutes in (5, 10, 15, 18):
    asked.clear()
    print(f"{minutes} minutes: {ways(minutes):>6} ways, asked {asked.total():>6} times, different questions: {len(asked)}")

# %% [markdown]
# ## Stage 1: the cheapest plan
#
# Fifteen minutes. Say your recurrence aloud before you type it.

# %% answer="dp_plan"
import bisect


def cheapest_plan(days, offers):
    """The cheapest rentals that cover `days`, as few as possible: a list of (first_day, length) in the order of first days.

    `days` is a rising list of day numbers. `offers` maps a length in days to its price in cents.
    """
    ### BEGIN SOLUTION
    best = [(0, 0)]  # for the first n days: price, rentals; of the last rental: how many days lie before it, its length
    for day in days:
        ways = []
        for length, price in offers.items():
            before = bisect.bisect_right(days, day - length)  # those not covered by a rental that just reaches this day
            ways.append((best[before][0] + price, best[before][1] + 1, before, length))
        best.append(min(ways))
    plan, n = [], len(days)
    while n:
        _, _, n, length = best[n]
        plan.append((days[n], length))
    return plan[::-1]
    ### END SOLUTION

# %% [markdown] hint="dp_plan"
# Suppose you have covered the first few days of the list, in whatever way. What of that way matters for the days that are left?
# What doesn't?

# %% [markdown] hint="dp_plan"
# Only how many are covered. So: the cheapest price for the first `n` days, for each `n` in turn. Some rental covers the last of
# them. For each offer: which days does it cover if it ends just there, and which stay for the plans that you know already?

# %% [markdown] hint="dp_plan"
# - `best[0]` costs nothing. For the n-th day and each offer: `before` is how many days lie further back than the offer reaches;
#   price is `best[before]` and the offer's. Keep the least, with fewer rentals among equals: pairs compare so by themselves.
# - Note with each best price which offer it was and where it goes on. From the end, follow these notes back, and turn the plan
#   round.

# %% tests="dp_plans" points=5
import functools


def by_trying(days, offers):
    """(price, rentals) of the best plan: the first day gets every offer in turn."""

    @functools.cache
    def best(first):
        if first == len(days):
            return 0, 0
        ways = []
        for length, price in offers.items():
            after = sum(day < days[first] + length for day in days)
            ways.append((best(after)[0] + price, best(after)[1] + 1))
        return min(ways)

    return best(0)


def check_plan(days, offers):
    plan = cheapest_plan(list(days), dict(offers))
    after = f"days {days}, offers {offers}; your plan: {plan}"
    of_pairs = isinstance(plan, (list, tuple)) and all(isinstance(each, (list, tuple)) and len(each) == 2 for each in plan)
    check.that(of_pairs, f"After {after}: expected a list of (first_day, length).")
    check.that(all(length in offers for _, length in plan), f"After {after}: it rents for a length that nobody offers.")
    check.that(all(one[0] <= other[0] for one, other in zip(plan, plan[1:])), f"After {after}: it isn't in the order of first days.")
    bare = [day for day in days if not any(first <= day < first + length for first, length in plan)]
    check.equal(bare, [], after=f"{after}; the days without a machine")
    price, rentals = by_trying(tuple(days), offers)
    check.equal(sum(offers[length] for _, length in plan), price, after=f"{after}; its price")
    check.equal(len(plan), rentals, after=f"{after}; how many rentals, among plans of the same price")


@check("single days or a week, whichever is cheaper")
def one_or_the_other():
    check_plan([1, 2], {1: 3, 7: 10})
    check_plan([1, 2, 3, 4], {1: 3, 7: 10})


@check("the best now may spoil the best later")
def not_greedy():
    check_plan([1, 3, 4, 5, 8, 9], {1: 3, 7: 10})
    check_plan([1, 3, 4, 5], {1: 4, 3: 9, 7: 15})


@check("no days, nothing to rent")
def no_days():
    check_plan([], {1: 3})


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("a rental covers its length in days, and no day more")
def edge():
    check_plan([1, 7], {1: 6, 7: 10})
    check_plan([1, 8], {1: 6, 7: 10})
    check_plan([1, 2, 3], {2: 5})
    check_plan([0, 1, 7], {1: 6, 7: 10})


@check("a price list without reason")
def odd_prices():
    check_plan([5, 6, 40], {1: 9, 30: 2})
    check_plan([5, 6, 7], {2: 1, 3: 5})
    check_plan([5, 6, 7, 8], {3: 4, 2: 100})
    check_plan([5, 6, 7], {2: 10, 3: 16})
    check_plan([5], {7: 10})


@check("of plans with the same price the one with the fewest rentals")
def fewest():
    check_plan([1, 2, 3], {1: 2, 3: 6})
    check_plan([1, 2, 3, 4], {1: 1, 2: 2, 4: 4})
    check_plan([1, 2, 9], {1: 5, 2: 10, 9: 15})
    check_plan(list(range(1, 13)), {1: 2, 4: 8, 5: 10})


@check.law(
    "any days and offers",
    examples=100,
    days=st.lists(st.integers(1, 14), unique=True, max_size=7).map(sorted),
    offers=st.dictionaries(st.integers(1, 8), st.integers(1, 9), min_size=1, max_size=3),
)
def any_days(days, offers):
    check_plan(days, offers)


@check("days and offers stay as they are")
def untouched():
    days, offers = [1, 3, 4], {1: 3, 7: 10}
    with check.unchanged(days, offers, when="cheapest_plan(days, offers)"):
        cheapest_plan(days, offers)


@check("eight thousand days are no trouble")
def long_list():
    plan = cheapest_plan(list(range(1, 8_004)), {1: 3, 7: 10})
    lengths = [length for _, length in plan]
    after = "8,003 days in a row, a day for 3, a week for 10; how many weeks and single days are rented"
    check.equal((lengths.count(7), lengths.count(1)), (1143, 2), after=after)


@check("a cent less, for however many rentals more")
def a_cent():
    plan = cheapest_plan(list(range(1, 3_001)), {1: 1, 3_000: 3_001})
    check.equal(len(plan), 3_000, after="3,000 days in a row, a day for 1, 3,000 days for 3,001; how many rentals")
### END HIDDEN TESTS

# %% tests="dp_plan_size" points=2 inside="it counts the lines that run"
from course.cases import steps_of


class Cents(int):
    """A price that is not added up without end."""

    added = 0

    def __radd__(self, other):
        Cents.added += 1
        check.that(Cents.added < 50_000, "Prices have been added 50,000 times, and it goes on: what is known is asked again and again.")
        return int(self) + other

    __add__ = __radd__


def plan_steps(days, offers):
    offers, Cents.added = {length: Cents(price) for length, price in offers.items()}, 0
    return steps_of(lambda: cheapest_plan(list(days), offers))[1]


@check("eight days more are not a hundred times the work")
def not_exponential():
    small, large = (plan_steps(range(days), {1: 3, 2: 5, 3: 7}) for days in (6, 14))
    check.that(
        large <= 12 * small,
        f"6 days took {small} steps, 14 days took {large}: {large / small:.0f} times as many. The same question is answered again "
        "and again.",
    )


### BEGIN HIDDEN TESTS
@check("many days: no more work for each")
def linear():
    small, large = (plan_steps(range(days), {1: 3, 7: 10, 30: 25}) for days in (200, 1600))
    check.that(
        large <= 24 * small,
        f"200 days took {small} steps, 1,600 took {large}: {large / small:.0f} times as many for eight times the days. Look for what "
        "goes through all days for each.",
    )


@check("days on which nothing runs cost nothing")
def sparse():
    steps = plan_steps([3, 4_000, 4_001, 9_000], {1: 3, 7: 10, 30: 25})
    check.at_most(steps, 2_000, "steps", after="four days, far apart: 3, 4,000, 4,001 and 9,000")
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(cheapest_plan, statements=14)

# %% wrong="the least for each day on which it runs, from the first uncovered" fails="dp_plans: the best now may spoil the best later; dp_plans: a price list without reason; dp_plans: of plans with the same price the one with the fewest rentals; dp_plans: any days and offers"
def cheapest_plan(days, offers):
    plan, place = [], 0
    while place < len(days):
        first = days[place]

        def rate(length):
            return offers[length] / (bisect.bisect_left(days, first + length) - place)

        length = min(offers, key=rate)
        plan.append((first, length))
        place = bisect.bisect_left(days, first + length)
    return plan

# %% wrong="the offer that is cheapest by the day, again and again" fails="dp_plans: single days or a week, whichever is cheaper; dp_plans: the best now may spoil the best later; dp_plans: a rental covers its length in days, and no day more; dp_plans: a price list without reason; dp_plans: of plans with the same price the one with the fewest rentals; dp_plans: any days and offers; dp_plans: eight thousand days are no trouble"
def cheapest_plan(days, offers):
    length = min(offers, key=lambda length: (offers[length] / length, -length))
    plan = []
    for day in days:
        if not plan or day >= plan[-1][0] + length:
            plan.append((day, length))
    return plan

# %% wrong="a week that begins on day 1 reaches day 8" fails="dp_plans: single days or a week, whichever is cheaper; dp_plans: the best now may spoil the best later; dp_plans: a rental covers its length in days, and no day more; dp_plans: a price list without reason; dp_plans: of plans with the same price the one with the fewest rentals; dp_plans: any days and offers; dp_plans: eight thousand days are no trouble; dp_plans: a cent less, for however many rentals more"
whole = cheapest_plan


def cheapest_plan(days, offers):
    found = whole(days, {length + 1: price for length, price in offers.items()})
    return [(first, length - 1) for first, length in found]

# %% wrong="a rental must end with the last day" fails="dp_plans: single days or a week, whichever is cheaper; dp_plans: any days and offers"
whole = cheapest_plan


def cheapest_plan(days, offers):
    fitting = {length: price for length, price in offers.items() if days and length <= days[-1] - days[0] + 1}
    return whole(days, fitting or {min(offers): offers[min(offers)]})

# %% wrong="recursive, every answer kept" fails="dp_plans: eight thousand days are no trouble; dp_plans: a cent less, for however many rentals more; dp_plan_size: many days: no more work for each"
def cheapest_plan(days, offers):
    @functools.cache
    def best(place):
        if place == len(days):
            return 0, 0, ()
        ways = []
        for length, price in offers.items():
            after = bisect.bisect_left(days, days[place] + length)
            cost, count, _ = best(after)
            ways.append((cost + price, count + 1, (length, after)))
        return min(ways)

    plan, place = [], 0
    while place < len(days):
        length, after = best(place)[2]
        plan.append((days[place], length))
        place = after
    return plan


import functools

# %% wrong="tries everything" fails="dp_plans: eight thousand days are no trouble; dp_plans: a cent less, for however many rentals more; dp_plan_size: eight days more are not a hundred times the work; dp_plan_size: many days: no more work for each"
def cheapest_plan(days, offers):
    def best(place):
        if place == len(days):
            return 0, 0, []
        ways = []
        for length, price in offers.items():
            cost, count, plan = best(bisect.bisect_left(days, days[place] + length))
            ways.append((cost + price, count + 1, [(days[place], length), *plan]))
        return min(ways)

    return best(0)[2]

# %% wrong="a table of the calendar" fails="dp_plan_size: days on which nothing runs cost nothing"
def cheapest_plan(days, offers):
    if not days:
        return []
    wanted, best = set(days), {days[0] - 1: (0, 0)}
    how = {}
    for day in range(days[0], days[-1] + 1):
        if day not in wanted:
            best[day] = best[day - 1]
            continue
        cost, length = min(
            ((best[max(day - length, days[0] - 1)][0] + price, best[max(day - length, days[0] - 1)][1] + 1), length)
            for length, price in offers.items()
        )
        best[day], how[day] = cost, length
    plan, day = [], days[-1]
    while day >= days[0]:
        if day in how:
            plan.append((day - how[day] + 1, how[day]))
            day -= how[day]
        else:
            day -= 1
    return plan[::-1]

# %% wrong="of equal prices the last that it finds" fails="dp_plans: of plans with the same price the one with the fewest rentals; dp_plans: any days and offers"
def cheapest_plan(days, offers):
    best = [(0, None, None)]
    for n, day in enumerate(days, 1):
        found = None
        for length, price in sorted(offers.items(), reverse=True):
            before = bisect.bisect_right(days, day - length, hi=n)
            if found is None or best[before][0] + price <= found[0]:
                found = best[before][0] + price, before, length
        best.append(found)
    plan, n = [], len(days)
    while n:
        _, n, length = best[n]
        plan.append((days[n], length))
    return plan[::-1]

# %% wrong="an offer that is dearer by the day than a shorter one is left out" fails="dp_plans: a price list without reason"
whole = cheapest_plan


def cheapest_plan(days, offers):
    def rate(length):
        return offers[length] / length

    return whole(days, {one: offers[one] for one in offers if all(rate(one) <= rate(other) for other in offers if other < one)})

# %% wrong="price and rentals in one number, a thousand to one" fails="dp_plans: a cent less, for however many rentals more"
def cheapest_plan(days, offers):
    best = [(0, 0, 0)]
    for day in days:
        places = {length: bisect.bisect_right(days, day - length) for length in offers}
        best.append(min((best[before][0] + 1000 * offers[length] + 1, before, length) for length, before in places.items()))
    plan, n = [], len(days)
    while n:
        _, n, length = best[n]
        plan.append((days[n], length))
    return plan[::-1]

# %% wrong="the price instead of the plan" fails="dp_plans: single days or a week, whichever is cheaper; dp_plans: the best now may spoil the best later; dp_plans: no days, nothing to rent; dp_plans: a rental covers its length in days, and no day more; dp_plans: a price list without reason; dp_plans: of plans with the same price the one with the fewest rentals; dp_plans: any days and offers; dp_plans: eight thousand days are no trouble; dp_plans: a cent less, for however many rentals more"
whole = cheapest_plan


def cheapest_plan(days, offers):
    return sum(offers[length] for _, length in whole(days, offers))

# %% wrong="the plan as it was read, from the end" fails="dp_plans: single days or a week, whichever is cheaper; dp_plans: the best now may spoil the best later; dp_plans: a rental covers its length in days, and no day more; dp_plans: a price list without reason; dp_plans: of plans with the same price the one with the fewest rentals; dp_plans: any days and offers"
whole = cheapest_plan


def cheapest_plan(days, offers):
    return whole(days, offers)[::-1]

# %% wrong="goes through all days before, for each" fails="dp_plan_size: many days: no more work for each"
whole = cheapest_plan


def cheapest_plan(days, offers):
    if len(days) > 2_000:
        return whole(days, offers)
    best = [(0, 0, [])]
    for n, day in enumerate(days, 1):
        ways = []
        for length, price in offers.items():
            before = 0
            while days[before] <= day - length:
                before += 1
            ways.append((best[before][0] + price, best[before][1] + 1, before, length))
        cost, count, before, length = min(ways)
        best.append((cost, count, best[before][2] + [(days[before], length)]))
    return best[-1][2]

# %% also_right="from the last day back, and each rental begins on a day of the list"
def cheapest_plan(days: list[int], offers: dict[int, int]) -> list[tuple[int, int]]:
    count = len(days)
    price, rentals, choice = [0] * (count + 1), [0] * (count + 1), [None] * count
    reach = dict.fromkeys(offers, count)
    for place in range(count - 1, -1, -1):
        for length in offers:
            while days[reach[length] - 1] >= days[place] + length:
                reach[length] -= 1
        length = min(offers, key=lambda length: (price[reach[length]] + offers[length], rentals[reach[length]] + 1))
        choice[place] = length, reach[length]
        price[place], rentals[place] = price[reach[length]] + offers[length], rentals[reach[length]] + 1
    plan, place = [], 0
    while place < count:
        length, after = choice[place]
        plan.append((days[place], length))
        place = after
    return plan

# %% also_right="the shortest way from the first day to behind the last"
import bisect
import heapq


def cheapest_plan(days, offers):
    ways, done = [(0, 0, 0, None)], {}
    while ways:
        cost, rentals, place, step = heapq.heappop(ways)
        if place in done:
            continue
        done[place] = step
        if place == len(days):
            break
        for length, price in offers.items():
            after = bisect.bisect_left(days, days[place] + length)
            if after not in done:
                heapq.heappush(ways, (cost + price, rentals + 1, after, (place, length)))
    plan, place = [], len(days)
    while place:
        place, length = done[place]
        plan.insert(0, (days[place], length))
    return plan

# %% [markdown]
# ## Stage 2: it never ends
#
# The interviewer goes on:
#
# > Nice. Now put a number on the dashboard: after each day on which the job ran, what all days so far would have cost with the
# > best plan. It runs for years.
#
# What they answer when you ask: `day(number)` is called for each day on which the job runs, the numbers rise, and there may be
# years between two; it gives the price of the cheapest plan for all days so far, looking back: only the price, no plan. The
# offers are those of before, and don't change. **Hold no more than the days within the longest offer need**, and look at no more
# in a call: not at everything since the beginning.

# %% answer="dp_bill"
from collections import deque


class BestBill:
    """What all days so far would have cost with the cheapest rentals. `offers` maps a length in days to its price in cents."""

    def __init__(self, offers):
        ### BEGIN SOLUTION
        self._total = 0
        self._offers = [(length, price, deque()) for length, price in offers.items()]  # and the days it would cover now
        ### END SOLUTION

    def day(self, number):
        """The job runs on day `number`, too: the cheapest price for all days so far."""
        ### BEGIN SOLUTION
        for length, _, covered in self._offers:
            covered.append((number, self._total))  # the day, and the price of all days before it
            while covered[0][0] <= number - length:
                covered.popleft()
        self._total = min(price + covered[0][1] for _, price, covered in self._offers)
        return self._total
        ### END SOLUTION

# %% [markdown] hint="dp_bill"
# Which of your earlier results does the newest day ask for? How far back can the oldest of them lie?

# %% [markdown] hint="dp_bill"
# A rental that ends today covers some days; you need the best price of all days *before* the first of those. Keep, with each day,
# the price before it. For one offer, the first covered day only ever moves on: a window, as in [two
# ends](22_windows_pointers.ipynb).

# %% tests="dp_bills" points=3
from hypothesis import strategies as st


def check_bills(days, offers, want):
    bill = BestBill(dict(offers))
    got = [bill.day(day) for day in days]
    check.equal(got, want, after=f"offers {offers}, the job ran on days {days}; the price after each")


@check("the price after each day, with the best plan so far")
def after_each():
    check_bills([1, 3, 4, 5, 8, 9], {1: 3, 7: 10}, [3, 6, 9, 10, 13, 13])


@check("years between two days")
def far_apart():
    check_bills([1, 5_000, 5_001, 1_000_000], {1: 4, 2: 6}, [4, 8, 10, 14])


### BEGIN HIDDEN TESTS
def slowly(days, offers):
    """The best price, for each of the days as the first of a rental."""
    best = [0]
    for day in reversed(days):
        later = [sum(other >= day + length for other in days) for length in offers]
        best.append(min(best[left] + price for left, price in zip(later, offers.values())))
    return best[-1]


class Gaps:
    """Turns the days since the last one into numbers of days, which rise."""

    def __init__(self, bill):
        self.bill, self.number = bill, 100

    def after(self, gap):
        self.number += gap
        return self.bill.day(self.number)


class LooksAtAll:
    def __init__(self, offers):
        self.offers, self.days = offers, []

    def day(self, number):
        self.days.append(number)
        return slowly(self.days, self.offers)


check.model(
    "under any days it is what a plan for all of them costs",
    subject=lambda offers: Gaps(BestBill(offers)),
    model=lambda offers: Gaps(LooksAtAll(offers)),
    given={"offers": st.dictionaries(st.integers(1, 8), st.integers(1, 9), min_size=1, max_size=3)},
    calls={"after": [st.integers(1, 6)]},
    examples=80,
)


@check("two bills share nothing")
def apart():
    one, other = BestBill({1: 3}), BestBill({1: 3})
    one.day(1)
    check.equal(other.day(5), 3, after="a day in another bill")
### END HIDDEN TESTS

# %% tests="dp_bill_size" points=2 inside="it counts what is held, and the lines that run"
import gc
import types

from course.cases import steps_of

YEARS = {1: 3, 7: 10, 30: 25}


def held(thing):
    """How many objects can be reached from this one, by attributes and in containers."""
    seen, waiting = {}, [thing]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen and not isinstance(one, (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType)):
            seen[id(one)] = one
            waiting += gc.get_referents(one)
        waiting += getattr(one, "__closure__", None) or ()
    return len(seen)


def after_days(days):
    bill = BestBill(dict(YEARS))
    for day in days:
        bill.day(day)
    return bill


@check("it doesn't remember every day")
def bounded():
    few, many = held(after_days(range(1000, 1100))), held(after_days(range(1000, 1500)))
    check.that(
        many <= few + 60,
        f"Offers for 1, 7 and 30 days: after 100 days in a row the bill holds {few} objects, after 500 days {many}. No day needs "
        "what lies further back than the longest offer.",
    )


### BEGIN HIDDEN TESTS
@check("a day is as much work after years as in the beginning")
def same_work():
    def work(days):
        bill = after_days(range(1000, 1000 + days))
        return steps_of(lambda: [bill.day(1000 + days + more) for more in range(30)])[1]

    early, late = work(100), work(500)
    check.that(late <= 2 * early, f"Thirty more days took {early} steps after 100 days, and {late} after 500.")


@check("days between on which nothing runs cost nothing")
def sparse_bill():
    bill = after_days([1000, 1001])
    steps = steps_of(lambda: bill.day(100_000))[1]
    check.at_most(steps, 2_000, "steps", after="day(100_000) after day(1000) and day(1001), offers for 1, 7 and 30 days")
### END HIDDEN TESTS

# %% wrong="plans anew after each day" fails="dp_bill_size: it doesn't remember every day; dp_bill_size: a day is as much work after years as in the beginning"
class BestBill:
    def __init__(self, offers):
        self.offers, self.days = offers, []

    def day(self, number):
        self.days.append(number)
        return sum(self.offers[length] for _, length in cheapest_plan(self.days, self.offers))

# %% wrong="keeps the price after every day" fails="dp_bill_size: it doesn't remember every day"
class BestBill:
    def __init__(self, offers):
        self.offers, self.days, self.prices = offers, [], [0]

    def day(self, number):
        self.days.append(number)
        ways = [self.prices[bisect.bisect_right(self.days, number - length)] + price for length, price in self.offers.items()]
        self.prices.append(min(ways))
        return self.prices[-1]

# %% wrong="drops the price before the oldest day, which it still needs" fails="dp_bills: the price after each day, with the best plan so far; dp_bills: years between two days; dp_bills: under any days it is what a plan for all of them costs"
class BestBill:
    def __init__(self, offers):
        self.offers, self.prices = offers, {}

    def day(self, number):
        self.prices = {day: price for day, price in self.prices.items() if day > number - max(self.offers)}

        def before(length):
            return next((price for day, price in reversed(self.prices.items()) if day <= number - length), 0)

        self.prices[number] = min(before(length) + price for length, price in self.offers.items())
        return self.prices[number]

# %% wrong="decides each day, for good" fails="dp_bills: the price after each day, with the best plan so far; dp_bills: years between two days; dp_bills: under any days it is what a plan for all of them costs"
class BestBill:
    def __init__(self, offers):
        self.offers, self.until, self.total = offers, 0, 0

    def day(self, number):
        if number >= self.until:
            length = min(self.offers, key=lambda length: self.offers[length])
            self.until = number + length
            self.total += self.offers[length]
        return self.total

# %% wrong="a rental reaches a day too far" fails="dp_bills: the price after each day, with the best plan so far; dp_bills: years between two days; dp_bills: under any days it is what a plan for all of them costs"
class BestBill(BestBill):
    def __init__(self, offers):
        super().__init__({length + 1: price for length, price in offers.items()})

# %% wrong="one window, the longest, for all offers" fails="dp_bills: the price after each day, with the best plan so far; dp_bills: years between two days; dp_bills: under any days it is what a plan for all of them costs"
class BestBill(BestBill):
    def __init__(self, offers):
        super().__init__(offers)
        self._offers = [(max(offers), price, covered) for _, price, covered in self._offers]

# %% wrong="a price for each day of the calendar" fails="dp_bill_size: days between on which nothing runs cost nothing"
class BestBill:
    def __init__(self, offers):
        self.offers, self.last, self.prices = offers, None, deque([0] * max(offers), maxlen=max(offers))

    def day(self, number):
        if self.last is not None:
            for _ in range(self.last + 1, number):
                self.prices.append(self.prices[-1])
        self.last = number
        self.prices.append(min(self.prices[-length] + price for length, price in self.offers.items()))
        return self.prices[-1]

# %% wrong="a closure that keeps every price" fails="dp_bill_size: it doesn't remember every day"
class BestBill:
    def __init__(self, offers):
        days, prices = [], [0]

        def day(number):
            days.append(number)
            prices.append(
                min(prices[bisect.bisect_right(days, number - length)] + price for length, price in offers.items())
            )
            return prices[-1]

        self.day = day

# %% also_right="one list within the longest offer, and halving"
class BestBill:
    def __init__(self, offers: dict[int, int]) -> None:
        self.offers, self.longest = offers, max(offers)
        self.days: list[int] = []
        self.before: list[int] = []
        self.total = 0

    def day(self, number: int) -> int:
        self.days.append(number)
        self.before.append(self.total)
        old = bisect.bisect_right(self.days, number - self.longest)
        del self.days[:old], self.before[:old]
        ways = (self.before[bisect.bisect_right(self.days, number - length)] + price for length, price in self.offers.items())
        self.total = min(ways)
        return self.total

# %% also_right="a generator that is sent the days"
def _bills(offers):
    lengths = sorted(offers)
    recent, total = {}, 0  # by day: the price before it
    number = yield
    while True:
        recent[number] = total
        recent = {day: price for day, price in recent.items() if day > number - lengths[-1]}
        before = {length: next(price for day, price in recent.items() if day > number - length) for length in lengths}
        total = min(before[length] + offers[length] for length in lengths)
        number = yield total


class BestBill:
    def __init__(self, offers):
        self.bills = _bills(offers)
        next(self.bills)

    def day(self, number):
        return self.bills.send(number)

# %% [markdown]
# ## Stage 3: one of each
#
# The interviewer, once more:
#
# > Something else. A box at the edge of the network holds films, each in one of several encodes. The disk is so large. Make the
# > picture as good as you can.
#
# What they answer when you ask: `titles` is a list, and each title a list of its encodes `(size, quality)`: gigabytes and points,
# whole numbers from 0 up. **Exactly one** encode of each title is on the box, and the sizes together are at most `budget`, a
# whole number from 0 up. They want, for each title in order, the **index** of its encode, so that the points together are as many
# as possible; among equally good choices one whose total size is **least**; among those any. A larger encode needn't be a better
# one. No titles: an empty list. `None` if it can't be done: the smallest don't fit, or a title has no encode at all. There are
# hundreds of titles with a handful of encodes, and the budget is in the thousands: work for each *gigabyte* is fine, for each
# *combination* it isn't. It must not fall over with thousands of titles on a small disk.

# %% answer="dp_choose"
def choose(titles, budget):
    """The index of one encode (size, quality) for each title: most quality within `budget`, then least size.

    None if nothing fits.
    """
    ### BEGIN SOLUTION
    best = {0: (0, None)}  # by gigabytes used: the most quality, and the choices as (those before, index)
    for encodes in titles:
        best = _with_one_more(best, encodes, budget)
    if not best:
        return None
    used = min(best, key=lambda used: (-best[used][0], used))
    chosen, choices = [], best[used][1]
    while choices:
        choices, index = choices
        chosen.append(index)
    return chosen[::-1]


def _with_one_more(best, encodes, budget):
    longer = {}
    for used, (quality, choices) in best.items():
        for index, (size, points) in enumerate(encodes):
            total = used + size
            if total <= budget and (total not in longer or quality + points > longer[total][0]):
                longer[total] = quality + points, (choices, index)
    return longer
    ### END SOLUTION

# %% [markdown] hint="dp_choose"
# You have chosen an encode for each of the first ten titles. What of it matters for the eleventh and all that follow? How many
# different values can that have?

# %% [markdown] hint="dp_choose"
# Only how much of the disk is used. So keep, for each number of gigabytes, the best quality that the titles so far can have with
# just that much. The next title makes a *new* such table out of the old one; think about why it mustn't be the same one.

# %% [markdown] hint="dp_choose"
# To give the choices and not only the points: keep with each entry what led there, as a link to the entry before and an index,
# and follow it back at the end. A copied list would cost another factor. In the end take the most points, and among equals the
# least size.

# %% tests="dp_choices" points=5
from itertools import product


def all_choices(titles, budget):
    """(points, size) of the best choice, by trying all; None if there is none."""
    best = None
    for encodes in product(*titles):
        size, points = sum(encode[0] for encode in encodes), sum(encode[1] for encode in encodes)
        if size <= budget and (best is None or (points, -size) > (best[0], -best[1])):
            best = points, size
    return best


def check_choice(titles, budget):
    got = choose([list(encodes) for encodes in titles], budget)
    after = f"titles {titles}, budget {budget}; your choice: {got}"
    want = all_choices(titles, budget)
    if want is None:
        check.equal(got, None, after=after)
        return
    as_many = isinstance(got, (list, tuple)) and len(got) == len(titles)
    check.that(as_many, f"After {after}: expected a list of {len(titles)} indices.")
    sound = all(isinstance(index, int) and 0 <= index < len(encodes) for index, encodes in zip(got, titles))
    check.that(sound, f"After {after}: there is an index without an encode.")
    chosen = [encodes[index] for index, encodes in zip(got, titles)]
    size, points = sum(encode[0] for encode in chosen), sum(encode[1] for encode in chosen)
    check.that(size <= budget, f"After {after}: together they need {size} GB.")
    check.equal(points, want[0], after=f"{after}; its points")
    check.equal(size, want[1], after=f"{after}; its size, among choices with as many points")


@check("everything fits: the best of each")
def fits():
    check_choice([[(1, 10), (3, 20)], [(2, 5), (4, 9)]], 10)


@check("the best bargain first is not the best in all")
def not_greedy():
    check_choice([[(0, 0), (6, 60)], [(0, 0), (5, 45)], [(0, 0), (5, 45)]], 10)


@check("None if it can't be done, an empty list if there is nothing to do")
def extremes():
    check_choice([[(4, 1)], [(3, 1)]], 6)
    check_choice([], 5)
    check_choice([], 0)


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("three small ones may be better than a large one")
def three_for_one():
    check_choice([[(0, 0), (6, 10)], *[[(0, 0), (2, 4)]] * 3], 6)


@check("a point is worth any number of gigabytes")
def a_point():
    check_choice([[(0, 1), (3000, 2)], [(1, 1), (2, 1)]], 5000)


@check("a title without an encode can't be on the box")
def no_encode():
    check_choice([[(1, 1)], []], 5)
    check_choice([[]], 0)


@check("the disk may be filled to the last gigabyte")
def full():
    check_choice([[(4, 1)], [(3, 1)]], 7)
    check_choice([[(0, 2)], [(0, 3)]], 0)
    check_choice([[(0, 0), (1003, 5)], [(0, 0), (1004, 5)]], 2007)


@check("of equally good choices the one that needs least")
def least():
    check_choice([[(9, 10), (2, 10)]], 20)
    check_choice([[(2, 10), (9, 10)]], 20)
    check_choice([[(1, 1), (5, 4)], [(1, 4), (2, 7)], [(3, 3), (3, 2)]], 9)
    check_choice([[(3, 0), (1, 0)], [(2, 0), (5, 0)]], 20)


@check("one of each title: none twice, none left out")
def one_of_each():
    check_choice([[(1, 5), (2, 9)], [(5, 1)]], 7)
    check_choice([[(1, 1), (2, 50), (3, 60)], [(3, 0)]], 6)


@check("every budget, from too small to plenty")
def every_budget():
    for budget in range(13):
        check_choice([[(1, 1), (2, 4), (4, 9)], [(1, 2), (3, 5)], [(2, 2), (3, 6), (5, 11)]], budget)


encodes = st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5)), min_size=1, max_size=3)


@check.law("any titles", examples=100, titles=st.lists(encodes, max_size=4), budget=st.integers(0, 14))
def any_titles(titles, budget):
    check_choice(titles, budget)


@check("titles stay as they are")
def untouched_titles():
    titles = [[(3, 1), (1, 1)], [(2, 2)]]
    with check.unchanged(titles, when="choose(titles, 4)"):
        choose(titles, 4)


@check("fifteen hundred titles are no trouble")
def many_titles():
    got = choose([[(0, 0), (1, 1)] for _ in range(1500)], 20)
    after = "1,500 titles, each with nothing for nothing or 1 point for 1 GB, and 20 GB; how many choices, and points"
    check.equal((len(got), sum(got)), (1500, 20), after=after)
### END HIDDEN TESTS

# %% tests="dp_choose_size" points=1 inside="it counts the lines that run"
from course.cases import steps_of


@check("twice the titles are not a hundred times the work")
def not_every_combination():
    def steps(count):
        return steps_of(lambda: choose([[(1, 1), (2, 3), (3, 4)] for _ in range(count)], 12))[1]

    small, large = steps(5), steps(10)
    check.that(
        large <= 12 * small,
        f"5 titles with 3 encodes each took {small} steps, 10 took {large}: {large / small:.0f} times as many. All combinations are tried.",
    )


### BEGIN HIDDEN TESTS
@check("that all points differ makes no more work")
def points_differ():
    def steps(count):
        return steps_of(lambda: choose([[(0, 0), (1, 3**place)] for place in range(count)], 12))[1]

    small, large = steps(6), steps(12)
    check.that(
        large <= 12 * small,
        f"6 titles of which each gives 0 points or its own power of 3 took {small} steps, 12 took {large}: {large / small:.0f} times "
        "as many. Only gigabytes matter for the rest; keep one entry for each number of them.",
    )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(choose, statements=20)

# %% wrong="from the smallest, the best bargain first" fails="dp_choices: the best bargain first is not the best in all; dp_choices: every budget, from too small to plenty"
def choose(titles, budget):
    if not all(titles):
        return None
    chosen = [min(range(len(encodes)), key=lambda index: (encodes[index][0], -encodes[index][1])) for encodes in titles]
    left = budget - sum(encodes[index][0] for encodes, index in zip(titles, chosen))
    if left < 0:
        return None
    while True:
        bargains = [
            ((points - encodes[chosen[title]][1]) / ((size - encodes[chosen[title]][0]) or 0.1), title, index)
            for title, encodes in enumerate(titles)
            for index, (size, points) in enumerate(encodes)
            if points > encodes[chosen[title]][1] and size - encodes[chosen[title]][0] <= left
        ]
        if not bargains:
            return chosen
        _, title, index = max(bargains)
        left -= titles[title][index][0] - titles[title][chosen[title]][0]
        chosen[title] = index

# %% wrong="from the smallest, one or two changes at a time, while it gets better" fails="dp_choices: three small ones may be better than a large one"
from itertools import combinations, product

whole = choose


def choose(titles, budget):
    def worth(chosen):
        sizes, points = zip(*(encodes[index] for encodes, index in zip(titles, chosen)))
        return (sum(points), -sum(sizes)) if sum(sizes) <= budget else (-1, 0)

    if not titles or not all(titles) or len(titles) > 20:
        return whole(titles, budget)
    chosen = [encodes.index(min(encodes)) for encodes in titles]
    while True:
        near = [chosen]
        for one, other in combinations(range(len(titles)), min(2, len(titles))) if len(titles) > 1 else [(0, 0)]:
            for left, right in product(range(len(titles[one])), range(len(titles[other]))):
                changed = list(chosen)
                changed[one], changed[other] = left, right
                near.append(changed)
        better = max(near, key=worth)
        if worth(better) <= worth(chosen):
            return chosen if worth(chosen)[0] >= 0 else None
        chosen = better

# %% wrong="points and gigabytes in one number, a thousand to one" fails="dp_choices: a point is worth any number of gigabytes"
whole = choose


def choose(titles, budget):
    return whole([[(size, 1000 * points - size) for size, points in encodes] for encodes in titles], budget)

# %% wrong="sizes rounded up to tens on a large disk" fails="dp_choices: the disk may be filled to the last gigabyte"
whole = choose


def choose(titles, budget):
    if budget < 1000:
        return whole(titles, budget)
    return whole([[(-(-size // 10), points) for size, points in encodes] for encodes in titles], budget // 10)

# %% wrong="an entry for each number of gigabytes and points" fails="dp_choose_size: that all points differ makes no more work"
def choose(titles, budget):
    entries = {(0, 0): None}
    for encodes in titles:
        longer = {}
        for (used, quality), choices in entries.items():
            for index, (size, points) in enumerate(encodes):
                if used + size <= budget:
                    longer[used + size, quality + points] = choices, index
        entries = longer
    if not entries:
        return None
    chosen, choices = [], entries[min(entries, key=lambda entry: (-entry[1], entry[0]))]
    while choices:
        choices, index = choices
        chosen.append(index)
    return chosen[::-1]

# %% wrong="the best that still fits, one title after the other" fails="dp_choices: the best bargain first is not the best in all; dp_choices: three small ones may be better than a large one; dp_choices: of equally good choices the one that needs least; dp_choices: every budget, from too small to plenty; dp_choices: any titles"
def choose(titles, budget):
    chosen = []
    least = [min((size for size, _ in encodes), default=budget + 1) for encodes in titles]
    needed = sum(least)
    for place, encodes in enumerate(titles):
        needed -= least[place]
        fitting = [(points, -size, index) for index, (size, points) in enumerate(encodes) if size + needed <= budget]
        if not fitting:
            return None
        _, size, index = max(fitting)
        chosen.append(index)
        budget += size
    return chosen

# %% wrong="one table, changed while it is read" fails="dp_choices: everything fits: the best of each; dp_choices: the best bargain first is not the best in all; dp_choices: three small ones may be better than a large one; dp_choices: a point is worth any number of gigabytes; dp_choices: of equally good choices the one that needs least; dp_choices: one of each title: none twice, none left out; dp_choices: every budget, from too small to plenty; dp_choices: any titles; dp_choices: fifteen hundred titles are no trouble"
def choose(titles, budget):
    best = {0: (0, ())}
    for encodes in titles:
        for index, (size, points) in enumerate(encodes):
            for used in sorted(best):
                quality, chosen = best[used]
                total = used + size
                if total <= budget and (total not in best or quality + points > best[total][0]):
                    best[total] = quality + points, (*chosen, index)
    full = [used for used in best if len(best[used][1]) == len(titles)]
    if not full:
        return None
    return list(best[min(full, key=lambda used: (-best[used][0], used))][1])

# %% wrong="a title may be left out" fails="dp_choices: None if it can't be done, an empty list if there is nothing to do; dp_choices: a title without an encode can't be on the box; dp_choices: of equally good choices the one that needs least; dp_choices: one of each title: none twice, none left out; dp_choices: every budget, from too small to plenty; dp_choices: any titles"
whole = choose


def choose(titles, budget):
    return whole([[*encodes, (0, 0)] for encodes in titles], budget)

# %% wrong="the disk must not be quite full" fails="dp_choices: the best bargain first is not the best in all; dp_choices: three small ones may be better than a large one; dp_choices: the disk may be filled to the last gigabyte; dp_choices: one of each title: none twice, none left out; dp_choices: every budget, from too small to plenty; dp_choices: any titles; dp_choices: fifteen hundred titles are no trouble"
whole = choose


def choose(titles, budget):
    return whole(titles, budget - 1) if titles else []

# %% wrong="the most points, whatever they need" fails="dp_choices: of equally good choices the one that needs least; dp_choices: any titles"
def choose(titles, budget):
    best = [(0, None)] * (budget + 1)  # with at most so many gigabytes
    for encodes in titles:
        longer = [None] * (budget + 1)
        for room in range(budget + 1):
            for index, (size, points) in enumerate(encodes):
                if size <= room and best[room - size] and (not longer[room] or best[room - size][0] + points > longer[room][0]):
                    longer[room] = best[room - size][0] + points, (best[room - size][1], index)
        best = longer
    if not best[budget]:
        return None
    chosen, choices = [], best[budget][1]
    while choices:
        choices, index = choices
        chosen.append(index)
    return chosen[::-1]

# %% wrong="takes no points for no choice" fails="dp_choices: of equally good choices the one that needs least; dp_choices: any titles"
whole = choose


def choose(titles, budget):
    found = whole(titles, budget)
    return found if found == [] or (found and any(titles[place][index][1] for place, index in enumerate(found))) else None

# %% wrong="an empty list when it can't be done" fails="dp_choices: None if it can't be done, an empty list if there is nothing to do; dp_choices: a title without an encode can't be on the box; dp_choices: every budget, from too small to plenty; dp_choices: any titles"
whole = choose


def choose(titles, budget):
    return whole(titles, budget) or []

# %% wrong="every combination" fails="dp_choose_size"
whole = choose


def choose(titles, budget):
    if len(titles) > 20:
        return whole(titles, budget)
    best = None
    for indices in product(*(range(len(encodes)) for encodes in titles)):
        size = points = 0
        for encodes, index in zip(titles, indices):
            size += encodes[index][0]
            points += encodes[index][1]
        if size <= budget and (best is None or (-points, size) < best[0]):
            best = (-points, size), list(indices)
    return best and best[1]


from itertools import product

# %% wrong="recursive, every answer kept" fails="dp_choices: fifteen hundred titles are no trouble"
import functools


def choose(titles, budget):
    @functools.cache
    def best(place, room):
        """(-points, size, index) for the titles from this one on."""
        if place == len(titles):
            return 0, 0, None
        ways = []
        for index, (size, points) in enumerate(titles[place]):
            later = best(place + 1, room - size) if size <= room else None
            if later:
                ways.append((later[0] - points, later[1] + size, index))
        return min(ways, default=None)

    if best(0, budget) is None:
        return None
    chosen, room = [], budget
    for place, encodes in enumerate(titles):
        chosen.append(best(place, room)[2])
        room -= encodes[chosen[-1]][0]
    return chosen

# %% also_right="a row for each title, read backwards"
def choose(titles: list[list[tuple[int, int]]], budget: int) -> list[int] | None:
    nothing = float("-inf")
    rows = [[0] + [nothing] * budget]
    for encodes in titles:
        last = rows[-1]
        row = [[last[used - size] + points for size, points in encodes if size <= used] for used in range(budget + 1)]
        rows.append([max(ways, default=nothing) for ways in row])
    most = max(rows[-1])
    if most == nothing:
        return None
    used, chosen = rows[-1].index(most), []
    for place in reversed(range(len(titles))):
        for index, (size, points) in enumerate(titles[place]):
            if size <= used and rows[place][used - size] + points == rows[place + 1][used]:
                chosen.append(index)
                used -= size
                break
    return chosen[::-1]

# %% also_right="only what nothing else beats in both"
def choose(titles, budget):
    front = [(0, 0, None)]  # rising in size and in points
    for encodes in titles:
        ways = sorted(
            (
                (used + size, -(quality + points), (step, index))
                for used, quality, step in front
                for index, (size, points) in enumerate(encodes)
                if used + size <= budget
            ),
            key=lambda way: way[:2],
        )
        front = []
        for used, worse, step in ways:
            if not front or -worse > front[-1][1]:
                front.append((used, -worse, step))
    if not front:
        return None
    step, chosen = front[-1][2], []
    while step:
        step, index = step
        chosen.insert(0, index)
    return chosen

# %% [markdown]
# ## The solutions, and others
#
# **Cost (RUBRIC-18).** `cheapest_plan`: for each day and offer one look-up by halving, and one entry a day, which the plan needs.
# `BestBill`: a day enters and leaves each offer's window once, so a call is constant on average for a given list of offers; what
# is held is at most the sum of their lengths. `choose`: titles times encodes times gigabytes, at worst; the links may keep an
# entry for each title and gigabyte alive, which is what the plan costs. If only the points are wanted, two tables do.
#
# **The sentence each time.** *For the rest it matters only how many days are covered*; *only how many gigabytes are used*. Say
# what would break it: a discount for the third rental in a month, a file that two titles may share. Then that belongs to what is
# kept, and the table grows by a factor.
#
# | instead | wins | loses |
# |---|---|---|
# | **Recursion with kept answers** (`functools.cache`) | reads like the sentence; answers only what is asked; good first version to say aloud | depth: a thousand titles end it; nothing is ever dropped; on a module's function the cache outlives the call |
# | **Greedy with a repair** (bargains first, then swaps) | millions of titles, a budget in bytes; close to the best when each item is small next to the disk | no promise for few, large items; *almost* is hard to explain on a bill |
# | **Shortest way** (Dijkstra's algorithm over covered days) | the same recurrence where nothing tells in which order to fill a table | a heap, for what the order of days gives for nothing |
# | **A solver** (integer programming) | one more rule each week, and no new code for it | a dependency, running times that nobody can foretell |

# %% [markdown] written="dp_tradeoffs" points=3
# **Argue it.** In truth nobody knows the days: the job runs when customers upload, and you must decide each morning whether to
# rent for a day or for a week. You have two years of history. Set out two ways to decide, say what each wins and loses and how
# you would compare them before anybody spends money, and choose (RUBRIC-12). About 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "dp_tradeoffs",
    L5=[
        "A rule without a forecast: pay by the day until that has cost as much as a week, then take the week; says that at worst it "
        "costs a small multiple of the best plan in hindsight, whatever the days",
        "A forecast: expected price over the probable days, by the same recurrence with chances in it; says what a wrong forecast costs",
        "Replays both over the history, a decision each morning from what was known then, against the best plan in hindsight "
        "(stage 2 gives it)",
        "Chooses, and says at which prices or which regularity the choice would turn",
    ],
    L6=[
        "Keeps part of the history aside, and looks at the worst months, not only at the sum",
        "Puts a bound on what may be spent before a person looks, and watches the distance to the best bill in hindsight",
        "Asks what a day without a machine costs: waiting until tomorrow may be cheaper than any rental",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud:
#
# 1. The sentence: what does the rest depend on? Once for rentals, once for encodes.
# 2. A counterexample to the greedy rule, small enough to do in your head.
# 3. The recurrence, its beginning, and in which order you fill it.
# 4. How you get the plan and not only its price, and what that costs in memory.
# 5. Time and space, and which number makes it too slow.

# %% part
from course.parts import timer

timer("dp_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *On some days we need several machines.* Planning a first machine, then a second for the days that need two, tempts and is
#   wrong: days 1, 2 and 3 need 1, 2 and 1; a day costs 2, two days cost 3. Layer by layer that is 7, with two rentals that
#   overlap on day 2 it is 6. It is a covering by intervals, each of days in a row: a linear program that always has a best answer
#   in whole numbers, or a flow of least cost.
# - *The disk is counted in bytes.* The table would have billions of entries. Round sizes up to some unit (safe, wastes a little),
#   or keep only entries that no other beats in both size and points; measure how many those are on real titles.
# - *A million boxes.* Few different disks, few different catalogues: choose for each kind, not for each box. And what is on the
#   box already costs nothing to keep, but bandwidth to change.
# - *A plan was signed, then a day is added.* Keep what is signed as days already covered, and plan the rest.
#
# **Sources.** Basic dynamic programming stands in the list of topics of one interview guide (MockRound, M. Reid, 23 March 2026);
# that problems come from teams' real work is told by a second (Live Interview Help, undated) and by a post on the company's
# technology blog (K. Casella; we know a mirror dated 20 July 2024). Rentals, prices and encodes are ours and say nothing of how
# the company stores films. This course is independent of Netflix.
