"""Are names of the tests their own first, and the student's where the tests have none?"""

import pytest

from .bridge.two import student

SOURCE = "def f(): return g()\ndef g(): return 1\nx = [1]\ndef seen(name): return name in globals()"


def test_names_of_the_tests_come_first_and_the_students_are_asked_for():
    with student(SOURCE) as theirs:
        assert theirs.run("own = 5\nresult = (own, f(), x, 'f' in globals(), 'nothing' in globals())") == (
            5,
            1,
            [1],
            True,
            False,
        )
        with pytest.raises(NameError, match="nothing"):
            theirs.run("nothing")


def test_only_names_that_the_answers_bind_are_given_another_meaning_there():
    with student(SOURCE) as theirs:
        assert theirs.run("expected = 42\nresult = seen('expected')") is False
        assert theirs.run("def g(): return 7\nresult = f()") == 7


def test_names_of_builtins_and_of_the_machinery_are_not_the_students():
    with student("def len(x): return 99\n__secret__ = 1\ndef f(): return 1", instructor="def f(): return 1") as theirs:
        assert theirs.run("result = len([1])") == 1
        with pytest.raises(NameError):
            theirs.run("__secret__")


def test_without_a_conversation_there_are_only_the_tests_own_names():
    with student(SOURCE) as theirs:
        theirs.names.talk_to(None)
        with pytest.raises(NameError):
            theirs.run("f()")
        assert theirs.run("result = 3") == 3
