"""Where switches are looked for."""

import json
import sys

import pytest

from course.cases.scheduler.bytecode import FIRST, NEVER, SECOND, is_learners, is_learners_file, points, rank, tracer


class Recorder:
    """An observer that never wants to stop a thread."""

    def __init__(self):
        self.steps, self.stop, self.path, self.names = 0, sys.maxsize, [], []

    def entered(self, frame):
        self.names.append(frame.f_code.co_name)

    def reached(self, frame):
        raise AssertionError("not asked for")


def observed(function, *arguments):
    recorder, tracing = Recorder(), tracer()
    with tracing.active(), tracing.observing(recorder):
        function(*arguments)
    return recorder


class Thing:
    def __init__(self):
        self.n = 0

    def add(self):
        self.n += 1

    def loop(self):
        for _ in range(3):
            self.add()


def test_an_augmented_assignment_can_be_interrupted_between_reading_and_writing():
    kinds = [(point.reads, point.writes) for point in points(Thing.add.__code__).values()]
    assert kinds == [("n", ""), ("", ""), ("", "n")]


def test_moving_ones_own_locals_about_is_no_point():
    def local(a, b):
        a, b = b, a
        return (a, [b])

    assert points(local.__code__) == {}


def test_reading_a_name_matters_if_some_thread_writes_it():
    read, _, write = points(Thing.add.__code__).values()
    assert rank(write, set()) == FIRST
    assert (rank(read, set()), rank(read, {"n"})) == (SECOND, FIRST)


def test_a_loop_counts_its_turns():
    def forever():
        while True:
            pass

    assert [point.rank for point in points(forever.__code__).values()] == [NEVER]


def test_code_of_the_library_and_of_the_course_is_one_step():
    assert is_learners(test_code_of_the_library_and_of_the_course_is_one_step.__code__)
    assert not is_learners(json.dumps.__code__)
    assert not is_learners(pytest.raises.__code__)
    assert not is_learners(is_learners.__code__)
    assert is_learners_file("<ipython-input-3-abcdef>")
    assert not is_learners_file("<frozen importlib._bootstrap>")


def test_every_point_of_functions_that_are_called_is_reported_each_time():
    thing = Thing()
    first, again = observed(thing.loop), observed(thing.loop)
    assert first.names == ["loop", "add", "add", "add"]
    assert [point.writes for point in first.path if point.writes] == ["n", "n", "n"]
    assert first.path == again.path


def test_operations_with_extended_arguments_are_reported_once():
    names = "".join(f"    self.a{number} = 1\n" for number in range(600))
    namespace = {}
    exec(compile(f"def many(self):\n{names}", "<ipython-input-1-many>", "exec"), namespace)
    recorder = observed(namespace["many"], Thing())
    assert [point.writes for point in recorder.path] == [f"a{number}" for number in range(600)]


def test_a_generator_is_entered_once():
    def numbers():
        yield 1
        yield 2

    assert observed(lambda: list(numbers())).names.count("numbers") == 1
