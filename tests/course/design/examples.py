"""Designs and scenarios that several tests use, and strategies for values of any kind."""

import typing
from collections.abc import Mapping
from typing import Any, Literal, Union, get_args, get_origin

from hypothesis import strategies as st

from course.design import (
    Availability,
    Cache,
    Constant,
    Consumer,
    Cost,
    Dependency,
    Design,
    Endpoint,
    Fallback,
    Fixed,
    KeyValueStore,
    Latency,
    LoadBalancer,
    Queue,
    Retry,
    Scenario,
    Service,
    Slow,
    Traffic,
    together,
)
from course.design.calls import Call, Component
from course.design.values import Value, fields, made
from course.errors import DesignError

EDGE = LoadBalancer("edge")
API = Service("api", instances=4)
LINKS = KeyValueStore("links")
HOT = Cache("hot", size_gb=0.1)
EVENTS = Queue("events")


def small(**changes: Any) -> Design:
    """A service before a store."""
    return Design("small", Endpoint("read", EDGE, API, LINKS.read("key", timeout_ms=50)), **changes)


def large() -> Design:
    """Most of what the language has."""
    ratings = Service("ratings")
    return Design(
        "large",
        Endpoint(
            "page",
            EDGE,
            API,
            HOT.aside(LINKS.read("row"), timeout_ms=40),
            together(ratings.call(timeout_ms=30, fallback=Fallback()), LINKS.read("user", timeout_ms=50)),
        ),
        Endpoint("notify", EDGE, API, EVENTS.send("user", timeout_ms=100, retry=Retry(budget=0.1), idempotent=True)),
        Consumer("deliver", EVENTS, Service("worker"), Dependency("sms").call(timeout_ms=500), deduplicate=True),
    )


def quiet(**changes: Any) -> Scenario:
    """Little traffic for `small`, and objectives that it meets."""
    scenario = Scenario(
        "quiet",
        traffic=[Traffic(Constant(50), {"read": 1})],
        duration_s=20,
        warm_up_s=2,
        demand={"api": Fixed(2), "links": Fixed(1)},
        slos=[Availability("read", 0.99), Latency("read", 200), Cost(2_000)],
    )
    return scenario.with_(**changes) if changes else scenario


def slow_store(**changes: Any) -> Scenario:
    """The same with a store that is too slow for half of the time."""
    return quiet(
        name="slow store", faults=[Slow(at_s=12, for_s=10, target="links", factor=500)], duration_s=30, **changes
    )


# -- Any value ---------------------------------------------------------------------------------------------------------


def values(kind: type[Value]) -> st.SearchStrategy[Value]:
    """Any value of that kind; fields that do not fit together are tried again."""

    def build(given: dict[str, Any]) -> Value | None:
        try:
            return made(kind, given)
        except DesignError:
            return None

    return (
        st.fixed_dictionaries({one.name: _of(hint, one.metadata) for one, hint in fields(kind)})
        .map(build)
        .filter(lambda value: value is not None)
    )


def concrete(base: type[Value]) -> list[type[Value]]:
    """The kinds that derive from it and have none of their own."""
    found = [one for derived in base.__subclasses__() for one in concrete(derived)]
    return found or [base]


def _of(hint: Any, bounds: Mapping[str, Any]) -> st.SearchStrategy[Any]:
    origin = get_origin(hint)
    if origin is Literal:
        return st.sampled_from(get_args(hint))
    if origin in (Union, typing.get_origin(int | str)):
        return st.one_of([_of(one, bounds) for one in get_args(hint)])
    if origin is tuple:
        return st.lists(_of(get_args(hint)[0], bounds), min_size=1, max_size=3).map(tuple)
    if origin is Mapping:
        return st.dictionaries(_of(get_args(hint)[0], {}), _of(get_args(hint)[1], bounds), min_size=1, max_size=3)
    if hint is bool:
        return st.booleans()
    if hint is type(None):
        return st.none()
    if hint is str:
        return st.text(st.characters(categories=["L", "N", "Zs"], codec="ascii"), min_size=1, max_size=8)
    if hint in (int, float):
        least, most = bounds.get("least", 0), min(bounds.get("most", 1e12), 1e6)
        if hint is int:
            return st.integers(int(least), int(most))
        return st.floats(least, most, exclude_min=bounds.get("above", False))
    if hint is Call:
        return st.sampled_from([LINKS.read("key"), HOT.get("key"), API.call(), EVENTS.send("key", idempotent=True)])
    if hint is Component:
        return st.sampled_from([EDGE, API, LINKS, HOT, EVENTS])
    flat = [
        one
        for one in concrete(hint)
        if not any(isinstance(inner, type) and issubclass(one, inner) for _, inner in fields(one))
    ]
    return st.one_of([values(one) for one in flat])
