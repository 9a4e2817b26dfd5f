"""Does the course know how far a learner is, and give the advice a tutor would?"""

import pytest

from course.lesson import Lesson
from course.progress import LessonProgress
from course.status import HOME, LessonStatus, advise, modules

from .learners import Happening, begun, cases, graded, lesson, progress

TWO = lesson("2_coding/01_two", "core", "edges")


def state(of: Lesson, *events: Happening) -> tuple[str, float]:
    status = LessonStatus(of, progress(*events).get(of.id) or LessonProgress(of.id))
    return status.state, status.share


def test_nothing_recorded_is_new():
    assert state(TWO) == ("new", 0)


def test_begun_is_started():
    assert state(TWO, begun("coding/two")) == ("started", 0)


def test_every_visible_case_of_every_tests_cell_makes_it_done():
    assert state(TWO, cases("coding/two", "core", 3)) == ("started", 0.5)
    assert state(TWO, cases("coding/two", "core", 3), cases("coding/two", "edges", 2)) == ("started", 0.5)
    assert state(TWO, cases("coding/two", "core", 3), cases("coding/two", "edges", 3)) == ("done", 1)


def test_a_later_failure_does_not_undo_it():
    assert state(TWO, cases("coding/two", "core", 3), cases("coding/two", "core", 0)) == ("started", 0.5)


@pytest.mark.parametrize(("score", "expected"), [(4, ("done", 1)), (3.5, ("started", 0))])
def test_full_points_make_it_done(score: float, expected: tuple[str, float]):
    assert state(TWO, graded("coding/two", score, 4)) == expected


def test_a_grade_of_nothing_is_not_full():
    assert state(TWO, graded("coding/two", 0, 0)) == ("started", 0)


def test_a_written_lesson_is_done_when_assessed():
    written = lesson("1_culture/01_words", written=("one",))
    assert state(written, begun("culture/words")) == ("started", 0)
    assert state(written, ("culture/words", "assessed", "one", {})) == ("done", 1)


def test_a_lesson_to_read_is_done_when_begun():
    reading = lesson("0_start/02_loop")
    assert state(reading) == ("new", 0)
    assert state(reading, begun("start/loop")) == ("done", 1)


def test_modules_come_in_order_without_home():
    found = modules(
        [lesson("0_start/01_home"), TWO, lesson("2_coding/02_other", "o"), lesson("3_backend/01_b", "b")], {}
    )
    assert HOME == "start/home"
    assert [(module.title, len(module.lessons)) for module in found] == [("Coding", 2), ("Backend", 1)]


def test_a_module_counts_lessons_done_and_shares_of_the_others():
    found = modules(
        [TWO, lesson("2_coding/02_other", "o")], progress(cases("coding/other", "o", 3), cases("coding/two", "core", 3))
    )
    assert (found[0].done, found[0].share) == (1, 0.75)


# -- advice --------------------------------------------------------------------------------------------------------


COURSE = [
    lesson("1_culture/01_a", "a"),
    lesson("2_coding/01_b", "b", needs=("coding/c",)),
    lesson("2_coding/02_c", "c"),
    lesson("3_backend/01_d", "d", needs=("coding/b",)),
]


def advice(*events: Happening, course: list[Lesson] = COURSE) -> tuple[str | None, str]:
    found = advise(modules(course, progress(*events)))
    return found.lesson.id if found.lesson else None, " ".join(found.why)


def done(*lessons: str) -> list[Happening]:
    return [cases(lesson, lesson.split("/")[1], 3) for lesson in lessons]


def test_at_the_start_it_is_the_first():
    assert advice() == ("culture/a", "It is the first lesson.")


def test_what_is_begun_comes_first_with_what_failed():
    tried = [*done("culture/a"), begun("backend/d"), cases("backend/d", "d", 1)]
    assert advice(*tried) == (
        "backend/d",
        "You have begun it: 0 of 1 exercises pass. Not passing yet: d (1 of 3 cases).",
    )


def test_of_several_begun_it_is_the_latest():
    assert advice(begun("backend/d"), begun("coding/b"))[0] == "coding/b"


def test_a_prerequisite_comes_before_what_needs_it():
    assert advice(*done("culture/a")) == ("coding/c", "'B' needs it.")


def test_what_it_needs_and_is_done_is_named():
    assert advice(*done("culture/a", "coding/c")) == ("coding/b", "You have done what it needs: C.")


def test_without_needs_the_order_is_the_reason():
    assert advice(*done("coding/c")) == ("culture/a", "It is the next in the order of the course.")


def test_lessons_that_need_each_other_do_not_hang_it():
    course = [lesson("2_coding/01_x", "x", needs=("coding/y",)), lesson("2_coding/02_y", "y", needs=("coding/x",))]
    assert advice(course=course) == ("coding/y", "'X' needs it.")


def test_a_need_that_is_no_lesson_is_passed_over():
    assert advice(course=[lesson("2_coding/01_x", "x", needs=("coding/gone",))])[0] == "coding/x"


ALL = ("culture/a", "coding/b", "coding/c", "backend/d")


def test_at_the_end_the_worst_grade_is_next():
    grades = [graded("coding/b", 1, 2), graded("coding/c", 1, 4)]
    assert advice(*done(*ALL), *grades) == ("coding/c", "Every lesson is done; the grade here is 1 of 4.")


def test_when_all_is_done_it_says_so():
    assert advice(*done(*ALL)) == (None, "You have done every lesson (4).")


def test_without_lessons_it_says_so():
    assert advice(course=[]) == (None, "There is no lesson yet.")
