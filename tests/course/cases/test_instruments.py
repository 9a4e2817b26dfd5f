"""Does each instrument measure what it says?"""

import itertools
from collections import deque

import pytest

from course.cases import CaseFailed, Clock, Counted, Living, Stream, Tally, steps_of


def test_a_clock_moves_only_when_told():
    clock = Clock(10.0)
    assert [clock.now(), clock.now()] == [10.0, 10.0]
    clock.advance(2.5)
    clock.sleep(1)
    assert (clock.now(), clock.slept) == (13.5, [1])
    clock.advance(-5)
    assert clock.now() == 8.5
    with pytest.raises(ValueError, match="non-negative"):
        clock.sleep(-1)


def test_counted_values_behave_as_theirs_do_and_count_each_touch():
    tally = Tally()
    one, two, also_two = (Counted(value, tally) for value in (1, 2, 2))
    assert one < two
    assert two == also_two
    assert sorted([two, one]) == [one, two]
    tally.count = 0
    assert {one: "a"}[Counted(1, tally)] == "a"
    assert tally.count == 3  # stored, looked up, compared
    tally.count = 0
    assert two in [one, also_two]
    assert tally.count == 2
    assert one != 1


def test_a_stream_counts_what_is_taken_and_refuses_more_than_it_must_give():
    endless = Stream(itertools.count(), most=3, name="the log")
    assert list(itertools.islice(endless, 3)) == [0, 1, 2]
    assert endless.pulled == 3
    with pytest.raises(CaseFailed, match="3 items of the log were enough"):
        next(endless)
    assert list(Stream("ab")) == ["a", "b"]


def test_living_counts_what_is_still_held():
    living = Living()
    held = deque((living.item(number) for number in range(10)), maxlen=3)
    assert living.count == 3
    held.pop()
    assert living.count == 2
    assert held[0] == living.item(7)
    assert living.count == 2


def test_steps_count_lines_calls_and_touched_keys():
    def total(values):
        result = 0
        for value in values:
            result += value
        return result

    few, many = (steps_of(lambda size=size: total(range(size)))[1] for size in (10, 110))
    assert many - few == 200
    tally = Tally()
    answer, steps = steps_of(lambda: Counted(1, tally) == Counted(1, tally), tally)
    assert answer
    assert steps >= 1


def test_an_instruments_own_lines_are_no_steps_but_what_it_calls_makes_some():
    class Version:
        def __eq__(self, other):
            return True

        __hash__ = None

    plain, asking = ([Counted(value, Tally()), Counted(value, Tally())] for value in (1, Version()))
    (few, more) = (steps_of(lambda pair=pair: pair[0] == pair[1])[1] for pair in (plain, asking))
    assert few == 2  # into the lambda, and its line
    assert more - few == 2
