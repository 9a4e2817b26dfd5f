"""Do values cross as plain data unchanged, and is everything else refused by name?"""

import copy
import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from course.design import Design, Scenario
from course.design.components import Component, Region
from course.design.demand import Demand, Keys, Popularity
from course.design.faults import Fault
from course.design.plain import from_plain, to_plain
from course.design.policies import Autoscaling, Breaker, Bulkhead, Hedge, RateLimit, Retry, Rollout, Shedding
from course.design.slos import Objective
from course.design.traffic import Rate, Traffic, Users
from course.design.values import Value
from course.errors import DesignError
from tests.course.design.examples import concrete, large, quiet, slow_store, values

BASES: list[type[Value]] = [Component, Region, Demand, Popularity, Keys, Fault, Objective, Traffic, Users]
BASES += [Autoscaling, Breaker, Bulkhead, Hedge, RateLimit, Retry, Rollout, Shedding]
KINDS = [kind for base in BASES for kind in concrete(base)] + [one for one in concrete(Rate) if one.__name__ != "Times"]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@given(st.data())
@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
def test_any_value_comes_back_equal(kind: type[Value], data: st.DataObject):
    value = data.draw(values(kind))
    assert from_plain(kind, json.loads(json.dumps(to_plain(value), allow_nan=False)), "value") == value


@pytest.mark.parametrize(
    "value", [large(), large().with_(regions=[Region("a"), Region("b")])], ids=["plain", "regions"]
)
def test_a_design_comes_back_equal_with_its_components_shared(value: Design):
    back = Design.from_dict(json.loads(json.dumps(value.to_dict(), allow_nan=False)))
    assert back == value
    assert back.outline() == value.outline()
    assert back["links"] is next(call.target for call in back.flows[0].calls if call.target.name == "links")


@pytest.mark.parametrize("value", [quiet(), slow_store(), quiet().shifted(load=2, seed=9)])
def test_a_scenario_comes_back_equal(value: Scenario):
    assert Scenario.from_dict(json.loads(json.dumps(value.to_dict(), allow_nan=False))) == value


def changed(path: list[Any], value: Any) -> Any:
    """The large design's data with one place replaced."""
    plain = copy.deepcopy(large().to_dict())
    place = plain
    for step in path[:-1]:
        place = place[step]
    place[path[-1]] = value
    return plain


HOSTILE = [
    (None, "This is no design"),
    ([], "This is no design"),
    ({"version": 1}, "This is no design"),
    (changed(["version"], 2), "version 2"),
    (changed(["version"], "1; import os"), "version '1; import os'"),
    (changed(["components"], {}), "components: expected a list"),
    (changed(["components"], [None] * 2_000), "components: expected a list of at most 1,000"),
    (changed(["components", 2, "instances"], 10**9), "components[2]: `api`: instances is 1000000000"),
    (changed(["components", 2, "instances"], True), "instances is True"),
    (changed(["components", 2, "instances"], "4"), "instances is '4'"),
    (changed(["components", 2, "instances"], float("nan")), "instances is nan"),
    (changed(["components", 2, "kind"], "Popen"), "components[2]: 'Popen' is no kind"),
    (changed(["components", 2, "kind"], "Retry"), "components[2]: 'Retry' is no kind"),
    (changed(["components", 2, "instance"], 4), "Service has no 'instance'. Did you mean `instances`?"),
    (changed(["components", 2, "name"], "a" * 100), "too long a name"),
    (changed(["components", 2, "name"], "a\nb"), "a text of one line"),
    (changed(["components", 2, "name"], "edge"), "components[2]: `edge` is there twice"),
    (changed(["components", 2, "__class__"], "x"), "Service has no '__class__'"),
    (changed(["design", "flows", 0, "root", "target", "name"], "nobody"), "no component is called 'nobody'"),
    (changed(["design", "flows", 0, "root", "operation"], "__init__"), "no operation '__init__'"),
    (changed(["design", "flows", 0, "root", "timeout_ms"], -1), "design.flows[0].root: Call: timeout_ms is -1"),
    (changed(["design", "flows", 0, "root", "timeout_ms"], float("inf")), "timeout_ms is inf"),
    (changed(["design", "flows"], {"0": 1}), "design.flows is a dict"),
    (changed(["design", "flows", 0], 3), "flows[0] is a int"),
    (changed(["design", "flows", 0, "root"], {"kind": "Together", "steps": []}), "'Together' is no kind"),
    (changed(["design", "name"], ""), "a text of one line"),
    (changed(["design", "failover"], object()), "design.failover is a object"),
    (changed(["components", 2, "autoscaling"], []), "components[2].autoscaling is a list"),
    (changed(["components", 2, "instances"], [1]), "components[2].instances is a list, which does not belong there"),
    (changed(["components", 2, "name"], type("Mine", (str,), {})("api")), "components[2].name is a Mine"),
]


@pytest.mark.parametrize(("plain", "message"), HOSTILE, ids=range(len(HOSTILE)))
def test_anything_else_is_refused_by_name(plain: Any, message: str):
    with pytest.raises(DesignError) as caught:
        Design.from_dict(plain)
    assert message in str(caught.value)


def test_data_that_nests_without_end_is_refused():
    plain = large().to_dict()
    root = plain["design"]["flows"][0]["root"]
    for _ in range(60):
        root["steps"] = [copy.copy(root)]
        root = root["steps"][0]
    with pytest.raises(DesignError, match="too much is nested"):
        Design.from_dict(plain)


def test_data_of_many_values_is_refused():
    plain = large().to_dict()
    call = plain["design"]["flows"][0]["root"]
    call["steps"] = [{**call, "steps": [{**call, "steps": []}] * 900}] * 900
    with pytest.raises(DesignError, match="too much is nested"):
        Design.from_dict(plain)


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(
                st.sampled_from(["kind", "name", "version", "components", "design", "flows", "root", "target"]),
                inner,
                max_size=5,
            )
        ),
        max_leaves=20,
    )
)
@settings(max_examples=100, deadline=None)
def test_no_data_raises_anything_but_a_design_error(plain: Any):
    for parts in (
        plain,
        {"version": 1, "components": [plain], "design": plain},
        {"version": 1, "components": [], "design": plain},
    ):
        with pytest.raises(DesignError):
            Design.from_dict(parts)
