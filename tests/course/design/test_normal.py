"""Are scores made at once those that the standard library gives one by one?"""

from statistics import NormalDist

import numpy as np
import pytest

from course.design.normal import MIDDLE, normal_scores

EDGES = [
    2.0**-54,
    1 - 2.0**-53,
    0.5,
    *(np.nextafter(0.5 + side * MIDDLE, to) for side in (-1, 1) for to in (0, 0.5, 1)),
]


def test_the_scores_are_those_of_the_standard_library():
    uniform = np.concatenate((np.random.default_rng(1).random(20_000), EDGES))
    one_by_one = [NormalDist().inv_cdf(one) for one in uniform.tolist()]
    assert normal_scores(uniform).tolist() == pytest.approx(one_by_one, rel=1e-15, abs=1e-16)
