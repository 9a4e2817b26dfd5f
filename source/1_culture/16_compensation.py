# ---
# keeper:
#   title: A number you can defend
#   minutes: 60
#   level: L5
#   covers: [COMP-01, COMP-02, COMP-03, COMP-04, COMP-05, COMP-06, COMP-07, COMP-08, COMP-09, COMP-10, COMP-11, COMP-12, COMP-13, COMP-14, CONTRA-07, CONTRA-08, CONTRA-10, CONTRA-13, CULT-04, CULT-18, PLAN-28, MISTAKE-20, EXT-08, EXT-09]
#   needs: []
# ---

# %% [markdown]
# Four minutes into the first call the recruiter, Ines, says:
#
# > Before we put you through six conversations: where would you need to be? Just so that neither of us wastes their time.
#
# She isn't your opponent. She needs a number that she can carry into a room you won't be in, and there somebody will ask
# her where it comes from.
#
# **What they listen for.** A researched figure for the level, and somebody who can say what is behind it: one interview guide reports
# that recruiters treat this as a negotiation between peers (COMP-07), and that asking for a favour, or quoting a pay site alone, goes badly
# (MISTAKE-20). Neither is confirmed by the company.
#
# What would you like to know before you say it?

# %% part
from course.parts import clarify

clarify(
    "comp_opening",
    {
        "Which level is this opening?": "Senior. If the interviews say otherwise, the level changes, and so does the number.",
        "Is there a range for that level, in this city?": "There is. I can't read it out today; where the law or our ads say it, look there. Tell me "
        "yours, and I'll tell you whether we're in the same place.",
        "Is your number salary alone, or everything in a year?": "Everything that you get in a year. Say which you mean, always.",
        "Is the share part stock or options?": "Options. You choose how much. I'll send you the page about it.",
        "What do you pay others in the team?": "That's theirs to tell. Ask people who joined lately; some will.",
        "Can we talk about it after the interviews?": "We can talk about *the offer* then. Today I only need to know whether it's worth beginning.",
        "What is the most you could pay?": "If that's the first question, what would you do with the answer? Bring me evidence and I'll take it in with me.",
    },
    solved_by="comp_points_read",
)

# %% [markdown]
# ## What is known, and where the accounts differ
#
# | | how we know |
# |---|---|
# | Pay is at the top of the market (COMP-01, CULT-04), set by what you could get and not by what you got (COMP-06) | guides S0, S1, S3; "pay top of market" is one of the seven aspects in the slides of 2009 (EXT-01) |
# | Nearly all of it is salary: no vesting shares, bonus or sign-on (COMP-02), so the number is the whole of it, this year and every year (COMP-05) | S1; S3 limits it to most roles |
# | You choose how much of it is cash (COMP-03). The other side is **stock options**: 5 % of salary is allotted on top, at no cost, in the countries listed (10 % in Japan, Singapore and Taiwan), and in most countries up to 100 % of salary may be exchanged for more; they last ten years and are fully vested (EXT-09) | an undated copy of the company's benefits page, and a quotation of its jobs page. It may have changed: ask |
# | High pay buys high performance, again and again (COMP-08, COMP-14). Adequate isn't enough, and whoever leaves for that leaves with a good severance (CULT-18) | S1, S3; S0 on pay and demand |
# | Levels for engineers came in about 2022, after 25 years with one senior level (EXT-08), so "the market" now means a market *for a level* | secondary: The Pragmatic Engineer; the year is worked out, not printed |
# | Working out an offer can take a while (COMP-12); salary comes every two weeks (COMP-04) | S1 alone; not verified |
#
# | accounts differ on | one says | the other says | so |
# |---|---|---|---|
# | previous pay (CONTRA-07) | it should play no part (S1, COMP-06) | be candid about it and about rival offers (S3, COMP-10) | You may always decline to say. Whatever you do say is true. Several US states, California among them, restrict employers from asking, and an EU directive (2023/970, article 5) has its members forbid it; look up what holds where you are |
# | shares (CONTRA-08) | no vesting grant, but you choose cash or stock (S1); no grants for most roles, and yet a part as stock (S3) | options (EXT-09) | ask what it is, by name, and get the page |
# | when (CONTRA-13) | in the recruiter's first call, together with real questions (S1); in a separate talk (S3) | after the last round (S4, the company's own post) | have the number on the first day, and be ready not to need it |
# | how often your place is reconsidered (CONTRA-10) | yearly (S1) | real, and milder than it sounds (S3). The memo of 2024, as far as we could read it, names no yearly cycle | don't price a job as if it were certain for four years. Nor for one |
#
# S3 adds that recruiters ask outright for your target and your other offers (COMP-09), and that an offer below expectation should be answered with market data
# (COMP-11). This course is independent of Netflix. **All figures below are invented**, the firm is too, and nothing here is financial, tax or
# legal advice.
#
# ## 1 · What a figure is worth
#
# The opening: senior backend engineer, Amsterdam, all in, a year. You have asked around for two weeks, and it's June. Figures are in thousands of euros.
#
# > **A.** A written offer to you from another firm in Amsterdam, senior backend, three weeks old. **168**: 148 in salary and 20 as a bonus that
# > they guarantee in writing.
# >
# > **B.** A well-known pay site, "Senior Software Engineer", 11,400 entries from all over the world. Median total pay **240**, updated every night.
# >
# > **C.** Noor joined this very firm in March, senior backend, Amsterdam. Over coffee she told you what is in her contract, all in: **176**.
# >
# > **D.** The band for your level at your last firm, in Amsterdam. You saved the page when you left, five years ago: **120 to 138** all in.
# >
# > **E.** An advertisement of last month. A competitor, Amsterdam, senior backend: "base salary **140 to 165**; bonus and stock come on top".
# >
# > **F.** Kwame joined this firm in January as a staff engineer, a level above, in Amsterdam. He showed you his contract: **231** all in.
# >
# > **G.** A message from an agency: "our client in Amsterdam pays senior backend people up to **260** all in, DM me." You don't know each other.
# >
# > **H.** Seniors at firms in Amsterdam, backend, from a pay survey that prints each entry with level, city and month; three were
# > hired this spring: **163**, **174** and **188**, all in.
# >
# > **I.** Annika, senior backend at this firm since April. Zurich. Contract in hand, converted at today's rate: **270** all in.
# >
# > **J.** Ravi was hired in May, senior backend, by a rival across the street. He showed you the letter, first year **215**: 150 in salary, 45 as a
# > sign-on, and the first quarter of a grant of 80 over four years.
# >
# > **K.** Mirela, senior backend, hired seven weeks ago in Amsterdam by a firm that wants the same people. All in **171**. You may use the figure, without her
# > name.
#
# Each is either fit to be shown to Ines **as it stands**, or has something that she'd be right to object to:
#
# | write | she'd say |
# |---|---|
# | `"fits"` | "Fair. I can take that in with me." |
# | `"stale"` | "That was another market." |
# | `"level"` | "That's another job." |
# | `"place"` | "That's another city's market." |
# | `"kind"` | "That isn't a yearly total. You're adding up different things." |
# | `"origin"` | "Who says so, and about whom?" |
#
# Then `ask()`: the range you'd say, and the letters behind it. Everybody is bad at hearing ranges: the low end is the one
# that will be heard, so make it a figure you'd sign. Each end is a figure that stands on a point you can show, and there are three points at the least behind the range (PLAN-28, reported by
# S1, which adds: not pay sites alone; ask people hired lately).

# %% answer="comp_points"
def points():
    """What Ines would say of each point, A to K: {"A": "fits", "B": "stale", ...}."""
    ### BEGIN SOLUTION
    return {
        "A": "fits",
        "B": "place",
        "C": "fits",
        "D": "stale",
        "E": "kind",
        "F": "level",
        "G": "origin",
        "H": "fits",
        "I": "place",
        "J": "kind",
        "K": "fits",
    }
    ### END SOLUTION


def ask():
    """The range you'd say, in thousands, and what it stands on: {"low": 100, "high": 100, "because": ["B"]}."""
    ### BEGIN SOLUTION
    return {"low": 171, "high": 188, "because": ["C", "H", "K"]}
    ### END SOLUTION

# %% tests="comp_points_read" points=4
# Reading on spoils it: each choice that has a sentence below is a wrong one. G and J are decided when it is graded.
LETTERS = "ABCDEFGHIJK"
VERDICTS = ("fits", "stale", "level", "place", "kind", "origin")
OBJECTION = {
    "A": {
        "stale": "Three weeks, in a market that moves by the year.",
        "level": "Same level, same work. What else could it be another job by?",
        "place": "It is in the same city.",
        "kind": "Both parts are paid every year, and the bonus is guaranteed in writing: that is a total.",
        "origin": "You hold the letter, and it is addressed to you.",
    },
    "B": {
        "fits": "Thousands of entries feel like evidence. Ask of any single one: where does this person live, and who checked it?",
        "stale": "It is updated every night. Freshness isn't what's missing.",
        "kind": "It says total pay. There are better objections, and you can point at them on the page itself.",
    },
    "C": {
        "stale": "March to June is a quarter.",
        "level": "Same level, and even the same firm.",
        "place": "It is in the same city.",
        "kind": "“All in” is what you wanted to know.",
        "origin": "It's her own pay, and she told you herself: a name, a contract and a month. Ask her whether you may use it, and use the figure without the name.",
    },
    "D": {
        "fits": "You know where it comes from, and it's the right city and level. When was it true?",
        "level": "It is the band of your level. Look at the other columns.",
        "place": "It is in the same city.",
        "kind": "It says all in. A band is fine, too: you're about to give one.",
        "origin": "It is a firm's own page, and you saw it yourself.",
    },
    "E": {
        "fits": "It's recent, local, public, and about this very level. Now add it to the others: does 165 here mean what 168 means in A?",
        "stale": "It is a month old.",
        "level": "It is the same level.",
        "place": "It is in the same city.",
        "origin": "A firm that prints a range has to answer for it. That's as good as sources get.",
    },
    "F": {
        "fits": "The best sourced figure of them all, for a job that you aren't interviewing for.",
        "stale": "January is near enough.",
        "place": "It is in the same city.",
        "kind": "It is all in, from a contract.",
        "origin": "He showed you the contract.",
    },
    "H": {
        "stale": "Hired this spring, says each entry.",
        "level": "Each entry prints its level.",
        "place": "Each entry prints its city.",
        "kind": "They are totals.",
        "origin": "You don't know the people. You know level, city and month of every entry, and can show the page: that's what B lacks.",
    },
    "I": {
        "fits": "It's true, recent, at the right level, even inside the firm. Would Ines have to pay it to get somebody here?",
        "stale": "April is near enough.",
        "level": "It is the same level.",
        "kind": "It is all in. The currency was converted; what it has to buy wasn't.",
        "origin": "She holds the contract in her hand.",
    },
    "K": {
        "stale": "Seven weeks.",
        "level": "It is the same level.",
        "place": "It is in the same city.",
        "kind": "It is all in.",
        "origin": "You know who she is and what she signed. Leaving out a name at her wish isn't the same as not having one.",
    },
}
SHOWN = {"A": {168}, "C": {176}, "H": {163, 174, 188}, "K": {171}}  # what a point that fits lets you say


def verdict(letter):
    """The learner's word for a point; a failed case says how to write it."""
    given = points()
    found = given.get(letter) if isinstance(given, dict) else None
    check.that(
        isinstance(found, str) and found in VERDICTS,
        f"{letter}: expected one of {', '.join(VERDICTS)}; found {found!r}.",
    )
    return found


def judge(letter):
    found = verdict(letter)
    why_not = OBJECTION[letter].get(found)
    check.that(why_not is None, f"You wrote {found!r} for {letter}. {why_not}")


def asked():
    """The learner's (low, high, letters); a failed case says how to write them."""
    given = ask()
    check.that(
        isinstance(given, dict) and {"low", "high", "because"} <= given.keys(),
        f"ask() should return a dictionary with low, high and because; found {given!r}.",
    )
    low, high, because = given["low"], given["high"], given["because"]
    for name, figure in (("low", low), ("high", high)):
        check.that(type(figure) is int, f"{name} should be a whole number of thousands, such as 100; found {figure!r}.")
    check.that(
        isinstance(because, (list, tuple, set)) and all(isinstance(one, str) and len(one) == 1 and one in LETTERS for one in because),
        f"because should be a list of letters from A to K; found {because!r}.",
    )
    return low, high, set(because)


for letter in OBJECTION:
    check(f"point {letter}")(lambda letter=letter: judge(letter))


@check("a range, and no point", weight=2)
def is_a_range():
    low, high, _ = asked()
    check.that(low < high, f"{low} to {high}: one number invites a yes or a no, and a range a talk. Let the high end be above the low one.")
    check.that(
        low >= 168,
        f"You'd say {low} at the low end, and that is what will be heard. You have something better in writing.",
    )


@check("three points behind it, and none that she could strike out", weight=2)
def stands_on_enough():
    _, _, because = asked()
    struck = sorted(because - SHOWN.keys())
    check.that(not struck, f"Your range leans on {', '.join(struck)}. One point struck out in front of you takes the others with it.")
    check.that(len(because) >= 3, f"Only {len(because)} behind it. From fewer than three nobody can tell a market from an accident.")


@check("each end stands on a figure that you can show", weight=2)
def ends_are_shown():
    low, high, because = asked()
    figures = set().union(*(SHOWN.get(letter, set()) for letter in because))
    for name, figure in (("low", low), ("high", high)):
        check.that(
            figure in figures,
            f"Your {name} end, {figure}, is no figure of the fitting points that you name in because. “Where does that come from?” is the next question.",
        )

### BEGIN HIDDEN TESTS
OBJECTION |= {
    "G": {
        "fits": "City, level and total are right. Imagine Ines asks whom it was paid to.",
        "stale": "It arrived just now. Being new doesn't make it evidence.",
        "level": "The message says senior. Whether it's so is the very question.",
        "place": "It says Amsterdam.",
        "kind": "It says all in. Why believe that word more than the others?",
    },
    "J": {
        "fits": "215 is what he gets in his first year. What is it in the second?",
        "stale": "May is last month.",
        "level": "It is the same level.",
        "place": "It is across the street.",
        "origin": "He showed you the letter.",
    },
}
for letter in "GJ":
    check(f"point {letter}")(lambda letter=letter: judge(letter))
### END HIDDEN TESTS

# %% [markdown] hint="comp_points"
# Put four columns beside each point: when, which level, where, what is counted. Fill them in from the words on the page only. A gap is an
# objection as well.

# %% [markdown] hint="comp_points"
# Size, secrecy and a high figure aren't columns. Neither is whether you like it: some points that fit pull your range down, and some that don't would
# have pulled it up.

# %% [markdown] hint="comp_points"
# Four fit. For the range, look at what you'd be giving up if you signed at the low end, and at the highest single figure that somebody at
# your level, here, is paid every year.

# %% wrong="the highest figures win" fails="comp_points_read: point A; comp_points_read: point B; comp_points_read: point C; comp_points_read: point F; comp_points_read: point G; comp_points_read: point H; comp_points_read: point I; comp_points_read: point J; comp_points_read: point K; comp_points_read: three points behind it, and none that she could strike out; comp_points_read: each end stands on a figure that you can show"
def points():
    return dict.fromkeys("BFGIJ", "fits") | {"A": "level", "C": "origin", "D": "stale", "E": "kind", "H": "origin", "K": "origin"}


def ask():
    return {"low": 215, "high": 270, "because": ["B", "F", "G", "I", "J"]}

# %% wrong="numbers in bulk are market, people are anecdotes" fails="comp_points_read: point B; comp_points_read: point C; comp_points_read: point K; comp_points_read: three points behind it, and none that she could strike out; comp_points_read: each end stands on a figure that you can show"
def points(good=points()):
    return good | {"B": "fits", "C": "origin", "K": "origin"}


def ask():
    return {"low": 188, "high": 240, "because": ["A", "B", "H"]}

# %% wrong="adds up what isn't paid every year" fails="comp_points_read: point E; comp_points_read: point J; comp_points_read: three points behind it, and none that she could strike out; comp_points_read: each end stands on a figure that you can show"
def points(good=points()):
    return good | {"E": "fits", "J": "fits"}


def ask():
    return {"low": 168, "high": 215, "because": ["A", "C", "J", "E"]}

# %% wrong="a single number, from one friend" fails="comp_points_read: a range, and no point; comp_points_read: three points behind it, and none that she could strike out"
def ask():
    return {"low": 176, "high": 176, "because": ["C"]}

# %% wrong="opens low to be liked, and rounds up the rest" fails="comp_points_read: a range, and no point; comp_points_read: each end stands on a figure that you can show"
def ask():
    return {"low": 160, "high": 190, "because": ["A", "C", "H", "K"]}

# %% wrong="old pages and other jobs will do" fails="comp_points_read: point D; comp_points_read: point F; comp_points_read: point G; comp_points_read: point I"
def points(good=points()):
    return good | {"D": "fits", "F": "fits", "G": "stale", "I": "fits"}

# %% wrong="all wrong in form" fails="comp_points_read"
def points():
    return [("A", "fits"), ("B", "place")]


def ask():
    return "171 to 188"

# %% also_right="another true objection to the pay site, another range"
def points():
    return {
        "A": "fits", "B": "origin", "C": "fits", "D": "stale", "E": "kind", "F": "level", "G": "origin", "H": "fits", "I": "place", "J": "kind", "K": "fits",
    }


def ask():
    return {"low": 168, "high": 176, "because": ("A", "K", "C")}

# %% [markdown]
# **Why so.** E is the most useful of those that don't fit: taken as what it is (salary alone, so a floor) it belongs in your notes. J becomes
# useful once it is made yearly: 150 and 20 are 170 a year at the price of the day, plus 45 once. And reasonable people differ about the low end: some name only the high
# half and let the other side bring the rest. Both work; a low end you'd be sorry to sign doesn't.
#
# ## 2 · Two offers on one sheet
#
# The letter from across the street and Ines's have nothing in common but the currency. One is salary, bonus, sign-on and a grant of shares that vests
# over four years. The other is salary, of which you may exchange a part for options. Run this first: what does a thousand euros do?

# %%
share, option_cost, strike = 100, 40, 100  # euros; what an option costs is this example's assumption

shares, options = 1000 / share, 1000 / option_cost
print("price   as shares   as options")
for price in (60, 90, 100, 120, 140, 160, 200):
    print(f"{price:5} {shares * price:11,.0f} {options * max(0, price - strike):12,.0f}")

# %% [markdown]
# An option is the right to buy a share at the *strike*, whatever it costs by then. Unchanged price: the shares are worth what you paid, the
# options nothing. At 140 you have your thousand back, and above that each euro counts two and a half times. Which of these rows comes true is not in anybody's letter.
#
# **The sheet's rules.** Taxes, dilution, dividends, raises, exchange rates and what an option would fetch before it is exercised are left out, all of them by
# name, so that nobody takes this sheet for the truth. The same rules hold for both offers:
#
# - Money is in whole cents; shares of a whole are in basis points (bp): 500 bp is 5 %. A yearly growth of 500 bp takes a price of 100 to 105, and in two
#   years to 110.25. Each year's sum, and the present value, are rounded **down, once, at the end**; on the way there nothing is, but for the cents of a grant that have vested.
# - **Grant.** It vests evenly by the month over `vesting_months`. Before `cliff_months` there's nothing; at the cliff comes all that has built up. After month
#   *m* so many whole cents have vested: `grant × m / vesting_months`, rounded down. Once all have vested no more come.
# - A grant's shares were priced on the day of the offer. What vests in a year is counted at that year's end, when the price has grown for as many years.
# - The bonus is paid each year, the sign-on in the first.
# - **Options.** What is allotted comes on top of salary, what is exchanged comes out of it. Each year's are bought on its first day; strike: the price that day. An option costs
#   `option_cost_bp` of that price. *How many options a euro buys is the company's formula, which we don't know. Ask; here it is a parameter.*
# - All options are exercised on the last day of the last year, and count in that year. A price below the strike makes them worth nothing, never less. They last ten years,
#   so a sheet has one to ten.

# %% given
from bisect import bisect_left
from dataclasses import dataclass
from fractions import Fraction
from math import floor


@dataclass(frozen=True)
class Classic:
    """Salary, bonus, sign-on and a grant of shares; money in cents a year, the grant as it was worth on the day of the offer."""

    salary: int
    bonus_bp: int = 0
    sign_on: int = 0
    grant: int = 0
    cliff_months: int = 12
    vesting_months: int = 48


@dataclass(frozen=True)
class Chosen:
    """Salary, of which a part may be exchanged for options; and options on top of it."""

    salary: int
    allotted_bp: int = 500
    exchanged_bp: int = 0
    option_cost_bp: int = 4000

# %% answer="comp_worth"
def vested(grant: int, month: int, cliff_months: int = 12, vesting_months: int = 48) -> int:
    """How many cents of the grant, at the price on the day of the offer, have vested after this many whole months."""
    ### BEGIN SOLUTION
    if month < cliff_months:
        return 0
    return grant * min(month, vesting_months) // vesting_months
    ### END SOLUTION


def yearly(offer: Classic | Chosen, growth_bp: int, years: int) -> list[int]:
    """What the offer brings in each year, in whole cents, if the price of its share grows by growth_bp a year.

    ValueError unless there are one to ten years, and if the price would fall below nothing.
    """
    ### BEGIN SOLUTION
    if not 1 <= years <= 10:
        raise ValueError(f"{years} years; give 1 to 10")
    if growth_bp < -10_000:
        raise ValueError(f"growth of {growth_bp} bp; a price cannot lose more than all of itself")
    growth = 1 + Fraction(growth_bp, 10_000)
    if isinstance(offer, Classic):
        return [floor(_classic_year(offer, growth, year)) for year in range(1, years + 1)]
    cash = offer.salary * Fraction(10_000 - offer.exchanged_bp, 10_000)
    spent = offer.salary * Fraction(offer.allotted_bp + offer.exchanged_bp, offer.option_cost_bp)
    gain = sum(max(0, growth**held - 1) for held in range(1, years + 1))
    return [floor(cash)] * (years - 1) + [floor(cash + spent * gain)]


def _classic_year(offer, growth, year):
    cash = offer.salary * (1 + Fraction(offer.bonus_bp, 10_000)) + (offer.sign_on if year == 1 else 0)
    plan = offer.cliff_months, offer.vesting_months
    shares = vested(offer.grant, 12 * year, *plan) - vested(offer.grant, 12 * (year - 1), *plan)
    return cash + shares * growth**year
    ### END SOLUTION


def present_value(amounts: list[int], rate_bp: int) -> int:
    """What these amounts, each paid at the end of its year, are worth today in whole cents, at a yearly rate."""
    ### BEGIN SOLUTION
    rate = 1 + Fraction(rate_bp, 10_000)
    return floor(sum(amount / rate**year for year, amount in enumerate(amounts, start=1)))
    ### END SOLUTION


# %% tests="comp_worth_sheet" points=8
@check("a grant vests by the month, from the cliff on")
def vests():
    check.equal(vested(80_000_00, 12), 20_000_00, after="12 of 48 months of a grant of 80,000 euros")
    check.equal(vested(80_000_00, 18), 30_000_00, after="18 of 48 months of a grant of 80,000 euros")
    check.equal(vested(80_000_00, 11), 0, after="11 months, with a cliff of 12")


@check("the cash of a classic offer")
def classic_cash():
    offer = Classic(salary=150_000_00, bonus_bp=1000, sign_on=45_000_00)
    check.equal(yearly(offer, 0, 3), [210_000_00, 165_000_00, 165_000_00], after="three years of 150,000, a tenth as bonus, and 45,000 to sign")


@check("a grant counts at each year's price")
def classic_shares():
    offer = Classic(salary=100_000_00, grant=80_000_00)
    check.equal(yearly(offer, 0, 4), [120_000_00] * 4, after="a grant of 80,000 whose price stays")
    check.equal(yearly(offer, 1000, 2), [122_000_00, 124_200_00], after="a grant of 80,000 whose price grows by 10 % a year")


@check("options bring what the price has gained, in the last year")
def chosen_gains():
    offer = Chosen(salary=200_000_00, allotted_bp=500, exchanged_bp=1000, option_cost_bp=5000)
    check.equal(yearly(offer, 1000, 1), [186_000_00], after="30,000 euros of options at half the price, and a year of 10 %")
    check.equal(yearly(offer, 1000, 2), [180_000_00, 198_600_00], after="the same for two years: the first year's have gained 21 %, the second's 10 %")


@check("options are never worth less than nothing")
def chosen_falls():
    offer = Chosen(salary=200_000_00, allotted_bp=500, exchanged_bp=1000)
    check.equal(yearly(offer, 0, 2), [180_000_00] * 2, after="two years without growth")
    check.equal(yearly(offer, -2000, 2), [180_000_00] * 2, after="two years of 20 % loss")


@check("money later is worth less today")
def discounted():
    check.equal(present_value([110_00], 1000), 100_00, after="110 euros in a year, at 10 %")
    check.equal(present_value([110_00, 121_00], 1000), 200_00, after="and 121 in two years")
    check.equal(present_value([100_00, 100_00], 0), 200_00, after="100 euros twice, at 0 %")

### BEGIN HIDDEN TESTS
@check("the edges of vesting")
def vesting_edges():
    check.equal(vested(80_000_00, 0), 0, after="no month of the grant")
    check.equal(vested(80_000_00, 48), 80_000_00, after="the last month of the grant")
    check.equal(vested(80_000_00, 60), 80_000_00, after="a year after the last month")
    check.equal(vested(80_000_00, 0, cliff_months=0), 0, after="no month of a grant without a cliff")
    check.equal(vested(80_000_00, 1, cliff_months=0, vesting_months=36), 2_222_22, after="one of 36 months, without a cliff")
    check.equal(vested(100, 37, cliff_months=6, vesting_months=36), 100, after="the 37th of 36 months")


@check("no cent of a grant is lost or made")
def adds_up():
    offer = Classic(salary=0, grant=100_000_01)
    check.equal(sum(yearly(offer, 0, 4)), 100_000_01, after="four years of a grant of 100,000.01 whose price stays")
    check.equal(yearly(Classic(salary=0, grant=1_00), 0, 6), [25, 25, 25, 25, 0, 0], after="six years of a grant over four")


@check("an offer's own cliff and length of vesting hold")
def own_plan():
    offer = Classic(salary=0, grant=36_000_00, cliff_months=18, vesting_months=36)
    check.equal(yearly(offer, 0, 3), [0, 24_000_00, 12_000_00], after="a grant over 36 months with a cliff after 18")
    check.equal(yearly(offer, 1000, 3), [0, 29_040_00, 15_972_00], after="the same, growing by 10 % a year")


@check("exact to the cent, rounded down once")
def exact():
    check.equal(present_value([1331_00] * 3, 1000), 3310_00, after="1,331 euros in each of three years, at 10 %")
    check.equal(present_value([0, 0, 1331], 1000), 1000, after="13.31 euros in three years, at 10 %")
    check.equal(present_value([1, 1], 5000), 1, after="a cent in one year and a cent in two, at 50 %: 0.67 and 0.44")
    check.equal(present_value([10**18 + 1], 0), 10**18 + 1, after="a very long number, at 0 %")
    check.equal(yearly(Classic(salary=333, bonus_bp=5050, grant=300), 1, 1), [576], after="333 cents, half and a bit as bonus, and 75 cents of shares")
    check.equal(yearly(Chosen(salary=99, exchanged_bp=50, allotted_bp=0, option_cost_bp=1), 33, 1), [114], after="99 cents, of which half a hundredth buys options")


@check("a bad price takes the shares with it")
def falls():
    offer = Classic(salary=100_000_00, grant=80_000_00)
    check.equal(yearly(offer, -5000, 2), [110_000_00, 105_000_00], after="a grant whose price halves each year")
    check.equal(yearly(offer, -10_000, 2), [100_000_00, 100_000_00], after="a share that becomes worthless")
    check.equal(yearly(Chosen(salary=100_000_00), -10_000, 3), [100_000_00] * 3, after="options on a share that becomes worthless")


@check("all salary exchanged, nothing exchanged")
def extremes():
    check.equal(
        yearly(Chosen(salary=100_000_00, exchanged_bp=10_000, allotted_bp=500), 2000, 2),
        [0, 168_000_00],
        after="everything exchanged, two years of 20 %",
    )
    check.equal(yearly(Chosen(salary=100_000_00), 2000, 1), [102_500_00], after="nothing exchanged: 5 % allotted, a year of 20 %")


@check("a sheet that cannot be is refused")
def refused():
    for offer in (Classic(salary=1_00), Chosen(salary=1_00)):
        for years in (0, 11):
            check.raises(ValueError, lambda: yearly(offer, 0, years), when=f"{years} years of {type(offer).__name__}")
        check.raises(ValueError, lambda: yearly(offer, -10_001, 1), when="a growth of -100.01 %")
        check.equal(len(yearly(offer, 0, 10)), 10, after="ten years")
    check.equal(present_value([], 500), 0, after="no amounts")
### END HIDDEN TESTS

# %% [markdown] hint="comp_worth"
# `vested` says how much has come so far. What came *in* a year is a difference of two of its answers. For the options, count from the end: the last year's
# have been held for one year, the first year's for all of them.

# %% [markdown] hint="comp_worth"
# `Fraction` keeps rates exact: `1 + Fraction(growth_bp, 10_000)`. Round with `floor` in one place per year; both were imported in the cell with the offers. How many options the money
# buys, times what each gained: `money / (cost × price) × (later - price)`; the price itself cancels.

# %% [markdown] hint="comp_worth"
# The money that goes into options in a year is `salary × (allotted + exchanged)`. Held for *n* years it has become that money, divided by the cost as a share of
# the price, times `growth**n - 1`, if that's above 0. Add this up for *n* from 1 to `years`, and put it into the last year.

# %% wrong="floating point" fails="comp_worth_sheet: exact to the cent, rounded down once"
def present_value(amounts, rate_bp):
    return int(sum(amount / (1 + rate_bp / 10_000) ** year for year, amount in enumerate(amounts, start=1)) + 1e-9)

# %% wrong="no cliff" fails="comp_worth_sheet: a grant vests by the month, from the cliff on; comp_worth_sheet: an offer's own cliff and length of vesting hold"
def vested(grant, month, cliff_months=12, vesting_months=48):
    return grant * min(month, vesting_months) // vesting_months

# %% wrong="the cliff delays vesting" fails="comp_worth_sheet: a grant vests by the month, from the cliff on; comp_worth_sheet: a grant counts at each year's price; comp_worth_sheet: the edges of vesting; comp_worth_sheet: no cent of a grant is lost or made; comp_worth_sheet: an offer's own cliff and length of vesting hold; comp_worth_sheet: exact to the cent, rounded down once; comp_worth_sheet: a bad price takes the shares with it"
def vested(grant, month, cliff_months=12, vesting_months=48):
    return grant * max(0, min(month - cliff_months, vesting_months)) // vesting_months

# %% wrong="a grant vests for ever" fails="comp_worth_sheet: the edges of vesting; comp_worth_sheet: no cent of a grant is lost or made"
def vested(grant, month, cliff_months=12, vesting_months=48):
    return grant * month // vesting_months if month >= cliff_months else 0

# %% wrong="a quarter a year, whatever the plan says" fails="comp_worth_sheet: no cent of a grant is lost or made; comp_worth_sheet: an offer's own cliff and length of vesting hold"
def _classic_year(offer, growth, year):
    cash = offer.salary * (1 + Fraction(offer.bonus_bp, 10_000)) + (offer.sign_on if year == 1 else 0)
    return cash + offer.grant // 4 * growth**year

# %% wrong="the sign-on comes every year" fails="comp_worth_sheet: the cash of a classic offer"
def _classic_year(offer, growth, year):
    cash = offer.salary * (1 + Fraction(offer.bonus_bp, 10_000)) + offer.sign_on
    plan = offer.cliff_months, offer.vesting_months
    return cash + (vested(offer.grant, 12 * year, *plan) - vested(offer.grant, 12 * (year - 1), *plan)) * growth**year

# %% wrong="options count like shares: the money comes back, too" fails="comp_worth_sheet: options bring what the price has gained, in the last year; comp_worth_sheet: options are never worth less than nothing; comp_worth_sheet: exact to the cent, rounded down once; comp_worth_sheet: all salary exchanged, nothing exchanged; comp_break_even_growth: the sheet agrees"
def yearly(offer, growth_bp, years, right=yearly):
    if isinstance(offer, Classic):
        return right(offer, growth_bp, years)
    right(offer, growth_bp, years)
    growth = 1 + Fraction(growth_bp, 10_000)
    cash = offer.salary * Fraction(10_000 - offer.exchanged_bp, 10_000)
    spent = offer.salary * Fraction(offer.allotted_bp + offer.exchanged_bp, offer.option_cost_bp)
    return [floor(cash)] * (years - 1) + [floor(cash + spent * sum(growth**held for held in range(1, years + 1)))]

# %% wrong="a loss on options is paid back" fails="comp_worth_sheet: options are never worth less than nothing; comp_worth_sheet: a bad price takes the shares with it"
def yearly(offer, growth_bp, years, right=yearly):
    if isinstance(offer, Classic):
        return right(offer, growth_bp, years)
    right(offer, growth_bp, years)
    growth = 1 + Fraction(growth_bp, 10_000)
    cash = offer.salary * Fraction(10_000 - offer.exchanged_bp, 10_000)
    spent = offer.salary * Fraction(offer.allotted_bp + offer.exchanged_bp, offer.option_cost_bp)
    return [floor(cash)] * (years - 1) + [floor(cash + spent * sum(growth**held - 1 for held in range(1, years + 1)))]

# %% wrong="each amount is rounded by itself" fails="comp_worth_sheet: exact to the cent, rounded down once"
def present_value(amounts, rate_bp):
    return sum(floor(amount / (1 + Fraction(rate_bp, 10_000)) ** year) for year, amount in enumerate(amounts, start=1))

# %% wrong="the first year is today" fails="comp_worth_sheet: money later is worth less today; comp_worth_sheet: exact to the cent, rounded down once"
def present_value(amounts, rate_bp):
    return floor(sum(amount / (1 + Fraction(rate_bp, 10_000)) ** year for year, amount in enumerate(amounts)))

# %% also_right="whole numbers all the way, a year's options one by one"
def vested(grant, month, cliff_months=12, vesting_months=48):
    whole = min(month, vesting_months)
    return int(month >= cliff_months) * (grant * whole // vesting_months)


def present_value(amounts, rate_bp):
    if not amounts:
        return 0
    up, last = 10_000 + rate_bp, len(amounts)
    return sum(amount * 10_000**year * up ** (last - year) for year, amount in enumerate(amounts, 1)) // up**last


def yearly(offer, growth_bp, years):
    if years not in range(1, 11) or growth_bp < -10_000:
        raise ValueError("one to ten years, and no growth below -100 %")
    up, unit = 10_000 + growth_bp, 10_000
    sums = []
    for year in range(1, years + 1):
        if isinstance(offer, Classic):
            parts = [vested(offer.grant, 12 * at, offer.cliff_months, offer.vesting_months) for at in (year - 1, year)]
            money = offer.salary * (unit + offer.bonus_bp) + (year == 1) * offer.sign_on * unit
            sums.append((money * unit ** (year - 1) + (parts[1] - parts[0]) * up**year) // unit**year)
        else:
            sums.append(Fraction(offer.salary * (unit - offer.exchanged_bp), unit))
    if isinstance(offer, Chosen):
        for bought in range(years):
            money = Fraction(offer.salary * (offer.allotted_bp + offer.exchanged_bp), offer.option_cost_bp)
            sums[-1] += money * max(Fraction(up**years, unit**years) - Fraction(up**bought, unit**bought), 0) / (Fraction(up, unit) ** bought or 1)
    return [int(one // 1) for one in sums]

# %% [markdown]
# ### How much must it grow?
#
# The sheet takes a growth and gives money. In the room you need it the other way round: *how much must the share grow a year, for exchanging a euro of salary not to have
# been a mistake?* The euro you didn't exchange isn't idle, it earns the yearly rate until the same day. Options bought now and exercised after so many years should at least match it.

# %% answer="comp_break_even"
def break_even(option_cost_bp: int, rate_bp: int, years: int) -> int:
    """The smallest yearly growth, in whole basis points, at which exchanged salary is worth no less than the same money kept."""
    ### BEGIN SOLUTION
    kept = (1 + Fraction(rate_bp, 10_000)) ** years

    def enough(growth_bp):
        gain = (1 + Fraction(growth_bp, 10_000)) ** years - 1
        return gain * 10_000 / option_cost_bp >= kept

    return bisect_left(range(1_000_000), True, key=enough)
    ### END SOLUTION

# %% tests="comp_break_even_growth" points=4
@check("one year: the whole cost has to be gained")
def one_year():
    check.equal(break_even(4000, 0, 1), 4000, after="options at 40 % of the price, exercised after a year, money kept at 0 %")
    check.equal(break_even(2500, 0, 1), 2500, after="the same at 25 %")


@check("the kept euro earns its rate")
def earns():
    check.equal(break_even(4000, 1000, 1), 4400, after="options at 40 %, a year, money kept at 10 %")


@check("more years, less growth a year")
def several_years():
    check.equal(break_even(4400, 0, 2), 2000, after="options at 44 %, two years: 1.2 times 1.2 is 1.44")
    check.equal(break_even(4000, 0, 4), 878, after="options at 40 %, four years")

### BEGIN HIDDEN TESTS
@check("exactly enough is enough, a basis point less is not")
def boundaries():
    check.equal(break_even(3310, 0, 3), 1000, after="options at 33.1 %, three years: 1.1 three times is 1.331")
    check.equal(break_even(3311, 0, 3), 1001, after="options at 33.11 %, three years")
    check.equal(break_even(10_000, 0, 10), 718, after="options as dear as the share, ten years")
    check.equal(break_even(1, 0, 1), 1, after="options at a ten-thousandth of the price, a year")
    check.equal(break_even(1, 0, 10), 1, after="the same for ten years")
    check.equal(break_even(10_000, 10_000, 1), 20_000, after="options as dear as the share, money kept at 100 %")
    check.equal(break_even(10_000, 20_000, 1), 30_000, after="options as dear as the share, money kept at 200 %")


@check("the sheet agrees")
def agrees():
    for cost, rate, years in ((4000, 500, 1), (2500, 300, 1), (5000, 0, 1)):
        growth = break_even(cost, rate, years)
        everything = Chosen(salary=100_000_00, allotted_bp=0, exchanged_bp=10_000, option_cost_bp=cost)
        kept = 100_000_00 * (10_000 + rate) // 10_000
        check.that(
            yearly(everything, growth, 1)[0] >= kept > yearly(everything, growth - 1, 1)[0],
            f"At a cost of {cost} bp and a rate of {rate} bp your break-even of {growth} bp doesn't match your yearly(): kept money becomes {kept} cents.",
        )
### END HIDDEN TESTS

# %% [markdown] hint="comp_break_even"
# Begin with one euro. What is it worth kept? What do the options bring that it buys? The price of the share isn't given because it doesn't matter.

# %% [markdown] hint="comp_break_even"
# You look for the smallest whole number for which something holds, and once it holds it goes on holding. You don't need a root: try numbers, cleverly or one
# after another, with exact fractions.

# %% wrong="the money kept earns nothing" fails="comp_break_even_growth: the kept euro earns its rate; comp_break_even_growth: exactly enough is enough, a basis point less is not; comp_break_even_growth: the sheet agrees"
def break_even(option_cost_bp, rate_bp, years, right=break_even):
    return right(option_cost_bp, 0, years)

# %% wrong="the cost, shared out over the years" fails="comp_break_even_growth: more years, less growth a year; comp_break_even_growth: the kept euro earns its rate; comp_break_even_growth: exactly enough is enough, a basis point less is not; comp_break_even_growth: the sheet agrees"
def break_even(option_cost_bp, rate_bp, years):
    return -(-option_cost_bp // years) + rate_bp

# %% wrong="a root in floating point, rounded" fails="comp_break_even_growth: exactly enough is enough, a basis point less is not"
def break_even(option_cost_bp, rate_bp, years):
    kept = (1 + rate_bp / 10_000) ** years
    return round(((1 + option_cost_bp / 10_000 * kept) ** (1 / years) - 1) * 10_000)

# %% wrong="enough means more than enough" fails="comp_break_even_growth: one year: the whole cost has to be gained; comp_break_even_growth: the kept euro earns its rate; comp_break_even_growth: more years, less growth a year; comp_break_even_growth: exactly enough is enough, a basis point less is not; comp_break_even_growth: the sheet agrees"
def break_even(option_cost_bp, rate_bp, years, right=break_even):
    exact = right(option_cost_bp, rate_bp, years)
    growth = Fraction(exact, 10_000)
    return exact + ((1 + growth) ** years == 1 + Fraction(option_cost_bp, 10_000) * (1 + Fraction(rate_bp, 10_000)) ** years)

# %% also_right="one after another, in whole numbers"
def break_even(option_cost_bp, rate_bp, years):
    needed = 10_000**years * 10_000 + option_cost_bp * (10_000 + rate_bp) ** years
    growth = 0
    while (10_000 + growth) ** years * 10_000 < needed:
        growth += 1
    return growth

# %% [markdown]
# ### Read the sheet aloud
#
# Change the figures to your own two letters once you have them. Look at the first row first: it's the one in which nothing happens.

# %%
def show_sheet():
    across = Classic(salary=150_000_00, sign_on=45_000_00, grant=80_000_00)
    all_cash = Chosen(salary=178_000_00)
    half = Chosen(salary=178_000_00, exchanged_bp=5000)
    offers = (("across the street", across), ("all cash", all_cash), ("half exchanged", half))
    print("today's worth of four years at 3 %, in thousands, if the share grows each year by")
    for growth_bp in (0, -2000, 1000, 2000):
        sums = (f"{name} {present_value(yearly(offer, growth_bp, 4), 300) / 100_000:,.0f}" for name, offer in offers)
        print(f"{growth_bp / 100:4.0f} %   ", "   ".join(sums))
    print("kept of the grant after ten months:", vested(across.grant, 10))
    print("break-even after 1, 4 and 10 years:", [f"{break_even(4000, 300, years) / 100:.2f} %" for years in (1, 4, 10)])


try:
    show_sheet()
except NotImplementedError:
    print("Write vested, yearly, present_value and break_even above first; then run this cell again.")

# %% [markdown]
# **What it says, and what it doesn't.** At 10 % the exchange loses, though four years break even at 9.74 %: only the first year's options are held for four. The last
# year's are held for one, and would need 41.2 %. The growth is one number for two companies, which is already false: their shares are two bets. One rate
# discounts salary and shares alike, as if they were equally sure; here only the rows carry the risk. Salary counts at the year's end and options are bought at its start,
# which flatters the exchange a little; the break-even has both on one day. Salary and options hang on the same
# firm, so in a bad year both may go. An option that isn't exercised has a worth of its own, which we left out, so the break-even is what you need *if you
# exercise that day*, not a price for the option. And who leaves across the street in month ten leaves the grant, while options that are fully vested are yours (EXT-09); ask what
# becomes of the ten years if you go.
#
# | another way to compare | wins | loses |
# |---|---|---|
# | first-year totals | what most people quote; a minute | counts the sign-on as if it came every year, and the grant at a price that nobody has seen |
# | growth of 0 for everything (our first row) | no forecasts; hard to argue with | treats a free option as worthless, and it isn't |
# | an option-pricing formula | gives the option's worth before exercise | needs a volatility and a date; an expert's tool, and no easier to defend aloud |
#
# ## 3 · In the room
#
# You: a range of 171 to 188, one written offer of 168 that stands until the 20th, and 139 today, all in, set four years ago. Your contract doesn't forbid you to say so. You'd
# rather work for Ines's firm, and have no other interviews. For each moment, choose what to say. Some have two good replies; one of them is enough.
#
# > **1.** *First call. "Where would you need to be?"*
# >
# > **a** Whatever's fair for the level, honestly. I'm flexible, it's really the work that I'm interested in, and I'm sure that you know the market far better than I do.<br/>
# > **b** For senior in Amsterdam, all in, 171 to 188. Two hires of this spring, and a survey; I can tell you what's behind each end.<br/>
# > **c** I've got a range with me, and you'll have it in a minute. First, so that it's about the right thing: which level is this?<br/>
# > **d** At least 180. We've just bought a flat, and with what they charge for a mortgage now we couldn't do it for less. I hope you understand.
#
# > **2.** *"And what are you on today?"*
# >
# > **a** I'd like to leave that out. What I can do is show you what people at this level are hired at.<br/>
# > **b** Around 160.<br/>
# > **c** I'm afraid that's confidential, my contract is very strict there. I could get into trouble.<br/>
# > **d** 139, all in. That was set four years ago, so for this I'd look at what people are hired at now, and I've brought that.
#
# > **3.** *"Is there anything else on the table?"*
# >
# > **a** A few things are moving, yes. Two of them are pretty far along, so I'd say that we should be quick.<br/>
# > **b** No, you're the only one I'm talking to. I wouldn't want you to think that I'm playing you off against somebody.<br/>
# > **c** One, in writing, 168 all in. They need to know by the 20th. I'd rather come to you, and that's why I say it now.<br/>
# > **d** One, in writing, until the 20th. Whose it is and how much I'd like to keep to myself.
#
# > **4.** *"Good news. We'd like to offer you 162."*
# >
# > **a** Thanks, I'm glad. It's below what I've seen: 168 in a letter, 171 and 176 for people hired since March. Is it the level, or do you have other data?<br/>
# > **b** Oh. Okay, wow, thank you. I mean, when would I start?<br/>
# > **c** I have to say I'm disappointed, after six interviews. It's 185, by Friday noon, or I sign with the others.<br/>
# > **d** Thanks. I was kind of hoping for a bit more than that, to be honest. Do you think there's something you could do?
#
# > **5.** *"You can take part of it in options. Shall I put you down for half?"*
# >
# > **a** Half sounds right. The share's done so well these last years, and I don't want to look as if I didn't believe in it.<br/>
# > **b** None this year, thanks. I've done the sum, and I'd want more than 10 % growth a year before I give up cash for it. May I change that later?<br/>
# > **c** All of it, then. Nobody gets rich on a salary, and if I'm wrong I'm wrong.<br/>
# > **d** I can't say yet. How many does a euro buy, at which strike, and what becomes of them if I leave? And by when do you need it?
#
# > **6.** *"If I could get you 178 on Monday, would you come?"*
# >
# > **a** Yes. At 178 I'm coming, and I'd call the other firm the same day.<br/>
# > **b** 178's good. And since you're asking, could you make it 195? I'd think that there's still some room.<br/>
# > **c** Probably, yeah. I'd have to see how the others develop, but that's definitely going in the right direction.<br/>
# > **d** I'd like one evening with my partner about it. You'd have a yes or a no on Tuesday at noon.

# %% answer="comp_room"
def replies():
    """What you'd say in each moment, 1 to 6: {1: "a", 2: "a", 3: "a", 4: "a", 5: "a", 6: "a"}."""
    ### BEGIN SOLUTION
    return {1: "b", 2: "a", 3: "c", 4: "a", 5: "d", 6: "a"}
    ### END SOLUTION

# %% tests="comp_room_heard" points=4
# Reading on spoils it; moments 5 and 6 are decided when it is graded.
REPLY = {
    1: {
        "a": "Ines goes into the room with nothing. Being flexible and being unprepared sound the same from there.",
        "d": "True, perhaps, and about your flat. What could she repeat to somebody who has never met you?",
    },
    2: {
        "b": "It isn't 160. Nobody made you say anything, and now there is something that one call can undo.",
        "c": "Your contract doesn't forbid it. You may decline without a reason, so why give one that isn't so?",
    },
    3: {
        "a": "There is one. If she asks “which two?”, the next sentence has to be invented, as well.",
        "b": "There is one. It's kindly meant, and on the 20th it will cost you either an offer or her trust.",
    },
    4: {
        "b": "You have a letter for more in your bag. If they learn of it in a year, what will they think you thought of them?",
        "c": "Is there one thing in this that she could take in and argue for? She can carry evidence. She can't carry a deadline and a mood.",
        "d": "How much is a bit, and why? She'd have to make up both, and people make up little.",
    },
}


def chosen(moment):
    """The learner's reply; a failed case says how to write it."""
    given = replies()
    found = given.get(moment) if isinstance(given, dict) else None
    check.that(
        isinstance(found, str) and len(found) == 1 and found in "abcd",
        f"Moment {moment}: expected one of the letters a to d; found {found!r}.",
    )
    return found


def judge_reply(moment, wrong):
    found = chosen(moment)
    check.that(found not in wrong, f"In moment {moment} you'd say {found}. {wrong.get(found)}")


for moment, wrong in REPLY.items():
    check(f"moment {moment}")(lambda moment=moment, wrong=wrong: judge_reply(moment, wrong))

### BEGIN HIDDEN TESTS
LATER = {
    5: {
        "a": "What the share has done is not in any option you buy today; the strike is today's price. And whom are you showing what, with half of your pay?",
        "c": "It may even work out. You don't know yet what a euro buys, or what you live on if it doesn't.",
    },
    6: {
        "b": "You said 171 to 188, with reasons. 195 has none, and it makes the range that you gave her, and she defended, worth nothing.",
        "c": "Which others? There is one, and you know what it offers. She asked for something that she can say on Monday.",
    },
}
for moment, wrong in LATER.items():
    check(f"moment {moment}")(lambda moment=moment, wrong=wrong: judge_reply(moment, wrong))
### END HIDDEN TESTS

# %% [markdown] hint="comp_room"
# After each reply imagine Ines in a room without you. Somebody asks her: "why that much?" What has she got to say?

# %% [markdown] hint="comp_room"
# Strike out first whatever isn't so. What is left and gives a reason, a date or a question that moves things forward will do. Declining to say is a reply;
# so is asking for a day.

# %% wrong="pleads, and takes what comes" fails="comp_room_heard"
def replies():
    return {1: "d", 2: "b", 3: "b", 4: "b", 5: "a", 6: "c"}

# %% wrong="plays poker" fails="comp_room_heard: moment 2; comp_room_heard: moment 3; comp_room_heard: moment 4; comp_room_heard: moment 5; comp_room_heard: moment 6"
def replies():
    return {1: "c", 2: "b", 3: "a", 4: "c", 5: "c", 6: "b"}

# %% wrong="too polite to bring a number" fails="comp_room_heard: moment 1; comp_room_heard: moment 2; comp_room_heard: moment 4"
def replies():
    return {1: "a", 2: "c", 3: "d", 4: "d", 5: "d", 6: "d"}

# %% wrong="three moments, in capitals" fails="comp_room_heard: moment 1; comp_room_heard: moment 2; comp_room_heard: moment 4; comp_room_heard: moment 5; comp_room_heard: moment 6"
def replies():
    return {1: "B", 2: ["a"], 3: "c", "4": "a"}

# %% also_right="the other good replies"
def replies():
    return {1: "c", 2: "d", 3: "d", 4: "a", 5: "b", 6: "d"}

# %% [markdown]
# **Where people differ.** Whether to name the number first: 1c waits for one fact, and no longer; a second dodge would be a game. Whether to say what you earn
# (CONTRA-07): both replies to 2 are honest, and 2d says at once what weighs instead. If the old number is high, S3's candor costs you nothing; if it's low, you
# may keep it to yourself. Whether to say what the other letter holds: a figure is a point with a source, and silence is your right. What nobody experienced
# disagrees about is the four replies that weren't so.
#
# ## 4 · Yours

# %% [markdown] written="comp_own" points=3
# Your own page for the call: the role, level and city; at least three points with date, level, place, what is counted, and how you got them (no names that you weren't
# allowed to use); the range, and what each end stands on; what you'd sign, and what you'd decline without regret; what you'll answer to "and what do you earn now?";
# the three things you'd ask about shares or options. Not more than a page.

# %% part
from course.parts import self_assess

self_assess(
    "comp_own",
    L5=[
        "Three points or more that fit, at least one of them from somebody hired lately",
        "Each has a date, a level, a place, and says what is counted",
        "A range, each end with its source; I'd sign the low end without regret",
        "The reply on current pay is true, or declines, in one sentence",
        "Nothing in it is about what I need; all of it is about what the work is paid",
        "I ask what an option costs, its strike, and what becomes of it when I leave",
    ],
    L6=[
        "It says which point is the weakest and what would replace it",
        "It says what I'd do if the level came out one lower or one higher",
        "It compares two offers at a growth of 0 first, and then at one I'd defend",
        "It says what else I'd trade: start date, place, scope, and that these aren't a consolation",
    ],
)

# %% [markdown]
# ## Say it aloud
#
# Sixty seconds, to a chair with somebody in it if you can: the level as you understand it; the range; what each end stands on; "does that fit with what you have?"; and then
# be silent. The silence is the exercise.

# %% part
from course.parts import timer

timer("comp_say", seconds=60)

# %% [markdown]
# | they say | a good reply contains |
# |---|---|
# | That's above our range. | which range, for which level; your points again, one sentence; what would change the level |
# | How did you get to 188? | the point, its date, and what you know about that job |
# | Why should we pay top of market for you? | the work and its result, not your market; you have stories for that in the other lessons |
# | Can you decide by tomorrow? | the day on which you can, and why, and that you'll keep it |
# | What if we say no? | what you'd do, calmly, and true |
# | You know that pay like this comes with demands? (COMP-14) | that you've read about the keeper test, what you'd ask your manager and how often (CONTRA-10), and what it would mean for your savings |
#
# **Sources.** COMP-01 to 14 with their guides in `docs/syllabus.md`; guides S0, S1 and S3 carry no date, S4 is a post on the company's Tech Blog that we know by a mirror of 20 July 2024. Options: a copy of
# `benefits.netflix.com/financial-benefits/stock-option-program`, undated, and a forum's quotation of `jobs.netflix.com/work-life-philosophy` (EXT-09). Levels: `newsletter.pragmaticengineer.com`,
# *The Scoop #23* (EXT-08). The 2009 slides: `slideshare.net/reed2001/culture-2009`. That options come once a year, that strikes are the price of the day and that exercise is free at any time are our sheet's assumptions.
# The directive: `eur-lex.europa.eu/eli/dir/2023/970/oj`, to be law in the member states by 7 June 2026.
