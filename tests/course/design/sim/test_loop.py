"""Does time pass in order, and does a deadline leave the work that missed it running?"""

from course.design.sim.loop import Delay, Loop
from course.design.sim.outcome import SERVED, TIMED_OUT
from course.design.sim.stations import Servers, Slots


def test_processes_run_in_the_order_of_time_and_then_as_they_went_to_sleep():
    loop, seen = Loop(), []

    def process(name: str, *pauses: float):
        for pause in pauses:
            yield pause
            seen.append((loop.now, name))
        return SERVED

    loop.spawn(process("a", 2.0, 1.0))
    loop.spawn(process("b", 1.0, 2.0))
    loop.run(10)
    assert seen == [(1.0, "b"), (2.0, "a"), (3.0, "b"), (3.0, "a")]
    assert loop.now == 10


def test_arrivals_are_merged_with_what_is_under_way():
    loop, seen = Loop(), []

    def process(name: str):
        seen.append((loop.now, name))
        yield 1.5
        seen.append((loop.now, name))
        return SERVED

    loop.run(3, [(0.0, process("a")), (1.0, process("b")), (5.0, process("never"))])
    assert seen == [(0.0, "a"), (1.0, "b"), (1.5, "a"), (2.5, "b")]


def test_a_caller_goes_on_at_its_deadline_and_the_work_goes_on_without_it():
    loop, seen = Loop(), []

    def work(seconds: float):
        yield seconds
        seen.append(("done", loop.now))
        return SERVED

    def caller(seconds: float):
        outcome = yield loop.deadline(1.0).race, work(seconds)
        seen.append((outcome, loop.now))
        return outcome

    loop.spawn(caller(0.5))
    loop.spawn(caller(2.0))
    loop.run(10)
    assert seen == [("done", 0.5), (SERVED, 0.5), (TIMED_OUT, 1.0), ("done", 2.0)]


def test_a_delay_holds_one_event_in_the_heap_and_skips_what_is_over():
    loop, over, acted = Loop(), {2}, []
    delay = Delay(loop, 5.0, over.__contains__, lambda item: acted.append((item, loop.now)))

    def adding():
        for item in range(4):
            delay.add(item)
            yield 1.0
        return SERVED

    loop.spawn(adding())
    loop.run(4.5)
    assert len(loop.heap) == 1
    loop.run(20)
    assert acted == [(0, 5.0), (1, 6.0), (3, 8.0)]


def test_servers_take_first_come_first_served_and_know_how_busy_they_were():
    loop, left = Loop(), []
    servers = Servers(loop, 2)

    def job(name: str, seconds: float):
        yield servers.serve, seconds
        left.append((name, loop.now))
        return SERVED

    for name, seconds in (("a", 3.0), ("b", 1.0), ("c", 1.0), ("d", 1.0)):
        loop.spawn(job(name, seconds))
    loop.run(10)
    assert left == [("b", 1.0), ("c", 2.0), ("a", 3.0), ("d", 3.0)]
    assert servers.busy_s() == 6.0


def test_work_that_nobody_waits_for_is_given_up_before_it_begins():
    loop, found = Loop(), []
    servers = Servers(loop, 1)

    def job(until: float):
        found.append(((yield servers.serve_until, (2.0, until)), loop.now))
        return SERVED

    for until in (9.0, 1.0, 9.0):
        loop.spawn(job(until))
    loop.run(10)
    assert found == [(False, 2.0), (True, 2.0), (False, 4.0)]


def test_a_free_slot_goes_to_the_most_urgent_who_waits():
    loop, order = Loop(), []
    slots = Slots(loop, 1, lines=3)

    def holder(name: str, urgency: int):
        if not slots.take():
            yield slots.wait, urgency
        order.append(name)
        yield 1.0
        slots.release()
        return SERVED

    for name, urgency in (("first", 2), ("bulk", 2), ("critical", 0), ("normal", 1)):
        loop.spawn(holder(name, urgency))
    loop.run(10)
    assert order == ["first", "critical", "normal", "bulk"]
    assert slots.held_s() == 4.0


def test_fewer_slots_are_reached_as_they_come_back_and_more_are_given_at_once():
    loop, order = Loop(), []
    slots = Slots(loop, 2)

    def holder(name: str):
        if not slots.take():
            yield slots.wait, 0
        order.append((name, loop.now))
        yield 2.0
        slots.release()
        return SERVED

    for name in "abcde":
        loop.spawn(holder(name))
    loop.at(1.0, lambda _: slots.resize(1))
    loop.at(5.0, lambda _: slots.resize(3))
    loop.run(20)
    assert order == [("a", 0.0), ("b", 0.0), ("c", 2.0), ("d", 4.0), ("e", 5.0)]
