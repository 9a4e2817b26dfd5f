# ---
# keeper:
#   title: Pointers under pressure
#   minutes: 50
#   level: L5
#   covers: [CODE-01, CONTRA-03, RUBRIC-10, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-16, RUBRIC-17, RUBRIC-18, RUBRIC-19]
#   needs: []
# ---

# %% [markdown]
# The interviewer says:
#
# > We keep the history of a title as a chain of edits, newest first: each edit knows the one made before it. Replay needs the
# > oldest first. Turn the chain round.
#
# You know this one: it is *reverse a linked list*, with somebody's objects in it. That is where it is lost, too. Whoever types
# the four lines from memory has not asked who else holds those objects, or how long the chain is.
#
# **What they listen for.** That you ask before you relink what isn't yours (RUBRIC-10, 17); that each pointer is saved before
# it is written over, under names one can follow (RUBRIC-16); time *and* space said aloud, the call stack included (RUBRIC-18).
#
# **Is such a thing asked at all?** The sources contradict each other (CONTRA-03). One interview guide lists this very question,
# another says that such drills come up but are never the only signal, others expect few; a post on the company's own technology
# blog says that it asks no puzzles. Of the questions we collected this is the only pure textbook drill. So spend an hour on it,
# no more, and spend it on what carries over: changing a structure in place while others hold parts of it. *Sources* are at the
# end.
#
# Take two minutes. What do you ask?

# %% part
from course.parts import clarify

clarify(
    "chain_questions",
    {
        "What do I get, and what do I give back?": "You get the first edit of the chain, or `None` if the chain is empty. Give "
        "me the first "
        "edit of the turned chain, in the same way.",
        "Does anybody else hold these edits?": "Yes: audit screens, comments, the search index each hold single edits. So the "
        "same "
        "objects, linked the other way. Nothing but `next` may change; an edit keeps its text.",
        "May I make objects of my own?": "No new edit in the chain. A helper of yours is all right, as long as it isn't left "
        "in there.",
        "How long is a chain?": "A dozen, mostly. The longest I know has 100,000 edits. It must work for that one with the "
        "interpreter's settings as "
        "they are, and what you need besides the chain must not grow with it. The call stack counts. Reading it a few times "
        "over is fine, once for each of its edits is not.",
        "What becomes of the edit that was first?": "It is the last one then: its `next` is `None`.",
        "Can two edits be equal?": "Yes. `==` compares their text, and people make the same edit twice. Which edit it is, only "
        "`is` tells.",
        "Does anyone read the chain while I turn it?": "No. The caller holds the title's lock.",
        "Can two chains share their older edits?": "No. An edit is in one chain.",
        "Can the chain be damaged, so that it runs in a circle?": "Take it as whole, for now. I'll come back to that.",
        "Recursion or a loop?": "Your choice. You heard how long they get.",
        "What else is in an edit: author, time?": "It makes no difference here.",
        "Which database do the edits come from?": "They are in memory when you see them. It changes nothing.",
    },
    solved_by="chain_order",
)

# %% [markdown] written="chain_opening" points=2
# **Say it back.** Four or five lines, as you would type them at the top of the shared editor: your reading of the task, the
# assumptions you took, what you put off, and the question you end on.

# %% part
from course.parts import self_assess

self_assess(
    "chain_opening",
    L5=[
        "One sentence says what is turned round and what is given back, for the empty chain, too",
        "States that the same objects are relinked, and why: others hold them",
        "States that extra memory stays constant, and draws the consequence for recursion",
        "Names what is put off (a damaged chain) and ends by asking for agreement",
    ],
    L6=[
        "Asks what those who hold a single edit use its `next` for: to them, turning the chain changes what it means",
        "Asks whether replay could read the chain without changing it",
    ],
)

# %% [markdown]
# ## One arrow
#
# The locked cell has the edits. Then guess: the chain is a → b → c, and one arrow is turned round, nothing else. What does
# one see from each of the three?

# %% given
class Edit:
    """One edit to a title. `next` is the edit made before it, None for the oldest."""

    __slots__ = ("next", "what")

    def __init__(self, what, next=None):
        self.what = what
        self.next = next

    def __eq__(self, other):
        return isinstance(other, Edit) and self.what == other.what

    __hash__ = None

    def __repr__(self):
        return f"<{self.what}>"


def chain_of(*whats):
    """New edits with these texts, each linked to the one after it; the list of them."""
    edits = [Edit(what) for what in whats]
    for edit, following in zip(edits, edits[1:]):
        edit.next = following
    return edits


def seen_from(edit, most=7):
    """The texts that a walk from `edit` meets, at most so many."""
    seen = []
    while edit is not None and len(seen) < most:
        seen.append(str(edit.what))
        edit = edit.next
    return " -> ".join(seen) + ("" if edit is None else " -> and so on")

# %%
a, b, c = chain_of("a", "b", "c")
b.next = a

for edit in (a, b, c):
    print(f"from {edit.what}: {seen_from(edit)}")

# %% [markdown]
# Two accidents in one line. Without the name `c`, nothing would lead to the third edit any more; and the two others run in a
# circle. Which two things have to be done before that assignment, or with it? Change the cell until the walk from `c` is whole.
#
# ## Stage 1: the whole chain
#
# Write it, ten minutes. Then try it by hand on `chain_of("a", "b", "c")` with `seen_from` before you run the cases.

# %% answer="chain_core"
def turn_round(head):
    """Turn the chain that begins with `head` round, in place; gives its new first edit, or None if the chain is empty.

    The same edits, linked the other way: only `next` changes. What it needs besides the chain doesn't grow with it.
    """
    ### BEGIN SOLUTION
    turned, rest = None, head
    while rest is not None:
        following = rest.next
        rest.next = turned
        turned, rest = rest, following
    return turned
    ### END SOLUTION

# %% [markdown] hint="chain_core"
# Half-way through there are two chains: one already turned, one still to be turned. What is the first edit of each? Name both.

# %% [markdown] hint="chain_core"
# In each round the first edit of the rest becomes the first of the turned ones. Its `next` is about to be overwritten: what did
# it lead to, and who will need that?

# %% [markdown] hint="chain_core"
# Begin with nothing turned and everything still to do. While there is a rest: note what follows its first edit; point that edit
# at what is turned; it is now the first of the turned ones; the rest begins with what you noted.

# %% tests="chain_order" points=3
def check_chain(head, edits, after):
    """Walking from `head` meets exactly these objects, with the texts they were made with, and ends."""
    check.that(
        head is None or isinstance(head, Edit),
        f"After {after}: expected the first edit of a chain, or None, and got {head!r}.",
    )
    met = []
    while head is not None and len(met) <= len(edits):
        met.append(head)
        head = head.next
    seen, wanted = (" -> ".join(str(edit.what) for edit in some) or "nothing" for some in (met, edits))
    check.that(
        len(met) <= len(edits),
        f"After {after}: expected {wanted}, and then the end. Walking from the edit you gave back: {seen}, and it goes on. "
        f"Does an old arrow still "
        "point back, or has an edit been added?",
    )
    check.that(seen == wanted, f"After {after}: expected {wanted}. Walking from the edit you gave back: {seen}.")
    check.that(
        all(one is other for one, other in zip(met, edits)),
        f"After {after}: the texts are in the right order, {seen}, but in other objects than they were. Who holds an edit must "
        f"find "
        "the same one in the chain.",
    )


def check_texts(edits, whats, after):
    check.that(
        [edit.what for edit in edits] == list(whats),
        f"After {after}: the edits were made with the texts {', '.join(whats)}, and now they have "
        f"{', '.join(str(edit.what) for edit in edits)}. An edit keeps "
        "its text; only `next` may change.",
    )


def check_turned(whats):
    edits = chain_of(*whats)
    did = f"turning {' -> '.join(whats)} round"
    head = turn_round(edits[0] if edits else None)
    check_texts(edits, whats, did)
    check_chain(head, edits[::-1], did)


@check("a chain of four is turned round")
def four():
    check_turned("abcd")


@check("two edits")
def two():
    check_turned("ab")


@check("one edit, and none")
def one_and_none():
    edit = Edit("a")
    head = turn_round(edit)
    check.that(head is edit and edit.next is None, f"After turning a chain of one edit round: expected that edit, with nothing "
        f"behind it; got {head!r}.")
    check.equal(turn_round(None), None, after="turning the empty chain round")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check.law("any chain: the same edits in the other order, and an end", whats=st.lists(st.sampled_from("abc"), max_size=8), examples=60)
def any_chain(whats):
    check_turned(whats)


@check("turned twice, it is as it was")
def twice():
    edits = chain_of(*"abcde")
    once = turn_round(edits[0])
    check_chain(once, edits[::-1], "turning a -> b -> c -> d -> e round")
    check_chain(turn_round(once), edits, "turning a -> b -> c -> d -> e round, and what came of it once more")


@check("a chain that begins within another is turned from there on")
def from_within():
    a, b, c, d = chain_of(*"abcd")
    a.next = None
    check_chain(turn_round(b), [d, c, b], "taking a off a -> b -> c -> d and turning the rest round")
    check_chain(a, [a], "taking a off a -> b -> c -> d and turning the rest round; walking from a instead")
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(turn_round, statements=7)

# %% [markdown]
# ### The longest chain
#
# The next cases turn chains of thousands of edits and look at what you needed besides: memory, in bytes, and how deep calls were
# nested.

# %% tests="chain_long" points=2 inside="it measures memory and the depth of calls in the learner's process"
import sys
import tracemalloc


class Read(Edit):
    """An edit whose `next` may be read so many times in all before the case fails, so that no walk takes all day."""

    __slots__ = ("link",)
    left = 0

    def __init__(self, what):
        self.what, self.link = what, None

    @property
    def next(self):
        Read.left -= 1
        if Read.left < 0:
            raise AssertionError("After 40,000 reads of `next` on a chain of 1,000 edits you were still walking. Is it read anew "
                                 "for each of its edits?")
        return self.link

    @next.setter
    def next(self, edit):
        self.link = edit


def read_few_times(turn):
    """Turns a chain of 1,000 edits first: what walks it again for each edit fails here, and not after an hour."""
    Read.left = 40_000
    edits = [Read(number) for number in range(1_000)]
    for edit, following in zip(edits, edits[1:]):
        edit.link = following
    turn(edits[0])


def bytes_needed(call):
    """What the call gives, and the most memory that it had taken at any one time."""
    tracemalloc.start()
    try:
        answer = call()
        return answer, tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def deepest(call):
    """How many functions were active at the same time, at most, within the call."""
    depth = most = 0

    def follow(frame, event, _):
        nonlocal depth, most
        depth += (event == "call") - (event == "return")
        most = max(most, depth)

    before = sys.getprofile()
    sys.setprofile(follow)
    try:
        call()
    finally:
        sys.setprofile(before)
    return most


@check("100,000 edits are turned round")
def long_chain():
    limit = sys.getrecursionlimit()
    edits = chain_of(*range(100_000))
    try:
        read_few_times(turn_round)
        head = turn_round(edits[0])
    finally:
        sys.setrecursionlimit(limit)
    for position, edit in enumerate(reversed(edits)):
        if head is not edit:
            check.that(
                False,
                f"After turning a chain of 100,000 edits round: at position {position:,} of the turned chain stands {head!r}, "
                f"expected {edit!r}.",
            )
        head = head.next
    check.that(head is None, "After turning a chain of 100,000 edits round: behind the last one there should be nothing.")


### BEGIN HIDDEN TESTS
@check("what it needs besides doesn't grow with the chain")
def little_memory():
    read_few_times(turn_round)
    edits = chain_of(*range(100_000))
    _, size = bytes_needed(lambda: turn_round(edits[0]))
    check.at_most(size, 100_000, "bytes of memory besides the chain", after="turning a chain of 100,000 edits round")


@check("nor does the depth of its calls")
def shallow():
    limit = sys.getrecursionlimit()
    edits = chain_of(*range(500))
    try:
        depth = deepest(lambda: turn_round(edits[0]))
    finally:
        sys.setrecursionlimit(limit)
    check.at_most(depth, 50, "calls active at the same time", after="turning a chain of 500 edits round")
### END HIDDEN TESTS

# %% wrong="by recursion" fails="chain_long; chain_damaged_long: 12,000 edits, whole"
def turn_round(head):
    if head is None or head.next is None:
        return head
    first = turn_round(head.next)
    head.next.next = head
    head.next = None
    return first

# %% wrong="by recursion, with the limit raised" fails="chain_long: nor does the depth of its calls"
import sys


def turn_round(head):
    sys.setrecursionlimit(1_000_000)

    def turn(edit, turned):
        if edit is None:
            return turned
        following, edit.next = edit.next, turned
        return turn(following, edit)

    return turn(head, None)

# %% wrong="the old first edit still points at the second" fails="chain_order: a chain of four is turned round; chain_order: two edits; chain_order: any chain: the same edits in the other order, and an end; chain_order: turned twice, it is as it was; chain_order: a chain that begins within another is turned from there on; chain_long: 100,000 edits are turned round; chain_damaged: a whole chain is turned round; chain_damaged: so is a whole chain in which the same text comes twice; chain_damaged: whole chains of every short length, and the empty one; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, whole"
def turn_round(head):
    if head is None:
        return None
    turned, rest = head, head.next
    while rest is not None:
        following = rest.next
        rest.next = turned
        turned, rest = rest, following
    return turned

# %% wrong="gives back the edit that was first" fails="chain_order: a chain of four is turned round; chain_order: two edits; chain_order: any chain: the same edits in the other order, and an end; chain_order: turned twice, it is as it was; chain_order: a chain that begins within another is turned from there on; chain_long: 100,000 edits are turned round; chain_damaged: a whole chain is turned round; chain_damaged: so is a whole chain in which the same text comes twice; chain_damaged: whole chains of every short length, and the empty one; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, whole"
def turn_round(head):
    turned, rest = None, head
    while rest is not None:
        following = rest.next
        rest.next = turned
        turned, rest = rest, following
    return head

# %% wrong="overwrites the arrow before it has followed it" fails="chain_order: a chain of four is turned round; chain_order: two edits; chain_order: any chain: the same edits in the other order, and an end; chain_order: turned twice, it is as it was; chain_order: a chain that begins within another is turned from there on; chain_long: 100,000 edits are turned round; chain_damaged: a whole chain is turned round; chain_damaged: so is a whole chain in which the same text comes twice; chain_damaged: whole chains of every short length, and the empty one; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, whole"
def turn_round(head):
    turned = None
    while head is not None:
        head.next = turned
        turned = head
        head = head.next
    return turned

# %% wrong="the last edit is left behind" fails="chain_order; chain_long: 100,000 edits are turned round; chain_damaged: a whole chain is turned round; chain_damaged: so is a whole chain in which the same text comes twice; chain_damaged: whole chains of every short length, and the empty one; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, whole"
def turn_round(head):
    turned, rest = None, head
    while rest is not None and rest.next is not None:
        following = rest.next
        rest.next = turned
        turned, rest = rest, following
    return turned

# %% wrong="the empty chain is forgotten" fails="chain_order: one edit, and none; chain_order: any chain: the same edits in the other order, and an end; chain_damaged: whole chains of every short length, and the empty one"
def turn_round(head):
    turned = None
    while head.next is not None:
        following = head.next
        head.next = turned
        turned, head = head, following
    head.next = turned
    return head

# %% wrong="makes new edits" fails="chain_order; chain_long: 100,000 edits are turned round; chain_long: what it needs besides doesn't grow with the chain; chain_damaged: a whole chain is turned round; chain_damaged: so is a whole chain in which the same text comes twice; chain_damaged: whole chains of every short length, and the empty one; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, whole"
def turn_round(head):
    turned = None
    while head is not None:
        turned = Edit(head.what, turned)
        head = head.next
    return turned

# %% wrong="moves the texts and leaves the edits where they are" fails="chain_order: a chain of four is turned round; chain_order: two edits; chain_order: any chain: the same edits in the other order, and an end; chain_order: turned twice, it is as it was; chain_order: a chain that begins within another is turned from there on; chain_long: 100,000 edits are turned round; chain_long: what it needs besides doesn't grow with the chain; chain_damaged: a whole chain is turned round; chain_damaged: so is a whole chain in which the same text comes twice; chain_damaged: whole chains of every short length, and the empty one; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, whole"
def turn_round(head):
    edits, edit = [], head
    while edit is not None:
        edits.append(edit)
        edit = edit.next
    whats = [edit.what for edit in edits]
    for edit, what in zip(edits, reversed(whats)):
        edit.what = what
    return head

# %% wrong="puts all edits on a stack first" fails="chain_long: what it needs besides doesn't grow with the chain"
def turn_round(head):
    edits = []
    while head is not None:
        edits.append(head)
        head = head.next
    edits.append(None)
    edits.reverse()
    for edit, following in zip(edits[1:], edits[2:]):
        edit.next = following
    if len(edits) > 1:
        edits[-1].next = None
        return edits[1]
    return None

# %% wrong="looks for the last edit anew, again and again" fails="chain_long: 100,000 edits are turned round; chain_long: what it needs besides doesn't grow with the chain; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, whole"
def turn_round(head):
    turned = last = None
    while head is not None:
        before, edit = None, head
        while edit.next is not None:
            before, edit = edit, edit.next
        if before is None:
            head = None
        else:
            before.next = None
        if last is None:
            turned = edit
        else:
            last.next = edit
        last = edit
    return turned

# %% wrong="ends when it meets an edit that equals the first" fails="chain_order: any chain: the same edits in the other order, and an end; chain_damaged: so is a whole chain in which the same text comes twice; chain_damaged: whole chains of every short length, and the empty one"
def turn_round(head):
    turned, rest = None, head
    while rest is not None and (turned is None or rest != head):
        following = rest.next
        rest.next = turned
        turned, rest = rest, following
    return turned

# %% also_right="three names in one assignment"
def turn_round(head: "Edit | None") -> "Edit | None":
    turned = None
    while head:
        head.next, turned, head = turned, head, head.next
    return turned

# %% also_right="takes the edit behind the old first one to the front, again and again"
def turn_round(head):
    if head is None:
        return None
    front = head
    while (moved := head.next) is not None:
        head.next = moved.next
        moved.next = front
        front = moved
    return front

# %% also_right="folds a generator that reads ahead"
from functools import reduce


def each(edit):
    while edit is not None:
        following = edit.next
        yield edit
        edit = following


def put_before(turned, edit):
    edit.next = turned
    return edit


def turn_round(head):
    return reduce(put_before, each(head), None)

# %% [markdown]
# ## Stage 2: only a stretch
#
# > An importer wrote one batch of edits in the wrong order. Turn just that stretch round.
#
# `turn_stretch(head, start, stop)` turns the edits at positions `start` to `stop - 1` round and gives back the first edit of the
# chain. You ask, and hear:
#
# - Positions count from 0 at the head; `stop` is the first that is *not* turned, as in a slice. `start == stop` is an empty
#   stretch: nothing changes.
# - A stretch that isn't there is a mistake of the caller's: `IndexError`, and the chain is as it was before. That is so unless
#   0 ≤ `start` ≤ `stop` ≤ the number of edits. Nothing is clipped as slices do, and nothing counts from the end.
# - All the rest of what you heard holds: the same objects, only `next` changes, the stretch may have 100,000 edits, the chain is
#   read a few times at most, and what you need besides doesn't grow with it.
#
# Before you code, say which four places a stretch can have in a chain, and what is different in each.

# %% answer="chain_part"
def turn_stretch(head, start, stop):
    """Turn the edits at positions start to stop - 1 round, in place; gives the first edit of the chain, or None if it is empty.

    IndexError, with the chain as it was, unless 0 <= start <= stop <= the number of edits.
    """
    ### BEGIN SOLUTION
    if not 0 <= start <= stop:
        raise IndexError(f"there is no stretch from {start} to {stop}")
    before, first, behind = None, head, head  # before the stretch, its first edit, the first edit behind it
    for position in range(stop):
        if behind is None:
            raise IndexError(f"the chain has {position} edits, the stretch goes to {stop}")
        behind = behind.next
        if position < start:
            before, first = first, first.next
    turned, rest = behind, first
    while rest is not behind:
        following = rest.next
        rest.next = turned
        turned, rest = rest, following
    if before is None:
        return turned
    before.next = turned
    return head
    ### END SOLUTION

# %% [markdown] hint="chain_part"
# Three edits matter besides the stretch itself: the one before it, the one behind it, and the one that is its last when you are
# done. Which of them may be missing, and what do you give back then?

# %% [markdown] hint="chain_part"
# You learn that the stretch isn't there when you have walked `stop` edits. If by then arrows are already turned, you have to
# turn them back. What if you walk first, and turn after?

# %% [markdown] hint="chain_part"
# Walk `stop` edits, raising if there are too few, and note on the way the edit before the stretch and the first one in it. Then
# the loop of stage 1, with two changes: what is turned begins with *the edit behind the stretch* instead of nothing, and it
# ends there. Last, the edit before the stretch points at what is now its first; is there none, that is the chain's first.

# %% tests="chain_stretch" points=4
def check_met(head, edits, after):
    """Walking from `head` meets exactly these objects, with the texts they were made with, and ends."""
    check.that(
        head is None or isinstance(head, Edit),
        f"After {after}: expected the first edit of the chain, or None, and got {head!r}.",
    )
    met = []
    while head is not None and len(met) <= len(edits):
        met.append(head)
        head = head.next
    seen, wanted = (" -> ".join(str(edit.what) for edit in some) or "nothing" for some in (met, edits))
    check.that(
        len(met) <= len(edits),
        f"After {after}: expected {wanted}, and then the end. Walking from the edit you gave back: {seen}, and it goes on. "
        f"Does an old arrow still "
        "point back, or has an edit been added?",
    )
    check.that(seen == wanted, f"After {after}: expected {wanted}. Walking from the edit you gave back: {seen}.")
    check.that(
        all(one is other for one, other in zip(met, edits)),
        f"After {after}: the texts are in the right order, {seen}, but in other objects than they were. Who holds an edit must "
        f"find "
        "the same one in the chain.",
    )


def check_part(whats, start, stop):
    edits = chain_of(*whats)
    did = f"turning positions {start} to {stop - 1} of {' -> '.join(whats)} round, turn_stretch(head, {start}, {stop})"
    if start == stop:
        did = f"turn_stretch(head, {start}, {stop}), an empty stretch, on {' -> '.join(whats) or 'an empty chain'}"
    head = turn_stretch(edits[0] if edits else None, start, stop)
    check.that(
        [edit.what for edit in edits] == list(whats),
        f"After {did}: a text has moved from one edit to another. An edit keeps its text; only `next` may change.",
    )
    check_met(head, edits[:start] + edits[start:stop][::-1] + edits[stop:], did)


def check_refused(whats, start, stop):
    edits = chain_of(*whats)
    head = edits[0] if edits else None
    did = f"turn_stretch(head, {start}, {stop}) on {' -> '.join(whats) or 'an empty chain'}"
    check.raises(IndexError, lambda: turn_stretch(head, start, stop), when=did)
    check_met(head, edits, f"{did}, which was refused; the chain should be as it was")


@check("a stretch in the middle")
def middle():
    check_part("abcdef", 1, 4)


@check("from the head")
def from_head():
    check_part("abcd", 0, 2)


@check("to the end")
def to_end():
    check_part("abcd", 2, 4)


@check("a stretch that goes too far is refused, the chain is as it was")
def too_far():
    check_refused("abcd", 1, 5)


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("the whole chain")
def whole():
    for whats in ("abcd", "ab", "a"):
        check_part(whats, 0, len(whats))


@check("a stretch of one edit, wherever it is")
def one_edit():
    for start in range(3):
        check_part("abc", start, start + 1)


@check("an empty stretch, wherever it is, changes nothing")
def empty_stretch():
    for start in range(4):
        check_part("abc", start, start)
    check_part("", 0, 0)


@check("no stretch counts from the end")
def negative():
    for start, stop in ((-1, 2), (-2, -1), (0, -1), (-1, -1), (-1, 0)):
        check_refused("abcd", start, stop)


@check("a stretch that ends before it begins is refused")
def backwards():
    for start, stop in ((2, 1), (4, 0), (9, 1)):
        check_refused("abcd", start, stop)


@check("whatever part of a stretch is not there, it is refused")
def not_there():
    for start, stop in ((0, 5), (3, 5), (4, 5), (5, 5), (5, 6), (7, 9), (0, 900)):
        check_refused("abcd", start, stop)
    for start, stop in ((0, 1), (1, 1), (0, 2)):
        check_refused("", start, stop)


@check.law(
    "any chain and any stretch of it",
    whats=st.lists(st.sampled_from("abc"), max_size=7),
    places=st.tuples(st.integers(0, 7), st.integers(0, 7)),
    examples=80,
)
def any_stretch(whats, places):
    start, stop = sorted(min(place, len(whats)) for place in places)
    check_part(whats, start, stop)
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(turn_stretch, statements=19)

# %% tests="chain_stretch_long" points=1 inside="it measures memory and the depth of calls in the learner's process"
import sys
import tracemalloc


class Read(Edit):
    """An edit whose `next` may be read so many times in all before the case fails, so that no walk takes all day."""

    __slots__ = ("link",)
    left = 0

    def __init__(self, what):
        self.what, self.link = what, None

    @property
    def next(self):
        Read.left -= 1
        if Read.left < 0:
            raise AssertionError("After 40,000 reads of `next` on a chain of 1,000 edits you were still walking. Is it read anew "
                                 "for each of its edits?")
        return self.link

    @next.setter
    def next(self, edit):
        self.link = edit


def read_few_times(turn):
    """Turns a chain of 1,000 edits first: what walks it again for each edit fails here, and not after an hour."""
    Read.left = 40_000
    edits = [Read(number) for number in range(1_000)]
    for edit, following in zip(edits, edits[1:]):
        edit.link = following
    turn(edits[0])


@check("a stretch of 100,000 edits")
def long_stretch():
    limit = sys.getrecursionlimit()
    edits = chain_of(*range(100_002))
    try:
        read_few_times(lambda head: turn_stretch(head, 1, 999))
        head = turn_stretch(edits[0], 1, 100_001)
    finally:
        sys.setrecursionlimit(limit)
    for edit in (edits[0], *edits[100_000:0:-1], edits[100_001]):
        if head is not edit:
            check.that(
                False,
                f"After turn_stretch(head, 1, 100_001) on the chain 0 -> 1 -> … -> 100,001: where {edit!r} should stand, "
                f"there is {head!r}.",
            )
        head = head.next
    check.that(head is None, "After turning 100,000 edits round: behind the last one there should be nothing.")


### BEGIN HIDDEN TESTS
@check("what it needs besides doesn't grow with the stretch")
def little_memory():
    limit, before = sys.getrecursionlimit(), sys.getprofile()
    edits = chain_of(*range(100_002))
    try:
        read_few_times(lambda head: turn_stretch(head, 1, 999))
        tracemalloc.start()
        turn_stretch(edits[0], 1, 100_001)
        size = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
        sys.setrecursionlimit(limit)
    check.at_most(size, 100_000, "bytes of memory besides the chain", after="turning 100,000 edits of a chain round")

    depth = most = 0

    def follow(frame, event, _):
        nonlocal depth, most
        depth += (event == "call") - (event == "return")
        most = max(most, depth)

    edits = chain_of(*range(500))
    sys.setprofile(follow)
    try:
        turn_stretch(edits[0], 1, 499)
    finally:
        sys.setprofile(before)
        sys.setrecursionlimit(limit)
    check.at_most(most, 50, "calls active at the same time", after="turning 498 edits of a chain of 500 round")
### END HIDDEN TESTS

# %% wrong="gives back the old first edit, also when it was turned" fails="chain_stretch: from the head; chain_stretch: the whole chain; chain_stretch: any chain and any stretch of it"
def turn_stretch(head, start, stop, _right=turn_stretch):
    _right(head, start, stop)
    return head

# %% wrong="takes stop for the last edit to turn" fails="chain_stretch: a stretch in the middle; chain_stretch: from the head; chain_stretch: to the end; chain_stretch: the whole chain; chain_stretch: a stretch of one edit, wherever it is; chain_stretch: an empty stretch, wherever it is, changes nothing; chain_stretch: no stretch counts from the end; chain_stretch: a stretch that ends before it begins is refused; chain_stretch: any chain and any stretch of it; chain_stretch_long: a stretch of 100,000 edits"
def turn_stretch(head, start, stop, _right=turn_stretch):
    return _right(head, start, stop + 1)

# %% wrong="counts positions from 1" fails="chain_stretch: a stretch in the middle; chain_stretch: from the head; chain_stretch: to the end; chain_stretch: a stretch that goes too far is refused, the chain is as it was; chain_stretch: the whole chain; chain_stretch: a stretch of one edit, wherever it is; chain_stretch: an empty stretch, wherever it is, changes nothing; chain_stretch: whatever part of a stretch is not there, it is refused; chain_stretch: any chain and any stretch of it; chain_stretch_long: a stretch of 100,000 edits"
def turn_stretch(head, start, stop, _right=turn_stretch):
    return _right(head, start - 1, stop - 1)

# %% wrong="clips the stretch, as slices do" fails="chain_stretch: a stretch that goes too far is refused, the chain is as it was; chain_stretch: no stretch counts from the end; chain_stretch: a stretch that ends before it begins is refused; chain_stretch: whatever part of a stretch is not there, it is refused"
def turn_stretch(head, start, stop, _right=turn_stretch):
    count, edit = 0, head
    while edit is not None:
        count, edit = count + 1, edit.next
    start, stop, _ = slice(start, stop).indices(count)
    return _right(head, start, max(start, stop))

# %% wrong="notices on the way, arrows already turned, that the stretch isn't there" fails="chain_stretch: a stretch that goes too far is refused, the chain is as it was; chain_stretch: whatever part of a stretch is not there, it is refused"
def turn_stretch(head, start, stop):
    if not 0 <= start <= stop:
        raise IndexError("no such stretch")
    before, edit = None, head
    for _ in range(start):
        if edit is None:
            raise IndexError("the chain is too short")
        before, edit = edit, edit.next
    first, turned = edit, None
    for _ in range(stop - start):
        if edit is None:
            raise IndexError("the chain is too short")
        edit.next, turned, edit = turned, edit, edit.next
    if first is not None and turned is not None:
        first.next = edit
    if turned is None:
        return head
    if before is None:
        return turned
    before.next = turned
    return head

# %% wrong="the edits behind the stretch are lost" fails="chain_stretch: a stretch in the middle; chain_stretch: from the head; chain_stretch: a stretch of one edit, wherever it is; chain_stretch: any chain and any stretch of it; chain_stretch_long: a stretch of 100,000 edits"
def turn_stretch(head, start, stop):
    if not 0 <= start <= stop:
        raise IndexError("no such stretch")
    before, edit = None, head
    end = head
    for position in range(stop):
        if end is None:
            raise IndexError("the chain is too short")
        end = end.next
        if position < start:
            before, edit = edit, edit.next
    if start == stop:
        return head
    turned = None
    while edit is not end:
        edit.next, turned, edit = turned, edit, edit.next
    if before is None:
        return turned
    before.next = turned
    return head

# %% wrong="an empty stretch is never looked at, wherever it is" fails="chain_stretch: whatever part of a stretch is not there, it is refused; chain_stretch: no stretch counts from the end"
def turn_stretch(head, start, stop, _right=turn_stretch):
    if start == stop:
        return head
    return _right(head, start, stop)

# %% wrong="start after stop is quietly exchanged" fails="chain_stretch: a stretch that ends before it begins is refused"
def turn_stretch(head, start, stop, _right=turn_stretch):
    return _right(head, min(start, stop), max(start, stop))

# %% wrong="moves texts between the edits" fails="chain_stretch: a stretch in the middle; chain_stretch: from the head; chain_stretch: to the end; chain_stretch: the whole chain; chain_stretch: any chain and any stretch of it; chain_stretch_long"
def turn_stretch(head, start, stop):
    edits, edit = [], head
    while edit is not None:
        edits.append(edit)
        edit = edit.next
    if not 0 <= start <= stop <= len(edits):
        raise IndexError("no such stretch")
    whats = [edit.what for edit in edits]
    whats[start:stop] = whats[start:stop][::-1]
    for edit, what in zip(edits, whats):
        edit.what = what
    return head

# %% wrong="puts all edits into a list" fails="chain_stretch_long: what it needs besides doesn't grow with the stretch"
def turn_stretch(head, start, stop):
    edits, edit = [], head
    while edit is not None:
        edits.append(edit)
        edit = edit.next
    if not 0 <= start <= stop <= len(edits):
        raise IndexError("no such stretch")
    edits[start:stop] = edits[start:stop][::-1]
    for edit, following in zip(edits, edits[1:] + [None]):
        edit.next = following
    return edits[0] if edits else None

# %% wrong="by recursion, with the limit raised" fails="chain_stretch_long: what it needs besides doesn't grow with the stretch"
import sys


def turn_stretch(head, start, stop):
    sys.setrecursionlimit(1_000_000)
    if not 0 <= start <= stop:
        raise IndexError("no such stretch")
    before, behind, first = None, head, head
    for position in range(stop):
        if behind is None:
            raise IndexError("the chain is too short")
        behind = behind.next
        if position < start:
            before, first = first, first.next

    def turn(edit, turned):
        if edit is behind:
            return turned
        following, edit.next = edit.next, turned
        return turn(following, edit)

    turned = turn(first, behind)
    if before is None:
        return turned
    before.next = turned
    return head

# %% wrong="walks from the head to each edit of the stretch" fails="chain_stretch_long"
def turn_stretch(head, start, stop):
    def at(place):
        edit = head
        for _ in range(place):
            edit = edit.next
        return edit

    size, edit = 0, head
    while edit is not None:
        size, edit = size + 1, edit.next
    if not 0 <= start <= stop <= size:
        raise IndexError("no such stretch")
    for place in range(start + 1, stop):
        before = at(place - 1)
        moved = before.next
        before.next = moved.next
        if start == 0:
            moved.next, head = head, moved
        else:
            ahead = at(start - 1)
            moved.next, ahead.next = ahead.next, moved
    return head

# %% wrong="finds the end of the stretch by ==" fails="chain_stretch: any chain and any stretch of it"
def turn_stretch(head, start, stop):
    if not 0 <= start <= stop:
        raise IndexError("no such stretch")
    before, first, behind = None, head, head
    for position in range(stop):
        if behind is None:
            raise IndexError("the chain is too short")
        behind = behind.next
        if position < start:
            before, first = first, first.next
    turned, rest = behind, first
    while rest != behind:
        rest.next, turned, rest = turned, rest, rest.next
    if before is None:
        return turned
    before.next = turned
    return head

# %% also_right="a helper before the head; cut out, turn round, put back"
def turn_stretch(head, start, stop):
    if start < 0 or stop < start:
        raise IndexError((start, stop))
    helper = Edit(None, head)
    before, last = helper, helper
    for position in range(stop):
        last = last.next
        if last is None:
            raise IndexError((start, stop))
        if position < start:
            before = last
    if start < stop:
        first, behind = before.next, last.next
        last.next = None
        before.next = turn_round(first)
        first.next = behind
    return helper.next

# %% also_right="counts first, then takes edit after edit to the front of the stretch"
def turn_stretch(head: "Edit | None", start: int, stop: int) -> "Edit | None":
    length, edit = 0, head
    while edit is not None:
        length, edit = length + 1, edit.next
    if start not in range(length + 1) or stop not in range(start, length + 1):
        raise IndexError(f"{start}:{stop} of {length}")
    if stop - start < 2:
        return head
    before, last = None, head
    for _ in range(start):
        before, last = last, last.next
    front = last
    for _ in range(stop - start - 1):
        moved = last.next
        last.next = moved.next
        moved.next = front
        front = moved
    if before is None:
        return front
    before.next = front
    return head

# %% [markdown]
# ## Stage 3: a chain that never ends
#
# > Last month a fault in the importer closed three chains into circles. The nightly job turned one of them round and reported
# > success; the replay of it is running to this day. Make sure of it.
#
# A damaged chain is one in which some edit's `next` leads back to an edit that was already passed, or to itself. You ask, and
# hear:
#
# - `turn_round_safely(head)` does what `turn_round` does. If the chain is damaged it raises `ValueError` instead.
# - Nothing may be written before you know that the chain is whole: somebody will be looking at the damaged one, and wants to
#   find it as it was, at every moment.
# - It still needs no memory that grows with the chain, and works for 100,000 edits, whole or damaged. There is no longest
#   chain: don't give up after some number of steps.
# - A few readings of the chain are still fine, one for each of its edits is not.
# - There is no other damage.

# %% answer="chain_safe"
def turn_round_safely(head):
    """As turn_round; ValueError, and no edit is written to, if the chain leads back into itself."""
    ### BEGIN SOLUTION
    slow = fast = head
    while fast is not None and fast.next is not None:
        slow, fast = slow.next, fast.next.next
        if slow is fast:
            raise ValueError(f"the chain that begins with {head!r} leads back into itself")
    return turn_round(head)
    ### END SOLUTION

# %% [markdown] hint="chain_safe"
# To know an edit again you would have to remember all you have passed, and memory mustn't grow. What can you still learn with a
# fixed number of names that walk along the chain?

# %% [markdown] hint="chain_safe"
# Two walkers, one faster than the other. On a chain that ends, which of them finds the end? On a circle, what must happen to
# the distance between them? How do you compare edits, if two of them can have the same text?

# %% [markdown] hint="chain_safe"
# One walker takes one step, the other two, until the fast one has no next edit or the next one has none: then the chain is
# whole, and `turn_round` may have it. If after a step both stand on the same object (`is`), it leads back into itself.

# %% tests="chain_damaged" points=3
class Watched(Edit):
    """An edit that counts in `log` how often its `next` is read, and notes each time that it is written to."""

    __slots__ = ("link", "log", "text")

    def __init__(self, what, log):
        self.text, self.link, self.log = what, None, log

    @property
    def what(self):
        return self.text

    @what.setter
    def what(self, text):
        self.log["written"].append("what")
        self.text = text

    @property
    def next(self):
        self.log["reads"] += 1
        if self.log["reads"] > self.log["most"]:
            raise AssertionError(
                f"{self.log['did']}: after {self.log['most']:,} reads of `next` you were still walking. Does a walk run in the "
                f"circle, or is the "
                "chain read anew for each of its edits?"
            )
        return self.link

    @next.setter
    def next(self, edit):
        self.log["written"].append("next")
        self.link = edit


def watched_chain(whats, back_to=None):
    """Watched edits in a chain; with `back_to`, the last one leads to that position."""
    log = {"reads": 0, "most": 20 * (len(whats) + 1), "written": []}
    edits = [Watched(what, log) for what in whats]
    for edit, following in zip(edits, edits[1:]):
        edit.link = following
    log["did"] = f"turn_round_safely on {' -> '.join(whats if len(whats) < 9 else [*whats[:3], '…', whats[-1]])}"
    if back_to is not None:
        edits[-1].link = edits[back_to]
        log["did"] += f" -> back to position {back_to}"
    return edits, log


def check_damaged(whats, back_to):
    edits, log = watched_chain(whats, back_to)
    check.raises(ValueError, lambda: turn_round_safely(edits[0]), when=log["did"])
    wrote = log["written"]
    check.that(
        not wrote,
        f"With {log['did']}: edits were written to, {len(wrote)} times, first `{wrote[0] if wrote else ''}` of one. Find out that "
        "the chain is damaged before you touch it; putting back what was changed is too late.",
    )


def check_whole(whats):
    edits, log = watched_chain(whats)
    head, met = turn_round_safely(edits[0]), []
    while head is not None and len(met) <= len(edits):
        met.append(head)
        head = head.link
    seen, wanted = (" -> ".join(edit.what for edit in some) for some in (met, edits[::-1]))
    check.that(
        len(met) == len(edits) and all(one is other for one, other in zip(met, reversed(edits))),
        f"After {log['did']}, a whole chain: expected the same edits as {wanted}, got "
        f"{seen or 'nothing'}{'' if head is None else ' -> and so on'}.",
    )


@check("a chain that leads back to its middle is refused, and untouched")
def back_to_middle():
    check_damaged("abcde", 2)


@check("a whole chain is turned round")
def whole_chain():
    check_whole("abcde")


@check("so is a whole chain in which the same text comes twice")
def same_text():
    check_whole("abba")


### BEGIN HIDDEN TESTS
@check("it is refused wherever it leads back to")
def back_anywhere():
    for length in range(1, 7):
        for back_to in range(length):
            check_damaged("abcdef"[:length], back_to)


@check("whole chains of every short length, and the empty one")
def whole_any():
    check.equal(turn_round_safely(None), None, after="turn_round_safely(None), the empty chain")
    for length in range(1, 8):
        check_whole("abcdefg"[:length])
        check_whole("aaaaaaa"[:length])


@check("a chain is read a few times, not once for each edit")
def few_reads():
    whats = [str(number) for number in range(150)]
    check_whole(whats)
    for back_to in (0, 75, 149):
        check_damaged(whats, back_to)
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(turn_round_safely, statements=7)

# %% tests="chain_damaged_long" points=1 inside="it measures memory in the learner's process"
import tracemalloc


class Read(Edit):
    """An edit whose `next` may be read so many times in all before the case fails, so that no walk is endless."""

    __slots__ = ("link",)
    left = 0

    def __init__(self, what):
        self.what, self.link = what, None

    @property
    def next(self):
        Read.left -= 1
        if Read.left < 0:
            raise AssertionError("After 240,000 reads of `next` on a chain of 12,000 edits you were still walking.")
        return self.link

    @next.setter
    def next(self, edit):
        self.link = edit


def long_chain():
    Read.left = 240_000
    edits = [Read(number) for number in range(12_000)]
    for edit, following in zip(edits, edits[1:]):
        edit.link = following
    return edits


@check("12,000 edits, whole")
def long_whole():
    edits = long_chain()
    head = turn_round_safely(edits[0])
    check.that(head is edits[-1], f"After turn_round_safely on a whole chain of 12,000 edits: expected the one that was last, "
        f"got {head!r}.")
    check.that(
        edits[0].link is None and all(edit.link is before for edit, before in zip(edits[1:], edits)),
        "After turn_round_safely on a whole chain of 12,000 edits: it is not turned round from end to end.",
    )


### BEGIN HIDDEN TESTS
@check("12,000 edits, damaged, with little memory")
def long_damaged():
    for back_to in (0, 7_200, 11_999):
        edits = long_chain()
        edits[-1].link = edits[back_to]
        did = f"a chain of 12,000 edits whose last leads back to position {back_to:,}"
        tracemalloc.start()
        try:
            check.raises(ValueError, lambda: turn_round_safely(edits[0]), when=did)
            size = tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()
        check.at_most(size, 40_000, "bytes of memory besides the chain", after=f"turn_round_safely on {did}")
### END HIDDEN TESTS

# %% wrong="keeps a set of all it has passed" fails="chain_damaged_long: 12,000 edits, damaged, with little memory"
def turn_round_safely(head):
    passed, edit = set(), head
    while edit is not None:
        if id(edit) in passed:
            raise ValueError("damaged")
        passed.add(id(edit))
        edit = edit.next
    return turn_round(head)

# %% wrong="marks the texts of what it has passed, and takes the marks off again" fails="chain_damaged: a chain that leads back to its middle is refused, and untouched; chain_damaged: it is refused wherever it leads back to; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, damaged, with little memory"
def turn_round_safely(head):
    passed = "\0"
    edit = head
    while edit is not None and not str(edit.what).startswith(passed):
        edit.what = passed + str(edit.what)
        edit = edit.next
    damaged, edit = edit is not None, head
    while edit is not None and str(edit.what).startswith(passed):
        edit.what = edit.what[1:]
        edit = edit.next
    if damaged:
        raise ValueError("damaged")
    return turn_round(head)

# %% wrong="compares the walkers by ==" fails="chain_damaged: so is a whole chain in which the same text comes twice; chain_damaged: whole chains of every short length, and the empty one"
def turn_round_safely(head):
    slow = fast = head
    while fast is not None and fast.next is not None:
        slow, fast = slow.next, fast.next.next
        if slow == fast:
            raise ValueError("damaged")
    return turn_round(head)

# %% wrong="turns, sees that it came back to the head, and turns back" fails="chain_damaged: a chain that leads back to its middle is refused, and untouched; chain_damaged: it is refused wherever it leads back to; chain_damaged: a chain is read a few times, not once for each edit"
def turn_round_safely(head):
    turned = turn_round(head)
    if turned is head and head is not None and head.next is not None:
        turn_round(head)
        raise ValueError("damaged")
    return turned

# %% wrong="looks only for a way back to the head" fails="chain_damaged: a chain that leads back to its middle is refused, and untouched; chain_damaged: it is refused wherever it leads back to; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, damaged, with little memory"
def turn_round_safely(head):
    if head is not None:
        edit = head
        for _ in range(500_000):
            if edit.next is head:
                raise ValueError("damaged")
            edit = edit.next
            if edit is None:
                break
    return turn_round(head)

# %% wrong="takes more than 10,000 steps for a sign of damage" fails="chain_damaged: a chain that leads back to its middle is refused, and untouched; chain_damaged: it is refused wherever it leads back to; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, whole"
def turn_round_safely(head):
    edit = head
    for _ in range(10_000):
        if edit is None:
            return turn_round(head)
        edit = edit.next
    raise ValueError("damaged")

# %% wrong="the fast walker falls off the end" fails="chain_damaged: a whole chain is turned round; chain_damaged: whole chains of every short length, and the empty one"
def turn_round_safely(head):
    slow = fast = head
    while fast is not None:
        slow, fast = slow.next, fast.next.next
        if slow is fast:
            raise ValueError("damaged")
    return turn_round(head)

# %% wrong="compares before the first step" fails="chain_damaged: a whole chain is turned round; chain_damaged: so is a whole chain in which the same text comes twice; chain_damaged: whole chains of every short length, and the empty one; chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long: 12,000 edits, whole"
def turn_round_safely(head):
    slow = fast = head
    while fast is not None and fast.next is not None:
        if slow is fast:
            raise ValueError("damaged")
        slow, fast = slow.next, fast.next.next
    return turn_round(head)

# %% wrong="an edit that leads to itself is overlooked" fails="chain_damaged: it is refused wherever it leads back to"
def turn_round_safely(head):
    if head is None or head.next is None or head.next is head:
        return head
    slow, fast = head, head.next
    while fast is not None and fast.next is not None:
        if slow is fast:
            raise ValueError("damaged")
        slow, fast = slow.next, fast.next.next
    return turn_round(head)

# %% wrong="for every edit, walks from the head to see whether it comes earlier" fails="chain_damaged: a chain is read a few times, not once for each edit; chain_damaged_long"
def turn_round_safely(head):
    passed, edit = 0, head
    while edit is not None:
        earlier = head
        for _ in range(passed):
            if earlier is edit:
                raise ValueError("damaged")
            earlier = earlier.next
        passed, edit = passed + 1, edit.next
    return turn_round(head)

# %% also_right="a mark that is moved on after 1, 2, 4, 8 ... steps"
def turn_round_safely(head):
    mark, edit, steps, limit = None, head, 0, 1
    while edit is not None:
        if edit is mark:
            raise ValueError("damaged")
        steps += 1
        if steps == limit:
            mark, steps, limit = edit, 0, 2 * limit
        edit = edit.next
    return turn_round(head)

# %% also_right="two generators side by side"
from itertools import islice


def walk(edit):
    while edit is not None:
        yield edit
        edit = edit.next


def turn_round_safely(head):
    ahead = islice(walk(head), 1, None, 2)
    if any(slow is fast for slow, fast in zip(walk(head), ahead)):
        raise ValueError("damaged")
    return turn_round(head)

# %% [markdown]
# ## The solution, and others
#
# Write your own comparison first, then read this one. All of it for a chain of n edits:
#
# | form | time | besides the chain | when |
# |---|---|---|---|
# | two chains, one growing, one shrinking | one pass | two or three names | the one to ship |
# | always move the edit behind the old first one to the front | one pass | two or three names | the same cost, and a stretch needs no second idea; harder to read |
# | recursion to the end, arrows turned on the way back | one pass | one frame an edit | to say, and to leave: see below |
# | recursion on halves | n log n, if each half is found by walking | about log n frames | if they insist on recursion for 100,000 |
# | all edits on a list, relinked backwards | two passes | n references | clear, and enough if memory is no matter |
# | read into a list, replayed from its end; the chain untouched | one pass | n references | perhaps the right answer to the *real* question: nobody's `next` changes |
#
# A stretch: one walk of `stop` edits and one of `stop - start`. The damaged chain: when the slow walker enters the circle, the
# fast one is in it already, fewer edits behind than the circle has, and gains one with every step, so they meet before the slow
# one has gone round: linear time, two names. Instead of two walkers, *a mark that is moved on after 1, 2, 4, 8 … steps* does
# with one reader (Brent's way), and fewer reads, which matters if a read is dear. What happens to a damaged chain if you don't
# look? Turning it round *ends*: it goes once round the circle and comes back along the edits it has already turned, to the old
# head, which it gives back. Nothing fails until somebody walks the chain.
#
# **Recursion, since they may ask for it.** It says the idea well: turn the rest round, then make the second edit point back at
# the first. It costs a frame for each edit. Guess what the cell prints.

# %%
def length(edit):
    return 0 if edit is None else 1 + length(edit.next)


for size in (500, 100_000):
    first = chain_of(*range(size))[0]
    try:
        print(f"{size:>7,} edits: counted {length(first):,} by recursion")
    except RecursionError:
        print(f"{size:>7,} edits: RecursionError")

# %% [markdown]
# CPython allows 1,000 nested calls unless told otherwise, and those that are active already count, so the limit on *your* chain
# depends on who calls you. Python does not turn a call in last place into a loop. `sys.setrecursionlimit` raises the limit for
# the whole interpreter, other people's code included. Since Python 3.11 a Python function that calls another takes no C stack,
# so a raised limit does hold, paid for in memory; before, a deep recursion could end the process. Say this in two sentences,
# and write the loop.

# %% [markdown] written="chain_tradeoffs" points=3
# **Argue it.** Replay runs nightly over 50 million chains, mostly of a dozen edits, a few of 100,000. Screens that hold a
# single edit follow its `next` to show *the edit before this one*. Set out three ways to give replay the oldest edit first, say
# what each wins and loses *here*, and argue for one (RUBRIC-12). About 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "chain_tradeoffs",
    L5=[
        "At least three ways, one of which leaves the chain as it is (a list read backwards, a second link, edits stored "
        "oldest first)",
        "Time and extra space of each, for the dozen and for the 100,000",
        "Sees that a turned chain shows the screens the wrong edit: `next` now means the one after",
        "Says why recursion is out, with the number: one frame an edit, 1,000 by default",
    ],
    L6=[
        "Notes that n references are nothing for a dozen, and under a megabyte for 100,000: the copy is cheap where it matters",
        "Says what a crash in the middle of turning leaves behind: a chain cut in two, and nobody who knows where",
        "Asks who else writes: an edit added at the head while replay holds the turned chain",
        "Prices the second link: one more reference an edit, and two arrows to keep in step at every change",
    ],
)

# %% [markdown]
# ## What comes next in the room
#
# Say your answer before you open one.
#
# <details><summary><i>Where does the circle begin? On-call wants to cut it there.</i></summary>
#
# When the walkers have met, set one back to the head and let both take single steps: they meet at the first edit of the circle.
# Why: the slow one has then gone as far as the circle is long, or a multiple of it. So the two are that far apart on one path,
# and first stand on the same edit where the path first closes. Cutting is a decision for a person: which of the two arrows into
# that edit is the false one, the chain doesn't tell.
# </details>
#
# <details><summary><i>Somebody does read while you turn.</i></summary>
#
# Then half-way a reader sees a chain that ends too early, or walks back where it came from. Either readers take the lock, too,
# or you build a new chain and exchange the head in one assignment; the objects are then others, and whoever holds the old ones
# keeps a consistent old chain. One cannot have both, the same objects and readers without a lock.
# </details>
#
# <details><summary><i>Turn it round in groups of k.</i></summary>
#
# It is the stretch, again and again, but not by `turn_stretch(head, start, stop)` in a loop, which walks from the head each
# time. Keep the last edit of the group before; ask what happens to a group that isn't full.
# </details>
#
# <details><summary><i>How would you test it?</i></summary>
#
# By laws: the same objects in the other order, an end, twice is as before; on chains drawn at random, with equal texts among
# them. Then the lengths 0, 1, 2, one above the recursion limit, and every damaged chain of up to six edits, of which there are
# 21.
# </details>
#
# <details><summary><i>Is a chain the right structure for a history?</i></summary>
#
# It is good at adding at the new end and at sharing an old part. It is bad at *the oldest*, *the hundredth*, and *how many*;
# each edit is an object of its own somewhere in memory. For an append-only history read in both directions, say a list, or a
# table with a sequence number.
# </details>
#
# ## Say it
#
# Ninety seconds, aloud, without the code in view:
#
# 1. What is turned round, whose objects they are, and what you may change.
# 2. The invariant: two chains, every edit in exactly one of them, at the start of each round.
# 3. Time and space; why not recursion, with the number.
# 4. The stretch: four places it can have, and why you walk before you write.
# 5. The damaged chain: two walkers, and `is` instead of `==`.
# 6. Whether you would turn it round at all.

# %% part
from course.parts import timer

timer("chain_say", seconds=90)

# %% [markdown]
# **Sources.** That a reversed linked list is asked at Netflix stands in one interview guide (OfferStory, undated). Whether such
# drills are asked is contradicted: the MockRound guide (M. Reid, 23 March 2026) says yes, though never as the only signal; of
# two other guides, one knows of no typical question, one says that pure puzzles are rarer than elsewhere; a post on the Netflix
# technology blog by K. Casella, which we read in a copy dated 20 July 2024, says that the company asks no puzzles. The last is
# the company's own word, the others are reports. The history of edits is made up. Recursion: the *What's New* page of Python
# 3.11, on faster calls of Python functions. This course is independent of Netflix.
