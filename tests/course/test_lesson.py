"""What does a learner see of an answer, of tests, of a solution?"""

from course.lesson import solution, starter, visible

ANSWER = """\
class Box:
    def get(self):
        ### BEGIN SOLUTION
        return self.x
        ### END SOLUTION

    def put(self, x):
        ### BEGIN SOLUTION
        self.x = x
        ### END SOLUTION"""


def test_a_starter_has_stubs_where_solutions_were():
    assert starter(ANSWER) == (
        "class Box:\n    def get(self):\n        # your code here\n        raise NotImplementedError\n"
        "\n    def put(self, x):\n        # your code here\n        raise NotImplementedError"
    )


def test_a_solution_loses_only_the_markers():
    assert (
        solution(ANSWER)
        == "class Box:\n    def get(self):\n        return self.x\n\n    def put(self, x):\n        self.x = x"
    )


def test_visible_tests_are_those_outside_the_hidden_region():
    assert visible("a\n### BEGIN HIDDEN TESTS\nb\n### END HIDDEN TESTS\nc") == "a\nc"
