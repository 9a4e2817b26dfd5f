"""Does a request draw the same whatever else happens?"""

import numpy as np

from course.design.sim.streams import BLOCK, KEPT, Streams


def test_a_draw_depends_on_seed_purpose_number_and_turn_alone():
    forward = Streams(1).stream("api.call")
    backward = Streams(1).stream("api.call")
    numbers = [0, 1, BLOCK - 1, BLOCK, 5 * BLOCK + 7, 1 << 36]
    assert [forward(one) for one in numbers] == [backward(one) for one in reversed(numbers)][::-1]
    assert forward(3) != forward(4)
    assert forward(3) != forward(3, turn=1)
    assert forward(3) != Streams(2).stream("api.call")(3)
    assert forward(3) != Streams(1).stream("store.read")(3)


def test_a_block_that_was_dropped_comes_back_the_same():
    stream = Streams(1).stream("x")
    first = stream(5)
    for block in range(1, KEPT + 2):
        stream(block * BLOCK)
    assert stream(5) == first


def test_the_first_draws_at_once_are_those_one_by_one():
    stream = Streams(1).stream("x")
    for count in (0, 1, BLOCK, BLOCK + 3):
        assert stream.first(count).tolist() == [stream(number) for number in range(count)]


def test_draws_are_uniform_and_of_neighbours_independent():
    stream = Streams(1).stream("x")
    drawn = np.array([stream(number) for number in range(20_000)])
    assert abs(drawn.mean() - 0.5) < 4 * (1 / 12 / drawn.size) ** 0.5
    assert abs(np.corrcoef(drawn[:-1], drawn[1:])[0, 1]) < 4 / drawn.size**0.5


def test_draws_are_those_that_they_have_always_been():
    """A scenario's seed replays what its author saw, on every platform and with every NumPy."""
    stream = Streams(2026).stream("arrivals play", lambda uniform: -np.log1p(-uniform))
    assert [stream(number) for number in range(3)] == [1.882342654679, 1.592720289437, 0.088185630737]
