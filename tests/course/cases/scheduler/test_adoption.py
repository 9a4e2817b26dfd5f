"""Locks and names that the learner's cells hold already."""

import queue
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass, field
from functools import cached_property, partial
from threading import Condition, Event, Lock, RLock

import pytest

from course.cases.interleave import explore
from course.cases.scheduler.locks import CooperativeLock, CooperativeRLock, cooperative

LOCK, RLOCK, CONDITION, EVENT, QUEUE = Lock(), RLock(), Condition(), Event(), queue.Queue(1)
LOCKS = {"by name": Lock(), "striped": [Lock() for _ in range(4)]}


class OnClass:
    lock = Lock()
    clock = staticmethod(time.monotonic)


class WithSlots:
    __slots__ = ("lock",)

    def __init__(self):
        self.lock = Lock()


SLOTTED = WithSlots()


@dataclass
class FromFactory:
    lock: Lock = field(default_factory=Lock)


class Touchy(OrderedDict):
    def __getitem__(self, key):
        raise AssertionError("looked at")

    def __getattribute__(self, name):
        raise AssertionError("looked at")


TOUCHY = Touchy(lock=Lock())


def defaults(make=Lock, *, now=time.monotonic):
    return make, now


def closure():
    lock = Lock()
    return lambda: lock


ENCLOSED = closure()


def everything():
    return LOCK, RLOCK, CONDITION, EVENT, QUEUE, LOCKS, OnClass, SLOTTED, FromFactory, TOUCHY, ENCLOSED, defaults, Lock


@pytest.mark.parametrize(
    "find",
    [
        lambda: LOCK,
        lambda: RLOCK,
        lambda: CONDITION._lock,
        lambda: EVENT._cond._lock,
        lambda: QUEUE.mutex,
        lambda: QUEUE.not_full._lock,
        lambda: LOCKS["striped"][3],
        lambda: OnClass.lock,
        lambda: SLOTTED.lock,
        lambda: dict.__getitem__(TOUCHY, "lock"),
        lambda: ENCLOSED(),
        lambda: Lock,
        lambda: time.sleep,
        lambda: OnClass.__dict__["clock"].__func__,
        lambda: defaults()[0],
        lambda: defaults()[1],
    ],
)
def test_they_are_replaced_for_the_check_and_then_put_back(find):
    before = find()
    with cooperative([everything]):
        during = find()
    assert during is not before
    assert find() is before


def test_one_lock_seen_twice_stays_one_lock():
    with cooperative([everything]):
        assert QUEUE.mutex is QUEUE.not_full._lock
        assert isinstance(LOCK, CooperativeLock)
        assert isinstance(RLOCK, CooperativeRLock)


def test_what_the_learner_changes_meanwhile_stays_changed():
    holder = {"lock": Lock()}
    with cooperative([lambda: holder]):
        holder["lock"] = other = object()
    assert holder["lock"] is other


def test_methods_and_partials_lead_to_locks_too():
    slotted = WithSlots()
    with cooperative([partial(setattr, slotted), slotted.__init__]):
        assert isinstance(slotted.lock, CooperativeLock)


def test_other_threads_of_the_process_keep_real_locks():
    made = []
    with cooperative([]):
        thread = threading.Thread(target=lambda: made.append((threading.Lock(), threading.RLock())))
        thread.start()
        thread.join()
    assert not isinstance(made[0][0], CooperativeLock)
    assert not isinstance(made[0][1], CooperativeRLock)


class Lazy:
    made = 0

    @cached_property
    def value(self):
        self.made += 1
        return self.made


def critical(lock, box):
    with lock:
        n = box["n"]
        box["n"] = n + 1


@pytest.mark.parametrize("lock", [LOCK, RLOCK, OnClass.lock, CONDITION, FromFactory().lock])
def test_they_exclude_threads(lock):
    def verify(box, _):
        assert box["n"] == 2

    explore(lambda: {"n": 0}, [partial(critical, lock)] * 2, verify)


def test_a_factory_of_a_dataclass_makes_cooperative_ones():
    def verify(made, _):
        assert isinstance(made.lock, CooperativeLock)

    explore(FromFactory, [lambda made: made.lock.acquire()], verify, schedules=1)


def test_a_cached_property_can_be_interrupted_in_the_middle():
    explore(Lazy, [lambda lazy: lazy.value] * 2, lambda _, __: None)


def test_a_queue_of_the_module_passes_things_on():
    def passing(_):
        QUEUE.put(1)
        return QUEUE.get()

    explore(object, [passing, passing], lambda _, __: None)
    assert QUEUE.empty()
