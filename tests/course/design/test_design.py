"""Is a design a value that compares and says how it differs?"""

from course.design import Cache, Endpoint, Region, Retry, Service
from tests.course.design.examples import API, EDGE, LINKS, large, small


def test_designs_made_alike_are_equal():
    assert large() == large()
    assert hash(large()) == hash(large())
    assert large() != small()


def test_equal_designs_do_not_differ():
    assert large().diff(large()) == []


def test_a_component_that_changed_is_told_by_field():
    other = small().with_(flows=[Endpoint("read", EDGE, API.with_(instances=8), LINKS.read("key", timeout_ms=50))])
    assert small().diff(other) == ["api: instances 4 → 8"]


def test_components_and_calls_that_came_and_went_are_told():
    hot = Cache("hot")
    other = small().with_(flows=[Endpoint("read", EDGE, API, hot.aside(LINKS.read("key", timeout_ms=50)))])
    assert small().diff(other) == [
        '+ Cache("hot")',
        "+ read: hot.aside(key)",
    ]
    assert other.diff(small()) == ['− Cache("hot")', "− read: hot.aside(key)"]


def test_a_policy_that_changed_is_told_with_its_call():
    other = small().with_(
        flows=[Endpoint("read", EDGE, API, LINKS.read("key", timeout_ms=50, retry=Retry(budget=0.1)))]
    )
    assert small().diff(other) == [
        "− read: links.read(key) timeout_ms=50",
        "+ read: links.read(key) timeout_ms=50, retry=Retry(budget=0.1)",
    ]


def test_what_holds_for_the_whole_design_is_told():
    assert small().diff(small(regions=[Region("us")], propagate_deadlines=True)) == [
        "regions: [] → [Region(name=us)]",
        "propagate_deadlines: False → True",
    ]


def test_a_kind_that_changed_under_one_name_is_told():
    renamed = small().with_(flows=[Endpoint("read", EDGE, API, Service("links").call(timeout_ms=50))])
    assert "links: KeyValueStore → Service" in small().diff(renamed)


def test_its_outline_reads_as_it_was_written():
    assert str(small()).splitlines() == [
        "small",
        '  Clients("clients")',
        '  LoadBalancer("edge")',
        '  Service("api", instances=4)',
        '  KeyValueStore("links")',
        "read:",
        "  edge.call()",
        "    api.call()",
        "      links.read(key) timeout_ms=50",
    ]
