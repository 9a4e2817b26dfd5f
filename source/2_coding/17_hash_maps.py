# ---
# keeper:
#   title: The same key, and whose value
#   minutes: 60
#   level: L5
#   covers: [CODE-17, CODE-26, RUBRIC-11, RUBRIC-12, RUBRIC-15, RUBRIC-17, RUBRIC-18, RUBRIC-19]
#   needs: []
# ---

# %% [markdown]
# A dictionary answers at once, if you have settled two things with it first: *what counts as the same key, and who owns what it
# leads to?* Three small problems; in each of them one of the two goes wrong in silence.
#
# The interviewer says:
#
# > A service gets its settings from several places: defaults, then by region, then by device. Put them together. And at three
# > in the morning somebody will ask where a value came from, so tell us that too.
#
# **What they listen for.** What *together* means for lists, for maps inside maps, for a value that is taken away (RUBRIC-17).
# That no layer is changed on the way, and no value is shared by accident (RUBRIC-11). A result that others can keep
# (RUBRIC-19). Hash maps and sets are in the topic pool that one interview guide gives for coding rounds (CODE-17), and problems
# are said to come from real work (CODE-26); see *Sources*.

# %% part
from course.parts import clarify

clarify(
    "layer_questions",
    {
        "What do I get?": "`layers`, a list of `(name, settings)`, the weakest first; it may be empty. Settings are what JSON "
        "can say: maps with strings for keys, lists, strings, numbers, `True`, `False`, `None`.",
        "What do you want back?": "Two things: the settings that are in force, maps within maps as they came; and a dict that "
        'leads from the path of each value to the name of the layer that set it. A path is a tuple of keys, `("db", "port")`.',
        "Are maps within maps merged?": "Yes, key by key, as deep as they go. A handful of levels.",
        "And lists?": "A list is one value: the stronger one replaces it whole, even a list of maps.",
        "What does `None` mean?": "It takes the key away, with everything below it. A stronger layer may set it again, and "
        "starts from nothing then. Taking away what isn't there is no mistake. Inside a list, `None` is an element like any "
        "other.",
        "What if one layer has a map and a stronger one a plain value, or the other way round?": "The stronger one wins, and "
        "nothing of the other is left.",
        "Do `0`, `False`, an empty string, an empty list set something?": "Of course; they are values.",
        "And an empty map?": "It has nothing to merge: a map that is there stays as it is. Where no map is, it makes an empty "
        "one. A map whose last key is taken away stays, empty.",
        "Which paths are in the second answer?": "Those of all values that are in force and aren't maps. A map belongs to "
        "nobody: several may have filled it. If two layers say the same, the stronger one has said it.",
        "May a key have a dot in it?": "Yes, people call keys `a.b`. It is one key.",
        "Who owns the result?": "Whoever asked. They may change it, down to its lists, and no layer must feel that. And leave "
        "the layers as they are.",
    },
    solved_by="layer_values",
)

# %% [markdown]
# ## What a shallow merge does
#
# One line that is in many code bases. Before you run it: what is in force for the timeout, and what does the last line print?

# %%
defaults = {"db": {"host": "local", "timeout": 5}, "hosts": ["a", "b"]}
europe = {"db": {"host": "eu-1"}}

together = {**defaults, **europe}
print(together)

together["hosts"].append("c")
print(defaults["hosts"])

# %% [markdown]
# ## Stage 1: what is in force, and who says so
#
# Fifteen minutes.

# %% answer="layer_resolve"
from copy import deepcopy


def resolve(layers):
    """(settings, origin): what `layers` of (name, settings), weakest first, say together, and which layer said each value.

    Maps are merged, all other values replaced; None takes a key away. `origin` leads from the path of each value that is not a
    map, a tuple of keys, to the name of a layer. Nothing of the result is shared with the layers.
    """
    ### BEGIN SOLUTION
    tree = {}  # as the settings, but with (value, name of the layer) for each value
    for name, settings in layers:
        lay_over(tree, settings, name)
    origin = {}
    return take_apart(tree, (), origin), origin


def lay_over(tree, settings, name):
    """What a stronger layer says goes into the tree."""
    for key, value in settings.items():
        if isinstance(value, dict):
            if not isinstance(tree.get(key), dict):
                tree[key] = {}
            lay_over(tree[key], value, name)
        elif value is None:
            tree.pop(key, None)
        else:
            tree[key] = deepcopy(value), name


def take_apart(tree, path, origin):
    """The settings in the tree; the names go to `origin`."""
    settings = {}
    for key, kept in tree.items():
        here = (*path, key)
        if isinstance(kept, dict):
            settings[key] = take_apart(kept, here, origin)
        else:
            settings[key], origin[here] = kept
    return settings
    ### END SOLUTION

# %% [markdown] hint="layer_resolve"
# You could keep two dictionaries and change them side by side. What has to go from the second when a whole map goes from the
# first? Is there a way in which it goes by itself?

# %% [markdown] hint="layer_resolve"
# Let each value travel with the name of its layer, in one tree, and take the tree apart at the end. For one key of one layer
# there are three cases: a map, `None`, anything else. What may be there already in each of them?

# %% [markdown] hint="layer_resolve"
# - A map: if no map is there, put an empty one there first; then merge into it, by the same function. Also when the map is new:
#   it may hold a `None`.
# - `None`: the key goes, if it is there.
# - Anything else: a copy of it, with the name.

# %% tests="layer_values" points=7
def check_layers(layers, want, want_origin=None):
    got = resolve(layers)
    after = "resolve of " + (", then ".join(f"{name} {settings}" for name, settings in layers) or "no layers")
    check.that(isinstance(got, tuple) and len(got) == 2, f"After {after}: expected two things, settings and origin, got {got!r}.")
    check.equal(got[0], want, after=after)
    if want_origin is not None:
        check.equal(got[1], want_origin, after=f"{after}: origin")


@check("maps are merged key by key, and each value knows its layer")
def merged_maps():
    layers = [("defaults", {"db": {"host": "local", "port": 5432}, "debug": True}), ("eu", {"db": {"host": "eu-1"}})]
    origin = {("db", "host"): "eu", ("db", "port"): "defaults", ("debug",): "defaults"}
    check_layers(layers, {"db": {"host": "eu-1", "port": 5432}, "debug": True}, origin)


@check("a list is replaced whole")
def replaced_lists():
    layers = [("defaults", {"hosts": ["a", "b"]}), ("eu", {"hosts": ["c"]})]
    check_layers(layers, {"hosts": ["c"]}, {("hosts",): "eu"})
    check_layers([("a", {"x": [{"k": 1}, 2]}), ("b", {"x": [{"l": None}]})], {"x": [{"l": None}]})


@check("None takes away")
def taken_away():
    layers = [("defaults", {"proxy": "p", "db": {"host": "h", "port": 1}}), ("eu", {"proxy": None, "db": {"port": None}})]
    check_layers(layers, {"db": {"host": "h"}}, {("db", "host"): "defaults"})


### BEGIN HIDDEN TESTS
from copy import deepcopy

from hypothesis import strategies as st


@check("no layers, and empty ones")
def no_layers():
    check_layers([], {}, {})
    check_layers([("a", {}), ("b", {"x": 1}), ("c", {})], {"x": 1}, {("x",): "b"})


@check("what is taken away with its map does not come back")
def stays_away():
    layers = [("a", {"db": {"host": "h", "port": 1}}), ("b", {"db": None}), ("c", {"db": {"port": 2}})]
    check_layers(layers, {"db": {"port": 2}}, {("db", "port"): "c"})
    check_layers(layers[:2], {}, {})
    check_layers([("a", {"x": 1}), ("b", {"x": None}), ("c", {"x": 1})], {"x": 1}, {("x",): "c"})


@check("taking away what is not there is no mistake, nor is it a value")
def nothing_there():
    check_layers([("a", {"x": None, "db": {"host": None, "port": 1}})], {"db": {"port": 1}}, {("db", "port"): "a"})
    check_layers([("a", {"y": 1}), ("b", {"db": {"deep": {"host": None}}})], {"y": 1, "db": {"deep": {}}}, {("y",): "a"})


@check("a map over a plain value, and a plain value over a map")
def map_and_plain():
    check_layers([("a", {"log": "info"}), ("b", {"log": {"level": "warn"}})], {"log": {"level": "warn"}}, {("log", "level"): "b"})
    check_layers([("a", {"log": {"level": "warn", "to": "x"}}), ("b", {"log": "info"})], {"log": "info"}, {("log",): "b"})
    check_layers([("a", {"log": [1]}), ("b", {"log": {"n": {"m": 0}}}), ("c", {"log": False})], {"log": False}, {("log",): "c"})
    layers = [("a", {"log": {"level": "warn"}}), ("b", {"log": "info"}), ("c", {"log": {"to": "x"}})]
    check_layers(layers, {"log": {"to": "x"}}, {("log", "to"): "c"})


@check("0, False, an empty string and an empty list are values")
def values_that_are_false():
    strong = {"a": 0, "b": False, "c": "", "d": [], "e": {"f": 0.0}}
    weak = {"a": 1, "b": True, "c": "x", "d": [1], "e": {"f": 1.5}}
    origin = {("a",): "strong", ("b",): "strong", ("c",): "strong", ("d",): "strong", ("e", "f"): "strong"}
    check_layers([("weak", weak), ("strong", strong)], strong, origin)
    check_layers([("strong", strong), ("weak", weak)], weak)


@check("an empty map adds nothing, and stays where it is alone")
def empty_maps():
    check_layers([("a", {"db": {"host": "h"}}), ("b", {"db": {}})], {"db": {"host": "h"}}, {("db", "host"): "a"})
    check_layers([("a", {"db": {}}), ("b", {"x": {}})], {"db": {}, "x": {}}, {})
    check_layers([("a", {"db": 1}), ("b", {"db": {}})], {"db": {}}, {})
    check_layers([("a", {"db": {"host": "h"}}), ("b", {"db": {"host": None}})], {"db": {}}, {})


@check("the stronger of two that say the same has said it")
def same_value():
    check_layers([("a", {"x": 1}), ("b", {"x": 1})], {"x": 1}, {("x",): "b"})


@check("a key with a dot is one key")
def dotted():
    layers = [("a", {"db.host": "one", "db": {"host": "two"}}), ("b", {"db": {"host": None}})]
    check_layers(layers, {"db.host": "one", "db": {}}, {("db.host",): "a"})


@check("None in a list is an element")
def none_in_list():
    check_layers([("a", {"x": [1, None]}), ("b", {"y": [None]})], {"x": [1, None], "y": [None]})


@check("layers are left as they are")
def layers_unchanged():
    layers = [
        ("a", {"db": {"host": "h", "tags": [1]}, "x": 1}),
        ("b", {"db": {"port": 2}, "x": None}),
        ("c", {"db": {"host": None}}),
    ]
    with check.unchanged(layers, when=f"resolve({layers})"):
        resolve(layers)


@check("whoever changes the result changes no layer")
def nothing_shared():
    layers = [("a", {"db": {"tags": ["x"]}, "rules": [{"port": 1}], "only": {"here": {"n": 1}}}), ("b", {"db": {"host": "h"}})]
    before = deepcopy(layers)
    settings, _ = resolve(layers)
    settings["db"]["tags"].append("y")
    settings["rules"][0]["port"] = 2
    settings["only"]["here"]["n"] = 2
    again, _ = resolve(layers)
    check.equal(layers, before, after="changing lists and maps of the result: the layers")
    check.equal(again["db"]["tags"], ["x"], after="changing a list of the result, and resolving the same layers again: that list")
    alone = [("a", {"x": 1})]
    resolve(alone)[0]["y"] = 2
    check.equal(alone, [("a", {"x": 1})], after="resolve of one layer that says x; setting y in the result: the layers")


def say_together(stack):
    """What the words mean, key by key: `stack` has the (name, settings) that are merged here, weakest first."""
    settings, origin = {}, {}
    for key in {key for _, layer in stack for key in layer}:
        said = [(name, layer[key]) for name, layer in stack if key in layer]
        last = max((at for at, (_, value) in enumerate(said) if not isinstance(value, dict)), default=-1)
        maps = said[last + 1 :]
        if maps:
            settings[key], below = say_together(maps)
            origin.update({(key, *path): name for path, name in below.items()})
        elif said[last][1] is not None:
            settings[key], origin[(key,)] = said[last][1], said[last][0]
    return settings, origin


def maps_of(values):
    return st.dictionaries(st.sampled_from("ab"), values, min_size=1, max_size=2) | st.just({})


plain_values = st.sampled_from([None, 0, [1], [2]])
settings_values = st.fixed_dictionaries({"a": plain_values | maps_of(plain_values | maps_of(plain_values))})


@check.law("any layers give what the words mean", examples=100, layers=st.lists(settings_values, min_size=2, max_size=4))
def any_layers(layers):
    named = list(zip("klmn", layers))
    check_layers(named, *say_together(named))
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(resolve, statements=24)

# %% wrong="merges only the outermost maps" fails="layer_values: maps are merged key by key, and each value knows its layer; layer_values: None takes away; layer_values: what is taken away with its map does not come back; layer_values: taking away what is not there is no mistake, nor is it a value; layer_values: a map over a plain value, and a plain value over a map; layer_values: 0, False, an empty string and an empty list are values; layer_values: an empty map adds nothing, and stays where it is alone; layer_values: a key with a dot is one key; layer_values: whoever changes the result changes no layer; layer_values: any layers give what the words mean"
from copy import deepcopy


def resolve(layers):
    settings, origin = {}, {}
    for name, layer in layers:
        for key, value in layer.items():
            origin = {path: who for path, who in origin.items() if path[0] != key}
            if value is None:
                settings.pop(key, None)
            else:
                settings[key] = deepcopy(value)
                origin[(key,)] = name
    return settings, origin

# %% wrong="puts the first layer's lists and maps into the result" fails="layer_values: whoever changes the result changes no layer"
def lay_over(tree, settings, name):
    for key, value in settings.items():
        if isinstance(value, dict):
            if not isinstance(tree.get(key), dict):
                tree[key] = {}
            lay_over(tree[key], value, name)
        elif value is None:
            tree.pop(key, None)
        else:
            tree[key] = value, name

# %% wrong="writes into the weakest layer" fails="layer_values: layers are left as they are; layer_values: whoever changes the result changes no layer"
whole = resolve


def resolve(layers):
    if not layers:
        return {}, {}
    settings, origin = whole(layers)
    layers[0][1].clear()
    layers[0][1].update(settings)
    return settings, origin

# %% wrong="one layer alone, all plain values: hands it back as it is" fails="layer_values: whoever changes the result changes no layer"
whole = resolve


def resolve(layers):
    if len(layers) == 1:
        name, settings = layers[0]
        if not any(value is None or isinstance(value, (dict, list)) for value in settings.values()):
            return settings, {(key,): name for key in settings}
    return whole(layers)

# %% wrong="appends lists" fails="layer_values: a list is replaced whole; layer_values: 0, False, an empty string and an empty list are values; layer_values: any layers give what the words mean"
def lay_over(tree, settings, name):
    for key, value in settings.items():
        if isinstance(value, dict):
            if not isinstance(tree.get(key), dict):
                tree[key] = {}
            lay_over(tree[key], value, name)
        elif value is None:
            tree.pop(key, None)
        elif isinstance(value, list) and isinstance(tree.get(key), tuple) and isinstance(tree[key][0], list):
            tree[key] = tree[key][0] + deepcopy(value), name
        else:
            tree[key] = deepcopy(value), name

# %% wrong="takes a new map as it is, with what it takes away" fails="layer_values: taking away what is not there is no mistake, nor is it a value; layer_values: any layers give what the words mean"
def lay_over(tree, settings, name):
    for key, value in settings.items():
        if isinstance(value, dict) and isinstance(tree.get(key), dict):
            lay_over(tree[key], value, name)
        elif value is None:
            tree.pop(key, None)
        else:
            tree[key] = told(deepcopy(value), name)


def told(value, name):
    if isinstance(value, dict):
        return {key: told(one, name) for key, one in value.items()}
    return value, name

# %% wrong="the strongest first: who says something first wins" fails="layer_values: what is taken away with its map does not come back; layer_values: a map over a plain value, and a plain value over a map; layer_values: any layers give what the words mean"
def resolve(layers):
    tree = {}
    for name, settings in reversed(layers):
        lay_under(tree, settings, name)
    origin = {}
    return take_apart(without_none(tree), (), origin), origin


def lay_under(tree, settings, name):
    for key, value in settings.items():
        if isinstance(value, dict):
            if isinstance(tree.setdefault(key, {}), dict):
                lay_under(tree[key], value, name)
        else:
            tree.setdefault(key, (deepcopy(value), name))


def without_none(tree):
    kept = {key: without_none(value) if isinstance(value, dict) else value for key, value in tree.items()}
    return {key: value for key, value in kept.items() if isinstance(value, dict) or value[0] is not None}

# %% wrong="takes 0 and False for nothing" fails="layer_values: a map over a plain value, and a plain value over a map; layer_values: 0, False, an empty string and an empty list are values; layer_values: any layers give what the words mean"
def lay_over(tree, settings, name):
    for key, value in settings.items():
        if isinstance(value, dict):
            if not isinstance(tree.get(key), dict):
                tree[key] = {}
            lay_over(tree[key], value, name)
        elif not value:
            tree.pop(key, None)
        else:
            tree[key] = deepcopy(value), name

# %% wrong="an empty map wipes out what is there" fails="layer_values: an empty map adds nothing, and stays where it is alone; layer_values: any layers give what the words mean"
def lay_over(tree, settings, name):
    for key, value in settings.items():
        if isinstance(value, dict):
            if not isinstance(tree.get(key), dict) or not value:
                tree[key] = {}
            lay_over(tree[key], value, name)
        elif value is None:
            tree.pop(key, None)
        else:
            tree[key] = deepcopy(value), name

# %% wrong="expects a map where there is a plain value" fails="layer_values: a map over a plain value, and a plain value over a map; layer_values: an empty map adds nothing, and stays where it is alone; layer_values: any layers give what the words mean"
def lay_over(tree, settings, name):
    for key, value in settings.items():
        if isinstance(value, dict):
            lay_over(tree.setdefault(key, {}), value, name)
        elif value is None:
            tree.pop(key, None)
        else:
            tree[key] = deepcopy(value), name

# %% wrong="never forgets where something came from" fails="layer_values: None takes away; layer_values: what is taken away with its map does not come back; layer_values: a map over a plain value, and a plain value over a map; layer_values: an empty map adds nothing, and stays where it is alone; layer_values: a key with a dot is one key; layer_values: any layers give what the words mean"
whole = resolve


def resolve(layers):
    origin = {}
    for upto in range(len(layers) + 1):
        settings, now = whole(layers[:upto])
        origin.update(now)
    return (settings if layers else {}), origin

# %% wrong="writes paths with dots" fails="layer_values: a key with a dot is one key"
whole = resolve


def resolve(layers):
    settings, origin = whole(layers)
    return settings, {tuple(".".join(path).split(".")): name for path, name in origin.items()}

# %% wrong="who says the same again has not said it" fails="layer_values: the stronger of two that say the same has said it; layer_values: any layers give what the words mean"
def lay_over(tree, settings, name):
    for key, value in settings.items():
        if isinstance(value, dict):
            if not isinstance(tree.get(key), dict):
                tree[key] = {}
            lay_over(tree[key], value, name)
        elif value is None:
            tree.pop(key, None)
        elif not (isinstance(tree.get(key), tuple) and tree[key][0] == value):
            tree[key] = deepcopy(value), name

# %% also_right="key by key, through all layers at once"
import copy


def resolve(layers: list[tuple[str, dict]]) -> tuple[dict, dict]:
    settings: dict = {}
    origin: dict = {}
    for key in dict.fromkeys(key for _, layer in layers for key in layer):
        maps: list = []
        plain = None
        for name, layer in layers:
            if key not in layer:
                continue
            if isinstance(layer[key], dict):
                maps.append((name, layer[key]))
            else:
                maps, plain = [], (name, layer[key])
        if maps:
            settings[key], below = resolve(maps)
            for path, name in below.items():
                origin[(key,) + path] = name
        elif plain and plain[1] is not None:
            origin[(key,)], settings[key] = plain[0], copy.deepcopy(plain[1])
    return settings, origin

# %% also_right="two dictionaries, and all paths below one are forgotten"
import copy


def resolve(layers):
    settings, origin = {}, {}

    def forget(path):
        for known in [known for known in origin if known[: len(path)] == path]:
            del origin[known]

    def put(into, layer, name, path):
        for key in layer:
            value, here = layer[key], path + (key,)
            if type(value) is dict:
                if type(into.get(key)) is not dict:
                    forget(here)
                    into[key] = {}
                put(into[key], value, name, here)
                continue
            forget(here)
            into.pop(key, None)
            if value is not None:
                into[key] = copy.deepcopy(value)
                origin[here] = name

    for name, layer in layers:
        put(settings, layer, name, ())
    return settings, origin

# %% [markdown]
# ## Stage 2: what runs and what should
#
# Another one:
#
# > Here is what should run, and here is what does. Both are lists of job specifications, parsed from JSON. What do we start,
# > what do we stop?
#
# What they answer when you ask:
#
# - `plan(wanted, running)` gives two lists, `(start, stop)`. Many specifications are alike, and **each counts**: if three are
#   wanted and one runs, two are started. Which of those alike you hand back doesn't matter, nor does any order.
# - What is alike? Maps with the same keys and values, in whichever order; lists only in the same order. `1` and `1.0` are one
#   number; `true` is no number, and neither is `"1"`. So at any depth.
# - A specification is any JSON value, mostly a map. Keys are strings, and no number is NaN or infinite.
# - There are thousands, half of them alike. Don't compare each with each.
# - The lists that you are given stay as they are. What you hand back may be the very objects that are in them.
#
# Before you choose a key, see what Python takes for the same. Say each answer before you run it.

# %%
import json
from collections import Counter

print({1: "one", True: "yes", 1.0: "float"})
print(Counter([1, True, 1.0, "1"]))
print(json.dumps({"a": 1, "b": 2}) == json.dumps({"b": 2, "a": 1}), json.dumps(1) == json.dumps(1.0), [True] == [1])

# %% answer="layer_plan"
from collections import defaultdict


def plan(wanted, running):
    """(start, stop): which of `wanted` don't run, which of `running` aren't wanted, each as often as it is too many."""
    ### BEGIN SOLUTION
    unclaimed = defaultdict(list)  # what runs, by key
    for spec in running:
        unclaimed[frozen(spec)].append(spec)
    start = []
    for spec in wanted:
        alike = unclaimed.get(frozen(spec))
        if alike:
            alike.pop()
        else:
            start.append(spec)
    return start, [spec for alike in unclaimed.values() for spec in alike]


def frozen(value):
    """A key that is equal for values that are alike. JSON knows no tuples, so they are free to mark kinds."""
    if isinstance(value, dict):
        return "map", frozenset((key, frozen(one)) for key, one in value.items())
    if isinstance(value, list):
        return "list", tuple(frozen(one) for one in value)
    if isinstance(value, bool):
        return "bool", value  # True == 1
    return value
    ### END SOLUTION

# %% [markdown] hint="layer_plan"
# What would you like to use as the key of a dictionary, and why does Python refuse? What could stand for a map, so that its
# order is forgotten and it can still be hashed?

# %% [markdown] hint="layer_plan"
# Write a function that turns a value into a key, from the inside out: of a map a `frozenset` of pairs, of a list a tuple. Which
# plain values are equal in Python and not alike for us, and how do you keep them apart? Text from `json.dumps` has another fault:
# look at the numbers.

# %% [markdown] hint="layer_plan"
# - From each key to a *list* of those that run: a list knows how many.
# - Each wanted one takes one of its list, or must be started. What is left in the lists is stopped.
# - `("bool", value)`, or the like, for `True` and `False`.

# %% tests="layer_alike" points=5
import json


def said_in_json(value):
    """One text for all that are alike."""
    if isinstance(value, dict):
        return "{" + ", ".join(sorted(f"{json.dumps(key)}: {said_in_json(one)}" for key, one in value.items())) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(said_in_json(one) for one in value) + "]"
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return json.dumps(value)


def check_plan(wanted, running, start, stop):
    got = plan(wanted, running)
    after = f"plan({wanted}, {running})"
    check.that(isinstance(got, tuple) and len(got) == 2, f"After {after}: expected two lists, got {got!r}.")
    for name, values, want in (("start", got[0], start), ("stop", got[1], stop)):
        check.equal(sorted(map(said_in_json, values)), sorted(map(said_in_json, want)), after=f"{after}, in JSON: {name}")


@check("what is missing is started, what is too much is stopped")
def missing_and_surplus():
    check_plan([{"job": "a"}, {"job": "b"}], [{"job": "b"}, {"job": "c"}], [{"job": "a"}], [{"job": "c"}])
    check_plan([{"job": "a"}], [{"job": "a"}], [], [])


@check("each counts")
def each_counts():
    spec = {"job": "a", "zone": 1}
    check_plan([spec, spec, spec], [{"zone": 1, "job": "a"}], [spec, spec], [])
    check_plan([spec], [spec, spec, spec], [], [spec, spec])


@check("maps and lists inside")
def nested():
    one, other = {"env": {"A": "1"}, "ports": [80, 81]}, {"ports": [81, 80], "env": {"A": "1"}}
    check_plan([one], [other], [one], [other])
    check_plan([one], [{"ports": [80, 81], "env": {"A": "1"}}], [], [])


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("nothing wanted, nothing running")
def nothing():
    check_plan([], [], [], [])
    check_plan([{"job": "a"}], [], [{"job": "a"}], [])
    check_plan([], [{"job": "a"}, {"job": "a"}], [], [{"job": "a"}, {"job": "a"}])


@check("true is no number")
def true_is_no_number():
    check_plan([{"debug": True}], [{"debug": 1}], [{"debug": True}], [{"debug": 1}])
    check_plan([{"n": [0]}, {"debug": False}], [{"n": [False]}, {"debug": False}], [{"n": [0]}], [{"n": [False]}])


@check("true, false and null are three")
def three_words():
    check_plan([{"x": True}, {"x": False}], [{"x": None}, {"x": True}], [{"x": False}], [{"x": None}])
    check_plan([False, None], [None, True], [False], [True])


@check("1 and 1.0 are one number")
def one_number():
    check_plan([{"cpu": 1}, {"cpu": [2.0]}], [{"cpu": 1.0}, {"cpu": [2]}], [], [])
    check_plan([{"cpu": 1.5}], [{"cpu": 1}], [{"cpu": 1.5}], [{"cpu": 1}])


@check("numbers that differ, however little, are two")
def two_numbers():
    large = 2**53
    check_plan([{"id": large}, {"id": large + 1}], [{"id": large + 1}], [{"id": large}], [])
    check_plan([{"nice": -1}], [{"nice": -2}], [{"nice": -1}], [{"nice": -2}])


@check("a text that looks like something else is a text")
def texts():
    alike = (("1", 1), ("true", True), ("True", True), ("null", None), ("None", None), ("[]", []), ("{}", {}), ("", None))
    for text, other in alike:
        check_plan([{"x": text}], [{"x": other}], [{"x": text}], [{"x": other}])
    for text in ('1", "b": "2', '1","b":"2', '1",b:"2', "1,b=2"):
        check_plan([{"a": text}], [{"a": "1", "b": "2"}], [{"a": text}], [{"a": "1", "b": "2"}])


@check("an empty map, an empty list and null are three")
def empty_ones():
    check_plan([{}, [], None], [[], None, {}], [], [])
    check_plan([{"x": {}}, {"x": []}], [{"x": None}, {}], [{"x": {}}, {"x": []}], [{"x": None}, {}])
    check_plan([{"x": None}], [{}], [{"x": None}], [{}])


@check("a list of pairs is no map")
def pairs_and_maps():
    check_plan([[["a", 1], ["b", 2]]], [{"a": 1, "b": 2}], [[["a", 1], ["b", 2]]], [{"a": 1, "b": 2}])
    check_plan([["list", []], ["map", []]], [[], {}], [["list", []], ["map", []]], [[], {}])


@check("keys in another order, at any depth")
def other_order():
    one = {"a": {"b": 1, "c": [{"d": 1, "e": 2}]}, "f": 0}
    check_plan([one, one], [{"f": 0, "a": {"c": [{"e": 2, "d": 1}], "b": 1}}], [one], [])
    check_plan([{"a": 1, "b": 2}], [{"a": 2, "b": 1}], [{"a": 1, "b": 2}], [{"a": 2, "b": 1}])


@check("the lists are left as they are")
def lists_unchanged():
    wanted, running = [{"job": "a"}, {"job": "b"}, {"job": "a"}], [{"job": "b"}, {"job": "c"}, {"job": "a"}]
    with check.unchanged(wanted, running, when=f"plan({wanted}, {running})"):
        plan(wanted, running)


leaves = st.sampled_from([None, True, 1, 1.0, "1", 0, False])
inner = leaves | st.lists(leaves, max_size=1)
json_values = leaves | st.lists(leaves, max_size=2) | st.dictionaries(st.just("a"), inner, max_size=1)


@check.law(
    "any two lists give what the words mean",
    examples=100,
    wanted=st.lists(json_values, max_size=5),
    running=st.lists(json_values, max_size=5),
)
def any_lists(wanted, running):
    start, stop = list(wanted), list(running)
    for spec in wanted:
        found = next((at for at, one in enumerate(stop) if said_in_json(one) == said_in_json(spec)), None)
        if found is not None:
            del stop[found]
            del start[next(at for at, one in enumerate(start) if said_in_json(one) == said_in_json(spec))]
    check_plan(wanted, running, start, stop)
### END HIDDEN TESTS

# %% tests="layer_alike_cost" points=1 inside="it counts comparisons of its own kind of text"
class Name(str):
    """A text that counts how often it is compared or hashed."""

    count = 0

    def __eq__(self, other):
        Name.count += 1
        return str.__eq__(self, other)

    def __hash__(self):
        Name.count += 1
        return str.__hash__(self)


@check("specifications are not compared each with each")
def not_each_with_each():
    wanted = [{"job": Name(f"job {number}")} for number in range(400)]
    running = [{"job": Name(f"job {number}")} for number in range(399, 99, -1)]
    Name.count = 0
    start, stop = plan(wanted, running)
    check.equal(
        (len(start), len(stop)), (100, 0), after="400 wanted of which 300 run, in another order: how many are started and stopped"
    )
    check.at_most(Name.count, 14_000, "comparisons of names", after="700 specifications, each with one name")

# %% part
from course.parts import shape

shape(plan, statements=20)

# %% wrong="takes one out of a list after the other" fails="layer_alike: true is no number; layer_alike_cost"
def plan(wanted, running):
    start, stop = [], list(running)
    for spec in wanted:
        if spec in stop:
            stop.remove(spec)
        else:
            start.append(spec)
    return start, stop

# %% wrong="text from json, with sorted keys" fails="layer_alike: 1 and 1.0 are one number; layer_alike: any two lists give what the words mean"
import json


def frozen(value):
    return json.dumps(value, sort_keys=True)

# %% wrong="text from json, as the keys come" fails="layer_alike: each counts; layer_alike: maps and lists inside; layer_alike: 1 and 1.0 are one number; layer_alike: keys in another order, at any depth; layer_alike: any two lists give what the words mean"
import json


def frozen(value):
    return json.dumps(value)

# %% wrong="a set of keys: each once" fails="layer_alike: each counts; layer_alike: keys in another order, at any depth; layer_alike: any two lists give what the words mean"
def plan(wanted, running):
    run, want = {frozen(spec) for spec in running}, {frozen(spec) for spec in wanted}
    start = [spec for spec in wanted if frozen(spec) not in run]
    return start, [spec for spec in running if frozen(spec) not in want]

# %% wrong="counts, and forgets which are too many" fails="layer_alike: what is missing is started, what is too much is stopped; layer_alike: each counts; layer_alike: maps and lists inside; layer_alike: nothing wanted, nothing running; layer_alike: true is no number; layer_alike: true, false and null are three; layer_alike: 1 and 1.0 are one number; layer_alike: numbers that differ, however little, are two; layer_alike: a text that looks like something else is a text; layer_alike: an empty map, an empty list and null are three; layer_alike: a list of pairs is no map; layer_alike: keys in another order, at any depth; layer_alike: any two lists give what the words mean"
from collections import Counter


def plan(wanted, running):
    missing = Counter(frozen(spec) for spec in wanted)
    missing.subtract(frozen(spec) for spec in running)
    by_key = {frozen(spec): spec for spec in [*wanted, *running]}
    return [by_key[key] for key, count in missing.items() if count > 0 for _ in range(count)], []

# %% wrong="freezes only the outermost map" fails="layer_alike: maps and lists inside; layer_alike: true is no number; layer_alike: 1 and 1.0 are one number; layer_alike: a text that looks like something else is a text; layer_alike: an empty map, an empty list and null are three; layer_alike: a list of pairs is no map; layer_alike: keys in another order, at any depth; layer_alike: any two lists give what the words mean"
def frozen(value):
    return frozenset(value.items()) if isinstance(value, dict) else value

# %% wrong="True is 1" fails="layer_alike: true is no number"
def frozen(value):
    if isinstance(value, dict):
        return "map", frozenset((key, frozen(one)) for key, one in value.items())
    if isinstance(value, list):
        return "list", tuple(frozen(one) for one in value)
    return value

# %% wrong="the hash of the key instead of the key" fails="layer_alike: numbers that differ, however little, are two"
exactly = frozen


def frozen(value):
    return hash(exactly(value))

# %% wrong="every number becomes a float" fails="layer_alike: numbers that differ, however little, are two"
def frozen(value):
    if isinstance(value, dict):
        return "map", frozenset((key, frozen(one)) for key, one in value.items())
    if isinstance(value, list):
        return "list", tuple(frozen(one) for one in value)
    if isinstance(value, bool):
        return "bool", value
    return float(value) if isinstance(value, int) else value

# %% wrong="True and False become texts" fails="layer_alike: a text that looks like something else is a text"
def frozen(value):
    if isinstance(value, dict):
        return "map", frozenset((key, frozen(one)) for key, one in value.items())
    if isinstance(value, list):
        return "list", tuple(frozen(one) for one in value)
    return str(value) if isinstance(value, bool) else value

# %% wrong="text put together by hand, nothing escaped" fails="layer_alike: a text that looks like something else is a text"
from fractions import Fraction


def frozen(value):
    if isinstance(value, dict):
        return "{" + ",".join(f"{key}:{frozen(value[key])}" for key in sorted(value)) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(frozen, value)) + "]"
    if isinstance(value, str):
        return f'"{value}"'
    return str(value) if value is None or isinstance(value, bool) else str(Fraction(value))

# %% wrong="a key that leads to null is no key" fails="layer_alike: an empty map, an empty list and null are three"
def frozen(value):
    if isinstance(value, dict):
        return "map", frozenset((key, frozen(one)) for key, one in value.items() if one is not None)
    if isinstance(value, list):
        return "list", tuple(frozen(one) for one in value)
    return ("bool", value) if isinstance(value, bool) else value

# %% wrong="all keys, and all values, but not which belongs to which" fails="layer_alike: keys in another order, at any depth"
def frozen(value):
    if isinstance(value, dict):
        return "map", frozenset(value), frozenset(Counter(map(frozen, value.values())).items())
    if isinstance(value, list):
        return "list", tuple(frozen(one) for one in value)
    return ("bool", value) if isinstance(value, bool) else value


from collections import Counter

# %% wrong="lists forget their order" fails="layer_alike: maps and lists inside"
whole = frozen


def frozen(value):
    if isinstance(value, list):
        return "list", frozenset(whole(one) for one in value)
    if isinstance(value, dict):
        return "map", frozenset((key, frozen(one)) for key, one in value.items())
    return whole(value)

# %% wrong="a map becomes pairs, as a list of pairs does" fails="layer_alike: a list of pairs is no map; layer_alike: any two lists give what the words mean"
def frozen(value):
    if isinstance(value, dict):
        return tuple(sorted((key, frozen(one)) for key, one in value.items()))
    if isinstance(value, list):
        return tuple(frozen(one) for one in value)
    return (type(value).__name__, value) if isinstance(value, bool) else value

# %% wrong="keeps kinds apart, and with them 1 and 1.0" fails="layer_alike: 1 and 1.0 are one number; layer_alike: any two lists give what the words mean"
def frozen(value):
    if isinstance(value, dict):
        return "map", frozenset((key, frozen(one)) for key, one in value.items())
    if isinstance(value, list):
        return "list", tuple(frozen(one) for one in value)
    return type(value).__name__, value

# %% wrong="takes what runs out of the caller's list" fails="layer_alike: the lists are left as they are"
whole = plan


def plan(wanted, running):
    start, stop = whole(wanted, running)
    running[:] = stop
    return start, stop

# %% also_right="counters of keys, one specification kept for each"
from collections import Counter


def key_of(spec):
    match spec:
        case dict():
            return (0, frozenset((name, key_of(one)) for name, one in spec.items()))
        case list():
            return (1, *map(key_of, spec))
        case bool():
            return (2, spec)
    return (3, spec)


def plan(wanted: list, running: list) -> tuple[list, list]:
    want, run = Counter(map(key_of, wanted)), Counter(map(key_of, running))
    known = {key_of(spec): spec for spec in (*running, *wanted)}
    return [known[key] for key in (want - run).elements()], [known[key] for key in (run - want).elements()]

# %% also_right="both sorted by kind and value, and merged"
def plan(wanted, running):
    def rank(value):
        if value is None or isinstance(value, bool):
            return (0, str(value))
        if isinstance(value, str):
            return (2, value)
        if isinstance(value, list):
            return (3, [rank(one) for one in value])
        if isinstance(value, dict):
            return (4, sorted((key, rank(one)) for key, one in value.items()))
        return (1, value)

    left, right = sorted(wanted, key=rank, reverse=True), sorted(running, key=rank, reverse=True)
    start, stop = [], []
    while left and right:
        want, run = rank(left[-1]), rank(right[-1])
        if want < run:
            start.append(left.pop())
        elif run < want:
            stop.append(right.pop())
        else:
            left.pop(), right.pop()
    return start + left, stop + right

# %% also_right="texts, with numbers made one before"
import json


def plan(wanted, running):
    def plain(value):
        if isinstance(value, dict):
            return {key: plain(one) for key, one in value.items()}
        if isinstance(value, list):
            return [plain(one) for one in value]
        return int(value) if isinstance(value, float) and value == int(value) else value

    def text(spec):
        return json.dumps(plain(spec), sort_keys=True)

    left = {}
    for spec in running:
        left.setdefault(text(spec), []).append(spec)
    start = []
    for spec in wanted:
        try:
            left[text(spec)].pop()
        except (KeyError, IndexError):
            start.append(spec)
    return start, sum(left.values(), [])

# %% [markdown]
# ## Stage 3: a quota, taken before it is used
#
# > Members may keep so many megabytes of downloads. A download doesn't know its size exactly before it has finished, so it
# > reserves first. Write what keeps the books.
#
# What they answer when you ask:
#
# - `QuotaLedger(limit)`: each account has the same limit. Amounts are whole numbers. Accounts are whatever hashes.
# - `free(account)`: what it has left; of an account that nobody has heard of, the limit.
# - `reserve(account, amount)`: a receipt, if so much is free; exactly as much is enough. Otherwise `None`, and nothing has
#   changed. An amount below 1 is a `ValueError`, however much is free.
# - `commit(receipt, amount)`: so much of it was really used, and stays used; the rest is free again. From 0 to what was
#   reserved. Any other amount is a `ValueError`, and then the reservation still stands.
# - `cancel(receipt)`: all of it is free again.
# - Both give `True`; or `False` for a receipt that is no good, whatever the amount: settled already, closed, or never given out.
#   No receipt is ever given out twice. What a receipt is, you decide; it can be hashed.
# - `close(account)`: the account is gone, with what it used and reserved, and its receipts are no good from then on. If it
#   comes back, it is new. Closing what isn't there is no mistake. It must not go through the books of everybody else.
# - **Who has nothing used and nothing reserved leaves nothing behind.** Most who ask never download anything.
# - One thread.

# %% answer="layer_quota"
from itertools import count


class QuotaLedger:
    """What accounts use and have reserved, each within the same limit."""

    def __init__(self, limit):
        ### BEGIN SOLUTION
        self._limit = limit
        self._taken = {}  # account -> used and reserved together, never 0
        self._open = {}  # account -> {receipt: reserved}, never empty
        self._accounts = {}  # open receipt -> account
        self._receipts = count(1)
        ### END SOLUTION

    def free(self, account):
        """What the account has left."""
        ### BEGIN SOLUTION
        return self._limit - self._taken.get(account, 0)
        ### END SOLUTION

    def reserve(self, account, amount):
        """A receipt, or None if less than `amount` is free. ValueError if it is below 1."""
        ### BEGIN SOLUTION
        if amount < 1:
            raise ValueError(f"can't reserve {amount}: at least 1")
        if amount > self.free(account):
            return None
        receipt = next(self._receipts)
        self._taken[account] = self._taken.get(account, 0) + amount
        self._open.setdefault(account, {})[receipt] = amount
        self._accounts[receipt] = account
        return receipt
        ### END SOLUTION

    def commit(self, receipt, amount):
        """Use `amount` of it, free the rest: True. False if the receipt is no good; ValueError for a wrong amount."""
        ### BEGIN SOLUTION
        if receipt not in self._accounts:
            return False
        account = self._accounts[receipt]
        reserved = self._open[account][receipt]
        if not 0 <= amount <= reserved:
            raise ValueError(f"{amount} used, of {reserved} reserved")
        del self._accounts[receipt]
        del self._open[account][receipt]
        self._taken[account] += amount - reserved
        self._forget_zeros(account)
        return True
        ### END SOLUTION

    def cancel(self, receipt):
        """Free what was reserved: True. False if the receipt is no good."""
        ### BEGIN SOLUTION
        return self.commit(receipt, 0)
        ### END SOLUTION

    def close(self, account):
        """Forget the account; its receipts are no good any more."""
        ### BEGIN SOLUTION
        self._taken.pop(account, None)
        for receipt in self._open.pop(account, ()):
            del self._accounts[receipt]

    def _forget_zeros(self, account):
        for entries in (self._taken, self._open):
            if not entries[account]:
                del entries[account]
    ### END SOLUTION

# %% [markdown] hint="layer_quota"
# Every call answers one question by one key. Which questions are there: of an account, how much; of a receipt, whose and how
# much; of an account, which receipts. What happens in a `defaultdict` when you only ask?

# %% [markdown] hint="layer_quota"
# Give receipts from a counter that only goes up; the number of open ones comes back. Keep what is used and reserved as one sum
# for each account. `cancel` is a `commit` of nothing. After each settlement: is the account at zero, and where is it still a
# key?

# %% [markdown] hint="layer_quota"
# `taken[account]`, `open[account][receipt]`, `account_of[receipt]`. `close` takes the first two by the account, and the third
# by the receipts it finds there. Check an amount before you take anything out.

# %% tests="layer_books" points=5
@check("what is reserved is no longer free, what is not used is free again")
def reserve_and_commit():
    ledger = QuotaLedger(100)
    receipt = ledger.reserve("ada", 60)
    check.equal(ledger.free("ada"), 40, after="limit 100; reserve 60")
    check.equal(ledger.commit(receipt, 50), True, after="limit 100; reserve 60, commit 50 of it")
    check.equal(ledger.free("ada"), 50, after="limit 100; reserve 60, commit 50 of it")


@check("no more than is free, and exactly as much")
def exactly():
    ledger = QuotaLedger(100)
    ledger.reserve("ada", 60)
    check.equal(ledger.reserve("ada", 41), None, after="limit 100; reserve 60; reserve 41")
    check.that(
        ledger.reserve("ada", 40) is not None,
        "After limit 100; reserve 60; 41 refused; reserve 40: expected a receipt, got None.",
    )
    check.equal(ledger.free("ada"), 0, after="limit 100; reserve 60; 41 refused; reserve 40")


@check("what is cancelled is free again, once")
def cancelled_once():
    ledger = QuotaLedger(100)
    ledger.reserve("ada", 50)
    receipt = ledger.reserve("ada", 30)
    check.equal(
        [ledger.cancel(receipt), ledger.cancel(receipt)], [True, False], after="reserve 50 and 30; cancel the second, twice"
    )
    check.equal(ledger.free("ada"), 50, after="limit 100; reserve 50 and 30; cancel the second, twice")


### BEGIN HIDDEN TESTS
from hypothesis import strategies as st


@check("accounts and ledgers don't share")
def shared_nothing():
    ledger, other = QuotaLedger(100), QuotaLedger(10)
    ledger.reserve("ada", 60)
    check.equal(
        [ledger.free("bob"), other.free("ada")],
        [100, 10],
        after="ada reserves 60 in one ledger: free for bob, and for ada in another",
    )


@check("accounts are whatever hashes, each its own")
def any_account():
    accounts = [0, "0", "", None, "None", (), frozenset()]
    ledger = QuotaLedger(100)
    receipts = [ledger.reserve(account, amount) for amount, account in enumerate(accounts, 1)]
    free = [ledger.free(account) for account in accounts]
    check.equal(free, [99, 98, 97, 96, 95, 94, 93], after=f"limit 100; 1, 2, 3, … reserved for the accounts {accounts}: free")
    settled = [ledger.commit(receipt, 1) for receipt in receipts]
    check.equal(settled, [True] * 7, after=f"limit 100; 1, 2, 3, … reserved for the accounts {accounts}; commit of 1 for each")
    for account in accounts:
        ledger.close(account)
        check.equal(ledger.free(account), 100, after=f"1 used by account {account!r}; close it: free of 100")


@check("a receipt is never given out twice")
def receipts_differ():
    ledger = QuotaLedger(100)
    old = ledger.reserve("ada", 10)
    ledger.cancel(old)
    ledger.reserve("ada", 20)
    check.equal(ledger.cancel(old), False, after="reserve 10, cancel it, reserve 20; cancel the first once more")
    check.equal(ledger.free("ada"), 80, after="reserve 10, cancel it, reserve 20; cancel the first once more: free of 100")
    receipts = [ledger.reserve("bob", 1) for _ in range(6)]
    for receipt in receipts[:3]:
        ledger.commit(receipt, 1)
    receipts += [ledger.reserve("bob", 1) for _ in range(6)]
    check.equal(len(set(receipts)), 12, after="twelve reservations, three of them settled in between: receipts that differ")


@check("a receipt that was settled is no good")
def settled():
    ledger = QuotaLedger(100)
    receipt = ledger.reserve("ada", 30)
    ledger.commit(receipt, 20)
    check.equal(
        [ledger.cancel(receipt), ledger.commit(receipt, 5), ledger.commit(receipt, 99)],
        [False] * 3,
        after="a commit; then cancel, commit of 5, of 99",
    )
    check.equal(ledger.free("ada"), 80, after="reserve 30, commit 20, then cancel and commit again: free of 100")


@check("a receipt that nobody gave out is no good")
def unknown_receipt():
    ledger = QuotaLedger(100)
    ledger.reserve("ada", 30)
    for receipt in ("no receipt", None, ("ada", 31)):
        check.equal(
            [ledger.cancel(receipt), ledger.commit(receipt, 1)], [False, False], after=f"cancel and commit of {receipt!r}"
        )


@check("nothing used, or all of it, is a commit as any other")
def ends_of_commit():
    ledger = QuotaLedger(100)
    check.equal(ledger.commit(ledger.reserve("ada", 30), 30), True, after="reserve 30, commit 30")
    check.equal(ledger.commit(ledger.reserve("ada", 40), 0), True, after="reserve 40, commit 0")
    check.equal(ledger.free("ada"), 70, after="reserve 30, commit 30; reserve 40, commit 0: free of 100")


@check("a wrong amount is refused, and the reservation still stands")
def wrong_amount():
    ledger = QuotaLedger(100)
    receipt = ledger.reserve("ada", 30)
    for amount in (31, -1):
        check.raises(ValueError, lambda: ledger.commit(receipt, amount), when=f"30 reserved, commit of {amount}")
    check.equal(ledger.free("ada"), 70, after="reserve 30, commit of 31 and of -1 refused: free of 100")
    check.equal(ledger.commit(receipt, 10), True, after="reserve 30, commit of 31 and of -1 refused, commit 10")
    check.equal(ledger.free("ada"), 90, after="reserve 30, commit of 31 and of -1 refused, commit 10: free of 100")


@check("an amount below 1 is refused, also where nothing is free")
def below_one():
    ledger = QuotaLedger(10)
    for free in (10, 0):
        for amount in (0, -5):
            check.raises(ValueError, lambda: ledger.reserve("ada", amount), when=f"{free} free, reserve {amount}")
        check.equal(ledger.free("ada"), free, after="a refused amount")
        if free:
            ledger.reserve("ada", 10)


@check("a closed account is new when it comes back")
def closed():
    ledger = QuotaLedger(100)
    old = ledger.reserve("ada", 30)
    ledger.commit(ledger.reserve("ada", 20), 20)
    ledger.reserve("bob", 5)
    ledger.close("ada")
    check.equal(
        [ledger.free("ada"), ledger.free("bob")],
        [100, 95],
        after="ada has reserved 30 and used 20, bob reserved 5; close ada: free",
    )
    ledger.reserve("ada", 40)
    check.equal(
        [ledger.cancel(old), ledger.commit(old, 1)],
        [False, False],
        after="reserve 30, close, reserve 40; cancel and commit of the first receipt",
    )
    check.equal(
        ledger.free("ada"), 60, after="reserve 30, close, reserve 40; cancel and commit of the first receipt: free of 100"
    )
    ledger.close("nobody")
    ledger.close("ada")
    ledger.close("ada")


class Books:
    """The ledger, with receipts by number: the first given out is 0."""

    def __init__(self, limit):
        self.ledger, self.receipts = QuotaLedger(limit), []

    def reserve(self, account, amount):
        receipt = self.ledger.reserve(account, amount)
        if receipt is not None:
            self.receipts.append(receipt)
        return receipt is not None

    def commit(self, number, amount):
        return number < len(self.receipts) and self.ledger.commit(self.receipts[number], amount)

    def cancel(self, number):
        return number < len(self.receipts) and self.ledger.cancel(self.receipts[number])

    def close(self, account):
        return self.ledger.close(account)

    def free(self, account):
        return self.ledger.free(account)


class Journal:
    """What the words mean: everything that ever happened, added up anew for each question."""

    def __init__(self, limit):
        self.limit, self.entries = limit, []  # [account, amount, open]

    def reserve(self, account, amount):
        if amount < 1:
            raise ValueError
        fits = amount <= self.free(account)
        if fits:
            self.entries.append([account, amount, True])
        return fits

    def commit(self, number, amount):
        if number >= len(self.entries) or not self.entries[number][2]:
            return False
        if not 0 <= amount <= self.entries[number][1]:
            raise ValueError
        self.entries[number][1:] = [amount, False]
        return True

    def cancel(self, number):
        return self.commit(number, 0)

    def close(self, account):
        for entry in self.entries:
            if entry[0] == account:
                entry[1:] = [0, False]

    def free(self, account):
        return self.limit - sum(amount for name, amount, _ in self.entries if name == account)


check.model(
    "under any calls the books are right (receipts by number, from 0)",
    subject=Books,
    model=Journal,
    given={"limit": st.just(10)},
    calls={
        "reserve": [st.sampled_from("ab"), st.integers(0, 7)],
        "commit": [st.integers(0, 4), st.integers(-1, 7)],
        "cancel": [st.integers(0, 4)],
        "close": [st.sampled_from("ab")],
        "free": [st.sampled_from("ab")],
    },
    examples=60,
)
### END HIDDEN TESTS

# %% tests="layer_traces" points=2 inside="it counts accounts that are still held, and lines that run"
from course.cases import Living, steps_of


def traces_after(what):
    """How many of a hundred accounts are still held after `what(ledger, account)` for each."""
    living, ledger = Living(), QuotaLedger(100)
    for number in range(100):
        what(ledger, living.item(f"account {number}"))
    return living.count


@check("a question leaves nothing behind")
def only_asked():
    check.at_most(
        traces_after(lambda ledger, account: ledger.free(account)), 0, "accounts held", after="free(account) for a hundred"
    )


### BEGIN HIDDEN TESTS
import gc
import types
from contextlib import suppress


def held(thing):
    """How many objects can be reached from this one, by attributes and in containers."""
    seen, waiting = {}, [thing]
    while waiting:
        one = waiting.pop()
        if id(one) not in seen and not isinstance(one, (type, types.ModuleType, types.FunctionType, types.BuiltinFunctionType)):
            seen[id(one)] = one
            waiting += gc.get_referents(one)
    return len(seen)


@check("a settled receipt leaves nothing behind")
def old_receipts():
    def after(times):
        ledger = QuotaLedger(100)
        for _ in range(times):
            ledger.commit(ledger.reserve("ada", 20), 10)
            ledger.cancel(ledger.reserve("ada", 10))
            ledger.close("ada")
        return held(ledger)

    few, many = after(10), after(300)
    check.that(
        many <= few + 60,
        f"After reserve, commit, reserve, cancel and close, ten times, the ledger holds {few} objects, after 300 times {many}. A receipt "
        "that is no good needs no mark: it is enough that it isn't among the open ones.",
    )


@check("nor does what was refused, cancelled or closed")
def nothing_left():
    def refused(ledger, account):
        ledger.reserve(account, 101)

    def cancelled(ledger, account):
        ledger.cancel(ledger.reserve(account, 10))

    def used_nothing(ledger, account):
        first, second = ledger.reserve(account, 10), ledger.reserve(account, 20)
        ledger.commit(first, 0)
        ledger.cancel(second)

    def wrong_amount(ledger, account):
        with suppress(ValueError):
            ledger.reserve(account, 0)

    def never_there(ledger, account):
        ledger.close(account)

    def closed(ledger, account):
        ledger.reserve(account, 10)
        ledger.commit(ledger.reserve(account, 20), 20)
        ledger.close(account)

    for what, said in (
        (refused, "a reservation beyond the limit"),
        (wrong_amount, "a reservation of 0"),
        (never_there, "close of an account that isn't there"),
        (cancelled, "reserve and cancel"),
        (used_nothing, "two reservations, one committed with 0 and one cancelled"),
        (closed, "reserve, commit and close"),
    ):
        check.at_most(traces_after(what), 0, "accounts held", after=f"{said}, for a hundred accounts")


@check("closing one account does not go through all others")
def close_is_local():
    def steps(accounts):
        ledger = QuotaLedger(100)
        for number in range(accounts):
            ledger.reserve(number, 10)
        return steps_of(lambda: ledger.close(0))[1]

    small, large = steps(20), steps(600)
    check.that(
        large <= 2 * small,
        f"Closing one account took {small} steps with 20 accounts and {large} with 600. Look for the loop that goes through "
        "everybody's receipts.",
    )
### END HIDDEN TESTS

# %% part
from course.parts import shape

shape(QuotaLedger, statements=42)

# %% wrong="numbers receipts by how many are open" fails="layer_books: a receipt is never given out twice; layer_books: under any calls the books are right (receipts by number, from 0)"
class QuotaLedger(QuotaLedger):
    def reserve(self, account, amount):
        self._receipts = iter([len(self._accounts) + 1])
        return super().reserve(account, amount)

# %% wrong="a question makes an entry" fails="layer_traces: a question leaves nothing behind; layer_traces: nor does what was refused, cancelled or closed"
from collections import defaultdict


class QuotaLedger(QuotaLedger):
    def __init__(self, limit):
        super().__init__(limit)
        self._taken = defaultdict(int)

    def free(self, account):
        return self._limit - self._taken[account]

# %% wrong="remembers each receipt that was settled" fails="layer_traces: a settled receipt leaves nothing behind"
before = QuotaLedger


class QuotaLedger(before):
    def __init__(self, limit):
        super().__init__(limit)
        self.settled = set()

    def commit(self, receipt, amount):
        done = receipt not in self.settled and super().commit(receipt, amount)
        if done:
            self.settled.add(receipt)
        return done

# %% wrong="looks into a defaultdict before it looks at the amount" fails="layer_traces: nor does what was refused, cancelled or closed"
from collections import defaultdict

before = QuotaLedger


class QuotaLedger(before):
    def __init__(self, limit):
        super().__init__(limit)
        self._taken = defaultdict(int)

    def reserve(self, account, amount):
        left = self._limit - self._taken[account]
        if amount < 1:
            raise ValueError(amount)
        if amount > left:
            if left == self._limit:
                del self._taken[account]
            return None
        return super().reserve(account, amount)

# %% wrong="closing an account that isn't there makes an entry" fails="layer_traces: nor does what was refused, cancelled or closed"
from collections import defaultdict

before = QuotaLedger


class QuotaLedger(before):
    def __init__(self, limit):
        super().__init__(limit)
        self._open = defaultdict(dict)

    def close(self, account):
        for receipt in self._open[account]:
            del self._accounts[receipt]
        if self._taken.pop(account, None):
            del self._open[account]

# %% wrong="closes only who has something reserved" fails="layer_books: accounts are whatever hashes, each its own"
class QuotaLedger(QuotaLedger):
    def close(self, account):
        if account in self._open:
            super().close(account)

# %% wrong="an account that is false is none" fails="layer_books: accounts are whatever hashes, each its own"
class QuotaLedger(QuotaLedger):
    def commit(self, receipt, amount):
        return bool(self._accounts.get(receipt)) and super().commit(receipt, amount)

# %% wrong="accounts by their text" fails="layer_books: accounts are whatever hashes, each its own"
class QuotaLedger(QuotaLedger):
    def free(self, account):
        return super().free(str(account))

    def reserve(self, account, amount):
        return super().reserve(str(account), amount)

    def close(self, account):
        super().close(str(account))

# %% wrong="leaves a zero behind" fails="layer_traces: nor does what was refused, cancelled or closed"
class QuotaLedger(QuotaLedger):
    def _forget_zeros(self, account):
        pass

# %% wrong="exactly as much as is free is too much" fails="layer_books: no more than is free, and exactly as much; layer_books: an amount below 1 is refused, also where nothing is free; layer_books: under any calls the books are right (receipts by number, from 0)"
class QuotaLedger(QuotaLedger):
    def reserve(self, account, amount):
        if 0 < amount == self.free(account):
            return None
        return super().reserve(account, amount)

# %% wrong="the rest of a reservation stays taken" fails="layer_books: what is reserved is no longer free, what is not used is free again; layer_books: a receipt that was settled is no good; layer_books: a wrong amount is refused, and the reservation still stands; layer_books: under any calls the books are right (receipts by number, from 0)"
class QuotaLedger(QuotaLedger):
    def commit(self, receipt, amount):
        if receipt in self._accounts and 0 < amount < self._open[self._accounts[receipt]][receipt]:
            amount = self._open[self._accounts[receipt]][receipt]
        return super().commit(receipt, amount)

# %% wrong="lets more be used than was reserved" fails="layer_books: a wrong amount is refused, and the reservation still stands; layer_books: under any calls the books are right (receipts by number, from 0)"
class QuotaLedger(QuotaLedger):
    def commit(self, receipt, amount):
        if receipt in self._accounts:
            reserved = self._open[self._accounts[receipt]][receipt]
            if amount > reserved:
                self._taken[self._accounts[receipt]] += amount - reserved
                self._open[self._accounts[receipt]][receipt] = amount
        return super().commit(receipt, amount)

# %% wrong="takes the reservation out before it looks at the amount" fails="layer_books: a wrong amount is refused, and the reservation still stands; layer_books: under any calls the books are right (receipts by number, from 0)"
class QuotaLedger(QuotaLedger):
    def commit(self, receipt, amount):
        try:
            return super().commit(receipt, amount)
        except ValueError:
            super().commit(receipt, 0)
            raise

# %% wrong="closing leaves the receipts, and a late cancel is no good for the new account" fails="layer_books: a closed account is new when it comes back; layer_books: under any calls the books are right (receipts by number, from 0); layer_traces: nor does what was refused, cancelled or closed"
class QuotaLedger(QuotaLedger):
    def close(self, account):
        self._taken.pop(account, None)

    def commit(self, receipt, amount):
        if receipt in self._accounts:
            self._taken.setdefault(self._accounts[receipt], 0)
        return super().commit(receipt, amount)

# %% wrong="closing goes through all receipts" fails="layer_traces: closing one account does not go through all others"
class QuotaLedger(QuotaLedger):
    def close(self, account):
        self._taken.pop(account, None)
        self._open.pop(account, None)
        for receipt in [receipt for receipt, owner in self._accounts.items() if owner == account]:
            del self._accounts[receipt]

# %% wrong="deletes while it goes through" fails="layer_books: a closed account is new when it comes back; layer_books: under any calls the books are right (receipts by number, from 0); layer_traces: nor does what was refused, cancelled or closed; layer_traces: closing one account does not go through all others"
class QuotaLedger(QuotaLedger):
    def close(self, account):
        self._taken.pop(account, None)
        for receipt in self._open.get(account, {}):
            del self._accounts[receipt]
            del self._open[account][receipt]

# %% wrong="looks at what is free before it looks at the amount" fails="layer_books: an amount below 1 is refused, also where nothing is free"
class QuotaLedger(QuotaLedger):
    def reserve(self, account, amount):
        if self.free(account) < max(amount, 1):
            return None
        return super().reserve(account, amount)

# %% wrong="a cancel gives back each time" fails="layer_books: what is cancelled is free again, once; layer_books: a receipt is never given out twice; layer_books: a receipt that was settled is no good; layer_books: a closed account is new when it comes back; layer_books: under any calls the books are right (receipts by number, from 0); layer_traces: a settled receipt leaves nothing behind; layer_traces: nor does what was refused, cancelled or closed"
class QuotaLedger(QuotaLedger):
    def __init__(self, limit):
        super().__init__(limit)
        self._ever = {}

    def reserve(self, account, amount):
        receipt = super().reserve(account, amount)
        if receipt is not None:
            self._ever[receipt] = account, amount
        return receipt

    def cancel(self, receipt):
        done = super().cancel(receipt)
        if not done and receipt in self._ever:
            account, amount = self._ever[receipt]
            if account in self._taken:
                self._taken[account] -= amount
                return True
        return done

# %% wrong="one dictionary for all ledgers" fails="layer_books: no more than is free, and exactly as much; layer_books: what is cancelled is free again, once; layer_books: accounts and ledgers don't share; layer_books: a receipt is never given out twice; layer_books: a receipt that was settled is no good; layer_books: nothing used, or all of it, is a commit as any other; layer_books: a wrong amount is refused, and the reservation still stands; layer_books: an amount below 1 is refused, also where nothing is free; layer_books: under any calls the books are right (receipts by number, from 0)"
class QuotaLedger(QuotaLedger):
    shared = {}

    def __init__(self, limit):
        super().__init__(limit)
        self._taken = self.shared

# %% also_right="an entry for each account, receipts that know theirs"
from dataclasses import dataclass, field


@dataclass
class Account:
    used: int = 0
    reserved: dict = field(default_factory=dict)

    def taken(self) -> int:
        return self.used + sum(self.reserved.values())


class QuotaLedger:
    def __init__(self, limit: int) -> None:
        self.limit, self.given = limit, 0
        self.accounts: dict = {}

    def free(self, account) -> int:
        return self.limit - (self.accounts[account].taken() if account in self.accounts else 0)

    def reserve(self, account, amount: int):
        if amount <= 0:
            raise ValueError(amount)
        if self.free(account) - amount < 0:
            return None
        self.given += 1
        self.accounts.setdefault(account, Account()).reserved[self.given] = amount
        return account, self.given

    def commit(self, receipt, amount: int) -> bool:
        try:
            account, number = receipt
            reserved = self.accounts[account].reserved[number]
        except (TypeError, ValueError, KeyError):
            return False
        if amount < 0 or amount > reserved:
            raise ValueError(amount)
        entry = self.accounts[account]
        del entry.reserved[number]
        entry.used += amount
        if entry.taken() == 0:
            self.accounts.pop(account)
        return True

    def cancel(self, receipt) -> bool:
        return self.commit(receipt, 0)

    def close(self, account) -> None:
        if account in self.accounts:
            del self.accounts[account]

# %% also_right="a receipt is an object of its own"
class _Receipt:
    def __init__(self, account, amount):
        self.account, self.amount = account, amount


class QuotaLedger:
    def __init__(self, limit):
        self._limit, self._used, self._standing = limit, {}, {}

    def free(self, account):
        standing = self._standing.get(account, ())
        return self._limit - self._used.get(account, 0) - sum(one.amount for one in standing)

    def reserve(self, account, amount):
        if not amount >= 1:
            raise ValueError("at least 1")
        if self.free(account) >= amount:
            receipt = _Receipt(account, amount)
            self._standing.setdefault(account, set()).add(receipt)
            return receipt

    def _good(self, receipt):
        return isinstance(receipt, _Receipt) and receipt in self._standing.get(receipt.account, ())

    def _drop(self, receipt):
        self._standing[receipt.account].discard(receipt)
        if not self._standing[receipt.account]:
            self._standing.pop(receipt.account)

    def commit(self, receipt, amount):
        if not self._good(receipt):
            return False
        if amount not in range(receipt.amount + 1):
            raise ValueError("not within what was reserved")
        self._drop(receipt)
        if amount:
            self._used[receipt.account] = self._used.get(receipt.account, 0) + amount
        return True

    def cancel(self, receipt):
        good = self._good(receipt)
        if good:
            self._drop(receipt)
        return good

    def close(self, account):
        for books in (self._used, self._standing):
            books.pop(account, None)

# %% [markdown]
# ## The solutions, and others
#
# **Cost (RUBRIC-18).** `resolve` is linear in all that the layers say, and so is its memory. `plan` makes a key of each
# specification, which costs its size, and then one look-up: linear in all that was given. The ledger: a fixed number of look-ups
# a call, `close` one for each open receipt of that account; memory for accounts that have something, and for open receipts.
#
# | instead | wins | loses |
# |---|---|---|
# | **Look up through the layers**, strongest first, at each read (`ChainMap`) | no copy; a changed layer shows at once | each read costs the layers; `ChainMap` merges no maps inside maps, and no layer can take a weaker one's key away |
# | **Flat paths**, `("db", "port")` to (value, layer) | provenance for free; a diff of two results is a diff of two dicts | a map that is replaced means a search for all paths below it; empty maps need an entry of their own |
# | **Canonical text** as the key (`json.dumps`, sorted keys) | can be stored, sent, compared by another language | `1` and `1.0` differ; text for each value, and a format that must never change |
# | **One record for each account** instead of three dicts | one look-up, nothing to keep in step | a receipt must say or find its account |
#
# In all three the hard part is not the dictionary: it is to say what a key *is*, and who may still hold what it leads to.

# %% [markdown] written="layer_tradeoffs" points=3
# **Argue it.** Two thousand instances read settings thousands of times a second; four layers, of which each changes a few times
# an hour; a bad value has to be found and taken back within minutes. When is `resolve` run, where, and how does an instance get
# the result? Set out two designs, say what each wins and loses *here*, and choose (RUBRIC-12). About 150 words.

# %% part
from course.parts import self_assess

self_assess(
    "layer_tradeoffs",
    L5=[
        "Resolves at a change, not at a read, and says why: reads outnumber changes by far",
        "Swaps the whole result at once, so that no reader sees half of one and half of the other",
        "Says what an instance does when the source can't be reached: the last good result, kept on its own disk too",
        "Keeps provenance with the result, and a version of each layer, so that what is in force can be explained later",
    ],
    L6=[
        "Resolves in one place or in each instance: says who then has to agree on the rules of merging, and what a new rule "
        "costs",
        "Checks the result before it is taken (types, bounds), lets few instances have it first, and takes it back by itself",
        "Notices instances that run with an old version, and says how many minutes that may last",
    ],
)

# %% [markdown]
# ## Say it
#
# Ninety seconds, aloud:
#
# 1. What *together* means: maps, lists, what is taken away, and what comes back after that.
# 2. Why value and layer travel together, and what goes wrong if they don't.
# 3. What makes two specifications the same, and which key says just that.
# 4. Why a receipt is never given out twice, and what an idle account leaves behind.
# 5. The cost of each.

# %% part
from course.parts import timer

timer("layer_say", seconds=90)

# %% [markdown]
# **What comes next in the room, and what a good answer has in it**
#
# - *A layer must be able to set `null` itself.* Then `None` can't mean two things: a value of its own for *taken away*, or a
#   list of paths to remove. JSON Merge Patch (RFC 7396) has the same limit; JSON Patch (RFC 6902) hasn't.
# - *Some lists should be merged.* Not by guessing: by a rule for that path, or maps with names instead of lists.
# - *A job changed: stop and start, or update it?* Then there is a name that stays the same; first by name, then by content.
# - *Two threads reserve at once.* Between *is it free* and *it is taken* nobody may come in: one lock, or one for each account;
#   across machines a conditional write.
# - *The device that reserved is gone.* A reservation with an end: a lease, and what happens to a commit that comes too late.
#
# **Sources.** Hash maps and sets stand in the list of topics of one interview guide (MockRound, M. Reid, 23 March 2026); that
# problems come from teams' real work is told by a second (Live Interview Help, undated) and by a post on the company's
# technology blog (K. Casella; we know a mirror dated 20 July 2024). Settings that differ by region, country and device are what
# the company's open library Archaius was announced for (*Announcing Archaius: Dynamic Properties in the Cloud*, on the technology
# blog, 18 June 2012; README of github.com/Netflix/archaius). Layers, jobs and quotas are ours. This course is independent of Netflix.
