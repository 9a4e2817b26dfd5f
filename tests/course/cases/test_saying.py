"""Do the further ways of saying what is expected fail when they should, and say why?"""

import pytest

from course.cases import CaseFailed, Cases

check = Cases("saying", points=1)


def test_same_wants_the_object_and_no_equal_one():
    one, equal = [1], [1]
    check.same(one, one, after="reading it")
    with pytest.raises(CaseFailed, match="After reading it: expected the same object"):
        check.same(equal, one, after="reading it")


def test_at_most_names_what_was_counted():
    check.at_most(3, 3, "comparisons", after="sorting")
    with pytest.raises(CaseFailed, match="After sorting: at most 3 comparisons expected, and there were 4"):
        check.at_most(4, 3, "comparisons", after="sorting")


def test_unchanged_sees_a_change_inside():
    rows = [[1], [2]]
    with check.unchanged(rows, when="f(rows)"):
        sorted(rows)
    wanted = r"With f\(rows\): what was handed in has been changed"
    with pytest.raises(CaseFailed, match=wanted), check.unchanged(rows, when="f(rows)"):
        rows[1].append(3)
