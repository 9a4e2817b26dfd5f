# ---
# keeper:
#   title: Where one ends and the next begins
#   minutes: 60
#   level: L5
#   covers: [CODE-16, CODE-26, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-17, RUBRIC-18]
#   needs: []
# ---

# %% [markdown]
# A list of stretches, a stream cut into chunks: the work lies at the borders. One tension runs through both problems: *whom
# does a border belong to, and what do you still have to remember when you have passed it?*
#
# The interviewer says:
#
# > Our players report what they have played: from here to there. Product wants to know, for one member and one title, what they
# > have never seen. Go ahead.
#
# **What they listen for.** The edge cases before the code: out of order, twice, inside each other, end to end (RUBRIC-17). One
# sorted pass, with its cost (RUBRIC-18), and not a line for what nobody asked (RUBRIC-15). Arrays and strings are in the topic
# pool that one interview guide gives for coding rounds (CODE-16), and problems are said to come from real work (CODE-26); see
# *Sources*.

# %% part
from course.parts import clarify

clarify(
    "border_questions",
    {
        "What do I get?": "`plays`, a list of `(start, end)` tuples, and `length`, how long the title is. Seconds, all of "
        "them. Leave the list as it is.",
        "Whole seconds?": "No: 12.5 is as good as 12. Compare them as they are; don't round.",
        "Are the plays in order? Can they overlap?": "In no order; they come from several devices. They overlap, repeat, and "
        "lie inside each other.",
        "Does the end belong to a play?": "It is played up to there, and the next one takes over there: `(0, 10)` and `(10, "
        "20)` leave nothing between them.",
        "What do you want back?": "A list of `(start, end)` tuples in order: the stretches of the title which no play covers, "
        "each as long as it can be. No empty ones.",
        "Do the beginning and the end of the title count?": "Yes, as any other stretch. With no plays at all it is the whole "
        "title.",
        "Can a play lie outside the title?": "Yes, clocks and credits: before 0 or past the end, partly or wholly. Only what "
        "lies in the title counts.",
        "Can a play end before it begins, or where it begins?": "Both happen. Such a report means nothing: skip it, and use "
        "the others.",
        "Do you want to hear about a gap of half a second?": "Good question. I'll give you `shortest`: gaps that are shorter "
        "are left out; exactly as long is in. 0 if I say nothing.",
        "How many plays?": "Thousands for somebody who falls asleep every night. Don't compare each with each.",
        "Can the title have no length?": "Yes; then there is nothing to see.",
        "Do you want to know what they saw twice?": "Another day.",
    },
    solved_by="border_gaps",
)

# %% [markdown]
# ## Neighbours
#
# This looks at each play and the one after it. Two of its four answers are wrong. Which, and would sorting mend both?

# %%
def between_neighbours(plays):
    """Where a play ends before the next one begins."""
    return [(end, start) for (_, end), (start, _) in zip(plays, plays[1:]) if end < start]


for plays in ([(0, 10), (20, 30)], [(0, 10), (10, 30)], [(20, 30), (0, 10)], [(0, 30), (5, 10), (20, 40)]):
    print(plays, "->", between_neighbours(plays))

# %% [markdown]
# ## Stage 1: what they have never seen
#
# Ten minutes.

# %% answer="border_unwatched"
def unwatched(plays, length, shortest=0):
    """The stretches of a title of `length` seconds that none of `plays` covers: a list of (start, end) tuples, in order.

    `plays`: (start, end) tuples in any order; one that doesn't end after its start is skipped. Leaves out gaps below `shortest`.
    """
    ### BEGIN SOLUTION
    gaps, reached = [], 0  # everything before `reached` is seen, or among the gaps
    for start, end in [*sorted(play for play in plays if play[0] < play[1]), (length, length)]:
        start = min(start, length)
        if start > reached and start - reached >= shortest:
            gaps.append((reached, start))
        reached = max(reached, end)
    return gaps
    ### END SOLUTION

# %% [markdown] hint="border_unwatched"
# Go through the plays by their start. With which *one* number do you compare each start? The end of the play before is not it.

# %% [markdown] hint="border_unwatched"
# Remember how far you have got: the furthest end so far, 0 at first. A start beyond it leaves a gap. What do you do with the
# end of the title: is it another place where something begins?

# %% [markdown] hint="border_unwatched"
# - Sort a copy, without the reports that mean nothing.
# - `reached = 0`. For each: a gap from `reached` to its start, if that is further and the gap long enough; then `reached`
#   moves, never back.
# - One more "play" at the very end closes the last gap. A start past the end counts as the end.

# %% tests="border_gaps" points=5
def check_gaps(plays, length, want, **limit):
    got = unwatched(plays, length, **limit)
    after = f"plays {plays}, length {length}" + "".join(f", shortest={number}" for number in limit.values())
    check.that(isinstance(got, list), f"After {after}: expected a list, got {got!r}.")
    check.equal(got, want, after=after)


@check("what lies before, between and after the plays")
def plain_gaps():
    check_gaps([(10, 20), (30, 40)], 100, [(0, 10), (20, 30), (40, 100)])
    check_gaps([(0, 10), (90, 100)], 100, [(10, 90)])


@check("plays that touch leave no gap")
def touching():
    check_gaps([(0, 10), (10, 20)], 20, [])
    check_gaps([(0, 10), (10, 20), (25, 30)], 30, [(20, 25)])


@check("they come in any order")
def any_order():
    check_gaps([(30, 40), (0, 10), (20, 25)], 40, [(10, 20), (25, 30)])


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("a play inside another one changes nothing")
def inside_another():
    check_gaps([(0, 50), (10, 20), (60, 70)], 70, [(50, 60)])
    check_gaps([(0, 50), (0, 20), (0, 50)], 60, [(50, 60)])


@check("without plays it is the whole title, if it has a length")
def no_plays():
    check_gaps([], 90, [(0, 90)])
    check_gaps([], 0, [])
    check_gaps([(0, 5)], 0, [])


@check("what lies outside the title does not count")
def outside():
    check_gaps([(-5, 10), (20, 70)], 60, [(10, 20)])
    check_gaps([(70, 80), (90, 95)], 60, [(0, 60)])
    check_gaps([(-9, -3)], 60, [(0, 60)])
    check_gaps([(10, 60), (60, 65)], 60, [(0, 10)])


@check("a report that does not end after its start is skipped")
def skipped():
    check_gaps([(50, 20)], 60, [(0, 60)])
    check_gaps([(30, 30), (0, 10)], 60, [(10, 60)])
    check_gaps([(0, 10), (40, 15), (20, 60)], 60, [(10, 20)])


@check("gaps below the shortest are left out, one of just that length is not")
def shortest_gap():
    plays = [(5, 10), (12, 20), (25, 30), (34.5, 40)]
    check_gaps(plays, 45, [(0, 5), (20, 25), (40, 45)], shortest=5)
    check_gaps(plays, 45, [(0, 5), (20, 25), (30, 34.5), (40, 45)], shortest=4.5)


@check("fractions of a second count")
def fractions():
    check_gaps([(0, 12.25), (12.5, 30)], 30.5, [(12.25, 12.5), (30, 30.5)])
    check_gaps([(0, 12.0001), (12.0002, 30)], 30, [(12.0001, 12.0002)])


@check("the list of plays is left as it is")
def plays_unchanged():
    plays = [(30, 40), (0, 10), (50, 20), (5, 70)]
    with check.unchanged(plays, when=f"unwatched({plays}, 60)"):
        unwatched(plays, 60)


def gaps_slowly(plays, length, shortest):
    """What the words mean, half a second at a time."""
    seen = [any(start <= at / 2 < end for start, end in plays) for at in range(int(length * 2))]
    gaps, begun = [], None
    for at, was_seen in enumerate([*seen, True]):
        if not was_seen and begun is None:
            begun = at
        if was_seen and begun is not None:
            gaps.append((begun / 2, at / 2))
            begun = None
    return [(start, end) for start, end in gaps if end - start >= shortest]


halves = st.integers(-4, 28).map(lambda number: number / 2)


@check.law(
    "any plays give what the words mean",
    examples=100,
    plays=st.lists(st.tuples(halves, halves), max_size=5),
    length=st.sampled_from([0, 1, 7.5, 12]),
    shortest=st.sampled_from([0, 0, 1, 2.5]),
)
def any_plays(plays, length, shortest):
    check_gaps(plays, length, gaps_slowly(plays, length, shortest), shortest=shortest)
### END HIDDEN TESTS

# %% tests="border_gaps_cost" points=1 inside="it counts the lines that run"
from course.cases import steps_of


def steps_with(count):
    # Every second one lies inside the one before; the order is mixed, the same each time.
    plays = [(place * 10, place * 10 + 7) if place % 2 else (place * 10, place * 10 + 25) for place in range(count)]
    mixed = [plays[place * 7 % count] for place in range(count)]
    return steps_of(lambda: unwatched(mixed, count * 10))[1]


@check("plays are not compared each with each")
def sorted_pass():
    small, large = steps_with(100), steps_with(800)
    check.that(
        large <= 14 * small,
        f"100 plays took {small:,} steps, 800 took {large:,}: {large / small:.0f} times as many for eight times the plays. "
        "Look for a loop inside the loop.",
    )


### BEGIN HIDDEN TESTS
@check("how long the title is costs nothing")
def long_title():
    small = steps_of(lambda: unwatched([(10, 20), (30, 40)], 100))[1]
    large = steps_of(lambda: unwatched([(10, 20), (3_000, 4_000)], 20_000))[1]
    check.that(
        large <= 2 * small,
        f"Two plays took {small:,} steps in a title of 100 seconds and {large:,} in one of 20,000. Look for what goes through "
        "the seconds.",
    )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(unwatched, statements=8)

# %% wrong="compares neighbours instead of the furthest end" fails="border_gaps: a play inside another one changes nothing; border_gaps: what lies outside the title does not count; border_gaps: any plays give what the words mean"
def unwatched(plays, length, shortest=0):
    gaps, reached = [], 0
    for start, end in [*sorted(play for play in plays if play[0] < play[1]), (length, length)]:
        start = min(start, length)
        if start > reached and start - reached >= shortest:
            gaps.append((reached, start))
        reached = end
    return gaps

# %% wrong="trusts the order in which they came" fails="border_gaps: they come in any order; border_gaps: any plays give what the words mean"
def unwatched(plays, length, shortest=0):
    gaps, reached = [], 0
    for start, end in [*(play for play in plays if play[0] < play[1]), (length, length)]:
        start = min(start, length)
        if start > reached and start - reached >= shortest:
            gaps.append((reached, start))
        reached = max(reached, end)
    return gaps

# %% wrong="forgets what comes after the last play" fails="border_gaps: what lies before, between and after the plays; border_gaps: a play inside another one changes nothing; border_gaps: without plays it is the whole title, if it has a length; border_gaps: what lies outside the title does not count; border_gaps: a report that does not end after its start is skipped; border_gaps: gaps below the shortest are left out, one of just that length is not; border_gaps: fractions of a second count; border_gaps: any plays give what the words mean"
whole = unwatched


def unwatched(plays, length, shortest=0):
    end = max((end for start, end in plays if start < end), default=0)
    return [gap for gap in whole(plays, length, shortest) if gap[0] < end]

# %% wrong="sorts the caller's list" fails="border_gaps: the list of plays is left as it is"
whole = unwatched


def unwatched(plays, length, shortest=0):
    plays.sort()
    return whole(plays, length, shortest)

# %% wrong="gives empty gaps where plays touch" fails="border_gaps: what lies before, between and after the plays; border_gaps: plays that touch leave no gap; border_gaps: they come in any order; border_gaps: a play inside another one changes nothing; border_gaps: without plays it is the whole title, if it has a length; border_gaps: what lies outside the title does not count; border_gaps: a report that does not end after its start is skipped; border_gaps: fractions of a second count; border_gaps: any plays give what the words mean"
def unwatched(plays, length, shortest=0):
    gaps, reached = [], 0
    for start, end in [*sorted(play for play in plays if play[0] < play[1]), (length, length)]:
        start = max(0, min(start, length))
        if start >= reached and start - reached >= shortest:
            gaps.append((reached, start))
        reached = max(reached, end)
    return gaps

# %% wrong="a gap of just the shortest length is left out" fails="border_gaps: gaps below the shortest are left out, one of just that length is not; border_gaps: any plays give what the words mean"
whole = unwatched


def unwatched(plays, length, shortest=0):
    return [gap for gap in whole(plays, length) if not shortest or gap[1] - gap[0] > shortest]

# %% wrong="turns a report round that ends before it begins" fails="border_gaps: a report that does not end after its start is skipped; border_gaps: any plays give what the words mean"
whole = unwatched


def unwatched(plays, length, shortest=0):
    return whole([(min(play), max(play)) for play in plays], length, shortest)

# %% wrong="gaps run past the end of the title" fails="border_gaps: what lies outside the title does not count; border_gaps: any plays give what the words mean"
def unwatched(plays, length, shortest=0):
    gaps, reached = [], 0
    for start, end in [*sorted(play for play in plays if play[0] < play[1]), (length, length)]:
        if start > reached and start - reached >= shortest:
            gaps.append((reached, start))
        reached = max(reached, end)
    return gaps

# %% wrong="rounds to milliseconds" fails="border_gaps: fractions of a second count"
whole = unwatched


def unwatched(plays, length, shortest=0):
    return whole([(round(start, 3), round(end, 3)) for start, end in plays], length, shortest)

# %% wrong="an array with a place for each second" fails="border_gaps: gaps below the shortest are left out, one of just that length is not; border_gaps: fractions of a second count; border_gaps: any plays give what the words mean; border_gaps_cost: how long the title is costs nothing"
def unwatched(plays, length, shortest=0):
    seen = [False] * int(length) + [True]
    for start, end in plays:
        for second in range(max(0, int(start)), min(int(length), int(end))):
            seen[second] = True
    gaps, begun = [], None
    for second, was_seen in enumerate(seen):
        if not was_seen and begun is None:
            begun = second
        if was_seen and begun is not None:
            if second - begun >= shortest:
                gaps.append((begun, second))
            begun = None
    return gaps

# %% wrong="cuts each play out of all gaps" fails="border_gaps_cost: plays are not compared each with each"
def unwatched(plays, length, shortest=0):
    gaps = [(0, length)] if length else []
    for start, end in plays:
        if start < end:
            left = [(low, min(high, start)) for low, high in gaps]
            right = [(max(low, end), high) for low, high in gaps]
            gaps = sorted({(low, high) for low, high in left + right if low < high})
    return [(low, high) for low, high in gaps if high - low >= shortest]

# %% also_right="merges first, then takes the gaps between what is merged"
def merged(plays: list[tuple[float, float]]) -> list[list[float]]:
    parts: list[list[float]] = []
    for start, end in sorted(plays):
        if parts and start <= parts[-1][1]:
            parts[-1][1] = max(parts[-1][1], end)
        else:
            parts.append([start, end])
    return parts


def unwatched(plays: list, length: float, shortest: float = 0) -> list:
    inside = [(max(0, start), min(length, end)) for start, end in plays]
    parts = merged([(start, end) for start, end in inside if start < end])
    edges = [0, *(edge for part in parts for edge in part), length]
    pairs = zip(edges[::2], edges[1::2])
    return [(start, end) for start, end in pairs if start < end and end - start >= shortest]

# %% also_right="counts who is playing: up at a start, down at an end"
def unwatched(plays, length, shortest=0):
    changes = [(0, 0), (length, 0)]
    for start, end in plays:
        start, end = max(start, 0), min(end, length)
        if start < end:
            changes += [(start, 1), (end, -1)]
    changes.sort(key=lambda change: (change[0], -change[1]))
    gaps, playing, since = [], 0, 0
    for at, change in changes:
        if playing == 0 and at > since and at - since >= shortest:
            gaps.append((since, at))
        playing += change
        since = at
    return gaps

# %% [markdown]
# ## Stage 2: what must not be seen
#
# Another team, the same afternoon:
#
# > Some of our services print passwords and tokens into their logs. Here is the list of them. Make sure that nobody reads them.

# %% part
from course.parts import clarify

clarify(
    "border_secret_questions",
    {
        "What do I get?": "`text`, a string, and `secrets`, a list of strings. Leave the list as it is.",
        "What do you want back?": "The text, with `***` where a secret stood: three stars, however long it was.",
        "Only whole words?": "No. Wherever it stands, in the middle of a word too. Hiding too much is a nuisance, hiding too "
        "little is an incident.",
        "Upper and lower case?": "As it stands. The secrets are matched character for character; a dot is a dot and a star is "
        "a star.",
        "What if one secret is part of another, or the end of one is the beginning of another?": "Each character that belongs "
        "to an occurrence of any secret is hidden, also where occurrences overlap, of two secrets or of the same one.",
        "Two secrets side by side: one `***` or two?": "One. What is hidden without a visible character between gives one "
        "`***`.",
        "Can the list be empty?": "Yes: then the text comes back as it was. A secret that stands in the list twice means "
        "nothing.",
        "What of an empty string among the secrets?": "It would be found everywhere. That's a mistake in somebody's "
        "configuration: `ValueError`.",
        "May `***` stand in the text before I touch it?": "Yes, and then it stays as it is. What you put in is not searched "
        "again.",
        "Secrets in base64, or wrapped over two lines?": "Not today. A line break that is part of a secret is a character like "
        "any other.",
        "How long are text and secrets?": "Secrets are a few dozen characters, and there are a few dozen. The text: a line "
        "today.",
    },
    solved_by="border_whole",
)

# %% [markdown]
# The standard library has a method for it. Before you use it, look at what it prints here, and why each time. Which of these
# would you find in a review?

# %%
def one_after_the_other(text, secrets):
    for secret in secrets:
        text = text.replace(secret, "***")
    return text


print(one_after_the_other("login pass9876 ok", ["pass", "pass9876"]))
print(one_after_the_other("login pass9876 ok", ["pass9876", "pass"]))
print(one_after_the_other("key ab-ab-ab.", ["ab-ab"]))
print(one_after_the_other("key one-two-three.", ["one-two", "two-three"]))

# %% answer="border_redact"
def redact(text, secrets):
    """`text` with each run of characters that belong to any of `secrets` replaced by one `***`.

    Raises ValueError if one of `secrets` is empty.
    """
    ### BEGIN SOLUTION
    pieces, place = [], 0
    for start, end in hidden_runs(text, secrets):
        pieces += [text[place:start], "***"]
        place = end
    return "".join([*pieces, text[place:]])


def hidden_runs(text, secrets):
    """[start, end] of each run of characters that belong to a secret, in order; no two touch."""
    runs = []
    for start, end in sorted(occurrence for secret in secrets for occurrence in occurrences(text, secret)):
        if runs and start <= runs[-1][1]:
            runs[-1][1] = max(runs[-1][1], end)
        else:
            runs.append([start, end])
    return runs


def occurrences(text, secret):
    """(start, end) of each, also of those that overlap."""
    if not secret:
        raise ValueError("a secret is empty: it would be found everywhere")
    start = text.find(secret)
    while start >= 0:
        yield start, start + len(secret)
        start = text.find(secret, start + 1)
    ### END SOLUTION

# %% [markdown] hint="border_redact"
# As soon as you have replaced the first secret, the text is another one, and the second can't be found in it where it was. Can
# you find all of them before you change anything?

# %% [markdown] hint="border_redact"
# An occurrence is a stretch `(start, end)`. Stretches that overlap or touch become one: you have written something like it ten
# minutes ago. Look for the next occurrence one character after the *start* of the last one, not after its end.

# %% tests="border_whole" points=5
def check_redacted(text, secrets, want):
    check.equal(redact(text, secrets), want, after=f"redact({text!r}, {secrets})")


@check("a secret is hidden wherever it stands")
def hidden_anywhere():
    check_redacted("token=s3cret;", ["s3cret"], "token=***;")
    check_redacted("s3cret, then xs3crets", ["s3cret"], "***, then x***s")


@check("a secret within a longer one, whichever stands first in the list")
def within_longer():
    for secrets in (["pass", "pass9876"], ["pass9876", "pass"]):
        check_redacted("login pass9876, pass ok", secrets, "login ***, *** ok")
    check_redacted("login pass9876", ["pass9876", "ss98", "s"], "login ***")


@check("nothing else is touched")
def nothing_else():
    check_redacted("Pass pas ss  \n", ["pass"], "Pass pas ss  \n")
    check_redacted("all is well", [], "all is well")
    check_redacted("", ["pass"], "")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("two secrets that overlap are hidden to the last character")
def overlapping():
    for secrets in (["one-two", "two-three"], ["two-three", "one-two"]):
        check_redacted("key one-two-three.", secrets, "key ***.")


@check("a secret that overlaps itself")
def overlaps_itself():
    check_redacted("key ab-ab-ab.", ["ab-ab"], "key ***.")
    check_redacted("aaab", ["aa"], "***b")


@check("side by side they give one ***")
def side_by_side():
    check_redacted("onetwo one two", ["one", "two"], "*** *** ***")
    check_redacted("oneone", ["one", "one"], "***")


@check("a dot is a dot, a star is a star")
def as_it_stands():
    check_redacted("a.c abc (x] \\d 7", ["a.c", "(x]", "\\d"], "*** abc *** *** 7")
    check_redacted("5*4 abc", ["abc", "*"], "5***4 ***")


@check("what is there already stays, what is put in is not searched")
def stars():
    check_redacted("*** pass ****", ["pass"], "*** *** ****")


@check("a secret over a line break")
def over_lines():
    check_redacted("BEGIN\nKEY\nEND", ["BEGIN\nKEY"], "***\nEND")


@check("a space or a null character is one like any other")
def unseen_characters():
    check_redacted("my pass, my  pass ok", [" pass "], "my pass, my ***ok")
    check_redacted("my pass\n", [" "], "my***pass\n")
    check_redacted("my\0pass", ["pass"], "my\0***")


@check("an empty secret is refused, wherever it stands in the list")
def empty_secret():
    for secrets in ([""], ["pass", ""], ["", "pass"]):
        check.raises(ValueError, lambda: redact("my pass", secrets), when=f"the secrets {secrets}")
    check.raises(ValueError, lambda: redact("", [""]), when="an empty text and an empty secret")


@check("the list of secrets is left as it is")
def secrets_unchanged():
    secrets = ["pass", "a", "pass9876", "a"]
    with check.unchanged(secrets, when=f"redact('a pass', {secrets})"):
        redact("a pass", secrets)


def redacted_slowly(text, secrets):
    """What the words mean, a character at a time."""
    hidden = [
        any(text.startswith(secret, start) for secret in secrets for start in range(max(0, at - len(secret) + 1), at + 1))
        for at in range(len(text))
    ]
    return "".join(
        char if not hide else "***" if not at or not hidden[at - 1] else "" for at, (char, hide) in enumerate(zip(text, hidden))
    )


@check.law(
    "any text and any secrets give what the words mean",
    examples=100,
    text=st.lists(st.sampled_from("aabb-"), min_size=5, max_size=10).map("".join),
    secrets=st.lists(st.text("ab", min_size=1, max_size=3), min_size=1, max_size=3),
)
def any_text(text, secrets):
    check_redacted(text, secrets, redacted_slowly(text, secrets))
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(redact, statements=20)

# %% wrong="replaces one after the other" fails="border_whole: a secret within a longer one, whichever stands first in the list; border_whole: two secrets that overlap are hidden to the last character; border_whole: a secret that overlaps itself; border_whole: side by side they give one ***; border_whole: a dot is a dot, a star is a star; border_whole: any text and any secrets give what the words mean"
def redact(text, secrets):
    if "" in secrets:
        raise ValueError("empty secret")
    for secret in secrets:
        text = text.replace(secret, "***")
    return text

# %% wrong="replaces the longest first" fails="border_whole: two secrets that overlap are hidden to the last character; border_whole: a secret that overlaps itself; border_whole: side by side they give one ***; border_whole: a dot is a dot, a star is a star; border_whole: any text and any secrets give what the words mean"
def redact(text, secrets):
    if "" in secrets:
        raise ValueError("empty secret")
    for secret in sorted(secrets, key=len, reverse=True):
        text = text.replace(secret, "***")
    return text

# %% wrong="sorts the caller's list by length" fails="border_whole: the list of secrets is left as it is; border_chunks: the list of secrets is left as it is"
def redact(text, secrets):
    secrets.sort(key=len, reverse=True)
    pieces, place = [], 0
    for start, end in hidden_runs(text, secrets):
        pieces += [text[place:start], "***"]
        place = end
    return "".join(pieces) + text[place:]

# %% wrong="one expression for all, which goes on behind each match" fails="border_whole: two secrets that overlap are hidden to the last character; border_whole: a secret that overlaps itself; border_whole: any text and any secrets give what the words mean"
import re


def redact(text, secrets):
    if "" in secrets:
        raise ValueError("empty secret")
    pattern = "|".join(re.escape(secret) for secret in sorted(secrets, key=len, reverse=True))
    return re.sub(f"(?:{pattern})+", "***", text) if secrets else text

# %% wrong="a secret is taken for a pattern" fails="border_whole: a dot is a dot, a star is a star; border_whole: a space or a null character is one like any other"
import re


def redact(text, secrets):
    if "" in secrets:
        raise ValueError("empty secret")
    hidden = [False] * len(text)
    for secret in secrets:
        try:
            found = re.finditer(f"(?=({secret}))", text)
        except re.error:
            continue
        for match in found:
            for at in range(*match.span(1)):
                hidden[at] = True
    runs = "".join("\0" if hide else char for char, hide in zip(text, hidden))
    return re.sub("\0+", "***", runs)

# %% wrong="a null character stands for what is hidden" fails="border_whole: a space or a null character is one like any other"
import re


def redact(text, secrets):
    for start, end in hidden_runs(text, secrets):
        text = text[:start] + "\0" * (end - start) + text[end:]
    return re.sub("\0+", "***", text)

# %% wrong="strips the secrets" fails="border_whole: a space or a null character is one like any other"
whole = redact


def redact(text, secrets):
    return whole(text, [secret.strip() for secret in secrets])

# %% wrong="whole words only" fails="border_whole: a secret is hidden wherever it stands; border_whole: two secrets that overlap are hidden to the last character; border_whole: a secret that overlaps itself; border_whole: side by side they give one ***; border_whole: a dot is a dot, a star is a star; border_whole: a secret over a line break; border_whole: a space or a null character is one like any other; border_whole: any text and any secrets give what the words mean"
import re

whole = redact


def redact(text, secrets):
    whole("", secrets)
    pieces = re.split(r"(\s+|[;,=])", text)
    return "".join("***" if piece in secrets else piece for piece in pieces)

# %% wrong="a *** for each of those that touch" fails="border_whole: side by side they give one ***; border_whole: any text and any secrets give what the words mean"
def redact(text, secrets):
    if "" in secrets:
        raise ValueError("empty secret")
    found = sorted(occurrence for secret in set(secrets) for occurrence in occurrences(text, secret))
    runs = []
    for start, end in found:
        if runs and start < runs[-1][1]:
            runs[-1][1] = max(runs[-1][1], end)
        else:
            runs.append([start, end])
    for start, end in reversed(runs):
        text = text[:start] + "***" + text[end:]
    return text

# %% wrong="goes on behind the end of the last occurrence" fails="border_whole: a secret that overlaps itself; border_whole: any text and any secrets give what the words mean"
def occurrences(text, secret):
    if not secret:
        raise ValueError("empty secret")
    start = text.find(secret)
    while start >= 0:
        yield start, start + len(secret)
        start = text.find(secret, start + len(secret))

# %% wrong="the last occurrence decides where a run ends" fails="border_whole: a secret within a longer one, whichever stands first in the list; border_whole: any text and any secrets give what the words mean"
def hidden_runs(text, secrets):
    runs = []
    for start, end in sorted(occurrence for secret in secrets for occurrence in occurrences(text, secret)):
        if runs and start <= runs[-1][1]:
            runs[-1][1] = end
        else:
            runs.append([start, end])
    return runs

# %% wrong="passes over an empty secret in silence" fails="border_whole: an empty secret is refused, wherever it stands in the list; border_chunks: an empty secret is refused when the redactor is made"
whole = redact


def redact(text, secrets):
    return whole(text, [secret for secret in secrets if secret])

# %% wrong="as many stars as there were characters" fails="border_whole: a secret is hidden wherever it stands; border_whole: a secret within a longer one, whichever stands first in the list; border_whole: two secrets that overlap are hidden to the last character; border_whole: a secret that overlaps itself; border_whole: side by side they give one ***; border_whole: a dot is a dot, a star is a star; border_whole: what is there already stays, what is put in is not searched; border_whole: a secret over a line break; border_whole: a space or a null character is one like any other; border_whole: any text and any secrets give what the words mean"
def redact(text, secrets):
    for start, end in hidden_runs(text, secrets):
        text = text[:start] + "*" * (end - start) + text[end:]
    return text

# %% also_right="a mark for each character, and groups of them"
from itertools import groupby


def redact(text: str, secrets: list[str]) -> str:
    if not all(secrets):
        raise ValueError("an empty secret")
    hidden = bytearray(len(text))
    for secret in set(secrets):
        for start in range(len(text) - len(secret) + 1):
            if text[start : start + len(secret)] == secret:
                hidden[start : start + len(secret)] = b"\1" * len(secret)
    runs = groupby(zip(text, hidden), key=lambda pair: pair[1])
    return "".join("***" if hide else "".join(char for char, _ in run) for hide, run in runs)

# %% also_right="how far it is hidden, one pass over the text"
def redact(text, secrets):
    if any(secret == "" for secret in secrets):
        raise ValueError("an empty secret")
    shown, hidden_to = [], 0
    for at, char in enumerate(text):
        ends = [at + len(secret) for secret in secrets if text.startswith(secret, at)]
        if ends and at > hidden_to or ends and at == hidden_to and shown[-1:] != [None]:
            shown.append(None)
        hidden_to = max([hidden_to, *ends])
        if at >= hidden_to:
            shown.append(char)
    return "".join("***" if piece is None else piece for piece in shown)

# %% [markdown]
# ## Stage 3: in chunks
#
# > Nice. But there is no text, there is a socket: the log comes in chunks, cut anywhere. Somebody is watching the other side,
# > and it never ends.
#
# What they answer when you ask:
#
# - `feed(chunk)` gives the text that may go out now, `close()` what is left at the end. Put together it is what `redact` gives
#   for the whole text, wherever it was cut: between two lines, or in the middle of a secret, even several times. A chunk may be
#   empty.
# - **What no later chunk can change goes out at once.** What waits is only text at the end which may be the beginning of a
#   secret. With the secret `password`, after `my pass` the `my ` is out and `pass` waits; after `ed` it is all out. The `***`
#   itself may go out as soon as it is certain or with what follows, as you like.
# - Memory: what waits, not what has passed.
# - An empty secret is refused when the redactor is made. After `close()` nobody uses it any more. Two redactors know nothing of
#   each other.

# %% answer="border_stream"
class Redactor:
    """Does in chunks what redact does. Raises ValueError if one of `secrets` is empty."""

    def __init__(self, secrets):
        ### BEGIN SOLUTION
        redact("", secrets)  # refuses an empty one
        self._secrets = list(secrets)
        self._longest = max(map(len, secrets), default=0)
        self._held = ""  # may be the beginning of a secret
        self._covered = 0  # so many characters of it are in a secret that began earlier
        self._hiding = False  # the last character that went out was hidden
        ### END SOLUTION

    def feed(self, chunk):
        """The text that may go out now that `chunk` has come."""
        ### BEGIN SOLUTION
        text = self._held + chunk
        for settled in range(max(0, len(text) - self._longest + 1), len(text)):
            if any(secret.startswith(text[settled:]) for secret in self._secrets):
                return self._let_out(text, settled)
        return self._let_out(text, len(text))
        ### END SOLUTION

    def close(self):
        """What is left; nothing comes any more."""
        ### BEGIN SOLUTION
        return self._let_out(self._held, len(self._held))

    def _let_out(self, text, settled):
        """The first `settled` characters of `text` go out, the others are held."""
        hidden = self._marks(text)
        shown = []
        for char, hide in zip(text[:settled], hidden):
            if not hide:
                shown.append(char)
            elif not self._hiding:
                shown.append("***")
            self._hiding = hide
        self._held = text[settled:]
        self._covered = [*hidden[settled:], False].index(False)
        return "".join(shown)

    def _marks(self, text):
        """For each character whether it is in a secret."""
        hidden = [at < self._covered for at in range(len(text))]
        for secret in self._secrets:
            start = text.find(secret)
            while start >= 0:
                hidden[start : start + len(secret)] = [True] * len(secret)
                start = text.find(secret, start + 1)
        return hidden
        ### END SOLUTION

# %% [markdown] hint="border_stream"
# Which characters at the end of what you have may still become part of a secret? Look at the end of `my pass`, of `my passp`,
# of `my passpa`, for the secret `password`.

# %% [markdown] hint="border_stream"
# Hold the *longest* end of the text that is the beginning of a secret; put it in front of the next chunk. All before it is
# settled: no secret can begin there any more. But a secret that is complete may reach into what you hold, and another may touch
# what has gone out. Two more things to remember.

# %% [markdown] hint="border_stream"
# Three fields: the text that is held; how many of its first characters are hidden already, by a secret that began earlier;
# whether the last character that went out was hidden, so that the next hidden one needs no second `***`. Mark every character
# of held + chunk, let out the settled ones, keep the rest with its marks.

# %% tests="border_chunks" points=6
def feed_all(chunks, secrets):
    redactor = Redactor(secrets)
    return [*(redactor.feed(chunk) for chunk in chunks), redactor.close()]


def check_chunks(chunks, secrets, want):
    parts = feed_all(chunks, secrets)
    check.equal("".join(parts), want, after=f"secrets {secrets}, chunks {chunks}; the parts were {parts}; together")


@check("a secret that is cut is hidden")
def cut_secret():
    check_chunks(["token=s3c", "ret;"], ["s3cret"], "token=***;")
    check_chunks(list("token=s3cret;"), ["s3cret"], "token=***;")


@check("what only began like a secret comes out after all")
def only_began():
    check_chunks(["s3c", "ond"], ["s3cret"], "s3cond")
    check_chunks(["the end: s3cre"], ["s3cret"], "the end: s3cre")


@check("what cannot be a secret goes out at once")
def at_once():
    redactor = Redactor(["password"])
    got = [redactor.feed(chunk) for chunk in ("my pass", "ed", " pa", "ssport\n")]
    check.equal(got, ["my ", "passed", " ", "passport\n"], after="secret 'password'; feed 'my pass', 'ed', ' pa', 'ssport\\n'")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


def marks_of(text, secrets):
    """What the words mean: for each character whether it belongs to a secret."""
    return [
        any(text.startswith(secret, start) for secret in secrets for start in range(max(0, at - len(secret) + 1), at + 1))
        for at in range(len(text))
    ]


def shown_text(text, marks):
    pieces = [char if not hide else "" if at and marks[at - 1] else "***" for at, (char, hide) in enumerate(zip(text, marks))]
    return "".join(pieces)


@check("a secret over many chunks, some of them empty")
def many_chunks():
    check_chunks(["", "a s", "", "3", "cr", "", "et", "", "!"], ["s3cret"], "a ***!")


@check("the longest beginning waits, not the last one")
def longest_waits():
    check_chunks(["abab", "c."], ["ababc"], "***.")
    check_chunks(["aab", "aac."], ["aabaac"], "***.")
    check_chunks(["xab", "cd."], ["bq", "abcd"], "x***.")


@check("two secrets that overlap at a border")
def overlap_at_border():
    check_chunks(["key one-two", "-three."], ["one-two", "two-three"], "key ***.")
    check_chunks(["ab-ab", "-ab", "-a", "."], ["ab-ab"], "***-a.")
    check_chunks(list("key one-two-three."), ["one-two", "two-three"], "key ***.")


@check("secrets that touch at a border give one ***")
def touch_at_border():
    check_chunks(["one", "two", " ", "one", " two"], ["one", "two"], "*** *** ***")


@check("a short secret that may become a longer one")
def may_become_longer():
    check_chunks(["pass", "9876 pass", "98 ok"], ["pass", "pass9876"], "*** ***98 ok")


@check("the end of a secret that waits stays hidden")
def covered_end():
    # The c belongs to abc already, and may begin cde.
    check_chunks(["abc", "d."], ["abc", "cde"], "***d.")
    check_chunks(["abc"], ["abc", "cde"], "***")
    check_chunks(["abc", "de."], ["abc", "cde"], "***.")


@check("without secrets all goes out at once")
def no_secrets():
    check.equal(feed_all(["ab", "", "c"], []), ["ab", "", "c", ""], after="no secrets; feed 'ab', '', 'c', then close")


@check("a secret of one character")
def one_character():
    check_chunks(["a", "a", "b", "a"], ["a"], "***b***")


@check("an empty secret is refused when the redactor is made")
def empty_refused():
    check.raises(ValueError, lambda: Redactor(["pass", ""]), when="the secrets ['pass', '']")


@check("the list of secrets is left as it is")
def list_unchanged():
    secrets = ["pass", "a", "pass9876", "a"]
    with check.unchanged(secrets, when=f"Redactor({secrets}), feed('a pass'), close()"):
        feed_all(["a pass"], secrets)


@check("two redactors share nothing")
def nothing_shared():
    one, other = Redactor(["pass"]), Redactor(["word"])
    one.feed("pa")
    got = other.feed("ss word") + other.close()
    check.equal(got, "ss ***", after="feeding 'pa' to one redactor, then 'ss word' to another with the secret 'word'")


def chunked(text, cuts):
    places = [0, *sorted(cut % (len(text) + 1) for cut in cuts), len(text)]
    return [text[start:end] for start, end in zip(places, places[1:])]


@check.law(
    "cut anywhere, it is what the whole text gives",
    examples=100,
    text=st.lists(st.sampled_from("abc"), min_size=4, max_size=9).map("".join),
    secrets=st.lists(st.text("abc", min_size=1, max_size=3), min_size=1, max_size=3),
    cuts=st.lists(st.integers(0, 10), max_size=4),
)
def any_cut(text, secrets, cuts):
    check_chunks(chunked(text, cuts), secrets, shown_text(text, marks_of(text, secrets)))


@check.law(
    "after each chunk all is out that no later one can change",
    examples=80,
    text=st.lists(st.sampled_from("aabbc-"), min_size=3, max_size=9).map("".join),
    secrets=st.lists(st.text("abc", min_size=1, max_size=4), min_size=1, max_size=3),
    cuts=st.lists(st.integers(0, 9), max_size=3),
)
def nothing_waits(text, secrets, cuts):
    redactor, came, out = Redactor(secrets), "", ""
    for chunk in chunked(text, cuts):
        came, out = came + chunk, out + redactor.feed(chunk)
        begins = (at for at in range(len(came)) if any(each.startswith(came[at:]) and each != came[at:] for each in secrets))
        settled = next(begins, len(came))
        must = shown_text(came[:settled], marks_of(came, secrets)).removesuffix("***")  # which may come later
        check.that(
            out.startswith(must),
            f"After {came!r} in chunks, secrets {secrets}: {must!r} is certain, whatever comes, and {out!r} is out.",
        )
### END HIDDEN TESTS

# %% tests="border_memory" points=1 inside="it counts the memory that the answer's process holds"
import tracemalloc


def held_after(redactor, chunk):
    """How many bytes more are held after twenty chunks."""
    redactor.feed(chunk(0))
    tracemalloc.start()
    try:
        for number in range(20):
            redactor.feed(chunk(number))
        return tracemalloc.get_traced_memory()[0]
    finally:
        tracemalloc.stop()


@check("what has passed is not kept")
def passed_on():
    held = held_after(Redactor(["s3cret", "s3cond"]), lambda number: f"{number}: " + "all is well here s3c" * 50)
    check.at_most(held, 10_000, "bytes held", after="19,000 characters in 20 chunks")


@check("what is hidden is not kept either, however long it goes on")
def hidden_on_and_on():
    held = held_after(Redactor(["ha", "hah"]), lambda number: "ha" * (200 + number % 2))
    check.at_most(held, 5_000, "bytes held", after="secrets 'ha' and 'hah'; 'ha' 4,000 times in 20 chunks")

# %% part
from course.parts import shape

shape(Redactor, statements=36)

# %% wrong="each chunk by itself" fails="border_chunks: a secret that is cut is hidden; border_chunks: what cannot be a secret goes out at once; border_chunks: a secret over many chunks, some of them empty; border_chunks: the longest beginning waits, not the last one; border_chunks: two secrets that overlap at a border; border_chunks: secrets that touch at a border give one ***; border_chunks: a short secret that may become a longer one; border_chunks: the end of a secret that waits stays hidden; border_chunks: a secret of one character; border_chunks: cut anywhere, it is what the whole text gives"
class Redactor:
    def __init__(self, secrets):
        redact("", secrets)
        self.secrets = secrets

    def feed(self, chunk):
        return redact(chunk, self.secrets)

    def close(self):
        return ""

# %% wrong="keeps everything until the end" fails="border_chunks: what cannot be a secret goes out at once; border_chunks: without secrets all goes out at once; border_chunks: after each chunk all is out that no later one can change; border_memory"
class Redactor:
    def __init__(self, secrets):
        redact("", secrets)
        self.secrets, self.chunks = secrets, []

    def feed(self, chunk):
        self.chunks.append(chunk)
        return ""

    def close(self):
        return redact("".join(self.chunks), self.secrets)

# %% wrong="redacts the whole text again with each chunk, and lets out what is new" fails="border_memory"
whole = Redactor


class Redactor:
    def __init__(self, secrets):
        self.secrets, self.text, self.out = secrets, "", 0
        whole(secrets)

    def feed(self, chunk):
        self.text += chunk
        return self._new(whole(self.secrets).feed(self.text))

    def close(self):
        again = whole(self.secrets)
        return self._new(again.feed(self.text) + again.close())

    def _new(self, shown):
        new, self.out = shown[self.out :], len(shown)
        return new

# %% wrong="keeps what is hidden until something else comes" fails="border_memory: what is hidden is not kept either, however long it goes on"
class Redactor:
    def __init__(self, secrets):
        redact("", secrets)
        self.secrets, self.text = list(secrets), ""

    def feed(self, chunk):
        self.text += chunk
        longest = max(map(len, self.secrets), default=0)
        lasts = range(max(0, len(self.text) - longest), len(self.text))
        ends = (at for at in lasts if any(self.begins(one, at) for one in self.secrets))
        settled = next(ends, len(self.text))
        for start, end in hidden_runs(self.text, self.secrets):
            if start <= settled <= end:
                settled = start
        out, self.text = self.text[:settled], self.text[settled:]
        return redact(out, self.secrets)

    def begins(self, secret, at):
        return len(secret) > len(self.text) - at and secret.startswith(self.text[at:])

    def close(self):
        return redact(self.text, self.secrets)

# %% wrong="sorts the caller's list of secrets" fails="border_chunks: the list of secrets is left as it is"
class Redactor(Redactor):
    def __init__(self, secrets):
        secrets.sort()
        super().__init__(secrets)

# %% wrong="always holds as much as the longest secret, less one" fails="border_chunks: what cannot be a secret goes out at once; border_chunks: after each chunk all is out that no later one can change"
class Redactor(Redactor):
    def feed(self, chunk):
        text = self._held + chunk
        return self._let_out(text, max(0, len(text) - self._longest + 1))

# %% wrong="is always one chunk late" fails="border_chunks: a secret that is cut is hidden; border_chunks: what cannot be a secret goes out at once; border_chunks: a secret over many chunks, some of them empty; border_chunks: two secrets that overlap at a border; border_chunks: without secrets all goes out at once; border_chunks: cut anywhere, it is what the whole text gives; border_chunks: after each chunk all is out that no later one can change"
class Redactor(Redactor):
    def feed(self, chunk):
        settled = len(self._held)
        return self._let_out(self._held + chunk, settled)

# %% wrong="waits for the end of the line" fails="border_chunks: what cannot be a secret goes out at once; border_chunks: without secrets all goes out at once; border_chunks: after each chunk all is out that no later one can change; border_memory"
class Redactor(Redactor):
    def feed(self, chunk):
        text = self._held + chunk
        return self._let_out(text, text.rfind("\n") + 1)

# %% wrong="holds the shortest end that begins a secret" fails="border_chunks: a secret that is cut is hidden; border_chunks: a secret over many chunks, some of them empty; border_chunks: the longest beginning waits, not the last one; border_chunks: two secrets that overlap at a border; border_chunks: a short secret that may become a longer one; border_chunks: cut anywhere, it is what the whole text gives"
class Redactor(Redactor):
    def feed(self, chunk):
        text = self._held + chunk
        for settled in range(len(text) - 1, max(0, len(text) - self._longest), -1):
            if any(secret.startswith(text[settled:]) for secret in self._secrets):
                return self._let_out(text, settled)
        return self._let_out(text, len(text))

# %% wrong="looks only at the first secret for what may begin" fails="border_chunks: the longest beginning waits, not the last one; border_chunks: two secrets that overlap at a border; border_chunks: cut anywhere, it is what the whole text gives"
class Redactor(Redactor):
    def feed(self, chunk):
        text = self._held + chunk
        for settled in range(max(0, len(text) - self._longest), len(text)):
            if any(secret.startswith(text[settled:]) for secret in self._secrets[:1]):
                return self._let_out(text, settled)
        return self._let_out(text, len(text))

# %% wrong="holds only what was cut, and redacts the rest by itself" fails="border_chunks: two secrets that overlap at a border; border_chunks: secrets that touch at a border give one ***; border_chunks: the end of a secret that waits stays hidden; border_chunks: a secret of one character; border_chunks: cut anywhere, it is what the whole text gives"
class Redactor(Redactor):
    def _let_out(self, text, settled):
        self._held = text[settled:]
        return redact(text[:settled], self._secrets)

# %% wrong="forgets that what it holds may be hidden already" fails="border_chunks: two secrets that overlap at a border; border_chunks: secrets that touch at a border give one ***; border_chunks: the end of a secret that waits stays hidden; border_chunks: cut anywhere, it is what the whole text gives"
class Redactor(Redactor):
    def _let_out(self, text, settled):
        out = super()._let_out(text, settled)
        self._covered = 0
        return out

# %% wrong="a second *** where hidden text goes on" fails="border_chunks: two secrets that overlap at a border; border_chunks: secrets that touch at a border give one ***; border_chunks: the end of a secret that waits stays hidden; border_chunks: a secret of one character; border_chunks: cut anywhere, it is what the whole text gives"
class Redactor(Redactor):
    def _let_out(self, text, settled):
        self._hiding = False
        return super()._let_out(text, settled)

# %% wrong="what is held at the end is lost" fails="border_chunks: what only began like a secret comes out after all; border_chunks: cut anywhere, it is what the whole text gives"
class Redactor(Redactor):
    def close(self):
        return ""

# %% wrong="what is held belongs to all" fails="border_chunks: what cannot be a secret goes out at once; border_chunks: a short secret that may become a longer one; border_chunks: the end of a secret that waits stays hidden; border_chunks: two redactors share nothing; border_chunks: cut anywhere, it is what the whole text gives; border_chunks: after each chunk all is out that no later one can change"
class Redactor(Redactor):
    held = []

    def feed(self, chunk):
        self._held = "".join(self.held)
        out = super().feed(chunk)
        self.held[:] = [self._held]
        return out

# %% also_right="one character at a time, with all that has begun"
class Redactor:
    """`begun`: (secret, how many of its characters have come), for each that may still be completed."""

    def __init__(self, secrets: list[str]) -> None:
        if not all(secrets):
            raise ValueError("an empty secret")
        self.secrets = sorted(set(secrets))
        self.begun: list[tuple[str, int]] = []
        self.waiting: list[list] = []  # [character, hidden]
        self.starred = False

    def feed(self, chunk: str) -> str:
        return "".join(self._take(char) for char in chunk)

    def close(self) -> str:
        return self._out(len(self.waiting))

    def _take(self, char: str) -> str:
        self.waiting.append([char, False])
        matched = [(one, came + 1) for one, came in [*self.begun, *((one, 0) for one in self.secrets)] if one[came] == char]
        for length in {came for one, came in matched if came == len(one)}:
            for place in self.waiting[-length:]:
                place[1] = True
        self.begun = [(one, came) for one, came in matched if came < len(one)]
        needed = max((came for _, came in self.begun), default=0)
        return self._out(len(self.waiting) - needed)

    def _out(self, count: int) -> str:
        pieces = []
        for char, hide in self.waiting[:count]:
            pieces.append(char if not hide else "" if self.starred else "***")
            self.starred = hide
        del self.waiting[:count]
        return "".join(pieces)

# %% also_right="an automaton of all secrets"
class Redactor:
    """Aho and Corasick: a node is the longest end of the text that begins a secret."""

    def __init__(self, secrets):
        if "" in secrets:
            raise ValueError("an empty secret")
        self.steps, self.shorter, self.depth, self.ends = [{}], [0], [0], [0]
        for secret in secrets:
            self._grow(secret)
        waiting = list(self.steps[0].values())
        for node in waiting:
            for char, below in self.steps[node].items():
                self.shorter[below] = self._step(self.shorter[node], char)
                self.ends[below] = max(self.ends[below], self.ends[self.shorter[below]])
                waiting.append(below)
        self.node, self.held, self.hiding = 0, [], False

    def _grow(self, secret):
        node = 0
        for char in secret:
            if char not in self.steps[node]:
                self.steps[node][char] = len(self.steps)
                self.depth.append(self.depth[node] + 1)
                for column, empty in ((self.steps, {}), (self.shorter, 0), (self.ends, 0)):
                    column.append(empty)
            node = self.steps[node][char]
        self.ends[node] = len(secret)

    def _step(self, node, char):
        while node and char not in self.steps[node]:
            node = self.shorter[node]
        return self.steps[node].get(char, 0)

    def feed(self, chunk):
        shown = []
        for char in chunk:
            self.node = self._step(self.node, char)
            self.held.append([char, False])
            for pair in self.held[len(self.held) - self.ends[self.node] :]:
                pair[1] = True
            shown += self._out(len(self.held) - self.depth[self.node])
        return "".join(shown)

    def close(self):
        return "".join(self._out(len(self.held)))

    def _out(self, count):
        for char, hide in self.held[:count]:
            if not (hide and self.hiding):
                yield "***" if hide else char
            self.hiding = hide
        del self.held[:count]

# %% also_right="runs of the held text and the chunk"
class Redactor:
    def __init__(self, secrets):
        redact("", secrets)
        self.secrets, self.held = tuple(secrets), ""
        self.hidden_to = 0  # in what is held; -1 if the last visible character went out just before it

    def feed(self, chunk):
        text = self.held + chunk
        settled = 0
        while settled < len(text) and not any(
            len(one) > len(text) - settled and one.startswith(text[settled:]) for one in self.secrets
        ):
            settled += 1
        return self.release(text, settled)

    def close(self):
        return self.release(self.held, len(self.held))

    def release(self, text, settled):
        runs = sorted([[0, max(self.hidden_to, 0)], *map(list, hidden_runs(text, self.secrets))])
        pieces, place, open_run = [], 0, self.hidden_to >= 0 and self.started
        for start, end in runs:
            if start >= settled and start > place:
                break
            if start > place:
                pieces.append(text[place:start])
                open_run = False
            if min(end, settled) > place and not open_run:
                pieces.append("***")
                open_run = True
            place = max(place, end)
        if place < settled:
            pieces.append(text[place:settled])
            open_run = False
        self.held, self.started = text[settled:], open_run
        self.hidden_to = max(0, place - settled) if open_run else -1
        return "".join(pieces)

    started = False

# %% [markdown]
# ## The solutions, and others
#
# **Cost (RUBRIC-18).** `unwatched` sorts: n log n for n plays, then one pass; memory for a sorted copy. If the plays come sorted,
# the pass alone is left, and no copy. `redact` searches the text once for each secret and sorts what it finds. `Redactor`
# searches what it holds and the chunk once for each secret, and then tries, for each secret, as many ends of the text as the
# longest is long: nothing beside a large chunk, most of the work if chunks are single characters. It holds less than the longest
# secret. Text is put together once, by `join`: adding to a string in a loop copies what is there each time, unless the
# interpreter happens to be able to avoid it.
#
# | instead | wins | loses |
# |---|---|---|
# | **A place for each second** (or a bit) | simple; plays come one by one without sorting; one look-up for a moment | fractions; the title's length instead of the number of plays; a bit for each second, member and title |
# | **Merged stretches that are kept** | the next play is put in by halving; the gaps are read off | more to get right: one play may swallow many stretches |
# | **One regular expression** of all secrets | one call, and the search runs in C | goes on behind a match, so what overlaps leaks; it says nothing of a beginning at the end of a chunk |
# | **An automaton** (Aho and Corasick) | one pass whatever the number of secrets, and its state *is* the longest beginning: chunks cost nothing extra | sixty lines or a library; for thirty secrets not worth it |
#
# The two problems are one: stretches are joined where they overlap *or touch*. In the first that decides whether there is a gap
# of nothing, in the second whether two secrets make one `***`. And in both one remembers a number about what has passed, not
# what has passed.

# %% [markdown] written="border_tradeoffs" points=3
# **Argue it.** The redactor runs in a shipper beside each service: 200 MB of logs a second on the larger machines, five
# thousand secrets, some of which change every day. Set out two ways to go on besides the class as it is, say what each wins and
# loses *here*, and choose (RUBRIC-12). Say also what you do when a secret got through. About 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "border_tradeoffs",
    L5=[
        "Sees that the cost grows with the number of secrets, and names one pass for all: an automaton, or a hash of each "
        "window of some length",
        "Names what recognises secrets by their form (a prefix, a checksum) instead of a list, and what that misses",
        "Names the source: values that do not print themselves, so that the list has less to catch",
        "Says how a new list arrives while a secret may be half through: the change takes effect at a line, or both lists hold "
        "for a while",
        "A secret that got through is replaced by a new one first; deleting log lines comes after, and is never certain",
    ],
    L6=[
        "Sees that the list of all secrets on each machine is a greater risk than the logs: fingerprints, or only the secrets "
        "of this machine's services",
        "Says what happens when the shipper can't keep up: it drops lines or blocks, but never lets text pass unread",
        "Measures it: planted secrets that must not arrive, counted each day",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud:
#
# 1. What a play covers, and to whom its end belongs.
# 2. The one number that goes along, and what is true of it after each step.
# 3. Why replacing one secret after the other is wrong: two examples.
# 4. What waits at the end of a chunk, why the longest, and what else you remember.
# 5. The cost of each, and what you would change for a thousand times as much.

# %% part
from course.parts import timer

timer("border_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *Which parts did they see more than once?* Plus one at each start, minus one at each end, sorted by place: the running sum
#   is how often it was seen. Neighbours with the same sum are joined.
# - *Plays go on coming, for everybody.* Keep the merged stretches for member and title, in order; a play finds its place by
#   halving and swallows those that it meets. What do two devices do that write at once?
# - *The socket gives bytes, not text.* A character may be cut too: an incremental decoder in front
#   (`codecs.getincrementaldecoder`), or secrets as bytes.
# - *The stream falls silent, and `pass` waits for an hour.* A time after which it goes out anyway shows the beginning of a
#   secret; say who accepts that. Or the watcher waits.
# - *Somebody writes the secret in base64.* A list can't win that; the source can.
#
# **Sources.** Arrays and strings stand in the list of topics of one interview guide (MockRound, M. Reid, 23 March 2026); that
# problems come from teams' real work is told by a second (Live Interview Help, undated) and by a post on the company's
# technology blog (K. Casella; we know a mirror dated 20 July 2024). Plays and secrets are ours. The automaton: A. V. Aho and M.
# J. Corasick, *Efficient string matching: an aid to bibliographic search*, Communications of the ACM, June 1975. This course is
# independent of Netflix.
