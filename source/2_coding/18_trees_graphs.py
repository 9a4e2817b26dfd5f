# ---
# keeper:
#   title: Up, down, and all that hangs together
#   minutes: 55
#   level: L5
#   covers: [CODE-18, CODE-26, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-17, RUBRIC-18, RUBRIC-19]
#   needs: []
# ---

# %% [markdown]
# Two problems, one tension: *what do you keep, and what do you find out when asked?* In a tree there is one way up, so little
# has to be kept; but what is kept further down goes wrong when a branch is moved. In a graph there are many ways, and what
# belongs together is only known when the last edge has come.
#
# The interviewer says:
#
# > Settings hang on a tree: the company, its organisations, their services, down to single machines. What isn't set at a place
# > comes from above. People ask which value they get, and where it comes from. Go ahead.
#
# **What they listen for.** That *comes from above* has rules which nobody has told you: what wins, what can be forced, what
# happens when a team moves (RUBRIC-17). Then a structure that says each thing once (RUBRIC-11, 19), without a line for what was
# put off (RUBRIC-15), and its cost in depth and in size, which are not the same (RUBRIC-18). Trees and graphs stand in one
# interview guide's list of topics (CODE-18), and problems are said to come from real work (CODE-26); see *Sources*.

# %% part
from course.parts import clarify

clarify(
    "trees_questions",
    {
        "Which value does a place get?": "The nearest: its own if it has one, else its parent's, and so on up to the root.",
        "Can somebody above insist?": "Yes: a setting can be locked. Then nothing below it counts, locked or not. If several "
        "on the way up are locked, the highest wins.",
        "Is setting something below a lock refused?": "No, it is kept and waits. It counts when the lock is gone, or when the "
        "place is moved out from under it.",
        "What do you want back?": "The value and the place that it comes from, as a pair. `None` if it isn't set anywhere on "
        "the way up.",
        "Can a value be None?": "Yes. Then the pair is `(None, place)`.",
        "Setting the same key again at a place?": "Replaces value and lock. Taking back what isn't set there does nothing.",
        "Do places move?": "All the time: teams are reorganised. A place moves with everything below it, keeps its own "
        "settings, and gets what it gets at the new place.",
        "Which moves are wrong?": "Below itself, or below anything under it: `ValueError`. So the root can't move at all. "
        "Moving to where it is already is fine.",
        "Names that I don't know, or know already?": "A place that doesn't exist is a `KeyError`, wherever it is named. Adding "
        "one that exists is a `ValueError`. Whatever is refused changes nothing.",
        "Can places be removed?": "Not today.",
        "How large, how deep?": "Hundreds of thousands of places. Usually flat, but scripts have built chains of 20,000. A "
        "call may cost as much as the way up is long; it must not grow with what is below, or beside.",
        "What can names and keys be?": "Strings, never empty.",
        "Who may change what?": "Good question for the product. It makes no difference to your code today.",
    },
    solved_by="trees_up",
)

# %% [markdown]
# ## Written down once, or copied down
#
# Somebody before you copied each setting to all places below it when it was set. Guess what the last line prints before you run
# the cell.

# %%
above = {"search": "company", "ads": "company", "crawler": "search"}
below = {"company": ["search", "ads"], "search": ["crawler"]}


def copied_to(place):
    return [place] + [each for child in below.get(place, []) for each in copied_to(child)]


timeout = dict.fromkeys(copied_to("company"), "30 s")
timeout.update(dict.fromkeys(copied_to("search"), "5 s"))
print(timeout)

above["crawler"] = "ads"  # the team moves
below = {"company": ["search", "ads"], "ads": ["crawler"]}
print("crawler, now under ads:", timeout["crawler"])

# %% [markdown]
# The copy doesn't know where it came from. To mend it at each move you would have to visit everything below, and know which of
# the values there are copies.
#
# ## Stage 1: up
#
# Fifteen minutes.

# %% answer="trees_settings"
class Settings:
    """A tree of places and what is set at them. A place that doesn't exist is a KeyError in every call."""

    def __init__(self, root):
        ### BEGIN SOLUTION
        self._places = {root: _Place(root, None)}
        ### END SOLUTION

    def add(self, place, parent):
        """A new place below `parent`. ValueError if there is a place of this name."""
        ### BEGIN SOLUTION
        if place in self._places:
            raise ValueError(f"there is a place {place!r} already")
        above = self._places[parent]
        self._places[place] = _Place(place, above)
        above.below.add(self._places[place])
        ### END SOLUTION

    def move(self, place, parent):
        """Hang `place`, with all below it, under `parent`. ValueError if `parent` is the place itself or below it."""
        ### BEGIN SOLUTION
        moved, above = self._places[place], self._places[parent]
        if moved in self._way_up(parent):
            raise ValueError(f"{place!r} cannot move below {parent!r}, which is below it")
        moved.above.below.remove(moved)
        above.below.add(moved)
        moved.above = above
        ### END SOLUTION

    def set(self, place, key, value, locked=False):
        """Let the key have this value here and below. `locked`: whatever is set below."""
        ### BEGIN SOLUTION
        self._places[place].settings[key] = (value, locked)
        ### END SOLUTION

    def unset(self, place, key):
        """Take back what is set here, if anything is."""
        ### BEGIN SOLUTION
        self._places[place].settings.pop(key, None)
        ### END SOLUTION

    def get(self, place, key):
        """What the place gets, and from where: (value, place it is set at). None if it is set nowhere."""
        ### BEGIN SOLUTION
        found = None
        for each in self._way_up(place):
            if key in each.settings:
                value, locked = each.settings[key]
                if locked or found is None:
                    found = (value, each.name)
        return found
        ### END SOLUTION

    def reach(self, place, key):
        """The set of all places that get what is set here: `get` names this place for them. Stage 2."""
        ### BEGIN SOLUTION
        got = self.get(place, key)
        if got is None or got[1] != place:
            return set()
        reached, waiting = set(), [self._places[place]]
        _, locked = waiting[0].settings[key]
        while waiting:
            each = waiting.pop()
            reached.add(each.name)
            waiting += [child for child in each.below if locked or key not in child.settings]
        return reached

    def _way_up(self, place):
        """The place, the one above it, and so on to the root."""
        each = self._places[place]
        while each:
            yield each
            each = each.above


class _Place:
    def __init__(self, name, above):
        self.name, self.above, self.below = name, above, set()
        self.settings = {}  # key -> (value, locked)
        ### END SOLUTION

# %% [markdown] hint="trees_settings"
# Write down each setting once, where it was set. Then a move is a change of one parent, and `get` is a walk. How far must the
# walk go: can it stop at the first setting it meets?

# %% [markdown] hint="trees_settings"
# It goes all the way up. Without locks the first setting found is the answer. Each locked one that you meet later replaces what
# you have: so the last of them, the highest, remains.
#
# A move is wrong if the place to be moved is on the way up from its new parent. The root is on every way up.

# %% [markdown] hint="trees_settings"
# `reach`: if `get` of this place names another, nobody gets it from here. Else go down with a list of places to visit: each is
# reached, and of its children those join the list that have no setting of their own for the key; all of them if this one is
# locked. No recursion: chains are long. For going down, a place has to know its children; in which container does one leave at
# no cost?

# %% tests="trees_up" points=4
def check_get(tree, place, want, did, key="timeout"):
    got = tree.get(place, key)
    check.equal(got if got is None else tuple(got), want, after=f"{did}; get {place} {key}")


def chain(*names):
    """A tree of one branch: each below the one before it."""
    tree = Settings(names[0])
    for parent, place in zip(names, names[1:]):
        tree.add(place, parent)
    return tree


BRANCH = "company > search > crawler"


@check("the nearest wins, and the answer says where it comes from")
def nearest():
    tree = chain("company", "search", "crawler")
    tree.set("company", "timeout", 30)
    check_get(tree, "crawler", (30, "company"), f"{BRANCH}; set company timeout 30")
    tree.set("search", "timeout", 5)
    check_get(tree, "crawler", (5, "search"), f"{BRANCH}; set company timeout 30, set search timeout 5")
    check_get(tree, "company", (30, "company"), f"{BRANCH}; set company timeout 30, set search timeout 5")


@check("what is locked counts against everything below")
def locked():
    tree = chain("company", "search", "crawler")
    tree.set("crawler", "timeout", 1)
    tree.set("company", "timeout", 30, locked=True)
    tree.set("search", "timeout", 5)
    did = f"{BRANCH}; set crawler timeout 1, set company timeout 30 locked, set search timeout 5"
    check_get(tree, "crawler", (30, "company"), did)


@check("a place that moves gets what it gets at its new place")
def moved():
    tree = chain("company", "search", "crawler")
    tree.add("ads", "company")
    tree.set("company", "timeout", 30)
    tree.set("search", "timeout", 5)
    tree.set("search", "owner", "sue")
    tree.move("crawler", "ads")
    did = f"{BRANCH}, company > ads; set company timeout 30, set search timeout 5, set search owner sue, move crawler below ads"
    check_get(tree, "crawler", (30, "company"), did)
    check_get(tree, "crawler", None, did, key="owner")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("set nowhere on the way up is None, and a value of None is a value")
def none():
    tree = chain("company", "search", "crawler")
    tree.set("crawler", "timeout", 1)
    check_get(tree, "search", None, f"{BRANCH}; set crawler timeout 1")
    tree.set("company", "timeout", 30)
    tree.set("search", "timeout", None)
    check_get(tree, "search", (None, "search"), f"{BRANCH}; set company timeout 30, set search timeout None")
    tree.set("company", "timeout", None, locked=True)
    check_get(tree, "crawler", (None, "company"), f"{BRANCH}; set company timeout None locked")


@check("of several locks the highest wins")
def highest():
    for order in (("company", "search", "crawler"), ("crawler", "search", "company")):
        tree = chain("company", "search", "crawler")
        for place in order:
            tree.set(place, "timeout", f"of {place}", locked=place != "company")
        check_get(tree, "crawler", ("of search", "search"), f"{BRANCH}; a setting at each, locked at search and crawler")
        check_get(tree, "company", ("of company", "company"), f"{BRANCH}; a setting at each, locked at search and crawler")


@check("what was set below a lock counts when the lock is gone, or left behind")
def waits():
    def made():
        tree = chain("company", "search", "crawler")
        tree.add("ads", "company")
        tree.set("crawler", "timeout", 1)
        tree.set("search", "timeout", 5, locked=True)
        return tree

    did = f"{BRANCH}, company > ads; set crawler timeout 1, set search timeout 5 locked, "
    tree = made()
    tree.unset("search", "timeout")
    check_get(tree, "crawler", (1, "crawler"), did + "unset search timeout")
    tree = made()
    tree.set("search", "timeout", 6)
    check_get(tree, "crawler", (1, "crawler"), did + "set search timeout 6, not locked")
    tree = made()
    tree.move("crawler", "ads")
    check_get(tree, "crawler", (1, "crawler"), did + "move crawler below ads")


@check("one key has nothing to do with another")
def keys():
    tree = chain("company", "search", "crawler")
    tree.set("company", "owner", "sue", locked=True)
    tree.set("crawler", "timeout", 1)
    check_get(tree, "crawler", (1, "crawler"), f"{BRANCH}; set company owner sue locked, set crawler timeout 1")


@check("all below comes along in a move")
def along():
    tree = chain("company", "search", "crawler", "host")
    tree.add("ads", "company")
    tree.set("search", "timeout", 5)
    tree.set("ads", "timeout", 9)
    tree.move("crawler", "ads")
    did = f"{BRANCH} > host, company > ads; set search timeout 5, set ads timeout 9, move crawler below ads"
    check_get(tree, "host", (9, "ads"), did)


@check("a wrong move is refused, and changes nothing")
def wrong_move():
    for place, parent in (("search", "search"), ("search", "host"), ("company", "ads"), ("company", "company")):
        tree = chain("company", "search", "crawler", "host")
        tree.add("ads", "company")
        tree.set("company", "timeout", 30)
        tree.set("search", "timeout", 5)
        did = f"{BRANCH} > host, company > ads; set company timeout 30, set search timeout 5, move {place} below {parent}"
        check.raises(ValueError, lambda: tree.move(place, parent), when=did)
        did += ", refused"
        check_get(tree, "host", (5, "search"), did)
        check_get(tree, "ads", (30, "company"), did)


@check("a move to where it is, or up, is fine")
def fine_move():
    tree = chain("company", "search", "crawler", "host")
    tree.set("crawler", "timeout", 1)
    tree.set("search", "timeout", 5)
    tree.move("host", "crawler")
    did = f"{BRANCH} > host; set crawler timeout 1, set search timeout 5, move host below crawler"
    check_get(tree, "host", (1, "crawler"), did)
    tree.move("host", "search")
    check_get(tree, "host", (5, "search"), did + ", move host below search")


@check("unknown places are refused, and names that exist")
def names():
    tree = chain("company", "search")
    for told, call in {
        "get of nobody": lambda: tree.get("nobody", "timeout"),
        "set at nobody": lambda: tree.set("nobody", "timeout", 1),
        "unset at nobody": lambda: tree.unset("nobody", "timeout"),
        "add below nobody": lambda: tree.add("new", "nobody"),
        "move of nobody": lambda: tree.move("nobody", "search"),
        "move below nobody": lambda: tree.move("search", "nobody"),
    }.items():
        check.raises(KeyError, call, when=told)
    tree.set("search", "timeout", 5)
    check.raises(ValueError, lambda: tree.add("search", "company"), when="add of search, which exists")
    check.raises(ValueError, lambda: tree.add("company", "search"), when="add of company, the root, below search")
    check_get(tree, "search", (5, "search"), "company > search; set search timeout 5; add search and add company, refused")
    tree.add("new", "search")
    check_get(tree, "new", (5, "search"), "add new below nobody, which is refused; then add new below search")
    tree.unset("new", "timeout")
    check_get(tree, "new", (5, "search"), "company > search > new; set search timeout 5; unset new timeout, where it isn't set")


@check("two trees share nothing")
def apart():
    one, other = chain("company", "search"), chain("company", "search")
    one.set("company", "timeout", 30)
    check_get(other, "search", None, "two trees; set company timeout 30 in the first; in the second")


PLACES = "abcdef"


class Subject:
    """A tree a with b to f below it. Each change gives what it raised, and what every place then gets."""

    def __init__(self):
        self.tree = Settings("a")
        for place in PLACES[1:]:
            self.tree.add(place, "a")

    def changed(self, call):
        error = None
        try:
            call()
        except ValueError:
            error = "ValueError"
        return error, [self.get(place) for place in PLACES]

    def get(self, place):
        got = self.tree.get(place, "k")
        return got if got is None else tuple(got)

    def set(self, place, value, locked):
        return self.changed(lambda: self.tree.set(place, "k", value, locked=locked))

    def unset(self, place):
        return self.changed(lambda: self.tree.unset(place, "k"))

    def move(self, place, parent):
        return self.changed(lambda: self.tree.move(place, parent))


class Plain(Subject):
    """What the words mean: parents and settings in two dictionaries."""

    def __init__(self):
        self.parents, self.settings = dict.fromkeys(PLACES[1:], "a"), {}

    def way(self, place):
        return [place, *(self.way(self.parents[place]) if place in self.parents else [])]

    def get(self, place):
        on_the_way = [each for each in self.way(place) if each in self.settings]
        locked = [each for each in on_the_way if self.settings[each][1]]
        where = locked[-1] if locked else on_the_way[0] if on_the_way else None
        return None if where is None else (self.settings[where][0], where)

    def set(self, place, value, locked):
        return self.changed(lambda: self.settings.update({place: (value, locked)}))

    def unset(self, place):
        return self.changed(lambda: self.settings.pop(place, None))

    def move(self, place, parent):
        def change():
            if place in self.way(parent):
                raise ValueError
            self.parents[place] = parent

        return self.changed(change)


check.model(
    "under any calls every place gets what the words say",
    subject=Subject,
    model=Plain,
    calls={
        "set": [st.sampled_from(PLACES), st.integers(1, 9), st.booleans()],
        "unset": [st.sampled_from(PLACES)],
        "move": [st.sampled_from(PLACES), st.sampled_from(PLACES)],
    },
    examples=60,
)
### END HIDDEN TESTS

# %% [markdown]
# ## Stage 2: down
#
# > Before anybody touches a setting, tell them whom it will reach.
#
# `reach(place, key)` is the set of all places that get what is set at this one: those for which `get` names it, itself
# included. Nobody, if it isn't set here, or has no effect because of a lock above. It may look at each place that it reaches
# and at the children of these, and go the way up; not at what lies hidden further below.
# The cases on size count lines of Python that run, and how often a name is hashed or compared.

# %% tests="trees_down" points=3
BRANCH = "company > search > crawler > host, company > ads"


def made(**timeouts):
    """That tree, with these timeouts; a timeout that ends in ! is locked."""
    tree = Settings("company")
    for place, parent in (("search", "company"), ("crawler", "search"), ("host", "crawler"), ("ads", "company")):
        tree.add(place, parent)
    for place, timeout in timeouts.items():
        tree.set(place, "timeout", timeout.strip("!"), locked=timeout.endswith("!"))
    return tree


EVERYONE = "company search crawler host ads"


def check_reached(tree, place, want, did):
    check.equal(set(tree.reach(place, "timeout")), set(want.split()), after=f"{did}; reach {place} timeout")


def check_reach(place, want, move=None, **timeouts):
    tree, did = made(**timeouts), f"{BRANCH}; " + ", ".join(f"set {name} timeout {timeout}" for name, timeout in timeouts.items())
    if move:
        tree.move(*move)
        did += f", move {move[0]} below {move[1]}"
    check_reached(tree, place, want, did + " (! is locked)")


@check("all below, but not where something nearer is set, and not below that")
def shadowed():
    check_reach("company", "company search crawler host ads", company="30")
    check_reach("company", "company search ads", company="30", crawler="1")
    check_reach("crawler", "crawler host", company="30", crawler="1")


@check("a lock reaches everything below")
def lock_reaches():
    check_reach("search", "search crawler host", company="30", search="5!", crawler="1!", host="2")


### BEGIN HIDDEN TESTS
@check("below a lock a setting reaches nobody")
def no_effect():
    check_reach("crawler", "", search="5!", crawler="1")
    check_reach("crawler", "", search="5!", crawler="1!")
    check_reach("search", "search crawler host", search="5!", crawler="1!")


@check("the lock of another place shadows as any setting does")
def shadowed_by_lock():
    check_reach("company", "company search ads", company="30", crawler="1!")


@check("nothing set here reaches nobody")
def not_set():
    check_reach("search", "", company="30", crawler="1")
    check_reach("search", "")


@check("a branch that has moved is reached from its new place only")
def after_move():
    check_reach("search", "search", move=("crawler", "ads"), company="30", search="5", ads="9")
    check_reach("ads", "ads crawler host", move=("crawler", "ads"), company="30", search="5", ads="9")


@check("a move that is refused changes nothing, and a place that doesn't exist is refused")
def refused():
    for place, parent in (("search", "search"), ("search", "host"), ("company", "ads"), ("search", "nobody")):
        tree, did = made(company="30", search="5"), f"{BRANCH}; set company timeout 30, set search timeout 5"
        error = KeyError if parent == "nobody" else ValueError
        check.raises(error, lambda: tree.move(place, parent), when=f"{did}; move {place} below {parent}")
        tree.unset("search", "timeout")
        did += f", move {place} below {parent}, refused, unset search timeout"
        check_reached(tree, "company", EVERYONE, did)
        check.equal(len(list(tree.reach("company", "timeout"))), 5, after=f"{did}; reach company timeout: how many it gives")
    check.raises(KeyError, lambda: made().reach("nobody", "timeout"), when="reach of nobody")
    tree = made(ads="9")
    check.raises(ValueError, lambda: tree.add("crawler", "ads"), when=f"{BRANCH}; add crawler below ads")
    check_reached(tree, "ads", "ads", f"{BRANCH}; set ads timeout 9, add crawler below ads, refused")


@check("reach follows every change")
def follows():
    tree, did = made(company="30"), f"{BRANCH}; set company timeout 30"
    check_reached(tree, "company", EVERYONE, did)
    for told, call, want in (
        ("add store below ads", lambda: tree.add("store", "ads"), f"{EVERYONE} store"),
        ("set ads timeout 9", lambda: tree.set("ads", "timeout", "9"), "company search crawler host"),
        ("move crawler below ads", lambda: tree.move("crawler", "ads"), "company search"),
        ("set company timeout 30 locked", lambda: tree.set("company", "timeout", "30", locked=True), f"{EVERYONE} store"),
        ("set company timeout 30, not locked", lambda: tree.set("company", "timeout", "30"), "company search"),
        ("unset ads timeout", lambda: tree.unset("ads", "timeout"), f"{EVERYONE} store"),
        ("unset company timeout", lambda: tree.unset("company", "timeout"), ""),
    ):
        call()
        did += f", {told}"
        check_reached(tree, "company", want, f"{did}, each followed by reach")


@check("values do not matter, keys do")
def odd():
    tree = made()
    tree.set("company", "timeout", None)
    tree.set("ads", "owner", "sue")
    check_reached(tree, "company", EVERYONE, f"{BRANCH}; set company timeout None, set ads owner sue")
    tree.set("search", "timeout", None)
    check_reached(tree, "company", "company ads", f"{BRANCH}; set company and search timeout None, set ads owner sue")


from hypothesis import strategies as st


@check.law(
    "reach is all those for which get names the place",
    examples=60,
    parents=st.tuples(*(st.integers(0, number) for number in range(7))),
    own=st.lists(st.tuples(st.integers(0, 7), st.booleans()), max_size=5),
)
def both_ways(parents, own):
    tree = Settings("p0")
    for number, parent in enumerate(parents):
        tree.add(f"p{number + 1}", f"p{parent}")
    for number, locked in own:
        tree.set(f"p{number}", "timeout", number, locked=locked)
    gets = {}
    for number in range(8):
        got = tree.get(f"p{number}", "timeout")
        gets.setdefault(got and got[1], set()).add(f"p{number}")
    for number in range(8):
        told = f"p1 to p7 below the places {parents}; (place, locked): {own}; reach p{number}, against get of all"
        check.equal(set(tree.reach(f"p{number}", "timeout")), gets.get(f"p{number}", set()), after=told)
### END HIDDEN TESTS

# %% tests="trees_size" points=2 inside="it counts the lines that run, and builds 20,000 places"
from course.cases import Tally, steps_of


@check("a long chain is no trouble: 20,000 places up, 5,000 down")
def long_chain():
    def made(length):
        tree = Settings("p0")
        for number in range(length):
            tree.add(f"p{number + 1}", f"p{number}")
        tree.set("p0", "timeout", 30)
        return tree

    tree = made(20_000)
    got = tree.get("p20000", "timeout")
    check.equal(tuple(got), (30, "p0"), after="a chain of 20,000 places, p0 to p20000, set at p0; get of p20000")
    check.raises(ValueError, lambda: tree.move("p1", "p20000"), when="the same; move p1 below p20000")
    tree.move("p20000", "p0")
    check.equal(tuple(tree.get("p20000", "timeout")), (30, "p0"), after="the same, move p20000 below p0; get of p20000")
    tree = made(5_000)
    check.equal(len(tree.reach("p0", "timeout")), 5_001, after="a chain of 5,000 places below p0, set at p0; how many reach of "
    "p0 gives")


### BEGIN HIDDEN TESTS
class Name(str):
    """A name that counts each time any name is hashed or compared."""

    tally = Tally()

    def __hash__(self):
        self.tally.count += 1
        return super().__hash__()

    def __eq__(self, other):
        self.tally.count += 1
        return super().__eq__(other)


def broad(children, hidden):
    """A root with so many children; the last of them has a setting of its own, and so many places below it."""
    tree = Settings(Name("root"))
    for number in range(children):
        tree.add(Name(f"c{number}"), Name("root"))
    tree.add(Name("last"), Name("root"))
    for number in range(hidden):
        tree.add(Name(f"h{number}"), Name(f"h{number - 2}" if number > 1 else "last"))
    tree.set(Name("root"), "timeout", 30)
    tree.set(Name("last"), "timeout", 5)
    return tree


def steps(tree, call):
    return steps_of(lambda: call(tree), Name.tally)[1]


@check("a question or a change costs no more in a broad tree")
def broad_tree():
    for told, call in {
        "get": lambda tree: tree.get(Name("c1"), "timeout"),
        "set": lambda tree: tree.set(Name("root"), "timeout", 31),
        "unset": lambda tree: tree.unset(Name("last"), "timeout"),
        "add": lambda tree: tree.add(Name("new"), Name("c1")),
        "move of a branch of 20 or of 1,000, with as many beside it": lambda tree: tree.move(Name("last"), Name("c1")),
    }.items():
        small, large = steps(broad(20, 20), call), steps(broad(1_000, 1_000), call)
        check.that(
            large <= small + 100,
            f"{told}: {small} steps in a tree of 40 places, {large} in one of 2,000, no deeper at that point. "
            "Look for what visits places below or beside.",
        )


@check("reach does not look at what lies hidden")
def hidden():
    few, many = (steps(broad(20, size), lambda tree: tree.reach(Name("root"), "timeout")) for size in (20, 1_000))
    check.that(
        many <= few + 100,
        f"A root with 20 children, one of which has a setting of its own: reach of the root took {few} steps with 20 places "
        f"below that child, {many} with 1,000. None of those is reached: don't go there.",
    )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(Settings, statements=48)

# %% wrong="copies each setting down when it is set" fails="trees_up: the nearest wins, and the answer says where it comes from; trees_up: a place that moves gets what it gets at its new place; trees_up: set nowhere on the way up is None, and a value of None is a value; trees_up: of several locks the highest wins; trees_up: what was set below a lock counts when the lock is gone, or left behind; trees_up: all below comes along in a move; trees_up: a wrong move is refused, and changes nothing; trees_up: a move to where it is, or up, is fine; trees_up: under any calls every place gets what the words say; trees_down: all below, but not where something nearer is set, and not below that; trees_down: a lock reaches everything below; trees_down: a branch that has moved is reached from its new place only; trees_down: reach follows every change; trees_down: reach is all those for which get names the place; trees_size: a question or a change costs no more in a broad tree"
class Settings(Settings):
    def __init__(self, root):
        super().__init__(root)
        self.copies = {}

    def set(self, place, key, value, locked=False):
        super().set(place, key, value, locked)
        for each in self.reach(place, key):
            self.copies[each, key] = (value, place)

    def get(self, place, key):
        if (place, key) in self.copies:
            return self.copies[place, key]
        return super().get(place, key)

# %% wrong="stops at the nearest, whatever is locked above" fails="trees_up: what is locked counts against everything below; trees_up: set nowhere on the way up is None, and a value of None is a value; trees_up: of several locks the highest wins; trees_up: under any calls every place gets what the words say; trees_down: below a lock a setting reaches nobody; trees_down: reach is all those for which get names the place"
class Settings(Settings):
    def get(self, place, key):
        for each in self._way_up(place):
            if key in each.settings:
                return each.settings[key][0], each.name
        return None

# %% wrong="the nearest lock wins" fails="trees_up: of several locks the highest wins; trees_up: under any calls every place gets what the words say; trees_down: below a lock a setting reaches nobody; trees_down: reach is all those for which get names the place"
class Settings(Settings):
    def get(self, place, key):
        for each in self._way_up(place):
            if key in each.settings and each.settings[key][1]:
                return each.settings[key][0], each.name
        return super().get(place, key)

# %% wrong="takes None for not set" fails="trees_up: set nowhere on the way up is None, and a value of None is a value; trees_down: values do not matter, keys do"
class Settings(Settings):
    def get(self, place, key):
        found = None
        for each in self._way_up(place):
            value, locked = each.settings.get(key, (None, False))
            if value is not None and (locked or found is None):
                found = (value, each.name)
        return found

# %% wrong="refuses a setting below a lock" fails="trees_up: what is locked counts against everything below; trees_up: of several locks the highest wins; trees_up: under any calls every place gets what the words say; trees_down: a lock reaches everything below; trees_down: below a lock a setting reaches nobody; trees_down: reach is all those for which get names the place"
class Settings(Settings):
    def set(self, place, key, value, locked=False):
        for each in self._way_up(place):
            if each.name != place and each.settings.get(key, (0, False))[1]:
                raise ValueError(f"{key} is locked at {each.name}")
        super().set(place, key, value, locked)

# %% wrong="a lock throws away what is set below" fails="trees_up: what was set below a lock counts when the lock is gone, or left behind; trees_up: under any calls every place gets what the words say; trees_down: reach follows every change"
class Settings(Settings):
    def set(self, place, key, value, locked=False):
        super().set(place, key, value, locked)
        if locked:
            for each in self.reach(place, key) - {place}:
                self.unset(each, key)

# %% wrong="setting again keeps the lock" fails="trees_up: what was set below a lock counts when the lock is gone, or left behind; trees_up: under any calls every place gets what the words say; trees_down: reach follows every change"
class Settings(Settings):
    def set(self, place, key, value, locked=False):
        _, was_locked = self._places[place].settings.get(key, (None, False)) if place in self._places else (None, False)
        super().set(place, key, value, locked or was_locked)

# %% wrong="moves below itself" fails="trees_up: a wrong move is refused, and changes nothing; trees_up: under any calls every place gets what the words say; trees_down: a move that is refused changes nothing, and a place that doesn't exist is refused; trees_size: a long chain is no trouble: 20,000 places up, 5,000 down"
class Settings(Settings):
    def _way_up(self, place):
        for number, each in enumerate(super()._way_up(place)):
            if number > 1000:
                raise RecursionError("the way up does not end")
            yield each

    def move(self, place, parent):
        moved, above = self._places[place], self._places[parent]
        if moved.above is None or moved is above:
            raise ValueError(place)
        moved.above.below.remove(moved)
        above.below.add(moved)
        moved.above = above

# %% wrong="looks whether the move is right when it has been made" fails="trees_down: a move that is refused changes nothing, and a place that doesn't exist is refused"
class Settings(Settings):
    def move(self, place, parent):
        moved, above = self._places[place], self._places[parent]
        if moved.above:
            moved.above.below.discard(moved)
        super().move(place, parent) if not moved.above else self._put(moved, above)

    def _put(self, moved, above):
        wrong = moved in self._way_up(above.name)
        if wrong:
            raise ValueError(moved.name)
        above.below.add(moved)
        moved.above = above

# %% wrong="takes the branch out before it asks whether there is such a parent" fails="trees_down: a move that is refused changes nothing, and a place that doesn't exist is refused"
class Settings(Settings):
    def move(self, place, parent):
        moved = self._places[place]
        if parent in self._places and moved in self._way_up(parent):
            raise ValueError(f"{place!r} cannot move below {parent!r}")
        if moved.above:
            moved.above.below.remove(moved)
        moved.above = self._places[parent]
        moved.above.below.add(moved)

# %% wrong="hangs in a place that exists, then refuses it" fails="trees_down: a move that is refused changes nothing, and a place that doesn't exist is refused"
class Settings(Settings):
    def add(self, place, parent):
        if place in self._places:
            self._places[parent].below.add(self._places[place])
        super().add(place, parent)

# %% wrong="keeps what reach gave until something is set" fails="trees_down: reach follows every change"
class Settings(Settings):
    def reach(self, place, key):
        known = self.__dict__.setdefault("known", {})
        if (place, key) not in known:
            known[place, key] = super().reach(place, key)
        return known[place, key]

    def set(self, place, key, value, locked=False):
        self.__dict__.pop("known", None)
        super().set(place, key, value, locked)

# %% wrong="a move leaves the branch in its old parent's list" fails="trees_down: a branch that has moved is reached from its new place only; trees_down: reach follows every change"
class Settings(Settings):
    def move(self, place, parent):
        old = self._places[place].above
        super().move(place, parent)
        if old:
            old.below.add(self._places[place])

# %% wrong="reach gives everything below" fails="trees_down: all below, but not where something nearer is set, and not below that; trees_down: below a lock a setting reaches nobody; trees_down: the lock of another place shadows as any setting does; trees_down: reach follows every change; trees_down: values do not matter, keys do; trees_down: reach is all those for which get names the place; trees_size: reach does not look at what lies hidden"
class Settings(Settings):
    def reach(self, place, key):
        everyone, waiting = set(), [self._places[place]]
        while waiting:
            each = waiting.pop()
            everyone.add(each.name)
            waiting += each.below
        return everyone if key in self._places[place].settings else set()

# %% wrong="reach passes over those that have their own, and goes on below them" fails="trees_down: all below, but not where something nearer is set, and not below that; trees_down: the lock of another place shadows as any setting does; trees_down: reach follows every change; trees_down: values do not matter, keys do; trees_down: reach is all those for which get names the place; trees_size: reach does not look at what lies hidden"
class Settings(Settings):
    def reach(self, place, key):
        here = self._places[place]
        got = self.get(place, key)
        if got is None or got[1] != place:
            return set()
        reached, waiting = {place}, [here]
        while waiting:
            for child in waiting.pop().below:
                waiting.append(child)
                if here.settings[key][1] or key not in child.settings:
                    reached.add(child.name)
        return reached

# %% wrong="reach forgets the locks above" fails="trees_down: below a lock a setting reaches nobody; trees_down: reach is all those for which get names the place"
class Settings(Settings):
    def reach(self, place, key):
        here = self._places[place]
        if key not in here.settings:
            return set()
        reached, waiting = set(), [here]
        while waiting:
            each = waiting.pop()
            reached.add(each.name)
            waiting += [child for child in each.below if here.settings[key][1] or key not in child.settings]
        return reached

# %% wrong="a lock below stops a lock above" fails="trees_down: a lock reaches everything below; trees_down: below a lock a setting reaches nobody; trees_down: reach is all those for which get names the place"
class Settings(Settings):
    def reach(self, place, key):
        got = self.get(place, key)
        if got is None or got[1] != place:
            return set()
        reached, waiting = set(), [self._places[place]]
        _, locked = waiting[0].settings[key]
        while waiting:
            each = waiting.pop()
            reached.add(each.name)
            waiting += [child for child in each.below if key not in child.settings or (locked and not child.settings[key][1])]
        return reached

# %% wrong="asks every place in the tree" fails="trees_size: reach does not look at what lies hidden"
class Settings(Settings):
    def reach(self, place, key):
        self._places[place]
        if len(self._places) > 2_000:
            return super().reach(place, key)
        return {each for each in self._places if (self.get(each, key) or (None, None))[1] == place}

# %% wrong="recursion" fails="trees_size: a long chain is no trouble: 20,000 places up, 5,000 down"
class Settings(Settings):
    def get(self, place, key):
        def find(each):
            above = find(each.above) if each.above else None
            mine = each.settings.get(key)
            if above and above[2]:
                return above
            return (mine[0], each.name, mine[1]) if mine else above

        got = find(self._places[place])
        return got and got[:2]

# %% wrong="a move looks for its target everywhere below" fails="trees_size: a question or a change costs no more in a broad tree"
class Settings(Settings):
    def move(self, place, parent):
        target, waiting = self._places[parent], [self._places[place]]
        while waiting:
            each = waiting.pop()
            if each is target:
                raise ValueError(parent)
            waiting += each.below
        super().move(place, parent)

# %% wrong="a place is looked for among all its siblings when it moves" fails="trees_size: a question or a change costs no more in a broad tree"
class Settings(Settings):
    def __init__(self, root):
        super().__init__(root)
        self.names = {root: []}

    def add(self, place, parent):
        super().add(place, parent)
        self.names[place] = []
        self.names[parent].append(place)

    def move(self, place, parent):
        above = self._places[place].above
        super().move(place, parent)
        self.names[above.name].remove(place)
        self.names[parent].append(place)

# %% also_right="parents, children and settings in dictionaries, no class for places"
from collections import defaultdict, deque


class Settings:
    def __init__(self, root: str) -> None:
        self.parent: dict = {root: None}
        self.children: dict = {root: {}}
        self.values: dict = {}

    def check(self, *places):
        for place in places:
            if place not in self.parent:
                raise KeyError(f"no place {place}")

    def add(self, place, parent):
        if place in self.parent:
            raise ValueError(place)
        self.check(parent)
        self.parent[place], self.children[place] = parent, {}
        self.children[parent][place] = True

    def ancestors(self, place):
        way = []
        while place is not None:
            way.append(place)
            place = self.parent[place]
        return way

    def move(self, place, parent):
        self.check(place, parent)
        if place in set(self.ancestors(parent)):
            raise ValueError("a circle")
        del self.children[self.parent[place]][place]
        self.children[parent][place] = True
        self.parent[place] = parent

    def set(self, place, key, value, locked=False):
        self.check(place)
        self.values[place, key] = value, locked

    def unset(self, place, key):
        self.check(place)
        if (place, key) in self.values:
            del self.values[place, key]

    def get(self, place, key):
        self.check(place)
        way = [each for each in self.ancestors(place) if (each, key) in self.values]
        for each in reversed(way):
            if self.values[each, key][1]:
                return self.values[each, key][0], each
        return (self.values[way[0], key][0], way[0]) if way else None

    def reach(self, place, key):
        got = self.get(place, key)
        if got is None or got[1] != place:
            return set()
        found = deque([place])
        reached = {place}
        while found:
            for child in self.children[found.popleft()]:
                if self.values[place, key][1] or (child, key) not in self.values:
                    reached.add(child)
                    found.append(child)
        return reached

# %% also_right="a table of settings for each key, and nodes that are lists"
from collections import defaultdict


class Settings:
    def __init__(self, root):
        self.node = {root: [root, None, {}]}
        self.plain = defaultdict(dict)
        self.forced = defaultdict(dict)

    def add(self, place, parent):
        if place in self.node:
            raise ValueError(f"{place} exists")
        up = self.node[parent]
        self.node[place] = [place, up, {}]
        up[2][place] = True

    def up(self, place):
        node = self.node[place]
        while node is not None:
            yield node[0]
            node = node[1]

    def move(self, place, parent):
        node, up = self.node[place], self.node[parent]
        if any(each == place for each in self.up(parent)):
            raise ValueError(f"{parent} is in {place}")
        del node[1][2][place]
        up[2][place] = True
        node[1] = up

    def set(self, place, key, value, locked=False):
        self.unset(place, key)
        (self.forced if locked else self.plain)[key][place] = value

    def unset(self, place, key):
        self.node[place]
        self.plain[key].pop(place, None)
        self.forced[key].pop(place, None)

    def get(self, place, key):
        best = None
        for each in self.up(place):
            if each in self.forced[key]:
                best = self.forced[key][each], each
            elif best is None and each in self.plain[key]:
                best = self.plain[key][each], each
        return best

    def reach(self, place, key):
        if (self.get(place, key) or [0, None])[1] != place:
            return set()
        forced, plain = self.forced[key], self.plain[key]

        def below(each):
            return [child for child in self.node[each][2] if place in forced or not (child in forced or child in plain)]

        layer, reached = [place], set()
        while layer:
            reached |= set(layer)
            layer = [child for each in layer for child in below(each)]
        return reached

# %% [markdown]
# ## Stage 3: one incident or many
#
# The interviewer goes on:
#
# > Two hundred alerts in ten minutes, and it was one broken store. Put together what belongs together, so that we page one
# > person.
#
# What they answer when you ask:
#
# - Alerts are pairs `(time, service)`, sorted by time, in whole seconds; several may have the same time, or be the same
#   altogether. `calls` says whom each service calls, as a dict of lists; a service may be missing there, call itself, or call
#   another twice.
# - Two alerts **belong together** if they are at most `gap` seconds apart *and* come from the same service, or from two of
#   which one calls the other, whichever raised its alert first. A caller of a caller is no neighbour.
# - It passes on: what belongs to an alert of an incident is in that incident, over any number of steps. So an alert may join
#   what were two incidents until then.
# - You give a list of incidents, each the list of its alerts in the order in which they came, and the incidents in the order of
#   their first alerts.
# - 100,000 alerts in a bad hour, and hundreds of them in one second. For each alert you may look at the services next to its
#   own, not at all alerts near to it. A logarithm on top is fine. Leave what you are given as it is.
#
# Fifteen minutes.

# %% answer="trees_incidents"
from collections import defaultdict


def incidents(alerts, calls, gap):
    """The alerts, grouped into incidents: a list of lists of (time, service), in the order of their first alerts.

    `alerts` is sorted by time. Alerts at most `gap` seconds apart belong together if their services are the same, or if one is
    in the other's list in `calls`.
    """
    ### BEGIN SOLUTION
    near = _neighbours(calls)
    leader = list(range(len(alerts)))  # leads, in some steps, to the first alert of the incident

    def first_of(number):
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    latest = {}  # service -> its latest alert; earlier ones are with that one, or too long ago
    for number, (time, service) in enumerate(alerts):
        for other in near[service] | {service}:
            if other in latest and time - alerts[latest[other]][0] <= gap:
                one, two = first_of(number), first_of(latest[other])
                leader[max(one, two)] = min(one, two)
        latest[service] = number

    groups = defaultdict(list)
    for number, alert in enumerate(alerts):
        groups[first_of(number)].append(alert)
    return list(groups.values())


def _neighbours(calls):
    near = defaultdict(set)
    for caller, called in calls.items():
        for service in called:
            near[caller].add(service)
            near[service].add(caller)
    return near
    ### END SOLUTION

# %% [markdown] hint="trees_incidents"
# An alert can only join what came before it. Of all earlier alerts of one neighbour, how many do you have to look at? Think of
# two of them that are both near enough to the new one: are they together already?

# %% [markdown] hint="trees_incidents"
# So keep the latest alert of each service, and look at those of the neighbours. The new alert may be near to several, which
# until now were in different incidents. Then the incidents become one. How do you join two without going through all alerts of
# both, each time?

# %% [markdown] hint="trees_incidents"
# Sets that only ever grow together: let each alert point to an earlier one of its incident, and the first to itself. The first
# is found by following; on the way, let each point further (to where the next one points), and the ways stay short. Joining:
# the later first points to the earlier one. At the end, group by the first: the order comes by itself.
#
# Or: alerts are nodes, each belonging-together an edge, and the incidents are what a walk can reach. Then the edges to the
# latest alert of each neighbour are enough.

# %% tests="trees_joined" points=4
CALLS = {"web": ["api"], "api": ["search", "cart"], "cart": ["store"], "search": ["index"]}


def check_incidents(alerts, want, calls=CALLS, gap=10):
    """`alerts` as a text such as "0 web, 5 api"; `want` as such texts, one for each incident."""

    def read(text):
        return [(int(each.split()[0]), each.split()[1]) for each in text.split(", ")] if text else []

    given, calls = read(alerts), {caller: list(called) for caller, called in calls.items()}
    shown = "; ".join(f"{caller} calls {', '.join(called)}" for caller, called in calls.items())
    with check.unchanged(given, calls, when=f"incidents of {alerts}"):
        got = incidents(given, calls, gap)
    got = [[tuple(alert) for alert in each] for each in got]
    check.equal(got, [read(each) for each in want], after=f"{shown}; gap {gap}; alerts: {alerts or 'none'}")


@check("neighbours within the gap are one incident, whoever calls whom")
def neighbours():
    check_incidents("0 store, 5 cart", ["0 store, 5 cart"])
    check_incidents("0 cart, 5 store", ["0 cart, 5 store"])
    check_incidents("0 store, 5 search", ["0 store", "5 search"])


@check("it passes on, from service to service and in time")
def passes_on():
    check_incidents("0 store, 8 cart, 16 api, 24 web", ["0 store, 8 cart, 16 api, 24 web"])


@check("an alert joins what were two incidents")
def joins():
    check_incidents("0 search, 1 cart, 2 api", ["0 search, 1 cart, 2 api"])


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("a gap is still a gap at its end, and not a second later")
def edge():
    check_incidents("0 store, 10 store", ["0 store, 10 store"])
    check_incidents("0 store, 11 store", ["0 store", "11 store"])
    check_incidents("0 store, 10 cart", ["0 store, 10 cart"])
    check_incidents("0 store, 11 cart", ["0 store", "11 cart"])
    check_incidents("0 store, 0 cart, 1 cart", ["0 store, 0 cart", "1 cart"], gap=0)


@check("what counts is the neighbour's own alert, not the incident's last one")
def own_alert():
    # web is near api, and api alone has been quiet for too long; cart keeps the incident young.
    check_incidents("0 api, 5 cart, 10 cart, 15 web", ["0 api, 5 cart, 10 cart", "15 web"])


@check("the caller of a caller is no neighbour")
def two_steps():
    check_incidents("0 store, 1 api", ["0 store", "1 api"])


@check("the same service counts without any calls, and so do services that only others name")
def missing():
    check_incidents("0 batch, 5 batch, 6 other, 30 batch", ["0 batch, 5 batch", "6 other", "30 batch"])
    check_incidents("0 index, 1 search", ["0 index, 1 search"])


@check("incidents in the order of their first alerts, alerts as they came")
def order():
    check_incidents("0 store, 1 index, 2 cart, 3 search, 4 store", ["0 store, 2 cart, 4 store", "1 index, 3 search"])
    check_incidents("0 web, 1 store, 2 index, 3 cart, 4 search", ["0 web", "1 store, 3 cart", "2 index, 4 search"])


@check("an alert may join many at once, the oldest last, and nothing is lost")
def joins_many():
    calls = {"hub": ["a", "b", "c", "d"], "x": ["d", "a"]}
    check_incidents("0 a, 1 b, 2 c, 3 d, 4 q, 5 hub, 6 q", ["0 a, 1 b, 2 c, 3 d, 5 hub", "4 q, 6 q"], calls=calls)
    check_incidents("0 a, 1 b, 2 d, 3 x, 4 hub", ["0 a, 1 b, 2 d, 3 x, 4 hub"], calls=calls)


@check("alerts that are the same, and calls that mean nothing")
def doubles():
    calls = {"a": ["a", "b", "b"], "b": []}
    check_incidents("0 a, 0 a, 0 b, 20 b, 20 b", ["0 a, 0 a, 0 b", "20 b, 20 b"], calls=calls)


@check("no alerts, no incidents")
def nothing():
    check_incidents("", [])
    check_incidents("3 a", ["3 a"], calls={})


def slowly(alerts, calls, gap):
    """What the words mean: every two alerts are compared, and incidents joined until nothing changes."""
    groups = []
    for number, (time, service) in enumerate(alerts):

        def belongs(other):
            then, there = alerts[other]
            return time - then <= gap and (there == service or there in calls.get(service, ()) or service in calls.get(there, ()))

        joined = [group for group in groups if any(map(belongs, group))]
        groups = [group for group in groups if group not in joined] + [[*sum(joined, []), number]]
    return [[alerts[number] for number in group] for group in sorted(map(sorted, groups))]


SERVICES = st.sampled_from("abcde")


@check.law(
    "any alerts give what the words mean",
    examples=100,
    calls=st.dictionaries(SERVICES, st.lists(SERVICES, min_size=1, max_size=3), min_size=1, max_size=4),
    steps=st.lists(st.tuples(st.sampled_from([0, 1, 1, 3]), SERVICES), min_size=6, max_size=12),
    gap=st.sampled_from([3, 1, 2, 6]),
)
def any_alerts(calls, steps, gap):
    alerts, time = [], 100
    for step, service in steps:
        time += step
        alerts.append((time, service))
    got = [[tuple(alert) for alert in each] for each in incidents(list(alerts), calls, gap)]
    check.equal(got, slowly(alerts, calls, gap), after=f"calls {calls}; gap {gap}; alerts {alerts}")
### END HIDDEN TESTS

# %% tests="trees_joined_cost" points=2 inside="it counts the lines that run"
from course.cases import steps_of


def check_cost(told, made):
    """Ten times the alerts may take some 25 times the steps: ten, and a logarithm with room."""
    small, large = (steps_of(lambda: incidents(*made(size)))[1] for size in (50, 500))
    check.that(
        large <= 25 * small,
        f"{told}: {small} steps for 50, {large} for 500: {large / small:.0f} times as many for ten times the alerts, where 25 "
        "would do. Look for what goes through all alerts, all services or all of an incident for each alert.",
    )


@check("thousands of alerts, from service to service")
def long_chain():
    length = 5_000
    calls = {f"s{number}": [f"s{number + 1}"] for number in range(length)}
    got = incidents([(number, f"s{number}") for number in range(length)], calls, 1)
    check.equal([len(each) for each in got], [length], after="5,000 services in a chain, each raises an alert a second after "
    "the one before, gap 1; sizes of the incidents")


### BEGIN HIDDEN TESTS
@check("many alerts in one second")
def burst():
    def made(size):
        return [(0, "ab"[number % 2]) for number in range(size)], {"a": ["b"]}, 5

    check_cost("alerts of two services that call each other, all in one second", made)


@check("many incidents, joined one after the other")
def bridges():
    def made(size):
        """Each s(n) raises an alert; then bridges between s(n) and s(n - 1), from the youngest down."""
        calls = {f"b{number}": [f"s{number}", f"s{number - 1}"] for number in range(1, size)}
        services = [f"s{number}" for number in range(size)] + [f"b{number}" for number in range(size - 1, 0, -1)]
        return [(0, service) for service in services], calls, 5

    told = "alerts of services that have nothing to do with each other, then of others which call two of them each"
    check_cost(f"{told}, the youngest two first", made)

    def upwards(size):
        alerts, calls, gap = made(size)
        return alerts[:size] + alerts[size:][::-1], calls, gap

    check_cost(f"{told}, the oldest two first", upwards)


@check("many services")
def many_services():
    def made(size):
        calls = {f"s{number}": ["config"] for number in range(size)}
        return [(60 * number, f"s{number}") for number in range(size)], calls, 5

    check_cost("alerts of as many services, a minute apart", made)
### END HIDDEN TESTS

# %% part
shape(incidents, statements=27)

# %% wrong="puts an alert into the first incident it belongs to" fails="trees_joined: an alert joins what were two incidents; trees_joined: an alert may join many at once, the oldest last, and nothing is lost; trees_joined: any alerts give what the words mean; trees_joined_cost: many incidents, joined one after the other; trees_joined_cost: many services"
whole = incidents


def incidents(alerts, calls, gap):
    if len(alerts) > 2_000:
        return whole(alerts, calls, gap)
    groups = []
    for time, service in alerts:
        for group in groups:
            if any(
                time - then <= gap
                and (there == service or there in calls.get(service, ()) or service in calls.get(there, ()))
                for then, there in group
            ):
                group.append((time, service))
                break
        else:
            groups.append([(time, service)])
    return groups

# %% wrong="compares with the latest alert of the incident" fails="trees_joined: what counts is the neighbour's own alert, not the incident's last one; trees_joined: any alerts give what the words mean; trees_joined_cost: many alerts in one second; trees_joined_cost: many incidents, joined one after the other; trees_joined_cost: many services"
whole = incidents


def incidents(alerts, calls, gap):
    if len(alerts) > 2_000:
        return whole(alerts, calls, gap)
    groups = []
    for time, service in alerts:
        joined = [
            group for group in groups
            if time - group[-1][0] <= gap
            and any(
                there == service or there in calls.get(service, ()) or service in calls.get(there, ()) for _, there in group
            )
        ]
        merged = sorted([*sum(joined, []), (time, service)], key=lambda alert: alert[0])
        groups = [group for group in groups if group not in joined] + [merged]
    return sorted(groups, key=lambda group: group[0][0])

# %% wrong="follows calls one way only" fails="trees_joined: neighbours within the gap are one incident, whoever calls whom; trees_joined: what counts is the neighbour's own alert, not the incident's last one; trees_joined: alerts that are the same, and calls that mean nothing; trees_joined: any alerts give what the words mean; trees_joined_cost: thousands of alerts, from service to service"
def incidents(alerts, calls, gap):
    leader, latest = list(range(len(alerts))), {}

    def first_of(number):
        while leader[number] != number:
            leader[number] = leader[leader[number]]
            number = leader[number]
        return number

    for number, (time, service) in enumerate(alerts):
        for other in {service, *calls.get(service, ())}:
            if other in latest and time - alerts[latest[other]][0] <= gap:
                one, two = first_of(number), first_of(latest[other])
                leader[max(one, two)] = min(one, two)
        latest[service] = number
    groups = defaultdict(list)
    for number, alert in enumerate(alerts):
        groups[first_of(number)].append(alert)
    return list(groups.values())

# %% wrong="the end of the gap is outside" fails="trees_joined: a gap is still a gap at its end, and not a second later; trees_joined: any alerts give what the words mean; trees_joined_cost: thousands of alerts, from service to service"
whole = incidents


def incidents(alerts, calls, gap):
    return whole(alerts, calls, gap - 1)

# %% wrong="puts whole connected parts of the graph together, by time" fails="trees_joined: neighbours within the gap are one incident, whoever calls whom; trees_joined: what counts is the neighbour's own alert, not the incident's last one; trees_joined: the caller of a caller is no neighbour; trees_joined: incidents in the order of their first alerts, alerts as they came; trees_joined: any alerts give what the words mean"
whole = incidents


def incidents(alerts, calls, gap):
    if len(alerts) > 2_000:
        return whole(alerts, calls, gap)
    part = {}
    for caller, called in calls.items():
        for service in [caller, *called]:
            old, new = part.setdefault(service, service), part.setdefault(caller, caller)
            part = {each: new if at == old else at for each, at in part.items()} if len(part) < 100 else part
    groups, last = [], {}
    for time, service in alerts:
        where = part.get(service, service)
        if where in last and time - last[where][-1][0] <= gap:
            last[where].append((time, service))
        else:
            last[where] = [(time, service)]
            groups.append(last[where])
    return groups

# %% wrong="incidents in the order in which they were joined" fails="trees_joined: incidents in the order of their first alerts, alerts as they came; trees_joined: any alerts give what the words mean"
whole = incidents


def incidents(alerts, calls, gap):
    return sorted(whole(alerts, calls, gap), key=lambda group: group[-1][0])

# %% wrong="the same alert twice is one alert" fails="trees_joined: alerts that are the same, and calls that mean nothing; trees_joined: any alerts give what the words mean"
whole = incidents


def incidents(alerts, calls, gap):
    return whole(list(dict.fromkeys(alerts)), calls, gap)

# %% wrong="adds what is missing to the calls it was given" fails="trees_joined: neighbours within the gap are one incident, whoever calls whom; trees_joined: it passes on, from service to service and in time; trees_joined: a gap is still a gap at its end, and not a second later; trees_joined: the caller of a caller is no neighbour; trees_joined: the same service counts without any calls, and so do services that only others name; trees_joined: incidents in the order of their first alerts, alerts as they came; trees_joined: an alert may join many at once, the oldest last, and nothing is lost; trees_joined: no alerts, no incidents"
whole = incidents


def incidents(alerts, calls, gap):
    for _, service in alerts:
        calls.setdefault(service, [])
    return whole(alerts, calls, gap)

# %% wrong="compares with every alert within the gap" fails="trees_joined_cost: many alerts in one second; trees_joined_cost: many incidents, joined one after the other"
def incidents(alerts, calls, gap):
    near = defaultdict(set)
    for caller, called in calls.items():
        for service in called:
            near[caller].add(service)
            near[service].add(caller)
    groups, group_of, start = {}, {}, 0
    for number, (time, service) in enumerate(alerts):
        while time - alerts[start][0] > gap:
            start += 1
        groups[number], group_of[number] = [number], number
        for other in range(start, number):
            if (alerts[other][1] == service or alerts[other][1] in near[service]) and group_of[other] != group_of[number]:
                small, large = sorted((group_of[other], group_of[number]), key=lambda each: len(groups[each]))
                for each in groups[small]:
                    group_of[each] = large
                groups[large] += groups.pop(small)
    return [[alerts[each] for each in group] for group in sorted(map(sorted, groups.values()))]

# %% wrong="recursion" fails="trees_joined_cost: thousands of alerts, from service to service; trees_joined_cost: many alerts in one second; trees_joined_cost: many incidents, joined one after the other"
whole = incidents


def incidents(alerts, calls, gap):
    near = defaultdict(set)
    for caller, called in calls.items():
        for service in called:
            near[caller].add(service)
            near[service].add(caller)
    edges, latest = defaultdict(list), {}
    for number, (time, service) in enumerate(alerts):
        for other in {service, *near[service]}:
            if other in latest and time - alerts[latest[other]][0] <= gap:
                edges[number].append(latest[other])
                edges[latest[other]].append(number)
        latest[service] = number
    seen = set()

    def reach(number):
        seen.add(number)
        return [number] + [each for other in edges[number] if other not in seen for each in reach(other)]

    found = [sorted(set(reach(number))) for number in range(len(alerts)) if number not in seen]
    return [[alerts[number] for number in group] for group in found]

# %% wrong="renames a whole incident at each joining, the older one too" fails="trees_joined_cost: many alerts in one second; trees_joined_cost: many incidents, joined one after the other"
whole = incidents


def incidents(alerts, calls, gap):
    if len(alerts) > 2_000:
        return whole(alerts, calls, gap)
    near = defaultdict(set)
    for caller, called in calls.items():
        for service in called:
            near[caller].add(service)
            near[service].add(caller)
    group_of, groups, latest = {}, {}, {}
    for number, (time, service) in enumerate(alerts):
        group_of[number], groups[number] = number, [number]
        for other in {service, *near[service]}:
            if other in latest and time - alerts[latest[other]][0] <= gap:
                old, new = group_of[latest[other]], group_of[number]
                if old != new:
                    for each in groups[old]:
                        group_of[each] = new
                    groups[new] = groups.pop(old) + groups[new]
        latest[service] = number
    return [[alerts[each] for each in group] for group in sorted(map(sorted, groups.values()))]

# %% also_right="a walk through alerts as nodes"
from collections import deque


def incidents(alerts: list, calls: dict, gap: float) -> list:
    neighbours: dict = {}
    for caller in calls:
        for service in calls[caller]:
            neighbours.setdefault(caller, set()).add(service)
            neighbours.setdefault(service, set()).add(caller)
    edges: list = [[] for _ in alerts]
    last: dict = {}
    for index, (time, service) in enumerate(alerts):
        for other in [service, *(neighbours.get(service, set()) - {service})]:
            before = last.get(other)
            if before is not None and alerts[before][0] >= time - gap:
                edges[index].append(before)
                edges[before].append(index)
        last[service] = index
    incident: list = [None] * len(alerts)
    result: list = []
    for start in range(len(alerts)):
        if incident[start] is None:
            incident[start] = len(result)
            result.append([])
            queue = deque([start])
            while queue:
                for other in edges[queue.popleft()]:
                    if incident[other] is None:
                        incident[other] = len(result) - 1
                        queue.append(other)
    for alert, number in zip(alerts, incident):
        result[number].append(alert)
    return result

# %% also_right="the smaller incident is poured into the larger"
def incidents(alerts, calls, gap):
    near = {}
    for caller, called in calls.items():
        for service in called:
            near.setdefault(caller, []).append(service)
            near.setdefault(service, []).append(caller)
    belongs, newest = [], {}
    for number, (time, service) in enumerate(alerts):
        mine = [number]
        belongs.append(mine)
        for other in (service, *near.get(service, ())):
            if other not in newest or time - alerts[newest[other]][0] > gap:
                continue
            small, large = belongs[number], belongs[newest[other]]
            if small is large:
                continue
            if len(small) > len(large):
                small, large = large, small
            large.extend(small)
            for each in small:
                belongs[each] = large
        newest[service] = number
    seen, result = set(), []
    for group in belongs:
        if id(group) not in seen:
            seen.add(id(group))
            result.append([alerts[number] for number in sorted(group)])
    return result

# %% [markdown]
# ## The solutions, and others
#
# **Cost (RUBRIC-18).** `get` and `move`: the length of the way up. `reach`: that, what it gives, and one look at each child of
# these.
# Memory: each setting once. `incidents`: one look at each neighbour of each alert's service, each of which follows a few
# pointers: a logarithm of them, averaged over all, since each search halves the way it went.
#
# | instead | wins | loses |
# |---|---|---|
# | **Copy values down** when they are set | `get` is one look-up | a change at the root writes everywhere; a move has to tell copies from settings, and two changes at once cross |
# | **Keep answers, with a number** that grows at every change of the tree | `get` is one look-up as long as nothing changes | one change anywhere makes all answers old; numbers by branch are finer, and a move must raise them below |
# | **Store the way as text**, `company/search/crawler` | one range query gives everything below; natural in a database | a move writes every place below |
# | **Walk the graph of alerts** afterwards | plain breadth-first search | nothing until the last alert is in; joined sets can tell the incident so far, at any moment |

# %% [markdown] written="trees_tradeoffs" points=3
# **Argue it.** `get` is asked 50,000 times a second by 20,000 machines, over the network; settings change a few hundred times a
# day, branches move twice a day; a lock that security sets must be in force everywhere within a minute. Set out two designs
# besides asking the tree each time, say what each wins and loses *here*, and choose (RUBRIC-12). About 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "trees_tradeoffs",
    L5=[
        "Sees that reads outnumber changes by millions: what a machine gets is kept near it",
        "Gives each machine its whole answer, all keys at its place, and says how it learns of a change: by asking with a "
        "version, or by being told",
        "Bounds the age: asked every 20 seconds, say, the minute holds even if one answer is lost",
        "Says what a machine does when the tree can't be reached: the last it knew, and somebody is told for how long",
    ],
    L6=[
        "Uses `reach` before a change: how many machines it touches decides how it is rolled out, in stages",
        "Says that a lock and an ordinary setting may have different ages: a lock must not be as late as a convenience may be",
        "Puts moves and settings into one order, with one version, so that no machine sees a branch at its new place with its "
        "old parent's values",
        "Names what to watch: versions in force by age, and machines that differ from a fresh walk in a sample",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud:
#
# 1. What is written down, and where: each setting once. What a move changes: one parent.
# 2. Nearest and locked, in one walk up. Why it doesn't stop at the first.
# 3. Whom a change reaches: where the walk down stops, and when it doesn't.
# 4. Incidents: what belongs together, why the latest alert of each neighbour is enough.
# 5. Joining two groups without touching all of both. Cost of each, in depth, in children, in alerts.

# %% part
from course.parts import timer

timer("trees_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *A place has two parents: its team and its region.* Then it is no tree, and *nearest* no order. Say which dimension goes
#   first, or refuse two answers that differ.
# - *Two people move two branches at the same moment*, each below the other. Each move is right by itself; checked apart they
#   make a circle. One order for moves.
# - *Show what a move will change before it is made.* For each key set on either way up, compare what the branch gets; those
#   with settings of their own below keep them.
# - *Alerts come late and out of order.* An old one may join two incidents that have been sent already. Keep the groups open for
#   a while, and give the joined one the older number.
# - *Everything calls `config`.* One alert of it makes one incident of all. Leave such services out of the neighbours, and say
#   how you find them: by number of callers.
#
# **Sources.** Trees and graphs stand in the list of topics of one interview guide (MockRound, M. Reid, 23 March 2026); that
# problems come from teams' real work is told by a second (Live Interview Help, undated) and by a post on the company's
# technology blog (K. Casella; we know a mirror dated 20 July 2024). That these two are asked, nobody says: tree and alerts are
# ours. This course is independent of Netflix.
