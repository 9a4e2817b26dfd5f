"""What an author of a lesson can rely on: what is found, how it is told, and that nothing is left behind."""

import gc
import linecache
import os
import signal
import subprocess
import sys
import threading
import time
import weakref
from threading import Lock
from time import monotonic, sleep

import pytest

from course.cases import CaseFailed, Cases
from course.cases.interleave import InterleavingFailed, Plan, Schedule, Stop, explore, replay
from course.cases.scheduler import run as scheduler_run
from course.errors import CourseError

A_LOCK = Lock()
SOURCE = """
class Counter:
    def __init__(self):
        self.n = 0

    def add(self):
        n = self.n
        self.n = n + 1

    def bump(self):
        self.n += 1
"""
PAIR = """import threading

class Pair:
    def __init__(self):
        self.a, self.b = threading.Lock(), threading.Lock()

    def one(self):
        with self.a, self.b:
            pass

    def other(self):
        with self.b:
            with self.a:
                pass
"""
ENTRIES = """class Entries:
    def __init__(self):
        self.entries = {"key": 1}

    def remove(self):
        if "key" in self.entries:
            del self.entries["key"]
"""


def cell(source, name="<ipython-input-7-0a1b2c>"):
    """Run source as a notebook does: under a name of its own, with its lines in linecache."""
    linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
    namespace = {"__name__": "__main__"}
    exec(compile(source, name, "exec"), namespace)
    return namespace


Counter = cell(SOURCE)["Counter"]


class Box:
    """Anything to put attributes on."""


def both_counted(counter, _):
    if counter.n != 2:
        raise CaseFailed(f"Expected 2, got {counter.n}.")


def failure(setup, threads, verify=lambda subject, results: None, **options):
    with pytest.raises(InterleavingFailed) as caught:
        explore(setup, threads, verify, **options)
    return caught.value


@pytest.fixture(autouse=True)
def nothing_left_behind():
    names = [(threading, "Lock"), (threading, "_allocate_lock"), (threading, "_CRLock"), (threading.Thread, "start")]
    names += [(time, "sleep"), (time, "monotonic"), (sys.modules[__name__], "Lock"), (sys.modules[__name__], "A_LOCK")]
    before, tracer = [getattr(*name) for name in names], sys.gettrace()
    yield
    assert [getattr(*name) for name in names] == before
    assert sys.gettrace() is tracer
    assert gc.isenabled()
    assert threading.active_count() == 1
    assert not A_LOCK.locked()


# -- what it says ----------------------------------------------------------------------------------------------------------


def test_a_lost_update_is_told_by_the_line_before_which_the_thread_stops():
    failed = failure(Counter, [lambda c: c.add(), lambda c: c.add()], both_counted)
    assert str(failed) == (
        "With this interleaving: thread 1 stops before line 8 `self.n = n + 1` of Counter.add; "
        "thread 2 runs Counter.add to its end; thread 1 goes on to its end. Expected 2, got 1."
    )


def test_a_stop_inside_a_line_says_what_is_not_yet_written():
    failed = failure(Counter, [Counter.bump, Counter.bump], both_counted)
    assert "thread 1 stops in line 11 `self.n += 1` of Counter.bump, before it writes n; thread 2" in str(failed)


def test_the_schedule_has_no_more_stops_than_it_needs():
    failed = failure(Counter, [Counter.add] * 3, lambda c, _: both_counted(c, _) if c.n < 2 else None, schedules=2000)
    assert len(failed.schedule.plan.stops) <= 2


def test_a_fault_without_any_switch_is_told_as_such():
    failed = failure(Counter, [Counter.add], both_counted)
    assert str(failed) == (
        "Even when each thread runs to its end before the next begins: thread 1 runs Counter.add to its end. "
        "Expected 2, got 1."
    )


def test_an_error_in_a_thread_names_the_learners_line():
    Entries = cell(ENTRIES)["Entries"]
    failed = failure(Entries, [Entries.remove, Entries.remove])
    assert str(failed) == (
        'With this interleaving: thread 1 stops before line 7 `del self.entries["key"]` of Entries.remove; '
        "thread 2 runs Entries.remove to its end. "
        "Thread 1 raises KeyError: 'key' in line 7 `del self.entries[\"key\"]` of Entries.remove."
    )
    assert isinstance(failed.__cause__, KeyError)


def test_an_error_whose_text_fails_is_told_all_the_same():
    class Mute(Exception):
        def __str__(self):
            raise ValueError

    def mute(box):
        raise Mute

    assert "Thread 1 raises Mute: its text can't be made, ValueError in line" in str(failure(Box, [mute]))


def test_a_stop_where_the_bytecode_has_no_line_is_told():
    caught = cell("""def caught(box):
    try:
        try:
            raise KeyError(1)
        except KeyError as error:
            box.why = lambda: error
            raise ValueError
    except ValueError:
        pass
""")["caught"]
    told = set()
    for step in range(1, 15):
        with pytest.raises(InterleavingFailed) as failed:
            replay(Schedule(Plan((0, 1), (Stop(0, step, 1),)), ()), Box, [caught, caught], boom)
        told.add(str(failed.value).partition(";")[0])
    assert "With this interleaving: thread 1 stops before line 1 `def caught(box):` of caught" in told


def test_a_deadlock_tells_who_waits_for_what():
    Pair = cell(PAIR)["Pair"]
    assert str(failure(Pair, [Pair.one, Pair.other])) == (
        "With this interleaving: thread 1 stops in the middle of line 8 `with self.a, self.b:` of Pair.one; "
        "thread 2 runs Pair.other until it waits in line 13 `with self.a:` of Pair.other. "
        "Nobody can go on (deadlock): thread 1 waits in line 8 `with self.a, self.b:` of Pair.one for the lock that "
        "thread 2 took in line 12 `with self.b:` of Pair.other; thread 2 waits in line 13 `with self.a:` of Pair.other "
        "for the lock that thread 1 took in line 8 `with self.a, self.b:` of Pair.one."
    )


def test_a_thread_that_never_ends_is_told_by_its_line():
    def spin(box):
        while True:
            pass

    failed = failure(Box, [spin])
    assert "never comes to an end: it is still in line" in str(failed)
    assert "of spin" in str(failed)


def test_threads_that_only_wait_in_turns_are_told():
    def poll(box):
        while not hasattr(box, "flag"):
            sleep(0.1)

    assert "the threads never come to an end, but keep waiting" in str(failure(Box, [poll, poll])).replace("The", "the")


def test_a_lock_that_is_never_given_back_is_told_when_verify_needs_it():
    def lock_box():
        box = Box()
        box.lock = Lock()
        return box

    text = str(failure(lock_box, [lambda b: b.lock.acquire()], lambda b, _: b.lock.acquire()))
    assert "The check of the result waits in line" in text
    assert "thread 1 took" in text
    assert "never gave back" in text


def test_a_setup_that_waits_for_itself_is_told():
    def stuck():
        lock = threading.Lock()
        lock.acquire()
        lock.acquire()

    assert str(failure(stuck, [print])).startswith("Setup waits in line")


def test_what_the_code_prints_is_shown_once(capsys):
    explore(Box, [lambda _: print("once"), lambda _: None], lambda _, __: None, schedules=10)
    assert capsys.readouterr().out == "once\n"


def test_a_case_shows_the_message_and_passes_on_what_is_not_written():
    check = Cases("x", points=2)
    check.interleavings("lost", setup=Counter, threads=[Counter.add, Counter.add], verify=both_counted)
    check.interleavings("todo", setup=Counter, threads=[cell("def f(c): raise NotImplementedError")["f"]], verify=print)
    lost, todo = check.report().results
    assert lost.message.startswith("With this interleaving: thread 1 stops before line 8")
    assert todo.message.startswith("Not written yet")


# -- what it does ----------------------------------------------------------------------------------------------------------


def test_results_come_in_the_order_of_the_threads_and_every_subject_is_fresh():
    subjects = []

    def verify(subject, results):
        assert results == [1, 2, 3]
        assert subject not in subjects
        subjects.append(subject)

    explore(Box, [lambda _: 1, lambda _: 2, lambda _: 3], verify)
    assert len(subjects) >= 6


def test_at_most_so_many_schedules_are_played_twice_over():
    played = []
    explore(Counter, [Counter.add, Counter.add], lambda c, _: played.append(1), schedules=5)
    assert 5 <= len(played) <= 10


def test_a_failure_can_be_replayed():
    failed = failure(Counter, [Counter.add, Counter.add], both_counted)
    for _ in range(3):
        with pytest.raises(InterleavingFailed) as again:
            replay(failed.schedule, Counter, [Counter.add, Counter.add], both_counted)
        assert str(again.value) == str(failed)
        assert again.value.schedule == failed.schedule


def test_the_same_seed_finds_the_same_in_another_process():
    program = (
        "from tests.course.cases.test_interleave import *\n"
        "from tests.course.cases.scheduler.concurrent import BUGGY\n"
        "print(failure(*BUGGY['queue that waits with if'], seed=3))"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": str(seed)},
            capture_output=True,
            check=True,
        ).stdout
        for seed in (1, 2)
    }
    assert len(told) == 1


def test_an_error_in_setup_comes_through():
    with pytest.raises(ZeroDivisionError):
        explore(lambda: 1 / 0, [print], print)


def test_what_makes_no_sense_is_refused():
    with pytest.raises(CourseError, match="nothing to interleave"):
        explore(Box, [], print)
    with pytest.raises(CourseError, match="1 at least"):
        explore(Box, [print], print, schedules=0)
    assert "can't run inside another" in str(failure(Box, [lambda _: explore(Box, [print], print)]))


def test_the_tracer_of_a_debugger_or_of_coverage_goes_on_tracing():
    lines = []

    def tracer(frame, event, arg):
        lines.append((frame.f_code.co_name, event))
        return tracer

    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        explore(Counter, [Counter.add], lambda c, _: None)
        marked = sys.gettrace()
        cell("x = 1")
    finally:
        sys.settrace(before)
    assert marked is tracer
    assert ("cell", "call") in lines


# -- that every thread ends ------------------------------------------------------------------------------------------------


def swallow(box):
    while True:
        try:
            box.x = 1
            box.y = 2
        except:  # noqa: E722
            pass


def boom(box, _=None):
    raise KeyError("boom")


def hold(box):
    A_LOCK.acquire()
    sleep(1)
    threading.Event().wait()


def cleanup(box):
    try:
        with A_LOCK:
            threading.Event().wait()
    finally:
        sleep(5)
        box.done = True


@pytest.mark.parametrize("thread", [swallow, hold, cleanup])
def test_threads_end_when_another_fails(thread):
    failure(Box, [thread, boom])


@pytest.mark.parametrize("thread", [hold, cleanup])
def test_threads_end_when_they_deadlock(thread):
    for _ in range(2):  # a lock made before the check is free again
        assert "deadlock" in str(failure(Box, [thread, thread]))


def test_threads_end_on_an_interrupt():
    def interrupted(box):
        os.kill(os.getpid(), signal.SIGINT)
        while True:
            box.x = 1

    with pytest.raises(KeyboardInterrupt):
        explore(Box, [interrupted, swallow], print)


def test_an_interrupt_in_setup_and_in_verify_restores_everything():
    def interrupt(*_):
        signal.raise_signal(signal.SIGINT)

    with pytest.raises(KeyboardInterrupt):
        explore(interrupt, [print], print)
    with pytest.raises(KeyboardInterrupt):
        explore(Box, [hash], interrupt)


def test_a_call_that_cannot_be_interrupted_is_told(monkeypatch):
    monkeypatch.setattr(scheduler_run, "STALL_S", 0.2)

    def blocked(box):
        with box.lock:
            box.x = 1
            box.y = 2

    def foreign():
        box = Box()
        box.lock = scheduler_run.allocate_lock()  # neither of threading's nor found when the check begins
        return box

    text = str(failure(foreign, [blocked, blocked]))
    assert "Thread 2 has been in line" in text
    assert "`with box.lock:` of blocked for 0.2 s" in text


# -- time ------------------------------------------------------------------------------------------------------------------


def test_sleep_takes_no_time_and_does_not_order_threads():
    def setup():
        box = Box()
        box.value = None
        return box

    def late(box):
        sleep(3600)
        return len(box.value)

    def early(box):
        box.value = []

    began = monotonic()
    assert "TypeError" in str(failure(setup, [late, early]))
    assert monotonic() - began < 60


def test_clocks_follow_the_virtual_time():
    def timed(box):
        began = monotonic(), time.time(), time.perf_counter_ns()
        sleep(30)
        return monotonic() - began[0], time.time() - began[1], time.perf_counter_ns() - began[2]

    def verify(_, results):
        assert results[0] == pytest.approx((30, 30, 30e9))

    explore(Box, [timed], verify)


def test_a_loop_that_only_reads_the_clock_comes_to_its_end():
    def until(box):
        end = monotonic() + 2
        while monotonic() < end:
            pass

    explore(Box, [until, until], lambda _, __: None, schedules=3)


def test_a_loop_that_waits_for_another_thread_comes_to_its_end():
    def spin(box):
        while not hasattr(box, "ready"):
            pass

    def ready(box):
        box.ready = True

    explore(Box, [spin, ready], lambda _, __: None, schedules=20)


def test_what_a_schedule_made_is_freed_without_the_garbage_collector():
    made = []

    def setup():
        counter = Counter()
        made.append(weakref.ref(counter))
        return counter

    gc.disable()
    try:
        explore(setup, [Counter.add], lambda counter, results: None)
        assert [each() for each in made] == [None] * len(made)
    finally:
        gc.enable()
