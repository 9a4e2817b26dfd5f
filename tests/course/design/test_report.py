"""Does the review say what broke first, what followed, and what to ask, as text and as a page?"""

import json
import re

import pytest

from course.design import Design, Endpoint, Hang, LoadBalancer, Retry, Service, Slow, Traffic
from course.design.incident import first_failing, signs
from course.design.lab import run
from course.design.report import Before, Review, review
from course.design.show import design_page, page
from course.design.traffic import Constant
from tests.course.design.examples import EDGE, LINKS, large, quiet, slow_store, small


@pytest.fixture(scope="module")
def broken() -> Review:
    """A slow store behind a service that waits long, with retries, for too many at once."""
    api = Service("api", instances=2, concurrency=8, queue=8)
    path = (EDGE, api, LINKS.read("key", timeout_ms=400, retry=Retry()))
    return review(Design("small", Endpoint("read", *path)), slow_store(), seeds=1)


@pytest.fixture(scope="module")
def sound() -> Review:
    return review(small(), quiet(), seeds=1)


def test_the_component_with_the_fault_is_the_first_in_trouble(broken: Review):
    assert broken.first is not None
    assert broken.first.component == "links"
    assert 12 <= broken.first.at_s <= 15


def test_it_went_on_from_callee_to_caller(broken: Review):
    order = [sign.component for sign in broken.cascade]
    assert order[0] == "links"
    assert "api" in order
    assert "First in trouble: `links`" in broken.story()


def test_no_sign_comes_before_its_cause(broken: Review):
    assert all(sign.at_s >= 12 for sign in broken.signs)


def test_the_timeline_has_the_fault_the_sign_and_the_broken_objective_in_order(broken: Review):
    times = [moment.at_s for moment in broken.moments]
    assert times == sorted(times)
    texts = " ".join(moment.text for moment in broken.moments)
    assert "links is 500 times as slow" in texts
    assert "not held over 10 s: 0.99 of read answered" in texts


def test_there_are_three_questions_about_three_things(broken: Review, sound: Review):
    for one in (broken, sound):
        assert len(one.questions) == 3
        assert len({question.topic for question in one.questions}) == 3
        assert all(re.search(r"\?(?= |$)", question.text) or "Run it." in question.text for question in one.questions)


def test_retries_are_asked_about(broken: Review):
    assert any("retries" in question.text for question in broken.questions)


def test_nothing_broke_in_a_quiet_run(sound: Review):
    assert sound.first is None
    assert sound.story() == "No component showed a sign of trouble."
    assert "was the busiest" in sound.questions[0].text


def test_too_small_a_service_is_in_trouble_before_any_fault():
    tiny = Design("tiny", Endpoint("read", EDGE, Service("api", instances=1, vcpus=1)))
    found = review(
        tiny, quiet(traffic=[Traffic(Constant(800), {"read": 1})], slos=quiet().slos[:1], demand={}), seeds=1
    )
    assert found.first is not None
    assert found.first.component == "api"
    assert "By Little's law" in found.questions[0].text


def test_what_hangs_is_named_though_it_is_neither_busy_nor_failing():
    path = (EDGE, Service("api", instances=2, concurrency=8, queue=8), Service("ratings").call())
    hung = quiet(faults=[Hang(at_s=8, for_s=6, target="ratings")], demand={})
    found = review(Design("hung", Endpoint("read", *path)), hung, seeds=1)
    assert found.first is not None
    assert (found.first.component, found.first.at_s) == ("ratings", 8)


def test_a_fault_without_a_target_leaves_no_sign():
    found = review(small(), quiet(faults=[Slow(at_s=5, target="ratings", factor=100)]), seeds=1)
    assert signs(found.measured) == ()
    assert first_failing((), found.measured) is None


def test_before_and_after_are_compared(broken: Review):
    kept = json.loads(json.dumps(broken.kept()))
    bounded = small().with_(
        flows=[Endpoint("read", EDGE, Service("api", instances=2), LINKS.read("key", timeout_ms=50))]
    )
    after = review(bounded, slow_store(), seeds=1, before=Before.from_dict(kept))
    assert "api: concurrency 8 → 64" in after.changes
    assert "Since the run before:" in str(after)
    assert all(after.then(one) for one in after.verdict.judgements)


@pytest.mark.parametrize(
    "kept",
    [
        None,
        {},
        {"version": 9},
        {"version": 1, "design": 3},
        {"version": 1, "design": {}, "measured": {}},
    ],
)
def test_what_an_older_course_kept_is_no_matter(kept: object):
    found = review(small(), quiet(), seeds=1, before=Before.from_dict(kept))
    assert found.changes == []


def test_the_text_has_all_there_is(broken: Review):
    text = str(broken)
    for part in (
        "small under slow store: fail",
        "Timeline",
        "To try next",
        "About the design",
        "Replay: seed 1",
        "a month",
    ):
        assert part in text


def test_the_data_is_json(broken: Review):
    data = json.loads(json.dumps(broken.to_dict(), allow_nan=False))
    assert data["outcome"] == "fail"
    assert data["first_failing"] == "links"
    assert data["replay_seed"] == 1


def test_the_page_escapes_names_and_marks_faults(broken: Review):
    html = page(broken)
    assert html.count("<svg") >= 4
    assert "links is 500 times as slow" in html
    assert "nan" not in re.sub(r"<[^>]*>", "", html)
    hostile = Design("<script>x</script>", *small().flows)
    assert "<script" not in page(review(hostile, quiet(), seeds=1))
    assert "<script" not in design_page(hostile)


def test_a_batch_run_shows_text_alone(broken: Review):
    assert broken._repr_html_() is None
    assert large()._repr_html_() is None
    assert repr(broken) == str(broken)


def test_run_takes_a_scenario_by_value_and_compares_with_the_run_before():
    first = run(small(), quiet(), seeds=1)
    second = run(small(), quiet(), seeds=1)
    assert second.before is not None
    assert second.before.measured == first.kept()["measured"]


def test_consumers_and_parallel_calls_are_reviewed_as_well():
    scenario = quiet(traffic=[Traffic(Constant(40), {"page": 1, "notify": 1})], slos=[], demand={})
    found = review(large(), scenario, seeds=1)
    assert "deliver" in found.measured.record.flows
    assert page(found)


def test_a_balancer_alone_is_enough():
    design = Design("edge only", Endpoint("read", LoadBalancer("edge"), Service("api")))
    assert review(design, quiet(demand={}), seeds=1).verdict.outcome == "pass"
